#!/bin/bash
# The same input gives the same bytes: twice, a second apart, from another folder, and in locales with decimal commas.
# usage: test_bytes.sh PROGRAM
set -eu
kurilmap=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# draw NAME [VARIABLE=VALUE...]
draw() {
  local name=$1
  shift
  mkdir "$name"
  (cd "$name" && env -u SOURCE_DATE_EPOCH "$@" "$kurilmap" render southern-kurils --lang en,ja --size 640x480 \
    --ring 45.03,147.62:100.5km --measure 44.03,145.86:45.23,147.88 --set treaty-lines=true \
    -o map.png -o map.pdf -o map.svg)
}

draw first LC_ALL=C.UTF-8
sleep 1.1
draw again LC_ALL=C.UTF-8
draw russian LC_ALL=ru_RU.UTF-8 LANGUAGE=ru
draw german LC_ALL=de_DE.UTF-8 LANGUAGE=de
draw zone LC_ALL=C TZ=Asia/Tokyo

failed=0
for name in again russian german zone; do
  for file in map.png map.pdf map.svg; do
    cmp "first/$file" "$name/$file" || failed=1
  done
done
exit "$failed"
