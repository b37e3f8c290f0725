/* What the maps of one thread share: fonts, styles with their icons, places, open datasets. */
#ifndef KURIL_MAP_SESSION_H
#define KURIL_MAP_SESSION_H

#include "map/walked.h"
#include "render/icon.h"
#include "render/text.h"
#include <kurilmap/dataset.h>
#include <kurilmap/map.h>
#include <kurilmap/place.h>
#include <kurilmap/style.h>

/*
 * Whatever is got here is borrowed until the end of the map in hand. What had something to tell when it was read, or
 * was used by no map for a while, is read again for the next map, so that each map hears of its own inputs' faults
 * and memory stays flat.
 */

/** As kuril_map_check. */
kuril_status kuril_session_check(kuril_session *session, const kuril_map *map, const kuril_map_output *outputs,
                                 size_t n_outputs, const kuril_diagnostics *diagnostics, kuril_error *error);

/**
 * Opens what a map names (style, parameters, datasets and their layers), and makes it as far as it goes without a
 * page. Every fault goes to `diagnostics` with its place, else with `from`; the first also into `error`.
 */
kuril_status kuril_session_inspect(kuril_session *session, const kuril_map *map, const kuril_source_place *from,
                                   const kuril_diagnostics *diagnostics, kuril_error *error);

/**
 * Reads a style and opens what it names: sources and their layers, sprites, and the images that it names outright. Every
 * fault goes to `diagnostics` with its place in the style; the first also into `error`.
 */
kuril_status kuril_style_inspect(const char *path, const kuril_diagnostics *diagnostics, kuril_error *error);

/**
 * Begins a map.
 *
 * @return what to report to until kuril_session_end: it passes all on to `diagnostics`
 */
const kuril_diagnostics *kuril_session_begin(kuril_session *session, const kuril_diagnostics *diagnostics);
void kuril_session_end(kuril_session *session);

/** Fails when the session is strict and the map in hand has had warnings. */
kuril_status kuril_session_verdict(const kuril_session *session, kuril_error *error);

/** Outputs of the session's maps do not wait for the disk: the caller flushes them, all at once (core/output.h). */
void kuril_session_flush_later(kuril_session *session);
bool kuril_session_flushes_later(const kuril_session *session);

kuril_status kuril_session_fonts(kuril_session *session, kuril_fonts **fonts, kuril_error *error);
kuril_status kuril_session_gazetteer(kuril_session *session, const kuril_gazetteer **gazetteer, kuril_error *error);
kuril_status kuril_session_catalogue(kuril_session *session, const kuril_catalogue **catalogue, kuril_error *error);

/** Where features lie on the page, of views that come again. */
kuril_walked *kuril_session_walked(kuril_session *session);
/**
 * How many pages the map in hand is drawn on, 1 until it is said, and whether one of them shows more detail than a pixel
 * of the style: icons of twice the resolution are taken then.
 */
void kuril_session_expect_pages(kuril_session *session, size_t pages, bool fine);
size_t kuril_session_pages(const kuril_session *session);

/** How many steps the map in hand takes; a step is the names together, or one layer of the style on one page. */
void kuril_session_expect_steps(kuril_session *session, size_t steps);
/** Tells that so many more are done; 0: only that there is work going on. */
void kuril_session_advance(kuril_session *session, size_t steps);

/** A style document with the icons of its sprites. Errors as kuril_style_read, and those of the sprites. */
kuril_status kuril_session_style(kuril_session *session, const char *path, const kuril_style **style,
                                 kuril_icons **icons, kuril_error *error);

/** Errors as kuril_dataset_open. */
kuril_status kuril_session_dataset(kuril_session *session, const char *name, const kuril_dataset_options *options,
                                   kuril_dataset **dataset, kuril_error *error);

/** Errors as kuril_raster_open. */
kuril_status kuril_session_raster(kuril_session *session, const char *name, const kuril_dataset_options *options,
                                  kuril_raster **raster, kuril_error *error);

#endif
