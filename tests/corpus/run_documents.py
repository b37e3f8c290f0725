#!/usr/bin/env python3
"""Runs the program over the corpus of documents beside the project: styles, maps, reports and tables with one fault each.

A document goes through what reads it (`render`, `batch`, `distance --pairs`) and through `check`. INDEX.csv says what a
good program does. An error names file, line and column; nothing is left behind; no signal, ten seconds at most.

usage: run_documents.py PROGRAM FOLDER [PART OF A NAME]
"""
import csv
import os
import re
import subprocess
import sys
import tempfile

import no_network

PROGRAM, FOLDER = os.path.abspath(sys.argv[1]), sys.argv[2]
ONLY = sys.argv[3] if len(sys.argv) > 3 else ""
SECONDS = 10 * (8 if b"__asan_init" in open(PROGRAM, "rb").read() else 3)
DRAW = ["--size", "480x360", "-o", "out.png"]


def command_lines(name, path):
    kind = name.split("/")[0]
    if kind == "style":
        return [["render", "--style", path, *DRAW], ["check", path]]
    if kind == "csv" and "pairs" in name:
        return [["distance", "--pairs", path, "-o", "out.csv"]]
    if kind in ("csv", "crs"):
        return [["render", "okhotsk", *DRAW, "--data", path], ["check", path]]
    if path.endswith(".geojson"):
        return [["render", "okhotsk", *DRAW, "--data", path]]
    text = open(path, "rb").read()
    if re.search(rb"^\s*(maps|for-each|outputs)\s*:", text, re.M):
        return [["batch", path, "-o", "figures", "-j", "1"], ["check", path]]
    return [["render", path, "-o", "out.png"], ["check", path]]


def outcome(done, folder, line):
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode < 0 or "Sanitizer" in said or "runtime error" in said:
        return "CRASH"
    if done.stderr != said.encode() or re.search(r"[\x00-\x08\x0b-\x1f\x7f]", said):
        return "UNCLEAN TEXT"
    if any(not re.match(r"kurilmap: (error|warning|info): ", l) for l in said.splitlines()):
        return "STRAY LINES"
    outside = set(os.listdir(folder)) - {"out.png", "out.csv", "figures"}
    if outside:
        return f"STRAY FILES {outside}"
    errors = [l for l in said.splitlines() if l.startswith("kurilmap: error:")]
    if done.returncode == 0:
        return "ERROR AND EXIT 0" if errors else "draw+warn" if "kurilmap: warning:" in said else "draw"
    if not errors:
        return "NO MESSAGE"
    if line[0] != "batch" and os.listdir(folder):
        return f"OUTPUT LEFT {os.listdir(folder)}"
    return "error"


def run(line):
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run([PROGRAM, *line], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                                  timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return "TOO LONG", "", False
        said = done.stderr.decode("utf-8", "replace")
        return outcome(done, folder, line), said, bool(re.search(r"error: [^ ]+:\d+:\d+: ", said))


def main():
    index = os.path.join(FOLDER, "INDEX.csv")
    if not os.path.exists(index):
        print("skipped: no corpus of documents beside the project")
        return 77
    no_network.leave()
    wrong = runs = 0
    for row in csv.DictReader(open(index, encoding="utf-8", newline="")):
        if ONLY not in row["file"]:
            continue
        for line in command_lines(row["file"], os.path.join(FOLDER, row["file"])):
            got, said, placed = run(line)
            wanted = set(re.findall(r"draw\+warn|draw|error", row["expect"]))
            if line[0] == "check":  # what only drawing can find is not its matter; what is wrong in a document is
                wanted |= {"draw", "draw+warn", "error"} if wanted != {"draw"} else set()
            good = got in wanted
            if got == "error" and row["file"].startswith(("style/", "document/")) and not placed and line[0] != "check":
                good, got = False, "error without file:line:column"
            runs += 1
            wrong += not good
            if not good or ONLY:
                print(f"{row['file']}: {line[0]}: {got}, expected {row['expect']} ({row['problem']})")
                print("".join(f"    {l[:300]}\n" for l in said.splitlines()[:5]), end="", flush=True)
    print(f"{runs} runs: {wrong} not as expected")
    return 1 if wrong else 0


sys.exit(main())
