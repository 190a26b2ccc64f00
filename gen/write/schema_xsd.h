/* XML Schemas, made from the one table. */
#ifndef WRITE_SCHEMA_XSD_H
#define WRITE_SCHEMA_XSD_H

#include "base/buf.h"

/* Permission sets in the canonical order, which is stricter than what a deploy accepts. */
void write_permission_set_xsd(Buf *out);

/* package.xml as we write it: types sorted or not, members before name, the version last. */
void write_package_xsd(Buf *out);

#endif
