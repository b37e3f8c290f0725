/* A style as the reader leaves it: what is behind kuril_style, shared by the reader and the evaluation. */
#ifndef KURIL_STYLE_COMPILED_H
#define KURIL_STYLE_COMPILED_H

#include "document/document.h"
#include "style/expression.h"
#include "style/typed.h"

#include <glib.h>

struct kuril_filter {
    kuril_expression *expression;
    int line, column;
};

/** The value of one property of one layer, or its default: an expression, or else a literal. */
typedef struct kuril_compiled {
    bool set;
    kuril_typed literal;
    kuril_expression *expression; /**< owned; NULL for a literal */
    int line, column;             /**< in the document; 0 for a default */
} kuril_compiled;

typedef struct kuril_layer {
    kuril_style_layer shown; /**< first member: a layer is what it shows */
    kuril_property_id first; /**< of its type */
    size_t n_properties;
    kuril_compiled *properties; /**< [n_properties] */
} kuril_layer;

struct kuril_style {
    char *path;
    kuril_document *document; /**< texts are borrowed from it */
    kuril_arena *arena;       /**< values and joined paths */
    const char *name;
    const kuril_value *metadata;
    kuril_style_camera camera;
    GPtrArray *sources;                            /**< kuril_style_source, owned */
    GPtrArray *layers;                             /**< kuril_layer, owned */
    GArray *sprites;                               /**< kuril_style_sprite */
    GArray *state;                                 /**< kuril_member */
    kuril_document *initials;                      /**< the defaults as a document, an array by property id */
    kuril_compiled defaults[KURIL_PROPERTY_COUNT]; /**< of the layer types that the style has */
};

kuril_layer *kuril_layer_new(kuril_layer_type type);
void kuril_compiled_finish(kuril_compiled *compiled);
void kuril_filter_free(kuril_filter *filter);
const char *kuril_source_type_name(kuril_source_type type);

#endif
