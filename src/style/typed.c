#include "style/typed.h"

#include <math.h>
#include <string.h>

kuril_style_rgba kuril_typed_color(const kuril_color *color)
{
    double rgba[4];
    kuril_color_rgb(color, rgba);
    return (kuril_style_rgba){rgba[0], rgba[1], rgba[2], rgba[3]};
}

static bool set_list(kuril_typed *out, const void *items, size_t count)
{
    out->as.list.items = items;
    out->as.list.count = count;
    return true;
}

static double within(const kuril_property *p, double number)
{
    if (p->has_minimum && number < p->minimum)
        return p->minimum;
    return p->has_maximum && number > p->maximum ? p->maximum : number;
}

static bool take_word(const kuril_word_list *words, const kuril_style_value *value, int *out)
{
    if (value->kind != KURIL_KIND_STRING)
        return false;
    *out = kuril_word_index(words, value->as.string);
    return *out >= 0;
}

static bool take_array(const kuril_property *p, const kuril_style_value *value, kuril_arena *arena, kuril_typed *out)
{
    if (value->kind != KURIL_KIND_ARRAY || (p->length && value->as.array.count != (size_t)p->length))
        return false;
    size_t count = value->as.array.count;
    double *numbers = p->type == KURIL_TYPE_NUMBERS ? kuril_arena_array(arena, count, sizeof *numbers) : NULL;
    const char **texts = p->type == KURIL_TYPE_STRINGS ? kuril_arena_array(arena, count, sizeof *texts) : NULL;
    int *words = p->type == KURIL_TYPE_ENUMS ? kuril_arena_array(arena, count, sizeof *words) : NULL;
    for (size_t i = 0; i < count; i++) {
        kuril_style_value item = kuril_style_item(value, i);
        if (numbers && item.kind == KURIL_KIND_NUMBER)
            numbers[i] = within(p, item.as.number);
        else if (texts && item.kind == KURIL_KIND_STRING)
            texts[i] = item.as.string;
        else if (!words || !take_word(p->words, &item, &words[i]))
            return false;
    }
    return set_list(out, numbers ? (const void *)numbers : texts ? (const void *)texts : (const void *)words, count);
}

static const char *const *take_fonts(const kuril_style_value *fonts, kuril_arena *arena, size_t *count)
{
    *count = fonts->as.array.count;
    const char **names = kuril_arena_array(arena, *count, sizeof *names);
    for (size_t i = 0; i < *count; i++) {
        kuril_style_value item = kuril_style_item(fonts, i);
        names[i] = item.kind == KURIL_KIND_STRING ? item.as.string : "";
    }
    return names;
}

static kuril_style_vertical take_vertical(const char *word)
{
    if (word && strcmp(word, "center") == 0)
        return KURIL_STYLE_VERTICAL_CENTER;
    return word && strcmp(word, "top") == 0 ? KURIL_STYLE_VERTICAL_TOP : KURIL_STYLE_VERTICAL_BOTTOM;
}

static bool take_formatted(const kuril_style_value *value, kuril_arena *arena, kuril_typed *out)
{
    if (value->kind == KURIL_KIND_STRING) {
        kuril_style_section *plain = kuril_arena_array(arena, 1, sizeof *plain);
        *plain = (kuril_style_section){.text = value->as.string, .scale = 1};
        return set_list(out, plain, value->as.string[0] ? 1 : 0);
    }
    if (value->kind != KURIL_KIND_FORMATTED)
        return false;
    kuril_style_section *sections = kuril_arena_array(arena, value->as.formatted.count, sizeof *sections);
    size_t n = 0;
    for (size_t i = 0; i < value->as.formatted.count; i++) {
        const kuril_format_section *from = &value->as.formatted.sections[i];
        if (!from->text[0] && !from->image.name)
            continue;
        kuril_style_section *to = &sections[n++];
        *to = (kuril_style_section){.text = from->text,
                                    .image = from->image.name,
                                    .scale = isnan(from->scale) ? 1 : from->scale,
                                    .has_color = from->has_color,
                                    .vertical_align = take_vertical(from->vertical_align)};
        if (from->has_color)
            to->color = kuril_typed_color(&from->color);
        if (from->fonts)
            to->fonts = take_fonts(from->fonts, arena, &to->n_fonts);
    }
    return set_list(out, sections, n);
}

static bool take_anchor_offsets(const kuril_style_value *value, kuril_arena *arena, kuril_typed *out)
{
    const kuril_word_list *anchors = kuril_property_get(KURIL_TEXT_ANCHOR)->words;
    if (value->kind != KURIL_KIND_ANCHOR_OFFSETS)
        return false;
    kuril_style_anchor_offset *items = kuril_arena_array(arena, value->as.anchors.count, sizeof *items);
    for (size_t i = 0; i < value->as.anchors.count; i++) {
        const kuril_anchor_entry *from = &value->as.anchors.items[i];
        int word = kuril_word_index(anchors, from->anchor);
        if (word < 0)
            return false;
        items[i] = (kuril_style_anchor_offset){(kuril_style_anchor)word, from->x, from->y};
    }
    return set_list(out, items, value->as.anchors.count);
}

static bool take_numbers(const kuril_property *p, const kuril_style_value *value, kuril_arena *arena, kuril_typed *out)
{
    const double *from = &value->as.number;
    size_t count = 1;
    if (value->kind == KURIL_KIND_NUMBER_ARRAY) {
        from = value->as.numbers.items;
        count = value->as.numbers.count;
    } else if (value->kind != KURIL_KIND_NUMBER)
        return false;
    double *numbers = kuril_arena_array(arena, count, sizeof *numbers);
    for (size_t i = 0; i < count; i++)
        numbers[i] = within(p, from[i]);
    return set_list(out, numbers, count);
}

static bool take_colors(const kuril_style_value *value, kuril_arena *arena, kuril_typed *out)
{
    const kuril_color *from = &value->as.color;
    size_t count = 1;
    if (value->kind == KURIL_KIND_COLOR_ARRAY) {
        from = value->as.colors.items;
        count = value->as.colors.count;
    } else if (value->kind != KURIL_KIND_COLOR)
        return false;
    kuril_style_rgba *colors = kuril_arena_array(arena, count, sizeof *colors);
    for (size_t i = 0; i < count; i++)
        colors[i] = kuril_typed_color(&from[i]);
    return set_list(out, colors, count);
}

static bool take_padding(const kuril_style_value *value, kuril_arena *arena, kuril_typed *out)
{
    double *sides = kuril_arena_array(arena, 4, sizeof *sides);
    for (size_t i = 0; i < 4; i++) {
        if (value->kind == KURIL_KIND_NUMBER)
            sides[i] = value->as.number;
        else if (value->kind == KURIL_KIND_PADDING)
            sides[i] = value->as.padding[i];
        else
            return false;
    }
    return set_list(out, sides, 4);
}

bool kuril_typed_from_value(const kuril_property *p, const kuril_style_value *value, kuril_arena *arena,
                            kuril_typed *out)
{
    *out = (kuril_typed){.present = true};
    switch (p->type) {
    case KURIL_TYPE_NUMBER:
        out->as.number = value->kind == KURIL_KIND_NUMBER ? within(p, value->as.number) : NAN;
        return !isnan(out->as.number);
    case KURIL_TYPE_BOOLEAN:
        out->as.boolean = value->kind == KURIL_KIND_BOOLEAN && value->as.boolean;
        return value->kind == KURIL_KIND_BOOLEAN;
    case KURIL_TYPE_COLOR:
        if (value->kind != KURIL_KIND_COLOR)
            return false;
        out->as.color = kuril_typed_color(&value->as.color);
        return true;
    case KURIL_TYPE_ENUM:
        return take_word(p->words, value, &out->as.word);
    case KURIL_TYPE_IMAGE:
        if (value->kind != KURIL_KIND_IMAGE && value->kind != KURIL_KIND_STRING)
            return false;
        out->as.text = value->kind == KURIL_KIND_IMAGE ? value->as.image.name : value->as.string;
        return true;
    case KURIL_TYPE_FORMATTED:
        return take_formatted(value, arena, out);
    case KURIL_TYPE_PADDING:
        return take_padding(value, arena, out);
    case KURIL_TYPE_ANCHOR_OFFSETS:
        return take_anchor_offsets(value, arena, out);
    case KURIL_TYPE_NUMBER_ARRAY:
        return take_numbers(p, value, arena, out);
    case KURIL_TYPE_COLOR_ARRAY:
        return take_colors(value, arena, out);
    case KURIL_TYPE_NUMBERS:
    case KURIL_TYPE_STRINGS:
    case KURIL_TYPE_ENUMS:
        return take_array(p, value, arena, out);
    }
    return false;
}
