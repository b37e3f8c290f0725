#include "furniture/theme.h"

#include "style/colour.h"
#include <math.h>
#include <string.h>

static void take_colour(const kuril_value *colours, const char *name, kuril_rgba *colour)
{
    for (size_t i = 0; i < colours->as.object.count; i++) {
        const kuril_member *member = &colours->as.object.members[i];
        kuril_color parsed;
        if (strcmp(member->name, name) != 0 || member->value.kind != KURIL_STRING ||
            !kuril_color_parse(member->value.as.string, &parsed))
            continue;
        double rgba[4];
        kuril_color_rgb(&parsed, rgba);
        *colour = (kuril_rgba){rgba[0], rgba[1], rgba[2], rgba[3]};
    }
}

static const kuril_value *member(const kuril_value *object, const char *name)
{
    if (!object || object->kind != KURIL_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->as.object.count; i++)
        if (strcmp(object->as.object.members[i].name, name) == 0)
            return &object->as.object.members[i].value;
    return NULL;
}

/* Furniture grows with the page, but slower than it: a thumbnail must stay legible, a poster quiet. The length of a page
   that is longer than 3:2 counts too: a banner is read from farther away than its height alone. */
static double unit_for(double width_pt, double height_pt)
{
    const double side = fmax(fmin(width_pt, height_pt), sqrt(width_pt * height_pt / 1.5));
    const double unit = pow(side / 900, 0.6);
    return fmin(fmax(unit, 0.6), 1.8);
}

/* A sheet larger than some 30 cm is looked at as a whole, from farther away: on A2 a fourth more, on A0 twice. */
static double names_for(const kuril_value *metadata, double width_pt, double height_pt)
{
    const kuril_value *grow = member(metadata, "kurilmap:large-sheets");
    const bool asked = grow && grow->kind == KURIL_BOOL && grow->as.boolean;
    return asked ? pow(fmax(fmin(width_pt, height_pt) / 900, 1), 0.8) : 1;
}

kuril_theme kuril_theme_make(const kuril_value *metadata, double width_pt, double height_pt, const char *language)
{
    kuril_theme theme = {.paper = {1, 1, 1, 1},
                         .panel = {1, 1, 1, 0.86},
                         .ink = {0.13, 0.16, 0.19, 1},
                         .quiet = {0.38, 0.42, 0.46, 1},
                         .rule = {0.42, 0.50, 0.57, 0.45},
                         .accent = {0.78, 0.14, 0.16, 1},
                         .sea = {0.86, 0.91, 0.94, 1},
                         .land = {0.72, 0.72, 0.69, 1},
                         .unit = unit_for(width_pt, height_pt),
                         .names = names_for(metadata, width_pt, height_pt),
                         .language = language};
    const kuril_value *colours = member(metadata, "kurilmap:furniture");
    if (colours && colours->kind == KURIL_OBJECT) {
        take_colour(colours, "paper", &theme.paper);
        take_colour(colours, "panel", &theme.panel);
        take_colour(colours, "ink", &theme.ink);
        take_colour(colours, "quiet", &theme.quiet);
        take_colour(colours, "rule", &theme.rule);
        take_colour(colours, "accent", &theme.accent);
        take_colour(colours, "sea", &theme.sea);
        take_colour(colours, "land", &theme.land);
    }
    return theme;
}

const kuril_text_layout *kuril_letter(kuril_fonts *fonts, const kuril_theme *theme, const char *text,
                                      const kuril_lettering *lettering)
{
    static const char *const stacks[] = {[KURIL_REGULAR] = "Noto Sans Regular, Noto Sans CJK JP Regular",
                                         [KURIL_BOLD] = "Noto Sans Bold, Noto Sans CJK JP Bold",
                                         [KURIL_ITALIC] = "Noto Sans Italic, Noto Sans CJK JP Regular"};
    const kuril_text_span span = {.text = text,
                                  .fonts = stacks[lettering->weight],
                                  .language = theme->language,
                                  .size_pt = lettering->size_pt};
    const kuril_text_format format = {
        .max_width_pt = lettering->max_width_pt, .within = true, .line_height_em = 1.3, .justify = KURIL_JUSTIFY_LEFT};
    const kuril_text_layout *layout = NULL;
    return kuril_text_layout_get(fonts, &span, 1, &format, &layout, NULL) == KURIL_OK ? layout : NULL;
}

kuril_text_size kuril_letter_size(kuril_fonts *fonts, const kuril_theme *theme, const char *text,
                                  const kuril_lettering *lettering)
{
    const kuril_text_layout *layout = text && *text ? kuril_letter(fonts, theme, text, lettering) : NULL;
    return layout ? kuril_text_layout_size(layout) : (kuril_text_size){0};
}

void kuril_letter_draw(kuril_canvas *canvas, kuril_fonts *fonts, const kuril_theme *theme, const char *text,
                       const kuril_lettering *lettering, double x, double y, double align, double halo_pt)
{
    const kuril_text_layout *layout = text && *text ? kuril_letter(fonts, theme, text, lettering) : NULL;
    if (!layout)
        return;
    const kuril_text_size size = kuril_text_layout_size(layout);
    kuril_rgba halo = theme->panel;
    halo.a = 1;
    const kuril_text_paint paint = {.color = lettering->color, .halo_color = halo, .halo_width_pt = halo_pt};
    const double left = x - align * size.width_pt, top = y - size.baseline_pt;
    kuril_text_draw(canvas, layout, left, top, 0, left, top, &paint, halo_pt > 0 ? KURIL_TEXT_BOTH : KURIL_TEXT_LETTERS);
}
