/* Two lists of sets by API name, and inside each pair two lists of entries by key: merge walks. */
#include "base/sort.h"
#include "model/difference_steps.h"

#include <assert.h>

/* --- entries against entries -------------------------------------------------------------------- */

typedef struct {
    const AccessSide *before, *after;
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
    assert(either);
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
    set->gained += d.gained != 0;
    set->lost += d.lost != 0;
    *LIST_ADD(w->arena, set->grants, set->grant_count, set->grant_capacity) = d;
}

static void compare_grants(Walk *w, SetDifference *set, const Entries *was, const Entries *is)
{
    size_t i = 0, k = 0;
    while (i < was->count || k < is->count) {
        int order = i == was->count  ? 1
                    : k == is->count ? -1
                                     : entry_compare(&was->items[i], &is->items[k]);
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

/* XML takes CR LF for LF, while a set that is read keeps what stands in its file. */
static bool reads_alike(Str a, Str b)
{
    size_t i = 0, k = 0;
    for (; i < a.n && k < b.n; i++, k++) {
        i += str_starts(str_from(a, i), S("\r\n"));
        k += str_starts(str_from(b, k), S("\r\n"));
        if (a.s[i] != b.s[k])
            return false;
    }
    return i == a.n && k == b.n;
}

static void compare_heads(Walk *w, SetDifference *set)
{
    for (ElementKind kind = 0; kind < ELEMENT_COUNT; kind++) {
        HeadDifference d = {.kind = kind};
        if (!head_of(set->was, kind, &d.was) || !head_of(set->is, kind, &d.is))
            continue;
        bool same = kind == LICENSE ? str_is_nocase(d.was, d.is) : reads_alike(d.was, d.is);
        if (!same)
            *LIST_ADD(w->arena, set->heads, set->head_count, set->head_capacity) = d;
    }
}

/* --- sets against sets -------------------------------------------------------------------------- */

static void add_set(Walk *w, const SetDifference *set)
{
    *LIST_ADD(w->arena, w->out->items, w->out->count, w->out->capacity) = *set;
}

static void compare_entries(Walk *w, SetState state, const PermissionSet *was, const Entries *old,
                            const PermissionSet *is, const Entries *new)
{
    static const Entries nothing = {0};
    SetDifference set = {.state = state, .was = was, .is = is};
    compare_grants(w, &set, was ? old : &nothing, is ? new : &nothing);
    if (was && is)
        compare_heads(w, &set);
    if (state != SET_CHANGED || set.grant_count || set.head_count)
        add_set(w, &set);
}

static void compare_pair(Walk *w, const PermissionSet *was, const PermissionSet *is)
{
    Arena scratch = {0};
    Entries before = entries_of(&scratch, w->before->names, was);
    Entries after = entries_of(&scratch, w->after->names, is);
    compare_entries(w, SET_CHANGED, was, &before, is, &after);
    arena_free(&scratch);
}

static void compare_renamed(void *context, const Lone *was, const Lone *is)
{
    compare_entries(context, SET_RENAMED, was->set, &was->entries, is->set, &is->entries);
}

static void compare_lones(Walk *w, Lones *was, Lones *is)
{
    lones_pair(was, is, compare_renamed, w);
    for (size_t i = 0; i < was->count; i++)
        if (!was->items[i].paired)
            compare_entries(w, SET_LOST, was->items[i].set, &was->items[i].entries, NULL, NULL);
    for (size_t i = 0; i < is->count; i++)
        if (!is->items[i].paired)
            compare_entries(w, SET_GAINED, NULL, NULL, is->items[i].set, &is->items[i].entries);
}

static void add_lone(Lones *lones, const AccessSide *side, const PermissionSet *set)
{
    Lone lone = {.set = set, .entries = entries_of(&lones->arena, side->names, set)};
    *LIST_ADD(&lones->arena, lones->items, lones->count, lones->capacity) = lone;
}

static int by_name(const void *a, const void *b, const void *context)
{
    const PermissionSet *one = *(PermissionSet *const *)a, *two = *(PermissionSet *const *)b;
    (void)context;
    return str_compare_nocase(one->api_name.s, two->api_name.s);
}

static PermissionSet **sorted_by_name(Arena *a, const AccessSide *side)
{
    PermissionSet **sets = ARENA_ARRAY(a, PermissionSet *, side->count + 1);
    for (size_t i = 0; i < side->count; i++)
        sets[i] = side->sets[i];
    sort_stable(sets, side->count, sizeof *sets, by_name, NULL);
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

const EnvironmentUser *difference_user(const UserDifference *difference)
{
    return difference->is ? difference->is : difference->was;
}

static int in_order(const void *a, const void *b, const void *context)
{
    const SetDifference *one = a, *two = b;
    (void)context;
    return str_compare_nocase(difference_set(one)->api_name.s, difference_set(two)->api_name.s);
}

/* --- what moved between the sets of one integration --------------------------------------------- */

static bool are_of_one_integration(const SetDifference *from, const SetDifference *to)
{
    const PermissionSet *was = from->was, *is = to->is;
    return from != to && was && is && was->owner && is->owner &&
           str_is(was->owner->name.s, is->owner->name.s);
}

/* The entry that was lost there is the one that was gained here, to the bit. */
static void mark_moved(SetDifference *from, SetDifference *to)
{
    for (size_t i = 0, k = 0; i < from->grant_count && k < to->grant_count;) {
        GrantDifference *lost = &from->grants[i], *gained = &to->grants[k];
        const Entry one = {.kind = lost->kind, .key = lost->key},
                    two = {.kind = gained->kind, .key = gained->key};
        int order = entry_compare(&one, &two);
        if (order == 0 && !lost->other && !gained->other && !lost->gained && !gained->lost &&
            lost->lost == gained->gained) {
            lost->other = to->is;
            gained->other = from->was;
            from->lost--;
            to->gained--;
        }
        i += order <= 0;
        k += order >= 0;
    }
}

/* An integration has few sets, so those of one are held against each other. */
static Str owner_of(const SetDifference *set)
{
    const Integration *owner = difference_set(set)->owner;
    return owner ? owner->name.s : S("");
}

static int by_owner(const void *a, const void *b, const void *context)
{
    (void)context;
    return str_compare(owner_of(*(SetDifference *const *)a), owner_of(*(SetDifference *const *)b));
}

static void mark_moved_among(SetDifference **sets, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            if (are_of_one_integration(sets[i], sets[k]))
                mark_moved(sets[i], sets[k]);
}

static void find_moved(Differences *out)
{
    Arena scratch = {0};
    SetDifference **sets = ARENA_ARRAY(&scratch, SetDifference *, out->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < out->count; i++)
        if (owner_of(&out->items[i]).n)
            sets[count++] = &out->items[i];
    if (count)
        sort_stable(sets, count, sizeof *sets, by_owner, NULL);
    for (size_t from = 0, end; from < count; from = end) {
        for (end = from + 1; end < count && by_owner(&sets[from], &sets[end], NULL) == 0; end++)
            continue;
        mark_moved_among(&sets[from], end - from);
    }
    arena_free(&scratch);
}

Differences differences_find(const AccessSide *before, const AccessSide *after, Arena *a)
{
    Differences out = {0};
    Walk walk = {before, after, a, &out};
    compare_sets(&walk);
    if (out.count)
        sort_stable(out.items, out.count, sizeof *out.items, in_order, NULL);
    find_moved(&out);
    for (size_t i = 0; i < out.count; i++) {
        out.gained += out.items[i].gained;
        out.lost += out.items[i].lost;
    }
    if (before->model && after->model) {
        users_compare(before->model, after->model, &out, a);
        allows_compare(before->model, after->model, &out, a);
    }
    return out;
}

bool differences_any(const Differences *differences)
{
    return differences->count || differences->user_count || differences->allow_count;
}

/* --- losses alone ------------------------------------------------------------------------------- */

static void keep_lost_grants(SetDifference *set)
{
    size_t kept = 0;
    for (size_t i = 0; i < set->grant_count; i++) {
        set->grants[i].gained = 0;
        if (set->grants[i].lost && !set->grants[i].other)
            set->grants[kept++] = set->grants[i];
    }
    set->grant_count = kept;
    set->head_count = 0;
    set->gained = 0;
}

static void keep_lost_sets(Differences *differences)
{
    size_t kept = 0;
    for (size_t i = 0; i < differences->count; i++) {
        SetDifference *set = &differences->items[i];
        keep_lost_grants(set);
        if (set->grant_count || set->state == SET_LOST)
            differences->items[kept++] = *set;
    }
    differences->count = kept;
}

static void keep_lost_changes(UserDifference *user)
{
    size_t kept = 0;
    for (size_t i = 0; i < user->change_count; i++)
        if (user->changes[i].assigned && user->changes[i].was.n)
            user->changes[kept++] = user->changes[i];
    user->change_count = kept;
}

static void keep_lost_users(Differences *differences)
{
    size_t kept = 0;
    for (size_t i = 0; i < differences->user_count; i++) {
        UserDifference *user = &differences->users[i];
        keep_lost_changes(user);
        if (!user->is || user->change_count)
            differences->users[kept++] = *user;
    }
    differences->user_count = kept;
}

void differences_keep_losses(Differences *differences)
{
    keep_lost_sets(differences);
    keep_lost_users(differences);
    differences->allow_count = 0;
    differences->gained = 0;
    differences->losses_only = true;
}
