#include "geodesy/densify.h"
#include "geodesy/ellipsoid.h"
#include "geodesy/rim.h"

#include <math.h>

/* Where the sheet tells what a ring encloses, a larger one may be more than half of the earth. */
static const double QUARTER_OF_PLANE = 360.0 * 180.0 / 4.0;

/* Last sink: sums areas and lengths. Within a polygon the first ring counts as outer, the others as holes. */
typedef struct measure_sink {
    kuril_sink base;
    struct geod_polygon ring; /* or line */
    bool in_polygon, outer;
    bool planar;
    const kuril_rim_ring *rim; /* of the next ring of a polygon, as it is before vertices are put on its edges */
    kuril_lonlat first, last;  /* vertices, longitudes followed the short way */
    double plane;             /* area between the ring and the equator in degrees, positive when it turns left */
    kuril_extent extent;
} measure_sink;

static kuril_status measure_point(kuril_sink *sink, double lon, double lat)
{
    measure_sink *m = (measure_sink *)sink;
    if (!kuril_lonlat_is_valid((kuril_lonlat){lon, lat}))
        return KURIL_E_DOMAIN;
    if (m->ring.num == 0)
        m->first = m->last = (kuril_lonlat){lon, lat};
    const kuril_lonlat next = {kuril_lon_near(lon, m->last.lon), lat};
    m->plane += (m->last.lon - next.lon) * (m->last.lat + next.lat) / 2;
    m->last = next;
    kuril_geod()->geod_polygon_addpoint(kuril_wgs84(), &m->ring, lat, lon);
    return KURIL_OK;
}

static kuril_status measure_line_start(kuril_sink *sink)
{
    measure_sink *m = (measure_sink *)sink;
    kuril_geod()->geod_polygon_init(&m->ring, !m->in_polygon);
    m->plane = 0;
    return KURIL_OK;
}

/* The ring's area in plate carree, square degrees, positive when it turns left; 0 when it winds round the globe. */
static double plane_area(const measure_sink *m)
{
    const bool winds = fabs(kuril_lon_near(m->first.lon, m->last.lon) - m->first.lon) > 180;
    return winds ? 0 : m->plane + (m->last.lon - m->first.lon) * (m->last.lat + m->first.lat) / 2;
}

static kuril_status measure_line_end(kuril_sink *sink)
{
    measure_sink *m = (measure_sink *)sink;
    double area = 0, length = 0;
    kuril_geod()->geod_polygon_compute(kuril_wgs84(), &m->ring, 0, 1, &area, &length);
    if (!m->in_polygon) {
        m->extent.length_m += length;
        return KURIL_OK;
    }
    const kuril_rim_ring rim = *m->rim++;
    const double sheet = rim.cut ? rim.sheet_deg2 : m->planar ? plane_area(m) : 0;
    if (fabs(sheet) > QUARTER_OF_PLANE)
        kuril_geod()->geod_polygon_compute(kuril_wgs84(), &m->ring, sheet < 0, 0, &area, NULL);
    if (rim.world) /* to a planimeter it is a seam without area */
        area = 4 * 3.14159265358979323846 * kuril_wgs84()->c2; /* of the authalic sphere */
    m->extent.area_m2 += m->outer ? fabs(area) : -fabs(area);
    m->extent.perimeter_m += length;
    m->outer = false;
    return KURIL_OK;
}

static kuril_status measure_polygon_start(kuril_sink *sink)
{
    measure_sink *m = (measure_sink *)sink;
    m->in_polygon = m->outer = true;
    return KURIL_OK;
}

static kuril_status measure_polygon_end(kuril_sink *sink)
{
    ((measure_sink *)sink)->in_polygon = false;
    return KURIL_OK;
}

static const kuril_sink_ops measure_ops = {measure_point, measure_line_start, measure_line_end, measure_polygon_start,
                                           measure_polygon_end};

/* Both sides of what was cut along a meridian are rings' lengths, and neither is perimeter. */
static double seams_length(const kuril_geometry *geometry)
{
    kuril_seams seams = kuril_rim_seams(geometry);
    double sum = 0;
    for (guint i = 0; i < seams.stretches->len; i++) {
        const kuril_seam s = g_array_index(seams.stretches, kuril_seam, i);
        sum += 2 * kuril_geodesic_inverse((kuril_lonlat){0, s.south}, (kuril_lonlat){0, s.north}).s12_m;
    }
    kuril_seams_finish(&seams);
    return sum;
}

/* How the rings of polygons run along the rim, in their order; caller frees with g_array_free. */
static GArray *rims_of(const kuril_geometry *geometry)
{
    GArray *rims = g_array_new(FALSE, FALSE, sizeof(kuril_rim_ring));
    for (size_t i = 0; i < geometry->n_parts; i++) {
        const kuril_part part = geometry->parts[i];
        for (size_t r = part.first; part.kind == KURIL_POLYGON && r < part.first + part.count; r++) {
            const kuril_ring ring = geometry->rings[r];
            const kuril_rim_ring rim = kuril_rim_of_ring(geometry->points + ring.first, ring.count);
            g_array_append_val(rims, rim);
        }
    }
    return rims;
}

kuril_status kuril_geometry_measure(const kuril_geometry *geometry, kuril_edges edges, kuril_extent *extent)
{
    GArray *rims = rims_of(geometry);
    measure_sink last = {.base = {&measure_ops, NULL},
                         .planar = edges == KURIL_EDGES_PLANAR,
                         .rim = (const kuril_rim_ring *)(const void *)rims->data};
    kuril_densify straight;
    kuril_densify_planar_init(&straight, 0.001, &last.base);
    const kuril_status status =
        kuril_geometry_walk(geometry, edges == KURIL_EDGES_PLANAR ? &straight.base : &last.base);
    g_array_free(rims, TRUE);
    if (!status) {
        *extent = last.extent;
        extent->perimeter_m = fmax(0, extent->perimeter_m - seams_length(geometry));
    }
    return status;
}
