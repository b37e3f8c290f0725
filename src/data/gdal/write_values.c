#include "data/gdal/write_values.h"

#include "core/json.h"
#include "core/number.h"
#include <math.h>
#include <string.h>

static void write_json(kuril_json *json, const kuril_value *v)
{
    switch (v->kind) {
    case KURIL_BOOL:
        kuril_json_bool(json, v->as.boolean);
        break;
    case KURIL_NUMBER:
        kuril_json_number(json, v->as.number);
        break;
    case KURIL_STRING:
        kuril_json_text(json, v->as.string);
        break;
    case KURIL_ARRAY:
        kuril_json_open(json, '[');
        for (size_t i = 0; i < v->as.array.count; i++)
            write_json(json, &v->as.array.items[i]);
        kuril_json_close(json, ']');
        break;
    case KURIL_OBJECT:
        kuril_json_open(json, '{');
        for (size_t i = 0; i < v->as.object.count; i++) {
            kuril_json_name(json, v->as.object.members[i].name);
            write_json(json, &v->as.object.members[i].value);
        }
        kuril_json_close(json, '}');
        break;
    default:
        kuril_json_text(json, NULL);
    }
}

/* A value as text for a field of text; caller frees with g_free. */
static char *as_text(const kuril_value *v)
{
    char number[KURIL_NUMBER_MAX];
    if (v->kind == KURIL_STRING)
        return g_utf8_make_valid(v->as.string, -1);
    if (v->kind == KURIL_NUMBER)
        return g_strdup(kuril_number_print(v->as.number, number));
    kuril_json json = {.text = g_string_new(NULL)};
    write_json(&json, v);
    return g_string_free(json.text, FALSE);
}

static bool whole(double x)
{
    return fabs(x) < 9007199254740992.0 && x == floor(x);
}

static void widen(kuril_gdal_column *c, const kuril_value *v)
{
    if (v->kind == KURIL_NULL)
        return;
    OGRFieldType type = OFTString;
    OGRFieldSubType subtype = OFSTNone;
    if (v->kind == KURIL_BOOL) {
        type = OFTInteger;
        subtype = OFSTBoolean;
    } else if (v->kind == KURIL_NUMBER) {
        type = whole(v->as.number) ? OFTInteger64 : OFTReal;
    } else if (v->kind != KURIL_STRING) {
        subtype = OFSTJSON;
    }
    const bool numbers = c->type != OFTString && c->type != OFTInteger && type != OFTString && type != OFTInteger;
    if (!c->known) {
        c->type = type;
        c->subtype = subtype;
    } else if (numbers) {
        c->type = c->type == OFTReal || type == OFTReal ? OFTReal : OFTInteger64;
    } else if (c->type != type || c->subtype != subtype) {
        c->type = OFTString;
        c->subtype = OFSTNone;
    }
    c->known = true;
    char *text = as_text(v);
    c->width = MAX(c->width, (int)MIN(strlen(text), 1 << 20));
    g_free(text);
}

static kuril_gdal_column *find(GArray *columns, const char *name)
{
    for (guint i = 0; i < columns->len; i++) {
        kuril_gdal_column *c = &g_array_index(columns, kuril_gdal_column, i);
        if (strcmp(c->name, name) == 0)
            return c;
    }
    return NULL;
}

GArray *kuril_gdal_columns(const kuril_feature *features, size_t count)
{
    GArray *columns = g_array_new(FALSE, FALSE, sizeof(kuril_gdal_column));
    for (size_t f = 0; f < count; f++) {
        for (size_t i = 0; i < features[f].n_fields; i++) {
            const kuril_member *field = &features[f].fields[i];
            if (!find(columns, field->name)) {
                const kuril_gdal_column fresh = {.name = field->name, .type = OFTString, .width = 1};
                g_array_append_val(columns, fresh);
            }
            widen(find(columns, field->name), &field->value);
        }
    }
    return columns;
}

void kuril_gdal_set_values(OGRFeatureH to, const kuril_feature *from, const GArray *columns)
{
    for (guint i = 0; i < columns->len; i++) {
        const kuril_gdal_column *c = &g_array_index(columns, kuril_gdal_column, i);
        const kuril_value *v = kuril_feature_get(from, c->name);
        if (!v || c->place < 0)
            continue;
        if (v->kind == KURIL_NULL) {
            OGR_F_SetFieldNull(to, c->place);
        } else if (c->type == OFTInteger) {
            OGR_F_SetFieldInteger(to, c->place, v->as.boolean);
        } else if (c->type == OFTInteger64) {
            OGR_F_SetFieldInteger64(to, c->place, (GIntBig)v->as.number);
        } else if (c->type == OFTReal) {
            OGR_F_SetFieldDouble(to, c->place, v->as.number);
        } else {
            char *text = as_text(v);
            OGR_F_SetFieldString(to, c->place, text);
            g_free(text);
        }
    }
}
