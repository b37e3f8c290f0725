/* A projection from the inside. */
#ifndef KURIL_PROJECTION_INTERNAL_H
#define KURIL_PROJECTION_INTERNAL_H

#include "projection/domain.h"
#include "projection/laea.h"
#include "projection/library.h"
#include "projection/ortho.h"
#include <kurilmap/projection.h>

/** Where the search for an inverse begins; filled when first needed. */
typedef struct kuril_seeds kuril_seeds;

/** Who projects. */
typedef enum kuril_projector { KURIL_BY_PROJ, KURIL_BY_LAEA, KURIL_BY_ORTHO } kuril_projector;

struct kuril_projection {
    kuril_projector by; /* where it is not PROJ, that is not asked, and `context` and `pj` are NULL */
    kuril_laea laea;
    kuril_ortho ortho;
    PJ_CONTEXT *context;
    PJ *pj;           /* forward: longitude, latitude in units of 1/in_scale degrees to axes as PROJ orders them */
    double in_scale;  /* degrees to what pj takes */
    double out_scale; /* what pj gives to metres */
    bool swap;        /* pj gives northing first */
    double sign_x, sign_y;
    bool has_inverse, cylindrical;
    double a, e2; /* of the projection's ellipsoid: metres, eccentricity squared */
    /* A cylindrical plane goes on east and west of its seam when the view lies across it; period 0: it does not. */
    double west, period; /* where the plane as PROJ has it begins, degrees; its width, metres */
    double x_west;       /* and where on the plane */
    kuril_seeds *seeds;
    kuril_domain domain;
    char *definition, *description;
};

/** What `auto` and the presets make of a view. */
typedef struct kuril_choice {
    const char *preset;
    const char *reason; /* NULL when the user named the preset */
} kuril_choice;

/** The middle and the extent of a view on the ground. */
typedef struct kuril_reach {
    kuril_lonlat middle;
    kuril_bbox bbox;
    double width_deg, height_deg; /* of longitude and latitude */
    double farthest_lat;          /* that the frame shows, about, when the box fills its width */
    double aspect;                /* true width at the middle latitude over height */
} kuril_reach;

kuril_reach kuril_reach_of(const kuril_view *view);
kuril_choice kuril_projection_choose(const kuril_view *view, const kuril_reach *reach);
/** PROJ string and words of a preset; false for no preset. Caller frees both with g_free. */
bool kuril_preset_make(const char *preset, const kuril_reach *reach, char **definition, char **description);

/** Without the domain's limits: what PROJ gives for any place. */
bool kuril_project(const kuril_projection *projection, double lon, double lat, double *x, double *y);

/** Finds the windows in which a projection of no known family is whole: neither fails nor tears nor folds. */
void kuril_domain_probe(kuril_projection *projection);

static inline void kuril_fit_apply(const kuril_fit *fit, double x, double y, double *px, double *py)
{
    *px = fit->x0 + fit->k * (x * fit->cos_b - y * fit->sin_b);
    *py = fit->y0 - fit->k * (x * fit->sin_b + y * fit->cos_b);
}

#endif
