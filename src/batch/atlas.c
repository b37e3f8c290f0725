#include "batch/atlas.h"

#include "batch/atlas_contents.h"
#include "batch/pdf_file.h"
#include "core/diagnostics.h"
#include "core/output.h"
#include <glib/gstdio.h>
#include <string.h>

/* Objects with a number of their own; those of the pages follow. */
enum { CATALOG = 1, PAGES, INFO, OUTLINES, TREE, DOCUMENT, FIRST_FREE };

typedef struct page {
    const kuril_job *job;                     /* NULL: a page of the contents */
    unsigned object, figure, outline;         /* object numbers; outline 0: none */
    double width, height;                     /* points */
    unsigned text, first_link, link, n_links; /* of contents: paragraph; annotations and links, one after the other */
} page;

typedef struct atlas {
    const kuril_batch *report;
    GString *out;
    GArray *offsets; /* gsize, by object number */
    GArray *pages;   /* of page; those of the contents come first */
    GArray *lines;   /* of kuril_contents_line, by map */
    guint n_contents;
} atlas;

static page *page_at(const atlas *a, guint i)
{
    return &g_array_index(a->pages, page, i);
}

/* Numbers for so many objects; the first. */
static unsigned reserve(atlas *a, unsigned count)
{
    const unsigned first = a->offsets->len;
    g_array_set_size(a->offsets, first + count);
    return first;
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
    const unsigned number = reserve(a, 1);
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

/* The page's dictionary in its new place: its content is one marked figure, or the text of the contents. */
static void put_page(atlas *a, GString *dictionary, page *p, unsigned index)
{
    char *contents = take_contents(dictionary);
    const char *close = g_strrstr(dictionary->str, ">>");
    const unsigned before = put_stream(a, p->job ? "/Figure << /MCID 0 >> BDC" : "/P << /MCID 0 >> BDC");
    const unsigned after = put_stream(a, "EMC");
    begin(a, p->object);
    g_string_append_len(a->out, dictionary->str, close ? close - dictionary->str : 0);
    g_string_append_printf(a->out, "/Parent %d 0 R /Contents [%u 0 R %s %u 0 R] /StructParents %u /Tabs /S", PAGES,
                           before, contents ? contents : "", after, index);
    for (unsigned i = 0; i < p->n_links; i++)
        g_string_append_printf(a->out, "%s%u 0 R", i ? " " : " /Annots [", p->first_link + i);
    g_string_append(a->out, p->n_links ? "] >>" : " >>");
    end(a);
    g_free(contents);
}

static void put_objects(atlas *a, const kuril_pdf *pdf, page *p)
{
    const unsigned count = kuril_pdf_count(pdf), shift = reserve(a, count);
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

static void add_page(atlas *a, const kuril_pdf *pdf, page *p)
{
    p->figure = reserve(a, 1);
    kuril_pdf_page_size(pdf, &p->width, &p->height);
    put_objects(a, pdf, p);
    g_array_append_val(a->pages, *p);
}

static char *path_of(const kuril_job *job, const char *folder)
{
    char *name = g_strdup_printf("%s.pdf", job->name), *path = g_build_filename(folder, name, NULL);
    g_free(name);
    return path;
}

static kuril_status add_map(atlas *a, const kuril_job *job, const char *folder, kuril_error *error)
{
    char *path = path_of(job, folder);
    kuril_pdf *pdf = NULL;
    const kuril_status status = kuril_pdf_read(path, &pdf, error);
    if (status == KURIL_OK) {
        page p = {.job = job, .outline = reserve(a, 1)};
        add_page(a, pdf, &p);
    }
    kuril_pdf_free(pdf);
    g_free(path);
    return status;
}

/* ---- Contents ---- */

static guint lines_of(const atlas *a, guint contents_page)
{
    guint n = 0;
    for (guint i = 0; i < a->lines->len; i++)
        n += g_array_index(a->lines, kuril_contents_line, i).page == contents_page;
    return n;
}

static kuril_status add_contents_page(atlas *a, GBytes *bytes, guint index, kuril_error *error)
{
    gsize length = 0;
    char *data = g_bytes_unref_to_data(g_bytes_ref(bytes), &length);
    kuril_pdf *pdf = NULL;
    const kuril_status status = kuril_pdf_take("the contents", data, length, &pdf, error);
    if (status == KURIL_OK) {
        page p = {.outline = index == 0 ? reserve(a, 1) : 0, .text = reserve(a, 1), .n_links = lines_of(a, index)};
        p.first_link = reserve(a, p.n_links);
        p.link = reserve(a, p.n_links);
        add_page(a, pdf, &p);
    }
    kuril_pdf_free(pdf);
    return status;
}

/* Pages as large as the first map's. */
static kuril_status add_contents(atlas *a, const GPtrArray *maps, const char *folder, kuril_error *error)
{
    const kuril_job *const *jobs = (const kuril_job *const *)(void *)maps->pdata;
    char *first = path_of(jobs[0], folder), *path = g_build_filename(folder, "records", "contents.pdf", NULL);
    kuril_pdf *pdf = NULL;
    double width = 0.0, height = 0.0;
    GPtrArray *pages = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    kuril_status status = kuril_pdf_read(first, &pdf, error);
    if (status == KURIL_OK && kuril_pdf_page_size(pdf, &width, &height))
        status = kuril_contents_draw(a->report, jobs, maps->len, width, height, path, pages, a->lines, error);
    for (guint i = 0; i < pages->len && status == KURIL_OK; i++)
        status = add_contents_page(a, g_ptr_array_index(pages, i), i, error);
    a->n_contents = a->pages->len;
    kuril_pdf_free(pdf);
    g_ptr_array_free(pages, TRUE);
    g_free(path);
    g_free(first);
    return status;
}

static const char *title_of(const atlas *a, const kuril_job *job)
{
    const char *title = kuril_batch_words(a->report, &job->title);
    return *title ? title : job->asked;
}

/* Each line of the contents leads to its map; keys of the parent tree go on after the pages. */
static void put_links(atlas *a)
{
    guint done[2] = {0, 0}; /* contents page in hand, its links so far */
    for (guint i = 0; i < a->lines->len; i++) {
        const kuril_contents_line *line = &g_array_index(a->lines, kuril_contents_line, i);
        if (line->page != done[0]) {
            done[0] = (guint)line->page;
            done[1] = 0;
        }
        const page *from = page_at(a, done[0]), *to = page_at(a, a->n_contents + i);
        char n[4][G_ASCII_DTOSTR_BUF_SIZE];
        const double sides[] = {line->rect.x_min, from->height - line->rect.y_max, line->rect.x_max,
                                from->height - line->rect.y_min};
        for (int k = 0; k < 4; k++)
            g_ascii_formatd(n[k], sizeof n[k], "%.2f", sides[k]);
        begin(a, from->first_link + done[1]);
        g_string_append_printf(a->out,
                               "<< /Type /Annot /Subtype /Link /Rect [%s %s %s %s] /Border [0 0 0] /F 4\n"
                               "/Dest [%u 0 R /Fit] /StructParent %u\n",
                               n[0], n[1], n[2], n[3], to->object, a->pages->len + i);
        put_text(a, "Contents", title_of(a, to->job));
        g_string_append(a->out, ">>");
        end(a);
        begin(a, from->link + done[1]);
        g_string_append_printf(a->out,
                               "<< /Type /StructElem /S /Link /P %u 0 R /Pg %u 0 R\n"
                               "/K << /Type /OBJR /Obj %u 0 R /Pg %u 0 R >>\n",
                               from->figure, from->object, from->first_link + done[1], from->object);
        put_text(a, "Alt", title_of(a, to->job));
        g_string_append(a->out, ">>");
        end(a);
        done[1]++;
    }
}

/* ---- What holds the pages together ---- */

static const char *page_title(const atlas *a, const page *p)
{
    return p->job ? title_of(a, p->job) : kuril_contents_title(a->report);
}

static void put_outline(atlas *a)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(const page *));
    for (guint i = 0; i < a->pages->len; i++) {
        const page *p = page_at(a, i);
        if (p->outline)
            g_array_append_val(lines, p);
    }
    const page *const *all = (const page *const *)(void *)lines->data;
    begin(a, OUTLINES);
    g_string_append_printf(a->out, "<< /Type /Outlines /First %u 0 R /Last %u 0 R /Count %u >>", all[0]->outline,
                           all[lines->len - 1]->outline, lines->len);
    end(a);
    for (guint i = 0; i < lines->len; i++) {
        begin(a, all[i]->outline);
        g_string_append_printf(a->out, "<< /Parent %d 0 R /Dest [%u 0 R /Fit]\n", OUTLINES, all[i]->object);
        if (i > 0)
            g_string_append_printf(a->out, "/Prev %u 0 R\n", all[i - 1]->outline);
        if (i + 1 < lines->len)
            g_string_append_printf(a->out, "/Next %u 0 R\n", all[i + 1]->outline);
        put_text(a, "Title", page_title(a, all[i]));
        g_string_append(a->out, ">>");
        end(a);
    }
    g_array_free(lines, TRUE);
}

/* A map is a figure; a page of the contents a section of a paragraph and links. */
static void put_element(atlas *a, const page *p)
{
    begin(a, p->figure);
    g_string_append_printf(a->out, "<< /Type /StructElem /S /%s /P %d 0 R /Pg %u 0 R\n", p->job ? "Figure" : "Sect",
                           DOCUMENT, p->object);
    put_text(a, "T", page_title(a, p));
    if (p->job) {
        g_string_append(a->out, "/K 0\n");
        put_text(a, "Alt", kuril_batch_words(a->report, &p->job->description));
    } else {
        g_string_append_printf(a->out, "/K [%u 0 R", p->text);
        for (unsigned i = 0; i < p->n_links; i++)
            g_string_append_printf(a->out, " %u 0 R", p->link + i);
        g_string_append(a->out, "]\n");
    }
    g_string_append(a->out, ">>");
    end(a);
    if (p->job)
        return;
    begin(a, p->text);
    g_string_append_printf(a->out, "<< /Type /StructElem /S /P /P %u 0 R /Pg %u 0 R /K 0 >>", p->figure, p->object);
    end(a);
}

static void put_structure(atlas *a)
{
    begin(a, TREE);
    g_string_append_printf(a->out, "<< /Type /StructTreeRoot /K %d 0 R /ParentTreeNextKey %u /ParentTree << /Nums [",
                           DOCUMENT, a->pages->len + a->lines->len);
    for (guint i = 0; i < a->pages->len; i++)
        g_string_append_printf(a->out, "%u [%u 0 R] ", i,
                               page_at(a, i)->job ? page_at(a, i)->figure : page_at(a, i)->text);
    guint key = a->pages->len;
    for (guint i = 0; i < a->n_contents; i++) {
        for (unsigned k = 0; k < page_at(a, i)->n_links; k++)
            g_string_append_printf(a->out, "%u %u 0 R ", key++, page_at(a, i)->link + k);
    }
    g_string_append(a->out, "] >> >>");
    end(a);
    begin(a, DOCUMENT);
    g_string_append_printf(a->out, "<< /Type /StructElem /S /Document /P %d 0 R /K [", TREE);
    for (guint i = 0; i < a->pages->len; i++)
        g_string_append_printf(a->out, "%u 0 R ", page_at(a, i)->figure);
    g_string_append(a->out, "] >>");
    end(a);
    for (guint i = 0; i < a->pages->len; i++)
        put_element(a, page_at(a, i));
}

static void put_pages(atlas *a)
{
    begin(a, PAGES);
    g_string_append_printf(a->out, "<< /Type /Pages /Count %u /Kids [", a->pages->len);
    for (guint i = 0; i < a->pages->len; i++)
        g_string_append_printf(a->out, "%u 0 R ", page_at(a, i)->object);
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
    if (a->n_contents > 0)
        g_string_append(a->out, "0 << /S /r >> ");
    for (guint i = a->n_contents; i < a->pages->len; i++) {
        g_string_append_printf(a->out, "%u << /P ", i);
        kuril_pdf_text(a->out, page_at(a, i)->job->asked);
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

/* Maps that have been made, in the report's order. */
static GPtrArray *maps_of(const kuril_batch *report, const bool *made)
{
    GPtrArray *maps = g_ptr_array_new();
    for (size_t i = 0; i < report->jobs->len; i++) {
        const kuril_job *job = kuril_batch_job(report, i);
        if (job->kind == KURIL_JOB_MAP && made[i])
            g_ptr_array_add(maps, (gpointer)(guintptr)job);
    }
    return maps;
}

/* An older one would show what is no longer so. */
static void remove_file(const atlas *a, const char *folder)
{
    char *path = g_build_filename(folder, a->report->atlas, NULL);
    g_unlink(path);
    g_free(path);
}

kuril_status kuril_atlas_write(const kuril_batch *report, const char *folder, const bool *made, kuril_error *error)
{
    atlas a = {.report = report,
               .out = g_string_new("%PDF-1.5\n%\xE2\xE3\xCF\xD3\n"),
               .offsets = g_array_new(FALSE, TRUE, sizeof(gsize)),
               .pages = g_array_new(FALSE, TRUE, sizeof(page)),
               .lines = g_array_new(FALSE, TRUE, sizeof(kuril_contents_line))};
    GPtrArray *maps = maps_of(report, made);
    g_array_set_size(a.offsets, FIRST_FREE);
    kuril_status status = maps->len > 1 ? add_contents(&a, maps, folder, error) : KURIL_OK;
    for (guint i = 0; i < maps->len && status == KURIL_OK; i++)
        status = add_map(&a, g_ptr_array_index(maps, i), folder, error);
    if (status == KURIL_OK && a.pages->len > 0) {
        put_links(&a);
        put_outline(&a);
        put_structure(&a);
        put_pages(&a);
        put_catalog(&a);
        put_table(&a);
        status = write_file(&a, folder, error);
    } else if (status == KURIL_OK) {
        remove_file(&a, folder);
    }
    g_ptr_array_free(maps, TRUE);
    g_string_free(a.out, TRUE);
    g_array_free(a.offsets, TRUE);
    g_array_free(a.pages, TRUE);
    g_array_free(a.lines, TRUE);
    return status;
}
