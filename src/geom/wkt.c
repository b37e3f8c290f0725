#include "geom/wkt.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include "geom/long_edges.h"
#include <math.h>
#include <string.h>

enum { DEEPEST = 32, LON_MOST = 720 /* as in datasets: what counts on over 180, and not what is no longitude */ };

typedef struct reader {
    const char *text, *at;
    kuril_sink *sink;
    kuril_error *error;
} reader;

static const char *const types[] = {"POINT",           "LINESTRING",   "POLYGON",           "MULTIPOINT",
                                    "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"};
enum { POINT, LINESTRING, POLYGON, MULTIPOINT, MULTILINESTRING, MULTIPOLYGON, COLLECTION };

/* Known, and not read. */
static const char *const other_types[] = {"CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE",
                                          "POLYHEDRALSURFACE", "TIN", "TRIANGLE"};

static void skip_space(reader *r)
{
    while (g_ascii_isspace(*r->at))
        r->at++;
}

/* Takes a word, whatever its case, unless it goes on as a longer one. */
static bool take_word(reader *r, const char *word)
{
    skip_space(r);
    const size_t n = strlen(word);
    if (g_ascii_strncasecmp(r->at, word, n) != 0 || g_ascii_isalpha(r->at[n]))
        return false;
    r->at += n;
    return true;
}

static bool take(reader *r, char c)
{
    skip_space(r);
    if (*r->at != c)
        return false;
    r->at++;
    return true;
}

static kuril_status wrong(reader *r, const char *expected)
{
    char shown[64];
    g_strlcpy(shown, r->at, sizeof shown);
    return kuril_fail(r->error, KURIL_E_SYNTAX, "expected %s at '%s' in well-known text", expected, shown);
}

/* x y [z [m]] */
static kuril_status read_position(reader *r)
{
    double values[4] = {0, 0, 0, 0};
    int n = 0;
    for (; n < 4; n++) {
        skip_space(r);
        const size_t length = strspn(r->at, "+-.0123456789eE");
        if (length == 0 && n >= 2)
            break;
        if (!kuril_number_parse_n(r->at, length, &values[n]))
            return wrong(r, "a number");
        r->at += length;
    }
    char number[KURIL_NUMBER_MAX];
    if (fabs(values[1]) > 90)
        return kuril_fail(r->error, KURIL_E_DOMAIN, "latitude %s is beyond 90 in well-known text: longitude comes first there",
                          kuril_number_print(values[1], number));
    if (fabs(values[0]) > LON_MOST)
        return kuril_fail(r->error, KURIL_E_DOMAIN, "longitude %s is beyond 720 in well-known text",
                          kuril_number_print(values[0], number));
    return kuril_sink_point(r->sink, values[0], values[1]);
}

static kuril_status read_line(reader *r)
{
    if (!take(r, '('))
        return wrong(r, "'('");
    kuril_sink_line_start(r->sink);
    kuril_status status;
    do
        status = read_position(r);
    while (!status && take(r, ','));
    if (!status && !take(r, ')'))
        status = wrong(r, "',' or ')'");
    return status ? status : kuril_sink_line_end(r->sink);
}

static kuril_status read_point(reader *r)
{
    if (!take(r, '('))
        return wrong(r, "'('");
    const kuril_status status = read_position(r);
    return status ? status : take(r, ')') ? KURIL_OK : wrong(r, "')'");
}

/* A multipoint's members, with brackets of their own or without. */
static kuril_status read_member_point(reader *r)
{
    skip_space(r);
    return *r->at == '(' ? read_point(r) : read_position(r);
}

/* ( ITEM, ITEM ... ) */
static kuril_status read_list(reader *r, kuril_status (*item)(reader *))
{
    if (!take(r, '('))
        return wrong(r, "'('");
    kuril_status status;
    do
        status = take_word(r, "EMPTY") ? KURIL_OK : item(r);
    while (!status && take(r, ','));
    return status ? status : take(r, ')') ? KURIL_OK : wrong(r, "',' or ')'");
}

static kuril_status read_polygon(reader *r)
{
    kuril_sink_polygon_start(r->sink);
    const kuril_status status = read_list(r, read_line);
    return status ? status : kuril_sink_polygon_end(r->sink);
}

/* A type's name, also with Z, M or ZM joined to it. */
static bool take_type_name(reader *r, const char *type)
{
    static const char *const endings[] = {"", "Z", "M", "ZM"};
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        char name[32];
        g_snprintf(name, sizeof name, "%s%s", type, endings[i]);
        if (take_word(r, name))
            return true;
    }
    return false;
}

static int take_type(reader *r)
{
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
        if (take_type_name(r, types[i]))
            return (int)i;
    return -1;
}

static bool take_other_type(reader *r)
{
    for (size_t i = 0; i < G_N_ELEMENTS(other_types); i++)
        if (take_type_name(r, other_types[i]))
            return true;
    return false;
}

/* The number of "SRID=4326;", as PostGIS writes it; 0 where there is none. */
static size_t take_srid(reader *r, const char **number)
{
    skip_space(r);
    if (g_ascii_strncasecmp(r->at, "SRID=", 5) != 0)
        return 0;
    const size_t digits = strspn(r->at + 5, "0123456789");
    if (digits == 0 || r->at[5 + digits] != ';')
        return 0;
    *number = r->at + 5;
    r->at += 5 + digits + 1;
    return digits;
}

static kuril_status read_geometry(reader *r, int depth)
{
    const int type = take_type(r);
    if (type < 0)
        return wrong(r, "a point, line, polygon or collection");
    if (!take_word(r, "ZM") && !take_word(r, "Z"))
        take_word(r, "M");
    if (take_word(r, "EMPTY"))
        return KURIL_OK;
    switch (type) {
    case POINT:
        return read_point(r);
    case LINESTRING:
        return read_line(r);
    case POLYGON:
        return read_polygon(r);
    case MULTIPOINT:
        return read_list(r, read_member_point);
    case MULTILINESTRING:
        return read_list(r, read_line);
    case MULTIPOLYGON:
        return read_list(r, read_polygon);
    default:
        break;
    }
    if (depth == DEEPEST)
        return kuril_fail(r->error, KURIL_E_SYNTAX, "well-known text is nested too deeply");
    if (!take(r, '('))
        return wrong(r, "'('");
    kuril_status status;
    do
        status = read_geometry(r, depth + 1);
    while (!status && take(r, ','));
    return status ? status : take(r, ')') ? KURIL_OK : wrong(r, "',' or ')'");
}

bool kuril_wkt_is(const char *text)
{
    reader r = {.text = text, .at = text};
    const char *number = NULL;
    take_srid(&r, &number);
    if (take_type(&r) < 0 && !take_other_type(&r))
        return false;
    skip_space(&r);
    return *r.at == '(' || take_word(&r, "EMPTY") || take_word(&r, "Z") || take_word(&r, "M") || take_word(&r, "ZM");
}

/* A line of one place is that place. */
static void lines_of_one_place(kuril_geometry_buffer *buffer, guint first_part)
{
    for (guint i = first_part; i < buffer->parts->len; i++) {
        kuril_part *part = &g_array_index(buffer->parts, kuril_part, i);
        if (part->kind != KURIL_LINE)
            continue;
        kuril_ring *ring = &g_array_index(buffer->rings, kuril_ring, part->first);
        const kuril_lonlat *points = &g_array_index(buffer->points, kuril_lonlat, ring->first);
        size_t same = 1;
        while (same < ring->count && points[same].lon == points[0].lon && points[same].lat == points[0].lat)
            same++;
        if (same < ring->count)
            continue;
        part->kind = KURIL_POINT;
        ring->count = 1;
    }
}

kuril_status kuril_wkt_read(const char *text, kuril_data_edges edges, kuril_geometry_buffer *buffer, kuril_error *error)
{
    const guint had = buffer->parts->len;
    reader r = {text, text, &buffer->base, error};
    const char *srid = NULL;
    const size_t digits = take_srid(&r, &srid);
    if (digits && strncmp(srid, "4326;", 5) != 0)
        return kuril_fail(error, KURIL_E_SYNTAX,
                          "well-known text is read as WGS 84 longitude and latitude (SRID 4326), not SRID %.*s", (int)digits, srid);
    kuril_status status = read_geometry(&r, 0);
    skip_space(&r);
    if (!status && *r.at)
        status = wrong(&r, "the end");
    if (status)
        return status;
    lines_of_one_place(buffer, had);
    const guint parts = buffer->parts->len;
    kuril_geometry_buffer_tidy(buffer);
    if (buffer->parts->len < parts)
        return kuril_fail(error, KURIL_E_DATA, "a polygon of fewer than three places in well-known text '%s'", text);
    kuril_geometry_buffer_settle_edges(buffer, edges);
    kuril_geometry_buffer_turn_rings(buffer);
    return KURIL_OK;
}
