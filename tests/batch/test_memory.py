#!/usr/bin/env python3
"""B84: after the first few maps of a batch the memory of every process stays as it is.

usage: test_memory.py PROGRAM SOURCE_DIR [MAPS]
"""
import os
import sys
import time

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))

from processes import anonymous_kb, children
from support import expect, main, start, write

MAPS = int(sys.argv[3]) if len(sys.argv) > 3 else 500


def memory_stays_as_it_is(folder):
    rows = "".join(f"p{i},{141 + 17 * (i * 37 % MAPS) / MAPS},{43 + 8 * (i * 53 % MAPS) / MAPS}\n" for i in range(MAPS))
    write(folder, "m.csv", "name,lon,lat\n" + rows)
    write(folder, "m.yaml", 'defaults: {size: 400x300}\nfor-each: {dataset: m.csv, name: "{name}"}\n')
    process = start(folder, "batch", "m.yaml", "-j", "1", "-o", "m", "--quiet")
    samples = []
    while process.poll() is None:
        made = len(os.listdir(f"{folder}/m/records")) if os.path.isdir(f"{folder}/m/records") else 0
        worker = next(iter(children(process.pid)), 0)
        if made and worker:
            samples.append((made, anonymous_kb(worker), anonymous_kb(process.pid)))
        time.sleep(0.05)
    expect("the run", process.returncode == 0, process.stderr.read())
    for column, who in ((1, "worker"), (2, "parent")):
        early = max((s[column] for s in samples if MAPS * 0.3 <= s[0] <= MAPS * 0.5), default=0)
        late = max((s[column] for s in samples if s[0] >= MAPS * 0.8), default=0)
        print(f"{who}: {early} KB early, {late} KB late")
        expect(f"memory of the {who}", 0 < late <= early * 1.05 + 512, early, late)


main(memory_stays_as_it_is)
