#!/usr/bin/env python3
"""File names from attributes in any script: safe, one for each feature, and told in the record.

usage: test_names.py PROGRAM SOURCE_DIR
"""
import json
import os
import sqlite3
import unicodedata

from support import batch, expect, hashes, main, record, write

SMALL = "defaults: {size: 200x160, furniture: {title: false, legend: false, scale-bar: false, north-arrow: false, " \
        "locator: false, graticule: false, credits: false, worldview: false}}\n"
EACH = SMALL + 'for-each: {dataset: n.geojson, name: "{name}", title: "Feature {i}", sort-by: %s, formats: svg}\n'

# B83 of the case list, and what else a file system may trip over
NAMES = ["a/b", "a:b", "a.b", "Same", "Same", "same", "..", ".", "", " ", "../../etc/x", "/etc/passwd", "-rf", "CON",
         "nul.txt", "COM1", "LPT9.a", "name\n\twith control\x1b[31m", "択捉島", "Итуруп", "é", "e\u0301", "É",
         "\u202egnp.a", "zero\u200bwidth", "x" * 300, "長" * 200, "tail. . .", "back\\slash", 'a"b<c>d|e?f*g', "ſ", "s",
         "ﬁ", "fi", "🗾", "report", "records", "İ", "i\u0307", "~", "%2e%2e", "a\u0000b", "\u00a0", "\ufeff", "K", "k"]


def feature(name, i):
    return {"type": "Feature", "properties": {"name": name, "i": i},
            "geometry": {"type": "Point", "coordinates": [140 + i % 30, 40 + i % 20]}}


def folded(name):
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFD", name).casefold())


def safe_and_distinct(folder):
    write(folder, "n.geojson", json.dumps({"type": "FeatureCollection", "features":
                                           [feature(n, i) for i, n in enumerate(NAMES) if "\0" not in n]}))
    write(folder, "n.yaml", EACH % "i")
    code, _, err = batch(folder, "-o", "out", report="n.yaml")
    expect("names of all kinds", code == 0, err)
    wanted = [n for n in NAMES if "\0" not in n]
    outputs = record(f"{folder}/out")["outputs"]
    expect("the mapping", [o["asked"] for o in outputs] == wanted, [o["asked"] for o in outputs])
    names = [o["name"] for o in outputs]
    expect("one file a feature", len(hashes(f"{folder}/out")) == len(wanted), len(hashes(f"{folder}/out")))
    expect("distinct also where case or form do not count", len({folded(n) for n in names}) == len(names), names)
    for name in names:
        bad = [c for c in name if unicodedata.category(c) in ("Cc", "Cf") or c in '/\\:*?"<>|']
        expect("safe", not bad and name == name.strip(" .") and not name.startswith("-") and
               len(name.encode()) <= 110 and name == unicodedata.normalize("NFC", name) and
               name.upper().split(".")[0] not in ("CON", "NUL", "COM1", "LPT9") and name not in ("report", "records"),
               repr(name))
    above = set(os.listdir(folder))
    expect("nothing outside of the folder", above == {"n.geojson", "n.yaml", "out", "report.yaml", "islets.csv"}, above)


def one_file_a_feature_with_its_own_content(folder):
    """B82: 300 features sorted by a field."""
    write(folder, "n.geojson", json.dumps({"type": "FeatureCollection",
                                           "features": [feature(f"n{(i * 7) % 300:03}", i) for i in range(300)]}))
    write(folder, "m.yaml", EACH.replace("title: false, ", "") % "name")
    code, _, err = batch(folder, "-o", "out", report="m.yaml")
    expect("300 features", code == 0 and len(hashes(f"{folder}/out")) == 300, err)
    outputs = record(f"{folder}/out")["outputs"]
    expect("in the field's order", [o["name"] for o in outputs] == [f"n{i:03}" for i in range(300)])
    for output in outputs[::29]:
        with open(f"{folder}/out/{output['name']}.svg", encoding="utf-8") as file:
            expect("its own content", output["title"]["en"] in file.read(), output["name"])
    expect("none twice", len(set(hashes(f"{folder}/out").values())) == 300)


def tables_without_geometry_give_places(folder):
    """By their columns lon and lat, numbers or texts; the margin is a length or a share of what the feature spans."""
    base = sqlite3.connect(f"{folder}/p.sqlite")
    base.execute("CREATE TABLE places (name TEXT, lon REAL, lat TEXT)")
    base.executemany("INSERT INTO places VALUES (?, ?, ?)", [("a", 147.5, "45.25"), ("b", 146.0, "x"), ("c", 146.0, None)])
    base.commit()
    base.close()
    write(folder, "p.yaml", SMALL + "for-each: {dataset: p.sqlite, name: '{name}', margin: 40km, formats: svg}\n")
    code, _, err = batch(folder, "-o", "p", report="p.yaml")
    expect("a table of places", code == 0 and "3 drawn" in err and err.count("are no position") == 1 and "row 2" in err, err)
    told = {o["name"]: o["description"]["en"] for o in record(f"{folder}/p")["outputs"]}
    # 40 km are 0.36 degrees of latitude and 0.51 of longitude at 45.25 N; the page is wider than high
    expect("a place of its own", "44°53'N to 45°37'N" in told["a"], told)
    expect("none of its own", told["b"] == told["c"] and told["b"] != told["a"], told)
    for margin, sides in (("0%", "45°N to 46°N"), ("50%", "44°30'N to 46°30'N")):
        square = {"type": "Polygon", "coordinates": [[[147, 45], [148, 45], [148, 46], [147, 46], [147, 45]]]}
        write(folder, "s.geojson", json.dumps({"type": "Feature", "properties": {"name": "s"}, "geometry": square}))
        write(folder, "s.yaml", SMALL + f"for-each: {{dataset: s.geojson, name: '{{name}}', margin: {margin}, formats: svg}}\n")
        code, _, err = batch(folder, "-o", "s" + margin[:2].strip("%"), report="s.yaml")
        told = record(f"{folder}/s" + margin[:2].strip("%"))["outputs"][0]["description"]["en"]
        expect(f"margin {margin}", code == 0 and sides in told, told)


def fields_that_a_feature_lacks_are_empty(folder):
    """Empty cells of a table, also in the field to sort by and in its first row; a GeoJSON feature without a member."""
    write(folder, "n.csv", "name,lon,lat,rank\na,140,45,\nb,141,45,2\nc,142,45,1\n")
    each = 'for-each: {dataset: %s, name: "{name}", title: "{name}{rank}", sort-by: -rank, formats: svg}\n'
    write(folder, "c.yaml", SMALL + each % "n.csv")
    features = [feature(n, i) for i, n in enumerate("abc")]
    for f, rank in zip(features[1:], (2, 1)):
        f["properties"]["rank"] = rank
    write(folder, "n.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    write(folder, "g.yaml", SMALL + each % "n.geojson")
    for report in ("c.yaml", "g.yaml"):
        code, _, err = batch(folder, "-o", report[0], report=report)
        expect(report, code == 0, err)
        titles = [o["title"]["en"] for o in record(f"{folder}/{report[0]}")["outputs"]]
        expect(f"the order and the titles of {report}", titles == ["b2", "c1", "a"], titles)


main(safe_and_distinct, one_file_a_feature_with_its_own_content, fields_that_a_feature_lacks_are_empty,
     tables_without_geometry_give_places)
