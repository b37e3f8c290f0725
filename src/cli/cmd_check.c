/* kurilmap check: what is wrong with a file, all of it. */
#include "batch/plan.h"
#include "cli/commands.h"
#include "core/diagnostics.h"
#include <kurilmap/map.h>
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

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < arguments->n_words; i++) {
        kuril_error found = {0};
        const kuril_status one = kuril_is_report(arguments->words[i])
                                     ? check_report(arguments->words[i], console, &found)
                                     : check_map(arguments->words[i], console, &found);
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
    .summary = "what is wrong with a map or report",
    .description = "Reads each file and says what is wrong with it, all of it, each fault as FILE:LINE:COLUMN.",
    .least = 1,
    .most = SIZE_MAX,
    .completes = KURIL_COMPLETE_FILE,
    .examples = examples,
    .run = run,
};
