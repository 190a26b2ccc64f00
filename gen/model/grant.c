/* Lists of grants: order and folding. */
#include "model/grant.h"

#include <string.h>

void grants_add(Grants *grants, Arena *a, Grant grant)
{
    grants->items = arena_grow(a, grants->items, grants->count, &grants->capacity,
                               grants->count + 1, sizeof *grants->items);
    grants->items[grants->count++] = grant;
}

static int compare(const Grant *a, const Grant *b, const Names *names)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->key != b->key)
        return str_compare(names->text[a->key], names->text[b->key]);
    return (int)a->from - (int)b->from;
}

/* A merge sort, because the order of equal statements counts and qsort does not keep it. */
static void sort(Grant *items, Grant *spare, size_t count, const Names *names)
{
    if (count < 2)
        return;
    size_t half = count / 2, left = 0, right = half, n = 0;
    sort(items, spare, half, names);
    sort(items + half, spare, count - half, names);
    while (left < half || right < count) {
        bool take_left =
            right == count || (left < half && compare(&items[left], &items[right], names) <= 0);
        spare[n++] = take_left ? items[left++] : items[right++];
    }
    memcpy(items, spare, count * sizeof *items);
}

static bool is_sorted(const Grants *grants, const Names *names)
{
    for (size_t i = 1; i < grants->count; i++)
        if (compare(&grants->items[i - 1], &grants->items[i], names) > 0)
            return false;
    return true;
}

void grants_sort(Grants *grants, const Names *names)
{
    Arena scratch = {0};
    if (is_sorted(grants, names))
        return;
    sort(grants->items, ARENA_ARRAY(&scratch, Grant, grants->count + 1), grants->count, names);
    arena_free(&scratch);
}

size_t grants_fold(const Grants *grants, size_t start, Grant *folded)
{
    size_t i = start;
    *folded = grants->items[i];
    for (i++; i < grants->count; i++) {
        const Grant *next = &grants->items[i];
        if (next->kind != folded->kind || next->key != folded->key)
            break;
        folded->on = (folded->on & ~next->said) | next->on;
        folded->said |= next->said;
        folded->from = next->from;
        folded->at = next->at;
    }
    return i;
}
