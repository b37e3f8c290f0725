/* What became of every name of a picture: placed, where, or dropped and why; and whose data the picture shows. */
#ifndef KURIL_MAP_LABEL_REPORT_H
#define KURIL_MAP_LABEL_REPORT_H

#include "core/json.h"
#include "map/symbols.h"

/** One name or icon that was to be placed. Texts belong to the report. */
typedef struct kuril_label_entry {
    const char *layer;         /**< id in the style */
    const char *text;          /**< lines end in "\n"; "" for an icon alone */
    kuril_label_reason reason; /**< KURIL_LABEL_PLACED, or why it was dropped */
    const char *blocker;       /**< of a collision: the name that is there; else NULL */
    double x, y;               /**< what it names, page points */
    kuril_lonlat at;           /**< the same on the globe; NaN beyond the projection */
    size_t first_box, n_boxes; /**< what it takes up on the page, into the report's boxes; none when dropped */
    double moved_pt;           /**< from its preferred place; 0 when dropped */
    bool has_leader;
    bool may_overlap; /**< as the style allows */
    size_t owner;     /**< the dots of this owner are its own */
} kuril_label_entry;

/** A dot or an icon that stands whatever becomes of its name. */
typedef struct kuril_label_dot {
    kuril_rect rect; /**< page points */
    size_t owner;
} kuril_label_dot;

/** A piece of furniture inside the frame. */
typedef struct kuril_label_furniture {
    kuril_furniture piece;
    kuril_rect rect; /**< page points; empty (x_min > x_max) for one that is left out */
} kuril_label_furniture;

typedef struct kuril_label_report {
    kuril_rect page, frame;
    const kuril_label_furniture *furniture; /**< what is drawn, shape [n_furniture] */
    size_t n_furniture;
    const kuril_label_entry *entries; /**< shape [n_entries], in drawing order */
    size_t n_entries;
    const kuril_label_box *boxes; /**< shape [n_boxes]; with the padding that each wants */
    size_t n_boxes;
    const kuril_label_dot *dots; /**< shape [n_dots] */
    size_t n_dots;
    GPtrArray *sources; /**< of char *: attributions of the data that is drawn, each once */
    GStringChunk *texts;
} kuril_label_report;

/** Copies what is to be told, so that the report outlives scene and symbols. Never fails. */
kuril_label_report *kuril_label_report_new(const kuril_scene *scene, const kuril_symbols *symbols,
                                           const kuril_label_furniture *furniture, size_t n_furniture);
/** Accepts NULL. */
void kuril_label_report_free(kuril_label_report *report);

/** "placed", "no place", "frame", "obstacle", "collision". */
const char *kuril_label_reason_name(kuril_label_reason reason);

/** One JSON object; lengths in style pixels from the page's upper left corner. */
void kuril_label_report_write(const kuril_label_report *report, kuril_json *json);

/** As kuril_map_render_reported, with what the session keeps. */
kuril_status kuril_session_render_reported(kuril_session *session, const kuril_map *map,
                                           const kuril_map_output *outputs, size_t n_outputs,
                                           const kuril_diagnostics *diagnostics, kuril_label_report **report,
                                           kuril_error *error);

/**
 * Draws a map as kuril_map_render does, and tells what became of its names.
 *
 * @param outputs      shape [n_outputs]; none when n_outputs is 0: then the names are placed but nothing is written
 * @param[out] report  free with kuril_label_report_free; untouched on failure; may be NULL
 */
kuril_status kuril_map_render_reported(const kuril_map *map, const kuril_map_output *outputs, size_t n_outputs,
                                       const kuril_diagnostics *diagnostics, kuril_label_report **report,
                                       kuril_error *error);

#endif
