/*
 * Legacy functions (`stops`, `property`, `type`) and token strings, rewritten as the expressions that do the same.
 * https://maplibre.org/maplibre-style-spec/deprecations/#function
 */
#include "style/expr.h"
#include "style/rewrite.h"
#include <math.h>

typedef enum function_kind { EXPONENTIAL, INTERVAL, CATEGORICAL, IDENTITY } function_kind;

/* What a function says, and the stops of one of its zooms. */
typedef struct function {
    kuril_arena *arena;
    const kuril_expression_spec *spec;
    const kuril_node *node, *fallback;
    const char *property; /* NULL: of zoom alone */
    function_kind kind;
    const char *ramp; /* "interpolate" or one of its kin */
    double base;
    GPtrArray *inputs, *outputs;
} function;

/* ---- tokens ---- */

/* The "{name}" at or after `at`: where it begins, and where it ends. */
static const char *next_token(const char *at, const char **end)
{
    for (const char *open = strchr(at, '{'); open; open = strchr(open + 1, '{')) {
        const size_t length = strcspn(open + 1, "{}");
        if (length && open[1 + length] == '}') {
            *end = open + length + 2;
            return open;
        }
    }
    return NULL;
}

static const kuril_node *field(kuril_arena *arena, const kuril_node *like, const char *name)
{
    return rewrite_call(arena, like, "get", kuril_node_make_string(arena, like, name), NULL);
}

static const kuril_node *make_piece(kuril_arena *arena, const kuril_node *like, const char *text, const char *end)
{
    char *piece = g_strndup(text, (gsize)(end - text));
    const kuril_node *made = kuril_node_make_string(arena, like, piece);
    g_free(piece);
    return made;
}

const kuril_node *kuril_convert_tokens(const kuril_node *node, kuril_arena *arena)
{
    const char *at = kuril_node_string(node), *end, *token = next_token(at, &end);
    if (!token)
        return node;
    if (token == at && !*end)
        return rewrite_call(arena, node, "to-string",
                            field(arena, node, kuril_node_string(make_piece(arena, node, token + 1, end - 1))), NULL);
    rewriting r = rewrite_begin(arena, node);
    rewrite_text(&r, "concat");
    for (; token; token = next_token(at, &end)) {
        if (token > at)
            rewrite_add(&r, make_piece(arena, node, at, token));
        rewrite_add(&r, field(arena, node, kuril_node_string(make_piece(arena, node, token + 1, end - 1))));
        at = end;
    }
    if (*at)
        rewrite_text(&r, at);
    return rewrite_end(&r);
}

/* ---- parts ---- */

static const kuril_node *quoted(const function *f, const kuril_node *value)
{
    const kuril_node_kind kind = kuril_node_kind_of(value);
    if (kind == KURIL_NODE_ARRAY || kind == KURIL_NODE_OBJECT)
        return rewrite_call(f->arena, value, "literal", value, NULL);
    return value;
}

static const kuril_node *output(const function *f, const kuril_node *value)
{
    if (!f->property && f->spec->tokens && kuril_node_kind_of(value) == KURIL_NODE_STRING)
        return kuril_convert_tokens(value, f->arena);
    return quoted(f, value);
}

static const kuril_node *get(const function *f)
{
    return field(f->arena, f->node, f->property);
}

static const kuril_node *text(const function *f, const char *t)
{
    return kuril_node_make_string(f->arena, f->node, t);
}

/* The function's default, or the property's; without either, what has no stop fails and the property has no value. */
static const kuril_node *fallback(const function *f)
{
    const kuril_node *value = f->fallback ? f->fallback : f->spec->initial;
    if (value)
        return quoted(f, value);
    if (f->spec->type && f->spec->type->kind == KURIL_KIND_IMAGE)
        return text(f, "");
    return rewrite_call(f->arena, f->node, "error", text(f, "The function has no stop for this value."), NULL);
}

static bool same_input(const kuril_node *a, const kuril_node *b)
{
    if (kuril_node_kind_of(a) != kuril_node_kind_of(b))
        return false;
    switch (kuril_node_kind_of(a)) {
    case KURIL_NODE_NUMBER:
        return kuril_node_number(a) == kuril_node_number(b);
    case KURIL_NODE_STRING:
        return strcmp(kuril_node_string(a), kuril_node_string(b)) == 0;
    default:
        return false;
    }
}

/* Inputs and outputs behind what `r` holds; an input that repeats the one before is passed over. */
static void add_pairs(const function *f, rewriting *r, bool step)
{
    const kuril_node *last = NULL;
    for (guint i = 0; i < f->inputs->len; i++) {
        const kuril_node *input = g_ptr_array_index(f->inputs, i), *value = g_ptr_array_index(f->outputs, i);
        if (last && same_input(last, input))
            continue;
        if (!step || i > 0)
            rewrite_add(r, input);
        rewrite_add(r, value);
        last = step && i == 0 ? NULL : input;
    }
    if (step && r->items->len == 3) { /* a step needs a stop: one that changes nothing */
        rewrite_number(r, 0);
        rewrite_add(r, g_ptr_array_index(f->outputs, 0));
    }
}

static const kuril_node *curve(const function *f, const kuril_node *input, bool step)
{
    rewriting r = rewrite_begin(f->arena, f->node);
    rewrite_text(&r, step ? "step" : f->ramp);
    if (!step)
        rewrite_add(&r, f->base == 1 ? rewrite_call(f->arena, f->node, "linear", NULL, NULL)
                                     : rewrite_call(f->arena, f->node, "exponential",
                                                    kuril_node_make_number(f->arena, f->node, f->base), NULL));
    rewrite_add(&r, input);
    add_pairs(f, &r, step);
    return rewrite_end(&r);
}

static const kuril_node *over_booleans(const function *f)
{
    rewriting r = rewrite_begin(f->arena, f->node);
    rewrite_text(&r, "case");
    for (guint i = 0; i < f->inputs->len; i++) {
        rewrite_add(&r, rewrite_call(f->arena, f->node, "==", get(f), g_ptr_array_index(f->inputs, i)));
        rewrite_add(&r, g_ptr_array_index(f->outputs, i));
    }
    rewrite_add(&r, fallback(f));
    return rewrite_end(&r);
}

static const kuril_node *over_categories(const function *f)
{
    if (kuril_node_kind_of(g_ptr_array_index(f->inputs, 0)) == KURIL_NODE_BOOL)
        return over_booleans(f);
    rewriting r = rewrite_begin(f->arena, f->node);
    rewrite_text(&r, "match");
    rewrite_add(&r, get(f));
    add_pairs(f, &r, false);
    rewrite_add(&r, fallback(f));
    return rewrite_end(&r);
}

static const kuril_node *over_property(const function *f)
{
    if (f->kind == CATEGORICAL)
        return over_categories(f);
    const kuril_node *made = curve(f, rewrite_call(f->arena, f->node, "number", get(f), NULL), f->kind == INTERVAL);
    if (!f->fallback)
        return made;
    rewriting r = rewrite_begin(f->arena, f->node);
    rewrite_text(&r, "case");
    rewrite_add(&r, rewrite_call(f->arena, f->node, "==", rewrite_call(f->arena, f->node, "typeof", get(f), NULL),
                                 text(f, "number")));
    rewrite_add(&r, made);
    rewrite_add(&r, quoted(f, f->fallback));
    return rewrite_end(&r);
}

/* ---- identity ---- */

static const kuril_node *identity_word(const function *f)
{
    rewriting words = rewrite_begin(f->arena, f->node), r = rewrite_begin(f->arena, f->node);
    for (size_t i = 0; i < f->spec->n_words; i++)
        rewrite_text(&words, f->spec->words[i]);
    rewrite_text(&r, "match");
    rewrite_add(&r, get(f));
    rewrite_add(&r, rewrite_end(&words));
    rewrite_add(&r, get(f));
    rewrite_add(&r, quoted(f, f->fallback));
    return rewrite_end(&r);
}

static const kuril_node *identity_array(const function *f)
{
    const kuril_type *type = f->spec->type;
    rewriting r = rewrite_begin(f->arena, f->node);
    rewrite_text(&r, "array");
    if (type->item->kind != KURIL_KIND_VALUE) {
        rewrite_text(&r, kuril_kind_name(type->item->kind));
        rewrite_add(&r, type->length >= 0 ? kuril_node_make_number(f->arena, f->node, type->length)
                                          : kuril_node_make_null(f->arena, f->node));
    }
    rewrite_add(&r, get(f));
    rewrite_add(&r, quoted(f, f->fallback));
    return rewrite_end(&r);
}

static const kuril_node *identity(const function *f)
{
    const kuril_type *type = f->spec->type;
    if (!f->fallback)
        return f->spec->coerce_text ? rewrite_call(f->arena, f->node, "string", get(f), NULL) : get(f);
    if (f->spec->n_words)
        return identity_word(f);
    if (type && type->kind == KURIL_KIND_ARRAY)
        return identity_array(f);
    const bool asserted = type && (type->kind == KURIL_KIND_STRING || type->kind == KURIL_KIND_NUMBER ||
                                   type->kind == KURIL_KIND_BOOLEAN);
    const char *op = asserted                                 ? kuril_kind_name(type->kind)
                     : type && type->kind == KURIL_KIND_COLOR ? "to-color"
                                                              : "coalesce";
    return rewrite_call(f->arena, f->node, op, get(f), quoted(f, f->fallback));
}

/* ---- stops ---- */

static void add_stop(function *f, const kuril_node *input, const kuril_node *value)
{
    g_ptr_array_add(f->inputs, (gpointer)input);
    g_ptr_array_add(f->outputs, (gpointer)output(f, value));
}

static function with_stops(const function *f)
{
    function made = *f;
    made.inputs = g_ptr_array_new();
    made.outputs = g_ptr_array_new();
    return made;
}

static void free_stops(function *f)
{
    g_ptr_array_free(f->inputs, TRUE);
    g_ptr_array_free(f->outputs, TRUE);
}

static const kuril_node *one_dimension(const function *f, const kuril_node *stops)
{
    function all = with_stops(f);
    for (size_t i = 0; i < kuril_node_count(stops); i++)
        add_stop(&all, kuril_node_at(kuril_node_at(stops, i), 0), kuril_node_at(kuril_node_at(stops, i), 1));
    const kuril_node *made =
        f->property ? over_property(&all)
                    : curve(&all, rewrite_call(f->arena, f->node, "zoom", NULL, NULL), f->kind == INTERVAL);
    free_stops(&all);
    return made;
}

static double zoom_of(const kuril_node *stop)
{
    return kuril_node_number(kuril_node_member(kuril_node_at(stop, 0), "zoom"));
}

/* The function of the property at one zoom. */
static const kuril_node *at_zoom(const function *f, const kuril_node *stops, double zoom)
{
    function some = with_stops(f);
    some.base = 1;
    some.ramp = "interpolate";
    for (size_t i = 0; i < kuril_node_count(stops); i++) {
        const kuril_node *stop = kuril_node_at(stops, i);
        if (zoom_of(stop) == zoom)
            add_stop(&some, kuril_node_member(kuril_node_at(stop, 0), "value"), kuril_node_at(stop, 1));
    }
    const kuril_node *made = over_property(&some);
    free_stops(&some);
    return made;
}

static bool seen_before(const kuril_node *stops, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (zoom_of(kuril_node_at(stops, k)) == zoom_of(kuril_node_at(stops, i)))
            return true;
    return false;
}

/* Stops of zoom and value: a curve over zoom of functions of the property. */
static const kuril_node *two_dimensions(const function *f, const kuril_node *stops)
{
    function zooms = with_stops(f);
    zooms.base = 1;
    for (size_t i = 0; i < kuril_node_count(stops); i++) {
        if (seen_before(stops, i))
            continue;
        const double zoom = zoom_of(kuril_node_at(stops, i));
        g_ptr_array_add(zooms.inputs, (gpointer)kuril_node_make_number(f->arena, kuril_node_at(stops, i), zoom));
        g_ptr_array_add(zooms.outputs, (gpointer)at_zoom(f, stops, zoom));
    }
    const kuril_node *made = curve(&zooms, rewrite_call(f->arena, f->node, "zoom", NULL, NULL), !f->spec->interpolated);
    free_stops(&zooms);
    return made;
}

/* ---- checking ---- */

static const kuril_node *refuse(kuril_expression_problems *problems, const kuril_node *node, const char *message)
{
    kuril_problem_add(problems, node, "", message);
    return NULL;
}

static bool is_stop(const kuril_node *stop, bool with_zoom)
{
    if (!node_is_array(stop) || kuril_node_count(stop) != 2)
        return false;
    const kuril_node *key = kuril_node_at(stop, 0);
    if ((kuril_node_kind_of(key) == KURIL_NODE_OBJECT) != with_zoom)
        return false;
    const kuril_node *zoom = kuril_node_member(key, "zoom");
    return !with_zoom || (zoom && kuril_node_kind_of(zoom) == KURIL_NODE_NUMBER && kuril_node_member(key, "value"));
}

static bool check_stops(const kuril_node *stops, bool with_zoom, kuril_expression_problems *problems)
{
    for (size_t i = 0; i < kuril_node_count(stops); i++)
        if (!is_stop(kuril_node_at(stops, i), with_zoom))
            return refuse(problems, kuril_node_at(stops, i),
                          with_zoom ? "a stop must be a pair of an object of `zoom` and `value`, and an output"
                                    : "a stop must be a pair of an input and an output") != NULL;
    return true;
}

static bool read_kind(const kuril_node *node, function *f, kuril_expression_problems *problems)
{
    static const char *const names[] = {"exponential", "interval", "categorical", "identity"};
    const kuril_node *type = kuril_node_member(node, "type");
    f->kind = f->spec->interpolated ? EXPONENTIAL : INTERVAL;
    if (!type)
        return true;
    for (int i = 0; i < (int)G_N_ELEMENTS(names); i++)
        if (node_is_text(type, names[i])) {
            f->kind = (function_kind)i;
            return true;
        }
    return refuse(problems, type, "the type of a function is one of exponential, interval, categorical, identity") !=
           NULL;
}

static bool read_function(const kuril_node *node, function *f, kuril_expression_problems *problems)
{
    const kuril_node *property = kuril_node_member(node, "property"), *base = kuril_node_member(node, "base");
    const kuril_node *space = kuril_node_member(node, "colorSpace");
    if (property && kuril_node_kind_of(property) != KURIL_NODE_STRING)
        return refuse(problems, property, "the `property` of a function must be a string") != NULL;
    if (base && kuril_node_kind_of(base) != KURIL_NODE_NUMBER)
        return refuse(problems, base, "the `base` of a function must be a number") != NULL;
    if (space && !node_is_text(space, "rgb") && !node_is_text(space, "hcl") && !node_is_text(space, "lab"))
        return refuse(problems, space, "the `colorSpace` of a function is one of rgb, lab, hcl") != NULL;
    f->property = property ? kuril_node_string(property) : NULL;
    f->base = base ? kuril_node_number(base) : 1;
    f->fallback = kuril_node_member(node, "default");
    const bool colours = f->spec->type && f->spec->type->kind == KURIL_KIND_COLOR;
    f->ramp = space && colours && node_is_text(space, "hcl")   ? "interpolate-hcl"
              : space && colours && node_is_text(space, "lab") ? "interpolate-lab"
                                                               : "interpolate";
    return read_kind(node, f, problems);
}

const kuril_node *kuril_convert_function(const kuril_node *node, const kuril_expression_spec *spec, kuril_arena *arena,
                                         kuril_expression_problems *problems)
{
    function f = {.arena = arena, .spec = spec, .node = node};
    const kuril_node *stops = kuril_node_member(node, "stops");
    if (!stops && !kuril_node_member(node, "property"))
        return refuse(problems, node, "expected a value, an expression, or a function with `stops`");
    if (!read_function(node, &f, problems))
        return NULL;
    if (!stops && f.kind != IDENTITY)
        return refuse(problems, node, "a function that is not of type identity needs `stops`");
    if (!stops || f.kind == IDENTITY)
        return f.property ? identity(&f) : refuse(problems, node, "an identity function needs a `property`");
    if (!node_is_array(stops) || kuril_node_count(stops) == 0)
        return refuse(problems, stops, "`stops` must be a list of at least one stop");
    const kuril_node *first = kuril_node_at(stops, 0);
    const bool with_zoom = node_is_array(first) && kuril_node_count(first) > 0 &&
                           kuril_node_kind_of(kuril_node_at(first, 0)) == KURIL_NODE_OBJECT;
    if (!check_stops(stops, with_zoom, problems))
        return NULL;
    if (with_zoom && !f.property)
        return refuse(problems, node, "a function of zoom and value needs a `property`");
    if (!f.property && f.kind == CATEGORICAL)
        return refuse(problems, node, "a categorical function needs a `property`");
    return with_zoom ? two_dimensions(&f, stops) : one_dimension(&f, stops);
}
