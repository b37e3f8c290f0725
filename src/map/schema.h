/* The JSON Schema of map documents, printed from the table of settings; editors complete from it. */
#ifndef KURIL_MAP_SCHEMA_H
#define KURIL_MAP_SCHEMA_H

#include <stdio.h>

/** Prints the schema (2020-12); styles/schema/map.schema.json is a copy, which a test compares. */
void kuril_map_schema_print(FILE *to);

/** Its parts, for the report's schema: the members of "properties", and of "$defs". */
void kuril_map_schema_settings(FILE *to);
void kuril_map_schema_definitions(FILE *to);

#endif
