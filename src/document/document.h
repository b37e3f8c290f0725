/*
 * JSON and YAML documents as one tree, with the line and column of every node, so that what is wrong in meaning can
 * be shown where it stands, as what is wrong in syntax is.
 *
 * JSON is read strictly (RFC 8259), YAML by the 1.2 core schema: no merge keys, no tags but those of the schema.
 * Both have the same limits; repeated keys, numbers out of range and texts with a NUL are errors.
 */
#ifndef KURIL_DOCUMENT_DOCUMENT_H
#define KURIL_DOCUMENT_DOCUMENT_H

#include "core/arena.h"
#include <glib.h>
#include <kurilmap/status.h>
#include <kurilmap/value.h>

typedef struct kuril_document kuril_document;

/** A value in a document; borrowed from it. Immutable. */
typedef struct kuril_node kuril_node;

typedef enum kuril_node_kind {
    KURIL_NODE_NULL,
    KURIL_NODE_BOOL,
    KURIL_NODE_NUMBER,
    KURIL_NODE_STRING,
    KURIL_NODE_ARRAY,
    KURIL_NODE_OBJECT
} kuril_node_kind;

/** Where the reader gives up; 0 in any of them means what the user allows (core/limits.h). */
typedef struct kuril_document_limits {
    size_t bytes;   /**< of the text; KURIL_LIMIT_DOCUMENT */
    size_t depth;   /**< arrays and objects in one another; KURIL_LIMIT_DEPTH */
    size_t nodes;   /**< values in all, those of aliases counted each time; KURIL_LIMIT_VALUES */
    size_t aliased; /**< values that YAML aliases may add; KURIL_LIMIT_ALIASES */
    /**
     * Not a limit: the document holds data. In JSON, characters that no text can hold (NUL, half a pair) become U+FFFD,
     * and the positions of "coordinates" are kept as numbers (kuril_node_rows).
     */
    bool data;
} kuril_document_limits;

/**
 * Reads a regular file: as JSON when its name ends in .json or .geojson, as YAML when in .yaml or .yml, otherwise as
 * JSON when it begins with '{' or '[' and as YAML when not.
 *
 * @param[in]  limits  NULL: the defaults
 * @param[out] document  caller frees with kuril_document_free
 * @retval KURIL_E_IO      cannot be read, or is no regular file
 * @retval KURIL_E_SYNTAX  is not a document: the error names line and column
 * @retval KURIL_E_DATA    goes over a limit
 */
kuril_status kuril_document_read(const char *path, const kuril_document_limits *limits, kuril_document **document,
                                 kuril_error *error);

/** As kuril_document_read, of a text in memory; `name` stands for the file in messages and decides the format. */
kuril_status kuril_document_parse(const char *name, const char *text, size_t length,
                                  const kuril_document_limits *limits, kuril_document **document, kuril_error *error);

/** Accepts NULL. */
void kuril_document_free(kuril_document *document);

const char *kuril_document_name(const kuril_document *document);
const kuril_node *kuril_document_root(const kuril_document *document);

kuril_node_kind kuril_node_kind_of(const kuril_node *node);
/** What a kind is called in messages: "null", "boolean", "number", "string", "array", "object". */
const char *kuril_node_kind_name(kuril_node_kind kind);

bool kuril_node_bool(const kuril_node *node);          /**< of a BOOL; false for others */
double kuril_node_number(const kuril_node *node);      /**< of a NUMBER, finite; 0 for others */
/** Of a whole number in JSON that a double would change (2^53 and beyond): as it is written. NULL for all else. */
const char *kuril_node_digits(const kuril_node *node);
const char *kuril_node_string(const kuril_node *node); /**< of a STRING, UTF-8 without NUL; "" for others */
size_t kuril_node_length(const kuril_node *node);      /**< bytes of a STRING; 0 for others */

size_t kuril_node_count(const kuril_node *node);                   /**< items or members; 0 for a scalar */
const kuril_node *kuril_node_at(const kuril_node *node, size_t i); /**< item, or value of a member */
const char *kuril_node_name(const kuril_node *node, size_t i);     /**< name of a member of an OBJECT */
/**
 * The numbers of an ARRAY of arrays of numbers, row by row: kuril_node_count(node) rows of `*width`, 2 to 4. NULL for
 * all other nodes, and for such arrays too where a document holds no data. kuril_node_at gives the rows as nodes all
 * the same; they and their numbers stand where the array begins.
 */
const double *kuril_node_rows(const kuril_node *node, size_t *width);
/** Value of the member of that name; NULL when there is none or the node is no object. */
const kuril_node *kuril_node_member(const kuril_node *node, const char *name);

/** Where a node stands. */
typedef struct kuril_place {
    const char *file;              /**< borrowed from the document */
    int line, column;              /**< from 1; the column counts characters */
    char pointer[KURIL_PLACE_MAX]; /**< JSON pointer (RFC 6901), "" for the root; cut when it does not fit */
} kuril_place;

void kuril_node_place(const kuril_node *node, kuril_place *place);
/** Where the name of a member stands (its pointer is the member's). */
void kuril_node_name_place(const kuril_node *node, size_t i, kuril_place *place);

/** Fills an error with the node's place, as kuril_fail does, and returns `code`. */
kuril_status kuril_node_fail(const kuril_node *node, kuril_error *error, kuril_status code, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/** Reports something at a node's place; `diagnostics` may be NULL. A KURIL_ERROR has code KURIL_E_DATA. */
void kuril_node_report(const kuril_node *node, const kuril_diagnostics *diagnostics, kuril_severity severity,
                       const char *format, ...) G_GNUC_PRINTF(4, 5);

/** KURIL_E_DATA with "'NAME' must be a KIND, not a KIND" when the node is of another kind. */
kuril_status kuril_node_expect(const kuril_node *node, kuril_node_kind kind, kuril_error *error);

/*
 * Typed members of an object. One that is absent leaves `*out` alone and is fine, so that `out` starts as the
 * default; one of another kind is KURIL_E_DATA at its place.
 */
kuril_status kuril_node_get_bool(const kuril_node *object, const char *name, bool *out, kuril_error *error);
kuril_status kuril_node_get_number(const kuril_node *object, const char *name, double *out, kuril_error *error);
/** `*out` is borrowed from the document. */
kuril_status kuril_node_get_string(const kuril_node *object, const char *name, const char **out, kuril_error *error);
/** A whole number from `low` to `high`, else KURIL_E_DATA. */
kuril_status kuril_node_get_int(const kuril_node *object, const char *name, int low, int high, int *out,
                                kuril_error *error);
/** An array, or an object, as the kind says. */
kuril_status kuril_node_get_node(const kuril_node *object, const char *name, kuril_node_kind kind,
                                 const kuril_node **out, kuril_error *error);

/** KURIL_E_DATA at the object when it has no member of that name. */
kuril_status kuril_node_require(const kuril_node *object, const char *name, const kuril_node **out, kuril_error *error);

/*
 * Nodes made on the way, for documents that are rewritten before they are read. They live in the arena and stand where
 * `like` stands, so that messages about them lead to what was written.
 */
const kuril_node *kuril_node_make_string(kuril_arena *arena, const kuril_node *like, const char *text);
const kuril_node *kuril_node_make_number(kuril_arena *arena, const kuril_node *like, double number);
const kuril_node *kuril_node_make_bool(kuril_arena *arena, const kuril_node *like, bool boolean);
const kuril_node *kuril_node_make_null(kuril_arena *arena, const kuril_node *like);
/** An array of copies of `count` nodes, whose own items are shared. */
const kuril_node *kuril_node_make_array(kuril_arena *arena, const kuril_node *like, const kuril_node *const *items,
                                        size_t count);

/** A copy as a value: arrays and objects in the arena, texts borrowed from the document. */
kuril_value kuril_node_to_value(const kuril_node *node, kuril_arena *arena);

#endif
