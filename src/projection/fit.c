#include "projection/internal.h"

#include "core/diagnostics.h"
#include "geom/sinks.h"
#include <math.h>

static const double M_PER_PT = 0.0254 / 72;

bool kuril_lonlat_to_page(const kuril_projection *projection, const kuril_fit *fit, kuril_lonlat lonlat, double *px,
                          double *py)
{
    double x, y;
    if (!kuril_projection_forward(projection, lonlat, &x, &y)) {
        *px = *py = NAN;
        return false;
    }
    kuril_fit_apply(fit, x, y, px, py);
    return true;
}

bool kuril_page_to_lonlat(const kuril_projection *projection, const kuril_fit *fit, double px, double py,
                          kuril_lonlat *lonlat)
{
    const double u = (px - fit->x0) / fit->k, v = (fit->y0 - py) / fit->k;
    return kuril_projection_inverse(projection, u * fit->cos_b + v * fit->sin_b, v * fit->cos_b - u * fit->sin_b,
                                    lonlat);
}

/* How the projected place moves with one ground metre along `lon` or `lat`; from one side where the other has no
   place. */
static bool derivative(const kuril_projection *p, kuril_lonlat at, bool along_lon, double *dx, double *dy)
{
    const double h = 1e-4; /* degrees; about 11 m */
    const double sin_lat = sin(at.lat * KURIL_DEG), w = 1 - p->e2 * sin_lat * sin_lat;
    const double metres = along_lon ? p->a / sqrt(w) * cos(at.lat * KURIL_DEG) * KURIL_DEG
                                    : p->a * (1 - p->e2) / (w * sqrt(w)) * KURIL_DEG;
    kuril_lonlat lo = at, hi = at;
    *(along_lon ? &lo.lon : &lo.lat) -= h;
    *(along_lon ? &hi.lon : &hi.lat) += h;
    double x0, y0, x1, y1, span = 2 * h;
    bool has_lo = kuril_projection_forward(p, lo, &x0, &y0), has_hi = kuril_projection_forward(p, hi, &x1, &y1);
    if (!has_lo) {
        has_lo = kuril_projection_forward(p, at, &x0, &y0);
        span = h;
    } else if (!has_hi) {
        has_hi = kuril_projection_forward(p, at, &x1, &y1);
        span = h;
    }
    if (!has_lo || !has_hi || metres <= 0)
        return false;
    *dx = (x1 - x0) / (span * metres);
    *dy = (y1 - y0) / (span * metres);
    return true;
}

bool kuril_scale_at(const kuril_projection *projection, const kuril_fit *fit, kuril_lonlat lonlat,
                    kuril_local_scale *scale)
{
    /* At a pole directions have no meaning, but size has: stand a little beside it. */
    const kuril_lonlat at = {lonlat.lon, fmax(-89.99, fmin(89.99, lonlat.lat))};
    double ex, ey, nx, ny;
    if (!derivative(projection, at, true, &ex, &ey) || !derivative(projection, at, false, &nx, &ny))
        return false;
    const double east = hypot(ex, ey), north = hypot(nx, ny), area = fabs(ex * ny - ey * nx);
    if (!(east > 0 && north > 0 && area > 0))
        return false;
    scale->m_per_pt_parallel = 1 / (east * fit->k);
    scale->m_per_pt_meridian = 1 / (north * fit->k);
    scale->m_per_pt = 1 / (sqrt(area) * fit->k);
    scale->denominator = scale->m_per_pt / M_PER_PT;
    const double px = nx * fit->cos_b - ny * fit->sin_b, py = nx * fit->sin_b + ny * fit->cos_b;
    scale->north = atan2(px, py) / KURIL_DEG;
    return true;
}

static kuril_fit turned(double bearing)
{
    return (kuril_fit){1, cos(bearing * KURIL_DEG), sin(bearing * KURIL_DEG), 0, 0};
}

static kuril_status check_frame(const kuril_rect *frame, kuril_error *error)
{
    if (frame->x_max > frame->x_min && frame->y_max > frame->y_min && isfinite(frame->x_max - frame->x_min) &&
        isfinite(frame->y_max - frame->y_min))
        return KURIL_OK;
    return kuril_fail(error, KURIL_E_DOMAIN, "the frame has no size");
}

/* The box as a ring with no edge over 90 degrees, so that the short way is the meant one. */
static kuril_status walk_box(const kuril_bbox *bbox, kuril_sink *sink)
{
    enum { N = 8 };
    const double width = kuril_bbox_width(bbox);
    kuril_status status = kuril_sink_polygon_start(sink);
    if (status == KURIL_OK)
        status = kuril_sink_line_start(sink);
    for (int i = 0; i <= N && status == KURIL_OK; i++)
        status = kuril_sink_point(sink, bbox->west + width * i / N, bbox->south);
    for (int i = N; i >= 0 && status == KURIL_OK; i--)
        status = kuril_sink_point(sink, bbox->west + width * i / N, bbox->north);
    if (status == KURIL_OK)
        status = kuril_sink_line_end(sink);
    return status == KURIL_OK ? kuril_sink_polygon_end(sink) : status;
}

kuril_status kuril_fit_bbox(const kuril_projection *projection, const kuril_bbox *bbox, const kuril_rect *frame,
                            double bearing, kuril_fit *fit, kuril_error *error)
{
    if (check_frame(frame, error) != KURIL_OK)
        return KURIL_E_DOMAIN;
    if (!(bbox->south < bbox->north) || bbox->south < -90 || bbox->north > 90 || !(kuril_bbox_width(bbox) > 0) ||
        !(kuril_bbox_width(bbox) <= 360 + 1e-9))
        return kuril_fail(error, KURIL_E_DOMAIN, "the bounds hold nothing");
    /* A picture at a size where a quarter of a kilometre counts, then as large as fits. */
    kuril_fit plain = turned(bearing);
    plain.k = 1e-3;
    const kuril_rect everywhere = {-1e9, -1e9, 1e9, 1e9};
    kuril_bounds_sink bounds;
    kuril_bounds_sink_init(&bounds);
    kuril_chain *chain = kuril_chain_new(projection, &plain, &everywhere, NULL, &bounds.base);
    walk_box(bbox, kuril_chain_first(chain));
    kuril_chain_free(chain);
    const kuril_rect r = bounds.rect;
    if (!(r.x_max > r.x_min && r.y_max > r.y_min))
        return kuril_fail(error, KURIL_E_PROJECTION, "nothing of the bounds can be shown in this projection");
    const double scale =
        fmin((frame->x_max - frame->x_min) / (r.x_max - r.x_min), (frame->y_max - frame->y_min) / (r.y_max - r.y_min));
    *fit = turned(bearing);
    fit->k = plain.k * scale;
    fit->x0 = (frame->x_min + frame->x_max) / 2 - scale * (r.x_min + r.x_max) / 2;
    fit->y0 = (frame->y_min + frame->y_max) / 2 - scale * (r.y_min + r.y_max) / 2;
    return KURIL_OK;
}

static void stand_at(kuril_fit *fit, double x, double y, const kuril_rect *frame)
{
    double px, py;
    fit->x0 = fit->y0 = 0;
    kuril_fit_apply(fit, x, y, &px, &py);
    fit->x0 = (frame->x_min + frame->x_max) / 2 - px;
    fit->y0 = (frame->y_min + frame->y_max) / 2 - py;
}

kuril_status kuril_fit_scale(const kuril_projection *projection, kuril_lonlat center, double denominator,
                             const kuril_rect *frame, double bearing, kuril_fit *fit, kuril_error *error)
{
    double x, y;
    kuril_local_scale scale;
    if (check_frame(frame, error) != KURIL_OK)
        return KURIL_E_DOMAIN;
    if (!(denominator > 0) || !isfinite(denominator))
        return kuril_fail(error, KURIL_E_DOMAIN, "the scale must be above 0");
    *fit = turned(bearing);
    if (!kuril_projection_forward(projection, center, &x, &y) || !kuril_scale_at(projection, fit, center, &scale))
        return kuril_fail(error, KURIL_E_PROJECTION, "the centre of the view cannot be shown in this projection");
    fit->k = scale.denominator / denominator;
    stand_at(fit, x, y, frame);
    return KURIL_OK;
}

/* Ground length of the frame's horizontal middle line, by Simpson's rule on the local scale along it. */
static double ground_width(const kuril_projection *projection, const kuril_fit *fit, const kuril_rect *frame)
{
    enum { N = 64 };
    const double y = (frame->y_min + frame->y_max) / 2, step = (frame->x_max - frame->x_min) / N;
    double sum = 0;
    for (int i = 0; i <= N; i++) {
        const double x = frame->x_min + i * step;
        kuril_lonlat a, b;
        if (!kuril_page_to_lonlat(projection, fit, x - step / 64, y, &a) ||
            !kuril_page_to_lonlat(projection, fit, x + step / 64, y, &b))
            continue;
        const double sin_lat = sin((a.lat + b.lat) / 2 * KURIL_DEG), w = 1 - projection->e2 * sin_lat * sin_lat;
        const double east =
            projection->a / sqrt(w) * sqrt(1 - sin_lat * sin_lat) * remainder(b.lon - a.lon, 360) * KURIL_DEG;
        const double north = projection->a * (1 - projection->e2) / (w * sqrt(w)) * (b.lat - a.lat) * KURIL_DEG;
        sum += hypot(east, north) * 32 * (i == 0 || i == N ? 1 : (i % 2 ? 4 : 2)) / 3;
    }
    return sum;
}

kuril_status kuril_fit_width(const kuril_projection *projection, kuril_lonlat center, double width_m,
                             const kuril_rect *frame, double bearing, kuril_fit *fit, kuril_error *error)
{
    if (!(width_m > 0) || !isfinite(width_m))
        return kuril_fail(error, KURIL_E_DOMAIN, "the width must be above 0");
    double denominator = width_m / ((frame->x_max - frame->x_min) * M_PER_PT);
    for (int i = 0; i < 20; i++) {
        const kuril_status status = kuril_fit_scale(projection, center, denominator, frame, bearing, fit, error);
        if (status != KURIL_OK)
            return status;
        const double ratio = width_m / ground_width(projection, fit, frame);
        if (!isfinite(ratio) || fabs(ratio - 1) < 1e-9)
            break;
        denominator *= ratio;
    }
    return KURIL_OK;
}

kuril_status kuril_fit_view(const kuril_projection *projection, const kuril_view *view, kuril_fit *fit,
                            kuril_error *error)
{
    switch (view->kind) {
    case KURIL_VIEW_BOUNDS:
        return kuril_fit_bbox(projection, &view->bounds, &view->frame, view->bearing, fit, error);
    case KURIL_VIEW_SCALE:
        return kuril_fit_scale(projection, view->center, view->scale_denominator, &view->frame, view->bearing, fit,
                               error);
    case KURIL_VIEW_WIDTH:
        return kuril_fit_width(projection, view->center, view->width_m, &view->frame, view->bearing, fit, error);
    }
    return kuril_fail(error, KURIL_E_ARGUMENT, "unknown kind of view");
}
