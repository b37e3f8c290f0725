/* Memory that is freed all at once: what a document, a compiled expression or one evaluation needs. */
#ifndef KURIL_CORE_ARENA_H
#define KURIL_CORE_ARENA_H

#include <stddef.h>

typedef struct kuril_arena kuril_arena;

/** An empty arena; never NULL. One thread. */
kuril_arena *kuril_arena_new(void);
/** Accepts NULL. */
void kuril_arena_free(kuril_arena *arena);

/** Forgets everything and keeps the storage for the next use. */
void kuril_arena_reset(kuril_arena *arena);

/** `size` bytes, aligned for any type, not cleared; never NULL. */
void *kuril_arena_alloc(kuril_arena *arena, size_t size);

/** `count` elements of `size` bytes, cleared; never NULL. Ends the program when the product overflows, as g_new does.
 */
void *kuril_arena_array(kuril_arena *arena, size_t count, size_t size);

/** A copy of `length` bytes with a NUL behind them. */
char *kuril_arena_text(kuril_arena *arena, const char *text, size_t length);

#endif
