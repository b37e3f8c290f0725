#include "batch/filename.h"

#include <string.h>

enum { LONGEST = 100 }; /* bytes; file systems allow 255, and endings and suffixes follow */

static gboolean refused(gunichar c)
{
    return g_unichar_iscntrl(c) || g_unichar_type(c) == G_UNICODE_FORMAT || (c < 0x80 && strchr("/\\:*?\"<>|", (int)c));
}

/* Device names of Windows, with any ending. */
static gboolean reserved(const char *name)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul"};
    const size_t stem = strcspn(name, ".");
    for (size_t i = 0; i < G_N_ELEMENTS(devices); i++) {
        if (stem == 3 && g_ascii_strncasecmp(name, devices[i], 3) == 0)
            return TRUE;
    }
    return stem == 4 && g_ascii_isdigit(name[3]) &&
           (g_ascii_strncasecmp(name, "com", 3) == 0 || g_ascii_strncasecmp(name, "lpt", 3) == 0);
}

/* Cuts at a character, then drops dots and spaces from the end. */
static void cut(GString *name, gsize length)
{
    if (name->len > length) {
        const char *end = name->str + length;
        if ((*end & 0xC0) == 0x80) /* inside of a character */
            end = g_utf8_find_prev_char(name->str, end);
        g_string_truncate(name, end ? (gsize)(end - name->str) : 0);
    }
    while (name->len > 0 && strchr(". ", name->str[name->len - 1]))
        g_string_truncate(name, name->len - 1);
}

char *kuril_filename_safe(const char *name)
{
    char *valid = g_utf8_make_valid(name, -1);
    char *composed = g_utf8_normalize(valid, -1, G_NORMALIZE_DEFAULT_COMPOSE);
    GString *safe = g_string_new(NULL);
    for (const char *p = composed; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        if (safe->len == 0 && (c == '.' || g_unichar_isspace(c) || c == '-' || refused(c))) /* hidden files, options */
            continue;
        if (refused(c))
            g_string_append_c(safe, '-');
        else
            g_string_append_unichar(safe, g_unichar_isspace(c) ? ' ' : c);
    }
    g_free(composed);
    g_free(valid);
    cut(safe, LONGEST);
    if (safe->len == 0)
        g_string_assign(safe, "unnamed");
    if (reserved(safe->str))
        g_string_prepend_c(safe, '_');
    return g_string_free(safe, FALSE);
}

/* What two names share when a file system takes them for one. */
static char *folded(const char *name)
{
    char *lower = g_utf8_casefold(name, -1);
    char *normal = g_utf8_normalize(lower, -1, G_NORMALIZE_ALL);
    g_free(lower);
    return normal;
}

gboolean kuril_filename_take(const char *name, GHashTable *taken)
{
    char *safe = kuril_filename_safe(name);
    char *key = folded(safe);
    g_free(safe);
    if (g_hash_table_contains(taken, key)) {
        g_free(key);
        return FALSE;
    }
    g_hash_table_insert(taken, key, GUINT_TO_POINTER(2));
    return TRUE;
}

char *kuril_filename_unique(const char *name, GHashTable *taken)
{
    char *safe = kuril_filename_safe(name), *key = folded(safe), *unique = g_strdup(safe);
    while (!kuril_filename_take(unique, taken)) {
        const unsigned number = GPOINTER_TO_UINT(g_hash_table_lookup(taken, key)); /* the next that may be free */
        g_hash_table_insert(taken, g_strdup(key), GUINT_TO_POINTER(number + 1));
        g_free(unique);
        unique = g_strdup_printf("%s-%u", safe, number);
    }
    g_free(key);
    g_free(safe);
    return unique;
}
