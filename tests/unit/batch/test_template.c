#include "batch/template.h"
#include "support.h"
#include <glib.h>
#include <string.h>

static const kuril_member members[] = {
    {"name_en", {.kind = KURIL_STRING, .as.string = "Iturup"}},
    {"area_km2", {.kind = KURIL_NUMBER, .as.number = 3166.64}},
    {"none", {.kind = KURIL_NULL}},
    {"lat", {.kind = KURIL_STRING, .as.string = "its own"}},
};
static const char *const names[] = {"name_en", "area_km2", "none", "lat", "not_here"};
static const kuril_fields fields = {.fields = members,
                                    .n_fields = 4,
                                    .names = names,
                                    .n_names = 5,
                                    .number = 7,
                                    .middle = {147.5, 45.0},
                                    .where = "islands.shp"};

static void fields_are_filled_in(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expanded;
    } cases[] = {
        {"plain", "plain"},
        {"{name_en}: {area_km2} km²", "Iturup: 3166.64 km²"},
        {"{area_km2:.0}/{area_km2:.1}", "3167/3166.6"},
        {"{number}-{lon}", "7-147.500000"},
        {"{lat}", "its own"},
        {"[{none}]", "[]"},
        {"[{not_here}]", "[]"},
        {"{{name_en}} }}{{", "{name_en} }{"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = kuril_template_expand(cases[i].text, &fields, NULL);
        assert_non_null(text);
        assert_string_equal(text, cases[i].expanded);
        g_free(text);
    }
}

static void faults_name_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
    } cases[] = {
        {"{nmae_en}", "did you mean 'name_en'"},
        {"{nothing like it}", "islands.shp"},
        {"{name_en", "{{ and }}"},
        {"name_en}", "{{ and }}"},
        {"{area_km2:.x}", "{FIELD:.N}"},
        {"{area_km2:.12}", "{FIELD:.N}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kuril_error error = {0};
        assert_null(kuril_template_expand(cases[i].text, &fields, &error));
        assert_int_equal(error.code, KURIL_E_DATA);
        assert_non_null(strstr(error.message, cases[i].part));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_filled_in),
        cmocka_unit_test(faults_name_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
