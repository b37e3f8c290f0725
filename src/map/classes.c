#include "map/classes.h"

#include <math.h>
#include <string.h>

const char *kuril_kind_color(size_t i)
{
    static const char *const colors[KURIL_CLASSES_MOST] = {"#d55e00", "#0072b2", "#009e73",
                                                           "#cc79a7", "#e69f00", "#56b4e9"};
    return colors[i % KURIL_CLASSES_MOST];
}

void kuril_value_tally_init(kuril_value_tally *tally)
{
    *tally = (kuril_value_tally){.texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                                 .numbers = g_array_new(FALSE, FALSE, sizeof(double)),
                                 .only_numbers = true};
}

void kuril_value_tally_finish(kuril_value_tally *tally)
{
    g_hash_table_destroy(tally->texts);
    g_array_free(tally->numbers, TRUE);
}

void kuril_value_tally_add(kuril_value_tally *tally, const char *text, const double *number)
{
    if (!text) {
        tally->n_missing++;
        return;
    }
    enum { MOST_TEXTS = 4096, MOST_NUMBERS = 1000000 };
    const guint before = GPOINTER_TO_UINT(g_hash_table_lookup(tally->texts, text));
    if (before > 0 || g_hash_table_size(tally->texts) < MOST_TEXTS)
        g_hash_table_insert(tally->texts, g_strdup(text), GUINT_TO_POINTER(before + 1));
    else if (!number)
        tally->n_missing++;
    if (number && tally->numbers->len < MOST_NUMBERS)
        g_array_append_val(tally->numbers, *number);
    tally->only_numbers = tally->only_numbers && number;
}

/* ---- Kinds ---- */

typedef struct kind {
    const char *text;
    guint count;
} kind;

static gint commonest_first(gconstpointer a, gconstpointer b)
{
    const kind *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->text, y->text);
}

static gint by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(((const kind *)a)->text, ((const kind *)b)->text);
}

static void make_kinds(const kuril_value_tally *tally, kuril_value_classes *classes)
{
    GArray *kinds = g_array_new(FALSE, FALSE, sizeof(kind));
    GHashTableIter all;
    gpointer text, count;
    g_hash_table_iter_init(&all, tally->texts);
    while (g_hash_table_iter_next(&all, &text, &count)) {
        const kind k = {text, GPOINTER_TO_UINT(count)};
        g_array_append_val(kinds, k);
    }
    g_array_sort(kinds, commonest_first);
    classes->others = kinds->len > KURIL_CLASSES_MOST || tally->n_missing > 0;
    g_array_set_size(kinds, MIN(kinds->len, KURIL_CLASSES_MOST));
    g_array_sort(kinds, by_text);
    for (guint i = 0; i < kinds->len; i++)
        classes->items[classes->count++] =
            (kuril_value_class){.text = g_strdup(g_array_index(kinds, kind, i).text), .color = kuril_kind_color(i)};
    g_array_free(kinds, TRUE);
}

/* ---- Ranges ---- */

static gint by_number(gconstpointer a, gconstpointer b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* To two digits that count; finer where that would leave the values' span. */
static double rounded(double value, double low, double high)
{
    for (int digits = 2; digits < 15; digits++) {
        const double unit = value == 0 ? 1 : pow(10, floor(log10(fabs(value))) - digits + 1);
        const double near = unit >= 1 ? rint(value / unit) * unit : rint(value / unit) / rint(1 / unit);
        if (near > low && near < high)
            return near;
    }
    return value;
}

static void make_ranges(kuril_value_tally *tally, kuril_value_classes *classes)
{
    static const char *const light_to_dark[] = {"#ffffd4", "#fed98e", "#fe9929", "#d95f0e", "#993404"};
    g_array_sort(tally->numbers, by_number);
    const double *sorted = (const double *)(const void *)tally->numbers->data;
    const size_t n = tally->numbers->len;
    double limits[KURIL_CLASSES_RANGES + 1] = {-INFINITY};
    size_t count = 1;
    for (size_t i = 1; i < KURIL_CLASSES_RANGES; i++) {
        const double limit = rounded(sorted[n * i / KURIL_CLASSES_RANGES], sorted[0], sorted[n - 1]);
        if (limit > limits[count - 1] && limit > sorted[0] && limit <= sorted[n - 1])
            limits[count++] = limit;
    }
    limits[count] = INFINITY;
    classes->ranges = true;
    classes->others = tally->n_missing > 0;
    for (size_t i = 0; i < count; i++)
        classes->items[classes->count++] =
            (kuril_value_class){.from = limits[i],
                                .to = limits[i + 1],
                                .sample = i == 0 ? sorted[0] : limits[i],
                                .color = light_to_dark[count > 1 ? i * (KURIL_CLASSES_RANGES - 1) / (count - 1) : 2]};
}

void kuril_value_classes_make(kuril_value_tally *tally, kuril_value_classes *classes)
{
    *classes = (kuril_value_classes){.other = "#8c8c8c"};
    if (tally->only_numbers && g_hash_table_size(tally->texts) > KURIL_CLASSES_MOST)
        make_ranges(tally, classes);
    else
        make_kinds(tally, classes);
}

void kuril_value_classes_finish(kuril_value_classes *classes)
{
    for (size_t i = 0; i < classes->count; i++)
        g_free(classes->items[i].text);
}
