/* literal, semiliteral, let, var; assertions and conversions between types. */
#include "style/expr.h"
#include <math.h>
#include <string.h>

/* ---- arguments at run time ---- */

bool kuril_fail_type(const expr *e, context *c, kuril_kind wanted, const kuril_style_value *found)
{
    return kuril_fail_evaluation(e, c, "Expected value to be of type %s, but found %s instead.",
                                 kuril_kind_name(wanted), kuril_type_words(found, c));
}

bool kuril_text_argument(const expr *e, context *c, size_t i, const char **text)
{
    kuril_style_value v;
    if (!run(e->args[i], c, &v))
        return false;
    if (v.kind != KURIL_KIND_STRING)
        return kuril_fail_type(e, c, KURIL_KIND_STRING, &v);
    *text = v.as.string;
    return true;
}

/* ---- literals ---- */

const expr *kuril_parse_literal(const compiler *k, const kuril_operator *op)
{
    (void)op;
    if (kuril_arity(k) != 1)
        return kuril_problem(k, "'literal' expression requires exactly one argument, but found %zu instead.",
                             kuril_arity(k));
    kuril_value *plain = kuril_arena_alloc(k->all->arena, sizeof *plain);
    *plain = kuril_node_to_value(kuril_node_at(k->node, 1), k->all->arena);
    const kuril_style_value value = kuril_style_value_from(plain);
    const kuril_type *type = kuril_style_value_type(&value, k->all->arena), *expected = k->expected;
    /* An empty array is of the type that is wanted. */
    if (type->kind == KURIL_KIND_ARRAY && type->length == 0 && expected && expected->kind == KURIL_KIND_ARRAY &&
        expected->length <= 0)
        type = expected;
    return kuril_expr_literal(k, type, &value);
}

static bool eval_semiliteral(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value *items = kuril_arena_array(c->arena, e->count, sizeof *items);
    for (size_t i = 0; i < e->count; i++)
        if (!run(e->args[i], c, &items[i]))
            return false;
    out->kind = KURIL_KIND_ARRAY;
    out->as.array.items = items;
    out->as.array.count = e->count;
    out->as.array.foreign = false;
    return true;
}

static const kuril_type *common_type(const expr *e)
{
    const kuril_type *type = NULL;
    for (size_t i = 0; i < e->count; i++) {
        if (type && type != e->args[i]->type)
            return kuril_type_of_kind(KURIL_KIND_VALUE);
        type = e->args[i]->type;
    }
    return type ? type : kuril_type_of_kind(KURIL_KIND_VALUE);
}

const expr *kuril_parse_semiliteral(const compiler *k, const kuril_operator *op)
{
    if (kuril_arity(k) != 1)
        return kuril_problem(k, "'semiliteral' expression requires exactly one argument, but found %zu instead.",
                             kuril_arity(k));
    const kuril_node *list = kuril_node_at(k->node, 1);
    if (kuril_node_kind_of(list) != KURIL_NODE_ARRAY)
        return kuril_parse_literal(k, op);
    const size_t count = kuril_node_count(list);
    const compiler inner = {
        .all = k->all, .parent = k, .index = 1, .node = list, .names = k->names, .problems = k->problems};
    expr *e = kuril_expr_new(k, eval_semiliteral, NULL, count);
    for (size_t i = 0; i < count; i++) {
        const expr *item = kuril_compile_item(&inner, i, kuril_type_of_kind(KURIL_KIND_VALUE));
        if (!item)
            return NULL;
        kuril_expr_set(e, i, item);
    }
    e->type = kuril_type_array(k->all->arena, common_type(e), (int)MIN(count, (size_t)G_MAXINT));
    return kuril_expr_done(e, 0);
}

/* ---- let and var ---- */

/* Slots are the evaluation's own, handed around as const with the rest of the context. */
static kuril_let_slot *slot_at(const context *c, size_t i)
{
    return (kuril_let_slot *)c->slots + i;
}

static bool eval_let(const expr *e, context *c, kuril_style_value *out)
{
    const size_t first = *(const size_t *)e->data;
    for (size_t i = 0; c->slots && i + 1 < e->count; i++)
        slot_at(c, first + i)->known = false;
    return run(e->args[e->count - 1], c, out);
}

static bool valid_name(const char *name)
{
    for (; *name; name++)
        if (!g_ascii_isalnum(*name) && *name != '_')
            return false;
    return true;
}

const expr *kuril_parse_let(const compiler *k, const kuril_operator *op)
{
    (void)op;
    const size_t arity = kuril_arity(k);
    if (arity < 3)
        return kuril_problem(k, "Expected at least 3 arguments, but found %zu instead.", arity);
    const size_t n_names = arity / 2;
    expr *e = kuril_expr_new(k, eval_let, NULL, n_names + 1);
    size_t *first = kuril_arena_alloc(k->all->arena, sizeof *first);
    scope *names = kuril_arena_array(k->all->arena, n_names, sizeof *names);
    const scope *inner = k->names;
    *first = k->all->n_slots;
    k->all->n_slots += n_names;
    for (size_t i = 0; i < n_names; i++) {
        const kuril_node *name = kuril_node_at(k->node, 2 * i + 1);
        if (kuril_node_kind_of(name) != KURIL_NODE_STRING)
            return kuril_problem_at(k, (int)(2 * i + 1), "Expected string, but found %s instead.",
                                    kuril_node_js_type(name));
        if (!valid_name(kuril_node_string(name)))
            return kuril_problem_at(k, (int)(2 * i + 1),
                                    "Variable names must contain only alphanumeric characters or '_'.");
        const expr *bound = kuril_compile_item(k, 2 * i + 2, NULL);
        if (!bound)
            return NULL;
        kuril_expr_set(e, i, bound);
        names[i] = (scope){inner, kuril_node_string(name), bound, *first + i};
        inner = &names[i];
    }
    const expr *result =
        kuril_compile_part(k, kuril_node_at(k->node, arity), (int)arity, k->expected, inner, ANNOTATE_USUAL);
    if (!result)
        return NULL;
    kuril_expr_set(e, n_names, result);
    e->type = result->type;
    e->data = first;
    e->form = FORM_LET;
    return kuril_expr_done(e, 0);
}

/* Once in an evaluation: a name used twice in another's value, and so on, would double the work each time. */
static bool eval_var(const expr *e, context *c, kuril_style_value *out)
{
    if (!c->slots)
        return run(e->args[0], c, out);
    kuril_let_slot *slot = slot_at(c, *(const size_t *)e->data);
    if (!slot->known) {
        if (!run(e->args[0], c, &slot->value))
            return false;
        slot->known = true;
    }
    *out = slot->value;
    return true;
}

const expr *kuril_parse_var(const compiler *k, const kuril_operator *op)
{
    (void)op;
    if (kuril_arity(k) != 1 || kuril_node_kind_of(kuril_node_at(k->node, 1)) != KURIL_NODE_STRING)
        return kuril_problem(k, "'var' expression requires exactly one string literal argument.");
    const char *name = kuril_node_string(kuril_node_at(k->node, 1));
    const scope *s = k->names;
    while (s && strcmp(s->name, name) != 0)
        s = s->outer;
    if (!s)
        return kuril_problem_at(k, 1,
                                "Unknown variable \"%s\". Make sure \"%s\" has been bound in an enclosing \"let\" "
                                "expression before using it.",
                                name, name);
    expr *e = kuril_expr_new(k, eval_var, s->bound->type, 1);
    kuril_expr_set(e, 0, s->bound);
    e->data = &s->slot;
    e->form = FORM_VAR;
    return kuril_expr_done(e, 0);
}

/* ---- assertions ---- */

static bool is_of_type(const kuril_type *type, const kuril_style_value *value, context *c)
{
    if (type->kind != KURIL_KIND_ARRAY)
        return value->kind == type->kind;
    return value->kind == KURIL_KIND_ARRAY && kuril_type_fits(type, kuril_style_value_type(value, c->arena));
}

static bool eval_assertion(const expr *e, context *c, kuril_style_value *out)
{
    for (size_t i = 0; i < e->count; i++) {
        if (!run(e->args[i], c, out))
            return false;
        if (is_of_type(e->type, out, c))
            return true;
    }
    char *wanted = kuril_type_name(e->type);
    kuril_fail_evaluation(e, c, "Expected value to be of type %s, but found %s instead.", wanted,
                          kuril_type_words(out, c));
    g_free(wanted);
    return false;
}

static expr *assertion_new(const compiler *k, const kuril_type *type, size_t count)
{
    expr *e = kuril_expr_new(k, eval_assertion, type, count);
    e->form = FORM_ANNOTATION;
    return e;
}

const expr *kuril_expr_assertion(const compiler *k, const kuril_type *type, const expr *arg)
{
    expr *e = assertion_new(k, type, 1);
    kuril_expr_set(e, 0, arg);
    return kuril_expr_done(e, 0);
}

/* Arguments from `first` on, any of which may be the one of the right type. */
static const expr *fill_alternatives(const compiler *k, expr *e, size_t first)
{
    for (size_t i = 0; i < e->count; i++) {
        const expr *arg = kuril_compile_item(k, first + i, kuril_type_of_kind(KURIL_KIND_VALUE));
        if (!arg)
            return NULL;
        kuril_expr_set(e, i, arg);
    }
    return kuril_expr_done(e, 0);
}

const expr *kuril_parse_assertion(const compiler *k, const kuril_operator *op)
{
    const size_t arity = kuril_arity(k);
    if (arity < 1)
        return kuril_problem(k, "Expected at least one argument.");
    return fill_alternatives(k, assertion_new(k, kuril_type_of_kind((kuril_kind)op->variant), arity), 1);
}

static const kuril_type *item_type_named(const kuril_node *node)
{
    static const kuril_kind kinds[] = {KURIL_KIND_STRING, KURIL_KIND_NUMBER, KURIL_KIND_BOOLEAN};
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (kuril_node_kind_of(node) == KURIL_NODE_STRING &&
            strcmp(kuril_node_string(node), kuril_kind_name(kinds[i])) == 0)
            return kuril_type_of_kind(kinds[i]);
    return NULL;
}

const expr *kuril_parse_array(const compiler *k, const kuril_operator *op)
{
    (void)op;
    const size_t arity = kuril_arity(k);
    const kuril_type *item = kuril_type_of_kind(KURIL_KIND_VALUE);
    int length = -1;
    size_t first = 1;
    if (arity < 1)
        return kuril_problem(k, "Expected at least one argument.");
    if (arity > 1) {
        item = item_type_named(kuril_node_at(k->node, 1));
        if (!item)
            return kuril_problem_at(k, 1, "The item type argument of \"array\" must be one of string, number, boolean");
        first++;
    }
    if (arity > 2) {
        const kuril_node *node = kuril_node_at(k->node, 2);
        const double n = kuril_node_number(node);
        const bool open = kuril_node_kind_of(node) == KURIL_NODE_NULL;
        if (!open && (kuril_node_kind_of(node) != KURIL_NODE_NUMBER || n < 0 || n != floor(n) || n > G_MAXINT))
            return kuril_problem_at(k, 2, "The length argument to \"array\" must be a positive integer literal");
        length = open ? -1 : (int)n;
        first++;
    }
    const kuril_type *type = kuril_type_array(k->all->arena, item, length);
    return fill_alternatives(k, assertion_new(k, type, arity + 1 - first), first);
}

/* ---- coercions ---- */

static void append_joined(GString *out, const kuril_style_value *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            g_string_append(out, ", ");
        kuril_style_value_append_text(out, &items[i]);
    }
}

static bool within_range(const kuril_style_value *v, double high)
{
    return v->kind == KURIL_KIND_NUMBER && v->as.number >= 0 && v->as.number <= high;
}

/* NULL when r, g, b (and a) make a colour; otherwise what is wrong, to be freed. */
static char *rgba_problem(const kuril_style_value *c, size_t count)
{
    const bool rgb = within_range(&c[0], 255) && within_range(&c[1], 255) && within_range(&c[2], 255);
    if (rgb && (count < 4 || within_range(&c[3], 1)))
        return NULL;
    GString *out = g_string_new("Invalid rgba value [");
    append_joined(out, c, rgb || (count == 4 && c[3].kind == KURIL_KIND_NUMBER) ? count : 3);
    g_string_append(out, rgb ? "]: 'a' must be between 0 and 1." : "]: 'r', 'g', and 'b' must be between 0 and 255.");
    return g_string_free(out, FALSE);
}

bool kuril_eval_rgba(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value v[4];
    for (size_t i = 0; i < e->count; i++)
        if (!run(e->args[i], c, &v[i]))
            return false;
    if (e->count < 4)
        give_number(&v[3], 1);
    char *problem = rgba_problem(v, 4);
    if (problem) {
        kuril_fail_evaluation(e, c, "%s", problem);
        g_free(problem);
        return false;
    }
    out->kind = KURIL_KIND_COLOR;
    out->as.color = kuril_color_make(v[0].as.number / 255, v[1].as.number / 255, v[2].as.number / 255, v[3].as.number);
    return true;
}

/* From an array, whose numbers the reference takes for premultiplied. */
static bool color_from_array(const kuril_style_value *array, kuril_style_value *out, char **problem)
{
    kuril_style_value v[4];
    const size_t count = array->as.array.count;
    if (count < 3 || count > 4) {
        char *shown = kuril_style_value_shown(array);
        *problem = g_strdup_printf(
            "Invalid rgba value %s: expected an array containing either three or four numeric values.", shown);
        g_free(shown);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        v[i] = kuril_style_item(array, i);
    *problem = rgba_problem(v, count);
    if (*problem)
        return false;
    out->kind = KURIL_KIND_COLOR;
    out->as.color = (kuril_color){v[0].as.number / 255, v[1].as.number / 255, v[2].as.number / 255,
                                  count == 4 ? v[3].as.number : 1, .erased = false};
    return true;
}

static bool eval_to_color(const expr *e, context *c, kuril_style_value *out)
{
    char *problem = NULL;
    kuril_style_value in = {.kind = KURIL_KIND_NULL};
    for (size_t i = 0; i < e->count; i++) {
        g_clear_pointer(&problem, g_free);
        if (!run(e->args[i], c, &in))
            return false;
        kuril_style_value made = {.kind = KURIL_KIND_COLOR};
        if ((in.kind == KURIL_KIND_COLOR && (made = in, true)) ||
            (in.kind == KURIL_KIND_STRING && kuril_color_parse(in.as.string, &made.as.color)) ||
            (in.kind == KURIL_KIND_ARRAY && color_from_array(&in, &made, &problem))) {
            *out = made;
            return true;
        }
    }
    char *shown = kuril_style_value_shown(&in);
    kuril_fail_evaluation(e, c, problem ? "%s" : "Could not parse color from value '%s'", problem ? problem : shown);
    g_free(shown);
    g_free(problem);
    return false;
}

static double number_from_one(const kuril_style_value *v)
{
    switch (v->kind) {
    case KURIL_KIND_NULL:
        return 0;
    case KURIL_KIND_BOOLEAN:
        return v->as.boolean;
    case KURIL_KIND_NUMBER:
        return v->as.number;
    case KURIL_KIND_STRING:
        return kuril_js_number_parse(v->as.string);
    default:
        return NAN;
    }
}

/* JavaScript takes an array of one for that one, and an empty array for 0. */
double kuril_number_from(kuril_style_value v)
{
    while (v.kind == KURIL_KIND_ARRAY && v.as.array.count == 1)
        v = kuril_style_item(&v, 0);
    if (v.kind == KURIL_KIND_ARRAY && v.as.array.count == 0)
        return 0;
    return number_from_one(&v);
}

static bool eval_to_number(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value in = {.kind = KURIL_KIND_NULL};
    for (size_t i = 0; i < e->count; i++) {
        if (!run(e->args[i], c, &in))
            return false;
        const double number = kuril_number_from(in);
        if (!isnan(number))
            return give_number(out, number);
    }
    GString *shown = g_string_new(NULL);
    kuril_style_value_append_json(shown, &in);
    kuril_fail_evaluation(e, c, "Could not convert %s to number.", shown->str);
    g_string_free(shown, TRUE);
    return false;
}

static bool eval_to_boolean(const expr *e, context *c, kuril_style_value *out)
{
    return run(e->args[0], c, out) && give_bool(out, kuril_style_value_truthy(out));
}

static bool text_of_argument(const expr *e, context *c, const char **text)
{
    kuril_style_value v;
    if (!run(e->args[0], c, &v))
        return false;
    *text = kuril_style_value_text(&v, c->arena);
    return *text || kuril_fail_evaluation(e, c, "The text is too long.");
}

static bool eval_to_string(const expr *e, context *c, kuril_style_value *out)
{
    const char *text;
    return text_of_argument(e, c, &text) && give_text(out, text);
}

static bool eval_to_formatted(const expr *e, context *c, kuril_style_value *out)
{
    const char *text;
    if (!text_of_argument(e, c, &text))
        return false;
    *out = kuril_style_formatted_from(text, c->arena);
    return true;
}

static bool eval_to_image(const expr *e, context *c, kuril_style_value *out)
{
    const char *text;
    return text_of_argument(e, c, &text) && give_image(out, text, false);
}

static bool eval_to_composite(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value in = {.kind = KURIL_KIND_NULL};
    for (size_t i = 0; i < e->count; i++) {
        if (!run(e->args[i], c, &in))
            return false;
        const kuril_kind kind = e->type->kind;
        if ((kind == KURIL_KIND_PADDING && kuril_style_padding_from(&in, out)) ||
            (kind == KURIL_KIND_NUMBER_ARRAY && kuril_style_number_array_from(&in, c->arena, out)) ||
            (kind == KURIL_KIND_COLOR_ARRAY && kuril_style_color_array_from(&in, c->arena, out)) ||
            (kind == KURIL_KIND_ANCHOR_OFFSETS && kuril_style_anchor_offsets_from(&in, c->arena, out)) ||
            (kind == KURIL_KIND_PROJECTION && kuril_style_projection_from(&in, out)))
            return true;
    }
    char *shown = kuril_style_value_shown(&in);
    kuril_fail_evaluation(e, c, "Could not parse %s from value '%s'", kuril_kind_name(e->type->kind), shown);
    g_free(shown);
    return false;
}

static evaluator coercion_to(kuril_kind kind)
{
    switch (kind) {
    case KURIL_KIND_BOOLEAN:
        return eval_to_boolean;
    case KURIL_KIND_NUMBER:
        return eval_to_number;
    case KURIL_KIND_COLOR:
        return eval_to_color;
    case KURIL_KIND_FORMATTED:
        return eval_to_formatted;
    case KURIL_KIND_IMAGE:
        return eval_to_image;
    case KURIL_KIND_STRING:
        return eval_to_string;
    default:
        return eval_to_composite;
    }
}

static expr *coercion_new(const compiler *k, const kuril_type *type, size_t count)
{
    expr *e = kuril_expr_new(k, coercion_to(type->kind), type, count);
    e->form = FORM_ANNOTATION;
    return e;
}

const expr *kuril_expr_coercion(const compiler *k, const kuril_type *type, const expr *arg)
{
    expr *e = coercion_new(k, type, 1);
    kuril_expr_set(e, 0, arg);
    return kuril_expr_done(e, 0);
}

const expr *kuril_parse_coercion(const compiler *k, const kuril_operator *op)
{
    const size_t arity = kuril_arity(k);
    const kuril_kind kind = (kuril_kind)op->variant;
    if (arity < 1)
        return kuril_problem(k, "Expected at least one argument.");
    if ((kind == KURIL_KIND_BOOLEAN || kind == KURIL_KIND_STRING) && arity != 1)
        return kuril_problem(k, "Expected one argument.");
    return fill_alternatives(k, coercion_new(k, kuril_type_of_kind(kind), arity), 1);
}

bool kuril_eval_typeof(const expr *e, context *c, kuril_style_value *out)
{
    return run(e->args[0], c, out) && give_text(out, kuril_type_words(out, c));
}

bool kuril_eval_to_rgba(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value in;
    double rgba[4];
    if (!run(e->args[0], c, &in))
        return false;
    if (in.kind != KURIL_KIND_COLOR)
        return kuril_fail_type(e, c, KURIL_KIND_COLOR, &in);
    kuril_color_rgb(&in.as.color, rgba);
    kuril_style_value *items = kuril_arena_array(c->arena, 4, sizeof *items);
    for (int i = 0; i < 4; i++)
        give_number(&items[i], i < 3 ? rgba[i] * 255 : rgba[i]);
    out->kind = KURIL_KIND_ARRAY;
    out->as.array.items = items;
    out->as.array.count = 4;
    out->as.array.foreign = false;
    return true;
}

bool kuril_eval_error(const expr *e, context *c, kuril_style_value *out)
{
    const char *message = NULL;
    return kuril_text_argument(e, c, 0, &message) && give_null(out) && kuril_fail_evaluation(e, c, "%s", message);
}
