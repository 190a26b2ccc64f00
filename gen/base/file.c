/* Reading files and folders. */
#include "base/file.h"

#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reads to the end of what has no known size: a pipe, a terminal. */
static FileStatus read_rest(int fd, Buf *into)
{
    char chunk[64 << 10];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return FILE_FAILED;
        if (n == 0)
            return FILE_OK;
        if (into->n + (size_t)n > FILE_SIZE_MAX)
            return FILE_TOO_LARGE;
        buf_put(into, (Str){chunk, (size_t)n});
    }
}

/* A regular file, whose size is known, goes straight into the arena. */
static FileStatus read_known(Arena *a, int fd, size_t size, Str *bytes)
{
    char *at = arena_raw(a, size + 1);
    size_t have = 0;
    while (have < size) {
        ssize_t n = read(fd, at + have, size - have);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return FILE_FAILED;
        if (n == 0)
            break; /* it became shorter meanwhile */
        have += (size_t)n;
    }
    at[have] = '\0';
    *bytes = (Str){at, have};
    return have == size ? FILE_OK : FILE_UNSTEADY;
}

static bool is_unchanged(int fd, const struct stat *before)
{
    struct stat now;
    return fstat(fd, &now) == 0 && now.st_size == before->st_size &&
           now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

static FileStatus read_stream(Arena *a, int fd, Str *bytes)
{
    Buf content = {0};
    FileStatus status = read_rest(fd, &content);
    if (status == FILE_OK)
        *bytes = str_copy(a, buf_str(&content));
    buf_free(&content);
    return status;
}

FileStatus file_read_open(Arena *a, int fd, Str *bytes)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return FILE_FAILED;
    if (S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        return FILE_FAILED;
    }
    if (info.st_size > FILE_SIZE_MAX)
        return FILE_TOO_LARGE;
    /* Files of /proc have content, and no size. */
    bool known = S_ISREG(info.st_mode) && info.st_size && lseek(fd, 0, SEEK_CUR) == 0;
    if (!known)
        return read_stream(a, fd, bytes);
    FileStatus status = read_known(a, fd, (size_t)info.st_size, bytes);
    return status == FILE_OK && !is_unchanged(fd, &info) ? FILE_UNSTEADY : status;
}

static FileStatus read_and_close(Arena *a, int fd, Str *bytes)
{
    FileStatus status = file_read_open(a, fd, bytes);
    int saved = errno;
    close(fd);
    errno = saved;
    return status;
}

FileStatus file_read(Arena *a, const char *path, Str *bytes)
{
    if (strcmp(path, "-") == 0)
        return file_read_open(a, STDIN_FILENO, bytes);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? FILE_FAILED : read_and_close(a, fd, bytes);
}

FileStatus file_read_found(Arena *a, const char *path, Str *bytes)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return errno == ENXIO || errno == ENODEV ? FILE_NO_REGULAR : FILE_FAILED;
    if (fstat(fd, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) {
        close(fd);
        return FILE_NO_REGULAR;
    }
    return read_and_close(a, fd, bytes);
}

const char *file_why(FileStatus status)
{
    switch (status) {
    case FILE_TOO_LARGE:
        return "it is larger than 128 MiB";
    case FILE_UNSTEADY:
        return "it changed while it was read";
    case FILE_NO_REGULAR:
        return "it is no regular file";
    case FILE_TOO_DEEP:
        return "it lies in more than 32 folders";
    default:
        return strerror(errno);
    }
}

bool file_is_missing(void)
{
    return errno == ENOENT || errno == ENOTDIR;
}

bool file_is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

bool file_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

bool file_first_visit(Map *visited, Arena *a, const char *folder)
{
    struct stat info;
    bool fresh = false;
    if (stat(folder, &info) != 0)
        return true; /* why, its listing will tell */
    Str number = str_format(a, "%ju:%ju", (uintmax_t)info.st_dev, (uintmax_t)info.st_ino);
    map_put(visited, a, number, &fresh);
    return fresh;
}

static int by_name(const void *a, const void *b)
{
    return str_compare(*(const Str *)a, *(const Str *)b);
}

bool file_list(Arena *a, const char *path, FileList *list)
{
    DIR *folder = opendir(path);
    if (!folder)
        return false;
    size_t capacity = 0;
    *list = (FileList){0};
    for (struct dirent *entry; (errno = 0, entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        list->name =
            arena_grow(a, list->name, list->count, &capacity, list->count + 1, sizeof(Str));
        list->name[list->count++] = str_copy(a, str_of(entry->d_name));
    }
    int failed = errno;
    closedir(folder);
    errno = failed;
    if (list->count)
        qsort(list->name, list->count, sizeof *list->name, by_name);
    return failed == 0;
}
