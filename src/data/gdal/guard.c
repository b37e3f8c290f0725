#include "data/gdal/guard.h"

#include "core/text.h"
#include <cpl_conv.h>
#include <cpl_http.h>
#include <cpl_string.h>
#include <glib.h>
#include <string.h>

void kuril_gdal_log_reset(kuril_gdal_log *log)
{
    log->failed = false;
    log->lost = 0;
    log->failure[0] = log->warning[0] = '\0';
}

/* A message without "In file ./port/cpl_vsil_gzip.cpp, at line 1121, ", which is GDAL's own affair. */
static const char *without_origin(const char *text)
{
    const char *line = g_str_has_prefix(text, "In file ") ? strstr(text, ", at line ") : NULL;
    const char *rest = line ? strchr(line + 2, ',') : NULL;
    return rest ? rest + 1 + strspn(rest + 1, " ") : text;
}

/* "Geometry of feature 7 f7 cannot be parsed: ... Skipping to next feature.", which GML's driver says. */
static void count_lost(kuril_gdal_log *log, const char *text)
{
    static const char start[] = "Geometry of feature ";
    if (!g_str_has_prefix(text, start) || !strstr(text, "kipping to next feature"))
        return;
    if (log->lost++ == 0)
        log->lost_id = g_ascii_strtoll(text + strlen(start), NULL, 10);
}

static void keep(const char *text, char *out, size_t size)
{
    char *line = g_strchomp(g_strdup(without_origin(text))); /* some end with a line end */
    kuril_text_clean(line, out, size);
    g_free(line);
}

static void CPL_STDCALL on_message(CPLErr kind, CPLErrorNum number, const char *text)
{
    (void)number;
    kuril_gdal_log *log = CPLGetErrorHandlerUserData();
    if (kind >= CE_Failure) {
        if (!log->failed) /* the first one is the cause of the others */
            keep(text, log->failure, sizeof log->failure);
        log->failed = true;
    } else if (kind == CE_Warning) {
        count_lost(log, text);
        if (!log->warning[0])
            keep(text, log->warning, sizeof log->warning);
    }
}

/* Answers every request itself: a NULL would hand it on to the real network. */
static CPLHTTPResult *refuse(const char *url, CSLConstList options, GDALProgressFunc progress, void *progress_user,
                             CPLHTTPFetchWriteFunc write, void *write_user, void *user)
{
    (void)options, (void)progress, (void)progress_user, (void)write, (void)write_user, (void)user;
    CPLHTTPResult *result = CPLCalloc(1, sizeof *result);
    result->nStatus = 1;
    result->pszErrBuf = CPLStrdup("the network is not allowed");
    if (url && *url)
        CPLError(CE_Failure, CPLE_AppDefined, "not fetched, as the network is not allowed: %s", url);
    return result;
}

void kuril_gdal_enter(kuril_gdal_log *log)
{
    CPLPushErrorHandlerEx(on_message, log);
    if (!log->allow_network)
        CPLHTTPPushFetchCallback(refuse, NULL);
}

void kuril_gdal_leave(kuril_gdal_log *log)
{
    if (!log->allow_network)
        CPLHTTPPopFetchCallback();
    CPLPopErrorHandler();
}

void kuril_gdal_settings(bool allow_network)
{
    static const char *const settings[][2] = {
        {"GDAL_PAM_ENABLED", "NO"},
        {"GDAL_VRT_ENABLE_PYTHON", "NO"},
        {"GDAL_VRT_ENABLE_RAWRASTERBAND", "NO"},
        {"SHAPE_RESTORE_SHX", "NO"},
        {"CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO"},
        {"OGR_GEOMETRY_ACCEPT_UNCLOSED_RING", "YES"},
        {"OGR_SQLITE_LOAD_EXTENSIONS", NULL},
        {"OGR_SQLITE_LIST_VIRTUAL_OGR", "NO"},
        {"SPATIALITE_LOAD", "NO"}, /* its virtual tables read any file of the disk */
        {"GML_SKIP_CORRUPTED_FEATURES", "YES"},
        {"GML_SKIP_RESOLVE_ELEMS", "ALL"},
        {"GML_SAVE_RESOLVED_TO", NULL},
        {"GDAL_DRIVER_PATH", "disable"},
        {"OGR_DRIVER_PATH", NULL},
        {"GDAL_FILENAME_IS_UTF8", "NO"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
        CPLSetConfigOption(settings[i][0], settings[i][1]);
    /* Belts under the fetch callback and the check of names. */
    CPLSetConfigOption("CPL_VSIL_CURL_ALLOWED_FILENAME", allow_network ? NULL : "none");
    CPLSetConfigOption("GDAL_HTTP_PROXY", allow_network ? NULL : "127.0.0.1:1");
}
