/* kurilmap buffer: everything within a distance of a place or dataset, as a dataset. */
#include "cli/commands.h"
#include "cli/derived.h"
#include "core/diagnostics.h"
#include <kurilmap/dataset.h>
#include <string.h>

/* What one run makes: buffers of one distance. */
typedef struct buffering {
    double distance_m, tolerance_m;
    kuril_edges edges;
    kuril_feature_table *features;
    kuril_error *error;
} buffering;

/* The name of a field of the buffer's own, another where the source has a field of that name. */
static const char *free_name(const char *name, const kuril_member *taken, size_t n_taken)
{
    static const char *const others[][2] = {
        {"distance_m", "buf_dist_m"}, {"tol_m", "buf_tol_m"}, {"area_km2", "buf_km2"}, {"edges", "buf_edges"}};
    for (size_t i = 0; i < n_taken; i++)
        for (size_t k = 0; k < G_N_ELEMENTS(others); k++)
            if (strcmp(taken[i].name, name) == 0 && strcmp(others[k][0], name) == 0)
                return others[k][1];
    return name;
}

/* Adds the buffer of a shape, its own fields after those given; nothing for an empty shape. */
static kuril_status add_buffer(buffering *b, const kuril_shape *shape, const kuril_member *given, size_t n_given)
{
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    kuril_status status = kuril_shape_buffer(shape, b->distance_m, b->tolerance_m, &buffer.base, b->error);
    const kuril_geometry g = kuril_geometry_buffer_view(&buffer);
    kuril_extent extent = {0};
    if (!status && kuril_geometry_measure(&g, KURIL_EDGES_GEODESIC, &extent))
        status = kuril_fail(b->error, KURIL_E_DOMAIN, "the buffer cannot be measured");
    if (!status && !kuril_geometry_is_empty(&g)) {
        const kuril_member own[] = {
            kuril_derived_number(free_name("distance_m", given, n_given), b->distance_m),
            kuril_derived_number(free_name("tol_m", given, n_given), b->tolerance_m),
            kuril_derived_number(free_name("area_km2", given, n_given), extent.area_m2 / 1e6),
            kuril_derived_text(free_name("edges", given, n_given), b->edges == KURIL_EDGES_PLANAR ? "planar" : "geodesic")};
        GArray *fields = g_array_new(FALSE, FALSE, sizeof(kuril_member));
        if (n_given > 0)
            g_array_append_vals(fields, given, (guint)n_given);
        g_array_append_vals(fields, own, G_N_ELEMENTS(own));
        const kuril_feature feature = {.id = (int64_t)kuril_feature_table_count(b->features),
                                       .geometry = &g,
                                       .fields = (const kuril_member *)(const void *)fields->data,
                                       .n_fields = fields->len};
        status = kuril_feature_table_keep(b->features, &feature, NULL, b->error);
        g_array_free(fields, TRUE);
    }
    kuril_geometry_buffer_finish(&buffer);
    return status;
}

static kuril_status buffer_whole(buffering *b, const char *what, const kuril_diagnostics *diagnostics)
{
    kuril_gazetteer *gazetteer = NULL;
    kuril_subject subject = {0};
    kuril_status status = kuril_gazetteer_read(&gazetteer, b->error);
    if (!status)
        status = kuril_subject_find(gazetteer, what, b->edges, diagnostics, &subject, b->error);
    if (!status) {
        const kuril_member fields[] = {kuril_derived_text("of", subject.label), kuril_derived_text("source", subject.source)};
        status = add_buffer(b, subject.shape, fields, G_N_ELEMENTS(fields));
    }
    kuril_subject_finish(&subject);
    kuril_gazetteer_free(gazetteer);
    return status;
}

static kuril_status buffer_each(buffering *b, const char *name, const kuril_diagnostics *diagnostics)
{
    if (!kuril_names_dataset(name))
        return kuril_fail(b->error, KURIL_E_ARGUMENT, "--each goes with a dataset, and '%s' is none", name);
    kuril_dataset *dataset = NULL;
    kuril_status status = kuril_dataset_open(name, NULL, diagnostics, &dataset, b->error);
    const kuril_query query = {.geodesic = b->edges == KURIL_EDGES_GEODESIC};
    if (!status)
        status = kuril_dataset_select(dataset, &query, b->error);
    while (!status) {
        const kuril_feature *feature = NULL;
        status = kuril_dataset_next(dataset, &feature, b->error);
        if (status || !feature)
            break;
        kuril_shape *shape = NULL;
        status = kuril_measuring_shape(feature, name, b->edges, diagnostics, &shape, b->error);
        if (!status)
            status = add_buffer(b, shape, feature->fields, feature->n_fields);
        kuril_shape_free(shape);
    }
    kuril_dataset_close(dataset);
    return status;
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    const char *what = arguments->words[0], *length = arguments->words[1];
    buffering b = {.edges = kuril_measuring_edges(arguments), .error = error};
    if (!kuril_length_parse(length, &b.distance_m) || !(b.distance_m > 0))
        return kuril_fail(error, KURIL_E_ARGUMENT, "a buffer needs a length with its unit, such as 12nmi, not '%s'", length);
    if (b.distance_m > 20040e3) /* half the equator */
        return kuril_fail(error, KURIL_E_ARGUMENT, "no place on the earth is as far as '%s' from another", length);
    kuril_status status = kuril_derived_tolerance(arguments, &b.tolerance_m, error);
    if (status)
        return status;
    b.features = kuril_feature_table_new();
    status = kuril_arguments_has(arguments, "each") ? buffer_each(&b, what, &console->diagnostics)
                                                    : buffer_whole(&b, what, &console->diagnostics);
    if (!status && kuril_feature_table_count(b.features) == 0)
        status = kuril_fail(error, KURIL_E_DATA, "'%s' is empty: there is nothing round it", what);
    if (!status)
        status = kuril_derived_write(b.features, "buffer", arguments, console, error);
    kuril_feature_table_free(b.features);
    return status;
}

static const kuril_option options[] = {
    {"each", 0, NULL, "a buffer round every feature of a dataset, with its fields, instead of one round all",
     NULL, KURIL_COMPLETE_NOTHING},
    KURIL_OPTION_TOLERANCE,
    KURIL_OPTION_DATASET_OUTPUT,
    KURIL_OPTION_EDGES,
};

static const char *const examples[] = {"kurilmap buffer iturup 12nmi -o iturup-12.geojson",
                                       "kurilmap buffer geodata:islands_200m 24nmi -o contiguous.gpkg",
                                       "kurilmap buffer bases.gpkg 300km --each -o ranges.gpkg", NULL};

const kuril_command kuril_command_buffer = {
    .name = "buffer",
    .synopsis = "PLACE|DATASET LENGTH",
    .summary = "a true geodesic buffer as a dataset",
    .description =
        "Writes everything within a distance of a place's shore, of coordinates, or of all features of a dataset together. "
        "The outline's vertices lie at the distance on the WGS 84 ellipsoid, and its edges stray by no more than the "
        "tolerance; it is cut at 180 degrees and closed round poles.",
    .options = options,
    .n_options = G_N_ELEMENTS(options),
    .least = 2,
    .most = 2,
    .completes = KURIL_COMPLETE_PLACE,
    .examples = examples,
    .run = run,
};
