/*
 * The palettes under the common colour-vision deficiencies: what a reader must tell apart stays apart.
 *
 * Simulation: Machado, Oliveira, Fernandes, IEEE TVCG 15 (2009), doi:10.1109/TVCG.2009.113, severity 1.0, in linear
 * sRGB. Difference: CIEDE2000 (ISO/CIE 11664-6), held against the test data of Sharma, Wu, Dalal, Color Res. Appl. 30
 * (2005), doi:10.1002/col.20070. What the figures mean: docs/look.md.
 */
#include "map/classes.h"
#include "style/colour.h"
#include "style/styling.h"
#include "support.h"
#include <glib.h>

#include <math.h>
#include <string.h>

enum { NORMAL, PROTAN, DEUTAN, TRITAN, VISIONS };

static const char *const vision_names[] = {"normal vision", "protanopia", "deuteranopia", "tritanopia"};

static const double visions[VISIONS][3][3] = {
    [NORMAL] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    [PROTAN] = {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    [DEUTAN] = {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
    [TRITAN] = {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

typedef struct lab {
    double l, a, b;
} lab;

static double linear(double c)
{
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double lab_curve(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

/* sRGB (IEC 61966-2-1) as a reader sees it, in CIELAB of D65. */
static lab seen(const kuril_style_rgba *c, int vision)
{
    static const double to_xyz[3][3] = {{0.4124564, 0.3575761, 0.1804375},
                                        {0.2126729, 0.7151522, 0.0721750},
                                        {0.0193339, 0.1191920, 0.9503041}};
    static const double white[3] = {0.95047, 1, 1.08883};
    const double rgb[3] = {linear(c->r), linear(c->g), linear(c->b)};
    double changed[3], f[3];
    for (int i = 0; i < 3; i++) {
        const double *m = visions[vision][i];
        changed[i] = fmin(fmax(m[0] * rgb[0] + m[1] * rgb[1] + m[2] * rgb[2], 0), 1);
    }
    for (int i = 0; i < 3; i++)
        f[i] = lab_curve((to_xyz[i][0] * changed[0] + to_xyz[i][1] * changed[1] + to_xyz[i][2] * changed[2]) / white[i]);
    return (lab){116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

static double hue(double a, double b)
{
    const double h = atan2(b, a) * 180 / G_PI;
    return a == 0 && b == 0 ? 0 : h < 0 ? h + 360 : h;
}

static double cos_deg(double degrees)
{
    return cos(degrees * G_PI / 180);
}

static double mean_hue(double h1, double h2)
{
    if (fabs(h1 - h2) <= 180)
        return (h1 + h2) / 2;
    return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

static double ciede2000(lab x, lab y)
{
    const double c_mean = (hypot(x.a, x.b) + hypot(y.a, y.b)) / 2, c7 = pow(c_mean, 7), k7 = pow(25, 7);
    const double g = 0.5 * (1 - sqrt(c7 / (c7 + k7)));
    x.a *= 1 + g;
    y.a *= 1 + g;
    const double c1 = hypot(x.a, x.b), c2 = hypot(y.a, y.b), h1 = hue(x.a, x.b), h2 = hue(y.a, y.b);
    const double turn = c1 * c2 == 0 ? 0 : remainder(h2 - h1, 360);
    const double dl = y.l - x.l, dc = c2 - c1, dh = 2 * sqrt(c1 * c2) * sin(turn * G_PI / 360);
    const double l = (x.l + y.l) / 2, c = (c1 + c2) / 2, h = c1 * c2 == 0 ? h1 + h2 : mean_hue(h1, h2);
    const double t = 1 - 0.17 * cos_deg(h - 30) + 0.24 * cos_deg(2 * h) + 0.32 * cos_deg(3 * h + 6) -
                     0.20 * cos_deg(4 * h - 63);
    const double sl = 1 + 0.015 * pow(l - 50, 2) / sqrt(20 + pow(l - 50, 2)), sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
    const double rt = -2 * sqrt(pow(c, 7) / (pow(c, 7) + k7)) * sin(G_PI / 3 * exp(-pow((h - 275) / 25, 2)));
    return sqrt(pow(dl / sl, 2) + pow(dc / sc, 2) + pow(dh / sh, 2) + rt * dc / sc * dh / sh);
}

static void test_formula_is_ciede2000(void **state)
{
    (void)state;
    static const struct {
        lab x, y;
        double difference;
    } cases[] = {{{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425}, {{50, -1.3802, -84.2814}, {50, 0, -82.7485}, 1.0},
                 {{50, 0, 0}, {50, -1, 2}, 2.3669},                   {{50, 2.49, -0.001}, {50, -2.49, 0.0009}, 7.1792},
                 {{50, 2.5, 0}, {73, 25, -18}, 27.1492},              {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
                 {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_near(ciede2000(cases[i].x, cases[i].y), cases[i].difference, 5e-5);
}

/* A colour of a style: what a layer's property gives for a feature with one number. */
typedef struct source {
    const char *layer;
    kuril_property_id property;
    double d_min; /* of depth bands; -1: no feature */
} source;

static kuril_style_rgba color_of(const kuril_style *style, kuril_styling *styling, const source *from)
{
    static const kuril_geometry nowhere;
    const kuril_member depth = {"d_min", {.kind = KURIL_NUMBER, .as.number = from->d_min}};
    const kuril_feature band = {.id = 1, .geometry = &nowhere, .fields = &depth, .n_fields = 1};
    kuril_style_rgba color = {0};
    const kuril_style_layer *layer = kuril_style_layer_find(style, from->layer);
    if (!layer || !kuril_style_color(styling, layer, from->property, &band, &color))
        fail_msg("no colour of layer '%s'", from->layer);
    return color;
}

#define LAND {"land-1km", KURIL_FILL_COLOR, -1}
#define WATER(depth) {"depth-bands", KURIL_FILL_COLOR, depth}
#define ACCENT {"strategic", KURIL_ICON_COLOR, -1}
#define INK {"towns", KURIL_TEXT_COLOR, -1}
#define WATER_INK {"seas", KURIL_TEXT_COLOR, -1}
#define LIMIT {"territorial-sea", KURIL_LINE_COLOR, -1}
#define ENCLAVE {"enclave", KURIL_LINE_COLOR, -1}
#define DISPUTED {"disputed-tint-1km", KURIL_FILL_COLOR, -1}

#define LINE(layer) {layer, KURIL_LINE_COLOR, -1}
#define FILL(layer) {layer, KURIL_FILL_COLOR, -1}

/* What must be told apart, and by how much at least: 2.3 is a just noticeable difference (Mahy et al. 1994); neighbours
 * of a ramp need little more, since they touch; marks that lie apart need about four times that; letters and the accent,
 * which are small, more. */
static const struct pair {
    const char *what;
    source a, b;
    double least, least_grey; /* of the coloured styles, and of print */
} pairs[] = {
    {"land and the shelf", LAND, WATER(0), 9, 2.3},
    {"land and water of 1000 m", LAND, WATER(1000), 14, 7},
    {"0 and 200 m", WATER(0), WATER(200), 2.8, 2.4},
    {"200 and 1000 m", WATER(200), WATER(1000), 2.8, 2.4},
    {"1000 and 2000 m", WATER(1000), WATER(2000), 2.8, 2.4},
    {"2000 and 3000 m", WATER(2000), WATER(3000), 2.8, 2.4},
    {"3000 and 4000 m", WATER(3000), WATER(4000), 2.8, 2.4},
    {"4000 and 6000 m", WATER(4000), WATER(6000), 2.8, 2.4},
    {"the essay's points and land", ACCENT, LAND, 40, 90},
    {"the essay's points and deep water", ACCENT, WATER(6000), 40, 50},
    {"the essay's points and towns", ACCENT, INK, 18, 2.3}, /* in print by weight and icon */
    {"the essay's points and names of water", ACCENT, WATER_INK, 20, 18},
    {"names of towns and of water", INK, WATER_INK, 10, 10}, /* and roman against italic */
    {"limits at sea and the shelf", LIMIT, WATER(0), 30, 40},
    {"limits at sea and the essay's lines", LIMIT, ACCENT, 20, 20},
    {"the enclave and limits at sea", ENCLAVE, LIMIT, 10, 8}, /* and another dash */
    {"limits at sea and deep water", LIMIT, WATER(6000), 15, 30},
    {"limits of zones and the shelf", LINE("zone-limit-200"), WATER(0), 35, 40},
    {"limits of zones and deep water", LINE("zone-limit-200"), WATER(6000), 25, 30},
    {"the enclave and water of 1000 m", ENCLAVE, WATER(1000), 40, 30},
    {"the pledge's outline and the shelf", LINE("pledge-area"), WATER(0), 40, 90},
    {"borders and land", LINE("borders"), LAND, 25, 30},
    {"borders and the line of control", LINE("borders"), LINE("sea-boundary"), 18, 18}, /* and another dash */
    {"the line of control and the shelf", LINE("sea-boundary"), WATER(0), 45, 60},
    {"rivers and land", LINE("rivers"), LAND, 17, 25},
    {"lakes and land", FILL("lakes"), LAND, 10, 3.5},
    {"the shore and land", LINE("coast-1km"), LAND, 25, 60},
    {"the shore and the shelf", LINE("coast-1km"), WATER(0), 20, 60},
    {"contours and water of 200 m", LINE("depth-contours"), WATER(200), 15, 15},
    {"contours and water of 4000 m", LINE("depth-contours"), WATER(4000), 4.5, 7},
    {"what Japan calls undetermined and land", FILL("undetermined-kurils-1km"), LAND, 6, 6},
    {"the claimed islands on maps of oceans and land", FILL("disputed-overview"), LAND, 20, 60},
    {"the claimed islands on maps of oceans and deep water", FILL("disputed-overview"), WATER(6000), 20, 40},
    {"the claim's tint and land", DISPUTED, LAND, 2.4, 0}};   /* the hatching carries it, and alone in print */

/* A style that is open for its colours. */
typedef struct palette {
    const char *name;
    kuril_style *style;
    kuril_styling *styling;
    size_t faults;
} palette;

/* In all kinds of vision. */
static void check_apart(palette *p, const char *what, const kuril_style_rgba *a, const kuril_style_rgba *b, double least)
{
    for (int v = 0; v < VISIONS; v++) {
        const double difference = ciede2000(seen(a, v), seen(b, v));
        if (difference >= least)
            continue;
        print_error("%s: %s, %s: %.1f, wanted %.1f\n", p->name, what, vision_names[v], difference, least);
        p->faults++;
    }
}

/* A translucent colour over another. */
static kuril_style_rgba over(kuril_style_rgba top, double opacity, const kuril_style_rgba *ground)
{
    const double a = top.a * opacity;
    return (kuril_style_rgba){a * top.r + (1 - a) * ground->r, a * top.g + (1 - a) * ground->g,
                              a * top.b + (1 - a) * ground->b, 1};
}

/* A just noticeable difference on water of every depth: it is an area, and named. */
static void check_sanctuary(palette *p)
{
    static const double depths[] = {0, 200, 1000, 2000, 3000};
    const kuril_style_layer *layer = kuril_style_layer_find(p->style, "sanctuary");
    const double opacity = kuril_style_number(p->styling, layer, KURIL_FILL_OPACITY, NULL);
    const kuril_style_rgba tint = color_of(p->style, p->styling, &(source)FILL("sanctuary"));
    for (size_t i = 0; i < G_N_ELEMENTS(depths); i++) {
        const kuril_style_rgba water = color_of(p->style, p->styling, &(source)WATER(depths[i]));
        const kuril_style_rgba tinted = over(tint, opacity, &water);
        check_apart(p, "the sanctuary and water", &tinted, &water, 2.3);
    }
}

static double luminance(const kuril_style_rgba *c)
{
    return 0.2126 * linear(c->r) + 0.7152 * linear(c->g) + 0.0722 * linear(c->b);
}

/* Contrast ratio of WCAG 2.2, 1.4.3. */
static double contrast(const kuril_style_rgba *a, const kuril_style_rgba *b)
{
    const double x = luminance(a), y = luminance(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

/* Letters against their halo on land, shelf and deep water: 4.5 as WCAG asks of text, 3 (as of large text and of graphics)
 * for names of countries, which are large, and for figures of depth, which are an addition to the tints. */
static void check_letters(palette *p)
{
    static const source grounds[] = {LAND, WATER(0), WATER(6000)};
    static const char *const quiet[] = {"countries", "countries-insular", "regions", "depth-labels", NULL};
    size_t checked = 0;
    for (size_t l = 0; l < kuril_style_layer_count(p->style); l++) {
        const kuril_style_layer *layer = kuril_style_layer_at(p->style, l);
        kuril_style_rgba ink, halo;
        if (layer->type != KURIL_LAYER_SYMBOL || !kuril_styling_is_set(p->styling, layer, KURIL_TEXT_FIELD) ||
            !kuril_style_color(p->styling, layer, KURIL_TEXT_COLOR, NULL, &ink) ||
            !kuril_style_color(p->styling, layer, KURIL_TEXT_HALO_COLOR, NULL, &halo))
            continue;
        const double least = g_strv_contains(quiet, layer->id) ? 3 : 4.5;
        for (size_t g = 0; g < G_N_ELEMENTS(grounds); g++) {
            const kuril_style_rgba ground = color_of(p->style, p->styling, &grounds[g]), behind = over(halo, 1, &ground);
            const double got = contrast(&ink, &behind);
            checked++;
            if (got >= least)
                continue;
            print_error("%s: letters of '%s' on '%s': %.2f, wanted %.1f\n", p->name, layer->id, grounds[g].layer, got, least);
            p->faults++;
        }
    }
    assert_true(checked > 40);
}

/* Lines of like colours differ in their dashes. */
static void check_dashes(palette *p)
{
    static const char *const lines[] = {"territorial-sea", "sea-boundary", "zone-limit-24", "zone-limit-200", "enclave", "borders"};
    double dashes[G_N_ELEMENTS(lines)][8] = {{0}};
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        const kuril_style_layer *layer = kuril_style_layer_find(p->style, lines[i]);
        kuril_style_numbers(p->styling, layer, KURIL_LINE_DASHARRAY, NULL, dashes[i], 8);
        for (size_t j = 0; j < i; j++)
            p->faults += memcmp(dashes[i], dashes[j], sizeof dashes[i]) == 0;
    }
}

/* What a user's datasets are drawn in: from each other, and from what they lie on; points have a rim besides. */
static void check_data(palette *p)
{
    enum { COLORS = KURIL_CLASSES_MOST };
    static const source grounds[] = {LAND, WATER(0), WATER(6000)};
    kuril_style_rgba colors[COLORS];
    for (size_t i = 0; i < COLORS; i++) {
        kuril_color parsed;
        double rgb[4];
        assert_true(kuril_color_parse(kuril_kind_color(i), &parsed));
        kuril_color_rgb(&parsed, rgb);
        colors[i] = (kuril_style_rgba){rgb[0], rgb[1], rgb[2], 1};
        for (size_t j = 0; j < i; j++)
            check_apart(p, "two of a user's datasets", &colors[i], &colors[j], 10);
        for (size_t g = 0; g < G_N_ELEMENTS(grounds); g++) {
            const kuril_style_rgba ground = color_of(p->style, p->styling, &grounds[g]);
            check_apart(p, "a user's dataset and what it lies on", &colors[i], &ground, 6);
        }
    }
}

static void check_style(const char *name, bool grey)
{
    palette p = {.name = name};
    g_autofree char *path = g_strdup_printf("%s/styles/%s.json", KURIL_SOURCE_DIR, name);
    assert_int_equal(kuril_style_read(path, NULL, &p.style, NULL), KURIL_OK);
    const kuril_styling_options options = {.zoom = 5};
    assert_int_equal(kuril_styling_new(p.style, &options, NULL, &p.styling, NULL), KURIL_OK);
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        const kuril_style_rgba a = color_of(p.style, p.styling, &pairs[i].a), b = color_of(p.style, p.styling, &pairs[i].b);
        check_apart(&p, pairs[i].what, &a, &b, grey ? pairs[i].least_grey : pairs[i].least);
    }
    check_sanctuary(&p);
    check_letters(&p);
    check_dashes(&p);
    check_data(&p);
    kuril_styling_free(p.styling);
    kuril_style_free(p.style);
    assert_int_equal(p.faults, 0);
}

static void test_briefing(void **state)
{
    (void)state;
    check_style("briefing", false);
}

static void test_dark(void **state)
{
    (void)state;
    check_style("dark", false);
}

static void test_print(void **state)
{
    (void)state;
    check_style("print", true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_formula_is_ciede2000), cmocka_unit_test(test_briefing),
                                       cmocka_unit_test(test_dark), cmocka_unit_test(test_print)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
