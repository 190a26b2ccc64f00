/* Is this the right org, and was everything answered? */
#include "verify/verify.h"

static const char *const question_names[ASK_COUNT] = {
    [ASK_ORGANIZATION] = "organization",
    [ASK_USERS] = "users",
    [ASK_ASSIGNMENTS] = "assignments",
    [ASK_LICENSES] = "licenses",
    [ASK_SEATS] = "seats",
    [ASK_USER_LICENSES] = "user-licenses",
    [ASK_GROUPS] = "groups",
    [ASK_MEMBERS] = "members",
    [ASK_OBJECTS] = "objects",
    [ASK_FIELDS] = "fields",
    [ASK_PERMISSIONS] = "permissions",
    [ASK_SETUP] = "setup",
    [ASK_NAMES] = "names",
    [ASK_TABS] = "tabs",
};

static void prove_org(const Proof *p)
{
    const Org *org = p->org;
    Str id = p->environment->org_id.s;
    if (id.n < 15 || !org->organization_id.n || str_is(str_slice(id, 0, 15), org->organization_id))
        return;
    diag(p->diag, RULE_ORG_WRONG, p->environment->org_id.at,
         "the answers are those of the org " STR_FMT ", but " STR_FMT " is " STR_FMT,
         STR_ARG(org->organization_id), STR_ARG(p->environment->name.s), STR_ARG(id));
}

/* Another query that answered the same question wholly takes the edge off a refused one. */
static bool is_whole_elsewhere(const Org *org, Question question)
{
    for (size_t i = 0; i < org->answer_count; i++)
        if (org->answers[i].question == question && org->answers[i].state == ANSWER_WHOLE)
            return true;
    return false;
}

static void prove_answer(const Proof *p, const OrgAnswer *answer)
{
    if (answer->state == ANSWER_WHOLE)
        return;
    diag(p->diag, RULE_ANSWER_INCOMPLETE, answer->at, "the org %s the question \"%s\": " STR_FMT,
         answer->state == ANSWER_ERROR ? "refused" : "answered only a part of",
         question_names[answer->question], STR_ARG(answer->why));
    if (answer->state == ANSWER_ERROR && is_whole_elsewhere(p->org, answer->question))
        diag_at_most(p->diag, LEVEL_WARNING);
}

static bool holds(const Model *m, const Environment *environment, ElementKind first,
                  ElementKind last)
{
    (void)m;
    for (size_t i = 0; i < environment->set_count; i++)
        for (size_t k = 0; k < environment->sets[i]->grants.count; k++) {
            const Grant *grant = &environment->sets[i]->grants.items[k];
            if (grant->kind >= first && grant->kind <= last && grant->on)
                return true;
        }
    return false;
}

static bool has_members(const Environment *environment)
{
    for (size_t i = 0; i < environment->user_count; i++)
        if (environment->users[i].keys.groups.count || environment->users[i].keys.queues.count)
            return true;
    return false;
}

static bool has_groups(const Environment *environment)
{
    for (size_t i = 0; i < environment->user_count; i++)
        if (environment->users[i].group_count)
            return true;
    return false;
}

/* Whether anything depends on an answer. */
static bool is_needed(const Proof *p, Question question)
{
    switch (question) {
    case ASK_ORGANIZATION:
        return p->environment->org_id.s.n > 0;
    case ASK_GROUPS:
        return has_groups(p->environment);
    case ASK_MEMBERS:
        return has_members(p->environment);
    case ASK_NAMES:
        return p->org->entity_count > 0;
    case ASK_TABS:
        return holds(p->model, p->environment, TAB_SETTING, TAB_SETTING);
    default:
        return true;
    }
}

/* A retrieved set tells what it grants, whatever was asked beside. */
static bool is_retrieved(const Proof *p)
{
    for (size_t i = 0; i < p->environment->set_count; i++) {
        bool found = false;
        for (size_t k = 0; k < p->org->set_count && !found; k++)
            found = p->org->sets[k].retrieved &&
                    str_is_nocase(p->org->sets[k].name, p->environment->sets[i]->api_name.s);
        if (!found)
            return false;
    }
    return p->environment->set_count > 0;
}

static bool is_about_access(Question question)
{
    return question >= ASK_OBJECTS;
}

void prove_answers(const Proof *p)
{
    Buf missing = {0};
    bool retrieved = is_retrieved(p);
    prove_org(p);
    for (size_t i = 0; i < p->org->answer_count; i++)
        prove_answer(p, &p->org->answers[i]);
    for (Question question = 0; question < ASK_COUNT; question++)
        if (org_answer(p->org, question) == ANSWER_MISSING && is_needed(p, question) &&
            !(retrieved && is_about_access(question)))
            buf_format(&missing, "%s%s", missing.n ? ", " : "", question_names[question]);
    if (missing.n)
        diag(p->diag, RULE_ANSWER_MISSING, (Loc){0}, "not proven, because not asked: " STR_FMT,
             STR_ARG(buf_str(&missing)));
    if (!retrieved &&
        holds(p->model, p->environment, RECORD_TYPE_VISIBILITY, RECORD_TYPE_VISIBILITY))
        diag(p->diag, RULE_ANSWER_MISSING, (Loc){0},
             "not proven: record types, which only a retrieved zip of the sets tells");
    buf_free(&missing);
}
