/* write/yaml_text: whatever is written, read/yaml_tree gives back byte for byte; and how it looks. */
#include "yaml.h"

#include "write/yaml_text.h"

/* --- texts ---------------------------------------------------------------------------------------- */

static const Str texts[] = {
    /* words and numbers that other readers take for something else */
    STR("true"),
    STR("True"),
    STR("FALSE"),
    STR("yes"),
    STR("no"),
    STR("NO"),
    STR("on"),
    STR("off"),
    STR("null"),
    STR("Null"),
    STR("~"),
    STR(""),
    STR("y"),
    STR("n"),
    STR("1"),
    STR("007"),
    STR("1.10"),
    STR("-1"),
    STR("+1"),
    STR("1e5"),
    STR("1_000"),
    STR("0x1F"),
    STR("0o17"),
    STR("12:30:45"),
    STR("2024-01-01"),
    STR(".5"),
    STR(".inf"),
    STR(".nan"),
    STR("-"),
    STR("."),
    STR("<<"),
    STR("="),
    STR("3918"),
    /* blanks around and inside */
    STR(" "),
    STR("  "),
    STR(" a"),
    STR("a "),
    STR("  a  "),
    STR("a  b"),
    STR("a   b  c"),
    STR("a \nb"),
    STR("a\n b"),
    STR("a\n  b\n c"),
    STR(" a\nb"),
    STR("a\nb "),
    STR("a\n \nb"),
    STR("a\n   \n\n b"),
    STR("a\n "),
    /* tabs and line ends */
    STR("\t"),
    STR("\ta"),
    STR("a\t"),
    STR("a\tb"),
    STR("a\n\tb"),
    STR("a:\tb"),
    STR("a\t#b"),
    STR("\n"),
    STR("\n\n"),
    STR("a\n"),
    STR("a\n\n"),
    STR("\na"),
    STR("a\nb"),
    STR("a\n\nb"),
    STR("a\n\n\n\nb"),
    STR("a\nb\n"),
    STR("a\nb\n\n\n"),
    STR("\r"),
    STR("a\rb"),
    STR("a\r\nb"),
    STR("a\r\n\r\nb\r\n"),
    STR("a\n\rb"),
    STR("\r\n"),
    /* indicators */
    STR("- a"),
    STR("-a"),
    STR("--"),
    STR("? a"),
    STR("?a"),
    STR(": a"),
    STR(":a"),
    STR("# a"),
    STR("#SE-1: a"),
    STR("&a"),
    STR("&amp;"),
    STR("*a"),
    STR("*Marketing Manager"),
    STR("!a"),
    STR("!!str a"),
    STR("| a"),
    STR("|"),
    STR("> a"),
    STR(">-"),
    STR("' a"),
    STR("'a'"),
    STR("''"),
    STR("it's"),
    STR("\""),
    STR("\"a\""),
    STR("say \"a\""),
    STR("'\""),
    STR("%YAML 1.2"),
    STR("%"),
    STR("@a"),
    STR("`a`"),
    STR("["),
    STR("]"),
    STR("[a]"),
    STR("{"),
    STR("}"),
    STR("{a: b}"),
    STR(","),
    STR("a, b"),
    STR("a,b"),
    STR("a]"),
    STR("a}"),
    STR("a[b]{c}"),
    STR("\\"),
    STR("\\n"),
    STR("a\\"),
    STR("C:\\x"),
    /* keys, comments, documents */
    STR("key: value"),
    STR("a: "),
    STR("a:"),
    STR("a::"),
    STR("a:b"),
    STR("a::b"),
    STR("a :b"),
    STR("a : b"),
    STR("a:,b"),
    STR("a:[b"),
    STR("a:]"),
    STR("a:{"),
    STR("a:}b"),
    STR("a:?b"),
    STR("a #b"),
    STR("a # b"),
    STR("a#b"),
    STR("a#"),
    STR("a #"),
    STR("x\n# y"),
    STR("x\n#y"),
    STR("---"),
    STR("--- a"),
    STR("..."),
    STR("x\n---"),
    STR("x\n---\ny"),
    STR("x\n...\ny"),
    STR("x\n----- y"),
    STR("x\n- y\n- z"),
    STR("x\nkey: y"),
    STR("x:\n  y: z"),
    STR("x\n\n--- y"),
    STR("x\n%TAG ! y"),
    STR("x\n'y'\n\"z\""),
    STR("x\n| y"),
    /* what nobody sees, and what is far away */
    STR("\xc2\xa0"),
    STR("a\xc2\xa0"),
    STR("\xc2\xa0"
        "a"),
    STR("a\xe2\x80\x8b"),
    STR("Management\xe2\x80\x8b x"),
    STR("a\xe2\x80\xa8"
        "b"),
    STR("a\xe2\x80\xa9"
        "b"),
    STR("a\xc2\x85"
        "b"),
    STR("a\n\xc2\x85\nb"),
    STR("\xef\xbb\xbf"),
    STR("a\xef\xbb\xbf"
        "b"),
    STR("\xef\xbb\xbf"
        "a"),
    STR("\xe2\x80\x8e"
        "a\xe2\x80\xae"
        "b"),
    STR("\xc2\xad"),
    STR("\xe2\x81\xa0"),
    STR("\xc2\x80\xc2\x9f"),
    STR("\x7f"),
    STR("\xf0\x9f\x98\x80"),
    STR("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92"
        "\xbb x"),
    STR("Unilever \xe2\x80\x93 Files"),
    STR("Z\xc3\xbcrich"),
    STR("\xe6\x97\xa5\xe6\x9c\xac: x"),
    STR("\xf3\xa0\x80\x81"),
    STR("\xf4\x8f\xbf\xbf"),
    STR("\xee\x80\x80"),
    STR("a\xe2\x80\x83"),
    STR("\xe3\x80\x80"
        "a"),
};

static Str repeated(Arena *a, const char *part, int times)
{
    Buf out = {0};
    for (int i = 0; i < times; i++)
        buf_put(&out, str_of(part));
    Str text = str_copy(a, buf_str(&out));
    buf_free(&out);
    return text;
}

/* --- back again ------------------------------------------------------------------------------------ */

static void show(Str text, const char *where)
{
    print_error("%s: ", where);
    for (size_t i = 0; i < text.n && i < 200; i++) {
        unsigned char c = (unsigned char)text.s[i];
        print_error(c < ' ' || c > '~' ? "\\x%02x" : "%c", c);
    }
    print_error("\n");
}

/* One text that does not come back is told; all of them are tried. */
typedef struct {
    Fixture *f;
    int failed;
} Trial;

static void expect(Trial *t, const Node *node, Str text, const char *where)
{
    bool same = node && node->kind == NODE_SCALAR && str_is(node->text, text);
    if (same && t->f->d.count == 0)
        return;
    show(text, where);
    t->failed++;
}

static const Node *first_value(const Node *root)
{
    return root && root->kind == NODE_MAP && root->count ? root->pairs[0].value : NULL;
}

/* As key and as value of one line at once. */
static void try_key(Trial *t, Str text)
{
    Buf out = {0};
    put_yaml(&out, text, false);
    buf_put(&out, S(":\n  "));
    put_yaml(&out, text, false);
    buf_put(&out, S(": "));
    put_yaml(&out, text, false);
    buf_put(&out, S("\nlast: x\n"));
    read_bytes(t->f, buf_str(&out));
    const Node *inner = first_value(t->f->root);
    bool keys = inner && t->f->root->count == 2 && str_is(t->f->root->pairs[0].key.s, text) &&
                inner->kind == NODE_MAP && inner->count == 1 && str_is(inner->pairs[0].key.s, text);
    expect(t, keys ? first_value(inner) : NULL, text, "key");
    buf_free(&out);
}

static void try_lists(Trial *t, Str text)
{
    for (int flow = 0; flow < 2; flow++) {
        Buf out = {0};
        buf_put(&out, flow ? S("a: [") : S("a:\n  - "));
        put_yaml(&out, text, flow);
        buf_put(&out, flow ? S(", ") : S("\n  - "));
        put_yaml(&out, text, flow);
        buf_put(&out, flow ? S("]\nlast: x\n") : S("\nlast: x\n"));
        read_bytes(t->f, buf_str(&out));
        const Node *list = first_value(t->f->root);
        bool two = list && list->kind == NODE_LIST && list->count == 2 && t->f->root->count == 2;
        for (size_t i = 0; i < 2; i++)
            expect(t, two ? list->items[i] : NULL, text, flow ? "[item]" : "- item");
        buf_free(&out);
    }
}

/* As a value in a map at a depth; another key follows, or the file ends. */
static void try_value(Trial *t, Str text, size_t depth, bool last)
{
    Buf out = {0};
    for (size_t i = 0; i < depth; i++) {
        buf_fill(&out, ' ', 2 * i);
        buf_put(&out, S("k:\n"));
    }
    buf_fill(&out, ' ', 2 * depth);
    buf_put(&out, S("v: "));
    put_yaml_text(&out, text, 2 * depth + 2);
    bool line = out.n && out.bytes[out.n - 1] == '\n';
    if (!last) {
        buf_fill(&out, ' ', 2 * depth);
        buf_put(&out, S("after: x\n"));
    }
    read_bytes(t->f, buf_str(&out));
    const Node *node = t->f->root;
    for (size_t i = 0; i < depth; i++)
        node = first_value(node);
    bool shape = line && node && node->kind == NODE_MAP && node->count == (last ? 1 : 2);
    expect(t, shape ? first_value(node) : NULL, text, last ? "last value" : "value");
    buf_free(&out);
}

static void try_everywhere(Trial *t, Str text)
{
    if (text.n) /* no key is empty */
        try_key(t, text);
    try_lists(t, text);
    for (size_t depth = 0; depth < 4; depth++) {
        try_value(t, text, depth, false);
        try_value(t, text, depth, true);
    }
}

static void every_text_comes_back(void **state)
{
    Trial t = {*state, 0};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        try_everywhere(&t, texts[i]);
    assert_int_equal(t.failed, 0);
}

/* Each before, behind and between words, on one line and on several. */
static void every_text_comes_back_among_others(void **state)
{
    Trial t = {*state, 0};
    Arena a = {0};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Str text = texts[i];
        try_everywhere(&t, str_join(&a, S("word "), text));
        try_everywhere(&t, str_join(&a, text, S(" word")));
        try_everywhere(&t, str_join(&a, S("one\n"), text));
        try_everywhere(&t, str_join(&a, text, S("\ntwo")));
        try_everywhere(&t, str_join(&a, str_join(&a, S("one\n"), text), S("\n\nthree")));
        try_everywhere(&t, str_join(&a, S("word:"), text));
    }
    arena_free(&a);
    assert_int_equal(t.failed, 0);
}

/* So long that they would be folded. */
static void every_text_comes_back_in_a_long_one(void **state)
{
    Trial t = {*state, 0};
    Arena a = {0};
    Str words = repeated(&a, "several words ", 12);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Str text = str_join(&a, str_join(&a, words, texts[i]), S(" and more"));
        Str front = str_join(&a, texts[i], str_join(&a, S(" "), words));
        Str end = str_join(&a, words, texts[i]);
        const Str all[] = {text, front, end, str_trim(front)};
        for (size_t k = 0; k < COUNT_OF(all); k++)
            for (size_t depth = 0; depth < 3; depth++)
                try_value(&t, all[k], depth, k % 2);
    }
    arena_free(&a);
    assert_int_equal(t.failed, 0);
}

static void every_length_comes_back(void **state)
{
    Trial t = {*state, 0};
    Arena a = {0};
    for (int n = 1; n < 260; n++) {
        Str rows[] = {repeated(&a, "x", n),
                      str_trim(repeated(&a, "word ", n)),
                      str_join(&a, repeated(&a, "x", n), S(" y")),
                      str_join(&a, S("y "), repeated(&a, "x", n)),
                      str_trim(repeated(&a, "\xe6\x97\xa5 \xc3\xbc", n)),
                      str_trim(repeated(&a, "line of text\n", n))};
        for (size_t k = 0; k < COUNT_OF(rows); k++)
            for (size_t depth = 0; depth < 3; depth++)
                try_value(&t, rows[k], depth, n % 2);
    }
    Str huge[] = {repeated(&a, "x", 100000), str_trim(repeated(&a, "word ", 30000)),
                  repeated(&a, ": ", 5000), repeated(&a, "\xe2\x80\x8b", 5000)};
    for (size_t k = 0; k < COUNT_OF(huge); k++)
        try_value(&t, huge[k], 2, false);
    arena_free(&a);
    assert_int_equal(t.failed, 0);
}

/* libyaml takes a key of at most 1,024 characters that are not said to be one by `?`. */
static void a_long_key_comes_back(void **state)
{
    Trial t = {*state, 0};
    Arena a = {0};
    try_key(&t, repeated(&a, "x", 255));
    try_key(&t, repeated(&a, "\xf0\x9f\x98\x80", 255));
    try_key(&t, repeated(&a, "\xc2\xa0", 160));
    arena_free(&a);
    assert_int_equal(t.failed, 0);
}

/* --- how it looks ----------------------------------------------------------------------------------- */

static void one_line_texts_are_quoted_only_where_needed(void **state)
{
    (void)state;
    static const struct {
        const char *text, *block, *flow;
    } rows[] = {
        {"Account", "Account", "Account"},
        {"Starter Pack", "Starter Pack", "Starter Pack"},
        {"a:b", "a:b", "a:b"},
        {"a#b", "a#b", "a#b"},
        {"a, b", "a, b", "'a, b'"},
        {"a[0]", "a[0]", "'a[0]'"},
        {"Pack: X", "'Pack: X'", "'Pack: X'"},
        {"a #1", "'a #1'", "'a #1'"},
        {"*a", "'*a'", "'*a'"},
        {"it's", "it's", "it's"},
        {"'x'", "\"'x'\"", "\"'x'\""},
        {"say \"x\"", "say \"x\"", "say \"x\""},
        {"\"x\"", "'\"x\"'", "'\"x\"'"},
        {"", "''", "''"},
        {"true", "'true'", "'true'"},
        {"No", "'No'", "'No'"},
        {"1.10", "'1.10'", "'1.10'"},
        {"~", "'~'", "'~'"},
        {"a ", "'a '", "'a '"},
        {"a\tb\r\n", "\"a\\tb\\r\\n\"", "\"a\\tb\\r\\n\""},
        {"a\xc2\xa0", "\"a\\u00A0\"", "\"a\\u00A0\""},
        {"a\xe2\x80\xa8", "\"a\\u2028\"", "\"a\\u2028\""},
        {"Z\xc3\xbcrich \xf0\x9f\x98\x80", "Z\xc3\xbcrich \xf0\x9f\x98\x80",
         "Z\xc3\xbcrich \xf0\x9f\x98\x80"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Buf block = {0}, flow = {0};
        put_yaml(&block, str_of(rows[i].text), false);
        put_yaml(&flow, str_of(rows[i].text), true);
        assert_row(rows[i].text, buf_str(&block), rows[i].block);
        assert_row(rows[i].text, buf_str(&flow), rows[i].flow);
        buf_free(&block);
        buf_free(&flow);
    }
}

/* Another reader of YAML takes these for a number or a boolean. */
static void what_other_readers_take_for_a_number_is_quoted(void **state)
{
    (void)state;
    static const char *const rows[] = {"1e5", "12:30", "1_000", "2024-01-01", "+1", "0x1F", "0o17"};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Buf out = {0};
        put_yaml(&out, str_of(rows[i]), false);
        assert_row_true(rows[i], out.n && (out.bytes[0] == '\'' || out.bytes[0] == '"'));
        buf_free(&out);
    }
}

static void assert_text(const char *text, size_t indent, const char *expected)
{
    Buf out = {0};
    put_yaml_text(&out, str_of(text), indent);
    assert_str(buf_str(&out), expected);
    buf_free(&out);
}

static void texts_stand_on_one_line_folded_or_as_lines(void **state)
{
    (void)state;
    assert_text("Short.", 4, "Short.\n");
    assert_text("one\ntwo: 2\n\n  # three", 4, "|-\n    one\n    two: 2\n\n      # three\n");
    assert_text("one\r\ntwo", 4, "\"one\\r\\ntwo\"\n");
    assert_text("one\n", 4, "\"one\\n\"\n");
    assert_text("12345678 10 345678 20 345678 30 345678 40 345678 50 345678 60 345678 70 345678 80 "
                "345678 90 345678: # x",
                6,
                ">-\n      12345678 10 345678 20 345678 30 345678 40 345678 50 345678 60 345678 70 "
                "345678 80 345678 90\n      345678: # x\n");
}

/* A reader looks for the colon of a key in its first 1,024 characters; where the key is said to be one, in all. */
static void a_key_of_any_length_is_one(void **state)
{
    static const int lengths[] = {1, 999, 1000, 1001, 1024, 5000};
    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        Arena a = {0};
        Buf out = {0};
        Str key = repeated(&a, "x", lengths[i]);
        put_yaml_key(&out, key, 2);
        buf_put(&out, S(" v\n"));
        assert_int_equal(out.n, key.n + (lengths[i] > 1000 ? 11 : 6));
        read_bytes(*state, buf_str(&out));
        const Node *root = ((Fixture *)*state)->root;
        assert_int_equal(root->count, 1);
        assert_true(str_is(root->pairs[0].key.s, key));
        assert_str(root->pairs[0].value->text, "v");
        buf_free(&out);
        arena_free(&a);
    }
}

static void no_folded_line_is_too_wide(void **state)
{
    (void)state;
    Arena a = {0};
    Buf out = {0};
    put_yaml_text(&out, str_trim(repeated(&a, "some words of it ", 300)), 8);
    for (Str rest = buf_str(&out); rest.n;) {
        Str line = str_cut(&rest, '\n');
        assert_true(line.n <= YAML_WIDTH);
        assert_true(str_is(line, S(">-")) || str_starts(line, S("        s")) ||
                    str_starts(line, S("        w")) || str_starts(line, S("        o")) ||
                    str_starts(line, S("        i")));
    }
    buf_free(&out);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(every_text_comes_back),
        FIXED(every_text_comes_back_among_others),
        FIXED(every_text_comes_back_in_a_long_one),
        FIXED(every_length_comes_back),
        FIXED(a_long_key_comes_back),
        cmocka_unit_test(one_line_texts_are_quoted_only_where_needed),
        cmocka_unit_test(what_other_readers_take_for_a_number_is_quoted),
        cmocka_unit_test(texts_stand_on_one_line_folded_or_as_lines),
        FIXED(a_key_of_any_length_is_one),
        cmocka_unit_test(no_folded_line_is_too_wide),
    };
    return cmocka_run_group_tests_name("yaml_text", tests, NULL, NULL);
}
