/* Rules over the resolved model. A check adds findings and changes nothing. */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "diag/diag.h"
#include "model/model.h"

/* All of them, on so many threads (base/work.h); the findings are the same, and in the same order. */
void check(const Model *model, Diag *d, size_t threads);

typedef void Check(const Model *model, Diag *d);

Check check_references; /* names that must be defined; accepted risks, which it hands to `d` */
Check check_names;      /* labels, API names, descriptions, entries */
Check check_sets;       /* duplicates, licences, API versions, emptiness */
Check check_users;      /* usernames, lengths, profiles, picklists */
Check check_retired;    /* nobody goes who is still needed */
Check check_seats;      /* users against licences */
Check check_packages;   /* managed packages that names need */

/* What the sets of a user give together. */
void check_user_sets(const Model *model, const Integration *integration, Diag *d);

/* All rules about what one set grants; of definitions and of files alike. Its grants are sorted and
 * folded. */
void check_access(const Model *model, const PermissionSet *set, Diag *d);

/* Its parts: each looks at one grant. */
typedef struct {
    const Model *model;
    const PermissionSet *set;
    Diag *diag;
} SetCheck;

typedef void CheckGrant(const SetCheck *c, const Grant *grant, Str name);

CheckGrant check_object;       /* names and flags of object permissions */
CheckGrant check_field;        /* fields that take no permissions, or not these */
CheckGrant check_permission;   /* names of user permissions, and whether the licence holds them */
CheckGrant check_tab;          /* names of tabs */
CheckGrant check_record_type;  /* record types of person accounts */
CheckGrant check_dependencies; /* what the grant needs beside it */
CheckGrant check_known_name;   /* names that the project's source should have */

/* Of a set as a whole: least privilege; what its licence allows. */
void check_risks(const SetCheck *c);
void check_licenses(const SetCheck *c);

/* Adds a finding where the set is known to have had another licence before (empty: none). */
void license_changed(const PermissionSet *set, Str before, Diag *d);

/* The API name, label and description of one set; the name of one entry: true where it can be one. */
void check_set_names(const PermissionSet *set, Diag *d);
bool check_entry(const Model *model, const Grant *grant, Diag *d);

/* __City__s of Place__City__s, a part of the custom field Place__c; empty for others. */
Str compound_end(Str field);

/* ns of ns__Name or ns__Name__c; empty for others. Of Object.Field give one part. */
Str namespace_of(Str name);

/* Adds a finding about the set of this check. */
void set_diag(const SetCheck *c, Rule rule, Loc at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Says on whose word the newest finding rests. */
void set_basis(const SetCheck *c, Speaker by, Str evidence);

bool is_definition(const PermissionSet *set); /* not read from XML */

/* Entries that an API version does not have yet, of a set that is deployed with it. */
void check_set_version(const PermissionSet *set, int api_version, Diag *d);

/* Picklist values of one user; whether the licences of its sets fit that of its profile. */
void check_user_values(const UserKeys *keys, Diag *d);
void check_user_licenses(const Model *model, const EnvironmentUser *user, Diag *d);

/* Findings about one text, shared by several checks: each gives true where the text is fine. */
bool check_length(Diag *d, Text text, size_t limit, const char *what);
bool check_one_line(Diag *d, Text text, const char *what);
bool check_visible(Diag *d, Rule rule, Text text, const char *what); /* no invisible characters */

#endif
