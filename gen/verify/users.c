/* Users: there, active, with the profile, the user licence and the values of the definition. */
#include "facts/facts.h"
#include "verify/verify.h"

#define INVALID ".invalid" /* what a sandbox refresh puts behind email addresses */

typedef struct {
    const Proof *proof;
    const EnvironmentUser *user;
    const OrgUser *found;
} UserProof;

static void about(const UserProof *u)
{
    diag_about(u->proof->diag, u->user->integration->name.s);
}

static Str environment_name(const UserProof *u)
{
    return u->proof->environment->name.s;
}

static void differs(const UserProof *u, Rule rule, Text said, const char *what, Str has, Str wanted)
{
    if (!has.n) {
        diag(u->proof->diag, rule, said.at.file ? said.at : u->user->keys.at,
             STR_FMT ": " STR_FMT " has no %s, not \"" STR_FMT "\"", STR_ARG(environment_name(u)),
             STR_ARG(u->found->username), what, STR_ARG(wanted));
        about(u);
        return;
    }
    diag(u->proof->diag, rule, said.at.file ? said.at : u->user->keys.at,
         STR_FMT ": " STR_FMT " has the %s \"" STR_FMT "\", not \"" STR_FMT "\"",
         STR_ARG(environment_name(u)), STR_ARG(u->found->username), what, STR_ARG(has),
         STR_ARG(wanted));
    about(u);
}

static void prove_profile(const UserProof *u)
{
    Text said = u->user->keys.profile;
    Str has = u->found->profile, license = S("");
    bool known = said.s.n ? fact_profile_license(said.s, &license) : true;
    if (!said.s.n)
        license = fact_integration_user_license();
    if (has.n && !has_profile(u->found, u->user))
        differs(u, RULE_USER_PROFILE, said, "profile", has,
                said.s.n ? said.s : fact_newest_profile());
    if (known && u->found->user_license.n && !str_is_nocase(u->found->user_license, license))
        differs(u, RULE_USER_PROFILE, said, "user licence", u->found->user_license, license);
}

static const struct {
    const char *what;
    size_t said, told; /* in UserKeys; in OrgUser */
} user_texts[] = {
    {"last name", offsetof(UserKeys, last_name), offsetof(OrgUser, last_name)},
    {"first name", offsetof(UserKeys, first_name), offsetof(OrgUser, first_name)},
    {"alias", offsetof(UserKeys, alias), offsetof(OrgUser, alias)},
    {"time zone", offsetof(UserKeys, time_zone), offsetof(OrgUser, time_zone)},
    {"locale", offsetof(UserKeys, locale), offsetof(OrgUser, locale)},
    {"language", offsetof(UserKeys, language), offsetof(OrgUser, language)},
    {"encoding", offsetof(UserKeys, encoding), offsetof(OrgUser, encoding)},
};

static void prove_values(const UserProof *u)
{
    Text email = u->user->keys.email, role = u->user->keys.user_role;
    Str has = u->found->email;
    if (has.n && !str_is_nocase(has, email.s)) {
        differs(u, RULE_USER_VALUES, email, "email", has, email.s);
        if (str_ends(has, S(INVALID)))
            diag_help(u->proof->diag,
                      "a sandbox refresh put %s behind it; users.apex puts it right", INVALID);
    }
    if (role.s.n && !str_is_nocase(u->found->role, role.s))
        differs(u, RULE_USER_VALUES, role, "role", u->found->role, role.s);
    for (size_t i = 0; i < sizeof user_texts / sizeof *user_texts; i++) {
        const Text *wanted = (const Text *)((const char *)&u->user->keys + user_texts[i].said);
        const Str *there = (const Str *)((const char *)u->found + user_texts[i].told);
        if (there->n && !str_is(*there, wanted->s)) /* what nobody asked for tells nothing */
            differs(u, RULE_USER_VALUES, *wanted, user_texts[i].what, *there, wanted->s);
    }
}

static void prove_agreed(const UserProof *u)
{
    if (!u->found->conflict.n)
        return;
    diag(u->proof->diag, RULE_ANSWER_INCOMPLETE, u->found->at,
         STR_FMT ": the answers contradict each other: " STR_FMT " is " STR_FMT,
         STR_ARG(environment_name(u)), STR_ARG(u->found->username), STR_ARG(u->found->conflict));
    about(u);
}

/* A column may be null where the caller may not see it. */
static void prove_told(const UserProof *u)
{
    bool profile = u->found->profile.n > 0, active = u->found->active != SAID_NOTHING;
    if (profile && active)
        return;
    diag(u->proof->diag, RULE_ANSWER_INCOMPLETE, u->found->at,
         STR_FMT ": the answers do not tell %s%s%s of " STR_FMT, STR_ARG(environment_name(u)),
         profile ? "" : "the profile", profile || active ? "" : " and ", active ? "" : "the state",
         STR_ARG(u->found->username));
    about(u);
}

/* A column that nobody asked for tells nothing. */
static void prove_features(const UserProof *u)
{
    const TextList *wanted = &u->user->keys.features;
    for (size_t i = 0; i < wanted->count; i++) {
        bool lacked = false;
        for (Str rest = u->found->lacked; rest.n;)
            lacked = str_is_nocase(str_cut(&rest, ','), wanted->items[i].s) || lacked;
        if (!lacked)
            continue;
        diag(u->proof->diag, RULE_USER_VALUES, wanted->items[i].at,
             STR_FMT ": " STR_FMT " does not have the feature licence " STR_FMT,
             STR_ARG(environment_name(u)), STR_ARG(u->found->username),
             STR_ARG(wanted->items[i].s));
        about(u);
    }
}

static void prove_user(const Proof *p, const EnvironmentUser *user)
{
    bool variant;
    UserProof u = {p, user, user_in_org(p, user, &variant)};
    Str username = user->keys.username.s;
    if (!u.found) {
        if (!is_answered(p, ASK_USERS))
            return;
        diag(p->diag, RULE_USER_MISSING, user->keys.at, STR_FMT ": the org has no user " STR_FMT,
             STR_ARG(p->environment->name.s), STR_ARG(username));
        about(&u);
        return;
    }
    if (variant) {
        diag(p->diag, RULE_USER_VALUES, user->keys.at,
             STR_FMT ": the user " STR_FMT " is called " STR_FMT, STR_ARG(p->environment->name.s),
             STR_ARG(username), STR_ARG(u.found->username));
        diag_help(p->diag,
                  "a sandbox refresh puts characters before a username that is taken: rename the "
                  "user, or say this username under `users:` of the environment");
        about(&u);
    }
    if (u.found->active == SAID_NO) {
        diag(p->diag, RULE_USER_INACTIVE, user->keys.at,
             STR_FMT ": the user " STR_FMT " is inactive", STR_ARG(p->environment->name.s),
             STR_ARG(u.found->username));
        about(&u);
    }
    prove_agreed(&u);
    prove_told(&u);
    prove_profile(&u);
    prove_values(&u);
    prove_features(&u);
}

/* --- users that should not be there ---------------------------------------------------------------- */

static void prove_retired(const Proof *p, const EnvironmentUser *user)
{
    Str username = user->keys.username.s;
    const OrgUser *found = org_user(p->org, username);
    size_t held = count_held(p->org, username);
    bool active = found && found->active != SAID_NO;
    if (!active && !held)
        return;
    Str holds = held ? str_format(&p->diag->arena, " and holds %zu set%s or licence%s", held,
                                  held == 1 ? "" : "s", held == 1 ? "" : "s")
                     : S("");
    diag(p->diag, RULE_USER_RETIRED, user->keys.at,
         STR_FMT ": the user " STR_FMT " of the retired " STR_FMT " is %s" STR_FMT,
         STR_ARG(p->environment->name.s), STR_ARG(username), STR_ARG(user->integration->name.s),
         active ? "active" : "inactive", STR_ARG(holds));
    diag_about(p->diag, user->integration->name.s);
}

/* Of each user of the org whether a definition holds it, or retires it. */
static bool *known_users(const Proof *p, Arena *a)
{
    const Environment *environment = p->environment;
    bool *known = ARENA_ARRAY(a, bool, p->org->user_count + 1);
    for (size_t i = 0; i < environment->retired_user_count; i++) {
        const OrgUser *found = org_user(p->org, environment->retired_users[i].keys.username.s);
        if (found)
            known[found - p->org->users] = true;
    }
    for (size_t i = 0; i < environment->user_count; i++)
        if (p->found[i].user)
            known[p->found[i].user - p->org->users] = true;
    return known;
}

static void prove_undefined(const Proof *p, const OrgUser *user)
{
    if (!str_is_nocase(user->user_license, fact_integration_user_license()) ||
        user->active == SAID_NO)
        return;
    diag(p->diag, RULE_USER_UNDEFINED, user->at,
         STR_FMT ": the org has the API-only user " STR_FMT ", which no definition holds",
         STR_ARG(p->environment->name.s), STR_ARG(user->username));
}

void prove_users(const Proof *p)
{
    const Environment *environment = p->environment;
    for (size_t i = 0; i < environment->user_count; i++)
        prove_user(p, &environment->users[i]);
    for (size_t i = 0; i < environment->retired_user_count; i++)
        prove_retired(p, &environment->retired_users[i]);
    Arena scratch = {0};
    const bool *known = known_users(p, &scratch);
    for (size_t i = 0; i < p->org->user_count; i++)
        if (!known[i])
            prove_undefined(p, &p->org->users[i]);
    arena_free(&scratch);
}
