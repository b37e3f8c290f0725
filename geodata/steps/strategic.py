"""The essay's strategic points: every row of strategic.csv as one feature with a real geometry.

strategic_area    polygons: the sanctuary (the sea within its IHO limits), the disputed islands, the pledge area
strategic_point   multipoints: sites, bases, capitals, the deep straits

strategic_names.csv says which geometry a row has (sea:ID, islands:ID…, straits:ID…, place:ID…) and its names in Japanese
and Russian.
"""
from shapely.geometry import MultiPoint

from common import gazetteer, multi, read_layer, read_table, rounded, simplified, valid, write_layer

FIELDS = {"number": "int", "id": "str", "kind": "str", "name_en": "str", "name_ru": "str", "name_ja": "str", "para": "str",
          "claim": "str", "status": "str", "views": "str", "claimed_by": "str", "geom_from": "str", "source": "str"}


def main():
    names = gazetteer()
    more = {row["id"]: row for row in read_table("strategic_names")}
    islands = {}
    for attributes, polygon in read_layer("coast_200m"):
        for key in {attributes["id"], attributes["group"]}:
            islands.setdefault(key, []).append(polygon)
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
            areas.append((about, rounded(valid(simplified(seas[ids[0]], 0.2)))))
        elif what == "islands":
            areas.append((about, multi([p for i in ids for p in islands[i]])))
        else:
            points.append((about, MultiPoint([(names[i]["lon"], names[i]["lat"]) for i in ids])))
    write_layer("strategic_area", "polygon", FIELDS, areas)
    write_layer("strategic_point", "multipoint", FIELDS, points)


main()
