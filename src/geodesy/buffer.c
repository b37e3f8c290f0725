/*
 * Buffers on the ellipsoid. The outline of a buffer consists of arcs of circles round vertices of the source and of
 * parallels of its edges. Those that can be part of it are found first (exposure.h), made as polygons with vertices on
 * the true curves, and united in a stereographic plane whose infinite point lies outside of the buffer; only the union
 * is planar, and short edges keep it so near to the geodesic one. Directions of a circle that cannot be on the outline
 * are made coarsely, which may leave gaps in the inside: holes whose outline is nearer to the source than the distance,
 * to be filled.
 */
#include "core/diagnostics.h"
#include "geodesy/exposure.h"
#include "geodesy/left_out.h"
#include "geodesy/overlay.h"
#include "geodesy/straighten.h"

#include <math.h>

static const double PI = 3.14159265358979323846, DEGREE = 3.14159265358979323846 / 180, RADIUS_M = 6371000.0;
static const double COARSE = 10 * 3.14159265358979323846 / 180; /* step of hidden directions, radians */
static const double PER_DEGREE = 1e9; /* steps of what is written in GeoJSON: a tenth of a millimetre */

typedef struct maker {
    const kuril_shape *source;
    const kuril_geometry *inner; /* the source's polygons, so coarse that they still lie within the buffer */
    double distance_m, sagitta_m;
    kuril_overlay overlay;
    kuril_plane plane;
    GPtrArray *parts; /* GEOSGeometry */
    GArray *points;   /* kuril_xy: of the part being made */
    GArray *azimuths; /* double: of a circle's vertices, radians */
} maker;

static void add_point(maker *m, kuril_lonlat p)
{
    const kuril_xy xy = kuril_plane_forward(&m->plane, p);
    g_array_append_val(m->points, xy);
}

static bool finish_part(maker *m)
{
    GEOSGeometry *part = NULL;
    if (m->points->len >= 3)
        part = kuril_overlay_polygon(&m->overlay, (const kuril_xy *)(const void *)m->points->data, m->points->len);
    g_array_set_size(m->points, 0);
    if (part)
        g_ptr_array_add(m->parts, part);
    return part;
}

/* Longest edge whose image in the plane keeps within the sagitta of the geodesic, as far out as the buffer goes. */
static double longest_step(const maker *m, kuril_lonlat from)
{
    const double c = acos(fmax(-1, fmin(1, kuril_ecef_dot(kuril_normal_from(from), m->plane.centre))));
    const double out = fmin(c + m->distance_m / RADIUS_M, 0.97 * PI);
    return sqrt(8 * m->sagitta_m * RADIUS_M / (4 * fmax(0.2, tan(out / 2))));
}

/* Step in direction round a circle, radians, so that its chords keep the sagitta. */
static double fine_step(const maker *m, kuril_lonlat centre)
{
    const double h = m->distance_m / RADIUS_M, round = RADIUS_M * fabs(sin(h));
    const double bent = sqrt(8 * m->sagitta_m / fmax(round * fabs(cos(h)), 1e-3));
    return fmin(fmin(bent, longest_step(m, centre) / fmax(round, 1e-3)), COARSE);
}

/* Directions of one circle: fine over its sectors and a little beyond, coarse elsewhere. */
static bool is_fine(const GArray *sectors, double azi, double beyond)
{
    for (guint i = 0; i < sectors->len; i++) {
        const kuril_sector s = g_array_index(sectors, kuril_sector, i);
        for (int turn = -1; turn <= 1; turn++)
            if (azi + turn * 2 * PI >= s.from - beyond && azi + turn * 2 * PI <= s.to + beyond)
                return true;
    }
    return false;
}

static gint by_size(gconstpointer a, gconstpointer b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The circle round a vertex; where the parallels of its edges end it has vertices, so that no notch is left there. */
static bool add_circle(maker *m, const kuril_exposed_vertex *v)
{
    const double step = fine_step(m, v->at), beyond = fmax(4 * step, 2 * DEGREE);
    const size_t per_coarse = (size_t)ceil(COARSE / step), coarse = (size_t)ceil(2 * PI / COARSE);
    g_array_set_size(m->azimuths, 0);
    for (size_t i = 0; i < coarse * per_coarse; i++) {
        const double azi = 2 * PI * (double)i / (double)(coarse * per_coarse);
        if (i % per_coarse == 0 || is_fine(v->sectors, azi, beyond))
            g_array_append_val(m->azimuths, azi);
    }
    for (int i = 0; i < 4; i++)
        if (!isnan(v->abreast[i]))
            g_array_append_val(m->azimuths, v->abreast[i]);
    g_array_sort(m->azimuths, by_size);
    for (guint i = 0; i < m->azimuths->len; i++)
        add_point(m, kuril_geodesic_direct(v->at, g_array_index(m->azimuths, double, i) / DEGREE, m->distance_m, NULL));
    return finish_part(m);
}

/* The strip between an edge and its parallel. */
static bool add_side(maker *m, const kuril_exposed_side *side)
{
    kuril_edge edge;
    kuril_edge_init(&edge, side->a, side->b, 0, INFINITY);
    const double h = m->distance_m / RADIUS_M, bent = sqrt(8 * m->sagitta_m * RADIUS_M / fmax(tan(h), 1e-3) / 2);
    const double step = fmin(bent, longest_step(m, side->a));
    const size_t n = (size_t)fmax(1, ceil(edge.length_m / fmax(step, 1e-3)));
    for (size_t i = 0; i <= n; i++)
        add_point(m, kuril_edge_at(&edge, edge.length_m * (double)i / (double)n, NULL));
    for (size_t i = n + 1; i-- > 0;) {
        double azi = 0;
        const kuril_lonlat p = kuril_edge_at(&edge, edge.length_m * (double)i / (double)n, &azi);
        add_point(m, kuril_geodesic_direct(p, azi + side->turn_deg, m->distance_m, NULL));
    }
    return finish_part(m);
}

/*
 * A ring of the source in the plane, so fine that what the chords cut off, or add, lies within the buffer anyway: steps
 * of n times the longest stray by n^2 / 4 times the sagitta.
 */
static GEOSGeometry *source_ring(maker *m, kuril_ring ring)
{
    const kuril_lonlat *p = m->inner->points + ring.first;
    const double times = fmin(20, sqrt(m->distance_m / m->sagitta_m));
    for (size_t i = 0; i < ring.count; i++) {
        kuril_edge edge;
        kuril_edge_init(&edge, p[i], p[(i + 1) % ring.count], 0, INFINITY);
        const size_t n = (size_t)fmax(1, ceil(edge.length_m / fmin(100e3, longest_step(m, p[i]) * times)));
        for (size_t k = 0; k < n; k++)
            add_point(m, kuril_edge_at(&edge, edge.length_m * (double)k / (double)n, NULL));
    }
    GEOSGeometry *raw = NULL;
    if (m->points->len >= 3)
        raw = kuril_overlay_polygon(&m->overlay, (const kuril_xy *)(const void *)m->points->data, m->points->len);
    g_array_set_size(m->points, 0);
    return kuril_overlay_mend(&m->overlay, raw);
}

/* The polygons of the source themselves. */
static bool add_source(maker *m)
{
    for (size_t i = 0; i < m->inner->n_parts; i++) {
        const kuril_part part = m->inner->parts[i];
        GEOSGeometry *polygon = NULL;
        for (size_t r = 0; part.kind == KURIL_POLYGON && r < part.count; r++) {
            GEOSGeometry *ring = source_ring(m, m->inner->rings[part.first + r]);
            GEOSGeometry *both =
                polygon && ring ? kuril_geos.GEOSSymDifference_r(m->overlay.geos, polygon, ring) : NULL;
            if (!ring || (polygon && !both)) {
                kuril_geos.GEOSGeom_destroy_r(m->overlay.geos, ring);
                kuril_geos.GEOSGeom_destroy_r(m->overlay.geos, polygon);
                return false;
            }
            if (polygon) {
                kuril_geos.GEOSGeom_destroy_r(m->overlay.geos, polygon);
                kuril_geos.GEOSGeom_destroy_r(m->overlay.geos, ring);
                polygon = both;
            } else {
                polygon = ring;
            }
        }
        if (polygon)
            g_ptr_array_add(m->parts, polygon);
    }
    return true;
}

/*
 * Whether a hole is only a gap between coarse directions, or a loop of a circle that crosses itself near the antipode:
 * then what is in it is nearer than the distance.
 */
static bool is_gap(maker *m, const GEOSGeometry *hole)
{
    GEOSGeometry *point = kuril_geos.GEOSPointOnSurface_r(m->overlay.geos, hole);
    kuril_xy xy = {0, 0};
    kuril_nearest nearest;
    const bool has = point && kuril_geos.GEOSGeomGetX_r(m->overlay.geos, point, &xy.x) == 1 &&
                     kuril_geos.GEOSGeomGetY_r(m->overlay.geos, point, &xy.y) == 1;
    kuril_geos.GEOSGeom_destroy_r(m->overlay.geos, point);
    return has && kuril_shape_nearest_shore(kuril_plane_inverse(&m->plane, xy), m->source,
                                            m->distance_m - 1.1 * m->sagitta_m, &nearest);
}

/* A copy of a polygon without the gaps among its holes, which go to a list of polygons. */
static GEOSGeometry *fill_gaps(maker *m, const GEOSGeometry *polygon, GPtrArray *gaps)
{
    GEOSContextHandle_t geos = m->overlay.geos;
    GPtrArray *holes = g_ptr_array_new();
    for (int i = 0; i < kuril_geos.GEOSGetNumInteriorRings_r(geos, polygon); i++) {
        GEOSGeometry *ring = kuril_geos.GEOSGeom_clone_r(geos, kuril_geos.GEOSGetInteriorRingN_r(geos, polygon, i));
        GEOSGeometry *hole = kuril_geos.GEOSGeom_createPolygon_r(geos, ring, NULL, 0);
        if (is_gap(m, hole)) {
            g_ptr_array_add(gaps, hole);
            continue;
        }
        g_ptr_array_add(holes, kuril_geos.GEOSGeom_clone_r(geos, kuril_geos.GEOSGetExteriorRing_r(geos, hole)));
        kuril_geos.GEOSGeom_destroy_r(geos, hole);
    }
    GEOSGeometry *shell = kuril_geos.GEOSGeom_clone_r(geos, kuril_geos.GEOSGetExteriorRing_r(geos, polygon));
    GEOSGeometry *filled = kuril_geos.GEOSGeom_createPolygon_r(geos, shell, (GEOSGeometry **)holes->pdata, holes->len);
    g_ptr_array_free(holes, TRUE);
    return filled;
}

/* Whether a polygon of the union lies in a gap (prepared) of another: then it is within what fills the gap. */
static bool lies_in_gap(maker *m, const GEOSGeometry *polygon, const GPtrArray *gaps)
{
    GEOSContextHandle_t geos = m->overlay.geos;
    kuril_xy xy = {0, 0};
    const GEOSGeometry *shell = kuril_geos.GEOSGetExteriorRing_r(geos, polygon);
    kuril_geos.GEOSCoordSeq_getXY_r(geos, kuril_geos.GEOSGeom_getCoordSeq_r(geos, shell), 0, &xy.x, &xy.y);
    GEOSGeometry *point = kuril_geos.GEOSGeom_createPointFromXY_r(geos, xy.x, xy.y);
    bool lies = false;
    for (guint i = 0; i < gaps->len && !lies; i++)
        lies = kuril_geos.GEOSPreparedContains_r(geos, gaps->pdata[i], point) == 1;
    kuril_geos.GEOSGeom_destroy_r(geos, point);
    return lies;
}

/* The union with its gaps filled, and without what lay in them; frees `united`. */
static GEOSGeometry *fill_all_gaps(maker *m, GEOSGeometry *united)
{
    GEOSContextHandle_t geos = m->overlay.geos;
    GPtrArray *filled = g_ptr_array_new(), *gaps = g_ptr_array_new(), *whole = g_ptr_array_new();
    for (int i = 0; i < kuril_geos.GEOSGetNumGeometries_r(geos, united); i++) {
        const GEOSGeometry *polygon = kuril_geos.GEOSGetGeometryN_r(geos, united, i);
        GEOSGeometry *one =
            kuril_geos.GEOSGeomTypeId_r(geos, polygon) == GEOS_POLYGON ? fill_gaps(m, polygon, gaps) : NULL;
        if (one)
            g_ptr_array_add(filled, one);
    }
    GPtrArray *prepared = g_ptr_array_new();
    for (guint i = 0; i < gaps->len; i++)
        g_ptr_array_add(prepared, (gpointer)kuril_geos.GEOSPrepare_r(geos, gaps->pdata[i]));
    for (guint i = 0; i < filled->len; i++) {
        if (lies_in_gap(m, filled->pdata[i], prepared))
            kuril_geos.GEOSGeom_destroy_r(geos, filled->pdata[i]);
        else
            g_ptr_array_add(whole, filled->pdata[i]);
    }
    for (guint i = 0; i < gaps->len; i++) {
        kuril_geos.GEOSPreparedGeom_destroy_r(geos, prepared->pdata[i]);
        kuril_geos.GEOSGeom_destroy_r(geos, gaps->pdata[i]);
    }
    kuril_geos.GEOSGeom_destroy_r(geos, united);
    GEOSGeometry *all =
        kuril_geos.GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, (GEOSGeometry **)whole->pdata, whole->len);
    g_ptr_array_free(prepared, TRUE);
    g_ptr_array_free(gaps, TRUE);
    g_ptr_array_free(filled, TRUE);
    g_ptr_array_free(whole, TRUE);
    return all;
}

/* Distance of a place from the source, 0 inside. */
static double distance_of(const kuril_shape *source, kuril_lonlat p)
{
    kuril_nearest n;
    return kuril_shape_nearest_point(p, source, INFINITY, &n) ? n.geodesic.s12_m : INFINITY;
}

/* A farther place near one, if there is any: steps of half the length whenever none of eight directions leads farther. */
static double climb(const kuril_shape *source, kuril_lonlat *place, double distance_m)
{
    double here = distance_of(source, *place);
    for (double step = 1e6; step > 0.1; step /= 2)
        for (int k = 0; k < 8; k++) {
            const kuril_lonlat p = kuril_geodesic_direct(*place, 45 * k, step, NULL);
            const double d = distance_of(source, p);
            if (d > here) {
                here = d;
                *place = p;
            }
            if (here > distance_m + 3e6)
                return here;
        }
    return here;
}

/* A centre for the plane whose antipode lies as far outside of the buffer as can be; false when all is within. */
static bool find_centre(const kuril_shape *source, double distance_m, kuril_lonlat *centre)
{
    enum { TRIES = 400 };
    kuril_ecef sum = {0, 0, 0};
    for (size_t i = 0; i < source->geometry.n_points; i++) {
        const kuril_ecef n = kuril_normal_from(source->geometry.points[i]);
        sum = (kuril_ecef){sum.x + n.x, sum.y + n.y, sum.z + n.z};
    }
    kuril_lonlat best = kuril_normal_to((kuril_ecef){-sum.x, -sum.y, -sum.z});
    double farthest = distance_of(source, best);
    for (int i = 0; i < TRIES && farthest < distance_m + 3e6; i++) { /* a Fibonacci lattice */
        const kuril_lonlat p = {kuril_lon_near(i * 137.50776405003785, 0), asin(2 * (i + 0.5) / TRIES - 1) / DEGREE};
        const double d = distance_of(source, p);
        if (d > farthest) {
            farthest = d;
            best = p;
        }
    }
    if (farthest < distance_m + 3e6)
        farthest = climb(source, &best, distance_m);
    *centre = (kuril_lonlat){kuril_lon_near(best.lon + 180, 0), -best.lat};
    return farthest > distance_m;
}

static GEOSGeometry *make(maker *m)
{
    kuril_exposure exposure;
    kuril_exposure_find(m->source, m->distance_m, &exposure);
    bool ok = add_source(m);
    for (guint i = 0; ok && i < exposure.vertices->len; i++)
        ok = add_circle(m, &g_array_index(exposure.vertices, kuril_exposed_vertex, i));
    for (guint i = 0; ok && i < exposure.sides->len; i++)
        ok = add_side(m, &g_array_index(exposure.sides, kuril_exposed_side, i));
    kuril_exposure_finish(&exposure);
    GEOSGeometry *united = kuril_overlay_union(&m->overlay, m->parts);
    return ok && united ? fill_all_gaps(m, united) : united;
}

/* Of nearly the whole world: the plane within the outline of what is left out, whose middle is the infinite point. */
static GEOSGeometry *make_all_but(maker *m, kuril_lonlat farthest)
{
    GArray *outline = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat));
    kuril_left_out_outline(m->source, m->distance_m, farthest, m->sagitta_m, outline);
    for (guint i = 0; i < outline->len; i++)
        add_point(m, g_array_index(outline, kuril_lonlat, i));
    g_array_free(outline, TRUE);
    return finish_part(m) ? kuril_overlay_union(&m->overlay, m->parts) : NULL;
}

static GEOSGeometry *make_on_globe(maker *m, double tolerance_m)
{
    kuril_lonlat centre;
    if (!find_centre(m->source, m->distance_m + tolerance_m, &centre))
        return kuril_overlay_world(&m->overlay);
    kuril_plane_init(&m->plane, centre);
    GEOSGeometry *united = m->distance_m < KURIL_LEFT_OUT_FROM_M
                               ? make(m)
                               : make_all_but(m, (kuril_lonlat){kuril_lon_near(centre.lon + 180, 0), -centre.lat});
    if (united &&
        kuril_geos.GEOSisEmpty_r(m->overlay.geos, united)) { /* what is left out is less than the plane can tell */
        kuril_geos.GEOSGeom_destroy_r(m->overlay.geos, united);
        return kuril_overlay_world(&m->overlay);
    }
    GEOSGeometry *on_globe = united ? kuril_overlay_to_globe(&m->overlay, &m->plane, united, tolerance_m / 4) : NULL;
    kuril_geos.GEOSGeom_destroy_r(m->overlay.geos, united);
    return on_globe;
}

static int round_point(double *x, double *y, void *user)
{
    (void)user;
    *x = round(*x * PER_DEGREE) / PER_DEGREE;
    *y = round(*y * PER_DEGREE) / PER_DEGREE;
    return 1;
}

/* All polygons of a collection as one geometry; NULL when GEOS fails. */
static GEOSGeometry *multipolygon(kuril_overlay *o, const GEOSGeometry *collection)
{
    GPtrArray *list = g_ptr_array_new();
    kuril_overlay_list(o, collection, list);
    GEOSGeometry *all =
        kuril_geos.GEOSGeom_createCollection_r(o->geos, GEOS_MULTIPOLYGON, (GEOSGeometry **)list->pdata, list->len);
    g_ptr_array_free(list, TRUE);
    return all;
}

/*
 * Rounded to what is written, and valid there: what meets after rounding does so at vertices, or is one. Takes the
 * polygons; where GEOS fails they are as they were.
 */
static GEOSGeometry *rounded(kuril_overlay *o, GEOSGeometry *polygons)
{
    GEOSGeometry *all = polygons ? multipolygon(o, polygons) : NULL;
    GEOSGeometry *done = all ? kuril_geos.GEOSGeom_transformXY_r(o->geos, all, round_point, NULL) : NULL;
    if (done && kuril_geos.GEOSisValid_r(o->geos, done) != 1) {
        kuril_geos.GEOSGeom_destroy_r(o->geos, done);
        GEOSGeometry *snapped = kuril_geos.GEOSUnaryUnionPrec_r(o->geos, all, 1 / PER_DEGREE);
        done = snapped ? kuril_geos.GEOSGeom_transformXY_r(o->geos, snapped, round_point, NULL) : NULL;
        kuril_geos.GEOSGeom_destroy_r(o->geos, snapped);
    }
    kuril_geos.GEOSGeom_destroy_r(o->geos, all);
    if (!done)
        return polygons;
    kuril_geos.GEOSGeom_destroy_r(o->geos, polygons);
    return done;
}

/* The buffer of a source that has a shore. */
static kuril_status buffer_shore(const kuril_shape *shape, double distance_m, double tolerance_m, kuril_sink *sink,
                                 kuril_error *error)
{
    kuril_geometry_buffer coarse;
    kuril_geometry_buffer_init(&coarse);
    kuril_straighten(&shape->geometry, 0.05 * distance_m, &coarse.base);
    const kuril_geometry inner = kuril_geometry_buffer_view(&coarse);
    maker m = {.source = shape,
               .inner = &inner,
               .distance_m = distance_m,
               .sagitta_m = fmin(0.4 * tolerance_m, 0.02 * distance_m),
               .parts = g_ptr_array_new(),
               .points = g_array_new(FALSE, FALSE, sizeof(kuril_xy)),
               .azimuths = g_array_new(FALSE, FALSE, sizeof(double))};
    kuril_status status = kuril_overlay_init(&m.overlay, error);
    if (status == KURIL_OK) {
        GEOSGeometry *result = rounded(&m.overlay, make_on_globe(&m, tolerance_m));
        status = result ? kuril_overlay_walk(&m.overlay, result, sink)
                        : kuril_fail(error, KURIL_E_MEMORY, "the buffer cannot be made: %s", m.overlay.message);
        kuril_geos.GEOSGeom_destroy_r(m.overlay.geos, result);
        kuril_overlay_finish(&m.overlay);
    }
    g_ptr_array_free(m.parts, TRUE);
    g_array_free(m.points, TRUE);
    g_array_free(m.azimuths, TRUE);
    kuril_geometry_buffer_finish(&coarse);
    return status;
}

/* Of a source without a shore: it is empty, or the world, on whatever sheet that is written. */
static kuril_status buffer_shoreless(const kuril_shape *shape, kuril_sink *sink, kuril_error *error)
{
    kuril_overlay overlay;
    if (!shape->has_polygons)
        return KURIL_OK;
    kuril_status status = kuril_overlay_init(&overlay, error);
    if (status)
        return status;
    GEOSGeometry *world = kuril_overlay_world(&overlay);
    status = world ? kuril_overlay_walk(&overlay, world, sink)
                   : kuril_fail(error, KURIL_E_MEMORY, "the buffer cannot be made: %s", overlay.message);
    kuril_geos.GEOSGeom_destroy_r(overlay.geos, world);
    kuril_overlay_finish(&overlay);
    return status;
}

kuril_status kuril_shape_buffer(const kuril_shape *shape, double distance_m, double tolerance_m, kuril_sink *sink,
                                kuril_error *error)
{
    if (!(distance_m >= 0.001 && isfinite(distance_m))) /* below it, arcs have no end of vertices */
        return kuril_fail(error, KURIL_E_DOMAIN, "a buffer's distance must be 1 mm or more");
    if (!(tolerance_m >= 0.001 && tolerance_m <= 1e6))
        return kuril_fail(error, KURIL_E_DOMAIN, "a buffer's tolerance must be from 1 mm to 1000 km");
    if (shape->n_runs == 0)
        return buffer_shoreless(shape, sink, error);
    kuril_geometry_buffer few;
    kuril_geometry_buffer_init(&few);
    kuril_shape *straight = NULL;
    kuril_status status = kuril_straighten(&shape->geometry, fmin(0.1 * tolerance_m, 0.01 * distance_m), &few.base);
    const kuril_geometry g = kuril_geometry_buffer_view(&few);
    if (!status)
        status = kuril_shape_new(&g, KURIL_EDGES_GEODESIC, &straight);
    if (status)
        status = kuril_fail(error, status, "the buffer's source has coordinates off the globe");
    else
        status = buffer_shore(straight, distance_m, tolerance_m, sink, error);
    kuril_shape_free(straight);
    kuril_geometry_buffer_finish(&few);
    return status;
}
