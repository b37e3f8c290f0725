"""What every step shares: tables, geodesic measures, simplification in kilometres, and the writer of Shapefile sets.

All coordinates are WGS 84 longitude, latitude in degrees. Areas and lengths are geodesic on the WGS 84 ellipsoid.
"""
import csv
import math
import os
import pathlib

import numpy as np
from osgeo import gdal, ogr, osr
from pyproj import Geod
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.polygon import orient
from shapely.ops import transform
from shapely.validation import make_valid

gdal.UseExceptions()
ogr.UseExceptions()
gdal.SetConfigOption("GDAL_PAM_ENABLED", "NO")
gdal.SetConfigOption("SHAPE_REWIND_ON_WRITE", "YES")

GEODATA = pathlib.Path(__file__).resolve().parent.parent
FACTS = GEODATA / "facts"
WORK = pathlib.Path(os.environ.get("KURIL_GEODATA_WORK", "."))
LAYERS = pathlib.Path(os.environ.get("KURIL_GEODATA_OUT", GEODATA / "layers"))

GEOD = Geod(ellps="WGS84")
NMI_KM = 1.852

# The part of the world that the regional views can show, at full detail: west, south, east, north.
REGION = (120.0, 38.0, 180.0, 66.0)
# East Asia and the North Pacific: what lies outside is kept coarser.
NEAR_WINDOW = (105.0, 20.0, 205.0, 75.0)
# The date that stands in every DBF header: fixed, so that a rebuild gives the same bytes.
DBF_DATE = "2026-11-25"


def read_table(name):
    """Rows of facts/NAME.csv as dictionaries."""
    with open(FACTS / f"{name}.csv", encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def gazetteer():
    """The gazetteer by id; lon and lat are numbers."""
    rows = read_table("gazetteer")
    for row in rows:
        row["lon"], row["lat"] = float(row["lon"]), float(row["lat"])
    return {row["id"]: row for row in rows}


def polygons(geometry):
    """The polygons of any areal geometry or collection, in order."""
    if geometry.is_empty:
        return []
    if geometry.geom_type == "Polygon":
        return [geometry]
    if hasattr(geometry, "geoms"):
        return [p for g in geometry.geoms for p in polygons(g)]
    return []


def lines(geometry):
    """The line strings of any geometry or collection, in order."""
    if geometry.is_empty:
        return []
    if geometry.geom_type in ("LineString", "LinearRing"):
        return [geometry]
    if hasattr(geometry, "geoms"):
        return [p for g in geometry.geoms for p in lines(g)]
    return []


def area_km2(geometry):
    """Geodesic area of a polygon or multipolygon in km2, holes taken out."""
    return sum(GEOD.geometry_area_perimeter(orient(p))[0] for p in polygons(geometry)) / 1e6


def length_km(line):
    return GEOD.geometry_length(line) / 1e3


def distance_km(a, b):
    """Geodesic distance of two (lon, lat) points in km."""
    return GEOD.inv(a[0], a[1], b[0], b[1])[2] / 1e3


def rounded(geometry, decimals=6):
    return transform(lambda x, y, z=None: (np.round(x, decimals), np.round(y, decimals)), geometry)


def valid(geometry):
    """A valid areal geometry with the same extent."""
    return geometry if geometry.is_valid else multi([make_valid(geometry)])


# Simplification works in Mercator kilometres that are true at 50 N, so that a tolerance means the same in both directions.
_RADIUS = 6371.0 * math.cos(math.radians(50.0))
_POLAR = 89.5


def _to_mercator(x, y, z=None):
    y = np.clip(np.asarray(y, dtype=float), -_POLAR, _POLAR)
    return np.radians(x) * _RADIUS, np.arctanh(np.sin(np.radians(y))) * _RADIUS


def _from_mercator(x, y, z=None):
    lat = np.round(np.degrees(np.arcsin(np.tanh(np.asarray(y) / _RADIUS))), 6)
    lat = np.where(np.abs(lat) >= _POLAR, np.sign(lat) * 90.0, lat)
    return np.round(np.degrees(np.asarray(x) / _RADIUS), 6), lat


def simplified(geometry, km):
    """Topology-preserving Douglas-Peucker; the result's vertices are vertices of the input."""
    flat = transform(_to_mercator, geometry).simplify(km, preserve_topology=True)
    return transform(_from_mercator, flat)


def cut_to_box(geometry, bounds):
    """The part inside the box; geometries wholly inside come back untouched."""
    west, south, east, north = geometry.bounds
    if west >= bounds[0] and south >= bounds[1] and east <= bounds[2] and north <= bounds[3]:
        return geometry
    return geometry.intersection(box(*bounds))


def along_parallels(geometry, step=0.1):
    """Polygons whose edges along parallels, those of a frame that data are cut at, have a vertex every STEP degrees: what
    takes edges as geodesics then keeps within a metre of the parallel."""
    def ring(coords):
        out = [coords[0]]
        for (x1, y1), (x2, y2) in zip(coords, coords[1:]):
            pieces = math.ceil(abs(x2 - x1) / step) if y1 == y2 and abs(y1) < 90.0 else 1
            out += [(round(x1 + (x2 - x1) * k / pieces, 6), y1) for k in range(1, pieces)]
            out.append((x2, y2))
        return out
    return multi(Polygon(ring(p.exterior.coords), [ring(r.coords) for r in p.interiors]) for p in polygons(geometry))


def multi(parts):
    """One geometry of all polygons in PARTS."""
    parts = [p for g in parts for p in polygons(g)]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


_TYPES = {"str": ogr.OFTString, "int": ogr.OFTInteger, "real": ogr.OFTReal}
_WGS84 = osr.SpatialReference()
_WGS84.ImportFromEPSG(4326)
_WGS84.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)


def write_layer(name, kind, fields, features):
    """Writes LAYERS/NAME as a Shapefile set.

    kind: point, multipoint, line or polygon. fields: name -> "str", "int" or "real:DECIMALS"; text columns are as wide as
    their longest value in UTF-8. features: (attributes, shapely geometry) pairs, written in their order.
    """
    features = list(features)
    geometry_type = {"point": ogr.wkbPoint, "multipoint": ogr.wkbMultiPoint,
                     "line": ogr.wkbLineString, "polygon": ogr.wkbPolygon}[kind]
    path = LAYERS / f"{name}.shp"
    driver = ogr.GetDriverByName("ESRI Shapefile")
    for old in LAYERS.glob(f"{name}.*"):
        old.unlink()
    source = driver.CreateDataSource(str(path))
    layer = source.CreateLayer(name, _WGS84, geometry_type, options=[
        "ENCODING=UTF-8", f"DBF_DATE_LAST_UPDATE={DBF_DATE}", "SPATIAL_INDEX=YES"])
    for field, spec in fields.items():
        if len(field) > 10 or field != field.lower():
            raise ValueError(f"field name '{field}' does not fit a DBF")
        type_name, _, decimals = spec.partition(":")
        definition = ogr.FieldDefn(field, _TYPES[type_name])
        if type_name == "str":
            width = max([len(str(a.get(field) or "").encode()) for a, _ in features] + [1])
            if width > 254:
                raise ValueError(f"{name}.{field}: {width} bytes are too long for a DBF")
            definition.SetWidth(width)
        elif type_name == "int":
            definition.SetWidth(9)
        else:
            definition.SetWidth(14)
            definition.SetPrecision(int(decimals or 3))
        layer.CreateField(definition)
    for attributes, geometry in features:
        unknown = set(attributes) - set(fields)
        if unknown:
            raise ValueError(f"{name}: no such field: {', '.join(sorted(unknown))}")
        feature = ogr.Feature(layer.GetLayerDefn())
        for field, value in attributes.items():
            if value not in (None, ""):
                feature.SetField(field, value)
        feature.SetGeometry(ogr.CreateGeometryFromWkb(geometry.wkb))
        layer.CreateFeature(feature)
    layer.SyncToDisk()
    source = layer = None
    print(f"{name}: {len(features)} features")


def read_layer(name):
    """Features of LAYERS/NAME as (attributes, shapely geometry) pairs."""
    from shapely import wkb
    source = ogr.Open(str(LAYERS / f"{name}.shp"))
    layer = source.GetLayer(0)
    out = []
    for feature in layer:
        attributes = {k: v for k, v in feature.items().items()}
        out.append((attributes, wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb()))))
    return out
