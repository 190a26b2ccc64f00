/* What is no entry of a set, and the sum of it all. */
#include "diag/render.h"
#include "write/difference.h"

/* The heads that differ, for people. Of long texts it is said that they differ, not how. */
static const struct {
    const char *name;
    bool is_long;
} heads[ELEMENT_COUNT] = {
    [DESCRIPTION] = {"description", true},
    [ENRICHMENTS] = {"enrichments", true},
    [HAS_ACTIVATION_REQUIRED] = {"session activation", false},
    [LABEL] = {"label", false},
    [LICENSE] = {"licence", false},
};

Str difference_head(ElementKind kind, bool *is_long)
{
    *is_long = heads[kind].is_long;
    return str_of(heads[kind].name ? heads[kind].name : element_table[kind].xml);
}

void put_head_change(Buf *out, const HeadDifference *d)
{
    bool is_long;
    buf_put(out, difference_head(d->kind, &is_long));
    if (is_long)
        return;
    buf_put(out, S(": "));
    put_visible(out, d->was.n ? d->was : S("none"));
    buf_put(out, S(" \u2192 "));
    put_visible(out, d->is.n ? d->is : S("none"));
}

/* --- users ---------------------------------------------------------------------------------------------- */

char user_change_sign(const UserChange *change)
{
    return !change->assigned ? '~' : change->is.n ? '+' : '-';
}

void put_user_change(Buf *out, const UserChange *change)
{
    buf_put(out, str_of(change->what));
    if (change->assigned) {
        buf_byte(out, ' ');
        put_visible(out, change->is.n ? change->is : change->was);
        return;
    }
    Str unsaid = str_is(str_of(change->what), S("profile")) ? S("the API-only profile") : S("none");
    buf_put(out, S(": "));
    put_visible(out, change->was.n ? change->was : unsaid);
    buf_put(out, S(" \u2192 "));
    put_visible(out, change->is.n ? change->is : unsaid);
}

void put_user_name(Buf *out, const EnvironmentUser *user)
{
    put_visible(out, user->keys.username.s);
    buf_put(out, S(" ("));
    put_visible(out, user->integration->name.s);
    buf_byte(out, ')');
}

static void put_texts(Buf *out, const char *before, const Text *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_put(out, str_of(i ? ", " : before));
        put_visible(out, texts[i].s);
    }
}

void put_new_user(Buf *out, const EnvironmentUser *user)
{
    const UserKeys *keys = &user->keys;
    buf_put(out, S("new user"));
    put_texts(out, " with ", user->sets, user->set_count);
    put_texts(out, "; groups ", user->groups, user->group_count);
    put_texts(out, "; licences ", user->licenses, user->license_count);
    put_texts(out, "; profile ", &keys->profile, keys->profile.s.n > 0);
    put_texts(out, "; role ", &keys->user_role, keys->user_role.s.n > 0);
    put_texts(out, "; public groups ", keys->groups.items, keys->groups.count);
    put_texts(out, "; queues ", keys->queues.items, keys->queues.count);
    put_texts(out, "; features ", keys->features.items, keys->features.count);
}

/* --- accepted risks ---------------------------------------------------------------------------------------- */

char allow_change_sign(const AllowDifference *d)
{
    return d->was && d->is ? '~' : d->is ? '+' : '-';
}

void put_allow_change(Buf *out, const AllowDifference *d)
{
    const Allow *allow = d->is ? d->is : d->was;
    put_visible(out, allow->rule.s);
    buf_put(out, S(" for "));
    put_visible(out, allow->about.s);
    buf_put(out, S(": "));
    put_visible(out, allow->reason.s);
    put_texts(out, "; approved by ", &allow->approved_by, allow->approved_by.s.n > 0);
    put_texts(out, "; until ", &allow->until, allow->until.s.n > 0);
}

/* --- numbers ------------------------------------------------------------------------------------------------ */

typedef struct {
    size_t count;
    const char *one, *several;
} Counted;

static void put_counted(Buf *out, const Counted *items, size_t count)
{
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        if (!items[i].count)
            continue;
        buf_format(out, "%s%zu %s", first ? "" : ", ", items[i].count,
                   items[i].count == 1 ? items[i].one : items[i].several);
        first = false;
    }
}

void put_difference_summary(Buf *out, const Comparison *comparison)
{
    const Differences *d = comparison->differences;
    size_t high, elevated;
    difference_risks(d, &high, &elevated);
    const Counted things[] = {{d->count, "permission set", "permission sets"},
                              {d->user_count, "user", "users"},
                              {d->allow_count, "accepted risk", "accepted risks"}};
    const Counted numbers[] = {{d->gained, "gained", "gained"},
                               {d->lost, "lost", "lost"},
                               {high, "high risk", "high risks"},
                               {elevated, "elevated risk", "elevated risks"}};
    if (!differences_any(d)) {
        buf_put(out, d->losses_only ? S("nothing is lost") : S("nothing differs"));
        return;
    }
    put_counted(out, things, 3);
    buf_put(out, d->count + d->user_count + d->allow_count == 1 ? S(" differs") : S(" differ"));
    if (!d->gained && !d->lost) {
        buf_put(out, S(": no access gained or lost"));
        return;
    }
    buf_put(out, S(": "));
    put_counted(out, numbers, 4);
}
