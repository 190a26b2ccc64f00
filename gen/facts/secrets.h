/* Passwords, tokens and private keys, by the forms that their issuers publish. */
#ifndef FACTS_SECRETS_H
#define FACTS_SECRETS_H

#include "base/str.h"

#include <stddef.h>

enum { SECRET_LEAST = 16 }; /* nothing shorter is taken for a secret: https://u:p@h.io */

typedef struct {
    size_t at, length; /* in the text */
    Str kind;          /* "a GitHub token" … */
} Secret;

/* The first secret in a text, for what it looks like; false where there is none. */
bool fact_secret(Str text, Secret *found);

/* Whether a key of this name holds a secret, whatever its value looks like: password, client_secret … */
bool fact_secret_key(Str key);

#endif
