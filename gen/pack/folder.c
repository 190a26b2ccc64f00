/* The output folder: compare, stage, rename, prune. All calls go through descriptors of folders that
 * were opened without following links. */
#include "pack/folder.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/memory.h"
#include "pack/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PRIVATE  ".apionly"
#define STAGE    ".apionly/stage"
#define MANIFEST ".apionly/manifest"

enum { NAMED_STRANGERS_MAX = 5 };

struct Folder {
    Arena arena;
    Diag *diag;
    const char *path;
    bool compare_only;
    bool of_project; /* strangers are at home in it */
    int root;        /* -1: it does not exist (compare_only) */
    int stage;       /* -1 while nothing is staged */
    Map owned;       /* names in the manifest */
    Str *manifest;
    size_t manifest_count, manifest_capacity;
    Map planned; /* names put in this run */
    FolderFile *files;
    size_t count, capacity;
    bool failed;
};

/* --- system calls with findings ---------------------------------------------------------------- */

static void fail(Folder *f, const char *what, Str path)
{
    const char *why = strerror(errno);
    diag(f->diag, RULE_WRITE_FAILED, (Loc){0}, "%s/" STR_FMT ": %s: %s", f->path, STR_ARG(path),
         what, why);
    f->diag->system_failed = true;
    f->failed = true;
}

/* `executable`: who may read the file may also run it. */
static bool write_file(int folder, const char *name, Str bytes, bool executable)
{
    int fd = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                    executable ? 0777 : 0666);
    if (fd < 0)
        return false;
    bool good = files_write_all(fd, bytes);
    return close(fd) == 0 && good;
}

/* Reads a regular file relative to a folder; false where there is none (errno tells). */
static bool read_file(int folder, const char *name, Buf *into)
{
    char chunk[64 << 10];
    struct stat info;
    ssize_t n = -1;
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
        while ((n = read(fd, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR))
            if (n > 0)
                buf_put(into, (Str){chunk, (size_t)n});
    } else {
        errno = EISDIR;
    }
    int saved = errno;
    close(fd);
    errno = saved;
    return n == 0;
}

static bool is_safe_path(Str path)
{
    if (!path.n || path.s[0] == '/' || str_ends(path, S("/")) || str_find(path, '\\') >= 0 ||
        str_find(path, '\0') >= 0)
        return false;
    for (Str rest = path; rest.n;) {
        Str part = str_cut(&rest, '/');
        if (!part.n || str_is(part, S(".")) || str_is(part, S("..")))
            return false;
    }
    return true;
}

/* Opens the folder that holds a path, made where `make` says so; *name becomes the last part. The
 * descriptor is the caller's; -1 with errno. */
static int open_parent(const Folder *f, Str path, bool make, char name[256])
{
    int at = dup(f->root);
    Str rest = path;
    for (;;) {
        Str part = str_cut(&rest, '/');
        if (part.n >= 256) {
            errno = ENAMETOOLONG;
            break;
        }
        memcpy(name, part.s, part.n);
        name[part.n] = '\0';
        if (!rest.n || at < 0)
            return at;
        if (make && mkdirat(at, name, 0777) != 0 && errno != EEXIST)
            break;
        int next = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        int saved = errno;
        close(at);
        errno = saved;
        at = next;
        if (at < 0)
            return -1;
    }
    int saved = errno;
    close(at);
    errno = saved;
    return -1;
}

/* --- opening ----------------------------------------------------------------------------------- */

/* A manifest comes out of source control, and a project holds more than what is written there: one that was
 * tampered with must not take classes and objects away. */
static bool can_be_ours(const Folder *f, Str path)
{
    Str set = path, folder = str_cut(&set, '/');
    return is_safe_path(path) &&
           (!f->of_project || (str_is(folder, S("permissionsets")) && str_find(set, '/') < 0 &&
                               str_ends(set, S(".permissionset-meta.xml"))));
}

static void read_manifest(Folder *f)
{
    Buf text = {0};
    char name[256];
    int parent = f->root < 0 ? -1 : open_parent(f, S(MANIFEST), false, name);
    if (parent >= 0 && read_file(parent, name, &text)) {
        for (Str rest = str_copy(&f->arena, buf_str(&text)); rest.n;) {
            Str line = str_cut(&rest, '\n');
            bool fresh = false;
            if (can_be_ours(f, line))
                map_put(&f->owned, &f->arena, line, &fresh);
            if (fresh)
                *LIST_ADD(&f->arena, f->manifest, f->manifest_count, f->manifest_capacity) = line;
        }
    }
    if (parent >= 0)
        close(parent);
    buf_free(&text);
}

static void clear_stage(int stage)
{
    int copy = dup(stage);
    DIR *folder = copy < 0 ? NULL : fdopendir(copy);
    if (!folder) {
        if (copy >= 0)
            close(copy);
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder));)
        if (entry->d_name[0] != '.')
            unlinkat(stage, entry->d_name, 0);
    closedir(folder);
}

/* Two builds must not write at once. A file system without locks (some network ones) goes without. */
static void take_lock(Folder *f)
{
    if (flock(f->root, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return;
    diag(f->diag, RULE_OUTPUT_LOCKED, (Loc){0}, "another build is writing to %s", f->path);
    f->failed = true;
}

/* Where files are staged; made when the first one is. */
static bool open_stage(Folder *f, bool make)
{
    char name[256];
    if (f->stage < 0)
        f->stage = open_parent(f, S(STAGE "/x"), make, name);
    return f->stage >= 0;
}

static void close_stage(Folder *f)
{
    if (f->stage < 0)
        return;
    clear_stage(f->stage);
    close(f->stage);
    f->stage = -1;
    unlinkat(f->root, STAGE, AT_REMOVEDIR);
    unlinkat(f->root, PRIVATE, AT_REMOVEDIR); /* only where no manifest stands in it */
}

static int open_root(const char *path, bool make)
{
    bool made = !make || (files_make_parents(path) && (mkdir(path, 0777) == 0 || errno == EEXIST));
    if (!made)
        return -1;
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* The end of opening: errno tells why there is no root. */
static Folder *opened(Folder *f)
{
    if (f->root < 0 && !f->failed && !(f->compare_only && errno == ENOENT))
        fail(f, "cannot be opened as a folder", S(""));
    if (f->root >= 0 && !f->failed && !f->compare_only)
        take_lock(f);
    if (f->failed) {
        folder_close(f);
        return NULL;
    }
    if (!f->compare_only && open_stage(f, false))
        close_stage(f); /* left over from a killed run: nothing staged counts before its rename */
    read_manifest(f);
    return f;
}

Folder *folder_open(const char *path, bool compare_only, Diag *d)
{
    Folder *f = mem_alloc(sizeof *f);
    *f = (Folder){.diag = d, .path = path, .compare_only = compare_only, .stage = -1};
    f->root = open_root(path, !compare_only);
    return opened(f);
}

static bool is_same_folder(int one, int two)
{
    struct stat a, b;
    return fstat(one, &a) == 0 && fstat(two, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

/* Whether a folder is another one or lies in it. It goes up from folder to folder, because one folder can
 * have many names. */
static bool lies_in(int folder, int outer)
{
    bool inside = false, top = false;
    int at = dup(folder);
    while (at >= 0 && !inside && !top) {
        int above = openat(at, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        inside = is_same_folder(at, outer);
        top = is_same_folder(at, above);
        close(at);
        at = above;
    }
    if (at >= 0)
        close(at);
    return inside;
}

static void refuse_project(Folder *f, Loc at, const char *why)
{
    diag(f->diag, RULE_OUTPUT_SOURCE, at, "%s cannot be written to: %s", f->path, why);
    f->failed = true;
}

Folder *folder_open_project(const Folder *output, Str base, Text inner)
{
    char name[256];
    Folder *f = mem_alloc(sizeof *f);
    *f = (Folder){.diag = output->diag,
                  .compare_only = output->compare_only,
                  .of_project = true,
                  .stage = -1};
    bool itself = base.n && str_is(inner.s, S("."));
    f->path = str_c(&f->arena,
                    itself ? str_slice(base, 0, base.n - 1) : str_join(&f->arena, base, inner.s));
    int start = open(base.n ? str_c(&f->arena, base) : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    f->root = start;
    if (start >= 0)
        f->root = open_parent(f, str_join(&f->arena, inner.s, S("/x")), !f->compare_only, name);
    int why = errno;
    if (start >= 0)
        close(start);
    errno = why;
    if (f->root < 0 && (why == ENOTDIR || why == ELOOP))
        refuse_project(f, inner.at, "a link or file is in the way");
    else if (lies_in(f->root, output->root))
        refuse_project(f, inner.at, "it lies in the output folder");
    errno = why;
    return opened(f);
}

const char *folder_path(const Folder *f)
{
    return f->path;
}

void folder_close(Folder *f)
{
    if (!f)
        return;
    close_stage(f);
    if (f->root >= 0)
        close(f->root);
    arena_free(&f->arena);
    free(f);
}

/* --- comparing and staging --------------------------------------------------------------------- */

/* Compares a file with what it is to become. *blocked: something that is no file stands there, or on
 * the way to it, so nothing can be put in its place. */
static FileState state_of(Folder *f, Str path, Str bytes, bool *blocked)
{
    char name[256];
    Buf old = {0};
    FileState state = FILE_NEW;
    if (f->root < 0)
        return FILE_NEW;
    int parent = open_parent(f, path, false, name);
    if (parent >= 0 && read_file(parent, name, &old))
        state = str_is(buf_str(&old), bytes) ? FILE_SAME : FILE_CHANGED;
    else if (parent >= 0 && errno == ELOOP)
        state = FILE_CHANGED; /* a link in the place of the file itself: a rename replaces it */
    else
        *blocked = errno != ENOENT;
    if (parent >= 0)
        close(parent);
    buf_free(&old);
    return state;
}

static void stage_name(size_t index, char name[32])
{
    snprintf(name, 32, "%zu", index);
}

static void in_the_way(Folder *f, Str path, bool blocked)
{
    diag(f->diag, RULE_FOREIGN_FILE, (Loc){0}, "%s/" STR_FMT " %s", f->path, STR_ARG(path),
         blocked ? "cannot be written: a link or folder is in the way"
                 : "is in the way and was not written by apionly");
    f->failed = true;
}

static void stage(Folder *f, const FolderFile *file, Str bytes)
{
    char name[32];
    stage_name(file->staged, name);
    if (!open_stage(f, true) || !write_file(f->stage, name, bytes, str_ends(file->path, S(".sh"))))
        fail(f, "cannot be staged", file->path);
}

void folder_put(Folder *f, Str path, Str bytes)
{
    bool blocked = !is_safe_path(path);
    FileState state = blocked ? FILE_NEW : state_of(f, path, bytes, &blocked);
    FolderFile *file = LIST_ADD(&f->arena, f->files, f->count, f->capacity);
    *file =
        (FolderFile){str_copy(&f->arena, path), state, map_find(&f->owned, path) != NULL, f->count};
    map_put(&f->planned, &f->arena, file->path, NULL);
    if (blocked || (state == FILE_CHANGED && !file->owned))
        in_the_way(f, path, blocked);
    if (!f->failed && !f->compare_only && state != FILE_SAME)
        stage(f, file, bytes);
}

/* --- what is stale, and who else lives here ---------------------------------------------------- */

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
        if (rest.n)
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

void folder_settle(Folder *f)
{
    if (!f->of_project)
        tell_strangers(f);
    for (size_t i = 0; i < f->manifest_count; i++)
        if (!map_find(&f->planned, f->manifest[i]))
            *LIST_ADD(&f->arena, f->files, f->count, f->capacity) =
                (FolderFile){f->manifest[i], FILE_STALE, true, 0};
    if (f->count)
        qsort(f->files, f->count, sizeof *f->files, by_path);
}

const FolderFile *folder_files(const Folder *f, size_t *count)
{
    *count = f->count;
    return f->files;
}

/* --- putting in place -------------------------------------------------------------------------- */

static bool place(Folder *f, const char *staged, Str path)
{
    char name[256];
    int parent = open_parent(f, path, true, name);
    bool good = parent >= 0 && renameat(f->stage, staged, parent, name) == 0;
    if (!good)
        fail(f, "cannot be put in its place", path);
    if (parent >= 0)
        close(parent);
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

static void remove_stale(Folder *f, Str path)
{
    char name[256];
    int parent = open_parent(f, path, false, name);
    if (parent < 0)
        return;
    struct stat info;
    bool file = fstatat(parent, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISDIR(info.st_mode);
    if (file && unlinkat(parent, name, 0) != 0)
        fail(f, "cannot be removed", path);
    close(parent);
    remove_empty_parents(f, path);
}

/* The manifest is written twice: before the renames with all names, old and new, so that a killed run
 * leaves nothing that the next one takes for a stranger; and at the end. */
static bool write_manifest(Folder *f, bool with_stale)
{
    Buf text = {0};
    for (size_t i = 0; i < f->count; i++) {
        if (f->files[i].state == FILE_STALE && !with_stale)
            continue;
        buf_put(&text, f->files[i].path);
        buf_byte(&text, '\n');
    }
    bool good = open_stage(f, true) && write_file(f->stage, "manifest", buf_str(&text), false);
    if (!good)
        fail(f, "cannot be staged", S(MANIFEST));
    buf_free(&text);
    return good && place(f, "manifest", S(MANIFEST));
}

static bool names_change(const Folder *f)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->files[i].state == FILE_STALE || !map_find(&f->owned, f->files[i].path))
            return true;
    return false;
}

bool folder_commit(Folder *f)
{
    char name[32];
    bool renames = names_change(f);
    if (f->failed || (renames && !write_manifest(f, true)))
        return false;
    for (size_t i = 0; i < f->count && !f->failed; i++) {
        stage_name(f->files[i].staged, name);
        if (f->files[i].state == FILE_NEW || f->files[i].state == FILE_CHANGED)
            place(f, name, f->files[i].path);
    }
    for (size_t i = 0; i < f->count && !f->failed; i++)
        if (f->files[i].state == FILE_STALE)
            remove_stale(f, f->files[i].path);
    return !f->failed && (!renames || write_manifest(f, false));
}
