#include "measure/subject.h"

#include "core/diagnostics.h"
#include "core/limits.h"
#include "data/name.h"
#include "geodesy/repair.h"
#include "geom/wkt.h"
#include "measure/length_text.h"
#include "measure/places.h"
#include <kurilmap/dataset.h>
#include <math.h>
#include <string.h>

static const double WIDE_ACCURACY_M = 10e3; /* of the point that stands for a sea or a region, at best */

bool kuril_names_dataset(const char *text)
{
    static const char *const endings[] = {".shp", ".gpkg", ".geojson", ".json",  ".fgb", ".csv", ".kml",
                                          ".gml", ".gpx",  ".tab",     ".topojson", ".zip", ".dxf", ".parquet"};
    const bool iso_6709 = (text[0] == '+' || text[0] == '-') && g_str_has_suffix(text, "/");
    if (g_str_has_prefix(text, "geodata:") || (strchr(text, '/') && !iso_6709))
        return true;
    char *file = g_strndup(text, strcspn(text, "?"));
    bool is = g_file_test(file, G_FILE_TEST_EXISTS);
    char *colon = strrchr(file, ':');
    if (colon)
        *colon = '\0';
    is = is || (colon && g_file_test(file, G_FILE_TEST_EXISTS));
    char *lower = g_ascii_strdown(file, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(endings) && !is; i++)
        is = g_str_has_suffix(lower, endings[i]);
    g_free(lower);
    g_free(file);
    return is;
}

char *kuril_embedded_name(const char *dataset)
{
    kuril_source_name name;
    kuril_source_name_init(&name, dataset);
    char *layer = name.embedded ? g_strdup(name.source) : NULL;
    kuril_source_name_finish(&name);
    return layer;
}

kuril_status kuril_embedded_accuracy(const char *dataset, double *accuracy_m, kuril_error *error)
{
    char *layer = kuril_embedded_name(dataset);
    kuril_catalogue *catalogue = NULL;
    const kuril_status status = layer ? kuril_catalogue_read(&catalogue, error) : KURIL_OK;
    const kuril_catalogue_entry *entry = catalogue ? kuril_catalogue_find(catalogue, layer) : NULL;
    *accuracy_m = entry ? entry->accuracy_m : 0;
    kuril_catalogue_free(catalogue);
    g_free(layer);
    return status;
}

char *kuril_toponym_shore(const kuril_toponym *t, const char **layer, const kuril_bbox **box)
{
    static const kuril_bbox round_shantars = {136.6, 54.3, 138.6, 55.3};
    static const struct {
        const char *id, *layer, *where;
        const kuril_bbox *box;
    } groups[] = {
        {"habomai", "islands_full", "\"group\" = 'habomai'", NULL},
        {"lesser-kuril", "islands_full", "\"group\" = 'habomai' OR id = 'shikotan'", NULL},
        {"kuril-islands", "islands_full", "\"group\" IN ('kuril-islands', 'habomai')", NULL},
        {"northern-territories", "islands_full", "claimed_by = 'Japan'", NULL},
        {"ushishir", "islands_full", "id IN ('ryponkicha', 'yankicha')", NULL},
        {"chyornye-bratya", "islands_full", "id IN ('chirpoy', 'brat-chirpoyev')", NULL},
        {"commander-islands", "islands_full", "id IN ('bering-island', 'medny')", NULL},
        {"sea-of-okhotsk", "seas", "id = 'sea-of-okhotsk'", NULL},
        {"peanut-hole", "peanut_hole", "id = 'peanut-hole'", NULL},
        /* of the fifteen only the largest has a name there; the mainland beside them is no island */
        {"shantar-islands", "coast_full", "area_km2 < 5000", &round_shantars},
    };
    *box = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
        if (strcmp(groups[i].id, t->id) == 0) {
            *layer = groups[i].layer;
            *box = groups[i].box;
            return g_strdup(groups[i].where);
        }
    *layer = NULL;
    if (strcmp(t->kind, "island") == 0 || strcmp(t->kind, "rocks") == 0 || strcmp(t->kind, "island-group") == 0)
        *layer = "islands_full";
    else if (strcmp(t->kind, "strait") == 0)
        *layer = "straits";
    return *layer ? g_strdup_printf("id = '%s'", t->id) : NULL;
}

/* All features of a dataset into one geometry. */
static kuril_status read_all(const char *name, const char *where, const kuril_bbox *box, kuril_edges edges,
                             const kuril_diagnostics *diagnostics, kuril_geometry_buffer *geometry, kuril_error *error)
{
    kuril_dataset *dataset = NULL;
    kuril_status status = kuril_dataset_open(name, NULL, diagnostics, &dataset, error);
    const kuril_query query = {.bbox = box, .where = where, .geodesic = edges == KURIL_EDGES_GEODESIC};
    double count = 0;
    if (!status)
        status = kuril_dataset_expect_geometry(dataset, error);
    if (!status)
        status = kuril_dataset_select(dataset, &query, error);
    while (!status) {
        const kuril_feature *feature = NULL;
        status = kuril_dataset_next(dataset, &feature, error);
        if (!feature)
            break;
        if (!status)
            status = kuril_limit_check(KURIL_LIMIT_FEATURES, ++count, name, NULL, error);
        if (!status)
            kuril_geometry_buffer_append(geometry, feature->geometry);
    }
    kuril_dataset_close(dataset);
    return status;
}

/* Twice the planar area of a part's outer ring, in degrees of equal size. */
static double size_of(const kuril_geometry *g, size_t part)
{
    const kuril_ring ring = g->rings[g->parts[part].first];
    double sum = 0;
    for (size_t i = 0; i < ring.count; i++) {
        const kuril_lonlat a = g->points[ring.first + i], b = g->points[ring.first + (i + 1) % ring.count];
        sum += a.lon * b.lat - b.lon * a.lat;
    }
    return fabs(sum);
}

/* An island is its main body: the islets of its feature would shorten the straits beside it. */
void kuril_keep_main_part(kuril_geometry_buffer *geometry)
{
    kuril_geometry g = kuril_geometry_buffer_view(geometry);
    size_t main = 0;
    for (size_t i = 1; i < g.n_parts; i++)
        if (size_of(&g, i) > size_of(&g, main))
            main = i;
    if (g.n_parts <= 1)
        return;
    g.parts += main;
    g.n_parts = 1;
    kuril_geometry_buffer kept;
    kuril_geometry_buffer_init(&kept);
    kuril_geometry_buffer_append(&kept, &g);
    kuril_geometry_buffer_finish(geometry);
    *geometry = kept;
}

/* Faults of a geometry as they are found: some are told, all are counted. */
typedef struct mending {
    GPtrArray *told; /* "Self-intersection at 1.5000°N 2.0000°E" */
    size_t faults;
} mending;

static void hear_fault(void *user, kuril_lonlat where, const char *what)
{
    enum { TOLD = 5 };
    mending *m = user;
    char *place = kuril_place_text(where);
    if (m->faults++ < TOLD)
        g_ptr_array_add(m->told, g_strdup_printf("%s at %s", what, place));
    g_free(place);
}

/* The first edge of a ring between two meridians half of the globe apart, along no pole and not the equator. */
static bool half_turn(const kuril_geometry *g, kuril_ring ring, kuril_lonlat *from, kuril_lonlat *to)
{
    for (size_t i = 0; i < ring.count; i++) {
        *from = g->points[ring.first + i];
        *to = g->points[ring.first + (i + 1) % ring.count];
        if (fabs(from->lon - to->lon) == 180 && from->lat == to->lat && from->lat != 0 && fabs(from->lat) < 90)
            return true;
    }
    return false;
}

/* Such an edge is rarely meant to run over the pole, as the shortest way does. */
static void warn_of_half_turns(const kuril_geometry *g, const char *what, const kuril_diagnostics *diagnostics)
{
    kuril_lonlat a, b;
    bool found = false;
    for (size_t i = 0; i < g->n_parts && !found; i++)
        for (size_t r = 0; g->parts[i].kind == KURIL_POLYGON && r < g->parts[i].count && !found; r++)
            found = half_turn(g, g->rings[g->parts[i].first + r], &a, &b);
    if (!found)
        return;
    char *from = kuril_place_text(a), *to = kuril_place_text(b);
    kuril_report(diagnostics, KURIL_WARNING, NULL, NULL,
                 "'%s' has an edge from %s to %s that runs over the pole, the shortest way: vertices between or --edges "
                 "planar keep it to the parallel",
                 what, from, to);
    g_free(from);
    g_free(to);
}

static kuril_status fail_mending(const mending *m, const char *what, kuril_status status, kuril_error *error)
{
    if (m->faults == 0)
        return kuril_fail(error, status, "'%s' cannot be measured", what);
    const char *last = m->told->pdata[m->told->len - 1];
    if (status == KURIL_E_UNSUPPORTED)
        return kuril_fail(error, KURIL_E_DATA,
                          "'%s' cannot be measured: a polygon crosses itself 50000 times or more, first: %s", what,
                          last);
    return kuril_fail(error, status, "'%s' cannot be measured: %s", what, last);
}

kuril_status kuril_subject_mend(kuril_geometry_buffer *geometry, kuril_edges edges, const char *what,
                                const kuril_diagnostics *diagnostics, kuril_error *error)
{
    const kuril_geometry g = kuril_geometry_buffer_view(geometry);
    kuril_geometry_buffer mended;
    kuril_geometry_buffer_init(&mended);
    mending m = {.told = g_ptr_array_new_with_free_func(g_free)};
    if (edges == KURIL_EDGES_GEODESIC)
        warn_of_half_turns(&g, what, diagnostics);
    kuril_status status = kuril_geometry_repair(&g, edges, &mended.base, hear_fault, &m, error);
    for (guint i = 0; !status && i < m.told->len; i++)
        kuril_report(diagnostics, KURIL_WARNING, NULL, NULL, "'%s' is measured after a repair: %s", what,
                     (const char *)m.told->pdata[i]);
    if (status)
        status = fail_mending(&m, what, status, error);
    if (!status && m.faults) {
        const kuril_geometry_buffer crossed = *geometry;
        *geometry = mended;
        mended = crossed;
    }
    kuril_geometry_buffer_finish(&mended);
    g_ptr_array_free(m.told, TRUE);
    return status;
}

static void take_point(kuril_subject *s, kuril_lonlat p)
{
    s->reference = p;
    s->has_reference = true;
}

bool kuril_kind_is_wide(const char *kind)
{
    static const char *const kinds[] = {"sea-area", "gulf", "region", "basin", "trench", "island-group", NULL};
    return g_strv_contains(kinds, kind);
}

static kuril_status find_toponym(const kuril_toponym *t, bool whole, const kuril_diagnostics *diagnostics,
                                 kuril_subject *s, kuril_error *error)
{
    s->toponym = t;
    s->label = g_strdup(t->name_en[0] ? t->name_en : t->id);
    s->accuracy_m = KURIL_PLACE_ACCURACY_M;
    take_point(s, t->lonlat);
    const char *layer = NULL;
    const kuril_bbox *box = NULL;
    char *where = kuril_toponym_shore(t, &layer, &box);
    kuril_status status = KURIL_OK;
    if (layer) {
        s->source = g_strconcat("geodata:", layer, NULL);
        status = read_all(s->source, where, box, KURIL_EDGES_GEODESIC, NULL, &s->geometry, error);
        if (!status && !whole && strcmp(t->kind, "island") == 0)
            kuril_keep_main_part(&s->geometry);
    }
    g_free(where);
    /* Some islets are in no coast (geodata/README.md), and most seas have no outline: they are their reference points. */
    if (!status && s->geometry.points->len == 0) {
        if (kuril_kind_is_wide(t->kind))
            s->accuracy_m = WIDE_ACCURACY_M;
        if (s->source || kuril_kind_is_wide(t->kind))
            kuril_report(diagnostics, KURIL_WARNING, NULL, NULL,
                         "the data have no shore of '%s': it is measured as a point", s->label);
        g_clear_pointer(&s->source, g_free);
        status = kuril_sink_point(&s->geometry.base, t->lonlat.lon, t->lonlat.lat);
    }
    return status;
}

static kuril_status find(const kuril_gazetteer *gazetteer, const char *text, bool whole, kuril_edges edges,
                         const kuril_diagnostics *diagnostics, kuril_subject *s, kuril_error *error)
{
    if (kuril_wkt_is(text)) {
        s->label = g_utf8_make_valid(text, -1);
        const kuril_status status = kuril_wkt_read(
            text, edges == KURIL_EDGES_GEODESIC ? KURIL_DATA_GEODESIC : KURIL_DATA_STRAIGHT, &s->geometry, error);
        return status ? status : kuril_subject_mend(&s->geometry, edges, text, diagnostics, error);
    }
    if (kuril_names_dataset(text)) {
        s->label = g_utf8_make_valid(text, -1);
        s->source = g_strdup(text);
        kuril_status status = kuril_embedded_accuracy(text, &s->accuracy_m, error);
        if (!status)
            status = read_all(text, NULL, NULL, edges, diagnostics, &s->geometry, error);
        if (status || g_str_has_prefix(text, "geodata:")) /* ours are valid: tests/geodata */
            return status;
        return kuril_subject_mend(&s->geometry, edges, text, diagnostics, error);
    }
    kuril_position position;
    const kuril_status status = kuril_position_find(gazetteer, text, &position, error);
    if (status)
        return status;
    if (position.toponym)
        return find_toponym(position.toponym, whole, diagnostics, s, error);
    s->label = g_utf8_make_valid(text, -1);
    return kuril_sink_point(&s->geometry.base, position.lonlat.lon, position.lonlat.lat);
}

static kuril_status find_and_prepare(const kuril_gazetteer *gazetteer, const char *text, bool whole, kuril_edges edges,
                                     const kuril_diagnostics *diagnostics, kuril_subject *subject, kuril_error *error)
{
    *subject = (kuril_subject){0};
    kuril_geometry_buffer_init(&subject->geometry);
    kuril_status status = find(gazetteer, text, whole, edges, diagnostics, subject, error);
    const kuril_geometry g = kuril_geometry_buffer_view(&subject->geometry);
    if (!status && g.n_points == 1)
        take_point(subject, subject->has_reference ? subject->reference : g.points[0]);
    if (!status && kuril_shape_new(&g, edges, &subject->shape))
        status = kuril_fail(error, KURIL_E_DOMAIN, "'%s' has coordinates off the globe", text);
    if (status)
        kuril_subject_finish(subject);
    return status;
}

kuril_status kuril_subject_find(const kuril_gazetteer *gazetteer, const char *text, kuril_edges edges,
                                const kuril_diagnostics *diagnostics, kuril_subject *subject, kuril_error *error)
{
    return find_and_prepare(gazetteer, text, false, edges, diagnostics, subject, error);
}

kuril_status kuril_subject_find_whole(const kuril_gazetteer *gazetteer, const char *text, kuril_edges edges,
                                      const kuril_diagnostics *diagnostics, kuril_subject *subject, kuril_error *error)
{
    return find_and_prepare(gazetteer, text, true, edges, diagnostics, subject, error);
}

void kuril_subject_finish(kuril_subject *subject)
{
    g_free(subject->label);
    g_free(subject->source);
    kuril_shape_free(subject->shape);
    kuril_geometry_buffer_finish(&subject->geometry);
    *subject = (kuril_subject){0};
}
