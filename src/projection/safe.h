/* Boxes of longitude and latitude that a domain holds whole, known without looking at every place in them. */
#ifndef KURIL_PROJECTION_SAFE_H
#define KURIL_PROJECTION_SAFE_H

#include "projection/domain.h"

enum { KURIL_SAFE_CELL = 5, KURIL_SAFE_COLUMNS = 360 / KURIL_SAFE_CELL, KURIL_SAFE_ROWS = 180 / KURIL_SAFE_CELL };

/** What is known of the cells of a net over the globe; filled as they are asked for. */
typedef struct kuril_safe {
    const kuril_domain *domain;
    unsigned char cells[KURIL_SAFE_ROWS][KURIL_SAFE_COLUMNS];
} kuril_safe;

void kuril_safe_init(kuril_safe *safe, const kuril_domain *domain);

/**
 * Whether the whole box lies within the domain, so that nothing in it needs to be cut. May say no where it does.
 *
 * @param[in] box  x longitude, any turn, not wider than 180 degrees; y latitude
 */
bool kuril_safe_holds(kuril_safe *safe, const kuril_rect *box);

#endif
