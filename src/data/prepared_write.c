#include "core/diagnostics.h"
#include "core/output.h"
#include "data/detail.h"
#include "data/finish.h"
#include "data/prepared.h"
#include <glib.h>
#include <math.h>
#include <string.h>

/* The sections of the file to be. */
typedef struct tables {
    GArray *features, *parts, *rings, *ring_boxes, *pieces, *firsts, *points, *levels, *fields, *values;
    GString *text;
    GHashTable *texts; /* text to its offset + 1 */
} tables;

static void tables_init(tables *t)
{
    *t = (tables){.features = g_array_new(FALSE, TRUE, sizeof(kuril_prepared_feature)),
                  .parts = g_array_new(FALSE, TRUE, sizeof(kuril_part)),
                  .rings = g_array_new(FALSE, TRUE, sizeof(kuril_ring)),
                  .ring_boxes = g_array_new(FALSE, TRUE, sizeof(kuril_prepared_ring)),
                  .pieces = g_array_new(FALSE, TRUE, sizeof(kuril_bbox)),
                  .firsts = g_array_new(FALSE, TRUE, sizeof(kuril_lonlat)),
                  .points = g_array_new(FALSE, TRUE, sizeof(kuril_lonlat)),
                  .levels = g_array_new(FALSE, TRUE, 1),
                  .fields = g_array_new(FALSE, TRUE, sizeof(kuril_prepared_field)),
                  .values = g_array_new(FALSE, TRUE, sizeof(kuril_prepared_value)),
                  .text = g_string_new(NULL),
                  .texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
}

static void tables_finish(tables *t)
{
    GArray *arrays[] = {t->features, t->parts,  t->rings,  t->ring_boxes, t->pieces,
                        t->firsts,   t->points, t->levels, t->fields,     t->values};
    for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_free(arrays[i], TRUE);
    g_string_free(t->text, TRUE);
    g_hash_table_destroy(t->texts);
}

static uint64_t add_text(tables *t, const char *text)
{
    gpointer known = g_hash_table_lookup(t->texts, text);
    if (known)
        return GPOINTER_TO_SIZE(known) - 1;
    const gsize offset = t->text->len;
    g_string_append_len(t->text, text, (gssize)strlen(text) + 1);
    g_hash_table_insert(t->texts, g_strdup(text), GSIZE_TO_POINTER(offset + 1));
    return offset;
}

static kuril_bbox box_of(const kuril_lonlat *points, size_t n)
{
    kuril_bbox box = {NAN, NAN, NAN, NAN};
    const kuril_ring ring = {0, n};
    const kuril_part part = {KURIL_LINE, 0, 1};
    const kuril_geometry g = {points, n, &ring, 1, &part, 1};
    (void)kuril_geometry_bbox(&g, &box);
    return box;
}

/* A piece's edges end at the first vertex of the next one; the last one's at the ring's first vertex. */
static void add_pieces(tables *t, const kuril_lonlat *points, size_t n)
{
    kuril_lonlat piece[KURIL_PREPARED_PIECE + 1];
    for (size_t from = 0; from < n; from += KURIL_PREPARED_PIECE) {
        const size_t count = MIN(n - from, KURIL_PREPARED_PIECE);
        memcpy(piece, points + from, count * sizeof *piece);
        piece[count] = points[(from + count) % n];
        const kuril_bbox box = box_of(piece, count + 1);
        g_array_append_val(t->pieces, box);
        g_array_append_val(t->firsts, piece[0]);
    }
}

/* Rings follow one another in the points; parts say which are closed. */
static void add_levels(tables *t, const kuril_geometry *g)
{
    const guint first = t->levels->len;
    g_array_set_size(t->levels, first + (guint)g->n_points);
    uint8_t *levels = (uint8_t *)t->levels->data + first;
    for (size_t i = 0; i < g->n_parts; i++)
        for (size_t k = g->parts[i].first; k < g->parts[i].first + g->parts[i].count; k++)
            kuril_detail_weigh(g->points + g->rings[k].first, g->rings[k].count, g->parts[i].kind == KURIL_POLYGON,
                               levels + g->rings[k].first);
}

static void add_value(tables *t, const kuril_value *v)
{
    kuril_prepared_value value = {.kind = v ? v->kind : KURIL_NULL};
    if (value.kind == KURIL_NUMBER)
        value.as.number = v->as.number;
    else if (value.kind == KURIL_BOOL)
        value.as.number = v->as.boolean;
    else if (value.kind == KURIL_STRING)
        value.as.text = add_text(t, v->as.string);
    else
        value.kind = KURIL_NULL;
    g_array_append_val(t->values, value);
}

static void add_feature(tables *t, const kuril_feature *f, const kuril_layer *layer)
{
    const kuril_geometry *g = f->geometry;
    kuril_prepared_feature feature = {.bbox = {NAN, NAN, NAN, NAN},
                                      .id = f->id,
                                      .first_part = t->parts->len,
                                      .n_parts = g->n_parts,
                                      .first_ring = t->rings->len,
                                      .n_rings = g->n_rings,
                                      .first_point = t->points->len,
                                      .n_points = g->n_points};
    (void)kuril_finished_bbox(g, &feature.bbox);
    g_array_append_val(t->features, feature);
    g_array_append_vals(t->parts, g->parts, (guint)g->n_parts);
    g_array_append_vals(t->rings, g->rings, (guint)g->n_rings);
    g_array_append_vals(t->points, g->points, (guint)g->n_points);
    for (size_t i = 0; i < g->n_rings; i++) {
        const kuril_lonlat *points = g->points + g->rings[i].first;
        const kuril_prepared_ring ring = {.bbox = box_of(points, g->rings[i].count), .first_piece = t->pieces->len};
        g_array_append_val(t->ring_boxes, ring);
        add_pieces(t, points, g->rings[i].count);
    }
    add_levels(t, g);
    for (size_t i = 0; i < layer->n_fields; i++)
        add_value(t, kuril_feature_get(f, layer->fields[i].name));
}

static kuril_status fill(tables *t, const char *shapefile, unsigned *kinds, kuril_error *error)
{
    kuril_dataset *dataset = NULL;
    kuril_status status = kuril_dataset_open(shapefile, NULL, NULL, &dataset, error);
    if (status == KURIL_OK)
        status = kuril_dataset_select(dataset, NULL, error);
    const kuril_layer *layer = status == KURIL_OK ? kuril_dataset_layer(dataset, 0) : NULL;
    for (size_t i = 0; layer && i < layer->n_fields; i++) {
        const kuril_prepared_field field = {add_text(t, layer->fields[i].name), layer->fields[i].kind};
        g_array_append_val(t->fields, field);
    }
    const kuril_feature *feature = NULL;
    while (status == KURIL_OK && (status = kuril_dataset_next(dataset, &feature, error)) == KURIL_OK && feature)
        add_feature(t, feature, layer);
    if (status == KURIL_OK && kuril_dataset_tally(dataset)->skipped + kuril_dataset_tally(dataset)->repaired > 0)
        status = kuril_fail(error, KURIL_E_DATA, "'%s' has features that need repair", shapefile);
    *kinds = layer ? layer->kinds : 0;
    kuril_dataset_close(dataset);
    return status;
}

static kuril_status fill_head(kuril_prepared_head *head, const char *const *sources, size_t count, kuril_error *error)
{
    memcpy(head->magic, "KURILGEO", 8);
    head->version = KURIL_PREPARED_VERSION;
    head->layout = kuril_prepared_layout();
    head->n_sources = (uint32_t)count;
    if (!kuril_prepared_hash(sources, count, head->sha256, head->sources))
        return kuril_fail(error, KURIL_E_IO, "cannot read '%s'", sources[0]);
    return KURIL_OK;
}

/* What one part of the file holds. */
typedef struct section {
    const void *bytes;
    size_t count;
} section;

static size_t padded(size_t count)
{
    return (count + 7) / 8 * 8;
}

/* Writes sections one after the other, each from a multiple of 8. */
static kuril_status write_file(const char *source, const char *folder, const section *sections, size_t n,
                               kuril_error *error)
{
    static const char zeros[8] = {0};
    char *base = g_path_get_basename(source);
    *strrchr(base, '.') = '\0';
    char *path = g_strdup_printf("%s/%s%s", folder, base, KURIL_PREPARED_EXTENSION);
    kuril_output *output;
    kuril_status status = kuril_output_open(path, &output, error);
    if (status == KURIL_OK) {
        for (size_t i = 0; i < n && status == KURIL_OK; i++) {
            status = kuril_output_write(output, sections[i].bytes, sections[i].count, error);
            if (status == KURIL_OK)
                status = kuril_output_write(output, zeros, padded(sections[i].count) - sections[i].count, error);
        }
        if (status == KURIL_OK)
            status = kuril_output_commit(output, error);
        else
            kuril_output_discard(output);
    }
    g_free(path);
    g_free(base);
    return status;
}

static section of_array(const GArray *array)
{
    return (section){array->data, (size_t)array->len * g_array_get_element_size((GArray *)(void *)(guintptr)array)};
}

static kuril_status write_tables(const tables *t, unsigned kinds, const char *shapefile, const char *folder,
                                 kuril_error *error)
{
    kuril_prepared_vector h = {.kinds = kinds,
                               .n_fields = t->fields->len,
                               .n_features = t->features->len,
                               .n_parts = t->parts->len,
                               .n_rings = t->rings->len,
                               .n_points = t->points->len,
                               .n_pieces = t->pieces->len,
                               .text_bytes = t->text->len};
    char *table = g_strdup_printf("%.*s.dbf", (int)strlen(shapefile) - 4, shapefile);
    const char *const sources[] = {shapefile, table};
    kuril_status status = fill_head(&h.head, sources, 2, error);
    g_free(table);
    if (status != KURIL_OK)
        return status;
    const section sections[] = {
        {&h, sizeof h},         of_array(t->features), of_array(t->parts),  of_array(t->rings),  of_array(t->ring_boxes),
        of_array(t->pieces),    of_array(t->firsts),   of_array(t->points), of_array(t->levels), of_array(t->fields),
        of_array(t->values),    {t->text->str, t->text->len},
    };
    uint64_t *const offsets[] = {NULL,      &h.features, &h.parts,  &h.rings,  &h.ring_boxes,
                                 &h.pieces, &h.firsts,   &h.points, &h.levels, &h.fields, &h.values, &h.text};
    uint64_t at = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(sections); i++) {
        if (offsets[i])
            *offsets[i] = at;
        at += padded(sections[i].count);
    }
    h.head.bytes = at;
    return write_file(shapefile, folder, sections, G_N_ELEMENTS(sections), error);
}

kuril_status kuril_prepare_vector(const char *shapefile, const char *folder, kuril_error *error)
{
    tables t;
    unsigned kinds;
    tables_init(&t);
    kuril_status status = fill(&t, shapefile, &kinds, error);
    if (status == KURIL_OK)
        status = write_tables(&t, kinds, shapefile, folder, error);
    tables_finish(&t);
    return status;
}

kuril_status kuril_prepare_raster(const char *file, const char *folder, kuril_error *error)
{
    kuril_raster *raster;
    kuril_status status = kuril_raster_open(file, NULL, NULL, &raster, error);
    if (status != KURIL_OK)
        return status;
    const kuril_raster_info *info = kuril_raster_get_info(raster);
    kuril_prepared_raster h = {.width = info->width, .height = info->height, .bbox = info->bbox};
    memcpy(h.transform, info->transform, sizeof h.transform);
    h.cells = padded(sizeof h);
    float *values = g_new(float, info->width * info->height);
    status = kuril_raster_read(raster, 1, 0, 0, info->width, info->height, info->width, info->height, values, error);
    if (status == KURIL_OK)
        status = fill_head(&h.head, &file, 1, error);
    h.head.is_raster = 1;
    const section sections[] = {{&h, sizeof h}, {values, info->width * info->height * sizeof *values}};
    h.head.bytes = padded(sections[0].count) + padded(sections[1].count);
    if (status == KURIL_OK)
        status = write_file(file, folder, sections, 2, error);
    g_free(values);
    kuril_raster_close(raster);
    return status;
}
