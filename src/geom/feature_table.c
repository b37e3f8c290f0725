#include "geom/feature_table.h"

#include "core/limits.h"
#include <string.h>

/* Everything of one feature is one block: the table frees it whole. */
typedef struct entry {
    kuril_feature feature;
    kuril_geometry geometry;
    GStringChunk *text;
    GPtrArray *blocks; /* arrays inside values */
} entry;

struct kuril_feature_table {
    GPtrArray *entries;
    double most; /* of others' features */
};

static void entry_free(gpointer data)
{
    entry *e = data;
    g_ptr_array_free(e->blocks, TRUE);
    g_string_chunk_free(e->text);
    g_free(e);
}

kuril_feature_table *kuril_feature_table_new(void)
{
    kuril_feature_table *table = g_new0(kuril_feature_table, 1);
    table->most = kuril_limit_value(KURIL_LIMIT_FEATURES);
    table->entries = g_ptr_array_new_with_free_func(entry_free);
    return table;
}

void kuril_feature_table_free(kuril_feature_table *table)
{
    if (!table)
        return;
    g_ptr_array_free(table->entries, TRUE);
    g_free(table);
}

static void *keep(entry *e, const void *bytes, size_t count, size_t size)
{
    if (count == 0)
        return NULL;
    void *copy = g_malloc_n(count, size);
    memcpy(copy, bytes, count * size);
    g_ptr_array_add(e->blocks, copy);
    return copy;
}

static kuril_value copy_value(entry *e, kuril_value value);

static kuril_member *copy_members(entry *e, const kuril_member *members, size_t count)
{
    kuril_member *copy = keep(e, members, count, sizeof *members);
    for (size_t i = 0; i < count; i++)
        copy[i] = (kuril_member){g_string_chunk_insert_const(e->text, members[i].name),
                                 copy_value(e, members[i].value)};
    return copy;
}

static kuril_value copy_value(entry *e, kuril_value value)
{
    if (value.kind == KURIL_STRING) {
        value.as.string = g_string_chunk_insert(e->text, value.as.string);
    } else if (value.kind == KURIL_ARRAY) {
        kuril_value *items = keep(e, value.as.array.items, value.as.array.count, sizeof *items);
        for (size_t i = 0; i < value.as.array.count; i++)
            items[i] = copy_value(e, items[i]);
        value.as.array.items = items;
    } else if (value.kind == KURIL_OBJECT) {
        value.as.object.members = copy_members(e, value.as.object.members, value.as.object.count);
    }
    return value;
}

void kuril_feature_table_add(kuril_feature_table *table, const kuril_feature *feature)
{
    entry *e = g_new0(entry, 1);
    e->text = g_string_chunk_new(256);
    e->blocks = g_ptr_array_new_with_free_func(g_free);
    const kuril_geometry *g = feature->geometry;
    e->geometry = (kuril_geometry){.points = keep(e, g->points, g->n_points, sizeof *g->points),
                                   .n_points = g->n_points,
                                   .rings = keep(e, g->rings, g->n_rings, sizeof *g->rings),
                                   .n_rings = g->n_rings,
                                   .parts = keep(e, g->parts, g->n_parts, sizeof *g->parts),
                                   .n_parts = g->n_parts};
    e->feature = (kuril_feature){
        .id = feature->id,
        .text_id = feature->text_id ? g_string_chunk_insert(e->text, feature->text_id) : NULL,
        .geometry = &e->geometry,
        .fields = copy_members(e, feature->fields, feature->n_fields),
        .n_fields = feature->n_fields};
    g_ptr_array_add(table->entries, e);
}

kuril_status kuril_feature_table_keep(kuril_feature_table *table, const kuril_feature *feature, const char *what,
                                      kuril_error *error)
{
    if (table->entries->len >= table->most)
        return kuril_limit_passed(KURIL_LIMIT_FEATURES, what, 0, 0, NULL, error);
    kuril_feature_table_add(table, feature);
    return KURIL_OK;
}

size_t kuril_feature_table_count(const kuril_feature_table *table)
{
    return table->entries->len;
}

const kuril_feature *kuril_feature_table_at(const kuril_feature_table *table, size_t i)
{
    return &((const entry *)table->entries->pdata[i])->feature;
}
