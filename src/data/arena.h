/* Memory for the values of one feature: taken piece by piece, dropped all at once. */
#ifndef KURIL_DATA_ARENA_H
#define KURIL_DATA_ARENA_H

#include <stddef.h>

typedef struct kuril_arena {
    struct kuril_arena_block *blocks; /* the newest first */
} kuril_arena;

/** `count` things of `size` bytes, aligned for anything; never NULL. */
void *kuril_arena_take(kuril_arena *arena, size_t count, size_t size);
/** A copy of `length` bytes of text with a NUL after them. */
char *kuril_arena_text(kuril_arena *arena, const char *text, size_t length);
/** Forgets everything taken, keeps one block for the next round. */
void kuril_arena_reset(kuril_arena *arena);
/** Frees; accepts zeroed arenas. */
void kuril_arena_finish(kuril_arena *arena);

#endif
