/*
 * What is left out because a page cannot show it is not missed: views of the full-detail coast, drawn as maps draw it
 * and drawn from every vertex, are the same picture, with the same islands and the same waters.
 */
#include "picture.h"
#include "support.h"
#include <kurilmap/dataset.h>
#include <kurilmap/projection.h>
#include <math.h>

enum { WIDTH = 800, HEIGHT = 600, SPECK = 4 /* pixels: where a threshold decides */ };
static const double PX = 0.75; /* points in a style pixel */

typedef struct view {
    const char *projection;
    kuril_lonlat middle;
    double km; /* from side to side */
} view;

static const view views[] = {
    {"+proj=laea +lat_0=50 +lon_0=150", {150, 50}, 2968},   {"+proj=laea +lat_0=50 +lon_0=150", {146, 44}, 400},
    {"+proj=merc", {152, 47}, 1200},                        {"+proj=lcc +lat_1=43 +lat_2=47 +lon_0=147", {147, 44.5}, 600},
    {"+proj=laea +lat_0=44 +lon_0=146", {146.1, 43.6}, 90}, {"+proj=ortho +lat_0=55 +lon_0=150", {150, 55}, 2500},
};

typedef struct drawing {
    const view *view;
    bool whole; /* from every vertex */
    bool shoreless;
    const char *coast; /* NULL: at full detail */
    bool read_thinned; /* as maps read embedded layers, else as they read other data */
} drawing;

static void draw(kuril_canvas *canvas, void *user)
{
    const drawing *d = user;
    const double width = WIDTH * PX, height = HEIGHT * PX, quarter = PX / 4;
    const kuril_rect frame = {0, 0, width, height}, clip = {-48, -48, width + 48, height + 48};
    kuril_projection *projection = NULL;
    kuril_fit fit;
    assert_int_equal(kuril_projection_new(d->view->projection, NULL, NULL, &projection, NULL), KURIL_OK);
    assert_int_equal(kuril_fit_width(projection, d->view->middle, d->view->km * 1000, &frame, 0, &fit, NULL), KURIL_OK);
    const kuril_chain_options as_maps = {.tolerance_pt = quarter, .simplify_pt = quarter}, exact = {.tolerance_pt = 0.005};
    kuril_chain *chain =
        kuril_chain_new(projection, &fit, &clip, d->whole ? &exact : &as_maps, kuril_canvas_path(canvas));
    kuril_dataset *coast = NULL;
    assert_int_equal(kuril_dataset_open(d->coast ? d->coast : "geodata:coast_full", NULL, NULL, &coast, NULL), KURIL_OK);
    /* A dash without end is left to cairo, which never counts twice what a line covers twice within a pixel. */
    const kuril_stroke shore = {.paint = {.color = {0.435, 0.498, 0.545, 1}},
                                .width_pt = 0.8 * PX,
                                .join = KURIL_JOIN_ROUND,
                                .n_dashes = d->whole ? 1 : 0,
                                .dashes = {1e6}};
    kuril_canvas_rectangle(canvas, &frame);
    kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){.color = {0.839, 0.906, 0.945, 1}});
    for (int strokes = 0; strokes < (d->shoreless ? 1 : 2); strokes++) {
        const kuril_bbox box = kuril_chain_bbox(chain);
        const kuril_query query = {.bbox = &box, .thin = d->read_thinned, .detail = kuril_chain_detail(chain)};
        assert_int_equal(kuril_dataset_select(coast, &query, NULL), KURIL_OK);
        const kuril_feature *feature = NULL;
        kuril_sink *first = d->read_thinned ? kuril_chain_first_thinned(chain) : kuril_chain_first(chain);
        while (kuril_dataset_next(coast, &feature, NULL) == KURIL_OK && feature) {
            kuril_canvas_new_path(canvas);
            assert_int_equal(strokes ? kuril_geometry_walk_outline(feature->geometry, first)
                                     : kuril_geometry_walk(feature->geometry, first),
                             KURIL_OK);
            if (strokes)
                kuril_canvas_stroke(canvas, &shore);
            else
                kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){.color = {0.945, 0.925, 0.878, 1}});
        }
    }
    kuril_canvas_new_path(canvas);
    kuril_dataset_close(coast);
    kuril_chain_free(chain);
    kuril_projection_free(projection);
}

/* ---- Patches of land and of water. ---- */

typedef struct patches {
    int *of; /* a pixel's patch from 1, 0: none; shape [HEIGHT][WIDTH] */
    GArray *sizes; /* int; the first is of no patch */
} patches;

enum { USUAL = 230, SURELY_LAND = 227, SURELY_SEA = 238 }; /* blue: 241 of the sea, 224 of land, 139 of the shore */

/* Below 230 a tenth of a pixel of land or a hint of shore shows. */
static bool is_land(const picture *p, int x, int y, int below)
{
    return picture_at(p, x, y)[2] < below;
}

static void spread(patches *out, const picture *p, bool land, int below, int x, int y, int patch)
{
    GArray *queue = g_array_new(FALSE, FALSE, sizeof(int));
    int at = y * WIDTH + x;
    out->of[at] = patch;
    g_array_append_val(queue, at);
    for (guint i = 0; i < queue->len; i++) {
        at = g_array_index(queue, int, i);
        const int steps[4][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
        for (int k = 0; k < 4; k++) {
            const int nx = at % WIDTH + steps[k][0], ny = at / WIDTH + steps[k][1], next = ny * WIDTH + nx;
            if (nx < 0 || ny < 0 || nx >= WIDTH || ny >= HEIGHT || out->of[next] || is_land(p, nx, ny, below) != land)
                continue;
            out->of[next] = patch;
            g_array_append_val(queue, next);
        }
    }
    const int size = (int)queue->len;
    g_array_append_val(out->sizes, size);
    g_array_free(queue, TRUE);
}

static patches find_patches(const picture *p, bool land, int below)
{
    patches out = {g_new0(int, WIDTH *HEIGHT), g_array_new(FALSE, TRUE, sizeof(int))};
    g_array_set_size(out.sizes, 1);
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        if (!out.of[i] && is_land(p, i % WIDTH, i / WIDTH, below) == land)
            spread(&out, p, land, below, i % WIDTH, i / WIDTH, (int)out.sizes->len);
    return out;
}

static void free_patches(patches *p)
{
    g_free(p->of);
    g_array_free(p->sizes, TRUE);
}

/* Patches of `a`, specks aside, that `b` has nothing of, not even a pixel beside. */
static int lost(const patches *a, const patches *b)
{
    bool *found = g_new0(bool, a->sizes->len);
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        for (int k = 0; k < 9 && a->of[i] && !found[a->of[i]]; k++) {
            const int x = i % WIDTH + k % 3 - 1, y = i / WIDTH + k / 3 - 1;
            found[a->of[i]] = x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT && b->of[y * WIDTH + x];
        }
    int count = 0;
    for (guint i = 1; i < a->sizes->len; i++)
        count += !found[i] && g_array_index(a->sizes, int, i) >= SPECK;
    g_free(found);
    return count;
}

/*
 * Patches of `sure` that are in more than one piece in `open`, which is more generous with what belongs to one: of water,
 * straits that have closed; of land, spits and isthmuses that have gone.
 */
static int parted(const patches *sure, const patches *open)
{
    int *first = g_new0(int, sure->sizes->len), count = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        const int of = sure->of[i], in = open->of[i];
        if (!of || !in || g_array_index(open->sizes, int, in) < SPECK)
            continue;
        count += first[of] && first[of] != in;
        first[of] = first[of] ? first[of] : in;
    }
    g_free(first);
    return count;
}

/* Nothing that surely hangs together in the one picture lies apart in the other. */
static void compare_ways(const picture *a, const picture *b)
{
    for (int land = 0; land < 2; land++) {
        patches sure = find_patches(a, land, land ? SURELY_LAND : SURELY_SEA);
        patches open = find_patches(b, land, land ? SURELY_SEA : SURELY_LAND);
        assert_true(sure.sizes->len > 1);
        assert_int_equal(parted(&sure, &open), 0);
        free_patches(&sure);
        free_patches(&open);
    }
}

/* Without the shore's stroke, which hides narrow waters. */
static void no_strait_closes_and_no_spit_goes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        drawing drawn = {&views[i], false, true, NULL, true}, full = {&views[i], true, true, NULL, false};
        picture a = picture_png(WIDTH * PX, HEIGHT * PX, 96, draw, &drawn);
        picture b = picture_png(WIDTH * PX, HEIGHT * PX, 96, draw, &full);
        compare_ways(&a, &b);
        compare_ways(&b, &a);
        picture_free(&a);
        picture_free(&b);
    }
}

static void details_that_do_not_show_are_not_missed(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2 * (sizeof views / sizeof *views); i++) {
        const view *seen = &views[i / 2];
        drawing drawn = {seen, false, false, NULL, i % 2}, full = {seen, true, false, NULL, false};
        picture a = picture_png(WIDTH * PX, HEIGHT * PX, 96, draw, &drawn);
        picture b = picture_png(WIDTH * PX, HEIGHT * PX, 96, draw, &full);
        const size_t differ = picture_differs(&a, &b, 16, NULL), far_off = picture_differs(&a, &b, 48, NULL);
        if (differ > 0.002 * WIDTH * HEIGHT || far_off > 0.00005 * WIDTH * HEIGHT)
            fail_msg("%s, %g km: %zu pixels differ, %zu of them much", seen->projection, seen->km, differ, far_off);
        for (int land = 0; land < 2; land++) {
            patches p = find_patches(&a, land, USUAL), q = find_patches(&b, land, USUAL);
            assert_true(p.sizes->len > 5);
            assert_int_equal(lost(&p, &q), 0);
            assert_int_equal(lost(&q, &p), 0);
            free_patches(&p);
            free_patches(&q);
        }
        picture_free(&a);
        picture_free(&b);
    }
}

/* ---- Vector pages. ---- */

static gsize bytes_of(kuril_canvas_format format, drawing *d)
{
    GBytes *page = picture_page(&(kuril_canvas_options){.format = format, .width_pt = WIDTH * PX, .height_pt = HEIGHT * PX},
                                draw, d);
    const gsize bytes = g_bytes_get_size(page);
    g_bytes_unref(page);
    return bytes;
}

/* Six times the vertices, of which the page shows no more, are at most a tenth more of PDF and SVG. */
static void vector_pages_grow_with_what_shows(void **state)
{
    (void)state;
    for (int format = KURIL_CANVAS_PDF; format <= KURIL_CANVAS_SVG; format++) {
        drawing full = {&views[0], false, false, NULL, false}, level = {&views[0], false, false, "geodata:coast_200m", false};
        drawing whole = {&views[0], true, false, NULL, false};
        const gsize of_full = bytes_of((kuril_canvas_format)format, &full);
        const gsize of_level = bytes_of((kuril_canvas_format)format, &level);
        assert_true(of_full > 10000 && (double)of_full < 1.1 * (double)of_level);
        assert_true(bytes_of((kuril_canvas_format)format, &whole) > 4 * of_full); /* else nothing was left out */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(details_that_do_not_show_are_not_missed),
                                       cmocka_unit_test(no_strait_closes_and_no_spit_goes),
                                       cmocka_unit_test(vector_pages_grow_with_what_shows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
