#include "geodesy/line.h"

#include "geodesy/ellipsoid.h"
#include <math.h>

static const double PI = 3.14159265358979323846, DEGREE = 3.14159265358979323846 / 180;
static const double F = KURIL_WGS84_F, B = KURIL_WGS84_A * (1 - KURIL_WGS84_F);
static const double TINY = 1e-150; /* stands for 0 at the poles, where the azimuth lives in ratios of it */

/* ---- The sphere. ---- */

/* A latitude reduced to the sphere, tan beta = (1 - f) tan phi, as its sine and cosine. */
typedef struct reduced {
    double sin, cos, norm; /* norm: what both were divided by */
} reduced;

static reduced reduce(double lat)
{
    const double s = (1 - F) * sin(lat * DEGREE), c = fmax(cos(lat * DEGREE), TINY), n = sqrt(s * s + c * c);
    return (reduced){s / n, c / n, n};
}

/* sqrt(1 + k2 sin^2): how much longer an arc is than on the sphere. */
static double stretch(double k2, double sin2)
{
    return sqrt(1 + k2 * sin2);
}

/* (2 - f) / (1 + (1 - f) sqrt(1 + k2 sin^2)): how much an arc takes from the longitude, times f sin azi0. */
static double turned(double k2, double sin2)
{
    return (2 - F) / (1 + (1 - F) * sqrt(1 + k2 * sin2));
}

/*
 * The series of a function of k2 sin^2 sigma, from its values at the eight nodes cos(2 sigma) = cos(pi (2 j + 1) / 16).
 * As k2 is at most 0.0068, terms fall a thousandfold each, and what is left out is less than 1e-19.
 */
static kuril_arc_series expand(double (*function)(double, double), double k2)
{
    static const double cosines[4][6] = {/* of m pi (2 j + 1) / 16, m from 1 */
                                         {0.98078528040323043, 0.92387953251128674, 0.83146961230254524,
                                          0.70710678118654757, 0.55557023301960229, 0.38268343236508984},
                                         {0.83146961230254524, 0.38268343236508984, -0.19509032201612819,
                                          -0.70710678118654746, -0.98078528040323043, -0.92387953251128685},
                                         {0.55557023301960229, -0.38268343236508973, -0.98078528040323043,
                                          -0.70710678118654768, 0.1950903220161283, 0.92387953251128652},
                                         {0.19509032201612833, -0.92387953251128674, -0.55557023301960218,
                                          0.70710678118654735, 0.83146961230254546, -0.38268343236508989}};
    kuril_arc_series s = {{0}};
    for (int j = 0; j < 4; j++) {
        const double c = cosines[j][0], a = function(k2, (1 - c) / 2), b = function(k2, (1 + c) / 2);
        const double even = (a + b) / 4, odd = (a - b) / 4;
        s.terms[0] += even / 2;
        for (int m = 1; m < 7; m++)
            s.terms[m] += cosines[j][m - 1] * (m % 2 ? odd : even);
    }
    return s;
}

/*
 * The integral of a series over an arc that begins at `from`. Differences of sines are products, so that short arcs
 * keep all their digits: (sin 2mb - sin 2ma) / 2m = cos m(a + b) sin m(b - a) / m.
 */
static double integral(const kuril_arc_series *s, double from, double arc)
{
    const double cos_arc = cos(arc), cos_sum = cos(2 * from + arc);
    double sines = sin(arc), sines_last = 0, cosines = cos_sum, cosines_last = 1, sum = s->terms[0] * arc;
    for (int m = 1; m < 7; m++) {
        sum += s->terms[m] * cosines * sines / m;
        const double sines_next = 2 * cos_arc * sines - sines_last, cosines_next = 2 * cos_sum * cosines - cosines_last;
        sines_last = sines;
        cosines_last = cosines;
        sines = sines_next;
        cosines = cosines_next;
    }
    return sum;
}

static double second_eccentricity2(void)
{
    return F * (2 - F) / ((1 - F) * (1 - F));
}

/* ---- From a point and an azimuth. ---- */

kuril_line kuril_line_new(kuril_lonlat from, double azi)
{
    const reduced r = reduce(from.lat);
    const double azi1 = remainder(azi, 360) * DEGREE, s = sin(azi1), c = cos(azi1);
    kuril_line line = {.from = from, .sin_azi0 = s * r.cos, .cos_azi0 = hypot(c, s * r.sin)};
    const double k2 = second_eccentricity2() * line.cos_azi0 * line.cos_azi0;
    line.length = expand(stretch, k2);
    line.longitude = expand(turned, k2);
    line.sigma1 = atan2(r.sin, c * r.cos);
    line.omega1 = atan2(line.sin_azi0 * r.sin, c * r.cos);
    return line;
}

/* The arc of a distance along the line, by Newton's method. */
static double arc_of(const kuril_line *line, double s_m)
{
    double arc = s_m / B / line->length.terms[0];
    for (int i = 0; i < 10; i++) {
        const double over = integral(&line->length, line->sigma1, arc) - s_m / B;
        const double slope = line->length.terms[0] + line->length.terms[1] * cos(2 * (line->sigma1 + arc));
        arc -= over / slope;
        if (fabs(over) < 1e-10) /* the next step is a millionth of this one */
            break;
    }
    return arc;
}

/* Takes whole turns off a distance; what they add to the longitude, radians. */
static double unwind(const kuril_line *line, double *s_m)
{
    const double less_than_a_turn_m = 3.9e7;
    if (fabs(*s_m) < less_than_a_turn_m)
        return 0;
    const double whole_m = B * line->length.terms[0] * 2 * PI, rest = fmod(*s_m, whole_m);
    const double turns = rint((*s_m - rest) / whole_m);
    *s_m = rest;
    return fmod(-F * line->sin_azi0 * line->longitude.terms[0] * 2 * PI * turns, 2 * PI);
}

kuril_lonlat kuril_line_at(const kuril_line *line, double s_m, double *azi)
{
    const double wound = unwind(line, &s_m);
    const double arc = arc_of(line, s_m), s = sin(line->sigma1 + arc), c = cos(line->sigma1 + arc);
    const double omega = atan2(line->sin_azi0 * s, c);
    const double sin_beta = line->cos_azi0 * s, cos_beta = fmax(hypot(line->sin_azi0, line->cos_azi0 * c), TINY);
    const double lambda =
        wound + omega - line->omega1 - F * line->sin_azi0 * integral(&line->longitude, line->sigma1, arc);
    if (azi)
        *azi = atan2(line->sin_azi0, line->cos_azi0 * c) / DEGREE;
    return (kuril_lonlat){remainder(line->from.lon + remainder(lambda / DEGREE, 360), 360),
                          atan2(sin_beta, (1 - F) * cos_beta) / DEGREE};
}

/* ---- Between two points. ---- */

/* From one longitude to another the short way: the difference, and what its rounding left out (Knuth's two-sum). */
static double turn(double from, double to)
{
    const double d = to - from, virtual_from = to - d, virtual_to = d + virtual_from;
    return remainder(d, 360) + ((to - virtual_to) - (from - virtual_from));
}

/* The great circle between both points with a difference of longitude on the sphere. */
typedef struct circle {
    double sin1, cos1, sin2, cos2; /* azimuths at both ends, times sin(sigma12) */
    double sigma12;
} circle;

/* Differences of sines are expanded, so that near points keep all their digits. */
static circle circle_between(const reduced *a, const reduced *b, double sin_difference, double omega)
{
    const double s = sin(omega), h = sin(omega / 2), versine = 2 * h * h;
    circle c = {.sin1 = b->cos * s, .sin2 = a->cos * s};
    c.cos1 = sin_difference + a->sin * b->cos * versine;
    c.cos2 = sin_difference - a->cos * b->sin * versine;
    c.sigma12 = atan2(hypot(c.sin1, c.cos1), a->sin * b->sin + a->cos * b->cos * cos(omega));
    return c;
}

/* The geodesic that leaves a difference of longitude on the sphere. */
typedef struct way {
    circle circle;
    double sin_azi0, k2, sigma1;
} way;

/* False for points that coincide or are nearly antipodal, where better guesses would not come nearer fast. */
static bool way_between(const reduced *a, const reduced *b, double sin_difference, double omega, way *w)
{
    const double antipodal = 2.9; /* radians */
    w->circle = circle_between(a, b, sin_difference, omega);
    const double length = hypot(w->circle.sin1, w->circle.cos1);
    if (length < TINY || w->circle.sigma12 > antipodal)
        return false;
    const double s = w->circle.sin1 / length, c = w->circle.cos1 / length, cos_azi0 = hypot(c, s * a->sin);
    w->sin_azi0 = s * a->cos;
    w->k2 = second_eccentricity2() * cos_azi0 * cos_azi0;
    w->sigma1 = atan2(a->sin, c * a->cos);
    return true;
}

static double sum_along(const way *w, double (*function)(double, double))
{
    const kuril_arc_series series = expand(function, w->k2);
    return integral(&series, w->sigma1, w->circle.sigma12);
}

bool kuril_line_solve(kuril_lonlat from, kuril_lonlat to, kuril_geodesic *geodesic)
{
    enum { TRIALS = 20 };
    const reduced a = reduce(from.lat), b = reduce(to.lat);
    const double lambda = turn(from.lon, to.lon) * DEGREE;
    const double sin_difference = (1 - F) * sin((to.lat - from.lat) * DEGREE) / (a.norm * b.norm);
    double omega = lambda * (1 + F * a.cos * b.cos), last = 0, off_last = 0;
    way w;
    for (int i = 0; i < TRIALS; i++) {
        if (!way_between(&a, &b, sin_difference, omega, &w))
            return false;
        /* A better guess, some 300 times nearer. */
        const double next = lambda + F * w.sin_azi0 * sum_along(&w, turned), off = next - omega;
        if (fabs(off) <= 1e-14 * fabs(omega)) {
            if (!way_between(&a, &b, sin_difference, next, &w))
                return false;
            *geodesic = (kuril_geodesic){B * sum_along(&w, stretch), atan2(w.circle.sin1, w.circle.cos1) / DEGREE,
                                         atan2(w.circle.sin2, w.circle.cos2) / DEGREE};
            return true;
        }
        /* The secant of the last two, once there are two. */
        const double step = i > 0 && off != off_last ? off * (omega - last) / (off_last - off) : off;
        last = omega;
        off_last = off;
        omega += step;
    }
    return false;
}
