#include "support.h"

#include "data/embedded.h"
#include "data/prepared.h"
#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/dataset.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <utime.h>

#define LAYERS KURIL_SOURCE_DIR "/geodata/layers"

static void assert_same_value(const kuril_value *a, const kuril_value *b)
{
    assert_int_equal(a->kind, b->kind);
    if (a->kind == KURIL_STRING)
        assert_string_equal(a->as.string, b->as.string);
    else if (a->kind == KURIL_NUMBER)
        assert_true(a->as.number == b->as.number);
}

static void assert_same_feature(const kuril_feature *a, const kuril_feature *b)
{
    assert_int_equal(a->id, b->id);
    assert_int_equal(a->n_fields, b->n_fields);
    for (size_t i = 0; i < a->n_fields; i++) {
        assert_string_equal(a->fields[i].name, b->fields[i].name);
        assert_same_value(&a->fields[i].value, &b->fields[i].value);
    }
    const kuril_geometry *g = a->geometry, *h = b->geometry;
    assert_int_equal(g->n_parts, h->n_parts);
    assert_int_equal(g->n_rings, h->n_rings);
    assert_int_equal(g->n_points, h->n_points);
    assert_memory_equal(g->points, h->points, g->n_points * sizeof *g->points);
    for (size_t i = 0; i < g->n_rings; i++)
        assert_true(g->rings[i].first == h->rings[i].first && g->rings[i].count == h->rings[i].count);
    for (size_t i = 0; i < g->n_parts; i++)
        assert_true(g->parts[i].kind == h->parts[i].kind && g->parts[i].count == h->parts[i].count);
}

static kuril_dataset *open_name(const char *name)
{
    kuril_dataset *dataset = NULL;
    kuril_error error = {0};
    if (kuril_dataset_open(name, NULL, NULL, &dataset, &error) != KURIL_OK ||
        kuril_dataset_select(dataset, NULL, &error) != KURIL_OK)
        fail_msg("%s: %s", name, error.message);
    return dataset;
}

/* The prepared copy gives what GDAL gives from the shapefile, which is the source of record. */
static void assert_layer_is_prepared(const char *layer)
{
    kuril_reader *reader = NULL;
    assert_int_equal(kuril_embedded_open(layer, &reader), KURIL_OK);
    reader->ops->close(reader);
    char *name = g_strconcat("geodata:", layer, NULL), *path = g_strdup_printf(LAYERS "/%s.shp", layer);
    kuril_dataset *a = open_name(name), *b = open_name(path);
    const kuril_feature *f, *g;
    size_t n = 0;
    do {
        assert_int_equal(kuril_dataset_next(a, &f, NULL), KURIL_OK);
        assert_int_equal(kuril_dataset_next(b, &g, NULL), KURIL_OK);
        assert_int_equal(f == NULL, g == NULL);
        if (f)
            assert_same_feature(f, g);
        n += f != NULL;
    } while (f);
    assert_true(n > 0);
    assert_int_equal(kuril_dataset_layer(a, 0)->kinds, kuril_dataset_layer(b, 0)->kinds);
    assert_string_equal(kuril_dataset_embedded(a), layer);
    kuril_dataset_close(a);
    kuril_dataset_close(b);
    g_free(path);
    g_free(name);
}

static void every_layer_is_prepared_as_gdal_reads_it(void **state)
{
    (void)state;
    GDir *dir = g_dir_open(LAYERS, 0, NULL);
    if (!dir)
        skip();
    for (const char *file; (file = g_dir_read_name(dir));) {
        if (!g_str_has_suffix(file, ".shp"))
            continue;
        char *layer = g_strndup(file, strlen(file) - 4);
        assert_layer_is_prepared(layer);
        g_free(layer);
    }
    g_dir_close(dir);
}

/* How often the rings wind round a place: what a non-zero fill fills. */
static int winding(const kuril_geometry *g, double lon, double lat)
{
    int turns = 0;
    for (size_t r = 0; r < g->n_rings; r++) {
        const kuril_lonlat *p = g->points + g->rings[r].first;
        const size_t n = g->rings[r].count;
        for (size_t k = 0; k < n; k++) {
            const kuril_lonlat a = p[k], b = p[(k + 1) % n];
            const double side = (b.lon - a.lon) * (lat - a.lat) - (lon - a.lon) * (b.lat - a.lat);
            if (a.lat <= lat && b.lat > lat && side > 0)
                turns++;
            else if (a.lat > lat && b.lat <= lat && side < 0)
                turns--;
        }
    }
    return turns;
}

static size_t read_view(const char *name, const kuril_bbox *view, bool thin, int *turns, size_t n)
{
    kuril_dataset *d = open_name(name);
    const kuril_query query = {.bbox = view, .thin = thin};
    assert_int_equal(kuril_dataset_select(d, &query, NULL), KURIL_OK);
    const kuril_feature *f;
    size_t vertices = 0;
    memset(turns, 0, n * n * sizeof *turns);
    while (kuril_dataset_next(d, &f, NULL) == KURIL_OK && f) {
        vertices += f->geometry->n_points;
        for (size_t i = 0; i < n * n; i++)
            turns[i] += winding(f->geometry, view->west + (view->east - view->west) * ((double)(i % n) + 0.37) / (double)n,
                                view->south + (view->north - view->south) * ((double)(i / n) + 0.53) / (double)n);
    }
    kuril_dataset_close(d);
    return vertices;
}

/* Thinned outside of the view, the land within it is the same at every place of a lattice. */
static void thinning_changes_nothing_within_the_view(void **state)
{
    (void)state;
    enum { N = 24 };
    static const kuril_bbox views[] = {{144.5, 43, 149, 45.6}, {141.2, 45.2, 143.6, 46.6}, {150, 51, 152, 54}, {156, 50, 163, 60}};
    static int whole[N * N], thinned[N * N];
    /* The mainland is a ring of 120,000 vertices, few of which lie in the first view. */
    assert_true(read_view("geodata:coast_full", &views[0], true, thinned, 1) * 4 <
                read_view("geodata:coast_full", &views[0], false, whole, 1));
    for (size_t i = 0; i < G_N_ELEMENTS(views); i++) {
        const size_t all = read_view("geodata:coast_200m", &views[i], false, whole, N);
        const size_t few = read_view("geodata:coast_200m", &views[i], true, thinned, N);
        assert_memory_equal(whole, thinned, sizeof whole);
        assert_true(few < all);
        (void)read_view("geodata:depth_bands", &views[i], false, whole, N);
        (void)read_view("geodata:depth_bands", &views[i], true, thinned, N);
        assert_memory_equal(whole, thinned, sizeof whole);
    }
}

static char *copy_layer(const char *folder, const char *layer, const char *extension)
{
    char *from = g_strdup_printf(LAYERS "/%s%s", layer, extension), *bytes;
    char *to = g_strdup_printf("%s/%s%s", folder, layer, extension);
    gsize length;
    assert_true(g_file_get_contents(from, &bytes, &length, NULL));
    assert_true(g_file_set_contents(to, bytes, (gssize)length, NULL));
    g_free(bytes);
    g_free(from);
    return to;
}

static void flip_byte(const char *path, long offset)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, offset, SEEK_SET), 0);
    const int byte = fgetc(file);
    assert_int_equal(fseek(file, offset, SEEK_SET), 0);
    fputc(byte ^ 0x55, file);
    fclose(file);
}

static kuril_status open_copy(const char *path, const char *shp, const char *dbf)
{
    const char *const sources[] = {shp, dbf};
    kuril_reader *reader = NULL;
    const kuril_status status = kuril_prepared_open(path, sources, 2, "straits", &reader);
    const kuril_feature *feature = NULL;
    const kuril_reader_query query = {0};
    if (status == KURIL_OK) {
        assert_int_equal(reader->ops->select(reader, &query, NULL), KURIL_OK);
        while (reader->ops->next(reader, &feature, NULL) == KURIL_OK && feature)
            continue;
        reader->ops->close(reader);
    }
    return status;
}

static void a_stale_or_damaged_copy_is_not_used(void **state)
{
    (void)state;
    char *folder = g_dir_make_tmp("kurilmap-prepared-XXXXXX", NULL);
    char *shp = copy_layer(folder, "straits", ".shp"), *shx = copy_layer(folder, "straits", ".shx");
    char *dbf = copy_layer(folder, "straits", ".dbf"), *prj = copy_layer(folder, "straits", ".prj");
    char *path = g_strdup_printf("%s/straits" KURIL_PREPARED_EXTENSION, folder);
    kuril_error error = {0};
    if (kuril_prepare_vector(shp, folder, &error) != KURIL_OK)
        fail_msg("%s", error.message);
    assert_int_equal(open_copy(path, shp, dbf), KURIL_OK);
    /* Touched but equal: the hash decides. */
    const struct utimbuf later = {.actime = 4000000000, .modtime = 4000000000};
    assert_int_equal(utime(dbf, &later), 0);
    assert_int_equal(open_copy(path, shp, dbf), KURIL_OK);
    flip_byte(dbf, 900);
    assert_int_equal(utime(dbf, &later), 0);
    assert_int_equal(open_copy(path, shp, dbf), KURIL_E_DATA);
    flip_byte(dbf, 900);
    assert_int_equal(open_copy(path, shp, shp), KURIL_E_DATA);
    /* Every word of the file changed in turn: refused or read, never more. */
    GStatBuf info;
    assert_int_equal(g_stat(path, &info), 0);
    for (long offset = 0; offset < info.st_size; offset += 8 + (offset > 600 ? 64 : 0)) {
        flip_byte(path, offset + 1);
        (void)open_copy(path, shp, dbf);
        flip_byte(path, offset + 1);
    }
    assert_int_equal(open_copy(path, shp, dbf), KURIL_OK);
    char *const files[] = {path, shp, shx, dbf, prj};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_unlink(files[i]);
        g_free(files[i]);
    }
    g_rmdir(folder);
    g_free(folder);
}

static void an_unknown_layer_suggests_one(void **state)
{
    (void)state;
    kuril_dataset *d;
    kuril_error error = {0};
    assert_int_equal(kuril_dataset_open("geodata:coast_ful", NULL, NULL, &d, &error), KURIL_E_ARGUMENT);
    assert_non_null(strstr(error.message, "'coast_full'"));
    assert_int_equal(kuril_dataset_open("geodata:../../secret", NULL, NULL, &d, NULL), KURIL_E_ARGUMENT);
}

static void conditions_hold_on_embedded_layers(void **state)
{
    (void)state;
    kuril_dataset *d = open_name("geodata:islands_200m?where=name_en = 'Iturup' OR id = 'kunashir'");
    const kuril_query query = {.where = "area_km2 > 2000"};
    assert_int_equal(kuril_dataset_select(d, &query, NULL), KURIL_OK);
    const kuril_feature *f;
    assert_int_equal(kuril_dataset_next(d, &f, NULL), KURIL_OK);
    assert_non_null(f);
    assert_string_equal(kuril_feature_get(f, "id")->as.string, "iturup");
    assert_int_equal(kuril_dataset_next(d, &f, NULL), KURIL_OK);
    assert_null(f);
    assert_int_equal(kuril_dataset_tally(d)->read, 1);
    kuril_dataset_close(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layer_is_prepared_as_gdal_reads_it),
        cmocka_unit_test(thinning_changes_nothing_within_the_view),
        cmocka_unit_test(a_stale_or_damaged_copy_is_not_used),
        cmocka_unit_test(an_unknown_layer_suggests_one),
        cmocka_unit_test(conditions_hold_on_embedded_layers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
