/* Text with its length: comparison, cutting, small constructions in an arena. */
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Str str_of(const char *text)
{
    return text ? (Str){text, strlen(text)} : S("");
}

char *str_c(Arena *a, Str s)
{
    char *copy = arena_raw(a, s.n + 1);
    if (s.n)
        memcpy(copy, s.s, s.n);
    copy[s.n] = '\0';
    return copy;
}

Str str_copy(Arena *a, Str s)
{
    return (Str){str_c(a, s), s.n};
}

Str str_join(Arena *a, Str first, Str second)
{
    char *joined = arena_raw(a, first.n + second.n + 1);
    joined[first.n + second.n] = '\0';
    if (first.n)
        memcpy(joined, first.s, first.n);
    if (second.n)
        memcpy(joined + first.n, second.s, second.n);
    return (Str){joined, first.n + second.n};
}

Str str_vformat(Arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    size_t size = length > 0 ? (size_t)length : 0;
    char *text = arena_alloc(a, size + 1);
    vsnprintf(text, size + 1, format, again);
    va_end(again);
    return (Str){text, size};
}

Str str_format(Arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str text = str_vformat(a, format, args);
    va_end(args);
    return text;
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool str_is_nocase(Str a, Str b)
{
    return a.n == b.n && str_compare_nocase(a, b) == 0;
}

int str_compare_nocase(Str a, Str b)
{
    size_t common = a.n < b.n ? a.n : b.n;
    for (size_t i = 0; i < common; i++)
        if (lower(a.s[i]) != lower(b.s[i]))
            return lower(a.s[i]) < lower(b.s[i]) ? -1 : 1;
    return (a.n > b.n) - (a.n < b.n);
}

ptrdiff_t str_find(Str s, char c)
{
    const char *at = s.n ? memchr(s.s, c, s.n) : NULL;
    return at ? at - s.s : -1;
}

ptrdiff_t str_search(Str s, Str part)
{
    const char *at = s.n && part.n ? memmem(s.s, s.n, part.s, part.n) : NULL;
    return at ? at - s.s : -1;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

Str str_behind_last(Str s, char separator)
{
    for (size_t i = s.n; i-- > 0;)
        if (s.s[i] == separator)
            return str_from(s, i + 1);
    return s;
}

Str str_trim(Str s)
{
    while (s.n && is_blank(s.s[0]))
        s = str_from(s, 1);
    while (s.n && is_blank(s.s[s.n - 1]))
        s.n--;
    return s;
}

Str str_lower(Arena *a, Str s)
{
    char *copy = str_c(a, s);
    for (size_t i = 0; i < s.n; i++)
        copy[i] = (char)lower(copy[i]);
    return (Str){copy, s.n};
}

Str str_replace(Arena *a, Str s, Str from, Str to)
{
    Str done = S("");
    for (ptrdiff_t at; (at = str_search(s, from)) >= 0;) {
        done = str_join(a, done, str_join(a, str_slice(s, 0, (size_t)at), to));
        s = str_from(s, (size_t)at + from.n);
    }
    return str_join(a, done, s);
}

static int hex_digit(char c)
{
    if (char_is_digit(c))
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

Str str_percent_decode(Arena *a, Str s)
{
    char *text = arena_raw(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int high = s.s[i] == '%' && i + 2 < s.n ? hex_digit(s.s[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s.s[i + 2]) : -1;
        text[n++] = low >= 0 ? (char)(high * 16 + low) : s.s[i];
        i += low >= 0 ? 2 : 0;
    }
    return (Str){text, n};
}

Str str_cut(Str *rest, char separator)
{
    ptrdiff_t at = str_find(*rest, separator);
    Str before = at < 0 ? *rest : str_slice(*rest, 0, (size_t)at);
    *rest = at < 0 ? S("") : str_from(*rest, (size_t)at + 1);
    return before;
}

/* The longest text that is worth comparing for a spelling mistake. */
enum { DISTANCE_MAX = 64 };

static int min3(int a, int b, int c)
{
    int m = a < b ? a : b;
    return m < c ? m : c;
}

int str_distance(Str a, Str b, int limit)
{
    if (limit < 0 || a.n > DISTANCE_MAX || b.n > DISTANCE_MAX || abs((int)a.n - (int)b.n) > limit)
        return limit + 1;
    int rows[3][DISTANCE_MAX + 1] = {{0}};
    int *older = rows[0], *before = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b.n; j++)
        before[j] = (int)j;
    for (size_t i = 1; i <= a.n; i++) {
        int least = now[0] = (int)i;
        for (size_t j = 1; j <= b.n; j++) {
            bool same = lower(a.s[i - 1]) == lower(b.s[j - 1]);
            bool swapped = i > 1 && j > 1 && lower(a.s[i - 1]) == lower(b.s[j - 2]) &&
                           lower(a.s[i - 2]) == lower(b.s[j - 1]);
            now[j] = min3(before[j] + 1, now[j - 1] + 1, before[j - 1] + !same);
            if (swapped && older[j - 2] + 1 < now[j])
                now[j] = older[j - 2] + 1;
            least = now[j] < least ? now[j] : least;
        }
        if (least > limit) /* and it never falls from one row to the next */
            return limit + 1;
        int *spare = older;
        older = before;
        before = now;
        now = spare;
    }
    return before[b.n] <= limit ? before[b.n] : limit + 1;
}

const Str *str_closest(Str said, const Str *choices, size_t count)
{
    const Str *closest = NULL;
    int limit = said.n < 4 ? 1 : said.n < 9 ? 2 : 3, best = limit + 1;
    for (size_t i = 0; i < count; i++) {
        int distance = str_distance(said, choices[i], limit);
        if (distance < best) {
            best = distance;
            closest = &choices[i];
        }
    }
    return closest;
}
