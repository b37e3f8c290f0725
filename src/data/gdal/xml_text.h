/* XML in encodings that GDAL's readers of KML and GPX do not know: they know UTF-8 and ISO-8859-1. */
#ifndef KURIL_DATA_GDAL_XML_TEXT_H
#define KURIL_DATA_GDAL_XML_TEXT_H

#include <glib.h>
#include <stdbool.h>

/**
 * Turns a document into UTF-8, with a declaration that says so, from what its byte order mark or its declaration says.
 *
 * @param[in,out] text     freed and replaced when the document is in another encoding
 * @param[in]     said     the encoding, whatever the declaration says; NULL: as it says
 * @param[out]    name     that encoding; NULL when it is UTF-8 already, or is in none that is known. Free with g_free
 * @param[out]    invalid  bytes meant nothing in it: U+FFFD stands for them
 */
void kuril_xml_to_utf8(char **text, size_t *length, const char *said, char **name, bool *invalid);

#endif
