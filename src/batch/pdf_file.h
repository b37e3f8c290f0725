/* PDF files of our own, taken apart: enough to put their pages into another file. */
#ifndef KURIL_BATCH_PDF_FILE_H
#define KURIL_BATCH_PDF_FILE_H

#include <glib.h>
#include <kurilmap/status.h>
#include <stdbool.h>

typedef struct kuril_pdf kuril_pdf;

/**
 * Reads a PDF with a classic cross-reference table, as cairo 1.16 writes them.
 *
 * @retval KURIL_E_IO    cannot be read
 * @retval KURIL_E_DATA  is no such PDF
 */
kuril_status kuril_pdf_read(const char *path, kuril_pdf **pdf, kuril_error *error);
/** The same of bytes in memory, which are taken over also on failure; `name` is for messages. */
kuril_status kuril_pdf_take(const char *name, char *bytes, gsize length, kuril_pdf **pdf, kuril_error *error);
/** Accepts NULL. */
void kuril_pdf_free(kuril_pdf *pdf);

/** Number of its only, or first, page's object. */
unsigned kuril_pdf_page(const kuril_pdf *pdf);

/** Width and height of that page, points; false when it has no size. */
bool kuril_pdf_page_size(const kuril_pdf *pdf, double *width, double *height);

/** How many object numbers it uses: 0 to count - 1. */
unsigned kuril_pdf_count(const kuril_pdf *pdf);

/** An object between "obj" and "endobj" with each reference's number raised by `shift`; NULL when it is free. */
GString *kuril_pdf_object(const kuril_pdf *pdf, unsigned number, unsigned shift);

/** Appends a text as a PDF string: as it is where it is plain ASCII, else UTF-16BE in hexadecimal. */
void kuril_pdf_text(GString *out, const char *text);

#endif
