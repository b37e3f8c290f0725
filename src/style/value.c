#include "style/value.h"

#include <math.h>
#include <string.h>

kuril_style_value kuril_style_value_from(const kuril_value *value)
{
    kuril_style_value out = {.kind = KURIL_KIND_NULL};
    switch (value->kind) {
    case KURIL_NULL:
        break;
    case KURIL_BOOL:
        out.kind = KURIL_KIND_BOOLEAN;
        out.as.boolean = value->as.boolean;
        break;
    case KURIL_NUMBER:
        out.kind = KURIL_KIND_NUMBER;
        out.as.number = value->as.number;
        break;
    case KURIL_STRING:
        out.kind = KURIL_KIND_STRING;
        out.as.string = value->as.string;
        break;
    case KURIL_ARRAY:
        out.kind = KURIL_KIND_ARRAY;
        out.as.array.items = value->as.array.items;
        out.as.array.count = value->as.array.count;
        out.as.array.foreign = true;
        break;
    case KURIL_OBJECT:
        out.kind = KURIL_KIND_OBJECT;
        out.as.object.members = value->as.object.members;
        out.as.object.count = value->as.object.count;
        break;
    }
    return out;
}

kuril_style_value kuril_style_item(const kuril_style_value *array, size_t i)
{
    if (array->as.array.foreign)
        return kuril_style_value_from((const kuril_value *)array->as.array.items + i);
    return ((const kuril_style_value *)array->as.array.items)[i];
}

const kuril_type *kuril_style_value_type(const kuril_style_value *value, kuril_arena *arena)
{
    if (value->kind != KURIL_KIND_ARRAY)
        return kuril_type_of_kind(value->kind);
    const kuril_type *item = NULL;
    for (size_t i = 0; i < value->as.array.count; i++) {
        const kuril_style_value v = kuril_style_item(value, i);
        if (v.kind == KURIL_KIND_ARRAY && value->as.array.count > 1) {
            item = kuril_type_of_kind(KURIL_KIND_VALUE); /* no two array types are the same */
            break;
        }
        const kuril_type *type = kuril_style_value_type(&v, arena);
        if (item && item != type) {
            item = kuril_type_of_kind(KURIL_KIND_VALUE);
            break;
        }
        item = type;
    }
    return kuril_type_array(arena, item ? item : kuril_type_of_kind(KURIL_KIND_VALUE),
                            (int)MIN(value->as.array.count, (size_t)G_MAXINT));
}

bool kuril_style_value_equal(const kuril_style_value *a, const kuril_style_value *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case KURIL_KIND_NULL:
        return true;
    case KURIL_KIND_BOOLEAN:
        return a->as.boolean == b->as.boolean;
    case KURIL_KIND_NUMBER:
        return a->as.number == b->as.number;
    case KURIL_KIND_STRING:
        return strcmp(a->as.string, b->as.string) == 0;
    case KURIL_KIND_ARRAY:
        return a->as.array.count > 0 && a->as.array.items == b->as.array.items &&
               a->as.array.count == b->as.array.count;
    case KURIL_KIND_OBJECT:
        return a->as.object.count > 0 && a->as.object.members == b->as.object.members &&
               a->as.object.count == b->as.object.count;
    default:
        return false;
    }
}

bool kuril_style_value_truthy(const kuril_style_value *value)
{
    switch (value->kind) {
    case KURIL_KIND_NULL:
        return false;
    case KURIL_KIND_BOOLEAN:
        return value->as.boolean;
    case KURIL_KIND_NUMBER:
        return value->as.number != 0 && !isnan(value->as.number);
    case KURIL_KIND_STRING:
        return value->as.string[0] != '\0';
    default:
        return true;
    }
}

/* In UTF-16, characters beyond the basic plane sort before U+E000, because their surrogates do. */
static int utf16_rank(unsigned char c)
{
    return c >= 0xF0 ? 2 * 0xED + 1 : 2 * c;
}

int kuril_style_text_compare(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    const unsigned char x = (unsigned char)*a, y = (unsigned char)*b;
    if (x >= 0xF0 && y >= 0xF0)
        return (x > y) - (x < y);
    return (utf16_rank(x) > utf16_rank(y)) - (utf16_rank(x) < utf16_rank(y));
}

static bool numbers_of(const kuril_style_value *array, double *out)
{
    for (size_t i = 0; i < array->as.array.count; i++) {
        const kuril_style_value v = kuril_style_item(array, i);
        if (v.kind != KURIL_KIND_NUMBER)
            return false;
        out[i] = v.as.number;
    }
    return true;
}

bool kuril_style_padding_from(const kuril_style_value *value, kuril_style_value *out)
{
    static const int expand[4][4] = {{0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}};
    double given[4];
    size_t count = 1;
    if (value->kind == KURIL_KIND_PADDING) {
        *out = *value;
        return true;
    }
    if (value->kind == KURIL_KIND_NUMBER) {
        given[0] = value->as.number;
    } else {
        if (value->kind != KURIL_KIND_ARRAY || value->as.array.count < 1 || value->as.array.count > 4 ||
            !numbers_of(value, given))
            return false;
        count = value->as.array.count;
    }
    kuril_style_value made = {.kind = KURIL_KIND_PADDING};
    for (int i = 0; i < 4; i++)
        made.as.padding[i] = given[expand[count - 1][i]];
    *out = made;
    return true;
}

bool kuril_style_number_array_from(const kuril_style_value *value, kuril_arena *arena, kuril_style_value *out)
{
    if (value->kind == KURIL_KIND_NUMBER_ARRAY) {
        *out = *value;
        return true;
    }
    const bool single = value->kind == KURIL_KIND_NUMBER;
    if (!single && value->kind != KURIL_KIND_ARRAY)
        return false;
    const size_t count = single ? 1 : value->as.array.count;
    double *items = kuril_arena_array(arena, count, sizeof *items);
    if (single)
        items[0] = value->as.number;
    else if (!numbers_of(value, items))
        return false;
    kuril_style_value made = {.kind = KURIL_KIND_NUMBER_ARRAY};
    made.as.numbers.items = items;
    made.as.numbers.count = count;
    *out = made;
    return true;
}

bool kuril_style_color_array_from(const kuril_style_value *value, kuril_arena *arena, kuril_style_value *out)
{
    if (value->kind == KURIL_KIND_COLOR_ARRAY) {
        *out = *value;
        return true;
    }
    const bool single = value->kind == KURIL_KIND_STRING;
    if (!single && value->kind != KURIL_KIND_ARRAY)
        return false;
    const size_t count = single ? 1 : value->as.array.count;
    kuril_color *items = kuril_arena_array(arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        const kuril_style_value v = single ? *value : kuril_style_item(value, i);
        if (v.kind != KURIL_KIND_STRING || !kuril_color_parse(v.as.string, &items[i]))
            return false;
    }
    kuril_style_value made = {.kind = KURIL_KIND_COLOR_ARRAY};
    made.as.colors.items = items;
    made.as.colors.count = count;
    *out = made;
    return true;
}

/* The specification's own spelling of an anchor, which outlives every document; NULL for no anchor. */
static const char *known_anchor(const char *word)
{
    static const char *const anchors[] = {"center",   "left",      "right",       "top",         "bottom",
                                          "top-left", "top-right", "bottom-left", "bottom-right"};
    for (size_t i = 0; i < G_N_ELEMENTS(anchors); i++)
        if (strcmp(anchors[i], word) == 0)
            return anchors[i];
    return NULL;
}

bool kuril_style_anchor_offsets_from(const kuril_style_value *value, kuril_arena *arena, kuril_style_value *out)
{
    if (value->kind == KURIL_KIND_ANCHOR_OFFSETS) {
        *out = *value;
        return true;
    }
    if (value->kind != KURIL_KIND_ARRAY || value->as.array.count < 1 || value->as.array.count % 2 != 0)
        return false;
    const size_t count = value->as.array.count / 2;
    kuril_anchor_entry *items = kuril_arena_array(arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        const kuril_style_value word = kuril_style_item(value, 2 * i), offset = kuril_style_item(value, 2 * i + 1);
        double xy[2];
        if (word.kind != KURIL_KIND_STRING || !(items[i].anchor = known_anchor(word.as.string)) ||
            offset.kind != KURIL_KIND_ARRAY || offset.as.array.count != 2 || !numbers_of(&offset, xy))
            return false;
        items[i].x = xy[0];
        items[i].y = xy[1];
    }
    kuril_style_value made = {.kind = KURIL_KIND_ANCHOR_OFFSETS};
    made.as.anchors.items = items;
    made.as.anchors.count = count;
    *out = made;
    return true;
}

bool kuril_style_projection_from(const kuril_style_value *value, kuril_style_value *out)
{
    kuril_style_value made = {.kind = KURIL_KIND_PROJECTION};
    if (value->kind == KURIL_KIND_PROJECTION) {
        made = *value;
    } else if (value->kind == KURIL_KIND_STRING) {
        made.as.projection.from = made.as.projection.to = value->as.string;
        made.as.projection.transition = 1;
    } else if (value->kind == KURIL_KIND_ARRAY && value->as.array.count == 3) {
        const kuril_style_value from = kuril_style_item(value, 0), to = kuril_style_item(value, 1),
                                transition = kuril_style_item(value, 2);
        if (from.kind != KURIL_KIND_STRING || to.kind != KURIL_KIND_STRING || transition.kind != KURIL_KIND_NUMBER)
            return false;
        made.as.projection.from = from.as.string;
        made.as.projection.to = to.as.string;
        made.as.projection.transition = transition.as.number;
    } else {
        return false;
    }
    *out = made;
    return true;
}

kuril_style_value kuril_style_formatted_from(const char *text, kuril_arena *arena)
{
    kuril_format_section *section = kuril_arena_array(arena, 1, sizeof *section);
    section->text = text;
    section->scale = NAN;
    kuril_style_value out = {.kind = KURIL_KIND_FORMATTED};
    out.as.formatted.sections = section;
    out.as.formatted.count = 1;
    return out;
}
