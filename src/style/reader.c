#include "style/reader.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include "core/text.h"
#include "data/name.h"

#include <math.h>
#include <string.h>

static const char *const kind_names[] = {
    [KURIL_KEY_ANY] = "anything",     [KURIL_KEY_STRING] = "a text",  [KURIL_KEY_NUMBER] = "a number",
    [KURIL_KEY_BOOL] = "a boolean",   [KURIL_KEY_COLOR] = "a colour", [KURIL_KEY_ARRAY] = "an array",
    [KURIL_KEY_OBJECT] = "an object",
};
static const kuril_node_kind node_kinds[] = {
    [KURIL_KEY_STRING] = KURIL_NODE_STRING, [KURIL_KEY_NUMBER] = KURIL_NODE_NUMBER,
    [KURIL_KEY_BOOL] = KURIL_NODE_BOOL,     [KURIL_KEY_COLOR] = KURIL_NODE_STRING,
    [KURIL_KEY_ARRAY] = KURIL_NODE_ARRAY,   [KURIL_KEY_OBJECT] = KURIL_NODE_OBJECT,
};

static void tell(kuril_style_reader *reader, kuril_severity severity, const kuril_place *place, const char *message)
{
    kuril_error problem = {0};
    kuril_fail_at(&problem, KURIL_E_DATA, place->file, place->line, place->column, place->pointer, "%s", message);
    kuril_report_error(reader->diagnostics, severity, &problem);
    if (severity == KURIL_ERROR && reader->error && reader->error->code == KURIL_OK)
        *reader->error = problem;
    reader->n_errors += severity == KURIL_ERROR;
}

static void tell_at(kuril_style_reader *reader, kuril_severity severity, const kuril_node *node, const char *message)
{
    kuril_place place;
    kuril_node_place(node, &place);
    tell(reader, severity, &place, message);
}

void kuril_reader_error(kuril_style_reader *reader, const kuril_node *node, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    tell_at(reader, KURIL_ERROR, node, message);
}

void kuril_reader_warning(kuril_style_reader *reader, const kuril_node *node, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    tell_at(reader, KURIL_WARNING, node, message);
}

void kuril_reader_error_at(kuril_style_reader *reader, const kuril_place *place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    tell(reader, KURIL_ERROR, place, message);
}

void kuril_reader_error_at_name(kuril_style_reader *reader, const kuril_node *object, size_t i, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    kuril_place place;
    kuril_node_name_place(object, i, &place);
    tell(reader, KURIL_ERROR, &place, message);
}

void kuril_reader_ignored(kuril_style_reader *reader, const kuril_node *node, const char *name, const char *why)
{
    if (!g_hash_table_add(reader->told, g_strdup(name)))
        return;
    g_autofree char *message = g_strdup_printf("'%s' means nothing here: %s", name, why);
    tell_at(reader, KURIL_INFO, node, message);
}

void kuril_reader_unknown(kuril_style_reader *reader, const kuril_node *node, const char *what, const char *word,
                          const char *const *words, size_t count)
{
    const char *nearest = kuril_text_nearest(word, words, count);
    if (nearest)
        kuril_reader_error(reader, node, "unknown %s '%s'; did you mean '%s'?", what, word, nearest);
    else
        kuril_reader_error(reader, node, "unknown %s '%s'", what, word);
}

static const kuril_key *find_key(const kuril_key *keys, size_t n_keys, const char *name)
{
    for (size_t i = 0; i < n_keys; i++)
        if (strcmp(keys[i].name, name) == 0)
            return &keys[i];
    return NULL;
}

static void unknown_key(kuril_style_reader *reader, const kuril_node *object, size_t i, const char *what,
                        const kuril_key *keys, size_t n_keys)
{
    const char *name = kuril_node_name(object, i);
    g_autofree const char **names = g_new(const char *, n_keys);
    for (size_t k = 0; k < n_keys; k++)
        names[k] = keys[k].name;
    const char *nearest = kuril_text_nearest(name, names, n_keys);
    g_autofree char *hint = nearest ? g_strdup_printf("; did you mean '%s'?", nearest) : g_strdup("");
    g_autofree char *message = g_strdup_printf("unknown key '%s' of a %s%s", name, what, hint);
    kuril_place place;
    kuril_node_name_place(object, i, &place);
    if (reader->closed)
        kuril_reader_error_at(reader, &place, "%s", message);
    else
        tell(reader, KURIL_WARNING, &place, message);
}

static bool has_kind(const kuril_node *value, kuril_key_kind kind)
{
    kuril_color color;
    if (kind == KURIL_KEY_COLOR && kuril_node_kind_of(value) == KURIL_NODE_STRING)
        return kuril_color_parse(kuril_node_string(value), &color);
    return kind == KURIL_KEY_ANY || kuril_node_kind_of(value) == node_kinds[kind];
}

static bool word_fits(kuril_style_reader *reader, const kuril_node *value, const kuril_key *key)
{
    size_t count = 0;
    for (; key->words[count]; count++)
        if (strcmp(key->words[count], kuril_node_string(value)) == 0)
            return true;
    g_autofree char *what = g_strdup_printf("value of '%s':", key->name);
    kuril_reader_unknown(reader, value, what, kuril_node_string(value), key->words, count);
    return false;
}

static bool items_fit(kuril_style_reader *reader, const kuril_node *array, const kuril_key *key)
{
    const size_t count = kuril_node_count(array);
    if (key->length && count != key->length) {
        kuril_reader_error(reader, array, "'%s' must have %zu items, not %zu", key->name, key->length, count);
        return false;
    }
    bool fit = true;
    for (size_t i = 0; i < count; i++) {
        if (has_kind(kuril_node_at(array, i), key->item))
            continue;
        kuril_reader_error(reader, kuril_node_at(array, i), "an item of '%s' must be %s", key->name,
                           kind_names[key->item]);
        fit = false;
    }
    return fit;
}

static bool key_fits(kuril_style_reader *reader, const kuril_node *value, const kuril_key *key)
{
    if (key->refused) {
        kuril_reader_error(reader, value, "'%s' %s", key->name, key->refused);
        return false;
    }
    if (key->by_expression && (kuril_node_kind_of(value) == KURIL_NODE_OBJECT || kuril_expression_is(value)))
        return true;
    if (!has_kind(value, key->kind)) {
        kuril_reader_error(reader, value, "'%s' must be %s", key->name, kind_names[key->kind]);
        return false;
    }
    if (key->words)
        return word_fits(reader, value, key);
    if (key->kind == KURIL_KEY_ARRAY)
        return items_fit(reader, value, key);
    if (!key->has_range)
        return true;
    double number = kuril_node_number(value);
    if (number >= key->minimum && number <= key->maximum)
        return true;
    char given[KURIL_NUMBER_MAX], low[KURIL_NUMBER_MAX], high[KURIL_NUMBER_MAX];
    if (isinf(key->maximum))
        kuril_reader_error(reader, value, "'%s' is %s, less than the least value %s", key->name,
                           kuril_number_print(number, given), kuril_number_print(key->minimum, low));
    else
        kuril_reader_error(reader, value, "'%s' is %s, outside %s to %s", key->name, kuril_number_print(number, given),
                           kuril_number_print(key->minimum, low), kuril_number_print(key->maximum, high));
    return false;
}

bool kuril_reader_keys(kuril_style_reader *reader, const kuril_node *node, const char *what, const kuril_key *keys,
                       size_t n_keys)
{
    if (kuril_node_kind_of(node) != KURIL_NODE_OBJECT) {
        kuril_reader_error(reader, node, "a %s must be an object", what);
        return false;
    }
    bool usable = true;
    for (size_t i = 0; i < kuril_node_count(node); i++) {
        const char *name = kuril_node_name(node, i);
        const kuril_node *value = kuril_node_at(node, i);
        const kuril_key *key = find_key(keys, n_keys, name);
        if (!key && !g_str_has_prefix(name, "kurilmap:"))
            unknown_key(reader, node, i, what, keys, n_keys);
        else if (key && !key_fits(reader, value, key))
            usable = usable && !key->required;
        else if (key && key->ignored)
            kuril_reader_ignored(reader, value, name, key->ignored);
    }
    for (size_t i = 0; i < n_keys; i++)
        if (keys[i].required && !kuril_node_member(node, keys[i].name)) {
            kuril_reader_error(reader, node, "a %s needs '%s'", what, keys[i].name);
            usable = false;
        }
    return usable;
}

bool kuril_reader_closed_keys(kuril_style_reader *reader, const kuril_node *node, const char *what,
                              const kuril_key *keys, size_t n_keys)
{
    const bool was_closed = reader->closed;
    reader->closed = true;
    const bool usable = kuril_reader_keys(reader, node, what, keys, n_keys);
    reader->closed = was_closed;
    return usable;
}

const char *kuril_reader_string(const kuril_node *object, const char *name, const char *fallback)
{
    const kuril_node *value = kuril_node_member(object, name);
    return value && kuril_node_kind_of(value) == KURIL_NODE_STRING ? kuril_node_string(value) : fallback;
}

double kuril_reader_number(const kuril_node *object, const char *name, double fallback)
{
    const kuril_node *value = kuril_node_member(object, name);
    return value && kuril_node_kind_of(value) == KURIL_NODE_NUMBER ? kuril_node_number(value) : fallback;
}

bool kuril_reader_bool(const kuril_node *object, const char *name, bool fallback)
{
    const kuril_node *value = kuril_node_member(object, name);
    return value && kuril_node_kind_of(value) == KURIL_NODE_BOOL ? kuril_node_bool(value) : fallback;
}

bool kuril_reader_numbers(kuril_style_reader *reader, const kuril_node *node, const char *what, double *out,
                          size_t count)
{
    bool fits = kuril_node_kind_of(node) == KURIL_NODE_ARRAY && kuril_node_count(node) == count;
    for (size_t i = 0; fits && i < count; i++) {
        const kuril_node *item = kuril_node_at(node, i);
        fits = kuril_node_kind_of(item) == KURIL_NODE_NUMBER;
        if (fits)
            out[i] = kuril_node_number(item);
    }
    if (!fits)
        kuril_reader_error(reader, node, "%s must be an array of %zu numbers", what, count);
    return fits;
}

const kuril_value *kuril_reader_value(kuril_style_reader *reader, const kuril_node *node)
{
    kuril_value *value = kuril_arena_alloc(reader->style->arena, sizeof *value);
    *value = kuril_node_to_value(node, reader->style->arena);
    return value;
}

/* "file:" is dropped; other schemes, among them GDAL's prefixes, begin with two letters at least. */
static bool has_scheme(const char *url)
{
    size_t length = 0;
    while (g_ascii_isalnum(url[length]) || (length > 0 && url[length] && strchr("+.-_", url[length])))
        length++;
    return length >= 2 && g_ascii_isalpha(url[0]) && url[length] == ':';
}

const char *kuril_reader_url(kuril_style_reader *reader, const kuril_node *node, const char *url)
{
    if (g_str_has_prefix(url, "file://"))
        url += strlen("file://");
    else if (g_str_has_prefix(url, "file:"))
        url += strlen("file:");
    if (has_scheme(url))
        return url;
    g_autofree char *folder = g_path_get_dirname(reader->style->path);
    if (url[0] != '/' && strcmp(folder, ".") != 0) {
        g_autofree char *joined = g_build_filename(folder, url, NULL);
        url = kuril_arena_text(reader->style->arena, joined, strlen(joined));
    }
    kuril_error denied = {0};
    if (kuril_source_name_check(url, folder, &denied) != KURIL_OK)
        kuril_reader_error(reader, node, "%s", denied.message);
    return url;
}
