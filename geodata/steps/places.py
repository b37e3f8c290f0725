"""Places: every row of the gazetteer as a point, with a rank that says what gives way first when labels are short of room."""
from shapely.geometry import Point

from common import gazetteer, read_table, write_layer

FIELDS = {"id": "str", "kind": "str", "rank": "int", "name_en": "str", "name_ru": "str", "name_ja": "str",
          "name_ru_l": "str", "name_ja_l": "str", "admin": "str", "claimed_by": "str", "checked": "str"}


def main():
    ranks = {row["id"]: int(row["rank"]) for row in read_table("ranks")}
    rows = []
    for row in gazetteer().values():
        rows.append(({"id": row["id"], "kind": row["kind"], "rank": ranks[row["id"]], "name_en": row["name_en"],
                      "name_ru": row["name_ru"], "name_ja": row["name_ja"], "name_ru_l": row["name_ru_latn"],
                      "name_ja_l": row["name_ja_latn"], "admin": row["admin"], "claimed_by": row["claimed_by"],
                      "checked": row["checked"]}, Point(row["lon"], row["lat"])))
    rows.sort(key=lambda item: item[0]["rank"])  # a stable sort: within a rank the gazetteer's order stands
    write_layer("places", "point", FIELDS, rows)


main()
