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

static FileStatus read_all(int fd, Buf *into)
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

FileStatus file_read(Arena *a, const char *path, Str *bytes)
{
    bool standard_input = strcmp(path, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (fd < 0)
        return FILE_FAILED;
    FileStatus status = FILE_FAILED;
    Buf content = {0};
    if (fstat(fd, &info) != 0)
        goto out;
    if (S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        goto out;
    }
    status = info.st_size > FILE_SIZE_MAX ? FILE_TOO_LARGE : read_all(fd, &content);
    if (status == FILE_OK)
        *bytes = str_copy(a, buf_str(&content));
out:
    buf_free(&content);
    if (!standard_input) {
        int saved = errno;
        close(fd);
        errno = saved;
    }
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
