/* kurilmap check: what is wrong with a file, all of it. */
#include "batch/plan.h"
#include "cli/commands.h"
#include "core/diagnostics.h"
#include "document/document.h"
#include <kurilmap/map.h>
#include <kurilmap/style.h>
#include <stdint.h>

static kuril_status check_report(const char *path, kuril_console *console, kuril_error *error)
{
    kuril_batch *report = NULL;
    const kuril_status status = kuril_batch_read(path, &report, &console->diagnostics, error);
    kuril_batch_free(report);
    return status;
}

static kuril_status check_map(const char *path, kuril_console *console, kuril_error *error)
{
    kuril_map *map = NULL;
    kuril_status status = kuril_map_read(path, &map, &console->diagnostics, error);
    if (status == KURIL_OK)
        status = kuril_map_check(map, NULL, 0, &console->diagnostics, error);
    kuril_map_free(map);
    return status;
}

/* A style has layers, and nothing else does. */
static bool is_style(const char *path)
{
    kuril_document *document = NULL;
    const bool is = kuril_document_read(path, NULL, &document, NULL) == KURIL_OK &&
                    kuril_node_member(kuril_document_root(document), "layers");
    kuril_document_free(document);
    return is;
}

static kuril_status check_style(const char *path, kuril_console *console, kuril_error *error)
{
    kuril_style *style = NULL;
    const kuril_status status = kuril_style_read(path, &console->diagnostics, &style, error);
    kuril_style_free(style);
    return status;
}

static kuril_status check(const char *path, kuril_console *console, kuril_error *error)
{
    if (is_style(path))
        return check_style(path, console, error);
    return kuril_is_report(path) ? check_report(path, console, error) : check_map(path, console, error);
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < arguments->n_words; i++) {
        kuril_error found = {0};
        const kuril_status one = check(arguments->words[i], console, &found);
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

static const char *const examples[] = {"kurilmap check map.yaml", NULL};

const kuril_command kuril_command_check = {
    .name = "check",
    .synopsis = "FILE...",
    .summary = "what is wrong with a map, report or style",
    .description = "Reads each file and says what is wrong with it, all of it, each fault as FILE:LINE:COLUMN.",
    .least = 1,
    .most = SIZE_MAX,
    .completes = KURIL_COMPLETE_FILE,
    .examples = examples,
    .run = run,
};
