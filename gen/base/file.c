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
            break; /* it shrank meanwhile */
        have += (size_t)n;
    }
    at[have] = '\0';
    *bytes = (Str){at, have};
    return FILE_OK;
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
    bool known = S_ISREG(info.st_mode) && lseek(fd, 0, SEEK_CUR) == 0;
    return known ? read_known(a, fd, (size_t)info.st_size, bytes) : read_stream(a, fd, bytes);
}

FileStatus file_read(Arena *a, const char *path, Str *bytes)
{
    if (strcmp(path, "-") == 0)
        return file_read_open(a, STDIN_FILENO, bytes);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return FILE_FAILED;
    FileStatus status = file_read_open(a, fd, bytes);
    int saved = errno;
    close(fd);
    errno = saved;
    return status;
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
