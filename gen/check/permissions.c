/* User permissions: their names, and whether the licence of the set holds them. */
#include "check/check.h"
#include "facts/access.h"
#include "facts/facts.h"

/* --- names ------------------------------------------------------------------------------------- */

/* Nearly right: the case is wrong, or one letter is. Two known names differ by as little, but those are
 * known. */
static bool near_name(const SetCheck *c, Str name, Str *near)
{
    Arena scratch = {0};
    size_t count;
    bool found = false;
    const Str *names = fact_permission_names(&scratch, &count);
    for (size_t i = 0; i < count && !found; i++) {
        found = str_distance(name, names[i], 1) <= 1;
        if (found)
            *near = names[i];
    }
    (void)c;
    arena_free(&scratch);
    return found;
}

static void unknown_name(const SetCheck *c, const Grant *grant, Str name)
{
    Arena scratch = {0};
    size_t count;
    const Str *names = fact_permission_names(&scratch, &count);
    set_diag(c, RULE_PERMISSION_UNKNOWN, grant->at,
             "there is no user permission \"" STR_FMT "\" in our table", STR_ARG(name));
    diag_close(c->diag, name, names, count);
    arena_free(&scratch);
}

static void check_name(const SetCheck *c, const Grant *grant, Str name)
{
    PermissionFact fact;
    Str near;
    if (fact_permission_by_label(name, &fact)) {
        set_diag(c, RULE_PERMISSION_NAME, grant->at,
                 "\"" STR_FMT "\" is the label of a user permission", STR_ARG(name));
        diag_help(c->diag, "write its API name, " STR_FMT, STR_ARG(fact.name));
    } else if (near_name(c, name, &near)) {
        set_diag(c, RULE_PERMISSION_NAME, grant->at, "there is no user permission \"" STR_FMT "\"",
                 STR_ARG(name));
        diag_help(c->diag,
                  "did you mean \"" STR_FMT
                  "\"? A deploy answers \"Unknown user permission: " STR_FMT "\"",
                  STR_ARG(near), STR_ARG(name));
    } else {
        unknown_name(c, grant, name);
    }
}

/* --- licences ---------------------------------------------------------------------------------- */

static bool has_integration_license(const SetCheck *c)
{
    return str_is(c->set->license_name.s, fact_integration_license().name);
}

/* What the org says of the licence: 1 held, 0 not held, -1 nothing. */
static int org_says(const Known *known, Str name)
{
    for (size_t i = 0; known && i < known->licensed_count; i++)
        if (str_is(known->licensed[i].permission, name))
            return known->licensed[i].held;
    return -1;
}

static void check_license(const SetCheck *c, const Grant *grant, Str name,
                          const PermissionFact *fact)
{
    int said = org_says(c->model->known, name);
    if (said == 0) {
        set_diag(c, RULE_LICENSE_PERMISSION, grant->at,
                 "the licence Salesforce API Integration does not hold " STR_FMT, STR_ARG(name));
        diag_help(c->diag,
                  "take it out: an assignment answers \"The user license doesn't allow the "
                  "permission: " STR_FMT "\"",
                  STR_ARG(name));
        set_basis(c, SAID_BY_ORG, S(""));
    } else if (said < 0 && fact && fact->licensed == LICENSED_ABSENT) {
        set_diag(c, RULE_LICENSE_PERMISSION, grant->at,
                 STR_FMT " was never seen under the licence Salesforce API Integration",
                 STR_ARG(name));
        set_basis(c, SAID_BY_TABLE, fact->evidence);
        diag_at_most(c->diag, LEVEL_WARNING);
    }
}

/* Nobody with ApiUserOnly can log in to the user interface, the last administrator included. */
static void check_api_user_only(const SetCheck *c, const Grant *grant, Str name)
{
    if (!str_is(name, S("ApiUserOnly")) || c->set->owner)
        return;
    set_diag(c, RULE_API_USER_ONLY, grant->at,
             "ApiUserOnly locks whoever gets this set out of the user interface");
    diag_help(c->diag,
              "take it out: the API-only profile brings it. Who is locked out sees \"Access "
              "Restricted for API Only Users\"; only an API client such as Data Loader can "
              "take the set away again");
}

void check_permission(const SetCheck *c, const Grant *grant, Str name)
{
    PermissionFact fact;
    bool known = fact_permission(name, &fact);
    if (!known && org_says(c->model->known, name) < 0)
        check_name(c, grant, name);
    if (!grant->on)
        return;
    if (has_integration_license(c))
        check_license(c, grant, name, known ? &fact : NULL);
    check_api_user_only(c, grant, name);
}
