"""The layers against published figures and independent computations that stand beside the repository (../shared):
areas, widths of straits, and the outline of the high-seas enclave. Exits 77 (skipped) where they are absent."""
import json
import re
import sys
import unittest

from shapely.geometry import shape

import layers

ISLANDS = {"Iturup (Etorofu)": ["iturup"], "Kunashir": ["kunashir"], "Shikotan with islets": ["shikotan"],
           "Suisho (Tanfilyev)": ["tanfilyeva"], "Akiyuri (Anuchin)": ["anuchina"], "Yuri": ["yury"],
           "Shibotsu (Zelyony)": ["zelyony"], "Taraku (Polonsky)": ["polonskogo"], "Urup": ["urup"],
           "Paramushir": ["paramushir"], "Shumshu": ["shumshu"], "Onekotan": ["onekotan"], "Simushir": ["simushir"],
           "Matua": ["matua"], "Atlasov": ["atlasov"], "Hokkaido (main island)": ["hokkaido"]}
STRAITS = {"La Perouse Strait (Soya to Crillon)": "la-perouse-strait", "Catherine Strait": "catherine-strait",
           "Vries (Friza) Strait": "vries-strait", "Bussol Strait": "bussol-strait", "Diana Strait": "diana-strait",
           "Kruzenshtern Strait": "kruzenshtern-strait", "Fourth Kuril Strait": "fourth-kuril-strait",
           "Second Kuril Strait": "second-kuril-strait", "First Kuril Strait": "first-kuril-strait",
           "Nevelskoy Strait": "nevelskoy-strait", "Polonsky Strait (Shibotsu to Taraku)": "polonsky-strait",
           "Luzhin Strait (Antsiferov to Paramushir)": "luzhin-strait"}


def reference():
    return {row["quantity"]: row for row in layers.table(layers.SHARED / "facts" / "reference.csv")}


def tolerance(row):
    """The tolerance of a row in its own unit."""
    number = float(re.match(r"[0-9.]+", row["tolerance"]).group())
    return float(row["value"]) * number / 100.0 if "%" in row["tolerance"] else number


class Reference(unittest.TestCase):
    def near(self, value, row):
        self.assertLessEqual(abs(value - float(row["value"])), tolerance(row), row["quantity"])

    def test_areas_of_islands(self):
        areas = {a["id"]: a for a, _ in layers.features("islands_full")}
        rows = reference()
        for quantity, ids in ISLANDS.items():
            self.near(sum(areas[i]["area_km2"] for i in ids), rows[f"area {quantity}"])
        chain = layers.features("coast_full", "\"group\" in ('habomai', 'kuril-islands')")
        self.near(sum(layers.area_km2(g) for _, g in chain), rows["area Kuril chain with Habomai"])
        habomai = layers.features("coast_full", "\"group\" = 'habomai'")
        self.near(sum(layers.area_km2(g) for _, g in habomai), rows["area Habomai group"])

    def test_widths_of_straits(self):
        rows = reference()
        widths = {a["id"]: (a["width_km"], layers.length_km(g)) for a, g in layers.features("straits")}
        for quantity, strait in STRAITS.items():
            row = rows.get(f"width {quantity}")
            if row is None or not row["tolerance"]:
                continue
            stated, drawn = widths[strait]
            self.near(stated, row)
            self.assertAlmostEqual(stated, drawn, delta=0.01)

    def test_the_sea_of_okhotsk(self):
        (attributes, sea), = layers.features("seas")
        self.near(attributes["area_km2"], reference()["area Sea of Okhotsk"])
        # recomputed by another program from the same coast and limits: 1 597 649 km2
        self.assertAlmostEqual(layers.area_km2(sea) / 1597649.0, 1.0, delta=2e-4)

    def test_the_enclave_agrees_with_an_independent_outline(self):
        document = json.loads((layers.SHARED / "reference" / "peanut_hole.geojson").read_text(encoding="utf-8"))
        other = shape(document["features"][0]["geometry"] if "features" in document else document.get("geometry", document))
        (attributes, ours), = layers.features("peanut_hole")
        # both hold within 1 m of the outline, 1 173 km long
        self.assertLess(layers.area_km2(ours.symmetric_difference(other)), 1.5)
        self.assertAlmostEqual(attributes["area_km2"], 43556.0, delta=0.5)


if __name__ == "__main__":
    if not (layers.SHARED / "facts" / "reference.csv").exists():
        print(f"SKIPPED: no {layers.SHARED}/facts/reference.csv")
        sys.exit(77)
    unittest.main()
