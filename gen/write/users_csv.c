/* users.csv: UTF-8 without byte order mark, LF, RFC 4180. There is no IsActive column: a load would
 * re-activate people. A column that nobody needs is left out, because some orgs do not have it; an
 * empty cell is passed over by a load, so it takes no feature away. */
#include "facts/facts.h"
#include "write/text.h"
#include "write/write.h"

typedef struct {
    const char *header;
    size_t offset;  /* of the Text in UserKeys */
    bool if_needed; /* only where a user has a value */
} Column;

static const Column columns[] = {
    {"Username", offsetof(UserKeys, username), false},
    {"LastName", offsetof(UserKeys, last_name), false},
    {"FirstName", offsetof(UserKeys, first_name), true},
    {"Email", offsetof(UserKeys, email), false},
    {"Alias", offsetof(UserKeys, alias), false},
    {"Profile.Name", offsetof(UserKeys, profile), false},
    {"UserRole.Name", offsetof(UserKeys, user_role), true},
    {"TimeZoneSidKey", offsetof(UserKeys, time_zone), false},
    {"LocaleSidKey", offsetof(UserKeys, locale), false},
    {"EmailEncodingKey", offsetof(UserKeys, encoding), false},
    {"LanguageLocaleKey", offsetof(UserKeys, language), false},
};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static Str cell(const Column *column, const EnvironmentUser *user)
{
    const Text *text = (const Text *)((const char *)&user->keys + column->offset);
    bool profile = column->offset == offsetof(UserKeys, profile);
    return profile && !text->s.n ? fact_newest_profile() : text->s;
}

static bool is_needed(const Column *column, const Environment *environment)
{
    for (size_t i = 0; i < environment->user_count; i++)
        if (cell(column, &environment->users[i]).n)
            return true;
    return !column->if_needed;
}

static bool has_feature(const EnvironmentUser *user, Str feature)
{
    for (size_t i = 0; i < user->keys.features.count; i++)
        if (str_is(user->keys.features.items[i].s, feature))
            return true;
    return false;
}

static bool anybody_has(const Environment *environment, Str feature)
{
    for (size_t i = 0; i < environment->user_count; i++)
        if (has_feature(&environment->users[i], feature))
            return true;
    return false;
}

/* What this environment's file has columns for. */
typedef struct {
    bool column[COLUMN_COUNT];
    Str *features;
    size_t feature_count;
} Header;

static Header header_of(const Environment *environment, Arena *a)
{
    Header header = {.feature_count = 0};
    size_t count;
    const Str *features = fact_features(a, &count);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        header.column[i] = is_needed(&columns[i], environment);
    header.features = ARENA_ARRAY(a, Str, count + 1);
    for (size_t i = 0; i < count; i++)
        if (anybody_has(environment, features[i]))
            header.features[header.feature_count++] = features[i];
    return header;
}

static void put_header(const Header *header, Buf *out)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        if (header->column[i])
            buf_format(out, "%s%s", i ? "," : "", columns[i].header);
    for (size_t i = 0; i < header->feature_count; i++)
        buf_format(out, ",UserPermissions" STR_FMT, STR_ARG(header->features[i]));
    buf_byte(out, '\n');
}

static void put_user(const Header *header, const EnvironmentUser *user, Buf *out)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (!header->column[i])
            continue;
        if (i)
            buf_byte(out, ',');
        put_csv(out, cell(&columns[i], user));
    }
    for (size_t i = 0; i < header->feature_count; i++)
        buf_put(out, has_feature(user, header->features[i]) ? S(",true") : S(","));
    buf_byte(out, '\n');
}

void write_users_csv(const Environment *environment, Buf *out)
{
    Arena scratch = {0};
    Header header = header_of(environment, &scratch);
    put_header(&header, out);
    for (size_t i = 0; i < environment->user_count; i++)
        put_user(&header, &environment->users[i], out);
    arena_free(&scratch);
}
