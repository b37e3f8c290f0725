"""Which polygon is which island: the gazetteer's points give the names, the Kuril chain's islets go to their nearest
named island."""
from shapely.geometry import Point
from shapely.ops import nearest_points

from common import GEOD, area_km2, multi, polygons

HABOMAI = ("polonskogo", "oskolki", "zelyony", "dyomina", "yury", "anuchina", "tanfilyeva", "storozhevoy", "rifovy")
# The Kuril islands by the gazetteer's ids, from the north-east to the south-west, Habomai apart.
KURILS = ("atlasov", "shumshu", "paramushir", "antsiferov", "makanrushi", "onekotan", "kharimkotan", "chirinkotan",
          "ekarma", "shiashkotan", "lovushki", "raikoke", "matua", "rasshua", "srednego", "ryponkicha", "yankicha",
          "ketoy", "simushir", "broutona", "chirpoy", "brat-chirpoyev", "urup", "iturup", "kunashir", "shikotan")
CHAIN_BOX = (145.2, 43.3, 157.0, 51.1)
NAMED_KINDS = ("island", "rocks")

ISLAND_FIELDS = {"id": "str", "name_en": "str", "name_ru": "str", "name_ja": "str", "name_ru_l": "str",
                 "name_ja_l": "str", "admin": "str", "claimed_by": "str", "group": "str", "area_km2": "real:4",
                 "main_km2": "real:4", "parts": "int", "rank": "int", "source": "str"}


def distance_m(a, b):
    """Distance of two shapes in metres, good to a percent: it only has to tell which is nearer."""
    p, q = nearest_points(a, b)
    return GEOD.inv(p.x, p.y, q.x, q.y)[2]


def name_islands(shapes, names):
    """(attributes, polygon) for each polygon: id of its island, group, claim, geodesic area of the whole polygon."""
    out = [({"id": "", "group": "", "claimed_by": "", "area_km2": area_km2(p)}, p) for p in shapes]
    named = {}
    wanted = [r for r in names.values() if r["kind"] in NAMED_KINDS or r["id"] in HABOMAI]
    for row in wanted:
        point = Point(row["lon"], row["lat"])
        for attributes, polygon in out:
            if polygon.contains(point):
                if attributes["id"]:
                    raise ValueError(f"{row['id']} and {attributes['id']} are one polygon")
                attributes["id"] = row["id"]
                named[row["id"]] = polygon
    chain = {i: named[i] for i in KURILS + HABOMAI}
    others = [p for a, p in out if a["id"] not in chain and a["area_km2"] > 1000.0]
    for attributes, polygon in out:
        if not attributes["id"] and _in_chain_box(polygon):
            owner = min(chain, key=lambda i: distance_m(polygon, chain[i]))
            if distance_m(polygon, chain[owner]) < min(distance_m(polygon, p) for p in others):
                attributes["id"] = owner
        if attributes["id"] in chain:
            attributes["group"] = "habomai" if attributes["id"] in HABOMAI else "kuril-islands"
            attributes["claimed_by"] = names[attributes["id"]]["claimed_by"]
    return out


def _in_chain_box(polygon):
    west, south, east, north = polygon.bounds
    return west > CHAIN_BOX[0] and south > CHAIN_BOX[1] and east < CHAIN_BOX[2] and north < CHAIN_BOX[3]


def island_rows(shapes, names):
    """Fields and features of an islands layer: one feature an island, with all polygons that carry its id."""
    parts = {}
    for attributes, polygon in shapes:
        if attributes["id"]:
            parts.setdefault(attributes["id"], []).append((attributes, polygon))
    rows = []
    for island, members in parts.items():
        row = names[island]
        areas = [a["area_km2"] for a, _ in members]
        geometry = multi([p for _, p in members])
        rows.append(({"id": island, "name_en": row["name_en"], "name_ru": row["name_ru"], "name_ja": row["name_ja"],
                      "name_ru_l": row["name_ru_latn"], "name_ja_l": row["name_ja_latn"], "admin": row["admin"],
                      "claimed_by": row["claimed_by"], "group": members[0][0]["group"], "area_km2": sum(areas),
                      "main_km2": max(areas), "parts": len(polygons(geometry)), "rank": _rank(max(areas)),
                      "source": "GSHHG 2.3.7; names: gazetteer"}, geometry))
    rows.sort(key=lambda item: (-item[0]["area_km2"], item[0]["id"]))
    return ISLAND_FIELDS, rows


def _rank(km2):
    """1 for the great islands to 5 for the islets: what gives way first when labels are short of room."""
    return next((rank for rank, least in ((1, 10000), (2, 1000), (3, 100), (4, 5)) if km2 >= least), 5)
