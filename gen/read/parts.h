/* Parts that definitions and templates have in common. */
#ifndef READ_PARTS_H
#define READ_PARTS_H

#include "read/keys.h"

ReadValue read_assign; /* to an AssignList */

/* Accepted risks, to the model. `about` is whom they concern where they do not say it: the integration they
 * stand in; empty: they must say it. */
void read_allows(Reading *r, const Pair *pair, Text about);

enum { ALLOW_KEY_COUNT = 5 };
extern const Key allow_keys[ALLOW_KEY_COUNT];

#endif
