/*
 * Dataset names: FILE[:LAYER], geodata:NAME, and GDAL names that stay on this machine, each with what may follow it:
 * ?encoding=NAME&crs=EPSG:N&where=SQL, any of these, the condition last.
 */
#ifndef KURIL_DATA_NAME_H
#define KURIL_DATA_NAME_H

#include <kurilmap/status.h>

/** A name taken apart; every text is owned, NULL when absent. */
typedef struct kuril_source_name {
    char *whole;    /**< as given */
    char *source;   /**< the file, embedded layer's name, or GDAL name */
    char *layer;    /**< after FILE: */
    char *where;    /**< after ?where= */
    char *encoding; /**< after ?encoding= */
    char *crs;      /**< after ?crs= */
    char *unknown;  /**< a key after the '?' that means nothing: see kuril_source_name_keys_known */
    bool embedded;  /**< geodata: of our own data */
} kuril_source_name;

/**
 * Takes a name apart. What exists as a file under the whole name is that file, whatever characters it holds;
 * otherwise the last "?where=", "?encoding=" or "?crs=" begins what follows it, and the last colon after an existing file a layer.
 */
void kuril_source_name_init(kuril_source_name *name, const char *text);
/**
 * @retval KURIL_E_ARGUMENT  there is an unknown key among what follows the '?'; the message has the nearest one
 */
kuril_status kuril_source_name_keys_known(const kuril_source_name *name, kuril_error *error);
/** Accepts NULL and zeroed objects. */
void kuril_source_name_finish(kuril_source_name *name);

/**
 * Whether a source may be opened without the network: a regular file or a file geodatabase's folder, or a file in
 * an archive of this machine (a chain of /vsizip/, /vsigzip/, /vsitar/ and /vsisubfile/ that ends at a regular file).
 * Every other name could reach another host, a device, or a driver's own language, and is refused.
 *
 * @retval KURIL_E_IO        it does not exist, or is a folder or a device
 * @retval KURIL_E_ARGUMENT  it is not a file of this machine
 */
kuril_status kuril_source_name_is_local(const char *source, kuril_error *error);

/**
 * The file of this machine that a dataset's name leads to, that of the archive for what is in one; NULL for embedded
 * layers and names of other hosts. It need not be there. Free with g_free.
 */
char *kuril_source_name_file(const char *text);

/**
 * Whether a document in `folder` may name this dataset (core/access.h): the file, that of the archive it is in, and
 * the files that belong to it. Embedded layers are free; names of other hosts are judged when they are
 * opened.
 *
 * @retval KURIL_E_ARGUMENT  it may not
 */
kuril_status kuril_source_name_check(const char *text, const char *folder, kuril_error *error);

#endif
