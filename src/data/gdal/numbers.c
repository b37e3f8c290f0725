#include "data/gdal/numbers.h"

void kuril_number_append_none(kuril_number_findings *found, const char *none, size_t line, GString *out)
{
    if (found->odd++ == 0)
        found->odd_line = line;
    found->changed = true;
    g_string_append(out, none);
}
