#include "data/gdal/geometry.h"

#include <math.h>

enum { DEPTH_MAX = 64 };

typedef struct walk {
    kuril_geometry_buffer *buffer;
    unsigned kinds, faults;
} walk;

static void add_ring(walk *w, OGRGeometryH line)
{
    const int n = OGR_G_GetPointCount(line);
    const guint first = w->buffer->points->len;
    if (n > 0) {
        g_array_set_size(w->buffer->points, first + (guint)n);
        kuril_lonlat *to = &g_array_index(w->buffer->points, kuril_lonlat, first);
        OGR_G_GetPoints(line, &to->lon, (int)sizeof *to, &to->lat, (int)sizeof *to, NULL, 0);
    }
    const kuril_ring ring = {first, (size_t)MAX(n, 0)};
    g_array_append_val(w->buffer->rings, ring);
    g_array_index(w->buffer->parts, kuril_part, w->buffer->parts->len - 1).count++;
}

static void start_part(walk *w, kuril_part_kind kind, unsigned bit)
{
    const kuril_part part = {kind, w->buffer->rings->len, 0};
    g_array_append_val(w->buffer->parts, part);
    w->kinds |= bit;
}

static void add(walk *w, OGRGeometryH g, int depth)
{
    const OGRwkbGeometryType type = OGR_GT_Flatten(OGR_G_GetGeometryType(g));
    if (OGR_G_IsEmpty(g) && type == wkbPoint && isnan(OGR_G_GetX(g, 0)))
        w->faults |= KURIL_FAULT_BIT(KURIL_FAULT_NOT_FINITE);
    if (OGR_G_IsEmpty(g) || depth > DEPTH_MAX)
        return;
    switch (type) {
    case wkbPoint:
        start_part(w, KURIL_POINT, KURIL_HAS_POINTS);
        add_ring(w, g);
        return;
    case wkbLineString:
    case wkbLinearRing:
        start_part(w, KURIL_LINE, KURIL_HAS_LINES);
        add_ring(w, g);
        return;
    case wkbTriangle:
    case wkbPolygon:
        start_part(w, KURIL_POLYGON, KURIL_HAS_POLYGONS);
        for (int i = 0; i < OGR_G_GetGeometryCount(g); i++)
            add_ring(w, OGR_G_GetGeometryRef(g, i));
        if (type == wkbTriangle)
            w->faults |= KURIL_FAULT_BIT(KURIL_FAULT_SURFACE);
        return;
    case wkbPolyhedralSurface:
    case wkbTIN:
        w->faults |= KURIL_FAULT_BIT(KURIL_FAULT_SURFACE);
        break;
    default:
        break;
    }
    for (int i = 0; i < OGR_G_GetGeometryCount(g); i++)
        add(w, OGR_G_GetGeometryRef(g, i), depth + 1);
}

/* Chords of arcs: they stray by 2.4e-6 of the radius, where GDAL's own step of 4 degrees strays by 6 in 10,000. */
static const double ARC_STEP_DEGREES = 0.25;

unsigned kuril_gdal_geometry_append(OGRGeometryH geometry, kuril_geometry_buffer *buffer, unsigned *kinds)
{
    walk w = {.buffer = buffer};
    if (geometry) {
        OGRGeometryH straight =
            OGR_G_HasCurveGeometry(geometry, 0) ? OGR_G_GetLinearGeometry(geometry, ARC_STEP_DEGREES, NULL) : NULL;
        add(&w, straight ? straight : geometry, 0);
        OGR_G_DestroyGeometry(straight);
    }
    *kinds = w.kinds;
    return w.faults;
}

unsigned kuril_gdal_kinds(OGRwkbGeometryType type)
{
    switch (OGR_GT_Flatten(type)) {
    case wkbNone:
        return 0;
    case wkbPoint:
    case wkbMultiPoint:
        return KURIL_HAS_POINTS;
    case wkbLineString:
    case wkbMultiLineString:
    case wkbCircularString:
    case wkbCompoundCurve:
    case wkbMultiCurve:
    case wkbCurve:
        return KURIL_HAS_LINES;
    case wkbPolygon:
    case wkbMultiPolygon:
    case wkbCurvePolygon:
    case wkbMultiSurface:
    case wkbSurface:
    case wkbPolyhedralSurface:
    case wkbTIN:
    case wkbTriangle:
        return KURIL_HAS_POLYGONS;
    default:
        return KURIL_HAS_POINTS | KURIL_HAS_LINES | KURIL_HAS_POLYGONS;
    }
}

static OGRGeometryH new_line(OGRwkbGeometryType type, const kuril_geometry *g, kuril_ring ring)
{
    OGRGeometryH line = OGR_G_CreateGeometry(type);
    for (size_t k = 0; k < ring.count; k++)
        OGR_G_AddPoint_2D(line, g->points[ring.first + k].lon, g->points[ring.first + k].lat);
    return line;
}

static OGRGeometryH new_part(const kuril_geometry *g, kuril_part part)
{
    const kuril_ring *rings = g->rings + part.first;
    if (part.kind != KURIL_POLYGON)
        return new_line(part.kind == KURIL_POINT ? wkbPoint : wkbLineString, g, rings[0]);
    OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
    for (size_t r = 0; r < part.count; r++) {
        OGRGeometryH ring = new_line(wkbLinearRing, g, rings[r]);
        OGR_G_AddPoint_2D(ring, g->points[rings[r].first].lon, g->points[rings[r].first].lat);
        OGR_G_AddGeometryDirectly(polygon, ring);
    }
    return polygon;
}

OGRGeometryH kuril_gdal_geometry_new(const kuril_geometry *geometry)
{
    static const OGRwkbGeometryType multi[] = {
        [KURIL_POINT] = wkbMultiPoint, [KURIL_LINE] = wkbMultiLineString, [KURIL_POLYGON] = wkbMultiPolygon};
    if (geometry->n_parts == 0)
        return NULL;
    if (geometry->n_parts == 1)
        return new_part(geometry, geometry->parts[0]);
    bool mixed = false;
    for (size_t i = 1; i < geometry->n_parts; i++)
        mixed = mixed || geometry->parts[i].kind != geometry->parts[0].kind;
    OGRGeometryH all = OGR_G_CreateGeometry(mixed ? wkbGeometryCollection : multi[geometry->parts[0].kind]);
    for (size_t i = 0; i < geometry->n_parts; i++)
        OGR_G_AddGeometryDirectly(all, new_part(geometry, geometry->parts[i]));
    return all;
}
