/**
 * @file value.h
 * Values as data and style documents hold them, and features: a geometry with named values.
 */
#ifndef KURILMAP_VALUE_H
#define KURILMAP_VALUE_H

#include <kurilmap/geometry.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum kuril_value_kind {
    KURIL_NULL,
    KURIL_BOOL,
    KURIL_NUMBER,
    KURIL_STRING,
    KURIL_ARRAY,
    KURIL_OBJECT
} kuril_value_kind;

typedef struct kuril_value kuril_value;
typedef struct kuril_member kuril_member;

/** A JSON-like value. Text is UTF-8, NUL-terminated. All pointers are borrowed from the value's owner. */
struct kuril_value {
    kuril_value_kind kind;
    union {
        bool boolean;
        double number;
        const char *string;
        struct {
            const kuril_value *items;
            size_t count;
        } array;
        struct {
            const kuril_member *members;
            size_t count;
        } object;
    } as;
};

struct kuril_member {
    const char *name;
    kuril_value value;
};

/**
 * One feature of a dataset. Borrowed from its reader until the next read.
 * `fields` keep the dataset's order; a field that is absent is not the same as one that is null.
 */
typedef struct kuril_feature {
    int64_t id;              /**< the dataset's own feature id; -1 when it has none */
    const char *text_id;     /**< a textual id (GeoJSON); NULL when none */
    const kuril_geometry *geometry; /**< WGS 84 longitude, latitude; never NULL, may be empty */
    const kuril_member *fields;
    size_t n_fields;
} kuril_feature;

/** The value of a field, or NULL when the feature has no field of that name. */
KURIL_API const kuril_value *kuril_feature_get(const kuril_feature *feature, const char *name);

#ifdef __cplusplus
}
#endif
#endif
