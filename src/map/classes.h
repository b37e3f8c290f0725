/* Classes of a field's values, for maps that colour by them: kinds of text, or ranges of numbers. Pure. */
#ifndef KURIL_MAP_CLASSES_H
#define KURIL_MAP_CLASSES_H

#include <glib.h>
#include <stdbool.h>

enum { KURIL_CLASSES_MOST = 6, KURIL_CLASSES_RANGES = 5 };

/** The values that a field has, while they are counted: texts up to 4096 different ones, numbers up to a million. */
typedef struct kuril_value_tally {
    GHashTable *texts; /**< value as text -> how often, as GUINT_TO_POINTER */
    GArray *numbers;   /**< double */
    size_t n_missing;  /**< features without a value, or with a text beyond those that are counted */
    bool only_numbers;
} kuril_value_tally;

void kuril_value_tally_init(kuril_value_tally *tally);
void kuril_value_tally_finish(kuril_value_tally *tally);
/** One value: a text, which is copied, and the number that it is; `number` NULL for what is none, `text` NULL for none
 * at all. */
void kuril_value_tally_add(kuril_value_tally *tally, const char *text, const double *number);

/** One class. */
typedef struct kuril_value_class {
    char *text;      /**< the value, of a kind; owned */
    double from, to; /**< of a range: from <= value < to, the last with its end; infinite at the ends */
    double sample;   /**< a value in it */
    const char *color;
} kuril_value_class;

typedef struct kuril_value_classes {
    bool ranges; /**< of numbers; else kinds */
    kuril_value_class items[KURIL_CLASSES_MOST];
    size_t count;
    bool others;       /**< there are values that no class holds */
    const char *other; /**< their colour, and that of features without a value */
} kuril_value_classes;

/**
 * Up to six kinds, the commonest, in the order of their texts; or, of more than six different numbers, up to five
 * ranges that hold about equally many (quantiles), with limits of two digits that count. Colours of kinds are those of
 * Okabe and Ito (2008), of ranges the ColorBrewer scheme YlOrBr (Brewer 2003), from light to dark: both hold for every
 * kind of colour vision. Sorts the tally's numbers.
 */
void kuril_value_classes_make(kuril_value_tally *tally, kuril_value_classes *classes);
void kuril_value_classes_finish(kuril_value_classes *classes);

/** Colour of the i-th kind, or of the i-th dataset, as CSS; they come round after six. */
const char *kuril_kind_color(size_t i);

#endif
