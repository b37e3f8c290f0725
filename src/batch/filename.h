/* File names from names in any script. */
#ifndef KURIL_BATCH_FILENAME_H
#define KURIL_BATCH_FILENAME_H

#include <glib.h>

/**
 * A name that is one component of a path everywhere: NFC, without separators, control characters, or what Windows
 * refuses; no leading or trailing dots and spaces; at most 100 bytes, cut at a character. Never empty ("unnamed").
 * Caller frees with g_free.
 */
char *kuril_filename_safe(const char *name);

/**
 * As kuril_filename_safe, and distinct from all in `taken` even where case does not count: "-2", "-3" ... is added.
 * The name is added to `taken`, from g_free'd texts to the next number to try
 * (g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)).
 */
char *kuril_filename_unique(const char *name, GHashTable *taken);

/** False when the name, made safe, is in `taken` already; adds it when not. */
gboolean kuril_filename_take(const char *name, GHashTable *taken);

#endif
