/* diag: findings as text for people and as JSON for programs. */
#include "findings.h"

#include <jansson.h>
#include <stdio.h>

static void assert_text(Fixture *f, const char *expected)
{
    diag_settle(&f->d);
    render_text(&f->d, false, &f->out);
    assert_str(buf_str(&f->out), expected);
}

/* --- text ------------------------------------------------------------------------------------- */

static void shows_line_caret_and_help(void **state)
{
    Fixture *f = *state;
    blame(f, "a: 1\n  objets: 2\n", "objets");
    assert_text(f, "a.yaml:2:3: error: no key [unknown-key]\n"
                   "    2 |   objets: 2\n"
                   "      |   ^~~~~~\n"
                   "  help: help\n"
                   "1 error\n");
}

static void nothing_found_shows_nothing(void **state)
{
    Fixture *f = *state;
    assert_text(f, "");
}

static void counts_each_level(void **state)
{
    Fixture *f = *state;
    for (int i = 0; i < 2; i++) {
        diag(&f->d, RULE_TOO_LONG, (Loc){0}, "e%d", i);
        diag(&f->d, RULE_PROFILE_PERMISSION, (Loc){0}, "n%d", i);
    }
    diag(&f->d, RULE_NO_DESCRIPTION, (Loc){0}, "w");
    diag_settle(&f->d);
    render_text(&f->d, false, &f->out);
    assert_true(str_ends(buf_str(&f->out), S("\n2 errors, 1 warning, 2 notes\n")));
}

static void a_finding_without_place_names_the_program(void **state)
{
    Fixture *f = *state;
    diag(&f->d, RULE_NO_DESCRIPTION, (Loc){0}, "no place");
    diag_help(&f->d, "help");
    assert_text(f, "apionly: warning: no place [no-description]\n"
                   "  help: help\n"
                   "1 warning\n");
}

/* Another rule, another help, or a place: each has its own. */
static void one_help_of_findings_without_place_stands_under_the_last(void **state)
{
    Fixture *f = *state;
    static const char *const files[] = {"a changes", "b changes", "c goes"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        diag(&f->d, RULE_OUT_OF_DATE, (Loc){0}, "%s", files[i]);
        diag_help(&f->d, i < 2 ? "build" : "look");
    }
    for (size_t i = 0; i < 2; i++) {
        diag(&f->d, RULE_LAYOUT_DIFFERS, (Loc){0}, "%s", files[i]);
        diag_help(&f->d, "look");
    }
    assert_text(f, "apionly: error: a changes [out-of-date]\n"
                   "apionly: error: b changes [out-of-date]\n"
                   "  help: build\n"
                   "apionly: error: c goes [out-of-date]\n"
                   "  help: look\n"
                   "apionly: warning: a changes [layout-differs]\n"
                   "apionly: warning: b changes [layout-differs]\n"
                   "  help: look\n"
                   "3 errors, 2 warnings\n");
}

static void findings_with_a_place_have_each_their_help(void **state)
{
    Fixture *f = *state;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("a.yaml"), S("ab\n"));
    for (uint32_t i = 0; i < 2; i++) {
        diag(&f->d, RULE_TOO_LONG, loc(file, i, 1), "long");
        diag_help(&f->d, "cut");
    }
    assert_text(f, "a.yaml:1:1: error: long [too-long]\n"
                   "    1 | ab\n"
                   "      | ^\n"
                   "  help: cut\n"
                   "a.yaml:1:2: error: long [too-long]\n"
                   "    1 | ab\n"
                   "      |  ^\n"
                   "  help: cut\n"
                   "2 errors\n");
}

static void a_finding_about_a_file_shows_no_line(void **state)
{
    Fixture *f = *state;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("dir/b.yaml"), S("some\ntext\n"));
    diag(&f->d, RULE_FILE_EMPTY, loc_whole(file), "says nothing");
    diag_help(&f->d, "help");
    assert_text(f, "dir/b.yaml:1:1: error: says nothing [file-empty]\n"
                   "  help: help\n"
                   "1 error\n");
}

static void shows_the_second_place_and_the_accepted_reason(void **state)
{
    Fixture *f = *state;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("a.yaml"), S("ab\ncd\n"));
    diag(&f->d, RULE_VENDOR_LICENSE, loc(file, 0, 1), "risky");
    diag_related(&f->d, loc(file, 4, 1), "the other");
    diag_about(&f->d, S("Marketo"));
    diag_accept(&f->d, (Accepted){RULE_VENDOR_LICENSE, S("Marketo"), S("tried it"), {0}});
    assert_text(f, "a.yaml:1:1: note: risky [vendor-license]\n"
                   "    1 | ab\n"
                   "      | ^\n"
                   "  see: a.yaml:2:2: the other\n"
                   "  accepted: tried it\n"
                   "1 note\n");
}

static void the_caret_stands_under_its_text(void **state)
{
    static const struct {
        const char *what, *bytes, *part, *line, *mark;
        unsigned column;
    } rows[] = {
        {"one character", "abc", "b", "abc", " ^", 2},
        {"accents are one column wide", "h\xc3\xa9: x\xc3\xa9y", "x\xc3\xa9y",
         "h\xc3\xa9: x\xc3\xa9y", "    ^~~", 5},
        {"wide characters are two", "\xe6\x97\xa5\xe6\x9c\xac: \xe8\xaa\x9e!", "\xe8\xaa\x9e",
         "\xe6\x97\xa5\xe6\x9c\xac: \xe8\xaa\x9e!", "      ^~", 5},
        {"an emoji too", "\xf0\x9f\x98\x80 x", "x", "\xf0\x9f\x98\x80 x", "   ^", 3},
        {"marks take no room", "e\xcc\x81 x", "x", "e\xcc\x81 x", "  ^", 4},
        {"a byte order mark is not shown", "\xef\xbb\xbfkey: 1", "key", "key: 1", "^~~", 1},
        {"tabs are one column", "a\t\tb", "b", "a  b", "   ^", 4},
        {"CRLF is not shown", "key: 1\r\nb", "1", "key: 1", "     ^", 6},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        diag_free(&f->d);
        diag_init(&f->d);
        buf_clear(&f->out);
        blame(f, rows[i].bytes, rows[i].part);
        diag_settle(&f->d);
        render_text(&f->d, false, &f->out);
        Str expected = str_format(&f->arena,
                                  "a.yaml:1:%u: error: no key [unknown-key]\n"
                                  "    1 | %s\n      | %s\n  help: help\n1 error\n",
                                  rows[i].column, rows[i].line, rows[i].mark);
        assert_row(rows[i].what, buf_str(&f->out), str_c(&f->arena, expected));
    }
}

static void what_nobody_sees_is_written_as_its_code(void **state)
{
    Fixture *f = *state;
    blame(f, "a\xe2\x80\x8b\x1b[31m\xc2\xa0: b", "\xe2\x80\x8b\x1b");
    assert_text(f, "a.yaml:1:2: error: no key [unknown-key]\n"
                   "    1 | a\\u200B\\u001B[31m\\u00A0: b\n"
                   "      |  ^~~~~~~~~~~~\n"
                   "  help: help\n"
                   "1 error\n");
}

static void names_and_messages_cannot_steer_the_terminal(void **state)
{
    Fixture *f = *state;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("a\x1b[2J.yaml"), S("x"));
    diag(&f->d, RULE_UNKNOWN_KEY, loc_whole(file), "\"\x1b]0;x\x07\" \xe2\x80\xae and \n line");
    diag_help(&f->d, "\xff\xc3");
    diag_related(&f->d, loc_whole(file), "\x9b");
    assert_text(f, "a\\u001B[2J.yaml:1:1: error: \"\\u001B]0;x\\u0007\" \\u202E and \\u000A line "
                   "[unknown-key]\n"
                   "  see: a\\u001B[2J.yaml:1:1: \\x9B\n"
                   "  help: \\xFF\\xC3\n"
                   "1 error\n");
}

static void a_range_of_several_lines_is_marked_to_the_end_of_the_first(void **state)
{
    Fixture *f = *state;
    blame(f, "a: [1,\n  2]\n", "[1,\n  2]");
    assert_text(f, "a.yaml:1:4: error: no key [unknown-key]\n"
                   "    1 | a: [1,\n"
                   "      |    ^~~\n"
                   "  help: help\n"
                   "1 error\n");
}

static void the_end_of_a_text_can_be_blamed(void **state)
{
    Fixture *f = *state;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("a.yaml"), S("ab\n"));
    diag(&f->d, RULE_YAML_SYNTAX, loc(file, 2, 1), "at the line end");
    diag(&f->d, RULE_YAML_SYNTAX, loc(file, 3, 0), "at the end");
    diag_settle(&f->d);
    f->d.items[0].help = f->d.items[1].help = S("help");
    render_text(&f->d, false, &f->out);
    assert_str(buf_str(&f->out), "a.yaml:1:3: error: at the line end [yaml-syntax]\n"
                                 "    1 | ab\n"
                                 "      |   ^\n"
                                 "  help: help\n"
                                 "a.yaml:2:1: error: at the end [yaml-syntax]\n"
                                 "    2 | \n"
                                 "      | ^\n"
                                 "  help: help\n"
                                 "2 errors\n");
}

/* A line of 1,000 characters is shown 60 bytes around the place. */
static void long_lines_are_cut_around_the_place(void **state)
{
    Fixture *f = *state;
    char line[1001], expected[400], sixty[61];
    memset(line, 'x', 1000);
    memset(sixty, 'x', 60);
    line[1000] = sixty[60] = '\0';
    memcpy(line + 500, "here", 4);
    blame(f, line, "here");
    snprintf(expected, sizeof expected,
             "a.yaml:1:501: error: no key [unknown-key]\n"
             "    1 | %shere%s\n"
             "      | %60s^~~~\n"
             "  help: help\n"
             "1 error\n",
             sixty, sixty, "");
    assert_text(f, expected);
}

/* The cut falls into the two bytes of an e with accent; whole characters are shown. */
static void a_cut_keeps_characters_whole(void **state)
{
    Fixture *f = *state;
    Buf line = {0};
    for (int i = 0; i < 100; i++)
        buf_put(&line, S("\xc3\xa9"));
    buf_put(&line, S("-here"));
    for (int i = 0; i < 100; i++)
        buf_put(&line, S("\xc3\xa9"));
    char *text = str_c(&f->arena, buf_str(&line));
    blame(f, text, "here");
    diag_settle(&f->d);
    render_text(&f->d, false, &f->out);
    assert_int_equal(str_search(buf_str(&f->out), S("\\x")), -1);
    buf_free(&line);
}

/* A long value is marked for at most 60 columns; here byte 60 of it lies inside a character. */
static void a_long_mark_keeps_characters_whole(void **state)
{
    Fixture *f = *state;
    char value[101];
    memset(value, 'a', 100);
    memcpy(value + 59, "\xc3\xa9", 2);
    value[100] = '\0';
    blame(f, value, value);
    diag_settle(&f->d);
    render_text(&f->d, false, &f->out);
    Str rest = str_from(buf_str(&f->out), (size_t)str_search(buf_str(&f->out), S("\n      | ")));
    str_cut(&rest, '|');
    Str mark = str_trim(str_cut(&rest, '\n'));
    assert_true(mark.n == 59 || mark.n == 60);
}

static void colors_only_where_asked(void **state)
{
    Fixture *f = *state;
    blame(f, "objets: 2", "objets");
    diag_settle(&f->d);
    render_text(&f->d, true, &f->out);
    assert_str(buf_str(&f->out), "a.yaml:1:1: \033[1;31merror\033[0m: no key [unknown-key]\n"
                                 "    1 | objets: 2\n"
                                 "      | \033[1;32m^~~~~~\033[0m\n"
                                 "  help: help\n"
                                 "1 error\n");
}

/* --- JSON ------------------------------------------------------------------------------------- */

static json_t *json_of(Fixture *f)
{
    diag_settle(&f->d);
    render_json(&f->d, false, &f->out);
    assert_true(str_ends(buf_str(&f->out), S("}\n")));
    json_t *root = json_loadb(f->out.bytes, f->out.n, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    return root;
}

static void assert_json(Fixture *f, const char *expected)
{
    json_t *root = json_of(f), *wanted = json_loads(expected, 0, NULL);
    assert_non_null(wanted);
    if (!json_equal(root, wanted))
        print_error(STR_FMT, STR_ARG(buf_str(&f->out)));
    assert_true(json_equal(root, wanted));
    json_decref(root);
    json_decref(wanted);
}

static void no_findings_are_an_empty_list(void **state)
{
    Fixture *f = *state;
    assert_json(f, "{\"findings\": [], \"errors\": 0, \"warnings\": 0, \"notes\": 0}");
}

static void json_has_start_and_end(void **state)
{
    Fixture *f = *state;
    blame(f, "\xef\xbb\xbfh\xc3\xa9: [1,\r\n  2]\r\n", "[1,\r\n  2]");
    assert_json(f, "{\"findings\": [{\"rule\": \"unknown-key\", \"level\": \"error\","
                   " \"message\": \"no key\", \"help\": \"help\", \"file\": \"a.yaml\","
                   " \"line\": 1, \"column\": 5, \"endLine\": 2, \"endColumn\": 5}],"
                   " \"errors\": 1, \"warnings\": 0, \"notes\": 0}");
}

static void json_leaves_out_what_there_is_not(void **state)
{
    Fixture *f = *state;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("a.yaml"), S("ab"));
    diag(&f->d, RULE_NO_DESCRIPTION, (Loc){0}, "one");
    diag_help(&f->d, "h");
    diag(&f->d, RULE_FILE_EMPTY, loc_whole(file), "two");
    diag_help(&f->d, "h");
    diag(&f->d, RULE_YAML_SYNTAX, loc(file, 1, 0), "three");
    diag_help(&f->d, "h");
    assert_json(f, "{\"findings\": ["
                   "{\"rule\": \"no-description\", \"level\": \"warning\", \"message\": \"one\","
                   " \"help\": \"h\"},"
                   "{\"rule\": \"file-empty\", \"level\": \"error\", \"message\": \"two\","
                   " \"help\": \"h\", \"file\": \"a.yaml\", \"line\": 1, \"column\": 1},"
                   "{\"rule\": \"yaml-syntax\", \"level\": \"error\", \"message\": \"three\","
                   " \"help\": \"h\", \"file\": \"a.yaml\", \"line\": 1, \"column\": 2}],"
                   " \"errors\": 2, \"warnings\": 1, \"notes\": 0}");
}

static void json_has_the_second_place_and_the_reason(void **state)
{
    Fixture *f = *state;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("a.yaml"), S("ab\ncd\n"));
    diag(&f->d, RULE_VENDOR_LICENSE, loc(file, 0, 2), "risky");
    diag_help(&f->d, "h");
    diag_related(&f->d, loc(file, 4, 1), "the \"other\"");
    diag_about(&f->d, S("Marketo"));
    diag_accept(&f->d, (Accepted){RULE_VENDOR_LICENSE, S("Marketo"), S("tried it"), {0}});
    assert_json(f, "{\"findings\": [{\"rule\": \"vendor-license\", \"level\": \"note\","
                   " \"message\": \"risky\", \"help\": \"h\", \"file\": \"a.yaml\", \"line\": 1,"
                   " \"column\": 1, \"endLine\": 1, \"endColumn\": 3,"
                   " \"related\": {\"file\": \"a.yaml\", \"line\": 2, \"column\": 2,"
                   " \"message\": \"the \\\"other\\\"\"},"
                   " \"about\": \"Marketo\", \"accepted\": \"tried it\"}],"
                   " \"errors\": 0, \"warnings\": 0, \"notes\": 1}");
}

/* File names are bytes. A name that is not UTF-8 must not make the message or the file vanish. */
static void json_keeps_texts_that_are_not_utf8(void **state)
{
    Fixture *f = *state;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("caf\xe9.yaml"), S("ab"));
    diag(&f->d, RULE_LEFT_ALONE, loc_whole(file), "stays: caf\xe9.txt");
    json_t *root = json_of(f), *finding = json_array_get(json_object_get(root, "findings"), 0);
    bool message = json_is_string(json_object_get(finding, "message"));
    bool name = json_is_string(json_object_get(finding, "file"));
    json_decref(root);
    assert_true(message);
    assert_true(name);
}

static void renderers_are_found_by_name(void **state)
{
    (void)state;
    static const char *const names[] = {"text", "json", "sarif", "github"};
    assert_int_equal(renderer_count, COUNT_OF(names));
    for (size_t i = 0; i < renderer_count; i++) {
        assert_string_equal(renderers[i].name, names[i]);
        assert_true(renderers[i].to_stdout == (i > 0));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(shows_line_caret_and_help),
        FIXED(nothing_found_shows_nothing),
        FIXED(counts_each_level),
        FIXED(a_finding_without_place_names_the_program),
        FIXED(one_help_of_findings_without_place_stands_under_the_last),
        FIXED(findings_with_a_place_have_each_their_help),
        FIXED(a_finding_about_a_file_shows_no_line),
        FIXED(shows_the_second_place_and_the_accepted_reason),
        FIXED(the_caret_stands_under_its_text),
        FIXED(what_nobody_sees_is_written_as_its_code),
        FIXED(names_and_messages_cannot_steer_the_terminal),
        FIXED(a_range_of_several_lines_is_marked_to_the_end_of_the_first),
        FIXED(the_end_of_a_text_can_be_blamed),
        FIXED(long_lines_are_cut_around_the_place),
        FIXED(a_cut_keeps_characters_whole),
        FIXED(a_long_mark_keeps_characters_whole),
        FIXED(colors_only_where_asked),
        FIXED(no_findings_are_an_empty_list),
        FIXED(json_has_start_and_end),
        FIXED(json_leaves_out_what_there_is_not),
        FIXED(json_has_the_second_place_and_the_reason),
        FIXED(json_keeps_texts_that_are_not_utf8),
        cmocka_unit_test(renderers_are_found_by_name),
    };
    return cmocka_run_group_tests_name("render", tests, NULL, NULL);
}
