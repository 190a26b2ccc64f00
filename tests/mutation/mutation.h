/* Kinds of mutations: each proposes mutants of one file. */
#ifndef MUTATION_MUTATION_H
#define MUTATION_MUTATION_H

#include "sheet.h"

typedef struct {
    Arena *arena;
    const Sheet *sheet;
    Mutant *items;
    size_t count, capacity;
} Proposals;

typedef void Propose(Proposals *p);

typedef struct {
    const char *what;
    Propose *propose;
} Kind;

extern const Kind object_kinds[], permission_kinds[], field_kinds[], form_kinds[]; /* to NULL */

/* A mutant whose finding has the level of its rule, at this place of the text before any edit. */
Mutant mutant_at(Rule rule, size_t at);
void propose(Proposals *p, Mutant m);

/* Sets one child of an entry; false where it has none, or that value already. */
bool mutant_child(const Proposals *p, Mutant *m, const Entry *entry, Str xml, Str value);

/* A new entry where it belongs, with these flags on; the finding is to point to its name. False where
 * the set has it already. */
bool mutant_insert(const Proposals *p, Mutant *m, ElementKind kind, Str key, uint32_t on);

bool is_plain(Str key); /* without references, which an edit could cut */

#endif
