/* Grants: every statement of access is one small record, and a permission set is a sorted list of
 * them. All work on access is set work on such lists. */
#ifndef MODEL_GRANT_H
#define MODEL_GRANT_H

#include "base/map.h"
#include "diag/source.h"

#include <stdint.h>

/* Where a grant comes from. The order is the order in which statements on one key are folded: a
 * later one overrides what it states. */
typedef enum { FROM_FILE, FROM_DEFINITION } Origin;

typedef struct {
    uint8_t kind;      /* ElementKind: which element of the PermissionSet type */
    uint8_t from;      /* Origin */
    uint32_t said, on; /* one bit a child (a word takes two): stated at all; its value */
    uint32_t key;      /* number of the entry's name in Names */
    Loc at;            /* where it is said */
} Grant;

typedef struct {
    Grant *items;
    size_t count, capacity;
} Grants;

void grants_add(Grants *grants, Arena *a, Grant grant);

/* Sorts by (element in XML order, key byte-wise, origin): Salesforce's own order. Stable. */
void grants_sort(Grants *grants, const Names *names);

/* Folds the statements on one key that stand at `start` of a sorted list into *folded; gives the
 * index after them. The place is that of the last statement. */
size_t grants_fold(const Grants *grants, size_t start, Grant *folded);

#endif
