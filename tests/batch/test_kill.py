#!/usr/bin/env python3
"""The whole program, its workers with it, killed at random moments: outputs are whole, and the next run goes on.

usage: test_kill.py PROGRAM SOURCE_DIR [KILLS]
"""
import glob
import os
import random
import signal
import sys
import time

from support import batch, expect, hashes, main, start, whole

KILLS = int(sys.argv[3]) if len(sys.argv) > 3 else 50
SEED = 20190122


def kill(process, dice):
    """The parent, or its whole group: workers must not outlive it either way."""
    try:
        if dice.random() < 0.5:
            os.kill(process.pid, signal.SIGKILL)
        else:
            os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.communicate()


def workers_left(group):
    """Processes of the run's session that are still there, zombies aside."""
    left = []
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path) as file:
                fields = file.read().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == group and fields[0] != "Z":
            left.append(path)
    return left


def killed_at_any_moment(folder):
    begun = time.time()
    code, _, err = batch(folder, "-o", "a", "-j", "2")
    took = time.time() - begun
    made = hashes(f"{folder}/a")
    expect("a plain run", code == 0, err)
    dice = random.Random(SEED)
    for i in range(KILLS):
        out = f"k{i}"
        process = start(folder, "batch", "report.yaml", "-o", out, "-j", "2")
        time.sleep(dice.uniform(0.0, took))
        kill(process, dice)
        deadline = time.time() + 5
        while workers_left(process.pid) and time.time() < deadline:
            time.sleep(0.01)
        expect(f"no process left (kill {i})", not workers_left(process.pid))
        torn = [p for p in glob.glob(f"{folder}/{out}/**/*.*", recursive=True) if not whole(p)]
        expect(f"whole outputs (seed {SEED}, kill {i})", not torn, torn)
        code, _, err = batch(folder, "-o", out, "-j", "2")
        now = hashes(f"{folder}/{out}")
        other = sorted(name for name in made.keys() | now.keys() if made.get(name) != now.get(name))
        expect(f"the run after kill {i}", code == 0 and not other, other, err)
        expect(f"nothing left over (kill {i})", not glob.glob(f"{folder}/{out}/**/.kurilmap-*", recursive=True))


main(killed_at_any_moment)
