#include "cli/arguments.h"

#include "core/diagnostics.h"
#include "core/text.h"
#include "map/map_names.h"
#include <string.h>

static bool find_long(const kuril_command *command, const char *name, size_t length, kuril_option *option)
{
    const size_t count = kuril_command_option_count(command);
    for (size_t i = 0; i < count; i++) {
        *option = kuril_command_option(command, i);
        if (strlen(option->name) == length && memcmp(option->name, name, length) == 0)
            return true;
    }
    return false;
}

static bool find_letter(const kuril_command *command, char letter, kuril_option *option)
{
    const size_t count = kuril_command_option_count(command);
    for (size_t i = 0; i < count; i++) {
        *option = kuril_command_option(command, i);
        if (option->letter == letter)
            return true;
    }
    return false;
}

static kuril_status fail_unknown(const kuril_command *command, const char *what, kuril_error *error)
{
    const size_t count = kuril_command_option_count(command);
    const char **names = g_new(const char *, count);
    for (size_t i = 0; i < count; i++)
        names[i] = kuril_command_option(command, i).name;
    const char *nearest = g_str_has_prefix(what, "--") ? kuril_text_nearest(what + 2, names, count) : NULL;
    g_free(names);
    if (nearest)
        return kuril_fail(error, KURIL_E_ARGUMENT, "unknown option '%s': did you mean '--%s'?", what, nearest);
    return kuril_fail(error, KURIL_E_ARGUMENT, "unknown option '%s': see 'kurilmap %s%s--help'", what,
                      command ? command->name : "", command ? " " : "");
}

/* A value that is a choice must be one of the words. */
static kuril_status check_choice(const kuril_option *option, const char *value, kuril_error *error)
{
    if (!option->words)
        return KURIL_OK;
    char **words = g_strsplit(option->words, " ", -1);
    size_t choice = 0;
    char *what = g_strdup_printf("--%s", option->name);
    const kuril_status status =
        kuril_choose(what, value, (const char *const *)words, g_strv_length(words), &choice, error);
    g_free(what);
    g_strfreev(words);
    return status;
}

/* Takes the option at argv[*i], whose value is `attached` or the next argument. */
static kuril_status take(const kuril_option *option, const char *attached, int argc, char **argv, int *i,
                         kuril_parsed *parsed, kuril_error *error)
{
    kuril_given given = {option->name, NULL};
    if (!option->value) {
        if (attached)
            return kuril_fail(error, KURIL_E_ARGUMENT, "option '--%s' takes no value", option->name);
    } else if (attached) {
        given.value = attached;
    } else if (*i + 1 < argc) {
        given.value = argv[++*i];
    } else {
        return kuril_fail(error, KURIL_E_ARGUMENT, "option '%s' needs a value: %s", argv[*i], option->value);
    }
    const kuril_status status = given.value ? check_choice(option, given.value, error) : KURIL_OK;
    if (status == KURIL_OK)
        g_array_append_val(parsed->given, given);
    return status;
}

static kuril_status take_option(int argc, char **argv, int *i, kuril_parsed *parsed, kuril_error *error)
{
    const char *text = argv[*i];
    kuril_option option;
    if (text[1] == '-') {
        const char *equals = strchr(text, '=');
        const size_t length = equals ? (size_t)(equals - text) - 2 : strlen(text) - 2;
        if (find_long(parsed->command, text + 2, length, &option))
            return take(&option, equals ? equals + 1 : NULL, argc, argv, i, parsed, error);
        char *bare = g_strndup(text, length + 2);
        const kuril_status status = fail_unknown(parsed->command, bare, error);
        g_free(bare);
        return status;
    }
    if (find_letter(parsed->command, text[1], &option))
        return take(&option, text[2] ? text + 2 : NULL, argc, argv, i, parsed, error);
    return fail_unknown(parsed->command, text, error);
}

static kuril_status take_command(const char *name, kuril_parsed *parsed, kuril_error *error)
{
    parsed->command = kuril_command_find(name);
    if (parsed->command)
        return KURIL_OK;
    size_t count = 0;
    const kuril_command *const *commands = kuril_commands(&count);
    const char **names = g_new(const char *, count);
    for (size_t i = 0; i < count; i++)
        names[i] = commands[i]->name;
    size_t choice = 0;
    const kuril_status status = kuril_choose("command", name, names, count, &choice, error);
    g_free(names);
    return status;
}

static bool is_option(const char *text)
{
    return text[0] == '-' && text[1] && !g_ascii_isdigit(text[1]) && text[1] != '.';
}

kuril_status kuril_arguments_parse(int argc, char **argv, kuril_parsed *parsed, kuril_error *error)
{
    *parsed = (kuril_parsed){NULL, g_array_new(FALSE, FALSE, sizeof(kuril_given)),
                             g_array_new(FALSE, FALSE, sizeof(const char *))};
    kuril_status status = KURIL_OK;
    bool only_words = false;
    for (int i = 1; i < argc && status == KURIL_OK; i++) {
        if (!only_words && strcmp(argv[i], "--") == 0) {
            only_words = true;
        } else if (!only_words && is_option(argv[i])) {
            status = take_option(argc, argv, &i, parsed, error);
        } else if (!parsed->command) {
            status = take_command(argv[i], parsed, error);
        } else {
            const char *word = argv[i];
            g_array_append_val(parsed->words, word);
        }
    }
    return status;
}

kuril_status kuril_arguments_check(const kuril_parsed *parsed, kuril_error *error)
{
    const kuril_command *command = parsed->command;
    if (!command)
        return kuril_fail(error, KURIL_E_ARGUMENT, "no command: see 'kurilmap --help'");
    if (parsed->words->len < command->least)
        return kuril_fail(error, KURIL_E_ARGUMENT, "too few arguments: kurilmap %s %s", command->name,
                          command->synopsis);
    if (parsed->words->len > command->most)
        return kuril_fail(error, KURIL_E_ARGUMENT, "one argument too many, '%s': kurilmap %s %s",
                          g_array_index(parsed->words, const char *, command->most), command->name, command->synopsis);
    if (!command->word_choices || parsed->words->len == 0)
        return KURIL_OK;
    char **choices = g_strsplit(command->word_choices, " ", -1);
    size_t choice = 0;
    const kuril_status status = kuril_choose("word", g_array_index(parsed->words, const char *, 0),
                                             (const char *const *)choices, g_strv_length(choices), &choice, error);
    g_strfreev(choices);
    return status;
}

void kuril_parsed_finish(kuril_parsed *parsed)
{
    if (parsed->given)
        g_array_free(parsed->given, TRUE);
    if (parsed->words)
        g_array_free(parsed->words, TRUE);
}

const char *kuril_arguments_value(const kuril_arguments *arguments, const char *option)
{
    for (size_t i = arguments->n_given; i-- > 0;) {
        if (strcmp(arguments->given[i].name, option) == 0)
            return arguments->given[i].value;
    }
    return NULL;
}

bool kuril_arguments_has(const kuril_arguments *arguments, const char *option)
{
    for (size_t i = 0; i < arguments->n_given; i++) {
        if (strcmp(arguments->given[i].name, option) == 0)
            return true;
    }
    return false;
}
