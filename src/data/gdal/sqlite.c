#include "data/gdal/sqlite.h"

#include "core/limits.h"
#include <cpl_error.h>
#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

/*
 * A row of a table takes some fifty steps of SQLite's machine, the count of a million rows through a view some ten
 * million; a machine takes a hundred million a second.
 */
enum { STEPS_A_CALL = 100000, CALLS_A_ROW = 2000, VALUE_BYTES_MAX = 128 << 20 };

/* What one connection has done. */
typedef struct spent {
    unsigned calls;        /* since the last row */
    double rows, rows_max; /* of this query, once a view was read; their limit */
    bool views;
} spent;

/* How deep the thread is within enter and leave. */
static GPrivate depth = G_PRIVATE_INIT(NULL);

void kuril_gdal_sqlite_leave(void)
{
    g_private_set(&depth, GUINT_TO_POINTER(GPOINTER_TO_UINT(g_private_get(&depth)) - 1));
}

static int on_steps(void *user)
{
    spent *s = user;
    const bool over = ++s->calls > CALLS_A_ROW || s->rows > s->rows_max;
    if (over)
        CPLError(CE_Failure, CPLE_NotSupported,
                 "a query takes too long (a view of more than %.0f rows needs --allow-limit %s=N)", s->rows_max,
                 kuril_limit_name(KURIL_LIMIT_FEATURES));
    return over;
}

static int on_event(unsigned kind, void *user, void *statement, void *more)
{
    (void)statement, (void)more;
    spent *s = user;
    if (kind == SQLITE_TRACE_CLOSE) {
        g_free(s);
        return 0;
    }
    s->calls = 0;
    s->rows = kind == SQLITE_TRACE_ROW && s->views ? s->rows + 1 : 0;
    return 0;
}

static int authorize(void *user, int action, const char *first, const char *second, const char *database,
                     const char *view)
{
    (void)first, (void)second, (void)database;
    spent *s = user;
    s->views = s->views || view;
    if (action != SQLITE_RECURSIVE && action != SQLITE_ATTACH)
        return SQLITE_OK;
    CPLError(CE_Failure, CPLE_NotSupported, "%s",
             action == SQLITE_ATTACH ? "a database that attaches another one is not read"
                                     : "a view that calls itself, and may have no end, is not read");
    return SQLITE_DENY;
}

/* ---- views of views --------------------------------------------------------------------------------------------- */

enum { VIEWS_MAX = 500, READS_MAX = 10000 };

/* How often a name stands in a view's text, as a word. */
static unsigned mentions(const char *sql, const char *name)
{
    unsigned n = 0;
    const size_t length = strlen(name);
    for (const char *p = sql; length && (p = strstr(p, name)); p += length) {
        const bool begins = p == sql || !(g_ascii_isalnum(p[-1]) || p[-1] == '_');
        n += begins && !(g_ascii_isalnum(p[length]) || p[length] == '_');
    }
    return n;
}

/*
 * Whether a view leads to so many others that SQLite, which writes each out where it is named, would not come to an
 * end: two mentions in each of thirty views are a thousand million. Names and texts in small letters, [2 * n].
 */
static bool views_multiply(const GPtrArray *texts)
{
    const guint n = texts->len / 2;
    double *reads = g_new0(double, n + 1);
    bool over = n > VIEWS_MAX, grown = true;
    for (guint round = 0; round <= n && grown && !over;
         round++) { /* a view is above all that it names, or names itself */
        grown = false;
        for (guint i = 0; i < n && !over; i++) {
            double sum = 1;
            for (guint k = 0; k < n; k++)
                sum += k == i
                           ? 0
                           : reads[k] * mentions(g_ptr_array_index(texts, 2 * i + 1), g_ptr_array_index(texts, 2 * k));
            grown = grown || sum > reads[i];
            reads[i] = sum;
            over = sum > READS_MAX;
        }
    }
    g_free(reads);
    return over;
}

/* Lists the views of a database; what is no database has none. */
static bool has_multiplying_views(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
    if (sqlite3_prepare_v2(db, "SELECT lower(name), lower(sql) FROM sqlite_master WHERE type = 'view'", -1, &statement,
                           NULL) == SQLITE_OK) {
        while (sqlite3_step(statement) == SQLITE_ROW && texts->len <= 2 * VIEWS_MAX) {
            const char *name = (const char *)sqlite3_column_text(statement, 0),
                       *sql = (const char *)sqlite3_column_text(statement, 1);
            const char *body = sql && name ? strstr(sql, " as ") : NULL;
            g_ptr_array_add(texts, g_strdup(name ? name : ""));
            g_ptr_array_add(texts, g_strdup(body ? body : sql ? sql : ""));
        }
    }
    sqlite3_finalize(statement);
    const bool multiply = views_multiply(texts);
    g_ptr_array_free(texts, TRUE);
    return multiply;
}

/* SQLite calls it for each connection of the process. */
static int on_open(sqlite3 *db, char **error, const void *api)
{
    (void)error, (void)api;
    if (!g_private_get(&depth))
        return SQLITE_OK;
    spent *s = g_new0(spent, 1);
    s->rows_max = kuril_limit_value(KURIL_LIMIT_FEATURES);
    if (sqlite3_trace_v2(db, SQLITE_TRACE_STMT | SQLITE_TRACE_ROW | SQLITE_TRACE_CLOSE, on_event, s) != SQLITE_OK) {
        g_free(s);
        return SQLITE_ERROR;
    }
    sqlite3_progress_handler(db, STEPS_A_CALL, on_steps, s);
    sqlite3_set_authorizer(db, authorize, s);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, VALUE_BYTES_MAX);
    if (!has_multiplying_views(db))
        return SQLITE_OK;
    CPLError(CE_Failure, CPLE_NotSupported, "its views lead to more than %d others, and it is not read", READS_MAX);
    return SQLITE_ERROR;
}

void kuril_gdal_sqlite_enter(void)
{
    g_private_set(&depth, GUINT_TO_POINTER(GPOINTER_TO_UINT(g_private_get(&depth)) + 1));
    sqlite3_auto_extension((void (*)(void))on_open); /* once in a process: again, it does nothing */
}
