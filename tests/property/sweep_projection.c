/*
 * Projections x middles x shapes. Of each picture: no NaN and no coordinate beyond the page (the check sink and the
 * bounds), the same whichever way rings run, the filled area right where the projection keeps areas, neighbours
 * neither overlapping nor apart, no stroke beyond the world's outline, and dot by dot land where the globe has land.
 */
#include "oracle.h"
#include "shapefile.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* All that is wrong is told, not only the first. */
static size_t complaints;
#define complain(...) (complaints++, print_error(__VA_ARGS__), print_error("\n"))

typedef struct subject {
    const char *definition; /* %g is the middle meridian */
    enum { ANY, EQUAL_AREA } keeps;
} subject;

static const subject subjects[] = {
    {"+proj=eqearth +lon_0=%g +ellps=WGS84", EQUAL_AREA},
    {"+proj=laea +lat_0=0 +lon_0=%g +ellps=WGS84", EQUAL_AREA},
    {"+proj=laea +lat_0=50 +lon_0=%g +ellps=WGS84", EQUAL_AREA},
    {"+proj=laea +lat_0=90 +lon_0=%g +ellps=WGS84", EQUAL_AREA},
    {"+proj=laea +lat_0=-90 +lon_0=%g +ellps=WGS84", EQUAL_AREA},
    {"+proj=aea +lat_1=40 +lat_2=60 +lon_0=%g +ellps=WGS84", EQUAL_AREA},
    {"+proj=aea +lat_1=-20 +lat_2=-50 +lon_0=%g +ellps=WGS84", EQUAL_AREA},
    {"+proj=cea +lon_0=%g +lat_ts=30 +ellps=WGS84", EQUAL_AREA},
    {"+proj=sinu +lon_0=%g +ellps=WGS84", EQUAL_AREA},
    {"+proj=leac +lat_1=30 +lon_0=%g +ellps=WGS84", EQUAL_AREA},
    {"+proj=moll +lon_0=%g", ANY},
    {"+proj=robin +lon_0=%g", ANY},
    {"+proj=merc +lon_0=%g +ellps=WGS84", ANY},
    {"+proj=webmerc +lon_0=%g +datum=WGS84", ANY},
    {"+proj=mill +lon_0=%g", ANY},
    {"+proj=eqc +lon_0=%g", ANY},
    {"+proj=natearth +lon_0=%g", ANY},
    {"+proj=wintri +lon_0=%g", ANY},
    {"+proj=hammer +lon_0=%g", ANY},
    {"+proj=aitoff +lon_0=%g", ANY},
    {"+proj=eck4 +lon_0=%g", ANY},
    {"+proj=vandg +lon_0=%g", ANY},
    {"+proj=igh +lon_0=%g", ANY},
    {"+proj=healpix +lon_0=%g", ANY},
    {"+proj=goode +lon_0=%g", ANY},
    {"+proj=ortho +lat_0=45 +lon_0=%g", ANY},
    {"+proj=ortho +lat_0=-90 +lon_0=%g", ANY},
    {"+proj=aeqd +lat_0=30 +lon_0=%g +R=6371000", ANY},
    {"+proj=aeqd +lat_0=50 +lon_0=%g +ellps=WGS84", ANY},
    {"+proj=stere +lat_0=90 +lon_0=%g +ellps=WGS84", ANY},
    {"+proj=stere +lat_0=-20 +lon_0=%g +ellps=WGS84", ANY},
    {"+proj=gnom +lat_0=60 +lon_0=%g", ANY},
    {"+proj=nsper +h=2e6 +lat_0=20 +lon_0=%g", ANY},
    {"+proj=geos +h=35785831 +lon_0=%g", ANY},
    {"+proj=lcc +lat_1=40 +lat_2=60 +lon_0=%g +ellps=WGS84", ANY},
    {"+proj=eqdc +lat_1=20 +lat_2=60 +lon_0=%g +ellps=WGS84", ANY},
    {"+proj=bonne +lat_1=45 +lon_0=%g", ANY},
    {"+proj=poly +lon_0=%g +ellps=WGS84", ANY},
    {"+proj=tmerc +lon_0=%g +ellps=WGS84", ANY},
    {"+proj=cass +lon_0=%g", ANY},
    {"+proj=ob_tran +o_proj=moll +o_lat_p=40 +o_lon_p=20 +lon_0=%g", ANY},
    {"+proj=ob_tran +o_proj=eqc +o_lat_p=-10 +o_lon_p=0 +lon_0=%g", ANY},
    {"+proj=omerc +lat_0=45 +lonc=%g +alpha=30 +ellps=WGS84", ANY},
    {"+proj=somerc +lat_0=47 +lon_0=%g +ellps=bessel", ANY},
    {"+proj=tpeqd +lat_1=50 +lon_1=10 +lat_2=30 +lon_2=%g", ANY},
    {"+proj=utm +zone=55 +lon_0=%g +ellps=WGS84", ANY},
    {"+proj=vandg4 +lon_0=%g", ANY},
    {"+proj=imoll +lon_0=%g", ANY},
    {"+proj=tpers +h=3e6 +lat_0=30 +tilt=15 +azi=20 +lon_0=%g", ANY},
    {"+proj=murd2 +lat_1=30 +lat_2=50 +lon_0=%g", ANY},
    {"+proj=tcc +lon_0=%g", ANY},
};

static const double middles[] = {0, 150, 180, -65.3};

/* The page: the projected world fills it. */
static const kuril_bbox everything = {-180, -90, 180, 90};

static kuril_projection *subject_projection(const subject *s, double lon_0)
{
    char definition[160];
    char *point, number[32];
    g_strlcpy(definition, s->definition, sizeof definition);
    point = strstr(definition, "%g");
    char *rest = g_strdup(point + 2);
    g_ascii_formatd(number, sizeof number, "%g", lon_0);
    *point = 0;
    g_strlcat(definition, number, sizeof definition);
    g_strlcat(definition, rest, sizeof definition);
    g_free(rest);
    return page_projection(definition);
}

static void reverse_rings(kuril_geometry_buffer *b)
{
    for (guint r = 0; r < b->rings->len; r++) {
        const kuril_ring ring = g_array_index(b->rings, kuril_ring, r);
        kuril_lonlat *p = &g_array_index(b->points, kuril_lonlat, ring.first);
        for (size_t i = 0; i < ring.count / 2; i++) {
            const kuril_lonlat swap = p[i];
            p[i] = p[ring.count - 1 - i];
            p[ring.count - 1 - i] = swap;
        }
    }
}

static void add_ring(kuril_geometry_buffer *b, const kuril_lonlat *points, size_t n)
{
    kuril_sink_polygon_start(&b->base);
    kuril_sink_line_start(&b->base);
    for (size_t i = 0; i < n; i++)
        kuril_sink_point(&b->base, points[i].lon, points[i].lat);
    kuril_sink_line_end(&b->base);
    kuril_sink_polygon_end(&b->base);
}

typedef struct shape {
    const char *name;
    kuril_geometry_buffer geometry;
    double area; /* on WGS 84, square metres; NAN when not known */
    bool asks;   /* dots of the page are compared with it */
    bool once;   /* for one middle meridian only: it is large */
} shape;

static shape shapes[7];

static void make_box(kuril_geometry_buffer *b, double west, double south, double east, double north)
{
    const kuril_lonlat box[] = {{west, south}, {east, south}, {east, north}, {west, north}};
    add_ring(b, box, 4);
}

static void make_grid(kuril_geometry_buffer *b, int step)
{
    for (int lat = -90; lat < 90; lat += step)
        for (int lon = -180; lon < 180; lon += step)
            make_box(b, lon, lat, lon + step, lat + step);
}

/* Area by Simpson's rule along edges straight in longitude and latitude: independent of any projection. */
static double area_of(const kuril_geometry *g)
{
    double sum = 0;
    for (size_t k = 0; k < g->n_parts; k++)
        for (size_t r = g->parts[k].first; r < g->parts[k].first + g->parts[k].count; r++) {
            double ring = 0;
            for (size_t i = 0; i < g->rings[r].count; i++) {
                const kuril_lonlat a = g->points[g->rings[r].first + i];
                const kuril_lonlat b = g->points[g->rings[r].first + (i + 1) % g->rings[r].count];
                const double d = b.lon - a.lon, width = fabs(fabs(d) - 360) < 1e-9 ? d : remainder(d, 360);
                ring -= (page_zone_area(0, a.lat, width) + 4 * page_zone_area(0, (a.lat + b.lat) / 2, width) +
                         page_zone_area(0, b.lat, width)) /
                        6;
            }
            sum += r == g->parts[k].first ? fabs(ring) : -fabs(ring);
        }
    return sum;
}

static int make_shapes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(shapes); i++)
        kuril_geometry_buffer_init(&shapes[i].geometry);
    shapes[0].name = "world land";
    if (!kuril_shapefile_read(KURIL_SOURCE_DIR "/geodata/layers/countries_110m.shp", &shapes[0].geometry))
        return -1;
    const kuril_geometry land = kuril_geometry_buffer_view(&shapes[0].geometry);
    shapes[0].area = area_of(&land);

    shapes[1].name = "rings round the poles";
    const kuril_lonlat north[] = {{10, 71}, {130, 71}, {-110, 71}}, south[] = {{-20, -63}, {100, -63}, {-140, -63}};
    add_ring(&shapes[1].geometry, north, 3);
    add_ring(&shapes[1].geometry, south, 3);
    shapes[1].area = page_zone_area(71, 90, 360) + page_zone_area(-90, -63, 360);

    shapes[2].name = "boxes across 180";
    make_box(&shapes[2].geometry, 170, 50, -165, 70);
    make_box(&shapes[2].geometry, 179, -20, -179, 10);
    make_box(&shapes[2].geometry, 100, -50, -100, -40);
    shapes[2].area = page_zone_area(50, 70, 25) + page_zone_area(-20, 10, 2) + page_zone_area(-50, -40, 160);

    shapes[3].name = "specks";
    for (double lat = -88; lat <= 88; lat += 8)
        for (double lon = -180; lon < 180; lon += 15)
            make_box(&shapes[3].geometry, lon - 0.0005, lat - 0.0005, lon + 0.0005, lat + 0.0005);
    shapes[3].area = NAN;

    shapes[4].name = "grid of boxes";
    make_grid(&shapes[4].geometry, 10);
    shapes[4].area = page_zone_area(-90, 90, 360);

    shapes[5].name = "fine grid of boxes";
    make_grid(&shapes[5].geometry, 1);
    shapes[5].area = page_zone_area(-90, 90, 360);
    shapes[5].once = true;

    shapes[6].name = "chequers";
    for (int row = 0; row < 9; row++)
        for (int column = row % 2; column < 18; column += 2)
            make_box(&shapes[6].geometry, 20 * column - 175.0, 20 * row - 90.0, 20 * column - 155.0, 20 * row - 70.0);
    shapes[6].area = page_zone_area(-90, 90, 360) / 2;
    for (size_t i = 0; i < COUNT(shapes); i++)
        shapes[i].asks = i < 3 || i == 6;
    return 0;
}

static int free_shapes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(shapes); i++)
        kuril_geometry_buffer_finish(&shapes[i].geometry);
    return 0;
}

static void walk(const shape *s, page *g, bool outline)
{
    const kuril_geometry geometry = kuril_geometry_buffer_view(&s->geometry);
    kuril_sink *first = kuril_chain_first(g->chain);
    assert_int_equal(outline ? kuril_geometry_walk_outline(&geometry, first) : kuril_geometry_walk(&geometry, first),
                     KURIL_OK);
}

static void assert_on_page(const page *g, const kuril_rect *clip)
{
    const kuril_geometry out = kuril_geometry_buffer_view(&g->out);
    for (size_t i = 0; i < out.n_points; i++)
        assert_true(out.points[i].lon >= clip->x_min && out.points[i].lon <= clip->x_max &&
                    out.points[i].lat >= clip->y_min && out.points[i].lat <= clip->y_max);
}

/* The longest edge of a line beyond what its ground could be: a chord over the page would show. */
static void assert_no_chord(const page *g, const kuril_projection *p, const kuril_fit *fit, const char *what)
{
    const kuril_geometry out = kuril_geometry_buffer_view(&g->out);
    size_t off = 0, looked = 0;
    for (size_t r = 0; r < out.n_rings; r++)
        for (size_t i = 1; i < out.rings[r].count; i++) {
            const kuril_lonlat a = out.points[out.rings[r].first + i - 1], b = out.points[out.rings[r].first + i];
            kuril_lonlat middle;
            if (hypot(a.lon - b.lon, a.lat - b.lat) < 20)
                continue;
            looked++;
            const double x = (a.lon + b.lon) / 2, y = (a.lat + b.lat) / 2;
            off += !kuril_page_to_lonlat(p, fit, x, y, &middle) && !kuril_page_to_lonlat(p, fit, x + 1, y, &middle) &&
                   !kuril_page_to_lonlat(p, fit, x - 1, y, &middle) &&
                   !kuril_page_to_lonlat(p, fit, x, y + 1, &middle) && !kuril_page_to_lonlat(p, fit, x, y - 1, &middle);
        }
    if (off > 0)
        complain("%s: of %zu long edges %zu lie off the world", what, looked, off);
}

/* Even-odd areas by counting: whole and reversed input cover the same dots. */
static void assert_same_fill(const page *g, const page *h, const char *what)
{
    if (fabs(page_area(g) - page_area(h)) > 1e-6 * page_area(g) + 1e-9)
        complain("%s: %.9g forward, %.9g reversed", what, page_area(g), page_area(h));
}

/* The page asks the globe: every dot that is filled shows a place that the shape holds, and the other way round. */
static void assert_right_fill(const page *g, const kuril_projection *p, const kuril_fit *fit, const shape *s,
                              const char *what)
{
    const kuril_geometry in = kuril_geometry_buffer_view(&s->geometry);
    size_t world;
    const size_t wrong = oracle_wrong(g, p, fit, &in, 1, &world);
    if (wrong > 0 || world == 0)
        complain("%s: %zu of %zu dots of the world are wrong", what, wrong, world);
}

static void try_shape(const subject *s, kuril_projection *p, double lon_0, const kuril_fit *fit, shape *sh,
                      double world)
{
    char what[200];
    g_snprintf(what, sizeof what, "%s at %g: %s", s->definition, lon_0, sh->name);
    const kuril_chain_options options = {.tolerance_pt = 0.05};
    page g, h;
    page_open(&g, p, fit, &page_frame, &options);
    page_open(&h, p, fit, &page_frame, &options);
    walk(sh, &g, false);
    reverse_rings(&sh->geometry);
    walk(sh, &h, false);
    reverse_rings(&sh->geometry);
    assert_on_page(&g, &page_frame);
    assert_same_fill(&g, &h, what);
    if (sh->asks)
        assert_right_fill(&g, p, fit, sh, what);
    const double area = page_area(&g);
    if (area > world * (1 + 1e-3))
        complain("%s: %g covers more than the world's %g", what, area, world);
    if (s->keeps == EQUAL_AREA && !isnan(sh->area)) {
        const double got = area / (fit->k * fit->k);
        if (fabs(got / sh->area - 1) > 1e-3)
            complain("%s: area %.6g, on the globe %.6g, off by %.2f in a thousand", what, got, sh->area,
                     1e3 * (got / sh->area - 1));
    }
    if (isnan(sh->area) && area > 1e-2) /* specks */
        complain("%s: %g square points", what, area);
    if (strstr(sh->name, "grid of boxes") && fabs(area / world - 1) > 2e-3)
        complain("%s: tiles cover %g of the world's %g", what, area, world);
    page_close(&g);
    page_close(&h);
    page_open(&g, p, fit, &page_frame, &options);
    walk(sh, &g, true);
    assert_on_page(&g, &page_frame);
    assert_no_chord(&g, p, fit, what);
    page_close(&g);
}

static void every_picture_is_right(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(subjects); i++)
        for (size_t m = 0; m < COUNT(middles); m++) {
            kuril_projection *p = subject_projection(&subjects[i], middles[m]);
            const kuril_fit fit = page_fit(p, everything);
            page world;
            page_open(&world, p, &fit, &page_frame, &(kuril_chain_options){.tolerance_pt = 0.05});
            assert_int_equal(kuril_chain_walk_world(world.chain), KURIL_OK);
            const double area = page_area(&world);
            page_close(&world);
            for (size_t k = 0; k < COUNT(shapes); k++)
                if (m == 1 || !shapes[k].once)
                    try_shape(&subjects[i], p, middles[m], &fit, &shapes[k], area);
            kuril_projection_free(p);
        }
    assert_int_equal(complaints, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_picture_is_right)};
    return cmocka_run_group_tests(tests, make_shapes, free_shapes);
}
