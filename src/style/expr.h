/* Inside the expression engine: nodes, operators, and the compiler's state. Private to src/style/. */
#ifndef KURIL_STYLE_EXPR_H
#define KURIL_STYLE_EXPR_H

#include "style/expression.h"
#include <stdatomic.h>

typedef struct expr expr;
typedef struct compiler compiler;
typedef struct kuril_spatial kuril_spatial;
typedef struct scope scope;
typedef kuril_expression_context context;

/* Evaluates into `out`; false after fail(). */
typedef bool (*evaluator)(const expr *e, context *c, kuril_style_value *out);

typedef enum expr_form {
    FORM_PLAIN,
    FORM_LITERAL,
    FORM_ANNOTATION, /* an assertion or coercion */
    FORM_VAR,        /* args[0] is what it is bound to */
    FORM_LET,        /* bound values, then the result */
    FORM_COALESCE,
    FORM_CURVE /* step or interpolate: args[0] is the input */
} expr_form;

/* One node of a compiled expression. Immutable but for a hint. All in the expression's arena. */
struct expr {
    evaluator evaluate;
    const kuril_type *type;
    const char *key; /* "[1][2]", where run-time errors are said to be */
    const expr *const *args;
    size_t count;
    const void *data;          /* what else the operator keeps */
    kuril_style_value literal; /* of FORM_LITERAL */
    _Atomic unsigned hint;     /* of `get`: where the field stood last time */
    unsigned depends;
    expr_form form;
    bool never_folded;
    bool is_zoom;
};

/* The value of a let binding, once in an evaluation. */
typedef struct kuril_let_slot {
    bool known;
    kuril_style_value value;
} kuril_let_slot;

/* Names that `let` has bound, innermost first. */
struct scope {
    const scope *outer;
    const char *name;
    const expr *bound;
    size_t slot;
};

/* What is shared by the whole of one compilation. */
typedef struct compilation {
    kuril_arena *arena;
    size_t n_slots;
    size_t work; /* nodes looked at, for a limit */
    GPtrArray *spatials; /* shapes of within and distance, which the expression owns */
} compilation;

/* Where the compiler stands: a chain on the C stack from the root to here. */
struct compiler {
    compilation *all;
    const compiler *parent;
    int index; /* place in the parent; -1 for the root and for detours that add none */
    const kuril_node *node;
    const kuril_type *expected; /* NULL: any */
    const scope *names;
    kuril_expression_problems *problems;
};

typedef enum annotation { ANNOTATE_USUAL, ANNOTATE_COERCE, ANNOTATE_NOT } annotation;

typedef struct kuril_operator kuril_operator;

/* A special form: NULL after problems. */
typedef const expr *(*form_parser)(const compiler *k, const kuril_operator *op);

enum { MAX_PARAMETERS = 4, VARIADIC = -1 };

/* How a plain operator may be called. */
typedef struct overload {
    evaluator evaluate;
    int count; /* of parameters; VARIADIC: any, all of the first's kind */
    kuril_kind kinds[MAX_PARAMETERS];
    kuril_kind item; /* of an array parameter; VALUE when zero */
} overload;

struct kuril_operator {
    kuril_operator_info info;
    form_parser parse; /* NULL: a plain operator */
    kuril_kind result;
    kuril_kind result_item;               /* of an array */
    int result_length;                    /* of an array; 0: open */
    unsigned depends, depends_first_only; /* the second: only when called without an object */
    overload overloads[2];
    int variant; /* for parsers that serve several operators */
    bool never_folded;
    bool internal; /* of converted legacy filters; not in documents */
};

extern const kuril_operator kuril_operators[];
const kuril_operator *kuril_operator_find(const char *name);

/* ---- compiling ---- */

/*
 * Compiles `node` as the part `index` of what `k` stands at (-1: in its place). NULL after problems.
 */
const expr *kuril_compile_part(const compiler *k, const kuril_node *node, int index, const kuril_type *expected,
                               const scope *names, annotation how);

/* The i-th item of k's node, with the scope unchanged. */
const expr *kuril_compile_item(const compiler *k, size_t i, const kuril_type *expected);

/* Adds a problem here, or at an item (index >= 0, and a second one). Returns NULL, so that a parser may return it. */
const expr *kuril_problem(const compiler *k, const char *format, ...) G_GNUC_PRINTF(2, 3);
const expr *kuril_problem_at(const compiler *k, int index, const char *format, ...) G_GNUC_PRINTF(3, 4);
const expr *kuril_problem_at2(const compiler *k, int index, int second, const char *format, ...) G_GNUC_PRINTF(4, 5);

/* False with a problem ("Expected ... but found ...") at the item, or here when index is -1. */
bool kuril_check_fit(const compiler *k, int index, const kuril_type *expected, const kuril_type *type);

/* A node with room for `count` arguments, which the caller fills before kuril_expr_done adds up what they depend on. */
expr *kuril_expr_new(const compiler *k, evaluator evaluate, const kuril_type *type, size_t count);
void kuril_expr_set(expr *e, size_t i, const expr *arg);
expr *kuril_expr_done(expr *e, unsigned depends);

const expr *kuril_expr_literal(const compiler *k, const kuril_type *type, const kuril_style_value *value);
const expr *kuril_expr_assertion(const compiler *k, const kuril_type *type, const expr *arg);
const expr *kuril_expr_coercion(const compiler *k, const kuril_type *type, const expr *arg);

/* JavaScript's typeof of a document's value: "string", "number", "boolean", "object". */
const char *kuril_node_js_type(const kuril_node *node);

/* The items of k's node: as many as the array has. */
size_t kuril_arity(const compiler *k); /* arguments, without the operator's name */

/* ---- evaluating ---- */

static inline bool run(const expr *e, context *c, kuril_style_value *out)
{
    return e->evaluate(e, c, out);
}

/* Notes why; returns false. */
bool kuril_fail_evaluation(const expr *e, context *c, const char *format, ...) G_GNUC_PRINTF(3, 4);

static inline bool give_number(kuril_style_value *out, double number)
{
    out->kind = KURIL_KIND_NUMBER;
    out->as.number = number;
    return true;
}

static inline bool give_bool(kuril_style_value *out, bool boolean)
{
    out->kind = KURIL_KIND_BOOLEAN;
    out->as.boolean = boolean;
    return true;
}

static inline bool give_text(kuril_style_value *out, const char *text)
{
    out->kind = KURIL_KIND_STRING;
    out->as.string = text;
    return true;
}

static inline bool give_null(kuril_style_value *out)
{
    out->kind = KURIL_KIND_NULL;
    return true;
}

/* A feature's or document's value. Numbers and texts, which most are, without a copy of the whole. */
static inline bool give_plain(kuril_style_value *out, const kuril_value *value)
{
    if (value->kind == KURIL_NUMBER)
        return give_number(out, value->as.number);
    if (value->kind == KURIL_STRING)
        return give_text(out, value->as.string);
    *out = kuril_style_value_from(value);
    return true;
}

static inline bool give_image(kuril_style_value *out, const char *name, bool available)
{
    if (!name[0])
        return give_null(out);
    out->kind = KURIL_KIND_IMAGE;
    out->as.image.name = name;
    out->as.image.available = available;
    return true;
}

/*
 * Arguments. What the compiler knows of an argument's type holds but for a few forms (`coalesce`, `slice`), so that
 * evaluators look again: numbers are read as JavaScript's Number() does, other kinds fail.
 */
double kuril_number_from(kuril_style_value value);
bool kuril_fail_type(const expr *e, context *c, kuril_kind wanted, const kuril_style_value *found);
bool kuril_text_argument(const expr *e, context *c, size_t i, const char **text);

static inline bool number_argument(const expr *e, context *c, size_t i, double *number)
{
    kuril_style_value v;
    if (!run(e->args[i], c, &v))
        return false;
    *number = v.kind == KURIL_KIND_NUMBER ? v.as.number : kuril_number_from(v);
    return true;
}

/* The type of a value in words, for messages; in the context's arena. */
const char *kuril_type_words(const kuril_style_value *value, context *c);

/* ---- parsers and evaluators of the operator table ---- */
#include "style/operators.h"

/* ---- documents made on the way, for legacy functions and filters ---- */
const kuril_node *kuril_convert_function(const kuril_node *function, const kuril_expression_spec *spec,
                                         kuril_arena *arena, kuril_expression_problems *problems);
const kuril_node *kuril_convert_tokens(const kuril_node *text, kuril_arena *arena);
const kuril_node *kuril_convert_filter(const kuril_node *filter, kuril_arena *arena);
bool kuril_filter_is_expression(const kuril_node *filter);
/* Adds the problems of a legacy filter, `path` being where it stands; true when there is none. */
bool kuril_filter_check_legacy(const kuril_node *filter, const char *path, kuril_expression_problems *problems);
/* Adds a problem for the first legacy filter inside an expression filter; true when there is none. */
bool kuril_filter_check_mixed(const kuril_node *filter, kuril_expression_problems *problems);

/* A member of an options object, unless it is null, false, 0 or "", which JavaScript takes for absent; NULL then. */
const kuril_node *kuril_option(const kuril_node *options, const char *name);

void kuril_problem_add(kuril_expression_problems *problems, const kuril_node *node, const char *key,
                       const char *message);

#endif
