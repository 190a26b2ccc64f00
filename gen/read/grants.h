/* Grant keys of a definition (`objects`, `permissions`, `classes` …) to grants, by the one table. */
#ifndef READ_GRANTS_H
#define READ_GRANTS_H

#include "read/keys.h"

/* Takes a grant key into the set; false where the key is none. */
bool read_grant_key(Reading *r, const Pair *pair, PermissionSet *set);

/* All grant keys, for suggestions; ended by an empty Str. */
const Str *grant_keys(Reading *r);

#endif
