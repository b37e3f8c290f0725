"""Named waters: the Sea of Okhotsk within its limits of IHO S-23 (no. 54), the axes along which names of waters and of
chains of islands are set, and the straits with their narrowest place."""
import math

from shapely.affinity import scale
from shapely.geometry import LineString, Point, Polygon, box
from shapely.ops import nearest_points, unary_union

from common import (GEOD, area_km2, distance_km, gazetteer, polygons, read_layer, read_table, rounded, simplified, valid,
                    write_layer)

NAMES = {"name_en": "str", "name_ru": "str", "name_ja": "str"}
# S-23 no. 54, southeast limit: from Cape Nosappu through the Kurils to Cape Lopatka, the narrow waters between included.
S23_CHAIN = ("hokkaido", "tanfilyeva", "anuchina", "yury", "zelyony", "polonskogo", "shikotan", "iturup", "urup",
             "brat-chirpoyev", "chirpoy", "simushir", "ketoy", "yankicha", "ryponkicha", "rasshua", "matua", "raikoke",
             "shiashkotan", "kharimkotan", "onekotan", "paramushir", "shumshu", "mainland")
SEA_BOX = (134.0, 42.5, 166.0, 63.5)
TATAR_LATITUDE = 51.75  # Cape Tuik to Cape Sushcheva
INSIDE = Point(150.0, 54.0)


def shores():
    """The full-detail land by island id; the mainland is the polygon that holds Magadan's hinterland."""
    land = {}
    for attributes, polygon in read_layer("coast_full"):
        key = attributes["id"] or ("mainland" if attributes["area_km2"] > 1e6 else None)
        if key and (key not in land or polygon.area > land[key].area):
            land[key] = polygon
    return land


def gate(a, b):
    """The narrowest line between two shores: the end points on each, and its geodesic length in km."""
    stretch = math.cos(math.radians((max(a.bounds[1], b.bounds[1]) + min(a.bounds[3], b.bounds[3])) / 2))
    p, q = nearest_points(scale(a, stretch, 1, origin=(0, 0)), scale(b, stretch, 1, origin=(0, 0)))
    p, q = (p.x / stretch, p.y), (q.x / stretch, q.y)
    return p, q, distance_km(p, q)


def barrier(a, b):
    """A line over a strait, led a little into the land at both ends so that it really parts the water."""
    p, q = a, b
    dx, dy = q[0] - p[0], q[1] - p[1]
    reach = 2e-4 / math.hypot(dx, dy)
    return LineString([(p[0] - reach * dx, p[1] - reach * dy), (q[0] + reach * dx, q[1] + reach * dy)]).buffer(1e-6)


def sea_of_okhotsk(land, names):
    cuts = []
    for a, b in zip(S23_CHAIN, S23_CHAIN[1:]):
        p, q, _ = gate(land[a], land[b])
        cuts.append(barrier(p, q))
    soya, crillon = (nearest_points(land[i], Point(names[c]["lon"], names[c]["lat"]))[0]
                     for i, c in (("hokkaido", "cape-soya"), ("sakhalin", "cape-crillon")))
    cuts.append(barrier(soya.coords[0], crillon.coords[0]))
    cuts.append(LineString([(140.0, TATAR_LATITUDE), (142.5, TATAR_LATITUDE)]).buffer(1e-6))
    window = box(*SEA_BOX)
    ground = [polygon.intersection(window) for _, polygon in read_layer("coast_full") if polygon.intersects(window)]
    water = window.difference(unary_union(ground + cuts))
    return next(p for p in polygons(water) if p.contains(INSIDE))


def across(p, q, width):
    """A line through the middle of a gate at a right angle to it: along the strait. At least 44 km long."""
    azimuth, _, metres = GEOD.inv(*p, *q)
    x, y, _ = GEOD.fwd(*p, azimuth, metres / 2)
    half = max(width * 900.0, 22000.0)
    ends = [GEOD.fwd(x, y, azimuth + turn, half)[:2] for turn in (90, -90)]
    return LineString(sorted([ends[0], ends[1]])), (x, y)


def main():
    names = gazetteer()
    ranks = {row["id"]: int(row["rank"]) for row in read_table("ranks")}
    land = shores()

    def labels(key):
        return {k: names[key][k] for k in NAMES}

    sea = sea_of_okhotsk(land, names)
    print(f"  Sea of Okhotsk {area_km2(sea):.0f} km2, islands filled {area_km2(Polygon(sea.exterior)):.0f} km2")
    sea = valid(simplified(sea, 0.1))
    fields = {"id": "str", **NAMES, "area_km2": "real:1", "basis": "str", "source": "str"}
    write_layer("seas", "polygon", fields, [(
        {"id": "sea-of-okhotsk", **labels("sea-of-okhotsk"), "area_km2": area_km2(sea),
         "basis": "IHO S-23 limits", "source": "GSHHG 2.3.7"}, rounded(sea))])

    axes = []
    drawn = set()
    for row in read_table("axes"):
        points = [tuple(map(float, p.split())) for p in row["points"].split(";")]
        drawn.add(row["id"])
        axes.append(({"id": row["id"], "kind": names[row["id"]]["kind"], "rank": ranks[row["id"]], **labels(row["id"]),
                      "zoom_min": float(row["zoom_min"]), "zoom_max": float(row["zoom_max"])},
                     curve(points)))
    straits, gates = [], []
    for row in read_table("straits"):
        p, q, width = gate(land[row["shore_a"]], land[row["shore_b"]])
        axis, middle = across(p, q, width)
        about = {"id": row["id"], **labels(row["id"]), "rank": ranks[row["id"]], "width_km": width,
                 "depth_m": int(row["depth_m"] or 0) or None, "shore_a": row["shore_a"], "shore_b": row["shore_b"],
                 "source": "width: GSHHG 2.3.7" + (f"; depth: {row['depth_source']}" if row["depth_source"] else "")}
        gates.append((about, LineString([p, q])))
        if row["id"] not in drawn:
            axes.append(({"id": row["id"], "kind": "strait", "rank": ranks[row["id"]], **labels(row["id"]),
                          "zoom_min": max(5.0, 11.0 - math.log2(max(width, 2.0))), "zoom_max": 24.0}, axis))
    fields = {"id": "str", **NAMES, "rank": "int", "width_km": "real:2", "depth_m": "int", "shore_a": "str",
              "shore_b": "str", "source": "str"}
    write_layer("straits", "line", fields, [(a, rounded(g)) for a, g in gates])
    axes.sort(key=lambda item: item[0]["rank"])
    write_layer("sea_axes", "line", {"id": "str", "kind": "str", "rank": "int", **NAMES, "zoom_min": "real:2",
                                     "zoom_max": "real:2"}, [(a, rounded(g)) for a, g in axes])


def curve(points, steps=16):
    """A smooth line through the points (Catmull-Rom), so that letters turn gently."""
    if len(points) == 2:
        return LineString(points)
    padded = [tuple(2 * a - b for a, b in zip(points[0], points[1])), *points,
              tuple(2 * a - b for a, b in zip(points[-1], points[-2]))]
    out = [points[0]]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:]):
        for i in range(1, steps + 1):
            t = i / steps
            out.append(tuple(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
                             for a, b, c, d in zip(p0, p1, p2, p3)))
    return LineString(out)


if __name__ == "__main__":
    main()
