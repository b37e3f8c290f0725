"""Treaty lines between Russia and Japan. facts/treaties.csv says where each lies; where a treaty names a strait, the line
runs in the middle between the two shores (equally far from both, on GSHHG's full detail)."""
import warnings

import numpy as np
from pyproj import Transformer
from shapely.geometry import LineString, MultiPoint, Point
from shapely.ops import linemerge, transform, unary_union, voronoi_diagram
from shapely.strtree import STRtree

from common import distance_km, lines, read_table, rounded, write_layer
from islands import HABOMAI
from seas import gate, shores

warnings.filterwarnings("ignore", message="STRtree will be changed")

SPACING_KM = 0.4
FIELDS = {"id": "str", "kind": "str", "year": "int", "date": "str", "until": "str", "name_en": "str", "name_ru": "str",
          "name_ja": "str", "basis": "str", "view": "str", "source": "str"}

# where: shores on either side, how far (km) from the middle of the narrowest place the line is drawn, and the
# length (km) that it is smoothed over: no line was ever surveyed, and the corners of an exact middle line would feign that
STRAITS = {
    "vries-strait": (("iturup",), ("urup",), 75.0, 4.0),
    "first-kuril-strait": (("shumshu", "atlasov", "paramushir"), ("mainland",), 60.0, 4.0),
    "la-perouse-strait": (("hokkaido", "rebun", "rishiri"), ("sakhalin", "moneron"), 105.0, 12.0),
    "nemuro": (("hokkaido",), ("kunashir", *HABOMAI), None, 8.0),
}
# The Nemuro line is drawn between these two points, from the mouth of the strait in the north to the open Pacific.
NEMURO_ENDS = ((145.66, 44.50), (145.95, 43.20))


def local(lon, lat):
    """Azimuthal equidistant kilometres about a point: there and back."""
    crs = f"+proj=aeqd +lat_0={lat} +lon_0={lon} +units=km +ellps=WGS84"
    there = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform
    back = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform
    return there, back


def shore_points(shapes, near, radius, there):
    """Points every SPACING_KM on the shores within a radius (km) of the origin."""
    disc = near.buffer(radius)
    out = []
    for polygon in shapes:
        ring = transform(there, polygon).boundary.intersection(disc)
        for line in lines(ring):
            count = max(2, int(line.length / SPACING_KM) + 1)
            out += [line.interpolate(d).coords[0] for d in np.linspace(0.0, line.length, count)]
    return sorted({(round(x, 4), round(y, 4)) for x, y in out})


def middle_line(a, b, centre, radius, smooth):
    """The line equally far from the shores a and b, within a radius (km) of the centre, smoothed over so many km; degrees."""
    there, back = local(*centre)
    origin = Point(0.0, 0.0)
    reach = radius * 1.6
    points_a, points_b = shore_points(a, origin, reach, there), shore_points(b, origin, reach, there)
    cells = list(voronoi_diagram(MultiPoint(points_a + points_b)).geoms)
    tree = STRtree(cells)
    side_a = [cell for p in points_a for cell in tree.query(Point(p)) if cell.contains(Point(p))]
    edge = unary_union(side_a).boundary.intersection(origin.buffer(radius))
    edge = linemerge(edge) if edge.geom_type == "MultiLineString" else edge
    longest = max(lines(edge), key=lambda g: g.length)
    return transform(back, smoothed(longest, smooth).simplify(0.15))


def smoothed(line, km):
    """Running mean over KM along the line; the ends stay."""
    count = int(line.length / 0.5) + 1
    points = np.array([line.interpolate(d).coords[0] for d in np.linspace(0.0, line.length, count)])
    half = min(int(km / 2 / 0.5), count // 4)
    means = [points[i - w:i + w + 1].mean(axis=0) for i in range(count) for w in [min(half, i, count - 1 - i)]]
    return LineString(means)


def parallel(latitude, island):
    """The stretch of a parallel on an island."""
    west, _, east, _ = island.bounds
    xs = np.linspace(west - 0.5, east + 0.5, 400)
    land = lines(LineString([(x, latitude) for x in xs]).intersection(island))
    first, last = land[0].coords[0][0], land[-1].coords[-1][0]
    return LineString([(x, latitude) for x in np.linspace(first, last, 40)])


def main():
    land = shores()
    rows = []
    made = {}
    for row in read_table("treaties"):
        where = row["where"]
        if where == "parallel-50":
            line = parallel(50.0, land["sakhalin"])
        elif where not in made:
            a_ids, b_ids, radius, smooth = STRAITS[where]
            a, b = [land[i] for i in a_ids], [land[i] for i in b_ids]
            if radius is None:
                centre = tuple((p + q) / 2 for p, q in zip(*NEMURO_ENDS))
                radius = distance_km(*NEMURO_ENDS) / 2
            else:
                p, q, _ = gate(a[0], b[0])
                centre = ((p[0] + q[0]) / 2, (p[1] + q[1]) / 2)
            made[where] = middle_line(a, b, centre, radius, smooth)
        geometry = line if where == "parallel-50" else made[where]
        about = {k: row[k] for k in FIELDS if k in row}
        about["year"] = int(row["year"])
        rows.append((about, rounded(geometry, 5)))
    write_layer("treaty_lines", "line", FIELDS, rows)


main()
