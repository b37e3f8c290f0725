"""The picture as a style and a map document of kurilmap."""
import json

from inputs import DEPTHS, FONT, INK, LAND, LINE, SEA, SHORE, SIZE


def _style(view, folder, coast):
    source = lambda url: {"type": "vector", "url": url}
    sources = {"names": {"type": "geojson", "data": f"{view.name}_names.geojson"},
               "lines": {"type": "geojson", "data": f"{view.name}_lines.geojson"}}
    level = "200m" if view.metres_per_pixel / 4 > 200 else "full"  # the coarsest that strays less than a quarter pixel
    land, shore = (f"coast_{level}", f"coastline_{level}") if coast == "embedded" else ("coast_full", "coast_full")
    if coast == "embedded":
        sources |= {"land": source(f"geodata:coast_{level}"), "shore": source(f"geodata:coastline_{level}")}
    else:
        sources |= {"land": source("coast_full.shp"), "shore": source("coast_full.shp")}
    layers = [{"id": "sea", "type": "background", "paint": {"background-color": SEA}}]
    if view.depths:
        sources["depths"] = source("geodata:depth_bands")
        steps = ["step", ["get", "d_min"], DEPTHS[-1][1]]
        for (top, _), (_, color) in zip(DEPTHS[:0:-1], DEPTHS[-2::-1]):
            steps += [-top, color]
        layers.append({"id": "depths", "type": "fill", "source": "depths", "source-layer": "depth_bands",
                       "paint": {"fill-color": steps, "fill-antialias": False}})
    layers += [
        {"id": "land", "type": "fill", "source": "land", "source-layer": land, "paint": {"fill-color": LAND}},
        {"id": "shore", "type": "line", "source": "shore", "source-layer": shore, "layout": {"line-join": "round"},
         "paint": {"line-color": SHORE, "line-width": 0.8}},
        {"id": "lines", "type": "line", "source": "lines", "paint": {"line-color": LINE, "line-width": 0.5}},
        {"id": "dots", "type": "circle", "source": "names",
         "paint": {"circle-radius": 3, "circle-color": INK, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1}},
        {"id": "names", "type": "symbol", "source": "names",
         "layout": {"text-field": ["get", "name"], "text-font": [FONT + " Regular"], "text-size": 13,
                    "text-anchor": "bottom", "text-offset": [0, -0.4], "text-allow-overlap": True, "text-max-width": 99},
         "paint": {"text-color": INK, "text-halo-color": "#ffffff", "text-halo-width": 1.5}}]
    return {"version": 8, "name": "bench", "sources": sources, "layers": layers}


def write(view, folder, coast):
    """Returns the arguments that draw the view; `coast` is embedded or shapefile."""
    name = f"{view.name}_{coast}"
    with open(f"{folder}/{name}.json", "w", encoding="utf-8") as out:
        json.dump(_style(view, folder, coast), out, ensure_ascii=False)
    off = {piece: "off" for piece in ("title", "legend", "scale-bar", "north-arrow", "locator", "graticule", "neatline",
                                      "credits", "worldview")}
    document = {"center": f"{view.lat},{view.lon}", "width": f"{SIZE[0] * view.metres_per_pixel / 1000:.6f}km",
                "projection": view.proj, "size": f"{SIZE[0]}x{SIZE[1]}", "style": f"{name}.json", "strategic": "none",
                "furniture": off}
    with open(f"{folder}/{name}.yaml", "w", encoding="utf-8") as out:
        json.dump(document, out)
    return ["render", f"{folder}/{name}.yaml", "--quiet", "-o", f"{folder}/{name}.png"]
