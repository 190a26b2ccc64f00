/* apionly import with the answers of an org: each of its API-only users becomes an integration that holds what the
 * org says, no more and no less. */
#ifndef COMMAND_IMPORT_USERS_H
#define COMMAND_IMPORT_USERS_H

#include "diag/diag.h"
#include "model/model.h"
#include "model/org.h"
#include "write/definition_yaml.h"

/* A permission set whose XML was given, and what that says of it. */
typedef struct {
    PermissionSet *set;
    Str tool;                 /* whose it is by --integration or by its names; or empty */
    bool given;               /* --integration says it */
    const char *no_own;       /* why it cannot be the own set of an integration; or NULL */
    PermissionSet *companion; /* that a build would split off from it; or NULL */
} ImportedSet;

/* An API-only user, and all that it holds. */
typedef struct {
    const OrgUser *user;
    Str email;         /* without what a sandbox puts behind it */
    Str base_username; /* without the suffix of a sandbox */
    TextList sets;     /* API names; set_imported[i] tells the XML, where that was given */
    const ImportedSet **set_imported;
    TextList groups, licenses; /* permission set groups; developer names */
    TextList public_groups, queues;
    bool told; /* an assignment was told: at least that of its profile */
    Str all;   /* sets, groups and licences as one text */
} Holder;

/* All of them, and what is known of the sets that they hold. */
typedef struct {
    Arena *arena;
    Diag *diag;
    const Org *org;
    const ImportedSet *sets;
    size_t set_count;
    Map set_by_name;    /* in lower case: place in `sets` */
    size_t *user_count; /* of each set: API-only users that hold it */
    bool *elsewhere;    /* of each set: somebody else holds it too */
    Holder *holders;    /* by username */
    size_t count;
    Map holder_by_name; /* usernames in lower case: place in `holders` */
    bool incomplete;
} Holdings;

/* Users that become one integration. */
typedef struct {
    Holder *const *users; /* by username */
    size_t count;
    const ImportedSet *own; /* or NULL */
    PermissionSet *companion;
    Integration *integration;
} Adopted;

/* What all users share. */
typedef struct {
    Str domain, email;
    Str environment, suffix; /* empty suffix: none */
    bool sandbox;
    Str org_id;
} Shared;

typedef struct {
    DefinitionEntry *entries; /* without comments */
    size_t count;
    Str head;
} Adoption;

/* Integrations for users, and the sets that are nobody's own as they are. False (and told) where the answers do
 * not tell all: what was made then must not be written. */
bool adopt_users(Model *m, Diag *d, const Org *org, const ImportedSet *sets, size_t set_count,
                 Adoption *adoption);

/* Of import_holders.c: who holds what. False (and told) where the answers do not tell all. */
bool find_holdings(Holdings *holdings);
bool holds_name(const TextList *list, Str name); /* in any case */

/* Of import_shared.c: values that most users have; what stands before the integrations. */
Shared shared_values(Arena *a, Diag *d, const Org *org, Holder *users, size_t count);
Str shared_head(Arena *a, const Shared *shared);

/* Of import_names.c: the names of tools and users, and the keys that a default does not give. */
void name_tools(Arena *a, Adopted *adopted, size_t count);
void name_users(Arena *a, const Shared *shared, Adopted *adopted, size_t count);

/* Whether the usernames begin alike, as those of one tool do. */
bool have_common_stem(const Adopted *one);

/* A name as a key under `integrations` or `users`. */
Str safe_name(Arena *a, Str name);

/* Whether a definition of this tool must say the API name of its set. */
bool must_say_api_name(Arena *a, Str tool, Str label, Str api_name);

#endif
