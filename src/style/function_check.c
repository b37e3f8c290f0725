/*
 * Legacy functions as the specification's validator checks them, before they are rewritten as expressions: keys, which
 * property takes which kind, the inputs of stops, and outputs as plain values of the property.
 * https://maplibre.org/maplibre-style-spec/deprecations/#function
 */
#include "style/reader.h"

#include <math.h>
#include <string.h>

typedef enum function_kind { UNSAID, EXPONENTIAL, INTERVAL, CATEGORICAL, IDENTITY } function_kind;

typedef struct function {
    kuril_style_reader *reader;
    const kuril_property *property;
    function_kind kind;
    bool with_zoom; /* stops of zoom and value */
    bool has_input_kind, has_last, has_zoom;
    kuril_node_kind input_kind; /* of the first stop */
    double last, zoom;          /* of the stop before */
    GHashTable *seen;           /* categories of this zoom, as text; owned */
} function;

static const char *const kind_words[] = {"exponential", "interval", "categorical", "identity", NULL};
static const char *const space_words[] = {"rgb", "lab", "hcl", NULL};
static const kuril_key function_keys[] = {
    {.name = "stops", .kind = KURIL_KEY_ARRAY},
    {.name = "base", .kind = KURIL_KEY_NUMBER, .has_range = true, .maximum = INFINITY},
    {.name = "property", .kind = KURIL_KEY_STRING},
    {.name = "type", .kind = KURIL_KEY_STRING, .words = kind_words},
    {.name = "colorSpace", .kind = KURIL_KEY_STRING, .words = space_words},
    {.name = "default", .kind = KURIL_KEY_ANY},
};

static function_kind kind_of(const kuril_node *node)
{
    const char *word = kuril_reader_string(node, "type", "");
    for (int i = 0; kind_words[i]; i++)
        if (strcmp(kind_words[i], word) == 0)
            return (function_kind)(i + EXPONENTIAL);
    return UNSAID;
}

static void check_output(function *f, const kuril_node *node, const char *what)
{
    kuril_typed value;
    if (kuril_node_kind_of(node) == KURIL_NODE_OBJECT)
        kuril_reader_error(f->reader, node, "%s of '%s' must be a value, not an object", what, f->property->name);
    else if (kuril_expression_is(node))
        kuril_reader_error(f->reader, node, "%s of '%s' must be a value, not an expression", what, f->property->name);
    else
        kuril_read_literal(f->reader, f->property, node, &value);
}

static char *category_text(const kuril_node *input)
{
    switch (kuril_node_kind_of(input)) {
    case KURIL_NODE_NUMBER:
        return g_strdup_printf("%.0f", kuril_node_number(input));
    case KURIL_NODE_BOOL:
        return g_strdup(kuril_node_bool(input) ? "true" : "false");
    default:
        return g_strdup(kuril_node_string(input));
    }
}

static void check_category(function *f, const kuril_node *input)
{
    if (f->input_kind == KURIL_NODE_NUMBER && kuril_node_number(input) != floor(kuril_node_number(input)))
        kuril_reader_error(f->reader, input, "a number as input of a categorical function must be whole");
    else if (!g_hash_table_add(f->seen, category_text(input)))
        kuril_reader_error(f->reader, input, "the inputs of a categorical function's stops must differ");
}

static void check_number(function *f, const kuril_node *input)
{
    const double number = kuril_node_number(input);
    if (f->has_last && number < f->last)
        kuril_reader_error(f->reader, input, "the inputs of stops must ascend");
    else {
        f->has_last = true;
        f->last = number;
    }
}

static void check_input(function *f, const kuril_node *input)
{
    const kuril_node_kind kind = kuril_node_kind_of(input);
    if (!f->has_input_kind) {
        f->has_input_kind = true;
        f->input_kind = kind;
    }
    if (kind != f->input_kind)
        kuril_reader_error(f->reader, input, "the inputs of stops must be of one kind: a %s after a %s",
                           kuril_node_kind_name(kind), kuril_node_kind_name(f->input_kind));
    else if (kind != KURIL_NODE_NUMBER && kind != KURIL_NODE_STRING && kind != KURIL_NODE_BOOL)
        kuril_reader_error(f->reader, input, "the input of a stop must be a number, a text or a boolean");
    else if (f->kind == CATEGORICAL)
        check_category(f, input);
    else if (kind != KURIL_NODE_NUMBER)
        kuril_reader_error(f->reader, input,
                           "the input of a stop must be a number, unless the function has \"type\": \"categorical\"");
    else
        check_number(f, input);
}

/* {"zoom": 5, "value": 3}; false when the stop's output is not to be looked at. */
static bool check_zoom_and_value(function *f, const kuril_node *key)
{
    static const kuril_key keys[] = {{.name = "zoom", .kind = KURIL_KEY_NUMBER, .required = true},
                                     {.name = "value", .kind = KURIL_KEY_ANY, .required = true}};
    if (!kuril_reader_closed_keys(f->reader, key, "stop's input", keys, G_N_ELEMENTS(keys)))
        return false;
    const double zoom = kuril_node_number(kuril_node_member(key, "zoom"));
    if (f->has_zoom && zoom < f->zoom) {
        kuril_reader_error(f->reader, kuril_node_member(key, "zoom"), "the zooms of stops must ascend");
        return false;
    }
    if (!f->has_zoom || zoom != f->zoom) {
        f->has_last = false;
        g_hash_table_remove_all(f->seen);
    }
    f->has_zoom = true;
    f->zoom = zoom;
    check_input(f, kuril_node_member(key, "value"));
    return true;
}

static void check_stop(function *f, const kuril_node *stop)
{
    if (kuril_node_kind_of(stop) != KURIL_NODE_ARRAY || kuril_node_count(stop) != 2) {
        kuril_reader_error(f->reader, stop, "a stop must be a pair of an input and an output");
        return;
    }
    const kuril_node *input = kuril_node_at(stop, 0);
    if (f->with_zoom) {
        if (!check_zoom_and_value(f, input))
            return;
    } else
        check_input(f, input);
    check_output(f, kuril_node_at(stop, 1), "the output of a stop");
}

static void check_stops(function *f, const kuril_node *stops)
{
    if (f->kind == IDENTITY) {
        kuril_reader_error(f->reader, stops, "an identity function has no 'stops'");
        return;
    }
    const size_t count = kuril_node_count(stops);
    if (count == 0)
        kuril_reader_error(f->reader, stops, "'stops' must have one stop at least");
    const kuril_node *first = count ? kuril_node_at(stops, 0) : NULL;
    f->with_zoom = first && kuril_node_kind_of(first) == KURIL_NODE_ARRAY && kuril_node_count(first) > 0 &&
                   kuril_node_kind_of(kuril_node_at(first, 0)) == KURIL_NODE_OBJECT;
    f->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < count; i++)
        check_stop(f, kuril_node_at(stops, i));
    g_hash_table_unref(f->seen);
}

/* What the property takes, and what the kind of function needs. */
static void check_kind(const function *f, const kuril_node *node)
{
    const kuril_property *p = f->property;
    const bool has_property = kuril_node_member(node, "property") != NULL;
    const bool of_zoom = f->kind != CATEGORICAL && !has_property;
    if (f->kind == IDENTITY && of_zoom)
        kuril_reader_error(f->reader, node, "an identity function needs a 'property'");
    if (f->kind != IDENTITY && !kuril_node_member(node, "stops"))
        kuril_reader_error(f->reader, node, "a function that is not of type identity needs 'stops'");
    if (f->kind == EXPONENTIAL && !p->interpolated)
        kuril_reader_error(f->reader, node, "'%s' takes no exponential function", p->name);
    if (!of_zoom && p->input != KURIL_INPUT_FEATURE)
        kuril_reader_error(f->reader, node, "'%s' takes no function of a feature's property", p->name);
    else if (of_zoom && p->input != KURIL_INPUT_ZOOM && p->input != KURIL_INPUT_FEATURE)
        kuril_reader_error(f->reader, node, "'%s' takes no function of zoom", p->name);
    if ((f->kind == CATEGORICAL || f->with_zoom) && !has_property)
        kuril_reader_error(f->reader, node, "a function of categories, or of zoom and value, needs a 'property'");
}

bool kuril_check_function(kuril_style_reader *reader, const kuril_property *property, const kuril_node *node)
{
    const size_t before = reader->n_errors;
    function f = {.reader = reader, .property = property, .kind = kind_of(node)};
    kuril_reader_closed_keys(reader, node, "function", function_keys, G_N_ELEMENTS(function_keys));
    const kuril_node *stops = kuril_node_member(node, "stops"), *fallback = kuril_node_member(node, "default");
    if (stops && kuril_node_kind_of(stops) == KURIL_NODE_ARRAY)
        check_stops(&f, stops);
    if (fallback && !kuril_expression_is(fallback))
        check_output(&f, fallback, "the default of a function");
    check_kind(&f, node);
    return reader->n_errors == before;
}
