/* Names that must be defined in this run or in our tables; values of environments; accepted risks. */
#include "check/check.h"
#include "facts/facts.h"

/* What could have been meant; `help` is what to do where none of it is close; NULL: the list of it. */
typedef struct {
    const char *what;
    Str *names;
    size_t count;
    const char *help;
} Choices;

typedef struct {
    const Model *model;
    Diag *diag;
    Choices environments, integrations, shared, allowed;
    Map environment_names; /* in lower case: how many there are */
    size_t wrong;          /* of them so far */
} References;

/* Behind so many, which nobody reads one by one, the closest name is not looked for any more: every name would
 * be held against every other. */
enum { SUGGESTED_MAX = 500 };

static void not_defined(References *r, Text said, const Choices *choices)
{
    size_t count = r->wrong++ < SUGGESTED_MAX ? choices->count : 0;
    diag(r->diag, RULE_UNKNOWN_REFERENCE, said.at, "%s \"" STR_FMT "\" is not defined",
         choices->what, STR_ARG(said.s));
    if (!diag_choices(r->diag, said.s, choices->names, count) && choices->help)
        diag_help(r->diag, "%s", choices->help);
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
    bool near = !known && fact_license_near(name.s, &license);
    if (known && !license.user)
        return;
    if (((known || near) && license.user) || str_is(name.s, S("none"))) {
        diag(d, RULE_LICENSE_NAME, name.at, "\"" STR_FMT "\" is not a permission set licence",
             STR_ARG(name.s));
        diag_help(
            d, "a user licence comes with the profile; only permission set licences are assigned");
        return;
    }
    diag(d, near ? RULE_LICENSE_NAME : RULE_LICENSE_UNKNOWN, name.at,
         "there is no permission set licence \"" STR_FMT "\" in our table", STR_ARG(name.s));
    if (near)
        diag_help(d, "write \"" STR_FMT "\"", STR_ARG(license.label));
}

static void check_environment_names(References *r, const Integration *integration)
{
    for (size_t i = 0; i < integration->environments.count; i++)
        if (!model_environment(r->model, integration->environments.items[i].s))
            not_defined(r, integration->environments.items[i], &r->environments);
}

/* A group or an org's set is known to the org only; its name is still one line. */
static void check_integration(References *r, const Integration *integration)
{
    Diag *d = r->diag;
    check_environment_names(r, integration);
    for (size_t i = 0; i < integration->assign.count; i++) {
        const Assign *assign = &integration->assign.items[i];
        if (assign->kind == ASSIGN_SET && !model_shared(r->model, assign->name.s))
            not_defined(r, assign->name, &r->shared);
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

static void check_overridden_users(Diag *d, const Integration *integration, const UserList *users)
{
    Arena scratch = {0};
    Map defined = {0};
    for (size_t i = 0; users->count && i < integration->users.count; i++)
        map_put(&defined, &scratch, integration->users.items[i].name.s, NULL);
    for (size_t i = 0; i < users->count; i++)
        if (!map_find(&defined, users->items[i].name.s))
            unknown_user(d, integration, users->items[i].name);
    arena_free(&scratch);
}

/* The users of an override are those of the integration: one without a name, or several with. */
static void check_override(References *r, const Environment *environment,
                           const UserOverride *override)
{
    const Model *m = r->model;
    Diag *d = r->diag;
    const Integration *integration = model_integration(m, override->integration.s);
    check_features(d, &override->user);
    check_user_list(d, &override->users);
    if (model_retired(m, override->integration.s))
        return; /* tells the names of its users there */
    if (!integration) {
        not_defined(r, override->integration, &r->integrations);
        return;
    }
    if (!integration_is_in(integration, environment))
        diag(d, RULE_UNKNOWN_REFERENCE, override->integration.at,
             "\"" STR_FMT "\" does not exist in this environment", STR_ARG(integration->name.s));
    check_overridden_users(d, integration, &override->users);
    if (!override->users.count && integration->users.count) {
        diag(d, RULE_UNKNOWN_REFERENCE, override->integration.at,
             "\"" STR_FMT "\" has several users: it must be said which one is meant",
             STR_ARG(integration->name.s));
        diag_help(d, "write the name of the user before its keys: {" STR_FMT ": {…}}",
                  STR_ARG(integration->users.items[0].name.s));
    }
}

static void check_environment_case(References *r, const Environment *environment)
{
    for (const Environment *other = r->model->environments; other < environment; other++)
        if (str_is_nocase(other->name.s, environment->name.s)) {
            diag(r->diag, RULE_ENVIRONMENT_NAME, environment->name.at,
                 "two environments differ only in upper and lower case");
            diag_help(r->diag,
                      "give one of them another name: they are folders, and some systems take both "
                      "for the same");
            diag_related(r->diag, other->name.at, "the other one");
        }
}

/* Microsoft, Naming Files, Paths, and Namespaces: what Windows takes for devices. A checkout fails there. */
static bool is_device_name(Str name)
{
    static const char *const devices[] = {"AUX", "CON", "NUL", "PRN"};
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        if (str_is_nocase(name, str_of(devices[i])))
            return true;
    Str port = str_slice(name, 0, name.n < 3 ? name.n : 3);
    return name.n == 4 && name.s[3] >= '1' && name.s[3] <= '9' &&
           (str_is_nocase(port, S("COM")) || str_is_nocase(port, S("LPT")));
}

static void check_environment(References *r, const Environment *environment)
{
    Diag *d = r->diag;
    if (!is_folder_name(environment->name.s) || is_device_name(environment->name.s))
        diag(d, RULE_ENVIRONMENT_NAME, environment->name.at,
             "the environment \"" STR_FMT "\" cannot name a folder", STR_ARG(environment->name.s));
    if (*map_find_nocase(&r->environment_names, environment->name.s) > 1)
        check_environment_case(r, environment);
    if (environment->org_id.s.n && !is_org_id(environment->org_id.s))
        diag(d, RULE_ORG_ID, environment->org_id.at, "\"" STR_FMT "\" is not the Id of an org",
             STR_ARG(environment->org_id.s));
    if (environment->seats.s.n && !is_count(environment->seats.s))
        diag(d, RULE_SEATS, environment->seats.at, "\"" STR_FMT "\" is not a number of licences",
             STR_ARG(environment->seats.s));
    for (size_t i = 0; i < environment->override_count; i++)
        check_override(r, environment, &environment->overrides[i]);
}

/* --- accepted risks ---------------------------------------------------------------------------- */

static void check_allow(References *r, const Allow *allow)
{
    const Model *m = r->model;
    Diag *d = r->diag;
    Rule rule;
    if (!allow->rule.s.n || !allow->about.s.n || !allow->reason.s.n)
        return; /* already told what is missing */
    bool defined = model_integration(m, allow->about.s) || model_shared(m, allow->about.s);
    if (!defined)
        not_defined(r, allow->about, &r->allowed);
    if (!rule_find(allow->rule.s, &rule))
        diag_unknown_rule(d, allow->rule);
    else if (rule_info[rule].locked)
        diag(d, RULE_RULE_LOCKED, allow->rule.at, "what the rule %s finds cannot be accepted",
             rule_info[rule].id);
    else if (defined)
        diag_accept(d, (Accepted){rule, allow->about.s, allow->reason.s, allow->at});
}

/* --- all of it ---------------------------------------------------------------------------------- */

static References references_of(const Model *m, Diag *d, Arena *a)
{
    References r = {
        .model = m,
        .diag = d,
        .environments = {"the environment", ARENA_ARRAY(a, Str, m->environment_count + 1),
                         m->environment_count, NULL},
        .integrations = {"the integration", ARENA_ARRAY(a, Str, m->integration_count + 1),
                         m->integration_count, NULL},
        .shared = {"the permission set", ARENA_ARRAY(a, Str, m->shared_count + 1), m->shared_count,
                   "define it under `permissionSets:`, or write {org: Name} where the org has it"}};
    for (size_t i = 0; i < m->environment_count; i++) {
        Str name = r.environments.names[i] = m->environments[i].name.s;
        ++*map_put(&r.environment_names, a, str_lower(a, name), NULL);
    }
    for (size_t i = 0; i < m->integration_count; i++)
        r.integrations.names[i] = m->integrations[i].name.s;
    for (size_t i = 0; i < m->shared_count; i++)
        r.shared.names[i] = m->shared[i].name.s;
    r.allowed = r.integrations;
    r.allowed.help = "name an integration, or an entry of `permissionSets`";
    return r;
}

void check_references(const Model *m, Diag *d)
{
    Arena scratch = {0};
    size_t count;
    References r = references_of(m, d, &scratch);
    const Str *editions = fact_editions(&scratch, &count);
    check_known(d, m->company.edition, "an edition", editions, count);
    for (size_t i = 0; i < m->allow_count; i++)
        check_allow(&r, &m->allows[i]);
    for (size_t i = 0; i < m->environment_count; i++)
        check_environment(&r, &m->environments[i]);
    for (size_t i = 0; i < m->integration_count; i++)
        check_integration(&r, &m->integrations[i]);
    for (size_t i = 0; i < m->retired_count; i++)
        check_environment_names(&r, &m->retired[i]);
    arena_free(&scratch);
}
