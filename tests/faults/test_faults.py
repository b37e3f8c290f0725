#!/usr/bin/env python3
"""Lets one call after the other fail (write, read, fsync, rename, linkat, malloc), as SQLite's tests do.

After each run: an error and a code that is not 0, or the very bytes of an undisturbed run; nothing else in the folder;
an older output as it was. When memory fails the program may end by a signal: C++ libraries do so while they are loaded,
GLib by design, and Pango and GEOS do not look whether they got what they asked for (SECURITY.md). Even then there is a
message, and nothing is left behind.

usage: test_faults.py PROGRAM fail_nth.so
"""
import os
import re
import subprocess
import sys
import tempfile

PROGRAM, SHIM = map(os.path.abspath, sys.argv[1:3])
SQUARE = '{"type":"Polygon","coordinates":[[[147,44],[148,44],[148,45],[147,44]]]}'
RENDER = ["render", "okhotsk", "--size", "320x240"]
COMMANDS = [
    (RENDER + ["-o", "out.png"], {"out.png"}),
    (RENDER + ["-o", "out.pdf", "-o", "out.svg"], {"out.pdf", "out.svg"}),
    (["distance", "iturup", "in.geojson", "--format", "csv", "-o", "out.csv"], {"out.csv"}),
    (["buffer", "45.04,147.63", "12nmi", "-o", "out.geojson"], {"out.geojson"}),
    (["check", "in.geojson"], set()),
    (["near", "iturup", "--within", "60km", "--format", "csv", "-o", "out.csv"], {"out.csv"}),
    (["identify", "45.04,147.63", "--format", "json", "-o", "out.json"], {"out.json"}),
    (["area", "in.geojson", "iturup", "--format", "csv", "-o", "out.csv"], {"out.csv"}),
    (["median", "in.geojson", "46,150", "--within", "60nmi", "-o", "out.geojson"], {"out.geojson"}),
    (["distance", "--pairs", "in.csv", "-o", "out.csv"], {"out.csv"}),
    (["batch", "in.yaml", "-j", "1", "-o", "figures"],
     {"figures/a.png", "figures/b.csv", "figures/b.json", "figures/report.json", "figures/records/a.json", "figures/records/b.json"}),
]
INPUTS = {"in.geojson": SQUARE, "in.csv": "lat1,lon1,lat2,lon2\n44,147,45,148\n45,147,46,148\n",
          "in.yaml": "maps: [{view: okhotsk, size: 320x240, name: a}]\n"
                     "tables: [{name: b, near: {place: iturup, within: 30km}, formats: [csv]}]\n"}
wrong = []


def run(command, folder, fail, before=b""):
    for path, folders, files in os.walk(folder, topdown=False):
        for name in files:
            os.unlink(os.path.join(path, name))
        for name in folders:
            os.rmdir(os.path.join(path, name))
    for name, text in INPUTS.items():
        with open(os.path.join(folder, name), "w") as f:
            f.write(text)
    for name in command[1] if before else ():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "wb") as f:
            f.write(before)
    count = os.path.join(folder, ".count")
    environment = dict(os.environ, LD_PRELOAD=SHIM, KURIL_FAIL=fail, KURIL_FAIL_COUNT=count,
                       SOURCE_DATE_EPOCH="1600000000")
    try:
        done = subprocess.run([PROGRAM, *command[0]], cwd=folder, env=environment, capture_output=True, timeout=60)
    except subprocess.TimeoutExpired:
        sys.exit(f"{fail}: {' '.join(command[0])}: does not end")
    calls = 0
    if os.path.exists(count):
        calls = int(open(count).read())
        os.unlink(count)
    left = {}
    for path, _, files in os.walk(folder):
        for name in files:
            whole = os.path.join(path, name)
            if os.path.relpath(whole, folder) not in INPUTS:
                left[os.path.relpath(whole, folder)] = open(whole, "rb").read()
    return done, left, calls


def complain(command, fail, done, why):
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    wrong.append(f"{fail}: {' '.join(command[0])}: {why} (code {done.returncode}: {said[-1] if said else ''})")


def alike(name, one, other):
    """Equal bytes; of GeoJSON equal vertices, as GEOS begins a ring elsewhere when its sort gets no buffer; of the records
    of a batch, which hold times and may tell of a failure, only that they are whole."""
    if name.startswith("figures/") and name.endswith(".json"):
        return one == other or one.rstrip().endswith(b"}")
    return one == other or (name.endswith(".geojson") and set(re.findall(rb"[\d.]{4,}", one)) ==
                            set(re.findall(rb"[\d.]{4,}", other)))


def same(left, whole):
    return left.keys() == whole.keys() and all(alike(n, left[n], whole[n]) for n in whole)


def judge(command, fail, done, left, whole, before):
    older = {n: before for n in command[1]} if before else {}
    if done.returncode == 0:
        if not (same(left, whole[0]) and done.stdout == whole[1]) and b"kurilmap: warning: " not in done.stderr:
            complain(command, fail, done, "success without a warning, but not the same output")
        return
    if before and any(left.get(n) != before and not alike(n, left.get(n, b""), whole[0][n]) for n in command[1]):
        complain(command, fail, done, "the older output is not as it was")
    if not before and not all(n in whole[0] and alike(n, left[n], whole[0][n]) for n in left):
        complain(command, fail, done, f"left behind: {sorted(left)}")
    if set(left) - set(whole[0]) - set(older):
        complain(command, fail, done, f"stray files: {sorted(left)}")
    # The last ones are libraries' own; glibc's, as a library that is opened late wants memory of its own in each thread, and
    # the loader's, which ends the program by itself (code 127) when it has none for a library's name.
    said = (b"kurilmap: error: ", b"Cannot allocate memory", b"std::bad_alloc", b"cannot allocate memory for thread-local",
            b"out of memory")
    if not any(word in done.stderr for word in said):
        complain(command, fail, done, "no message")
    if done.returncode < 0 and not fail.startswith("malloc"):
        complain(command, fail, done, "ended by a signal")


def steps(calls, most):
    """Each call when there are few, else ever wider apart."""
    if calls <= most:
        return range(1, calls + 1)
    ratio, n, found = calls ** (1 / most), 1.0, []
    while n <= calls:
        found.append(int(n))
        n = max(n + 1, n * ratio)
    return found


def main():
    runs = 0
    with tempfile.TemporaryDirectory() as folder:
        for command in COMMANDS:
            done, left, _ = run(command, folder, "none:0")
            if done.returncode != 0 or set(left) != command[1]:
                sys.exit(f"{command[0]}: fails by itself: {done.stderr}")
            whole = (left, done.stdout)
            for function, most in (("write", 30), ("read", 12), ("fsync", 5), ("rename", 5), ("linkat", 5), ("malloc", 25)):
                if COMMANDS.index(command) >= 5:  # of these a few places are enough
                    most = min(most, 8)
                _, _, calls = run(command, folder, f"{function}:0")
                for n in steps(calls, most):
                    for fail, before in ((f"{function}:{n}", b""), (f"{function}:{n}+", b"older")):
                        if before and function == "malloc":
                            continue
                        done, left, _ = run(command, folder, fail, before)
                        judge(command, fail, done, left, whole, before)
                        runs += 1
    print(*wrong, sep="\n")
    print(f"{runs} runs, {len(wrong)} wrong")
    return 1 if wrong else 0


sys.exit(main())
