/* Text in, text out. Case follows the root locale, whatever the environment says. */
#include "style/expr.h"
#include <string.h>
#include <unicode/ucasemap.h>
#include <unicode/ucol.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

static bool change_case(const expr *e, context *c, kuril_style_value *out, bool up)
{
    const char *text;
    if (!kuril_text_argument(e, c, 0, &text))
        return false;
    UErrorCode code = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open("", 0, &code);
    const size_t room = strlen(text) * 3 + 1; /* case mapping grows text at most threefold */
    char *changed = g_malloc(room);
    int32_t length = 0;
    if (U_SUCCESS(code) && room < INT32_MAX)
        length = up ? ucasemap_utf8ToUpper(map, changed, (int32_t)room, text, (int32_t)strlen(text), &code)
                    : ucasemap_utf8ToLower(map, changed, (int32_t)room, text, (int32_t)strlen(text), &code);
    const bool good = U_SUCCESS(code);
    const char *kept = good ? kuril_arena_text(c->arena, changed, (size_t)length) : text;
    g_free(changed);
    ucasemap_close(map);
    return give_text(out, kept);
}

bool kuril_eval_upcase(const expr *e, context *c, kuril_style_value *out)
{
    return change_case(e, c, out, true);
}

bool kuril_eval_downcase(const expr *e, context *c, kuril_style_value *out)
{
    return change_case(e, c, out, false);
}

bool kuril_eval_concat(const expr *e, context *c, kuril_style_value *out)
{
    enum { LONGEST = 1 << 20 };
    GString *text = g_string_new(NULL);
    bool good = true;
    for (size_t i = 0; i < e->count && good; i++) {
        kuril_style_value v;
        good = run(e->args[i], c, &v);
        if (good)
            kuril_style_value_append_text(text, &v);
        if (good && text->len > LONGEST)
            good = kuril_fail_evaluation(e, c, "The text is too long.");
    }
    if (good)
        give_text(out, kuril_arena_text(c->arena, text->str, text->len));
    g_string_free(text, TRUE);
    return good;
}

static void give_texts(context *c, kuril_style_value *out, char **parts, size_t n)
{
    kuril_style_value *items = kuril_arena_array(c->arena, n, sizeof *items);
    for (size_t i = 0; i < n; i++)
        give_text(&items[i], kuril_arena_text(c->arena, parts[i], strlen(parts[i])));
    out->kind = KURIL_KIND_ARRAY;
    out->as.array.items = items;
    out->as.array.count = n;
    out->as.array.foreign = false;
}

/* An empty separator gives the characters, as in JavaScript. */
static char **characters(const char *text)
{
    GPtrArray *parts = g_ptr_array_new();
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        g_ptr_array_add(parts, g_strndup(p, (gsize)(g_utf8_next_char(p) - p)));
    g_ptr_array_add(parts, NULL);
    return (char **)g_ptr_array_free(parts, FALSE);
}

bool kuril_eval_split(const expr *e, context *c, kuril_style_value *out)
{
    const char *text, *separator;
    if (!kuril_text_argument(e, c, 0, &text) || !kuril_text_argument(e, c, 1, &separator))
        return false;
    char **parts = *separator ? g_strsplit(text, separator, -1) : characters(text);
    const size_t n = g_strv_length(parts);
    if (n == 0 && *separator) { /* JavaScript's "".split(",") has one empty part */
        char *empty = (char[]){""};
        give_texts(c, out, &empty, 1);
    } else {
        give_texts(c, out, parts, n);
    }
    g_strfreev(parts);
    return true;
}

bool kuril_eval_join(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value list;
    const char *separator;
    if (!run(e->args[0], c, &list) || !kuril_text_argument(e, c, 1, &separator))
        return false;
    if (list.kind != KURIL_KIND_ARRAY)
        return kuril_fail_type(e, c, KURIL_KIND_ARRAY, &list);
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < list.as.array.count; i++) {
        const kuril_style_value item = kuril_style_item(&list, i);
        if (i)
            g_string_append(text, separator);
        if (item.kind != KURIL_KIND_NULL)
            kuril_style_value_append_text(text, &item);
    }
    give_text(out, kuril_arena_text(c->arena, text->str, text->len));
    g_string_free(text, TRUE);
    return true;
}

/* Pango shapes every script. */
bool kuril_eval_is_supported_script(const expr *e, context *c, kuril_style_value *out)
{
    const char *text;
    return kuril_text_argument(e, c, 0, &text) && give_bool(out, true);
}

/* ---- options of format, number-format and collator ---- */

/* An option of the object at an item of k's node, compiled; NULL where it is not given, or after problems (`bad`). */
static const expr *option(const compiler *k, size_t at, const char *name, const kuril_type *type, bool *bad)
{
    const kuril_node *object = kuril_node_at(k->node, at), *node = kuril_node_member(object, name);
    if (!node)
        return NULL;
    const expr *e = kuril_compile_part(k, node, (int)at, type, k->names, ANNOTATE_USUAL);
    *bad |= !e;
    return e;
}

static bool option_given(const expr *e, size_t i)
{
    return e->args[i]->form != FORM_LITERAL || e->args[i]->literal.kind != KURIL_KIND_NULL;
}

static const expr *null_expr(const compiler *k)
{
    const kuril_style_value null = {.kind = KURIL_KIND_NULL};
    return kuril_expr_literal(k, kuril_type_of_kind(KURIL_KIND_NULL), &null);
}

/* ---- format: for each section its content, then font-scale, text-font, text-color, vertical-align ---- */

enum { SECTION_ARGS = 5 };

static bool eval_section(const expr *e, context *c, size_t first, kuril_format_section *section)
{
    kuril_style_value v;
    *section = (kuril_format_section){.text = "", .scale = __builtin_nan("")};
    if (!run(e->args[first], c, &v))
        return false;
    if (v.kind == KURIL_KIND_IMAGE)
        section->image = v.as.image;
    else if (!(section->text = kuril_style_value_text(&v, c->arena)))
        return kuril_fail_evaluation(e, c, "The text is too long.");
    if (option_given(e, first + 1)) {
        if (!number_argument(e, c, first + 1, &section->scale))
            return false;
    }
    if (option_given(e, first + 2)) {
        if (!run(e->args[first + 2], c, &v))
            return false;
        kuril_style_value *fonts = kuril_arena_array(c->arena, 1, sizeof *fonts);
        *fonts = v;
        section->fonts = v.kind == KURIL_KIND_ARRAY ? fonts : NULL;
    }
    if (option_given(e, first + 3)) {
        if (!run(e->args[first + 3], c, &v))
            return false;
        section->has_color = v.kind == KURIL_KIND_COLOR;
        if (section->has_color)
            section->color = v.as.color;
    }
    if (option_given(e, first + 4)) {
        if (!run(e->args[first + 4], c, &v))
            return false;
        section->vertical_align = v.kind == KURIL_KIND_STRING ? v.as.string : NULL;
    }
    return true;
}

static bool eval_format(const expr *e, context *c, kuril_style_value *out)
{
    const size_t n = e->count / SECTION_ARGS;
    kuril_format_section *sections = kuril_arena_array(c->arena, n, sizeof *sections);
    for (size_t i = 0; i < n; i++)
        if (!eval_section(e, c, i * SECTION_ARGS, &sections[i]))
            return false;
    out->kind = KURIL_KIND_FORMATTED;
    out->as.formatted.sections = sections;
    out->as.formatted.count = n;
    return true;
}

static bool is_options(const kuril_node *node)
{
    return kuril_node_kind_of(node) == KURIL_NODE_OBJECT;
}

const expr *kuril_parse_format(const compiler *k, const kuril_operator *op)
{
    (void)op;
    const size_t count = kuril_node_count(k->node);
    if (count < 2)
        return kuril_problem(k, "Expected at least one argument.");
    if (is_options(kuril_node_at(k->node, 1)))
        return kuril_problem(k, "First argument must be an image or text section.");
    size_t sections = 0;
    for (size_t i = 1; i < count; i++)
        sections += !is_options(kuril_node_at(k->node, i));
    expr *e = kuril_expr_new(k, eval_format, kuril_type_of_kind(KURIL_KIND_FORMATTED), sections * SECTION_ARGS);
    size_t at = 0;
    bool bad = false, open = false;
    for (size_t i = 1; i < count && !bad; i++) {
        if (!is_options(kuril_node_at(k->node, i))) {
            const expr *content = kuril_compile_item(k, i, kuril_type_of_kind(KURIL_KIND_VALUE));
            if (!content)
                return NULL;
            const kuril_kind kind = content->type->kind;
            if (kind != KURIL_KIND_STRING && kind != KURIL_KIND_VALUE && kind != KURIL_KIND_NULL &&
                kind != KURIL_KIND_IMAGE)
                return kuril_problem(k, "Formatted text type must be 'string', 'value', 'image' or 'null'.");
            kuril_expr_set(e, at, content);
            for (size_t o = 1; o < SECTION_ARGS; o++)
                kuril_expr_set(e, at + o, null_expr(k));
            at += SECTION_ARGS;
            open = true;
            continue;
        }
        if (!open)
            return kuril_problem(k, "First argument must be an image or text section.");
        open = false;
        const kuril_type *texts = kuril_type_array(k->all->arena, kuril_type_of_kind(KURIL_KIND_STRING), -1);
        const expr *options[] = {option(k, i, "font-scale", kuril_type_of_kind(KURIL_KIND_NUMBER), &bad),
                                 option(k, i, "text-font", texts, &bad),
                                 option(k, i, "text-color", kuril_type_of_kind(KURIL_KIND_COLOR), &bad),
                                 option(k, i, "vertical-align", kuril_type_of_kind(KURIL_KIND_STRING), &bad)};
        for (size_t o = 0; o < G_N_ELEMENTS(options); o++)
            if (options[o])
                kuril_expr_set(e, at - SECTION_ARGS + 1 + o, options[o]);
    }
    return bad ? NULL : kuril_expr_done(e, 0);
}

/* ---- image ---- */

static bool eval_image(const expr *e, context *c, kuril_style_value *out)
{
    const char *name;
    if (!kuril_text_argument(e, c, 0, &name))
        return false;
    return give_image(out, name, !c->has_image || c->has_image(c->user, name));
}

const expr *kuril_parse_image(const compiler *k, const kuril_operator *op)
{
    (void)op;
    if (kuril_arity(k) != 1)
        return kuril_problem(k, "Expected two arguments.");
    const expr *name = kuril_compile_item(k, 1, kuril_type_of_kind(KURIL_KIND_STRING));
    if (!name)
        return kuril_problem(k, "No image name provided.");
    expr *e = kuril_expr_new(k, eval_image, kuril_type_of_kind(KURIL_KIND_IMAGE), 1);
    kuril_expr_set(e, 0, name);
    return kuril_expr_done(e, KURIL_DEPENDS_IMAGES);
}

/* ---- number-format: the number, then locale, currency, min- and max-fraction-digits, unit ---- */

static bool text_option(const expr *e, context *c, size_t i, const char **text)
{
    *text = NULL;
    return !option_given(e, i) || kuril_text_argument(e, c, i, text);
}

static bool digits_option(const expr *e, context *c, size_t i, UNumberFormat *format, UNumberFormatAttribute which)
{
    double digits;
    if (!option_given(e, i))
        return true;
    if (!number_argument(e, c, i, &digits))
        return false;
    if (digits >= 0 && digits <= 100)
        unum_setAttribute(format, which, (int32_t)digits);
    return true;
}

static bool eval_number_format(const expr *e, context *c, kuril_style_value *out)
{
    double number;
    const char *locale, *currency;
    if (!number_argument(e, c, 0, &number) || !text_option(e, c, 1, &locale) || !text_option(e, c, 2, &currency))
        return false;
    UErrorCode code = U_ZERO_ERROR;
    UNumberFormat *format =
        unum_open(currency ? UNUM_CURRENCY : UNUM_DECIMAL, NULL, 0, locale ? locale : "en", NULL, &code);
    if (U_FAILURE(code))
        return kuril_fail_evaluation(e, c, "Incorrect locale information provided");
    if (currency) {
        UChar name[4] = {0};
        u_uastrncpy(name, currency, 3);
        unum_setTextAttribute(format, UNUM_CURRENCY_CODE, name, 3, &code);
    }
    UChar units[256];
    char text[768];
    bool good = digits_option(e, c, 3, format, UNUM_MIN_FRACTION_DIGITS) &&
                digits_option(e, c, 4, format, UNUM_MAX_FRACTION_DIGITS);
    if (good) {
        int32_t length = 0;
        const int32_t n = unum_formatDouble(format, number, units, 256, NULL, &code);
        u_strToUTF8(text, sizeof text, &length, units, n, &code);
        good = U_SUCCESS(code) ? give_text(out, kuril_arena_text(c->arena, text, (size_t)length))
                               : kuril_fail_evaluation(e, c, "The number cannot be formatted.");
    }
    unum_close(format);
    return good;
}

const expr *kuril_parse_number_format(const compiler *k, const kuril_operator *op)
{
    (void)op;
    if (kuril_arity(k) != 2)
        return kuril_problem(k, "Expected two arguments.");
    const expr *number = kuril_compile_item(k, 1, kuril_type_of_kind(KURIL_KIND_NUMBER));
    if (!number)
        return NULL;
    if (!is_options(kuril_node_at(k->node, 2)))
        return kuril_problem(k, "NumberFormat options argument must be an object.");
    bool bad = false;
    const kuril_type *text = kuril_type_of_kind(KURIL_KIND_STRING), *count = kuril_type_of_kind(KURIL_KIND_NUMBER);
    const expr *options[] = {option(k, 2, "locale", text, &bad), option(k, 2, "currency", text, &bad),
                             option(k, 2, "min-fraction-digits", count, &bad),
                             option(k, 2, "max-fraction-digits", count, &bad)};
    expr *e = kuril_expr_new(k, eval_number_format, text, 1 + G_N_ELEMENTS(options));
    kuril_expr_set(e, 0, number);
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
        kuril_expr_set(e, 1 + i, options[i] ? options[i] : null_expr(k));
    return bad ? NULL : kuril_expr_done(e, 0);
}

/* ---- collator ---- */

struct kuril_collator {
    bool case_sensitive, diacritic_sensitive;
    const char *locale;
};

static UCollator *open_collator(const kuril_collator *how)
{
    UErrorCode code = U_ZERO_ERROR;
    UCollator *collator = ucol_open(how->locale ? how->locale : "", &code);
    if (U_FAILURE(code))
        return NULL;
    const UCollationStrength strength = how->diacritic_sensitive ? (how->case_sensitive ? UCOL_TERTIARY : UCOL_SECONDARY)
                                                                 : UCOL_PRIMARY;
    ucol_setStrength(collator, strength);
    if (how->case_sensitive && !how->diacritic_sensitive)
        ucol_setAttribute(collator, UCOL_CASE_LEVEL, UCOL_ON, &code);
    return collator;
}

int kuril_collator_compare(const kuril_collator *how, const char *a, const char *b)
{
    UCollator *collator = open_collator(how);
    if (!collator)
        return kuril_style_text_compare(a, b);
    UErrorCode code = U_ZERO_ERROR;
    const UCollationResult order = ucol_strcollUTF8(collator, a, -1, b, -1, &code);
    ucol_close(collator);
    return order == UCOL_LESS ? -1 : order == UCOL_GREATER;
}

static bool flag_option(const expr *e, context *c, size_t i, bool *flag)
{
    kuril_style_value v;
    *flag = false;
    if (!option_given(e, i))
        return true;
    if (!run(e->args[i], c, &v))
        return false;
    *flag = v.kind == KURIL_KIND_BOOLEAN && v.as.boolean;
    return true;
}

static bool eval_collator(const expr *e, context *c, kuril_style_value *out)
{
    kuril_collator *collator = kuril_arena_array(c->arena, 1, sizeof *collator);
    if (!flag_option(e, c, 0, &collator->case_sensitive) || !flag_option(e, c, 1, &collator->diacritic_sensitive) ||
        !text_option(e, c, 2, &collator->locale))
        return false;
    out->kind = KURIL_KIND_COLLATOR;
    out->as.collator = collator;
    return true;
}

const expr *kuril_parse_collator(const compiler *k, const kuril_operator *op)
{
    (void)op;
    if (kuril_arity(k) != 1)
        return kuril_problem(k, "Expected one argument.");
    if (!is_options(kuril_node_at(k->node, 1)))
        return kuril_problem(k, "Collator options argument must be an object.");
    bool bad = false;
    const kuril_type *flag = kuril_type_of_kind(KURIL_KIND_BOOLEAN);
    const expr *options[] = {option(k, 1, "case-sensitive", flag, &bad),
                             option(k, 1, "diacritic-sensitive", flag, &bad),
                             option(k, 1, "locale", kuril_type_of_kind(KURIL_KIND_STRING), &bad)};
    expr *e = kuril_expr_new(k, eval_collator, kuril_type_of_kind(KURIL_KIND_COLLATOR), G_N_ELEMENTS(options));
    e->never_folded = true;
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
        kuril_expr_set(e, i, options[i] ? options[i] : null_expr(k));
    return bad ? NULL : kuril_expr_done(e, 0);
}

bool kuril_eval_resolved_locale(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value v;
    if (!run(e->args[0], c, &v))
        return false;
    if (v.kind != KURIL_KIND_COLLATOR)
        return kuril_fail_type(e, c, KURIL_KIND_COLLATOR, &v);
    UCollator *collator = open_collator(v.as.collator);
    UErrorCode code = U_ZERO_ERROR;
    const char *name = collator ? ucol_getLocaleByType(collator, ULOC_VALID_LOCALE, &code) : NULL;
    const char *kept = kuril_arena_text(c->arena, name && *name ? name : "en", strlen(name && *name ? name : "en"));
    ucol_close(collator);
    return give_text(out, kept);
}
