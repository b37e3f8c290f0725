#include "data/gdal/values.h"

#include "core/number.h"
#include "data/encoding.h"
#include "data/json_value.h"
#include <math.h>
#include <string.h>

/* Text as valid UTF-8; text of ASCII alone, the usual case, is only copied. */
static const char *utf8(const char *bytes, const kuril_gdal_text *text, kuril_arena *arena, unsigned *faults)
{
    if (kuril_encoding_is_ascii(bytes) || (!text->converter && g_utf8_validate(bytes, -1, NULL)))
        return kuril_arena_text(arena, bytes, strlen(bytes));
    GString *out = g_string_new(NULL);
    kuril_encoding_fault fault = kuril_encoding_to_utf8(text->converter, bytes, out);
    if (fault == KURIL_ENCODING_TORN && text->found == KURIL_FOUND_FORMAT) { /* only fields of a fixed width tear text */
        g_string_append(out, "\xEF\xBF\xBD");
        fault = KURIL_ENCODING_INVALID;
    }
    if (fault == KURIL_ENCODING_INVALID)
        *faults |= KURIL_FAULT_BIT(KURIL_FAULT_TEXT);
    else if (fault == KURIL_ENCODING_TORN)
        *faults |= KURIL_FAULT_BIT(KURIL_FAULT_TEXT_CUT);
    const char *copy = kuril_arena_text(arena, out->str, out->len);
    g_string_free(out, TRUE);
    return copy;
}

static kuril_value_kind kind_of(OGRFieldDefnH field)
{
    const OGRFieldSubType subtype = OGR_Fld_GetSubType(field);
    switch (OGR_Fld_GetType(field)) {
    case OFTInteger:
    case OFTInteger64:
    case OFTReal:
        return subtype == OFSTBoolean ? KURIL_BOOL : KURIL_NUMBER;
    case OFTIntegerList:
    case OFTInteger64List:
    case OFTRealList:
    case OFTStringList:
        return KURIL_ARRAY;
    default:
        return subtype == OFSTJSON ? KURIL_NULL : KURIL_STRING;
    }
}

kuril_field *kuril_gdal_fields(OGRFeatureDefnH defn, const kuril_gdal_text *text, kuril_arena *arena)
{
    const int n = OGR_FD_GetFieldCount(defn);
    kuril_field *fields = kuril_arena_array(arena, (size_t)n, sizeof *fields);
    for (int i = 0; i < n; i++) {
        unsigned ignored = 0;
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(defn, i);
        fields[i] = (kuril_field){utf8(OGR_Fld_GetNameRef(field), text, arena, &ignored), kind_of(field)};
    }
    return fields;
}

/* A number that says no less than its text. */
static bool number_of(const char *text, double *number)
{
    enum { EXACT_DIGITS = 15 };
    const char *digits = text + (*text == '-' || *text == '+');
    const size_t whole = strspn(digits, "0123456789");
    return kuril_number_parse(text, number) && !(digits[0] == '0' && whole > 1) && whole <= EXACT_DIGITS;
}

void kuril_gdal_find_numbers(OGRLayerH layer, kuril_field *fields)
{
    enum { ROWS = 10000 };
    const int n = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer));
    int *seen = g_new0(int, n + 1); /* numbers; -1 once there was another text */
    OGR_L_ResetReading(layer);
    OGRFeatureH feature = NULL;
    for (int row = 0; row < ROWS && (feature = OGR_L_GetNextFeature(layer)); row++) {
        for (int i = 0; i < n; i++) {
            double ignored;
            const char *text = fields[i].kind == KURIL_STRING && seen[i] >= 0 ? OGR_F_GetFieldAsString(feature, i) : "";
            if (*text)
                seen[i] = number_of(text, &ignored) ? seen[i] + 1 : -1;
        }
        OGR_F_Destroy(feature);
    }
    for (int i = 0; i < n; i++) {
        if (seen[i] > 0)
            fields[i].kind = KURIL_NUMBER;
    }
    OGR_L_ResetReading(layer);
    g_free(seen);
}

/* "2010-05-01", "12:30:00", "2010-05-01T12:30:00+09:00": ISO 8601, whatever the format writes. */
static kuril_value date(OGRFeatureH feature, int i, OGRFieldType type, kuril_arena *arena)
{
    int y, mo, d, h, mi, zone;
    float s;
    OGR_F_GetFieldAsDateTimeEx(feature, i, &y, &mo, &d, &h, &mi, &s, &zone);
    GString *out = g_string_new(NULL);
    if (type != OFTTime)
        g_string_append_printf(out, "%04d-%02d-%02d", y, mo, d);
    if (type == OFTDateTime)
        g_string_append_c(out, 'T');
    if (type != OFTDate) {
        const int ms = (int)lroundf(s * 1000);
        g_string_append_printf(out, "%02d:%02d:%02d", h, mi, ms / 1000);
        if (ms % 1000)
            g_string_append_printf(out, ".%03d", ms % 1000);
        const int minutes = (zone - 100) * 15; /* OGR: 100 is UTC, a unit is a quarter of an hour, 0 and 1 unknown */
        if (zone == 100)
            g_string_append_c(out, 'Z');
        else if (zone > 1)
            g_string_append_printf(out, "%c%02d:%02d", minutes < 0 ? '-' : '+', ABS(minutes) / 60, ABS(minutes) % 60);
    }
    const kuril_value value = {.kind = KURIL_STRING, .as.string = kuril_arena_text(arena, out->str, out->len)};
    g_string_free(out, TRUE);
    return value;
}

static kuril_value number_or_null(double x)
{
    return isfinite(x) ? (kuril_value){.kind = KURIL_NUMBER, .as.number = x} : (kuril_value){.kind = KURIL_NULL};
}

/* A number, unless a double would change it: then its digits as text. */
static kuril_value integer(int64_t n, kuril_arena *arena)
{
    static const int64_t exact = (int64_t)1 << 53;
    if (n >= -exact && n <= exact)
        return number_or_null((double)n);
    char digits[24];
    g_snprintf(digits, sizeof digits, "%" G_GINT64_FORMAT, (gint64)n);
    return (kuril_value){.kind = KURIL_STRING, .as.string = kuril_arena_text(arena, digits, strlen(digits))};
}

static kuril_value list(OGRFeatureH feature, int i, OGRFieldType type, const kuril_gdal_text *text, kuril_arena *arena,
                        unsigned *faults)
{
    int n = 0;
    const int *ints = type == OFTIntegerList ? OGR_F_GetFieldAsIntegerList(feature, i, &n) : NULL;
    const GIntBig *bigs = type == OFTInteger64List ? OGR_F_GetFieldAsInteger64List(feature, i, &n) : NULL;
    const double *reals = type == OFTRealList ? OGR_F_GetFieldAsDoubleList(feature, i, &n) : NULL;
    char **strings = type == OFTStringList ? OGR_F_GetFieldAsStringList(feature, i) : NULL;
    if (strings)
        n = (int)g_strv_length(strings);
    kuril_value *items = kuril_arena_array(arena, (size_t)n, sizeof *items);
    for (int k = 0; k < n; k++)
        items[k] = strings ? (kuril_value){.kind = KURIL_STRING, .as.string = utf8(strings[k], text, arena, faults)}
                   : ints  ? number_or_null(ints[k])
                   : bigs  ? integer(bigs[k], arena)
                           : number_or_null(reals[k]);
    return (kuril_value){.kind = KURIL_ARRAY, .as.array = {items, (size_t)n}};
}

static kuril_value value_of(OGRFeatureH feature, int i, kuril_value_kind kind, const kuril_gdal_text *text,
                            kuril_arena *arena, unsigned *faults)
{
    OGRFieldDefnH field = OGR_F_GetFieldDefnRef(feature, i);
    const OGRFieldType type = OGR_Fld_GetType(field);
    const OGRFieldSubType subtype = OGR_Fld_GetSubType(field);
    kuril_value value = {.kind = KURIL_NULL};
    if (OGR_F_IsFieldNull(feature, i))
        return value;
    switch (type) {
    case OFTInteger:
    case OFTInteger64:
        if (subtype == OFSTBoolean)
            return (kuril_value){.kind = KURIL_BOOL, .as.boolean = OGR_F_GetFieldAsInteger(feature, i) != 0};
        return integer(OGR_F_GetFieldAsInteger64(feature, i), arena);
    case OFTReal:
        return number_or_null(OGR_F_GetFieldAsDouble(feature, i));
    case OFTDate:
    case OFTTime:
    case OFTDateTime:
        return date(feature, i, type, arena);
    case OFTIntegerList:
    case OFTInteger64List:
    case OFTRealList:
    case OFTStringList:
        return list(feature, i, type, text, arena, faults);
    case OFTBinary:
        return value;
    default:
        break;
    }
    const char *string = OGR_F_GetFieldAsString(feature, i);
    if (kind == KURIL_NUMBER && (!*string || number_of(string, &value.as.number))) {
        value.kind = *string ? KURIL_NUMBER : KURIL_NULL;
        return value;
    }
    string = utf8(string, text, arena, faults);
    if (subtype == OFSTJSON && kuril_json_value(string, arena, &value))
        return value;
    return (kuril_value){.kind = KURIL_STRING, .as.string = string};
}

size_t kuril_gdal_values(OGRFeatureH feature, const kuril_field *fields, const kuril_gdal_text *text,
                         kuril_arena *arena, kuril_member *members, unsigned *faults)
{
    const int n = OGR_F_GetFieldCount(feature);
    size_t count = 0;
    for (int i = 0; i < n; i++) {
        if (OGR_F_IsFieldSet(feature, i))
            members[count++] =
                (kuril_member){fields[i].name, value_of(feature, i, fields[i].kind, text, arena, faults)};
    }
    return count;
}
