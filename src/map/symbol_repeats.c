/* Names that would stand twice. */
#include "map/scene.h"
#include "map/symbol_collect.h"
#include <math.h>
#include <string.h>

/* The longest line keeps its name first; then the order is that of the page, never that of the features. */
static gint longest_line_first(gconstpointer a, gconstpointer b)
{
    const kuril_symbol *const *p = a, *const *q = b;
    if ((*p)->line_pt != (*q)->line_pt)
        return (*p)->line_pt > (*q)->line_pt ? -1 : 1;
    return strcmp((*p)->key, (*q)->key);
}

static bool stands_apart(const GPtrArray *kept, const kuril_symbol *symbol)
{
    for (guint i = 0; i < kept->len; i++) {
        const kuril_symbol *other = kept->pdata[i];
        if (hypot(other->x - symbol->x, other->y - symbol->y) < symbol->repeat_pt)
            return false;
    }
    return true;
}

/* Symbols whose text already stands near enough, as a set. */
static GHashTable *find_repeats(const GArray *symbols)
{
    GHashTable *repeats = g_hash_table_new(NULL, NULL);
    GHashTable *by_text = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    GPtrArray *some = g_ptr_array_new();
    for (guint i = 0; i < symbols->len; i++) {
        kuril_symbol *symbol = &g_array_index(symbols, kuril_symbol, i);
        if (symbol->text && symbol->repeat_pt > 0)
            g_ptr_array_add(some, symbol);
    }
    g_ptr_array_sort(some, longest_line_first);
    for (guint i = 0; i < some->len; i++) {
        kuril_symbol *symbol = some->pdata[i];
        char *text = g_strdup_printf("%s %s", symbol->layer->id, kuril_text_layout_text(symbol->text));
        GPtrArray *kept = g_hash_table_lookup(by_text, text);
        if (!kept) {
            kept = g_ptr_array_new();
            g_hash_table_insert(by_text, g_strdup(text), kept);
        }
        if (stands_apart(kept, symbol))
            g_ptr_array_add(kept, symbol);
        else
            g_hash_table_add(repeats, symbol);
        g_free(text);
    }
    g_ptr_array_free(some, TRUE);
    g_hash_table_destroy(by_text);
    return repeats;
}

/* A name of the style beside the same name, first line for first line, among what the user has put on the map. */
static bool is_said_by_user(const GArray *said, const kuril_symbol *symbol)
{
    const double near_pt = 14; /* the same place: two sources seldom agree on the point */
    const char *text = kuril_text_layout_text(symbol->text);
    const size_t line = strcspn(text, "\n");
    for (guint i = 0; i < said->len; i++) {
        const kuril_symbol *other = &g_array_index(said, kuril_symbol, i);
        const char *name = kuril_text_layout_text(other->text);
        if (strcspn(name, "\n") == line && strncmp(name, text, line) == 0 &&
            hypot(other->x - symbol->x, other->y - symbol->y) < near_pt)
            return true;
    }
    return false;
}

static void add_said_by_user(const kuril_scene *scene, const GArray *symbols, GHashTable *repeats)
{
    const kuril_sheet *overlay = &scene->sheets[KURIL_SHEET_OVERLAY];
    GArray *said = g_array_new(FALSE, FALSE, sizeof(kuril_symbol));
    for (guint i = 0; i < symbols->len; i++) {
        const kuril_symbol *symbol = &g_array_index(symbols, kuril_symbol, i);
        if (symbol->sheet == overlay && symbol->text && symbol->line_pt == 0)
            g_array_append_vals(said, symbol, 1);
    }
    for (guint i = 0; i < symbols->len && said->len; i++) {
        kuril_symbol *symbol = &g_array_index(symbols, kuril_symbol, i);
        if (symbol->sheet != overlay && symbol->text && symbol->line_pt == 0 && is_said_by_user(said, symbol))
            g_hash_table_add(repeats, symbol);
    }
    g_array_free(said, TRUE);
}

void kuril_symbols_drop_repeats(const kuril_scene *scene, GArray *symbols)
{
    GHashTable *repeats = find_repeats(symbols);
    add_said_by_user(scene, symbols, repeats);
    guint n = 0;
    for (guint i = 0; i < symbols->len; i++) {
        kuril_symbol symbol = g_array_index(symbols, kuril_symbol, i);
        if (g_hash_table_contains(repeats, &g_array_index(symbols, kuril_symbol, i))) {
            symbol.text = NULL;
            symbol.n_candidates = 0;
            if (!symbol.icon_kept) {
                g_free(symbol.key);
                continue;
            }
        }
        g_array_index(symbols, kuril_symbol, n++) = symbol;
    }
    g_array_set_size(symbols, n);
    g_hash_table_destroy(repeats);
}
