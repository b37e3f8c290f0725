/* A tool of the build: writes the manual pages, completions and schemas into a folder. */
#include "batch/schema.h"
#include "cli/manual.h"
#include "map/schema.h"
#include <glib.h>
#include <stdlib.h>

static FILE *open_in(const char *folder, const char *name)
{
    char *path = g_build_filename(folder, name, NULL);
    FILE *file = fopen(path, "w");
    if (!file) {
        fprintf(stderr, "cannot write '%s'\n", path);
        exit(1);
    }
    g_free(path);
    return file;
}

static void close_or_fail(FILE *file)
{
    const int bad = ferror(file);
    if (fclose(file) != 0 || bad)
        exit(1);
}

static void write_manual(const char *folder, const kuril_command *command)
{
    char *name = command ? g_strdup_printf("kurilmap-%s.1", command->name) : g_strdup("kurilmap.1");
    FILE *to = open_in(folder, name);
    kuril_manual_print(command, to);
    close_or_fail(to);
    g_free(name);
}

static void write_file(const char *folder, const char *name, void (*print)(FILE *to))
{
    FILE *to = open_in(folder, name);
    print(to);
    close_or_fail(to);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    size_t count = 0;
    const kuril_command *const *commands = kuril_commands(&count);
    write_manual(argv[1], NULL);
    for (size_t i = 0; i < count; i++)
        write_manual(argv[1], commands[i]);
    write_file(argv[1], "kurilmap.bash", kuril_completion_bash);
    write_file(argv[1], "_kurilmap", kuril_completion_zsh);
    write_file(argv[1], "kurilmap.fish", kuril_completion_fish);
    write_file(argv[1], "map.schema.json", kuril_map_schema_print);
    write_file(argv[1], "report.schema.json", kuril_report_schema_print);
    return 0;
}
