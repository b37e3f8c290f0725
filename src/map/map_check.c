/* What no single setting can check. */
#include "core/diagnostics.h"
#include "core/limits.h"
#include "core/output.h"
#include "core/text.h"
#include "document/faults.h"
#include "map/session.h"
#include "measure/subject.h"
#include <math.h>
#include <string.h>

typedef struct checker {
    const kuril_map *map;
    const kuril_gazetteer *gazetteer;
    kuril_faults faults;
} checker;

/* Reports a fault where the setting stood. */
static void fault(checker *c, const kuril_source_place *from, const kuril_error *found)
{
    kuril_error placed = {0};
    kuril_fail_at(&placed, found->code, from->file, from->line, from->column, NULL, "%s", found->message);
    kuril_faults_add_error(&c->faults, &placed);
}

static bool makes_raster(const kuril_map_output *outputs, size_t n_outputs)
{
    for (size_t i = 0; i < n_outputs; i++) {
        if (outputs[i].format == KURIL_PNG)
            return true;
    }
    return false;
}

static void check_raster(checker *c)
{
    const kuril_map *map = c->map;
    const double width = round(map->width_px * map->dpi / 96.0), height = round(map->height_px * map->dpi / 96.0);
    kuril_error found = {0};
    const double side = kuril_limit_value(KURIL_LIMIT_SIDE), area = kuril_limit_value(KURIL_LIMIT_PIXELS);
    if (fmax(width, height) > side || width * height > area)
        kuril_fail(&found, KURIL_E_DOMAIN,
                   "size and dpi: a picture of %.0f x %.0f pixels is too large: at most %.0f on a side and %.0f in all "
                   "(--allow-limit side=N and --allow-limit pixels=N allow more)",
                   width, height, side, area);
    if (width < 1.0 || height < 1.0)
        kuril_fail(&found, KURIL_E_DOMAIN, "size and dpi: the picture has no pixels");
    if (found.code != KURIL_OK)
        fault(c, &(kuril_source_place){NULL, 0, 0}, &found);
}

static void check_outputs(checker *c, const kuril_map_output *outputs, size_t n_outputs)
{
    for (size_t i = 0; i < n_outputs; i++) {
        for (size_t k = 0; k < i; k++) {
            kuril_error found = {0};
            if (!kuril_output_same(outputs[i].path, outputs[k].path))
                continue;
            kuril_fail(&found, KURIL_E_ARGUMENT, "output: '%s' is named twice", outputs[i].path);
            fault(c, &outputs[i].from, &found);
        }
    }
}

static void check_view(checker *c)
{
    kuril_error found = {0};
    if (c->map->view_kind != KURIL_VIEW_BOUNDS || !c->map->center)
        return;
    kuril_fail(&found, KURIL_E_ARGUMENT, "center: say also scale or width");
    fault(c, &c->map->center_from, &found);
}

static void check_place(checker *c, const char *setting, const char *text, const kuril_source_place *from)
{
    kuril_position position;
    kuril_error found = {0}, told = {0};
    if (kuril_position_find(c->gazetteer, text, &position, &found) == KURIL_OK)
        return;
    kuril_fail(&told, found.code, "%s: %s", setting, found.message);
    fault(c, from, &told);
}

static void check_places(checker *c)
{
    const kuril_map *map = c->map;
    if (map->center)
        check_place(c, "center", map->center, &map->center_from);
    if (map->portrait_center)
        check_place(c, "portrait", map->portrait_center, &map->portrait_from);
    for (size_t i = 0; i < map->n_rings; i++)
        check_place(c, "ring", map->rings[i].place, &map->rings[i].from);
    for (size_t i = 0; i < map->n_measures; i++) {
        check_place(c, "measure", map->measures[i].a, &map->measures[i].from);
        check_place(c, "measure", map->measures[i].b, &map->measures[i].from);
    }
    for (size_t i = 0; i < map->n_buffers; i++) {
        if (!kuril_names_dataset(map->buffers[i].of)) /* those are looked at when they are opened */
            check_place(c, "buffer", map->buffers[i].of, &map->buffers[i].from);
    }
}

static kuril_status collect_ids(kuril_session *session, const char *dataset, GHashTable *ids, kuril_error *error)
{
    const kuril_dataset_options options = {0};
    kuril_dataset *opened = NULL;
    const kuril_feature *feature = NULL;
    kuril_status status = kuril_session_dataset(session, dataset, &options, &opened, error);
    if (status == KURIL_OK)
        status = kuril_dataset_select(opened, NULL, error);
    while (status == KURIL_OK && (status = kuril_dataset_next(opened, &feature, error)) == KURIL_OK && feature) {
        const kuril_value *id = kuril_feature_get(feature, "id");
        if (id && id->kind == KURIL_STRING)
            g_hash_table_add(ids, g_strdup(id->as.string));
    }
    return status;
}

/* The essay's points and areas are features of embedded layers. */
static void check_strategic(checker *c, kuril_session *session)
{
    const kuril_map *map = c->map;
    kuril_error failed = {0};
    if (map->n_strategic == 0)
        return;
    GHashTable *ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_add(ids, g_strdup("all"));
    kuril_status status = collect_ids(session, "geodata:strategic_point", ids, &failed);
    if (status == KURIL_OK)
        status = collect_ids(session, "geodata:strategic_area", ids, &failed);
    if (status != KURIL_OK)
        fault(c, &(kuril_source_place){NULL, 0, 0}, &failed);
    guint count = 0;
    char **names = (char **)g_hash_table_get_keys_as_array(ids, &count);
    for (size_t i = 0; status == KURIL_OK && i < map->n_strategic; i++) {
        const char *id = map->strategic[i];
        const char *near = kuril_text_nearest(id, (const char *const *)names, count);
        kuril_error found = {0};
        if (g_hash_table_contains(ids, id))
            continue;
        kuril_fail(&found, KURIL_E_ARGUMENT, "strategic: the essay has no point '%s'%s%s%s", id,
                   near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "");
        fault(c, &map->strategic_from, &found);
    }
    g_free(names);
    g_hash_table_destroy(ids);
}

static bool names_places(const kuril_map *map)
{
    return map->center || map->portrait_center || map->n_rings + map->n_measures + map->n_buffers > 0;
}

kuril_status kuril_map_check(const kuril_map *map, const kuril_map_output *outputs, size_t n_outputs,
                             const kuril_diagnostics *diagnostics, kuril_error *error)
{
    kuril_session *session = kuril_session_new();
    const kuril_status status = kuril_session_check(session, map, outputs, n_outputs, diagnostics, error);
    kuril_session_free(session);
    return status;
}

kuril_status kuril_session_check(kuril_session *session, const kuril_map *map, const kuril_map_output *outputs,
                                 size_t n_outputs, const kuril_diagnostics *diagnostics, kuril_error *error)
{
    checker c = {map, NULL, {.diagnostics = diagnostics, .error = error}};
    if (!outputs) {
        outputs = map->outputs;
        n_outputs = map->n_outputs;
    }
    check_view(&c);
    check_outputs(&c, outputs, n_outputs);
    if (makes_raster(outputs, n_outputs))
        check_raster(&c);
    check_strategic(&c, session);
    kuril_error failed = {0};
    if (names_places(map) && kuril_session_gazetteer(session, &c.gazetteer, &failed) != KURIL_OK)
        fault(&c, &(kuril_source_place){NULL, 0, 0}, &failed);
    else if (names_places(map))
        check_places(&c);
    return c.faults.status;
}
