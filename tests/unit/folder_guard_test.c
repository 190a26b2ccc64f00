/* pack/folder: what is not ours is left alone, and nothing leads out of the folder. */
#include "folder.h"

/* --- strangers -------------------------------------------------------------------------------- */

static void strangers_are_left_alone_and_told(void **state)
{
    Fixture *f = *state;
    make_folder(f, "out");
    make_folder(f, "out/deep");
    make_file(f, "out/deep/mine.txt", "mine");
    make_file(f, "out/README.md", "beside our folders nobody looks");
    assert_true(BUILD(f, two));
    Str told = str_format(&f->arena,
                          "left-alone 0:0 1 file in %s was not written by apionly and stays: "
                          "deep/mine.txt\n",
                          f->out);
    assert_findings(&f->d, told.s);
    assert_file(f, "out/deep/mine.txt", "mine");
    assert_file(f, "out/README.md", "beside our folders nobody looks");
}

static void of_many_strangers_five_are_named(void **state)
{
    Fixture *f = *state;
    make_folder(f, "out");
    make_folder(f, "out/deep");
    for (int i = 6; i > 0; i--)
        make_file(f, str_c(&f->arena, str_format(&f->arena, "out/deep/%d", i)), "");
    assert_true(BUILD(f, two));
    Str told = str_format(&f->arena,
                          "left-alone 0:0 6 files in %s were not written by apionly and stay: "
                          "deep/1, deep/2, deep/3, deep/4, deep/5 \xe2\x80\xa6\n",
                          f->out);
    assert_findings(&f->d, told.s);
}

static void a_file_of_somebody_else_is_not_written_over(void **state)
{
    Fixture *f = *state;
    make_folder(f, "out");
    make_folder(f, "out/deep");
    make_folder(f, "out/deep/er");
    make_file(f, "out/deep/er/b.txt", "mine");
    assert_false(BUILD(f, two));
    Str told = str_format(
        &f->arena,
        "foreign-file 0:0 %s/deep/er/b.txt is in the way and was not written by apionly\n", f->out);
    assert_findings(&f->d, told.s);
    assert_file(f, "out/deep/er/b.txt", "mine");
    assert_false(exists(f, "out/a.txt"));
    assert_false(exists(f, "out/.apionly"));
}

static void an_equal_file_of_somebody_else_becomes_ours(void **state)
{
    Fixture *f = *state;
    make_folder(f, "out");
    make_file(f, "out/a.txt", "one\n");
    assert_true(BUILD(f, two));
    assert_findings(&f->d, "");
    assert_file(f, "out/.apionly/manifest", "a.txt\ndeep/er/b.txt\n");
}

/* --- what stands in the way ------------------------------------------------------------------- */

/* The build fails with a finding, and has changed nothing. */
static void assert_refused(Fixture *f, const File *files, size_t count)
{
    assert_false(build(f, files, count));
    assert_true(f->d.count > 0);
    assert_false(exists(f, "out/a.txt"));
    assert_false(exists(f, "out/.apionly"));
}

static void a_link_on_the_way_is_not_followed(void **state)
{
    Fixture *f = *state;
    make_folder(f, "out");
    make_folder(f, "elsewhere");
    assert_int_equal(symlink(at(f, "elsewhere"), at(f, "out/deep")), 0);
    build(f, two, COUNT_OF(two));
    assert_int_equal(rmdir(at(f, "elsewhere")), 0); /* still empty */
}

static void a_link_on_the_way_stops_before_the_first_change(void **state)
{
    Fixture *f = *state;
    make_folder(f, "out");
    make_folder(f, "elsewhere");
    assert_int_equal(symlink(at(f, "elsewhere"), at(f, "out/deep")), 0);
    assert_refused(f, two, COUNT_OF(two));
}

static void a_file_on_the_way_stops_before_the_first_change(void **state)
{
    Fixture *f = *state;
    make_folder(f, "out");
    make_file(f, "out/deep", "a file where a folder is needed");
    assert_refused(f, two, COUNT_OF(two));
    assert_file(f, "out/deep", "a file where a folder is needed");
}

static void a_folder_in_the_place_of_a_file_stops_before_the_first_change(void **state)
{
    Fixture *f = *state;
    make_folder(f, "out");
    make_folder(f, "out/deep");
    make_folder(f, "out/deep/er");
    make_folder(f, "out/deep/er/b.txt");
    assert_refused(f, two, COUNT_OF(two));
}

/* The same where the name is ours: somebody put a folder in the place of our file. */
static void a_folder_in_the_place_of_our_file_stops_before_the_first_change(void **state)
{
    static const File next[] = {{"a.txt", "new\n"}, {"deep/er/b.txt", "new\n"}};
    Fixture *f = *state;
    assert_true(BUILD(f, two));
    assert_int_equal(unlink(at(f, "out/deep/er/b.txt")), 0);
    make_folder(f, "out/deep/er/b.txt");
    assert_false(BUILD(f, next));
    assert_file(f, "out/a.txt", "one\n");
}

static void a_link_in_the_place_of_a_file_is_somebody_elses(void **state)
{
    Fixture *f = *state;
    make_folder(f, "out");
    make_file(f, "target", "one\n");
    assert_int_equal(symlink(at(f, "target"), at(f, "out/a.txt")), 0);
    assert_false(BUILD(f, two));
    assert_int_equal(f->d.items[0].rule, RULE_FOREIGN_FILE);
    assert_file(f, "target", "one\n");
    assert_false(exists(f, "out/deep"));
}

static void a_link_in_the_place_of_our_file_is_replaced(void **state)
{
    static const File next[] = {{"a.txt", "new\n"}, {"deep/er/b.txt", "two\n"}};
    Fixture *f = *state;
    assert_true(BUILD(f, two));
    make_file(f, "target", "theirs");
    assert_int_equal(unlink(at(f, "out/a.txt")), 0);
    assert_int_equal(symlink(at(f, "target"), at(f, "out/a.txt")), 0);
    assert_true(BUILD(f, next));
    assert_file(f, "target", "theirs");
    assert_file(f, "out/a.txt", "new\n");
    struct stat info;
    assert_int_equal(lstat(at(f, "out/a.txt"), &info), 0);
    assert_true(S_ISREG(info.st_mode));
}

static void a_link_for_our_own_folder_is_not_followed(void **state)
{
    Fixture *f = *state;
    make_folder(f, "out");
    make_folder(f, "elsewhere");
    assert_int_equal(symlink(at(f, "elsewhere"), at(f, "out/.apionly")), 0);
    assert_false(BUILD(f, two));
    assert_int_equal(rmdir(at(f, "elsewhere")), 0);
    assert_false(exists(f, "out/a.txt"));
}

static void a_file_is_no_output_folder(void **state)
{
    Fixture *f = *state;
    make_file(f, "out", "a file");
    assert_null(folder_open(f->out, false, NULL, &f->d));
    assert_int_equal(f->d.items[0].rule, RULE_WRITE_FAILED);
    assert_true(f->d.system_failed);
    assert_file(f, "out", "a file");
}

/* --- the manifest ----------------------------------------------------------------------------- */

static void stale_links_and_folders_are_not_followed(void **state)
{
    Fixture *f = *state;
    static const File fewer[] = {{"a.txt", "one\n"}};
    assert_true(BUILD(f, two));
    make_folder(f, "elsewhere");
    make_file(f, "elsewhere/b.txt", "theirs");
    assert_int_equal(unlink(at(f, "out/deep/er/b.txt")), 0);
    assert_int_equal(rmdir(at(f, "out/deep/er")), 0);
    assert_int_equal(symlink(at(f, "elsewhere"), at(f, "out/deep/er")), 0);
    BUILD(f, fewer);
    assert_file(f, "elsewhere/b.txt", "theirs");
}

/* A manifest comes out of source control: what it says must stay inside the folder. */
static void unsafe_lines_of_a_manifest_are_ignored(void **state)
{
    static const File fewer[] = {{"a.txt", "one\n"}};
    Fixture *f = *state;
    assert_true(BUILD(f, two));
    make_file(f, "victim", "theirs");
    make_folder(f, "out/sub");
    make_file(f, "out/sub/victim", "theirs");
    Str lines = str_format(&f->arena,
                           "../victim\n" STR_FMT "/victim\nsub/../../victim\nsub//victim\n"
                           "./sub/victim\nsub/./victim\n\nsub\\victim\n/victim\n..\n.\n",
                           STR_ARG(f->base));
    make_file(f, "out/.apionly/manifest", lines.s);
    assert_str(states(f, fewer, 1), "a.txt same");
    assert_true(BUILD(f, fewer));
    assert_file(f, "victim", "theirs");
    assert_file(f, "out/sub/victim", "theirs");
    assert_file(f, "out/.apionly/manifest", "a.txt\n");
}

/* A line that names a folder cannot be a file of ours; it must not stop every build from now on. */
static void a_folder_in_the_manifest_does_not_stop_a_build(void **state)
{
    static const File fewer[] = {{"a.txt", "one\n"}};
    Fixture *f = *state;
    assert_true(BUILD(f, two));
    make_folder(f, "out/sub");
    make_file(f, "out/sub/mine", "mine");
    make_file(f, "out/.apionly/manifest", "a.txt\nsub\n");
    assert_true(BUILD(f, fewer));
    assert_file(f, "out/sub/mine", "mine");
}

static void lines_that_stand_twice_count_once(void **state)
{
    static const File fewer[] = {{"a.txt", "one\n"}};
    Fixture *f = *state;
    assert_true(BUILD(f, two));
    make_file(f, "out/.apionly/manifest", "gone\na.txt\ngone\na.txt\ngone");
    assert_str(states(f, fewer, 1), "a.txt same, gone stale");
    assert_true(BUILD(f, fewer)); /* a stale file that is not there is no fault */
    assert_file(f, "out/.apionly/manifest", "a.txt\n");
}

static void paths_that_leave_the_folder_are_refused(void **state)
{
    static const File outside[] = {{"../evil", "x"}, {"a/../../evil", "x"}, {"/evil", "x"}};
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        build(f, &outside[i], 1);
        assert_row_true(outside[i].path, !exists(f, "evil"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(strangers_are_left_alone_and_told),
        FIXED(of_many_strangers_five_are_named),
        FIXED(a_file_of_somebody_else_is_not_written_over),
        FIXED(an_equal_file_of_somebody_else_becomes_ours),
        FIXED(a_link_on_the_way_is_not_followed),
        FIXED(a_link_on_the_way_stops_before_the_first_change),
        FIXED(a_file_on_the_way_stops_before_the_first_change),
        FIXED(a_folder_in_the_place_of_a_file_stops_before_the_first_change),
        FIXED(a_folder_in_the_place_of_our_file_stops_before_the_first_change),
        FIXED(a_link_in_the_place_of_a_file_is_somebody_elses),
        FIXED(a_link_in_the_place_of_our_file_is_replaced),
        FIXED(a_link_for_our_own_folder_is_not_followed),
        FIXED(a_file_is_no_output_folder),
        FIXED(stale_links_and_folders_are_not_followed),
        FIXED(unsafe_lines_of_a_manifest_are_ignored),
        FIXED(a_folder_in_the_manifest_does_not_stop_a_build),
        FIXED(lines_that_stand_twice_count_once),
        FIXED(paths_that_leave_the_folder_are_refused),
    };
    return cmocka_run_group_tests_name("folder_guard", tests, NULL, NULL);
}
