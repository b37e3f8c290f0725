#include "map/schema.h"

#include "map/settings.h"
#include <glib.h>
#include <string.h>

static void put_text(FILE *to, const char *text)
{
    fputc('"', to);
    for (const char *p = text; *p; p++) {
        if (*p == '"' || *p == '\\')
            fputc('\\', to);
        fputc(*p, to);
    }
    fputc('"', to);
}

static void put_words(FILE *to, const char *words)
{
    char **all = g_strsplit(words, " ", -1);
    fputs("\"enum\": [", to);
    for (size_t i = 0; all[i]; i++) {
        fputs(i ? ", " : "", to);
        put_text(to, all[i]);
    }
    fputc(']', to);
    g_strfreev(all);
}

/* A member of an entry: distances and places are texts, a radius may be several. */
static void put_part(FILE *to, const kuril_setting *setting, size_t part)
{
    put_text(to, setting->parts[part]);
    fputs(part > 0 && strcmp(setting->parts[part], "radius") == 0
              ? ": {\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"array\", \"items\": {\"type\": \"string\"}, "
                "\"minItems\": 1}]}"
              : ": {\"type\": \"string\"}",
          to);
}

static void put_entry(FILE *to, const kuril_setting *setting)
{
    static const char *const switches[] = {"arrows", "mark", NULL};
    fputs(
        "{\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"object\", \"additionalProperties\": false, \"required\": [",
        to);
    for (size_t i = 0; i < KURIL_SETTING_PARTS && setting->parts[i]; i++) {
        fputs(i ? ", " : "", to);
        put_text(to, setting->parts[i]);
    }
    fputs("], \"properties\": {", to);
    for (size_t i = 0; i < KURIL_SETTING_PARTS && setting->parts[i]; i++) {
        fputs(i ? ", " : "", to);
        put_part(to, setting, i);
    }
    if (setting->has_label)
        fputs(", \"label\": {\"$ref\": \"#/$defs/words\"}", to);
    for (size_t i = 0; i < KURIL_SETTING_DETAILS && setting->details[i]; i++)
        fprintf(to, ", \"%s\": {\"type\": \"%s\"}", setting->details[i],
                g_strv_contains(switches, setting->details[i]) ? "boolean" : "string");
    fputs("}}]}", to);
}

static void put_pairs(FILE *to, const kuril_setting *setting)
{
    if (strcmp(setting->name, "furniture") != 0) {
        fputs("\"type\": \"object\", \"additionalProperties\": {\"type\": [\"string\", \"number\", \"boolean\"]}", to);
        return;
    }
    fputs("\"type\": \"object\", \"additionalProperties\": false, \"properties\": {", to);
    for (int i = 0; i < KURIL_FURNITURE_COUNT; i++)
        fprintf(to, "%s\"%s\": {\"$ref\": \"#/$defs/piece\"}", i ? ", " : "", kuril_furniture_name((kuril_furniture)i));
    fputc('}', to);
}

static void put_joined(FILE *to, const kuril_setting *setting)
{
    fputs("\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"array\", \"minItems\": 1, \"items\": {", to);
    if (setting->words)
        put_words(to, setting->words);
    else
        fputs("\"type\": [\"string\", \"number\"]", to);
    fputs("}}]", to);
}

static void put_setting(FILE *to, const kuril_setting *setting)
{
    fputs("    ", to);
    put_text(to, setting->name);
    fputs(": {\n      \"description\": ", to);
    put_text(to, setting->help);
    fputs(",\n      ", to);
    switch (setting->form) {
    case KURIL_SETTING_WORDS:
        fputs("\"$ref\": \"#/$defs/words\"", to);
        break;
    case KURIL_SETTING_TEXT:
        if (setting->words)
            put_words(to, setting->words);
        else
            fputs("\"type\": [\"string\", \"number\"]", to);
        break;
    case KURIL_SETTING_JOINED:
        put_joined(to, setting);
        break;
    case KURIL_SETTING_PAIRS:
        put_pairs(to, setting);
        break;
    case KURIL_SETTING_LIST:
        fputs("\"anyOf\": [\n        ", to);
        put_entry(to, setting);
        fputs(",\n        {\"type\": \"array\", \"items\": ", to);
        put_entry(to, setting);
        fputs("}\n      ]", to);
        break;
    }
    fputs("\n    }", to);
}

void kuril_map_schema_settings(FILE *to)
{
    size_t count = 0;
    const kuril_setting *settings = kuril_settings(&count);
    fputs("    \"view\": {\"description\": \"a built-in view, or the path of a map, to begin with\", "
          "\"type\": \"string\"}",
          to);
    for (size_t i = 0; i < count; i++) {
        fputs(",\n", to);
        put_setting(to, &settings[i]);
    }
}

void kuril_map_schema_definitions(FILE *to)
{
    fputs("    \"words\": {\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"object\", "
          "\"additionalProperties\": false, \"properties\": {",
          to);
    for (int i = 0; i < KURIL_LANGUAGE_COUNT; i++)
        fprintf(to, "%s\"%s\": {\"type\": \"string\"}", i ? ", " : "", kuril_language_code((kuril_language)i));
    fputs("}}]},\n"
          "    \"piece\": {\"anyOf\": [{\"type\": \"boolean\"}, {\"type\": \"string\", \"pattern\": "
          "\"^(auto|on|off|top-left|top-right|bottom-left|bottom-right|zebra|numbered|inset|below)( (auto|on|off|top-left|top-right|"
          "bottom-left|bottom-right|zebra|numbered|inset|below))*$\"}]}",
          to);
}

void kuril_map_schema_print(FILE *to)
{
    fputs("{\n"
          "  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
          "  \"title\": \"kurilmap map\",\n"
          "  \"description\": \"What one picture shows. Made from the program's table of settings.\",\n"
          "  \"type\": \"object\",\n"
          "  \"additionalProperties\": false,\n"
          "  \"properties\": {\n"
          "    \"$schema\": {\"type\": \"string\"},\n",
          to);
    kuril_map_schema_settings(to);
    fputs("\n  },\n  \"$defs\": {\n", to);
    kuril_map_schema_definitions(to);
    fputs("\n  }\n}\n", to);
}
