/* What a flat page has no use for, checked all the same, so that a style that passes here passes elsewhere. */
#include "style/reader.h"

#include <math.h>
#include <string.h>

#define BLEND(key)                                                                                                     \
    {                                                                                                                  \
        .name = key, .kind = KURIL_KEY_NUMBER, .has_range = true, .maximum = 1, .by_expression = true                  \
    }
#define COLOR(key)                                                                                                     \
    {                                                                                                                  \
        .name = key, .kind = KURIL_KEY_COLOR, .by_expression = true                                                    \
    }
#define TIME(key)                                                                                                      \
    {                                                                                                                  \
        .name = key, .kind = KURIL_KEY_NUMBER, .has_range = true, .maximum = INFINITY                                  \
    }
#define TRANSITION(key)                                                                                                \
    {                                                                                                                  \
        .name = key "-transition", .kind = KURIL_KEY_OBJECT                                                            \
    }

static const char *const light_anchors[] = {"map", "viewport", NULL};
static const kuril_key light_keys[] = {
    {.name = "anchor", .kind = KURIL_KEY_STRING, .words = light_anchors, .by_expression = true},
    {.name = "position", .kind = KURIL_KEY_ARRAY, .item = KURIL_KEY_NUMBER, .length = 3, .by_expression = true},
    COLOR("color"),
    BLEND("intensity"),
    TRANSITION("position"),
    TRANSITION("color"),
    TRANSITION("intensity"),
};
static const kuril_key sky_keys[] = {
    COLOR("sky-color"),
    COLOR("horizon-color"),
    COLOR("fog-color"),
    BLEND("fog-ground-blend"),
    BLEND("horizon-fog-blend"),
    BLEND("sky-horizon-blend"),
    BLEND("atmosphere-blend"),
    TRANSITION("sky-color"),
    TRANSITION("horizon-color"),
    TRANSITION("fog-color"),
    TRANSITION("fog-ground-blend"),
    TRANSITION("horizon-fog-blend"),
    TRANSITION("sky-horizon-blend"),
    TRANSITION("atmosphere-blend"),
};
static const kuril_key terrain_keys[] = {
    {.name = "source", .kind = KURIL_KEY_STRING, .required = true},
    {.name = "exaggeration", .kind = KURIL_KEY_NUMBER, .has_range = true, .maximum = INFINITY},
};
static const kuril_key projection_keys[] = {{.name = "type", .kind = KURIL_KEY_STRING, .by_expression = true}};
static const kuril_key transition_keys[] = {TIME("duration"), TIME("delay")};
static const kuril_key face_keys[] = {
    {.name = "url", .kind = KURIL_KEY_STRING, .required = true},
    {.name = "unicode-range", .kind = KURIL_KEY_ARRAY, .item = KURIL_KEY_STRING},
};

static const struct {
    const char *name;
    const kuril_key *keys;
    size_t count;
} sceneries[] = {
    {"light", light_keys, G_N_ELEMENTS(light_keys)},
    {"sky", sky_keys, G_N_ELEMENTS(sky_keys)},
    {"terrain", terrain_keys, G_N_ELEMENTS(terrain_keys)},
    {"projection", projection_keys, G_N_ELEMENTS(projection_keys)},
    {"transition", transition_keys, G_N_ELEMENTS(transition_keys)},
};

void kuril_read_transition(kuril_style_reader *reader, const kuril_node *node)
{
    kuril_reader_closed_keys(reader, node, "transition", transition_keys, G_N_ELEMENTS(transition_keys));
}

static void read_transitions(kuril_style_reader *reader, const kuril_node *object)
{
    for (size_t i = 0; i < kuril_node_count(object); i++) {
        const kuril_node *member = kuril_node_at(object, i);
        if (g_str_has_suffix(kuril_node_name(object, i), "-transition") &&
            kuril_node_kind_of(member) == KURIL_NODE_OBJECT)
            kuril_read_transition(reader, member);
    }
}

/* One hexadecimal number of at most six digits, and where it ends; -1 when there is none. */
static long code_point(const char *text, const char **end)
{
    long value = 0;
    int digits = 0;
    for (; digits < 7 && g_ascii_isxdigit(text[digits]); digits++)
        value = value * 16 + g_ascii_xdigit_value(text[digits]);
    *end = text + digits;
    return digits >= 1 && digits <= 6 ? value : -1;
}

/* U+26, U+0-7F, U+4?? */
static bool is_unicode_range(const char *text)
{
    enum { LAST = 0x10ffff };
    if ((text[0] != 'U' && text[0] != 'u') || text[1] != '+')
        return false;
    text += 2;
    const char *mark = strchr(text, '?');
    if (mark)
        return strlen(text) <= 6 && strspn(text, "0123456789abcdefABCDEF") == (size_t)(mark - text) &&
               strspn(mark, "?") == strlen(mark);
    const long first = code_point(text, &text), last = *text == '-' ? code_point(text + 1, &text) : first;
    return !*text && first >= 0 && first <= last && last <= LAST;
}

static void read_face(kuril_style_reader *reader, const kuril_node *face)
{
    if (!kuril_reader_closed_keys(reader, face, "font face", face_keys, G_N_ELEMENTS(face_keys)))
        return;
    const kuril_node *ranges = kuril_node_member(face, "unicode-range");
    for (size_t i = 0; ranges && kuril_node_kind_of(ranges) == KURIL_NODE_ARRAY && i < kuril_node_count(ranges); i++) {
        const kuril_node *range = kuril_node_at(ranges, i);
        if (kuril_node_kind_of(range) == KURIL_NODE_STRING && !is_unicode_range(kuril_node_string(range)))
            kuril_reader_error(reader, range, "'%s' is no range of characters, such as U+26, U+0-7F or U+4??",
                               kuril_node_string(range));
    }
}

static void read_font_faces(kuril_style_reader *reader, const kuril_node *faces)
{
    for (size_t i = 0; i < kuril_node_count(faces); i++) {
        const kuril_node *font = kuril_node_at(faces, i);
        if (kuril_node_kind_of(font) == KURIL_NODE_ARRAY)
            for (size_t k = 0; k < kuril_node_count(font); k++)
                read_face(reader, kuril_node_at(font, k));
        else if (kuril_node_kind_of(font) != KURIL_NODE_STRING)
            kuril_reader_error(reader, font, "a font's faces must be a text or an array");
    }
}

static void read_glyphs(kuril_style_reader *reader, const kuril_node *glyphs)
{
    static const char *const tokens[] = {"{fontstack}", "{range}"};
    for (size_t i = 0; i < G_N_ELEMENTS(tokens); i++)
        if (!strstr(kuril_node_string(glyphs), tokens[i]))
            kuril_reader_error(reader, glyphs, "'glyphs' must have %s in it", tokens[i]);
}

void kuril_read_scenery(kuril_style_reader *reader, const kuril_node *root)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sceneries); i++) {
        const kuril_node *object = kuril_node_member(root, sceneries[i].name);
        if (!object || kuril_node_kind_of(object) != KURIL_NODE_OBJECT)
            continue;
        kuril_reader_closed_keys(reader, object, sceneries[i].name, sceneries[i].keys, sceneries[i].count);
        read_transitions(reader, object);
    }
    const kuril_node *faces = kuril_node_member(root, "font-faces"), *glyphs = kuril_node_member(root, "glyphs");
    if (faces && kuril_node_kind_of(faces) == KURIL_NODE_OBJECT)
        read_font_faces(reader, faces);
    if (glyphs && kuril_node_kind_of(glyphs) == KURIL_NODE_STRING)
        read_glyphs(reader, glyphs);
}

/* {"sum": ["+", ["get", "n"]]}: an operator or an expression that joins two values, and one that makes the first. */
void kuril_read_clusters(kuril_style_reader *reader, const kuril_node *properties)
{
    if (kuril_node_kind_of(properties) != KURIL_NODE_OBJECT) {
        kuril_reader_error(reader, properties, "'clusterProperties' must be an object");
        return;
    }
    for (size_t i = 0; i < kuril_node_count(properties); i++) {
        const kuril_node *pair = kuril_node_at(properties, i);
        if (kuril_node_kind_of(pair) != KURIL_NODE_ARRAY || kuril_node_count(pair) != 2)
            kuril_reader_error(reader, pair, "a cluster's property must be a pair of an operator and an expression");
        else {
            if (kuril_node_kind_of(kuril_node_at(pair, 0)) == KURIL_NODE_ARRAY)
                kuril_read_expression(reader, "clusterProperties", kuril_node_at(pair, 0));
            else if (!kuril_expression_is(pair))
                kuril_reader_error(reader, kuril_node_at(pair, 0), "a cluster's property must begin with an operator");
            kuril_read_expression(reader, "clusterProperties", kuril_node_at(pair, 1));
        }
    }
}
