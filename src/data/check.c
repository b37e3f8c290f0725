/* The report of `kurilmap check DATASET`. */
#include "core/diagnostics.h"
#include "core/number.h"
#include "core/text.h"
#include <glib.h>
#include <inttypes.h>
#include <kurilmap/dataset.h>

static const char *found_text(kuril_found found)
{
    static const char *const texts[] = {
        [KURIL_FOUND_OPTION] = "as the option says",    [KURIL_FOUND_DATASET] = "stated by the dataset",
        [KURIL_FOUND_LDID] = "by the table's language byte", [KURIL_FOUND_FORMAT] = "by the format's rules",
        [KURIL_FOUND_DETECTED] = "detected from the text", [KURIL_FOUND_ASSUMED] = "assumed: nothing states it",
    };
    return texts[found];
}

/* A name as it may stand on a terminal: valid, without control characters. */
static void add_name(GString *out, const char *before, const char *name, const char *after)
{
    char clean[256];
    kuril_text_clean(name, clean, sizeof clean);
    g_string_append_printf(out, "%s%s%s", before, clean, after);
}

/* What is told at opening is of the dataset as a whole: it stands in the report, and goes to the caller as ever. */
typedef struct listener {
    GString *notes;
    const kuril_diagnostics *onward;
} listener;

static void hear(void *user, const kuril_diagnostic *diagnostic)
{
    const listener *l = user;
    if (l->notes)
        g_string_append_printf(l->notes, "  note        %s\n", diagnostic->message);
    if (l->onward && l->onward->report)
        l->onward->report(l->onward->user, diagnostic);
}

static void add_kinds(GString *out, unsigned kinds)
{
    static const char *const names[] = {"points", "lines", "polygons"};
    bool any = false;
    for (unsigned i = 0; i < 3; i++) {
        if (kinds & 1u << i) {
            g_string_append_printf(out, "%s%s", any ? ", " : "", names[i]);
            any = true;
        }
    }
    g_string_append(out, any ? "" : "none (a table)");
}

static void add_fields(GString *out, const kuril_layer *layer)
{
    static const char *const kinds[] = {"any", "boolean", "number", "text", "list", "object"};
    g_string_append_printf(out, "  fields      %zu", layer->n_fields);
    for (size_t i = 0; i < layer->n_fields; i++) {
        add_name(out, i ? ", " : ": ", layer->fields[i].name, " (");
        g_string_append_printf(out, "%s)", kinds[layer->fields[i].kind]);
    }
    g_string_append_c(out, '\n');
}

static void add_extent(GString *out, const kuril_bbox *box)
{
    char w[KURIL_NUMBER_MAX], s[KURIL_NUMBER_MAX], e[KURIL_NUMBER_MAX], n[KURIL_NUMBER_MAX];
    g_string_append_printf(out, "  extent      %s to %s east, %s to %s north%s\n", kuril_number_print_fixed(box->west, 5, w),
                           kuril_number_print_fixed(box->east, 5, e), kuril_number_print_fixed(box->south, 5, s),
                           kuril_number_print_fixed(box->north, 5, n), box->west > box->east ? " (across 180)" : "");
}

static void add_tally(GString *out, const kuril_tally *tally)
{
    g_string_append_printf(out, "  features    %zu read, %zu used, %zu repaired, %zu skipped\n", tally->read, tally->used,
                           tally->repaired, tally->skipped);
    for (unsigned f = 0; f < KURIL_FAULT_COUNT; f++) {
        const size_t features = tally->faults[f].features;
        if (features == 0)
            continue;
        g_string_append_printf(out, "    %zu with %s (%zu skipped): feature", features, kuril_fault_text((kuril_fault)f),
                               tally->faults[f].skipped);
        for (size_t i = 0; i < MIN(features, KURIL_TALLY_IDS); i++)
            g_string_append_printf(out, "%s %" PRId64, i ? "," : "", tally->faults[f].ids[i]);
        g_string_append(out, features > KURIL_TALLY_IDS ? ", ...\n" : "\n");
    }
}

static kuril_status add_layer(GString *out, kuril_dataset *dataset, const kuril_layer *layer, kuril_error *error)
{
    kuril_bbox box;
    size_t count;
    add_name(out, "layer '", layer->name, "'\n  geometry    ");
    add_kinds(out, layer->kinds);
    g_string_append_c(out, '\n');
    if (layer->kinds) {
        add_name(out, "  system      ", layer->crs, ", ");
        g_string_append_printf(out, "%s\n", found_text(layer->crs_found));
    }
    g_string_append_printf(out, "  encoding    %s, %s\n", layer->encoding,
                           layer->encoding_found == KURIL_FOUND_DATASET ? "by the code page file (.cpg)"
                                                                        : found_text(layer->encoding_found));
    add_fields(out, layer);
    const kuril_status status = kuril_dataset_extent(dataset, layer->name, &box, &count, error);
    add_tally(out, kuril_dataset_tally(dataset));
    if (count > 0)
        add_extent(out, &box);
    return status;
}

/* Where the n windows of a side begin: next to each other, or, of a giant, at its ends and its middle. */
static size_t window_at(size_t i, size_t n, size_t side, size_t length, bool giant)
{
    return giant ? i * (length - MIN(length, side)) / MAX(n - 1, 1) : i * side;
}

/* Every cell of the first bands once, or, of a giant, nine samples of each. */
static kuril_status read_cells(kuril_raster *raster, kuril_error *error)
{
    enum { SIDE = 1024, GIANT = 1 << 26, BANDS_MAX = 16, SAMPLES = 3 };
    const kuril_raster_info *info = kuril_raster_get_info(raster);
    const bool giant = info->width > GIANT / info->height;
    const size_t across = giant ? SAMPLES : (info->width + SIDE - 1) / SIDE;
    const size_t down = giant ? SAMPLES : (info->height + SIDE - 1) / SIDE;
    float *values = g_new(float, (gsize)SIDE * SIDE);
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < MIN(info->bands, BANDS_MAX) * across * down && status == KURIL_OK; i++) {
        const size_t col = window_at(i % across, across, SIDE, info->width, giant);
        const size_t row = window_at(i / across % down, down, SIDE, info->height, giant);
        const size_t cols = MIN(SIDE, info->width - col), rows = MIN(SIDE, info->height - row);
        status = kuril_raster_read(raster, i / across / down + 1, col, row, cols, rows, cols, rows, values, error);
    }
    g_free(values);
    return status;
}

static kuril_status check_raster(const char *name, const kuril_dataset_options *options,
                                 const kuril_diagnostics *diagnostics, char **report, kuril_error *error)
{
    kuril_raster *raster;
    kuril_status status = kuril_raster_open(name, options, diagnostics, &raster, error);
    if (status != KURIL_OK)
        return status;
    const kuril_raster_info *info = kuril_raster_get_info(raster);
    GString *out = g_string_new(NULL);
    char nodata[KURIL_NUMBER_MAX];
    add_name(out, "raster '", name, "'\n");
    g_string_append_printf(out, "  cells       %zu x %zu, %zu %s\n", info->width, info->height, info->bands,
                           info->bands == 1 ? "band" : "bands");
    add_name(out, "  system      ", info->crs, ", ");
    g_string_append_printf(out, "%s\n  no data     %s\n", found_text(info->crs_found),
                           info->has_nodata ? kuril_number_print(info->nodata, nodata) : "not marked");
    add_extent(out, &info->bbox);
    status = read_cells(raster, error);
    kuril_raster_close(raster);
    *report = g_string_free(out, FALSE);
    return status;
}

kuril_status kuril_dataset_check(const char *name, const kuril_dataset_options *options,
                                 const kuril_diagnostics *diagnostics, char **report, kuril_error *error)
{
    kuril_dataset *dataset = NULL;
    *report = NULL;
    kuril_error first = {0};
    listener ears = {.notes = g_string_new(NULL), .onward = diagnostics};
    const kuril_diagnostics listening = {hear, &ears};
    kuril_status status = kuril_dataset_open(name, options, &listening, &dataset, &first);
    GString *out = g_string_new(NULL);
    add_name(out, "dataset '", name, "'\n");
    g_string_append(out, ears.notes->str);
    g_string_free(ears.notes, TRUE);
    ears.notes = NULL; /* what comes while features are read stands with their numbers */
    if (status != KURIL_OK) {
        g_string_free(out, TRUE);
        kuril_error of_raster = {0};
        const kuril_status as_raster = check_raster(name, options, diagnostics, report, &of_raster);
        /* It was opened; its place is what is wrong; or it is no dataset of features, and all that is wrong is told. */
        const bool is_raster = *report || as_raster == KURIL_E_PROJECTION ||
                               (status == KURIL_E_UNSUPPORTED && as_raster != KURIL_E_SYNTAX);
        if (error && error->code == KURIL_OK && as_raster != KURIL_OK)
            *error = is_raster ? of_raster : first;
        return is_raster ? as_raster : status;
    }
    const size_t layers = kuril_dataset_layer_count(dataset);
    kuril_error last = {0}; /* of the faults found; all before it are told */
    for (size_t i = 0; i < layers; i++) {
        const kuril_layer *layer = kuril_dataset_layer(dataset, i);
        const char *chosen = kuril_dataset_chosen_layer(dataset);
        kuril_error found = {0};
        if ((chosen && !g_str_equal(chosen, layer->name)) || add_layer(out, dataset, layer, &found) == KURIL_OK)
            continue;
        if (last.code != KURIL_OK)
            kuril_report_error(diagnostics, KURIL_ERROR, &last);
        last = found;
    }
    status = last.code;
    if (error && error->code == KURIL_OK)
        *error = last;
    kuril_dataset_close(dataset);
    *report = g_string_free(out, FALSE);
    return status;
}
