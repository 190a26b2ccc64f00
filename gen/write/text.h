/* Values made safe for the place they go to. Each function adds the escaped value to a buffer; what a
 * reader on the other side gets back is exactly the value. */
#ifndef WRITE_TEXT_H
#define WRITE_TEXT_H

#include "base/buf.h"

/* Text of an XML element as a retrieve writes it: & < > " ' escaped, everything else raw. */
void put_xml(Buf *out, Str text);

/* One CSV cell (RFC 4180): in quotes where it holds a comma, a quote or a line end. */
void put_csv(Buf *out, Str text);

/* An Apex string literal with its quotes. */
void put_apex(Buf *out, Str text);

/* A SOQL string literal with its quotes. */
void put_soql(Buf *out, Str text);

/* One word of a POSIX shell, in single quotes. */
void put_shell(Buf *out, Str text);

/* A JSON string with its quotes, safe inside a script element of HTML. What is no UTF-8 becomes U+FFFD. */
void put_json(Buf *out, Str text);

/* Text in a Markdown table cell or paragraph: nothing in it is markup, it stays on one line, and what is invisible
 * is shown as its code. */
void put_markdown(Buf *out, Str text);

/* An Apex comment cannot end early, nor hide what it says: what is invisible becomes a blank. */
void put_apex_comment(Buf *out, Str text);

/* Copies a skeleton, with {{name}} replaced by the value of the slot of that name. Every slot of the
 * skeleton must be given. */
typedef struct {
    const char *name;
    Str value; /* already escaped */
} Slot;
void put_skeleton(Buf *out, const char *skeleton, const Slot *slots, size_t count);

#endif
