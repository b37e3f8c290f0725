/* A map in words, for readers who cannot see it. */
#ifndef KURIL_BATCH_DESCRIBE_H
#define KURIL_BATCH_DESCRIBE_H

#include "batch/report.h"
#include <kurilmap/place.h>

/**
 * What a map shows, in each language: what its document says, else title, extent, rings, measures and data.
 *
 * @param gazetteer  gives places their names in the language; NULL: as the document names them
 */
void kuril_describe_map(const kuril_map *map, const kuril_gazetteer *gazetteer, kuril_owned_words *words);

#endif
