/* The one place that reads files and folders. (gen/pack writes the output folder.) */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/str.h"

/* The largest file that is read. 10,000 integrations with 230 grants each need 70 MB. */
enum { FILE_SIZE_MAX = 128 << 20 };

typedef enum { FILE_OK, FILE_FAILED, FILE_TOO_LARGE } FileStatus;

/* Reads a whole file into the arena; path "-" is standard input. On FILE_FAILED errno tells why.
 * FILE_TOO_LARGE is answered before the bytes are read where the size is known. */
FileStatus file_read(Arena *a, const char *path, Str *bytes);

/* The same from a file that is open at its start. */
FileStatus file_read_open(Arena *a, int fd, Str *bytes);

bool file_is_folder(const char *path); /* false also where there is nothing */
bool file_exists(const char *path);

typedef struct {
    Str *name; /* sorted byte-wise, without . and .. */
    size_t count;
} FileList;

/* The names in a folder; false (see errno) where it cannot be read. */
bool file_list(Arena *a, const char *path, FileList *list);

#endif
