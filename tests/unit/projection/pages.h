/* What the projection tests share: projections, pages, and what reaches the page. */
#ifndef KURIL_TEST_PAGES_H
#define KURIL_TEST_PAGES_H

#include "geom/geometry_buffer.h"
#include "geom/sinks.h"
#include "support.h"
#include <kurilmap/projection.h>
#include <math.h>
#include <string.h>

static const kuril_rect page_frame = {0, 0, 800, 600};

/* With a view of the whole world. */
static inline kuril_projection *page_projection(const char *definition)
{
    kuril_projection *p;
    kuril_error error = {0};
    const kuril_view view = {.kind = KURIL_VIEW_BOUNDS, .bounds = {-180, -90, 180, 90}, .frame = page_frame};
    if (kuril_projection_new(definition, &view, NULL, &p, &error) != KURIL_OK)
        fail_msg("%s: %s", definition, error.message);
    return p;
}

static inline kuril_fit page_fit(const kuril_projection *p, kuril_bbox bbox)
{
    kuril_fit fit;
    kuril_error error = {0};
    if (kuril_fit_bbox(p, &bbox, &page_frame, 0, &fit, &error) != KURIL_OK)
        fail_msg("%s", error.message);
    return fit;
}

/* What a geometry becomes on a page. */
typedef struct page {
    kuril_geometry_buffer out;
    kuril_check_sink check;
    kuril_chain *chain;
} page;

static inline void page_open(page *g, const kuril_projection *p, const kuril_fit *fit, const kuril_rect *clip,
                             const kuril_chain_options *options)
{
    kuril_geometry_buffer_init(&g->out);
    kuril_check_sink_init(&g->check, &g->out.base);
    g->chain = kuril_chain_new(p, fit, clip, options, &g->check.base);
}

static inline void page_close(page *g)
{
    kuril_chain_free(g->chain);
    kuril_geometry_buffer_finish(&g->out);
}

/* One polygon of one ring. */
static inline kuril_geometry page_ring(const kuril_lonlat *points, size_t n, kuril_ring *ring, kuril_part *part)
{
    *ring = (kuril_ring){0, n};
    *part = (kuril_part){KURIL_POLYGON, 0, 1};
    return (kuril_geometry){points, n, ring, 1, part, 1};
}

static inline void page_fill(page *g, const kuril_lonlat *points, size_t n)
{
    kuril_ring ring;
    kuril_part part;
    const kuril_geometry geometry = page_ring(points, n, &ring, &part);
    assert_int_equal(kuril_geometry_walk(&geometry, kuril_chain_first(g->chain)), KURIL_OK);
}

static inline void page_line(page *g, const kuril_lonlat *points, size_t n)
{
    const kuril_ring ring = {0, n};
    const kuril_part part = {KURIL_LINE, 0, 1};
    const kuril_geometry geometry = {points, n, &ring, 1, &part, 1};
    assert_int_equal(kuril_geometry_walk(&geometry, kuril_chain_first(g->chain)), KURIL_OK);
}

/* Whether the even-odd fill of all that came holds a place of the page. */
static inline bool page_is_filled(const page *g, double x, double y)
{
    const kuril_geometry out = kuril_geometry_buffer_view(&g->out);
    bool odd = false;
    for (size_t r = 0; r < out.n_rings; r++)
        for (size_t i = 0; i < out.rings[r].count; i++) {
            const kuril_lonlat a = out.points[out.rings[r].first + i];
            const kuril_lonlat b = out.points[out.rings[r].first + (i + 1) % out.rings[r].count];
            if ((a.lat > y) != (b.lat > y) && x < a.lon + (y - a.lat) / (b.lat - a.lat) * (b.lon - a.lon))
                odd = !odd;
        }
    return odd;
}

/* Area of the even-odd fill in square points, by scan lines: rings may be turned and nested in any way. */
static inline double page_area(const page *g)
{
    const kuril_geometry out = kuril_geometry_buffer_view(&g->out);
    double sum = 0;
    for (size_t r = 0; r < out.n_rings; r++)
        for (size_t i = 0; i < out.rings[r].count; i++) {
            const kuril_lonlat a = out.points[out.rings[r].first + i];
            const kuril_lonlat b = out.points[out.rings[r].first + (i + 1) % out.rings[r].count];
            sum += (a.lon * b.lat - a.lat * b.lon) / 2;
        }
    return fabs(sum);
}

/* Length of all lines that came, points; and the longest single piece of a line. */
static inline double page_length(const page *g, double *longest)
{
    const kuril_geometry out = kuril_geometry_buffer_view(&g->out);
    double sum = 0, most = 0;
    for (size_t r = 0; r < out.n_rings; r++)
        for (size_t i = 1; i < out.rings[r].count; i++) {
            const kuril_lonlat a = out.points[out.rings[r].first + i - 1], b = out.points[out.rings[r].first + i];
            const double d = hypot(b.lon - a.lon, b.lat - a.lat);
            sum += d;
            most = fmax(most, d);
        }
    if (longest)
        *longest = most;
    return sum;
}

/* Area between two parallels and two meridians on WGS 84, square metres. Source: Snyder, PP 1395, (3-12). */
static inline double page_zone_area(double south, double north, double width)
{
    const double e2 = 6.69437999014e-3, e = sqrt(e2), a = 6378137, pi = acos(-1);
    double q[2];
    for (int i = 0; i < 2; i++) {
        const double s = sin((i ? north : south) * pi / 180);
        q[i] = (1 - e2) * (s / (1 - e2 * s * s) - log((1 - e * s) / (1 + e * s)) / (2 * e));
    }
    return a * a / 2 * (q[1] - q[0]) * width * pi / 180;
}

#endif
