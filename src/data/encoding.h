/* Text encodings of datasets: names of code pages, guessing one from bytes, and turning text into valid UTF-8. */
#ifndef KURIL_DATA_ENCODING_H
#define KURIL_DATA_ENCODING_H

#include <glib.h>
#include <stdbool.h>

#define KURIL_ENCODING "KURILMAP_ENCODING"

/**
 * What the user says of all text that could be in any encoding, and of which a dataset's own name says nothing: the
 * environment's KURILMAP_ENCODING, which the program's --encoding fills. NULL when nothing is said.
 */
const char *kuril_encoding_said(void);

/**
 * The name that iconv knows an encoding by, from what people and .cpg files write ("1252", "cp932", "ANSI 1251",
 * "Shift_JIS", "UTF8", "65001", "LDID/201", with blanks, line ends or a byte order mark). Caller frees with g_free.
 * NULL when it is none.
 */
char *kuril_encoding_canonical(const char *text);

/** The encoding of a .dbf's language byte; NULL when the byte says nothing. Source: dBASE and ESRI code page lists. */
const char *kuril_encoding_of_ldid(unsigned char ldid);

/** Whether a text is UTF-8, apart from a character torn at its end when `torn` is allowed. ASCII is UTF-8. */
bool kuril_encoding_is_utf8(const char *text, bool torn);

bool kuril_encoding_is_ascii(const char *text);

/**
 * Guesses the encoding of texts (zero-terminated, those of plain ASCII do not matter): UTF-8, CP932, EUC-JP, GBK,
 * BIG5, CP949, CP1251, CP866, KOI8-R, ISO-8859-5, MAC-CYRILLIC, CP1253, CP1250 or CP1252. Never NULL; "UTF-8" when all are ASCII.
 *
 * @param[out] rival  another encoding by which the texts read nearly as well, so that the guess is unsure; NULL when
 *                    there is none. May be NULL
 */
const char *kuril_encoding_detect(const char *const *texts, size_t count, const char **rival);

/**
 * Whether texts said to be in one encoding read so much better in another, the guessed one, that the word is doubtful.
 */
bool kuril_encoding_is_doubtful(const char *said, const char *guessed, const char *const *texts, size_t count);

/** What kuril_encoding_to_utf8 met. */
typedef enum kuril_encoding_fault { KURIL_ENCODING_GOOD, KURIL_ENCODING_TORN, KURIL_ENCODING_INVALID } kuril_encoding_fault;

/**
 * Appends a text as valid UTF-8: bytes that mean nothing become U+FFFD, a character torn at the end is dropped.
 * `converter` is from g_iconv_open("UTF-8", ...), or NULL for text that ought to be UTF-8.
 */
kuril_encoding_fault kuril_encoding_to_utf8(GIConv converter, const char *text, GString *out);

#endif
