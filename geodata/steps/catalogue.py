"""catalogue.json: what every layer is, where it comes from and under which licence, with checksums; and the table of
layers in README.md between its two marks."""
import hashlib
import json

from osgeo import gdal, ogr

from common import GEODATA, LAYERS, read_table

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qix")
BEGIN, END = "<!-- layers: made by steps/catalogue.py -->", "<!-- end of layers -->"
TYPES = {ogr.wkbPoint: "Point", ogr.wkbMultiPoint: "MultiPoint", ogr.wkbLineString: "LineString", ogr.wkbPolygon: "Polygon"}


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def vector(name):
    source = ogr.Open(str(LAYERS / f"{name}.shp"))
    layer = source.GetLayer(0)
    definition = layer.GetLayerDefn()
    west, east, south, north = layer.GetExtent()
    return {
        "file": f"layers/{name}.shp",
        "geometry": TYPES[layer.GetGeomType()],
        "crs": "EPSG:4326",
        "encoding": "UTF-8",
        "features": layer.GetFeatureCount(),
        "extent": [round(v, 6) for v in (west, south, east, north)],
        "fields": {definition.GetFieldDefn(i).GetName(): definition.GetFieldDefn(i).GetTypeName()
                   for i in range(definition.GetFieldCount())},
        "sha256": {f"{name}{part}": sha256(LAYERS / f"{name}{part}") for part in PARTS},
    }


def raster(name):
    data = gdal.Open(str(LAYERS / f"{name}.tif"))
    west, step, _, north, _, down = data.GetGeoTransform()
    return {
        "file": f"layers/{name}.tif",
        "geometry": "Raster",
        "crs": "EPSG:4326",
        "type": gdal.GetDataTypeName(data.GetRasterBand(1).DataType),
        "size": [data.RasterXSize, data.RasterYSize],
        "extent": [round(v, 6) for v in (west, north + down * data.RasterYSize, west + step * data.RasterXSize, north)],
        "sha256": {f"{name}.tif": sha256(LAYERS / f"{name}.tif")},
    }


def main():
    sources = {row["id"]: row for row in read_table("sources")}
    layers = {}
    for row in read_table("catalogue"):
        name = row["layer"]
        used = [sources[s] for s in row["source"].split()]
        entry = {"title": row["title"], "scales": row["level"], "accuracy_m": int(row["accuracy_m"])}
        entry.update(raster(name) if (LAYERS / f"{name}.tif").exists() else vector(name))
        entry.update({
            "sources": row["source"].split(),
            "licence": row["licence"],
            "date": max(s["date"] for s in used),
            "attribution": "; ".join(dict.fromkeys(s["attribution"] for s in used if s["attribution"])),
        })
        layers[name] = entry
    extra = {p.stem for p in LAYERS.iterdir()} - set(layers)
    if extra:
        raise ValueError(f"layers without a row in facts/catalogue.csv: {', '.join(sorted(extra))}")
    catalogue = {"sources": {k: {f: v for f, v in row.items() if f != "id"} for k, row in sources.items()},
                 "layers": layers}
    (GEODATA / "catalogue.json").write_text(json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    write_table(layers)


def write_table(layers):
    rows = ["| layer | what | geometry, features | fields | sources | licence |", "|---|---|---|---|---|---|"]
    for name, entry in layers.items():
        size = entry.get("features") or "x".join(str(n) for n in entry["size"])
        fields = ", ".join(f"`{f}`" for f in entry.get("fields", {}))
        rows.append(f"| `{name}` | {entry['title']}. Scales: {entry['scales']}; good to about {entry['accuracy_m']} m | {entry['geometry']}, {size} | {fields} | "
                    f"{', '.join(entry['sources'])} | {entry['licence']} |")
    readme = GEODATA / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    readme.write_text(before + BEGIN + "\n" + "\n".join(rows) + "\n" + END + after, encoding="utf-8")


main()
