/* Raster layers: pictures with their colours changed as the specification's renderers do. */
#include "map/paint_raster.h"

#include <math.h>

typedef struct adjustment {
    double spin[3]; /* weights of a rotation of hues about grey */
    double saturation, contrast, darkest, brightest;
} adjustment;

static adjustment adjustment_of(kuril_sheet *sheet, const kuril_style_layer *layer)
{
    kuril_styling *s = sheet->styling;
    const double angle = kuril_style_number(s, layer, KURIL_RASTER_HUE_ROTATE, NULL) * G_PI / 180;
    const double sine = sqrt(3) * sin(angle), cosine = cos(angle);
    const double saturation = kuril_style_number(s, layer, KURIL_RASTER_SATURATION, NULL);
    const double contrast = kuril_style_number(s, layer, KURIL_RASTER_CONTRAST, NULL);
    return (adjustment){.spin = {(2 * cosine + 1) / 3, (1 - sine - cosine) / 3, (1 + sine - cosine) / 3},
                        .saturation = saturation > 0 ? 1 - 1 / (1.001 - saturation) : -saturation,
                        .contrast = contrast >= 1  ? 1e6
                                    : contrast > 0 ? 1 / (1 - contrast)
                                                   : 1 + contrast,
                        .darkest = kuril_style_number(s, layer, KURIL_RASTER_BRIGHTNESS_MIN, NULL),
                        .brightest = kuril_style_number(s, layer, KURIL_RASTER_BRIGHTNESS_MAX, NULL)};
}

static kuril_rgba adjusted(const adjustment *a, kuril_rgba c)
{
    const double *w = a->spin;
    double v[3] = {c.r * w[0] + c.g * w[1] + c.b * w[2], c.r * w[2] + c.g * w[0] + c.b * w[1],
                   c.r * w[1] + c.g * w[2] + c.b * w[0]};
    const double average = (v[0] + v[1] + v[2]) / 3;
    for (int i = 0; i < 3; i++) {
        v[i] += (average - v[i]) * a->saturation;
        v[i] = (v[i] - 0.5) * a->contrast + 0.5;
        v[i] = a->darkest + (a->brightest - a->darkest) * v[i];
    }
    return (kuril_rgba){v[0], v[1], v[2], c.a};
}

/* One band is grey, two are grey and alpha, three colours, four colours and alpha; each up to white. */
static kuril_rgba color_at(const kuril_sampled *s, size_t i)
{
    double v[KURIL_BANDS_MAX] = {0};
    for (size_t b = 0; b < s->bands; b++) {
        v[b] = (double)s->values[b][i] / s->white;
        if (isnan(v[b]))
            return (kuril_rgba){0, 0, 0, 0};
    }
    if (s->bands < 3)
        return (kuril_rgba){v[0], v[0], v[0], s->bands == 2 ? v[1] : 1};
    return (kuril_rgba){v[0], v[1], v[2], s->bands == 4 ? v[3] : 1};
}

static bool is_smooth(kuril_sheet *sheet, const kuril_style_layer *layer)
{
    const bool old = kuril_styling_is_set(sheet->styling, layer, KURIL_RASTER_RESAMPLING);
    const kuril_property_id id = old ? KURIL_RASTER_RESAMPLING : KURIL_RESAMPLING_RASTER;
    return kuril_style_enum(sheet->styling, layer, id, NULL) != KURIL_STYLE_RESAMPLING_NEAREST;
}

kuril_status kuril_paint_raster(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                kuril_error *error)
{
    const double opacity = kuril_style_number(sheet->styling, layer, KURIL_RASTER_OPACITY, NULL);
    if (opacity <= 0)
        return KURIL_OK;
    kuril_sampled s;
    kuril_status status = kuril_sample_layer(p, layer, KURIL_BANDS_MAX, 0, is_smooth(sheet, layer), &s, error);
    if (status != KURIL_OK || s.bands == 0)
        return status;
    const adjustment a = adjustment_of(sheet, layer);
    uint8_t *rgba = g_malloc(s.width * s.height * 4);
    for (size_t i = 0; i < s.width * s.height; i++)
        kuril_pixel_set(rgba + i * 4, adjusted(&a, color_at(&s, i)));
    status = kuril_sampled_draw(p, &s, rgba, opacity);
    g_free(rgba);
    kuril_sampled_finish(&s);
    return status;
}
