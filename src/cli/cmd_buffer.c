/* kurilmap buffer: everything within a distance of a place or dataset, as a dataset. */
#include "cli/commands.h"
#include "cli/measuring.h"
#include "core/diagnostics.h"
#include <kurilmap/dataset.h>
#include <math.h>

static kuril_value text_value(const char *text)
{
    return (kuril_value){.kind = KURIL_STRING, .as.string = text};
}

static kuril_value number_value(double number)
{
    return (kuril_value){.kind = KURIL_NUMBER, .as.number = number};
}

static kuril_status write(const kuril_subject *subject, double distance_m, double tolerance_m, kuril_edges edges,
                          const kuril_geometry *g, const char *path, const kuril_diagnostics *diagnostics,
                          kuril_error *error)
{
    kuril_extent extent;
    kuril_status status = kuril_geometry_measure(g, KURIL_EDGES_GEODESIC, &extent);
    if (status)
        return kuril_fail(error, status, "the buffer cannot be measured");
    const kuril_member fields[] = {{"of", text_value(subject->label)},
                                   {"distance_m", number_value(distance_m)},
                                   {"tol_m", number_value(tolerance_m)},
                                   {"area_km2", number_value(extent.area_m2 / 1e6)},
                                   {"edges", text_value(edges == KURIL_EDGES_PLANAR ? "planar" : "geodesic")},
                                   {"source", text_value(subject->source ? subject->source : "")}};
    const kuril_feature feature = {.id = 0, .geometry = g, .fields = fields, .n_fields = G_N_ELEMENTS(fields)};
    const kuril_dataset_content content = {"buffer", &feature, 1};
    return kuril_dataset_write(path, &content, diagnostics, error);
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    const char *output = kuril_arguments_value(arguments, "output"), *precise = kuril_arguments_value(arguments, "tolerance");
    double distance_m = 0, tolerance_m = 1;
    if (!kuril_length_parse(arguments->words[1], &distance_m) || !(distance_m > 0))
        return kuril_fail(error, KURIL_E_ARGUMENT, "a buffer needs a length with its unit, such as 12nmi, not '%s'",
                          arguments->words[1]);
    if (precise && (!kuril_length_parse(precise, &tolerance_m) || !(tolerance_m >= 0.001 && tolerance_m <= 1e6)))
        return kuril_fail(error, KURIL_E_ARGUMENT, "--tolerance takes a length from 0.001m to 1000km, not '%s'", precise);
    const kuril_edges edges = kuril_measuring_edges(arguments);
    kuril_gazetteer *gazetteer = NULL;
    kuril_subject subject = {0};
    kuril_status status = kuril_gazetteer_read(&gazetteer, error);
    if (!status)
        status = kuril_subject_find(gazetteer, arguments->words[0], edges, &console->diagnostics, &subject, error);
    if (!status) {
        kuril_geometry_buffer buffer;
        kuril_geometry_buffer_init(&buffer);
        status = kuril_shape_buffer(subject.shape, distance_m, tolerance_m, &buffer.base, error);
        const kuril_geometry g = kuril_geometry_buffer_view(&buffer);
        if (!status && kuril_geometry_is_empty(&g))
            status = kuril_fail(error, KURIL_E_DATA, "'%s' is empty: there is nothing round it", arguments->words[0]);
        if (!status)
            status = write(&subject, distance_m, tolerance_m, edges, &g, output ? output : "-", &console->diagnostics, error);
        kuril_geometry_buffer_finish(&buffer);
        kuril_subject_finish(&subject);
    }
    kuril_gazetteer_free(gazetteer);
    return status;
}

static const kuril_option options[] = {
    {"output", 'o', "FILE", "the dataset to write: .geojson .gpkg .shp .fgb ...; - for GeoJSON on standard output", NULL,
     KURIL_COMPLETE_FILE},
    {"tolerance", 0, "LENGTH", "how far the outline may stray from the true one; 1m", NULL, KURIL_COMPLETE_NOTHING},
    KURIL_OPTION_EDGES,
};

static const char *const examples[] = {"kurilmap buffer iturup 12nmi -o iturup-12.geojson",
                                       "kurilmap buffer geodata:islands_200m 24nmi -o contiguous.gpkg", NULL};

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
