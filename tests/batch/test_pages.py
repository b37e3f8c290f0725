#!/usr/bin/env python3
"""What a report's collections are: the atlas by pdfinfo and qpdf, the page in a browser, on a phone and on paper.

usage: test_pages.py PROGRAM SOURCE_DIR

The browser's part is skipped, visibly, where there is no chromium.
"""
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from support import FAILURES, SKIPPED, batch, expect, main, record, write

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars"]
# What a page says of itself when it is loaded, as text that --dump-dom shows.
PROBE = """<!DOCTYPE html><iframe id="f" style="width:%dpx;height:5000px;border:0" srcdoc="%s"></iframe><pre id="out"></pre>
<script>onload = () => {
  const d = document.getElementById("f").contentDocument, e = d.documentElement;
  document.getElementById("out").textContent = JSON.stringify({
    wide: e.scrollWidth, shown: e.clientWidth,
    images: [...d.images].map(i => [i.complete && i.naturalWidth > 0, Math.round(i.getBoundingClientRect().width)]),
    links: [...d.querySelectorAll("nav a")].map(a => !!d.querySelector(a.getAttribute("href"))),
    letters: Math.min(...[...d.querySelectorAll("p,td,li,h1,h2")].map(n => parseFloat(getComputedStyle(n).fontSize))),
  });
}</script>"""


class Outline(html.parser.HTMLParser):
    """Elements that must be closed, pictures with their texts, and every address."""

    def __init__(self):
        super().__init__()
        self.open, self.alts, self.addresses, self.bad = [], [], [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in ("meta", "img", "link", "br"):
            self.open.append(tag)
        if tag == "img":
            self.alts.append(attrs.get("alt", ""))
        self.addresses += [attrs[n] for n in ("src", "href", "srcset", "action") if n in attrs]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.bad.append(tag)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def tool(*command):
    return subprocess.run(command, capture_output=True, text=True)


def browser(*arguments):
    with tempfile.TemporaryDirectory() as profile:
        return tool(CHROMIUM, *FLAGS, f"--user-data-dir={profile}", *arguments)


def probe(folder, page, width):
    quoted = page.replace("&", "&amp;").replace('"', "&quot;")
    write(folder, "probe.html", (PROBE % (width, quoted)).encode())
    dom = browser("--dump-dom", "--virtual-time-budget=5000", f"file://{folder}/probe.html").stdout
    found = re.search(r'<pre id="out">(.*?)</pre>', dom, re.S)
    return json.loads(found.group(1).replace("&amp;", "&")) if found and found.group(1) else {}


def the_record(folder):
    outputs = record(f"{folder}/a")["outputs"]
    one = outputs[0]
    expect("names in the record", {o["asked"]: o["name"] for o in outputs}["two/2"] == "two-2")
    expect("inputs with hashes", all(len(i["sha256"]) == 64 for o in outputs for i in o["inputs"]))
    expect("outputs with hashes", all(len(f["sha256"]) == 64 for o in outputs for f in o["outputs"]))
    expect("versions", all(re.search(r"PROJ \d.*cairo \d.*Pango \d.*HarfBuzz \d.*FreeType \d", o["versions"])
                           for o in outputs), one["versions"])
    expect("the program and time", all(o["program"].startswith("kurilmap ") and o["seconds"] > 0 for o in outputs))
    expect("options", one["options"]["size"] == "400x300" and one["options"]["style"] == "briefing", one["options"])
    expect("names that found no place", one["labels"]["placed"] > 0 and
           all(d["reason"] and d["layer"] for d in one["labels"]["dropped"]), one["labels"])
    expect("texts for readers who cannot see", "Iturup" in one["description"]["en"], one["description"])


def the_atlas(folder):
    atlas = f"{folder}/a/atlas.pdf"
    checked = tool("qpdf", "--check", atlas)
    expect("qpdf --check", checked.returncode == 0, checked.stdout, checked.stderr)
    info = tool("pdfinfo", atlas).stdout
    for part in ("Pages:           7", "Tagged:          yes", "Six maps", "A. Nalyst", "Creator:         kurilmap"):
        expect("pdfinfo", part in info, part, info)
    tree = tool("pdfinfo", "-struct-text", atlas).stdout
    expect("the structure tree", len(re.findall(r"^  Figure ", tree, re.M)) == 6 and
           len(re.findall(r"^    Link", tree, re.M)) == 6 and 'Sect "Contents"' in tree, tree)
    expect("the contents' text", "A no. 3" in tool("pdftotext", "-f", "1", "-l", "1", atlas, "-").stdout)
    written = json.loads(tool("qpdf", "--json=1", "--json-key=objects", "--json-key=outlines", "--json-key=pagelabels",
                              atlas).stdout)
    objects = written["objects"]
    values = list(objects.values())
    links = [v for v in values if isinstance(v, dict) and v.get("/Subtype") == "/Link"]
    expect("links of the contents", len(links) == 6 and len({json.dumps(v["/Dest"]) for v in links}) == 6 and
           all(objects[v["/Dest"][0]]["/Type"] == "/Page" for v in links), links)
    figures = [v for v in values if isinstance(v, dict) and v.get("/S") == "/Figure"]
    expect("alt texts", len(figures) == 6 and all(len(v.get("/Alt", "")) > 20 for v in figures), figures)
    expect("the outline", len(written["outlines"]) == 7, written["outlines"])
    labels = [v["label"].get("/P") for v in written["pagelabels"]]
    expect("page labels", labels[1:3] == ["one", "two/2"], written["pagelabels"])


def the_page(folder):
    page = read(f"{folder}/a/index.html")
    outline = Outline()
    outline.feed(page)
    expect("well formed", not outline.bad and not outline.open, outline.bad, outline.open)
    expect("figures", page.count("<figure") == 6 and "First &amp; foremost" in page and '<p lang="ja">一番</p>' in page)
    expect("alt texts of the page", len(outline.alts) == 6 and all(len(a) > 20 for a in outline.alts), outline.alts)
    expect("tables", page.count("<table") == 1 and "<th>From / 起点</th>" in page and "7497.1" in page)
    expect("sources", "<h2>Sources</h2>" in page and "GSHHG" in page)
    expect("no script, nothing from elsewhere", "<script" not in page and
           all(a.startswith(("data:image/png;base64,", "#")) for a in outline.addresses), outline.addresses)


def sources_are_those_of_what_is_shown(folder):
    write(folder, "table.yaml", "tables: [{name: t, distance: {from: iturup, to: hokkaido}}]\noutputs: {html: t.html}\n")
    code, _, err = batch(folder, "-o", "t", report="table.yaml")
    page = read(f"{folder}/t/t.html")
    expect("a table's sources", code == 0 and "GSHHG" in page and "ETOPO" not in page and "GeoNames" not in page, err)


def hostile_words_stay_words(folder):
    """Texts of a manifest are text, in HTML, PDF and Markdown alike."""
    evil = "</title><script>alert(1)</script> (\\) \" ' | `x` \u202e"
    write(folder, "evil.yaml", json.dumps({
        "title": evil, "author": evil, "maps": [{"view": "iturup", "name": n, "size": "400x300", "title": evil,
                                                 "caption": evil} for n in ("m", "n")],
        "outputs": {"atlas": "a.pdf", "html": "a.html"}}))
    code, _, err = batch(folder, "-o", "e", report="evil.yaml")
    page = read(f"{folder}/e/a.html")
    expect("hostile words", code == 0 and "<script" not in page and "&lt;script&gt;" in page, err)
    checked = tool("qpdf", "--check", f"{folder}/e/a.pdf")
    expect("an atlas of hostile words", checked.returncode == 0, checked.stdout)


def in_a_browser(folder):
    page = read(f"{folder}/a/index.html")
    for width in (390, 1200):
        seen = probe(folder, page, width)
        expect(f"{width} px: nothing to the side", seen and seen["wide"] <= seen["shown"] <= width, seen)
        expect(f"{width} px: pictures", seen and len(seen["images"]) == 6 and
               all(loaded and 0.8 * min(width, 1000) < w <= width for loaded, w in seen["images"]), seen)
        expect(f"{width} px: links", seen and all(seen["links"]) and len(seen["links"]) == 7, seen)
        expect(f"{width} px: letters", seen and seen["letters"] >= 13, seen)
    browser("--no-pdf-header-footer", f"--print-to-pdf={folder}/print.pdf", f"file://{folder}/a/index.html")
    text = tool("pdftotext", f"{folder}/print.pdf", "-").stdout
    pages = int(re.search(r"Pages:\s+(\d+)", tool("pdfinfo", f"{folder}/print.pdf").stdout).group(1))
    expect("on paper", 3 <= pages <= 8 and "First & foremost" in text and "Six maps" in text, pages, text)
    images = tool("pdfimages", "-list", f"{folder}/print.pdf").stdout
    expect("all figures on paper", len(re.findall(r"^\s+\d+\s+\d+ image", images, re.M)) == 6, images)


def collections(folder):
    code, _, err = batch(folder, "-o", "a")
    expect("the run", code == 0, err)
    the_record(folder)
    the_atlas(folder)
    the_page(folder)
    sources_are_those_of_what_is_shown(folder)
    hostile_words_stay_words(folder)
    if CHROMIUM:
        in_a_browser(folder)
    elif not FAILURES:
        print("skipped: no chromium for the page")
        sys.exit(SKIPPED)


main(collections)
