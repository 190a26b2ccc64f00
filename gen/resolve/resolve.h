/* From what is said to what is granted: fills in every default, splits off companion sets, makes the
 * users of each environment. The model is complete afterwards: `sets`, `environments[].users`. */
#ifndef RESOLVE_RESOLVE_H
#define RESOLVE_RESOLVE_H

#include "diag/diag.h"
#include "model/model.h"

void resolve(Model *model, Diag *d);

/* Its steps, in this order. */
void resolve_templates(Model *model, Diag *d);    /* what integrations take from their templates */
void resolve_sets(Model *model, Diag *d);         /* names, licences, companions, order */
void resolve_environments(Model *model, Diag *d); /* which sets exist where; users */
void resolve_sensitivity(Model *model);           /* of all fields that are granted */

/* Of one set, in this order: patterns in field names (grants not yet sorted), then what nobody can edit,
 * and with `dependencies: add` what its grants need (sorted and folded; they stay so). */
void resolve_globs(Model *model, PermissionSet *set, Diag *d);
void resolve_read_only(Model *model, PermissionSet *set, Diag *d);
void resolve_dependencies(Model *model, PermissionSet *set);

/* What a field takes, by all that is known of it: the org's word, the source's, our table's. A field that
 * nobody knows takes all. */
typedef enum { TAKES_NOTHING, TAKES_READ, TAKES_EDIT } FieldTakes;
FieldTakes field_takes(const Known *known, Str name);

/* The description of the companion of this set. */
Str companion_description(Arena *a, const PermissionSet *set);

#endif
