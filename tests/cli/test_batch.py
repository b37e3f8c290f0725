#!/usr/bin/env python3
"""Reports: every output whole and the same whatever the number of workers; failures lose only themselves.

usage: test_batch.py PROGRAM SOURCE_DIR [KILLS]
"""
import glob
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM, SOURCE = map(os.path.abspath, sys.argv[1:3])
KILLS = int(sys.argv[3]) if len(sys.argv) > 3 else 8
SEED = 20190122
FAILURES = []

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


def batch(folder, *options, fault="", wait=True, report="report.yaml"):
    environment = dict(os.environ, LC_ALL="C.UTF-8", KURILMAP_TEST_FAULT=fault)
    process = subprocess.Popen([PROGRAM, "batch", report, *options], cwd=folder, env=environment,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    if not wait:
        return process
    out, err = process.communicate(timeout=600)
    return process.returncode, out, err


def hashes(folder):
    """Of the outputs; records and report.json also say how long each took."""
    paths = [p for e in ("png", "pdf", "html", "csv", "md") for p in glob.glob(f"{folder}/*.{e}")]
    return {os.path.basename(p): hashlib.sha256(open(p, "rb").read()).hexdigest() for p in paths}


def whole(path):
    data = open(path, "rb").read()
    return {"png": data.endswith(b"IEND\xaeB`\x82"), "pdf": data.rstrip().endswith(b"%%EOF"),
            "html": data.endswith(b"</html>\n")}.get(path.rsplit(".", 1)[1], len(data) > 0)


def same_with_any_number_of_workers(folder):
    code, _, err = batch(folder, "-o", "a", "-j", "1")
    expect("a plain run", code == 0, err)
    made = hashes(f"{folder}/a")
    expect("outputs", {f"{n}.png" for n in NAMES} | {"atlas.pdf", "index.html", "distances.csv"} <= set(made), made)
    code, _, err = batch(folder, "-o", "b", "-j", "3")
    expect("three workers", code == 0 and hashes(f"{folder}/b") == made, err)
    for shard in (2, 1):
        code, _, err = batch(folder, "-o", "c", "--shard", f"{shard}/2")
        expect("a shard", code == 0 and not os.path.exists(f"{folder}/c/report.json"), err)
    code, _, err = batch(folder, "-o", "c", "--merge")
    expect("merged shards", code == 0 and hashes(f"{folder}/c") == made, err)
    return made


def a_map_alone_is_the_same(folder, made):
    subprocess.run([PROGRAM, "render", "iturup", "--size", "400x300", "--no-legend", "--no-locator", "--quiet",
                    "-o", "alone.png"], cwd=folder, check=True, env=dict(os.environ, LC_ALL="C.UTF-8"))
    alone = hashlib.sha256(open(f"{folder}/alone.png", "rb").read()).hexdigest()
    expect("a map alone equals the map in a batch", made["one.png"] == alone)


def only_what_changed(folder):
    code, _, err = batch(folder, "-o", "a")
    expect("nothing to do", code == 0 and "0 drawn, 7 unchanged" in err, err)
    text = open(f"{folder}/report.yaml").read()
    open(f"{folder}/report.yaml", "w").write(text.replace("worldview: ru", "worldview: jp"))
    os.truncate(f"{folder}/a/b.png", 10)
    code, _, err = batch(folder, "-o", "a")
    expect("one changed, one damaged", code == 0 and "2 drawn, 5 unchanged" in err, err)
    open(f"{folder}/report.yaml", "w").write(text)
    code, _, err = batch(folder, "-o", "a", "--force")
    expect("--force", code == 0 and "7 drawn" in err, err)


def failures_lose_only_themselves(folder):
    code, _, err = batch(folder, "-o", "f", "--timeout", "15", "--memory", "2GB",
                         fault="crash:one,hang:three,grow:b")
    expect("exit code of a run with failures", code == 1, code)
    for name, reason in (("one", "signal 9"), ("three", "more than 15 s"), ("b", "2000 MB")):
        lines = [line for line in err.splitlines() if f": {name}: " in line]
        expect(f"the reason of {name}", len(lines) == 1 and reason in lines[0] and "report.yaml:" in lines[0], err)
        expect(f"no output of {name}", not os.path.exists(f"{folder}/f/{name}.png"))
    expect("the others", all(os.path.exists(f"{folder}/f/{n}.png") for n in ("two-2", "a", "A-2")))
    record = json.load(open(f"{folder}/f/report.json"))
    expect("the record", sorted(f["name"] for f in record["failed"]) == ["b", "one", "three"], record["failed"])
    code, _, err = batch(folder, "-o", "f")
    expect("the next run", code == 0 and "3 drawn, 4 unchanged" in err, err)


def a_bad_dataset_fails_alone(folder):
    open(f"{folder}/bad.yaml", "w").write(
        "defaults: {size: 400x300}\nmaps:\n  - {view: iturup, name: good}\n"
        "  - {view: iturup, name: bad, data: broken.shp}\n  - {view: iturup, name: style, style: ./broken.json}\n")
    open(f"{folder}/broken.shp", "wb").write(b"\0" * 64)
    open(f"{folder}/broken.json", "w").write('{"version": 8, "sources": {}, "layers": [{"id": 1}]}')
    code, _, err = batch(folder, "-o", "bad", report="bad.yaml")
    expect("bad inputs", code == 1 and "1 drawn" in err and "2 failed" in err, err)
    expect("the good one", os.path.exists(f"{folder}/bad/good.png"))


def stops_within_a_second(folder):
    process = batch(folder, "-o", "s", "-j", "2", fault="hang:two-2,hang:three", wait=False)
    time.sleep(1.5)
    start = time.time()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    expect("Ctrl-C", time.time() - start < 1.0 and process.returncode == 1 and "stopped after" in err, err)


def killed_at_any_moment(folder, made):
    dice = random.Random(SEED)
    for _ in range(KILLS):
        shutil.rmtree(f"{folder}/k", ignore_errors=True)
        process = batch(folder, "-o", "k", "-j", "2", wait=False)
        time.sleep(dice.uniform(0.0, 3.0))
        process.kill()
        process.communicate()
        time.sleep(0.1)
        torn = [p for p in glob.glob(f"{folder}/k/*.*") if not whole(p)]
        expect(f"whole outputs (seed {SEED})", not torn, torn)
    code, _, err = batch(folder, "-o", "k", "-j", "2")
    expect("the run after a kill", code == 0 and hashes(f"{folder}/k") == made, err)
    expect("nothing left over", not glob.glob(f"{folder}/k/.kurilmap-*"))


def collections_are_sound(folder):
    record = json.load(open(f"{folder}/a/report.json"))
    expect("names in the record", {o["asked"]: o["name"] for o in record["outputs"]}["two/2"] == "two-2")
    expect("inputs in the record", all(len(i["sha256"]) == 64 for o in record["outputs"] for i in o["inputs"]))
    page = open(f"{folder}/a/index.html", encoding="utf-8").read()
    expect("the page", page.count("<figure") == 6 and "First &amp; foremost" in page and 'lang="ja"' in page)
    expect("the page needs nothing else", "http" not in page.replace("http-equiv", "").split("<footer>")[0])
    checked = subprocess.run(["qpdf", "--check", f"{folder}/a/atlas.pdf"], capture_output=True, text=True)
    expect("qpdf --check", checked.returncode == 0, checked.stdout, checked.stderr)
    info = subprocess.run(["pdfinfo", f"{folder}/a/atlas.pdf"], capture_output=True, text=True).stdout
    expect("pdfinfo", "Pages:           6" in info and "Tagged:          yes" in info and "Six maps" in info, info)
    tree = subprocess.run(["pdfinfo", "-struct", f"{folder}/a/atlas.pdf"], capture_output=True, text=True).stdout
    expect("the structure tree", tree.count("Figure") == 6, tree)


def faults_are_found_before_drawing(folder):
    open(f"{folder}/wrong.yaml", "w").write(
        "maps:\n  - {view: okhotks}\n  - {name: a, view: iturup, ring: itrup:3km}\n  - {name: a, view: iturup}\n"
        "for-each: {dataset: islets.csv, name: \"{nmae}\"}\ntables:\n  - {name: t, distnace: {from: tokyo, to: nara}}\n")
    done = subprocess.run([PROGRAM, "check", "wrong.yaml"], cwd=folder, capture_output=True, text=True)
    expect("exit code of check", done.returncode == 3)
    for part in ("wrong.yaml:2:12: unknown view 'okhotks'", "wrong.yaml:3:35: ring:", "did you mean 'distance'"):
        expect("found", part in done.stderr, part, done.stderr)
    code, out, _ = batch(folder, "-o", "n", "--dry-run")
    expect("--dry-run", code == 0 and "n/two-2.png" in out.split() and not os.path.exists(f"{folder}/n"), out)


def main():
    with tempfile.TemporaryDirectory() as folder:
        open(f"{folder}/report.yaml", "w").write(REPORT)
        open(f"{folder}/islets.csv", "w").write(ISLETS)
        made = same_with_any_number_of_workers(folder)
        if not FAILURES:
            a_map_alone_is_the_same(folder, made)
            only_what_changed(folder)
            collections_are_sound(folder)
            failures_lose_only_themselves(folder)
            a_bad_dataset_fails_alone(folder)
            stops_within_a_second(folder)
            killed_at_any_moment(folder, made)
        faults_are_found_before_drawing(folder)
    print(*FAILURES, sep="\n")
    sys.exit(1 if FAILURES else 0)


main()
