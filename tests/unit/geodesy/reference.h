/* Reading the reference tables beside the project (KURIL_SHARED_DIR/reference). */
#ifndef KURIL_TEST_GEODESY_REFERENCE_H
#define KURIL_TEST_GEODESY_REFERENCE_H

#include "core/csv.h"
#include "core/number.h"
#include "support.h"
#include <glib.h>
#include <string.h>

typedef struct reference {
    char *text, *rest;
    GPtrArray *header, *row;
} reference;

/* Opens a table; skips the test, visibly, where the reference files are absent. */
static inline void reference_open(reference *r, const char *path)
{
    if (!kuril_have_shared(KURIL_SHARED_DIR))
        skip();
    char *whole = g_build_filename(KURIL_SHARED_DIR, "reference", path, NULL);
    assert_true(g_file_get_contents(whole, &r->text, NULL, NULL));
    g_free(whole);
    r->rest = r->text;
    while (r->rest[0] == '#')
        r->rest = strchr(r->rest, '\n') + 1;
    r->header = g_ptr_array_new();
    r->row = g_ptr_array_new();
    assert_true(kuril_csv_next(&r->rest, ',', r->header, NULL));
}

static inline bool reference_next(reference *r)
{
    return kuril_csv_next(&r->rest, ',', r->row, NULL);
}

static inline const char *reference_text(const reference *r, const char *column)
{
    for (guint i = 0; i < r->header->len; i++)
        if (strcmp(r->header->pdata[i], column) == 0)
            return r->row->pdata[i];
    fail_msg("no column '%s'", column);
    return NULL;
}

static inline double reference_number(const reference *r, const char *column)
{
    double x = 0;
    assert_true(kuril_number_parse(reference_text(r, column), &x));
    return x;
}

static inline void reference_close(reference *r)
{
    g_ptr_array_free(r->header, TRUE);
    g_ptr_array_free(r->row, TRUE);
    g_free(r->text);
}

#endif
