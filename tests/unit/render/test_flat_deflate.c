/* What is packed is what libdeflate unpacks, whose own check of the sum must agree too. */
#include "render/flat_deflate.h"
#include "support.h"
#include <libdeflate.h>
#include <string.h>

enum { STRIDE = 1 + 3 * 700, ROWS = 300, SIZE = STRIDE * ROWS };

/* Packs rows a few at a time; returns how long the stream is. */
static size_t there_and_back(const uint8_t *rows, size_t depth, size_t stride, size_t n, size_t step)
{
    GByteArray *out = g_byte_array_new();
    kuril_flat_deflate *z = kuril_flat_deflate_new(depth, stride, out);
    for (size_t row = 0; row < n; row += step)
        kuril_flat_deflate_rows(z, rows + row * stride, MIN(step, n - row), row + step >= n);
    kuril_flat_deflate_free(z);
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    uint8_t *back = g_malloc(n * stride);
    size_t got = 0;
    assert_int_equal(libdeflate_zlib_decompress(d, out->data, out->len, back, n * stride, &got), LIBDEFLATE_SUCCESS);
    assert_int_equal(got, n * stride);
    assert_memory_equal(back, rows, got);
    const size_t length = out->len;
    libdeflate_free_decompressor(d);
    g_free(back);
    g_byte_array_unref(out);
    return length;
}

static void flat_rows_cost_little(void **state)
{
    (void)state;
    uint8_t *rows = g_malloc0(SIZE);
    assert_in_range(there_and_back(rows, 3, STRIDE, ROWS, 7), 1, SIZE / 200);
    for (size_t i = 0; i < SIZE; i++) /* each row like the one above, no pixel like the one before */
        rows[i] = (uint8_t)(i % STRIDE * 2654435761U >> 13);
    assert_in_range(there_and_back(rows, 3, STRIDE, ROWS, 1), 1, SIZE / 50);
    g_free(rows);
}

static void noise_comes_back(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(1855);
    uint8_t *rows = g_malloc(SIZE);
    for (int kind = 0; kind < 3; kind++) {
        for (size_t i = 0; i < SIZE; i++) {
            const uint8_t noise = (uint8_t)g_rand_int(random);
            rows[i] = kind == 0 ? noise : kind == 1 ? noise % 3 : i < 3 || noise < 20 ? noise : rows[i - 3];
        }
        for (size_t step = 1; step < ROWS; step = step * 5 + 1)
            there_and_back(rows, 3, STRIDE, ROWS, step);
    }
    g_free(rows);
    g_rand_free(random);
}

/* Counts like Lucas's numbers, 1, 3, 4, 7 ..., would give codes of more than the fifteen bits that there may be. */
static void rare_symbols_get_no_longer_codes(void **state)
{
    (void)state;
    enum { KINDS = 18, RARE = 15124, WIDE = RARE * 3 / 2 }; /* the sum of the first eighteen */
    uint8_t *row = g_malloc(WIDE);
    size_t at = 0;
    for (size_t kind = 0, a = 1, b = 3; kind < KINDS; kind++, b += a, a = b - a)
        for (size_t i = 0; i < a; i++, at++)
            row[at + at / 2] = (uint8_t)kind;
    assert_int_equal(at, RARE);
    for (size_t i = 2; i < WIDE; i += 3) /* and nothing is as the pixel before */
        row[i] = 128 + i / 3 % 2;
    there_and_back(row, 3, WIDE, 1, 1);
    g_free(row);
}

static void every_width_comes_back(void **state)
{
    (void)state;
    for (size_t depth = 3; depth <= 4; depth++)
        for (size_t width = 1; width <= 9000; width = width * 3 + 1) {
            const size_t stride = 1 + width * depth;
            uint8_t *rows = g_malloc0(stride * 4);
            rows[stride - 1] = rows[2 * stride + 1] = 200;
            there_and_back(rows, depth, stride, 4, 1);
            there_and_back(rows, depth, stride, 4, 3);
            g_free(rows);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(flat_rows_cost_little), cmocka_unit_test(noise_comes_back),
                                       cmocka_unit_test(rare_symbols_get_no_longer_codes),
                                       cmocka_unit_test(every_width_comes_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
