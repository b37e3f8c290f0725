/* Property values as the map reads them: what literals and results of expressions both become. */
#ifndef KURIL_STYLE_TYPED_H
#define KURIL_STYLE_TYPED_H

#include "core/arena.h"
#include "style/styling.h"
#include "style/value.h"

/** One value; which member holds it follows from the property's type. Texts and lists live in an arena or document. */
typedef struct kuril_typed {
    bool present;
    union {
        double number;          /**< NUMBER */
        bool boolean;           /**< BOOLEAN */
        int word;               /**< ENUM */
        kuril_style_rgba color; /**< COLOR */
        const char *text;       /**< IMAGE */
        struct {
            const void *items; /**< by type: double, int, kuril_style_rgba, const char *, kuril_style_section,
                                    kuril_style_anchor_offset */
            size_t count;
        } list;
    } as;
} kuril_typed;

/**
 * The result of an expression as a value of the property, numbers brought within its range; lists go to the arena.
 * False when it is of another type, no word of the property's, or no number.
 */
bool kuril_typed_from_value(const kuril_property *property, const kuril_style_value *value, kuril_arena *arena,
                            kuril_typed *out);

kuril_style_rgba kuril_typed_color(const kuril_color *color);

#endif
