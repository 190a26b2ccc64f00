/* read/permset_xml on what is no permission set: every file ends in a finding with its place, none in
 * a crash, an endless loop or a silent loss. */
#include "permset.h"

#define FINE "<label>L</label>"

typedef struct {
    const char *body, *findings; /* between the tags of the root: line 3 on */
} Row;

static void check_rows(Fixture *f, const Row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Buf out = {0};
        read_body(f, rows[i].body);
        put_findings(&f->diag, &out);
        assert_row(rows[i].body, buf_str(&out), rows[i].findings);
        buf_free(&out);
    }
}

/* The first finding of a text that cannot be read. */
static void assert_refused(Fixture *f, Str bytes, const char *rule, uint32_t line, uint32_t column)
{
    read_bytes(f, bytes);
    assert_false(f->good);
    assert_int_equal(f->diag.count, 1);
    Position p = source_position(&f->diag.sources, f->diag.items[0].at);
    assert_str(str_of(rule_info[f->diag.items[0].rule].id), rule);
    assert_int_equal(p.line, line);
    if (column)
        assert_int_equal(p.column, column);
}

/* --- content that the type does not have ---------------------------------------------------------- */

static void an_unknown_element_is_never_dropped(void **state)
{
    static const Row rows[] = {
        {FINE "<wrong>x</wrong>",
         "xml-element 3:18 \"wrong\" is not an element of a permission set\n"},
        {FINE "<Label>x</Label>",
         "xml-element 3:18 \"Label\" is not an element of a permission set\n"},
        {FINE "<tabVisibilities><tab>T</tab></tabVisibilities>",
         "xml-element 3:18 \"tabVisibilities\" is not an element of a permission set\n"},
        {FINE "<ServicePresenceStatusAccesses/>",
         "xml-element 3:18 \"ServicePresenceStatusAccesses\" is not an element of a permission "
         "set\n"},
        {FINE "<classAccesses><apexClass>A</apexClass><enabled>true</enabled><extra>1</extra>"
              "</classAccesses>",
         "xml-element 3:80 \"extra\" is not an element of classAccesses\n"},
        {FINE "<recordTypeVisibilities><default>true</default><recordType>A.B</recordType>"
              "<visible>true</visible></recordTypeVisibilities>",
         "xml-element 3:42 \"default\" is not an element of recordTypeVisibilities\n"},
        {"<label>L<b>bold</b></label>", "xml-element 3:10 \"b\" is not an element of label\n"},
        {"<label>L<b>bold<i>deep</i></b>M</label>",
         "xml-element 3:10 \"b\" is not an element of label\n"},
        {FINE "<enrichments><other>x</other></enrichments>",
         "xml-element 3:31 \"other\" is not an element of enrichments\n"},
    };
    check_rows(*state, rows, COUNT_OF(rows));
}

static void an_element_inside_a_nested_one_is_said_of_that(void **state)
{
    static const Row rows[] = {
        {FINE "<enrichments><aiDescriptor><other>x</other></aiDescriptor></enrichments>",
         "xml-element 3:45 \"other\" is not an element of aiDescriptor\n"},
    };
    check_rows(*state, rows, COUNT_OF(rows));
}

/* One finding for one fault: what holds the unknown element is not blamed again. */
static void an_element_inside_a_key_is_one_finding(void **state)
{
    static const Row rows[] = {
        {FINE "<classAccesses><apexClass>A<b/></apexClass><enabled>true</enabled></classAccesses>",
         "xml-element 3:45 \"b\" is not an element of apexClass\n"},
        {FINE "<classAccesses><apexClass>A</apexClass><enabled>true<b/></enabled></classAccesses>",
         "xml-element 3:70 \"b\" is not an element of enabled\n"},
    };
    check_rows(*state, rows, COUNT_OF(rows));
}

static void an_element_of_another_namespace_is_unknown(void **state)
{
    Fixture *f = *state;
    read_body(f, FINE "<x:description xmlns:x=\"urn:other\">D</x:description>");
    assert_int_equal(f->diag.count, 1);
    assert_int_equal(f->diag.items[0].rule, RULE_XML_ELEMENT);
}

static void profile_elements_are_explained(void **state)
{
    Fixture *f = *state;
    read_body(f, FINE "<tabVisibilities/>");
    assert_str(f->diag.items[0].help,
               "that is an element of profiles; permission sets have tabSettings");
    read_body(f, FINE "<applicationVisibilities><application>A</application><default>true"
                      "</default><visible>true</visible></applicationVisibilities>");
    assert_int_equal(f->diag.count, 1);
    assert_str(f->diag.items[0].help, "that is an element of profiles; take it out");
    read_body(f, FINE "<fieldPermission/>");
    assert_true(str_search(f->diag.items[0].help, S("fieldPermissions")) >= 0);
}

static void text_between_elements_is_not_dropped(void **state)
{
    static const Row rows[] = {
        {FINE "<classAccesses>text<apexClass>A</apexClass><enabled>true</enabled></classAccesses>",
         "xml-element 3:32 text stands between the elements\n"},
        {FINE "<enrichments><aiDescriptor>text<enrichedDescription>E</enrichedDescription>"
              "</aiDescriptor></enrichments>",
         "xml-element 3:44 text stands between the elements\n"},
        {FINE "<![CDATA[text]]>", "xml-element 3:26 text stands between the elements\n"},
    };
    check_rows(*state, rows, COUNT_OF(rows));
}

static void blanks_before_a_text_are_not_its_place(void **state)
{
    static const Row rows[] = {
        {"text" FINE, "xml-element 3:1 text stands between the elements\n"},
        {FINE "\n\n  text\n", "xml-element 5:3 text stands between the elements\n"},
    };
    check_rows(*state, rows, COUNT_OF(rows));
}

static void text_in_enrichments_is_not_dropped(void **state)
{
    static const Row rows[] = {
        {FINE "<enrichments>text<aiDescriptor><enrichedDescription>E</enrichedDescription>"
              "</aiDescriptor></enrichments>",
         "xml-element 3:30 text stands between the elements\n"},
    };
    check_rows(*state, rows, COUNT_OF(rows));
}

static void attributes_mean_nothing(void **state)
{
    static const Row rows[] = {
        {"<label lang=\"de\">L</label>",
         "xml-element 3:2 label has an attribute, but none has a meaning here\n"},
        {FINE "<description a='&gt;>'>D</description>",
         "xml-element 3:18 description has an attribute, but none has a meaning here\n"},
    };
    check_rows(*state, rows, COUNT_OF(rows));
    Fixture *f = *state;
    read_body(f, FINE "<description a='&gt;>'>D</description>");
    assert_str(f->set.description.s, "D");
}

static void wrong_words_have_their_place(void **state)
{
    static const Row rows[] = {
        {FINE "<hasActivationRequired>TRUE</hasActivationRequired>",
         "unknown-word 3:40 \"TRUE\" is not a value of hasActivationRequired\n"},
        {FINE "<hasActivationRequired/>",
         "unknown-word 3:18 \"\" is not a value of hasActivationRequired\n"},
        {FINE "<classAccesses><apexClass>A</apexClass><enabled>yes</enabled></classAccesses>",
         "unknown-word 3:65 \"yes\" is not a value of enabled\n"},
        {FINE "<tabSettings><tab>T</tab><visibility>DefaultOn</visibility></tabSettings>",
         "unknown-word 3:54 \"DefaultOn\" is not a value of visibility\n"},
        {FINE "<dataspaceScopes><dataAccessLevel>SOME</dataAccessLevel><dataspaceScope>D"
              "</dataspaceScope></dataspaceScopes>",
         "unknown-word 3:51 \"SOME\" is not a value of dataAccessLevel\n"},
    };
    check_rows(*state, rows, COUNT_OF(rows));
}

static void what_is_missing_is_said(void **state)
{
    static const Row rows[] = {
        {"", "xml-entry 1:1 the permission set has no label\n"},
        {FINE "<classAccesses/>", "xml-entry 3:18 an entry of classAccesses without apexClass\n"},
        {FINE "<classAccesses><apexClass>A</apexClass></classAccesses>",
         "xml-flag 3:43 the entry A of classAccesses has no enabled\n"},
        {FINE "<fieldPermissions><editable>false</editable><field>A.B</field>"
              "</fieldPermissions>",
         ""},
        {FINE "<fieldPermissions><field>A.B</field><readable>true</readable></fieldPermissions>",
         "xml-flag 3:42 the entry A.B of fieldPermissions has no editable\n"},
    };
    check_rows(*state, rows, COUNT_OF(rows));
}

static void an_entry_without_key_is_pointed_to(void **state)
{
    static const Row rows[] = {
        {FINE "<classAccesses><enabled>true</enabled></classAccesses>",
         "xml-entry 3:18 an entry of classAccesses without apexClass\n"},
        {FINE "<classAccesses><apexClass> </apexClass><enabled>true</enabled></classAccesses>",
         "xml-entry 3:18 an entry of classAccesses without apexClass\n"},
    };
    check_rows(*state, rows, COUNT_OF(rows));
}

#define CLASS(name)                                                                                \
    "<classAccesses><apexClass>" name "</apexClass><enabled>true</enabled></classAccesses>\n"

static void what_stands_twice_or_apart_is_said(void **state)
{
    static const Row rows[] = {
        {FINE "<label>M</label>", "duplicate-key 3:18 label is said twice\n"},
        {"<description>D</description>" FINE "<description>D</description>",
         "duplicate-key 3:46 description is said twice\n"},
        {CLASS("A") FINE "\n" CLASS("B"),
         "xml-grouping 5:2 classAccesses stands apart from the classAccesses before it\n"},
        {FINE "<classAccesses><apexClass>A</apexClass><apexClass>B</apexClass><enabled>true"
              "</enabled></classAccesses>",
         "duplicate-key 3:57 apexClass stands twice in one entry\n"},
        {FINE "<classAccesses><apexClass>A</apexClass><enabled>true</enabled><enabled>true"
              "</enabled></classAccesses>",
         "duplicate-key 3:80 enabled stands twice in one entry\n"},
    };
    check_rows(*state, rows, COUNT_OF(rows));
}

static void both_licences_are_not_one(void **state)
{
    Fixture *f = *state;
    read_body(f, FINE "<license>Salesforce</license><userLicense>Identity</userLicense>");
    assert_int_equal(f->diag.count, 1); /* or one of the two would be lost */
}

/* --- another root --------------------------------------------------------------------------------- */

static void another_root_is_refused(void **state)
{
    static const struct {
        const char *xml, *finding;
    } rows[] = {
        {"<Profile xmlns=\"" NAMESPACE "\"/>",
         "xml-root 1:2 this is a Profile, not a permission set\n"},
        {"\n <PermissionSetGroup xmlns=\"" NAMESPACE "\"><label>L</label></PermissionSetGroup>",
         "xml-root 2:3 this is a PermissionSetGroup, not a permission set\n"},
        {"<PermissionSet><label>L</label></PermissionSet>",
         "xml-root 1:2 the root has not the namespace of the Metadata API\n"},
        {"<PermissionSet xmlns=\"http://soap.sforce.com/2006/metadata\"/>",
         "xml-root 1:2 the root has not the namespace of the Metadata API\n"},
        {"<PermissionSet xmlns=\"" NAMESPACE "/\"/>",
         "xml-root 1:2 the root has not the namespace of the Metadata API\n"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Buf out = {0};
        read_text(f, rows[i].xml);
        assert_row_true(rows[i].xml, !f->good);
        put_findings(&f->diag, &out);
        assert_row(rows[i].xml, buf_str(&out), rows[i].finding);
        buf_free(&out);
    }
}

/* --- encodings ------------------------------------------------------------------------------------ */

static void only_utf8_is_read(void **state)
{
    Fixture *f = *state;
    assert_refused(f, S("\xff\xfe<\0P\0/\0>\0"), "not-utf8", 1, 1);
    assert_refused(f, S("\xfe\xff\0<\0P\0/\0>"), "not-utf8", 1, 1);
    assert_refused(f, S("<\0P\0/\0>\0"), "not-utf8", 1, 1);
    assert_refused(f, S("\0<\0P\0/\0>"), "not-utf8", 1, 1);
    assert_refused(f, S("\0\0\0<\0\0\0P"), "not-utf8", 1, 1);
    assert_refused(f, S(OPEN "<label>Z\xfcrich</label>" CLOSE), "not-utf8", 3, 9);
    assert_refused(f, S(OPEN "<label>\xed\xa0\x80</label>" CLOSE), "not-utf8", 3, 8);
    assert_refused(f, S(OPEN "<label>\xc0\xbc</label>" CLOSE), "not-utf8", 3, 8);
    assert_refused(f, S(OPEN "<label>\xf4\x90\x80\x80</label>" CLOSE), "not-utf8", 3, 8);
    assert_refused(f, S(OPEN "<label>x</label>" CLOSE "\xe2\x82"), "not-utf8", 4, 1);
}

static void another_declared_encoding_is_refused(void **state)
{
    static const char *const encodings[] = {
        "encoding=\"ISO-8859-1\"", "encoding='UTF-16'", "encoding=\"windows-1252\"",
        "encoding=\"\"",           "encoding=UTF-8",    "encoding=",
        "encoding=\"UTF-7\"",      "encoding=\"",
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(encodings); i++) {
        read_text(f, str_format(&f->model.arena,
                                "<?xml version=\"1.0\" %s?><PermissionSet xmlns=\"" NAMESPACE
                                "\">" FINE CLOSE,
                                encodings[i])
                         .s);
        assert_row_true(encodings[i], !f->good && f->diag.count == 1);
    }
}

static void blanks_around_the_sign_of_an_encoding_do_not_hide_it(void **state)
{
    Fixture *f = *state;
    read_text(f,
              "<?xml version=\"1.0\" encoding = \"ISO-8859-1\"?><PermissionSet xmlns=\"" NAMESPACE
              "\">" FINE CLOSE);
    assert_false(f->good);
    assert_int_equal(f->diag.count, 1);
}

/* A text that speaks of an encoding is no declaration. */
static void the_word_encoding_may_stand_anywhere(void **state)
{
    Fixture *f = *state;
    read_text(f, "<PermissionSet xmlns=\"" NAMESPACE "\"><label>&lt;?xml encoding=\"x\"?></label>"
                 "</PermissionSet>");
    assert_findings(&f->diag, "");
    assert_str(f->set.label.s, "<?xml encoding=\"x\"?>");
}

/* --- entities and size ---------------------------------------------------------------------------- */

static void a_document_type_is_refused(void **state)
{
    Fixture *f = *state;
    static const char *const subsets[] = {
        "<!DOCTYPE PermissionSet>",
        "<!DOCTYPE PermissionSet SYSTEM \"file:///etc/passwd\">",
        "<!DOCTYPE PermissionSet PUBLIC \"x\" \"http://127.0.0.1:1/x.dtd\">",
        "<!DOCTYPE PermissionSet [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE PermissionSet [<!ENTITY % e SYSTEM \"http://127.0.0.1:1/\"> %e;]>",
        "<!DOCTYPE PermissionSet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;\">"
        "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">"
        "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;\">]>",
        "<!DOCTYPE PermissionSet [<!ATTLIST label a CDATA \"x\">]>",
    };
    for (size_t i = 0; i < COUNT_OF(subsets); i++) {
        Str xml = str_format(&f->model.arena,
                             "<?xml version=\"1.0\"?>\n%s\n<PermissionSet xmlns=\"" NAMESPACE
                             "\"><label>&f;&e;</label></PermissionSet>",
                             subsets[i]);
        assert_refused(f, xml, "xml-doctype", 2, 0);
    }
}

static void an_undefined_entity_is_refused(void **state)
{
    Fixture *f = *state;
    assert_refused(f, S(OPEN "<label>a&nbsp;b</label>" CLOSE), "xml-syntax", 3, 0);
    assert_refused(f, S(OPEN "<label a='&nbsp;'>b</label>" CLOSE), "xml-syntax", 3, 0);
    assert_refused(f, S(OPEN "<label>a & b</label>" CLOSE), "xml-syntax", 3, 0);
    assert_refused(f, S(OPEN "<label>&#0;</label>" CLOSE), "xml-syntax", 3, 0);
    assert_refused(f, S(OPEN "<label>&#xD800;</label>" CLOSE), "xml-syntax", 3, 0);
    assert_refused(f, S(OPEN "<label>&#1114112;</label>" CLOSE), "xml-syntax", 3, 0);
    assert_refused(f, S(OPEN "<label>&#99999999999999999999;</label>" CLOSE), "xml-syntax", 3, 0);
    assert_refused(f, S(OPEN "<label>\x01</label>" CLOSE), "xml-syntax", 3, 0);
    assert_refused(f, S(OPEN "<label>a]]>b</label>" CLOSE), "xml-syntax", 3, 0);
    assert_refused(f, S(OPEN "<label>a\0b</label>" CLOSE), "xml-syntax", 3, 0);
}

static void put_times(Buf *out, const char *text, int times)
{
    for (int i = 0; i < times; i++)
        buf_put(out, str_of(text));
}

static void deep_nesting_ends_in_findings(void **state)
{
    Fixture *f = *state;
    static const char *const opens[] = {"<a>", "<label>", "<classAccesses>", "<enrichments>"};
    static const char *const closes[] = {"</a>", "</label>", "</classAccesses>", "</enrichments>"};
    for (size_t i = 0; i < COUNT_OF(opens); i++) {
        Buf xml = {0};
        buf_put(&xml, S(OPEN));
        put_times(&xml, opens[i], 10000);
        put_times(&xml, closes[i], 10000);
        buf_put(&xml, S(FINE CLOSE));
        read_bytes(f, buf_str(&xml));
        assert_row_true(opens[i], f->diag.count > 0 && f->diag.count < 4);
        buf_free(&xml);
    }
}

static void a_huge_attribute_ends_in_a_finding(void **state)
{
    Fixture *f = *state;
    Buf xml = {0};
    buf_put(&xml, S(OPEN "<label a=\""));
    buf_fill(&xml, 'x', 20 << 20);
    buf_put(&xml, S("\">L</label>" CLOSE));
    read_bytes(f, buf_str(&xml));
    assert_true(f->diag.count > 0);
    buf_free(&xml);
}

static void a_huge_text_is_read_or_refused(void **state)
{
    Fixture *f = *state;
    Buf xml = {0};
    buf_put(&xml, S(OPEN "<label>"));
    buf_fill(&xml, 'x', 20 << 20);
    buf_put(&xml, S("</label>" CLOSE));
    read_bytes(f, buf_str(&xml));
    assert_true(f->good ? f->set.label.s.n == 20 << 20 : f->diag.count == 1);
    buf_free(&xml);
}

static void many_attributes_and_namespaces_end_in_time(void **state)
{
    Fixture *f = *state;
    Buf xml = {0};
    buf_put(&xml, S(OPEN "<label"));
    for (int i = 0; i < 5000; i++)
        buf_format(&xml, " a%d='' xmlns:n%d='u%d'", i, i, i);
    buf_put(&xml, S(">L</label>" CLOSE));
    read_bytes(f, buf_str(&xml));
    assert_int_equal(f->diag.count, 1);
    buf_free(&xml);
}

/* --- broken files --------------------------------------------------------------------------------- */

static const char small[] = "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
                            "<PermissionSet xmlns=\"" NAMESPACE "\">\r\n"
                            "    <!-- c --><?pi x?>\r\n"
                            "    <classAccesses>\r\n"
                            "        <apexClass>A&amp;&#x42;</apexClass>\r\n"
                            "        <enabled>true</enabled>\r\n"
                            "    </classAccesses>\r\n"
                            "    <enrichments><aiDescriptor><enrichedDescription>E"
                            "</enrichedDescription></aiDescriptor></enrichments>\r\n"
                            "    <label>L<![CDATA[<x>]]>\xe2\x82\xac</label>\r\n"
                            "</PermissionSet>";

static void a_file_cut_off_anywhere_ends_in_a_finding(void **state)
{
    Fixture *f = *state;
    for (size_t n = 0; n < sizeof small - 1; n++) {
        char *cut = malloc(n + 1); /* its very end is watched by AddressSanitizer */
        assert_non_null(cut);
        memcpy(cut, small, n);
        read_bytes(f, (Str){cut, n});
        assert_false(f->good);
        assert_true(f->diag.count > 0);
        assert_true(f->diag.items[0].at.at <= n);
        free(cut);
    }
    read_text(f, small);
    assert_findings(&f->diag, "");
}

static void any_byte_changed_is_survived(void **state)
{
    static const char bytes[] = {'<', '>', '&', '/', ']', '-', '?', '"', ' ', 'x', '\0', '\xff'};
    Fixture *f = *state;
    char *copy = malloc(sizeof small);
    assert_non_null(copy);
    for (size_t i = 0; i < sizeof small - 1; i++)
        for (size_t b = 0; b < sizeof bytes; b++) {
            memcpy(copy, small, sizeof small);
            copy[i] = bytes[b];
            read_bytes(f, (Str){copy, sizeof small - 1});
            assert_true(f->good || f->diag.count > 0);
        }
    free(copy);
}

static void a_merge_left_undone_is_told(void **state)
{
    static const char *const files[] = {
        OPEN "<label>L</label>\n<<<<<<< HEAD\n<description>a</description>\n=======\n"
             "<description>b</description>\n>>>>>>> other\n" CLOSE,
        OPEN "<label>L</label>\n<<<<<<< HEAD\n=======\n>>>>>>> other\n" CLOSE,
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        assert_refused(f, str_of(files[i]), "xml-syntax", 4, 0);
        assert_true(str_search(f->diag.items[0].message, S("merge")) >= 0);
    }
}

static void what_is_no_xml_is_refused(void **state)
{
    Fixture *f = *state;
    assert_refused(f, S(""), "file-empty", 1, 1);
    assert_refused(f, S(" \r\n\t"), "file-empty", 1, 1);
    assert_refused(f, S("\xef\xbb\xbf"), "xml-syntax", 1, 0);
    assert_refused(f, S("label: L"), "xml-syntax", 1, 1);
    assert_refused(f, S("{}"), "xml-syntax", 1, 1);
    assert_refused(f, S(OPEN FINE "</PermissionSets>"), "xml-syntax", 3, 0);
    assert_refused(f, S(OPEN FINE CLOSE CLOSE), "xml-syntax", 4, 0);
    assert_refused(f, S(OPEN FINE CLOSE "text"), "xml-syntax", 4, 0);
    assert_refused(f, S("\n" OPEN FINE CLOSE), "xml-syntax", 2, 0);
    assert_refused(f, S(OPEN "<label>L</lable>" CLOSE), "xml-syntax", 3, 0);
    assert_refused(f, S(OPEN "<n:label>L</n:label>" CLOSE), "xml-syntax", 3, 0);
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(an_unknown_element_is_never_dropped),
        FIXED(an_element_inside_a_nested_one_is_said_of_that),
        FIXED(an_element_inside_a_key_is_one_finding),
        FIXED(an_element_of_another_namespace_is_unknown),
        FIXED(profile_elements_are_explained),
        FIXED(text_between_elements_is_not_dropped),
        FIXED(blanks_before_a_text_are_not_its_place),
        FIXED(text_in_enrichments_is_not_dropped),
        FIXED(attributes_mean_nothing),
        FIXED(wrong_words_have_their_place),
        FIXED(what_is_missing_is_said),
        FIXED(an_entry_without_key_is_pointed_to),
        FIXED(what_stands_twice_or_apart_is_said),
        FIXED(both_licences_are_not_one),
        FIXED(another_root_is_refused),
        FIXED(only_utf8_is_read),
        FIXED(another_declared_encoding_is_refused),
        FIXED(blanks_around_the_sign_of_an_encoding_do_not_hide_it),
        FIXED(the_word_encoding_may_stand_anywhere),
        FIXED(a_document_type_is_refused),
        FIXED(an_undefined_entity_is_refused),
        FIXED(deep_nesting_ends_in_findings),
        FIXED(a_huge_attribute_ends_in_a_finding),
        FIXED(a_huge_text_is_read_or_refused),
        FIXED(many_attributes_and_namespaces_end_in_time),
        FIXED(a_file_cut_off_anywhere_ends_in_a_finding),
        FIXED(any_byte_changed_is_survived),
        FIXED(a_merge_left_undone_is_told),
        FIXED(what_is_no_xml_is_refused),
    };
    return cmocka_run_group_tests_name("permset_xml_hostile", tests, NULL, NULL);
}
