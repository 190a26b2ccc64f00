/* Allocation that never returns NULL. When the system has no memory left the program says so in
 * one line and exits with status 3, so callers have no failure branch. The same functions are given
 * to libxml2, jansson and libdeflate. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* Exit status for "the system failed": no memory, or a file that cannot be read or written. */
enum { EXIT_SYSTEM = 3 };

/* For libraries that report the lack of memory themselves. Does not return. */
_Noreturn void mem_exhausted(void);

/* What has to be put right before the program ends for lack of memory, without any allocation: the newest first.
 * Lives where the caller keeps it, until it is removed. Not for several threads at once. */
typedef struct MemCleanup {
    void (*run)(void *data);
    void *data;
    struct MemCleanup *next;
} MemCleanup;

void mem_cleanup_add(MemCleanup *cleanup);
void mem_cleanup_remove(const MemCleanup *cleanup);

void *mem_alloc(size_t size);             /* uninitialised bytes; free with free() */
void *mem_resize(void *old, size_t size); /* like realloc; old may be NULL */
void *mem_copy(const void *from, size_t size);
char *mem_string(const char *text); /* a copy of a NUL-terminated string */

#endif
