/* Types of the expression language. */
#ifndef KURIL_STYLE_TYPE_H
#define KURIL_STYLE_TYPE_H

#include "core/arena.h"
#include <glib.h>
#include <stdbool.h>

typedef enum kuril_kind {
    KURIL_KIND_NULL,
    KURIL_KIND_BOOLEAN,
    KURIL_KIND_NUMBER,
    KURIL_KIND_STRING,
    KURIL_KIND_COLOR,
    KURIL_KIND_OBJECT,
    KURIL_KIND_ARRAY,
    KURIL_KIND_COLLATOR,
    KURIL_KIND_FORMATTED,
    KURIL_KIND_IMAGE, /**< "resolvedImage" */
    KURIL_KIND_PADDING,
    KURIL_KIND_NUMBER_ARRAY,
    KURIL_KIND_COLOR_ARRAY,
    KURIL_KIND_ANCHOR_OFFSETS, /**< "variableAnchorOffsetCollection" */
    KURIL_KIND_PROJECTION,     /**< "projectionDefinition" */
    KURIL_KIND_VALUE,          /**< any of the above but a collator; of types only */
    KURIL_KIND_ERROR,          /**< of an expression that always fails; of types only */
    KURIL_KIND_COUNT
} kuril_kind;

/**
 * A type. All but arrays are the statics below, one each, so that equal types have equal pointers; two array types
 * never do, as in the specification's reference, where it shows in the types of nested literals.
 */
typedef struct kuril_type {
    kuril_kind kind;
    const struct kuril_type *item; /**< of an array */
    int length;                    /**< of an array; -1 when open */
} kuril_type;

/** The type of a kind; KURIL_KIND_ARRAY gives an array of any length of any values. */
const kuril_type *kuril_type_of_kind(kuril_kind kind);

const kuril_type *kuril_type_array(kuril_arena *arena, const kuril_type *item, int length);

/** Whether every value of `type` is one of `expected`. */
bool kuril_type_fits(const kuril_type *expected, const kuril_type *type);

/** Appends its name as messages spell it: "array<number, 2>". */
void kuril_type_append(GString *out, const kuril_type *type);

/** The same as text of its own; caller frees with g_free. */
char *kuril_type_name(const kuril_type *type);

const char *kuril_kind_name(kuril_kind kind);

#endif
