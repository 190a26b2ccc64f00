/* package.xml: which components it names (libxml2). */
#ifndef READ_PACKAGE_XML_H
#define READ_PACKAGE_XML_H

#include "base/str.h"

typedef struct {
    Str type, name;
} PackageMember;

typedef struct {
    PackageMember *members;
    size_t count;
    Str version; /* empty: none said */
} PackageXml;

/* False where the bytes are not well-formed XML. */
bool package_xml_read(Arena *a, Str bytes, PackageXml *package);

#endif
