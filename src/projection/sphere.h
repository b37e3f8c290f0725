/* Directions on the unit sphere, and a turned frame of longitudes and latitudes. Pure. */
#ifndef KURIL_PROJECTION_SPHERE_H
#define KURIL_PROJECTION_SPHERE_H

#include <kurilmap/geometry.h>

#define KURIL_DEG (3.14159265358979323846 / 180.0)

typedef struct kuril_vector {
    double x, y, z;
} kuril_vector;

kuril_vector kuril_vector_of(kuril_lonlat p);
kuril_lonlat kuril_vector_lonlat(kuril_vector v);
double kuril_vector_dot(kuril_vector a, kuril_vector b);
kuril_vector kuril_vector_cross(kuril_vector a, kuril_vector b);
/** Degrees between two places on the sphere; exact for near and for opposite ones. */
double kuril_sphere_distance(kuril_lonlat a, kuril_lonlat b);

/** A frame whose pole and middle meridian lie elsewhere: rows are its axes in the geographic frame. */
typedef struct kuril_frame {
    double m[3][3];
} kuril_frame;

/** The frame with its pole at `pole`, and with `origin` on its meridian 0 (`origin` must not be the pole). */
kuril_frame kuril_frame_make(kuril_lonlat pole, kuril_lonlat origin);
kuril_lonlat kuril_frame_in(const kuril_frame *frame, kuril_lonlat geographic);
kuril_lonlat kuril_frame_out(const kuril_frame *frame, kuril_lonlat turned);

#endif
