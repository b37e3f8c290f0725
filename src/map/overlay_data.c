#include "map/overlay_data.h"

#include "core/diagnostics.h"
#include "core/json.h"
#include "core/number.h"
#include "core/text.h"
#include "data/name.h"
#include "map/classes.h"
#include "map/units_words.h"
#include <math.h>
#include <string.h>

#define AREA "[\"match\",[\"geometry-type\"],[\"Polygon\",\"MultiPolygon\"],"

static const char layers_of_data[] =
    "{\"id\":\"data$N-fill\",\"type\":\"fill\",\"source\":\"data$N\",\"metadata\":{\"kurilmap:legend\":$P},"
    "\"paint\":{\"fill-color\":$C,\"fill-opacity\":$O}},"
    "{\"id\":\"data$N-line\",\"type\":\"line\",\"source\":\"data$N\",\"metadata\":{\"kurilmap:legend\":$S},"
    "\"layout\":{\"line-join\":\"round\"},\"paint\":{\"line-color\":$E,\"line-width\":$W}},"
    "{\"id\":\"data$N-point\",\"type\":\"circle\",\"source\":\"data$N\","
    "\"metadata\":{\"kurilmap:over\":true,\"kurilmap:legend\":$D},"
    "\"filter\":[\"==\",[\"geometry-type\"],\"Point\"],"
    "\"paint\":{\"circle-radius\":3.5,\"circle-color\":$C,\"circle-stroke-color\":$H,\"circle-stroke-width\":1}}";

static const char layer_of_arrows[] = "{\"id\":\"data$N-arrows\",\"type\":\"symbol\",\"source\":\"data$N\","
                                      "\"filter\":[\"!\"," AREA "true,false]],"
                                      "\"layout\":{\"symbol-placement\":\"line\",\"symbol-spacing\":110,\"icon-image\":"
                                      "\"arrow\",\"icon-allow-overlap\":true,"
                                      "\"icon-ignore-placement\":true},\"paint\":{\"icon-color\":$E}}";

#define NAME_LAYOUT                                                                                                    \
    "\"text-field\":[\"to-string\",[\"get\",$F]],\"text-size\":12.5,\"text-font\":[\"Noto Sans Medium\",\"Noto Sans "  \
    "CJK JP Medium\"]"
#define NAME_PAINT "\"paint\":{\"text-color\":$T,\"text-halo-color\":$H,\"text-halo-width\":1.4}}"

static const char layers_of_names[] =
    "{\"id\":\"data$N-point-name\",\"type\":\"symbol\",\"source\":\"data$N\",\"metadata\":{\"kurilmap:leader\":true},"
    "\"filter\":[\"==\",[\"geometry-type\"],\"Point\"],"
    "\"layout\":{" NAME_LAYOUT
    ",\"text-variable-anchor\":[\"left\",\"right\",\"top\",\"bottom\",\"bottom-left\",\"top-left\","
    "\"bottom-right\",\"top-right\"],\"text-radial-offset\":0.6,\"text-justify\":\"auto\"}," NAME_PAINT ","
    "{\"id\":\"data$N-line-name\",\"type\":\"symbol\",\"source\":\"data$N\",\"metadata\":{\"kurilmap:both-sides\":true}"
    ","
    "\"filter\":[\"match\",[\"geometry-type\"],[\"LineString\",\"MultiLineString\"],true,false],"
    "\"layout\":{" NAME_LAYOUT ",\"symbol-placement\":\"line-center\",\"text-offset\":[0,-0.8]}," NAME_PAINT ","
    "{\"id\":\"data$N-area-name\",\"type\":\"symbol\",\"source\":\"data$N\",\"metadata\":{\"kurilmap:inside\":0.5},"
    "\"filter\":" AREA "true,false],\"layout\":{" NAME_LAYOUT "}," NAME_PAINT;

char *kuril_overlay_title(const char *dataset)
{
    kuril_source_name name;
    kuril_source_name_init(&name, dataset);
    char *base = name.layer ? g_strdup(name.layer) : g_path_get_basename(name.source);
    char *dot = name.layer ? NULL : strrchr(base, '.');
    kuril_source_name_finish(&name);
    if (dot && dot > base)
        *dot = '\0';
    g_strdelimit(base, "_", ' ');
    if (!g_utf8_validate(base, -1, NULL))
        return base;
    char initial[8] = {0}; /* at most 6 bytes */
    g_unichar_to_utf8(g_unichar_totitle(g_utf8_get_char(base)), initial);
    char *text = *base ? g_strconcat(initial, g_utf8_next_char(base), NULL) : g_strdup(base);
    g_free(base);
    return text;
}

/* ---- What the dataset holds ---- */

typedef struct survey {
    const kuril_map_data *data;
    kuril_value_tally tally;          /* of the field of classes */
    GPtrArray *fields;                /* their names, of the first feature that has any */
    bool any, has_names, has_classes; /* a feature; one with that field */
} survey;

static kuril_status look_at(void *user, const kuril_feature *feature)
{
    survey *s = user;
    s->any = true;
    for (size_t i = 0; i < feature->n_fields && s->fields->len <= i; i++)
        g_ptr_array_add(s->fields, g_strdup(feature->fields[i].name));
    s->has_names |= s->data->names && kuril_feature_get(feature, s->data->names);
    if (!s->data->classes)
        return KURIL_OK;
    const kuril_value *value = kuril_feature_get(feature, s->data->classes);
    s->has_classes |= value != NULL;
    char number[KURIL_NUMBER_MAX];
    if (value && value->kind == KURIL_NUMBER && isfinite(value->as.number))
        kuril_value_tally_add(&s->tally, kuril_number_print(value->as.number, number), &value->as.number);
    else if (value && value->kind == KURIL_STRING && *value->as.string)
        kuril_value_tally_add(&s->tally, value->as.string, NULL);
    else if (value && value->kind == KURIL_BOOL)
        kuril_value_tally_add(&s->tally, value->as.boolean ? "true" : "false", NULL);
    else
        kuril_value_tally_add(&s->tally, NULL, NULL);
    return KURIL_OK;
}

static kuril_status no_field(const survey *s, const char *what, const char *field, kuril_error *error)
{
    const char *nearest =
        kuril_text_nearest(field, (const char *const *)(const void *)s->fields->pdata, s->fields->len);
    return kuril_fail(error, KURIL_E_ARGUMENT, "%s: '%s' has no field '%s'%s%s%s", what, s->data->dataset, field,
                      nearest ? ": did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

static kuril_status take_survey(survey *s, kuril_scene *scene, kuril_error *error)
{
    kuril_value_tally_init(&s->tally);
    s->fields = g_ptr_array_new_with_free_func(g_free);
    if (!s->data->names && !s->data->classes)
        return KURIL_OK;
    kuril_status status =
        kuril_sources_read_dataset(scene->sources, s->data->dataset, NULL, NULL, 0, look_at, s, error);
    if (status != KURIL_OK || !s->any)
        return status;
    if (s->data->names && !s->has_names)
        status = no_field(s, "names", s->data->names, error);
    else if (s->data->classes && !s->has_classes)
        status = no_field(s, "classes", s->data->classes, error);
    else if (s->data->classes && g_hash_table_size(s->tally.texts) == 0)
        kuril_report(scene->diagnostics, KURIL_WARNING, s->data->dataset, NULL,
                     "classes: '%s' has no value: drawn in one colour", s->data->classes);
    return status;
}

static void survey_finish(survey *s)
{
    kuril_value_tally_finish(&s->tally);
    g_ptr_array_unref(s->fields);
}

/* ---- The legend ---- */

static const char *other_word(kuril_language language, bool ranges)
{
    static const char *const words[][2] = {[KURIL_EN] = {"Other", "No data"},
                                           [KURIL_JA] = {"その他", "データなし"},
                                           [KURIL_RU] = {"Прочее", "Нет данных"},
                                           [KURIL_ZH] = {"其他", "无数据"}};
    return words[language][ranges];
}

static void print_limit(double value, kuril_language language, char out[static KURIL_NUMBER_MAX])
{
    const char *point = strchr(kuril_number_print(value, out), '.');
    const int decimals = point && !strchr(out, 'e') ? (int)strlen(point + 1) : 0;
    kuril_number_print_grouped(value, decimals, kuril_decimal_mark(language), out);
}

static char *class_label(const kuril_value_classes *classes, const kuril_value_class *c, kuril_language language)
{
    char from[KURIL_NUMBER_MAX], to[KURIL_NUMBER_MAX];
    if (!classes->ranges)
        return g_strdup(c->text);
    print_limit(c->from, language, from);
    print_limit(c->to, language, to);
    if (isinf(c->from))
        return g_strdup_printf("< %s", to);
    return isinf(c->to) ? g_strdup_printf("≥ %s", from) : g_strdup_printf("%s – %s", from, to);
}

static void add_entry(kuril_json *json, const char *label, const char *kind, const char *field,
                      const kuril_value_class *value, bool ranges)
{
    kuril_json_open(json, '{');
    kuril_json_member(json, "en", label);
    kuril_json_member(json, "kurilmap:kind", kind);
    if (field) {
        kuril_json_name(json, "properties");
        kuril_json_open(json, '{');
        if (value && ranges)
            kuril_json_member_number(json, field, value->sample);
        else if (value)
            kuril_json_member(json, field, value->text);
        kuril_json_close(json, '}');
    }
    kuril_json_close(json, '}');
}

/* Of one kind of geometry: the label alone, or the label over the classes. */
static char *legend_of(const char *label, const char *kind, const char *field, const kuril_value_classes *classes,
                       kuril_language language)
{
    kuril_json json = {.text = g_string_new(NULL)};
    kuril_json_open(&json, '[');
    if (!field) {
        add_entry(&json, label, kind, NULL, NULL, false);
    } else {
        kuril_json_open(&json, '{');
        kuril_json_member(&json, "en", label);
        kuril_json_name(&json, "kurilmap:heading");
        kuril_json_bool(&json, true);
        kuril_json_close(&json, '}');
    }
    for (size_t i = 0; field && i < classes->count; i++) {
        char *text = class_label(classes, &classes->items[i], language);
        add_entry(&json, text, kind, field, &classes->items[i], classes->ranges);
        g_free(text);
    }
    if (field && classes->others)
        add_entry(&json, other_word(language, classes->ranges), kind, field, NULL, false);
    kuril_json_close(&json, ']');
    return g_string_free(json.text, FALSE);
}

/* ---- The layers ---- */

/* The colour of a feature by its value. */
static char *color_expression(const char *field, const kuril_value_classes *classes)
{
    GString *text = g_string_new(NULL);
    char *name = kuril_overlay_quoted(field);
    if (classes->ranges)
        g_string_append_printf(text, "[\"case\",[\"==\",[\"typeof\",[\"get\",%s]],\"number\"],[\"step\",[\"get\",%s]",
                               name, name);
    else
        g_string_append_printf(text, "[\"match\",[\"to-string\",[\"get\",%s]]", name);
    for (size_t i = 0; i < classes->count; i++) {
        const kuril_value_class *c = &classes->items[i];
        char number[KURIL_NUMBER_MAX];
        char *value = classes->ranges ? g_strdup(i == 0 ? NULL : kuril_number_print(c->from, number))
                                      : kuril_overlay_quoted(c->text);
        g_string_append_printf(text, "%s%s,\"%s\"", value ? "," : "", value ? value : "", c->color);
        g_free(value);
    }
    g_string_append_printf(text, "%s,\"%s\"]", classes->ranges ? "]" : "", classes->other);
    g_free(name);
    return g_string_free(text, FALSE);
}

static void add_layers(const kuril_map_data *data, const kuril_overlay_blanks *blanks, GString *layers)
{
    kuril_overlay_append(layers, layers_of_data, blanks);
    if (data->arrows)
        kuril_overlay_append(layers, layer_of_arrows, blanks);
    if (data->names)
        kuril_overlay_append(layers, layers_of_names, blanks);
}

static void add_plain(const kuril_map_data *data, const char *color, kuril_overlay_blanks *blanks, GString *layers)
{
    char *quoted = kuril_overlay_quoted(color);
    blanks->color = blanks->edge = blanks->letters = quoted;
    blanks->opacity = "0.3";
    blanks->width = "1.6";
    add_layers(data, blanks, layers);
    g_free(quoted);
}

/* Areas of a class touch each other: their edges are those of paper, and their tints strong enough to be told apart. */
static void add_classed(const kuril_map_data *data, const kuril_value_classes *classes, kuril_overlay_blanks *blanks,
                        GString *layers)
{
    char *color = color_expression(data->classes, classes);
    char *edge = g_strdup_printf(AREA "%s,%s]", blanks->halo, color);
    blanks->color = color;
    blanks->edge = edge;
    blanks->letters = blanks->ink;
    blanks->opacity = "0.65";
    blanks->width = AREA "0.9,1.9]";
    add_layers(data, blanks, layers);
    g_free(color);
    g_free(edge);
}

kuril_status kuril_overlay_add_data(kuril_scene *scene, size_t i, const kuril_overlay_blanks *theme, GString *layers,
                                    kuril_error *error)
{
    const kuril_map_data *data = &scene->map->data[i];
    const kuril_language language = scene->map->languages[0];
    survey s = {.data = data};
    kuril_value_classes classes = {0};
    const kuril_status status = take_survey(&s, scene, error);
    if (status == KURIL_OK) {
        const char *by = g_hash_table_size(s.tally.texts) > 0 ? data->classes : NULL;
        if (by)
            kuril_value_classes_make(&s.tally, &classes);
        const char *said = kuril_map_words(scene->map, &data->label);
        char *label = said ? g_strdup(said) : kuril_overlay_title(data->dataset);
        char *field = kuril_overlay_quoted(data->names);
        char *areas = legend_of(label, "Polygon", by, &classes, language);
        char *lines = legend_of(label, "LineString", by, &classes, language);
        char *dots = legend_of(label, "Point", by, &classes, language);
        kuril_overlay_blanks blanks = *theme;
        blanks.number = i;
        blanks.areas = areas;
        blanks.lines = lines;
        blanks.dots = dots;
        blanks.field = field;
        if (by)
            add_classed(data, &classes, &blanks, layers);
        else
            add_plain(data, data->color ? data->color : kuril_kind_color(i), &blanks, layers);
        g_free(label);
        g_free(field);
        g_free(areas);
        g_free(lines);
        g_free(dots);
    }
    kuril_value_classes_finish(&classes);
    survey_finish(&s);
    return status;
}
