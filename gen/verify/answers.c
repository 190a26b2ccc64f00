/* Is this the right org, and was everything answered? */
#include "verify/verify.h"

/* Assignments are asked for by username: none of ours, but those of another environment, are its answers. */
static const Environment *other_environment(const Proof *p)
{
    const Environment *other = NULL;
    for (size_t i = 0; i < p->model->environment_count; i++) {
        const Environment *one = &p->model->environments[i];
        if (!holds_users(one, p->org))
            continue;
        if (one == p->environment)
            return NULL;
        other = one;
    }
    return other;
}

bool prove_org(const Proof *p)
{
    const Org *org = p->org;
    const Environment *other = other_environment(p);
    Str id = p->environment->org_id.s, name = p->environment->name.s;
    if (id.n >= 15 && org->organization_id.n &&
        !str_is(str_slice(id, 0, 15), org->organization_id)) {
        diag(p->diag, RULE_ORG_WRONG, p->environment->org_id.at,
             "the answers are those of the org " STR_FMT ", but " STR_FMT " is " STR_FMT,
             STR_ARG(org->organization_id), STR_ARG(name), STR_ARG(id));
        return false;
    }
    if (org->other_organization_id.n) {
        diag(p->diag, RULE_ORG_WRONG, (Loc){0},
             "the answers are those of two orgs, " STR_FMT " and " STR_FMT,
             STR_ARG(org->organization_id), STR_ARG(org->other_organization_id));
        return false;
    }
    if (!other)
        return true;
    diag(p->diag, RULE_ORG_WRONG, (Loc){0},
         "the answers are about the users of " STR_FMT ", not of " STR_FMT, STR_ARG(other->name.s),
         STR_ARG(name));
    diag_help(p->diag, "run ask.sh " STR_FMT ", or verify with --environment " STR_FMT,
              STR_ARG(name), STR_ARG(other->name.s));
    return false;
}

/* User permissions are asked for by two queries with other columns: where an org lacks one of them, the other
 * still tells. Any other question has an answer only when all its parts have. */
static bool is_told_elsewhere(const Org *org, Question question)
{
    for (size_t i = 0; i < org->answer_count; i++)
        if (question == ASK_PERMISSIONS && org->answers[i].question == question &&
            org->answers[i].state == ANSWER_WHOLE)
            return true;
    return false;
}

static void prove_answer(const Proof *p, const OrgAnswer *answer)
{
    if (answer->state == ANSWER_WHOLE)
        return;
    diag(p->diag, RULE_ANSWER_INCOMPLETE, answer->at, "the org %s the question \"%s\": " STR_FMT,
         answer->state == ANSWER_ERROR ? "refused" : "answered only a part of",
         question_name(answer->question), STR_ARG(answer->why));
    if (answer->state == ANSWER_ERROR && is_told_elsewhere(p->org, answer->question))
        diag_at_most(p->diag, LEVEL_WARNING);
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
    case ASK_API_ONLY_USERS: /* tells of users that nobody defined */
        return false;
    case ASK_GROUPS:
        return has_groups(p->environment);
    case ASK_MEMBERS:
        return environment_has_members(p->environment);
    case ASK_NAMES:
        return p->org->entity_count > 0;
    case ASK_TABS:
        return environment_grants(p->environment, TAB_SETTING);
    default:
        return true;
    }
}

/* A retrieved set tells what it grants, whatever was asked beside. */
static bool is_retrieved_set(const Org *org, Str name)
{
    const OrgSet *set = org_set_named(org, name);
    return set && set->retrieved;
}

static bool is_retrieved(const Proof *p)
{
    for (size_t i = 0; i < p->environment->set_count; i++)
        if (!is_retrieved_set(p->org, p->environment->sets[i]->api_name.s))
            return false;
    return p->environment->set_count > 0;
}

static bool has_rows(const Org *org, Question question)
{
    for (size_t i = 0; i < org->answer_count; i++)
        if (org->answers[i].question == question && org->answers[i].rows)
            return true;
    return false;
}

/* User permissions are columns: one that no answer has was not asked for. */
static void prove_columns(const Proof *p)
{
    Buf words = {0};
    Arena scratch = {0};
    Map told = {0};
    const Environment *environment = p->environment;
    for (size_t i = 0; i < environment->set_count; i++) {
        const PermissionSet *set = environment->sets[i];
        bool retrieved = is_retrieved_set(p->org, set->api_name.s);
        for (size_t k = 0; k < set->grants.count && !retrieved; k++) {
            const Grant *grant = &set->grants.items[k];
            Str name = p->model->names.text[grant->key];
            bool fresh = false;
            if (grant->kind == USER_PERMISSION && grant->on &&
                !map_find(&p->org->permissions_told, name))
                map_put(&told, &scratch, name, &fresh);
            if (fresh)
                buf_format(&words, "%s" STR_FMT, words.n ? ", " : "", STR_ARG(name));
        }
    }
    if (words.n && has_rows(p->org, ASK_PERMISSIONS))
        diag(p->diag, RULE_ANSWER_MISSING, (Loc){0},
             "not proven: user permissions that no answer has a column for: " STR_FMT,
             STR_ARG(buf_str(&words)));
    buf_free(&words);
    arena_free(&scratch);
}

/* What an Id opens is known only by its name. Types without an element (connected apps) are in no definition. */
static void prove_names(const Proof *p)
{
    Buf words = {0};
    Arena scratch = {0};
    Map told = {0};
    for (size_t i = 0; i < p->org->entity_count; i++) {
        const OrgEntity *entity = &p->org->entities[i];
        bool fresh = false;
        if (entity->named || org_entity_element(entity->type, S("__c")) == ELEMENT_COUNT)
            continue;
        Str one =
            str_format(&scratch, STR_FMT " " STR_FMT, STR_ARG(entity->type), STR_ARG(entity->id));
        map_put(&told, &scratch, one, &fresh);
        if (fresh)
            buf_format(&words, "%s" STR_FMT, words.n ? ", " : "", STR_ARG(one));
    }
    if (words.n && org_answer(p->org, ASK_NAMES) != ANSWER_MISSING)
        diag(p->diag, RULE_ANSWER_MISSING, (Loc){0},
             "not proven: sets open these, whose names no answer tells: " STR_FMT,
             STR_ARG(buf_str(&words)));
    buf_free(&words);
    arena_free(&scratch);
}

static bool is_about_access(Question question)
{
    return question >= ASK_OBJECTS;
}

void prove_answers(const Proof *p)
{
    Buf missing = {0};
    bool retrieved = is_retrieved(p);
    for (size_t i = 0; i < p->org->answer_count; i++)
        prove_answer(p, &p->org->answers[i]);
    for (Question question = 0; question < ASK_COUNT; question++)
        if (org_answer(p->org, question) == ANSWER_MISSING && is_needed(p, question) &&
            !(retrieved && is_about_access(question)))
            buf_format(&missing, "%s%s", missing.n ? ", " : "", question_name(question));
    if (missing.n)
        diag(p->diag, RULE_ANSWER_MISSING, (Loc){0}, "not proven, because not asked: " STR_FMT,
             STR_ARG(buf_str(&missing)));
    if (!retrieved && environment_grants(p->environment, RECORD_TYPE_VISIBILITY))
        diag(p->diag, RULE_ANSWER_MISSING, (Loc){0},
             "not proven: record types, which only a retrieved zip of the sets tells");
    prove_columns(p);
    prove_names(p);
    buf_free(&missing);
}
