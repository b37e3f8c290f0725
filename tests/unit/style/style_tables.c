/* Prints the style tables: `style_tables json` for the comparison with the specification's reference,
 * `style_tables markdown` as docs/style-support.md. */
#include "style/reader.h"

#include <stdio.h>
#include <string.h>

static const char *const types[] = {
    [KURIL_TYPE_NUMBER] = "number",           [KURIL_TYPE_COLOR] = "color",
    [KURIL_TYPE_BOOLEAN] = "boolean",         [KURIL_TYPE_ENUM] = "enum",
    [KURIL_TYPE_IMAGE] = "resolvedImage",     [KURIL_TYPE_FORMATTED] = "formatted",
    [KURIL_TYPE_PADDING] = "padding",         [KURIL_TYPE_ANCHOR_OFFSETS] = "variableAnchorOffsetCollection",
    [KURIL_TYPE_NUMBERS] = "array of number", [KURIL_TYPE_STRINGS] = "array of string",
    [KURIL_TYPE_ENUMS] = "array of enum",     [KURIL_TYPE_NUMBER_ARRAY] = "numberArray",
    [KURIL_TYPE_COLOR_ARRAY] = "colorArray",
};
static const char *const inputs[] = {
    [KURIL_INPUT_CONSTANT] = "constant", [KURIL_INPUT_STATE] = "state", [KURIL_INPUT_ZOOM] = "zoom",
    [KURIL_INPUT_FEATURE] = "feature",   [KURIL_INPUT_RAMP] = "ramp",
};

static void print_words(const kuril_word_list *words)
{
    printf(", \"words\": [");
    for (size_t i = 0; i < words->count; i++)
        printf("%s\"%s\"", i ? ", " : "", words->words[i]);
    printf("]");
}

static void print_property(const kuril_property *p)
{
    printf("{\"name\": \"%s\", \"layer\": \"%s\", \"group\": \"%s\", \"type\": \"%s\", \"input\": \"%s\"", p->name,
           kuril_layer_type_name(p->layer), p->group == KURIL_GROUP_PAINT ? "paint" : "layout", types[p->type],
           inputs[p->input]);
    printf(", \"interpolated\": %s, \"transition\": %s, \"tokens\": %s", p->interpolated ? "true" : "false",
           p->transition ? "true" : "false", p->tokens ? "true" : "false");
    if (p->words)
        print_words(p->words);
    if (p->initial)
        printf(", \"default\": %s", p->initial);
    if (p->has_minimum)
        printf(", \"minimum\": %g", p->minimum);
    if (p->has_maximum)
        printf(", \"maximum\": %g", p->maximum);
    if (p->period > 0)
        printf(", \"period\": %g", p->period);
    if (p->length)
        printf(", \"length\": %d", p->length);
    if (p->units)
        printf(", \"units\": \"%s\"", p->units);
    printf("}");
}

static void print_json(void)
{
    printf("[\n");
    for (int id = 0; id < KURIL_PROPERTY_COUNT; id++) {
        print_property(kuril_property_get((kuril_property_id)id));
        printf("%s\n", id + 1 < KURIL_PROPERTY_COUNT ? "," : "");
    }
    printf("]\n");
}

static const char *group_name(const kuril_property *p)
{
    return p->group == KURIL_GROUP_PAINT ? "paint" : "layout";
}

static void print_values(const kuril_property *p)
{
    if (p->words) {
        for (size_t i = 0; i < p->words->count; i++)
            printf("%s`%s`", i ? " " : "", p->words->words[i]);
        return;
    }
    printf("%s", types[p->type]);
    if (p->length)
        printf(", %d of them", p->length);
    if (p->has_minimum && p->has_maximum)
        printf(", %g to %g", p->minimum, p->maximum);
    else if (p->has_minimum)
        printf(", at least %g", p->minimum);
    if (p->units)
        printf(" (%s)", p->units);
}

static const char *expressions(const kuril_property *p)
{
    static const char *const texts[] = {[KURIL_INPUT_CONSTANT] = "none",
                                        [KURIL_INPUT_STATE] = "global-state",
                                        [KURIL_INPUT_ZOOM] = "zoom",
                                        [KURIL_INPUT_FEATURE] = "zoom, feature",
                                        [KURIL_INPUT_RAMP] = "ramp"};
    return texts[p->input];
}

static void print_layer(kuril_layer_type layer)
{
    kuril_property_id first;
    size_t count;
    kuril_property_range(layer, &first, &count);
    printf("\n### %s\n| property | | values | default | expressions | status |\n|---|---|---|---|---|---|\n",
           kuril_layer_type_name(layer));
    for (size_t i = 0; i < count; i++) {
        const kuril_property *p = kuril_property_get((kuril_property_id)(first + i));
        printf("| `%s` | %s | ", p->name, group_name(p));
        print_values(p);
        printf(" | %s%s%s | %s | ", p->initial ? "`" : "", p->initial ? p->initial : "none", p->initial ? "`" : "",
               expressions(p));
        printf(p->ignored ? "reported: %s |\n" : "supported |\n", p->ignored);
    }
}

static void print_keys(const char *title, const kuril_key *keys, size_t count)
{
    printf("\n### %s\n| key | | status |\n|---|---|---|\n", title);
    for (size_t i = 0; i < count; i++)
        if (keys[i].refused)
            printf("| `%s` |  | an error: it %s |\n", keys[i].name, keys[i].refused);
        else
            printf(keys[i].ignored ? "| `%s` | %s | reported: %s |\n" : "| `%s` | %s | supported |\n", keys[i].name,
                   keys[i].required ? "required" : "", keys[i].ignored);
}

static void print_differences(void)
{
    printf(
        "\n## Where `kurilmap check` and the specification's validator differ\n"
        "A test (`tests/style-validator/broken-styles.mjs`) holds both against 25,000 styles with one fault each: both "
        "refuse, or both\naccept, but for these.\n\n"
        "Only kurilmap refuses:\n"
        "- numbers outside the range of `hillshade-illumination-direction` and `-altitude`;\n"
        "- filters whose value is no boolean; vector layers of image and video sources, raster layers of geojson "
        "sources;\n"
        "- a member of `state` without its `default`; a `terrain` without its `source`; two sprites of one id;\n"
        "- a `promoteId` that is neither text nor object; `clusterProperties` that are no object of pairs.\n\n"
        "Only the validator refuses:\n"
        "- keys that begin with `kurilmap:` in geojson, image, video and raster-dem sources;\n"
        "- with a warning here: a layer of a vector source without `source-layer`, `line-gradient` without "
        "`lineMetrics`,\n  `text-font` whose fonts come from data, a `center` of more than two numbers.\n\n"
        "Expressions inside `light`, `sky` and `projection` are not looked into. The numbers of errors and their lines "
        "may differ: where\nthe validator names the line at which a value begins, kurilmap names the part that is "
        "wrong.\n");
}

static void print_all_keys(void)
{
    size_t count;
    const kuril_key *keys = kuril_style_root_keys(&count);
    printf("\n## Keys\n");
    print_keys("the style", keys, count);
    for (int type = 0; type < KURIL_SOURCE_TYPE_COUNT; type++) {
        g_autofree char *title = g_strdup_printf("a %s source", kuril_source_type_name((kuril_source_type)type));
        keys = kuril_source_keys((kuril_source_type)type, &count);
        print_keys(title, keys, count);
    }
    keys = kuril_layer_keys(&count);
    print_keys("a layer", keys, count);
}

static void print_operators(void)
{
    printf("\n## Expressions\n| operator | group | status |\n|---|---|---|\n");
    for (size_t i = 0; kuril_operator_at(i); i++) {
        const kuril_operator_info *op = kuril_operator_at(i);
        printf("| `%s` | %s | %s%s%s |\n", op->name, op->group, op->on_paper ? "supported" : "reported",
               op->note ? ": " : "", op->note ? op->note : "");
    }
}

static void print_markdown(void)
{
    printf(
        "# How kurilmap reads the MapLibre Style Specification\n"
        "Version 26.6.0 of the specification, style version 8. Printed from the tables in `src/style/` by\n"
        "`style_tables markdown`; a test fails when this file is out of date.\n\n"
        "- **supported**: does what the specification says, on a flat page that stands still.\n"
        "- **reported**: accepted, and named once at information level, because it means nothing on paper.\n"
        "- Names that the specification does not have are errors in `layout` and `paint`, with the nearest name; in\n"
        "  sources other than vector and raster too; in the root, in those and in layers they are warnings, since its "
        "own\n"
        "  validator lets them pass. Keys that begin with `kurilmap:` are ours. `NAME-transition` of any property is "
        "reported.\n\n"
        "## Properties\n");
    for (int layer = 0; layer < KURIL_LAYER_TYPE_COUNT; layer++)
        print_layer((kuril_layer_type)layer);
    print_operators();
    print_all_keys();
    print_differences();
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "json") == 0)
        print_json();
    else if (argc == 2 && strcmp(argv[1], "markdown") == 0)
        print_markdown();
    else {
        fprintf(stderr, "usage: style_tables json|markdown\n");
        return 2;
    }
    return 0;
}
