/* case, match, coalesce, comparisons, and logic. */
#include "style/expr.h"
#include <math.h>
#include <string.h>

static const kuril_type *wanted_output(const compiler *k)
{
    return k->expected && k->expected->kind != KURIL_KIND_VALUE ? k->expected : NULL;
}

/* ---- case ---- */

static bool eval_case(const expr *e, context *c, kuril_style_value *out)
{
    for (size_t i = 0; i + 1 < e->count; i += 2) {
        if (!run(e->args[i], c, out))
            return false;
        if (kuril_style_value_truthy(out))
            return run(e->args[i + 1], c, out);
    }
    return run(e->args[e->count - 1], c, out);
}

const expr *kuril_parse_case(const compiler *k, const kuril_operator *op)
{
    (void)op;
    const size_t arity = kuril_arity(k);
    if (arity < 3)
        return kuril_problem(k, "Expected at least 3 arguments, but found only %zu.", arity);
    if (arity % 2 != 1)
        return kuril_problem(k, "Expected an odd number of arguments.");
    const kuril_type *output = wanted_output(k);
    expr *e = kuril_expr_new(k, eval_case, NULL, arity);
    for (size_t i = 0; i < arity; i++) {
        const bool test = i % 2 == 0 && i + 1 < arity;
        const expr *arg = kuril_compile_item(k, i + 1, test ? kuril_type_of_kind(KURIL_KIND_BOOLEAN) : output);
        if (!arg)
            return NULL;
        if (!test && !output)
            output = arg->type;
        kuril_expr_set(e, i, arg);
    }
    e->type = output;
    return kuril_expr_done(e, 0);
}

/* ---- match ---- */

typedef struct label {
    kuril_style_value value; /* all numbers or all texts */
    size_t output;           /* into the arguments */
} label;

typedef struct label_list {
    label *labels; /* sorted */
    size_t count;
    kuril_kind kind;
} label_list;

static int compare_labels(const void *a, const void *b)
{
    const kuril_style_value *x = &((const label *)a)->value, *y = &((const label *)b)->value;
    if (x->kind == KURIL_KIND_NUMBER)
        return (x->as.number > y->as.number) - (x->as.number < y->as.number);
    return strcmp(x->as.string, y->as.string);
}

static bool eval_match(const expr *e, context *c, kuril_style_value *out)
{
    const label_list *list = e->data;
    label wanted;
    if (!run(e->args[0], c, &wanted.value))
        return false;
    const label *hit = NULL;
    if (wanted.value.kind == list->kind && !(list->kind == KURIL_KIND_NUMBER && isnan(wanted.value.as.number)))
        hit = bsearch(&wanted, list->labels, list->count, sizeof *list->labels, compare_labels);
    return run(e->args[hit ? hit->output : e->count - 1], c, out);
}

/* Adds one label of the branch at item `at`; false after a problem. */
static bool add_label(const compiler *k, int at, const kuril_node *node, GArray *labels, GHashTable *seen)
{
    const kuril_node_kind kind = kuril_node_kind_of(node);
    const double number = kuril_node_number(node);
    label made = {.value = {.kind = kind == KURIL_NODE_NUMBER ? KURIL_KIND_NUMBER : KURIL_KIND_STRING}};
    if (kind != KURIL_NODE_NUMBER && kind != KURIL_NODE_STRING)
        return kuril_problem_at(k, at, "Branch labels must be numbers or strings."), false;
    if (kind == KURIL_NODE_NUMBER && fabs(number) > 9007199254740991.0)
        return kuril_problem_at(k, at, "Branch labels must be integers no larger than 9007199254740991."), false;
    if (kind == KURIL_NODE_NUMBER && number != floor(number))
        return kuril_problem_at(k, at, "Numeric branch labels must be integer values."), false;
    if (labels->len && !kuril_check_fit(k, at, kuril_type_of_kind(g_array_index(labels, label, 0).value.kind),
                                        kuril_type_of_kind(made.value.kind)))
        return false;
    if (kind == KURIL_NODE_NUMBER)
        made.value.as.number = number == 0 ? 0 : number;
    else
        made.value.as.string = kuril_node_string(node);
    if (!g_hash_table_add(seen, g_strdup(kuril_style_value_text(&made.value, k->all->arena))))
        return kuril_problem_at(k, at, "Branch labels must be unique."), false;
    made.output = (size_t)at / 2;
    g_array_append_val(labels, made);
    return true;
}

static bool add_labels(const compiler *k, int at, GArray *labels, GHashTable *seen)
{
    const kuril_node *node = kuril_node_at(k->node, (size_t)at);
    if (kuril_node_kind_of(node) != KURIL_NODE_ARRAY)
        return add_label(k, at, node, labels, seen);
    if (kuril_node_count(node) == 0)
        return kuril_problem_at(k, at, "Expected at least one branch label."), false;
    for (size_t i = 0; i < kuril_node_count(node); i++)
        if (!add_label(k, at, kuril_node_at(node, i), labels, seen))
            return false;
    return true;
}

static const label_list *keep_labels(const compiler *k, const GArray *labels)
{
    label_list *list = kuril_arena_alloc(k->all->arena, sizeof *list);
    list->count = labels->len;
    list->kind = ((const label *)(const void *)labels->data)->value.kind;
    list->labels = kuril_arena_array(k->all->arena, labels->len, sizeof(label));
    memcpy(list->labels, labels->data, labels->len * sizeof(label));
    qsort(list->labels, list->count, sizeof(label), compare_labels);
    return list;
}

/* Arguments: the input, an output for each branch, the output otherwise. Their paths are the labels', as upstream. */
static const expr *compile_match(const compiler *k, GArray *labels, GHashTable *seen)
{
    const size_t arity = kuril_arity(k), n_branches = arity / 2 - 1;
    const kuril_type *output = wanted_output(k);
    expr *e = kuril_expr_new(k, eval_match, NULL, n_branches + 2);
    for (size_t i = 0; i < n_branches; i++) {
        const int at = (int)(2 * i + 2);
        if (!add_labels(k, at, labels, seen))
            return NULL;
        const expr *arg =
            kuril_compile_part(k, kuril_node_at(k->node, (size_t)at + 1), at, output, k->names, ANNOTATE_USUAL);
        if (!arg)
            return NULL;
        output = output ? output : arg->type;
        kuril_expr_set(e, i + 1, arg);
    }
    const expr *input = kuril_compile_item(k, 1, kuril_type_of_kind(KURIL_KIND_VALUE));
    const expr *otherwise = input ? kuril_compile_item(k, arity, output) : NULL;
    if (!otherwise)
        return NULL;
    const label_list *list = keep_labels(k, labels);
    if (input->type->kind != KURIL_KIND_VALUE && !kuril_check_fit(k, 1, kuril_type_of_kind(list->kind), input->type))
        return NULL;
    kuril_expr_set(e, 0, input);
    kuril_expr_set(e, n_branches + 1, otherwise);
    e->data = list;
    e->type = output;
    return kuril_expr_done(e, 0);
}

const expr *kuril_parse_match(const compiler *k, const kuril_operator *op)
{
    (void)op;
    const size_t arity = kuril_arity(k);
    if (arity < 4)
        return kuril_problem(k, "Expected at least 4 arguments, but found only %zu.", arity);
    if (arity % 2 != 0)
        return kuril_problem(k, "Expected an even number of arguments.");
    GArray *labels = g_array_new(FALSE, FALSE, sizeof(label));
    GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const expr *e = compile_match(k, labels, seen);
    g_array_free(labels, TRUE);
    g_hash_table_destroy(seen);
    return e;
}

/* ---- coalesce ---- */

/* An image that does not exist counts as nothing; when all fail so, the result is the first one's name. */
static bool eval_coalesce(const expr *e, context *c, kuril_style_value *out)
{
    const char *first_missing = NULL;
    for (size_t i = 0; i < e->count; i++) {
        if (!run(e->args[i], c, out))
            return false;
        if (out->kind == KURIL_KIND_IMAGE && !out->as.image.available) {
            first_missing = first_missing ? first_missing : out->as.image.name;
            give_null(out);
            if (i + 1 == e->count)
                return give_text(out, first_missing);
        }
        if (out->kind != KURIL_KIND_NULL)
            return true;
    }
    return true;
}

const expr *kuril_parse_coalesce(const compiler *k, const kuril_operator *op)
{
    (void)op;
    const size_t arity = kuril_arity(k);
    if (arity < 1)
        return kuril_problem(k, "Expected at least one argument.");
    const kuril_type *output = wanted_output(k);
    bool needs_annotation = false;
    expr *e = kuril_expr_new(k, eval_coalesce, NULL, arity);
    for (size_t i = 0; i < arity; i++) {
        /* No annotations on the arguments, which would fail for null; the whole gets one instead. */
        const expr *arg =
            kuril_compile_part(k, kuril_node_at(k->node, i + 1), (int)i + 1, output, k->names, ANNOTATE_NOT);
        if (!arg)
            return NULL;
        output = output ? output : arg->type;
        needs_annotation |= k->expected && !kuril_type_fits(k->expected, arg->type);
        kuril_expr_set(e, i, arg);
    }
    e->type = needs_annotation ? kuril_type_of_kind(KURIL_KIND_VALUE) : output;
    e->form = FORM_COALESCE;
    return kuril_expr_done(e, 0);
}

/* ---- comparisons ---- */

typedef enum comparison { EQUAL, NOT_EQUAL, LESS, GREATER, LESS_OR_EQUAL, GREATER_OR_EQUAL } comparison;

typedef struct comparing {
    comparison how;
    const char *name;
    bool untyped; /* an argument's type is not known */
} comparing;

static bool holds(comparison how, int order)
{
    switch (how) {
    case EQUAL:
        return order == 0;
    case NOT_EQUAL:
        return order != 0;
    case LESS:
        return order < 0;
    case GREATER:
        return order > 0;
    case LESS_OR_EQUAL:
        return order <= 0;
    default:
        return order >= 0;
    }
}

static bool numbers_hold(comparison how, double a, double b)
{
    return isnan(a) || isnan(b) ? how == NOT_EQUAL : holds(how, (a > b) - (a < b));
}

static bool compare_plainly(comparison how, const kuril_style_value *a, const kuril_style_value *b)
{
    if (how == EQUAL || how == NOT_EQUAL)
        return kuril_style_value_equal(a, b) == (how == EQUAL);
    if (a->kind == KURIL_KIND_STRING && b->kind == KURIL_KIND_STRING)
        return holds(how, kuril_style_text_compare(a->as.string, b->as.string));
    return numbers_hold(how, kuril_number_from(*a), kuril_number_from(*b));
}

static bool both_texts(const kuril_style_value *a, const kuril_style_value *b)
{
    return a->kind == KURIL_KIND_STRING && b->kind == KURIL_KIND_STRING;
}

static bool eval_comparison(const expr *e, context *c, kuril_style_value *out)
{
    const comparing *how = e->data;
    const bool ordering = how->how > NOT_EQUAL;
    kuril_style_value a, b, collator;
    if (!run(e->args[0], c, &a) || !run(e->args[1], c, &b))
        return false;
    if (ordering && how->untyped && (a.kind != b.kind || (a.kind != KURIL_KIND_STRING && a.kind != KURIL_KIND_NUMBER)))
        return kuril_fail_evaluation(e, c,
                                     "Expected arguments for \"%s\" to be (string, string) or (number, number), but "
                                     "found (%s, %s) instead.",
                                     how->name, kuril_kind_name(a.kind), kuril_kind_name(b.kind));
    if (e->count < 3 || !both_texts(&a, &b))
        return give_bool(out, compare_plainly(how->how, &a, &b));
    if (!run(e->args[2], c, &collator))
        return false;
    if (collator.kind != KURIL_KIND_COLLATOR)
        return kuril_fail_type(e, c, KURIL_KIND_COLLATOR, &collator);
    return give_bool(out, holds(how->how, kuril_collator_compare(collator.as.collator, a.as.string, b.as.string)));
}

static bool comparable(comparison how, kuril_kind kind)
{
    if (kind == KURIL_KIND_STRING || kind == KURIL_KIND_NUMBER || kind == KURIL_KIND_VALUE)
        return true;
    return how <= NOT_EQUAL && (kind == KURIL_KIND_BOOLEAN || kind == KURIL_KIND_NULL);
}

static const expr *compile_side(const compiler *k, size_t i, const comparing *how)
{
    const expr *side = kuril_compile_item(k, i, kuril_type_of_kind(KURIL_KIND_VALUE));
    if (!side || comparable(how->how, side->type->kind))
        return side;
    char *type = kuril_type_name(side->type);
    kuril_problem_at(k, (int)i, "\"%s\" comparisons are not supported for type '%s'.", how->name, type);
    g_free(type);
    return NULL;
}

const expr *kuril_parse_comparison(const compiler *k, const kuril_operator *op)
{
    const size_t arity = kuril_arity(k);
    if (arity != 2 && arity != 3)
        return kuril_problem(k, "Expected two or three arguments.");
    comparing *how = kuril_arena_alloc(k->all->arena, sizeof *how);
    *how = (comparing){.how = (comparison)op->variant, .name = op->info.name};
    const expr *a = compile_side(k, 1, how), *b = a ? compile_side(k, 2, how) : NULL;
    if (!b)
        return NULL;
    const kuril_kind x = a->type->kind, y = b->type->kind;
    const bool any_x = x == KURIL_KIND_VALUE, any_y = y == KURIL_KIND_VALUE;
    if (x != y && !any_x && !any_y)
        return kuril_problem(k, "Cannot compare types '%s' and '%s'.", kuril_kind_name(x), kuril_kind_name(y));
    if (how->how > NOT_EQUAL && any_x != any_y) {
        if (any_x)
            a = kuril_expr_assertion(k, b->type, a);
        else
            b = kuril_expr_assertion(k, a->type, b);
    }
    how->untyped = a->type->kind == KURIL_KIND_VALUE || b->type->kind == KURIL_KIND_VALUE;
    expr *e = kuril_expr_new(k, eval_comparison, kuril_type_of_kind(KURIL_KIND_BOOLEAN), arity);
    kuril_expr_set(e, 0, a);
    kuril_expr_set(e, 1, b);
    e->data = how;
    if (arity == 3) {
        if (a->type->kind != KURIL_KIND_STRING && b->type->kind != KURIL_KIND_STRING && !how->untyped)
            return kuril_problem(k, "Cannot use collator to compare non-string types.");
        const expr *collator = kuril_compile_item(k, 3, kuril_type_of_kind(KURIL_KIND_COLLATOR));
        if (!collator)
            return NULL;
        kuril_expr_set(e, 2, collator);
    }
    return kuril_expr_done(e, 0);
}

/* ---- logic ---- */

bool kuril_eval_all(const expr *e, context *c, kuril_style_value *out)
{
    for (size_t i = 0; i < e->count; i++) {
        if (!run(e->args[i], c, out))
            return false;
        if (!kuril_style_value_truthy(out))
            return give_bool(out, false);
    }
    return give_bool(out, true);
}

bool kuril_eval_any(const expr *e, context *c, kuril_style_value *out)
{
    for (size_t i = 0; i < e->count; i++) {
        if (!run(e->args[i], c, out))
            return false;
        if (kuril_style_value_truthy(out))
            return give_bool(out, true);
    }
    return give_bool(out, false);
}

bool kuril_eval_not(const expr *e, context *c, kuril_style_value *out)
{
    return run(e->args[0], c, out) && give_bool(out, !kuril_style_value_truthy(out));
}

/* ---- legacy filters: a field that is absent or of another kind does not match, and never fails ---- */

/* The subject of a filter: a field by the first argument's name, the id or the kind of geometry. False: absent. */
static bool filter_subject(const expr *e, context *c, kuril_style_value *out)
{
    const char *name = e->data;
    if (!name && !kuril_text_argument(e, c, 0, &name))
        return false;
    if (strcmp(name, "$type") == 0)
        return kuril_eval_geometry_type(e, c, out) && out->kind != KURIL_KIND_NULL;
    if (strcmp(name, "$id") == 0)
        return kuril_eval_id(e, c, out);
    const kuril_value *found = kuril_find_field(e, c->feature, name);
    if (found)
        *out = kuril_style_value_from(found);
    return found != NULL;
}

static bool eval_filter_order(const expr *e, context *c, kuril_style_value *out, comparison how)
{
    kuril_style_value subject, wanted;
    if (!run(e->args[1], c, &wanted))
        return false;
    if (!filter_subject(e, c, &subject) || subject.kind != wanted.kind)
        return give_bool(out, false);
    return give_bool(out, compare_plainly(how, &subject, &wanted));
}

#define FILTER(name, how)                                                                                              \
    bool kuril_eval_filter_##name(const expr *e, context *c, kuril_style_value *out)                                   \
    {                                                                                                                  \
        return eval_filter_order(e, c, out, how);                                                                      \
    }
FILTER(equal, EQUAL)
FILTER(less, LESS)
FILTER(greater, GREATER)
FILTER(less_or_equal, LESS_OR_EQUAL)
FILTER(greater_or_equal, GREATER_OR_EQUAL)

bool kuril_eval_filter_in(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value subject, list;
    if (!run(e->args[1], c, &list))
        return false;
    const bool there = filter_subject(e, c, &subject);
    for (size_t i = 0; there && list.kind == KURIL_KIND_ARRAY && i < list.as.array.count; i++) {
        const kuril_style_value item = kuril_style_item(&list, i);
        if (kuril_style_value_equal(&subject, &item))
            return give_bool(out, true);
    }
    return give_bool(out, false);
}

bool kuril_eval_filter_has(const expr *e, context *c, kuril_style_value *out)
{
    const char *name;
    kuril_style_value subject;
    if (!kuril_text_argument(e, c, 0, &name))
        return false;
    const bool there = filter_subject(e, c, &subject);
    return give_bool(out, there && (strcmp(name, "$id") != 0 || subject.kind != KURIL_KIND_NULL));
}
