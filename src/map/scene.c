#include "map/scene.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include "core/paths.h"
#include "core/text.h"
#include "map/overlay.h"
#include "map/settings.h"
#include "map/sheet.h"
#include <math.h>
#include <stdarg.h>
#include <string.h>

static kuril_status unknown_style(const kuril_map *map, kuril_error *error)
{
    static const char *const shipped[] = {"briefing", "print", "dark"};
    const char *near = kuril_text_nearest(map->style, shipped, G_N_ELEMENTS(shipped));
    return kuril_fail(error, KURIL_E_ARGUMENT,
                      "no style '%s': %s%s%sgive one of briefing, print, dark, or the path of a style document",
                      map->style, near ? "did you mean '" : "", near ? near : "", near ? "'? or " : "");
}

static kuril_status read_style(const kuril_map *map, kuril_session *session, kuril_sheet *sheet, kuril_error *error)
{
    if (kuril_is_path(map->style))
        return kuril_session_style(session, map->style, &sheet->style, &sheet->icons, error);
    char *relative = g_strdup_printf("styles/%s.json", map->style), *path = NULL;
    const kuril_status found = kuril_data_path(relative, &path, NULL);
    g_free(relative);
    if (found != KURIL_OK)
        return unknown_style(map, error);
    const kuril_status status = kuril_session_style(session, path, &sheet->style, &sheet->icons, error);
    g_free(path);
    return status;
}

kuril_status kuril_scene_style(const kuril_map *map, kuril_session *session, kuril_sheet *sheet, kuril_error *error)
{
    const kuril_status status = read_style(map, session, sheet, error);
    if (status != KURIL_OK)
        kuril_error_from(error, &map->style_from);
    return status;
}

/* ---- Parameters of a style ---- */

static void offer_text(GArray *state, const char *name, const char *text)
{
    const kuril_member m = {name, {.kind = KURIL_STRING, .as.string = text}};
    g_array_append_val(state, m);
}

/* What the map says to every style. */
static GArray *offered_state(const kuril_map *map, const GArray *ids)
{
    GArray *state = g_array_new(FALSE, TRUE, sizeof(kuril_member));
    offer_text(state, "lang", kuril_language_code(map->languages[0]));
    offer_text(state, "lang2", map->n_languages > 1 ? kuril_language_code(map->languages[1]) : "");
    offer_text(state, "worldview", kuril_worldview_name(map->worldview));
    const kuril_member shown = {
        "strategic",
        {.kind = KURIL_ARRAY, .as.array = {(const kuril_value *)(const void *)ids->data, ids->len}}};
    const kuril_member numbered = {
        "numbered", {.kind = KURIL_BOOL, .as.boolean = kuril_numbers_names(map)}};
    g_array_append_val(state, shown);
    g_array_append_val(state, numbered);
    return state;
}

/* What --set says, which is for the map's own style. */
static GArray *asked_state(const kuril_map *map)
{
    GArray *state = g_array_new(FALSE, TRUE, sizeof(kuril_member));
    for (size_t i = 0; i < map->n_parameters; i++)
        offer_text(state, map->parameters[i].key, map->parameters[i].value);
    return state;
}

static GArray *strategic_ids(const kuril_map *map)
{
    GArray *ids = g_array_new(FALSE, TRUE, sizeof(kuril_value));
    for (size_t i = 0; i < map->n_strategic; i++) {
        const kuril_value id = {.kind = KURIL_STRING, .as.string = map->strategic[i]};
        g_array_append_val(ids, id);
    }
    return ids;
}

static void free_pattern(gpointer pattern)
{
    kuril_pattern_free(pattern);
}

const kuril_pattern *kuril_sheet_pattern(kuril_sheet *sheet, const char *name)
{
    kuril_pattern *pattern = g_hash_table_lookup(sheet->patterns, name);
    const kuril_icon *icon = pattern ? NULL : kuril_icons_find(sheet->icons, name, NULL);
    if (icon) {
        const bool turned = sheet->pattern_turn != 0;
        pattern = kuril_pattern_new(icon, sheet->pattern_scale, NULL, turned ? 0 : sheet->pattern_x,
                                    turned ? 0 : sheet->pattern_y);
        g_hash_table_insert(sheet->patterns, g_strdup(name), pattern);
    }
    return pattern;
}

static bool has_image(void *user, const char *name)
{
    const kuril_sheet *sheet = user;
    return kuril_icons_find(sheet->icons, name, NULL) != NULL;
}

/* Whether patterns and dashes have their size at every zoom, as on paper, not from a whole zoom to the next. */
static bool is_steady(const kuril_style *style)
{
    const kuril_value *metadata = style ? kuril_style_metadata(style) : NULL;
    for (size_t i = 0; metadata && metadata->kind == KURIL_OBJECT && i < metadata->as.object.count; i++) {
        const kuril_member *m = &metadata->as.object.members[i];
        if (strcmp(m->name, "kurilmap:steady-patterns") == 0)
            return m->value.kind == KURIL_BOOL && m->value.as.boolean;
    }
    return false;
}

/* Web Mercator's world begins in its north-west, where tiles are counted from; another one at its own origin. */
static void anchor_patterns(const kuril_scene *scene, kuril_sheet *sheet)
{
    const kuril_fit *fit = &scene->fit;
    const bool mercator = scene->world_pt > 0;
    const double west = scene->world_pt * (0.5 + scene->middle.lon / 360), north = scene->world_pt / 2;
    sheet->pattern_x = fit->x0 - (mercator ? west * fit->cos_b + north * fit->sin_b : 0);
    sheet->pattern_y = fit->y0 + (mercator ? west * fit->sin_b - north * fit->cos_b : 0);
    sheet->pattern_turn = atan2(-fit->sin_b, fit->cos_b) * 180 / G_PI;
    sheet->pattern_scale = is_steady(sheet->style) ? 1 : exp2(scene->zoom - floor(scene->zoom));
}

/* An error of the values that are asked for names one of them, by its name. */
static void place_parameter(const kuril_map *map, kuril_error *error)
{
    for (size_t i = map->n_parameters; i-- > 0 && error;) {
        if (strcmp(error->place, map->parameters[i].key) == 0) {
            kuril_error_from(error, &map->parameters[i].from);
            return;
        }
    }
}

static kuril_status open_sheet(kuril_scene *scene, int which, kuril_error *error)
{
    kuril_sheet *sheet = &scene->sheets[which];
    anchor_patterns(scene, sheet);
    sheet->patterns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_pattern);
    GArray *offered = offered_state(scene->map, scene->strategic);
    GArray *asked = asked_state(scene->map);
    const kuril_styling_options options = {.zoom = scene->zoom,
                                           .state = (const kuril_member *)(const void *)asked->data,
                                           .n_state = which == KURIL_SHEET_MAP ? asked->len : 0,
                                           .offered = (const kuril_member *)(const void *)offered->data,
                                           .n_offered = offered->len,
                                           .has_image = has_image,
                                           .user = sheet};
    kuril_status status = kuril_styling_new(sheet->style, &options, scene->diagnostics, &sheet->styling, error);
    kuril_styling_options whole = options;
    whole.zoom = is_steady(sheet->style) ? options.zoom : floor(options.zoom);
    if (status == KURIL_OK)
        status = kuril_styling_new(sheet->style, &whole, NULL, &sheet->whole, error);
    else
        place_parameter(scene->map, error);
    g_array_free(asked, TRUE);
    g_array_free(offered, TRUE);
    return status;
}

/* ---- View and projection ---- */

static kuril_status find_center(kuril_session *session, const char *point, const kuril_source_place *from,
                                kuril_lonlat *center, kuril_error *error)
{
    const kuril_gazetteer *gazetteer = NULL;
    kuril_position position;
    kuril_status status = kuril_session_gazetteer(session, &gazetteer, error);
    if (status == KURIL_OK)
        status = kuril_position_find(gazetteer, point, &position, error);
    if (status == KURIL_OK)
        *center = position.lonlat;
    else
        kuril_error_from(error, from);
    return status;
}

static kuril_status make_view(kuril_scene *scene, kuril_view *view, kuril_error *error)
{
    const kuril_map *map = scene->map;
    const bool portrait = map->height_px > map->width_px;
    *view = (kuril_view){.kind = map->view_kind,
                         .bounds = portrait && map->portrait_bounds ? *map->portrait_bounds : map->bounds,
                         .scale_denominator = map->scale_denominator,
                         .width_m = portrait && map->portrait_width_m > 0 ? map->portrait_width_m : map->width_m,
                         .bearing = map->bearing,
                         .frame = scene->frame};
    const kuril_bbox *b = &view->bounds;
    view->center = (kuril_lonlat){kuril_lon_near(b->west + kuril_bbox_width(b) / 2, 0), (b->south + b->north) / 2};
    if (portrait && map->portrait_center)
        return find_center(scene->session, map->portrait_center, &map->portrait_from, &view->center, error);
    return map->center ? find_center(scene->session, map->center, &map->center_from, &view->center, error) : KURIL_OK;
}

static const double WEB_MERCATOR_END = 85.05112878; /* degrees of latitude */
static const double EARTH_M = 2 * G_PI * 6378137; /* the world of Web Mercator is as wide and as high */

/* The zoom at which Web Mercator has the same ground resolution here (DESIGN: section 4); beyond the latitude where
   its square world ends, the one there. No zoom lies below the one that shows the whole world. */
static double zoom_for(double metres_per_pt, double lat)
{
    const double within = CLAMP(lat, -WEB_MERCATOR_END, WEB_MERCATOR_END);
    return fmax(0, log2(EARTH_M * cos(within * G_PI / 180) / (512 * metres_per_pt * KURIL_PX)));
}

/*
 * The style's own view. The zoom is raised until the world is as high as the frame, and the centre kept so that
 * nothing beyond the poles shows. The projection's middle meridian is the centre's: 180 degrees is never an edge.
 */
static kuril_status project_style_view(kuril_scene *scene, kuril_error *error)
{
    const kuril_style_camera *camera = kuril_style_camera_get(scene->sheets[KURIL_SHEET_MAP].style);
    const double width = scene->frame.x_max - scene->frame.x_min, height = scene->frame.y_max - scene->frame.y_min;
    const kuril_view view = {.kind = KURIL_VIEW_SCALE, .scale_denominator = 1e6, .frame = scene->frame};
    char lon[KURIL_NUMBER_MAX];
    char *definition =
        g_strdup_printf("+proj=webmerc +datum=WGS84 +lon_0=%s", kuril_number_print(camera->center.lon, lon));
    const kuril_status status =
        kuril_projection_new(definition, &view, scene->diagnostics, &scene->projection, error);
    g_free(definition);
    if (status != KURIL_OK)
        return status;
    const double world_pt = fmax(512 * KURIL_PX * exp2(camera->zoom), height);
    scene->zoom = log2(world_pt / KURIL_PX / 512);
    kuril_fit *fit = &scene->fit;
    *fit = (kuril_fit){.k = world_pt / EARTH_M,
                       .cos_b = cos(camera->bearing * G_PI / 180),
                       .sin_b = sin(camera->bearing * G_PI / 180)};
    double x = 0, y = 0;
    kuril_projection_forward(scene->projection, (kuril_lonlat){camera->center.lon, CLAMP(camera->center.lat, -85, 85)},
                             &x, &y);
    const double reach = fmax(0, (world_pt - height) / 2 / fit->k);
    y = CLAMP(y, -reach, reach);
    fit->x0 = scene->frame.x_min + width / 2 + y * fit->sin_b * fit->k;
    fit->y0 = scene->frame.y_min + height / 2 + y * fit->cos_b * fit->k;
    scene->world_pt = world_pt;
    return KURIL_OK;
}

static kuril_status project_view(kuril_scene *scene, kuril_view *view, kuril_error *error)
{
    const kuril_map *map = scene->map;
    kuril_status status = make_view(scene, view, error);
    if (status == KURIL_OK)
        status = kuril_projection_new(map->projection, view, scene->diagnostics, &scene->projection, error);
    if (status == KURIL_OK)
        status = kuril_fit_view(scene->projection, view, &scene->fit, error);
    if (status != KURIL_OK)
        kuril_error_from(error, strcmp(map->projection, "auto") == 0 ? &map->view_from : &map->projection_from);
    return status;
}

static bool stand_at(kuril_scene *scene, double across, double down)
{
    const kuril_rect *f = &scene->frame;
    kuril_lonlat place;
    if (!kuril_page_to_lonlat(scene->projection, &scene->fit, f->x_min + across * (f->x_max - f->x_min),
                              f->y_min + down * (f->y_max - f->y_min), &place) ||
        !kuril_scale_at(scene->projection, &scene->fit, place, &scene->scale))
        return false;
    scene->middle = place;
    return true;
}

/* The middle of the frame, or what is nearest to it on the map: it may lie between two lobes, or off the globe. */
static bool find_middle(kuril_scene *scene)
{
    enum { RINGS = 16 };
    if (stand_at(scene, 0.5, 0.5))
        return true;
    for (int ring = 1; ring < RINGS; ring++) {
        const double reach = 0.5 * ring * ring / (RINGS * RINGS); /* steps grow outwards */
        for (int i = 0; i < 8 * ring; i++) {
            const double angle = 2 * G_PI * i / (8 * ring);
            if (stand_at(scene, 0.5 + reach * cos(angle), 0.5 + reach * sin(angle)))
                return true;
        }
    }
    return kuril_scale_at(scene->projection, &scene->fit, scene->middle, &scene->scale);
}

static kuril_status project(kuril_scene *scene, kuril_error *error)
{
    const bool own = scene->map->style_view;
    const kuril_status status = own ? project_style_view(scene, error) : project_view(scene, &scene->view, error);
    if (status != KURIL_OK)
        return status;
    scene->middle = scene->view.center;
    if (!find_middle(scene)) {
        kuril_fail(error, KURIL_E_PROJECTION,
                   "the middle of the view, %.4f N %.4f E, lies outside of what the "
                   "projection can show",
                   scene->middle.lat, scene->middle.lon);
        kuril_error_from(error, &scene->map->view_from);
        return KURIL_E_PROJECTION;
    }
    if (!own)
        scene->zoom = zoom_for(scene->scale.m_per_pt, scene->middle.lat);
    kuril_chain *chain = kuril_chain_new(scene->projection, &scene->fit, &scene->frame, NULL, NULL);
    scene->extent = kuril_chain_bbox(chain);
    kuril_chain_free(chain);
    return KURIL_OK;
}

static void free_table(gpointer table)
{
    kuril_feature_table_free(table);
}

kuril_feature_table *kuril_scene_table(kuril_scene *scene)
{
    kuril_feature_table *table = kuril_feature_table_new();
    g_ptr_array_add(scene->tables, table);
    return table;
}

/* The overlay's style comes with the map, and with its one icon. */
static kuril_status take_overlay(kuril_scene *scene, kuril_error *error)
{
    static const char arrow[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"11\" height=\"11\" viewBox=\"0 0 11 11\">"
                                "<path d=\"M1.5 1 10 5.5 1.5 10 3.6 5.5z\"/></svg>";
    if (!scene->overlay)
        return KURIL_OK;
    scene->overlay_icons = kuril_icons_new();
    scene->sheets[KURIL_SHEET_OVERLAY].style = scene->overlay;
    scene->sheets[KURIL_SHEET_OVERLAY].icons = scene->overlay_icons;
    return kuril_icons_add_svg(scene->overlay_icons, "arrow", arrow, sizeof arrow - 1, error);
}

/* Names of missing images are kept beside the messages, behind a mark that no message begins with. */
static char *image_key(const char *image)
{
    return g_strconcat("\n", image, NULL);
}

bool kuril_scene_told_image(const kuril_scene *scene, const char *image)
{
    char *key = image_key(image);
    const bool told = g_hash_table_contains(scene->warned, key);
    g_free(key);
    return told;
}

static void look_for_image(void *user, const kuril_style_layer *layer, const char *property, const char *image,
                           int line, int column)
{
    kuril_scene *scene = user;
    const kuril_sheet *sheet = &scene->sheets[KURIL_SHEET_MAP];
    if (!*image || !kuril_styling_visible(sheet->styling, layer) || kuril_icons_find(sheet->icons, image, scene->diagnostics))
        return;
    if (g_hash_table_add(scene->warned, image_key(image)))
        kuril_report_at(scene->diagnostics, KURIL_WARNING, kuril_style_path(sheet->style), line, column, layer->id,
                        "'%s' of layer '%s': the style's sprite has no image '%s'", property, layer->id, image);
}

/* A scene that is shown in another frame is projected, and its styles are read, anew: nothing is told again for that. */
static void report_once(void *user, const kuril_diagnostic *d)
{
    const kuril_scene *scene = user;
    char *key = g_strdup_printf("%s\x1f%d\x1f%d\x1f%s\x1f%s", d->file ? d->file : "", d->line, d->column,
                                d->place ? d->place : "", d->message);
    if (g_hash_table_add(scene->told, key))
        scene->outer->report(scene->outer->user, d);
}

kuril_status kuril_scene_new(const kuril_map *map, kuril_session *session, const kuril_sheet *sheet,
                             kuril_fonts *fonts, const kuril_theme *theme, const kuril_rect *frame,
                             const kuril_diagnostics *diagnostics, kuril_scene **scene, kuril_error *error)
{
    kuril_scene *s = g_new0(kuril_scene, 1);
    s->map = map;
    s->outer = diagnostics;
    s->once = (kuril_diagnostics){report_once, s};
    s->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    s->diagnostics = diagnostics && diagnostics->report ? &s->once : NULL;
    s->session = session;
    s->fonts = fonts;
    s->theme = *theme;
    s->frame = *frame;
    s->sheets[KURIL_SHEET_MAP] = *sheet;
    s->tables = g_ptr_array_new_with_free_func(free_table);
    s->strategic = strategic_ids(map);
    s->warned = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const kuril_dataset_options options = {.allow_network = map->allow_network};
    s->sources = kuril_sources_new(session, &options, s->diagnostics);
    kuril_status status = kuril_overlay_make(s, error); /* what the user brings is most likely to be wrong */
    if (status == KURIL_OK)
        status = take_overlay(s, error);
    if (status == KURIL_OK)
        status = project(s, error);
    if (status == KURIL_OK)
        status = open_sheet(s, KURIL_SHEET_MAP, error);
    if (status == KURIL_OK)
        kuril_style_each_image(sheet->style, look_for_image, s);
    if (status == KURIL_OK && s->sheets[KURIL_SHEET_OVERLAY].style)
        status = open_sheet(s, KURIL_SHEET_OVERLAY, error);
    for (int i = 0; status == KURIL_OK && i < KURIL_SHEET_COUNT; i++)
        if (s->sheets[i].style)
            kuril_sources_expect(s->sources, s->sheets[i].style);
    if (status == KURIL_OK)
        *scene = s;
    else
        kuril_scene_free(s);
    return status;
}

static void close_sheet(kuril_sheet *sheet)
{
    kuril_styling_free(sheet->styling);
    kuril_styling_free(sheet->whole);
    if (sheet->patterns)
        g_hash_table_destroy(sheet->patterns);
    sheet->styling = sheet->whole = NULL;
    sheet->patterns = NULL;
}

kuril_status kuril_scene_reframe(kuril_scene *scene, const kuril_rect *frame, kuril_error *error)
{
    scene->frame = *frame;
    kuril_projection_free(scene->projection);
    scene->projection = NULL;
    kuril_status status = project(scene, error);
    for (int i = 0; i < KURIL_SHEET_COUNT && status == KURIL_OK; i++) {
        if (!scene->sheets[i].style)
            continue;
        close_sheet(&scene->sheets[i]);
        status = open_sheet(scene, i, error);
    }
    return status;
}

void kuril_scene_free(kuril_scene *scene)
{
    if (!scene)
        return;
    for (int i = 0; i < KURIL_SHEET_COUNT; i++)
        close_sheet(&scene->sheets[i]);
    kuril_style_free(scene->overlay);
    kuril_icons_free(scene->overlay_icons);
    kuril_sources_free(scene->sources);
    g_ptr_array_free(scene->tables, TRUE);
    kuril_projection_free(scene->projection);
    g_array_free(scene->strategic, TRUE);
    g_hash_table_destroy(scene->warned);
    g_hash_table_destroy(scene->told);
    g_free(scene);
}

void kuril_scene_warn_once(kuril_scene *scene, const kuril_style_layer *layer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    const kuril_style *style = scene->sheets[KURIL_SHEET_MAP].style;
    const bool of_document =
        layer && layer->index < kuril_style_layer_count(style) && kuril_style_layer_at(style, layer->index) == layer;
    const bool new = g_hash_table_add(scene->warned, g_strdup(text));
    if (new && of_document)
        kuril_report_at(scene->diagnostics, KURIL_WARNING, kuril_style_path(style), layer->line, layer->column,
                        layer->id, "layer '%s': %s", layer->id, text);
    else if (new)
        kuril_report(scene->diagnostics, KURIL_WARNING, NULL, layer ? layer->id : NULL, "%s", text);
    g_free(text);
}
