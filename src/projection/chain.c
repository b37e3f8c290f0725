#include "geodesy/densify.h"
#include "projection/page_box.h"
#include "projection/stages.h"

#include <math.h>

struct kuril_chain {
    const kuril_projection *projection;
    kuril_domain domain; /* what the page needs of the projection's */
    kuril_bbox bbox;
    kuril_sink *first;
    double simplify_pt;        /* all that vertices may be moved by */
    kuril_sink *first_thinned; /* past `coarse` */
    double detail;             /* degrees of latitude */
    kuril_gate gate;
    kuril_coarse coarse;
    kuril_turn turn;
    kuril_cut_windows windows;
    kuril_cut_cap cap;
    kuril_bend bend;
    kuril_simplify simplify;
    kuril_densify geodesics;
    kuril_clip_rect clip;
};

static const double MOST_STRETCH = 50; /* of a page, beyond which leaving detail out before projecting does not pay */
/* What may be left out, by where it is: before projecting, or while reading, and after projecting. A little less than all
   together, as scales between the samples of finest() may be finer. */
static const double COARSE = 0.3, PROJECTED = 2.0 / 3, THINNED = 0.8, PROJECTED_THINNED = 0.15;
static const double TOLERANCE_PT = 0.1875; /* a quarter of a style pixel */

/* Arcs of the horizon so fine that they stray less than the tolerance: sagitta of an arc of radius r. */
static double arc_step(double radius, const kuril_fit *fit, double tolerance)
{
    const double r = fmax(radius * KURIL_DEG * 6378137 * fit->k, 1);
    return fmax(0.02, fmin(2, 2 * acos(fmax(0.9, 1 - tolerance / r)) / KURIL_DEG));
}

static kuril_bbox geographic_box(const kuril_page_edge *edge)
{
    kuril_rect box;
    switch (kuril_page_edge_box(edge, NULL, &box)) {
    case KURIL_REACH_BOX:
        return (kuril_bbox){kuril_lon_near(box.x_min, 0), box.y_min, kuril_lon_near(box.x_max, 0), box.y_max};
    case KURIL_REACH_POLE:
        return (kuril_bbox){-180, box.y_min, 180, box.y_max};
    case KURIL_REACH_ALL:
        break;
    }
    return (kuril_bbox){-180, -90, 180, 90};
}

/* Page points in a degree of latitude's length where the page shows it largest; infinite when that cannot be told. */
static double finest(const kuril_projection *projection, const kuril_fit *fit, const kuril_rect *page)
{
    enum { N = 4 };
    double most = 0;
    for (int i = 0; i <= N * (N + 2); i++) {
        const double px = page->x_min + (page->x_max - page->x_min) * (i % (N + 1)) / N;
        const double py = page->y_min + (page->y_max - page->y_min) * (i / (N + 1)) / N;
        kuril_lonlat at;
        kuril_local_scale s;
        if (!kuril_page_to_lonlat(projection, fit, px, py, &at) || !kuril_scale_at(projection, fit, at, &s))
            continue;
        const double sum = 1 / (s.m_per_pt_parallel * s.m_per_pt_parallel) + 1 / (s.m_per_pt_meridian * s.m_per_pt_meridian);
        const double area = 1 / (s.m_per_pt * s.m_per_pt); /* the longest axis of the ellipse of distortion */
        most = fmax(most, sqrt((sum + sqrt(fmax(0, sum * sum - 4 * area * area))) / 2));
    }
    return most > 0 ? most * 111195 : INFINITY;
}

kuril_chain *kuril_chain_new(const kuril_projection *projection, const kuril_fit *fit, const kuril_rect *clip,
                             const kuril_chain_options *options, kuril_sink *last)
{
    kuril_chain *c = g_new0(kuril_chain, 1);
    const double tolerance = options && options->tolerance_pt > 0 ? options->tolerance_pt : TOLERANCE_PT;
    kuril_page_edge edge;
    kuril_page_edge_init(&edge, projection, fit, clip);
    kuril_domain_narrow(projection, &edge, fit, clip, &c->domain);
    c->bbox = geographic_box(&edge);
    kuril_page_edge_finish(&edge);
    const kuril_domain *domain = &c->domain;
    c->projection = projection;
    kuril_clip_rect_init(&c->clip, clip, last);
    const double detail = options ? options->simplify_pt : 0;
    c->simplify_pt = detail;
    kuril_simplify_init(&c->simplify, detail * PROJECTED, &c->clip.base);
    kuril_sink *page = detail > 0 ? &c->simplify.base : &c->clip.base;
    kuril_bend_init(&c->bend, projection, fit, clip, tolerance, page);
    if (domain->kind == KURIL_DOMAIN_CAP) {
        kuril_cut_cap_init(&c->cap, domain->center, domain->radius, arc_step(domain->radius, fit, tolerance),
                           &c->bend.base);
        c->bend.straight = &c->cap.arc;
        c->bend.closed = &c->cap.closed;
        c->first = &c->cap.base.sink;
    } else {
        kuril_cut_windows_init(&c->windows, domain, &c->bend.base);
        c->first = &c->windows.base.sink;
    }
    if (domain->turned) {
        const double fine = tolerance / (fit->k * 111195);
        kuril_turn_init(&c->turn, &domain->frame, fmax(1e-8, fmin(0.01, fine)), c->first);
        c->windows.poles = &c->turn.poles;
        c->bend.frame = &domain->frame;
        c->first = &c->turn.base.sink;
    }
    kuril_gate_init(&c->gate, domain, &c->bend, c->first);
    c->first = c->first_thinned = &c->gate.base.sink;
    if (options && options->geodesic_edges) {
        kuril_densify_geodesic_init(&c->geodesics, tolerance / fit->k, INFINITY, c->first);
        c->first = &c->geodesics.base;
    } else if (detail > 0) {
        const double degree_pt = finest(projection, fit, clip);
        /* Where a pole is a line next to nothing could be left out of all else. */
        if (degree_pt < MOST_STRETCH * fit->k * 111195) {
            c->detail = detail * THINNED / degree_pt;
            kuril_coarse_init(&c->coarse, detail * COARSE / degree_pt, &c->bbox, c->first);
            c->first = &c->coarse.base;
        }
    }
    return c;
}

void kuril_chain_free(kuril_chain *chain)
{
    if (!chain)
        return;
    kuril_gate_finish(&chain->gate);
    kuril_turn_finish(&chain->turn);
    kuril_cut_cap_finish(&chain->cap);
    kuril_cut_windows_finish(&chain->windows);
    kuril_clip_rect_finish(&chain->clip);
    kuril_domain_finish(&chain->domain);
    g_free(chain);
}

kuril_sink *kuril_chain_first(kuril_chain *chain)
{
    chain->simplify.tolerance = chain->simplify_pt * PROJECTED;
    return chain->first;
}

double kuril_chain_detail(const kuril_chain *chain)
{
    return chain->detail;
}

kuril_sink *kuril_chain_first_thinned(kuril_chain *chain)
{
    if (!(chain->detail > 0))
        return kuril_chain_first(chain);
    chain->simplify.tolerance = chain->simplify_pt * PROJECTED_THINNED;
    return chain->first_thinned;
}

void kuril_chain_set_last(kuril_chain *chain, kuril_sink *last)
{
    chain->clip.base.next = last;
}

void kuril_chain_reset(kuril_chain *chain)
{
    kuril_gate_reset(&chain->gate);
    kuril_collector_reset(&chain->turn.base);
    kuril_collector_reset(&chain->windows.base);
    kuril_collector_reset(&chain->cap.base);
    chain->cap.arc = chain->cap.closed = false;
    chain->geodesics.in_line = chain->geodesics.in_polygon = false;
    kuril_bend_reset(&chain->bend);
    kuril_simplify_reset(&chain->simplify);
    kuril_coarse_reset(&chain->coarse);
    kuril_clip_rect_reset(&chain->clip);
}

kuril_bbox kuril_chain_bbox(const kuril_chain *chain)
{
    return chain->bbox;
}

/* The corners of a window, its sides in pieces that bend can trust. */
static kuril_status walk_window(kuril_sink *sink, const kuril_rect *w)
{
    const kuril_xy corners[] = {{w->x_min, w->y_min}, {w->x_max, w->y_min}, {w->x_max, w->y_max}, {w->x_min, w->y_max}};
    kuril_status status = kuril_sink_line_start(sink);
    for (size_t i = 0; i < 4 && status == KURIL_OK; i++)
        status = kuril_sink_point(sink, corners[i].x, corners[i].y);
    return status == KURIL_OK ? kuril_sink_line_end(sink) : status;
}

kuril_status kuril_chain_walk_world(kuril_chain *chain)
{
    const kuril_domain *domain = &chain->domain;
    if (domain->kind == KURIL_DOMAIN_CAP)
        return kuril_cut_cap_walk_circle(&chain->cap);
    kuril_status status = kuril_sink_polygon_start(&chain->bend.base);
    for (guint i = 0; i < domain->windows->len && status == KURIL_OK; i++)
        status = walk_window(&chain->bend.base, &g_array_index(domain->windows, kuril_rect, i));
    return status == KURIL_OK ? kuril_sink_polygon_end(&chain->bend.base) : status;
}

/* A side of a window is no limit where another window goes on beyond it and the plane does not tear. */
static bool is_shared(const kuril_chain *c, double lon, double lat, double dlon, double dlat)
{
    const GArray *windows = c->domain.windows;
    const double far = 1e-5; /* degrees: a metre */
    const kuril_xy out = {kuril_strip_lon(c->domain.seam, lon + far * dlon), lat + far * dlat};
    for (guint i = 0; i < windows->len; i++) {
        const kuril_rect w = g_array_index(windows, kuril_rect, i);
        double x0, y0, x1, y1;
        if (out.x >= w.x_min && out.x <= w.x_max && out.y >= w.y_min && out.y <= w.y_max &&
            kuril_bend_place(&c->bend, lon, lat, &x0, &y0) && kuril_bend_place(&c->bend, out.x, out.y, &x1, &y1))
            return hypot(x1 - x0, y1 - y0) < 1000 * c->bend.fit.k;
    }
    return false;
}

/* A step of a degree that becomes a long way on the page goes over a tear. */
static bool is_torn(const kuril_chain *c, kuril_xy a, kuril_xy b)
{
    double x0, y0, x1, y1;
    return kuril_bend_place(&c->bend, a.x, a.y, &x0, &y0) && kuril_bend_place(&c->bend, b.x, b.y, &x1, &y1) &&
           hypot(x1 - x0, y1 - y0) > 3e6 * c->bend.fit.k;
}

static kuril_status walk_side(kuril_chain *c, kuril_xy a, kuril_xy b, double dlon, double dlat)
{
    kuril_sink *sink = &c->bend.base;
    const int n = (int)ceil(fmax(fabs(b.x - a.x), fabs(b.y - a.y)));
    bool open = false;
    kuril_status status = KURIL_OK;
    for (int i = 0; i < n && status == KURIL_OK; i++) {
        const double t0 = (double)i / n, t1 = (i + 1.0) / n, m = (t0 + t1) / 2;
        const kuril_xy from = {a.x + t0 * (b.x - a.x), a.y + t0 * (b.y - a.y)},
                       to = {a.x + t1 * (b.x - a.x), a.y + t1 * (b.y - a.y)};
        if (is_shared(c, a.x + m * (b.x - a.x), a.y + m * (b.y - a.y), dlon, dlat) || is_torn(c, from, to)) {
            if (open)
                status = kuril_sink_line_end(sink);
            open = false;
            continue;
        }
        if (!open) {
            status = kuril_sink_line_start(sink);
            if (status == KURIL_OK)
                status = kuril_sink_point(sink, from.x, from.y);
            open = true;
        }
        if (status == KURIL_OK)
            status = kuril_sink_point(sink, to.x, to.y);
    }
    return status == KURIL_OK && open ? kuril_sink_line_end(sink) : status;
}

kuril_status kuril_chain_walk_world_outline(kuril_chain *chain)
{
    const kuril_domain *domain = &chain->domain;
    if (domain->kind == KURIL_DOMAIN_CAP)
        return kuril_cut_cap_walk_outline(&chain->cap);
    kuril_status status = KURIL_OK;
    for (guint i = 0; i < domain->windows->len && status == KURIL_OK; i++) {
        const kuril_rect w = g_array_index(domain->windows, kuril_rect, i);
        const kuril_xy sw = {w.x_min, w.y_min}, se = {w.x_max, w.y_min}, ne = {w.x_max, w.y_max},
                       nw = {w.x_min, w.y_max};
        status = walk_side(chain, sw, se, 0, -1);
        if (status == KURIL_OK)
            status = walk_side(chain, se, ne, 1, 0);
        if (status == KURIL_OK)
            status = walk_side(chain, ne, nw, 0, 1);
        if (status == KURIL_OK)
            status = walk_side(chain, nw, sw, -1, 0);
    }
    return status;
}
