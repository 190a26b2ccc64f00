/* read/permset_xml: what a file says, where it says it, and what is not a permission set. Hostile and
 * broken files are in permset_xml_hostile_test.c. */
#include "permset.h"

/* A set in memory as the bytes of a retrieve. */
static void assert_written(Fixture *f, const char *expected)
{
    Buf out = {0};
    f->set.api.number = f->set.api.number ? f->set.api.number : 68;
    write_permission_set(&f->model.names, &f->set, &out);
    assert_str(buf_str(&out), expected);
    buf_free(&out);
}

/* Reads `body` between the tags of the root; no findings. */
static void read_fine(Fixture *f, const char *body)
{
    read_body(f, body);
    assert_findings(&f->diag, "");
    assert_true(f->good);
}

/* --- the type ----------------------------------------------------------------------------------- */

static void every_element_is_read_and_written_again(void **state)
{
    Fixture *f = *state;
    Buf xml = {0};
    buf_put(&xml, S(OPEN));
    for (size_t i = 0; i < ELEMENT_COUNT; i++)
        put_sample(&xml, &element_table[i], 1);
    buf_put(&xml, S(CLOSE));
    read_bytes(f, buf_str(&xml));
    assert_findings(&f->diag, "");
    assert_true(f->good);
    assert_int_equal(f->set.api.number, 68); /* enrichments */
    assert_written(f, str_c(&f->model.arena, buf_str(&xml)));
    buf_free(&xml);
}

static void every_switch_is_read_off_too(void **state)
{
    Fixture *f = *state;
    for (size_t i = 0; i < ELEMENT_COUNT; i++) {
        const Element *element = &element_table[i];
        if (element->shape != SHAPE_LIST)
            continue;
        Buf xml = {0};
        put_sample(&xml, element, 0);
        buf_put(&xml, S("<label>L</label>"));
        read_fine(f, str_c(&f->model.arena, buf_str(&xml)));
        const Grant *grant = only_grant(f, i);
        assert_int_equal(grant->on, 0);
        for (const Child *child = element->children; child->xml; child++)
            assert_row_true(child->xml, child->kind == CHILD_KEY ||
                                            (grant->said & child_mask(child)) == child_mask(child));
        buf_free(&xml);
    }
}

static void every_word_is_read(void **state)
{
    Fixture *f = *state;
    for (size_t i = 0; i < ELEMENT_COUNT; i++)
        for (const Child *child = element_table[i].children; child && child->xml; child++)
            for (uint32_t w = 0; child->words && child->words[w]; w++) {
                read_fine(f, str_format(&f->model.arena,
                                        "<%s><%s>K</%s><%s> %s </%s></%s><label>L</label>",
                                        element_table[i].xml, child_key(&element_table[i])->xml,
                                        child_key(&element_table[i])->xml, child->xml,
                                        child->words[w], child->xml, element_table[i].xml)
                                 .s);
                assert_int_equal(only_grant(f, i)->on >> child->shift, w);
                assert_int_equal(only_grant(f, i)->said, child_mask(child));
            }
}

static void heads_are_read_with_their_places(void **state)
{
    Fixture *f = *state;
    read_fine(f, "<label>L</label><description>one</description><license>Lic</license>"
                 "<hasActivationRequired>true</hasActivationRequired>");
    assert_str(f->set.label.s, "L");
    assert_str(f->set.description.s, "one");
    assert_str(f->set.license_name.s, "Lic");
    assert_true(f->set.session_activation.said && f->set.session_activation.on);
    assert_place(f, f->set.label.at, "L</label>", 1);
    assert_place(f, f->set.description.at, "one</d", 3);
    assert_place(f, f->set.license_name.at, "Lic</", 3);
    assert_place(f, f->set.session_activation.at, "true</", 4);
}

static void numbers_are_booleans_too(void **state)
{
    Fixture *f = *state;
    read_fine(f, "<label>L</label><classAccesses><apexClass>A</apexClass><enabled> 1\n</enabled>"
                 "</classAccesses>");
    assert_int_equal(only_grant(f, CLASS_ACCESS)->on, 1);
    read_fine(f, "<label>L</label><classAccesses><apexClass>A</apexClass><enabled>0</enabled>"
                 "</classAccesses>");
    assert_int_equal(only_grant(f, CLASS_ACCESS)->on, 0);
    assert_int_equal(only_grant(f, CLASS_ACCESS)->said, 1);
}

/* --- order ---------------------------------------------------------------------------------------- */

static void the_order_of_elements_children_and_entries_does_not_matter(void **state)
{
    Fixture *f = *state;
    read_fine(f, "<userPermissions><name>B</name><enabled>true</enabled></userPermissions>"
                 "<userPermissions><enabled>false</enabled><name>A</name></userPermissions>"
                 "<label>L</label><agentAccesses><enabled>true</enabled><agentName>X</agentName>"
                 "</agentAccesses><hasActivationRequired>false</hasActivationRequired>");
    assert_written(f, OPEN "    <agentAccesses>\n"
                           "        <agentName>X</agentName>\n"
                           "        <enabled>true</enabled>\n"
                           "    </agentAccesses>\n" INACTIVE "    <label>L</label>\n"
                           "    <userPermissions>\n"
                           "        <enabled>false</enabled>\n"
                           "        <name>A</name>\n"
                           "    </userPermissions>\n"
                           "    <userPermissions>\n"
                           "        <enabled>true</enabled>\n"
                           "        <name>B</name>\n"
                           "    </userPermissions>\n" CLOSE);
}

static void grants_are_sorted_bytewise(void **state)
{
    Fixture *f = *state;
    static const char *const names[] = {"a", "_", "Z", "9", "A.b", "A", "AB", "A-", "\xc3\xa4"};
    static const char *const sorted[] = {"9", "A", "A-", "A.b", "AB", "Z", "_", "a", "\xc3\xa4"};
    Buf xml = {0};
    buf_put(&xml, S("<label>L</label>"));
    for (size_t i = 0; i < COUNT_OF(names); i++)
        buf_format(&xml,
                   "<classAccesses><apexClass>%s</apexClass><enabled>true</enabled>"
                   "</classAccesses>",
                   names[i]);
    read_fine(f, str_c(&f->model.arena, buf_str(&xml)));
    buf_free(&xml);
    assert_int_equal(f->set.grants.count, COUNT_OF(sorted));
    for (size_t i = 0; i < COUNT_OF(sorted); i++)
        assert_str(f->model.names.text[f->set.grants.items[i].key], sorted[i]);
}

static void a_duplicate_entry_stays_for_the_caller(void **state)
{
    Fixture *f = *state;
    read_fine(f, "<label>L</label>"
                 "<classAccesses><apexClass>A</apexClass><enabled>false</enabled></classAccesses>"
                 "<classAccesses><apexClass>A</apexClass><enabled>true</enabled></classAccesses>");
    assert_int_equal(f->set.grants.count, 2);
    assert_int_equal(f->set.grants.items[0].on, 0);
    assert_int_equal(f->set.grants.items[1].on, 1);
}

/* --- text ----------------------------------------------------------------------------------------- */

static void text_is_what_xml_means(void **state)
{
    static const struct {
        const char *xml, *text;
    } rows[] = {
        {"plain", "plain"},
        {"", ""},
        {" a  b ", " a  b "},
        {"&amp;&lt;&gt;&quot;&apos;", "&<>\"'"},
        {"raw ' \" > stay", "raw ' \" > stay"},
        {"&amp;amp;", "&amp;"},
        {"&#65;&#x42;&#x000043;&#x6a;&#x6A;", "ABCjj"},
        {"&#228;&#x1F600;&#x1f600;", "\xc3\xa4\xf0\x9f\x98\x80\xf0\x9f\x98\x80"},
        {"a&#13;b&#10;c&#9;d&#xA0;e", "a\rb\nc\td\xc2\xa0"
                                      "e"},
        {"one\ntwo\n\n  three\t", "one\ntwo\n\n  three\t"},
        {"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n"},
        {"<![CDATA[]]>", ""},
        {"a<![CDATA[<&amp;>]] ]>]]>b", "a<&amp;>]] ]>b"},
        {"<![CDATA[<!-- no -->]]>", "<!-- no -->"},
        {"a<!-- < & > -->b<!---->c", "abc"},
        {"a<?pi x > y?>b", "ab"},
        {"Z\xc3\xbcrich \xe2\x80\x8b \xe2\x80\xa8 \xc2\x85",
         "Z\xc3\xbcrich \xe2\x80\x8b \xe2\x80\xa8 \xc2\x85"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        read_fine(f, str_format(&f->model.arena, "<label>L</label><description>%s</description>",
                                rows[i].xml)
                         .s);
        assert_row(rows[i].xml, f->set.description.s, rows[i].text);
    }
}

static void keys_are_trimmed_and_decoded(void **state)
{
    Fixture *f = *state;
    read_fine(f, "<label>L</label><classAccesses><apexClass>\n  A&amp;B\t</apexClass>"
                 "<enabled>true</enabled></classAccesses>");
    assert_str(f->model.names.text[only_grant(f, CLASS_ACCESS)->key], "A&B");
}

static void white_space_inside_tags_is_no_text(void **state)
{
    Fixture *f = *state;
    read_fine(f, "<label\n    >L</label\n    ><description >D</description\t><license\n/>");
    assert_str(f->set.label.s, "L");
    assert_str(f->set.description.s, "D");
    assert_str(f->set.license_name.s, "");
}

static void a_prefix_for_the_namespace_is_fine(void **state)
{
    Fixture *f = *state;
    read_text(f, "<m:PermissionSet xmlns:m=\"" NAMESPACE "\"><m:label>L</m:label>"
                 "</m:PermissionSet>");
    assert_findings(&f->diag, "");
    assert_str(f->set.label.s, "L");
}

/* --- places --------------------------------------------------------------------------------------- */

static void keys_have_their_byte_offset(void **state)
{
    static const char *const heads[] = {
        "",
        "\xef\xbb\xbf",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n",
        "\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n",
        "<!-- \xe2\x82\xac \xf0\x9f\x98\x80 -->\r\n\r\n",
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        read_text(f, str_format(&f->model.arena,
                                "%s<PermissionSet xmlns=\"" NAMESPACE "\">\r\n"
                                "<label>\xe2\x82\xac&amp;&#x20AC;\r\n</label>\r\n"
                                "<pageAccesses><apexPage >Pa\xc3\xa9ge</apexPage><enabled>true"
                                "</enabled></pageAccesses></PermissionSet>\r\n",
                                heads[i])
                         .s);
        assert_findings(&f->diag, "");
        assert_place(f, only_grant(f, PAGE_ACCESS)->at, "Pa\xc3\xa9ge", 6);
        assert_str(f->set.label.s, "\xe2\x82\xac&\xe2\x82\xac\r\n");
    }
}

static void findings_have_line_and_column(void **state)
{
    Fixture *f = *state;
    read_text(f, "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
                 "<PermissionSet xmlns=\"" NAMESPACE "\">\r\n"
                 "    <label>\xc3\xa4\xf0\x9f\x98\x80</label><wrong/>\r\n"
                 "    <hasActivationRequired>ja</hasActivationRequired>\r\n"
                 "</PermissionSet>\r\n");
    assert_findings(&f->diag, "xml-element 3:23 \"wrong\" is not an element of a permission set\n"
                              "unknown-word 4:28 \"ja\" is not a value of hasActivationRequired\n");
}

static void places_hold_in_a_file_larger_than_a_buffer(void **state)
{
    Fixture *f = *state;
    Buf xml = {0};
    buf_put(&xml, S(OPEN "<label>L</label>\n"));
    for (int i = 0; i < 200000; i++)
        buf_format(&xml,
                   "<classAccesses><apexClass>C%06d</apexClass><enabled>true</enabled>"
                   "</classAccesses>\n",
                   i);
    buf_put(&xml, S("<wrong/></PermissionSet>"));
    read_bytes(f, buf_str(&xml));
    assert_int_equal(f->diag.count, 1);
    assert_place(f, f->diag.items[0].at, "wrong/", 5);
    assert_int_equal(f->set.grants.count, 200000);
    for (size_t i = 0; i < f->set.grants.count; i++) {
        Loc at = f->set.grants.items[i].at;
        Str name = str_slice(f->bytes, at.at, at.at + at.length);
        assert_true(str_is(name, f->model.names.text[f->set.grants.items[i].key]));
    }
    buf_free(&xml);
}

/* --- which version wrote it ----------------------------------------------------------------------- */

#define OBJECT(extra)                                                                              \
    "<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete>"          \
    "<allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false"               \
    "</modifyAllRecords><object>A</object>" extra                                                  \
    "<viewAllRecords>false</viewAllRecords></objectPermissions>"
#define FLOW  "<flowAccesses><enabled>true</enabled><flow>F</flow></flowAccesses>"
#define AGENT "<agentAccesses><agentName>A</agentName><enabled>true</enabled></agentAccesses>"
#define ALL   "<viewAllFields>false</viewAllFields>"
#define OFF   "<hasActivationRequired>false</hasActivationRequired>"

static void the_version_is_what_the_file_shows(void **state)
{
    static const struct {
        const char *body, *version;
        bool absent;
    } rows[] = {
        {"<label>L</label>", "36.0", false},
        {"<label>L</label><userLicense>X</userLicense>", "36.0", false},
        {"<label>L</label>" OBJECT(""), "36.0", false},
        {OFF "<label>L</label><userLicense>X</userLicense>", "37.0", false},
        {OFF "<label>L</label>", "", false},
        {OFF "<label>L</label>" OBJECT(""), "62.0", false},
        {OFF "<label>L</label>" OBJECT(ALL), "", false},
        {OFF "<label>L</label><license>X</license>" OBJECT(""), "62.0", false},
        {"<label>L</label><license>X</license>", "", true},
        {"<label>L</label>" FLOW, "", true},
        {"<label>L</label>" FLOW OBJECT(""), "62.0", true},
        {"<label>L</label>" OBJECT(ALL), "", true},
        {OFF "<label>L</label>" AGENT OBJECT(""), "", false},
        {AGENT "<label>L</label>", "", true},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        read_fine(f, rows[i].body);
        assert_row(rows[i].body, f->set.api.text.s, rows[i].version);
        assert_row_true(rows[i].body, f->set.session_activation.absent == rows[i].absent);
    }
}

/* enrichments exist since 68.0, so an old version would lose them. */
static void enrichments_show_a_new_version(void **state)
{
    Fixture *f = *state;
    read_fine(f, "<enrichments><aiDescriptor><enrichedDescription>E</enrichedDescription>"
                 "</aiDescriptor></enrichments><label>L</label>");
    assert_str(f->set.enrichments.s, "E");
    assert_str(f->set.api.text.s, "68.0");
    assert_true(f->set.session_activation.absent);
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(every_element_is_read_and_written_again),
        FIXED(every_switch_is_read_off_too),
        FIXED(every_word_is_read),
        FIXED(heads_are_read_with_their_places),
        FIXED(numbers_are_booleans_too),
        FIXED(the_order_of_elements_children_and_entries_does_not_matter),
        FIXED(grants_are_sorted_bytewise),
        FIXED(a_duplicate_entry_stays_for_the_caller),
        FIXED(text_is_what_xml_means),
        FIXED(keys_are_trimmed_and_decoded),
        FIXED(white_space_inside_tags_is_no_text),
        FIXED(a_prefix_for_the_namespace_is_fine),
        FIXED(keys_have_their_byte_offset),
        FIXED(findings_have_line_and_column),
        FIXED(places_hold_in_a_file_larger_than_a_buffer),
        FIXED(the_version_is_what_the_file_shows),
        FIXED(enrichments_show_a_new_version),
    };
    return cmocka_run_group_tests_name("permset_xml_read", tests, NULL, NULL);
}
