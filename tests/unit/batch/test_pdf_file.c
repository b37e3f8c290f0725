#include "batch/pdf_file.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

static const char *const objects[] = {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                                      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Note(7 0 R)/Contents 4 0 R>>",
                                      "<</Length 3>>\nstream\n1 w\nendstream"};

/* A file of four objects, with no NUL behind it, as PDF 1.4 lays it out. */
static char *small_pdf(gsize *length)
{
    GString *out = g_string_new("%PDF-1.4\n");
    gsize at[5] = {0};
    for (unsigned i = 0; i < 4; i++) {
        at[i + 1] = out->len;
        g_string_append_printf(out, "%u 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
    const gsize table = out->len;
    g_string_append(out, "xref\n0 5\n0000000000 65535 f \n");
    for (unsigned i = 1; i <= 4; i++)
        g_string_append_printf(out, "%010u 00000 n \n", (unsigned)at[i]);
    g_string_append_printf(out, "trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%u\n%%%%EOF", (unsigned)table);
    *length = out->len;
    char *bytes = g_memdup2(out->str, out->len);
    g_string_free(out, TRUE);
    return bytes;
}

static void a_page_is_taken_out(void **state)
{
    (void)state;
    gsize length = 0;
    char *bytes = small_pdf(&length);
    kuril_pdf *pdf = NULL;
    double width = 0, height = 0;
    assert_int_equal(kuril_pdf_take("small", bytes, length, &pdf, NULL), KURIL_OK);
    assert_int_equal(kuril_pdf_count(pdf), 5);
    assert_int_equal(kuril_pdf_page(pdf), 3);
    assert_true(kuril_pdf_page_size(pdf, &width, &height));
    assert_near(width, 300, 0);
    assert_near(height, 200, 0);
    kuril_pdf_free(pdf);
}

static void references_are_raised_and_strings_are_not(void **state)
{
    (void)state;
    gsize length = 0;
    char *bytes = small_pdf(&length);
    kuril_pdf *pdf = NULL;
    assert_int_equal(kuril_pdf_take("small", bytes, length, &pdf, NULL), KURIL_OK);
    GString *page = kuril_pdf_object(pdf, 3, 10);
    assert_non_null(strstr(page->str, "/Parent 12 0 R/MediaBox[0 0 300 200]/Note(7 0 R)/Contents 14 0 R"));
    GString *stream = kuril_pdf_object(pdf, 4, 10);
    assert_non_null(strstr(stream->str, "stream\n1 w\nendstream"));
    assert_null(kuril_pdf_object(pdf, 5, 10));
    g_string_free(stream, TRUE);
    g_string_free(page, TRUE);
    kuril_pdf_free(pdf);
}

static void cut_off_anywhere_it_is_refused(void **state)
{
    (void)state;
    gsize length = 0;
    char *bytes = small_pdf(&length);
    for (gsize n = 0; n + 8 < length; n++) { /* the last eight bytes are the table's place and the mark of the end */
        kuril_pdf *pdf = NULL;
        kuril_error error = {0};
        if (kuril_pdf_take("cut", g_memdup2(bytes, n), n, &pdf, &error) == KURIL_OK)
            fail_msg("%zu of %zu bytes are taken for a PDF", n, length);
        assert_non_null(strstr(error.message, "'cut'"));
    }
    g_free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_taken_out),
        cmocka_unit_test(references_are_raised_and_strings_are_not),
        cmocka_unit_test(cut_off_anywhere_it_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
