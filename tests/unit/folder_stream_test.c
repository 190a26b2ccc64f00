/* pack/folder: a file that comes piece by piece. */
#include "folder.h"

static const char name[] = "a.zip";

/* Puts the bytes in pieces of a size; gives what folder_stream_end gives. */
static int stream(Folder *folder, const char *path, Str bytes, size_t piece)
{
    FolderStream *s = folder_stream(folder, str_of(path));
    for (size_t at = 0; at < bytes.n; at += piece)
        folder_stream_put(s, str_slice(bytes, at, at + piece));
    return folder_stream_end(s);
}

/* Reads a descriptor from where it stands to its end, and closes it. */
static Str read_all(Fixture *f, int fd)
{
    Str bytes = S("(cannot be read)");
    assert_true(fd >= 0);
    assert_int_equal(file_read_open(&f->arena, fd, &bytes), FILE_OK);
    close(fd);
    return bytes;
}

static void assert_state(Folder *folder, FileState state)
{
    size_t count;
    folder_settle(folder);
    const FolderFile *all = folder_files(folder, &count);
    assert_int_equal(count, 1);
    assert_str(all[0].path, name);
    assert_int_equal(all[0].state, state);
}

static Folder *open_anew(Fixture *f, bool compare_only)
{
    diag_free(&f->d);
    diag_init(&f->d);
    Folder *folder = folder_open(f->out, compare_only, NULL, &f->d);
    assert_non_null(folder);
    return folder;
}

/* A build that writes nothing but these bytes, at once. */
static void build_bytes(Fixture *f, Str bytes)
{
    Folder *folder = open_anew(f, false);
    folder_put(folder, S("a.zip"), bytes);
    folder_settle(folder);
    assert_true(folder_commit(folder));
    folder_close(folder);
}

static Str standing(Fixture *f)
{
    Str bytes = S("(there is none)");
    file_read(&f->arena, at(f, "out/a.zip"), &bytes);
    return bytes;
}

/* --- what is written ------------------------------------------------------------------------------ */

/* One build with a stream: the descriptor reads what was put, before and after everything is in its place. */
static void build_stream(Fixture *f, Str bytes, size_t piece, FileState state)
{
    Folder *folder = open_anew(f, false);
    int fd = stream(folder, name, bytes, piece);
    assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
    assert_true(str_is(read_all(f, dup(fd)), bytes));
    assert_int_equal(exists(f, "out/.apionly/stage"), state != FILE_SAME);
    assert_state(folder, state);
    assert_true(folder_commit(folder));
    folder_close(folder);
    assert_findings(&f->d, "");
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    assert_true(str_is(read_all(f, fd), bytes));
    assert_true(str_is(standing(f), bytes));
    assert_file(f, "out/.apionly/manifest", "a.zip\n");
    assert_false(exists(f, "out/.apionly/stage"));
}

static void a_new_file_is_written(void **state)
{
    static const size_t pieces[] = {1, 2, 5, 100};
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        build_stream(f, S("one\0two\n"), pieces[i], FILE_NEW);
        assert_int_equal(remove(at(f, "out/a.zip")), 0);
    }
    build_stream(f, S(""), 1, FILE_NEW);
}

static void a_file_that_differs_is_written(void **state)
{
    static const struct {
        const char *before, *after;
    } rows[] = {
        {"one two three", "one TWO three"},
        {"one two three", "One two three"},
        {"one two three", "one two threE"},
        {"one two three", "one two three four"},
        {"one two three", "one two"},
        {"one two three", "x"},
        {"one two three", ""},
        {"", "one two three"},
        {"one two three", "four"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t piece = 1; piece < 20; piece++) {
            build_bytes(f, str_of(rows[i].before));
            build_stream(f, str_of(rows[i].after), piece, FILE_CHANGED);
        }
}

/* Longer than what is compared at once. */
static Str long_text(Fixture *f)
{
    enum { LONG = 200000 };
    char *text = arena_alloc(&f->arena, LONG);
    for (size_t i = 0; i < LONG; i++)
        text[i] = (char)(i % 251);
    return (Str){text, LONG};
}

static void a_large_file_that_differs_is_written(void **state)
{
    static const size_t places[] = {0, 65535, 65536, 131072, 150000, 199999},
                        pieces[] = {4096, 100000, 200000};
    Fixture *f = *state;
    Str before = long_text(f);
    build_bytes(f, before);
    for (size_t i = 0; i < COUNT_OF(places); i++)
        for (size_t k = 0; k < COUNT_OF(pieces); k++) {
            char *after = str_c(&f->arena, before);
            after[places[i]] ^= 1;
            build_stream(f, (Str){after, before.n}, pieces[k], FILE_CHANGED);
            build_stream(f, before, pieces[k], FILE_CHANGED);
        }
    build_stream(f, str_slice(before, 0, 131072), 65536, FILE_CHANGED);
    build_stream(f, before, 65536, FILE_CHANGED);
}

static void pieces_may_be_empty(void **state)
{
    Fixture *f = *state;
    for (size_t i = 0; i < 2; i++) {
        Folder *folder = open_anew(f, false);
        FolderStream *s = folder_stream(folder, S("a.zip"));
        static const char *const pieces[] = {"", "one", "", "", " two", ""};
        for (size_t k = 0; k < COUNT_OF(pieces); k++)
            folder_stream_put(s, str_of(pieces[k]));
        assert_str(read_all(f, folder_stream_end(s)), "one two");
        assert_state(folder, i ? FILE_SAME : FILE_NEW);
        assert_true(folder_commit(folder));
        folder_close(folder);
        assert_str(standing(f), "one two");
    }
}

/* Its path may go as soon as the stream is there. */
static void a_path_may_lead_into_folders(void **state)
{
    Fixture *f = *state;
    char path[] = "deep/er/a.zip";
    Folder *folder = open_anew(f, false);
    FolderStream *s = folder_stream(folder, str_of(path));
    memset(path, 'x', sizeof path - 1);
    folder_stream_put(s, S("one"));
    close(folder_stream_end(s));
    folder_settle(folder);
    assert_true(folder_commit(folder));
    folder_close(folder);
    assert_file(f, "out/deep/er/a.zip", "one");
}

static void without_a_commit_the_old_file_stays(void **state)
{
    Fixture *f = *state;
    build_bytes(f, S("old"));
    Folder *folder = open_anew(f, false);
    assert_str(read_all(f, stream(folder, name, S("new"), 1)), "new");
    folder_close(folder);
    assert_str(standing(f), "old");
    assert_false(exists(f, "out/.apionly/stage"));
}

/* --- what is the same ----------------------------------------------------------------------------- */

static void the_same_bytes_write_nothing(void **state)
{
    static const size_t pieces[] = {1000, 65536, 70000, 200000};
    Fixture *f = *state;
    struct stat before, after;
    Str bytes = long_text(f);
    build_bytes(f, bytes);
    memset(&before, 0, sizeof before);
    memset(&after, 0, sizeof after);
    assert_int_equal(lstat(at(f, "out/a.zip"), &before), 0);
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        build_stream(f, bytes, pieces[i], FILE_SAME);
        assert_int_equal(lstat(at(f, "out/a.zip"), &after), 0);
        assert_int_equal(after.st_ino, before.st_ino);
        assert_memory_equal(&after.st_mtim, &before.st_mtim, sizeof before.st_mtim);
        assert_memory_equal(&after.st_ctim, &before.st_ctim, sizeof before.st_ctim);
    }
    build_bytes(f, S(""));
    build_stream(f, S(""), 1, FILE_SAME);
}

/* --- comparing ------------------------------------------------------------------------------------ */

static void comparing_gives_no_descriptor_of_what_is_not_there(void **state)
{
    static const struct {
        const char *after;
        FileState state;
    } rows[] = {
        {"one", FILE_SAME}, {"onE", FILE_CHANGED}, {"one more", FILE_CHANGED}, {"", FILE_CHANGED}};
    Fixture *f = *state;
    Folder *folder = open_anew(f, true); /* of a folder that is not there */
    assert_int_equal(stream(folder, name, S("one"), 1), -1);
    assert_state(folder, FILE_NEW);
    folder_close(folder);
    assert_false(exists(f, "out"));
    build_bytes(f, S("one"));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        folder = open_anew(f, true);
        int fd = stream(folder, name, str_of(rows[i].after), 2);
        if (rows[i].state == FILE_SAME)
            assert_str(read_all(f, fd), "one");
        else
            assert_int_equal(fd, -1);
        assert_state(folder, rows[i].state);
        folder_close(folder);
        assert_findings(&f->d, "");
        assert_str(standing(f), "one");
        assert_false(exists(f, "out/.apionly/stage"));
    }
}

/* --- what is in the way --------------------------------------------------------------------------- */

static void assert_refused(Fixture *f, const char *path, const char *why)
{
    Folder *folder = open_anew(f, false);
    assert_int_equal(stream(folder, path, S("new"), 1), -1);
    folder_settle(folder);
    assert_false(folder_commit(folder));
    folder_close(folder);
    assert_true(f->d.count > 0);
    assert_str(str_of(rule_info[f->d.items[0].rule].id), "foreign-file");
    assert_bytes(f->d.items[0].message, str_format(&f->arena, "%s/%s %s", f->out, path, why));
    assert_false(exists(f, "out/.apionly/stage"));
}

static void a_folder_or_link_in_the_way_is_refused(void **state)
{
    static const char why[] = "cannot be written: a link or folder is in the way";
    Fixture *f = *state;
    make_folder(f, "out");
    make_folder(f, "out/a.zip");
    make_file(f, "out/file", "a file");
    assert_int_equal(symlink("..", at(f, "out/link")), 0);
    assert_refused(f, name, why);
    assert_refused(f, "file/a.zip", why);
    assert_refused(f, "link/a.zip", why);
    assert_refused(f, "../a.zip", why);
    assert_refused(f, "/a.zip", why);
    assert_false(exists(f, "a.zip"));
}

static void a_file_of_somebody_else_stays(void **state)
{
    static const char *const others[] = {"other", "ne", "newer", ""};
    Fixture *f = *state;
    make_folder(f, "out");
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        make_file(f, "out/a.zip", others[i]);
        assert_refused(f, name, "is in the way and was not written by apionly");
        assert_file(f, "out/a.zip", others[i]);
    }
    make_file(f, "out/a.zip", "new"); /* which is what would be written */
    build_stream(f, S("new"), 2, FILE_SAME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(a_new_file_is_written),
        FIXED(a_file_that_differs_is_written),
        FIXED(a_large_file_that_differs_is_written),
        FIXED(pieces_may_be_empty),
        FIXED(a_path_may_lead_into_folders),
        FIXED(without_a_commit_the_old_file_stays),
        FIXED(the_same_bytes_write_nothing),
        FIXED(comparing_gives_no_descriptor_of_what_is_not_there),
        FIXED(a_folder_or_link_in_the_way_is_refused),
        FIXED(a_file_of_somebody_else_stays),
    };
    return cmocka_run_group_tests_name("folder_stream", tests, NULL, NULL);
}
