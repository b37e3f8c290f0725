/* Icons: sizes, tints, halos, patterns, what is refused, and that they stay vectors. */
#include "picture.h"
#include "render/hatch.h"
#include "render/icon.h"
#include "support.h"
#include <cairo.h>
#include <math.h>
#include <string.h>

static const char square[] = "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'>"
                             "<rect x='5' y='5' width='10' height='10'/></svg>";
static const char ring[] =
    "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'>"
    "<rect x='4' y='4' width='12' height='12' fill='none' stroke='black' stroke-width='2'/></svg>";
static const char red[] = "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'>"
                          "<rect x='5' y='5' width='10' height='10' fill='#ff0000'/></svg>";
static const char tile[] = "<svg xmlns='http://www.w3.org/2000/svg' width='7' height='7'>"
                           "<rect x='0' y='0' width='3' height='7' fill='#0000ff'/></svg>";

/* The hatching of the shipped styles, and tiles that are none. */
static const char hatch[] =
    "<svg xmlns='http://www.w3.org/2000/svg' width='6' height='6' viewBox='0 0 6 6'>"
    "<path d='M-1 1 1-1M-1 7 7-1M5 7 7 5' fill='none' stroke='#ff0000' stroke-width='1.5'/></svg>";

static kuril_icons *icons;

static int set_up(void **state)
{
    (void)state;
    icons = kuril_icons_new();
    const struct {
        const char *name, *svg;
    } all[] = {{"square", square}, {"ring", ring}, {"red", red}, {"tile", tile}, {"hatch", hatch}};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        if (kuril_icons_add_svg(icons, all[i].name, all[i].svg, strlen(all[i].svg), NULL) != KURIL_OK)
            return -1;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    kuril_icons_free(icons);
    return 0;
}

typedef struct scene {
    const char *name;
    kuril_icon_paint paint;
} scene;

static void draw_icon(kuril_canvas *c, void *user)
{
    const scene *s = user;
    kuril_icon_draw(c, kuril_icons_find(icons, s->name, NULL), &s->paint);
}

static scene at_middle(const char *name, kuril_rgba tint)
{
    return (scene){name, {.x = 15, .y = 15, .scale_x = 2, .scale_y = 2, .opacity = 1, .tint = tint}};
}

static void assert_pixel(const picture *p, int x, int y, int r, int g, int b)
{
    const uint8_t *got = picture_at(p, x, y);
    if (abs(got[0] - r) > 1 || abs(got[1] - g) > 1 || abs(got[2] - b) > 1)
        fail_msg("pixel %d, %d: got %d %d %d, want %d %d %d", x, y, got[0], got[1], got[2], r, g, b);
}

static void icons_are_in_style_pixels(void **state)
{
    (void)state;
    const kuril_icon *icon = kuril_icons_find(icons, "square", NULL);
    assert_near(kuril_icon_width_pt(icon), 15, 1e-9);
    scene s = at_middle("square", (kuril_rgba){0, 0, 0, 0});
    picture p = picture_png(30, 30, 72, draw_icon, &s); /* 30 points: the square runs from 7.5 to 22.5 */
    assert_pixel(&p, 15, 15, 0, 0, 0);
    assert_pixel(&p, 8, 8, 0, 0, 0);
    assert_pixel(&p, 6, 15, 255, 255, 255);
    assert_pixel(&p, 23, 15, 255, 255, 255);
    picture_free(&p);
}

static void tints_apply_to_what_is_black(void **state)
{
    (void)state;
    assert_true(kuril_icon_is_tintable(kuril_icons_find(icons, "square", NULL)));
    assert_true(kuril_icon_is_tintable(kuril_icons_find(icons, "ring", NULL)));
    assert_false(kuril_icon_is_tintable(kuril_icons_find(icons, "red", NULL)));
    const kuril_rgba green = {0, 0.6, 0.2, 1};
    scene s = at_middle("square", green);
    picture p = picture_png(30, 30, 72, draw_icon, &s);
    assert_pixel(&p, 15, 15, 0, 153, 51);
    picture_free(&p);
    s = at_middle("ring", green); /* its line lies from 4.5 to 7.5, its inside stays open */
    p = picture_png(30, 30, 72, draw_icon, &s);
    assert_pixel(&p, 6, 15, 0, 153, 51);
    assert_pixel(&p, 15, 15, 255, 255, 255);
    picture_free(&p);
    s = at_middle("red", green);
    p = picture_png(30, 30, 72, draw_icon, &s);
    assert_pixel(&p, 15, 15, 255, 0, 0);
    picture_free(&p);
    s = at_middle("square", (kuril_rgba){1, 0, 0, 0.5});
    p = picture_png(30, 30, 72, draw_icon, &s);
    assert_pixel(&p, 15, 15, 255, 127, 127);
    picture_free(&p);
}

static void halos_lie_round_the_icon(void **state)
{
    (void)state;
    scene s = at_middle("square", (kuril_rgba){0, 0, 0, 1});
    s.paint.halo_color = (kuril_rgba){1, 0, 0, 1};
    s.paint.halo_width_pt = 3;
    picture p = picture_png(30, 30, 72, draw_icon, &s);
    assert_pixel(&p, 15, 15, 0, 0, 0);
    assert_pixel(&p, 5, 15, 255, 0, 0);
    assert_pixel(&p, 3, 15, 255, 255, 255);
    picture_free(&p);
}

static void icons_turn_clockwise(void **state)
{
    (void)state;
    const char *arm = "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'>"
                      "<rect x='10' y='9' width='10' height='2'/></svg>";
    assert_int_equal(kuril_icons_add_svg(icons, "arm", arm, strlen(arm), NULL), KURIL_OK);
    scene s = at_middle("arm", (kuril_rgba){0, 0, 0, 0});
    s.paint.angle_deg = 90; /* from right to down */
    picture p = picture_png(30, 30, 72, draw_icon, &s);
    assert_pixel(&p, 15, 25, 0, 0, 0);
    assert_pixel(&p, 25, 15, 255, 255, 255);
    picture_free(&p);
}

static void bad_pictures_are_refused(void **state)
{
    (void)state;
    const struct {
        const char *svg;
        kuril_status want;
    } cases[] = {{"this is no picture", KURIL_E_SYNTAX},
                 {"<svg xmlns='http://www.w3.org/2000/svg'>", KURIL_E_SYNTAX},
                 {"<svg xmlns='http://www.w3.org/2000/svg'/>", KURIL_E_DATA},
                 {"", KURIL_E_SYNTAX}};
    for (size_t i = 0; i < 4; i++) {
        kuril_error error = {0};
        assert_int_equal(kuril_icons_add_svg(icons, "bad", cases[i].svg, strlen(cases[i].svg), &error), cases[i].want);
        assert_non_null(strstr(error.message, "'bad'"));
    }
    assert_null(kuril_icons_find(icons, "bad", NULL));
    assert_null(kuril_icons_find(icons, "nothing", NULL));
    assert_int_equal(kuril_icons_add_folder(icons, NULL, "/does/not/exist", NULL), KURIL_E_IO);
}

/* Ten uses of ten uses, and so on: refused before librsvg begins to count to 500,000. */
static void uses_of_uses_are_refused(void **state)
{
    (void)state;
    GString *svg = g_string_new(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect id='a0' width='1' height='1'/>");
    for (int i = 1; i < 10; i++) {
        g_string_append_printf(svg, "<g id='a%d'>", i);
        for (int k = 0; k < 10; k++)
            g_string_append_printf(svg, "<use href='#a%d'/>", i - 1);
        g_string_append(svg, "</g>");
    }
    g_string_append(svg, "</svg>");
    kuril_error error = {0};
    assert_int_equal(kuril_icons_add_svg(icons, "bomb", svg->str, svg->len, &error), KURIL_E_DATA);
    assert_non_null(strstr(error.message, "more than 50000 parts of an icon"));
    g_string_free(svg, TRUE);
}

/* A picture may not bring in other files. */
static void other_files_are_never_read(void **state)
{
    (void)state;
    picture dot = picture_png(30, 30, 72, draw_icon,
                              &(scene){"red", {.x = 15, .y = 15, .scale_x = 4, .scale_y = 4, .opacity = 1}});
    picture_free(&dot);
    GBytes *bytes =
        picture_page(&(kuril_canvas_options){.format = KURIL_CANVAS_PNG, .width_pt = 30, .height_pt = 30}, draw_icon,
                     &(scene){"square", {.x = 15, .y = 15, .scale_x = 4, .scale_y = 4, .opacity = 1}});
    char *path = picture_keep(bytes, "secret.png");
    char *svg = g_strdup_printf("<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'>"
                                "<image href='file://%s' width='20' height='20'/></svg>",
                                path);
    assert_int_equal(kuril_icons_add_svg(icons, "thief", svg, strlen(svg), NULL), KURIL_OK);
    scene s = at_middle("thief", (kuril_rgba){0, 0, 0, 0});
    picture p = picture_png(30, 30, 72, draw_icon, &s);
    for (int i = 0; i < 900; i++)
        assert_pixel(&p, i % 30, i / 30, 255, 255, 255);
    picture_free(&p);
    g_free(svg);
    g_free(path);
    g_bytes_unref(bytes);
}

typedef struct tiling {
    kuril_pattern *pattern;
    double dpi;
} tiling;

static void draw_tiles(kuril_canvas *c, void *user)
{
    kuril_canvas_rectangle(c, &(kuril_rect){0, 0, 60, 30});
    kuril_canvas_fill(c, KURIL_FILL_NONZERO,
                      &(kuril_paint){.color = {0, 0, 0, 1}, .pattern = ((tiling *)user)->pattern});
}

static void patterns_repeat_at_every_dpi(void **state)
{
    (void)state;
    const double dpis[] = {72, 96, 144, 250};
    for (size_t i = 0; i < 4; i++) {
        tiling t = {kuril_pattern_new(kuril_icons_find(icons, "tile", NULL), 1, NULL, 3, 0), dpis[i]};
        picture p = picture_png(60, 30, dpis[i], draw_tiles, &t);
        /* A tile is 5.25 points, its first 2.25 blue; tiles begin at 3. Away from the edges of stripes: */
        for (int x = 0; x < p.width; x++) {
            const double at = fmod((x + 0.5) * 72 / dpis[i] - 3 + 52.5, 5.25), pixel = 72 / dpis[i];
            if (at > pixel && at < 2.25 - pixel)
                assert_pixel(&p, x, p.height / 2, 0, 0, 255);
            if (at > 2.25 + pixel && at < 5.25 - pixel)
                assert_pixel(&p, x, p.height / 2, 255, 255, 255);
        }
        picture_free(&p);
        kuril_pattern_free(t.pattern);
    }
}

static void draw_both(kuril_canvas *c, void *user)
{
    draw_tiles(c, user);
    scene s = at_middle("square", (kuril_rgba){0, 0.5, 0, 0.8});
    s.paint.opacity = 0.7;
    s.paint.halo_width_pt = 1;
    s.paint.halo_color = (kuril_rgba){1, 1, 1, 0.5};
    draw_icon(c, &s);
}

static void icons_and_patterns_stay_vectors(void **state)
{
    (void)state;
    for (int format = KURIL_CANVAS_PDF; format <= KURIL_CANVAS_SVG; format++) {
        tiling t = {kuril_pattern_new(kuril_icons_find(icons, "tile", NULL), 1, NULL, 3, 0), 72};
        const kuril_canvas_options options = {.format = (kuril_canvas_format)format, .width_pt = 60, .height_pt = 30};
        GBytes *bytes = picture_page(&options, draw_both, &t);
        gsize n = 0;
        const char *data = g_bytes_get_data(bytes, &n);
        for (size_t i = 0; i + 15 < n; i++) {
            assert_true(memcmp(data + i, "/Subtype /Image", 15) != 0);
            assert_true(memcmp(data + i, "<image", 6) != 0);
        }
        const char *renderer = format == KURIL_CANVAS_PDF ? "pdftoppm" : "rsvg-convert";
        if (picture_have(renderer)) {
            char *path = picture_keep(bytes, "icons"), *out = g_strdup_printf("%s.png", path);
            char *command = format == KURIL_CANVAS_PDF
                                ? g_strdup_printf("pdftoppm -r 288 -png -singlefile %s %s", path, path)
                                : g_strdup_printf("rsvg-convert -d 288 -p 288 -b white -o %s %s", out, path);
            g_free(picture_run(command));
            picture other = picture_read(out), png = picture_png(60, 30, 288, draw_both, &t);
            assert_true(picture_differs(&png, &other, 100, NULL) <
                        2900); /* of 28 800: the edges of 11 stripes, a pixel each */
            picture_free(&other);
            picture_free(&png);
            g_free(command);
            g_free(out);
            g_free(path);
        }
        g_bytes_unref(bytes);
        kuril_pattern_free(t.pattern);
    }
}

static bool is_hatch(const char *path, kuril_hatch *found)
{
    char *svg = g_strdup_printf("<svg xmlns='http://www.w3.org/2000/svg' width='8' height='4'>%s</svg>", path);
    const bool is = kuril_hatch_read(svg, strlen(svg), 8, 4, found);
    g_free(svg);
    return is;
}

static void hatchings_are_read_from_their_tile(void **state)
{
    (void)state;
    kuril_hatch h;
    assert_true(kuril_hatch_read(hatch, strlen(hatch), 6, 6, &h));
    assert_near(h.spacing, 6 / sqrt(2), 1e-9);
    assert_near(h.width, 1.5, 1e-9);
    assert_near(remainder(h.offset, h.spacing), 0, 1e-9); /* through the corner */
    assert_near(h.color.r, 1, 1e-9);
    assert_true(is_hatch("<path d='M0 1L8 1M0 1 8 1' fill='none' stroke='red'/>", &h));
    assert_near(h.spacing, 4, 1e-9);
    assert_near(fabs(h.offset), 1, 1e-9);
    static const char *const none[] = {
        "<path d='M1 1L8 1' fill='none' stroke='red'/>",                      /* begins inside: a dash */
        "<path d='M0 1L8 1' fill='none' stroke='red' stroke-dasharray='1'/>", /* dashes */
        "<path d='M0 1L8 1M0 2L8 2' fill='none' stroke='red'/>",              /* two families */
        "<path d='M0 1L8 2' fill='none' stroke='red'/>",                      /* does not go on in the next tile */
        "<path d='M0 1L8 1L8 3' fill='none' stroke='red'/>",                  /* bent */
        "<path d='M-4 0L4 -4' fill='none' stroke='red'/>",                    /* beside the tile */
        "<path d='M0 1L8 1' fill='none' stroke='red'/><rect width='1' height='1'/>",
        "<path d='M0 1L8 1' fill='none' stroke='url(#a)'/>",
        "<path d='' fill='none' stroke='red'/>",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(none); i++)
        assert_false(is_hatch(none[i], &h));
}

/* Nor is there a gap in its lines where tiles meet, which viewers of PDF leave between tiles. */
static void hatchings_are_lines_in_vectors(void **state)
{
    (void)state;
    for (int format = KURIL_CANVAS_PDF; format <= KURIL_CANVAS_SVG; format++) {
        tiling t = {kuril_pattern_new(kuril_icons_find(icons, "hatch", NULL), 1, NULL, 0, 0), 72};
        const kuril_canvas_options options = {.format = (kuril_canvas_format)format, .width_pt = 60, .height_pt = 30};
        GBytes *bytes = picture_page(&options, draw_tiles, &t);
        gsize n = 0;
        const char *data = g_bytes_get_data(bytes, &n);
        for (size_t i = 0; i + 9 < n; i++)
            assert_true(memcmp(data + i, "<pattern", 8) != 0 && memcmp(data + i, "/Pattern ", 9) != 0);
        if (format == KURIL_CANVAS_PDF && picture_have("pdftoppm")) {
            char *path = picture_keep(bytes, "hatch"), *out = g_strdup_printf("%s.png", path);
            char *command = g_strdup_printf("pdftoppm -r 288 -png -singlefile %s %s", path, path);
            g_free(picture_run(command));
            picture p = picture_read(out), png = picture_png(60, 30, 288, draw_tiles, &t);
            for (int x = 4; x < 68; x++) /* on the line from (0, 72) to (72, 0), four tiles of 18 pixels */
                assert_pixel(&p, x, 71 - x, 255, 0, 0);
            assert_true(picture_differs(&png, &p, 100, NULL) < 400); /* of 28 800 */
            picture_free(&png);
            picture_free(&p);
            g_free(command);
            g_free(out);
            g_free(path);
        }
        g_bytes_unref(bytes);
        kuril_pattern_free(t.pattern);
    }
}

static void sprites_are_cut_from_their_sheet(void **state)
{
    (void)state;
    /* 24 x 12 pixels: a field around a disc of radius 3 in the left half, plain green in the right. */
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 24, 12);
    for (int y = 0; y < 12; y++)
        for (int x = 0; x < 24; x++) {
            const double value = 0.75 - (hypot(x + 0.5 - 6, y + 0.5 - 6) - 3) / 8;
            const uint32_t field = (uint32_t)lround(255 * CLAMP(value, 0, 1)) << 24;
            uint8_t *row = cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface);
            ((uint32_t *)(void *)row)[x] = x < 12 ? field : 0xff00ff00;
        }
    cairo_surface_mark_dirty(surface);
    const char json[] =
        "{\"disc\": {\"x\": 0, \"y\": 0, \"width\": 12, \"height\": 12, \"pixelRatio\": 1, \"sdf\": true},"
        " \"green\": {\"x\": 12, \"y\": 0, \"width\": 12, \"height\": 12, \"pixelRatio\": 2}}";
    GBytes *bytes = g_bytes_new_static(json, sizeof json - 1);
    char *path = picture_keep(bytes, "sheet.json");
    path[strlen(path) - 5] = '\0';
    char *png = g_strconcat(path, ".png", NULL);
    assert_int_equal(cairo_surface_write_to_png(surface, png), CAIRO_STATUS_SUCCESS);
    kuril_error error = {0};
    if (kuril_icons_add_sprites(icons, "s", path, true, &error) != KURIL_OK)
        fail_msg("%s", error.message);
    assert_near(kuril_icon_width_pt(kuril_icons_find(icons, "s:green", NULL)), 6 * 0.75, 1e-9);
    scene s = at_middle("s:disc", (kuril_rgba){1, 0, 0, 1});
    s.paint.halo_color = (kuril_rgba){0, 0, 1, 1};
    s.paint.halo_width_pt = 1.5;
    picture p = picture_png(30, 30, 144, draw_icon, &s); /* radius 3 px = 4.5 pt = 9 pixels, the halo 3 more */
    assert_pixel(&p, 30, 30, 255, 0, 0);
    assert_pixel(&p, 30 + 7, 30, 255, 0, 0);
    assert_pixel(&p, 30 + 10, 30, 0, 0, 255);
    assert_pixel(&p, 30 + 14, 30, 255, 255, 255);
    picture_free(&p);
    s = at_middle("s:green", (kuril_rgba){1, 0, 0, 1}); /* no field: keeps its colour */
    p = picture_png(30, 30, 144, draw_icon, &s);
    assert_pixel(&p, 30, 30, 0, 255, 0);
    picture_free(&p);
    assert_int_equal(kuril_icons_add_sprites(icons, "t", "/does/not/exist", true, &error), KURIL_E_IO);
    cairo_surface_destroy(surface);
    g_bytes_unref(bytes);
    g_free(png);
    g_free(path);
}

static void folders_are_read_by_name(void **state)
{
    (void)state;
    kuril_icons *set = kuril_icons_new();
    assert_int_equal(kuril_icons_add_folder(set, "maki", KURIL_SOURCE_DIR "/styles/icons", NULL), KURIL_OK);
    assert_null(kuril_icons_find(set, "harbor", NULL));
    const kuril_icon *icon = kuril_icons_find(set, "maki:harbor", NULL);
    assert_non_null(icon);
    assert_near(kuril_icon_width_pt(icon), 15 * 0.75, 1e-9);
    char **names = kuril_icons_names(set);
    size_t tintable = 0, patterns = 0;
    for (char **name = names; *name; name++) {
        icon = kuril_icons_find(set, *name, NULL);
        assert_non_null(icon);
        if (strstr(*name, "hatch") || strstr(*name, "stipple")) /* patterns, in colours of their own */
            patterns++;
        else
            tintable += kuril_icon_is_tintable(icon);
    }
    assert_int_equal(tintable + patterns, g_strv_length(names));
    g_strfreev(names);
    kuril_icons_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(icons_are_in_style_pixels),       cmocka_unit_test(tints_apply_to_what_is_black),
        cmocka_unit_test(halos_lie_round_the_icon),        cmocka_unit_test(icons_turn_clockwise),
        cmocka_unit_test(bad_pictures_are_refused),        cmocka_unit_test(uses_of_uses_are_refused),
        cmocka_unit_test(other_files_are_never_read),      cmocka_unit_test(patterns_repeat_at_every_dpi),
        cmocka_unit_test(icons_and_patterns_stay_vectors), cmocka_unit_test(hatchings_are_read_from_their_tile),
        cmocka_unit_test(hatchings_are_lines_in_vectors),  cmocka_unit_test(sprites_are_cut_from_their_sheet),
        cmocka_unit_test(folders_are_read_by_name),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
