#!/bin/bash
# What `cmake --install` puts elsewhere works there, with its own data.
# usage: test_install.sh BUILD_DIR SOURCE_DIR CC [FLAG]
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

# A program of somebody else's on the installed library; the length is GeographicLib's (GeodSolve -i).
pc=$(find "$folder/opt" -name kurilmap.pc)
read -ra flags < <(pkg-config --define-prefix --cflags --libs "$pc")
"$3" -std=c17 -Wall -Wextra -Wpedantic -Werror ${4:+"$4"} "$2/docs/examples/ranges.c" -o ranges "${flags[@]}"
LD_LIBRARY_PATH=$(dirname "$(dirname "$pc")") ./ranges 45,147 43,132 ranges.png >ranges.txt
[ "$(cat ranges.txt)" = "1221.580 km, azimuth -95.2" ]
[ "$(head -c 4 ranges.png | tail -c 3)" = PNG ]
