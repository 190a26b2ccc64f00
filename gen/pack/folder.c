/* Opening and closing the output folder: who may write there, and which files are ours. */
#include "base/file.h"
#include "base/memory.h"
#include "base/sandbox.h"
#include "pack/folder_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is written to a project. */
static bool is_set_of_project(Str path)
{
    Str set = path, folder = str_cut(&set, '/');
    return str_is(folder, S("permissionsets")) && str_find(set, '/') < 0 &&
           str_ends(set, S(".permissionset-meta.xml"));
}

/* A manifest comes out of source control, and people build into folders that hold more: one that was tampered with
 * must not take their files away. */
static bool can_be_ours(const Folder *f, Str path)
{
    return folder_safe_path(path) && (!f->can_be || f->can_be(path));
}

/* False with errno. */
static bool read_text(Folder *f, Str path, Str *text)
{
    off_t size;
    char name[256];
    int parent = folder_parent(f, path, false, name);
    int fd = parent < 0 ? -1 : folder_open_file(parent, name, &size);
    int why = errno;
    if (parent >= 0)
        close(parent);
    errno = why;
    if (fd < 0)
        return false;
    bool good = file_read_open(&f->arena, fd, text) == FILE_OK;
    why = errno;
    close(fd);
    errno = why;
    return good;
}

/* Without a manifest nothing is ours; but one that cannot be read would make strangers of our own files. */
static void read_manifest(Folder *f)
{
    Str text = S("");
    if (f->root < 0)
        return;
    if (!read_text(f, S(MANIFEST), &text) && !file_is_missing())
        folder_fail(f, "cannot be read", S(MANIFEST));
    for (Str rest = text; rest.n;) {
        Str line = str_cut(&rest, '\n');
        bool fresh = false;
        if (can_be_ours(f, line))
            map_put(&f->owned, &f->arena, line, &fresh);
        if (fresh)
            *LIST_ADD(&f->arena, f->manifest, f->manifest_count, f->manifest_capacity) = line;
    }
}

/* Two builds must not write at once. A file system without locks (some network ones) goes without. */
static void take_lock(Folder *f)
{
    if (flock(f->root, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return;
    diag(f->diag, RULE_OUTPUT_LOCKED, (Loc){0}, "another build is writing to %s", f->path);
    f->failed = true;
}

static int open_root(Folder *f, bool make)
{
    Str whole = str_join(&f->arena, str_of(f->path), S("/"));
    if (make && !files_make_parents(&f->arena, str_c(&f->arena, whole), &f->made_outer))
        return -1;
    return open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* The end of opening: errno tells why there is no root. */
static Folder *opened(Folder *f)
{
    if (f->root < 0 && !f->failed && !(f->compare_only && errno == ENOENT))
        folder_fail(f, "cannot be opened as a folder", S(""));
    if (f->root >= 0 && !f->failed && !f->compare_only)
        take_lock(f);
    if (!f->failed && !f->compare_only && folder_open_stage(f, false))
        folder_clear_left(f); /* nothing staged counts before its rename */
    if (!f->failed)
        read_manifest(f);
    if (!f->failed)
        return f;
    folder_close(f);
    return NULL;
}

static void start(Folder *f)
{
    pthread_mutex_init(&f->lock, NULL);
    f->cleanup = (MemCleanup){.run = folder_abandon, .data = f};
    mem_cleanup_add(&f->cleanup);
}

Folder *folder_open(const char *path, bool compare_only, FolderName *can_be, Diag *d)
{
    Folder *f = mem_alloc(sizeof *f);
    *f = (Folder){.diag = d,
                  .path = path,
                  .compare_only = compare_only,
                  .can_be = can_be,
                  .root = -1,
                  .stage = -1,
                  .outer = AT_FDCWD};
    start(f);
    f->root = open_root(f, !compare_only);
    return opened(f);
}

static bool is_same_folder(int one, int two)
{
    struct stat a, b;
    return fstat(one, &a) == 0 && fstat(two, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

/* Whether a folder is another one or lies in it. It goes up from folder to folder, because one folder can
 * have many names. */
static bool lies_in(int folder, int outer)
{
    bool inside = false, top = false;
    int at = dup(folder);
    while (at >= 0 && !inside && !top) {
        int above = openat(at, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        inside = is_same_folder(at, outer);
        top = is_same_folder(at, above);
        close(at);
        at = above;
    }
    if (at >= 0)
        close(at);
    return inside;
}

static void refuse_project(Folder *f, Loc at, const char *why)
{
    diag(f->diag, RULE_OUTPUT_SOURCE, at, "%s cannot be written to: %s", f->path, why);
    f->failed = true;
}

Folder *folder_open_project(const Folder *output, Str base, Text inner)
{
    char name[256];
    Folder *f = mem_alloc(sizeof *f);
    *f = (Folder){.diag = output->diag,
                  .compare_only = output->compare_only,
                  .of_project = true,
                  .can_be = is_set_of_project,
                  .root = -1,
                  .outer = -1,
                  .stage = -1};
    start(f);
    bool itself = base.n && str_is(inner.s, S("."));
    f->path = str_c(&f->arena,
                    itself ? str_slice(base, 0, base.n - 1) : str_join(&f->arena, base, inner.s));
    f->outer = open(base.n ? str_c(&f->arena, base) : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    f->root = folder_walk(&f->arena, f->outer, str_join(&f->arena, inner.s, S("/x")),
                          f->compare_only ? NULL : &f->made_outer, name);
    int why = errno;
    if (f->root < 0 && (why == ENOTDIR || why == ELOOP))
        refuse_project(f, inner.at, "a link or file is in the way");
    else if (lies_in(f->root, output->root))
        refuse_project(f, inner.at, "it lies in the output folder");
    errno = why;
    return opened(f);
}

/* Where a folder that was made may be taken away again; -1 where none was made. */
static int open_outer(Folder *f)
{
    Str first = f->made_outer.count ? f->made_outer.path[0] : S("");
    Str above = str_slice(first, 0, first.n - str_behind_last(first, '/').n);
    if (!first.n)
        return -1;
    return openat(f->outer, above.n ? str_c(&f->arena, above) : ".",
                  O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

void folder_limit_writes(Folder *output, Folder *project)
{
    Folder *both[] = {output, project};
    SandboxFolder folders[4];
    int opened[2] = {-1, -1};
    size_t count = 0;
    for (size_t i = 0; i < 2 && both[i]; i++) {
        folders[count++] = (SandboxFolder){.fd = both[i]->root};
        opened[i] = open_outer(both[i]);
        if (opened[i] >= 0)
            folders[count++] = (SandboxFolder){.fd = opened[i], .removal_only = true};
    }
    sandbox_limit_writes(folders, count);
    for (size_t i = 0; i < 2; i++)
        if (opened[i] >= 0)
            close(opened[i]);
}

const char *folder_path(const Folder *f)
{
    return f->path;
}

void folder_close(Folder *f)
{
    if (!f)
        return;
    mem_cleanup_remove(&f->cleanup);
    folder_close_stage(f);
    if (!f->committed) {
        files_remove_made(f->root, &f->made);
        files_remove_made(f->outer, &f->made_outer);
    }
    if (f->root >= 0)
        close(f->root);
    if (f->outer >= 0)
        close(f->outer);
    arena_free(&f->arena);
    pthread_mutex_destroy(&f->lock);
    free(f);
}
