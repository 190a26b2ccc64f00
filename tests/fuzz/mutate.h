/* Changes of inputs that keep their form, so that most of them get behind the parsers. */
#ifndef FUZZ_MUTATE_H
#define FUZZ_MUTATE_H

#include "base/buf.h"

#include <stdint.h>

typedef struct {
    uint64_t state;
    Arena arena;
} Dice;

size_t roll(Dice *dice, size_t sides); /* below `sides`; 0 where there are none */
Str roll_word(Dice *dice);             /* a value: names that Salesforce knows, and odd texts */
Str roll_key(Dice *dice);              /* a key of definitions */
Str roll_element(Dice *dice);          /* an element of permission sets or of a project's files */
Str roll_column(Dice *dice);           /* a column of the org's answers */
size_t roll_place(Dice *dice, Str text,
                  char c); /* where one of these characters is; the end where none is */

/* Each writes a changed text to `out`. */
typedef void Mutate(Dice *dice, Str text, Buf *out);

Mutate mutate_yaml; /* by lines */
Mutate mutate_xml;  /* by elements */
Mutate mutate_json; /* by values; what is no JSON stays as it is */

/* An input of several files: one of them by its own kind, or the list. What has no kind stays as it is. */
Mutate mutate_files;

#endif
