#include "core/diagnostics.h"
#include "core/number.h"
#include "furniture/graticule.h"
#include "furniture/neatline.h"
#include "map/map_names.h"
#include "map/credits.h"
#include "map/foot.h"
#include "map/label_report.h"
#include "map/legend_numbers.h"
#include "map/locator.h"
#include "map/paint_parts.h"
#include "map/painter.h"
#include "map/settings.h"
#include "map/sheet.h"
#include "map/units_words.h"
#include "map/weigh.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Everything of one picture that does not depend on the format it is written in. */
typedef struct picture {
    const kuril_map *map;
    const kuril_diagnostics *diagnostics;
    kuril_session *session;
    kuril_fonts *fonts; /* the session's */
    kuril_theme theme;
    kuril_desk desk;
    char *credits;
    char scale_note[160];
    kuril_page_plan plan;
    kuril_scene *scene;
    kuril_legend_list *legend;
    kuril_legend key; /* what of it stands on the page, and how high */
    kuril_scale_bar bar;
    kuril_symbols *symbols;
    GArray *weights;            /* kuril_weight: what the furniture keeps off */
    kuril_graticule *graticule; /* NULL: neither drawn nor wanted by a zebra */
    bool graticule_drawn;       /* on the page in hand */
} picture;

static void picture_finish(picture *p)
{
    kuril_graticule_free(p->graticule);
    if (p->weights)
        g_array_free(p->weights, TRUE);
    kuril_symbols_free(p->symbols);
    kuril_legend_list_free(p->legend);
    kuril_scene_free(p->scene);
    g_free(p->credits);
}

static bool has_zebra(const kuril_map *map)
{
    return kuril_shows(map, KURIL_F_NEATLINE) && map->furniture[KURIL_F_NEATLINE].zebra;
}

/* Three digits that count are all that the number is good for. */
static void print_denominator(double n, char out[static KURIL_NUMBER_MAX])
{
    const double unit = pow(10, floor(log10(n)) - 2);
    kuril_number_print_grouped(round(n / unit) * unit, 0, '.', out);
}

/* Of the bar, which holds along its parallel; where that is the scale that was asked for, but for a hair, it is that one. */
static double bar_denominator(const kuril_scene *scene)
{
    const double bar = scene->scale.m_per_pt_parallel * 72 / 0.0254, whole = scene->scale.denominator;
    return scene->map->view_kind == KURIL_VIEW_SCALE && fabs(bar / whole - 1) < 5e-3 ? whole : bar;
}

static void note_scale(picture *p)
{
    static const char *const hemispheres[][2] = {
        [KURIL_EN] = {"N", "S"}, [KURIL_JA] = {"N", "S"}, [KURIL_RU] = {"с.ш.", "ю.ш."}, [KURIL_ZH] = {"北纬", "南纬"}};
    const kuril_language language = p->map->languages[0];
    const double lat = round(p->scene->middle.lat * 10) / 10;
    char n[KURIL_NUMBER_MAX], degrees[KURIL_NUMBER_MAX];
    print_denominator(bar_denominator(p->scene), n);
    kuril_number_print_grouped(fabs(lat), lat == round(lat) ? 0 : 1, kuril_decimal_mark(language), degrees);
    const char *hemisphere = lat == 0 ? "" : hemispheres[language][lat < 0];
    switch (language) {
    case KURIL_JA:
        snprintf(p->scale_note, sizeof p->scale_note, "1:%s（緯度%s°%s）", n, degrees, hemisphere);
        break;
    case KURIL_RU:
        snprintf(p->scale_note, sizeof p->scale_note, "1:%s на %s° %s", n, degrees, hemisphere);
        break;
    case KURIL_ZH:
        snprintf(p->scale_note, sizeof p->scale_note, "1:%s（%s%s°）", n, hemisphere, degrees);
        break;
    default:
        snprintf(p->scale_note, sizeof p->scale_note, "1:%s at %s°%s", n, degrees, hemisphere);
    }
    p->bar = (kuril_scale_bar){.metres_per_pt = p->scene->scale.m_per_pt_parallel,
                               .lat = p->scene->middle.lat,
                               .max_pt = fmin(130 * p->theme.unit, 0.3 * (p->plan.frame.x_max - p->plan.frame.x_min)),
                               .km = kuril_word_unit("km", language),
                               .nmi = kuril_word_unit("nmi", language),
                               .mark = kuril_decimal_mark(language),
                               .note = p->scale_note};
}

/* What depends on the frame: the scale's bar, the graticule, what there is to tell in the legend. */
static kuril_status survey(picture *p, kuril_error *error)
{
    note_scale(p);
    kuril_graticule_free(p->graticule);
    p->graticule = NULL;
    if (kuril_shows_graticule(p->map) || has_zebra(p->map))
        p->graticule = kuril_graticule_new(p->scene->projection, &p->scene->fit, &p->plan.frame, &p->scene->scale,
                                           p->scene->middle, 115 * p->theme.unit);
    const kuril_status status = kuril_legend_renumber(p->scene, error);
    if (status != KURIL_OK)
        return status;
    kuril_legend_list_free(p->legend);
    p->legend = kuril_legend_build(p->scene, error);
    if (!p->legend)
        return error && error->code != KURIL_OK ? error->code : KURIL_E_DATA;
    p->key = kuril_legend_view(p->legend);
    if (p->weights)
        g_array_free(p->weights, TRUE);
    p->weights = kuril_weigh_scene(p->scene);
    kuril_plan_furniture(p->scene, &p->desk, (const kuril_weight *)(const void *)p->weights->data, p->weights->len, &p->key,
                         &p->bar, &p->plan);
    return KURIL_OK;
}

/* A foot below the map makes the frame lower, and a lower frame may show more to tell there, or less. The last try only
   makes the foot higher. */
static kuril_status lay_out(picture *p, kuril_error *error)
{
    enum { TRIES = 3 };
    double reserved = 0;
    kuril_status status = survey(p, error);
    for (int i = 0; i < TRIES && status == KURIL_OK; i++) {
        const double slack = reserved - p->plan.foot_pt;
        if (slack >= 0 && (i + 1 == TRIES || slack < 6 * p->theme.unit))
            break;
        reserved = p->plan.foot_pt;
        kuril_plan_page(p->map, &p->desk, p->credits, &p->plan);
        status = kuril_scene_reframe(p->scene, &p->plan.frame, error);
        if (status == KURIL_OK)
            status = survey(p, error);
    }
    return status;
}

/* Figures of the graticule on the map keep off the furniture, off points, islands and what the user draws; names keep off
   them, as off the furniture. */
static GArray *places_taken(picture *p)
{
    const kuril_rect pieces[] = {p->plan.legend, p->plan.scale_bar, p->plan.north_arrow, p->plan.locator};
    GArray *taken = g_array_new(FALSE, FALSE, sizeof(kuril_rect));
    g_array_append_vals(taken, pieces, G_N_ELEMENTS(pieces));
    if (!kuril_shows_graticule(p->map))
        return taken;
    GArray *avoid = g_array_copy(taken);
    for (guint i = 0; i < p->weights->len; i++)
        if (g_array_index(p->weights, kuril_weight, i).weight > 1)
            g_array_append_val(avoid, g_array_index(p->weights, kuril_weight, i).rect);
    const GArray *figures =
        kuril_graticule_place(p->graticule, &p->desk, (const kuril_rect *)(const void *)avoid->data, avoid->len);
    for (guint i = 0; i < figures->len; i++)
        g_array_append_val(taken, g_array_index(figures, kuril_figure_placed, i).box);
    g_array_free(avoid, TRUE);
    return taken;
}

static kuril_status picture_make(picture *p, kuril_error *error)
{
    kuril_sheet sheet = {.style = NULL};
    kuril_status status = kuril_scene_style(p->map, p->session, &sheet, error);
    if (status != KURIL_OK)
        return status;
    kuril_session_expect_steps(p->session, 1 + kuril_style_layer_count(sheet.style) * kuril_session_pages(p->session));
    p->theme = kuril_theme_make(kuril_style_metadata(sheet.style), p->map->width_px * KURIL_PX,
                                p->map->height_px * KURIL_PX, kuril_letter_language(p->map, 0));
    if (p->map->style_view)
        p->theme.names = 1;
    status = kuril_session_fonts(p->session, &p->fonts, error);
    if (status == KURIL_OK)
        status = kuril_credits_make(p->map, p->session, sheet.style, NULL, true, &p->credits, error);
    if (status != KURIL_OK)
        return status;
    p->desk = (kuril_desk){p->fonts, &p->theme};
    kuril_plan_page(p->map, &p->desk, p->credits, &p->plan);
    const double least = p->map->style_view ? 1 : 40;
    if (p->plan.frame.x_max - p->plan.frame.x_min < least || p->plan.frame.y_max - p->plan.frame.y_min < least) {
        kuril_fail(error, KURIL_E_DOMAIN,
                   "a page of %g by %g pixels leaves no room for the map: make it larger "
                   "or leave the title and credits out",
                   p->map->width_px, p->map->height_px);
        kuril_error_from(error, &p->map->size_from);
        return KURIL_E_DOMAIN;
    }
    status = kuril_scene_new(p->map, p->session, &sheet, p->fonts, &p->theme, &p->plan.frame, p->diagnostics, &p->scene,
                             error);
    if (status != KURIL_OK)
        return status;
    status = lay_out(p, error);
    if (status != KURIL_OK)
        return status;
    GArray *taken = places_taken(p);
    status = kuril_symbols_place(p->scene, (const kuril_rect *)(const void *)taken->data, taken->len, &p->symbols, error);
    g_array_free(taken, TRUE);
    if (status == KURIL_OK && p->plan.legend.x_min <= p->plan.legend.x_max) {
        const size_t told = p->key.n_entries;
        kuril_legend_keep_drawn(p->legend, p->symbols, &p->key);
        if (p->key.n_entries < told)
            kuril_plan_shrink_legend(&p->desk, &p->key, &p->plan);
    }
    kuril_session_advance(p->session, 1);
    return status;
}

/* ---- One page ---- */

/* Once, below the first names. */
static void draw_graticule(picture *p, kuril_canvas *canvas)
{
    if (kuril_shows_graticule(p->map) && !p->graticule_drawn)
        kuril_graticule_draw_lines(p->graticule, &p->desk, canvas);
    p->graticule_drawn = true;
}

/* Layers of a sheet from `first` to before `end`. */
static kuril_status paint_layers(picture *p, kuril_painter *painter, kuril_sheet *sheet, size_t first, size_t end,
                                 kuril_error *error)
{
    for (size_t i = first; i < end;) {
        const kuril_style_layer *layer = kuril_style_layer_at(sheet->style, i);
        size_t last = i; /* symbol layers that follow each other are drawn together, so that no halo covers a name */
        while (layer->type == KURIL_LAYER_SYMBOL && last + 1 < end &&
               kuril_style_layer_at(sheet->style, last + 1)->type == KURIL_LAYER_SYMBOL)
            last++;
        if (layer->type == KURIL_LAYER_SYMBOL) {
            draw_graticule(p, painter->canvas);
            kuril_symbols_draw(p->symbols, sheet, i, last, painter->canvas);
        } else {
            const kuril_status status = kuril_paint_layer(painter, sheet, layer, error);
            if (status != KURIL_OK)
                return status;
        }
        kuril_session_advance(p->session, sheet == &p->scene->sheets[KURIL_SHEET_MAP] ? last + 1 - i : 0);
        i = last + 1;
    }
    return KURIL_OK;
}

/* What the user puts on the map lies in three depths: areas below the style's lines, lines and what marks them below its
   names and icons, points (which metadata calls out) and all names on top, so that nothing covers a name. */
typedef enum depth { BELOW_LINES, BELOW_NAMES, ON_TOP } depth;

static depth depth_of(const kuril_style_layer *layer)
{
    if (layer->type == KURIL_LAYER_SYMBOL || kuril_layer_says(layer, "kurilmap:over"))
        return ON_TOP;
    return layer->type == KURIL_LAYER_FILL ? BELOW_LINES : BELOW_NAMES;
}

static kuril_status paint_overlay(picture *p, kuril_painter *painter, depth wanted, kuril_error *error)
{
    kuril_sheet *sheet = &p->scene->sheets[KURIL_SHEET_OVERLAY];
    const size_t n = sheet->style ? kuril_style_layer_count(sheet->style) : 0;
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < n && status == KURIL_OK; i++) {
        const kuril_style_layer *layer = kuril_style_layer_at(sheet->style, i);
        if (layer->type != KURIL_LAYER_SYMBOL && depth_of(layer) == wanted)
            status = paint_layers(p, painter, sheet, i, i + 1, error);
    }
    if (wanted == ON_TOP && n > 0 && status == KURIL_OK) {
        draw_graticule(p, painter->canvas);
        kuril_symbols_draw(p->symbols, sheet, 0, n - 1, painter->canvas); /* together: no halo covers a name */
    }
    return status;
}

/* Where the layers at the top of a style begin that are all symbols, or all symbols and lines. */
static size_t top_layers(const kuril_style *style, bool lines_too)
{
    size_t first = kuril_style_layer_count(style);
    while (first > 0) {
        const kuril_layer_type type = kuril_style_layer_at(style, first - 1)->type;
        if (type != KURIL_LAYER_SYMBOL && !(lines_too && type == KURIL_LAYER_LINE))
            break;
        first--;
    }
    return first;
}

static kuril_status paint_map(picture *p, kuril_painter *painter, kuril_error *error)
{
    kuril_sheet *sheet = &p->scene->sheets[KURIL_SHEET_MAP];
    const size_t ends[] = {top_layers(sheet->style, true), top_layers(sheet->style, false),
                           kuril_style_layer_count(sheet->style)};
    kuril_status status = KURIL_OK;
    size_t first = 0;
    for (int i = BELOW_LINES; i <= ON_TOP && status == KURIL_OK; i++) {
        status = paint_layers(p, painter, sheet, first, ends[i], error);
        if (status == KURIL_OK)
            status = paint_overlay(p, painter, (depth)i, error);
        first = ends[i];
    }
    return status;
}

/* Room was kept for every source of the style; now it is known which of them this page shows. */
static kuril_status draw_credits(const picture *p, kuril_canvas *canvas, kuril_error *error)
{
    char *text = NULL;
    const kuril_style *style = p->scene->sheets[KURIL_SHEET_MAP].style;
    const bool hatched = kuril_legend_hatches(p->legend, "claimed_by");
    const kuril_status status = kuril_credits_make(p->map, p->session, style, p->scene, hatched, &text, error);
    if (status == KURIL_OK)
        kuril_credits_draw(&p->desk, canvas, text, &p->plan.credits);
    g_free(text);
    return status;
}

/* A world that lies free on the page, with hardly a touch of the frame, has its outline and wants no other. */
static bool wants_neatline(const picture *p)
{
    enum { PLACES = 16, TOUCHES = 4 }; /* on each side; in all */
    const kuril_map_piece piece = p->map->furniture[KURIL_F_NEATLINE];
    const kuril_rect *f = &p->plan.frame;
    int on_map = 0;
    for (int i = 0; i < 4 * PLACES && piece.shown == KURIL_AUTO; i++) {
        const double along = (i % PLACES + 0.5) / PLACES;
        const double x = f->x_min + along * (f->x_max - f->x_min), y = f->y_min + along * (f->y_max - f->y_min);
        const int side = i / PLACES;
        kuril_lonlat place;
        on_map += kuril_page_to_lonlat(p->scene->projection, &p->scene->fit, side == 0 ? f->x_min : side == 1 ? f->x_max : x,
                                       side == 2 ? f->y_min : side == 3 ? f->y_max : y, &place);
    }
    return piece.shown == KURIL_ON || (piece.shown == KURIL_AUTO && on_map > TOUCHES);
}

static kuril_status draw_furniture(picture *p, kuril_canvas *canvas, kuril_error *error)
{
    const kuril_map *map = p->map;
    const kuril_page_plan *plan = &p->plan;
    kuril_status status = KURIL_OK;
    const double neatline = kuril_neatline_width(&p->desk, has_zebra(map));
    if (kuril_shows_graticule(map))
        kuril_graticule_draw_figures(p->graticule, neatline, &p->desk, canvas);
    if (wants_neatline(p))
        kuril_neatline_draw(&p->desk, canvas, &plan->frame, has_zebra(map),
                            p->graticule ? kuril_graticule_figures(p->graticule) : NULL);
    if (plan->title.x_min <= plan->title.x_max)
        kuril_title_draw(&p->desk, canvas, &plan->words, &plan->title);
    if (plan->credits.x_min <= plan->credits.x_max)
        status = draw_credits(p, canvas, error);
    kuril_theme paper = p->theme; /* below the map nothing needs a panel to stand on */
    paper.panel.a = paper.rule.a = 0;
    const kuril_desk on_paper = {p->fonts, &paper};
    const bool bar_below = kuril_foot_takes(map, plan->below, KURIL_F_SCALE_BAR);
    if (plan->legend.x_min <= plan->legend.x_max)
        kuril_legend_draw(plan->below ? &on_paper : &p->desk, canvas, &p->key, &plan->legend);
    if (plan->scale_bar.x_min <= plan->scale_bar.x_max)
        kuril_scale_bar_draw(bar_below ? &on_paper : &p->desk, canvas, &p->bar, &plan->scale_bar);
    if (plan->north_arrow.x_min <= plan->north_arrow.x_max)
        kuril_north_arrow_draw(&p->desk, canvas, p->scene->scale.north, &plan->north_arrow);
    return status;
}

static kuril_status paint_page(picture *p, kuril_canvas *canvas, kuril_error *error)
{
    if (!p->map->style_view) {
        kuril_canvas_new_path(canvas);
        kuril_canvas_rectangle(canvas, &p->plan.page);
        kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){p->theme.paper, NULL});
    }
    kuril_painter painter;
    kuril_painter_init(&painter, p->scene, canvas);
    kuril_canvas_push(canvas);
    kuril_canvas_clip_rect(canvas, &p->plan.frame);
    p->graticule_drawn = false;
    kuril_status status = paint_map(p, &painter, error);
    draw_graticule(p, canvas);
    kuril_canvas_pop(canvas);
    kuril_painter_finish(&painter);
    if (status == KURIL_OK)
        status = draw_furniture(p, canvas, error);
    if (status == KURIL_OK && p->plan.locator.x_min <= p->plan.locator.x_max)
        status = kuril_locator_draw(p->scene, canvas, &p->plan.locator, error);
    return status;
}

/* SOURCE_DATE_EPOCH as ISO 8601, or NULL: without it a picture carries no date, and so is the same every day. */
static char *document_date(void)
{
    const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
    double seconds = 0;
    if (!epoch || !kuril_number_parse(epoch, &seconds) || seconds < 0 || seconds > 253402300799.0)
        return NULL;
    GDateTime *time = g_date_time_new_from_unix_utc((gint64)seconds);
    char *text = time ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    if (time)
        g_date_time_unref(time);
    return text;
}

static kuril_status write_page(picture *p, const kuril_map_output *wanted, kuril_output *output, kuril_error *error)
{
    static const kuril_canvas_format formats[] = {
        [KURIL_PNG] = KURIL_CANVAS_PNG, [KURIL_PDF] = KURIL_CANVAS_PDF, [KURIL_SVG] = KURIL_CANVAS_SVG};
    const kuril_map *map = p->map;
    char *date = document_date();
    const kuril_canvas_options options = {.format = formats[wanted->format],
                                          .width_pt = map->width_px * KURIL_PX,
                                          .height_pt = map->height_px * KURIL_PX,
                                          .dpi = map->dpi,
                                          .transparent = map->style_view || p->theme.paper.a < 1,
                                          .title = kuril_map_words(map, &map->title),
                                          .subject = kuril_map_words(map, &map->subtitle),
                                          .creator = "kurilmap " KURIL_VERSION,
                                          .date = date};
    kuril_canvas *canvas = NULL;
    kuril_status status = kuril_canvas_new(&options, output, &canvas, error);
    if (status == KURIL_OK) {
        status = paint_page(p, canvas, error);
        if (status == KURIL_OK)
            status = kuril_canvas_finish(canvas, error);
        else
            kuril_canvas_free(canvas);
    }
    g_free(date);
    return status;
}

static void discard_all(kuril_output **open, size_t n)
{
    for (size_t i = 0; i < n; i++)
        kuril_output_discard(open[i]);
}

/* Opened before anything is drawn: a folder that cannot be written to is told at once. */
static kuril_status open_all(const kuril_map_output *outputs, size_t n, kuril_output **open, kuril_error *error)
{
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < n && status == KURIL_OK; i++)
        status = kuril_output_open(outputs[i].path, &open[i], error);
    if (status != KURIL_OK)
        discard_all(open, n);
    return status;
}

/* All pages are written beside their places before the first one is put there. */
static kuril_status write_all(picture *p, const kuril_map_output *outputs, size_t n, kuril_output **open,
                              kuril_error *error)
{
    bool fine = p->map->dpi > 96;
    for (size_t i = 0; i < n; i++)
        fine |= outputs[i].format != KURIL_PNG;
    kuril_session_expect_pages(p->session, n, fine);
    kuril_status status = picture_make(p, error);
    for (size_t i = 0; i < n && status == KURIL_OK; i++) {
        if (kuril_session_flushes_later(p->session))
            kuril_output_flush_later(open[i]);
        status = write_page(p, &outputs[i], open[i], error);
    }
    if (status == KURIL_OK)
        status = kuril_session_verdict(p->session, error);
    if (status != KURIL_OK) {
        discard_all(open, n);
        return status;
    }
    for (size_t i = 0; i < n; i++) {
        const kuril_status committed = kuril_output_commit(open[i], error);
        status = status == KURIL_OK ? committed : status;
    }
    return status;
}

static kuril_label_report *report_of(const picture *p)
{
    const kuril_page_plan *plan = &p->plan;
    const kuril_label_furniture pieces[] = {{KURIL_F_LEGEND, plan->legend},
                                            {KURIL_F_SCALE_BAR, plan->scale_bar},
                                            {KURIL_F_NORTH_ARROW, plan->north_arrow},
                                            {KURIL_F_LOCATOR, plan->locator}};
    kuril_label_report *report = kuril_label_report_new(p->scene, p->symbols, pieces, G_N_ELEMENTS(pieces));
    const kuril_catalogue *catalogue = NULL;
    if (kuril_session_catalogue(p->session, &catalogue, NULL) == KURIL_OK)
        kuril_credits_add_style(report->sources, p->scene->sheets[KURIL_SHEET_MAP].style, p->scene->sources, catalogue);
    return report;
}

static kuril_status render(kuril_session *session, const kuril_map *map, const kuril_map_output *outputs,
                           size_t n_outputs, const kuril_diagnostics *diagnostics, kuril_label_report **report,
                           kuril_error *error)
{
    kuril_status status = kuril_session_check(session, map, outputs, n_outputs, diagnostics, error);
    if (status != KURIL_OK)
        return status;
    kuril_output **open = g_new0(kuril_output *, n_outputs + 1);
    status = open_all(outputs, n_outputs, open, error);
    if (status == KURIL_OK) {
        picture p = {.map = map, .diagnostics = diagnostics, .session = session};
        status = write_all(&p, outputs, n_outputs, open, error);
        if (status == KURIL_OK && report)
            *report = report_of(&p);
        picture_finish(&p);
    }
    g_free(open);
    return status;
}

kuril_status kuril_session_render_reported(kuril_session *session, const kuril_map *map,
                                           const kuril_map_output *outputs, size_t n_outputs,
                                           const kuril_diagnostics *diagnostics, kuril_label_report **report,
                                           kuril_error *error)
{
    const kuril_diagnostics *passed_on = kuril_session_begin(session, diagnostics);
    const kuril_status status = render(session, map, outputs, n_outputs, passed_on, report, error);
    kuril_session_end(session);
    return status;
}

kuril_status kuril_session_render(kuril_session *session, const kuril_map *map, const kuril_map_output *outputs,
                                  size_t n_outputs, const kuril_diagnostics *diagnostics, kuril_error *error)
{
    if (!outputs) {
        outputs = map->outputs;
        n_outputs = map->n_outputs;
    }
    return kuril_session_render_reported(session, map, outputs, n_outputs, diagnostics, NULL, error);
}

kuril_status kuril_map_render_reported(const kuril_map *map, const kuril_map_output *outputs, size_t n_outputs,
                                       const kuril_diagnostics *diagnostics, kuril_label_report **report,
                                       kuril_error *error)
{
    kuril_session *session = kuril_session_new();
    const kuril_status status =
        kuril_session_render_reported(session, map, outputs, n_outputs, diagnostics, report, error);
    kuril_session_free(session);
    return status;
}

kuril_status kuril_map_render(const kuril_map *map, const kuril_map_output *outputs, size_t n_outputs,
                              const kuril_diagnostics *diagnostics, kuril_error *error)
{
    kuril_session *session = kuril_session_new();
    const kuril_status status = kuril_session_render(session, map, outputs, n_outputs, diagnostics, error);
    kuril_session_free(session);
    return status;
}
