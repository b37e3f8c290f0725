/* Pictures in tests: drawing into a file, reading it with libraries other than ours, comparing with a tolerance. */
#ifndef KURIL_TEST_PICTURE_H
#define KURIL_TEST_PICTURE_H

#include "render/canvas.h"
#include <glib.h>

/** Pixels, R G B A with alpha not multiplied in. Free `rgba` with g_free. */
typedef struct picture {
    int width, height;
    uint8_t *rgba;
} picture;

typedef void (*picture_draw)(kuril_canvas *canvas, void *user);

/** Draws a page into a file of the test's own folder and returns its bytes; asserts that it works. */
GBytes *picture_page(const kuril_canvas_options *options, picture_draw draw, void *user);

/** The same as a PNG of `dpi`, read back through libpng (cairo's). */
picture picture_png(double width_pt, double height_pt, double dpi, picture_draw draw, void *user);

picture picture_read(const char *path);
void picture_free(picture *p);

/** The pixel at a column and row. */
const uint8_t *picture_at(const picture *p, int x, int y);

/**
 * How many pixels differ by more than `tolerance` in any channel; SIZE_MAX when the sizes differ. `diff`, when not
 * NULL, gets a picture of where.
 */
size_t picture_differs(const picture *a, const picture *b, int tolerance, const char *diff);

/** True when a program is there; says that it skips where not. */
bool picture_have(const char *program);
/** Writes bytes into a file of the given name in a folder of the test's own; free the path with g_free. */
char *picture_keep(GBytes *bytes, const char *name);
/** What a command prints; asserts that it succeeds. Free with g_free. */
char *picture_run(const char *command);

#endif
