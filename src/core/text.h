/* UTF-8 text: cleaning for messages, folding for comparison, and the nearest of several words. */
#ifndef KURIL_CORE_TEXT_H
#define KURIL_CORE_TEXT_H

#include <stddef.h>

/**
 * Copies text for a message: invalid UTF-8 becomes U+FFFD, control characters and bidirectional overrides '?', and
 * what does not fit is cut at a character. Always terminates `out`, of `size` bytes (at least 1).
 */
void kuril_text_clean(const char *text, char *out, size_t size);

/**
 * Text as it may stand in a picture, a page or its metadata: invalid UTF-8 becomes U+FFFD; control characters but line
 * ends and tabs, and what is no character, which no XML can hold, are dropped. Caller frees with g_free.
 */
char *kuril_text_plain(const char *text);

/** As kuril_text_clean, of text of any length whose line ends stay. Caller frees with g_free. */
char *kuril_text_lines_clean(const char *text);

/**
 * Folds text for comparison: case, diacritics, width and runs of spaces, hyphens and apostrophes do not count
 * ("Kunashiri-tō" and "kunashiri to" are equal). Caller frees with g_free. Invalid UTF-8 is replaced first.
 */
char *kuril_text_fold(const char *text);

/** Edit distance in characters (insertions, deletions, changes, swaps of neighbours), of folded text. */
size_t kuril_text_distance(const char *a, const char *b);

/**
 * The word of `words` nearest to `word`, or NULL when none is near enough to suggest (a third of its length, at
 * least one edit), or when it is longer than 200 bytes. `words` has `count` entries.
 */
const char *kuril_text_nearest(const char *word, const char *const *words, size_t count);

#endif
