"""Countries and land borders of the world from Natural Earth's TopoJSON in the npm package world-atlas.

The rings are stitched on the sphere: where one steps over the antimeridian its longitudes jump by 360 degrees. They are
unwrapped, repaired, cut at the antimeridian and moved back. A border is an arc that two countries share.
"""
import json

from shapely.affinity import translate
from shapely.geometry import LineString, Polygon, box
from shapely.ops import unary_union

from common import WORK, lines, multi, polygons, read_table, rounded, write_layer


class Topology:
    def __init__(self, path):
        data = json.loads(path.read_text(encoding="utf-8"))
        (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs = []
        for arc in data["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * sx + tx, y * sy + ty))
            self.arcs.append(points)
        self.countries = data["objects"]["countries"]["geometries"]

    def ring(self, indices):
        points = []
        for i in indices:
            arc = self.arcs[i] if i >= 0 else self.arcs[~i][::-1]
            points.extend(arc[1:] if points else arc)
        return unwrapped(points)

    def shape(self, country):
        parts = country.get("arcs", [])
        parts = parts if country["type"] == "MultiPolygon" else [parts]
        out = []
        for rings in parts:
            shells = [self.ring(r) for r in rings]
            shell = closed_at_pole(shells[0])
            if len(shell) < 4:
                continue
            polygon = Polygon(shell)
            for hole in shells[1:]:
                if goes_round(hole):  # Antarctica's coast about the ring that closes it at the pole: land lies between
                    west = polygon.bounds[0] - min(x for x, _ in hole)
                    polygon = polygon.union(Polygon([(x + west, y) for x, y in closed_at_pole(hole)]))
                    continue
                polygon = polygon.difference(Polygon(nearest_turn(hole, polygon)))
            out.append(polygon.buffer(0))
        return unary_union([piece for p in out for piece in on_the_globe(p)])

    def borders(self):
        """(ISO numbers of the two countries, line) for every arc that two countries share."""
        users = {}
        for country in self.countries:
            def visit(node):
                for item in node:
                    if isinstance(item, list):
                        visit(item)
                    else:
                        users.setdefault(item if item >= 0 else ~item, set()).add(country.get("id") or country["properties"]["name"])
            visit(country.get("arcs", []))
        return [(sorted(who), LineString(unwrapped(self.arcs[i]))) for i, who in users.items()
                if len(who) == 2 and len(self.arcs[i]) > 1]


def unwrapped(points):
    out = []
    for x, y in points:
        if out:
            x += round((out[-1][0] - x) / 360.0) * 360.0
        out.append((x, y))
    return out


def goes_round(ring):
    return abs(ring[-1][0] - ring[0][0]) >= 180.0


def closed_at_pole(ring):
    if not goes_round(ring):
        return ring
    return [*ring, (ring[-1][0], -90.0), (ring[0][0], -90.0)]


def nearest_turn(hole, polygon):
    shift = round((polygon.representative_point().x - hole[0][0]) / 360.0) * 360.0
    return [(x + shift, y) for x, y in hole]


def on_the_globe(shape, pieces=polygons):
    world = box(-180.0, -90.0, 180.0, 90.0)
    return [p for k in (-1, 0, 1) for p in pieces(translate(shape, 360.0 * k).intersection(world))]


# Names and ranks are those of facts/countries.csv: the countries that a map of ours would call by name.
FIELDS = {"iso_n3": "str", "name": "str", "name_en": "str", "name_ru": "str", "name_ja": "str", "rank": "int"}


def main():
    names = {row["iso_n3"]: row for row in read_table("countries")}
    for row in names.values():
        row["rank"] = int(row["rank"])
    for scale in ("50m", "110m"):
        topology = Topology(WORK / "world-atlas" / f"countries-{scale}.json")
        rows = []
        for country in topology.countries:
            shape = topology.shape(country)
            code = country.get("id", "")
            rows.append(({"iso_n3": code, "name": country["properties"]["name"], **names.get(code, {})},
                         multi([rounded(p, 5).buffer(0) for p in polygons(shape)])))
        write_layer(f"countries_{scale}", "polygon", FIELDS, rows)
        borders = [({"iso_a": who[0], "iso_b": who[1]}, rounded(part, 5)) for who, line in topology.borders()
                   for part in on_the_globe(line, lines)]
        write_layer(f"borders_{scale}", "line", {"iso_a": "str", "iso_b": "str"}, borders)


main()
