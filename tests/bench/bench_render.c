/*
 * What drawing costs: filling and stroking a coast (ns a vertex), text and halos (us a label), icons, the PNG
 * (ns a pixel), and the first text of a process, which opens the fonts.
 */
#include "bench.h"
#include "render/icon.h"
#include "render/text.h"
#include <glib.h>
#include <math.h>
#include <stdio.h>

enum { VERTICES = 50000, LABELS = 150, ROUNDS = 5 };

static kuril_canvas *page(kuril_canvas_format format, kuril_output **output)
{
    kuril_canvas *canvas = NULL;
    kuril_error error = {0};
    const kuril_canvas_options options = {.format = format, .width_pt = 1200, .height_pt = 900};
    char *path = g_build_filename(g_get_tmp_dir(), "kurilmap-bench", NULL);
    if (kuril_output_open(path, output, &error) != KURIL_OK ||
        kuril_canvas_new(&options, *output, &canvas, &error) != KURIL_OK)
        g_error("%s", error.message);
    g_free(path);
    return canvas;
}

/* A ring as ragged as a coast simplified to a quarter of a pixel: edges of about a pixel. */
static void coast(kuril_canvas *c, int vertices)
{
    kuril_canvas_new_path(c);
    for (int ring = 0; ring < vertices / 1000; ring++)
        for (int i = 0; i < 1000; i++) {
            const double a = i * 2 * G_PI / 1000, r = 90 + 15 * sin(7 * a + ring) + 4 * sin(83 * a) + sin(331 * a);
            const double x = 120 + ring % 10 * 105 + r * cos(a), y = 120 + ring / 10 % 7 * 110 + r * sin(a);
            (i == 0 ? kuril_canvas_move_to : kuril_canvas_line_to)(c, x, y);
        }
    kuril_canvas_close_path(c);
}

typedef struct bench {
    kuril_fonts *fonts;
    kuril_icons *icons;
    const kuril_text_layout *layouts[LABELS];
} bench;

static void fill(kuril_canvas *c, bench *b)
{
    (void)b;
    coast(c, VERTICES);
    kuril_canvas_fill(c, KURIL_FILL_EVEN_ODD, &(kuril_paint){.color = {0.9, 0.9, 0.8, 1}});
}

static void stroke(kuril_canvas *c, bench *b)
{
    (void)b;
    coast(c, VERTICES);
    kuril_canvas_stroke(c,
                        &(kuril_stroke){.paint = {.color = {0, 0, 0, 1}}, .width_pt = 0.6, .join = KURIL_JOIN_ROUND});
}

static void translucent(kuril_canvas *c, bench *b)
{
    (void)b;
    coast(c, VERTICES);
    kuril_canvas_stroke(c,
                        &(kuril_stroke){.paint = {.color = {0, 0, 0, 0.5}}, .width_pt = 0.6, .join = KURIL_JOIN_ROUND});
}

static void dashed(kuril_canvas *c, bench *b)
{
    (void)b;
    coast(c, VERTICES);
    kuril_canvas_stroke(
        c, &(kuril_stroke){.paint = {.color = {0, 0, 0, 1}}, .width_pt = 0.6, .n_dashes = 2, .dashes = {4, 2}});
}

static void shape_labels(kuril_canvas *c, bench *b)
{
    (void)c;
    static const char *const names[] = {"Severo-Kurilsk", "Южно-Курильск", "択捉島", "Petropavlovsk-Kamchatsky",
                                        "Sea of Okhotsk"};
    for (int i = 0; i < LABELS; i++) {
        char text[64];
        g_snprintf(text, sizeof text, "%s %d", names[i % 5], i);
        kuril_error error = {0};
        if (kuril_text_layout_get(b->fonts, &(kuril_text_span){.text = text, .size_pt = 9}, 1,
                                  &(kuril_text_format){.max_width_pt = 80}, &b->layouts[i], &error) != KURIL_OK)
            g_error("%s", error.message);
    }
}

static void draw_labels(kuril_canvas *c, bench *b, kuril_text_parts parts, double halo_alpha)
{
    const kuril_text_paint paint = {{0.1, 0.1, 0.1, 1}, {1, 1, 1, halo_alpha}, 1.2, 0};
    for (int i = 0; i < LABELS; i++)
        kuril_text_draw(c, b->layouts[i], 20 + i % 10 * 115.3, 20 + i / 10 * 55.7, 0, 0, 0, &paint, parts);
}

static void letters(kuril_canvas *c, bench *b)
{
    draw_labels(c, b, KURIL_TEXT_LETTERS, 1);
}

static void halos(kuril_canvas *c, bench *b)
{
    draw_labels(c, b, KURIL_TEXT_HALO, 1);
}

static void soft_halos(kuril_canvas *c, bench *b)
{
    draw_labels(c, b, KURIL_TEXT_HALO, 0.8);
}

static void draw_icons(kuril_canvas *c, bench *b)
{
    const kuril_icon *icon = kuril_icons_find(b->icons, "harbor", NULL);
    for (int i = 0; i < LABELS; i++)
        kuril_icon_draw(c, icon,
                        &(kuril_icon_paint){.x = 20 + i % 10 * 115.3,
                                            .y = 20 + i / 10 * 55.7,
                                            .scale_x = 1,
                                            .scale_y = 1,
                                            .opacity = 1,
                                            .tint = {0.7, 0.1, 0.1, 1}});
}

static void nothing(kuril_canvas *c, bench *b)
{
    (void)c;
    (void)b;
}

static double finish(kuril_canvas *c, kuril_output *output)
{
    const double start = bench_seconds();
    kuril_canvas_finish(c, NULL);
    const double took = bench_seconds() - start;
    kuril_output_discard(output);
    return took;
}

static void run(const char *what, void (*draw)(kuril_canvas *, bench *), bench *b, double per, const char *unit)
{
    static const char *const names[] = {"png", "pdf", "svg"};
    printf("%-14s", what);
    for (int format = KURIL_CANVAS_PNG; format <= KURIL_CANVAS_SVG; format++) {
        double best = INFINITY, best_finish = INFINITY;
        for (int i = 0; i < ROUNDS; i++) {
            kuril_output *output = NULL;
            kuril_canvas *c = page((kuril_canvas_format)format, &output);
            const double start = bench_seconds();
            draw(c, b);
            best = fmin(best, bench_seconds() - start);
            best_finish = fmin(best_finish, finish(c, output));
        }
        printf("  %s %8.2f ms + %7.2f ms to write (%.2f %s)", names[format], best * 1e3, best_finish * 1e3,
               best * 1e9 / per, unit);
    }
    printf("\n");
}

int main(void)
{
    bench b = {.icons = kuril_icons_new()};
    kuril_error error = {0};
    if (kuril_icons_add_folder(b.icons, NULL, KURIL_SOURCE_DIR "/styles/icons", &error) != KURIL_OK)
        g_error("%s", error.message);
    double start = bench_seconds();
    kuril_fonts_new(&b.fonts, NULL);
    printf("fonts          %.2f ms\n", (bench_seconds() - start) * 1e3);
    start = bench_seconds();
    shape_labels(NULL, &b);
    printf("first %d labels %.2f ms\n", LABELS, (bench_seconds() - start) * 1e3);
    kuril_fonts_free(b.fonts);
    kuril_fonts_new(&b.fonts, NULL);
    start = bench_seconds();
    shape_labels(NULL, &b);
    printf("again, fonts open  %.2f ms\n", (bench_seconds() - start) * 1e3);
    run("nothing", nothing, &b, 1600.0 * 1200, "ns a pixel");
    run("fill", fill, &b, VERTICES, "ns a vertex");
    run("stroke", stroke, &b, VERTICES, "ns a vertex");
    run("translucent", translucent, &b, VERTICES, "ns a vertex");
    run("dashed", dashed, &b, VERTICES, "ns a vertex");
    run("letters", letters, &b, LABELS * 1e3, "us a label");
    run("halos", halos, &b, LABELS * 1e3, "us a label");
    run("soft halos", soft_halos, &b, LABELS * 1e3, "us a label");
    run("icons", draw_icons, &b, LABELS * 1e3, "us an icon");
    kuril_fonts_free(b.fonts);
    kuril_icons_free(b.icons);
    return 0;
}
