/* Merge sort. */
#include "base/sort.h"

#include "base/arena.h"

#include <stdbool.h>
#include <string.h>

typedef struct {
    size_t size;
    int (*compare)(const void *a, const void *b, const void *context);
    const void *context;
    char *spare; /* room for all items */
} Sort;

static void sort(const Sort *s, char *items, size_t count)
{
    if (count < 2)
        return;
    size_t half = count / 2, left = 0, right = half;
    sort(s, items, half);
    sort(s, items + half * s->size, count - half);
    char *middle = items + half * s->size;
    if (s->compare(middle - s->size, middle, s->context) <= 0)
        return; /* most lists are nearly in order */
    for (char *out = s->spare; left < half || right < count; out += s->size) {
        bool take_left =
            right == count || (left < half && s->compare(items + left * s->size,
                                                         items + right * s->size, s->context) <= 0);
        memcpy(out, items + (take_left ? left++ : right++) * s->size, s->size);
    }
    memcpy(items, s->spare, count * s->size);
}

void sort_stable(void *items, size_t count, size_t size,
                 int (*compare)(const void *a, const void *b, const void *context),
                 const void *context)
{
    Arena scratch = {0};
    Sort s = {size, compare, context, arena_raw(&scratch, count * size)};
    sort(&s, items, count);
    arena_free(&scratch);
}
