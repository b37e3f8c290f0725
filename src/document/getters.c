/* Members of the right kind, or an error that says what they should be. */
#include "core/text.h"
#include "document/tree.h"
#include <math.h>

/* "'zoom'" for a member, "an item" for what stands in an array, "the document" for its root. */
static char *called(const kuril_node *node)
{
    if (node->name)
        return g_strdup_printf("'%.100s'", node->name);
    return g_strdup(node->parent ? "an item" : "the document");
}

static const char *article(kuril_node_kind kind)
{
    static const char *const with[] = {"null", "a boolean", "a number", "a string", "an array", "an object"};
    return with[kind];
}

kuril_status kuril_node_expect(const kuril_node *node, kuril_node_kind kind, kuril_error *error)
{
    if (node->kind == kind)
        return KURIL_OK;
    char *name = called(node);
    const kuril_status status =
        kuril_node_fail(node, error, KURIL_E_DATA, "%s must be %s, not %s", name, article(kind), article(node->kind));
    g_free(name);
    return status;
}

kuril_status kuril_node_get_node(const kuril_node *object, const char *name, kuril_node_kind kind,
                                 const kuril_node **out, kuril_error *error)
{
    const kuril_node *node = kuril_node_member(object, name);
    if (!node)
        return KURIL_OK;
    const kuril_status status = kuril_node_expect(node, kind, error);
    if (status == KURIL_OK)
        *out = node;
    return status;
}

kuril_status kuril_node_get_bool(const kuril_node *object, const char *name, bool *out, kuril_error *error)
{
    const kuril_node *node = NULL;
    const kuril_status status = kuril_node_get_node(object, name, KURIL_NODE_BOOL, &node, error);
    if (node)
        *out = node->as.boolean;
    return status;
}

kuril_status kuril_node_get_number(const kuril_node *object, const char *name, double *out, kuril_error *error)
{
    const kuril_node *node = NULL;
    const kuril_status status = kuril_node_get_node(object, name, KURIL_NODE_NUMBER, &node, error);
    if (node)
        *out = node->as.number;
    return status;
}

kuril_status kuril_node_get_string(const kuril_node *object, const char *name, const char **out, kuril_error *error)
{
    const kuril_node *node = NULL;
    const kuril_status status = kuril_node_get_node(object, name, KURIL_NODE_STRING, &node, error);
    if (node)
        *out = node->as.string.text;
    return status;
}

kuril_status kuril_node_get_int(const kuril_node *object, const char *name, int low, int high, int *out,
                                kuril_error *error)
{
    const kuril_node *node = NULL;
    const kuril_status status = kuril_node_get_node(object, name, KURIL_NODE_NUMBER, &node, error);
    if (!node)
        return status;
    const double number = node->as.number;
    if (number != floor(number) || number < low || number > high)
        return kuril_node_fail(node, error, KURIL_E_DATA, "'%s' must be a whole number from %d to %d", name, low, high);
    *out = (int)number;
    return KURIL_OK;
}

kuril_status kuril_node_get_word(const kuril_node *object, const char *name, const char *const *words, size_t count,
                                 int *out, kuril_error *error)
{
    const kuril_node *node = NULL;
    const kuril_status status = kuril_node_get_node(object, name, KURIL_NODE_STRING, &node, error);
    if (!node)
        return status;
    for (size_t i = 0; i < count; i++)
        if (g_str_equal(words[i], node->as.string.text)) {
            *out = (int)i;
            return KURIL_OK;
        }
    const char *nearest = kuril_text_nearest(node->as.string.text, words, count);
    if (nearest)
        return kuril_node_fail(node, error, KURIL_E_DATA, "'%s' cannot be '%.100s'; did you mean '%s'?", name,
                               node->as.string.text, nearest);
    GString *all = g_string_new(NULL);
    for (size_t i = 0; i < count; i++)
        g_string_append_printf(all, "%s'%s'", i == 0 ? "" : i + 1 == count ? " or " : ", ", words[i]);
    kuril_node_fail(node, error, KURIL_E_DATA, "'%s' cannot be '%.100s'; it is one of %s", name, node->as.string.text,
                    all->str);
    g_string_free(all, TRUE);
    return KURIL_E_DATA;
}

kuril_status kuril_node_require(const kuril_node *object, const char *name, const kuril_node **out, kuril_error *error)
{
    const kuril_status status = kuril_node_expect(object, KURIL_NODE_OBJECT, error);
    if (status != KURIL_OK)
        return status;
    *out = kuril_node_member(object, name);
    if (*out)
        return KURIL_OK;
    char *owner = called(object);
    kuril_node_fail(object, error, KURIL_E_DATA, "%s lacks '%s'", owner, name);
    g_free(owner);
    return KURIL_E_DATA;
}

static bool among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (g_str_equal(name, names[i]))
            return true;
    return false;
}

kuril_status kuril_node_check_names(const kuril_node *object, const char *const *names, size_t count,
                                    kuril_error *error)
{
    kuril_status status = kuril_node_expect(object, KURIL_NODE_OBJECT, error);
    for (size_t i = 0; status == KURIL_OK && i < kuril_node_count(object); i++) {
        const kuril_node *member = kuril_node_at(object, i);
        if (among(member->name, names, count))
            continue;
        const char *nearest = kuril_text_nearest(member->name, names, count);
        status = KURIL_E_DATA;
        if (error && error->code == KURIL_OK) {
            kuril_node_fail(member, error, status,
                            nearest ? "unknown name '%.100s'; did you mean '%s'?" : "unknown name '%.100s'",
                            member->name, nearest);
            error->line = member->name_line;
            error->column = member->name_column;
        }
    }
    return status;
}
