/* within and distance: the feature against a GeoJSON shape of the style. */
#include "style/expr.h"

const expr *kuril_parse_spatial(const compiler *k, const kuril_operator *op)
{
    return kuril_problem(k, "'%s' is not supported yet.", op->info.name);
}
