/* Sets that only one side has: which of them are one set under two names. */
#include "base/sort.h"
#include "model/difference_steps.h"

enum { ALIKE_MAX = 100 }; /* on each side; beyond it every set would be held against every other */

/* --- by a key that both sides have ---------------------------------------------------------------- */

typedef struct {
    bool (*usable)(const Lone *lone); /* sets of which the key says nothing are left alone */
    int (*compare)(const Lone *a, const Lone *b);
} Likeness;

static bool has_owner(const Lone *lone)
{
    return lone->set->owner != NULL;
}

static int compare_owners(const Lone *a, const Lone *b)
{
    int order = str_compare(a->set->owner->name.s, b->set->owner->name.s);
    return order ? order : (int)a->set->role - (int)b->set->role;
}

/* The licence of a set cannot be changed, so two of them are two sets. */
static int compare_licences(const Lone *a, const Lone *b)
{
    return str_compare_nocase(a->set->license_name.s, b->set->license_name.s);
}

static bool has_grants(const Lone *lone)
{
    return lone->entries.count > 0;
}

/* 0 for sets that grant the same under the same licence. */
static int compare_access(const Lone *a, const Lone *b)
{
    int order = compare_licences(a, b);
    if (!order && a->entries.count != b->entries.count)
        order = a->entries.count < b->entries.count ? -1 : 1;
    for (size_t i = 0; !order && i < a->entries.count; i++) {
        const Entry *one = &a->entries.items[i], *two = &b->entries.items[i];
        order = entry_compare(one, two);
        if (!order && one->on != two->on)
            order = one->on < two->on ? -1 : 1;
    }
    return order;
}

static bool has_label(const Lone *lone)
{
    return lone->set->label.s.n > 0;
}

static int compare_labels(const Lone *a, const Lone *b)
{
    int order = compare_licences(a, b);
    return order ? order : str_compare_nocase(a->set->label.s, b->set->label.s);
}

/* Stable, so those that are alike stay in the order of their names. */
static int by_likeness(const void *a, const void *b, const void *context)
{
    return ((const Likeness *)context)->compare(*(Lone *const *)a, *(Lone *const *)b);
}

static Lone **usable_lones(Arena *a, const Lones *lones, const Likeness *likeness, size_t *count)
{
    Lone **usable = ARENA_ARRAY(a, Lone *, lones->count + 1);
    *count = 0;
    for (size_t i = 0; i < lones->count; i++)
        if (!lones->items[i].paired && likeness->usable(&lones->items[i]))
            usable[(*count)++] = &lones->items[i];
    if (*count)
        sort_stable(usable, *count, sizeof *usable, by_likeness, likeness);
    return usable;
}

static void pair(Lone *was, Lone *is, TakePair *take, void *context)
{
    was->paired = is->paired = true;
    take(context, was, is);
}

static void pair_by(const Likeness *likeness, Lones *was, Lones *is, TakePair *take, void *context)
{
    Arena scratch = {0};
    size_t old_count, new_count;
    Lone **old = usable_lones(&scratch, was, likeness, &old_count);
    Lone **new = usable_lones(&scratch, is, likeness, &new_count);
    for (size_t i = 0, k = 0; i < old_count && k < new_count;) {
        int order = likeness->compare(old[i], new[k]);
        if (order == 0)
            pair(old[i++], new[k++], take, context);
        else if (order < 0)
            i++;
        else
            k++;
    }
    arena_free(&scratch);
}

/* --- by how much they share ------------------------------------------------------------------------- */

/* How many entries both have. */
static size_t shared_entries(const Entries *a, const Entries *b)
{
    size_t shared = 0;
    for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
        int order = entry_compare(&a->items[i], &b->items[k]);
        shared += order == 0 && a->items[i].on == b->items[k].on;
        i += order <= 0;
        k += order >= 0;
    }
    return shared;
}

/* How many entries both have, where that is more than half of all entries of the two; else 0. */
static size_t alikeness(const Lone *was, const Lone *is)
{
    size_t shared = shared_entries(&was->entries, &is->entries);
    size_t all = was->entries.count + is->entries.count - shared;
    return compare_licences(was, is) == 0 && 2 * shared > all ? shared : 0;
}

static size_t unpaired(const Lones *lones)
{
    size_t count = 0;
    for (size_t i = 0; i < lones->count; i++)
        count += !lones->items[i].paired;
    return count;
}

static void pair_alike(Lones *was, Lones *is, TakePair *take, void *context)
{
    if (unpaired(was) > ALIKE_MAX || unpaired(is) > ALIKE_MAX)
        return;
    for (size_t i = 0; i < was->count; i++) {
        Lone *best = NULL;
        size_t most = 0;
        for (size_t k = 0; k < is->count && !was->items[i].paired; k++) {
            size_t alike = is->items[k].paired ? 0 : alikeness(&was->items[i], &is->items[k]);
            if (alike > most) {
                most = alike;
                best = &is->items[k];
            }
        }
        if (best)
            pair(&was->items[i], best, take, context);
    }
}

void lones_pair(Lones *was, Lones *is, TakePair *take, void *context)
{
    static const Likeness likenesses[] = {
        {has_owner, compare_owners}, {has_grants, compare_access}, {has_label, compare_labels}};
    for (size_t i = 0; i < sizeof likenesses / sizeof *likenesses; i++)
        pair_by(&likenesses[i], was, is, take, context);
    pair_alike(was, is, take, context);
}
