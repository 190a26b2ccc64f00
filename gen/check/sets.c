/* Permission sets: duplicates, licences, API versions, emptiness. */
#include "check/check.h"
#include "facts/facts.h"
#include "model/template.h"
#include "model/type.h"

/* --- duplicates -------------------------------------------------------------------------------- */

/* Salesforce does not tell upper from lower case in API names and labels. */
static void check_unique(const Model *m, Diag *d, Rule rule, const char *what, size_t offset)
{
    Arena scratch = {0};
    Map seen = {0};
    for (size_t i = 0; i < m->set_count; i++) {
        const Text *text = (const Text *)((const char *)m->sets[i] + offset);
        bool fresh;
        uint32_t *first = map_put(&seen, &scratch, str_lower(&scratch, text->s), &fresh);
        if (fresh) {
            *first = (uint32_t)i;
            continue;
        }
        const Text *other = (const Text *)((const char *)m->sets[*first] + offset);
        bool later = text->at.file != other->at.file || text->at.at >= other->at.at;
        diag(d, rule, later ? text->at : other->at,
             "two permission sets have the %s \"" STR_FMT "\"", what, STR_ARG(text->s));
        diag_related(d, later ? other->at : text->at, "the other one");
    }
    arena_free(&scratch);
}

/* --- emptiness --------------------------------------------------------------------------------- */

static void grants_nothing(Diag *d, Rule rule, const PermissionSet *set)
{
    if (!set->flawed)
        diag(d, rule, set->at, "\"" STR_FMT "\" grants nothing", STR_ARG(set->name.s));
}

static void check_grants(const Model *m, Diag *d)
{
    for (size_t i = 0; i < m->integration_count; i++) {
        const Integration *integration = &m->integrations[i];
        if (!integration->main && !integration->companion && !integration->assign.count)
            grants_nothing(d, RULE_NO_GRANTS, &integration->set);
    }
    for (size_t i = 0; i < m->shared_count; i++) /* orgs do store empty ones */
        if (!m->shared[i].grants.count)
            grants_nothing(d, RULE_EMPTY_SET, &m->shared[i]);
    if (!m->integration_count && !m->shared_count && !m->retired_count && !diag_failed(d))
        diag(d, RULE_NO_INTEGRATIONS, loc_whole(1), "the definitions hold no integration");
}

/* --- API versions ------------------------------------------------------------------------------ */

static void check_version(Diag *d, const Version *version, int oldest)
{
    Text text = version->text;
    if (!version->number || !text.at.file)
        return; /* not said, or already found to be none */
    if (version->number < oldest)
        diag(d, RULE_API_VERSION, text.at, "the API version " STR_FMT " is older than %d.0",
             STR_ARG(text.s), oldest);
    else if (version->number > VERSION_NEWEST)
        diag(d, RULE_API_VERSION_NEW, text.at,
             "the API version " STR_FMT " is newer than %d.0, the newest known one",
             STR_ARG(text.s), VERSION_NEWEST);
}

typedef struct {
    Diag *d;
    int number; /* the version that counts: the set's own, or the package's where that is older */
} SetVersion;

static void need(const SetVersion *version, Loc at, const char *what, int since)
{
    if (version->number < since)
        diag(version->d, RULE_ELEMENT_VERSION, at,
             "%s exists from API version %d.0, but this is deployed with %d.0", what, since,
             version->number);
}

static void check_grant_version(const SetVersion *version, const Grant *grant)
{
    const Element *element = &element_table[grant->kind];
    need(version, grant->at, element->xml, element->since);
    for (const Child *child = element->children; child->xml; child++) {
        /* a short form states what later versions write, switched off; before them it is left out */
        uint32_t asked = child->written == WRITTEN_FROM_SINCE ? grant->on : grant->said;
        if ((asked & child_mask(child)) && child->since > element->since)
            need(version, grant->at, child->xml, child->since);
    }
}

void check_set_version(const PermissionSet *set, int api_version, Diag *d)
{
    const Element *activation = &element_table[HAS_ACTIVATION_REQUIRED];
    const Element *enrichments = &element_table[ENRICHMENTS];
    SetVersion version = {d, api_version};
    for (size_t i = 0; i < set->grants.count; i++)
        check_grant_version(&version, &set->grants.items[i]);
    if (set->session_activation.said)
        need(&version, set->session_activation.at, activation->xml, activation->since);
    if (set->enrichments.s.n)
        need(&version, set->enrichments.at, enrichments->xml, enrichments->since);
}

static void check_versions(const Model *m, Diag *d, const PermissionSet *set)
{
    check_set_version(set, set->api.number < m->api.number ? set->api.number : m->api.number, d);
    if (set->license_name.s.n && set->api.number <= element_table[USER_LICENSE].until)
        diag(d, RULE_ELEMENT_GONE, set->api.text.at,
             "a set of %d.0 has userLicense, which a package of %d.0 does not have",
             set->api.number, m->api.number);
}

/* --- vendors --------------------------------------------------------------------------------------- */

/* What the template knows of it outranks our table; true where it has told. */
static bool vendor_fails(const Integration *integration, Diag *d)
{
    const Template *t = integration->template;
    if (!t || !str_is(t->head.api_only.s, S("fails")))
        return t != NULL;
    Str says = t->head.api_only_says.s, instead = t->head.instead.s;
    diag(d, RULE_VENDOR_LICENSE, integration->template_name.at,
         STR_FMT " is said not to work on an API-only user%s" STR_FMT,
         STR_ARG(t->head.name.s.n ? t->head.name.s : t->key), says.n ? ": " : "", STR_ARG(says));
    if (instead.n)
        diag_help(d, "instead: " STR_FMT "; or try it in a sandbox and accept this under `allow:`",
                  STR_ARG(instead));
    diag_about(d, integration->name.s);
    return true;
}

static bool is_api_only(const EnvironmentUser *user)
{
    Str license;
    return !user->keys.profile.s.n || (fact_profile_license(user->keys.profile.s, &license) &&
                                       str_is(license, fact_integration_user_license()));
}

/* Of each integration whether any of its users is one. */
static bool *with_api_only_users(const Model *m, Arena *a)
{
    bool *with = ARENA_ARRAY(a, bool, m->integration_count + 1);
    for (size_t i = 0; i < m->environment_count; i++)
        for (size_t k = 0; k < m->environments[i].user_count; k++) {
            const EnvironmentUser *user = &m->environments[i].users[k];
            if (is_api_only(user))
                with[user->integration - m->integrations] = true;
        }
    return with;
}

/* Whether it has another licence already: its set says none, and its users have profiles of their own. */
static bool needs_no_integration_licence(const Integration *integration, bool api_only_users)
{
    if (integration->set.license_kind != LICENSE_NONE)
        return integration->set.license_kind == LICENSE_USER;
    return !api_only_users;
}

static void check_vendors(const Model *m, Diag *d)
{
    Str license, evidence;
    Arena scratch = {0};
    const bool *api_only = with_api_only_users(m, &scratch);
    for (size_t i = 0; i < m->integration_count; i++) {
        const Integration *integration = &m->integrations[i];
        if (needs_no_integration_licence(integration, api_only[i]) ||
            vendor_fails(integration, d) ||
            !fact_vendor_license(integration->name.s, &license, &evidence))
            continue;
        diag(d, RULE_VENDOR_LICENSE, integration->at,
             "the vendor of " STR_FMT " asks for a user with the licence " STR_FMT,
             STR_ARG(integration->name.s), STR_ARG(license));
        diag_help(d, "%s. Source: " STR_FMT, rule_info[RULE_VENDOR_LICENSE].mend,
                  STR_ARG(evidence));
        diag_about(d, integration->name.s);
    }
    arena_free(&scratch);
}

void check_sets(const Model *m, Diag *d)
{
    check_grants(m, d);
    check_unique(m, d, RULE_DUPLICATE_API_NAME, "API name", offsetof(PermissionSet, api_name));
    check_unique(m, d, RULE_DUPLICATE_LABEL, "label", offsetof(PermissionSet, label));
    check_version(d, &m->api, VERSION_OLDEST_BUILD);
    for (size_t i = 0; i < m->set_count; i++) {
        const PermissionSet *set = m->sets[i];
        if (set->api.text.at.file != m->api.text.at.file ||
            set->api.text.at.at != m->api.text.at.at)
            check_version(d, &set->api, VERSION_OLDEST_SET);
        check_versions(m, d, set);
    }
    check_vendors(m, d);
}
