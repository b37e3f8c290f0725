#include "map/overlay_text.h"

#include "core/json.h"
#include <math.h>

char *kuril_overlay_quoted(const char *text)
{
    kuril_json json = {.text = g_string_new(NULL)};
    kuril_json_text(&json, text);
    return g_string_free(json.text, FALSE);
}

char *kuril_overlay_css(kuril_rgba c)
{
    return g_strdup_printf("\"#%02x%02x%02x\"", (unsigned)lround(c.r * 255), (unsigned)lround(c.g * 255),
                           (unsigned)lround(c.b * 255));
}

static const char *blank(const kuril_overlay_blanks *b, char which)
{
    switch (which) {
    case 'A':
        return b->accent;
    case 'H':
        return b->halo;
    case 'C':
        return b->color;
    case 'E':
        return b->edge;
    case 'W':
        return b->width;
    case 'O':
        return b->opacity;
    case 'T':
        return b->letters;
    case 'P':
        return b->areas;
    case 'S':
        return b->lines;
    case 'D':
        return b->dots;
    default:
        return b->field;
    }
}

void kuril_overlay_append(GString *json, const char *template, const kuril_overlay_blanks *blanks)
{
    if (json->len)
        g_string_append_c(json, ',');
    for (const char *p = template; *p; p++) {
        if (*p != '$')
            g_string_append_c(json, *p);
        else if (*++p == 'N')
            g_string_append_printf(json, "%zu", blanks->number);
        else
            g_string_append(json, blank(blanks, *p));
    }
}
