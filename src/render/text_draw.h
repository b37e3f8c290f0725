/* Parts of a layout drawn under the current transform, for straight and for curved text. */
#ifndef KURIL_RENDER_TEXT_DRAW_H
#define KURIL_RENDER_TEXT_DRAW_H

#include "render/text_private.h"

/* Appends the outlines of clusters [first, first + count) of a run to cairo's path. */
void kuril_text_clusters_path(cairo_t *cr, const kuril_text_layout *layout, const text_run *run, size_t first,
                              size_t count);
/* Adds the coverage of those clusters to the A8 surface that `cr` draws on. */
void kuril_text_clusters_coverage(cairo_t *cr, const kuril_text_layout *layout, const text_run *run, size_t first,
                                  size_t count);
/* Draws the letters of those clusters. */
void kuril_text_clusters_draw(kuril_canvas *canvas, const kuril_text_layout *layout, const text_run *run, size_t first,
                              size_t count, const kuril_text_paint *paint);
/* Where an image stands, in layout space. */
kuril_rect kuril_text_image_box(const kuril_text_layout *layout, size_t which);
/* Draws an image in layout space, as opaque as the letters; a tintable one in their colour. */
void kuril_text_image_draw(kuril_canvas *canvas, const kuril_text_layout *layout, size_t which,
                           const kuril_text_paint *paint);
/* Whether a span has a colour of its own, so that one mask does not do. */
bool kuril_text_is_colored(const kuril_text_layout *layout);
/* Paints the halo of the outlines in cairo's path, and empties it. */
void kuril_text_halo_paint(kuril_canvas *canvas, const kuril_text_paint *paint);

#endif
