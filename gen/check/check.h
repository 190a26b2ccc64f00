/* Rules over the resolved model. A check adds findings and changes nothing. */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "diag/diag.h"
#include "model/model.h"

void check(const Model *model, Diag *d); /* all of them */

typedef void Check(const Model *model, Diag *d);

Check check_references; /* names that must be defined; accepted risks, which it hands to `d` */
Check check_names;      /* labels, API names, descriptions, entries */
Check check_sets;       /* duplicates, licences, API versions, emptiness */
Check check_users;      /* usernames, lengths, profiles */

/* Entries that an API version does not have yet, of a set that is deployed with it. */
void check_set_version(const PermissionSet *set, int api_version, Diag *d);

/* Findings about one text, shared by several checks: each gives true where the text is fine. */
bool check_length(Diag *d, Text text, size_t limit, const char *what);
bool check_one_line(Diag *d, Text text, const char *what);
bool check_visible(Diag *d, Rule rule, Text text, const char *what); /* no invisible characters */

#endif
