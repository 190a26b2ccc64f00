/* The output folder, written all or nothing.
 *
 *     Folder *f = folder_open("out", compare_only, d);
 *     folder_put(f, "package/package.xml", bytes);     // compares, stages what differs
 *     folder_commit(f);                                // renames, removes what is stale
 *     folder_close(f);                                 // without a commit the old output stays
 *
 * The folder itself is locked while a build runs. `.apionly/` in it holds the staged files during that
 * time, and a manifest: the names of the files that the tool wrote, one a line. Files that are not in
 * it are strangers: never changed, never removed. Paths are relative, with forward slashes; symbolic
 * links on the way are not followed. A run that changes nothing writes nothing. */
#ifndef PACK_FOLDER_H
#define PACK_FOLDER_H

#include "diag/diag.h"

typedef struct Folder Folder;

typedef enum { FILE_SAME, FILE_NEW, FILE_CHANGED, FILE_STALE } FileState;

typedef struct {
    Str path;
    FileState state;
    size_t staged; /* number of its staged copy */
} FolderFile;

/* Takes the lock and the manifest. With `compare_only` nothing is ever written, the folder need not
 * exist, and there is no lock. NULL after a finding. */
Folder *folder_open(const char *path, bool compare_only, Diag *d);

void folder_put(Folder *f, Str path, Str bytes);

/* Decides what is stale and tells about strangers; after it folder_files is complete and sorted. */
void folder_settle(Folder *f);

/* Puts everything in its place; false after a finding, and then as little as possible has changed. */
bool folder_commit(Folder *f);

void folder_close(Folder *f); /* NULL is fine */

/* All files, sorted by path, with what happened (or would happen) to them. */
const FolderFile *folder_files(const Folder *f, size_t *count);

#endif
