/* What a way of reading datasets provides: the prepared copies, GDAL's module. */
#ifndef KURIL_DATA_READER_H
#define KURIL_DATA_READER_H

#include "data/where.h"

typedef struct kuril_reader kuril_reader;

typedef struct kuril_reader_query {
    size_t layer; /**< below n_layers */
    const kuril_bbox *bbox;
    const kuril_where *where[2]; /**< conditions, all to hold; NULL when there are fewer */
    bool thin;
    double detail; /**< as kuril_query's; 0 where it does not thin */
    bool geodesic; /**< as kuril_query's */
} kuril_reader_query;

typedef struct kuril_reader_ops {
    void (*close)(kuril_reader *reader);
    /** Starts reading; the caller has zeroed the tally. The query's pointers stay valid until the next select. */
    kuril_status (*select)(kuril_reader *reader, const kuril_reader_query *query, kuril_error *error);
    /** As kuril_dataset_next; counts in the tally. */
    kuril_status (*next)(kuril_reader *reader, const kuril_feature **feature, kuril_error *error);
} kuril_reader_ops;

enum { KURIL_NOTES_MAX = 4, KURIL_NOTE_SIZE = 300 };

/** First member of every reader. */
struct kuril_reader {
    const kuril_reader_ops *ops;
    const kuril_layer *layers;
    size_t n_layers;
    kuril_tally tally;
    /** What the driver said of the first feature with a fault, "" when nothing. */
    char fault_notes[KURIL_FAULT_COUNT][KURIL_NOTE_SIZE];
    /** What else there is to say of this reading (a damaged file, a lying .cpg), each once. */
    char notes[KURIL_NOTES_MAX][KURIL_NOTE_SIZE];
    size_t n_notes;
    char open_note[KURIL_NOTE_SIZE]; /**< what failed when it was opened, "" when nothing; told with the first reading */
    size_t
        n_together; /**< these first layers (KML's folders, tables of a GeoPackage) are read together unless one is named */
    bool lax;           /**< the driver reads JSON that is not valid without a word */
    bool damaged;       /**< the driver failed otherwise than on one feature */
    double extreme[2];  /**< the first coordinates that were out of range, as the dataset gives them */
};

/** A bit for each fault. */
#define KURIL_FAULT_BIT(fault) (1u << (fault))

/** Whether a feature fulfils the query's conditions. */
bool kuril_reader_query_holds(const kuril_reader_query *query, const kuril_feature *feature);

/** Counts a feature with its faults (bits). */
void kuril_reader_count(kuril_reader *reader, int64_t id, unsigned faults, bool used);
/** Adds a note unless it is there already, numbers in it aside. */
void kuril_reader_note(kuril_reader *reader, const char *text);
/** Keeps what the driver said of a fault, the first time. */
void kuril_reader_fault_note(kuril_reader *reader, kuril_fault fault, const char *text);
/**
 * Reports what a finished reading found: a warning for each kind of fault, each note, and, unless `may_be_empty`, for a
 * layer of nothing.
 */
void kuril_reader_report(const kuril_reader *reader, const kuril_layer *layer, const char *file, bool may_be_empty,
                         const kuril_diagnostics *diagnostics);
/** Fails when nothing of a layer could be used, with the reason; KURIL_OK otherwise. */
kuril_status kuril_reader_verdict(const kuril_reader *reader, const kuril_layer *layer, const char *file,
                                  kuril_error *error);

#endif
