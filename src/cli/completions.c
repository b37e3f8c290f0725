/* Completions for the shells. Views, styles and places are asked of the program when the shell completes. */
#include "cli/manual.h"

#include <glib.h>
#include <string.h>

/* A text inside single quotes of a shell. */
static void put_quoted(FILE *to, const char *text)
{
    fputc('\'', to);
    for (const char *p = text; *p; p++) {
        if (*p == '\'')
            fputs("'\\''", to);
        else
            fputc(*p, to);
    }
    fputc('\'', to);
}

static const char *list_of(kuril_completes completes)
{
    switch (completes) {
    case KURIL_COMPLETE_VIEW:
        return "views";
    case KURIL_COMPLETE_STYLE:
        return "styles";
    case KURIL_COMPLETE_PLACE:
        return "places";
    case KURIL_COMPLETE_NOTHING:
    case KURIL_COMPLETE_FILE:
    case KURIL_COMPLETE_FOLDER:
        break;
    }
    return NULL;
}

static bool takes_files(kuril_completes completes)
{
    return completes == KURIL_COMPLETE_FILE || completes == KURIL_COMPLETE_VIEW || completes == KURIL_COMPLETE_STYLE;
}

/* bash: the words for one option's value, or for a command's words. */
static void bash_compgen(FILE *to, const char *words, kuril_completes completes)
{
    const char *list = list_of(completes);
    fputs("COMPREPLY=($(compgen", to);
    if (takes_files(completes))
        fputs(" -f", to);
    if (completes == KURIL_COMPLETE_FOLDER)
        fputs(" -d", to);
    if (list)
        fprintf(to, " -W \"$(kurilmap list %s --format ids 2>/dev/null)\"", list);
    else if (words)
        fprintf(to, " -W \"%s\"", words);
    fputs(" -- \"$cur\"))", to);
}

static void bash_command(FILE *to, const kuril_command *command)
{
    const size_t count = kuril_command_option_count(command);
    fprintf(to, "    %s)\n      case \"$prev\" in\n", command->name);
    for (size_t i = 0; i < count; i++) {
        const kuril_option o = kuril_command_option(command, i);
        if (!o.value)
            continue;
        fprintf(to, "        --%s", o.name);
        if (o.letter)
            fprintf(to, "|-%c", o.letter);
        fputs(") ", to);
        bash_compgen(to, o.words, o.completes);
        fputs("; return ;;\n", to);
    }
    fputs("      esac\n      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W \"", to);
    for (size_t i = 0; i < count; i++)
        fprintf(to, "%s--%s", i ? " " : "", kuril_command_option(command, i).name);
    fputs("\" -- \"$cur\")); return; fi\n      ", to);
    bash_compgen(to, command->word_choices, command->completes);
    fputs(" ;;\n", to);
}

void kuril_completion_bash(FILE *to)
{
    size_t count = 0;
    const kuril_command *const *commands = kuril_commands(&count);
    fputs("# bash completion for kurilmap; made from the program's own tables\n"
          "_kurilmap() {\n"
          "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= word\n"
          "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
          "    [[ $word == -* ]] || { command=$word; break; }\n"
          "  done\n"
          "  COMPREPLY=()\n"
          "  case \"$command\" in\n",
          to);
    for (size_t i = 0; i < count; i++)
        bash_command(to, commands[i]);
    fputs("    '') COMPREPLY=($(compgen -W \"", to);
    for (size_t i = 0; i < count; i++)
        fprintf(to, "%s ", commands[i]->name);
    const size_t n_global = kuril_command_option_count(NULL);
    for (size_t i = 0; i < n_global; i++)
        fprintf(to, "--%s%s", kuril_command_option(NULL, i).name, i + 1 < n_global ? " " : "");
    fputs("\" -- \"$cur\")) ;;\n"
          "  esac\n"
          "}\n"
          "complete -o filenames -F _kurilmap kurilmap\n",
          to);
}

/* zsh: the action part of an _arguments specification. */
static void zsh_action(FILE *to, const char *words, kuril_completes completes)
{
    const char *list = list_of(completes);
    if (list && takes_files(completes))
        fprintf(to, "{_alternative \"words:%s:($(kurilmap list %s --format ids 2>/dev/null))\" \"files:file:_files\"}",
                list, list);
    else if (list)
        fprintf(to, "{compadd -- ${(f)\"$(kurilmap list %s --format ids 2>/dev/null)\"}}", list);
    else if (takes_files(completes))
        fputs("_files", to);
    else if (completes == KURIL_COMPLETE_FOLDER)
        fputs("_files -/", to);
    else if (words)
        fprintf(to, "(%s)", words);
}

/* Brackets and colons mean something in a specification. */
static void zsh_text(FILE *to, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '[' || *p == ']' || *p == ':')
            fputc('\\', to);
        if (*p == '\'')
            fputs("'\\''", to);
        else
            fputc(*p, to);
    }
}

static void zsh_option(FILE *to, const kuril_option *o)
{
    fputs("        '*", to);
    fprintf(to, "--%s", o->name);
    fputs(o->value ? "=[" : "[", to);
    zsh_text(to, o->help);
    fputc(']', to);
    if (o->value) {
        fputc(':', to);
        zsh_text(to, o->value);
        fputc(':', to);
        zsh_action(to, o->words, o->completes);
    }
    fputs("' \\\n", to);
}

void kuril_completion_zsh(FILE *to)
{
    size_t count = 0;
    const kuril_command *const *commands = kuril_commands(&count);
    fputs("#compdef kurilmap\n# made from the program's own tables\n"
          "_kurilmap() {\n  local -a commands\n  commands=(\n",
          to);
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "    '%s:", commands[i]->name);
        zsh_text(to, commands[i]->summary);
        fputs("'\n", to);
    }
    fputs("  )\n  if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
          "  local command=$words[2]\n  shift words; (( CURRENT-- ))\n  case $command in\n",
          to);
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "    %s)\n      _arguments -s \\\n", commands[i]->name);
        const size_t n = kuril_command_option_count(commands[i]);
        for (size_t k = 0; k < n; k++) {
            const kuril_option o = kuril_command_option(commands[i], k);
            zsh_option(to, &o);
        }
        fputs("        '*:argument:", to);
        zsh_action(to, commands[i]->word_choices, commands[i]->completes);
        fputs("' ;;\n", to);
    }
    fputs("  esac\n}\n_kurilmap \"$@\"\n", to);
}

static void fish_arguments(FILE *to, const char *words, kuril_completes completes)
{
    const char *list = list_of(completes);
    fputs(takes_files(completes) || completes == KURIL_COMPLETE_FOLDER ? " -F" : " -f", to);
    if (list)
        fprintf(to, " -a '(kurilmap list %s --format ids 2>/dev/null)'", list);
    else if (words)
        fprintf(to, " -a '%s'", words);
}

static void fish_option(FILE *to, const kuril_command *command, const kuril_option *o)
{
    fputs("complete -c kurilmap", to);
    if (command)
        fprintf(to, " -n '__fish_seen_subcommand_from %s'", command->name);
    fprintf(to, " -l %s", o->name);
    if (o->letter)
        fprintf(to, " -s %c", o->letter);
    if (o->value) {
        fputs(" -r", to);
        fish_arguments(to, o->words, o->completes);
    }
    fputs(" -d ", to);
    put_quoted(to, o->help);
    fputc('\n', to);
}

void kuril_completion_fish(FILE *to)
{
    size_t count = 0, n_global = 0;
    const kuril_command *const *commands = kuril_commands(&count);
    kuril_global_options(&n_global);
    fputs("# fish completion for kurilmap; made from the program's own tables\ncomplete -c kurilmap -f\n", to);
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "complete -c kurilmap -n __fish_use_subcommand -a %s -d ", commands[i]->name);
        put_quoted(to, commands[i]->summary);
        fputc('\n', to);
    }
    for (size_t i = 0; i < n_global; i++) {
        const kuril_option o = kuril_command_option(NULL, i);
        fish_option(to, NULL, &o);
    }
    for (size_t i = 0; i < count; i++) {
        const kuril_command *c = commands[i];
        fprintf(to, "complete -c kurilmap -n '__fish_seen_subcommand_from %s'", c->name);
        fish_arguments(to, c->word_choices, c->completes);
        fputc('\n', to);
        const size_t n = kuril_command_option_count(c) - n_global;
        for (size_t k = 0; k < n; k++) {
            const kuril_option o = kuril_command_option(c, k);
            fish_option(to, c, &o);
        }
    }
}
