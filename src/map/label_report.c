#include "map/label_report.h"

#include <math.h>

static double to_px(double pt)
{
    return pt / KURIL_PX;
}

kuril_label_report *kuril_label_report_new(const kuril_scene *scene, const kuril_symbols *symbols,
                                           const kuril_label_furniture *furniture, size_t n_furniture)
{
    kuril_label_report *r = g_new0(kuril_label_report, 1);
    r->texts = g_string_chunk_new(1024);
    r->sources = g_ptr_array_new_with_free_func(g_free);
    r->page = (kuril_rect){0, 0, scene->map->width_px * KURIL_PX, scene->map->height_px * KURIL_PX};
    r->frame = scene->frame;
    kuril_label_furniture *pieces = g_new(kuril_label_furniture, n_furniture + 1);
    for (size_t i = 0; i < n_furniture; i++)
        if (furniture[i].rect.x_min <= furniture[i].rect.x_max)
            pieces[r->n_furniture++] = furniture[i];
    r->furniture = pieces;
    size_t n = 0;
    const kuril_label_box *boxes = kuril_symbols_boxes(symbols, &n);
    r->boxes = g_memdup2(boxes, n * sizeof *boxes);
    r->n_boxes = n;
    const kuril_label_dot *dots = kuril_symbols_dots(symbols, &n);
    r->dots = g_memdup2(dots, n * sizeof *dots);
    r->n_dots = n;
    r->n_entries = kuril_symbols_count(symbols);
    kuril_label_entry *entries = g_new(kuril_label_entry, r->n_entries + 1);
    for (size_t i = 0; i < r->n_entries; i++) {
        kuril_label_entry e = kuril_symbols_entry(symbols, i);
        e.layer = g_string_chunk_insert_const(r->texts, e.layer);
        e.text = g_string_chunk_insert_const(r->texts, e.text);
        e.blocker = e.blocker ? g_string_chunk_insert_const(r->texts, e.blocker) : NULL;
        if (!kuril_page_to_lonlat(scene->projection, &scene->fit, e.x, e.y, &e.at))
            e.at = (kuril_lonlat){NAN, NAN};
        entries[i] = e;
    }
    r->entries = entries;
    return r;
}

void kuril_label_report_free(kuril_label_report *report)
{
    if (!report)
        return;
    g_free((gpointer)(uintptr_t)report->furniture);
    g_free((gpointer)(uintptr_t)report->entries);
    g_free((gpointer)(uintptr_t)report->boxes);
    g_free((gpointer)(uintptr_t)report->dots);
    g_ptr_array_free(report->sources, TRUE);
    g_string_chunk_free(report->texts);
    g_free(report);
}

const char *kuril_label_reason_name(kuril_label_reason reason)
{
    static const char *const names[] = {[KURIL_LABEL_PLACED] = "placed",
                                        [KURIL_LABEL_NO_CANDIDATE] = "no place",
                                        [KURIL_LABEL_FRAME] = "frame",
                                        [KURIL_LABEL_OBSTACLE] = "obstacle",
                                        [KURIL_LABEL_COLLISION] = "collision"};
    return names[reason];
}

/* A tenth of a pixel is finer than the eye, and keeps the text short. */
static void write_px(kuril_json *json, double pt)
{
    kuril_json_number(json, round(to_px(pt) * 10) / 10);
}

static void write_rect(kuril_json *json, const char *name, const kuril_rect *rect)
{
    kuril_json_name(json, name);
    kuril_json_open(json, '[');
    write_px(json, rect->x_min);
    write_px(json, rect->y_min);
    write_px(json, rect->x_max);
    write_px(json, rect->y_max);
    kuril_json_close(json, ']');
}

static kuril_rect bounds_of(const kuril_label_report *report, const kuril_label_entry *entry)
{
    kuril_rect all = kuril_label_box_bounds(&report->boxes[entry->first_box]);
    for (size_t i = 1; i < entry->n_boxes; i++) {
        const kuril_rect one = kuril_label_box_bounds(&report->boxes[entry->first_box + i]);
        all = (kuril_rect){fmin(all.x_min, one.x_min), fmin(all.y_min, one.y_min), fmax(all.x_max, one.x_max),
                           fmax(all.y_max, one.y_max)};
    }
    return all;
}

static void write_entry(kuril_json *json, const kuril_label_report *report, const kuril_label_entry *entry)
{
    const bool placed = entry->reason == KURIL_LABEL_PLACED;
    kuril_json_open(json, '{');
    kuril_json_member(json, "layer", entry->layer);
    kuril_json_member(json, "text", entry->text);
    kuril_json_name(json, "placed");
    kuril_json_bool(json, placed);
    if (!placed)
        kuril_json_member(json, "reason", kuril_label_reason_name(entry->reason));
    if (entry->blocker)
        kuril_json_member(json, "blocker", entry->blocker);
    kuril_json_name(json, "anchor");
    kuril_json_open(json, '[');
    write_px(json, entry->x);
    write_px(json, entry->y);
    kuril_json_close(json, ']');
    kuril_json_member_number(json, "lon", round(entry->at.lon * 1e5) / 1e5);
    kuril_json_member_number(json, "lat", round(entry->at.lat * 1e5) / 1e5);
    if (entry->n_boxes > 0) {
        const kuril_rect box = bounds_of(report, entry);
        write_rect(json, "box", &box);
        kuril_json_name(json, "moved");
        write_px(json, entry->moved_pt);
        kuril_json_name(json, "leader");
        kuril_json_bool(json, entry->has_leader);
    }
    kuril_json_close(json, '}');
}

void kuril_label_report_write(const kuril_label_report *report, kuril_json *json)
{
    size_t placed = 0;
    for (size_t i = 0; i < report->n_entries; i++)
        placed += report->entries[i].reason == KURIL_LABEL_PLACED;
    kuril_json_open(json, '{');
    kuril_json_member(json, "unit", "px");
    write_rect(json, "page", &report->page);
    write_rect(json, "frame", &report->frame);
    kuril_json_name(json, "furniture");
    kuril_json_open(json, '{');
    for (size_t i = 0; i < report->n_furniture; i++)
        write_rect(json, kuril_furniture_name(report->furniture[i].piece), &report->furniture[i].rect);
    kuril_json_close(json, '}');
    kuril_json_member_number(json, "placed", (double)placed);
    kuril_json_member_number(json, "dropped", (double)(report->n_entries - placed));
    kuril_json_name(json, "labels");
    kuril_json_open(json, '[');
    for (size_t i = 0; i < report->n_entries; i++)
        write_entry(json, report, &report->entries[i]);
    kuril_json_close(json, ']');
    kuril_json_close(json, '}');
}
