#!/usr/bin/env python3
"""Runs every `kurilmap` command of the README, as typed, and sees that it writes what it says.

usage: test_readme.py PROGRAM SOURCE_DIR
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile

BEGINNINGS = {".png": b"\x89PNG", ".pdf": b"%PDF", ".svg": b"<?xml"}


def commands(readme):
    for block in re.findall(r"^```sh\n(.*?)^```", readme, re.S | re.M):
        for line in block.splitlines():
            if line.startswith("kurilmap "):
                yield line


def outputs(command):
    words = shlex.split(command)
    return [words[i + 1] for i, word in enumerate(words) if word == "-o"]


def wrong_output(path):
    if os.path.isdir(path):
        return None
    beginning = BEGINNINGS.get(os.path.splitext(path)[1])
    if not os.path.exists(path):
        return f"{path} was not written"
    if beginning and not open(path, "rb").read(8).startswith(beginning):
        return f"{path} is no {os.path.splitext(path)[1]}"
    return None


def main():
    program, source = map(os.path.abspath, sys.argv[1:3])
    environment = dict(os.environ, PATH=os.path.dirname(program) + os.pathsep + os.environ["PATH"], LC_ALL="C.UTF-8")
    readme = open(os.path.join(source, "README.md"), encoding="utf-8").read()
    count, failed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("docs", "styles"):
            os.symlink(os.path.join(source, name), os.path.join(folder, name))
        os.chdir(folder)
        for command in commands(readme):
            count += 1
            done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, timeout=300)
            wrong = [w for w in map(wrong_output, outputs(command)) if w]
            said = [s for s in done.stderr.decode("utf-8", "replace").splitlines() if ": info: " not in s]
            if done.returncode != 0 or said or wrong:
                failed += 1
                print(f"$ {command}\nexit {done.returncode}", *said, *wrong, sep="\n")
    print(f"{count - failed} passed, {failed} failed")
    sys.exit(1 if failed or count < 15 else 0)


main()
