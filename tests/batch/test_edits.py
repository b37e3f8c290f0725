#!/usr/bin/env python3
"""Reports as people edit them: nothing old is shown as new, nothing of theirs is written over, and what is wrong is said at
its place.

usage: test_edits.py PROGRAM SOURCE_DIR
"""
import os
import subprocess

from support import PROGRAM, batch, expect, main, record, run, write

DEFAULTS = "defaults: {size: 400x300, furniture: {legend: false, locator: false}}\n"


def check(folder, text, name="r.yaml"):
    write(folder, name, text)
    code, _, err = run(folder, "check", name)
    return code, err


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def a_failed_map_is_not_shown_as_it_was(folder):
    text = DEFAULTS + "maps:\n  - {view: iturup, name: a, title: OLD, points: p.csv}\n  - {view: iturup, name: b}\n" \
        "outputs: {html: i.html, atlas: all.pdf}\n"
    write(folder, "p.csv", "lon,lat\n147,45\n")
    write(folder, "e.yaml", text)
    code, _, err = batch(folder, "-o", "e", report="e.yaml")
    expect("a report", code == 0 and read(f"{folder}/e/i.html").count("<figure") == 2, err)
    os.unlink(f"{folder}/p.csv")
    write(folder, "e.yaml", text.replace("OLD", "NEW"))
    code, _, err = batch(folder, "-o", "e", report="e.yaml")
    expect("the entry of a file that is gone", code == 1 and "e.yaml:3:5: a: cannot read 'p.csv'" in err, err)
    expect("the page without it", read(f"{folder}/e/i.html").count("<figure") == 1 and "NEW" not in read(f"{folder}/e/i.html"))
    made = record(f"{folder}/e")
    expect("the record without it", [o["name"] for o in made["outputs"]] == ["b"] and made["failed"][0]["name"] == "a", made)
    code, _, err = batch(folder, "-o", "e", "--merge", report="e.yaml")
    expect("--merge names it", code == 1 and "e.yaml:3:5: a: not made" in err, err)


def outputs_that_are_gone_are_missed(folder):
    write(folder, "g.yaml", DEFAULTS + "maps: [{view: iturup, name: a}, {view: iturup, name: b, lang: ja}]\n")
    batch(folder, "-o", "g", report="g.yaml")
    os.unlink(f"{folder}/g/b.png")
    code, _, err = batch(folder, "-o", "g", "--merge", report="g.yaml")
    expect("a picture that is gone", code == 1 and "b: not made" in err, err)


def left_over_outputs_are_told(folder):
    write(folder, "l.yaml", DEFAULTS + "maps: [{view: iturup, name: a}, {view: iturup, name: b, lang: ja}]\n")
    batch(folder, "-o", "l", report="l.yaml")
    write(folder, "l.yaml", DEFAULTS + "maps: [{view: iturup, name: a}]\n")
    code, _, err = batch(folder, "-o", "l", report="l.yaml")
    expect("left over", code == 0 and record(f"{folder}/l")["left-over"] == ["b"] and "such as 'b'" in err, err)


def left_over_formats_are_told(folder):
    report = DEFAULTS + "outputs: {atlas: report.pdf}\nmaps: [{view: iturup, name: a, formats: [png, svg]}]\n"
    write(folder, "f.yaml", report)
    code, _, err = batch(folder, "-o", "f", report="f.yaml")
    expect("an atlas called as the record is", code == 0, err)
    write(folder, "f.yaml", report.replace(", svg", ""))
    batch(folder, "-o", "f", report="f.yaml")
    expect("an output in a format of before", record(f"{folder}/f")["left-over"] == ["a.svg"], record(f"{folder}/f"))


def a_map_is_drawn_as_by_render(folder):
    write(folder, "w.yaml", "view: iturup\nsize: 400x300\n"
          "furniture: {legend: numbered bottom-right auto, locator: top-left auto, neatline: zebra auto}\n")
    write(folder, "w-report.yaml", "maps: [{view: w.yaml, name: w}]\n")
    code, _, err = run(folder, "render", "w.yaml", "-o", "w.png")
    expect("a map by itself", code == 0, err)
    batch(folder, "-o", "w", report="w-report.yaml")
    with open(f"{folder}/w.png", "rb") as one, open(f"{folder}/w/w.png", "rb") as other:
        expect("the same map in a report", one.read() == other.read())


def the_first_process_of_a_container_has_workers(folder):
    """`docker run ... kurilmap batch` is process 1, whose children's parent is 1."""
    write(folder, "c.yaml", DEFAULTS + "maps: [{view: iturup, name: a}]\n")
    alone = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode != 0:
        print("skipped: no namespaces here")
        return
    done = subprocess.run([*alone, PROGRAM, "batch", "c.yaml", "-o", "c"], cwd=folder, capture_output=True, text=True, check=False)
    expect("a run as process 1", done.returncode == 0, done.stderr)


def nothing_of_the_users_is_written_over(folder):
    write(folder, "islands.csv", "name,lon,lat\nA,147,45\n")
    write(folder, "w.yaml", DEFAULTS + "for-each: {dataset: islands.csv, name: '{name}'}\n"
          "tables: [{name: islands, matrix: [tokyo, moscow]}]\n")
    code, _, err = batch(folder, "-o", ".", report="w.yaml")
    expect("a table over its own data", code == 3 and "w.yaml:3:" in err and "'islands.csv' would be written over" in err, err)
    expect("the data as they were", read(f"{folder}/islands.csv") == "name,lon,lat\nA,147,45\n")
    code, _, err = batch(folder, "-o", "", report="w.yaml")
    expect("no folder", code == 2 and "--output" in err, err)
    write(folder, "own.yaml", DEFAULTS + "maps: [{view: iturup, name: islands, data: islands.csv}]\n")
    batch(folder, "-o", ".", report="own.yaml")
    code, _, err = batch(folder, "-o", ".", report="own.yaml")
    expect("an output of the data's stem is no input", code == 0 and "0 drawn, 1 unchanged" in err, err)


def what_is_wrong_is_said_where_it_is(folder):
    cases = {
        "maps: [{view: iturup, name: atlas, formats: pdf}]\noutputs: {atlas: atlas.pdf}\n": "r.yaml:1:29: 'atlas' is the name",
        "maps: [{view: iturup}]\noutputs: {folder: ../x}\n": "r.yaml:2:19: the folder '../x' is outside",
        "maps: [{view: iturup, formats: []}]\n": "r.yaml:1:32: no format is named",
        "tables: [{name: t, matrix: []}]\n": "r.yaml:1:28: no place is named",
        "tables: [{name: t, near: {place: [], within: 3km}}]\n": "r.yaml:1:34: this must be a text",
        "tables: [{name: t, near: {place: [iturup, tokyo], within: 3km}}]\n": "r.yaml:1:34: this must be a text",
        "include: r.yaml\nmaps: [{view: iturup}]\n": "r.yaml:1:10: 'r.yaml' is a part of this report already",
        "lang: [1]\nmaps: [{view: iturup}]\n": "r.yaml:1:8: this must be a text",
        "maps:\n": "r.yaml:1:1: the report has no maps and no tables",
        "outputs:\nfor-each:\nmaps: [{view: nowhere}]\n": "r.yaml:3:15: ",
    }
    for text, wanted in cases.items():
        code, err = check(folder, text)
        expect(f"{text!r}: {wanted}", code == 3 and wanted in err, err)
    write(folder, "part.yaml", "maps: [{view: iturup}]\n")
    code, err = check(folder, "include: part.yaml\noutputs: {folder: x}\n")
    expect("a report of includes alone", code == 0, err)
    code, _, err = batch(folder, "--jobs", "2.5", report="part.yaml")
    expect("--jobs 2.5", code == 2 and "whole number" in err, err)


def a_feature_in_the_middle_of_a_width(folder):
    write(folder, "f.csv", "name,lon,lat\nA,147,45\nB,-179,60\n")
    write(folder, "f.yaml", DEFAULTS + "for-each: {dataset: f.csv, name: '{name}', width: 300km}\n")
    code, err = check(folder, DEFAULTS + "for-each: {dataset: f.csv, name: '{name}', width: 300km}\n", "f.yaml")
    expect("checked", code == 0, err)
    code, _, err = batch(folder, "-o", "f", report="f.yaml")
    expect("drawn", code == 0 and os.path.exists(f"{folder}/f/A.png") and os.path.exists(f"{folder}/f/B.png"), err)


def a_dry_run_lists_every_file(folder):
    write(folder, "d.yaml", "maps: [{view: iturup, name: a}]\ntables: [{name: t, matrix: [tokyo, moscow]}]\n"
          "outputs: {html: i.html, atlas: all.pdf}\n")
    _, listed, _ = batch(folder, "-o", "d", "-n", report="d.yaml")
    batch(folder, "-o", "d", report="d.yaml")
    made = sorted(os.path.join(at, f) for at, _, files in os.walk(f"{folder}/d") for f in files)
    expect("a dry run", sorted(os.path.join(folder, line) for line in listed.split()) == made, listed, made)


def a_feature_wider_than_half_the_world(folder):
    write(folder, "wide.geojson", '{"type": "Feature", "properties": {"name": "W"}, "geometry": {"type": "Polygon", '
          '"coordinates": [[[-100, 10], [0, 10], [100, 10], [179, 10], [179, 60], [0, 60], [-100, 60], [-100, 10]]]}}')
    write(folder, "wide.yaml", DEFAULTS + "for-each: {dataset: wide.geojson, name: '{name}'}\n")
    code, _, err = batch(folder, "-o", "wide", report="wide.yaml")
    expect("a wide feature", code == 0, err)


def many_of_one_name(folder):
    write(folder, "m.csv", "name,lon,lat\n" + "same,147,45\n" * 3000)
    write(folder, "m.yaml", "for-each: {dataset: m.csv, name: '{name}'}\n")
    _, listed, err = batch(folder, "-o", "m", "-n", report="m.yaml")
    expect("3000 names", "m/same-3000.png" in listed and len(set(listed.split())) == 6001, err)
    code, _, err = batch(folder, "-o", "m", "-n", "--timeout", "0.001", report="m.yaml")
    expect("too long to read", code == 3 and "m.yaml: it took more than 0.001 s to read it" in err, code, err)


main(a_failed_map_is_not_shown_as_it_was, outputs_that_are_gone_are_missed, left_over_outputs_are_told,
     left_over_formats_are_told, a_map_is_drawn_as_by_render, the_first_process_of_a_container_has_workers,
     nothing_of_the_users_is_written_over, what_is_wrong_is_said_where_it_is, a_feature_in_the_middle_of_a_width,
     a_feature_wider_than_half_the_world, a_dry_run_lists_every_file, many_of_one_name)
