#include "map/settings.h"
#include "support.h"
#include <kurilmap/map.h>
#include <string.h>

static int set_up(void **state)
{
    *state = kuril_map_new();
    return 0;
}

static int tear_down(void **state)
{
    kuril_map_free(*state);
    return 0;
}

#define assert_set(map, setting, text) assert_int_equal(kuril_map_set((map), (setting), (text), NULL), KURIL_OK)

/* ISO 216: A4 is 210 x 297 mm. A CSS pixel is 1/96 inch, an inch 25.4 mm. */
static void sizes_are_pixels_or_paper(void **state)
{
    kuril_map *map = *state;
    static const struct {
        const char *text;
        double width_px, height_px;
    } cases[] = {
        {"800x600", 800.0, 600.0},
        {"800.5x600px", 800.5, 600.0},
        {"254x127mm", 960.0, 480.0},
        {"A4", 297.0 / 25.4 * 96.0, 210.0 / 25.4 * 96.0},
        {"a4-landscape", 297.0 / 25.4 * 96.0, 210.0 / 25.4 * 96.0},
        {"A2-portrait", 420.0 / 25.4 * 96.0, 594.0 / 25.4 * 96.0},
        {"tabloid", 17.0 * 96.0, 11.0 * 96.0}, /* ANSI B */
        {"A4 portrait", 210.0 / 25.4 * 96.0, 297.0 / 25.4 * 96.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_set(map, "size", cases[i].text);
        assert_near(map->width_px, cases[i].width_px, 1e-9);
        assert_near(map->height_px, cases[i].height_px, 1e-9);
    }
}

static void wrong_values_are_refused_and_change_nothing(void **state)
{
    kuril_map *map = *state;
    static const struct {
        const char *setting, *text;
        kuril_status status;
    } cases[] = {
        {"size", "800", KURIL_E_ARGUMENT},
        {"size", "800x", KURIL_E_ARGUMENT},
        {"size", "0x600", KURIL_E_DOMAIN},
        {"size", "-800x600", KURIL_E_DOMAIN},
        {"size", "1e9x600", KURIL_E_DOMAIN},
        {"size", "nanx600", KURIL_E_ARGUMENT},
        {"size", "A4-sideways", KURIL_E_ARGUMENT},
        {"size", "", KURIL_E_ARGUMENT},
        {"size", "800,5x600", KURIL_E_ARGUMENT},
        {"dpi", "0", KURIL_E_DOMAIN},
        {"dpi", "96 dpi", KURIL_E_ARGUMENT},
        {"bounds", "1,2,3", KURIL_E_ARGUMENT},
        {"bounds", "1,2,3,x", KURIL_E_ARGUMENT},
        {"bounds", "140,50,150,40", KURIL_E_DOMAIN},
        {"bounds", "140,40,140,50", KURIL_E_DOMAIN},
        {"bounds", "140,-91,150,50", KURIL_E_DOMAIN},
        {"portrait", "140,50,150,40", KURIL_E_DOMAIN},
        {"portrait", "", KURIL_E_ARGUMENT},
        {"portrait-width", "9000", KURIL_E_ARGUMENT},
        {"portrait-width", "50000km", KURIL_E_DOMAIN},
        {"scale", "1:0", KURIL_E_DOMAIN},
        {"scale", "one", KURIL_E_ARGUMENT},
        {"width", "300", KURIL_E_ARGUMENT},
        {"width", "-3km", KURIL_E_DOMAIN},
        {"lang", "en,en", KURIL_E_ARGUMENT},
        {"lang", "en,", KURIL_E_ARGUMENT},
        {"worldview", "us", KURIL_E_ARGUMENT},
        {"set", "novalue", KURIL_E_ARGUMENT},
        {"ring", "iturup:", KURIL_E_ARGUMENT},
        {"ring", "iturup:0km", KURIL_E_DOMAIN},
        {"ring", "iturup:30000km", KURIL_E_DOMAIN},
        {"measure", "a:b:c", KURIL_E_ARGUMENT},
        {"measure", "a", KURIL_E_ARGUMENT},
        {"furniture", "legend", KURIL_E_ARGUMENT},
        {"furniture", "legend=", KURIL_E_ARGUMENT},
        {"furniture", "legend=zebra", KURIL_E_ARGUMENT},
        {"furniture", "neatline=numbered", KURIL_E_ARGUMENT},
        {"furniture", "legend=top-left nowhere", KURIL_E_ARGUMENT},
        {"size", "A7", KURIL_E_ARGUMENT},
        {"size", "A4-upright", KURIL_E_ARGUMENT},
        {"output", "map.jpg", KURIL_E_ARGUMENT},
        {"siez", "800x600", KURIL_E_ARGUMENT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kuril_error error = {0};
        const kuril_status status = kuril_map_set(map, cases[i].setting, cases[i].text, &error);
        if (status != cases[i].status)
            print_error("%s %s: %s\n", cases[i].setting, cases[i].text, error.message);
        assert_int_equal(status, cases[i].status);
        assert_int_equal(error.code, cases[i].status);
        assert_true(error.message[0]);
    }
    assert_near(map->width_px, 1600.0, 0.0);
    assert_near(map->dpi, 96.0, 0.0);
    assert_int_equal(map->view_kind, KURIL_VIEW_BOUNDS);
    assert_int_equal(map->n_rings + map->n_measures + map->n_outputs + map->n_parameters, 0);
    assert_int_equal(map->n_languages, 1);
}

static void furniture_takes_several_words(void **state)
{
    kuril_map *map = *state;
    const kuril_map_piece *legend = &map->furniture[KURIL_F_LEGEND], *neatline = &map->furniture[KURIL_F_NEATLINE];
    assert_set(map, "furniture", "legend=numbered bottom-left");
    assert_int_equal(legend->shown, KURIL_ON);
    assert_int_equal(legend->standing, KURIL_STAND_BOTTOM_LEFT);
    assert_true(legend->numbered);
    assert_set(map, "furniture", "neatline=zebra");
    assert_true(neatline->zebra && !legend->zebra);
    assert_set(map, "furniture", "legend=off");
    assert_int_equal(legend->shown, KURIL_OFF);
}

static void the_last_way_to_give_a_view_counts(void **state)
{
    kuril_map *map = *state;
    assert_set(map, "center", "45.0,147.6");
    assert_set(map, "scale", "1:2 000 000");
    assert_int_equal(map->view_kind, KURIL_VIEW_SCALE);
    assert_near(map->scale_denominator, 2e6, 0.0);
    assert_set(map, "width", "150nmi");
    assert_int_equal(map->view_kind, KURIL_VIEW_WIDTH);
    assert_near(map->width_m, 277800.0, 1e-9);
    assert_set(map, "bounds", "170, 40, -170, 50");
    assert_int_equal(map->view_kind, KURIL_VIEW_BOUNDS);
    assert_null(map->center);
    assert_near(map->bounds.east, -170.0, 0.0);
}

/* An upright page's own view goes when another place is shown, unless it is said along with that. */
static void an_upright_page_may_show_another_view(void **state)
{
    kuril_map *map = *state;
    assert_set(map, "portrait", "137, 42.5, 162.5, 60.5");
    assert_set(map, "bounds", "131,41.5,165,62.5"); /* of the same document */
    assert_non_null(map->portrait_bounds);
    assert_near(map->portrait_bounds->north, 60.5, 0.0);
    assert_set(map, "portrait", "72,-165");
    assert_null(map->portrait_bounds);
    assert_string_equal(map->portrait_center, "72,-165");
    assert_set(map, "portrait-width", "9000km");
    assert_near(map->portrait_width_m, 9e6, 0.0);
    kuril_map *view = NULL;
    assert_int_equal(kuril_map_read("okhotsk", &view, NULL, NULL), KURIL_OK);
    assert_non_null(view->portrait_bounds);
    assert_set(view, "width", "300km");
    assert_null(view->portrait_bounds);
    kuril_map_free(view);
    assert_int_equal(kuril_map_read("eurasia", &view, NULL, NULL), KURIL_OK);
    assert_true(view->portrait_width_m > 0);
    assert_set(view, "width", "300km");
    assert_near(view->portrait_width_m, 0, 0.0);
    kuril_map_free(view);
}

static void lists_append_and_keep_what_they_were_given(void **state)
{
    kuril_map *map = *state;
    assert_set(map, "ring", "45.0,147.6:300km, 12nmi");
    assert_set(map, "ring", "択捉島:1mi");
    assert_set(map, "measure", "iturup : tokyo");
    assert_set(map, "set", "tint=0.5");
    assert_set(map, "set", "tint=a=b");
    assert_int_equal(map->n_rings, 2);
    assert_string_equal(map->rings[0].place, "45.0,147.6");
    assert_int_equal(map->rings[0].n_radii, 2);
    assert_near(map->rings[0].radii_m[1], 22224.0, 1e-9);
    assert_string_equal(map->rings[1].place, "択捉島");
    assert_string_equal(map->measures[0].a, "iturup");
    assert_string_equal(map->measures[0].b, "tokyo");
    assert_int_equal(map->n_parameters, 1);
    assert_string_equal(map->parameters[0].value, "a=b");
}

static void words_fall_back_to_what_there_is(void **state)
{
    kuril_map *map = *state;
    const kuril_setting *title = kuril_setting_find("title");
    kuril_setting_words(map, title, &(kuril_words){{NULL, "題", NULL}});
    assert_string_equal(kuril_map_words(map, &map->title), "題");
    kuril_setting_words(map, title, &(kuril_words){{"Title", NULL, NULL}});
    assert_string_equal(kuril_map_words(map, &map->title), "Title");
    assert_set(map, "lang", "ru,ja");
    assert_string_equal(kuril_map_words(map, &map->title), "題");
    assert_set(map, "title", "");
    assert_null(kuril_map_words(map, &map->title));
}

static void every_setting_is_documented_once(void **state)
{
    (void)state;
    size_t count = 0;
    const kuril_setting *settings = kuril_settings(&count);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(kuril_setting_find(settings[i].name), &settings[i]);
        assert_true(strlen(settings[i].help) > 10);
        assert_true(settings[i].help[strlen(settings[i].help) - 1] != '.');
    }
}

/* 20000 x 20000 px at 192 dpi is 1.6 thousand million dots; as PDF the same page is fine. */
static void rasters_too_large_are_refused(void **state)
{
    kuril_map *map = *state;
    assert_set(map, "size", "20000x20000");
    assert_set(map, "dpi", "192");
    assert_set(map, "output", "a.pdf");
    assert_int_equal(kuril_map_check(map, NULL, 0, NULL, NULL), KURIL_OK);
    assert_set(map, "output", "a.png");
    kuril_error error = {0};
    assert_int_equal(kuril_map_check(map, NULL, 0, NULL, &error), KURIL_E_DOMAIN);
    assert_non_null(strstr(error.message, "40000 x 40000"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sizes_are_pixels_or_paper, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wrong_values_are_refused_and_change_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_upright_page_may_show_another_view, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_last_way_to_give_a_view_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(furniture_takes_several_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lists_append_and_keep_what_they_were_given, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_fall_back_to_what_there_is, set_up, tear_down),
        cmocka_unit_test(every_setting_is_documented_once),
        cmocka_unit_test_setup_teardown(rasters_too_large_are_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
