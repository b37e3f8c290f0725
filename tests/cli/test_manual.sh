#!/bin/bash
# The manual pages are sound roff, the completions are sound shell and complete what they should.
# usage: test_manual.sh MANUAL_FOLDER SOURCE_DIR
set -eu
failed=0
fail() { echo "$*"; failed=1; }

pages=("$1"/*.1)
[ "${#pages[@]}" -ge 4 ] || fail "only ${#pages[@]} manual pages"
for page in "${pages[@]}"; do
  if command -v groff >/dev/null; then
    # (by standard input: troff reads the name of a file as it reads text, in its own encoding)
    said=$(groff -Kutf8 -man -ww -z -Tutf8 <"$page" 2>&1) || fail "$page: groff failed"
    [ -z "$said" ] || fail "$page: $said"
  fi
done
grep -q -- '\\-\\-worldview' "$1/kurilmap-render.1" || fail "kurilmap-render.1 lacks --worldview"

bash -n "$1/kurilmap.bash" || fail "kurilmap.bash"
if command -v zsh >/dev/null; then zsh -n "$1/_kurilmap" || fail "_kurilmap"; fi
if command -v fish >/dev/null; then fish -n "$1/kurilmap.fish" || fail "kurilmap.fish"; fi

# completes WANTED WORD...: the last word is the one being typed
completes() {
  local wanted=$1
  shift
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  _kurilmap
  [ "${COMPREPLY[*]}" = "$wanted" ] || fail "'$*' completes to '${COMPREPLY[*]}', wanted '$wanted'"
}
# shellcheck source=/dev/null
source "$1/kurilmap.bash"
completes render kurilmap ren
completes "neutral" kurilmap render --worldview n
completes "--projection" kurilmap render --proj
completes "views" kurilmap list v
completes "--log-format" kurilmap --log
completes "json" kurilmap list --log-format j
exit "$failed"
