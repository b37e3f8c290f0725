/* Coordinates in XML that are no numbers, of which GDAL makes 0 or what they begin with. */
#ifndef KURIL_DATA_GDAL_XML_NUMBERS_H
#define KURIL_DATA_GDAL_XML_NUMBERS_H

#include <glib.h>
#include <stdbool.h>

/** The formats that differ in where coordinates stand. */
typedef enum kuril_xml_kind { KURIL_XML_KML, KURIL_XML_GML, KURIL_XML_GPX } kuril_xml_kind;

/**
 * Copies a document with "nan" in place of each coordinate that is no number, or is missing from a position; blanks
 * beside the commas of KML, which hand-written files have, are left out. Comments and what is no position stay.
 *
 * @param[out] out      appended to
 * @param[out] line     of the first one, from 1; 0 when there is none
 * @param[out] changed  whether GDAL would read the copy otherwise than the document
 * @return how many there were
 */
size_t kuril_xml_numbers(const char *text, size_t length, kuril_xml_kind kind, GString *out, size_t *line, bool *changed);

#endif
