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

/* Blanks the entry in place, so that no offset of the file changes. */
static void remove_date(GByteArray *bytes)
{
    uint8_t *entry = find(bytes->data, bytes->len, "/CreationDate (D:1904");
    if (!entry)
        return;
    const size_t room = bytes->len - (size_t)(entry - bytes->data);
    const uint8_t *end = memchr(entry, ')', room);
    if (end)
        memset(entry, ' ', (size_t)(end - entry) + 1);
}

kuril_status kuril_pdf_write(kuril_canvas *canvas, kuril_error *error)
{
    if (!canvas->options.date)
        remove_date(canvas->bytes);
    return kuril_output_write(canvas->output, canvas->bytes->data, canvas->bytes->len, error);
}
