#include <kurilmap/geometry.h>
#include <math.h>

double kuril_lon_near(double lon, double centre)
{
    const double step = lon - centre;
    if (step >= -180.0 && step < 180.0)
        return lon; /* nearly always, and remainder() is slow */
    const double near = centre + remainder(step, 360.0);
    return near >= centre + 180.0 ? near - 360.0 : near;
}

double kuril_bbox_width(const kuril_bbox *bbox)
{
    const double width = bbox->east - bbox->west;
    return width < 0 ? width + 360.0 : width;
}

bool kuril_bbox_overlaps(const kuril_bbox *a, const kuril_bbox *b)
{
    if (a->south > b->north || b->south > a->north)
        return false;
    const double wa = kuril_bbox_width(a), wb = kuril_bbox_width(b);
    const double east_of_a = fmod(b->west - a->west + 720.0, 360.0); /* from a's west edge to b's, eastward */
    return east_of_a <= wa || 360.0 - east_of_a <= wb;
}

bool kuril_geometry_is_empty(const kuril_geometry *geometry)
{
    return geometry->n_points == 0;
}

/* Longitudes are followed from vertex to vertex the short way, so that a ring across 180 stays in one piece;
   rings are then brought near the first one. */
kuril_status kuril_geometry_bbox(const kuril_geometry *geometry, kuril_bbox *bbox)
{
    if (kuril_geometry_is_empty(geometry))
        return KURIL_E_DATA;
    double west = INFINITY, east = -INFINITY, south = INFINITY, north = -INFINITY;
    double centre = geometry->points[0].lon;
    for (size_t r = 0; r < geometry->n_rings; r++) {
        const kuril_ring ring = geometry->rings[r];
        double lon = centre;
        for (size_t i = 0; i < ring.count; i++) {
            const kuril_lonlat p = geometry->points[ring.first + i];
            lon = kuril_lon_near(p.lon, lon);
            west = lon < west ? lon : west; /* fmin() is a call */
            east = lon > east ? lon : east;
            south = p.lat < south ? p.lat : south;
            north = p.lat > north ? p.lat : north;
        }
        centre = (west + east) / 2;
    }
    if (east - west >= 360.0) {
        *bbox = (kuril_bbox){-180, south, 180, north};
        return KURIL_OK;
    }
    const double shift = kuril_lon_near(west, 0.0) - west;
    west += shift;
    east += shift;
    if (east > 180.0)
        east -= 360.0;
    *bbox = (kuril_bbox){west, south, east, north};
    return KURIL_OK;
}
