/* Comparing a drawn picture with an expected one, as the render tests of the style specification are scored. */
#ifndef KURIL_TEST_COMPARE_H
#define KURIL_TEST_COMPARE_H

#include <stdbool.h>
#include <stdint.h>

/** Pixels as cairo keeps them: native-endian ARGB, alpha multiplied in. */
typedef struct pixel_picture {
    int width, height;
    uint32_t *argb; /* shape [height][width]; owned */
} pixel_picture;

/** False when the file is no PNG. */
bool pixel_picture_read(const char *path, pixel_picture *out);
/** Accepts zeroed objects. */
void pixel_picture_free(pixel_picture *picture);

/**
 * Share of pixels that differ: YIQ distance on white beyond `threshold`, pixels that look antialiased in either
 * picture left out. 1 when the sizes differ.
 *
 * Source: pixelmatch 6; Kotsarenko and Ramos, Measuring perceived color difference using YIQ (2010); Vysniauskas,
 * Anti-aliased pixel and intensity slope detector (2009).
 */
double pixel_difference(const pixel_picture *a, const pixel_picture *b, double threshold);

/**
 * Whether the ink of two pictures (what differs from the commonest colour) stands in the same place: 85 % of the
 * pixels of each within 3 pixels of the other's, and the centroids too.
 */
bool pixel_ink_agrees(const pixel_picture *a, const pixel_picture *b);

/** What is drawn within a part of a picture. */
typedef struct pixel_ink {
    double amount;                  /* pixels */
    double x, y;                    /* centroid; NAN where there is none */
    int x_min, x_max, y_min, y_max; /* of pixels that are half covered and more */
} pixel_ink;

/** Ink of the columns [x_from, x_to) and rows [y_from, y_to), of one opaque colour, or of all where it is 0. */
pixel_ink pixel_ink_in(const pixel_picture *picture, int x_from, int x_to, int y_from, int y_to, uint32_t color);

#endif
