/* What the files of src/render share about text. */
#ifndef KURIL_RENDER_TEXT_PRIVATE_H
#define KURIL_RENDER_TEXT_PRIVATE_H

#include "render/canvas_private.h"
#include "render/text.h"
#include "render/text_mask.h"
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

/* Middle of capital letters and of Han characters above the baseline, in em: half of 0.714 and of 0.88 - 0.12. */
#define TEXT_MIDDLE_EM 0.35

/*
 * All text is shaped at this size, points, and scaled: fontconfig is asked for each family once, not once a size, and
 * nothing is hinted.
 */
#define TEXT_SHAPED_PT 64.0

/* Stands for an image in a text: OBJECT REPLACEMENT CHARACTER. */
#define TEXT_IMAGE "\357\277\274"

/* Bytes of a text. */
typedef struct text_range {
    size_t first, end;
} text_range;

/* A line as it is shaped. */
typedef struct text_shape {
    GSList *runs;   /* PangoGlyphItem, from the left */
    GArray *breaks; /* PangoLogAttr before each character and at the end: where the line may break */
} text_shape;

/* Fonts to choose from, and lines that were shaped in them. */
typedef struct font_set {
    PangoFontMap *map;
    PangoContext *context;
    GHashTable *shapes; /* GBytes of all that decides -> text_shape */
} font_set;

/* Outlines of letters (text_coverage.c). */
typedef struct text_outlines text_outlines;
void kuril_text_outlines_free(text_outlines *outlines);

struct kuril_fonts {
    font_set common, all; /* the families that most texts ask for, and whatever there is, made when first needed */
    font_set *set;        /* the one in use */
    text_outlines *outlines; /* NULL until they are needed */
    GHashTable *layouts;  /* GBytes of all that decides -> kuril_text_layout */
    GHashTable *stacks;   /* what a span calls its fonts -> font_stack (fonts.c) */
};

/* A font as cairo draws it; size and slant are in the matrix. */
typedef struct text_font {
    cairo_font_face_t *face;
    cairo_matrix_t matrix;
    cairo_font_options_t *options;
    double size_pt;
    cairo_scaled_font_t *shaped; /* at TEXT_SHAPED_PT, where all sizes read their letters */
    cairo_matrix_t from_shaped;  /* of a letter there to one here */
} text_font;

/* The box of a glyph's outline at the size that it is shaped at, from its origin, y down; false where there is none. */
bool kuril_text_letter_box(kuril_fonts *fonts, const text_font *font, gulong glyph, kuril_rect *box);

typedef struct text_cluster {
    size_t first_glyph, n_glyphs;
    size_t first_byte, n_bytes; /* of the layout's text */
    double x, y, advance;       /* left end on the baseline */
} text_cluster;

/* Neighbouring clusters of one font, direction and colour; clusters in reading order. */
typedef struct text_run {
    size_t font, line;
    size_t first_cluster, n_clusters;
    bool backward; /* right to left: glyphs run against the clusters */
    bool missing;  /* boxes instead of glyphs */
    bool colored;
    kuril_rgba color;
} text_run;

typedef struct text_line {
    size_t first_byte, n_bytes;
    double x, baseline, width, size_pt;
} text_line;

/* An image among the letters: its cluster keeps its place. */
typedef struct text_image {
    const kuril_icon *icon;
    double scale;
    size_t cluster;
} text_image;

struct kuril_text_layout {
    kuril_fonts *owner; /* outlives it */
    kuril_text_size size;
    bool columns;  /* drawn turned by a quarter to the right; all else here is as before that */
    double middle; /* what comes onto a curve, below the top */
    GString *text;
    GArray *fonts;    /* text_font */
    GArray *glyphs;   /* cairo_glyph_t, in layout space */
    GArray *clusters; /* text_cluster */
    GArray *runs;     /* text_run */
    GArray *lines;    /* text_line */
    GArray *missing;  /* uint32_t */
    GArray *images;   /* text_image */
    text_mask *mask;  /* what is kept between drawing the halo and the letters; one thread owns the fonts */
};

void kuril_text_layout_free(kuril_text_layout *layout);

/* The fonts to choose from, all or those of the common families; NULL when there is no memory. Caller destroys. */
FcConfig *kuril_font_config(bool all);
bool kuril_font_is_common(const char *family);
/* Gives fontconfig the fonts that kuril_fonts_own_process kept from it: before a library is used that sets text itself. */
void kuril_fonts_for_others(void);

/* Lets texts be set from the common families or from all fonts, of which they may name any. */
kuril_status kuril_fonts_use(kuril_fonts *fonts, bool all, kuril_error *error);
/* Whether every family that a span names is a common one. */
bool kuril_fonts_are_common(kuril_fonts *fonts, const char *stack);

/* What a layout is made from: checked spans as one text. */
typedef struct text_source {
    const kuril_text_span *spans;
    size_t n_spans;
    GString *text; /* all spans, valid UTF-8 */
    GArray *ends;  /* size_t a span: where its text ends */
    const kuril_text_format *format;
} text_source;

/* Byte ranges of the lines that `text` breaks into. */
void kuril_text_break_lines(kuril_fonts *fonts, const text_source *source, GArray *ranges);

/* The span of a byte of the text. */
size_t kuril_text_span_at(const text_source *source, size_t byte);
/* Points of a unit of a span's shaped glyphs. */
double kuril_text_unit(const kuril_text_span *span);

/* Shapes a line that is not empty, or finds it among the last; borrowed until the next call. */
const text_shape *kuril_text_shape(kuril_fonts *fonts, const text_source *source, text_range range);
/* An empty table of lines. */
GHashTable *kuril_text_shapes_new(void);

/* Whether a letter is turned back upright. */
bool kuril_text_letter_stands(gunichar c, kuril_text_mode mode);

/* Appends the glyphs [from, to) of an item as one upright letter in the cell that begins at x and is as long and as
   high as `cell`, about the line's middle. The font is to be turned by a quarter to the left. */
void kuril_text_stand(const PangoGlyphItem *item, int from, int to, double x, double middle, double cell,
                      GArray *glyphs);

/* Height of a span's letters, one em, or of its image. */
double kuril_text_span_height(const kuril_text_span *span);

/* The OpenType features that a format sets, as Pango takes them; NULL: those of the fonts. */
const char *kuril_text_features(const kuril_text_format *format);
/* Fonts, languages and features of the spans, as Pango takes them. Caller frees. */
PangoAttrList *kuril_text_attributes(kuril_fonts *fonts, const text_source *source);

#endif
