/* What a style names, opened to see whether it can be drawn: its sources and their layers, its sprites and images. */
#include "core/access.h"
#include "core/diagnostics.h"
#include "core/text.h"
#include "document/faults.h"
#include "map/inline_geojson.h"
#include "map/session.h"
#include "style/styling.h"

#include <string.h>

typedef struct inspector {
    const kuril_style *style;
    kuril_icons *icons;
    bool icons_known; /* all of them: no sprite is missing, or elsewhere */
    kuril_dataset_options options;
    kuril_faults faults;
} inspector;

/* What is wrong with something that the style names stands where the style names it. */
static void fault_at(inspector *in, const kuril_error *found, int line, int column)
{
    kuril_error placed = *found;
    g_strlcpy(placed.file, kuril_style_path(in->style), sizeof placed.file);
    placed.line = line;
    placed.column = column;
    kuril_faults_add_error(&in->faults, &placed);
}

/* Other hosts are not asked without leave, here as when the style is drawn. */
static bool is_elsewhere(inspector *in, const char *url, int line, int column)
{
    if (!strstr(url, "://") || in->options.allow_network)
        return false;
    kuril_error found = {0};
    kuril_fail_at(&found, KURIL_E_ARGUMENT, kuril_style_path(in->style), line, column, NULL,
                  "'%s' is on the network: not looked at", url);
    kuril_report_error(in->faults.diagnostics, KURIL_WARNING, &found);
    return true;
}

/* ---- Sources. ---- */

static void inspect_layers(inspector *in, const kuril_style_source *source, kuril_dataset *dataset)
{
    for (size_t i = 0; i < kuril_style_layer_count(in->style); i++) {
        const kuril_style_layer *layer = kuril_style_layer_at(in->style, i);
        kuril_error found = {0};
        if (layer->source == source &&
            kuril_dataset_select(dataset, &(kuril_query){.layer = layer->source_layer}, &found) != KURIL_OK)
            fault_at(in, &found, layer->line, layer->column);
    }
}

static kuril_status inspect_raster(const inspector *in, const kuril_style_source *source, kuril_error *error)
{
    kuril_dataset_options options = in->options;
    options.placeless = source->type == KURIL_SOURCE_IMAGE;
    kuril_raster *raster = NULL;
    const kuril_status status = kuril_raster_open(source->url, &options, NULL, &raster, error);
    kuril_raster_close(raster);
    return status;
}

static void inspect_source(inspector *in, const kuril_style_source *source)
{
    if (source->data)
        kuril_feature_table_free(kuril_inline_geojson(source, in->faults.diagnostics));
    if (!source->url || source->type == KURIL_SOURCE_VIDEO || g_str_has_prefix(source->url, "map:") ||
        is_elsewhere(in, source->url, source->line, source->column))
        return;
    kuril_error found = {0};
    kuril_dataset *dataset = NULL;
    const bool features = source->type == KURIL_SOURCE_VECTOR || source->type == KURIL_SOURCE_GEOJSON;
    const kuril_status status = features ? kuril_dataset_open(source->url, &in->options, NULL, &dataset, &found)
                                         : inspect_raster(in, source, &found);
    if (status != KURIL_OK)
        fault_at(in, &found, source->line, source->column);
    else if (dataset)
        inspect_layers(in, source, dataset);
    kuril_dataset_close(dataset);
}

/* ---- Images. ---- */

static void inspect_sprite(inspector *in, const kuril_style_sprite *sprite)
{
    kuril_error found = {0};
    if (is_elsewhere(in, sprite->url, sprite->line, sprite->column)) {
        in->icons_known = false;
        return;
    }
    const kuril_status status = g_file_test(sprite->url, G_FILE_TEST_IS_DIR)
                                    ? kuril_icons_add_folder(in->icons, sprite->id, sprite->url, &found)
                                    : kuril_icons_add_sprites(in->icons, sprite->id, sprite->url, true, &found);
    if (status == KURIL_OK)
        return;
    in->icons_known = false;
    fault_at(in, &found, sprite->line, sprite->column);
}

static void inspect_image(void *user, const kuril_style_layer *layer, const char *property, const char *image, int line,
                          int column)
{
    inspector *in = user;
    if (!*image || kuril_icons_find(in->icons, image, in->faults.diagnostics))
        return;
    char **names = kuril_icons_names(in->icons);
    const char *nearest = kuril_text_nearest(image, (const char *const *)names, g_strv_length(names));
    kuril_error found = {0};
    kuril_fail(&found, KURIL_E_DATA, "'%s' of layer '%s': the style's sprite has no image '%s'%s%s%s", property,
               layer->id, image, nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
    fault_at(in, &found, line, column);
    g_strfreev(names);
}

kuril_status kuril_style_inspect(const char *path, const kuril_diagnostics *diagnostics, kuril_error *error)
{
    kuril_style *style = NULL;
    kuril_status status = kuril_style_read(path, diagnostics, &style, error);
    if (status != KURIL_OK)
        return status;
    inspector in = {.style = style,
                    .icons = kuril_icons_new(),
                    .icons_known = true,
                    .options = {.allow_network = kuril_access_network()},
                    .faults = {diagnostics, error, KURIL_OK, 0}};
    for (size_t i = 0; i < kuril_style_source_count(style); i++)
        inspect_source(&in, kuril_style_source_at(style, i));
    for (size_t i = 0; i < kuril_style_sprite_count(style); i++)
        inspect_sprite(&in, kuril_style_sprite_at(style, i));
    if (in.icons_known)
        kuril_style_each_image(style, inspect_image, &in);
    status = in.faults.status;
    kuril_icons_free(in.icons);
    kuril_style_free(style);
    return status;
}
