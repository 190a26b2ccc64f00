/* Grants: every statement of access is one small record, and a permission set is a sorted list of
 * them. All work on access is set work on such lists. */
#ifndef MODEL_GRANT_H
#define MODEL_GRANT_H

#include "base/map.h"
#include "diag/source.h"

#include <stdint.h>

/* Where a grant comes from. The order is the order in which statements on one key are folded: a
 * later one overrides what it states. */
typedef enum {
    FROM_FILE,
    FROM_GLOB, /* a pattern in a definition; a name said outright beats it */
    FROM_TEMPLATE,
    FROM_DEFINITION,
    FROM_DEPENDENCY /* added, because another grant needs it */
} Origin;

typedef struct {
    uint8_t kind;      /* ElementKind: which element of the PermissionSet type */
    uint8_t from;      /* Origin */
    uint32_t said, on; /* one bit a child (a word takes two): stated at all; its value */
    uint32_t key;      /* number of the entry's name in Names */
    uint32_t
        cause; /* FROM_DEPENDENCY: why, as a number in Names; FROM_GLOB: the pattern; FROM_TEMPLATE:
                       its name, and the option; else 0 */
    Loc at;    /* where it is said */
} Grant;

typedef struct {
    Grant *items;
    size_t count, capacity;
} Grants;

void grants_add(Grants *grants, Arena *a, Grant grant);
void grants_trim(Grants *grants, Arena *a); /* nothing is added to it for now */

/* Sorts by (element in XML order, key byte-wise, origin): Salesforce's own order. Stable. */
void grants_sort(Grants *grants, const Names *names);

/* Folds the statements on one key of a sorted list into one each: what a later one states, counts. The
 * place and origin are those of the last statement. */
void grants_fold(Grants *grants);

/* The grant on a key of a sorted and folded list, or NULL. */
const Grant *grants_find(const Grants *grants, const Names *names, uint8_t kind, Str key);

/* The grants of one kind: gives the first, sets *count; of a sorted list. */
const Grant *grants_of_kind(const Grants *grants, uint8_t kind, size_t *count);

/* The grants on what belongs to an object, Object.Field: gives the first, sets *count; of a sorted and folded list. */
const Grant *grants_of_object(const Grants *grants, const Names *names, uint8_t kind, Str object,
                              size_t *count);

/* What it grants there: the bits that are on; 0 where there is no such grant. */
uint32_t grants_bits(const Grants *grants, const Names *names, uint8_t kind, Str key);

#endif
