/*
 * A shapefile's parts, in memory: read through GDAL as any dataset, with the text's encoding found. The input is the
 * .shp, .dbf, .shx, .prj and .cpg one after another, each behind its length in three bytes, least first; a length of
 * zero leaves the part out.
 */
#include "in_memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const parts[] = {"fuzz.shp", "fuzz.dbf", "fuzz.shx", "fuzz.prj", "fuzz.cpg"};
    for (size_t i = 0; i < G_N_ELEMENTS(parts) && size >= 3; i++) {
        const size_t stated = data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16;
        const size_t length = MIN(stated, size - 3);
        if (length)
            memory_put(parts[i], data + 3, length);
        data += 3 + length;
        size -= 3 + length;
    }
    memory_read("fuzz.shp");
    memory_clear();
    return 0;
}
