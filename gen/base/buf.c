/* A growing byte buffer. */
#include "base/buf.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_room(Buf *b, size_t more)
{
    if (b->spill && b->n + more > BUF_SPILL && b->n) {
        b->spill(b->context, buf_str(b));
        buf_clear(b);
    }
    if (b->capacity - b->n >= more)
        return;
    size_t wanted = b->capacity ? b->capacity * 2 : 256;
    b->capacity = wanted - b->n < more ? b->n + more : wanted;
    b->bytes = mem_resize(b->bytes, b->capacity);
}

void buf_fill(Buf *b, char c, size_t count)
{
    if (!count)
        return;
    if (b->capacity - b->n < count)
        buf_room(b, count);
    memset(b->bytes + b->n, c, count);
    b->n += count;
}

void buf_format(Buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length > 0) {
        size_t size = (size_t)length;
        buf_room(b, size + 1);
        vsnprintf(b->bytes + b->n, size + 1, format, again);
        b->n += size;
    }
    va_end(again);
}

void buf_number(Buf *b, size_t number)
{
    char digits[20]; /* of 64 bits */
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    buf_put(b, (Str){digits + at, sizeof digits - at});
}

void buf_clear(Buf *b)
{
    b->n = 0;
}

void buf_free(Buf *b)
{
    free(b->bytes);
    *b = (Buf){0};
}

Str buf_str(const Buf *b)
{
    return b->n ? (Str){b->bytes, b->n} : S("");
}
