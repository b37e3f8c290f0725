/* A report's plan: every picture and table that a manifest asks for, each with all that is needed to make it. */
#ifndef KURIL_BATCH_REPORT_H
#define KURIL_BATCH_REPORT_H

#include <glib.h>
#include <kurilmap/map.h>

typedef enum kuril_job_kind { KURIL_JOB_MAP, KURIL_JOB_TABLE } kuril_job_kind;

/** Forms of a table, as bits of kuril_job.formats; those of a map are 1 << kuril_format. */
typedef enum kuril_table_form {
    KURIL_TABLE_CSV,
    KURIL_TABLE_MARKDOWN,
    KURIL_TABLE_JSON,
    KURIL_TABLE_FORM_COUNT
} kuril_table_form;

/** Texts per language that are owned; NULL where not said. */
typedef struct kuril_owned_words {
    char *in[KURIL_LANGUAGE_COUNT];
} kuril_owned_words;

/** One picture or table. */
typedef struct kuril_job {
    kuril_job_kind kind;
    char *name;  /**< of its files, without ending: safe, and the report's only one */
    char *asked; /**< the name that the manifest gives, which `name` was made from */
    char *spec;  /**< what to make: a map document, or a table's definition, as JSON that needs no other file's text */
    char *dataset; /**< whose feature it is of, as for-each names it; NULL: of none */
    unsigned formats;
    kuril_owned_words title, caption, description;
    char *file; /**< of the manifest entry */
    int line, column;
} kuril_job;

/** A report. */
typedef struct kuril_batch {
    char *file;
    char *folder; /**< that the manifest names for its outputs; NULL: none */
    char *author;
    kuril_owned_words title, subtitle;
    kuril_language languages[KURIL_LANGUAGE_COUNT];
    size_t n_languages;
    char *atlas, *html; /**< file names of the collections; NULL: not wanted */
    GPtrArray *jobs;    /**< of kuril_job, in the report's order */
} kuril_batch;

kuril_batch *kuril_batch_new(const char *file);
/** Accepts NULL. */
void kuril_batch_free(kuril_batch *report);

/** An empty job, added to the report. */
kuril_job *kuril_batch_add(kuril_batch *report, kuril_job_kind kind);

const kuril_job *kuril_batch_job(const kuril_batch *report, size_t i);

/** "figure.png", "distances.md": the files of a job, NULL-terminated; free with g_strfreev. */
char **kuril_job_files(const kuril_job *job);

/** Sets owned words from borrowed ones. */
void kuril_owned_words_set(kuril_owned_words *words, const kuril_words *from);

/** The text in the first of the report's languages that has it, else in any; "" when none is said. */
const char *kuril_batch_words(const kuril_batch *report, const kuril_owned_words *words);

/** The ending of a table's file: "csv", "md", "json". */
const char *kuril_table_form_ending(kuril_table_form form);

/** The whole plan as JSON, and read back: how a child process that read the manifest hands it over. */
void kuril_batch_write(const kuril_batch *report, GString *text);
kuril_status kuril_batch_parse(const char *text, size_t length, kuril_batch **report, kuril_error *error);

#endif
