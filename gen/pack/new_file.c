/* Creating files. */
#include "pack/new_file.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool make_parents(const char *path)
{
    char *copy = mem_string(path);
    bool good = true;
    for (char *slash = strchr(copy + 1, '/'); slash && good; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        good = mkdir(copy, 0777) == 0 || errno == EEXIST;
        *slash = '/';
    }
    free(copy);
    return good;
}

bool new_file_write(const char *path, Str bytes)
{
    int fd = make_parents(path) ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666) : -1;
    bool good = fd >= 0;
    while (good && bytes.n) {
        ssize_t n = write(fd, bytes.s, bytes.n);
        good = n >= 0 || errno == EINTR;
        if (n > 0)
            bytes = str_from(bytes, (size_t)n);
    }
    int saved = errno;
    if (fd >= 0 && close(fd) != 0)
        good = false;
    if (fd >= 0 && !good)
        unlink(path);
    errno = saved;
    return good;
}
