#include <kurilmap/value.h>
#include <string.h>

const kuril_value *kuril_feature_get(const kuril_feature *feature, const char *name)
{
    for (size_t i = 0; i < feature->n_fields; i++)
        if (strcmp(feature->fields[i].name, name) == 0)
            return &feature->fields[i].value;
    return NULL;
}
