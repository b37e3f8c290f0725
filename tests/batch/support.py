"""What the tests of batch share: running it, and comparing what it made."""
import glob
import hashlib
import json
import os
import subprocess
import sys
import tempfile

PROGRAM, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
SANITIZED = b"__asan_init" in open(PROGRAM, "rb").read()
FAILURES = []
SKIPPED = 77

REPORT = """
title: {en: Six maps, ja: 六つの地図}
author: A. Nalyst
lang: [en, ja]
defaults: {size: 400x300, furniture: {legend: false, locator: false}}
maps:
  - {view: iturup, name: one, caption: {en: "First & foremost", ja: 一番}}
  - {view: iturup, name: two/2, lang: ja}
  - {view: iturup, name: three, worldview: ru}
for-each:
  dataset: islets.csv
  sort-by: -name
  name: "{name}"
  title: "{name} no. {number}"
tables:
  - {name: distances, title: How far, formats: "csv,markdown", distance: {from: tokyo, to: [moscow, washington]}}
outputs: {formats: png, atlas: atlas.pdf, html: index.html}
"""
ISLETS = "name,lon,lat\nb,146.1,43.5\nA,147.9,45.0\na,146.7,43.8\n"
NAMES = ["one", "two-2", "three", "b", "a", "A-2"]


def expect(what, good, *more):
    if not good:
        FAILURES.append(" ".join(map(str, (what,) + more)))


def write(folder, name, text):
    with open(os.path.join(folder, name), "wb" if isinstance(text, bytes) else "w") as file:
        file.write(text)


def start(folder, *arguments, fault="", **more):
    environment = dict(os.environ, LC_ALL="C.UTF-8", KURILMAP_TEST_FAULT=fault)
    return subprocess.Popen([PROGRAM, *arguments], cwd=folder, env=environment, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, start_new_session=True, **more)


def run(folder, *arguments, fault=""):
    """Exit code, standard output, standard error."""
    process = start(folder, *arguments, fault=fault)
    out, err = process.communicate(timeout=600)
    return process.returncode, out, err


def batch(folder, *options, report="report.yaml", fault=""):
    return run(folder, "batch", report, *options, fault=fault)


def hashes(folder):
    """Of the outputs; records and report.json also say how long each took."""
    def sha256(path):
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    paths = [p for e in ("png", "pdf", "svg", "html", "csv", "md") for p in glob.glob(f"{glob.escape(folder)}/*.{e}")]
    return {os.path.basename(path): sha256(path) for path in paths}


def whole(path):
    """Whether a file of a kind that has an end has it."""
    with open(path, "rb") as file:
        data = file.read()
    ends = {"png": data.endswith(b"IEND\xaeB`\x82"), "pdf": data.rstrip().endswith(b"%%EOF"),
            "html": data.endswith(b"</html>\n"), "json": data.endswith(b"}\n")}
    return ends.get(path.rsplit(".", 1)[1], len(data) > 0)


def record(folder):
    with open(f"{folder}/report.json", encoding="utf-8") as file:
        return json.load(file)


def main(*tests):
    """Runs each test in a folder of its own that has the usual report; exits as ctest wants."""
    for test in tests:
        with tempfile.TemporaryDirectory() as folder:
            write(folder, "report.yaml", REPORT)
            write(folder, "islets.csv", ISLETS)
            test(folder)
    print(*(failure[:2000] for failure in FAILURES), sep="\n")
    sys.exit(1 if FAILURES else 0)
