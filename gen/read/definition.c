/* The top level of a definition and its parts, by tables of keys. */
#include "read/definition.h"

#include "read/grants.h"
#include "read/keys.h"
#include "read/parts.h"

/* --- users ------------------------------------------------------------------------------------- */

static const Key user_keys[] = {
    {"username", read_text, offsetof(UserKeys, username), "text",
     "login name; default <tool>@<domain>"},
    {"lastName", read_text, offsetof(UserKeys, last_name), "text", "default: the label of the set"},
    {"firstName", read_text, offsetof(UserKeys, first_name), "text", "first name"},
    {"alias", read_text, offsetof(UserKeys, alias), "text",
     "at most 8 characters; default: the start of the username"},
    {"email", read_text, offsetof(UserKeys, email), "text",
     "where Salesforce writes to; default: company.email"},
    {"profile", read_text, offsetof(UserKeys, profile), "text",
     "default: the newer API-only profile of the org"},
    {"role", read_text, offsetof(UserKeys, user_role), "text", "name of a role"},
    {"timeZone", read_text, offsetof(UserKeys, time_zone), "text", "default GMT"},
    {"locale", read_text, offsetof(UserKeys, locale), "text", "default en_US"},
    {"language", read_text, offsetof(UserKeys, language), "text", "default en_US"},
    {"encoding", read_text, offsetof(UserKeys, encoding), "text", "default UTF-8"},
    {"groups", read_text_list, offsetof(UserKeys, groups), "names", "public groups to join"},
    {"queues", read_text_list, offsetof(UserKeys, queues), "names", "queues to join"},
    {"features", read_text_list, offsetof(UserKeys, features), "features",
     "feature licences such as MarketingUser"},
    {"adopt", read_flag, offsetof(UserKeys, adopt), "flag",
     "true: an existing user may be activated and moved to the profile"},
};

static void read_user(Reading *r, const Pair *pair, void *value)
{
    UserKeys *user = value;
    if (!expect_kind(r, pair, NODE_MAP))
        return;
    user->at = pair->key.at;
    read_keys(r, pair->value, user_keys, KEY_COUNT(user_keys), user, NULL, NULL);
}

static void read_users(Reading *r, const Pair *pair, void *value)
{
    UserList *users = value;
    if (!expect_kind(r, pair, NODE_MAP))
        return;
    const Pair *named;
    for (size_t i = 0; (named = next_pair(pair->value, &i));) {
        UserKeys *user = LIST_ADD(&r->model->arena, users->items, users->count, users->capacity);
        *user = (UserKeys){.name = named->key, .at = named->key.at};
        if (!is_bare(named->value))
            read_user(r, named, user);
    }
}

/* --- permission sets and integrations ---------------------------------------------------------- */

/* Keys of everything that becomes a permission set, relative to it. */
static void read_activation(Reading *r, const Pair *pair, void *value)
{
    if (pair->value->kind == NODE_SCALAR && str_is(pair->value->text, S("absent")))
        *(Flag *)value = (Flag){.absent = true, .at = pair->value->at};
    else
        read_flag(r, pair, value);
}

/* clang-format off */
#define SET_KEYS(base) \
    {"description", read_text, (base) + offsetof(PermissionSet, description), "text", \
     "what the tool does with this access, at most 255 characters"}, \
    {"label", read_text, (base) + offsetof(PermissionSet, label), "text", \
     "at most 80 characters; default \"<Tool> Integration\""}, \
    {"apiName", read_text, (base) + offsetof(PermissionSet, api_name), "text", \
     "default: the label with underscores"}, \
    {"license", read_text, (base) + offsetof(PermissionSet, license), "text", \
     "label or developer name; default Salesforce API Integration; none writes none"}, \
    {"sessionActivation", read_activation, (base) + offsetof(PermissionSet, session_activation), "activation", \
     "true: holds only in an activated session"}, \
    {"enrichments", read_text, (base) + offsetof(PermissionSet, enrichments), "text", \
     "description for AI features, from 68.0"}, \
    {"apiVersion", read_version, (base) + offsetof(PermissionSet, api), "version", \
     "the version this set is written for; default: that of the run"}
/* clang-format on */

static const Key set_keys[] = {SET_KEYS(0)};

static void read_own_allow(Reading *r, const Pair *pair, void *value)
{
    read_allows(r, pair, ((const Integration *)value)->name);
}

static bool set_other(Reading *r, const Pair *pair, void *target)
{
    return read_grant_key(r, pair, target);
}

/* Grant keys, of which only what is named counts: not what its words climb over. */
static void read_without(Reading *r, const Pair *pair, void *value)
{
    Integration *integration = value;
    PermissionSet named = {0};
    integration->without_at = pair->key.at;
    r->literal = true;
    if (expect_kind(r, pair, NODE_MAP))
        read_keys(r, pair->value, NULL, 0, &named, set_other, grant_keys(r));
    r->literal = false;
    integration->without = named.grants;
}

static const Key integration_keys[] = {
    SET_KEYS(offsetof(Integration, set)),
    {"template", read_text, offsetof(Integration, template_name), "template",
     "what it starts from: a name that `apionly templates` lists"},
    {"options", read_text_list, offsetof(Integration, options), "names",
     "parts of the template that are switched on"},
    {"without", read_without, 0, "without", "what is taken away from the template"},
    {"owner", read_text, offsetof(Integration, owner), "text", "who answers for the integration"},
    {"user", read_user, offsetof(Integration, user), "user", "its user"},
    {"users", read_users, offsetof(Integration, users), "users",
     "its users by name, where it has several"},
    {"environments", read_text_list, offsetof(Integration, environments), "names",
     "the environments it exists in; default: all"},
    {"assign", read_assign, offsetof(Integration, assign), "assign",
     "further sets, groups and licences of its user"},
    {"allow", read_own_allow, 0, "own-allows", "risks accepted for it"},
};

static bool integration_other(Reading *r, const Pair *pair, void *target)
{
    return read_grant_key(r, pair, &((Integration *)target)->set);
}

static void said_twice(Reading *r, Text again, Loc first)
{
    diag(r->diag, RULE_SAID_TWICE, again.at, "\"" STR_FMT "\" is defined twice", STR_ARG(again.s));
    diag_related(r->diag, first, "it is defined here first");
}

static Integration integration_named(Text name)
{
    return (Integration){
        .name = name, .at = name.at, .set = {.role = SET_INTEGRATION, .name = name, .at = name.at}};
}

static void read_integration_keys(Reading *r, const Pair *pair, Integration *integration)
{
    size_t before = r->diag->count;
    if (expect_kind(r, pair, NODE_MAP))
        read_keys(r, pair->value, integration_keys, KEY_COUNT(integration_keys), integration,
                  integration_other, grant_keys(r));
    integration->set.flawed = r->diag->count > before;
    grants_trim(&integration->set.grants, &r->model->arena);
    if (integration->users.count && integration->user.at.file) {
        diag(r->diag, RULE_SAID_TWICE, integration->user.at,
             "\"user\" and \"users\" exclude each other");
        diag_help(r->diag, "put this user under `users:` with a name of its own");
    }
}

static void read_integration(Reading *r, const Pair *pair)
{
    Model *m = r->model;
    const Integration *first = model_integration(m, pair->key.s);
    if (first) {
        said_twice(r, pair->key, first->at);
        return;
    }
    *map_put(&m->integration_index, &m->arena, pair->key.s, NULL) = (uint32_t)m->integration_count;
    Integration *integration =
        LIST_ADD(&m->arena, m->integrations, m->integration_count, m->integration_capacity);
    *integration = integration_named(pair->key);
    read_integration_keys(r, pair, integration);
}

static Integration *add_retired(Reading *r, Text name)
{
    Model *m = r->model;
    const Integration *first = model_retired(m, name.s);
    if (first) {
        said_twice(r, name, first->at);
        return NULL;
    }
    *map_put(&m->retired_index, &m->arena, name.s, NULL) = (uint32_t)m->retired_count;
    Integration *retired = LIST_ADD(&m->arena, m->retired, m->retired_count, m->retired_capacity);
    *retired = integration_named(name);
    return retired;
}

/* A list of names, or a map of them to what stood under `integrations`: names of its own are needed to
 * find its users and sets. Risks that were accepted for it are over. */
static void read_retired(Reading *r, const Pair *pair, void *value)
{
    (void)value;
    const Pair *named;
    const Node *list = pair->value;
    if (list->kind == NODE_LIST) {
        TextList names = {0};
        read_text_list(r, pair, &names);
        for (size_t i = 0; i < names.count; i++)
            add_retired(r, names.items[i]);
        return;
    }
    if (list->kind == NODE_SCALAR && !is_nothing(list)) {
        diag(r->diag, RULE_WRONG_KIND, list->at, "\"retired\" needs a list of names, or a map");
        diag_help(r->diag, "write `retired: [" STR_FMT "]`", STR_ARG(list->text));
        return;
    }
    if (!expect_kind(r, pair, NODE_MAP))
        return;
    for (size_t i = 0; (named = next_pair(list, &i));) {
        size_t allowed = r->model->allow_count;
        Integration *retired = add_retired(r, named->key);
        if (retired && !is_bare(named->value))
            read_integration_keys(r, named, retired);
        r->model->allow_count = allowed;
    }
}

static void read_shared(Reading *r, const Pair *pair)
{
    Model *m = r->model;
    const PermissionSet *first = model_shared(m, pair->key.s);
    if (first) {
        said_twice(r, pair->key, first->at);
        return;
    }
    *map_put(&m->shared_index, &m->arena, pair->key.s, NULL) = (uint32_t)m->shared_count;
    PermissionSet *set = LIST_ADD(&m->arena, m->shared, m->shared_count, m->shared_capacity);
    *set = (PermissionSet){.role = SET_SHARED, .name = pair->key, .at = pair->key.at};
    size_t before = r->diag->count;
    if (expect_kind(r, pair, NODE_MAP))
        read_keys(r, pair->value, set_keys, KEY_COUNT(set_keys), set, set_other, grant_keys(r));
    set->flawed = r->diag->count > before;
}

/* --- company and environments ------------------------------------------------------------------ */

static void read_rules(Reading *r, const Pair *pair, void *value)
{
    (void)value;
    if (!expect_kind(r, pair, NODE_MAP))
        return;
    const Pair *said;
    for (size_t i = 0; (said = next_pair(pair->value, &i));) {
        Rule rule;
        Level level;
        if (!expect_kind(r, said, NODE_SCALAR))
            continue;
        if (!level_find(said->value->text, &level)) {
            static const Str levels[] = {{"error", 5}, {"warning", 7}, {"note", 4}, {"off", 3}};
            diag(r->diag, RULE_UNKNOWN_WORD, said->value->at, "\"" STR_FMT "\" is not a level",
                 STR_ARG(said->value->text));
            diag_choices(r->diag, said->value->text, levels, 4);
        } else if (!rule_find(said->key.s, &rule)) {
            diag_unknown_rule(r->diag, said->key);
        } else if (!diag_set_level(r->diag, rule, level, false)) {
            diag(r->diag, RULE_RULE_LOCKED, said->value->at, "the rule %s cannot be lowered",
                 rule_info[rule].id);
        }
    }
}

static const Key name_keys[] = {
    {"label", read_text, offsetof(Company, label_pattern), "text",
     "pattern with {tool}; default \"{tool} Integration\""},
    {"apiName", read_text, offsetof(Company, api_name_pattern), "text",
     "pattern with {tool}; default: the label with underscores"},
    {"username", read_text, offsetof(Company, username_pattern), "text",
     "pattern with {tool}; default {tool}@<domain>"},
    {"alias", read_text, offsetof(Company, alias_pattern), "text", "pattern with {tool}"},
};

static void read_names(Reading *r, const Pair *pair, void *value)
{
    if (expect_kind(r, pair, NODE_MAP))
        read_keys(r, pair->value, name_keys, KEY_COUNT(name_keys), value, NULL, NULL);
}

static const Key company_keys[] = {
    {"domain", read_text, offsetof(Company, domain), "text", "usernames are <tool>@<domain>"},
    {"email", read_text, offsetof(Company, email), "text",
     "shared mailbox: where Salesforce writes to"},
    {"edition", read_text, offsetof(Company, edition), "edition",
     "edition of the org: developer, enterprise, performance, professional, unlimited"},
    {"license", read_text, offsetof(Company, license), "text",
     "licence of all sets that name none"},
    {"companionLicense", read_text, offsetof(Company, companion_license), "text",
     "licence of companion sets; default none"},
    {"profile", read_text, offsetof(Company, profile), "text",
     "profile of all users that name none"},
    {"role", read_text, offsetof(Company, user_role), "text", "role of all users that name none"},
    {"timeZone", read_text, offsetof(Company, time_zone), "text", "of all users that name none"},
    {"locale", read_text, offsetof(Company, locale), "text", "of all users that name none"},
    {"language", read_text, offsetof(Company, language), "text", "of all users that name none"},
    {"encoding", read_text, offsetof(Company, encoding), "text", "of all users that name none"},
    {"names", read_names, 0, "name-patterns", "patterns for names that are not said"},
    {"rules", read_rules, 0, "rules", "levels of rules: error, warning, note or off"},
    {"templates", read_text_list, offsetof(Company, templates), "names",
     "folders with templates of your own, from the folder of this file"},
};

static void read_company(Reading *r, const Pair *pair, void *value)
{
    Company *company = value;
    if (company->at.file) {
        said_twice(r, pair->key, company->at);
        return;
    }
    company->at = pair->key.at;
    if (expect_kind(r, pair, NODE_MAP))
        read_keys(r, pair->value, company_keys, KEY_COUNT(company_keys), company, NULL, NULL);
}

/* A map stands behind the name of a user and behind no key of users; where nothing does, it is a name if it
 * is no key. */
static bool names_a_user(const Pair *pair)
{
    if (pair->value->kind == NODE_MAP)
        return true;
    for (size_t i = 0; i < KEY_COUNT(user_keys); i++)
        if (str_is(pair->key.s, str_of(user_keys[i].key)))
            return false;
    return is_nothing(pair->value);
}

/* One integration's users in one environment: either keys of its one user, or maps by user name. */
static void read_override(Reading *r, const Pair *pair, Environment *environment)
{
    if (!expect_kind(r, pair, NODE_MAP))
        return;
    UserOverride *override = LIST_ADD(&r->model->arena, environment->overrides,
                                      environment->override_count, environment->override_capacity);
    *override = (UserOverride){.integration = pair->key};
    size_t first = 0;
    const Pair *said = next_pair(pair->value, &first);
    if (said && names_a_user(said))
        read_users(r, pair, &override->users);
    else
        read_user(r, pair, &override->user);
}

static void read_overrides(Reading *r, const Pair *pair, void *value)
{
    const Pair *named;
    if (expect_kind(r, pair, NODE_MAP))
        for (size_t i = 0; (named = next_pair(pair->value, &i));)
            read_override(r, named, value);
}

static const Key environment_keys[] = {
    {"usernameSuffix", read_maybe_text, offsetof(Environment, username_suffix), "maybe-text",
     "such as .uat, put behind usernames"},
    {"email", read_text, offsetof(Environment, email), "text", "of all users here that name none"},
    {"profile", read_text, offsetof(Environment, profile), "text",
     "of all users here that name none"},
    {"orgId", read_text, offsetof(Environment, org_id), "text", "Id of the org, 00D…"},
    {"seats", read_text, offsetof(Environment, seats), "text", "integration licences owned there"},
    {"users", read_overrides, 0, "overrides",
     "user keys by integration, for this environment alone"},
};

static void read_environments(Reading *r, const Pair *pair, void *value)
{
    Model *m = value;
    if (m->environment_count) {
        said_twice(r, pair->key, m->environments[0].at);
        return;
    }
    if (!expect_kind(r, pair, NODE_MAP))
        return;
    const Pair *named;
    for (size_t i = 0; (named = next_pair(pair->value, &i));) {
        Environment *environment =
            LIST_ADD(&m->arena, m->environments, m->environment_count, m->environment_capacity);
        *environment = (Environment){.name = named->key, .at = named->key.at};
        if (is_bare(named->value))
            continue;
        if (expect_kind(r, named, NODE_MAP))
            read_keys(r, named->value, environment_keys, KEY_COUNT(environment_keys), environment,
                      NULL, NULL);
    }
}

/* --- the top level ----------------------------------------------------------------------------- */

static void read_api_version(Reading *r, const Pair *pair, void *value)
{
    Version *version = value;
    if (version->text.at.file)
        said_twice(r, pair->key, version->text.at);
    else
        read_version(r, pair, version);
}

static void read_dependencies(Reading *r, const Pair *pair, void *value)
{
    Flag *add = value;
    if (!expect_kind(r, pair, NODE_SCALAR))
        return;
    if (add->said) {
        said_twice(r, pair->key, add->at);
        return;
    }
    *add = (Flag){.said = true, .on = str_is(pair->value->text, S("add")), .at = pair->key.at};
    if (add->on || str_is(pair->value->text, S("report")))
        return;
    diag(r->diag, RULE_UNKNOWN_WORD, pair->value->at, "\"" STR_FMT "\" is not report or add",
         STR_ARG(pair->value->text));
    diag_help(r->diag, "write `dependencies: report` or `dependencies: add`");
}

static const Key output_keys[] = {
    {"source", read_inner_path, offsetof(Model, output_source), "text",
     "folder of the project that takes the sets in source format, such as force-app/main/default"},
};

static void read_output(Reading *r, const Pair *pair, void *value)
{
    const Model *m = value;
    if (m->output_source.at.file)
        said_twice(r, pair->key, m->output_source.at);
    else if (expect_kind(r, pair, NODE_MAP))
        read_keys(r, pair->value, output_keys, KEY_COUNT(output_keys), value, NULL, NULL);
}

static void read_top_allow(Reading *r, const Pair *pair, void *value)
{
    (void)value;
    read_allows(r, pair, (Text){0});
}

static void read_integrations(Reading *r, const Pair *pair, void *value)
{
    (void)value;
    const Pair *named;
    if (expect_kind(r, pair, NODE_MAP))
        for (size_t i = 0; (named = next_pair(pair->value, &i));)
            read_integration(r, named);
}

static void read_permission_sets(Reading *r, const Pair *pair, void *value)
{
    (void)value;
    const Pair *named;
    if (expect_kind(r, pair, NODE_MAP))
        for (size_t i = 0; (named = next_pair(pair->value, &i));)
            read_shared(r, named);
}

static const Key top_keys[] = {
    {"company", read_company, offsetof(Model, company), "company", "what all integrations share"},
    {"apiVersion", read_api_version, offsetof(Model, api), "version",
     "40.0 or later; default 67.0"},
    {"environments", read_environments, 0, "environments",
     "orgs by name; default: production alone"},
    {"dependencies", read_dependencies, offsetof(Model, add_dependencies), "dependencies",
     "what Setup would tick by itself: report it (the default), or add it"},
    {"metadata", read_text_list, offsetof(Model, metadata), "names",
     "folders of the project's own source: names are checked against it"},
    {"facts", read_text_list, offsetof(Model, facts), "names",
     "the org's own answers: JSON files of the Salesforce CLI"},
    {"allow", read_top_allow, 0, "allows", "accepted risks"},
    {"integrations", read_integrations, 0, "integrations", "by name of the tool"},
    {"permissionSets", read_permission_sets, 0, "sets",
     "by API name: sets without a user of their own"},
    {"retired", read_retired, 0, "retired",
     "integrations that are gone on purpose: names, or what stood under `integrations`"},
    {"output", read_output, 0, "output", "where files go beside the output folder"},
};

static void read_root(Reading *r, const Node *root)
{
    if (root->kind != NODE_MAP) {
        diag(r->diag, RULE_WRONG_KIND, root->at, "a definition is a map, but this is %s",
             node_kind_name(root->kind));
        diag_help(r->diag, "start with `integrations:`");
    } else if (!root->count) {
        diag(r->diag, RULE_EMPTY_VALUE, root->at, "the definition is a map with nothing in it");
    } else {
        read_keys(r, root, top_keys, KEY_COUNT(top_keys), r->model, NULL, NULL);
    }
}

void definition_read(Model *model, Diag *d, uint32_t file, Str bytes, size_t threads)
{
    static const Str walked[] = {{"integrations", 12}, {"permissionSets", 14}, {0}};
    Reading r = {.model = model, .diag = d};
    YamlReader *yaml = yaml_open(&model->arena, d, file, bytes, walked, threads);
    const Node *root = yaml_root(yaml);
    if (root)
        read_root(&r, root);
    if (!yaml_close(yaml))
        model->incomplete = true;
    buf_free(&r.joined);
}

const KeyTable key_tables[] = {
    {"definition", top_keys, KEY_COUNT(top_keys), false},
    {"company", company_keys, KEY_COUNT(company_keys), false},
    {"output", output_keys, KEY_COUNT(output_keys), false},
    {"name-patterns", name_keys, KEY_COUNT(name_keys), false},
    {"environment", environment_keys, KEY_COUNT(environment_keys), false},
    {"integration", integration_keys, KEY_COUNT(integration_keys), true},
    {"set", set_keys, KEY_COUNT(set_keys), true},
    {"user", user_keys, KEY_COUNT(user_keys), false},
    {"allow", allow_keys, ALLOW_KEY_COUNT, false},

};
const size_t key_table_count = sizeof key_tables / sizeof *key_tables;
