/* Upper and lower case, by Unicode's rules and never by the machine's settings. */
#ifndef KURIL_STYLE_LETTER_CASE_H
#define KURIL_STYLE_LETTER_CASE_H

/**
 * A text in capitals or in small letters, as a language writes them: Turkish has İ over i, Greek capitals have no
 * accents. Caller frees with g_free.
 *
 * @param[in] text      UTF-8; what is invalid stays as it is
 * @param[in] language  BCP 47, such as "tr"; "" for the rules of no language
 */
char *kuril_upper_case(const char *text, const char *language);
char *kuril_lower_case(const char *text, const char *language);

#endif
