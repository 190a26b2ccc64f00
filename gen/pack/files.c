/* Folders on the way, whole writes. */
#include "pack/files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* All memory is there before the first folder is made: one that is made is in the list. */
static Str *parent_names(Arena *a, Str path, size_t *count)
{
    Str *names = ARENA_ARRAY(a, Str, path.n);
    *count = 0;
    for (size_t i = 1; i < path.n; i++)
        if (path.s[i] == '/')
            names[(*count)++] = str_of(str_c(a, str_slice(path, 0, i)));
    return names;
}

bool files_make_parents(Arena *a, const char *path, MadeFolders *made)
{
    size_t count;
    const Str *names = parent_names(a, str_of(path), &count);
    made->path =
        arena_grow(a, made->path, made->count, &made->capacity, made->count + count, sizeof(Str));
    for (size_t i = 0; i < count; i++) {
        if (mkdir(names[i].s, 0777) == 0)
            made->path[made->count++] = names[i];
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
