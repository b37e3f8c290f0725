"""Territorial seas from OpenStreetMap (ODbL): nothing of another source goes into these two files.

sovereign_waters   land and territorial sea of each state, by control, in the region
territorial_sea    the edges of those polygons as lines: a stretch that two states share is a boundary, the rest is the
                   outer limit of a territorial sea
"""
import json

from shapely.geometry import LineString, MultiLineString, Point, shape
from shapely.ops import linemerge, unary_union

from common import REGION, WORK, along_parallels, cut_to_box, lines, multi, polygons, rounded, valid, write_layer

STATES = {"RUS": ("Russia", "Россия", "ロシア"), "JPN": ("Japan", "Япония", "日本"),
          "CHN": ("China", "Китай", "中国"), "PRK": ("North Korea", "КНДР", "北朝鮮"),
          "KOR": ("South Korea", "Республика Корея", "韓国")}
SHOWN = (110.0, 30.0, 180.0, 72.0)  # where lines are kept: the regional views and most of Japan
# Shared stretches that run over water: the rest of the boundaries are on land and rivers.
SEA_BOUNDARIES = {("JPN", "RUS")}
ON_LINE = 1e-4  # degrees, some 10 m: a vertex as near as that to another state's edge stands on it
LONG_EDGE = 1.5  # degrees: an edge longer than that closes a polygon at a map's edge, it is no limit


def states():
    """The areal geometry of each state of the package."""
    data = json.loads((WORK / "@osm_borders" / "maritime_10m" / "borders.geo.json").read_text(encoding="utf-8"))
    return {f["properties"]["isoA3"]: f["geometry"] for f in data["features"]
            if f["properties"]["isoA3"] in (*STATES, "MNG", "USA", "KAZ")}


def rings(geometry):
    if geometry["type"] == "GeometryCollection":
        return [r for g in geometry["geometries"] for r in rings(g)]
    if geometry["type"] == "MultiPolygon":
        return [r for p in geometry["coordinates"] for r in p]
    return list(geometry["coordinates"])


def edges(geometry):
    """The edges in the shown window, each as (smaller end, greater end)."""
    west, south, east, north = SHOWN
    out = {}
    for ring in rings(geometry):
        for a, b in zip(ring, ring[1:]):
            if west <= a[0] <= east and south <= a[1] <= north and west <= b[0] <= east and south <= b[1] <= north:
                a, b = tuple(a[:2]), tuple(b[:2])
                if a != b and abs(a[0] - b[0]) < LONG_EDGE and not a[0] == b[0] == 180.0:
                    out[(min(a, b), max(a, b))] = None
    return out


def split(of, others):
    """The edges of `of`, cut where a vertex of `others` stands on them: states run along one line with vertices of
    their own, where the line would else be two limits instead of one boundary."""
    vertices = sorted({v for edge in others for v in edge})
    out = {}
    for a, b in of:
        line = LineString((a, b))
        near = [v for v in vertices if a[0] < v[0] < b[0] and line.distance(Point(v)) < ON_LINE and v not in (a, b)]
        for edge in zip((a, *near), (*near, b)):
            out[edge] = None
    return out


def main():
    geometries = states()
    rows = []
    for code, (en, ru, ja) in STATES.items():
        whole = unary_union([valid(p) for p in polygons(shape(geometries[code]))])
        part = multi(polygons(cut_to_box(whole, REGION)))
        rows.append(({"iso_a3": code, "name_en": en, "name_ru": ru, "name_ja": ja, "basis": "de facto",
                      "source": "OpenStreetMap"}, along_parallels(rounded(part, 7))))
    fields = {"iso_a3": "str", "name_en": "str", "name_ru": "str", "name_ja": "str", "basis": "str", "source": "str"}
    write_layer("sovereign_waters", "polygon", fields, rows)

    outlines = {code: edges(geometries[code]) for code in sorted(geometries)}
    for a, b in SEA_BOUNDARIES:
        outlines[a], outlines[b] = split(outlines[a], outlines[b]), split(outlines[b], outlines[a])
    owners = {}
    for code in sorted(outlines):
        for edge in outlines[code]:
            owners.setdefault(edge, []).append(code)
    groups = {}
    for edge, codes in owners.items():
        if len(codes) <= 2 and set(codes) & set(STATES):
            groups.setdefault(tuple(codes), []).append(edge)
    rows = []
    for codes in sorted(groups):
        kind = "territorial-sea" if len(codes) == 1 else "sea-boundary" if codes in SEA_BOUNDARIES else "boundary"
        names = [STATES.get(c, (c, c, c)) for c in codes]
        merged = linemerge(MultiLineString([LineString(e) for e in groups[codes]]))
        for line in sorted(lines(merged), key=lambda g: (-g.length, g.coords[0])):
            rows.append(({"kind": kind, "iso_a3": codes[0], "iso_b3": codes[1] if len(codes) == 2 else "",
                          "name_en": " – ".join(n[0] for n in names), "name_ru": " – ".join(n[1] for n in names),
                          "name_ja": "・".join(n[2] for n in names), "basis": "osm", "view": "neutral",
                          "source": "OpenStreetMap"}, line))
    fields = {"kind": "str", "iso_a3": "str", "iso_b3": "str", "name_en": "str", "name_ru": "str", "name_ja": "str",
              "basis": "str", "view": "str", "source": "str"}
    write_layer("territorial_sea", "line", fields, rows)


main()
