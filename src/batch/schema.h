/* The JSON Schema of report manifests; styles/schema/report.schema.json is a copy, which a test compares. */
#ifndef KURIL_BATCH_SCHEMA_H
#define KURIL_BATCH_SCHEMA_H

#include <stdio.h>

void kuril_report_schema_print(FILE *to);

#endif
