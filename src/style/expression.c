/* Whole expressions: what a property allows, and evaluation. */
#include "style/expression.h"

#include "style/expr.h"
#include <math.h>
#include <string.h>

struct kuril_expression {
    kuril_arena *arena;
    GPtrArray *spatials;
    const expr *root;
    unsigned depends;
    size_t n_slots;
    const char *const *words;
    size_t n_words;
};

/* ---- the zoom curve ---- */

/*
 * Zoom may be read by one step or interpolate only, at the root or below let and coalesce; layers are drawn between
 * its stops. What was found below a node: nothing, the curve, or what is wrong.
 */
typedef struct zoom_search {
    const expr *curve;
    const char *problem;
} zoom_search;

static const char misplaced[] =
    "\"zoom\" expression may only be used as input to a top-level \"step\" or \"interpolate\" expression.";
static const char several[] =
    "Only one zoom-based \"step\" or \"interpolate\" subexpression may be used in an expression.";

static bool found(zoom_search s)
{
    return s.curve || s.problem;
}

static bool is_zoom_curve(const expr *e)
{
    return e->form == FORM_CURVE && e->args[0]->is_zoom;
}

static zoom_search find_zoom_curve(const expr *e)
{
    zoom_search result = {0};
    if (!(e->depends & KURIL_DEPENDS_ZOOM) || e->form == FORM_VAR)
        return result;
    if (is_zoom_curve(e))
        result.curve = e;
    zoom_search *parts = g_new0(zoom_search, e->count);
    for (size_t i = 0; i < e->count; i++)
        parts[i] = find_zoom_curve(e->args[i]);
    if (e->form == FORM_LET)
        result = parts[e->count - 1];
    for (size_t i = 0; e->form == FORM_COALESCE && i < e->count && !found(result); i++)
        result = parts[i];
    for (size_t i = 0; !result.problem && i < e->count; i++) {
        if (parts[i].problem)
            result = parts[i];
        else if (parts[i].curve && !result.curve)
            result = (zoom_search){.problem = misplaced};
        else if (parts[i].curve && parts[i].curve != result.curve)
            result = (zoom_search){.problem = several};
    }
    g_free(parts);
    return result;
}

/* What the property does not let it be; NULL when all is well. */
static const char *not_allowed(const expr *root, const kuril_expression_spec *spec)
{
    const bool zoom = root->depends & KURIL_DEPENDS_ZOOM;
    if ((root->depends & KURIL_DEPENDS_FEATURE) && !spec->feature)
        return "data expressions not supported";
    if (zoom && !spec->zoom)
        return "zoom expressions not supported";
    const zoom_search search = find_zoom_curve(root);
    if (!found(search) && zoom)
        return misplaced;
    if (search.problem)
        return search.problem;
    if (search.curve && kuril_curve_interpolates(search.curve) && !spec->interpolated)
        return "\"interpolate\" expressions cannot be used with this property";
    return NULL;
}

/* ---- compiling ---- */

static kuril_expression *expression_new(void)
{
    kuril_expression *e = g_new0(kuril_expression, 1);
    e->arena = kuril_arena_new();
    e->spatials = g_ptr_array_new_with_free_func(kuril_spatial_free);
    return e;
}

void kuril_expression_free(kuril_expression *expression)
{
    if (!expression)
        return;
    g_ptr_array_free(expression->spatials, TRUE);
    kuril_arena_free(expression->arena);
    g_free(expression);
}

static kuril_status compile_root(kuril_expression *e, const kuril_node *node, const kuril_type *type, annotation how,
                                 kuril_expression_problems *problems)
{
    compilation all = {.arena = e->arena, .spatials = e->spatials};
    const compiler origin = {.all = &all, .index = -1, .node = node, .problems = problems};
    e->root = kuril_compile_part(&origin, node, -1, type, NULL, how);
    e->n_slots = all.n_slots;
    if (e->root)
        e->depends = e->root->depends;
    return e->root ? KURIL_OK : KURIL_E_DATA;
}

static kuril_status compile_expression(kuril_expression *e, const kuril_node *node, const kuril_expression_spec *spec,
                                       kuril_expression_problems *problems)
{
    const kuril_status status =
        compile_root(e, node, spec->type, spec->coerce_text ? ANNOTATE_COERCE : ANNOTATE_USUAL, problems);
    const char *problem = status == KURIL_OK ? not_allowed(e->root, spec) : NULL;
    if (!problem)
        return status;
    kuril_problem_add(problems, node, "", problem);
    return KURIL_E_DATA;
}

bool kuril_expression_is(const kuril_node *node)
{
    if (kuril_node_kind_of(node) != KURIL_NODE_ARRAY || kuril_node_count(node) == 0)
        return false;
    const kuril_node *first = kuril_node_at(node, 0);
    return kuril_node_kind_of(first) == KURIL_NODE_STRING && kuril_operator_find(kuril_node_string(first));
}

static bool is_word(const kuril_expression *e, const kuril_style_value *value)
{
    if (value->kind != KURIL_KIND_STRING)
        return false;
    for (size_t i = 0; i < e->n_words; i++)
        if (strcmp(e->words[i], value->as.string) == 0)
            return true;
    return false;
}

static void append_words(GString *out, const kuril_expression *e)
{
    for (size_t i = 0; i < e->n_words; i++)
        g_string_append_printf(out, "%s\"%s\"", i ? ", " : "", e->words[i]);
}

/* A plain value: as the literal that it is, made into the property's type. */
static kuril_status compile_constant(kuril_expression *e, const kuril_node *node, const kuril_expression_spec *spec,
                                     kuril_expression_problems *problems)
{
    const kuril_node *literal = node;
    if (kuril_node_kind_of(node) == KURIL_NODE_ARRAY || kuril_node_kind_of(node) == KURIL_NODE_OBJECT) {
        const kuril_node *parts[] = {kuril_node_make_string(e->arena, node, "literal"), node};
        literal = kuril_node_make_array(e->arena, node, parts, 2);
    }
    const kuril_status status = compile_root(e, literal, spec->type, ANNOTATE_USUAL, problems);
    if (status != KURIL_OK || !e->n_words || is_word(e, &e->root->literal))
        return status;
    GString *message = g_string_new("expected one of ");
    append_words(message, e);
    kuril_problem_add(problems, node, "", message->str);
    g_string_free(message, TRUE);
    return KURIL_E_DATA;
}

/* Whether a plain value of the property may be an array; otherwise an array is meant to be an expression. */
static bool takes_arrays(const kuril_type *type)
{
    return !type || kuril_type_fits(kuril_type_of_kind(KURIL_KIND_ARRAY), type) || type->kind == KURIL_KIND_PADDING ||
           type->kind == KURIL_KIND_NUMBER_ARRAY || type->kind == KURIL_KIND_COLOR_ARRAY ||
           type->kind == KURIL_KIND_ANCHOR_OFFSETS || type->kind == KURIL_KIND_PROJECTION;
}

static kuril_status compile_any(kuril_expression *e, const kuril_node *node, const kuril_expression_spec *spec,
                                kuril_expression_problems *problems)
{
    if (kuril_expression_is(node) || (kuril_node_kind_of(node) == KURIL_NODE_ARRAY && !takes_arrays(spec->type)))
        return compile_expression(e, node, spec, problems);
    if (spec->tokens && kuril_node_kind_of(node) == KURIL_NODE_STRING) {
        const kuril_node *converted = kuril_convert_tokens(node, e->arena);
        if (converted != node)
            return compile_expression(e, converted, spec, problems);
    }
    return compile_constant(e, node, spec, problems);
}

static kuril_status compile_function(kuril_expression *e, const kuril_node *node, const kuril_expression_spec *spec,
                                     kuril_expression_problems *problems)
{
    const kuril_node *converted = kuril_convert_function(node, spec, e->arena, problems);
    return converted ? compile_expression(e, converted, spec, problems) : KURIL_E_DATA;
}

static kuril_status finish(kuril_expression *e, kuril_status status, kuril_expression **expression)
{
    if (status == KURIL_OK)
        *expression = e;
    else
        kuril_expression_free(e);
    return status;
}

typedef kuril_status (*value_compiler)(kuril_expression *, const kuril_node *, const kuril_expression_spec *,
                                       kuril_expression_problems *);

static kuril_status compile_value(const kuril_node *node, const kuril_expression_spec *spec, value_compiler compile,
                                  kuril_expression **expression, kuril_expression_problems *problems)
{
    kuril_expression *e = expression_new();
    e->words = spec->words;
    e->n_words = spec->n_words;
    if (kuril_node_kind_of(node) == KURIL_NODE_OBJECT)
        compile = compile_function;
    return finish(e, compile(e, node, spec, problems), expression);
}

kuril_status kuril_expression_compile(const kuril_node *node, const kuril_expression_spec *spec,
                                      kuril_expression **expression, kuril_expression_problems *problems)
{
    return compile_value(node, spec, compile_any, expression, problems);
}

kuril_status kuril_expression_compile_strictly(const kuril_node *node, const kuril_expression_spec *spec,
                                               kuril_expression **expression, kuril_expression_problems *problems)
{
    return compile_value(node, spec, compile_expression, expression, problems);
}

kuril_status kuril_expression_compile_filter(const kuril_node *node, kuril_expression **expression,
                                             kuril_expression_problems *problems)
{
    kuril_expression *e = expression_new();
    kuril_status status = KURIL_OK;
    if (!kuril_filter_is_expression(node)) {
        status = kuril_filter_check_legacy(node, "", problems) ? KURIL_OK : KURIL_E_DATA;
        node = kuril_convert_filter(node, e->arena);
    } else if (!kuril_filter_check_mixed(node, problems))
        status = KURIL_E_DATA;
    if (status == KURIL_OK)
        status = compile_root(e, node, kuril_type_of_kind(KURIL_KIND_BOOLEAN), ANNOTATE_USUAL, problems);
    return finish(e, status, expression);
}

const kuril_type *kuril_expression_type(const kuril_expression *expression)
{
    return expression->root->type;
}

unsigned kuril_expression_depends(const kuril_expression *expression)
{
    return expression->depends;
}

/* ---- evaluating ---- */

bool kuril_fail_evaluation(const expr *e, context *c, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    c->failed_key = e->key;
    c->failed_message = kuril_arena_text(c->arena, message, strlen(message));
    g_free(message);
    return false;
}

const char *kuril_type_words(const kuril_style_value *value, context *c)
{
    char *name = kuril_type_name(kuril_style_value_type(value, c->arena));
    const char *out = kuril_arena_text(c->arena, name, strlen(name));
    g_free(name);
    return out;
}

bool kuril_expression_evaluate(const kuril_expression *expression, kuril_expression_context *c,
                               kuril_style_value *value)
{
    c->failed_key = c->failed_message = NULL;
    c->slots = NULL;
    if (expression->n_slots)
        c->slots = kuril_arena_array(c->arena, expression->n_slots, sizeof *c->slots);
    return run(expression->root, c, value);
}

bool kuril_expression_check_word(const kuril_expression *expression, kuril_expression_context *c,
                                 const kuril_style_value *value)
{
    if (!expression->n_words || is_word(expression, value))
        return true;
    GString *message = g_string_new("Expected value to be one of ");
    append_words(message, expression);
    g_string_append(message, ", but found ");
    kuril_style_value_append_json(message, value);
    g_string_append(message, " instead.");
    c->failed_key = "";
    c->failed_message = kuril_arena_text(c->arena, message->str, message->len);
    g_string_free(message, TRUE);
    return false;
}
