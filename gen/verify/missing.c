/* What the org lacks, as rows that deploy.sh works off. */
#include "diag/render.h"
#include "facts/facts.h"
#include "verify/verify.h"

typedef struct {
    const Proof *proof;
    Buf *out;
} Missing;

/* A tab or line end in a name would make another row of it; no name of ours has one. */
static void put_row(Missing *m, const char *kind, Str username, Str name)
{
    buf_format(m->out, "%s\t", kind);
    put_visible(m->out, username);
    buf_byte(m->out, '\t');
    put_visible(m->out, name);
    buf_byte(m->out, '\n');
}

/* Without these questions "not there" cannot be told from "not asked". */
static bool can_tell(const Proof *p)
{
    static const Question needed[] = {ASK_USERS, ASK_ASSIGNMENTS,   ASK_LICENSES,
                                      ASK_SEATS, ASK_USER_LICENSES, ASK_MEMBERS};
    bool whole = true;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (is_answered(p, needed[i]) ||
            (needed[i] == ASK_MEMBERS && !environment_has_members(p->environment)))
            continue;
        diag(p->diag, RULE_ANSWER_INCOMPLETE, (Loc){0}, "the question \"%s\" has no whole answer",
             question_name(needed[i]));
        whole = false;
    }
    return whole;
}

/* --- users ---------------------------------------------------------------------------------------- */

/* An existing user is not touched without `adopt: true`. */
static void put_user(Missing *m, const EnvironmentUser *user, const OrgUser *found)
{
    Diag *d = m->proof->diag;
    Str username = user->keys.username.s;
    if (!found) {
        put_row(m, "user", username, S("-"));
        return;
    }
    if (found->active == SAID_NO && user->keys.adopt.on) {
        put_row(m, "activate", username, S("-"));
    } else if (found->active == SAID_NO) {
        diag(d, RULE_USER_INACTIVE, user->keys.at,
             "the user " STR_FMT
             " is there and inactive, and is not activated without `adopt: true`",
             STR_ARG(username));
        diag_about(d, user->integration->name.s);
    }
    if (!found->profile.n || has_profile(found, user))
        return;
    if (user->keys.adopt.on) {
        put_row(m, "user", username, S("-")); /* users.csv holds its profile */
        return;
    }
    diag(d, RULE_USER_PROFILE, user->keys.at,
         "the user " STR_FMT " is there with the profile \"" STR_FMT
         "\", and is not moved without `adopt: true`",
         STR_ARG(username), STR_ARG(found->profile));
    diag_about(d, user->integration->name.s);
}

/* A second user beside the one of the sandbox would be wrong, and so would anything given to it. */
static void tell_variant(const Proof *p, const EnvironmentUser *user, const OrgUser *found)
{
    diag(p->diag, RULE_USER_MISSING, user->keys.at, "the user " STR_FMT " is there as " STR_FMT,
         STR_ARG(user->keys.username.s), STR_ARG(found->username));
    diag_help(p->diag,
              "a sandbox refresh puts characters before a username that is taken: rename the "
              "user, or say this username under `users:` of the environment");
    diag_about(p->diag, user->integration->name.s);
}

static void put_assignments(Missing *m, const EnvironmentUser *user)
{
    const Org *org = m->proof->org;
    Str username = user->keys.username.s;
    for (size_t i = 0; i < user->license_count; i++)
        if (!holds_license(org, username, user->licenses[i].s))
            put_row(m, "license", username, user->licenses[i].s);
    for (size_t i = 0; i < user->set_count; i++)
        if (!assignment_of_set(org, username, user->sets[i].s))
            put_row(m, "set", username, user->sets[i].s);
    for (size_t i = 0; i < user->group_count; i++)
        if (!assignment_of_group(org, username, user->groups[i].s))
            put_row(m, "set-group", username, user->groups[i].s);
    for (size_t i = 0; i < user->keys.groups.count; i++)
        if (!is_member(org, username, user->keys.groups.items[i].s, false))
            put_row(m, "group", username, user->keys.groups.items[i].s);
    for (size_t i = 0; i < user->keys.queues.count; i++)
        if (!is_member(org, username, user->keys.queues.items[i].s, true))
            put_row(m, "queue", username, user->keys.queues.items[i].s);
}

/* A retired user that is no API-only user may be somebody else's by now. */
static void put_retired(Missing *m, const EnvironmentUser *user)
{
    const Org *org = m->proof->org;
    Str username = user->keys.username.s;
    const OrgUser *found = org_user(org, username);
    if (!found || (found->active == SAID_NO && !count_held(org, username)))
        return;
    if (str_is_nocase(found->user_license, fact_integration_user_license()) ||
        (user->keys.profile.s.n && str_is_nocase(found->profile, user->keys.profile.s))) {
        put_row(m, "retire", username, S("-"));
        return;
    }
    diag(m->proof->diag, RULE_USER_PROFILE, user->keys.at,
         "the retired user " STR_FMT " has the profile \"" STR_FMT "\", so it is no API-only user",
         STR_ARG(username), STR_ARG(found->profile));
    diag_help(m->proof->diag, "name that profile in the definition to retire it");
    diag_about(m->proof->diag, user->integration->name.s);
}

/* --- seats ---------------------------------------------------------------------------------------- */

static Str user_license_of(const EnvironmentUser *user)
{
    Str license = S(""), profile = user->keys.profile.s;
    if (!profile.n || fact_profile_license(profile, &license))
        return profile.n ? license : fact_integration_user_license();
    return S(""); /* of a profile that nobody knows */
}

/* Users that need a seat of this licence and have none: the retired ones give theirs back only later. */
static size_t seats_needed(const Proof *p, const OrgSeats *seats)
{
    size_t needed = 0;
    for (size_t i = 0; i < p->environment->user_count; i++) {
        const EnvironmentUser *user = &p->environment->users[i];
        const OrgUser *found = org_user(p->org, user->keys.username.s);
        if (seats->user) {
            needed += str_is_nocase(user_license_of(user), seats->name) &&
                      !(found && found->active != SAID_NO);
            continue;
        }
        for (size_t k = 0; k < user->license_count; k++)
            needed += are_seats_of(seats, user->licenses[k].s) &&
                      !holds_license(p->org, user->keys.username.s, user->licenses[k].s);
    }
    return needed;
}

static void check_seats(const Proof *p)
{
    for (size_t i = 0; i < p->org->seat_count; i++) {
        const OrgSeats *seats = &p->org->seats[i];
        size_t needed = seats_needed(p, seats);
        int64_t left = seats_left(seats);
        if (!needed || seats->total < 0 || seats->used < 0 || (int64_t)needed <= left)
            continue;
        diag(p->diag, RULE_SEATS_SHORT, p->environment->at,
             "%zu more seat%s of the %s " STR_FMT " %s needed in " STR_FMT
             ", but %lld of %lld %s free",
             needed, needed == 1 ? "" : "s",
             seats->user ? "user licence" : "permission set licence",
             STR_ARG(seats->label.n ? seats->label : seats->name), needed == 1 ? "is" : "are",
             STR_ARG(p->environment->name.s), (long long)left, (long long)seats->total,
             left == 1 ? "is" : "are");
        diag_help(p->diag,
                  "free or buy seats first: the org answers \"LICENSE_LIMIT_EXCEEDED\" otherwise");
        diag_about(p->diag, p->environment->name.s);
    }
}

static bool is_in_org(const Org *org, Str license)
{
    for (size_t i = 0; i < org->seat_count; i++)
        if (are_seats_of(&org->seats[i], license))
            return true;
    return false;
}

/* A licence of which the org has no seats at all. */
static void check_licenses(const Proof *p, const EnvironmentUser *user)
{
    for (size_t i = 0; i < user->license_count; i++) {
        if (is_in_org(p->org, user->licenses[i].s))
            continue;
        diag(p->diag, RULE_SEATS_SHORT,
             user->licenses[i].at.file ? user->licenses[i].at : user->keys.at,
             "the org has no permission set licence " STR_FMT, STR_ARG(user->licenses[i].s));
        diag_about(p->diag, user->integration->name.s);
    }
}

void write_missing(const Proof *p, Buf *out)
{
    Missing m = {p, out};
    if (!can_tell(p))
        return;
    for (size_t i = 0; i < p->environment->user_count; i++) {
        const EnvironmentUser *user = &p->environment->users[i];
        bool variant;
        const OrgUser *found = user_in_org(p, user, &variant);
        if (variant) {
            tell_variant(p, user, found);
            continue;
        }
        put_user(&m, user, found);
        put_assignments(&m, user);
        check_licenses(p, user);
    }
    for (size_t i = 0; i < p->environment->retired_user_count; i++)
        put_retired(&m, &p->environment->retired_users[i]);
    check_seats(p);
}
