/*
 * A geometry through the chain (cut, bend, project, clip) of one of several projections into the sink that asserts
 * the contract, and through measuring. The input: projection, page, then five bytes an event: what, longitude,
 * latitude. Whole degrees of 90 and 180 come out exactly, so that poles and the antimeridian are met.
 */
#include "geom/geometry_buffer.h"
#include "geom/sinks.h"
#include <kurilmap/geodesy.h>
#include <kurilmap/projection.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const definitions[] = {
    "+proj=laea +lat_0=50 +lon_0=150 +ellps=WGS84", "+proj=merc +lon_0=180 +ellps=WGS84",
    "+proj=ortho +lat_0=45 +lon_0=150",             "+proj=lcc +lat_1=40 +lat_2=60 +lon_0=150 +ellps=WGS84",
    "+proj=igh +lon_0=20",                          "+proj=stere +lat_0=90 +lon_0=-170 +ellps=WGS84",
    "+proj=eqearth +lon_0=170 +ellps=WGS84",        "+proj=ob_tran +o_proj=moll +o_lat_p=40 +o_lon_p=20 +lon_0=150",
    "+proj=tmerc +lon_0=147 +ellps=WGS84",          "+proj=omerc +lat_0=45 +lonc=148 +alpha=30 +ellps=WGS84",
};
enum { N_DEFINITIONS = sizeof definitions / sizeof *definitions };

static const kuril_rect frame = {0, 0, 800, 600};
static kuril_projection *projections[N_DEFINITIONS];

static const kuril_projection *projection_at(size_t i)
{
    const kuril_view view = {.kind = KURIL_VIEW_BOUNDS, .bounds = {-180, -90, 180, 90}, .frame = frame};
    if (!projections[i] && kuril_projection_new(definitions[i], &view, NULL, &projections[i], NULL) != KURIL_OK)
        __builtin_trap();
    return projections[i];
}

static kuril_lonlat place(const uint8_t *p)
{
    const int lon = (int16_t)(p[0] | p[1] << 8), lat = (int16_t)(p[2] | p[3] << 8);
    return (kuril_lonlat){lon * (360.0 / 16384), fmax(-90, fmin(90, lat * (90.0 / 16384)))};
}

/* Events make parts of each kind: the low bits say what comes, a change of kind or a mark ends the part. */
static void build(kuril_geometry_buffer *b, const uint8_t *data, size_t size)
{
    enum { NONE, LINE, RING } open = NONE;
    for (; size >= 5; data += 5, size -= 5) {
        const int kind = data[0] & 3;
        const kuril_lonlat p = place(data + 1);
        if (open == LINE && kind != 1) {
            kuril_sink_line_end(&b->base);
            open = NONE;
        } else if (open == RING && (kind != 2 || data[0] & 0x80)) {
            kuril_sink_line_end(&b->base);
            if (kind == 2 && data[0] & 0x40) {
                kuril_sink_line_start(&b->base); /* a hole */
            } else {
                kuril_sink_polygon_end(&b->base);
                open = NONE;
            }
        }
        if (open == NONE && kind == 2)
            kuril_sink_polygon_start(&b->base);
        if (open == NONE && (kind == 1 || kind == 2)) {
            kuril_sink_line_start(&b->base);
            open = kind == 1 ? LINE : RING;
        }
        kuril_sink_point(&b->base, p.lon, p.lat);
    }
    if (open != NONE)
        kuril_sink_line_end(&b->base);
    if (open == RING)
        kuril_sink_polygon_end(&b->base);
}

static void draw(const kuril_geometry *g, const kuril_projection *projection, unsigned how)
{
    const kuril_bbox boxes[] = {{-180, -90, 180, 90}, {145, 43, 157, 51}, {170, 50, -160, 70}, {-180, 80, 180, 90}};
    const kuril_chain_options options = {.geodesic_edges = how & 4, .simplify_pt = how & 8 ? 0.3 : 0};
    kuril_fit fit;
    if (kuril_fit_bbox(projection, &boxes[how & 3], &frame, 0, &fit, NULL) != KURIL_OK)
        return;
    kuril_bounds_sink bounds;
    kuril_check_sink check;
    kuril_bounds_sink_init(&bounds);
    kuril_check_sink_init(&check, &bounds.base);
    kuril_chain *chain = kuril_chain_new(projection, &fit, &frame, &options, &check.base);
    if (kuril_geometry_walk(g, kuril_chain_first(chain)) != KURIL_OK ||
        kuril_geometry_walk_outline(g, kuril_chain_first(chain)) != KURIL_OK)
        __builtin_trap();
    if (bounds.rect.x_min <= bounds.rect.x_max &&
        !(bounds.rect.x_min >= frame.x_min - 1e-6 && bounds.rect.x_max <= frame.x_max + 1e-6 &&
          bounds.rect.y_min >= frame.y_min - 1e-6 && bounds.rect.y_max <= frame.y_max + 1e-6))
        __builtin_trap(); /* nothing leaves the page */
    kuril_chain_free(chain);
}

static void measure(const kuril_geometry *g)
{
    kuril_extent extent;
    kuril_shape *shape = NULL;
    if (kuril_geometry_measure(g, KURIL_EDGES_GEODESIC, &extent) == KURIL_OK && !isfinite(extent.area_m2))
        __builtin_trap();
    if (kuril_shape_new(g, KURIL_EDGES_GEODESIC, &shape) != KURIL_OK)
        return;
    kuril_nearest nearest;
    const kuril_lonlat here = {147.63, 45.04};
    kuril_shape_contains(shape, here);
    if (kuril_shape_nearest_point(here, shape, INFINITY, &nearest) && !(nearest.geodesic.s12_m >= 0 && nearest.geodesic.s12_m < 2.01e7))
        __builtin_trap();
    kuril_shape_free(shape);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 7 || size > 4096)
        return 0;
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    build(&buffer, data + 2, size - 2);
    const kuril_geometry g = kuril_geometry_buffer_view(&buffer);
    draw(&g, projection_at(data[0] % N_DEFINITIONS), data[1]);
    measure(&g);
    kuril_geometry_buffer_finish(&buffer);
    return 0;
}
