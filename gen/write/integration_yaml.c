/* Users, assignments, environments and accepted risks to YAML. */
#include "write/integration_yaml.h"

#include "base/sort.h"
#include "write/yaml_text.h"

enum { STEP = 2 }; /* blanks an indentation */

static void put_key(Buf *out, const char *key, size_t indent)
{
    buf_fill(out, ' ', indent);
    buf_format(out, "%s:", key);
}

static void put_texts(Buf *out, const char *key, const TextList *texts, size_t indent)
{
    if (!texts->count)
        return;
    put_key(out, key, indent);
    for (size_t i = 0; i < texts->count; i++) {
        buf_put(out, i ? S(", ") : S(" ["));
        put_yaml(out, texts->items[i].s, true);
    }
    buf_put(out, S("]\n"));
}

/* --- users -------------------------------------------------------------------------------------- */

static const struct {
    const char *key;
    size_t offset;
} user_texts[] = {
    {"username", offsetof(UserKeys, username)},    {"lastName", offsetof(UserKeys, last_name)},
    {"firstName", offsetof(UserKeys, first_name)}, {"alias", offsetof(UserKeys, alias)},
    {"email", offsetof(UserKeys, email)},          {"profile", offsetof(UserKeys, profile)},
    {"role", offsetof(UserKeys, user_role)},       {"timeZone", offsetof(UserKeys, time_zone)},
    {"locale", offsetof(UserKeys, locale)},        {"language", offsetof(UserKeys, language)},
    {"encoding", offsetof(UserKeys, encoding)},
};

static const Text *user_text(const UserKeys *keys, size_t i)
{
    return (const Text *)((const char *)keys + user_texts[i].offset);
}

enum { USER_TEXT_COUNT = sizeof user_texts / sizeof *user_texts };

static bool says_anything(const UserKeys *keys)
{
    bool any = keys->groups.count || keys->queues.count || keys->features.count || keys->adopt.on;
    for (size_t i = 0; i < USER_TEXT_COUNT; i++)
        any = any || user_text(keys, i)->s.n;
    return any;
}

/* Behind the key of a user. */
static void put_user(Buf *out, const UserKeys *keys, size_t indent)
{
    if (!says_anything(keys)) {
        buf_put(out, S(" {}\n"));
        return;
    }
    buf_byte(out, '\n');
    for (size_t i = 0; i < USER_TEXT_COUNT; i++)
        put_yaml_entry(out, user_texts[i].key, user_text(keys, i)->s, indent);
    put_texts(out, "groups", &keys->groups, indent);
    put_texts(out, "queues", &keys->queues, indent);
    put_texts(out, "features", &keys->features, indent);
    if (keys->adopt.on)
        put_yaml_entry(out, "adopt", S("true"), indent);
}

/* --- integrations ------------------------------------------------------------------------------- */

/* In a resolved definition a set is assigned by its API name, which is its key there. */
static Str assigned_name(const Assign *assign, const Model *resolved)
{
    const PermissionSet *shared =
        resolved && assign->kind == ASSIGN_SET ? model_shared(resolved, assign->name.s) : NULL;
    return shared ? shared->api_name.s : assign->name.s;
}

static void put_assign(Buf *out, const AssignList *assign, const Model *resolved, size_t indent)
{
    static const char *const kinds[] = {
        [ASSIGN_ORG_SET] = "org", [ASSIGN_GROUP] = "group", [ASSIGN_LICENSE] = "license"};
    if (!assign->count)
        return;
    put_key(out, "assign", indent);
    for (size_t i = 0; i < assign->count; i++) {
        const Assign *one = &assign->items[i];
        buf_put(out, i ? S(", ") : S(" ["));
        if (one->kind != ASSIGN_SET)
            buf_format(out, "{%s: ", kinds[one->kind]);
        put_yaml(out, assigned_name(one, resolved), true);
        if (one->kind != ASSIGN_SET)
            buf_byte(out, '}');
    }
    buf_put(out, S("]\n"));
}

void put_integration_keys(Buf *out, const Integration *integration, const Model *resolved,
                          size_t indent)
{
    const UserKeys nothing = {0};
    put_yaml_entry(out, "owner", integration->owner.s, indent);
    put_texts(out, "environments", &integration->environments, indent);
    if (!resolved && says_anything(&integration->user)) {
        put_key(out, "user", indent);
        put_user(out, &integration->user, indent + STEP);
    }
    if (integration->users.count) {
        put_key(out, "users", indent);
        buf_byte(out, '\n');
    }
    for (size_t i = 0; i < integration->users.count; i++) {
        const UserKeys *user = &integration->users.items[i];
        put_yaml_key(out, user->name.s, indent + STEP);
        put_user(out, resolved ? &nothing : user, indent + STEP + STEP);
    }
    put_assign(out, &integration->assign, resolved, indent);
}

/* --- environments ------------------------------------------------------------------------------- */

static int by_integration(const void *a, const void *b, const void *context)
{
    const EnvironmentUser *one = *(EnvironmentUser *const *)a, *two = *(EnvironmentUser *const *)b;
    (void)context;
    return str_compare(one->integration->name.s, two->integration->name.s);
}

/* `users` begins with those of the integration. Gives how many they are. */
static size_t put_users_of(Buf *out, const EnvironmentUser **users, size_t count,
                           const Integration *integration, size_t indent)
{
    size_t i = 0;
    bool named = integration->users.count > 0;
    put_yaml_key(out, integration->name.s, indent);
    if (named)
        buf_byte(out, '\n');
    for (; i < count && str_is(users[i]->integration->name.s, integration->name.s); i++) {
        if (named)
            put_yaml_key(out, users[i]->keys.name.s, indent + STEP);
        put_user(out, &users[i]->keys, indent + STEP + (named ? STEP : 0));
    }
    return i;
}

/* Integrations are in the order of their names; users in that of their usernames, so they are sorted. */
static void put_users(Buf *out, const Environment *environment, const IntegrationList *integrations,
                      const EnvironmentUser *users, size_t user_count)
{
    Arena scratch = {0};
    size_t put = 0;
    const EnvironmentUser **sorted = ARENA_ARRAY(&scratch, const EnvironmentUser *, user_count + 1);
    for (size_t i = 0; i < user_count; i++)
        sorted[i] = &users[i];
    if (user_count)
        sort_stable(sorted, user_count, sizeof *sorted, by_integration, NULL);
    for (size_t i = 0; i < integrations->count; i++)
        if (integration_is_in(integrations->items[i], environment))
            put += put_users_of(out, sorted + put, user_count - put, integrations->items[i],
                                (size_t)3 * STEP);
    arena_free(&scratch);
}

void put_environments(Buf *out, const Model *m, const IntegrationList *integrations,
                      const IntegrationList *retired)
{
    buf_put(out, S("environments:\n"));
    for (size_t i = 0; i < m->environment_count; i++) {
        const Environment *environment = &m->environments[i];
        bool says = environment->user_count || environment->retired_user_count ||
                    environment->org_id.s.n || environment->seats.s.n;
        put_yaml_key(out, environment->name.s, STEP);
        buf_put(out, says ? S("\n") : S(" {}\n"));
        put_yaml_entry(out, "orgId", environment->org_id.s, (size_t)2 * STEP);
        put_yaml_entry(out, "seats", environment->seats.s, (size_t)2 * STEP);
        if (environment->user_count || environment->retired_user_count) {
            put_key(out, "users", (size_t)2 * STEP);
            buf_byte(out, '\n');
        }
        put_users(out, environment, integrations, environment->users, environment->user_count);
        put_users(out, environment, retired, environment->retired_users,
                  environment->retired_user_count);
    }
}

/* --- accepted risks ------------------------------------------------------------------------------ */

void put_allows(Buf *out, const Model *m)
{
    if (m->allow_count)
        buf_put(out, S("allow:\n"));
    for (size_t i = 0; i < m->allow_count; i++) {
        const Allow *allow = &m->allows[i];
        buf_put(out, S("  - rule: "));
        put_yaml_text(out, allow->rule.s, (size_t)3 * STEP);
        put_yaml_entry(out, "for", allow->about.s, (size_t)2 * STEP);
        put_yaml_entry(out, "reason", allow->reason.s, (size_t)2 * STEP);
        put_yaml_entry(out, "approvedBy", allow->approved_by.s, (size_t)2 * STEP);
        put_yaml_entry(out, "until", allow->until.s, (size_t)2 * STEP);
    }
}
