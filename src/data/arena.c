#include "data/arena.h"

#include <glib.h>
#include <stdalign.h>
#include <string.h>

typedef struct kuril_arena_block {
    struct kuril_arena_block *older;
    size_t used, size;
    alignas(max_align_t) char bytes[];
} block;

enum { BLOCK_BYTES = 4096 };

void *kuril_arena_take(kuril_arena *arena, size_t count, size_t size)
{
    if (size && count > (G_MAXSIZE - 64) / size)
        g_error("allocation of %zu times %zu bytes", count, size);
    const size_t align = alignof(max_align_t), bytes = (count * size + align - 1) / align * align;
    block *b = arena->blocks;
    if (!b || b->size - b->used < bytes) {
        const size_t room = MAX(bytes, BLOCK_BYTES);
        b = g_malloc(sizeof *b + room);
        *b = (block){.older = arena->blocks, .size = room};
        arena->blocks = b;
    }
    void *piece = b->bytes + b->used;
    b->used += bytes;
    return piece;
}

char *kuril_arena_text(kuril_arena *arena, const char *text, size_t length)
{
    char *copy = kuril_arena_take(arena, length + 1, 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

static void free_chain(block *b)
{
    while (b) {
        block *older = b->older;
        g_free(b);
        b = older;
    }
}

void kuril_arena_reset(kuril_arena *arena)
{
    if (!arena->blocks)
        return;
    free_chain(arena->blocks->older);
    arena->blocks->older = NULL;
    arena->blocks->used = 0;
}

void kuril_arena_finish(kuril_arena *arena)
{
    free_chain(arena->blocks);
    arena->blocks = NULL;
}
