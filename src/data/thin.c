#include "data/thin.h"

/* The ring's vertices that are kept; how many. */
static size_t thin_ring(const kuril_lonlat *points, size_t n, const kuril_bbox *pieces, const kuril_bbox *view,
                        bool closed, GArray *out)
{
    const guint before = out->len;
    for (size_t from = 0, piece = 0; from < n; from += KURIL_PREPARED_PIECE, piece++) {
        const bool near = kuril_bbox_overlaps(&pieces[piece], view);
        g_array_append_vals(out, points + from, near ? (guint)MIN(n - from, KURIL_PREPARED_PIECE) : 1);
    }
    const size_t kept = out->len - before;
    if (!closed && kept > 0) { /* a line keeps its end */
        const kuril_lonlat last = g_array_index(out, kuril_lonlat, out->len - 1);
        if (last.lon != points[n - 1].lon || last.lat != points[n - 1].lat)
            g_array_append_val(out, points[n - 1]);
    }
    return out->len - before;
}

void kuril_thin(const kuril_geometry *geometry, const kuril_prepared_ring *rings, const kuril_bbox *pieces,
                const kuril_bbox *view, kuril_geometry_buffer *out)
{
    static const size_t enough[] = {[KURIL_POINT] = 1, [KURIL_LINE] = 2, [KURIL_POLYGON] = 3};
    kuril_geometry_buffer_reset(out);
    for (size_t i = 0; i < geometry->n_parts; i++) {
        const kuril_part from = geometry->parts[i];
        kuril_part part = {from.kind, out->rings->len, 0};
        for (size_t r = from.first; r < from.first + from.count; r++) {
            const kuril_ring ring = geometry->rings[r];
            const guint first = out->points->len;
            size_t kept = 0;
            if (kuril_bbox_overlaps(&rings[r].bbox, view))
                kept = thin_ring(geometry->points + ring.first, ring.count, pieces + rings[r].first_piece, view,
                                 from.kind == KURIL_POLYGON, out->points);
            if (kept >= enough[from.kind]) {
                const kuril_ring thinned = {first, kept};
                g_array_append_val(out->rings, thinned);
                part.count++;
            } else {
                g_array_set_size(out->points, first);
                if (r == from.first)
                    break; /* no outer ring, no part */
            }
        }
        if (part.count > 0)
            g_array_append_val(out->parts, part);
    }
}
