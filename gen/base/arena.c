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

static void add_block(Arena *a)
{
    ArenaBlock *block = mem_alloc(sizeof *block + ARENA_BLOCK_SIZE);
    block->next = a->blocks;
    a->blocks = block;
    a->at = block->bytes;
    a->end = block->bytes + ARENA_BLOCK_SIZE;
}

/* A large piece has a block of its own, behind the newest, which goes on being used. */
static void *large(Arena *a, size_t size)
{
    ArenaBlock *block = mem_alloc(sizeof *block + size);
    ArenaBlock **at = a->blocks ? &a->blocks->next : &a->blocks;
    block->next = *at;
    *at = block;
    if (a->blocks == block)
        a->at = a->end = block->bytes + size;
    return block->bytes;
}

void *arena_raw(Arena *a, size_t size)
{
    size = aligned(size ? size : 1);
    if (size >= ARENA_BLOCK_SIZE)
        return large(a, size);
    if ((size_t)(a->end - a->at) < size)
        add_block(a);
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

/* --- arrays that grow -------------------------------------------------------------------------- */

/* A large array is alone in its block, and the system can often make that longer without a copy. */
static char *grow_large(Arena *a, void *items, size_t old, size_t wanted)
{
    ArenaBlock **at = &a->blocks;
    while (old >= ARENA_BLOCK_SIZE && *at && (void *)(*at)->bytes != items)
        at = &(*at)->next;
    if (old < ARENA_BLOCK_SIZE || !*at)
        return NULL;
    bool newest = *at == a->blocks;
    *at = mem_resize(*at, sizeof **at + wanted);
    if (newest)
        a->at = a->end = (*at)->bytes + wanted;
    return (*at)->bytes;
}

/* What was handed out last can become longer where it is. */
static char *grow_newest(Arena *a, void *items, size_t old, size_t wanted)
{
    if (!old || (char *)items + old != a->at || (size_t)(a->end - a->at) < wanted - old)
        return NULL;
    a->at += wanted - old;
    return items;
}

void *arena_grow(Arena *a, void *items, size_t used, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return items;
    size_t wanted = *capacity ? *capacity * 2 : 8;
    if (wanted < need)
        wanted = need;
    size_t old = aligned(*capacity * size),
           bytes = aligned(wanted > SIZE_MAX / size ? SIZE_MAX : wanted * size);
    char *bigger = grow_newest(a, items, old, bytes);
    if (!bigger)
        bigger = grow_large(a, items, old, bytes);
    if (!bigger) {
        bigger = arena_raw(a, bytes);
        if (items && used)
            memcpy(bigger, items, used * size);
    }
    memset(bigger + used * size, 0, bytes - used * size);
    *capacity = wanted;
    return bigger;
}

void arena_trim(Arena *a, void *items, size_t used, size_t *capacity, size_t size)
{
    size_t old = aligned(*capacity * size);
    if (!used || old >= ARENA_BLOCK_SIZE || (char *)items + old != a->at)
        return;
    a->at = (char *)items + aligned(used * size);
    *capacity = used;
}

/* --- arenas as a whole ------------------------------------------------------------------------- */

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
