#!/usr/bin/env python3
"""A map that fails loses only itself and says why; what is wrong with a manifest is found before anything is drawn.

usage: test_faults.py PROGRAM SOURCE_DIR
"""
import glob
import os

from support import batch, expect, main, record, run, write

BAD = """
defaults: {size: 400x300, furniture: {legend: false, locator: false}}
maps:
  - {view: iturup, name: good}
  - {view: iturup, name: shapefile, data: broken.shp}
  - {view: iturup, name: endless}
  - {view: iturup, name: style, style: ./broken.json}
  - {view: iturup, name: crash}
  - {view: iturup, name: large}
  - {view: iturup, name: projection, projection: "+proj=pipeline +step +proj=nothing"}
  - {view: iturup, name: last}
"""


def failures_lose_only_themselves(folder):
    write(folder, "bad.yaml", BAD)
    write(folder, "broken.shp", b"\0" * 64)
    write(folder, "broken.json", '{"version": 8, "sources": {}, "layers": [{"id": 1}]}')
    code, _, err = batch(folder, "-o", "f", "--timeout", "10", "--memory", "1GB", report="bad.yaml",
                         fault="crash:crash,hang:endless,grow:large")
    expect("exit code of a run with failures", code == 1, code)
    reasons = {"shapefile": "broken.shp", "endless": "more than 10 s", "style": "'id' must be a text",
               "crash": "signal 6", "large": "1000 MB", "projection": "projection"}
    for name, reason in reasons.items():
        lines = [line for line in err.splitlines() if "error: " in line and f" {name}: " in line and reason in line]
        expect(f"the reason of {name}", len(lines) == 1, err)
        expect(f"no output of {name}", not glob.glob(f"{folder}/f/{name}.*"))
    expect("the others", all(os.path.exists(f"{folder}/f/{n}.png") for n in ("good", "last")))
    expect("a summary", "2 drawn, 0 unchanged, 6 failed" in err and "6 of 8 failed" in err, err)
    failed = {f["name"]: f for f in record(f"{folder}/f")["failed"]}
    expect("failures in the record", set(failed) == set(reasons), failed)
    expect("reasons in the record", all(reasons[n] in f["reason"] for n, f in failed.items()), failed)
    code, _, err = batch(folder, "-o", "f", report="bad.yaml")
    expect("the next run", code == 1 and "3 drawn, 2 unchanged, 3 failed" in err, err)


WRONG = """title: {en: x, fr: y}
defualts: {size: 400x300}
include: [missing.yaml, part.yaml]
maps:
  - {view: okhotks}
  - {name: a, view: iturup, ring: itrup:3km, bogus: 1, size: 4oo}
  - {name: A, view: iturup, data: nofile.shp}
  - {name: b, view: iturup, data: "islets.csv:nolayer"}
  - {name: c, view: iturup, points: nofile.csv}
  - {name: d, view: iturup, style: ./nostyle.json, projection: "+proj=nonsense"}
  - {name: e, view: iturup, strategic: [nosuch]}
  - {name: f, view: iturup, formats: [png, gif], set: {nosuch: 1}}
  - {name: a, view: iturup}
for-each:
  - {dataset: islets.csv, name: "{nmae}", title: "{lonn}"}
  - {dataset: islets.csv, name: "{name}", sort-by: nmae, where: "lonn > 3"}
tables:
  - {name: t, distnace: {from: tokyo, to: nara}}
  - {name: u, near: {place: tokyo, within: 3, kind: twon}}
outputs: {folder: islets.csv/x, atlas: "../a.pdf"}
"""
FOUND = ["wrong.yaml:1:16: unknown key 'fr'", "wrong.yaml:2:1: unknown key 'defualts': did you mean 'defaults'",
         "wrong.yaml:3:11: cannot find 'missing.yaml'", "part.yaml:1:15: unknown view 'bastoin'",
         "wrong.yaml:5:12: unknown view 'okhotks'", "wrong.yaml:6:35: ring: no place is called 'itrup'",
         "wrong.yaml:6:46: unknown key 'bogus'", "wrong.yaml:6:62: size: '4oo'",
         "wrong.yaml:7:35: cannot open 'nofile.shp'", "wrong.yaml:7:12: 'A' is the name of another output",
         "wrong.yaml:8:36: no layer 'nolayer'", "wrong.yaml:9:37: cannot read 'nofile.csv'",
         "wrong.yaml:10:36: cannot read './nostyle.json'", "wrong.yaml:10:65: cannot use projection '+proj=nonsense'",
         "wrong.yaml:11:40: strategic: the essay has no point 'nosuch'", "wrong.yaml:12:44: unknown format 'gif'",
         "wrong.yaml:12:64: style 'briefing' has no parameter 'nosuch'",
         "wrong.yaml:13:12: 'a' is the name of another output", "wrong.yaml:15:34: no field 'nmae'",
         "wrong.yaml:15:51: no field 'lonn'", "wrong.yaml:16:66: no field 'lonn'", "wrong.yaml:16:52: no field 'nmae'",
         "wrong.yaml:18:15: unknown key 'distnace': did you mean 'distance'",
         "wrong.yaml:19:44: within: '3' is not a length", "wrong.yaml:19:53: unknown kind 'twon'",
         "wrong.yaml:20:19: the folder 'islets.csv/x' cannot be written in", "wrong.yaml:20:41: '../a.pdf'"]


def everything_wrong_is_found_at_once(folder):
    write(folder, "wrong.yaml", WRONG)
    write(folder, "part.yaml", "maps: [{view: bastoin}]\n")
    code, _, err = run(folder, "check", "wrong.yaml")
    expect("exit code of check", code == 3, code)
    missed = [part for part in FOUND if f"error: {part}" not in err]
    expect("found by check", not missed, missed, err)
    code, out, _ = batch(folder, "-o", "n", "--dry-run")
    expect("--dry-run", code == 0 and "n/two-2.png" in out.split() and not os.path.exists(f"{folder}/n"), out)


def nothing_is_made_of_a_wrong_manifest(folder):
    """B87: it names the item and the file; nothing is half written."""
    write(folder, "part.yaml", "maps: []\n")
    write(folder, "wrong.yaml", "maps:\n  - {view: iturup, name: a}\n  - {view: itrup, name: b}\n")
    code, _, err = batch(folder, "-o", "w", report="wrong.yaml")
    expect("a wrong view", code == 3 and "wrong.yaml:3:12: unknown view 'itrup'" in err, err)
    expect("no folder of it", not os.path.exists(f"{folder}/w"))
    write(folder, "layer.yaml", "maps:\n  - {view: iturup, name: a, data: 'islets.csv:reefs'}\n")
    code, _, err = batch(folder, "-o", "l", report="layer.yaml")
    expect("a wrong layer", code == 1 and "no layer 'reefs' in 'islets.csv'" in err, err)
    expect("nothing of it", glob.glob(f"{folder}/l/*.png") == [])


def too_large_a_page(folder):
    """B81: 24 x 96 inches at 424 dpi is beyond what cairo draws: refused, not blank below."""
    write(folder, "large.yaml", "maps:\n  - {view: iturup, name: a, size: 2304x9216, dpi: 424}\n")
    code, _, err = batch(folder, "-o", "p", report="large.yaml")
    expect("a page too large", code == 1 and "10176 x 40704 pixels is too large" in err, err)
    expect("no picture of it", not os.path.exists(f"{folder}/p/a.png"))


main(failures_lose_only_themselves, everything_wrong_is_found_at_once, nothing_is_made_of_a_wrong_manifest,
     too_large_a_page)
