/* From a dataset's raw coordinates to a geometry as geometry.h wants it, counting what is wrong on the way. */
#ifndef KURIL_DATA_FINISH_H
#define KURIL_DATA_FINISH_H

#include "data/reader.h"
#include "geom/geometry_buffer.h"

/** How a layer's coordinates become WGS 84; start it as `{0}` for coordinates that are so already. */
typedef struct kuril_finish {
    /** Coordinates to longitude and latitude in place, NAN where that fails; NULL when they are so already. */
    void (*to_wgs84)(void *user, kuril_lonlat *points, size_t n);
    void *user;
    bool bend;          /**< edges straight in the source are not so in degrees: add vertices along them */
    bool geodesic;      /**< edges are to be measured the shortest way (long_edges.h) */
    double extreme[2];  /**< out: the first coordinates that were out of range */
    GArray *scratch[2]; /**< owned; see kuril_finish_clear */
    kuril_rect seen;    /**< out: box of the source's finite coordinates; starts empty (x_min > x_max) */
} kuril_finish;

void kuril_finish_init(kuril_finish *finish);
void kuril_finish_clear(kuril_finish *finish);

/**
 * Finishes a buffer filled with rings as the dataset has them (closed rings repeat their first vertex).
 *
 * Vertices that are not finite or beyond 1e10 are dropped; a part with a vertex off the globe is dropped whole, as
 * no reader can know its shape. Rings are closed, holes wholly outside of their outer ring dropped, repeated
 * vertices removed, rings turned. The way of edges of half the globe and more is settled (long_edges.h). Edges that are bent in degrees keep within a tenth of a metre (1e-6 degrees).
 *
 * @return bits of KURIL_FAULT_BIT for what was wrong; the buffer may be empty afterwards
 */
unsigned kuril_finish_geometry(kuril_finish *finish, kuril_geometry_buffer *buffer);

/** Box of a finished geometry; the whole globe where a ring goes round a pole. */
kuril_status kuril_finished_bbox(const kuril_geometry *geometry, kuril_bbox *bbox);

#endif
