/* Values out of the JSON of an org's answers, taken as liberally as they come: old versions of the CLI give
 * numbers and booleans as text, `jq` and others flatten "Parent": {"Name": …} to "Parent.Name". */
#ifndef READ_ORG_VALUES_H
#define READ_ORG_VALUES_H

#include "model/org.h"

#include <jansson.h>

/* The value of a column, by its path as a SELECT writes it: nested, or flat; NULL where there is none. A
 * null that is said is given as such. */
const json_t *value_at(const json_t *row, const char *path);

/* Whether a column is there at all: itself, or (of a parent) one of its own columns. */
bool value_has(const json_t *row, const char *path);

Str value_text(const json_t *row,
               const char *path); /* the JSON owns it; empty where it is no text */
OrgBool value_bool(const json_t *row, const char *path);
int64_t value_number(const json_t *row, const char *path, int64_t otherwise);

OrgBool bool_of(const json_t *value);

/* Messages of the org go over several lines: one line of them, copied. */
Str one_line_of(Arena *a, Str text);

#endif
