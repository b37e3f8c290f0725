/* Well-known text (OGC 06-103r4, clause 7): the seven simple types; Z and M values are read over, and so is the SRID 4326
 * that PostGIS puts before it. */
#ifndef KURIL_GEOM_WKT_H
#define KURIL_GEOM_WKT_H

#include "geom/geometry_buffer.h"
#include "geom/long_edges.h"

/** True when a text begins like WKT: the name of a type, then a bracket, EMPTY, Z, M or ZM; also of
 * types that are not read. */
bool kuril_wkt_is(const char *text);

/**
 * Reads one geometry, longitude first, into a buffer (appended and tidied, rings turned). A line of one place becomes a
 * point.
 *
 * @retval KURIL_E_SYNTAX  not WKT, a type that is not read, or another SRID than 4326; the message shows where
 * @retval KURIL_E_DOMAIN  a latitude beyond 90, a longitude beyond 720
 * @retval KURIL_E_DATA    a polygon of fewer than three places
 */
kuril_status kuril_wkt_read(const char *text, kuril_data_edges edges, kuril_geometry_buffer *buffer, kuril_error *error);

#endif
