/* The levels of a prepared layer's vertices: what a level leaves out lies as near as the level says to what it keeps.
 */
#include "data/detail.h"

#include "support.h"
#include <glib.h>
#include <math.h>

enum { POINTS = 400 };
static const double degree = 3.14159265358979323846 / 180;

static double from_edge(kuril_lonlat p, kuril_lonlat a, kuril_lonlat b, double stretch)
{
    const double bx = (b.lon - a.lon) * stretch, by = b.lat - a.lat, x = (p.lon - a.lon) * stretch, y = p.lat - a.lat;
    const double square = bx * bx + by * by, t = square > 0 ? fmin(fmax((x * bx + y * by) / square, 0), 1) : 0;
    return hypot(x - t * bx, y - t * by);
}

/* A vertex that is left out is near the edge between the kept ones before and after it. */
static size_t check(const kuril_lonlat *points, const uint8_t *levels, bool closed, double detail, double stretch)
{
    const uint8_t level = kuril_detail_level(detail);
    size_t kept = 0, before = 0;
    for (size_t i = 0; i < POINTS; i++)
        kept += levels[i] >= level;
    if (closed && kept == 3)
        return kept; /* smaller than the deviation: what is left stands for the ring */
    for (size_t i = 0; i < POINTS; i++) {
        if (levels[i] >= level) {
            before = i;
            continue;
        }
        size_t after = i;
        while (levels[after % POINTS] < level)
            after++;
        assert_true(closed || after < POINTS);
        assert_true(from_edge(points[i], points[before], points[after % POINTS], stretch) <= detail);
    }
    return kept;
}

static void what_is_left_out_is_near_what_stays(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(3);
    for (int round = 0; round < 200; round++) {
        const bool closed = round % 2;
        kuril_lonlat points[POINTS] = {{g_rand_double_range(random, -180, 180), g_rand_double_range(random, -80, 80)}};
        uint8_t levels[POINTS];
        double lat = 90; /* nearest to the equator */
        for (size_t i = 1; i < POINTS; i++)
            points[i] = (kuril_lonlat){points[i - 1].lon + g_rand_double_range(random, -0.01, 0.012),
                                       points[i - 1].lat + g_rand_double_range(random, -0.01, 0.01)};
        kuril_detail_weigh(points, POINTS, closed, levels);
        assert_int_equal(levels[0], 255);
        for (size_t i = 0; i < POINTS; i++)
            lat = fmin(lat, fabs(points[i].lat));
        /* Lengths of parallels are at most these; an edge's own run has at least its own. */
        const double stretch = cos((lat + 2) * degree);
        size_t fewer = POINTS;
        for (double detail = 2e-6; detail < 1; detail *= 3) {
            const size_t kept = check(points, levels, closed, detail, stretch);
            assert_true(kept <= fewer && kept >= (closed ? 3 : 2));
            fewer = kept;
        }
        assert_true(fewer < 10);
    }
    g_rand_free(random);
}

static void levels_grow_with_the_deviation(void **state)
{
    (void)state;
    uint8_t before = 0;
    for (double d = 1e-7; d < 100; d *= 1.02) {
        const uint8_t level = kuril_detail_level(d);
        assert_true(level >= before && level <= 254);
        before = level;
    }
    assert_int_equal(kuril_detail_level(0), 0);
    assert_int_equal(before, 254);
}

/* A spit of three vertices on a straight shore is left out only by what is coarser than its length. */
static void a_spit_stays_as_long_as_it_is_seen(void **state)
{
    static const kuril_lonlat shore[] = {{0, 0}, {0.4, 0}, {0.45, 0.1}, {0.5, 0}, {1, 0}};
    (void)state;
    uint8_t levels[5];
    kuril_detail_weigh(shore, 5, false, levels);
    assert_true(levels[2] >= kuril_detail_level(0.0999));
    assert_true(levels[2] < kuril_detail_level(0.11));
    assert_true(levels[1] <= levels[2] && levels[3] <= levels[2]);
    assert_int_equal(levels[0], 255);
    assert_int_equal(levels[4], 255);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_out_is_near_what_stays),
        cmocka_unit_test(levels_grow_with_the_deviation),
        cmocka_unit_test(a_spit_stays_as_long_as_it_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
