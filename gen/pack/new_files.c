/* Single new files: staged beside their place, then given their name, which fails where it is taken. */
#include "pack/new_files.h"

#include "base/memory.h"
#include "pack/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char *path, *staged; /* NULL: there is no staged file */
    bool placed;
} Staged;

struct NewFiles {
    Arena arena;
    NewFile *files;
    Staged *staged;
    size_t count;
    MadeFolders made;
    MemCleanup cleanup;
};

static bool fails(NewFile *file, bool good)
{
    if (!good)
        file->error = errno;
    return !good;
}

static bool find_taken(NewFiles *n)
{
    struct stat info;
    bool taken = false;
    for (size_t i = 0; i < n->count; i++)
        if (lstat(n->staged[i].path, &info) == 0) {
            n->files[i].error = EEXIST;
            taken = true;
        }
    return taken;
}

enum { NAMES_MAX = 100 };

/* Under a name that is free: what has the first one may be somebody's, or of a run at the same time. */
static int open_staged(NewFiles *n, Str path, char **name)
{
    int fd = -1;
    errno = EEXIST;
    for (int i = 0; i < NAMES_MAX && fd < 0 && errno == EEXIST; i++) {
        Str end = i ? str_format(&n->arena, ".part%d", i) : S(".part");
        *name = str_c(&n->arena, str_join(&n->arena, path, end));
        fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }
    return fd;
}

static bool stage(NewFiles *n, size_t i)
{
    char *name = NULL;
    int fd = files_make_parents(&n->arena, n->staged[i].path, &n->made)
                 ? open_staged(n, n->files[i].path, &name)
                 : -1;
    if (fails(&n->files[i], fd >= 0))
        return false;
    n->staged[i].staged = name;
    bool written = !fails(&n->files[i], files_write_all(fd, n->files[i].bytes));
    bool closed = !fails(&n->files[i], close(fd) == 0);
    return written && closed;
}

/* A file system without hard links has no way to take only a free name; it was free a moment ago. */
static bool place(NewFiles *n, size_t i)
{
    Staged *s = &n->staged[i];
    s->placed = link(s->staged, s->path) == 0;
    if (!s->placed && (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS))
        s->placed = rename(s->staged, s->path) == 0;
    return !fails(&n->files[i], s->placed);
}

static void remove_staged(NewFiles *n)
{
    for (size_t i = 0; i < n->count; i++)
        if (n->staged[i].staged)
            unlink(n->staged[i].staged);
}

static void take_back(void *data)
{
    NewFiles *n = data;
    remove_staged(n);
    for (size_t i = 0; i < n->count; i++)
        if (n->staged[i].placed)
            unlink(n->staged[i].path);
    files_remove_made(AT_FDCWD, &n->made);
}

NewFiles *new_files_write(NewFile *files, size_t count)
{
    NewFiles *n = mem_alloc(sizeof *n);
    *n = (NewFiles){.files = files, .count = count, .cleanup = {.run = take_back, .data = n}};
    n->staged = ARENA_ARRAY(&n->arena, Staged, count);
    for (size_t i = 0; i < count; i++)
        n->staged[i].path = str_c(&n->arena, files[i].path);
    bool good = !find_taken(n);
    mem_cleanup_add(&n->cleanup);
    for (size_t i = 0; i < count && good; i++)
        good = stage(n, i);
    for (size_t i = 0; i < count && good; i++)
        good = place(n, i);
    if (good)
        remove_staged(n);
    else
        take_back(n);
    return n;
}

void new_files_close(NewFiles *n)
{
    if (!n)
        return;
    mem_cleanup_remove(&n->cleanup);
    arena_free(&n->arena);
    free(n);
}
