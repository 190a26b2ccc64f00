/* Users as Apex: the rows of data are made here, what is done with them are the skeletons in
 * templates/apex. */
#include "facts/facts.h"
#include "write/templates.h"
#include "write/text.h"
#include "write/write.h"

static const struct {
    const char *field;
    size_t offset;
} user_fields[] = {
    {"Username", offsetof(UserKeys, username)},
    {"LastName", offsetof(UserKeys, last_name)},
    {"FirstName", offsetof(UserKeys, first_name)},
    {"Email", offsetof(UserKeys, email)},
    {"Alias", offsetof(UserKeys, alias)},
    {"TimeZoneSidKey", offsetof(UserKeys, time_zone)},
    {"LocaleSidKey", offsetof(UserKeys, locale)},
    {"EmailEncodingKey", offsetof(UserKeys, encoding)},
    {"LanguageLocaleKey", offsetof(UserKeys, language)},
    {"profile", offsetof(UserKeys, profile)},
    {"role", offsetof(UserKeys, user_role)},
};

/* --- rows: list.add(new Map<String, Object>{'key' => value, …}); ---------------------------------- */

static void start_row(Buf *out, const char *list, Str username)
{
    buf_format(out, "%s.add(new Map<String, Object>{\n    'Username' => ", list);
    put_apex(out, username);
}

static void end_row(Buf *out)
{
    buf_put(out, S("\n});\n"));
}

static void put_value(Buf *out, const char *key, Str value)
{
    if (!value.n) /* the skeleton takes a missing one as not wanted */
        return;
    buf_format(out, ",\n    '%s' => ", key);
    put_apex(out, value);
}

static void put_names(Buf *out, const char *key, const Text *names, size_t count)
{
    buf_format(out, ",\n    '%s' => new List<String>{", key);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_put(out, S(", "));
        put_apex(out, names[i].s);
    }
    buf_byte(out, '}');
}

static void put_assignments(Buf *out, const EnvironmentUser *user)
{
    put_names(out, "licenses", user->licenses, user->license_count);
    put_names(out, "sets", user->sets, user->set_count);
    if (user->group_count)
        put_names(out, "setGroups", user->groups, user->group_count);
}

static void put_list(Buf *out, const char *key, const TextList *names)
{
    if (names->count)
        put_names(out, key, names->items, names->count);
}

static void put_user(Buf *out, const EnvironmentUser *user)
{
    const UserKeys *keys = &user->keys;
    start_row(out, "wanted", keys->username.s);
    for (size_t i = 1; i < sizeof user_fields / sizeof *user_fields; i++)
        put_value(out, user_fields[i].field,
                  ((const Text *)((const char *)keys + user_fields[i].offset))->s);
    if (keys->adopt.on)
        buf_put(out, S(",\n    'adopt' => true"));
    put_assignments(out, user);
    put_list(out, "groups", &keys->groups);
    put_list(out, "queues", &keys->queues);
    put_list(out, "features", &keys->features);
    end_row(out);
}

/* --- skeletons ---------------------------------------------------------------------------------- */

static bool wants_feature(const EnvironmentUser *users, size_t count, Str feature)
{
    for (size_t u = 0; u < count; u++)
        for (size_t k = 0; k < users[u].keys.features.count; k++)
            if (str_is(users[u].keys.features.items[k].s, feature))
                return true;
    return false;
}

/* A column exists only where the feature is licensed, so only those that are wanted are queried. */
static void put_feature_fields(Buf *out, const EnvironmentUser *users, size_t count)
{
    Arena scratch = {0};
    size_t feature_count;
    const Str *features = fact_features(&scratch, &feature_count);
    for (size_t f = 0; f < feature_count; f++)
        if (wants_feature(users, count, features[f]))
            buf_format(out, ", UserPermissions" STR_FMT, STR_ARG(features[f]));
    arena_free(&scratch);
}

static Str apex_literal(Arena *a, Str text)
{
    Buf b = {0};
    put_apex(&b, text);
    Str literal = str_copy(a, buf_str(&b));
    buf_free(&b);
    return literal;
}

/* All slots that the skeletons know; a skeleton uses those it needs. */
static void fill_skeleton(Buf *out, const char *skeleton, const Environment *environment, Str rows,
                          Str feature_fields)
{
    Arena scratch = {0};
    Buf where = {0};
    put_apex_comment(&where, environment->name.s);
    const Slot slots[] = {
        {"environment", buf_str(&where)},
        {"users", rows},
        {"featureFields", feature_fields},
        {"userLicense", apex_literal(&scratch, fact_integration_user_license())},
        {"newestProfile", apex_literal(&scratch, fact_newest_profile())},
        {"olderProfile", apex_literal(&scratch, fact_older_profile())},
    };
    put_skeleton(out, skeleton, slots, sizeof slots / sizeof *slots);
    buf_free(&where);
    arena_free(&scratch);
}

void write_users_apex(const Environment *environment, const EnvironmentUser *users, size_t count,
                      Buf *out)
{
    Buf rows = {0}, fields = {0};
    for (size_t i = 0; i < count; i++)
        put_user(&rows, &users[i]);
    put_feature_fields(&fields, users, count);
    fill_skeleton(out, template_users_apex, environment, buf_str(&rows), buf_str(&fields));
    buf_free(&rows);
    buf_free(&fields);
}

void write_revoke_apex(const Environment *environment, Buf *out)
{
    Buf rows = {0};
    for (size_t i = 0; i < environment->user_count; i++) {
        start_row(&rows, "wanted", environment->users[i].keys.username.s);
        put_assignments(&rows, &environment->users[i]);
        end_row(&rows);
    }
    fill_skeleton(out, template_revoke_apex, environment, buf_str(&rows), S(""));
    buf_free(&rows);
}

void write_retire_apex(const Environment *environment, Buf *out)
{
    Buf rows = {0};
    for (size_t i = 0; i < environment->retired_user_count; i++) {
        const UserKeys *keys = &environment->retired_users[i].keys;
        start_row(&rows, "retired", keys->username.s);
        put_value(&rows, "profile", keys->profile.s);
        end_row(&rows);
    }
    fill_skeleton(out, template_retire_apex, environment, buf_str(&rows), S(""));
    buf_free(&rows);
}
