/* A growing byte buffer, for everything that is written. Its memory is its own: buf_free at the end.
 *
 *     Buf b = {0};
 *     buf_put(&b, S("<label>"));
 *     use(buf_str(&b));                  // valid until the next change
 *     buf_free(&b);
 *
 * With a function to spill to, what was written goes there as soon as there is BUF_SPILL of it, and the buffer
 * holds only what came since: large texts need not be in memory as a whole. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

enum { BUF_SPILL = 256 << 10 };

typedef struct {
    char *bytes;
    size_t n, capacity;
    void (*spill)(void *context, Str bytes); /* or NULL */
    void *context;
} Buf;

/* Room for so many more bytes, behind those that are there. */
void buf_room(Buf *b, size_t more);

static inline void buf_put(Buf *b, Str s)
{
    if (b->capacity - b->n < s.n)
        buf_room(b, s.n);
    if (s.n)
        memcpy(b->bytes + b->n, s.s, s.n);
    b->n += s.n;
}

static inline void buf_byte(Buf *b, char c)
{
    if (b->n == b->capacity)
        buf_room(b, 1);
    b->bytes[b->n++] = c;
}

void buf_fill(Buf *b, char c, size_t count);
void buf_format(Buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_number(Buf *b, size_t number);
void buf_clear(Buf *b); /* empty again, the memory is kept */
void buf_free(Buf *b);
Str buf_str(const Buf *b);

#endif
