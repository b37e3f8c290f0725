/* From a document's node to a typed expression: annotations, folding, and where problems are. */
#include "style/expr.h"
#include <string.h>

enum { WORK_LIMIT = 2000000 };

/* ---- problems ---- */

static void append_key(GString *out, const compiler *k)
{
    if (k->parent)
        append_key(out, k->parent);
    if (k->index >= 0)
        g_string_append_printf(out, "[%d]", k->index);
}

static void free_problem(void *problem)
{
    kuril_expression_problem *p = problem;
    g_free(p->key);
    g_free(p->message);
    g_free(p);
}

void kuril_expression_problems_finish(kuril_expression_problems *problems)
{
    if (problems && problems->list)
        g_ptr_array_free(problems->list, TRUE);
    if (problems)
        problems->list = NULL;
}

void kuril_problem_add(kuril_expression_problems *problems, const kuril_node *node, const char *key,
                       const char *message)
{
    if (!problems)
        return;
    if (!problems->list)
        problems->list = g_ptr_array_new_with_free_func(free_problem);
    kuril_expression_problem *p = g_new0(kuril_expression_problem, 1);
    p->key = g_strdup(key);
    p->message = g_strdup(message);
    if (node)
        kuril_node_place(node, &p->place);
    g_ptr_array_add(problems->list, p);
}

static const kuril_node *item_or_self(const kuril_node *node, int index)
{
    return index >= 0 && (size_t)index < kuril_node_count(node) ? kuril_node_at(node, (size_t)index) : node;
}

static void add_problem(const compiler *k, int index, int second, const char *format, va_list arguments)
{
    GString *key = g_string_new(NULL);
    append_key(key, k);
    const kuril_node *node = k->node;
    if (index >= 0) {
        g_string_append_printf(key, "[%d]", index);
        node = item_or_self(node, index);
    }
    if (second >= 0) {
        g_string_append_printf(key, "[%d]", second);
        node = item_or_self(node, second);
    }
    char *message = g_strdup_vprintf(format, arguments);
    kuril_problem_add(k->problems, node, key->str, message);
    g_free(message);
    g_string_free(key, TRUE);
}

const expr *kuril_problem(const compiler *k, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_problem(k, -1, -1, format, arguments);
    va_end(arguments);
    return NULL;
}

const expr *kuril_problem_at(const compiler *k, int index, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_problem(k, index, -1, format, arguments);
    va_end(arguments);
    return NULL;
}

const expr *kuril_problem_at2(const compiler *k, int index, int second, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_problem(k, index, second, format, arguments);
    va_end(arguments);
    return NULL;
}

bool kuril_check_fit(const compiler *k, int index, const kuril_type *expected, const kuril_type *type)
{
    if (kuril_type_fits(expected, type))
        return true;
    char *wanted = kuril_type_name(expected), *found = kuril_type_name(type);
    kuril_problem_at(k, index, "Expected %s but found %s instead.", wanted, found);
    g_free(wanted);
    g_free(found);
    return false;
}

/* ---- nodes ---- */

expr *kuril_expr_new(const compiler *k, evaluator evaluate, const kuril_type *type, size_t count)
{
    kuril_arena *arena = k->all->arena;
    expr *e = kuril_arena_array(arena, 1, sizeof *e);
    GString *key = g_string_new(NULL);
    append_key(key, k);
    e->evaluate = evaluate;
    e->type = type;
    e->key = kuril_arena_text(arena, key->str, key->len);
    e->args = kuril_arena_array(arena, count, sizeof *e->args);
    e->count = count;
    atomic_init(&e->hint, 0);
    g_string_free(key, TRUE);
    return e;
}

void kuril_expr_set(expr *e, size_t i, const expr *arg)
{
    ((const expr **)e->args)[i] = arg;
}

expr *kuril_expr_done(expr *e, unsigned depends)
{
    e->depends |= depends;
    for (size_t i = 0; i < e->count; i++)
        e->depends |= e->args[i]->depends;
    return e;
}

static bool eval_literal(const expr *e, context *c, kuril_style_value *out)
{
    (void)c;
    *out = e->literal;
    return true;
}

const expr *kuril_expr_literal(const compiler *k, const kuril_type *type, const kuril_style_value *value)
{
    expr *e = kuril_expr_new(k, eval_literal, type, 0);
    e->form = FORM_LITERAL;
    e->literal = *value;
    return e;
}

/* ---- folding ---- */

static bool is_constant(const expr *e)
{
    if (e->form == FORM_VAR)
        return is_constant(e->args[0]);
    if (e->never_folded)
        return false;
    const unsigned varying = KURIL_DEPENDS_ZOOM | KURIL_DEPENDS_FEATURE | KURIL_DEPENDS_MEASURE | KURIL_DEPENDS_SCRIPT;
    if (e->depends & varying)
        return false;
    /* Arguments that are constant have been folded already, but for what annotations were put around later. */
    for (size_t i = 0; i < e->count; i++)
        if (e->form == FORM_ANNOTATION ? !is_constant(e->args[i]) : e->args[i]->form != FORM_LITERAL)
            return false;
    return true;
}

static bool no_image(void *user, const char *name)
{
    (void)user;
    (void)name;
    return false;
}

static const expr *fold(const compiler *k, const expr *e)
{
    if (e->form == FORM_LITERAL || e->type->kind == KURIL_KIND_IMAGE || !is_constant(e))
        return e;
    context c = {.arena = k->all->arena, .has_image = no_image};
    kuril_style_value value;
    if (!run(e, &c, &value))
        return kuril_problem(k, "%s", c.failed_message);
    return kuril_expr_literal(k, e->type, &value);
}

/* ---- annotations ---- */

static bool among(kuril_kind kind, const kuril_kind *kinds, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (kinds[i] == kind)
            return true;
    return false;
}

/* Whether a value of one kind is asserted, at run time, to be of the other. */
static bool asserted(kuril_kind expected, kuril_kind found)
{
    static const kuril_kind kinds[] = {KURIL_KIND_STRING, KURIL_KIND_NUMBER, KURIL_KIND_BOOLEAN, KURIL_KIND_OBJECT,
                                       KURIL_KIND_ARRAY};
    return found == KURIL_KIND_VALUE && among(expected, kinds, G_N_ELEMENTS(kinds));
}

/* Whether it is made into the other. */
static bool coerced(kuril_kind expected, kuril_kind found)
{
    switch (expected) {
    case KURIL_KIND_PROJECTION:
    case KURIL_KIND_COLOR_ARRAY:
        return found == KURIL_KIND_STRING || found == KURIL_KIND_ARRAY || found == KURIL_KIND_VALUE;
    case KURIL_KIND_COLOR:
    case KURIL_KIND_FORMATTED:
    case KURIL_KIND_IMAGE:
        return found == KURIL_KIND_STRING || found == KURIL_KIND_VALUE;
    case KURIL_KIND_PADDING:
    case KURIL_KIND_NUMBER_ARRAY:
        return found == KURIL_KIND_NUMBER || found == KURIL_KIND_ARRAY || found == KURIL_KIND_VALUE;
    case KURIL_KIND_ANCHOR_OFFSETS:
        return found == KURIL_KIND_ARRAY || found == KURIL_KIND_VALUE;
    default:
        return false;
    }
}

static const expr *annotate(const compiler *k, const expr *e, annotation how)
{
    const kuril_type *expected = k->expected;
    const bool assert_it = asserted(expected->kind, e->type->kind);
    if (!assert_it && !coerced(expected->kind, e->type->kind))
        return kuril_check_fit(k, -1, expected, e->type) ? e : NULL;
    if (how == ANNOTATE_NOT)
        return e;
    return assert_it && how == ANNOTATE_USUAL ? kuril_expr_assertion(k, expected, e)
                                              : kuril_expr_coercion(k, expected, e);
}

/* ---- plain operators ---- */

static const kuril_type *parameter_type(const compiler *k, const overload *o, size_t i)
{
    const kuril_kind kind = o->kinds[o->count == VARIADIC ? 0 : i];
    if (kind == KURIL_KIND_ARRAY && o->item)
        return kuril_type_array(k->all->arena, kuril_type_of_kind(o->item), -1);
    return kuril_type_of_kind(kind);
}

static const kuril_type *result_type(const compiler *k, const kuril_operator *op)
{
    if (op->result != KURIL_KIND_ARRAY)
        return kuril_type_of_kind(op->result);
    return kuril_type_array(k->all->arena, kuril_type_of_kind(op->result_item),
                            op->result_length ? op->result_length : -1);
}

/* The operator called by one of its overloads, or NULL with problems in k's list. */
static const expr *try_overload(const compiler *k, const kuril_operator *op, const overload *o)
{
    const size_t count = kuril_arity(k);
    expr *e = kuril_expr_new(k, o->evaluate, result_type(k, op), count);
    for (size_t i = 0; i < count; i++) {
        const expr *arg = kuril_compile_item(k, i + 1, parameter_type(k, o, i));
        if (!arg)
            return NULL;
        kuril_expr_set(e, i, arg);
    }
    bool fits = true;
    for (size_t i = 0; i < count; i++)
        fits &= kuril_check_fit(k, (int)i + 1, parameter_type(k, o, i), e->args[i]->type);
    if (!fits)
        return NULL;
    if (count > 0 && e->args[0]->form == FORM_LITERAL && e->args[0]->literal.kind == KURIL_KIND_STRING)
        e->data = e->args[0]->literal.as.string;
    e->never_folded = op->never_folded;
    e->is_zoom = strcmp(op->info.name, "zoom") == 0;
    return kuril_expr_done(e, op->depends | (count < 2 ? op->depends_first_only : 0));
}

static void append_signature(const compiler *k, GString *out, const overload *o)
{
    g_string_append(out, out->len ? " | (" : "(");
    for (int i = 0; i < (o->count == VARIADIC ? 1 : o->count); i++) {
        if (i)
            g_string_append(out, ", ");
        kuril_type_append(out, parameter_type(k, o, (size_t)i));
    }
    g_string_append(out, o->count == VARIADIC ? "...)" : ")");
}

static size_t overload_count(const kuril_operator *op)
{
    return op->overloads[1].evaluate ? 2 : 1;
}

static bool callable(const overload *o, size_t count)
{
    return o->count == VARIADIC || (size_t)o->count == count;
}

/* "Expected arguments of type ..., but found (...) instead." with the types that the arguments have by themselves. */
static const expr *no_overload(const compiler *k, const kuril_operator *op, size_t n_callable)
{
    GString *signatures = g_string_new(NULL), *found = g_string_new(NULL);
    const size_t count = kuril_arity(k);
    bool fine = true;
    for (size_t i = 0; i < overload_count(op); i++)
        if (!n_callable || callable(&op->overloads[i], count))
            append_signature(k, signatures, &op->overloads[i]);
    for (size_t i = 0; fine && i < count; i++) {
        const expr *arg = kuril_compile_item(k, i + 1, NULL);
        fine = arg != NULL;
        if (i)
            g_string_append(found, ", ");
        if (fine)
            kuril_type_append(found, arg->type);
    }
    if (fine)
        kuril_problem(k, "Expected arguments of type %s, but found (%s) instead.", signatures->str, found->str);
    g_string_free(signatures, TRUE);
    g_string_free(found, TRUE);
    return NULL;
}

/* Moves them all; what cannot be kept stays behind and goes with its list. */
static void take_problems(kuril_expression_problems *to, kuril_expression_problems *from)
{
    if (!to || !from->list)
        return;
    if (!to->list)
        to->list = g_ptr_array_new_with_free_func(free_problem);
    g_ptr_array_extend_and_steal(to->list, from->list);
    from->list = NULL;
}

static const expr *compile_plain(const compiler *k, const kuril_operator *op)
{
    const size_t count = kuril_arity(k);
    size_t n_callable = 0;
    const expr *made = NULL;
    kuril_expression_problems problems = {0};
    for (size_t i = 0; !made && i < overload_count(op); i++) {
        if (!callable(&op->overloads[i], count))
            continue;
        n_callable++;
        kuril_expression_problems_finish(&problems);
        compiler attempt = *k;
        attempt.problems = &problems;
        attempt.expected = NULL;
        made = try_overload(&attempt, op, &op->overloads[i]);
    }
    if (!made && n_callable == 1)
        take_problems(k->problems, &problems);
    else if (!made)
        no_overload(k, op, n_callable);
    kuril_expression_problems_finish(&problems);
    return made;
}

/* ---- any node ---- */

size_t kuril_arity(const compiler *k)
{
    return kuril_node_count(k->node) - 1;
}

const char *kuril_node_js_type(const kuril_node *node)
{
    switch (kuril_node_kind_of(node)) {
    case KURIL_NODE_BOOL:
        return "boolean";
    case KURIL_NODE_NUMBER:
        return "number";
    case KURIL_NODE_STRING:
        return "string";
    default:
        return "object";
    }
}

static const expr *compile_operator(const compiler *k)
{
    if (kuril_node_count(k->node) == 0)
        return kuril_problem(k, "Expected an array with at least one element. If you wanted a literal array, use "
                                "[\"literal\", []].");
    const kuril_node *first = kuril_node_at(k->node, 0);
    if (kuril_node_kind_of(first) != KURIL_NODE_STRING)
        return kuril_problem_at(k, 0,
                                "Expression name must be a string, but found %s instead. If you wanted a literal "
                                "array, use [\"literal\", [...]].",
                                kuril_node_js_type(first));
    const kuril_operator *op = kuril_operator_find(kuril_node_string(first));
    if (!op)
        return kuril_problem_at(k, 0,
                                "Unknown expression \"%s\". If you wanted a literal array, use [\"literal\", [...]].",
                                kuril_node_string(first));
    return op->parse ? op->parse(k, op) : compile_plain(k, op);
}

static const expr *compile_scalar(const compiler *k)
{
    const kuril_value plain = kuril_node_to_value(k->node, k->all->arena);
    const kuril_style_value value = kuril_style_value_from(&plain);
    return kuril_expr_literal(k, kuril_type_of_kind(value.kind), &value);
}

static const expr *compile_node(const compiler *k, annotation how)
{
    if (++k->all->work > WORK_LIMIT)
        return k->all->work == WORK_LIMIT + 1 ? kuril_problem(k, "The expression is too complex.") : NULL;
    const kuril_node_kind kind = kuril_node_kind_of(k->node);
    if (kind == KURIL_NODE_OBJECT)
        return kuril_problem(k, "Bare objects invalid. Use [\"literal\", {...}] instead.");
    const expr *e = kind == KURIL_NODE_ARRAY ? compile_operator(k) : compile_scalar(k);
    if (e && k->expected)
        e = annotate(k, e, how);
    return e ? fold(k, e) : NULL;
}

const expr *kuril_compile_part(const compiler *k, const kuril_node *node, int index, const kuril_type *expected,
                               const scope *names, annotation how)
{
    const compiler part = {.all = k->all,
                           .parent = k,
                           .index = index,
                           .node = node,
                           .expected = expected,
                           .names = names,
                           .problems = k->problems};
    return compile_node(&part, how);
}

const expr *kuril_compile_item(const compiler *k, size_t i, const kuril_type *expected)
{
    return kuril_compile_part(k, kuril_node_at(k->node, i), (int)i, expected, k->names, ANNOTATE_USUAL);
}
