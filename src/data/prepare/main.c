/* kurilmap-prepare FOLDER FILE...: the prepared copies of embedded layers, made when the program is built. */
#include "data/prepared.h"
#include <glib.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: kurilmap-prepare FOLDER FILE...\n", stderr);
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        kuril_error error = {0};
        const kuril_status status = g_str_has_suffix(argv[i], ".shp") ? kuril_prepare_vector(argv[i], argv[1], &error)
                                                                      : kuril_prepare_raster(argv[i], argv[1], &error);
        if (status != KURIL_OK) {
            fprintf(stderr, "kurilmap-prepare: %s: %s\n", argv[i], error.message);
            return 1;
        }
    }
    return 0;
}
