/* Names that must be defined in this run or in our tables; values of environments; accepted risks. */
#include "check/check.h"
#include "facts/facts.h"

typedef Str NameAt(const Model *m, size_t i);

static Str environment_name(const Model *m, size_t i)
{
    return m->environments[i].name.s;
}

static Str integration_name(const Model *m, size_t i)
{
    return m->integrations[i].name.s;
}

static Str shared_name(const Model *m, size_t i)
{
    return m->shared[i].name.s;
}

typedef struct {
    const char *what;
    NameAt *name;
    size_t count;
} Defined;

/* `help` is what to do where no defined name is close; NULL: the list of those that are defined. */
static bool check_defined(const Model *m, Diag *d, Text said, Defined defined, const char *help)
{
    Arena scratch = {0};
    bool found = false;
    Str *names = ARENA_ARRAY(&scratch, Str, defined.count + 1);
    for (size_t i = 0; i < defined.count; i++) {
        names[i] = defined.name(m, i);
        found = found || str_is(names[i], said.s);
    }
    if (!found) {
        diag(d, RULE_UNKNOWN_REFERENCE, said.at, "%s \"" STR_FMT "\" is not defined", defined.what,
             STR_ARG(said.s));
        if (!diag_choices(d, said.s, names, defined.count) && help)
            diag_help(d, "%s", help);
    }
    arena_free(&scratch);
    return found;
}

static bool is_known(Str said, const Str *known, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(said, known[i]))
            return true;
    return false;
}

static void check_known(Diag *d, Text said, const char *what, const Str *known, size_t count)
{
    if (!said.s.n || is_known(said.s, known, count))
        return;
    diag(d, RULE_UNKNOWN_WORD, said.at, "\"" STR_FMT "\" is not %s", STR_ARG(said.s), what);
    diag_choices(d, said.s, known, count);
}

static void check_features(Diag *d, const UserKeys *user)
{
    Arena scratch = {0};
    size_t count;
    const Str *known = fact_features(&scratch, &count);
    for (size_t i = 0; i < user->features.count; i++)
        check_known(d, user->features.items[i], "a feature licence of users", known, count);
    arena_free(&scratch);
}

static void check_user_list(Diag *d, const UserList *users)
{
    for (size_t i = 0; i < users->count; i++)
        check_features(d, &users->items[i]);
}

static void check_assigned_license(Diag *d, Text name)
{
    License license;
    bool known = fact_license(name.s, &license);
    if (known && !license.user)
        return;
    if (known || str_is(name.s, S("none"))) {
        diag(d, RULE_LICENSE_NAME, name.at, "\"" STR_FMT "\" is not a permission set licence",
             STR_ARG(name.s));
        diag_help(
            d, "a user licence comes with the profile; only permission set licences are assigned");
        return;
    }
    bool near = fact_license_near(name.s, &license);
    diag(d, near ? RULE_LICENSE_NAME : RULE_LICENSE_UNKNOWN, name.at,
         "there is no permission set licence \"" STR_FMT "\" in our table", STR_ARG(name.s));
    if (near)
        diag_help(d, "write \"" STR_FMT "\"", STR_ARG(license.label));
}

static void check_environment_names(const Model *m, Diag *d, const Integration *integration)
{
    Defined environments = {"the environment", environment_name, m->environment_count};
    for (size_t i = 0; i < integration->environments.count; i++)
        check_defined(m, d, integration->environments.items[i], environments, NULL);
}

/* A group or an org's set is known to the org only; its name is still one line. */
static void check_integration(const Model *m, Diag *d, const Integration *integration)
{
    Defined shared = {"the permission set", shared_name, m->shared_count};
    check_environment_names(m, d, integration);
    for (size_t i = 0; i < integration->assign.count; i++) {
        const Assign *assign = &integration->assign.items[i];
        if (assign->kind == ASSIGN_SET)
            check_defined(
                m, d, assign->name, shared,
                "define it under `permissionSets:`, or write {org: Name} where the org has "
                "it");
        if (check_one_line(d, assign->name, "the name") &&
            check_visible(d, RULE_INVISIBLE_CHARACTER, assign->name, "the name") &&
            assign->kind == ASSIGN_LICENSE)
            check_assigned_license(d, assign->name);
    }
    check_features(d, &integration->user);
    check_user_list(d, &integration->users);
}

/* --- environments ------------------------------------------------------------------------------ */

static bool is_folder_name(Str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.s[i];
        bool plain = char_is_letter(c) || char_is_digit(c);
        if (!plain && (i == 0 || (c != '-' && c != '_')))
            return false;
    }
    return name.n > 0 && name.n <= 40;
}

static bool is_org_id(Str id)
{
    for (size_t i = 0; i < id.n; i++)
        if (!char_is_letter(id.s[i]) && !char_is_digit(id.s[i]))
            return false;
    return str_starts(id, S("00D")) && (id.n == 15 || id.n == 18);
}

static bool is_count(Str number)
{
    for (size_t i = 0; i < number.n; i++)
        if (!char_is_digit(number.s[i]))
            return false;
    return number.n > 0 && number.n <= 6;
}

static bool has_user(const Integration *integration, Str name)
{
    for (size_t i = 0; i < integration->users.count; i++)
        if (str_is(integration->users.items[i].name.s, name))
            return true;
    return false;
}

static void unknown_user(Diag *d, const Integration *integration, Text name)
{
    Arena scratch = {0};
    Str *names = ARENA_ARRAY(&scratch, Str, integration->users.count + 1);
    for (size_t i = 0; i < integration->users.count; i++)
        names[i] = integration->users.items[i].name.s;
    diag(d, RULE_UNKNOWN_REFERENCE, name.at, "\"" STR_FMT "\" has no user \"" STR_FMT "\"",
         STR_ARG(integration->name.s), STR_ARG(name.s));
    diag_choices(d, name.s, names, integration->users.count);
    arena_free(&scratch);
}

/* The users of an override are those of the integration: one without a name, or several with. */
static void check_override(const Model *m, Diag *d, const Environment *environment,
                           const UserOverride *override)
{
    Defined integrations = {"the integration", integration_name, m->integration_count};
    check_features(d, &override->user);
    check_user_list(d, &override->users);
    if (model_retired(m, override->integration.s))
        return; /* tells the names of its users there */
    if (!check_defined(m, d, override->integration, integrations, NULL))
        return;
    const Integration *integration = model_integration(m, override->integration.s);
    if (!integration_is_in(integration, environment))
        diag(d, RULE_UNKNOWN_REFERENCE, override->integration.at,
             "\"" STR_FMT "\" does not exist in this environment", STR_ARG(integration->name.s));
    for (size_t i = 0; i < override->users.count; i++) {
        Text name = override->users.items[i].name;
        if (!has_user(integration, name.s))
            unknown_user(d, integration, name);
    }
    if (!override->users.count && integration->users.count) {
        diag(d, RULE_UNKNOWN_REFERENCE, override->integration.at,
             "\"" STR_FMT "\" has several users: it must be said which one is meant",
             STR_ARG(integration->name.s));
        diag_help(d, "write the name of the user before its keys: {" STR_FMT ": {…}}",
                  STR_ARG(integration->users.items[0].name.s));
    }
}

static void check_environment(const Model *m, Diag *d, const Environment *environment)
{
    if (!is_folder_name(environment->name.s))
        diag(d, RULE_ENVIRONMENT_NAME, environment->name.at,
             "the environment \"" STR_FMT "\" cannot name a folder", STR_ARG(environment->name.s));
    for (const Environment *other = m->environments; other < environment; other++)
        if (str_is_nocase(other->name.s, environment->name.s)) {
            diag(d, RULE_ENVIRONMENT_NAME, environment->name.at,
                 "two environments differ only in upper and lower case");
            diag_help(d,
                      "give one of them another name: they are folders, and some systems take both "
                      "for the same");
            diag_related(d, other->name.at, "the other one");
        }
    if (environment->org_id.s.n && !is_org_id(environment->org_id.s))
        diag(d, RULE_ORG_ID, environment->org_id.at, "\"" STR_FMT "\" is not the Id of an org",
             STR_ARG(environment->org_id.s));
    if (environment->seats.s.n && !is_count(environment->seats.s))
        diag(d, RULE_SEATS, environment->seats.at, "\"" STR_FMT "\" is not a number of licences",
             STR_ARG(environment->seats.s));
    for (size_t i = 0; i < environment->override_count; i++)
        check_override(m, d, environment, &environment->overrides[i]);
}

/* --- accepted risks ---------------------------------------------------------------------------- */

static void check_allow(const Model *m, Diag *d, const Allow *allow)
{
    Rule rule;
    if (!allow->rule.s.n || !allow->about.s.n || !allow->reason.s.n)
        return; /* already told what is missing */
    bool defined = model_integration(m, allow->about.s) || model_shared(m, allow->about.s);
    if (!defined)
        check_defined(m, d, allow->about,
                      (Defined){"the integration", integration_name, m->integration_count},
                      "name an integration, or an entry of `permissionSets`");
    if (!rule_find(allow->rule.s, &rule))
        diag_unknown_rule(d, allow->rule);
    else if (rule_info[rule].locked)
        diag(d, RULE_RULE_LOCKED, allow->rule.at, "what the rule %s finds cannot be accepted",
             rule_info[rule].id);
    else if (defined)
        diag_accept(d, (Accepted){rule, allow->about.s, allow->reason.s, allow->at});
}

void check_references(const Model *m, Diag *d)
{
    Arena scratch = {0};
    size_t count;
    const Str *editions = fact_editions(&scratch, &count);
    check_known(d, m->company.edition, "an edition", editions, count);
    arena_free(&scratch);
    for (size_t i = 0; i < m->allow_count; i++)
        check_allow(m, d, &m->allows[i]);
    for (size_t i = 0; i < m->environment_count; i++)
        check_environment(m, d, &m->environments[i]);
    for (size_t i = 0; i < m->integration_count; i++)
        check_integration(m, d, &m->integrations[i]);
    for (size_t i = 0; i < m->retired_count; i++)
        check_environment_names(m, d, &m->retired[i]);
}
