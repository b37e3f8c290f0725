/*
 * Where lines break: at the places that Unicode allows (UAX 14, through Pango) and before '(', so that the lines come
 * out about equally long, as MapLibre sets labels (its determineLineBreaks: squared distance from the mean width).
 * Words in katakana, which Unicode lets break anywhere, runs of Han and what brackets hold are kept whole where the
 * lines do not suffer much.
 */
#include "render/text_private.h"

#include <math.h>
#include <string.h>

typedef struct break_point {
    size_t byte;    /* where the next line begins */
    double x;       /* width of the text before it */
    double penalty; /* for breaking here */
    double cost;    /* of the best lines up to here */
    size_t previous;
} break_point;

/* Width of each cluster at the byte where it begins, the rest 0. */
/* In whole units, where there is one. */
static double *cluster_widths(const GSList *runs, const text_source *source, text_range range, double spacing,
                              double unit)
{
    const char *text = source->text->str + range.first;
    double *widths = g_new0(double, range.end - range.first + 1);
    for (const GSList *item = runs; item; item = item->next) {
        PangoGlyphItem *run = item->data;
        const size_t span = kuril_text_span_at(source, range.first + (size_t)run->item->offset);
        const double points = kuril_text_unit(&source->spans[span]);
        PangoGlyphItemIter iter;
        for (gboolean more = pango_glyph_item_iter_init_start(&iter, run, text); more;
             more = pango_glyph_item_iter_next_cluster(&iter)) {
            const int from = MIN(iter.start_glyph, iter.end_glyph + 1), to = MAX(iter.start_glyph + 1, iter.end_glyph);
            double width = 0;
            for (int g = from; g < to; g++)
                width += run->glyphs->glyphs[g].geometry.width * points;
            widths[iter.start_index] = spacing + (unit > 0 ? rint(width / unit) * unit : width);
        }
    }
    return widths;
}

/* A line that is longer than the style wants counts as much again and more; a viewer of styles does not look. */
static double badness(double width, double target, double most, bool last)
{
    const double over = fmax(width - most, 0), off = (width - target) * (width - target) + over * over;
    if (!last)
        return off;
    return width < target ? off / 2 : off * 2; /* a short last line is better than a long one */
}

/* `most`: as badness; `within`: a line that is wider than it has a cost above all others'. */
static void best_before(GArray *points, size_t i, double target, double most, double within)
{
    const double too_wide = 1e9;
    break_point *here = &g_array_index(points, break_point, i);
    const bool last = i + 1 == points->len;
    here->cost = INFINITY;
    for (size_t j = 0; j < i; j++) {
        const break_point *from = &g_array_index(points, break_point, j);
        const double width = here->x - from->x, over = fmax(width - within, 0);
        const double cost = from->cost + badness(width, target, most, last) + here->penalty + too_wide * over * over;
        if (cost < here->cost) {
            here->cost = cost;
            here->previous = j;
        }
    }
}

/* A letter of a katakana word; the middle dot that parts words is none. */
static bool is_katakana(gunichar c)
{
    return (c >= 0x30A1 && c <= 0x30FA) || (c >= 0x30FC && c <= 0x30FE);
}

/* One letter after an opening bracket: the bracket had better begin the line. */
static bool is_after_bracket(const char *text, const char *before)
{
    const char *bracket = before > text ? g_utf8_prev_char(before) : before;
    return g_unichar_type(g_utf8_get_char(bracket)) == G_UNICODE_OPEN_PUNCTUATION;
}

/* Between brackets or quotation marks: what they hold had better stay together. */
static bool is_between_brackets(const char *text, size_t byte)
{
    static const gunichar opening[] = {0xFF08, '(', 0xAB, 0x201C, 0x300C},
                          closing[] = {0xFF09, ')', 0xBB, 0x201D, 0x300D};
    int depth = 0;
    for (const char *at = text; at < text + byte; at = g_utf8_next_char(at))
        for (size_t i = 0; i < G_N_ELEMENTS(opening); i++)
            depth += (g_utf8_get_char(at) == opening[i]) - (g_utf8_get_char(at) == closing[i]);
    return depth > 0;
}

static bool is_hiragana(gunichar c)
{
    return g_unichar_get_script(c) == G_UNICODE_SCRIPT_HIRAGANA;
}

static bool is_han(gunichar c)
{
    return g_unichar_get_script(c) == G_UNICODE_SCRIPT_HAN;
}

/* A word of one or two Cyrillic letters leads the next one, a unit after its number aside: a preposition ends no line.
 */
static bool is_after_preposition(const char *text, const char *before)
{
    int letters = 0;
    const char *at = before;
    if (!g_unichar_isspace(g_utf8_get_char(at)))
        return false;
    while (at > text) {
        at = g_utf8_prev_char(at);
        if (g_unichar_get_script(g_utf8_get_char(at)) != G_UNICODE_SCRIPT_CYRILLIC)
            break;
        letters++;
    }
    if (letters < 1 || letters > 2)
        return false;
    if (at == text)
        return true;
    return g_unichar_isspace(g_utf8_get_char(at)) && !g_unichar_isdigit(g_utf8_get_char(g_utf8_prev_char(at)));
}

/* After the dot between two words of a name in katakana. */
static bool is_after_dot(const char *text, const char *before, gunichar right)
{
    const gunichar dot = 0x30FB;
    return g_utf8_get_char(before) == dot && before > text && is_katakana(g_utf8_get_char(g_utf8_prev_char(before))) &&
           is_katakana(right);
}

/* Where Han and katakana meet, most often in one word. */
static bool is_compound(gunichar left, gunichar right)
{
    return (is_han(left) && is_katakana(right)) || (is_katakana(left) && is_han(right));
}

/*
 * As bad as lines that are off by some letters: fourteen for a word in katakana that is cut, six for a name of
 * several, four for a run of Han or Han with katakana, more than three before a particle (Japanese breaks better after
 * it) and after a Russian preposition, nearly eight inside brackets, three after one. A viewer of styles breaks Han and
 * katakana anywhere.
 */
static double penalty_at(const char *text, size_t byte, double size_pt, bool viewer)
{
    const char *before = g_utf8_prev_char(text + byte);
    const gunichar left = g_utf8_get_char(before), right = g_utf8_get_char(text + byte);
    const double squares =
        9 * is_after_bracket(text, before) +
        (viewer ? 0
                : 200 * (is_katakana(left) && is_katakana(right)) + 16 * (is_han(left) && is_han(right)) +
                      16 * is_compound(left, right) + 40 * is_after_dot(text, before, right) +
                      12 * (!is_hiragana(left) && is_hiragana(right)) + 12 * is_after_preposition(text, before) +
                      60 * is_between_brackets(text, byte));
    return squares * size_pt * size_pt;
}

/* Break points of one paragraph: its start, every place where a line may end, or where any letter may, its end. `total`
   is its width. */
static GArray *find_points(const GArray *breaks, const double *widths, const char *text, size_t length, double size_pt,
                           bool spaces_free, bool anywhere, double *total)
{
    const double within_word = 1e7;
    *total = 0;
    GArray *points = g_array_new(FALSE, FALSE, sizeof(break_point));
    break_point point = {0};
    g_array_append_val(points, point);
    guint character = 0;
    for (size_t byte = 0; byte < length; character++) {
        const size_t next = byte + (size_t)(g_utf8_next_char(text + byte) - (text + byte));
        const bool space = g_unichar_isspace(g_utf8_get_char(text + byte)), free = spaces_free && space;
        for (; byte < next; byte++) {
            *total += widths[byte];
            point.x += free ? 0 : widths[byte];
        }
        const bool may_break =
            character + 1 < breaks->len && g_array_index(breaks, PangoLogAttr, character + 1).is_line_break;
        /* Before '(' too, and after an image but not before it, as MapLibre. */
        const bool image = g_str_has_prefix(text + byte, TEXT_IMAGE);
        if (byte < length && ((may_break && (space || !image)) || text[byte] == '(')) {
            point.byte = byte;
            point.penalty = penalty_at(text, byte, size_pt, spaces_free);
            g_array_append_val(points, point);
        } else if (byte < length && anywhere &&
                   g_array_index(breaks, PangoLogAttr, MIN(character + 1, breaks->len - 1)).is_cursor_position) {
            point.byte = byte;
            point.penalty = within_word;
            g_array_append_val(points, point);
        }
    }
    point.penalty = 0;
    point.byte = length;
    g_array_append_val(points, point);
    return points;
}

/* Some word alone is wider than a line may be. */
static bool has_wide_word(const GArray *points, double most)
{
    for (guint i = 1; i < points->len; i++)
        if (g_array_index(points, break_point, i).x - g_array_index(points, break_point, i - 1).x > most)
            return true;
    return false;
}

static void append_trimmed(GArray *ranges, const char *text, size_t first, size_t end)
{
    while (first < end && text[first] == ' ')
        first++;
    while (end > first && text[end - 1] == ' ')
        end--;
    const text_range range = {first, end};
    g_array_append_val(ranges, range);
}

static void break_paragraph(kuril_fonts *fonts, const text_source *source, text_range paragraph, GArray *ranges)
{
    const char *text = source->text->str + paragraph.first;
    const size_t length = paragraph.end - paragraph.first;
    const double max_width = source->format->max_width_pt;
    if (!(max_width > 0) || length == 0) {
        append_trimmed(ranges, source->text->str, paragraph.first, paragraph.end);
        return;
    }
    const text_shape *shape = kuril_text_shape(fonts, source, paragraph);
    const double spacing = source->format->letter_spacing_em * source->spans[0].size_pt;
    double *widths = cluster_widths(shape->runs, source, paragraph, spacing, source->format->viewer_em_pt / 24);
    enum { LONGEST = 2000 }; /* bytes that are broken within words: the search takes the square of its points */
    const bool viewer = source->format->viewer_em_pt > 0;
    const double size_pt = source->spans[0].size_pt;
    double total;
    GArray *points = find_points(shape->breaks, widths, text, length, size_pt, viewer, false, &total);
    if (source->format->within && length <= LONGEST && has_wide_word(points, max_width)) {
        g_array_free(points, TRUE);
        points = find_points(shape->breaks, widths, text, length, size_pt, viewer, true, &total);
    }
    const double target = total / fmax(1, ceil(total / max_width));
    const double most = source->format->viewer_em_pt > 0 ? INFINITY : max_width;
    for (size_t i = 1; i < points->len; i++)
        best_before(points, i, target, most, source->format->within ? max_width : INFINITY);
    GArray *ends = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t i = points->len - 1; i > 0; i = g_array_index(points, break_point, i).previous)
        g_array_prepend_val(ends, i);
    size_t from = 0;
    for (guint i = 0; i < ends->len; i++) {
        const size_t to = g_array_index(points, break_point, g_array_index(ends, size_t, i)).byte;
        append_trimmed(ranges, source->text->str, paragraph.first + from, paragraph.first + to);
        from = to;
    }
    g_array_free(ends, TRUE);
    g_array_free(points, TRUE);
    g_free(widths);
}

void kuril_text_break_lines(kuril_fonts *fonts, const text_source *source, GArray *ranges)
{
    const char *text = source->text->str;
    size_t first = 0;
    while (true) {
        const char *newline = memchr(text + first, '\n', source->text->len - first);
        const size_t end = newline ? (size_t)(newline - text) : source->text->len;
        break_paragraph(fonts, source, (text_range){first, end}, ranges);
        if (!newline)
            return;
        first = end + 1;
    }
}
