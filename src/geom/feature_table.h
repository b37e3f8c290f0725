/* Features kept in memory: what the program itself makes (rings, measures) and what it reads whole. */
#ifndef KURIL_GEOM_FEATURE_TABLE_H
#define KURIL_GEOM_FEATURE_TABLE_H

#include "geom/geometry_buffer.h"
#include <kurilmap/value.h>

typedef struct kuril_feature_table kuril_feature_table;

/** An empty table; never NULL. */
kuril_feature_table *kuril_feature_table_new(void);
/** Accepts NULL. */
void kuril_feature_table_free(kuril_feature_table *table);

/**
 * Copies a feature into the table: its geometry, its fields (text, arrays and objects deeply) and its ids.
 */
void kuril_feature_table_add(kuril_feature_table *table, const kuril_feature *feature);

/**
 * As kuril_feature_table_add, of a feature that others' data hold: the table takes as many as KURIL_LIMIT_FEATURES.
 *
 * @param what  the dataset, for the message
 * @retval KURIL_E_DATA  the table is full
 */
kuril_status kuril_feature_table_keep(kuril_feature_table *table, const kuril_feature *feature, const char *what,
                                      kuril_error *error);

size_t kuril_feature_table_count(const kuril_feature_table *table);

/** The i-th feature; borrowed, and dies with the table (later additions leave it valid). */
const kuril_feature *kuril_feature_table_at(const kuril_feature_table *table, size_t i);

#endif
