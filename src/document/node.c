/* What stands in a tree, and where. */
#include "core/diagnostics.h"
#include "document/tree.h"
#include <string.h>

static bool has_children(const kuril_node *node)
{
    return node->kind == KURIL_NODE_ARRAY || node->kind == KURIL_NODE_OBJECT;
}

kuril_node_kind kuril_node_kind_of(const kuril_node *node)
{
    return node->kind;
}

const char *kuril_node_kind_name(kuril_node_kind kind)
{
    static const char *const names[] = {"null", "boolean", "number", "string", "array", "object"};
    return names[kind];
}

bool kuril_node_bool(const kuril_node *node)
{
    return node->kind == KURIL_NODE_BOOL && node->as.boolean;
}

double kuril_node_number(const kuril_node *node)
{
    return node->kind == KURIL_NODE_NUMBER ? node->as.number.value : 0;
}

const char *kuril_node_digits(const kuril_node *node)
{
    return node->kind == KURIL_NODE_NUMBER ? node->as.number.digits : NULL;
}

const char *kuril_node_string(const kuril_node *node)
{
    return node->kind == KURIL_NODE_STRING ? node->as.string.text : "";
}

size_t kuril_node_length(const kuril_node *node)
{
    return node->kind == KURIL_NODE_STRING ? node->as.string.length : 0;
}

size_t kuril_node_count(const kuril_node *node)
{
    return has_children(node) ? node->as.children.count : 0;
}

/* All of them stand where their array does. */
static kuril_node *nodes_of_rows(const kuril_node *array)
{
    const rows *r = array->as.children.rows;
    const size_t count = array->as.children.count;
    kuril_node *nodes = kuril_arena_array(array->document->arena, count * (r->width + 1), sizeof *nodes);
    for (size_t i = 0; i < count * (r->width + 1); i++)
        nodes[i] = (kuril_node){.document = array->document, .line = array->line, .column = array->column};
    for (size_t i = 0; i < count; i++) {
        kuril_node *row = &nodes[i], *items = nodes + count + i * r->width;
        row->parent = array;
        row->index = i;
        row->kind = KURIL_NODE_ARRAY;
        row->as.children.nodes = items;
        row->as.children.count = r->width;
        for (size_t k = 0; k < r->width; k++) {
            items[k].parent = row;
            items[k].index = k;
            items[k].kind = KURIL_NODE_NUMBER;
            items[k].as.number.value = r->numbers[i * r->width + k];
        }
    }
    return nodes;
}

static const kuril_node *row_at(const kuril_node *array, size_t i)
{
    rows *r = array->as.children.rows;
    g_mutex_lock(&array->document->lock);
    if (!r->nodes)
        r->nodes = nodes_of_rows(array);
    const kuril_node *row = &r->nodes[i];
    g_mutex_unlock(&array->document->lock);
    return row;
}

const kuril_node *kuril_node_at(const kuril_node *node, size_t i)
{
    g_assert(i < kuril_node_count(node));
    return node->as.children.rows ? row_at(node, i) : &node->as.children.nodes[i];
}

const double *kuril_node_rows(const kuril_node *node, size_t *width)
{
    const rows *r = node->kind == KURIL_NODE_ARRAY ? node->as.children.rows : NULL;
    *width = r ? r->width : 0;
    return r ? r->numbers : NULL;
}

const char *kuril_node_name(const kuril_node *node, size_t i)
{
    return kuril_node_at(node, i)->name;
}

const kuril_node *kuril_node_member(const kuril_node *node, const char *name)
{
    if (node->kind != KURIL_NODE_OBJECT)
        return NULL;
    for (size_t i = 0; i < node->as.children.count; i++)
        if (strcmp(node->as.children.nodes[i].name, name) == 0)
            return &node->as.children.nodes[i];
    return NULL;
}

static void append_pointer(GString *out, const kuril_node *node)
{
    if (!node->parent)
        return;
    append_pointer(out, node->parent);
    g_string_append_c(out, '/');
    if (!node->name) {
        g_string_append_printf(out, "%zu", node->index);
        return;
    }
    for (const char *c = node->name; *c; c++) {
        if (*c == '~' || *c == '/')
            g_string_append(out, *c == '~' ? "~0" : "~1");
        else
            g_string_append_c(out, *c);
    }
}

void kuril_node_place(const kuril_node *node, kuril_place *place)
{
    GString *pointer = g_string_new(NULL);
    append_pointer(pointer, node);
    const size_t room = sizeof place->pointer - 1;
    const char *end = pointer->str + pointer->len;
    if (pointer->len > room)
        end = g_utf8_find_prev_char(pointer->str, pointer->str + room + 1);
    g_strlcpy(place->pointer, pointer->str, (gsize)(end - pointer->str) + 1);
    g_string_free(pointer, TRUE);
    place->file = node->document->name;
    place->line = node->line;
    place->column = node->column;
}

void kuril_node_name_place(const kuril_node *node, size_t i, kuril_place *place)
{
    const kuril_node *member = kuril_node_at(node, i);
    kuril_node_place(member, place);
    place->line = member->name_line;
    place->column = member->name_column;
}

kuril_status kuril_node_fail(const kuril_node *node, kuril_error *error, kuril_status code, const char *format, ...)
{
    if (!error || error->code != KURIL_OK)
        return code;
    va_list arguments;
    va_start(arguments, format);
    char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    kuril_place place;
    kuril_node_place(node, &place);
    kuril_fail_at(error, code, place.file, place.line, place.column, place.pointer, "%s", text);
    g_free(text);
    return code;
}

static void report(const kuril_place *place, const kuril_diagnostics *diagnostics, kuril_severity severity,
                   const char *format, va_list arguments)
{
    kuril_error error = {0};
    char *text = g_strdup_vprintf(format, arguments);
    kuril_fail_at(&error, KURIL_E_DATA, place->file, place->line, place->column, place->pointer, "%s", text);
    g_free(text);
    if (severity == KURIL_ERROR)
        kuril_report_error(diagnostics, severity, &error);
    else
        kuril_report_at(diagnostics, severity, error.file, error.line, error.column, error.place, "%s", error.message);
}

void kuril_node_report(const kuril_node *node, const kuril_diagnostics *diagnostics, kuril_severity severity,
                       const char *format, ...)
{
    if (!diagnostics)
        return;
    kuril_place place;
    kuril_node_place(node, &place);
    va_list arguments;
    va_start(arguments, format);
    report(&place, diagnostics, severity, format, arguments);
    va_end(arguments);
}

kuril_value kuril_node_to_value(const kuril_node *node, kuril_arena *arena)
{
    kuril_value value = {.kind = KURIL_NULL};
    const size_t count = kuril_node_count(node);
    switch (node->kind) {
    case KURIL_NODE_NULL:
        return value;
    case KURIL_NODE_BOOL:
        value.kind = KURIL_BOOL;
        value.as.boolean = node->as.boolean;
        return value;
    case KURIL_NODE_NUMBER:
        value.kind = node->as.number.digits ? KURIL_STRING : KURIL_NUMBER;
        if (node->as.number.digits)
            value.as.string = node->as.number.digits;
        else
            value.as.number = node->as.number.value;
        return value;
    case KURIL_NODE_STRING:
        value.kind = KURIL_STRING;
        value.as.string = node->as.string.text;
        return value;
    case KURIL_NODE_ARRAY: {
        kuril_value *items = kuril_arena_array(arena, count, sizeof *items);
        for (size_t i = 0; i < count; i++)
            items[i] = kuril_node_to_value(kuril_node_at(node, i), arena);
        value.kind = KURIL_ARRAY;
        value.as.array.items = items;
        value.as.array.count = count;
        return value;
    }
    case KURIL_NODE_OBJECT: {
        kuril_member *members = kuril_arena_array(arena, count, sizeof *members);
        for (size_t i = 0; i < count; i++) {
            members[i].name = node->as.children.nodes[i].name;
            members[i].value = kuril_node_to_value(&node->as.children.nodes[i], arena);
        }
        value.kind = KURIL_OBJECT;
        value.as.object.members = members;
        value.as.object.count = count;
        return value;
    }
    }
    return value;
}
