/* Small pieces of writing that the output folder and single new files share. */
#ifndef PACK_FILES_H
#define PACK_FILES_H

#include "base/str.h"

/* Folders that were made on the way to something, outer ones first: to be taken away again where nothing came
 * of it. */
typedef struct {
    Str *path; /* each ends in NUL */
    size_t count, capacity;
} MadeFolders;

/* Makes the folders on the way to a path (with a slash at its end: all of it), and adds those that were not there;
 * false with errno. */
bool files_make_parents(Arena *a, const char *path, MadeFolders *made);

/* Takes away what was made, as far as it is empty; `at`: where the paths start. Keeps errno. */
void files_remove_made(int at, const MadeFolders *made);

/* Writes all bytes, through interruptions and short writes; false with errno. */
bool files_write_all(int fd, Str bytes);

#endif
