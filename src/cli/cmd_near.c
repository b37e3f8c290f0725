/* kurilmap near: what is in range of a place's shore, nearest first. */
#include "cli/commands.h"
#include "cli/measuring.h"
#include "core/diagnostics.h"
#include "core/number.h"
#include "map/answer_map.h"
#include "measure/places.h"
#include "render/text.h"
#include <kurilmap/dataset.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

typedef struct found {
    char *id, *name, *kind; /* owned */
    const char *layer;      /* the embedded one that a place is from; NULL: of the dataset that is searched */
    kuril_nearest nearest;
} found;

typedef struct search {
    kuril_subject from;
    double within_m;
    bool outside;
    bool with_lines; /* the table shows geodesics, which take longer to draw than to measure */
    size_t limit;    /* so many are wanted at most */
    GArray *found;   /* found */
    double accuracy_m;
} search;

static int by_distance(gconstpointer a, gconstpointer b)
{
    const found *x = a, *y = b;
    const double dx = x->nearest.geodesic.s12_m, dy = y->nearest.geodesic.s12_m;
    return dx != dy ? (dx > dy) - (dx < dy) : strcmp(x->id, y->id);
}

static void drop_last(search *s, size_t keep)
{
    for (guint i = (guint)keep; i < s->found->len; i++) {
        found *f = &g_array_index(s->found, found, i);
        g_free(f->id);
        g_free(f->name);
        g_free(f->kind);
    }
    g_array_set_size(s->found, (guint)MIN(keep, s->found->len));
}

/* Sorts what was found and keeps the nearest; nothing farther than the last of them need be looked for then. */
static void keep_nearest(search *s)
{
    g_array_sort(s->found, by_distance);
    if (s->found->len < s->limit)
        return;
    drop_last(s, s->limit);
    const double last = g_array_index(s->found, found, s->limit - 1).nearest.geodesic.s12_m;
    s->within_m = MIN(s->within_m, last * (1 + 1e-12) + 1e-6);
}

static void consider(search *s, const kuril_shape *shape, const char *id, const char *name, const char *kind,
                     const char *layer)
{
    found f = {.layer = layer, .nearest = {.relation = KURIL_APART}};
    if (!kuril_shape_nearest(s->from.shape, shape, s->within_m, &f.nearest))
        return;
    if (s->outside && f.nearest.relation != KURIL_APART)
        return;
    f.id = g_strdup(id);
    f.name = g_strdup(name);
    f.kind = g_strdup(kind);
    g_array_append_val(s->found, f);
    if (s->found->len / 2 >= s->limit)
        keep_nearest(s);
}

static kuril_status search_places(search *s, const kuril_gazetteer *gazetteer, const char *kinds,
                                  const kuril_diagnostics *diagnostics, kuril_error *error)
{
    GArray *places = NULL;
    const kuril_status status = kuril_place_shapes_read(gazetteer, kinds, false, diagnostics, &places, error);
    for (guint i = 0; !status && i < places->len; i++) {
        const kuril_place_shape *p = &g_array_index(places, kuril_place_shape, i);
        if (p->toponym == s->from.toponym)
            continue;
        const char *layer = NULL;
        const kuril_bbox *box = NULL;
        g_free(kuril_toponym_shore(p->toponym, &layer, &box));
        consider(s, p->shape, p->toponym->id, p->toponym->name_en, p->toponym->kind, layer ? layer : "places");
    }
    kuril_place_shapes_free(places);
    return status;
}

/* What a feature is called: by the usual names of fields, else by its number. */
static char *field_text(const kuril_feature *feature, const char *const *names)
{
    for (size_t i = 0; names[i]; i++) {
        const kuril_value *v = kuril_feature_get(feature, names[i]);
        if (v && v->kind == KURIL_STRING && v->as.string[0])
            return g_strdup(v->as.string);
        char number[KURIL_NUMBER_MAX];
        if (v && v->kind == KURIL_NUMBER)
            return g_strdup(kuril_number_print(v->as.number, number));
    }
    return NULL;
}

/* A box that holds all within reach of the subject, for features whose edges keep to the boxes of their vertices, as
   geodesics do not; false when it would be the world. */
static bool reach_box(const search *s, kuril_bbox *box)
{
    const double degree = 3.14159265358979323846 / 180, reach = s->within_m / 6.33e6 / degree;
    const kuril_geometry g = kuril_geometry_buffer_view(&s->from.geometry);
    if (!isfinite(s->within_m) || kuril_geometry_bbox(&g, box))
        return false;
    box->south -= reach;
    box->north += reach;
    const double highest = fmax(fabs(box->south), fabs(box->north));
    if (highest >= 85 || s->from.source) /* long edges of datasets may bulge beyond their vertices */
        return false;
    const double aside = reach / cos(highest * degree);
    if (kuril_bbox_width(box) + 2 * aside >= 359)
        return false;
    box->west = kuril_lon_near(box->west - aside, 0);
    box->east = kuril_lon_near(box->east + aside, 0);
    return true;
}

static kuril_status search_dataset(search *s, const char *name, kuril_edges edges, const kuril_diagnostics *diagnostics,
                                   kuril_error *error)
{
    static const char *const name_fields[] = {"name_en", "name", "NAME", "Name", "title", NULL};
    static const char *const id_fields[] = {"id", "ID", NULL}, *const kind_fields[] = {"kind", "type", NULL};
    kuril_dataset *dataset = NULL;
    kuril_status status = kuril_dataset_open(name, NULL, diagnostics, &dataset, error);
    kuril_bbox box;
    const kuril_query query = {.bbox = edges == KURIL_EDGES_PLANAR && reach_box(s, &box) ? &box : NULL,
                               .geodesic = edges == KURIL_EDGES_GEODESIC};
    if (!status)
        status = kuril_dataset_select(dataset, &query, error);
    while (!status) {
        const kuril_feature *feature = NULL;
        status = kuril_dataset_next(dataset, &feature, error);
        if (!feature)
            break;
        kuril_shape *shape = NULL;
        status = kuril_measuring_shape(feature, name, edges, diagnostics, &shape, error);
        if (status)
            break;
        char *id = field_text(feature, id_fields), *label = field_text(feature, name_fields),
             *kind = field_text(feature, kind_fields);
        if (!id)
            id = g_strdup_printf("%" G_GINT64_FORMAT, (gint64)feature->id);
        consider(s, shape, id, label, kind, NULL);
        g_free(id);
        g_free(label);
        g_free(kind);
        kuril_shape_free(shape);
    }
    kuril_dataset_close(dataset);
    return status;
}

static const kuril_column columns[] = {
    {"id", NULL, false},
    {"name", "Name", false},
    {"kind", "Kind", false},
    {NULL, "Distance", true},
    {NULL, "", true},
    {NULL, "Azimuth", true},
    {NULL, "Nearest points", false},
    {NULL, "", false},
    {"relation", NULL, false},
    {"distance_m", NULL, true},
    {"azi1", NULL, true},
    {"azi2", NULL, true},
    {"from_lon", NULL, true},
    {"from_lat", NULL, true},
    {"to_lon", NULL, true},
    {"to_lat", NULL, true},
};

static void add_row(kuril_table *table, const search *s, const found *f, const kuril_unit *unit)
{
    static const char *const relations[] = {
        [KURIL_APART] = "apart", [KURIL_MEETING] = "meeting", [KURIL_INSIDE] = "inside"};
    const kuril_nearest *n = &f->nearest;
    const bool apart = n->relation == KURIL_APART;
    char *azi = apart ? kuril_measuring_azimuth(n->geodesic.azi1) : NULL, *a = kuril_place_text(n->a),
         *b = kuril_place_text(n->b);
    if (s->with_lines)
        kuril_measuring_line(table, n->a, n->b);
    kuril_table_text(table, f->id);
    kuril_table_text(table, f->name ? f->name : f->id);
    kuril_table_text(table, f->kind);
    kuril_measuring_lengths(table, n->geodesic.s12_m, unit, s->accuracy_m);
    kuril_table_text(table, azi);
    kuril_table_text(table, a);
    kuril_table_text(table, b);
    kuril_table_text(table, relations[n->relation]);
    const double numbers[] = {
        n->geodesic.s12_m, apart ? n->geodesic.azi1 : NAN, apart ? n->geodesic.azi2 : NAN, n->a.lon, n->a.lat, n->b.lon,
        n->b.lat};
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        kuril_table_number(table, numbers[i]);
    g_free(azi);
    g_free(a);
    g_free(b);
}

static kuril_status read_limits(const kuril_arguments *arguments, double *within_m, size_t *limit, kuril_error *error)
{
    const char *within = kuril_arguments_value(arguments, "within"), *count = kuril_arguments_value(arguments, "limit");
    *within_m = INFINITY;
    *limit = SIZE_MAX;
    if (within && (!kuril_length_parse(within, within_m) || !(*within_m >= 0)))
        return kuril_fail(error, KURIL_E_ARGUMENT, "--within takes a length with its unit, such as 300km, not '%s'",
                          within);
    double n = 0;
    if (count && (!kuril_number_parse(count, &n) || !(n >= 1 && n <= 1e9) || n != floor(n)))
        return kuril_fail(error, KURIL_E_ARGUMENT, "--limit takes a whole number from 1, not '%s'", count);
    if (count)
        *limit = (size_t)n;
    if (!within && !count)
        return kuril_fail(error, KURIL_E_ARGUMENT, "'near' needs --within LENGTH or --limit COUNT");
    return KURIL_OK;
}

/* Names the data of the place and of what was found. */
static void add_sources(kuril_table *table, const search *s, const char *data)
{
    GPtrArray *list = g_ptr_array_new(), *layers = g_ptr_array_new();
    kuril_subject *others = g_new0(kuril_subject, s->found->len + 1);
    g_ptr_array_add(list, (gpointer)&s->from);
    if (data)
        g_ptr_array_add(layers, g_strdup(data));
    for (guint i = 0; !data && i < s->found->len; i++)
        g_ptr_array_add(layers, g_strconcat("geodata:", g_array_index(s->found, found, i).layer, NULL));
    for (guint i = 0; i < layers->len; i++) {
        others[i] = (kuril_subject){.source = layers->pdata[i], .accuracy_m = s->accuracy_m};
        g_ptr_array_add(list, &others[i]);
    }
    kuril_measuring_sources(table, (const kuril_subject *const *)list->pdata, list->len);
    g_ptr_array_set_free_func(layers, g_free);
    g_ptr_array_free(layers, TRUE);
    g_ptr_array_free(list, TRUE);
    g_free(others);
}

/* Seas and regions are found by a point in them where the data have no more. */
static bool found_by_point(const search *s)
{
    for (guint i = 0; i < s->found->len; i++) {
        const found *f = &g_array_index(s->found, found, i);
        if (f->kind && strcmp(f->layer, "places") == 0 && kuril_kind_is_wide(f->kind))
            return true;
    }
    return false;
}

static kuril_status draw_map(const search *s, size_t count, const char *within, const kuril_unit *unit,
                             const char *path, const kuril_diagnostics *diagnostics, kuril_error *error)
{
    kuril_answer *list = g_new(kuril_answer, count);
    for (size_t i = 0; i < count; i++) {
        const found *f = &g_array_index(s->found, found, i);
        list[i] = (kuril_answer){f->name ? f->name : f->id, f->nearest.a, f->nearest.b, s->accuracy_m};
    }
    char *title = g_strdup_printf("Near %s", s->from.label);
    const size_t digits = within ? strspn(within, "0123456789.") : 0;
    char *words = within ? g_strdup_printf("What lies within %.*s\u00A0%s, by nearest points", (int)digits, within,
                                           within + digits + strspn(within + digits, " "))
                         : g_strdup("What is nearest, by nearest points");
    const kuril_answers answers = {list, count, true, title, words, unit ? unit->name : NULL};
    kuril_fonts_own_process();
    const kuril_status status = kuril_answers_draw(&answers, path, diagnostics, error);
    g_free(title);
    g_free(words);
    g_free(list);
    return status;
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    const char *data = kuril_arguments_value(arguments, "data"), *kinds = kuril_arguments_value(arguments, "kind");
    const kuril_edges edges = kuril_measuring_edges(arguments);
    const char *format = kuril_arguments_value(arguments, "format");
    search s = {.outside = kuril_arguments_has(arguments, "outside"),
                .with_lines = format && strcmp(format, "geojson") == 0,
                .found = g_array_new(FALSE, FALSE, sizeof(found))};
    kuril_gazetteer *gazetteer = NULL;
    kuril_status status = read_limits(arguments, &s.within_m, &s.limit, error);
    if (!status && data && kinds)
        status = kuril_fail(error, KURIL_E_ARGUMENT, "--kind chooses among places and goes not with --data");
    if (!status)
        status = kuril_gazetteer_read(&gazetteer, error);
    if (!status)
        status = kuril_subject_find(gazetteer, arguments->words[0], edges, &console->diagnostics, &s.from, error);
    double accuracy_m = KURIL_PLACE_ACCURACY_M;
    if (!status && data)
        status = kuril_embedded_accuracy(data, &accuracy_m, error);
    if (!status) {
        s.accuracy_m = fmax(s.from.accuracy_m, accuracy_m);
        status = data ? search_dataset(&s, data, edges, &console->diagnostics, error)
                      : search_places(&s, gazetteer, kinds, &console->diagnostics, error);
    }
    kuril_status drawn = KURIL_OK;
    if (!status) {
        const char *map = kuril_arguments_value(arguments, "map");
        keep_nearest(&s);
        if (map)
            drawn = draw_map(&s, s.found->len, kuril_arguments_value(arguments, "within"),
                             kuril_measuring_unit(arguments), map, &console->diagnostics, error);
    }
    if (!status && drawn != KURIL_E_ARGUMENT) { /* the answer stands without its map */
        kuril_table *table = kuril_table_new(columns, G_N_ELEMENTS(columns));
        for (guint i = 0; i < s.found->len; i++)
            add_row(table, &s, &g_array_index(s.found, found, i), kuril_measuring_unit(arguments));
        if (s.found->len == 0)
            kuril_table_about(table, NULL, "Nothing of what was looked for lies within reach.");
        if (!data && found_by_point(&s))
            kuril_table_about(table, NULL, "Seas, gulfs and regions without an outline in the data are measured to a point in them.");
        kuril_table_about(table, "from", s.from.label);
        kuril_measuring_about(table, edges);
        add_sources(table, &s, data);
        status = kuril_table_write(table, format, kuril_arguments_value(arguments, "output"), drawn ? NULL : error);
        kuril_table_free(table);
    }
    drop_last(&s, 0);
    g_array_free(s.found, TRUE);
    if (s.from.label)
        kuril_subject_finish(&s.from);
    kuril_gazetteer_free(gazetteer);
    return drawn ? drawn : status;
}

static const kuril_option options[] = {
    {"within", 0, "LENGTH", "how far to look, such as 300km or 12nmi", NULL, KURIL_COMPLETE_NOTHING},
    {"kind", 0, "KIND,...", "only places of these kinds, such as island,strait", NULL, KURIL_COMPLETE_NOTHING},
    {"data", 0, "DATASET", "look among the features of a dataset instead of the places", NULL, KURIL_COMPLETE_FILE},
    {"limit", 0, "COUNT", "only the nearest so many", NULL, KURIL_COMPLETE_NOTHING},
    {"outside", 0, NULL, "leave out what the place holds or touches", NULL, KURIL_COMPLETE_NOTHING},
    KURIL_OPTION_FORMAT,
    KURIL_OPTION_UNIT,
    KURIL_OPTION_EDGES,
    KURIL_OPTION_MAP,
    KURIL_OPTION_TABLE_OUTPUT,
};

static const char *const examples[] = {
    "kurilmap near cape-nosappu --within 30km", "kurilmap near iturup --limit 5 --kind island",
    "kurilmap near 45.04,147.63 --within 100nmi --data geodata:strategic_point", NULL};

const kuril_command kuril_command_near = {
    .name = "near",
    .synopsis = "PLACE",
    .summary = "what is in range of a place, nearest first",
    .description =
        "Lists what lies within reach of a place's shore: the places of the gazetteer, islands by their shores, or "
        "the features of a dataset, nearest first. --within or --limit says how far or how many. Distances are those of nearest "
        "points, as 'kurilmap distance' gives them, and 0 for what the place holds.",
    .options = options,
    .n_options = G_N_ELEMENTS(options),
    .least = 1,
    .most = 1,
    .completes = KURIL_COMPLETE_PLACE,
    .examples = examples,
    .run = run,
};
