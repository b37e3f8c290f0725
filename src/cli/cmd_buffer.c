/* kurilmap buffer: everything within a distance of a place or dataset, as a dataset. */
#include "cli/commands.h"
#include "cli/derived.h"
#include "core/diagnostics.h"
#include "geodesy/rim.h"
#include <kurilmap/dataset.h>

/* A buffer's own fields, and what each is called where the source has a field of its name. */
typedef enum own_field { DISTANCE, TOLERANCE, AREA, EDGES, OWN_COUNT } own_field;
static const char *const own_names[OWN_COUNT][2] = {[DISTANCE] = {"distance_m", "buf_dist_m"},
                                                    [TOLERANCE] = {"tol_m", "buf_tol_m"},
                                                    [AREA] = {"area_km2", "buf_km2"},
                                                    [EDGES] = {"edges", "buf_edges"}};

/* What one run makes: buffers of one distance. */
typedef struct buffering {
    double distance_m, tolerance_m;
    kuril_edges edges;
    bool taken[OWN_COUNT]; /* the source has a field of the first name */
    kuril_feature_table *features;
    kuril_error *error;
} buffering;

/* Looks which names of own fields the source has already, in whatever case, in any of its features. */
static void see_fields(buffering *b, const kuril_dataset *dataset)
{
    for (size_t i = 0; i < kuril_dataset_layer_count(dataset); i++) {
        const kuril_layer *layer = kuril_dataset_layer(dataset, i);
        for (size_t f = 0; f < layer->n_fields; f++)
            for (int k = 0; k < OWN_COUNT; k++)
                b->taken[k] = b->taken[k] || g_ascii_strcasecmp(layer->fields[f].name, own_names[k][0]) == 0;
    }
}

static const char *own_name(const buffering *b, own_field field)
{
    return own_names[field][b->taken[field]];
}

/* Adds the buffer of a shape, its own fields after those given; nothing for an empty shape. */
static kuril_status add_buffer(buffering *b, const kuril_shape *shape, const kuril_member *given, size_t n_given)
{
    kuril_geometry_buffer buffer, written;
    kuril_geometry_buffer_init(&buffer);
    kuril_geometry_buffer_init(&written);
    kuril_status status = kuril_shape_buffer(shape, b->distance_m, b->tolerance_m, &buffer.base, b->error);
    const kuril_geometry made = kuril_geometry_buffer_view(&buffer);
    kuril_extent extent = {0};
    if (!status && (kuril_geometry_measure(&made, KURIL_EDGES_GEODESIC, &extent) ||
                    kuril_rim_walk_plain(&made, &written.base)))
        status = kuril_fail(b->error, KURIL_E_DOMAIN, "the buffer cannot be measured");
    const kuril_geometry g = kuril_geometry_buffer_view(&written);
    if (!status && !kuril_geometry_is_empty(&g)) {
        const kuril_member own[] = {
            kuril_derived_number(own_name(b, DISTANCE), b->distance_m),
            kuril_derived_number(own_name(b, TOLERANCE), b->tolerance_m),
            kuril_derived_number(own_name(b, AREA), extent.area_m2 / 1e6),
            kuril_derived_text(own_name(b, EDGES), b->edges == KURIL_EDGES_PLANAR ? "planar" : "geodesic")};
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
    kuril_geometry_buffer_finish(&written);
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
    if (!status) {
        see_fields(b, dataset);
        status = kuril_dataset_select(dataset, &query, b->error);
    }
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
        "tolerance; it is cut at 180 degrees and closed round poles, at the pole itself. Beyond half of the earth it is one "
        "polygon along the rim of longitude and latitude with what is left out as its holes: right for readers that take edges "
        "as straight there, as GeoJSON and GIS do; rings of geodesics cannot say which side of so large a polygon is meant.",
    .options = options,
    .n_options = G_N_ELEMENTS(options),
    .least = 2,
    .most = 2,
    .completes = KURIL_COMPLETE_PLACE,
    .examples = examples,
    .run = run,
};
