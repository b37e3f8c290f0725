"""The picture as an XML document of Mapnik, drawn by a process of a few lines."""
import sys

from inputs import DEPTHS, FONT, FONT_FILE, INK, LAND, LINE, SEA, SHORE, SIZE

LONLAT = "+proj=longlat +datum=WGS84 +no_defs"
DRAW = """import mapnik
map = mapnik.Map({0}, {1})
mapnik.FontEngine.register_font({2!r})
mapnik.load_map(map, {3!r})
map.zoom_to_box(mapnik.Box2d(*{4}))
mapnik.render_to_file(map, {5!r}, 'png24')
"""


def _layer(name, symbolizers, source):
    parameters = "".join(f'<Parameter name="{key}">{value}</Parameter>' for key, value in source.items())
    return (f'<Style name="{name}"><Rule>{symbolizers}</Rule></Style>\n<Layer name="{name}" srs="{LONLAT}">'
            f"<StyleName>{name}</StyleName><Datasource>{parameters}</Datasource></Layer>\n")


def _stroke(color, width):
    return f'<LineSymbolizer stroke="{color}" stroke-width="{width}" stroke-linejoin="round"/>'


def write(view, folder):
    """Returns the command that draws the view."""
    shape = lambda name: {"type": "shape", "file": f"{folder}/{name}.shp", "encoding": "utf-8"}
    layers = ""
    if view.depths:
        stops = "".join(f'<stop value="{low}" color="{color}"/>' for low, color in DEPTHS)
        layers += _layer("depths", '<RasterSymbolizer scaling="bilinear"><RasterColorizer default-mode="discrete" '
                         f'default-color="{SEA}">{stops}</RasterColorizer></RasterSymbolizer>',
                         {"type": "gdal", "file": f"{folder}/depth_grid.tif", "band": 1})
    layers += _layer("land", f'<PolygonSymbolizer fill="{LAND}"/>' + _stroke(SHORE, 0.8), shape("coast_full"))
    layers += _layer("lines", _stroke(LINE, 0.5), shape(f"{view.name}_lines"))
    layers += _layer("names", f'<MarkersSymbolizer width="6" height="6" fill="{INK}" stroke="#ffffff" allow-overlap="true"/>'
                     f'<TextSymbolizer face-name="{FONT} Regular" size="13" fill="{INK}" halo-fill="#ffffff" halo-radius="1.5" '
                     'dy="-6" allow-overlap="true">[name]</TextSymbolizer>', shape(f"{view.name}_names"))
    path = f"{folder}/{view.name}_mapnik"
    with open(path + ".xml", "w", encoding="utf-8") as out:
        out.write(f'<Map srs="{view.proj}" background-color="{SEA}">\n{layers}</Map>\n')
    box = (-view.half[0], -view.half[1], *view.half)
    with open(path + ".py", "w", encoding="utf-8") as out:
        out.write(DRAW.format(*SIZE, FONT_FILE, path + ".xml", box, path + ".png"))
    return [sys.executable, path + ".py"]
