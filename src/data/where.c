#include "data/where.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include "core/text.h"
#include <glib.h>
#include <string.h>

typedef enum op { OP_OR, OP_AND, OP_NOT, OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_LIKE, OP_IN, OP_NULL, OP_VALUE } op;
typedef enum truth { FALSE_, TRUE_, UNKNOWN_ } truth;

/* A node: an operator on its children, or a field, or a constant. */
typedef struct node {
    op op;
    struct node *a, *b; /* operands; for IN, b leads a list by `next` */
    struct node *next;
    int field; /* of OP_VALUE: the layer's field; -1 a constant, -2 FID */
    kuril_value value;
    char *text; /* owns value.as.string */
} node;

struct kuril_where {
    node *root;
};

enum { DEPTH_MAX = 64 };

typedef struct parser {
    const char *text, *p;
    const kuril_layer *layer;
    kuril_error *error;
    kuril_status status;
    int depth;
} parser;

static void node_free(node *n)
{
    while (n) {
        node *next = n->next;
        node_free(n->a);
        node_free(n->b);
        g_free(n->text);
        g_free(n);
        n = next;
    }
}

static node *node_new(op kind, node *a, node *b)
{
    node *n = g_new0(node, 1);
    n->op = kind;
    n->a = a;
    n->b = b;
    n->field = -1;
    return n;
}

static void fail(parser *ps, const char *what)
{
    if (ps->status == KURIL_OK)
        ps->status = kuril_fail(ps->error, KURIL_E_ARGUMENT, "cannot use condition '%s': %s at '%.20s'", ps->text, what,
                                *ps->p ? ps->p : "its end");
}

static void blanks(parser *ps)
{
    while (g_ascii_isspace(*ps->p))
        ps->p++;
}

static bool name_byte(char c)
{
    return g_ascii_isalnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool symbol(parser *ps, const char *s)
{
    blanks(ps);
    if (strncmp(ps->p, s, strlen(s)) != 0)
        return false;
    ps->p += strlen(s);
    return true;
}

static bool keyword(parser *ps, const char *word)
{
    blanks(ps);
    const size_t n = strlen(word);
    if (g_ascii_strncasecmp(ps->p, word, n) != 0 || name_byte(ps->p[n]))
        return false;
    ps->p += n;
    return true;
}

/* Text in quotes of a kind, doubled within; NULL when it is not closed. */
static char *quoted(parser *ps, char quote)
{
    GString *s = g_string_new(NULL);
    const char *p = ps->p + 1;
    for (; *p && !(*p == quote && p[1] != quote); p++) {
        p += *p == quote;
        g_string_append_c(s, *p);
    }
    if (*p != quote) {
        fail(ps, "an unclosed quote");
        g_string_free(s, TRUE);
        return NULL;
    }
    ps->p = p + 1;
    return g_string_free(s, FALSE);
}

static node *constant(kuril_value value, char *text)
{
    node *n = node_new(OP_VALUE, NULL, NULL);
    n->value = value;
    n->text = text;
    return n;
}

static node *field(parser *ps, char *name)
{
    node *n = node_new(OP_VALUE, NULL, NULL);
    n->text = name;
    for (size_t i = 0; i < ps->layer->n_fields; i++) {
        if (strcmp(ps->layer->fields[i].name, name) == 0) {
            n->field = (int)i;
            return n;
        }
    }
    for (size_t i = 0; i < ps->layer->n_fields; i++) {
        if (g_ascii_strcasecmp(ps->layer->fields[i].name, name) == 0) {
            n->field = (int)i;
            return n;
        }
    }
    if (g_ascii_strcasecmp(name, "fid") == 0) {
        n->field = -2;
        return n;
    }
    const char **names = g_new(const char *, ps->layer->n_fields + 1);
    for (size_t i = 0; i < ps->layer->n_fields; i++)
        names[i] = ps->layer->fields[i].name;
    const char *near = kuril_text_nearest(name, names, ps->layer->n_fields);
    if (ps->status == KURIL_OK)
        ps->status = kuril_fail(ps->error, KURIL_E_ARGUMENT, "no field '%s' in layer '%s'%s%s%s", name, ps->layer->name,
                                near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    g_free(names);
    return n;
}

static node *number(parser *ps)
{
    size_t n = strspn(ps->p, "+-.0123456789");
    if ((ps->p[n] == 'e' || ps->p[n] == 'E') && n > 0) {
        n++;
        n += strspn(ps->p + n, "+-0123456789");
    }
    kuril_value value = {.kind = KURIL_NUMBER};
    if (!kuril_number_parse_n(ps->p, n, &value.as.number)) {
        fail(ps, "a value is missing");
        return node_new(OP_VALUE, NULL, NULL);
    }
    ps->p += n;
    return constant(value, NULL);
}

static node *operand(parser *ps)
{
    blanks(ps);
    if (*ps->p == '\'' || *ps->p == '"') {
        const char quote = *ps->p;
        char *text = quoted(ps, quote);
        if (!text)
            return node_new(OP_VALUE, NULL, NULL);
        return quote == '"' ? field(ps, text) : constant((kuril_value){.kind = KURIL_STRING, .as.string = text}, text);
    }
    if (keyword(ps, "null"))
        return constant((kuril_value){.kind = KURIL_NULL}, NULL);
    if (keyword(ps, "true"))
        return constant((kuril_value){.kind = KURIL_BOOL, .as.boolean = true}, NULL);
    if (keyword(ps, "false"))
        return constant((kuril_value){.kind = KURIL_BOOL}, NULL);
    if (name_byte(*ps->p) && !g_ascii_isdigit(*ps->p)) {
        const char *start = ps->p;
        while (name_byte(*ps->p))
            ps->p++;
        return field(ps, g_strndup(start, (gsize)(ps->p - start)));
    }
    return number(ps);
}

static node *list(parser *ps)
{
    node *first = NULL, **end = &first;
    if (!symbol(ps, "("))
        fail(ps, "'(' is missing");
    while (ps->status == KURIL_OK) {
        *end = operand(ps);
        end = &(*end)->next;
        if (symbol(ps, ")"))
            break;
        if (!symbol(ps, ","))
            fail(ps, "')' is missing");
    }
    return first;
}

static node *copy_value(const node *n)
{
    node *copy = node_new(OP_VALUE, NULL, NULL);
    copy->field = n->field;
    copy->value = n->value;
    copy->text = g_strdup(n->text);
    if (copy->value.kind == KURIL_STRING)
        copy->value.as.string = copy->text;
    return copy;
}

/* a BETWEEN b AND c is a >= b AND a <= c. */
static node *between(parser *ps, node *a)
{
    node *low = operand(ps);
    if (!keyword(ps, "and"))
        fail(ps, "AND is missing");
    node *high = operand(ps);
    return node_new(OP_AND, node_new(OP_GE, copy_value(a), low), node_new(OP_LE, a, high));
}

static node *comparison(parser *ps)
{
    static const struct {
        const char *symbol;
        op op;
    } symbols[] = {{"<=", OP_LE}, {">=", OP_GE}, {"<>", OP_NE}, {"!=", OP_NE}, {"==", OP_EQ},
                   {"=", OP_EQ},  {"<", OP_LT},  {">", OP_GT}};
    node *a = operand(ps);
    for (size_t i = 0; i < G_N_ELEMENTS(symbols); i++) {
        if (symbol(ps, symbols[i].symbol))
            return node_new(symbols[i].op, a, operand(ps));
    }
    if (keyword(ps, "is")) {
        const bool negated = keyword(ps, "not");
        if (!keyword(ps, "null"))
            fail(ps, "NULL is missing");
        node *n = node_new(OP_NULL, a, NULL);
        return negated ? node_new(OP_NOT, n, NULL) : n;
    }
    const bool negated = keyword(ps, "not");
    node *n = a;
    if (keyword(ps, "like") || keyword(ps, "ilike"))
        n = node_new(OP_LIKE, a, operand(ps));
    else if (keyword(ps, "in"))
        n = node_new(OP_IN, a, list(ps));
    else if (keyword(ps, "between"))
        n = between(ps, a);
    else if (negated)
        fail(ps, "LIKE, IN or BETWEEN is missing");
    return negated ? node_new(OP_NOT, n, NULL) : n;
}

static node *disjunction(parser *ps);

static node *negation(parser *ps)
{
    if (++ps->depth > DEPTH_MAX)
        fail(ps, "nested too deep");
    node *n = NULL;
    if (ps->status != KURIL_OK) {
        n = node_new(OP_VALUE, NULL, NULL);
    } else if (keyword(ps, "not")) {
        n = node_new(OP_NOT, negation(ps), NULL);
    } else if (symbol(ps, "(")) {
        n = disjunction(ps);
        if (!symbol(ps, ")"))
            fail(ps, "')' is missing");
    } else {
        n = comparison(ps);
    }
    ps->depth--;
    return n;
}

static node *conjunction(parser *ps)
{
    node *n = negation(ps);
    while (ps->status == KURIL_OK && keyword(ps, "and"))
        n = node_new(OP_AND, n, negation(ps));
    return n;
}

static node *disjunction(parser *ps)
{
    node *n = conjunction(ps);
    while (ps->status == KURIL_OK && keyword(ps, "or"))
        n = node_new(OP_OR, n, conjunction(ps));
    return n;
}

kuril_status kuril_where_compile(const char *text, const kuril_layer *layer, kuril_where **where, kuril_error *error)
{
    enum { LONGEST = 1 << 14 };
    if (strlen(text) > LONGEST)
        return kuril_fail(error, KURIL_E_ARGUMENT, "a condition of %zu bytes is too long", strlen(text));
    parser ps = {.text = text, .p = text, .layer = layer, .error = error};
    node *root = disjunction(&ps);
    blanks(&ps);
    if (*ps.p)
        fail(&ps, "unexpected text");
    if (ps.status != KURIL_OK) {
        node_free(root);
        return ps.status;
    }
    *where = g_new0(kuril_where, 1);
    (*where)->root = root;
    return KURIL_OK;
}

void kuril_where_free(kuril_where *where)
{
    if (!where)
        return;
    node_free(where->root);
    g_free(where);
}

static kuril_value value_of(const node *n, const kuril_feature *feature)
{
    static const kuril_value null = {.kind = KURIL_NULL};
    if (n->field == -2)
        return (kuril_value){.kind = KURIL_NUMBER, .as.number = (double)feature->id};
    if (n->field >= 0)
        return (size_t)n->field < feature->n_fields ? feature->fields[n->field].value : null;
    return n->value;
}

static bool as_number(const kuril_value *v, double *number)
{
    if (v->kind == KURIL_NUMBER || v->kind == KURIL_BOOL) {
        *number = v->kind == KURIL_NUMBER ? v->as.number : v->as.boolean;
        return true;
    }
    return v->kind == KURIL_STRING && kuril_number_parse(v->as.string, number);
}

/* Negative, zero, positive; false when the two cannot be compared. Text that is a number compares as one only with
   a number. */
static bool compare(const kuril_value *a, const kuril_value *b, int *order)
{
    if (a->kind == KURIL_STRING && b->kind == KURIL_STRING) {
        *order = strcmp(a->as.string, b->as.string);
        return true;
    }
    double x, y;
    if (!as_number(a, &x) || !as_number(b, &y))
        return false;
    *order = (x > y) - (x < y);
    return true;
}

/* Whole-text match of a pattern with % and _; linear apart from the one place to come back to. */
static bool like(const char *text, const char *pattern)
{
    const char *star = NULL, *resume = NULL;
    while (*text) {
        if (*pattern == '%') {
            star = ++pattern;
            resume = text;
        } else if (*pattern && (*pattern == '_' || g_utf8_get_char(pattern) == g_utf8_get_char(text))) {
            pattern = g_utf8_next_char(pattern);
            text = g_utf8_next_char(text);
        } else if (star) {
            pattern = star;
            resume = g_utf8_next_char(resume);
            text = resume;
        } else {
            return false;
        }
    }
    while (*pattern == '%')
        pattern++;
    return *pattern == '\0';
}

static truth like_values(const kuril_value *a, const kuril_value *b)
{
    if (a->kind != KURIL_STRING || b->kind != KURIL_STRING)
        return a->kind == KURIL_NULL || b->kind == KURIL_NULL ? UNKNOWN_ : FALSE_;
    char *valid = g_utf8_make_valid(b->as.string, -1);
    char *text = g_utf8_strdown(a->as.string, -1), *pattern = g_utf8_strdown(valid, -1);
    const bool match = like(text, pattern);
    g_free(pattern);
    g_free(text);
    g_free(valid);
    return match ? TRUE_ : FALSE_;
}

static truth compared(op kind, const kuril_value *a, const kuril_value *b)
{
    if (a->kind == KURIL_NULL || b->kind == KURIL_NULL)
        return UNKNOWN_;
    int order;
    if (!compare(a, b, &order))
        return kind == OP_NE ? TRUE_ : FALSE_;
    const bool holds = kind == OP_EQ   ? order == 0
                       : kind == OP_NE ? order != 0
                       : kind == OP_LT ? order < 0
                       : kind == OP_LE ? order <= 0
                       : kind == OP_GT ? order > 0
                                       : order >= 0;
    return holds ? TRUE_ : FALSE_;
}

static truth in_list(const node *n, const kuril_feature *feature)
{
    const kuril_value a = value_of(n->a, feature);
    truth result = FALSE_;
    for (const node *item = n->b; item; item = item->next) {
        const kuril_value b = value_of(item, feature);
        const truth t = compared(OP_EQ, &a, &b);
        if (t == TRUE_)
            return TRUE_;
        if (t == UNKNOWN_)
            result = UNKNOWN_;
    }
    return result;
}

static truth evaluate(const node *n, const kuril_feature *feature)
{
    if (n->op == OP_AND || n->op == OP_OR) {
        const truth decides = n->op == OP_AND ? FALSE_ : TRUE_;
        const truth a = evaluate(n->a, feature);
        if (a == decides)
            return a;
        const truth b = evaluate(n->b, feature);
        return b == decides ? b : a == UNKNOWN_ || b == UNKNOWN_ ? UNKNOWN_ : a;
    }
    if (n->op == OP_NOT) {
        const truth a = evaluate(n->a, feature);
        return a == UNKNOWN_ ? a : a == TRUE_ ? FALSE_ : TRUE_;
    }
    if (n->op == OP_IN)
        return in_list(n, feature);
    if (n->op == OP_VALUE) {
        const kuril_value v = value_of(n, feature);
        double x;
        return v.kind == KURIL_NULL ? UNKNOWN_ : as_number(&v, &x) && x != 0 ? TRUE_ : FALSE_;
    }
    const kuril_value a = value_of(n->a, feature);
    if (n->op == OP_NULL)
        return a.kind == KURIL_NULL ? TRUE_ : FALSE_;
    const kuril_value b = value_of(n->b, feature);
    return n->op == OP_LIKE ? like_values(&a, &b) : compared(n->op, &a, &b);
}

bool kuril_where_holds(const kuril_where *where, const kuril_feature *feature)
{
    return evaluate(where->root, feature) == TRUE_;
}
