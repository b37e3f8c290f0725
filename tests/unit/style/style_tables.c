/* Prints the style tables: `style_tables json` for the comparison with the specification's reference. */
#include "style/properties.h"

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

int main(int argc, char **argv)
{
    if (argc != 2 || strcmp(argv[1], "json") != 0) {
        fprintf(stderr, "usage: style_tables json\n");
        return 2;
    }
    print_json();
    return 0;
}
