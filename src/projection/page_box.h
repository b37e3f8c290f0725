/* Which part of the globe a box of the page shows: so much and no more is cut, projected and asked for. */
#ifndef KURIL_PROJECTION_PAGE_BOX_H
#define KURIL_PROJECTION_PAGE_BOX_H

#include "projection/internal.h"

typedef enum kuril_page_reach {
    KURIL_REACH_ALL,  /* the page goes beyond the globe, or round it */
    KURIL_REACH_POLE, /* it holds one pole: every longitude, latitudes from a limit on */
    KURIL_REACH_BOX   /* it holds no pole and lies within a box */
} kuril_page_reach;

/** Places along the edge of a page box, as longitude and latitude, taken once. */
typedef struct kuril_page_edge {
    GArray *places; /* kuril_lonlat in order round the box */
    bool whole;     /* every place of the edge is on the globe */
} kuril_page_edge;

void kuril_page_edge_init(kuril_page_edge *edge, const kuril_projection *projection, const kuril_fit *fit,
                          const kuril_rect *rect);
void kuril_page_edge_finish(kuril_page_edge *edge);

/**
 * Longitudes (x, unwrapped, in no special turn) and latitudes (y) of the page, with some room, in a frame (NULL: the
 * geographic one).
 */
kuril_page_reach kuril_page_edge_box(const kuril_page_edge *edge, const kuril_frame *frame, kuril_rect *box);

/** The cap about the page's middle that holds it; false when it is no smaller than a hemisphere. */
bool kuril_page_edge_cap(const kuril_page_edge *edge, const kuril_projection *projection, const kuril_fit *fit,
                         const kuril_rect *rect, kuril_lonlat *center, double *radius);

/** The part of a domain that the page needs, as a domain of its own; finish it. */
void kuril_domain_narrow(const kuril_projection *projection, const kuril_page_edge *edge, const kuril_fit *fit,
                         const kuril_rect *rect, kuril_domain *narrow);

#endif
