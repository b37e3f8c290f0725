/* Around every call into GDAL: its messages are caught, its network requests answered with an error. */
#ifndef KURIL_DATA_GDAL_GUARD_H
#define KURIL_DATA_GDAL_GUARD_H

#include "data/module.h"
#include <cpl_error.h>

/** What GDAL said between two marks. */
typedef struct kuril_gdal_log {
    bool allow_network;
    bool failed;           /**< a CE_Failure or worse came */
    char failure[KURIL_NOTE_SIZE]; /**< the first failure's text, "" when none */
    char warning[KURIL_NOTE_SIZE]; /**< the first warning's text, "" when none */
    size_t lost;                   /**< features that a driver went past, as warnings say */
    long long lost_id;             /**< of the first of them */
} kuril_gdal_log;

/** Forgets what was said. */
void kuril_gdal_log_reset(kuril_gdal_log *log);

/** From here to the leave, on this thread, messages go to `log`. Nests. */
void kuril_gdal_enter(kuril_gdal_log *log);
void kuril_gdal_leave(kuril_gdal_log *log);

/** GDAL's settings that make reading safe: nothing written beside inputs, no Python, no remote files. Idempotent. */
void kuril_gdal_settings(bool allow_network);

#endif
