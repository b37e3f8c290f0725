#!/usr/bin/env python3
"""Processor time and memory of the built-in views and of a user's table of named points, each as a cold process.

usage: bench_views.py PROGRAM [PROGRAM...] [--rounds N] [--points N]

Several programs, such as two builds, run in turn: only figures of the same rounds compare. Prints medians.
"""
import argparse
import os
import random
import statistics
import subprocess
import tempfile

SIZE = ["--size", "1600x1200", "--style", "briefing", "--lang", "en", "--quiet"]


def table(path, n):
    """Points spread evenly over the Sea of Okhotsk and its shores."""
    draw = random.Random(1855)
    with open(path, "w", encoding="utf-8") as file:
        file.write("name,lat,lon\n")
        for i in range(n):
            file.write(f"Place {i},{draw.uniform(44, 61):.5f},{draw.uniform(137, 163):.5f}\n")


def run(command):
    """Milliseconds of user and system time, and megabytes at the peak."""
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"failed: {' '.join(command)}")
    return (usage.ru_utime + usage.ru_stime) * 1e3, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="+")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--points", type=int, default=10000)
    options = parser.parse_args()
    listed = subprocess.run([options.programs[0], "list", "views"], check=True, capture_output=True, text=True).stdout
    jobs = {line.split()[0]: [line.split()[0]] for line in listed.splitlines() if line.strip()}
    with tempfile.TemporaryDirectory() as folder:
        table(f"{folder}/points.csv", options.points)
        jobs[f"{options.points} points"] = ["okhotsk", "--points", f"{folder}/points.csv"]
        for name, arguments in jobs.items():
            rounds = [[run([program, "render", *arguments, *SIZE, "-o", f"{folder}/x.png"]) for program in options.programs]
                      for _ in range(options.rounds)]
            medians = [(statistics.median(r[i][0] for r in rounds), statistics.median(r[i][1] for r in rounds))
                       for i in range(len(options.programs))]
            print(f"{name:18s}" + "".join(f" {ms:7.0f} ms {mb:5.0f} MB" for ms, mb in medians), flush=True)


if __name__ == "__main__":
    main()
