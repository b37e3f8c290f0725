/* The settings of a map: one table that documents, the command line, the manual and the schema are read from. */
#ifndef KURIL_MAP_SETTINGS_H
#define KURIL_MAP_SETTINGS_H

#include <kurilmap/map.h>

/** What a setting looks like in a document. Each comes down to the texts that kuril_map_set takes. */
typedef enum kuril_setting_form {
    KURIL_SETTING_TEXT,   /**< one scalar */
    KURIL_SETTING_WORDS,  /**< one text, or an object with a text per language */
    KURIL_SETTING_JOINED, /**< one text with commas, or an array of its pieces */
    KURIL_SETTING_PAIRS,  /**< an object: each member is the text "key=value" */
    KURIL_SETTING_LIST    /**< one entry or an array; an entry is a text, or an object with `parts` and extras */
} kuril_setting_form;

enum { KURIL_SETTING_PARTS = 2, KURIL_SETTING_DETAILS = 4 };

/** One setting. */
typedef struct kuril_setting {
    const char *name;
    kuril_setting_form form;
    const char *value;                      /**< what the command line takes, for the manual: "WIDTHxHEIGHT" */
    const char *help;                       /**< one sentence without its full stop */
    const char *words;                      /**< the words it takes, space between; NULL when it is not a choice */
    const char *parts[KURIL_SETTING_PARTS]; /**< LIST: members that, joined by ':', make an entry's text */
    bool has_label;                         /**< LIST: an entry may have one */
    const char *details[KURIL_SETTING_DETAILS]; /**< LIST: scalars that an entry may also have */
    kuril_status (*set)(kuril_map *map, const char *text, kuril_error *error);
} kuril_setting;

/** All settings, in the manual's order. */
const kuril_setting *kuril_settings(size_t *count);

/** The setting of that name, or NULL. */
const kuril_setting *kuril_setting_find(const char *name);

/** Settings that exclude each other where one hand gives both: ways to say what is shown. The last has NULL. */
typedef struct kuril_setting_pair {
    const char *a, *b;
} kuril_setting_pair;
extern const kuril_setting_pair kuril_settings_apart[];

/** Fails when a list would have more entries than the limit `entries` allows. */
kuril_status kuril_setting_check_count(const char *setting, double count, kuril_error *error);

/** The label of the entry that a LIST setting took last. */
void kuril_setting_label(kuril_map *map, const kuril_setting *setting, const kuril_words *label);

/** A detail of that entry, by its name. @retval KURIL_E_ARGUMENT a text that it does not take */
kuril_status kuril_setting_detail(kuril_map *map, const kuril_setting *setting, const char *detail, const char *text,
                                  kuril_error *error);

/** Sets a WORDS setting; texts are copied. Those left NULL keep what they were. */
void kuril_setting_words(kuril_map *map, const kuril_setting *setting, const kuril_words *words);

/** Where the settings that follow come from: kept with list entries and with places, for later messages. */
void kuril_map_set_source(kuril_map *map, const char *file, int line, int column);

/**
 * Gives an error of a setting's value that has no line of its own the place where the setting stands; a file that it is
 * about stays in the message. Nothing for a setting of the command line, nor for an error of the machine or an output.
 */
void kuril_error_from(kuril_error *error, const kuril_source_place *from);

/** The folder that relative paths of the settings that follow are joined to; NULL: none. */
void kuril_map_set_folder(kuril_map *map, const char *folder);

/** A path of the settings that follow, joined to that folder unless it is absolute; lives as long as the map. */
const char *kuril_map_path(kuril_map *map, const char *text);

/**
 * Whether a dataset or file of this name may be read: always where the command line names it, by
 * kuril_source_name_check where a document does.
 */
kuril_status kuril_map_may_read(const kuril_map *map, const char *name, kuril_error *error);

/** A copy of a text that lives as long as the map. */
const char *kuril_map_text(kuril_map *map, const char *text);

#endif
