/* Building the nodes that a rewritten document consists of. */
#ifndef KURIL_STYLE_REWRITE_H
#define KURIL_STYLE_REWRITE_H

#include "document/document.h"
#include <string.h>

/** A list of nodes that becomes an array; all of it stands where `like` stands. */
typedef struct rewriting {
    kuril_arena *arena;
    const kuril_node *like;
    GPtrArray *items;
} rewriting;

static inline rewriting rewrite_begin(kuril_arena *arena, const kuril_node *like)
{
    return (rewriting){arena, like, g_ptr_array_new()};
}

static inline void rewrite_add(rewriting *r, const kuril_node *node)
{
    g_ptr_array_add(r->items, (gpointer)node);
}

static inline void rewrite_text(rewriting *r, const char *text)
{
    rewrite_add(r, kuril_node_make_string(r->arena, r->like, text));
}

static inline void rewrite_number(rewriting *r, double number)
{
    rewrite_add(r, kuril_node_make_number(r->arena, r->like, number));
}

static inline const kuril_node *rewrite_end(rewriting *r)
{
    const kuril_node *made =
        kuril_node_make_array(r->arena, r->like, (const kuril_node *const *)r->items->pdata, r->items->len);
    g_ptr_array_free(r->items, TRUE);
    return made;
}

/** [op, a, b]; a and b may be NULL from the end. */
static inline const kuril_node *rewrite_call(kuril_arena *arena, const kuril_node *like, const char *op,
                                             const kuril_node *a, const kuril_node *b)
{
    rewriting r = rewrite_begin(arena, like);
    rewrite_text(&r, op);
    if (a)
        rewrite_add(&r, a);
    if (b)
        rewrite_add(&r, b);
    return rewrite_end(&r);
}

static inline bool node_is_text(const kuril_node *node, const char *text)
{
    return kuril_node_kind_of(node) == KURIL_NODE_STRING && strcmp(kuril_node_string(node), text) == 0;
}

static inline bool node_is_array(const kuril_node *node)
{
    return kuril_node_kind_of(node) == KURIL_NODE_ARRAY;
}

#endif
