/* pack/folder: writing, comparing, doing nothing, the lock. */
#include "folder.h"

#include <sys/wait.h>

/* --- writing ---------------------------------------------------------------------------------- */

static void writes_new_files_and_a_manifest(void **state)
{
    Fixture *f = *state;
    assert_true(BUILD(f, two));
    assert_findings(&f->d, "");
    assert_file(f, "out/a.txt", "one\n");
    assert_file(f, "out/deep/er/b.txt", "two\n");
    assert_file(f, "out/.apionly/manifest", "a.txt\ndeep/er/b.txt\n");
    assert_false(exists(f, "out/.apionly/stage"));
}

static void makes_the_folders_above(void **state)
{
    Fixture *f = *state;
    f->out = at(f, "x/y/z/");
    assert_true(BUILD(f, two));
    assert_file(f, "x/y/z/a.txt", "one\n");
}

static void the_manifest_is_sorted(void **state)
{
    static const File files[] = {{"b", "1"}, {"c/a", "2"}, {"a", "3"}};
    Fixture *f = *state;
    assert_true(BUILD(f, files));
    assert_file(f, "out/.apionly/manifest", "a\nb\nc/a\n");
}

static void tells_new_same_changed_and_stale_apart(void **state)
{
    static const File next[] = {{"a.txt", "one\n"}, {"c.txt", "three\n"}, {"d.txt", "four\n"}};
    Fixture *f = *state;
    static const File before[] = {{"a.txt", "one\n"}, {"b.txt", "two\n"}, {"c.txt", "2\n"}};
    assert_true(BUILD(f, before));
    assert_str(states(f, next, COUNT_OF(next)),
               "a.txt same, b.txt stale, c.txt changed, d.txt new");
    assert_true(BUILD(f, next));
    assert_str(states(f, next, COUNT_OF(next)), "a.txt same, c.txt same, d.txt same");
    assert_file(f, "out/a.txt", "one\n");
    assert_false(exists(f, "out/b.txt"));
    assert_file(f, "out/c.txt", "three\n");
    assert_file(f, "out/d.txt", "four\n");
    assert_file(f, "out/.apionly/manifest", "a.txt\nc.txt\nd.txt\n");
}

/* Whatever the order in which they are put. */
static void files_are_listed_by_path(void **state)
{
    static const File files[] = {{"z", "1"}, {"a", "2"}, {"m/n", "3"}};
    static const char *const sorted[] = {"a", "m/n", "z"};
    Fixture *f = *state;
    size_t count;
    Folder *folder = folder_open(f->out, true, NULL, &f->d);
    put_all(folder, files, COUNT_OF(files));
    folder_settle(folder);
    const FolderFile *all = folder_files(folder, &count);
    Str paths[COUNT_OF(files)];
    assert_int_equal(count, COUNT_OF(files));
    for (size_t i = 0; i < count; i++)
        paths[i] = str_copy(&f->arena, all[i].path);
    folder_close(folder);
    for (size_t i = 0; i < count; i++)
        assert_str(paths[i], sorted[i]);
}

static void empty_folders_go_with_their_files(void **state)
{
    Fixture *f = *state;
    static const File fewer[] = {{"a.txt", "one\n"}};
    assert_true(BUILD(f, two));
    assert_true(BUILD(f, fewer));
    assert_false(exists(f, "out/deep"));
    assert_true(BUILD(f, two));
    make_file(f, "out/deep/mine.txt", "mine");
    assert_true(BUILD(f, fewer));
    assert_false(exists(f, "out/deep/er"));
    assert_file(f, "out/deep/mine.txt", "mine"); /* a stranger keeps its folder */
}

static void empty_files_and_any_bytes(void **state)
{
    Fixture *f = *state;
    Folder *folder = folder_open(f->out, false, NULL, &f->d);
    folder_put(folder, S("empty"), S(""));
    folder_put(folder, S("nul"), S("a\0b"));
    folder_settle(folder);
    assert_true(folder_commit(folder));
    folder_close(folder);
    Str bytes = S("");
    assert_file(f, "out/empty", "");
    assert_int_equal(file_read(&f->arena, at(f, "out/nul"), &bytes), FILE_OK);
    assert_bytes(bytes, S("a\0b"));
}

/* Scripts are executable for everybody who may read them, and nothing else is. */
static void scripts_are_executable(void **state)
{
    static const File files[] = {
        {"deploy.sh", "1"}, {"verify/ask.sh", "2"}, {"sh", "3"}, {"a.sh.txt", "4"}};
    static const mode_t modes[] = {0755, 0755, 0644, 0644};
    Fixture *f = *state;
    mode_t mask = umask(022);
    assert_true(BUILD(f, files));
    umask(mask);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct stat info;
        memset(&info, 0, sizeof info);
        char *path = str_c(&f->arena, str_format(&f->arena, "out/%s", files[i].path));
        assert_int_equal(stat(at(f, path), &info), 0);
        assert_int_equal(info.st_mode & 0777, modes[i]);
    }
}

static void the_umask_decides_who_may_run_scripts(void **state)
{
    static const File files[] = {{"a.sh", "1"}, {"b", "2"}};
    Fixture *f = *state;
    struct stat info;
    memset(&info, 0, sizeof info);
    mode_t mask = umask(077);
    assert_true(BUILD(f, files));
    umask(mask);
    assert_int_equal(stat(at(f, "out/a.sh"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    assert_int_equal(stat(at(f, "out/b"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

/* --- nothing to do ---------------------------------------------------------------------------- */

typedef struct {
    ino_t inode;
    struct timespec modified, changed;
} Stamp;

static Stamp stamp(Fixture *f, const char *path)
{
    struct stat info;
    Stamp s;
    memset(&s, 0, sizeof s);
    assert_int_equal(lstat(at(f, path), &info), 0);
    s.inode = info.st_ino;
    s.modified = info.st_mtim;
    s.changed = info.st_ctim;
    return s;
}

static void a_run_without_changes_writes_nothing(void **state)
{
    static const char *const paths[] = {"out",
                                        "out/a.txt",
                                        "out/deep",
                                        "out/deep/er",
                                        "out/deep/er/b.txt",
                                        "out/.apionly",
                                        "out/.apionly/manifest"};
    Fixture *f = *state;
    Stamp before[COUNT_OF(paths)];
    assert_true(BUILD(f, two));
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        before[i] = stamp(f, paths[i]);
    assert_true(BUILD(f, two));
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        Stamp after = stamp(f, paths[i]);
        assert_row_true(paths[i], memcmp(&before[i], &after, sizeof after) == 0);
    }
}

static void only_what_differs_is_written(void **state)
{
    static const File next[] = {{"a.txt", "one\n"}, {"deep/er/b.txt", "new\n"}};
    Fixture *f = *state;
    assert_true(BUILD(f, two));
    Stamp same = stamp(f, "out/a.txt"), other = stamp(f, "out/deep/er/b.txt");
    assert_true(BUILD(f, next));
    Stamp same_after = stamp(f, "out/a.txt"), other_after = stamp(f, "out/deep/er/b.txt");
    assert_memory_equal(&same, &same_after, sizeof same);
    assert_true(other.inode != other_after.inode); /* renamed into place, not written over */
    assert_file(f, "out/deep/er/b.txt", "new\n");
}

static void comparing_writes_nothing(void **state)
{
    Fixture *f = *state;
    assert_str(states(f, two, COUNT_OF(two)), "a.txt new, deep/er/b.txt new");
    assert_false(exists(f, "out"));
    make_folder(f, "out");
    Stamp before = stamp(f, "out");
    states(f, two, COUNT_OF(two));
    Stamp after = stamp(f, "out");
    assert_memory_equal(&before, &after, sizeof after);
    assert_findings(&f->d, "");
}

static void closing_without_commit_leaves_the_old_output(void **state)
{
    static const File next[] = {{"a.txt", "changed\n"}, {"c.txt", "new\n"}};
    Fixture *f = *state;
    assert_true(BUILD(f, two));
    Folder *folder = folder_open(f->out, false, NULL, &f->d);
    put_all(folder, next, COUNT_OF(next));
    folder_settle(folder);
    folder_close(folder);
    assert_file(f, "out/a.txt", "one\n");
    assert_file(f, "out/deep/er/b.txt", "two\n");
    assert_false(exists(f, "out/c.txt"));
    assert_false(exists(f, "out/.apionly/stage"));
    assert_file(f, "out/.apionly/manifest", "a.txt\ndeep/er/b.txt\n");
}

static void closing_a_first_run_leaves_no_folder(void **state)
{
    Fixture *f = *state;
    Folder *folder = folder_open(f->out, false, NULL, &f->d);
    put_all(folder, two, COUNT_OF(two));
    folder_close(folder);
    assert_false(exists(f, "out"));
    folder_close(NULL);
}

static void what_a_killed_run_left_is_removed(void **state)
{
    Fixture *f = *state;
    make_folder(f, "out");
    make_folder(f, "out/.apionly");
    make_folder(f, "out/.apionly/stage");
    make_file(f, "out/.apionly/stage/0", "half");
    make_file(f, "out/.apionly/stage/manifest", "half");
    Folder *folder = folder_open(f->out, false, NULL, &f->d);
    assert_non_null(folder);
    assert_false(exists(f, "out/.apionly"));
    folder_close(folder);
    assert_true(BUILD(f, two));
    assert_file(f, "out/.apionly/manifest", "a.txt\ndeep/er/b.txt\n");
}

/* --- the lock --------------------------------------------------------------------------------- */

static void assert_locked(Fixture *f)
{
    Str told = str_format(&f->arena, "output-locked 0:0 another build is writing to %s\n", f->out);
    assert_findings(&f->d, told.s);
}

static void two_builds_do_not_write_at_once(void **state)
{
    Fixture *f = *state;
    Folder *first = folder_open(f->out, false, NULL, &f->d);
    assert_non_null(first);
    assert_null(folder_open(f->out, false, NULL, &f->d));
    assert_locked(f);
    put_all(first, two, COUNT_OF(two));
    folder_settle(first);
    assert_true(folder_commit(first)); /* the second one has not disturbed it */
    folder_close(first);
    assert_true(BUILD(f, two));
    assert_findings(&f->d, "");
}

static void comparing_needs_no_lock(void **state)
{
    Fixture *f = *state;
    Folder *first = folder_open(f->out, false, NULL, &f->d);
    assert_str(states(f, two, COUNT_OF(two)), "a.txt new, deep/er/b.txt new");
    folder_close(first);
    assert_findings(&f->d, "");
}

static void another_process_is_locked_out(void **state)
{
    Fixture *f = *state;
    Folder *first = folder_open(f->out, false, NULL, &f->d);
    assert_non_null(first);
    pid_t child = fork();
    if (child == 0) {
        Folder *second = folder_open(f->out, false, NULL, &f->d);
        bool locked = !second && f->d.count == 1 && f->d.items[0].rule == RULE_OUTPUT_LOCKED;
        _exit(locked ? 0 : 1);
    }
    int status = -1;
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    folder_close(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(writes_new_files_and_a_manifest),
        FIXED(makes_the_folders_above),
        FIXED(the_manifest_is_sorted),
        FIXED(tells_new_same_changed_and_stale_apart),
        FIXED(files_are_listed_by_path),
        FIXED(empty_folders_go_with_their_files),
        FIXED(empty_files_and_any_bytes),
        FIXED(scripts_are_executable),
        FIXED(the_umask_decides_who_may_run_scripts),
        FIXED(a_run_without_changes_writes_nothing),
        FIXED(only_what_differs_is_written),
        FIXED(comparing_writes_nothing),
        FIXED(closing_without_commit_leaves_the_old_output),
        FIXED(closing_a_first_run_leaves_no_folder),
        FIXED(what_a_killed_run_left_is_removed),
        FIXED(two_builds_do_not_write_at_once),
        FIXED(comparing_needs_no_lock),
        FIXED(another_process_is_locked_out),
    };
    return cmocka_run_group_tests_name("folder", tests, NULL, NULL);
}
