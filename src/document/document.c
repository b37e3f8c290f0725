#include "document/document.h"

#include "core/diagnostics.h"
#include "core/file.h"
#include "core/limits.h"
#include "document/tree.h"
#include <string.h>

static kuril_document_limits with_defaults(const kuril_document_limits *limits)
{
    kuril_document_limits l = limits ? *limits : (kuril_document_limits){0};
    l.bytes = l.bytes ? l.bytes : (size_t)kuril_limit_value(KURIL_LIMIT_DOCUMENT);
    l.depth = l.depth ? l.depth : (size_t)kuril_limit_value(KURIL_LIMIT_DEPTH);
    l.nodes = l.nodes ? l.nodes : (size_t)kuril_limit_value(KURIL_LIMIT_VALUES);
    l.aliased = l.aliased ? l.aliased : (size_t)kuril_limit_value(KURIL_LIMIT_ALIASES);
    return l;
}

static bool ends_in(const char *name, const char *const suffixes[])
{
    char *folded = g_ascii_strdown(name, -1);
    bool found = false;
    for (; *suffixes && !found; suffixes++)
        found = g_str_has_suffix(folded, *suffixes);
    g_free(folded);
    return found;
}

static bool is_json(const char *name, const char *text, size_t length)
{
    static const char *const json[] = {".json", ".geojson", NULL}, *const yaml[] = {".yaml", ".yml", NULL};
    if (ends_in(name, json))
        return true;
    if (ends_in(name, yaml))
        return false;
    for (size_t i = 0; i < length; i++)
        if (!g_ascii_isspace(text[i]))
            return text[i] == '{' || text[i] == '[';
    return false;
}

/* Line and column of a byte, for errors before parsing. */
static mark mark_at(const char *text, const char *end)
{
    mark at = {1, 1};
    for (const char *c = text; c < end; c++) {
        if (*c == '\n')
            at = (mark){at.line + 1, 1};
        else if (((unsigned char)*c & 0xC0) != 0x80)
            at.column++;
    }
    return at;
}

static kuril_status build(builder *b, const char *text, size_t length)
{
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    const char *bad = NULL;
    if (!g_utf8_validate_len(text, length, &bad))
        return builder_fail(b, mark_at(text, bad), *bad ? "not UTF-8" : "a NUL character");
    const kuril_status status = is_json(b->document->name, text, length) ? kuril_document_build_json(b, text, length)
                                                                         : kuril_document_build_yaml(b, text, length);
    if (status == KURIL_OK)
        builder_done(b);
    return status;
}

kuril_status kuril_document_parse(const char *name, const char *text, size_t length,
                                  const kuril_document_limits *limits, kuril_document **document, kuril_error *error)
{
    const kuril_document_limits l = with_defaults(limits);
    if (length > l.bytes)
        return kuril_fail_at(error, KURIL_E_DATA, name, 0, 0, NULL, "more than %zu bytes in a document (--allow-limit %s=N allows more)",
                             l.bytes, kuril_limit_name(KURIL_LIMIT_DOCUMENT));
    kuril_document *made = g_new0(kuril_document, 1);
    made->name = g_strdup(name);
    made->arena = kuril_arena_new();
    g_mutex_init(&made->lock);
    builder b;
    builder_init(&b, made, &l, error);
    const kuril_status status = build(&b, text, length);
    builder_finish(&b);
    if (status == KURIL_OK)
        *document = made;
    else
        kuril_document_free(made);
    return status;
}

kuril_status kuril_document_read(const char *path, const kuril_document_limits *limits, kuril_document **document,
                                 kuril_error *error)
{
    const kuril_document_limits l = with_defaults(limits);
    char *text = NULL;
    size_t length = 0;
    kuril_status status = kuril_file_read(path, KURIL_LIMIT_DOCUMENT, &text, &length, error);
    if (status == KURIL_OK)
        status = kuril_document_parse(path, text, length, &l, document, error);
    g_free(text);
    return status;
}

void kuril_document_free(kuril_document *document)
{
    if (!document)
        return;
    kuril_arena_free(document->arena);
    g_mutex_clear(&document->lock);
    g_free(document->name);
    g_free(document);
}

const char *kuril_document_name(const kuril_document *document)
{
    return document->name;
}

const kuril_node *kuril_document_root(const kuril_document *document)
{
    return document->root;
}
