#include "cli/measuring.h"

#include "core/number.h"
#include "core/diagnostics.h"
#include "geodesy/densify.h"
#include <kurilmap/dataset.h>
#include <math.h>
#include <string.h>

const kuril_unit *kuril_measuring_unit(const kuril_arguments *arguments)
{
    const char *name = kuril_arguments_value(arguments, "unit");
    return name ? kuril_unit_find(name) : NULL;
}

kuril_edges kuril_measuring_edges(const kuril_arguments *arguments)
{
    const char *rule = kuril_arguments_value(arguments, "edges");
    return rule && strcmp(rule, "planar") == 0 ? KURIL_EDGES_PLANAR : KURIL_EDGES_GEODESIC;
}

void kuril_measuring_lengths(kuril_table *table, double metres, const kuril_unit *unit, double accuracy_m)
{
    char *main = kuril_length_text(metres, unit ? unit : kuril_unit_find("km"), accuracy_m);
    char *miles = unit || isnan(metres) ? NULL : kuril_length_text(metres, kuril_unit_find("nmi"), accuracy_m);
    kuril_table_text(table, main);
    kuril_table_text(table, miles);
    g_free(main);
    g_free(miles);
}

char *kuril_measuring_azimuth(double azi)
{
    char number[KURIL_NUMBER_MAX];
    if (isnan(azi))
        return NULL;
    const double positive = azi < 0 ? azi + 360 : azi;
    return g_strdup_printf("%s°", kuril_number_print_fixed(positive >= 359.95 ? 0 : positive, 1, number));
}

void kuril_measuring_about(kuril_table *table, kuril_edges edges)
{
    kuril_table_about(table, "program", "kurilmap " KURIL_VERSION);
    kuril_table_about(table, "ellipsoid", "WGS 84");
    kuril_table_about(table, "edges", edges == KURIL_EDGES_PLANAR ? "planar" : "geodesic");
    kuril_table_about(table, "units", "metres, square metres, degrees; azimuths clockwise from north");
}

kuril_status kuril_measuring_shape(const kuril_feature *feature, const char *dataset, kuril_edges edges,
                                   const kuril_diagnostics *diagnostics, kuril_shape **shape, kuril_error *error)
{
    char *what = g_strdup_printf("%s, feature %" G_GINT64_FORMAT, dataset, (gint64)feature->id);
    kuril_geometry_buffer copy;
    kuril_geometry_buffer_init(&copy);
    kuril_status status = kuril_geometry_walk(feature->geometry, &copy.base);
    if (!status && !g_str_has_prefix(dataset, "geodata:"))
        status = kuril_subject_mend(&copy, edges, what, diagnostics, error);
    const kuril_geometry g = kuril_geometry_buffer_view(&copy);
    if (!status) {
        status = kuril_shape_new(&g, edges, shape);
        if (status)
            kuril_fail(error, status, "%s has coordinates off the globe", what);
    }
    kuril_geometry_buffer_finish(&copy);
    g_free(what);
    return status;
}

void kuril_measuring_data(kuril_table *table, const char *const *sources, size_t count, GString *credits)
{
    kuril_catalogue *catalogue = NULL;
    kuril_error fault = {0};
    GString *list = g_string_new(NULL);
    for (size_t i = 0; i < count; i++) {
        const kuril_catalogue_entry *entry = NULL;
        char *layer = kuril_embedded_name(sources[i]);
        if (layer && (catalogue || !kuril_catalogue_read(&catalogue, &fault)))
            entry = kuril_catalogue_find(catalogue, layer);
        if (fault.code)
            kuril_table_fail(table, &fault);
        g_free(layer);
        g_string_append_printf(list, "%s%s", i ? "; " : "", sources[i]);
        g_string_append_printf(credits, "%s%s", i ? "; " : "", sources[i]);
        if (entry)
            g_string_append_printf(list, " (%s, %s)", entry->source, entry->date);
        if (entry)
            g_string_append_printf(credits, " (%s)", entry->attribution);
    }
    if (count)
        kuril_table_about(table, "data", list->str);
    g_string_free(list, TRUE);
    kuril_catalogue_free(catalogue);
}

void kuril_measuring_sources(kuril_table *table, const kuril_subject *const *subjects, size_t count)
{
    GPtrArray *sources = g_ptr_array_new();
    GString *credits = g_string_new(NULL);
    double accuracy_m = 0;
    for (size_t i = 0; i < count; i++) {
        char *source = subjects[i]->source;
        accuracy_m = fmax(accuracy_m, subjects[i]->accuracy_m);
        if (source && !g_ptr_array_find_with_equal_func(sources, source, g_str_equal, NULL))
            g_ptr_array_add(sources, source);
    }
    kuril_measuring_data(table, (const char *const *)sources->pdata, sources->len, credits);
    if (sources->len) {
        char *line = g_strdup_printf("Data: %s.", credits->str);
        kuril_table_about(table, NULL, line);
        g_free(line);
    }
    if (accuracy_m > 0) {
        kuril_table_about_number(table, "accuracy_m", accuracy_m);
        char *line =
            g_strdup_printf("Places and shores are good to about %.0f m, and so are lengths between them.", accuracy_m);
        kuril_table_about(table, NULL, line);
        g_free(line);
    }
    g_string_free(credits, TRUE);
    g_ptr_array_free(sources, TRUE);
}

/* Where the edge from a to b crosses 180 degrees, as latitude, by halving; only for edges that do. */
static double latitude_at_180(kuril_lonlat a, kuril_lonlat b)
{
    for (int i = 0; i < 50; i++) {
        const kuril_lonlat m = kuril_geodesic_between(a, b, 0.5);
        if ((m.lon < 0) == (a.lon < 0))
            a = m;
        else
            b = m;
    }
    return (a.lat + b.lat) / 2;
}

static void append(GArray *points, double lon, double lat)
{
    const kuril_lonlat p = {lon, lat};
    g_array_append_val(points, p);
}

/* From a to b over 180 degrees, which one of them may lie on: the last place of one side and the first of the other. */
static void cross(GArray *points, kuril_lonlat a, kuril_lonlat b)
{
    if (fabs(a.lon) == 180 && points->len == 1) { /* a line that begins there begins on the side where it goes on */
        g_array_index(points, kuril_lonlat, 0).lon = -a.lon;
    } else if (fabs(a.lon) == 180) {
        append(points, -a.lon, a.lat);
    } else {
        const double side = a.lon < 0 ? -180 : 180, lat = fabs(b.lon) == 180 ? b.lat : latitude_at_180(a, b);
        append(points, side, lat);
        if (fabs(b.lon) == 180)
            return;
        append(points, -side, lat);
    }
}

void kuril_measuring_line(kuril_table *table, kuril_lonlat a, kuril_lonlat b)
{
    kuril_geometry_buffer line;
    kuril_geometry_buffer_init(&line);
    kuril_densify stage;
    kuril_densify_geodesic_init(&stage, 10, INFINITY, &line.base);
    kuril_sink_line_start(&stage.base);
    kuril_sink_point(&stage.base, a.lon, a.lat);
    kuril_sink_point(&stage.base, b.lon, b.lat);
    kuril_sink_line_end(&stage.base);
    const kuril_geometry g = kuril_geometry_buffer_view(&line);
    GArray *points = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat));
    for (size_t i = 0; i < g.n_points; i++) {
        const kuril_lonlat p = g.points[i];
        const kuril_lonlat *last = points->len ? &g_array_index(points, kuril_lonlat, points->len - 1) : NULL;
        if (last && fabs(p.lon - last->lon) > 180)
            cross(points, *last, p);
        last = points->len ? &g_array_index(points, kuril_lonlat, points->len - 1) : NULL;
        const bool there = last && last->lat == p.lat && (last->lon == p.lon || (fabs(p.lon) == 180 && last->lon == -p.lon));
        if (!there)
            append(points, p.lon, p.lat);
    }
    kuril_table_line(table, (const kuril_lonlat *)(const void *)points->data, points->len);
    g_array_free(points, TRUE);
    kuril_geometry_buffer_finish(&line);
}
