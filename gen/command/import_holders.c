/* Who holds what, by the answers of an org. What they do not tell is an error: an integration would lose it. */
#include "command/import_users.h"

#include "facts/facts.h"

#include <stdlib.h>

/* --- answers ----------------------------------------------------------------------------------- */

static const struct {
    Question question;
    bool needed;
} questions[] = {{ASK_USERS, true},
                 {ASK_API_ONLY_USERS, false},
                 {ASK_ASSIGNMENTS, true},
                 {ASK_LICENSES, true},
                 {ASK_MEMBERS, false}};

enum { QUESTIONS = sizeof questions / sizeof *questions };

/* What one answer lacks another may tell: a question is told as a whole, or not. */
static void check_answer(Holdings *u, size_t question)
{
    const Org *org = u->org;
    for (size_t i = 0; i < org->answer_count; i++) {
        const OrgAnswer *answer = &org->answers[i];
        if (answer->question != questions[question].question || answer->state == ANSWER_WHOLE)
            continue;
        diag(u->diag, RULE_ANSWER_INCOMPLETE, answer->at,
             "the org %s the question \"%s\": " STR_FMT,
             answer->state == ANSWER_ERROR ? "refused" : "answered only a part of",
             question_name(answer->question), STR_ARG(answer->why));
        diag_help(u->diag, "ask again: what is not told would be lost");
        u->incomplete = true;
    }
}

static void check_answers(Holdings *u)
{
    Buf missing = {0};
    for (size_t i = 0; i < QUESTIONS; i++) {
        check_answer(u, i);
        bool other = questions[i].question == ASK_USERS &&
                     org_answer(u->org, ASK_API_ONLY_USERS) != ANSWER_MISSING;
        if (org_answer(u->org, questions[i].question) == ANSWER_MISSING && questions[i].needed &&
            !other)
            buf_format(&missing, "%s%s", missing.n ? ", " : "",
                       question_name(questions[i].question));
    }
    if (missing.n) {
        diag(u->diag, RULE_ANSWER_INCOMPLETE, (Loc){0},
             "what API-only users hold is not told without: " STR_FMT, STR_ARG(buf_str(&missing)));
        diag_help(u->diag, "ask these questions too, and import all answers in one run");
        u->incomplete = true;
    }
    if (org_answer(u->org, ASK_MEMBERS) == ANSWER_MISSING) {
        diag(u->diag, RULE_ANSWER_MISSING, (Loc){0},
             "no answer tells the members of public groups and queues: none are written");
        diag_help(u->diag, "ask members too, where a user is a member of any");
    }
    buf_free(&missing);
}

static void not_told(Holdings *u, const OrgUser *user, const char *what, const char *column)
{
    diag(u->diag, RULE_ANSWER_INCOMPLETE, user->at, "the answers do not tell %s of " STR_FMT, what,
         STR_ARG(user->username));
    diag_help(u->diag, "select %s, and ask again", column);
    u->incomplete = true;
}

/* --- users ------------------------------------------------------------------------------------- */

static bool is_api_only(Holdings *u, const OrgUser *user)
{
    Str license = user->user_license;
    if (!license.n && !fact_profile_license(user->profile, &license)) {
        not_told(u, user, "the user licence", "Profile.UserLicense.Name");
        return false;
    }
    return str_is_nocase(license, fact_integration_user_license());
}

static void leave_out_inactive(Holdings *u, const OrgUser *user)
{
    diag(u->diag, RULE_USER_INACTIVE, user->at, STR_FMT " is inactive: it is left out",
         STR_ARG(user->username));
    diag_help(u->diag, "activate it and ask again, where it is needed");
    diag_at_most(u->diag, LEVEL_NOTE);
}

/* Answers of different times. */
static void check_agreed(Holdings *u, const OrgUser *user)
{
    if (!user->conflict.n)
        return;
    diag(u->diag, RULE_ANSWER_INCOMPLETE, user->at,
         "the answers contradict each other: " STR_FMT " is " STR_FMT, STR_ARG(user->username),
         STR_ARG(user->conflict));
    u->incomplete = true;
}

static void check_told(Holdings *u, const OrgUser *user)
{
    if (!user->email.n)
        not_told(u, user, "the email address", "Email");
    if (!user->profile.n)
        not_told(u, user, "the profile", "Profile.Name");
    if (!user->role_told)
        not_told(u, user, "the role", "UserRole.Name");
}

static int by_username(const void *a, const void *b)
{
    const Holder *one = a, *two = b;
    int order = str_compare_nocase(one->user->username, two->user->username);
    return order ? order : str_compare(one->user->username, two->user->username);
}

/* Those of another user licence; and that nobody is left. */
static void tell_others(Holdings *u, size_t others, Loc at)
{
    if (others) {
        diag(u->diag, RULE_USER_PROFILE, at,
             "%zu user%s of another user licence than " STR_FMT " %s left out", others,
             others == 1 ? "" : "s", STR_ARG(fact_integration_user_license()),
             others == 1 ? "is" : "are");
        diag_help(u->diag, "define them by hand, where they are integrations");
        diag_at_most(u->diag, LEVEL_NOTE);
    }
    if (!u->count) {
        diag(u->diag, RULE_ANSWER_INCOMPLETE, (Loc){0},
             "the answers tell of no active user with the user licence " STR_FMT,
             STR_ARG(fact_integration_user_license()));
        diag_help(u->diag, "ask api-only-users, which lists them all");
        u->incomplete = true;
    }
}

static void find_users(Holdings *u)
{
    size_t others = 0;
    Loc at = {0};
    u->holders = ARENA_ARRAY(u->arena, Holder, u->org->user_count + 1);
    for (size_t i = 0; i < u->org->user_count; i++) {
        const OrgUser *user = &u->org->users[i];
        check_agreed(u, user);
        if (!is_api_only(u, user)) {
            at = others++ ? at : user->at;
        } else if (user->active == SAID_NO) {
            leave_out_inactive(u, user);
        } else {
            check_told(u, user);
            u->holders[u->count++] = (Holder){.user = user, .email = user->email};
        }
    }
    if (!u->incomplete)
        tell_others(u, others, at);
    qsort(u->holders, u->count, sizeof *u->holders, by_username);
    for (size_t i = 0; i < u->count; i++) {
        Str name = str_lower(u->arena, u->holders[i].user->username);
        *map_put(&u->holder_by_name, u->arena, name, NULL) = (uint32_t)i;
    }
}

static Holder *holder_of(Holdings *u, Str username)
{
    uint32_t *place = map_find_nocase(&u->holder_by_name, username);
    return place ? &u->holders[*place] : NULL;
}

/* A row that names its user by an Id which no user has: it may be of one whose Id is not told. */
static void check_owner(Holdings *u, Str username, const char *what)
{
    if (username.n || u->incomplete)
        return;
    for (size_t i = 0; i < u->count; i++)
        if (!u->holders[i].user->id.n) {
            diag(u->diag, RULE_ANSWER_INCOMPLETE, u->holders[i].user->at,
                 "the answers do not tell the user of some %s", what);
            diag_help(u->diag, "select Id of users, or Assignee.Username");
            u->incomplete = true;
            return;
        }
}

/* --- assignments --------------------------------------------------------------------------------- */

static const ImportedSet *imported_set(Holdings *u, Str name)
{
    uint32_t *place = map_find_nocase(&u->set_by_name, name);
    return place ? &u->sets[*place] : NULL;
}

bool holds_name(const TextList *list, Str name)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_is_nocase(list->items[i].s, name))
            return true;
    return false;
}

static void add_once(Holdings *u, TextList *list, Str name)
{
    if (!holds_name(list, name))
        text_list_add(list, u->arena, (Text){.s = name});
}

/* The set that belongs to a profile; where nothing tells that, its name does: X, and the Id of a profile. */
static bool is_of_profile(const OrgSet *set)
{
    return set->owned || set->profile.n || str_starts(set->name, S("X00e"));
}

static void tell_ended(Holdings *u, const Holder *h, const OrgAssignment *one, Str name)
{
    diag(u->diag, RULE_ASSIGNMENT_MISSING, h->user->at,
         "the assignment of " STR_FMT " to " STR_FMT " is expired or revoked: it is left out",
         STR_ARG(name), STR_ARG(one->username));
    diag_help(u->diag, "assign it again and ask again, where it is needed");
    diag_at_most(u->diag, LEVEL_WARNING);
}

static void tell_end(Holdings *u, const Holder *h, const OrgAssignment *one, Str name)
{
    diag(u->diag, RULE_ASSIGNMENT_MISSING, h->user->at,
         "the assignment of " STR_FMT " to " STR_FMT " ends on " STR_FMT
         ", which a definition cannot say",
         STR_ARG(name), STR_ARG(one->username), STR_ARG(one->expires));
    diag_help(u->diag, "it is written without an end: take it out where it should end");
    diag_at_most(u->diag, LEVEL_WARNING);
}

/* Somebody who is no API-only user. Those who are inactive need nothing any more. */
static void add_elsewhere(Holdings *u, const OrgAssignment *one, const OrgSet *set)
{
    const OrgUser *user = org_user(u->org, one->username);
    const ImportedSet *imported = imported_set(u, set->name);
    if (imported && one->active != SAID_NO && !(user && user->active == SAID_NO))
        u->elsewhere[imported - u->sets] = true;
}

static void add_assignment(Holdings *u, const OrgAssignment *one)
{
    const OrgSet *set = &u->org->sets[one->set];
    Holder *h = holder_of(u, one->username);
    Str group = one->group.n ? one->group : set->group;
    Str name = group.n ? group : set->name.n ? set->name : set->id;
    bool of_profile = !group.n && is_of_profile(set);
    check_owner(u, one->username, "assignments");
    if (h)
        h->told = true;
    if (of_profile || (!h && group.n))
        return;
    if (!h) {
        add_elsewhere(u, one, set);
    } else if (one->active == SAID_NO) {
        tell_ended(u, h, one, name);
    } else {
        if (one->expires.n)
            tell_end(u, h, one, name);
        if (!group.n && !set->name.n)
            not_told(u, h->user, "the name of a permission set", "PermissionSet.Name");
        add_once(u, group.n ? &h->groups : &h->sets, name);
    }
}

/* Every user has an assignment: that of the set of its profile. Where the answers leave those out, nothing tells
 * whether a user without any was asked about. */
static void check_covered(Holdings *u)
{
    bool profiles = false;
    for (size_t i = 0; i < u->org->assignment_count; i++)
        profiles = profiles || is_of_profile(&u->org->sets[u->org->assignments[i].set]);
    for (size_t i = 0; i < u->count && profiles && !u->incomplete; i++) {
        const OrgUser *user = u->holders[i].user;
        if (u->holders[i].told)
            continue;
        diag(u->diag, RULE_ANSWER_INCOMPLETE, user->at,
             "the answers tell no assignment of " STR_FMT ", not even that of its profile",
             STR_ARG(user->username));
        diag_help(u->diag, "ask assignments for all API-only users");
        u->incomplete = true;
    }
}

/* --- licences and memberships ------------------------------------------------------------------- */

/* Its developer name; empty where that is not told and our table has not the label. */
static Str license_name(const OrgLicense *one)
{
    License known;
    if (one->license.n)
        return one->license;
    return fact_license(one->label, &known) && !known.user ? known.name : S("");
}

static void add_license(Holdings *u, const OrgLicense *one)
{
    Holder *h = holder_of(u, one->username);
    Str name = license_name(one);
    check_owner(u, one->username, "licences");
    if (h && !name.n)
        not_told(u, h->user, "the name of a licence", "PermissionSetLicense.DeveloperName");
    else if (h)
        add_once(u, &h->licenses, name);
}

static void add_member(Holdings *u, const OrgMember *one)
{
    Holder *h = holder_of(u, one->username);
    Str name = one->developer_name.n ? one->developer_name : one->group;
    check_owner(u, one->username, "memberships");
    if (h && !one->typed)
        not_told(u, h->user, "the kind of a group", "Group.Type");
    else if (h)
        add_once(u, one->queue ? &h->queues : &h->public_groups, name);
}

/* --- what everybody holds ------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
    return str_compare(((const Text *)a)->s, ((const Text *)b)->s);
}

static void sort(TextList *list)
{
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, by_name);
}

static void put_all(Buf *all, const char *kind, TextList *list)
{
    for (size_t i = 0; i < list->count; i++)
        buf_format(all, "%s" STR_FMT "\n", kind, STR_ARG(list->items[i].s));
}

static void finish_holder(Holdings *u, Holder *h)
{
    Buf all = {0};
    TextList *lists[] = {&h->sets, &h->groups, &h->licenses, &h->public_groups, &h->queues};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        sort(lists[i]);
    put_all(&all, "set ", &h->sets);
    put_all(&all, "group ", &h->groups);
    put_all(&all, "license ", &h->licenses);
    h->all = str_copy(u->arena, buf_str(&all));
    buf_free(&all);
    h->set_imported = ARENA_ARRAY(u->arena, const ImportedSet *, h->sets.count + 1);
    for (size_t i = 0; i < h->sets.count; i++) {
        h->set_imported[i] = imported_set(u, h->sets.items[i].s);
        if (h->set_imported[i])
            u->user_count[h->set_imported[i] - u->sets]++;
    }
}

static void collect(Holdings *u)
{
    const Org *org = u->org;
    u->user_count = ARENA_ARRAY(u->arena, size_t, u->set_count + 1);
    u->elsewhere = ARENA_ARRAY(u->arena, bool, u->set_count + 1);
    for (size_t i = 0; i < u->set_count; i++)
        *map_put(&u->set_by_name, u->arena, str_lower(u->arena, u->sets[i].set->api_name.s), NULL) =
            (uint32_t)i;
    for (size_t i = 0; i < org->assignment_count; i++)
        add_assignment(u, &org->assignments[i]);
    check_covered(u);
    for (size_t i = 0; i < org->license_count; i++)
        add_license(u, &org->licenses[i]);
    for (size_t i = 0; i < org->member_count; i++)
        add_member(u, &org->members[i]);
    for (size_t i = 0; i < u->count; i++)
        finish_holder(u, &u->holders[i]);
}

bool find_holdings(Holdings *u)
{
    check_answers(u);
    if (!u->incomplete)
        find_users(u);
    if (!u->incomplete)
        collect(u);
    return !u->incomplete;
}
