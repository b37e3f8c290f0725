/* What depends on language: collators, number formats, upper and lower case. */
#include "core/library.h"
#include "style/expr.h"
#include "style/letter_case.h"
#include <math.h>
#include <string.h>
#include <unicode/ucasemap.h>
#include <unicode/ucol.h>
#include <unicode/ucurr.h>
#include <unicode/uloc.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#define ICU_FUNCTIONS(F)                                                                                               \
    F(ucasemap_open)                                                                                                   \
    F(ucasemap_close)                                                                                                  \
    F(ucasemap_utf8ToUpper)                                                                                            \
    F(ucasemap_utf8ToLower)                                                                                            \
    F(uloc_countAvailable)                                                                                             \
    F(uloc_getAvailable)                                                                                               \
    F(uloc_forLanguageTag)                                                                                             \
    F(uloc_toLanguageTag)                                                                                              \
    F(uloc_setKeywordValue)                                                                                            \
    F(ucol_open)                                                                                                       \
    F(ucol_close)                                                                                                      \
    F(ucol_setStrength)                                                                                                \
    F(ucol_setAttribute)                                                                                               \
    F(ucol_strcollUTF8)                                                                                                \
    F(ucol_getLocaleByType)                                                                                            \
    F(u_uastrncpy)                                                                                                     \
    F(ucurr_getDefaultFractionDigits)                                                                                  \
    F(unumf_openForSkeletonAndLocale)                                                                                  \
    F(unumf_openResult)                                                                                                \
    F(unumf_formatDouble)                                                                                              \
    F(unumf_resultToString)                                                                                            \
    F(unumf_closeResult)                                                                                               \
    F(unumf_close)

typedef struct icu_functions {
    ICU_FUNCTIONS(KURIL_LIBRARY_POINTER)
} icu_functions;

static const icu_functions *icu(void)
{
    static icu_functions functions;
    static const char *const names[] = {ICU_FUNCTIONS(KURIL_LIBRARY_NAME)};
    static kuril_library library = {.file = "libicui18n.so." U_ICU_VERSION_SHORT,
                                    .names = names,
                                    .count = G_N_ELEMENTS(names),
                                    .table = &functions};
    kuril_library_need(&library);
    return &functions;
}

/* Where an expression names no language: the same everywhere, whatever the machine is set to. */
static const char default_language[] = "en-US";

/* ---- upper and lower case ---- */

typedef int32_t case_mapper(const UCaseMap *, char *, int32_t, const char *, int32_t, UErrorCode *);

static char *map_case(const char *text, const char *language, case_mapper *map)
{
    UErrorCode status = U_ZERO_ERROR;
    const size_t length = strlen(text);
    UCaseMap *rules = length < G_MAXINT32 / 4 ? icu()->ucasemap_open(language, 0, &status) : NULL;
    if (!rules || U_FAILURE(status))
        return g_strdup(text);
    const int32_t room = (int32_t)length * 3 + 1; /* no character grows more in UTF-8 */
    char *out = g_malloc((size_t)room);
    map(rules, out, room, text, (int32_t)length, &status);
    icu()->ucasemap_close(rules);
    if (U_FAILURE(status)) {
        g_free(out);
        return g_strdup(text);
    }
    return out;
}

char *kuril_upper_case(const char *text, const char *language)
{
    return map_case(text, language, icu()->ucasemap_utf8ToUpper);
}

char *kuril_lower_case(const char *text, const char *language)
{
    return map_case(text, language, icu()->ucasemap_utf8ToLower);
}

/* ---- languages ---- */

/* Whether there are rules for the language of an ICU name. */
static bool language_exists(const char *name)
{
    const size_t length = strcspn(name, "_@");
    for (int32_t i = 0; i < icu()->uloc_countAvailable(); i++) {
        const char *other = icu()->uloc_getAvailable(i);
        if (strcspn(other, "_@") == length && strncmp(other, name, length) == 0)
            return true;
    }
    return false;
}

/* ICU's name of a BCP 47 tag, of the default language where its own is unknown; false when it is no tag. */
static bool locale_of_tag(const char *tag, char out[static ULOC_FULLNAME_CAPACITY])
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t parsed = 0;
    icu()->uloc_forLanguageTag(tag, out, ULOC_FULLNAME_CAPACITY, &parsed, &status);
    if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING || (size_t)parsed != strlen(tag))
        return false;
    if (!language_exists(out))
        icu()->uloc_forLanguageTag(default_language, out, ULOC_FULLNAME_CAPACITY, &parsed, &status);
    return true;
}

/* Evaluates an argument that names a language. */
static bool language_argument(const expr *e, context *c, int arg, const char **tag)
{
    char name[ULOC_FULLNAME_CAPACITY];
    *tag = default_language;
    if (arg >= 0 && !kuril_text_argument(e, c, (size_t)arg, tag))
        return false;
    return locale_of_tag(*tag, name) || kuril_fail_evaluation(e, c, "Incorrect locale information provided");
}

/* ---- collators ---- */

struct kuril_collator {
    const char *language; /* a valid tag */
    bool case_sensitive, diacritic_sensitive;
};

static UCollator *open_collator(const char *language, bool search)
{
    UErrorCode status = U_ZERO_ERROR;
    char name[ULOC_FULLNAME_CAPACITY];
    if (!locale_of_tag(language, name))
        return NULL;
    if (search)
        icu()->uloc_setKeywordValue("collation", "search", name, sizeof name, &status);
    UCollator *collator = icu()->ucol_open(name, &status);
    if (U_SUCCESS(status))
        return collator;
    icu()->ucol_close(collator);
    return NULL;
}

int kuril_collator_compare(const kuril_collator *how, const char *a, const char *b)
{
    UErrorCode status = U_ZERO_ERROR;
    UCollator *collator = open_collator(how->language, true);
    if (!collator)
        return kuril_style_text_compare(a, b);
    const UCollationStrength strength = !how->diacritic_sensitive ? UCOL_PRIMARY
                                        : how->case_sensitive     ? UCOL_TERTIARY
                                                                  : UCOL_SECONDARY;
    icu()->ucol_setStrength(collator, strength);
    if (how->case_sensitive && !how->diacritic_sensitive)
        icu()->ucol_setAttribute(collator, UCOL_CASE_LEVEL, UCOL_ON, &status);
    const UCollationResult order = icu()->ucol_strcollUTF8(collator, a, -1, b, -1, &status);
    icu()->ucol_close(collator);
    return order == UCOL_EQUAL ? 0 : order == UCOL_LESS ? -1 : 1;
}

/* Arguments by place; -1 where there is none. */
typedef struct collator_arguments {
    int language;
} collator_arguments;

static bool eval_collator(const expr *e, context *c, kuril_style_value *out)
{
    const collator_arguments *args = e->data;
    kuril_collator *made = kuril_arena_array(c->arena, 1, sizeof *made);
    kuril_style_value v;
    if (!run(e->args[0], c, &v))
        return false;
    made->case_sensitive = kuril_style_value_truthy(&v);
    if (!run(e->args[1], c, &v))
        return false;
    made->diacritic_sensitive = kuril_style_value_truthy(&v);
    if (!language_argument(e, c, args->language, &made->language))
        return false;
    out->kind = KURIL_KIND_COLLATOR;
    out->as.collator = made;
    return true;
}

static const expr *compile_flag(const compiler *k, const kuril_node *options, const char *name)
{
    const kuril_node *node = kuril_node_member(options, name);
    if (!node)
        node = kuril_node_make_bool(k->all->arena, options, false);
    return kuril_compile_part(k, node, 1, kuril_type_of_kind(KURIL_KIND_BOOLEAN), k->names, ANNOTATE_USUAL);
}

const expr *kuril_parse_collator(const compiler *k, const kuril_operator *op)
{
    (void)op;
    if (kuril_arity(k) != 1)
        return kuril_problem(k, "Expected one argument.");
    const kuril_node *options = kuril_node_at(k->node, 1);
    if (kuril_node_kind_of(options) != KURIL_NODE_OBJECT)
        return kuril_problem(k, "Collator options argument must be an object.");
    const expr *case_flag = compile_flag(k, options, "case-sensitive");
    const expr *diacritic_flag = case_flag ? compile_flag(k, options, "diacritic-sensitive") : NULL;
    if (!diacritic_flag)
        return NULL;
    const kuril_node *node = kuril_option(options, "locale");
    const expr *language =
        node ? kuril_compile_part(k, node, 1, kuril_type_of_kind(KURIL_KIND_STRING), k->names, ANNOTATE_USUAL) : NULL;
    if (node && !language)
        return NULL;
    collator_arguments *args = kuril_arena_alloc(k->all->arena, sizeof *args);
    args->language = language ? 2 : -1;
    expr *e = kuril_expr_new(k, eval_collator, kuril_type_of_kind(KURIL_KIND_COLLATOR), language ? 3 : 2);
    kuril_expr_set(e, 0, case_flag);
    kuril_expr_set(e, 1, diacritic_flag);
    if (language)
        kuril_expr_set(e, 2, language);
    e->data = args;
    e->never_folded = true;
    return kuril_expr_done(e, 0);
}

bool kuril_eval_resolved_locale(const expr *e, context *c, kuril_style_value *out)
{
    kuril_style_value v;
    if (!run(e->args[0], c, &v))
        return false;
    if (v.kind != KURIL_KIND_COLLATOR)
        return kuril_fail_type(e, c, KURIL_KIND_COLLATOR, &v);
    UErrorCode status = U_ZERO_ERROR;
    char tag[ULOC_FULLNAME_CAPACITY] = "";
    UCollator *collator = open_collator(v.as.collator->language, false);
    const char *name = collator ? icu()->ucol_getLocaleByType(collator, ULOC_VALID_LOCALE, &status) : NULL;
    if (name && U_SUCCESS(status))
        icu()->uloc_toLanguageTag(name, tag, sizeof tag, 0, &status);
    icu()->ucol_close(collator);
    return give_text(out, kuril_arena_text(c->arena, tag, strlen(tag)));
}

/* ---- number-format ---- */

typedef struct format_arguments {
    int language, currency, unit, least, most;
} format_arguments;

/* A number of digits, as ECMA-402 limits it; `*digits` stays where the argument is absent. */
static bool digits_argument(const expr *e, context *c, int arg, const char *name, int *digits)
{
    double n;
    if (arg < 0)
        return true;
    if (!number_argument(e, c, (size_t)arg, &n))
        return false;
    if (!(n >= 0 && n <= 100))
        return kuril_fail_evaluation(e, c, "%s value is out of range.", name);
    *digits = (int)floor(n);
    return true;
}

/* Digits after the point: given, or of the currency, or 0 to 3. */
static bool resolve_digits(const expr *e, context *c, const format_arguments *args, int usual_least, int usual_most,
                           int *least, int *most)
{
    *least = *most = -1;
    if (!digits_argument(e, c, args->least, "minimumFractionDigits", least) ||
        !digits_argument(e, c, args->most, "maximumFractionDigits", most))
        return false;
    const bool both = *least >= 0 && *most >= 0;
    if (both && *least > *most)
        return kuril_fail_evaluation(e, c, "maximumFractionDigits value is out of range.");
    if (*least < 0)
        *least = *most >= 0 ? MIN(usual_least, *most) : usual_least;
    if (*most < 0)
        *most = MAX(usual_most, *least);
    return true;
}

static bool is_word(const char *text, size_t low, size_t high, bool dashes)
{
    const size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if (!g_ascii_isalpha(text[i]) && !(dashes && text[i] == '-'))
            return false;
    return length >= low && length <= high;
}

/* A currency's digits by ISO 4217. */
static int currency_digits(const char *code)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[4] = {0};
    icu()->u_uastrncpy(wide, code, 3);
    const int32_t digits = icu()->ucurr_getDefaultFractionDigits(wide, &status);
    return U_SUCCESS(status) ? digits : 2;
}

static void append_digits(GString *skeleton, int least, int most)
{
    if (most == 0) {
        g_string_append(skeleton, " precision-integer");
        return;
    }
    g_string_append(skeleton, " .");
    for (int i = 0; i < most; i++)
        g_string_append_c(skeleton, i < least ? '0' : '#');
}

/* ICU's number skeleton for what the arguments say. */
static bool make_skeleton(const expr *e, context *c, const format_arguments *args, GString *skeleton)
{
    int least, most, usual_least = 0, usual_most = 3;
    const char *text;
    g_string_append(skeleton, "rounding-mode-half-up");
    if (args->currency >= 0) {
        if (!kuril_text_argument(e, c, (size_t)args->currency, &text))
            return false;
        if (!is_word(text, 3, 3, false))
            return kuril_fail_evaluation(e, c, "Invalid currency code : %s", text);
        usual_least = usual_most = currency_digits(text);
        g_string_append_printf(skeleton, " currency/%s", text);
    }
    if (args->unit >= 0) {
        if (!kuril_text_argument(e, c, (size_t)args->unit, &text))
            return false;
        if (!is_word(text, 1, 60, true))
            return kuril_fail_evaluation(e, c, "Invalid unit argument for Intl.NumberFormat() '%s'", text);
        g_string_append_printf(skeleton, " unit/%s unit-width-short", text);
    }
    if (!resolve_digits(e, c, args, usual_least, usual_most, &least, &most))
        return false;
    append_digits(skeleton, least, most);
    return true;
}

static char *utf8_of(const UChar *text, int32_t length)
{
    return g_utf16_to_utf8((const gunichar2 *)text, length, NULL, NULL, NULL);
}

/* Formats by a skeleton; NULL when ICU does not understand it. Caller frees with g_free. */
static char *format_number(const char *skeleton, const char *language, double number)
{
    UErrorCode status = U_ZERO_ERROR;
    char name[ULOC_FULLNAME_CAPACITY];
    glong length = 0;
    gunichar2 *wide = g_utf8_to_utf16(skeleton, -1, NULL, &length, NULL);
    locale_of_tag(language, name);
    UNumberFormatter *formatter =
        icu()->unumf_openForSkeletonAndLocale((const UChar *)wide, (int32_t)length, name, &status);
    UFormattedNumber *result = icu()->unumf_openResult(&status);
    char *out = NULL;
    if (U_SUCCESS(status))
        icu()->unumf_formatDouble(formatter, isnan(number) ? fabs(number) : number, result, &status);
    if (U_SUCCESS(status)) {
        const int32_t needed = icu()->unumf_resultToString(result, NULL, 0, &status);
        UChar *text = g_new(UChar, (gsize)needed + 1);
        status = U_ZERO_ERROR;
        icu()->unumf_resultToString(result, text, needed + 1, &status);
        out = U_SUCCESS(status) ? utf8_of(text, needed) : NULL;
        g_free(text);
    }
    icu()->unumf_closeResult(result);
    icu()->unumf_close(formatter);
    g_free(wide);
    return out;
}

static bool eval_number_format(const expr *e, context *c, kuril_style_value *out)
{
    const format_arguments *args = e->data;
    double number;
    const char *language;
    if (!language_argument(e, c, args->language, &language))
        return false;
    GString *skeleton = g_string_new(NULL);
    const bool fine = make_skeleton(e, c, args, skeleton) && number_argument(e, c, 0, &number);
    char *text = fine ? format_number(skeleton->str, language, number) : NULL;
    g_string_free(skeleton, TRUE);
    if (text)
        give_text(out, kuril_arena_text(c->arena, text, strlen(text)));
    else if (fine)
        kuril_fail_evaluation(e, c, "Invalid unit argument for Intl.NumberFormat()");
    g_free(text);
    return text != NULL;
}

/* Compiles an option into the next argument. */
static bool add_option(const compiler *k, const kuril_node *options, const char *name, kuril_kind kind,
                       const expr **args, int *count, int *place)
{
    const kuril_node *node = kuril_option(options, name);
    *place = -1;
    if (!node)
        return true;
    args[*count] = kuril_compile_part(k, node, 1, kuril_type_of_kind(kind), k->names, ANNOTATE_USUAL);
    *place = args[*count] ? (*count)++ : -1;
    return *place >= 0;
}

const expr *kuril_parse_number_format(const compiler *k, const kuril_operator *op)
{
    (void)op;
    const expr *args[6];
    int count = 1;
    if (kuril_arity(k) != 2)
        return kuril_problem(k, "Expected two arguments.");
    args[0] = kuril_compile_item(k, 1, kuril_type_of_kind(KURIL_KIND_NUMBER));
    if (!args[0])
        return NULL;
    const kuril_node *options = kuril_node_at(k->node, 2);
    if (kuril_node_kind_of(options) != KURIL_NODE_OBJECT)
        return kuril_problem(k, "NumberFormat options argument must be an object.");
    format_arguments *f = kuril_arena_alloc(k->all->arena, sizeof *f);
    if (!add_option(k, options, "locale", KURIL_KIND_STRING, args, &count, &f->language) ||
        !add_option(k, options, "currency", KURIL_KIND_STRING, args, &count, &f->currency) ||
        !add_option(k, options, "unit", KURIL_KIND_STRING, args, &count, &f->unit))
        return NULL;
    if (f->currency >= 0 && f->unit >= 0)
        return kuril_problem(k, "NumberFormat options `currency` and `unit` are mutually exclusive");
    if (!add_option(k, options, "min-fraction-digits", KURIL_KIND_NUMBER, args, &count, &f->least) ||
        !add_option(k, options, "max-fraction-digits", KURIL_KIND_NUMBER, args, &count, &f->most))
        return NULL;
    expr *e = kuril_expr_new(k, eval_number_format, kuril_type_of_kind(KURIL_KIND_STRING), (size_t)count);
    for (int i = 0; i < count; i++)
        kuril_expr_set(e, (size_t)i, args[i]);
    e->data = f;
    return kuril_expr_done(e, 0);
}
