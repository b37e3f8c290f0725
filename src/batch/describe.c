#include "batch/describe.h"

#include "core/number.h"
#include "map/overlay_data.h"
#include <math.h>

/* The sentences' parts in each language; each # is the next of what is filled in. */
static const struct {
    const char *extent, *centre, *rings, *measure, *data, *stop, *separator;
} phrases[KURIL_LANGUAGE_COUNT] = {
    [KURIL_EN] = {"The map shows # to #, # to #", "The map is centred on #", "Range rings round #: #",
                  "The distance from # to # is marked", "Data drawn on top: #", ". ", ", "},
    [KURIL_JA] = {"#から#、#から#までの地図", "#を中心とする地図", "#を中心とする距離円(#)", "#から#までの距離を記す",
                  "重ねたデータ: #", "。", "、"},
    [KURIL_RU] = {"На карте – # – #, # – #", "В центре карты – #", "Круги дальности вокруг точки «#»: #",
                  "Отмечено расстояние «# – #»", "Данные поверх карты: #", ". ", ", "},
    [KURIL_ZH] = {"地图范围：#至#，#至#", "地图中心：#", "以#为圆心的距离圈：#", "标出#至#的距离", "叠加的数据：#", "。", "、"},
};

typedef struct describer {
    const kuril_map *map;
    const kuril_gazetteer *gazetteer;
    kuril_language language;
    GString *out;
} describer;

/* Appends a sentence with its gaps filled; `values` has as many as the phrase has gaps. */
static void say(describer *d, const char *phrase, const char *const *values)
{
    for (const char *p = phrase; *p; p++) {
        if (*p == '#')
            g_string_append(d->out, *values++);
        else
            g_string_append_c(d->out, *p);
    }
    g_string_append(d->out, phrases[d->language].stop);
}

static void say_text(describer *d, const kuril_words *words)
{
    const char *text = words->in[d->language] ? words->in[d->language] : words->in[KURIL_EN];
    if (text)
        say(d, "#", &text);
}

static const char *place_name(const describer *d, const char *point)
{
    kuril_position position;
    if (!d->gazetteer || kuril_position_find(d->gazetteer, point, &position, NULL) != KURIL_OK || !position.toponym)
        return point;
    const char *const names[KURIL_LANGUAGE_COUNT] = {
        [KURIL_EN] = position.toponym->name_en,
        [KURIL_JA] = position.toponym->name_ja,
        [KURIL_RU] = position.toponym->name_ru,
        [KURIL_ZH] = position.toponym->name_en,
    };
    return *names[d->language] ? names[d->language] : position.toponym->name_en;
}

/* "132°E" where the degrees are whole, else "132°30'E". */
static const char *degrees(double angle, const char *hemispheres, char out[KURIL_DEGREES_MAX])
{
    const double reduced = remainder(angle, 360.0);
    const bool whole = fabs(reduced - round(reduced)) < 1e-9;
    return kuril_degrees_print(reduced, hemispheres, whole ? KURIL_DEGREES : KURIL_DEGREES_MINUTES, 0, out);
}

static void say_view(describer *d)
{
    const kuril_map *map = d->map;
    if (map->center) {
        const char *name = place_name(d, map->center);
        say(d, phrases[d->language].centre, &name);
        return;
    }
    char w[KURIL_DEGREES_MAX], s[KURIL_DEGREES_MAX], e[KURIL_DEGREES_MAX], n[KURIL_DEGREES_MAX];
    const char *const values[] = {degrees(map->bounds.west, "EW", w), degrees(map->bounds.east, "EW", e),
                                  degrees(map->bounds.south, "NS", s), degrees(map->bounds.north, "NS", n)};
    say(d, phrases[d->language].extent, values);
}

static void say_rings(describer *d)
{
    for (size_t i = 0; i < d->map->n_rings; i++) {
        const kuril_map_ring *ring = &d->map->rings[i];
        GString *radii = g_string_new(NULL);
        char number[KURIL_NUMBER_MAX];
        for (size_t k = 0; k < ring->n_radii; k++)
            g_string_append_printf(radii, "%s%s km", k ? phrases[d->language].separator : "",
                                   kuril_number_print(ring->radii_m[k] / 1000.0, number));
        const char *const values[] = {place_name(d, ring->place), radii->str};
        say(d, phrases[d->language].rings, values);
        g_string_free(radii, TRUE);
    }
}

static void say_data(describer *d)
{
    for (size_t i = 0; i < d->map->n_measures; i++) {
        const char *const values[] = {place_name(d, d->map->measures[i].a), place_name(d, d->map->measures[i].b)};
        say(d, phrases[d->language].measure, values);
    }
    for (size_t i = 0; i < d->map->n_data; i++) {
        const char *label = kuril_map_words(d->map, &d->map->data[i].label);
        char *base = kuril_overlay_title(d->map->data[i].dataset);
        const char *name = label ? label : base;
        say(d, phrases[d->language].data, &name);
        g_free(base);
    }
}

void kuril_describe_map(const kuril_map *map, const kuril_gazetteer *gazetteer, kuril_owned_words *words)
{
    for (int i = 0; i < KURIL_LANGUAGE_COUNT; i++) {
        describer d = {map, gazetteer, (kuril_language)i, g_string_new(NULL)};
        const char *own = kuril_map_words(map, &map->description);
        if (own) {
            g_string_append(d.out, map->description.in[i] ? map->description.in[i] : own);
        } else {
            say_text(&d, &map->title);
            say_text(&d, &map->subtitle);
            say_view(&d);
            say_rings(&d);
            say_data(&d);
        }
        g_free(words->in[i]);
        words->in[i] = g_strchomp(g_string_free(d.out, FALSE));
    }
}
