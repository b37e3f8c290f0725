/*
 * PNG without filters, which on flat maps beats every filter in time and in size, a few rows at a time by ISA-L's
 * level 2: of a map three times as fast as libdeflate's first, for a file a tenth larger. Pictures beyond one surface
 * were recorded, and are drawn tile by tile into strips.
 * Source: PNG (Portable Network Graphics) Specification, third edition, W3C.
 */
#include "core/diagnostics.h"
#include "render/formats.h"
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <math.h>
#include <string.h>
#if defined(__x86_64__)
#include <tmmintrin.h>
#endif

/*
 * ISA-L up to 2.30 notes the third byte of a stream under the address of the stream's own memory, not under the bytes
 * there (isal_deflate_icf_body_hash_hist, write_first_byte): one process of some thousands finds another match by it,
 * and the same picture has other bytes. A flush within the first bytes lets its routine for the end of a stream take
 * them, which has no such fault; up to HEAD_BYTES go there.
 */
enum { BAND_BYTES = 128 << 10, PACKED_BYTES = 64 << 10, STRIP_BYTES = 64 << 20, TILE_SIDE = 16384, HEAD_BYTES = 16 };

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
    uint32_t crc = crc32_gzip_refl(0, head + 4, 4);
    if (size > 0)
        crc = crc32_gzip_refl(crc, data, size);
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

/* cairo's row (native 32-bit words) as R G B. */
static void convert_pixels(const uint32_t *from, int count, uint8_t *to)
{
    for (int i = 0; i < count; i++, to += 3) {
        to[0] = (uint8_t)(from[i] >> 16);
        to[1] = (uint8_t)(from[i] >> 8);
        to[2] = (uint8_t)from[i];
    }
}

#if defined(__x86_64__)
/* Four pixels a step where the processor can shuffle bytes, as nearly all can; `to` is written 4 bytes beyond a step.
 */
__attribute__((target("ssse3"))) static int convert_shuffled(const uint32_t *from, int count, uint8_t *to)
{
    const __m128i order = _mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
    int i = 0;
    for (; i + 6 <= count; i += 4) {
        const __m128i four = _mm_loadu_si128((const __m128i *)(const void *)(from + i));
        _mm_storeu_si128((__m128i *)(void *)(to + (size_t)i * 3), _mm_shuffle_epi8(four, order));
    }
    return i;
}
#endif

static void convert_opaque_row(const uint32_t *from, int count, uint8_t *to)
{
    int done = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("ssse3"))
        done = convert_shuffled(from, count, to);
#endif
    convert_pixels(from + done, count - done, to + (size_t)done * 3);
}

/* The same with alpha multiplied in as R G B A. */
static void convert_row(const uint32_t *from, int count, uint8_t *to)
{
    for (int i = 0; i < count; i++, to += 4) {
        const uint32_t a = from[i] >> 24, half = a / 2;
        const uint32_t r = from[i] >> 16 & 255, g = from[i] >> 8 & 255, b = from[i] & 255;
        to[0] = a ? (uint8_t)((r * 255 + half) / a) : 0;
        to[1] = a ? (uint8_t)((g * 255 + half) / a) : 0;
        to[2] = a ? (uint8_t)((b * 255 + half) / a) : 0;
        to[3] = (uint8_t)a;
    }
}

/* Pixels of a surface into rows of `stride` bytes, each led by its filter byte; the picture begins at column x. */
static void convert_surface(cairo_surface_t *surface, int first_row, int width, int rows, bool alpha, uint8_t *out,
                            size_t stride, int x)
{
    const uint8_t *data = cairo_image_surface_get_data(surface);
    const size_t from = (size_t)cairo_image_surface_get_stride(surface), depth = alpha ? 4 : 3;
    for (int row = 0; row < rows; row++) {
        uint8_t *line = out + (size_t)row * stride;
        (alpha ? convert_row
               : convert_opaque_row)((const uint32_t *)(const void *)(data + (size_t)(first_row + row) * from), width,
                                     line + 1 + (size_t)x * depth);
        line[0] = 0;
    }
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
        convert_surface(tile, 0, width, rows, alpha, strip, stride, x);
    cairo_surface_destroy(tile);
    if (drawn == CAIRO_STATUS_SUCCESS)
        return KURIL_OK;
    return kuril_fail(error, KURIL_E_MEMORY, "cannot draw a strip of the page: %s", cairo_status_to_string(drawn));
}

/* Rows on their way from the page to the file. */
typedef struct packer {
    kuril_canvas *canvas;
    size_t stride;
    int room;                       /* rows that fit */
    uint8_t *rows, *packed, *level; /* `level` is the library's own */
    struct isal_zstream *z;
} packer;

static kuril_status fill_rows(packer *p, int y, int n, kuril_error *error)
{
    kuril_canvas *c = p->canvas;
    if (cairo_surface_get_type(c->surface) != CAIRO_SURFACE_TYPE_RECORDING) {
        convert_surface(c->surface, y, c->width, n, c->options.transparent, p->rows, p->stride, 0);
        return KURIL_OK;
    }
    kuril_status status = KURIL_OK;
    for (int x = 0; x < c->width && status == KURIL_OK; x += TILE_SIDE)
        status = draw_tile(c, x, y, MIN(TILE_SIDE, c->width - x), n, p->rows, p->stride, error);
    return status;
}

/* Packs some bytes of what was filled, and writes a chunk whenever there is enough for one. */
static kuril_status pack(packer *p, size_t from, size_t size, uint16_t flush, bool last, kuril_error *error)
{
    struct isal_zstream *z = p->z;
    z->next_in = p->rows + from;
    z->avail_in = (uint32_t)size;
    z->end_of_stream = last;
    z->flush = flush;
    for (;;) {
        if (isal_deflate(z) != COMP_OK)
            return kuril_fail(error, KURIL_E_MEMORY, "cannot pack the picture");
        const bool ended = z->internal_state.state == ZSTATE_END;
        if (z->avail_out > 0 && !ended)
            return KURIL_OK;
        const kuril_status status =
            write_chunk(p->canvas->output, "IDAT", p->packed, PACKED_BYTES - z->avail_out, error);
        z->next_out = p->packed;
        z->avail_out = PACKED_BYTES;
        if (status != KURIL_OK || ended)
            return status;
    }
}

static kuril_status write_rows(packer *p, kuril_error *error)
{
    kuril_status status = KURIL_OK;
    const int height = p->canvas->height;
    for (int y = 0; y < height && status == KURIL_OK; y += p->room) {
        const int n = MIN(p->room, height - y);
        status = fill_rows(p, y, n, error);
        const size_t size = p->stride * (size_t)n, head = y == 0 && size > HEAD_BYTES ? HEAD_BYTES : 0;
        if (status == KURIL_OK && head > 0)
            status = pack(p, 0, head, SYNC_FLUSH, false, error);
        if (status == KURIL_OK)
            status = pack(p, head, size - head, NO_FLUSH, y + n == height, error);
    }
    return status;
}

static kuril_status write_pixels(kuril_canvas *canvas, kuril_error *error)
{
    const bool recorded = cairo_surface_get_type(canvas->surface) == CAIRO_SURFACE_TYPE_RECORDING;
    const size_t stride = 1 + (size_t)canvas->width * (canvas->options.transparent ? 4 : 3);
    packer p = {.canvas = canvas, .stride = stride};
    p.room = (int)CLAMP((recorded ? STRIP_BYTES : BAND_BYTES) / stride, 1, TILE_SIDE);
    p.rows = g_try_malloc_n((size_t)p.room, stride);
    p.packed = g_try_malloc(PACKED_BYTES);
    p.level = g_try_malloc0(ISAL_DEF_LVL2_DEFAULT);
    p.z = g_try_new0(struct isal_zstream, 1);
    kuril_status status;
    if (p.rows && p.packed && p.level && p.z) {
        isal_deflate_init(p.z);
        p.z->gzip_flag = IGZIP_ZLIB;
        p.z->level = 2;
        p.z->level_buf = p.level;
        p.z->level_buf_size = ISAL_DEF_LVL2_DEFAULT;
        p.z->next_out = p.packed;
        p.z->avail_out = PACKED_BYTES;
        status = write_rows(&p, error);
    } else {
        status = kuril_fail(error, KURIL_E_MEMORY, "picture of %d x %d pixels: not enough memory", canvas->width,
                            canvas->height);
    }
    g_free(p.z);
    g_free(p.level);
    g_free(p.packed);
    g_free(p.rows);
    return status;
}

kuril_status kuril_png_write(kuril_canvas *canvas, kuril_error *error)
{
    kuril_status status = write_head(canvas, error);
    if (status != KURIL_OK)
        return status;
    status = write_pixels(canvas, error);
    return status == KURIL_OK ? write_chunk(canvas->output, "IEND", NULL, 0, error) : status;
}
