/* A project's source or a metadata folder: which components it holds. Most are known by their paths
 * alone; objects, fields, credentials and permission sets are read. */
#ifndef READ_SOURCE_TREE_H
#define READ_SOURCE_TREE_H

#include "diag/diag.h"
#include "read/source_xml.h"

/* What a path stands for, in source format (X.cls-meta.xml) or metadata format (classes/X.cls). */
typedef struct {
    bool known;         /* false: nothing that a permission set could name */
    SourceReader *read; /* the reader that its bytes need; NULL: the name says all */
    ElementKind kind;   /* without a reader: of whose entries `name` is the key */
    Str object;         /* of a field */
    Str name;           /* with %XX decoded; Object.RecordType of a record type */
} SourceItem;

/* The texts are in the arena or in the path. */
SourceItem source_item(Arena *a, Str path);

/* Reads a folder into `known`. Where it is a project (sfdx-project.json), its package directories are
 * read, otherwise all of it. Hidden folders are passed over, as are node_modules and those whose files
 * only look like metadata. What cannot be read is a finding; files that findings or `known` point into
 * become sources of `d`. */
void source_tree_read(Known *known, Arena *a, Diag *d, Text folder);

#endif
