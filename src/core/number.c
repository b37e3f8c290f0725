#include "core/number.h"

#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static size_t digits(const char *text, size_t length, size_t at)
{
    size_t n = 0;
    while (at + n < length && g_ascii_isdigit(text[at + n]))
        n++;
    return n;
}

static bool is_decimal(const char *text, size_t length)
{
    size_t at = length && (text[0] == '-' || text[0] == '+');
    const size_t whole = digits(text, length, at);
    at += whole;
    size_t fraction = 0;
    if (at < length && text[at] == '.') {
        fraction = digits(text, length, at + 1);
        at += 1 + fraction;
    }
    if (whole + fraction == 0)
        return false;
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        at += at < length && (text[at] == '-' || text[at] == '+');
        const size_t exponent = digits(text, length, at);
        if (exponent == 0)
            return false;
        at += exponent;
    }
    return at == length;
}

bool kuril_number_parse_n(const char *text, size_t length, double *number)
{
    if (!is_decimal(text, length))
        return false;
    char copy[64], *longer = length < sizeof copy ? NULL : g_strndup(text, length);
    if (!longer) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    const double value = g_ascii_strtod(longer ? longer : copy, NULL);
    g_free(longer);
    if (!isfinite(value))
        return false;
    *number = value;
    return true;
}

bool kuril_number_parse(const char *text, double *number)
{
    return kuril_number_parse_n(text, strlen(text), number);
}

char *kuril_number_print(double number, char out[static KURIL_NUMBER_MAX])
{
    if (number == 0)
        number = 0; /* no minus zero */
    for (int precision = 15; precision <= 17; precision++) {
        char format[8];
        snprintf(format, sizeof format, "%%.%dg", precision);
        g_ascii_formatd(out, KURIL_NUMBER_MAX, format, number);
        if (g_ascii_strtod(out, NULL) == number)
            break;
    }
    return out;
}

char *kuril_number_print_fixed(double number, int decimals, char out[static KURIL_NUMBER_MAX])
{
    char format[8];
    snprintf(format, sizeof format, "%%.%df", CLAMP(decimals, 0, 15));
    if (fabs(number) >= 1e15)
        return kuril_number_print(number, out);
    g_ascii_formatd(out, KURIL_NUMBER_MAX, format, number);
    if (out[0] == '-' && strspn(out + 1, "0.") == strlen(out + 1))
        memmove(out, out + 1, strlen(out));
    return out;
}

char *kuril_number_print_grouped(double number, int decimals, char mark, char out[static KURIL_NUMBER_MAX])
{
    char plain[KURIL_NUMBER_MAX];
    kuril_number_print_fixed(number, decimals, plain);
    const size_t sign = plain[0] == '-', whole = strspn(plain + sign, "0123456789");
    const bool grouped = whole > 4 && whole <= 12 && !strchr(plain, 'e');
    char *to = out;
    for (size_t i = 0; plain[i]; i++) {
        *to++ = plain[i] == '.' ? mark : plain[i];
        const size_t left = i + 1 < sign + whole ? sign + whole - i - 1 : 0; /* digits to the point */
        if (grouped && i >= sign && left > 0 && left % 3 == 0) {
            memcpy(to, "\u202F", 3);
            to += 3;
        }
    }
    *to = '\0';
    return out;
}
