/* The last step of each format: from a drawn surface to bytes in the output. */
#ifndef KURIL_RENDER_FORMATS_H
#define KURIL_RENDER_FORMATS_H

#include "render/canvas_private.h"

/* A date that nobody means, of the length of any other. */
#define KURIL_PDF_NO_DATE "1904-01-01T00:00:00Z"

/* The colour of the marks between which kuril_svg_write makes a group; no style can name it. */
#define KURIL_SVG_MARK_R    0.123456
#define KURIL_SVG_MARK_G    0.654321
#define KURIL_SVG_MARK_B    0.111213
#define KURIL_SVG_MARK_TEXT "rgb(12.3456%,65.4321%,11.1213%)"

void kuril_path_sink_init(kuril_canvas *canvas);

kuril_status kuril_png_write(kuril_canvas *canvas, kuril_error *error);
kuril_status kuril_pdf_write(kuril_canvas *canvas, kuril_error *error);
kuril_status kuril_svg_write(kuril_canvas *canvas, kuril_error *error);

#endif
