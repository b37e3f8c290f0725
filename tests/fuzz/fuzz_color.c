/* Colour texts, and the ways between two of them. */
#include "style/colour.h"
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const kuril_color *color)
{
    const double components[] = {color->r, color->g, color->b, color->a};
    for (size_t i = 0; i < 4; i++) {
        if (!(components[i] >= 0 && components[i] <= 1))
            __builtin_trap();
    }
}

static void mix(const kuril_color *from, const kuril_color *to)
{
    static const kuril_color_space spaces[] = {KURIL_SPACE_RGB, KURIL_SPACE_HCL, KURIL_SPACE_LAB};
    for (size_t i = 0; i < 3; i++) {
        const kuril_color color = kuril_color_mix(from, to, 0.3, spaces[i]);
        char text[80];
        if (!isfinite(color.r + color.g + color.b + color.a))
            __builtin_trap();
        kuril_color_print(&color, text, sizeof text);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text)
        return 0;
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    const kuril_color other = kuril_color_make(0.2, 0.9, 0.4, 0.5);
    kuril_color color;
    if (kuril_color_parse(text, &color)) {
        check(&color);
        mix(&color, &other);
        mix(&other, &color);
    }
    free(text);
    return 0;
}
