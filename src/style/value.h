/* Values as expressions compute them. */
#ifndef KURIL_STYLE_VALUE_H
#define KURIL_STYLE_VALUE_H

#include "style/colour.h"
#include "style/type.h"
#include <kurilmap/value.h>

typedef struct kuril_style_value kuril_style_value;

/** An image of the sprite by its name. */
typedef struct kuril_style_image_ref {
    const char *name;
    bool available;
} kuril_style_image_ref;

/** A stretch of formatted text. */
typedef struct kuril_format_section {
    const char *text;               /**< never NULL; empty for an image */
    kuril_style_image_ref image;    /**< name NULL for text */
    double scale;                   /**< NaN: not said */
    const kuril_style_value *fonts; /**< array of texts; NULL: not said */
    bool has_color;
    kuril_color color;
    const char *vertical_align; /**< "bottom", "center", "top"; NULL: not said */
} kuril_format_section;

/** An anchor word of the specification with an offset in ems. */
typedef struct kuril_anchor_entry {
    const char *anchor;
    double x, y;
} kuril_anchor_entry;

typedef struct kuril_collator kuril_collator;

/**
 * A value. Everything behind a pointer lives in the document, the compiled expression, the feature, or the arena of the
 * evaluation. An array's items are values of this type, or of the feature's (`foreign`): kuril_style_item reads both.
 */
struct kuril_style_value {
    kuril_kind kind; /**< never VALUE or ERROR */
    union {
        bool boolean;
        double number;
        const char *string;
        kuril_color color;
        struct {
            const void *items; /* kuril_style_value, or kuril_value when foreign */
            size_t count;
            bool foreign;
        } array;
        struct {
            const kuril_member *members;
            size_t count;
        } object;
        const kuril_collator *collator;
        struct {
            const kuril_format_section *sections;
            size_t count;
        } formatted;
        kuril_style_image_ref image;
        double padding[4]; /* top, right, bottom, left */
        struct {
            const double *items;
            size_t count;
        } numbers;
        struct {
            const kuril_color *items;
            size_t count;
        } colors;
        struct {
            const kuril_anchor_entry *items;
            size_t count;
        } anchors;
        struct {
            const char *from, *to;
            double transition;
        } projection;
    } as;
};

/** A feature's or document's value seen as an expression's; texts, arrays and objects stay borrowed. */
kuril_style_value kuril_style_value_from(const kuril_value *value);

/** The i-th item of an ARRAY. */
kuril_style_value kuril_style_item(const kuril_style_value *array, size_t i);

/** Its type; arrays get theirs in the arena. */
const kuril_type *kuril_style_value_type(const kuril_style_value *value, kuril_arena *arena);

/** Equality of null, booleans, numbers and texts; an array or object equals only itself, and other kinds nothing. */
bool kuril_style_value_equal(const kuril_style_value *a, const kuril_style_value *b);

/** Whether JavaScript would take it for true: all but null, false, 0, NaN and "". */
bool kuril_style_value_truthy(const kuril_style_value *value);

/** Appends it as `to-string` and `concat` show it. */
void kuril_style_value_append_text(GString *out, const kuril_style_value *value);

/** Appends it as JSON, without spaces. */
void kuril_style_value_append_json(GString *out, const kuril_style_value *value);

/** The same as text in an arena; NULL when it would be longer than a mebibyte. */
const char *kuril_style_value_text(const kuril_style_value *value, kuril_arena *arena);

/** A value for messages: texts as they are, everything else as JSON; caller frees with g_free. */
char *kuril_style_value_shown(const kuril_style_value *value);

/** Order of texts by UTF-16 units, as the specification's JavaScript reference has it. */
int kuril_style_text_compare(const char *a, const char *b);

enum { KURIL_JS_NUMBER_MAX = 48 };

/** A number as JavaScript prints it: "1e+21", "NaN", "Infinity", "0.000001". Returns `out`. */
char *kuril_js_number_print(double number, char out[static KURIL_JS_NUMBER_MAX]);

/** JavaScript's Number(text): spaces around, "" is 0, hexadecimal and Infinity allowed; NaN for anything else. */
double kuril_js_number_parse(const char *text);

/* What a value must look like to become one of the composite types; false when it does not. */
bool kuril_style_padding_from(const kuril_style_value *value, kuril_style_value *out);
bool kuril_style_number_array_from(const kuril_style_value *value, kuril_arena *arena, kuril_style_value *out);
bool kuril_style_color_array_from(const kuril_style_value *value, kuril_arena *arena, kuril_style_value *out);
bool kuril_style_anchor_offsets_from(const kuril_style_value *value, kuril_arena *arena, kuril_style_value *out);
bool kuril_style_projection_from(const kuril_style_value *value, kuril_style_value *out);

/** A text as formatted text of one plain section. */
kuril_style_value kuril_style_formatted_from(const char *text, kuril_arena *arena);

#endif
