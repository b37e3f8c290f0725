/* JSON text of a field (a list or an object within a feature) as values. */
#ifndef KURIL_DATA_JSON_VALUE_H
#define KURIL_DATA_JSON_VALUE_H

#include "core/arena.h"
#include <kurilmap/value.h>

/** Parses a whole JSON text, nested at most 64 deep; false when it is none. Everything lives in the arena. */
bool kuril_json_value(const char *text, kuril_arena *arena, kuril_value *value);

#endif
