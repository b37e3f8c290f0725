#include "projection/library.h"

const kuril_proj_functions *kuril_proj(void)
{
    static kuril_proj_functions functions;
    static const char *const names[] = {KURIL_PROJ_FUNCTIONS(KURIL_LIBRARY_NAME)};
    static kuril_library library = {
        .file = KURIL_PROJ_FILE, .names = names, .count = G_N_ELEMENTS(names), .table = &functions};
    kuril_library_need(&library);
    return &functions;
}
