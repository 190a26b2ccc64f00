/* What the org's sets and profiles grant, against the sets of the definitions. */
#include "facts/access.h"
#include "facts/facts.h"
#include "resolve/resolve.h"
#include "verify/verify.h"

enum { TOLD_MAX = 12 };

typedef struct {
    const Proof *proof;
    const PermissionSet *ours;
    const OrgSet *theirs;
    bool permissions_lack; /* rows of the answers to ASK_PERMISSIONS */
} SetProof;

/* --- what is told --------------------------------------------------------------------------------- */

/* A refused query takes nothing from what another one told; one that lacks rows does. */
static bool lacks_rows(const Org *org, Question question)
{
    for (size_t i = 0; i < org->answer_count; i++)
        if (org->answers[i].question == question && org->answers[i].state == ANSWER_PARTIAL)
            return true;
    return false;
}

/* Whether the answers tell all of this kind, so that what is not there is not granted. */
static bool is_told(const SetProof *s, ElementKind kind, Str name)
{
    const Proof *p = s->proof;
    if (s->theirs->retrieved)
        return true;
    switch (kind) {
    case OBJECT_PERMISSION:
        return is_answered(p, ASK_OBJECTS);
    case FIELD_PERMISSION:
        return is_answered(p, ASK_FIELDS);
    case TAB_SETTING:
        return is_answered(p, ASK_TABS);
    case USER_PERMISSION:
        return map_find(&p->org->permissions_told, name) && !s->permissions_lack;
    case AGENT_ACCESS:
    case APPLICATION_VISIBILITY:
    case CLASS_ACCESS:
    case CUSTOM_METADATA_TYPE_ACCESS:
    case CUSTOM_PERMISSION:
    case CUSTOM_SETTING_ACCESS:
    case EXTERNAL_DATA_SOURCE_ACCESS:
    case FLOW_ACCESS:
    case PAGE_ACCESS:
        /* an entity whose name is not known may be just the one that seems to be missing */
        return is_answered(p, ASK_SETUP) && !(s->theirs->nameless >> kind & 1);
    default:
        return false; /* no query tells it, only a retrieve */
    }
}

/* With Modify All Data the org makes up its rows, and those that it keeps are not all there are. */
static bool opens_all(const SetProof *s)
{
    return !s->theirs->retrieved && (grants_bits(&s->theirs->grants, &s->proof->model->names,
                                                 USER_PERMISSION, S("ModifyAllData")));
}

/* Bits that no row ever shows: of fields that take no permissions, or none for editing. */
static uint32_t hidden_bits(const SetProof *s, ElementKind kind, Str name)
{
    if (kind == OBJECT_PERMISSION && opens_all(s))
        return UINT32_MAX;
    if (kind != FIELD_PERMISSION)
        return 0;
    FieldTakes takes = field_takes(s->proof->model->known, name);
    return takes == TAKES_NOTHING ? FIELD_READ | FIELD_EDIT : takes == TAKES_READ ? FIELD_EDIT : 0;
}

/* --- one set -------------------------------------------------------------------------------------- */

/* What one side has beyond the other. Of two words the greater is the wider one. */
static uint32_t beyond(ElementKind kind, uint32_t one, uint32_t other)
{
    if (kind == TAB_SETTING)
        return one > other ? one : 0;
    return one & ~other;
}

static void prove_missing(const SetProof *s)
{
    const Model *m = s->proof->model;
    Diag *d = s->proof->diag;
    for (size_t i = 0; i < s->ours->grants.count; i++) {
        const Grant *grant = &s->ours->grants.items[i];
        Str name = m->names.text[grant->key];
        const Grant *there = grants_find(&s->theirs->grants, &m->names, grant->kind, name);
        uint32_t lacks = beyond(grant->kind, grant->on, there ? there->on : 0) &
                         ~hidden_bits(s, grant->kind, name);
        if (there && !s->theirs->retrieved) /* a column that nobody asked for tells nothing */
            lacks &= there->said;
        if (!lacks || !is_told(s, grant->kind, name))
            continue;
        Str words = access_words(&d->arena, grant->kind, name, lacks);
        diag(d, RULE_ACCESS_MISSING, grant->at,
             STR_FMT ": the org's set " STR_FMT " does not grant " STR_FMT,
             STR_ARG(s->proof->environment->name.s), STR_ARG(s->ours->api_name.s), STR_ARG(words));
        diag_about(d, s->ours->name.s);
    }
}

/* With View All Fields every field can be read. */
static bool sees_all_fields(const SetProof *s, ElementKind kind, Str name)
{
    Str object = str_cut(&name, '.');
    return kind == FIELD_PERMISSION &&
           (grants_bits(&s->ours->grants, &s->proof->model->names, OBJECT_PERMISSION, object) &
            OBJECT_VIEW_ALL_FIELDS);
}

typedef struct {
    Buf words;
    size_t count;
    Arena *arena;
} Extras;

static void add_extra(Extras *e, ElementKind kind, Str name, uint32_t bits)
{
    if (e->count++ >= TOLD_MAX)
        return;
    Str words = access_words(e->arena, kind, name, bits);
    buf_format(&e->words, "%s" STR_FMT, e->count > 1 ? "; " : "", STR_ARG(words));
}

/* The list of what was found, with the number of what is left out. */
static Str told_extras(Extras *e)
{
    if (e->count > TOLD_MAX)
        buf_format(&e->words, "; and %zu more", e->count - TOLD_MAX);
    return buf_str(&e->words);
}

static void prove_extra(const SetProof *s)
{
    const Model *m = s->proof->model;
    Diag *d = s->proof->diag;
    Extras extras = {.arena = &d->arena};
    for (size_t i = 0; i < s->theirs->grants.count; i++) {
        const Grant *grant = &s->theirs->grants.items[i];
        Str name = m->names.text[grant->key];
        uint32_t more = beyond(grant->kind, grant->on,
                               grants_bits(&s->ours->grants, &m->names, grant->kind, name));
        if (sees_all_fields(s, grant->kind, name))
            more &= ~(uint32_t)FIELD_READ;
        if (more)
            add_extra(&extras, grant->kind, name, more);
    }
    if (extras.count) {
        Str told = told_extras(&extras);
        diag(d, RULE_ACCESS_EXTRA, s->ours->at,
             STR_FMT ": the org's set " STR_FMT " also grants " STR_FMT,
             STR_ARG(s->proof->environment->name.s), STR_ARG(s->ours->api_name.s), STR_ARG(told));
        diag_about(d, s->ours->name.s);
    }
    buf_free(&extras.words);
}

static void prove_license(const SetProof *s)
{
    License known;
    Str has = s->theirs->license, wanted = s->ours->license_name.s;
    if (!s->theirs->retrieved)
        return; /* a query gives the label of some other kind of licence, or nothing */
    if (fact_license(has, &known))
        has = known.name;
    if (str_is(has, wanted))
        return;
    diag(s->proof->diag, RULE_ACCESS_MISSING,
         s->ours->license_name.at.file ? s->ours->license_name.at : s->ours->at,
         STR_FMT ": the org's set " STR_FMT " has %s" STR_FMT ", not %s" STR_FMT,
         STR_ARG(s->proof->environment->name.s), STR_ARG(s->ours->api_name.s),
         has.n ? "the licence " : "no licence", STR_ARG(has), wanted.n ? "" : "none",
         STR_ARG(wanted));
    diag_help(s->proof->diag,
              "a licence cannot be changed: delete the set in the org, deploy and assign it again");
    diag_about(s->proof->diag, s->ours->name.s);
}

/* A set that needs an activated session grants nothing to a user that logs in by itself. */
static void prove_session(const SetProof *s)
{
    bool wanted = s->ours->session_activation.on;
    if (s->theirs->session == SAID_NOTHING || (s->theirs->session == SAID_YES) == wanted)
        return;
    diag(s->proof->diag, wanted ? RULE_ACCESS_EXTRA : RULE_ACCESS_MISSING, s->ours->at,
         STR_FMT ": the org's set " STR_FMT " %s", STR_ARG(s->proof->environment->name.s),
         STR_ARG(s->ours->api_name.s),
         wanted ? "holds without an activated session" : "holds in an activated session only");
    diag_about(s->proof->diag, s->ours->name.s);
}

/* --- profiles, and what the definitions let the org decide ------------------------------------------- */

static bool is_risk(Str permission)
{
    PermissionFact fact;
    return fact_permission(permission, &fact) && fact.risk.n > 0;
}

/* The API-only profiles hold user permissions of their own; only those that are a risk are told. */
static void prove_profile(const Proof *p, const OrgSet *set, const EnvironmentUser *user)
{
    Extras extras = {.arena = &p->diag->arena};
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        Str name = p->model->names.text[grant->key];
        if (grant->on && (grant->kind != USER_PERMISSION || is_risk(name)))
            add_extra(&extras, grant->kind, name, grant->on);
    }
    if (extras.count) {
        Str told = told_extras(&extras);
        diag(p->diag, RULE_ACCESS_EXTRA,
             user->keys.profile.at.file ? user->keys.profile.at : user->keys.at,
             STR_FMT ": the profile " STR_FMT " of " STR_FMT " grants " STR_FMT,
             STR_ARG(p->environment->name.s), STR_ARG(set->profile.n ? set->profile : set->id),
             STR_ARG(user->keys.username.s), STR_ARG(told));
        diag_help(p->diag, "take it off the profile, or give the user one that grants nothing");
        diag_about(p->diag, user->integration->name.s);
    }
    buf_free(&extras.words);
}

/* The sets of the environment by API name, in lower case. */
static Map our_sets(const Proof *p, Arena *a)
{
    Map ours = {0};
    for (size_t i = 0; i < p->environment->set_count; i++)
        map_put(&ours, a, str_lower(a, p->environment->sets[i]->api_name.s), NULL);
    return ours;
}

/* A set of the org that the definition assigns: what it brings is wanted, but worth knowing. */
static void tell_org_set(const Proof *p, const OrgSet *set, const EnvironmentUser *user, Str name)
{
    Extras extras = {.arena = &p->diag->arena};
    for (size_t i = 0; i < set->grants.count; i++)
        if (set->grants.items[i].on)
            add_extra(&extras, set->grants.items[i].kind,
                      p->model->names.text[set->grants.items[i].key], set->grants.items[i].on);
    if (extras.count) {
        Str told = told_extras(&extras);
        diag(p->diag, RULE_ACCESS_EXTRA, user->keys.at,
             STR_FMT ": " STR_FMT " of the org, which the definition assigns, grants " STR_FMT,
             STR_ARG(p->environment->name.s), STR_ARG(name), STR_ARG(told));
        diag_help(p->diag, "nothing to do if this is meant");
        diag_about(p->diag, user->integration->name.s);
        diag_at_most(p->diag, LEVEL_NOTE);
    }
    buf_free(&extras.words);
}

/* Each profile and each set of the org is told once, at the first user that holds it. */
static void prove_held(const Proof *p)
{
    Arena scratch = {0};
    bool *told = ARENA_ARRAY(&scratch, bool, p->org->set_count + 1);
    Map ours = our_sets(p, &scratch);
    for (size_t u = 0; u < p->environment->user_count; u++) {
        const EnvironmentUser *user = &p->environment->users[u];
        bool variant;
        const OrgUser *found = user_in_org(p, user, &variant);
        Str username = found ? found->username : user->keys.username.s;
        size_t count;
        const OrgAssignment *assignments = org_assignments(p->org, username, &count);
        for (size_t i = 0; i < count; i++) {
            const OrgAssignment *assignment = &assignments[i];
            const OrgSet *set = &p->org->sets[assignment->set];
            if (told[assignment->set])
                continue;
            told[assignment->set] = true;
            if (set->owned)
                prove_profile(p, set, user);
            else if (assignment->group.n && should_hold_group(user, assignment->group))
                tell_org_set(p, set, user, assignment->group);
            else if (!assignment->group.n && !map_find_nocase(&ours, set->name) &&
                     should_hold_set(user, set))
                tell_org_set(p, set, user, set->name);
        }
    }
    arena_free(&scratch);
}

void prove_access(const Proof *p)
{
    bool lack = lacks_rows(p->org, ASK_PERMISSIONS);
    for (size_t i = 0; i < p->environment->set_count; i++) {
        const PermissionSet *ours = p->environment->sets[i];
        SetProof s = {p, ours, org_set_named(p->org, ours->api_name.s), lack};
        if (!s.theirs)
            continue; /* nobody holds it, which is told, or it was not asked for */
        prove_license(&s);
        prove_session(&s);
        prove_missing(&s);
        prove_extra(&s);
    }
    prove_held(p);
}
