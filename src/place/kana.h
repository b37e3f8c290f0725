/* Japanese as it is typed: readings in kana, and characters in their older forms. */
#ifndef KURIL_PLACE_KANA_H
#define KURIL_PLACE_KANA_H

/**
 * Latin letters for text in kana of either kind, by Hepburn and without marks for long vowels: "えとろふ" is "etorofu",
 * "しょうわ" is "showa". NULL when any of it is other than kana, spaces and middle dots. Caller frees.
 */
char *kuril_kana_latin(const char *text);

/** Text with the characters of before 1946 as they are written since: 國後 is 国後. Caller frees. */
char *kuril_kanji_modern(const char *text);

#endif
