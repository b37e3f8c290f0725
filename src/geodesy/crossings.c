#include "geodesy/crossings.h"

#include <math.h>

static const size_t PATIENCE = 300000000; /* pairs of boxes */

static double west_of(const kuril_segment *s)
{
    return s->a.x < s->b.x ? s->a.x : s->b.x;
}

static double east_of(const kuril_segment *s)
{
    return s->a.x < s->b.x ? s->b.x : s->a.x;
}

static gint from_west(gconstpointer a, gconstpointer b)
{
    const double x = west_of(a), y = west_of(b);
    return (x > y) - (x < y);
}

static double side(kuril_xy a, kuril_xy b, kuril_xy p)
{
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

static bool cross(const kuril_segment *s, const kuril_segment *t)
{
    return side(s->a, s->b, t->a) * side(s->a, s->b, t->b) < 0 && side(t->a, t->b, s->a) * side(t->a, t->b, s->b) < 0;
}

static bool apart_in_y(const kuril_segment *s, const kuril_segment *t)
{
    const bool s_up = s->a.y < s->b.y, t_up = t->a.y < t->b.y;
    const double s_low = s_up ? s->a.y : s->b.y, s_high = s_up ? s->b.y : s->a.y;
    const double t_low = t_up ? t->a.y : t->b.y, t_high = t_up ? t->b.y : t->a.y;
    return s_high < t_low || t_high < s_low;
}

/* Where the lines of two segments that cross do so. */
static kuril_xy where(const kuril_segment *s, const kuril_segment *t)
{
    const double a = side(t->a, t->b, s->a), b = side(t->a, t->b, s->b), along = a / (a - b);
    return (kuril_xy){s->a.x + along * (s->b.x - s->a.x), s->a.y + along * (s->b.y - s->a.y)};
}

bool kuril_crossings_count(GArray *segments, size_t limit, size_t *count, kuril_xy *first)
{
    g_array_sort(segments, from_west);
    const kuril_segment *list = (const kuril_segment *)(const void *)segments->data;
    size_t looked = 0;
    *count = 0;
    for (guint i = 0; i < segments->len; i++) {
        const double east = east_of(&list[i]);
        for (guint k = i + 1; k < segments->len && west_of(&list[k]) <= east; k++) {
            if (++looked > PATIENCE)
                return false;
            if (apart_in_y(&list[i], &list[k]) || !cross(&list[i], &list[k]))
                continue;
            if (++*count == 1)
                *first = where(&list[i], &list[k]);
            if (*count >= limit)
                return true;
        }
    }
    return true;
}
