#include "batch/hashes.h"

#include "core/paths.h"
#include "data/encoding.h"
#include "data/name.h"
#include "document/document.h"
#include "measure/subject.h"
#include "render/text.h"
#include <fcntl.h>
#include <kurilmap/projection.h>
#include <kurilmap/style.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct kuril_hashes {
    GHashTable *known;  /* path to hash */
    GHashTable *styles; /* name or path of a style to its inputs, GPtrArray */
    char *versions;     /* NULL when names only are wanted */
    bool names_only;
};

void kuril_hashes_free(kuril_hashes *hashes)
{
    if (!hashes)
        return;
    g_hash_table_destroy(hashes->styles);
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

/*
 * What tells a file from another of its name: its content, or, of one that would take seconds to read, its size, its
 * time and its beginning. NULL when it cannot be read.
 */
static char *fingerprint(const char *path)
{
    enum { LONG = 256 << 20, BEGINNING = 1 << 20 };
    struct stat info;
    if (stat(path, &info) != 0 || info.st_size <= LONG)
        return kuril_file_sha256(path);
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    guchar *beginning = g_malloc(BEGINNING);
    const size_t n = fread(beginning, 1, BEGINNING, file);
    fclose(file);
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    char *facts = g_strdup_printf("%jd %jd.%09ld", (intmax_t)info.st_size, (intmax_t)info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
    g_checksum_update(sum, (const guchar *)facts, -1);
    g_checksum_update(sum, beginning, (gssize)n);
    char *hash = g_strdup(g_checksum_get_string(sum));
    g_checksum_free(sum);
    g_free(facts);
    g_free(beginning);
    return hash;
}

static gint by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What a report makes: none of these belongs to a dataset whose stem it has. */
static bool is_made(const char *name)
{
    static const char *const endings[] = {".png", ".pdf", ".svg", ".html", ".csv", ".md", ".json"};
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
        if (g_str_has_suffix(name, endings[i]))
            return true;
    return false;
}

/* Names in a folder, sorted: all, or of a file `base` itself and what belongs to it by its stem (a shapefile's parts).
 */
static GPtrArray *names_in(const char *folder, const char *base)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *dot = base ? strrchr(base, '.') : NULL;
    const size_t stem = dot && dot != base ? (size_t)(dot - base) + 1 : base ? strlen(base) : 0;
    for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
        if (!base || strcmp(name, base) == 0 || (strncmp(name, base, stem) == 0 && !is_made(name)))
            g_ptr_array_add(names, g_strdup(name));
    }
    if (dir)
        g_dir_close(dir);
    g_ptr_array_sort(names, by_text);
    return names;
}

/* The hash of the names and contents of files in a folder; as names_in. */
static char *hash_group(const char *folder, const char *base)
{
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    GPtrArray *names = names_in(folder, base);
    for (guint i = 0; i < names->len; i++) {
        char *path = g_build_filename(folder, g_ptr_array_index(names, i), NULL);
        char *hash = g_file_test(path, G_FILE_TEST_IS_REGULAR) ? fingerprint(path) : NULL;
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

/* A folder as a whole, or a file with those that belong to it. */
static char *hash_path(const char *path)
{
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        return hash_group(path, NULL);
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return g_strdup("absent");
    char *folder = g_path_get_dirname(path), *base = g_path_get_basename(path);
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
    input->sha256 = hashes->names_only ? NULL : g_strdup(known_hash(hashes, path));
    g_ptr_array_add(inputs, input);
}

static void add_own(GPtrArray *inputs, kuril_hashes *hashes, const char *relative)
{
    char *path = NULL;
    if (kuril_data_path(relative, &path, NULL) == KURIL_OK)
        add(inputs, hashes, path);
    g_free(path);
}

/* The file of a dataset; embedded layers are every job's input, and names of other hosts cannot be watched. */
static void add_dataset(GPtrArray *inputs, kuril_hashes *hashes, const char *name)
{
    char *file = kuril_source_name_file(name);
    if (file)
        add(inputs, hashes, file);
    g_free(file);
}

/* A folder of icons, or what the four files of a sprite begin with. */
static void add_sprite(GPtrArray *inputs, kuril_hashes *hashes, const char *url)
{
    static const char *const endings[] = {".json", ".png", "@2x.json", "@2x.png"};
    if (g_file_test(url, G_FILE_TEST_EXISTS)) {
        add(inputs, hashes, url);
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        char *path = g_strconcat(url, endings[i], NULL);
        if (g_file_test(path, G_FILE_TEST_EXISTS))
            add(inputs, hashes, path);
        g_free(path);
    }
}

/* A style document with the datasets and sprites that it names. */
static GPtrArray *style_inputs(kuril_hashes *hashes, const char *path)
{
    GPtrArray *inputs = g_ptr_array_new_with_free_func(input_free);
    kuril_style *style = NULL;
    add(inputs, hashes, path);
    if (kuril_style_read(path, NULL, &style, NULL) == KURIL_OK) {
        for (size_t i = 0; i < kuril_style_source_count(style); i++) {
            const char *url = kuril_style_source_at(style, i)->url;
            if (url)
                add_dataset(inputs, hashes, url);
        }
        for (size_t i = 0; i < kuril_style_sprite_count(style); i++)
            add_sprite(inputs, hashes, kuril_style_sprite_at(style, i)->url);
    }
    kuril_style_free(style);
    return inputs;
}

static void add_style(GPtrArray *inputs, kuril_hashes *hashes, const char *style)
{
    if (hashes->names_only && !kuril_is_path(style))
        return; /* shipped */
    GPtrArray *of_style = g_hash_table_lookup(hashes->styles, style);
    if (!of_style) {
        char *relative = g_strdup_printf("styles/%s.json", style), *path = NULL;
        if (kuril_is_path(style) || kuril_data_path(relative, &path, NULL) != KURIL_OK)
            path = g_strdup(style);
        of_style = style_inputs(hashes, path);
        g_hash_table_insert(hashes->styles, g_strdup(style), of_style);
        g_free(path);
        g_free(relative);
    }
    for (guint i = 0; i < of_style->len; i++)
        add(inputs, hashes, ((const kuril_input *)g_ptr_array_index(of_style, i))->path);
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

static kuril_hashes *new_tables(bool names_only)
{
    kuril_hashes *hashes = g_new0(kuril_hashes, 1);
    hashes->names_only = names_only;
    hashes->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    hashes->styles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    return hashes;
}

kuril_hashes *kuril_hashes_new_names(void)
{
    return new_tables(true);
}

kuril_hashes *kuril_hashes_new(void)
{
    kuril_hashes *hashes = new_tables(false);
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
    const guint decide = inputs->len;
    add(inputs, hashes, job->file);
    if (job->dataset)
        add_dataset(inputs, hashes, job->dataset);
    for (guint i = decide; i < inputs->len; i++)
        ((kuril_input *)g_ptr_array_index(inputs, i))->read = true;
    return inputs;
}

const char *kuril_hashes_versions(const kuril_hashes *hashes)
{
    return hashes->versions;
}

char *kuril_job_key(const kuril_job *job, const kuril_hashes *hashes, const GPtrArray *inputs)
{
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    const char *date = g_getenv("SOURCE_DATE_EPOCH"), *encoding = kuril_encoding_said();
    char *head = g_strdup_printf("%s %d %u %s %s%s%s\n", hashes->versions, job->kind, job->formats, job->name,
                                 date ? date : "", encoding ? " " : "", encoding ? encoding : "");
    g_checksum_update(sum, (const guchar *)head, -1);
    g_checksum_update(sum, (const guchar *)job->asked, (gssize)strlen(job->asked) + 1);
    const kuril_owned_words *const words[] = {&job->title, &job->caption, &job->description}; /* the record has them */
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        for (int k = 0; k < KURIL_LANGUAGE_COUNT; k++) {
            const char *text = words[i]->in[k] ? words[i]->in[k] : "";
            g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text) + 1);
        }
    g_checksum_update(sum, (const guchar *)job->spec, -1);
    for (guint i = 0; i < inputs->len; i++) {
        const kuril_input *input = g_ptr_array_index(inputs, i);
        if (input->read)
            continue;
        g_checksum_update(sum, (const guchar *)input->path, (gssize)strlen(input->path) + 1);
        g_checksum_update(sum, (const guchar *)input->sha256, -1);
    }
    char *key = g_strdup(g_checksum_get_string(sum));
    g_free(head);
    g_checksum_free(sum);
    return key;
}
