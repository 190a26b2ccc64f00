/* Comparing and staging; from several threads at once. */
#include "pack/folder_parts.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Reads the file to its end, or to the first piece that differs. */
static bool holds(int fd, Str bytes)
{
    char piece[64 << 10];
    for (;;) {
        ssize_t n = read(fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 && !bytes.n;
        if (!str_is((Str){piece, (size_t)n}, str_slice(bytes, 0, (size_t)n)))
            return false;
        bytes = str_from(bytes, (size_t)n);
    }
}

int folder_open_old(Folder *f, Str path, off_t *size, FileState *state, bool *blocked)
{
    char name[256];
    *state = FILE_NEW;
    *blocked = !folder_safe_path(path);
    if (f->root < 0 || *blocked)
        return -1;
    int parent = folder_parent(f, path, false, name);
    int fd = parent < 0 ? -1 : folder_open_file(parent, name, size);
    if (fd >= 0)
        *state = FILE_SAME;
    else if (parent >= 0 && errno == ELOOP)
        *state = FILE_CHANGED; /* a link in the place of the file itself: a rename replaces it */
    else
        *blocked = errno != ENOENT;
    if (parent >= 0)
        close(parent);
    return fd;
}

size_t folder_add_file(Folder *f, Str path, FileState state, bool blocked, bool *stages)
{
    pthread_mutex_lock(&f->lock);
    size_t place = f->count;
    FolderFile *file = LIST_ADD(&f->arena, f->files, f->count, f->capacity);
    *file = (FolderFile){.path = str_copy(&f->arena, path),
                         .state = state,
                         .owned = map_find(&f->owned, path) != NULL,
                         .staged = f->count};
    if (blocked)
        file->trouble = FILE_BLOCKED;
    else if (state == FILE_CHANGED && !file->owned)
        file->trouble = FILE_FOREIGN;
    f->failed = f->failed || file->trouble;
    *stages = !f->failed && !f->compare_only && state != FILE_SAME;
    if (*stages && !folder_open_stage(f, true)) {
        file->trouble = FILE_UNSTAGED;
        file->error = errno;
        f->failed = true;
        *stages = false;
    }
    pthread_mutex_unlock(&f->lock);
    return place;
}

void folder_unstaged(Folder *f, size_t place, int why)
{
    pthread_mutex_lock(&f->lock);
    f->files[place].trouble = FILE_UNSTAGED;
    f->files[place].error = why;
    f->failed = true;
    pthread_mutex_unlock(&f->lock);
}

void folder_put(Folder *f, Str path, Str bytes)
{
    char name[32];
    off_t size = 0;
    bool blocked, stages;
    FileState state;
    int old = folder_open_old(f, path, &size, &state, &blocked);
    if (old >= 0 && ((size_t)size != bytes.n || !holds(old, bytes)))
        state = FILE_CHANGED;
    if (old >= 0)
        close(old);
    size_t place = folder_add_file(f, path, state, blocked, &stages);
    folder_stage_name(place + 1, name);
    if (stages && !folder_write_file(f->stage, name, bytes, str_ends(path, S(".sh"))))
        folder_unstaged(f, place, errno);
}
