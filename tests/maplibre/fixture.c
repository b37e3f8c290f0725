#include "fixture.h"

#include "style/expression.h"
#include "tile_geometry.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char root_path[] = "layers[0].paint.some-property";

/* ---- what a fixture says ---- */

static const kuril_node *member(const kuril_node *node, const char *name)
{
    return node ? kuril_node_member(node, name) : NULL;
}

static const char *text_of(const kuril_node *node, const char *otherwise)
{
    return node && kuril_node_kind_of(node) == KURIL_NODE_STRING ? kuril_node_string(node) : otherwise;
}

static const kuril_type *type_named(const char *name)
{
    if (strcmp(name, "enum") == 0)
        return kuril_type_of_kind(KURIL_KIND_STRING);
    for (int kind = 0; kind < KURIL_KIND_VALUE; kind++)
        if (strcmp(kuril_kind_name((kuril_kind)kind), name) == 0 && kind != KURIL_KIND_NULL)
            return kuril_type_of_kind((kuril_kind)kind);
    return NULL;
}

static const kuril_type *type_of_spec(const kuril_node *spec, kuril_arena *arena)
{
    const char *name = text_of(member(spec, "type"), "");
    if (strcmp(name, "array") != 0)
        return type_named(name);
    const kuril_type *item = type_named(text_of(member(spec, "value"), ""));
    const kuril_node *length = member(spec, "length");
    return kuril_type_array(arena, item ? item : kuril_type_of_kind(KURIL_KIND_VALUE),
                            length ? (int)kuril_node_number(length) : -1);
}

static bool has_text(const kuril_node *list, const char *text)
{
    for (size_t i = 0; i < kuril_node_count(list); i++)
        if (strcmp(kuril_node_string(kuril_node_at(list, i)), text) == 0)
            return true;
    return false;
}

static kuril_expression_spec read_spec(const kuril_node *node, kuril_arena *arena)
{
    const kuril_node *expression = member(node, "expression"), *words = member(node, "values");
    const char *kind = text_of(member(node, "property-type"), "data-driven");
    kuril_expression_spec spec = {.type = type_of_spec(node, arena), .interpolated = true, .zoom = true};
    spec.coerce_text = strcmp(text_of(member(node, "type"), ""), "string") == 0;
    spec.feature = strcmp(kind, "data-driven") == 0 || strcmp(kind, "cross-faded-data-driven") == 0;
    spec.initial = member(node, "default");
    spec.tokens = member(node, "tokens") && kuril_node_bool(member(node, "tokens"));
    if (expression) {
        const kuril_node *interpolated = member(expression, "interpolated");
        const kuril_node *parameters = member(expression, "parameters");
        spec.interpolated = interpolated && kuril_node_bool(interpolated);
        spec.zoom = parameters && has_text(parameters, "zoom");
    }
    if (words) {
        const char **list = kuril_arena_array(arena, kuril_node_count(words), sizeof *list);
        for (size_t i = 0; i < kuril_node_count(words); i++)
            list[i] = kuril_node_kind_of(words) == KURIL_NODE_OBJECT ? kuril_node_name(words, i)
                                                                     : kuril_node_string(kuril_node_at(words, i));
        spec.words = list;
        spec.n_words = kuril_node_count(words);
    }
    return spec;
}

static bool uses(const kuril_node *node, const char *op)
{
    if (kuril_node_kind_of(node) == KURIL_NODE_ARRAY && kuril_node_count(node) > 0 &&
        strcmp(kuril_node_string(kuril_node_at(node, 0)), op) == 0)
        return true;
    for (size_t i = 0; i < kuril_node_count(node); i++)
        if (uses(kuril_node_at(node, i), op))
            return true;
    return false;
}

static bool is_web_only(const kuril_node *root)
{
    const char *type = text_of(member(member(root, "propertySpec"), "type"), "");
    return strcmp(type, "projectionDefinition") == 0 || uses(member(root, "expression"), "feature-state");
}

/* ---- what came out, as the JSON that the reference's tests see ---- */

static void append_text(GString *out, const char *text)
{
    kuril_style_value v = {.kind = KURIL_KIND_STRING};
    v.as.string = text;
    kuril_style_value_append_json(out, &v);
}

static void append_number(GString *out, double number)
{
    kuril_style_value v = {.kind = KURIL_KIND_NUMBER};
    v.as.number = number;
    kuril_style_value_append_json(out, &v);
}

static void append_color_object(GString *out, const kuril_color *color)
{
    kuril_style_value v = {.kind = KURIL_KIND_COLOR};
    v.as.color = *color;
    kuril_style_value_append_json(out, &v);
}

static void append_image(GString *out, const kuril_style_image_ref *image)
{
    g_string_append(out, "{\"name\":");
    append_text(out, image->name);
    g_string_append_printf(out, ",\"available\":%s}", image->available ? "true" : "false");
}

static void append_fonts(GString *out, const kuril_style_value *fonts)
{
    GString *joined = g_string_new(NULL);
    for (size_t i = 0; i < fonts->as.array.count; i++) {
        const kuril_style_value font = kuril_style_item(fonts, i);
        if (i)
            g_string_append_c(joined, ',');
        kuril_style_value_append_text(joined, &font);
    }
    append_text(out, joined->str);
    g_string_free(joined, TRUE);
}

static void append_section(GString *out, const kuril_format_section *s)
{
    g_string_append(out, "{\"text\":");
    append_text(out, s->text);
    g_string_append(out, ",\"image\":");
    if (s->image.name)
        append_image(out, &s->image);
    else
        g_string_append(out, "null");
    g_string_append(out, ",\"scale\":");
    append_number(out, s->scale);
    g_string_append(out, ",\"fontStack\":");
    if (s->fonts)
        append_fonts(out, s->fonts);
    else
        g_string_append(out, "null");
    g_string_append(out, ",\"textColor\":");
    if (s->has_color)
        append_color_object(out, &s->color);
    else
        g_string_append(out, "null");
    g_string_append(out, ",\"verticalAlign\":");
    if (s->vertical_align)
        append_text(out, s->vertical_align);
    else
        g_string_append(out, "null");
    g_string_append_c(out, '}');
}

static void append_formatted(GString *out, const kuril_style_value *value)
{
    g_string_append(out, "{\"sections\":[");
    for (size_t i = 0; i < value->as.formatted.count; i++) {
        if (i)
            g_string_append_c(out, ',');
        append_section(out, &value->as.formatted.sections[i]);
    }
    g_string_append(out, "]}");
}

static void append_color_list(GString *out, const kuril_color *color)
{
    double c[4];
    kuril_color_premultiplied(color, c);
    for (int i = 0; i < 4; i++) {
        g_string_append_c(out, i ? ',' : '[');
        append_number(out, c[i]);
    }
    g_string_append_c(out, ']');
}

/* A result; colours at the root as lists. */
static void append_result(GString *out, const kuril_style_value *value)
{
    switch (value->kind) {
    case KURIL_KIND_COLOR:
        append_color_list(out, &value->as.color);
        return;
    case KURIL_KIND_FORMATTED:
        append_formatted(out, value);
        return;
    case KURIL_KIND_IMAGE:
        append_image(out, &value->as.image);
        return;
    case KURIL_KIND_PADDING:
    case KURIL_KIND_NUMBER_ARRAY:
    case KURIL_KIND_COLOR_ARRAY:
    case KURIL_KIND_ANCHOR_OFFSETS:
        g_string_append(out, "{\"values\":");
        kuril_style_value_append_json(out, value);
        g_string_append_c(out, '}');
        return;
    default:
        kuril_style_value_append_json(out, value);
    }
}

/* ---- comparing ---- */

/* Six significant figures, cut off, twice: as the reference's tests do. */
static double cut(double x)
{
    if (x == 0)
        return 0;
    const double m = pow(10, fmax(0, 6 - ceil(log10(fabs(x)))));
    const double y = floor(x * m) / m;
    return floor(y * m) / m;
}

static bool same(const kuril_node *a, const kuril_node *b)
{
    if (kuril_node_kind_of(a) != kuril_node_kind_of(b) || kuril_node_count(a) != kuril_node_count(b))
        return false;
    switch (kuril_node_kind_of(a)) {
    case KURIL_NODE_BOOL:
        return kuril_node_bool(a) == kuril_node_bool(b);
    case KURIL_NODE_NUMBER:
        return cut(kuril_node_number(a)) == cut(kuril_node_number(b));
    case KURIL_NODE_STRING:
        return strcmp(kuril_node_string(a), kuril_node_string(b)) == 0;
    case KURIL_NODE_ARRAY:
        for (size_t i = 0; i < kuril_node_count(a); i++)
            if (!same(kuril_node_at(a, i), kuril_node_at(b, i)))
                return false;
        return true;
    case KURIL_NODE_OBJECT:
        for (size_t i = 0; i < kuril_node_count(a); i++) {
            const kuril_node *other = kuril_node_member(b, kuril_node_name(a, i));
            if (!other || !same(kuril_node_at(a, i), other))
                return false;
        }
        return true;
    default:
        return true;
    }
}

static char *shown(const kuril_node *node, kuril_arena *arena)
{
    const kuril_value plain = kuril_node_to_value(node, arena);
    const kuril_style_value value = kuril_style_value_from(&plain);
    GString *text = g_string_new(NULL);
    kuril_style_value_append_json(text, &value);
    return g_string_free(text, FALSE);
}

static bool is_error(const kuril_node *node)
{
    return kuril_node_kind_of(node) == KURIL_NODE_OBJECT && kuril_node_member(node, "error");
}

/* Compares with JSON text; notes the difference. */
static bool expect(const char *what, const kuril_node *wanted, const char *got, bool lenient, kuril_arena *arena,
                   GString *difference)
{
    kuril_document *document = NULL;
    bool equal = false;
    if (kuril_document_parse("got.json", got, strlen(got), NULL, &document, NULL) == KURIL_OK) {
        const kuril_node *root = kuril_document_root(document);
        equal = same(wanted, root) || (lenient && is_error(wanted) && is_error(root));
    }
    if (!equal) {
        char *text = shown(wanted, arena);
        g_string_append_printf(difference, "%s%s: expected %s, got %s", difference->len ? "; " : "", what, text, got);
        g_free(text);
    }
    kuril_document_free(document);
    return equal;
}

/* ---- running ---- */

typedef struct running {
    const kuril_node *root;
    kuril_arena *arena;
    bool lenient;
    GString *difference;
} running;

static void append_problems(GString *out, const kuril_expression_problems *problems, bool lenient)
{
    g_string_append(out, "{\"result\":\"error\",\"errors\":[");
    for (guint i = 0; problems->list && i < problems->list->len; i++) {
        const kuril_expression_problem *p = g_ptr_array_index(problems->list, i);
        g_string_append(out, i ? ",{\"key\":" : "{\"key\":");
        append_text(out, p->key);
        if (!lenient) {
            g_string_append(out, ",\"error\":");
            append_text(out, p->message);
        }
        g_string_append_c(out, '}');
    }
    g_string_append(out, "]}");
}

static bool lenient_errors_match(const kuril_node *wanted, const kuril_expression_problems *problems)
{
    const kuril_node *errors = member(wanted, "errors");
    const size_t count = problems->list ? problems->list->len : 0;
    if (!errors || kuril_node_count(errors) != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        const kuril_expression_problem *p = g_ptr_array_index(problems->list, (guint)i);
        if (strcmp(text_of(member(kuril_node_at(errors, i), "key"), "?"), p->key) != 0)
            return false;
    }
    return true;
}

static bool check_compiled(const running *r, const kuril_expression *e, const kuril_expression_problems *problems)
{
    const kuril_node *wanted = member(member(r->root, "expected"), "compiled");
    if (!e && r->lenient && lenient_errors_match(wanted, problems))
        return true;
    GString *got = g_string_new(NULL);
    if (e) {
        const unsigned depends = kuril_expression_depends(e);
        g_string_append_printf(
            got, "{\"result\":\"success\",\"isFeatureConstant\":%s,\"isZoomConstant\":%s,\"type\":\"",
            depends & KURIL_DEPENDS_FEATURE ? "false" : "true", depends & KURIL_DEPENDS_ZOOM ? "false" : "true");
        kuril_type_append(got, kuril_expression_type(e));
        g_string_append(got, "\"}");
    } else {
        append_problems(got, problems, false);
    }
    const bool equal = expect("compiled", wanted, got->str, r->lenient, r->arena, r->difference);
    g_string_free(got, TRUE);
    return equal;
}

static bool has_image(void *user, const char *name)
{
    const kuril_node *images = user;
    return images && has_text(images, name);
}

static double number_or(const kuril_node *node, const char *name, double otherwise)
{
    const kuril_node *found = member(node, name);
    return found ? kuril_node_number(found) : otherwise;
}

static kuril_style_value evaluate(const running *r, const kuril_expression *e, const kuril_node *input,
                                  kuril_expression_context *c, bool *fine)
{
    const kuril_node *globals = kuril_node_at(input, 0), *given = kuril_node_at(input, 1);
    const kuril_node *properties = member(given, "properties"), *id = member(given, "id");
    const kuril_node *state = member(r->root, "globalState"), *tile_id = member(globals, "canonicalID");
    kuril_style_value value = {.kind = KURIL_KIND_NULL};
    kuril_value plain_id;
    tile_geometry geometry = {0};
    kuril_feature feature = {.id = -1};
    kuril_tile tile;
    if (properties) {
        const kuril_value fields = kuril_node_to_value(properties, c->arena);
        feature.fields = fields.as.object.members;
        feature.n_fields = fields.as.object.count;
    }
    if (state) {
        const kuril_value members = kuril_node_to_value(state, c->arena);
        c->state = members.as.object.members;
        c->n_state = members.as.object.count;
    }
    if (id) {
        plain_id = kuril_node_to_value(id, c->arena);
        c->id = &plain_id;
    }
    if (tile_id) {
        tile = (kuril_tile){(int)number_or(tile_id, "z", 0), (int)number_or(tile_id, "x", 0),
                            (int)number_or(tile_id, "y", 0)};
        c->tile = &tile;
    }
    tile_geometry_read(&geometry, member(given, "geometry"), tile_id != NULL);
    feature.geometry = &geometry.geometry;
    c->geometry_type = geometry.type;
    c->feature = &feature;
    c->zoom = number_or(globals, "zoom", NAN);
    c->heatmap_density = number_or(globals, "heatmapDensity", 0);
    c->elevation = number_or(globals, "elevation", 0);
    c->has_image = has_image;
    c->user = (void *)(guintptr)member(globals, "availableImages");
    *fine = kuril_expression_evaluate(e, c, &value);
    tile_geometry_finish(&geometry);
    return value;
}

static bool check_output(const running *r, const kuril_expression *e, size_t i, const kuril_node *wanted)
{
    const kuril_node *inputs = member(r->root, "inputs");
    kuril_expression_context c = {.arena = kuril_arena_new()};
    GString *got = g_string_new(NULL);
    bool fine = false;
    const kuril_style_value value = evaluate(r, e, kuril_node_at(inputs, i), &c, &fine);
    if (fine) {
        append_result(got, &value);
    } else {
        char *message = g_strconcat(root_path, c.failed_key, ": ", c.failed_message, NULL);
        g_string_append(got, "{\"error\":");
        append_text(got, message);
        g_string_append_c(got, '}');
        g_free(message);
    }
    char what[32];
    g_snprintf(what, sizeof what, "outputs[%zu]", i);
    const bool equal = expect(what, wanted, got->str, r->lenient, r->arena, r->difference);
    g_string_free(got, TRUE);
    kuril_arena_free(c.arena);
    return equal;
}

static bool run_root(const running *r)
{
    const kuril_expression_spec spec = read_spec(member(r->root, "propertySpec"), r->arena);
    const kuril_node *node = member(r->root, "expression");
    const kuril_node *inputs = member(r->root, "inputs"), *outputs = member(member(r->root, "expected"), "outputs");
    kuril_expression *e = NULL;
    kuril_expression_problems problems = {0};
    kuril_expression_compile_strictly(node, &spec, &e, &problems);
    bool passed = check_compiled(r, e, &problems);
    const size_t count = e && outputs ? kuril_node_count(outputs) : 0;
    if (e && inputs && kuril_node_count(inputs) != count) {
        g_string_append(r->difference, "inputs and outputs differ in number");
        passed = false;
    }
    for (size_t i = 0; inputs && i < count && i < kuril_node_count(inputs); i++)
        passed &= check_output(r, e, i, kuril_node_at(outputs, i));
    kuril_expression_free(e);
    kuril_expression_problems_finish(&problems);
    return passed;
}

fixture_outcome fixture_run_node(const kuril_node *root, bool lenient, GString *difference)
{
    const running r = {root, kuril_arena_new(), lenient, difference};
    fixture_outcome outcome = FIXTURE_SKIPPED;
    if (!member(root, "expression") || !member(member(root, "expected"), "compiled")) {
        g_string_append(difference, "it lacks expression or expected.compiled");
        outcome = FIXTURE_FAILED;
    } else if (!is_web_only(root)) {
        outcome = run_root(&r) ? FIXTURE_PASSED : FIXTURE_FAILED;
    }
    kuril_arena_free(r.arena);
    return outcome;
}

fixture_outcome fixture_run(const char *path, bool lenient, GString *difference)
{
    kuril_document *document = NULL;
    kuril_error error = {0};
    if (kuril_document_read(path, NULL, &document, &error) != KURIL_OK) {
        g_string_append_printf(difference, "cannot read it: %s", error.message);
        return FIXTURE_FAILED;
    }
    const fixture_outcome outcome = fixture_run_node(kuril_document_root(document), lenient, difference);
    kuril_document_free(document);
    return outcome;
}

int fixture_main(int argc, char **argv, fixture_runner run)
{
    kuril_document *document = NULL;
    kuril_error error = {0};
    if (argc != 2)
        return 2;
    if (kuril_document_read(argv[1], NULL, &document, &error) != KURIL_OK) {
        fprintf(stderr, "%s:%d:%d: %s\n", argv[1], error.line, error.column, error.message);
        return 2;
    }
    size_t total = 0;
    const size_t passed = run(kuril_document_root(document), &total);
    kuril_document_free(document);
    printf("%zu passed, %zu failed\n", passed, total - passed);
    return passed == total && total > 0 ? 0 : 1;
}
