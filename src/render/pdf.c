/* PDF: cairo's bytes, less the date that it insists on. */
#include "render/formats.h"
#include <string.h>

static uint8_t *find(uint8_t *bytes, size_t size, const char *text)
{
    const size_t n = strlen(text);
    for (uint8_t *at = bytes; at && (size_t)(at - bytes) + n <= size; at++) {
        at = memchr(at, text[0], size - (size_t)(at - bytes));
        if (at && (size_t)(at - bytes) + n <= size && memcmp(at, text, n) == 0)
            return at;
        if (!at)
            break;
    }
    return NULL;
}

/*
 * The entry, made blank when there is to be no date. cairo 1.16 leaves out the "D:" that ISO 32000 puts before one;
 * there are spaces before the entry to move it into, so no offset of the file changes.
 */
static void mend_date(GByteArray *bytes, bool keep)
{
    uint8_t *entry = find(bytes->data, bytes->len, "/CreationDate (");
    if (!entry)
        return;
    uint8_t *value = entry + strlen("/CreationDate (");
    const uint8_t *end = memchr(value, ')', bytes->len - (size_t)(value - bytes->data));
    if (!end)
        return;
    if (!keep) {
        memset(entry, ' ', (size_t)(end - entry) + 1);
    } else if (memcmp(value, "D:", 2) != 0 && entry - bytes->data > 2 && memcmp(entry - 2, "  ", 2) == 0) {
        memmove(entry - 2, entry, (size_t)(value - entry));
        memcpy(value - 2, "D:", 2);
    }
}

/* Blanks entries "/x8 8 0 R " of one dictionary that repeat one before them. */
static void mend_entries(char *from, char *end)
{
    GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (char *at = from; at < end && *at == '/';) {
        char *reference = g_strstr_len(at, end - at, " R ");
        if (!reference)
            break;
        char *next = reference + 3;
        if (!g_hash_table_add(seen, g_strndup(at, (gsize)(next - at))))
            memset(at, ' ', (size_t)(next - at));
        at = next;
    }
    g_hash_table_destroy(seen);
}

/* cairo 1.16 names an image or group of a page anew each time it is used, where ISO 32000 wants a key once. */
static void mend_resources(GByteArray *bytes)
{
    static const char start[] = "/XObject << ";
    uint8_t *at = bytes->data, *last = bytes->data + bytes->len;
    while ((at = find(at, (size_t)(last - at), start))) {
        at += sizeof start - 1;
        uint8_t *end = find(at, (size_t)(last - at), ">>");
        if (!end)
            break;
        mend_entries((char *)at, (char *)end);
    }
}

kuril_status kuril_pdf_write(kuril_canvas *canvas, kuril_error *error)
{
    mend_date(canvas->bytes, canvas->options.date != NULL);
    mend_resources(canvas->bytes);
    return kuril_output_write(canvas->output, canvas->bytes->data, canvas->bytes->len, error);
}
