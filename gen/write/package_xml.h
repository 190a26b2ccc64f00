/* The parts of a package.xml: start, for each type its members and then its name, end. */
#ifndef WRITE_PACKAGE_XML_H
#define WRITE_PACKAGE_XML_H

#include "base/buf.h"

void package_start(Buf *out);
void package_member(Buf *out, Str name, bool first); /* first of its type */
void package_type(Buf *out, const char *type);       /* behind its members */
void package_end(Buf *out, int api_version); /* 0: says none, as destructive changes need not */

#endif
