/*
 * The names of every built-in view, in every language and size: none overlaps another, comes close to the frame or to
 * furniture, lies on another feature's dot or beside it, stands nearer to another place of its kind than to its own, or
 * on its head. How many are placed and how far from their preferred place is printed, and held against
 * tests/tables/labels.csv so that it does not fall: a commit that does better writes the table anew with
 * KURIL_WRITE_LABELS=1.
 */
#include "label_faults.h"
#include "map/views.h"
#include "support.h"
#include <kurilmap/map.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Sums over the sizes of one view and language. */
typedef struct tally {
    size_t names, placed;
    double moved_px;
    size_t faults;
} tally;

typedef struct case_name {
    const char *view, *language, *size;
} case_name;

static void fault(tally *t, const case_name *c, const char *what, const char *a, const char *b)
{
    t->faults++;
    print_error("%s %s %s: %s: '%s' '%s'\n", c->view, c->language, c->size, what, a, b);
}

/* Names that a reader could take for each other's. 0: none. */
static int class_of(const char *layer)
{
    static const char *const classes[][2] = {
        {"islands", "islets"}, {"towns", "cities"}, {"capes", ""}, {"volcanoes", ""}};
    for (size_t i = 0; i < G_N_ELEMENTS(classes); i++)
        if (strcmp(layer, classes[i][0]) == 0 || strcmp(layer, classes[i][1]) == 0)
            return (int)i + 1;
    return 0;
}

static double distance(const kuril_label_entry *e, const kuril_label_box *text)
{
    return hypot(fmax(fabs(e->x - text->x) - text->half_width, 0), fmax(fabs(e->y - text->y) - text->half_height, 0));
}

/* A name that does not touch its place, and has no leader line, stands nearer to it than to any other of its class. */
static void check_belonging(const kuril_label_report *r, const case_name *c, size_t at, tally *t)
{
    const double touching = 9;
    const kuril_label_entry *e = &r->entries[at];
    if (class_of(e->layer) == 0 || e->reason != KURIL_LABEL_PLACED || e->has_leader || e->n_boxes == 0)
        return;
    const kuril_label_box *text = &r->boxes[e->first_box + e->n_boxes - 1];
    const double own = distance(e, text);
    for (size_t i = 0; i < r->n_entries && own > touching; i++) {
        const kuril_label_entry *o = &r->entries[i];
        if (class_of(o->layer) == class_of(e->layer) && o->owner != e->owner && *o->text &&
            distance(o, text) < own - 0.01)
            fault(t, c, "nearer to another", e->text, o->text);
    }
}

static bool has_dot(const char *layer)
{
    static const char *const dotted[] = {"towns", "cities", "airfields", "volcanoes", "strategic"};
    for (size_t i = 0; i < G_N_ELEMENTS(dotted); i++)
        if (strcmp(layer, dotted[i]) == 0)
            return true;
    return false;
}

/* Readers look at the ends of a name first: a dot above or below it, without the air of its box, seems farther. */
static double seeming_distance(const kuril_label_entry *e, const kuril_label_box *text)
{
    const double air_x = 4, air_y = 2.7, down = 1.6;
    return hypot(fmax(fabs(e->x - text->x) - text->half_width + air_x, 0),
                 down * fmax(fabs(e->y - text->y) - text->half_height + air_y, 0));
}

/* A name without a leader line is not beside a dot that seems to be more its own than its own is. */
static void check_dots(const kuril_label_report *r, const case_name *c, size_t at, tally *t)
{
    const kuril_label_entry *e = &r->entries[at];
    if (!has_dot(e->layer) || strcmp(e->layer, "strategic") == 0 || e->reason != KURIL_LABEL_PLACED || e->n_boxes == 0)
        return;
    const kuril_label_box *text = &r->boxes[e->first_box + e->n_boxes - 1];
    const double own = seeming_distance(e, text);
    for (size_t i = 0; i < r->n_entries; i++) {
        const kuril_label_entry *o = &r->entries[i];
        if (o->owner != e->owner && has_dot(o->layer) && o->reason == KURIL_LABEL_PLACED &&
            seeming_distance(o, text) < own)
            fault(t, c, "at another's dot", e->text, o->text);
    }
}

/* A name set along a line reads from left to right or up and down, but for columns of Han: never on its head. */
static void check_upright(const kuril_label_report *r, const case_name *c, size_t at, tally *t)
{
    enum { CJK = 0x2E80 };
    const kuril_label_entry *e = &r->entries[at];
    double across = 0;
    for (size_t i = 0; i < e->n_boxes; i++)
        across += r->boxes[e->first_box + i].cosine;
    if (!e->has_leader && g_utf8_get_char(e->text) < CJK && across < -0.1 * (double)e->n_boxes)
        fault(t, c, "on its head", e->text, "");
}

static void check_points_of_essay(const kuril_label_report *r, const case_name *c, const kuril_label_entry *e, tally *t)
{
    for (size_t i = 0; i < r->n_furniture && strcmp(e->layer, "strategic") == 0; i++) {
        const kuril_rect *f = &r->furniture[i].rect;
        if (e->x > f->x_min && e->x < f->x_max && e->y > f->y_min && e->y < f->y_max)
            fault(t, c, "furniture on a point of the essay", e->text, "");
    }
}

/* Names keep clear of the frame, and of furniture, by three pixels. */
static void check_margin(const kuril_label_report *r, const case_name *c, const kuril_label_entry *e, tally *t)
{
    const double margin = 3 * 0.75 - 0.01;
    const kuril_rect *f = &r->frame;
    for (size_t i = 0; i < e->n_boxes; i++) {
        const kuril_rect box = kuril_label_box_bounds(&r->boxes[e->first_box + i]);
        if (box.x_min < f->x_min + margin || box.y_min < f->y_min + margin || box.x_max > f->x_max - margin ||
            box.y_max > f->y_max - margin)
            fault(t, c, "at the frame", e->text, "");
        for (size_t k = 0; k < r->n_furniture; k++) {
            const kuril_rect *piece = &r->furniture[k].rect;
            const kuril_label_box wide = kuril_label_box_upright(piece->x_min - margin, piece->y_min - margin,
                                                                 piece->x_max + margin, piece->y_max + margin);
            if (piece->x_min <= piece->x_max && kuril_label_box_overlaps(&r->boxes[e->first_box + i], &wide))
                fault(t, c, "at furniture", e->text, "");
        }
    }
}

/* Figures on depth lines stand at many places of one line: a missing one is no lost name. */
static bool counts(const kuril_label_entry *e)
{
    return *e->text && strcmp(e->layer, "depth-labels") != 0;
}

typedef struct telling {
    const case_name *name;
    tally *tally;
} telling;

static void tell(void *user, const char *what, const char *a, const char *b)
{
    const telling *t = user;
    fault(t->tally, t->name, what, a, b);
}

static void check_report(const kuril_label_report *r, const case_name *c, tally *t)
{
    telling all = {c, t};
    label_faults(r, tell, &all);
    for (size_t i = 0; i < r->n_entries; i++) {
        const kuril_label_entry *e = &r->entries[i];
        check_points_of_essay(r, c, e, t);
        check_margin(r, c, e, t);
        check_upright(r, c, i, t);
        check_belonging(r, c, i, t);
        check_dots(r, c, i, t);
        if (!counts(e))
            continue;
        t->names++;
        t->placed += e->reason == KURIL_LABEL_PLACED;
        t->moved_px += e->moved_pt / 0.75;
    }
}

static void survey(const case_name *c, tally *t)
{
    kuril_map *map = NULL;
    kuril_error error = {0};
    kuril_label_report *report = NULL;
    assert_int_equal(kuril_map_read(c->view, &map, NULL, &error), KURIL_OK);
    assert_int_equal(kuril_map_set(map, "lang", c->language, &error), KURIL_OK);
    assert_int_equal(kuril_map_set(map, "size", c->size, &error), KURIL_OK);
    if (kuril_map_render_reported(map, NULL, 0, NULL, &report, &error) != KURIL_OK)
        fail_msg("%s %s %s: %s", c->view, c->language, c->size, error.message);
    check_report(report, c, t);
    kuril_label_report_free(report);
    kuril_map_free(map);
}

/* "VIEW LANGUAGE" -> what the table promises. */
typedef struct promise {
    double share, moved_px;
} promise;

#define TABLE KURIL_TEST_DIR "/tables/labels.csv"

static GHashTable *read_table(void)
{
    GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    char *text = NULL;
    if (!g_file_get_contents(TABLE, &text, NULL, NULL))
        return table;
    char **lines = g_strsplit(text, "\n", -1);
    for (size_t i = 1; lines[i] && *lines[i]; i++) {
        char **f = g_strsplit(lines[i], ";", -1);
        assert_int_equal(g_strv_length(f), 4);
        promise *p = g_new(promise, 1);
        *p = (promise){g_ascii_strtod(f[2], NULL), g_ascii_strtod(f[3], NULL)};
        g_hash_table_insert(table, g_strdup_printf("%s %s", f[0], f[1]), p);
        g_strfreev(f);
    }
    g_strfreev(lines);
    g_free(text);
    return table;
}

/* Half a percent and half a pixel are left to fonts and PROJ of other versions. */
static bool holds(GHashTable *table, const char *view, const char *language, double share, double moved_px)
{
    char *key = g_strdup_printf("%s %s", view, language);
    const promise *p = g_hash_table_lookup(table, key);
    const bool good = p && share >= p->share - 0.005 && moved_px <= p->moved_px + 0.5;
    if (!good)
        print_error("%s: promised %.3f and %.1f px\n", key, p ? p->share : NAN, p ? p->moved_px : NAN);
    g_free(key);
    return good;
}

static void test_every_view(void **state)
{
    (void)state;
    static const char *const languages[] = {"en", "ja", "ru", "en,ja"};
    static const char *const sizes[] = {"800x600", "1600x1200", "A4-landscape", "A4-portrait"};
    const bool write = g_getenv("KURIL_WRITE_LABELS") != NULL;
    char **views = NULL;
    assert_int_equal(kuril_view_names(&views, NULL), KURIL_OK);
    GHashTable *table = read_table();
    GString *fresh = g_string_new("view;languages;share of names placed;mean distance from the preferred place, px\n");
    size_t faults = 0, fallen = 0;
    for (size_t v = 0; views[v]; v++) {
        for (size_t l = 0; l < G_N_ELEMENTS(languages); l++) {
            tally t = {0};
            for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++)
                survey(&(case_name){views[v], languages[l], sizes[s]}, &t);
            const double share = t.names ? (double)t.placed / (double)t.names : 1;
            const double moved = t.placed ? t.moved_px / (double)t.placed : 0;
            print_message("%s %s: %zu of %zu names placed (%.3f), %.1f px away\n", views[v], languages[l], t.placed,
                          t.names, share, moved);
            g_string_append_printf(fresh, "%s;%s;%.3f;%.1f\n", views[v], languages[l], share, moved);
            faults += t.faults;
            fallen += !write && !holds(table, views[v], languages[l], share, moved);
        }
    }
    if (write)
        assert_true(g_file_set_contents(TABLE, fresh->str, -1, NULL));
    g_string_free(fresh, TRUE);
    g_hash_table_destroy(table);
    g_strfreev(views);
    assert_int_equal(faults, 0);
    assert_int_equal(fallen, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_view)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
