/* What the parts of the style reader share: the style being built, its problems, and checks by tables of keys. */
#ifndef KURIL_STYLE_READER_H
#define KURIL_STYLE_READER_H

#include "document/document.h"
#include "style/compiled.h"
#include "style/typed.h"

#include <glib.h>

typedef struct kuril_style_reader {
    kuril_style *style; /**< being built */
    const kuril_diagnostics *diagnostics;
    kuril_error *error; /**< keeps the first */
    size_t n_errors;
    bool closed;                /**< unknown keys are errors, as in sources that the specification names all keys of */
    GHashTable *told;           /**< names already reported as meaning nothing here; owned keys */
    GHashTable *broken_sources; /**< ids of sources that have errors, so that their layers add none; borrowed keys */
} kuril_style_reader;

/** Reports an error at a node and goes on; the reading fails in the end. */
void kuril_reader_error(kuril_style_reader *reader, const kuril_node *node, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
void kuril_reader_warning(kuril_style_reader *reader, const kuril_node *node, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
void kuril_reader_error_at(kuril_style_reader *reader, const kuril_place *place, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
/** As kuril_reader_error, at the name of the i-th member of an object. */
void kuril_reader_error_at_name(kuril_style_reader *reader, const kuril_node *object, size_t i, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
/** Says once for each name that something is accepted but means nothing here. */
void kuril_reader_ignored(kuril_style_reader *reader, const kuril_node *node, const char *name, const char *why);

/** An error about a word that is none of `words`, with the nearest of them: "unknown WHAT 'word'; did you mean ...?".
 */
void kuril_reader_unknown(kuril_style_reader *reader, const kuril_node *node, const char *what, const char *word,
                          const char *const *words, size_t count);

/** What a key's value must be. */
typedef enum kuril_key_kind {
    KURIL_KEY_ANY,
    KURIL_KEY_STRING,
    KURIL_KEY_NUMBER,
    KURIL_KEY_BOOL,
    KURIL_KEY_COLOR, /**< a text that names a colour */
    KURIL_KEY_ARRAY,
    KURIL_KEY_OBJECT
} kuril_key_kind;

typedef struct kuril_key {
    const char *name;
    kuril_key_kind kind;
    bool required;
    bool has_range;
    double minimum, maximum;
    const char *const *words; /**< that a text may be, up to a NULL; NULL: any */
    kuril_key_kind item;      /**< of each of an array's items */
    size_t length;            /**< of an array; 0: any */
    bool by_expression;       /**< may be an expression or a function instead, which is not looked into */
    const char *ignored;      /**< why it means nothing here; NULL when it does */
    const char *refused;      /**< why it is an error to have it; NULL when it is none */
} kuril_key;

/**
 * Checks an object's members against a table: kinds, ranges, required keys; `kurilmap:` keys are ours and pass; others
 * are told of with the nearest name: a warning, as the specification's validator lets them pass, or an error if
 * `closed`. False when the node is no object or a required or wrong key makes it unusable.
 */
bool kuril_reader_keys(kuril_style_reader *reader, const kuril_node *node, const char *what, const kuril_key *keys,
                       size_t n_keys);

/** The member as a text, number or bool where it has that kind; otherwise the fallback (its kind was reported). */
const char *kuril_reader_string(const kuril_node *object, const char *name, const char *fallback);
double kuril_reader_number(const kuril_node *object, const char *name, double fallback);
bool kuril_reader_bool(const kuril_node *object, const char *name, bool fallback);

/** `count` numbers of an array; false, with an error, for anything else. */
bool kuril_reader_numbers(kuril_style_reader *reader, const kuril_node *node, const char *what, double *out,
                          size_t count);

/**
 * Joins a path of the style to its folder; names with a scheme and absolute paths stay. Kept with the style. An error
 * at the node when the style may not have that file read (core/access.h).
 */
const char *kuril_reader_url(kuril_style_reader *reader, const kuril_node *node, const char *url);

/** A value that lives as long as the style. */
const kuril_value *kuril_reader_value(kuril_style_reader *reader, const kuril_node *node);

/* The tables of keys, for documentation too; `count` of them. */
const kuril_key *kuril_style_root_keys(size_t *count);
const kuril_key *kuril_layer_keys(size_t *count);
const kuril_key *kuril_source_keys(kuril_source_type type, size_t *count);

/* The parts, each in its file. */
void kuril_read_sources(kuril_style_reader *reader, const kuril_node *sources);
void kuril_read_layers(kuril_style_reader *reader, const kuril_node *layers);
/** Compiles the defaults of a layer type's properties, once for the style. */
void kuril_read_defaults(kuril_style_reader *reader, kuril_layer_type type);
void kuril_read_properties(kuril_style_reader *reader, kuril_layer *layer, const kuril_node *object,
                           kuril_property_group group);
/** A value that is no expression. False, with an error, when it does not fit the property. */
bool kuril_read_literal(kuril_style_reader *reader, const kuril_property *property, const kuril_node *node,
                        kuril_typed *out);
/** Checks an expression that nothing of ours evaluates; `name` is what its errors name. */
void kuril_read_expression(kuril_style_reader *reader, const char *name, const kuril_node *node);
void kuril_read_transition(kuril_style_reader *reader, const kuril_node *node);
/** The root's `light`, `sky`, `terrain`, `projection`, `transition`, `font-faces` and `glyphs`. */
void kuril_read_scenery(kuril_style_reader *reader, const kuril_node *root);
void kuril_read_clusters(kuril_style_reader *reader, const kuril_node *properties);
/** Checks a legacy function, the value of a property; false, with errors, when it is none that the property takes. */
bool kuril_check_function(kuril_style_reader *reader, const kuril_property *property, const kuril_node *node);
/** As kuril_reader_keys, with unknown keys as errors. */
bool kuril_reader_closed_keys(kuril_style_reader *reader, const kuril_node *node, const char *what,
                              const kuril_key *keys, size_t n_keys);
kuril_filter *kuril_read_filter(kuril_style_reader *reader, const kuril_node *node);

#endif
