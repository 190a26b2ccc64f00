/* A growing byte buffer, for everything that is written. Its memory is its own: buf_free at the end.
 *
 *     Buf b = {0};
 *     buf_put(&b, S("<label>"));
 *     use(buf_str(&b));                  // valid until the next change
 *     buf_free(&b);                                                                                */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

typedef struct {
    char *bytes;
    size_t n, capacity;
} Buf;

void buf_put(Buf *b, Str s);
void buf_byte(Buf *b, char c);
void buf_fill(Buf *b, char c, size_t count);
void buf_format(Buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_clear(Buf *b); /* empty again, the memory is kept */
void buf_free(Buf *b);
Str buf_str(const Buf *b);

#endif
