/* The value of a property in a style: found by name, told apart as literal or expression, and compiled. */
#include "style/reader.h"

#include "core/text.h"

#include <string.h>

void kuril_compiled_finish(kuril_compiled *compiled)
{
    kuril_expression_free(compiled->expression);
}

void kuril_filter_free(kuril_filter *filter)
{
    if (filter)
        kuril_expression_free(filter->expression);
    g_free(filter);
}

/* "Unknown expression "interpolat". ..." with the operator that may have been meant; NULL when none is near. */
static char *with_nearest_operator(const char *message)
{
    static const char start[] = "Unknown expression \"";
    const char *word = message + strlen(start), *end = g_str_has_prefix(message, start) ? strchr(word, '"') : NULL;
    if (!end)
        return NULL;
    g_autofree char *name = g_strndup(word, (size_t)(end - word));
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (size_t i = 0; kuril_operator_at(i); i++)
        g_ptr_array_add(names, (gpointer)(uintptr_t)kuril_operator_at(i)->name);
    const char *nearest = kuril_text_nearest(name, (const char *const *)names->pdata, names->len);
    return nearest ? g_strdup_printf("unknown expression '%s'; did you mean '%s'?", name, nearest) : NULL;
}

static void report_problems(kuril_style_reader *reader, const char *name, const kuril_expression_problems *problems)
{
    for (guint i = 0; problems->list && i < problems->list->len; i++) {
        const kuril_expression_problem *problem = g_ptr_array_index(problems->list, i);
        g_autofree char *hint = with_nearest_operator(problem->message);
        kuril_reader_error_at(reader, &problem->place, "'%s': %s", name, hint ? hint : problem->message);
    }
}

/* Paint may read it, and it means nothing; what `refusing` names may not. */
static bool no_feature_state(kuril_style_reader *reader, const char *refusing, const kuril_node *node,
                             const kuril_expression *expression)
{
    if (!(kuril_expression_depends(expression) & KURIL_DEPENDS_FEATURE_STATE))
        return true;
    if (refusing)
        kuril_reader_error(reader, node, "'%s' cannot read feature-state: only paint can", refusing);
    else
        kuril_reader_ignored(reader, node, "feature-state", "a page stands still: no feature has any");
    return !refusing;
}

static const kuril_type *value_type(const kuril_property *property, kuril_arena *arena)
{
    int length = property->length ? property->length : -1;
    switch (property->type) {
    case KURIL_TYPE_NUMBER:
        return kuril_type_of_kind(KURIL_KIND_NUMBER);
    case KURIL_TYPE_COLOR:
        return kuril_type_of_kind(KURIL_KIND_COLOR);
    case KURIL_TYPE_BOOLEAN:
        return kuril_type_of_kind(KURIL_KIND_BOOLEAN);
    case KURIL_TYPE_ENUM:
        return kuril_type_of_kind(KURIL_KIND_STRING);
    case KURIL_TYPE_IMAGE:
        return kuril_type_of_kind(KURIL_KIND_IMAGE);
    case KURIL_TYPE_FORMATTED:
        return kuril_type_of_kind(KURIL_KIND_FORMATTED);
    case KURIL_TYPE_PADDING:
        return kuril_type_of_kind(KURIL_KIND_PADDING);
    case KURIL_TYPE_ANCHOR_OFFSETS:
        return kuril_type_of_kind(KURIL_KIND_ANCHOR_OFFSETS);
    case KURIL_TYPE_NUMBER_ARRAY:
        return kuril_type_of_kind(KURIL_KIND_NUMBER_ARRAY);
    case KURIL_TYPE_COLOR_ARRAY:
        return kuril_type_of_kind(KURIL_KIND_COLOR_ARRAY);
    case KURIL_TYPE_NUMBERS:
        return kuril_type_array(arena, kuril_type_of_kind(KURIL_KIND_NUMBER), length);
    case KURIL_TYPE_STRINGS:
    case KURIL_TYPE_ENUMS:
        return kuril_type_array(arena, kuril_type_of_kind(KURIL_KIND_STRING), length);
    }
    return NULL;
}

static bool is_list(kuril_property_type type)
{
    switch (type) {
    case KURIL_TYPE_NUMBER:
    case KURIL_TYPE_COLOR:
    case KURIL_TYPE_BOOLEAN:
    case KURIL_TYPE_ENUM:
    case KURIL_TYPE_IMAGE:
    case KURIL_TYPE_FORMATTED:
        return false;
    default:
        return true;
    }
}

/* Objects are legacy functions; arrays are expressions unless the property takes a list and no operator begins it. */
static bool is_expression(const kuril_property *property, const kuril_node *node)
{
    switch (kuril_node_kind_of(node)) {
    case KURIL_NODE_OBJECT:
        return true;
    case KURIL_NODE_ARRAY:
        return !is_list(property->type) || kuril_expression_is(node);
    case KURIL_NODE_STRING:
        return property->tokens && strchr(kuril_node_string(node), '{') != NULL;
    default:
        return false;
    }
}

/* Whether every value that it may have is written in it. */
static bool is_written_out(const kuril_node *node)
{
    static const struct {
        const char *op;
        size_t first, step; /* the outputs: this one, then each of so many on; the last is always one */
    } ops[] = {{"case", 2, 2}, {"match", 3, 2}, {"step", 2, 2}, {"coalesce", 1, 1}, {"let", SIZE_MAX, 1}};
    if (!kuril_expression_is(node))
        return true;
    const size_t count = kuril_node_count(node);
    for (size_t k = 0; k < G_N_ELEMENTS(ops); k++) {
        if (strcmp(ops[k].op, kuril_node_string(kuril_node_at(node, 0))) != 0)
            continue;
        bool written = is_written_out(kuril_node_at(node, count - 1));
        for (size_t i = ops[k].first; i < count; i += ops[k].step)
            written &= is_written_out(kuril_node_at(node, i));
        return written;
    }
    return strcmp(kuril_node_string(kuril_node_at(node, 0)), "literal") == 0;
}

/* Fonts of a web map are fetched before its features are read; a page's are not. */
static void note_fonts(kuril_style_reader *reader, const kuril_node *node)
{
    if (kuril_node_kind_of(node) == KURIL_NODE_OBJECT ? strcmp(kuril_reader_string(node, "type", ""), "identity") == 0
                                                      : !is_written_out(node))
        kuril_reader_warning(reader, node,
                             "'text-font' takes fonts that the style does not name, which other readers "
                             "of styles refuse");
}

static bool compile_expression(kuril_style_reader *reader, kuril_property_id id, const kuril_node *node,
                               const kuril_node *initial, kuril_compiled *out)
{
    const kuril_property *property = kuril_property_get(id);
    if (property->input == KURIL_INPUT_CONSTANT) {
        kuril_reader_error(reader, node, "'%s' takes no expression", property->name);
        return false;
    }
    if (kuril_node_kind_of(node) == KURIL_NODE_OBJECT && !kuril_check_function(reader, property, node))
        return false;
    const kuril_expression_spec spec = {
        .type = value_type(property, reader->style->arena),
        .zoom = property->input == KURIL_INPUT_ZOOM || property->input == KURIL_INPUT_FEATURE,
        .feature = property->input == KURIL_INPUT_FEATURE,
        .interpolated = property->interpolated,
        .tokens = property->tokens,
        .words = property->words ? property->words->words : NULL,
        .n_words = property->words ? property->words->count : 0,
        .initial = initial,
    };
    kuril_expression_problems problems = {0};
    kuril_status status = kuril_expression_compile(node, &spec, &out->expression, &problems);
    report_problems(reader, property->name, &problems);
    kuril_expression_problems_finish(&problems);
    if (status == KURIL_OK && id == KURIL_TEXT_FONT)
        note_fonts(reader, node);
    return status == KURIL_OK && no_feature_state(reader, property->group == KURIL_GROUP_LAYOUT ? property->name : NULL,
                                                  node, out->expression);
}

/* "{name}" stands for a field only where the property takes tokens; elsewhere it is a mistake. */
static bool no_token(kuril_style_reader *reader, const kuril_property *property, const kuril_node *node)
{
    const char *text = kuril_node_kind_of(node) == KURIL_NODE_STRING ? kuril_node_string(node) : "";
    const char *end = strchr(text, '}');
    if (property->input != KURIL_INPUT_FEATURE || property->tokens || text[0] != '{' || !end || end - text < 2 ||
        end[1])
        return true;
    kuril_reader_error(reader, node, "'%s' takes no token '%s'; use [\"get\", \"%.*s\"]", property->name, text,
                       (int)(end - text - 1), text + 1);
    return false;
}

static void compile(kuril_style_reader *reader, kuril_property_id id, const kuril_node *node, const kuril_node *initial,
                    kuril_compiled *out)
{
    kuril_place place;
    kuril_node_place(node, &place);
    out->line = place.line;
    out->column = place.column;
    const kuril_property *property = kuril_property_get(id);
    out->set = is_expression(property, node)
                   ? compile_expression(reader, id, node, initial, out)
                   : no_token(reader, property, node) && kuril_read_literal(reader, property, node, &out->literal);
}

/* The defaults of all properties as one document, an array in their order. */
static kuril_document *initials_document(void)
{
    g_autoptr(GString) text = g_string_new("[");
    for (int id = 0; id < KURIL_PROPERTY_COUNT; id++) {
        const char *initial = kuril_property_get((kuril_property_id)id)->initial;
        g_string_append_printf(text, "%s%s", id ? "," : "", initial ? initial : "null");
    }
    g_string_append_c(text, ']');
    kuril_document *document = NULL;
    kuril_document_parse("defaults.json", text->str, text->len, NULL, &document, NULL);
    g_assert(document); /* the table is ours, and a test reads all of it */
    return document;
}

static const kuril_node *initial_node(kuril_style_reader *reader, kuril_property_id id)
{
    kuril_style *style = reader->style;
    if (!style->initials)
        style->initials = initials_document();
    return kuril_property_get(id)->initial ? kuril_node_at(kuril_document_root(style->initials), (size_t)id) : NULL;
}

void kuril_read_defaults(kuril_style_reader *reader, kuril_layer_type type)
{
    kuril_property_id first;
    size_t count;
    kuril_property_range(type, &first, &count);
    for (size_t i = 0; i < count; i++) {
        kuril_property_id id = (kuril_property_id)(first + i);
        const kuril_node *initial = initial_node(reader, id);
        if (initial && !reader->style->defaults[id].set) {
            compile(reader, id, initial, NULL, &reader->style->defaults[id]);
            reader->style->defaults[id].line = reader->style->defaults[id].column = 0;
        }
    }
}

static const char *const group_names[] = {[KURIL_GROUP_LAYOUT] = "layout", [KURIL_GROUP_PAINT] = "paint"};

static void unknown_property(kuril_style_reader *reader, const kuril_layer *layer, const kuril_node *object, size_t i,
                             kuril_property_group group)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (size_t k = 0; k < layer->n_properties; k++) {
        const kuril_property *property = kuril_property_get((kuril_property_id)(layer->first + k));
        if (property->group == group)
            g_ptr_array_add(names, (gpointer)(uintptr_t)property->name);
    }
    const char *name = kuril_node_name(object, i);
    const char *nearest = kuril_text_nearest(name, (const char *const *)names->pdata, names->len);
    g_autofree char *hint = nearest ? g_strdup_printf("; did you mean '%s'?", nearest) : g_strdup("");
    kuril_reader_error_at_name(reader, object, i, "unknown %s property '%s' of a %s layer%s", group_names[group], name,
                               kuril_layer_type_name(layer->shown.type), hint);
}

/* "fill-color-transition" of a property that has one. */
static bool is_transition(const kuril_layer *layer, const char *name)
{
    if (!g_str_has_suffix(name, "-transition"))
        return false;
    g_autofree char *stem = g_strndup(name, strlen(name) - strlen("-transition"));
    kuril_property_id id = kuril_property_find(layer->shown.type, stem);
    return id < KURIL_PROPERTY_COUNT && kuril_property_get(id)->transition;
}

static void read_transition(kuril_style_reader *reader, const kuril_node *node, const char *name)
{
    kuril_reader_ignored(reader, node, name, "a page stands still");
    kuril_read_transition(reader, node);
}

void kuril_read_properties(kuril_style_reader *reader, kuril_layer *layer, const kuril_node *object,
                           kuril_property_group group)
{
    if (!object || kuril_node_kind_of(object) != KURIL_NODE_OBJECT)
        return;
    for (size_t i = 0; i < kuril_node_count(object); i++) {
        const char *name = kuril_node_name(object, i);
        const kuril_node *node = kuril_node_at(object, i);
        kuril_property_id id = kuril_property_find(layer->shown.type, name);
        const kuril_property *property = id < KURIL_PROPERTY_COUNT ? kuril_property_get(id) : NULL;
        if (!property && group == KURIL_GROUP_PAINT && is_transition(layer, name))
            read_transition(reader, node, name);
        else if (!property)
            unknown_property(reader, layer, object, i, group);
        else if (property->group != group)
            kuril_reader_error_at_name(reader, object, i, "'%s' is a %s property", name, group_names[property->group]);
        else {
            if (property->ignored)
                kuril_reader_ignored(reader, node, name, property->ignored);
            compile(reader, id, node, initial_node(reader, id), &layer->properties[id - layer->first]);
        }
    }
}

void kuril_read_expression(kuril_style_reader *reader, const char *name, const kuril_node *node)
{
    const kuril_expression_spec spec = {.feature = true};
    kuril_expression_problems problems = {0};
    kuril_expression *expression = NULL;
    kuril_expression_compile_strictly(node, &spec, &expression, &problems);
    report_problems(reader, name, &problems);
    kuril_expression_problems_finish(&problems);
    kuril_expression_free(expression);
}

kuril_filter *kuril_read_filter(kuril_style_reader *reader, const kuril_node *node)
{
    kuril_expression_problems problems = {0};
    kuril_expression *expression = NULL;
    kuril_status status = kuril_expression_compile_filter(node, &expression, &problems);
    report_problems(reader, "filter", &problems);
    kuril_expression_problems_finish(&problems);
    if (status != KURIL_OK || !no_feature_state(reader, "filter", node, expression)) {
        kuril_expression_free(expression);
        return NULL;
    }
    kuril_place place;
    kuril_node_place(node, &place);
    kuril_filter *filter = g_new0(kuril_filter, 1);
    *filter = (kuril_filter){expression, place.line, place.column};
    return filter;
}
