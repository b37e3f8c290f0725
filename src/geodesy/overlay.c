#include "geodesy/overlay.h"

#include "geom/geometry_buffer.h"
#include <math.h>
#include <string.h>

static void keep_message(const char *message, void *user)
{
    kuril_overlay *overlay = user;
    g_strlcpy(overlay->message, message, sizeof overlay->message);
}

kuril_status kuril_overlay_init(kuril_overlay *overlay, kuril_error *error)
{
    const kuril_status status = kuril_geos_open(error);
    if (status)
        return status;
    overlay->geos = kuril_geos.GEOS_init_r();
    overlay->message[0] = '\0';
    kuril_geos.GEOSContext_setErrorMessageHandler_r(overlay->geos, keep_message, overlay);
    kuril_geos.GEOSContext_setNoticeMessageHandler_r(overlay->geos, keep_message, overlay);
    return KURIL_OK;
}

void kuril_overlay_finish(kuril_overlay *overlay)
{
    kuril_geos.GEOS_finish_r(overlay->geos);
}

GEOSGeometry *kuril_overlay_ring(kuril_overlay *o, const kuril_xy *points, size_t count)
{
    GEOSCoordSequence *sequence = count ? kuril_geos.GEOSCoordSeq_create_r(o->geos, (unsigned)count + 1, 2) : NULL;
    for (size_t i = 0; sequence && i <= count; i++)
        kuril_geos.GEOSCoordSeq_setXY_r(o->geos, sequence, (unsigned)i, points[i % count].x, points[i % count].y);
    return sequence ? kuril_geos.GEOSGeom_createLinearRing_r(o->geos, sequence) : NULL;
}

GEOSGeometry *kuril_overlay_polygon(kuril_overlay *o, const kuril_xy *points, size_t count)
{
    GEOSGeometry *ring = kuril_overlay_ring(o, points, count);
    return ring ? kuril_geos.GEOSGeom_createPolygon_r(o->geos, ring, NULL, 0) : NULL;
}

/* With vertices every 90 degrees, so that the short way from one to the next is the right one. */
GEOSGeometry *kuril_overlay_world(kuril_overlay *o)
{
    const kuril_xy rim[] = {{-180, -90}, {-90, -90}, {0, -90}, {90, -90}, {180, -90},
                            {180, 90},   {90, 90},   {0, 90},  {-90, 90}, {-180, 90}};
    return kuril_overlay_polygon(o, rim, sizeof rim / sizeof *rim);
}

GEOSGeometry *kuril_overlay_mend(kuril_overlay *o, GEOSGeometry *polygon)
{
    if (!polygon || kuril_geos.GEOSisValid_r(o->geos, polygon) == 1)
        return polygon;
    GEOSGeometry *valid = kuril_geos.GEOSMakeValid_r(o->geos, polygon);
    kuril_geos.GEOSGeom_destroy_r(o->geos, polygon);
    return valid;
}

static GEOSGeometry *gather(kuril_overlay *o, GPtrArray *geometries)
{
    GEOSGeometry *all = kuril_geos.GEOSGeom_createCollection_r(o->geos, GEOS_GEOMETRYCOLLECTION,
                                                               (GEOSGeometry **)geometries->pdata, geometries->len);
    g_ptr_array_set_size(geometries, 0);
    return all;
}

/* Each polygon of a collection mended by itself; frees the collection. */
static GEOSGeometry *mend_each(kuril_overlay *o, GEOSGeometry *all)
{
    GPtrArray *mended = g_ptr_array_new();
    for (int i = 0; i < kuril_geos.GEOSGetNumGeometries_r(o->geos, all); i++) {
        GEOSGeometry *copy = kuril_geos.GEOSGeom_clone_r(o->geos, kuril_geos.GEOSGetGeometryN_r(o->geos, all, i));
        GEOSGeometry *valid = kuril_overlay_mend(o, copy);
        if (valid)
            g_ptr_array_add(mended, valid);
    }
    kuril_geos.GEOSGeom_destroy_r(o->geos, all);
    GEOSGeometry *gathered = gather(o, mended);
    g_ptr_array_free(mended, TRUE);
    return gathered;
}

GEOSGeometry *kuril_overlay_union(kuril_overlay *o, GPtrArray *geometries)
{
    GEOSGeometry *all = gather(o, geometries);
    GEOSGeometry *united = all ? kuril_geos.GEOSUnaryUnion_r(o->geos, all) : NULL;
    if (all && !united) { /* one of them crosses itself */
        all = mend_each(o, all);
        united = all ? kuril_geos.GEOSUnaryUnion_r(o->geos, all) : NULL;
    }
    kuril_geos.GEOSGeom_destroy_r(o->geos, all);
    return united;
}

/* ---- From the plane to longitude and latitude ---- */

/* A ring in longitude and latitude, followed without jumps: it may leave -180 ... 180. */
typedef struct ring_maker {
    const kuril_plane *plane;
    double tolerance_m;
    GArray *points; /* kuril_xy: x longitude, y latitude */
} ring_maker;

/* On a grid of 1e-12 degree, so that a whole turn more or less is exact. */
static kuril_xy unrolled(kuril_lonlat p, double near)
{
    const double steps = 1099511627776.0; /* 2^40 */
    return (kuril_xy){rint(kuril_lon_near(p.lon, near) * steps) / steps, p.lat};
}

static void add_between(ring_maker *m, kuril_xy plane_a, kuril_xy a, kuril_xy plane_b, int depth)
{
    const kuril_xy plane_middle = {(plane_a.x + plane_b.x) / 2, (plane_a.y + plane_b.y) / 2};
    const kuril_xy middle = unrolled(kuril_plane_inverse(m->plane, plane_middle), a.x);
    const kuril_xy b = unrolled(kuril_plane_inverse(m->plane, plane_b), middle.x);
    const double metres = 111e3, cos_lat = cos(middle.y * 3.14159265358979323846 / 180);
    const double dx = (middle.x - (a.x + b.x) / 2) * cos_lat, dy = middle.y - (a.y + b.y) / 2;
    if (depth == 0 || hypot(dx, dy) * metres <= m->tolerance_m)
        return;
    add_between(m, plane_a, a, plane_middle, depth - 1);
    g_array_append_val(m->points, middle);
    add_between(m, plane_middle, middle, plane_b, depth - 1);
}

/* Follows a ring of the plane on the globe, from a longitude near the one given; true when it goes round a pole. */
static bool unroll(kuril_overlay *o, ring_maker *m, const GEOSGeometry *ring, double near)
{
    enum { DEEPEST = 14 };
    const GEOSCoordSequence *sequence = kuril_geos.GEOSGeom_getCoordSeq_r(o->geos, ring);
    unsigned n = 0;
    kuril_geos.GEOSCoordSeq_getSize_r(o->geos, sequence, &n);
    g_array_set_size(m->points, 0);
    kuril_xy before = {0, 0}, here, start = {0, 0}, last = {0, 0};
    for (unsigned i = 0; i < n; i++) {
        kuril_geos.GEOSCoordSeq_getXY_r(o->geos, sequence, i, &here.x, &here.y);
        if (i > 0)
            add_between(m, before, last, here, DEEPEST);
        if (m->points->len)
            near = g_array_index(m->points, kuril_xy, m->points->len - 1).x;
        last = unrolled(kuril_plane_inverse(m->plane, here), near);
        if (i == 0)
            start = last;
        before = here;
        g_array_append_val(m->points, last);
    }
    return fabs(last.x - start.x) > 180;
}

/* Lets a ring that goes round, whose last point is its first a turn on, begin where it is farthest north: from there the
   way to the pole crosses no other part of it. */
static void begin_northernmost(GArray *points, double turn)
{
    kuril_xy *p = (kuril_xy *)(void *)points->data;
    const guint count = points->len - 1;
    guint north = 0;
    for (guint i = 1; i < count; i++)
        north = p[i].y > p[north].y ? i : north;
    kuril_xy *turned = g_new(kuril_xy, count);
    for (guint i = 0; i < count; i++) {
        turned[i] = p[(north + i) % count];
        turned[i].x += north + i >= count ? turn : 0;
    }
    memcpy(p, turned, count * sizeof *p);
    p[count] = (kuril_xy){p[0].x + turn, p[0].y};
    g_free(turned);
}

/* The part of the globe bounded by a ring that does not hold the south pole, unrolled. */
static GEOSGeometry *northern_side(kuril_overlay *o, ring_maker *m, const GEOSGeometry *ring)
{
    if (unroll(o, m, ring, 0)) { /* closed over the north pole */
        const double turn =
            g_array_index(m->points, kuril_xy, m->points->len - 1).x > g_array_index(m->points, kuril_xy, 0).x ? 360 : -360;
        begin_northernmost(m->points, turn);
        const double start = g_array_index(m->points, kuril_xy, 0).x;
        for (int i = 4; i >= 0; i--) {
            const kuril_xy corner = {start + turn * i / 4, 90};
            g_array_append_val(m->points, corner);
        }
    }
    return kuril_overlay_polygon(o, (const kuril_xy *)(const void *)m->points->data, m->points->len);
}

/* Moves a geometry by whole turns and cuts it to -180 ... 180. */
typedef struct shift {
    double by;
} shift;

static int shift_point(double *x, double *y, void *user)
{
    (void)y;
    *x += ((const shift *)user)->by;
    return 1;
}

static GEOSGeometry *roll_up(kuril_overlay *o, const GEOSGeometry *unrolled_polygon)
{
    double west = 0, east = 0;
    if (!kuril_geos.GEOSGeom_getXMin_r(o->geos, unrolled_polygon, &west) ||
        !kuril_geos.GEOSGeom_getXMax_r(o->geos, unrolled_polygon, &east))
        return NULL;
    if (west >= -180 && east <= 180)
        return kuril_geos.GEOSGeom_clone_r(o->geos, unrolled_polygon);
    GPtrArray *pieces = g_ptr_array_new();
    for (int turn = (int)floor((west + 180) / 360); turn <= (int)floor((east + 180) / 360); turn++) {
        shift s = {-360.0 * turn};
        const kuril_xy box[4] = {{-180 - s.by, -90}, {180 - s.by, -90}, {180 - s.by, 90}, {-180 - s.by, 90}};
        GEOSGeometry *window = kuril_overlay_polygon(o, box, 4);
        GEOSGeometry *piece = window ? kuril_geos.GEOSIntersection_r(o->geos, unrolled_polygon, window) : NULL;
        kuril_geos.GEOSGeom_destroy_r(o->geos, window);
        GEOSGeometry *moved = piece ? kuril_geos.GEOSGeom_transformXY_r(o->geos, piece, shift_point, &s) : NULL;
        kuril_geos.GEOSGeom_destroy_r(o->geos, piece);
        if (moved)
            g_ptr_array_add(pieces, moved);
    }
    GEOSGeometry *rolled = kuril_overlay_union(o, pieces);
    g_ptr_array_free(pieces, TRUE);
    return rolled;
}

/* Adds a ring to what has been gathered: what lies on the far side of an odd number of rings is inside. */
static GEOSGeometry *toggle(kuril_overlay *o, GEOSGeometry *gathered, GEOSGeometry *side)
{
    if (!gathered)
        return side;
    GEOSGeometry *both = side ? kuril_geos.GEOSSymDifference_r(o->geos, gathered, side) : NULL;
    kuril_geos.GEOSGeom_destroy_r(o->geos, gathered);
    kuril_geos.GEOSGeom_destroy_r(o->geos, side);
    return both;
}

/* Mended where it must be, and rolled up; frees the polygon, which may be NULL. */
static GEOSGeometry *finish_unrolled(kuril_overlay *o, GEOSGeometry *polygon)
{
    GEOSGeometry *valid = kuril_overlay_mend(o, polygon);
    GEOSGeometry *rolled = valid ? roll_up(o, valid) : NULL;
    kuril_geos.GEOSGeom_destroy_r(o->geos, valid);
    return rolled;
}

static bool holds_south_pole(kuril_overlay *o, const kuril_plane *plane, const GEOSGeometry *polygon)
{
    const kuril_xy south = kuril_plane_forward(plane, (kuril_lonlat){0, -90});
    if (!isfinite(south.x) || !isfinite(south.y))
        return false;
    GEOSGeometry *point = kuril_geos.GEOSGeom_createPointFromXY_r(o->geos, south.x, south.y);
    const bool holds = point && kuril_geos.GEOSContains_r(o->geos, polygon, point) == 1;
    kuril_geos.GEOSGeom_destroy_r(o->geos, point);
    return holds;
}

static bool ring_holds_south_pole(kuril_overlay *o, const kuril_plane *plane, const GEOSGeometry *ring)
{
    GEOSGeometry *copy = kuril_geos.GEOSGeom_clone_r(o->geos, ring);
    GEOSGeometry *polygon = copy ? kuril_geos.GEOSGeom_createPolygon_r(o->geos, copy, NULL, 0) : NULL;
    const bool holds = polygon && holds_south_pole(o, plane, polygon);
    kuril_geos.GEOSGeom_destroy_r(o->geos, polygon);
    return holds;
}

static GEOSGeometry *unrolled_ring(kuril_overlay *o, ring_maker *m, const GEOSGeometry *ring, double near,
                                   double *middle)
{
    const bool winds = unroll(o, m, ring, near);
    double west = INFINITY, east = -INFINITY;
    for (guint i = 0; i < m->points->len; i++) {
        west = fmin(west, g_array_index(m->points, kuril_xy, i).x);
        east = fmax(east, g_array_index(m->points, kuril_xy, i).x);
    }
    *middle = (west + east) / 2;
    return winds ? NULL : kuril_overlay_ring(o, (const kuril_xy *)(const void *)m->points->data, m->points->len);
}

/* A polygon that neither goes round a pole nor holds one, ring by ring; NULL when it does or GEOS fails. */
static GEOSGeometry *plain_polygon(kuril_overlay *o, ring_maker *m, const GEOSGeometry *polygon)
{
    const GEOSGeometry *outer = kuril_geos.GEOSGetExteriorRing_r(o->geos, polygon);
    if (ring_holds_south_pole(o, m->plane, outer))
        return NULL;
    double middle = 0, of_hole = 0;
    GEOSGeometry *shell = unrolled_ring(o, m, outer, 0, &middle);
    GPtrArray *holes = g_ptr_array_new();
    bool whole = shell != NULL;
    for (int i = 0; whole && i < kuril_geos.GEOSGetNumInteriorRings_r(o->geos, polygon); i++) {
        GEOSGeometry *hole =
            unrolled_ring(o, m, kuril_geos.GEOSGetInteriorRingN_r(o->geos, polygon, i), middle, &of_hole);
        whole = hole != NULL;
        if (hole)
            g_ptr_array_add(holes, hole);
    }
    GEOSGeometry *made = NULL;
    if (whole) {
        made = kuril_geos.GEOSGeom_createPolygon_r(o->geos, shell, (GEOSGeometry **)holes->pdata, holes->len);
    } else {
        kuril_geos.GEOSGeom_destroy_r(o->geos, shell);
        for (guint i = 0; i < holes->len; i++)
            kuril_geos.GEOSGeom_destroy_r(o->geos, holes->pdata[i]);
    }
    g_ptr_array_free(holes, TRUE);
    return made;
}

/* A polygon round a pole: what an odd number of its rings' northern sides, and of the world, holds. */
static GEOSGeometry *polar_polygon(kuril_overlay *o, ring_maker *m, const GEOSGeometry *polygon)
{
    GEOSGeometry *gathered = NULL;
    if (holds_south_pole(o, m->plane, polygon)) {
        gathered = kuril_overlay_world(o);
        if (!gathered)
            return NULL;
    }
    GPtrArray *apart = g_ptr_array_new(); /* holes that hold no south pole lie apart */
    bool whole = true;
    for (int i = -1; whole && i < kuril_geos.GEOSGetNumInteriorRings_r(o->geos, polygon); i++) {
        const GEOSGeometry *ring = i < 0 ? kuril_geos.GEOSGetExteriorRing_r(o->geos, polygon)
                                         : kuril_geos.GEOSGetInteriorRingN_r(o->geos, polygon, i);
        GEOSGeometry *side = finish_unrolled(o, northern_side(o, m, ring));
        const bool lies_apart = i >= 0 && side && !ring_holds_south_pole(o, m->plane, ring);
        if (lies_apart)
            g_ptr_array_add(apart, side);
        else
            gathered = toggle(o, gathered, side);
        whole = side && gathered;
    }
    if (apart->len && whole)
        gathered = toggle(o, gathered, kuril_overlay_union(o, apart));
    for (guint i = 0; i < apart->len; i++)
        kuril_geos.GEOSGeom_destroy_r(o->geos, apart->pdata[i]);
    g_ptr_array_free(apart, TRUE);
    if (whole)
        return gathered;
    kuril_geos.GEOSGeom_destroy_r(o->geos, gathered);
    return NULL;
}

static GEOSGeometry *polygon_on_globe(kuril_overlay *o, ring_maker *m, const GEOSGeometry *polygon)
{
    GEOSGeometry *plain = plain_polygon(o, m, polygon);
    return plain ? finish_unrolled(o, plain) : polar_polygon(o, m, polygon);
}

GEOSGeometry *kuril_overlay_to_globe(kuril_overlay *o, const kuril_plane *plane, const GEOSGeometry *polygons,
                                     double tolerance_m)
{
    ring_maker m = {plane, tolerance_m, g_array_new(FALSE, FALSE, sizeof(kuril_xy))};
    GPtrArray *done = g_ptr_array_new();
    bool failed = false;
    for (int i = 0; i < kuril_geos.GEOSGetNumGeometries_r(o->geos, polygons) && !failed; i++) {
        const GEOSGeometry *polygon = kuril_geos.GEOSGetGeometryN_r(o->geos, polygons, i);
        if (kuril_geos.GEOSGeomTypeId_r(o->geos, polygon) != GEOS_POLYGON || kuril_geos.GEOSisEmpty_r(o->geos, polygon))
            continue;
        GEOSGeometry *on_globe = polygon_on_globe(o, &m, polygon);
        failed = !on_globe;
        if (on_globe)
            g_ptr_array_add(done, on_globe);
    }
    g_array_free(m.points, TRUE);
    GEOSGeometry *all = kuril_geos.GEOSGeom_createCollection_r(o->geos, GEOS_GEOMETRYCOLLECTION,
                                                               (GEOSGeometry **)done->pdata, done->len);
    g_ptr_array_free(done, TRUE);
    if (failed) {
        kuril_geos.GEOSGeom_destroy_r(o->geos, all);
        return NULL;
    }
    return all;
}

/* ---- Out ---- */

void kuril_overlay_list(kuril_overlay *o, const GEOSGeometry *g, GPtrArray *polygons)
{
    const int type = kuril_geos.GEOSGeomTypeId_r(o->geos, g);
    if (type == GEOS_POLYGON && !kuril_geos.GEOSisEmpty_r(o->geos, g))
        g_ptr_array_add(polygons, kuril_geos.GEOSGeom_clone_r(o->geos, g));
    for (int i = 0; type >= GEOS_MULTIPOINT && i < kuril_geos.GEOSGetNumGeometries_r(o->geos, g); i++)
        kuril_overlay_list(o, kuril_geos.GEOSGetGeometryN_r(o->geos, g, i), polygons);
}

static void walk_ring(kuril_overlay *o, const GEOSGeometry *ring, kuril_sink *sink)
{
    const GEOSCoordSequence *sequence = kuril_geos.GEOSGeom_getCoordSeq_r(o->geos, ring);
    unsigned n = 0;
    kuril_geos.GEOSCoordSeq_getSize_r(o->geos, sequence, &n);
    kuril_sink_line_start(sink);
    for (unsigned i = 0; i + 1 < n; i++) {
        double x = 0, y = 0;
        kuril_geos.GEOSCoordSeq_getXY_r(o->geos, sequence, i, &x, &y);
        kuril_sink_point(sink, x, y);
    }
    kuril_sink_line_end(sink);
}

static void walk_polygons(kuril_overlay *o, const GEOSGeometry *g, kuril_sink *sink)
{
    if (kuril_geos.GEOSGeomTypeId_r(o->geos, g) == GEOS_POLYGON) {
        if (kuril_geos.GEOSisEmpty_r(o->geos, g))
            return;
        kuril_sink_polygon_start(sink);
        walk_ring(o, kuril_geos.GEOSGetExteriorRing_r(o->geos, g), sink);
        for (int i = 0; i < kuril_geos.GEOSGetNumInteriorRings_r(o->geos, g); i++)
            walk_ring(o, kuril_geos.GEOSGetInteriorRingN_r(o->geos, g, i), sink);
        kuril_sink_polygon_end(sink);
    } else if (kuril_geos.GEOSGeomTypeId_r(o->geos, g) >= GEOS_MULTIPOINT) {
        for (int i = 0; i < kuril_geos.GEOSGetNumGeometries_r(o->geos, g); i++)
            walk_polygons(o, kuril_geos.GEOSGetGeometryN_r(o->geos, g, i), sink);
    }
}

kuril_status kuril_overlay_walk(kuril_overlay *overlay, const GEOSGeometry *polygons, kuril_sink *sink)
{
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    walk_polygons(overlay, polygons, &buffer.base);
    kuril_geometry_buffer_turn_rings(&buffer);
    kuril_geometry_buffer_tidy(&buffer);
    const kuril_geometry g = kuril_geometry_buffer_view(&buffer);
    const kuril_status status = kuril_geometry_walk(&g, sink);
    kuril_geometry_buffer_finish(&buffer);
    return status;
}
