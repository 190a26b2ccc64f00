/* What differences_find is made of; nobody else needs it. */
#ifndef MODEL_DIFFERENCE_STEPS_H
#define MODEL_DIFFERENCE_STEPS_H

#include "model/difference.h"

/* What a set grants under one key. */
typedef struct {
    ElementKind kind;
    Str key;
    uint32_t on;
    Loc at;
} Entry;

typedef struct {
    Entry *items; /* in order; no key twice, none that grants nothing */
    size_t count, capacity;
} Entries;

Entries entries_of(Arena *a, const Names *names, const PermissionSet *set);
int entry_compare(const Entry *a, const Entry *b); /* 0: of one element and name */

/* A set that only one side has. */
typedef struct {
    const PermissionSet *set;
    Entries entries;
    bool paired;
} Lone;

typedef struct {
    Lone *items;
    size_t count, capacity;
    Arena arena; /* of them and their entries */
} Lones;

typedef void TakePair(void *context, const Lone *was, const Lone *is);

/* Finds the sets that only got another name, and hands on each pair. In this order: the set of the same
 * integration; one that grants the very same; one with the same label; one that is more alike than not.
 * All but the first have the same licence. The last is only looked for where at most a hundred sets are left
 * on each side. */
void lones_pair(Lones *was, Lones *is, TakePair *take, void *context);

/* Adds what differs in users, and in accepted risks; both sides are definitions. */
void users_compare(const Model *before, const Model *after, Differences *out, Arena *a);
void allows_compare(const Model *before, const Model *after, Differences *out, Arena *a);

#endif
