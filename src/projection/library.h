/* The functions of PROJ that are used, from its library when one is first needed: with what it links, the network's
 * libraries among it, its loading takes as long as a small map. */
#ifndef KURIL_PROJECTION_LIBRARY_H
#define KURIL_PROJECTION_LIBRARY_H

#include "core/library.h"
#include <proj.h>

#define KURIL_PROJ_FUNCTIONS(F)                                                                                        \
    F(proj_as_proj_string)                                                                                             \
    F(proj_clone)                                                                                                      \
    F(proj_context_create)                                                                                             \
    F(proj_context_destroy)                                                                                            \
    F(proj_context_set_enable_network)                                                                                 \
    F(proj_context_set_search_paths)                                                                                   \
    F(proj_coordoperation_has_ballpark_transformation)                                                                 \
    F(proj_create)                                                                                                     \
    F(proj_create_crs_to_crs_from_pj)                                                                                  \
    F(proj_crs_get_coordinate_system)                                                                                  \
    F(proj_crs_get_sub_crs)                                                                                            \
    F(proj_cs_get_axis_info)                                                                                           \
    F(proj_destroy)                                                                                                    \
    F(proj_dmstor)                                                                                                     \
    F(proj_ellipsoid_get_parameters)                                                                                   \
    F(proj_get_ellipsoid)                                                                                              \
    F(proj_get_name)                                                                                                   \
    F(proj_get_source_crs)                                                                                             \
    F(proj_get_type)                                                                                                   \
    F(proj_info)                                                                                                       \
    F(proj_list_ellps)                                                                                                 \
    F(proj_log_func)                                                                                                   \
    F(proj_normalize_for_visualization)                                                                                \
    F(proj_pj_info)                                                                                                    \
    F(proj_todeg)                                                                                                      \
    F(proj_trans)                                                                                                      \
    F(proj_trans_get_last_used_operation)

typedef struct kuril_proj_functions {
    KURIL_PROJ_FUNCTIONS(KURIL_LIBRARY_POINTER)
} kuril_proj_functions;

/** Opens PROJ when it is not open; fails as kuril_library_need does. Any thread. */
const kuril_proj_functions *kuril_proj(void);

#endif
