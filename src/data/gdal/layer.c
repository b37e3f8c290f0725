#include "data/gdal/layer.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include "data/gdal/geometry.h"
#include "data/gdal/nest.h"
#include "data/gdal/values.h"
#include <cpl_vsi.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

static void close_reader(kuril_reader *base)
{
    kuril_gdal_reader *r = (kuril_gdal_reader *)base;
    kuril_gdal_enter(&r->log);
    for (size_t i = 0; i < base->n_layers; i++) {
        kuril_gdal_crs_finish(&r->details[i].crs);
        g_free(r->details[i].fault);
    }
    if (r->dataset)
        GDALClose(r->dataset);
    kuril_gdal_source_finish(&r->source);
    kuril_gdal_leave(&r->log);
    kuril_gdal_text_finish(&r->text);
    kuril_finish_clear(&r->finish);
    kuril_geometry_buffer_finish(&r->buffer);
    kuril_arena_free(r->names);
    kuril_arena_free(r->values);
    g_free(r->members);
    g_free(r->details);
    g_free(r->layers);
    g_free(r->name);
    g_free(r);
}

/* ---- a layer without a coordinate system ------------------------------------------------------------------------ */

typedef struct fit {
    size_t degrees, other;
    double x, y; /* the first coordinates that are no degrees */
} fit;

static void judge_feature(OGRGeometryH geometry, fit *f)
{
    OGREnvelope e;
    if (!geometry || OGR_G_IsEmpty(geometry))
        return;
    OGR_G_GetEnvelope(geometry, &e);
    const double x = fabs(e.MinX) > fabs(e.MaxX) ? e.MinX : e.MaxX, y = fabs(e.MinY) > fabs(e.MaxY) ? e.MinY : e.MaxY;
    if (!(fabs(x) < 1e10 && fabs(y) < 1e10))
        return; /* a sentinel tells nothing */
    const bool degrees = fabs(x) <= 360.0 && fabs(y) <= 90.0;
    if (!degrees && f->other == 0) {
        f->x = x;
        f->y = y;
    }
    f->degrees += degrees;
    f->other += !degrees;
}

/* Degrees are assumed only when they fit: when most features lie within the globe. */
static kuril_status assume_degrees(kuril_gdal_reader *r, kuril_error *error)
{
    kuril_gdal_layer *layer = &r->details[r->query.layer];
    const kuril_layer *l = &r->layers[r->query.layer];
    fit f = {.degrees = layer->degrees};
    if (!layer->judged) {
        OGR_L_ResetReading(layer->handle);
        for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer->handle)); OGR_F_Destroy(feature))
            judge_feature(OGR_F_GetGeometryRef(feature), &f);
    }
    if (f.other > f.degrees) {
        char x[KURIL_NUMBER_MAX], y[KURIL_NUMBER_MAX];
        return kuril_fail_at(error, KURIL_E_PROJECTION, r->name, 0, 0, l->name,
                             "layer '%s' has no coordinate system, and coordinates such as (%s, %s) are not degrees: "
                             "say which system it is, as '?crs=EPSG:32655' after the file's name",
                             l->name, kuril_number_print(f.x, x), kuril_number_print(f.y, y));
    }
    layer->judged = true;
    layer->degrees = f.degrees;
    const bool named_columns = strcmp(r->driver, "CSV") == 0; /* "lon" and "lat" say enough */
    if (f.degrees > 0 && !named_columns)
        kuril_reader_note(&r->base, r->crs_note[0]
                                        ? "longitude and latitude on WGS 84 are assumed"
                                        : "no coordinate system is stated: longitude and latitude on WGS 84 are assumed");
    return KURIL_OK;
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

static kuril_status select_layer(kuril_reader *base, const kuril_reader_query *query, kuril_error *error)
{
    kuril_gdal_reader *r = (kuril_gdal_reader *)base;
    kuril_gdal_layer *layer = &r->details[query->layer];
    if (layer->fault)
        return kuril_fail_at(error, layer->fault->code, r->name, 0, 0, r->layers[query->layer].name, "layer '%s': %s",
                             r->layers[query->layer].name, layer->fault->message);
    r->query = *query;
    r->ended = false;
    kuril_finish_clear(&r->finish);
    kuril_finish_init(&r->finish);
    r->finish.geodesic = query->geodesic;
    if (layer->crs.to_wgs84) {
        r->finish.to_wgs84 = kuril_gdal_crs_forward;
        r->finish.user = &layer->crs;
        r->finish.bend = !layer->crs.geographic;
    }
    r->members = g_renew(kuril_member, r->members, r->layers[query->layer].n_fields + 1);
    kuril_gdal_log_reset(&r->log);
    kuril_gdal_enter(&r->log);
    kuril_status status = KURIL_OK;
    if (layer->handle && layer->crs.found == KURIL_FOUND_ASSUMED && r->layers[query->layer].kinds)
        status = assume_degrees(r, error);
    if (layer->handle)
        OGR_L_ResetReading(layer->handle);
    kuril_gdal_log_reset(&r->log);
    kuril_gdal_leave(&r->log);
    return status;
}

/* GeoJSON's textual ids come as a field of that name. */
static const char *text_id(const kuril_gdal_reader *r)
{
    if (strncmp(r->driver, "GeoJSON", 7) != 0)
        return NULL;
    const kuril_value *id = kuril_feature_get(&r->feature, "id");
    return id && id->kind == KURIL_STRING ? id->as.string : NULL;
}

static OGRGeometryH geometry_of(OGRFeatureH feature)
{
    OGRGeometryH first = NULL;
    for (int i = 0; i < OGR_F_GetGeomFieldCount(feature); i++) {
        OGRGeometryH g = OGR_F_GetGeomFieldRef(feature, i);
        if (g && !OGR_G_IsEmpty(g))
            return g;
        first = first ? first : g;
    }
    return first;
}

/* Whether a table's row says where it lies, in columns that GDAL looks at, though nothing came of it. */
static bool says_place(const kuril_gdal_reader *r)
{
    static const char *const columns[] = {"wkt", "geom",      "geometry", "the_geom", "shape", "lon",
                                          "lat", "longitude", "latitude", "x",        "y"};
    bool says = false;
    for (size_t i = 0; i < r->feature.n_fields && strcmp(r->driver, "CSV") == 0; i++) {
        const kuril_value *value = &r->feature.fields[i].value;
        const bool filled = value->kind == KURIL_STRING ? *value->as.string != '\0' : value->kind != KURIL_NULL;
        for (size_t k = 0; k < G_N_ELEMENTS(columns) && filled; k++)
            says = says || g_ascii_strcasecmp(r->feature.fields[i].name, columns[k]) == 0;
    }
    return says;
}

/* The feature's geometry, finished; bits of its faults. */
static unsigned take_geometry(kuril_gdal_reader *r, OGRFeatureH feature)
{
    const kuril_layer *layer = &r->layers[r->query.layer];
    unsigned kinds = 0;
    kuril_geometry_buffer_reset(&r->buffer);
    OGRGeometryH geometry = geometry_of(feature);
    unsigned faults = kuril_gdal_geometry_append(geometry, &r->buffer, &kinds);
    if (strcmp(r->driver, "ESRI Shapefile") != 0 && !r->base.lax && !r->source.numbers.odd) /* how WKB has an empty point */
        faults &= ~KURIL_FAULT_BIT(KURIL_FAULT_NOT_FINITE);
    if (r->buffer.points->len == 0) {
        const bool unread = !geometry && (r->log.failed || says_place(r));
        if (layer->kinds && !faults)
            faults |= KURIL_FAULT_BIT(unread ? KURIL_FAULT_UNREADABLE : KURIL_FAULT_NO_GEOMETRY);
        return faults;
    }
    if ((kinds & ~layer->kinds) && !(faults & KURIL_FAULT_BIT(KURIL_FAULT_SURFACE)))
        faults |= KURIL_FAULT_BIT(KURIL_FAULT_OTHER_KIND);
    if (strstr(r->log.warning, "Non closed ring")) /* also one that is open in height alone */
        faults |= KURIL_FAULT_BIT(KURIL_FAULT_OPEN_RING);
    if (strcmp(r->driver, "ESRI Shapefile") == 0 && kuril_nest_rings(&r->buffer))
        faults |= KURIL_FAULT_BIT(KURIL_FAULT_STRAY_RING);
    return faults | kuril_finish_geometry(&r->finish, &r->buffer);
}

static void judge_crs(kuril_gdal_reader *r, const kuril_bbox *box)
{
    kuril_gdal_crs *crs = &r->details[r->query.layer].crs;
    char note[KURIL_NOTE_SIZE];
    if (crs->judged)
        return;
    kuril_gdal_crs_judge(crs, box, note);
    if (note[0])
        kuril_reader_note(&r->base, note);
}

/* Keeps what GDAL said while the feature was read. */
static void keep_messages(kuril_gdal_reader *r, unsigned faults)
{
    static const kuril_fault told[] = {KURIL_FAULT_UNREADABLE};
    if (r->log.failed) {
        if (faults & KURIL_FAULT_BIT(told[0]))
            kuril_reader_fault_note(&r->base, told[0], r->log.failure);
        else
            kuril_reader_note(&r->base, r->log.failure);
    }
    kuril_gdal_log_reset(&r->log);
}

/* Reads one feature into r->feature; whether it is to be given out. */
static bool take(kuril_gdal_reader *r, OGRFeatureH feature)
{
    const kuril_layer *layer = &r->layers[r->query.layer];
    unsigned faults = 0;
    kuril_arena_reset(r->values);
    r->feature = (kuril_feature){.id = OGR_F_GetFID(feature), .fields = r->members};
    r->feature.n_fields = kuril_gdal_values(feature, layer->fields, &r->text, r->values, r->members, &faults);
    r->feature.text_id = text_id(r);
    if (!kuril_reader_query_holds(&r->query, &r->feature))
        return false;
    faults |= take_geometry(r, feature);
    keep_messages(r, faults);
    r->view = kuril_geometry_buffer_view(&r->buffer);
    r->feature.geometry = &r->view;
    kuril_bbox box;
    const bool placed = kuril_finished_bbox(&r->view, &box) == KURIL_OK;
    const bool used = placed || layer->kinds == 0;
    kuril_reader_count(&r->base, r->feature.id, faults, used);
    if (placed)
        judge_crs(r, &box);
    return used && (!r->query.bbox || (placed && kuril_bbox_overlaps(&box, r->query.bbox)));
}

/* What the whole reading showed: coordinates that look like degrees though they are said to be metres. */
static void look_back(kuril_gdal_reader *r)
{
    const kuril_rect *seen = &r->finish.seen;
    memcpy(r->base.extreme, r->finish.extreme, sizeof r->base.extreme);
    if (r->finish.bend && seen->x_min <= seen->x_max && seen->x_min >= -360 && seen->x_max <= 360 &&
        seen->y_min >= -90 && seen->y_max <= 90) {
        char *text = g_strdup_printf("the coordinate system is '%s', but all coordinates look like degrees",
                                     r->layers[r->query.layer].crs);
        kuril_reader_note(&r->base, text);
        g_free(text);
    }
}

/* Counts features that the driver went past without giving them out. */
static void count_lost(kuril_gdal_reader *r)
{
    for (size_t i = 0; i < r->log.lost; i++)
        kuril_reader_count(&r->base, r->log.lost_id + (int64_t)i, KURIL_FAULT_BIT(KURIL_FAULT_UNREADABLE), false);
    if (r->log.lost)
        kuril_reader_fault_note(&r->base, KURIL_FAULT_UNREADABLE,
                                r->log.failed ? r->log.failure : "no geometry of GML");
    if (r->log.lost)
        kuril_gdal_log_reset(&r->log);
}

/* Rows of the table of a MapInfo interchange file, each a line of the .mid; 0: there is none, or it is too large. */
static size_t rows_of_mid(const kuril_gdal_reader *r)
{
    enum { BYTES_MAX = 256 << 20 };
    size_t length = 0, rows = 0;
    char *text = kuril_gdal_read_beside(r->source.path, ".mid", BYTES_MAX, &length);
    for (size_t i = 0; i < length; i++)
        rows += text[i] == '\n' || i + 1 == length;
    g_free(text);
    return rows;
}

/* Reading ended: by a fault of the feature that should come next, or of the whole. */
static void look_for_more(kuril_gdal_reader *r)
{
    OGRLayerH layer = r->details[r->query.layer].handle;
    const int64_t read = (int64_t)r->base.tally.read;
    const bool plain = !r->query.where[0] && !r->query.where[1];
    const int64_t claimed = layer && plain ? OGR_L_GetFeatureCount(layer, FALSE) : -1;
    unsigned faults = 0;
    const bool database = strcmp(r->driver, "GPKG") == 0 || strcmp(r->driver, "SQLite") == 0;
    if (r->log.failed && claimed > read && !(database && read == 0)) { /* else the query itself failed */
        faults = KURIL_FAULT_BIT(KURIL_FAULT_UNREADABLE);
        kuril_reader_count(&r->base, read, faults, false);
        char *note = g_strdup_printf("reading stops here, after %" PRId64 " of %" PRId64 " features", read, claimed);
        if (claimed > read + 1)
            kuril_reader_note(&r->base, note);
        g_free(note);
    }
    const size_t rows = plain && strcmp(r->driver, "MapInfo File") == 0 ? rows_of_mid(r) : 0;
    if (rows > (size_t)read) {
        char *note =
            g_strdup_printf("the file ends after %" PRId64 " of %zu features, which its table (.mid) has", read, rows);
        kuril_reader_note(&r->base, note);
        g_free(note);
    }
    r->base.damaged = r->base.damaged || r->log.failed;
    keep_messages(r, faults);
}

static kuril_status next_feature(kuril_reader *base, const kuril_feature **feature, kuril_error *error)
{
    (void)error;
    kuril_gdal_reader *r = (kuril_gdal_reader *)base;
    OGRLayerH layer = r->details[r->query.layer].handle;
    *feature = NULL;
    kuril_gdal_enter(&r->log);
    while (!*feature && !r->ended) {
        OGRFeatureH next = layer ? OGR_L_GetNextFeature(layer) : NULL;
        count_lost(r);
        if (next) {
            if (take(r, next))
                *feature = &r->feature;
            OGR_F_Destroy(next);
        } else {
            r->ended = true;
            look_for_more(r);
            look_back(r);
        }
    }
    kuril_gdal_leave(&r->log);
    return KURIL_OK;
}

const kuril_reader_ops kuril_gdal_reader_ops = {close_reader, select_layer, next_feature};
