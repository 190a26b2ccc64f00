/* What a grant needs beside it in the same set: the ladder inside an object, parents of objects,
 * dependencies of user permissions. Salesforce refuses a set that lacks any of it; Setup ticks it by
 * itself. Used to report what is missing, and to add it (`dependencies: add`). */
#ifndef RESOLVE_NEEDS_H
#define RESOLVE_NEEDS_H

#include "model/model.h"

typedef enum {
    NEED_LADDER,     /* of the same entry */
    NEED_PARENT,     /* an object, of an object */
    NEED_PERMISSION, /* a user permission, of a user permission (or of an object: only orgs know) */
    NEED_OBJECT      /* an object, of a user permission */
} NeedSort;

typedef struct {
    NeedSort sort;
    ElementKind kind; /* what is needed: the entry `name` of this kind … */
    Str name;
    uint32_t bits;    /* … with these bits on */
    uint32_t because; /* the bits of the grant that need them */
    bool sure;        /* no org stores the contrary */
    Speaker by;
    Str evidence; /* of our table; or empty */
} Need;

typedef void TakeNeed(const Need *need, void *context);

/* Hands on everything that one grant of a sorted and folded list needs, be it there or not. */
void needs_of(const Grants *grants, const Names *names, const Known *known, const Grant *grant,
              TakeNeed *take, void *context);

/* The bits of a need that the list does not hold. */
uint32_t need_missing(const Grants *grants, const Names *names, const Need *need);

#endif
