/* The questions of the proof, as SOQL: one query a file. Each is sent as part of an address, which has room
 * for about 16,000 characters, so long lists are asked in parts. */
#ifndef WRITE_QUERIES_H
#define WRITE_QUERIES_H

#include "base/buf.h"
#include "model/model.h"

typedef struct {
    const Str *items;
    size_t count;
} StrSpan;

typedef struct {
    Str file; /* name.soql, or name-2.soql for the second part */
    const char *skeleton;
    StrSpan usernames,
        names; /* names: of objects or user permissions, as the skeleton needs them */
} Query;

/* The queries of an environment, in the order of their names; they live in the arena. */
Query *queries_plan(const Model *model, const Environment *environment, Arena *a, size_t *count);

void write_query(const Query *query, Buf *out);

/* package.xml for a retrieve of what the users hold: sets, ours and the org's, and their profiles. */
void write_proof_package(const Model *model, const Environment *environment, Buf *out);

#endif
