#include "core/csv.h"
#include "core/diagnostics.h"
#include "core/number.h"
#include "core/paths.h"
#include "core/text.h"
#include "place/kana.h"
#include "place/place_name.h"
#include <kurilmap/place.h>

#include <glib.h>
#include <string.h>

struct kuril_gazetteer {
    char *text;       /* the file; all texts of the places lie in it */
    GArray *toponyms; /* kuril_toponym */
};

enum { NAMES = 5 };

static void names_of(const kuril_toponym *t, const char *names[NAMES])
{
    names[0] = t->name_en;
    names[1] = t->name_ru;
    names[2] = t->name_ru_latn;
    names[3] = t->name_ja;
    names[4] = t->name_ja_latn;
}

static const char *const columns[] = {"id",  "kind", "name_en", "name_ru",    "name_ru_latn", "name_ja", "name_ja_latn",
                                      "lon", "lat",  "admin",   "claimed_by", "source",       "checked", "other_names"};

static kuril_status read_toponym(const GPtrArray *fields, kuril_toponym *t)
{
    if (fields->len != G_N_ELEMENTS(columns))
        return KURIL_E_DATA;
    const char *const *f = (const char *const *)fields->pdata;
    *t = (kuril_toponym){.id = f[0],
                         .kind = f[1],
                         .name_en = f[2],
                         .name_ru = f[3],
                         .name_ru_latn = f[4],
                         .name_ja = f[5],
                         .name_ja_latn = f[6],
                         .admin = f[9],
                         .claimed_by = f[10],
                         .source = f[11],
                         .checked = strcmp(f[12], "yes") == 0,
                         .other_names = f[13]};
    const bool ok = kuril_number_parse(f[7], &t->lonlat.lon) && kuril_number_parse(f[8], &t->lonlat.lat) &&
                    t->lonlat.lon >= -180 && t->lonlat.lon <= 180 && t->lonlat.lat >= -90 && t->lonlat.lat <= 90;
    return ok && t->id[0] ? KURIL_OK : KURIL_E_DATA;
}

static kuril_status read_header(const GPtrArray *fields)
{
    if (fields->len != G_N_ELEMENTS(columns))
        return KURIL_E_DATA;
    for (size_t i = 0; i < fields->len; i++)
        if (strcmp(fields->pdata[i], columns[i]) != 0)
            return KURIL_E_DATA;
    return KURIL_OK;
}

kuril_status kuril_gazetteer_read_file(const char *path, kuril_gazetteer **gazetteer, kuril_error *error)
{
    char *text = NULL;
    GError *reason = NULL;
    if (!g_file_get_contents(path, &text, NULL, &reason)) {
        kuril_fail(error, KURIL_E_IO, "cannot read the gazetteer: %s", reason->message);
        g_error_free(reason);
        return KURIL_E_IO;
    }
    kuril_gazetteer *g = g_new(kuril_gazetteer, 1);
    *g = (kuril_gazetteer){text, g_array_new(FALSE, FALSE, sizeof(kuril_toponym))};
    GPtrArray *fields = g_ptr_array_new();
    int line = 1, at = 1;
    kuril_status status = kuril_csv_next(&text, ',', fields, &line) ? read_header(fields) : KURIL_E_DATA;
    while (!status) {
        at = line;
        if (!kuril_csv_next(&text, ',', fields, &line))
            break;
        kuril_toponym t;
        status = read_toponym(fields, &t);
        if (!status)
            g_array_append_val(g->toponyms, t);
    }
    g_ptr_array_free(fields, TRUE);
    if (status) {
        kuril_gazetteer_free(g);
        return kuril_fail_at(error, status, path, at, 0, NULL,
                             "this line of the gazetteer has wrong columns or values");
    }
    *gazetteer = g;
    return KURIL_OK;
}

kuril_status kuril_gazetteer_read(kuril_gazetteer **gazetteer, kuril_error *error)
{
    char *path = NULL;
    kuril_status status = kuril_data_path("geodata/facts/gazetteer.csv", &path, error);
    if (!status)
        status = kuril_gazetteer_read_file(path, gazetteer, error);
    g_free(path);
    return status;
}

void kuril_gazetteer_free(kuril_gazetteer *gazetteer)
{
    if (!gazetteer)
        return;
    g_array_free(gazetteer->toponyms, TRUE);
    g_free(gazetteer->text);
    g_free(gazetteer);
}

size_t kuril_gazetteer_count(const kuril_gazetteer *gazetteer)
{
    return gazetteer->toponyms->len;
}

const kuril_toponym *kuril_gazetteer_at(const kuril_gazetteer *gazetteer, size_t i)
{
    return &g_array_index(gazetteer->toponyms, kuril_toponym, i);
}

const kuril_toponym *kuril_gazetteer_by_id(const kuril_gazetteer *gazetteer, const char *id)
{
    for (size_t i = 0; i < kuril_gazetteer_count(gazetteer); i++)
        if (strcmp(kuril_gazetteer_at(gazetteer, i)->id, id) == 0)
            return kuril_gazetteer_at(gazetteer, i);
    return NULL;
}

/* How well a name fits, best first. */
typedef enum fit { FIT_ID, FIT_NAME, FIT_BASE_LAND, FIT_BASE_OTHER, FIT_NOT } fit;

/* Whether texts are the same but for spaces: "Etorofutō" is "Etorofu-tō". */
static bool same_letters(const char *a, const char *b)
{
    for (;; a++, b++) {
        a += strspn(a, " ");
        b += strspn(b, " ");
        if (*a != *b || !*a)
            return *a == *b;
    }
}

/* A base without the words that only join it to its generic. */
static const char *joined(const char *base)
{
    return g_str_has_prefix(base, "of the ") ? base + 7 : g_str_has_prefix(base, "of ") ? base + 3 : base;
}

static fit fit_name(const kuril_name_key *wanted, const char *name, kuril_generic of_kind)
{
    kuril_name_key key;
    kuril_name_key_init(&key, name);
    fit best = FIT_NOT;
    if (same_letters(key.full, wanted->full))
        best = FIT_NAME;
    else if (strcmp(key.base, wanted->base) == 0 &&
             (wanted->generic == KURIL_GENERIC_NONE || wanted->generic == of_kind))
        /* Islands and towns go without a generic word; straits and capes seldom do. */
        best = of_kind == KURIL_GENERIC_NONE || of_kind == KURIL_GENERIC_ISLAND ? FIT_BASE_LAND : FIT_BASE_OTHER;
    else if (wanted->generic != KURIL_GENERIC_NONE && wanted->generic == of_kind &&
             strcmp(joined(key.base), joined(wanted->base)) == 0) /* "Okhotsk Sea", "Island of Iturup" */
        best = FIT_BASE_OTHER;
    kuril_name_key_finish(&key);
    return best;
}

/* How well one name fits, or what it reads as without its brackets or stroke. */
static fit fit_variants(const kuril_name_key *wanted, const char *name, kuril_generic of_kind)
{
    fit best = fit_name(wanted, name, of_kind);
    char **variants = kuril_name_variants(name);
    for (size_t j = 0; variants[j]; j++)
        best = MIN(best, fit_name(wanted, variants[j], of_kind));
    g_strfreev(variants);
    return best;
}

static fit fit_toponym(const kuril_name_key *wanted, const kuril_toponym *t)
{
    const kuril_generic of_kind = kuril_generic_of_kind(t->kind);
    fit best = fit_name(wanted, t->id, of_kind);
    if (best == FIT_NAME)
        return FIT_ID;
    const char *names[NAMES];
    names_of(t, names);
    for (size_t i = 0; i < NAMES; i++) {
        if (!names[i][0])
            continue;
        best = MIN(best, fit_variants(wanted, names[i], of_kind));
    }
    char **others = g_strsplit(t->other_names, ";", -1);
    for (size_t i = 0; others[i]; i++)
        best = MIN(best, fit_variants(wanted, others[i], of_kind));
    g_strfreev(others);
    return best;
}

/* The name nearest to a word that no place has, and whose it is; NULL when none is near. */
static const char *nearest_name(const kuril_gazetteer *g, const char *word, const kuril_toponym **whose)
{
    GPtrArray *names = g_ptr_array_new(), *owners = g_ptr_array_new(), *made = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < kuril_gazetteer_count(g); i++) {
        const kuril_toponym *t = kuril_gazetteer_at(g, i);
        const char *of[NAMES + 1];
        names_of(t, of);
        of[NAMES] = t->id;
        for (size_t j = 0; j <= NAMES; j++) {
            kuril_name_key key;
            if (!of[j][0]) /* any letter is near to nothing */
                continue;
            kuril_name_key_init(&key, of[j]);
            g_ptr_array_add(names, (gpointer)of[j]);
            g_ptr_array_add(names, key.base);
            g_ptr_array_add(made, key.base);
            g_ptr_array_add(owners, (gpointer)t);
            g_ptr_array_add(owners, (gpointer)t);
            g_free(key.full);
        }
    }
    const char *nearest = kuril_text_nearest(word, (const char *const *)names->pdata, names->len);
    *whose = NULL;
    for (size_t i = 0; nearest && i < names->len && !*whose; i++)
        if (names->pdata[i] == nearest)
            *whose = owners->pdata[i];
    g_ptr_array_free(names, TRUE);
    g_ptr_array_free(owners, TRUE);
    g_ptr_array_free(made, TRUE);
    return *whose ? (*whose)->id : NULL;
}

static bool begins(const kuril_toponym *t, const char *folded)
{
    const char *names[NAMES + 1];
    names_of(t, names);
    names[NAMES] = t->id;
    bool does = false;
    for (size_t i = 0; i <= NAMES && !does; i++) {
        kuril_name_key key;
        kuril_name_key_init(&key, names[i]);
        does = g_str_has_prefix(key.full, folded) || g_str_has_prefix(key.base, folded);
        kuril_name_key_finish(&key);
    }
    return does;
}

static void append_place(GString *list, const kuril_toponym *t)
{
    g_string_append_printf(list, "%s'%s' (%s)", list->len ? ", " : "", t->id, t->name_en);
}

/* The places of which a name begins so, as a list; NULL when there is none. Caller frees. */
static char *beginnings(const kuril_gazetteer *g, const char *name)
{
    enum { LETTERS_LEAST = 3, MOST = 6 };
    kuril_name_key key;
    kuril_name_key_init(&key, name);
    const bool enough = g_utf8_strlen(key.full, -1) >= LETTERS_LEAST || (*key.full && !g_ascii_isprint(*key.full));
    GString *list = g_string_new(NULL);
    size_t found = 0;
    for (size_t i = 0; enough && i < kuril_gazetteer_count(g); i++) {
        if (!begins(kuril_gazetteer_at(g, i), key.full))
            continue;
        if (found++ < MOST)
            append_place(list, kuril_gazetteer_at(g, i));
    }
    if (found > MOST)
        g_string_append(list, ", ...");
    kuril_name_key_finish(&key);
    return g_string_free(list, found == 0);
}

/* As beginnings, by the first word of several that is the beginning of any: "Kamchatka Peninsula". */
static char *beginnings_of_words(const kuril_gazetteer *g, const char *name)
{
    char **words = g_strsplit(name, " ", -1);
    char *list = NULL;
    for (size_t i = 0; words[0] && words[1] && words[i] && !list; i++)
        list = beginnings(g, words[i]);
    g_strfreev(words);
    return list;
}

static kuril_status none(const kuril_gazetteer *g, const char *name, kuril_error *error)
{
    const kuril_toponym *whose = NULL;
    if (!*name)
        return kuril_fail(error, KURIL_E_ARGUMENT, "a place has a name or coordinates, and there is neither: ''");
    char *list = beginnings(g, name);
    if (!list && nearest_name(g, name, &whose))
        return kuril_fail(error, KURIL_E_ARGUMENT, "no place is called '%s'; did you mean '%s' (%s)?", name, whose->id,
                          whose->name_en);
    if (!list)
        list = beginnings_of_words(g, name);
    if (list) {
        kuril_fail(error, KURIL_E_ARGUMENT, "no place is called '%s'; did you mean %s?", name, list);
        g_free(list);
        return KURIL_E_ARGUMENT;
    }
    return kuril_fail(error, KURIL_E_ARGUMENT, "no place is called '%s'; 'kurilmap list places' lists all", name);
}

static kuril_status several(const GPtrArray *found, const char *name, kuril_error *error)
{
    GString *list = g_string_new(NULL);
    for (size_t i = 0; i < found->len; i++)
        append_place(list, found->pdata[i]);
    kuril_fail(error, KURIL_E_ARGUMENT, "several places are called '%s': %s", name, list->str);
    g_string_free(list, TRUE);
    return KURIL_E_ARGUMENT;
}

/* The places that fit a name best. */
static void find_best(const kuril_gazetteer *g, const kuril_name_key *wanted, GPtrArray *found)
{
    fit best = FIT_NOT;
    for (size_t i = 0; wanted->full[0] && i < kuril_gazetteer_count(g); i++) {
        const kuril_toponym *t = kuril_gazetteer_at(g, i);
        const fit f = fit_toponym(wanted, t);
        if (f == FIT_NOT || f > best)
            continue;
        if (f < best)
            g_ptr_array_set_size(found, 0);
        best = f;
        g_ptr_array_add(found, (gpointer)t);
    }
}

/* By the reading of a name in kana, be its generic word in kana or not. */
static void find_by_reading(const kuril_gazetteer *g, const kuril_name_key *wanted, GPtrArray *found)
{
    char *latin = kuril_kana_latin(wanted->base);
    if (!latin)
        return;
    kuril_name_key reading;
    kuril_name_key_init(&reading, latin);
    reading.generic = wanted->generic;
    find_best(g, &reading, found);
    kuril_name_key_finish(&reading);
    g_free(latin);
}

kuril_status kuril_gazetteer_find(const kuril_gazetteer *gazetteer, const char *name, const kuril_toponym **toponym,
                                  kuril_error *error)
{
    *toponym = kuril_gazetteer_by_id(gazetteer, name);
    if (*toponym)
        return KURIL_OK;
    kuril_name_key wanted;
    kuril_name_key_init(&wanted, name);
    GPtrArray *found = g_ptr_array_new();
    find_best(gazetteer, &wanted, found);
    if (found->len == 0)
        find_by_reading(gazetteer, &wanted, found);
    kuril_name_key_finish(&wanted);
    kuril_status status = KURIL_OK;
    if (found->len == 1)
        *toponym = found->pdata[0];
    else
        status = found->len ? several(found, name, error) : none(gazetteer, name, error);
    g_ptr_array_free(found, TRUE);
    return status;
}

kuril_status kuril_position_find(const kuril_gazetteer *gazetteer, const char *text, kuril_position *position,
                                 kuril_error *error)
{
    kuril_error as_name = {0}, as_coordinates = {0};
    const kuril_toponym *t = NULL;
    kuril_lonlat p;
    if (!kuril_coordinates_parse(text, &p, &as_coordinates)) {
        *position = (kuril_position){p, NULL};
        return KURIL_OK;
    }
    if (!kuril_gazetteer_find(gazetteer, text, &t, &as_name)) {
        *position = (kuril_position){t->lonlat, t};
        return KURIL_OK;
    }
    /* Text with a digit was meant as coordinates. */
    const kuril_error *meant = strpbrk(text, "0123456789") ? &as_coordinates : &as_name;
    return kuril_fail(error, meant->code, "%s", meant->message);
}
