#include "data/json_value.h"

#include "core/number.h"
#include <glib.h>
#include <string.h>

enum { DEPTH_MAX = 64 };

typedef struct reader {
    const char *p;
    kuril_arena *arena;
    int depth;
} reader;

static bool read_value(reader *r, kuril_value *value);

static void blanks(reader *r)
{
    r->p += strspn(r->p, " \t\r\n");
}

static bool take(reader *r, char c)
{
    blanks(r);
    if (*r->p != c)
        return false;
    r->p++;
    return true;
}

static bool hex4(reader *r, gunichar *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, r->p++) {
        const int digit = g_ascii_xdigit_value(*r->p);
        if (digit < 0)
            return false;
        *code = *code << 4 | (gunichar)digit;
    }
    return true;
}

/* After "\u": one character, of two escapes when they are a surrogate pair. */
static bool escape_unicode(reader *r, GString *out)
{
    gunichar code, low;
    if (!hex4(r, &code))
        return false;
    if (code >= 0xD800 && code < 0xDC00 && r->p[0] == '\\' && r->p[1] == 'u') {
        r->p += 2;
        if (!hex4(r, &low))
            return false;
        code = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
    }
    g_string_append_unichar(out, code == 0 || (code >= 0xD800 && code < 0xE000) ? 0xFFFD : code);
    return true;
}

static bool escape(reader *r, GString *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char c = *r->p++;
    if (c == 'u')
        return escape_unicode(r, out);
    const char *found = c ? strchr(from, c) : NULL;
    if (!found)
        return false;
    g_string_append_c(out, to[found - from]);
    return true;
}

static bool read_string(reader *r, const char **text)
{
    if (!take(r, '"'))
        return false;
    GString *out = g_string_new(NULL);
    bool good = true;
    while (good && *r->p && *r->p != '"') {
        if (*r->p == '\\') {
            r->p++;
            good = escape(r, out);
        } else {
            g_string_append_c(out, *r->p++);
        }
    }
    good = good && *r->p == '"' && g_utf8_validate(out->str, (gssize)out->len, NULL);
    if (good) {
        r->p++;
        *text = kuril_arena_text(r->arena, out->str, out->len);
    }
    g_string_free(out, TRUE);
    return good;
}

static bool read_array(reader *r, kuril_value *value)
{
    GArray *items = g_array_new(FALSE, FALSE, sizeof(kuril_value));
    bool good = true, more = !take(r, ']');
    while (good && more) {
        kuril_value item;
        good = read_value(r, &item);
        if (good)
            g_array_append_val(items, item);
        more = good && take(r, ',');
        good = good && (more || take(r, ']'));
    }
    kuril_value *copy = kuril_arena_array(r->arena, items->len, sizeof *copy);
    if (items->len)
        memcpy(copy, items->data, items->len * sizeof *copy);
    *value = (kuril_value){.kind = KURIL_ARRAY, .as.array = {copy, items->len}};
    g_array_free(items, TRUE);
    return good;
}

static bool read_object(reader *r, kuril_value *value)
{
    GArray *members = g_array_new(FALSE, FALSE, sizeof(kuril_member));
    bool good = true, more = !take(r, '}');
    while (good && more) {
        kuril_member member;
        blanks(r);
        good = read_string(r, &member.name) && take(r, ':') && read_value(r, &member.value);
        if (good)
            g_array_append_val(members, member);
        more = good && take(r, ',');
        good = good && (more || take(r, '}'));
    }
    kuril_member *copy = kuril_arena_array(r->arena, members->len, sizeof *copy);
    if (members->len)
        memcpy(copy, members->data, members->len * sizeof *copy);
    *value = (kuril_value){.kind = KURIL_OBJECT, .as.object = {copy, members->len}};
    g_array_free(members, TRUE);
    return good;
}

static bool read_word(reader *r, kuril_value *value)
{
    static const struct {
        const char *word;
        kuril_value value;
    } words[] = {{"null", {.kind = KURIL_NULL}},
                 {"true", {.kind = KURIL_BOOL, .as.boolean = true}},
                 {"false", {.kind = KURIL_BOOL}}};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_str_has_prefix(r->p, words[i].word)) {
            r->p += strlen(words[i].word);
            *value = words[i].value;
            return true;
        }
    }
    const size_t n = strspn(r->p, "+-.eE0123456789");
    value->kind = KURIL_NUMBER;
    if (!kuril_number_parse_n(r->p, n, &value->as.number))
        return false;
    r->p += n;
    return true;
}

static bool read_value(reader *r, kuril_value *value)
{
    if (++r->depth > DEPTH_MAX)
        return false;
    blanks(r);
    bool good;
    if (*r->p == '"') {
        value->kind = KURIL_STRING;
        good = read_string(r, &value->as.string);
    } else if (take(r, '[')) {
        good = read_array(r, value);
    } else if (take(r, '{')) {
        good = read_object(r, value);
    } else {
        good = read_word(r, value);
    }
    r->depth--;
    return good;
}

bool kuril_json_value(const char *text, kuril_arena *arena, kuril_value *value)
{
    reader r = {.p = text, .arena = arena};
    if (!read_value(&r, value))
        return false;
    blanks(&r);
    return *r.p == '\0';
}
