/* step, interpolate, interpolate-hcl, interpolate-lab. */
#include "style/expr.h"
#include <math.h>
#include <string.h>

typedef enum easing { EASE_STEP, EASE_EXPONENTIAL, EASE_BEZIER } easing;

/* What a curve keeps; its arguments are the input and one output for each label. */
typedef struct curve {
    easing how;
    double base;       /* of an exponential; 1 is linear */
    double control[4]; /* x1 y1 x2 y2 of a cubic Bezier from (0,0) to (1,1) */
    kuril_color_space space;
    const double *labels; /* ascending */
    size_t count;
} curve;

/* ---- where in a curve ---- */

/* y of a unit Bezier at x in 0..1: Newton's method, and bisection where that fails. */
static double bezier(const double p[4], double x)
{
    const double cx = 3 * p[0], bx = 3 * (p[2] - p[0]) - cx, ax = 1 - cx - bx;
    const double cy = 3 * p[1], by = 3 * (p[3] - p[1]) - cy, ay = 1 - cy - by;
    const double epsilon = 1e-6;
    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;
    double t = x;
    for (int i = 0; i < 8; i++) {
        const double miss = ((ax * t + bx) * t + cx) * t - x;
        if (fabs(miss) < epsilon)
            return ((ay * t + by) * t + cy) * t;
        const double slope = (3 * ax * t + 2 * bx) * t + cx;
        if (fabs(slope) < epsilon)
            break;
        t -= miss / slope;
    }
    double low = 0, high = 1;
    t = x;
    for (int i = 0; i < 20; i++) {
        const double at = ((ax * t + bx) * t + cx) * t;
        if (fabs(at - x) < epsilon)
            break;
        if (x > at)
            low = t;
        else
            high = t;
        t = (low + high) * 0.5;
    }
    return ((ay * t + by) * t + cy) * t;
}

/* (base^(x-x0) - 1) / (base^(x1-x0) - 1): the exponential through both labels. */
static double exponential(double input, double base, double lower, double upper)
{
    const double difference = upper - lower, progress = input - lower;
    if (difference == 0)
        return 0;
    if (base == 1)
        return progress / difference;
    return (pow(base, progress) - 1) / (pow(base, difference) - 1);
}

static double fraction(const curve *v, double input, double lower, double upper)
{
    if (v->how == EASE_BEZIER)
        return bezier(v->control, exponential(input, 1, lower, upper));
    return exponential(input, v->base, lower, upper);
}

/* The last label not above the input; the input lies within the labels. */
static size_t stop_below(const curve *v, double input)
{
    size_t low = 0, high = v->count - 1;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (v->labels[middle] <= input)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The outputs around the input: one when it is at or beyond an end. */
static bool find_stop(const expr *e, context *c, double *input, size_t *stop, bool *single)
{
    const curve *v = e->data;
    *single = true;
    *stop = 0;
    if (v->count == 1)
        return true;
    if (!number_argument(e, c, 0, input))
        return false;
    if (*input <= v->labels[0])
        return true;
    *stop = v->count - 1;
    if (*input >= v->labels[*stop])
        return true;
    if (isnan(*input))
        return kuril_fail_evaluation(e, c, "Input is not a number.");
    *stop = stop_below(v, *input);
    *single = false;
    return true;
}

/* ---- between two outputs ---- */

static double mix(double a, double b, double t)
{
    return a + t * (b - a);
}

/* The longer list's numbers have nothing to be mixed with: not a number. */
static void mix_number_arrays(const kuril_style_value *a, const kuril_style_value *b, double t, context *c,
                              kuril_style_value *out)
{
    const size_t count = a->as.numbers.count, common = MIN(count, b->as.numbers.count);
    double *items = kuril_arena_array(c->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = i < common ? mix(a->as.numbers.items[i], b->as.numbers.items[i], t) : NAN;
    out->kind = KURIL_KIND_NUMBER_ARRAY;
    out->as.numbers.items = items;
    out->as.numbers.count = count;
}

static void mix_arrays(const kuril_style_value *a, const kuril_style_value *b, double t, context *c,
                       kuril_style_value *out)
{
    const size_t count = a->as.array.count;
    kuril_style_value *items = kuril_arena_array(c->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        const kuril_style_value x = kuril_style_item(a, i);
        const bool both = i < b->as.array.count;
        const kuril_style_value y = both ? kuril_style_item(b, i) : x;
        give_number(&items[i], both ? mix(kuril_number_from(x), kuril_number_from(y), t) : NAN);
    }
    out->kind = KURIL_KIND_ARRAY;
    out->as.array.items = items;
    out->as.array.count = count;
    out->as.array.foreign = false;
}

static bool mix_color_arrays(const expr *e, context *c, const kuril_style_value *a, const kuril_style_value *b,
                             double t, kuril_style_value *out)
{
    const curve *v = e->data;
    const size_t count = a->as.colors.count;
    if (count != b->as.colors.count)
        return kuril_fail_evaluation(e, c,
                                     "colorArray: Arrays have mismatched length (%zu vs. %zu), cannot interpolate.",
                                     count, b->as.colors.count);
    kuril_color *items = kuril_arena_array(c->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = kuril_color_mix(&a->as.colors.items[i], &b->as.colors.items[i], t, v->space);
    out->kind = KURIL_KIND_COLOR_ARRAY;
    out->as.colors.items = items;
    out->as.colors.count = count;
    return true;
}

static bool fail_length(const expr *e, context *c, const kuril_style_value *a, const kuril_style_value *b)
{
    GString *text = g_string_new("Cannot interpolate values of different length. from: ");
    kuril_style_value_append_json(text, a);
    g_string_append(text, ", to: ");
    kuril_style_value_append_json(text, b);
    kuril_fail_evaluation(e, c, "%s", text->str);
    g_string_free(text, TRUE);
    return false;
}

static bool mix_anchors(const expr *e, context *c, const kuril_style_value *a, const kuril_style_value *b, double t,
                        kuril_style_value *out)
{
    const size_t count = a->as.anchors.count;
    if (count != b->as.anchors.count)
        return fail_length(e, c, a, b);
    kuril_anchor_entry *items = kuril_arena_array(c->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        const kuril_anchor_entry *x = &a->as.anchors.items[i], *y = &b->as.anchors.items[i];
        if (strcmp(x->anchor, y->anchor) != 0)
            return kuril_fail_evaluation(
                e, c, "Cannot interpolate values containing mismatched anchors. from[%zu]: %s, to[%zu]: %s", 2 * i,
                x->anchor, 2 * i, y->anchor);
        items[i] = (kuril_anchor_entry){x->anchor, mix(x->x, y->x, t), mix(x->y, y->y, t)};
    }
    out->kind = KURIL_KIND_ANCHOR_OFFSETS;
    out->as.anchors.items = items;
    out->as.anchors.count = count;
    return true;
}

static bool mix_values(const expr *e, context *c, const kuril_style_value *a, const kuril_style_value *b, double t,
                       kuril_style_value *out)
{
    const curve *v = e->data;
    if (a->kind != b->kind || a->kind != e->type->kind)
        return kuril_fail_type(e, c, e->type->kind, a->kind == e->type->kind ? b : a);
    switch (a->kind) {
    case KURIL_KIND_NUMBER:
        return give_number(out, mix(a->as.number, b->as.number, t));
    case KURIL_KIND_COLOR:
        out->kind = KURIL_KIND_COLOR;
        out->as.color = kuril_color_mix(&a->as.color, &b->as.color, t, v->space);
        return true;
    case KURIL_KIND_PADDING:
        out->kind = KURIL_KIND_PADDING;
        for (int i = 0; i < 4; i++)
            out->as.padding[i] = mix(a->as.padding[i], b->as.padding[i], t);
        return true;
    case KURIL_KIND_NUMBER_ARRAY:
        mix_number_arrays(a, b, t, c, out);
        return true;
    case KURIL_KIND_ARRAY:
        mix_arrays(a, b, t, c, out);
        return true;
    case KURIL_KIND_COLOR_ARRAY:
        return mix_color_arrays(e, c, a, b, t, out);
    case KURIL_KIND_ANCHOR_OFFSETS:
        return mix_anchors(e, c, a, b, t, out);
    case KURIL_KIND_PROJECTION:
        out->kind = KURIL_KIND_PROJECTION;
        out->as.projection.from = a->as.projection.from;
        out->as.projection.to = b->as.projection.from;
        out->as.projection.transition = t;
        return true;
    default:
        return kuril_fail_type(e, c, e->type->kind, a);
    }
}

static bool eval_step(const expr *e, context *c, kuril_style_value *out)
{
    double input;
    size_t stop;
    bool single;
    return find_stop(e, c, &input, &stop, &single) && run(e->args[stop + 1], c, out);
}

static bool eval_interpolate(const expr *e, context *c, kuril_style_value *out)
{
    const curve *v = e->data;
    double input;
    size_t stop;
    bool single;
    if (!find_stop(e, c, &input, &stop, &single))
        return false;
    if (single)
        return run(e->args[stop + 1], c, out);
    const double t = fraction(v, input, v->labels[stop], v->labels[stop + 1]);
    kuril_style_value a, b;
    return run(e->args[stop + 1], c, &a) && run(e->args[stop + 2], c, &b) && mix_values(e, c, &a, &b, t, out);
}

/* ---- compiling ---- */

static bool parse_exponential(const compiler *k, const kuril_node *how, curve *v)
{
    const kuril_node *base = kuril_node_count(how) > 1 ? kuril_node_at(how, 1) : NULL;
    if (!base || kuril_node_kind_of(base) != KURIL_NODE_NUMBER)
        return kuril_problem_at2(k, 1, 1, "Exponential interpolation requires a numeric base."), false;
    v->base = kuril_node_number(base);
    return true;
}

static bool parse_bezier(const compiler *k, const kuril_node *how, curve *v)
{
    bool fine = kuril_node_count(how) == 5;
    for (size_t i = 0; fine && i < 4; i++) {
        const kuril_node *n = kuril_node_at(how, i + 1);
        v->control[i] = kuril_node_number(n);
        fine = kuril_node_kind_of(n) == KURIL_NODE_NUMBER && v->control[i] >= 0 && v->control[i] <= 1;
    }
    v->how = EASE_BEZIER;
    return fine || (kuril_problem_at(k, 1,
                                     "Cubic bezier interpolation requires four numeric arguments with values between "
                                     "0 and 1."),
                    false);
}

/* As JavaScript's String(): items of arrays after commas, null only by itself. */
static void append_js_text(GString *out, const kuril_node *node, bool alone)
{
    const kuril_node_kind kind = kuril_node_kind_of(node);
    if (kind == KURIL_NODE_OBJECT || kind == KURIL_NODE_NULL) {
        g_string_append(out, kind == KURIL_NODE_OBJECT ? "[object Object]" : alone ? "null" : "");
    } else if (kind == KURIL_NODE_ARRAY) {
        for (size_t i = 0; i < kuril_node_count(node); i++) {
            if (i)
                g_string_append_c(out, ',');
            append_js_text(out, kuril_node_at(node, i), false);
        }
    } else {
        const kuril_value plain = kuril_node_to_value(node, NULL);
        const kuril_style_value value = kuril_style_value_from(&plain);
        kuril_style_value_append_text(out, &value);
    }
}

static bool parse_easing(const compiler *k, curve *v)
{
    const kuril_node *how = kuril_arity(k) > 0 ? kuril_node_at(k->node, 1) : NULL;
    if (!how || kuril_node_kind_of(how) != KURIL_NODE_ARRAY || kuril_node_count(how) == 0)
        return kuril_problem_at(k, 1, "Expected an interpolation type expression."), false;
    const kuril_node *name = kuril_node_at(how, 0);
    const char *word = kuril_node_string(name);
    v->how = EASE_EXPONENTIAL;
    v->base = 1;
    if (strcmp(word, "linear") == 0)
        return true;
    if (strcmp(word, "exponential") == 0)
        return parse_exponential(k, how, v);
    if (strcmp(word, "cubic-bezier") == 0)
        return parse_bezier(k, how, v);
    GString *text = g_string_new(NULL);
    append_js_text(text, name, true);
    kuril_problem_at2(k, 1, 0, "Unknown interpolation type %s", text->str);
    g_string_free(text, TRUE);
    return false;
}

/* False with a problem when item `at` is no label that may follow the ones before. */
static bool check_label(const compiler *k, size_t at, const double *labels, size_t count, const char *name)
{
    const kuril_node *node = kuril_node_at(k->node, at);
    if (kuril_node_kind_of(node) != KURIL_NODE_NUMBER)
        kuril_problem_at(k, (int)at,
                         "Input/output pairs for \"%s\" expressions must be defined using literal numeric values (not "
                         "computed expressions) for the input values.",
                         name);
    else if (count && labels[count - 1] >= kuril_node_number(node))
        kuril_problem_at(k, (int)at,
                         "Input/output pairs for \"%s\" expressions must be arranged with input values in strictly "
                         "ascending order.",
                         name);
    else
        return true;
    return false;
}

/*
 * Labels and outputs from item `first` on, into e and v; the type of the outputs is `*output`, and when NULL becomes
 * the first one's. A step's first output has no label.
 */
static bool compile_stops(const compiler *k, expr *e, curve *v, size_t first, const char *name,
                          const kuril_type **output)
{
    double *labels = kuril_arena_array(k->all->arena, e->count - 1, sizeof *labels);
    size_t at = first;
    for (v->count = 0; v->count < e->count - 1; v->count++, at += 2) {
        labels[v->count] = -HUGE_VAL;
        if (v->how != EASE_STEP || v->count > 0) {
            if (!check_label(k, at, labels, v->count, name))
                return false;
            labels[v->count] = kuril_node_number(kuril_node_at(k->node, at));
        }
        const expr *arg = kuril_compile_item(k, at + 1, *output);
        if (!arg)
            return false;
        *output = *output ? *output : arg->type;
        kuril_expr_set(e, v->count + 1, arg);
    }
    v->labels = labels;
    return true;
}

static const kuril_type *wanted_output(const compiler *k)
{
    return k->expected && k->expected->kind != KURIL_KIND_VALUE ? k->expected : NULL;
}

static bool check_count(const compiler *k)
{
    const size_t arity = kuril_arity(k);
    if (arity < 4)
        return kuril_problem(k, "Expected at least 4 arguments, but found only %zu.", arity), false;
    if (arity % 2 != 0)
        return kuril_problem(k, "Expected an even number of arguments."), false;
    return true;
}

const expr *kuril_parse_step(const compiler *k, const kuril_operator *op)
{
    (void)op;
    if (!check_count(k))
        return NULL;
    const expr *input = kuril_compile_item(k, 1, kuril_type_of_kind(KURIL_KIND_NUMBER));
    if (!input)
        return NULL;
    curve *v = kuril_arena_array(k->all->arena, 1, sizeof *v);
    const kuril_type *output = wanted_output(k);
    expr *e = kuril_expr_new(k, eval_step, NULL, kuril_arity(k) / 2 + 1);
    kuril_expr_set(e, 0, input);
    v->how = EASE_STEP;
    e->data = v;
    e->form = FORM_CURVE;
    if (!compile_stops(k, e, v, 1, "step", &output))
        return NULL;
    e->type = output;
    return kuril_expr_done(e, 0);
}

static bool interpolatable(const kuril_type *type)
{
    switch (type->kind) {
    case KURIL_KIND_NUMBER:
    case KURIL_KIND_PROJECTION:
    case KURIL_KIND_COLOR:
    case KURIL_KIND_PADDING:
    case KURIL_KIND_NUMBER_ARRAY:
    case KURIL_KIND_COLOR_ARRAY:
    case KURIL_KIND_ANCHOR_OFFSETS:
        return true;
    case KURIL_KIND_ARRAY:
        return type->item->kind == KURIL_KIND_NUMBER && type->length >= 0;
    default:
        return false;
    }
}

const expr *kuril_parse_interpolate(const compiler *k, const kuril_operator *op)
{
    curve *v = kuril_arena_array(k->all->arena, 1, sizeof *v);
    v->space = (kuril_color_space)op->variant;
    if (!parse_easing(k, v) || !check_count(k))
        return NULL;
    const expr *input = kuril_compile_item(k, 2, kuril_type_of_kind(KURIL_KIND_NUMBER));
    if (!input)
        return NULL;
    const bool colors = v->space != KURIL_SPACE_RGB && !(k->expected && k->expected->kind == KURIL_KIND_COLOR_ARRAY);
    const kuril_type *output = colors ? kuril_type_of_kind(KURIL_KIND_COLOR) : wanted_output(k);
    expr *e = kuril_expr_new(k, eval_interpolate, NULL, kuril_arity(k) / 2);
    kuril_expr_set(e, 0, input);
    e->data = v;
    e->form = FORM_CURVE;
    if (!compile_stops(k, e, v, 3, "interpolate", &output))
        return NULL;
    if (!interpolatable(output)) {
        char *name = kuril_type_name(output);
        kuril_problem(k, "Type %s is not interpolatable.", name);
        g_free(name);
        return NULL;
    }
    e->type = output;
    return kuril_expr_done(e, 0);
}

bool kuril_curve_interpolates(const expr *e)
{
    return ((const curve *)e->data)->how != EASE_STEP;
}
