/* Comma-separated text: our own reader, then the same bytes as a dataset through GDAL. */
#include "core/csv.h"
#include "in_memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_records(const uint8_t *data, size_t size)
{
    char *text = g_strndup(size ? (const char *)data : "", size), *p = text;
    const char *end = text + strlen(text);
    GPtrArray *fields = g_ptr_array_new();
    int line = 1;
    const char separator = kuril_csv_separator(text);
    while (kuril_csv_next(&p, separator, fields, &line)) {
        for (guint i = 0; i < fields->len; i++) {
            const char *field = fields->pdata[i];
            if (field < text || field + strlen(field) > end)
                __builtin_trap();
        }
    }
    g_ptr_array_free(fields, TRUE);
    g_free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_records(data, size);
    memory_put("fuzz.csv", data, size);
    memory_read("fuzz.csv");
    memory_clear();
    return 0;
}
