#!/usr/bin/env python3
"""What pictures must look like, from the command to the file: cases B65 to B71 and B77, furniture, languages.

usage: test_look.py PROGRAM
"""
import csv
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import numpy
from osgeo import gdal

gdal.UseExceptions()
PROGRAM = os.path.abspath(sys.argv.pop(1))
STYLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "styles")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=300)


def pixels(path):
    """Rows, columns, channels of a PNG."""
    return numpy.moveaxis(gdal.Open(path).ReadAsArray(), 0, 2)


def inside(inner, outer):
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def apart(a, b):
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


class Look(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        os.chdir(self.folder.name)

    def render(self, *arguments):
        """Draws with a report of the names; returns the report."""
        done = run("render", *arguments, "--report-labels", "labels.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.said = done.stderr
        with open("labels.json", encoding="utf-8") as f:
            return json.load(f)

    def write(self, name, text):
        with open(name, "w", encoding="utf-8") as f:
            f.write(text)

    def style(self, layers, features, **more):
        self.write("style.json", json.dumps({
            "version": 8, **more, "sources": {"s": {"type": "geojson", "data": {"type": "FeatureCollection", "features": [
                {"type": "Feature", "properties": p, "geometry": g} for p, g in features]}}},
            "layers": [{"source": "s", **layer} for layer in layers]}))

    def points(self, rows):
        with open("points.csv", "w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows([("lon", "lat", "name"), *rows])

    # ---- Names ----

    def test_what_a_view_is_about_has_its_name(self):
        """Gates, garrisons and the southern islands had none on small pages, while basins and towns had theirs."""
        for size in ("800x600", "A4-landscape", "1600x1200"):
            for language in ("en", "ja", "ru", "en,ja"):
                report = self.render("bastion", "--lang", language, "--size", size, "-o", "a.png", "--quiet")
                placed = {layer: sum(label["layer"] == layer and label["placed"] and label["text"] != ""
                                     for label in report["labels"])
                          for layer in ("gates", "strategic", "ring-radius")}
                self.assertEqual(placed, {"gates": 4, "strategic": 3, "ring-radius": 2}, (size, language))
                near = [label["text"].split("\n")[0] for label in report["labels"]
                        if label["layer"] == "islands" and label["placed"] and "lat" in label and label["lat"] < 45]
                self.assertGreaterEqual(len(near), 1 if size == "800x600" else 4, (size, language, near))

    def test_the_disputed_islands_have_their_name_where_they_are_the_subject(self):
        """It was left out on all pages of 800 pixels, on pages in two languages and on maps of the ocean."""
        for view, size in (("okhotsk", "800x600"), ("okhotsk", "1600x1200"), ("okhotsk", "A4-portrait"), ("north-pacific", "1600x1200")):
            for language in ("en", "ja", "ru", "en,ja"):
                labels = self.render(view, "--lang", language, "--size", size, "-o", "a.svg", "--quiet")["labels"]
                named = [label["placed"] for label in labels if label["layer"] == "dispute-label"]
                self.assertEqual(named, [True], (view, size, language))

    def test_a_ring_about_a_sign_has_no_centre_of_its_own(self):
        """On Kunashir the rocket covered half of the centre of the range, five pixels away."""
        document = "center: 45,147\nwidth: 900km\nstyle: print\nring:\n  - {place: bastion-iturup, radius: 100 km%s}\n"
        for mark, told in (("", True), (", mark: true", True), (", mark: false", False)):
            self.write("ring.yaml", document % mark)
            self.assertEqual("Centre of a range" in self.svg("ring.yaml"), told, mark)
        self.assertNotIn("Centre of a range", self.svg("bastion"))
        with open(os.path.join(STYLES, "..", "geodata", "facts", "gazetteer.csv"), encoding="utf-8") as f:
            places = {row["id"]: (row["lon"], row["lat"]) for row in csv.DictReader(f)}
        for site, sign in (("bastion-iturup", "burevestnik"), ("bal-kunashir", "mendeleyevo")):
            self.assertEqual(places[site], places[sign])  # the strategic points' places
        self.write("ring.yaml", document % ", mark: perhaps")
        self.assertIn("neither true nor false", run("render", "ring.yaml", "-o", "a.svg").stderr)

    def test_gates_of_a_view_are_named_before_capes(self):
        """southern-kurils at 800 pixels had Cape Rakkibetsu where the strait's name was due."""
        for language in ("en", "ja", "ru", "en,ja"):
            labels = self.render("southern-kurils", "--lang", language, "--size", "800x600", "-o", "a.svg", "--quiet")["labels"]
            self.assertEqual([label["placed"] for label in labels if label["layer"] == "gates"], [True], language)

    def test_b66_two_dots_near_each_other(self):
        self.points([(147.0, 45.0, "A capital with a long name"), (147.02, 45.0, "Another with a long name")])
        report = self.render("--center", "45,147.01", "--scale", "1:525000", "--size", "500x300", "--points",
                             "points.csv", "-o", "a.png", "--quiet")
        names = [l for l in report["labels"] if "long" in l["text"]]
        self.assertEqual(len(names), 2)
        self.assertTrue(any(l["placed"] for l in names))
        image = pixels("a.png").astype(int)
        for name in names:  # 3 mm apart: both dots are there, in the overlay's colour
            x, y = (int(round(v)) for v in name["anchor"])
            self.assertLess(abs(image[y, x, :3] - numpy.array([0xd5, 0x5e, 0x00])).max(), 12, name["anchor"])
        self.assertAlmostEqual(abs(names[0]["anchor"][0] - names[1]["anchor"][0]), 3 * 96 / 25.4, delta=1)

    def test_b67_one_name_an_archipelago_or_one_an_island(self):
        def square(x, y, side):
            return [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]
        islands = {"type": "MultiPolygon", "coordinates": [square(145.6, 43.4, 0.1), square(145.9, 43.5, 0.3),
                                                           square(146.4, 43.5, 0.1)]}
        layer = {"id": "name", "type": "symbol", "layout": {"text-field": "Habomai", "text-size": 10}}
        view = ("--bounds", "145.4,43.2,146.7,44.0", "--size", "600x500", "-o", "a.png", "--quiet")
        self.style([layer], [({}, islands)])
        names = self.render("--style", "style.json", *view)["labels"]
        self.assertEqual(len(names), 1)
        self.assertTrue(145.9 < names[0]["lon"] < 146.2 and 43.5 < names[0]["lat"] < 43.8, names[0])
        self.style([{**layer, "metadata": {"kurilmap:each-part": True}}], [({}, islands)])
        names = self.render("--style", "style.json", *view)["labels"]
        self.assertEqual(len(names), 3)

    def test_b68_a_long_name_near_the_frame(self):
        self.points([(147.0, 45.0, "A name that is much too long for what is left of the page")])
        report = self.render("--center", "45,146.7", "--scale", "1:1000000", "--size", "300x300", "--points",
                             "points.csv", "-o", "a.png", "--quiet")
        for label in report["labels"]:
            if "too long" in label["text"].replace("\n", " ") and label["placed"]:
                self.assertTrue(inside(label["box"], report["frame"]), label)

    def letters(self, languages, *names):
        """The ink of the lines of one label at the page's middle, each cut to its box, and what was said."""
        fields = dict(zip(("name_ja", "name_zh"), names))
        text = ["format", ["get", "name_ja"], {}, "\n", {}, ["get", "name_zh"], {}]
        self.style([{"id": "name", "type": "symbol", "layout": {
            "text-field": text, "text-size": 30, "text-font": ["Noto Sans CJK JP Regular"]}}],
            [(fields, {"type": "Point", "coordinates": [147, 45]})])
        report = self.render("--style", "style.json", "--center", "45,147", "--scale", "1:1000000", "--size", "400x300", "--no-credits",
                             "--no-worldview", "--no-scale-bar", "--lang", languages, "-o", "a.png", "--quiet")
        self.assertTrue(report["labels"][0]["placed"])
        x0, y0, x1, y1 = (int(v) for v in report["labels"][0]["box"])
        image = pixels("a.png")[y0:y1, x0:x1, 0].astype(int)
        middle = image.shape[0] // 2
        lines = []
        for part in (image[:middle], image[middle:]):
            dark = numpy.argwhere(part < 128)
            (top, left), (bottom, right) = dark.min(axis=0), dark.max(axis=0)
            lines.append(part[top:bottom + 1, left:right + 1])
        return lines

    def test_b69_japanese_and_chinese_stand_together(self):
        """Each name takes the forms of its own language: by its field, or the first and the second of the map."""
        def same(a, b):
            return a.shape == b.shape and abs(a - b).max() < 40
        japanese = self.letters("ja", "直骨角", "直骨角")
        chinese = self.letters("zh", "直骨角", "直骨角")
        self.assertTrue(same(*japanese))
        self.assertTrue(same(*chinese))
        self.assertFalse(same(japanese[0], chinese[0]))
        both = self.letters("ja,zh", "直骨角", "直骨角")
        self.assertTrue(same(both[0], japanese[0]))
        self.assertTrue(same(both[1], chinese[0]))
        turned = self.letters("zh-Hans,ja", "直骨角", "直骨角")
        self.assertTrue(same(turned[0], chinese[0]))
        self.assertTrue(same(turned[1], japanese[0]))
        named = self.letters("en", "直骨角の", "直骨角")  # only the fields tell
        self.assertTrue(same(named[1], self.letters("en,zh", "直", "直骨角")[1]))
        self.assertFalse(same(self.letters("zh", "直", "骨")[1], self.letters("zh-Hant", "直", "骨")[1]))

    def test_a_chinese_map(self):
        """Words of ours in Chinese, names from name_zh where the data has it, else English."""
        text = self.svg("southern-kurils", "--lang", "zh")
        for words in ("千岛群岛南部四岛", "资料来源", "公里", "北纬", "水深（米）", "俄罗斯实际控制", "Iturup"):
            self.assertTrue(words in text, words)
        self.write("towns.csv", "lon,lat,name,name_zh\n147,45,Kurilsk,库里尔斯克\n")
        text = self.svg("iturup", "--lang", "zh-Hant", "--points", "towns.csv")
        self.assertTrue("库里尔斯克" in text)
        both = self.render("southern-kurils", "--lang", "en,zh", "-o", "a.png", "--quiet")["labels"]
        names = {l["text"].split()[0]: l["text"] for l in both if l["layer"].startswith("islands")}
        self.assertIn("Etorofu", names["Iturup"])  # both names of what is disputed, also without Chinese ones
        self.assertEqual(run("render", "iturup", "--lang", "zh,zh-Hant", "-o", "b.png").returncode, 2)

    def test_b69_two_languages_of_han_in_one_label(self):
        def image(*fonts):
            sections = [part for font in fonts for part in ("骨", {"text-font": ["literal", [font]]})]
            self.style([{"id": "name", "type": "symbol", "layout": {
                "text-field": ["format", *sections], "text-size": 60, "text-font": ["Noto Sans CJK JP Regular"]}}],
                [({}, {"type": "Point", "coordinates": [147, 45]})])
            report = self.render("--style", "style.json", "--center", "45,147", "--width", "100km", "--size", "400x300",
                                 "--no-legend", "-o", "a.png", "--quiet")
            self.middle = report["labels"][0]["anchor"][0]
            return pixels("a.png").astype(int)
        japanese, chinese = "Noto Sans CJK JP Regular", "Noto Sans CJK SC Regular"
        differ = numpy.nonzero(abs(image(japanese, japanese) - image(japanese, chinese)).sum(axis=2).sum(axis=0) > 100)[0]
        self.assertGreater(len(differ), 5)  # the second character has another form, the first has not
        self.assertGreater(differ.min(), self.middle)

    def test_b70_a_character_that_no_font_has(self):
        self.points([(147.0, 45.0, "No\U0010FFFDwhere")])
        self.render("--center", "45,147", "--width", "200km", "--size", "400x300", "--points", "points.csv", "-o", "a.png")
        self.assertIn("U+10FFFD", self.said)

    @unittest.skipUnless(CHROMIUM, "no chromium")
    def test_b65_wide_halos_have_no_holes_in_a_browser(self):
        """Skia leaves a hole in the wide outline of a small loop, such as the ring of a degree sign."""
        night = {"type": "Polygon", "coordinates": [[[144, 43], [150, 43], [150, 47], [144, 47], [144, 43]]]}
        self.style([{"id": "night", "type": "fill", "filter": ["==", ["geometry-type"], "Polygon"],
                     "paint": {"fill-color": "#000000"}},
                    {"id": "name", "type": "symbol", "filter": ["==", ["geometry-type"], "Point"],
                     "layout": {"text-field": "\u00b0", "text-size": 24, "text-font": ["Noto Sans Regular"]},
                     "paint": {"text-color": "#ffffff", "text-halo-color": "#ffffff", "text-halo-width": 12}}],
                   [({}, night), ({}, {"type": "Point", "coordinates": [147, 45]})])
        bare = [f"--no-{piece}" for piece in ("title", "legend", "scale-bar", "north-arrow", "locator", "graticule",
                                              "neatline", "credits", "worldview")]
        report = self.render("--style", "style.json", "--center", "45,147", "--width", "100km", "--size", "200x200", *bare,
                             "-o", "a.svg", "--quiet")
        subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--screenshot=b.png",
                        "--window-size=200,200", "a.svg"], check=True, capture_output=True, timeout=120)
        x0, y0, x1, y1 = report["labels"][0]["box"]
        x, y, image = int((x0 + x1) / 2), int((y0 + y1) / 2), pixels("b.png").astype(int)
        self.assertGreater(image[y - 8:y + 9, x - 8:x + 9, :3].min(), 250)

    def test_names_keep_off_hatching(self):
        """Every name of an essay's point stands where no more than its edge is on the hatched islands."""
        for view, language in (("southern-kurils", "ru"), ("iturup", "ru"), ("iturup", "en")):
            report = self.render(view, "--lang", language, "--size", "1600x1200", "-o", "a.png", "--quiet")
            tint = abs(pixels("a.png").astype(int)[:, :, :3] - numpy.array([0xf6, 0xdc, 0xd3])).max(axis=2) < 6
            names = [l for l in report["labels"] if l["layer"] == "strategic" and l["placed"] and l["text"]]
            self.assertGreaterEqual(len(names), 2)
            for label in names:
                x0, y0, x1, y1 = (int(v) for v in label["box"])
                if not label["leader"]:  # a leader line is part of the box
                    self.assertLess(tint[y0:y1, x0:x1].mean(), 0.1, (view, language, label["text"]))

    def test_names_keep_off_land_across_the_water(self):
        """A garrison on Kunashir is not written on Hokkaido."""
        for language in ("ja", "en,ja"):
            report = self.render("southern-kurils", "--lang", language, "--size", "A4-landscape", "-o", "a.png", "--quiet")
            image = pixels("a.png").astype(int)[:, :, :3]
            land = abs(image - numpy.array([0xf1, 0xec, 0xe0])).max(axis=2) < 4
            names = [l for l in report["labels"] if l["layer"] == "strategic" and l["placed"] and l["text"]]
            self.assertGreaterEqual(len(names), 2)
            for label in names:
                x0, y0, x1, y1 = (int(v) for v in label["box"])
                self.assertLess(land[y0:y1, x0:x1].mean(), 0.1, (language, label["text"]))

    def test_a_water_keeps_to_its_side_of_the_land(self):
        """The name may leave its axis, but not across an island; a town on the axis is in its way."""
        island = {"type": "Polygon", "coordinates": [[[145, 44.93], [149, 44.93], [149, 44.97], [145, 44.97], [145, 44.93]]]}
        axis = {"type": "LineString", "coordinates": [[146.0, 45.0], [148.0, 45.0]]}
        wall = [({"kind": "wall"}, {"type": "Point", "coordinates": [145.8 + 0.1 * i, 45.0]}) for i in range(25)]
        self.style([{"id": "land", "type": "fill", "filter": ["==", ["get", "kind"], "land"],
                     "metadata": {"kurilmap:land": True}},
                    {"id": "dots", "type": "circle", "filter": ["==", ["get", "kind"], "wall"], "paint": {"circle-radius": 3}},
                    {"id": "water", "type": "symbol", "filter": ["==", ["get", "kind"], "axis"],
                     "metadata": {"kurilmap:overhang": True, "kurilmap:beside": 3, "kurilmap:once": True},
                     "layout": {"symbol-placement": "line-center", "text-field": "A water", "text-size": 18}}],
                   [({"kind": "land"}, island), ({"kind": "axis"}, axis), *wall])
        report = self.render("--style", "style.json", "--bounds", "145.5,44.5,148.5,45.5", "--size", "600x400", "-o", "a.png",
                             "--quiet")
        name = next(l for l in report["labels"] if l["text"] == "A water")
        self.assertTrue(name["placed"])
        self.assertLess(name["box"][3], name["anchor"][1])  # above the dots, never below the island

    def test_a_name_keeps_off_another_area_of_its_layer(self):
        def box(west, south, east, north):
            return {"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north],
                                                        [west, south]]]}
        layer = {"id": "name", "type": "symbol", "metadata": {"kurilmap:spread": True},
                 "layout": {"text-field": ["get", "name"], "text-size": 14, "text-max-width": 30,
                            "text-variable-anchor": ["left", "right", "top", "bottom"]}}
        self.style([layer], [({"name": "Neighbour"}, box(146.6, 44.9, 146.7, 45.1)),
                             ({"name": "East"}, box(146.72, 44.5, 148.0, 45.5))])
        report = self.render("--style", "style.json", "--bounds", "145.9,44.4,148.1,45.6", "--size", "600x500",
                             "-o", "a.png", "--quiet")
        small, east = ({l["text"]: l for l in report["labels"]}[n] for n in ("Neighbour", "East"))
        self.assertTrue(small["placed"] and east["placed"])
        pixels_a_degree = (east["anchor"][0] - small["anchor"][0]) / (east["lon"] - small["lon"])
        shore = small["anchor"][0] + (146.72 - small["lon"]) * pixels_a_degree
        self.assertLess(small["box"][2], shore + 3)  # the preferred place, on the right, would lie on the other

    BARE = [f"--no-{piece}" for piece in ("title", "legend", "scale-bar", "north-arrow", "locator", "graticule", "neatline",
                                          "credits", "worldview")]

    def test_names_that_a_view_is_about_are_there(self):
        """Each was missing once, for want of room in its own size and shape."""
        wanted = (("eurasia", "800x600", {"en": "JAPAN", "ja": "日本", "ru": "ЯПОНИЯ", "en,ja": "JAPAN"}),
                  ("eurasia", "800x600", {"en": "Pacific Ocean", "ru": "Тихий океан", "en,ja": "Vladivostok"}),
                  ("bastion", "800x600", {"ru": "Тихий океан", "en,ja": "Sea of Japan"}),
                  ("north-pacific", "800x600", {"en": "Sea of Okhotsk", "ru": "Охотское море", "en,ja": "JAPAN"}),
                  ("north-pacific", "800x600", {"en": "Kuril Islands", "ja": "千島列島", "ru": "Южные Курилы"}),
                  ("eurasia", "1600x1200", {"en": "Caspian Sea", "ja": "カスピ海", "ru": "Каспийское море"}),
                  ("missile-defence", "800x600", {"en": "SOUTH KOREA", "ja": "韓国", "ru": "РЕСПУБЛИКА КОРЕЯ"}),
                  ("habomai-shikotan", "1600x1200", {"en": "Habomai Islands", "ja": "小千島列島", "ru": "острова Хабомаи"}))
        for view, size, names in wanted:
            for language, name in names.items():
                report = self.render(view, "--size", size, "--lang", language, "-o", "a.png", "--quiet")
                placed = [l["text"].replace("\n", " ") for l in report["labels"] if l["placed"]]
                self.assertTrue([t for t in placed if t.startswith(name)], (view, language, name))

    def test_towns_stand_by_their_size_not_by_a_step_between_two_pages(self):
        """Half of okhotsk on A4 was empty, Russian pages had 19 names less than English ones, Petropavlovsk was nowhere, and
        missile-defence had Nara in place of Osaka."""
        def names(view, language, size):
            report = self.render(view, "--lang", language, "--size", size, "-o", "a.svg", "--quiet")
            return {l["text"].replace("-\n", "-").replace("\n", " ") for l in report["labels"] if l["placed"]}
        for size in ("A4-landscape", "A4-portrait", "1600x1200"):
            self.assertLessEqual({"Petropavlovsk-Kamchatsky", "Magadan", "Okha", "Komsomolsk-on-Amur", "Severo-Kurilsk",
                                  "Kuril-Kamchatka Trench"}, names("okhotsk", "en", size), size)
        english, russian = (len(names("okhotsk", language, "A4-portrait")) for language in ("en", "ru"))
        self.assertLess(abs(english - russian), 6)
        for size, more in (("800x600", set()), ("A4-portrait", {"Fukuoka"}), ("1600x1200", {"Niigata", "Sendai", "Nagoya", "Dalian"})):
            found = names("missile-defence", "en", size)
            self.assertLessEqual({"Osaka", "Busan", "Shenyang", "Harbin", *more}, found, size)
            self.assertNotIn("Nara", found)
        self.assertLessEqual({"San Francisco", "Los Angeles", "Anchorage", "Honolulu"}, names("north-pacific", "en", "1600x1200"))

    def test_the_ends_of_a_route_are_named_beside_it(self):
        """Their names stood in other seas, at the end of long leader lines: other names had their places."""
        ends = {"en": ("Vladivostok", "Nara"), "ja": ("ウラジオストク", "奈良"), "ru": ("Владивосток", "Нара"),
                "en,ja": ("Vladivostok", "Nara")}
        for language, names in ends.items():
            report = self.render("eurasia", "--size", "800x600", "--lang", language, "-o", "a.png", "--quiet")
            for name in names:
                label = next(l for l in report["labels"] if l["text"].startswith(name) and l["layer"] == "strategic")
                self.assertTrue(label["placed"])
                x0, y0, x1, y1 = label["box"]  # with the icon and the leader line
                self.assertLess(y1 - y0, 65, (language, label))

    @staticmethod
    def box(west, south, east, north):
        return {"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north],
                                                    [west, south]]]}

    def name_of_state(self, metadata, east, *more):
        """The report on the name of a state that reaches from 147 degrees to `east`, among `more` features."""
        layer = {"id": "name", "type": "symbol", "layout": {"text-field": ["get", "name"], "text-size": 20,
                                                            "text-max-width": 30},
                 "metadata": {"kurilmap:inside": True, **metadata}}
        self.style([layer], [({"name": "A FREE STATE"}, self.box(147, 44.6, east, 45.4)), *more])
        report = self.render("--style", "style.json", "--projection", "EPSG:3857", "--bounds", "146,44.5,149,45.5",
                             "--size", "900x500", *self.BARE, "-o", "a.png", "--quiet")
        return next(l for l in report["labels"] if l["text"].replace("\n", " ") == "A FREE STATE")

    def test_a_state_without_room_is_named_smaller_in_lines_or_off_its_shore(self):
        size = lambda label: (label["box"][2] - label["box"][0], label["box"][3] - label["box"][1])
        wide, high = size(self.name_of_state({}, 148.9))
        over = self.name_of_state({}, 147.34)  # 100 pixels
        self.assertTrue(over["placed"])
        self.assertAlmostEqual(size(over)[0], wide)  # then it lies over both shores
        smaller = self.name_of_state({"kurilmap:smaller": 0.6}, 147.34)
        self.assertTrue(smaller["placed"])
        self.assertTrue(0.55 * wide < size(smaller)[0] < 0.95 * wide, smaller)
        lines = self.name_of_state({"kurilmap:level": 5}, 147.34)
        self.assertTrue(lines["placed"])
        self.assertGreater(size(lines)[1], 1.5 * high)
        outside = self.name_of_state({"kurilmap:spread": True}, 147.1)
        self.assertTrue(outside["placed"])
        other = ({"name": "Y"}, self.box(147.12, 44.5, 149, 45.5))
        aside = self.name_of_state({"kurilmap:spread": True}, 147.1, other)
        self.assertTrue(aside["placed"])
        self.assertLess(aside["box"][2], aside["anchor"][0])  # not on the side of the other state

    def test_a_states_name_off_its_shore_is_nearest_to_its_own_land(self):
        """The United Kingdom's was in the Atlantic, nearer to Ireland, which had no name."""
        land = {"id": "land", "type": "fill", "metadata": {"kurilmap:land": True}}
        name = {"id": "name", "type": "symbol", "filter": ["has", "name"],
                "metadata": {"kurilmap:inside": True, "kurilmap:spread": True}, "layout": {"text-field": ["get", "name"], "text-size": 20}}
        beside = [({}, self.box(146.9, 44.92, 147.44, 45.08)), ({}, self.box(147.56, 44.92, 148.1, 45.08))]
        self.style([land, name], [({"name": "STATE"}, self.box(147.46, 44.92, 147.54, 45.08)), *beside])
        report = self.render("--style", "style.json", "--projection", "EPSG:3857", "--bounds", "146,44.5,149,45.5", "--size", "900x500",
                             *self.BARE, "-o", "a.png", "--quiet")
        label = next(l for l in report["labels"] if l["text"] == "STATE")
        self.assertTrue(label["placed"])
        self.assertLess(label["box"][0], label["anchor"][0] + 12)  # above the state, 24 pixels wide, not above the land beside it

    def test_keys_of_the_legend_lie_on_what_their_layers_lie_on(self):
        """Of each style: the tint below the hatching, and a line of the map's own colour."""
        for style, tint, line in (("briefing", 0xf6dcd3, 0xb4232f), ("dark", 0x764c42, 0xffae9f)):
            report = self.render("southern-kurils", "--style", style, "--size", "800x600", "-o", "a.png", "--quiet")
            x0, y0, x1, y1 = (int(v) for v in report["furniture"]["legend"])
            legend = pixels("a.png")[y0:y1, x0:x1, :3].astype(int)
            for color, opacity, least in ((tint, 1, 20), (line, 0.9, 20)):
                wanted = numpy.array([color >> 16, color >> 8 & 255, color & 255])
                wanted = wanted * opacity + legend[3, 8] * (1 - opacity)
                self.assertGreater((abs(legend - wanted).max(axis=2) < 12).sum(), least, (style, hex(color)))

    def test_keys_of_dashed_lines_hold_one_and_a_half_periods(self):
        """On A4 the key of the line of control held a dash and a stump, and looked like that of the territorial sea."""
        line = {"type": "LineString", "coordinates": [[146, 45], [148, 45]]}
        for dashes, lengths in (([6, 2, 1, 2], [6, 1, 6]), ([5, 2.5], [5, 5]), ([1, 9], [1, 1, 1]), ([4, 3, 2], [6, 6])):
            self.style([{"id": "a", "type": "line", "metadata": {"kurilmap:legend": [{"en": "A line"}]},
                         "paint": {"line-color": "#f00", "line-width": 3, "line-dasharray": dashes}}], [({}, line)])
            report = self.render("--style", "style.json", "--center", "45,147", "--width", "300km", "--size", "600x400",
                                 "--dpi", "384", "-o", "a.png", "--quiet")
            x0, y0, x1, y1 = (int(4 * v) for v in report["furniture"]["legend"])
            key = pixels("a.png")[y0:y1, x0:x1, :3].astype(int)
            red = numpy.concatenate(([0], ((key[:, :, 0] - key[:, :, 1]) > 128).max(axis=0), [0]))
            starts, ends = numpy.flatnonzero(numpy.diff(red) == 1), numpy.flatnonzero(numpy.diff(red) == -1)
            self.assertEqual(len(starts), len(lengths), dashes)
            for got, wanted in zip(ends - starts, lengths):
                self.assertAlmostEqual(got / (ends[0] - starts[0]), wanted / lengths[0], delta=0.12, msg=dashes)

    def test_small_islands_are_hatched_closely_and_smaller_ones_tinted(self):
        """On A4 the stripes were as far apart as the islands are wide; on maps of the ocean nothing marked the islands."""
        for scale, style, red, apart in ((14.3e6, "briefing", 0xb4232f, 4), (14.3e6, "dark", 0xff9a88, 4), (2e6, "briefing", 0xb4232f, 6)):
            self.render("--style", style, "--center", "44.9,147.6", "--scale", f"1:{scale:.0f}", "--size", "140x110", "--dpi", "768",
                        *self.BARE, "-o", "a.png", "--quiet")
            image = pixels("a.png")[:, :, :3].astype(int)
            tint = numpy.array([0xf6dcd3 >> 16, 0xdc, 0xd3]) if style == "briefing" else numpy.array([0x76, 0x4c, 0x42])
            stripe = numpy.array([red >> 16, red >> 8 & 255, red & 255])
            share = 0.7 if style == "briefing" else 0.55
            hit = abs(image - (share * stripe + (1 - share) * tint)).max(axis=2) < 24
            ways = []
            for row in hit:
                ways += [way for way in numpy.diff(numpy.flatnonzero(numpy.diff(row.astype(int)) == 1)) if way > 16]  # no specks
            self.assertGreater(len(ways), 10, scale)
            self.assertAlmostEqual(int(numpy.bincount(ways).argmax()) / 8, apart, delta=0.2, msg=(scale, style))  # the most of them
        for style, color in (("briefing", (0xc9, 0x51, 0x5a)), ("dark", (0xf0, 0x8d, 0x80))):
            for worldview, seen in (("neutral", True), ("ru", False)):
                self.render("north-pacific", "--style", style, "--worldview", worldview, "--dpi", "192", *self.BARE, "-o", "a.png", "--quiet")
                image = pixels("a.png")[:, :, :3].astype(int)
                self.assertEqual((abs(image - numpy.array(color)).max(axis=2) < 4).sum() > 20, seen, (style, worldview))
        text = self.svg("north-pacific")
        self.assertIn("Administered by Russia, claimed by Japan", text)

    def test_small_japanese_letters_do_not_lean(self):
        def box_of(size):
            axis = {"type": "LineString", "coordinates": [[146.2, 44.5], [147.8, 45.6]]}  # some 40 degrees
            water = {"id": "water", "type": "symbol", "metadata": {"kurilmap:overhang": True, "kurilmap:level": 7},
                     "layout": {"symbol-placement": "line-center", "text-field": "オホーツク海", "text-size": size}}
            self.style([water], [({}, axis)])
            report = self.render("--style", "style.json", "--bounds", "145.5,44.3,148.5,45.7", "--size", "600x400",
                                 "--lang", "ja", *self.BARE, "-o", "a.png", "--quiet")
            x0, y0, x1, y1 = report["labels"][0]["box"]
            return (x1 - x0) / size, (y1 - y0) / size

        self.assertLess(min(box_of(9)), 2)  # level, or in a column
        self.assertGreater(min(box_of(20)), 3)  # along its line

    def test_a_place_whose_state_has_no_name_is_not_named_on_the_next(self):
        point = {"id": "town", "type": "symbol", "filter": ["has", "town"],
                 "layout": {"text-field": ["get", "town"], "text-size": 14, "icon-image": "circle",
                            "text-variable-anchor": ["left", "right"], "text-radial-offset": 0.6}}
        state = {"id": "states", "type": "symbol", "filter": ["has", "state"], "metadata": {"kurilmap:inside": True},
                 "layout": {"text-field": ["get", "state"], "text-size": 14}}
        land = {"id": "land", "type": "fill", "filter": ["!", ["has", "town"]], "metadata": {"kurilmap:land": True}}
        town = ({"town": "Harbour Town"}, {"type": "Point", "coordinates": [147.0, 45.0]})
        nameless = ({}, self.box(146.9, 44.4, 147.05, 45.6))
        named = ({"state": "Neighbour"}, self.box(147.05, 44.4, 148.4, 45.6))
        for neighbours, right in (([nameless], True), ([nameless, named], False)):
            self.style([land, state, point], [*neighbours, town], sprite=os.path.join(STYLES, "icons"))
            report = self.render("--style", "style.json", "--bounds", "145.5,44.3,148.5,45.7", "--size", "600x400",
                                 *self.BARE, "-o", "a.png", "--quiet")
            name = next(l for l in report["labels"] if l["layer"] == "town")
            self.assertTrue(name["placed"])
            self.assertEqual(sum(name["box"][::2]) / 2 > name["anchor"][0], right, name)

    def test_no_route_runs_between_a_town_and_its_name(self):
        town = {"id": "town", "type": "symbol", "filter": ["has", "town"], "metadata": {"kurilmap:kin": "towns"},
                "layout": {"text-field": ["get", "town"], "text-size": 14, "icon-image": "circle", "icon-size": 0.4,
                           "text-variable-anchor": ["left", "right"], "text-radial-offset": 1.2}}
        route = {"id": "route", "type": "line", "filter": ["has", "route"], "metadata": {"kurilmap:avoid": 2}}
        point = ({"town": "A harbour town"}, {"type": "Point", "coordinates": [147.0, 45.0]})
        for lon, right in ((147.04, False), (146.96, True)):  # 8 pixels east of the dot, and west of it
            line = ({"route": 1}, {"type": "LineString", "coordinates": [[lon, 44.4], [lon, 45.6]]})
            self.style([route, town], [line, point], sprite=os.path.join(STYLES, "icons"))
            report = self.render("--style", "style.json", "--projection", "EPSG:3857", "--bounds", "145.5,44.3,148.5,45.7",
                                 "--size", "600x400", *self.BARE, "-o", "a.png", "--quiet")
            label = next(l for l in report["labels"] if l["layer"] == "town")
            self.assertTrue(label["placed"])
            self.assertEqual(sum(label["box"][::2]) / 2 > label["anchor"][0], right, label)

    def test_no_leader_line_crosses_a_boundary_while_it_can_help_it(self):
        """Tanfilyev was named in Japanese waters, the line of control between the island and its name; a ring parts nothing."""
        name = {"id": "name", "type": "symbol", "filter": ["has", "name"], "metadata": {"kurilmap:leader": True},
                "layout": {"text-field": ["get", "name"], "text-size": 16}}
        line = {"id": "line", "type": "line", "filter": ["has", "line"], "metadata": {"kurilmap:avoid": 1.25}}
        hatch = {"id": "hatch", "type": "fill", "filter": ["has", "hatch"], "metadata": {"kurilmap:avoid": 10}}
        point = ({"name": "Island"}, {"type": "Point", "coordinates": [147.0, 45.0]})
        west = ({"hatch": 1}, self.box(146.2, 44.6, 146.99, 45.4))
        bay = [[146.2, 45.04], [147.06, 45.04], [147.06, 44.96], [146.2, 44.96]]
        for points, crosses in ((bay, False), ([*bay, bay[0]], True)):
            self.style([hatch, line, name], [west, point, ({"line": 1}, {"type": "LineString", "coordinates": points})])
            report = self.render("--style", "style.json", "--projection", "EPSG:3857", "--bounds", "146,44.5,148,45.5", "--size",
                                 "600x500", *self.BARE, "-o", "a.png", "--quiet")
            label = next(l for l in report["labels"] if l["text"] == "Island")
            self.assertTrue(label["placed"])
            self.assertEqual(label["box"][2] > label["anchor"][0] + 20, crosses, label)

    def test_a_callout_does_not_hide_the_next_state(self):
        """Its icon is on the border of a small one, which has a name or not."""
        callout = {"id": "callout", "type": "symbol", "filter": ["has", "callout"], "metadata": {"kurilmap:apart": "islands"},
                   "layout": {"text-field": ["get", "callout"], "text-size": 14, "icon-image": "circle",
                              "text-variable-anchor": ["left", "right"], "text-radial-offset": 0.6}}
        states = {"id": "states", "type": "symbol", "filter": ["has", "state"], "metadata": {"kurilmap:inside": True},
                  "layout": {"text-field": ["get", "state"], "text-size": 8}}
        fill = {"id": "land", "type": "fill", "filter": ["has", "state"], "metadata": {"kurilmap:land": True}}
        point = ({"callout": "A harbour town"}, {"type": "Point", "coordinates": [147.0, 45.0]})
        own = ({"state": ""}, self.box(146.0, 44.6, 147.05, 45.4))
        for name, east, right in (("Z", 147.2, False), ("", 147.2, False), ("", 148.4, True)):
            other = ({"state": name}, self.box(147.05, 44.9, east, 45.1) if east < 148 else self.box(147.05, 44.6, east, 45.4))
            self.style([fill, states, callout], [own, other, point], sprite=os.path.join(STYLES, "icons"))
            report = self.render("--style", "style.json", "--bounds", "145.5,44.3,148.5,45.7", "--size", "600x400",
                                 *self.BARE, "-o", "a.png", "--quiet")
            label = next(l for l in report["labels"] if l["layer"] == "callout")
            self.assertTrue(label["placed"])
            self.assertEqual(sum(label["box"][::2]) / 2 > label["anchor"][0], right, (name, east, label))

    def test_a_leader_line_ends_on_its_island(self):
        """That of an island narrower than the gap in the middle of larger ones ended in open water."""
        report = self.render("okhotsk", "--lang", "en", "--size", "800x600", "-o", "a.png", "--quiet")
        name = next(l for l in report["labels"] if l["text"].startswith("Shikotan"))
        self.assertTrue(name["placed"] and name["leader"])
        x, y = (int(at) for at in name["anchor"])
        picture = pixels("a.png")[..., :3].astype(int)
        near = [abs(dx) ** 2 + abs(dy) ** 2 for dx in range(-8, 9) for dy in range(-8, 9)
                if picture[y + dy, x + dx].max() < 140]
        self.assertLess(min(near, default=99) ** 0.5, 3)

    def test_a_lake_is_no_land_for_the_name_of_a_water(self):
        axis = ({"kind": "axis"}, {"type": "LineString", "coordinates": [[146.3, 45.0], [147.7, 45.0]]})
        land, lake = ({"kind": "land"}, self.box(145.6, 44.4, 148.4, 45.6)), ({"kind": "lake"}, self.box(146, 44.8, 148, 45.2))
        fill = lambda kind, said: {"id": kind, "type": "fill", "filter": ["==", ["get", "kind"], kind],
                                   "metadata": {f"kurilmap:{said}": True}}
        name = {"id": "water", "type": "symbol", "filter": ["==", ["get", "kind"], "axis"],
                "metadata": {"kurilmap:overhang": True, "kurilmap:level": 7},
                "layout": {"symbol-placement": "line-center", "text-field": "A lake", "text-size": 18}}
        for layers, placed in (([fill("land", "land")], False), ([fill("land", "land"), fill("lake", "lakes")], True)):
            self.style([*layers, name], [axis, land, lake])
            report = self.render("--style", "style.json", "--bounds", "145.5,44.3,148.5,45.7", "--size", "600x400",
                                 *self.BARE, "-o", "a.png", "--quiet")
            self.assertEqual(next(l for l in report["labels"] if l["layer"] == "water")["placed"], placed)

    def test_a_water_may_be_named_level_and_keeps_to_its_side_of_the_land(self):
        """No room along the axis, which is full of dots; a chain of islands lies south of it."""
        axis = {"type": "LineString", "coordinates": [[146.2, 45.0], [147.8, 45.1]]}
        wall = [({"kind": "wall"}, {"type": "Point", "coordinates": [145.8 + 0.05 * i, 45.0 + 0.003 * i]}) for i in range(50)]
        chain = [({"kind": "land"}, self.box(145.6 + 0.25 * i, 44.9, 145.7 + 0.25 * i, 44.92)) for i in range(12)]
        water = {"id": "water", "type": "symbol", "filter": ["==", ["get", "kind"], "axis"],
                 "metadata": {"kurilmap:overhang": True, "kurilmap:beside": 3, "kurilmap:level": 7},
                 "layout": {"symbol-placement": "line-center", "text-field": "A water of some name", "text-size": 18}}
        self.style([{"id": "land", "type": "fill", "filter": ["==", ["get", "kind"], "land"],
                     "metadata": {"kurilmap:land": True}},
                    {"id": "dots", "type": "circle", "filter": ["==", ["get", "kind"], "wall"], "paint": {"circle-radius": 4}},
                    water], [({"kind": "axis"}, axis), *wall, *chain])
        report = self.render("--style", "style.json", "--bounds", "145.5,44.3,148.5,45.7", "--size", "600x400", *self.BARE,
                             "-o", "a.png", "--quiet")
        name = next(l for l in report["labels"] if l["layer"] == "water")
        self.assertTrue(name["placed"])
        x0, y0, x1, y1 = name["box"]
        self.assertGreater(y1 - y0, 1.8 * 18)  # in lines
        islands = 38  # pixels south of the middle of the axis
        self.assertLess(y1, name["anchor"][1] + islands)  # though there is more room beyond them

    def test_an_islands_name_keeps_off_the_next_island(self):
        """Urup's stood over the head of Iturup."""
        land = [({"kind": "land"}, self.box(147.0, 44.98, 147.1, 45.02)), ({"kind": "land"}, self.box(146.2, 44.9, 146.93, 44.985))]
        self.style([{"id": "land", "type": "fill", "filter": ["==", ["get", "kind"], "land"], "metadata": {"kurilmap:land": True}},
                    {"id": "name", "type": "symbol", "filter": ["==", ["get", "kind"], "island"],
                     "metadata": {"kurilmap:kin": "islands", "kurilmap:leader": True},
                     "layout": {"text-field": "Small", "text-size": 16, "text-variable-anchor": ["right", "left"],
                                "text-radial-offset": 1.4}}],
                   [*land, ({"kind": "island"}, {"type": "Point", "coordinates": [147.05, 45.0]})])
        report = self.render("--style", "style.json", "--projection", "EPSG:3857", "--bounds", "146,44.5,148,45.5", "--size",
                             "600x500", *self.BARE, "-o", "a.png", "--quiet")
        name = next(l for l in report["labels"] if l["text"] == "Small")
        self.assertTrue(name["placed"])
        self.assertGreater(name["box"][0], name["anchor"][0])  # though the other side is preferred

    def test_two_names_on_one_line_have_air_between_them(self):
        """Alike and end to end they would be read as one."""
        def placed(apart):
            self.style([{"id": "name", "type": "symbol", "metadata": {}, "layout": {
                "text-field": ["get", "name"], "text-size": 20, "text-anchor": ["get", "side"],
                "text-font": ["Noto Sans Regular"]}}],
                [({"name": "Alpha", "side": "right"}, {"type": "Point", "coordinates": [147, 45]}),
                 ({"name": "Beta", "side": "left"}, {"type": "Point", "coordinates": [147 + apart / 300, 45]})])
            report = self.render("--style", "style.json", "--projection", "EPSG:3857", "--bounds", "146,44.5,148,45.5",
                                 "--size", "600x500", *self.BARE, "-o", "a.png", "--quiet")
            return sum(l["placed"] for l in report["labels"])
        self.assertEqual([placed(apart) for apart in (3, 8, 16)], [1, 1, 2])  # less than, and more than half an em

    def test_names_keep_off_figures_on_the_map(self):
        """Beijing stood on the figure of 40 degrees, which has no room at the frame."""
        checked = 0
        for view, language in (("eurasia", "en"), ("eurasia", "ja"), ("eurasia", "ru"), ("north-pacific", "ja")):
            text = self.svg(view, "--size", "A4-portrait", "--lang", language)
            with open("labels.json", encoding="utf-8") as f:
                report = json.load(f)
            boxes = [l["box"] for l in report["labels"] if "box" in l and not l["leader"] and
                     l["layer"] in ("countries", "cities", "strategic", "measure-length")]
            for x, y, size, length in re.findall(
                    r'matrix\(1\.000,0\.000,0\.000,1\.000,([\d.]+),([\d.]+)\)" x="[^"]*" y="[^"]*" font-size="([\d.]+)" '
                    r'textLength="([\d.]+)">\d+°', text):
                x, y, size, length = (float(v) / 0.75 for v in (x, y, size, length))
                figure = (x, y, x + length, y + size)
                if inside(figure, report["frame"]):
                    checked += 1
                    self.assertTrue(all(apart(figure, box) for box in boxes), (view, language, figure))
        self.assertGreater(checked, 2)

    def test_a_callout_keeps_off_the_next_island(self):
        """The garrison of Kunashir was written beside Iturup."""
        names = {"en": ("Kunashir", "Iturup"), "ja": ("国後島", "択捉島"), "ru": ("Кунашире", "Итуруп"), "en,ja": ("Kunashir", "Iturup")}
        for language, (own, other) in names.items():
            labels = self.render("bastion", "--size", "1600x1200", "--lang", language, "-o", "a.png", "--quiet")["labels"]
            callout = next(l for l in labels if l["layer"] == "strategic" and own in l["text"])
            island = next(l for l in labels if l["layer"] == "islands" and other in l["text"])
            self.assertTrue(callout["placed"])
            x, y = island["anchor"]
            # The box spans text and leader line, so that one of its corners is empty; and it has the callout's padding.
            self.assertTrue(apart(callout["box"], (x - 25, y - 25, x + 25, y + 25)), language)

    def test_names_of_waters_keep_their_light_off_the_shore(self):
        """A strait's name ate the cape of an island beside its axis; names of seas may come nearer."""
        axis = {"type": "LineString", "coordinates": [[146.2, 45.018], [147.8, 45.018]]}
        for reach in (0, 0.1):
            self.style([{"id": "land", "type": "fill", "filter": ["==", ["get", "kind"], "land"],
                         "metadata": {"kurilmap:land": True}},
                        {"id": "water", "type": "symbol", "filter": ["==", ["get", "kind"], "axis"],
                         "metadata": {"kurilmap:overhang": True, "kurilmap:reach": reach},
                         "layout": {"symbol-placement": "line-center", "text-field": "Some strait", "text-size": 20},
                         "paint": {"text-halo-width": 2, "text-halo-color": "#ffffff"}}],
                       [({"kind": "land"}, self.box(146.5, 44.9, 147.5, 44.994)), ({"kind": "axis"}, axis)])
            report = self.render("--style", "style.json", "--projection", "EPSG:3857", "--bounds", "146,44.5,148,45.5", "--size",
                                 "600x500", *self.BARE, "-o", "a.png", "--quiet")
            name = next(l for l in report["labels"] if l["layer"] == "water")
            self.assertEqual(name["placed"], reach == 0, reach)

    def test_a_callout_stands_on_the_coast_that_is_near(self):
        """The garrison on Iturup's ocean side was named in the Sea of Okhotsk, its line across the island."""
        for lon, side in ((146.91, -1), (147.09, 1)):
            site = {"type": "Point", "coordinates": [lon, 45.0]}
            reef = {"type": "Point", "coordinates": [lon + side * 0.25, 45.0]}
            self.style([{"id": "land", "type": "fill", "filter": ["==", ["get", "kind"], "land"],
                         "metadata": {"kurilmap:land": True, "kurilmap:avoid": 30}},
                        {"id": "reef", "type": "circle", "filter": ["==", ["get", "kind"], "reef"],
                         "paint": {"circle-radius": 30}},
                        {"id": "name", "type": "symbol", "filter": ["==", ["get", "kind"], "site"],
                         "metadata": {"kurilmap:leader": True, "kurilmap:apart": "islands"},
                         "layout": {"text-field": "Garrison", "text-size": 16}}],
                       [({"kind": "land"}, self.box(146.9, 44.6, 147.1, 45.4)), ({"kind": "site"}, site), ({"kind": "reef"}, reef)])
            report = self.render("--style", "style.json", "--projection", "EPSG:3857", "--bounds", "146,44.5,148,45.5", "--size",
                                 "600x500", *self.BARE, "-o", f"a{lon}.png", "--quiet")
            name = next(l for l in report["labels"] if l["text"] == "Garrison")
            self.assertTrue(name["placed"] and name["leader"])
            x0, _, x1, _ = name["box"]
            self.assertGreater(side * ((x0 + x1) / 2 - name["anchor"][0]), 0, lon)

    def test_a_part_of_an_island_in_the_pages_corner_is_named(self):
        """Kunashir's head on the map of Iturup had none, though the sea north of it is free."""
        for language in ("en", "ja", "en,ja"):
            report = self.render("iturup", "--lang", language, "--size", "A4-landscape", "-o", "a.png", "--quiet")
            names = {l["text"]: l["placed"] for l in report["labels"] if l["layer"].startswith("islands-along")}
            self.assertEqual((len(names), all(names.values())), (2, True), language)

    def test_no_towns_name_hides_its_island(self):
        """Krabozavodskoye lay over the west of Shikotan, outline and hatching."""
        self.style([{"id": "land", "type": "fill", "filter": ["==", ["get", "kind"], "land"], "metadata": {"kurilmap:land": True}},
                    {"id": "name", "type": "symbol", "filter": ["==", ["get", "kind"], "town"], "metadata": {"kurilmap:kin": "towns"},
                     "layout": {"icon-image": "airfield", "text-field": "Town", "text-size": 16, "text-radial-offset": 0.8,
                                "text-variable-anchor": ["left", "right"]}}],
                   [({"kind": "land"}, self.box(146.95, 44.93, 147.25, 45.07)),
                    ({"kind": "town"}, {"type": "Point", "coordinates": [146.98, 45.0]})], sprite=f"{STYLES}/icons")
        report = self.render("--style", "style.json", "--projection", "EPSG:3857", "--bounds", "146,44.5,148,45.5", "--size",
                             "600x500", *self.BARE, "-o", "a.png", "--quiet")
        name = next(l for l in report["labels"] if l["text"] == "Town")
        self.assertTrue(name["placed"])
        x0, _, x1, _ = name["box"]
        self.assertLess((x0 + x1) / 2, name["anchor"][0])  # though the other side is preferred

    def test_a_towns_name_stands_on_its_own_shore(self):
        """Yuzhno-Kurilsk, a harbour on the Pacific, was named across Kunashir on the other sea."""
        self.style([{"id": "land", "type": "fill", "filter": ["==", ["get", "kind"], "land"], "metadata": {"kurilmap:land": True}},
                    {"id": "name", "type": "symbol", "filter": ["==", ["get", "kind"], "town"],
                     "metadata": {"kurilmap:kin": "towns", "kurilmap:spread": 3},
                     "layout": {"icon-image": "airfield", "text-field": "Town", "text-size": 16, "text-radial-offset": 2.2,
                                "text-variable-anchor": ["right", "left"]}}],
                   [({"kind": "land"}, self.box(146.92, 44.4, 147.02, 45.6)),
                    ({"kind": "town"}, {"type": "Point", "coordinates": [147.0, 45.0]})], sprite=f"{STYLES}/icons")
        report = self.render("--style", "style.json", "--projection", "EPSG:3857", "--bounds", "146,44.5,148,45.5", "--size",
                             "600x500", *self.BARE, "-o", "a.png", "--quiet")
        name = next(l for l in report["labels"] if l["text"] == "Town")
        self.assertTrue(name["placed"])
        self.assertGreater(sum(name["box"][::2]) / 2, name["anchor"][0])  # though the other side is preferred

    def test_names_keep_off_the_disputed_islands_however_small(self):
        """Yuzhno-Sakhalinsk was written over Kunashir, Shikotan and Habomai, three specks on a map of Eurasia."""
        with open(os.path.join(STYLES, "briefing.json"), encoding="utf-8") as f:
            style = json.load(f)
        for layer in style["layers"]:
            if layer["id"] == "cities":  # as it was named there, and with no place but that one
                layer["filter"] = ["==", ["get", "id"], "yuzhno-sakhalinsk"]
                layer["layout"]["text-variable-anchor"] = ["left"]
                layer["metadata"]["kurilmap:spread"] = False
        shutil.copytree(STYLES, "styles")
        self.write("styles/named.json", json.dumps(style))
        labels = self.render("eurasia", "--lang", "ru", "--size", "1123x794", "--style", "styles/named.json", "-o", "a.png", "--quiet")["labels"]
        self.assertEqual([label["placed"] for label in labels if label["layer"] == "cities"], [False])

    def test_a_state_is_named_on_its_land_clear_of_its_border(self):
        """JAPAN stood in the Pacific, SOUTH KOREA across its border or on the islets of its coast."""
        places = {"en": ("JAPAN", "SOUTH KOREA"), "ja": ("日本", "韓国"), "ru": ("ЯПОНИЯ", "РЕСПУБЛИКА КОРЕЯ"),
                  "en,ja": ("JAPAN", "SOUTH KOREA")}
        for language, names in places.items():
            for size in ("800x600", "A4-portrait"):
                labels = self.render("missile-defence", "--lang", language, "--size", size, "-o", "a.svg", "--quiet")["labels"]
                at = {l["text"].replace("\n", " "): l for l in labels if l["layer"].startswith("countries") and l["placed"]}
                japan, korea = (next(l for text, l in at.items() if text.startswith(name)) for name in names)
                seoul = next(l for l in labels if l["layer"] == "cities" and abs(l["lat"] - 37.57) < 0.1)
                tokyo = next(l for l in labels if l["layer"] == "strategic" and abs(l["lat"] - 35.68) < 0.1)
                x0, y0, x1, y1 = korea["box"]
                self.assertGreater(y0, seoul["anchor"][1] - 25, (language, size, korea))  # the border is farther north
                self.assertLess(abs((y0 + y1) / 2 - seoul["anchor"][1]), 70, (language, size, korea))
                self.assertLess(sum(japan["box"][::2]) / 2, tokyo["anchor"][0] + 45, (language, size, japan))

    def test_a_price_beyond_all_numbers_is_one(self):
        """Fifteen times 1e308 is infinite, and nothing of it no number: no name was placed, for a reason that nobody could read."""
        self.style([{"id": "hatch", "type": "fill", "filter": ["has", "hatch"], "metadata": {"kurilmap:avoid": 1e308}},
                    {"id": "name", "type": "symbol", "filter": ["has", "name"], "metadata": {"kurilmap:leader": True},
                     "layout": {"icon-image": "airfield", "text-field": "Town", "text-variable-anchor": ["left", "right"]}}],
                   [({"hatch": 1}, self.box(147.0, 44.9, 147.4, 45.1)), ({"name": 1}, {"type": "Point", "coordinates": [147.0, 45.0]})],
                   sprite=f"{STYLES}/icons")
        report = self.render("--style", "style.json", "--bounds", "146,44.5,148,45.5", "--size", "600x500", *self.BARE, "-o", "a.png",
                             "--quiet")
        name = next(l for l in report["labels"] if l["text"] == "Town")
        self.assertTrue(name["placed"])
        self.assertLess(sum(name["box"][::2]) / 2, name["anchor"][0])

    def test_an_islets_name_keeps_off_the_next_islet(self):
        """The easternmost of the Oskolki, two pixels large, lay under their name."""
        islets = [({"kind": "land"}, self.box(147 + lon, 45, 147.0025 + lon, 45.0018)) for lon in (0, 0.1527)]
        self.style([{"id": "land", "type": "fill", "filter": ["==", ["get", "kind"], "land"], "metadata": {"kurilmap:land": True}},
                    {"id": "name", "type": "symbol", "filter": ["==", ["get", "kind"], "islet"],
                     "metadata": {"kurilmap:kin": "islands", "kurilmap:leader": True},
                     "layout": {"text-field": "Two islets", "text-size": 16, "text-variable-anchor": ["left", "right"],
                                "text-radial-offset": 0.8}}],
                   [*islets, ({"kind": "islet"}, {"type": "Point", "coordinates": [147.001, 45.001]})])
        report = self.render("--style", "style.json", "--projection", "EPSG:3857", "--bounds", "146,44.5,148,45.5", "--size",
                             "600x500", *self.BARE, "-o", "a.png", "--quiet")
        name = next(l for l in report["labels"] if l["text"] == "Two islets")
        self.assertTrue(name["placed"])
        self.assertLess(name["box"][2], name["anchor"][0])  # though the other side is preferred

    def test_no_name_hides_the_line_of_control(self):
        """Leader lines may cross it; names stood on it, between Cape Nosappu and the islets."""
        shutil.copytree(STYLES, "styles")
        with open("styles/briefing.json", encoding="utf-8") as f:
            style = json.load(f)
        style["layers"] = [layer for layer in style["layers"] if layer["type"] != "symbol"]
        self.write("styles/bare.json", json.dumps(style))
        for language in ("en", "ja", "ru", "en,ja"):
            common = ["habomai-shikotan", "--lang", language, "--size", "800x600", *self.BARE, "--quiet"]
            report = self.render(*common, "-o", "a.png")
            self.render(*common, "--style", "styles/bare.json", "-o", "bare.png")
            x0, y0, x1, y1 = (int(v) for v in report["frame"])
            violet = numpy.array([0x54, 0x40, 0x7f])
            line, seen = (abs(pixels(name).astype(int)[y0:y1, x0:x1, :3] - violet).max(axis=2) < 10 for name in ("bare.png", "a.png"))
            self.assertGreater(line.sum(), 100)
            self.assertGreater((line & seen).sum() / line.sum(), 0.9, language)  # 0.89 in three languages without its price

    def test_a_point_that_shares_its_place_keeps_its_leader(self):
        names = {l["text"].replace("\n", " "): l for l in
                 self.render("bastion", "--size", "800x600", "-o", "a.png", "--quiet")["labels"]
                 if l["layer"] == "strategic"}
        for island in ("Iturup", "Kunashir"):
            self.assertTrue(names[f"Garrison and missiles on {island}"]["placed"], island)

    def test_garrisons_have_short_names_on_small_pages_and_in_two_languages(self):
        """Five lines a garrison, eight in two languages, left no room for the islands' names."""
        for language, size, name in (("en", "1600x1200", "Russian garrison and coastal missiles on Iturup"),
                                     ("en", "800x600", "Garrison and missiles on Iturup"),
                                     ("en,ja", "1600x1200", "Garrison and missiles on Iturup 択捉島の守備隊とミサイル"),
                                     ("ru", "800x600", "Гарнизон и ракеты на Итурупе"), ("ja", "800x600", "択捉島の守備隊とミサイル")):
            labels = self.render("bastion", "--lang", language, "--size", size, "-o", "a.svg", "--quiet")["labels"]
            texts = [l["text"].replace("\n", " ") for l in labels if l["layer"] == "strategic"]
            found = [t if " " in name else t.replace(" ", "") for t in texts]
            self.assertTrue([t for t in found if t.replace(" ", "") == name.replace(" ", "")], (language, size, texts))

    def test_every_square_of_siberia_has_a_name(self):
        names = {l["text"].replace("\n", " ") for l in
                 self.render("eurasia", "--size", "800x600", "-o", "a.png", "--quiet")["labels"] if l["placed"]}
        self.assertLessEqual({"Siberia", "Russian Far East"}, names)
        names = {l["text"].replace("\n", " ") for l in
                 self.render("north-pacific", "--size", "800x600", "-o", "a.png", "--quiet")["labels"] if l["placed"]}
        self.assertIn("Washington", names)
        self.assertNotIn("Washington State", names)  # it reads as the capital's, the end of the line

    def test_great_lakes_are_water_on_world_maps(self):
        for centre in ("42,50.7", "47.7,-88", "0,33"):  # the Caspian Sea, Lakes Superior and Victoria
            for scale in ("1:80000000", "1:35000000", "1:10000000"):
                self.render("--center", centre, "--scale", scale, "--size", "240x180", "-o", "a.png", "--quiet",
                            "--no-graticule", "--no-legend", "--no-scale-bar", "--no-locator", "--no-neatline",
                            "--no-credits", "--no-worldview")
                red, _, blue = (int(c) for c in pixels("a.png")[90, 120, :3])
                self.assertGreater(blue, red, f"{centre} at {scale}")  # land is yellow

    def test_names_grow_on_large_sheets_of_our_styles(self):
        def height(size):
            return min(l["box"][3] - l["box"][1] for l in
                       self.render("--bounds", "147,44,149,45.5", "--size", size, "-o", "a.svg", "--quiet")["labels"]
                       if l["layer"] == "volcanoes" and l["placed"] and not l["leader"])
        small, large = height("A4-landscape"), height("A2-landscape")
        self.assertGreater(large, 1.15 * small)

    def test_names_do_not_depend_on_dpi_or_format(self):
        one = self.render("southern-kurils", "--size", "800x600", "-o", "a.png", "--quiet")
        for arguments in (("--dpi", "192", "-o", "b.png"), ("-o", "b.svg"), ("-o", "b.pdf")):
            self.assertEqual(one, self.render("southern-kurils", "--size", "800x600", *arguments, "--quiet"))

    def test_names_do_not_depend_on_the_order_of_features(self):
        rows = [(145 + 4 * (i * 37 % 60) / 60, 43.5 + 2 * (i * 23 % 60) / 60, f"Place {i} here") for i in range(60)]
        def placed(order):
            self.points(order)
            report = self.render("southern-kurils", "--size", "800x600", "--points", "points.csv", "-o", "a.png", "--quiet")
            return sorted((l["layer"], l["text"], str(l.get("box"))) for l in report["labels"])
        self.assertEqual(placed(rows), placed(rows[::-1]))

    def test_two_languages_stand_together(self):
        texts = {l["text"] for l in self.render("okhotsk", "--lang", "en,ja", "-o", "a.png", "--quiet")["labels"]}
        self.assertIn("Sea of Okhotsk\nオホーツク海", texts)
        texts = {l["text"] for l in self.render("southern-kurils", "-o", "a.png", "--quiet")["labels"]}
        self.assertIn("Kunashir / Kunashiri-tō", texts)  # both names of what is disputed

    def test_one_thing_has_one_word_on_a_map(self):
        """In Russian the legend and the label used two abbreviations for the same boats, and the frame "с.ш.", the scale "с. ш."."""
        text = self.svg("okhotsk", "--lang", "ru", "--size", "1600x1200")
        self.assertGreaterEqual(text.count("РПКСН"), 2)
        self.assertNotIn("ПЛАРБ", text)
        self.assertNotIn("с. ш.", text)
        self.assertIn("с.ш.", text)
        self.assertNotIn("Северная Корея", self.svg("eurasia", "--lang", "ru"))  # beside "Республика Корея", as atlases have them

    def test_figures_follow_the_language(self):
        view = ("eurasia", "--size", "800x600", "-o", "a.png", "--quiet")
        for language, figure in (("en", "11\u202f114.4\u00a0km"), ("ja", "11\u202f114.4\u00a0km"), ("ru", "11\u202f114,4\u00a0км")):
            texts = {l["text"] for l in self.render(*view, "--lang", language)["labels"]}
            self.assertIn(figure, texts)

    # ---- Lines and paint ----

    def test_b71_dashes_stay_when_the_page_moves(self):
        line = {"type": "LineString", "coordinates": [[140.0, 45.0], [155.0, 45.0]]}
        self.style([{"id": "a", "type": "line", "paint": {"line-width": 6, "line-dasharray": [4, 3]}},
                    {"id": "b", "type": "line", "paint": {"line-width": 2, "line-color": "#f00", "line-dasharray": [2, 1]}}],
                   [({}, line)])
        images = []
        bare = [f"--no-{piece}" for piece in ("title", "legend", "scale-bar", "north-arrow", "locator", "graticule",
                                              "neatline", "credits", "worldview")]
        for west in (146.0, 147.0):  # 600 px show 2 degrees, so the page moves on by 300 px
            self.render("--style", "style.json", "--projection", "EPSG:3857", "--bounds", f"{west},44.7,{west + 2},45.3",
                        "--size", "600x400", *bare, "-o", "a.png", "--quiet")
            images.append(pixels("a.png").astype(int))
        self.assertTrue((images[0][:, :, 0] < 200).any())
        self.assertLess(abs(images[0][:, 320:580] - images[1][:, 20:280]).max(), 24)

    def test_dashes_may_have_their_size_at_every_zoom(self):
        """On a web map they grow from a whole zoom to the next: the same map had other lines on pages of two sizes."""
        line = {"type": "LineString", "coordinates": [[140.0, 45.0], [155.0, 45.0]]}
        for metadata, grown in (({}, 2 ** 0.8), ({"kurilmap:steady-patterns": True}, 1)):
            self.style([{"id": "a", "type": "line", "paint": {"line-width": 6, "line-dasharray": [4, 3]}}], [({}, line)], metadata=metadata)
            width_m = 2 * math.pi * 6378137 * math.cos(math.radians(45)) / 512 / 2 ** 5.8 * 600
            self.render("--style", "style.json", "--projection", "EPSG:3857", "--center", "45,147", "--width", f"{width_m / 1000:.3f}km",
                        "--size", "600x400", *self.BARE, "-o", "a.png", "--quiet")
            dark = (pixels("a.png")[:, :, 0] < 128).any(axis=0)[20:580].astype(int)
            starts = numpy.flatnonzero(numpy.diff(dark) == 1)
            self.assertAlmostEqual(numpy.diff(starts).mean(), 42 * grown, delta=1.5)

    def test_b77_half_transparent_layers_stay_vector(self):
        def square(x):
            return {"type": "Polygon", "coordinates": [[[x, 44.6], [x + 1, 44.6], [x + 1, 45.4], [x, 45.4], [x, 44.6]]]}
        self.style([{"id": "a", "type": "fill", "filter": ["==", ["get", "n"], 1], "paint": {"fill-color": "#00f"}},
                    {"id": "b", "type": "fill", "filter": ["==", ["get", "n"], 2],
                     "paint": {"fill-color": "#f00", "fill-opacity": 0.5}}],
                   [({"n": 1}, square(146.3)), ({"n": 2}, square(146.8))])
        view = ("--style", "style.json", "--bounds", "146,44.4,148,45.6", "--size", "600x400", "--quiet")
        self.render(*view, "-o", "a.pdf", "-o", "a.png")
        images = subprocess.run(["pdfimages", "-list", "a.pdf"], capture_output=True, text=True, check=True).stdout
        self.assertEqual(len(images.splitlines()), 2, images)  # its two lines of heading
        plain = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", "a.pdf", "-"], capture_output=True,
                               check=True).stdout
        self.assertIn(b"/ca 0.5", plain)
        colours = {tuple(c) for c in pixels("a.png")[::3, ::3, :3].reshape(-1, 3)}
        self.assertIn((128, 0, 127), {(r + r % 2, g, b - (1 - b % 2)) for r, g, b in colours})

    def test_the_view_of_japan_leaves_southern_sakhalin_white(self):
        for worldview, white in (("jp", True), ("neutral", False), ("ru", False)):
            self.render("--bounds", "142.2,47.6,142.4,47.8", "--worldview", worldview, "--size", "300x300", "--furniture",
                        "legend=off", "-o", "a.png", "--quiet")
            image = pixels("a.png")[100:180, 100:200, :3]
            self.assertEqual(bool((numpy.median(image.reshape(-1, 3), axis=0) == 255).all()), white, worldview)

    # ---- Furniture ----

    def test_furniture_stands_where_it_is_told(self):
        for corner in ("top-left", "top-right", "bottom-left", "bottom-right"):
            report = self.render("okhotsk", "--furniture", f"legend={corner}", "-o", "a.png", "--quiet")
            x0, y0, x1, y1 = report["frame"]
            a, b, c, d = report["furniture"]["legend"]
            self.assertEqual((a + c < x0 + x1, b + d < y0 + y1), ("left" in corner, "top" in corner), corner)
        report = self.render("okhotsk", "--no-legend", "--furniture", "locator=off", "-o", "a.png", "--quiet")
        self.assertEqual(set(report["furniture"]), {"scale-bar"})
        for wrong in ("legend=zebra", "neatline=numbered", "legend=middle", "legend="):
            self.assertEqual(run("render", "okhotsk", "--furniture", wrong, "-o", "b.png").returncode, 2, wrong)

    def test_the_legend_tells_of_icons_that_are_drawn_only(self):
        shutil.copytree(os.path.join(STYLES, "icons"), "icons")
        entries = [{"en": kind, "properties": {"kind": kind}} for kind in ("first", "second")]
        layer = {"id": "p", "type": "symbol", "metadata": {"kurilmap:legend": entries}, "layout": {
            "icon-image": ["match", ["get", "kind"], "first", "star", "circle"], "symbol-sort-key": ["get", "rank"]}}
        heights = []
        for lon in (147.0, 147.5):  # on the first one, where there is no room for it, and beside it
            self.style([layer], [({"kind": "first", "rank": 1}, {"type": "Point", "coordinates": [147.0, 45.0]}),
                                 ({"kind": "second", "rank": 2}, {"type": "Point", "coordinates": [lon, 45.0]})],
                       sprite="icons")
            report = self.render("--style", "style.json", "--center", "45,147.2", "--width", "300km", "-o", "a.png")
            box = report["furniture"]["legend"]
            self.assertTrue(inside(box, report["frame"]))
            heights.append(box[3] - box[1])
        self.assertLess(heights[0], 0.8 * heights[1])

    def test_layout_adapts_from_a_thumbnail_to_a_poster(self):
        least = {"320x240": 0.35, "240x320": 0.35}  # share of the page that is map
        sizes = ("320x240", "240x320", "600x450", "450x600", "2400x800", "800x2400", "A2-landscape", "A2-portrait")
        for view in ("okhotsk", "southern-kurils", "missile-defence", "eurasia"):
            for size in sizes:
                report = self.render(view, "--size", size, "-o", "a.svg", "--quiet")
                pieces = list(report["furniture"].values())
                points = [l["anchor"] for l in report["labels"] if l["layer"] == "strategic"]
                where = f"{view} {size}"
                for i, piece in enumerate(pieces):
                    self.assertTrue(inside(piece, report["page"]), where)
                    self.assertTrue(inside(piece, report["frame"]) or apart(piece, report["frame"]), where)
                    self.assertTrue(all(apart(piece, other) for other in pieces[:i]), where)
                    self.assertFalse([p for p in points if inside((*p, *p), piece)], where)
                width, height = report["frame"][2] - report["frame"][0], report["frame"][3] - report["frame"][1]
                self.assertGreater(width * height, least.get(size, 0.5) * report["page"][2] * report["page"][3], where)
                covered = sum((p[2] - p[0]) * (p[3] - p[1]) for p in pieces if inside(p, report["frame"]))
                self.assertLess(covered, 0.4 * width * height, where)

    def test_furniture_covers_neither_towns_nor_the_names_of_oceans(self):
        """The legend hid all of Japan in habomai-shikotan, and took the Pacific's place in bastion."""
        for language in ("en", "ja", "ru"):
            report = self.render("habomai-shikotan", "--lang", language, "--size", "800x600", "-o", "a.png", "--quiet")
            towns = [l for l in report["labels"] if l["layer"] == "towns" and not l["placed"]]
            self.assertEqual(towns, [], language)
            report = self.render("bastion", "--lang", language, "--size", "800x600", "-o", "a.png", "--quiet")
            pacific = {"en": "Pacific Ocean", "ja": "太平洋", "ru": "Тихий океан"}[language]
            self.assertTrue([l for l in report["labels"] if l["text"] == pacific and l["placed"]], language)

    def test_the_legend_stands_below_the_map_where_it_is_told_and_where_there_is_room(self):
        for arguments in (("iturup", "--furniture", "legend=below"), ("iturup", "--size", "A4-portrait")):
            report = self.render(*arguments, "-o", "a.svg", "--quiet")
            self.assertGreater(report["furniture"]["legend"][1] + 8, report["frame"][3], arguments)
        self.assertTrue(all(apart(piece, report["frame"]) for piece in report["furniture"].values()))  # a high page
        report = self.render("iturup", "--size", "A4-portrait", "--furniture", "locator=top-left", "-o", "a.svg", "--quiet")
        self.assertTrue(inside(report["furniture"]["locator"], report["frame"]))
        self.assertEqual(run("render", "iturup", "--furniture", "locator=below", "-o", "b.png").returncode, 2)
        said = run("render", "iturup", "--furniture", "legend=below", "-o", "a.png").stderr
        self.assertEqual(said.count("projection:"), 1, said)  # though the page is planned twice

    def test_the_locator_may_be_an_inset(self):
        """A square map of what lies round, with the extent in its middle: its corners are land or sea, a globe's are not."""
        corner = {}
        for kind in ("on", "inset"):
            report = self.render("iturup", "--size", "800x600", "--furniture", f"locator={kind} bottom-right", "-o", "a.png",
                                 "--quiet")
            x0, y0, x1, y1 = (int(v) for v in report["furniture"]["locator"])
            image = pixels("a.png").astype(int)
            corner[kind] = image[y1 - 5, x1 - 5, :3]
            middle = image[(y0 + y1) // 2 - 12:(y0 + y1) // 2 + 12, (x0 + x1) // 2 - 12:(x0 + x1) // 2 + 12, :3]
            self.assertTrue((abs(middle - numpy.array([0xb4, 0x23, 0x2f])).max(axis=2) < 40).any(), kind)
        self.assertLess(abs(corner["inset"] - numpy.array([0xd6, 0xe7, 0xf1])).max(), 6)  # the Pacific
        self.assertGreater(abs(corner["inset"] - corner["on"]).max(), 6)
        self.assertEqual(run("render", "iturup", "--furniture", "legend=inset", "-o", "b.png").returncode, 2)

    def test_two_languages_stand_in_the_head_and_in_the_notes(self):
        text = self.svg("southern-kurils", "--lang", "en,ja")
        both = ("The four southern Kuril islands", "北方四島（南クリル）", "Under Soviet, then Russian, control",
                "1945年9月以来", "claim is hatched", "斜線で示す", "Northern Territories", "南クリル／北方領土")
        for words in both:
            self.assertIn(words, text)
        self.assertNotIn("北方四島（南クリル）", self.svg("southern-kurils", "--lang", "en"))
        small = self.svg("southern-kurils", "--lang", "en,ja", "--size", "400x300")
        self.assertNotIn("1945年9月以来", small)
        own = [self.svg("okhotsk", "--lang", lang, "--title", "Mine").count(">Mine<") for lang in ("en", "en,ja")]
        self.assertEqual(own[0], own[1])  # said once for all languages, it stands once

    def test_the_note_tells_of_hatching_only_where_there_is_some(self):
        self.assertIn("claim is hatched", self.svg("southern-kurils"))
        for view in ("eurasia", "north-pacific"):
            text = self.svg(view)
            self.assertNotIn("hatched", text)
            self.assertIn("Boundaries show control on the ground.", text)

    def test_the_legend_speaks_both_languages_where_there_is_room(self):
        for size, both in (("1600x1200", True), ("800x600", True), ("600x450", False)):
            text = self.svg("bastion", "--lang", "en,ja", "--size", size)
            self.assertIn(">Submarine base<", text)
            self.assertEqual(">潜水艦基地<" in text, both, size)

    def test_the_legend_knows_both_kinds_of_capital(self):
        text = self.svg("north-pacific")
        self.assertIn(">Capital named in the essay<", text)  # red: Tokyo, Washington
        self.assertIn(">Capital<", text)  # dark: Beijing
        self.assertNotIn(">Capital", self.svg("iturup"))

    def test_a_legend_that_is_asked_for_leaves_the_map_room(self):
        for size in ("304x350", "547x288"):
            for legend in ("auto", "on", "numbered"):
                report = self.render("southern-kurils", "--size", size, "--lang", "ja", "--furniture", f"legend={legend}",
                                     "-o", "a.png", "--quiet")
                x0, y0, x1, y1 = report["frame"]
                covered = sum((p[2] - p[0]) * (p[3] - p[1]) for p in report["furniture"].values()
                              if inside(p, report["frame"]))
                self.assertLess(covered, (0.37 if legend == "auto" else 0.5) * (x1 - x0) * (y1 - y0), (size, legend))
                self.assertTrue(legend == "auto" or "legend" in report["furniture"], (size, legend))

    def test_what_is_asked_for_is_drawn_or_told(self):
        """At 300 pixels no corner is free of points: a legend that was asked for was left out without a word."""
        for legend in ("on", "below", "top-left", "numbered"):
            for view in ("okhotsk", "southern-kurils"):
                report = self.render(view, "--size", "300x300", "--furniture", f"legend={legend}", "-o", "a.png")
                self.assertIn("legend", report["furniture"], (view, legend))
                self.assertEqual("stands elsewhere" in self.said, legend == "top-left", (view, legend))
        report = self.render("okhotsk", "--size", "200x150", "--furniture", "legend=on", "-o", "a.png")
        self.assertTrue("legend" in report["furniture"] or "no room for the legend: it is left out" in self.said)
        self.assertNotIn("no room", run("render", "okhotsk", "--size", "200x150", "-o", "a.png").stderr)
        report = self.render("okhotsk", "--size", "250x180", "--furniture", "locator=on", "--furniture", "legend=on", "-o", "a.png")
        for piece in ("locator", "legend"):
            self.assertTrue(piece in report["furniture"] or f"no room for the {piece}" in self.said, piece)

    def test_the_smallest_page_is_map_and_sources(self):
        text = self.svg("okhotsk", "--size", "200x150")
        self.assertTrue("Sources" in text)
        self.assertFalse("and its gates<" in text.split("<g fill-opacity")[-1])
        self.assertEqual(run("render", "okhotsk", "--size", "200x150", "--furniture", "title=on", "-o", "b.png").returncode, 2)

    def test_a_thumbnail_has_a_graticule_when_it_is_told(self):
        for size, has in (("320x240", False), ("300x300", True)):
            self.assertEqual("150°E" in self.svg("okhotsk", "--size", size), has, size)
        self.assertIn("°E", self.svg("okhotsk", "--size", "320x240", "--furniture", "graticule=on"))

    def test_a_place_without_a_view_has_no_story(self):
        bounds = ("--bounds", "142,43,150,47", "--size", "800x600")
        told = self.render("okhotsk", *bounds, "-o", "a.png", "--quiet")["labels"]
        plain = self.render(*bounds, "-o", "a.png", "--quiet")["labels"]
        self.assertTrue([l for l in told if l["layer"] == "strategic"])
        self.assertFalse([l for l in plain if l["layer"] == "strategic"])

    def test_a_new_title_has_no_old_subtitle(self):
        self.assertIn("missile submarines", self.svg("okhotsk"))
        self.assertNotIn("missile submarines", self.svg("okhotsk", "--title", "Ports"))
        self.assertIn("Of the north", self.svg("okhotsk", "--title", "Ports", "--subtitle", "Of the north"))

    def test_the_claim_is_told_where_it_is_seen(self):
        europe = ("--bounds=-12,35,32,60", "--size", "800x600")
        line, wanted = "Boundaries show control on the ground", ("--furniture", "worldview=on")
        self.assertFalse(line in self.svg(*europe))
        self.assertTrue(line in self.svg(*europe, *wanted))
        self.assertTrue(line in self.svg("eurasia"))
        self.assertTrue("claim is hatched" in self.svg("--center", "45.0,147.8", "--width", "20km"))
        self.assertIn("government of Japan", self.svg(*europe, "--worldview", "jp"))

    def test_paper_of_a_style_may_be_transparent(self):
        self.write("clear.json", json.dumps({
            "version": 8, "sources": {}, "layers": [{"id": "sea", "type": "background", "paint": {"background-color": "#d6e7f1"}}],
            "metadata": {"kurilmap:furniture": {"paper": "rgba(0, 0, 0, 0)"}}}))
        report = self.render("okhotsk", "--style", "clear.json", "--size", "400x300", "-o", "a.png", "--quiet")
        image = pixels("a.png")
        x0, y0, x1, y1 = (int(v) for v in report["frame"])
        self.assertEqual(image.shape[2], 4)
        self.assertEqual(image[2, 2, 3], 0)
        self.assertEqual(image[(y0 + y1) // 2, (x0 + x1) // 2, 3], 255)

    def test_no_needle_is_right_about_a_pole(self):
        pole = ("--center", "90,0", "--width", "6000km", "-o", "a.png", "--quiet")
        self.assertNotIn("north-arrow", self.render(*pole)["furniture"])
        self.assertIn("north-arrow", self.render(*pole, "--furniture", "north-arrow=on")["furniture"])
        turned = ("southern-kurils", "--bearing", "30", "-o", "a.png", "--quiet")
        self.assertIn("north-arrow", self.render(*turned)["furniture"])

    def test_a_free_world_has_no_neatline(self):
        for view, more, has in ((("--bounds=-180,-85,180,85",), (), False), (("--bounds=-180,-85,180,85",), ("neatline=on",), True),
                                (("okhotsk",), (), True),
                                (("--center", "52,148", "--width", "12000km", "--projection", "+proj=ortho +lat_0=52 +lon_0=148"),
                                 (), True)):
            report = self.render(*view, *(w for f in more for w in ("--furniture", f)), "--size", "600x450", "--no-graticule",
                                 "-o", "a.png", "--quiet")
            x0, y0, x1, y1 = (int(round(v)) for v in report["frame"])
            row = pixels("a.png")[y0 - 2:y0 + 2, x0 + 4:x1 - 4, :3].astype(int).sum(axis=2).min(axis=0)
            self.assertEqual(bool((row < 450).all()), has, (view, more))

    def test_tints_of_depth_have_a_key_all_over_the_world(self):
        for view in (("eurasia",), ("--center", "90,0", "--width", "6000km"), ("--bounds=-180,-85,180,85",)):
            self.assertIn("Depth, metres", self.svg(*view), view)

    def test_a_name_of_the_user_takes_the_place_of_ours(self):
        self.write("my_ports.csv", "name,lat,lon\nMagadan,59.56,150.80\nNagaeva Bay,59.5,150.6\n")
        report = self.render("okhotsk", "--points", "my_ports.csv", "-o", "a.png", "--quiet")
        self.assertEqual([l["layer"] for l in report["labels"] if l["text"] == "Magadan"], ["points0-name"])
        self.assertIn(">My ports<", self.svg("okhotsk", "--points", "my_ports.csv"))

    def test_data_by_classes_with_names_and_arrows(self):
        def square(x, y, **properties):
            ring = [[x, y], [x + 2, y], [x + 2, y + 2], [x, y + 2], [x, y]]
            return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}

        line = {"type": "Feature", "properties": {"kind": "crab"}, "geometry": {
            "type": "LineString", "coordinates": [[142, 51], [155, 51]]}}
        squares = [square(144 + 2 * (i % 4), 52 + 2 * (i // 4), kind=("crab", "cod")[i % 2], catch=i * 10.5, name=f"Area {i}")
                   for i in range(8)]
        self.write("areas.json", json.dumps({"type": "FeatureCollection", "features": squares}))
        self.write("way.json", json.dumps(line))
        document = "view: okhotsk\nstrategic: none\ndata: {dataset: %s, label: Catch, %s}\n"
        self.write("kinds.yaml", document % ("areas.json", "classes: kind, names: name"))
        text = self.svg("kinds.yaml")
        for word in ("Catch", "crab", "cod", "Area 0", "Area 7"):
            self.assertIn(f">{word}<", text)
        self.assertIn("rgb(83.529412%,36.862745%,0%)", text)  # the first of the kinds, cod
        self.write("ranges.yaml", document % ("areas.json", "classes: catch"))
        text = self.svg("ranges.yaml", "--lang", "ru")
        self.assertIn(">&lt; 10<", text)  # fifths of 0, 10.5 ... 73.5, to two digits
        self.assertIn(">≥ 63<", text)
        self.write("way.yaml", document % ("way.json", "arrows: true"))
        self.render("way.yaml", "-o", "arrows.png", "--quiet")
        self.render("okhotsk", "--strategic", "none", "--data", "way.json", "-o", "plain.png", "--quiet")
        self.assertTrue((pixels("arrows.png") != pixels("plain.png")).any())
        self.write("none.json", json.dumps({"type": "FeatureCollection", "features": []}))
        self.write("none.yaml", document % ("none.json", "classes: kind, names: name"))
        self.render("none.yaml", "-o", "none.png", "--quiet")
        squares[0]["properties"] = squares[1]["properties"] = {"kind": None}
        self.write("nulls.json", json.dumps({"type": "FeatureCollection", "features": squares[:2]}))
        self.write("nulls.yaml", document % ("nulls.json", "classes: kind"))
        self.render("nulls.yaml", "-o", "nulls.png")
        self.assertIn("'kind' has no value", self.said)
        for wrong, word in (("classes: knd", "did you mean 'kind'"), ("names: nam", "did you mean 'name'"),
                            ("arrows: maybe", "neither true nor false")):
            self.write("wrong.yaml", document % ("areas.json", wrong))
            done = run("check", "wrong.yaml")
            self.assertEqual(done.returncode, 3, wrong)
            self.assertIn(word, done.stderr)

    def test_data_lie_below_names(self):
        square = {"type": "Polygon", "coordinates": [[[138, 46], [160, 46], [160, 60], [138, 60], [138, 46]]]}
        self.write("area.geojson", json.dumps({"type": "Feature", "properties": {}, "geometry": square}))
        self.write("document.yaml", "view: okhotsk\ndata: {dataset: area.geojson, color: '#00ff00'}\n")
        text = self.svg("document.yaml")
        fill = text.index("rgb(0%,100%,0%)")
        self.assertLess(fill, text.index(">Magadan<"))

    def test_a_numbered_legend_tells_the_points(self):
        report = self.render("okhotsk", "--furniture", "legend=numbered", "-o", "a.png", "--quiet")
        numbers = [l["text"] for l in report["labels"] if l["layer"] == "strategic" and l["text"]]
        self.assertEqual(sorted(numbers), [str(i + 1) for i in range(len(numbers))])
        text = self.svg("okhotsk", "--furniture", "legend=numbered")
        self.assertIn("Iturup as a hypothetical Aegis Ashore site", text)
        self.assertNotIn("Iturup as a hypothetical Aegis Ashore site", self.svg("okhotsk"))

    def test_numbers_have_no_gaps(self):
        report = self.render("eurasia", "--furniture", "legend=numbered", "--strategic",
                             "poland,washington,siberia-far-east,moscow,southern-kurils,tokyo", "-o", "a.png", "--quiet")
        numbers = [l["text"] for l in report["labels"] if l["layer"] == "strategic" and l["text"]]
        self.assertEqual(sorted(numbers), ["1", "2", "2", "3", "4"])  # Washington is not on the page, Siberia has two

    def svg(self, *arguments):
        self.render(*arguments, "-o", "b.svg", "--quiet")
        with open("b.svg", encoding="utf-8") as f:
            return f.read()

    def bars(self, *arguments):
        """What a scale bar says and shows: the 1:N, and that of its two bars as they are long."""
        report = self.render(*arguments, "-o", "b.svg", "--quiet")
        with open("b.svg", encoding="utf-8") as f:
            text = f.read()
        x0, y0, x1, y1 = (v * 0.75 for v in report["furniture"]["scale-bar"])
        rows = {}
        for left, top, right, foot in re.findall(r'd="M (\S+) (\S+) L (\S+) \2 L \3 (\S+) L', text):
            left, top, right, foot = map(float, (left, top, right, foot))
            if x0 <= left <= x1 and y0 <= top <= y1 and 0 < foot - top < 5:
                rows.setdefault(round(top, 1), []).append((left, right))
        lengths = [max(b for _, b in rows[y]) - min(a for a, _ in rows[y]) for y in sorted(rows)]
        said = float(re.sub(r"\D", "", re.search(r">1:([^<]*?) at", text)[1]))
        wanted = [float(re.search(r">([\d\u202f]+)\u00a0%s<" % unit, text)[1].replace("\u202f", "")) * metres
                  for unit, metres in (("km", 1000), ("nmi", 1852))]
        return said, [metres / (length * 0.0254 / 72) for metres, length in zip(wanted, lengths)]

    def test_b76_bars_agree_with_the_scale_that_is_said(self):
        for view in (("okhotsk",), ("eurasia",), ("--bounds", "144,44,150,48", "--projection", "EPSG:3857"),
                     ("--bounds=-180,-85,180,85",), ("--center", "iturup", "--scale", "1:2000000")):
            said, shown = self.bars(*view)
            for n in shown:
                self.assertLess(abs(n / said - 1), 6e-3, view)  # three digits that count
        self.assertEqual(self.bars("--center", "iturup", "--scale", "1:2000000")[0], 2000000)

    def test_a_zebra_neatline_changes_at_the_meridians(self):
        figures = re.findall(r">(\d+°[EW]?)<", self.svg("okhotsk"))
        for more in ((), ("--no-graticule",)):  # its lines need not be seen
            report = self.render("okhotsk", "--furniture", "neatline=zebra", *more, "-o", "a.png", "--quiet")
            x0, y0, x1, y1 = (int(round(v)) for v in report["frame"])
            row = pixels("a.png")[y1 + 2, x0 + 2:x1 - 2, :3].astype(int).sum(axis=1)
            changes = int((numpy.diff((row < 380).astype(int)) != 0).sum())
            self.assertGreaterEqual(changes, 3)
            self.assertLessEqual(changes, len(figures) + 2)

    def test_letters_of_icons_are_letters(self):
        """Fonts are made known only when an icon may have text: it may also stand in UTF-16 or in an entity."""
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">%s</svg>'
        word = '<text x="2" y="15" font-family="Noto Sans" font-size="14">Wxy</text>'
        icons = {
            "plain": (svg % word).encode(),
            "wide": ('<?xml version="1.0" encoding="UTF-16"?>' + svg % word).encode("utf-16"),
            "entity": ('<!DOCTYPE svg [<!ENTITY w "%s">]>' % word.replace('"', "'").replace("text", "te&#120;t") +
                       svg % "&w;").encode(),
        }
        drawn = {}
        for name, data in icons.items():
            os.makedirs("icons", exist_ok=True)
            with open(f"icons/{name}.svg", "wb") as f:
                f.write(data)
            self.write("style.json", json.dumps({
                "version": 8, "center": [145, 45], "zoom": 4, "sprite": "icons",
                "sources": {"p": {"type": "geojson", "data": {"type": "Point", "coordinates": [145, 45]}}},
                "layers": [{"id": "paper", "type": "background", "paint": {"background-color": "#fff"}},
                           {"id": "icon", "type": "symbol", "source": "p", "layout": {"icon-image": name}}]}))
            done = run("render", "--style", "style.json", "--size", "200x100", "-o", f"{name}.png")
            self.assertEqual(done.returncode, 0, done.stderr)
            drawn[name] = pixels(f"{name}.png")
        self.assertGreater((drawn["plain"] < 128).sum(), 100)
        self.assertTrue((drawn["wide"] == drawn["plain"]).all())
        self.assertTrue((drawn["entity"] == drawn["plain"]).all())

    def test_words_of_both_directions_stand_beside_numbers(self):
        """PDF and SVG failed: glyphs of two places were given with the bytes between them."""
        for title in ("Port \u05e9\u05dc\u05d5\u05dd 5", "abc \u05e9\u05dc\u05d5\u05dd 123", "Base \u0645\u0631\u0641\u0623 123"):
            for name in ("x.pdf", "x.svg", "x.png"):
                done = run("render", "okhotsk", "--size", "400x300", "--title", title, "-o", name)
                self.assertEqual(done.returncode, 0, (title, name, done.stderr))

    def test_marks_tell_a_line_its_direction(self):
        """UAX 9, rules P2 and P3: the first strong character decides, be it a mark or a Roman numeral."""
        def drawn(text):
            self.write("style.json", json.dumps({
                "version": 8, "center": [145, 45], "zoom": 4,
                "sources": {"p": {"type": "geojson", "data": {"type": "Point", "coordinates": [145, 45]}}},
                "layers": [{"id": "paper", "type": "background", "paint": {"background-color": "#fff"}},
                           {"id": "name", "type": "symbol", "source": "p",
                            "layout": {"text-field": text, "text-font": ["DejaVu Sans"], "text-max-width": 99}}]}))
            done = run("render", "--style", "style.json", "--size", "300x60", "-o", "x.png")
            self.assertEqual(done.returncode, 0, done.stderr)
            return pixels("x.png")
        hebrew = "\u05e9\u05dc\u05d5\u05dd"
        right_to_left = drawn(f"{hebrew} abc")
        self.assertFalse((drawn(f"abc {hebrew}") == drawn(f"\u200fabc {hebrew}")).all())
        self.assertFalse((drawn(f"\u200e{hebrew} abc") == right_to_left).all())
        self.assertFalse((drawn(f"\u2163 {hebrew} (a)") == drawn(f"\u200f\u2163 {hebrew} (a)")).all())
        self.assertTrue((drawn(f"\u200f{hebrew} abc") == right_to_left).all())


if __name__ == "__main__":
    unittest.main()
