/* command/set_files: which files of a path are permission sets, their names, zips. */
#include "folder.h"
#include "zip.h"

#include "command/set_files.h"
#include "facts/facts.h"

#define HEAD                                                                                       \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                 \
    "<PermissionSet xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n"
#define AGENT                                                                                      \
    "    <agentAccesses>\n        <agentName>A</agentName>\n        <enabled>true</enabled>\n"     \
    "    </agentAccesses>\n"
#define TAIL                                                                                       \
    "    <hasActivationRequired>false</hasActivationRequired>\n    <label>L</label>\n"             \
    "</PermissionSet>\n"
#define PACKAGE(version)                                                                           \
    "<Package xmlns=\"http://soap.sforce.com/2006/04/metadata\"><version>" version                 \
    "</version></Package>"

static Str zip_bytes(Fixture *f, const File *files, size_t count)
{
    ArchiveEntry *entries = ARENA_ARRAY(&f->arena, ArchiveEntry, count);
    for (size_t i = 0; i < count; i++)
        entries[i] = (ArchiveEntry){str_of(files[i].path), str_of(files[i].bytes)};
    return zip_pack(&f->arena, entries, count, ARENA_ARRAY(&f->arena, ArchiveRecord, count));
}

static void make_bytes(Fixture *f, const char *path, Str bytes)
{
    FILE *file = fopen(at(f, path), "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.s, 1, bytes.n, file), bytes.n);
    assert_int_equal(fclose(file), 0);
}

/* The API names that a path below base/ gives, in order; findings stay in f->d. */
static Str names_of(Fixture *f, const char *path)
{
    Model model = {.api.number = VERSION_DEFAULT};
    Str names = S("");
    diag_free(&f->d);
    diag_init(&f->d);
    if (file_is_folder(at(f, path)))
        read_set_folder(&model, &f->d, str_of(at(f, path)), true);
    else
        read_set_files(&model, &f->d, str_of(at(f, path)), true, false);
    for (size_t i = 0; i < model.shared_count; i++)
        names = str_format(&f->arena, STR_FMT "%s" STR_FMT, STR_ARG(names), i ? " " : "",
                           STR_ARG(model.shared[i].api_name.s));
    diag_settle(&f->d);
    arena_free(&model.arena);
    return names;
}

#define ZIP(f, path, files) make_bytes((f), (path), zip_bytes((f), (files), COUNT_OF(files)))

static void assert_rule(Fixture *f, Rule rule)
{
    assert_int_equal(f->d.count, 1);
    assert_str(str_of(rule_info[f->d.items[0].rule].id), rule_info[rule].id);
}

/* --- names ---------------------------------------------------------------------------------------- */

static void suffixes_tell_a_permission_set(void **state)
{
    (void)state;
    assert_str(set_suffix(S("a/B.permissionset")), ".permissionset");
    assert_str(set_suffix(S("B.permissionset-meta.xml")), ".permissionset-meta.xml");
    assert_str(set_suffix(S("B.permissionsetgroup")), "");
    assert_str(set_suffix(S("B.mutingpermissionset-meta.xml")), "");
    assert_str(set_suffix(S("B.classAccess-meta.xml")), "");
    assert_str(set_suffix(S("permissionset")), "");
    assert_true(is_set_path(S("retrieve.zip")));
    assert_false(is_set_path(S("integrations.yaml")));
}

static void names_are_percent_decoded(void **state)
{
    Fixture *f = *state;
    make_file(f, "A%2Eb.permissionset", HEAD TAIL);
    assert_str(names_of(f, "A%2Eb.permissionset"), "A.b");
    make_file(f, "%E2%82%AC%.permissionset-meta.xml", HEAD TAIL);
    assert_str(names_of(f, "%E2%82%AC%.permissionset-meta.xml"), "\xe2\x82\xac%");
    make_file(f, "%zz%4.permissionset", HEAD TAIL);
    assert_str(names_of(f, "%zz%4.permissionset"), "%zz%4");
}

/* The name becomes the name of a file: it must not lead out of the folder, nor end early. */
static void a_name_with_a_slash_or_nul_is_a_finding(void **state)
{
    static const char *const names[] = {"..%2F..%2Fout.permissionset", "%2Ftmp%2Fx.permissionset",
                                        "A%00B.permissionset", "%ff.permissionset"};
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        make_file(f, names[i], HEAD TAIL);
        names_of(f, names[i]);
        assert_row_true(names[i], diag_failed(&f->d));
    }
}

/* --- folders -------------------------------------------------------------------------------------- */

static void a_folder_gives_its_sets_by_path(void **state)
{
    Fixture *f = *state;
    make_folder(f, "p");
    make_folder(f, "p/b");
    make_folder(f, "p/.git");
    make_folder(f, "p/node_modules");
    make_file(f, "p/C.permissionset", HEAD TAIL);
    make_file(f, "p/A.permissionset-meta.xml", HEAD TAIL);
    make_file(f, "p/b/B.permissionset", HEAD TAIL);
    make_file(f, "p/b/B.txt", "x");
    make_file(f, "p/.git/D.permissionset", HEAD TAIL);
    make_file(f, "p/node_modules/E.permissionset", HEAD TAIL);
    assert_str(names_of(f, "p"), "A C B");
    assert_findings(&f->d, "");
}

static void a_circle_of_links_ends(void **state)
{
    Fixture *f = *state;
    make_folder(f, "p");
    assert_int_equal(symlink(".", at(f, "p/again")), 0);
    names_of(f, "p");
}

static void the_nearest_version_counts(void **state)
{
    Fixture *f = *state;
    make_folder(f, "p");
    make_folder(f, "p/src");
    make_file(f, "p/sfdx-project.json", "{\"sourceApiVersion\": \"67.0\"}");
    make_file(f, "p/src/A.permissionset", HEAD AGENT TAIL);
    names_of(f, "p");
    assert_findings(&f->d, "");
    make_file(f, "p/src/package.xml", PACKAGE("60.0"));
    names_of(f, "p");
    assert_rule(f, RULE_ELEMENT_VERSION);
    names_of(f, "p/src/A.permissionset");
    assert_rule(f, RULE_ELEMENT_VERSION);
}

/* --- zips ----------------------------------------------------------------------------------------- */

static const File at_root[] = {{"package.xml", PACKAGE("67.0")},
                               {"permissionsets/A.permissionset", HEAD AGENT TAIL},
                               {"permissionsets/B%2Ec.permissionset", HEAD TAIL},
                               {"classes/A.cls", "x"}};

static void a_zip_gives_its_sets(void **state)
{
    Fixture *f = *state;
    ZIP(f, "a.zip", at_root);
    assert_str(names_of(f, "a.zip"), "A B.c");
    assert_findings(&f->d, "");
}

static void an_unpackaged_zip_says_its_version(void **state)
{
    static const File files[] = {{"unpackaged/permissionsets/A.permissionset", HEAD AGENT TAIL},
                                 {"unpackaged/package.xml", PACKAGE("63.0")}};
    Fixture *f = *state;
    ZIP(f, "a.zip", files);
    assert_str(names_of(f, "a.zip"), "A");
    assert_findings(&f->d, "element-version 4:20 agentAccesses exists from API version 64.0, but "
                           "this is deployed with 63.0\n");
    assert_true(str_ends(source_of(&f->d.sources, f->d.items[0].at)->name,
                         S("a.zip:unpackaged/permissionsets/A.permissionset")));
}

static void what_is_wrong_in_a_zip_has_its_place(void **state)
{
    static const File files[] = {{"permissionsets/A.permissionset", HEAD "<wrong/>" TAIL},
                                 {"permissionsets/B.permissionset", ""},
                                 {"permissionsets/C.permissionset", HEAD TAIL}};
    Fixture *f = *state;
    ZIP(f, "a.zip", files);
    names_of(f, "a.zip");
    assert_findings(&f->d, "xml-element 3:2 \"wrong\" is not an element of a permission set\n"
                           "file-empty 1:1 the file says nothing\n");
}

static void a_zip_without_sets_is_a_finding(void **state)
{
    static const File files[] = {{"package.xml", PACKAGE("67.0")}};
    Fixture *f = *state;
    ZIP(f, "a.zip", files);
    assert_str(names_of(f, "a.zip"), "");
    assert_rule(f, RULE_FILE_EMPTY);
}

static void a_zip_that_is_none_is_a_finding(void **state)
{
    Fixture *f = *state;
    make_file(f, "a.zip", "PK");
    names_of(f, "a.zip");
    assert_rule(f, RULE_FILE_UNREADABLE);
    make_file(f, "b.zip", "");
    names_of(f, "b.zip");
    assert_rule(f, RULE_FILE_UNREADABLE);
    names_of(f, "missing.zip");
    assert_rule(f, RULE_FILE_UNREADABLE);
}

static void a_damaged_zip_is_survived(void **state)
{
    Fixture *f = *state;
    Str bytes = zip_bytes(f, at_root, COUNT_OF(at_root));
    for (size_t n = 0; n < bytes.n; n++) {
        make_bytes(f, "cut.zip", str_slice(bytes, 0, n));
        names_of(f, "cut.zip");
        assert_rule(f, RULE_FILE_UNREADABLE);
    }
    char *changed = str_c(&f->arena, bytes);
    for (size_t i = 0; i < bytes.n; i++) {
        changed[i] = (char)~changed[i];
        make_bytes(f, "changed.zip", (Str){changed, bytes.n});
        names_of(f, "changed.zip");
        changed[i] = (char)~changed[i];
    }
}

static void a_name_in_a_zip_leads_nowhere(void **state)
{
    static const File files[] = {{"permissionsets/..%2F..%2FA.permissionset", HEAD TAIL}};
    Fixture *f = *state;
    ZIP(f, "a.zip", files);
    names_of(f, "a.zip");
    assert_true(diag_failed(&f->d));
}

/* --- layouts -------------------------------------------------------------------------------------- */

static void a_decomposed_set_is_refused_in_folders_and_zips(void **state)
{
    static const File files[] = {{"permissionsets/A/A.permissionset-meta.xml", HEAD TAIL},
                                 {"permissionsets/A/A.classAccess-meta.xml", "<PermissionSet/>"}};
    Fixture *f = *state;
    ZIP(f, "a.zip", files);
    names_of(f, "a.zip");
    assert_rule(f, RULE_XML_DECOMPOSED);
    make_folder(f, "p");
    make_folder(f, "p/A");
    make_file(f, "p/A/A.permissionset-meta.xml", HEAD TAIL);
    make_file(f, "p/A/A.classAccess-meta.xml", "<PermissionSet/>");
    names_of(f, "p");
    assert_rule(f, RULE_XML_DECOMPOSED);
}

/* A piece by its own path says what it is, too. */
static void a_piece_of_a_decomposed_set_is_recognised(void **state)
{
    Fixture *f = *state;
    make_folder(f, "A");
    make_file(f, "A/A.classAccess-meta.xml", "<PermissionSet/>");
    names_of(f, "A/A.classAccess-meta.xml");
    assert_rule(f, RULE_XML_DECOMPOSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(suffixes_tell_a_permission_set),
        FIXED(names_are_percent_decoded),
        FIXED(a_name_with_a_slash_or_nul_is_a_finding),
        FIXED(a_folder_gives_its_sets_by_path),
        FIXED(a_circle_of_links_ends),
        FIXED(the_nearest_version_counts),
        FIXED(a_zip_gives_its_sets),
        FIXED(an_unpackaged_zip_says_its_version),
        FIXED(what_is_wrong_in_a_zip_has_its_place),
        FIXED(a_zip_without_sets_is_a_finding),
        FIXED(a_zip_that_is_none_is_a_finding),
        FIXED(a_damaged_zip_is_survived),
        FIXED(a_name_in_a_zip_leads_nowhere),
        FIXED(a_decomposed_set_is_refused_in_folders_and_zips),
        FIXED(a_piece_of_a_decomposed_set_is_recognised),
    };
    return cmocka_run_group_tests_name("set_files", tests, NULL, NULL);
}
