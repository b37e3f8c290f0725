/* Colours by height, and shaded relief. */
#include "map/paint_raster.h"

#include <kurilmap/geodesy.h>

#include <math.h>

kuril_status kuril_paint_color_relief(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                      kuril_error *error)
{
    const double opacity = kuril_style_number(sheet->styling, layer, KURIL_COLOR_RELIEF_OPACITY, NULL);
    kuril_style_rgba c;
    if (opacity <= 0 || !kuril_style_ramp(sheet->styling, layer, KURIL_COLOR_RELIEF_COLOR, 0, &c))
        return KURIL_OK;
    const bool smooth = kuril_style_enum(sheet->styling, layer, KURIL_RESAMPLING_COLOR_RELIEF, NULL) !=
                        KURIL_STYLE_RESAMPLING_NEAREST;
    kuril_sampled s;
    kuril_status status = kuril_sample_heights(p, layer, 0, smooth, &s, error);
    if (status != KURIL_OK || s.bands == 0)
        return status;
    uint8_t *rgba = g_malloc0(s.width * s.height * 4);
    for (size_t i = 0; i < s.width * s.height; i++) {
        const double height = (double)s.values[0][i];
        if (!isnan(height) && kuril_style_ramp(sheet->styling, layer, KURIL_COLOR_RELIEF_COLOR, height, &c))
            kuril_pixel_set(rgba + i * 4, (kuril_rgba){c.r, c.g, c.b, c.a});
    }
    status = kuril_sampled_draw(p, &s, rgba, opacity);
    g_free(rgba);
    kuril_sampled_finish(&s);
    return status;
}

/* ---- Hillshade. ---- */

enum { LIGHTS_MAX = 8 };

typedef struct lighting {
    int method;
    double exaggeration;
    size_t n; /* lights */
    double azimuth[LIGHTS_MAX], altitude[LIGHTS_MAX]; /* radians; azimuth clockwise from up on the page */
    kuril_rgba shadow[LIGHTS_MAX], highlight[LIGHTS_MAX], accent; /* alpha multiplied in */
} lighting;

static kuril_rgba multiplied(kuril_style_rgba c)
{
    return (kuril_rgba){c.r * c.a, c.g * c.a, c.b * c.a, c.a};
}

static kuril_rgba sum(kuril_rgba a, double s, kuril_rgba b, double t)
{
    return (kuril_rgba){a.r * s + b.r * t, a.g * s + b.g * t, a.b * s + b.b * t, a.a * s + b.a * t};
}

/* Lists that are shorter than the longest go on with their last value. */
static lighting lighting_of(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer)
{
    kuril_styling *st = sheet->styling;
    double azimuths[LIGHTS_MAX] = {335}, altitudes[LIGHTS_MAX] = {45};
    kuril_style_rgba shadows[LIGHTS_MAX] = {{0, 0, 0, 1}}, highlights[LIGHTS_MAX] = {{1, 1, 1, 1}}, accent = {0};
    const size_t n_azimuths =
        kuril_style_numbers(st, layer, KURIL_HILLSHADE_ILLUMINATION_DIRECTION, NULL, azimuths, LIGHTS_MAX);
    const size_t n_altitudes =
        kuril_style_numbers(st, layer, KURIL_HILLSHADE_ILLUMINATION_ALTITUDE, NULL, altitudes, LIGHTS_MAX);
    const size_t n_shadows = kuril_style_colors(st, layer, KURIL_HILLSHADE_SHADOW_COLOR, NULL, shadows, LIGHTS_MAX);
    const size_t n_highlights =
        kuril_style_colors(st, layer, KURIL_HILLSHADE_HIGHLIGHT_COLOR, NULL, highlights, LIGHTS_MAX);
    kuril_style_color(st, layer, KURIL_HILLSHADE_ACCENT_COLOR, NULL, &accent);
    const bool map = kuril_style_enum(st, layer, KURIL_HILLSHADE_ILLUMINATION_ANCHOR, NULL) ==
                     KURIL_STYLE_ALIGNMENT_MAP;
    const double north = map ? p->scene->scale.north : 0;
    lighting l = {.method = kuril_style_enum(st, layer, KURIL_HILLSHADE_METHOD, NULL),
                  .exaggeration = kuril_style_number(st, layer, KURIL_HILLSHADE_EXAGGERATION, NULL),
                  .accent = multiplied(accent)};
    l.n = MIN(MAX(MAX(n_azimuths, n_altitudes), MAX(MAX(n_shadows, n_highlights), 1)), LIGHTS_MAX);
    for (size_t i = 0; i < l.n; i++) {
        l.azimuth[i] = (azimuths[MIN(i, MAX(n_azimuths, 1) - 1)] + north) * G_PI / 180;
        l.altitude[i] = altitudes[MIN(i, MAX(n_altitudes, 1) - 1)] * G_PI / 180;
        l.shadow[i] = multiplied(shadows[MIN(i, MAX(n_shadows, 1) - 1)]);
        l.highlight[i] = multiplied(highlights[MIN(i, MAX(n_highlights, 1) - 1)]);
    }
    return l;
}

static double aspect_of(double dx, double dy)
{
    return dx != 0 ? atan2(dy, -dx) : G_PI / 2 * (dy > 0 ? 1 : -1);
}

/* 0 where a slope looks away from the light to 1 where it looks towards it. */
static double facing(const lighting *l, double dx, double dy)
{
    const double turn = (aspect_of(dx, dy) + l->azimuth[0] + G_PI) / G_PI + 0.5;
    return fabs(turn - 2 * floor(turn / 2) - 1);
}

/* Cosine of the angle between a light and the slope's normal. */
static double incidence(const lighting *l, size_t i, double dx, double dy)
{
    const double azimuth = l->azimuth[i] + G_PI, level = cos(l->altitude[i]);
    return (sin(l->altitude[i]) - (dy * cos(azimuth) * level - dx * sin(azimuth) * level)) /
           sqrt(1 + dx * dx + dy * dy);
}

static kuril_rgba shade_standard(const lighting *l, double dx, double dy)
{
    const double slope = atan(0.625 * hypot(dx, dy)), most = G_PI / 2, base = 1.875 - l->exaggeration * 1.75;
    const double strength = fmin(l->exaggeration * 2, 1);
    const double scaled =
        l->exaggeration != 0.5 ? (pow(base, slope) - 1) / (pow(base, most) - 1) * most : slope;
    const double light = facing(l, dx, dy);
    const kuril_rgba shade =
        sum(l->shadow[0], (1 - light) * sin(scaled) * strength, l->highlight[0], light * sin(scaled) * strength);
    return sum(l->accent, (1 - cos(scaled)) * strength * (1 - shade.a), shade, 1);
}

static kuril_rgba shade_lights(const lighting *l, size_t n, double dx, double dy)
{
    kuril_rgba total = {0, 0, 0, 0};
    for (size_t i = 0; i < n; i++) {
        const double shade = CLAMP(incidence(l, i, dx, dy), 0, 1);
        total = shade > 0.5 ? sum(total, 1, l->highlight[i], (2 * shade - 1) / (double)n)
                            : sum(total, 1, l->shadow[i], (1 - 2 * shade) / (double)n);
    }
    return total;
}

static kuril_rgba shade_igor(const lighting *l, double dx, double dy)
{
    const double slope = atan(hypot(dx, dy)) * 2 / G_PI, light = facing(l, dx, dy);
    return sum(l->shadow[0], slope * (1 - light), l->highlight[0], slope * light);
}

static kuril_rgba shade_combined(const lighting *l, double dx, double dy)
{
    const double angle = acos(CLAMP(incidence(l, 0, dx, dy), 0, 1)), slope = atan(hypot(dx, dy)) * 4 / (G_PI * G_PI);
    return sum(l->shadow[0], angle * slope, l->highlight[0], (G_PI / 2 - angle) * slope);
}

/* Slopes are metres of height for a metre of ground, to the right and down the page. Alpha is multiplied in. */
static kuril_rgba shade(const lighting *l, double dx, double dy)
{
    const double k = l->exaggeration * 2;
    switch (l->method) {
    case KURIL_STYLE_HILLSHADE_BASIC:
        return shade_lights(l, 1, dx * k, dy * k);
    case KURIL_STYLE_HILLSHADE_COMBINED:
        return shade_combined(l, dx * k, dy * k);
    case KURIL_STYLE_HILLSHADE_IGOR:
        return shade_igor(l, dx * k, dy * k);
    case KURIL_STYLE_HILLSHADE_MULTIDIRECTIONAL:
        return shade_lights(l, l->n, dx * k, dy * k);
    default:
        return shade_standard(l, dx, dy);
    }
}

/* In a style's own view small scales are shaded as if their slopes were steeper, as the specification's renderers do;
   on a map slopes are what they are. */
static double steepening(const kuril_scene *scene)
{
    const double zoom = scene->zoom;
    if (!scene->map->style_view)
        return 1;
    const double factor = zoom < 2 ? 0.4 : zoom < 4.5 ? 0.35 : 0.3;
    return zoom < 15 ? exp2((15 - zoom) * factor) : 1;
}

/* Horn's differences over the eight neighbours, in metres of height a dot. False where one has none. */
static bool differences(const kuril_sampled *s, size_t col, size_t row, double *dx, double *dy)
{
    const float *up = s->values[0] + (row - 1) * s->width + col, *mid = up + s->width, *down = mid + s->width;
    *dx = (double)(up[1] + 2 * mid[1] + down[1] - up[-1] - 2 * mid[-1] - down[-1]) / 8;
    *dy = (double)(down[-1] + 2 * down[0] + down[1] - up[-1] - 2 * up[0] - up[1]) / 8;
    return isfinite(*dx) && isfinite(*dy);
}

/* Ground metres a dot, to the right and down the page: heights are metres, whatever the raster's own cells are counted
   in, and the page may be wider than it is high for the same ground. */
typedef struct dot_size {
    double across, down;
} dot_size;

static double ground_m(const kuril_scene *scene, double x0, double y0, double x1, double y1)
{
    kuril_lonlat a, b;
    if (kuril_page_to_lonlat(scene->projection, &scene->fit, x0, y0, &a) &&
        kuril_page_to_lonlat(scene->projection, &scene->fit, x1, y1, &b))
        return kuril_geodesic_inverse(a, b).s12_m;
    return scene->scale.m_per_pt * hypot(x1 - x0, y1 - y0);
}

static dot_size dot_size_at(const kuril_painter *p, const kuril_sampled *s, size_t col, size_t row)
{
    const double x = s->rect.x_min + ((double)col + 0.5) * s->dot_pt, y = s->rect.y_min + ((double)row + 0.5) * s->dot_pt;
    const double half = s->dot_pt / 2;
    return (dot_size){ground_m(p->scene, x - half, y, x + half, y), ground_m(p->scene, x, y - half, x, y + half)};
}

/* A row of cells of so many dots, each with the size of its middle dot. */
enum { SIZE_CELL = 32 };

static void fill_sizes(const kuril_painter *p, const kuril_sampled *s, size_t width, size_t row, dot_size *sizes)
{
    for (size_t i = 0; i * SIZE_CELL < width; i++)
        sizes[i] = dot_size_at(p, s, MIN(i * SIZE_CELL + SIZE_CELL / 2, width - 1), row + SIZE_CELL / 2);
}

kuril_status kuril_paint_hillshade(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                   kuril_error *error)
{
    const bool smooth = kuril_style_enum(sheet->styling, layer, KURIL_RESAMPLING_HILLSHADE, NULL) !=
                        KURIL_STYLE_RESAMPLING_NEAREST;
    kuril_sampled s;
    kuril_status status = kuril_sample_heights(p, layer, 1, smooth, &s, error);
    if (status != KURIL_OK || s.bands == 0)
        return status;
    const lighting l = lighting_of(p, sheet, layer);
    const double steeper = steepening(p->scene);
    const size_t width = s.width - 2, height = s.height - 2;
    uint8_t *rgba = g_malloc0(width * height * 4);
    dot_size *sizes = g_new(dot_size, width / SIZE_CELL + 1);
    for (size_t row = 0; row < height; row++) {
        if (row % SIZE_CELL == 0)
            fill_sizes(p, &s, width, row, sizes);
        for (size_t col = 0; col < width; col++) {
            double dx, dy;
            if (!differences(&s, col + 1, row + 1, &dx, &dy))
                continue;
            const dot_size m = sizes[col / SIZE_CELL];
            const kuril_rgba c = shade(&l, dx * steeper / m.across, dy * steeper / m.down);
            if (c.a > 0)
                kuril_pixel_set(rgba + (row * width + col) * 4, (kuril_rgba){c.r / c.a, c.g / c.a, c.b / c.a, c.a});
        }
    }
    status = kuril_sampled_draw(p, &s, rgba, 1);
    g_free(sizes);
    g_free(rgba);
    kuril_sampled_finish(&s);
    return status;
}
