"""Shore to shore as a script of geopandas does it, on a plane about the middle of the two."""
SCRIPT = """import geopandas, sys
islands = geopandas.read_file(sys.argv[1]).set_index("id")
two = islands.loc[sys.argv[2:4]]
middle = two.unary_union.envelope.centroid
plane = two.to_crs(f"+proj=aeqd +lat_0={middle.y} +lon_0={middle.x} +datum=WGS84")
print(plane.geometry.iloc[0].distance(plane.geometry.iloc[1]))
"""


def write(shapefile, a, b):
    """Returns the command that prints metres."""
    return ["/usr/bin/python3", "-c", SCRIPT, shapefile, a, b]
