/* Whether what is filled on a page is what should be: dots of the page are asked which place they show, and the input
   whether it holds that place, by longitude and latitude alone. */
#ifndef KURIL_TEST_ORACLE_H
#define KURIL_TEST_ORACLE_H

#include "pages.h"

/* Brings a difference of longitudes from -180 to 180 each to the same range. */
static inline double oracle_near(double lon)
{
    return lon >= 180 ? lon - 360 : lon < -180 ? lon + 360 : lon;
}

/* Whether the rings, even-odd, hold a place: the edges that cross its meridian to the south of it are counted. Edges go
   the short way round, or all the way; a ring that winds holds the pole on the side where its vertices lie. */
static inline bool oracle_holds(const kuril_geometry *g, kuril_lonlat place)
{
    bool odd = false;
    for (size_t r = 0; r < g->n_rings; r++) {
        const kuril_lonlat *p = g->points + g->rings[r].first;
        const size_t n = g->rings[r].count;
        bool south_of_it = false, winds = false;
        double lats = 0, before = oracle_near(p[n - 1].lon - place.lon);
        for (size_t i = 0; i < n; i++) {
            const kuril_lonlat a = p[(i + n - 1) % n], b = p[i];
            const double here = oracle_near(b.lon - place.lon);
            const bool round = fabs(b.lon - a.lon) > 359.999;
            if (round || ((before < 0) != (here < 0) && fabs(here - before) < 180)) {
                const double t = round ? 0.5 : before / (before - here);
                winds = !winds;
                south_of_it ^= a.lat + t * (b.lat - a.lat) < place.lat;
            }
            lats += b.lat;
            before = here;
        }
        odd ^= south_of_it ^ (winds && lats < 0);
    }
    return odd;
}

enum { ORACLE_COLUMNS = 36, ORACLE_ROWS = 27 };

/* Where the even-odd fill of a page holds its dots. */
typedef struct oracle_fill {
    bool filled[ORACLE_ROWS][ORACLE_COLUMNS];
} oracle_fill;

/* Not at the middle of a cell: the middle row would lie on the very line where the lobes of a cut map meet. */
#define ORACLE_PART 0.47

static inline double oracle_x(int column)
{
    return page_frame.x_max * (column + ORACLE_PART) / ORACLE_COLUMNS;
}

static inline double oracle_y(int row)
{
    return page_frame.y_max * (row + ORACLE_PART) / ORACLE_ROWS;
}

/* Every edge turns over the dots to the right of it in the rows that it passes. */
static inline void oracle_scan(const page *g, oracle_fill *fill)
{
    const kuril_geometry out = kuril_geometry_buffer_view(&g->out);
    memset(fill, 0, sizeof *fill);
    for (size_t r = 0; r < out.n_rings; r++)
        for (size_t i = 0; i < out.rings[r].count; i++) {
            const kuril_lonlat a = out.points[out.rings[r].first + i];
            const kuril_lonlat b = out.points[out.rings[r].first + (i + 1) % out.rings[r].count];
            const double low = fmin(a.lat, b.lat), step = page_frame.y_max / ORACLE_ROWS;
            for (int row = (int)fmax(0, floor(low / step - ORACLE_PART)); row < ORACLE_ROWS; row++) {
                const double y = oracle_y(row);
                if (y > fmax(a.lat, b.lat))
                    break;
                if ((a.lat > y) == (b.lat > y))
                    continue;
                const double x = a.lon + (y - a.lat) / (b.lat - a.lat) * (b.lon - a.lon);
                for (int c = (int)fmax(0, ceil(x / page_frame.x_max * ORACLE_COLUMNS - ORACLE_PART));
                     c < ORACLE_COLUMNS; c++)
                    fill->filled[row][c] = !fill->filled[row][c];
            }
        }
}

static inline bool oracle_place_holds(const kuril_projection *p, const kuril_fit *fit, const kuril_geometry *in,
                                      double x, double y, bool *is_world)
{
    kuril_lonlat place;
    *is_world = kuril_page_to_lonlat(p, fit, x, y, &place);
    return *is_world && oracle_holds(in, place);
}

/* Dots that are filled and should not be, or should be and are not; those within `near` points of an edge, where
   either may be right, are left out. Also counts the dots of the world. */
static inline size_t oracle_wrong(const page *g, const kuril_projection *p, const kuril_fit *fit,
                                  const kuril_geometry *in, double near, size_t *world)
{
    oracle_fill fill;
    size_t wrong = 0;
    *world = 0;
    oracle_scan(g, &fill);
    for (int row = 0; row < ORACLE_ROWS; row++)
        for (int column = 0; column < ORACLE_COLUMNS; column++) {
            const double x = oracle_x(column), y = oracle_y(row);
            bool is_world, sure = true;
            const bool want = oracle_place_holds(p, fit, in, x, y, &is_world);
            *world += is_world;
            if (want == fill.filled[row][column])
                continue;
            for (int k = 0; k < 16 && sure; k++) {
                bool there;
                sure = oracle_place_holds(p, fit, in, x + near * cos(k * 0.3927), y + near * sin(k * 0.3927), &there) ==
                           want &&
                       there == is_world;
            }
            wrong += sure;
        }
    return wrong;
}

#endif
