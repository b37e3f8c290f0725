#include "render/text_track.h"

#include <glib.h>
#include <math.h>

struct kuril_text_tracks {
    const kuril_lonlat *points;
    size_t n;
    GPtrArray *made; /* text_track */
};

static void track_free(gpointer track)
{
    text_track *t = track;
    g_free(t->points);
    g_free(t->at);
    g_free(t);
}

kuril_text_tracks *kuril_text_tracks_new(const kuril_lonlat *points, size_t n)
{
    kuril_text_tracks *tracks = g_new(kuril_text_tracks, 1);
    *tracks = (kuril_text_tracks){points, n, g_ptr_array_new_with_free_func(track_free)};
    return tracks;
}

void kuril_text_tracks_free(kuril_text_tracks *tracks)
{
    if (!tracks)
        return;
    g_ptr_array_free(tracks->made, TRUE);
    g_free(tracks);
}

/* The unit vector to the right of points, from the one before `i` to the one after it. */
static path_point right_of(const path_point *points, size_t n, size_t i)
{
    const path_point a = points[i > 0 ? i - 1 : i], b = points[i + 1 < n ? i + 1 : i];
    const double length = hypot(b.x - a.x, b.y - a.y);
    return length > 0 ? (path_point){-(b.y - a.y) / length, (b.x - a.x) / length} : (path_point){0, 0};
}

static void set_beside(text_track *t, const text_track *line)
{
    for (size_t i = 0; i < t->n; i++) {
        const path_point p = line->points[i], right = right_of(line->points, t->n, i);
        t->points[i] = (path_point){p.x + t->offset * right.x, p.y + t->offset * right.y};
    }
}

static void set_points(text_track *t, const kuril_lonlat *points)
{
    for (size_t i = 0; i < t->n; i++) {
        const kuril_lonlat p = points[t->reversed ? t->n - 1 - i : i];
        t->points[i] = (path_point){p.lon, p.lat};
    }
}

static void measure(text_track *t)
{
    t->at[0] = 0;
    for (size_t i = 1; i < t->n; i++)
        t->at[i] = t->at[i - 1] + hypot(t->points[i].x - t->points[i - 1].x, t->points[i].y - t->points[i - 1].y);
}

const text_track *kuril_text_track_beside(kuril_text_tracks *tracks, bool reversed, double offset)
{
    for (guint i = 0; i < tracks->made->len; i++) {
        const text_track *t = tracks->made->pdata[i];
        if (t->reversed == reversed && t->offset == offset)
            return t;
    }
    const text_track *line = offset != 0 ? kuril_text_track_beside(tracks, reversed, 0) : NULL;
    text_track *t = g_new(text_track, 1);
    *t = (text_track){reversed, offset, g_new(path_point, tracks->n), g_new(double, tracks->n), tracks->n};
    if (line)
        set_beside(t, line);
    else
        set_points(t, tracks->points);
    measure(t);
    g_ptr_array_add(tracks->made, t);
    return t;
}

path_point kuril_text_track_point(const text_track *t, double s)
{
    size_t low = 0, high = t->n - 1;
    while (high - low > 1) {
        const size_t middle = (low + high) / 2;
        if (t->at[middle] <= s)
            low = middle;
        else
            high = middle;
    }
    const double step = t->at[high] - t->at[low], f = step > 0 ? (s - t->at[low]) / step : 0;
    const path_point a = t->points[low], b = t->points[high];
    return (path_point){a.x + f * (b.x - a.x), a.y + f * (b.y - a.y)};
}

double kuril_text_track_same_place(const text_track *t, const text_track *other, double s)
{
    size_t i = 0;
    while (i + 2 < t->n && t->at[i + 1] <= s)
        i++;
    const double step = t->at[i + 1] - t->at[i], f = step > 0 ? (s - t->at[i]) / step : 0;
    return other->at[i] + f * (other->at[i + 1] - other->at[i]);
}
