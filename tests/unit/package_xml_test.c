/* package.xml, written and read. */
#include "test.h"

#include "read/package_xml.h"
#include "write/write.h"

#define OPEN                                                                                       \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                 \
    "<Package xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n"

static void members_come_before_their_name_the_version_last(void **state)
{
    (void)state;
    PermissionSet a = {.api_name = {.s = S("A_Integration")}};
    PermissionSet b = {.api_name = {.s = S("B_Integration")}};
    PermissionSet *sets[] = {&a, &b};
    Buf out = {0};
    write_package_xml(sets, 2, 67, &out);
    assert_str(buf_str(&out), OPEN "    <types>\n"
                                   "        <members>A_Integration</members>\n"
                                   "        <members>B_Integration</members>\n"
                                   "        <name>PermissionSet</name>\n"
                                   "    </types>\n"
                                   "    <version>67.0</version>\n"
                                   "</Package>\n");
    buf_free(&out);
}

static void without_sets_there_is_no_type(void **state)
{
    (void)state;
    Buf out = {0};
    write_package_xml(NULL, 0, 40, &out);
    assert_str(buf_str(&out), OPEN "    <version>40.0</version>\n</Package>\n");
    buf_free(&out);
}

static void what_is_written_reads_back(void **state)
{
    (void)state;
    Arena arena = {0};
    PackageXml package;
    PermissionSet a = {.api_name = {.s = S("A")}}, b = {.api_name = {.s = S("B&<>\"'")}};
    PermissionSet *sets[] = {&a, &b};
    Buf out = {0};
    write_package_xml(sets, 2, 67, &out);
    assert_true(package_xml_read(&arena, buf_str(&out), &package));
    assert_int_equal(package.count, 2);
    assert_str(package.members[0].name, "A");
    assert_str(package.members[1].name, "B&<>\"'");
    assert_str(package.members[0].type, "PermissionSet");
    assert_str(package.members[1].type, "PermissionSet");
    assert_str(package.version, "67.0");
    buf_free(&out);
    arena_free(&arena);
}

/* "Type:Name …|version" of what was read, or "-" where it was refused. */
static Str summary(Arena *a, Str bytes)
{
    PackageXml package;
    Str text = S("");
    if (!package_xml_read(a, bytes, &package))
        return S("-");
    for (size_t i = 0; i < package.count; i++)
        text = str_format(a, STR_FMT STR_FMT ":" STR_FMT " ", STR_ARG(text),
                          STR_ARG(package.members[i].type), STR_ARG(package.members[i].name));
    return str_format(a, STR_FMT "|" STR_FMT, STR_ARG(text), STR_ARG(package.version));
}

static void reads_what_others_write(void **state)
{
    (void)state;
    static const struct {
        const char *xml, *summary;
    } rows[] = {
        {"<Package/>", "|"},
        {"<Package><version>67.0</version></Package>", "|67.0"},
        {"<Package><types><members>A</members><name>X</name></types><types><members>B</members>"
         "<members>C</members><name>Y</name></types></Package>",
         "X:A Y:B Y:C |"},
        {"<Package>\n<types>\n <members>\n  A \n</members>\n <name> X "
         "</name>\n</types>\n</Package>\n",
         "X:A |"},
        {"<Package><types><members>A<!-- c -->B</members><name>X</name></types></Package>",
         "X:AB |"},
        {"<Package><types><members><![CDATA[A&]]></members><name>X</name></types></Package>",
         "X:A& |"},
        {"<Package><types><members>&#65;&amp;</members><name>X</name></types></Package>", "X:A& |"},
        {"<Package><types><members>A</members></types></Package>", ":A |"},
        {"<p:Package xmlns:p=\"x\"><p:types><p:members>A</p:members><p:name>X</p:name></p:types>"
         "</p:Package>",
         "X:A |"},
    };
    Arena a = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i].xml, summary(&a, str_of(rows[i].xml)), rows[i].summary);
    arena_free(&a);
}

static void what_is_no_xml_is_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "text",
        "<Package>",
        "<Package></package>",
        "<Package/><Package/>",
        "<Package>&x;</Package>",
        "<Package>&</Package>",
        "<Package a=\"1\" a=\"2\"/>",
        "<Package>\x01</Package>",
        "<Package>\xff</Package>",
    };
    Arena a = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i], summary(&a, str_of(rows[i])), "-");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_come_before_their_name_the_version_last),
        cmocka_unit_test(without_sets_there_is_no_type),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(reads_what_others_write),
        cmocka_unit_test(what_is_no_xml_is_refused),
    };
    return cmocka_run_group_tests_name("package_xml", tests, NULL, NULL);
}
