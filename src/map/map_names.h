/* The words that stand for a map's choices, and finding a choice by its word. */
#ifndef KURIL_MAP_NAMES_H
#define KURIL_MAP_NAMES_H

#include <glib.h>
#include <kurilmap/map.h>

/**
 * The word's index among `words`.
 *
 * @param what  names the choice in the error: "worldview"
 * @retval KURIL_E_ARGUMENT  none of them; the message names the nearest, or all where none is near
 */
kuril_status kuril_choose(const char *what, const char *text, const char *const *words, size_t count, size_t *choice,
                          kuril_error *error);

kuril_status kuril_format_find(const char *text, kuril_format *format, kuril_error *error);
kuril_status kuril_language_find(const char *text, kuril_language *language, kuril_error *error);
kuril_status kuril_worldview_find(const char *text, kuril_worldview *worldview, kuril_error *error);
kuril_status kuril_furniture_find(const char *text, kuril_furniture *piece, kuril_error *error);

/** The format that a path's ending names, whatever its case; false when it names none. */
bool kuril_format_of_path(const char *path, kuril_format *format);

/** The language of a map that letters are shaped for, BCP 47: its code, of Chinese "zh-Hans" or "zh-Hant". */
const char *kuril_letter_language(const kuril_map *map, size_t which);

#endif
