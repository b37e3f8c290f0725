#include "label/line_anchors.h"

#include <glib.h>
#include <math.h>

static double step_length(const kuril_lonlat *line, size_t i)
{
    return hypot(line[i].lon - line[i - 1].lon, line[i].lat - line[i - 1].lat);
}

double kuril_line_length(const kuril_lonlat *line, size_t n)
{
    double length = 0;
    for (size_t i = 1; i < n; i++)
        length += step_length(line, i);
    return length;
}

kuril_line_anchor kuril_line_anchor_at(const kuril_lonlat *line, size_t n, double at_pt)
{
    double before = 0, start = 0, length = 0; /* of the step that the place is on: the last one, beyond the end */
    size_t on = 0;
    for (size_t i = 1; i < n && !(on > 0 && at_pt < before); i++) {
        const double step = step_length(line, i);
        if (step == 0)
            continue;
        on = i;
        start = before;
        length = step;
        before += step;
    }
    if (on == 0)
        return (kuril_line_anchor){0, line[0].lon, line[0].lat, 0};
    const double share = CLAMP((at_pt - start) / length, 0, 1);
    const double dx = line[on].lon - line[on - 1].lon, dy = line[on].lat - line[on - 1].lat;
    return (kuril_line_anchor){start + share * length, line[on - 1].lon + share * dx, line[on - 1].lat + share * dy,
                               atan2(dy, dx) * 180 / G_PI};
}

size_t kuril_line_anchors(const kuril_line_rule *rule, const kuril_lonlat *line, size_t n, kuril_line_anchor *anchors,
                          size_t most)
{
    const double length = kuril_line_length(line, n), half = rule->label_pt / 2;
    double spacing = fmax(rule->spacing_pt, 1);
    if (spacing - rule->label_pt < spacing / 4)
        spacing = rule->label_pt + spacing / 4;
    const double first = rule->continued ? spacing / 2 : fmod(half + 2 * rule->size_pt, spacing);
    size_t count = 0;
    for (double at = first; at < length && count < most; at += spacing)
        if (at >= half && at + half <= length)
            anchors[count++] = kuril_line_anchor_at(line, n, at);
    if (count == 0 && !rule->continued && most > 0 && rule->label_pt <= length && length > 0)
        anchors[count++] = kuril_line_anchor_at(line, n, length / 2);
    return count;
}

size_t kuril_line_anchors_even(const kuril_line_rule *rule, const kuril_lonlat *line, size_t n,
                               kuril_line_anchor *anchors, size_t most)
{
    const double length = kuril_line_length(line, n), spacing = fmax(rule->spacing_pt, rule->label_pt + 1);
    const double wanted = length < 1.5 * spacing ? 1 : floor(length / spacing);
    const size_t count = (size_t)fmin(wanted, (double)most);
    for (size_t i = 0; i < count; i++)
        anchors[i] = kuril_line_anchor_at(line, n, length * ((double)i + 0.5) / (double)count);
    return count;
}
