/* Texts, formatted texts and images. */
#include "style/expr.h"
#include "style/letter_case.h"
#include <math.h>
#include <string.h>

enum { LONGEST_TEXT = 1 << 20 }; /* bytes: `let` can double a text again and again */

static bool too_long(const expr *e, context *c)
{
    return kuril_fail_evaluation(e, c, "The text is too long.");
}

static bool give_built(const expr *e, context *c, GString *text, kuril_style_value *out)
{
    const bool fits = text->len <= LONGEST_TEXT;
    if (fits)
        give_text(out, kuril_arena_text(c->arena, text->str, text->len));
    g_string_free(text, TRUE);
    return fits || too_long(e, c);
}

static bool eval_changed_case(const expr *e, context *c, kuril_style_value *out,
                              char *(*change)(const char *, const char *))
{
    const char *text;
    if (!kuril_text_argument(e, c, 0, &text))
        return false;
    char *changed = change(text, "");
    give_text(out, kuril_arena_text(c->arena, changed, strlen(changed)));
    g_free(changed);
    return true;
}

bool kuril_eval_upcase(const expr *e, context *c, kuril_style_value *out)
{
    return eval_changed_case(e, c, out, kuril_upper_case);
}

bool kuril_eval_downcase(const expr *e, context *c, kuril_style_value *out)
{
    return eval_changed_case(e, c, out, kuril_lower_case);
}

bool kuril_eval_concat(const expr *e, context *c, kuril_style_value *out)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < e->count; i++) {
        kuril_style_value v;
        if (!run(e->args[i], c, &v)) {
            g_string_free(text, TRUE);
            return false;
        }
        kuril_style_value_append_text(text, &v);
        if (text->len > LONGEST_TEXT)
            break;
    }
    return give_built(e, c, text, out);
}

static void add_piece(GArray *pieces, const char *text, size_t length, context *c)
{
    kuril_style_value piece;
    give_text(&piece, kuril_arena_text(c->arena, text, length));
    g_array_append_val(pieces, piece);
}

/* By an empty delimiter, into characters. */
static void split_characters(const char *text, GArray *pieces, context *c)
{
    while (*text) {
        const char *next = g_utf8_next_char(text);
        add_piece(pieces, text, (size_t)(next - text), c);
        text = next;
    }
}

bool kuril_eval_split(const expr *e, context *c, kuril_style_value *out)
{
    const char *text, *delimiter;
    if (!kuril_text_argument(e, c, 0, &text) || !kuril_text_argument(e, c, 1, &delimiter))
        return false;
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(kuril_style_value));
    if (!*delimiter) {
        split_characters(text, pieces, c);
    } else {
        for (const char *hit; (hit = strstr(text, delimiter)); text = hit + strlen(delimiter))
            add_piece(pieces, text, (size_t)(hit - text), c);
        add_piece(pieces, text, strlen(text), c);
    }
    kuril_style_value *items = kuril_arena_array(c->arena, pieces->len, sizeof *items);
    if (pieces->len)
        memcpy(items, pieces->data, pieces->len * sizeof *items);
    out->kind = KURIL_KIND_ARRAY;
    out->as.array.items = items;
    out->as.array.count = pieces->len;
    out->as.array.foreign = false;
    g_array_free(pieces, TRUE);
    return true;
}

bool kuril_eval_join(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value list;
    const char *delimiter;
    if (!run(e->args[0], c, &list) || !kuril_text_argument(e, c, 1, &delimiter))
        return false;
    if (list.kind != KURIL_KIND_ARRAY)
        return kuril_fail_type(e, c, KURIL_KIND_ARRAY, &list);
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < list.as.array.count && text->len <= LONGEST_TEXT; i++) {
        const kuril_style_value item = kuril_style_item(&list, i);
        if (i)
            g_string_append(text, delimiter);
        kuril_style_value_append_text(text, &item);
    }
    return give_built(e, c, text, out);
}

/* Pango shapes every script. */
bool kuril_eval_is_supported_script(const expr *e, context *c, kuril_style_value *out)
{
    (void)e;
    (void)c;
    return give_bool(out, true);
}

/* ---- image ---- */

static bool eval_image(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value v;
    if (!run(e->args[0], c, &v))
        return false;
    if (v.kind == KURIL_KIND_NULL)
        return give_null(out);
    if (v.kind != KURIL_KIND_STRING)
        return kuril_fail_type(e, c, KURIL_KIND_STRING, &v);
    return give_image(out, v.as.string, !c->has_image || c->has_image(c->user, v.as.string));
}

const expr *kuril_parse_image(const compiler *k, const kuril_operator *op)
{
    (void)op;
    if (kuril_arity(k) != 1)
        return kuril_problem(k, "Expected two arguments.");
    const expr *name = kuril_compile_item(k, 1, kuril_type_of_kind(KURIL_KIND_STRING));
    if (!name)
        return kuril_problem(k, "No image name provided.");
    expr *e = kuril_expr_new(k, eval_image, kuril_type_of_kind(KURIL_KIND_IMAGE), 1);
    kuril_expr_set(e, 0, name);
    return kuril_expr_done(e, KURIL_DEPENDS_IMAGES);
}

/* ---- format ---- */

/* A section's arguments by their place among the expression's; -1 where it has none. */
typedef struct format_section {
    int content, scale, fonts, color, align;
} format_section;

typedef struct format_sections {
    format_section *items;
    size_t count;
} format_sections;

static bool eval_align(const expr *e, context *c, int arg, const char **align)
{
    *align = NULL;
    return arg < 0 || kuril_text_argument(e, c, (size_t)arg, align);
}

static bool eval_fonts(const expr *e, context *c, int arg, const kuril_style_value **fonts)
{
    if (arg < 0)
        return true;
    kuril_style_value *list = kuril_arena_alloc(c->arena, sizeof *list);
    if (!run(e->args[arg], c, list))
        return false;
    if (list->kind != KURIL_KIND_ARRAY)
        return kuril_fail_type(e, c, KURIL_KIND_ARRAY, list);
    *fonts = list;
    return true;
}

static bool eval_color(const expr *e, context *c, int arg, kuril_format_section *out)
{
    kuril_style_value v;
    if (arg < 0)
        return true;
    if (!run(e->args[arg], c, &v))
        return false;
    out->has_color = v.kind == KURIL_KIND_COLOR;
    if (out->has_color)
        out->color = v.as.color;
    return true;
}

static bool eval_section(const expr *e, context *c, const format_section *s, kuril_format_section *out)
{
    kuril_style_value content;
    *out = (kuril_format_section){.text = "", .scale = NAN};
    if (!run(e->args[s->content], c, &content))
        return false;
    if (content.kind == KURIL_KIND_IMAGE) {
        out->image = content.as.image;
        return eval_align(e, c, s->align, &out->vertical_align);
    }
    out->text = kuril_style_value_text(&content, c->arena);
    if (!out->text)
        return too_long(e, c);
    return (s->scale < 0 || number_argument(e, c, (size_t)s->scale, &out->scale)) &&
           eval_fonts(e, c, s->fonts, &out->fonts) && eval_color(e, c, s->color, out) &&
           eval_align(e, c, s->align, &out->vertical_align);
}

static bool eval_format(const expr *e, context *c, kuril_style_value *out)
{
    const format_sections *s = e->data;
    kuril_format_section *made = kuril_arena_array(c->arena, s->count, sizeof *made);
    for (size_t i = 0; i < s->count; i++)
        if (!eval_section(e, c, &s->items[i], &made[i]))
            return false;
    out->kind = KURIL_KIND_FORMATTED;
    out->as.formatted.sections = made;
    out->as.formatted.count = s->count;
    return true;
}

/* Adds a compiled argument, and says where it is. Its path is [1], whichever section it is of, as upstream. */
static bool add_argument(const compiler *k, GPtrArray *args, const kuril_node *node, const kuril_type *type, int *place)
{
    const expr *arg = kuril_compile_part(k, node, 1, type, k->names, ANNOTATE_USUAL);
    if (!arg)
        return false;
    *place = (int)args->len;
    g_ptr_array_add(args, (gpointer)arg);
    return true;
}

/* An option of the section, when it is given and means something: JavaScript passes over null, false, 0 and "". */
const kuril_node *kuril_option(const kuril_node *options, const char *name)
{
    const kuril_node *node = kuril_node_member(options, name);
    if (!node)
        return NULL;
    switch (kuril_node_kind_of(node)) {
    case KURIL_NODE_NULL:
        return NULL;
    case KURIL_NODE_BOOL:
        return kuril_node_bool(node) ? node : NULL;
    case KURIL_NODE_NUMBER:
        return kuril_node_number(node) != 0 ? node : NULL;
    case KURIL_NODE_STRING:
        return kuril_node_length(node) ? node : NULL;
    default:
        return node;
    }
}

static bool add_option(const compiler *k, GPtrArray *args, const kuril_node *options, const char *name,
                       const kuril_type *type, int *place)
{
    const kuril_node *node = kuril_option(options, name);
    return !node || add_argument(k, args, node, type, place);
}

static bool check_align(const compiler *k, const kuril_node *options)
{
    const kuril_node *node = kuril_option(options, "vertical-align");
    const char *word = node ? kuril_node_string(node) : "";
    if (!*word || strcmp(word, "bottom") == 0 || strcmp(word, "center") == 0 || strcmp(word, "top") == 0)
        return true;
    kuril_problem(k, "'vertical-align' must be one of: 'bottom', 'center', 'top' but found '%s' instead.", word);
    return false;
}

static bool add_options(const compiler *k, GPtrArray *args, const kuril_node *options, format_section *s)
{
    const kuril_type *fonts = kuril_type_array(k->all->arena, kuril_type_of_kind(KURIL_KIND_STRING), -1);
    return add_option(k, args, options, "font-scale", kuril_type_of_kind(KURIL_KIND_NUMBER), &s->scale) &&
           add_option(k, args, options, "text-font", fonts, &s->fonts) &&
           add_option(k, args, options, "text-color", kuril_type_of_kind(KURIL_KIND_COLOR), &s->color) &&
           check_align(k, options) &&
           add_option(k, args, options, "vertical-align", kuril_type_of_kind(KURIL_KIND_STRING), &s->align);
}

static bool add_section(const compiler *k, GPtrArray *args, const kuril_node *node, GArray *sections)
{
    format_section s = {-1, -1, -1, -1, -1};
    if (!add_argument(k, args, node, kuril_type_of_kind(KURIL_KIND_VALUE), &s.content))
        return false;
    const kuril_kind kind = ((const expr *)g_ptr_array_index(args, (guint)s.content))->type->kind;
    if (kind != KURIL_KIND_STRING && kind != KURIL_KIND_VALUE && kind != KURIL_KIND_NULL && kind != KURIL_KIND_IMAGE) {
        kuril_problem(k, "Formatted text type must be 'string', 'value', 'image' or 'null'.");
        return false;
    }
    g_array_append_val(sections, s);
    return true;
}

static bool add_sections(const compiler *k, GPtrArray *args, GArray *sections)
{
    bool may_have_options = false;
    for (size_t i = 1; i <= kuril_arity(k); i++) {
        const kuril_node *node = kuril_node_at(k->node, i);
        const bool options = may_have_options && kuril_node_kind_of(node) == KURIL_NODE_OBJECT;
        if (options ? !add_options(k, args, node, &g_array_index(sections, format_section, sections->len - 1))
                    : !add_section(k, args, node, sections))
            return false;
        may_have_options = !options;
    }
    return true;
}

static const expr *format_new(const compiler *k, const GPtrArray *args, const GArray *sections)
{
    format_sections *kept = kuril_arena_alloc(k->all->arena, sizeof *kept);
    kept->count = sections->len;
    kept->items = kuril_arena_array(k->all->arena, sections->len, sizeof *kept->items);
    memcpy(kept->items, sections->data, sections->len * sizeof *kept->items);
    expr *e = kuril_expr_new(k, eval_format, kuril_type_of_kind(KURIL_KIND_FORMATTED), args->len);
    for (guint i = 0; i < args->len; i++)
        kuril_expr_set(e, i, g_ptr_array_index(args, i));
    e->data = kept;
    return kuril_expr_done(e, 0);
}

const expr *kuril_parse_format(const compiler *k, const kuril_operator *op)
{
    (void)op;
    if (kuril_arity(k) < 1)
        return kuril_problem(k, "Expected at least one argument.");
    const kuril_node_kind first = kuril_node_kind_of(kuril_node_at(k->node, 1));
    if (first == KURIL_NODE_OBJECT || first == KURIL_NODE_NULL)
        return kuril_problem(k, "First argument must be an image or text section.");
    GPtrArray *args = g_ptr_array_new();
    GArray *sections = g_array_new(FALSE, FALSE, sizeof(format_section));
    const expr *e = add_sections(k, args, sections) ? format_new(k, args, sections) : NULL;
    g_ptr_array_free(args, TRUE);
    g_array_free(sections, TRUE);
    return e;
}
