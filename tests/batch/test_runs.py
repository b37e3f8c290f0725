#!/usr/bin/env python3
"""Every output is whole and the same whatever the number of workers; only what changed is made again.

usage: test_runs.py PROGRAM SOURCE_DIR
"""
import glob
import os
import shutil
import signal
import subprocess
import time
import zipfile

from support import NAMES, PROGRAM, SANITIZED, batch, expect, hashes, main, record, run, start, write


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


def a_map_alone_is_the_same(folder):
    """Also the last of a warm worker: drawn after five others, in another language and of other places."""
    write(folder, "three.yaml", "defaults: {size: 400x300}\nmaps:\n"
          "  - {view: okhotsk, name: x, lang: [ja, ru]}\n  - {view: eurasia, name: y, style: dark}\n"
          "  - {view: iturup, name: z, formats: [png, pdf, svg]}\n")
    code, _, err = batch(folder, "-o", "t", "-j", "1", report="three.yaml")
    expect("a run of three", code == 0, err)
    alone = [o for e in ("png", "pdf", "svg") for o in ("-o", f"alone/z.{e}")]
    os.mkdir(f"{folder}/alone")
    code, _, err = run(folder, "render", "iturup", "--size", "400x300", *alone)
    expect("a map alone", code == 0, err)
    together = {n: h for n, h in hashes(f"{folder}/t").items() if n.startswith("z.")}
    expect("a map alone equals the map in a batch", hashes(f"{folder}/alone") == together)


def only_what_changed(folder):
    batch(folder, "-o", "a")
    code, _, err = batch(folder, "-o", "a")
    expect("nothing to do", code == 0 and "0 drawn, 7 unchanged" in err, err)
    with open(f"{folder}/report.yaml") as file:
        text = file.read()
    write(folder, "report.yaml", text.replace("worldview: ru", "worldview: jp"))
    os.truncate(f"{folder}/a/b.png", 10)
    code, _, err = batch(folder, "-o", "a")
    expect("one changed, one damaged", code == 0 and "2 drawn, 5 unchanged" in err, err)
    write(folder, "report.yaml", text)
    code, _, err = batch(folder, "-o", "a", "--force")
    expect("--force", code == 0 and "7 drawn" in err, err)


def changed_inputs_are_seen(folder):
    write(folder, "points.csv", "lon,lat,name\n147,45,A\n")
    write(folder, "own.json", '{"version":8,"sources":{"p":{"type":"geojson","data":"p.geojson"}},'
          '"layers":[{"id":"p","type":"circle","source":"p"}]}')
    write(folder, "p.geojson", '{"type":"Point","coordinates":[147,45]}')
    write(folder, "in.yaml", "defaults: {size: 400x300}\nmaps:\n  - {view: iturup, name: p, points: points.csv}\n"
          "  - {view: iturup, name: s, style: ./own.json}\n  - {view: iturup, name: n}\n")
    batch(folder, "-o", "i", report="in.yaml")
    write(folder, "p.geojson", '{"type":"Point","coordinates":[147,45.1]}')
    code, _, err = batch(folder, "-o", "i", report="in.yaml")
    expect("data of a style changed", code == 0 and "1 drawn, 2 unchanged" in err, err)
    write(folder, "points.csv", "lon,lat,name\n147,45,B\n")
    code, _, err = batch(folder, "-o", "i", report="in.yaml")
    expect("points changed", code == 0 and "1 drawn, 2 unchanged" in err, err)


def zipped(folder, lat):
    with zipfile.ZipFile(f"{folder}/a.zip", "w") as archive:
        archive.writestr("in.geojson", '{"type":"Point","coordinates":[147,%s]}' % lat)


def inputs_by_any_name_are_seen(folder):
    """Names with options, in archives, and sprites given by what their files begin with."""
    write(folder, "p.csv", "lon,lat\n147,45\n")
    zipped(folder, 45)
    os.makedirs(f"{folder}/icons")
    icon = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="%d" height="9"/></svg>'
    write(folder, "icons/box.svg", icon % 9)
    write(folder, "own.json", '{"version":8,"sprite":[{"id":"default","url":"icons"}],"sources":{"p":{"type":"geojson",'
          '"data":{"type":"Point","coordinates":[147,45]}}},"layers":[{"id":"p","type":"symbol","source":"p",'
          '"layout":{"icon-image":"box"}}]}')
    write(folder, "in.yaml", "defaults: {size: 400x300}\nmaps:\n"
          "  - {view: iturup, name: o, data: 'p.csv?encoding=CP932'}\n"
          "  - {view: iturup, name: z, data: /vsizip/a.zip/in.geojson}\n  - {view: iturup, name: s, style: ./own.json}\n")
    code, _, err = batch(folder, "-o", "i", report="in.yaml")
    expect("inputs by any name", code == 0 and "3 drawn" in err, err)
    for what, change in (("with an option", lambda: write(folder, "p.csv", "lon,lat\n147,46\n")),
                         ("in an archive", lambda: zipped(folder, 46)),
                         ("an icon", lambda: write(folder, "icons/box.svg", icon % 5))):
        change()
        code, _, err = batch(folder, "-o", "i", report="in.yaml")
        expect(f"a changed input {what}", code == 0 and "1 drawn, 2 unchanged" in err, err)


def other_fonts_are_seen(folder):
    """Fontconfig's own rules, with fewer fonts than the machine has."""
    fonts = glob.glob("/usr/share/fonts/truetype/noto/NotoSans-[BRI]*.ttf")
    if not fonts:
        return
    os.mkdir(f"{folder}/fonts")
    for path in fonts:
        shutil.copy(path, f"{folder}/fonts")
    write(folder, "fonts.conf", f"<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>")
    write(folder, "in.yaml", "maps: [{view: iturup, name: n, size: 400x300}]\n")
    batch(folder, "-o", "i", report="in.yaml")
    os.environ["FONTCONFIG_FILE"] = f"{folder}/fonts.conf"
    try:
        code, _, err = batch(folder, "-o", "i", report="in.yaml")
    finally:
        del os.environ["FONTCONFIG_FILE"]
    expect("other fonts", code == 0 and "1 drawn" in err, err)


def stops_within_a_second(folder):
    process = start(folder, "batch", "report.yaml", "-o", "s", "-j", "2", fault="hang:two-2,hang:three")
    late = time.time() + 120
    while not os.path.exists(f"{folder}/s/one.png") and time.time() < late:
        time.sleep(0.05)
    begun = time.time()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    expect("Ctrl-C", time.time() - begun < (20.0 if SANITIZED else 1.0) and process.returncode == 1 and "stopped after" in err, err)
    expect("nothing half made", not glob.glob(f"{folder}/s/.kurilmap-*"))


def progress_for_people_and_programs(folder):
    _, out, err = batch(folder, "-o", "l")
    expect("plain lines", "drew one (" in err and "of 7)" in err and "\r" not in err and not out, err)
    _, _, err = batch(folder, "-o", "l", "--force", "--log-format", "json")
    expect("JSON events", err.count('{"severity":"info"') >= 7 and '"message":"drew one' in err, err)
    write(folder, "many.csv", "name,lon,lat\n" + "".join(f"n{i},{145 + i / 50},45\n" for i in range(150)))
    write(folder, "many.yaml", "defaults: {size: 800x600}\nfor-each: {dataset: many.csv, name: '{name}'}\n")
    done = subprocess.run(["script", "-qec", f"{PROGRAM} batch many.yaml -o l --force -j 1", "/dev/null"], cwd=folder,
                          capture_output=True, text=True) # for long enough that a bar is worth its place
    expect("a bar on a terminal", "/150" in done.stdout and "/s" in done.stdout and "left" in done.stdout, done.stdout)


def a_strict_run_leaves_nothing_half_made(folder):
    write(folder, "w.geojson", '{"type":"FeatureCollection","features":[%s]}' % ",".join(
        '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[%s]}}' % c
        for c in ("147,45", "1000,2000")))
    write(folder, "w.yaml", "defaults: {size: 400x300}\nmaps:\n  - {view: iturup, name: good}\n"
          "  - {view: iturup, name: w, data: w.geojson}\n  - {view: iturup, name: v, data: w.geojson}\n")
    code, _, err = batch(folder, "-o", "w", "--strict", "-j", "1", report="w.yaml")
    expect("a strict run", code == 1 and "1 drawn, 0 unchanged, 2 failed" in err, err)
    expect("only what has no warning", set(hashes(f"{folder}/w")) == {"good.png"})
    code, _, err = batch(folder, "-o", "w", "-j", "1", report="w.yaml")
    expect("each map hears of its own data", code == 0 and err.count("1 feature skipped") == 2, err)
    expect("warnings in the record", [len(o["warnings"]) for o in record(f"{folder}/w")["outputs"]] == [0, 1, 1])
    code, _, err = batch(folder, "-o", "w", report="w.yaml")
    expect("what is kept warns again", code == 0 and "3 unchanged" in err and err.count("1 feature skipped") == 2, err)
    code, _, err = run(folder, "render", "iturup", "--data", "w.geojson", "--strict", "-o", "alone.png")
    expect("render --strict", code == 1 and not os.path.exists(f"{folder}/alone.png"), err)


def the_same_twice(folder):
    """B80: with SOURCE_DATE_EPOCH, the same bytes at another time."""
    os.environ["SOURCE_DATE_EPOCH"] = "1600000000"
    batch(folder, "-o", "a")
    time.sleep(1.1)
    batch(folder, "-o", "b", "-j", "1")
    expect("the same twice", hashes(f"{folder}/a") == hashes(f"{folder}/b"))


def many_at_once(folder):
    """B86: several runs at a time with one temporary folder, also into one output folder."""
    jobs = [start(folder, "batch", "report.yaml", "-o", f"m{i // 2}", "-j", "1") for i in range(4)]
    codes = [job.communicate(timeout=600) and job.returncode for job in jobs]
    expect("runs at once", codes == [0] * 4 and hashes(f"{folder}/m0") == hashes(f"{folder}/m1"), codes)


main(same_with_any_number_of_workers, a_map_alone_is_the_same, only_what_changed, changed_inputs_are_seen,
     inputs_by_any_name_are_seen, other_fonts_are_seen,
     stops_within_a_second, progress_for_people_and_programs, a_strict_run_leaves_nothing_half_made, the_same_twice,
     many_at_once)
