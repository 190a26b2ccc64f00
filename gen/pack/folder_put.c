/* Comparing and staging; from several threads at once. */
#include "pack/folder_parts.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static void failed_to_read(OldFile *old)
{
    old->trouble = FILE_UNSTAGED;
    old->error = errno;
}

/* Reads the file to its end, or to the first piece that differs. */
static void compare(OldFile *old, Str bytes)
{
    char piece[64 << 10];
    bool same = (size_t)old->size == bytes.n;
    while (same) {
        ssize_t n = read(old->fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            failed_to_read(old);
        if (n <= 0)
            break;
        same = str_is((Str){piece, (size_t)n}, str_slice(bytes, 0, (size_t)n));
        bytes = str_from(bytes, (size_t)n);
    }
    if (!same || bytes.n)
        old->state = FILE_CHANGED;
}

/* Something that is no file, or no folder on the way; anything else is the machine's fault. */
static bool is_in_the_way(void)
{
    return errno == EISDIR || errno == ENOTDIR || errno == ELOOP || errno == ENXIO ||
           errno == ENODEV;
}

OldFile folder_open_old(Folder *f, Str path)
{
    char name[256];
    OldFile old = {.fd = -1, .state = FILE_NEW};
    if (!folder_safe_path(path))
        old.trouble = FILE_BLOCKED;
    if (f->root < 0 || old.trouble)
        return old;
    int parent = folder_parent(f, path, false, name);
    if (parent >= 0)
        old.fd = folder_open_file(parent, name, &old.size);
    if (old.fd >= 0)
        old.state = FILE_SAME;
    else if (parent >= 0 && errno == ELOOP)
        old.state = FILE_CHANGED; /* a link in the place of the file itself: a rename replaces it */
    else if (is_in_the_way())
        old.trouble = FILE_BLOCKED;
    else if (errno != ENOENT)
        old = (OldFile){.fd = -1, .trouble = FILE_UNSTAGED, .error = errno};
    if (parent >= 0)
        close(parent);
    return old;
}

size_t folder_add_file(Folder *f, Str path, const OldFile *old, bool *stages)
{
    pthread_mutex_lock(&f->lock);
    size_t place = f->count;
    FolderFile *file = LIST_ADD(&f->arena, f->files, f->count, f->capacity);
    *file = (FolderFile){.path = str_copy(&f->arena, path),
                         .state = old->state,
                         .owned = map_find(&f->owned, path) != NULL,
                         .staged = f->count,
                         .trouble = old->trouble,
                         .error = old->error};
    if (!file->trouble && old->state == FILE_CHANGED && !file->owned)
        file->trouble = FILE_FOREIGN;
    f->failed = f->failed || file->trouble;
    *stages = !f->failed && !f->compare_only && old->state != FILE_SAME;
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
    bool stages;
    OldFile old = folder_open_old(f, path);
    if (old.fd >= 0) {
        compare(&old, bytes);
        close(old.fd);
    }
    size_t place = folder_add_file(f, path, &old, &stages);
    folder_stage_name(place + 1, name);
    if (stages && !folder_write_file(f->stage, name, bytes, str_ends(path, S(".sh"))))
        folder_unstaged(f, place, errno);
}
