/*
 * Coasts to the page, cut, bent, projected and clipped, against PROJ's own transformation of the same vertices. The
 * ratio is what counts: at most 1.5.
 */
#include "bench.h"
#include "shapefile.h"
#include <kurilmap/projection.h>
#include <math.h>
#include <proj.h>
#include <string.h>

enum { ROUNDS = 7 };

/* Takes everything and does nothing. */
static kuril_status take_point(kuril_sink *sink, double x, double y)
{
    (void)sink;
    (void)x;
    (void)y;
    return KURIL_OK;
}

static kuril_status take(kuril_sink *sink)
{
    (void)sink;
    return KURIL_OK;
}

static const kuril_sink_ops taking = {take_point, take, take, take, take};

static double proj_alone(const char *definition, const kuril_geometry *g)
{
    PJ_CONTEXT *context = proj_context_create();
    PJ *pj = proj_create(context, definition);
    double best = INFINITY;
    PJ_COORD *work = g_new(PJ_COORD, g->n_points);
    for (int i = 0; i < ROUNDS; i++) {
        for (size_t k = 0; k < g->n_points; k++)
            work[k] = proj_coord(g->points[k].lon * G_PI / 180, g->points[k].lat * G_PI / 180, 0, HUGE_VAL);
        const double start = bench_seconds();
        proj_trans_array(pj, PJ_FWD, g->n_points, work);
        best = fmin(best, bench_seconds() - start);
    }
    g_free(work);
    proj_destroy(pj);
    proj_context_destroy(context);
    return best;
}

static double chain(const char *definition, const kuril_geometry *g, const kuril_bbox *bbox, double simplify_pt,
                    bool outline)
{
    const kuril_rect frame = {0, 0, 1200, 900};
    kuril_projection *projection;
    kuril_fit fit;
    kuril_error error = {0};
    if (kuril_projection_new(definition, NULL, NULL, &projection, &error) != KURIL_OK ||
        kuril_fit_bbox(projection, bbox, &frame, 0, &fit, &error) != KURIL_OK)
        g_error("%s", error.message);
    kuril_sink last = {&taking, NULL};
    const kuril_chain_options options = {.simplify_pt = simplify_pt};
    double best = INFINITY;
    for (int i = 0; i < ROUNDS; i++) {
        const double start = bench_seconds();
        kuril_chain *c = kuril_chain_new(projection, &fit, &frame, &options, &last);
        if (outline)
            kuril_geometry_walk_outline(g, kuril_chain_first(c));
        else
            kuril_geometry_walk(g, kuril_chain_first(c));
        kuril_chain_free(c);
        best = fmin(best, bench_seconds() - start);
    }
    kuril_projection_free(projection);
    return best;
}

/* With an argument: only the projections that have it in their definition. */
int main(int argc, char **argv)
{
    static const struct {
        const char *definition;
        kuril_bbox bbox;
    } cases[] = {
        {"+proj=laea +lat_0=50 +lon_0=150 +ellps=WGS84", {100, 20, 200, 80}},
        {"+proj=laea +lat_0=50 +lon_0=150 +ellps=WGS84", {135, 42, 165, 62}},
        {"+proj=laea +lat_0=50 +lon_0=150 +ellps=WGS84", {145, 43, 149, 46}},
        {"+proj=laea +lat_0=50 +lon_0=150 +ellps=WGS84", {-180, -90, 180, 90}},
        {"+proj=ortho +lat_0=50 +lon_0=150 +ellps=WGS84", {-180, -90, 180, 90}},
        {"+proj=merc +lon_0=150 +ellps=WGS84", {-180, -80, 180, 80}},
        {"+proj=tmerc +lon_0=147 +ellps=WGS84", {100, 20, 200, 80}},
        {"+proj=aea +lat_1=45 +lat_2=60 +lon_0=150 +ellps=WGS84", {100, 20, 200, 80}},
        {"+proj=eqearth +lon_0=150 +ellps=WGS84", {-180, -90, 180, 90}},
        {"+proj=robin +lon_0=150 +ellps=WGS84", {-180, -90, 180, 90}},
    };
    kuril_geometry_buffer coast;
    kuril_geometry_buffer_init(&coast);
    if (!kuril_shapefile_read(KURIL_SOURCE_DIR "/geodata/layers/coast_full.shp", &coast))
        g_error("no coast");
    const kuril_geometry g = kuril_geometry_buffer_view(&coast);
    printf("%zu vertices in %zu rings\n", g.n_points, g.n_rings);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        if (argc > 1 && !strstr(cases[i].definition, argv[1]))
            continue;
        const double alone = proj_alone(cases[i].definition, &g);
        const double fill = chain(cases[i].definition, &g, &cases[i].bbox, 0, false);
        const double thin = chain(cases[i].definition, &g, &cases[i].bbox, 0.1875, false);
        const double line = chain(cases[i].definition, &g, &cases[i].bbox, 0, true);
        printf("%-56s %g..%g PROJ %.1f ms, fill %.2f, thinned %.2f, outline %.2f of it\n", cases[i].definition,
               cases[i].bbox.west, cases[i].bbox.east, alone * 1e3, fill / alone, thin / alone, line / alone);
    }
    kuril_geometry_buffer_finish(&coast);
    return 0;
}
