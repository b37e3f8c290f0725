/* SQL conditions on a feature's fields, the same for every format. */
#ifndef KURIL_DATA_WHERE_H
#define KURIL_DATA_WHERE_H

#include <kurilmap/dataset.h>

typedef struct kuril_where kuril_where;

/**
 * Compiles a condition: AND OR NOT, parentheses, = <> != < <= > >=, [NOT] LIKE and ILIKE (% and _, without case),
 * [NOT] IN (...), [NOT] BETWEEN a AND b, IS [NOT] NULL, TRUE, FALSE, numbers, 'text' with '' for a quote, and field
 * names, bare or in double quotes, plus FID. Keywords and field names in any case; text compares by its bytes.
 * Field names are resolved against the layer.
 *
 * @retval KURIL_E_ARGUMENT  it cannot be parsed (the message shows where) or names an unknown field
 */
kuril_status kuril_where_compile(const char *text, const kuril_layer *layer, kuril_where **where, kuril_error *error);
/** Accepts NULL. */
void kuril_where_free(kuril_where *where);

/** Whether a feature fulfils the condition; what SQL calls unknown (a comparison with NULL) does not. */
bool kuril_where_holds(const kuril_where *where, const kuril_feature *feature);

#endif
