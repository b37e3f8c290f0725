/* Images among the letters of a text (`image` within `format`). */
#include "render/text_draw.h"

/* Below the baseline, as the specification's renderers set them. */
static const double DROP_PT = 1.5;

kuril_rect kuril_text_image_box(const kuril_text_layout *layout, size_t which)
{
    const text_image *image = &g_array_index(layout->images, text_image, which);
    const text_cluster *cluster = &g_array_index(layout->clusters, text_cluster, image->cluster);
    const double bottom = cluster->y + DROP_PT;
    return (kuril_rect){cluster->x, bottom - kuril_icon_height_pt(image->icon) * image->scale,
                        cluster->x + kuril_icon_width_pt(image->icon) * image->scale, bottom};
}

void kuril_text_image_draw(kuril_canvas *canvas, const kuril_text_layout *layout, size_t which,
                           const kuril_text_paint *paint)
{
    const text_image *image = &g_array_index(layout->images, text_image, which);
    const kuril_rect box = kuril_text_image_box(layout, which);
    kuril_icon_paint look = {.x = (box.x_min + box.x_max) / 2,
                             .y = (box.y_min + box.y_max) / 2,
                             .scale_x = image->scale,
                             .scale_y = image->scale,
                             .opacity = paint->color.a,
                             .smooth = true};
    if (kuril_icon_is_tintable(image->icon)) {
        look.tint = paint->color;
        look.opacity = 1; /* it is in the colour */
    }
    if (paint->color.a > 0)
        kuril_icon_draw(canvas, image->icon, &look);
}
