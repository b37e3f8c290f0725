#include "batch/atlas.h"

#include "batch/pdf_file.h"
#include "core/diagnostics.h"
#include "core/output.h"
#include <string.h>

/* Objects with a number of their own; those of the pages follow. */
enum { CATALOG = 1, PAGES, INFO, OUTLINES, TREE, DOCUMENT, FIRST_FREE };

typedef struct page {
    const kuril_job *job;
    unsigned object, figure, outline; /* object numbers */
} page;

typedef struct atlas {
    const kuril_batch *report;
    GString *out;
    GArray *offsets; /* gsize, by object number */
    GArray *pages;   /* of page */
} atlas;

static unsigned reserve(atlas *a)
{
    const gsize none = 0;
    g_array_append_val(a->offsets, none);
    return a->offsets->len - 1;
}

static void begin(atlas *a, unsigned number)
{
    g_array_index(a->offsets, gsize, number) = a->out->len;
    g_string_append_printf(a->out, "%u 0 obj\n", number);
}

static void end(atlas *a)
{
    g_string_append(a->out, "\nendobj\n");
}

static void put_text(atlas *a, const char *name, const char *text)
{
    g_string_append_printf(a->out, "/%s ", name);
    kuril_pdf_text(a->out, text);
    g_string_append_c(a->out, '\n');
}

static unsigned put_stream(atlas *a, const char *content)
{
    const unsigned number = reserve(a);
    begin(a, number);
    g_string_append_printf(a->out, "<< /Length %zu >>\nstream\n%s\nendstream", strlen(content), content);
    end(a);
    return number;
}

/* The value of a page's "/Contents", and the page without it and without its parent. */
static char *take_contents(GString *dictionary)
{
    static const char *const names[] = {"/Parent", "/Contents"};
    char *contents = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        char *at = strstr(dictionary->str, names[i]);
        char *last = at ? strstr(at, " R") : NULL;
        if (!last)
            continue;
        const char *value = at + strlen(names[i]);
        if (i == 1)
            contents = g_strstrip(g_strndup(value, (gsize)(last + 2 - value)));
        g_string_erase(dictionary, at - dictionary->str, last + 2 - at);
    }
    return contents;
}

/* The page's dictionary in its new place: its content is one marked figure. */
static void put_page(atlas *a, GString *dictionary, page *p, unsigned index)
{
    char *contents = take_contents(dictionary);
    const char *close = g_strrstr(dictionary->str, ">>");
    const unsigned before = put_stream(a, "/Figure << /MCID 0 >> BDC"), after = put_stream(a, "EMC");
    begin(a, p->object);
    g_string_append_len(a->out, dictionary->str, close ? close - dictionary->str : 0);
    g_string_append_printf(a->out, "/Parent %d 0 R /Contents [%u 0 R %s %u 0 R] /StructParents %u /Tabs /S >>", PAGES,
                           before, contents ? contents : "", after, index);
    end(a);
    g_free(contents);
}

static void put_objects(atlas *a, const kuril_pdf *pdf, page *p)
{
    const unsigned shift = a->offsets->len, count = kuril_pdf_count(pdf);
    for (unsigned i = 0; i < count; i++)
        reserve(a);
    p->object = shift + kuril_pdf_page(pdf);
    for (unsigned i = 0; i < count; i++) {
        GString *object = kuril_pdf_object(pdf, i, shift);
        if (!object)
            continue;
        if (i == kuril_pdf_page(pdf)) {
            put_page(a, object, p, a->pages->len);
        } else {
            begin(a, shift + i);
            g_string_append_len(a->out, object->str, (gssize)object->len);
            end(a);
        }
        g_string_free(object, TRUE);
    }
}

static kuril_status add_page(atlas *a, const kuril_job *job, const char *folder, kuril_error *error)
{
    char *name = g_strdup_printf("%s.pdf", job->name), *path = g_build_filename(folder, name, NULL);
    kuril_pdf *pdf = NULL;
    kuril_status status = KURIL_OK;
    if (g_file_test(path, G_FILE_TEST_EXISTS)) {
        status = kuril_pdf_read(path, &pdf, error);
        if (status == KURIL_OK) {
            page p = {.job = job};
            put_objects(a, pdf, &p);
            p.figure = reserve(a);
            p.outline = reserve(a);
            g_array_append_val(a->pages, p);
        }
    }
    kuril_pdf_free(pdf);
    g_free(path);
    g_free(name);
    return status;
}

static const char *title_of(const atlas *a, const kuril_job *job)
{
    const char *title = kuril_batch_words(a->report, &job->title);
    return *title ? title : job->asked;
}

static void put_outline(atlas *a)
{
    const guint n = a->pages->len;
    begin(a, OUTLINES);
    g_string_append_printf(a->out, "<< /Type /Outlines /First %u 0 R /Last %u 0 R /Count %u >>",
                           g_array_index(a->pages, page, 0).outline, g_array_index(a->pages, page, n - 1).outline, n);
    end(a);
    for (guint i = 0; i < n; i++) {
        const page *p = &g_array_index(a->pages, page, i);
        begin(a, p->outline);
        g_string_append_printf(a->out, "<< /Parent %d 0 R /Dest [%u 0 R /Fit]\n", OUTLINES, p->object);
        if (i > 0)
            g_string_append_printf(a->out, "/Prev %u 0 R\n", g_array_index(a->pages, page, i - 1).outline);
        if (i + 1 < n)
            g_string_append_printf(a->out, "/Next %u 0 R\n", g_array_index(a->pages, page, i + 1).outline);
        put_text(a, "Title", title_of(a, p->job));
        g_string_append(a->out, ">>");
        end(a);
    }
}

static void put_structure(atlas *a)
{
    begin(a, TREE);
    g_string_append_printf(a->out, "<< /Type /StructTreeRoot /K %d 0 R /ParentTreeNextKey %u /ParentTree << /Nums [",
                           DOCUMENT, a->pages->len);
    for (guint i = 0; i < a->pages->len; i++)
        g_string_append_printf(a->out, "%u [%u 0 R] ", i, g_array_index(a->pages, page, i).figure);
    g_string_append(a->out, "] >> >>");
    end(a);
    begin(a, DOCUMENT);
    g_string_append_printf(a->out, "<< /Type /StructElem /S /Document /P %d 0 R /K [", TREE);
    for (guint i = 0; i < a->pages->len; i++)
        g_string_append_printf(a->out, "%u 0 R ", g_array_index(a->pages, page, i).figure);
    g_string_append(a->out, "] >>");
    end(a);
    for (guint i = 0; i < a->pages->len; i++) {
        const page *p = &g_array_index(a->pages, page, i);
        begin(a, p->figure);
        g_string_append_printf(a->out, "<< /Type /StructElem /S /Figure /P %d 0 R /Pg %u 0 R /K 0\n", DOCUMENT,
                               p->object);
        put_text(a, "T", title_of(a, p->job));
        put_text(a, "Alt", kuril_batch_words(a->report, &p->job->description));
        g_string_append(a->out, ">>");
        end(a);
    }
}

static void put_pages(atlas *a)
{
    begin(a, PAGES);
    g_string_append_printf(a->out, "<< /Type /Pages /Count %u /Kids [", a->pages->len);
    for (guint i = 0; i < a->pages->len; i++)
        g_string_append_printf(a->out, "%u 0 R ", g_array_index(a->pages, page, i).object);
    g_string_append(a->out, "] >>");
    end(a);
}

static void put_catalog(atlas *a)
{
    begin(a, CATALOG);
    g_string_append_printf(a->out,
                           "<< /Type /Catalog /Pages %d 0 R /Outlines %d 0 R /StructTreeRoot %d 0 R\n"
                           "/MarkInfo << /Marked true >> /Lang (%s) /PageMode /UseOutlines\n"
                           "/ViewerPreferences << /DisplayDocTitle true >>\n/PageLabels << /Nums [",
                           PAGES, OUTLINES, TREE, kuril_language_code(a->report->languages[0]));
    for (guint i = 0; i < a->pages->len; i++) {
        g_string_append_printf(a->out, "%u << /P ", i);
        kuril_pdf_text(a->out, g_array_index(a->pages, page, i).job->asked);
        g_string_append(a->out, " >> ");
    }
    g_string_append(a->out, "] >> >>");
    end(a);
    begin(a, INFO);
    g_string_append(a->out, "<< ");
    put_text(a, "Title", kuril_batch_words(a->report, &a->report->title));
    put_text(a, "Subject", kuril_batch_words(a->report, &a->report->subtitle));
    if (a->report->author)
        put_text(a, "Author", a->report->author);
    g_string_append(a->out, "/Creator (kurilmap " KURIL_VERSION ") >>");
    end(a);
}

static void put_table(atlas *a)
{
    const gsize at = a->out->len;
    g_string_append_printf(a->out, "xref\n0 %u\n0000000000 65535 f \n", a->offsets->len);
    for (guint i = 1; i < a->offsets->len; i++) {
        const gsize offset = g_array_index(a->offsets, gsize, i);
        g_string_append_printf(a->out, "%010zu %05d %c \n", offset, offset ? 0 : 65535, offset ? 'n' : 'f');
    }
    g_string_append_printf(a->out, "trailer\n<< /Size %u /Root %d 0 R /Info %d 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
                           a->offsets->len, CATALOG, INFO, at);
}

static kuril_status write_file(const atlas *a, const char *folder, kuril_error *error)
{
    char *path = g_build_filename(folder, a->report->atlas, NULL);
    const kuril_status status = kuril_output_write_file(path, a->out->str, a->out->len, true, error);
    g_free(path);
    return status;
}

kuril_status kuril_atlas_write(const kuril_batch *report, const char *folder, kuril_error *error)
{
    atlas a = {report, g_string_new("%PDF-1.5\n%\xE2\xE3\xCF\xD3\n"), g_array_new(FALSE, TRUE, sizeof(gsize)),
               g_array_new(FALSE, TRUE, sizeof(page))};
    kuril_status status = KURIL_OK;
    g_array_set_size(a.offsets, FIRST_FREE);
    for (size_t i = 0; i < report->jobs->len && status == KURIL_OK; i++) {
        const kuril_job *job = kuril_batch_job(report, i);
        if (job->kind == KURIL_JOB_MAP)
            status = add_page(&a, job, folder, error);
    }
    if (status == KURIL_OK && a.pages->len > 0) {
        put_outline(&a);
        put_structure(&a);
        put_pages(&a);
        put_catalog(&a);
        put_table(&a);
        status = write_file(&a, folder, error);
    }
    g_string_free(a.out, TRUE);
    g_array_free(a.offsets, TRUE);
    g_array_free(a.pages, TRUE);
    return status;
}
