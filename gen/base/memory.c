/* Allocation that never returns NULL. */
#include "base/memory.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static MemCleanup *cleanups;

void mem_cleanup_add(MemCleanup *cleanup)
{
    cleanup->next = cleanups;
    cleanups = cleanup;
}

void mem_cleanup_remove(const MemCleanup *cleanup)
{
    MemCleanup **at = &cleanups;
    while (*at && *at != cleanup)
        at = &(*at)->next;
    if (*at)
        *at = cleanup->next;
}

/* One thread puts things right; others that have no memory either wait for the end. */
static void clean_up(void)
{
    static atomic_flag taken = ATOMIC_FLAG_INIT;
    static _Thread_local bool mine;
    while (!mine && atomic_flag_test_and_set(&taken))
        pause();
    for (MemCleanup *next = mine ? NULL : cleanups; next; next = next->next) {
        mine = true;
        next->run(next->data);
    }
}

_Noreturn void mem_exhausted(void)
{
    clean_up();
    static const char line[] = "apionly: error: out of memory\n";
    ssize_t written = write(STDERR_FILENO, line, sizeof line - 1);
    (void)written; /* there is nobody left to tell */
    _exit(EXIT_SYSTEM);
}

void *mem_alloc(size_t size)
{
    void *p = malloc(size ? size : 1);
    if (!p)
        mem_exhausted();
    return p;
}

void *mem_resize(void *old, size_t size)
{
    void *p = realloc(old, size ? size : 1);
    if (!p)
        mem_exhausted();
    return p;
}

void *mem_copy(const void *from, size_t size)
{
    void *copy = mem_alloc(size);
    return size ? memcpy(copy, from, size) : copy;
}

char *mem_string(const char *text)
{
    return mem_copy(text, strlen(text) + 1);
}
