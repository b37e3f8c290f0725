/* What a person types: coordinates, names of places, lengths, numbers, well-known text. */
#include "core/length.h"
#include "geom/geometry_buffer.h"
#include "geom/wkt.h"
#include <glib.h>
#include <kurilmap/place.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static kuril_gazetteer *gazetteer;

static void use_wkt(const char *text)
{
    kuril_geometry_buffer buffer;
    kuril_error error = {0};
    kuril_geometry_buffer_init(&buffer);
    if (kuril_wkt_read(text, KURIL_DATA_STRAIGHT, &buffer, &error) != KURIL_OK && !error.message[0])
        __builtin_trap();
    kuril_geometry_buffer_finish(&buffer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4096)
        return 0;
    if (!gazetteer && kuril_gazetteer_read(&gazetteer, NULL) != KURIL_OK)
        __builtin_trap();
    char *text = g_strndup(size ? (const char *)data : "", size);
    kuril_lonlat point;
    kuril_error error = {0};
    if (kuril_coordinates_parse(text, &point, &error) == KURIL_OK) {
        if (!(fabs(point.lat) <= 90) || !isfinite(point.lon))
            __builtin_trap();
    } else if (!error.message[0] || !g_utf8_validate(error.message, -1, NULL)) {
        __builtin_trap();
    }
    kuril_position position;
    kuril_error unknown = {0};
    if (kuril_position_find(gazetteer, text, &position, &unknown) != KURIL_OK && !unknown.message[0])
        __builtin_trap();
    double metres;
    if (kuril_length_parse(text, &metres) && !isfinite(metres))
        __builtin_trap();
    use_wkt(text);
    g_free(text);
    return 0;
}
