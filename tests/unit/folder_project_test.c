/* pack/folder: a second folder in a project's own source, beside the output folder. */
#include "folder.h"

static const File set[] = {{"permissionsets/A.permissionset-meta.xml", "a\n"}};

/* A run into out/ and project/<inner>; the findings of the last one stay in f->d. */
static bool build_both(Fixture *f, const char *inner, const File *files, size_t count)
{
    diag_free(&f->d);
    diag_init(&f->d);
    Folder *out = folder_open(f->out, false, NULL, &f->d);
    Folder *project =
        folder_open_project(out, str_of(at(f, "project/")), (Text){.s = str_of(inner)});
    bool good = project != NULL;
    put_all(out, two, COUNT_OF(two));
    folder_settle(out);
    if (project) {
        put_all(project, files, count);
        folder_settle(project);
        good = folder_commit(project) && folder_commit(out);
    }
    folder_close(project);
    folder_close(out);
    return good;
}

static void each_folder_has_a_manifest_of_its_own(void **state)
{
    Fixture *f = *state;
    make_folder(f, "project");
    assert_true(build_both(f, "main/default", set, COUNT_OF(set)));
    assert_findings(&f->d, "");
    assert_file(f, "out/.apionly/manifest", "a.txt\ndeep/er/b.txt\n");
    assert_file(f, "project/main/default/.apionly/manifest",
                "permissionsets/A.permissionset-meta.xml\n");
    assert_file(f, "project/main/default/permissionsets/A.permissionset-meta.xml", "a\n");
}

static void the_project_itself_can_be_the_folder(void **state)
{
    Fixture *f = *state;
    make_folder(f, "project");
    assert_true(build_both(f, ".", set, COUNT_OF(set)));
    assert_file(f, "project/permissionsets/A.permissionset-meta.xml", "a\n");
}

static void strangers_are_at_home(void **state)
{
    Fixture *f = *state;
    make_folder(f, "project");
    make_folder(f, "project/main");
    make_folder(f, "project/main/permissionsets");
    make_file(f, "project/main/permissionsets/A.permissionset-meta.xml", "a\n");
    make_file(f, "project/main/permissionsets/B.xml", "theirs");
    assert_true(build_both(f, "main", set, COUNT_OF(set)));
    assert_findings(&f->d, "");
    assert_file(f, "project/main/.apionly/manifest", "permissionsets/A.permissionset-meta.xml\n");
    assert_true(build_both(f, "main", NULL, 0));
    assert_false(exists(f, "project/main/permissionsets/A.permissionset-meta.xml"));
    assert_file(f, "project/main/permissionsets/B.xml", "theirs");
}

static void a_stranger_in_the_way_stops_both(void **state)
{
    Fixture *f = *state;
    make_folder(f, "project");
    make_folder(f, "project/permissionsets");
    make_file(f, "project/permissionsets/A.permissionset-meta.xml", "theirs");
    assert_false(build_both(f, ".", set, COUNT_OF(set)));
    Str told = str_format(
        &f->arena,
        "foreign-file 0:0 %s/permissionsets/A.permissionset-meta.xml is in the way and was not "
        "written by apionly\n",
        at(f, "project"));
    assert_findings(&f->d, told.s);
    assert_file(f, "project/permissionsets/A.permissionset-meta.xml", "theirs");
    assert_false(exists(f, "project/.apionly"));
    assert_false(exists(f, "out/a.txt"));
    assert_false(exists(f, "out/.apionly"));
}

static void assert_refused(Fixture *f, const char *inner, const char *shown, const char *why)
{
    assert_false(build_both(f, inner, set, COUNT_OF(set)));
    Str told =
        str_format(&f->arena, "output-source 0:0 %s cannot be written to: %s\n", at(f, shown), why);
    assert_findings(&f->d, told.s);
    assert_false(exists(f, "out/a.txt"));
}

static void links_and_files_on_the_way_are_refused(void **state)
{
    Fixture *f = *state;
    make_folder(f, "project");
    make_folder(f, "elsewhere");
    make_file(f, "project/file", "a file");
    assert_int_equal(symlink(at(f, "elsewhere"), at(f, "project/link")), 0);
    assert_refused(f, "link", "project/link", "a link or file is in the way");
    assert_refused(f, "link/deep", "project/link/deep", "a link or file is in the way");
    assert_refused(f, "file", "project/file", "a link or file is in the way");
    assert_refused(f, "file/deep", "project/file/deep", "a link or file is in the way");
    assert_int_equal(rmdir(at(f, "elsewhere")), 0); /* still empty */
}

/* Whatever the names by which the two are reached. */
static void the_output_folder_and_what_is_in_it_are_refused(void **state)
{
    Fixture *f = *state;
    make_folder(f, "project");
    f->out = at(f, "project/out");
    assert_refused(f, "out", "project/out", "it lies in the output folder");
    assert_refused(f, "out/deep/er", "project/out/deep/er", "it lies in the output folder");
    assert_int_equal(symlink(at(f, "project"), at(f, "other")), 0);
    f->out = at(f, "other/out");
    assert_refused(f, "out", "project/out", "it lies in the output folder");
}

static void the_output_folder_may_lie_in_the_project(void **state)
{
    Fixture *f = *state;
    make_folder(f, "project");
    f->out = at(f, "project/out");
    assert_true(build_both(f, ".", set, COUNT_OF(set)));
    assert_findings(&f->d, "");
    assert_file(f, "project/permissionsets/A.permissionset-meta.xml", "a\n");
    assert_file(f, "project/out/a.txt", "one\n");
}

static void comparing_makes_no_folder(void **state)
{
    Fixture *f = *state;
    size_t count;
    make_folder(f, "project");
    Folder *out = folder_open(f->out, true, NULL, &f->d);
    Folder *project = folder_open_project(out, str_of(at(f, "project/")), (Text){.s = S("main")});
    assert_non_null(project);
    assert_string_equal(folder_path(project), at(f, "project/main"));
    put_all(project, set, COUNT_OF(set));
    folder_settle(project);
    const FolderFile *files = folder_files(project, &count);
    assert_int_equal(count, 1);
    assert_int_equal(files[0].state, FILE_NEW);
    folder_close(project);
    folder_close(out);
    assert_false(exists(f, "project/main"));
    assert_findings(&f->d, "");
}

static void each_folder_has_a_lock_of_its_own(void **state)
{
    Fixture *f = *state;
    make_folder(f, "project");
    Folder *out = folder_open(f->out, false, NULL, &f->d);
    Text main_folder = {.s = S("main")};
    Folder *first = folder_open_project(out, str_of(at(f, "project/")), main_folder);
    assert_non_null(first);
    assert_null(folder_open_project(out, str_of(at(f, "project/")), main_folder));
    Str told = str_format(&f->arena, "output-locked 0:0 another build is writing to %s\n",
                          at(f, "project/main"));
    assert_findings(&f->d, told.s);
    folder_close(first);
    folder_close(out);
}

/* A manifest that somebody wrote by hand takes no other source away. */
static void a_manifest_of_a_project_speaks_of_sets_alone(void **state)
{
    Fixture *f = *state;
    make_folder(f, "project");
    make_folder(f, "project/.apionly");
    make_folder(f, "project/permissionsets");
    make_folder(f, "project/permissionsets/more");
    make_file(f, "project/A.permissionset-meta.xml", "theirs");
    make_file(f, "project/permissionsets/A.cls", "theirs");
    make_file(f, "project/permissionsets/B.permissionset-meta.xml", "ours");
    make_file(f, "project/permissionsets/more/B.permissionset-meta.xml", "theirs");
    make_file(f, "project/.apionly/manifest",
              "A.permissionset-meta.xml\npermissionsets/A.cls\n"
              "permissionsets/B.permissionset-meta.xml\n"
              "permissionsets/more/B.permissionset-meta.xml\n");
    assert_true(build_both(f, ".", set, COUNT_OF(set)));
    assert_file(f, "project/A.permissionset-meta.xml", "theirs");
    assert_file(f, "project/permissionsets/A.cls", "theirs");
    assert_false(exists(f, "project/permissionsets/B.permissionset-meta.xml"));
    assert_file(f, "project/permissionsets/more/B.permissionset-meta.xml", "theirs");
    assert_file(f, "project/.apionly/manifest", "permissionsets/A.permissionset-meta.xml\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(each_folder_has_a_manifest_of_its_own),
        FIXED(the_project_itself_can_be_the_folder),
        FIXED(strangers_are_at_home),
        FIXED(a_stranger_in_the_way_stops_both),
        FIXED(links_and_files_on_the_way_are_refused),
        FIXED(the_output_folder_and_what_is_in_it_are_refused),
        FIXED(the_output_folder_may_lie_in_the_project),
        FIXED(comparing_makes_no_folder),
        FIXED(each_folder_has_a_lock_of_its_own),
        FIXED(a_manifest_of_a_project_speaks_of_sets_alone),
    };
    return cmocka_run_group_tests_name("folder_project", tests, NULL, NULL);
}
