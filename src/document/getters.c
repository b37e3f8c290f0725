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
        *out = node->as.number.value;
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
    const double number = node->as.number.value;
    if (number != floor(number) || number < low || number > high)
        return kuril_node_fail(node, error, KURIL_E_DATA, "'%s' must be a whole number from %d to %d", name, low, high);
    *out = (int)number;
    return KURIL_OK;
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

