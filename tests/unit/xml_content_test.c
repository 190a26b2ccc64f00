/* read/xml_content: which documents say the same. */
#include "test.h"

#include "read/xml_content.h"

typedef struct {
    const char *about, *one, *two;
} Row;

#define ROOT "<PermissionSet xmlns=\"http://soap.sforce.com/2006/04/metadata\">"
#define OPEN "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" ROOT "\n"
#define SHUT "</PermissionSet>\n"

/* A file as it is written. */
#define WRITTEN                                                                                    \
    OPEN "    <description>Syncs &quot;all&quot; of it &amp; more</description>\n"                 \
         "    <objectPermissions>\n"                                                               \
         "        <allowRead>true</allowRead>\n"                                                   \
         "        <object>Account</object>\n"                                                      \
         "    </objectPermissions>\n" SHUT

static void layout_does_not_count(void **state)
{
    static const Row rows[] = {
        {"itself", WRITTEN, WRITTEN},
        {"a formatter of XML", WRITTEN,
         "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n" ROOT "\n"
         "    <description\n    >Syncs &quot;all&quot; of it &amp; more</description\n    >\n"
         "    <objectPermissions>\n"
         "        <allowRead>true</allowRead>\n"
         "        <object>Account</object>\n"
         "    </objectPermissions>\n" SHUT},
        {"one line, no declaration, entities written otherwise", WRITTEN,
         ROOT
         "<description>Syncs \"all\" of it &#38; more</description><objectPermissions><allowRead>"
         "true</allowRead><object>&#65;ccount</object></objectPermissions></PermissionSet>"},
        {"comments, CDATA and an instruction", WRITTEN,
         ROOT
         "<!-- ours --><description>Syncs <![CDATA[\"all\" of it & ]]><!-- x -->more</description>"
         "<?x y?><objectPermissions><allowRead>true</allowRead><object>Account</object>"
         "</objectPermissions></PermissionSet>"},
        {"line ends", OPEN "<label>a\nb</label>\n" SHUT,
         "\xef\xbb\xbf" ROOT "\r\n<label>a\r\nb</label>\r\n</PermissionSet>"},
        {"a prefix", OPEN "<label>a</label>" SHUT,
         "<m:PermissionSet xmlns:m='http://soap.sforce.com/2006/04/metadata'><m:label>a</m:label>"
         "</m:PermissionSet>"},
        {"no text", ROOT "<label></label></PermissionSet>", ROOT "<label/></PermissionSet>"},
        {"blanks and quotes of attributes", "<a b=\"1\" c='2'/>", "<a\nb='1'\nc=\"2\"></a>"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_row_true(rows[i].about, xml_same_content(str_of(rows[i].one), str_of(rows[i].two)));
        assert_row_true(rows[i].about, xml_same_content(str_of(rows[i].two), str_of(rows[i].one)));
    }
}

static void content_does(void **state)
{
    static const Row rows[] = {
        {"a text", "<a><b>1</b></a>", "<a><b>2</b></a>"},
        {"a blank more in a text", "<a><b>1</b></a>", "<a><b>1 </b></a>"},
        {"a text on a line of its own", "<a><b>1</b></a>", "<a><b>\n    1\n</b></a>"},
        {"blanks alone in a leaf", "<a><b></b></a>", "<a><b> </b></a>"},
        {"upper and lower case", "<a><b>true</b></a>", "<a><b>True</b></a>"},
        {"1 for true", "<a><b>true</b></a>", "<a><b>1</b></a>"},
        {"an element", "<a><b>1</b></a>", "<a><c>1</c></a>"},
        {"an entry that is switched off", "<a><b><on>false</on></b></a>", "<a><b></b></a>"},
        {"an entry more", "<a><b>1</b></a>", "<a><b>1</b><b>1</b></a>"},
        {"the order", "<a><b/><c/></a>", "<a><c/><b/></a>"},
        {"the depth", "<a><b/><c/></a>", "<a><b><c/></b></a>"},
        {"text between elements", "<a><b/></a>", "<a>x<b/></a>"},
        {"the namespace", "<a/>", "<a xmlns=\"b\"/>"},
        {"an attribute", "<a/>", "<a b=\"1\"/>"},
        {"its value", "<a b=\"1\"/>", "<a b=\"2\"/>"},
        {"its name", "<a b=\"1\"/>", "<a c=\"1\"/>"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_row_true(rows[i].about, !xml_same_content(str_of(rows[i].one), str_of(rows[i].two)));
        assert_row_true(rows[i].about, !xml_same_content(str_of(rows[i].two), str_of(rows[i].one)));
    }
}

/* Not even with itself: what cannot be read says nothing that is known. */
static void what_is_no_xml_is_never_the_same(void **state)
{
    static const char *const rows[] = {"",
                                       "a,b\n",
                                       "<a>",
                                       "<a></b>",
                                       "<a>&e;</a>",
                                       "<<<<<<< ours\n<a/>\n",
                                       "<a/><b/>\n",
                                       "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
                                       "<!DOCTYPE a SYSTEM 'a.dtd'><a/>"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row_true(rows[i], !xml_same_content(str_of(rows[i]), str_of(rows[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout_does_not_count),
        cmocka_unit_test(content_does),
        cmocka_unit_test(what_is_no_xml_is_never_the_same),
    };
    return cmocka_run_group_tests_name("xml_content", tests, NULL, NULL);
}
