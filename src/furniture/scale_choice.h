/* Which lengths a scale bar shows. Pure. */
#ifndef KURIL_FURNITURE_SCALE_CHOICE_H
#define KURIL_FURNITURE_SCALE_CHOICE_H

/** A bar of `segments` equal pieces, `length` units long in all. */
typedef struct kuril_scale_choice {
    double length; /**< in the unit asked for: 1, 2, 2.5 or 5 times a power of ten, or twice a nice step */
    int segments;  /**< 2 to 5 */
} kuril_scale_choice;

/**
 * The longest round length that fits.
 *
 * @param unit_per_pt  ground units (kilometres, nautical miles) per point on the page, > 0
 * @param max_pt       room for the bar, points, > 0
 */
kuril_scale_choice kuril_scale_choose(double unit_per_pt, double max_pt);

#endif
