#include "cli/list_tables.h"

#include "cli/measuring.h"
#include "measure/places.h"
#include <kurilmap/dataset.h>
#include <math.h>

static const kuril_column place_columns[] = {
    {"id", "Id", false},          {"kind", "Kind", false},        {"name_en", "English", false},
    {"name_ja", "Japanese", false}, {"name_ru", "Russian", false},  {NULL, "Position", false},
    {"lon", NULL, true},          {"lat", NULL, true},            {NULL, "Area", true},
    {"admin", NULL, false},       {"claimed_by", NULL, false},    {"area_m2", NULL, true},
    {"perimeter_m", NULL, true},  {"area_with_islets_m2", NULL, true},
};

static kuril_status add_place(kuril_table *table, const kuril_place_shape *p, bool area)
{
    const kuril_toponym *t = p->toponym;
    const kuril_geometry g = kuril_geometry_buffer_view(&p->geometry);
    kuril_extent extent = {NAN, NAN, NAN};
    if (area) {
        const kuril_status status = kuril_geometry_measure(&g, KURIL_EDGES_GEODESIC, &extent);
        if (status)
            return status;
    }
    const bool has_area = area && extent.area_m2 > 0;
    char *position = kuril_place_text(t->lonlat),
         *shown = has_area ? kuril_area_text(extent.area_m2, extent.perimeter_m, p->accuracy_m) : NULL;
    kuril_table_line(table, &t->lonlat, 1);
    const char *texts[] = {t->id, t->kind, t->name_en, t->name_ja, t->name_ru, position};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        kuril_table_text(table, texts[i]);
    kuril_table_number(table, t->lonlat.lon);
    kuril_table_number(table, t->lonlat.lat);
    kuril_table_text(table, shown);
    kuril_table_text(table, t->admin);
    kuril_table_text(table, t->claimed_by);
    kuril_table_number(table, has_area ? extent.area_m2 : NAN);
    kuril_table_number(table, has_area ? extent.perimeter_m : NAN);
    kuril_table_number(table, has_area ? p->whole.area_m2 : NAN);
    g_free(position);
    g_free(shown);
    return KURIL_OK;
}

static kuril_status write(const kuril_arguments *arguments, const kuril_table *table, kuril_error *error)
{
    return kuril_table_write(table, kuril_arguments_value(arguments, "format"), kuril_arguments_value(arguments, "output"),
                             error);
}

/* Whose places and shores these are, and how good. */
static void add_sources(kuril_table *table, const GArray *places, bool area)
{
    GPtrArray *sources = g_ptr_array_new_with_free_func(g_free);
    GString *credits = g_string_new(NULL);
    g_ptr_array_add(sources, g_strdup("geodata:places"));
    for (guint i = 0; area && i < places->len; i++) {
        const char *layer = NULL;
        const kuril_bbox *box = NULL;
        g_free(kuril_toponym_shore(g_array_index(places, kuril_place_shape, i).toponym, &layer, &box));
        char *name = layer ? g_strconcat("geodata:", layer, NULL) : NULL;
        if (name && !g_ptr_array_find_with_equal_func(sources, name, g_str_equal, NULL))
            g_ptr_array_add(sources, g_steal_pointer(&name));
        g_free(name);
    }
    kuril_measuring_data(table, (const char *const *)sources->pdata, sources->len, credits);
    kuril_table_about_number(table, "accuracy_m", KURIL_PLACE_ACCURACY_M);
    if (area)
        kuril_table_about(table, NULL, "Areas are those of main bodies, within shores that are good to about 100 m.");
    g_string_free(credits, TRUE);
    g_ptr_array_free(sources, TRUE);
}

kuril_status kuril_list_places(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    const bool area = kuril_arguments_has(arguments, "area");
    kuril_gazetteer *gazetteer = NULL;
    GArray *places = NULL;
    kuril_status status = kuril_gazetteer_read(&gazetteer, error);
    if (!status)
        status = kuril_place_shapes_read(gazetteer, kuril_arguments_value(arguments, "kind"), area, &console->diagnostics,
                                         &places, error);
    if (!status) {
        kuril_table *table = kuril_table_new(place_columns, G_N_ELEMENTS(place_columns));
        for (guint i = 0; i < places->len && !status; i++)
            status = add_place(table, &g_array_index(places, kuril_place_shape, i), area);
        kuril_measuring_about(table, KURIL_EDGES_GEODESIC);
        add_sources(table, places, area);
        if (!status)
            status = write(arguments, table, error);
        kuril_table_free(table);
    }
    kuril_place_shapes_free(places);
    kuril_gazetteer_free(gazetteer);
    return status;
}

kuril_status kuril_list_names(const kuril_arguments *arguments, const char *const *names, const char *const *titles,
                              size_t count, kuril_error *error)
{
    static const kuril_column columns[] = {{"name", "Name", false}, {"title", "What", false}};
    kuril_table *table = kuril_table_new(columns, titles ? 2 : 1);
    for (size_t i = 0; i < count; i++) {
        kuril_table_text(table, names[i]);
        if (titles)
            kuril_table_text(table, titles[i]);
    }
    const kuril_status status = write(arguments, table, error);
    kuril_table_free(table);
    return status;
}

static const kuril_column layer_columns[] = {
    {"name", "Name", false},     {"kind", "Kind", false},       {"title", "What", false},
    {"licence", "Licence", false}, {"source", NULL, false},       {"date", NULL, false},
    {"attribution", NULL, false},
};

kuril_status kuril_list_layers(const kuril_arguments *arguments, kuril_error *error)
{
    kuril_catalogue *catalogue = NULL;
    kuril_status status = kuril_catalogue_read(&catalogue, error);
    if (status)
        return status;
    kuril_table *table = kuril_table_new(layer_columns, G_N_ELEMENTS(layer_columns));
    for (size_t i = 0; i < kuril_catalogue_count(catalogue); i++) {
        const kuril_catalogue_entry *e = kuril_catalogue_at(catalogue, i);
        const char *texts[] = {e->name, e->kind, e->title, e->licence, e->source, e->date, e->attribution};
        for (size_t k = 0; k < G_N_ELEMENTS(texts); k++)
            kuril_table_text(table, texts[k]);
    }
    status = write(arguments, table, error);
    kuril_table_free(table);
    kuril_catalogue_free(catalogue);
    return status;
}
