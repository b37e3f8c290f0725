"""The computed maritime layers, measured by kurilmap itself (`kurilmap buffer`, `kurilmap median`).

maritime_zones   what lies within 12, 24 and 200 nautical miles of a coast and nearer to it than to another state's, as one
                 polygon for each distance and owner; land is not cut out. What is nearest to the islands that Japan claims
                 is a polygon of its own: Russia's in the neutral and the Russian view, Japan's in the Japanese (the
                 columns neutral, ru and jp), so that each view's zones are all of one distance, merged by its column
                 Japan's territorial sea is 3 nautical miles wide in La Perouse and Tsugaru Straits (Law No. 30 of 1977,
                 supplementary provision 2), as identify tells it
maritime_lines   their outer limits and the equidistance lines between states
peanut_hole      the high-seas enclave of the Sea of Okhotsk, farther than 200 nautical miles from every shore

Measured from the shore (GSHHG), not from legal baselines, which are straight in places and lie farther out. No agreement
between states is in them: they show what equidistance alone would give.
"""
import json
import os
import subprocess

import numpy as np
from shapely.affinity import translate
from shapely.geometry import LineString, Point, Polygon, box, mapping, shape
from shapely.ops import linemerge, polygonize, unary_union
from shapely.strtree import STRtree

from common import (NMI_KM, REGION, WORK, along_parallels, area_km2, cut_to_box, gazetteer, length_km, lines, multi,
                    polygons, read_layer, rounded, simplified, valid, write_layer)

KURILMAP = os.environ["KURILMAP"]
TOLERANCE = "250m"  # how far limits and equidistance lines may stray as they are measured
SIMPLIFIED_KM = 0.35  # and how far limits may stray from these
COASTS = (119.9, 27.0, 190.0, 72.0)  # no shore outside matters within the region
# The mouth of the Tumen River, where Russia's coast ends, and on inland to the frame: all shore south of it is another's.
# Inland the gap is wide, so that the equidistance line in it is short work.
TUMEN = unary_union([LineString([(130.71, 42.285), (130.5, 42.6)]).buffer(0.005),
                     LineString([(129.4, 43.6), (118.0, 50.0)]).buffer(1.5)])
ENCLAVE = Point(149.73, 52.5)
SOURCE = "GSHHG 2.3.7"
STATES = {"643": "RUS", "392": "JPN"}  # ISO 3166-1, numeric and three letters
OF = {"RUS": ("of Russia", "России", "ロシアの"), "JPN": ("of Japan", "Японии", "日本の"),
      "DIS": ("held by Russia, claimed by Japan", "под управлением России, оспаривает Япония", "ロシアが管理し日本が主張する")}
ZONES = {12: ("territorial-sea", "Territorial sea", "Территориальное море", "領海"),
         24: ("contiguous-zone", "Contiguous zone", "Прилежащая зона", "接続水域"),
         200: ("eez", "Exclusive economic zone", "Исключительная экономическая зона", "排他的経済水域")}
ZONE_FIELDS = {"kind": "str", "nmi": "int", "neutral": "str", "ru": "str", "jp": "str", "claimed_by": "str", "name_en": "str",
               "name_ru": "str", "name_ja": "str", "area_km2": "real:1", "basis": "str", "source": "str"}
LINE_FIELDS = {"kind": "str", "nmi": "int", "view": "str", "name_en": "str", "name_ru": "str", "name_ja": "str",
               "length_km": "real:1", "basis": "str", "source": "str"}


def land():
    """(claimed_by, polygon) of the land in COASTS, longitudes from 0 to 360."""
    for layer in ("coast_full", "coast_rest"):
        for attributes, polygon in read_layer(layer):
            east = polygon if polygon.bounds[0] >= 0 else translate(polygon, 360)
            kept = cut_to_box(east, COASTS)
            # the two layers overlap at the region's frame, and land of two states that overlap has no line between
            for part in polygons(kept.difference(box(*REGION)) if layer == "coast_rest" else kept):
                yield attributes["claimed_by"], part


class Countries:
    """Whose a piece of land is, by the nearest of Natural Earth's countries."""

    def __init__(self):
        rows = [(a["iso_n3"], p) for a, g in read_layer("countries_50m") for p in polygons(g)]
        rows += [(iso, translate(p, 360)) for iso, p in rows if p.bounds[0] < -150]
        self.states = {id(p): iso for iso, p in rows}
        self.tree = STRtree([p for _, p in rows])

    def of(self, point):
        for reach in (0.01, 0.5, 3.0, 20.0):
            near = self.tree.query(point.buffer(reach).envelope)
            if near:
                return STATES.get(self.states[id(min(near, key=point.distance))], "other")
        return "other"


def coasts():
    """Land by state: RUS, JPN, DIS (held by Russia, claimed by Japan) and other."""
    countries = Countries()
    out = {"RUS": [], "JPN": [], "DIS": [], "other": []}
    for claimed_by, polygon in land():
        if claimed_by == "Japan":
            out["DIS"].append(polygon)
        elif polygon.intersects(TUMEN):
            for part in polygons(polygon.difference(TUMEN)):
                out["RUS" if part.bounds[3] > 60 else "other"].append(part)
        else:
            out[countries.of(polygon.representative_point())].append(polygon)
    return out


def write_coast(name, parts):
    path = WORK / f"{name}.geojson"
    features = [{"type": "Feature", "properties": {}, "geometry": mapping(p)} for p in parts]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def measured(*arguments):
    """The one geometry that a command of kurilmap gives."""
    done = subprocess.run([KURILMAP, *map(str, arguments)], stdout=subprocess.PIPE, check=True)
    return shape(json.loads(done.stdout)["features"][0]["geometry"])


def buffered(coast, nmi, tolerance=TOLERANCE):
    return multi([valid(p) for p in polygons(measured("buffer", coast, f"{nmi}nmi", "--tolerance", tolerance))])


def median(a, b):
    """A little farther out than 200 miles, so that it crosses the limit."""
    return measured("median", a, b, "--within", "205nmi", "--tolerance", TOLERANCE)


class Shores:
    """Vertices of the shores by owner, to tell whose shore is nearest."""

    def __init__(self, owners):
        self.names = list(owners)
        points = [np.concatenate([np.asarray(p.exterior.coords) for p in owners[n]]) for n in self.names]
        self.owner = np.repeat(np.arange(len(points)), [len(p) for p in points])
        self.xyz = np.concatenate([self.cartesian(p[:, 0], p[:, 1]) for p in points])

    @staticmethod
    def cartesian(lon, lat):
        lon, lat = np.radians(lon), np.radians(lat)
        return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)

    def nearest(self, point):
        chord = self.xyz @ self.cartesian(point.x, point.y)
        return self.names[self.owner[int(np.argmax(chord))]]


def cells(outlines, owners):
    """The region cut along lines, by the owner of the nearest shore."""
    shores = Shores(owners)
    out = {name: [] for name in owners}
    for face in polygonize(unary_union([box(*REGION).boundary, *outlines])):
        out[shores.nearest(face.representative_point())].append(face)
    return {name: multi([valid(unary_union(faces))]) for name, faces in out.items()}


def zone(nmi, owner, geometry):
    kind, *words = ZONES[nmi]
    en, ru, ja = OF[owner]
    geometry = along_parallels(valid(rounded(multi([p for p in polygons(geometry) if area_km2(p) > 0.5]), 5)))
    state, claimed = ("RUS", "Japan") if owner == "DIS" else (owner, "")
    return {"kind": kind, "nmi": nmi, "neutral": state, "ru": state, "jp": "JPN" if claimed else state,
            "claimed_by": claimed, "name_en": f"{words[0]} {en}", "name_ru": f"{words[1]} {ru}",
            "name_ja": f"{ja}{words[2]}", "area_km2": area_km2(geometry), "basis": "computed from the shore, equidistance",
            "source": SOURCE}, geometry


def zones(nmi, reach, ru, jp):
    """Features of one distance: what is Russia's and Japan's in both views, and what the two views disagree on."""
    disputed = ru["RUS"].intersection(jp["JPN"])
    for owner, cell in (("RUS", ru["RUS"].difference(disputed)), ("JPN", ru["JPN"]), ("DIS", disputed)):
        yield zone(nmi, owner, cell.intersection(reach))


def designated(twelve, japan, shore):
    """Waters of the designated straits within 12 miles of Japan's shore that are not its territorial sea: farther than 3
    miles and, as straight baselines lead on some bays, outside of its waters by OpenStreetMap. What is narrower than two
    kilometres is where two sources' shores differ."""
    straits = [{"type": "Feature", "properties": {}, "geometry": mapping(g)} for a, g in read_layer("straits")
               if a["id"] in ("la-perouse-strait", "tsugaru-strait")]
    path = WORK / "designated.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": straits}))
    near = multi([valid(p) for p in polygons(measured("buffer", path, "120km", "--tolerance", TOLERANCE))])
    waters = valid(unary_union([g for a, g in read_layer("sovereign_waters") if a["iso_a3"] == "JPN"]))
    left = twelve.intersection(japan).intersection(near).difference(unary_union([waters, buffered(shore, 3)]))
    wide = valid(left).buffer(-0.01).buffer(0.015)
    return multi([p for p in polygons(valid(left.intersection(wide))) if area_km2(p) > 5])


def line(kind, nmi, view, names, geometry):
    for part in lines(linemerge(lines(geometry)) if len(lines(geometry)) > 1 else geometry):
        if length_km(part) > 1.0:
            yield {"kind": kind, "nmi": nmi, "view": view, **dict(zip(("name_en", "name_ru", "name_ja"), names)),
                   "length_km": length_km(part), "basis": "computed from the shore", "source": SOURCE}, rounded(part, 5)


def all_lines(reach, medians, foreign, narrow):
    """Outer limits, but for those of the designated straits (narrow), hold in every view (view is empty), equidistance lines
    between Russia and Japan in one."""
    window = box(*REGION).buffer(-1e-6)
    for nmi, within in reach.items():
        outer = within.boundary.intersection(window).difference(foreign.buffer(1e-6))
        if nmi == 12:
            outer = outer.difference(narrow.buffer(1e-5))
        names = (f"{nmi} nautical miles", f"{nmi} морских миль", f"{nmi}海里")
        yield from line("limit", nmi, "", names, outer)
    names = ("Equidistance line", "Линия равного удаления", "等距離線")
    for view, drawn in medians.items():
        inside = drawn.intersection(window).intersection(reach[200])
        yield from line("median", 200, view, names, inside.difference(foreign.buffer(-1e-4)) if view else inside)


def enclave(everything):
    names = gazetteer()["peanut-hole"]
    holes = [Polygon(r) for p in polygons(buffered(everything, 200, "1m")) for r in p.interiors]
    geometry = rounded(next(h for h in holes if h.contains(ENCLAVE)), 6)
    print(f"  enclave {area_km2(geometry):.1f} km2, {len(geometry.exterior.coords)} vertices")
    fields = {"id": "str", "name_en": "str", "name_ru": "str", "name_ja": "str", "area_km2": "real:1", "basis": "str",
              "source": "str"}
    write_layer("peanut_hole", "polygon", fields, [(
        {**{k: names[k] for k in ("id", "name_en", "name_ru", "name_ja")}, "area_km2": area_km2(geometry),
         "basis": "computed from the coast, 200 nautical miles", "source": SOURCE}, geometry)])


def main():
    by_state = coasts()
    rus, jpn, dis, other = (by_state[k] for k in ("RUS", "JPN", "DIS", "other"))
    both = write_coast("both", rus + jpn + dis)
    enclave(both)
    reach = {nmi: valid(simplified(buffered(both, nmi), SIMPLIFIED_KM)) for nmi in ZONES}
    medians = {"ru": median(write_coast("ru_rus", rus + dis), write_coast("ru_jpn", jpn)),
               "jp": median(write_coast("jp_rus", rus), write_coast("jp_jpn", jpn + dis)),
               "": median(both, write_coast("other", other))}
    limit = reach[200].boundary
    ru = cells([limit, medians["ru"], medians[""]], {"RUS": rus + dis, "JPN": jpn, "other": other})
    jp = cells([limit, medians["jp"], medians[""]], {"RUS": rus, "JPN": jpn + dis, "other": other})
    narrow = designated(reach[12], ru["JPN"], write_coast("japan", jpn))
    within = {**reach, 12: reach[12].difference(narrow)}
    write_layer("maritime_zones", "polygon", ZONE_FIELDS,
                [f for nmi in sorted(ZONES, reverse=True) for f in zones(nmi, within[nmi], ru, jp)])
    write_layer("maritime_lines", "line", LINE_FIELDS, all_lines(reach, medians, ru["other"], narrow))


main()
