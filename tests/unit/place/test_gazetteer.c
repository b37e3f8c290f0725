#include "support.h"
#include <kurilmap/place.h>
#include <string.h>
#include <unistd.h>

static kuril_gazetteer *gazetteer;

static int read_gazetteer(void **state)
{
    (void)state;
    kuril_error error = {0};
    if (access(KURIL_SOURCE_DIR "/geodata/facts/gazetteer.csv", R_OK) != 0)
        return 0;
    if (kuril_gazetteer_read_file(KURIL_SOURCE_DIR "/geodata/facts/gazetteer.csv", &gazetteer, &error))
        print_error("%s\n", error.message);
    return gazetteer ? 0 : -1;
}

static int free_gazetteer(void **state)
{
    (void)state;
    kuril_gazetteer_free(gazetteer);
    return 0;
}

static void need_gazetteer(void)
{
    if (gazetteer)
        return;
    print_message("SKIPPED: no geodata/facts/gazetteer.csv\n");
    skip();
}

static void names_in_three_languages_are_found(void **state)
{
    (void)state;
    need_gazetteer();
    static const struct {
        const char *name, *id;
    } cases[] = {
        {"iturup", "iturup"},           {"ITURUP", "iturup"},         {"Итуруп", "iturup"},
        {"остров Итуруп", "iturup"},    {"択捉島", "iturup"},         {"択捉", "iturup"},
        {"Etorofu", "iturup"},          {"etorofu-to", "iturup"},     {"Etorofu Island", "iturup"},
        {"Kunashiri", "kunashir"},      {"国後島", "kunashir"},       {"Шикотан", "shikotan"},
        {"La Perouse Strait", "la-perouse-strait"}, {"Soya Strait", "la-perouse-strait"},
        {"宗谷海峡", "la-perouse-strait"}, {"Friza Strait", "vries-strait"}, {"Vries", "vries-strait"},
        {"пролив Фриза", "vries-strait"}, {"Cape Nosappu", "cape-nosappu"}, {"nosappu misaki", "cape-nosappu"},
        {"納沙布岬", "cape-nosappu"},   {"Suisho", "tanfilyeva"},     {"Shibotsu", "zelyony"},
        {"Зеленый", "zelyony"},         {"Karafuto", "sakhalin"},     {"Chishima", "kuril-islands"},
        {"Hoppo ryodo", "northern-territories"}, {"Ｔｏｋｙｏ", "tokyo"}, {"Sea of Okhotsk", "sea-of-okhotsk"},
        {"オホーツク海", "sea-of-okhotsk"}, {"Etorofu Strait", "vries-strait"}, {"Kunashiri suido", "catherine-strait"},
        {"Sakhalin Is.", "sakhalin"},   {"о. Итуруп", "iturup"},      {"о-в Кунашир", "kunashir"},
        {"О.Итуруп", "iturup"},         {"Iturup I.", "iturup"},      {"Island of Iturup", "iturup"},
        {"Etorofutō", "iturup"},        {"yuzhnosakhalinsk", "yuzhno-sakhalinsk"}, {"м. Носаппу", "cape-nosappu"},
        {"Okhotsk Sea", "sea-of-okhotsk"}, {"Okhotsk", "okhotsk"},    {"Kuriles", "kuril-islands"},
        {"エトロフ島", "iturup"},       {"えとろふとう", "iturup"},   {"ｸﾅｼﾘ", "kunashir"},
        {"シャスコタン", "shiashkotan"}, {"とうきょう", "tokyo"},     {"のさっぷみさき", "cape-nosappu"},
        {"擇捉島", "iturup"},           {"國後島", "kunashir"},       {"齒舞群島", "habomai"},
        {"爺々岳", "tyatya"},           {"千島", "kuril-islands"},    {"カムチャッカ", "kamchatka"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const kuril_toponym *t = NULL;
        kuril_error error = {0};
        if (kuril_gazetteer_find(gazetteer, cases[i].name, &t, &error))
            fail_msg("%s", error.message);
        assert_string_equal(t->id, cases[i].id);
    }
}

static void ids_and_names_are_found_or_ambiguous(void **state)
{
    (void)state;
    need_gazetteer();
    for (size_t i = 0; i < kuril_gazetteer_count(gazetteer); i += 7) {
        const kuril_toponym *t = kuril_gazetteer_at(gazetteer, i), *found = NULL;
        const char *const names[] = {t->name_en, t->name_ru, t->name_ja};
        assert_int_equal(kuril_gazetteer_find(gazetteer, t->id, &found, NULL), KURIL_OK);
        assert_ptr_equal(found, t);
        for (size_t j = 0; j < 3; j++) {
            kuril_error error = {0};
            if (!names[j][0] || !kuril_gazetteer_find(gazetteer, names[j], &found, &error))
                continue;
            assert_non_null(strstr(error.message, "several places"));
            assert_non_null(strstr(error.message, t->id));
        }
    }
}

static void near_misses_are_suggested_and_ambiguity_listed(void **state)
{
    (void)state;
    need_gazetteer();
    const kuril_toponym *t = NULL;
    kuril_error error = {0};
    assert_int_equal(kuril_gazetteer_find(gazetteer, "Itrup", &t, &error), KURIL_E_ARGUMENT);
    assert_non_null(strstr(error.message, "did you mean 'iturup'"));
    error = (kuril_error){0};
    assert_int_equal(kuril_gazetteer_find(gazetteer, "Soya", &t, &error), KURIL_E_ARGUMENT);
    assert_non_null(strstr(error.message, "'cape-soya'"));
    assert_non_null(strstr(error.message, "'la-perouse-strait'"));
    error = (kuril_error){0};
    assert_int_equal(kuril_gazetteer_find(gazetteer, "xyzzy", &t, &error), KURIL_E_ARGUMENT);
    assert_null(strstr(error.message, "did you mean"));
    error = (kuril_error){0};
    assert_int_equal(kuril_gazetteer_find(gazetteer, "q", &t, &error), KURIL_E_ARGUMENT);
    assert_null(strstr(error.message, "did you mean"));
    error = (kuril_error){0}; /* which is no sea of that name */
    assert_int_equal(kuril_gazetteer_find(gazetteer, "Japan", &t, &error), KURIL_E_ARGUMENT);
    assert_int_equal(kuril_gazetteer_find(gazetteer, "", &t, NULL), KURIL_E_ARGUMENT);
}

static void positions_are_names_or_coordinates(void **state)
{
    (void)state;
    need_gazetteer();
    kuril_position p;
    assert_int_equal(kuril_position_find(gazetteer, "Tokyo", &p, NULL), KURIL_OK);
    assert_near(p.lonlat.lat, 35.6895, 1e-9);
    assert_int_equal(kuril_position_find(gazetteer, "35.6895,139.6917", &p, NULL), KURIL_OK);
    assert_null(p.toponym);
    kuril_error error = {0};
    assert_int_equal(kuril_position_find(gazetteer, "45,5 147 45 147", &p, &error), KURIL_E_ARGUMENT);
    assert_non_null(strstr(error.message, "too many numbers in one angle"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_in_three_languages_are_found),
        cmocka_unit_test(ids_and_names_are_found_or_ambiguous),
        cmocka_unit_test(near_misses_are_suggested_and_ambiguity_listed),
        cmocka_unit_test(positions_are_names_or_coordinates),
    };
    return cmocka_run_group_tests(tests, read_gazetteer, free_gazetteer);
}
