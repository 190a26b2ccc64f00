/* Rows of an answer to a query: which sObject they are of, which question that answers, and what they say. */
#ifndef READ_ORG_ROWS_H
#define READ_ORG_ROWS_H

#include "read/org_values.h"

/* What reading a row needs. */
typedef struct {
    Org *org;
    Names *names;
    Arena *arena;
    Loc at;
    const json_t *row;
    const json_t *outer; /* the row that it stands in, where it is one of a sub-query; else NULL */
    const char *outer_sobject; /* what that is a row of */
    const char *lacks;         /* filled where the row is of no use: why */
} OrgRow;

typedef struct {
    const char *sobject;
    Question question;
    bool (*read)(OrgRow *r); /* false: of no use */
    const char *const
        *marks; /* columns that only such rows have together; NULL: any may have them */
    bool (*is)(const json_t *row); /* where columns of one name do not tell; or NULL */
} RowType;

/* A sub-query: rows inside a row. */
typedef struct {
    const char *outer, *column, *sobject;
} RowChild;

extern const RowChild row_children[]; /* ended by outer == NULL */

Str row_sobject(const json_t *row);         /* as its attributes tell; or empty */
const RowType *row_type(const json_t *row); /* by attributes, else by columns; or NULL */
const RowType *row_type_named(Str sobject); /* in any case; or NULL */

#endif
