#include "data/gdal/elsewhere.h"

#include "core/diagnostics.h"
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <glib.h>
#include <hdf5.h>
#include <string.h>

enum { GROUPS_DEEP_MAX = 64 };

/* Whether the signature stands at the beginning or behind a block of 512 bytes, of 1024, and so on. */
static bool is_hdf5(const char *path)
{
    static const char signature[8] = "\211HDF\r\n\032\n";
    VSILFILE *file = VSIFOpenL(path, "rb");
    bool found = false, more = file != NULL;
    for (vsi_l_offset at = 0; more && !found; at = at ? at * 2 : 512) {
        char bytes[sizeof signature];
        more = VSIFSeekL(file, at, SEEK_SET) == 0 && VSIFReadL(bytes, 1, sizeof bytes, file) == sizeof bytes;
        found = more && memcmp(bytes, signature, sizeof bytes) == 0;
    }
    if (file)
        VSIFCloseL(file);
    return found;
}

static bool has_cells_elsewhere(hid_t object)
{
    const hid_t how = H5Iget_type(object) == H5I_DATASET ? H5Dget_create_plist(object) : -1;
    const bool elsewhere = how >= 0 && (H5Pget_external_count(how) != 0 || H5Pget_layout(how) == H5D_VIRTUAL);
    if (how >= 0)
        H5Pclose(how);
    return elsewhere;
}

static size_t groups_in(const char *name)
{
    size_t n = 0;
    for (; *name; name++)
        n += *name == '/';
    return n;
}

/* Each link of the file once; not 0 stops. Soft links lead to what hard links lead to as well. */
static herr_t judge_link(hid_t group, const char *name, const H5L_info_t *info, void *user)
{
    const char **why = user;
    if (info->type != H5L_TYPE_HARD && info->type != H5L_TYPE_SOFT)
        *why = "links to another file";
    else if (groups_in(name) > GROUPS_DEEP_MAX)
        *why = "has groups that are nested too deeply";
    if (info->type != H5L_TYPE_HARD || *why)
        return *why != NULL;
    const hid_t object = H5Oopen(group, name, H5P_DEFAULT);
    if (object >= 0 && has_cells_elsewhere(object))
        *why = "takes cells from another file";
    if (object >= 0)
        H5Oclose(object);
    return *why != NULL;
}

static const char *judge_file(const char *path)
{
    const char *why = NULL;
    const hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (file < 0 || H5Lvisit(file, H5_INDEX_NAME, H5_ITER_NATIVE, judge_link, &why) < 0)
        why = "is damaged";
    if (file >= 0)
        H5Fclose(file);
    return why;
}

kuril_status kuril_gdal_hdf5_is_whole(const char *path, kuril_error *error)
{
    if (!is_hdf5(path))
        return KURIL_OK;
    H5Eset_auto2(H5E_DEFAULT, NULL,
                 NULL); /* for good, as NetCDF's library does: at the end of the program it talks too */
    const char *why = g_str_has_prefix(path, "/vsi") ? "must be unpacked first" : judge_file(path);
    return why ? kuril_fail_at(error, KURIL_E_UNSUPPORTED, path, 0, 0, NULL, "cannot read '%s': as HDF5 it %s", path,
                               why)
               : KURIL_OK;
}

/* Whether a file lies in the raster's folder, there itself or by a link that is named after the raster. */
static bool lies_beside(const char *file, const char *path)
{
    char *one = g_canonicalize_filename(file, NULL), *other = g_canonicalize_filename(path, NULL);
    char *folder = g_path_get_dirname(one), *home = g_path_get_dirname(other);
    const char *dot = strrchr(other, '.');
    const size_t stem = dot && dot > strrchr(other, '/') ? (size_t)(dot - other) : strlen(other);
    const bool beside =
        strcmp(folder, home) == 0 && (strncmp(one, other, stem) == 0 || !g_file_test(one, G_FILE_TEST_IS_SYMLINK));
    g_free(home);
    g_free(folder);
    g_free(other);
    g_free(one);
    return beside;
}

kuril_status kuril_gdal_files_lie_beside(GDALDatasetH dataset, const char *path, kuril_error *error)
{
    char **files = GDALGetFileList(dataset);
    kuril_status status = KURIL_OK;
    for (int i = 0; files && files[i] && status == KURIL_OK; i++)
        if (!lies_beside(files[i], path))
            status = kuril_fail_at(error, KURIL_E_UNSUPPORTED, path, 0, 0, NULL,
                                   "cannot read '%s': it takes cells from '%s', which does not lie beside it", path,
                                   files[i]);
    CSLDestroy(files);
    return status;
}
