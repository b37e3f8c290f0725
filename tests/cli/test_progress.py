#!/usr/bin/env python3
"""A map that takes long has a bar on a terminal, which is gone at the end; elsewhere, and with --quiet, there is none.

usage: test_progress.py PROGRAM
"""
import json
import os
import pty
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]


def on_terminal(*words):
    """What the program writes to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([PROGRAM, *words], stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    text = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        text += part
    os.close(ours)
    assert process.wait() == 0, text
    return text.decode()


with tempfile.TemporaryDirectory() as folder:
    points = [{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [140 + i % 500 / 25, 43 + i / 12000]}}
              for i in range(150_000)]
    with open(f"{folder}/points.geojson", "w", encoding="utf-8") as out:
        json.dump({"type": "FeatureCollection", "features": points}, out)
    layer = {"type": "circle", "source": "points", "paint": {"circle-radius": 1}}
    style = {"version": 8, "sources": {"points": {"type": "geojson", "data": "points.geojson"}},
             "layers": [{"id": f"points{i}", **layer} for i in range(3)]}
    with open(f"{folder}/many.json", "w", encoding="utf-8") as out:
        json.dump(style, out)
    many = ["render", "--bounds", "139,42,161,57", "--style", f"{folder}/many.json", "--no-legend", "-o", f"{folder}/many.png"]
    shown = on_terminal(*many)
    assert "/4" in shown and "[##" in shown, shown
    assert shown.endswith("\r\033[K"), shown
    assert on_terminal(*many, "--quiet") == ""
    assert "[" not in subprocess.run([PROGRAM, *many], check=True, capture_output=True, text=True).stderr
print("ok")
