#include "data/finish.h"

#include "geom/long_edges.h"
#include <math.h>

static const double enormous = 1e10;   /* no coordinate system has coordinates beyond; sentinels are */
static const double slack_deg = 1e-6;  /* latitudes this far beyond a pole are rounding */
static const double bend_deg = 1e-6;   /* how far a bent edge may stray: 0.1 m */
static const double straight_deg = 0.01; /* shorter edges bend by less than that between 80 S and 80 N */
enum { BEND_DEPTH = 12 };

void kuril_finish_init(kuril_finish *finish)
{
    *finish = (kuril_finish){.seen = {INFINITY, INFINITY, -INFINITY, -INFINITY}};
    finish->scratch[0] = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat));
    finish->scratch[1] = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat));
}

void kuril_finish_clear(kuril_finish *finish)
{
    for (size_t i = 0; i < G_N_ELEMENTS(finish->scratch); i++) {
        if (finish->scratch[i])
            g_array_free(finish->scratch[i], TRUE);
        finish->scratch[i] = NULL;
    }
}

static bool usable(kuril_lonlat p)
{
    return fabs(p.lon) <= enormous && fabs(p.lat) <= enormous; /* false for NaN */
}

static kuril_lonlat *points_of(kuril_geometry_buffer *b)
{
    return (kuril_lonlat *)(void *)b->points->data;
}

static kuril_ring *rings_of(kuril_geometry_buffer *b)
{
    return (kuril_ring *)(void *)b->rings->data;
}

static kuril_part *parts_of(kuril_geometry_buffer *b)
{
    return (kuril_part *)(void *)b->parts->data;
}

static void see(kuril_rect *seen, kuril_lonlat p)
{
    seen->x_min = p.lon < seen->x_min ? p.lon : seen->x_min; /* fmin() is a call */
    seen->x_max = p.lon > seen->x_max ? p.lon : seen->x_max;
    seen->y_min = p.lat < seen->y_min ? p.lat : seen->y_min;
    seen->y_max = p.lat > seen->y_max ? p.lat : seen->y_max;
}

/* Drops unusable vertices; notices open rings. Rings only shrink, so they are rewritten in place. */
static unsigned clean_vertices(kuril_finish *finish, kuril_geometry_buffer *b)
{
    unsigned faults = 0;
    kuril_lonlat *points = points_of(b);
    for (guint i = 0; i < b->parts->len; i++) {
        const kuril_part part = parts_of(b)[i];
        for (size_t r = 0; r < part.count; r++) {
            kuril_ring *ring = &rings_of(b)[part.first + r];
            size_t n = 0;
            for (size_t k = 0; k < ring->count; k++) {
                const kuril_lonlat p = points[ring->first + k];
                if (!usable(p)) {
                    faults |= KURIL_FAULT_BIT(KURIL_FAULT_NOT_FINITE);
                    continue;
                }
                see(&finish->seen, p);
                points[ring->first + n++] = p;
            }
            const kuril_lonlat *first = &points[ring->first];
            if (part.kind == KURIL_POLYGON && n == ring->count && n > 2 &&
                (first[0].lon != first[n - 1].lon || first[0].lat != first[n - 1].lat))
                faults |= KURIL_FAULT_BIT(KURIL_FAULT_OPEN_RING);
            ring->count = n;
        }
    }
    return faults;
}

static bool on_globe(kuril_lonlat *p)
{
    if (!(fabs(p->lon) <= 720.0 && fabs(p->lat) <= 90.0 + slack_deg))
        return false;
    p->lat = p->lat > 90.0 ? 90.0 : p->lat < -90.0 ? -90.0 : p->lat;
    return true;
}

/* Drops parts with a vertex off the globe; `source` holds the coordinates before the transformation. */
static unsigned drop_strays(kuril_finish *finish, kuril_geometry_buffer *b, const kuril_lonlat *source)
{
    unsigned faults = 0;
    guint kept = 0;
    for (guint i = 0; i < b->parts->len; i++) {
        const kuril_part part = parts_of(b)[i];
        bool good = true;
        for (size_t r = 0; good && r < part.count; r++) {
            const kuril_ring ring = rings_of(b)[part.first + r];
            for (size_t k = ring.first; good && k < ring.first + ring.count; k++) {
                good = on_globe(&points_of(b)[k]);
                if (!good && finish->extreme[0] == 0 && finish->extreme[1] == 0) {
                    finish->extreme[0] = source[k].lon;
                    finish->extreme[1] = source[k].lat;
                }
            }
        }
        if (good)
            parts_of(b)[kept++] = part;
        else
            faults |= KURIL_FAULT_BIT(KURIL_FAULT_OUT_OF_RANGE);
    }
    g_array_set_size(b->parts, kept);
    return faults;
}

/* Adds vertices between a and b (source coordinates sa, sb) until the chords keep to the bent edge. */
static void bend_edge(kuril_finish *finish, GArray *out, kuril_lonlat sa, kuril_lonlat a, kuril_lonlat sb,
                      kuril_lonlat b, int depth)
{
    const double dlon = kuril_lon_near(b.lon, a.lon) - a.lon, dlat = b.lat - a.lat;
    const double shrink = cos((a.lat + b.lat) / 2 * G_PI / 180.0);
    if (depth == 0 || (fabs(dlon) < straight_deg && fabs(dlat) < straight_deg))
        return;
    const kuril_lonlat sm = {(sa.lon + sb.lon) / 2, (sa.lat + sb.lat) / 2};
    kuril_lonlat m = sm;
    finish->to_wgs84(finish->user, &m, 1);
    if (!on_globe(&m))
        return;
    const double off_lon = (kuril_lon_near(m.lon, a.lon) - a.lon - dlon / 2) * shrink, off_lat = m.lat - a.lat - dlat / 2;
    if (hypot(off_lon, off_lat) <= bend_deg)
        return;
    bend_edge(finish, out, sa, a, sm, m, depth - 1);
    g_array_append_val(out, m);
    bend_edge(finish, out, sm, m, sb, b, depth - 1);
}

static void bend_edges(kuril_finish *finish, kuril_geometry_buffer *b, const kuril_lonlat *source)
{
    GArray *points = finish->scratch[1];
    g_array_set_size(points, 0);
    for (guint i = 0; i < b->parts->len; i++) {
        const kuril_part part = parts_of(b)[i];
        for (size_t r = 0; r < part.count; r++) {
            kuril_ring *ring = &rings_of(b)[part.first + r];
            const size_t first = points->len;
            for (size_t k = ring->first; k < ring->first + ring->count; k++) {
                if (k > ring->first)
                    bend_edge(finish, points, source[k - 1], points_of(b)[k - 1], source[k], points_of(b)[k],
                              BEND_DEPTH);
                g_array_append_val(points, points_of(b)[k]);
            }
            const size_t last = ring->first + ring->count - 1;
            if (part.kind == KURIL_POLYGON && ring->count > 2)
                bend_edge(finish, points, source[last], points_of(b)[last], source[ring->first],
                          points_of(b)[ring->first], BEND_DEPTH);
            *ring = (kuril_ring){first, points->len - first};
        }
    }
    finish->scratch[1] = b->points;
    b->points = points;
}

static kuril_rect ring_box(const kuril_lonlat *p, kuril_ring ring)
{
    kuril_rect box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t k = ring.first; k < ring.first + ring.count; k++)
        see(&box, p[k]);
    return box;
}

/* Drops holes whose box does not meet their outer ring's box. Longitudes as the dataset gives them. */
static unsigned drop_stray_holes(kuril_geometry_buffer *b)
{
    unsigned faults = 0;
    for (guint i = 0; i < b->parts->len; i++) {
        kuril_part *part = &parts_of(b)[i];
        if (part->kind != KURIL_POLYGON || part->count < 2)
            continue;
        const kuril_rect outer = ring_box(points_of(b), rings_of(b)[part->first]);
        size_t kept = 1;
        for (size_t r = 1; r < part->count; r++) {
            const kuril_ring ring = rings_of(b)[part->first + r];
            const kuril_rect hole = ring_box(points_of(b), ring);
            const bool apart = hole.x_min > outer.x_max || hole.x_max < outer.x_min || hole.y_min > outer.y_max ||
                               hole.y_max < outer.y_min;
            const bool across = hole.x_max - hole.x_min > 180 || outer.x_max - outer.x_min > 180;
            if (ring.count > 0 && apart && !across)
                faults |= KURIL_FAULT_BIT(KURIL_FAULT_STRAY_HOLE);
            else
                rings_of(b)[part->first + kept++] = ring;
        }
        part->count = kept;
    }
    return faults;
}

static size_t rings_in_parts(kuril_geometry_buffer *b)
{
    size_t n = 0;
    for (guint i = 0; i < b->parts->len; i++)
        n += parts_of(b)[i].count;
    return n;
}

/* Parts and rings that lost all their vertices were empty or unusable already, not degenerate. */
static void drop_empty(kuril_geometry_buffer *b)
{
    guint kept = 0;
    for (guint i = 0; i < b->parts->len; i++) {
        kuril_part part = parts_of(b)[i];
        size_t rings = 0;
        for (size_t r = 0; r < part.count; r++) {
            const kuril_ring ring = rings_of(b)[part.first + r];
            if (r == 0 && ring.count == 0)
                break;
            if (ring.count > 0)
                rings_of(b)[part.first + rings++] = ring;
        }
        part.count = rings;
        if (rings > 0)
            parts_of(b)[kept++] = part;
    }
    g_array_set_size(b->parts, kept);
}

unsigned kuril_finish_geometry(kuril_finish *finish, kuril_geometry_buffer *buffer)
{
    unsigned faults = clean_vertices(finish, buffer);
    drop_empty(buffer);
    const kuril_lonlat *source = points_of(buffer);
    if (finish->to_wgs84) {
        g_array_set_size(finish->scratch[0], 0);
        g_array_append_vals(finish->scratch[0], buffer->points->data, buffer->points->len);
        source = (const kuril_lonlat *)(const void *)finish->scratch[0]->data;
        finish->to_wgs84(finish->user, points_of(buffer), buffer->points->len);
    }
    faults |= drop_strays(finish, buffer, source);
    if (finish->to_wgs84 && finish->bend)
        bend_edges(finish, buffer, source);
    faults |= drop_stray_holes(buffer);
    const size_t rings = rings_in_parts(buffer);
    kuril_geometry_buffer_tidy(buffer);
    if (rings_in_parts(buffer) < rings)
        faults |= KURIL_FAULT_BIT(KURIL_FAULT_DEGENERATE);
    if (!finish->bend)
        kuril_geometry_buffer_settle_edges(buffer, finish->geodesic ? KURIL_DATA_GEODESIC : KURIL_DATA_STRAIGHT);
    kuril_geometry_buffer_turn_rings(buffer);
    return faults;
}

static bool winds(const kuril_lonlat *p, kuril_ring ring)
{
    double lon = p[ring.first].lon;
    const double start = lon;
    for (size_t k = 1; k <= ring.count; k++)
        lon = kuril_lon_near(p[ring.first + k % ring.count].lon, lon);
    return fabs(lon - start) > 180.0;
}

kuril_status kuril_finished_bbox(const kuril_geometry *geometry, kuril_bbox *bbox)
{
    const kuril_status status = kuril_geometry_bbox(geometry, bbox);
    if (status != KURIL_OK || kuril_bbox_width(bbox) < 180.0)
        return status;
    for (size_t i = 0; i < geometry->n_parts; i++) {
        const kuril_part part = geometry->parts[i];
        for (size_t r = 0; part.kind == KURIL_POLYGON && r < part.count; r++) {
            if (winds(geometry->points, geometry->rings[part.first + r]))
                *bbox = (kuril_bbox){-180, -90, 180, 90};
        }
    }
    return KURIL_OK;
}
