/* Looking at all that was put: trouble, strangers, what is stale. */
#include "pack/folder_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    Folder *f;
    size_t count;
    Str names;
} Strangers;

static void stranger(Strangers *s, Str path)
{
    if (map_find(&s->f->planned, path) || map_find(&s->f->owned, path))
        return;
    if (s->count++ < NAMED_STRANGERS_MAX)
        s->names = str_format(&s->f->arena, STR_FMT "%s" STR_FMT, STR_ARG(s->names),
                              s->count > 1 ? ", " : "", STR_ARG(path));
}

enum { FOLDER_DEPTH_MAX = 8 }; /* ours are three deep */

static int by_text(const void *a, const void *b)
{
    return str_compare(*(const Str *)a, *(const Str *)b);
}

static void find_strangers(Strangers *s, int parent, const char *name, Str path, int depth)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    Str *found = NULL;
    size_t count = 0, capacity = 0;
    if (!folder) {
        if (fd >= 0)
            close(fd);
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            *LIST_ADD(&s->f->arena, found, count, capacity) =
                str_copy(&s->f->arena, str_of(entry->d_name));
    if (count)
        qsort(found, count, sizeof *found, by_text);
    for (size_t i = 0; i < count; i++) {
        struct stat info;
        Str inner = str_join(&s->f->arena, str_join(&s->f->arena, path, S("/")), found[i]);
        if (fstatat(fd, found[i].s, &info, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (S_ISDIR(info.st_mode) && depth < FOLDER_DEPTH_MAX)
            find_strangers(s, fd, found[i].s, inner, depth + 1);
        else
            stranger(s, inner);
    }
    closedir(folder);
}

/* Looks into the folders that hold files of ours, not at the rest of the output folder: people build
 * into their project's own folder too. */
static void tell_strangers(Folder *f)
{
    Strangers s = {.f = f, .names = S("")};
    Map looked = {0};
    for (size_t i = 0; i < f->count && f->root >= 0; i++) {
        Str rest = f->files[i].path, top = str_cut(&rest, '/');
        bool fresh = false;
        if (rest.n && f->files[i].trouble != FILE_BLOCKED)
            map_put(&looked, &f->arena, top, &fresh);
        if (fresh)
            find_strangers(&s, f->root, str_c(&f->arena, top), top, 1);
    }
    if (s.count)
        diag(f->diag, RULE_LEFT_ALONE, (Loc){0},
             "%zu file%s in %s %s not written by apionly and %s: " STR_FMT "%s", s.count,
             s.count == 1 ? "" : "s", f->path, s.count == 1 ? "was" : "were",
             s.count == 1 ? "stays" : "stay", STR_ARG(s.names),
             s.count > NAMED_STRANGERS_MAX ? " …" : "");
}

static int by_path(const void *a, const void *b)
{
    return str_compare(((const FolderFile *)a)->path, ((const FolderFile *)b)->path);
}

static void tell_trouble(Folder *f, const FolderFile *file)
{
    if (file->trouble == FILE_UNSTAGED) {
        errno = file->error;
        folder_fail(f, "cannot be staged", file->path);
    } else if (file->trouble) {
        diag(f->diag, RULE_FOREIGN_FILE, (Loc){0}, "%s/" STR_FMT " %s", f->path,
             STR_ARG(file->path),
             file->trouble == FILE_BLOCKED ? "cannot be written: a link or folder is in the way"
                                           : "is in the way and was not written by apionly");
    }
}

/* In order, whatever the order in which they came. On a full disk several threads may have had no room: one
 * finding says it. */
static void order_files(Folder *f)
{
    bool unstaged = false;
    if (f->count)
        qsort(f->files, f->count, sizeof *f->files, by_path);
    for (size_t i = 0; i < f->count; i++) {
        map_put(&f->planned, &f->arena, f->files[i].path, NULL);
        if (f->files[i].trouble != FILE_UNSTAGED || !unstaged)
            tell_trouble(f, &f->files[i]);
        unstaged = unstaged || f->files[i].trouble == FILE_UNSTAGED;
    }
}

void folder_settle(Folder *f)
{
    order_files(f);
    if (!f->of_project)
        tell_strangers(f);
    for (size_t i = 0; i < f->manifest_count; i++)
        if (!map_find(&f->planned, f->manifest[i]))
            *LIST_ADD(&f->arena, f->files, f->count, f->capacity) =
                (FolderFile){.path = f->manifest[i], .state = FILE_STALE, .owned = true};
    if (f->count)
        qsort(f->files, f->count, sizeof *f->files, by_path);
}

const FolderFile *folder_files(const Folder *f, size_t *count)
{
    *count = f->count;
    return f->files;
}
