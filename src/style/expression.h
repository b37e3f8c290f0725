/*
 * The style specification's expressions: read from a document, checked and typed, folded, and evaluated.
 *
 * A compiled expression is immutable; any number of threads may evaluate one, each with a context of its own.
 */
#ifndef KURIL_STYLE_EXPRESSION_H
#define KURIL_STYLE_EXPRESSION_H

#include "document/document.h"
#include "style/value.h"

typedef struct kuril_expression kuril_expression;

/** What a value may depend on: bits. */
enum {
    KURIL_DEPENDS_ZOOM = 1 << 0,
    KURIL_DEPENDS_FEATURE = 1 << 1,       /**< its fields, id or kind */
    KURIL_DEPENDS_GEOMETRY = 1 << 2,      /**< its geometry too (`within`, `distance`); then FEATURE is set as well */
    KURIL_DEPENDS_MEASURE = 1 << 3,       /**< heatmap-density, elevation, line-progress, accumulated */
    KURIL_DEPENDS_STATE = 1 << 4,         /**< global-state */
    KURIL_DEPENDS_IMAGES = 1 << 5,        /**< which images there are */
    KURIL_DEPENDS_FEATURE_STATE = 1 << 6, /**< feature-state, which means nothing on paper; FEATURE is set as well */
    KURIL_DEPENDS_SCRIPT = 1 << 7         /**< is-supported-script */
};

/** What a property lets its value be. Start it as `{0}`. */
typedef struct kuril_expression_spec {
    const kuril_type *type; /**< NULL: any */
    bool coerce_text;       /**< of type string: other values become text instead of failing (not for enumerations) */
    bool zoom, feature, interpolated; /**< may depend on zoom, on the feature; may be interpolated */
    bool tokens;                      /**< "{name}" in plain texts stands for a field */
    const char *const *words;         /**< of an enumeration; NULL otherwise */
    size_t n_words;
    const kuril_node *initial; /**< the property's default, for legacy functions; NULL: none */
} kuril_expression_spec;

/** One thing wrong with an expression. Lives in the list. */
typedef struct kuril_expression_problem {
    char *key;         /**< where in the expression: "[2][1]"; "" for all of it */
    char *message;     /**< as the specification's reference words it */
    kuril_place place; /**< in the document; what its texts point to is the document's */
} kuril_expression_problem;

typedef struct kuril_expression_problems {
    GPtrArray *list; /**< of kuril_expression_problem; NULL until the first */
} kuril_expression_problems;

/** Accepts a zeroed list. */
void kuril_expression_problems_finish(kuril_expression_problems *problems);

/**
 * Compiles a property's value: an expression, a legacy function (an object with `stops` or `property`), or a plain
 * value of the property's type.
 *
 * @param[in]  node      stays borrowed until the expression is freed
 * @param[in]  spec      needed during the call only, but for its words
 * @param[out] expression caller frees with kuril_expression_free
 * @param[out] problems  what is wrong, one or more; caller finishes it
 * @retval KURIL_E_DATA  it is no value for the property
 */
kuril_status kuril_expression_compile(const kuril_node *node, const kuril_expression_spec *spec,
                                      kuril_expression **expression, kuril_expression_problems *problems);

/** As kuril_expression_compile, but what is no object is taken for an expression, whatever it looks like. */
kuril_status kuril_expression_compile_strictly(const kuril_node *node, const kuril_expression_spec *spec,
                                               kuril_expression **expression, kuril_expression_problems *problems);

/** As kuril_expression_compile, of a filter: an expression for a boolean, or a legacy filter. */
kuril_status kuril_expression_compile_filter(const kuril_node *node, kuril_expression **expression,
                                             kuril_expression_problems *problems);

/** Accepts NULL. */
void kuril_expression_free(kuril_expression *expression);

/** Whether a node is an array that begins with the name of an operator. */
bool kuril_expression_is(const kuril_node *node);

const kuril_type *kuril_expression_type(const kuril_expression *expression);

/** KURIL_DEPENDS_ bits; 0 for a constant. */
unsigned kuril_expression_depends(const kuril_expression *expression);

/** A tile of the web map's grid. */
typedef struct kuril_tile {
    int z, x, y;
} kuril_tile;

/** What an evaluation sees. Start it as `{0}`; `arena` must be given. */
typedef struct kuril_expression_context {
    kuril_arena *arena; /**< results and scratch; the caller resets it when it has used the value */
    double zoom, heatmap_density, elevation, line_progress;
    const kuril_feature *feature; /**< NULL: none */
    /** Kind of geometry when it is not to be told from the feature: "Point", "MultiPolygon"; NULL otherwise. */
    const char *geometry_type;
    const kuril_value *id;     /**< NULL: the feature's own */
    const kuril_member *state; /**< for global-state */
    size_t n_state;
    /** Whether an image exists; NULL: every image does. */
    bool (*has_image)(void *user, const char *name);
    void *user;
    /**
     * NULL: `distance` is exact on the ellipsoid, and edges are straight in longitude and latitude for `within`.
     * Otherwise they are computed as a web map does in this tile: on its grid of 8192 units, with a ruler that is flat
     * around the feature.
     */
    const kuril_tile *tile;
    /** Where and why it failed; both NULL unless an evaluation returned false. In the arena or the expression. */
    const char *failed_key, *failed_message;
    const struct kuril_let_slot *slots; /**< of the evaluation itself */
} kuril_expression_context;

/**
 * Evaluates; no default is put in the place of a failure or of null.
 *
 * @param[out] value  texts and arrays live in the context's arena, the feature, or the expression
 * @return false when it fails at run time; then the context says why
 */
bool kuril_expression_evaluate(const kuril_expression *expression, kuril_expression_context *context,
                               kuril_style_value *value);

/** What a value must be one of, for enumerations: false with a message in the context when it is none. */
bool kuril_expression_check_word(const kuril_expression *expression, kuril_expression_context *context,
                                 const kuril_style_value *value);

/** An operator of the language, for documentation. */
typedef struct kuril_operator_info {
    const char *name;  /**< "interpolate-hcl" */
    const char *group; /**< "ramps" */
    const char *note;  /**< how kurilmap reads it where that is not the specification's way; NULL otherwise */
    bool on_paper;     /**< false: it is accepted, and has the value that a page without interaction gives it */
} kuril_operator_info;

/** All of them in the specification's order; NULL past the last. */
const kuril_operator_info *kuril_operator_at(size_t i);

#endif
