#include "style/styling.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include "core/text.h"
#include "style/compiled.h"

#include <math.h>
#include <string.h>

/* What one property of one layer is worth in this picture. */
typedef struct slot {
    kuril_typed value;              /* resolved; of a dynamic one the default */
    const kuril_compiled *compiled; /* what the style says, or the default */
    bool dynamic;                   /* evaluated for each feature or measure */
    bool failed;                    /* and reported */
} slot;

struct kuril_styling {
    const kuril_style *style;
    const kuril_diagnostics *diagnostics;
    GArray *state;        /* kuril_member: the style's defaults, overridden */
    kuril_arena *fixed;   /* as long as the styling */
    kuril_arena *passing; /* until the release */
    slot *slots;          /* by layer, by property of its type */
    size_t *first_slot;   /* of each layer */
    GHashTable *failed_filters;
    kuril_expression_context context;
};

static const kuril_layer *layer_of(const kuril_style_layer *layer)
{
    return (const kuril_layer *)layer; /* its first member */
}

static slot *slot_of(const kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id)
{
    g_assert(id >= layer_of(layer)->first && id < layer_of(layer)->first + layer_of(layer)->n_properties);
    return &styling->slots[styling->first_slot[layer->index] + (id - layer_of(layer)->first)];
}

/* ---- parameters ---- */

static kuril_member *find_state(GArray *state, const char *name)
{
    for (guint i = 0; i < state->len; i++)
        if (strcmp(g_array_index(state, kuril_member, i).name, name) == 0)
            return &g_array_index(state, kuril_member, i);
    return NULL;
}

static const char *const kind_words[] = {
    [KURIL_NULL] = "null",       [KURIL_BOOL] = "a boolean: true or false",
    [KURIL_NUMBER] = "a number", [KURIL_STRING] = "a text",
    [KURIL_ARRAY] = "an array",  [KURIL_OBJECT] = "an object",
};

/* The value as the kind of the default: texts are read, the rest must be of that kind or the default be null. */
static bool fit_state(const kuril_value *given, kuril_value_kind wanted, kuril_value *out)
{
    *out = *given;
    if (given->kind == wanted || wanted == KURIL_NULL)
        return true;
    if (given->kind != KURIL_STRING)
        return false;
    out->kind = wanted;
    if (wanted == KURIL_NUMBER)
        return kuril_number_parse(given->as.string, &out->as.number);
    out->as.boolean = strcmp(given->as.string, "true") == 0;
    return wanted == KURIL_BOOL && (out->as.boolean || strcmp(given->as.string, "false") == 0);
}

static kuril_status unknown_state(const GArray *state, const char *name, const char *path, kuril_error *error)
{
    g_autofree const char **names = g_new(const char *, state->len + 1);
    for (guint i = 0; i < state->len; i++)
        names[i] = g_array_index(state, kuril_member, i).name;
    const char *nearest = kuril_text_nearest(name, names, state->len);
    return kuril_fail_at(error, KURIL_E_ARGUMENT, NULL, 0, 0, name, "style '%s' has no parameter '%s'%s%s%s", path,
                         name, nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

static bool is_given(const kuril_styling_options *options, const char *name)
{
    for (size_t i = 0; i < options->n_state; i++)
        if (strcmp(options->state[i].name, name) == 0)
            return true;
    return false;
}

static kuril_status set_state(kuril_styling *styling, const kuril_styling_options *options, kuril_error *error)
{
    size_t n;
    const kuril_member *declared = kuril_style_state(styling->style, &n);
    g_array_append_vals(styling->state, declared, (guint)n);
    for (size_t i = 0; i < options->n_state; i++) {
        const kuril_member *given = &options->state[i];
        kuril_member *own = find_state(styling->state, given->name);
        if (!own)
            return unknown_state(styling->state, given->name, kuril_style_path(styling->style), error);
        kuril_value_kind wanted = own->value.kind;
        if (!fit_state(&given->value, wanted, &own->value))
            return kuril_fail_at(error, KURIL_E_ARGUMENT, NULL, 0, 0, given->name,
                                 "parameter '%s' of style '%s' must be %s", given->name,
                                 kuril_style_path(styling->style), kind_words[wanted]);
    }
    for (size_t i = 0; i < options->n_offered; i++) {
        kuril_member *own = find_state(styling->state, options->offered[i].name);
        if (own && is_given(options, own->name))
            continue;
        if (own)
            own->value = options->offered[i].value;
        else
            g_array_append_val(styling->state, options->offered[i]);
    }
    return KURIL_OK;
}

/* ---- evaluation ---- */

static void report_failure(kuril_styling *styling, const kuril_style_layer *layer, const char *what, int line,
                           int column)
{
    const char *why = styling->context.failed_message;
    kuril_report_at(styling->diagnostics, KURIL_WARNING, kuril_style_path(styling->style), line, column, layer->id,
                    "layer '%s': %s cannot be evaluated, its default is used: %s", layer->id, what,
                    why ? why : "the value is of another type");
}

/* False, reported once for the slot, when there is no value; null is none without being a failure. */
static bool evaluate(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id, slot *s,
                     kuril_arena *arena, kuril_typed *out)
{
    const kuril_property *property = kuril_property_get(id);
    const kuril_expression *expression = s->compiled->expression;
    kuril_expression_context *context = &styling->context;
    kuril_style_value value;
    context->arena = arena;
    context->failed_key = context->failed_message = NULL;
    bool fine = kuril_expression_evaluate(expression, context, &value);
    if (fine && value.kind == KURIL_KIND_NULL)
        return false;
    if (fine && kuril_typed_from_value(property, &value, arena, out))
        return true;
    if (fine && property->words)
        kuril_expression_check_word(expression, context, &value);
    bool is_nan = fine && value.kind == KURIL_KIND_NUMBER && isnan(value.as.number);
    if (!s->failed && !is_nan)
        report_failure(styling, layer, property->name, s->compiled->line, s->compiled->column);
    s->failed = true;
    return false;
}

static kuril_typed default_of(const kuril_style *style, kuril_property_id id)
{
    const kuril_compiled *initial = &style->defaults[id];
    return initial->set && !initial->expression ? initial->literal : (kuril_typed){0};
}

static void resolve(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id)
{
    const unsigned passing = KURIL_DEPENDS_FEATURE | KURIL_DEPENDS_GEOMETRY | KURIL_DEPENDS_MEASURE;
    slot *s = slot_of(styling, layer, id);
    const kuril_compiled *given = &layer_of(layer)->properties[id - layer_of(layer)->first];
    s->compiled = given->set ? given : &styling->style->defaults[id];
    s->value = default_of(styling->style, id);
    if (!s->compiled->expression) {
        s->value = s->compiled->literal;
        return;
    }
    s->dynamic = (kuril_expression_depends(s->compiled->expression) & passing) != 0;
    kuril_typed value;
    if (!s->dynamic && evaluate(styling, layer, id, s, styling->fixed, &value))
        s->value = value;
}

static void resolve_all(kuril_styling *styling)
{
    size_t count = kuril_style_layer_count(styling->style), total = 0;
    styling->first_slot = g_new(size_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        styling->first_slot[i] = total;
        total += layer_of(kuril_style_layer_at(styling->style, i))->n_properties;
    }
    styling->slots = g_new0(slot, total + 1);
    for (size_t i = 0; i < count; i++) {
        const kuril_style_layer *layer = kuril_style_layer_at(styling->style, i);
        for (size_t k = 0; k < layer_of(layer)->n_properties; k++)
            resolve(styling, layer, (kuril_property_id)(layer_of(layer)->first + k));
    }
}

kuril_status kuril_styling_new(const kuril_style *style, const kuril_styling_options *options,
                               const kuril_diagnostics *diagnostics, kuril_styling **styling, kuril_error *error)
{
    kuril_styling *s = g_new0(kuril_styling, 1);
    s->style = style;
    s->diagnostics = diagnostics;
    s->state = g_array_new(FALSE, FALSE, sizeof(kuril_member));
    s->fixed = kuril_arena_new();
    s->passing = kuril_arena_new();
    s->failed_filters = g_hash_table_new(NULL, NULL);
    kuril_status status = set_state(s, options, error);
    if (status != KURIL_OK) {
        kuril_styling_free(s);
        return status;
    }
    s->context = (kuril_expression_context){.zoom = options->zoom,
                                            .state = (const kuril_member *)(void *)s->state->data,
                                            .n_state = s->state->len,
                                            .has_image = options->has_image,
                                            .user = options->user};
    resolve_all(s);
    *styling = s;
    return KURIL_OK;
}

void kuril_styling_free(kuril_styling *styling)
{
    if (!styling)
        return;
    g_array_unref(styling->state);
    kuril_arena_free(styling->fixed);
    kuril_arena_free(styling->passing);
    g_hash_table_unref(styling->failed_filters);
    g_free(styling->slots);
    g_free(styling->first_slot);
    g_free(styling);
}

void kuril_styling_release(kuril_styling *styling)
{
    kuril_arena_reset(styling->passing);
}

const kuril_value *kuril_styling_state(const kuril_styling *styling, const char *name)
{
    const kuril_member *found = find_state(styling->state, name);
    return found ? &found->value : NULL;
}

bool kuril_styling_visible(const kuril_styling *styling, const kuril_style_layer *layer)
{
    double zoom = styling->context.zoom;
    if (zoom < layer->minzoom || zoom >= layer->maxzoom)
        return false;
    return slot_of(styling, layer, kuril_property_visibility(layer->type))->value.as.word == KURIL_STYLE_VISIBLE;
}

static bool accepts(kuril_styling *styling, const kuril_filter *filter, const char *of, const kuril_feature *feature)
{
    if (!filter)
        return true;
    kuril_expression_context *context = &styling->context;
    kuril_style_value value;
    context->arena = styling->passing;
    context->feature = feature;
    context->failed_key = context->failed_message = NULL;
    bool fine = kuril_expression_evaluate(filter->expression, context, &value);
    if (!fine && g_hash_table_add(styling->failed_filters, (gpointer)(uintptr_t)filter))
        kuril_report_at(styling->diagnostics, KURIL_WARNING, kuril_style_path(styling->style), filter->line,
                        filter->column, of, "filter of '%s' cannot be evaluated, such features are left out: %s", of,
                        context->failed_message ? context->failed_message : "no reason known");
    return fine && value.kind == KURIL_KIND_BOOLEAN && value.as.boolean;
}

bool kuril_styling_accepts(kuril_styling *styling, const kuril_style_layer *layer, const kuril_feature *feature)
{
    return accepts(styling, layer->filter, layer->id, feature);
}

bool kuril_styling_source_accepts(kuril_styling *styling, const kuril_style_source *source,
                                  const kuril_feature *feature)
{
    return accepts(styling, source->filter, source->id, feature);
}

bool kuril_styling_is_set(const kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id)
{
    (void)styling;
    return layer_of(layer)->properties[id - layer_of(layer)->first].set;
}

bool kuril_styling_by_feature(const kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id)
{
    return slot_of(styling, layer, id)->dynamic;
}

/* ---- values ---- */

static kuril_typed value_of(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                            const kuril_feature *feature)
{
    slot *s = slot_of(styling, layer, id);
    kuril_typed value;
    if (!s->dynamic)
        return s->value;
    styling->context.feature = feature;
    return evaluate(styling, layer, id, s, styling->passing, &value) ? value : s->value;
}

double kuril_style_number(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                          const kuril_feature *feature)
{
    kuril_typed value = value_of(styling, layer, id, feature);
    return value.present ? value.as.number : NAN;
}

bool kuril_style_boolean(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                         const kuril_feature *feature)
{
    kuril_typed value = value_of(styling, layer, id, feature);
    return value.present && value.as.boolean;
}

int kuril_style_enum(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                     const kuril_feature *feature)
{
    kuril_typed value = value_of(styling, layer, id, feature);
    return value.present ? value.as.word : -1;
}

bool kuril_style_color(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                       const kuril_feature *feature, kuril_style_rgba *out)
{
    kuril_typed value = value_of(styling, layer, id, feature);
    if (value.present)
        *out = value.as.color;
    return value.present;
}

bool kuril_style_ramp(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id, double measure,
                      kuril_style_rgba *out)
{
    kuril_expression_context *context = &styling->context;
    context->heatmap_density = context->line_progress = context->elevation = measure;
    return kuril_style_color(styling, layer, id, NULL, out);
}

const char *kuril_style_image(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                              const kuril_feature *feature)
{
    kuril_typed value = value_of(styling, layer, id, feature);
    return value.present && value.as.text && value.as.text[0] ? value.as.text : NULL;
}

/* Copies at most `max` items of a list; returns how many it has. */
static size_t copy_list(const kuril_typed *value, void *out, size_t max, size_t item_size)
{
    if (!value->present)
        return 0;
    size_t count = value->as.list.count < max ? value->as.list.count : max;
    if (count > 0)
        memcpy(out, value->as.list.items, count * item_size);
    return value->as.list.count;
}

size_t kuril_style_numbers(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                           const kuril_feature *feature, double *out, size_t max)
{
    kuril_typed value = value_of(styling, layer, id, feature);
    return copy_list(&value, out, max, sizeof *out);
}

size_t kuril_style_colors(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                          const kuril_feature *feature, kuril_style_rgba *out, size_t max)
{
    kuril_typed value = value_of(styling, layer, id, feature);
    return copy_list(&value, out, max, sizeof *out);
}

size_t kuril_style_enums(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                         const kuril_feature *feature, int *out, size_t max)
{
    kuril_typed value = value_of(styling, layer, id, feature);
    return copy_list(&value, out, max, sizeof *out);
}

size_t kuril_style_anchor_offsets(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                                  const kuril_feature *feature, kuril_style_anchor_offset *out, size_t max)
{
    kuril_typed value = value_of(styling, layer, id, feature);
    return copy_list(&value, out, max, sizeof *out);
}

size_t kuril_style_strings(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                           const kuril_feature *feature, const char *const **out)
{
    kuril_typed value = value_of(styling, layer, id, feature);
    *out = value.present && value.as.list.count > 0 ? value.as.list.items : NULL;
    return *out ? value.as.list.count : 0;
}

size_t kuril_style_formatted(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                             const kuril_feature *feature, const kuril_style_section **out)
{
    kuril_typed value = value_of(styling, layer, id, feature);
    *out = value.present && value.as.list.count > 0 ? value.as.list.items : NULL;
    return *out ? value.as.list.count : 0;
}
