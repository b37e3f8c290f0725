/* What the measuring commands share: their options, and how lengths and places are shown. */
#ifndef KURIL_CLI_MEASURING_H
#define KURIL_CLI_MEASURING_H

#include "cli/command.h"
#include "cli/table.h"
#include "measure/length_text.h"
#include "measure/subject.h"
#include <glib.h>
#include <kurilmap/dataset.h>

/* Rows of an option table. */
#define KURIL_OPTION_FORMAT                                                                                            \
    {                                                                                                                  \
        "format", 'f', "FORMAT", "text (the default), csv, json, geojson or markdown", KURIL_TABLE_FORMATS,            \
            KURIL_COMPLETE_NOTHING                                                                                     \
    }
#define KURIL_OPTION_TABLE_OUTPUT                                                                                      \
    {                                                                                                                  \
        "output", 'o', "FILE", "write the result to a file, - for standard output", NULL, KURIL_COMPLETE_FILE          \
    }
#define KURIL_OPTION_UNIT                                                                                              \
    {                                                                                                                  \
        "unit", 'u', "UNIT",                                                                                           \
            "unit of lengths in text and on maps: km, nmi (or M), mi or m; without it kilometres with nautical miles beside", \
            "km nmi M mi m", KURIL_COMPLETE_NOTHING                                                                    \
    }
#define KURIL_OPTION_EDGES                                                                                             \
    {                                                                                                                  \
        "edges", 0, "RULE", "how edges of datasets run: geodesic, or planar (straight in longitude and latitude)",     \
            "geodesic planar", KURIL_COMPLETE_NOTHING                                                                  \
    }

#define KURIL_OPTION_MAP                                                                                               \
    {                                                                                                                  \
        "map", 0, "FILE", "also draw the answer: a .png, .pdf or .svg with every line and its length", NULL,           \
            KURIL_COMPLETE_FILE                                                                                        \
    }

/** --unit; NULL when it was not given: kilometres, and nautical miles in a column of their own. */
const kuril_unit *kuril_measuring_unit(const kuril_arguments *arguments);
kuril_edges kuril_measuring_edges(const kuril_arguments *arguments);

/** The two cells for people: in `unit` or kilometres, and in nautical miles when no unit was asked for. */
void kuril_measuring_lengths(kuril_table *table, double metres, const kuril_unit *unit, double accuracy_m);

/** "31°" from any azimuth; caller frees with g_free. NULL for NaN. */
char *kuril_measuring_azimuth(double azi);

/** What holds for every measuring table: ellipsoid, edge rule, units, and the version of the program. */
void kuril_measuring_about(kuril_table *table, kuril_edges edges);

/** A feature of a dataset as a shape, its polygons mended with a warning; caller frees with kuril_shape_free. */
kuril_status kuril_measuring_shape(const kuril_feature *feature, const char *dataset, kuril_edges edges,
                                   const kuril_diagnostics *diagnostics, kuril_shape **shape, kuril_error *error);

/** Datasets with their versions, for JSON, or the table fails; `credits` is added what people are told of them. */
void kuril_measuring_data(kuril_table *table, const char *const *sources, size_t count, GString *credits);

/** Names the datasets that shores are from, with their version, and their accuracy. */
void kuril_measuring_sources(kuril_table *table, const kuril_subject *const *subjects, size_t count);

/** The geodesic between two points for GeoJSON: enough vertices for 10 m, cut at 180 degrees. */
void kuril_measuring_line(kuril_table *table, kuril_lonlat a, kuril_lonlat b);

#endif
