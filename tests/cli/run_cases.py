#!/usr/bin/env python3
"""Runs the cases of a file against the program: commands with what they must print and how they must end.

A case is a line `$ COMMAND` (run by bash in an empty folder that the file's cases share), then in order
    > a line of stdout
    ! a line of stderr
    = the exit code (0 when it is not said)
`...` in an expected line stands for any text. Lines that begin with # and empty lines are comments.

usage: run_cases.py PROGRAM SOURCE_DIR CASES
"""
import os
import re
import subprocess
import sys
import tempfile

SECONDS = 120


def read_cases(path):
    cases = []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        mark, text = line[0], line[2:]
        if mark == "$":
            cases.append({"line": number, "command": text, "out": [], "err": [], "code": 0})
        elif mark == ">":
            cases[-1]["out"].append(text)
        elif mark == "!":
            cases[-1]["err"].append(text)
        elif mark == "=":
            cases[-1]["code"] = int(text)
        else:
            sys.exit(f"{path}:{number}: not a case: {line}")
    return cases


def matches(want, got):
    pattern = ".*".join(re.escape(piece) for piece in want.split("..."))
    return re.fullmatch(pattern, got) is not None


def differences(name, want, got):
    lines = got.splitlines()
    if len(lines) == len(want) and all(map(matches, want, lines)):
        return []
    return [f"  {name}: wanted"] + [f"    {w}" for w in want] + [f"  {name}: got"] + [f"    {g}" for g in lines]


def run(case, folder, environment):
    done = subprocess.run(["bash", "-c", case["command"]], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=SECONDS)
    wrong = differences("stdout", case["out"], done.stdout.decode("utf-8", "backslashreplace"))
    wrong += differences("stderr", case["err"], done.stderr.decode("utf-8", "backslashreplace"))
    if done.returncode != case["code"]:
        wrong.append(f"  exit code: wanted {case['code']}, got {done.returncode}")
    return wrong


def main():
    program, source, path = map(os.path.abspath, sys.argv[1:4])
    environment = dict(os.environ, PATH=os.path.dirname(program) + os.pathsep + os.environ["PATH"], SOURCE=source)
    environment.setdefault("LC_ALL", "C.UTF-8")
    cases, failed = read_cases(path), 0
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            wrong = run(case, folder, environment)
            if wrong:
                failed += 1
                print(f"{path}:{case['line']}: $ {case['command']}", *wrong, sep="\n")
    print(f"{len(cases) - failed} passed, {failed} failed")
    sys.exit(1 if failed or not cases else 0)


main()
