/* Values as text: what `to-string` and `concat` give, and JSON for messages. */
#include "style/value.h"
#include <math.h>
#include <string.h>

enum { LONGEST = 1 << 20 }; /* values share their parts, so that few can make a text without end */

static void append_number(GString *out, double number)
{
    char text[KURIL_JS_NUMBER_MAX];
    g_string_append(out, kuril_js_number_print(number, text));
}

static void append_json_number(GString *out, double number)
{
    if (isfinite(number))
        append_number(out, number);
    else
        g_string_append(out, "null");
}

static void append_json_string(GString *out, const char *text)
{
    static const char plain[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
    g_string_append_c(out, '"');
    for (const char *c = text; *c; c++) {
        const char *known = strchr(plain, *c);
        if (known)
            g_string_append_printf(out, "\\%c", letters[known - plain]);
        else if ((unsigned char)*c < 0x20)
            g_string_append_printf(out, "\\u%04x", (unsigned)*c);
        else
            g_string_append_c(out, *c);
    }
    g_string_append_c(out, '"');
}

static void append_json_numbers(GString *out, const double *items, size_t count)
{
    g_string_append_c(out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            g_string_append_c(out, ',');
        append_json_number(out, items[i]);
    }
    g_string_append_c(out, ']');
}

static void append_json_array(GString *out, const kuril_style_value *array)
{
    g_string_append_c(out, '[');
    for (size_t i = 0; i < array->as.array.count; i++) {
        const kuril_style_value item = kuril_style_item(array, i);
        if (i)
            g_string_append_c(out, ',');
        kuril_style_value_append_json(out, &item);
    }
    g_string_append_c(out, ']');
}

static void append_json_object(GString *out, const kuril_style_value *object)
{
    g_string_append_c(out, '{');
    for (size_t i = 0; i < object->as.object.count; i++) {
        const kuril_member *member = &object->as.object.members[i];
        const kuril_style_value value = kuril_style_value_from(&member->value);
        if (i)
            g_string_append_c(out, ',');
        append_json_string(out, member->name);
        g_string_append_c(out, ':');
        kuril_style_value_append_json(out, &value);
    }
    g_string_append_c(out, '}');
}

static void append_json_color(GString *out, const kuril_color *color)
{
    static const char names[] = "rgba";
    double c[4];
    kuril_color_premultiplied(color, c);
    for (int i = 0; i < 4; i++) {
        g_string_append_printf(out, "%c\"%c\":", i ? ',' : '{', names[i]);
        append_json_number(out, c[i]);
    }
    g_string_append_c(out, '}');
}

static void append_json_colors(GString *out, const kuril_style_value *value)
{
    g_string_append_c(out, '[');
    for (size_t i = 0; i < value->as.colors.count; i++) {
        if (i)
            g_string_append_c(out, ',');
        append_json_color(out, &value->as.colors.items[i]);
    }
    g_string_append_c(out, ']');
}

static void append_json_anchors(GString *out, const kuril_style_value *value)
{
    g_string_append_c(out, '[');
    for (size_t i = 0; i < value->as.anchors.count; i++) {
        const kuril_anchor_entry *entry = &value->as.anchors.items[i];
        if (i)
            g_string_append_c(out, ',');
        append_json_string(out, entry->anchor);
        g_string_append_c(out, ',');
        append_json_numbers(out, (const double[]){entry->x, entry->y}, 2);
    }
    g_string_append_c(out, ']');
}

static void append_projection(GString *out, const kuril_style_value *value)
{
    g_string_append_c(out, '[');
    append_json_string(out, value->as.projection.from);
    g_string_append_c(out, ',');
    append_json_string(out, value->as.projection.to);
    g_string_append_c(out, ',');
    append_json_number(out, value->as.projection.transition);
    g_string_append_c(out, ']');
}

static void append_formatted(GString *out, const kuril_style_value *value)
{
    for (size_t i = 0; i < value->as.formatted.count; i++)
        g_string_append(out, value->as.formatted.sections[i].text);
}

void kuril_style_value_append_json(GString *out, const kuril_style_value *value)
{
    if (out->len > LONGEST)
        return;
    switch (value->kind) {
    case KURIL_KIND_BOOLEAN:
        g_string_append(out, value->as.boolean ? "true" : "false");
        return;
    case KURIL_KIND_NUMBER:
        append_json_number(out, value->as.number);
        return;
    case KURIL_KIND_STRING:
        append_json_string(out, value->as.string);
        return;
    case KURIL_KIND_COLOR:
        append_json_color(out, &value->as.color);
        return;
    case KURIL_KIND_OBJECT:
        append_json_object(out, value);
        return;
    case KURIL_KIND_ARRAY:
        append_json_array(out, value);
        return;
    case KURIL_KIND_FORMATTED: {
        GString *text = g_string_new(NULL);
        append_formatted(text, value);
        append_json_string(out, text->str);
        g_string_free(text, TRUE);
        return;
    }
    case KURIL_KIND_IMAGE:
        g_string_append(out, "{\"name\":");
        append_json_string(out, value->as.image.name);
        g_string_append(out, value->as.image.available ? ",\"available\":true}" : ",\"available\":false}");
        return;
    case KURIL_KIND_PADDING:
        append_json_numbers(out, value->as.padding, 4);
        return;
    case KURIL_KIND_NUMBER_ARRAY:
        append_json_numbers(out, value->as.numbers.items, value->as.numbers.count);
        return;
    case KURIL_KIND_COLOR_ARRAY:
        append_json_colors(out, value);
        return;
    case KURIL_KIND_ANCHOR_OFFSETS:
        append_json_anchors(out, value);
        return;
    case KURIL_KIND_PROJECTION:
        append_projection(out, value);
        return;
    default: /* null; collators have nothing to show */
        g_string_append(out, "null");
    }
}

void kuril_style_value_append_text(GString *out, const kuril_style_value *value)
{
    switch (value->kind) {
    case KURIL_KIND_NULL:
        return;
    case KURIL_KIND_NUMBER:
        append_number(out, value->as.number);
        return;
    case KURIL_KIND_STRING:
        g_string_append(out, value->as.string);
        return;
    case KURIL_KIND_COLOR: {
        char text[128];
        kuril_color_print(&value->as.color, text, sizeof text);
        g_string_append(out, text);
        return;
    }
    case KURIL_KIND_FORMATTED:
        append_formatted(out, value);
        return;
    case KURIL_KIND_IMAGE:
        g_string_append(out, value->as.image.name);
        return;
    case KURIL_KIND_PROJECTION:
        if (strcmp(value->as.projection.from, value->as.projection.to) == 0 && value->as.projection.transition == 1)
            g_string_append(out, value->as.projection.from);
        else
            append_projection(out, value);
        return;
    default:
        kuril_style_value_append_json(out, value);
    }
}

const char *kuril_style_value_text(const kuril_style_value *value, kuril_arena *arena)
{
    if (value->kind == KURIL_KIND_STRING)
        return value->as.string;
    GString *text = g_string_new(NULL);
    kuril_style_value_append_text(text, value);
    const char *out = text->len > LONGEST ? NULL : kuril_arena_text(arena, text->str, text->len);
    g_string_free(text, TRUE);
    return out;
}

char *kuril_style_value_shown(const kuril_style_value *value)
{
    GString *text = g_string_new(NULL);
    if (value->kind == KURIL_KIND_STRING)
        g_string_append(text, value->as.string);
    else
        kuril_style_value_append_json(text, value);
    return g_string_free(text, FALSE);
}
