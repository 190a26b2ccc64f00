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

/* The licence whose label or name differs only in case, blanks or a slip of the pen. */
bool fact_license_near(Str said, License *license);

License fact_integration_license(void);  /* Salesforce API Integration: of permission sets */
Str fact_integration_user_license(void); /* Salesforce Integration: of users and profiles */

Str fact_newest_profile(void); /* of API-only users */
Str fact_older_profile(void);

bool fact_profile_permission(Str name); /* comes with those profiles */
bool fact_feature(Str name);            /* a feature licence flag of User: UserPermissions<name> */
size_t fact_features(const Str **names);
bool fact_edition(Str name);
size_t fact_editions(const Str **names);

/* The licence that the vendor of a tool asks for, where it is not the integration licence. */
bool fact_vendor_license(Str tool, Str *license, Str *evidence);

#endif
