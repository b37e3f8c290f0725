"""The essay's strategic points: every row of strategic.csv as one feature with a real geometry.

strategic_area    polygons: the sanctuary (the sea within its IHO limits, without Japan's territorial sea and the South Kuril
                  Strait, which lie outside of the gates that the islands hold), the disputed islands, the pledge area
strategic_point   multipoints: sites, bases, capitals, the deep straits

strategic_names.csv says which geometry a row has (sea:ID, islands:ID…, straits:ID…, place:ID…) and its names in Japanese
and Russian.
"""
from shapely.affinity import scale
from shapely.geometry import MultiPoint, Point
from shapely.ops import unary_union

from common import gazetteer, multi, polygons, read_layer, read_table, rounded, simplified, valid, write_layer

FIELDS = {"number": "int", "id": "str", "kind": "str", "name_en": "str", "name_ru": "str", "name_ja": "str", "para": "str",
          "claim": "str", "status": "str", "views": "str", "claimed_by": "str", "geom_from": "str", "source": "str"}
GATES = ("notsuke-strait", "catherine-strait")  # south of Kunashir and north of it: beyond lies the South Kuril Strait
INSIDE = Point(150.0, 54.0)


def sanctuary(sea):
    """The sea within its gates and outside of Japan's territorial sea, as `identify` tells zones: by control."""
    japans = [zone for a, zone in read_layer("maritime_zones") if a["nmi"] == 12 and a["neutral"] == "JPN"]
    # A little longer than from shore to shore, which is simplified here.
    gates = [scale(gate, 1.1, 1.1).buffer(1e-6) for a, gate in read_layer("straits") if a["id"] in GATES]
    water = sea.difference(unary_union([*(valid(zone) for zone in japans), *gates]))
    return next(p for p in polygons(water) if p.contains(INSIDE))


def by_island(layer):
    islands = {}
    for attributes, polygon in read_layer(layer):
        for key in {attributes["id"], attributes["group"]}:
            islands.setdefault(key, []).append(polygon)
    return islands


def main():
    names = gazetteer()
    more = {row["id"]: row for row in read_table("strategic_names")}
    coarse, full = by_island("coast_200m"), by_island("coast_full")
    seas = {attributes["id"]: polygon for attributes, polygon in read_layer("seas")}
    areas, points = [], []
    for number, row in enumerate(read_table("strategic"), start=1):
        what, _, ids = more[row["id"]]["geometry"].partition(":")
        ids = ids.split()
        claims = {names[i]["claimed_by"] for i in ids}
        about = {"number": number, "id": row["id"], "kind": row["kind"], "name_en": row["name_en"],
                 "name_ru": more[row["id"]]["name_ru"], "name_ja": more[row["id"]]["name_ja"],
                 "para": row["essay_paragraph"], "claim": row["claim"], "status": row["status_note"], "views": row["views"],
                 "claimed_by": claims.pop() if len(claims) == 1 else "", "geom_from": more[row["id"]]["geometry"],
                 "source": "essay of 2019, paragraph in para"}
        if what == "sea":
            areas.append((about, rounded(valid(sanctuary(simplified(seas[ids[0]], 0.2))))))
        elif what == "islands":
            # What is drawn as an outline lies on the shore of the largest maps.
            islands = full if row["kind"] == "pledge-area" else coarse
            areas.append((about, multi([p for i in ids for p in islands[i]])))
        else:
            points.append((about, MultiPoint([(names[i]["lon"], names[i]["lat"]) for i in ids])))
    write_layer("strategic_area", "polygon", FIELDS, areas)
    write_layer("strategic_point", "multipoint", FIELDS, points)


main()
