/* Files that did not exist before: nothing is ever overwritten. */
#ifndef PACK_NEW_FILE_H
#define PACK_NEW_FILE_H

#include "base/str.h"

/* Writes a file and the folders on its way; false with errno, EEXIST where the file is there already.
 * A file that cannot be written whole is taken away again. */
bool new_file_write(const char *path, Str bytes);

#endif
