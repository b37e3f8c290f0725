#include "data/gdal/zip_sums.h"

#include <cpl_vsi.h>
#include <glib.h>
#include <string.h>

enum { ENTRY = 46, LOCAL = 30, END = 22, COMMENT_MAX = 65535, BLOCK = 1 << 16 };

static guint16 two(const guint8 *p)
{
    return (guint16)(p[0] | p[1] << 8);
}

static guint32 four(const guint8 *p)
{
    return two(p) | (guint32)two(p + 2) << 16;
}

static bool read_at(VSILFILE *file, vsi_l_offset at, void *bytes, size_t n)
{
    return VSIFSeekL(file, at, SEEK_SET) == 0 && VSIFReadL(bytes, 1, n, file) == n;
}

/* Of the polynomial 0xEDB88320, four bits at a time. */
static guint32 crc32_of(guint32 crc, const guint8 *bytes, size_t n)
{
    guint32 table[16];
    for (guint32 i = 0; i < G_N_ELEMENTS(table); i++) {
        table[i] = i;
        for (int k = 0; k < 4; k++)
            table[i] = table[i] & 1 ? table[i] >> 1 ^ 0xEDB88320u : table[i] >> 1;
    }
    crc = ~crc;
    for (size_t i = 0; i < n; i++) {
        crc ^= bytes[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

/* Whether the bytes of a stored member, whose own header stands at `at`, give the sum; also where they cannot be read.
 */
static bool gives_sum(VSILFILE *file, vsi_l_offset at, guint32 size, guint32 sum)
{
    guint8 header[LOCAL], block[BLOCK];
    if (!read_at(file, at, header, LOCAL) || four(header) != 0x04034b50)
        return true; /* GDAL says what is wrong */
    if (VSIFSeekL(file, at + LOCAL + two(header + 26) + two(header + 28), SEEK_SET) != 0)
        return true;
    guint32 crc = 0;
    for (guint32 left = size; left > 0;) {
        const size_t n = VSIFReadL(block, 1, MIN(left, (guint32)BLOCK), file);
        if (n == 0)
            return true;
        crc = crc32_of(crc, block, n);
        left -= (guint32)n;
    }
    return crc == sum;
}

/* The directory's entries and their number; NULL when there is none. */
static guint8 *read_directory(VSILFILE *file, size_t *length, size_t *entries, vsi_l_offset *base)
{
    VSIFSeekL(file, 0, SEEK_END);
    const vsi_l_offset whole = VSIFTellL(file);
    const size_t tail = (size_t)MIN(whole, (vsi_l_offset)(END + COMMENT_MAX));
    g_autofree guint8 *bytes = g_malloc(tail + 1);
    if (tail < END || !read_at(file, whole - tail, bytes, tail))
        return NULL;
    size_t at = tail - END;
    while (at > 0 && four(bytes + at) != 0x06054b50)
        at--;
    const vsi_l_offset end = whole - tail + at;
    const guint32 size = four(bytes + at + 12), first = four(bytes + at + 16);
    if (four(bytes + at) != 0x06054b50 || first == 0xFFFFFFFF || (vsi_l_offset)first + size > end || size > (64u << 20))
        return NULL;
    *entries = two(bytes + at + 10);
    *length = size;
    *base = end - size - first; /* what stands before the archive, as a program that unpacks it */
    guint8 *directory = g_malloc(size + 1);
    if (!read_at(file, end - size, directory, size))
        g_clear_pointer(&directory, g_free);
    return directory;
}

char *kuril_gdal_zip_damaged(const char *path, size_t limit)
{
    VSILFILE *file = VSIFOpenL(path, "rb");
    size_t length = 0, entries = 0, seen = 0;
    vsi_l_offset base = 0;
    guint8 *directory = file ? read_directory(file, &length, &entries, &base) : NULL;
    char *damaged = NULL;
    const guint8 *p = directory, *end = directory + length;
    for (size_t i = 0; directory && !damaged && i < entries && (size_t)(end - p) >= ENTRY && four(p) == 0x02014b50;
         i++) {
        const guint32 size = four(p + 24), name = two(p + 28);
        const size_t all = ENTRY + name + two(p + 30) + two(p + 32);
        if (all > (size_t)(end - p))
            break;
        const bool stored = two(p + 10) == 0 && four(p + 20) == size && size != 0xFFFFFFFF && size <= limit - seen;
        if (stored && !gives_sum(file, base + four(p + 42), size, four(p + 16)))
            damaged = g_strndup((const char *)p + ENTRY, name);
        seen += stored ? size : 0;
        p += all;
    }
    g_free(directory);
    if (file)
        VSIFCloseL(file);
    return damaged;
}
