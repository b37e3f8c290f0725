#include "render/coverage.h"

#include <math.h>
#include <string.h>

/* From the upper end down. */
typedef struct coverage_edge {
    float x, top, bottom, slope; /* x at the top; slope: x a row */
    float sign;                  /* 1 when it was given downwards, else -1 */
} coverage_edge;

void kuril_coverage_init(kuril_coverage *c)
{
    *c = (kuril_coverage){0};
    c->edges = g_array_new(FALSE, FALSE, sizeof(coverage_edge));
    c->order = g_array_new(FALSE, FALSE, sizeof(guint));
    c->starts = g_array_new(FALSE, FALSE, sizeof(guint));
    c->active = g_array_new(FALSE, FALSE, sizeof(guint));
    c->areas = g_array_new(FALSE, TRUE, sizeof(float));
    c->touched = g_array_new(FALSE, TRUE, sizeof(uint64_t));
}

void kuril_coverage_finish(kuril_coverage *c)
{
    GArray *arrays[] = {c->edges, c->order, c->starts, c->active, c->areas, c->touched};
    for (size_t i = 0; i < G_N_ELEMENTS(arrays) && arrays[i]; i++)
        g_array_free(arrays[i], TRUE);
    *c = (kuril_coverage){0};
}

void kuril_coverage_begin(kuril_coverage *c, int width, int height)
{
    c->width = width;
    c->height = height;
    c->n_edges = 0;
    const guint areas = (guint)width + 2, words = areas / 64 + 1;
    if (c->areas->len < areas)
        g_array_set_size(c->areas, areas);
    if (c->touched->len < words)
        g_array_set_size(c->touched, words);
}

/* fmin and fmax, which must think of NaN, are calls. */
static double lesser(double a, double b)
{
    return a < b ? a : b;
}

static double greater(double a, double b)
{
    return a > b ? a : b;
}

/* Single precision is a hundredth of a pixel at worst, and ends that were the same stay so. */
static void add(kuril_coverage *c, double x0, double y0, double x1, double y1, float sign)
{
    const coverage_edge e = {(float)x0, (float)y0, (float)y1, (float)((x1 - x0) / (y1 - y0)), sign};
    if (!(e.top < e.bottom))
        return;
    if (c->n_edges == c->edges->len)
        g_array_set_size(c->edges, MAX(2 * c->edges->len, 256));
    g_array_index(c->edges, coverage_edge, c->n_edges++) = e;
}

void kuril_coverage_edge(kuril_coverage *c, double x0, double y0, double x1, double y1)
{
    float sign = 1;
    if (y0 > y1) {
        const double x = x0, y = y0;
        x0 = x1;
        y0 = y1;
        x1 = x;
        y1 = y;
        sign = -1;
    }
    const double right = c->width, bottom = c->height;
    if (!(y1 > 0) || !(y0 < bottom) || !(y0 < y1) || !isfinite(x0) || !isfinite(x1) || !isfinite(y0) || !isfinite(y1))
        return;
    const double slope = (x1 - x0) / (y1 - y0);
    if (y0 < 0) {
        x0 -= y0 * slope;
        y0 = 0;
    }
    if (y1 > bottom) {
        x1 -= (y1 - bottom) * slope;
        y1 = bottom;
    }
    /* To the right of the box it adds nothing; to the left of it as much as along its border. */
    if (x0 >= right && x1 >= right)
        return;
    if (x0 > right || x1 > right) {
        const double y = lesser(greater(y0 + (right - x0) / slope, y0), y1);
        if (x0 > right) {
            x0 = right;
            y0 = y;
        } else {
            x1 = right;
            y1 = y;
        }
    }
    if (x0 >= 0 && x1 >= 0) {
        add(c, x0, y0, x1, y1, sign);
    } else if (x0 <= 0 && x1 <= 0) {
        add(c, 0, y0, 0, y1, sign);
    } else {
        const double y = lesser(greater(y0 - x0 / slope, y0), y1);
        add(c, greater(x0, 0), y0, 0, y, sign);
        add(c, 0, y, greater(x1, 0), y1, sign);
    }
}

static guint first_row(const coverage_edge *e)
{
    return (guint)e->top;
}

/* By counting, as the rows are few. */
static void sort_by_row(kuril_coverage *c)
{
    const guint rows = (guint)c->height, n = c->n_edges;
    g_array_set_size(c->starts, rows + 2);
    g_array_set_size(c->order, n);
    guint *starts = (guint *)(void *)c->starts->data, *order = (guint *)(void *)c->order->data;
    const coverage_edge *edges = (const coverage_edge *)(void *)c->edges->data;
    memset(starts, 0, (rows + 2) * sizeof *starts);
    for (guint i = 0; i < n; i++)
        starts[first_row(&edges[i]) + 2]++;
    for (guint row = 2; row < rows + 2; row++)
        starts[row] += starts[row - 1];
    for (guint i = 0; i < n; i++)
        order[starts[first_row(&edges[i]) + 1]++] = i;
}

static void touch(uint64_t *bits, int first, int last)
{
    for (int i = first; i <= last; i++)
        bits[i / 64] |= (uint64_t)1 << (i % 64);
}

/*
 * Adds the area between a piece of an edge within a row and the right border: of height `h` (signed), from x0 to x1.
 * In the pixels that it crosses the area grows as a triangle, a trapezium, ..., and the rest of the last one.
 */
static void accumulate(float *areas, uint64_t *bits, float xa, float xb, float h)
{
    const float x0 = xa < xb ? xa : xb, x1 = xa < xb ? xb : xa;
    const int first = (int)x0, last = (int)ceilf(x1);
    const float floor0 = (float)first;
    if (last <= first + 1) {
        const float right = h * (0.5f * (x0 + x1) - floor0);
        areas[first] += h - right;
        areas[first + 1] += right;
        touch(bits, first, first + 1);
        return;
    }
    const float s = 1 / (x1 - x0), lead = 1 - (x0 - floor0), tail = x1 - (float)last + 1;
    const float a0 = 0.5f * s * lead * lead, an = 0.5f * s * tail * tail;
    areas[first] += h * a0;
    if (last == first + 2) {
        areas[first + 1] += h * (1 - a0 - an);
    } else {
        const float a1 = s * (0.5f + lead);
        areas[first + 1] += h * (a1 - a0);
        for (int i = first + 2; i < last - 1; i++)
            areas[i] += h * s;
        areas[last - 1] += h * (1 - (a1 + (float)(last - first - 3) * s) - an);
    }
    areas[last] += h * an;
    touch(bits, first, last);
}

/* Between the left and the right border; NaN, of an edge of next to no height, becomes the left one. */
static float within(float x, float right)
{
    return x > 0 ? x < right ? x : right : 0;
}

/* Adds the row's part of an edge; false when the edge ends in it. */
static bool cross_row(const kuril_coverage *c, const coverage_edge *e, int row)
{
    const float right = (float)c->width, above = (float)row, below = (float)(row + 1);
    const float top = e->top > above ? e->top : above, bottom = e->bottom < below ? e->bottom : below;
    const float x0 = e->x + (top - e->top) * e->slope, x1 = e->x + (bottom - e->top) * e->slope;
    accumulate((float *)(void *)c->areas->data, (uint64_t *)(void *)c->touched->data, within(x0, right),
               within(x1, right), e->sign * (bottom - top));
    return e->bottom > below;
}

static unsigned covered(float sum, bool even_odd)
{
    float v = fabsf(sum);
    if (even_odd) {
        v -= 2 * floorf(v / 2);
        v = v > 1 ? 2 - v : v;
    }
    return v >= 1 ? 255 : (unsigned)(v * 255 + 0.5f);
}

static void emit_row(kuril_coverage *c, int row, bool even_odd, kuril_coverage_span span, void *user)
{
    float *areas = (float *)(void *)c->areas->data, sum = 0;
    uint64_t *words = (uint64_t *)(void *)c->touched->data;
    int from = 0; /* the run that goes on */
    unsigned run = 0;
    for (int word = 0; word <= (c->width + 1) / 64; word++) {
        for (; words[word]; words[word] &= words[word] - 1) {
            const int x = word * 64 + __builtin_ctzll(words[word]);
            sum += areas[x];
            areas[x] = 0;
            const unsigned now = covered(sum, even_odd);
            if (now == run)
                continue;
            const int end = MIN(x, c->width);
            if (run > 0 && end > from)
                span(user, row, from, end - from, run);
            from = end;
            run = now;
        }
    }
    if (run > 0 && c->width > from)
        span(user, row, from, c->width - from, run);
}

void kuril_coverage_sweep(kuril_coverage *c, bool even_odd, kuril_coverage_span span, void *user)
{
    if (c->n_edges == 0)
        return;
    sort_by_row(c);
    const guint *starts = (const guint *)(const void *)c->starts->data,
                *order = (const guint *)(const void *)c->order->data;
    const coverage_edge *edges = (const coverage_edge *)(const void *)c->edges->data;
    g_array_set_size(c->active, c->n_edges);
    guint *active = (guint *)(void *)c->active->data, n_active = 0;
    for (int row = 0; row < c->height; row++) {
        for (guint i = starts[row]; i < starts[row + 1]; i++)
            active[n_active++] = order[i];
        if (n_active == 0)
            continue;
        guint kept = 0;
        for (guint i = 0; i < n_active; i++)
            if (cross_row(c, &edges[active[i]], row))
                active[kept++] = active[i];
        n_active = kept;
        emit_row(c, row, even_odd, span, user);
    }
}
