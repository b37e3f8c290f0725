"""Depths from ETOPO5: the regional grid, and depth bands and contours of the region and of the world.

The values of etopo5.cdf stand for cell centres but are labelled by cell edges, so the grid is moved half a cell (2.5') east.
Bands and contours are drawn from a grid in which land is -1 m and which is refined with a cubic spline, so that lines are
smooth; land is to be drawn over them. The grid is honest at small scales only: no depth of a strait is to be read from it.
"""
import math

import numpy as np
from osgeo import gdal, ogr, osr
from shapely import wkb
from shapely.geometry import LineString, MultiLineString, Polygon, box
from shapely.ops import linemerge, unary_union

from common import LAYERS, REGION, WORK, lines, multi, polygons, rounded, simplified, valid, write_layer

SOURCE = 'NETCDF:"/usr/share/ferret-vis/data/etopo5.cdf":ROSE'
HALF = 1.0 / 24.0  # half a cell, degrees
REGION_LEVELS = (200, 500, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000)
WORLD_LEVELS = (200, 1000, 2000, 3000, 4000, 6000)
DEEPEST = 11000
MARGIN = 1.0  # degrees of grid taken more than the region, so that contours are right at its frame
DEPTH_REGION = (118.0, 22.0, 179.5, 66.0)  # of bands and contours: as far south as the views of the region go
REACH = 0.2  # degrees that a half of the world reaches into the next, so that no seam shows
WORLD_PAD = 4  # columns of the coarse grid taken more on each side of a half
LAP = 0.02  # degrees by which each band reaches beyond the shallower one, so that no pale line shows at the frame


def _memory(array, west, north, step):
    dataset = gdal.GetDriverByName("MEM").Create("", array.shape[1], array.shape[0], 1, gdal.GDT_Float32)
    dataset.SetGeoTransform((west, step, 0, north, 0, -step))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    dataset.SetProjection(reference.ExportToWkt())
    dataset.GetRasterBand(1).WriteArray(array)
    return dataset


def whole_world():
    """The grid as a Float32 array, rows from the north. Moved half a cell east, its first cell begins at longitude 0."""
    return gdal.Open(SOURCE).ReadAsArray().astype(np.float32)


def write_grid():
    """depth_grid.tif: nodes every 5', Int16 metres, up is positive, as in the source but for the shift."""
    vrt = gdal.Translate(str(WORK / "etopo.vrt"), SOURCE, format="VRT", outputSRS="EPSG:4326",
                         outputBounds=[0.0, 90.0 + HALF, 360.0, -90.0 - HALF])
    west, south, east, north = REGION
    gdal.Translate(str(LAYERS / "depth_grid.tif"), vrt, format="GTiff", outputType=gdal.GDT_Int16, noData="none",
                   projWin=[west, north + HALF, east + 2 * HALF, south - HALF],
                   creationOptions=["COMPRESS=DEFLATE", "PREDICTOR=2", "ZLEVEL=9"])


def smoothed(array):
    """One pass of the binomial filter 1-2-1 in both directions: takes the one-cell spikes of the grid out of contours."""
    padded = np.pad(array, 1, mode="edge")
    rows = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    return (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 4


def refined(array, west, north, step, factor):
    """The grid at a step FACTOR times finer, by cubic spline."""
    rows, columns = array.shape
    return gdal.Warp("", _memory(array, west, north, step), format="MEM", resampleAlg="cubicspline",
                     outputBounds=[west, north - rows * step, west + columns * step, north],
                     xRes=step / factor, yRes=step / factor)


def deeper_than(grid, depth):
    """Polygons of the ground that lies deeper than DEPTH metres."""
    out = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = out.CreateLayer("band", None, ogr.wkbMultiPolygon)
    layer.CreateField(ogr.FieldDefn("low", ogr.OFTReal))
    layer.CreateField(ogr.FieldDefn("high", ogr.OFTReal))
    gdal.ContourGenerateEx(grid.GetRasterBand(1), layer, options=[
        f"FIXED_LEVELS={-depth}", "POLYGONIZE=YES", "ELEV_FIELD_MIN=0", "ELEV_FIELD_MAX=1"])
    # GDAL 3.6 writes nonsense into the outer limit of the end bands; the inner one is right
    return [p for f in layer if f.GetField(1) == -depth
            for p in polygons(wkb.loads(bytes(f.GetGeometryRef().ExportToWkb())))]


def rough_km2(polygon):
    """Area to a few percent: geodesic areas lose their meaning for an ocean that goes round the globe."""
    return polygon.area * 12364.0 * math.cos(math.radians(polygon.centroid.y))


def bands_and_contours(grid, levels, km, shallow, smallest_km2, lap=0.0):
    """Rows of a bands layer, shallow to deep, and of a contours layer that has the same vertices.

    The shallow band fills the window SHALLOW; each deeper one reaches LAP degrees farther out."""
    bands = [({"d_min": 0, "d_max": levels[0]}, shallow)]
    contours = []
    for step, (depth, below) in enumerate(zip(levels, (*levels[1:], DEEPEST)), 1):
        window = shallow.buffer(lap * step, join_style=2) if lap else shallow
        frame = window.boundary
        shapes = [valid(simplified(q, km)) for p in deeper_than(grid, depth)
                  for q in polygons(valid(p).intersection(window.buffer(0.5, join_style=2)))]
        shapes = [q for s in shapes for p in polygons(s) if rough_km2(p) >= smallest_km2
                  for q in [Polygon(p.exterior, [h for h in p.interiors if rough_km2(Polygon(h)) >= smallest_km2])]]
        whole = rounded(valid(unary_union(shapes)).intersection(window), 4)
        whole = valid(whole)
        parts = polygons(whole)
        if not parts:
            continue
        bands.append(({"d_min": depth, "d_max": below}, multi(parts)))
        shores = [LineString(r.coords) for p in parts for r in (p.exterior, *p.interiors)]
        contours += [({"depth": depth}, line) for shore in shores for line in lines(linemerged(shore.difference(frame)))]
    return bands, contours


def densified(rectangle):
    """A rectangle with a vertex every degree, so that its edges follow the parallels in every projection."""
    corners = list(rectangle.exterior.coords)
    points = []
    for (x0, y0), (x1, y1) in zip(corners, corners[1:]):
        count = max(1, round(abs(x1 - x0) + abs(y1 - y0)))
        points += [(x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count) for i in range(count)]
    return Polygon(points)


def linemerged(geometry):
    parts = lines(geometry)
    return linemerge(MultiLineString(parts)) if len(parts) > 1 else geometry


def main():
    write_grid()
    values = whole_world()
    step = 1.0 / 12.0
    north = 90.0 + HALF

    region_west, south, east, top = DEPTH_REGION
    columns = slice(round((region_west - MARGIN) / step), round((east + MARGIN) / step) + 1)
    rows = slice(round((90.0 - top - MARGIN) / step), round((90.0 - south + MARGIN) / step) + 1)
    part = smoothed(np.minimum(values[rows, columns], -1.0))
    grid = refined(part, columns.start * step, north - rows.start * step, step, 12)
    bands, contours = bands_and_contours(grid, REGION_LEVELS, 0.2, densified(box(*DEPTH_REGION)), 60.0, LAP)
    write_layer("depth_bands", "polygon", {"d_min": "int", "d_max": "int"}, bands)
    write_layer("depth_contours", "line", {"depth": "int"}, contours)

    # the world: means of 3 by 3 nodes, in two halves that each reach a little into the next, since one polygon that overlapped itself
    # at 180 degrees would leave a strip open there
    coarse = np.minimum(values, -1.0)[:2160].reshape(720, 3, -1, 3).mean(axis=(1, 3))
    coarse = np.concatenate([coarse[:, -720 - WORLD_PAD:], coarse, coarse[:, :WORLD_PAD]], axis=1)
    rows = []
    for west in (-180.0, 0.0):
        first = round((west + 180.0) / (3 * step))
        grid = refined(coarse[:, first:first + 720 + 2 * WORLD_PAD], west - 3 * step * WORLD_PAD, north, 3 * step, 2)
        half, _ = bands_and_contours(grid, WORLD_LEVELS, 6.0, densified(box(west, -78.0, west + 180.0 + REACH, 90.0)), 3000.0)
        rows += half
    bands = sorted(rows, key=lambda row: row[0]["d_min"])
    write_layer("depth_bands_world", "polygon", {"d_min": "int", "d_max": "int"}, bands)


main()
