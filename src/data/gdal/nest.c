#include "data/gdal/nest.h"

typedef struct nested {
    kuril_ring ring;
    kuril_rect box;
    size_t part;   /* that it came in */
    bool was_hole; /* of that part */
    size_t parent; /* the smallest ring that holds it; its own index where none does */
    int depth;
} nested;

static kuril_rect box_of(const kuril_lonlat *p, size_t count)
{
    kuril_rect box = {p[0].lon, p[0].lat, p[0].lon, p[0].lat};
    for (size_t i = 1; i < count; i++) {
        box.x_min = MIN(box.x_min, p[i].lon);
        box.x_max = MAX(box.x_max, p[i].lon);
        box.y_min = MIN(box.y_min, p[i].lat);
        box.y_max = MAX(box.y_max, p[i].lat);
    }
    return box;
}

static double size_of(const nested *n)
{
    return (n->box.x_max - n->box.x_min) * (n->box.y_max - n->box.y_min);
}

static bool box_holds(const nested *outer, const nested *inner)
{
    return outer->box.x_min <= inner->box.x_min && outer->box.x_max >= inner->box.x_max &&
           outer->box.y_min <= inner->box.y_min && outer->box.y_max >= inner->box.y_max;
}

/* 1 inside, -1 outside, 0 on an edge of the ring. */
static int place_in(const kuril_lonlat *ring, size_t count, kuril_lonlat p)
{
    int place = -1;
    for (size_t i = 0, j = count - 1; i < count; j = i++) {
        const kuril_lonlat a = ring[j], b = ring[i];
        const double side = (b.lon - a.lon) * (p.lat - a.lat) - (b.lat - a.lat) * (p.lon - a.lon);
        if (side == 0 && p.lon >= MIN(a.lon, b.lon) && p.lon <= MAX(a.lon, b.lon) && p.lat >= MIN(a.lat, b.lat) &&
            p.lat <= MAX(a.lat, b.lat))
            return 0;
        if ((a.lat > p.lat) != (b.lat > p.lat) && (side > 0) == (b.lat > a.lat))
            place = -place;
    }
    return place;
}

/* By the first vertex that is not on the outer ring itself. */
static bool holds(const kuril_lonlat *points, const nested *outer, const nested *inner)
{
    for (size_t i = 0; i < inner->ring.count; i++) {
        const int place = place_in(points + outer->ring.first, outer->ring.count, points[inner->ring.first + i]);
        if (place != 0)
            return place > 0;
    }
    return false; /* the same ring twice */
}

static gint from_west(gconstpointer a, gconstpointer b)
{
    const nested *x = a, *y = b;
    if (x->box.x_min != y->box.x_min)
        return (x->box.x_min > y->box.x_min) - (x->box.x_min < y->box.x_min);
    return (size_of(y) > size_of(x)) - (size_of(y) < size_of(x));
}

/* The rings from the west on: what holds a ring comes before it and ends no sooner. */
static void find_parents(const kuril_lonlat *points, GArray *rings)
{
    GArray *open = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t i = 0; i < rings->len; i++) {
        nested *n = &g_array_index(rings, nested, i);
        n->parent = i;
        guint kept = 0;
        for (guint k = 0; k < open->len; k++) {
            const size_t at = g_array_index(open, size_t, k);
            const nested *o = &g_array_index(rings, nested, at);
            if (o->box.x_max < n->box.x_min)
                continue;
            g_array_index(open, size_t, kept++) = at;
            if (!box_holds(o, n) || !holds(points, o, n))
                continue;
            n->depth++;
            if (n->parent == i || size_of(o) < size_of(&g_array_index(rings, nested, n->parent)))
                n->parent = at;
        }
        g_array_set_size(open, kept);
        g_array_append_val(open, i);
    }
    g_array_free(open, TRUE);
}

/* A hole that reaches over its outer ring is held by none, and stays a hole. */
static void keep_crossing_holes(GArray *rings)
{
    for (guint i = 0; i < rings->len; i++) {
        nested *hole = &g_array_index(rings, nested, i);
        for (guint k = 0; k < rings->len && hole->was_hole && hole->depth == 0; k++) {
            const nested *outer = &g_array_index(rings, nested, k);
            const bool apart = hole->box.x_min > outer->box.x_max || hole->box.x_max < outer->box.x_min ||
                               hole->box.y_min > outer->box.y_max || hole->box.y_max < outer->box.y_min;
            if (outer->part != hole->part || outer->was_hole || outer->depth % 2 == 1 || apart ||
                box_holds(hole, outer))
                continue;
            hole->parent = k;
            hole->depth = 1;
        }
    }
}

static void regroup(kuril_geometry_buffer *buffer, const GArray *rings)
{
    GArray **groups = g_new0(GArray *, rings->len); /* by outer ring: kuril_ring, itself first */
    for (guint i = 0; i < rings->len; i++) {
        const nested *n = &g_array_index(rings, nested, i);
        const size_t outer = n->depth % 2 == 1 ? n->parent : i;
        if (!groups[outer])
            groups[outer] = g_array_new(FALSE, FALSE, sizeof(kuril_ring));
        if (outer == i)
            g_array_prepend_val(groups[outer], n->ring);
        else
            g_array_append_val(groups[outer], n->ring);
    }
    kuril_geometry_buffer sorted; /* its points too: what follows works on them in place, from ring to ring */
    kuril_geometry_buffer_init(&sorted);
    for (guint i = 0; i < rings->len; i++) {
        if (!groups[i])
            continue;
        const kuril_part part = {KURIL_POLYGON, 0, groups[i]->len};
        const kuril_geometry one = {.points = (const kuril_lonlat *)(const void *)buffer->points->data,
                                    .n_points = buffer->points->len,
                                    .rings = (const kuril_ring *)(const void *)groups[i]->data,
                                    .n_rings = groups[i]->len,
                                    .parts = &part,
                                    .n_parts = 1};
        kuril_geometry_buffer_append(&sorted, &one);
        g_array_free(groups[i], TRUE);
    }
    g_free(groups);
    kuril_geometry_buffer_finish(buffer);
    *buffer = sorted;
}

/* Whether the parts are polygons only, with several rings in all. */
static bool concerns(const kuril_geometry_buffer *buffer)
{
    for (guint i = 0; i < buffer->parts->len; i++)
        if (g_array_index(buffer->parts, kuril_part, i).kind != KURIL_POLYGON)
            return false;
    return buffer->rings->len > 1;
}

static GArray *list_rings(const kuril_geometry_buffer *buffer)
{
    const kuril_lonlat *points = (const kuril_lonlat *)(const void *)buffer->points->data;
    GArray *rings = g_array_new(FALSE, FALSE, sizeof(nested));
    for (guint i = 0; i < buffer->parts->len; i++) {
        const kuril_part part = g_array_index(buffer->parts, kuril_part, i);
        for (size_t r = 0; r < part.count; r++) {
            nested n = {.ring = g_array_index(buffer->rings, kuril_ring, part.first + r), .part = i, .was_hole = r > 0};
            if (n.ring.count == 0)
                continue;
            n.box = box_of(points + n.ring.first, n.ring.count);
            g_array_append_val(rings, n);
        }
    }
    g_array_sort(rings, from_west);
    return rings;
}

/* Twice the area, positive where the ring runs counter-clockwise. */
static double turned_area(const kuril_lonlat *p, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        const kuril_lonlat a = p[i], b = p[(i + 1) % count];
        sum += (a.lon - p[0].lon) * (b.lat - p[0].lat) - (b.lon - p[0].lon) * (a.lat - p[0].lat);
    }
    return sum;
}

static bool has_stray_hole(const kuril_lonlat *points, const GArray *rings)
{
    bool left = false, right = false, hole = false;
    for (guint i = 0; i < rings->len; i++) {
        const nested *n = &g_array_index(rings, nested, i);
        if (n->depth > 0)
            continue;
        const double area = turned_area(points + n->ring.first, n->ring.count);
        left = left || area > 0;
        right = right || area < 0;
        hole = hole || n->was_hole;
    }
    return hole && left && right;
}

/* Whether every ring is already what its depth makes it, and every hole with the ring that holds it. */
static bool is_in_order(const GArray *rings)
{
    for (guint i = 0; i < rings->len; i++) {
        const nested *n = &g_array_index(rings, nested, i);
        if (n->was_hole != (n->depth % 2 == 1) ||
            (n->was_hole && g_array_index(rings, nested, n->parent).part != n->part))
            return false;
    }
    return true;
}

bool kuril_nest_rings(kuril_geometry_buffer *buffer)
{
    if (!concerns(buffer))
        return false;
    const kuril_lonlat *points = (const kuril_lonlat *)(const void *)buffer->points->data;
    GArray *rings = list_rings(buffer);
    find_parents(points, rings);
    keep_crossing_holes(rings);
    const bool stray = has_stray_hole(points, rings);
    if (!is_in_order(rings))
        regroup(buffer, rings);
    g_array_free(rings, TRUE);
    return stray;
}
