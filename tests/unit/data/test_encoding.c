#include "support.h"

#include "data/encoding.h"
#include <glib.h>
#include <kurilmap/place.h>
#include <string.h>

/* Texts in other encodings are made by iconv, which is not the code under test. */
static char *encoded(const char *utf8, const char *encoding)
{
    GError *error = NULL;
    char *bytes = g_convert(utf8, -1, encoding, "UTF-8", NULL, NULL, &error);
    if (!bytes)
        fail_msg("%s", error->message);
    return bytes;
}

/* What .cpg files hold in the wild: B21, and those of the corpus. */
static void names_of_encodings_are_understood(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"1252", "CP1252"},
        {"932", "CP932"},
        {"Shift_JIS", "CP932"},
        {"shiftjis", "CP932"},
        {"UTF8", "UTF-8"},
        {"65001", "UTF-8"},
        {"utf-8\n", "UTF-8"},
        {"\xEF\xBB\xBFUTF-8\r\n", "UTF-8"},
        {"cp1251", "CP1251"},
        {"ANSI 1251", "CP1251"},
        {"windows-1251", "CP1251"},
        {"koi8r", "KOI8-R"},
        {"Big-5", "BIG5"},
        {"936", "GBK"},
        {"EUC-JP", "EUC-JP"},
        {"88591", "ISO-8859-1"},
        {"ISO-8859-5", "ISO-8859-5"},
        {"866", "CP866"},
        {"OEM 866", "CP866"},
        {"LDID/101", "CP866"},
        {"LDID/201", "CP1251"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *name = kuril_encoding_canonical(cases[i][0]);
        assert_non_null(name);
        assert_string_equal(name, cases[i][1]);
        g_free(name);
    }
    static const char *const none[] = {"", " \n", "LDID/0", "LDID/87", "LDID/999", "LDID/x", "<html>", "UTF-16", "99999", "no such thing", "0"};
    for (size_t i = 0; i < G_N_ELEMENTS(none); i++)
        assert_null(kuril_encoding_canonical(none[i]));
}

static void language_bytes_name_encodings(void **state)
{
    (void)state;
    assert_string_equal(kuril_encoding_of_ldid(0x13), "CP932");
    assert_string_equal(kuril_encoding_of_ldid(0xC9), "CP1251");
    assert_string_equal(kuril_encoding_of_ldid(0x65), "CP866");
    assert_null(kuril_encoding_of_ldid(0));
}

static const char *const russian[] = {"Итуруп",          "Кунашир", "Шикотан",        "Парамушир",     "Охотское море",
                                      "Северо-Курильск", "УРУП",    "Большой Шантар", "пролив Буссоль"};
static const char *const japanese[] = {"択捉島",   "国後島",     "色丹島", "歯舞群島", "オホーツク海",
                                       "根室海峡", "ウルップ島", "十勝",   "能登半島"};
static const char *const western[] = {"Île de Pâques", "Sønderjylland", "München", "Bornholm"};

static const char *const traditional[] = {"千島群島", "鄂霍次克海", "庫頁島", "擇捉島", "國後島",
                                          "色丹島",   "堪察加半島", "宗谷海峽", "北海道", "符拉迪沃斯托克"};
static const char *const simplified[] = {"千岛群岛", "鄂霍次克海", "库页岛", "择捉岛", "国后岛",
                                         "色丹岛",   "堪察加半岛", "宗谷海峡", "北海道", "符拉迪沃斯托克"};

static const char *const capitals[] = {"АМУР", "САХАЛИН", "ОСТРОВ ИТУРУП", "ЮЖНО-КУРИЛЬСК"};
static const char *const korean[] = {"이투루프섬", "쿠나시르섬", "오호츠크해", "쿠릴 열도", "사할린"};
static const char *const greek[] = {"Αθήνα", "Θεσσαλονίκη", "ΚΡΗΤΗ", "Κουρίλες"};
static const char *const chinese_towns[] = {"北京", "上海", "广州市"};

static void assert_detected(const char *const *texts, size_t n, const char *encoding)
{
    char *bytes[16];
    for (size_t i = 0; i < n; i++)
        bytes[i] = encoded(texts[i], encoding);
    assert_string_equal(kuril_encoding_detect((const char *const *)bytes, n, NULL), encoding);
    for (size_t i = 0; i < n; i++)
        g_free(bytes[i]);
}

static void encodings_are_detected(void **state)
{
    (void)state;
    static const char *const cyrillic[] = {"CP1251", "CP866", "KOI8-R", "ISO-8859-5", "MAC-CYRILLIC", "UTF-8"}, *const kanji[] = {"CP932", "EUC-JP",
                                                                                                    "UTF-8"};
    for (size_t i = 0; i < G_N_ELEMENTS(cyrillic); i++)
        assert_detected(russian, G_N_ELEMENTS(russian), cyrillic[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(kanji); i++)
        assert_detected(japanese, G_N_ELEMENTS(japanese), kanji[i]);
    assert_detected(traditional, G_N_ELEMENTS(traditional), "BIG5");
    assert_detected(simplified, G_N_ELEMENTS(simplified), "GBK");
    assert_detected(western, G_N_ELEMENTS(western), "CP1252");
    assert_detected(chinese_towns, G_N_ELEMENTS(chinese_towns), "GBK");
    assert_detected(korean, G_N_ELEMENTS(korean), "CP949");
    assert_detected(greek, G_N_ELEMENTS(greek), "CP1253");
    static const char *const tokachi[] = {"十勝"};
    assert_detected(tokachi, 1, "EUC-JP");
    for (size_t i = 0; i < 3; i++)
        assert_detected(capitals, G_N_ELEMENTS(capitals), cyrillic[i]);
    static const char *const ascii[] = {"Iturup", "Urup"};
    assert_string_equal(kuril_encoding_detect(ascii, 2, NULL), "UTF-8");
    assert_string_equal(kuril_encoding_detect(NULL, 0, NULL), "UTF-8");
}

/* Of a single name: the right encoding, or it is the one that is named as the rival. */
static size_t wrong_without_a_word(const char *const *texts, size_t n, const char *encoding)
{
    size_t wrong = 0;
    for (size_t i = 0; i < n; i++) {
        char *bytes = encoded(texts[i], encoding);
        const char *rival = NULL, *found = kuril_encoding_detect((const char *const *)&bytes, 1, &rival);
        const bool told = strcmp(found, encoding) == 0 || (rival && strcmp(rival, encoding) == 0);
        if (!told)
            print_message("%s in %s: %s, rival %s\n", texts[i], encoding, found, rival ? rival : "none");
        wrong += !told;
        g_free(bytes);
    }
    return wrong;
}

static void an_unsure_guess_names_its_rival(void **state)
{
    (void)state;
    assert_int_equal(wrong_without_a_word(traditional, G_N_ELEMENTS(traditional), "BIG5"), 0);
    assert_int_equal(wrong_without_a_word(simplified, G_N_ELEMENTS(simplified), "GBK"), 0);
    const char *rival = "unset";
    assert_string_equal(kuril_encoding_detect(russian, G_N_ELEMENTS(russian), &rival), "UTF-8");
    assert_null(rival);
}

/* How many of the gazetteer's names are taken for another encoding when there is nothing else to go by. */
static double share_wrong(const kuril_gazetteer *gazetteer, bool japanese_names, const char *encoding)
{
    size_t n = 0, wrong = 0;
    for (size_t i = 0; i < kuril_gazetteer_count(gazetteer); i++) {
        const kuril_toponym *t = kuril_gazetteer_at(gazetteer, i);
        const char *name = japanese_names ? t->name_ja : t->name_ru;
        char *bytes = *name ? g_convert(name, -1, encoding, "UTF-8", NULL, NULL, NULL) : NULL;
        if (bytes && !kuril_encoding_is_ascii(bytes)) {
            n++;
            const char *as = kuril_encoding_detect((const char *const *)&bytes, 1, NULL);
            if (strcmp(as, encoding) != 0)
                print_message("%s in %s: read as %s\n", name, encoding, as);
            wrong += strcmp(as, encoding) != 0;
        }
        g_free(bytes);
    }
    assert_true(n > 200);
    return (double)wrong / (double)n;
}

static void most_single_names_are_enough(void **state)
{
    (void)state;
    static const struct {
        const char *encoding;
        bool japanese;
    } cases[] = {{"CP1251", false}, {"CP866", false}, {"KOI8-R", false}, {"CP932", true}, {"EUC-JP", true}};
    kuril_gazetteer *gazetteer = NULL;
    assert_int_equal(kuril_gazetteer_read(&gazetteer, NULL), KURIL_OK);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const double wrong = share_wrong(gazetteer, cases[i].japanese, cases[i].encoding);
        print_message("%s: %.3f\n", cases[i].encoding, wrong);
        assert_true(wrong <= 0.03);
    }
    kuril_gazetteer_free(gazetteer);
}

static void assert_converts(const char *bytes, const char *encoding, const char *want, kuril_encoding_fault fault)
{
    GIConv converter = encoding ? g_iconv_open("UTF-8", encoding) : NULL;
    GString *out = g_string_new(NULL);
    assert_int_equal(kuril_encoding_to_utf8(converter, bytes, out), fault);
    assert_string_equal(out->str, want);
    g_string_free(out, TRUE);
    if (converter)
        g_iconv_close(converter);
}

static void text_becomes_valid_utf8(void **state)
{
    (void)state;
    /* B20: the second byte of 十 in CP932 is a backslash. */
    assert_converts("\x8F\x5C\x8F\x9F", "CP932", "十勝", KURIL_ENCODING_GOOD);
    /* B24: 中文剑号巨阙 in GB2312, as a whole. */
    assert_converts("\xD6\xD0\xCE\xC4\xBD\xA3\xBA\xC5\xBE\xDE\xE3\xDA", "GBK", "中文剑号巨阙", KURIL_ENCODING_GOOD);
    assert_converts("\x8F\x5C\x8F", "CP932", "十", KURIL_ENCODING_TORN);
    assert_converts("\xE6\x8A\x9E\xE6\x8D", NULL, "択", KURIL_ENCODING_TORN);
    assert_converts("a\xFF"
                    "b",
                    NULL,
                    "a\xEF\xBF\xBD"
                    "b",
                    KURIL_ENCODING_INVALID);
    assert_converts("a\xC3(", NULL, "a\xEF\xBF\xBD(", KURIL_ENCODING_INVALID);
    assert_converts("", NULL, "", KURIL_ENCODING_GOOD);
    assert_converts("Iturup", "CP1251", "Iturup", KURIL_ENCODING_GOOD);
    assert_true(kuril_encoding_is_utf8("\xE6\x8A", true));
    assert_false(kuril_encoding_is_utf8("\xE6\x8A", false));
    assert_false(kuril_encoding_is_utf8("\xE6\x8A(", true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_encodings_are_understood),
        cmocka_unit_test(language_bytes_name_encodings),
        cmocka_unit_test(encodings_are_detected),
        cmocka_unit_test(an_unsure_guess_names_its_rival),
        cmocka_unit_test(most_single_names_are_enough),
        cmocka_unit_test(text_becomes_valid_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
