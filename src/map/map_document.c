#include "map/map_document.h"

#include "core/access.h"
#include "core/number.h"
#include "core/paths.h"
#include "document/faults.h"
#include "map/map_memory.h"
#include "map/settings.h"
#include "map/views.h"
#include <string.h>

enum { VIEWS_DEEP = 8 }; /* a map that begins with a map that begins with ... */

typedef struct reader {
    kuril_map *map;
    const kuril_map_source *source;
    kuril_faults faults;
} reader;

/* The text of a string after the source's rewriting; NULL with the fault reported. */
static char *expanded(reader *r, const kuril_node *node)
{
    const char *text = kuril_node_string(node);
    if (!r->source->expand)
        return g_strdup(text);
    kuril_error error = {0};
    char *result = r->source->expand(text, r->source->user, &error);
    if (!result)
        kuril_faults_add(&r->faults, node, KURIL_E_DATA, "%s", error.message);
    return result;
}

/* The text of a scalar, as the command line would take it; NULL, with the fault reported, for anything else. */
static char *scalar(reader *r, const char *what, const kuril_node *node)
{
    char number[KURIL_NUMBER_MAX];
    switch (kuril_node_kind_of(node)) {
    case KURIL_NODE_STRING:
        return expanded(r, node);
    case KURIL_NODE_NUMBER:
        return g_strdup(kuril_number_print(kuril_node_number(node), number));
    case KURIL_NODE_BOOL:
        return g_strdup(kuril_node_bool(node) ? "true" : "false");
    case KURIL_NODE_NULL:
    case KURIL_NODE_ARRAY:
    case KURIL_NODE_OBJECT:
        break;
    }
    kuril_faults_add(&r->faults, node, KURIL_E_DATA, "'%s' must be a text or a number, not %s%s", what,
                     kuril_node_kind_of(node) == KURIL_NODE_NULL ? "" : "an ",
                     kuril_node_kind_name(kuril_node_kind_of(node)));
    return NULL;
}

/* Scalars of an array joined with `separator`, or a scalar as it is; NULL with the fault reported. */
static char *joined(reader *r, const char *what, const kuril_node *node, const char *separator)
{
    if (kuril_node_kind_of(node) != KURIL_NODE_ARRAY)
        return scalar(r, what, node);
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < kuril_node_count(node); i++) {
        char *piece = scalar(r, what, kuril_node_at(node, i));
        if (!piece) {
            g_string_free(text, TRUE);
            return NULL;
        }
        g_string_append_printf(text, "%s%s", i ? separator : "", piece);
        g_free(piece);
    }
    return g_string_free(text, FALSE);
}

/* Gives the text to the setting; false, with the fault reported, when it is refused. Frees the text. */
static bool set(reader *r, const kuril_setting *setting, const kuril_node *node, char *text)
{
    if (!text)
        return false;
    kuril_place place;
    kuril_node_place(node, &place);
    kuril_map_set_source(r->map, place.file, place.line, place.column);
    kuril_error error = {0};
    const kuril_status status = setting->set(r->map, text, &error);
    if (status != KURIL_OK)
        kuril_faults_add(&r->faults, node, status, "%s", error.message);
    g_free(text);
    return status == KURIL_OK;
}

/* A text, which counts for every language, or an object of texts; false with the fault reported. */
static bool read_words(reader *r, const char *what, const kuril_node *node, kuril_words *words)
{
    *words = (kuril_words){{NULL}};
    const bool object = kuril_node_kind_of(node) == KURIL_NODE_OBJECT;
    if (!object && kuril_node_kind_of(node) != KURIL_NODE_STRING) {
        kuril_faults_add(&r->faults, node, KURIL_E_DATA,
                         "'%s' must be a text, or an object with a text for en, ja, ru or zh", what);
        return false;
    }
    const char *codes[KURIL_LANGUAGE_COUNT + 1] = {NULL};
    for (int i = 0; i < KURIL_LANGUAGE_COUNT; i++) {
        codes[i] = kuril_language_code((kuril_language)i);
        const kuril_node *text = object ? kuril_node_member(node, codes[i]) : node;
        if (text && kuril_node_kind_of(text) != KURIL_NODE_STRING) {
            kuril_faults_add(&r->faults, text, KURIL_E_DATA, "'%s' must be a text", codes[i]);
            return false;
        }
        char *said = text ? expanded(r, text) : NULL;
        if (text && !said)
            return false;
        words->in[i] = kuril_map_text(r->map, said);
        g_free(said);
    }
    for (size_t i = 0; object && i < kuril_node_count(node); i++) {
        if (!g_strv_contains(codes, kuril_node_name(node, i)))
            kuril_faults_add_name(&r->faults, node, i, codes, KURIL_LANGUAGE_COUNT);
    }
    return true;
}

static void read_pairs(reader *r, const kuril_setting *setting, const kuril_node *node)
{
    if (kuril_node_kind_of(node) != KURIL_NODE_OBJECT) {
        kuril_faults_add(&r->faults, node, KURIL_E_DATA, "'%s' must be an object", setting->name);
        return;
    }
    for (size_t i = 0; i < kuril_node_count(node); i++) {
        const kuril_node *value = kuril_node_at(node, i);
        char *text = scalar(r, kuril_node_name(node, i), value);
        if (text)
            set(r, setting, value, g_strdup_printf("%s=%s", kuril_node_name(node, i), text));
        g_free(text);
    }
}

enum { ENTRY_NAMES = KURIL_SETTING_PARTS + 1 + KURIL_SETTING_DETAILS };

/* The names that an entry of a list may have; returns how many. */
static size_t entry_names(const kuril_setting *setting, const char *names[ENTRY_NAMES])
{
    size_t n = 0;
    while (n < KURIL_SETTING_PARTS && setting->parts[n]) {
        names[n] = setting->parts[n];
        n++;
    }
    if (setting->has_label)
        names[n++] = "label";
    for (size_t i = 0; i < KURIL_SETTING_DETAILS && setting->details[i]; i++)
        names[n++] = setting->details[i];
    return n;
}

/* The text that an entry's parts make, joined by ':'. */
static char *entry_text(reader *r, const kuril_setting *setting, const kuril_node *entry)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < KURIL_SETTING_PARTS && setting->parts[i]; i++) {
        const kuril_node *part = kuril_node_member(entry, setting->parts[i]);
        char *piece = part ? joined(r, setting->parts[i], part, ",") : NULL;
        if (!part)
            kuril_faults_add(&r->faults, entry, KURIL_E_DATA, "an entry of '%s' needs '%s'", setting->name,
                             setting->parts[i]);
        if (!piece) {
            g_string_free(text, TRUE);
            return NULL;
        }
        g_string_append_printf(text, "%s%s", i ? ":" : "", piece);
        g_free(piece);
    }
    return g_string_free(text, FALSE);
}

static void read_detail(reader *r, const kuril_setting *setting, const char *detail, const kuril_node *node)
{
    kuril_error error = {0};
    char *text = node ? scalar(r, detail, node) : NULL;
    if (text && kuril_setting_detail(r->map, setting, detail, text, &error) != KURIL_OK)
        kuril_faults_add(&r->faults, node, KURIL_E_DATA, "%s", error.message);
    g_free(text);
}

static void read_entry(reader *r, const kuril_setting *setting, const kuril_node *entry)
{
    if (kuril_node_kind_of(entry) != KURIL_NODE_OBJECT) {
        set(r, setting, entry, scalar(r, setting->name, entry));
        return;
    }
    const char *names[ENTRY_NAMES];
    const size_t n = entry_names(setting, names);
    for (size_t i = 0; i < kuril_node_count(entry); i++) {
        bool known = false;
        for (size_t k = 0; k < n; k++)
            known = known || strcmp(names[k], kuril_node_name(entry, i)) == 0;
        if (!known)
            kuril_faults_add_name(&r->faults, entry, i, names, n);
    }
    if (!set(r, setting, entry, entry_text(r, setting, entry)))
        return;
    const kuril_node *label = kuril_node_member(entry, "label");
    kuril_words words;
    if (setting->has_label && label && read_words(r, "label", label, &words))
        kuril_setting_label(r->map, setting, &words);
    for (size_t i = 0; i < KURIL_SETTING_DETAILS && setting->details[i]; i++)
        read_detail(r, setting, setting->details[i], kuril_node_member(entry, setting->details[i]));
}

/* Too many of them are one fault. */
static void read_entries(reader *r, const kuril_setting *setting, const kuril_node *list)
{
    kuril_error error = {0};
    if (kuril_setting_check_count(setting->name, (double)kuril_node_count(list), &error) != KURIL_OK) {
        kuril_faults_add(&r->faults, list, error.code, "%s", error.message);
        return;
    }
    for (size_t i = 0; i < kuril_node_count(list); i++)
        read_entry(r, setting, kuril_node_at(list, i));
}

static void read_setting(reader *r, const kuril_setting *setting, const kuril_node *node)
{
    kuril_words words;
    switch (setting->form) {
    case KURIL_SETTING_TEXT:
        set(r, setting, node, scalar(r, setting->name, node));
        break;
    case KURIL_SETTING_JOINED:
        set(r, setting, node, joined(r, setting->name, node, ","));
        break;
    case KURIL_SETTING_WORDS:
        if (read_words(r, setting->name, node, &words))
            kuril_setting_words(r->map, setting, &words);
        break;
    case KURIL_SETTING_PAIRS:
        read_pairs(r, setting, node);
        break;
    case KURIL_SETTING_LIST:
        if (kuril_node_kind_of(node) == KURIL_NODE_ARRAY)
            read_entries(r, setting, node);
        else
            read_entry(r, setting, node);
        break;
    }
}

kuril_status kuril_words_read(const kuril_map_source *source, const char *what, const kuril_node *node,
                              kuril_map *owner, kuril_words *words, const kuril_diagnostics *diagnostics,
                              kuril_error *error)
{
    reader r = {owner, source, {.diagnostics = diagnostics, .error = error}};
    read_words(&r, what, node, words);
    return r.faults.status;
}

/* Ways to give a view that exclude one another within one object. */
static void check_view(reader *r)
{
    for (const kuril_setting_pair *pair = kuril_settings_apart; pair->a; pair++) {
        const kuril_node *a = kuril_node_member(r->source->object, pair->a);
        const kuril_node *b = kuril_node_member(r->source->object, pair->b);
        if (a && b)
            kuril_faults_add(&r->faults, b, KURIL_E_DATA, "'%s' and '%s' exclude each other", pair->a, pair->b);
    }
}

static bool is_other(const kuril_map_source *source, const char *name)
{
    for (size_t i = 0; i < source->n_others; i++) {
        if (strcmp(source->others[i], name) == 0)
            return true;
    }
    return strcmp(name, "view") == 0 || strcmp(name, "$schema") == 0;
}

static void read_member(reader *r, size_t i)
{
    const kuril_node *object = r->source->object;
    const char *name = kuril_node_name(object, i);
    const kuril_setting *setting = kuril_setting_find(name);
    if (setting) {
        read_setting(r, setting, kuril_node_at(object, i));
        return;
    }
    size_t count = 0;
    const kuril_setting *settings = kuril_settings(&count);
    const size_t n = count + r->source->n_others + 1;
    const char **names = g_new(const char *, n);
    for (size_t k = 0; k < count; k++)
        names[k] = settings[k].name;
    for (size_t k = 0; k < r->source->n_others; k++)
        names[count + k] = r->source->others[k];
    names[n - 1] = "view";
    kuril_faults_add_name(&r->faults, object, i, names, n);
    g_free(names);
}

kuril_status kuril_map_apply(const kuril_map_source *source, kuril_map *map, const kuril_diagnostics *diagnostics,
                             kuril_error *error)
{
    reader r = {map, source, {.diagnostics = diagnostics, .error = error}};
    if (kuril_node_kind_of(source->object) != KURIL_NODE_OBJECT) {
        kuril_faults_add(&r.faults, source->object, KURIL_E_DATA, "a map must be an object, not %s",
                         kuril_node_kind_name(kuril_node_kind_of(source->object)));
        return r.faults.status;
    }
    kuril_map_set_folder(map, source->folder);
    check_view(&r);
    for (size_t i = 0; i < kuril_node_count(source->object); i++) {
        if (!is_other(source, kuril_node_name(source->object, i)))
            read_member(&r, i);
    }
    map->memory->portrait_of_base = true;
    kuril_map_set_folder(map, NULL);
    kuril_map_set_source(map, NULL, 0, 0);
    return r.faults.status;
}

static kuril_status read_map(const char *path_or_view, int depth, kuril_map **map, const kuril_diagnostics *diagnostics,
                             kuril_error *error);

static kuril_status begin(const kuril_map_source *source, int depth, kuril_map **map,
                          const kuril_diagnostics *diagnostics, kuril_error *error)
{
    const kuril_node *view = kuril_node_member(source->object, "view");
    if (!view) {
        *map = kuril_map_new();
        return KURIL_OK;
    }
    kuril_status status = kuril_node_expect(view, KURIL_NODE_STRING, error);
    if (status == KURIL_OK && depth >= VIEWS_DEEP)
        status =
            kuril_node_fail(view, error, KURIL_E_DATA, "maps begin with one another more than %d deep", VIEWS_DEEP);
    if (status != KURIL_OK)
        return status;
    const char *name = kuril_node_string(view);
    char *path = !kuril_is_path(name) || !source->folder || g_path_is_absolute(name)
                     ? g_strdup(name)
                     : g_build_filename(source->folder, name, NULL);
    kuril_error inner = {0};
    if (kuril_is_path(name) && source->folder)
        status = kuril_access_check(source->folder, path, &inner);
    if (status == KURIL_OK)
        status = read_map(path, depth + 1, map, diagnostics, &inner);
    g_free(path);
    if (status == KURIL_OK)
        return KURIL_OK;
    if (inner.line == 0) /* not a fault inside of that document: it is about the name */
        return kuril_node_fail(view, error, inner.code, "%s", inner.message);
    if (error && error->code == KURIL_OK)
        *error = inner;
    return status;
}

kuril_status kuril_map_begin(const kuril_map_source *source, kuril_map **map, const kuril_diagnostics *diagnostics,
                             kuril_error *error)
{
    return begin(source, 0, map, diagnostics, error);
}

/* "maps/north.yaml" is called "north". */
static void name_map(kuril_map *map, const char *path)
{
    char *base = g_path_get_basename(path);
    char *dot = strrchr(base, '.');
    if (dot && dot != base)
        *dot = '\0';
    map->id = kuril_map_text(map, base);
    map->file = kuril_map_text(map, path);
    g_free(base);
}

static kuril_status read_document(const char *path, int depth, kuril_map **map, const kuril_diagnostics *diagnostics,
                                  kuril_error *error)
{
    kuril_document *document = NULL;
    kuril_status status = kuril_document_read(path, NULL, &document, error);
    if (status != KURIL_OK)
        return status;
    char *folder = g_path_get_dirname(path);
    const kuril_map_source source = {.object = kuril_document_root(document), .folder = folder};
    kuril_map *read = NULL;
    status = begin(&source, depth, &read, diagnostics, error);
    if (status == KURIL_OK) {
        name_map(read, path);
        status = kuril_map_apply(&source, read, diagnostics, error);
    }
    g_free(folder);
    kuril_document_free(document);
    if (status == KURIL_OK)
        *map = read;
    else
        kuril_map_free(read);
    return status;
}

static kuril_status read_map(const char *path_or_view, int depth, kuril_map **map, const kuril_diagnostics *diagnostics,
                             kuril_error *error)
{
    if (kuril_is_path(path_or_view))
        return read_document(path_or_view, depth, map, diagnostics, error);
    char *path = NULL;
    kuril_status status = kuril_view_path(path_or_view, &path, error);
    if (status == KURIL_OK)
        status = read_document(path, depth, map, diagnostics, error);
    if (status == KURIL_OK)
        (*map)->memory->title_of_view = (*map)->memory->subtitle_of_view = true;
    g_free(path);
    return status;
}

kuril_status kuril_map_read(const char *path_or_view, kuril_map **map, const kuril_diagnostics *diagnostics,
                            kuril_error *error)
{
    return read_map(path_or_view, 0, map, diagnostics, error);
}
