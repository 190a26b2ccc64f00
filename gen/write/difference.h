/* What differs between two lists of permission sets, in each form that it is told in. */
#ifndef WRITE_DIFFERENCE_H
#define WRITE_DIFFERENCE_H

#include "base/buf.h"
#include "model/difference.h"

/* For people: the entries of each set below its name, and how many there are. */
void write_difference_text(const Differences *differences, bool color, Buf *out);

/* For programs: see gen/write/difference_json.c. */
void write_difference_json(const Differences *differences, Buf *out);

/* --- what the forms share ------------------------------------------------------------------------ */

enum { DIFFERENCE_WORDS_MAX = 32 };

typedef struct {
    Str items[DIFFERENCE_WORDS_MAX];
    size_t count;
} DifferenceWords;

/* One word for each of these bits of an entry, as definitions say it: "read", "edit"; where they have
 * none, as the file says it: "enabled". The two bits of a word of the type are told by its values before
 * and after, "Available → Visible", or by the one where they are the same; where the entry says more than
 * that word, its element stands before it. */
DifferenceWords difference_words(Arena *a, ElementKind kind, uint32_t bits, uint32_t was,
                                 uint32_t is);

bool difference_is_switch(ElementKind kind); /* its entries are there or not, and say no more */

#endif
