#include "compare.h"

#include <cairo.h>
#include <glib.h>
#include <math.h>
#include <string.h>

bool pixel_picture_read(const char *path, pixel_picture *out)
{
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    const bool good = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    if (good) {
        const bool opaque = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24;
        const size_t w = (size_t)cairo_image_surface_get_width(surface);
        const size_t h = (size_t)cairo_image_surface_get_height(surface);
        const size_t stride = (size_t)cairo_image_surface_get_stride(surface);
        *out = (pixel_picture){(int)w, (int)h, g_new(uint32_t, w * h + 1)};
        for (size_t y = 0; y < h; y++)
            memcpy(out->argb + y * w, cairo_image_surface_get_data(surface) + y * stride, w * 4);
        for (size_t i = 0; opaque && i < w * h; i++)
            out->argb[i] |= 0xff000000u;
    }
    cairo_surface_destroy(surface);
    return good;
}

void pixel_picture_free(pixel_picture *picture)
{
    g_free(picture->argb);
    *picture = (pixel_picture){0};
}

typedef struct yiq {
    double y, i, q;
} yiq;

static yiq yiq_on_white(uint32_t p)
{
    const double rest = 255.0 - (p >> 24);
    const double r = (p >> 16 & 255) + rest, g = (p >> 8 & 255) + rest, b = (p & 255) + rest;
    return (yiq){r * 0.29889531 + g * 0.58662247 + b * 0.11448223, r * 0.59597799 - g * 0.27417610 - b * 0.32180189,
                 r * 0.21147017 - g * 0.52261711 + b * 0.31114694};
}

static uint32_t at(const pixel_picture *p, int x, int y)
{
    return p->argb[(size_t)y * (size_t)p->width + (size_t)x];
}

static double distance(uint32_t a, uint32_t b)
{
    const yiq p = yiq_on_white(a), q = yiq_on_white(b);
    const double y = p.y - q.y, i = p.i - q.i, c = p.q - q.q;
    return 0.5053 * y * y + 0.299 * i * i + 0.1957 * c * c;
}

static bool on_border(const pixel_picture *p, int x, int y)
{
    return x == 0 || y == 0 || x == p->width - 1 || y == p->height - 1;
}

static bool has_many_siblings(const pixel_picture *p, int x, int y)
{
    int same = on_border(p, x, y);
    for (int j = MAX(y - 1, 0); j <= MIN(y + 1, p->height - 1); j++)
        for (int i = MAX(x - 1, 0); i <= MIN(x + 1, p->width - 1); i++)
            same += (i != x || j != y) && at(p, i, j) == at(p, x, y);
    return same > 2;
}

static bool is_antialiased(const pixel_picture *p, const pixel_picture *other, int x, int y)
{
    int same = on_border(p, x, y), low_x = 0, low_y = 0, high_x = 0, high_y = 0;
    double low = 0, high = 0;
    const double here = yiq_on_white(at(p, x, y)).y;
    for (int i = MAX(x - 1, 0); i <= MIN(x + 1, p->width - 1); i++) {
        for (int j = MAX(y - 1, 0); j <= MIN(y + 1, p->height - 1); j++) {
            if (i == x && j == y)
                continue;
            const double delta = here - yiq_on_white(at(p, i, j)).y;
            if (delta == 0 && ++same > 2)
                return false;
            if (delta < low) {
                low = delta;
                low_x = i;
                low_y = j;
            } else if (delta > high) {
                high = delta;
                high_x = i;
                high_y = j;
            }
        }
    }
    if (low == 0 || high == 0)
        return false;
    return (has_many_siblings(p, low_x, low_y) && has_many_siblings(other, low_x, low_y)) ||
           (has_many_siblings(p, high_x, high_y) && has_many_siblings(other, high_x, high_y));
}

double pixel_difference(const pixel_picture *a, const pixel_picture *b, double threshold)
{
    if (a->width != b->width || a->height != b->height)
        return 1;
    size_t differ = 0;
    const double most = 35215 * threshold * threshold;
    for (int y = 0; y < a->height; y++)
        for (int x = 0; x < a->width; x++)
            differ +=
                distance(at(a, x, y), at(b, x, y)) > most && !is_antialiased(a, b, x, y) && !is_antialiased(b, a, x, y);
    return (double)differ / ((double)a->width * a->height);
}

/* ---- Ink. ---- */

enum { INK_LEAST = 96, INK_REACH = 3 };
static const double INK_SHARE = 0.85;

static uint32_t commonest(const pixel_picture *p)
{
    GHashTable *counts = g_hash_table_new(NULL, NULL);
    uint32_t best = 0;
    guint most = 0;
    for (size_t i = 0; i < (size_t)p->width * (size_t)p->height; i++) {
        const gpointer key = GUINT_TO_POINTER(p->argb[i]);
        const guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key)) + 1;
        g_hash_table_insert(counts, key, GUINT_TO_POINTER(n));
        if (n > most) {
            most = n;
            best = p->argb[i];
        }
    }
    g_hash_table_destroy(counts);
    return best;
}

typedef struct ink {
    bool *mask;
    size_t count;
    double x, y; /* sums */
} ink;

static int channel_difference(uint32_t a, uint32_t b)
{
    int sum = 0;
    for (int shift = 0; shift < 32; shift += 8)
        sum += abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
    return sum;
}

static ink ink_of(const pixel_picture *p)
{
    const uint32_t ground = commonest(p);
    ink out = {g_new0(bool, (size_t)p->width *(size_t)p->height + 1), 0, 0, 0};
    for (int y = 0; y < p->height; y++)
        for (int x = 0; x < p->width; x++)
            if (channel_difference(at(p, x, y), ground) > INK_LEAST) {
                out.mask[y * p->width + x] = true;
                out.count++;
                out.x += x;
                out.y += y;
            }
    return out;
}

static bool near_ink(const ink *of, int width, int height, int x, int y)
{
    for (int j = MAX(y - INK_REACH, 0); j <= MIN(y + INK_REACH, height - 1); j++)
        for (int i = MAX(x - INK_REACH, 0); i <= MIN(x + INK_REACH, width - 1); i++)
            if (of->mask[j * width + i] && (i - x) * (i - x) + (j - y) * (j - y) <= INK_REACH * INK_REACH)
                return true;
    return false;
}

static bool covers(const ink *of, const ink *by, int width, int height)
{
    size_t covered = 0;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            covered += of->mask[y * width + x] && near_ink(by, width, height, x, y);
    return (double)covered >= INK_SHARE * (double)of->count;
}

bool pixel_ink_agrees(const pixel_picture *a, const pixel_picture *b)
{
    if (a->width != b->width || a->height != b->height)
        return false;
    ink p = ink_of(a), q = ink_of(b);
    bool agree = (p.count == 0) == (q.count == 0);
    if (agree && p.count > 0) {
        const double n = (double)p.count, m = (double)q.count;
        agree = covers(&p, &q, a->width, a->height) && covers(&q, &p, a->width, a->height) &&
                hypot(p.x / n - q.x / m, p.y / n - q.y / m) <= INK_REACH;
    }
    g_free(p.mask);
    g_free(q.mask);
    return agree;
}

pixel_ink pixel_ink_in(const pixel_picture *picture, int x_from, int x_to, int y_from, int y_to, uint32_t color)
{
    pixel_ink k = {.x_min = picture->width, .y_min = picture->height, .x_max = -1, .y_max = -1};
    for (int y = y_from; y < y_to; y++) {
        for (int x = x_from; x < x_to; x++) {
            const uint32_t pixel = picture->argb[y * picture->width + x];
            const double a = color ? pixel == color : (pixel >> 24) / 255.0;
            k.amount += a;
            k.x += a * (x + 0.5);
            k.y += a * (y + 0.5);
            if (a < 0.5)
                continue;
            k.x_min = k.x_min < x ? k.x_min : x;
            k.x_max = k.x_max > x ? k.x_max : x;
            k.y_min = k.y_min < y ? k.y_min : y;
            k.y_max = k.y_max > y ? k.y_max : y;
        }
    }
    k.x /= k.amount;
    k.y /= k.amount;
    return k;
}
