/* What a projection can show, in a frame of longitudes and latitudes where its limits are simple. */
#ifndef KURIL_PROJECTION_DOMAIN_H
#define KURIL_PROJECTION_DOMAIN_H

#include "projection/parameters.h"
#include "projection/sphere.h"

typedef enum kuril_domain_kind {
    KURIL_DOMAIN_WINDOWS, /* boxes of the frame's longitude and latitude */
    KURIL_DOMAIN_CAP      /* within `radius` of `center` */
} kuril_domain_kind;

typedef struct kuril_domain {
    kuril_domain_kind kind;
    bool turned;         /* the frame is not the geographic one */
    kuril_frame frame;   /* when turned */
    double seam;         /* the frame longitude where the plane is cut; windows lie in seam..seam + 360 */
    GArray *windows;     /* kuril_rect: x longitude, y latitude, degrees */
    kuril_lonlat center; /* geographic */
    double radius;       /* degrees */
} kuril_domain;

/** From the parameters of a PROJ string. False when the family is not known: the domain is then the whole sphere. */
bool kuril_domain_make(const kuril_parameters *parameters, kuril_domain *domain);
/** Whether meridians are evenly spaced parallel lines, so that the plane may be cut along any of them. */
bool kuril_domain_is_cylindrical(const kuril_parameters *parameters);
void kuril_domain_finish(kuril_domain *domain);
bool kuril_domain_contains(const kuril_domain *domain, kuril_lonlat lonlat);
/** A longitude of the frame brought to seam..seam + 360. */
double kuril_domain_lon(const kuril_domain *domain, double lon);

#endif
