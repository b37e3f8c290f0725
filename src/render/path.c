#include "render/canvas_private.h"

#include <math.h>

static const size_t points_of[] = {[PATH_MOVE] = 1, [PATH_LINE] = 1, [PATH_CURVE] = 3, [PATH_CLOSE] = 0};

void kuril_path_init(kuril_path *path)
{
    path->verbs = g_array_new(FALSE, FALSE, sizeof(uint8_t));
    path->points = g_array_new(FALSE, FALSE, sizeof(path_point));
    path->skipped = g_array_new(FALSE, FALSE, sizeof(double));
}

void kuril_path_clear(kuril_path *path)
{
    g_array_set_size(path->verbs, 0);
    g_array_set_size(path->points, 0);
    g_array_set_size(path->skipped, 0);
}

void kuril_path_finish(kuril_path *path)
{
    if (!path->verbs)
        return;
    g_array_free(path->verbs, TRUE);
    g_array_free(path->points, TRUE);
    g_array_free(path->skipped, TRUE);
    *path = (kuril_path){0};
}

void kuril_path_add(kuril_path *path, path_verb verb, const path_point *points)
{
    const uint8_t byte = (uint8_t)verb;
    g_array_append_val(path->verbs, byte);
    if (points_of[verb] > 0)
        g_array_append_vals(path->points, points, (guint)points_of[verb]);
    if (verb == PATH_MOVE) {
        const double none = 0.0;
        g_array_append_val(path->skipped, none);
    }
}

bool kuril_path_bounds(const kuril_path *path, kuril_rect *bounds)
{
    *bounds = (kuril_rect){INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (guint i = 0; i < path->points->len; i++) {
        const path_point p = g_array_index(path->points, path_point, i);
        bounds->x_min = fmin(bounds->x_min, p.x);
        bounds->y_min = fmin(bounds->y_min, p.y);
        bounds->x_max = fmax(bounds->x_max, p.x);
        bounds->y_max = fmax(bounds->y_max, p.y);
    }
    return path->points->len > 0;
}

void kuril_path_emit(const kuril_path *path, cairo_t *cr)
{
    const path_point *p = (const path_point *)(void *)path->points->data;
    for (guint i = 0; i < path->verbs->len; i++) {
        const uint8_t verb = g_array_index(path->verbs, uint8_t, i);
        switch (verb) {
        case PATH_MOVE:
            cairo_move_to(cr, p->x, p->y);
            break;
        case PATH_LINE:
            cairo_line_to(cr, p->x, p->y);
            break;
        case PATH_CURVE:
            cairo_curve_to(cr, p[0].x, p[0].y, p[1].x, p[1].y, p[2].x, p[2].y);
            break;
        default:
            cairo_close_path(cr);
        }
        p += points_of[verb];
    }
}

/* ---- Each edge once. ---- */

typedef struct edge {
    int64_t x0, y0, x1, y1; /* in 1/256 point, the smaller end first */
} edge;

static guint edge_hash(gconstpointer key)
{
    const edge *e = key;
    uint64_t h = 1469598103934665603u;
    const int64_t parts[] = {e->x0, e->y0, e->x1, e->y1};
    for (size_t i = 0; i < 4; i++)
        h = (h ^ (uint64_t)parts[i]) * 1099511628211u;
    return (guint)(h ^ (h >> 32));
}

static gboolean edge_equal(gconstpointer a, gconstpointer b)
{
    const edge *p = a, *q = b;
    return p->x0 == q->x0 && p->y0 == q->y0 && p->x1 == q->x1 && p->y1 == q->y1;
}

static edge edge_between(path_point a, path_point b)
{
    const edge e = {llround(a.x * 256), llround(a.y * 256), llround(b.x * 256), llround(b.y * 256)};
    if (e.x0 < e.x1 || (e.x0 == e.x1 && e.y0 <= e.y1))
        return e;
    return (edge){e.x1, e.y1, e.x0, e.y0};
}

typedef struct once_state {
    GHashTable *seen;
    kuril_path *out;
    bool pen_down; /* the out path ends where the next edge begins */
} once_state;

static void add_edge(once_state *state, path_point from, path_point to)
{
    const edge e = edge_between(from, to);
    if (g_hash_table_contains(state->seen, &e)) {
        state->pen_down = false;
        return;
    }
    edge *kept = g_new(edge, 1);
    *kept = e;
    g_hash_table_add(state->seen, kept);
    if (!state->pen_down)
        kuril_path_add(state->out, PATH_MOVE, &from);
    kuril_path_add(state->out, PATH_LINE, &to);
    state->pen_down = true;
}

void kuril_path_edges_once(const kuril_path *path, kuril_path *once)
{
    once_state state = {g_hash_table_new_full(edge_hash, edge_equal, g_free, NULL), once, false};
    const path_point *p = (const path_point *)(void *)path->points->data;
    path_point start = {0, 0}, here = {0, 0};
    for (guint i = 0; i < path->verbs->len; i++) {
        const uint8_t verb = g_array_index(path->verbs, uint8_t, i);
        switch (verb) {
        case PATH_MOVE:
            start = here = *p;
            state.pen_down = false;
            break;
        case PATH_LINE:
            add_edge(&state, here, *p);
            here = *p;
            break;
        case PATH_CURVE:
            if (!state.pen_down)
                kuril_path_add(once, PATH_MOVE, &here);
            kuril_path_add(once, PATH_CURVE, p);
            state.pen_down = true;
            here = p[2];
            break;
        default:
            if (here.x != start.x || here.y != start.y)
                add_edge(&state, here, start);
            here = start;
        }
        p += points_of[verb];
    }
    g_hash_table_destroy(state.seen);
}
