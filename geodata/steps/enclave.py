"""The high-seas enclave of the Sea of Okhotsk (the Peanut Hole): farther than 200 nautical miles from every shore.

Computed from the full-detail coast, not from the legal baselines, which would make it a little smaller. A grid of
distances gives a first outline; every vertex is then moved along the geodesic from its nearest shore point until it is
exactly 200 nautical miles from it.
"""
import numpy as np
from osgeo import gdal, ogr
from shapely import wkb
from shapely.geometry import Point, Polygon, box

from common import GEOD, NMI_KM, area_km2, gazetteer, lines, polygons, read_layer, rounded, write_layer

LIMIT_M = 200.0 * NMI_KM * 1000.0
INSIDE = Point(149.73, 52.5)
SEARCH = (139.0, 43.0, 163.0, 62.0)  # no shore outside is within 200 miles of the enclave
GRID = (146.0, 49.5, 152.5, 57.0)
STEP = 0.05
SHORE_STEP_M = 250.0
FIELDS = {"id": "str", "name_en": "str", "name_ru": "str", "name_ja": "str", "area_km2": "real:1", "basis": "str",
          "source": "str"}


def shore_points():
    """Shore vertices and points between them, at most SHORE_STEP_M apart: lon, lat."""
    window = box(*SEARCH)
    out = []
    for _, polygon in read_layer("coast_full"):
        if not polygon.intersects(window):
            continue
        for ring in (polygon.exterior, *polygon.interiors):
            for line in lines(ring.intersection(window)):
                points = np.asarray(line.coords)
                lengths = GEOD.line_lengths(points[:, 0], points[:, 1])
                for a, b, metres in zip(points, points[1:], lengths):
                    count = int(metres // SHORE_STEP_M) + 1
                    out.append(a + (b - a) * (np.arange(count) / count)[:, None])
    return np.concatenate(out)


def cartesian(lon, lat):
    """WGS 84 earth-centred coordinates in metres."""
    lon, lat = np.radians(lon), np.radians(lat)
    e2 = 0.00669437999014
    n = 6378137.0 / np.sqrt(1.0 - e2 * np.sin(lat) ** 2)
    return np.stack([n * np.cos(lat) * np.cos(lon), n * np.cos(lat) * np.sin(lon), n * (1.0 - e2) * np.sin(lat)], axis=-1)


class Shore:
    def __init__(self, points):
        self.lon, self.lat = points[:, 0], points[:, 1]
        self.xyz = cartesian(self.lon, self.lat)

    def nearest(self, lon, lat, candidates=24):
        """Index of the nearest shore point and its geodesic distance in metres, for arrays of points.

        The chord through the earth picks candidates (its order differs from the geodesic's by metres only), the geodesic
        decides among them.
        """
        xyz = cartesian(lon, lat)
        index = np.empty(len(lon), dtype=int)
        metres = np.empty(len(lon))
        squares = (self.xyz ** 2).sum(axis=1)
        for i in range(len(lon)):
            chord = squares - 2.0 * (self.xyz @ xyz[i])
            few = np.argpartition(chord, candidates)[:candidates]
            n = len(few)
            _, _, d = GEOD.inv(np.full(n, lon[i]), np.full(n, lat[i]), self.lon[few], self.lat[few])
            best = int(np.argmin(d))
            index[i], metres[i] = few[best], d[best]
        return index, metres


def first_outline(shore):
    """The 200-mile contour of a grid of distances."""
    lon = np.arange(GRID[0], GRID[2], STEP)
    lat = np.arange(GRID[3], GRID[1], -STEP)
    grid_lon, grid_lat = np.meshgrid(lon, lat)
    _, metres = shore.nearest(grid_lon.ravel(), grid_lat.ravel(), candidates=4)
    data = gdal.GetDriverByName("MEM").Create("", len(lon), len(lat), 1, gdal.GDT_Float64)
    data.SetGeoTransform((lon[0] - STEP / 2, STEP, 0.0, lat[0] + STEP / 2, 0.0, -STEP))
    data.GetRasterBand(1).WriteArray(metres.reshape(grid_lon.shape))
    out = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = out.CreateLayer("contour", None, ogr.wkbLineString)
    gdal.ContourGenerateEx(data.GetRasterBand(1), layer, options=[f"FIXED_LEVELS={LIMIT_M}"])
    loops = [Polygon(g.coords) for g in (wkb.loads(bytes(f.GetGeometryRef().ExportToWkb())) for f in layer) if g.is_ring]
    return next(p for p in loops if p.contains(INSIDE))


def on_the_limit(shore, lon, lat):
    """The points moved to where their nearest shore point is exactly LIMIT_M away."""
    for _ in range(8):
        index, metres = shore.nearest(lon, lat)
        if np.abs(metres - LIMIT_M).max() < 0.5:
            break
        azimuth, _, _ = GEOD.inv(shore.lon[index], shore.lat[index], lon, lat)
        lon, lat, _ = GEOD.fwd(shore.lon[index], shore.lat[index], azimuth, np.full(len(lon), LIMIT_M))
    return lon, lat


def densified(ring, metres):
    points = np.asarray(ring.coords)
    out = []
    for a, b in zip(points, points[1:]):
        count = int(GEOD.inv(*a, *b)[2] // metres) + 1
        out.append(a + (b - a) * (np.arange(count) / count)[:, None])
    return np.concatenate(out)


def main():
    names = gazetteer()
    shore = Shore(shore_points())
    points = densified(first_outline(shore).exterior, 1000.0)
    lon, lat = on_the_limit(shore, points[:, 0], points[:, 1])
    enclave = max(polygons(Polygon(np.column_stack([lon, lat])).buffer(0)), key=lambda p: p.area)
    print(f"  enclave {area_km2(enclave):.1f} km2, {len(enclave.exterior.coords)} vertices")
    about = {k: names["peanut-hole"][k] for k in ("id", "name_en", "name_ru", "name_ja")}
    write_layer("peanut_hole", "polygon", FIELDS, [(
        {**about, "area_km2": area_km2(enclave), "basis": "computed from the coast, 200 nautical miles",
         "source": "GSHHG 2.3.7"}, rounded(enclave, 6))])


main()
