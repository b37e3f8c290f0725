/* Edges of data that span half of the globe or more: which way they go. */
#ifndef KURIL_GEOM_LONG_EDGES_H
#define KURIL_GEOM_LONG_EDGES_H

#include "geom/geometry_buffer.h"

/** How the edges of data are meant. */
typedef enum kuril_data_edges {
    KURIL_DATA_STRAIGHT, /* in longitude and latitude, as they are drawn */
    KURIL_DATA_GEODESIC  /* the shortest way, as they are measured */
} kuril_data_edges;

/**
 * Adds vertices to edges of 180 degrees of longitude and more that are meant to be straight in longitude and latitude,
 * so that for whatever follows the short way from vertex to vertex is the right one.
 *
 *   below 240 degrees   straight as given, but for a ring that runs round a pole beyond 60 degrees of latitude
 *   240 to 360          across the meridian opposite: the other way is at most half as long, so the longitudes were
 *                       wrapped; but a box that would become a strip from one high latitude to the other less than a
 *                       twentieth as wide as it is tall is the frame of the whole world, and stays straight
 *   360                 all the way round along a parallel; but none between two latitudes, nor in a ring that goes round
 *                       without it or passes 180 degrees elsewhere: there it is one place written in two ways
 *
 * Geodesics need none of this but for edges of 360 degrees, which have no shortest way: they are parallels, here with
 * a vertex every tenth of a degree (4e-7 of a polar cap's area).
 *
 * Source: RFC 7946, 3.1.9, has edges straight and data cut at 180 degrees; data that are not cut are common.
 */
void kuril_geometry_buffer_settle_edges(kuril_geometry_buffer *buffer, kuril_data_edges edges);

#endif
