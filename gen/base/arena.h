/* An arena owns many small allocations that die together. There is no free of a single one.
 *
 *     Arena a = {0};
 *     Node *n = ARENA_NEW(&a, Node);       // zeroed
 *     arena_free(&a);
 *
 * A function that takes `Arena *` keeps what it allocates there. A function that needs scratch space
 * has an Arena of its own and frees it before it returns.
 *
 * In sanitizer builds every allocation is a block of its own, so that AddressSanitizer sees its ends. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

typedef struct ArenaBlock ArenaBlock;

typedef struct {
    ArenaBlock *blocks; /* newest first */
    char *at, *end;     /* free bytes of the newest block */
} Arena;

void *arena_alloc(Arena *a, size_t size);               /* zeroed, aligned for any type */
void *arena_raw(Arena *a, size_t size);                 /* the same, not zeroed */
void *arena_array(Arena *a, size_t count, size_t size); /* the same for count * size, checked */
void *arena_copy(Arena *a, const void *from, size_t size);
void arena_free(Arena *a); /* frees all; the arena is empty again */
void arena_move(Arena *to,
                Arena *from); /* all that is in one to another; the first is empty then */
void arena_reset(Arena *a);   /* the same, but keeps a block for what comes next */

#define ARENA_NEW(a, Type)      ((Type *)arena_alloc((a), sizeof(Type)))
#define ARENA_ARRAY(a, Type, n) ((Type *)arena_array((a), (n), sizeof(Type)))

/* Grows an array that lives in the arena: *capacity becomes at least `need`, the first `used` items
 * are kept, the old array is left to the arena. Gives the array to use from now on. */
void *arena_grow(Arena *a, void *items, size_t used, size_t *capacity, size_t need, size_t size);

/* Gives back what an array has beyond its items, where nothing was allocated after it. */
void arena_trim(Arena *a, void *items, size_t used, size_t *capacity, size_t size);

/* Adds an item at the end of a list {items, count, capacity} and gives it. */
#define LIST_ADD(a, items, count, capacity)                                                        \
    ((items) = arena_grow((a), (items), (count), &(capacity), (count) + 1, sizeof *(items)),       \
     &(items)[(count)++])

#endif
