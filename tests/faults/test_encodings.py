#!/usr/bin/env python3
"""Names of islands in the encodings of Japan and Russia, through every command that reads a dataset.

Each shapefile is made here from Python's own codecs, with a .cpg, without one, and with one that lies; a name cut
within a character is among them. What the user says with --encoding, or in the dataset's name, comes before all.

usage: test_encodings.py PROGRAM
"""
import json
import os
import subprocess
import sys
import tempfile

from shapefile import WIDTH, write_shapefile

PROGRAM = os.path.abspath(sys.argv[1])
JAPANESE = ["択捉島", "国後島", "色丹島", "歯舞群島"]
RUSSIAN = ["Итуруп", "Кунашир", "Шикотан", "Малая Курильская гряда"]
SAMPLES = [  # as users write it, Python's codec, names, what a .cpg says
    ("CP932", "cp932", JAPANESE, "932"),
    ("EUC-JP", "euc_jp", JAPANESE, "EUC-JP"),
    ("CP1251", "cp1251", RUSSIAN, "1251"),
    ("CP866", "cp866", RUSSIAN, "IBM866"),
    ("KOI8-R", "koi8_r", RUSSIAN, "koi8-r"),
    ("UTF-8", "utf-8", JAPANESE, "UTF-8"),
]
failures = []


def expect(truth, what, done=None):
    if not truth:
        said = f" (code {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-300:]})" if done else ""
        failures.append(what + said)


def run(folder, *line, **environment):
    env = {k: v for k, v in os.environ.items() if k != "KURILMAP_ENCODING"}
    return subprocess.run([PROGRAM, *line], cwd=folder, env=dict(env, **environment), capture_output=True, timeout=300)


def expect_names(done, names, what):
    said = done.stdout.decode("utf-8", "replace")
    expect(done.returncode == 0, f"{what}: not read", done)
    for name in names:
        expect(name in said, f"{what}: no '{name}' in '{said[:300]}'", done)



def names_are_read(folder):
    """As .cpg and --encoding say; --encoding counts more than a .cpg, and a name's own word more than --encoding."""
    for encoding, codec, names, cpg in SAMPLES:
        raw = [name.encode(codec) for name in names]
        write_shapefile(f"{folder}/said", raw, cpg)
        write_shapefile(f"{folder}/unsaid", raw)
        write_shapefile(f"{folder}/lying", raw, "CP1252" if encoding == "UTF-8" else "UTF-8")
        where = [f"?where=NAME = '{names[0]}'", f"?where=NAME = '{names[1]}'"]
        for line, what in ((["said.shp"], ".cpg"), (["unsaid.shp", "--encoding", encoding], "--encoding"),
                           (["lying.shp", "--encoding", encoding], "--encoding and a lying .cpg")):
            pair = [line[0] + w for w in where]
            done = run(folder, "distance", *pair, *line[1:], "--format", "json")
            expect(done.returncode == 0, f"{encoding}, {what}: distance", done)
            expect(b"warning" not in done.stderr, f"{encoding}, {what}: distance warns", done)
        named = [f"unsaid.shp?encoding={encoding}&{w[1:]}" for w in where]
        done = run(folder, "distance", *named, "--encoding", "CP437", "--format", "json")
        expect(done.returncode == 0, f"{encoding}: a name's own word", done)
        done = run(folder, "buffer", "unsaid.shp" + where[0], "1km", "-o", "b.geojson", "--encoding", encoding)
        expect(done.returncode == 0, f"{encoding}: buffer", done)


def check_tells(folder):
    for encoding, codec, names, cpg in SAMPLES:
        raw = [name.encode(codec) for name in names]
        write_shapefile(f"{folder}/a", raw, "UTF-8" if encoding != "UTF-8" else "932")
        done = run(folder, "check", "a.shp")
        expect(done.returncode == 0 and b"code page file" in done.stderr, f"{encoding}: a lying .cpg is reported", done)
        for wrong in ("GBK", "BIG5") if codec == "euc_jp" else ():  # in which any text of EUC-JP is valid too
            write_shapefile(f"{folder}/b", raw, wrong)
            done = run(folder, "check", "b.shp")
            expect(b"yet it looks like EUC-JP" in done.stderr, f"{encoding} under {wrong} is told", done)
        done = run(folder, "check", "a.shp", "--encoding", encoding)
        expect(done.returncode == 0 and encoding.encode() in done.stdout, f"{encoding}: check names it", done)
        expect(b"code page file" not in done.stderr, f"{encoding}: what the user says needs no .cpg", done)


def torn_names_are_told(folder):
    """A field that ends within a character, and bytes that are none."""
    for encoding, codec in (("CP932", "cp932"), ("EUC-JP", "euc_jp"), ("UTF-8", "utf-8")):
        name = ("択捉島" * 20).encode(codec)[: WIDTH - 1] + ("島".encode(codec))[:1]
        write_shapefile(f"{folder}/torn", [name, b"\xff\xff", "国後島".encode(codec)])
        done = run(folder, "check", "torn.shp", "--encoding", encoding)
        expect(done.returncode == 0 and b"text" in done.stderr, f"{encoding}: torn text is told", done)
        done.stdout.decode("utf-8")
        done.stderr.decode("utf-8")


def doubtful_words_are_told(folder):
    """Russian under the code page of Western Europe or of DOS; a word that only looks torn; capitals."""
    raw = [name.encode("cp1251") for name in RUSSIAN]
    for cpg, ldid in (("1252", 0), ("OEM 866", 0), (None, 0x03)):
        write_shapefile(f"{folder}/d{ldid}", raw, cpg, ldid)
        done = run(folder, "check", f"d{ldid}.shp")
        expect(b"looks like CP1251" in done.stderr, f"CP1251 under {cpg or ldid}: told", done)
    write_shapefile(f"{folder}/r", raw, "1251")
    expect(b"looks like" not in run(folder, "check", "r.shp").stderr, "CP1251 that is said to be: nothing told")
    write_shapefile(f"{folder}/w", ["München".encode("cp1252"), "Ærø".encode("cp1252")], "1252")
    expect(b"looks like" not in run(folder, "check", "w.shp").stderr, "CP1252 that is said to be: nothing told")
    write_shapefile(f"{folder}/c", ["Café".encode("latin-1"), b"Bar"])
    done = run(folder, "distance", "c.shp?where=NAME = 'Café'", "45,147")
    expect(done.returncode == 0, "a word with an accent at its end, which only looks torn", done)
    write_shapefile(f"{folder}/k", [n.encode("cp1251") for n in ("АМУР", "САХАЛИН", "ОСТРОВ ИТУРУП")])
    done = run(folder, "distance", "k.shp?where=NAME = 'САХАЛИН'", "45,147")
    expect(done.returncode == 0, "capitals of CP1251", done)


def systems_beside_a_shapefile(folder):
    """A .prj that holds a code, a PROJ string, or nothing of use; projected places of the SAMPLES in UTM zone 55."""
    write_shapefile(f"{folder}/p", [b"a"])
    for text in ("EPSG:4326", "+proj=longlat +datum=WGS84 +no_defs", "epsg:6668\n"):
        with open(f"{folder}/p.prj", "w") as file:
            file.write(text)
        done = run(folder, "check", "p.shp")
        expect(done.returncode == 0 and b"warning" not in done.stderr, f"a .prj of '{text.strip()}'", done)
    with open(f"{folder}/p.prj", "wb") as file:
        file.write(b"no such\nsystem \xff\x1b[31m" + b"x" * 100)
    done = run(folder, "check", "p.shp")
    expect(b"the .prj is not understood ('no such system " in done.stderr, "a .prj of nonsense is told", done)
    expect(b"\x1b" not in done.stderr, "escapes stay out of messages", done)
    done.stderr.decode("utf-8")


def pictures_and_batches(folder):
    style = {"version": 8, "sources": {"a": {"type": "vector", "url": "unsaid.shp"}},
             "layers": [{"id": "n", "type": "symbol", "source": "a",
                         "layout": {"text-field": ["get", "NAME"], "text-allow-overlap": True}}]}
    with open(f"{folder}/style.json", "w") as file:
        json.dump(style, file)
    for encoding, codec, names, _ in SAMPLES:
        raw = [name.encode(codec) for name in names]
        write_shapefile(f"{folder}/unsaid", raw)
        line = ["render", "--style", "style.json", "--bounds", "145,43,149,46", "--size", "640x480", "-o", "a.png"]
        done = run(folder, *line, "--encoding", encoding, "--report-labels", "-")
        expect_names(done, names[:2], f"{encoding}: labels")
        with open(f"{folder}/report.yaml", "w") as file:
            file.write("defaults: {size: 320x240}\nfor-each: {dataset: unsaid.shp, name: '{NAME}', title: '{NAME}', "
                       "width: 30km, formats: png}\n")
        done = run(folder, "batch", "report.yaml", "-o", f"out-{encoding}", "--encoding", encoding, "-j", "1")
        if done.returncode == 0:
            made = os.listdir(f"{folder}/out-{encoding}")
            expect(names[0] + ".png" in made, f"{encoding}: a batch made {made}")
        else:
            expect(False, f"{encoding}: batch", done)


def tables_of_points(folder):
    with open(f"{folder}/p.csv", "wb") as file:
        file.write("name,lon,lat\nИтуруп,147.6,45.0\nУруп,149.9,46.0\n".encode("koi8_r"))
    done = run(folder, "render", "--points", "p.csv", "--encoding", "KOI8-R", "--bounds", "145,43,152,47", "--size",
               "640x480", "-o", "p.png", "--report-labels", "-")
    expect_names(done, ["Итуруп"], "points")


KML = ('{}<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>{}</name><Point><coordinates>147,45</coordinates>'
       "</Point></Placemark></Document></kml>")
GPX = '{}<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="45" lon="147"><name>{}</name></wpt></gpx>'
GML = ('{}<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><a><name>{}</name><p><gml:Point '
       'srsName="EPSG:4326"><gml:coordinates>147,45</gml:coordinates></gml:Point></p></a></gml:featureMember>'
       "</gml:FeatureCollection>")


def xml_declares_its_own(folder):
    """GDAL's readers know UTF-8 and ISO-8859-1; a wrong declaration is overruled by who names an encoding."""
    names = [(codec, encoding, islands[0]) for encoding, codec, islands, _ in SAMPLES]
    names += [("utf-16", "UTF-16", JAPANESE[0]), ("utf-16-le", "UTF-16LE", RUSSIAN[0]), ("cp932", "Shift_JIS", "ソ島")]
    for codec, encoding, name in names:
        for kind, text in (("kml", KML), ("gpx", GPX), ("gml", GML)):
            near = lambda query="": run(folder, "near", "45,147", "--within", "5km", "--data", f"a.{kind}{query}", "--strict")
            with open(f"{folder}/a.{kind}", "wb") as file:
                file.write(text.format(f'<?xml version="1.0" encoding="{encoding}"?>\n', name).encode(codec))
            expect_names(near(), [name], f"{encoding} in {kind}")
            if codec.startswith("utf"):
                continue
            with open(f"{folder}/a.{kind}", "wb") as file:
                file.write(text.format('<?xml version="1.0"?>\n', name).encode(codec))
            expect_names(near(f"?encoding={encoding}"), [name], f"{encoding} in {kind}, as is said")
    with open(f"{folder}/torn.kml", "wb") as file:
        file.write(KML.format('<?xml version="1.0" encoding="EUC-JP"?>', "Qy").encode().replace(b"Q", b"\xff"))
    done = run(folder, "check", "torn.kml")
    expect(done.returncode == 0 and b"not valid in EUC-JP" in done.stderr and b"EUC-JP, by the format" in done.stdout,
           "torn text of XML is told", done)
    with open(f"{folder}/wide.csv", "wb") as file:
        file.write("name,lon,lat\na,147,45\n".encode("utf-16"))
    done = run(folder, "check", "wide.csv")
    expect(done.returncode == 3 and b"UTF-16" in done.stderr, "a table in UTF-16 is refused", done)


def words_that_are_none(folder):
    done = run(folder, "render", "--encoding", "CP9321", "-o", "a.png")
    expect(done.returncode == 2 and b"unknown encoding 'CP9321'" in done.stderr, "an unknown encoding is wrong usage", done)
    done = run(folder, "check", "geodata:straits", "--encoding", "CP437")
    expect(done.returncode == 0 and b"UTF-8" in done.stdout, "our own data are not asked about", done)


def main():
    for function in (names_are_read, check_tells, torn_names_are_told, doubtful_words_are_told,
                     systems_beside_a_shapefile, pictures_and_batches, tables_of_points,
                     xml_declares_its_own, words_that_are_none):
        with tempfile.TemporaryDirectory() as folder:
            function(folder)
    for failure in failures:
        print("FAILED", failure)
    return 1 if failures else 0


sys.exit(main())
