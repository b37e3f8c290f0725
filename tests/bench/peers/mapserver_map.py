"""The picture as a mapfile of MapServer."""
from inputs import DEPTHS, FONT_FILE, INK, LAND, LINE, SEA, SHORE, SIZE, hex_rgb


def _rgb(color):
    return " ".join(map(str, hex_rgb(color)))


def _layer(name, kind, body, geographic=True):
    projection = 'PROJECTION "proj=longlat" "datum=WGS84" END' if geographic else ""
    return f"LAYER NAME {name} TYPE {kind} STATUS ON {projection}\n{body}\nEND\n"


def _depths():
    classes = ""
    for (low, color), (high, _) in zip(DEPTHS, DEPTHS[1:] + [(12000, None)]):
        classes += f"CLASS EXPRESSION ([pixel] >= {low} AND [pixel] < {high}) STYLE COLOR {_rgb(color)} END END\n"
    return _layer("depths", "RASTER", f'DATA "depth_grid.tif" PROCESSING "RESAMPLE=BILINEAR"\n{classes}')


def write(view, folder):
    """Returns the command that draws the view."""
    with open(f"{folder}/fonts.list", "w", encoding="utf-8") as out:
        out.write(f"noto {FONT_FILE}\n")
    x, y = (half - view.metres_per_pixel / 2 for half in view.half)  # MapServer's extent joins the outer pixels' middles
    projection = " ".join(f'"{part.lstrip("+")}"' for part in view.proj.split())
    layers = _depths() if view.depths else ""
    layers += _layer("land", "POLYGON", f'DATA "coast_full.shp" CLASS STYLE COLOR {_rgb(LAND)} OUTLINECOLOR {_rgb(SHORE)} '
                     "WIDTH 0.8 END END")
    layers += _layer("lines", "LINE", f'DATA "{view.name}_lines.shp" CLASS STYLE COLOR {_rgb(LINE)} WIDTH 0.5 END END')
    layers += _layer("names", "POINT", f'DATA "{view.name}_names.shp" ENCODING "UTF-8" LABELITEM "name" CLASS\n'
                     f'STYLE SYMBOL "dot" SIZE 6 COLOR {_rgb(INK)} OUTLINECOLOR 255 255 255 END\n'
                     f'LABEL FONT "noto" TYPE TRUETYPE SIZE 9.75 COLOR {_rgb(INK)} OUTLINECOLOR 255 255 255 OUTLINEWIDTH 3 '
                     "POSITION uc FORCE TRUE END END")
    with open(f"{folder}/{view.name}.map", "w", encoding="utf-8") as out:
        out.write(f"""MAP NAME bench SIZE {SIZE[0]} {SIZE[1]} EXTENT {-x} {-y} {x} {y} UNITS METERS
PROJECTION {projection} END
IMAGECOLOR {_rgb(SEA)} FONTSET "fonts.list" IMAGETYPE png
OUTPUTFORMAT NAME png DRIVER AGG/PNG IMAGEMODE RGB END
SYMBOL NAME "dot" TYPE ELLIPSE FILLED TRUE POINTS 1 1 END END
{layers}END
""")
    return ["map2img", "-m", f"{folder}/{view.name}.map", "-o", f"{folder}/{view.name}_mapserver.png"]
