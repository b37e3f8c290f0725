/* What the readers of a manifest's parts share. Private to plan*.c and for_each.c. */
#ifndef KURIL_BATCH_PLANNER_H
#define KURIL_BATCH_PLANNER_H

#include "batch/report.h"
#include "batch/template.h"
#include "document/faults.h"
#include "map/map_document.h"
#include <kurilmap/place.h>

/** Members of a map entry that are not the map's own settings. */
#define KURIL_MAP_ENTRY_NAMES "name", "caption", "formats"
/** And those of a `for-each` entry. */
#define KURIL_FOR_EACH_NAMES                                                                                           \
    KURIL_MAP_ENTRY_NAMES, "dataset", "where", "sort-by", "limit", "fit", "margin", "least-width"

typedef struct kuril_planner {
    kuril_batch *report;
    GHashTable *taken; /* names of outputs so far (filename.h) */
    GHashTable *files; /* absolute paths of the manifests that have been read */
    const kuril_gazetteer *gazetteer;
    kuril_session *session;
    bool inspect;          /* open what the maps name too */
    bool folder_given;     /* the manifest's own is not used */
    const char *languages; /* NULL: as the manifest says */
    unsigned formats;      /* of maps that name none */
    kuril_faults faults;
} kuril_planner;

/** One manifest file being read. */
typedef struct kuril_manifest {
    const kuril_node *root, *defaults; /* defaults: NULL when there are none */
    char *folder;
} kuril_manifest;

/** A map entry, or one feature's turn of a `for-each` entry. */
typedef struct kuril_entry {
    const kuril_manifest *manifest;
    const kuril_node *node;
    const kuril_fields *fields; /* NULL outside of for-each */
    const char *dataset;        /* of the features; NULL outside of for-each */
    const char *bounds;         /* that fit the feature; NULL: as the settings say */
    const char *center;         /* of the feature, for a view whose size the settings say; NULL: as they say */
    const char *const *others;  /* names that are not the map's */
    size_t n_others;
} kuril_entry;

/** Bits of the words of a text with commas or an array: "png,pdf"; 0 with the fault reported. */
unsigned kuril_plan_formats(kuril_planner *p, const kuril_node *node, const char *const *words, size_t count);

/** A text after the fields' expansion; NULL with the fault reported. Free with g_free. */
char *kuril_plan_text(kuril_planner *p, const kuril_node *node, const kuril_fields *fields);

/** Adds the job of a map entry. */
void kuril_plan_map(kuril_planner *p, const kuril_entry *entry);

/** Adds a job for each feature of a `for-each` entry. */
void kuril_plan_for_each(kuril_planner *p, const kuril_manifest *manifest, const kuril_node *node);

/** Adds the job of a table. */
void kuril_plan_table(kuril_planner *p, const kuril_manifest *manifest, const kuril_node *node);

/** A dataset's name as written in a manifest, relative to the manifest's folder. Free with g_free. */
char *kuril_plan_path(const kuril_manifest *manifest, const char *text);

#endif
