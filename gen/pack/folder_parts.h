/* The output folder, for its own parts. */
#ifndef PACK_FOLDER_PARTS_H
#define PACK_FOLDER_PARTS_H

#include "base/buf.h"
#include "base/map.h"
#include "base/memory.h"
#include "pack/files.h"
#include "pack/folder.h"

#include <pthread.h>
#include <sys/types.h>

#define PRIVATE  ".apionly"
#define STAGE    ".apionly/stage"
#define MANIFEST ".apionly/manifest"

enum { NAMED_STRANGERS_MAX = 5 };

/* One change of a commit, to be taken back by. */
typedef struct {
    Str path;
    enum {
        OLD_NONE, /* nothing stood there */
        OLD_KEPT, /* what stood there is in the stage, by the number of this step */
        OLD_LOST, /* the file system could not keep it */
    } old;
} FolderStep;

struct Folder {
    Arena arena;
    Diag *diag;
    const char *path;
    bool compare_only;
    bool of_project; /* strangers are at home in it */
    FolderName *can_be;
    bool stranded; /* something could not be put back: what is in the stage is the last of it */
    int root;      /* -1: it does not exist (compare_only) */
    int outer;     /* where the paths of `made_outer` start */
    MadeFolders made_outer, made; /* on the way to the root, and below it */
    Map owned;                    /* names in the manifest */
    Str *manifest;
    size_t manifest_count, manifest_capacity;
    Map planned;          /* names put in this run; once it is settled */
    pthread_mutex_t lock; /* of all that follows, and of the arena, while files are put */
    int stage;            /* -1 while nothing is staged */
    FolderFile *files;
    size_t count, capacity;
    FolderStep *steps;
    size_t step_count;
    bool failed, committed;
    MemCleanup cleanup;
};

bool folder_safe_path(Str path); /* it leads nowhere but down */

/* Opens the folder that holds a path, made where `make` says so; *name becomes the last part. The
 * descriptor is the caller's; -1 with errno. */
int folder_parent(Folder *f, Str path, bool make, char name[256]);

/* The same from a folder that is open. `made` may be NULL: then nothing is made. */
int folder_walk(Arena *a, int from, Str path, MadeFolders *made, char name[256]);

/* Opens a regular file; -1 with errno. */
int folder_open_file(int parent, const char *name, off_t *size);

/* False with errno. `executable`: who may read the file may also run it. */
bool folder_write_file(int parent, const char *name, Str bytes, bool executable);

/* Where files are staged; made when the first one is. */
bool folder_open_stage(Folder *f, bool make);
void folder_close_stage(Folder *f);
void folder_clear_left(
    Folder *f); /* the same of what a killed run left, by names that nobody knows */

/* Takes away every trace of a run that did not commit, as it is: for the lack of memory. */
void folder_abandon(void *folder);
void folder_stage_name(size_t number, char name[32]);
void folder_kept_name(size_t step, char name[32]); /* of what a step replaced */

/* What stands at a path. */
typedef struct {
    int fd; /* -1: nothing that could be compared */
    off_t size;
    FileState state; /* FILE_SAME where it was opened, else what a file there would be */
    FileTrouble trouble;
    int error; /* errno of FILE_UNSTAGED */
} OldFile;

OldFile folder_open_old(Folder *f, Str path);

/* Takes a file into the list; gives its place there, which is one less than the number of its staged copy.
 * *stages: it is to be staged. From any thread, like the next. */
size_t folder_add_file(Folder *f, Str path, const OldFile *old, bool *stages);
void folder_unstaged(Folder *f, size_t place, int why); /* by errno: it could not be */

#endif
