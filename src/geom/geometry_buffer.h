/* A geometry that grows: the last sink that keeps what it is given, and the storage readers fill. */
#ifndef KURIL_GEOM_GEOMETRY_BUFFER_H
#define KURIL_GEOM_GEOMETRY_BUFFER_H

#include <glib.h>
#include <kurilmap/geometry.h>

/** Last sink; also filled directly by readers. Reused between features: reset keeps the storage. */
typedef struct kuril_geometry_buffer {
    kuril_sink base;
    GArray *points; /* kuril_lonlat; page coordinates when the chain ends on the page */
    GArray *rings;  /* kuril_ring */
    GArray *parts;  /* kuril_part */
    bool in_polygon, in_line;
} kuril_geometry_buffer;

void kuril_geometry_buffer_init(kuril_geometry_buffer *buffer);
void kuril_geometry_buffer_reset(kuril_geometry_buffer *buffer);
/** Accepts NULL and zeroed objects. */
void kuril_geometry_buffer_finish(kuril_geometry_buffer *buffer);

/** Adds all parts of a geometry but empty ones, as kuril_geometry_walk would, in whole rings. */
void kuril_geometry_buffer_append(kuril_geometry_buffer *buffer, const kuril_geometry *geometry);

/** A view of what the buffer holds; dies at the next change. */
kuril_geometry kuril_geometry_buffer_view(const kuril_geometry_buffer *buffer);

/**
 * Turns the rings of every polygon so that the interior lies to the left: outer rings counter-clockwise, holes
 * clockwise, by their planar area with longitudes followed the short way round. A ring round a pole holds the pole on
 * its smaller side.
 */
void kuril_geometry_buffer_turn_rings(kuril_geometry_buffer *buffer);

/** Drops repeated points in a row, the repeated closing vertex of rings, and parts left without enough points. */
void kuril_geometry_buffer_tidy(kuril_geometry_buffer *buffer);

#endif
