/* What a map names, opened to see whether it can be used. */
#include "core/diagnostics.h"
#include "core/text.h"
#include "document/faults.h"
#include "map/label_report.h"
#include "map/settings.h"
#include <string.h>

typedef struct inspector {
    kuril_session *session;
    const kuril_map *map;
    kuril_dataset_options options;
    kuril_faults faults;
} inspector;

/* Reports an error; one without a place of its own at that of the setting. */
static void fault(inspector *in, const kuril_source_place *from, kuril_error *found)
{
    kuril_error_from(found, from);
    kuril_faults_add_error(&in->faults, found);
}

static void inspect_layer(inspector *in, const kuril_source_place *from, const char *dataset, const char *layer)
{
    kuril_error found = {0};
    kuril_dataset *opened = NULL;
    kuril_status status = kuril_session_dataset(in->session, dataset, &in->options, &opened, &found);
    if (status == KURIL_OK)
        status = kuril_dataset_select(opened, &(kuril_query){.layer = layer}, &found);
    if (status != KURIL_OK)
        fault(in, from, &found);
}

static void inspect_sources(inspector *in, const kuril_style *style)
{
    const kuril_source_place from = {kuril_style_path(style), 0, 0};
    for (size_t i = 0; i < kuril_style_layer_count(style); i++) {
        const kuril_style_layer *layer = kuril_style_layer_at(style, i);
        const kuril_style_source *source = layer->source;
        if (source && source->url && (source->type == KURIL_SOURCE_VECTOR || source->type == KURIL_SOURCE_GEOJSON))
            inspect_layer(in, &from, source->url, layer->source_layer);
    }
}

static void inspect_parameters(inspector *in, const kuril_style *style)
{
    size_t count = 0;
    const kuril_member *state = kuril_style_state(style, &count);
    const char **names = g_new(const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        names[i] = state[i].name;
    for (size_t i = 0; i < in->map->n_parameters; i++) {
        const kuril_map_parameter *parameter = &in->map->parameters[i];
        bool known = false;
        for (size_t k = 0; k < count; k++)
            known = known || strcmp(names[k], parameter->key) == 0;
        const char *nearest = known ? NULL : kuril_text_nearest(parameter->key, names, count);
        kuril_error found = {0};
        if (!known) {
            kuril_fail(&found, KURIL_E_ARGUMENT, "style '%s' has no parameter '%s'%s%s%s", in->map->style,
                       parameter->key, nearest ? ": did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
            fault(in, &parameter->from, &found);
        }
    }
    g_free(names);
}

static void inspect_style(inspector *in)
{
    kuril_sheet sheet = {.style = NULL};
    kuril_error found = {0};
    if (kuril_scene_style(in->map, in->session, &sheet, &found) != KURIL_OK) {
        fault(in, &in->map->style_from, &found);
        return;
    }
    inspect_parameters(in, sheet.style);
    inspect_sources(in, sheet.style);
}

/*
 * All else shows when the map is made as far as it goes without a page: with our own style and without datasets where
 * those have faults, which would only be met again.
 */
static void try_rest(inspector *in, const kuril_source_place *from)
{
    kuril_map rest = *in->map;
    kuril_error found = {0};
    if (in->faults.count > 0) {
        rest.style = "briefing";
        rest.style_view = false;
        rest.n_parameters = rest.n_data = 0;
    }
    if (kuril_session_render_reported(in->session, &rest, NULL, 0, in->faults.diagnostics, NULL, &found) != KURIL_OK)
        fault(in, from, &found);
}

/* Passes on what is wrong; what is merely so is of no interest here. */
static void pass_faults(void *user, const kuril_diagnostic *diagnostic)
{
    const kuril_diagnostics *to = user;
    if (diagnostic->severity != KURIL_INFO && to && to->report)
        to->report(to->user, diagnostic);
}

kuril_status kuril_session_inspect(kuril_session *session, const kuril_map *map, const kuril_source_place *from,
                                   const kuril_diagnostics *diagnostics, kuril_error *error)
{
    const kuril_diagnostics faults_only = {pass_faults, (void *)(uintptr_t)diagnostics};
    inspector in = {session, map, {.allow_network = map->allow_network}, {&faults_only, error, KURIL_OK, 0}};
    kuril_session_begin(session, &faults_only);
    inspect_style(&in);
    for (size_t i = 0; i < map->n_data; i++)
        inspect_layer(&in, &map->data[i].from, map->data[i].dataset, NULL);
    kuril_session_end(session);
    try_rest(&in, from);
    return in.faults.status;
}
