/* Small pieces of writing that the output folder and single new files share. */
#ifndef PACK_FILES_H
#define PACK_FILES_H

#include "base/str.h"

/* Makes the folders on the way to a path; false with errno. */
bool files_make_parents(const char *path);

/* Writes all bytes, through interruptions and short writes; false with errno. */
bool files_write_all(int fd, Str bytes);

/* Writes a file that did not exist before, and the folders on its way; false with errno, EEXIST where
 * it is there already. A file that cannot be written whole is taken away again. */
bool files_write_new(const char *path, Str bytes);

#endif
