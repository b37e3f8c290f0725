/* GeoJSON: by our own reader, and the same bytes through GDAL's drivers for JSON. */
#include "data/geojson.h"
#include "in_memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_ourselves(const uint8_t *data, size_t size)
{
    const kuril_document_limits limits = {.nodes = 50000};
    kuril_document *document = NULL;
    if (kuril_document_parse("fuzz.json", size ? (const char *)data : "", size, &limits, &document, NULL) != KURIL_OK)
        return;
    kuril_dataset *dataset = NULL;
    const kuril_node *root = kuril_document_root(document);
    if (kuril_geojson_is(root) && kuril_dataset_open_node(root, "fuzz", NULL, &dataset, NULL) == KURIL_OK) {
        const kuril_feature *feature = NULL;
        if (kuril_dataset_select(dataset, NULL, NULL) == KURIL_OK) {
            while (kuril_dataset_next(dataset, &feature, NULL) == KURIL_OK && feature)
                memory_check_feature(feature);
        }
        kuril_dataset_close(dataset);
    }
    kuril_document_free(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_ourselves(data, size);
    memory_put("fuzz.json", data, size);
    memory_read("fuzz.json");
    memory_clear();
    return 0;
}
