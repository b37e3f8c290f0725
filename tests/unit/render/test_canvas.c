/* Pages: what the files say about themselves, their limits, groups, images, and that the same page is the same bytes.
 */
#include "picture.h"
#include "support.h"
#include <math.h>
#include <string.h>

static void draw_scene(kuril_canvas *c, void *user)
{
    (void)user;
    kuril_canvas_rectangle(c, &(kuril_rect){10, 10, 60, 40});
    kuril_canvas_fill(c, KURIL_FILL_NONZERO, &(kuril_paint){.color = {1, 0, 0, 1}});
    kuril_canvas_push_group(c);
    kuril_canvas_new_path(c);
    kuril_canvas_rectangle(c, &(kuril_rect){30, 20, 80, 60});
    kuril_canvas_fill(c, KURIL_FILL_NONZERO, &(kuril_paint){.color = {0, 0, 1, 1}});
    kuril_canvas_new_path(c);
    kuril_canvas_circle(c, 80, 60, 15);
    kuril_canvas_fill(c, KURIL_FILL_NONZERO, &(kuril_paint){.color = {0, 0, 1, 1}});
    kuril_canvas_pop_group(c, 0.5);
}

static bool contains(GBytes *bytes, const char *text)
{
    gsize n = 0;
    const char *data = g_bytes_get_data(bytes, &n);
    const size_t m = strlen(text);
    for (size_t i = 0; i + m <= n; i++)
        if (memcmp(data + i, text, m) == 0)
            return true;
    return false;
}

static kuril_canvas_options page(kuril_canvas_format format)
{
    return (kuril_canvas_options){
        .format = format, .width_pt = 100, .height_pt = 80, .title = "Kurils & <sea>", .subject = "Test page"};
}

/* B80, MakieOrg/Makie.jl#3937; cairo's counter of the process must not show. */
static void same_page_same_bytes(void **state)
{
    (void)state;
    for (int format = KURIL_CANVAS_PNG; format <= KURIL_CANVAS_SVG; format++) {
        const kuril_canvas_options options = page((kuril_canvas_format)format);
        GBytes *first = picture_page(&options, draw_scene, NULL);
        g_bytes_unref(picture_page(&options, draw_scene, NULL));
        g_usleep(1100000); /* into another second */
        GBytes *again = picture_page(&options, draw_scene, NULL);
        assert_true(g_bytes_equal(first, again));
        g_bytes_unref(first);
        g_bytes_unref(again);
    }
}

/* B79, mapnik/mapnik#2322: 300 dpi is 11 811 pixels a metre. */
static void png_states_its_density(void **state)
{
    (void)state;
    kuril_canvas_options options = page(KURIL_CANVAS_PNG);
    options.dpi = 300;
    GBytes *bytes = picture_page(&options, draw_scene, NULL);
    const uint8_t *data = g_bytes_get_data(bytes, NULL);
    /* IHDR begins at 8 + 8: width 100 / 72 * 300 = 416.67, height 333.33. */
    assert_int_equal(data[18] << 8 | data[19], 417);
    assert_int_equal(data[22] << 8 | data[23], 333);
    assert_true(contains(bytes, "pHYs\x00\x00\x2e\x23"));
    const uint8_t density[] = {'p', 'H', 'Y', 's', 0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1};
    gsize n = 0;
    g_bytes_get_data(bytes, &n);
    bool found = false;
    for (size_t i = 0; i + sizeof density <= n; i++)
        found |= memcmp(data + i, density, sizeof density) == 0;
    assert_true(found);
    assert_int_equal(0x2e23, 11811);
    g_bytes_unref(bytes);
}

/* B77, qgis/QGIS#42698: half transparent, both vector; inside a group overlaps do not show. */
static void groups_are_half_transparent_and_vector(void **state)
{
    (void)state;
    picture p = picture_png(100, 80, 72, draw_scene, NULL);
    const uint8_t *over_red = picture_at(&p, 45, 30), *over_white = picture_at(&p, 70, 50),
                  *lap = picture_at(&p, 75, 57);
    assert_int_equal(over_red[0], 127);
    assert_true(over_red[2] == 128 || over_red[2] == 127);
    assert_memory_equal(over_white, lap, 4);
    assert_int_equal(over_white[2], 255);
    picture_free(&p);
    kuril_canvas_options options = page(KURIL_CANVAS_PDF);
    GBytes *pdf = picture_page(&options, draw_scene, NULL);
    assert_false(contains(pdf, "/Subtype /Image"));
    g_bytes_unref(pdf);
    options.format = KURIL_CANVAS_SVG;
    GBytes *svg = picture_page(&options, draw_scene, NULL);
    assert_false(contains(svg, "<image"));
    assert_true(contains(svg, "<title>Kurils &amp; &lt;sea&gt;</title>"));
    g_bytes_unref(svg);
}

static void pdf_metadata_and_date(void **state)
{
    (void)state;
    kuril_canvas_options options = page(KURIL_CANVAS_PDF);
    GBytes *bytes = picture_page(&options, draw_scene, NULL);
    assert_false(contains(bytes, "CreationDate"));
    g_bytes_unref(bytes);
    options.date = "2026-02-07T11:12:13Z";
    bytes = picture_page(&options, draw_scene, NULL);
    assert_true(contains(bytes, "/CreationDate (D:20260207111213"));
    if (picture_have("pdfinfo") && picture_have("qpdf")) {
        char *path = picture_keep(bytes, "page.pdf");
        char *command = g_strdup_printf("pdfinfo -isodates %s", path),
             *check = g_strdup_printf("qpdf --check %s", path);
        char *info = picture_run(command);
        g_free(picture_run(check));
        assert_non_null(strstr(info, "2026-02-07T11:12:13Z"));
        assert_non_null(strstr(info, "Kurils & <sea>"));
        assert_non_null(strstr(info, "100 x 80 pts"));
        g_free(info);
        g_free(check);
        g_free(command);
        g_free(path);
    }
    g_bytes_unref(bytes);
}

static void draw_two_pages(kuril_canvas *c, void *user)
{
    kuril_error error = {0};
    assert_int_equal(kuril_canvas_new_page(c, 100, 80, "Первая", &error), KURIL_OK);
    draw_scene(c, user);
    assert_int_equal(kuril_canvas_new_page(c, 200, 90, "第二", &error), KURIL_OK);
    draw_scene(c, user);
}

static void pdf_has_pages_with_an_outline(void **state)
{
    (void)state;
    if (!picture_have("qpdf"))
        skip();
    const kuril_canvas_options options = page(KURIL_CANVAS_PDF);
    GBytes *bytes = picture_page(&options, draw_two_pages, NULL);
    char *path = picture_keep(bytes, "pages.pdf");
    char *command = g_strdup_printf("qpdf --json --json-key=outlines --json-key=pages %s", path);
    char *json = picture_run(command);
    assert_non_null(strstr(json, "Первая"));
    assert_non_null(strstr(json, "第二"));
    g_free(json);
    g_free(command);
    g_free(path);
    g_bytes_unref(bytes);
}

static void refuse(kuril_canvas_options options, const char *words)
{
    kuril_error error = {0};
    kuril_canvas *canvas = NULL;
    assert_int_equal(kuril_canvas_new(&options, NULL, &canvas, &error), KURIL_E_DOMAIN);
    assert_null(canvas);
    if (!strstr(error.message, words))
        fail_msg("%s", error.message);
}

static void impossible_sizes_are_refused(void **state)
{
    (void)state;
    refuse((kuril_canvas_options){.format = KURIL_CANVAS_PNG, .width_pt = 0, .height_pt = 10}, "must be positive");
    refuse((kuril_canvas_options){.format = KURIL_CANVAS_SVG, .width_pt = NAN, .height_pt = 10}, "must be positive");
    refuse((kuril_canvas_options){.format = KURIL_CANVAS_PDF, .width_pt = 14401, .height_pt = 10}, "200 inches");
    refuse((kuril_canvas_options){.format = KURIL_CANVAS_PNG, .width_pt = 1e5, .height_pt = 1e5, .dpi = 300}, "limit");
    refuse((kuril_canvas_options){.format = KURIL_CANVAS_PNG, .width_pt = 10, .height_pt = 10, .dpi = -1}, "dpi");
    refuse((kuril_canvas_options){.format = KURIL_CANVAS_PNG, .width_pt = 100, .height_pt = 100, .max_pixels = 999},
           "limit of 999");
}

static void draw_ruler(kuril_canvas *c, void *user)
{
    const double length = *(const double *)user;
    for (double x = 0; x < length; x += 40) {
        kuril_canvas_new_path(c);
        kuril_canvas_circle(c, x + 20.3, 12, 9);
        kuril_canvas_fill(c, KURIL_FILL_NONZERO,
                          &(kuril_paint){.color = {fmod(x / 400, 1), 0.5, 1 - fmod(x / 400, 1), 0.7}});
    }
}

/* B81, qgis/QGIS#46416: beyond cairo's 32 767 pixels the whole picture still comes, in strips. */
static void pictures_beyond_one_surface_are_whole(void **state)
{
    (void)state;
    double length = 33600, part = 400;
    const kuril_canvas_options tall = {.format = KURIL_CANVAS_PNG, .width_pt = length, .height_pt = 24, .dpi = 72};
    GBytes *bytes = picture_page(&tall, draw_ruler, &length);
    char *path = picture_keep(bytes, "long.png");
    /* Read without any PNG library: they refuse such widths, or cairo does. */
    picture first = picture_png(part, 24, 72, draw_ruler, &part);
    if (picture_have("python3")) {
        char *command = g_strdup_printf("python3 -c \"import zlib,struct;d=open('%s','rb').read();p=8;z=b''\n"
                                        "while p<len(d):\n"
                                        " n,t=struct.unpack('>I4s',d[p:p+8]);b=d[p+8:p+8+n]\n"
                                        " assert zlib.crc32(t+b)==struct.unpack('>I',d[p+8+n:p+12+n])[0]\n"
                                        " z+=b if t==b'IDAT' else b'';p+=12+n\n"
                                        "r=zlib.decompress(z);s=1+33600*3;assert len(r)==s*24\n"
                                        "row=r[s*12+1:s*13];print(row[:1200].hex()+' '+row[-1200:].hex())\"",
                                        path);
        char *rows = picture_run(command);
        for (int x = 0; x < 400; x++) {
            char want[7];
            const uint8_t *p = picture_at(&first, x, 12);
            g_snprintf(want, sizeof want, "%02x%02x%02x", p[0], p[1], p[2]);
            assert_memory_equal(rows + 6 * x, want, 6);
            assert_memory_equal(rows + 2401 + 6 * x, want, 6); /* 33 200 is 83 times 400: the same colours again */
        }
        g_free(rows);
        g_free(command);
    }
    picture_free(&first);
    g_free(path);
    g_bytes_unref(bytes);
}

static void draw_image(kuril_canvas *c, void *user)
{
    const uint8_t rgba[] = {255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 128, 0, 0, 0, 0};
    kuril_canvas_image(c, &(kuril_pixels){rgba, 2, 2, 8}, &(kuril_rect){0, 0, 20, 20}, 1, *(const bool *)user);
}

static void images_are_placed_and_blended(void **state)
{
    (void)state;
    bool smooth = false;
    picture p = picture_png(20, 20, 72, draw_image, &smooth);
    assert_memory_equal(picture_at(&p, 0, 0), ((const uint8_t[]){255, 0, 0, 255}), 4);
    assert_memory_equal(picture_at(&p, 19, 9), ((const uint8_t[]){0, 255, 0, 255}), 4);
    assert_memory_equal(picture_at(&p, 5, 15), ((const uint8_t[]){127, 127, 255, 255}), 4);
    assert_memory_equal(picture_at(&p, 15, 15), ((const uint8_t[]){255, 255, 255, 255}), 4);
    picture_free(&p);
    smooth = true;
    p = picture_png(20, 20, 72, draw_image, &smooth);
    const uint8_t *middle = picture_at(&p, 10, 4);
    assert_true(middle[0] > 80 && middle[1] > 80);                                     /* half way from red to green */
    assert_memory_equal(picture_at(&p, 0, 0), ((const uint8_t[]){255, 0, 0, 255}), 4); /* no pale rim */
    picture_free(&p);
}

static void draw_nothing(kuril_canvas *c, void *user)
{
    (void)c;
    (void)user;
}

static void transparent_pages_have_no_white(void **state)
{
    (void)state;
    const kuril_canvas_options options = {
        .format = KURIL_CANVAS_PNG, .width_pt = 100, .height_pt = 80, .dpi = 72, .transparent = true};
    GBytes *bytes = picture_page(&options, draw_scene, NULL);
    char *path = picture_keep(bytes, "clear.png");
    picture p = picture_read(path);
    assert_int_equal(picture_at(&p, 1, 1)[3], 0);
    assert_memory_equal(picture_at(&p, 15, 15), ((const uint8_t[]){255, 0, 0, 255}), 4);
    assert_int_equal(picture_at(&p, 70, 50)[3], 128);
    assert_int_equal(picture_at(&p, 70, 50)[2], 255);
    picture_free(&p);
    g_free(path);
    g_bytes_unref(bytes);
    p = picture_png(10, 10, 72, draw_nothing, NULL);
    assert_memory_equal(picture_at(&p, 5, 5), ((const uint8_t[]){255, 255, 255, 255}), 4);
    picture_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_page_same_bytes),
        cmocka_unit_test(png_states_its_density),
        cmocka_unit_test(groups_are_half_transparent_and_vector),
        cmocka_unit_test(pdf_metadata_and_date),
        cmocka_unit_test(pdf_has_pages_with_an_outline),
        cmocka_unit_test(impossible_sizes_are_refused),
        cmocka_unit_test(pictures_beyond_one_surface_are_whole),
        cmocka_unit_test(images_are_placed_and_blended),
        cmocka_unit_test(transparent_pages_have_no_white),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
