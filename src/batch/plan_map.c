/* One map of a report. */
#include "batch/describe.h"
#include "batch/filename.h"
#include "batch/planner.h"
#include "core/diagnostics.h"
#include "core/json.h"
#include "map/map_write.h"
#include "map/session.h"
#include <string.h>

static char *expand(const char *text, void *user, kuril_error *error)
{
    return kuril_template_expand(text, user, error);
}

/* The settings of the entry itself, or of the defaults. */
static kuril_map_source source_of(const kuril_entry *entry, const kuril_node *object)
{
    static const char *const of_defaults[] = {"formats"};
    const bool own = object == entry->node;
    return (kuril_map_source){.object = object,
                              .folder = entry->manifest->folder,
                              .others = own ? entry->others : of_defaults,
                              .n_others = own ? entry->n_others : G_N_ELEMENTS(of_defaults),
                              .expand = entry->fields ? expand : NULL,
                              .user = (void *)(uintptr_t)entry->fields};
}

/* The map as its view, the defaults and the entry make it, with whatever is wrong reported. */
static kuril_map *read_map(kuril_planner *p, const kuril_entry *entry, bool *begun)
{
    const kuril_node *defaults = entry->manifest->defaults;
    const kuril_map_source own = source_of(entry, entry->node);
    const kuril_map_source common = source_of(entry, defaults);
    const kuril_diagnostics *diagnostics = p->faults.diagnostics;
    const bool begins = !defaults || kuril_node_member(entry->node, "view");
    kuril_map *map = NULL;
    kuril_error found = {0};
    *begun = kuril_map_begin(begins ? &own : &common, &map, diagnostics, &found) == KURIL_OK;
    if (!*begun) {
        kuril_faults_add_error(&p->faults, &found);
        map = kuril_map_new(); /* for what else the entry says */
    }
    found = (kuril_error){0};
    if (defaults)
        kuril_faults_keep(&p->faults, kuril_map_apply(&common, map, diagnostics, &found), &found);
    kuril_error unfit = {0};
    if (entry->bounds && kuril_map_set(map, "bounds", entry->bounds, &unfit) != KURIL_OK)
        kuril_faults_add(&p->faults, entry->node, KURIL_E_DATA, "%s", unfit.message);
    if (entry->center && kuril_map_set(map, "center", entry->center, &unfit) != KURIL_OK)
        kuril_faults_add(&p->faults, entry->node, KURIL_E_DATA, "%s", unfit.message);
    kuril_faults_keep(&p->faults, kuril_map_apply(&own, map, diagnostics, &found), &found);
    if (p->languages)
        kuril_map_set(map, "lang", p->languages, NULL); /* a wrong one was found with the heading */
    kuril_faults_keep(&p->faults, kuril_session_check(p->session, map, NULL, 0, diagnostics, &found), &found);
    if (p->inspect && *begun) { /* a map that does not begin has its fault already */
        kuril_place place;
        kuril_node_place(entry->node, &place);
        const kuril_source_place from = {place.file, place.line, place.column};
        kuril_faults_keep(&p->faults, kuril_session_inspect(p->session, map, &from, diagnostics, &found), &found);
    }
    return map;
}

/* What the manifest calls the map, else the name of its view. */
static char *name_of(kuril_planner *p, const kuril_entry *entry, const kuril_map *map)
{
    const kuril_node *name = kuril_node_member(entry->node, "name");
    if (name)
        return kuril_plan_text(p, name, entry->fields);
    if (entry->fields)
        return g_strdup_printf("%s-%zu", map->id, entry->fields->number);
    return g_strdup(map->id);
}

/* Names that people wrote must differ; those made from features are made to. */
static char *claim(kuril_planner *p, const kuril_entry *entry, const char *asked)
{
    if (entry->fields)
        return kuril_filename_unique(asked, p->taken);
    if (!kuril_filename_take(asked, p->taken)) {
        const kuril_node *name = kuril_node_member(entry->node, "name");
        kuril_faults_add(&p->faults, name ? name : entry->node, KURIL_E_DATA,
                         "'%s' is the name of another output: give the map a 'name' of its own", asked);
    }
    return kuril_filename_safe(asked);
}

static unsigned formats_of(kuril_planner *p, const kuril_entry *entry)
{
    static const char *const words[] = {"png", "pdf", "svg"};
    const kuril_node *node = kuril_node_member(entry->node, "formats");
    if (!node && entry->manifest->defaults)
        node = kuril_node_member(entry->manifest->defaults, "formats");
    return node ? kuril_plan_formats(p, node, words, G_N_ELEMENTS(words)) : p->formats;
}

static void fill_words(kuril_planner *p, const kuril_entry *entry, kuril_map *map, kuril_job *job)
{
    const kuril_node *caption = kuril_node_member(entry->node, "caption");
    const kuril_map_source source = source_of(entry, entry->node);
    kuril_words words = {{NULL}};
    kuril_error found = {0};
    if (caption)
        kuril_faults_keep(&p->faults,
                          kuril_words_read(&source, "caption", caption, map, &words, p->faults.diagnostics, &found),
                          &found);
    kuril_owned_words_set(&job->caption, &words);
    kuril_owned_words_set(&job->title, &map->title);
    kuril_describe_map(map, p->gazetteer, &job->description);
}

void kuril_plan_map(kuril_planner *p, const kuril_entry *entry)
{
    if (kuril_node_kind_of(entry->node) != KURIL_NODE_OBJECT) {
        kuril_faults_add(&p->faults, entry->node, KURIL_E_DATA, "a map must be an object");
        return;
    }
    const kuril_node *output = kuril_node_member(entry->node, "output");
    if (output) /* the rest of the entry is looked at all the same */
        kuril_faults_add(&p->faults, output, KURIL_E_DATA,
                         "a report names its files by 'name' and 'formats', not by 'output'");
    bool begun = false;
    kuril_map *map = read_map(p, entry, &begun);
    char *asked = begun || kuril_node_member(entry->node, "name") ? name_of(p, entry, map) : NULL;
    if (asked) {
        kuril_place place;
        kuril_node_place(entry->node, &place);
        kuril_job *job = kuril_batch_add(p->report, KURIL_JOB_MAP);
        kuril_json json = {.text = g_string_new(NULL)};
        kuril_map_write(map, &json);
        job->spec = g_string_free(json.text, FALSE);
        job->name = claim(p, entry, asked);
        job->asked = asked;
        job->formats = formats_of(p, entry);
        job->dataset = g_strdup(entry->dataset);
        job->file = g_strdup(place.file);
        job->line = place.line;
        job->column = place.column;
        fill_words(p, entry, map, job);
    }
    kuril_map_free(map);
}
