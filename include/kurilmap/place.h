/**
 * @file place.h
 * Places: coordinates as people write them, and the gazetteer with its names in three languages.
 */
#ifndef KURILMAP_PLACE_H
#define KURILMAP_PLACE_H

#include <kurilmap/geometry.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Reads a pair of coordinates: `LAT,LON` in decimal degrees, latitude first (ISO 6709), or degrees, minutes and
 * seconds, with N S E W before or after in either order: `45°02'N 147°37'E`, `45 02 30N,147 37 00E`,
 * `N45 02.5 E147 37`, `450230N 1473700E`, `北緯45度 東経147度`, or ISO 6709's `+45.0416+147.6166/`, `+4502.5+14737.0/`. Only the last number of an angle may have a fraction.
 * Longitudes of any size are reduced to -180 ... 180.
 *
 * @retval KURIL_E_ARGUMENT  anything else: decimal commas, exponents, leftovers; the message tells what was understood
 * @retval KURIL_E_DOMAIN    a latitude beyond 90, minutes or seconds of 60 and more
 */
KURIL_API kuril_status kuril_coordinates_parse(const char *text, kuril_lonlat *point, kuril_error *error);

typedef enum kuril_degree_form {
    KURIL_DEGREES,                /**< 45.0417°N */
    KURIL_DEGREES_MINUTES,        /**< 45°03'N */
    KURIL_DEGREES_MINUTES_SECONDS /**< 45°02'30"N */
} kuril_degree_form;

enum { KURIL_DEGREES_MAX = 32 };

/**
 * Prints an angle with its hemisphere, rounded as a whole: never 60 minutes or seconds, and no hemisphere letter
 * where all digits are 0. Minutes and seconds have two digits.
 *
 * @param[in] hemispheres  letter for positive, then for negative angles: "NS" or "EW"
 * @param[in] decimals     of the last part, 0 to 9
 * @return `out`
 */
KURIL_API char *kuril_degrees_print(double degrees, const char *hemispheres, kuril_degree_form form, int decimals,
                                    char *out);

/** A place of the gazetteer. Texts are borrowed from it and never NULL; empty means unknown. */
typedef struct kuril_toponym {
    const char *id;
    const char *kind; /**< island, island-group, strait, cape, town, volcano, sea-area ... */
    const char *name_en, *name_ru, *name_ru_latn, *name_ja, *name_ja_latn;
    kuril_lonlat lonlat; /**< reference point */
    const char *admin, *claimed_by;
    const char *source; /**< of names and position */
    bool checked;       /**< position compared with the coast data or a second source */
    const char *other_names; /**< earlier or other names, ';' between; "" for none. Found, but not printed */
} kuril_toponym;

/** The gazetteer, immutable: any number of threads may use one. */
typedef struct kuril_gazetteer kuril_gazetteer;

/**
 * Reads the gazetteer that comes with the program.
 *
 * @param[out] gazetteer  caller frees with kuril_gazetteer_free
 * @retval KURIL_E_IO    it cannot be found or read
 * @retval KURIL_E_DATA  a line of it is wrong
 */
KURIL_API kuril_status kuril_gazetteer_read(kuril_gazetteer **gazetteer, kuril_error *error);

/** As kuril_gazetteer_read, of another file of the same columns. */
KURIL_API kuril_status kuril_gazetteer_read_file(const char *path, kuril_gazetteer **gazetteer, kuril_error *error);

/** Accepts NULL. */
KURIL_API void kuril_gazetteer_free(kuril_gazetteer *gazetteer);

KURIL_API size_t kuril_gazetteer_count(const kuril_gazetteer *gazetteer);
KURIL_API const kuril_toponym *kuril_gazetteer_at(const kuril_gazetteer *gazetteer, size_t i);

/** The place of exactly that id, or NULL. */
KURIL_API const kuril_toponym *kuril_gazetteer_by_id(const kuril_gazetteer *gazetteer, const char *id);

/**
 * The place of a name: an id or a name in any language or its romanisation; case, diacritics and width do not count,
 * and generic words (island, 島, пролив, -misaki ...) may be left out or stand in another language.
 *
 * @retval KURIL_E_ARGUMENT  no place has the name (the message suggests near ones), or several have (it lists them)
 */
KURIL_API kuril_status kuril_gazetteer_find(const kuril_gazetteer *gazetteer, const char *name,
                                            const kuril_toponym **toponym, kuril_error *error);

/** A POINT of the command line or of a map description. */
typedef struct kuril_position {
    kuril_lonlat lonlat;
    const kuril_toponym *toponym; /**< NULL when it was given as coordinates */
} kuril_position;

/** Reads a POINT: a place of the gazetteer or coordinates. Errors as of the two functions above. */
KURIL_API kuril_status kuril_position_find(const kuril_gazetteer *gazetteer, const char *text,
                                           kuril_position *position, kuril_error *error);

#ifdef __cplusplus
}
#endif
#endif
