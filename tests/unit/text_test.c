/* write/text: values made safe for XML, CSV and Apex; skeletons. */
#include "test.h"

#include "write/text.h"

typedef void Put(Buf *out, Str text);

typedef struct {
    Str text;
    const char *result;
} Row;

static void assert_put(Put *put, const Row *rows, size_t count)
{
    Buf out = {0};
    for (size_t i = 0; i < count; i++) {
        buf_clear(&out);
        buf_put(&out, S(">")); /* what is there stays */
        put(&out, rows[i].text);
        assert_str(str_slice(buf_str(&out), 0, 1), ">");
        assert_row(rows[i].result, str_from(buf_str(&out), 1), rows[i].result);
    }
    buf_free(&out);
}

static void xml_escapes_five_characters(void **state)
{
    (void)state;
    static const Row rows[] = {
        {S(""), ""},
        {S("plain"), "plain"},
        {S("&<>\"'"), "&amp;&lt;&gt;&quot;&apos;"},
        {S("&amp;"), "&amp;amp;"},
        {S("a&b"), "a&amp;b"},
        {S("a&"), "a&amp;"},
        {S("]]>"), "]]&gt;"},
        {S("\r\n\t"), "\r\n\t"},
        {S("h\xc3\xa9 \xf0\x9f\x98\x80"), "h\xc3\xa9 \xf0\x9f\x98\x80"},
    };
    assert_put(put_xml, rows, COUNT_OF(rows));
}

static void csv_quotes_only_where_needed(void **state)
{
    (void)state;
    static const Row rows[] = {
        {S(""), ""},
        {S("plain text"), "plain text"},
        {S("a,b"), "\"a,b\""},
        {S("say \"hi\""), "\"say \"\"hi\"\"\""},
        {S("\""), "\"\"\"\""},
        {S("a\nb"), "\"a\nb\""},
        {S("a\rb"), "\"a\rb\""},
        {S("a;b'c"), "a;b'c"},
        {S(" a "), " a "},
        {S("=1+1"), "=1+1"}, /* a value is never changed; a check warns of formulas */
        {S("h\xc3\xa9,"), "\"h\xc3\xa9,\""},
    };
    assert_put(put_csv, rows, COUNT_OF(rows));
}

static void apex_literals_cannot_be_left(void **state)
{
    (void)state;
    static const Row rows[] = {
        {S(""), "''"},
        {S("plain"), "'plain'"},
        {S("it's"), "'it\\'s'"},
        {S("a\\b"), "'a\\\\b'"},
        {S("\\'"), "'\\\\\\''"},
        {S("'); delete [SELECT Id FROM User]; //"), "'\\'); delete [SELECT Id FROM User]; //'"},
        {S("a\nb\rc\td"), "'a\\u000Ab\\u000Dc\\u0009d'"},
        {S("\0"), "'\\u0000'"},
        {S("\x7f"), "'\\u007F'"},
        {S("\xe2\x80\xa8\xe2\x80\xa9."), "'\\u2028\\u2029.'"},
        {S("\xc2\x85\xc2\x84"), "'\\u0085\xc2\x84'"},
        {S("\xe2\x80\xa7\xe2\x80\xaa"),
         "'\xe2\x80\xa7\xe2\x80\xaa'"}, /* their neighbours are fine */
        {S("h\xc3\xa9 \xf0\x9f\x98\x80"), "'h\xc3\xa9 \xf0\x9f\x98\x80'"},
        {S("{!x} {{y}} \"z\" /* */"), "'{!x} {{y}} \"z\" /* */'"},
    };
    assert_put(put_apex, rows, COUNT_OF(rows));
}

static void apex_comments_cannot_end(void **state)
{
    (void)state;
    static const Row rows[] = {
        {S(""), ""},
        {S("uat 'x' \\ //"), "uat 'x' \\ //"},
        {S("a\nSystem.debug();"), "a System.debug();"},
        {S("a\r\nb\tc"), "a  b c"},
        {S("a\xe2\x80\xa8"
           "b\xe2\x80\xa9"
           "c\xc2\x85"
           "d"),
         "a b c d"},
        {S("\xe2\x80\xa7\xc2\x84\xc3\xa9"), "\xe2\x80\xa7\xc2\x84\xc3\xa9"},
    };
    assert_put(put_apex_comment, rows, COUNT_OF(rows));
}

static void skeletons_are_filled(void **state)
{
    (void)state;
    static const Slot slots[] = {{"a", {"ONE", 3}}, {"b", {"", 0}}, {"c", {"{{a}}", 5}}};
    static const struct {
        const char *skeleton, *result;
    } rows[] = {
        {"", ""},
        {"nothing { to } fill", "nothing { to } fill"},
        {"{{a}}", "ONE"},
        {"<{{a}}{{a}}>", "<ONEONE>"},
        {"[{{b}}]", "[]"},
        {"{{c}}", "{{a}}"}, /* what is filled in is not filled again */
        {"Set<String>{ {{a}}, {{b}} }", "Set<String>{ ONE,  }"},
    };
    Buf out = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        buf_clear(&out);
        put_skeleton(&out, rows[i].skeleton, slots, COUNT_OF(slots));
        assert_row(rows[i].skeleton, buf_str(&out), rows[i].result);
    }
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xml_escapes_five_characters),
        cmocka_unit_test(csv_quotes_only_where_needed),
        cmocka_unit_test(apex_literals_cannot_be_left),
        cmocka_unit_test(apex_comments_cannot_end),
        cmocka_unit_test(skeletons_are_filled),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
