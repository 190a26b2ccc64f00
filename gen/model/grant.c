/* Lists of grants: order and folding. */
#include "model/grant.h"

#include "base/sort.h"
#include "model/known.h"

void grants_add(Grants *grants, Arena *a, Grant grant)
{
    grants->items = arena_grow(a, grants->items, grants->count, &grants->capacity,
                               grants->count + 1, sizeof *grants->items);
    grants->items[grants->count++] = grant;
}

void grants_trim(Grants *grants, Arena *a)
{
    arena_trim(a, grants->items, grants->count, &grants->capacity, sizeof *grants->items);
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

static void fold_into(Grant *folded, const Grant *next)
{
    uint32_t on = (folded->on & ~next->said) | next->on, said = folded->said | next->said;
    Loc at = next->from == FROM_DEPENDENCY ? folded->at : next->at;
    *folded = *next;
    folded->at = at; /* what is added to an entry leaves it where it is said */
    folded->on = on;
    folded->said = said;
}

void grants_fold(Grants *grants)
{
    size_t kept = 0;
    for (size_t i = 0; i < grants->count; i++) {
        Grant *last = &grants->items[kept - (kept > 0)], *next = &grants->items[i];
        if (kept && last->kind == next->kind && last->key == next->key)
            fold_into(last, next);
        else
            grants->items[kept++] = *next;
    }
    grants->count = kept;
}

static int compare_key(const Grant *grant, const Names *names, uint8_t kind, Str key)
{
    return grant->kind != kind ? (int)grant->kind - (int)kind
                               : str_compare(names->text[grant->key], key);
}

const Grant *grants_find(const Grants *grants, const Names *names, uint8_t kind, Str key)
{
    size_t low = 0, high = grants->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_key(&grants->items[middle], names, kind, key);
        if (order == 0)
            return &grants->items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static int compare_owner(const Grant *grant, const Names *names, uint8_t kind, Str object)
{
    return grant->kind != kind ? (int)grant->kind - (int)kind
                               : compare_to_object(names->text[grant->key], object);
}

const Grant *grants_of_object(const Grants *grants, const Names *names, uint8_t kind, Str object,
                              size_t *count)
{
    size_t low = 0, high = grants->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_owner(&grants->items[middle], names, kind, object) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (*count = 0; low + *count < grants->count; ++*count)
        if (compare_owner(&grants->items[low + *count], names, kind, object) != 0)
            break;
    return *count ? &grants->items[low] : NULL;
}

/* The first grant of this kind or a later one. */
static size_t kind_start(const Grants *grants, int kind)
{
    size_t low = 0, high = grants->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (grants->items[middle].kind < kind)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const Grant *grants_of_kind(const Grants *grants, uint8_t kind, size_t *count)
{
    size_t start = kind_start(grants, kind);
    *count = kind_start(grants, kind + 1) - start;
    return *count ? &grants->items[start] : NULL;
}

uint32_t grants_bits(const Grants *grants, const Names *names, uint8_t kind, Str key)
{
    const Grant *grant = grants_find(grants, names, kind, key);
    return grant ? grant->on : 0;
}
