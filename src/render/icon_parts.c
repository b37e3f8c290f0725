#include "render/icon_parts.h"

#include "core/diagnostics.h"
#include "core/library.h"
#include <glib.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define XML_FUNCTIONS(F)                                                                                               \
    F(xmlReadMemory) F(xmlFreeDoc) F(xmlDocGetRootElement) F(xmlNodeListGetString) F(xmlNodeGetContent)

static struct {
    XML_FUNCTIONS(KURIL_LIBRARY_POINTER)
} xml;
static const char *const functions[] = {XML_FUNCTIONS(KURIL_LIBRARY_NAME)};
static kuril_library library = {
    .file = KURIL_XML_FILE, .names = functions, .count = G_N_ELEMENTS(functions), .table = &xml};

enum { DEEP_MAX = 100, LETTERS_A_VERTEX = 4, LETTERS_A_PART = 10 };
static const double PIXELS_A_PART = 2000, PICTURE_PIXELS_A_PART = 500;

typedef struct load {
    double parts, vertices;
    bool counting; /* it is met again within itself: librsvg breaks such circles */
} load;

typedef struct survey {
    xmlDoc *doc;
    GHashTable *by_id; /* to xmlNode, the first of that name */
    GHashTable *loads; /* xmlNode to load */
    GHashTable *rules; /* ".class", "#id", "element" or "*" to GPtrArray of names that its style refers to */
    double aside;      /* parts that painting aside counts for */
    bool opaque;       /* it cannot be told */
    int depth;
} survey;

/* Calls for each "url(#NAME)" of a text, which it cuts. */
static void each_reference(survey *s, char *text, void (*each)(survey *s, const char *id, void *user), void *user)
{
    s->opaque = s->opaque || strchr(text, '\\'); /* an escape may hide one */
    for (char *p = text; *p; p++) {
        if (g_ascii_strncasecmp(p, "url(", 4) != 0)
            continue;
        p += 4 + strspn(p + 4, " \t\r\n\"'");
        if (*p != '#')
            continue;
        const size_t length = strcspn(++p, ")\"' \t\r\n");
        char *id = g_strndup(p, length);
        each(s, id, user);
        g_free(id);
        p += length - (length > 0);
    }
}

/* ---- style sheets ----------------------------------------------------------------------------------------------- */

static void add_to_rule(survey *s, const char *id, void *selectors)
{
    char **names = selectors;
    for (size_t i = 0; names[i]; i++) {
        GPtrArray *ids = g_hash_table_lookup(s->rules, names[i]);
        if (!ids) {
            ids = g_ptr_array_new_with_free_func(g_free);
            g_hash_table_insert(s->rules, g_strdup(names[i]), ids);
        }
        g_ptr_array_add(ids, g_strdup(id));
    }
}

/* What of a selector is looked up: a class, a name or an element of its last part; "*" for all others. */
static char *key_of(const char *selector)
{
    char *text = g_strstrip(g_strdup(selector));
    const size_t length = strcspn(text, ":["); /* what follows only narrows it */
    text[length] = '\0';
    const char *last = strrchr(text, ' ') ? strrchr(text, ' ') + 1 : text, *dot = strrchr(last, '.'),
               *hash = strrchr(last, '#');
    const char *key = dot ? dot : hash ? hash : last;
    char *result = g_strdup(length == 0 || *key == '\0' || strpbrk(key, ">+~@(") ? "*" : key);
    g_free(text);
    return result;
}

static void read_sheet(survey *s, char *css)
{
    for (char *comment; (comment = strstr(css, "/*"));) {
        char *end = strstr(comment + 2, "*/");
        memset(comment, ' ', end ? (size_t)(end + 2 - comment) : strlen(comment));
    }
    for (char *open = strchr(css, '{'); open; open = strchr(open + 1, '{')) {
        const char *before = open;
        while (before > css && !strchr("{};", before[-1]))
            before--;
        char *selector = g_strndup(before, (gsize)(open - before)), **selectors = g_strsplit(selector, ",", -1);
        char *style = g_strndup(open + 1, strcspn(open + 1, "{}"));
        for (size_t i = 0; selectors[i]; i++) {
            char *key = key_of(selectors[i]);
            g_free(selectors[i]);
            selectors[i] = key;
        }
        each_reference(s, style, add_to_rule, selectors);
        g_free(style);
        g_strfreev(selectors);
        g_free(selector);
    }
}

/* ---- the tree -----------------------------------------------------------------------------------------------------
 */

static char *value_of(const survey *s, const xmlAttr *attribute)
{
    return (char *)xml.xmlNodeListGetString(s->doc, attribute->children, 1);
}

static char *attribute_of(const survey *s, const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0)
            return value_of(s, a);
    return NULL;
}

static bool is(const xmlNode *node, const char *name)
{
    return strcmp((const char *)node->name, name) == 0;
}

static void collect(survey *s, xmlNode *first, GHashTable *entities)
{
    for (xmlNode *node = first; node; node = node->next) {
        if (node->type == XML_ENTITY_REF_NODE && node->children && g_hash_table_add(entities, node->children))
            collect(s, node->children->children, entities);
        if (node->type != XML_ELEMENT_NODE)
            continue;
        char *id = attribute_of(s, node, "id");
        if (id && !g_hash_table_contains(s->by_id, id))
            g_hash_table_insert(s->by_id, g_strdup(id), node);
        free(id);
        if (is(node, "style")) {
            char *css = (char *)xml.xmlNodeGetContent(node);
            if (css)
                read_sheet(s, css);
            free(css);
        }
        collect(s, node->children, entities);
    }
}

static load load_of(survey *s, xmlNode *node);

/* What a reference by style adds: painted anew for each part, at each vertex, or once for all. */
static void add_style(survey *s, const char *id, void *user)
{
    load *sum = user;
    xmlNode *target = g_hash_table_lookup(s->by_id, id);
    if (!target || is(target, "linearGradient") || is(target, "radialGradient"))
        return;
    const double parts = load_of(s, target).parts + s->aside;
    sum->parts += is(target, "marker") ? parts * sum->vertices : is(target, "pattern") ? parts * sum->parts : parts;
}

static void add_rule(survey *s, const char *kind, const char *name, load *sum)
{
    char *key = g_strconcat(kind, name, NULL);
    const GPtrArray *ids = g_hash_table_lookup(s->rules, key);
    for (guint i = 0; ids && i < ids->len; i++)
        add_style(s, g_ptr_array_index(ids, i), sum);
    g_free(key);
}

static void add_rules(survey *s, const xmlNode *node, load *sum)
{
    add_rule(s, "*", "", sum);
    add_rule(s, "", (const char *)node->name, sum);
    char *id = attribute_of(s, node, "id"), *classes = attribute_of(s, node, "class");
    if (id)
        add_rule(s, "#", id, sum);
    char **words = g_strsplit_set(classes ? classes : "", " \t\r\n", -1);
    for (size_t i = 0; words[i]; i++)
        add_rule(s, ".", words[i], sum);
    g_strfreev(words);
    free(classes);
    free(id);
}

/* A picture within the icon, by its size; the size of a JPEG by its bytes. What may be SVG is not looked into. */
static double picture_parts(const char *data)
{
    static const char png[] = "data:image/png;base64,";
    enum { LETTERS = 32, WIDTH = 16, HEIGHT = 20 };
    if (!g_str_has_prefix(data, "data:image/") || g_str_has_prefix(data, "data:image/svg"))
        return INFINITY;
    const char *code = data + strlen(png);
    if (!g_str_has_prefix(data, png) || strlen(code) < LETTERS)
        return (double)strlen(data) / LETTERS_A_PART;
    char *head = g_strndup(code, LETTERS);
    gsize n = 0;
    guchar *bytes = g_base64_decode(head, &n);
    double pixels = INFINITY; /* what is broken by blanks, or no PNG */
    if (n >= HEIGHT + 4 && bytes[0] == 0x89) {
        guint32 sides[2];
        memcpy(sides, bytes + WIDTH, sizeof sides);
        pixels = (double)GUINT32_FROM_BE(sides[0]) * GUINT32_FROM_BE(sides[1]);
    }
    g_free(bytes);
    g_free(head);
    return isfinite(pixels) ? pixels / PICTURE_PIXELS_A_PART : (double)strlen(data) / LETTERS_A_PART;
}

static void add_link(survey *s, const xmlNode *node, const char *link, load *sum)
{
    if (g_str_has_prefix(link, "data:"))
        sum->parts += picture_parts(link);
    xmlNode *target = *link == '#' && !is(node, "a") ? g_hash_table_lookup(s->by_id, link + 1) : NULL;
    if (!target)
        return;
    const load more = load_of(s, target);
    sum->parts += more.parts + (is(node, "feImage") ? s->aside : 0);
    sum->vertices += more.vertices;
}

/* A filter's step goes over all pixels, as often as it has octaves, or cells in its radius or matrix. */
static double step_parts(const survey *s, const xmlNode *node)
{
    static const char *const often[] = {"numOctaves", "radius", "order"};
    double times = 1;
    for (size_t i = 0; i < G_N_ELEMENTS(often); i++) {
        char *value = attribute_of(s, node, often[i]);
        const double n = value ? g_ascii_strtod(value, NULL) : 0;
        times += i == 0 ? fabs(n) : n * n;
        free(value);
    }
    return s->aside * times;
}

static void add_attributes(survey *s, xmlNode *node, load *sum)
{
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        char *value = value_of(s, a);
        const char *name = (const char *)a->name;
        if (value && strcmp(name, "href") == 0)
            add_link(s, node, value, sum);
        else if (value && (strcmp(name, "d") == 0 || strcmp(name, "points") == 0))
            sum->vertices += (double)strlen(value) / LETTERS_A_VERTEX;
        free(value);
    }
    for (const xmlAttr *a = node->properties; a; a = a->next) { /* what multiplies comes last */
        char *value = value_of(s, a);
        if (value)
            each_reference(s, value, add_style, sum);
        free(value);
    }
}

static void add_children(survey *s, xmlNode *first, load *sum)
{
    for (xmlNode *child = first; child; child = child->next) {
        if (child->type == XML_ENTITY_REF_NODE && child->children) {
            add_children(s, child->children->children, sum);
        } else if (child->type == XML_ELEMENT_NODE) {
            const load more = load_of(s, child);
            sum->parts += more.parts;
            sum->vertices += more.vertices;
        }
    }
}

/* Once for each element. */
static load load_of(survey *s, xmlNode *node)
{
    load *known = g_hash_table_lookup(s->loads, node);
    if (known)
        return known->counting ? (load){0} : *known;
    if (++s->depth > DEEP_MAX)
        s->opaque = true;
    load sum = {.parts = 1, .counting = true};
    g_hash_table_insert(s->loads, node, g_memdup2(&sum, sizeof sum));
    if (!s->opaque) {
        add_children(s, node->children, &sum);
        add_attributes(s, node, &sum);
        add_rules(s, node, &sum);
        sum.parts += g_str_has_prefix((const char *)node->name, "fe") ? step_parts(s, node) : 0;
    }
    s->depth--;
    sum.counting = false;
    g_hash_table_insert(s->loads, node, g_memdup2(&sum, sizeof sum));
    return sum;
}

kuril_status kuril_svg_parts(const char *svg, size_t length, double pixels, double *parts, kuril_error *error)
{
    const kuril_status status = kuril_library_open(&library, error);
    if (status != KURIL_OK)
        return status;
    survey s = {.doc = xml.xmlReadMemory(svg, (int)MIN(length, G_MAXINT), NULL, NULL,
                                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
                .aside = 1 + pixels / PIXELS_A_PART};
    xmlNode *root = s.doc ? xml.xmlDocGetRootElement(s.doc) : NULL;
    if (!root) {
        if (s.doc)
            xml.xmlFreeDoc(s.doc);
        return kuril_fail(error, KURIL_E_SYNTAX, "it is no XML");
    }
    s.by_id = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    s.loads = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    s.rules = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    GHashTable *entities = g_hash_table_new(NULL, NULL);
    collect(&s, root, entities);
    const load all = load_of(&s, root);
    *parts = s.opaque ? INFINITY : all.parts;
    g_hash_table_destroy(entities);
    g_hash_table_destroy(s.rules);
    g_hash_table_destroy(s.loads);
    g_hash_table_destroy(s.by_id);
    xml.xmlFreeDoc(s.doc);
    return KURIL_OK;
}
