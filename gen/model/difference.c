/* Two lists of sets by API name, and inside each pair two lists of entries by key: merge walks. */
#include "model/difference.h"

#include "base/sort.h"

/* --- what one set grants ------------------------------------------------------------------------ */

typedef struct {
    ElementKind kind;
    Str key;
    uint32_t on;
    Loc at;
} Entry;

typedef struct {
    Entry *items; /* in order; no key twice, none that grants nothing */
    size_t count, capacity;
} Entries;

static int compare_keys(const Entry *a, const Entry *b)
{
    return a->kind != b->kind ? (int)a->kind - (int)b->kind : str_compare_nocase(a->key, b->key);
}

static int compare_entries(const void *a, const void *b, const void *context)
{
    const Entry *one = a, *two = b;
    int order = compare_keys(one, two);
    (void)context;
    return order ? order : str_compare(one->key, two->key);
}

/* Both of two entries for one name: every switch that either has on, and the higher of two words. */
static uint32_t join_bits(const Element *element, uint32_t one, uint32_t two)
{
    uint32_t bits = one | two;
    for (const Child *child = element->children; child->xml; child++) {
        uint32_t mask = child_mask(child), a = one & mask, b = two & mask;
        if (child->kind == CHILD_WORD)
            bits = (bits & ~mask) | (a > b ? a : b);
    }
    return bits;
}

static void join_repeated(Entries *entries)
{
    size_t kept = 0;
    for (size_t i = 0; i < entries->count; i++) {
        Entry *last = &entries->items[kept - (kept > 0)], *next = &entries->items[i];
        if (kept && compare_keys(last, next) == 0)
            last->on = join_bits(&element_table[last->kind], last->on, next->on);
        else
            entries->items[kept++] = *next;
    }
    entries->count = kept;
}

static Entries entries_of(Arena *a, const Names *names, const PermissionSet *set)
{
    Entries entries = {0};
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        bool by_itself = element_stated(&element_table[grant->kind]) == 0;
        Entry entry = {.kind = (ElementKind)grant->kind,
                       .key = names->text[grant->key],
                       .on = grant->on | (by_itself ? DIFFERENCE_ENTRY : 0),
                       .at = grant->at};
        if (entry.on)
            *LIST_ADD(a, entries.items, entries.count, entries.capacity) = entry;
    }
    if (entries.count)
        sort_stable(entries.items, entries.count, sizeof(Entry), compare_entries, NULL);
    join_repeated(&entries);
    return entries;
}

/* --- entries against entries -------------------------------------------------------------------- */

typedef struct {
    const SetList *before, *after;
    Arena *arena; /* of what comes out */
    Differences *out;
} Walk;

/* Words rise and fall as a whole: their values stand in the order of what they grant. */
static void weigh(GrantDifference *d)
{
    d->gained = d->is & ~d->was;
    d->lost = d->was & ~d->is;
    for (const Child *child = element_table[d->kind].children; child->xml; child++) {
        uint32_t mask = child_mask(child), was = d->was & mask, is = d->is & mask;
        if (child->kind != CHILD_WORD)
            continue;
        d->gained = (d->gained & ~mask) | (is > was ? mask : 0);
        d->lost = (d->lost & ~mask) | (is < was ? mask : 0);
    }
}

/* Either may be NULL. */
static void compare_entry(Walk *w, SetDifference *set, const Entry *was, const Entry *is)
{
    const Entry *either = is ? is : was;
    GrantDifference d = {.kind = either->kind, .key = either->key};
    if (was) {
        d.was = was->on;
        d.was_at = was->at;
    }
    if (is) {
        d.is = is->on;
        d.is_at = is->at;
    }
    weigh(&d);
    if (!d.gained && !d.lost)
        return;
    w->out->gained += d.gained != 0;
    w->out->lost += d.lost != 0;
    *LIST_ADD(w->arena, set->grants, set->grant_count, set->grant_capacity) = d;
}

static void compare_grants(Walk *w, SetDifference *set, const Entries *was, const Entries *is)
{
    size_t i = 0, k = 0;
    while (i < was->count || k < is->count) {
        int order = i == was->count  ? 1
                    : k == is->count ? -1
                                     : compare_keys(&was->items[i], &is->items[k]);
        const Entry *one = order <= 0 ? &was->items[i++] : NULL;
        const Entry *two = order >= 0 ? &is->items[k++] : NULL;
        compare_entry(w, set, one, two);
    }
}

/* --- heads -------------------------------------------------------------------------------------- */

/* What a set says under a head; false for what is no head, or the same one under its old name. */
static bool head_of(const PermissionSet *set, ElementKind kind, Str *text)
{
    const Element *element = &element_table[kind];
    const void *member = (const char *)set + element->offset;
    switch (element->shape) {
    case SHAPE_TEXT:
    case SHAPE_NESTED:
        *text = ((const Text *)member)->s;
        return !element->until;
    case SHAPE_FLAG:
        *text = ((const Flag *)member)->on ? S("true") : S("false");
        return true;
    case SHAPE_LIST:
    case SHAPE_FILE_NAME:
        break;
    }
    return false;
}

static void compare_heads(Walk *w, SetDifference *set)
{
    for (ElementKind kind = 0; kind < ELEMENT_COUNT; kind++) {
        HeadDifference d = {.kind = kind};
        if (!head_of(set->was, kind, &d.was) || !head_of(set->is, kind, &d.is))
            continue;
        bool same = kind == LICENSE ? str_is_nocase(d.was, d.is) : str_is(d.was, d.is);
        if (!same)
            *LIST_ADD(w->arena, set->heads, set->head_count, set->head_capacity) = d;
    }
}

/* --- sets that only one side has ---------------------------------------------------------------- */

typedef struct {
    const PermissionSet *set;
    Entries entries;
} Lone;

typedef struct {
    Lone *items;
    size_t count, capacity;
    Arena arena; /* of them and their entries */
} Lones;

static void add_lone(Lones *lones, const SetList *list, const PermissionSet *set)
{
    Lone lone = {set, entries_of(&lones->arena, list->names, set)};
    *LIST_ADD(&lones->arena, lones->items, lones->count, lones->capacity) = lone;
}

/* 0 for sets that grant the same under the same licence. */
static int compare_access(const Lone *a, const Lone *b)
{
    int order = str_compare_nocase(a->set->license_name.s, b->set->license_name.s);
    if (!order && a->entries.count != b->entries.count)
        order = a->entries.count < b->entries.count ? -1 : 1;
    for (size_t i = 0; !order && i < a->entries.count; i++) {
        const Entry *one = &a->entries.items[i], *two = &b->entries.items[i];
        order = compare_keys(one, two);
        if (!order && one->on != two->on)
            order = one->on < two->on ? -1 : 1;
    }
    return order;
}

/* Stable, so those of equal access stay in the order of their names. */
static int by_access(const void *a, const void *b, const void *context)
{
    (void)context;
    return compare_access(a, b);
}

static void sort_by_access(Lones *lones)
{
    if (lones->count)
        sort_stable(lones->items, lones->count, sizeof(Lone), by_access, NULL);
}

static void tell_lone(Walk *w, const Lone *was, const Lone *is)
{
    static const Entries nothing = {0};
    SetDifference set = {.state = was && is ? SET_RENAMED
                                  : is      ? SET_GAINED
                                            : SET_LOST,
                         .was = was ? was->set : NULL,
                         .is = is ? is->set : NULL};
    if (set.state == SET_RENAMED)
        compare_heads(w, &set);
    else
        compare_grants(w, &set, was ? &was->entries : &nothing, is ? &is->entries : &nothing);
    *LIST_ADD(w->arena, w->out->items, w->out->count, w->out->capacity) = set;
}

/* A set that went while one of the same access came was renamed. Sets that grant nothing are all
 * alike, so that says nothing of them. */
static void compare_lones(Walk *w, Lones *was, Lones *is)
{
    size_t i = 0, k = 0;
    sort_by_access(was);
    sort_by_access(is);
    while (i < was->count || k < is->count) {
        int order = i == was->count  ? 1
                    : k == is->count ? -1
                                     : compare_access(&was->items[i], &is->items[k]);
        if (order == 0 && was->items[i].entries.count == 0)
            order = -1;
        const Lone *one = order <= 0 ? &was->items[i++] : NULL;
        const Lone *two = order >= 0 ? &is->items[k++] : NULL;
        tell_lone(w, one, two);
    }
}

/* --- sets against sets -------------------------------------------------------------------------- */

static void compare_pair(Walk *w, const PermissionSet *was, const PermissionSet *is)
{
    Arena scratch = {0};
    SetDifference set = {.state = SET_CHANGED, .was = was, .is = is};
    Entries before = entries_of(&scratch, w->before->names, was);
    Entries after = entries_of(&scratch, w->after->names, is);
    compare_grants(w, &set, &before, &after);
    compare_heads(w, &set);
    if (set.grant_count || set.head_count)
        *LIST_ADD(w->arena, w->out->items, w->out->count, w->out->capacity) = set;
    arena_free(&scratch);
}

static int by_name(const void *a, const void *b, const void *context)
{
    const PermissionSet *one = *(PermissionSet *const *)a, *two = *(PermissionSet *const *)b;
    (void)context;
    return str_compare_nocase(one->api_name.s, two->api_name.s);
}

static PermissionSet **sorted_by_name(Arena *a, const SetList *list)
{
    PermissionSet **sets = ARENA_ARRAY(a, PermissionSet *, list->count + 1);
    for (size_t i = 0; i < list->count; i++)
        sets[i] = list->sets[i];
    sort_stable(sets, list->count, sizeof *sets, by_name, NULL);
    return sets;
}

static void compare_sets(Walk *w)
{
    Arena scratch = {0};
    Lones lost = {0}, gained = {0};
    PermissionSet **was = sorted_by_name(&scratch, w->before);
    PermissionSet **is = sorted_by_name(&scratch, w->after);
    size_t i = 0, k = 0;
    while (i < w->before->count || k < w->after->count) {
        int order = i == w->before->count  ? 1
                    : k == w->after->count ? -1
                                           : by_name(&was[i], &is[k], NULL);
        if (order == 0)
            compare_pair(w, was[i++], is[k++]);
        else if (order < 0)
            add_lone(&lost, w->before, was[i++]);
        else
            add_lone(&gained, w->after, is[k++]);
    }
    compare_lones(w, &lost, &gained);
    arena_free(&lost.arena);
    arena_free(&gained.arena);
    arena_free(&scratch);
}

const PermissionSet *difference_set(const SetDifference *difference)
{
    return difference->is ? difference->is : difference->was;
}

static int in_order(const void *a, const void *b, const void *context)
{
    const SetDifference *one = a, *two = b;
    (void)context;
    return str_compare_nocase(difference_set(one)->api_name.s, difference_set(two)->api_name.s);
}

Differences differences_find(const SetList *before, const SetList *after, Arena *a)
{
    Differences out = {0};
    Walk walk = {before, after, a, &out};
    compare_sets(&walk);
    if (out.count)
        sort_stable(out.items, out.count, sizeof *out.items, in_order, NULL);
    return out;
}

/* --- losses alone ------------------------------------------------------------------------------- */

static void keep_lost_grants(SetDifference *set)
{
    size_t kept = 0;
    for (size_t i = 0; i < set->grant_count; i++) {
        set->grants[i].gained = 0;
        if (set->grants[i].lost)
            set->grants[kept++] = set->grants[i];
    }
    set->grant_count = kept;
    set->head_count = 0;
}

void differences_keep_losses(Differences *differences)
{
    size_t kept = 0;
    for (size_t i = 0; i < differences->count; i++) {
        SetDifference *set = &differences->items[i];
        keep_lost_grants(set);
        if (set->grant_count || set->state == SET_LOST)
            differences->items[kept++] = *set;
    }
    differences->count = kept;
    differences->gained = 0;
    differences->losses_only = true;
}
