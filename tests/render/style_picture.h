/* A style as a test's text, drawn in its own view. */
#ifndef KURIL_TEST_STYLE_PICTURE_H
#define KURIL_TEST_STYLE_PICTURE_H

#include "compare.h"

/**
 * Draws the style `text` as a square of `side` pixels; what it names lies relative to `folder`, where nothing is left
 * behind. Asserts that it works; `what` names the case. Free with pixel_picture_free.
 */
pixel_picture style_picture(const char *folder, const char *text, int side, const char *what);

#endif
