#include "furniture/scale_choice.h"

#include <math.h>
#include <stddef.h>

/* Mantissas of a whole bar, and into how many round pieces each falls. */
static const struct {
    double mantissa;
    int segments;
} nice[] = {{1, 2}, {2, 4}, {3, 3}, {4, 4}, {5, 5}, {6, 3}, {8, 4}};

kuril_scale_choice kuril_scale_choose(double unit_per_pt, double max_pt)
{
    const double room = unit_per_pt * max_pt;
    const double decade = pow(10, floor(log10(room)));
    kuril_scale_choice best = {decade, 2};
    for (size_t i = 0; i < sizeof nice / sizeof *nice; i++)
        if (nice[i].mantissa * decade <= room * (1 + 1e-12))
            best = (kuril_scale_choice){nice[i].mantissa * decade, nice[i].segments};
    return best;
}
