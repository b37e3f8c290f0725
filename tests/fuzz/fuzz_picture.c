/*
 * A small picture drawn by a stream of calls: paths filled and stroked by our own summing of areas (render/raster.h) or
 * by cairo, as clips, transforms, dashes and groups decide. The input: resolution, then a byte of what comes, and its
 * numbers, two bytes each. What is drawn lies on the page, beside it or a thousand pages away; it may be huge or hair-thin.
 */
#include "render/canvas.h"
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STATES_MAX = 16 };

typedef struct stream {
    const uint8_t *data;
    size_t size;
} stream;

static int take(stream *s)
{
    const int value = s->size > 1 ? (int16_t)(s->data[0] | s->data[1] << 8) : 0;
    const size_t n = s->size > 1 ? 2 : s->size;
    s->data += n;
    s->size -= n;
    return value;
}

/* Eighths of a point over some forty pages, now and then a thousand times farther. */
static double place(stream *s)
{
    const int value = take(s);
    return value % 61 == 60 ? value * 125.0 : value / 8.0;
}

static kuril_rgba colour(int bits)
{
    return (kuril_rgba){(bits & 3) / 3.0, (bits >> 2 & 3) / 3.0, (bits >> 4 & 3) / 3.0, bits & 64 ? 0.5 : 1};
}

static void stroke(kuril_canvas *canvas, stream *s)
{
    const int how = take(s);
    kuril_stroke wanted = {.paint = {colour(how), NULL},
                           .width_pt = (take(s) & 0x7FFF) / (how & 128 ? 4096.0 : 64.0),
                           .cap = (kuril_line_cap)((how >> 8 & 3) % 3),
                           .join = (kuril_line_join)((how >> 10 & 3) % 3),
                           .miter_limit = how >> 12 & 3,
                           .each_edge_once = how & 0x4000};
    if (take(s) % 5 == 0) {
        wanted.n_dashes = 2;
        wanted.dashes[0] = 0.5 + (take(s) & 127) / 8.0;
        wanted.dashes[1] = 0.5 + (take(s) & 127) / 8.0;
    }
    kuril_canvas_stroke(canvas, &wanted);
}

static void call(kuril_canvas *canvas, stream *s, int *states)
{
    const int what = *s->data;
    s->data++;
    s->size--;
    const double x = place(s), y = place(s);
    switch (what % 16) {
    case 0:
        kuril_canvas_new_path(canvas);
        break;
    case 1:
        kuril_canvas_move_to(canvas, x, y);
        break;
    case 2:
        kuril_canvas_close_path(canvas);
        break;
    case 3:
        kuril_canvas_rectangle(canvas, &(kuril_rect){x, y, place(s), place(s)});
        break;
    case 4:
        kuril_canvas_curve_to(canvas, x, y, place(s), place(s), place(s), place(s));
        break;
    case 5:
        kuril_canvas_fill(canvas, what & 16 ? KURIL_FILL_EVEN_ODD : KURIL_FILL_NONZERO, &(kuril_paint){colour(take(s)), NULL});
        break;
    case 6:
        stroke(canvas, s);
        break;
    case 7:
        kuril_canvas_fill_replacing(canvas, &(kuril_rgba){0.2, 0.4, 0.6, 1});
        break;
    case 8:
        if (*states < STATES_MAX) {
            kuril_canvas_push(canvas);
            ++*states;
        }
        break;
    case 9:
        if (*states > 0) {
            kuril_canvas_pop(canvas);
            --*states;
        }
        break;
    case 10:
        kuril_canvas_clip_rect(canvas, &(kuril_rect){x, y, x + (take(s) & 0x3FF), y + (take(s) & 0x3FF)});
        break;
    case 11:
        if (*states > 0 && what & 16)
            kuril_canvas_clip_path(canvas, KURIL_FILL_NONZERO);
        else if (*states > 0)
            kuril_canvas_translate(canvas, x, y);
        break;
    case 12:
        if (*states > 0)
            kuril_canvas_scale(canvas, 0.25 + (what >> 4) / 4.0, 0.25 + (what >> 4) / 4.0);
        break;
    default:
        kuril_canvas_line_to(canvas, x, y);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size > 2048)
        return 0;
    const kuril_canvas_options options = {
        .format = KURIL_CANVAS_PNG, .width_pt = 90, .height_pt = 60, .dpi = 48 + data[0], .transparent = data[1] & 1};
    kuril_canvas *canvas = NULL;
    if (kuril_canvas_new(&options, NULL, &canvas, NULL) != KURIL_OK)
        return 0;
    int states = 0;
    for (stream s = {data + 2, size - 2}; s.size > 0;)
        call(canvas, &s, &states);
    for (; states > 0; states--)
        kuril_canvas_pop(canvas);
    kuril_canvas_free(canvas); /* the picture is not packed: PNG's turn is test_canvas's */
    return 0;
}
