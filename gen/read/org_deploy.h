/* The result of a deploy: which components the org refused, and why. */
#ifndef READ_ORG_DEPLOY_H
#define READ_ORG_DEPLOY_H

#include "read/org_values.h"

/* Whether a value is such a result, or an envelope of an error that tells of one. */
bool deploy_is(const json_t *value);

/* Adds it to the org. */
void deploy_read(Org *org, Arena *a, Loc at, const json_t *value);

#endif
