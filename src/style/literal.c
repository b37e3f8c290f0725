/* Values that stand in a style as they are, without an expression. */
#include "style/reader.h"
#include "style/typed.h"

#include "core/number.h"

#include <string.h>

typedef struct literal {
    kuril_style_reader *reader;
    const kuril_property *property;
    kuril_arena *arena;
} literal;

static bool wrong(const literal *l, const kuril_node *node, const char *wanted)
{
    kuril_reader_error(
        l->reader, node, "'%s' must be %s, not %s %s", l->property->name, wanted,
        kuril_node_kind_of(node) == KURIL_NODE_ARRAY || kuril_node_kind_of(node) == KURIL_NODE_OBJECT ? "an" : "a",
        kuril_node_kind_name(kuril_node_kind_of(node)));
    return false;
}

static bool read_number(const literal *l, const kuril_node *node, double *out)
{
    const kuril_property *p = l->property;
    if (kuril_node_kind_of(node) != KURIL_NODE_NUMBER)
        return wrong(l, node, "a number");
    *out = kuril_node_number(node);
    char given[KURIL_NUMBER_MAX], limit[KURIL_NUMBER_MAX];
    if (p->has_minimum && *out < p->minimum)
        kuril_reader_error(l->reader, node, "'%s' is %s, less than the least value %s", p->name,
                           kuril_number_print(*out, given), kuril_number_print(p->minimum, limit));
    else if (p->has_maximum && *out > p->maximum)
        kuril_reader_error(l->reader, node, "'%s' is %s, more than the greatest value %s", p->name,
                           kuril_number_print(*out, given), kuril_number_print(p->maximum, limit));
    else
        return true;
    return false;
}

static bool read_color(const literal *l, const kuril_node *node, kuril_style_rgba *out)
{
    if (kuril_node_kind_of(node) != KURIL_NODE_STRING)
        return wrong(l, node, "a colour");
    kuril_color color;
    if (kuril_color_parse(kuril_node_string(node), &color)) {
        *out = kuril_typed_color(&color);
        return true;
    }
    kuril_reader_error(l->reader, node, "'%s' must be a colour, not '%s'", l->property->name, kuril_node_string(node));
    return false;
}

static bool read_word(const literal *l, const kuril_word_list *words, const kuril_node *node, int *out)
{
    if (kuril_node_kind_of(node) != KURIL_NODE_STRING)
        return wrong(l, node, "a word");
    *out = kuril_word_index(words, kuril_node_string(node));
    if (*out >= 0)
        return true;
    g_autofree char *what = g_strdup_printf("value of '%s':", l->property->name);
    kuril_reader_unknown(l->reader, node, what, kuril_node_string(node), words->words, words->count);
    return false;
}

static bool read_text(const literal *l, const kuril_node *node, const char **out)
{
    if (kuril_node_kind_of(node) != KURIL_NODE_STRING)
        return wrong(l, node, "a text");
    *out = kuril_node_string(node);
    return true;
}

/* One item of a list, written to `out`. */
static bool read_item(const literal *l, const kuril_node *node, void *out)
{
    switch (l->property->type) {
    case KURIL_TYPE_NUMBERS:
    case KURIL_TYPE_NUMBER_ARRAY:
    case KURIL_TYPE_PADDING:
        return read_number(l, node, out);
    case KURIL_TYPE_COLOR_ARRAY:
        return read_color(l, node, out);
    case KURIL_TYPE_ENUMS:
        return read_word(l, l->property->words, node, out);
    default:
        return read_text(l, node, out);
    }
}

static size_t item_size(kuril_property_type type)
{
    switch (type) {
    case KURIL_TYPE_COLOR_ARRAY:
        return sizeof(kuril_style_rgba);
    case KURIL_TYPE_ENUMS:
        return sizeof(int);
    case KURIL_TYPE_STRINGS:
        return sizeof(const char *);
    default:
        return sizeof(double);
    }
}

/* A list, or where the type allows it a single value. */
static bool read_list(const literal *l, const kuril_node *node, bool single_fits, kuril_typed *out)
{
    bool array = kuril_node_kind_of(node) == KURIL_NODE_ARRAY;
    if (!array && !single_fits)
        return wrong(l, node, "an array");
    size_t size = item_size(l->property->type), count = array ? kuril_node_count(node) : 1;
    if (l->property->length && count != (size_t)l->property->length) {
        kuril_reader_error(l->reader, node, "'%s' must have %d items, not %zu", l->property->name, l->property->length,
                           count);
        return false;
    }
    if (single_fits && count == 0) {
        kuril_reader_error(l->reader, node, "'%s' must have one item at least", l->property->name);
        return false;
    }
    char *items = kuril_arena_array(l->arena, count, size);
    bool fit = true;
    for (size_t i = 0; i < count; i++)
        fit &= read_item(l, array ? kuril_node_at(node, i) : node, items + i * size);
    out->as.list.items = items;
    out->as.list.count = count;
    return fit;
}

/* One to four numbers, as CSS has them: all; top and bottom, sides; top, sides, bottom; top, right, bottom, left. */
static bool read_padding(const literal *l, const kuril_node *node, kuril_typed *out)
{
    if (!read_list(l, node, true, out))
        return false;
    size_t n = out->as.list.count;
    if (n < 1 || n > 4) {
        kuril_reader_error(l->reader, node, "'%s' must have one to four numbers, not %zu", l->property->name, n);
        return false;
    }
    const double *given = out->as.list.items;
    double *sides = kuril_arena_array(l->arena, 4, sizeof *sides);
    sides[0] = given[0];
    sides[1] = given[n > 1 ? 1 : 0];
    sides[2] = given[n > 2 ? 2 : 0];
    sides[3] = n > 3 ? given[3] : sides[1];
    out->as.list.items = sides;
    out->as.list.count = 4;
    return true;
}

/* ["top", [0, 1], "left", [2, 0]] */
static bool read_anchor_offsets(const literal *l, const kuril_node *node, kuril_typed *out)
{
    const kuril_word_list *anchors = kuril_property_get(KURIL_TEXT_ANCHOR)->words;
    size_t count = kuril_node_count(node);
    if (kuril_node_kind_of(node) != KURIL_NODE_ARRAY || count < 2 || count % 2 != 0)
        return wrong(l, node, "an array of anchors, each with its offset");
    kuril_style_anchor_offset *items = kuril_arena_array(l->arena, count / 2, sizeof *items);
    for (size_t i = 0; i < count / 2; i++) {
        const kuril_node *offset = kuril_node_at(node, 2 * i + 1);
        double pair[2];
        int word;
        if (!read_word(l, anchors, kuril_node_at(node, 2 * i), &word) ||
            !kuril_reader_numbers(l->reader, offset, "an anchor's offset", pair, 2))
            return false;
        items[i] = (kuril_style_anchor_offset){(kuril_style_anchor)word, pair[0], pair[1]};
    }
    out->as.list.items = items;
    out->as.list.count = count / 2;
    return true;
}

static bool read_plain_text(const literal *l, const kuril_node *node, kuril_typed *out)
{
    kuril_style_section *section = kuril_arena_array(l->arena, 1, sizeof *section);
    section->scale = 1;
    out->as.list.items = section;
    out->as.list.count = kuril_node_length(node) > 0 ? 1 : 0;
    return read_text(l, node, &section->text);
}

bool kuril_read_literal(kuril_style_reader *reader, const kuril_property *property, const kuril_node *node,
                        kuril_typed *out)
{
    const literal l = {reader, property, reader->style->arena};
    *out = (kuril_typed){.present = true};
    switch (property->type) {
    case KURIL_TYPE_NUMBER:
        return read_number(&l, node, &out->as.number);
    case KURIL_TYPE_COLOR:
        return read_color(&l, node, &out->as.color);
    case KURIL_TYPE_BOOLEAN:
        out->as.boolean = kuril_node_bool(node);
        return kuril_node_kind_of(node) == KURIL_NODE_BOOL || wrong(&l, node, "a boolean");
    case KURIL_TYPE_ENUM:
        return read_word(&l, property->words, node, &out->as.word);
    case KURIL_TYPE_IMAGE:
        return read_text(&l, node, &out->as.text);
    case KURIL_TYPE_PADDING:
        return read_padding(&l, node, out);
    case KURIL_TYPE_ANCHOR_OFFSETS:
        return read_anchor_offsets(&l, node, out);
    case KURIL_TYPE_FORMATTED:
        return read_plain_text(&l, node, out);
    default:
        return read_list(&l, node,
                         property->type == KURIL_TYPE_NUMBER_ARRAY || property->type == KURIL_TYPE_COLOR_ARRAY, out);
    }
}
