#include "core/limits.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include "core/text.h"
#include <glib.h>
#include <string.h>

typedef struct limit_row {
    const char *name, *what;
    double usual, most; /* beyond `most` the program or a library cannot go */
} limit_row;

static const limit_row rows[KURIL_LIMIT_COUNT] = {
    [KURIL_LIMIT_PAGE] = {"page", "pixels a side of a page", 20000, 1e6},
    [KURIL_LIMIT_SIDE] = {"side", "dots a side of a PNG", 32767, 1e6},
    [KURIL_LIMIT_PIXELS] = {"pixels", "dots of a PNG in all", 4e8, 1e11},
    [KURIL_LIMIT_DOCUMENT] = {"document", "bytes of a document or table of points", 64 << 20, 4e9},
    [KURIL_LIMIT_VALUES] = {"values", "values in a document", 4e6, 4e9},
    [KURIL_LIMIT_ALIASES] = {"aliases", "values that aliases add to a document", 1e5, 4e9},
    [KURIL_LIMIT_DEPTH] = {"depth", "levels of nesting", 64, 500}, /* what every recursive walk's stack has room for */
    [KURIL_LIMIT_ENTRIES] = {"entries", "entries of a list of a map", 1000, 1e6},
    [KURIL_LIMIT_FEATURES] = {"features", "features kept in memory", 2e6, 4e9},
    [KURIL_LIMIT_NAMES] = {"names", "names and icons that seek a place on a page", 5e4, 4e9},
    [KURIL_LIMIT_UNPACKED] = {"unpacked", "bytes of a file unpacked or copied into memory", 256 << 20, 4e9},
    [KURIL_LIMIT_RATIO] = {"ratio", "times that a large member of an archive is packed", 200, 1e6},
    [KURIL_LIMIT_ICON] = {"icon", "bytes of an icon", 4 << 20, 1e9},
    [KURIL_LIMIT_ICON_SIDE] = {"icon-side", "pixels a side of an icon", 4096, 32767},
    [KURIL_LIMIT_ICON_PARTS] = {"icon-parts", "parts of an icon, each as often as references draw it", 5e4, 1e12},
};

static bool fits(const limit_row *row, double value)
{
    return value >= 1 && value <= row->most;
}

/* "NAME=VALUE" of that limit, its end a space or the text's. */
static bool value_of(const char *text, size_t length, const limit_row *row, double *value)
{
    const size_t n = strlen(row->name);
    return length > n + 1 && memcmp(text, row->name, n) == 0 && text[n] == '=' &&
           kuril_number_parse_n(text + n + 1, length - n - 1, value) && fits(row, *value);
}

double kuril_limit_value(kuril_limit limit)
{
    const limit_row *row = &rows[limit];
    const char *text = g_getenv(KURIL_LIMITS);
    double value = row->usual;
    while (text && *text) { /* the last one counts */
        const size_t length = strcspn(text, " ");
        double said = 0;
        if (value_of(text, length, row, &said))
            value = said;
        text += length + strspn(text + length, " ");
    }
    return value;
}

const char *kuril_limit_name(kuril_limit limit)
{
    return rows[limit].name;
}

const char *kuril_limit_what(kuril_limit limit)
{
    return rows[limit].what;
}

double kuril_limit_usual(kuril_limit limit)
{
    return rows[limit].usual;
}

static const limit_row *find(const char *text, size_t length, kuril_error *error)
{
    const char *names[KURIL_LIMIT_COUNT];
    for (size_t i = 0; i < KURIL_LIMIT_COUNT; i++) {
        names[i] = rows[i].name;
        if (strlen(names[i]) == length && memcmp(names[i], text, length) == 0)
            return &rows[i];
    }
    char *word = g_strndup(text, length);
    const char *near = kuril_text_nearest(word, names, KURIL_LIMIT_COUNT);
    if (near)
        kuril_fail(error, KURIL_E_ARGUMENT, "no limit '%s': did you mean '%s'?", word, near);
    else
        kuril_fail(error, KURIL_E_ARGUMENT, "no limit '%s': --help lists them", word);
    g_free(word);
    return NULL;
}

/* Whether a text is NAME=VALUE of a limit; `where` it was said. */
static kuril_status check(const char *where, const char *text, kuril_error *error)
{
    const char *sign = strchr(text, '=');
    if (!sign)
        return kuril_fail(error, KURIL_E_ARGUMENT, "%s takes NAME=VALUE, not '%s'", where, text);
    const limit_row *row = find(text, (size_t)(sign - text), error);
    if (!row)
        return KURIL_E_ARGUMENT;
    double value = 0;
    if (!kuril_number_parse(sign + 1, &value))
        return kuril_fail(error, KURIL_E_ARGUMENT, "%s %s: '%s' is no number", where, row->name, sign + 1);
    if (!fits(row, value))
        return kuril_fail(error, KURIL_E_DOMAIN, "%s %s: %s is outside 1 to %.0f", where, row->name, sign + 1,
                          row->most);
    return KURIL_OK;
}

kuril_status kuril_limits_check(kuril_error *error)
{
    const char *text = g_getenv(KURIL_LIMITS);
    char **words = g_strsplit(text ? text : "", " ", -1);
    kuril_status status = KURIL_OK;
    for (size_t i = 0; words[i] && status == KURIL_OK; i++)
        if (*words[i])
            status = check(KURIL_LIMITS, words[i], error);
    g_strfreev(words);
    return status;
}

kuril_status kuril_limit_set(const char *text, kuril_error *error)
{
    const kuril_status status = check("--allow-limit", text, error);
    if (status != KURIL_OK)
        return status;
    const char *before = g_getenv(KURIL_LIMITS);
    char *all = g_strjoin(" ", before ? before : "", text, NULL);
    g_setenv(KURIL_LIMITS, all, TRUE);
    g_free(all);
    return KURIL_OK;
}

kuril_status kuril_limit_passed(kuril_limit limit, const char *file, int line, int column, const char *what,
                                kuril_error *error)
{
    return kuril_fail_at(error, KURIL_E_DATA, file, line, column, NULL, "more than %.0f %s (--allow-limit %s=N allows more)",
                         kuril_limit_value(limit), what ? what : rows[limit].what, rows[limit].name);
}

kuril_status kuril_limit_check(kuril_limit limit, double n, const char *file, const char *what, kuril_error *error)
{
    return n <= kuril_limit_value(limit) ? KURIL_OK : kuril_limit_passed(limit, file, 0, 0, what, error);
}
