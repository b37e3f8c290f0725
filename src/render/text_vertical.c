/*
 * Vertical writing: which letters stand upright in a column, as Unicode says (UAX 50, Vertical_Orientation), and where
 * their glyphs come. A column is set as a line and turned: its letters are turned back.
 */
#include "core/library.h"
#include "render/text_private.h"
#include <unicode/uchar.h>

#define ICU_FUNCTIONS(F) F(u_getIntPropertyValue)

static int property(gunichar c, UProperty which)
{
    static struct {
        ICU_FUNCTIONS(KURIL_LIBRARY_POINTER)
    } icu;
    static const char *const names[] = {ICU_FUNCTIONS(KURIL_LIBRARY_NAME)};
    static kuril_library library = {
        .file = "libicuuc.so." U_ICU_VERSION_SHORT, .names = names, .count = G_N_ELEMENTS(names), .table = &icu};
    kuril_library_need(&library);
    return icu.u_getIntPropertyValue((UChar32)c, which);
}

static bool stands(gunichar c)
{
    switch (g_unichar_get_script(c)) {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_BOPOMOFO:
    case G_UNICODE_SCRIPT_YI:
        return true;
    default:
        return false;
    }
}

bool kuril_text_stands(const char *text)
{
    for (const char *at = text; *at; at = g_utf8_next_char(at))
        if (stands(g_utf8_get_char(at)))
            return true;
    return false;
}

bool kuril_text_stands_whole(const char *text)
{
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        if (g_unichar_isalnum(c) && !stands(c) && g_unichar_get_script(c) != G_UNICODE_SCRIPT_COMMON)
            return false;
    }
    return kuril_text_stands(text);
}

/* Letters that join or pile up, which would fall apart. */
static bool is_joined(gunichar c)
{
    const int type = property(c, UCHAR_JOINING_TYPE);
    return (type != U_JT_NON_JOINING && type != U_JT_TRANSPARENT) || (c >= 0x0900 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF);
}

bool kuril_text_letter_stands(gunichar c, kuril_text_mode mode)
{
    if (mode == KURIL_TEXT_HORIZONTAL || g_unichar_isspace(c))
        return false;
    return mode == KURIL_TEXT_COLUMNS ? !is_joined(c) : property(c, UCHAR_VERTICAL_ORIENTATION) != U_VO_ROTATED;
}

void kuril_text_stand(const PangoGlyphItem *item, int from, int to, double x, double middle, double cell,
                      GArray *glyphs)
{
    const double centre_em = 0.38; /* of a Han character's square above the baseline: half of 0.88 - 0.12 */
    const double unit = cell / TEXT_SHAPED_PT / PANGO_SCALE;
    double width = 0, pen = 0;
    for (int g = from; g < to; g++)
        width += item->glyphs->glyphs[g].geometry.width * unit;
    const double left = -width / 2, base = centre_em * cell; /* of the glyph on the page, from the cell's middle */
    for (int g = from; g < to; g++) {
        const PangoGlyphInfo *info = &item->glyphs->glyphs[g];
        const double right = left + pen + info->geometry.x_offset * unit;
        const double down = base + info->geometry.y_offset * unit;
        const cairo_glyph_t glyph = {info->glyph, x + cell / 2 + down, middle - right};
        if (info->glyph != PANGO_GLYPH_EMPTY && !(info->glyph & PANGO_GLYPH_UNKNOWN_FLAG))
            g_array_append_val(glyphs, glyph);
        pen += info->geometry.width * unit;
    }
}
