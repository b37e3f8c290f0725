#include "projection/page_box.h"

#include "projection/strip.h"
#include <math.h>

enum { SIDE = 32 }; /* places along each side */

/* Room for what lies between the places: of the box's width and height, and degrees. */
static const double ROOM = 0.05, ROOM_LEAST = 1e-4;

void kuril_page_edge_init(kuril_page_edge *edge, const kuril_projection *projection, const kuril_fit *fit,
                          const kuril_rect *rect)
{
    const double xs[] = {rect->x_min, rect->x_max, rect->x_max, rect->x_min};
    const double ys[] = {rect->y_max, rect->y_max, rect->y_min, rect->y_min};
    edge->places = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat));
    edge->whole = true;
    for (int i = 0; i < 4 * SIDE && edge->whole; i++) {
        const int side = i / SIDE, next = (side + 1) % 4;
        const double t = (double)(i % SIDE) / SIDE;
        kuril_lonlat p;
        edge->whole = kuril_page_to_lonlat(projection, fit, xs[side] + t * (xs[next] - xs[side]),
                                           ys[side] + t * (ys[next] - ys[side]), &p);
        if (edge->whole)
            g_array_append_val(edge->places, p);
    }
}

void kuril_page_edge_finish(kuril_page_edge *edge)
{
    if (edge->places)
        g_array_free(edge->places, TRUE);
    edge->places = NULL;
}

static kuril_lonlat place_at(const kuril_page_edge *edge, const kuril_frame *frame, guint i)
{
    const kuril_lonlat p = g_array_index(edge->places, kuril_lonlat, i % edge->places->len);
    return frame ? kuril_frame_in(frame, p) : p;
}

/* The extremes of longitude and latitude over a page without a pole lie on its edge, since the map is continuous. */
kuril_page_reach kuril_page_edge_box(const kuril_page_edge *edge, const kuril_frame *frame, kuril_rect *box)
{
    if (!edge->whole)
        return KURIL_REACH_ALL;
    kuril_lonlat p = place_at(edge, frame, 0);
    double lon = p.lon, sum = 0, longest = 0;
    *box = (kuril_rect){lon, p.lat, lon, p.lat};
    for (guint i = 1; i <= edge->places->len; i++) {
        const kuril_lonlat q = place_at(edge, frame, i);
        const double step = remainder(q.lon - p.lon, 360);
        lon += step;
        sum += (q.lat + p.lat) / 2;
        longest = fmax(longest, fabs(step));
        *box = (kuril_rect){fmin(box->x_min, lon), fmin(box->y_min, q.lat), fmax(box->x_max, lon),
                            fmax(box->y_max, q.lat)};
        p = q;
    }
    const double wide = fmax(ROOM * (box->x_max - box->x_min), ROOM_LEAST);
    const double high = fmax(ROOM * (box->y_max - box->y_min), ROOM_LEAST);
    const bool winds = fabs(lon - place_at(edge, frame, 0).lon) > 180;
    *box =
        (kuril_rect){box->x_min - wide, fmax(-90, box->y_min - high), box->x_max + wide, fmin(90, box->y_max + high)};
    if (winds) {
        *box = (kuril_rect){-180, sum > 0 ? box->y_min : -90, 180, sum > 0 ? 90 : box->y_max};
        return box->y_min * box->y_max > 0 ? KURIL_REACH_POLE : KURIL_REACH_ALL;
    }
    return longest > 60 || box->x_max - box->x_min > 350 ? KURIL_REACH_ALL : KURIL_REACH_BOX;
}

bool kuril_page_edge_cap(const kuril_page_edge *edge, const kuril_projection *projection, const kuril_fit *fit,
                         const kuril_rect *rect, kuril_lonlat *center, double *radius)
{
    if (!edge->whole || !kuril_page_to_lonlat(projection, fit, (rect->x_min + rect->x_max) / 2,
                                              (rect->y_min + rect->y_max) / 2, center))
        return false;
    *radius = 0;
    for (guint i = 0; i < edge->places->len; i++)
        *radius = fmax(*radius, kuril_sphere_distance(*center, place_at(edge, NULL, i)));
    *radius = *radius * (1 + ROOM) + ROOM_LEAST;
    return *radius < 90;
}

static void set_window(kuril_domain *domain, kuril_rect window)
{
    domain->kind = KURIL_DOMAIN_WINDOWS;
    domain->windows = g_array_new(FALSE, FALSE, sizeof(kuril_rect));
    domain->seam = (window.x_min + window.x_max) / 2 - 180;
    g_array_append_val(domain->windows, window);
}

/* Whether a place of the domain lies well away from its limits: by a degree. */
static bool is_well_within(const kuril_domain *domain, kuril_lonlat place)
{
    if (domain->kind == KURIL_DOMAIN_CAP)
        return kuril_sphere_distance(domain->center, place) < domain->radius - 1;
    const kuril_lonlat p = kuril_frame_in(&domain->frame, place);
    const kuril_rect w = g_array_index(domain->windows, kuril_rect, 0);
    const double from_seam = kuril_strip_lon(domain->seam, p.lon) - domain->seam;
    return p.lat > w.y_min + 1 && p.lat < w.y_max - 1 && from_seam > 20 && from_seam < 340;
}

/* A geographic box that lies well within the domain: its edges cannot leave it. */
static bool box_is_within(const kuril_domain *domain, const kuril_rect *box)
{
    enum { N = 8 };
    for (int i = 0; i <= N; i++)
        for (int k = 0; k <= N; k++) {
            const kuril_lonlat p = {box->x_min + (box->x_max - box->x_min) * i / N,
                                    box->y_min + (box->y_max - box->y_min) * k / N};
            if (!is_well_within(domain, p))
                return false;
        }
    return true;
}

/* A page without a pole is cut to a box of longitudes and latitudes whatever the domain's own shape. */
static bool narrow_to_box(const kuril_page_edge *edge, const kuril_domain *whole, kuril_domain *narrow)
{
    kuril_rect box;
    if (kuril_page_edge_box(edge, NULL, &box) != KURIL_REACH_BOX || box.x_max - box.x_min > 180 || box.y_min < -89 ||
        box.y_max > 89 || !box_is_within(whole, &box))
        return false;
    narrow->turned = false;
    set_window(narrow, box);
    return true;
}

/* Each window of the domain cut down to the box, which is brought to the domain's own strip. */
static void narrow_windows(const kuril_domain *whole, kuril_rect box, kuril_page_reach reach, kuril_domain *narrow)
{
    const double middle = (box.x_min + box.x_max) / 2;
    const double turn = reach == KURIL_REACH_BOX ? kuril_strip_lon(whole->seam, middle) - middle : 0;
    narrow->windows = g_array_new(FALSE, FALSE, sizeof(kuril_rect));
    for (guint i = 0; i < whole->windows->len; i++) {
        kuril_rect w = g_array_index(whole->windows, kuril_rect, i);
        if (reach == KURIL_REACH_BOX) {
            w.x_min = fmax(w.x_min, box.x_min + turn);
            w.x_max = fmin(w.x_max, box.x_max + turn);
        }
        w.y_min = fmax(w.y_min, box.y_min);
        w.y_max = fmin(w.y_max, box.y_max);
        if (w.x_min < w.x_max && w.y_min < w.y_max)
            g_array_append_val(narrow->windows, w);
    }
    if (reach == KURIL_REACH_BOX && whole->windows->len == 1 && narrow->windows->len == 1)
        narrow->seam = middle + turn - 180; /* away from what is shown */
}

void kuril_domain_narrow(const kuril_projection *projection, const kuril_page_edge *edge, const kuril_fit *fit,
                         const kuril_rect *rect, kuril_domain *narrow)
{
    const kuril_domain *whole = &projection->domain;
    kuril_rect box;
    kuril_lonlat center;
    double radius;
    *narrow = *whole;
    narrow->windows = NULL;
    if ((whole->kind == KURIL_DOMAIN_CAP || whole->turned) && narrow_to_box(edge, whole, narrow))
        return;
    const kuril_page_reach reach = kuril_page_edge_box(edge, whole->turned ? &whole->frame : NULL, &box);
    if (whole->kind == KURIL_DOMAIN_WINDOWS && reach != KURIL_REACH_ALL)
        narrow_windows(whole, box, reach, narrow);
    if (narrow->kind == KURIL_DOMAIN_CAP && kuril_page_edge_cap(edge, projection, fit, rect, &center, &radius) &&
        kuril_sphere_distance(center, whole->center) + radius < whole->radius) {
        narrow->center = center;
        narrow->radius = radius;
    }
    if (!narrow->windows) {
        narrow->windows = g_array_new(FALSE, FALSE, sizeof(kuril_rect));
        g_array_append_vals(narrow->windows, whole->windows->data, whole->windows->len);
    }
}
