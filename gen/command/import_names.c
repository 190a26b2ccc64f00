/* Names for what an org has without them: tools, the users of a tool, and the keys of a user that differ from what a
 * definition gives by itself. */
#include "base/utf8.h"
#include "command/import_users.h"
#include "facts/facts.h"
#include "read/definition.h"
#include "resolve/names.h"

enum {
    TOOL_MAX = 60, /* characters: its label still fits */
    STEM_MAX = 3   /* characters that usernames of one tool share, at least */
};

#define SUFFIX " Integration"

/* --- keys -------------------------------------------------------------------------------------- */

/* Without characters that nobody sees, which a build refuses; a blank for those that part words. */
static Str visible(Arena *a, Str name, size_t limit)
{
    char *copy = str_c(a, name);
    size_t n = 0;
    for (size_t i = 0, length, count = 0; i < name.n && count < limit; i += length) {
        int32_t code = utf8_decode(str_from(name, i), &length);
        if (code == '\t' || code == '\n' || code == '\r' || code == 0xa0) {
            copy[n++] = ' ';
        } else if (code >= 0 && !utf8_is_invisible(code)) {
            for (size_t k = 0; k < length; k++)
                copy[n++] = name.s[i + k];
            count++;
        }
    }
    return str_trim((Str){copy, n});
}

/* Keys that begin with x- are the reader's to skip. */
Str safe_name(Arena *a, Str name)
{
    name = visible(a, name, TOOL_MAX);
    return str_starts(name, S("x-")) ? str_join(a, S("X"), str_from(name, 1)) : name;
}

bool must_say_api_name(Arena *a, Str tool, Str label, Str api_name)
{
    return !name_is_ascii(label) || !name_identifier(a, tool).n ||
           !str_is(name_identifier(a, label), api_name);
}

static Str without_suffix(Str label)
{
    Str suffix = S(SUFFIX);
    return str_ends(label, suffix) ? str_slice(label, 0, label.n - suffix.n) : label;
}

static Str local_part(Str address)
{
    return str_cut(&address, '@');
}

/* --- tools ------------------------------------------------------------------------------------- */

static bool take_name(Map *taken, Arena *a, Str *name)
{
    bool fresh = false;
    *name = safe_name(a, *name);
    if (name->n)
        map_put(taken, a, str_lower(a, *name), &fresh);
    return fresh;
}

/* The first of these that is still free, or the last with a number. */
static Str free_name(Map *taken, Arena *a, Str wanted, Str username)
{
    Str names[] = {wanted, local_part(username), username};
    Str base = safe_name(a, username).n ? username : S("User");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (take_name(taken, a, &names[i]))
            return names[i];
    for (size_t number = 2;; number++) {
        Str name = str_format(a, "%zu " STR_FMT, number, STR_ARG(base));
        if (take_name(taken, a, &name))
            return name;
    }
}

/* "HubSpot Integration" is of HubSpot, whether it is the label of a set or the name of a user. */
static Str wanted_name(const Adopted *one)
{
    if (one->own)
        return one->own->tool.n ? one->own->tool : without_suffix(one->own->set->label.s);
    return without_suffix(one->users[0]->user->name);
}

static void name_tool(Map *taken, Arena *a, Adopted *one)
{
    Integration *integration = one->integration;
    PermissionSet *set = &integration->set;
    Str tool = free_name(taken, a, wanted_name(one), one->users[0]->base_username);
    integration->name.s = tool;
    if (one->own) {
        *set = *one->own->set;
        return;
    }
    set->label.s = str_join(a, tool, S(SUFFIX));
    set->api_name.s = name_propose(a, set->label.s, LIMIT_API_NAME);
    set->license_name.s = fact_integration_license().name;
}

/* What is named by a set goes before what is named by a user. */
void name_tools(Arena *a, Adopted *adopted, size_t count)
{
    Map taken = {0};
    for (size_t i = 0; i < count; i++)
        if (adopted[i].own)
            name_tool(&taken, a, &adopted[i]);
    for (size_t i = 0; i < count; i++)
        if (!adopted[i].own)
            name_tool(&taken, a, &adopted[i]);
}

/* --- several users of one tool ------------------------------------------------------------------- */

static bool is_separator(char c)
{
    return !char_is_letter(c) && !char_is_digit(c) && (unsigned char)c < 0x80;
}

/* How much of them all is the same from the front, or from the back: whole words, where it holds any. */
static size_t same_length(const Adopted *one, bool back)
{
    Str first = one->users[0]->base_username;
    size_t same = first.n, words;
    for (size_t i = 1; i < one->count; i++) {
        Str other = one->users[i]->base_username;
        size_t k = 0;
        while (k < same && k < other.n &&
               (back ? first.s[first.n - 1 - k] == other.s[other.n - 1 - k]
                     : first.s[k] == other.s[k]))
            k++;
        same = k;
    }
    for (words = same; words > 0; words--)
        if (is_separator(back ? first.s[first.n - words] : first.s[words - 1]))
            break;
    return words ? words : same;
}

static Str without_separators(Str text)
{
    while (text.n && is_separator(text.s[0]))
        text = str_from(text, 1);
    while (text.n && is_separator(text.s[text.n - 1]))
        text.n--;
    return text;
}

bool have_common_stem(const Adopted *one)
{
    Str first = one->users[0]->base_username;
    Str stem = str_slice(first, 0, same_length(one, false));
    return without_separators(local_part(stem)).n >= STEM_MAX;
}

/* Keys of a user would be taken for such where an environment lists users by name. */
static bool is_user_key(Str name)
{
    for (size_t i = 0; i < key_table_count; i++)
        for (size_t k = 0; str_is(str_of(key_tables[i].name), S("user")) && k < key_tables[i].count;
             k++)
            if (str_is(name, str_of(key_tables[i].keys[k].key)))
                return true;
    return false;
}

typedef Str NameOf(const Adopted *one, size_t user);

static Str difference_name(const Adopted *one, size_t user)
{
    Str name = one->users[user]->base_username;
    size_t front = same_length(one, false), back = same_length(one, true);
    return front + back < name.n ? without_separators(str_slice(name, front, name.n - back))
                                 : S("");
}

static Str local_name(const Adopted *one, size_t user)
{
    return local_part(one->users[user]->base_username);
}

static Str whole_name(const Adopted *one, size_t user)
{
    return one->users[user]->base_username;
}

/* Gives false where two would have one name, or one none. */
static bool try_names(Arena *a, Adopted *one, NameOf *name_of)
{
    Map taken = {0};
    for (size_t i = 0; i < one->count; i++) {
        Str name = name_of(one, i);
        if (is_user_key(name))
            name = str_join(a, S("user-"), name);
        if (!take_name(&taken, a, &name))
            return false;
        one->integration->users.items[i].name.s = name;
    }
    return true;
}

static void name_several(Arena *a, Adopted *one)
{
    UserList *users = &one->integration->users;
    for (size_t i = 0; i < one->count; i++)
        *LIST_ADD(a, users->items, users->count, users->capacity) = (UserKeys){0};
    if (!try_names(a, one, difference_name) && !try_names(a, one, local_name))
        try_names(a, one, whole_name);
}

/* --- what a user says -------------------------------------------------------------------------- */

static Str unless(Str told, Str otherwise)
{
    return str_is(told, otherwise) ? S("") : told;
}

/* Letters and digits: of the username, where the org does not tell an alias and none follows. */
static Str alias_of(Arena *a, const Holder *holder, Str part)
{
    Str derived = name_alias(a, part, LIMIT_ALIAS);
    if (holder->user->alias.n)
        return unless(holder->user->alias, derived);
    if (derived.n)
        return S("");
    derived = name_alias(a, holder->base_username, LIMIT_ALIAS);
    return derived.n ? derived : S("user");
}

/* Name is first and last name with a blank between them. */
static Str last_name_of(const OrgUser *user)
{
    Str name = user->name, first = user->first_name;
    if (user->last_name.n)
        return user->last_name;
    if (first.n && str_starts(name, first) && name.n > first.n && name.s[first.n] == ' ')
        name = str_trim(str_from(name, first.n));
    return name;
}

static bool is_api_only_profile(Str profile)
{
    return str_is_nocase(profile, fact_newest_profile()) ||
           str_is_nocase(profile, fact_older_profile());
}

static void say_values(Arena *a, const Shared *shared, const Integration *integration,
                       const Holder *holder, UserKeys *keys)
{
    const OrgUser *user = holder->user;
    Str part = name_user_part(a, integration->name.s), label = integration->set.label.s;
    if (keys->name.s.n) {
        Str name = name_user_part(a, keys->name.s);
        part = part.n && name.n ? str_join(a, str_join(a, part, S("-")), name) : S("");
        label = str_join(a, str_join(a, label, S(" ")), keys->name.s);
    }
    Str username =
        part.n && shared->domain.n ? str_join(a, str_join(a, part, S("@")), shared->domain) : S("");
    keys->username.s = unless(holder->base_username, username);
    keys->last_name.s = unless(visible(a, last_name_of(user), LIMIT_LAST_NAME), label);
    keys->first_name.s = visible(a, user->first_name, LIMIT_FIRST_NAME);
    keys->alias.s = alias_of(a, holder, part);
    keys->email.s = unless(holder->email, shared->email);
    keys->profile.s = is_api_only_profile(user->profile) ? S("") : user->profile;
    keys->user_role.s = user->role;
    keys->time_zone.s = unless(user->time_zone, S("GMT"));
    keys->locale.s = unless(user->locale, S("en_US"));
    keys->language.s = unless(user->language, S("en_US"));
    keys->encoding.s = unless(user->encoding, S("UTF-8"));
    keys->groups = holder->public_groups;
    keys->queues = holder->queues;
}

void name_users(Arena *a, const Shared *shared, Adopted *adopted, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Adopted *one = &adopted[i];
        Integration *integration = one->integration;
        if (one->count == 1) {
            say_values(a, shared, integration, one->users[0], &integration->user);
            continue;
        }
        name_several(a, one);
        for (size_t k = 0; k < one->count; k++)
            say_values(a, shared, integration, one->users[k], &integration->users.items[k]);
    }
}
