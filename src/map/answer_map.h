/* A map that draws what `distance` and `near` answer: each geodesic from shore to shore with its length. */
#ifndef KURIL_MAP_ANSWER_MAP_H
#define KURIL_MAP_ANSWER_MAP_H

#include <kurilmap/map.h>

/** One answer. */
typedef struct kuril_answer {
    const char *name;  /* before the length; NULL: the length alone */
    kuril_lonlat a, b; /* nearest points */
    double accuracy_m; /* of both; what digits the length has */
} kuril_answer;

/** All answers to one question. */
typedef struct kuril_answers {
    const kuril_answer *list;
    size_t count;
    bool at_ends; /* names and lengths stand at b, not along the lines: for many lines from one place */
    const char *title, *subtitle;
    const char *unit; /* of the lengths: "nmi"; NULL: km */
} kuril_answers;

/**
 * Draws the answers on a map of the default style that holds them all. Without any there is no map, and a warning.
 *
 * @param path  .png, .pdf or .svg
 * @retval KURIL_E_ARGUMENT  an ending that tells no format
 */
kuril_status kuril_answers_draw(const kuril_answers *answers, const char *path, const kuril_diagnostics *diagnostics,
                                kuril_error *error);

#endif
