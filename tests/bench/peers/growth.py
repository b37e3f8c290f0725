"""How the cost of a map grows with what is in it: one picture by vertices, features, labels, pixels, and one batch by maps.

Each step has about ten times the one before. `times` is what the step costs over what the step before did, without what
an empty map costs: about 10 is linear.
"""
import json
import math
import os
import random
import statistics
import struct
import subprocess
import sys

from rounds import compare

PLAIN = {"title": "off", "legend": "off", "scale-bar": "off", "north-arrow": "off", "locator": "off", "graticule": "off",
         "neatline": "off", "credits": "off", "worldview": "off"}


def coast(path, vertices):
    """A shapefile of ragged islands of 1000 vertices side by side over the Sea of Okhotsk; spikes of some metres."""
    rings, columns = max(vertices // 1000, 1), max(int(math.sqrt(vertices // 1000)), 1)
    count, noise = min(vertices, 1000), random.Random(1855)
    rows = -(-rings // columns)
    with open(path + ".shp", "wb") as shp, open(path + ".shx", "wb") as shx, open(path + ".dbf", "wb") as dbf:
        content = 44 + 4 + 16 * (count + 1)
        for file, size in ((shp, 100 + rings * (8 + content)), (shx, 100 + 8 * rings)):
            file.write(struct.pack(">7i", 9994, 0, 0, 0, 0, 0, size // 2) + struct.pack("<2i8d", 1000, 5, 140, 43, 160, 60, 0, 0, 0, 0))
        dbf.write(struct.pack("<4BIHH20x", 3, 124, 1, 1, rings, 65, 11) + b"id".ljust(11, b"\0") + b"N" + b"\0" * 4 + b"\x0a" + b"\0" * 15 + b"\r")
        for i in range(rings):
            x, y = 140 + 20 * (i % columns + 0.5) / columns, 43 + 17 * (i // columns + 0.5) / rows
            width, height = 9 / columns, 7.5 / rows
            points = []
            for k in range(count):
                angle, r = -2 * math.pi * k / count, 0.8 + 0.1 * math.sin(k / 9) + 0.1 * noise.random()
                points += [x + width * r * math.cos(angle), y + height * r * math.sin(angle)]
            points += points[:2]
            box = (min(points[::2]), min(points[1::2]), max(points[::2]), max(points[1::2]))
            shx.write(struct.pack(">2i", shp.tell() // 2, content // 2))
            shp.write(struct.pack(">2i", i + 1, content // 2) + struct.pack("<i4d3i", 5, *box, 1, count + 1, 0))
            shp.write(struct.pack(f"<{len(points)}d", *points))
            dbf.write(b" " + str(i).rjust(10).encode())
    with open(path + ".prj", "w", encoding="ascii") as prj:
        prj.write('GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
                  'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]')
    return path + ".shp"


def points(path, count):
    at = random.Random(1875)
    features = [{"type": "Feature", "properties": {"name": f"Cape {i}"},
                 "geometry": {"type": "Point", "coordinates": [round(at.uniform(136, 164), 5), round(at.uniform(43, 60), 5)]}}
                for i in range(count)]
    with open(path + ".geojson", "w", encoding="utf-8") as out:
        json.dump({"type": "FeatureCollection", "features": features}, out)
    return path + ".geojson"


def picture(folder, name, layers, source=None, size=(1600, 1200)):
    """Writes style and map; returns the arguments that draw it."""
    style = {"version": 8, "name": name, "sources": {}, "layers": [{"id": "sea", "type": "background",
                                                                   "paint": {"background-color": "#d6e7f1"}}]}
    if source:
        kind = "geojson" if source.endswith(".geojson") else "vector"
        style["sources"]["data"] = {"type": kind, "data" if kind == "geojson" else "url": os.path.basename(source)}
        layer = {} if kind == "geojson" else {"source-layer": os.path.basename(source)[:-4]}
        style["layers"] += [{"id": one["type"], "source": "data", **layer, **one} for one in layers]
    with open(f"{folder}/{name}.json", "w", encoding="utf-8") as out:
        json.dump(style, out)
    with open(f"{folder}/{name}.yaml", "w", encoding="utf-8") as out:
        json.dump({"center": "52,150", "width": "2400km", "projection": "laea", "size": f"{size[0]}x{size[1]}",
                   "style": f"{name}.json", "strategic": "none", "furniture": PLAIN}, out)
    return ["render", f"{folder}/{name}.yaml", "--quiet", "-o", f"{folder}/{name}.png"]


def series(folder, most):
    """(what, {count: arguments}) for each curve; `most` vertices at the end of the first."""
    land = [{"type": "fill", "paint": {"fill-color": "#f1ece0"}}, {"type": "line", "paint": {"line-color": "#6f7f8b"}}]
    dots = [{"type": "circle", "paint": {"circle-radius": 1}}]
    names = [{"type": "symbol", "layout": {"text-field": ["get", "name"], "text-size": 10, "text-font": ["Noto Sans Regular"]}}]
    steps = [n for n in (5_000, 50_000, 500_000, 5_000_000) if n <= most]
    yield "vertices", {n: picture(folder, f"vertices_{n}", land, coast(f"{folder}/coast_{n}", n)) for n in steps}
    steps = (1_000, 10_000, 100_000)
    files = {n: points(f"{folder}/points_{n}", n) for n in (100,) + steps}
    yield "features", {n: picture(folder, f"features_{n}", dots, files[n]) for n in steps}
    yield "labels", {n: picture(folder, f"labels_{n}", names, files[n]) for n in (100, 1_000, 10_000)}
    yield "pixels", {w * h: picture(folder, f"pixels_{w}", land, f"{folder}/coast_50000.shp", (w, h))
                     for w, h in ((506, 380), (1600, 1200), (5060, 3800))}
    yield "maps", {n: batch(folder, n) for n in (10, 100, 1000)}


def batch(folder, maps):
    with open(f"{folder}/maps_{maps}.yaml", "w", encoding="utf-8") as out:
        json.dump({"defaults": {"size": "400x300"}, "for-each": [
            {"dataset": f"{folder}/points_1000.geojson", "name": f"{maps}-{{number}}", "limit": maps}]}, out)
    return ["batch", f"{folder}/maps_{maps}.yaml", "-j", "1", "--force", "--quiet", "-o", f"{folder}/maps_{maps}"]


def run(program, folder, rounds, most):
    folder = f"{folder}/growth"
    os.makedirs(folder, exist_ok=True)
    # By a process of its own: a child's peak memory is counted from its parent's.
    made = subprocess.run([sys.executable, __file__, folder, str(most)], check=True, stdout=subprocess.PIPE)
    empty = picture(folder, "empty", [])
    for what, steps in json.loads(made.stdout):
        figures = compare({0: [program] + empty} | {n: [program] + words for n, words in steps}, rounds)
        base, before = statistics.median(figures[0].cpu), None
        print(f"\n{what:>12}{'cpu ms':>10}{'us each':>10}{'peak MB':>9}{'times':>8}   (an empty map: {1000 * base:.0f} ms)")
        for n, _ in steps:
            cpu, peak = statistics.median(figures[n].cpu), statistics.median(figures[n].peak)
            own = max(cpu - base, 1e-6)
            times = f"{own / before:8.1f}" if before else " " * 8
            print(f"{n:12,}{1000 * cpu:10.0f}{1e6 * own / n:10.2f}{peak:9.0f}{times}", flush=True)
            before = own


if __name__ == "__main__":
    json.dump([(what, list(steps.items())) for what, steps in series(sys.argv[1], int(sys.argv[2]))], sys.stdout)
