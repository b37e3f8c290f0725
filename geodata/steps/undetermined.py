"""Southern Sakhalin, whose sovereignty the government of Japan calls undetermined: the island's land south of 50 N, at
two levels of detail. Of the Kurils north of Iturup it says the same; those are in islands_*, without claimed_by."""
from shapely.geometry import box

from common import along_parallels, area_km2, multi, read_layer, rounded, write_layer

PARALLEL = 50.0  # the border of 1905, Treaty of Portsmouth, Article 9
FIELDS = {"id": "str", "name_en": "str", "name_ru": "str", "name_ja": "str", "area_km2": "real:1"}
NAMES = {"id": "southern-sakhalin", "name_en": "Southern Sakhalin", "name_ru": "Южный Сахалин", "name_ja": "南樺太"}


def main():
    south = box(120.0, 40.0, 180.0, PARALLEL)
    for level in ("200m", "1km"):
        land = [polygon.intersection(south) for attributes, polygon in read_layer(f"coast_{level}")
                if attributes["id"] == "sakhalin"]
        whole = along_parallels(rounded(multi(part for part in land if not part.is_empty)))
        print(f"  southern Sakhalin {area_km2(whole):.0f} km2")
        write_layer(f"undetermined_{level}", "polygon", FIELDS, [({**NAMES, "area_km2": area_km2(whole)}, whole)])


main()
