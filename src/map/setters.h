/* One function per setting: reads its text, checks it, and keeps it in the map. Errors name the setting. */
#ifndef KURIL_MAP_SETTERS_H
#define KURIL_MAP_SETTERS_H

#include <kurilmap/map.h>

#define KURIL_SETTER(name) kuril_status kuril_set_##name(kuril_map *map, const char *text, kuril_error *error)

/* settings_words.c: a text given this way counts for every language */
KURIL_SETTER(title);
KURIL_SETTER(subtitle);
KURIL_SETTER(credit);
KURIL_SETTER(description);

/* settings_view.c */
KURIL_SETTER(bounds);
KURIL_SETTER(center);
KURIL_SETTER(scale);
KURIL_SETTER(width);
KURIL_SETTER(bearing);
KURIL_SETTER(portrait);
KURIL_SETTER(portrait_width);
KURIL_SETTER(projection);
KURIL_SETTER(size);
KURIL_SETTER(dpi);
KURIL_SETTER(style);
KURIL_SETTER(lang);
KURIL_SETTER(worldview);

/* settings_lists.c */
KURIL_SETTER(parameter);
KURIL_SETTER(strategic);
KURIL_SETTER(data);
KURIL_SETTER(points);
KURIL_SETTER(ring);
KURIL_SETTER(measure);
KURIL_SETTER(buffer);
KURIL_SETTER(furniture);
KURIL_SETTER(output);

#endif
