"""Reading the committed layers for the tests of this folder: GDAL reads, shapely judges, pyproj measures."""
import csv
import json
import os
import pathlib

from osgeo import gdal, ogr
from pyproj import Geod
from shapely import wkb
from shapely.geometry.polygon import orient

gdal.UseExceptions()
ogr.UseExceptions()
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
GEODATA = ROOT / "geodata"
SHARED = pathlib.Path(os.environ.get("KURIL_SHARED_DIR", ROOT.parent / "shared"))
GEOD = Geod(ellps="WGS84")


def catalogue():
    return json.loads((GEODATA / "catalogue.json").read_text(encoding="utf-8"))


def table(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def features(name, where=None):
    """(attributes, shapely geometry) of every feature of a layer."""
    source = ogr.Open(str(GEODATA / "layers" / f"{name}.shp"))
    layer = source.GetLayer(0)
    if where:
        layer.SetAttributeFilter(where)
    return [(f.items(), wkb.loads(bytes(f.GetGeometryRef().ExportToWkb())) if f.GetGeometryRef() else None) for f in layer]


def polygons(geometry):
    return [geometry] if geometry.geom_type == "Polygon" else list(geometry.geoms)


def area_km2(geometry):
    return sum(GEOD.geometry_area_perimeter(orient(p))[0] for p in polygons(geometry)) / 1e6


def length_km(line):
    return GEOD.geometry_length(line) / 1e3


def distance_km(a, b):
    return GEOD.inv(a[0], a[1], b[0], b[1])[2] / 1e3
