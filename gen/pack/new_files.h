/* Files that did not exist before, written all or none. */
#ifndef PACK_NEW_FILES_H
#define PACK_NEW_FILES_H

#include "base/str.h"

typedef struct {
    Str path, bytes;
    int error; /* errno where it could not be written, EEXIST where it is there already; else 0 */
} NewFile;

typedef struct NewFiles NewFiles;

/* Each is written under another name beside its own first, and the folders on its way are made. Where any has an error,
 * none is left, and no folder. Until it is closed the same holds where memory runs out. */
NewFiles *new_files_write(NewFile *files, size_t count);
void new_files_close(NewFiles *n);

#endif
