/* The system calls of the output folder. All go through descriptors of folders that were opened without
 * following links. */
#include "pack/files.h"
#include "pack/folder_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void folder_fail(Folder *f, const char *what, Str path)
{
    const char *why = strerror(errno);
    diag(f->diag, RULE_WRITE_FAILED, (Loc){0}, "%s/" STR_FMT ": %s: %s", f->path, STR_ARG(path),
         what, why);
    f->diag->system_failed = true;
    f->failed = true;
}

bool folder_write_file(int parent, const char *name, Str bytes, bool executable)
{
    int fd = openat(parent, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                    executable ? 0777 : 0666);
    if (fd < 0)
        return false;
    bool good = files_write_all(fd, bytes);
    return close(fd) == 0 && good;
}

int folder_open_file(int parent, const char *name, off_t *size)
{
    struct stat info;
    int fd = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int why = fstat(fd, &info) != 0 ? errno : S_ISREG(info.st_mode) ? 0 : EISDIR;
    if (!why) {
        *size = info.st_size;
        return fd;
    }
    close(fd);
    errno = why;
    return -1;
}

bool folder_safe_path(Str path)
{
    if (!path.n || path.s[0] == '/' || str_ends(path, S("/")) || str_find(path, '\\') >= 0 ||
        str_find(path, '\0') >= 0)
        return false;
    for (Str rest = path; rest.n;) {
        Str part = str_cut(&rest, '/');
        if (!part.n || str_is(part, S(".")) || str_is(part, S("..")))
            return false;
    }
    return true;
}

/* A folder that is made is in the list, come what may: so its place is there before. False with errno. */
static bool make_folder(Arena *a, int at, const char *name, Str whole, MadeFolders *made)
{
    *LIST_ADD(a, made->path, made->count, made->capacity) = str_of(str_c(a, whole));
    if (mkdirat(at, name, 0777) == 0)
        return true;
    made->count--;
    return errno == EEXIST;
}

int folder_walk(Arena *a, int from, Str path, MadeFolders *made, char name[256])
{
    int at = dup(from);
    Str rest = path;
    while (at >= 0) {
        Str part = str_cut(&rest, '/');
        int next = -1;
        if (part.n < 256) {
            memcpy(name, part.s, part.n);
            name[part.n] = '\0';
            if (!rest.n)
                return at;
            Str whole = str_slice(path, 0, (size_t)(part.s - path.s) + part.n);
            if (!made || make_folder(a, at, name, whole, made))
                next = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        } else {
            errno = ENAMETOOLONG;
        }
        int saved = errno;
        close(at);
        errno = saved;
        at = next;
    }
    return -1;
}

int folder_parent(Folder *f, Str path, bool make, char name[256])
{
    return folder_walk(&f->arena, f->root, path, make ? &f->made : NULL, name);
}

/* --- staging --------------------------------------------------------------------------------- */

/* What a killed run left is known by nobody. */
static void clear_stage(int stage)
{
    int copy = dup(stage);
    DIR *folder = copy < 0 ? NULL : fdopendir(copy);
    if (!folder) {
        if (copy >= 0)
            close(copy);
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder));)
        if (entry->d_name[0] != '.')
            unlinkat(stage, entry->d_name, 0);
    closedir(folder);
}

/* The same by the names that this run gave: no memory is needed. */
static void clear_own(const Folder *f)
{
    char name[32];
    for (size_t i = 0; i < f->count + f->step_count + 2; i++) {
        folder_stage_name(i, name);
        unlinkat(f->stage, name, 0);
        folder_kept_name(i, name);
        unlinkat(f->stage, name, 0);
    }
    unlinkat(f->stage, "manifest", 0);
}

static void close_stage(Folder *f)
{
    close(f->stage);
    f->stage = -1;
    unlinkat(f->root, PRIVATE, AT_REMOVEDIR); /* only where no manifest stands in it */
}

bool folder_open_stage(Folder *f, bool make)
{
    char name[256];
    if (f->stage < 0)
        f->stage = folder_parent(f, S(STAGE "/x"), make, name);
    return f->stage >= 0;
}

void folder_clear_left(Folder *f)
{
    clear_stage(f->stage);
    unlinkat(f->root, STAGE, AT_REMOVEDIR);
    close_stage(f);
}

enum { PATIENCE = 10000 };

/* Where memory runs out, other threads may be about to put one more file there: until the stage is gone. */
void folder_close_stage(Folder *f)
{
    if (f->stage < 0)
        return;
    for (int i = 0; i < PATIENCE && !f->stranded; i++) {
        clear_own(f);
        if (unlinkat(f->root, STAGE, AT_REMOVEDIR) == 0 || errno != ENOTEMPTY)
            break;
    }
    close_stage(f);
}

/* The lock keeps others from making a stage anew. Whoever has it may have run out of memory, too, or be this very
 * thread: then it goes without. */
void folder_abandon(void *folder)
{
    Folder *f = folder;
    for (int i = 0; i < PATIENCE && pthread_mutex_trylock(&f->lock) != 0; i++)
        sched_yield();
    f->failed = true;
    folder_undo(f);
    folder_close_stage(f);
    files_remove_made(f->root, &f->made);
    files_remove_made(f->outer, &f->made_outer);
}

void folder_stage_name(size_t number, char name[32])
{
    snprintf(name, 32, "%zu", number);
}

void folder_kept_name(size_t step, char name[32])
{
    snprintf(name, 32, "old-%zu", step);
}
