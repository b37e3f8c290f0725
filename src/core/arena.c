#include "core/arena.h"

#include <glib.h>
#include <stddef.h>
#include <string.h>

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20 };

typedef struct block {
    struct block *next;
    size_t size, used;
    max_align_t bytes[];
} block;

struct kuril_arena {
    block *first, *current;
};

kuril_arena *kuril_arena_new(void)
{
    return g_new0(kuril_arena, 1);
}

void kuril_arena_free(kuril_arena *arena)
{
    if (!arena)
        return;
    for (block *b = arena->first; b;) {
        block *next = b->next;
        g_free(b);
        b = next;
    }
    g_free(arena);
}

void kuril_arena_reset(kuril_arena *arena)
{
    arena->current = arena->first;
    if (arena->first)
        arena->first->used = 0;
}

/* Blocks behind the current one are empty: the next that is large enough becomes current, or a new one does. */
static block *next_block(kuril_arena *arena, size_t size)
{
    block *last = arena->current;
    for (block *b = last ? last->next : NULL; b; b = b->next) {
        b->used = 0;
        if (b->size >= size)
            return b;
        last = b;
    }
    const size_t usual = last ? MIN(last->size * 2, (size_t)LARGEST_BLOCK) : (size_t)FIRST_BLOCK;
    const size_t room = MAX(usual, size);
    g_assert(room < G_MAXSIZE - sizeof(block));
    block *made = g_malloc(sizeof(block) + room);
    *made = (block){.size = room};
    if (last)
        last->next = made;
    else
        arena->first = made;
    return made;
}

void *kuril_arena_alloc(kuril_arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    g_assert(size < G_MAXSIZE / 2);
    size = (size + align - 1) / align * align;
    block *b = arena->current;
    if (!b || b->size - b->used < size)
        b = arena->current = next_block(arena, size);
    void *out = (char *)b->bytes + b->used;
    b->used += size;
    return out;
}

void *kuril_arena_array(kuril_arena *arena, size_t count, size_t size)
{
    g_assert(size == 0 || count <= G_MAXSIZE / 4 / size);
    return memset(kuril_arena_alloc(arena, count * size), 0, count * size);
}

char *kuril_arena_text(kuril_arena *arena, const char *text, size_t length)
{
    char *out = kuril_arena_alloc(arena, length + 1);
    if (length)
        memcpy(out, text, length);
    out[length] = '\0';
    return out;
}
