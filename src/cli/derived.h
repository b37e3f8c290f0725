/* What buffer and median share: their options, and writing what they derive as a dataset. */
#ifndef KURIL_CLI_DERIVED_H
#define KURIL_CLI_DERIVED_H

#include "cli/measuring.h"
#include "geom/feature_table.h"

/** Rows of an option table. */
#define KURIL_OPTION_DATASET_OUTPUT                                                                                    \
    {                                                                                                                  \
        "output", 'o', "FILE",                                                                                         \
            "the dataset to write: .geojson .gpkg .shp .fgb ...; - for GeoJSON on standard output", NULL,              \
            KURIL_COMPLETE_FILE                                                                                        \
    }
#define KURIL_OPTION_TOLERANCE                                                                                         \
    {                                                                                                                  \
        "tolerance", 0, "LENGTH", "how far the line may stray from the true one; 1m", NULL, KURIL_COMPLETE_NOTHING     \
    }

/** An option's length in metres within a range; `metres` is left alone when it was not given. */
kuril_status kuril_derived_length(const kuril_arguments *arguments, const char *option, double least_m, double most_m,
                                  double *metres, kuril_error *error);

/** --tolerance; 1 m. */
kuril_status kuril_derived_tolerance(const kuril_arguments *arguments, double *metres, kuril_error *error);

kuril_member kuril_derived_text(const char *name, const char *text);
kuril_member kuril_derived_number(const char *name, double number);

/** Writes features, all with the same fields, to --output or as GeoJSON to standard output. */
kuril_status kuril_derived_write(const kuril_feature_table *features, const char *layer, const kuril_arguments *arguments,
                                 const kuril_console *console, kuril_error *error);

#endif
