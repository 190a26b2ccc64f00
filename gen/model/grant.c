/* Lists of grants: order and folding. */
#include "model/grant.h"

#include "base/sort.h"

void grants_add(Grants *grants, Arena *a, Grant grant)
{
    grants->items = arena_grow(a, grants->items, grants->count, &grants->capacity,
                               grants->count + 1, sizeof *grants->items);
    grants->items[grants->count++] = grant;
}

static int compare(const void *one, const void *two, const void *context)
{
    const Grant *a = one, *b = two;
    const Names *names = context;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->key != b->key)
        return str_compare(names->text[a->key], names->text[b->key]);
    return (int)a->from - (int)b->from;
}

/* Files that Salesforce wrote are sorted already. */
static bool is_sorted(const Grants *grants, const Names *names)
{
    for (size_t i = 1; i < grants->count; i++)
        if (compare(&grants->items[i - 1], &grants->items[i], names) > 0)
            return false;
    return true;
}

void grants_sort(Grants *grants, const Names *names)
{
    if (!is_sorted(grants, names))
        sort_stable(grants->items, grants->count, sizeof *grants->items, compare, names);
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
