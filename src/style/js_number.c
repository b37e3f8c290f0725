/* Numbers as JavaScript reads and prints them: the expressions' `to-string`, `concat` and messages are defined so. */
#include "core/number.h"
#include "style/value.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Shortest digits that read back, without trailing zeros, and the power of ten of the first: d.ddd x 10^exponent. */
static int shortest_digits(double number, char digits[static 20], int *exponent)
{
    char text[KURIL_NUMBER_MAX];
    for (int precision = 15; precision <= 17; precision++) {
        char format[8];
        snprintf(format, sizeof format, "%%.%de", precision - 1);
        g_ascii_formatd(text, sizeof text, format, number);
        if (g_ascii_strtod(text, NULL) == number)
            break;
    }
    const char *e = strchr(text, 'e');
    int n = 0;
    for (const char *c = text; c < e; c++)
        if (g_ascii_isdigit(*c))
            digits[n++] = *c;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    digits[n] = '\0';
    *exponent = atoi(e + 1);
    return n;
}

char *kuril_js_number_print(double number, char out[static KURIL_JS_NUMBER_MAX])
{
    char digits[20];
    int exponent;
    const char *sign = number < 0 ? "-" : "";
    if (isnan(number))
        return strcpy(out, "NaN");
    if (isinf(number))
        return strcpy(out, number < 0 ? "-Infinity" : "Infinity");
    if (number == 0)
        return strcpy(out, "0");
    if (fabs(number) < 1e15 && number == floor(number)) {
        snprintf(out, KURIL_JS_NUMBER_MAX, "%lld", (long long)number);
        return out;
    }
    const int n = shortest_digits(fabs(number), digits, &exponent);
    if (exponent >= 21 || exponent < -6)
        snprintf(out, KURIL_JS_NUMBER_MAX, "%s%c%s%se%+d", sign, digits[0], n > 1 ? "." : "", digits + 1, exponent);
    else if (exponent < 0)
        snprintf(out, KURIL_JS_NUMBER_MAX, "%s0.%.*s%s", sign, -exponent - 1, "00000", digits);
    else if (n <= exponent + 1)
        snprintf(out, KURIL_JS_NUMBER_MAX, "%s%s%.*s", sign, digits, exponent + 1 - n, "000000000000000000000");
    else
        snprintf(out, KURIL_JS_NUMBER_MAX, "%s%.*s.%s", sign, exponent + 1, digits, digits + exponent + 1);
    return out;
}

/* "0x1F", "0o17", "0b11": digits of a base after the prefix. */
static double based(const char *text, size_t length, int base)
{
    double value = 0;
    for (size_t i = 2; i < length; i++) {
        const int digit = g_ascii_xdigit_value(text[i]);
        if (digit < 0 || digit >= base)
            return NAN;
        value = value * base + digit;
    }
    return value;
}

double kuril_js_number_parse(const char *text)
{
    while (g_ascii_isspace(*text) || *text == '\v')
        text++;
    size_t n = strlen(text);
    while (n && (g_ascii_isspace(text[n - 1]) || text[n - 1] == '\v'))
        n--;
    if (n == 0)
        return 0;
    if (n > 2 && text[0] == '0' && strchr("xXoObB", text[1])) {
        const char c = g_ascii_tolower(text[1]);
        return based(text, n, c == 'x' ? 16 : c == 'o' ? 8 : 2);
    }
    const size_t sign = text[0] == '-' || text[0] == '+';
    if (n - sign == 8 && memcmp(text + sign, "Infinity", 8) == 0)
        return text[0] == '-' ? -HUGE_VAL : HUGE_VAL;
    double value = 0;
    return kuril_number_parse_n(text, n, &value) ? value : NAN;
}
