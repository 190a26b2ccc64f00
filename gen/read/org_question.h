/* Which question an answer is to, where it holds no row that would tell: an empty one, or an error. */
#ifndef READ_ORG_QUESTION_H
#define READ_ORG_QUESTION_H

#include "read/org_rows.h"

typedef struct {
    bool known;
    Question question;
    Str type; /* the sObject, where that is known too; else empty */
} Asked;

/* By the name of the file: by one of the names that our own queries have, whose answers are told to be kept
 * under the same name; or by any word in it, the most particular first. */
Asked asked_by_own_name(Str file);
Asked asked_by_word(Str file);

/* By an error message, which quotes the query or names the sObject. */
Asked asked_by_message(Str message);

#endif
