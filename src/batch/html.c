#include "batch/html.h"

#include "batch/record.h"
#include "core/output.h"
#include "core/text.h"
#include "document/document.h"
#include "map/credits.h"
#include <string.h>

typedef struct page {
    const kuril_batch *report;
    const char *folder;
    const bool *made; /* by job */
    GString *out;
} page;

static const char style[] =
    ":root{--ink:#1d2730;--soft:#5b6873;--rule:#d5dbe0;--paper:#fff}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6eaee;--soft:#a3afba;--rule:#3a444d;--paper:#14191e}}"
    "*{box-sizing:border-box}"
    "body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:64rem;color:var(--ink);background:var(--paper);"
    "font:1.0625rem/1.55 'Noto Serif','Noto Serif CJK JP',Georgia,serif}"
    "header,nav,section,footer,table{font-family:'Noto Sans','Noto Sans CJK JP',system-ui,sans-serif}"
    "h1{font-size:2rem;line-height:1.2;margin:0}h2{font-size:1.125rem;margin:0 0 .25rem}"
    "header p,.author{color:var(--soft);margin:.35rem 0}"
    "nav ol{padding-left:1.5rem}nav a,footer a{color:inherit}"
    "figure{margin:2.5rem 0}img{display:block;width:100%;height:auto;border:1px solid var(--rule)}"
    "figcaption{margin-top:.6rem}figcaption p{margin:.25rem 0}figcaption h2{font-family:'Noto Sans','Noto Sans CJK "
    "JP',system-ui,sans-serif}h1+h1,h2+h2{font-weight:400;color:var(--soft)}"
    ".number{font-family:'Noto Sans','Noto Sans CJK "
    "JP',system-ui,sans-serif;font-size:.875rem;color:var(--soft);letter-spacing:.02em}"
    ".scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9375rem;font-variant-numeric:tabular-nums}"
    "th,td{padding:.3rem .75rem;border-bottom:1px solid var(--rule);text-align:left}.n{text-align:right}"
    "tbody tr:nth-child(even){background:color-mix(in srgb,var(--rule) 25%,transparent)}th{vertical-align:bottom}"
    "td:first-child{white-space:nowrap}"
    "section{margin:2.5rem 0}footer h2{margin-top:1rem;color:var(--ink)}footer ul{padding-left:1.25rem}"
    "footer{margin-top:3rem;border-top:1px solid var(--rule);font-size:.875rem;color:var(--soft)}"
    "@media(max-width:40rem){body{padding:1rem .75rem 3rem}h1{font-size:1.5rem}figure img{width:calc(100% + 1.5rem);"
    "margin:0 -.75rem;border-width:1px 0}th,td{padding:.3rem .5rem}}"
    "@page{margin:15mm}"
    "@media print{:root{--ink:#000;--soft:#444;--rule:#bbb;--paper:#fff}body{max-width:none;padding:0;font-size:10pt}"
    "nav{display:none}figure,section,footer{break-inside:avoid}img{max-height:150mm;width:auto;max-width:100%}"
    ".scroll{overflow:visible}a{color:inherit;text-decoration:none}}";

static void put(page *p, const char *text)
{
    char *plain = kuril_text_plain(text);
    for (const char *c = plain; *c; c++) {
        if (*c == '&')
            g_string_append(p->out, "&amp;");
        else if (*c == '<')
            g_string_append(p->out, "&lt;");
        else if (*c == '>')
            g_string_append(p->out, "&gt;");
        else if (*c == '"')
            g_string_append(p->out, "&quot;");
        else
            g_string_append_c(p->out, *c);
    }
    g_free(plain);
}

/* The text in each of the report's languages that has it, each in its element. */
static void put_words(page *p, const char *element, const kuril_owned_words *words)
{
    const char *before = NULL;
    for (size_t i = 0; i < p->report->n_languages; i++) {
        const char *text = words->in[p->report->languages[i]];
        if (!text || (before && strcmp(text, before) == 0))
            continue;
        g_string_append_printf(p->out, "<%s lang=\"%s\">", element, kuril_language_code(p->report->languages[i]));
        put(p, text);
        g_string_append_printf(p->out, "</%s>\n", element);
        before = text;
    }
}

static const char *heading(const page *p, const kuril_job *job)
{
    const char *title = kuril_batch_words(p->report, &job->title);
    return *title ? title : job->asked;
}

typedef enum label { FIGURES, TABLES, SOURCES } label;

static const char *const labels[][KURIL_LANGUAGE_COUNT] = {[FIGURES] = {"Figure", "図", "Рисунок", "图"},
                                                           [TABLES] = {"Table", "表", "Таблица", "表"},
                                                           [SOURCES] = {"Sources", "出典", "Источники", "资料来源"}};

/* "Figure 3", counted among those of its kind, in each of the report's languages. */
static void put_number(page *p, label what, const kuril_job *job)
{
    size_t number = 0;
    for (size_t i = 0; i < p->report->jobs->len; i++) {
        const kuril_job *other = kuril_batch_job(p->report, i);
        number += other->kind == job->kind;
        if (other == job)
            break;
    }
    g_string_append(p->out, "<p class=\"number\">");
    for (size_t i = 0; i < p->report->n_languages; i++) {
        const kuril_language language = p->report->languages[i];
        g_string_append_printf(p->out, "%s<span lang=\"%s\">%s%s%zu</span>", i ? " / " : "",
                               kuril_language_code(language), labels[what][language], language == KURIL_JA || language == KURIL_ZH ? "" : " ",
                               number);
    }
    g_string_append(p->out, "</p>\n");
}

static char *path_of(const page *p, const kuril_job *job, const char *ending)
{
    char *name = g_strdup_printf("%s.%s", job->name, ending), *path = g_build_filename(p->folder, name, NULL);
    g_free(name);
    return path;
}

static void put_figure(page *p, const kuril_job *job, size_t number)
{
    char *path = path_of(p, job, "png"), *bytes = NULL;
    gsize length = 0;
    if (g_file_get_contents(path, &bytes, &length, NULL) && length > 24) {
        const guchar *size = (const guchar *)bytes + 16; /* width and height in the PNG's header */
        const unsigned width = (unsigned)size[0] << 24 | (unsigned)size[1] << 16 | (unsigned)size[2] << 8 | size[3];
        const unsigned height = (unsigned)size[4] << 24 | (unsigned)size[5] << 16 | (unsigned)size[6] << 8 | size[7];
        char *data = g_base64_encode((const guchar *)bytes, length);
        g_string_append_printf(p->out, "<figure id=\"o%zu\">\n<img width=\"%u\" height=\"%u\" alt=\"", number, width,
                               height);
        put(p, kuril_batch_words(p->report, &job->description));
        g_string_append(p->out, "\" src=\"data:image/png;base64,");
        g_string_append(p->out, data);
        g_string_append(p->out, "\">\n<figcaption>\n");
        put_number(p, FIGURES, job);
        put_words(p, "h2", &job->title);
        put_words(p, "p", &job->caption);
        g_string_append(p->out, "</figcaption>\n</figure>\n");
        g_free(data);
    }
    g_free(bytes);
    g_free(path);
}

/* The texts of a row; what is a number in `like`, the same row for programs, goes to the right. */
static void put_row(page *p, const char *element, const kuril_node *cells, const kuril_node *like)
{
    g_string_append(p->out, "<tr>");
    for (size_t i = 0; cells && i < kuril_node_count(cells); i++) {
        const bool is_text =
            i >= kuril_node_count(like) || kuril_node_kind_of(kuril_node_at(like, i)) == KURIL_NODE_STRING;
        g_string_append_printf(p->out, "<%s%s>", element, is_text ? "" : " class=\"n\"");
        put(p, kuril_node_string(kuril_node_at(cells, i)));
        g_string_append_printf(p->out, "</%s>", element);
    }
    g_string_append(p->out, "</tr>\n");
}

static void put_table(page *p, const kuril_job *job, size_t number)
{
    char *path = path_of(p, job, "json");
    kuril_document *document = NULL;
    if (kuril_document_read(path, NULL, &document, NULL) == KURIL_OK) {
        const kuril_node *root = kuril_document_root(document);
        const kuril_node *rows = kuril_node_member(root, "rows"), *cells = kuril_node_member(root, "cells");
        const kuril_node *first = rows && kuril_node_count(rows) > 0 ? kuril_node_at(rows, 0) : rows;
        g_string_append_printf(p->out, "<section id=\"o%zu\">\n", number);
        put_number(p, TABLES, job);
        put_words(p, "h2", &job->title);
        put_words(p, "p", &job->caption);
        g_string_append(p->out, "<div class=\"scroll\"><table>\n<thead>");
        put_row(p, "th", kuril_node_member(root, "head"), first);
        g_string_append(p->out, "</thead>\n<tbody>\n");
        for (size_t i = 0; cells && i < kuril_node_count(cells); i++)
            put_row(p, "td", kuril_node_at(cells, i), first);
        g_string_append(p->out, "</tbody></table></div>\n</section>\n");
    }
    kuril_document_free(document);
    g_free(path);
}

static void put_contents(page *p)
{
    g_string_append(p->out, "<nav><ol>\n");
    for (size_t i = 0; i < p->report->jobs->len; i++) {
        if (!p->made[i])
            continue;
        g_string_append_printf(p->out, "<li><a href=\"#o%zu\">", i + 1);
        put(p, heading(p, kuril_batch_job(p->report, i)));
        g_string_append(p->out, "</a></li>\n");
    }
    g_string_append(p->out, "</ol></nav>\n");
}

/* The sources that the records of the report's outputs name, each once. */
static GPtrArray *sources_of(const page *p)
{
    GPtrArray *sources = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < p->report->jobs->len; i++) {
        if (!p->made[i])
            continue;
        kuril_document *document = NULL;
        char *path = kuril_record_path(kuril_batch_job(p->report, i), p->folder);
        if (kuril_document_read(path, NULL, &document, NULL) == KURIL_OK) {
            const kuril_node *named = kuril_node_member(kuril_document_root(document), "sources");
            for (size_t k = 0; named && k < kuril_node_count(named); k++)
                if (kuril_node_kind_of(kuril_node_at(named, k)) == KURIL_NODE_STRING)
                    kuril_credits_add(sources, kuril_node_string(kuril_node_at(named, k)));
        }
        kuril_document_free(document);
        g_free(path);
    }
    return sources;
}

static void put_sources(page *p)
{
    GPtrArray *sources = sources_of(p);
    if (sources->len > 0) {
        g_string_append_printf(p->out, "<footer>\n<h2>%s</h2>\n<ul>\n", labels[SOURCES][p->report->languages[0]]);
        for (guint i = 0; i < sources->len; i++) {
            g_string_append(p->out, "<li>");
            put(p, g_ptr_array_index(sources, i));
            g_string_append(p->out, "</li>\n");
        }
        g_string_append(p->out, "</ul>\n</footer>\n");
    }
    g_ptr_array_free(sources, TRUE);
}

static void put_page(page *p)
{
    const kuril_batch *report = p->report;
    g_string_append_printf(p->out,
                           "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                           "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
                           "style-src 'unsafe-inline'\">\n<title>",
                           kuril_language_code(report->languages[0]));
    put(p, kuril_batch_words(report, &report->title));
    g_string_append_printf(p->out,
                           "</title>\n<meta name=\"generator\" content=\"kurilmap " KURIL_VERSION "\">\n"
                           "<style>%s</style>\n</head>\n<body>\n<header>\n",
                           style);
    put_words(p, "h1", &report->title);
    put_words(p, "p", &report->subtitle);
    if (report->author) {
        g_string_append(p->out, "<p class=\"author\">");
        put(p, report->author);
        g_string_append(p->out, "</p>\n");
    }
    g_string_append(p->out, "</header>\n");
    put_contents(p);
    g_string_append(p->out, "<main>\n");
    for (size_t i = 0; i < report->jobs->len; i++) {
        const kuril_job *job = kuril_batch_job(report, i);
        if (!p->made[i])
            continue;
        if (job->kind == KURIL_JOB_MAP)
            put_figure(p, job, i + 1);
        else
            put_table(p, job, i + 1);
    }
    g_string_append(p->out, "</main>\n");
    put_sources(p);
    g_string_append(p->out, "</body>\n</html>\n");
}

kuril_status kuril_html_write(const kuril_batch *report, const char *folder, const bool *made, kuril_error *error)
{
    page p = {report, folder, made, g_string_new(NULL)};
    put_page(&p);
    char *path = g_build_filename(folder, report->html, NULL);
    const kuril_status status = kuril_output_write_file(path, p.out->str, p.out->len, true, error);
    g_free(path);
    g_string_free(p.out, TRUE);
    return status;
}
