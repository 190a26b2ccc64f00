/* write/text: values made safe for XML, CSV, Apex, SOQL, shell and Markdown; skeletons. */
#include "hostile.h"

#include "write/text.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

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
        {S("a\nb\rc\td"), "'a\\u000ab\\u000dc\\u0009d'"},
        {S("\0"), "'\\u0000'"},
        {S("\x7f"), "'\\u007f'"},
        {S("\xe2\x80\xa8\xe2\x80\xa9."), "'\\u2028\\u2029.'"},
        {S("\xc2\x85\xc2\x84"), "'\\u0085\\u0084'"},
        {S("\xe2\x80\xa7\xe2\x80\xaa"), "'\xe2\x80\xa7\\u202a'"},
        {S("\xf3\xa0\x80\x81"), "'\\udb40\\udc01'"}, /* a tag character, beyond 16 bits */
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
        {S("\xe2\x80\xa7\xc2\x84\xe2\x80\xae\xc3\xa9"), "\xe2\x80\xa7  \xc3\xa9"},
    };
    assert_put(put_apex_comment, rows, COUNT_OF(rows));
}

static void soql_literals_cannot_be_left(void **state)
{
    (void)state;
    static const Row rows[] = {
        {S(""), "''"},
        {S("hubspot@x.com.uat"), "'hubspot@x.com.uat'"},
        {S("o'neil@x.com"), "'o\\'neil@x.com'"},
        {S("a\\b"), "'a\\\\b'"},
        {S("a\\"), "'a\\\\'"},
        {S("\\'"), "'\\\\\\''"},
        {S("') OR Username LIKE ('%"), "'\\') OR Username LIKE (\\'%'"},
        {S("a\nb\rc\td"), "'a\\nb\\rc\\td'"},
        {S("say \"hi\""), "'say \"hi\"'"}, /* needs no escape between single quotes */
        {S("a%_b"), "'a%_b'"},             /* nothing is compared with LIKE */
        {S("=cmd() ${HOME} `id`"), "'=cmd() ${HOME} `id`'"},
        {S("\xe2\x80\xa8\xe2\x80\xa9"), "'\xe2\x80\xa8\xe2\x80\xa9'"},
        {S("h\xc3\xa9 \xf0\x9f\x98\x80"), "'h\xc3\xa9 \xf0\x9f\x98\x80'"},
    };
    assert_put(put_soql, rows, COUNT_OF(rows));
}

/* What sh makes of a script, all it prints. */
static void run_shell(Str script, Buf *printed)
{
    int ends[2];
    char chunk[4096];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl("/bin/sh", "sh", "-c", script.s, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    for (ssize_t n; (n = read(ends[0], chunk, sizeof chunk)) > 0;)
        buf_put(printed, (Str){chunk, (size_t)n});
    close(ends[0]);
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* A shell itself tells: every value arrives as one word, unchanged. */
static void shell_words_arrive_unchanged(void **state)
{
    (void)state;
    Buf script = {0}, expected = {0}, printed = {0};
    buf_put(&script, S("printf '[%s]'"));
    for (size_t i = 0; i < COUNT_OF(hostile); i++) {
        buf_byte(&script, ' ');
        put_shell(&script, hostile[i]);
        buf_format(&expected, "[" STR_FMT "]", STR_ARG(hostile[i]));
    }
    buf_byte(&script, '\0');
    run_shell(buf_str(&script), &printed);
    assert_bytes(buf_str(&printed), buf_str(&expected));
    buf_free(&script);
    buf_free(&expected);
    buf_free(&printed);
}

static void shell_words_are_in_single_quotes(void **state)
{
    (void)state;
    static const Row rows[] = {
        {S(""), "''"},       {S("plain"), "'plain'"},         {S("it's"), "'it'\\''s'"},
        {S("'"), "''\\'''"}, {S("$x `y` \\"), "'$x `y` \\'"},
    };
    assert_put(put_shell, rows, COUNT_OF(rows));
}

static void markdown_has_no_markup(void **state)
{
    (void)state;
    static const Row rows[] = {
        {S(""), ""},
        {S("HubSpot Integration"), "HubSpot Integration"},
        {S("hubspot@mycompany.com.uat"), "hubspot@mycompany.com.uat"},
        {S("HubSpot_Integration"), "HubSpot_Integration"}, /* inside a name nothing is markup */
        {S("billing-sync@x.com"), "billing-sync@x.com"},
        {S("00D0000000000001"), "00D0000000000001"},
        {S("a|b"), "a\\|b"},
        {S("a\\|b"), "a\\\\\\|b"},
        {S("end\\"), "end\\\\"},
        {S("`code` **bold** [a](b)"), "\\`code\\` \\*\\*bold\\*\\* \\[a\\](b)"},
        {S("![x](y)"), "\\!\\[x\\](y)"},
        {S("_a_ __b__"), "\\_a\\_ \\_\\_b\\_\\_"},
        {S("~~gone~~ $x$ a^b {c}"), "\\~\\~gone\\~\\~ \\$x\\$ a\\^b \\{c\\}"},
        {S("<script>alert(1)</script>"), "&lt;script&gt;alert(1\\)&lt;/script&gt;"},
        {S("-->"), "\\-\\-&gt;"},
        {S("&amp; &#35;"), "&amp;amp; &amp;\\#35;"},
        {S("# head"), "\\# head"},
        {S("- item"), "\\- item"},
        {S("+ item"), "\\+ item"},
        {S("1. item"), "1\\. item"},
        {S("1) item"), "1\\) item"},
        {S("==="), "\\=\\=\\="},
        {S("---"), "\\-\\-\\-"},
        {S("> quote"), "&gt; quote"},
        {S("two\nlines\r\nand\ttab"), "two lines  and tab"},
        {S("=cmd()"), "\\=cmd()"},
        {S("${x} $(id)"), "\\$\\{x\\} \\$(id)"},
        {S("https://x.com/a"), "https\\://x.com/a"},
        {S("www.x.com WWW.x.com awww"), "www\\.x.com WWW\\.x.com awww"},
        {S("h\xc3\xa9 \xf0\x9f\x98\x80"), "h\xc3\xa9 \xf0\x9f\x98\x80"},
        {S("a\xe2\x80\xae\xc2\x9b\x7f."), "a\\\\u202E\\\\u009B\\\\u007F."}, /* shown, not obeyed */
        {S("\xff"), "\\\\xFF"},
    };
    assert_put(put_markdown, rows, COUNT_OF(rows));
}

/* Whatever the value: it stays on one line, within its cell, and has no tag. */
static void markdown_stays_in_its_cell(void **state)
{
    (void)state;
    Buf out = {0};
    for (size_t i = 0; i < COUNT_OF(hostile); i++) {
        buf_clear(&out);
        put_markdown(&out, hostile[i]);
        Str text = buf_str(&out);
        bool escaped = false;
        for (size_t k = 0; k < text.n; k++) {
            char c = text.s[k];
            assert_row_true(hostile[i].s, (unsigned char)c >= ' ' && c != '<' && c != '>');
            assert_row_true(hostile[i].s,
                            escaped || (c != '|' && c != '`' && c != '*' && c != '['));
            escaped = c == '\\' && !escaped;
        }
        assert_row_true(hostile[i].s, !escaped); /* what follows in the cell is not touched */
    }
    buf_free(&out);
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
        cmocka_unit_test(soql_literals_cannot_be_left),
        cmocka_unit_test(shell_words_arrive_unchanged),
        cmocka_unit_test(shell_words_are_in_single_quotes),
        cmocka_unit_test(markdown_has_no_markup),
        cmocka_unit_test(markdown_stays_in_its_cell),
        cmocka_unit_test(skeletons_are_filled),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
