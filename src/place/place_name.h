/* Names of places, made comparable. */
#ifndef KURIL_PLACE_PLACE_NAME_H
#define KURIL_PLACE_PLACE_NAME_H

#include <stdbool.h>

/** What the generic word in a name says: "Strait", "島", "мыс". */
typedef enum kuril_generic {
    KURIL_GENERIC_NONE,
    KURIL_GENERIC_ISLAND,
    KURIL_GENERIC_STRAIT,
    KURIL_GENERIC_CAPE,
    KURIL_GENERIC_MOUNTAIN,
    KURIL_GENERIC_SEA,
    KURIL_GENERIC_BAY,
    KURIL_GENERIC_BASIN,
    KURIL_GENERIC_TRENCH
} kuril_generic;

/** A name made comparable. */
typedef struct kuril_name_key {
    char *full; /* folded */
    char *base; /* folded, without generic words; equal to full when nothing would be left */
    kuril_generic generic;
} kuril_name_key;

void kuril_name_key_init(kuril_name_key *key, const char *name);
void kuril_name_key_finish(kuril_name_key *key);

/** The generic that places of a kind have. */
kuril_generic kuril_generic_of_kind(const char *kind);

/**
 * Variants of a name with brackets or a comma: "Vries (Friza) Strait" gives "Vries Strait" and "Friza Strait",
 * "Bastion, Iturup" gives "Bastion". NULL-terminated, without the name itself; caller frees with g_strfreev.
 */
char **kuril_name_variants(const char *name);

#endif
