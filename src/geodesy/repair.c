#include "geodesy/repair.h"

#include "geodesy/overlay.h"
#include "geom/geometry_buffer.h"
#include <math.h>

/* A ring followed without jumps of longitude; NULL when it goes round a pole or GEOS fails. */
static GEOSGeometry *unrolled_ring(kuril_overlay *o, const kuril_lonlat *points, size_t count, double *near)
{
    GEOSCoordSequence *sequence = kuril_geos.GEOSCoordSeq_create_r(o->geos, (unsigned)count + 1, 2);
    double lon = *near;
    for (size_t i = 0; sequence && i <= count; i++) {
        lon = kuril_lon_near(points[i % count].lon, lon);
        if (i == 0)
            *near = lon;
        kuril_geos.GEOSCoordSeq_setXY_r(o->geos, sequence, (unsigned)i, lon, points[i % count].lat);
    }
    if (sequence && fabs(lon - *near) > 180) {
        kuril_geos.GEOSCoordSeq_destroy_r(o->geos, sequence);
        return NULL;
    }
    return sequence ? kuril_geos.GEOSGeom_createLinearRing_r(o->geos, sequence) : NULL;
}

static GEOSGeometry *unrolled_polygon(kuril_overlay *o, const kuril_geometry *g, kuril_part part)
{
    GPtrArray *rings = g_ptr_array_new();
    bool whole = part.count > 0;
    double near = 0;
    for (size_t r = 0; r < part.count && whole; r++) {
        const kuril_ring ring = g->rings[part.first + r];
        GEOSGeometry *made = ring.count >= 3 ? unrolled_ring(o, g->points + ring.first, ring.count, &near) : NULL;
        whole = made != NULL;
        if (made)
            g_ptr_array_add(rings, made);
    }
    GEOSGeometry *polygon = NULL;
    if (whole) {
        polygon = kuril_geos.GEOSGeom_createPolygon_r(o->geos, rings->pdata[0], (GEOSGeometry **)rings->pdata + 1, rings->len - 1);
    } else {
        for (guint i = 0; i < rings->len; i++)
            kuril_geos.GEOSGeom_destroy_r(o->geos, rings->pdata[i]);
    }
    g_ptr_array_free(rings, TRUE);
    return polygon;
}

static void tell(kuril_overlay *o, char *reason, GEOSGeometry *location, kuril_fault_heard heard, void *user)
{
    kuril_lonlat where = {0, 0};
    if (location) {
        kuril_geos.GEOSGeomGetX_r(o->geos, location, &where.lon);
        kuril_geos.GEOSGeomGetY_r(o->geos, location, &where.lat);
        where.lon = kuril_lon_near(where.lon, 0);
    }
    heard(user, where, reason ? reason : "invalid");
    kuril_geos.GEOSFree_r(o->geos, reason);
    kuril_geos.GEOSGeom_destroy_r(o->geos, location);
}

static kuril_status repair_polygon(kuril_overlay *o, const kuril_geometry *one, kuril_sink *sink, kuril_fault_heard heard,
                                   void *user)
{
    GEOSGeometry *polygon = unrolled_polygon(o, one, one->parts[0]);
    if (!polygon)
        return kuril_geometry_walk(one, sink);
    char *reason = NULL;
    GEOSGeometry *location = NULL;
    kuril_status status = KURIL_OK;
    if (kuril_geos.GEOSisValidDetail_r(o->geos, polygon, GEOSVALID_ALLOW_SELFTOUCHING_RING_FORMING_HOLE, &reason, &location) == 1) {
        status = kuril_geometry_walk(one, sink);
    } else {
        tell(o, reason, location, heard, user);
        GEOSGeometry *valid = kuril_geos.GEOSMakeValid_r(o->geos, polygon);
        status = valid ? kuril_overlay_walk(o, valid, sink) : KURIL_E_DATA;
        kuril_geos.GEOSGeom_destroy_r(o->geos, valid);
    }
    kuril_geos.GEOSGeom_destroy_r(o->geos, polygon);
    return status;
}

kuril_status kuril_geometry_repair(const kuril_geometry *geometry, kuril_sink *sink, kuril_fault_heard heard, void *user,
                                   kuril_error *error)
{
    kuril_overlay overlay;
    kuril_status status = kuril_overlay_init(&overlay, error);
    if (status)
        return status;
    for (size_t i = 0; i < geometry->n_parts && !status; i++) {
        kuril_geometry one = *geometry;
        one.parts += i;
        one.n_parts = 1;
        status = one.parts[0].kind == KURIL_POLYGON ? repair_polygon(&overlay, &one, sink, heard, user)
                                                    : kuril_geometry_walk(&one, sink);
    }
    kuril_overlay_finish(&overlay);
    return status;
}
