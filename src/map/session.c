#include "map/session.h"

#include "core/diagnostics.h"
#include "core/output.h"
#include <glib.h>
#include <string.h>

enum {
    IDLE_MAPS_MAX = 16, /* what this many maps in a row have not used is given up */
    LAYOUTS_MAX = 512
};

/* Something read for one map and kept for the next; one of the four is set. */
typedef struct kept {
    kuril_session *session;
    kuril_diagnostics diagnostics; /* to `listen`: must stay where it is as long as what was opened with it */
    size_t told;                   /* what there was to tell when it was read and used */
    size_t last_map;
    kuril_style *style;
    kuril_icons *icons; /* of the style */
    kuril_dataset *dataset;
    kuril_raster *raster;
} kept;

struct kuril_session {
    const kuril_diagnostics *to;   /* of the map in hand */
    kuril_diagnostics diagnostics; /* counts, and passes on */
    size_t maps, warnings, pages;
    kuril_progress_fn hear;
    void *hearer;
    size_t done, total; /* steps of the map in hand */
    bool fine; /* icons of twice the resolution are wanted */
    bool flush_later, strict;
    kuril_fonts *fonts;
    kuril_gazetteer *gazetteer;
    kuril_catalogue *catalogue;
    GHashTable *kept; /* kind and name -> kept */
    kuril_walked *walked;
};

static void kept_free(gpointer data)
{
    kept *k = data;
    kuril_style_free(k->style);
    kuril_icons_free(k->icons);
    kuril_dataset_close(k->dataset);
    kuril_raster_close(k->raster);
    g_free(k);
}

static void count_and_pass(void *user, const kuril_diagnostic *diagnostic)
{
    kuril_session *session = user;
    session->warnings += diagnostic->severity == KURIL_WARNING;
    if (session->to && session->to->report)
        session->to->report(session->to->user, diagnostic);
}

kuril_session *kuril_session_new(void)
{
    kuril_session *session = g_new0(kuril_session, 1);
    session->walked = kuril_walked_new();
    session->diagnostics = (kuril_diagnostics){count_and_pass, session};
    session->kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, kept_free);
    return session;
}

void kuril_session_free(kuril_session *session)
{
    if (!session)
        return;
    g_hash_table_destroy(session->kept);
    kuril_walked_free(session->walked);
    kuril_catalogue_free(session->catalogue);
    kuril_gazetteer_free(session->gazetteer);
    kuril_fonts_free(session->fonts);
    g_free(session);
}

void kuril_session_set_strict(kuril_session *session)
{
    session->strict = true;
}

const kuril_diagnostics *kuril_session_begin(kuril_session *session, const kuril_diagnostics *diagnostics)
{
    session->to = diagnostics;
    session->maps++;
    session->warnings = 0;
    session->pages = 1;
    session->done = session->total = 0;
    return &session->diagnostics;
}

kuril_status kuril_session_verdict(const kuril_session *session, kuril_error *error)
{
    if (!session->strict || session->warnings == 0)
        return KURIL_OK;
    return kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_OUTPUT, "not written: there %s %zu warning%s",
                         session->warnings == 1 ? "was" : "were", session->warnings,
                         session->warnings == 1 ? "" : "s");
}

static gboolean is_spent(gpointer key, gpointer value, gpointer user)
{
    const kept *k = value;
    const kuril_session *session = user;
    (void)key;
    return k->told > 0 || session->maps - k->last_map >= IDLE_MAPS_MAX;
}

void kuril_session_end(kuril_session *session)
{
    session->to = NULL;
    g_hash_table_foreach_remove(session->kept, is_spent, session);
    if (session->fonts)
        kuril_fonts_trim(session->fonts, LAYOUTS_MAX);
}

void kuril_session_flush_later(kuril_session *session)
{
    session->flush_later = true;
}

bool kuril_session_flushes_later(const kuril_session *session)
{
    return session->flush_later;
}

kuril_status kuril_session_fonts(kuril_session *session, kuril_fonts **fonts, kuril_error *error)
{
    const kuril_status status = session->fonts ? KURIL_OK : kuril_fonts_new(&session->fonts, error);
    *fonts = session->fonts;
    return status;
}

kuril_status kuril_session_gazetteer(kuril_session *session, const kuril_gazetteer **gazetteer, kuril_error *error)
{
    const kuril_status status = session->gazetteer ? KURIL_OK : kuril_gazetteer_read(&session->gazetteer, error);
    *gazetteer = session->gazetteer;
    return status;
}

kuril_status kuril_session_catalogue(kuril_session *session, const kuril_catalogue **catalogue, kuril_error *error)
{
    const kuril_status status = session->catalogue ? KURIL_OK : kuril_catalogue_read(&session->catalogue, error);
    *catalogue = session->catalogue;
    return status;
}

kuril_walked *kuril_session_walked(kuril_session *session)
{
    return session->walked;
}

void kuril_session_expect_pages(kuril_session *session, size_t pages, bool fine)
{
    session->pages = pages;
    session->fine = fine;
}

void kuril_session_set_progress(kuril_session *session, kuril_progress_fn hear, void *user)
{
    session->hear = hear;
    session->hearer = user;
}

void kuril_session_expect_steps(kuril_session *session, size_t steps)
{
    session->total = steps;
}

void kuril_session_advance(kuril_session *session, size_t steps)
{
    session->done += steps;
    if (session->hear && session->total > 0)
        session->hear(session->hearer, session->done, session->total);
}

size_t kuril_session_pages(const kuril_session *session)
{
    return session->pages;
}

static void listen(void *user, const kuril_diagnostic *diagnostic)
{
    kept *k = user;
    k->told++;
    count_and_pass(k->session, diagnostic);
}

/* What was kept under the key, or something empty that is not kept yet. */
static kept *get(kuril_session *session, const char *key)
{
    kept *k = g_hash_table_lookup(session->kept, key);
    if (!k) {
        k = g_new0(kept, 1);
        k->session = session;
        k->diagnostics = (kuril_diagnostics){listen, k};
    }
    k->last_map = session->maps;
    return k;
}

/* Keeps what was read, or frees what could not be; frees the key. */
static kuril_status keep(kuril_session *session, char *key, kept *k, kuril_status status)
{
    if (g_hash_table_lookup(session->kept, key) == k) {
        g_free(key);
    } else if (status == KURIL_OK) {
        g_hash_table_insert(session->kept, key, k);
    } else {
        kept_free(k);
        g_free(key);
    }
    return status;
}

static kuril_status read_style(kept *k, const char *path, kuril_error *error)
{
    kuril_status status = kuril_style_read(path, &k->diagnostics, &k->style, error);
    if (status != KURIL_OK)
        return status;
    k->icons = kuril_icons_new();
    for (size_t i = 0; i < kuril_style_sprite_count(k->style) && status == KURIL_OK; i++) {
        const kuril_style_sprite *sprite = kuril_style_sprite_at(k->style, i);
        if (strstr(sprite->url, "://")) {
            kuril_report(&k->diagnostics, KURIL_WARNING, path, NULL,
                         "the sprite '%s' is on the network, where icons are not fetched from: drawn without its icons",
                         sprite->url);
            continue;
        }
        status = g_file_test(sprite->url, G_FILE_TEST_IS_DIR)
                     ? kuril_icons_add_folder(k->icons, sprite->id, sprite->url, error)
                     : kuril_icons_add_sprites(k->icons, sprite->id, sprite->url, k->session->fine, error);
    }
    return status;
}

kuril_status kuril_session_style(kuril_session *session, const char *path, const kuril_style **style,
                                 kuril_icons **icons, kuril_error *error)
{
    char *key = g_strdup_printf("style %d %s", session->fine, path);
    kept *k = get(session, key);
    const kuril_status status = k->style ? KURIL_OK : read_style(k, path, error);
    if (status == KURIL_OK) {
        *style = k->style;
        *icons = k->icons;
    }
    return keep(session, key, k, status);
}

/* Options that decide what an opened dataset gives. */
static char *dataset_key(const char *kind, const char *name, const kuril_dataset_options *options)
{
    return g_strdup_printf("%s %d%d %s", kind, options->allow_network, options->placeless, name);
}

kuril_status kuril_session_dataset(kuril_session *session, const char *name, const kuril_dataset_options *options,
                                   kuril_dataset **dataset, kuril_error *error)
{
    char *key = dataset_key("dataset", name, options);
    kept *k = get(session, key);
    kuril_status status = KURIL_OK;
    if (!k->dataset)
        status = kuril_dataset_open(name, options, &k->diagnostics, &k->dataset, error);
    *dataset = k->dataset;
    return keep(session, key, k, status);
}

kuril_status kuril_session_raster(kuril_session *session, const char *name, const kuril_dataset_options *options,
                                  kuril_raster **raster, kuril_error *error)
{
    char *key = dataset_key("raster", name, options);
    kept *k = get(session, key);
    kuril_status status = KURIL_OK;
    if (!k->raster)
        status = kuril_raster_open(name, options, &k->diagnostics, &k->raster, error);
    *raster = k->raster;
    return keep(session, key, k, status);
}
