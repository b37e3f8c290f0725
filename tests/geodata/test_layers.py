"""The committed layers are what geodata/catalogue.json and geodata/README.md say: files, CRS, fields, encodings, counts,
valid geometry, checksums; and what they mean: claims, strategic rows, treaty lines, frames."""
import hashlib
import math
import unittest

from osgeo import gdal, ogr, osr
from shapely.affinity import scale
from shapely.geometry import LineString, Point, box
from shapely.prepared import prep
from shapely.ops import unary_union
from shapely.strtree import STRtree

import layers

CATALOGUE = layers.catalogue()["layers"]
VECTORS = [name for name, entry in CATALOGUE.items() if entry["geometry"] != "Raster"]
REGION = (120.0, 38.0, 180.0, 66.0)
# Iturup, Kunashir, Shikotan and the Habomai islands: the claim of Japan's government (hoppou.go.jp).
CLAIMED = {"iturup", "kunashir", "shikotan", "polonskogo", "oskolki", "zelyony", "dyomina", "yury", "anuchina", "tanfilyeva",
           "storozhevoy", "rifovy"}
# The contract with the styles: the fields that they read.
FIELDS = {
    "coast_full": {"id", "group", "claimed_by", "area_km2"},
    "islands_full": {"id", "name_en", "name_ru", "name_ja", "admin", "claimed_by", "group", "area_km2", "rank"},
    "places": {"id", "kind", "rank", "name_en", "name_ru", "name_ja", "claimed_by"},
    "sea_axes": {"id", "kind", "rank", "name_en", "name_ru", "name_ja", "zoom_min", "zoom_max"},
    "straits": {"id", "name_en", "name_ru", "name_ja", "width_km", "depth_m", "shore_a", "shore_b"},
    "treaty_lines": {"id", "kind", "year", "date", "name_en", "name_ru", "name_ja", "basis", "view", "source"},
    "territorial_sea": {"kind", "iso_a3", "iso_b3", "basis", "view", "source"},
    "strategic_area": {"number", "id", "kind", "name_en", "name_ru", "name_ja", "para", "claim", "status", "views"},
    "strategic_point": {"number", "id", "kind", "name_en", "name_ru", "name_ja", "para", "claim", "status", "views"},
    "depth_bands": {"d_min", "d_max"},
    "depth_contours": {"depth"},
}


class Files(unittest.TestCase):
    def test_every_file_is_catalogued_with_its_checksum(self):
        wanted = {f: s for entry in CATALOGUE.values() for f, s in entry["sha256"].items()}
        there = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (layers.GEODATA / "layers").iterdir()}
        self.assertEqual(wanted, there)

    def test_together_under_thirty_megabytes(self):
        self.assertLess(sum(p.stat().st_size for p in (layers.GEODATA / "layers").iterdir()), 30e6)

    def test_readme_names_every_layer_and_licences_are_there(self):
        text = (layers.GEODATA / "README.md").read_text(encoding="utf-8")
        for name in CATALOGUE:
            self.assertIn(f"`{name}`", text)
        licences = " ".join(p.read_text(encoding="utf-8") for p in (layers.GEODATA / "licences").iterdir())
        for name, entry in CATALOGUE.items():
            if entry["licence"] != "MIT":
                family = name.split("_")[0]
                self.assertTrue(name in licences or f"{family}_*" in licences, name)

    def test_every_layer_has_source_licence_date_and_attribution(self):
        sources = layers.catalogue()["sources"]
        for name, entry in CATALOGUE.items():
            for key in ("title", "scales", "licence", "date", "sources", "accuracy_m"):
                self.assertTrue(entry[key], f"{name} {key}")
            self.assertTrue(set(entry["sources"]) <= set(sources), name)
            if entry["licence"] == "ODbL-1.0":
                self.assertIn("OpenStreetMap contributors", entry["attribution"])


class Vectors(unittest.TestCase):
    def test_crs_encoding_type_count_and_fields(self):
        wgs84 = osr.SpatialReference()
        wgs84.ImportFromEPSG(4326)
        for name in VECTORS:
            with self.subTest(layer=name):
                entry = CATALOGUE[name]
                stem = layers.GEODATA / "layers" / name
                source = ogr.Open(f"{stem}.shp")
                layer = source.GetLayer(0)
                self.assertTrue(layer.GetSpatialRef().IsSame(wgs84, ["IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES"]))
                self.assertEqual(entry["crs"], "EPSG:4326")
                self.assertEqual((stem.parent / f"{name}.cpg").read_text().strip(), "UTF-8")
                self.assertEqual(ogr.GeometryTypeToName(layer.GetGeomType()).replace(" ", ""), entry["geometry"])
                self.assertEqual(layer.GetFeatureCount(), entry["features"])
                definition = layer.GetLayerDefn()
                fields = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
                self.assertEqual(fields, list(entry["fields"]))
                self.assertTrue(FIELDS.get(name, set()) <= set(fields))
                for field in fields:
                    self.assertTrue(len(field) <= 10 and field == field.lower(), field)

    def test_geometry_is_there_valid_and_on_the_globe(self):
        for name in VECTORS:
            with self.subTest(layer=name):
                for attributes, geometry in layers.features(name):
                    self.assertTrue(geometry is not None and not geometry.is_empty, attributes)
                    self.assertTrue(geometry.is_valid, attributes)
                    west, south, east, north = geometry.bounds
                    # land and depth bands reach 0.2 degrees over the antimeridian, so that no seam shows there
                    reach = 180.2 if name.startswith(("coast_", "depth_bands_world", "islands_")) else 180.0
                    self.assertTrue(west >= -180.0 and east <= reach and south >= -90.0 and north <= 90.0, attributes)

    def test_the_spatial_index_finds_what_a_plain_search_finds(self):
        window = (145.0, 43.0, 149.0, 46.0)
        found = {}
        for use in ("YES", "NO"):
            source = gdal.OpenEx(str(layers.GEODATA / "layers" / "coast_full.shp"), gdal.OF_VECTOR)
            layer = source.GetLayer(0)
            if use == "YES":
                layer.SetSpatialFilterRect(*window)
                found[use] = {f.GetFID() for f in layer}
            else:
                w = box(*window)
                found[use] = {i for i, (_, g) in enumerate(layers.features("coast_full")) if g.intersects(w)}
        # the filter may also hand out what only its box touches, never less
        self.assertTrue(found["NO"] <= found["YES"])
        self.assertLess(len(found["YES"]), 400)

    def test_text_survives_in_three_scripts(self):
        names = {a["id"]: a for a, _ in layers.features("islands_full")}
        self.assertEqual(names["iturup"]["name_ja"], "択捉島")
        self.assertEqual(names["iturup"]["name_ru"], "остров Итуруп")
        self.assertEqual(names["iturup"]["name_ja_l"], "Etorofu-tō")


class Coast(unittest.TestCase):
    def test_no_level_lets_neighbours_cross(self):
        window = box(*REGION)
        for name in ("coast_full", "coast_200m", "coast_1km"):
            shapes = [g for _, g in layers.features(name) if box(*g.bounds).intersects(window)]
            tree = STRtree(shapes)
            index = {id(g): i for i, g in enumerate(shapes)}
            for i, shape in enumerate(shapes):
                near = [g for g in tree.query(shape) if index[id(g)] > i]
                prepared = prep(shape)
                crossing = [g.bounds for g in near if prepared.intersects(g) and not shape.touches(g)]
                self.assertEqual(crossing, [], name)

    def test_frame_and_cuts_are_not_in_the_shore_lines(self):
        for name in ("coastline_full", "coastline_200m", "coastline_1km", "coastline_4km", "coastline_rest"):
            for _, line in layers.features(name):
                for a, b in zip(line.coords, line.coords[1:]):
                    same_meridian = a[0] == b[0] and a[0] in (120.0, 180.0, -180.0, 180.2)
                    same_parallel = a[1] == b[1] and a[1] in (38.0, 66.0, -90.0)
                    self.assertFalse(same_meridian or same_parallel, (name, a, b))

    def test_the_rest_meets_the_region(self):
        """A point on land just inside the frame and its neighbour just outside are both covered, without a gap between."""
        full = prep(max((g for _, g in layers.features("coast_full")), key=lambda g: g.area))
        rest = [prep(g) for a, g in layers.features("coast_rest") if a["area_km2"] > 1e6]
        for lat in (45.0, 50.0, 55.0, 60.0, 65.0):
            self.assertTrue(full.contains(Point(120.001, lat)))
            for lon in (119.999, 120.0, 120.1):
                self.assertTrue(any(p.contains(Point(lon, lat)) for p in rest), (lon, lat))

    def test_levels_are_as_good_as_the_catalogue_says(self):
        def rims(level):
            return {a["id"]: LineString(max(layers.polygons(g), key=lambda p: p.area).exterior.coords)
                    for a, g in layers.features(level)}

        def metres(line):
            return scale(line, 111.3e3 * math.cos(math.radians(45)), 111.2e3, origin=(0, 0))

        full = rims("islands_full")
        for level in ("islands_200m", "islands_1km", "islands_4km"):
            rim = rims(level)
            farthest = max(metres(full[i]).hausdorff_distance(metres(rim[i])) for i in ("iturup", "kunashir", "urup"))
            self.assertLess(farthest, CATALOGUE[level]["accuracy_m"] * 1.2, level)
            self.assertGreater(farthest, CATALOGUE[level]["accuracy_m"] / 4, level)

    def test_the_kuril_chain_is_whole(self):
        groups = {}
        for attributes, _ in layers.features("coast_full"):
            groups[attributes["group"]] = groups.get(attributes["group"], 0) + 1
        self.assertEqual(groups["habomai"], 17)
        self.assertEqual(groups["habomai"] + groups["kuril-islands"], 205)


class Claims(unittest.TestCase):
    def test_japan_claims_the_four_islands_with_islets_and_nothing_else(self):
        for name in ("coast_full", "coast_200m", "coast_1km", "coast_4km", "islands_full", "islands_200m", "islands_1km"):
            rows = layers.features(name)
            claimed = {a["id"] for a, _ in rows if a["claimed_by"]}
            self.assertEqual({a["claimed_by"] for a, _ in rows if a["claimed_by"]}, {"Japan"})
            self.assertTrue(claimed <= CLAIMED, name)
            self.assertTrue({"iturup", "kunashir", "shikotan", "zelyony"} <= claimed, name)
            for attributes, _ in rows:
                self.assertEqual(attributes["claimed_by"] == "Japan", attributes["id"] in CLAIMED)
        self.assertEqual({a["id"] for a, _ in layers.features("islands_full", "claimed_by = 'Japan'")}, CLAIMED)

    def test_the_gazetteer_agrees(self):
        claimed = [g for _, g in layers.features("coast_full", "claimed_by = 'Japan'")]
        for row in layers.table(layers.GEODATA / "facts" / "gazetteer.csv"):
            if row["kind"] in ("island", "town", "volcano", "air-base", "airport"):
                inside = any(g.contains(Point(float(row["lon"]), float(row["lat"]))) for g in claimed)
                self.assertEqual(inside, row["claimed_by"] == "Japan", row["id"])

    def test_names_of_capes_begin_with_what_they_are(self):
        """"Berutarube Cape" stood among "Cape Rurui" and "Cape Lovtsov", "Notsuke" for a spit."""
        for row in layers.table(layers.GEODATA / "facts" / "gazetteer.csv"):
            if row["kind"] == "cape":
                self.assertRegex(row["name_en"], r"^Cape \w+|^\w+ Spit\b")
                self.assertRegex(row["name_ru"], "^(мыс|коса) ")


class Meaning(unittest.TestCase):
    def test_every_strategic_row_is_a_feature_with_its_texts(self):
        rows = {r["id"]: r for r in layers.table(layers.GEODATA / "facts" / "strategic.csv")}
        found = layers.features("strategic_area") + layers.features("strategic_point")
        self.assertEqual(sorted(a["id"] for a, _ in found), sorted(rows))
        self.assertEqual(sorted(a["number"] for a, _ in found), list(range(1, len(rows) + 1)))
        for attributes, geometry in found:
            row = rows[attributes["id"]]
            self.assertEqual((attributes["kind"], attributes["name_en"], attributes["para"], attributes["claim"],
                              attributes["status"] or "", attributes["views"]),
                             (row["kind"], row["name_en"], row["essay_paragraph"], row["claim"], row["status_note"], row["views"]))
            self.assertTrue(attributes["name_ru"] and attributes["name_ja"])
            self.assertFalse(geometry.is_empty)

    def test_strategic_areas_are_the_places_that_they_name(self):
        areas = {a["id"]: g for a, g in layers.features("strategic_area")}
        islands = {a["id"]: a["area_km2"] for a, _ in layers.features("islands_full")}
        pledge = sum(km2 for i, km2 in islands.items() if i in CLAIMED - {"iturup", "kunashir"})
        self.assertAlmostEqual(layers.area_km2(areas["habomai-shikotan-no-bases"]) / pledge, 1.0, delta=0.03)
        self.assertAlmostEqual(layers.area_km2(areas["southern-kurils"]) / sum(islands[i] for i in CLAIMED), 1.0, delta=0.02)
        straits = next(g for a, g in layers.features("strategic_point") if a["id"] == "kuril-gate-straits")
        self.assertEqual(len(straits.geoms), 4)

    def test_sanctuary_is_the_sea_without_japans_waters(self):
        sea = next(g for a, g in layers.features("seas") if a["id"] == "sea-of-okhotsk")
        # en.wikipedia and the Oxford encyclopaedia: 1 583 000 km2, Russian sources 1 603 000
        self.assertTrue(1.583e6 < layers.area_km2(sea) < 1.603e6)
        sanctuary = next(g for a, g in layers.features("strategic_area") if a["id"] == "okhotsk-ssbn-sanctuary")
        self.assertLess(layers.area_km2(sanctuary.difference(sea)), 300)  # simplified by 200 m along the shores
        for inside in ((150.0, 54.0), (146.0, 46.0), (144.3, 44.4), (147.2, 44.9), (145.85, 44.35)):
            self.assertTrue(sanctuary.contains(Point(inside)), inside)
        # off Abashiri by 10 miles, on either side of Nemuro Strait's middle, South Kuril Strait, in and out of its gates
        for outside in ((144.3, 44.17), (145.25, 44.1), (145.2, 43.7), (146.2, 44.0), (146.8, 44.3), (146.5, 43.75)):
            self.assertFalse(sanctuary.contains(Point(outside)), outside)
        hokkaido = next(g for a, g in layers.features("islands_200m") if a["id"] == "hokkaido")
        near = sanctuary.intersection(box(143.5, 43.9, 145.0, 44.4))
        least = min(layers.distance_km(vertex, shore) for vertex in near.exterior.coords
                    for shore in hokkaido.intersection(box(143.0, 43.5, 145.5, 44.5)).exterior.coords)
        self.assertGreater(least, 12 * 1.852 - 1.5)  # zones are good to 600 m, shores to 200 m, vertices stand apart

    def test_treaty_lines_lie_where_the_treaties_say(self):
        lines = {a["id"]: (a, g) for a, g in layers.features("treaty_lines")}
        dates = {a["date"] for a, _ in lines.values()}
        self.assertEqual(dates, {"1855-02-07", "1875-05-07", "1905-09-05", "1945-09-05"})
        parallel = lines["portsmouth-1905-50n"][1]
        self.assertEqual({y for _, y in parallel.coords}, {50.0})
        gates = {a["id"]: g for a, g in layers.features("straits")}
        for line, strait in (("shimoda-1855-vries", "vries-strait"), ("petersburg-1875-first-kuril", "first-kuril-strait"),
                             ("petersburg-1875-la-perouse", "la-perouse-strait"), ("occupation-1945-nemuro", "notsuke-strait"),
                             ("occupation-1945-nemuro", "soviet-strait")):
            gate = gates[strait]
            crossing = gate.intersection(lines[line][1])
            self.assertEqual(crossing.geom_type, "Point", line)
            a, b = (layers.distance_km(crossing.coords[0], end) for end in gate.coords)
            # islets between the two shores of the Goyomai channel (Rifovy, Storozhevoy) move its middle to the west
            self.assertAlmostEqual(a / (a + b), 0.5, delta=0.2 if strait == "soviet-strait" else 0.05, msg=strait)
        land = [g for _, g in layers.features("coast_full") if g.bounds[2] < 160.0]
        for identity, (_, line) in lines.items():
            if identity != "portsmouth-1905-50n":
                self.assertFalse(any(g.intersects(line) for g in land), identity)

    def test_maritime_zones_lie_in_each_other_and_share_nothing(self):
        zones = {(a["nmi"], a["ru"], a["claimed_by"] or ""): g for a, g in layers.features("maritime_zones")}
        owners = (("RUS", ""), ("JPN", ""), ("RUS", "Japan"))
        self.assertEqual(set(zones), {(nmi, *o) for nmi in (12, 24, 200) for o in owners})
        for nmi in (12, 24, 200):
            for i, one in enumerate(owners):
                for other in owners[i + 1:]:  # neighbours share a line rounded to 1e-5 degree
                    both = zones[(nmi, *one)].buffer(0).intersection(zones[(nmi, *other)].buffer(0))
                    self.assertLess(layers.area_km2(both.buffer(0)) if both.area else 0.0, 1.0)
            parts = [zones[(nmi, *o)].buffer(0) for o in owners]
            together = layers.area_km2(unary_union(parts))  # its edges gain vertices where three meet
            self.assertAlmostEqual(sum(map(layers.area_km2, parts)) / together, 1.0, delta=1e-6)
        for inner, outer in ((12, 24), (24, 200)):
            for owner in owners:
                beyond = zones[(inner, *owner)].buffer(0).difference(zones[(outer, *owner)].buffer(0))
                self.assertLess(layers.area_km2(beyond.buffer(0)) if beyond.area else 0.0, 60.0)  # 600 m along the lines between neighbours

    def test_vertices_of_maritime_limits_lie_at_their_distance(self):
        shores = [(g, g.bounds) for _, g in layers.features("coastline_full") if g.length > 0]
        points = [c for g, _ in shores for c in g.coords]
        for attributes, line in layers.features("maritime_lines", "kind = 'limit'"):
            if attributes["nmi"] == 200 or attributes["length_km"] < 50:
                continue
            metres = attributes["nmi"] * 1852.0
            for x, y in list(line.coords)[5:-5:400]:
                if not (126 < x < 174 and 40 < y < 64):
                    continue
                near = [p for p in points if abs(p[1] - y) < 0.45 and abs(p[0] - x) < 1.0]
                least = min(layers.distance_km((x, y), p) for p in near) * 1000.0
                self.assertAlmostEqual(least, metres, delta=1000.0)  # shore vertices stand up to 1 km apart

    def test_names_of_seas_are_set_in_water(self):
        lakes = unary_union([g for _, g in layers.features("lakes", "area_km2 > 100000")])
        land = [g.difference(lakes) for _, g in layers.features("coast_1km") if g.bounds[0] < 180.0]
        tree = STRtree(land)
        for attributes, axis in layers.features("sea_axes"):
            if attributes["kind"] in ("sea-area", "basin", "trench", "gulf", "high-seas-enclave"):
                wet = axis.length - sum(axis.intersection(g).length for g in tree.query(axis))
                self.assertGreater(wet / axis.length, 0.97, attributes["id"])

    def test_the_shared_line_of_russia_and_japan_is_kept(self):
        shared = layers.features("territorial_sea", "kind = 'sea-boundary'")
        self.assertEqual({(a["iso_a3"], a["iso_b3"]) for a, _ in shared}, {("JPN", "RUS")})
        # geodata notes: 10 vertices, 132.9 km, from 145.637 E 44.302 N to 145.842 E 43.382 N; on to 146.008 E 43.225 N,
        # where Japan's polygon ends, both states have one line with vertices of their own, within 8 m: another 22.0 km
        self.assertAlmostEqual(sum(layers.length_km(g) for _, g in shared), 154.9, delta=0.1)
        limits = [g for a, g in layers.features("territorial_sea", "kind = 'territorial-sea'") if a["iso_a3"] in ("JPN", "RUS")]
        for limit in limits:  # no limit runs along the boundary: two dashed lines on one another are a solid one
            self.assertFalse(any(limit.buffer(2e-4).intersection(g).length > 0.01 for _, g in shared))


class Depth(unittest.TestCase):
    def setUp(self):
        self.data = gdal.Open(str(layers.GEODATA / "layers" / "depth_grid.tif"))
        self.grid = self.data.ReadAsArray()
        self.west, self.step, _, self.north, _, _ = self.data.GetGeoTransform()

    def depth(self, lon, lat):
        return -int(self.grid[int((self.north - lat) / self.step), int((lon - self.west) / self.step)])

    def test_grid_has_its_size_type_and_deepest_point_of_the_kuril_basin(self):
        entry = CATALOGUE["depth_grid"]
        self.assertEqual([self.data.RasterXSize, self.data.RasterYSize], entry["size"])
        self.assertEqual(gdal.GetDataTypeName(self.data.GetRasterBand(1).DataType), "Int16")
        # ETOPO5: 3 429 m at the node labelled 147.917 E 46.917 N, which stands for 147.958 E
        self.assertEqual(self.depth(147.9583, 46.9167), 3429)

    def test_contours_follow_the_grid(self):
        for depth in (1000, 2000, 3000):
            errors = []
            for _, line in layers.features("depth_contours", f"depth = {depth}"):
                errors += [abs(self.depth(x, y) - depth) for x, y in line.coords if REGION[0] < x < REGION[2] and 38 < y < 66]
            errors.sort()
            self.assertLess(errors[len(errors) // 2], 250, depth)

    def test_bands_are_nested(self):
        for name in ("depth_bands", "depth_bands_world"):
            # shallow to deep, as they are drawn; the world's in two halves
            steps = [(a["d_min"], a["d_max"]) for a, _ in layers.features(name)]
            self.assertEqual(steps, sorted(steps))
            steps = sorted(set(steps))
            self.assertEqual(steps[0][0], 0)
            for (_, above), (below, _) in zip(steps, steps[1:]):
                self.assertEqual(above, below)
        bands = {a["d_min"]: g for a, g in layers.features("depth_bands")}
        basin, shelf = Point(147.5, 46.9), Point(150.0, 58.0)
        self.assertTrue(all(bands[d].contains(basin) for d in (0, 200, 1000, 2000, 3000)))
        self.assertFalse(bands[200].contains(shelf))


if __name__ == "__main__":
    unittest.main(warnings="ignore")
