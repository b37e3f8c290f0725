/* The net of places from which an inverse is searched for where PROJ has none. */
#ifndef KURIL_PROJECTION_INVERSE_H
#define KURIL_PROJECTION_INVERSE_H

#include "projection/internal.h"

kuril_seeds *kuril_seeds_new(void);
/** Accepts NULL. */
void kuril_seeds_free(kuril_seeds *seeds);

#endif
