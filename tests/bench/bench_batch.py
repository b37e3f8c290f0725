#!/usr/bin/env python3
"""Throughput and memory of batch: a map of every island and every place of the gazetteer, in two styles.

usage: bench_batch.py PROGRAM [--jobs N] [--limit MAPS]

Prints maps a second with one worker and with N, against a loop of cold runs, and the memory of the largest worker
(anonymous pages, as the kernel counts them) after a fifth of the maps and at the end.
"""
import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))

from processes import anonymous_kb, children

ENTRY = '  - {{dataset: "geodata:{layer}", name: "{layer} {style} {{number}}", style: {style}, limit: {limit}}}\n'


def manifest(limit):
    entries = "".join(ENTRY.format(layer=layer, style=style, limit=limit)
                      for style in ("briefing", "print") for layer in ("islands_full", "places"))
    return "defaults: {size: 800x600}\nfor-each:\n" + entries


def batch(program, folder, jobs):
    """Runs it; gives the number of maps, wall and processor seconds, and samples (seconds, KB of the largest)."""
    out = os.path.join(folder, f"out-{jobs}")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    process = subprocess.Popen([program, "batch", "bench.yaml", "-j", str(jobs), "-o", out, "--quiet"], cwd=folder)
    samples = []
    while process.poll() is None:
        sizes = [anonymous_kb(pid) for pid in children(process.pid)]
        samples.append((time.monotonic() - start, max(sizes, default=0), anonymous_kb(process.pid)))
        time.sleep(0.02)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode != 0:
        raise SystemExit("the batch failed")
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return len([name for name in os.listdir(out) if name.endswith(".png")]), wall, processor, samples


def cold(program, folder, runs=10):
    start = time.monotonic()
    for i in range(runs):
        subprocess.run([program, "render", "iturup", "--size", "800x600", "--quiet", "-o", f"cold-{i}.png"],
                       cwd=folder, check=True)
    return runs / (time.monotonic() - start)


def memory(samples, wall, column):
    """The largest in the tenth of the run after its first fifth, and in its last tenth; MB."""
    def largest(first, last):
        return max((s[column] for s in samples if first <= s[0] / wall <= last), default=0) / 1000
    return largest(0.2, 0.3), largest(0.9, 1.0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--limit", type=int, default=1000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "bench.yaml"), "w") as file:
            file.write(manifest(arguments.limit))
        cold_rate = cold(arguments.program, folder)
        rates = {}
        for jobs in dict.fromkeys((1, arguments.jobs)):
            maps, wall, processor, samples = batch(arguments.program, folder, jobs)
            rates[jobs] = maps / wall
            early, late = memory(samples, wall, 1)
            parent_early, parent_late = memory(samples, wall, 2)
            print(f"{jobs} worker(s): {maps} maps, {rates[jobs]:.1f} maps/s, {1000 * processor / maps:.1f} ms of "
                  f"processor a map, memory of the largest worker {early:.1f} MB early, {late:.1f} MB late; "
                  f"of the parent {parent_early:.1f} and {parent_late:.1f} MB")
        print(f"cold runs: {cold_rate:.1f} maps/s; one worker makes {rates[1] / cold_rate:.1f} times as many")
        if arguments.jobs > 1:
            print(f"{arguments.jobs} workers against one: {rates[arguments.jobs] / rates[1]:.2f} times")
        print(f"load of the machine: {os.getloadavg()[0]:.1f}")


main()
