#include "core/csv.h"

#include <string.h>

char kuril_csv_separator(const char *text)
{
    static const char separators[] = ",;\t"; /* of as many, the first */
    size_t counts[sizeof separators - 1] = {0}, most = 0;
    bool quoted = false;
    for (const char *p = text; *p && (quoted || (*p != '\n' && *p != '\r')); p++) {
        const char *found = quoted ? NULL : strchr(separators, *p);
        quoted ^= *p == '"';
        if (found)
            counts[found - separators]++;
    }
    for (size_t i = 1; i < G_N_ELEMENTS(counts); i++)
        most = counts[i] > counts[most] ? i : most;
    return separators[most];
}

/* Ends the record at p: takes one line end, "\r\n" as one, and returns what follows. */
static char *line_end(char *p)
{
    if (p[0] == '\r' && p[1] == '\n')
        return p + 2;
    return *p ? p + 1 : p;
}

/* Unquotes a field that begins behind its quote; returns the place behind the closing quote, `end` gets its end. */
static char *unquote(char *p, char separator, char **end, int *lines)
{
    char *to = p;
    for (; *p; p++) {
        if (*p == '"' && p[1] != '"') {
            p++;
            break;
        }
        if (*p == '"')
            p++;
        *lines += *p == '\n';
        *to++ = *p;
    }
    /* Text behind the closing quote belongs to the field too, as other readers have it. */
    while (*p && *p != separator && *p != '\n' && *p != '\r')
        *to++ = *p++;
    *end = to;
    return p;
}

bool kuril_csv_next(char **text, char separator, GPtrArray *fields, int *line)
{
    char *p = *text;
    int lines = 0;
    while (*p == '\n' || *p == '\r') {
        p = line_end(p);
        lines++;
    }
    g_ptr_array_set_size(fields, 0);
    if (line)
        *line += lines;
    lines = 1;
    const bool any = *p != '\0';
    for (bool more = any; more;) {
        char *end = NULL;
        if (*p == '"') {
            g_ptr_array_add(fields, p + 1);
            p = unquote(p + 1, separator, &end, &lines);
        } else {
            g_ptr_array_add(fields, p);
            while (*p && *p != separator && *p != '\n' && *p != '\r')
                p++;
            end = p;
        }
        more = *p == separator;
        char *next = more ? p + 1 : line_end(p);
        *end = '\0';
        p = next;
    }
    if (line && any)
        *line += lines;
    *text = p;
    return any;
}
