#include "batch/table.h"

#include "batch/table_rows.h"
#include "core/diagnostics.h"
#include "core/output.h"
#include "document/document.h"
#include "map/credits.h"
#include "measure/length_text.h"
#include "measure/places.h"
#include <kurilmap/dataset.h>
#include <math.h>
#include <string.h>

enum { AZIMUTH_DECIMALS = 0 }; /* for people; programs get all */

typedef struct maker {
    const kuril_gazetteer *gazetteer;
    const kuril_diagnostics *diagnostics;
    const kuril_node *spec;
    kuril_catalogue *catalogue; /* NULL: it cannot be read */
    GPtrArray *sources;
    const kuril_unit *unit;
    kuril_language languages[KURIL_LANGUAGE_COUNT]; /* for people */
    size_t n_languages;
    kuril_rows rows;
    kuril_error *error;
} maker;

/* ---- Words for people, in each of the report's languages ---- */

/* Texts by language with " / " between those that differ; empty ones are left out. Caller frees. */
static char *joined(const maker *m, const char *const texts[KURIL_LANGUAGE_COUNT])
{
    GString *all = g_string_new(NULL);
    const char *before = "";
    for (size_t i = 0; i < m->n_languages; i++) {
        const char *text = texts[m->languages[i]];
        if (!text || !*text || strcmp(text, before) == 0)
            continue;
        g_string_append_printf(all, "%s%s", all->len ? " / " : "", text);
        before = text;
    }
    return g_string_free(all, FALSE);
}

typedef enum heading { FROM, TO, NAME, KIND, SHORE, POINT, AZIMUTH } heading;

static const char *const headings[][KURIL_LANGUAGE_COUNT] = {
    [FROM] = {"From", "起点", "Откуда", "起点"},
    [TO] = {"To", "終点", "Куда", "终点"},
    [NAME] = {"Place", "地名", "Место", "地名"},
    [KIND] = {"Kind", "種別", "Вид", "类别"},
    [SHORE] = {"Shore to shore", "海岸間", "От берега до берега", "岸线之间"},
    [POINT] = {"Point to point", "代表点間", "Между точками", "代表点之间"},
    [AZIMUTH] = {"Azimuth", "方位角", "Азимут", "方位角"},
};

static void add_column(maker *m, heading what, const char *name)
{
    char *shown = joined(m, headings[what]);
    kuril_rows_column(&m->rows, name, shown, true);
    g_free(shown);
}

/* A column of numbers, its unit in the name and in the heading. */
static void add_measure(maker *m, heading what, const char *name, const char *unit)
{
    char *shown = joined(m, headings[what]);
    char *full = g_strdup_printf("%s_%s", name, strcmp(unit, "°") == 0 ? "deg" : unit);
    char *titled = g_strdup_printf("%s (%s)", shown, unit);
    kuril_rows_column(&m->rows, full, titled, false);
    g_free(titled);
    g_free(full);
    g_free(shown);
}

static void add_toponym(maker *m, const kuril_toponym *toponym, const char *label)
{
    if (!toponym) {
        kuril_rows_text(&m->rows, label, NULL);
        return;
    }
    const char *const names[KURIL_LANGUAGE_COUNT] = {
        [KURIL_EN] = toponym->name_en, [KURIL_JA] = toponym->name_ja, [KURIL_RU] = toponym->name_ru,
        [KURIL_ZH] = toponym->name_en}; /* the gazetteer has no Chinese names */
    char *shown = joined(m, names);
    kuril_rows_text(&m->rows, toponym->name_en, *shown ? shown : NULL);
    g_free(shown);
}

/* ---- Measuring ---- */

/* One thing that is measured from or to. */
typedef struct end {
    const kuril_shape *shape;
    const kuril_lonlat *reference; /* NULL: a dataset, which has no one point */
    double accuracy_m;
} end;

static double azimuth(kuril_geodesic g)
{
    if (!(g.s12_m > 0.0)) /* no direction leads from a place to itself */
        return NAN;
    return g.azi1 < 0.0 ? g.azi1 + 360.0 : g.azi1;
}

/* A length, with the digits that `kurilmap distance` gives it. */
static void add_length(maker *m, double metres, double accuracy_m)
{
    int decimals;
    const double shown = kuril_length_shown(metres, m->unit, accuracy_m, &decimals);
    kuril_rows_number(&m->rows, metres / m->unit->metres, shown, decimals);
}

/* Shore to shore, point to point, and the azimuth of the former; false when nothing is within the limit. */
static bool add_lengths(maker *m, const end *a, const end *b, double limit_m)
{
    kuril_nearest n = {.geodesic = {NAN, NAN, NAN}};
    if (!kuril_shape_nearest(a->shape, b->shape, limit_m, &n) && isfinite(limit_m))
        return false;
    const bool points = a->reference && b->reference;
    const double accuracy_m = fmax(a->accuracy_m, b->accuracy_m), azi = azimuth(n.geodesic);
    add_length(m, n.geodesic.s12_m, accuracy_m);
    add_length(m, points ? kuril_geodesic_inverse(*a->reference, *b->reference).s12_m : NAN, accuracy_m);
    kuril_rows_number(&m->rows, azi, azi, AZIMUTH_DECIMALS);
    return true;
}

static end end_of(const kuril_subject *subject)
{
    return (end){subject->shape, subject->has_reference ? &subject->reference : NULL, subject->accuracy_m};
}

static void add_source(maker *m, const char *layer)
{
    const kuril_catalogue_entry *entry = m->catalogue && layer ? kuril_catalogue_find(m->catalogue, layer) : NULL;
    if (entry)
        kuril_credits_add(m->sources, entry->attribution);
}

/* The embedded layer that a subject's shore is from. */
static void add_source_of(maker *m, const kuril_subject *subject)
{
    char *layer = subject->source ? kuril_embedded_name(subject->source) : NULL;
    add_source(m, layer);
    g_free(layer);
}

/* The subjects of a list of the definition. */
typedef struct subjects {
    kuril_subject *list;
    size_t count;
} subjects;

static void subjects_finish(subjects *s)
{
    for (size_t i = 0; i < s->count; i++)
        kuril_subject_finish(&s->list[i]);
    g_free(s->list);
}

static kuril_status find_subjects(maker *m, const char *member, subjects *s)
{
    const kuril_node *names = kuril_node_member(m->spec, member);
    kuril_status status = KURIL_OK;
    s->list = g_new0(kuril_subject, kuril_node_count(names) + 1);
    for (s->count = 0; s->count < kuril_node_count(names) && status == KURIL_OK; s->count++) {
        status = kuril_subject_find(m->gazetteer, kuril_node_string(kuril_node_at(names, s->count)),
                                    KURIL_EDGES_GEODESIC, m->diagnostics, &s->list[s->count], m->error);
        add_source_of(m, &s->list[s->count]);
    }
    return status;
}

static kuril_status make_distance(maker *m)
{
    subjects from = {0}, to = {0};
    kuril_status status = find_subjects(m, "from", &from);
    if (status == KURIL_OK)
        status = find_subjects(m, "to", &to);
    add_column(m, FROM, "from");
    add_column(m, TO, "to");
    add_measure(m, SHORE, "shore", m->unit->name);
    add_measure(m, POINT, "point", m->unit->name);
    add_measure(m, AZIMUTH, "azimuth", "°");
    for (size_t i = 0; status == KURIL_OK && i < from.count; i++) {
        for (size_t k = 0; k < to.count; k++) {
            const end a = end_of(&from.list[i]), b = end_of(&to.list[k]);
            kuril_rows_begin(&m->rows);
            add_toponym(m, from.list[i].toponym, from.list[i].label);
            add_toponym(m, to.list[k].toponym, to.list[k].label);
            add_lengths(m, &a, &b, INFINITY);
        }
    }
    subjects_finish(&from);
    subjects_finish(&to);
    return status;
}

/* Shore to shore, as `kurilmap distance --matrix`. */
static kuril_status make_matrix(maker *m)
{
    subjects all = {0};
    const kuril_status status = find_subjects(m, "from", &all);
    add_measure(m, NAME, "shore", m->unit->name);
    g_array_index(m->rows.texts, bool, 0) = true;
    for (size_t i = 0; status == KURIL_OK && i < all.count; i++) {
        const kuril_toponym *t = all.list[i].toponym;
        const char *const names[KURIL_LANGUAGE_COUNT] = {
            [KURIL_EN] = t ? t->name_en : NULL, [KURIL_JA] = t ? t->name_ja : NULL, [KURIL_RU] = t ? t->name_ru : NULL,
            [KURIL_ZH] = t ? t->name_en : NULL};
        char *shown = joined(m, names);
        kuril_rows_column(&m->rows, t ? t->name_en : all.list[i].label, *shown ? shown : NULL, false);
        g_free(shown);
    }
    for (size_t i = 0; status == KURIL_OK && i < all.count; i++) {
        kuril_rows_begin(&m->rows);
        add_toponym(m, all.list[i].toponym, all.list[i].label);
        for (size_t k = 0; k < all.count; k++) {
            kuril_nearest n = {.geodesic = {NAN, NAN, NAN}};
            kuril_shape_nearest(all.list[i].shape, all.list[k].shape, INFINITY, &n);
            add_length(m, i == k ? 0.0 : n.geodesic.s12_m, fmax(all.list[i].accuracy_m, all.list[k].accuracy_m));
        }
    }
    subjects_finish(&all);
    return status;
}

typedef struct neighbour {
    const kuril_place_shape *place;
    double s12;
} neighbour;

static gint by_distance(gconstpointer a, gconstpointer b)
{
    const neighbour *x = a, *y = b;
    if (x->s12 != y->s12)
        return x->s12 < y->s12 ? -1 : 1;
    return strcmp(x->place->toponym->id, y->place->toponym->id);
}

/* Places whose shores are within reach, nearest first. */
static GArray *neighbours_of(const kuril_subject *from, const GArray *places, double within)
{
    GArray *near = g_array_new(FALSE, FALSE, sizeof(neighbour));
    for (guint i = 0; i < places->len; i++) {
        const kuril_place_shape *place = &g_array_index(places, kuril_place_shape, i);
        kuril_nearest n = {.geodesic = {NAN, NAN, NAN}};
        if (place->toponym == from->toponym || !kuril_shape_nearest(from->shape, place->shape, within, &n))
            continue;
        const neighbour one = {place, n.geodesic.s12_m};
        g_array_append_val(near, one);
    }
    g_array_sort(near, by_distance);
    return near;
}

static void add_neighbours(maker *m, const kuril_subject *from, const GArray *near, double within)
{
    for (guint i = 0; i < near->len; i++) {
        const kuril_place_shape *place = g_array_index(near, neighbour, i).place;
        const end a = end_of(from), b = {place->shape, &place->toponym->lonlat, place->accuracy_m};
        const char *layer = NULL;
        const kuril_bbox *box = NULL;
        g_free(kuril_toponym_shore(place->toponym, &layer, &box));
        add_source(m, layer);
        kuril_rows_begin(&m->rows);
        add_toponym(m, place->toponym, place->toponym->id);
        kuril_rows_text(&m->rows, place->toponym->kind, NULL);
        add_lengths(m, &a, &b, within);
    }
}

static kuril_status make_near(maker *m)
{
    const kuril_node *only = kuril_node_member(m->spec, "only");
    const double within = kuril_node_number(kuril_node_member(m->spec, "within"));
    const char *kinds = only && kuril_node_kind_of(only) == KURIL_NODE_STRING ? kuril_node_string(only) : NULL;
    subjects from = {0};
    GArray *places = NULL;
    kuril_status status = find_subjects(m, "from", &from);
    if (status == KURIL_OK)
        status = kuril_place_shapes_read(m->gazetteer, kinds, false, m->diagnostics, &places, m->error);
    add_column(m, NAME, "name");
    add_column(m, KIND, "kind");
    add_measure(m, SHORE, "shore", m->unit->name);
    add_measure(m, POINT, "point", m->unit->name);
    add_measure(m, AZIMUTH, "azimuth", "°");
    if (status == KURIL_OK) {
        GArray *near = neighbours_of(&from.list[0], places, within);
        add_neighbours(m, &from.list[0], near, within);
        g_array_free(near, TRUE);
    }
    kuril_place_shapes_free(places);
    subjects_finish(&from);
    return status;
}

static void read_languages(maker *m)
{
    const kuril_node *codes = kuril_node_member(m->spec, "lang");
    for (size_t i = 0; i < MIN(kuril_node_count(codes), (size_t)KURIL_LANGUAGE_COUNT); i++) {
        for (int k = 0; k < KURIL_LANGUAGE_COUNT; k++) {
            if (strcmp(kuril_node_string(kuril_node_at(codes, i)), kuril_language_code((kuril_language)k)) == 0)
                m->languages[m->n_languages++] = (kuril_language)k;
        }
    }
}

static kuril_status make(maker *m)
{
    const char *kind = kuril_node_string(kuril_node_member(m->spec, "kind"));
    m->unit = kuril_unit_find(kuril_node_string(kuril_node_member(m->spec, "unit")));
    read_languages(m);
    if (strcmp(kind, "distance") == 0)
        return make_distance(m);
    return strcmp(kind, "matrix") == 0 ? make_matrix(m) : make_near(m);
}

static char *path_of(const kuril_job *job, const char *folder, kuril_table_form form)
{
    char *name = g_strdup_printf("%s.%s", job->name, kuril_table_form_ending(form));
    char *path = g_build_filename(folder, name, NULL);
    g_free(name);
    return path;
}

static kuril_status write_forms(const kuril_rows *rows, const kuril_job *job, const char *folder, kuril_error *error)
{
    kuril_status status = KURIL_OK;
    for (int i = 0; i < KURIL_TABLE_FORM_COUNT && status == KURIL_OK; i++) {
        if (!(job->formats & (1U << i)))
            continue;
        char *path = path_of(job, folder, (kuril_table_form)i);
        GString *text = g_string_new(NULL);
        kuril_rows_print(rows, (kuril_table_form)i, text);
        status = kuril_output_write_file(path, text->str, text->len, false, error);
        g_string_free(text, TRUE);
        g_free(path);
    }
    return status;
}

kuril_status kuril_table_make(const kuril_job *job, const char *folder, const kuril_diagnostics *diagnostics,
                              GPtrArray *sources, kuril_error *error)
{
    kuril_document *document = NULL;
    kuril_gazetteer *gazetteer = NULL;
    kuril_status status = kuril_document_parse("table.json", job->spec, strlen(job->spec), NULL, &document, error);
    if (status == KURIL_OK)
        status = kuril_gazetteer_read(&gazetteer, error);
    if (status == KURIL_OK) {
        maker m = {gazetteer, diagnostics, kuril_document_root(document), .sources = sources, .error = error};
        kuril_rows_init(&m.rows);
        status = kuril_catalogue_read(&m.catalogue, error);
        if (status == KURIL_OK)
            status = make(&m);
        if (status == KURIL_OK)
            status = write_forms(&m.rows, job, folder, error);
        kuril_rows_finish(&m.rows);
        kuril_catalogue_free(m.catalogue);
    }
    kuril_gazetteer_free(gazetteer);
    kuril_document_free(document);
    return status;
}
