"""The Sea of Okhotsk with cartopy, given a fair try: with-cartopy.py LAYERS OUT.png, 1600 x 1200 pixels."""
import pathlib
import sys

import cartopy.crs as ccrs
import cartopy.io.shapereader as shapereader
import matplotlib

matplotlib.use("Agg")
import matplotlib.patches as patches  # noqa: E402
import matplotlib.patheffects as effects  # noqa: E402
import matplotlib.pyplot as plt  # noqa: E402
from shapely.geometry import box  # noqa: E402

layers, out = pathlib.Path(sys.argv[1]), sys.argv[2]
DEPTHS = {0: "#e6f1f7", 200: "#d6e7f1", 1000: "#c5dceb", 2000: "#b3d0e4", 3000: "#a2c4dc", 4000: "#94b9d4", 6000: "#83abc9"}
RED, WATER, GREY = "#b4232f", "#2c5f8a", "#777777"
flat = ccrs.PlateCarree()
page = ccrs.LambertAzimuthalEqualArea(central_longitude=148.5, central_latitude=52)
halo = [effects.withStroke(linewidth=2.5, foreground="white")]


def records(layer):
    return shapereader.Reader(layers / f"{layer}.shp").records()


def draw_ground(ax):
    bands = {}
    for r in records("depth_bands"):
        bands.setdefault(r.attributes["d_min"], []).append(r.geometry)
    for depth in sorted(bands):
        color = DEPTHS[max(d for d in DEPTHS if d <= depth)]
        ax.add_geometries(bands[depth], flat, facecolor=color, edgecolor="none")
    land = list(shapereader.Reader(layers / "coast_4km.shp").geometries())
    ax.add_geometries(land, flat, facecolor="#f0ebdf", edgecolor="#6b7884", linewidth=0.5)
    ax.add_geometries(shapereader.Reader(layers / "borders_50m.shp").geometries(), flat, facecolor="none",
                      edgecolor="#8a8272", linewidth=0.6, linestyle="--")
    claimed = [r.geometry for r in records("islands_1km") if r.attributes["claimed_by"] == "Japan"]
    ax.add_geometries(claimed, flat, facecolor="#f3d9d3", edgecolor=RED, linewidth=0.4, hatch="//////")


def draw_names(ax):
    def letter(lon, lat, text, **how):
        x, y = page.transform_point(lon, lat, flat)
        ax.text(x, y, text, path_effects=halo, clip_on=True, **how)

    for r in records("places"):
        a, p = r.attributes, r.geometry
        if a["kind"] in ("town", "city", "capital") and a["rank"] <= 3 and a["name_en"] not in ("Vladivostok", "Vilyuchinsk"):
            ax.plot(p.x, p.y, "o", color="#2f3a44", markersize=3, transform=flat)
            letter(p.x, p.y, "  " + a["name_en"], fontsize=7, va="center")
    for lon, lat, text, angle, size in [
            (148.5, 55.3, "S e a   o f   O k h o t s k", 0, 15), (134.2, 40.2, "S e a   o f   J a p a n", 40, 14),
            (157.5, 43.5, "P a c i f i c   O c e a n", 40, 15), (169, 57.2, "B e r i n g   S e a", 25, 12),
            (147.3, 46.6, "Kuril Basin", 30, 9)]:
        letter(lon, lat, text, fontsize=size, style="italic", family="serif", color=WATER, rotation=angle, ha="center")
    for lon, lat, text, size in [(137, 58, "R U S S I A", 11), (129.5, 47, "C H I N A", 11), (142.9, 50.6, "S A K H A L I N", 7),
                                 (142.6, 43.3, "H O K K A I D O", 7), (160, 56.5, "Kamchatka", 8)]:
        letter(lon, lat, text, fontsize=size, color=GREY, ha="center")
    for lon, lat, marker, text in [(158.43, 52.92, "v", "Vilyuchinsk\n(Krasheninnikov Bay)"), (131.9, 43.1, "D", "Vladivostok"),
                                   (147.9, 45, "s", "Iturup as a hypothetical\nAegis Ashore site"),
                                   (149.5, 52.6, "^", "Sea of Okhotsk\nSSBN sanctuary")]:
        ax.plot(lon, lat, marker, color=RED, markersize=6, transform=flat)
        letter(lon + 0.4, lat, text, fontsize=8, weight="bold", color=RED, va="center")


def draw_scale_bar(ax, km=400):
    x0, x1, y0, y1 = ax.get_extent(crs=page)
    right, foot = x1 - 0.02 * (x1 - x0), y0 + 0.03 * (y1 - y0)
    ax.add_patch(patches.Rectangle((right - km * 1000, foot), km * 1000, 12000, color="#21282f", zorder=9))
    ax.text(right - km * 500, foot + 25000, f"{km} km", ha="center", fontsize=7)


def main():
    fig = plt.figure(figsize=(16, 12), dpi=100)
    ax = fig.add_axes([0.04, 0.05, 0.92, 0.85], projection=page)
    x0, y0 = page.transform_point(128, 37.9, flat)
    x1, y1 = page.transform_point(177.7, 61.6, flat)
    spare = ((y1 - y0) * 0.92 * 16 / (0.85 * 12) - (x1 - x0)) / 2  # the axes shrink to their extent otherwise
    x0, x1 = x0 - spare, x1 + spare
    ax.set_extent([x0, x1, y0, y1], crs=page)
    draw_ground(ax)
    lines = ax.gridlines(draw_labels=True, linewidth=0.4, color="#58748c", alpha=0.4, x_inline=False, y_inline=False)
    lines.xlabel_style = lines.ylabel_style = {"size": 7, "color": "#5f6a73"}
    draw_names(ax)
    draw_scale_bar(ax)
    swatches = [patches.Patch(facecolor="#f3d9d3", edgecolor=RED, hatch="//////", label="Administered by Russia, claimed by Japan")]
    swatches += [patches.Patch(color=color, label=f"deeper than {depth} m") for depth, color in DEPTHS.items()]
    ax.legend(handles=swatches, loc="upper left", fontsize=7, framealpha=0.88)
    globe = fig.add_axes([0.86, 0.76, 0.09, 0.12], projection=ccrs.Orthographic(148.5, 52))
    globe.set_global()
    globe.add_geometries(shapereader.Reader(layers / "coast_20km.shp").geometries(), flat, facecolor="#c9c2b2")
    globe.set_facecolor("#d6e7f1")
    globe.add_geometries([box(x0, y0, x1, y1)], page,
                         facecolor="none", edgecolor=RED)
    fig.text(0.04, 0.94, "The Sea of Okhotsk and its gates", fontsize=18, weight="bold")
    fig.text(0.04, 0.92, "Russia’s missile submarines patrol behind the Kuril chain. Its four southern islands are claimed by Japan",
             fontsize=10, color="#5f6a73")
    fig.savefig(out)


main()
