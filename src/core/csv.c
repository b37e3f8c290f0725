#include "core/csv.h"

/* Ends the record at p: takes one line end, "\r\n" as one, and returns what follows. */
static char *line_end(char *p)
{
    if (p[0] == '\r' && p[1] == '\n')
        return p + 2;
    return *p ? p + 1 : p;
}

/* Unquotes a field that begins behind its quote; returns the place behind the closing quote, `end` gets its end. */
static char *unquote(char *p, char **end, int *lines)
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
    while (*p && *p != ',' && *p != '\n' && *p != '\r')
        *to++ = *p++;
    *end = to;
    return p;
}

bool kuril_csv_next(char **text, GPtrArray *fields, int *line)
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
            p = unquote(p + 1, &end, &lines);
        } else {
            g_ptr_array_add(fields, p);
            while (*p && *p != ',' && *p != '\n' && *p != '\r')
                p++;
            end = p;
        }
        more = *p == ',';
        char *next = more ? p + 1 : line_end(p);
        *end = '\0';
        p = next;
    }
    if (line && any)
        *line += lines;
    *text = p;
    return any;
}
