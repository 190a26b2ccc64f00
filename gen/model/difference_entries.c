/* A set as the list of what it grants. */
#include "base/sort.h"
#include "model/difference_steps.h"

int entry_compare(const Entry *a, const Entry *b)
{
    return a->kind != b->kind ? (int)a->kind - (int)b->kind : str_compare_nocase(a->key, b->key);
}

static int in_order(const void *a, const void *b, const void *context)
{
    const Entry *one = a, *two = b;
    int order = entry_compare(one, two);
    (void)context;
    return order ? order : str_compare(one->key, two->key);
}

static void join_repeated(Entries *entries)
{
    size_t kept = 0;
    for (size_t i = 0; i < entries->count; i++) {
        Entry *last = &entries->items[kept - (kept > 0)], *next = &entries->items[i];
        if (kept && entry_compare(last, next) == 0)
            last->on = element_join(&element_table[last->kind], last->on, next->on);
        else
            entries->items[kept++] = *next;
    }
    entries->count = kept;
}

Entries entries_of(Arena *a, const Names *names, const PermissionSet *set)
{
    Entries entries = {0};
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        bool by_itself = element_stated(&element_table[grant->kind]) == 0;
        Entry entry = {.kind = (ElementKind)grant->kind,
                       .key = names->text[grant->key],
                       .on = grant->on | (by_itself ? GRANT_ENTRY : 0),
                       .at = grant->at};
        if (entry.on)
            *LIST_ADD(a, entries.items, entries.count, entries.capacity) = entry;
    }
    if (entries.count)
        sort_stable(entries.items, entries.count, sizeof(Entry), in_order, NULL);
    join_repeated(&entries);
    return entries;
}
