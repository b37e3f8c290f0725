/*
 * PNG: no filter and the fastest level of libdeflate, which on flat maps beats every filter in time and in size.
 * Pictures beyond one surface were recorded, and are drawn tile by tile into strips, streamed through zlib.
 * Source: PNG (Portable Network Graphics) Specification, third edition, W3C.
 */
#include "core/diagnostics.h"
#include "render/formats.h"
#include <libdeflate.h>
#include <math.h>
#include <string.h>
#include <zlib.h>

enum { STRIP_BYTES = 64 << 20, TILE_SIDE = 16384, CHUNK_MAX = 1 << 30 };

static void put_u32(uint8_t out[static 4], uint32_t value)
{
    for (int i = 0; i < 4; i++)
        out[i] = (uint8_t)(value >> (24 - 8 * i));
}

static kuril_status write_chunk(kuril_output *output, const char type[static 4], const void *data, size_t size,
                                kuril_error *error)
{
    uint8_t head[8], tail[4];
    put_u32(head, (uint32_t)size);
    memcpy(head + 4, type, 4);
    uint32_t crc = libdeflate_crc32(0, head + 4, 4);
    if (size > 0)
        crc = libdeflate_crc32(crc, data, size);
    put_u32(tail, crc);
    kuril_status status = kuril_output_write(output, head, sizeof head, error);
    if (status == KURIL_OK && size > 0)
        status = kuril_output_write(output, data, size, error);
    return status == KURIL_OK ? kuril_output_write(output, tail, sizeof tail, error) : status;
}

/* International text: keyword, uncompressed, no language, UTF-8. */
static kuril_status write_text(kuril_output *output, const char *keyword, const char *text, kuril_error *error)
{
    if (!text)
        return KURIL_OK;
    GByteArray *chunk = g_byte_array_new();
    g_byte_array_append(chunk, (const guint8 *)keyword, (guint)strlen(keyword));
    g_byte_array_append(chunk, (const guint8 *)"\0\0\0\0\0", 5);
    g_byte_array_append(chunk, (const guint8 *)text, (guint)strlen(text));
    const kuril_status status = write_chunk(output, "iTXt", chunk->data, chunk->len, error);
    g_byte_array_unref(chunk);
    return status;
}

static kuril_status write_head(const kuril_canvas *canvas, kuril_error *error)
{
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    const kuril_canvas_options *o = &canvas->options;
    uint8_t header[13], density[9];
    put_u32(header, (uint32_t)canvas->width);
    put_u32(header + 4, (uint32_t)canvas->height);
    memcpy(header + 8, (const uint8_t[]){8, o->transparent ? 6 : 2, 0, 0, 0}, 5);
    const uint32_t per_metre = (uint32_t)lround(canvas->scale * 72 / 0.0254);
    put_u32(density, per_metre);
    put_u32(density + 4, per_metre);
    density[8] = 1; /* per metre */
    kuril_status status = kuril_output_write(canvas->output, signature, sizeof signature, error);
    if (status == KURIL_OK)
        status = write_chunk(canvas->output, "IHDR", header, sizeof header, error);
    if (status == KURIL_OK)
        status = write_chunk(canvas->output, "sRGB", (const uint8_t[]){0}, 1, error);
    if (status == KURIL_OK)
        status = write_chunk(canvas->output, "pHYs", density, sizeof density, error);
    const char *const texts[][2] = {{"Title", o->title},
                                    {"Author", o->author},
                                    {"Description", o->subject},
                                    {"Software", o->creator},
                                    {"Creation Time", o->date}};
    for (size_t i = 0; i < G_N_ELEMENTS(texts) && status == KURIL_OK; i++)
        status = write_text(canvas->output, texts[i][0], texts[i][1], error);
    return status;
}

/* cairo's row (native 32-bit words, alpha multiplied in) as R G B or R G B A. */
static void convert_row(const uint32_t *from, int count, bool alpha, uint8_t *to)
{
    if (!alpha) {
        for (int i = 0; i < count; i++, to += 3) {
            const uint32_t pixel = from[i]; /* which `to` may overwrite */
            to[0] = (uint8_t)(pixel >> 16);
            to[1] = (uint8_t)(pixel >> 8);
            to[2] = (uint8_t)pixel;
        }
        return;
    }
    for (int i = 0; i < count; i++, to += 4) {
        const uint32_t a = from[i] >> 24, half = a / 2;
        const uint32_t r = from[i] >> 16 & 255, g = from[i] >> 8 & 255, b = from[i] & 255;
        to[0] = a ? (uint8_t)((r * 255 + half) / a) : 0;
        to[1] = a ? (uint8_t)((g * 255 + half) / a) : 0;
        to[2] = a ? (uint8_t)((b * 255 + half) / a) : 0;
        to[3] = (uint8_t)a;
    }
}

/*
 * Pixels of a surface into rows of `stride` bytes, each led by its filter byte; the picture begins at column x. Without
 * alpha `out` may be the surface's own bytes: three and the filter's never reach beyond the four that were read.
 */
static void convert_surface(cairo_surface_t *surface, int width, int rows, bool alpha, uint8_t *out, size_t stride,
                            int x)
{
    const uint8_t *data = cairo_image_surface_get_data(surface);
    const size_t from = (size_t)cairo_image_surface_get_stride(surface), depth = alpha ? 4 : 3;
    for (int row = 0; row < rows; row++) {
        uint8_t *line = out + (size_t)row * stride;
        convert_row((const uint32_t *)(const void *)(data + (size_t)row * from), width, alpha,
                    line + 1 + (size_t)x * depth);
        line[0] = 0;
    }
}

static kuril_status write_data(kuril_output *output, const uint8_t *data, size_t size, kuril_error *error)
{
    kuril_status status = KURIL_OK;
    while (size > 0 && status == KURIL_OK) {
        const size_t n = MIN(size, CHUNK_MAX);
        status = write_chunk(output, "IDAT", data, n, error);
        data += n;
        size -= n;
    }
    return status;
}

static kuril_status write_at_once(kuril_canvas *canvas, kuril_error *error)
{
    const bool alpha = canvas->options.transparent;
    const size_t stride = 1 + (size_t)canvas->width * (alpha ? 4 : 3), size = stride * (size_t)canvas->height;
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(1);
    const size_t bound = libdeflate_zlib_compress_bound(compressor, size);
    uint8_t *own = alpha ? g_try_malloc(size) : NULL, *packed = g_try_malloc(bound);
    uint8_t *raw = alpha ? own : cairo_image_surface_get_data(canvas->surface); /* no more memory than the picture's */
    kuril_status status;
    if (raw && packed && compressor) {
        convert_surface(canvas->surface, canvas->width, canvas->height, alpha, raw, stride, 0);
        const size_t n = libdeflate_zlib_compress(compressor, raw, size, packed, bound);
        status = write_data(canvas->output, packed, n, error);
    } else {
        status = kuril_fail(error, KURIL_E_MEMORY, "picture of %d x %d pixels: not enough memory", canvas->width,
                            canvas->height);
    }
    g_free(own);
    g_free(packed);
    libdeflate_free_compressor(compressor);
    return status;
}

/* Draws one tile of a recorded page into its place in a strip. */
static kuril_status draw_tile(kuril_canvas *canvas, int x, int y, int width, int rows, uint8_t *strip, size_t stride,
                              kuril_error *error)
{
    const bool alpha = canvas->options.transparent;
    cairo_surface_t *tile = cairo_image_surface_create(alpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, width, rows);
    cairo_t *cr = cairo_create(tile);
    cairo_set_source_surface(cr, canvas->surface, -x, -y);
    cairo_paint(cr);
    const cairo_status_t drawn = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_flush(tile);
    if (drawn == CAIRO_STATUS_SUCCESS)
        convert_surface(tile, width, rows, alpha, strip, stride, x);
    cairo_surface_destroy(tile);
    if (drawn == CAIRO_STATUS_SUCCESS)
        return KURIL_OK;
    return kuril_fail(error, KURIL_E_MEMORY, "cannot draw a strip of the page: %s", cairo_status_to_string(drawn));
}

/* Packs a strip and writes what comes out. */
static kuril_status pack(z_stream *z, uint8_t *bytes, size_t size, bool last, uint8_t *packed, size_t room,
                         kuril_output *output, kuril_error *error)
{
    z->next_in = bytes;
    z->avail_in = (uInt)size;
    kuril_status status = KURIL_OK;
    do {
        z->next_out = packed;
        z->avail_out = (uInt)room;
        deflate(z, last ? Z_FINISH : Z_NO_FLUSH);
        status = write_data(output, packed, room - z->avail_out, error);
    } while (status == KURIL_OK && z->avail_out == 0);
    return status;
}

static kuril_status write_strips(kuril_canvas *canvas, z_stream *z, uint8_t *strip, int strip_rows, uint8_t *packed,
                                 size_t room, kuril_error *error)
{
    const size_t stride = 1 + (size_t)canvas->width * (canvas->options.transparent ? 4 : 3);
    kuril_status status = KURIL_OK;
    for (int y = 0; y < canvas->height && status == KURIL_OK; y += strip_rows) {
        const int rows = MIN(strip_rows, canvas->height - y);
        for (int x = 0; x < canvas->width && status == KURIL_OK; x += TILE_SIDE)
            status = draw_tile(canvas, x, y, MIN(TILE_SIDE, canvas->width - x), rows, strip, stride, error);
        if (status == KURIL_OK)
            status =
                pack(z, strip, stride * (size_t)rows, y + rows == canvas->height, packed, room, canvas->output, error);
    }
    return status;
}

static kuril_status write_recorded(kuril_canvas *canvas, kuril_error *error)
{
    enum { ROOM = 1 << 20 };
    const size_t stride = 1 + (size_t)canvas->width * (canvas->options.transparent ? 4 : 3);
    const int strip_rows = (int)CLAMP(STRIP_BYTES / stride, 1, TILE_SIDE);
    z_stream z = {0};
    uint8_t *strip = g_try_malloc_n((size_t)strip_rows, stride), *packed = g_try_malloc(ROOM);
    kuril_status status;
    if (strip && packed && deflateInit2(&z, 1, Z_DEFLATED, 15, 9, Z_DEFAULT_STRATEGY) == Z_OK) {
        status = write_strips(canvas, &z, strip, strip_rows, packed, ROOM, error);
        deflateEnd(&z);
    } else {
        status = kuril_fail(error, KURIL_E_MEMORY, "picture of %d x %d pixels: not enough memory", canvas->width,
                            canvas->height);
    }
    g_free(strip);
    g_free(packed);
    return status;
}

kuril_status kuril_png_write(kuril_canvas *canvas, kuril_error *error)
{
    kuril_status status = write_head(canvas, error);
    if (status != KURIL_OK)
        return status;
    const bool recorded = cairo_surface_get_type(canvas->surface) == CAIRO_SURFACE_TYPE_RECORDING;
    status = recorded ? write_recorded(canvas, error) : write_at_once(canvas, error);
    return status == KURIL_OK ? write_chunk(canvas->output, "IEND", NULL, 0, error) : status;
}
