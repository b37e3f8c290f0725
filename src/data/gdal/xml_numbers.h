/*
 * What GDAL reads of XML otherwise than it stands there, without a word: coordinates that are no numbers, of which it
 * makes 0 or what they begin with, features without a geometry that it knows, names of coordinate systems.
 */
#ifndef KURIL_DATA_GDAL_XML_NUMBERS_H
#define KURIL_DATA_GDAL_XML_NUMBERS_H

#include "data/gdal/numbers.h"

/** The formats that differ in where coordinates stand. */
typedef enum kuril_xml_kind { KURIL_XML_KML, KURIL_XML_GML, KURIL_XML_GPX } kuril_xml_kind;

/**
 * Copies a document with "nan", or an enormous number, in place of each coordinate that is none, or is missing from a
 * position; blanks beside the commas of KML, which hand-written files have, are left out. Comments and what is no
 * position stay.
 *
 * @param[out] out    appended to
 * @param[out] found  overwritten; `system` is freed by the caller
 */
void kuril_xml_numbers(const char *text, size_t length, kuril_xml_kind kind, GString *out, kuril_number_findings *found);

#endif
