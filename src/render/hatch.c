#include "render/hatch.h"

#include "core/number.h"
#include "style/colour.h"
#include <glib.h>
#include <math.h>
#include <string.h>

enum { STROKES_MAX = 16 };

typedef struct segment {
    double x0, y0, x1, y1;
} segment;

typedef struct reading {
    double width, height; /* of the tile */
    kuril_rgba color;
    double stroke_width;
    segment strokes[STROKES_MAX];
    size_t n_strokes;
    bool other; /* something that is no part of a hatching */
} reading;

/* Numbers as in a path or a viewBox, apart by spaces, commas or their signs. */
static bool next_number(const char **at, double *value)
{
    *at += strspn(*at, " \t\r\n,");
    const size_t sign = **at == '-' || **at == '+', length = sign + strspn(*at + sign, "0123456789.");
    if (!kuril_number_parse_n(*at, length, value))
        return false;
    *at += length;
    return true;
}

/* "Mx y x y", any number of them. */
static bool read_strokes(reading *r, const char *path)
{
    while (*(path += strspn(path, " \t\r\n")) == 'M') {
        path++;
        segment *s = &r->strokes[r->n_strokes];
        if (r->n_strokes == STROKES_MAX || !next_number(&path, &s->x0) || !next_number(&path, &s->y0))
            return false;
        path += strspn(path, " \t\r\n");
        path += *path == 'L';
        if (!next_number(&path, &s->x1) || !next_number(&path, &s->y1))
            return false;
        r->n_strokes++;
    }
    return *path == '\0';
}

static bool read_color(reading *r, const char *text)
{
    kuril_color color;
    double rgba[4];
    if (!kuril_color_parse(text, &color))
        return false;
    kuril_color_rgb(&color, rgba);
    r->color = (kuril_rgba){rgba[0], rgba[1], rgba[2], rgba[3]};
    return true;
}

static bool read_path_attribute(reading *r, const char *name, const char *value)
{
    if (strcmp(name, "d") == 0)
        return read_strokes(r, value);
    if (strcmp(name, "fill") == 0)
        return strcmp(value, "none") == 0;
    if (strcmp(name, "stroke") == 0)
        return read_color(r, value);
    return strcmp(name, "stroke-width") == 0 && kuril_number_parse(value, &r->stroke_width);
}

/* The tile's box is its size, so that units are pixels. */
static bool read_root_attribute(reading *r, const char *name, const char *value)
{
    const double box[] = {0, 0, r->width, r->height};
    double number;
    if (g_str_has_prefix(name, "xmlns"))
        return true;
    if (strcmp(name, "width") == 0 || strcmp(name, "height") == 0)
        return kuril_number_parse(value, &number);
    if (strcmp(name, "viewBox") != 0)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(box); i++)
        if (!next_number(&value, &number) || fabs(number - box[i]) > 1e-9)
            return false;
    return true;
}

static void start(GMarkupParseContext *context, const char *element, const char **names, const char **values,
                  void *user, GError **problem)
{
    (void)problem;
    reading *r = user;
    const bool root = g_markup_parse_context_get_element_stack(context)->next == NULL;
    bool (*const read)(reading *, const char *, const char *) = root ? read_root_attribute : read_path_attribute;
    if (strcmp(element, root ? "svg" : "path") != 0 || r->n_strokes > 0)
        r->other = true;
    for (; *names; names++, values++)
        r->other |= !read(r, *names, *values);
}

/* Whether `s` leaves the tile at both ends; `through` whether it passes its inside. */
static bool crosses(const reading *r, const segment *s, bool *through)
{
    const double e = 1e-9;
    const bool in0 = s->x0 > e && s->x0 < r->width - e && s->y0 > e && s->y0 < r->height - e;
    const bool in1 = s->x1 > e && s->x1 < r->width - e && s->y1 > e && s->y1 < r->height - e;
    const double x = (s->x0 + s->x1) / 2, y = (s->y0 + s->y1) / 2;
    *through |= x > e && x < r->width - e && y > e && y < r->height - e;
    return !in0 && !in1;
}

static bool is_whole(double value)
{
    return fabs(value - round(value)) < 1e-6;
}

/* One family of lines, which the tiles beside and below continue. */
static bool fit_lines(const reading *r, kuril_hatch *h)
{
    const segment *first = &r->strokes[0];
    const double dx = first->x1 - first->x0, dy = first->y1 - first->y0, length = hypot(dx, dy);
    if (!(length > 0))
        return false;
    h->normal_x = dy / length;
    h->normal_y = -dx / length;
    h->offset = h->normal_x * first->x0 + h->normal_y * first->y0;
    const double right = fabs(h->normal_x * r->width), down = fabs(h->normal_y * r->height);
    h->spacing = fmax(right, down);
    bool through = false;
    for (size_t i = 0; i < r->n_strokes; i++) {
        const segment *s = &r->strokes[i];
        const double at0 = h->normal_x * s->x0 + h->normal_y * s->y0, at1 = h->normal_x * s->x1 + h->normal_y * s->y1;
        if (fabs(at0 - at1) > 1e-6 * length || !is_whole((at0 - h->offset) / h->spacing) || !crosses(r, s, &through))
            return false;
    }
    return through && is_whole(right / h->spacing) && is_whole(down / h->spacing);
}

bool kuril_hatch_read(const char *svg, size_t length, double width, double height, kuril_hatch *hatch)
{
    static const GMarkupParser parser = {.start_element = start};
    reading r = {.width = width, .height = height, .stroke_width = 1};
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &r, NULL);
    const bool whole = g_markup_parse_context_parse(context, svg, (gssize)length, NULL) &&
                       g_markup_parse_context_end_parse(context, NULL);
    g_markup_parse_context_free(context);
    *hatch = (kuril_hatch){.width = r.stroke_width, .color = r.color};
    return whole && !r.other && r.n_strokes > 0 && r.color.a > 0 && r.stroke_width > 0 && fit_lines(&r, hatch);
}
