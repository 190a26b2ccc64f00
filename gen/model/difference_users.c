/* Users of definitions against users of definitions, and the risks that both accept. */
#include "base/sort.h"
#include "model/difference_steps.h"

/* --- what a user has -------------------------------------------------------------------------------- */

static const struct {
    const char *what;
    size_t offset; /* of a Text in UserKeys */
} values[] = {
    {"last name", offsetof(UserKeys, last_name)}, {"first name", offsetof(UserKeys, first_name)},
    {"alias", offsetof(UserKeys, alias)},         {"email", offsetof(UserKeys, email)},
    {"profile", offsetof(UserKeys, profile)},     {"role", offsetof(UserKeys, user_role)},
    {"time zone", offsetof(UserKeys, time_zone)}, {"locale", offsetof(UserKeys, locale)},
    {"language", offsetof(UserKeys, language)},   {"encoding", offsetof(UserKeys, encoding)},
};

typedef struct {
    const Text *items;
    size_t count;
} TextSpan;

enum { ASSIGNED_COUNT = 6 };

/* The lists of what is assigned, each with its noun. */
static void assigned_to(const EnvironmentUser *user, TextSpan spans[ASSIGNED_COUNT])
{
    spans[0] = (TextSpan){user->licenses, user->license_count};
    spans[1] = (TextSpan){user->sets, user->set_count};
    spans[2] = (TextSpan){user->groups, user->group_count};
    spans[3] = (TextSpan){user->keys.groups.items, user->keys.groups.count};
    spans[4] = (TextSpan){user->keys.queues.items, user->keys.queues.count};
    spans[5] = (TextSpan){user->keys.features.items, user->keys.features.count};
}

static const char *const nouns[ASSIGNED_COUNT] = {
    "permission set licence", "permission set", "permission set group",
    "public group",           "queue",          "feature"};

/* In lower case. */
static Map texts_of(TextSpan span, Arena *a)
{
    Map texts = {0};
    for (size_t i = 0; i < span.count; i++)
        map_put(&texts, a, str_lower(a, span.items[i].s), NULL);
    return texts;
}

/* --- one user ---------------------------------------------------------------------------------------- */

typedef struct {
    Differences *out;
    Arena *arena;
    UserDifference user;
} UserWalk;

static void add_change(UserWalk *w, const char *what, Str was, Str is, bool assigned)
{
    *LIST_ADD(w->arena, w->user.changes, w->user.change_count, w->user.change_capacity) =
        (UserChange){what, was, is, assigned};
    if (assigned) {
        w->out->gained += is.n > 0;
        w->out->lost += was.n > 0;
    }
}

static void compare_assigned(UserWalk *w)
{
    Arena scratch = {0};
    TextSpan was[ASSIGNED_COUNT], is[ASSIGNED_COUNT];
    assigned_to(w->user.was, was);
    assigned_to(w->user.is, is);
    for (size_t i = 0; i < ASSIGNED_COUNT; i++) {
        Map had = texts_of(was[i], &scratch), has = texts_of(is[i], &scratch);
        for (size_t k = 0; k < is[i].count; k++)
            if (!map_find_nocase(&had, is[i].items[k].s))
                add_change(w, nouns[i], S(""), is[i].items[k].s, true);
        for (size_t k = 0; k < was[i].count; k++)
            if (!map_find_nocase(&has, was[i].items[k].s))
                add_change(w, nouns[i], was[i].items[k].s, S(""), true);
    }
    arena_free(&scratch);
}

static void compare_values(UserWalk *w)
{
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        const char *was = (const char *)&w->user.was->keys + values[i].offset;
        const char *is = (const char *)&w->user.is->keys + values[i].offset;
        Str one = ((const Text *)(const void *)was)->s, two = ((const Text *)(const void *)is)->s;
        if (!str_is(one, two))
            add_change(w, values[i].what, one, two, false);
    }
}

static void compare_user(UserWalk *w)
{
    if (w->user.was && w->user.is) {
        compare_assigned(w);
        compare_values(w);
        if (!w->user.change_count)
            return;
    } else {
        w->out->gained += w->user.is != NULL;
        w->out->lost += w->user.was != NULL;
    }
    *LIST_ADD(w->arena, w->out->users, w->out->user_count, w->out->user_capacity) = w->user;
}

/* --- one environment: users by username -------------------------------------------------------------- */

static int by_username(const void *a, const void *b, const void *context)
{
    const EnvironmentUser *one = *(EnvironmentUser *const *)a, *two = *(EnvironmentUser *const *)b;
    (void)context;
    return str_compare_nocase(one->keys.username.s, two->keys.username.s);
}

/* In any case, as usernames are compared; a model has them byte-wise. */
static const EnvironmentUser **users_of(const Environment *environment, Arena *a, size_t *count)
{
    *count = environment ? environment->user_count : 0;
    const EnvironmentUser **users = ARENA_ARRAY(a, const EnvironmentUser *, *count + 1);
    for (size_t i = 0; i < *count; i++)
        users[i] = &environment->users[i];
    if (*count)
        sort_stable(users, *count, sizeof *users, by_username, NULL);
    return users;
}

static bool is_retired(const Environment *environment, const EnvironmentUser *user)
{
    return environment && environment_retired_user(environment, user->keys.username.s);
}

/* Either may be NULL. */
static void compare_environment(const Environment *was, const Environment *is, Differences *out,
                                Arena *a)
{
    Arena scratch = {0};
    size_t old_count, new_count, i = 0, k = 0;
    const EnvironmentUser **old = users_of(was, &scratch, &old_count);
    const EnvironmentUser **new = users_of(is, &scratch, &new_count);
    while (i < old_count || k < new_count) {
        UserWalk w = {.out = out, .arena = a, .user.environment = is ? is->name.s : was->name.s};
        int order = i == old_count ? 1 : k == new_count ? -1 : by_username(&old[i], &new[k], NULL);
        w.user.was = order <= 0 ? old[i++] : NULL;
        w.user.is = order >= 0 ? new[k++] : NULL;
        w.user.retired = order < 0 && is_retired(is, w.user.was);
        compare_user(&w);
    }
    arena_free(&scratch);
}

void users_compare(const Model *before, const Model *after, Differences *out, Arena *a)
{
    for (size_t i = 0; i < after->environment_count; i++) {
        const Environment *is = &after->environments[i];
        compare_environment(model_environment(before, is->name.s), is, out, a);
    }
    for (size_t i = 0; i < before->environment_count; i++) {
        const Environment *was = &before->environments[i];
        if (!model_environment(after, was->name.s))
            compare_environment(was, NULL, out, a);
    }
}

/* --- accepted risks ----------------------------------------------------------------------------------- */

static const Allow *find_allow(const Model *m, const Allow *like)
{
    return model_allow(m, like->rule.s, like->about.s);
}

static bool says_the_same(const Allow *was, const Allow *is)
{
    return str_is(was->rule.s, is->rule.s) && str_is(was->about.s, is->about.s) &&
           str_is(was->reason.s, is->reason.s) && str_is(was->approved_by.s, is->approved_by.s) &&
           str_is(was->until.s, is->until.s);
}

/* One risk may be accepted more than once, so this is not always what find_allow finds. */
static bool has_allow(const Model *m, const Allow *like)
{
    const Allow *allow = model_allows_about(m, like->about.s);
    while (allow && !says_the_same(allow, like))
        allow = allow->next;
    return allow != NULL;
}

void allows_compare(const Model *before, const Model *after, Differences *out, Arena *a)
{
    for (size_t i = 0; i < after->allow_count; i++) {
        const Allow *is = &after->allows[i];
        if (!has_allow(before, is))
            *LIST_ADD(a, out->allows, out->allow_count, out->allow_capacity) =
                (AllowDifference){find_allow(before, is), is};
    }
    for (size_t i = 0; i < before->allow_count; i++)
        if (!find_allow(after, &before->allows[i]))
            *LIST_ADD(a, out->allows, out->allow_count, out->allow_capacity) =
                (AllowDifference){&before->allows[i], NULL};
}
