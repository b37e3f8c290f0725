#include "data/gdal/xml_numbers.h"

#include "core/number.h"
#include <string.h>

typedef struct mender {
    const char *text, *end;
    kuril_xml_kind kind;
    GString *out;
    kuril_number_findings *found;
    bool in_coord;         /* within GML's old "<coord><X>147</X><Y>45</Y></coord>" */
    const char *placemark; /* the one that is open, as long as it has no geometry; NULL: none */
} mender;

static size_t line_of(const mender *m, const char *at)
{
    size_t line = 1;
    for (const char *p = m->text; p < at; p++)
        line += *p == '\n';
    return line;
}

static void append_none(mender *m, const char *at)
{
    const size_t line = m->found->odd ? 0 : line_of(m, at);
    kuril_number_append_none(m->found, m->kind == KURIL_XML_GML ? "9e99" : "nan", line, m->out); /* "nan" in <pos> is 0 */
}

/* A number as it is, anything else as none. */
static void append_number(mender *m, const char *text, size_t length)
{
    double ignored;
    if (kuril_number_parse_n(text, length, &ignored))
        g_string_append_len(m->out, text, (gssize)length);
    else
        append_none(m, text);
}

static bool is_blank(char c)
{
    return g_ascii_isspace(c);
}

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && is_blank(*p))
        p++;
    return p;
}

/* "147.5 45 148 46": numbers with blanks between. */
static void mend_list(mender *m, const char *p, const char *end)
{
    while (p < end) {
        const char *word = skip_blanks(p, end);
        g_string_append_len(m->out, p, word - p);
        for (p = word; p < end && !is_blank(*p);)
            p++;
        if (p > word)
            append_number(m, word, (size_t)(p - word));
    }
}

/* "147,45 148,46,0": two numbers or three with commas between, blanks between positions. */
static void mend_tuples(mender *m, const char *p, const char *end)
{
    while ((p = skip_blanks(p, end)) < end) {
        size_t n = 0;
        for (bool more = true; more; n++) {
            const char *word = p;
            while (p < end && *p != ',' && !is_blank(*p))
                p++;
            if (n)
                g_string_append_c(m->out, ',');
            append_number(m, word, (size_t)(p - word));
            const char *comma = skip_blanks(p, end);
            more = comma < end && *comma == ',';
            const char *next = more ? skip_blanks(comma + 1, end) : p;
            m->found->changed = m->found->changed || (more && next != p + 1); /* blanks beside a comma */
            p = next;
        }
        if (n == 1) {
            g_string_append_c(m->out, ',');
            append_none(m, p);
        }
        g_string_append_c(m->out, ' ');
    }
}

/* The value of an attribute in a tag; NULL when it has none. */
static const char *attribute(const char *tag, const char *end, const char *name, size_t *length)
{
    const size_t n = strlen(name);
    for (const char *p = tag; p + n < end; p++) {
        if (!is_blank(p[-1]) || strncmp(p, name, n) != 0)
            continue;
        const char *value = skip_blanks(p + n, end);
        if (value >= end || *value != '=')
            continue;
        value = skip_blanks(value + 1, end);
        const char *close =
            value < end && strchr("\"'", *value) ? memchr(value + 1, *value, (size_t)(end - value - 1)) : NULL;
        if (!close)
            return NULL;
        *length = (size_t)(close - value - 1);
        return value + 1;
    }
    return NULL;
}

/* "<wpt lat=... lon=...>", up to and without its last '>' or "/>". */
static void mend_point(mender *m, const char *tag, const char *name_end, const char *end)
{
    static const char *const names[] = {"lat", "lon"};
    const char *tail = end > tag && end[-1] == '/' ? end - 1 : end;
    const char *from = name_end;
    g_string_append_len(m->out, tag, name_end - tag);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        size_t length = 0;
        double ignored;
        const char *value = attribute(name_end, tail, names[i], &length);
        g_string_append_printf(m->out, " %s=\"", names[i]);
        if (value && kuril_number_parse_n(value, length, &ignored))
            g_string_append_len(m->out, value, (gssize)length);
        else
            append_none(m, value ? value : from);
        g_string_append_c(m->out, '"');
    }
    g_string_append_len(m->out, tail, end - tail);
}

static bool is_name(const char *name, size_t length, const char *const *names)
{
    const char *colon = memchr(name, ':', length);
    if (colon) {
        length -= (size_t)(colon + 1 - name);
        name = colon + 1;
    }
    for (; *names; names++) {
        if (strlen(*names) == length && memcmp(*names, name, length) == 0)
            return true;
    }
    return false;
}

/* The content of an element, from behind its start tag to the next tag. */
static const char *mend_content(mender *m, const char *name, size_t length, const char *content)
{
    static const char *const lists[] = {"pos", "posList", NULL}, *const tuples[] = {"coordinates", NULL};
    static const char *const axes[] = {"X", "Y", "Z", NULL};
    const bool list =
        m->kind == KURIL_XML_GML && (is_name(name, length, lists) || (m->in_coord && is_name(name, length, axes)));
    const bool tuple = m->kind != KURIL_XML_GPX && is_name(name, length, tuples);
    size_t ignored = 0;
    const bool plain = !attribute(name + length, content, "cs", &ignored) &&
                       !attribute(name + length, content, "ts", &ignored) &&
                       !attribute(name + length, content, "decimal", &ignored);
    if ((!list && !tuple) || !plain)
        return content;
    const char *next = memchr(content, '<', (size_t)(m->end - content));
    if (!next)
        return content;
    if (list)
        mend_list(m, content, next);
    else
        mend_tuples(m, content, next);
    return next;
}

static void see_system(mender *m, const char *value, size_t length)
{
    kuril_number_findings *found = m->found;
    if (!found->system)
        found->system = g_strndup(value, length);
    else if (strlen(found->system) != length || memcmp(found->system, value, length) != 0)
        found->systems = true;
}

static void end_placemark(mender *m)
{
    if (m->placemark && m->found->placeless++ == 0)
        m->found->placeless_line = line_of(m, m->placemark);
    m->placemark = NULL;
}

/* What a tag tells, "<name ...>" up to and without its '>'. */
static void see_tag(mender *m, const char *name, const char *name_end, const char *end)
{
    static const char *const placemarks[] = {"Placemark", NULL}, *const coords[] = {"coord", NULL};
    static const char *const geometries[] = {"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", NULL};
    const bool close = *name == '/';
    const char *bare = name + close;
    const size_t length = (size_t)(name_end - bare);
    size_t n = 0;
    const char *system = m->kind == KURIL_XML_GML ? attribute(name_end, end, "srsName", &n) : NULL;
    if (system)
        see_system(m, system, n);
    if (is_name(bare, length, coords))
        m->in_coord = !close;
    if (m->kind != KURIL_XML_KML || length == 0)
        return;
    if (is_name(bare, length, placemarks)) {
        end_placemark(m);
        m->placemark = close || end[-1] == '/' ? NULL : name;
    } else if (is_name(bare, length, geometries)) {
        m->placemark = NULL;
    }
}

static const char *behind(const char *from, const char *end, const char *mark)
{
    const char *found = g_strstr_len(from, end - from, mark);
    return found ? found + strlen(mark) : end;
}

void kuril_xml_numbers(const char *text, size_t length, kuril_xml_kind kind, GString *out, kuril_number_findings *found)
{
    static const char *const points[] = {"wpt", "trkpt", "rtept", NULL};
    *found = (kuril_number_findings){0};
    mender m = {.text = text, .end = text + length, .kind = kind, .out = out, .found = found};
    for (const char *p = text; p < m.end;) {
        const char *tag = memchr(p, '<', (size_t)(m.end - p));
        tag = tag ? tag : m.end;
        g_string_append_len(m.out, p, tag - p);
        p = tag;
        if (p >= m.end)
            break;
        const char *whole = g_str_has_prefix(p, "<!--")        ? behind(p, m.end, "-->")
                            : g_str_has_prefix(p, "<![CDATA[") ? behind(p, m.end, "]]>")
                                                               : behind(p, m.end, ">");
        const char *name = p + 1, *name_end = name + (name < whole && *name == '/');
        while (name_end < whole && !is_blank(*name_end) && !strchr("/>", *name_end))
            name_end++;
        const bool element = name < whole && *name != '!' && *name != '?' && whole[-1] == '>';
        const bool start = element && *name != '/';
        if (element)
            see_tag(&m, name, name_end, whole - 1);
        if (start && kind == KURIL_XML_GPX && is_name(name, (size_t)(name_end - name), points)) {
            mend_point(&m, tag, name_end, whole - 1);
            g_string_append_c(m.out, '>');
            p = whole;
        } else {
            g_string_append_len(m.out, tag, whole - tag);
            p = start && whole[-2] != '/' ? mend_content(&m, name, (size_t)(name_end - name), whole) : whole;
        }
    }
}
