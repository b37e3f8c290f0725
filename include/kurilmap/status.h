/**
 * @file status.h
 * What functions return, how errors say where, and how warnings reach the caller.
 */
#ifndef KURILMAP_STATUS_H
#define KURILMAP_STATUS_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KURIL_API __attribute__((visibility("default")))

/** Outcome of a call, named for what a caller can do about it. */
typedef enum kuril_status {
    KURIL_OK = 0,
    KURIL_E_ARGUMENT,    /**< a caller's mistake: a name, option or value that does not exist or fit */
    KURIL_E_DOMAIN,      /**< a number outside its range: a latitude beyond 90, a size of zero */
    KURIL_E_MEMORY,      /**< not enough memory */
    KURIL_E_IO,          /**< a file or stream cannot be opened, read or written */
    KURIL_E_SYNTAX,      /**< a document cannot be parsed */
    KURIL_E_UNSUPPORTED, /**< well formed, but not something kurilmap does */
    KURIL_E_DATA,        /**< a dataset or document says something impossible */
    KURIL_E_PROJECTION,  /**< a coordinate system is unknown or cannot be used here */
    KURIL_STATUS_COUNT   /**< not a status: how many there are */
} kuril_status;

/** Short English text for a status, never NULL; "unknown status" outside the enumeration. Any thread. */
KURIL_API const char *kuril_status_text(kuril_status status);

enum { KURIL_TEXT_MAX = 1024, KURIL_PLACE_MAX = 256 };

/**
 * The first error of a call, with its place. Plain storage, nothing to free; start it as `{0}`.
 * A function that takes one accepts NULL and leaves it alone on success.
 */
typedef struct kuril_error {
    kuril_status code;
    char message[KURIL_TEXT_MAX]; /**< one line, lower case, no full stop */
    char file[KURIL_TEXT_MAX];    /**< file or dataset it is about; empty when none */
    char place[KURIL_PLACE_MAX];  /**< JSON pointer, layer or feature; empty when none */
    int line, column;             /**< from 1; 0 when unknown */
} kuril_error;

typedef enum kuril_severity { KURIL_INFO, KURIL_WARNING, KURIL_ERROR } kuril_severity;

/** One thing to tell the user. Pointers are valid during the call only. */
typedef struct kuril_diagnostic {
    kuril_severity severity;
    kuril_status code;   /**< what kind, for KURIL_ERROR; otherwise KURIL_OK */
    const char *file;    /**< NULL when none */
    const char *place;   /**< NULL when none */
    const char *message; /**< one line */
    int line, column;    /**< from 1; 0 when unknown */
} kuril_diagnostic;

/** Where warnings go. A NULL pointer to this struct, or a NULL `report`, drops them. */
typedef struct kuril_diagnostics {
    void (*report)(void *user, const kuril_diagnostic *diagnostic);
    void *user;
} kuril_diagnostics;

#ifdef __cplusplus
}
#endif
#endif
