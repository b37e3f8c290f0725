/*
 * Legacy filters, rewritten as expressions of operators that only they use.
 * https://maplibre.org/maplibre-style-spec/deprecations/#other-filter
 */
#include "style/expr.h"
#include "style/rewrite.h"

/* Which language a filter is written in; what means the same in both is evidence of neither. */
typedef enum filter_language { NEITHER, LEGACY, EXPRESSION } filter_language;

static bool is_comparison(const kuril_node *op)
{
    static const char *const words[] = {"==", "!=", "<", "<=", ">", ">="};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (node_is_text(op, words[i]))
            return true;
    return false;
}

static filter_language language_of(const kuril_node *filter);

static filter_language language_of_parts(const kuril_node *filter)
{
    filter_language language = NEITHER;
    for (size_t i = 1; i < kuril_node_count(filter); i++) {
        const filter_language part = language_of(kuril_node_at(filter, i));
        if (part == EXPRESSION)
            return EXPRESSION;
        if (part == LEGACY)
            language = LEGACY;
    }
    return language;
}

static filter_language language_of(const kuril_node *filter)
{
    const size_t count = kuril_node_count(filter);
    if (kuril_node_kind_of(filter) == KURIL_NODE_BOOL)
        return NEITHER;
    if (!node_is_array(filter) || count == 0)
        return LEGACY;
    const kuril_node *op = kuril_node_at(filter, 0), *a = count > 1 ? kuril_node_at(filter, 1) : NULL;
    const kuril_node *b = count > 2 ? kuril_node_at(filter, 2) : NULL;
    if (node_is_text(op, "has")) {
        if (!a || node_is_text(a, "$id") || node_is_text(a, "$type"))
            return LEGACY;
        return count == 2 ? NEITHER : EXPRESSION;
    }
    if (node_is_text(op, "in"))
        return b && (kuril_node_kind_of(a) != KURIL_NODE_STRING || node_is_array(b)) ? EXPRESSION : LEGACY;
    if (node_is_text(op, "!in") || node_is_text(op, "!has") || node_is_text(op, "none"))
        return LEGACY;
    if (is_comparison(op))
        return count != 3 || node_is_array(a) || node_is_array(b) ? EXPRESSION : LEGACY;
    if (node_is_text(op, "any") || node_is_text(op, "all"))
        return language_of_parts(filter);
    return EXPRESSION;
}

bool kuril_filter_is_expression(const kuril_node *filter)
{
    return language_of(filter) != LEGACY;
}

/* ---- legacy filters inside expressions ---- */

static char *json_of(const kuril_node *node)
{
    kuril_arena *arena = kuril_arena_new();
    const kuril_value plain = kuril_node_to_value(node, arena);
    const kuril_style_value value = kuril_style_value_from(&plain);
    GString *text = g_string_new(NULL);
    kuril_style_value_append_json(text, &value);
    kuril_arena_free(arena);
    return g_string_free(text, FALSE);
}

static const kuril_node *subject(kuril_arena *arena, const kuril_node *name)
{
    if (node_is_text(name, "$type"))
        return rewrite_call(arena, name, "geometry-type", NULL, NULL);
    if (node_is_text(name, "$id"))
        return rewrite_call(arena, name, "id", NULL, NULL);
    return rewrite_call(arena, name, "get", name, NULL);
}

static const kuril_node *values_from(kuril_arena *arena, const kuril_node *filter, size_t first)
{
    rewriting values = rewrite_begin(arena, filter);
    for (size_t i = first; i < kuril_node_count(filter); i++)
        rewrite_add(&values, kuril_node_at(filter, i));
    return rewrite_call(arena, filter, "literal", rewrite_end(&values), NULL);
}

/* The expression to write in its place; NULL when there is no simple one. */
static const kuril_node *suggestion(kuril_arena *arena, const kuril_node *filter)
{
    const size_t count = kuril_node_count(filter);
    const kuril_node *op = count ? kuril_node_at(filter, 0) : NULL, *name = count > 1 ? kuril_node_at(filter, 1) : NULL;
    if (!name || kuril_node_kind_of(name) != KURIL_NODE_STRING)
        return NULL;
    if (is_comparison(op))
        return count != 3
                   ? NULL
                   : rewrite_call(arena, filter, kuril_node_string(op), subject(arena, name), kuril_node_at(filter, 2));
    const kuril_node *made = NULL;
    if (node_is_text(op, "in") || node_is_text(op, "!in"))
        made = rewrite_call(arena, filter, "in", subject(arena, name), values_from(arena, filter, 2));
    else if (count == 2 && !node_is_text(name, "$type") && !node_is_text(name, "$id") &&
             (node_is_text(op, "has") || node_is_text(op, "!has")))
        made = rewrite_call(arena, filter, "has", name, NULL);
    return made && kuril_node_string(op)[0] == '!' ? rewrite_call(arena, filter, "!", made, NULL) : made;
}

static void refuse_mixed(const kuril_node *filter, const char *key, kuril_expression_problems *problems)
{
    static const char failure[] = "Mixing deprecated filter syntax with expression syntax is not supported.";
    kuril_arena *arena = kuril_arena_new();
    const kuril_node *better = suggestion(arena, filter);
    char *written = json_of(filter), *wanted = better ? json_of(better) : NULL;
    char *message = wanted ? g_strdup_printf("%s Replace %s with %s.", failure, written, wanted)
                           : g_strdup_printf("%s Convert %s to expression syntax.", failure, written);
    kuril_problem_add(problems, filter, key, message);
    g_free(message);
    g_free(written);
    g_free(wanted);
    kuril_arena_free(arena);
}

static bool check_below(const kuril_node *filter, const char *path, kuril_expression_problems *problems)
{
    const size_t count = kuril_node_count(filter);
    if (!node_is_array(filter) || count == 0)
        return true;
    const kuril_node *op = kuril_node_at(filter, 0);
    const bool logic = node_is_text(op, "all") || node_is_text(op, "any") || node_is_text(op, "none");
    const bool negated = node_is_text(op, "!"), cases = node_is_text(op, "case");
    if (!logic && !negated && !cases)
        return true;
    const size_t last = negated ? MIN(count, 2) : cases ? count - 1 : count;
    for (size_t i = 1; i < last; i += cases ? 2 : 1) {
        const kuril_node *part = kuril_node_at(filter, i);
        if (!node_is_array(part))
            continue;
        char *key = g_strdup_printf("%s[%zu]", path, i);
        const bool legacy = !kuril_filter_is_expression(part);
        if (legacy)
            refuse_mixed(part, key, problems);
        const bool fine = !legacy && check_below(part, key, problems);
        g_free(key);
        if (!fine)
            return false;
    }
    return true;
}

bool kuril_filter_check_mixed(const kuril_node *filter, kuril_expression_problems *problems)
{
    return check_below(filter, "", problems);
}

/* ---- checking ---- */

static bool refuse(kuril_expression_problems *problems, const kuril_node *node, const char *key, const char *format,
                   ...) G_GNUC_PRINTF(4, 5);

static bool refuse(kuril_expression_problems *problems, const kuril_node *node, const char *key, const char *format,
                   ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    kuril_problem_add(problems, node, key, message);
    g_free(message);
    return false;
}

static bool is_plain(const kuril_node *value)
{
    const kuril_node_kind kind = kuril_node_kind_of(value);
    return kind == KURIL_NODE_STRING || kind == KURIL_NODE_NUMBER || kind == KURIL_NODE_BOOL;
}

static bool is_geometry_type(const kuril_node *value)
{
    return node_is_text(value, "Point") || node_is_text(value, "LineString") || node_is_text(value, "Polygon");
}

/* The name of the field and the values beside it, from the second element on. */
static bool check_subject(const kuril_node *filter, const char *path, kuril_expression_problems *problems)
{
    bool fine = true;
    for (size_t i = 1; i < kuril_node_count(filter); i++) {
        const kuril_node *part = kuril_node_at(filter, i);
        char *key = g_strdup_printf("%s[%zu]", path, i);
        if (i == 1 && kuril_node_kind_of(part) != KURIL_NODE_STRING)
            fine = refuse(problems, part, key, "the field of a filter must be a string");
        else if (i > 1 && node_is_text(kuril_node_at(filter, 1), "$type") && !is_geometry_type(part))
            fine = refuse(problems, part, key, "'$type' is one of Point, LineString, Polygon");
        else if (i > 1 && !is_plain(part))
            fine = refuse(problems, part, key, "the value of a filter must be a string, number, or boolean");
        g_free(key);
    }
    return fine;
}

bool kuril_filter_check_legacy(const kuril_node *filter, const char *path, kuril_expression_problems *problems)
{
    if (!node_is_array(filter) || kuril_node_count(filter) == 0)
        return refuse(problems, filter, path, "a filter must be an array of an operator and its operands");
    const size_t count = kuril_node_count(filter);
    const kuril_node *op = kuril_node_at(filter, 0), *name = count > 1 ? kuril_node_at(filter, 1) : NULL;
    if (node_is_text(op, "any") || node_is_text(op, "all") || node_is_text(op, "none")) {
        bool fine = true;
        for (size_t i = 1; i < count; i++) {
            char *key = g_strdup_printf("%s[%zu]", path, i);
            fine &= kuril_filter_check_legacy(kuril_node_at(filter, i), key, problems);
            g_free(key);
        }
        return fine;
    }
    if (is_comparison(op)) {
        if (count != 3)
            return refuse(problems, filter, path, "a filter of operator '%s' must have 3 elements",
                          kuril_node_string(op));
        if (node_is_text(name, "$type") && !node_is_text(op, "==") && !node_is_text(op, "!="))
            return refuse(problems, name, path, "'$type' cannot be used with operator '%s'", kuril_node_string(op));
        return check_subject(filter, path, problems);
    }
    if (node_is_text(op, "in") || node_is_text(op, "!in"))
        return check_subject(filter, path, problems);
    if (node_is_text(op, "has") || node_is_text(op, "!has"))
        return count != 2 ? refuse(problems, filter, path, "a filter of operator '%s' must have 2 elements",
                                   kuril_node_string(op))
                          : check_subject(filter, path, problems);
    return refuse(problems, op, path, "unknown filter operator");
}

/* ---- rewriting ---- */

static const kuril_node *negated(kuril_arena *arena, const kuril_node *filter)
{
    return rewrite_call(arena, filter, "!", filter, NULL);
}

static const kuril_node *convert_parts(const kuril_node *filter, const char *op, kuril_arena *arena)
{
    rewriting r = rewrite_begin(arena, filter);
    rewrite_text(&r, op);
    for (size_t i = 1; i < kuril_node_count(filter); i++)
        rewrite_add(&r, kuril_convert_filter(kuril_node_at(filter, i), arena));
    return rewrite_end(&r);
}

static const kuril_node *convert_comparison(const kuril_node *filter, kuril_arena *arena)
{
    const char *op = kuril_node_string(kuril_node_at(filter, 0));
    const bool not_equal = strcmp(op, "!=") == 0;
    char name[16] = "filter-";
    g_strlcat(name, not_equal ? "==" : op, sizeof name);
    const kuril_node *value = kuril_node_at(filter, 2);
    if (kuril_node_kind_of(value) == KURIL_NODE_OBJECT)
        value = rewrite_call(arena, value, "literal", value, NULL);
    const kuril_node *made = rewrite_call(arena, filter, name, kuril_node_at(filter, 1), value);
    return not_equal ? negated(arena, made) : made;
}

static const kuril_node *convert_membership(const kuril_node *filter, kuril_arena *arena)
{
    return rewrite_call(arena, filter, "filter-in", kuril_node_at(filter, 1), values_from(arena, filter, 2));
}

static const kuril_node *convert_presence(const kuril_node *filter, kuril_arena *arena)
{
    return rewrite_call(arena, filter, "filter-has", kuril_node_at(filter, 1), NULL);
}

const kuril_node *kuril_convert_filter(const kuril_node *filter, kuril_arena *arena)
{
    const size_t count = kuril_node_count(filter);
    if (kuril_node_kind_of(filter) == KURIL_NODE_BOOL)
        return filter;
    if (!node_is_array(filter) || count == 0)
        return kuril_node_make_bool(arena, filter, true);
    const kuril_node *op = kuril_node_at(filter, 0);
    if (count == 1)
        return kuril_node_make_bool(arena, filter, !node_is_text(op, "any"));
    if (is_comparison(op) && count == 3)
        return convert_comparison(filter, arena);
    if (node_is_text(op, "any") || node_is_text(op, "all"))
        return convert_parts(filter, kuril_node_string(op), arena);
    if (node_is_text(op, "none"))
        return negated(arena, convert_parts(filter, "any", arena));
    if (node_is_text(op, "in"))
        return convert_membership(filter, arena);
    if (node_is_text(op, "!in"))
        return negated(arena, convert_membership(filter, arena));
    if (node_is_text(op, "has"))
        return convert_presence(filter, arena);
    if (node_is_text(op, "!has"))
        return negated(arena, convert_presence(filter, arena));
    return filter;
}
