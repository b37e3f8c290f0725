#include "core/text.h"
#include "support.h"
#include <glib.h>

static void assert_folds(const char *text, const char *want)
{
    char *got = kuril_text_fold(text);
    assert_string_equal(got, want);
    g_free(got);
}

static void folding_forgets_case_marks_and_hyphens(void **state)
{
    (void)state;
    assert_folds("Kunashiri-tō", "kunashiri to");
    assert_folds("  ИТУРУП ", "итуруп");
    assert_folds("択捉島", "択捉島");
    assert_folds("Ｉｔｕｒｕｐ", "iturup");
    assert_folds("ガ", "\u30AB\u3099"); /* voiced kana stays another letter than plain kana */
}

static void nearest_word_is_suggested_or_none(void **state)
{
    (void)state;
    static const char *const words[] = {"iturup", "kunashir", "shikotan", "habomai"};
    assert_string_equal(kuril_text_nearest("itrup", words, 4), "iturup");
    assert_string_equal(kuril_text_nearest("Kunashri", words, 4), "kunashir");
    assert_null(kuril_text_nearest("zzzzzz", words, 4));
    assert_int_equal(kuril_text_distance("ab", "ba"), 1); /* one swap, Damerau's definition */
}

static void cutting_respects_characters(void **state)
{
    (void)state;
    char out[6];
    kuril_text_clean("択捉島", out, sizeof out);
    assert_string_equal(out, "択");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folding_forgets_case_marks_and_hyphens),
        cmocka_unit_test(nearest_word_is_suggested_or_none),
        cmocka_unit_test(cutting_respects_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
