#include "projection/rings.h"

void kuril_clipper_init(kuril_clipper *clipper)
{
    kuril_joiner_init(&clipper->joiner);
    kuril_rings_init(&clipper->spare);
}

void kuril_clipper_finish(kuril_clipper *clipper)
{
    kuril_joiner_finish(&clipper->joiner);
    kuril_rings_finish(&clipper->spare);
}

/* A half-plane: what lies at or beyond `at` along one axis, towards `sign`. */
typedef struct half {
    bool along_x;
    double at, sign;
} half;

static double depth(const half *h, kuril_xy p)
{
    return h->sign * ((h->along_x ? p.x : p.y) - h->at);
}

/* Where the segment crosses the line; the same point whichever way it is walked. */
static kuril_xy crossing(const half *h, kuril_xy a, kuril_xy b)
{
    if (a.x > b.x || (a.x == b.x && a.y > b.y)) {
        const kuril_xy swap = a;
        a = b;
        b = swap;
    }
    if (h->along_x)
        return (kuril_xy){h->at, a.y + (b.y - a.y) * ((h->at - a.x) / (b.x - a.x))};
    return (kuril_xy){a.x + (b.x - a.x) * ((h->at - a.y) / (b.y - a.y)), h->at};
}

static double place(const half *h, kuril_xy p)
{
    return h->along_x ? p.y : p.x;
}

static void cut_ring(const half *h, const kuril_xy *p, size_t n, size_t first_out, kuril_joiner *joiner)
{
    bool in = false;
    for (size_t k = 0; k < n; k++) {
        const kuril_xy a = p[(first_out + k) % n], b = p[(first_out + k + 1) % n];
        const bool b_in = depth(h, b) >= 0;
        if (b_in != in) {
            const kuril_xy c = crossing(h, a, b);
            if (b_in) {
                kuril_joiner_start(joiner, 0, place(h, c));
                kuril_joiner_add(joiner, c.x, c.y);
            } else {
                kuril_joiner_add(joiner, c.x, c.y);
                kuril_joiner_end(joiner, 0, place(h, c));
            }
        }
        if (b_in)
            kuril_joiner_add(joiner, b.x, b.y);
        in = b_in;
    }
}

static void cut_half(const kuril_rings *in, const half *h, kuril_joiner *joiner, kuril_rings *out)
{
    kuril_joiner_clear(joiner);
    for (size_t i = 0; i < kuril_rings_count(in); i++) {
        size_t n;
        const kuril_xy *p = kuril_rings_at(in, i, &n);
        size_t n_in = 0, first_out = n;
        for (size_t k = 0; k < n; k++) {
            if (depth(h, p[k]) >= 0)
                n_in++;
            else if (first_out == n)
                first_out = k;
        }
        if (n_in == n) {
            kuril_xys_append(&out->points, p, n);
            kuril_rings_end(out);
        } else if (n_in > 0) {
            cut_ring(h, p, n, first_out, joiner);
        }
    }
    kuril_joiner_join(joiner, out);
}

void kuril_rings_clip(kuril_rings *rings, const kuril_rect *box, kuril_clipper *clipper)
{
    const kuril_rect all = kuril_rings_bounds(rings);
    const half halves[] = {
        {true, box->x_min, 1}, {true, box->x_max, -1}, {false, box->y_min, 1}, {false, box->y_max, -1}};
    const bool needed[] = {all.x_min<box->x_min, all.x_max> box->x_max, all.y_min<box->y_min, all.y_max> box->y_max};
    for (size_t i = 0; i < 4; i++) {
        if (!needed[i])
            continue;
        kuril_rings_clear(&clipper->spare);
        cut_half(rings, &halves[i], &clipper->joiner, &clipper->spare);
        const kuril_rings swap = *rings;
        *rings = clipper->spare;
        clipper->spare = swap;
    }
}

bool kuril_segment_clip(const kuril_rect *box, kuril_xy *a, kuril_xy *b)
{
    const half halves[] = {
        {true, box->x_min, 1}, {true, box->x_max, -1}, {false, box->y_min, 1}, {false, box->y_max, -1}};
    for (size_t i = 0; i < 4; i++) {
        const double da = depth(&halves[i], *a), db = depth(&halves[i], *b);
        if (da < 0 && db < 0)
            return false;
        if (da < 0)
            *a = crossing(&halves[i], *a, *b);
        else if (db < 0)
            *b = crossing(&halves[i], *a, *b);
    }
    return true;
}
