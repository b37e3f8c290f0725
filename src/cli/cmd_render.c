/* kurilmap render: draws one map. */
#include "batch/guard.h"
#include "cli/commands.h"
#include "cli/last_words.h"
#include "cli/progress.h"
#include "core/diagnostics.h"
#include "core/output.h"
#include "core/paths.h"
#include "map/label_report.h"
#include "map/map_names.h"
#include "map/settings.h"
#include "render/text.h"
#include <kurilmap/map.h>
#include <stdio.h>
#include <string.h>

static kuril_status check_apart(const kuril_arguments *arguments, kuril_error *error)
{
    for (const kuril_setting_pair *pair = kuril_settings_apart; pair->a; pair++)
        if (kuril_arguments_has(arguments, pair->a) && kuril_arguments_has(arguments, pair->b))
            return kuril_fail(error, KURIL_E_ARGUMENT, "--%s and --%s exclude each other", pair->a, pair->b);
    return KURIL_OK;
}

/* Applies the options that are settings, in the order of the command line. */
static kuril_status apply(const kuril_arguments *arguments, kuril_map *map, kuril_error *error)
{
    for (size_t i = 0; i < arguments->n_given; i++) {
        const kuril_given *given = &arguments->given[i];
        kuril_status status = KURIL_OK;
        if (g_str_has_prefix(given->name, "no-")) {
            char *pair = g_strdup_printf("%s=off", given->name + 3);
            status = kuril_map_set(map, "furniture", pair, error);
            g_free(pair);
        } else if (kuril_setting_find(given->name)) {
            status = kuril_map_set(map, given->name, given->value, error);
        }
        if (status != KURIL_OK)
            return status;
    }
    return KURIL_OK;
}

/* What is drawn where: the outputs of the command line, else those of the document, else VIEW.png. */
static kuril_status choose_outputs(kuril_map *map, size_t n_of_document, const char *format, GArray *outputs,
                                   kuril_error *error)
{
    kuril_format wanted = KURIL_PNG;
    kuril_status status = format ? kuril_format_find(format, &wanted, error) : KURIL_OK;
    if (status != KURIL_OK)
        return status;
    if (map->n_outputs == 0) {
        char *path = g_strdup_printf("%s.%s", map->id, kuril_format_name(wanted));
        status = kuril_map_set(map, "output", path, error);
        g_free(path);
    }
    const size_t first = map->n_outputs > n_of_document ? n_of_document : 0;
    for (size_t i = first; i < map->n_outputs && status == KURIL_OK; i++) {
        kuril_map_output output = map->outputs[i];
        kuril_format named = KURIL_PNG;
        if (!kuril_format_of_path(output.path, &named))
            output.format = wanted;
        else if (format && named != wanted)
            status =
                kuril_fail(error, KURIL_E_ARGUMENT, "--format %s and the output '%s' disagree", format, output.path);
        g_array_append_val(outputs, output);
    }
    return status;
}

/* The report of the names stands or falls with the pictures: opened before they are drawn, put in place after. */
static kuril_status write_report(const kuril_label_report *report, kuril_output *file, kuril_error *error)
{
    kuril_json json = {.text = g_string_new(NULL)};
    kuril_label_report_write(report, &json);
    g_string_append_c(json.text, '\n');
    kuril_status status = kuril_output_write(file, json.text->str, json.text->len, error);
    const kuril_status committed = kuril_output_commit(file, error);
    g_string_free(json.text, TRUE);
    return status == KURIL_OK ? committed : status;
}

/* The bar of a map that takes long, and what is told meanwhile. */
typedef struct watch {
    kuril_progress progress;
    const kuril_diagnostics *to;
} watch;

static void hear_progress(void *user, size_t done, size_t total)
{
    watch *w = user;
    w->progress.done = done;
    w->progress.total = total;
    kuril_progress_show(&w->progress);
}

static void tell(void *user, const kuril_diagnostic *diagnostic)
{
    watch *w = user;
    kuril_progress_hide(&w->progress);
    w->to->report(w->to->user, diagnostic);
}

static kuril_status draw(const kuril_map *map, const GArray *outputs, const char *report_path,
                         const kuril_console *console, kuril_error *error)
{
    const kuril_map_output *all = (const kuril_map_output *)(const void *)outputs->data;
    kuril_output *file = NULL;
    kuril_label_report *report = NULL;
    kuril_status status = report_path ? kuril_output_open(report_path, &file, error) : KURIL_OK;
    if (status != KURIL_OK)
        return status;
    kuril_session *session = kuril_session_new();
    if (console->strict)
        kuril_session_set_strict(session);
    watch w = {.to = &console->diagnostics};
    kuril_progress_start(&w.progress, console, 0);
    kuril_session_set_progress(session, hear_progress, &w);
    status = kuril_session_render_reported(session, map, all, outputs->len, &(kuril_diagnostics){tell, &w},
                                           file ? &report : NULL, error);
    kuril_progress_hide(&w.progress);
    kuril_session_free(session);
    if (status == KURIL_OK && file)
        status = write_report(report, file, error);
    else
        kuril_output_discard(file);
    kuril_label_report_free(report);
    return status;
}

/* Whether the command line names a place but no view: a map of that place, with nothing of a view's story. */
static bool is_place_alone(const kuril_arguments *arguments)
{
    return arguments->n_words == 0 &&
           (kuril_arguments_has(arguments, "bounds") || kuril_arguments_has(arguments, "center"));
}

/* Whether the command line says what is shown by nothing but a style document: then it is shown in its own view. */
static bool is_style_alone(const kuril_arguments *arguments)
{
    static const char *const views[] = {"bounds",  "center",   "scale",          "width",
                                        "bearing", "portrait", "portrait-width", "projection"};
    const char *style = kuril_arguments_value(arguments, "style");
    bool alone = arguments->n_words == 0 && style && kuril_is_path(style);
    for (size_t i = 0; i < G_N_ELEMENTS(views) && alone; i++)
        alone = !kuril_arguments_has(arguments, views[i]);
    return alone;
}

/* A map of the style is named after it. */
static kuril_map *style_map(const char *style)
{
    kuril_map *map = kuril_map_of_style(style);
    char *name = g_path_get_basename(style);
    char *dot = strrchr(name, '.');
    if (dot)
        *dot = '\0';
    map->id = kuril_map_text(map, *name ? name : "style");
    g_free(name);
    return map;
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    if (kuril_expect_memory(error) != KURIL_OK)
        return KURIL_E_MEMORY;
    kuril_fonts_own_process();
    kuril_map *map = NULL;
    const char *name = arguments->n_words > 0 ? arguments->words[0] : "okhotsk";
    kuril_status status = KURIL_OK;
    if (is_style_alone(arguments))
        map = style_map(kuril_arguments_value(arguments, "style"));
    else if (is_place_alone(arguments))
        map = kuril_map_new();
    else
        status = kuril_map_read(name, &map, &console->diagnostics, error);
    if (status != KURIL_OK)
        return status;
    const size_t n_of_document = map->n_outputs;
    GArray *outputs = g_array_new(FALSE, FALSE, sizeof(kuril_map_output));
    status = check_apart(arguments, error);
    if (status == KURIL_OK)
        status = apply(arguments, map, error);
    const bool unnamed = map->n_outputs == 0;
    if (status == KURIL_OK)
        status = choose_outputs(map, n_of_document, kuril_arguments_value(arguments, "format"), outputs, error);
    const char *report = kuril_arguments_value(arguments, "report-labels");
    if (status == KURIL_OK)
        status =
            kuril_guard_map(map, (const kuril_map_output *)(const void *)outputs->data, outputs->len, report, error);
    if (status == KURIL_OK)
        status = kuril_console_verdict(console, error);
    if (status == KURIL_OK)
        status = draw(map, outputs, report, console, error);
    if (status == KURIL_OK && unnamed)
        kuril_report(&console->diagnostics, KURIL_INFO, NULL, NULL, "drew '%s'", map->outputs[0].path);
    g_array_free(outputs, TRUE);
    kuril_map_free(map);
    return status;
}

static const kuril_option options[] = {
    {"format", 0, "FORMAT",
     "format of standard output (-o -), and of the picture when no output is named: png, pdf or svg", "png pdf svg",
     KURIL_COMPLETE_NOTHING},
    {"report-labels", 0, "FILE",
     "write as JSON what became of every name: where it stands, or why it was dropped; - for standard output", NULL,
     KURIL_COMPLETE_FILE},
};

static const char *const examples[] = {
    "kurilmap render okhotsk -o okhotsk.png",
    "kurilmap render southern-kurils --lang en,ja -o kurils.pdf -o kurils.svg",
    "kurilmap render --center 45.0,147.6 --width 400km --ring iturup:100km,300km -o rings.png",
    "kurilmap render okhotsk --data patrols.gpkg:tracks --no-legend -o - --format svg",
    NULL,
};

const kuril_command kuril_command_render = {
    .name = "render",
    .synopsis = "[VIEW | MAP.yaml]",
    .summary = "draw a map as PNG, PDF or SVG",
    .description =
        "Draws a built-in view ('kurilmap list views') or a map document; when none is named, the place of --bounds or "
        "--center, else okhotsk. Options change what the view or document says; a map that is given no output is "
        "written to the current folder under its name. --style STYLE.json with no view shows the style in its own "
        "center, zoom and bearing, in Web Mercator, over the whole page.\n\n"
        "A POINT is a place's name in English, Japanese or Russian or its id ('kurilmap list places'), LAT,LON in "
        "decimal degrees, or degrees, minutes and seconds with N, S, E, W. A LENGTH has its unit: km, nmi (or M), mi, "
        "m.\n\n"
        "Outputs appear whole or not at all.",
    .options = options,
    .n_options = G_N_ELEMENTS(options),
    .takes_settings = true,
    .most = 1,
    .completes = KURIL_COMPLETE_VIEW,
    .examples = examples,
    .run = run,
};
