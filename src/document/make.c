/* Nodes made from others. */
#include "document/tree.h"
#include <string.h>

static kuril_node *make(kuril_arena *arena, const kuril_node *like, kuril_node_kind kind)
{
    kuril_node *node = kuril_arena_alloc(arena, sizeof *node);
    *node = *like;
    node->kind = kind;
    memset(&node->as, 0, sizeof node->as);
    return node;
}

const kuril_node *kuril_node_make_string(kuril_arena *arena, const kuril_node *like, const char *text)
{
    kuril_node *node = make(arena, like, KURIL_NODE_STRING);
    node->as.string.length = strlen(text);
    node->as.string.text = kuril_arena_text(arena, text, node->as.string.length);
    return node;
}

const kuril_node *kuril_node_make_number(kuril_arena *arena, const kuril_node *like, double number)
{
    kuril_node *node = make(arena, like, KURIL_NODE_NUMBER);
    node->as.number.value = number;
    return node;
}

const kuril_node *kuril_node_make_bool(kuril_arena *arena, const kuril_node *like, bool boolean)
{
    kuril_node *node = make(arena, like, KURIL_NODE_BOOL);
    node->as.boolean = boolean;
    return node;
}

const kuril_node *kuril_node_make_null(kuril_arena *arena, const kuril_node *like)
{
    return make(arena, like, KURIL_NODE_NULL);
}

const kuril_node *kuril_node_make_array(kuril_arena *arena, const kuril_node *like, const kuril_node *const *items,
                                        size_t count)
{
    kuril_node *node = make(arena, like, KURIL_NODE_ARRAY);
    kuril_node *nodes = kuril_arena_array(arena, count, sizeof *nodes);
    for (size_t i = 0; i < count; i++)
        nodes[i] = *items[i];
    node->as.children.nodes = nodes;
    node->as.children.count = count;
    return node;
}
