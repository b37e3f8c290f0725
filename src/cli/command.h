/* A command of the program: one table gives its parsing, --help, manual page and completions. */
#ifndef KURIL_CLI_COMMAND_H
#define KURIL_CLI_COMMAND_H

#include "cli/console.h"
#include <kurilmap/status.h>

/** What a shell completes a value with, besides the option's own words. */
typedef enum kuril_completes {
    KURIL_COMPLETE_NOTHING,
    KURIL_COMPLETE_FILE,
    KURIL_COMPLETE_FOLDER,
    KURIL_COMPLETE_VIEW,  /**< views, and files */
    KURIL_COMPLETE_PLACE, /**< ids of places */
    KURIL_COMPLETE_STYLE  /**< names of styles, and files */
} kuril_completes;

/** One option. */
typedef struct kuril_option {
    const char *name;  /**< without dashes */
    char letter;       /**< 0: none */
    const char *value; /**< what stands for the value in the manual; NULL: a switch */
    const char *help;  /**< one sentence without its full stop */
    const char *words; /**< the words it takes, space between; any other is refused. NULL: any text */
    kuril_completes completes;
} kuril_option;

/** One option as it was given. */
typedef struct kuril_given {
    const char *name;  /**< the option's */
    const char *value; /**< NULL for a switch */
} kuril_given;

/** A command line, taken apart. Texts are borrowed from argv. */
typedef struct kuril_arguments {
    const kuril_given *given; /**< in the order of the command line, shape [n_given] */
    size_t n_given;
    const char *const *words; /**< what is no option, shape [n_words] */
    size_t n_words;
} kuril_arguments;

typedef struct kuril_command kuril_command;
struct kuril_command {
    const char *name;
    const char *synopsis;    /**< what follows the options: "[VIEW | MAP.yaml]" */
    const char *summary;     /**< one line, no full stop */
    const char *description; /**< paragraphs, an empty line between; for --help and the manual */
    const kuril_option *options;
    size_t n_options;
    bool takes_settings;         /**< also every setting of a map (src/map/settings.h) */
    size_t least, most;          /**< how many words it takes; most SIZE_MAX: any number */
    kuril_completes completes;   /**< its words */
    const char *word_choices;    /**< words its first argument can be, space between; NULL: any */
    const char *const *examples; /**< command lines, then NULL */
    /**
     * Does the work. Results go to stdout, warnings to console->diagnostics.
     * On failure the error is filled; `main` prints it and turns it into the exit code (kuril_exit_code).
     */
    kuril_status (*run)(const kuril_arguments *arguments, kuril_console *console, kuril_error *error);
};

/** All commands, in the order of the manual: the list to add a command to is in commands.c. */
const kuril_command *const *kuril_commands(size_t *count);

/** The command of that name, or NULL. */
const kuril_command *kuril_command_find(const char *name);

/** Options that every command takes: --help, --version, --quiet, --strict, --log-format, ... */
const kuril_option *kuril_global_options(size_t *count);

/** How many options a command has with the settings it takes, and each of them; `command` NULL: the global ones. */
size_t kuril_command_option_count(const kuril_command *command);
kuril_option kuril_command_option(const kuril_command *command, size_t index);

/** The value given last for an option, NULL when it was not given (or is a switch: use kuril_arguments_has). */
const char *kuril_arguments_value(const kuril_arguments *arguments, const char *option);
bool kuril_arguments_has(const kuril_arguments *arguments, const char *option);

#endif
