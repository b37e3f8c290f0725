/* Fields of the feature, items of arrays, and what the picture as a whole knows. */
#include "style/expr.h"
#include <math.h>
#include <string.h>

/* ---- the feature ---- */

/*
 * The field of that name, or NULL. Features of one dataset have their fields in one order: where it stood last time is
 * looked at first.
 */
const kuril_value *kuril_find_field(const expr *e, const kuril_feature *feature, const char *name)
{
    if (!feature)
        return NULL;
    atomic_uint *hint = (atomic_uint *)&e->hint;
    const unsigned last = atomic_load_explicit(hint, memory_order_relaxed);
    if (last < feature->n_fields && strcmp(feature->fields[last].name, name) == 0)
        return &feature->fields[last].value;
    for (size_t i = 0; i < feature->n_fields; i++)
        if (strcmp(feature->fields[i].name, name) == 0) {
            atomic_store_explicit(hint, (unsigned)i, memory_order_relaxed);
            return &feature->fields[i].value;
        }
    return NULL;
}

static const kuril_value *find_member(const kuril_style_value *object, const char *name)
{
    for (size_t i = 0; i < object->as.object.count; i++)
        if (strcmp(object->as.object.members[i].name, name) == 0)
            return &object->as.object.members[i].value;
    return NULL;
}

/* The value that `get` and `has` are about: a field, or a member of the object that is the second argument. */
static bool look_up(const expr *e, context *c, const kuril_value **found)
{
    const char *name = e->data;
    kuril_style_value object;
    if (!name && !kuril_text_argument(e, c, 0, &name))
        return false;
    if (e->count < 2) {
        *found = kuril_find_field(e, c->feature, name);
        return true;
    }
    if (!run(e->args[1], c, &object))
        return false;
    if (object.kind != KURIL_KIND_OBJECT)
        return kuril_fail_type(e, c, KURIL_KIND_OBJECT, &object);
    *found = find_member(&object, name);
    return true;
}

bool kuril_eval_get(const expr *e, context *c, kuril_style_value *out)
{
    const kuril_value *found;
    if (!look_up(e, c, &found))
        return false;
    return found ? give_plain(out, found) : give_null(out);
}

bool kuril_eval_has(const expr *e, context *c, kuril_style_value *out)
{
    const kuril_value *found;
    return look_up(e, c, &found) && give_bool(out, found != NULL);
}

/* A page has no interaction, so nothing ever sets a state. */
bool kuril_eval_feature_state(const expr *e, context *c, kuril_style_value *out)
{
    const char *name;
    return kuril_text_argument(e, c, 0, &name) && give_null(out);
}

bool kuril_eval_properties(const expr *e, context *c, kuril_style_value *out)
{
    (void)e;
    out->kind = KURIL_KIND_OBJECT;
    out->as.object.members = c->feature ? c->feature->fields : NULL;
    out->as.object.count = c->feature ? c->feature->n_fields : 0;
    return true;
}

const char *kuril_geometry_type(const context *c)
{
    static const char *const names[] = {"Point", "LineString", "Polygon"};
    if (c->geometry_type)
        return c->geometry_type;
    if (!c->feature)
        return NULL;
    const kuril_geometry *g = c->feature->geometry;
    return g && g->n_parts ? names[g->parts[0].kind] : "Unknown";
}

bool kuril_eval_geometry_type(const expr *e, context *c, kuril_style_value *out)
{
    (void)e;
    const char *type = kuril_geometry_type(c);
    return type ? give_text(out, type) : give_null(out);
}

bool kuril_eval_id(const expr *e, context *c, kuril_style_value *out)
{
    (void)e;
    if (c->id) {
        *out = kuril_style_value_from(c->id);
        return true;
    }
    if (!c->feature)
        return give_null(out);
    if (c->feature->text_id)
        return give_text(out, c->feature->text_id);
    return c->feature->id >= 0 ? give_number(out, (double)c->feature->id) : give_null(out);
}

/* ---- the picture ---- */

bool kuril_eval_zoom(const expr *e, context *c, kuril_style_value *out)
{
    (void)e;
    return give_number(out, c->zoom);
}

bool kuril_eval_heatmap_density(const expr *e, context *c, kuril_style_value *out)
{
    (void)e;
    return give_number(out, c->heatmap_density);
}

bool kuril_eval_elevation(const expr *e, context *c, kuril_style_value *out)
{
    (void)e;
    return give_number(out, c->elevation);
}

bool kuril_eval_line_progress(const expr *e, context *c, kuril_style_value *out)
{
    (void)e;
    return give_number(out, c->line_progress);
}

/* Nothing is clustered, so nothing has been accumulated. */
bool kuril_eval_accumulated(const expr *e, context *c, kuril_style_value *out)
{
    (void)e;
    (void)c;
    return give_null(out);
}

static bool eval_global_state(const expr *e, context *c, kuril_style_value *out)
{
    const char *name = e->data;
    for (size_t i = 0; i < c->n_state; i++)
        if (strcmp(c->state[i].name, name) == 0) {
            *out = kuril_style_value_from(&c->state[i].value);
            return true;
        }
    return give_null(out);
}

const expr *kuril_parse_global_state(const compiler *k, const kuril_operator *op)
{
    (void)op;
    if (kuril_arity(k) != 1)
        return kuril_problem(k, "Expected 1 argument, but found %zu instead.", kuril_arity(k));
    const kuril_node *name = kuril_node_at(k->node, 1);
    if (kuril_node_kind_of(name) == KURIL_NODE_NULL)
        return kuril_problem(k, "Global state property must be defined.");
    if (kuril_node_kind_of(name) != KURIL_NODE_STRING)
        return kuril_problem(k, "Global state property must be string, but found %s instead.",
                             kuril_node_js_type(name));
    expr *e = kuril_expr_new(k, eval_global_state, kuril_type_of_kind(KURIL_KIND_VALUE), 0);
    e->data = kuril_node_string(name);
    e->never_folded = true;
    return kuril_expr_done(e, KURIL_DEPENDS_STATE);
}

/* ---- arrays and texts ---- */

static bool eval_at(const expr *e, context *c, kuril_style_value *out)
{
    double index;
    kuril_style_value array;
    char shown[KURIL_JS_NUMBER_MAX];
    if (!number_argument(e, c, 0, &index) || !run(e->args[1], c, &array))
        return false;
    if (array.kind != KURIL_KIND_ARRAY)
        return kuril_fail_type(e, c, KURIL_KIND_ARRAY, &array);
    kuril_js_number_print(index, shown);
    if (index < 0)
        return kuril_fail_evaluation(e, c, "Array index out of bounds: %s < 0.", shown);
    if (index >= (double)array.as.array.count)
        return kuril_fail_evaluation(e, c, "Array index out of bounds: %s > %lld.", shown,
                                     (long long)array.as.array.count - 1);
    if (!(index == floor(index)))
        return kuril_fail_evaluation(e, c, "Array index must be an integer, but found %s instead.", shown);
    *out = kuril_style_item(&array, (size_t)index);
    return true;
}

const expr *kuril_parse_at(const compiler *k, const kuril_operator *op)
{
    (void)op;
    if (kuril_arity(k) != 2)
        return kuril_problem(k, "Expected 2 arguments, but found %zu instead.", kuril_arity(k));
    const kuril_type *item = k->expected ? k->expected : kuril_type_of_kind(KURIL_KIND_VALUE);
    expr *e = kuril_expr_new(k, eval_at, NULL, 2);
    const expr *index = kuril_compile_item(k, 1, kuril_type_of_kind(KURIL_KIND_NUMBER));
    const expr *array = kuril_compile_item(k, 2, kuril_type_array(k->all->arena, item, -1));
    if (!index || !array)
        return NULL;
    kuril_expr_set(e, 0, index);
    kuril_expr_set(e, 1, array);
    e->type = array->type->kind == KURIL_KIND_ARRAY ? array->type->item : kuril_type_of_kind(KURIL_KIND_VALUE);
    return kuril_expr_done(e, 0);
}

static bool is_simple(kuril_kind kind)
{
    return kind == KURIL_KIND_BOOLEAN || kind == KURIL_KIND_STRING || kind == KURIL_KIND_NUMBER ||
           kind == KURIL_KIND_NULL;
}

static bool check_needle(const expr *e, context *c, const kuril_style_value *needle)
{
    return is_simple(needle->kind) ||
           kuril_fail_evaluation(e, c,
                                 "Expected first argument to be of type boolean, string, number or null, but found "
                                 "%s instead.",
                                 kuril_type_words(needle, c));
}

static bool fail_haystack(const expr *e, context *c, const kuril_style_value *haystack, const char *which)
{
    return kuril_fail_evaluation(e, c, "Expected %s argument to be of type array or string, but found %s instead.",
                                 which, kuril_type_words(haystack, c));
}

static long long find_item(const kuril_style_value *array, const kuril_style_value *needle, size_t from)
{
    for (size_t i = from; i < array->as.array.count; i++) {
        const kuril_style_value item = kuril_style_item(array, i);
        if (kuril_style_value_equal(&item, needle))
            return (long long)i;
    }
    return -1;
}

/* The first character at or after so many units of UTF-16, in which the specification counts here. */
static const char *skip_units(const char *text, long units)
{
    for (; units > 0 && *text; text = g_utf8_next_char(text))
        units -= g_utf8_get_char(text) > 0xFFFF ? 2 : 1;
    return text;
}

/* Character index of a needle of any simple kind, as its text; -1 when it is not there. */
static long long find_text(const char *text, const kuril_style_value *needle, long from, context *c)
{
    const char *wanted = needle->kind == KURIL_KIND_NULL ? "null" : kuril_style_value_text(needle, c->arena);
    const char *start = skip_units(text, from);
    const char *hit = wanted ? strstr(start, wanted) : NULL;
    return hit ? (long long)g_utf8_pointer_to_offset(text, hit) : -1;
}

static bool eval_in(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value needle, haystack;
    if (!run(e->args[0], c, &needle) || !run(e->args[1], c, &haystack))
        return false;
    if (!kuril_style_value_truthy(&haystack))
        return give_bool(out, false);
    if (!check_needle(e, c, &needle))
        return false;
    if (haystack.kind == KURIL_KIND_STRING)
        return give_bool(out, find_text(haystack.as.string, &needle, 0, c) >= 0);
    if (haystack.kind == KURIL_KIND_ARRAY)
        return give_bool(out, find_item(&haystack, &needle, 0) >= 0);
    return fail_haystack(e, c, &haystack, "second");
}

/* Where a search or a slice begins: whole characters or items; from the end when negative. */
static long clamp_index(double index, size_t count, bool from_end)
{
    const double n = (double)MIN(count, (size_t)G_MAXINT);
    index = isnan(index) ? 0 : trunc(index);
    if (index < 0)
        index = from_end ? fmax(0, n + index) : 0;
    return (long)fmin(index, n);
}

static bool eval_index_of(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value needle, haystack;
    double from = 0;
    if (!run(e->args[0], c, &needle) || !run(e->args[1], c, &haystack) || !check_needle(e, c, &needle))
        return false;
    if (e->count > 2 && !number_argument(e, c, 2, &from))
        return false;
    if (haystack.kind == KURIL_KIND_STRING) {
        const long start = clamp_index(from, strlen(haystack.as.string), false);
        return give_number(out, (double)find_text(haystack.as.string, &needle, start, c));
    }
    if (haystack.kind == KURIL_KIND_ARRAY) {
        const long start = clamp_index(from, haystack.as.array.count, true);
        return give_number(out, (double)find_item(&haystack, &needle, (size_t)start));
    }
    return fail_haystack(e, c, &haystack, "second");
}

/* `in` and `index-of`: two arguments of which the first is simple, and where to begin. */
const expr *kuril_parse_search(const compiler *k, const kuril_operator *op)
{
    const size_t arity = kuril_arity(k);
    const bool in = op->variant == 0;
    if (in && arity != 2)
        return kuril_problem(k, "Expected 2 arguments, but found %zu instead.", arity);
    if (arity < 2 || arity > 3)
        return kuril_problem(k, "Expected 2 or 3 arguments, but found %zu instead.", arity);
    const kuril_kind type = in ? KURIL_KIND_BOOLEAN : KURIL_KIND_NUMBER;
    expr *e = kuril_expr_new(k, in ? eval_in : eval_index_of, kuril_type_of_kind(type), arity);
    const expr *needle = kuril_compile_item(k, 1, kuril_type_of_kind(KURIL_KIND_VALUE));
    const expr *haystack = kuril_compile_item(k, 2, kuril_type_of_kind(KURIL_KIND_VALUE));
    if (!needle || !haystack)
        return NULL;
    if (!is_simple(needle->type->kind) && needle->type->kind != KURIL_KIND_VALUE) {
        char *found = kuril_type_name(needle->type);
        kuril_problem(k, "Expected first argument to be of type boolean, string, number or null, but found %s instead",
                      found);
        g_free(found);
        return NULL;
    }
    const expr *from = arity > 2 ? kuril_compile_item(k, 3, kuril_type_of_kind(KURIL_KIND_NUMBER)) : needle;
    if (!from)
        return NULL;
    kuril_expr_set(e, 0, needle);
    kuril_expr_set(e, 1, haystack);
    if (arity > 2)
        kuril_expr_set(e, 2, from);
    return kuril_expr_done(e, 0);
}

static void slice_text(const char *text, long from, long to, context *c, kuril_style_value *out)
{
    const char *start = g_utf8_offset_to_pointer(text, from);
    const char *end = to > from ? g_utf8_offset_to_pointer(start, to - from) : start;
    give_text(out, kuril_arena_text(c->arena, start, (size_t)(end - start)));
}

static void slice_array(const kuril_style_value *array, long from, long to, kuril_style_value *out)
{
    const size_t size = array->as.array.foreign ? sizeof(kuril_value) : sizeof(kuril_style_value);
    kuril_style_value made = *array;
    made.as.array.count = to > from ? (size_t)(to - from) : 0;
    if (made.as.array.count)
        made.as.array.items = (const char *)array->as.array.items + (size_t)from * size;
    *out = made;
}

static bool eval_slice(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value in;
    double from, to = HUGE_VAL;
    if (!run(e->args[0], c, &in) || !number_argument(e, c, 1, &from))
        return false;
    if (e->count > 2 && !number_argument(e, c, 2, &to))
        return false;
    if (in.kind != KURIL_KIND_STRING && in.kind != KURIL_KIND_ARRAY)
        return fail_haystack(e, c, &in, "first");
    const bool text = in.kind == KURIL_KIND_STRING;
    const size_t count = text ? (size_t)g_utf8_strlen(in.as.string, -1) : in.as.array.count;
    const long first = clamp_index(from, count, true), last = clamp_index(to, count, true);
    if (text)
        slice_text(in.as.string, first, last, c, out);
    else
        slice_array(&in, first, last, out);
    return true;
}

const expr *kuril_parse_slice(const compiler *k, const kuril_operator *op)
{
    (void)op;
    const size_t arity = kuril_arity(k);
    if (arity < 2 || arity > 3)
        return kuril_problem(k, "Expected 2 or 3 arguments, but found %zu instead.", arity);
    expr *e = kuril_expr_new(k, eval_slice, NULL, arity);
    const expr *in = kuril_compile_item(k, 1, kuril_type_of_kind(KURIL_KIND_VALUE));
    const expr *from = kuril_compile_item(k, 2, kuril_type_of_kind(KURIL_KIND_NUMBER));
    if (!in || !from)
        return NULL;
    const kuril_kind kind = in->type->kind;
    if (kind != KURIL_KIND_ARRAY && kind != KURIL_KIND_STRING && kind != KURIL_KIND_VALUE) {
        char *found = kuril_type_name(in->type);
        kuril_problem(k, "Expected first argument to be of type array or string, but found %s instead", found);
        g_free(found);
        return NULL;
    }
    const expr *to = arity > 2 ? kuril_compile_item(k, 3, kuril_type_of_kind(KURIL_KIND_NUMBER)) : from;
    if (!to)
        return NULL;
    kuril_expr_set(e, 0, in);
    kuril_expr_set(e, 1, from);
    if (arity > 2)
        kuril_expr_set(e, 2, to);
    e->type = in->type;
    return kuril_expr_done(e, 0);
}

static bool eval_length(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value in;
    if (!run(e->args[0], c, &in))
        return false;
    if (in.kind == KURIL_KIND_STRING)
        return give_number(out, (double)g_utf8_strlen(in.as.string, -1));
    if (in.kind == KURIL_KIND_ARRAY)
        return give_number(out, (double)in.as.array.count);
    return kuril_fail_evaluation(e, c, "Expected value to be of type string or array, but found %s instead.",
                                 kuril_type_words(&in, c));
}

const expr *kuril_parse_length(const compiler *k, const kuril_operator *op)
{
    (void)op;
    if (kuril_arity(k) != 1)
        return kuril_problem(k, "Expected 1 argument, but found %zu instead.", kuril_arity(k));
    const expr *in = kuril_compile_item(k, 1, NULL);
    if (!in)
        return NULL;
    const kuril_kind kind = in->type->kind;
    if (kind != KURIL_KIND_ARRAY && kind != KURIL_KIND_STRING && kind != KURIL_KIND_VALUE) {
        char *found = kuril_type_name(in->type);
        kuril_problem(k, "Expected argument of type string or array, but found %s instead.", found);
        g_free(found);
        return NULL;
    }
    expr *e = kuril_expr_new(k, eval_length, kuril_type_of_kind(KURIL_KIND_NUMBER), 1);
    kuril_expr_set(e, 0, in);
    return kuril_expr_done(e, 0);
}
