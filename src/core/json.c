#include "core/json.h"

#include "core/number.h"
#include <math.h>

static void separate(kuril_json *json)
{
    if (json->filled)
        g_string_append_c(json->text, ',');
    json->filled = true;
}

/* Characters that may stand in JSON as they are, and that drive a terminal or turn the text that follows. */
static bool is_risky(gunichar c)
{
    return (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void kuril_json_quote(GString *out, const char *text)
{
    char *valid = g_utf8_make_valid(text, -1);
    g_string_append_c(out, '"');
    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        if (c == '"' || c == '\\')
            g_string_append_printf(out, "\\%c", (char)c);
        else if (c < 0x20 || is_risky(c))
            g_string_append_printf(out, "\\u%04x", (unsigned)c);
        else
            g_string_append_len(out, p, g_utf8_next_char(p) - p);
    }
    g_string_append_c(out, '"');
    g_free(valid);
}

void kuril_json_name(kuril_json *json, const char *name)
{
    separate(json);
    kuril_json_quote(json->text, name);
    g_string_append_c(json->text, ':');
    json->filled = false;
}

void kuril_json_text(kuril_json *json, const char *text)
{
    separate(json);
    if (text)
        kuril_json_quote(json->text, text);
    else
        g_string_append(json->text, "null");
}

void kuril_json_number(kuril_json *json, double number)
{
    char digits[KURIL_NUMBER_MAX];
    separate(json);
    g_string_append(json->text, isfinite(number) ? kuril_number_print(number, digits) : "null");
}

void kuril_json_bool(kuril_json *json, bool value)
{
    separate(json);
    g_string_append(json->text, value ? "true" : "false");
}

void kuril_json_open(kuril_json *json, char bracket)
{
    separate(json);
    g_string_append_c(json->text, bracket);
    json->filled = false;
}

void kuril_json_close(kuril_json *json, char bracket)
{
    g_string_append_c(json->text, bracket);
    json->filled = true;
}

void kuril_json_member(kuril_json *json, const char *name, const char *text)
{
    kuril_json_name(json, name);
    kuril_json_text(json, text);
}

void kuril_json_member_number(kuril_json *json, const char *name, double number)
{
    kuril_json_name(json, name);
    kuril_json_number(json, number);
}
