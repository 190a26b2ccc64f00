/* Allocation that never returns NULL. */
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Noreturn void mem_exhausted(void)
{
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
