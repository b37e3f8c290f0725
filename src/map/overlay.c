#include "map/overlay.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include "map/classes.h"
#include "map/overlay_data.h"
#include "map/points_table.h"
#include "map/settings.h"
#include "map/units_words.h"
#include "measure/length_text.h"
#include "measure/subject.h"
#include <kurilmap/geodesy.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- Text of the style ---- */

static const char points_layers[] =
    "{\"id\":\"points$N\",\"type\":\"circle\",\"source\":\"points$N\","
    "\"metadata\":{\"kurilmap:over\":true,\"kurilmap:legend\":$D},"
    "\"paint\":{\"circle-radius\":4,\"circle-color\":$C,\"circle-stroke-color\":$H,\"circle-stroke-width\":1.2}},"
    "{\"id\":\"points$N-name\",\"type\":\"symbol\",\"source\":\"points$N\","
    "\"metadata\":{\"kurilmap:leader\":true},"
    "\"layout\":{\"text-field\":[\"coalesce\",[\"get\",\"label\"],\"\"],\"text-size\":13,"
    "\"text-font\":[\"Noto Sans Medium\",\"Noto Sans CJK JP Medium\"],"
    "\"text-variable-anchor\":[\"left\",\"right\",\"top\",\"bottom\",\"bottom-left\",\"top-left\",\"bottom-right\","
    "\"top-right\"],\"text-radial-offset\":0.6,\"text-justify\":\"auto\"},"
    "\"paint\":{\"text-color\":$C,\"text-halo-color\":$H,\"text-halo-width\":1.4}}";

static const char ring_layers[] =
    "{\"id\":\"rings\",\"type\":\"line\",\"source\":\"rings\","
    "\"paint\":{\"line-color\":$A,\"line-width\":1.3,\"line-dasharray\":[5,2.5]}},"
    "{\"id\":\"ring-centres\",\"type\":\"circle\",\"source\":\"ring-centres\","
    "\"metadata\":{\"kurilmap:legend\":[{\"en\":\"Centre of a range\",\"ja\":\"射程の中心\",\"ru\":\"Центр радиуса\","
    "\"zh\":\"射程圈中心\"}]},"
    "\"paint\":{\"circle-radius\":2.6,\"circle-color\":$H,\"circle-stroke-color\":$A,\"circle-stroke-width\":1.2}},"
    "{\"id\":\"ring-radius\",\"type\":\"symbol\","
    "\"metadata\":{\"kurilmap:both-sides\":true,\"kurilmap:smaller\":0.8,\"kurilmap:weight\":4},"
    "\"source\":\"rings\","
    "\"layout\":{\"symbol-placement\":\"line-center\",\"text-field\":[\"get\",\"label\"],\"text-size\":12,"
    "\"text-offset\":[0,-0.75],\"text-font\":[\"Noto Sans Medium\",\"Noto Sans CJK JP Medium\"]},"
    "\"paint\":{\"text-color\":$A,\"text-halo-color\":$H,\"text-halo-width\":1.4}}";

static const char measure_layers[] =
    "{\"id\":\"measures\",\"type\":\"line\",\"source\":\"measures\","
    "\"metadata\":{\"kurilmap:legend\":[{\"en\":\"Shortest line\",\"ja\":\"最短距離の線\","
    "\"ru\":\"Кратчайшая линия\",\"zh\":\"最短路线\"}]},"
    "\"paint\":{\"line-color\":$A,\"line-width\":$W}},"
    "{\"id\":\"measure-ends\",\"type\":\"circle\",\"source\":\"measure-ends\","
    "\"paint\":{\"circle-radius\":[\"+\",1.8,[\"*\",0.75,$W]],\"circle-color\":$H,\"circle-stroke-color\":$A,\"circle-stroke-width\":1.5}},"
    "{\"id\":\"measure-length\",\"type\":\"symbol\",\"metadata\":{\"kurilmap:both-sides\":true,\"kurilmap:weight\":4},"
    "\"source\":\"measures\","
    "\"layout\":{\"symbol-placement\":\"line-center\",\"text-field\":[\"get\",\"label\"],\"text-size\":13,"
    "\"text-offset\":[0,-0.8],\"text-font\":[\"Noto Sans Bold\",\"Noto Sans CJK JP Bold\"]},"
    "\"paint\":{\"text-color\":$A,\"text-halo-color\":$H,\"text-halo-width\":1.6}},"
    "{\"id\":\"measure-name\",\"type\":\"symbol\",\"source\":\"measure-ends\","
    "\"layout\":{\"text-field\":[\"get\",\"label\"],\"text-size\":12,"
    "\"text-font\":[\"Noto Sans Bold\",\"Noto Sans CJK JP Bold\"],"
    "\"text-variable-anchor\":[\"left\",\"right\",\"top\",\"bottom\",\"bottom-left\",\"top-left\",\"bottom-right\","
    "\"top-right\"],\"text-radial-offset\":0.5,\"text-justify\":\"auto\"},"
    "\"paint\":{\"text-color\":$A,\"text-halo-color\":$H,\"text-halo-width\":1.6}}";

static const char buffer_layers[] =
    "{\"id\":\"buffers\",\"type\":\"fill\",\"source\":\"buffers\","
    "\"paint\":{\"fill-color\":$A,\"fill-opacity\":0.1}},"
    "{\"id\":\"buffer-edges\",\"type\":\"line\",\"source\":\"buffers\","
    "\"layout\":{\"line-join\":\"round\"},\"paint\":{\"line-color\":$A,\"line-width\":1.3}},"
    "{\"id\":\"buffer-distance\",\"type\":\"symbol\",\"metadata\":{\"kurilmap:both-sides\":true},"
    "\"source\":\"buffers\","
    "\"layout\":{\"symbol-placement\":\"line-center\",\"text-field\":[\"get\",\"label\"],\"text-size\":12,"
    "\"text-offset\":[0,-0.75],\"text-font\":[\"Noto Sans Medium\",\"Noto Sans CJK JP Medium\"]},"
    "\"paint\":{\"text-color\":$A,\"text-halo-color\":$H,\"text-halo-width\":1.4}}";

typedef struct overlay {
    kuril_scene *scene;
    const kuril_gazetteer *gazetteer;
    GString *sources, *layers;
    kuril_overlay_blanks blanks;
    kuril_error *error;
} overlay;

static void add_source(overlay *o, const char *name)
{
    g_string_append_printf(o->sources, "%s\"%s\":{\"type\":\"geojson\",\"data\":\"map:%s\"}",
                           o->sources->len ? "," : "", name, name);
}

/* ---- Features ---- */

static void add_feature(kuril_feature_table *table, kuril_part_kind kind, const kuril_lonlat *points, size_t n,
                        const char *label)
{
    const kuril_ring ring = {0, n};
    const kuril_part part = {kind, 0, 1};
    const kuril_geometry geometry = {points, n, &ring, 1, &part, 1};
    const kuril_member field = {"label", {.kind = KURIL_STRING, .as.string = label}};
    const kuril_feature feature = {.id = -1, .geometry = &geometry, .fields = &field, .n_fields = 1};
    kuril_feature_table_add(table, &feature);
}

static kuril_status place_fault(overlay *o, const kuril_source_place *from, kuril_status status)
{
    if (status != KURIL_OK)
        kuril_error_from(o->error, from);
    return status;
}

static kuril_status find(overlay *o, const char *text, const kuril_source_place *from, kuril_lonlat *place)
{
    kuril_position position;
    kuril_status status = KURIL_OK;
    if (!o->gazetteer)
        status = kuril_session_gazetteer(o->scene->session, &o->gazetteer, o->error);
    if (status == KURIL_OK)
        status = kuril_position_find(o->gazetteer, text, &position, o->error);
    if (status == KURIL_OK)
        *place = position.lonlat;
    else
        place_fault(o, from, status);
    return status;
}

/* A radius or a buffer's distance, to a tenth; round lengths lose the decimal, round nautical miles stay such. */
static char *length_text(const kuril_map *map, double metres, const kuril_words *label)
{
    const kuril_language language = map->languages[0];
    const char *words = kuril_map_words(map, label);
    char number[KURIL_NUMBER_MAX];
    const double km = metres / 1000, nmi = metres / KURIL_NMI_M;
    const bool round_km = fabs(km - round(km)) < 5e-4, round_nmi = fabs(nmi - round(nmi)) < 5e-4;
    const bool in_miles = round_nmi && !round_km;
    kuril_number_print_grouped(in_miles ? nmi : km, round_km || round_nmi ? 0 : 1, kuril_decimal_mark(language), number);
    return g_strdup_printf("%s%s%s\u00A0%s", words ? words : "", words ? "\u2002" : "", number,
                           kuril_word_unit(in_miles ? "nmi" : "km", language));
}

static kuril_status make_rings(overlay *o, kuril_feature_table *rings, kuril_feature_table *centres)
{
    enum { POINTS = 720 };
    const kuril_map *map = o->scene->map;
    for (size_t i = 0; i < map->n_rings; i++) {
        const kuril_map_ring *ring = &map->rings[i];
        kuril_lonlat centre;
        const kuril_status status = find(o, ring->place, &ring->from, &centre);
        if (status != KURIL_OK)
            return status;
        if (!ring->unmarked)
            add_feature(centres, KURIL_POINT, &centre, 1, "");
        for (size_t r = 0; r < ring->n_radii; r++) {
            kuril_lonlat points[POINTS + 1]; /* from south, so that the middle, where the name goes, is north */
            for (int k = 0; k <= POINTS; k++)
                points[k] = kuril_geodesic_direct(centre, 180 + 360.0 * (k % POINTS) / POINTS, ring->radii_m[r], NULL);
            char *label = length_text(map, ring->radii_m[r], &ring->label);
            add_feature(rings, KURIL_LINE, points, POINTS + 1, label);
            g_free(label);
        }
    }
    return KURIL_OK;
}

static kuril_status find_subject(overlay *o, const char *text, const kuril_source_place *from, kuril_subject *subject)
{
    kuril_status status = KURIL_OK;
    if (!o->gazetteer)
        status = kuril_session_gazetteer(o->scene->session, &o->gazetteer, o->error);
    if (status == KURIL_OK)
        status = kuril_subject_find(o->gazetteer, text, KURIL_EDGES_GEODESIC, o->scene->diagnostics, subject, o->error);
    return status == KURIL_OK ? status : place_fault(o, from, status);
}

static void add_measure(overlay *o, const kuril_map_measure *measure, const kuril_nearest *n, double accuracy_m,
                        kuril_feature_table *measures, kuril_feature_table *ends)
{
    enum { PIECES = 256 };
    kuril_lonlat points[PIECES + 1];
    for (int k = 0; k <= PIECES; k++)
        points[k] = kuril_geodesic_direct(n->a, n->geodesic.azi1, n->geodesic.s12_m * k / PIECES, NULL);
    char length[KURIL_NUMBER_MAX];
    const kuril_language language = o->scene->map->languages[0];
    const kuril_unit *unit = kuril_unit_find(measure->unit ? measure->unit : "km");
    int decimals;
    const double shown = kuril_length_shown(n->geodesic.s12_m, unit, accuracy_m, &decimals);
    kuril_number_print_grouped(shown, decimals, kuril_decimal_mark(language), length);
    const char *words = kuril_map_words(o->scene->map, &measure->label);
    /* A name alone in its line takes the place of the style's (symbol_repeats.c). */
    const char *between = !words ? "" : measure->names_b ? "\n" : "\u2002";
    char *label = g_strconcat(words ? words : "", between, length, "\u00A0",
                              kuril_word_unit(unit->name, language), NULL);
    add_feature(measures, KURIL_LINE, points, PIECES + 1, measure->names_b ? "" : label);
    add_feature(ends, KURIL_POINT, &n->a, 1, "");
    add_feature(ends, KURIL_POINT, &n->b, 1, measure->names_b ? label : "");
    g_free(label);
}

static kuril_status make_measure(overlay *o, const kuril_map_measure *measure, kuril_feature_table *measures,
                                 kuril_feature_table *ends)
{
    kuril_subject a = {0}, b = {0};
    kuril_nearest n;
    kuril_status status = find_subject(o, measure->a, &measure->from, &a);
    if (status == KURIL_OK)
        status = find_subject(o, measure->b, &measure->from, &b);
    if (status == KURIL_OK && !kuril_shape_nearest(a.shape, b.shape, INFINITY, &n))
        status = place_fault(o, &measure->from,
                             kuril_fail(o->error, KURIL_E_DATA, "measure: '%s' or '%s' is empty", measure->a, measure->b));
    if (status == KURIL_OK)
        add_measure(o, measure, &n, fmax(measure->accuracy_m, fmax(a.accuracy_m, b.accuracy_m)), measures, ends);
    kuril_subject_finish(&a);
    kuril_subject_finish(&b);
    return status;
}

static kuril_status make_measures(overlay *o, kuril_feature_table *measures, kuril_feature_table *ends)
{
    const kuril_map *map = o->scene->map;
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < map->n_measures && status == KURIL_OK; i++)
        status = make_measure(o, &map->measures[i], measures, ends);
    return status;
}

/* ---- The style ---- */

/* A table as a source of that name. */
static kuril_feature_table *table_source(overlay *o, const char *name)
{
    kuril_feature_table *table = kuril_scene_table(o->scene);
    kuril_sources_add_table(o->scene->sources, name, table);
    add_source(o, name);
    return table;
}

static kuril_status add_data(overlay *o)
{
    const kuril_map *map = o->scene->map;
    for (size_t i = 0; i < map->n_data; i++) {
        char name[32];
        snprintf(name, sizeof name, "data%zu", i);
        kuril_status status = kuril_sources_add_alias(o->scene->sources, name, map->data[i].dataset, o->error);
        if (status == KURIL_OK)
            status = kuril_overlay_add_data(o->scene, i, &o->blanks, o->layers, o->error);
        if (status != KURIL_OK)
            return place_fault(o, &map->data[i].from, status);
        add_source(o, name);
    }
    return KURIL_OK;
}

static char *points_legend(const kuril_map *map, const kuril_map_points *points)
{
    const char *said = kuril_map_words(map, &points->label);
    char *title = said ? g_strdup(said) : kuril_overlay_title(points->path);
    char *label = kuril_overlay_quoted(title);
    char *legend = g_strdup_printf("[{\"en\":%s}]", label);
    g_free(title);
    g_free(label);
    return legend;
}

static kuril_status add_points(overlay *o)
{
    const kuril_map *map = o->scene->map;
    for (size_t i = 0; i < map->n_points; i++) {
        char name[32];
        snprintf(name, sizeof name, "points%zu", i);
        const kuril_status status = kuril_points_read(map->points[i].path, map->languages[0], table_source(o, name),
                                                      o->scene->diagnostics, o->error);
        if (status != KURIL_OK)
            return place_fault(o, &map->points[i].from, status);
        char *legend = points_legend(map, &map->points[i]);
        char *color =
            kuril_overlay_quoted(map->points[i].color ? map->points[i].color : kuril_kind_color(map->n_data + i));
        o->blanks.number = i;
        o->blanks.color = color;
        o->blanks.dots = legend;
        kuril_overlay_append(o->layers, points_layers, &o->blanks);
        g_free(legend);
        g_free(color);
    }
    return KURIL_OK;
}

static kuril_status add_rings(overlay *o)
{
    if (o->scene->map->n_rings == 0)
        return KURIL_OK;
    kuril_feature_table *rings = table_source(o, "rings"), *centres = table_source(o, "ring-centres");
    kuril_overlay_append(o->layers, ring_layers, &o->blanks);
    return make_rings(o, rings, centres);
}

static kuril_status add_measures(overlay *o)
{
    enum { FEW = 8 }; /* more of them are a bundle, in which thick lines would be one blot */
    if (o->scene->map->n_measures == 0)
        return KURIL_OK;
    kuril_feature_table *measures = table_source(o, "measures"), *ends = table_source(o, "measure-ends");
    o->blanks.width = o->scene->map->n_measures > FEW ? "0.7" : "1.6";
    kuril_overlay_append(o->layers, measure_layers, &o->blanks);
    return make_measures(o, measures, ends);
}

static kuril_status make_buffer(overlay *o, const kuril_map_buffer *wanted, kuril_feature_table *table)
{
    kuril_subject subject = {0};
    kuril_status status = find_subject(o, wanted->of, &wanted->from, &subject);
    kuril_geometry_buffer outline;
    kuril_geometry_buffer_init(&outline);
    if (status == KURIL_OK)
        status = kuril_shape_buffer(subject.shape, wanted->distance_m, 1, &outline.base, o->error);
    if (status == KURIL_OK) {
        const kuril_geometry geometry = kuril_geometry_buffer_view(&outline);
        char *label = length_text(o->scene->map, wanted->distance_m, &wanted->label);
        const kuril_member field = {"label", {.kind = KURIL_STRING, .as.string = label}};
        const kuril_feature feature = {.id = -1, .geometry = &geometry, .fields = &field, .n_fields = 1};
        kuril_feature_table_add(table, &feature);
        g_free(label);
    }
    kuril_geometry_buffer_finish(&outline);
    kuril_subject_finish(&subject);
    return status;
}

static kuril_status add_buffers(overlay *o)
{
    const kuril_map *map = o->scene->map;
    if (map->n_buffers == 0)
        return KURIL_OK;
    kuril_feature_table *table = table_source(o, "buffers");
    kuril_overlay_append(o->layers, buffer_layers, &o->blanks);
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < map->n_buffers && status == KURIL_OK; i++)
        status = make_buffer(o, &map->buffers[i], table);
    return status;
}

static kuril_status compile(overlay *o)
{
    GString *json = g_string_new("{\"version\":8,\"name\":\"overlay\",\"sources\":{");
    g_string_append_printf(json, "%s},\"layers\":[%s]}", o->sources->str, o->layers->str);
    const kuril_status status = kuril_style_parse("overlay", json->str, json->len, o->scene->diagnostics,
                                                  &o->scene->overlay, o->error);
    g_string_free(json, TRUE);
    return status;
}

kuril_status kuril_overlay_make(kuril_scene *scene, kuril_error *error)
{
    const kuril_map *map = scene->map;
    if (map->n_data + map->n_points + map->n_rings + map->n_measures + map->n_buffers == 0)
        return KURIL_OK;
    overlay o = {.scene = scene,
                 .sources = g_string_new(NULL),
                 .layers = g_string_new(NULL),
                 .blanks = {.accent = kuril_overlay_css(scene->theme.accent),
                            .halo = kuril_overlay_css(scene->theme.paper.a < 1 ? scene->theme.panel : scene->theme.paper),
                            .ink = kuril_overlay_css(scene->theme.ink)},
                 .error = error};
    kuril_status status = add_data(&o);
    if (status == KURIL_OK)
        status = add_buffers(&o);
    if (status == KURIL_OK)
        status = add_rings(&o);
    if (status == KURIL_OK)
        status = add_measures(&o);
    if (status == KURIL_OK)
        status = add_points(&o);
    if (status == KURIL_OK)
        status = compile(&o);
    g_string_free(o.sources, TRUE);
    g_string_free(o.layers, TRUE);
    g_free(o.blanks.accent);
    g_free(o.blanks.halo);
    g_free(o.blanks.ink);
    return status;
}
