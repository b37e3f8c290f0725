/*
 * Pages of every shape, drawn by lot: views, languages, sizes from a thumbnail to A2 and banners of both kinds, and
 * what is said of the legend. Of each page: furniture stands on the page, in the map's frame or clear of it, no piece
 * on another, and none on a point of the essay or on its icon. A failure prints its seed: KURIL_SEED=N draws that one
 * alone.
 */
#include "map/label_report.h"
#include "map/views.h"
#include "support.h"
#include <kurilmap/map.h>
#include <math.h>
#include <string.h>

enum { CASES = 90 };

#define PICK(lot, words) (words)[g_rand_int_range((lot), 0, (gint32)G_N_ELEMENTS(words))]

static bool overlap(const kuril_rect *a, const kuril_rect *b)
{
    const double slack = 0.01;
    return a->x_min < b->x_max - slack && b->x_min < a->x_max - slack && a->y_min < b->y_max - slack &&
           b->y_min < a->y_max - slack;
}

static bool inside(const kuril_rect *a, const kuril_rect *b)
{
    const double slack = 0.01;
    return a->x_min >= b->x_min - slack && a->x_max <= b->x_max + slack && a->y_min >= b->y_min - slack &&
           a->y_max <= b->y_max + slack;
}

static bool of_essay(const kuril_label_entry *e)
{
    static const char *const layers[] = {"strategic", "strategic-regions", "sanctuary-label"};
    for (size_t i = 0; i < G_N_ELEMENTS(layers); i++)
        if (strcmp(e->layer, layers[i]) == 0)
            return true;
    return false;
}

typedef struct page {
    guint32 seed;
    const char *said; /* of the page, for messages */
    size_t faults, points, pieces;
} page;

static void fault(page *p, const char *what, const kuril_label_furniture *piece, const char *other)
{
    p->faults++;
    print_error("seed %u, %s: %s %s %s\n", p->seed, p->said, kuril_furniture_name(piece->piece), what, other);
}

static void check_place(const kuril_label_report *r, size_t at, page *p)
{
    const kuril_label_furniture *piece = &r->furniture[at];
    if (!inside(&piece->rect, &r->page))
        fault(p, "leaves the page", piece, "");
    if (!inside(&piece->rect, &r->frame) && overlap(&piece->rect, &r->frame))
        fault(p, "lies across the frame", piece, "");
    for (size_t i = 0; i < at; i++)
        if (overlap(&piece->rect, &r->furniture[i].rect))
            fault(p, "lies on", piece, kuril_furniture_name(r->furniture[i].piece));
}

static void check_points(const kuril_label_report *r, const kuril_label_furniture *piece, page *p)
{
    for (size_t i = 0; i < r->n_entries; i++) {
        const kuril_label_entry *e = &r->entries[i];
        if (!of_essay(e))
            continue;
        p->points++;
        const kuril_rect point = {e->x - 1, e->y - 1, e->x + 1, e->y + 1};
        bool covered = overlap(&piece->rect, &point);
        for (size_t d = 0; d < r->n_dots; d++)
            covered = covered || (r->dots[d].owner == e->owner && overlap(&piece->rect, &r->dots[d].rect));
        if (covered)
            fault(p, "covers the essay's", piece, e->text);
    }
}

static const char *size_by_lot(GRand *lot, char text[32])
{
    static const char *const sizes[] = {"200x150",      "297x422",     "304x350",   "320x240",      "450x600",
                                        "600x450",      "800x600",     "1600x1200", "A4-landscape", "A4-portrait",
                                        "A2-landscape", "A2-portrait", "1200x300",  "300x1200",     "2400x800"};
    if (g_rand_boolean(lot))
        return PICK(lot, sizes);
    const double side = exp(g_rand_double_range(lot, log(200), log(1500))),
                 aspect = exp(g_rand_double_range(lot, -1.4, 1.4));
    g_snprintf(text, 32, "%dx%d", (int)(side * sqrt(aspect)), (int)(side / sqrt(aspect)));
    return text;
}

static kuril_map *map_by_lot(GRand *lot, char **views, char **said)
{
    static const char *const languages[] = {"en", "ja", "ru", "en,ja", "ru,en", "zh"};
    static const char *const legends[] = {"auto",     "auto",  "on",       "numbered",
                                          "numbered", "below", "top-left", "bottom-right"};
    static const char *const points[] = {"", "", "all"};
    char size[32];
    const char *const settings[][2] = {{"lang", PICK(lot, languages)},
                                       {"size", size_by_lot(lot, size)},
                                       {"furniture", g_strdup_printf("legend=%s", PICK(lot, legends))},
                                       {"strategic", PICK(lot, points)}};
    const char *view = views[g_rand_int_range(lot, 0, (gint32)g_strv_length(views))];
    kuril_map *map = NULL;
    kuril_error error = {0};
    assert_int_equal(kuril_map_read(view, &map, NULL, &error), KURIL_OK);
    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
        if (*settings[i][1])
            assert_int_equal(kuril_map_set(map, settings[i][0], settings[i][1], &error), KURIL_OK);
    *said = g_strdup_printf("%s %s %s %s %s", view, settings[0][1], settings[1][1], settings[2][1], settings[3][1]);
    g_free((char *)(gpointer)settings[2][1]);
    return map;
}

/* A page on which the map has no room at all is refused; that is no fault, but seldom. */
static bool check_page(guint32 seed, char **views, kuril_session *session, page *p)
{
    GRand *lot = g_rand_new_with_seed(seed);
    char *said = NULL;
    kuril_map *map = map_by_lot(lot, views, &said);
    kuril_error error = {0};
    kuril_label_report *report = NULL;
    const kuril_status status = kuril_session_render_reported(session, map, NULL, 0, NULL, &report, &error);
    p->seed = seed;
    p->said = said;
    if (status != KURIL_OK && status != KURIL_E_DOMAIN)
        fail_msg("seed %u, %s: %s", seed, said, error.message);
    for (size_t i = 0; report && i < report->n_furniture; i++) {
        p->pieces++;
        check_place(report, i, p);
        check_points(report, &report->furniture[i], p);
    }
    kuril_label_report_free(report);
    kuril_map_free(map);
    g_free(said);
    g_rand_free(lot);
    return status == KURIL_OK;
}

static void furniture_keeps_its_place_on_any_page(void **state)
{
    (void)state;
    const char *one = g_getenv("KURIL_SEED"), *many = g_getenv("KURIL_CASES");
    const guint32 first = one ? (guint32)g_ascii_strtoull(one, NULL, 10) : 1;
    const guint32 cases = one ? 1 : many ? (guint32)g_ascii_strtoull(many, NULL, 10) : CASES;
    char **views = NULL;
    assert_int_equal(kuril_view_names(&views, NULL), KURIL_OK);
    kuril_session *session = kuril_session_new();
    page p = {0};
    guint32 drawn = 0;
    for (guint32 seed = first; seed < first + cases; seed++)
        drawn += check_page(seed, views, session, &p);
    kuril_session_free(session);
    g_strfreev(views);
    print_message("%u pages, %zu pieces, %zu pairs of a piece and a point\n", drawn, p.pieces, p.points);
    assert_int_equal(p.faults, 0);
    assert_true(one || (drawn > cases * 3 / 4 && p.pieces > drawn && p.points > drawn)); /* else nothing is proved */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(furniture_keeps_its_place_on_any_page)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
