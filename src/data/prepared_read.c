#define _DEFAULT_SOURCE /* madvise */
#include "core/diagnostics.h"
#include "data/detail.h"
#include "data/prepared.h"
#include "data/thin.h"
#include <fcntl.h>
#include <glib.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

uint32_t kuril_prepared_layout(void)
{
    static const union {
        uint32_t word;
        unsigned char bytes[4];
    } order = {.word = 1};
    return (uint32_t)(sizeof(kuril_part) | sizeof(kuril_ring) << 6 | sizeof(kuril_lonlat) << 12 |
                      sizeof(kuril_prepared_feature) << 18) ^
           ((uint32_t)order.bytes[0] << 31);
}

bool kuril_prepared_hash(const char *const *files, size_t count, char sha256[static 64], uint64_t bytes[static 2])
{
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        char *content;
        gsize length;
        good = g_file_get_contents(files[i], &content, &length, NULL);
        if (good) {
            g_checksum_update(sum, (const guchar *)content, (gssize)length);
            bytes[i] = length;
            g_free(content);
        }
    }
    memcpy(sha256, g_checksum_get_string(sum), 64);
    g_checksum_free(sum);
    return good;
}

/* ---- the mapped file -------------------------------------------------------------------------------------------- */

typedef struct mapping {
    const char *bytes;
    size_t count;
} mapping;

static void unmap(mapping *m)
{
    if (m->bytes)
        munmap((void *)(guintptr)m->bytes, m->count);
    *m = (mapping){0};
}

static bool newer(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec > b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec > b->tv_nsec);
}

static bool is_of(const kuril_prepared_head *head, const struct stat *copy, const char *const *sources, size_t count)
{
    bool touched = false;
    if (head->n_sources != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct stat info;
        if (stat(sources[i], &info) != 0 || (uint64_t)info.st_size != head->sources[i])
            return false;
        touched = touched || newer(&info.st_mtim, &copy->st_mtim);
    }
    char sha256[64];
    uint64_t bytes[2];
    return !touched || (kuril_prepared_hash(sources, count, sha256, bytes) && memcmp(sha256, head->sha256, 64) == 0);
}

static kuril_status map(const char *path, size_t header, const char *const *sources, size_t count, mapping *m)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return KURIL_E_IO;
    struct stat info;
    kuril_status status = fstat(fd, &info) == 0 && (size_t)info.st_size >= header ? KURIL_OK : KURIL_E_DATA;
    void *bytes = status == KURIL_OK ? mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
    close(fd);
    if (bytes == MAP_FAILED)
        return KURIL_E_DATA;
    *m = (mapping){bytes, (size_t)info.st_size};
    const kuril_prepared_head *head = bytes;
    if (memcmp(head->magic, "KURILGEO", 8) != 0 || head->version != KURIL_PREPARED_VERSION ||
        head->layout != kuril_prepared_layout() || head->bytes != m->count || !is_of(head, &info, sources, count)) {
        unmap(m);
        return KURIL_E_DATA;
    }
    return KURIL_OK;
}

/* ---- features --------------------------------------------------------------------------------------------------- */

typedef struct prepared_reader {
    kuril_reader base; /* first member: it is a reader */
    mapping map;
    const kuril_prepared_vector *head;
    const kuril_prepared_feature *features;
    const kuril_part *parts;
    const kuril_ring *rings;
    const kuril_prepared_ring *ring_boxes;
    const kuril_bbox *pieces;
    const kuril_lonlat *firsts;
    const kuril_lonlat *points;
    const uint8_t *levels;
    const kuril_prepared_value *values;
    const char *text;
    char *name;
    kuril_field *fields;
    kuril_layer layer;
    kuril_reader_query query;
    size_t at;
    kuril_member *members;
    kuril_geometry view;
    kuril_geometry_buffer thinned;
    kuril_feature feature;
} prepared_reader;

static void close_prepared(kuril_reader *base)
{
    prepared_reader *r = (prepared_reader *)base;
    unmap(&r->map);
    kuril_geometry_buffer_finish(&r->thinned);
    g_free(r->members);
    g_free(r->fields);
    g_free(r->name);
    g_free(r);
}

static kuril_status select_prepared(kuril_reader *base, const kuril_reader_query *query, kuril_error *error)
{
    (void)error;
    prepared_reader *r = (prepared_reader *)base;
    r->query = *query;
    r->at = 0;
    return KURIL_OK;
}

static void take_values(prepared_reader *r, size_t i)
{
    const kuril_prepared_value *values = r->values + i * r->layer.n_fields;
    for (size_t k = 0; k < r->layer.n_fields; k++) {
        kuril_value *v = &r->members[k].value;
        v->kind = (kuril_value_kind)values[k].kind;
        if (v->kind == KURIL_NUMBER)
            v->as.number = values[k].as.number;
        else if (v->kind == KURIL_BOOL)
            v->as.boolean = values[k].as.number != 0;
        else if (v->kind == KURIL_STRING)
            v->as.string = r->text + values[k].as.text;
    }
}

static void take_geometry(prepared_reader *r, const kuril_prepared_feature *f)
{
    r->view = (kuril_geometry){.points = r->points + f->first_point,
                               .n_points = f->n_points,
                               .rings = r->rings + f->first_ring,
                               .n_rings = f->n_rings,
                               .parts = r->parts + f->first_part,
                               .n_parts = f->n_parts};
    if (r->query.thin && f->n_points > (r->query.detail > 0 ? 8 : 2 * KURIL_PREPARED_PIECE)) {
        const kuril_thinning thinning = {.rings = r->ring_boxes + f->first_ring,
                                         .pieces = r->pieces,
                                         .firsts = r->firsts,
                                         .levels = r->levels + f->first_point,
                                         .view = r->query.bbox,
                                         .level = kuril_detail_level(r->query.detail)};
        kuril_thin(&r->view, &thinning, &r->thinned);
        r->view = kuril_geometry_buffer_view(&r->thinned);
    }
}

/* What was read leaves this process's memory; another reading pages it in from the cache. */
static void let_go(prepared_reader *r)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (r->map.count > page)
        madvise((char *)(uintptr_t)r->map.bytes + page, r->map.count - page, MADV_DONTNEED);
    kuril_geometry_buffer_finish(&r->thinned);
    kuril_geometry_buffer_init(&r->thinned);
}

static kuril_status next_prepared(kuril_reader *base, const kuril_feature **feature, kuril_error *error)
{
    (void)error;
    prepared_reader *r = (prepared_reader *)base;
    *feature = NULL;
    while (r->at < r->head->n_features) {
        const size_t i = r->at++;
        const kuril_prepared_feature *f = &r->features[i];
        r->feature = (kuril_feature){
            .id = f->id, .geometry = &r->view, .fields = r->members, .n_fields = r->layer.n_fields};
        const bool near = !r->query.bbox || kuril_bbox_overlaps(&f->bbox, r->query.bbox);
        if (near || r->query.where[0] || r->query.where[1])
            take_values(r, i);
        if (!kuril_reader_query_holds(&r->query, &r->feature))
            continue;
        kuril_reader_count(base, f->id, 0, true);
        if (!near)
            continue;
        take_geometry(r, f);
        *feature = &r->feature;
        return KURIL_OK;
    }
    let_go(r);
    return KURIL_OK;
}

static const kuril_reader_ops prepared_ops = {close_prepared, select_prepared, next_prepared};

static bool fits(const mapping *m, uint64_t offset, uint64_t count, size_t size)
{
    return offset % 8 == 0 && offset <= m->count && count <= (m->count - offset) / size;
}

/* Whether every number in the file stays within it: afterwards none needs to be looked at again. */
static bool is_sound(const prepared_reader *r)
{
    const kuril_prepared_vector *h = r->head;
    for (size_t i = 0; i < h->n_features; i++) {
        const kuril_prepared_feature *f = &r->features[i];
        if (f->first_part > h->n_parts || f->n_parts > h->n_parts - f->first_part || f->first_ring > h->n_rings ||
            f->n_rings > h->n_rings - f->first_ring || f->first_point > h->n_points ||
            f->n_points > h->n_points - f->first_point)
            return false;
        for (size_t k = f->first_part; k < f->first_part + f->n_parts; k++) {
            if (r->parts[k].first > f->n_rings || r->parts[k].count > f->n_rings - r->parts[k].first)
                return false;
        }
        for (size_t k = f->first_ring; k < f->first_ring + f->n_rings; k++) {
            const kuril_ring ring = r->rings[k];
            const uint64_t pieces = (ring.count + KURIL_PREPARED_PIECE - 1) / KURIL_PREPARED_PIECE;
            if (ring.first > f->n_points || ring.count > f->n_points - ring.first ||
                r->ring_boxes[k].first_piece > h->n_pieces || pieces > h->n_pieces - r->ring_boxes[k].first_piece)
                return false;
        }
    }
    for (size_t i = 0; i < h->n_features * h->n_fields; i++) {
        if (r->values[i].kind > KURIL_STRING || (r->values[i].kind == KURIL_STRING && r->values[i].as.text >= h->text_bytes))
            return false;
    }
    return h->text_bytes == 0 || r->text[h->text_bytes - 1] == '\0';
}

static bool find_tables(prepared_reader *r)
{
    const kuril_prepared_vector *h = r->head = (const void *)r->map.bytes;
    const mapping *m = &r->map;
    if (h->head.is_raster || (h->n_fields && h->n_features > G_MAXSIZE / h->n_fields) ||
        !fits(m, h->features, h->n_features, sizeof *r->features) || !fits(m, h->parts, h->n_parts, sizeof *r->parts) ||
        !fits(m, h->rings, h->n_rings, sizeof *r->rings) || !fits(m, h->ring_boxes, h->n_rings, sizeof *r->ring_boxes) ||
        !fits(m, h->pieces, h->n_pieces, sizeof *r->pieces) || !fits(m, h->firsts, h->n_pieces, sizeof *r->firsts) || !fits(m, h->points, h->n_points, sizeof *r->points) ||
        !fits(m, h->levels, h->n_points, 1) ||
        !fits(m, h->fields, h->n_fields, sizeof(kuril_prepared_field)) ||
        !fits(m, h->values, h->n_features * h->n_fields, sizeof *r->values) || !fits(m, h->text, h->text_bytes, 1))
        return false;
    r->features = (const void *)(m->bytes + h->features);
    r->parts = (const void *)(m->bytes + h->parts);
    r->rings = (const void *)(m->bytes + h->rings);
    r->ring_boxes = (const void *)(m->bytes + h->ring_boxes);
    r->pieces = (const void *)(m->bytes + h->pieces);
    r->firsts = (const void *)(m->bytes + h->firsts);
    r->points = (const void *)(m->bytes + h->points);
    r->levels = (const void *)(m->bytes + h->levels);
    r->values = (const void *)(m->bytes + h->values);
    r->text = m->bytes + h->text;
    return is_sound(r);
}

static bool find_fields(prepared_reader *r)
{
    const kuril_prepared_field *fields = (const void *)(r->map.bytes + r->head->fields);
    const size_t n = r->head->n_fields;
    r->fields = g_new0(kuril_field, n + 1);
    r->members = g_new0(kuril_member, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (fields[i].name >= r->head->text_bytes || fields[i].kind > KURIL_OBJECT)
            return false;
        r->fields[i] = (kuril_field){r->text + fields[i].name, (kuril_value_kind)fields[i].kind};
        r->members[i].name = r->fields[i].name;
    }
    return true;
}

kuril_status kuril_prepared_open(const char *path, const char *const *sources, size_t n_sources, const char *layer_name,
                                 kuril_reader **reader)
{
    prepared_reader *r = g_new0(prepared_reader, 1);
    r->base.ops = &prepared_ops;
    r->name = g_strdup(layer_name);
    kuril_geometry_buffer_init(&r->thinned);
    kuril_status status = map(path, sizeof *r->head, sources, n_sources, &r->map);
    if (status == KURIL_OK && !(find_tables(r) && find_fields(r)))
        status = KURIL_E_DATA;
    if (status != KURIL_OK) {
        close_prepared(&r->base);
        return status;
    }
    r->layer = (kuril_layer){.name = r->name,
                             .kinds = r->head->kinds,
                             .fields = r->fields,
                             .n_fields = r->head->n_fields,
                             .crs = "WGS 84 (EPSG:4326)",
                             .crs_found = KURIL_FOUND_DATASET,
                             .encoding = "UTF-8",
                             .encoding_found = KURIL_FOUND_DATASET};
    r->base.layers = &r->layer;
    r->base.n_layers = 1;
    *reader = &r->base;
    return KURIL_OK;
}

/* ---- a raster --------------------------------------------------------------------------------------------------- */

typedef struct prepared_raster {
    kuril_raster_source base; /* first member: it is a raster source */
    mapping map;
    const float *cells;
} prepared_raster;

static void close_raster(kuril_raster_source *source)
{
    prepared_raster *r = (prepared_raster *)source;
    unmap(&r->map);
    g_free(r);
}

static kuril_status read_cells(kuril_raster_source *source, size_t band, const size_t w[4], size_t width, size_t height,
                               float *values, kuril_error *error)
{
    (void)band, (void)error;
    const prepared_raster *r = (const prepared_raster *)source;
    for (size_t y = 0; y < height; y++) {
        const float *row = r->cells + (w[1] + y * w[3] / height) * r->base.info.width + w[0];
        if (width == w[2]) {
            memcpy(values + y * width, row, width * sizeof *values);
            continue;
        }
        for (size_t x = 0; x < width; x++)
            values[y * width + x] = row[x * w[2] / width];
    }
    return KURIL_OK;
}

kuril_status kuril_prepared_raster_open(const char *path, const char *source, kuril_raster_source **raster)
{
    prepared_raster *r = g_new0(prepared_raster, 1);
    const kuril_status status = map(path, sizeof(kuril_prepared_raster), &source, 1, &r->map);
    const kuril_prepared_raster *h = (const void *)r->map.bytes;
    if (status != KURIL_OK || !h->head.is_raster || h->width == 0 || h->height > G_MAXSIZE / 4 / h->width ||
        !fits(&r->map, h->cells, h->width * h->height, sizeof *r->cells)) {
        close_raster(&r->base);
        return status == KURIL_OK ? KURIL_E_DATA : status;
    }
    r->cells = (const void *)(r->map.bytes + h->cells);
    r->base = (kuril_raster_source){.close = close_raster,
                                    .read = read_cells,
                                    .info = {.width = h->width,
                                             .height = h->height,
                                             .bands = 1,
                                             .white = 255,
                                             .geographic = true,
                                             .crs = "WGS 84 (EPSG:4326)",
                                             .crs_found = KURIL_FOUND_DATASET,
                                             .bbox = h->bbox}};
    memcpy(r->base.info.transform, h->transform, sizeof h->transform);
    *raster = &r->base;
    return KURIL_OK;
}
