#!/usr/bin/env python3
"""Files that were made to fool, stall or rob a reader, each with what must come of it.

Parts of shapefiles that contradict each other, databases whose views have no end or read other files, texts that break
the pages they are written to, outputs that would take an input's place, and sizes that are lies.

usage: test_hostile.py PROGRAM [CASE...]
"""
import base64
import json
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile
import xml.dom.minidom
import zipfile
import zlib

from osgeo import gdal, ogr

from shapefile import write_shapefile

PROGRAM = os.path.abspath(sys.argv[1])
SECONDS = 120 if b"__asan_init" in open(PROGRAM, "rb").read() else 30
DRAW = ["render", "okhotsk", "--size", "320x240", "-o"]
CASES = []
failures = []
current = ""


def case(function):
    CASES.append(function)
    return function


def run(*line, **environment):
    try:
        return subprocess.run([PROGRAM, *line], env=dict(os.environ, **environment), capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired as late:
        return subprocess.CompletedProcess(late.cmd, -1, b"", b"took too long")


def expect(done, code, *words):
    said = done.stderr.decode("utf-8", "backslashreplace")
    if done.returncode != code or any(w not in said + done.stdout.decode("utf-8", "replace") for w in words):
        failures.append(f"{current}: {done.args[1:]}: code {done.returncode}, wanted {code} and {words}:\n{said[-400:]}")


def expect_true(truth, what):
    if not truth:
        failures.append(f"{current}: {what}")


# ---- shapefiles ------------------------------------------------------------------------------------------------

def three(stem="a"):
    write_shapefile(stem, [b"one", b"two", b"three"])
    return stem + ".shp"


def patch(path, at, data):
    with open(path, "r+b") as file:
        file.seek(at)
        file.write(data)


@case
def an_index_that_leads_elsewhere():
    def all_to_the_first():
        for i in range(3):
            patch("a.shx", 100 + 8 * i, struct.pack(">ii", 50, 10))

    def nowhere():
        patch("a.shx", 100, bytes(24))

    def one_beside():
        patch("a.shx", 108, struct.pack(">ii", 66, 10))

    def too_short():
        os.truncate("a.shx", 108)

    def absent():
        os.unlink("a.shx")

    def behind_a_gap():
        with open("a.shp", "rb") as file:
            shp = file.read()
        with open("a.shp", "wb") as file:
            file.write(shp[:100] + bytes(20) + shp[100:])

    for spoil in (all_to_the_first, nowhere, one_beside, too_short, absent, behind_a_gap):
        spoil_name = spoil.__name__
        name = three()
        spoil()
        expect(run("check", name), 0, "3 used", "the index (.shx) is missing or damaged", "145.90000 to 147.60000")
        done = run("distance", f"{name}?where=NAME = 'three'", "43.8,146.75", "--format", "json")
        expect(done, 0)
        expect_true(json.loads(done.stdout)["rows"][0]["distance_m"] < 0.01, f"{spoil_name}: rows and shapes fit")


@case
def an_index_in_another_order_is_right():
    """A record that was edited lies at the end of the file: the index says so, and is not doubted."""
    name = three()
    with open("a.shp", "ab") as file:
        file.write(struct.pack(">ii", 2, 10) + struct.pack("<idd", 1, 150.0, 50.0))
    patch("a.shx", 108, struct.pack(">ii", 92, 10))
    expect(run("check", name), 0, "3 used", "to 150.00000 east")
    expect_true(b"index" not in run("check", name).stderr, "no word of the index")


@case
def a_table_that_does_not_fit():
    for rows, what in ((1, "ends after 1 of 3 shapes: the rest has no attributes"), (0, "ends after 0 of 3 shapes")):
        name = three()
        patch("a.dbf", 4, struct.pack("<I", rows))
        expect(run("check", name), 0, "3 used", what)
    name = three()
    os.truncate("a.dbf", 65 + 41 + 20)  # within the second row: what is left of it does not count
    expect(run("check", name), 0, "3 used", "ends after 1 of 3 shapes")
    expect(run("distance", f"{name}?where=NAME = 'two'", "0,0"), 0, "none")
    for spoil in (lambda: os.unlink("a.dbf"), lambda: os.truncate("a.dbf", 40), lambda: patch("a.dbf", 8, b"\0\0"),
                  lambda: patch("a.dbf", 8, b"\xff\xff"), lambda: patch("a.dbf", 10, b"\0\0")):
        name = three()
        spoil()
        expect(run("check", name), 0, "3 used", "the table (.dbf) is missing or damaged: read without attributes")
    name = three()
    patch("a.dbf", 65, b"*")
    expect(run("check", name), 0, "2 used", "1 rows of the table (.dbf) are marked as deleted")


@case
def a_table_of_thousands_of_fields():
    name = three()
    fields = b"".join(b"F%05d\0\0\0\0\0C" % i + bytes(4) + b"\xff\0" + bytes(14) for i in range(2046))
    with open("a.dbf", "wb") as file:
        file.write(struct.pack("<B3xIHH20x", 3, 900000, 32 + len(fields) + 1, 1) + fields + b"\r" + b"\xe9" * 900000)
    expect(run("check", name), 0)


# ---- databases --------------------------------------------------------------------------------------------------

def geopackage(name, *statements):
    expect(run("buffer", "45,147", "5km", "-o", name), 0)
    link = sqlite3.connect(name)
    table, = link.execute("SELECT table_name FROM gpkg_contents").fetchone()
    column, = link.execute("SELECT column_name FROM gpkg_geometry_columns").fetchone()
    for statement in statements:
        link.execute(statement.format(t=table, g=column))
    link.commit()
    link.close()


def view(name, query, *before):
    geopackage(name, *before, f"CREATE VIEW v AS {query}",
               "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('v', 'features', 'v', 4326)",
               "INSERT INTO gpkg_geometry_columns VALUES ('v', '{g}', 'GEOMETRY', 4326, 0, 0)")


@case
def views_without_end():
    view("calls.gpkg", 'WITH r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x AS fid, {g} FROM r, "{t}"')
    expect(run("check", "calls.gpkg:v"), 3, "a view that calls itself")
    expect(run(*DRAW, "a.png", "--data", "calls.gpkg:v"), 3, "a view that calls itself")
    expect_true(not os.path.exists("a.png"), "no picture")
    expect(run(*DRAW, "a.png", "--data", "calls.gpkg"), 0)  # the table beside it is sound
    view("inner.gpkg", 'SELECT fid, {g}, (WITH r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT max(x) FROM r) AS n '
                       'FROM "{t}"')
    expect(run("check", "inner.gpkg:v"), 3, "a view that calls itself")
    many = ", ".join(f"sqlite_master s{i}" for i in range(12))
    view("cross.gpkg", f'SELECT (SELECT count(*) FROM {many}) AS n, fid, {{g}} FROM "{{t}}"')
    expect(run("check", "cross.gpkg:v"), 3, "takes too long")
    doubling = ['CREATE VIEW w0 AS SELECT * FROM "{t}"'] + [
        f"CREATE VIEW w{i} AS SELECT * FROM w{i - 1} UNION ALL SELECT * FROM w{i - 1}" for i in range(1, 31)]
    view("doubling.gpkg", "SELECT * FROM w30", *doubling)
    expect(run("check", "doubling.gpkg"), 3, "its views lead to more than")
    view("sound.gpkg", 'SELECT fid, {g}, 7 AS n FROM "{t}"')
    expect(run("check", "sound.gpkg:v"), 0, "1 used")


@case
def views_that_read_other_files():
    """SpatiaLite's virtual tables, which GDAL would offer, read any file of the disk."""
    with open("secret.csv", "w") as file:
        file.write("name\nsecret\n")
    for module, arguments in (("VirtualText", "'secret.csv', 'UTF-8', 1, POINT, NONE, ','"), ("VirtualOGR", "'secret.csv'")):
        text = f"CREATE VIRTUAL TABLE vs USING {module}({arguments})".replace("'", "''")
        view("a.gpkg", 'SELECT f.fid, f.{g}, vs.* FROM "{t}" f, vs', "PRAGMA writable_schema = ON",
             f"INSERT INTO sqlite_master VALUES ('table', 'vs', 'vs', 0, '{text}')")
        done = run("check", "a.gpkg:v")
        expect(done, 3, "no such module")
        os.unlink("a.gpkg")


@case
def a_journal_beside_a_database_is_told():
    geopackage("a.gpkg")
    with open("a.gpkg-journal", "wb") as file:
        file.write(b"x" * 600)
    expect(run("check", "a.gpkg"), 0, "there is a -journal file", "1 used")
    expect_true(os.path.getsize("a.gpkg-journal") == 600, "and is left as it is")


@case
def systems_and_tables_that_nobody_knows():
    geopackage("a.gpkg", "UPDATE gpkg_geometry_columns SET srs_id = 0", "UPDATE gpkg_contents SET srs_id = 0")
    expect(run("check", "a.gpkg"), 0, "no coordinate system is stated")
    geopackage("b.gpkg", "UPDATE gpkg_geometry_columns SET geometry_type_name = 'BANANA'")
    expect(run("distance", "b.gpkg", "45,147"), 0, "0.000 km")
    geopackage("c.gpkg", 'DROP TABLE "{t}"')
    expect(run("check", "c.gpkg"), 3, "does not exist")


@case
def one_faulty_layer_hides_no_other():
    system = ('GEOCCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
              'UNIT["metre",1],AUTHORITY["EPSG","4978"]]')
    view("a.gpkg", 'SELECT fid, {g} FROM "{t}"',
         "INSERT INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition) "
         f"VALUES ('WGS 84 geocentric', 4978, 'EPSG', 4978, '{system}')",
         "UPDATE gpkg_geometry_columns SET srs_id = 4978", "UPDATE gpkg_contents SET srs_id = 4978",
         'CREATE VIEW w AS SELECT fid, {g} FROM "{t}"',
         "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('w', 'features', 'w', 4978)",
         "INSERT INTO gpkg_geometry_columns VALUES ('w', '{g}', 'GEOMETRY', 4978, 0, 0)")
    expect(run("check", "a.gpkg"), 3, "layer 'buffer': 'WGS 84 (EPSG:4978)' is no geographic", "layer 'w': 'WGS 84 (EPSG:4978)' is no geographic",
           "layer 'v'", "1 read, 1 used")
    expect(run("distance", "a.gpkg:v", "45,147"), 0, "0.000 km")
    expect(run("distance", "a.gpkg", "45,147"), 0, "0.000 km", "layer 'buffer': 'WGS 84 (EPSG:4978)'", "layer 'w': 'WGS 84 (EPSG:4978)'")
    expect(run("distance", "a.gpkg:w", "45,147"), 3, "is no geographic or projected coordinate system")


@case
def columns_that_tell_the_same():
    for head, row, told in (("lon,lat,lon", "147,45,148", "'lon', 'lon'"), ("Lat;\"longitude\";LON", "45;147;148", "'longitude', 'LON'"),
                            ("lat\tlatitude\tx", "45\t45\t147", "latitudes ('lat', 'latitude')")):
        with open("a.csv", "w") as file:
            file.write(f"{head}\n{row}\n")
        expect(run("distance", "a.csv", "45,148"), 0, "a.csv:1", told)
    with open("a.csv", "w") as file:
        file.write('lat1,lon1,lat2,lon2,"lon,lat"\n45,147,45,148,"lon,lat"\n')
    done = run("distance", "a.csv", "45,148")
    expect_true(b"several" not in done.stderr, "a table of pairs is none of them")


# ---- GeoJSON ----------------------------------------------------------------------------------------------------

def geojson(name, properties="{}", more="", coordinates="[147, 45]"):
    with open(name, "w") as file:
        file.write(f'{{"type": "Feature", {more}"properties": {properties}, '
                   f'"geometry": {{"type": "Point", "coordinates": {coordinates}}}}}')


@case
def numbers_keep_their_digits():
    for n in ("9007199254740993", "-9007199254740993", "12345678901234567890"):
        geojson("a.geojson", f'{{"n": {n}}}')
        expect(run("distance", f"a.geojson?where=n = '{n}'", "45,147"), 0, "0.000 km")
    geojson("a.geojson", coordinates=f"[147.{'1' * 4000}, 45]")
    done = run("check", "a.geojson")
    expect(done, 0, "147.11111")
    expect_true(done.stderr == b"", f"long numbers are read without a word: {done.stderr[-200:]}")


@case
def what_is_not_json_is_told():
    geojson("a.geojson", '{"n": 1e}')
    expect(run("check", "a.geojson"), 0, "a.geojson:1:41: not valid JSON")
    geojson("a.geojson", '{"n": "a\\u0000b"}')
    expect(run("distance", "a.geojson?where=n = 'a\ufffdb'", "45,147"), 0, "0.000 km")
    for crs in ('"EPSG:3857"', "3857", '{"type": "name", "properties": null}'):
        geojson("a.geojson", more=f'"crs": {crs}, ')
        expect(run("check", "a.geojson"), 0, "the member 'crs' names no coordinate system")
    with open("a.geojson", "w") as file:
        file.write('{"features": []}')
    expect(run("check", "a.geojson"), 3, "a.geojson:1:1: ", "an object without 'type'")


def add_layer(path, name, lon):
    """A second layer, of one point and a field that the first has not."""
    point = struct.pack("<2sBBi", b"GP", 0, 1, 4326) + struct.pack("<BIdd", 1, 1, lon, 45)
    base = sqlite3.connect(path)
    first = base.execute("SELECT table_name FROM gpkg_contents").fetchone()[0]
    base.executescript(f"""
        CREATE TABLE {name} (fid INTEGER PRIMARY KEY, geom BLOB, n INTEGER);
        INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('{name}', 'features', '{name}', 4326);
        INSERT INTO gpkg_geometry_columns SELECT '{name}', column_name, 'POINT', srs_id, z, m
            FROM gpkg_geometry_columns WHERE table_name = '{first}';""")
    base.execute(f"INSERT INTO {name} VALUES (1, ?, 7)", (point,))
    base.commit()
    base.close()


def chart(path):
    """Three points of two classes of objects, as S-57 has them: features that name their nodes."""
    data = ogr.GetDriverByName("S57").CreateDataSource(path)
    for number, (name, lon) in enumerate((("LIGHTS", 147), ("WRECKS", 148), ("WRECKS", 149)), 1):
        node = ogr.Feature(data.GetLayerByName("IsolatedNode").GetLayerDefn())
        node.SetField("RCID", number)
        node.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({lon} 45)"))
        data.GetLayerByName("IsolatedNode").CreateFeature(node)
        thing = ogr.Feature(data.GetLayerByName(name).GetLayerDefn())
        thing.SetField("PRIM", 1)
        for field, value in (("NAME_RCNM", 110), ("NAME_RCID", number), ("ORNT", 255), ("USAG", 255), ("MASK", 255)):
            thing.SetFieldIntegerList(thing.GetFieldIndex(field), [value])
        data.GetLayerByName(name).CreateFeature(thing)


# ---- layers, rasters, archives ----------------------------------------------------------------------------------

@case
def the_layer_that_is_read_is_told():
    with open("a.gpx", "w") as file:
        file.write('<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>'
                   '<trkpt lat="45" lon="147"/><trkpt lat="46" lon="148"/></trkseg></trk></gpx>')
    expect(run("distance", "a.gpx", "45,147"), 0, "0.000 km")
    folder = "<Folder><name>f{0}</name><Placemark><name>p{0}</name><Point><coordinates>{1},45</coordinates></Point></Placemark></Folder>"
    with open("a.kml", "w") as file:
        file.write('<kml xmlns="http://www.opengis.net/kml/2.2"><Document>' +
                   "".join(folder.format(i, 147 + i) for i in range(20)) + "<Folder><name>x</name></Folder></Document></kml>")
    for place in (147, 157, 166):  # in the first folder, one in the middle, and the last
        done = run("distance", "a.kml", f"45,{place}")
        expect(done, 0, "0.000 km")
        expect_true(b"warning" not in done.stderr and b"only" not in done.stderr, "all folders are read without a word")
    expect(run("distance", "a.kml:f3", "45,147"), 0, "236.")
    expect(run("distance", "a.kml?where=Name = 'p19'", "45,166"), 0, "0.000 km")
    expect(run("distance", "a.kml?where=nope = 'p19'", "45,166"), 3, "no field")
    with open("b.gpx", "w") as file:  # a layer of which nothing can be used takes nothing from the others
        file.write('<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="95" lon="1"/><trk><trkseg>'
                   '<trkpt lat="45" lon="147"/><trkpt lat="46" lon="148"/></trkseg></trk></gpx>')
    expect(run("distance", "b.gpx", "45,147"), 0, "0.000 km", "nothing in layer 'waypoints' can be used")
    expect(run("buffer", "45,147", "5km", "-o", "c.gpkg"), 0)
    add_layer("c.gpkg", "second", 148)
    for place in (147, 148):
        expect(run("distance", "c.gpkg", f"45,{place}", "--strict"), 0, "0.000 km")
    expect(run("distance", "c.gpkg:second", "45,147"), 0, "78.")
    expect(run("distance", "c.gpkg?where=n = 7", "45,148"), 0, "0.000 km", "warning: c.gpkg: no field 'n' in layer 'buffer'")
    chart("d.000")
    expect(run("distance", "d.000", "45,147"), 0, "0.000 km", "warning: d.000: only the layer 'LIGHTS' is read, not 'WRECKS'",
           "':WRECKS' behind")
    expect(run("distance", "d.000:WRECKS", "45,148", "--strict"), 0, "0.000 km")
    expect(run("near", "45,147", "--data", "d.000", "--within", "5km", "--strict"), 1, "only the layer")


KML = ('<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n<Placemark><Point><coordinates>147,45</coordinates></Point>'
       "</Placemark>\n<Placemark><LineString><coordinates>{}</coordinates></LineString></Placemark></Document></kml>")
GPX = '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">\n<wpt lat="45" lon="147"/>\n{}</gpx>'
GML = ('<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><a><p><gml:LineString '
       'srsName="urn:ogc:def:crs:EPSG::4326"><gml:posList>45 147 {}</gml:posList></gml:LineString></p></a>'
       "</gml:featureMember></gml:FeatureCollection>")


POINTS = ('<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><a><p><gml:Point srsName='
          '"EPSG:4326">{}</gml:Point></p></a></gml:featureMember><gml:featureMember><a><p><gml:Point srsName="EPSG:4326">'
          "<gml:coordinates>148,46</gml:coordinates></gml:Point></p></a></gml:featureMember></gml:FeatureCollection>")


@case
def what_is_left_out_is_told():
    """Features that a driver goes past, or ends before, and systems that it makes nothing of."""
    model = "<Placemark><name>m</name><Model><Location><longitude>147</longitude><latitude>45</latitude></Location></Model></Placemark>"
    track = "<Placemark><gx:Track><gx:coord>147 45 0</gx:coord><gx:coord>148 46 0</gx:coord></gx:Track></Placemark>"
    for text, words in ((KML.format("147,45 148,46").replace("<Document>", "<Document>\n" + model), "a.kml:2: 1 placemark is without"),
                        (KML.format("147,45 148,46").replace("</Document>", model + model + "</Document>"), "2 placemarks are"),
                        (KML.format("147,45 148,46").replace("</Document>", track + "</Document>"), "1 placemark is without")):
        with open("a.kml", "w") as file:
            file.write(text)
        expect(run("check", "a.kml"), 0, "2 used", words)
    for point in ('<gml:Point xlink:href="#b"/>', "<gml:LineString><gml:posList>147 45 148</gml:posList></gml:LineString>"):
        with open("a.gml", "w") as file:
            file.write(POINTS.format("X").replace('<gml:Point srsName="EPSG:4326">X</gml:Point>', point)
                       .replace("xmlns:gml=", 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:gml=', 1))
        expect(run("check", "a.gml"), 0, "2 read, 1 used", "1 feature skipped: damaged record")
    for systems, words in ((("BANANA", "BANANA"), "the coordinate system 'BANANA' is unknown"),
                           (("EPSG:4326", "EPSG:4301"), "several coordinate systems are named ('EPSG:4326' and others)")):
        text = POINTS.format("<gml:coordinates>147,45</gml:coordinates>")
        for system in systems:
            text = text.replace('srsName="EPSG:4326"', f"srsName='{system}'", 1)
        with open("a.gml", "w") as file:
            file.write(text)
        done = run("check", "a.gml")
        expect(done, 0, "2 used", words)
        expect_true(b"no coordinate system is stated" not in done.stderr, "one is stated")
    shape = "Point {} 45\n"
    with open("a.mif", "w") as file:
        file.write('Version 300\nCharset "Neutral"\nDelimiter ","\nCoordSys Earth Projection 1, 104\nColumns 1\n  name Char(9)\nData\n\n' +
                   shape.format(147))
    with open("a.mid", "w") as file:
        file.write('"a"\n"b"\n"c"\n')
    expect(run("check", "a.mif"), 0, "1 used", "the file ends after 1 of 3 features")


MIF = ('Version 300\nCharset "Neutral"\nDelimiter ","\nCoordSys Earth Projection 1, 104\nColumns 1\n  data Char(9)\nData\n\n'
       "Point 147 45\n{}\n")
DXF = ("  0\nSECTION\n  2\nENTITIES\n  0\nPOINT\n  8\n0\n 10\n{}\n 20\n{}\n  0\nPOINT\n  8\n0\n 10\n147\n 20\n45\n  0\nENDSEC\n"
       "  0\nEOF\n")
GMT = '# @VGMT1.0 @GPOINT\n# @Jp"+proj=longlat +datum=WGS84"\n# @Nname\n# @Tstring\n# FEATURE_DATA\n{}\n147 45\n'


@case
def text_that_is_no_number():
    """GDAL reads 0, or what a text begins with."""
    for name, text, used, words in (
            ("a.kml", KML.format("147, 45 148 ,46"), 2, None), ("b.kml", KML.format("147,45,0\n148,46,0"), 2, None),
            ("c.kml", KML.format("147,45 148,x 149,46"), 2, "c.kml:3: 1 coordinate is missing or no number"),
            ("d.kml", KML.format("147 148"), 1, "d.kml:3: 2 coordinates are"),
            ("a.gpx", GPX.format('<wpt lat="a" lon="148"/>'), 1, "a.gpx:3: 1 coordinate is"),
            ("b.gpx", GPX.format("<wpt lat='45,5' lon='148'/>"), 1, "b.gpx:3: 1 coordinate is"),
            ("c.gpx", GPX.format('<wpt lon="148"/>'), 1, "c.gpx:3: 1 coordinate is"),
            ("d.gpx", GPX.format('<!-- <wpt lon="a"/> --><wpt lon="148" lat = "46"><name>b</name></wpt>'), 2, None),
            ("a.gml", GML.format("46 148"), 1, None), ("b.gml", GML.format("x 148 46 148"), 1, "b.gml:1: 1 coordinate is"),
            ("c.gml", POINTS.format("<gml:pos>a 45</gml:pos>"), 1, "c.gml:1: 1 coordinate is"),
            ("d.gml", POINTS.format("<gml:coordinates>147,x</gml:coordinates>"), 1, "d.gml:1: 1 coordinate is"),
            ("e.gml", POINTS.format("<gml:coord><gml:X>147</gml:X><gml:Y>y</gml:Y></gml:coord>"), 1, "e.gml:1: 1 coord"),
            ("f.gml", POINTS.format("<gml:coord><gml:X>147</gml:X><gml:Y>45</gml:Y></gml:coord>"), 2, None),
            ("a.csv", "id,wkt\n1,POINT(147 45)\n2,POINT(a b)\n3,\n", 1, "damaged record (feature 2)"),
            ("a.mif", MIF.format("Point 148 y"), 1, "a.mif:10: 1 coordinate is"),
            ("b.mif", MIF.format("Pline 3\n 147 45\n x 46\n 148 46\n Pen (1,2,0)"), 2, "b.mif:12: 1 coordinate is"),
            ("c.mif", MIF.format("Line 147 45 148 4f"), 1, "c.mif:10: 1 coordinate is"),
            ("d.mif", MIF.format("Region 1\n 4\n 147 45\n 148. 45\n +148 .46e2\n 147 45\n Brush (2,0,0)\n Center 147 45"), 2, None),
            ("a.dxf", DXF.format("x", 45), 1, "a.dxf:10: 1 coordinate is"), ("b.dxf", DXF.format(148, "4 5"), 1, "b.dxf:12: 1"),
            ("a.gmt", GMT.format("x 45"), 1, "a.gmt:6: 1 coordinate is"), ("b.gmt", GMT.format("147:30 45"), 1, "b.gmt:6: 1"),
            ("c.gmt", GMT.format("148\t46"), 2, None),
            ("b.csv", 'name,lon,lat\n"a,147,45\nb,148,46\n', 0, "a quote that opens never closes")):
        with open(name, "w") as file:
            file.write(text)
        if name.endswith("mif"):
            with open(name[:-3] + "mid", "w") as file:
                file.write('"a"\n"b"\n')
        done = run("check", name if not name.endswith("gpx") else name + ":waypoints")
        expect(done, 0, f"{used} used", words or "")
        expect_true(words or b"warning" not in done.stderr, f"{name}: no warning: {done.stderr[-200:]}")
    expect(run("distance", "b.mif?where=data = 'b'", "45,147"), 0, "0.000 km")  # its table goes with it
    for arcs, words in (("[[[147, 45], [148, 46]]]", None), ('[[[147, 45], ["x", 46]]]', "a.topojson:1:98: a position of an arc"),
                        ("[[[147, 45], [148]]]", "must be two numbers"), ("[7]", None)):
        with open("a.topojson", "w") as file:
            file.write('{"type": "Topology", "objects": {"a": {"type": "LineString", "arcs": [0]}}, "arcs": ' + arcs + "}")
        expect(run("check", "a.topojson"), 3 if words else 0, words or "1 read")


@case
def archives_say_what_they_are():
    kml = ('<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>a</name><Point><coordinates>147,45'
           '</coordinates></Point></Placemark></Document></kml>')
    with zipfile.ZipFile("a.kmz", "w") as archive:
        archive.writestr("doc.kml", kml)
    expect(run("distance", "a.kmz", "45,147"), 0, "0.000 km")
    with open("a.zip", "wb") as file:
        file.write(open("a.kmz", "rb").read()[:-30])
    expect(run("check", "a.zip"), 3, "is no archive, or is damaged")
    with open("a.kmz", "r+b") as file:
        file.seek(50)
        file.write(b"\xff" * 40)
    done = run("check", "a.kmz")
    expect_true(done.returncode == 3 and b".cpp" not in done.stderr, f"no word of GDAL's files: {done.stderr[-300:]}")


@case
def archives_whose_bytes_changed():
    """Packed or not, the check sum of a member tells."""
    geojson("a.geojson")
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile("a.zip", "w", method) as archive:
            archive.write("a.geojson", "in/a.geojson")
        done = run("distance", "a.zip", "45,147")
        expect(done, 0, "0.000 km")
        expect_true(b"warning" not in done.stderr, "sound as it is")
        with open("a.zip", "rb") as file:
            data = file.read()
        with open("a.zip", "wb") as file:
            file.write(b"#!/bin/sh\n" + data)  # a program may stand before
        done = run("distance", "a.zip", "45,147")
        expect_true(b"check sum" not in done.stderr, "with what stands before")
        stored = method == zipfile.ZIP_STORED
        with open("a.zip", "wb") as file:
            file.write(data.replace(b"[147, 45]", b"[148, 45]") if stored else data.replace(data[14:18], b"sums"))
        expect(run("check", "a.zip"), 0, "148.00000" if stored else "147.00000",
               "'in/a.geojson' in it is damaged" if stored else "CRC error")


@case
def bombs_of_gzip():
    """Sizes that only unpacking shows: it stops at the limit."""
    blanks = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * (1 << 24)
    packed = b"".join(blanks.compress(block) for _ in range(20)) + blanks.flush()
    for name, limit in (("a.geojson.gz", "unpacked"), ("a.tar.gz", "unpacked"), ("a.tgz", "unpacked")):
        with open(name, "wb") as file:
            file.write(packed)
        expect(run("check", name), 3, f"--allow-limit {limit}=N")
        expect(run("check", name, "--allow-limit", "unpacked=1e9"), 3, "--allow-limit ratio=N")


def ascii_grid(name, corner, size):
    with open(name, "w") as file:
        file.write(f"ncols 2\nnrows 2\nxllcorner {corner}\nyllcorner {corner}\ncellsize {size}\n1 2\n3 4\n")
    with open(name[:-4] + ".prj", "w") as file:
        file.write('GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
                   'UNIT["degree",0.0174532925199433]]')


@case
def rasters_off_the_globe():
    ascii_grid("a.asc", 85, 10)
    expect(run("check", "a.asc"), 3, "lies off the globe")
    ascii_grid("a.asc", 5000000, 1000)
    expect(run("check", "a.asc"), 3, "lies off the globe")
    ascii_grid("a.asc", 40, 10)
    expect(run("check", "a.asc"), 0, "2 x 2")


@case
def rasters_say_what_is_wrong_with_them():
    """Also where they are checked as what they are not, a dataset of features."""
    with open("a.png", "wb") as file:
        file.write(png(2, 2, (b"\0" + b"\xff" * 8) * 2))
    expect(run("check", "a.png"), 3, "a picture without a place on the globe")
    ascii_grid("a.asc", 40, 10)
    gdal.Translate("a.tif", "a.asc")
    os.truncate("a.tif", 100)
    done = run("check", "a.tif")
    expect(done, 3, "a.tif")
    expect_true(b"which a source of a style draws" not in done.stderr, f"what is wrong with it: {done.stderr}")


@case
def rasters_keep_their_cells_beside_them():
    """An ERDAS Imagine file names the one that holds its cells."""
    ascii_grid("a.asc", 40, 10)
    os.mkdir("in")
    os.mkdir("out")
    gdal.Translate("in/aaaaaaaaaaaa.img", "a.asc", format="HFA", creationOptions=["USE_SPILL=YES"])
    expect(run("check", "in/aaaaaaaaaaaa.img"), 0, "2 x 2")
    os.rename("in/aaaaaaaaaaaa.ige", "out/aaaaa.ige")
    with open("in/aaaaaaaaaaaa.img", "rb") as file:
        data = file.read()
    with open("in/aaaaaaaaaaaa.img", "wb") as file:
        file.write(data.replace(b"aaaaaaaaaaaa.ige", b"../out/aaaaa.ige"))
    expect(run("check", "in/aaaaaaaaaaaa.img"), 3, "does not lie beside it")
    os.symlink("../out/aaaaa.ige", "in/bbbbbbbbbbbb.ige")
    with open("in/aaaaaaaaaaaa.img", "wb") as file:
        file.write(data.replace(b"aaaaaaaaaaaa.ige", b"bbbbbbbbbbbb.ige"))
    expect(run("check", "in/aaaaaaaaaaaa.img"), 3, "does not lie beside it")


# ---- texts and pages --------------------------------------------------------------------------------------------

@case
def blanks_are_no_labels():
    with open("p.csv", "w", encoding="utf-8") as file:
        file.write("name,lon,lat\n" + "".join(f'"{c}",{145 + i},45\n' for i, c in enumerate(
            [" ", "\t", "\u00a0", "\u3000", "\u200b", "\u202e", "\ufeff", "\u00ad", "Urup"])))
    done = run(*DRAW, "a.png", "--points", "p.csv", "--report-labels", "-")
    expect(done, 0, "Urup")


@case
def control_characters_stay_out_of_pages():
    with open("a.geojson", "w") as file:
        file.write('{"type": "Feature", "properties": {"name": "A\\u001b[31mB\\u0007\\ufffe"}, "geometry": '
                   '{"type": "Point", "coordinates": [147, 45]}}')
    style = {"version": 8, "sources": {"a": {"type": "geojson", "data": "a.geojson"}}, "layers": [
        {"id": "n", "type": "symbol", "source": "a", "layout": {"text-field": ["get", "name"]}}]}
    with open("s.json", "w") as file:
        json.dump(style, file)
    title = b"a\xff\x1b[31mb\x01\xef\xbf\xbe"
    done = run("render", "okhotsk", "--style", "s.json", "--size", "320x240", "--title", title, "--subtitle", "x\u0085y",
               "-o", "a.svg", "-o", "a.pdf")
    expect(done, 0)
    svg = open("a.svg", "rb").read()
    xml.dom.minidom.parseString(svg)
    expect_true(b"\x1b" not in svg and b"&#x1b" not in svg, "no escape in the SVG")
    with open("r.yaml", "w") as file:
        file.write('title: "a\\e[31mb\\x01"\nmaps: [{view: okhotsk, size: 320x240, name: one, title: "x\\e[31m"}]\n'
                   "outputs: {formats: png, html: index.html}\n")
    expect(run("batch", "r.yaml", "-o", "out", "-j", "1"), 0)
    expect_true(b"\x1b" not in open("out/index.html", "rb").read(), "no escape in the page")
    geojson("b.geojson")
    os.rename("b.geojson", "b\x1b[31m.geojson")
    done = run("distance", "b\x1b[31m.geojson", "45,147")
    expect(done, 0)
    expect_true(b"\x1b" not in done.stdout + done.stderr, "no escape in a table for people")
    for name in (b"c\x1b[31m.csv", b"c\nkurilmap: error: x.csv", b"c\xff\x07.csv"):
        with open(name, "w") as file:
            file.write("lon,lat\n147,45\n148,x\n")
        for line in (["check", name], ["render", "okhotsk", "--size", "320x240", "--data", name, "-o", "a.png"],
                     ["distance", name, "45,147", "--log-format", "json"]):
            done = run(*line)
            expect(done, 0)
            said = done.stderr.decode()  # valid UTF-8
            expect_true("feature 2" in said and not any(c < " " and c != "\n" or c == "\x7f" for c in said), f"a clean warning: {said!r}")
            expect_true(all(l.startswith(("kurilmap: warning: ", "kurilmap: info: ", "{")) for l in said.splitlines()),
                        f"no line of its own making: {said!r}")


@case
def messages_are_limited():
    with open("r.yaml", "w") as file:
        file.write("maps:\n" + "  - {view: nowhere}\n" * 1000)
    done = run("check", "r.yaml")
    expect(done, 3, "and 900 more errors")
    expect_true(done.stderr.count(b"\n") < 110, "at most a hundred")
    done = run("check", "r.yaml", "--log-format", "json")
    expect_true(done.stderr.count(b"\n") >= 1000, "all for programs")
    expect(run("distance", "x" * 120000, "0,0"), 2)


# ---- outputs and sizes ------------------------------------------------------------------------------------------

@case
def five_gigabytes_of_nothing():
    """Sparse files: an error in seconds, also where inputs are hashed."""
    for name in ("a.geojson", "a.gpkg", "a.shp"):
        with open(name, "wb") as file:
            file.truncate(5 << 30)
        expect(run("check", name), 3, name)
        with open("r.yaml", "w") as file:
            file.write(f"maps: [{{view: okhotsk, size: 320x240, name: one, data: {name}}}]\n")
        expect(run("batch", "r.yaml", "-o", "out", "-j", "1"), 1, name)


@case
def inputs_are_not_written_over():
    geojson("a.geojson")
    os.symlink("a.geojson", "link.geojson")
    os.link("a.geojson", "hard.geojson")
    three("s")
    with open("p.csv", "w") as file:
        file.write("lat1,lon1,lat2,lon2\n45,147,46,148\n")
    before = {n: open(n, "rb").read() for n in os.listdir(".")}
    for line in (["buffer", "a.geojson", "5km", "-o", "a.geojson"], ["distance", "a.geojson", "0,0", "-o", "link.geojson"],
                 ["distance", "link.geojson", "0,0", "-o", "./a.geojson"], ["area", "a.geojson", "-o", "hard.geojson"],
                 ["distance", "s.shp", "0,0", "-o", "s.dbf"], ["buffer", "s.shp?where=NAME='one'", "5km", "-o", "s.shp"],
                 ["near", "45,147", "--within", "100km", "--data", "s.shp", "-o", "s.shx"],
                 ["distance", "--pairs", "p.csv", "-o", "p.csv"],
                 ["median", "s.shp", "a.geojson", "-o", "s.prj"]):
        expect(run(*line), 2, "would be written over")
    expect_true({n: open(n, "rb").read() for n in os.listdir(".")} == before, "all as it was")
    expect(run("distance", "s.shp", "0,0", "-o", "s.csv"), 0)


# ---- documents --------------------------------------------------------------------------------------------------

@case
def a_fault_of_a_document_has_its_place():
    """Whatever is wrong with a setting's value shows when the map is drawn, at the setting, and is bad input."""
    for line, column, words in (
            ("data: [{dataset: absent.shp}]", 8, "cannot open"), ("data: [{dataset: 'http://127.0.0.1:9/a.shp'}]", 8, "not allowed"),
            ("data: [{dataset: 'PG:x'}]", 8, "not a file"), ("data: [{dataset: 'geodata:nope'}]", 8, "no embedded layer"),
            ("data: [{dataset: 'geodata:straits?where=nope = 1'}]", 8, "no field 'nope'"),
            ("data: .", 7, "it is a folder"), ("points: absent.csv", 9, "absent.csv"), ("style: .", 8, "it is a folder"),
            ("style: absent.json", 8, "absent.json"), ("style: nope", 8, "no style 'nope'"), ("set: {nope: 1}", 13, "no parameter 'nope'"),
            ("size: 16x16", 7, "leaves no room"), ("ring: nowhere:5km", 7, "no place is called"),
            ("projection: +proj=gnom +lat_0=-50 +lon_0=-40", 13, "nothing of the bounds")):
        with open("m.yaml", "w") as file:
            file.write(f"view: okhotsk\n{line}\n")
        for command in (["render", "m.yaml", "-o", "a.png"], ["check", "m.yaml"]):
            expect(run(*command), 3, f"m.yaml:2:{column}: ", words)
    expect(run("render", "okhotsk", "--size", "16x16", "-o", "a.png"), 2, "leaves no room")  # the user's own line is usage
    expect(run("render", "okhotsk", "--set", "nope=1", "-o", "a.png"), 2, "no parameter 'nope'")
    with open("m.yaml", "w") as file:
        file.write("# a\n%YAML 9.9\n---\nview: okhotsk\n")
    done = run("check", "m.yaml")
    expect(done, 3, "m.yaml:1:1: not a YAML document")
    expect_true(done.stderr.count(b"\n") == 1, f"one error: {done.stderr}")
    with open("m.yaml", "w") as file:
        file.write("view: okhotsk\ndata: [" + "'geodata:straits'," * 1001 + "]\n")
    done = run("render", "m.yaml", "-o", "a.png")
    expect(done, 3, "m.yaml:2:7: more than 1000 entries of 'data' (--allow-limit entries=N allows more)")
    expect_true(done.stderr.count(b"\n") == 1, f"one error: {done.stderr}")
    expect(run("check", "m.yaml", KURILMAP_LIMITS="entries=2000"), 0)
    expect(run("list", "views", KURILMAP_LIMITS="banana"), 2, "KURILMAP_LIMITS takes NAME=VALUE")


@case
def a_fault_of_a_style_has_its_place():
    point = {"type": "Point", "coordinates": [147, 45]}
    style = {"version": 8, "sources": {"a": {"type": "geojson", "data": point}, "b": {"type": "geojson", "data": {}}},
             "layers": [{"id": "x", "type": "fill", "source": "a", "paint": {"fill-pattern": "nope"}},
                        {"id": "y", "type": "line", "source": "b", "paint": {"line-dasharray": [1e-4, 1e-4]}}]}
    with open("s.json", "w") as file:
        json.dump(style, file)
    done = run("render", "--style", "s.json", "-o", "a.png")
    expect(done, 0, "s.json:1:", "has no image 'nope'", "source 'b', feature 0")
    expect_true(all(b"s.json:1:" in line for line in done.stderr.splitlines()), f"each at its place: {done.stderr}")
    for center, code in ([0, 95], 3), ([0, 89], 0):
        with open("s.json", "w") as file:
            json.dump({"version": 8, "center": center, "sources": {}, "layers": []}, file)
        expect(run("check", "s.json"), code, "beyond 90 degrees" if code else "")


def png(width, height, rows=b""):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


@case
def sprites_have_limits():
    style = {"version": 8, "sprite": "sprite", "sources": {"a": {"type": "geojson", "data": {
        "type": "Point", "coordinates": [147, 45]}}}, "layers": [
        {"id": "i", "type": "symbol", "source": "a", "layout": {"icon-image": "i0"}}]}
    with open("style.json", "w") as file:
        json.dump(style, file)
    whole = {"x": 0, "y": 0, "width": 64, "height": 64}
    sheet = png(64, 64, (b"\0" + b"\xff" * 256) * 64)
    line = ["render", "--style", "style.json", "--bounds", "146,44,148,46", "--size", "320x240", "-o", "a.png"]
    for icons, pixels, words in (({f"i{k}": whole for k in range(1000)}, sheet, "4 times the pixels"),
                                 ({"i0": dict(whole, pixelRatio=1e300)}, sheet, "pixelRatio"),
                                 ({"i0": whole}, png(12000, 12000), "--allow-limit icon-side")):
        with open("sprite.json", "w") as file:
            json.dump(icons, file)
        with open("sprite.png", "wb") as file:
            file.write(pixels)
        done = run(*line)
        expect_true(words in done.stderr.decode() and done.returncode in (0, 3), f"'{words}' wanted: {done.stderr[-300:]}")
    expect(run("buffer", "iturup", "1e-9m", "-o", "b.geojson"), 2, "1 mm or more")


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="24" height="24">'


def chained(holder, link, k=8, n=10, last='fill="red"', css=""):
    """k elements, each of n parts that the next one draws: n to the power of k parts."""
    parts = [f'<{holder} id="p{i}" width="8" height="8">' +
             "".join(f'<path d="M{j} 0L5 5L9 0" class="c{i}" {link.format(i + 1) if i < k - 1 else last}/>' for j in range(n)) +
             f"</{holder}>" for i in range(k)]
    return f"{SVG}{css}<defs>{''.join(parts)}</defs><path d=\"M0 0L24 9L9 24\" {link.format(0)}/></svg>"


def embedded(kind, data):
    return f'{SVG}<image width="24" height="24" xlink:href="data:image/{kind};base64,{base64.b64encode(data).decode()}"/></svg>'


@case
def icons_whose_parts_draw_one_another():
    sheet = "<style>/* { */ @media all { g .c0{fill:url(#p1)} }" + "".join(f".c{i}:hover,.c{i}{{fill: url( '#p{i + 1}' )}}"
                                                                        for i in range(8)) + "</style>"
    uses = SVG + "<defs>" + "".join(f'<g id="p{i}">' + f'<use xlink:href="#p{i + 1}"/>' * 10 + "</g>" for i in range(8)) + \
        '<path id="p8" d="M0 0L5 5"/></defs><use xlink:href="#p0"/></svg>'
    feed = SVG + '<defs><filter id="f">' + '<feTurbulence baseFrequency="0.01" numOctaves="20000"/>' * 20 + "</filter></defs>" + \
        '<g filter="url(#f)"><rect width="24" height="24"/></g></svg>'
    bombs = {"pattern": chained("pattern", 'fill="url(#p{})"'), "mask": chained("mask", 'mask="url(#p{})"'),
             "clip": chained("clipPath", 'clip-path="url(#p{})"'), "marker": chained("marker", 'style="marker-mid:url(#p{})"'),
             "inherited": chained("pattern", 'fill="url(#p{})"').replace("<path", "<g").replace("/>", '><path d="M0 0L5 5L9 0"/></g>'),
             "sheet": chained("pattern", 'stroke="{}"', css=sheet).replace('stroke="0"', 'fill="url(#p0)"'),
             "escape": chained("pattern", 'style="fill:u\\72l(#p{})"'), "uses": uses, "filter": feed,
             "entity": '<!DOCTYPE svg [<!ENTITY e "#p1">]>' + uses.replace('"#p1"', '"&e;"'),
             "within": embedded("svg+xml", chained("pattern", 'fill="url(#p{})"').encode()),
             "picture": embedded("png", png(30000, 30000))}
    good = {"plain": chained("pattern", 'fill="url(#p{})"', 2, 3), "circle": chained("mask", 'mask="url(#p0)"', 3, 3),
            "shades": SVG + '<defs><linearGradient id="a"><stop stop-color="red"/></linearGradient></defs>' +
            '<g fill="url(#a)">' * 20 + '<rect width="24" height="24" fill="url(#a)"/>' * 200 + "</g>" * 20 + "</svg>",
            "shadow": SVG + '<defs><filter id="f"><feGaussianBlur stdDeviation="2"/></filter></defs>'
            '<rect width="9" height="9" filter="url(#f)"/></svg>', "drawn": embedded("png", png(8, 8, (b"\0" + b"\xff" * 32) * 8))}
    os.mkdir("icons")
    for name, text in {**bombs, **good}.items():
        for encoding in ("utf-8", "utf-16"):
            with open(f"icons/{name}.svg", "w", encoding=encoding) as file:
                file.write(text)
            with open("style.json", "w") as file:
                json.dump({"version": 8, "sprite": "icons", "sources": {"a": {"type": "geojson", "data": {
                    "type": "Point", "coordinates": [147, 45]}}}, "layers": [
                    {"id": "i", "type": "symbol", "source": "a", "layout": {"icon-image": name}}]}, file)
            done = run("render", "--style", "style.json", "--bounds", "146,44,148,46", "--size", "320x240", "-o", "a.png")
            expect(done, 0, *(["--allow-limit icon-parts=N"] if name in bombs else []))
            expect_true(name in bombs or b"warning" not in done.stderr, f"{name}: drawn without a word: {done.stderr[-200:]}")


def main():
    global current
    for function in [c for c in CASES if len(sys.argv) < 3 or c.__name__ in sys.argv[2:]]:
        current = function.__name__
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            function()
            os.chdir("/")
    print(*failures, sep="\n")
    print(f"{len(CASES)} cases, {len(failures)} failures")
    return 1 if failures else 0


sys.exit(main())
