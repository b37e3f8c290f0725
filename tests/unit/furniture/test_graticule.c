#include "furniture/graticule.h"
#include "support.h"
#include <math.h>
#include <string.h>

/* Cases B73 and B75: no letter at 180, degree and prime signs as they are. */
static void figures_name_their_line(void **state)
{
    (void)state;
    static const struct {
        double degrees;
        bool is_meridian;
        const char *text;
    } rows[] = {{150, true, "150°E"}, {180, true, "180°"}, {-180, true, "180°"},
                {190, true, "170°W"}, {0, true, "0°"},     {45.5, false, "45°30′N"},
                {-10, false, "10°S"}, {0, false, "0°"},    {44.99999999, false, "45°N"}};
    char text[KURIL_GRATICULE_TEXT];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(kuril_graticule_text(rows[i].degrees, rows[i].is_meridian, NULL, text), rows[i].text);
    assert_string_equal(kuril_graticule_text(150, true, "ru", text), "150°\u00A0в.д.");
    assert_string_equal(kuril_graticule_text(-170, true, "ru", text), "170°\u00A0з.д.");
    assert_string_equal(kuril_graticule_text(45.5, false, "ru", text), "45°30′\u00A0с.ш.");
    assert_string_equal(kuril_graticule_text(0, false, "ru", text), "0°");
}

static void intervals_are_nice(void **state)
{
    (void)state;
    assert_near(kuril_graticule_interval(4.1), 5, 0);
    assert_near(kuril_graticule_interval(5), 5, 0);
    assert_near(kuril_graticule_interval(0.3), 0.5, 0);
    assert_near(kuril_graticule_interval(31), 45, 0);
}

static const kuril_rect frame = {40, 40, 940, 640};

typedef struct drawn {
    kuril_projection *projection;
    kuril_fit fit;
    kuril_lonlat middle;
    kuril_graticule *graticule;
} drawn;

static drawn draw(const char *definition, kuril_bbox bounds, double spacing_pt)
{
    drawn d;
    kuril_local_scale scale;
    const kuril_view view = {.kind = KURIL_VIEW_BOUNDS, .bounds = bounds, .frame = frame};
    assert_int_equal(kuril_projection_new(definition, &view, NULL, &d.projection, NULL), KURIL_OK);
    assert_int_equal(kuril_fit_view(d.projection, &view, &d.fit, NULL), KURIL_OK);
    assert_true(kuril_page_to_lonlat(d.projection, &d.fit, 490.5, 340.5, &d.middle));
    assert_true(kuril_scale_at(d.projection, &d.fit, d.middle, &scale));
    d.graticule = kuril_graticule_new(d.projection, &d.fit, &frame, &scale, d.middle, spacing_pt);
    return d;
}

static void drop(drawn *d)
{
    kuril_graticule_free(d->graticule);
    kuril_projection_free(d->projection);
}

/* The texts of meridians' or parallels' first places, in the order of the lines. */
static void assert_figures(const drawn *d, bool meridians, const char *want)
{
    GString *got = g_string_new(NULL);
    const GArray *figures = kuril_graticule_figures(d->graticule);
    size_t last = G_MAXSIZE;
    for (guint i = 0; i < figures->len; i++) {
        const kuril_figure f = g_array_index(figures, kuril_figure, i);
        char text[KURIL_GRATICULE_TEXT];
        if (f.is_meridian == meridians && f.line != last)
            g_string_append_printf(got, "%s ", kuril_graticule_text(f.degrees, f.is_meridian, "en", text));
        last = f.line;
    }
    assert_string_equal(got->str, want);
    g_string_free(got, TRUE);
}

/* Case B73: from 100E over 180 degrees to 155W, the page's middle meridian 141E. */
static void lines_across_180_are_whole_and_lettered_once(void **state)
{
    (void)state;
    drawn d = draw("+proj=eqc +lon_0=141", (kuril_bbox){100, 20, -155, 70}, 170);
    assert_figures(&d, true, "100°E 120°E 140°E 160°E 180° 160°W ");
    assert_figures(&d, false, "20°N 40°N 60°N ");
    const kuril_geometry lines = kuril_graticule_lines(d.graticule);
    assert_int_equal(lines.n_parts, 9);
    for (size_t i = 0; i < lines.n_parts; i++) {
        const kuril_lonlat a = lines.points[lines.rings[i].first],
                           b = lines.points[lines.rings[i].first + lines.rings[i].count - 1];
        assert_true(fabs(a.lon - b.lon) > 800 || fabs(a.lat - b.lat) > 400); /* from side to side */
    }
    drop(&d);
}

/* Case B74: every figure is where its own line meets the frame, whichever side that is. */
static void figures_stand_where_their_lines_leave(void **state)
{
    (void)state;
    drawn d = draw("+proj=laea +lat_0=55 +lon_0=170", (kuril_bbox){120, 30, -130, 75}, 115);
    const GArray *figures = kuril_graticule_figures(d.graticule);
    bool sides[4] = {false, false, false, false};
    assert_true(figures->len > 8);
    for (guint i = 0; i < figures->len; i++) {
        const kuril_figure f = g_array_index(figures, kuril_figure, i);
        kuril_lonlat place;
        assert_true(f.side <= KURIL_FIGURE_RIGHT);
        sides[f.side] = sides[f.side] || f.is_meridian;
        const double off[] = {frame.y_max - f.y, frame.y_min - f.y, frame.x_min - f.x, frame.x_max - f.x};
        assert_near(off[f.side], 0, 0.1);
        assert_true(kuril_page_to_lonlat(d.projection, &d.fit, f.x, f.y, &place));
        assert_near(remainder((f.is_meridian ? place.lon : place.lat) - f.degrees, 360), 0, 0.1);
    }
    assert_true(sides[KURIL_FIGURE_BOTTOM] && sides[KURIL_FIGURE_LEFT] && sides[KURIL_FIGURE_RIGHT]);
    drop(&d);
}

/* Where the world ends within the frame each line has a place beyond the outline or on itself. */
static void worlds_are_lettered_along_their_outline(void **state)
{
    (void)state;
    static const struct {
        const char *definition, *meridians, *parallels;
        bool beyond; /* the outline, under the south pole's line */
    } rows[] = {
        {"+proj=robin", "180° 135°W 90°W 45°W 0° 45°E 90°E 135°E ", "45°S 0° 45°N ", true},
        {"+proj=eqearth +lon_0=145", "180° 135°W 90°W 45°W 0° 45°E 90°E 135°E ", "45°S 0° 45°N ", true},
        {"+proj=moll", "180° 135°W 90°W 45°W 0° 45°E 90°E 135°E ", "45°S 0° 45°N ", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        drawn d = draw(rows[i].definition, (kuril_bbox){-180, -90, 180, 90}, 115);
        assert_figures(&d, true, rows[i].meridians);
        assert_figures(&d, false, rows[i].parallels);
        const GArray *figures = kuril_graticule_figures(d.graticule);
        size_t last = G_MAXSIZE;
        for (guint k = 0; k < figures->len; k++) {
            const kuril_figure f = g_array_index(figures, kuril_figure, k);
            if (f.line != last && f.side == KURIL_FIGURE_OUTLINE)
                assert_true(f.is_meridian ? rows[i].beyond && f.dy > 0.7 : f.dx < -0.5);
            last = f.line;
        }
        drop(&d);
    }
}

/* Every thirtieth meridian runs to the pole, the others to the last parallel. */
static void meridians_meet_at_a_pole_without_crowding(void **state)
{
    (void)state;
    drawn d = draw("+proj=laea +lat_0=90", (kuril_bbox){-180, 60, 180, 90}, 115);
    const kuril_geometry lines = kuril_graticule_lines(d.graticule);
    double x, y;
    size_t at_pole = 0;
    assert_true(kuril_lonlat_to_page(d.projection, &d.fit, (kuril_lonlat){0, 90}, &x, &y));
    for (size_t i = 0; i < lines.n_parts; i++) {
        const kuril_ring ring = lines.rings[i];
        for (size_t k = 0; k < ring.count; k += ring.count - 1)
            at_pole += hypot(lines.points[ring.first + k].lon - x, lines.points[ring.first + k].lat - y) < 0.1;
    }
    assert_true(at_pole >= 4 && at_pole <= 12);
    drop(&d);
}

/* A parallel that meets no side of the frame has its figure on the map: "60°N" once stood between two routes, "40°N"
   lay under Beijing. */
static void figures_on_the_map_keep_off_what_is_there(void **state)
{
    (void)state;
    drawn d = draw("+proj=laea +lat_0=90 +lon_0=100", (kuril_bbox){-180, 50, 180, 90}, 60);
    kuril_fonts *fonts = NULL;
    assert_int_equal(kuril_fonts_new(&fonts, NULL), KURIL_OK);
    const kuril_theme theme = kuril_theme_make(NULL, 980, 680, "en");
    const kuril_desk desk = {fonts, &theme};
    const GArray *free = kuril_graticule_place(d.graticule, &desk, NULL, 0);
    assert_true(free->len > 0);
    GArray *before = g_array_copy((GArray *)(guintptr)free);
    size_t moved = 0;
    for (guint i = 0; i < before->len; i++) {
        const kuril_figure_placed was = g_array_index(before, kuril_figure_placed, i);
        const GArray *now = kuril_graticule_place(d.graticule, &desk, &was.box, 1);
        assert_int_equal(now->len, before->len); /* no figure is lost for it */
        for (guint k = 0; k < now->len; k++) {
            const kuril_figure_placed *p = &g_array_index(now, kuril_figure_placed, k);
            moved +=
                p->figure.line == was.figure.line && (p->box.x_min != was.box.x_min || p->box.y_min != was.box.y_min);
        }
    }
    assert_int_equal(moved, before->len);
    g_array_free(before, TRUE);
    kuril_fonts_free(fonts);
    drop(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_name_their_line),
        cmocka_unit_test(intervals_are_nice),
        cmocka_unit_test(lines_across_180_are_whole_and_lettered_once),
        cmocka_unit_test(figures_stand_where_their_lines_leave),
        cmocka_unit_test(worlds_are_lettered_along_their_outline),
        cmocka_unit_test(meridians_meet_at_a_pole_without_crowding),
        cmocka_unit_test(figures_on_the_map_keep_off_what_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
