/* One table of a report. */
#include "batch/filename.h"
#include "batch/planner.h"
#include "core/diagnostics.h"
#include "core/json.h"
#include "core/length.h"
#include "core/number.h"
#include "data/name.h"
#include "map/map_names.h"
#include "measure/places.h"
#include <string.h>

static const char *const kinds[] = {"distance", "matrix", "near"};

/* Copies a POINT or a dataset into the definition; datasets are looked at when they are opened. */
static void copy_point(kuril_planner *p, const kuril_manifest *manifest, const kuril_node *node, kuril_json *json)
{
    char *text = kuril_plan_text(p, node, NULL);
    kuril_position position;
    kuril_error found = {0};
    if (text && kuril_names_dataset(text)) {
        char *path = kuril_plan_path(manifest, text);
        if (kuril_source_name_check(path, manifest->folder, &found) != KURIL_OK)
            kuril_faults_add(&p->faults, node, KURIL_E_DATA, "%s", found.message);
        g_free(text);
        text = path;
    } else if (text && kuril_position_find(p->gazetteer, text, &position, &found) != KURIL_OK)
        kuril_faults_add(&p->faults, node, found.code, "%s", found.message);
    kuril_json_text(json, text);
    g_free(text);
}

static void copy_points(kuril_planner *p, const kuril_manifest *manifest, const kuril_node *node, kuril_json *json)
{
    const bool list = kuril_node_kind_of(node) == KURIL_NODE_ARRAY;
    if (list && kuril_node_count(node) == 0)
        kuril_faults_add(&p->faults, node, KURIL_E_DATA, "no place is named");
    kuril_json_open(json, '[');
    for (size_t i = 0; i < (list ? kuril_node_count(node) : 1); i++)
        copy_point(p, manifest, list ? kuril_node_at(node, i) : node, json);
    kuril_json_close(json, ']');
}

static const kuril_node *need(kuril_planner *p, const kuril_node *object, const char *name)
{
    const kuril_node *node = kuril_node_member(object, name);
    if (!node)
        kuril_faults_add(&p->faults, object, KURIL_E_DATA, "this needs '%s'", name);
    return node;
}

static void copy_distance(kuril_planner *p, const kuril_manifest *manifest, const kuril_node *node, kuril_json *json)
{
    static const char *const names[] = {"from", "to"};
    kuril_faults_check_names(&p->faults, node, names, G_N_ELEMENTS(names));
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const kuril_node *points = need(p, node, names[i]);
        kuril_json_name(json, names[i]);
        if (points)
            copy_points(p, manifest, points, json);
        else
            kuril_json_text(json, NULL);
    }
}

/* A text, or a number that lacks its unit: the reader of lengths says so. */
static char *scalar(kuril_planner *p, const kuril_node *node)
{
    char number[KURIL_NUMBER_MAX];
    if (kuril_node_kind_of(node) == KURIL_NODE_NUMBER)
        return g_strdup(kuril_number_print(kuril_node_number(node), number));
    return kuril_plan_text(p, node, NULL);
}

static void copy_near(kuril_planner *p, const kuril_manifest *manifest, const kuril_node *node, kuril_json *json)
{
    static const char *const names[] = {"place", "within", "kind"};
    kuril_faults_check_names(&p->faults, node, names, G_N_ELEMENTS(names));
    const kuril_node *place = need(p, node, "place"), *within = need(p, node, "within");
    const kuril_node *kind = kuril_node_member(node, "kind");
    kuril_json_name(json, "from");
    kuril_json_open(json, '[');
    if (place)
        copy_point(p, manifest, place, json);
    kuril_json_close(json, ']');
    char *length = within ? scalar(p, within) : NULL;
    double metres = 0.0;
    if (length && (!kuril_length_parse(length, &metres) || !(metres > 0.0)))
        kuril_faults_add(&p->faults, within, KURIL_E_DATA, "within: '%s' is not a length with its unit, as 300km",
                         length);
    g_free(length);
    kuril_json_member_number(json, "within", metres);
    char *text = kind ? kuril_plan_text(p, kind, NULL) : NULL;
    kuril_error found = {0};
    if (text && kuril_place_kinds_check(p->gazetteer, text, &found) != KURIL_OK)
        kuril_faults_add(&p->faults, kind, KURIL_E_DATA, "%s", found.message);
    kuril_json_member(json, "only", text);
    g_free(text);
}

/* The definition as a worker reads it; NULL, with the fault reported, when the entry names no kind of table. */
static char *definition(kuril_planner *p, const kuril_manifest *manifest, const kuril_node *node)
{
    int kind = -1;
    for (int i = 0; i < (int)G_N_ELEMENTS(kinds); i++) {
        if (kuril_node_member(node, kinds[i]))
            kind = kind < 0 ? i : (int)G_N_ELEMENTS(kinds);
    }
    if (kind < 0 || kind == (int)G_N_ELEMENTS(kinds)) {
        kuril_faults_add(&p->faults, node, KURIL_E_DATA, "a table needs one of 'distance', 'matrix' and 'near'");
        return NULL;
    }
    const kuril_node *content = kuril_node_member(node, kinds[kind]);
    if (kind != 1 && kuril_node_kind_of(content) != KURIL_NODE_OBJECT) {
        kuril_faults_add(&p->faults, content, KURIL_E_DATA, "'%s' must be an object", kinds[kind]);
        return NULL;
    }
    kuril_json json = {.text = g_string_new(NULL)};
    kuril_json_open(&json, '{');
    kuril_json_member(&json, "kind", kinds[kind]);
    if (kind == 0) {
        copy_distance(p, manifest, content, &json);
    } else if (kind == 1) {
        kuril_json_name(&json, "from");
        copy_points(p, manifest, content, &json);
    } else {
        copy_near(p, manifest, content, &json);
    }
    const kuril_node *unit = kuril_node_member(node, "unit");
    char *text = unit ? kuril_plan_text(p, unit, NULL) : g_strdup("km");
    if (text && !kuril_unit_find(text))
        kuril_faults_add(&p->faults, unit, KURIL_E_DATA, "unknown unit '%s': expected km, nmi, mi or m", text);
    kuril_json_member(&json, "unit", text);
    g_free(text);
    kuril_json_name(&json, "lang");
    kuril_json_open(&json, '[');
    for (size_t i = 0; i < p->report->n_languages; i++)
        kuril_json_text(&json, kuril_language_code(p->report->languages[i]));
    kuril_json_close(&json, ']');
    kuril_json_close(&json, '}');
    return g_string_free(json.text, FALSE);
}

static void fill_words(kuril_planner *p, const kuril_node *node, const char *name, kuril_owned_words *words)
{
    const kuril_node *said = kuril_node_member(node, name);
    const kuril_map_source source = {.object = node};
    kuril_map *owner = kuril_map_new();
    kuril_words read = {{NULL}};
    kuril_error found = {0};
    if (said)
        kuril_faults_keep(&p->faults,
                          kuril_words_read(&source, name, said, owner, &read, p->faults.diagnostics, &found), &found);
    kuril_owned_words_set(words, &read);
    kuril_map_free(owner);
}

void kuril_plan_table(kuril_planner *p, const kuril_manifest *manifest, const kuril_node *node)
{
    static const char *const names[] = {"name", "title", "caption", "formats", "unit", "distance", "matrix", "near"};
    static const char *const forms[] = {"csv", "markdown", "json"};
    if (kuril_node_kind_of(node) != KURIL_NODE_OBJECT) {
        kuril_faults_add(&p->faults, node, KURIL_E_DATA, "a table must be an object");
        return;
    }
    kuril_faults_check_names(&p->faults, node, names, G_N_ELEMENTS(names));
    const kuril_node *name = need(p, node, "name"), *formats = kuril_node_member(node, "formats");
    char *asked = name ? kuril_plan_text(p, name, NULL) : NULL;
    char *spec = definition(p, manifest, node);
    if (!asked || !spec) {
        g_free(asked);
        g_free(spec);
        return;
    }
    if (!kuril_filename_take(asked, p->taken))
        kuril_faults_add(&p->faults, name, KURIL_E_DATA, "'%s' is the name of another output", asked);
    kuril_place place;
    kuril_node_place(node, &place);
    kuril_job *job = kuril_batch_add(p->report, KURIL_JOB_TABLE);
    job->name = kuril_filename_safe(asked);
    job->asked = asked;
    job->spec = spec;
    job->formats = formats ? kuril_plan_formats(p, formats, forms, G_N_ELEMENTS(forms)) : 1U << KURIL_TABLE_CSV;
    job->formats |= 1U << KURIL_TABLE_JSON; /* the collections are made from it */
    job->file = g_strdup(place.file);
    job->line = place.line;
    job->column = place.column;
    fill_words(p, node, "title", &job->title);
    fill_words(p, node, "caption", &job->caption);
}
