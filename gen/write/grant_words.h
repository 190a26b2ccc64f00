/* Grants in words for people, the same wherever they are told. */
#ifndef WRITE_GRANT_WORDS_H
#define WRITE_GRANT_WORDS_H

#include "model/type.h"

/* What stands before the name of an entry, "user permission"; empty for objects and fields, whose names
 * show what they are. And of several: "user permissions". */
Str grant_noun(ElementKind kind, bool several);

/* The object of an entry: of objects, their fields and record types; else empty. *name becomes the key
 * without it, of an object all of it. */
Str grant_object(ElementKind kind, Str key, Str *name);

/* The order in which entries are told: an object, its fields, its record types; then element by element. */
int grant_rank(ElementKind kind);

enum { GRANT_WORDS_MAX = 32 };

typedef struct {
    Str items[GRANT_WORDS_MAX];
    size_t count;
} GrantWords;

/* One word for each of these bits of an entry, as definitions say it: "read", "edit"; where they have
 * none, as the file says it: "enabled". The two bits of a word of the type are told by its values before
 * and after, "Available → Visible", or by the one where they are the same; where the entry says more than
 * that word, its element stands before it. */
GrantWords grant_words(Arena *a, ElementKind kind, uint32_t bits, uint32_t was, uint32_t is);

/* The same as one text, "read, edit"; empty for entries that are there or not, and say no more. */
Str grant_text(Arena *a, ElementKind kind, uint32_t bits, uint32_t was, uint32_t is);

#endif
