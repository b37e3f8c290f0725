#!/usr/bin/env python3
"""Runs the program over the corpus of difficult files beside the project, command by command.

Each dataset of manifest.csv goes through `check`, `render --data`, `distance` and `batch`. What a good program should
do stands in the manifest: draw, draw+warn, or error. For all of them: no signal, no sanitizer's report, the time limit
kept; nothing written beside the input; an output whole or not there; one error that names the file, exit code 3.

It runs in a network namespace of its own, where that is allowed: by itself GDAL follows some links.

usage: run_corpus.py PROGRAM CORPUS [--only TEXT] [--every N] [--commands check,render,distance,batch] [-j N]
"""
import argparse
import concurrent.futures
import csv
import os
import re
import subprocess
import sys
import tempfile

import no_network

SECONDS = 10
EXPECTED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected.csv")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("corpus")
    parser.add_argument("--only", default="", help="only files whose path holds this text")
    parser.add_argument("--every", type=int, default=1, help="only each N-th file")
    parser.add_argument("--commands", default="check,render,distance,batch")
    parser.add_argument("-j", type=int, default=2)
    parser.add_argument("--slow", type=float, default=1, help="how many times longer than on a released build")
    parser.add_argument("-v", action="store_true", help="show what every run said")
    return parser.parse_args()


def listing(folder):
    return sorted((e.name, e.stat(follow_symlinks=False).st_size, e.stat(follow_symlinks=False).st_mtime_ns)
                  for e in os.scandir(folder))


def command_line(command, path, folder):
    """What to run in an empty folder, and which files it may leave there."""
    if command == "check":
        return ["check", path], set()
    if command == "render":
        return ["render", "okhotsk", "--size", "320x240", "--style", "print", "--no-legend", "--data", path,
                "-o", "out.png"], {"out.png"}
    if command == "distance":
        return ["distance", "45.0,147.6", path], set()
    report = os.path.join(folder, "report.yaml")
    with open(report, "w", encoding="utf-8", errors="surrogateescape") as f:
        quoted = path.replace("'", "''")
        f.write(f"maps: [{{view: okhotsk, size: 320x240, name: one, data: '{quoted}'}}]\n")
    return ["batch", "report.yaml", "-j", "1", "-o", "figures", "--allow-folder", "/"], {"report.yaml", "figures"}


def outcome(done, path, left, may_leave):
    """draw, draw+warn, error, or what promise was broken."""
    said = done.stderr.decode("utf-8", "replace")
    lines = [l for l in said.splitlines() if l]
    errors = [l for l in lines if l.startswith("kurilmap: error:")]
    warnings = [l for l in lines if l.startswith("kurilmap: warning:")]
    stray = [l for l in lines if not re.match(r"kurilmap: (error|warning|info): ", l)]
    names = (os.path.basename(path), os.path.splitext(os.path.basename(path))[0])
    if done.returncode < 0 or "Sanitizer" in said or "runtime error" in said:
        return "CRASH"
    if done.stderr != said.encode() or re.search(r"[\x00-\x08\x0b-\x1f\x7f]", said):
        return "UNCLEAN TEXT"
    if stray:
        return "STRAY LINES"
    if any(not any(n in l for n in names) for l in warnings):
        return "WARNING NAMES NO FILE"
    if done.returncode == 0:
        if errors:
            return "ERROR AND EXIT 0"
        if may_leave - left:
            return "NO OUTPUT"
        return "draw+warn" if warnings else "draw"
    if not errors:
        return "NO MESSAGE"
    if not any(n in l for l in errors for n in names):
        return "ERROR NAMES NO FILE"
    if "out.png" in left or any(f.endswith(".png") for f in left):
        return "OUTPUT LEFT"
    if len(errors) > 1 and "figures" not in may_leave:
        return "SEVERAL ERRORS"
    if done.returncode != (1 if "figures" in may_leave else 3):
        return f"EXIT {done.returncode}"
    return "error"


def run_one(options, command, path):
    with tempfile.TemporaryDirectory(dir=os.environ.get("KURIL_SCRATCH")) as folder:
        line, may_leave = command_line(command, path, folder)
        before = listing(os.path.dirname(path))
        try:
            done = subprocess.run([options.program, *line], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                                  timeout=SECONDS * options.slow)
        except subprocess.TimeoutExpired as late:
            return "TOO LONG", (late.stderr or b"").decode("utf-8", "replace")
        left = set(os.listdir(folder))
        for entry in list(left):
            if os.path.isdir(os.path.join(folder, entry)):
                left |= {f for f in os.listdir(os.path.join(folder, entry)) if f.endswith(".png")}
        said = done.stderr.decode("utf-8", "backslashreplace")
        if listing(os.path.dirname(path)) != before:
            return "SIDE FILE", said
        if {f for f in left if not f.endswith(".png")} - may_leave:
            return "STRAY FILE", said
        return outcome(done, path, left, may_leave), said


def table(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def allowed_words(row, command, ours):
    """What the manifest says, unless expected.csv gives a reason for another outcome."""
    for rule in ours:
        if rule["file"] == row["file"] and rule["commands"] in ("all", command):
            return set(rule["outcome"].split(" or "))
    return set(re.findall(r"draw\+warn|draw|error", row["expect"]))


def main():
    options = arguments()
    no_network.leave()
    options.program, options.corpus = os.path.abspath(options.program), os.path.abspath(options.corpus)
    manifest = os.path.join(options.corpus, "manifest.csv")
    if not os.path.exists(manifest):
        print("skipped: no corpus beside the project")
        return 77
    ours = table(EXPECTED)
    rows = [r for r in table(manifest) if not r["file"].startswith("own/config/") and not r["file"].endswith(".svg")]
    rows = [r for r in rows if options.only in r["file"]][:: options.every]
    jobs = [(r, c) for r in rows for c in options.commands.split(",")]
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        results = pool.map(lambda job: run_one(options, job[1], os.path.join(options.corpus, job[0]["file"])), jobs)
        for (row, command), (got, said) in zip(jobs, results):
            good = got in allowed_words(row, command, ours)
            wrong += not good
            if not good or options.v:
                print(f"{row['file']}: {command}: {got}, expected {row['expect']} ({row['problem']})")
                print("".join(f"    {l}\n" for l in said.splitlines()[:6]), end="", flush=True)
    print(f"{len(jobs)} runs over {len(rows)} files: {wrong} not as expected")
    return 1 if wrong else 0


sys.exit(main())
