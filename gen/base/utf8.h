/* UTF-8: validity, characters, and how wide they are on a terminal (utf8proc). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

#include <stdint.h>

/* The code point at the start of s and its length in bytes; an invalid start gives -1 and 1. */
int32_t utf8_decode(Str s, size_t *length);

/* Printable ASCII: one column, and nothing to look up. */
static inline bool utf8_is_plain(char c)
{
    return c >= ' ' && c < 0x7f;
}

/* How many bytes from the start are printable ASCII or line feeds; of a long run it may tell fewer. Most of a
 * large text is such, and it is passed over many bytes at a time. */
size_t utf8_plain_run(Str s);

/* The offset of the first byte that is not part of valid UTF-8, or -1. */
ptrdiff_t utf8_invalid(Str s);

size_t utf8_count(Str s); /* in characters (code points) */
size_t utf8_width(Str s); /* in terminal columns; a tab or control character counts one */

/* What may not stand in a name because nobody sees it: zero-width and formatting characters, and
 * every blank but the plain one (no-break space, line separators). */
bool utf8_is_invisible(int32_t code);

/* Characters that XML 1.0 cannot carry at all. */
bool utf8_is_forbidden(int32_t code);

/* The closest ASCII spelling: marks fall off letters, what has no ASCII form is left out. */
Str utf8_ascii(Arena *a, Str s);

#endif
