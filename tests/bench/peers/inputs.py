"""What every program draws: the same coast, depths, graticule and names."""
SIZE = (1600, 1200)
FONT = "Noto Sans CJK JP"
FONT_FILE = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
SEA, LAND, SHORE, LINE, INK = "#d6e7f1", "#f1ece0", "#6f7f8b", "#9db4c0", "#2b3640"
DEPTHS = [(-12000, "#83abc9"), (-6000, "#94b9d4"), (-4000, "#a2c4dc"), (-3000, "#b3d0e4"), (-2000, "#c5dceb"),
          (-1000, "#d6e7f1"), (-200, "#e6f1f7")]  # colour from here up to the next; land above 0


class View:
    """One picture: an equal-area projection about its own middle, so that the scale there is true."""

    def __init__(self, name, lon, lat, metres_per_pixel, step, depths=False):
        self.name, self.lon, self.lat, self.step, self.depths = name, lon, lat, step, depths
        self.metres_per_pixel = metres_per_pixel
        self.proj = f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m"
        self.half = (SIZE[0] / 2 * metres_per_pixel, SIZE[1] / 2 * metres_per_pixel)


VIEWS = [View("overview", 150, 50, 1855, 5), View("south", 147, 44.7, 288.75, 1), View("depths", 150, 50, 1855, 5, True)]


def hex_rgb(color):
    return tuple(int(color[i:i + 2], 16) for i in (1, 3, 5))
