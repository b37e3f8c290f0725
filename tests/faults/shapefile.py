"""Shapefiles of points with one text field, by ESRI's white paper of 1998 and dBASE III."""
import struct

PLACES = [(147.6, 45.0), (145.9, 44.1), (146.75, 43.8), (146.1, 43.5)]
WIDTH = 40
WGS84 = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],' \
        'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'


def write_shapefile(stem, names, cpg=None, ldid=0):
    """Points with a text field NAME (bytes): ESRI's whitepaper of 1998, and dBASE III."""
    records = b"".join(struct.pack(">ii", i + 1, 10) + struct.pack("<idd", 1, *PLACES[i]) for i in range(len(names)))
    index = b"".join(struct.pack(">ii", 50 + 14 * i, 10) for i in range(len(names)))

    def header(size):
        return struct.pack(">i20xi", 9994, (100 + size) // 2) + struct.pack("<ii8d", 1000, 1, 140, 40, 150, 50, *[0.0] * 4)

    with open(stem + ".shp", "wb") as file:
        file.write(header(len(records)) + records)
    with open(stem + ".shx", "wb") as file:
        file.write(header(len(index)) + index)
    with open(stem + ".dbf", "wb") as file:
        file.write(struct.pack("<B3xIHH17xBxx", 3, len(names), 65, 1 + WIDTH, ldid))
        file.write(b"NAME".ljust(11, b"\0") + b"C" + bytes(4) + bytes([WIDTH, 0]) + bytes(14) + b"\r")
        file.write(b"".join(b" " + name.ljust(WIDTH)[:WIDTH] for name in names) + b"\x1a")
    with open(stem + ".prj", "w") as file:
        file.write(WGS84)
    if cpg is not None:
        with open(stem + ".cpg", "w") as file:
            file.write(cpg)
