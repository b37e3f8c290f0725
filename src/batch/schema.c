#include "batch/schema.h"

#include "map/schema.h"

/* What a map entry has beside the map's settings. */
static const char entry_members[] =
    "    \"name\": {\"description\": \"of its files, without ending\", \"type\": \"string\"},\n"
    "    \"caption\": {\"$ref\": \"#/$defs/words\"},\n"
    "    \"formats\": {\"$ref\": \"#/$defs/formats\"},\n";

static const char each_members[] =
    "    \"dataset\": {\"description\": \"one map for each of its features\", \"type\": \"string\"},\n"
    "    \"where\": {\"description\": \"an SQL condition on its fields\", \"type\": \"string\"},\n"
    "    \"sort-by\": {\"description\": \"a field; with a minus, from the greatest down\", \"type\": \"string\"},\n"
    "    \"limit\": {\"type\": \"integer\", \"minimum\": 1},\n"
    "    \"fit\": {\"description\": \"show each feature with a margin\", \"type\": \"boolean\"},\n"
    "    \"margin\": {\"description\": \"a length or a share, as 20km or 15%\", \"type\": \"string\"},\n"
    "    \"least-width\": {\"description\": \"a length\", \"type\": \"string\"},\n";

static const char head[] =
    "{\n"
    "  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
    "  \"title\": \"kurilmap report\",\n"
    "  \"description\": \"Every picture and table of a report. Made by the program.\",\n"
    "  \"type\": \"object\",\n"
    "  \"additionalProperties\": false,\n"
    "  \"properties\": {\n"
    "    \"$schema\": {\"type\": \"string\"},\n"
    "    \"title\": {\"$ref\": \"#/$defs/words\"},\n"
    "    \"subtitle\": {\"$ref\": \"#/$defs/words\"},\n"
    "    \"author\": {\"type\": \"string\"},\n"
    "    \"lang\": {\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"array\", \"items\": {\"enum\": [\"en\", \"ja\", "
    "\"ru\", \"zh\", \"zh-Hans\", \"zh-Hant\"]}, \"minItems\": 1}]},\n"
    "    \"include\": {\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"array\", \"items\": {\"type\": "
    "\"string\"}}]},\n"
    "    \"defaults\": {\"$ref\": \"#/$defs/defaults\"},\n"
    "    \"maps\": {\"anyOf\": [{\"$ref\": \"#/$defs/map\"}, {\"type\": \"array\", \"items\": {\"$ref\": "
    "\"#/$defs/map\"}}]},\n"
    "    \"for-each\": {\"anyOf\": [{\"$ref\": \"#/$defs/each\"}, {\"type\": \"array\", \"items\": {\"$ref\": "
    "\"#/$defs/each\"}}]},\n"
    "    \"tables\": {\"anyOf\": [{\"$ref\": \"#/$defs/table\"}, {\"type\": \"array\", \"items\": {\"$ref\": "
    "\"#/$defs/table\"}}]},\n"
    "    \"outputs\": {\"type\": \"object\", \"additionalProperties\": false, \"properties\": {\n"
    "      \"folder\": {\"type\": \"string\"}, \"formats\": {\"$ref\": \"#/$defs/formats\"},\n"
    "      \"atlas\": {\"type\": \"string\", \"pattern\": \"\\\\.pdf$\"}, \"html\": {\"type\": \"string\", "
    "\"pattern\": \"\\\\.html$\"}}}\n"
    "  },\n"
    "  \"$defs\": {\n";

static const char table[] =
    "    \"points\": {\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"array\", \"items\": {\"type\": \"string\"}}]},\n"
    "    \"formats\": {\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"array\", \"items\": {\"type\": "
    "\"string\"}}]},\n"
    "    \"table\": {\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"name\"],\n"
    "      \"oneOf\": [{\"required\": [\"distance\"]}, {\"required\": [\"matrix\"]}, {\"required\": [\"near\"]}],\n"
    "      \"properties\": {\n"
    "      \"name\": {\"type\": \"string\"}, \"title\": {\"$ref\": \"#/$defs/words\"}, \"caption\": {\"$ref\": "
    "\"#/$defs/words\"},\n"
    "      \"formats\": {\"$ref\": \"#/$defs/formats\"}, \"unit\": {\"enum\": [\"km\", \"nmi\", \"M\", \"mi\", "
    "\"m\"]},\n"
    "      \"distance\": {\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"from\", \"to\"],\n"
    "        \"properties\": {\"from\": {\"$ref\": \"#/$defs/points\"}, \"to\": {\"$ref\": \"#/$defs/points\"}}},\n"
    "      \"matrix\": {\"$ref\": \"#/$defs/points\"},\n"
    "      \"near\": {\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"place\", \"within\"],\n"
    "        \"properties\": {\"place\": {\"type\": \"string\"}, \"within\": {\"type\": \"string\"}, \"kind\": "
    "{\"type\": "
    "\"string\"}}}\n"
    "    }},\n";

static void put_map(FILE *to, const char *name, const char *members)
{
    fprintf(to, "    \"%s\": {\"type\": \"object\", \"additionalProperties\": false,%s \"properties\": {\n%s", name,
            members == each_members ? " \"required\": [\"dataset\"]," : "",
            members == each_members ? entry_members : "");
    fputs(members, to);
    kuril_map_schema_settings(to);
    fputs("\n    }},\n", to);
}

void kuril_report_schema_print(FILE *to)
{
    fputs(head, to);
    put_map(to, "defaults", "    \"formats\": {\"$ref\": \"#/$defs/formats\"},\n");
    put_map(to, "map", entry_members);
    put_map(to, "each", each_members);
    fputs(table, to);
    kuril_map_schema_definitions(to);
    fputs("\n  }\n}\n", to);
}
