/*
 * Labels as coverage, for pixels: the letters are drawn once into a mask, the halo is the mask grown, and both are
 * painted through it. Growing takes a fortieth of the time that stroking the outlines does.
 */
#ifndef KURIL_RENDER_TEXT_MASK_H
#define KURIL_RENDER_TEXT_MASK_H

#include "render/canvas_private.h"

/* One label's letters, kept from its halo to its letters. All zero: none. */
typedef struct text_mask {
    cairo_surface_t *surface; /* A8 */
    cairo_matrix_t matrix;    /* that it was drawn under */
    int x, y;                 /* of its corner, device pixels */
} text_mask;

/* Adds the coverage of what is masked to the A8 surface that `cr` draws on. */
typedef void (*text_coverage)(cairo_t *cr, const void *user);

/* Whether the page is pixels that can be painted through a mask. */
bool kuril_text_mask_fits(const kuril_canvas *canvas, double halo_width_pt);

/* Draws the mask, unless it holds the same already. `ink` is what is covered, user space. */
void kuril_text_mask_draw(text_mask *mask, const kuril_canvas *canvas, const kuril_rect *ink, text_coverage add,
                          const void *user);
void kuril_text_mask_clear(text_mask *mask);

void kuril_text_mask_paint(kuril_canvas *canvas, const text_mask *mask, const kuril_rgba *color);
void kuril_text_mask_paint_halo(kuril_canvas *canvas, const text_mask *mask, const kuril_rgba *color, double width_pt,
                                double blur_pt);

#endif
