#include "batch/hashes.h"

#include "core/paths.h"
#include "document/document.h"
#include "measure/subject.h"
#include "render/text.h"
#include <fcntl.h>
#include <kurilmap/projection.h>
#include <string.h>
#include <unistd.h>

struct kuril_hashes {
    GHashTable *known; /* path to hash */
    char *versions;
};

void kuril_hashes_free(kuril_hashes *hashes)
{
    if (!hashes)
        return;
    g_hash_table_destroy(hashes->known);
    g_free(hashes->versions);
    g_free(hashes);
}

char *kuril_file_sha256(const char *path)
{
    enum { BLOCK = 1 << 16 };
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return NULL;
    guchar *block = g_malloc(BLOCK);
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    ssize_t n = 0;
    while ((n = read(fd, block, BLOCK)) > 0)
        g_checksum_update(sum, block, n);
    close(fd);
    char *hash = n == 0 ? g_strdup(g_checksum_get_string(sum)) : NULL;
    g_checksum_free(sum);
    g_free(block);
    return hash;
}

static gint by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in a folder that begin with a prefix, sorted; empty when there is no such folder. */
static GPtrArray *names_in(const char *folder, const char *prefix)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
        if (g_str_has_prefix(name, prefix))
            g_ptr_array_add(names, g_strdup(name));
    }
    if (dir)
        g_dir_close(dir);
    g_ptr_array_sort(names, by_text);
    return names;
}

/* The hash of names and contents of a folder's files that begin with a prefix. */
static char *hash_group(const char *folder, const char *prefix)
{
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    GPtrArray *names = names_in(folder, prefix);
    for (guint i = 0; i < names->len; i++) {
        char *path = g_build_filename(folder, g_ptr_array_index(names, i), NULL);
        char *hash = g_file_test(path, G_FILE_TEST_IS_REGULAR) ? kuril_file_sha256(path) : NULL;
        if (hash) {
            g_checksum_update(sum, g_ptr_array_index(names, i), -1);
            g_checksum_update(sum, (const guchar *)hash, -1);
        }
        g_free(hash);
        g_free(path);
    }
    char *hash = g_strdup(names->len > 0 ? g_checksum_get_string(sum) : "absent");
    g_ptr_array_free(names, TRUE);
    g_checksum_free(sum);
    return hash;
}

/* A folder as a whole, or a file with those of its stem beside it (a shapefile's parts). */
static char *hash_path(const char *path)
{
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        return hash_group(path, "");
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return g_strdup("absent");
    char *folder = g_path_get_dirname(path), *base = g_path_get_basename(path);
    char *dot = strrchr(base, '.');
    if (dot && dot != base)
        dot[1] = '\0';
    char *hash = hash_group(folder, base);
    g_free(base);
    g_free(folder);
    return hash;
}

static const char *known_hash(kuril_hashes *hashes, const char *path)
{
    char *hash = g_hash_table_lookup(hashes->known, path);
    if (!hash) {
        hash = hash_path(path);
        g_hash_table_insert(hashes->known, g_strdup(path), hash);
    }
    return hash;
}

static void input_free(gpointer data)
{
    kuril_input *input = data;
    g_free(input->path);
    g_free(input->sha256);
    g_free(input);
}

static void add(GPtrArray *inputs, kuril_hashes *hashes, const char *path)
{
    for (guint i = 0; i < inputs->len; i++) {
        if (strcmp(((const kuril_input *)g_ptr_array_index(inputs, i))->path, path) == 0)
            return;
    }
    kuril_input *input = g_new0(kuril_input, 1);
    input->path = g_strdup(path);
    input->sha256 = g_strdup(known_hash(hashes, path));
    g_ptr_array_add(inputs, input);
}

static void add_own(GPtrArray *inputs, kuril_hashes *hashes, const char *relative)
{
    char *path = NULL;
    if (kuril_data_path(relative, &path, NULL) == KURIL_OK)
        add(inputs, hashes, path);
    g_free(path);
}

/* FILE[:LAYER][?where=SQL] to FILE; names of other kinds are left as they are, and are absent as files. */
static void add_dataset(GPtrArray *inputs, kuril_hashes *hashes, const char *name)
{
    if (g_str_has_prefix(name, "geodata:"))
        return;
    char *path = g_strdup(name);
    char *query = strstr(path, "?where=");
    if (query)
        *query = '\0';
    char *colon = strrchr(path, ':');
    if (colon && !g_file_test(path, G_FILE_TEST_EXISTS))
        *colon = '\0';
    add(inputs, hashes, path);
    g_free(path);
}

/* Datasets and sprites that a style document of the user's names. */
static void add_style_sources(GPtrArray *inputs, kuril_hashes *hashes, const char *style)
{
    kuril_document *document = NULL;
    if (kuril_document_read(style, NULL, &document, NULL) != KURIL_OK)
        return;
    char *folder = g_path_get_dirname(style);
    const kuril_node *sources = kuril_node_member(kuril_document_root(document), "sources");
    for (size_t i = 0; sources && i < kuril_node_count(sources); i++) {
        static const char *const members[] = {"url", "data"};
        for (size_t k = 0; k < G_N_ELEMENTS(members); k++) {
            const kuril_node *node = kuril_node_member(kuril_node_at(sources, i), members[k]);
            if (!node || kuril_node_kind_of(node) != KURIL_NODE_STRING)
                continue;
            const char *text = kuril_node_string(node);
            char *path = g_path_is_absolute(text) || g_str_has_prefix(text, "geodata:")
                             ? g_strdup(text)
                             : g_build_filename(folder, text, NULL);
            add_dataset(inputs, hashes, path);
            g_free(path);
        }
    }
    const kuril_node *sprite = kuril_node_member(kuril_document_root(document), "sprite");
    if (sprite && kuril_node_kind_of(sprite) == KURIL_NODE_STRING && !strchr(kuril_node_string(sprite), ':')) {
        char *path = g_build_filename(folder, kuril_node_string(sprite), NULL);
        add(inputs, hashes, path);
        g_free(path);
    }
    g_free(folder);
    kuril_document_free(document);
}

static void add_style(GPtrArray *inputs, kuril_hashes *hashes, const char *style)
{
    char *relative = g_strdup_printf("styles/%s.json", style), *path = NULL;
    if (strchr(style, '/') || strchr(style, '.') || kuril_data_path(relative, &path, NULL) != KURIL_OK)
        path = g_strdup(style);
    add(inputs, hashes, path);
    add_style_sources(inputs, hashes, path);
    g_free(path);
    g_free(relative);
}

static void add_members(GPtrArray *inputs, kuril_hashes *hashes, const kuril_node *list, const char *member)
{
    for (size_t i = 0; list && i < kuril_node_count(list); i++) {
        const kuril_node *node = kuril_node_member(kuril_node_at(list, i), member);
        if (node)
            add_dataset(inputs, hashes, kuril_node_string(node));
    }
}

/* Datasets among what a table measures. */
static void add_measured(GPtrArray *inputs, kuril_hashes *hashes, const kuril_node *list)
{
    for (size_t i = 0; list && i < kuril_node_count(list); i++) {
        const char *text = kuril_node_string(kuril_node_at(list, i));
        if (kuril_names_dataset(text))
            add_dataset(inputs, hashes, text);
    }
}

/* What every job is made from. */
static GPtrArray *common_inputs(kuril_hashes *hashes)
{
    GPtrArray *inputs = g_ptr_array_new_with_free_func(input_free);
    add(inputs, hashes, "/proc/self/exe");
    add_own(inputs, hashes, "geodata/layers");
    add_own(inputs, hashes, "geodata/facts");
    return inputs;
}

kuril_hashes *kuril_hashes_new(void)
{
    kuril_hashes *hashes = g_new0(kuril_hashes, 1);
    hashes->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    char *render = kuril_render_versions();
    hashes->versions = g_strdup_printf("kurilmap " KURIL_VERSION ", PROJ %s, %s", kuril_projection_version(), render);
    g_free(render);
    g_ptr_array_free(common_inputs(hashes), TRUE);
    return hashes;
}

GPtrArray *kuril_job_inputs(const kuril_job *job, kuril_hashes *hashes)
{
    GPtrArray *inputs = common_inputs(hashes);
    kuril_document *document = NULL;
    if (kuril_document_parse("job.json", job->spec, strlen(job->spec), NULL, &document, NULL) == KURIL_OK) {
        const kuril_node *root = kuril_document_root(document);
        const kuril_node *style = kuril_node_member(root, "style");
        if (style)
            add_style(inputs, hashes, kuril_node_string(style));
        add_members(inputs, hashes, kuril_node_member(root, "data"), "dataset");
        add_members(inputs, hashes, kuril_node_member(root, "points"), "file");
        add_members(inputs, hashes, kuril_node_member(root, "buffer"), "of");
        add_measured(inputs, hashes, kuril_node_member(root, "from"));
        add_measured(inputs, hashes, kuril_node_member(root, "to"));
    }
    kuril_document_free(document);
    return inputs;
}

const char *kuril_hashes_versions(const kuril_hashes *hashes)
{
    return hashes->versions;
}

char *kuril_job_key(const kuril_job *job, const kuril_hashes *hashes, const GPtrArray *inputs)
{
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    char *head = g_strdup_printf("%s %d %u %s %s\n", hashes->versions, job->kind, job->formats, job->name,
                                 g_getenv("SOURCE_DATE_EPOCH") ? g_getenv("SOURCE_DATE_EPOCH") : "");
    g_checksum_update(sum, (const guchar *)head, -1);
    g_checksum_update(sum, (const guchar *)job->spec, -1);
    for (guint i = 0; i < inputs->len; i++) {
        const kuril_input *input = g_ptr_array_index(inputs, i);
        g_checksum_update(sum, (const guchar *)input->path, (gssize)strlen(input->path) + 1);
        g_checksum_update(sum, (const guchar *)input->sha256, -1);
    }
    char *key = g_strdup(g_checksum_get_string(sum));
    g_free(head);
    g_checksum_free(sum);
    return key;
}
