#include "core/diagnostics.h"
#include "core/number.h"
#include "core/text.h"
#include <kurilmap/place.h>

#include <glib.h>
#include <math.h>
#include <string.h>

typedef enum token_kind { NUMBER, DEGREE, MINUTE, SECOND, HEMISPHERE, COMMA } token_kind;

typedef struct token {
    token_kind kind;
    double value;    /* of a number, without its sign */
    int digits;      /* of a number, before its point */
    bool fraction;   /* it has a point */
    bool negative;   /* it has a minus */
    bool signed_;    /* it has a plus or a minus */
    char hemisphere; /* N S E W */
} token;

enum { TOKENS_MAX = 16 };

typedef struct tokens {
    token list[TOKENS_MAX];
    size_t count;
} tokens;

/* Longer marks before their beginnings. */
static const struct mark {
    const char *text;
    token_kind kind;
    char hemisphere;
} marks[] = {
    {"''", SECOND, 0},          {"'", MINUTE, 0},           {"\"", SECOND, 0},
    {"\u00B0", DEGREE, 0},      {"\u00BA", DEGREE, 0},      {"\u02DA", DEGREE, 0},
    {"\u2032", MINUTE, 0},      {"\u2019", MINUTE, 0},      {"\u00B4", MINUTE, 0},
    {"\u2033", SECOND, 0},      {"\u201D", SECOND, 0},      {"度", DEGREE, 0},
    {"分", MINUTE, 0},          {"秒", SECOND, 0},          {"北緯", HEMISPHERE, 'N'},
    {"南緯", HEMISPHERE, 'S'},  {"東経", HEMISPHERE, 'E'},  {"西経", HEMISPHERE, 'W'},
    {"с.ш.", HEMISPHERE, 'N'},  {"ю.ш.", HEMISPHERE, 'S'},  {"в.д.", HEMISPHERE, 'E'},
    {"з.д.", HEMISPHERE, 'W'},  {"с. ш.", HEMISPHERE, 'N'}, {"ю. ш.", HEMISPHERE, 'S'},
    {"в. д.", HEMISPHERE, 'E'}, {"з. д.", HEMISPHERE, 'W'}, {"С", HEMISPHERE, 'N'},
    {"Ю", HEMISPHERE, 'S'},     {"В", HEMISPHERE, 'E'},     {"З", HEMISPHERE, 'W'},
    {"N", HEMISPHERE, 'N'},     {"S", HEMISPHERE, 'S'},     {"E", HEMISPHERE, 'E'},
    {"W", HEMISPHERE, 'W'},     {"n", HEMISPHERE, 'N'},     {"s", HEMISPHERE, 'S'},
    {"e", HEMISPHERE, 'E'},     {"w", HEMISPHERE, 'W'},     {",", COMMA, 0},
    {"、", COMMA, 0},
};

static const char *const MINUS = "\u2212";

/* Length of the sign at p, 0 when there is none. */
static size_t sign_length(const char *p)
{
    if (*p == '-' || *p == '+')
        return 1;
    return g_str_has_prefix(p, MINUS) ? strlen(MINUS) : 0;
}

/* Reads a number; NULL with an error when it goes on as an exponent or has no digits. */
static const char *read_number(const char *p, token *t, const char *text, kuril_error *error)
{
    const size_t sign = sign_length(p);
    *t = (token){.kind = NUMBER, .signed_ = sign > 0, .negative = sign > 0 && *p != '+'};
    const char *digits = p + sign;
    const size_t whole = strspn(digits, "0123456789");
    const char *end = digits + whole;
    if (*end == '.') {
        t->fraction = true;
        end += 1 + strspn(end + 1, "0123456789");
    }
    t->digits = (int)MIN(whole, 99);
    if (whole == 0 || !kuril_number_parse_n(digits, (size_t)(end - digits - (end[-1] == '.')), &t->value)) {
        kuril_fail(error, KURIL_E_ARGUMENT, "'%.*s' is no number in the coordinates '%s'", (int)(end - p), p, text);
        return NULL;
    }
    if ((*end == 'e' || *end == 'E') &&
        (g_ascii_isdigit(end[1]) || (sign_length(end + 1) && g_ascii_isdigit(end[2])))) {
        kuril_fail(
            error, KURIL_E_ARGUMENT,
            "exponents are not taken in coordinates, and a letter E for east ends its angle: understood '%.*s' of '%s'",
            (int)(end - text), text, text);
        return NULL;
    }
    return end;
}

/* The mark at p; a Latin letter that stands beside another is no mark but part of a word. */
static const struct mark *mark_at(const char *p, const char *text)
{
    if (g_ascii_isalpha(*p) && (g_ascii_isalpha(p[1]) || (p > text && g_ascii_isalpha(p[-1]))))
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
        if (g_str_has_prefix(p, marks[i].text))
            return &marks[i];
    return NULL;
}

static kuril_status left_over(const char *p, const char *text, kuril_error *error)
{
    char *before = g_strstrip(g_strndup(text, (gsize)(p - text)));
    const kuril_status status =
        *before ? kuril_fail(error, KURIL_E_ARGUMENT, "'%s' is left over in the coordinates '%s': understood '%s'", p,
                             text, before)
                : kuril_fail(error, KURIL_E_ARGUMENT, "'%s' are no coordinates", text);
    g_free(before);
    return status;
}

static kuril_status tokenise(const char *text, tokens *out, kuril_error *error)
{
    out->count = 0;
    for (const char *p = text; *p;) {
        if (g_unichar_isspace(g_utf8_get_char(p))) {
            p = g_utf8_next_char(p);
            continue;
        }
        if (out->count == TOKENS_MAX)
            return kuril_fail(error, KURIL_E_ARGUMENT, "too much for a pair of coordinates: '%s'", text);
        token *t = &out->list[out->count++];
        const struct mark *mark = mark_at(p, text);
        if (g_ascii_isdigit(*p) || *p == '.' || sign_length(p)) {
            p = read_number(p, t, text, error);
            if (!p)
                return KURIL_E_ARGUMENT;
        } else if (mark) {
            *t = (token){.kind = mark->kind, .hemisphere = mark->hemisphere};
            p += strlen(mark->text);
        } else {
            return left_over(p, text, error);
        }
    }
    return KURIL_OK;
}

/* 450230 with a hemisphere: degrees, minutes and seconds without space. */
static void spread_compact(double *parts, int digits)
{
    double rest = parts[0];
    if (digits >= 6) {
        parts[2] = fmod(rest, 100);
        rest = floor(rest / 100);
        parts[1] = fmod(rest, 100);
        parts[0] = floor(rest / 100);
    } else if (digits >= 4) {
        parts[1] = fmod(rest, 100);
        parts[0] = floor(rest / 100);
    }
}

/* A number too many in an angle. */
static kuril_status too_many_numbers(bool after_fraction, const token *t, const char *text, kuril_error *error)
{
    char number[KURIL_NUMBER_MAX];
    return kuril_fail(error, KURIL_E_ARGUMENT, "too many numbers in one angle of '%s': %s%s follows %s", text,
                      t->negative ? "-" : "", kuril_number_print(t->value, number),
                      after_fraction ? "a number with a fraction, which ends its angle" : "a whole angle");
}

/* What was read, with what a degree, minute or second too many makes of it. */
static kuril_status sixty_and_more(const double *parts, bool seconds, const char *text, kuril_error *error)
{
    char degrees[KURIL_NUMBER_MAX], minutes[KURIL_NUMBER_MAX], rest[KURIL_NUMBER_MAX];
    return kuril_fail(
        error, KURIL_E_DOMAIN,
        "understood %s degrees %s minutes%s%s%s in '%s': minutes and seconds are less than 60, and decimals take "
        "a point",
        kuril_number_print(parts[0], degrees), kuril_number_print(parts[1], minutes), seconds ? " " : "",
        seconds ? kuril_number_print(parts[2], rest) : "", seconds ? " seconds" : "", text);
}

/* The angle of tokens [first, end): number mark? number mark? number mark?, a hemisphere at either side. */
static kuril_status read_angle(const token *first, const token *end, const char *text, double *degrees,
                               kuril_error *error)
{
    char hemisphere = 0;
    double parts[3] = {0, 0, 0};
    int n = 0, digits = 0;
    bool negative = false, had_sign = false, had_fraction = false, marked = false;
    for (const token *t = first; t < end; t++) {
        if (t->kind == HEMISPHERE) {
            hemisphere = t->hemisphere;
        } else if (t->kind == NUMBER) {
            if (n == 3 || had_fraction || (n > 0 && t->signed_))
                return too_many_numbers(had_fraction, t, text, error);
            if (n == 0) {
                negative = t->negative;
                had_sign = t->signed_;
                digits = t->digits;
            }
            had_fraction = t->fraction;
            parts[n++] = t->value;
        } else {
            /* A mark names the number before it. */
            if (t == first || t[-1].kind != NUMBER || (int)t->kind != n)
                return kuril_fail(error, KURIL_E_ARGUMENT,
                                  "a mark for degrees, minutes or seconds is out of place in '%s'", text);
            marked = true;
        }
    }
    if (n == 0)
        return kuril_fail(error, KURIL_E_ARGUMENT, "an angle is missing in the coordinates '%s'", text);
    if (hemisphere && had_sign)
        return kuril_fail(error, KURIL_E_ARGUMENT, "a sign and a hemisphere in one angle of '%s'", text);
    if (n == 1 && hemisphere && !marked && digits > 7)
        return kuril_fail(error, KURIL_E_ARGUMENT,
                          "%d digits are neither degrees nor degrees, minutes and seconds in '%s'", digits, text);
    if (n == 1 && hemisphere && !marked)
        spread_compact(parts, digits);
    if (parts[1] >= 60 || parts[2] >= 60)
        return sixty_and_more(parts, n == 3 || digits >= 6, text, error);
    *degrees = parts[0] + parts[1] / 60 + parts[2] / 3600;
    if (negative || hemisphere == 'S' || hemisphere == 'W')
        *degrees = -*degrees;
    return KURIL_OK;
}

static kuril_status no_pair(const char *text, kuril_error *error)
{
    return kuril_fail(
        error, KURIL_E_ARGUMENT,
        "'%s' is no pair of coordinates: write LAT,LON in decimal degrees with points, such as 45.04,147.63, "
        "or 45°02'N 147°37'E",
        text);
}

/* Where the second angle begins, and which of the two is the latitude; commas between them are dropped. */
static kuril_status split(tokens *ts, const char *text, size_t *second, bool *latitude_first, kuril_error *error)
{
    size_t commas = 0, comma = 0, hemispheres = 0, place[2] = {0, 0};
    for (size_t i = 0; i < ts->count; i++) {
        if (ts->list[i].kind == COMMA) {
            comma = i;
            commas++;
        } else if (ts->list[i].kind == HEMISPHERE) {
            if (hemispheres == 2)
                return no_pair(text, error);
            place[hemispheres++] = i - commas;
        }
    }
    if (commas > 1)
        return kuril_fail(error, KURIL_E_ARGUMENT,
                          "more than one comma in '%s': decimals take a point, and one comma stands between the angles",
                          text);
    if (commas) {
        memmove(&ts->list[comma], &ts->list[comma + 1], (ts->count - comma - 1) * sizeof(token));
        ts->count--;
    }
    if (hemispheres == 0 && commas == 1) {
        *second = comma;
        *latitude_first = true;
        return KURIL_OK;
    }
    if (hemispheres == 0 && ts->count > 0)
        return kuril_fail(
            error, KURIL_E_ARGUMENT,
            "'%s' is understood as one angle: a comma stands between latitude and longitude, as in 45.04,147.63", text);
    if (hemispheres == 1)
        return kuril_fail(error, KURIL_E_ARGUMENT, "only one angle of '%s' tells its hemisphere (%c)", text,
                          ts->list[place[0]].hemisphere);
    if (hemispheres != 2)
        return no_pair(text, error);
    const char a = ts->list[place[0]].hemisphere, b = ts->list[place[1]].hemisphere;
    const bool a_is_latitude = a == 'N' || a == 'S', b_is_latitude = b == 'N' || b == 'S';
    if (a_is_latitude == b_is_latitude)
        return kuril_fail(error, KURIL_E_ARGUMENT, "two %s in '%s'", a_is_latitude ? "latitudes" : "longitudes", text);
    *latitude_first = a_is_latitude;
    if (place[0] == 0) /* letters before their angles */
        *second = place[1];
    else if (place[1] == ts->count - 1)
        *second = place[0] + 1;
    else
        return no_pair(text, error);
    if (commas && comma != *second)
        return kuril_fail(error, KURIL_E_ARGUMENT,
                          "the comma of '%s' does not stand between the two angles: decimals take a point", text);
    return KURIL_OK;
}

/* Full-width forms, as Japanese input methods write digits, points and commas, become ASCII; the caller frees. */
static char *narrow(const char *text)
{
    GString *s = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        g_string_append_unichar(s, c >= 0xFF01 && c <= 0xFF5E ? c - 0xFF01 + '!' : c);
    }
    return g_string_free(s, FALSE);
}

/* Takes a sign and so many digits of degrees, then two of minutes and two of seconds or none; the last has the
 * fraction. */
static bool take_compact(const char **at, size_t degree_digits, double *degrees, bool *minutes_fit)
{
    static const double per_degree[] = {1, 60, 3600};
    const bool negative = **at == '-';
    if (**at != '-' && **at != '+')
        return false;
    const char *p = *at + 1;
    const size_t digits = strspn(p, "0123456789"),
                 fraction = p[digits] == '.' ? 1 + strspn(p + digits + 1, "0123456789") : 0;
    const size_t steps = digits >= degree_digits ? (digits - degree_digits) / 2 : 3;
    if (steps > 2 || digits != degree_digits + 2 * steps || fraction == 1)
        return false;
    *degrees = 0;
    *minutes_fit = true;
    for (size_t i = 0; i <= steps; i++) {
        const size_t length = (i == 0 ? degree_digits : 2) + (i == steps ? fraction : 0);
        double value = 0;
        if (!kuril_number_parse_n(p, length, &value))
            return false;
        *minutes_fit = *minutes_fit && (i == 0 || value < 60);
        *degrees += value / per_degree[i];
        p += length;
    }
    *degrees = negative ? -*degrees : *degrees;
    *at = p;
    return true;
}

/* ISO 6709, annex H: "+45.5+147.5/", "+4530+14730/", "+453000+1473000/". */
static bool is_iso_6709(const char *text, double *lat, double *lon, bool *minutes_fit)
{
    bool fit[2];
    if (!take_compact(&text, 2, lat, &fit[0]) || !take_compact(&text, 3, lon, &fit[1]) || strcmp(text, "/") != 0)
        return false;
    *minutes_fit = fit[0] && fit[1];
    return true;
}

static kuril_status make_point(double lat, double lon, const char *text, kuril_lonlat *point, kuril_error *error)
{
    if (fabs(lat) > 90) {
        char number[KURIL_NUMBER_MAX];
        return kuril_fail(error, KURIL_E_DOMAIN, "latitude %s is beyond 90 in '%s'%s", kuril_number_print(lat, number),
                          text, fabs(lon) <= 90 ? ": latitude comes first" : "");
    }
    *point = (kuril_lonlat){fabs(lon) <= 180 ? lon : kuril_lon_near(lon, 0), lat};
    return KURIL_OK;
}

static kuril_status parse(const char *text, kuril_lonlat *point, kuril_error *error)
{
    double a = 0, b = 0;
    bool minutes_fit = false;
    if (is_iso_6709(text, &a, &b, &minutes_fit))
        return minutes_fit ? make_point(a, b, text, point, error)
                           : kuril_fail(error, KURIL_E_DOMAIN, "minutes or seconds of 60 or more in '%s'", text);
    tokens ts;
    size_t second = 0;
    bool latitude_first = true;
    kuril_status status = tokenise(text, &ts, error);
    if (!status)
        status = split(&ts, text, &second, &latitude_first, error);
    if (!status)
        status = read_angle(ts.list, ts.list + second, text, &a, error);
    if (!status)
        status = read_angle(ts.list + second, ts.list + ts.count, text, &b, error);
    if (status)
        return status;
    return latitude_first ? make_point(a, b, text, point, error) : make_point(b, a, text, point, error);
}

kuril_status kuril_coordinates_parse(const char *text, kuril_lonlat *point, kuril_error *error)
{
    if (!g_utf8_validate(text, -1, NULL))
        return kuril_fail(error, KURIL_E_ARGUMENT, "coordinates are not UTF-8 text");
    char *plain = narrow(text);
    const kuril_status status = parse(plain, point, error);
    g_free(plain);
    return status;
}

char *kuril_degrees_print(double degrees, const char *hemispheres, kuril_degree_form form, int decimals, char *out)
{
    const double per_degree = form == KURIL_DEGREES ? 1 : form == KURIL_DEGREES_MINUTES ? 60 : 3600;
    const double scale = pow(10, decimals);
    const double units = floor(fabs(degrees) * per_degree * scale + 0.5); /* of the last decimal, a whole number */
    const char letter[2] = {units == 0 || units == 180 * per_degree * scale ? '\0' : hemispheres[degrees < 0], '\0'};
    const double last = units / scale;
    const double whole = floor(last / per_degree), within = last - whole * per_degree;
    char number[KURIL_NUMBER_MAX];
    if (form == KURIL_DEGREES) {
        g_snprintf(out, KURIL_DEGREES_MAX, "%s°%s", kuril_number_print_fixed(last, decimals, number), letter);
        return out;
    }
    const double minutes = form == KURIL_DEGREES_MINUTES ? within : floor(within / 60);
    const double shown = form == KURIL_DEGREES_MINUTES ? minutes : within - minutes * 60;
    kuril_number_print_fixed(shown, decimals, number);
    const char *pad = number[1] == '\0' || number[1] == '.' ? "0" : ""; /* one digit before the point */
    if (form == KURIL_DEGREES_MINUTES)
        g_snprintf(out, KURIL_DEGREES_MAX, "%.0f°%s%s'%s", whole, pad, number, letter);
    else
        g_snprintf(out, KURIL_DEGREES_MAX, "%.0f°%02.0f'%s%s\"%s", whole, minutes, pad, number, letter);
    return out;
}
