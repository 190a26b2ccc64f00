/* Users as Apex: the rows of data are made here, what is done with them is the skeleton
 * templates/apex/users.apex. */
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

/* Fields that are not said are left out: the skeleton takes a missing one as not wanted. */
static void put_user(Buf *out, const EnvironmentUser *user)
{
    const UserKeys *keys = &user->keys;
    bool first = true;
    buf_put(out, S("wanted.add(new Map<String, Object>{\n"));
    for (size_t i = 0; i < sizeof user_fields / sizeof *user_fields; i++) {
        const Text *text = (const Text *)((const char *)keys + user_fields[i].offset);
        if (!text->s.n)
            continue;
        buf_format(out, "%s    '%s' => ", first ? "" : ",\n", user_fields[i].field);
        put_apex(out, text->s);
        first = false;
    }
    if (keys->adopt.on)
        buf_put(out, S(",\n    'adopt' => true"));
    put_names(out, "licenses", user->licenses, user->license_count);
    put_names(out, "sets", user->sets, user->set_count);
    if (user->group_count)
        put_names(out, "setGroups", user->groups, user->group_count);
    if (keys->groups.count)
        put_names(out, "groups", keys->groups.items, keys->groups.count);
    if (keys->queues.count)
        put_names(out, "queues", keys->queues.items, keys->queues.count);
    if (keys->features.count)
        put_names(out, "features", keys->features.items, keys->features.count);
    buf_put(out, S("\n});\n"));
}

/* A column exists only where the feature is licensed, so only those that are wanted are queried. */
static void put_feature_fields(Buf *out, const EnvironmentUser *users, size_t count)
{
    Arena scratch = {0};
    size_t feature_count;
    const Str *features = fact_features(&scratch, &feature_count);
    for (size_t f = 0; f < feature_count; f++) {
        bool wanted = false;
        for (size_t u = 0; u < count; u++)
            for (size_t k = 0; k < users[u].keys.features.count; k++)
                wanted = wanted || str_is(users[u].keys.features.items[k].s, features[f]);
        if (wanted)
            buf_format(out, ", UserPermissions" STR_FMT, STR_ARG(features[f]));
    }
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

void write_users_apex(const Environment *environment, const EnvironmentUser *users, size_t count,
                      Buf *out)
{
    Arena scratch = {0};
    Buf rows = {0}, fields = {0}, where = {0};
    for (size_t i = 0; i < count; i++)
        put_user(&rows, &users[i]);
    put_feature_fields(&fields, users, count);
    put_apex_comment(&where, environment->name.s);
    const Slot slots[] = {
        {"environment", buf_str(&where)},
        {"users", buf_str(&rows)},
        {"featureFields", buf_str(&fields)},
        {"userLicense", apex_literal(&scratch, fact_integration_user_license())},
        {"newestProfile", apex_literal(&scratch, fact_newest_profile())},
        {"olderProfile", apex_literal(&scratch, fact_older_profile())},
    };
    put_skeleton(out, template_users_apex, slots, sizeof slots / sizeof *slots);
    buf_free(&rows);
    buf_free(&fields);
    buf_free(&where);
    arena_free(&scratch);
}
