"""Writes what the programs read, in the form that each takes: `prepare.py FOLDER LAYERS`, LAYERS being geodata/layers.

A process of its own: a child's peak memory is counted from its parent's.
"""
import json
import os
import shutil
import sys

from osgeo import gdal, ogr, osr

from inputs import VIEWS

gdal.UseExceptions()


def _transform(view):
    geographic, plane = osr.SpatialReference(), osr.SpatialReference()
    geographic.ImportFromEPSG(4326)
    plane.ImportFromProj4(view.proj)
    for one in (geographic, plane):
        one.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return osr.CoordinateTransformation(geographic, plane)


def names_in(view, places, count=30):
    """(lon, lat, name) of `count` places on the page and apart from each other, English and Japanese in turn with Russian."""
    transform, found, dataset = _transform(view), [], ogr.Open(places)
    layer = dataset.GetLayer(0)
    candidates = sorted(((f["rank"] or 9, f["id"], f.Clone()) for f in layer), key=lambda c: c[:2])
    for _, _, feature in candidates:
        point = feature.GetGeometryRef()
        x, y, _ = transform.TransformPoint(point.GetX(), point.GetY())
        near = any(abs(x - a) < 170 * view.metres_per_pixel and abs(y - b) < 34 * view.metres_per_pixel for a, b, *_ in found)
        inside = abs(x) < 0.85 * view.half[0] and abs(y) < 0.94 * view.half[1]
        other = feature["name_ja"] if len(found) % 2 else feature["name_ru"]
        if inside and not near and other and feature["name_en"]:
            found.append((x, y, point.GetX(), point.GetY(), f"{feature['name_en']} {other}"))
        if len(found) == count:
            break
    return [one[2:] for one in found]


def _write_points(path, names):
    with open(path + ".csv", "w", encoding="utf-8") as out:
        out.writelines(f"{lon},{lat},{name}\n" for lon, lat, name in names)
    with open(path + ".geojson", "w", encoding="utf-8") as out:
        json.dump({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point", "coordinates": [lon, lat]}}
            for lon, lat, name in names]}, out, ensure_ascii=False)
    gdal.VectorTranslate(path + ".shp", path + ".geojson", format="ESRI Shapefile", layerCreationOptions=["ENCODING=UTF-8"])


def _write_graticule(path, step):
    features = []
    frange = lambda a, b, d: [a + i * d for i in range(int(round((b - a) / d)) + 1)]
    lines = [[(lon, lat) for lat in frange(30, 75, 0.5)] for lon in frange(110, 190, step)]
    lines += [[(lon, lat) for lon in frange(110, 190, 0.5)] for lat in frange(30, 75, step)]
    for line in lines:
        features.append({"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": line}})
    with open(path + ".geojson", "w", encoding="utf-8") as out:
        json.dump({"type": "FeatureCollection", "features": features}, out)
    gdal.VectorTranslate(path + ".shp", path + ".geojson", format="ESRI Shapefile")


def prepare(folder, layers):
    os.makedirs(folder, exist_ok=True)
    for name in ("coast_full", "depth_grid"):
        for end in ("shp", "shx", "dbf", "prj", "cpg", "qix", "tif"):
            if os.path.exists(f"{layers}/{name}.{end}"):
                shutil.copy(f"{layers}/{name}.{end}", f"{folder}/{name}.{end}")
    for view in VIEWS:
        _write_points(f"{folder}/{view.name}_names", names_in(view, f"{layers}/places.shp"))
        _write_graticule(f"{folder}/{view.name}_lines", view.step)


if __name__ == "__main__":
    prepare(*sys.argv[1:])
