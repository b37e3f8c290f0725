"""Coast and islands in levels of detail, from GSHHG.

coast_full, coast_200m   the region, closed at its frame
coast_1km, _4km, _20km   the world
coast_rest               the world without the region, to go with the two regional levels
coastline_*              the shores of the same levels as lines: no frame and no cut at the antimeridian is in them
islands_*                the named islands, each with its islets, one feature an island

Mainland and islands that reach over the region's frame come from GSHHG's high resolution, everything that lies inside it
from the full resolution. Honshu, which does, is whole in islands_full and islands_200m: what is measured from its shore must
not be measured from the frame.
"""
import warnings

from shapely.geometry import LineString, Point, Polygon, box
from shapely.affinity import translate
from shapely.prepared import prep
from shapely.strtree import STRtree

import shore
from common import (NEAR_WINDOW, REGION, WORK, along_parallels, area_km2, cut_to_box, gazetteer, lines, multi, polygons,
                    rounded, simplified, valid, write_layer)
from islands import island_rows, name_islands

warnings.filterwarnings("ignore", message="STRtree will be changed")

WIDE = (REGION[0] - 1, REGION[1] - 1, REGION[2] + 1, REGION[3] + 1)
OVERLAP = 0.2       # degrees that land reaches over the antimeridian and into the region, so that no seam shows
LINE_VERTICES = 1000  # longer shores are cut into pieces that a spatial index can choose from

# name: tolerance in km, smallest area in km2 kept, the same for the Kuril chain, and what both are multiplied with for
# islands that lie outside the near window
REGIONAL = {"200m": (0.2, 0.05, 0.0, 1.0)}
GLOBAL = {"1km": (1.0, 1.0, 0.3, 8.0), "4km": (4.0, 15.0, 2.0, 2.0), "20km": (20.0, 400.0, 40.0, 1.0)}
REST = (4.0, 20.0, 20.0, 2.0)
CONTINENT_KM2 = 1e6

COAST_FIELDS = {"id": "str", "group": "str", "claimed_by": "str", "area_km2": "real:4"}
LINE_FIELDS = {"id": "str", "group": "str"}


def inside(geometry, bounds):
    west, south, east, north = geometry.bounds
    return west > bounds[0] and south > bounds[1] and east < bounds[2] and north < bounds[3]


def crossings(shapes):
    """Pairs (i, j), i < j, of shapes that share a point."""
    index = {id(s): i for i, s in enumerate(shapes)}
    tree = STRtree(shapes)
    pairs = []
    for i, shape in enumerate(shapes):
        others = sorted(j for j in (index[id(o)] for o in tree.query(shape)) if j > i)
        if others:
            prepared = prep(shape)
            pairs += [(i, j) for j in others if prepared.intersects(shapes[j])]
    return pairs


def apart(shapes, originals, areas, tolerance):
    """Keeps simplified neighbours from crossing in narrow straits; shapes come biggest first.

    In the near window both of a pair are simplified less, continents excepted. Where that does not help, and elsewhere, the
    smaller one is trimmed at the bigger one's shore, and goes if nothing is left of it.
    """
    shapes = list(shapes)
    tolerances = [tolerance] * len(shapes)
    for _ in range(3):
        again = {i for pair in crossings(shapes) for i in pair
                 if areas[i] < CONTINENT_KM2 and originals[i].intersects(box(*NEAR_WINDOW))}
        for i in again:
            tolerances[i] /= 2.0
            shapes[i] = valid(simplified(originals[i], tolerances[i]))
    gap = tolerance / 5.0 / 111.0
    for i, j in crossings(shapes):
        if shapes[i].is_empty or shapes[j].is_empty:
            continue
        near = shapes[i].intersection(box(*shapes[j].bounds).buffer(4 * gap)).buffer(gap)
        trimmed = polygons(shapes[j].difference(near))
        shapes[j] = rounded(max(trimmed, key=lambda p: p.area)) if trimmed else Polygon()
    return shapes


def level(shapes, tolerance, smallest, smallest_kuril, far_factor):
    """One level: (attributes, simplified polygon), big ones first."""
    kept, attributes, far = [], [], []
    for a, p in shapes:
        factor = 1.0 if p.intersects(box(*NEAR_WINDOW)) else far_factor
        if a["area_km2"] >= (smallest_kuril if a["group"] else smallest * factor):
            kept.append(p)
            attributes.append(a)
            far.append(factor)
    first = [valid(simplified(p, tolerance * f)) for p, f in zip(kept, far)]
    shapes = apart(first, kept, [a["area_km2"] for a in attributes], tolerance)
    return [(a, p) for a, p in zip(attributes, shapes) if not p.is_empty]


def on_the_globe(polygon):
    """The polygon in -180..180; what runs over the antimeridian is cut, and its west part overlaps by OVERLAP."""
    if polygon.bounds[0] >= -180.0 and polygon.bounds[2] <= 180.0:
        return polygon
    world = box(-180.0, -90.0, 180.0 + OVERLAP, 90.0)
    return multi([translate(polygon, 360.0 * k).intersection(world) for k in (-1, 0, 1)])


def shore_lines(polygon, window=None, outside=None):
    """The rings as lines in -180..180, without pole edges, inside a window or outside one."""
    out = []
    for ring in [r for p in polygons(polygon) for r in (p.exterior, *p.interiors)]:
        points = list(ring.coords)
        if min(y for _, y in points) == -90.0:  # Antarctica: the coast is what lies between the two pole corners
            points = points[:-3] if points[-2][1] == -90.0 else points
        line = LineString(points)
        if window is not None:
            parts = lines(cut_to_box(line, window))
        elif line.bounds[0] >= -180.0 and line.bounds[2] <= 180.0:
            parts = [line]
        else:
            world = box(-180.0, -91.0, 180.0, 91.0)
            parts = [g for k in (-1, 0, 1) for g in lines(translate(line, 360.0 * k).intersection(world))]
        if outside is not None:
            parts = [g for part in parts for g in lines(part.difference(outside))]
        for part in parts:
            coords = list(part.coords)
            for start in range(0, len(coords) - 1, LINE_VERTICES):
                out.append(LineString(coords[start:start + LINE_VERTICES + 1]))
    return out


def write_coast(name, shapes, cut=lambda p: p, line_window=None, outside=None):
    rows, shores = [], []
    for attributes, polygon in shapes:
        piece = rounded(valid(cut(polygon)))
        for part in sorted(polygons(piece), key=lambda p: -p.area):
            rows.append((attributes, along_parallels(valid(part))))
        line_attributes = {k: attributes[k] for k in LINE_FIELDS}
        shores += [(line_attributes, rounded(g)) for g in shore_lines(polygon, line_window, outside)]
    write_layer(f"coast_{name}", "polygon", COAST_FIELDS, rows)
    write_layer(f"coastline_{name}", "line", LINE_FIELDS, shores)


def whole_honshu(honshu, south_km):
    """Honshu of the full resolution, south of the region's margin simplified."""
    margin = box(WIDE[0], WIDE[1], WIDE[2], 90.0)
    south = simplified(honshu, south_km).difference(margin)
    return max(polygons(honshu.intersection(margin).union(south)), key=lambda p: p.area)


def with_honshu(shapes, honshu):
    """The shapes with Honshu not cut at the frame."""
    return [(a, honshu if a["id"] == "honshu" else p) for a, p in shapes]


def main():
    names = gazetteer()
    regional = shore.framed_land(WORK / "shore_full.txt", WIDE)
    regional = [p for p in regional if p.intersects(box(*REGION))]
    regional = name_islands(regional, names)
    regional.sort(key=lambda item: -item[0]["area_km2"])

    world = [p for p in shore.land(WORK / "shore_high.txt") if not inside(p, REGION) and p.area > 5e-5]
    world = [({"id": "", "group": "", "claimed_by": "", "area_km2": area_km2(p)}, p) for p in world]
    on_honshu = Point(names["honshu"]["lon"], names["honshu"]["lat"])
    honshu = next(p for p in shore.land(WORK / "shore_honshu.txt") if p.contains(on_honshu))
    for attributes, polygon in world:
        if polygon.contains(on_honshu):
            attributes["id"] = "honshu"
    for attributes, polygon in regional:  # the parts of mainland and Honshu that the frame cuts: whole areas and names
        if not inside(polygon, REGION):
            whole = next((a for a, p in world if p.contains(polygon.representative_point())), None)
            if whole is not None:
                attributes.update(whole)
    world += [(a, p) for a, p in regional if inside(p, REGION)]
    world.sort(key=lambda item: -item[0]["area_km2"])

    def frame(polygon):
        return cut_to_box(polygon, REGION)

    write_coast("full", regional, frame, REGION)
    write_layer("islands_full", "polygon", *island_rows(with_honshu(regional, whole_honshu(honshu, 0.1)), names))
    for name, recipe in REGIONAL.items():
        shapes = level(regional, *recipe)
        write_coast(name, shapes, frame, REGION)
        islands = with_honshu(shapes, valid(simplified(honshu, recipe[0])))
        write_layer(f"islands_{name}", "polygon", *island_rows(islands, names))

    for name, recipe in GLOBAL.items():
        shapes = level(world, *recipe)
        write_coast(name, shapes, on_the_globe)
        if name != "20km":
            write_layer(f"islands_{name}", "polygon", *island_rows(shapes, names))
        if name == "1km":
            hole = box(REGION[0] + OVERLAP, REGION[1] + OVERLAP, REGION[2] - OVERLAP, REGION[3] - OVERLAP)
            around = [(a, p) for a, p in level(world, *REST) if not inside(p, REGION)]
            write_coast("rest", around, lambda p: on_the_globe(p).difference(hole), None, box(*REGION))


main()
