#include "geom/sinks.h"
#include "map/walked.h"
#include "support.h"
#include <string.h>

static const kuril_lonlat square[] = {{140, 40}, {150, 40}, {150, 50}, {140, 50},
                                      {144, 44}, {144, 46}, {146, 46}, {146, 44}};
static const kuril_ring rings[] = {{0, 4}, {4, 4}};
static const kuril_part part = {KURIL_POLYGON, 0, 2};
static const kuril_geometry geometry = {square, 8, rings, 2, &part, 1};

typedef struct bench {
    kuril_projection *projection;
    kuril_chain *chain;
    kuril_log_sink log;
    GString *text;
} bench;

static void bench_init(bench *b)
{
    const kuril_rect frame = {0, 0, 400, 300}, clip = {50, 50, 350, 250};
    const kuril_view view = {.kind = KURIL_VIEW_BOUNDS, .bounds = {138, 38, 152, 52}, .frame = frame};
    kuril_fit fit;
    assert_int_equal(kuril_projection_new("laea", &view, NULL, &b->projection, NULL), KURIL_OK);
    assert_int_equal(kuril_fit_view(b->projection, &view, &fit, NULL), KURIL_OK);
    b->text = g_string_new(NULL);
    kuril_log_sink_init(&b->log, b->text, 9);
    b->chain = kuril_chain_new(b->projection, &fit, &clip, NULL, &b->log.base);
}

static void bench_finish(bench *b)
{
    kuril_chain_free(b->chain);
    kuril_projection_free(b->projection);
    g_string_free(b->text, TRUE);
}

static char *events(bench *b, kuril_walked_view *view, const char *layer, int64_t id, kuril_walk_kind kind)
{
    const kuril_feature feature = {.id = id, .geometry = &geometry};
    g_string_truncate(b->text, 0);
    assert_int_equal(kuril_walked_walk(view, layer, &feature, kind, b->chain, kuril_chain_first(b->chain), &b->log.base),
                     KURIL_OK);
    return g_strdup(b->text->str);
}

static void the_store_gives_what_the_chain_gave(void **state)
{
    (void)state;
    bench b;
    bench_init(&b);
    kuril_walked *walked = kuril_walked_new();
    kuril_walked_view *view = kuril_walked_find(walked, "a", true);
    assert_non_null(view);
    for (int kind = KURIL_WALK_POLYGONS; kind <= KURIL_WALK_OUTLINE; kind++) {
        char *plain = events(&b, NULL, "land", 1, (kuril_walk_kind)kind);
        assert_true(strlen(plain) > 100);
        for (int turn = 0; turn < 3; turn++) {
            char *kept = events(&b, view, "land", 1, (kuril_walk_kind)kind);
            assert_string_equal(kept, plain);
            g_free(kept);
        }
        g_free(plain);
    }
    kuril_walked_free(walked);
    bench_finish(&b);
}

/* With another geometry behind the same layer and id, what comes tells whether it was walked or kept. */
static void features_are_kept_by_layer_and_id(void **state)
{
    (void)state;
    bench b;
    bench_init(&b);
    kuril_walked *walked = kuril_walked_new();
    kuril_walked_view *view = kuril_walked_find(walked, "a", true);
    char *whole = events(&b, view, "land", 1, KURIL_WALK_POLYGONS);
    const kuril_geometry none = {NULL, 0, NULL, 0, NULL, 0};
    const kuril_feature same = {.id = 1, .geometry = &none}, other = {.id = 2, .geometry = &none};
    const struct {
        const char *layer;
        const kuril_feature *feature;
        bool kept;
    } cases[] = {{"land", &same, true}, {"lakes", &same, false}, {NULL, &same, false}, {"land", &other, false}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_string_truncate(b.text, 0);
        assert_int_equal(kuril_walked_walk(view, cases[i].layer, cases[i].feature, KURIL_WALK_POLYGONS, b.chain,
                                           kuril_chain_first(b.chain), &b.log.base),
                         KURIL_OK);
        assert_string_equal(b.text->str, cases[i].kept ? whole : "");
    }
    g_free(whole);
    kuril_walked_free(walked);
    bench_finish(&b);
}

static void what_is_drawn_once_is_not_kept(void **state)
{
    (void)state;
    kuril_walked *walked = kuril_walked_new();
    assert_null(kuril_walked_find(walked, "a", false));
    assert_null(kuril_walked_find(walked, "b", false));
    kuril_walked_view *a = kuril_walked_find(walked, "a", false);
    assert_non_null(a);
    assert_ptr_equal(kuril_walked_find(walked, "a", false), a);
    assert_non_null(kuril_walked_find(walked, "c", true));
    kuril_walked_free(walked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_store_gives_what_the_chain_gave),
        cmocka_unit_test(features_are_kept_by_layer_and_id),
        cmocka_unit_test(what_is_drawn_once_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
