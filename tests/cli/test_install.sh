#!/bin/bash
# What `cmake --install` puts elsewhere works there, with its own data.
# usage: test_install.sh BUILD_DIR
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cmake --install "$1" --prefix "$folder/opt" >/dev/null

kurilmap=$folder/opt/bin/kurilmap
"$kurilmap" --version | grep -q '^kurilmap [0-9]'
# A view that only the installed data has shows that these are the ones in use.
cp "$folder/opt/share/kurilmap/styles/views/okhotsk.yaml" "$folder/opt/share/kurilmap/styles/views/only-here.yaml"
"$kurilmap" list views | grep -q '^only-here'
cd "$folder"
"$kurilmap" render only-here --size 320x240 -o only-here.png
[ "$(head -c 4 only-here.png | tail -c 3)" = PNG ]
[ -s "$folder/opt/share/man/man1/kurilmap-render.1" ]
[ -s "$folder/opt/share/bash-completion/completions/kurilmap" ]
[ -s "$folder/opt/include/kurilmap/kurilmap.h" ]
