/* A table: values for programs, and how each is shown to people. */
#ifndef KURIL_BATCH_TABLE_ROWS_H
#define KURIL_BATCH_TABLE_ROWS_H

#include "batch/report.h"

/** A cell. Texts are owned. */
typedef struct kuril_cell {
    char *value; /**< for programs: a text, or a number in full precision */
    char *shown; /**< for people */
} kuril_cell;

typedef struct kuril_rows {
    GPtrArray *columns; /**< of kuril_cell *: a name for programs, a heading */
    GArray *texts;      /**< of bool, by column: it holds texts rather than numbers */
    GPtrArray *rows;    /**< of GPtrArray of kuril_cell * */
} kuril_rows;

void kuril_rows_init(kuril_rows *rows);
void kuril_rows_finish(kuril_rows *rows);

/** Adds a column; texts are copied. */
void kuril_rows_column(kuril_rows *rows, const char *name, const char *heading, bool is_text);
/** Begins a row; cells are added to the last. `shown` NULL: as the value. Texts are copied. */
void kuril_rows_begin(kuril_rows *rows);
void kuril_rows_text(kuril_rows *rows, const char *value, const char *shown);
/** A number, and what is shown of it with so many decimals; not finite: empty. */
void kuril_rows_number(kuril_rows *rows, double number, double shown, int decimals);

/** Appends the table in a form: CSV and JSON for programs, Markdown (and "head" and "cells" of JSON) for people. */
void kuril_rows_print(const kuril_rows *rows, kuril_table_form form, GString *out);

#endif
