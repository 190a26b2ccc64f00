/* Text with its length, passed by value. It points into memory that somebody else owns and need not
 * end in NUL. All comparisons are byte-wise. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *s;
    size_t n;
} Str;

#define S(literal)   ((Str){(literal), sizeof(literal) - 1}) /* from a string literal */
#define STR_FMT      "%.*s"                                  /* for printf, with STR_ARG */
#define STR_ARG(str) (int)(str).n, (str).s

bool char_is_letter(char c); /* of ASCII */
bool char_is_digit(char c);

Str str_of(const char *text); /* NUL-terminated text, or "" for NULL */
char *str_c(Arena *a, Str s); /* a NUL-terminated copy */
Str str_copy(Arena *a, Str s);
Str str_join(Arena *a, Str first, Str second);
Str str_format(Arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

Str str_vformat(Arena *a, const char *format, va_list args);

bool str_is(Str a, Str b);
bool str_is_nocase(Str a, Str b); /* ASCII letters only */
int str_compare(Str a, Str b);    /* <0, 0, >0; bytes as unsigned, prefix first */
int str_compare_nocase(Str a, Str b);
bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);
ptrdiff_t str_find(Str s, char c); /* index of the first c, or -1 */
ptrdiff_t str_search(Str s, Str part);

Str str_from(Str s, size_t start); /* without the first `start` bytes */
Str str_slice(Str s, size_t start, size_t end);
Str str_trim(Str s);            /* without blanks, tabs and line ends around it */
Str str_lower(Arena *a, Str s); /* ASCII letters only */
Str str_replace(Arena *a, Str s, Str from, Str to); /* every occurrence of a non-empty `from` */

/* What stands behind the last separator; all of it where there is none: the file name of a path. */
Str str_behind_last(Str s, char separator);

/* A copy in which %XX is the byte it stands for, as in the file names of Salesforce. */
Str str_percent_decode(Arena *a, Str s);

/* Cuts *rest at the first `separator`: gives what stands before it, *rest becomes what stands after.
 * Without one gives all and leaves *rest empty. */
Str str_cut(Str *rest, char separator);

/* How many single-character edits turn a into b (insert, delete, replace, swap neighbours), case
 * ignored; gives `limit` + 1 as soon as it is certain that it is more than limit. */
int str_distance(Str a, Str b, int limit);

/* The choice that is closest in spelling to what was said; NULL where none is close. */
const Str *str_closest(Str said, const Str *choices, size_t count);

#endif
