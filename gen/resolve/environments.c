/* The users of each environment, all values filled in, and the sets that exist there.
 *
 * A value is taken from the most particular place that says it: company, then environment, then the
 * integration's own user, then that integration's entry in the environment. */
#include "facts/facts.h"
#include "resolve/names.h"
#include "resolve/resolve.h"

#include <stdlib.h>

typedef struct {
    Model *model;
    Diag *diag;
    Environment *environment;
    const Integration *integration;
    EnvironmentUser *users; /* where the user goes */
    size_t *count;
} UserPlace;

static const size_t user_texts[] = {
    offsetof(UserKeys, username),  offsetof(UserKeys, last_name), offsetof(UserKeys, first_name),
    offsetof(UserKeys, alias),     offsetof(UserKeys, email),     offsetof(UserKeys, profile),
    offsetof(UserKeys, user_role), offsetof(UserKeys, time_zone), offsetof(UserKeys, locale),
    offsetof(UserKeys, language),  offsetof(UserKeys, encoding),
};
static const size_t user_lists[] = {offsetof(UserKeys, groups), offsetof(UserKeys, queues),
                                    offsetof(UserKeys, features)};

/* What `over` says replaces what `keys` has. */
static void overlay(UserKeys *keys, const UserKeys *over)
{
    for (size_t i = 0; i < sizeof user_texts / sizeof *user_texts; i++) {
        const Text *text = (const Text *)((const char *)over + user_texts[i]);
        if (text->s.n)
            *(Text *)((char *)keys + user_texts[i]) = *text;
    }
    for (size_t i = 0; i < sizeof user_lists / sizeof *user_lists; i++) {
        const TextList *list = (const TextList *)((const char *)over + user_lists[i]);
        if (list->count)
            *(TextList *)((char *)keys + user_lists[i]) = *list;
    }
    if (over->adopt.said)
        keys->adopt = over->adopt;
}

static UserKeys common_keys(const Model *m, const Environment *environment)
{
    const Company *company = &m->company;
    UserKeys keys = {.email = company->email,
                     .profile = company->profile,
                     .user_role = company->user_role,
                     .time_zone = company->time_zone,
                     .locale = company->locale,
                     .language = company->language,
                     .encoding = company->encoding};
    UserKeys here = {.email = environment->email, .profile = environment->profile};
    overlay(&keys, &here);
    return keys;
}

static void fill(Text *text, Str value, Loc at)
{
    if (!text->s.n)
        *text = (Text){value, at};
}

/* --- usernames --------------------------------------------------------------------------------- */

/* "hubspot", or "hubspot-bulk" for the user `bulk` of several. */
static Str user_part(UserPlace *p, const UserKeys *user)
{
    Arena *a = &p->model->arena;
    Str tool = name_user_part(a, p->integration->name.s);
    if (!user->name.s.n)
        return tool;
    Str name = name_user_part(a, user->name.s);
    return tool.n && name.n ? str_join(a, str_join(a, tool, S("-")), name) : S("");
}

static Str derived_username(UserPlace *p, Str part, Loc at)
{
    Arena *a = &p->model->arena;
    const Company *company = &p->model->company;
    Str pattern = company->username_pattern.s.n ? company->username_pattern.s : S("{tool}");
    Str name = name_fill(a, pattern, part);
    if (!part.n || str_find(name, '@') == 0) {
        diag(p->diag, RULE_NAME_NEEDED, at, "no username follows from \"" STR_FMT "\"",
             STR_ARG(p->integration->name.s));
        diag_help(p->diag, "set `user: {username: …@" STR_FMT "}`",
                  STR_ARG(company->domain.s.n ? company->domain.s : S("mycompany.com")));
        return S("");
    }
    if (str_find(name, '@') > 0)
        return name;
    if (!company->domain.s.n) {
        diag(p->diag, RULE_MISSING_KEY, at, "the username of \"" STR_FMT "\" needs a domain",
             STR_ARG(p->integration->name.s));
        diag_help(p->diag, "set `company: {domain: mycompany.com}`, or its `user: {username: …}`");
        return S("");
    }
    return str_join(a, str_join(a, name, S("@")), company->domain.s);
}

/* A username that the environment itself lists is taken as it is; any other gets the suffix. */
static void resolve_username(UserPlace *p, EnvironmentUser *user, Str part, bool listed)
{
    Text *username = &user->keys.username;
    if (!username->s.n)
        *username = (Text){derived_username(p, part, user->keys.at), user->keys.at};
    user->base_username = *username;
    if (!listed && username->s.n)
        username->s = str_join(&p->model->arena, username->s, p->environment->username_suffix.s);
}

static void resolve_alias(UserPlace *p, EnvironmentUser *user, Str part)
{
    Arena *a = &p->model->arena;
    Str pattern = p->model->company.alias_pattern.s;
    if (pattern.n)
        fill(&user->keys.alias, name_fill(a, pattern, name_alias(a, part, part.n)), user->keys.at);
    else
        fill(&user->keys.alias, name_alias(a, part, LIMIT_ALIAS), user->keys.at);
}

static void resolve_last_name(UserPlace *p, EnvironmentUser *user)
{
    Arena *a = &p->model->arena;
    Str label = p->integration->set.label.s, name = user->keys.name.s;
    if (name.n)
        label = str_join(a, str_join(a, label, S(" ")), name);
    fill(&user->keys.last_name, label, user->keys.at);
}

static void resolve_email(UserPlace *p, EnvironmentUser *user)
{
    if (user->keys.email.s.n)
        return;
    diag(p->diag, RULE_MISSING_KEY, user->keys.at, "the user of \"" STR_FMT "\" needs an email",
         STR_ARG(p->integration->name.s));
    diag_help(p->diag, "set `company: {email: …}` to a shared mailbox, or its `user: {email: …}`");
}

/* --- what a user is assigned ------------------------------------------------------------------- */

static void add_once(Text *list, size_t *count, Text text)
{
    for (size_t i = 0; i < *count; i++)
        if (str_is(list[i].s, text.s))
            return;
    list[(*count)++] = text;
}

static void assign_set(EnvironmentUser *user, const PermissionSet *set)
{
    if (!set)
        return;
    add_once(user->sets, &user->set_count, set->api_name);
    if (set->license_kind == LICENSE_PERMISSION_SET)
        add_once(user->licenses, &user->license_count, set->license_name);
}

static Text license_text(Text said)
{
    License license;
    if (fact_license(said.s, &license))
        said.s = license.name;
    return said;
}

static void assign(const Model *m, EnvironmentUser *user, Assign said)
{
    switch (said.kind) {
    case ASSIGN_SET:
        assign_set(user, model_shared(m, said.name.s));
        break;
    case ASSIGN_ORG_SET:
        add_once(user->sets, &user->set_count, said.name);
        break;
    case ASSIGN_GROUP:
        add_once(user->groups, &user->group_count, said.name);
        break;
    case ASSIGN_LICENSE:
        add_once(user->licenses, &user->license_count, license_text(said.name));
        break;
    }
}

/* Every API-only user needs the permission set licence, whatever the licence of its set says: its
 * user licence alone reaches no standard object. A set of another user licence is for a full user. */
static bool needs_integration_license(const Integration *integration)
{
    const PermissionSet *set = &integration->set;
    return set->license_kind != LICENSE_USER ||
           str_is(set->license_name.s, fact_integration_user_license());
}

static void resolve_assignments(UserPlace *p, EnvironmentUser *user)
{
    Arena *a = &p->model->arena;
    const Integration *integration = p->integration;
    size_t most = integration->assign.count + 3;
    user->sets = ARENA_ARRAY(a, Text, most);
    user->groups = ARENA_ARRAY(a, Text, most);
    user->licenses = ARENA_ARRAY(a, Text, 2 * most);
    if (needs_integration_license(integration))
        add_once(user->licenses, &user->license_count,
                 (Text){fact_integration_license().name, integration->at});
    assign_set(user, integration->main);
    assign_set(user, integration->companion);
    for (size_t i = 0; i < integration->assign.count; i++)
        assign(p->model, user, integration->assign.items[i]);
}

/* --- users ------------------------------------------------------------------------------------- */

static const UserOverride *override_of(const Environment *environment, Str integration)
{
    for (size_t i = 0; i < environment->override_count; i++)
        if (str_is(environment->overrides[i].integration.s, integration))
            return &environment->overrides[i];
    return NULL;
}

static const UserKeys *user_named(const UserList *users, Str name)
{
    for (size_t i = 0; i < users->count; i++)
        if (str_is(users->items[i].name.s, name))
            return &users->items[i];
    return NULL;
}

static void add_user(UserPlace *p, const UserKeys *said)
{
    Environment *environment = p->environment;
    const UserOverride *override = override_of(environment, p->integration->name.s);
    const UserKeys *here = NULL;
    if (override)
        here = said->name.s.n ? user_named(&override->users, said->name.s) : &override->user;
    EnvironmentUser *user = &p->users[(*p->count)++];
    *user = (EnvironmentUser){.integration = p->integration};
    user->keys = common_keys(p->model, environment);
    overlay(&user->keys, said);
    if (here)
        overlay(&user->keys, here);
    user->keys.name = said->name;
    user->keys.at = said->at.file ? said->at : p->integration->at;
    Str part = user_part(p, &user->keys);
    resolve_username(p, user, part, here && here->username.s.n);
    resolve_alias(p, user, part);
    resolve_last_name(p, user);
    resolve_email(p, user);
    fill(&user->keys.time_zone, S("GMT"), user->keys.at);
    fill(&user->keys.locale, S("en_US"), user->keys.at);
    fill(&user->keys.language, S("en_US"), user->keys.at);
    fill(&user->keys.encoding, S("UTF-8"), user->keys.at);
    resolve_assignments(p, user);
}

static int by_username(const void *a, const void *b)
{
    const EnvironmentUser *one = a, *two = b;
    int order = str_compare(one->keys.username.s, two->keys.username.s);
    return order ? order : str_compare(one->integration->name.s, two->integration->name.s);
}

/* The users of these integrations in an environment, by username. */
static EnvironmentUser *resolve_users(Model *m, Environment *environment,
                                      const Integration *integrations, size_t integration_count,
                                      size_t *count, Diag *d)
{
    size_t most = 0;
    for (size_t i = 0; i < integration_count; i++)
        most += 1 + integrations[i].users.count;
    EnvironmentUser *users = ARENA_ARRAY(&m->arena, EnvironmentUser, most);
    for (size_t i = 0; i < integration_count; i++) {
        const Integration *integration = &integrations[i];
        UserPlace p = {m, d, environment, integration, users, count};
        if (!integration_is_in(integration, environment))
            continue;
        for (size_t k = 0; k < integration->users.count; k++)
            add_user(&p, &integration->users.items[k]);
        if (!integration->users.count)
            add_user(&p, &integration->user);
    }
    if (*count)
        qsort(users, *count, sizeof *users, by_username);
    return users;
}

/* --- sets -------------------------------------------------------------------------------------- */

static void resolve_environment_sets(Model *m, Environment *environment)
{
    environment->sets = ARENA_ARRAY(&m->arena, PermissionSet *, m->set_count + 1);
    for (size_t i = 0; i < m->set_count; i++)
        if (set_is_in(m->sets[i], environment))
            environment->sets[environment->set_count++] = m->sets[i];
    if (environment->set_count != m->set_count)
        m->environments_differ = true;
}

void resolve_environments(Model *m, Diag *d)
{
    for (size_t i = 0; i < m->environment_count; i++) {
        Environment *environment = &m->environments[i];
        resolve_environment_sets(m, environment);
        environment->users = resolve_users(m, environment, m->integrations, m->integration_count,
                                           &environment->user_count, d);
        environment->retired_users = resolve_users(m, environment, m->retired, m->retired_count,
                                                   &environment->retired_user_count, d);
    }
}
