/* read/yaml_tree: what is refused, mostly because libyaml would let it pass. */
#include "yaml.h"

/* --- what is refused -------------------------------------------------------------------------- */

typedef struct {
    const char *bytes, *findings;
    bool tree; /* is there a tree to go on with? */
} Refused;

static void assert_refused(Fixture *f, const Refused *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        read_bytes(f, str_of(rows[i].bytes));
        put_findings(&f->d, &f->out);
        assert_row(rows[i].bytes, buf_str(&f->out), rows[i].findings);
        assert_row_true(rows[i].bytes, (f->root != NULL) == rows[i].tree);
    }
}

static void wrong_anchors_and_merges_are_found(void **state)
{
    static const Refused rows[] = {
        {"a: *x\n", "yaml-alias 1:4 there is no &x before this place\n", false},
        {"a: *x\nb: &x 1\n", "yaml-alias 1:4 there is no &x before this place\n", false},
        {"a: &x [*x]\n", "yaml-alias 1:8 *x stands inside the value it repeats\n", false},
        {"a: &x {b: {c: *x}}\n", "yaml-alias 1:15 *x stands inside the value it repeats\n", false},
        {"<<: 1\n", "wrong-kind 1:5 << takes a map or a list of maps\n", true},
        {"<<: [{a: 1}, 2]\n", "wrong-kind 1:5 << takes a map or a list of maps\n", true},
    };
    assert_refused(*state, rows, COUNT_OF(rows));
}

static void keys_are_plain_and_said_once(void **state)
{
    static const Refused rows[] = {
        {"a: 1\nb: 2\na: 3\n", "duplicate-key 3:1 the key \"a\" is said twice\n", true},
        {"{a: 1, 'a': 2, \"a\": 3}",
         "duplicate-key 1:8 the key \"a\" is said twice\n"
         "duplicate-key 1:16 the key \"a\" is said twice\n",
         true},
        {"<<: {a: 1}\n<<: {b: 1}\n", "duplicate-key 2:1 the key \"<<\" is said twice\n", true},
        {"? [a, b]\n: 1\nc: 2\n", "wrong-kind 1:3 a key must be plain text\n", true},
        {"? {a: b}\n: 1\n", "wrong-kind 1:3 a key must be plain text\n", true},
        {"\"\": 1\n", "empty-value 1:1 a key without a name\n", true},
    };
    Fixture *f = *state;
    assert_refused(f, rows, COUNT_OF(rows));
    read_bytes(f, S("a: 1\nb: 2\na: 3\n"));
    assert_int_equal(f->root->count, 2); /* the first one stays */
    assert_str(f->root->pairs[0].value->text, "1");
    assert_int_equal(f->d.items[0].related.at, 0);
}

static void tags_are_refused_on_values_and_keys(void **state)
{
    static const Refused rows[] = {
        {"a: !Ref b\n", "yaml-tag 1:4 a tag (!Ref) means nothing here\n", true},
        {"a: !!str b\n", "yaml-tag 1:4 a tag (tag:yaml.org,2002:str) means nothing here\n", true},
        {"a: !x [b]\n", "yaml-tag 1:4 a tag (!x) means nothing here\n", true},
        {"a: !x {b: 1}\n", "yaml-tag 1:4 a tag (!x) means nothing here\n", true},
        {"!x a: 1\n", "yaml-tag 1:1 a tag (!x) means nothing here\n", true},
    };
    assert_refused(*state, rows, COUNT_OF(rows));
}

static void broken_text_is_told_in_our_words(void **state)
{
    static const Refused rows[] = {
        {"a: b: c\n",
         "yaml-syntax 1:5 a second \": \" in one value, or a key that is indented wrongly\n",
         false},
        {"a: 1\n  b: 2\n",
         "yaml-syntax 2:4 a second \": \" in one value, or a key that is indented wrongly\n",
         false},
        {"a:\n  b: 1\n c: 2\n", "yaml-syntax 3:2 this does not fit the indentation above it\n",
         false},
        {"a: 1\nb\nc: 2\n", "yaml-syntax 2:1 a key without \": \"\n", false},
        {"a: \"x\nb: 1\n", "yaml-syntax 1:4 a quote that is opened here is never closed\n", false},
        {"a: [1, 2\nb: 3\n",
         "yaml-syntax 1:4 a list in [ ] that is not closed, or a comma is missing\n", false},
        {"a: {b: 1\n", "yaml-syntax 1:4 a map in { } that is not closed, or a comma is missing\n",
         false},
        {"a: \"\\x\"\n", "yaml-syntax 1:5 an escape that stands for no character\n", false},
        {"a:\n\tb: 1\n", "yaml-tab 2:1 a tab in the indentation\n", false},
        {"a:\n  \tb: 1\n", "yaml-tab 2:3 a tab in the indentation\n", false},
        {"a: @x\n",
         "yaml-reserved-character 1:4 a value cannot start with @: YAML keeps it for itself\n",
         false},
        {"a: `x`\n",
         "yaml-reserved-character 1:4 a value cannot start with `: YAML keeps it for itself\n",
         false},
        {"a: %x\n",
         "yaml-reserved-character 1:4 a value cannot start with %: YAML keeps it for itself\n",
         false},
    };
    assert_refused(*state, rows, COUNT_OF(rows));
}

static void directives_are_refused_before_parsing(void **state)
{
    static const Refused rows[] = {
        {"%YAML 1.1\n---\na: 1\n", "yaml-directive 1:1 a line that starts with %\n", false},
        {"a: 1\n%TAG ! x\n", "yaml-directive 2:1 a line that starts with %\n", false},
        {"\xef\xbb\xbf%YAML 1.1\n", "yaml-directive 1:1 a line that starts with %\n", false},
        {"a: 50%\nb: |\n  %x\n", "", true},
    };
    assert_refused(*state, rows, COUNT_OF(rows));
}

static void one_document_a_file(void **state)
{
    static const Refused rows[] = {
        {"---\na: 1\n", "", true},
        {"---\na: 1\n...\n", "", true},
        {"a: 1\n---\nb: 2\n", "yaml-documents 2:1 a second document starts here\n", true},
        {"---\n---\na: 1\n", "yaml-documents 2:1 a second document starts here\n", false},
    };
    assert_refused(*state, rows, COUNT_OF(rows));
}

static void a_file_that_says_nothing_is_an_error(void **state)
{
    static const Refused rows[] = {
        {"", "file-empty 1:1 the file says nothing\n", false},
        {"\xef\xbb\xbf", "file-empty 1:1 the file says nothing\n", false},
        {"\n  \n", "file-empty 1:1 the file says nothing\n", false},
        {"# only a comment\n", "file-empty 1:1 the file says nothing\n", false},
        {"---\n", "file-empty 1:1 the file says nothing\n", false},
    };
    assert_refused(*state, rows, COUNT_OF(rows));
}

/* --- bytes ------------------------------------------------------------------------------------ */

static void only_utf8_is_read(void **state)
{
    static const struct {
        Str bytes;
        const char *findings;
    } rows[] = {
        {S("\xff\xfe"
           "a\0:\0"),
         "not-utf8 1:1 the file is UTF-16, not UTF-8\n"},
        {S("\xfe\xff\0a\0:"), "not-utf8 1:1 the file is UTF-16, not UTF-8\n"},
        {S("a\0:\0 \0"), "not-utf8 1:1 the file is UTF-16, not UTF-8\n"},
        {S("\0a\0:"), "not-utf8 1:1 the file is UTF-16, not UTF-8\n"},
        {S("a: 1\nb: \xe9\n"), "not-utf8 2:4 the byte 0xE9 is not part of valid UTF-8\n"},
        {S("\xef\xbb\xbf"
           "a: \xc3"),
         "not-utf8 1:4 the byte 0xC3 is not part of valid UTF-8\n"},
        {S("a: \xed\xa0\x80"), "not-utf8 1:4 the byte 0xED is not part of valid UTF-8\n"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        read_bytes(f, rows[i].bytes);
        assert_null(f->root);
        assert_findings(&f->d, rows[i].findings);
    }
}

static void control_characters_are_all_told(void **state)
{
    Fixture *f = *state;
    read_bytes(f, S("a: \x01\nb\x1b: \x7f\n\xc2\x81 \xef\xbf\xbf # \x0c\n"));
    assert_null(f->root);
    assert_findings(&f->d, "control-character 1:4 the control character U+0001\n"
                           "control-character 2:2 the control character U+001B\n"
                           "control-character 2:5 the control character U+007F\n"
                           "control-character 3:1 the control character U+0081\n"
                           "control-character 3:3 the control character U+FFFF\n"
                           "control-character 3:7 the control character U+000C\n");
    assert_int_equal(f->d.items[3].at.length, 2);
    read_bytes(f, S("a: x\0y\n"));
    assert_null(f->root);
    assert_findings(&f->d, "control-character 1:5 the control character U+0000\n");
}

static void escapes_cannot_bring_control_characters(void **state)
{
    Fixture *f = *state;
    read_bytes(f, S("a: \"x\\0\\e\"\nb: \"\\ufffe\"\nc: \"\\t\\n\\r\"\n\"k\\b\": 1\n"));
    assert_findings(&f->d, "control-character 1:4 the value holds the character U+0000\n"
                           "control-character 2:4 the value holds the character U+FFFE\n"
                           "control-character 4:1 the value holds the character U+0008\n");
}

/* --- limits ----------------------------------------------------------------------------------- */

static void nested(Buf *text, int levels)
{
    buf_clear(text);
    buf_fill(text, '[', (size_t)levels);
    buf_fill(text, ']', (size_t)levels);
}

static void sixty_four_levels_are_read(void **state)
{
    Fixture *f = *state;
    Buf text = {0};
    nested(&text, YAML_DEPTH_MAX);
    read_bytes(f, buf_str(&text));
    assert_findings(&f->d, "");
    assert_non_null(f->root);
    nested(&text, YAML_DEPTH_MAX + 1);
    read_bytes(f, buf_str(&text));
    assert_findings(&f->d, "yaml-depth 1:65 nested deeper than 64 levels\n");
    assert_null(f->root);
    nested(&text, 100000);
    read_bytes(f, buf_str(&text));
    assert_findings(&f->d, "yaml-depth 1:65 nested deeper than 64 levels\n");
    buf_free(&text);
}

static void deep_keys_are_counted_too(void **state)
{
    Fixture *f = *state;
    Buf text = {0};
    for (int i = 0; i < 100; i++)
        buf_put(&text, S("? "));
    buf_put(&text, S("a"));
    read_bytes(f, buf_str(&text));
    assert_null(f->root);
    size_t deep = 0;
    for (size_t i = 0; i < f->d.count; i++)
        deep += f->d.items[i].rule == RULE_YAML_DEPTH;
    assert_int_equal(deep, 1);
    buf_free(&text);
}

static void weight_counts_values_with_aliases(void **state)
{
    Fixture *f = *state;
    read_bytes(f, S("a: &x [1, 2]\nb: *x\n"));
    assert_int_equal(f->root->pairs[0].value->weight, 3);
    assert_int_equal(f->root->weight, 1 + 2 * (1 + 3));
}

/* Each line repeats the one above ten times: a billion laughs. */
static void aliases_cannot_multiply_without_end(void **state)
{
    Fixture *f = *state;
    Buf text = {0};
    buf_put(&text, S("a0: &a0 [x]\n"));
    for (int line = 1; line <= 9; line++) {
        buf_format(&text, "a%d: &a%d [", line, line);
        for (int i = 0; i < 10; i++)
            buf_format(&text, "%s*a%d", i ? ", " : "", line - 1);
        buf_put(&text, S("]\n"));
    }
    read_bytes(f, buf_str(&text));
    assert_null(f->root); /* told once; the rest is not read */
    assert_int_equal(f->d.count, 1);
    assert_int_equal(f->d.items[0].rule, RULE_YAML_BUDGET);
    buf_free(&text);
}

/* 999,999 and one more. */
static void the_budget_of_aliases_is_exact(void **state)
{
    Fixture *f = *state;
    Buf text = {0};
    buf_put(&text, S("- &a ["));
    for (int i = 0; i < 999; i++)
        buf_put(&text, i ? S(",1") : S("1"));
    buf_put(&text, S("]\n- ["));
    for (int i = 0; i < 1000; i++)
        buf_put(&text, i ? S(",*a") : S("*a"));
    buf_put(&text, S("]\n- &b 1\n"));
    size_t without = text.n;
    buf_put(&text, S("- *b\n"));
    read_bytes(f, str_slice(buf_str(&text), 0, without));
    assert_findings(&f->d, "");
    read_bytes(f, buf_str(&text));
    assert_findings(&f->d, "yaml-budget 4:3 with *b the aliases of this file repeat more than "
                           "1000000 values\n");
    buf_free(&text);
}

static void kinds_have_names(void **state)
{
    (void)state;
    assert_string_equal(node_kind_name(NODE_SCALAR), "a single value");
    assert_string_equal(node_kind_name(NODE_LIST), "a list");
    assert_string_equal(node_kind_name(NODE_MAP), "a map");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(wrong_anchors_and_merges_are_found),
        FIXED(keys_are_plain_and_said_once),
        FIXED(tags_are_refused_on_values_and_keys),
        FIXED(broken_text_is_told_in_our_words),
        FIXED(directives_are_refused_before_parsing),
        FIXED(one_document_a_file),
        FIXED(a_file_that_says_nothing_is_an_error),
        FIXED(only_utf8_is_read),
        FIXED(control_characters_are_all_told),
        FIXED(escapes_cannot_bring_control_characters),
        FIXED(sixty_four_levels_are_read),
        FIXED(deep_keys_are_counted_too),
        FIXED(weight_counts_values_with_aliases),
        FIXED(aliases_cannot_multiply_without_end),
        FIXED(the_budget_of_aliases_is_exact),
        cmocka_unit_test(kinds_have_names),
    };
    return cmocka_run_group_tests_name("yaml_refuse", tests, NULL, NULL);
}
