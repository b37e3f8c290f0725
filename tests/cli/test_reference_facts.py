#!/usr/bin/env python3
"""Accounts for every row of the public facts table (shared/facts/reference.csv) by running the program.

usage: test_reference_facts.py KURILMAP SHARED_DIR

A row is in exactly one of three tables: WITHIN (measured, and within the tolerance that the row states), DIFFERS (measured,
outside that tolerance, with the reason) or SAYS (the row states no tolerance: what it quotes, what the program says of it and,
where that is not the same, why). A row in none of them fails, and so does an entry without a row, a quotation that the row no
longer has, and an answer of the program that is no longer the one written here.
"""
import csv
import functools
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

KURILMAP, SHARED = sys.argv[1:]


# ---- what the program says

@functools.cache
def output(*arguments):
    return subprocess.run([KURILMAP, *arguments], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def rows(*arguments):
    return json.loads(output(*arguments, "--format", "json"))["rows"]


def distance(a, b):
    """Kilometres between the shores of two places."""
    return rows("distance", a, b)[0]["distance_m"] / 1000


def places():
    return {row["id"]: row for row in rows("list", "places", "--area")}


def position(place):
    return places()[place]["lat"], places()[place]["lon"]


def area(of):
    """Square kilometres, an island's with its islets."""
    return rows("area", of)[0]["area_m2"] / 1e6


def extent(dataset):
    """West, east, south and north of a dataset, in degrees."""
    found = re.search(r"extent +([-0-9.]+) to ([-0-9.]+) east, ([-0-9.]+) to ([-0-9.]+) north", output("check", dataset))
    return [float(text) for text in found.groups()]


def fields(layer, feature):
    written = output("buffer", f"geodata:{layer}?where=id='{feature}'", "1m", "--each", "--tolerance", "1m", "-o", "-")
    return json.loads(written)["features"][0]["properties"]


def answers(point, item, key="value"):
    """What identify says of one item at a point."""
    return [row[key] for row in rows("identify", "{:.6f},{:.6f}".format(*point)) if row["item"] == item]


def depth(point):
    """Metres; NaN where the program gives no depth, on land."""
    said = answers(point, "depth")
    return float(re.search(r"[0-9]+", said[0]).group()) if said else math.nan


def last_inside(inside, outside, holds):
    """The last point for which holds(point) is true on the way from one point to another, to 1/8192 of the way."""
    assert holds(inside) and not holds(outside)
    for _ in range(13):
        middle = tuple((a + b) / 2 for a, b in zip(inside, outside))
        inside, outside = (middle, outside) if holds(middle) else (inside, middle)
    return inside


# ---- measurements of several steps

def breadth(zone, inside, outside):
    """Nautical miles from the nearest land to the outer limit of a zone."""
    edge = last_inside(inside, outside, lambda point: zone in answers(point, "zone"))
    return answers(edge, "nearest-land", "distance_m")[0] / 1852


def ring_radius(place):
    """Kilometres from a place to the edge of its range ring, northwards."""
    lat, lon = position(place)
    edge = last_inside((lat + 1, lon), (lat + 3, lon), lambda point: place in answers(point, "ring", "id"))
    return distance(place, "{:.6f},{:.6f}".format(*edge))


def sea_edge(inside, outside):
    return last_inside(inside, outside, lambda point: "sea-of-okhotsk" in answers(point, "sea", "id"))


def longest_chord(of):
    """Kilometres between the points of an outline that are farthest apart, to 0.02 %: the outermost ones, every 2 degrees."""
    outline = json.loads(output("buffer", of, "1m", "--tolerance", "10m", "-o", "-"))["features"][0]["geometry"]
    polygons = outline["coordinates"] if outline["type"] == "MultiPolygon" else [outline["coordinates"]]
    points = [point for polygon in polygons for point in polygon[0]]
    shrink = math.cos(math.radians(points[0][1]))
    flat = {(lon * shrink, lat): f"{lat},{lon}" for lon, lat in points}
    turns = [(math.cos(math.radians(turn)), math.sin(math.radians(turn))) for turn in range(0, 180, 2)]
    ends = [[outermost(flat, key=lambda p: p[0] * x + p[1] * y) for outermost in (min, max)] for x, y in turns]
    a, b = max(ends, key=lambda pair: math.dist(*pair))
    return distance(flat[a], flat[b])


def grid(west, east, south, north, step):
    lines, columns = (range(round((b - a) / step) + 1) for a, b in ((south, north), (west, east)))
    return [(south + i * step, west + j * step) for i in lines for j in columns]


def near(of, points, within):
    """Of (latitude, longitude) points, those within a distance of something: index to metres."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as f:
        print("lat,lon", *(f"{lat:.6f},{lon:.6f}" for lat, lon in points), sep="\n", file=f, flush=True)
        return {int(row["id"]) - 1: row["distance_m"] for row in rows("near", of, "--within", within, "--data", f.name)}


@functools.cache
def farthest_from_land():
    """Longitude and latitude of the point of the sea that is farthest from every shore: grids, finer and finer."""
    found = near("sea-of-okhotsk", points := grid(140, 158, 46, 60, 0.5), "1m")
    points, step = [points[i] for i in found], 0.5
    while True:
        shore = near("geodata:coast_full", points, "1000km")
        lat, lon = points[max(shore, key=shore.get)]
        if step < 0.001:
            return [lon, lat]
        points = grid(lon - step, lon + step, lat - step, lat + step, step / 5)
        step /= 5


@functools.cache
def sounding():
    """The sea by depth: shares deeper than each bound of the depth bands, mean and greatest depth.

    Shares are those of points every quarter of a degree, weighted by their area. For the other two, the depth is asked at
    half a dozen points of each band, and where the grid is known to be deepest.
    """
    points = grid(135.125, 165.125, 43.125, 62.875, 0.25)
    sea = set(near("sea-of-okhotsk", points, "1m"))
    weight = {i: math.cos(math.radians(points[i][0])) for i in sea}
    bounds = [0, 200, 500, 1000, 2000, 3000, 4000]
    deeper = {0: sea} | {d: sea & set(near(f"geodata:depth_bands?where=d_min={d}", points, "1m")) for d in bounds[1:]}
    share = {d: sum(weight[i] for i in deeper[d]) / sum(weight.values()) for d in bounds}
    mean, greatest = 0, depth((46.917, 147.959))
    for upper, lower in zip(bounds, bounds[1:]):
        band = sorted(deeper[upper] - deeper[lower])
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            asked = [d for d in pool.map(lambda i: depth(points[i]), band[::max(1, len(band) // 6)]) if not math.isnan(d)]
        mean += (share[upper] - share[lower]) * sum(asked) / len(asked)
        greatest = max(greatest, *asked)
    return {"share": share, "mean": mean, "greatest": greatest}


def strait_depth(strait):
    """The greatest depth of the grid's 5 by 5 nodes round a strait, chosen by the producer's labels, half a cell west."""
    lat, lon = (round(degrees * 12) for degrees in position(strait))
    nodes = [((lat + i) / 12, (lon + j + 0.5) / 12) for i in range(-2, 3) for j in range(-2, 3)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return max(d for d in pool.map(depth, nodes) if not math.isnan(d))


def crossing(strait, lines, *shores):
    """Where treaty lines cross a strait's line, shore to shore, and how far that is from both."""
    (at,) = (row for row in rows("near", f"geodata:treaty_lines?where={lines}", "--data", "geodata:straits", "--within", "1m")
             if row["id"] == strait)
    point = "{from_lat:.6f},{from_lon:.6f}".format(**at)
    return "{from_lat:.2f} N {from_lon:.2f} E, ".format(**at) + " and ".join(
        f"{distance(point, shore):.1f} km to {shore}" for shore in shores)


def southeast_limit():
    inside = {row["id"] for row in rows("near", "sea-of-okhotsk", "--within", "1m", "--kind", "strait")}
    outside = " ".join(sorted({row["id"] for row in rows("list", "places", "--kind", "strait")} - inside))
    ends = ", ".join(f"{distance('sea-of-okhotsk', cape):.1f} km to {cape}" for cape in ("cape-nosappu", "cape-lopatka"))
    return f"all straits but {outside}; {ends}"


def southwest_limit():
    soya, crillon = ("{1} {0}".format(*position(cape)) for cape in ("cape-soya", "cape-crillon"))
    edge = "{:.6f},{:.6f}".format(*sea_edge((45.709, 142.15), (45.709, 141.9)))
    return f"{distance(edge, f'LINESTRING ({soya}, {crillon})'):.1f} km from that line"


def renounced():
    north, claimed = extent("geodata:undetermined_200m")[3], [i for i in ("urup", "iturup") if places()[i]["claimed_by"]]
    return f"Sakhalin undetermined up to {north:.2f} N; of Urup and Iturup Japan claims {' '.join(claimed)}"


def said(text, pattern):
    return re.search(pattern, text).group()


# ---- the tables

def width(strait, *shores):
    """A strait's own line and, where both shores are places, the distance between these."""
    return [rows("area", strait)[0]["length_m"] / 1000] + ([distance(*shores)] if shores else [])


ISLANDS = {
    "Iturup (Etorofu)": "iturup", "Kunashir": "kunashir", "Suisho (Tanfilyev)": "tanfilyeva", "Akiyuri (Anuchin)": "anuchina",
    "Yuri": "yury", "Shibotsu (Zelyony)": "zelyony", "Taraku (Polonsky)": "polonskogo", "Urup": "urup",
    "Paramushir": "paramushir", "Shumshu": "shumshu", "Onekotan": "onekotan", "Simushir": "simushir", "Matua": "matua",
    "Atlasov": "atlasov", "Hokkaido (main island)": "hokkaido", "Sakhalin": "sakhalin",
}
WITH_ISLETS = {
    "Shikotan with islets": "shikotan", "Habomai group": "habomai", "four islands together": "northern-territories",
    "Kuril chain with Habomai": "kuril-islands", "Sea of Okhotsk": "sea-of-okhotsk",
}
EXTENTS = {
    "Suisho (Tanfilyev)": "id='tanfilyeva'", "Akiyuri (Anuchin)": "id='anuchina'", "Shibotsu (Zelyony)": "id='zelyony'",
    "Taraku (Polonsky)": "id='polonskogo'",
    "Habomai group": "\"group\"='habomai' and id<>'oskolki'",  # the source leaves the Oskolki out
}
FROM_NOSAPPU = {
    "Kaigara (Signalny)": "signalny", "Suisho": "tanfilyeva", "Akiyuri": "anuchina", "Yuri": "yury", "Shibotsu": "zelyony",
    "Taraku": "polonskogo", "Shikotan": "shikotan", "Etorofu (Iturup)": "iturup", "Kunashir": "kunashir",
    "Cape Lopatka": "cape-lopatka",
}
DISTANCES = {
    **{f"Cape Nosappu to {name}": ("cape-nosappu", place) for name, place in FROM_NOSAPPU.items()},
    "Notsuke peninsula to Kunashir": ("hokkaido", "kunashir"), "Shibetsu to Kunashir": ("shibetsu", "kunashir"),
    "Rausu to Kunashir": ("rausu", "kunashir"), "Taraku to Shikotan": ("polonskogo", "shikotan"),
    "Signalny to Tanfilyev (Suisho)": ("signalny", "tanfilyeva"), "Signalny to Rifovy": ("signalny", "rifovy"),
    "Burevestnik airfield to Hokkaido": ("burevestnik", "hokkaido"), "Iturup airport to Kurilsk": ("iturup-airport", "kurilsk"),
    "Lisbon to Vladivostok": ("lisbon", "vladivostok"), "Nara to Lisbon": ("nara", "lisbon"),
    "Moscow to Tokyo": ("moscow", "tokyo"), "Washington to Tokyo": ("washington", "tokyo"),
    "Pyongyang to Araya": ("pyongyang", "araya"), "Pyongyang to Mutsumi": ("pyongyang", "mutsumi"),
    "Yuzhno-Kurilsk to Nemuro": ("yuzhno-kurilsk", "nemuro"),
}
WIDTHS = {
    "La Perouse Strait (Soya to Crillon)": ("la-perouse-strait", "hokkaido", "sakhalin"),
    "Catherine Strait": ("catherine-strait", "kunashir", "iturup"), "Vries (Friza) Strait": ("vries-strait", "iturup", "urup"),
    "Bussol Strait": ("bussol-strait", "chirpoy", "simushir"), "Diana Strait": ("diana-strait", "simushir", "ketoy"),
    "Kruzenshtern Strait": ("kruzenshtern-strait", "raikoke", "shiashkotan"),
    "Fourth Kuril Strait": ("fourth-kuril-strait", "onekotan", "paramushir"),
    "Second Kuril Strait": ("second-kuril-strait", "shumshu", "paramushir"),
    "First Kuril Strait": ("first-kuril-strait",), "Nevelskoy Strait": ("nevelskoy-strait",),
    "Luzhin Strait (Antsiferov to Paramushir)": ("luzhin-strait", "antsiferov", "paramushir"),
    "Polonsky Strait (Shibotsu to Taraku)": ("polonsky-strait", "zelyony", "polonskogo"),
}
SHARES = {"of the Sea of Okhotsk deeper than 200 m": 200, **{f"deeper than {d} m": d for d in (1000, 2000, 3000)}}
WITHIN = {
    **{f"area {name}": lambda of=of: [places()[of]["area_m2"] / 1e6] for name, of in ISLANDS.items()},
    **{f"area {name}": lambda of=of: [area(of)] for name, of in WITH_ISLETS.items()},
    **{f"extent {name}": lambda where=where: extent(f"geodata:islands_full?where={where}") for name, where in EXTENTS.items()},
    **{f"distance {name}": lambda pair=pair: [distance(*pair)] for name, pair in DISTANCES.items()},
    **{f"width {name}": lambda strait=strait: width(*strait) for name, strait in WIDTHS.items()},
    **{f"share {name}": lambda bound=bound: [sounding()["share"][bound]] for name, bound in SHARES.items()},
    **{f"length {name}": lambda name=name: [longest_chord(name)] for name in ("Iturup", "Kunashir")},
    "length Kuril chain (Cape Lopatka to the Nemuro peninsula)": lambda: [distance("cape-lopatka", "cape-nosappu")],
    "mean depth Sea of Okhotsk": lambda: [sounding()["mean"]],
    "maximum depth Sea of Okhotsk": lambda: [sounding()["greatest"]],
    **{f"greatest depth {name} Strait": lambda name=name: [strait_depth(f"{name.lower()}-strait")]
       for name in ("Catherine", "Kruzenshtern")},
    "Peanut Hole length": lambda: [longest_chord("geodata:peanut_hole")],
    "Peanut Hole area": lambda: [area("geodata:peanut_hole")],
    "Peanut Hole extent": lambda: extent("geodata:peanut_hole"),
    "farthest point from any coast in the Sea of Okhotsk": farthest_from_land,
    "treaty line 1905 (Portsmouth, 5 September 1905)": lambda: sorted(set(extent("geodata:treaty_lines?where=year=1905")[2:])),
}
DIFFERS = {  # what the row quotes, what the program says, why it differs, how it is measured
    "extent Yuri": ("43°23'", "146.0237 146.1096 43.4012 43.4504", "the shore ends 1.07' north of 43 23', given in "
                    "whole minutes; the other sides agree", lambda: extent("geodata:islands_full?where=id='yury'")),
}
SAYS = {  # what the row quotes, what the program says, why if that is not the same, how it is asked
    "greatest depth Bussol Strait": (
        "2225", "3050 m", "ETOPO5 is wrong there, as identify warns", lambda: f"{strait_depth('bussol-strait'):.0f} m"),
    "greatest depth Nemuro Strait off Rausu": (
        "2400", "1990 m", "the 5 minute grid misses the canyon", lambda: f"{depth((44.417, 145.709)):.0f} m"),
    "Peanut Hole width": (
        "55", "79 km", "the mean, area by length: the 52000 km2 over 480 km published with it would be 108 km wide",
        lambda: f"{area('geodata:peanut_hole') / longest_chord('geodata:peanut_hole'):.0f} km"),
    "S-23 Sea of Okhotsk, southeast limit": (
        "Cape Nosappu (43 23 N) through the Kuril Islands to Cape Lopatka, all the narrow waters",
        "all straits but tatar-strait tsugaru-strait; 0.2 km to cape-nosappu, 0.1 km to cape-lopatka",
        "the capes are points inland", southeast_limit),
    "S-23 Sea of Okhotsk, southwest limit (La Perouse Strait)": (
        "Soni Misaki (Cape Soya) and Nishi Notoro Misaki (Cape Crillon", "0.0 km from that line", "", southwest_limit),
    "S-23 Sea of Okhotsk, limit in the north of the Tatar Strait": (
        "(51 45 N)", "51.750 N", "", lambda: f"{sea_edge((51.8, 141.5), (51.7, 141.5))[0]:.3f} N"),
    "treaty line 1855 (Shimoda, 7 February 1855)": (
        "Etorofu (Iturup) and Uruppu (Urup)", "45.55 N 149.14 E, 19.8 km to iturup and 19.8 km to urup", "",
        lambda: crossing("vries-strait", "date='1855-02-07'", "iturup", "urup")),
    "treaty line 1875 (Saint Petersburg, 7 May 1875)": (
        "between Cape Lopatka and Shumshu", "50.85 N 156.59 E, 5.7 km to cape-lopatka and 5.5 km to shumshu",
        "the cape is a point inland", lambda: crossing("first-kuril-strait", "date='1875-05-07'", "cape-lopatka", "shumshu")),
    "line of 1945 (Soviet occupation, completed 5 September 1945; no treaty)": (
        "Nemuro Strait, Notsuke Strait, Goyomai (Soviet) Strait; La Perouse Strait",
        "43.66 N 145.38 E, 8.0 km to hokkaido and 7.8 km to kunashir; 43.40 N 145.84 E, 2.3 km to hokkaido and 2.8 km to "
        "habomai; 45.71 N 142.01 E, 21.4 km to hokkaido and 21.2 km to sakhalin", "half way, as good as the layer is (1 km)",
        lambda: "; ".join(crossing(strait, "date='1945-09-05'", "hokkaido", shore) for strait, shore in (
            ("notsuke-strait", "kunashir"), ("soviet-strait", "habomai"), ("la-perouse-strait", "sakhalin")))),
    "San Francisco Peace Treaty (8 September 1951), Article 2(c)": (
        "the part of Sakhalin acquired in 1905", "Sakhalin undetermined up to 50.00 N; of Urup and Iturup Japan claims iturup",
        "the islands are not listed: what is claimed is today's view of the government of Japan", renounced),
    "Joint Declaration 1956 (19 October 1956)": (
        "Habomai and Shikotan", "shikotan zelyony polonskogo", "Zelyony and Polonskogo are of the Habomai islands",
        lambda: " ".join(island for island in ("shikotan", "zelyony", "polonskogo", "kunashir", "iturup")
                         if "habomai-shikotan-no-bases" in answers(position(island), "essay-area", "id"))),
    "Soviet occupation of the four islands": (
        "28 August to 5 September 1945", "28 August to 5 September 1945", "",
        lambda: said(fields("treaty_lines", "occupation-1945-nemuro")["source"], r"(?<=four islands ).*")),
    "Bastion-P (P-800 Oniks) range": ("300", "300.0 km", "", lambda: f"{ring_radius('bastion-iturup'):.1f} km"),
    "Bal (Kh-35) range": ("120", "120.0 km", "", lambda: f"{ring_radius('bal-kunashir'):.1f} km"),
    "Bal with Kh-35U range": (
        "260", "120.0 km", "read in no public source: the view has the Kh-35", lambda: f"{ring_radius('bal-kunashir'):.1f} km"),
    "Bastion on Iturup and Bal on Kunashir, report": (
        "2016-11-22", "November 2016, November 2016", "the names leave the day out", lambda: ", ".join(
            said(places()[site]["name_en"], r"(?<=reported )[^)]*") for site in ("bastion-iturup", "bal-kunashir"))),
    "Aegis Ashore purchase price in the essay": (
        "1.2", "1.2 billion dollars", "",
        lambda: said(fields("strategic_point", "aegis-ashore-akita")["claim"], r"[0-9.]+ billion dollars")),
    "Aegis Ashore in Japan cancelled": (
        "2020-06", "June 2020", "", lambda: said(fields("strategic_point", "iturup-aegis-ashore")["status"], r"June \d+")),
    "territorial sea breadth Russia": (
        "12", "12.00 M", "", lambda: f"{breadth('territorial sea of Russia', (52, 158.6), (52, 158.7)):.2f} M"),
    "territorial sea breadth Japan in Soya, Tsugaru and other named straits": (
        "3", "3.10 M", "off Cape Soya, where the limit is that of OpenStreetMap, drawn from another coast",
        lambda: f"{breadth('territorial sea of Japan', (45.54, 141.94), (45.65, 141.94)):.2f} M"),
}
TABLES = (WITHIN, DIFFERS, SAYS)


# ---- each row against its table

def numbers(text):
    """The figures of a published value: degrees and minutes as degrees; a range as two."""
    minutes = re.findall(r"(\d+)°(\d+)'", text)
    return [int(d) + int(m) / 60 for d, m in minutes] or [float(n) for n in re.findall(r"\d+(?:\.\d+)?", text)]


def agrees(row, measured):
    """Whether what was measured is within the row's tolerance of its value."""
    value, tolerance = numbers(row["value"]), row["tolerance"].strip()
    if not tolerance and " to " in row["value"]:
        return all(value[0] <= got <= value[1] for got in measured)
    number = 0 if tolerance == "exact" else numbers(tolerance)[0]
    of = {"%": lambda wanted: number / 100 * wanted, "'": lambda _: number / 60}.get(tolerance[-1], lambda _: number)
    value = value * len(measured) if len(value) == 1 else value
    return len(value) == len(measured) > 0 and all(abs(got - want) <= of(want) for got, want in zip(measured, value))


def fault(row):
    """What is wrong with a row, or nothing."""
    name = row["quantity"]
    entry, *more = [table[name] for table in TABLES if name in table] or [None]
    if not entry or more:
        return "is in no table of this test, or in several"
    if name in WITHIN:
        measured = entry()
        return None if agrees(row, measured) else f"measured {measured}, not within {row['tolerance']}; {row['computed']}"
    quoted, stated, _, measure = entry
    if not re.search(rf"(?<![\d.]){re.escape(quoted)}(?![\d.])", row["value"]):
        return f"no longer quotes {quoted!r}"
    got = measure()
    if name in DIFFERS and agrees(row, got):
        return "agrees: it belongs into WITHIN"
    if name not in DIFFERS and numbers(row["tolerance"]):
        return "has a tolerance to be held to"
    got = got if isinstance(got, str) else " ".join(f"{value:.4f}" for value in got)
    return got != stated and f"the program says {got!r}, no longer {stated!r}"


def main():
    path = os.path.join(SHARED, "facts", "reference.csv")
    if not os.path.exists(path):
        print("SKIPPED: no", path)
        return 77
    with open(path, encoding="utf-8") as f:
        facts = list(csv.DictReader(f))
    names = [row["quantity"] for row in facts]
    faults = [f"{name}: not one row of the table" for table in TABLES for name in table if names.count(name) != 1]
    for row in facts:
        try:
            found = fault(row)
        except (AssertionError, AttributeError, LookupError, ValueError, subprocess.CalledProcessError) as error:
            found = f"could not be measured: {error!r}"
        if found:
            faults.append(f"{row['quantity']} ({row['value']}): {found}")
    print(*faults, f"{len(facts)} rows: {len(WITHIN)} within, {len(DIFFERS)} differ, {len(SAYS)} without a tolerance; "
          f"{len(faults)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
