/*
 * Colour spaces and mixing. CIELAB with the D50 white point and the Bradford-adapted sRGB matrices, as Mike Bostock's
 * "Lab and RGB" (observablehq.com/@mbostock/lab-and-rgb) gives them and the style specification's reference uses.
 */
#include "style/colour.h"

#include "style/value.h"
#include <math.h>
#include <stdio.h>

static const double white_x = 0.96422, white_z = 0.82521;
static const double knee = 6.0 / 29.0;
static const double degree = 3.14159265358979323846 / 180.0;

kuril_color kuril_color_make(double r, double g, double b, double a)
{
    if (a == 0)
        return (kuril_color){r, g, b, 0, .erased = true};
    return (kuril_color){r * a, g * a, b * a, a, .erased = false};
}

void kuril_color_rgb(const kuril_color *color, double rgba[static 4])
{
    const double f = color->erased ? 1 : color->a != 0 ? color->a : HUGE_VAL;
    rgba[0] = color->r / f;
    rgba[1] = color->g / f;
    rgba[2] = color->b / f;
    rgba[3] = color->a;
}

void kuril_color_premultiplied(const kuril_color *color, double rgba[static 4])
{
    rgba[0] = color->erased ? 0 : color->r;
    rgba[1] = color->erased ? 0 : color->g;
    rgba[2] = color->erased ? 0 : color->b;
    rgba[3] = color->a;
}

static double linear_from_srgb(double x)
{
    return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
}

static double srgb_from_linear(double x)
{
    x = x <= 0.00304 ? 12.92 * x : 1.055 * pow(x, 1 / 2.4) - 0.055;
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

static double lab_from_xyz(double t)
{
    return t > knee * knee * knee ? pow(t, 1.0 / 3.0) : t / (3 * knee * knee) + 4.0 / 29.0;
}

static double xyz_from_lab(double t)
{
    return t > knee ? t * t * t : 3 * knee * knee * (t - 4.0 / 29.0);
}

static void lab_from_rgb(const double rgba[4], double lab[4])
{
    const double r = linear_from_srgb(rgba[0]), g = linear_from_srgb(rgba[1]), b = linear_from_srgb(rgba[2]);
    const double y = lab_from_xyz(0.2225045 * r + 0.7168786 * g + 0.0606169 * b);
    double x = y, z = y;
    if (r != g || g != b) {
        x = lab_from_xyz((0.4360747 * r + 0.3850649 * g + 0.1430804 * b) / white_x);
        z = lab_from_xyz((0.0139322 * r + 0.0971045 * g + 0.7141733 * b) / white_z);
    }
    const double l = 116 * y - 16;
    lab[0] = l < 0 ? 0 : l;
    lab[1] = 500 * (x - y);
    lab[2] = 200 * (y - z);
    lab[3] = rgba[3];
}

static kuril_color color_from_lab(const double lab[4])
{
    double y = (lab[0] + 16) / 116;
    double x = isnan(lab[1]) ? y : y + lab[1] / 500;
    double z = isnan(lab[2]) ? y : y - lab[2] / 200;
    y = xyz_from_lab(y);
    x = white_x * xyz_from_lab(x);
    z = white_z * xyz_from_lab(z);
    return kuril_color_make(srgb_from_linear(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
                            srgb_from_linear(-0.9787684 * x + 1.9161415 * y + 0.033454 * z),
                            srgb_from_linear(0.0719453 * x - 0.2289914 * y + 1.4052427 * z), lab[3]);
}

/* Hue in degrees (NaN for greys), chroma, luminance, alpha. */
static void hcl_from_rgb(const double rgba[4], double hcl[4])
{
    double lab[4];
    lab_from_rgb(rgba, lab);
    hcl[1] = sqrt(lab[1] * lab[1] + lab[2] * lab[2]);
    hcl[0] = NAN;
    if (floor(hcl[1] * 10000 + 0.5) != 0) {
        hcl[0] = fmod(atan2(lab[2], lab[1]) / degree, 360);
        if (hcl[0] < 0)
            hcl[0] += 360;
    }
    hcl[2] = lab[0];
    hcl[3] = lab[3];
}

static double mix(double from, double to, double t)
{
    return from + t * (to - from);
}

static double mix_hue(double from, double to, double t)
{
    double arc = to - from;
    if (arc > 180)
        arc -= 360;
    else if (arc < -180)
        arc += 360;
    return from + t * arc;
}

static bool black_or_white(double luminance)
{
    return luminance == 1 || luminance == 0;
}

static kuril_color mix_hcl(const double from[4], const double to[4], double t)
{
    double a[4], b[4];
    hcl_from_rgb(from, a);
    hcl_from_rgb(to, b);
    double hue = NAN, chroma = mix(a[1], b[1], t);
    if (!isnan(a[0]) && !isnan(b[0])) {
        hue = mix_hue(a[0], b[0], t);
    } else if (!isnan(a[0])) {
        hue = a[0];
        if (black_or_white(b[2]))
            chroma = a[1];
    } else if (!isnan(b[0])) {
        hue = b[0];
        if (black_or_white(a[2]))
            chroma = b[1];
    }
    const double h = isnan(hue) ? 0 : hue * degree;
    const double lab[4] = {mix(a[2], b[2], t), cos(h) * chroma, sin(h) * chroma, mix(a[3], b[3], t)};
    return color_from_lab(lab);
}

static kuril_color mix_lab(const double from[4], const double to[4], double t)
{
    double a[4], b[4], lab[4];
    lab_from_rgb(from, a);
    lab_from_rgb(to, b);
    for (int i = 0; i < 4; i++)
        lab[i] = mix(a[i], b[i], t);
    return color_from_lab(lab);
}

kuril_color kuril_color_mix(const kuril_color *from, const kuril_color *to, double t, kuril_color_space space)
{
    double a[4], b[4];
    kuril_color_rgb(from, a);
    kuril_color_rgb(to, b);
    if (space == KURIL_SPACE_HCL)
        return mix_hcl(a, b, t);
    if (space == KURIL_SPACE_LAB)
        return mix_lab(a, b, t);
    return kuril_color_make(mix(a[0], b[0], t), mix(a[1], b[1], t), mix(a[2], b[2], t), mix(a[3], b[3], t));
}

void kuril_color_print(const kuril_color *color, char *out, size_t size)
{
    double c[4];
    char alpha[KURIL_JS_NUMBER_MAX];
    kuril_color_rgb(color, c);
    kuril_js_number_print(c[3], alpha);
    snprintf(out, size, "rgba(%.0f,%.0f,%.0f,%s)", floor(c[0] * 255 + 0.5), floor(c[1] * 255 + 0.5),
             floor(c[2] * 255 + 0.5), alpha);
}
