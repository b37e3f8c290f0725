#include "geom/geometry_buffer.h"
#include "geom/sinks.h"
#include "support.h"
#include <kurilmap/projection.h>
#include <math.h>
#include <string.h>

/* --- helpers: a projection, a world page, areas of what reaches the page --- */

static const kuril_rect frame = {0, 0, 800, 600};

static kuril_projection *make(const char *definition)
{
    kuril_projection *p;
    kuril_error error = {0};
    const kuril_view view = {.kind = KURIL_VIEW_BOUNDS, .bounds = {-180, -90, 180, 90}, .frame = frame};
    if (kuril_projection_new(definition, &view, NULL, &p, &error) != KURIL_OK)
        fail_msg("%s", error.message);
    return p;
}

/* Rings come turned: holes take away. */
static double area_of(const kuril_geometry *g)
{
    double sum = 0;
    for (size_t r = 0; r < g->n_rings; r++) {
        double ring = 0;
        for (size_t i = 0; i < g->rings[r].count; i++) {
            const kuril_lonlat a = g->points[g->rings[r].first + i];
            const kuril_lonlat b = g->points[g->rings[r].first + (i + 1) % g->rings[r].count];
            ring += a.lon * b.lat - a.lat * b.lon;
        }
        sum += ring / 2;
    }
    return fabs(sum);
}

/* Area of a polygon on the page, in ground square metres of an equal-area projection. */
static double drawn_area(const kuril_projection *p, const kuril_lonlat *points, size_t n, bool backward)
{
    const kuril_fit fit = {1e-4, 1, 0, 0, 0};
    const kuril_rect all = {-1e7, -1e7, 1e7, 1e7};
    const kuril_chain_options options = {.tolerance_pt = 0.02};
    kuril_geometry_buffer out;
    kuril_geometry_buffer_init(&out);
    kuril_check_sink check;
    kuril_check_sink_init(&check, &out.base);
    kuril_chain *chain = kuril_chain_new(p, &fit, &all, &options, &check.base);
    kuril_sink *first = kuril_chain_first(chain);
    kuril_sink_polygon_start(first);
    kuril_sink_line_start(first);
    for (size_t i = 0; i < n; i++) {
        const kuril_lonlat q = points[backward ? n - 1 - i : i];
        kuril_sink_point(first, q.lon, q.lat);
    }
    kuril_sink_line_end(first);
    kuril_sink_polygon_end(first);
    kuril_chain_free(chain);
    const kuril_geometry g = kuril_geometry_buffer_view(&out);
    const double area = area_of(&g);
    kuril_geometry_buffer_finish(&out);
    return area * 1e8;
}

static const char *const equal_area[] = {"+proj=eqearth +lon_0=0",
                                         "+proj=eqearth +lon_0=150",
                                         "+proj=moll +lon_0=-65 +ellps=WGS84",
                                         "+proj=laea +lat_0=50 +lon_0=150 +ellps=WGS84",
                                         "+proj=laea +lat_0=-90 +ellps=WGS84",
                                         "+proj=aea +lat_1=40 +lat_2=60 +lon_0=145 +ellps=WGS84",
                                         "+proj=cea +lon_0=33 +ellps=WGS84"};

static void box_ring_across_180_has_its_area(void **state)
{
    (void)state;
    /* parallels 60 and 64, 172E to 179W: the zone's area on WGS 84 by the authalic formula, Snyder PP 1395 (3-12) */
    const kuril_lonlat ring[] = {{-179, 60}, {172, 60}, {172, 64}, {-179, 64}};
    const double e2 = 6.69437999014e-3, e = sqrt(e2), a = 6378137;
    double q[2];
    for (int i = 0; i < 2; i++) {
        const double s = sin((60 + 4 * i) * acos(-1) / 180);
        q[i] = (1 - e2) * (s / (1 - e2 * s * s) - log((1 - e * s) / (1 + e * s)) / (2 * e));
    }
    const double want = a * a / 2 * (q[1] - q[0]) * 9 * acos(-1) / 180;
    for (size_t i = 0; i < sizeof equal_area / sizeof *equal_area; i++) {
        kuril_projection *p = make(equal_area[i]);
        const double got = drawn_area(p, ring, 4, false), back = drawn_area(p, ring, 4, true);
        print_message("%s %.0f %.0f\n", equal_area[i], got / 1e6, want / 1e6);
        /* Mollweide is of the sphere whatever the ellipsoid: its zones differ by a few parts in a thousand */
        assert_near(got, want, (strstr(equal_area[i], "moll") ? 5e-3 : 1e-3) * want);
        assert_near(back, got, 1e-6 * want);
        kuril_projection_free(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(box_ring_across_180_has_its_area),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
