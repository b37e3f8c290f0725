#include "map/answer_map.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include "geodesy/densify.h"
#include "geom/geometry_buffer.h"
#include "map/map_memory.h"
#include "map/map_names.h"
#include "map/settings.h"
#include <math.h>

static const double LEAST_SPAN_DEG = 0.04, MOST_WIDTH_DEG = 340;

/* LAT,LON so that it reads back as the same doubles. */
static const char *point_text(kuril_map *map, kuril_lonlat p)
{
    char lat[KURIL_NUMBER_MAX], lon[KURIL_NUMBER_MAX];
    char *text = g_strdup_printf("%s,%s", kuril_number_print_fixed(p.lat, 13, lat), kuril_number_print_fixed(p.lon, 13, lon));
    const char *kept = kuril_map_text(map, text);
    g_free(text);
    return kept;
}

static void add_measure(kuril_map *map, const kuril_answer *answer, const char *unit, bool at_end)
{
    const kuril_map_measure measure = {.a = point_text(map, answer->a),
                                       .b = point_text(map, answer->b),
                                       .label = {{answer->name ? kuril_map_text(map, answer->name) : NULL}},
                                       .unit = unit ? kuril_map_text(map, unit) : NULL,
                                       .accuracy_m = answer->accuracy_m,
                                       .names_b = at_end};
    g_array_append_val(map->memory->measures, measure);
    kuril_map_show_lists(map);
}

/* The box of all geodesics, with room round them for names and for the shores that they lead to. */
static kuril_bbox frame(const kuril_answers *answers)
{
    kuril_geometry_buffer lines;
    kuril_geometry_buffer_init(&lines);
    kuril_densify stage;
    kuril_densify_geodesic_init(&stage, 1000, 200e3, &lines.base);
    for (size_t i = 0; i < answers->count; i++) {
        const kuril_answer *answer = &answers->list[i];
        kuril_sink_line_start(&stage.base);
        kuril_sink_point(&stage.base, answer->a.lon, answer->a.lat);
        kuril_sink_point(&stage.base, answer->b.lon, answer->b.lat);
        kuril_sink_line_end(&stage.base);
    }
    const kuril_geometry g = kuril_geometry_buffer_view(&lines);
    kuril_bbox box = {0, 0, 0, 0};
    kuril_geometry_bbox(&g, &box); /* there is at least one answer */
    kuril_geometry_buffer_finish(&lines);
    const double shrink = fmax(0.02, cos((box.south + box.north) / 2 * G_PI / 180));
    const double span = fmax(LEAST_SPAN_DEG, fmax(box.north - box.south, kuril_bbox_width(&box) * shrink));
    const double up = span / 2, aside = fmin(up / shrink, (MOST_WIDTH_DEG - fmin(MOST_WIDTH_DEG, kuril_bbox_width(&box))) / 2);
    return (kuril_bbox){box.west - aside, fmax(-89, box.south - up), box.west + kuril_bbox_width(&box) + aside,
                        fmin(89, box.north + up)};
}

static kuril_status set_bounds(kuril_map *map, kuril_bbox box, kuril_error *error)
{
    char w[KURIL_NUMBER_MAX], s[KURIL_NUMBER_MAX], e[KURIL_NUMBER_MAX], n[KURIL_NUMBER_MAX];
    char *text = g_strdup_printf("%s,%s,%s,%s", kuril_number_print_fixed(kuril_lon_near(box.west, 0), 6, w),
                                 kuril_number_print_fixed(box.south, 6, s),
                                 kuril_number_print_fixed(kuril_lon_near(box.east, 0), 6, e),
                                 kuril_number_print_fixed(box.north, 6, n));
    const kuril_status status = kuril_map_set(map, "bounds", text, error);
    g_free(text);
    return status;
}

kuril_status kuril_answers_draw(const kuril_answers *answers, const char *path, const kuril_diagnostics *diagnostics,
                                kuril_error *error)
{
    kuril_map *map = kuril_map_new();
    for (size_t i = 0; i < answers->count; i++)
        if (kuril_geodesic_inverse(answers->list[i].a, answers->list[i].b).s12_m > 0) /* what meets has no line */
            add_measure(map, &answers->list[i], answers->unit, answers->at_ends);
    kuril_status status = kuril_map_set(map, "output", path, error);
    if (!status && answers->count == 0) {
        kuril_report(diagnostics, KURIL_WARNING, path, NULL, "there is nothing to draw, and no map");
        kuril_map_free(map);
        return KURIL_OK;
    }
    if (!status)
        status = set_bounds(map, frame(answers), error);
    if (!status)
        status = kuril_map_set(map, "title", answers->title, error);
    if (!status)
        status = kuril_map_set(map, "subtitle", answers->subtitle, error);
    if (!status)
        status = kuril_map_render(map, NULL, 0, diagnostics, error);
    kuril_map_free(map);
    return status;
}
