#include "geodesy/geos.h"

kuril_geos_functions kuril_geos;

static const char *const names[] = {KURIL_GEOS_FUNCTIONS(KURIL_LIBRARY_NAME)};
static kuril_library library = {
    .file = "libgeos_c.so.1", .names = names, .count = G_N_ELEMENTS(names), .table = &kuril_geos};

kuril_status kuril_geos_open(kuril_error *error)
{
    return kuril_library_open(&library, error);
}
