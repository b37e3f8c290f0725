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

/*
 * The integrals from one arc to another: of length, sqrt(1 + k2 sin^2), and of longitude,
 * (2 - f) / (1 + (1 - f) sqrt(1 + k2 sin^2)). Eight nodes on a quarter turn leave out less than 1e-17 of them.
 */
typedef struct integrals {
    double length, longitude;
} integrals;

static integrals integrate(double k2, double from, double to)
{
    static const double nodes[] = {0.18343464249564980494, 0.52553240991632898582, 0.79666647741362673959,
                                   0.96028985649753623168};
    static const double weights[] = {0.36268378337836198297, 0.31370664587788728734, 0.22238103445337447054,
                                     0.10122853629037625915};
    const int panels = (int)ceil(fabs(to - from) / (PI / 2)); /* few: no way is longer than a turn */
    const double half = panels > 0 ? (to - from) / panels / 2 : 0;
    integrals sum = {0, 0};
    for (int panel = 0; panel < panels; panel++) {
        const double middle = 2 * (from + (2 * panel + 1) * half), c = cos(middle), s = sin(middle);
        for (int i = 0; i < 4; i++) {
            /* sin^2 x = (1 - cos 2x) / 2 at both sides of the middle. */
            const double turn = 2 * half * nodes[i], ct = c * cos(turn), st = s * sin(turn);
            const double left = sqrt(1 + k2 * (1 - (ct + st)) / 2), right = sqrt(1 + k2 * (1 - (ct - st)) / 2);
            sum.length += weights[i] * (left + right);
            sum.longitude += weights[i] * (2 - F) * (1 / (1 + (1 - F) * left) + 1 / (1 + (1 - F) * right));
        }
    }
    sum.length *= half;
    sum.longitude *= half;
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
    line.k2 = second_eccentricity2() * line.cos_azi0 * line.cos_azi0;
    line.sigma1 = atan2(r.sin, c * r.cos);
    line.omega1 = atan2(line.sin_azi0 * r.sin, c * r.cos);
    return line;
}

/* The arc at a distance along the line: a guess by the middle of the way, then Newton's method. */
static double arc_at(const kuril_line *line, double s_m)
{
    const double middle = sin(line->sigma1 + s_m / B / 2);
    double sigma = line->sigma1 + s_m / B / sqrt(1 + line->k2 * middle * middle);
    for (int i = 0; i < 10; i++) {
        const double s = sin(sigma), over = integrate(line->k2, line->sigma1, sigma).length - s_m / B;
        const double step = over / sqrt(1 + line->k2 * s * s);
        sigma -= step;
        if (fabs(step) < 1e-7) /* the next is its square times k2 / 2 */
            break;
    }
    return sigma;
}

/* Takes whole turns off a distance; what they add to the longitude, radians. */
static double unwind(const kuril_line *line, double *s_m)
{
    const double less_than_a_turn_m = 3.9e7;
    if (fabs(*s_m) < less_than_a_turn_m)
        return 0;
    const integrals whole = integrate(line->k2, 0, 2 * PI);
    const double rest = fmod(*s_m, B * whole.length), turns = rint((*s_m - rest) / (B * whole.length));
    *s_m = rest;
    return fmod(-F * line->sin_azi0 * whole.longitude * turns, 2 * PI);
}

kuril_lonlat kuril_line_at(const kuril_line *line, double s_m, double *azi)
{
    const double wound = unwind(line, &s_m);
    const double sigma = arc_at(line, s_m), s = sin(sigma), c = cos(sigma);
    const double omega = atan2(line->sin_azi0 * s, c);
    const double sin_beta = line->cos_azi0 * s, cos_beta = fmax(hypot(line->sin_azi0, line->cos_azi0 * c), TINY);
    const double lambda =
        wound + omega - line->omega1 - F * line->sin_azi0 * integrate(line->k2, line->sigma1, sigma).longitude;
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

/* What a guess of the difference of longitude on the sphere leads to. */
typedef struct trial {
    circle way;
    integrals sum;
    double next; /* a better guess, some 300 times nearer */
} trial;

/* False where the guesses would not come nearer fast: for points that coincide or are nearly antipodal. */
static bool try_omega(const reduced *a, const reduced *b, double sin_difference, double lambda, double omega, trial *t)
{
    const double antipodal = 2.9; /* radians */
    t->way = circle_between(a, b, sin_difference, omega);
    const double length = hypot(t->way.sin1, t->way.cos1);
    if (length < TINY || t->way.sigma12 > antipodal)
        return false;
    const double s = t->way.sin1 / length, c = t->way.cos1 / length;
    const double sin_azi0 = s * a->cos, cos_azi0 = hypot(c, s * a->sin), sigma1 = atan2(a->sin, c * a->cos);
    t->sum = integrate(second_eccentricity2() * cos_azi0 * cos_azi0, sigma1, sigma1 + t->way.sigma12);
    t->next = lambda + F * sin_azi0 * t->sum.longitude;
    return true;
}

bool kuril_line_solve(kuril_lonlat from, kuril_lonlat to, kuril_geodesic *geodesic)
{
    enum { TRIALS = 20 };
    const reduced a = reduce(from.lat), b = reduce(to.lat);
    const double lambda = turn(from.lon, to.lon) * DEGREE;
    const double sin_difference = (1 - F) * sin((to.lat - from.lat) * DEGREE) / (a.norm * b.norm);
    double omega = lambda * (1 + F * a.cos * b.cos), last = 0, off_last = 0;
    for (int i = 0; i < TRIALS; i++) {
        trial t;
        if (!try_omega(&a, &b, sin_difference, lambda, omega, &t))
            return false;
        const double off = t.next - omega;
        if (fabs(off) <= 4e-16 * fabs(omega)) {
            *geodesic = (kuril_geodesic){B * t.sum.length, atan2(t.way.sin1, t.way.cos1) / DEGREE,
                                         atan2(t.way.sin2, t.way.cos2) / DEGREE};
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
