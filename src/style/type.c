#include "style/type.h"

static const kuril_type types[KURIL_KIND_COUNT] = {
#define KIND(kind_) [kind_] = {.kind = kind_, .length = -1}
    KIND(KURIL_KIND_NULL),
    KIND(KURIL_KIND_BOOLEAN),
    KIND(KURIL_KIND_NUMBER),
    KIND(KURIL_KIND_STRING),
    KIND(KURIL_KIND_COLOR),
    KIND(KURIL_KIND_OBJECT),
    KIND(KURIL_KIND_COLLATOR),
    KIND(KURIL_KIND_FORMATTED),
    KIND(KURIL_KIND_IMAGE),
    KIND(KURIL_KIND_PADDING),
    KIND(KURIL_KIND_NUMBER_ARRAY),
    KIND(KURIL_KIND_COLOR_ARRAY),
    KIND(KURIL_KIND_ANCHOR_OFFSETS),
    KIND(KURIL_KIND_PROJECTION),
    KIND(KURIL_KIND_VALUE),
    KIND(KURIL_KIND_ERROR),
#undef KIND
    [KURIL_KIND_ARRAY] = {KURIL_KIND_ARRAY, &types[KURIL_KIND_VALUE], -1},
};

const kuril_type *kuril_type_of_kind(kuril_kind kind)
{
    return &types[kind];
}

const kuril_type *kuril_type_array(kuril_arena *arena, const kuril_type *item, int length)
{
    kuril_type *type = kuril_arena_alloc(arena, sizeof *type);
    *type = (kuril_type){KURIL_KIND_ARRAY, item, length};
    return type;
}

bool kuril_type_fits(const kuril_type *expected, const kuril_type *type)
{
    if (type->kind == KURIL_KIND_ERROR)
        return true;
    if (expected->kind == KURIL_KIND_ARRAY) {
        if (type->kind != KURIL_KIND_ARRAY || (expected->length >= 0 && expected->length != type->length))
            return false;
        const bool empty = type->length == 0 && type->item->kind == KURIL_KIND_VALUE;
        return empty || kuril_type_fits(expected->item, type->item);
    }
    if (expected->kind == KURIL_KIND_VALUE)
        return type->kind != KURIL_KIND_COLLATOR;
    return expected->kind == type->kind;
}

const char *kuril_kind_name(kuril_kind kind)
{
    static const char *const names[KURIL_KIND_COUNT] = {"null",
                                                        "boolean",
                                                        "number",
                                                        "string",
                                                        "color",
                                                        "object",
                                                        "array",
                                                        "collator",
                                                        "formatted",
                                                        "resolvedImage",
                                                        "padding",
                                                        "numberArray",
                                                        "colorArray",
                                                        "variableAnchorOffsetCollection",
                                                        "projectionDefinition",
                                                        "value",
                                                        "error"};
    return names[kind];
}

void kuril_type_append(GString *out, const kuril_type *type)
{
    g_string_append(out, kuril_kind_name(type->kind));
    if (type->kind != KURIL_KIND_ARRAY || (type->length < 0 && type->item->kind == KURIL_KIND_VALUE))
        return;
    g_string_append_c(out, '<');
    kuril_type_append(out, type->item);
    if (type->length >= 0)
        g_string_append_printf(out, ", %d", type->length);
    g_string_append_c(out, '>');
}

char *kuril_type_name(const kuril_type *type)
{
    GString *out = g_string_new(NULL);
    kuril_type_append(out, type);
    return g_string_free(out, FALSE);
}
