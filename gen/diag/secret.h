/* Secrets that stand where they should not: they are found, and what is told of a place never shows them. */
#ifndef DIAG_SECRET_H
#define DIAG_SECRET_H

#include "diag/diag.h"

/* Adds a finding where a value or key holds what looks like a secret. */
void diag_secret(Diag *d, Loc at, Str text);

/* Whether the name of a key says that its value is one, whatever that looks like; then it is not shown. */
bool diag_secret_value(Diag *d, Str key, Loc value);

/* A text with *** in place of each secret. */
Str secret_masked(Arena *a, Str text);

/* Whether a place lies in the value of a key such as `password`: then not even words of it may be told. */
bool secret_holds(const Sources *sources, Loc at);

/* A piece of a line with a marked part, as an excerpt shows it: hides the secrets in it and moves the mark
 * with them. The bytes are those of the source. */
typedef struct {
    Str text;
    size_t mark, length;
} Excerpt;
void secret_hide(Arena *a, const Source *source, Excerpt *excerpt);

#endif
