/* kurilmap check: what is wrong with a file, all of it. */
#include "batch/child.h"
#include "batch/plan.h"
#include "cli/commands.h"
#include "core/diagnostics.h"
#include "document/document.h"
#include "map/session.h"
#include "map/views.h"
#include "render/text.h"
#include <kurilmap/dataset.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef enum file_kind { IS_MAP, IS_STYLE, IS_REPORT, IS_DATASET } file_kind;

static kuril_status check_report(const char *path, kuril_console *console, kuril_error *error)
{
    kuril_batch *report = NULL;
    const kuril_status status =
        kuril_batch_read_apart(path, &(kuril_batch_options){.inspect = true}, &report, &console->diagnostics, error);
    kuril_batch_free(report);
    return status;
}

static kuril_status check_map(const char *path, kuril_console *console, kuril_error *error)
{
    kuril_map *map = NULL;
    kuril_status status = kuril_map_read(path, &map, &console->diagnostics, error);
    if (status == KURIL_OK) {
        kuril_session *session = kuril_session_new();
        const kuril_source_place from = {path, 1, 1};
        status = kuril_session_check(session, map, NULL, 0, &console->diagnostics, error);
        const kuril_status opened = kuril_session_inspect(session, map, &from, &console->diagnostics, error);
        status = status == KURIL_OK ? opened : status;
        kuril_session_free(session);
    }
    kuril_map_free(map);
    return status;
}

static kuril_status check_dataset(const char *name, const kuril_dataset_options *options, kuril_console *console,
                                  kuril_error *error)
{
    char *report = NULL;
    const kuril_status status = kuril_dataset_check(name, options, &console->diagnostics, &report, error);
    if (report)
        fputs(report, stdout);
    kuril_text_free(report);
    return status;
}

static bool has_ending(const char *path, const char *const *endings, size_t count)
{
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; i < count && dot; i++) {
        if (g_ascii_strcasecmp(dot, endings[i]) == 0)
            return true;
    }
    return false;
}

/* By the members that only one kind of document has. GeoJSON, TopoJSON and Esri's JSON are datasets. */
static file_kind kind_of_document(const kuril_node *root)
{
    static const char *const of_datasets[] = {"features", "coordinates", "geometries", "geometry", "arcs"};
    if (kuril_node_member(root, "layers") || kuril_node_member(root, "sources"))
        return IS_STYLE;
    if (kuril_is_report(root))
        return IS_REPORT;
    for (size_t i = 0; i < G_N_ELEMENTS(of_datasets); i++) {
        if (kuril_node_member(root, of_datasets[i]))
            return IS_DATASET;
    }
    return IS_MAP;
}

/* JSON of a laxer kind than a document's, lines of GeoJSON. */
static bool opens_as_dataset(const char *path)
{
    static const char *const json[] = {".json"};
    kuril_dataset *dataset = NULL;
    const bool opens = has_ending(path, json, G_N_ELEMENTS(json)) &&
                       kuril_dataset_open(path, NULL, NULL, &dataset, NULL) == KURIL_OK;
    kuril_dataset_close(dataset);
    return opens;
}

static bool is_view(const char *name)
{
    char *path = NULL;
    const bool view = kuril_view_path(name, &path, NULL) == KURIL_OK;
    g_free(path);
    return view;
}

/* A view's name; what ends as documents do, by its content; all else is a dataset. */
static file_kind kind_of(const char *path)
{
    static const char *const documents[] = {".yaml", ".yml", ".json"};
    if (!strchr(path, '/') && !strchr(path, '.') && !strchr(path, ':'))
        return g_file_test(path, G_FILE_TEST_EXISTS) && !is_view(path) ? IS_DATASET : IS_MAP;
    if (!has_ending(path, documents, G_N_ELEMENTS(documents)))
        return IS_DATASET;
    kuril_document *document = NULL;
    if (kuril_document_read(path, NULL, &document, NULL) != KURIL_OK)
        return opens_as_dataset(path) ? IS_DATASET : IS_MAP; /* its reader says what is wrong */
    const file_kind kind = kind_of_document(kuril_document_root(document));
    kuril_document_free(document);
    return kind;
}

static kuril_status check(const char *path, const kuril_dataset_options *options, kuril_console *console,
                          kuril_error *error)
{
    switch (kind_of(path)) {
    case IS_STYLE:
        return kuril_style_inspect(path, &console->diagnostics, error);
    case IS_REPORT:
        return check_report(path, console, error);
    case IS_DATASET:
        return check_dataset(path, options, console, error);
    case IS_MAP:
        break;
    }
    return check_map(path, console, error);
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    const kuril_dataset_options options = {.crs = kuril_arguments_value(arguments, "crs")};
    kuril_fonts_own_process();
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < arguments->n_words; i++) {
        kuril_error found = {0};
        const kuril_status one = check(arguments->words[i], &options, console, &found);
        if (one == KURIL_OK)
            continue;
        kuril_error_in_file(&found, arguments->words[i]);
        kuril_console_error(console, &found);
        if (status == KURIL_OK && error)
            *error = found;
        status = one;
    }
    return status;
}

static const kuril_option options[] = {
    {"crs", 0, "CRS", "a dataset's coordinate system, as EPSG:4301, whatever its files say", NULL,
     KURIL_COMPLETE_NOTHING},
};

static const char *const examples[] = {"kurilmap check map.yaml", "kurilmap check patrols.shp",
                                       "kurilmap check --encoding CP932 islands.shp", NULL};

const kuril_command kuril_command_check = {
    .name = "check",
    .synopsis = "FILE...",
    .summary = "what is wrong with a map, report, style or dataset",
    .description =
        "Reads each file and says what is wrong with it, all of it, each fault as FILE:LINE:COLUMN.\n\n"
        "A dataset (FILE[:LAYER], geodata:NAME, an archive) is read whole, and a report of it printed: its coordinate "
        "system and the encoding of its text, each with how it was found; its fields; and how many features were read, "
        "used, repaired and skipped, why and which. Of a raster, its grid.",
    .options = options,
    .n_options = G_N_ELEMENTS(options),
    .least = 1,
    .most = SIZE_MAX,
    .completes = KURIL_COMPLETE_FILE,
    .examples = examples,
    .run = run,
};
