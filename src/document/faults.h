/* Everything that is wrong with a document: each fault is reported where it stands, and the first is kept. */
#ifndef KURIL_DOCUMENT_FAULTS_H
#define KURIL_DOCUMENT_FAULTS_H

#include "document/document.h"

/** Start it with `diagnostics` and `error`, either of which may be NULL. */
typedef struct kuril_faults {
    const kuril_diagnostics *diagnostics;
    kuril_error *error;  /**< gets the first, unless it holds one already */
    kuril_status status; /**< of the first; KURIL_OK: none */
    size_t count;
} kuril_faults;

/** A fault at a node. */
void kuril_faults_add(kuril_faults *faults, const kuril_node *node, kuril_status code, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/** An unknown name of a member, with the nearest of those that there are. */
void kuril_faults_add_name(kuril_faults *faults, const kuril_node *object, size_t i, const char *const *names,
                           size_t count);

/** A fault for each member of an object that is not among `names`; "$schema" is always let pass. */
void kuril_faults_check_names(kuril_faults *faults, const kuril_node *object, const char *const *names, size_t count);

/** A fault that has its place. */
void kuril_faults_add_error(kuril_faults *faults, const kuril_error *found);

/** Counts and keeps an error that has been reported already; nothing when `status` is KURIL_OK. */
void kuril_faults_keep(kuril_faults *faults, kuril_status status, const kuril_error *error);

#endif
