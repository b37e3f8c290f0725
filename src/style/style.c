/* Asking a style what it holds. */
#include "style/compiled.h"
#include "style/styling.h"

#include <string.h>

const char *kuril_style_path(const kuril_style *style)
{
    return style->path;
}

const char *kuril_style_name(const kuril_style *style)
{
    return style->name;
}

const kuril_value *kuril_style_metadata(const kuril_style *style)
{
    return style->metadata;
}

size_t kuril_style_layer_count(const kuril_style *style)
{
    return style->layers->len;
}

const kuril_style_layer *kuril_style_layer_at(const kuril_style *style, size_t index)
{
    return &((const kuril_layer *)g_ptr_array_index(style->layers, index))->shown;
}

const kuril_style_layer *kuril_style_layer_find(const kuril_style *style, const char *id)
{
    for (size_t i = 0; i < style->layers->len; i++)
        if (strcmp(kuril_style_layer_at(style, i)->id, id) == 0)
            return kuril_style_layer_at(style, i);
    return NULL;
}

size_t kuril_style_source_count(const kuril_style *style)
{
    return style->sources->len;
}

const kuril_style_source *kuril_style_source_at(const kuril_style *style, size_t index)
{
    return g_ptr_array_index(style->sources, index);
}

const kuril_style_source *kuril_style_source_find(const kuril_style *style, const char *id)
{
    for (size_t i = 0; i < style->sources->len; i++)
        if (strcmp(kuril_style_source_at(style, i)->id, id) == 0)
            return kuril_style_source_at(style, i);
    return NULL;
}

size_t kuril_style_sprite_count(const kuril_style *style)
{
    return style->sprites->len;
}

const kuril_style_sprite *kuril_style_sprite_at(const kuril_style *style, size_t index)
{
    return &g_array_index(style->sprites, kuril_style_sprite, index);
}

const kuril_member *kuril_style_state(const kuril_style *style, size_t *count)
{
    *count = style->state->len;
    return (const kuril_member *)(void *)style->state->data;
}

const kuril_style_camera *kuril_style_camera_get(const kuril_style *style)
{
    return &style->camera;
}

void kuril_style_each_image(const kuril_style *style, kuril_style_image_fn each, void *user)
{
    for (guint i = 0; i < style->layers->len; i++) {
        const kuril_layer *layer = g_ptr_array_index(style->layers, i);
        for (size_t k = 0; k < layer->n_properties; k++) {
            const kuril_property *property = kuril_property_get((kuril_property_id)(layer->first + k));
            const kuril_compiled *value = &layer->properties[k];
            if (property->type == KURIL_TYPE_IMAGE && value->set && !value->expression)
                each(user, &layer->shown, property->name, value->literal.as.text, value->line, value->column);
        }
    }
}
