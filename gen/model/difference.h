/* Who gains and who loses which access between two states: what permission sets grant, who is assigned
 * what, which risks are accepted. Order, form and entries that grant nothing never count, and as
 * Salesforce does not tell upper from lower case in names, neither does this. */
#ifndef MODEL_DIFFERENCE_H
#define MODEL_DIFFERENCE_H

#include "model/model.h"
#include "model/type.h"

/* --- permission sets ------------------------------------------------------------------------------ */

/* What one set grants under one key, before and after: never the same. */
typedef struct {
    ElementKind kind;
    Str key;               /* as the newer side spells it, where it has it */
    uint32_t was, is;      /* bits that are on; 0: no such entry, or one that grants nothing */
    uint32_t gained, lost; /* of these; a word (two bits) that rose or fell is there with both */
    Loc was_at, is_at;     /* where the sides say it; file 0: not at all */
    const PermissionSet
        *other; /* set of the same integration that lost, or gained, just this: whoever
                                   holds both has what they had; or NULL */
} GrantDifference;

/* A head that differs: the licence, and what is no access: label, description, session activation. */
typedef struct {
    ElementKind kind;
    Str was, is; /* of a flag: "true" or "false" */
} HeadDifference;

typedef enum {
    SET_CHANGED,
    SET_GAINED, /* all its grants are gained; heads are not compared */
    SET_LOST,   /* all its grants are lost */
    SET_RENAMED /* another API name; what it grants may have changed as well */
} SetState;

typedef struct {
    SetState state;
    const PermissionSet *was, *is; /* NULL where a side has none */
    GrantDifference *grants;       /* in element order, then by key */
    size_t grant_count, grant_capacity;
    HeadDifference *heads; /* in element order */
    size_t head_count, head_capacity;
    size_t gained, lost; /* entries with a gain, and with a loss; one entry can have both */
} SetDifference;

/* --- users ------------------------------------------------------------------------------------------ */

/* One value that differs, or one of the things that are assigned and were not, or are no more. */
typedef struct {
    const char *what; /* "permission set", "queue", "profile" … */
    Str was, is;      /* empty: nothing, or the default */
    bool assigned;    /* a thing that is assigned: a gain or a loss; otherwise a value */
} UserChange;

typedef struct {
    Str environment;
    const EnvironmentUser *was, *is; /* by username; NULL where a side has none */
    bool retired;                    /* gone, and said to be */
    UserChange *changes;             /* of a user that both sides have */
    size_t change_count, change_capacity;
} UserDifference;

/* --- accepted risks -------------------------------------------------------------------------------- */

typedef struct {
    const Allow *was, *is; /* for the same rule and name; NULL where a side has none */
} AllowDifference;

/* --- all of it -------------------------------------------------------------------------------------- */

typedef struct {
    SetDifference *items; /* by API name, that of the newer side where it has the set */
    size_t count, capacity;
    UserDifference *users; /* in the order of the environments, then by username */
    size_t user_count, user_capacity;
    AllowDifference *allows; /* in the order of the newer side, then what is gone */
    size_t allow_count, allow_capacity;
    size_t gained, lost; /* entries of sets, users and their assignments */
    bool losses_only;
} Differences;

/* One side: sets with distinct API names, their grants sorted and folded, in any order. A side that is
 * no definition says nothing of users and risks: `model` is NULL, and neither is compared. */
typedef struct {
    const Names *names;
    PermissionSet *const *sets;
    size_t count;
    const Model *model;
} AccessSide;

/* Texts are not copied: both models must outlive what comes out. */
Differences differences_find(const AccessSide *before, const AccessSide *after, Arena *a);

/* Takes out whatever is no loss of access. */
void differences_keep_losses(Differences *differences);

bool differences_any(const Differences *differences);

/* The set that a difference is told of: the newer one where there is one. */
const PermissionSet *difference_set(const SetDifference *difference);
const EnvironmentUser *difference_user(const UserDifference *difference); /* the same of a user */

#endif
