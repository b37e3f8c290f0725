#include "core/diagnostics.h"
#include "core/limits.h"
#include "document/tree.h"
#include <string.h>

enum { MANY_MEMBERS = 16 };

void builder_init(builder *b, kuril_document *document, const kuril_document_limits *limits, kuril_error *error)
{
    *b = (builder){.document = document, .limits = *limits, .error = error};
    b->stack = g_array_new(FALSE, FALSE, sizeof(kuril_node));
    b->open = g_array_new(FALSE, FALSE, sizeof(size_t));
    b->seen = g_hash_table_new(g_str_hash, g_str_equal);
}

void builder_finish(builder *b)
{
    g_array_free(b->stack, TRUE);
    g_array_free(b->open, TRUE);
    g_hash_table_destroy(b->seen);
}

kuril_status builder_fail(const builder *b, mark at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    const kuril_status status =
        kuril_fail_at(b->error, KURIL_E_SYNTAX, b->document->name, at.line, at.column, NULL, "%s", text);
    g_free(text);
    return status;
}

static kuril_status over_limit(const builder *b, mark at, const char *what, size_t limit, kuril_limit which)
{
    return kuril_fail_at(b->error, KURIL_E_DATA, b->document->name, at.line, at.column, NULL,
                         "more than %zu %s (--allow-limit %s=N allows more)", limit, what, kuril_limit_name(which));
}

static kuril_node *stack_at(const builder *b, size_t i)
{
    return &g_array_index(b->stack, kuril_node, i);
}

bool builder_in_object(const builder *b)
{
    return b->open->len && stack_at(b, g_array_index(b->open, size_t, b->open->len - 1))->kind == KURIL_NODE_OBJECT;
}

kuril_status builder_name(builder *b, mark at, const char *text, size_t length)
{
    if (memchr(text, 0, length))
        return builder_fail(b, at, "a name has a NUL character");
    b->name = kuril_arena_text(b->document->arena, text, length);
    b->name_mark = at;
    return KURIL_OK;
}

static kuril_status push(builder *b, mark at, kuril_node node)
{
    if (++b->nodes > b->limits.nodes)
        return over_limit(b, at, "values in a document", b->limits.nodes, KURIL_LIMIT_VALUES);
    node.document = b->document;
    node.line = at.line;
    node.column = at.column;
    if (builder_in_object(b)) {
        node.name = b->name;
        node.name_line = b->name_mark.line;
        node.name_column = b->name_mark.column;
    }
    g_array_append_val(b->stack, node);
    return KURIL_OK;
}

kuril_status builder_null(builder *b, mark at)
{
    return push(b, at, (kuril_node){.kind = KURIL_NODE_NULL});
}

kuril_status builder_bool(builder *b, mark at, bool value)
{
    return push(b, at, (kuril_node){.kind = KURIL_NODE_BOOL, .as.boolean = value});
}

kuril_status builder_number(builder *b, mark at, double value, const char *digits, size_t length)
{
    const char *kept = digits ? kuril_arena_text(b->document->arena, digits, length) : NULL;
    return push(b, at, (kuril_node){.kind = KURIL_NODE_NUMBER, .as.number = {value, kept}});
}

kuril_status builder_string(builder *b, mark at, const char *text, size_t length)
{
    if (memchr(text, 0, length))
        return builder_fail(b, at, "a text has a NUL character");
    kuril_node node = {.kind = KURIL_NODE_STRING};
    node.as.string.text = kuril_arena_text(b->document->arena, text, length);
    node.as.string.length = length;
    return push(b, at, node);
}

kuril_status builder_open(builder *b, mark at, kuril_node_kind kind)
{
    if (b->open->len >= b->limits.depth)
        return over_limit(b, at, "arrays and objects in one another", b->limits.depth, KURIL_LIMIT_DEPTH);
    const size_t here = b->stack->len;
    const kuril_status status = push(b, at, (kuril_node){.kind = kind});
    g_array_append_val(b->open, here);
    return status;
}

bool builder_may_open(const builder *b, size_t depth)
{
    return b->open->len + depth <= b->limits.depth;
}

kuril_status builder_rows(builder *b, mark at, const double *numbers, size_t count, size_t width)
{
    rows *r = kuril_arena_alloc(b->document->arena, sizeof *r + count * width * sizeof *numbers);
    r->width = width;
    r->nodes = NULL;
    memcpy(r->numbers, numbers, count * width * sizeof *numbers);
    b->nodes += count * (width + 1);
    kuril_node node = {.kind = KURIL_NODE_ARRAY};
    node.as.children.count = count;
    node.as.children.rows = r;
    return push(b, at, node);
}

static kuril_status repeated(const builder *b, const kuril_node *again)
{
    const mark at = {again->name_line, again->name_column};
    char name[80];
    g_strlcpy(name, again->name, sizeof name);
    return builder_fail(b, at, "'%s' is given twice", name);
}

static kuril_status check_names(const builder *b, const kuril_node *members, size_t count)
{
    if (count <= MANY_MEMBERS) {
        for (size_t i = 1; i < count; i++)
            for (size_t k = 0; k < i; k++)
                if (strcmp(members[i].name, members[k].name) == 0)
                    return repeated(b, &members[i]);
        return KURIL_OK;
    }
    g_hash_table_remove_all(b->seen);
    for (size_t i = 0; i < count; i++)
        if (!g_hash_table_add(b->seen, (gpointer)members[i].name))
            return repeated(b, &members[i]);
    return KURIL_OK;
}

/* The parent's address is final only when it leaves the stack itself. */
static void adopt(kuril_node *node)
{
    if (node->kind != KURIL_NODE_ARRAY && node->kind != KURIL_NODE_OBJECT)
        return;
    for (size_t i = 0; node->as.children.nodes && i < node->as.children.count; i++) {
        node->as.children.nodes[i].parent = node;
        node->as.children.nodes[i].index = i;
    }
}

kuril_status builder_close(builder *b)
{
    const size_t here = g_array_index(b->open, size_t, b->open->len - 1);
    g_array_set_size(b->open, b->open->len - 1);
    const size_t count = b->stack->len - here - 1;
    kuril_node *nodes = NULL;
    if (count) {
        nodes = kuril_arena_alloc(b->document->arena, count * sizeof *nodes);
        memcpy(nodes, stack_at(b, here + 1), count * sizeof *nodes);
        for (size_t i = 0; i < count; i++)
            adopt(&nodes[i]);
    }
    g_array_set_size(b->stack, (guint)here + 1);
    kuril_node *container = stack_at(b, here);
    container->as.children.nodes = nodes;
    container->as.children.count = count;
    return container->kind == KURIL_NODE_OBJECT ? check_names(b, nodes, count) : KURIL_OK;
}

kuril_status builder_copy(builder *b, mark at, const kuril_node *node)
{
    if (++b->aliased > b->limits.aliased)
        return over_limit(b, at, "values made by aliases", b->limits.aliased, KURIL_LIMIT_ALIASES);
    if (node->kind != KURIL_NODE_ARRAY && node->kind != KURIL_NODE_OBJECT)
        return push(b, at, (kuril_node){.kind = node->kind, .as = node->as});
    kuril_status status = builder_open(b, at, node->kind);
    for (size_t i = 0; status == KURIL_OK && i < node->as.children.count; i++) {
        const kuril_node *child = kuril_node_at(node, i);
        b->name = child->name;
        b->name_mark = (mark){child->name_line, child->name_column};
        status = builder_copy(b, (mark){child->line, child->column}, child);
    }
    return status == KURIL_OK ? builder_close(b) : status;
}

void builder_done(builder *b)
{
    kuril_node *root = kuril_arena_alloc(b->document->arena, sizeof *root);
    *root = *stack_at(b, 0);
    adopt(root);
    b->document->root = root;
}
