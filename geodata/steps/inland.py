"""Lakes and great rivers, from GSHHG's second level and its WDBII rivers."""
from shapely.geometry import LineString, box

import shore
from common import NEAR_WINDOW, REGION, WORK, area_km2, length_km, rounded, simplified, valid, write_layer

LAKE_FIELDS = {"area_km2": "real:2"}
# least area in km2 and tolerance in km: in the region, round the North Pacific, elsewhere
REGIONAL, NEAR, FAR = (5.0, 0.2), (20.0, 1.0), (400.0, 3.0)


def inside(polygon, bounds):
    west, south, east, north = polygon.bounds
    return west > bounds[0] and south > bounds[1] and east < bounds[2] and north < bounds[3]


def lakes():
    full = [p for p in shore.land(WORK / "lakes_full.txt") if inside(p, REGION)]
    world = [p for p in shore.land(WORK / "lakes_high.txt") if not inside(p, REGION)]
    near = box(*NEAR_WINDOW)
    rows = []
    for polygon in full + world:
        least, tolerance = REGIONAL if inside(polygon, REGION) else NEAR if polygon.intersects(near) else FAR
        km2 = area_km2(polygon)
        if km2 >= least and polygon.bounds[2] <= 180.0:
            rows.append(({"area_km2": km2}, rounded(valid(simplified(polygon, tolerance)))))
    rows.sort(key=lambda item: -item[0]["area_km2"])
    return rows


def rivers():
    rows = []
    for rank in (1, 2):
        pieces = [LineString(p) for p in shore.chains(shore.pieces(WORK / f"rivers_{rank}.txt"))]
        rows += [({"rank": rank, "length_km": length_km(g)}, rounded(simplified(g, 0.3), 5)) for g in pieces
                 if g.length > 0 and g.bounds[2] <= 180.0]
    return rows


def main():
    write_layer("lakes", "polygon", LAKE_FIELDS, lakes())
    write_layer("rivers", "line", {"rank": "int", "length_km": "real:1"}, rivers())


main()
