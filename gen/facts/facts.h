/* What Salesforce does, as looked up in the tables of schemas/. Numbers (lengths, versions, limits of
 * a deploy) are constants: facts_limits.h, made from schemas/limits.tsv. */
#ifndef FACTS_FACTS_H
#define FACTS_FACTS_H

#include "base/str.h"
#include "facts_limits.h"

#include <stddef.h>

typedef struct {
    Str name;  /* what <license> says: label of a user licence, developer name of another */
    Str label; /* what people see */
    bool user; /* a user licence; otherwise a permission set licence */
} License;

/* The licence with exactly this label or developer name. */
bool fact_license(Str said, License *license);

/* The licence whose label or name differs only in case, blanks, the order of its
 * words or a slip of the pen. */
bool fact_license_near(Str said, License *license);

License fact_integration_license(void);  /* Salesforce API Integration: of permission sets */
Str fact_integration_user_license(void); /* Salesforce Integration: of users and profiles */

Str fact_newest_profile(void); /* of API-only users */
Str fact_older_profile(void);

/* The user licence of a standard profile; false for other profiles. */
bool fact_profile_license(Str profile, Str *license);

bool fact_profile_permission(Str name); /* comes with the API-only profiles */

/* Feature licence flags of User: UserPermissions<name>. */
Str *fact_features(Arena *a, size_t *count);

Str *fact_editions(Arena *a, size_t *count);

/* How many integration licences an edition includes; false where there is no such edition. */
bool fact_edition_licenses(Str edition, int *licenses);

/* The licence that the vendor of a tool asks for, where it is not the integration licence. */
bool fact_vendor_license(Str tool, Str *license, Str *evidence);

/* Why a rule exists, what Salesforce answers where it is broken (or empty), and how that is known. */
bool fact_rule(Str id, Str *why, Str *answer, Str *evidence);

/* What a deploy answers where it refuses a component. */
typedef struct {
    Str element; /* XML name of the element concerned; empty: any */
    Str name;    /* what the answer names; empty: nothing */
    Str rule;    /* id of the rule that explains it */
    Str evidence;
} DeployProblem;

/* By the pattern whose literal text fits best; false where none fits. */
bool fact_deploy_problem(Str problem, DeployProblem *found);

/* The restricted picklists of User. */
typedef enum { PICKLIST_TIME_ZONE, PICKLIST_LOCALE, PICKLIST_LANGUAGE, PICKLIST_ENCODING } Picklist;

/* Whether the value is in a list; *now is its name of today where it is an old one, or empty. */
bool fact_picklist(Picklist list, Str value, Str *now);
Str *fact_picklist_values(Picklist list, Arena *a, size_t *count);

#endif
