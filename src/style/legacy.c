/* Legacy filters, functions and tokens, rewritten as expressions before they are compiled. */
#include "style/expr.h"
#include <string.h>

typedef const kuril_node node_t;

static node_t *text(kuril_arena *arena, node_t *like, const char *word)
{
    return kuril_node_make_string(arena, like, word);
}

static node_t *list(kuril_arena *arena, node_t *like, GPtrArray *items)
{
    node_t *made = kuril_node_make_array(arena, like, (node_t *const *)items->pdata, items->len);
    g_ptr_array_free(items, TRUE);
    return made;
}

static void add(GPtrArray *items, node_t *node)
{
    g_ptr_array_add(items, (gpointer)(guintptr)node);
}

/* A call of an operator with up to three arguments; NULL ends them. */
static node_t *call(kuril_arena *arena, node_t *like, const char *op, node_t *a, node_t *b, node_t *c)
{
    GPtrArray *items = g_ptr_array_new();
    add(items, text(arena, like, op));
    node_t *const args[] = {a, b, c};
    for (size_t i = 0; i < 3 && args[i]; i++)
        add(items, args[i]);
    return list(arena, like, items);
}

static bool is_text(node_t *node, const char *word)
{
    return kuril_node_kind_of(node) == KURIL_NODE_STRING && strcmp(kuril_node_string(node), word) == 0;
}

static bool is_list(node_t *node)
{
    return kuril_node_kind_of(node) == KURIL_NODE_ARRAY;
}

/* ---- filters ---- */

static bool is_comparison(node_t *first)
{
    static const char *const words[] = {"==", "!=", "<", "<=", ">", ">="};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (is_text(first, words[i]))
            return true;
    return false;
}

bool kuril_filter_is_expression(const kuril_node *filter)
{
    if (kuril_node_kind_of(filter) == KURIL_NODE_BOOL)
        return true;
    const size_t n = kuril_node_count(filter);
    if (!is_list(filter) || n == 0)
        return false;
    node_t *first = kuril_node_at(filter, 0);
    if (is_text(first, "has"))
        return n >= 2 && !is_text(kuril_node_at(filter, 1), "$id") && !is_text(kuril_node_at(filter, 1), "$type");
    if (is_text(first, "in"))
        return n >= 3 && (kuril_node_kind_of(kuril_node_at(filter, 1)) != KURIL_NODE_STRING ||
                          is_list(kuril_node_at(filter, 2)));
    if (is_text(first, "!in") || is_text(first, "!has") || is_text(first, "none"))
        return false;
    if (is_comparison(first))
        return n != 3 || is_list(kuril_node_at(filter, 1)) || is_list(kuril_node_at(filter, 2));
    if (is_text(first, "any") || is_text(first, "all"))
        for (size_t i = 1; i < n; i++)
            if (!kuril_filter_is_expression(kuril_node_at(filter, i)))
                return false;
    return true;
}

static node_t *convert_membership(node_t *filter, kuril_arena *arena)
{
    GPtrArray *values = g_ptr_array_new();
    for (size_t i = 2; i < kuril_node_count(filter); i++)
        add(values, kuril_node_at(filter, i));
    node_t *literal = call(arena, filter, "literal", list(arena, filter, values), NULL, NULL);
    return call(arena, filter, "filter-in", kuril_node_at(filter, 1), literal, NULL);
}

static node_t *convert_parts(node_t *filter, const char *op, kuril_arena *arena)
{
    GPtrArray *items = g_ptr_array_new();
    add(items, text(arena, filter, op));
    for (size_t i = 1; i < kuril_node_count(filter); i++)
        add(items, kuril_convert_filter(kuril_node_at(filter, i), arena));
    return list(arena, filter, items);
}

const kuril_node *kuril_convert_filter(const kuril_node *filter, kuril_arena *arena)
{
    const size_t n = kuril_node_count(filter);
    if (!is_list(filter) || n == 0)
        return kuril_node_make_bool(arena, filter, true);
    if (kuril_filter_is_expression(filter))
        return filter;
    node_t *first = kuril_node_at(filter, 0);
    const char *op = kuril_node_string(first);
    if (n <= 1)
        return kuril_node_make_bool(arena, filter, strcmp(op, "any") != 0);
    if (strcmp(op, "!=") == 0)
        return call(arena, filter, "!",
                    call(arena, filter, "filter-==", kuril_node_at(filter, 1), kuril_node_at(filter, 2), NULL), NULL,
                    NULL);
    if (is_comparison(first)) {
        char name[16] = "filter-";
        g_strlcat(name, op, sizeof name);
        return call(arena, filter, name, kuril_node_at(filter, 1), kuril_node_at(filter, 2), NULL);
    }
    if (strcmp(op, "any") == 0 || strcmp(op, "all") == 0)
        return convert_parts(filter, op, arena);
    if (strcmp(op, "none") == 0)
        return call(arena, filter, "!", convert_parts(filter, "any", arena), NULL, NULL);
    if (strcmp(op, "in") == 0)
        return convert_membership(filter, arena);
    if (strcmp(op, "!in") == 0)
        return call(arena, filter, "!", convert_membership(filter, arena), NULL, NULL);
    if (strcmp(op, "has") == 0)
        return call(arena, filter, "filter-has", kuril_node_at(filter, 1), NULL, NULL);
    if (strcmp(op, "!has") == 0)
        return call(arena, filter, "!", call(arena, filter, "filter-has", kuril_node_at(filter, 1), NULL, NULL), NULL,
                    NULL);
    return filter;
}

/* all and any of an expression filter hold expressions alone; kuril_filter_is_expression has seen to that. */
bool kuril_filter_check_mixed(const kuril_node *filter, kuril_expression_problems *problems)
{
    (void)filter;
    (void)problems;
    return true;
}

/* ---- tokens ---- */

const kuril_node *kuril_convert_tokens(const kuril_node *node, kuril_arena *arena)
{
    const char *rest = kuril_node_string(node);
    GPtrArray *items = g_ptr_array_new();
    add(items, text(arena, node, "concat"));
    for (const char *open; (open = strchr(rest, '{')) && strchr(open, '}');) {
        const char *close = strchr(open, '}');
        char *before = g_strndup(rest, (gsize)(open - rest)), *name = g_strndup(open + 1, (gsize)(close - open - 1));
        if (*before)
            add(items, text(arena, node, before));
        add(items, call(arena, node, "to-string", call(arena, node, "get", text(arena, node, name), NULL, NULL), NULL,
                        NULL));
        g_free(before);
        g_free(name);
        rest = close + 1;
    }
    if (items->len == 1) {
        g_ptr_array_free(items, TRUE);
        return node;
    }
    if (*rest)
        add(items, text(arena, node, rest));
    return list(arena, node, items);
}

/* ---- functions ---- */

typedef struct function {
    node_t *node, *stops, *fallback;
    const char *property; /* NULL: of zoom */
    const char *type;
    double base;
    const kuril_expression_spec *spec;
    kuril_arena *arena;
} function;

static node_t *literal_of(const function *f, node_t *value)
{
    const kuril_node_kind kind = kuril_node_kind_of(value);
    if (kind == KURIL_NODE_ARRAY || kind == KURIL_NODE_OBJECT)
        return call(f->arena, value, "literal", value, NULL, NULL);
    if (f->spec->tokens && kind == KURIL_NODE_STRING)
        return kuril_convert_tokens(value, f->arena);
    return value;
}

static node_t *fallback_of(const function *f)
{
    node_t *value = f->fallback ? f->fallback : f->spec->initial;
    return value ? literal_of(f, value) : kuril_node_make_null(f->arena, f->node);
}

static node_t *input_of(const function *f)
{
    if (!f->property)
        return call(f->arena, f->node, "zoom", NULL, NULL, NULL);
    return call(f->arena, f->node, "get", text(f->arena, f->node, f->property), NULL, NULL);
}

/* The curve over [input, output] pairs. */
static node_t *curve(const function *f, node_t *input, GPtrArray *inputs, GPtrArray *outputs, bool smooth)
{
    GPtrArray *items = g_ptr_array_new();
    add(items, text(f->arena, f->node, smooth ? "interpolate" : "step"));
    if (smooth)
        add(items, f->base == 1 ? call(f->arena, f->node, "linear", NULL, NULL, NULL)
                                : call(f->arena, f->node, "exponential",
                                       kuril_node_make_number(f->arena, f->node, f->base), NULL, NULL));
    add(items, input);
    for (guint i = 0; i < inputs->len; i++) {
        if (smooth || i > 0)
            add(items, inputs->pdata[i]);
        add(items, outputs->pdata[i]);
    }
    return list(f->arena, f->node, items);
}

static node_t *cases(const function *f, GPtrArray *inputs, GPtrArray *outputs)
{
    GPtrArray *items = g_ptr_array_new();
    add(items, text(f->arena, f->node, "case"));
    for (guint i = 0; i < inputs->len; i++) {
        add(items, call(f->arena, f->node, "==", input_of(f), inputs->pdata[i], NULL));
        add(items, outputs->pdata[i]);
    }
    add(items, fallback_of(f));
    return list(f->arena, f->node, items);
}

static node_t *over_property(const function *f, GPtrArray *inputs, GPtrArray *outputs)
{
    if (strcmp(f->type, "categorical") == 0)
        return cases(f, inputs, outputs);
    node_t *number = call(f->arena, f->node, "number", input_of(f), NULL, NULL);
    node_t *is_number = call(f->arena, f->node, "==", call(f->arena, f->node, "typeof", input_of(f), NULL, NULL),
                             text(f->arena, f->node, "number"), NULL);
    return call(f->arena, f->node, "case", is_number,
                curve(f, number, inputs, outputs, strcmp(f->type, "exponential") == 0), fallback_of(f));
}

static node_t *one_input(const function *f)
{
    GPtrArray *inputs = g_ptr_array_new(), *outputs = g_ptr_array_new();
    for (size_t i = 0; i < kuril_node_count(f->stops); i++) {
        node_t *stop = kuril_node_at(f->stops, i);
        add(inputs, kuril_node_at(stop, 0));
        add(outputs, literal_of(f, kuril_node_at(stop, 1)));
    }
    node_t *made = f->property ? over_property(f, inputs, outputs)
                               : curve(f, input_of(f), inputs, outputs, strcmp(f->type, "exponential") == 0);
    g_ptr_array_free(inputs, TRUE);
    g_ptr_array_free(outputs, TRUE);
    return made;
}

/* Stops of {zoom, value}: a function of the property at each zoom, and a curve over those. */
static node_t *zoom_and_property(const function *f)
{
    GPtrArray *zooms = g_ptr_array_new(), *functions = g_ptr_array_new();
    const size_t n = kuril_node_count(f->stops);
    for (size_t i = 0; i < n;) {
        node_t *zoom = kuril_node_member(kuril_node_at(kuril_node_at(f->stops, i), 0), "zoom");
        GPtrArray *inputs = g_ptr_array_new(), *outputs = g_ptr_array_new();
        for (; i < n; i++) {
            node_t *stop = kuril_node_at(f->stops, i), *key = kuril_node_at(stop, 0);
            node_t *here = kuril_node_member(key, "zoom"), *value = kuril_node_member(key, "value");
            if (!zoom || !here || !value || kuril_node_number(here) != kuril_node_number(zoom))
                break;
            add(inputs, value);
            add(outputs, literal_of(f, kuril_node_at(stop, 1)));
        }
        if (inputs->len == 0)
            i++;
        else {
            add(zooms, zoom);
            add(functions, over_property(f, inputs, outputs));
        }
        g_ptr_array_free(inputs, TRUE);
        g_ptr_array_free(outputs, TRUE);
    }
    function zoomed = *f;
    zoomed.property = NULL;
    zoomed.base = 1;
    node_t *made = curve(&zoomed, input_of(&zoomed), zooms, functions, f->spec->interpolated);
    g_ptr_array_free(zooms, TRUE);
    g_ptr_array_free(functions, TRUE);
    return made;
}

static bool stops_are_good(const function *f, kuril_expression_problems *problems)
{
    bool good = f->stops && is_list(f->stops) && kuril_node_count(f->stops) > 0;
    for (size_t i = 0; good && i < kuril_node_count(f->stops); i++)
        good = is_list(kuril_node_at(f->stops, i)) && kuril_node_count(kuril_node_at(f->stops, i)) == 2;
    if (!good)
        kuril_problem_add(problems, f->stops ? f->stops : f->node, "",
                          "a function needs `stops`: a list of pairs of an input and an output");
    return good;
}

const kuril_node *kuril_convert_function(const kuril_node *node, const kuril_expression_spec *spec,
                                         kuril_arena *arena, kuril_expression_problems *problems)
{
    node_t *property = kuril_node_member(node, "property"), *type = kuril_node_member(node, "type");
    node_t *base = kuril_node_member(node, "base");
    function f = {.node = node,
                  .stops = kuril_node_member(node, "stops"),
                  .fallback = kuril_node_member(node, "default"),
                  .property = property ? kuril_node_string(property) : NULL,
                  .type = type ? kuril_node_string(type) : spec->interpolated ? "exponential" : "interval",
                  .base = base ? kuril_node_number(base) : 1,
                  .spec = spec,
                  .arena = arena};
    if (!f.stops && !property) {
        kuril_problem_add(problems, node, "", "Bare objects invalid. Use [\"literal\", {...}] instead.");
        return NULL;
    }
    if (property && (strcmp(f.type, "identity") == 0 || !f.stops))
        return call(arena, node, "coalesce", input_of(&f), fallback_of(&f), NULL);
    if (!stops_are_good(&f, problems))
        return NULL;
    node_t *key = kuril_node_at(kuril_node_at(f.stops, 0), 0);
    if (property && kuril_node_kind_of(key) == KURIL_NODE_OBJECT)
        return zoom_and_property(&f);
    return one_input(&f);
}
