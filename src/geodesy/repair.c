#include "geodesy/repair.h"

#include "geodesy/crossings.h"
#include "geodesy/densify.h"
#include "geodesy/ecef.h"
#include "geodesy/overlay.h"
#include "geodesy/rim.h"
#include "geom/geometry_buffer.h"
#include <math.h>

static const double SHORT_DEG = 0.1; /* shorter edges bend by less than a metre or so */
static const double LAID_OUT_MOST = 200000; /* vertices put on long edges; more, and they are followed less closely */
static const double BEND_M = 0.01, BEND_MOST_M = 100,
                    STEP_M = 20e3; /* of edges followed in longitude and latitude, and in a plane round a pole */
static const size_t CROSSINGS_MOST = 50000; /* of a polygon that is mended: some seconds */

/* A polygon laid out flat: in longitude and latitude, as it stands or unrolled, or in a plane round a pole. */
typedef struct layout {
    kuril_overlay *overlay;
    kuril_edges edges;
    bool sheet, polar;
    double bend_m; /* how closely edges are followed */
    kuril_plane plane;
    double near;    /* longitude near which the next ring begins */
    GArray *points; /* kuril_xy, of one ring */
} layout;

/* Last sink: lays out the vertices of one edge. */
typedef struct layer_out {
    kuril_sink base;
    layout *to;
    guint start; /* of the edge, in the ring */
} layer_out;

static kuril_status lay_point(kuril_sink *sink, double lon, double lat)
{
    const layer_out *out = (const layer_out *)sink;
    layout *l = out->to;
    kuril_xy xy = {lon, lat};
    if (l->polar) {
        xy = kuril_plane_forward(&l->plane, (kuril_lonlat){lon, lat});
        if (hypot(xy.x, xy.y) < 1e-6) /* the pole is one place, whatever the longitude */
            xy = (kuril_xy){0, 0};
    } else if (!l->sheet || l->points->len > out->start) { /* a sheet may run to 360; what is put on its edges does not */
        xy.x = kuril_lon_near(lon, l->points->len ? g_array_index(l->points, kuril_xy, l->points->len - 1).x : l->near);
    }
    g_array_append_val(l->points, xy);
    return KURIL_OK;
}

static kuril_status pass(kuril_sink *sink)
{
    (void)sink;
    return KURIL_OK;
}

static const kuril_sink_ops layer_ops = {lay_point, pass, pass, pass, pass};

/* An edge without its end; with what lies between where it is long and bends. */
static void lay_edge(layout *l, kuril_lonlat a, kuril_lonlat b)
{
    layer_out out = {{&layer_ops, NULL}, l, l->points->len};
    const double step = fabs(kuril_lon_near(b.lon, a.lon) - a.lon);
    const bool geodesic = l->edges == KURIL_EDGES_GEODESIC, bends = l->polar ? step > 0 : geodesic && step > SHORT_DEG;
    if (!bends || kuril_rim_at_pole(a, b)) {
        kuril_sink_point(&out.base, a.lon, a.lat);
        return;
    }
    kuril_densify stage;
    if (geodesic)
        kuril_densify_geodesic_init(&stage, l->bend_m, l->polar ? STEP_M : INFINITY, &out.base);
    else
        kuril_densify_planar_init(&stage, l->bend_m, &out.base);
    kuril_sink_line_start(&stage.base);
    kuril_sink_point(&stage.base, a.lon, a.lat);
    kuril_sink_point(&stage.base, b.lon, b.lat);
    kuril_sink_line_end(&stage.base);
    g_array_set_size(l->points, l->points->len - 1);
}

static void lay_ring(layout *l, const kuril_lonlat *points, size_t count)
{
    g_array_set_size(l->points, 0);
    for (size_t i = 0; i < count; i++)
        lay_edge(l, points[i], points[(i + 1) % count]);
}

/* How many vertices it takes to follow a ring: a way of sqrt(8 R bend) bends so much from its chord. */
static double vertices_of(const kuril_lonlat *ring, size_t count)
{
    double vertices = 0;
    for (size_t i = 0; i < count; i++) {
        const kuril_lonlat a = ring[i], b = ring[(i + 1) % count];
        if (fabs(kuril_lon_near(b.lon, a.lon) - a.lon) <= SHORT_DEG)
            continue;
        const kuril_ecef chord = kuril_ecef_minus(kuril_ecef_from(b), kuril_ecef_from(a));
        vertices += sqrt(kuril_ecef_dot(chord, chord) / (8 * 6371e3 * BEND_M));
    }
    return vertices;
}

/* How closely the edges of a geometry's parts are followed. */
static double bend_for(const kuril_geometry *g)
{
    double vertices = 0;
    for (size_t i = 0; i < g->n_parts; i++)
        for (size_t r = 0; r < g->parts[i].count; r++) {
            const kuril_ring ring = g->rings[g->parts[i].first + r];
            vertices += vertices_of(g->points + ring.first, ring.count);
        }
    const double too_many = fmax(1, vertices / LAID_OUT_MOST);
    return fmin(BEND_MOST_M, BEND_M * too_many * too_many);
}

/* How a polygon is best laid out, by its outer ring. */
static layout layout_for(kuril_overlay *o, kuril_edges edges, double bend_m, const kuril_lonlat *points, size_t count)
{
    layout l = {.overlay = o, .edges = edges, .bend_m = bend_m, .near = points[0].lon};
    double lon = points[0].lon, lats = 0;
    for (size_t i = 0; i < count; i++) {
        lon = kuril_lon_near(points[(i + 1) % count].lon, lon);
        lats += points[i].lat;
    }
    l.sheet = kuril_rim_of_ring(points, count).cut;
    l.polar = !l.sheet && fabs(lon - points[0].lon) > 180;
    if (l.polar)
        kuril_plane_init(&l.plane, (kuril_lonlat){0, lats < 0 ? -90 : 90});
    return l;
}

static double middle_lon(const kuril_xy *xy, size_t count)
{
    double west = INFINITY, east = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        west = fmin(west, xy[i].x);
        east = fmax(east, xy[i].x);
    }
    return (west + east) / 2;
}

/* A polygon with its rings as GEOS has them, and their edges; NULL when GEOS fails. */
static GEOSGeometry *lay_out(layout *l, const kuril_geometry *g, kuril_part part, GArray *segments)
{
    GPtrArray *rings = g_ptr_array_new();
    GEOSGeometry *polygon = NULL;
    const double near = l->near;
    l->points = g_array_new(FALSE, FALSE, sizeof(kuril_xy));
    for (size_t r = 0; r < part.count; r++) {
        const kuril_ring ring = g->rings[part.first + r];
        lay_ring(l, g->points + ring.first, ring.count);
        const kuril_xy *xy = (const kuril_xy *)(const void *)l->points->data;
        if (r == 0)
            l->near = middle_lon(xy, l->points->len); /* a hole far from where the outer ring begins is in it all the same */
        GEOSGeometry *made = kuril_overlay_ring(l->overlay, xy, l->points->len);
        if (made)
            g_ptr_array_add(rings, made);
        for (guint i = 0; i < l->points->len; i++) {
            const kuril_segment s = {xy[i], xy[(i + 1) % l->points->len]};
            g_array_append_val(segments, s);
        }
    }
    g_array_free(l->points, TRUE);
    l->near = near;
    if (rings->len == part.count)
        polygon = kuril_geos.GEOSGeom_createPolygon_r(l->overlay->geos, rings->pdata[0],
                                                      (GEOSGeometry **)rings->pdata + 1, rings->len - 1);
    for (guint i = 0; i < rings->len && !polygon; i++)
        kuril_geos.GEOSGeom_destroy_r(l->overlay->geos, rings->pdata[i]);
    g_ptr_array_free(rings, TRUE);
    return polygon;
}

static bool goes_far_out(const GArray *segments)
{
    const double far_m = 1e11; /* of the plane: ten metres from its infinite point */
    for (guint i = 0; i < segments->len; i++) {
        const kuril_xy p = g_array_index(segments, kuril_segment, i).a;
        if (!(fabs(p.x) < far_m && fabs(p.y) < far_m))
            return true;
    }
    return false;
}

/* As lay_out; a ring may wind round one pole by way of the other, and then there are other planes. */
static GEOSGeometry *lay_out_in_sight(layout *l, const kuril_geometry *g, kuril_part part, GArray *segments)
{
    static const kuril_lonlat centres[] = {{0, 90}, {0, -90}, {45, 35}, {-135, -35}, {-50, 40}, {130, -40}};
    GEOSGeometry *polygon = lay_out(l, g, part, segments);
    for (size_t i = 0; l->polar && i < G_N_ELEMENTS(centres) && goes_far_out(segments); i++) {
        kuril_geos.GEOSGeom_destroy_r(l->overlay->geos, polygon);
        g_array_set_size(segments, 0);
        kuril_plane_init(&l->plane, centres[i]);
        polygon = lay_out(l, g, part, segments);
    }
    return polygon;
}

/* A place of the layout on the globe. */
static kuril_lonlat place_of(const layout *l, kuril_xy xy)
{
    return l->polar ? kuril_plane_inverse(&l->plane, xy) : (kuril_lonlat){kuril_lon_near(xy.x, 0), xy.y};
}

static void tell(const layout *l, char *reason, GEOSGeometry *location, kuril_fault_heard heard, void *user)
{
    GEOSContextHandle_t geos = l->overlay->geos;
    kuril_xy where = {0, 0};
    if (location) {
        kuril_geos.GEOSGeomGetX_r(geos, location, &where.x);
        kuril_geos.GEOSGeomGetY_r(geos, location, &where.y);
    }
    heard(user, location ? place_of(l, where) : (kuril_lonlat){0, 0}, reason ? reason : "polygons lie over one another");
    kuril_geos.GEOSFree_r(geos, reason);
    kuril_geos.GEOSGeom_destroy_r(geos, location);
}

/* A face narrower than rounding is no area: one edge, laid out from both of its ends, leaves such between its two lines. */
static bool is_sliver(const layout *l, const GEOSGeometry *face)
{
    const double width = l->polar ? 1e-4 : 1e-9; /* metres or degrees: a tenth of a millimetre */
    double area = 0, rim = 0;
    return kuril_geos.GEOSArea_r(l->overlay->geos, face, &area) == 1 &&
           kuril_geos.GEOSLength_r(l->overlay->geos, face, &rim) == 1 && area < width * rim;
}

/* The faces between the rings' lines that an odd number of rings holds. Two of them meet at corners only, unless lines
   lie on each other. */
static GEOSGeometry *odd_faces(const layout *l, const GEOSGeometry *polygon)
{
    GEOSContextHandle_t geos = l->overlay->geos;
    GEOSGeometry *lines = kuril_geos.GEOSBoundary_r(geos, polygon);
    GEOSGeometry *noded = lines ? kuril_geos.GEOSUnaryUnion_r(geos, lines) : NULL;
    const GEOSGeometry *const all[] = {noded};
    GEOSGeometry *faces = noded ? kuril_geos.GEOSPolygonize_r(geos, all, 1) : NULL;
    const GEOSPreparedGeometry *prepared = faces ? kuril_geos.GEOSPrepare_r(geos, polygon) : NULL;
    GPtrArray *odd = g_ptr_array_new();
    for (int i = 0; prepared && i < kuril_geos.GEOSGetNumGeometries_r(geos, faces); i++) {
        const GEOSGeometry *face = kuril_geos.GEOSGetGeometryN_r(geos, faces, i);
        GEOSGeometry *point = is_sliver(l, face) ? NULL : kuril_geos.GEOSPointOnSurface_r(geos, face);
        if (point && kuril_geos.GEOSPreparedContains_r(geos, prepared, point) == 1)
            g_ptr_array_add(odd, kuril_geos.GEOSGeom_clone_r(geos, face));
        kuril_geos.GEOSGeom_destroy_r(geos, point);
    }
    GEOSGeometry *result = NULL;
    if (prepared) {
        result = kuril_geos.GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, (GEOSGeometry **)odd->pdata, odd->len);
        kuril_geos.GEOSPreparedGeom_destroy_r(geos, prepared);
    }
    g_ptr_array_free(odd, TRUE);
    kuril_geos.GEOSGeom_destroy_r(geos, lines);
    kuril_geos.GEOSGeom_destroy_r(geos, noded);
    kuril_geos.GEOSGeom_destroy_r(geos, faces);
    if (!result || kuril_geos.GEOSisValid_r(geos, result) == 1)
        return result;
    GEOSGeometry *united = kuril_geos.GEOSUnaryUnion_r(geos, result);
    kuril_geos.GEOSGeom_destroy_r(geos, result);
    return united;
}

static kuril_status mend(const layout *l, const GEOSGeometry *polygon, kuril_sink *sink)
{
    kuril_overlay *o = l->overlay;
    GEOSGeometry *valid = odd_faces(l, polygon);
    if (l->polar && valid) {
        GEOSGeometry *on_globe = kuril_overlay_to_globe(o, &l->plane, valid, BEND_M);
        kuril_geos.GEOSGeom_destroy_r(o->geos, valid);
        valid = on_globe;
    }
    const kuril_status status = valid ? kuril_overlay_walk(o, valid, sink) : KURIL_E_DATA;
    kuril_geos.GEOSGeom_destroy_r(o->geos, valid);
    return status;
}

static kuril_status repair_polygon(kuril_overlay *o, const kuril_geometry *one, kuril_edges edges, kuril_sink *sink,
                                   kuril_fault_heard heard, void *user)
{
    const kuril_ring outer = one->rings[one->parts[0].first];
    layout l = layout_for(o, edges, bend_for(one), one->points + outer.first, outer.count);
    GArray *segments = g_array_new(FALSE, FALSE, sizeof(kuril_segment));
    GEOSGeometry *polygon = lay_out_in_sight(&l, one, one->parts[0], segments);
    char *reason = NULL;
    GEOSGeometry *location = NULL;
    kuril_status status = KURIL_OK;
    size_t crossings = 0;
    kuril_xy first = {0, 0};
    const bool all_seen = kuril_crossings_count(segments, CROSSINGS_MOST, &crossings, &first);
    if (crossings >= CROSSINGS_MOST) { /* GEOS would take minutes to say no more */
        heard(user, place_of(&l, first), "Self-intersection");
        status = KURIL_E_UNSUPPORTED;
    } else if (!polygon || kuril_geos.GEOSisValidDetail_r(o->geos, polygon, GEOSVALID_ALLOW_SELFTOUCHING_RING_FORMING_HOLE,
                                                   &reason, &location) == 1) {
        status = kuril_geometry_walk(one, sink);
    } else {
        tell(&l, reason, location, heard, user);
        status = all_seen ? mend(&l, polygon, sink) : KURIL_E_UNSUPPORTED;
    }
    kuril_geos.GEOSGeom_destroy_r(o->geos, polygon);
    g_array_free(segments, TRUE);
    return status;
}

static bool is_polygon(const kuril_geometry *g, kuril_part part)
{
    bool is = part.kind == KURIL_POLYGON && part.count > 0;
    for (size_t r = 0; is && r < part.count; r++)
        is = g->rings[part.first + r].count >= 3;
    return is;
}

/* ---- Polygons over one another. ---- */

static bool boxes_meet(const kuril_geometry *g)
{
    GArray *boxes = g_array_new(FALSE, FALSE, sizeof(kuril_bbox));
    bool meet = false;
    for (size_t i = 0; i < g->n_parts && !meet; i++) {
        kuril_geometry one = *g;
        kuril_bbox box;
        one.parts += i;
        one.n_parts = 1;
        if (!is_polygon(&one, one.parts[0]) || kuril_geometry_bbox(&one, &box) != KURIL_OK)
            continue;
        for (guint k = 0; k < boxes->len && !meet; k++)
            meet = kuril_bbox_overlaps(&g_array_index(boxes, kuril_bbox, k), &box);
        g_array_append_val(boxes, box);
    }
    g_array_free(boxes, TRUE);
    return meet;
}

/* All polygons of a geometry side by side; NULL when one of them is laid out otherwise or is not valid. */
static GEOSGeometry *lay_all_out(kuril_overlay *o, const kuril_geometry *g, kuril_edges edges, layout *last)
{
    GPtrArray *polygons = g_ptr_array_new();
    GArray *segments = g_array_new(FALSE, FALSE, sizeof(kuril_segment));
    const double bend_m = bend_for(g);
    bool good = true;
    for (size_t i = 0; i < g->n_parts && good; i++) {
        kuril_geometry one = *g;
        one.parts += i;
        one.n_parts = 1;
        if (!is_polygon(&one, one.parts[0]))
            continue;
        const kuril_ring outer = g->rings[g->parts[i].first];
        layout l = layout_for(o, edges, bend_m, g->points + outer.first, outer.count);
        l.near = polygons->len ? last->near : l.near;
        GEOSGeometry *polygon = l.sheet || l.polar ? NULL : lay_out(&l, &one, one.parts[0], segments);
        good = polygon && kuril_geos.GEOSisValid_r(o->geos, polygon) == 1;
        if (polygon)
            g_ptr_array_add(polygons, polygon);
        *last = l;
    }
    GEOSGeometry *all = NULL;
    if (good)
        all = kuril_geos.GEOSGeom_createCollection_r(o->geos, GEOS_MULTIPOLYGON, (GEOSGeometry **)polygons->pdata,
                                                     polygons->len);
    for (guint i = 0; i < polygons->len && !good; i++)
        kuril_geos.GEOSGeom_destroy_r(o->geos, polygons->pdata[i]);
    g_array_free(segments, TRUE);
    g_ptr_array_free(polygons, TRUE);
    return all;
}

/* What polygons that lie over one another cover together; NULL when they only touch, if at all. */
static GEOSGeometry *unite(const layout *l, const GEOSGeometry *all, kuril_fault_heard heard, void *user)
{
    GEOSContextHandle_t geos = l->overlay->geos;
    const double least = 1e-9; /* of the sum: rounding */
    char *reason = NULL;
    GEOSGeometry *location = NULL;
    double sum = 0, together = 0;
    if (kuril_geos.GEOSisValidDetail_r(geos, all, 0, &reason, &location) == 1)
        return NULL;
    GEOSGeometry *united = kuril_geos.GEOSUnaryUnion_r(geos, all);
    const bool over = united && kuril_geos.GEOSArea_r(geos, all, &sum) == 1 &&
                      kuril_geos.GEOSArea_r(geos, united, &together) == 1 && sum - together > least * sum;
    if (over) {
        kuril_geos.GEOSFree_r(geos, reason);
        tell(l, NULL, location, heard, user);
        return united;
    }
    kuril_geos.GEOSFree_r(geos, reason);
    kuril_geos.GEOSGeom_destroy_r(geos, location);
    kuril_geos.GEOSGeom_destroy_r(geos, united);
    return NULL;
}

/* Walks the polygons as one where some lie over one another, each sound in itself; else does nothing. */
static kuril_status repair_together(kuril_overlay *o, const kuril_geometry *g, kuril_edges edges, kuril_sink *sink,
                                    kuril_fault_heard heard, void *user, bool *done)
{
    layout l = {.overlay = o};
    GEOSGeometry *all = boxes_meet(g) ? lay_all_out(o, g, edges, &l) : NULL;
    GEOSGeometry *united = all ? unite(&l, all, heard, user) : NULL;
    kuril_status status = KURIL_OK;
    *done = united != NULL;
    if (united)
        status = kuril_overlay_walk(o, united, sink);
    for (size_t i = 0; i < g->n_parts && united && !status; i++) {
        kuril_geometry one = *g;
        one.parts += i;
        one.n_parts = 1;
        if (!is_polygon(&one, one.parts[0]))
            status = kuril_geometry_walk(&one, sink);
    }
    kuril_geos.GEOSGeom_destroy_r(o->geos, united);
    kuril_geos.GEOSGeom_destroy_r(o->geos, all);
    return status;
}

kuril_status kuril_geometry_repair(const kuril_geometry *geometry, kuril_edges edges, kuril_sink *sink,
                                   kuril_fault_heard heard, void *user, kuril_error *error)
{
    kuril_overlay overlay;
    kuril_status status = kuril_overlay_init(&overlay, error);
    if (status)
        return status;
    bool done = false;
    status = repair_together(&overlay, geometry, edges, sink, heard, user, &done);
    for (size_t i = 0; i < geometry->n_parts && !status && !done; i++) {
        kuril_geometry one = *geometry;
        one.parts += i;
        one.n_parts = 1;
        status = is_polygon(&one, one.parts[0]) ? repair_polygon(&overlay, &one, edges, sink, heard, user)
                                                : kuril_geometry_walk(&one, sink);
    }
    kuril_overlay_finish(&overlay);
    return status;
}
