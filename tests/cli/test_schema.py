#!/usr/bin/env python3
"""The schema that editors use is the one that the program's table makes, and both judge documents alike.

usage: test_schema.py SOURCE_DIR MANUAL_FOLDER PROGRAM
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

import jsonschema
import yaml

source, manual, program = map(os.path.abspath, sys.argv[1:4])
failures = []

# What the schema and `kurilmap check` must both refuse, as changes to a map that both take.
GOOD = {"view": "iturup", "size": "400x300", "lang": ["en", "ja"], "furniture": {"legend": False}}
BAD = [
    {"siez": "800x600"}, {"size": ["800x600"]}, {"lang": ["fr"]}, {"lang": []}, {"worldview": "us"},
    {"furniture": {"legned": False}}, {"furniture": {"legend": "middle"}}, {"furniture": "none"},
    {"set": "a=b"}, {"set": {"a": [1]}}, {"title": {"fr": "carte"}}, {"title": ["a"]}, {"view": 7},
    {"ring": [{"place": "iturup"}]}, {"ring": [{"place": "iturup", "radius": "9km", "colour": "red"}]},
    {"ring": [{"place": "iturup", "radius": [True]}]}, {"measure": {"from": "iturup"}}, {"dpi": None},
    {"data": [["a"]]}, {"bounds": {"west": 1}},
]
TAKEN = [
    {"title": "T"}, {"title": {"en": "T", "ja": "題"}}, {"bounds": [140, 40, 150, 50]}, {"bounds": "140,40,150,50"},
    {"center": "45.0,147.6", "width": "300km"}, {"center": "45.0,147.6", "scale": 2000000}, {"dpi": 300},
    {"ring": "45.0,147.6:300km"}, {"ring": [{"place": "45.0,147.6", "radius": ["300 km", "500 km"], "label": "R"}]},
    {"set": {"treaty-lines": True}}, {"furniture": {"legend": "top-left", "locator": "off"}},
]


REPORT = {"maps": [{"view": "okhotsk", "name": "a"}]}
BAD_REPORTS = [
    {"mpas": []}, {"maps": [{"view": "okhotsk", "nmae": "b"}]}, {"lang": ["fr"]}, {"defaults": {"name": "x"}},
    {"for-each": {"where": "1"}}, {"tables": [{"name": "t"}]}, {"tables": [{"name": "t", "matrix": [1]}]},
    {"tables": [{"name": "t", "unit": "parsec", "matrix": ["tokyo", "nara"]}]},
    {"outputs": {"atlas": "atlas.html"}}, {"outputs": {"formt": "png"}}, {"include": [7]},
]
TAKEN_REPORTS = [
    {"defaults": {"size": "800x600", "formats": ["png", "pdf"]}}, {"lang": ["en", "ja"], "title": {"ja": "題"}},
    {"tables": {"name": "t", "near": {"place": "iturup", "within": "300km"}}}, {"outputs": {"atlas": "all.pdf"}},
    {"tables": [{"name": "t", "unit": "nmi", "distance": {"from": "tokyo", "to": ["nara"]}}]},
]


def check_same_file(name):
    made = open(os.path.join(manual, name), encoding="utf-8").read()
    kept = open(os.path.join(source, "styles/schema", name), encoding="utf-8").read()
    if made != kept:
        failures.append(f"styles/schema/{name} is not what {manual}/{name} has: copy it")
    return json.loads(made)


def program_takes(document):
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(document, file)
        file.flush()
        is_report = "view" not in document # a dry run reads it as check does, and opens less
        command = ["batch", "--dry-run"] if is_report else ["check"]
        done = subprocess.run([program, *command, file.name], capture_output=True, check=False)
        if done.returncode not in (0, 3):
            failures.append(f"check of {document} ended with {done.returncode}: {done.stderr.decode()}")
        return done.returncode == 0


def check_kind(name, documents, good, bad, taken):
    schema = check_same_file(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in documents:
        for error in validator.iter_errors(yaml.safe_load(open(path, encoding="utf-8"))):
            failures.append(f"{path}: {error.message}")
    for change, wanted in [(c, False) for c in bad] + [(c, True) for c in taken]:
        document = {**good, **change}
        if validator.is_valid(document) != wanted:
            failures.append(f"the schema {'refuses' if wanted else 'takes'} {change}")
        if program_takes(document) != wanted:
            failures.append(f"the program {'refuses' if wanted else 'takes'} {change}")


def main():
    views = glob.glob(os.path.join(source, "styles/views/*.yaml"))
    if len(views) < 8:
        failures.append("views are missing")
    check_kind("map.schema.json", views, GOOD, BAD, TAKEN)
    check_kind("report.schema.json", [os.path.join(source, "styles/reports/essay.yaml")], REPORT, BAD_REPORTS,
               TAKEN_REPORTS)
    print(*failures, sep="\n")
    sys.exit(1 if failures else 0)


main()
