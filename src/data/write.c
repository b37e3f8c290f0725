#define _XOPEN_SOURCE 700
#include "core/diagnostics.h"
#include "core/output.h"
#include "data/module.h"
#include <errno.h>
#include <ftw.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* The files of one dataset, written but not yet in place. */
typedef struct batch {
    char *folder;
    bool standard;      /* to standard output */
    GPtrArray *outputs; /* kuril_output; the one that names the dataset is the last */
    const char *main_name;
    char *staged; /* the folder that a dataset of many files is made in, beside its place; NULL: none */
    bool deaf; /* to signals, while there is such a folder: what files would leave to the kernel must be taken away */
    sigset_t heard;
} batch;

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return g_remove(path);
}

/* A folder is put in place whole, but takes no other's place: what is in that may be dear to somebody. */
static kuril_status begin_folder(batch *b, kuril_error *error)
{
    char *place = g_build_filename(b->folder, b->main_name, NULL);
    const bool taken = g_file_test(place, G_FILE_TEST_EXISTS);
    g_free(place);
    if (taken)
        return kuril_fail(error, KURIL_E_IO,
                          "there is a '%s' already, and folders are not written over: remove it first", b->main_name);
    sigset_t all;
    sigfillset(&all);
    b->deaf = pthread_sigmask(SIG_BLOCK, &all, &b->heard) == 0;
    char *staged = g_build_filename(b->folder, ".kurilmap-XXXXXX", NULL);
    if (!g_mkdtemp_full(staged, 0777)) {
        g_free(staged);
        return kuril_fail(error, KURIL_E_IO, "cannot make a folder in '%s': %s", b->folder, g_strerror(errno));
    }
    b->staged = staged;
    return KURIL_OK;
}

static kuril_status take_into_folder(batch *b, const char *name, const void *bytes, size_t count, kuril_error *error)
{
    const kuril_status status = b->staged ? KURIL_OK : begin_folder(b, error);
    if (status != KURIL_OK)
        return status;
    char *path = g_build_filename(b->staged, strchr(name, '/') + 1, NULL), *parent = g_path_get_dirname(path);
    g_mkdir_with_parents(parent, 0777);
    const kuril_status written = kuril_output_write_file(path, bytes, count, true, error);
    g_free(parent);
    g_free(path);
    return written;
}

static kuril_status put_folder_in_place(batch *b, kuril_error *error)
{
    char *place = g_build_filename(b->folder, b->main_name, NULL);
    const bool moved = g_rename(b->staged, place) == 0;
    const kuril_status status =
        moved ? kuril_output_flush_folder(b->folder, error)
              : kuril_fail(error, KURIL_E_IO, "cannot put '%s' in its place: %s", b->main_name, g_strerror(errno));
    if (moved)
        g_clear_pointer(&b->staged, g_free);
    g_free(place);
    return status;
}

static kuril_status take(void *user, const char *name, const void *bytes, size_t count, kuril_error *error)
{
    batch *b = user;
    if (strchr(name, '/'))
        return take_into_folder(b, name, bytes, count, error);
    char *path = b->standard ? g_strdup("-") : g_build_filename(b->folder, name, NULL);
    kuril_output *output;
    kuril_status status = kuril_output_open(path, &output, error);
    if (status == KURIL_OK) {
        status = kuril_output_write(output, bytes, count, error);
        g_ptr_array_insert(b->outputs, strcmp(name, b->main_name) == 0 ? -1 : 0, output);
    }
    g_free(path);
    return status;
}

/* Puts every file in place; those of the older dataset that would no longer fit go. */
static kuril_status put_in_place(batch *b, const char *path, kuril_error *error)
{
    static const char *const indexes[] = {".qix", ".sbn", ".sbx", ".idm", ".ind"};
    kuril_status status = KURIL_OK;
    for (guint i = 0; i < b->outputs->len; i++) {
        kuril_output *output = g_ptr_array_index(b->outputs, i);
        if (status == KURIL_OK)
            status = kuril_output_commit(output, error);
        else
            kuril_output_discard(output);
    }
    g_ptr_array_set_size(b->outputs, 0);
    for (size_t i = 0; status == KURIL_OK && g_str_has_suffix(path, ".shp") && i < G_N_ELEMENTS(indexes); i++) {
        char *index = g_strdup_printf("%.*s%s", (int)strlen(path) - 4, path, indexes[i]);
        g_unlink(index);
        g_free(index);
    }
    return status;
}

kuril_status kuril_dataset_write(const char *path, const kuril_dataset_content *content,
                                 const kuril_diagnostics *diagnostics, kuril_error *error)
{
    const kuril_gdal_module *module;
    kuril_status status = kuril_gdal_module_get(&module, error);
    if (status != KURIL_OK)
        return status;
    const bool standard = strcmp(path, "-") == 0;
    char *base = standard ? g_strdup("features.geojson") : g_path_get_basename(path);
    batch b = {
        .folder = g_path_get_dirname(path), .standard = standard, .outputs = g_ptr_array_new(), .main_name = base};
    status = module->write(base, content, diagnostics, take, &b, error);
    if (status == KURIL_OK)
        status = b.staged ? put_folder_in_place(&b, error) : put_in_place(&b, path, error);
    if (b.staged)
        nftw(b.staged, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    g_free(b.staged);
    if (b.deaf)
        pthread_sigmask(SIG_SETMASK, &b.heard, NULL);
    for (guint i = 0; i < b.outputs->len; i++)
        kuril_output_discard(g_ptr_array_index(b.outputs, i));
    if (status != KURIL_E_ARGUMENT) /* a name or content that the format cannot have is no fault of the file */
        kuril_error_in_file(error, path);
    g_ptr_array_free(b.outputs, TRUE);
    g_free(b.folder);
    g_free(base);
    return status;
}
