/* A line that texts are laid along, measured once for all of them: read one way or the other, or beside itself. */
#ifndef KURIL_RENDER_TEXT_TRACK_H
#define KURIL_RENDER_TEXT_TRACK_H

#include "render/canvas_private.h"
#include "render/text.h"

/* The line as it is read, with lengths from its beginning. */
typedef struct text_track {
    bool reversed;
    double offset; /* right of the line itself */
    path_point *points;
    double *at;
    size_t n;
} text_track;

/* The line, or the one that runs beside it, point for point; borrowed from `tracks`, which keeps it. */
const text_track *kuril_text_track_beside(kuril_text_tracks *tracks, bool reversed, double offset);

/* The point at a length, drawn out straight beyond the ends. */
path_point kuril_text_track_point(const text_track *t, double s);

/* A length along one track as that along another of as many points. */
double kuril_text_track_same_place(const text_track *t, const text_track *other, double s);

#endif
