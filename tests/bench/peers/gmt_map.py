"""The picture as commands of GMT; names in English only, shores from GMT's own copy of the same data."""
from inputs import DEPTHS, INK, LAND, LINE, SEA, SHORE, SIZE, hex_rgb

WIDTH_CM = 16
PX = 72 / (SIZE[0] / WIDTH_CM * 2.54)  # points in a pixel


def write(view, folder):
    """Returns the command that draws the view."""
    rgb = lambda color: "/".join(map(str, hex_rgb(color)))
    x, y = view.half
    region = f"-R{-x / 1000:.3f}/{x / 1000:.3f}/{-y / 1000:.3f}/{y / 1000:.3f}+uk -JA{view.lon}/{view.lat}/{WIDTH_CM}c"
    with open(f"{folder}/{view.name}_gmt.txt", "w", encoding="utf-8") as out:
        for line in open(f"{folder}/{view.name}_names.csv", encoding="utf-8"):
            lon, lat, name = line.rstrip("\n").split(",", 2)
            out.write(f"{lon} {lat} {name.encode('ascii', 'ignore').decode().strip()}\n")
    with open(f"{folder}/depths.cpt", "w", encoding="utf-8") as out:
        for (low, color), (high, _) in zip(DEPTHS, DEPTHS[1:] + [(12000, None)]):
            out.write(f"{low} {rgb(color)} {high} {rgb(color)}\n")
    name = f"{view.name}_gmt"
    script = f"""set -e; cd '{folder}'
gmt begin {name} png E{SIZE[0] / WIDTH_CM * 2.54:.2f}
gmt set MAP_FRAME_TYPE plain MAP_FRAME_PEN 0.1p MAP_GRID_PEN {PX * 0.5:.3f}p,{rgb(LINE)}
"""
    if view.depths:
        script += f"gmt grdimage depth_grid.tif {region} -Cdepths.cpt -nn\n"
        script += f"gmt coast -Df -A0/0/1 -G{rgb(LAND)} -W{PX * 0.8:.3f}p,{rgb(SHORE)} -Bg{view.step}\n"
    else:
        script += f"gmt coast {region} -Df -A0/0/1 -S{rgb(SEA)} -G{rgb(LAND)} -W{PX * 0.8:.3f}p,{rgb(SHORE)} -Bg{view.step}\n"
    script += f"""gmt plot {name}.txt -Sc{PX * 6:.2f}p -G{rgb(INK)} -W{PX:.3f}p,white
gmt text {name}.txt -F+f{PX * 13:.2f}p,Helvetica,{rgb(INK)}=~{PX * 3:.2f}p,white -D0/{PX * 9:.2f}p
gmt text {name}.txt -F+f{PX * 13:.2f}p,Helvetica,{rgb(INK)} -D0/{PX * 9:.2f}p
gmt end
"""
    with open(f"{folder}/{name}.sh", "w", encoding="utf-8") as out:
        out.write(script)
    return ["bash", f"{folder}/{name}.sh"]
