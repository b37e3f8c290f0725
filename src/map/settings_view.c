/* Settings of the view, the page and the look. */
#include "core/diagnostics.h"
#include "core/length.h"
#include "core/limits.h"
#include "core/number.h"
#include "core/paths.h"
#include "map/map_memory.h"
#include "map/map_names.h"
#include "map/setters.h"
#include "map/settings.h"
#include <math.h>
#include <string.h>

static const double PX_PER_MM = 96.0 / 25.4;
static const double SCALE_LEAST = 1e3, SCALE_MOST = 1e9;
static const double WIDTH_LEAST_M = 100.0, WIDTH_MOST_M = 4.1e7;
static const double SIDE_LEAST_PX = 16.0; /* a PDF page ends at 14400 points */
static const double DPI_LEAST = 24.0, DPI_MOST = 2400.0;

static bool finite_number(const char *text, double *number)
{
    char *bare = g_strstrip(g_strdup(text));
    const bool good = kuril_number_parse(bare, number);
    g_free(bare);
    return good;
}

/* A number within [least, most], or an error that names the setting. */
static kuril_status number_between(const char *setting, const char *text, double least, double most, double *number,
                                   kuril_error *error)
{
    double read = 0.0;
    if (!finite_number(text, &read))
        return kuril_fail(error, KURIL_E_ARGUMENT, "%s: '%s' is not a number", setting, text);
    char low[KURIL_NUMBER_MAX], high[KURIL_NUMBER_MAX];
    if (read < least || read > most)
        return kuril_fail(error, KURIL_E_DOMAIN, "%s: %s is outside %s to %s", setting, text,
                          kuril_number_print(least, low), kuril_number_print(most, high));
    *number = read;
    return KURIL_OK;
}

static kuril_status check_bounds(const char *setting, const kuril_bbox *b, const char *text, kuril_error *error)
{
    if (fabs(b->south) > 90.0 || fabs(b->north) > 90.0)
        return kuril_fail(error, KURIL_E_DOMAIN,
                          "%s: a latitude of '%s' is beyond 90 degrees "
                          "(the order is west,south,east,north)",
                          setting, text);
    if (fabs(b->west) > 360.0 || fabs(b->east) > 360.0)
        return kuril_fail(error, KURIL_E_DOMAIN, "%s: a longitude of '%s' is beyond 360 degrees", setting, text);
    if (!(b->south < b->north))
        return kuril_fail(error, KURIL_E_DOMAIN,
                          "%s: south of '%s' is not below north "
                          "(the order is west,south,east,north)",
                          setting, text);
    if (b->west == b->east)
        return kuril_fail(error, KURIL_E_DOMAIN, "%s: '%s' has no width", setting, text);
    return KURIL_OK;
}

static kuril_status read_bounds(const char *setting, const char *text, kuril_bbox *bounds, kuril_error *error)
{
    char **pieces = g_strsplit(text, ",", -1);
    double n[4];
    bool good = g_strv_length(pieces) == 4;
    for (size_t i = 0; good && i < 4; i++)
        good = finite_number(pieces[i], &n[i]);
    g_strfreev(pieces);
    if (!good)
        return kuril_fail(error, KURIL_E_ARGUMENT, "%s: '%s' is not four numbers west,south,east,north", setting, text);
    *bounds = (kuril_bbox){n[0], n[1], n[2], n[3]};
    return check_bounds(setting, bounds, text, error);
}

/* What an upright page was to show goes with the view that it was said of. */
static void leave_portrait(kuril_map *map)
{
    if (!map->memory->portrait_of_base)
        return;
    map->portrait_bounds = NULL;
    map->portrait_center = NULL;
    map->portrait_width_m = 0;
}

KURIL_SETTER(bounds)
{
    kuril_bbox bounds;
    const kuril_status status = read_bounds("bounds", text, &bounds, error);
    if (status != KURIL_OK)
        return status;
    kuril_map_leave_view(map);
    leave_portrait(map);
    map->bounds = bounds;
    map->view_from = map->memory->source;
    map->view_kind = KURIL_VIEW_BOUNDS;
    map->center = NULL;
    return KURIL_OK;
}

KURIL_SETTER(center)
{
    if (!*text)
        return kuril_fail(error, KURIL_E_ARGUMENT, "center: no place is named");
    kuril_map_leave_view(map);
    leave_portrait(map);
    map->center = kuril_map_text(map, text);
    map->center_from = map->view_from = map->memory->source;
    return KURIL_OK;
}

KURIL_SETTER(portrait)
{
    if (!*text)
        return kuril_fail(error, KURIL_E_ARGUMENT, "portrait: neither a box nor a place is named");
    kuril_bbox bounds;
    char **pieces = g_strsplit(text, ",", -1);
    const bool box = g_strv_length(pieces) == 4;
    g_strfreev(pieces);
    const kuril_status status = box ? read_bounds("portrait", text, &bounds, error) : KURIL_OK;
    if (status != KURIL_OK)
        return status;
    map->memory->portrait_bounds = box ? bounds : (kuril_bbox){0, 0, 0, 0};
    map->memory->portrait_of_base = false;
    map->portrait_bounds = box ? &map->memory->portrait_bounds : NULL;
    map->portrait_center = box ? NULL : kuril_map_text(map, text);
    map->portrait_from = map->memory->source;
    return KURIL_OK;
}

KURIL_SETTER(scale)
{
    const char *number = g_str_has_prefix(text, "1:") ? text + 2 : text;
    char *bare = g_strdup(number);
    size_t kept = 0;
    for (const char *p = number; *p; p++) { /* 1:2 000 000 */
        if (*p != ' ')
            bare[kept++] = *p;
    }
    bare[kept] = '\0';
    double denominator = 0.0;
    const kuril_status status = number_between("scale", bare, SCALE_LEAST, SCALE_MOST, &denominator, error);
    g_free(bare);
    if (status != KURIL_OK)
        return status;
    leave_portrait(map);
    map->scale_denominator = denominator;
    map->view_from = map->memory->source;
    map->view_kind = KURIL_VIEW_SCALE;
    return KURIL_OK;
}

static kuril_status read_width(const char *setting, const char *text, double *metres, kuril_error *error)
{
    double width = 0.0;
    if (!kuril_length_parse(text, &width))
        return kuril_fail(error, KURIL_E_ARGUMENT, "%s: '%s' is not a length with its unit, as 300km or 150nmi",
                          setting, text);
    if (width < WIDTH_LEAST_M || width > WIDTH_MOST_M)
        return kuril_fail(error, KURIL_E_DOMAIN, "%s: %s is outside 100m to 41000km", setting, text);
    *metres = width;
    return KURIL_OK;
}

KURIL_SETTER(portrait_width)
{
    return read_width("portrait-width", text, &map->portrait_width_m, error);
}

KURIL_SETTER(width)
{
    double metres = 0.0;
    const kuril_status status = read_width("width", text, &metres, error);
    if (status != KURIL_OK)
        return status;
    leave_portrait(map);
    map->width_m = metres;
    map->view_from = map->memory->source;
    map->view_kind = KURIL_VIEW_WIDTH;
    return KURIL_OK;
}

KURIL_SETTER(bearing)
{
    return number_between("bearing", text, -360.0, 360.0, &map->bearing, error);
}

/*
 * Whether a definition makes PROJ or us open a file: "@FILE", "x.prj", "+init=FILE:KEY", "+nadgrids=FILE" and the
 * like. Fractions such as "+to_meter=1/3" and well-known text are no files.
 */
static bool names_file(const char *text)
{
    static const char *const endings[] = {".prj", ".wkt", ".json", ".proj"};
    static const char *const keys[] = {"init=", "grids=", "file=", "model="};
    bool names = text[0] == '@';
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
        names = names || g_str_has_suffix(text, endings[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(keys) && !strchr(text, '['); i++) {
        for (const char *p = text; (p = strstr(p, keys[i])); p++) {
            const size_t start = strlen(keys[i]), length = strcspn(p + start, " \t\n");
            names = names || memchr(p + start, '/', length) || memchr(p + start, '\\', length);
        }
    }
    return names;
}

KURIL_SETTER(projection)
{
    if (!*text)
        return kuril_fail(error, KURIL_E_ARGUMENT, "projection: the text is empty");
    if (map->memory->folder && names_file(text))
        return kuril_fail(error, KURIL_E_ARGUMENT,
                          "projection: '%.80s' names a file, which a document may not: say it with --projection", text);
    map->projection = kuril_map_text(map, text);
    map->projection_from = map->memory->source;
    return KURIL_OK;
}

/* Paper sizes: ISO 216, and those of ANSI/ASME Y14.1 and of US offices. */
static const struct {
    const char *name;
    double short_mm, long_mm;
} papers[] = {{"A0", 841.0, 1189.0},    {"A1", 594.0, 841.0},    {"A2", 420.0, 594.0},     {"A3", 297.0, 420.0},
              {"A4", 210.0, 297.0},     {"A5", 148.0, 210.0},    {"A6", 105.0, 148.0},     {"B1", 707.0, 1000.0},
              {"B2", 500.0, 707.0},     {"B3", 353.0, 500.0},    {"B4", 250.0, 353.0},     {"B5", 176.0, 250.0},
              {"letter", 215.9, 279.4}, {"legal", 215.9, 355.6}, {"tabloid", 279.4, 431.8}};

/* "A4", "A4-landscape", "A4-portrait"; landscape when it is not said. */
static bool paper_size(const char *text, double *width, double *height)
{
    char **words = g_strsplit_set(text, "- ", 2);
    const char *turn = words[0] && words[1] ? words[1] : "landscape";
    const bool landscape = strcmp(turn, "landscape") == 0;
    bool found = false;
    for (size_t i = 0; words[0] && i < G_N_ELEMENTS(papers) && (landscape || strcmp(turn, "portrait") == 0); i++) {
        if (g_ascii_strcasecmp(words[0], papers[i].name) != 0)
            continue;
        *width = (landscape ? papers[i].long_mm : papers[i].short_mm) * PX_PER_MM;
        *height = (landscape ? papers[i].short_mm : papers[i].long_mm) * PX_PER_MM;
        found = true;
    }
    g_strfreev(words);
    return found;
}

/* "1600x1200", "1600x1200px", "297x210mm". */
static bool measured_size(const char *text, double *width, double *height)
{
    const bool mm = g_str_has_suffix(text, "mm"), px = g_str_has_suffix(text, "px");
    char *bare = g_strndup(text, strlen(text) - (mm || px ? 2 : 0));
    char **sides = g_strsplit(bare, "x", -1);
    const bool good = g_strv_length(sides) == 2 && finite_number(sides[0], width) && finite_number(sides[1], height);
    g_strfreev(sides);
    g_free(bare);
    if (good && mm) {
        *width *= PX_PER_MM;
        *height *= PX_PER_MM;
    }
    return good;
}

KURIL_SETTER(size)
{
    double width = 0.0, height = 0.0;
    if (!paper_size(text, &width, &height) && !measured_size(text, &width, &height))
        return kuril_fail(error, KURIL_E_ARGUMENT,
                          "size: '%s' is not WIDTHxHEIGHT, WIDTHxHEIGHTmm or a paper size such "
                          "as A4-landscape",
                          text);
    const double most = kuril_limit_value(KURIL_LIMIT_PAGE);
    if (fmin(width, height) < SIDE_LEAST_PX || fmax(width, height) > most)
        return kuril_fail(error, KURIL_E_DOMAIN,
                          "size: a side of '%s' is outside 16 to %.0f pixels (--allow-limit page=N allows more)", text,
                          most);
    map->width_px = width;
    map->height_px = height;
    map->size_from = map->memory->source;
    return KURIL_OK;
}

KURIL_SETTER(dpi)
{
    return number_between("dpi", text, DPI_LEAST, DPI_MOST, &map->dpi, error);
}

KURIL_SETTER(style)
{
    if (!*text)
        return kuril_fail(error, KURIL_E_ARGUMENT, "style: the text is empty");
    const bool path = kuril_is_path(text);
    map->style = path ? kuril_map_path(map, text) : kuril_map_text(map, text);
    map->style_from = map->memory->source;
    return path ? kuril_map_may_read(map, map->style, error) : KURIL_OK;
}

KURIL_SETTER(lang)
{
    char **codes = g_strsplit(text, ",", -1);
    kuril_language languages[KURIL_LANGUAGE_COUNT] = {KURIL_EN};
    size_t count = 0;
    bool traditional = false;
    kuril_status status = KURIL_OK;
    for (size_t i = 0; codes[i] && status == KURIL_OK; i++) {
        kuril_language language = KURIL_EN;
        status = kuril_language_find(g_strstrip(codes[i]), &language, error);
        for (size_t k = 0; k < count && status == KURIL_OK; k++) {
            if (languages[k] == language)
                status = kuril_fail(error, KURIL_E_ARGUMENT, "lang: '%s' stands twice in '%s'", codes[i], text);
        }
        if (status == KURIL_OK)
            languages[count++] = language;
        traditional = traditional || strcmp(codes[i], "zh-Hant") == 0;
    }
    g_strfreev(codes);
    if (status == KURIL_OK && count == 0)
        status = kuril_fail(error, KURIL_E_ARGUMENT, "lang: no language is named");
    if (status == KURIL_OK) {
        memcpy(map->languages, languages, sizeof languages);
        map->n_languages = count;
        map->traditional_han = traditional;
    }
    return status;
}

KURIL_SETTER(worldview)
{
    return kuril_worldview_find(text, &map->worldview, error);
}
