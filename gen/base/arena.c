/* Blocks from the system, handed out piece by piece. */
#include "base/arena.h"

#include "base/memory.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define ARENA_BLOCK_SIZE 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(ARENA_BLOCK_SIZE)
#define ARENA_BLOCK_SIZE 1
#endif
#ifndef ARENA_BLOCK_SIZE
#define ARENA_BLOCK_SIZE (64u << 10)
#endif

struct ArenaBlock {
    ArenaBlock *next;
    alignas(max_align_t) char bytes[];
};

static size_t aligned(size_t size)
{
    const size_t unit = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        return SIZE_MAX / 2; /* no system gives that: mem_alloc ends the program */
    return (size + unit - 1) / unit * unit;
}

static void add_block(Arena *a, size_t size)
{
    if (size < ARENA_BLOCK_SIZE)
        size = ARENA_BLOCK_SIZE;
    ArenaBlock *block = mem_alloc(sizeof *block + size);
    block->next = a->blocks;
    a->blocks = block;
    a->at = block->bytes;
    a->end = block->bytes + size;
}

void *arena_raw(Arena *a, size_t size)
{
    size = aligned(size ? size : 1);
    if ((size_t)(a->end - a->at) < size)
        add_block(a, size);
    void *p = a->at;
    a->at += size;
    return p;
}

void *arena_alloc(Arena *a, size_t size)
{
    return memset(arena_raw(a, size), 0, size);
}

void *arena_array(Arena *a, size_t count, size_t size)
{
    return arena_alloc(a, count && size > SIZE_MAX / count ? SIZE_MAX : count * size);
}

void *arena_copy(Arena *a, const void *from, size_t size)
{
    void *p = arena_raw(a, size);
    return size ? memcpy(p, from, size) : p;
}

/* What was handed out last can become longer where it is. */
static bool grow_newest(Arena *a, void *items, size_t capacity, size_t wanted, size_t size)
{
    size_t old = aligned(capacity * size), more = aligned(wanted * size) - old;
    if (!capacity || wanted > SIZE_MAX / 2 / size || (char *)items + old != a->at ||
        (size_t)(a->end - a->at) < more)
        return false;
    memset((char *)items + capacity * size, 0, (wanted - capacity) * size);
    a->at += more;
    return true;
}

void *arena_grow(Arena *a, void *items, size_t used, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return items;
    size_t wanted = *capacity ? *capacity * 2 : 8;
    if (wanted < need)
        wanted = need;
    if (grow_newest(a, items, *capacity, wanted, size)) {
        *capacity = wanted;
        return items;
    }
    char *bigger = arena_raw(a, wanted > SIZE_MAX / size ? SIZE_MAX : wanted * size);
    if (used)
        memcpy(bigger, items, used * size);
    memset(bigger + used * size, 0, (wanted - used) * size);
    *capacity = wanted;
    return bigger;
}

void arena_move(Arena *to, Arena *from)
{
    ArenaBlock *newest = from->blocks;
    if (newest && to->blocks) { /* behind the block that `to` hands out of */
        ArenaBlock *oldest = newest;
        while (oldest->next)
            oldest = oldest->next;
        oldest->next = to->blocks->next;
        to->blocks->next = newest;
    } else if (newest) {
        *to = *from;
    }
    *from = (Arena){0};
}

void arena_reset(Arena *a)
{
    ArenaBlock *newest = a->blocks;
    if (!newest || (size_t)(a->end - newest->bytes) != ARENA_BLOCK_SIZE) {
        arena_free(a);
        return;
    }
    Arena rest = {.blocks = newest->next};
    arena_free(&rest);
    newest->next = NULL;
    a->at = newest->bytes;
}

void arena_free(Arena *a)
{
    for (ArenaBlock *block = a->blocks; block;) {
        ArenaBlock *next = block->next;
        free(block);
        block = next;
    }
    *a = (Arena){0};
}
