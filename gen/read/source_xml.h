/* One metadata file of a project: what it says of objects, fields, record types, credentials and
 * permission sets (libxml2's SAX2). Only what `Known` has a place for is looked at: everything else in
 * a file is passed over, whatever it is. */
#ifndef READ_SOURCE_XML_H
#define READ_SOURCE_XML_H

#include "model/known.h"

/* A file to read, and what came of it. The bytes may go afterwards, unless `points` says that a place
 * inside them was kept in `known`; names are copied into the arena. */
typedef struct {
    Known *known;
    Arena *arena;
    uint32_t file; /* number of the source; 0: none */
    Str bytes;
    Str object; /* source_field_read: whose field */
    Str name;   /* of the component, as its path says it */
    bool points;
    Text wrong; /* filled where a reader gives false */
} SourceFile;

/* They give false, with `wrong`, where the text is not well-formed XML, has a document type, or is of
 * another type than its name says. What stood before the fault has been taken; the field, object or set
 * itself is known in any case, so that nobody reports it as missing, too. */
typedef bool SourceReader(SourceFile *f);

SourceReader source_object_read;      /* X.object-meta.xml, or X.object with its fields in it */
SourceReader source_field_read;       /* objects/X/fields/F.field-meta.xml */
SourceReader source_credential_read;  /* X.externalCredential: its principals */
SourceReader source_set_license_read; /* X.permissionset: its licence */

#endif
