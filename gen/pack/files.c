/* Folders on the way, whole writes, new files. */
#include "pack/files.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool files_make_parents(const char *path)
{
    char *copy = mem_string(path);
    bool good = true;
    for (char *slash = *copy ? strchr(copy + 1, '/') : NULL; slash && good;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        good = mkdir(copy, 0777) == 0 || errno == EEXIST;
        *slash = '/';
    }
    int saved = errno;
    free(copy);
    errno = saved;
    return good;
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

bool files_write_new(const char *path, Str bytes)
{
    if (!files_make_parents(path))
        return false;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return false;
    bool good = files_write_all(fd, bytes);
    int saved = errno;
    good = close(fd) == 0 && good;
    if (!good)
        unlink(path);
    errno = saved;
    return good;
}
