/* CSS colour texts (CSS Color 4, the subset that the style specification names). */
#include "core/number.h"
#include "style/colour.h"
#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct named {
    const char *name;
    unsigned rgb;
} named;

static const named names[] = {
#define C(name, rgb) {name, rgb},
#include "style/css_colours.def"
#undef C
};

static int compare_name(const void *key, const void *row)
{
    return strcmp(key, ((const named *)row)->name);
}

static double clamp(double x, double low, double high)
{
    return fmin(fmax(low, x), high);
}

static bool parse_name(const char *text, kuril_color *color)
{
    if (strcmp(text, "transparent") == 0) {
        *color = kuril_color_make(0, 0, 0, 0);
        return true;
    }
    const named *row = bsearch(text, names, G_N_ELEMENTS(names), sizeof *names, compare_name);
    if (row)
        *color = kuril_color_make((row->rgb >> 16) / 255.0, (row->rgb >> 8 & 255) / 255.0, (row->rgb & 255) / 255.0, 1);
    return row != NULL;
}

static bool parse_hex(const char *text, kuril_color *color)
{
    const size_t n = strlen(text + 1);
    if (n != 3 && n != 4 && n != 6 && n != 8)
        return false;
    double c[4] = {0, 0, 0, 1};
    const size_t width = n < 6 ? 1 : 2;
    for (size_t i = 0; i < n; i++)
        if (!g_ascii_isxdigit(text[1 + i]))
            return false;
    for (size_t i = 0; i < n / width; i++) {
        const char *at = text + 1 + i * width;
        const int high = g_ascii_xdigit_value(at[0]);
        const int low = width == 1 ? high : g_ascii_xdigit_value(at[1]);
        c[i] = (high * 16 + low) / 255.0;
    }
    *color = kuril_color_make(c[0], c[1], c[2], c[3]);
    return true;
}

static const char *skip_space(const char *at)
{
    while (g_ascii_isspace(*at) || *at == '\v')
        at++;
    return at;
}

/* One number of a function, with its unit: '%', 'd' for "deg", or 0. NULL when there is none. */
static const char *parse_number(const char *at, double *number, char *unit)
{
    const size_t length = strspn(at, "0123456789.+-e");
    if (!length || !kuril_number_parse_n(at, length, number))
        return NULL;
    at += length;
    *unit = 0;
    if (*at == '%') {
        *unit = '%';
        return at + 1;
    }
    if (g_str_has_prefix(at, "deg")) {
        *unit = 'd';
        return at + 3;
    }
    return at;
}

typedef struct arguments {
    double numbers[4];
    char units[4];
    size_t count;
} arguments;

/* "( a, b, c, d )", "( a b c / d )": commas throughout or not at all. */
static bool parse_arguments(const char *at, arguments *a)
{
    bool commas = false;
    if (*at != '(')
        return false;
    at++;
    for (a->count = 0;;) {
        if (a->count == 4)
            return false;
        at = parse_number(skip_space(at), &a->numbers[a->count], &a->units[a->count]);
        if (!at)
            return false;
        a->count++;
        const char *next = skip_space(at);
        if (*next == ')')
            return a->count >= 3 && next[1] == '\0';
        if (a->count == 1)
            commas = *next == ',';
        if (commas ? *next != ',' : a->count == 3 ? *next != '/' : next == at)
            return false;
        at = commas || a->count == 3 ? next + 1 : next;
    }
}

static bool alpha_of(const arguments *a, double *alpha)
{
    *alpha = 1;
    if (a->count < 4)
        return true;
    if (a->units[3] == 'd')
        return false;
    *alpha = clamp(a->units[3] == '%' ? a->numbers[3] / 100 : a->numbers[3], 0, 1);
    return true;
}

static bool parse_rgb(const arguments *a, kuril_color *color)
{
    double alpha, c[3];
    if (a->units[0] == 'd' || a->units[1] != a->units[0] || a->units[2] != a->units[0] || !alpha_of(a, &alpha))
        return false;
    for (int i = 0; i < 3; i++)
        c[i] = clamp(a->numbers[i] / (a->units[0] == '%' ? 100 : 255), 0, 1);
    *color = kuril_color_make(c[0], c[1], c[2], alpha);
    return true;
}

/* CSS Color 4, section 7.1. */
static double hsl_component(double n, double h, double s, double l)
{
    const double k = fmod(n + h / 30, 12);
    const double a = s * fmin(l, 1 - l);
    return l - a * fmax(-1, fmin(fmin(k - 3, 9 - k), 1));
}

static bool parse_hsl(const arguments *a, kuril_color *color)
{
    double alpha;
    if (a->units[0] == '%' || a->units[1] != '%' || a->units[2] != '%' || !alpha_of(a, &alpha))
        return false;
    double h = fmod(a->numbers[0], 360);
    h = h < 0 ? h + 360 : h;
    const double s = clamp(a->numbers[1], 0, 100) / 100, l = clamp(a->numbers[2], 0, 100) / 100;
    *color = kuril_color_make(hsl_component(0, h, s, l), hsl_component(8, h, s, l), hsl_component(4, h, s, l), alpha);
    return true;
}

static bool parse_folded(const char *text, kuril_color *color)
{
    arguments a = {0};
    if (parse_name(text, color))
        return true;
    if (text[0] == '#')
        return parse_hex(text, color);
    const bool rgb = g_str_has_prefix(text, "rgb"), hsl = g_str_has_prefix(text, "hsl");
    if (!rgb && !hsl)
        return false;
    if (!parse_arguments(text + 3 + (text[3] == 'a'), &a))
        return false;
    return rgb ? parse_rgb(&a, color) : parse_hsl(&a, color);
}

bool kuril_color_parse(const char *text, kuril_color *color)
{
    enum { LONGEST = 200 };
    char folded[LONGEST + 1];
    text = skip_space(text);
    size_t n = strlen(text);
    while (n && (g_ascii_isspace(text[n - 1]) || text[n - 1] == '\v'))
        n--;
    if (n > LONGEST)
        return false;
    for (size_t i = 0; i < n; i++)
        folded[i] = g_ascii_tolower(text[i]);
    folded[n] = '\0';
    return parse_folded(folded, color);
}
