/* Putting the output in its place, step by step; each step can be taken back until the folder is closed. */
#include "pack/folder_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder that the last file went to: most files have it in common with the one before. */
typedef struct {
    Folder *f;
    Str folder;
    int parent; /* -1: none yet */
} Placing;

/* --- one step ---------------------------------------------------------------------------------- */

/* Gives the file that stands at a name a second name in the stage. A file system without hard links goes
 * without, and so does a link that somebody put there. False with errno. */
static bool keep_old(Folder *f, int parent, const char *name, FolderStep *step)
{
    char old[32];
    struct stat info;
    if (fstatat(parent, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT;
    step->old = OLD_LOST;
    if (!S_ISREG(info.st_mode))
        return true;
    folder_kept_name(f->step_count, old);
    if (linkat(parent, name, f->stage, old, 0) == 0)
        step->old = OLD_KEPT;
    return step->old == OLD_KEPT || errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS ||
           errno == EMLINK;
}

/* Without an allocation: from the change to the entry about it nothing can fail. */
static void add_step(Folder *f, FolderStep step)
{
    f->steps[f->step_count++] = step;
}

static bool open_parent(Placing *p, Str folder)
{
    char name[256];
    if (p->parent >= 0 && str_is(folder, p->folder))
        return true;
    if (p->parent >= 0)
        close(p->parent);
    p->parent = folder_parent(p->f, str_join(&p->f->arena, folder, S("x")), true, name);
    p->folder = folder;
    return p->parent >= 0;
}

/* `path` ends in NUL. `replaces`: something may be there. */
static bool place(Placing *p, const char *staged, Str path, bool replaces)
{
    Str last = str_behind_last(path, '/'), folder = str_slice(path, 0, path.n - last.n);
    FolderStep step = {.path = path};
    bool good = open_parent(p, folder) && (!replaces || keep_old(p->f, p->parent, last.s, &step)) &&
                renameat(p->f->stage, staged, p->parent, last.s) == 0;
    if (good)
        add_step(p->f, step);
    else
        folder_fail(p->f, "cannot be put in its place", path);
    return good;
}

static void remove_empty_parents(const Folder *f, Str path)
{
    Arena scratch = {0};
    for (size_t i = path.n; i-- > 0;)
        if (path.s[i] == '/' &&
            unlinkat(f->root, str_c(&scratch, str_slice(path, 0, i)), AT_REMOVEDIR) != 0)
            break;
    arena_free(&scratch);
}

/* Takes a file out of its folder, a link without what it leads to. Nothing and folders stay. */
static bool take_out(Folder *f, int parent, const char *name, Str path)
{
    char old[32];
    struct stat info;
    if (fstatat(parent, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT;
    if (S_ISDIR(info.st_mode))
        return true;
    bool file = S_ISREG(info.st_mode);
    folder_kept_name(f->step_count, old);
    if ((file ? renameat(parent, name, f->stage, old) : unlinkat(parent, name, 0)) != 0)
        return false;
    add_step(f, (FolderStep){path, file ? OLD_KEPT : OLD_LOST});
    return true;
}

/* What cannot be reached because something is in the way stays. */
static void remove_stale(Folder *f, Str path)
{
    char name[256];
    int parent = folder_parent(f, path, false, name);
    if (parent < 0 && (file_is_missing() || errno == ELOOP))
        return;
    if (parent < 0 || !take_out(f, parent, name, path))
        folder_fail(f, "cannot be removed", path);
    if (parent < 0)
        return;
    close(parent);
    remove_empty_parents(f, path);
}

/* --- all steps --------------------------------------------------------------------------------- */

/* The manifest is written twice: before the renames with all names, old and new, so that a killed run
 * leaves nothing that the next one takes for a stranger; and at the end. */
static bool write_manifest(Placing *p, bool with_stale)
{
    Folder *f = p->f;
    Buf text = {0};
    for (size_t i = 0; i < f->count; i++) {
        if (f->files[i].state == FILE_STALE && !with_stale)
            continue;
        buf_put(&text, f->files[i].path);
        buf_byte(&text, '\n');
    }
    bool good = folder_open_stage(f, true) &&
                folder_write_file(f->stage, "manifest", buf_str(&text), false);
    if (!good)
        folder_fail(f, "cannot be staged", S(MANIFEST));
    buf_free(&text);
    return good && place(p, "manifest", S(MANIFEST), true);
}

static bool names_change(const Folder *f)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->files[i].state == FILE_STALE || !map_find(&f->owned, f->files[i].path))
            return true;
    return false;
}

static bool put_in_place(Placing *p)
{
    Folder *f = p->f;
    char name[32];
    bool renames = names_change(f);
    f->steps = ARENA_ARRAY(&f->arena, FolderStep, f->count + 2); /* and the manifests */
    if (f->failed || (renames && !write_manifest(p, true)))
        return false;
    for (size_t i = 0; i < f->count && !f->failed; i++) {
        FileState state = f->files[i].state;
        folder_stage_name(f->files[i].staged, name);
        if (state == FILE_NEW || state == FILE_CHANGED)
            place(p, name, f->files[i].path, state == FILE_CHANGED);
    }
    for (size_t i = 0; i < f->count && !f->failed; i++)
        if (f->files[i].state == FILE_STALE)
            remove_stale(f, f->files[i].path);
    return !f->failed && (!renames || write_manifest(p, false));
}

static bool put_back(Folder *f, size_t number)
{
    char name[256], old[32];
    const FolderStep *step = &f->steps[number];
    int parent = folder_parent(f, step->path, false, name);
    if (parent < 0 && step->old == OLD_KEPT) /* its folder became empty */
        parent = folder_parent(f, step->path, true, name);
    bool good = parent >= 0;
    folder_kept_name(number, old);
    if (good && step->old == OLD_KEPT)
        good = renameat(f->stage, old, parent, name) == 0;
    else if (good)
        good = unlinkat(parent, name, 0) == 0;
    int saved = errno;
    if (parent >= 0)
        close(parent);
    errno = saved;
    return good;
}

static void take_back(Folder *f, size_t number)
{
    bool kept = f->steps[number].old == OLD_KEPT;
    errno = EOPNOTSUPP;
    if (f->steps[number].old != OLD_LOST && put_back(f, number))
        return;
    f->stranded = f->stranded || kept;
    folder_fail(f, kept ? "cannot be put back, and is in " STAGE " now" : "cannot be put back",
                f->steps[number].path);
}

void folder_undo(Folder *f)
{
    while (f->step_count)
        take_back(f, --f->step_count);
    f->committed = false;
}

bool folder_commit(Folder *f)
{
    Placing placing = {f, S(""), -1};
    f->committed = put_in_place(&placing);
    if (placing.parent >= 0)
        close(placing.parent);
    if (!f->committed)
        folder_undo(f);
    return f->committed;
}
