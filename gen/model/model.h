/* The model: what the definitions say, and what is resolved from it. Everything lives in one arena;
 * texts keep the place where they are said; a derived one has the place of what it is derived from. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "model/grant.h"
#include "model/known.h"

/* `absent`: a file of a version that writes this flag, without it; only an import meets that. */
typedef struct {
    bool said, on, absent;
    Loc at;
} Flag;

typedef struct {
    Text *items;
    size_t count, capacity;
} TextList;

/* An API version such as "67.0": the text as said and its whole number. */
typedef struct {
    Text text;
    int number;
} Version;

typedef enum {
    SET_SHARED,      /* an entry of `permissionSets` */
    SET_INTEGRATION, /* the set of an integration */
    SET_COMPANION,   /* what the licence of that set does not hold */
    SET_FILE         /* read from XML */
} SetRole;

typedef enum {
    LICENSE_NONE,           /* no <license> */
    LICENSE_USER,           /* a user licence, written by its label */
    LICENSE_PERMISSION_SET, /* a permission set licence, written by its developer name */
} LicenseKind;

typedef struct Integration Integration;
typedef struct Template Template;

typedef struct {
    SetRole role;
    Text name; /* the key in the definition; of a companion: that of its integration */
    const Integration *owner; /* NULL: shared */
    Text label, api_name, description, enrichments;
    Text license;      /* as said */
    Text license_name; /* as written; empty for none */
    LicenseKind license_kind;
    Flag session_activation;
    Version api;
    Grants grants;
    Str form;     /* of a set read from XML: in what it differs from the canonical form; or empty */
    bool flawed;  /* not all of it could be read, so what is missing is nobody's fault */
    bool partial; /* of a version whose files may hold a part of a set only */
    Loc at;
} PermissionSet;

/* What a definition says of a user; empty texts are not said. */
typedef struct {
    Text name; /* of one of several users: its key under `users` */
    Text username, last_name, first_name, alias, email;
    Text profile, user_role, time_zone, locale, language, encoding;
    TextList groups, queues, features;
    Flag adopt;
    Loc at;
} UserKeys;

typedef struct {
    UserKeys *items;
    size_t count, capacity;
} UserList;

typedef enum { ASSIGN_SET, ASSIGN_ORG_SET, ASSIGN_GROUP, ASSIGN_LICENSE } AssignKind;
enum { ASSIGN_KINDS = ASSIGN_LICENSE + 1 };

typedef struct {
    AssignKind kind;
    Text name;
} Assign;

typedef struct {
    Assign *items;
    size_t count, capacity;
} AssignList;

struct Integration {
    Text name;                /* the tool */
    Text template_name;       /* as said; empty: it starts from none */
    TextList options;         /* parts of the template that are switched on */
    Grants without;           /* what is taken away from the template; bits without their ladder */
    Loc without_at;           /* file 0: not said */
    const Template *template; /* read; or NULL */
    PermissionSet set;        /* as said; its grants move on to main and companion */
    PermissionSet *main;      /* resolved; NULL where it has no set of its own */
    PermissionSet *companion; /* or NULL */
    Text owner;
    UserKeys user;
    UserList users;
    TextList environments;
    AssignList assign;
    Loc at;
};

/* A user of one environment, all values filled in. */
typedef struct {
    const Integration *integration;
    UserKeys keys;      /* keys.profile may stay empty: the newer API-only profile of the org */
    Text base_username; /* without the environment's suffix */
    Text *sets;         /* API names of permission sets, own first; ns__Name for the org's */
    size_t set_count;
    Text *groups; /* permission set groups */
    size_t group_count;
    Text *licenses; /* developer names of permission set licences, assigned before the sets */
    size_t license_count;
} EnvironmentUser;

/* Overrides of one integration in one environment: keys for its one user, or for users by name. */
typedef struct {
    Text integration;
    UserKeys user;
    UserList users;
} UserOverride;

typedef struct {
    Text name, username_suffix, email, profile, org_id, seats;
    UserOverride *overrides;
    size_t override_count, override_capacity;
    EnvironmentUser *users; /* resolved, by username */
    size_t user_count;
    EnvironmentUser *retired_users; /* of retired integrations, by username */
    size_t retired_user_count;
    Map user_index, retired_index; /* by username in lower case: place in those two */
    PermissionSet **sets;          /* the resolved sets that exist here, by API name */
    size_t set_count;
    Loc at;
} Environment;

typedef struct Allow Allow;

struct Allow {
    Text rule, about, reason, approved_by, until;
    Loc at;
    const Allow *next; /* the next one about the same, of model_index_allows; or NULL */
};

typedef struct {
    Text domain, email, edition, license, profile, user_role, time_zone, locale, language, encoding;
    Text label_pattern, api_name_pattern, username_pattern, alias_pattern;
    Text companion_license;
    TextList templates; /* folders with templates of the company's own */
    Loc at;
} Company;

typedef struct {
    Arena arena;
    Names names;
    const Sources *sources; /* of the places of all texts; NULL: not at hand */
    Company company;
    Version api;
    TextList metadata, facts; /* paths, as said */
    Text output_source;    /* `output: {source}`, below the folder of its file; empty: not said */
    Flag add_dependencies; /* `dependencies: add` */
    const Known *known;    /* of the org, beside our tables; NULL: nothing */
    Environment *environments;
    size_t environment_count, environment_capacity;
    Integration *integrations;
    size_t integration_count, integration_capacity;
    Integration *retired; /* gone on purpose */
    size_t retired_count, retired_capacity;
    Text *retired_sets; /* resolved: API names of the sets that go with them, sorted */
    size_t retired_set_count;
    PermissionSet *shared;
    size_t shared_count, shared_capacity;
    Allow *allows;
    size_t allow_count, allow_capacity;
    Map allow_index; /* by what they are about: place of the first one; of model_index_allows */
    Map integration_index, shared_index, retired_index; /* by name: place in the arrays */
    PermissionSet **sets;                               /* resolved: all of them, by API name */
    size_t set_count;
    Map set_index;            /* by API name in lower case: place in `sets` */
    const Str *sensitivity;   /* resolved, by number of the name: why a field is sensitive */
    bool environments_differ; /* in the sets they have */
    bool incomplete; /* a definition was not read to its end: what is missing is nobody's fault */
} Model;

void text_list_add(TextList *list, Arena *a, Text text);

const Integration *model_integration(const Model *model, Str name); /* or NULL */
const Integration *model_retired(const Model *model, Str name);     /* or NULL */
const PermissionSet *model_shared(const Model *model, Str name);    /* or NULL */

const Environment *model_environment(const Model *model, Str name); /* or NULL */

/* A resolved set by its API name, a user by its username; in any case, as Salesforce takes them; or NULL. */
const PermissionSet *model_set(const Model *model, Str api_name);
const EnvironmentUser *environment_user(const Environment *environment, Str username);
const EnvironmentUser *environment_retired_user(const Environment *environment, Str username);

/* Call when `allows` is complete, and again when it has changed. */
void model_index_allows(Model *model);

/* The first accepted risk about an integration or set, from which `next` leads to the others; or NULL. Then the first
 * one of a rule. */
const Allow *model_allows_about(const Model *model, Str about);
const Allow *model_allow(const Model *model, Str rule, Str about);

/* Whether anybody is to join a public group or queue; whether a set grants anything of a kind. */
bool environment_has_members(const Environment *environment);
bool environment_grants(const Environment *environment, ElementKind kind);

/* Whether an integration, or a set, exists in an environment: `environments: [uat]`. */
bool integration_is_in(const Integration *integration, const Environment *environment);
bool set_is_in(const PermissionSet *set, const Environment *environment);

#endif
