/* A stable sort with a context, which qsort is not and has not. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>

/* Sorts `count` items of `size` bytes; items that compare equal keep their order. */
void sort_stable(void *items, size_t count, size_t size,
                 int (*compare)(const void *a, const void *b, const void *context),
                 const void *context);

#endif
