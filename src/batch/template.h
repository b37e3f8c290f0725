/* Texts with fields in them: "{name_en}, {area_km2:.0} km²". */
#ifndef KURIL_BATCH_TEMPLATE_H
#define KURIL_BATCH_TEMPLATE_H

#include <kurilmap/value.h>

/** What a template's fields are taken from. */
typedef struct kuril_fields {
    const kuril_member *fields; /**< of the feature in hand, shape [n_fields] */
    size_t n_fields;
    const char *const *names; /**< all that a feature of the dataset may have, shape [n_names] */
    size_t n_names;
    size_t number;       /**< {number}: from 1 */
    kuril_lonlat middle; /**< {lon}, {lat}, degrees, six decimals: middle of the feature's box */
    const char *where;   /**< what the fields are of, for messages: a dataset */
} kuril_fields;

/**
 * The text with {FIELD} replaced; {FIELD:.N} rounds a number to N decimals; {{ and }} are braces. A field that is
 * null, or that the feature does not have, is "". A dataset's own fields come before {number}, {lon}, {lat}.
 *
 * @return free with g_free; NULL with the error filled: no such field (with the nearest), or braces that do not match
 */
char *kuril_template_expand(const char *text, const kuril_fields *fields, kuril_error *error);

#endif
