/*
 * How much a document or a dataset may ask for. Each limit has a default that ordinary work stays far below, so that
 * what others send cannot fill the machine, and the user raises it by name: --allow-limit NAME=VALUE, given as often as
 * needed, which fills the environment's KURILMAP_LIMITS ("NAME=VALUE", a space between). Documents cannot raise any.
 */
#ifndef KURIL_CORE_LIMITS_H
#define KURIL_CORE_LIMITS_H

#include <kurilmap/status.h>

#define KURIL_LIMITS "KURILMAP_LIMITS"

typedef enum kuril_limit {
    KURIL_LIMIT_PAGE,     /**< a page's side, px */
    KURIL_LIMIT_SIDE,     /**< a PNG's side, dots */
    KURIL_LIMIT_PIXELS,   /**< a PNG, dots in all */
    KURIL_LIMIT_DOCUMENT, /**< a style, map, report or table of points, bytes */
    KURIL_LIMIT_VALUES,   /**< values in a document, those of arrays each */
    KURIL_LIMIT_ALIASES,  /**< values that a document's aliases add */
    KURIL_LIMIT_DEPTH,    /**< arrays and objects in one another in a document, and so an expression's */
    KURIL_LIMIT_ENTRIES,  /**< a list of a map: datasets, points, radii of a ring, measures and the like */
    KURIL_LIMIT_FEATURES, /**< features of one reading that are kept in memory */
    KURIL_LIMIT_NAMES,    /**< names and icons that seek a place on one page, which take some 60 kB each */
    KURIL_LIMIT_UNPACKED, /**< an archive's member, an XML file, or a database with a log, bytes taken into memory */
    KURIL_LIMIT_RATIO,    /**< how many times its packed size an archive's member of more than 16 MiB may have */
    KURIL_LIMIT_ICON,     /**< an SVG icon, bytes */
    KURIL_LIMIT_ICON_SIDE,
    KURIL_LIMIT_ICON_PARTS, /**< of an icon, each as often as it is drawn */
    KURIL_LIMIT_COUNT
} kuril_limit;

/** A limit's value now: what the user says, else its default. What the environment says wrongly does not count
 * (kuril_limits_check tells of it). */
double kuril_limit_value(kuril_limit limit);

/** Its name on the command line, "icon-side". */
const char *kuril_limit_name(kuril_limit limit);

/** What it counts, "features kept in memory", and its default: for the manual. */
const char *kuril_limit_what(kuril_limit limit);
double kuril_limit_usual(kuril_limit limit);

/** Whether all that the environment says of limits can be understood. Errors as of kuril_limit_set. */
kuril_status kuril_limits_check(kuril_error *error);

/**
 * Adds "NAME=VALUE" to the environment, for this process and its children. Not while other threads run.
 *
 * @retval KURIL_E_ARGUMENT  no such limit (the message suggests one), or no number
 * @retval KURIL_E_DOMAIN    a number outside what the limit can be
 */
kuril_status kuril_limit_set(const char *text, kuril_error *error);

/** Fails when `n` is above the limit, with the file (or NULL), what there is too much of, and the option. */
kuril_status kuril_limit_check(kuril_limit limit, double n, const char *file, const char *what, kuril_error *error);

/** What kuril_limit_check says, for code that stops at the limit before it knows `n`. Line and column from 1, or 0. */
kuril_status kuril_limit_passed(kuril_limit limit, const char *file, int line, int column, const char *what,
                                kuril_error *error);


#endif
