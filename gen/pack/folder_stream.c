/* A file of the output folder that comes piece by piece. */
#include "base/memory.h"
#include "pack/files.h"
#include "pack/folder_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct FolderStream {
    Folder *f;
    Arena arena;
    Str path;
    OldFile old;  /* the file that is there */
    off_t at;     /* so many bytes of it are those that were put */
    bool differs; /* what comes from now on is staged */
    size_t place; /* in the list of the folder; once it differs */
    int staged;   /* -1: it is not */
};

FolderStream *folder_stream(Folder *f, Str path)
{
    FolderStream *s = mem_alloc(sizeof *s);
    *s = (FolderStream){.f = f, .staged = -1};
    s->path = str_copy(&s->arena, path);
    s->old = folder_open_old(f, s->path);
    return s;
}

/* Reads a piece of the old file; short at its end. */
static Str read_old(FolderStream *s, off_t at, char *piece, size_t size)
{
    size_t have = 0;
    while (have < size) {
        ssize_t n = pread(s->old.fd, piece + have, size - have, at + (off_t)have);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            s->old.trouble = FILE_UNSTAGED;
            s->old.error = errno;
        }
        if (n <= 0)
            break;
        have += (size_t)n;
    }
    return (Str){piece, have};
}

static void write_piece(FolderStream *s, Str bytes)
{
    if (s->staged < 0 || files_write_all(s->staged, bytes))
        return;
    folder_unstaged(s->f, s->place, errno);
    close(s->staged);
    s->staged = -1;
}

/* From here on it is another file: what was the same so far is copied. */
static void diverge(FolderStream *s)
{
    char name[32], piece[64 << 10];
    bool stages;
    s->differs = true;
    if (s->old.fd >= 0)
        s->old.state = FILE_CHANGED;
    s->place = folder_add_file(s->f, s->path, &s->old, &stages);
    if (!stages)
        return;
    folder_stage_name(s->place + 1, name);
    s->staged = openat(s->f->stage, name, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                       str_ends(s->path, S(".sh")) ? 0777 : 0666);
    if (s->staged < 0)
        folder_unstaged(s->f, s->place, errno);
    for (off_t at = 0; at < s->at;) {
        size_t left = (size_t)(s->at - at);
        Str same = read_old(s, at, piece, left < sizeof piece ? left : sizeof piece);
        write_piece(s, same);
        at += (off_t)same.n;
        if (!same.n) { /* somebody made it shorter: it is no more what was compared */
            folder_unstaged(s->f, s->place, s->old.error ? s->old.error : EIO);
            break;
        }
    }
}

static bool is_in_old(FolderStream *s, Str bytes)
{
    char piece[64 << 10];
    off_t at = s->at;
    while (s->old.fd >= 0 && bytes.n) {
        Str old = read_old(s, at, piece, bytes.n < sizeof piece ? bytes.n : sizeof piece);
        if (!old.n || !str_is(old, str_slice(bytes, 0, old.n)))
            return false;
        at += (off_t)old.n;
        bytes = str_from(bytes, old.n);
    }
    if (!bytes.n)
        s->at = at;
    return !bytes.n;
}

void folder_stream_put(FolderStream *s, Str bytes)
{
    if (!s->differs && is_in_old(s, bytes))
        return;
    if (!s->differs)
        diverge(s);
    write_piece(s, bytes);
}

/* Some file systems tell only when a file is closed that it could not be written. */
static void check_staged(FolderStream *s)
{
    int copy = s->staged < 0 ? -1 : dup(s->staged);
    if (s->staged < 0 || (copy >= 0 && close(copy) == 0))
        return;
    folder_unstaged(s->f, s->place, errno);
    close(s->staged);
    s->staged = -1;
}

int folder_stream_end(FolderStream *s)
{
    char one;
    bool stages;
    if (!s->differs && (s->old.fd < 0 || read_old(s, s->at, &one, 1).n))
        diverge(s); /* nothing was put where nothing is, or the old file goes on */
    if (!s->differs)
        folder_add_file(s->f, s->path, &s->old, &stages);
    check_staged(s);
    int fd = s->differs ? s->staged : s->old.fd;
    if (s->differs && s->old.fd >= 0)
        close(s->old.fd);
    if (fd >= 0)
        lseek(fd, 0, SEEK_SET);
    arena_free(&s->arena);
    free(s);
    return fd;
}
