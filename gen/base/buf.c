/* A growing byte buffer. */
#include "base/buf.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *room(Buf *b, size_t more)
{
    if (b->capacity - b->n < more) {
        size_t wanted = b->capacity ? b->capacity * 2 : 256;
        b->capacity = wanted - b->n < more ? b->n + more : wanted;
        b->bytes = mem_resize(b->bytes, b->capacity);
    }
    return b->bytes + b->n;
}

void buf_put(Buf *b, Str s)
{
    if (!s.n)
        return;
    memcpy(room(b, s.n), s.s, s.n);
    b->n += s.n;
}

void buf_byte(Buf *b, char c)
{
    *room(b, 1) = c;
    b->n++;
}

void buf_fill(Buf *b, char c, size_t count)
{
    if (!count)
        return;
    memset(room(b, count), c, count);
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
        vsnprintf(room(b, size + 1), size + 1, format, again);
        b->n += size;
    }
    va_end(again);
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
