#include "measure/places.h"

#include "core/diagnostics.h"
#include "core/text.h"
#include "data/where.h"
#include <kurilmap/dataset.h>
#include <string.h>

static kuril_place_shape *place_at(GArray *places, guint i)
{
    return &g_array_index(places, kuril_place_shape, i);
}

/* Whether a kind is among the words of a list with commas. */
static bool is_listed(const char *kind, const char *kinds)
{
    char **words = g_strsplit(kinds, ",", -1);
    bool is = false;
    for (size_t i = 0; words[i] && !is; i++)
        is = strcmp(g_strstrip(words[i]), kind) == 0;
    g_strfreev(words);
    return is;
}

kuril_status kuril_place_kinds_check(const kuril_gazetteer *gazetteer, const char *kinds, kuril_error *error)
{
    GPtrArray *known = g_ptr_array_new();
    for (size_t i = 0; i < kuril_gazetteer_count(gazetteer); i++) {
        const char *kind = kuril_gazetteer_at(gazetteer, i)->kind;
        if (!g_ptr_array_find_with_equal_func(known, kind, g_str_equal, NULL))
            g_ptr_array_add(known, (gpointer)kind);
    }
    char **words = g_strsplit(kinds, ",", -1);
    kuril_status status = KURIL_OK;
    for (size_t i = 0; words[i] && !status; i++) {
        const char *word = g_strstrip(words[i]);
        if (g_ptr_array_find_with_equal_func(known, word, g_str_equal, NULL))
            continue;
        const char *nearest = kuril_text_nearest(word, (const char *const *)known->pdata, known->len);
        g_ptr_array_add(known, NULL);
        char *all = g_strjoinv(", ", (char **)known->pdata);
        status = nearest ? kuril_fail(error, KURIL_E_ARGUMENT, "unknown kind '%s': did you mean '%s'?", word, nearest)
                         : kuril_fail(error, KURIL_E_ARGUMENT, "unknown kind '%s': expected %s", word, all);
        g_free(all);
    }
    g_strfreev(words);
    g_ptr_array_free(known, TRUE);
    return status;
}

/* A layer to be read, whole or within a box. */
typedef struct reading {
    const char *layer;
    const kuril_bbox *box;
} reading;

/* Gives every feature of a layer to the places whose condition it fulfils. */
static kuril_status read_layer(GArray *places, reading r, const kuril_diagnostics *diagnostics, kuril_error *error)
{
    char *name = g_strconcat("geodata:", r.layer, NULL);
    kuril_dataset *dataset = NULL;
    kuril_status status = kuril_dataset_open(name, NULL, diagnostics, &dataset, error);
    g_free(name);
    const kuril_query query = {.bbox = r.box};
    if (!status)
        status = kuril_dataset_select(dataset, &query, error);
    kuril_where **conditions = g_new0(kuril_where *, places->len);
    for (guint i = 0; i < places->len && !status; i++) {
        const char *of = NULL;
        const kuril_bbox *box = NULL;
        char *where = kuril_toponym_shore(place_at(places, i)->toponym, &of, &box);
        if (of && strcmp(of, r.layer) == 0 && box == r.box)
            status = kuril_where_compile(where, kuril_dataset_layer(dataset, 0), &conditions[i], error);
        g_free(where);
    }
    while (!status) {
        const kuril_feature *feature = NULL;
        status = kuril_dataset_next(dataset, &feature, error);
        if (!feature)
            break;
        for (guint i = 0; i < places->len && !status; i++)
            if (conditions[i] && kuril_where_holds(conditions[i], feature))
                status = kuril_geometry_walk(feature->geometry, &place_at(places, i)->geometry.base);
    }
    for (guint i = 0; i < places->len; i++)
        kuril_where_free(conditions[i]);
    g_free(conditions);
    kuril_dataset_close(dataset);
    return status;
}

static bool is_known(const GArray *readings, reading r)
{
    for (guint i = 0; i < readings->len; i++) {
        const reading known = g_array_index(readings, reading, i);
        if (strcmp(known.layer, r.layer) == 0 && known.box == r.box)
            return true;
    }
    return false;
}

static kuril_status finish_place(kuril_place_shape *p, bool measure)
{
    kuril_status status = KURIL_OK;
    if (p->geometry.points->len == 0)
        status = kuril_sink_point(&p->geometry.base, p->toponym->lonlat.lon, p->toponym->lonlat.lat);
    kuril_geometry g = kuril_geometry_buffer_view(&p->geometry);
    if (!status && measure)
        status = kuril_geometry_measure(&g, KURIL_EDGES_GEODESIC, &p->whole);
    if (!status && strcmp(p->toponym->kind, "island") == 0)
        kuril_keep_main_part(&p->geometry);
    g = kuril_geometry_buffer_view(&p->geometry);
    return status ? status : kuril_shape_new(&g, KURIL_EDGES_GEODESIC, &p->shape);
}

kuril_status kuril_place_shapes_read(const kuril_gazetteer *gazetteer, const char *kinds, bool measure,
                                     const kuril_diagnostics *diagnostics, GArray **places, kuril_error *error)
{
    kuril_status status = kinds ? kuril_place_kinds_check(gazetteer, kinds, error) : KURIL_OK;
    if (status)
        return status;
    GArray *list = g_array_new(FALSE, TRUE, sizeof(kuril_place_shape));
    GArray *readings = g_array_new(FALSE, FALSE, sizeof(reading));
    for (size_t i = 0; i < kuril_gazetteer_count(gazetteer); i++) {
        kuril_place_shape p = {.toponym = kuril_gazetteer_at(gazetteer, i), .accuracy_m = KURIL_PLACE_ACCURACY_M};
        if (kinds && !is_listed(p.toponym->kind, kinds))
            continue;
        kuril_geometry_buffer_init(&p.geometry);
        g_array_append_val(list, p);
        reading r = {NULL, NULL};
        g_free(kuril_toponym_shore(p.toponym, &r.layer, &r.box));
        if (r.layer && !is_known(readings, r))
            g_array_append_val(readings, r);
    }
    for (guint i = 0; i < readings->len && !status; i++)
        status = read_layer(list, g_array_index(readings, reading, i), diagnostics, error);
    for (guint i = 0; i < list->len && !status; i++)
        status = finish_place(place_at(list, i), measure);
    g_array_free(readings, TRUE);
    if (status) {
        kuril_place_shapes_free(list);
        return status;
    }
    *places = list;
    return KURIL_OK;
}

void kuril_place_shapes_free(GArray *places)
{
    for (guint i = 0; places && i < places->len; i++) {
        kuril_geometry_buffer_finish(&place_at(places, i)->geometry);
        kuril_shape_free(place_at(places, i)->shape);
    }
    if (places)
        g_array_free(places, TRUE);
}
