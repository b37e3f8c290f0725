#include "data/thin.h"

/* Vertices at a level or above it; how many. */
static size_t keep_level(const kuril_lonlat *points, const uint8_t *levels, size_t n, uint8_t level, kuril_lonlat *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        out[kept] = points[i];
        kept += levels[i] >= level;
    }
    return kept;
}

/* The ring's vertices that are kept; how many. */
static size_t thin_ring(const kuril_thinning *t, const kuril_ring *ring, const kuril_lonlat *points, size_t piece,
                        bool closed, GArray *out)
{
    const guint before = out->len;
    const size_t n = ring->count;
    const uint8_t *levels = t->levels + ring->first;
    g_array_set_size(out, before + (guint)n);
    kuril_lonlat *to = &g_array_index(out, kuril_lonlat, before);
    size_t kept = 0;
    bool was_near = false;
    for (size_t from = 0; from < n; from += KURIL_PREPARED_PIECE, piece++) {
        const bool near = kuril_bbox_overlaps(&t->pieces[piece], t->view);
        size_t first = from; /* the edge over a piece outside ends at the first vertex of the next */
        if (!near || !was_near) {
            to[kept++] = t->firsts[piece];
            first++;
        }
        if (near)
            kept += keep_level(points + first, levels + first, MIN(n, from + KURIL_PREPARED_PIECE) - first, t->level,
                               to + kept);
        was_near = near;
    }
    /* A line keeps its end. */
    if (!closed && kept > 0 && (to[kept - 1].lon != points[n - 1].lon || to[kept - 1].lat != points[n - 1].lat))
        to[kept++] = points[n - 1];
    g_array_set_size(out, before + (guint)kept);
    return kept;
}

void kuril_thin(const kuril_geometry *geometry, const kuril_thinning *thinning, kuril_geometry_buffer *out)
{
    static const size_t enough[] = {[KURIL_POINT] = 1, [KURIL_LINE] = 2, [KURIL_POLYGON] = 3};
    kuril_geometry_buffer_reset(out);
    for (size_t i = 0; i < geometry->n_parts; i++) {
        const kuril_part from = geometry->parts[i];
        kuril_part part = {from.kind, out->rings->len, 0};
        for (size_t r = from.first; r < from.first + from.count; r++) {
            const kuril_ring *ring = &geometry->rings[r];
            const guint first = out->points->len;
            size_t kept = 0;
            if (kuril_bbox_overlaps(&thinning->rings[r].bbox, thinning->view))
                kept = thin_ring(thinning, ring, geometry->points + ring->first, thinning->rings[r].first_piece,
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
