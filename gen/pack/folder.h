/* The output folder, written all or nothing.
 *
 *     Folder *f = folder_open("out", compare_only, d);
 *     folder_put(f, "package/package.xml", bytes);     // compares, stages what differs
 *     folder_settle(f);                                // findings, and what is stale
 *     folder_commit(f);                                // renames, removes what is stale
 *     folder_close(f);                                 // without a commit the old output stays
 *
 * The folder itself is locked while a build runs. `.apionly/` in it holds the staged files during that
 * time, what a commit replaces until all is in place, and a manifest: the names of the files that the tool wrote, one a line. Files that are not in
 * it are strangers: never changed, never removed. Paths are relative, with forward slashes; symbolic
 * links on the way are not followed. A run that changes nothing writes nothing.
 *
 * A second folder, in a project's own source, is kept in the same way, with a manifest of its own. Both are
 * to be put and settled before either is committed. */
#ifndef PACK_FOLDER_H
#define PACK_FOLDER_H

#include "diag/diag.h"

typedef struct Folder Folder;

typedef enum { FILE_SAME, FILE_NEW, FILE_CHANGED, FILE_STALE } FileState;

typedef enum {
    FILE_FINE,
    FILE_BLOCKED,  /* something that is no file is in the way */
    FILE_FOREIGN,  /* a file of somebody else is */
    FILE_UNSTAGED, /* it could not be compared or written */
} FileTrouble;

typedef struct {
    Str path;
    FileState state;
    bool owned;    /* the manifest has it: an earlier build wrote it */
    size_t staged; /* number of its staged copy */
    FileTrouble trouble;
    int error; /* errno of FILE_UNSTAGED */
} FolderFile;

/* Whether a build can write a file of this name. */
typedef bool FolderName(Str path);

/* Takes the lock and the manifest, whose names are believed as far as they `can_be` ours (NULL: all can). With `compare_only` nothing is ever written, the folder need not
 * exist, and there is no lock. NULL after a finding. */
Folder *folder_open(const char *path, bool compare_only, FolderName *can_be, Diag *d);

/* Opens a folder of somebody's project, to be written along with the output folder: `inner` below `base`,
 * which ends with a slash or is empty. What is written there are permission sets in source format. A link on
 * the way from `base` is not followed, and the folder must not lie in the output folder. Other files are at
 * home there, so nobody is told of strangers. NULL after a finding. */
Folder *folder_open_project(const Folder *output, Str base, Text inner);

const char *folder_path(const Folder *f); /* as messages name it */

/* From here on the process writes to these folders only, by order of the kernel. `project` may be NULL. */
void folder_limit_writes(Folder *output, Folder *project);

/* May be called from several threads at once, with different paths. */
void folder_put(Folder *f, Str path, Str bytes);

/* The same for bytes that come piece by piece, so that they need not be in memory as a whole. As long as they
 * are those of the file that is there, nothing is written. */
typedef struct FolderStream FolderStream;
FolderStream *folder_stream(Folder *f, Str path);
void folder_stream_put(FolderStream *s, Str bytes);

/* All bytes were put. Gives a descriptor to read them by, which is the caller's, or -1 where they stand nowhere:
 * the folder is only compared, or there is trouble. */
int folder_stream_end(FolderStream *s);

/* Tells of what could not be put and of strangers, and decides what is stale; after it folder_files is
 * complete and sorted. */
void folder_settle(Folder *f);

/* Puts everything in its place; false after a finding, and then everything is as it was. */
bool folder_commit(Folder *f);

/* Takes a commit back, because another folder's, which belongs to it, has failed. */
void folder_undo(Folder *f);

void folder_close(Folder *f); /* NULL is fine */

/* Adds the finding that something could not be done with a path, by errno; nothing is committed then. */
void folder_fail(Folder *f, const char *what, Str path);

/* All files, sorted by path, with what happened (or would happen) to them. */
const FolderFile *folder_files(const Folder *f, size_t *count);

#endif
