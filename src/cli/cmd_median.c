/* kurilmap median: the equidistance line of two coasts, as a dataset. */
#include "cli/commands.h"
#include "cli/derived.h"
#include "core/diagnostics.h"

static const double LIMIT_M = 200 * KURIL_NMI_M;

static kuril_status write(const kuril_subject *a, const kuril_subject *b, double limit_m, double tolerance_m,
                          const kuril_geometry *g, const kuril_arguments *arguments, const kuril_console *console,
                          kuril_error *error)
{
    kuril_extent extent;
    kuril_status status = kuril_geometry_measure(g, KURIL_EDGES_GEODESIC, &extent);
    if (status)
        return kuril_fail(error, status, "the line cannot be measured");
    const char *from_a = a->source ? a->source : "",
               *from_b = b->source && g_strcmp0(a->source, b->source) ? b->source : "";
    char *sources = g_strdup_printf("%s%s%s", from_a, from_a[0] && from_b[0] ? "; " : "", from_b);
    const kuril_member fields[] = {kuril_derived_text("of", a->label),
                                   kuril_derived_text("and", b->label),
                                   kuril_derived_number("limit_m", limit_m),
                                   kuril_derived_number("tol_m", tolerance_m),
                                   kuril_derived_number("length_km", extent.length_m / 1e3),
                                   kuril_derived_text("source", sources)};
    const kuril_feature feature = {.id = 0, .geometry = g, .fields = fields, .n_fields = G_N_ELEMENTS(fields)};
    kuril_feature_table *features = kuril_feature_table_new();
    kuril_feature_table_add(features, &feature);
    status = kuril_derived_write(features, "median", arguments, console, error);
    kuril_feature_table_free(features);
    g_free(sources);
    return status;
}

static kuril_status trace(const kuril_subject *a, const kuril_subject *b, double limit_m, double tolerance_m,
                          const kuril_arguments *arguments, const kuril_console *console, kuril_error *error)
{
    const kuril_subject *empty = kuril_shape_is_empty(a->shape) ? a : kuril_shape_is_empty(b->shape) ? b : NULL;
    if (empty)
        return kuril_fail(error, KURIL_E_DATA, "'%s' is empty: there is no line between it and anything", empty->label);
    kuril_geometry_buffer line;
    kuril_geometry_buffer_init(&line);
    kuril_status status = kuril_shape_median(a->shape, b->shape, limit_m, tolerance_m, &line.base, error);
    const kuril_geometry g = kuril_geometry_buffer_view(&line);
    if (!status && kuril_geometry_is_empty(&g))
        status = kuril_fail(error, KURIL_E_DATA, "no place within the limit is equally far from '%s' and '%s'", a->label,
                            b->label);
    if (!status)
        status = write(a, b, limit_m, tolerance_m, &g, arguments, console, error);
    kuril_geometry_buffer_finish(&line);
    return status;
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    const kuril_edges edges = kuril_measuring_edges(arguments);
    double limit_m = LIMIT_M, tolerance_m = 1;
    kuril_gazetteer *gazetteer = NULL;
    kuril_subject a = {0}, b = {0};
    kuril_status status = kuril_derived_length(arguments, "within", 1, 2.1e7, &limit_m, error);
    if (!status)
        status = kuril_derived_tolerance(arguments, &tolerance_m, error);
    if (!status)
        status = kuril_gazetteer_read(&gazetteer, error);
    if (!status)
        status = kuril_subject_find(gazetteer, arguments->words[0], edges, &console->diagnostics, &a, error);
    const bool have_a = !status;
    if (!status)
        status = kuril_subject_find(gazetteer, arguments->words[1], edges, &console->diagnostics, &b, error);
    if (!status) {
        status = trace(&a, &b, limit_m, tolerance_m, arguments, console, error);
        kuril_subject_finish(&b);
    }
    if (have_a)
        kuril_subject_finish(&a);
    kuril_gazetteer_free(gazetteer);
    return status;
}

static const kuril_option options[] = {
    KURIL_OPTION_DATASET_OUTPUT,
    {"within", 0, "LENGTH", "how far from the coasts the line goes; 200nmi", NULL, KURIL_COMPLETE_NOTHING},
    KURIL_OPTION_TOLERANCE,
    KURIL_OPTION_EDGES,
};

static const char *const examples[] = {"kurilmap median hokkaido kunashir --within 24nmi -o median.geojson", NULL};

const kuril_command kuril_command_median = {
    .name = "median",
    .synopsis = "A B",
    .summary = "the equidistance line of two coasts as a dataset",
    .description = "Writes the line whose places are equally far from the shores of two places or datasets, on the WGS 84 "
                   "ellipsoid, as far out as the limit.",
    .options = options,
    .n_options = G_N_ELEMENTS(options),
    .least = 2,
    .most = 2,
    .completes = KURIL_COMPLETE_PLACE,
    .examples = examples,
    .run = run,
};
