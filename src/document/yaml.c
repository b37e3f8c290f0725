/* YAML 1.2 by the core schema, from libfyaml's events. Aliases become copies, counted. */
#include "core/diagnostics.h"
#include "core/number.h"
#include "document/tree.h"
#include <libfyaml.h>
#include <math.h>
#include <string.h>

typedef struct reader {
    builder *b;
    GHashTable *anchors; /* name -> kuril_node: a shallow copy, whose children never move */
    GPtrArray *pending;  /* char * or NULL: anchor of each open container */
    bool have_root;
    char *said;     /* what else libfyaml had to say; NULL: nothing */
    bool want_name; /* in an object: the next scalar is a name */
} reader;

static mark mark_of(const struct fy_mark *m)
{
    return m ? (mark){m->line + 1, m->column + 1} : (mark){0, 0};
}

static char *token_text(struct fy_token *token)
{
    size_t length = 0;
    const char *text = token ? fy_token_get_text(token, &length) : NULL;
    return text ? g_strndup(text, length) : NULL;
}

static void keep_anchor(reader *r, const char *anchor, const kuril_node *node)
{
    kuril_node *copy = g_memdup2(node, sizeof *node);
    g_hash_table_replace(r->anchors, g_strdup(anchor), copy);
}

static const kuril_node *last_node(const reader *r)
{
    return &g_array_index(r->b->stack, kuril_node, r->b->stack->len - 1);
}

static bool one_of(const char *text, size_t length, const char *const words[])
{
    for (; *words; words++)
        if (strlen(*words) == length && memcmp(*words, text, length) == 0)
            return true;
    return false;
}

/* "0o17" and "0x1F". */
static bool based_integer(const char *text, size_t length, double *value)
{
    if (length < 3 || text[0] != '0' || (text[1] != 'o' && text[1] != 'x'))
        return false;
    const int base = text[1] == 'o' ? 8 : 16;
    double v = 0;
    for (size_t i = 2; i < length; i++) {
        const int digit = g_ascii_xdigit_value(text[i]);
        if (digit < 0 || digit >= base)
            return false;
        v = v * base + digit;
    }
    *value = v;
    return true;
}

static bool looks_numeric(const char *text, size_t length)
{
    const size_t at = length && (text[0] == '-' || text[0] == '+');
    return at < length &&
           (g_ascii_isdigit(text[at]) || (text[at] == '.' && at + 1 < length && g_ascii_isdigit(text[at + 1])));
}

/* Whether a text that looks like a number is one, only too large for a double. */
static bool only_digits(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!g_ascii_isdigit(text[i]) && !strchr("+-.eE", text[i]))
            return false;
    return true;
}

static kuril_status add_plain(reader *r, mark at, const char *text, size_t length)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const trues[] = {"true", "True", "TRUE", NULL};
    static const char *const falses[] = {"false", "False", "FALSE", NULL};
    static const char *const unending[] = {".inf",  ".Inf",  ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
                                           "-.Inf", "-.INF", ".nan", ".NaN",  ".NAN",  NULL};
    double number = 0;
    if (one_of(text, length, nulls))
        return builder_null(r->b, at);
    if (one_of(text, length, trues) || one_of(text, length, falses))
        return builder_bool(r->b, at, text[0] == 't' || text[0] == 'T');
    if (one_of(text, length, unending))
        return builder_fail(r->b, at, "'%s' is no finite number", text);
    if (based_integer(text, length, &number))
        return builder_number(r->b, at, number, NULL, 0);
    if (looks_numeric(text, length)) {
        if (kuril_number_parse_n(text, length, &number))
            return builder_number(r->b, at, number, NULL, 0);
        double probe;
        if (only_digits(text, length) && length > 4 && kuril_number_parse_n(text, 1 + (text[0] == '-'), &probe) &&
            !isfinite(g_ascii_strtod(text, NULL)))
            return builder_fail(r->b, at, "a number out of range");
    }
    return builder_string(r->b, at, text, length);
}

/* Only the core schema's tags; "!!str" makes a plain scalar text. */
static kuril_status check_tag(reader *r, struct fy_token *tag, bool *is_text)
{
    static const char *const known[] = {"tag:yaml.org,2002:str",
                                        "tag:yaml.org,2002:int",
                                        "tag:yaml.org,2002:float",
                                        "tag:yaml.org,2002:bool",
                                        "tag:yaml.org,2002:null",
                                        "tag:yaml.org,2002:seq",
                                        "tag:yaml.org,2002:map",
                                        "!",
                                        NULL};
    *is_text = false;
    if (!tag)
        return KURIL_OK;
    char *text = token_text(tag);
    const bool fine = text && one_of(text, strlen(text), known);
    *is_text = fine && (strcmp(text, known[0]) == 0 || strcmp(text, "!") == 0);
    const kuril_status status =
        fine ? KURIL_OK
             : builder_fail(r->b, mark_of(fy_token_start_mark(tag)), "the tag '%.80s' is not known", text ? text : "");
    g_free(text);
    return status;
}

static kuril_status add_name(reader *r, mark at, const char *text, size_t length, const char *anchor)
{
    const kuril_status status = builder_name(r->b, at, text, length);
    if (status == KURIL_OK && anchor) {
        kuril_node node = {.kind = KURIL_NODE_STRING};
        node.as.string.text = kuril_arena_text(r->b->document->arena, text, length);
        node.as.string.length = length;
        keep_anchor(r, anchor, &node);
    }
    r->want_name = false;
    return status;
}

static void after_value(reader *r)
{
    r->want_name = builder_in_object(r->b);
}

static kuril_status on_scalar(reader *r, struct fy_event *event, mark at)
{
    size_t length = 0;
    const char *text = event->scalar.value ? fy_token_get_text(event->scalar.value, &length) : "";
    text = text ? text : "";
    char *anchor = token_text(event->scalar.anchor);
    char *copy = g_strndup(text, length);
    bool is_text = false;
    kuril_status status = check_tag(r, event->scalar.tag, &is_text);
    if (status == KURIL_OK && memchr(text, 0, length))
        status = builder_fail(r->b, at, "a text has a NUL character");
    const bool plain = !event->scalar.value || fy_token_scalar_style(event->scalar.value) == FYSS_PLAIN;
    if (status == KURIL_OK && r->want_name) {
        status = add_name(r, at, copy, length, anchor);
    } else if (status == KURIL_OK) {
        status = plain && !is_text ? add_plain(r, at, copy, length) : builder_string(r->b, at, copy, length);
        if (status == KURIL_OK && anchor)
            keep_anchor(r, anchor, last_node(r));
        after_value(r);
    }
    g_free(copy);
    g_free(anchor);
    return status;
}

static kuril_status on_alias(reader *r, struct fy_event *event, mark at)
{
    char *name = token_text(event->alias.anchor);
    const kuril_node *node = name ? g_hash_table_lookup(r->anchors, name) : NULL;
    kuril_status status;
    if (!node) {
        status = builder_fail(r->b, at, "the alias '%.80s' names nothing complete before it", name ? name : "");
    } else if (r->want_name) {
        status = node->kind == KURIL_NODE_STRING ? add_name(r, at, node->as.string.text, node->as.string.length, NULL)
                                                 : builder_fail(r->b, at, "a name must be a text");
    } else {
        status = builder_copy(r->b, at, node);
        after_value(r);
    }
    g_free(name);
    return status;
}

static kuril_status on_open(reader *r, kuril_node_kind kind, struct fy_token *tag, struct fy_token *anchor, mark at)
{
    bool is_text = false;
    if (r->want_name)
        return builder_fail(r->b, at, "a name must be a text");
    kuril_status status = check_tag(r, tag, &is_text);
    if (status == KURIL_OK)
        status = builder_open(r->b, at, kind);
    if (status != KURIL_OK)
        return status;
    g_ptr_array_add(r->pending, token_text(anchor));
    r->want_name = kind == KURIL_NODE_OBJECT;
    return KURIL_OK;
}

static kuril_status on_close(reader *r)
{
    const kuril_status status = builder_close(r->b);
    char *anchor = g_ptr_array_index(r->pending, r->pending->len - 1);
    if (status == KURIL_OK && anchor)
        keep_anchor(r, anchor, last_node(r));
    g_ptr_array_set_size(r->pending, (gint)r->pending->len - 1);
    after_value(r);
    return status;
}

static kuril_status on_event(reader *r, struct fy_event *event)
{
    const mark at = mark_of(fy_event_start_mark(event));
    switch (event->type) {
    case FYET_DOCUMENT_START:
        if (r->have_root)
            return builder_fail(r->b, at, "a file must hold one document, not several");
        r->have_root = true;
        return KURIL_OK;
    case FYET_SCALAR:
        return on_scalar(r, event, at);
    case FYET_ALIAS:
        return on_alias(r, event, (mark){at.line, at.column - 1}); /* the mark is behind the '*' */
    case FYET_SEQUENCE_START:
        return on_open(r, KURIL_NODE_ARRAY, event->sequence_start.tag, event->sequence_start.anchor, at);
    case FYET_MAPPING_START:
        return on_open(r, KURIL_NODE_OBJECT, event->mapping_start.tag, event->mapping_start.anchor, at);
    case FYET_SEQUENCE_END:
    case FYET_MAPPING_END:
        return on_close(r);
    default:
        return KURIL_OK;
    }
}

/* What libfyaml does not collect but would print, of a directive ("[ERR]: unsupport version number 9.9"). */
static void keep_said(struct fy_diag *diag, void *user, const char *text, size_t length)
{
    reader *r = user;
    (void)diag;
    if (r->said)
        return;
    r->said = g_strndup(text, length);
    g_strchomp(r->said);
}

static kuril_status syntax_error(reader *r, struct fy_diag *diag)
{
    void *iterator = NULL;
    const struct fy_diag_error *e = fy_diag_errors_iterate(diag, &iterator);
    if (!e || !e->msg) {
        const char *said = r->said ? strstr(r->said, "]: ") : NULL;
        return builder_fail(r->b, (mark){1, 1}, "not a YAML document%s%s", said ? ": " : "", said ? said + 3 : "");
    }
    return builder_fail(r->b, (mark){MAX(e->line, 0), MAX(e->column, 0)}, "%s", e->msg);
}

/*
 * libfyaml 0.7 (https://github.com/pantoniou/libfyaml/issues/57) frees a key twice when it cleans up after "? a\n:\tb":
 * such a parser is better left behind, as no other way round it ends well.
 */
static bool is_broken(struct fy_parser *parser, struct fy_diag *diag)
{
    void *iterator = NULL;
    const struct fy_diag_error *e = NULL;
    while (fy_parser_get_stream_error(parser) && (e = fy_diag_errors_iterate(diag, &iterator)))
        if (e->msg && strstr(e->msg, "cannot use tab for indentation of block entry"))
            return true;
    return false;
}

static kuril_status read_events(reader *r, struct fy_parser *parser, struct fy_diag *diag)
{
    kuril_status status = KURIL_OK;
    struct fy_event *event;
    while (status == KURIL_OK && (event = fy_parser_parse(parser))) {
        const bool last = event->type == FYET_STREAM_END;
        status = on_event(r, event);
        fy_parser_event_free(parser, event);
        if (last)
            break;
    }
    if (status == KURIL_OK && fy_parser_get_stream_error(parser))
        return syntax_error(r, diag);
    if (status == KURIL_OK && r->b->stack->len == 0)
        return builder_fail(r->b, (mark){1, 1}, "the document is empty");
    return status;
}

kuril_status kuril_document_build_yaml(builder *b, const char *text, size_t length)
{
    reader r = {.b = b};
    r.anchors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    r.pending = g_ptr_array_new_with_free_func(g_free);
    const struct fy_diag_cfg listening = {.output_fn = keep_said,
                                          .user = &r,
                                          .level = FYET_ERROR,
                                          .module_mask = (1u << FYEM_MAX) - 1,
                                          .show_type = true};
    struct fy_diag *diag = fy_diag_create(&listening);
    const struct fy_parse_cfg cfg = {
        .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE, .diag = diag};
    if (diag)
        fy_diag_set_collect_errors(diag, true);
    struct fy_parser *parser = diag ? fy_parser_create(&cfg) : NULL;
    const kuril_status status =
        parser && fy_parser_set_string(parser, text, length) == 0
            ? read_events(&r, parser, diag)
            : kuril_fail(b->error, KURIL_E_MEMORY, "not enough memory to read %s", b->document->name);
    if (!parser || !is_broken(parser, diag)) {
        fy_parser_destroy(parser);
        fy_diag_destroy(diag);
    }
    g_free(r.said);
    g_ptr_array_free(r.pending, TRUE);
    g_hash_table_destroy(r.anchors);
    return status;
}
