/* The top level of a definition and its parts, by tables of keys. */
#include "read/definition.h"

#include "read/grants.h"
#include "read/keys.h"

/* --- users ------------------------------------------------------------------------------------- */

static const Key user_keys[] = {
    {"username", read_text, offsetof(UserKeys, username), "text",
     "login name; default <tool>@<domain>", NULL},
    {"lastName", read_text, offsetof(UserKeys, last_name), "text", "default: the label of the set",
     NULL},
    {"firstName", read_text, offsetof(UserKeys, first_name), "text", "first name", NULL},
    {"alias", read_text, offsetof(UserKeys, alias), "text",
     "at most 8 characters; default: the start of the username", NULL},
    {"email", read_text, offsetof(UserKeys, email), "text",
     "where Salesforce writes to; default: company.email", NULL},
    {"profile", read_text, offsetof(UserKeys, profile), "text",
     "default: the newer API-only profile of the org", NULL},
    {"role", read_text, offsetof(UserKeys, user_role), "text", "name of a role", NULL},
    {"timeZone", read_text, offsetof(UserKeys, time_zone), "text", "default GMT", NULL},
    {"locale", read_text, offsetof(UserKeys, locale), "text", "default en_US", NULL},
    {"language", read_text, offsetof(UserKeys, language), "text", "default en_US", NULL},
    {"encoding", read_text, offsetof(UserKeys, encoding), "text", "default UTF-8", NULL},
    {"groups", read_text_list, offsetof(UserKeys, groups), "names", "public groups to join", NULL},
    {"queues", read_text_list, offsetof(UserKeys, queues), "names", "queues to join", NULL},
    {"features", read_text_list, offsetof(UserKeys, features), "features",
     "feature licences such as MarketingUser", NULL},
    {"adopt", read_flag, offsetof(UserKeys, adopt), "flag",
     "true: an existing user may be activated and moved to the profile", NULL},
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

/* --- assign and allow -------------------------------------------------------------------------- */

static const struct {
    const char *key;
    AssignKind kind;
} assign_kinds[] = {{"org", ASSIGN_ORG_SET}, {"group", ASSIGN_GROUP}, {"license", ASSIGN_LICENSE}};

static bool read_assigned(Reading *r, const Node *item, Assign *assign)
{
    if (item->kind != NODE_MAP) {
        assign->kind = ASSIGN_SET;
        return text_of(r, item, "the API name of a permission set", &assign->name);
    }
    for (size_t i = 0; item->count == 1 && i < sizeof assign_kinds / sizeof *assign_kinds; i++) {
        if (!str_is(item->pairs[0].key.s, str_of(assign_kinds[i].key)))
            continue;
        assign->kind = assign_kinds[i].kind;
        return text_of(r, item->pairs[0].value, "a name", &assign->name);
    }
    diag(r->diag, item->count == 1 ? RULE_UNKNOWN_KEY : RULE_WRONG_KIND,
         item->count == 1 ? item->pairs[0].key.at : item->at, "this assigns nothing that is known");
    diag_help(r->diag, "write a name under `permissionSets`, {org: Name}, {group: Name} or "
                       "{license: Name}");
    return false;
}

static void read_assign(Reading *r, const Pair *pair, void *value)
{
    AssignList *list = value;
    if (!expect_kind(r, pair, NODE_LIST))
        return;
    for (size_t i = 0; i < pair->value->count; i++) {
        Assign assign = {0};
        if (!read_assigned(r, pair->value->items[i], &assign))
            continue;
        bool again = false;
        for (size_t k = 0; k < list->count && !again; k++) {
            again =
                list->items[k].kind == assign.kind && str_is(list->items[k].name.s, assign.name.s);
            if (!again)
                continue;
            diag(r->diag, RULE_DUPLICATE_ENTRY, assign.name.at, "\"" STR_FMT "\" is assigned twice",
                 STR_ARG(assign.name.s));
            diag_related(r->diag, list->items[k].name.at, "it is assigned here first");
        }
        if (!again)
            *LIST_ADD(&r->model->arena, list->items, list->count, list->capacity) = assign;
    }
}

static const Key allow_keys[] = {
    {"rule", read_text, offsetof(Allow, rule), "text", "id of the rule", NULL},
    {"for", read_text, offsetof(Allow, about), "text", "the integration or set it concerns", NULL},
    {"reason", read_text, offsetof(Allow, reason), "text", "why the risk is accepted", NULL},
    {"approvedBy", read_text, offsetof(Allow, approved_by), "text", "who accepted it", NULL},
    {"until", read_text, offsetof(Allow, until), "text", "when to look at it again", NULL},
};

static void require(Reading *r, const Text *text, const char *key, Loc at)
{
    if (!text->s.n)
        diag(r->diag, RULE_MISSING_KEY, at, "an accepted risk needs \"%s\"", key);
}

/* `about` is whom the entries concern where they do not say it: the integration they stand in. */
static void read_allows(Reading *r, const Pair *pair, Text about)
{
    Model *m = r->model;
    if (!expect_kind(r, pair, NODE_LIST))
        return;
    for (size_t i = 0; i < pair->value->count; i++) {
        const Node *item = pair->value->items[i];
        if (item->kind != NODE_MAP) {
            diag(r->diag, RULE_WRONG_KIND, item->at, "an accepted risk is a map");
            diag_help(r->diag, "write {rule: …, for: …, reason: …}");
            continue;
        }
        Allow *allow = LIST_ADD(&m->arena, m->allows, m->allow_count, m->allow_capacity);
        *allow = (Allow){.about = about, .at = item->at};
        read_keys(r, item, allow_keys, KEY_COUNT(allow_keys), allow, NULL, NULL);
        require(r, &allow->rule, "rule", item->at);
        require(r, &allow->about, "for", item->at);
        require(r, &allow->reason, "reason", item->at);
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
     "what the tool does with this access, at most 255 characters", NULL}, \
    {"label", read_text, (base) + offsetof(PermissionSet, label), "text", \
     "at most 80 characters; default \"<Tool> Integration\"", NULL}, \
    {"apiName", read_text, (base) + offsetof(PermissionSet, api_name), "text", \
     "default: the label with underscores", NULL}, \
    {"license", read_text, (base) + offsetof(PermissionSet, license), "text", \
     "label or developer name; default Salesforce API Integration; none writes none", NULL}, \
    {"sessionActivation", read_activation, (base) + offsetof(PermissionSet, session_activation), "activation", \
     "true: holds only in an activated session", NULL}, \
    {"enrichments", read_text, (base) + offsetof(PermissionSet, enrichments), "text", \
     "description for AI features, from 68.0", NULL}, \
    {"apiVersion", read_version, (base) + offsetof(PermissionSet, api), "version", \
     "the version this set is written for; default: that of the run", NULL}
/* clang-format on */

static const Key set_keys[] = {SET_KEYS(0)};

static void read_own_allow(Reading *r, const Pair *pair, void *value)
{
    read_allows(r, pair, ((const Integration *)value)->name);
}

static const Key integration_keys[] = {
    SET_KEYS(offsetof(Integration, set)),
    {"template", NULL, 0, "later", "", "the catalogue of templates is missing"},
    {"options", NULL, 0, "later", "",
     "it switches on parts of a template, and the catalogue is missing"},
    {"without", NULL, 0, "later", "",
     "it takes away from a template, and the catalogue is missing"},
    {"owner", read_text, offsetof(Integration, owner), "text", "who answers for the integration",
     NULL},
    {"user", read_user, offsetof(Integration, user), "user", "its user", NULL},
    {"users", read_users, offsetof(Integration, users), "users",
     "its users by name, where it has several", NULL},
    {"environments", read_text_list, offsetof(Integration, environments), "names",
     "the environments it exists in; default: all", NULL},
    {"assign", read_assign, offsetof(Integration, assign), "assign",
     "further sets, groups and licences of its user", NULL},
    {"allow", read_own_allow, 0, "own-allows", "risks accepted for it", NULL},
};

static bool set_other(Reading *r, const Pair *pair, void *target)
{
    return read_grant_key(r, pair, target);
}

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
     "pattern with {tool}; default \"{tool} Integration\"", NULL},
    {"apiName", read_text, offsetof(Company, api_name_pattern), "text",
     "pattern with {tool}; default: the label with underscores", NULL},
    {"username", read_text, offsetof(Company, username_pattern), "text",
     "pattern with {tool}; default {tool}@<domain>", NULL},
    {"alias", read_text, offsetof(Company, alias_pattern), "text", "pattern with {tool}", NULL},
};

static void read_names(Reading *r, const Pair *pair, void *value)
{
    if (expect_kind(r, pair, NODE_MAP))
        read_keys(r, pair->value, name_keys, KEY_COUNT(name_keys), value, NULL, NULL);
}

static const Key company_keys[] = {
    {"domain", read_text, offsetof(Company, domain), "text", "usernames are <tool>@<domain>", NULL},
    {"email", read_text, offsetof(Company, email), "text",
     "shared mailbox: where Salesforce writes to", NULL},
    {"edition", read_text, offsetof(Company, edition), "edition",
     "edition of the org: developer, enterprise, performance, professional, unlimited", NULL},
    {"license", read_text, offsetof(Company, license), "text", "licence of all sets that name none",
     NULL},
    {"companionLicense", read_text, offsetof(Company, companion_license), "text",
     "licence of companion sets; default none", NULL},
    {"profile", read_text, offsetof(Company, profile), "text",
     "profile of all users that name none", NULL},
    {"role", read_text, offsetof(Company, user_role), "text", "role of all users that name none",
     NULL},
    {"timeZone", read_text, offsetof(Company, time_zone), "text", "of all users that name none",
     NULL},
    {"locale", read_text, offsetof(Company, locale), "text", "of all users that name none", NULL},
    {"language", read_text, offsetof(Company, language), "text", "of all users that name none",
     NULL},
    {"encoding", read_text, offsetof(Company, encoding), "text", "of all users that name none",
     NULL},
    {"names", read_names, 0, "name-patterns", "patterns for names that are not said", NULL},
    {"rules", read_rules, 0, "rules", "levels of rules: error, warning, note or off", NULL},
    {"templates", NULL, 0, "later", "", "the catalogue of templates is missing"},
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
     "such as .uat, put behind usernames", NULL},
    {"email", read_text, offsetof(Environment, email), "text", "of all users here that name none",
     NULL},
    {"profile", read_text, offsetof(Environment, profile), "text",
     "of all users here that name none", NULL},
    {"orgId", read_text, offsetof(Environment, org_id), "text", "Id of the org, 00D…", NULL},
    {"seats", read_text, offsetof(Environment, seats), "text", "integration licences owned there",
     NULL},
    {"users", read_overrides, 0, "overrides",
     "user keys by integration, for this environment alone", NULL},
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
     "folder of the project that takes the sets in source format, such as force-app/main/default",
     NULL},
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
    {"company", read_company, offsetof(Model, company), "company", "what all integrations share",
     NULL},
    {"apiVersion", read_api_version, offsetof(Model, api), "version", "40.0 or later; default 67.0",
     NULL},
    {"environments", read_environments, 0, "environments",
     "orgs by name; default: production alone", NULL},
    {"dependencies", read_dependencies, offsetof(Model, add_dependencies), "dependencies",
     "what Setup would tick by itself: report it (the default), or add it", NULL},
    {"metadata", read_text_list, offsetof(Model, metadata), "names",
     "folders of the project's own source: names are checked against it", NULL},
    {"facts", read_text_list, offsetof(Model, facts), "names",
     "the org's own answers: JSON files of the Salesforce CLI", NULL},
    {"allow", read_top_allow, 0, "allows", "accepted risks", NULL},
    {"integrations", read_integrations, 0, "integrations", "by name of the tool", NULL},
    {"permissionSets", read_permission_sets, 0, "sets",
     "by API name: sets without a user of their own", NULL},
    {"retired", read_retired, 0, "retired",
     "integrations that are gone on purpose: names, or what stood under `integrations`", NULL},
    {"output", read_output, 0, "output", "where files go beside the output folder", NULL},
};

void definition_read(Model *model, Diag *d, uint32_t file, Str bytes)
{
    Reading r = {.model = model, .diag = d};
    const Node *root = yaml_tree(&model->arena, d, file, bytes);
    if (!root)
        return;
    if (root->kind != NODE_MAP) {
        diag(d, RULE_WRONG_KIND, root->at, "a definition is a map, but this is %s",
             node_kind_name(root->kind));
        diag_help(d, "start with `integrations:`");
        return;
    }
    if (!root->count) {
        diag(d, RULE_EMPTY_VALUE, root->at, "the definition is a map with nothing in it");
        return;
    }
    read_keys(&r, root, top_keys, KEY_COUNT(top_keys), model, NULL, NULL);
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
    {"allow", allow_keys, KEY_COUNT(allow_keys), false},
};
const size_t key_table_count = sizeof key_tables / sizeof *key_tables;
