/* For tests of the output folder: one of its own below TMPDIR, and whole builds into it. */
#ifndef UNIT_FOLDER_H
#define UNIT_FOLDER_H

#include "test.h"

#include "base/file.h"
#include "pack/folder.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    Arena arena;
    Diag d;
    Str base;  /* removed at the end */
    char *out; /* the output folder */
} Fixture;

HELPER int start(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    const char *where = getenv("TMPDIR");
    if (!f)
        return -1;
    f->base = str_format(&f->arena, "%s/apionly-XXXXXX", where && *where ? where : "/tmp");
    if (!mkdtemp((char *)f->base.s))
        return -1;
    f->out = str_c(&f->arena, str_join(&f->arena, f->base, S("/out")));
    diag_init(&f->d);
    *state = f;
    return 0;
}

HELPER int remove_one(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)info, (void)type, (void)place;
    return remove(path);
}

HELPER int end(void **state)
{
    Fixture *f = *state;
    int failed = nftw(f->base.s, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    diag_free(&f->d);
    arena_free(&f->arena);
    free(f);
    return failed;
}

/* --- files ------------------------------------------------------------------------------------ */

/* A path below base/. */
HELPER char *at(Fixture *f, const char *path)
{
    return str_c(&f->arena, str_format(&f->arena, STR_FMT "/%s", STR_ARG(f->base), path));
}

HELPER void make_folder(Fixture *f, const char *path)
{
    assert_int_equal(mkdir(at(f, path), 0777), 0);
}

HELPER void make_file(Fixture *f, const char *path, const char *bytes)
{
    FILE *file = fopen(at(f, path), "w");
    assert_non_null(file);
    assert_true(fputs(bytes, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

#define assert_file(f, path, expected) check_file((f), (path), (expected), __FILE__, __LINE__)

HELPER void check_file(Fixture *f, const char *path, const char *expected, const char *file,
                       int line)
{
    Str bytes = S("(there is none)");
    file_read(&f->arena, at(f, path), &bytes);
    check_equal(bytes, str_of(expected), file, line, path);
}

HELPER bool exists(Fixture *f, const char *path)
{
    struct stat info;
    return lstat(at(f, path), &info) == 0;
}

/* --- builds ----------------------------------------------------------------------------------- */

typedef struct {
    const char *path, *bytes;
} File;

HELPER void put_all(Folder *folder, const File *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        folder_put(folder, str_of(files[i].path), str_of(files[i].bytes));
}

/* A whole run; the findings of the last one stay in f->d. */
HELPER bool build(Fixture *f, const File *files, size_t count)
{
    diag_free(&f->d);
    diag_init(&f->d);
    Folder *folder = folder_open(f->out, false, NULL, &f->d);
    if (!folder)
        return false;
    put_all(folder, files, count);
    folder_settle(folder);
    bool good = folder_commit(folder);
    folder_close(folder);
    return good;
}

#define BUILD(f, files) build((f), (files), COUNT_OF(files))

HELPER int by_path(const void *a, const void *b)
{
    return str_compare(((const FolderFile *)a)->path, ((const FolderFile *)b)->path);
}

/* "path state" of all files, as a comparing run sees them, by path. */
HELPER Str states(Fixture *f, const File *files, size_t count)
{
    static const char *const names[] = {[FILE_SAME] = "same",
                                        [FILE_NEW] = "new",
                                        [FILE_CHANGED] = "changed",
                                        [FILE_STALE] = "stale"};
    Str text = S("");
    Folder *folder = folder_open(f->out, true, NULL, &f->d);
    assert_non_null(folder);
    put_all(folder, files, count);
    folder_settle(folder);
    size_t found;
    const FolderFile *all = folder_files(folder, &found);
    FolderFile *sorted = arena_copy(&f->arena, all, found * sizeof *all);
    qsort(sorted, found, sizeof *sorted, by_path);
    for (size_t i = 0; i < found; i++)
        text = str_format(&f->arena, STR_FMT "%s" STR_FMT " %s", STR_ARG(text), i ? ", " : "",
                          STR_ARG(sorted[i].path), names[sorted[i].state]);
    folder_close(folder);
    return text;
}

static const File two[] = {{"a.txt", "one\n"}, {"deep/er/b.txt", "two\n"}};

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

#endif
