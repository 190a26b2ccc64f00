/* Folders on the way, whole writes, new files. */
#include "pack/files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

bool files_make_parents(Arena *a, const char *path, MadeFolders *made)
{
    Str whole = str_of(path);
    for (size_t i = 1; i < whole.n; i++) {
        if (whole.s[i] != '/')
            continue;
        char *folder = str_c(a, str_slice(whole, 0, i));
        if (mkdir(folder, 0777) == 0)
            *LIST_ADD(a, made->path, made->count, made->capacity) = str_of(folder);
        else if (errno != EEXIST)
            return false;
    }
    return true;
}

void files_remove_made(int at, const MadeFolders *made)
{
    int saved = errno;
    for (size_t i = made->count; i-- > 0;)
        unlinkat(at, made->path[i].s, AT_REMOVEDIR);
    errno = saved;
}

bool files_write_all(int fd, Str bytes)
{
    while (bytes.n) {
        ssize_t n = write(fd, bytes.s, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes = str_from(bytes, (size_t)n);
    }
    return true;
}

static bool write_new(const char *path, Str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return false;
    bool good = files_write_all(fd, bytes);
    int saved = errno;
    if (close(fd) != 0 && good) {
        good = false;
        saved = errno;
    }
    if (!good)
        unlink(path);
    errno = saved;
    return good;
}

bool files_write_new(const char *path, Str bytes)
{
    Arena scratch = {0};
    MadeFolders made = {0};
    bool good = files_make_parents(&scratch, path, &made) && write_new(path, bytes);
    if (!good)
        files_remove_made(AT_FDCWD, &made);
    int saved = errno;
    arena_free(&scratch);
    errno = saved;
    return good;
}
