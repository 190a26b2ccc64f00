/* Which fields are sensitive: the company's own classification, else our table. */
#ifndef RESOLVE_SENSITIVE_H
#define RESOLVE_SENSITIVE_H

#include "model/known.h"

/* Why a field, Object.Field, is sensitive: "classified Confidential, PII", "birth date"; empty where it
 * is not. What the project's source says outranks our table; a field that it classifies as Public is not
 * sensitive, whatever its name. `known` may be NULL. */
Str field_sensitivity(const Known *known, Str name, Arena *a);

#endif
