/* The one place that reads files and folders. (gen/pack writes the output folder.) */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/map.h"

/* The largest file that is read. 10,000 integrations with 230 grants each need 70 MB. */
enum { FILE_SIZE_MAX = 128 << 20 };

enum { FILE_DEPTH_MAX = 32 };

typedef enum {
    FILE_OK,
    FILE_FAILED,    /* errno tells why */
    FILE_TOO_LARGE, /* answered before the bytes are read where the size is known */
    FILE_UNSTEADY, /* somebody wrote to it meanwhile: half of one and half of another would be no file */
    FILE_NO_REGULAR, /* a pipe, a device or the like, which a walk came upon */
    FILE_TOO_DEEP,   /* a folder below FILE_DEPTH_MAX others, where a walk ends */
} FileStatus;

/* Reads a whole file into the arena; path "-" is standard input. It is what somebody named, so it may be a pipe. */
FileStatus file_read(Arena *a, const char *path, Str *bytes);

/* The same for what was found in a folder: only regular files are read, nothing is waited for. */
FileStatus file_read_found(Arena *a, const char *path, Str *bytes);

/* The same from a file that is open at its start. */
FileStatus file_read_open(Arena *a, int fd, Str *bytes);

/* Why a file was not read, to follow "cannot be read: ". Right after the reading, for errno. */
const char *file_why(FileStatus status);

/* Whether errno says only that there is no such file: then one that need not be there is not. */
bool file_is_missing(void);

bool file_is_folder(const char *path); /* false also where there is nothing */
bool file_exists(const char *path);

typedef struct {
    Str *name; /* sorted byte-wise, without . and .. */
    size_t count;
} FileList;

/* Whether a folder is entered for the first time, by whatever way: links can lead back, or to one folder many
 * times. `visited` starts empty; its keys lie in the arena. */
bool file_first_visit(Map *visited, Arena *a, const char *folder);

/* The names in a folder; false (see errno) where it cannot be read. */
bool file_list(Arena *a, const char *path, FileList *list);

#endif
