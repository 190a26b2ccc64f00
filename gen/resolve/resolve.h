/* From what is said to what is granted: fills in every default, splits off companion sets, makes the
 * users of each environment. The model is complete afterwards: `sets`, `environments[].users`. */
#ifndef RESOLVE_RESOLVE_H
#define RESOLVE_RESOLVE_H

#include "diag/diag.h"
#include "model/model.h"

void resolve(Model *model, Diag *d);

/* Its steps, in this order. */
void resolve_sets(Model *model, Diag *d);         /* names, licences, companions, order */
void resolve_environments(Model *model, Diag *d); /* which sets exist where; users */

/* The description of the companion of this set. */
Str companion_description(Arena *a, const PermissionSet *set);

#endif
