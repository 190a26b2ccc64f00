/* UTF-8 on top of utf8proc. */
#include "base/utf8.h"

#include "base/buf.h"

#include <stdlib.h>
#include <utf8proc.h>

int32_t utf8_decode(Str s, size_t *length)
{
    utf8proc_int32_t code = -1;
    *length = 1;
    if (s.n && utf8_is_plain(s.s[0]))
        return s.s[0];
    utf8proc_ssize_t n =
        utf8proc_iterate((const utf8proc_uint8_t *)s.s, (utf8proc_ssize_t)s.n, &code);
    *length = n > 0 ? (size_t)n : 1;
    return n > 0 ? code : -1;
}

/* No early end, so that compilers take many bytes at once. */
static bool is_plain_piece(const char piece[64])
{
    unsigned odd = 0;
    for (size_t i = 0; i < 64; i++)
        odd |= (unsigned)!utf8_is_plain(piece[i]) & (unsigned)(piece[i] != '\n');
    return !odd;
}

size_t utf8_plain_run(Str s)
{
    size_t run = 0;
    while (run + 64 <= s.n && is_plain_piece(s.s + run))
        run += 64;
    return run;
}

ptrdiff_t utf8_invalid(Str s)
{
    size_t length;
    for (size_t i = 0; i < s.n; i += length) {
        length = utf8_plain_run(str_from(s, i));
        if (length)
            continue;
        length = 1;
        if ((unsigned char)s.s[i] >= 0x80 && utf8_decode(str_from(s, i), &length) < 0)
            return (ptrdiff_t)i;
    }
    return -1;
}

size_t utf8_count(Str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++)
        count += ((unsigned char)s.s[i] & 0xc0) != 0x80;
    return count;
}

size_t utf8_width(Str s)
{
    size_t width = 0, length;
    for (size_t i = 0; i < s.n; i += length) {
        int32_t code = utf8_decode(str_from(s, i), &length);
        bool control = code < ' ' || (code >= 0x7f && code < 0xa0);
        width += control ? 1 : (size_t)utf8proc_charwidth(code);
    }
    return width;
}

bool utf8_is_invisible(int32_t code)
{
    static const int32_t fillers[] = {0x115f, 0x1160, 0x2800, 0x3164, 0xffa0};
    if ((code >= ' ' && code < 0x7f) || code < 0)
        return false;
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (code == fillers[i])
            return true;
    switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return false;
    }
}

bool utf8_is_forbidden(int32_t code)
{
    return (code < ' ' && code != '\t' && code != '\n' && code != '\r') || code == 0xfffe ||
           code == 0xffff;
}

Str utf8_ascii(Arena *a, Str s)
{
    utf8proc_uint8_t *plain = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)s.s, (utf8proc_ssize_t)s.n, &plain,
                     UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK);
    Buf out = {0};
    for (utf8proc_ssize_t i = 0; i < n; i++)
        if (plain[i] < 0x80)
            buf_byte(&out, (char)plain[i]);
    free(plain);
    Str copy = str_copy(a, buf_str(&out));
    buf_free(&out);
    return copy;
}
