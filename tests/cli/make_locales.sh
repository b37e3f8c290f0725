#!/bin/sh
# Makes the locales that the tests run in, in a folder of the build (LOCPATH), not in the system.
# usage: make_locales.sh FOLDER
set -eu
mkdir -p "$1"
for name in ru_RU de_DE; do
  [ -d "$1/$name.UTF-8" ] || localedef -i "$name" -f UTF-8 "$1/$name.UTF-8"
done
# A locale that is not found would silently be C, and the tests would prove nothing.
for name in ru_RU de_DE; do
  point=$(LOCPATH="$1" LC_ALL="$name.UTF-8" locale decimal_point)
  [ "$point" = , ] || { echo "$name has no decimal comma" >&2; exit 1; }
done
