/**
 * @file kurilmap.h
 * All public headers of kurilmap.
 */
#ifndef KURILMAP_KURILMAP_H
#define KURILMAP_KURILMAP_H

#include <kurilmap/dataset.h>
#include <kurilmap/geodesy.h>
#include <kurilmap/geometry.h>
#include <kurilmap/place.h>
#include <kurilmap/map.h>
#include <kurilmap/projection.h>
#include <kurilmap/status.h>
#include <kurilmap/style.h>
#include <kurilmap/value.h>

#endif
