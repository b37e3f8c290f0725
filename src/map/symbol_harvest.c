/* What has been gathered for the names of a page, from the first of it to the last. */
#include "map/symbol_collect.h"

static void free_curve(gpointer data)
{
    kuril_text_curve_free(data);
}

void kuril_symbol_harvest_init(kuril_symbol_harvest *h)
{
    *h = (kuril_symbol_harvest){
        .symbols = g_array_new(FALSE, TRUE, sizeof(kuril_symbol)),
        .pool = {g_array_new(FALSE, TRUE, sizeof(kuril_label_candidate)),
                 g_array_new(FALSE, TRUE, sizeof(kuril_symbol_pose)), g_array_new(FALSE, TRUE, sizeof(kuril_label_box)),
                 g_array_new(FALSE, TRUE, sizeof(kuril_icon_pose)), g_ptr_array_new_with_free_func(free_curve)},
        .obstacles = g_array_new(FALSE, TRUE, sizeof(kuril_label_obstacle)),
        .dots = g_array_new(FALSE, TRUE, sizeof(kuril_label_dot)),
        .areas = g_array_new(FALSE, TRUE, sizeof(kuril_symbol_area)),
        .grounds = g_array_new(FALSE, TRUE, sizeof(kuril_symbol_ground)),
        .owners = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
}

void kuril_symbol_harvest_finish(kuril_symbol_harvest *h)
{
    for (guint i = 0; i < h->symbols->len; i++)
        g_free(g_array_index(h->symbols, kuril_symbol, i).key);
    g_array_free(h->symbols, TRUE);
    g_array_free(h->pool.candidates, TRUE);
    g_array_free(h->pool.poses, TRUE);
    g_array_free(h->pool.boxes, TRUE);
    g_array_free(h->pool.icons, TRUE);
    g_ptr_array_free(h->pool.curves, TRUE);
    g_array_free(h->obstacles, TRUE);
    g_array_free(h->dots, TRUE);
    for (guint i = 0; i < h->areas->len; i++)
        kuril_label_area_free(g_array_index(h->areas, kuril_symbol_area, i).area);
    g_array_free(h->areas, TRUE);
    for (guint i = 0; i < h->grounds->len; i++)
        kuril_label_area_free(g_array_index(h->grounds, kuril_symbol_ground, i).area);
    g_array_free(h->grounds, TRUE);
    g_hash_table_destroy(h->owners);
}
