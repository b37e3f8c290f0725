/* Candidates: shapes whose answers are plain geometry. */
#include "label/candidates.h"
#include "support.h"
#include <math.h>

typedef struct shape {
    kuril_lonlat points[80];
    kuril_ring rings[4];
    kuril_part parts[4];
    kuril_geometry g;
} shape;

static void add_rect(shape *s, double x0, double y0, double x1, double y1, bool hole)
{
    const size_t first = s->g.n_points;
    const kuril_lonlat corners[] = {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
    for (size_t i = 0; i < 4; i++)
        s->points[first + i] = corners[i];
    s->rings[s->g.n_rings] = (kuril_ring){first, 4};
    if (hole)
        s->parts[s->g.n_parts - 1].count++;
    else
        s->parts[s->g.n_parts++] = (kuril_part){KURIL_POLYGON, s->g.n_rings, 1};
    s->g.n_rings++;
    s->g.n_points += 4;
    s->g.points = s->points;
    s->g.rings = s->rings;
    s->g.parts = s->parts;
}

static void anchors_put_that_side_at_the_point(void **state)
{
    (void)state;
    double x, y, dx, dy;
    kuril_label_anchor_corner(KURIL_ANCHOR_LEFT, 100, 50, 40, 10, &x, &y);
    assert_near(x, 100, 0);
    assert_near(y, 45, 0);
    kuril_label_anchor_corner(KURIL_ANCHOR_BOTTOM_RIGHT, 100, 50, 40, 10, &x, &y);
    assert_near(x, 60, 0);
    assert_near(y, 40, 0);
    kuril_label_anchor_step(KURIL_ANCHOR_TOP, 3, &dx, &dy);
    assert_near(dx, 0, 0);
    assert_near(dy, 3, 0);
    kuril_label_anchor_step(KURIL_ANCHOR_BOTTOM_LEFT, 3, &dx, &dy);
    assert_near(dx, 3 / sqrt(2), 1e-12);
    assert_near(dy, -3 / sqrt(2), 1e-12);
}

static void pole_of_a_rectangle_is_on_its_middle_line(void **state)
{
    (void)state;
    shape s = {0};
    add_rect(&s, 100, 200, 300, 250, false);
    kuril_label_area *area = kuril_label_area_new(&s.g);
    double x, y;
    assert_near(kuril_label_area_pole(area, &x, &y), 25, 1.5);
    assert_near(y, 225, 1.5);
    assert_true(x > 124 && x < 276);
    kuril_label_area_free(area);
}

static void spots_keep_out_of_holes(void **state)
{
    (void)state;
    shape s = {0};
    add_rect(&s, 0, 0, 160, 100, false);
    add_rect(&s, 70, 40, 90, 60, true);
    kuril_label_area *area = kuril_label_area_new(&s.g);
    kuril_label_spot spots[8];
    const size_t n = kuril_label_area_spots(area, 60, 20, 1, spots, 8);
    assert_true(n > 1);
    const kuril_label_box hole = kuril_label_box_upright(70.5, 40.5, 89.5, 59.5);
    for (size_t i = 0; i < n; i++) {
        const kuril_label_box box =
            kuril_label_box_upright(spots[i].x - 30, spots[i].y - 10, spots[i].x + 30, spots[i].y + 10);
        assert_false(kuril_label_box_overlaps(&box, &hole));
        assert_true(kuril_label_box_within(&box, &(kuril_rect){-1, -1, 161, 101}));
        assert_true(i == 0 || spots[i].cost >= spots[i - 1].cost);
    }
    assert_int_equal(kuril_label_area_spots(area, 170, 20, 1, spots, 8), 0);
    assert_near(kuril_label_area_share(area, &(kuril_rect){60, 40, 100, 60}), 0.5, 0.03);
    assert_near(kuril_label_area_share(area, &(kuril_rect){-60, -40, -10, -20}), 0, 0);
    kuril_label_area_free(area);
}

/* A band along y = 100 - 0.002 (x - 200)^2: the axis follows it. */
static void axis_follows_a_bent_band(void **state)
{
    (void)state;
    shape s = {0};
    for (size_t i = 0; i < 40; i++) {
        const double x = i < 20 ? 20.0 * (double)i : 20.0 * (39.0 - (double)i);
        s.points[i] = (kuril_lonlat){x, 100 - 0.002 * (x - 200) * (x - 200) + (i < 20 ? 15 : -15)};
    }
    s.rings[0] = (kuril_ring){0, 40};
    s.parts[0] = (kuril_part){KURIL_POLYGON, 0, 1};
    s.g = (kuril_geometry){s.points, 40, s.rings, 1, s.parts, 1};
    kuril_label_area *area = kuril_label_area_new(&s.g);
    kuril_lonlat axis[21];
    const double length = kuril_label_area_axis(area, axis, 21);
    assert_true(length > 330 && length < 420);
    assert_true(axis[0].lon < axis[20].lon);
    for (size_t i = 2; i < 19; i++)
        assert_near(axis[i].lat, 100 - 0.002 * pow(axis[i].lon - 200, 2), 8);
    kuril_label_area_free(area);
}

/* B67: an archipelago is named in its largest part. */
static void largest_part_wins(void **state)
{
    (void)state;
    shape s = {0};
    add_rect(&s, 0, 0, 4, 4, false);
    add_rect(&s, 40, 0, 50, 6, false);
    add_rect(&s, 80, 0, 83, 3, false);
    kuril_label_area *area = kuril_label_area_new(&s.g);
    double x, y;
    kuril_label_area_pole(area, &x, &y);
    assert_true(x > 40 && x < 50);
    kuril_label_area_free(area);
    const kuril_geometry none = {0};
    assert_null(kuril_label_area_new(&none));
}

/* A sea's name stood at an islet of it: the cut had brought the islet's ring before the sea's own. */
static void the_outer_ring_may_come_last(void **state)
{
    (void)state;
    shape s = {0};
    add_rect(&s, 10, 10, 12, 12, false);
    add_rect(&s, 0, 0, 160, 100, true);
    add_rect(&s, 200, 0, 210, 10, false);
    s.g.n_parts = 1;
    kuril_label_area *area = kuril_label_area_new(&s.g);
    double x, y;
    assert_near(kuril_label_area_pole(area, &x, &y), 50, 2);
    assert_near(y, 50, 2);
    kuril_label_area_free(area);
}

/* Of islands in a row the middle is between them, the pole in the largest. */
static void the_middle_of_islands_lies_between_them(void **state)
{
    (void)state;
    shape s = {0};
    add_rect(&s, 0, 0, 40, 40, false);
    add_rect(&s, 120, 0, 160, 40, true);
    kuril_label_area *area = kuril_label_area_new(&s.g);
    double x, y;
    kuril_label_area_middle(area, &x, &y);
    assert_near(x, 80, 1);
    assert_near(y, 20, 1);
    kuril_label_area_free(area);
}

/* A ground of features, parted into pieces. */
static kuril_label_area *parted(const kuril_rect *frame, size_t n, const shape *const features[])
{
    kuril_label_area *ground = kuril_label_ground_new(frame);
    for (size_t i = 0; i < n; i++)
        kuril_label_ground_cover(ground, &features[i]->g);
    kuril_label_ground_done(ground);
    kuril_label_ground_part(ground);
    return ground;
}

/* A name must know its own island from the next. */
static void pieces_of_a_ground_are_told_apart(void **state)
{
    (void)state;
    shape w = {0}, e = {0};
    add_rect(&w, 10, 10, 40, 40, false);
    add_rect(&e, 60, 10, 90, 40, false);
    add_rect(&e, 120, 10, 150, 40, false); /* of the same feature: a thin island falls to pieces in the cells */
    const kuril_rect frame = {0, 0, 480, 100}, between = {45, 20, 50, 30}, on = {70, 20, 80, 30};
    kuril_label_area *ground = parted(&frame, 2, (const shape *const[]){&w, &e});
    const uint32_t west = kuril_label_ground_piece(ground, 25, 25, 4),
                   east = kuril_label_ground_piece(ground, 75, 25, 4);
    assert_true(west != 0 && east != 0 && west != east);
    assert_int_equal(kuril_label_ground_piece(ground, 135, 25, 4), east);
    assert_int_equal(kuril_label_ground_piece(ground, 42, 25, 4), west); /* just off its shore */
    assert_int_equal(kuril_label_ground_piece(ground, 200, 25, 4), 0);
    double own, other;
    kuril_label_ground_near(ground, &between, west, 20, &own, &other);
    assert_near(own, 5, 1);
    assert_near(other, 10, 1);
    kuril_label_ground_near(ground, &on, west, 20, &own, &other);
    assert_true(isinf(own));
    assert_near(other, 0, 1e-9);
    const kuril_rect half = {100, 0, 160, 60}; /* one of the eastern two islands */
    assert_near(kuril_label_ground_hidden(ground, &half, west), 0.5, 1e-9);
    assert_near(kuril_label_ground_hidden(ground, &half, east), 0, 0);
    kuril_label_area_free(ground);
}

/* The mainland comes in sheets. */
static void features_that_touch_are_one_piece(void **state)
{
    (void)state;
    shape w = {0}, e = {0};
    add_rect(&w, 10, 10, 40, 40, false);
    add_rect(&e, 40, 20, 90, 60, false);
    const kuril_rect frame = {0, 0, 480, 100};
    kuril_label_area *ground = parted(&frame, 2, (const shape *const[]){&w, &e});
    assert_int_equal(kuril_label_ground_piece(ground, 25, 25, 4), kuril_label_ground_piece(ground, 75, 50, 4));
    kuril_label_area_free(ground);
}

/* Habomai was one piece with Hokkaido, a cell away: its leader line ran over all of that to the Sea of Japan. */
static void an_islet_stays_apart_from_the_mainland_that_it_touches(void **state)
{
    (void)state;
    shape w = {0}, e = {0}, islet = {0};
    add_rect(&w, 10, 10, 60, 40, false);
    add_rect(&islet, 60, 20, 64, 24, false);
    add_rect(&e, 64, 10, 90, 40, false);
    const kuril_rect frame = {0, 0, 480, 100}, on_islet = {61, 21, 63, 23};
    const kuril_lonlat west = {20, 22}, middle = {62, 22}, east = {80, 22};
    kuril_label_area *ground = parted(&frame, 3, (const shape *const[]){&w, &islet, &e});
    const uint32_t own = kuril_label_ground_piece(ground, middle.lon, middle.lat, 0),
                   mainland = kuril_label_ground_piece(ground, west.lon, west.lat, 0);
    assert_int_not_equal(own, mainland);
    assert_int_equal(kuril_label_ground_mainland(ground, own), mainland);
    assert_int_equal(kuril_label_ground_mainland(ground, mainland), mainland);
    assert_int_equal(kuril_label_ground_mainland(ground, 0), 0);
    assert_int_equal(kuril_label_ground_piece(ground, east.lon, east.lat, 0), mainland); /* by way of the islet */
    assert_int_equal(kuril_label_ground_along(ground, middle, west, 20, own), -1);
    assert_int_equal(kuril_label_ground_along(ground, west, east, 20, mainland), 21); /* its own islet on the way */
    double of_islet, of_mainland, other;
    kuril_label_ground_near(ground, &on_islet, own, 20, &of_islet, &other);
    assert_near(of_islet, 0, 1e-9);
    assert_true(other > 0);
    kuril_label_ground_near(ground, &on_islet, mainland, 20, &of_mainland, &other);
    assert_near(of_mainland, 0, 1e-9);
    assert_true(isinf(other));
    kuril_label_area_free(ground);
}

/* Names stood on the Oskolki, which no middle of a cell lies in; what is too small to be seen hinders nobody. */
static void an_islet_between_middles_of_cells_is_land(void **state)
{
    (void)state;
    shape islet = {0}, dot = {0}, speck = {0};
    add_rect(&islet, 100.6, 20.1, 101.4, 21.9, false);
    add_rect(&dot, 150.6, 20.6, 151.3, 21.3, false);
    add_rect(&speck, 200.6, 20.6, 200.9, 20.9, false);
    const kuril_rect frame = {0, 0, 480, 100}, on_islet = {95, 15, 105, 25}, on_dot = {145, 15, 155, 25},
                     on_speck = {195, 15, 205, 25};
    kuril_label_area *ground = parted(&frame, 3, (const shape *const[]){&islet, &dot, &speck});
    assert_true(kuril_label_area_share(ground, &on_islet) > 0);
    assert_true(kuril_label_ground_piece(ground, 101, 21, 2) != 0);
    assert_false(kuril_label_ground_on_dot(ground, &on_islet));
    assert_true(kuril_label_ground_on_dot(ground, &on_dot));
    assert_near(kuril_label_area_share(ground, &on_dot), 0, 0);
    assert_false(kuril_label_ground_on_dot(ground, &on_speck));
    assert_near(kuril_label_area_share(ground, &on_speck), 0, 0);
    kuril_label_area_free(ground);
}

/* Leader lines of islands ended on the icon in the island's middle: they end in the larger part that it leaves. */
static void a_tip_is_in_the_largest_open_part(void **state)
{
    (void)state;
    shape w = {0}, e = {0};
    add_rect(&w, 10, 10, 70, 20, false);
    add_rect(&e, 80, 10, 90, 20, false);
    const kuril_rect frame = {0, 0, 480, 100}, icon = {20, 5, 40, 25}, all = {0, 0, 100, 100};
    kuril_label_area *ground = parted(&frame, 2, (const shape *const[]){&w, &e});
    const kuril_lonlat middle = {30, 15};
    const uint32_t piece = kuril_label_ground_piece(ground, middle.lon, middle.lat, 4);
    kuril_lonlat tip;
    assert_true(kuril_label_ground_tip(ground, piece, middle, 100, &icon, 1, &tip));
    assert_near(tip.lon, 55, 1);
    assert_near(tip.lat, 15, 1);
    assert_true(
        kuril_label_ground_tip(ground, piece, middle, 15, &icon, 1, &tip)); /* the eastern part is 5 long there */
    assert_near(tip.lon, 17.5, 1);
    assert_false(kuril_label_ground_tip(ground, piece, middle, 100, &all, 1, &tip));
    kuril_label_area_free(ground);
}

static void leaders_are_thin_boxes(void **state)
{
    (void)state;
    const kuril_label_box box = kuril_label_leader_box(0, 0, 30, 40, 0.5);
    assert_near(box.half_width, 25, 1e-12);
    assert_near(kuril_label_box_segment(&box, 0, 0, 30, 40), 50, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anchors_put_that_side_at_the_point),
        cmocka_unit_test(pole_of_a_rectangle_is_on_its_middle_line),
        cmocka_unit_test(spots_keep_out_of_holes),
        cmocka_unit_test(axis_follows_a_bent_band),
        cmocka_unit_test(largest_part_wins),
        cmocka_unit_test(the_middle_of_islands_lies_between_them),
        cmocka_unit_test(pieces_of_a_ground_are_told_apart),
        cmocka_unit_test(features_that_touch_are_one_piece),
        cmocka_unit_test(an_islet_stays_apart_from_the_mainland_that_it_touches),
        cmocka_unit_test(an_islet_between_middles_of_cells_is_land),
        cmocka_unit_test(a_tip_is_in_the_largest_open_part),
        cmocka_unit_test(leaders_are_thin_boxes),
        cmocka_unit_test(the_outer_ring_may_come_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
