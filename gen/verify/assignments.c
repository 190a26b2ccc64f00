/* What users hold: permission sets, groups of them, licences, memberships. */
#include "verify/verify.h"

enum { TOLD_MAX = 8 }; /* of what an unexpected set grants */

typedef struct {
    const Proof *proof;
    const EnvironmentUser *user;
    Str username;                     /* as the org has it */
    const OrgAssignment *assignments; /* its own */
    size_t assignment_count;
} Holder;

static void missing(const Holder *h, const char *what, Text name)
{
    Diag *d = h->proof->diag;
    diag(d, RULE_ASSIGNMENT_MISSING, name.at.file ? name.at : h->user->keys.at,
         STR_FMT ": " STR_FMT " does not have the %s " STR_FMT,
         STR_ARG(h->proof->environment->name.s), STR_ARG(h->username), what, STR_ARG(name.s));
    diag_about(d, h->user->integration->name.s);
}

static void extra(const Holder *h, const char *what, Str name)
{
    Diag *d = h->proof->diag;
    diag(d, RULE_ASSIGNMENT_EXTRA, h->user->keys.at,
         STR_FMT ": " STR_FMT " has the %s " STR_FMT ", which the definition does not assign",
         STR_ARG(h->proof->environment->name.s), STR_ARG(h->username), what, STR_ARG(name));
    diag_about(d, h->user->integration->name.s);
}

/* --- sets and groups ------------------------------------------------------------------------------ */

static const OrgSet *set_of(const Holder *h, const OrgAssignment *assignment)
{
    return &h->proof->org->sets[assignment->set];
}

/* users.apex makes assignments, it does not change them. */
#define ENDING "take the end off the assignment in Setup, or take it away and run users.apex"

static void prove_assignment(const Holder *h, const OrgAssignment *assignment, const char *what,
                             Text name)
{
    Diag *d = h->proof->diag;
    if (!assignment) {
        missing(h, what, name);
    } else if (assignment->active == SAID_NO) {
        diag(d, RULE_ASSIGNMENT_MISSING, name.at.file ? name.at : h->user->keys.at,
             STR_FMT ": " STR_FMT " has the %s " STR_FMT ", but it is expired or revoked",
             STR_ARG(h->proof->environment->name.s), STR_ARG(h->username), what, STR_ARG(name.s));
        diag_help(d, ENDING);
        diag_about(d, h->user->integration->name.s);
    } else if (assignment->expires.n) {
        diag(d, RULE_ASSIGNMENT_MISSING, name.at.file ? name.at : h->user->keys.at,
             STR_FMT ": " STR_FMT " has the %s " STR_FMT " until " STR_FMT " only",
             STR_ARG(h->proof->environment->name.s), STR_ARG(h->username), what, STR_ARG(name.s),
             STR_ARG(assignment->expires));
        diag_help(d, ENDING);
        diag_about(d, h->user->integration->name.s);
        diag_at_most(d, LEVEL_WARNING);
    }
}

/* What an unexpected set brings, where the answers tell. */
static void tell_grants(const Holder *h, const OrgSet *set)
{
    Diag *d = h->proof->diag;
    Buf words = {0};
    size_t told = 0, count = 0;
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        if (!grant->on || count++ >= TOLD_MAX)
            continue;
        Str name = h->proof->model->names.text[grant->key];
        Str one = access_words(&d->arena, grant->kind, name, grant->on);
        buf_format(&words, "%s" STR_FMT, told++ ? "; " : "", STR_ARG(one));
    }
    if (count > told)
        buf_format(&words, "; and %zu more", count - told);
    if (words.n)
        diag_help(d, "it grants " STR_FMT ". Run revoke.apex, or say it under `assign:`",
                  STR_ARG(buf_str(&words)));
    buf_free(&words);
}

/* Known by its Id alone it may be any of those that should be there. */
static bool is_nameless(const OrgSet *set)
{
    return !set->name.n && !set->owned && !set->group.n;
}

static bool has_nameless(const Holder *h)
{
    bool found = false;
    for (size_t i = 0; i < h->assignment_count; i++) {
        const OrgSet *set = set_of(h, &h->assignments[i]);
        if (!is_nameless(set))
            continue;
        diag(h->proof->diag, RULE_ANSWER_INCOMPLETE, (Loc){0},
             STR_FMT ": " STR_FMT " has the permission set " STR_FMT ", whose name no answer tells",
             STR_ARG(h->proof->environment->name.s), STR_ARG(h->username), STR_ARG(set->id));
        diag_about(h->proof->diag, h->user->integration->name.s);
        found = true;
    }
    return found;
}

static void prove_sets(const Holder *h)
{
    const Org *org = h->proof->org;
    const EnvironmentUser *user = h->user;
    bool told = is_answered(h->proof, ASK_ASSIGNMENTS) && !has_nameless(h);
    for (size_t i = 0; told && i < user->set_count; i++)
        prove_assignment(h, assignment_of_set(org, h->username, user->sets[i].s), "permission set",
                         user->sets[i]);
    for (size_t i = 0; is_answered(h->proof, ASK_ASSIGNMENTS) && i < user->group_count; i++)
        prove_assignment(h, assignment_of_group(org, h->username, user->groups[i].s),
                         "permission set group", user->groups[i]);
    for (size_t i = 0; i < h->assignment_count; i++) {
        const OrgAssignment *assignment = &h->assignments[i];
        const OrgSet *set = set_of(h, assignment);
        if (set->owned || is_nameless(set))
            continue;
        if (assignment->group.n && !should_hold_group(user, assignment->group)) {
            extra(h, "permission set group", assignment->group);
        } else if (!assignment->group.n && !should_hold_set(user, set)) {
            extra(h, "permission set", set->name);
            tell_grants(h, set);
        }
    }
}

/* The access of a group holds only when Salesforce has worked it out. */
static void prove_group_status(const Proof *p)
{
    Arena scratch = {0};
    Map used = {0}; /* in lower case */
    for (size_t i = 0; i < p->environment->user_count; i++)
        for (size_t k = 0; k < p->environment->users[i].group_count; k++)
            map_put(&used, &scratch, str_lower(&scratch, p->environment->users[i].groups[k].s),
                    NULL);
    for (size_t i = 0; i < p->org->group_status_count; i++) {
        const OrgGroupStatus *status = &p->org->group_status[i];
        if (!map_find_nocase(&used, status->name) || !status->status.n ||
            str_is_nocase(status->status, S("Updated")))
            continue;
        diag(p->diag, RULE_ANSWER_INCOMPLETE, status->at,
             "the permission set group " STR_FMT " is " STR_FMT ": what it grants is not known yet",
             STR_ARG(status->name), STR_ARG(status->status));
        diag_help(p->diag, "wait until Setup shows it as Updated, and ask again");
    }
    arena_free(&scratch);
}

/* --- licences ------------------------------------------------------------------------------------- */

static void prove_licenses(const Holder *h)
{
    const Org *org = h->proof->org;
    const EnvironmentUser *user = h->user;
    for (size_t i = 0; is_answered(h->proof, ASK_LICENSES) && i < user->license_count; i++)
        if (!holds_license(org, h->username, user->licenses[i].s))
            missing(h, "permission set licence", user->licenses[i]);
    size_t count;
    const OrgLicense *rows = org_licenses(org, h->username, &count);
    for (size_t k = 0; k < count; k++) {
        bool wanted = false;
        for (size_t i = 0; i < user->license_count && !wanted; i++)
            wanted = is_license(&rows[k], user->licenses[i].s);
        if (wanted)
            continue;
        extra(h, "permission set licence", rows[k].license.n ? rows[k].license : rows[k].label);
        diag_at_most(h->proof->diag, LEVEL_WARNING); /* it opens nothing, but takes a seat */
    }
}

/* --- public groups and queues --------------------------------------------------------------------- */

static void prove_members(const Holder *h, const TextList *wanted, bool queue)
{
    for (size_t i = 0; is_answered(h->proof, ASK_MEMBERS) && i < wanted->count; i++)
        if (!is_member(h->proof->org, h->username, wanted->items[i].s, queue))
            missing(h, queue ? "queue" : "public group", wanted->items[i]);
}

void prove_assignments(const Proof *p)
{
    prove_group_status(p);
    for (size_t i = 0; i < p->environment->user_count; i++) {
        bool variant;
        Holder h = {.proof = p, .user = &p->environment->users[i]};
        const OrgUser *found = user_in_org(p, h.user, &variant);
        if (!found && is_answered(p, ASK_USERS))
            continue; /* told as missing */
        h.username = found ? found->username : h.user->keys.username.s;
        h.assignments = org_assignments(p->org, h.username, &h.assignment_count);
        prove_sets(&h);
        prove_licenses(&h);
        prove_members(&h, &h.user->keys.groups, false);
        prove_members(&h, &h.user->keys.queues, true);
    }
}
