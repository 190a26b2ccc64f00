/* Least privilege: access that is more than an integration should need. What is a risk is decided here
 * alone, for the checks, for what differs and for the review. */
#ifndef RESOLVE_RISK_H
#define RESOLVE_RISK_H

#include "diag/diag.h"
#include "model/model.h"
#include "model/type.h"

enum { RISKS_MAX = 2 }; /* of one entry: all records, and all fields */

typedef struct {
    Rule rule;        /* the rule that finds it; its own level is the tier: an error is high */
    const char *what; /* what the entry does: "changes all records of" its name */
} Risk;

/* The risks of these bits of an entry, the gravest first; gives how many. */
size_t risks_of(ElementKind kind, Str name, uint32_t bits, Risk risks[RISKS_MAX]);

/* The same for a grant beside the others of its set: what follows from a graver one is none. */
size_t risks_in_set(const Names *names, const PermissionSet *set, const Grant *grant,
                    Risk risks[RISKS_MAX]);

/* "high" or "elevated" */
const char *risk_tier(Rule rule);

/* Who accepted that a rule finds something in a set; NULL: nobody. */
const Allow *risk_accepted(const Model *model, const PermissionSet *set, Rule rule);

#endif
