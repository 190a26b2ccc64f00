/* Text with its length, passed by value. It points into memory that somebody else owns and need not
 * end in NUL. All comparisons are byte-wise. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct {
    const char *s;
    size_t n;
} Str;

#define S(literal)   ((Str){(literal), sizeof(literal) - 1}) /* from a string literal */
#define STR_FMT      "%.*s"                                  /* for printf, with STR_ARG */
#define STR_ARG(str) (int)(str).n, (str).s /* asked for twice: nothing that changes anything */

/* What is asked for every character and name stands here, so that it costs no call. */

static inline bool char_is_letter(char c) /* of ASCII */
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool char_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool str_is(Str a, Str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

static inline int str_compare(Str a, Str b) /* <0, 0, >0; bytes as unsigned, prefix first */
{
    size_t common = a.n < b.n ? a.n : b.n;
    int order = common ? memcmp(a.s, b.s, common) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static inline Str str_from(Str s, size_t start) /* without the first `start` bytes */
{
    return start < s.n ? (Str){s.s + start, s.n - start} : S("");
}

static inline Str str_slice(Str s, size_t start, size_t end)
{
    if (end > s.n)
        end = s.n;
    return start < end ? (Str){s.s + start, end - start} : S("");
}

static inline bool str_starts(Str s, Str prefix)
{
    return s.n >= prefix.n && str_is((Str){s.s, prefix.n}, prefix);
}

static inline bool str_ends(Str s, Str suffix)
{
    return s.n >= suffix.n && str_is(str_from(s, s.n - suffix.n), suffix);
}

Str str_of(const char *text); /* NUL-terminated text, or "" for NULL */
char *str_c(Arena *a, Str s); /* a NUL-terminated copy */
Str str_copy(Arena *a, Str s);
Str str_join(Arena *a, Str first, Str second);
Str str_format(Arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

Str str_vformat(Arena *a, const char *format, va_list args);

bool str_is_nocase(Str a, Str b); /* ASCII letters only */
int str_compare_nocase(Str a, Str b);
ptrdiff_t str_find(Str s, char c); /* index of the first c, or -1 */
ptrdiff_t str_search(Str s, Str part);

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
