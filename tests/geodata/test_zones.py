"""What `identify` computes from the shore against what the maritime layers hold: one coast, two ways, one answer.

usage: test_zones.py PROGRAM
"""
import csv
import io
import random
import subprocess
import sys
import unittest

from shapely.geometry import Point

import layers

PROGRAM = sys.argv.pop(1)
WORDS = {"territorial sea": 12, "contiguous zone": 24, "exclusive economic zone": 200}
STATES = {"Russia": "RUS", "Japan": "JPN"}
NEAR_DEGREES = 0.02  # the layers are good to 600 m
POINTS = 150
STRAITS = ((141.5, 45.4, 142.6, 45.95), (139.9, 41.0, 141.4, 41.8))  # La Perouse and Tsugaru


def looked_up(lon, lat):
    """The rows of `identify` by item."""
    out = subprocess.run([PROGRAM, "identify", f"{lat:.6f},{lon:.6f}", "--format", "csv"], check=True,
                         capture_output=True, text=True).stdout
    return {row["item"]: row for row in csv.DictReader(io.StringIO(out))}


def identified(rows):
    """{view: (state, nautical miles)}, None on land."""
    if rows["ground"]["value"] != "sea":
        return None
    found = {}
    for view in ("neutral", "jp", "ru"):
        text = rows.get(f"zone-{view}", rows.get("zone"))["value"]
        zone, _, state = text.partition(" of ")
        found[view] = (STATES[state], WORDS[zone]) if state in STATES else None
    return found


def japanese_waters():
    """Japan's land and territorial sea by OpenStreetMap, in polygons."""
    return [p for a, g in layers.features("sovereign_waters") if a["iso_a3"] == "JPN" for p in layers.polygons(g)]


class Zones(unittest.TestCase):
    def test_territorial_sea_of_japan_is_three_miles_wide_in_two_straits(self):
        """Law No. 30 of 1977, supplementary provision 2; facts/reference.csv: OpenStreetMap's line follows it."""
        waters = japanese_waters()
        dice = random.Random(1977)
        for west, south, east, north in STRAITS:
            seen = {True: 0, False: 0}
            while min(seen.values()) < 6:
                point = Point(dice.uniform(west, east), dice.uniform(south, north))
                if any(p.boundary.distance(point) < NEAR_DEGREES for p in waters):
                    continue
                rows = looked_up(point.x, point.y)
                found = identified(rows)
                if found is None or not found["jp"] or found["jp"][0] != "JPN":
                    continue
                if float(rows["nearest-land"]["distance_m"]) > 11 * 1852:  # farther out straight baselines make a difference
                    continue
                inside = any(p.contains(point) for p in waters)
                seen[inside] += 1
                self.assertEqual(found["jp"][1] == 12, inside, f"{point.y:.5f},{point.x:.5f}")

    def test_identify_agrees_with_the_layers(self):
        zones = [(a, g) for a, g in layers.features("maritime_zones")]
        dice = random.Random(1855)
        compared, kinds = 0, set()
        while compared < POINTS:
            west, south, east, north = STRAITS[compared % 2] if compared > 0.7 * POINTS else (131, 39, 165, 60)
            point = Point(dice.uniform(west, east), dice.uniform(south, north))
            if any(g.boundary.distance(point) < NEAR_DEGREES for _, g in zones):
                continue
            found = identified(looked_up(point.x, point.y))
            if found is None:
                continue
            compared += 1
            for view, zone in found.items():
                holds = [(a[view], a["nmi"]) for a, g in zones if g.contains(point) and a[view] in STATES.values()]
                want = min(holds, key=lambda one: one[1]) if holds else None
                kinds.add(want)
                self.assertEqual(zone, want, f"{view} at {point.y:.5f},{point.x:.5f}")
        self.assertGreaterEqual(len(kinds), 6)  # of three widths and two states, and none


if __name__ == "__main__":
    unittest.main(argv=sys.argv)
