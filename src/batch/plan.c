#include "batch/plan.h"

#include "batch/filename.h"
#include "batch/planner.h"
#include "core/diagnostics.h"
#include "data/name.h"
#include "map/map_names.h"
#include "map/session.h"
#include <string.h>
#include <unistd.h>

static void add_format(kuril_planner *p, const kuril_node *node, const char *text, const char *const *words,
                       size_t count, unsigned *bits)
{
    kuril_error found = {0};
    size_t choice = 0;
    if (kuril_choose("format", text, words, count, &choice, &found) == KURIL_OK)
        *bits |= 1U << choice;
    else
        kuril_faults_add(&p->faults, node, KURIL_E_DATA, "%s", found.message);
}

unsigned kuril_plan_formats(kuril_planner *p, const kuril_node *node, const char *const *words, size_t count)
{
    unsigned bits = 0;
    const bool list = kuril_node_kind_of(node) == KURIL_NODE_ARRAY;
    for (size_t i = 0; i < (list ? kuril_node_count(node) : 1); i++) {
        const kuril_node *item = list ? kuril_node_at(node, i) : node;
        if (kuril_node_kind_of(item) != KURIL_NODE_STRING) {
            kuril_faults_add(&p->faults, item, KURIL_E_DATA, "a format must be a text");
            continue;
        }
        char **pieces = g_strsplit(kuril_node_string(item), ",", -1);
        for (size_t k = 0; pieces[k]; k++)
            add_format(p, item, g_strstrip(pieces[k]), words, count, &bits);
        g_strfreev(pieces);
    }
    if (list && kuril_node_count(node) == 0)
        kuril_faults_add(&p->faults, node, KURIL_E_DATA, "no format is named");
    return bits;
}

char *kuril_plan_text(kuril_planner *p, const kuril_node *node, const kuril_fields *fields)
{
    if (kuril_node_kind_of(node) != KURIL_NODE_STRING) {
        kuril_faults_add(&p->faults, node, KURIL_E_DATA, "this must be a text");
        return NULL;
    }
    if (!fields)
        return g_strdup(kuril_node_string(node));
    kuril_error found = {0};
    char *text = kuril_template_expand(kuril_node_string(node), fields, &found);
    if (!text)
        kuril_faults_add(&p->faults, node, KURIL_E_DATA, "%s", found.message);
    return text;
}

char *kuril_plan_path(const kuril_manifest *manifest, const char *text)
{
    const bool elsewhere = g_path_is_absolute(text) || g_str_has_prefix(text, "geodata:");
    return elsewhere || strcmp(manifest->folder, ".") == 0 ? g_strdup(text)
                                                           : g_build_filename(manifest->folder, text, NULL);
}

static void read_manifest(kuril_planner *p, const char *path, bool included);

/* Each file once: so that none includes itself, and none is read again and again. */
static bool read_before(kuril_planner *p, const char *path)
{
    char *real = g_canonicalize_filename(path, NULL);
    return !g_hash_table_add(p->files, real);
}

static void include(kuril_planner *p, const kuril_manifest *manifest, const kuril_node *node)
{
    const bool list = kuril_node_kind_of(node) == KURIL_NODE_ARRAY;
    for (size_t i = 0; i < (list ? kuril_node_count(node) : 1); i++) {
        const kuril_node *item = list ? kuril_node_at(node, i) : node;
        char *text = kuril_plan_text(p, item, NULL);
        if (text) {
            char *path = kuril_plan_path(manifest, text);
            kuril_error denied = {0};
            if (kuril_source_name_check(path, manifest->folder, &denied) != KURIL_OK)
                kuril_faults_add(&p->faults, item, KURIL_E_DATA, "%s", denied.message);
            else if (!g_file_test(path, G_FILE_TEST_EXISTS))
                kuril_faults_add(&p->faults, item, KURIL_E_IO, "cannot find '%s'", path);
            else if (read_before(p, path))
                kuril_faults_add(&p->faults, item, KURIL_E_DATA, "'%s' is a part of this report already", path);
            else
                read_manifest(p, path, true);
            g_free(path);
        }
        g_free(text);
    }
}

/* Each entry of a list, or the one that stands without one. */
static void read_maps(kuril_planner *p, const kuril_manifest *manifest, const kuril_node *node)
{
    static const char *const others[] = {KURIL_MAP_ENTRY_NAMES};
    const bool list = kuril_node_kind_of(node) == KURIL_NODE_ARRAY;
    for (size_t i = 0; i < (list ? kuril_node_count(node) : 1); i++) {
        const kuril_entry entry = {.manifest = manifest,
                                   .node = list ? kuril_node_at(node, i) : node,
                                   .others = others,
                                   .n_others = G_N_ELEMENTS(others)};
        kuril_plan_map(p, &entry);
    }
}

static void read_each(kuril_planner *p, const kuril_manifest *manifest, const kuril_node *node,
                      void (*read)(kuril_planner *, const kuril_manifest *, const kuril_node *))
{
    if (kuril_node_kind_of(node) != KURIL_NODE_ARRAY) {
        read(p, manifest, node);
        return;
    }
    for (size_t i = 0; i < kuril_node_count(node); i++)
        read(p, manifest, kuril_node_at(node, i));
}

static const char RECORD[] = "report"; /* report.json tells of the run: no output is called so */

/*
 * A file name of a collection, which stays in the output folder. A page has its ending to itself; an atlas must not
 * take the place of a map's PDF.
 */
static char *collection_name(kuril_planner *p, const kuril_node *outputs, const char *member, const char *ending,
                             bool ending_of_maps)
{
    const kuril_node *node = kuril_node_member(outputs, member);
    char *name = node ? kuril_plan_text(p, node, NULL) : NULL;
    if (!name)
        return NULL;
    char *safe = kuril_filename_safe(name);
    const bool good = strcmp(safe, name) == 0 && g_str_has_suffix(name, ending) && strlen(name) > strlen(ending);
    char *stem = good ? g_strndup(name, strlen(name) - strlen(ending)) : NULL;
    if (!good)
        kuril_faults_add(&p->faults, node, KURIL_E_DATA, "'%s' must be a file name that ends in %s", name, ending);
    else if (ending_of_maps && strcmp(stem, RECORD) != 0 && !kuril_filename_take(stem, p->taken))
        kuril_faults_add(&p->faults, node, KURIL_E_DATA, "'%s' is the name of another output", name);
    g_free(stem);
    g_free(safe);
    return name;
}

/* Whether the folder is there and can be written in, or can be made. */
static void inspect_folder(kuril_planner *p, const kuril_node *node)
{
    char *at = g_strdup(p->report->folder);
    while (!g_file_test(at, G_FILE_TEST_EXISTS) && strcmp(at, ".") != 0 && strcmp(at, "/") != 0) {
        char *above = g_path_get_dirname(at);
        g_free(at);
        at = above;
    }
    if (!g_file_test(at, G_FILE_TEST_IS_DIR) || access(at, W_OK) != 0)
        kuril_faults_add(&p->faults, node, KURIL_E_IO, "the folder '%s' cannot be written in: '%s' is %s",
                         p->report->folder, at,
                         g_file_test(at, G_FILE_TEST_IS_DIR) ? "closed to writing" : "not a folder");
    g_free(at);
}

/* A manifest of a stranger writes below the folder that it is run in. */
static void check_inside(kuril_planner *p, const kuril_node *node)
{
    char **parts = g_strsplit(p->report->folder, "/", -1);
    if (g_path_is_absolute(p->report->folder) || g_strv_contains((const char *const *)parts, "..") ||
        !*p->report->folder)
        kuril_faults_add(&p->faults, node, KURIL_E_DATA, "the folder '%s' is outside of this one: say it with -o",
                         p->report->folder);
    g_strfreev(parts);
}

static void read_outputs(kuril_planner *p, const kuril_node *outputs)
{
    static const char *const names[] = {"folder", "formats", "atlas", "html"};
    static const char *const formats[] = {"png", "pdf", "svg"};
    if (kuril_node_kind_of(outputs) != KURIL_NODE_OBJECT) {
        kuril_faults_add(&p->faults, outputs, KURIL_E_DATA, "'outputs' must be an object");
        return;
    }
    kuril_faults_check_names(&p->faults, outputs, names, G_N_ELEMENTS(names));
    const kuril_node *folder = kuril_node_member(outputs, "folder"), *wanted = kuril_node_member(outputs, "formats");
    if (folder)
        p->report->folder = kuril_plan_text(p, folder, NULL);
    if (p->report->folder && !p->folder_given)
        check_inside(p, folder);
    if (p->inspect && p->report->folder)
        inspect_folder(p, folder);
    if (wanted)
        p->formats = kuril_plan_formats(p, wanted, formats, G_N_ELEMENTS(formats));
    p->report->atlas = collection_name(p, outputs, "atlas", ".pdf", true);
    p->report->html = collection_name(p, outputs, "html", ".html", false);
}

static void read_heading(kuril_planner *p, const kuril_manifest *manifest)
{
    static const char *const words[] = {"title", "subtitle"};
    kuril_owned_words *const to[] = {&p->report->title, &p->report->subtitle};
    const kuril_map_source source = {.object = manifest->root};
    kuril_map *owner = kuril_map_new(); /* its texts and its list of languages are what is wanted */
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        const kuril_node *node = kuril_node_member(manifest->root, words[i]);
        kuril_words read = {{NULL}};
        kuril_error found = {0};
        if (node)
            kuril_faults_keep(&p->faults,
                              kuril_words_read(&source, words[i], node, owner, &read, p->faults.diagnostics, &found),
                              &found);
        kuril_owned_words_set(to[i], &read);
    }
    const kuril_node *author = kuril_node_member(manifest->root, "author");
    if (author)
        p->report->author = kuril_plan_text(p, author, NULL);
    const kuril_node *lang = kuril_node_member(manifest->root, "lang");
    const bool list = lang && kuril_node_kind_of(lang) == KURIL_NODE_ARRAY;
    GString *codes = g_string_new(NULL);
    bool texts = true;
    for (size_t i = 0; lang && texts && i < (list ? kuril_node_count(lang) : 1); i++) {
        char *code = kuril_plan_text(p, list ? kuril_node_at(lang, i) : lang, NULL);
        g_string_append_printf(codes, "%s%s", i ? "," : "", code ? code : "");
        texts = code != NULL;
        g_free(code);
    }
    kuril_error found = {0};
    if (lang && texts && kuril_map_set(owner, "lang", codes->str, &found) != KURIL_OK)
        kuril_faults_add(&p->faults, lang, KURIL_E_DATA, "%s", found.message);
    if (p->languages && kuril_map_set(owner, "lang", p->languages, &found) != KURIL_OK)
        kuril_faults_add_error(&p->faults, &found);
    memcpy(p->report->languages, owner->languages, sizeof p->report->languages);
    p->report->n_languages = owner->n_languages;
    g_string_free(codes, TRUE);
    kuril_map_free(owner);
}

static void read_members(kuril_planner *p, const kuril_manifest *manifest, bool included)
{
    static const char *const parts[] = {"defaults", "include",  "maps",   "for-each", "tables",
                                        "title",    "subtitle", "author", "lang",     "outputs"};
    enum { OF_ALL = 5 }; /* what follows is the report's own, not an included part's */
    kuril_faults_check_names(&p->faults, manifest->root, parts, included ? OF_ALL : G_N_ELEMENTS(parts));
    const kuril_node *outputs = kuril_node_member(manifest->root, "outputs");
    if (!included)
        read_heading(p, manifest);
    if (!included && outputs && kuril_node_kind_of(outputs) != KURIL_NODE_NULL)
        read_outputs(p, outputs);
    for (size_t i = 0; i < kuril_node_count(manifest->root); i++) {
        const char *name = kuril_node_name(manifest->root, i);
        const kuril_node *value = kuril_node_at(manifest->root, i);
        if (kuril_node_kind_of(value) == KURIL_NODE_NULL) /* "maps:" with nothing below it */
            continue;
        if (strcmp(name, "include") == 0)
            include(p, manifest, value);
        else if (strcmp(name, "maps") == 0)
            read_maps(p, manifest, value);
        else if (strcmp(name, "for-each") == 0)
            read_each(p, manifest, value, kuril_plan_for_each);
        else if (strcmp(name, "tables") == 0)
            read_each(p, manifest, value, kuril_plan_table);
    }
}

static void read_manifest(kuril_planner *p, const char *path, bool included)
{
    kuril_document *document = NULL;
    kuril_error found = {0};
    const kuril_status status = kuril_document_read(path, NULL, &document, &found);
    if (status != KURIL_OK) {
        kuril_error_in_file(&found, path);
        kuril_report_error(p->faults.diagnostics, KURIL_ERROR, &found);
        kuril_faults_keep(&p->faults, status, &found);
        return;
    }
    kuril_manifest manifest = {.root = kuril_document_root(document), .folder = g_path_get_dirname(path)};
    manifest.defaults = kuril_node_member(manifest.root, "defaults");
    if (manifest.defaults && kuril_node_kind_of(manifest.defaults) == KURIL_NODE_NULL)
        manifest.defaults = NULL;
    if (kuril_node_kind_of(manifest.root) != KURIL_NODE_OBJECT)
        kuril_faults_add(&p->faults, manifest.root, KURIL_E_DATA, "a report must be an object");
    else
        read_members(p, &manifest, included);
    g_free(manifest.folder);
    kuril_document_free(document);
}

/* What the collections are made of. */
static void add_formats(kuril_batch *report)
{
    for (size_t i = 0; i < report->jobs->len; i++) {
        kuril_job *job = g_ptr_array_index(report->jobs, i);
        if (job->kind != KURIL_JOB_MAP)
            continue;
        job->formats |= report->atlas ? 1U << KURIL_PDF : 0U;
        job->formats |= report->html ? 1U << KURIL_PNG : 0U;
    }
}

kuril_status kuril_batch_read(const char *path, const kuril_batch_options *options, kuril_batch **report,
                              const kuril_diagnostics *diagnostics, kuril_error *error)
{
    kuril_planner p = {.report = kuril_batch_new(path),
                       .session = kuril_session_new(),
                       .inspect = options->inspect,
                       .languages = options->languages,
                       .folder_given = options->folder_given,
                       .taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                       .files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                       .formats = 1U << KURIL_PNG,
                       .faults = {.diagnostics = diagnostics, .error = error}};
    kuril_filename_take("records", p.taken); /* what the report itself puts into the folder */
    kuril_filename_take(RECORD, p.taken);
    const kuril_status status = kuril_session_gazetteer(p.session, &p.gazetteer, error);
    read_before(&p, path);
    if (status == KURIL_OK)
        read_manifest(&p, path, false);
    else
        p.faults.status = status;
    kuril_session_free(p.session);
    add_formats(p.report);
    if (p.faults.status == KURIL_OK && p.report->jobs->len == 0) {
        p.faults.status = kuril_fail_at(error, KURIL_E_DATA, path, 1, 1, NULL, "the report has no maps and no tables");
        kuril_report_error(diagnostics, KURIL_ERROR, error);
    }
    g_hash_table_destroy(p.files);
    g_hash_table_destroy(p.taken);
    if (p.faults.status == KURIL_OK)
        *report = p.report;
    else
        kuril_batch_free(p.report);
    return p.faults.status;
}

bool kuril_is_report(const kuril_node *root)
{
    static const char *const parts[] = {"maps", "for-each", "tables", "defaults", "include"};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        if (kuril_node_member(root, parts[i]))
            return true;
    return false;
}
