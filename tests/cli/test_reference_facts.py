#!/usr/bin/env python3
"""Measures the quantities of the public facts table (shared/facts/reference.csv) and compares with the published values.

usage: test_reference_facts.py KURILMAP SHARED_DIR

Each published value must be met within the tolerance that its row states; the row's last column, what others computed
from the same coast, is printed where it is not.
"""
import csv
import json
import os
import re
import subprocess
import sys

PAIRS = {
    "distance Cape Nosappu to Kaigara (Signalny)": ("cape-nosappu", "signalny"),
    "distance Cape Nosappu to Suisho": ("cape-nosappu", "tanfilyeva"),
    "distance Cape Nosappu to Akiyuri": ("cape-nosappu", "anuchina"),
    "distance Cape Nosappu to Yuri": ("cape-nosappu", "yury"),
    "distance Cape Nosappu to Shibotsu": ("cape-nosappu", "zelyony"),
    "distance Cape Nosappu to Taraku": ("cape-nosappu", "polonskogo"),
    "distance Cape Nosappu to Shikotan": ("cape-nosappu", "shikotan"),
    "distance Cape Nosappu to Etorofu (Iturup)": ("cape-nosappu", "iturup"),
    "distance Cape Nosappu to Kunashir": ("cape-nosappu", "kunashir"),
    "distance Notsuke peninsula to Kunashir": ("hokkaido", "kunashir"),
    "distance Shibetsu to Kunashir": ("shibetsu", "kunashir"),
    "distance Rausu to Kunashir": ("rausu", "kunashir"),
    "distance Taraku to Shikotan": ("polonskogo", "shikotan"),
    "distance Signalny to Tanfilyev (Suisho)": ("signalny", "tanfilyeva"),
    "distance Signalny to Rifovy": ("signalny", "rifovy"),
    "distance Burevestnik airfield to Hokkaido": ("burevestnik", "hokkaido"),
    "distance Iturup airport to Kurilsk": ("iturup-airport", "kurilsk"),
    "width La Perouse Strait (Soya to Crillon)": ("hokkaido", "sakhalin"),
    "width Catherine Strait": ("kunashir", "iturup"),
    "width Vries (Friza) Strait": ("iturup", "urup"),
    "width Bussol Strait": ("chirpoy", "simushir"),
    "width Diana Strait": ("simushir", "ketoy"),
    "width Kruzenshtern Strait": ("raikoke", "shiashkotan"),
    "width Fourth Kuril Strait": ("onekotan", "paramushir"),
    "width Second Kuril Strait": ("shumshu", "paramushir"),
    "width Luzhin Strait (Antsiferov to Paramushir)": ("antsiferov", "paramushir"),
    "width Polonsky Strait (Shibotsu to Taraku)": ("zelyony", "polonskogo"),
    "length Kuril chain (Cape Lopatka to the Nemuro peninsula)": ("cape-lopatka", "cape-nosappu"),
    "distance Lisbon to Vladivostok": ("lisbon", "vladivostok"),
    "distance Nara to Lisbon": ("nara", "lisbon"),
    "distance Moscow to Tokyo": ("moscow", "tokyo"),
    "distance Washington to Tokyo": ("washington", "tokyo"),
    "distance Pyongyang to Araya": ("pyongyang", "araya"),
    "distance Pyongyang to Mutsumi": ("pyongyang", "mutsumi"),
    "distance Cape Nosappu to Cape Lopatka": ("cape-nosappu", "cape-lopatka"),
    "distance Yuzhno-Kurilsk to Nemuro": ("yuzhno-kurilsk", "nemuro"),
}
LENGTHS = {
    "width First Kuril Strait": "first-kuril-strait", "width Nevelskoy Strait": "nevelskoy-strait",
    "width La Perouse Strait (Soya to Crillon)": "la-perouse-strait", "width Vries (Friza) Strait": "vries-strait",
}
AREAS = {
    "area Iturup (Etorofu)": "iturup", "area Kunashir": "kunashir", "area Urup": "urup", "area Paramushir": "paramushir",
    "area Suisho (Tanfilyev)": "tanfilyeva", "area Akiyuri (Anuchin)": "anuchina", "area Yuri": "yury",
    "area Shibotsu (Zelyony)": "zelyony", "area Taraku (Polonsky)": "polonskogo", "area Habomai group": "habomai",
    "area Shumshu": "shumshu", "area Onekotan": "onekotan", "area Simushir": "simushir", "area Matua": "matua",
    "area Atlasov": "atlasov", "area Hokkaido (main island)": "hokkaido", "area four islands together": "northern-territories",
    "area Kuril chain with Habomai": "kuril-islands",
    "area Shikotan with islets": "shikotan",
}
OTHER_AREAS = {"area Sea of Okhotsk": "sea-of-okhotsk", "Peanut Hole area": "geodata:peanut_hole"}


def number(text):
    return float(re.match(r"[-+]?[0-9.]+", text).group())


def tolerance(row):
    text = row["tolerance"].strip()
    if not text:
        return None
    return number(text) / 100 * float(row["value"]) if text.endswith("%") else number(text)


def run(kurilmap, *arguments):
    return json.loads(subprocess.run([kurilmap, *arguments, "--format", "json"], check=True, capture_output=True,
                                     encoding="utf-8").stdout)["rows"]


def main(kurilmap, shared):
    path = os.path.join(shared, "facts", "reference.csv")
    if not os.path.exists(path):
        print("SKIPPED: no", path)
        return 77
    areas = {row["id"]: row for row in run(kurilmap, "list", "places", "--area", "--kind", "island,island-group,region")}
    passed, failed = 0, 0
    with open(path, encoding="utf-8") as f:
        for row in csv.DictReader(f):
            name = row["quantity"]
            if name in PAIRS:
                got = run(kurilmap, "distance", *PAIRS[name])[0]["distance_m"] / 1000
            elif name in AREAS:
                got = areas[AREAS[name]]["area_m2"] / 1e6
            elif name in OTHER_AREAS:
                got = run(kurilmap, "area", OTHER_AREAS[name])[0]["area_m2"] / 1e6
            elif name not in LENGTHS:
                continue
            if name in LENGTHS:  # the strait's own line as well as its two shores
                length = run(kurilmap, "area", LENGTHS[name])[0]["length_m"] / 1000
                if abs(length - number(row["value"])) > tolerance(row):
                    failed += 1
                    print(f"{name}: the strait's line is {length:.3f} long, published {row['value']}")
                got = got if name in PAIRS else length
            near = tolerance(row)
            wanted = number(row["value"])
            if near is None or abs(got - wanted) <= near:
                passed += 1
            else:
                failed += 1
                print(f"{name}: got {got:.3f}, published {row['value']} within {row['tolerance']}; {row['computed']}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
