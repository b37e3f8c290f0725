/*
 * How far it is from one place to another, and a map with that range round the first.
 *
 *     cc -o ranges ranges.c $(pkg-config --cflags --libs kurilmap)
 *     ./ranges iturup vladivostok ranges.png
 */
#include <kurilmap/kurilmap.h>
#include <stdio.h>

static int complain(const kuril_error *error)
{
    fprintf(stderr, "ranges: %s\n", error->message);
    return 1;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: ranges FROM TO MAP.png\n");
        return 2;
    }
    kuril_error error = {0};
    kuril_gazetteer *gazetteer = NULL;
    kuril_position from, to;
    if (kuril_gazetteer_read(&gazetteer, &error) != KURIL_OK ||
        kuril_position_find(gazetteer, argv[1], &from, &error) != KURIL_OK ||
        kuril_position_find(gazetteer, argv[2], &to, &error) != KURIL_OK) {
        kuril_gazetteer_free(gazetteer);
        return complain(&error);
    }
    const kuril_geodesic way = kuril_geodesic_inverse(from.lonlat, to.lonlat);
    printf("%.3f km, azimuth %.1f\n", way.s12_m / 1000, way.azi1);

    char ring[128], width[32];
    snprintf(ring, sizeof ring, "%s:%.3fkm", argv[1], way.s12_m / 1000);
    snprintf(width, sizeof width, "%.0fkm", way.s12_m / 1000 * 2.5);
    const kuril_map_output output = {.path = argv[3], .format = KURIL_PNG};
    kuril_map *map = kuril_map_new();
    kuril_status status = kuril_map_set(map, "center", argv[1], &error);
    if (status == KURIL_OK)
        status = kuril_map_set(map, "width", width, &error);
    if (status == KURIL_OK)
        status = kuril_map_set(map, "ring", ring, &error);
    if (status == KURIL_OK)
        status = kuril_map_render(map, &output, 1, NULL, &error);
    kuril_map_free(map);
    kuril_gazetteer_free(gazetteer);
    return status == KURIL_OK ? 0 : complain(&error);
}
