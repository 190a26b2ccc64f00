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
    const UserOverride *override; /* of the integration, in this environment; or NULL */
    Map named;                    /* its users by name: place in the list */
    EnvironmentUser *users;       /* where the user goes */
    size_t *count;
    Arena *scratch;
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

/* The user that is given something, and what it has already. */
typedef struct {
    EnvironmentUser *user;
    Map sets, groups, licenses;
    Arena *scratch;
} Given;

static void add_once(Given *g, Map *had, Text *list, size_t *count, Text text)
{
    bool fresh;
    map_put(had, g->scratch, text.s, &fresh);
    if (fresh)
        list[(*count)++] = text;
}

static void give_set(Given *g, Text api_name)
{
    add_once(g, &g->sets, g->user->sets, &g->user->set_count, api_name);
}

static void give_license(Given *g, Text name)
{
    add_once(g, &g->licenses, g->user->licenses, &g->user->license_count, name);
}

static void assign_set(Given *g, const PermissionSet *set)
{
    if (!set)
        return;
    give_set(g, set->api_name);
    if (set->license_kind == LICENSE_PERMISSION_SET)
        give_license(g, set->license_name);
}

static Text license_text(Text said)
{
    License license;
    if (fact_license(said.s, &license))
        said.s = license.name;
    return said;
}

static void assign(const Model *m, Given *g, Assign said)
{
    switch (said.kind) {
    case ASSIGN_SET:
        assign_set(g, model_shared(m, said.name.s));
        break;
    case ASSIGN_ORG_SET:
        give_set(g, said.name);
        break;
    case ASSIGN_GROUP:
        add_once(g, &g->groups, g->user->groups, &g->user->group_count, said.name);
        break;
    case ASSIGN_LICENSE:
        give_license(g, license_text(said.name));
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
    Given given = {.user = user, .scratch = p->scratch};
    if (needs_integration_license(integration))
        give_license(&given, (Text){fact_integration_license().name, integration->at});
    assign_set(&given, integration->main);
    assign_set(&given, integration->companion);
    for (size_t i = 0; i < integration->assign.count; i++)
        assign(p->model, &given, integration->assign.items[i]);
}

/* --- users ------------------------------------------------------------------------------------- */

/* By integration: place in the overrides of the environment. */
static Map overrides_by_integration(const Environment *environment, Arena *a)
{
    Map overrides = {0};
    for (size_t i = environment->override_count; i-- > 0;) /* of two the first counts */
        *map_put(&overrides, a, environment->overrides[i].integration.s, NULL) = (uint32_t)i;
    return overrides;
}

static Map users_by_name(const UserList *users, Arena *a)
{
    Map named = {0};
    for (size_t i = users->count; i-- > 0;) /* of two the first counts */
        *map_put(&named, a, users->items[i].name.s, NULL) = (uint32_t)i;
    return named;
}

/* What the environment says of a user of the integration; or NULL. */
static const UserKeys *keys_here(const UserPlace *p, Str name)
{
    if (!p->override || !name.n)
        return p->override ? &p->override->user : NULL;
    const uint32_t *place = map_find(&p->named, name);
    return place ? &p->override->users.items[*place] : NULL;
}

static void add_user(UserPlace *p, const UserKeys *said)
{
    Environment *environment = p->environment;
    const UserKeys *here = keys_here(p, said->name.s);
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
    Arena scratch = {0};
    Map overrides = overrides_by_integration(environment, &scratch);
    for (size_t i = 0; i < integration_count; i++) {
        const Integration *integration = &integrations[i];
        if (!integration_is_in(integration, environment))
            continue;
        const uint32_t *place = map_find(&overrides, integration->name.s);
        UserPlace p = {.model = m,
                       .diag = d,
                       .environment = environment,
                       .integration = integration,
                       .override = place ? &environment->overrides[*place] : NULL,
                       .users = users,
                       .count = count,
                       .scratch = &scratch};
        if (p.override)
            p.named = users_by_name(&p.override->users, &scratch);
        for (size_t k = 0; k < integration->users.count; k++)
            add_user(&p, &integration->users.items[k]);
        if (!integration->users.count)
            add_user(&p, &integration->user);
    }
    arena_free(&scratch);
    if (*count)
        qsort(users, *count, sizeof *users, by_username);
    return users;
}

static Map users_by_username(const EnvironmentUser *users, size_t count, Arena *a)
{
    Map index = {0};
    for (size_t i = count;
         i-- > 0;) /* of two the first counts; the checks say that there are two */
        *map_put(&index, a, str_lower(a, users[i].keys.username.s), NULL) = (uint32_t)i;
    return index;
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
        environment->user_index =
            users_by_username(environment->users, environment->user_count, &m->arena);
        environment->retired_index = users_by_username(environment->retired_users,
                                                       environment->retired_user_count, &m->arena);
    }
}
