/* The quiet box that legend and scale bar stand on. */
#ifndef KURIL_FURNITURE_PANEL_H
#define KURIL_FURNITURE_PANEL_H

#include "furniture/blocks.h"

/** Margin between a panel's edge and what stands on it. */
double kuril_panel_pad(const kuril_desk *desk);
void kuril_panel_draw(const kuril_desk *desk, kuril_canvas *canvas, const kuril_rect *rect);

#endif
