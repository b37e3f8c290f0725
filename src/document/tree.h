/* The tree behind kuril_node, and the builder that both readers feed. Private to src/document/. */
#ifndef KURIL_DOCUMENT_TREE_H
#define KURIL_DOCUMENT_TREE_H

#include "document/document.h"

/*
 * The numbers of an array of arrays of numbers that all have the same length, which is what most of a GeoJSON file is:
 * a ring of positions. They are nodes only once somebody asks for them as such.
 */
typedef struct rows {
    size_t width;
    kuril_node *nodes; /* NULL until then; under the document's lock */
    double numbers[];  /* row by row */
} rows;

struct kuril_node {
    kuril_document *document;
    const kuril_node *parent; /* NULL for the root */
    const char *name;         /* of a member; NULL for an item */
    size_t index;             /* in the parent */
    int line, column;
    int name_line, name_column;
    kuril_node_kind kind;
    union {
        bool boolean;
        struct {
            double value;
            const char *digits; /* of a whole number that a double would change; NULL otherwise */
        } number;
        struct {
            const char *text;
            size_t length;
        } string;
        struct {
            kuril_node *nodes; /* contiguous; NULL where there are rows */
            size_t count;
            rows *rows; /* NULL for most arrays and for objects */
        } children;
    } as;
};

struct kuril_document {
    char *name;
    kuril_arena *arena;
    kuril_node *root;
    GMutex lock; /* for the making of nodes from rows */
};

typedef struct mark {
    int line, column;
} mark;

/* Nodes come in document order; every one but the root's lands on a stack until its container ends. */
typedef struct builder {
    kuril_document *document;
    kuril_document_limits limits;
    kuril_error *error;
    GArray *stack;    /* kuril_node: open containers' children so far */
    GArray *open;     /* size_t: where in the stack each open container stands */
    GHashTable *seen; /* names of a large object, while it is checked */
    size_t nodes, aliased;
    const char *name; /* the pending member's */
    mark name_mark;
} builder;

void builder_init(builder *b, kuril_document *document, const kuril_document_limits *limits, kuril_error *error);
void builder_finish(builder *b);

/* Each fails with the place when a limit is reached. Text is copied. */
kuril_status builder_name(builder *b, mark at, const char *text, size_t length);
kuril_status builder_null(builder *b, mark at);
kuril_status builder_bool(builder *b, mark at, bool value);
/* `digits` may be NULL; see kuril_node_digits. */
kuril_status builder_number(builder *b, mark at, double value, const char *digits, size_t length);
kuril_status builder_string(builder *b, mark at, const char *text, size_t length);
kuril_status builder_open(builder *b, mark at, kuril_node_kind kind);
kuril_status builder_close(builder *b);
/* An array of `count` arrays of `width` numbers each, which are copied. Its depth has been seen to. */
kuril_status builder_rows(builder *b, mark at, const double *numbers, size_t count, size_t width);
/* Whether arrays may still be opened as deep as that. */
bool builder_may_open(const builder *b, size_t depth);
/* A copy of a node that is complete, at `at`. */
kuril_status builder_copy(builder *b, mark at, const kuril_node *node);

bool builder_in_object(const builder *b);
/* The whole tree is there: its root becomes the document's. */
void builder_done(builder *b);

kuril_status builder_fail(const builder *b, mark at, const char *format, ...) G_GNUC_PRINTF(3, 4);

kuril_status kuril_document_build_json(builder *b, const char *text, size_t length);
kuril_status kuril_document_build_yaml(builder *b, const char *text, size_t length);

#endif
