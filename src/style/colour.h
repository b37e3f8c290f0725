/* Colours: CSS texts, colour spaces, and the way between two colours. */
#ifndef KURIL_STYLE_COLOUR_H
#define KURIL_STYLE_COLOUR_H

#include <stdbool.h>
#include <stddef.h>

/**
 * sRGB, 0 to 1, premultiplied by alpha. A colour of alpha 0 has lost its red, green and blue that way, yet a ramp out
 * of it should keep its hue: then `erased` is set and r, g, b are those of before.
 */
typedef struct kuril_color {
    double r, g, b, a;
    bool erased;
} kuril_color;

typedef enum kuril_color_space { KURIL_SPACE_RGB, KURIL_SPACE_HCL, KURIL_SPACE_LAB } kuril_color_space;

/** From components that alpha is not multiplied into. */
kuril_color kuril_color_make(double r, double g, double b, double a);

/** Components without alpha in them: r, g, b, a. */
void kuril_color_rgb(const kuril_color *color, double rgba[static 4]);

/** Premultiplied components: r, g, b, a. */
void kuril_color_premultiplied(const kuril_color *color, double rgba[static 4]);

/**
 * A CSS Color 4 text: keyword, `#rgb[a]`, `#rrggbb[aa]`, `rgb[a]()`, `hsl[a]()` with commas or spaces. Angles in
 * degrees only; no `none`, no other functions. False when it is no such colour.
 */
bool kuril_color_parse(const char *text, kuril_color *color);

/**
 * The colour at t (0: `from`, 1: `to`) of the way in a space. HCL takes the shorter arc of hue, and a colour
 * without hue takes the other's. White point D50.
 */
kuril_color kuril_color_mix(const kuril_color *from, const kuril_color *to, double t, kuril_color_space space);

/** As `to-string` prints it: "rgba(128,0,128,1)"; `size` bytes at least 80. */
void kuril_color_print(const kuril_color *color, char *out, size_t size);

#endif
