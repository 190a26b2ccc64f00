/* diag: findings as SARIF and as workflow commands, for the services that show them. */
#include "findings.h"

#include <jansson.h>

/* --- SARIF ------------------------------------------------------------------------------------ */

/* What stands around the rules and the results of a run. */
#define SARIF_START                                                                                \
    "{\n  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n"                       \
    "  \"version\": \"2.1.0\",\n  \"runs\": [\n    {\n      \"tool\": {\n        \"driver\": {\n"  \
    "          \"name\": \"apionly\",\n          \"rules\": ["
#define SARIF_RESULTS                                                                              \
    "]\n        }\n      },\n      \"columnKind\": \"unicodeCodePoints\",\n      \"results\": ["
#define SARIF_END "]\n    }\n  ]\n}\n"

static void sarif_of_nothing_is_a_run_without_results(void **state)
{
    Fixture *f = *state;
    diag_settle(&f->d);
    render_sarif(&f->d, false, &f->out);
    assert_str(buf_str(&f->out), SARIF_START SARIF_RESULTS SARIF_END);
}

/* The first result; it lives as long as *root. */
static json_t *sarif_of(Fixture *f, json_t **root)
{
    buf_clear(&f->out);
    diag_settle(&f->d);
    render_sarif(&f->d, false, &f->out);
    assert_true(str_ends(buf_str(&f->out), S("}\n")));
    *root = json_loadb(f->out.bytes, f->out.n, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(*root);
    json_t *run = json_array_get(json_object_get(*root, "runs"), 0);
    return json_array_get(json_object_get(run, "results"), 0);
}

#define SARIF_PLACE(uri, line, column, end_line, end_column)                                       \
    "              \"physicalLocation\": {\n"                                                      \
    "                \"artifactLocation\": {\n"                                                    \
    "                  \"uri\": \"" uri "\"\n                },\n"                                 \
    "                \"region\": {\n"                                                              \
    "                  \"startLine\": " line ",\n                  \"startColumn\": " column ",\n" \
    "                  \"endLine\": " end_line ",\n                  \"endColumn\": " end_column   \
    "\n                }\n              }"

static void sarif_has_all_of_a_finding(void **state)
{
    Fixture *f = *state;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("a.yaml"), S("h\xc3\xa9: b\nc: d\n"));
    diag(&f->d, RULE_VENDOR_LICENSE, loc(file, 5, 4), "risky \"\xc3\xa9\"");
    diag_help(&f->d, "ask");
    diag_basis(&f->d, "tried");
    diag_related(&f->d, loc_whole(file), "the other");
    diag_about(&f->d, S("Marketo"));
    diag_accept(&f->d, (Accepted){RULE_VENDOR_LICENSE, S("Marketo"), S("tried it"), {0}});
    diag_settle(&f->d);
    render_sarif(&f->d, false, &f->out);
    const RuleInfo *rule = &rule_info[RULE_VENDOR_LICENSE];
    Str expected = str_format(
        &f->arena,
        SARIF_START
        "\n            {\n              \"id\": \"vendor-license\",\n"
        "              \"name\": \"VendorLicense\",\n"
        "              \"shortDescription\": {\n                \"text\": \"%s\"\n              "
        "},\n"
        "              \"help\": {\n                \"text\": \"%s\"\n              },\n"
        "              \"defaultConfiguration\": {\n"
        "                \"level\": \"%s\"\n              }\n            }\n         "
        " " SARIF_RESULTS
        "\n        {\n          \"ruleId\": \"vendor-license\",\n          \"ruleIndex\": 0,\n"
        "          \"level\": \"note\",\n          \"message\": {\n"
        "            \"text\": \"risky \\\"\xc3\xa9\\\"\\nHelp: ask\\nSource: tried\"\n          "
        "},\n"
        "          \"partialFingerprints\": {\n"
        "            \"apionly/v1\": \"f6bfe9c7e4434390:1\"\n          },\n"
        "          \"locations\": [\n            {\n" SARIF_PLACE(
            "a.yaml", "1", "5", "2",
            "3") "\n            }\n          ],\n"
                 "          \"relatedLocations\": [\n            {\n" SARIF_PLACE(
                     "a.yaml", "1", "1", "1",
                     "1") ",\n              \"message\": {\n                \"text\": \"the "
                          "other\"\n"
                          "              }\n            }\n          ],\n"
                          "          \"suppressions\": [\n            {\n              \"kind\": "
                          "\"external\",\n"
                          "              \"justification\": \"tried it\"\n            }\n          "
                          "],\n"
                          "          \"properties\": {\n            \"about\": \"Marketo\",\n"
                          "            \"source\": \"tried\"\n          }\n        }\n     "
                          " " SARIF_END,
        rule->text, rule->mend, level_name(rule->level));
    assert_str(buf_str(&f->out), str_c(&f->arena, expected));
}

/* Its level there is the one it is born with. */
static void sarif_names_a_rule_once(void **state)
{
    Fixture *f = *state;
    json_t *root;
    diag(&f->d, RULE_NO_DESCRIPTION, (Loc){0}, "one");
    diag(&f->d, RULE_TOO_LONG, (Loc){0}, "two");
    diag(&f->d, RULE_NO_DESCRIPTION, (Loc){0}, "three");
    diag_set_level(&f->d, RULE_NO_DESCRIPTION, LEVEL_ERROR, false);
    sarif_of(f, &root);
    json_t *rules, *results;
    int unpacked = json_unpack(root, "{s:[{s:{s:{s:o}}, s:o}]}", "runs", "tool", "driver", "rules",
                               &rules, "results", &results);
    assert_int_equal(unpacked, 0);
    assert_int_equal(json_array_size(rules), 2);
    for (size_t i = 0; i < 3; i++) {
        json_t *result = json_array_get(results, i);
        json_int_t index = json_integer_value(json_object_get(result, "ruleIndex"));
        json_t *rule = json_array_get(rules, (size_t)index);
        assert_true(json_equal(json_object_get(rule, "id"), json_object_get(result, "ruleId")));
        assert_string_equal(json_string_value(json_object_get(result, "level")), "error");
        const char *id = json_string_value(json_object_get(rule, "id"));
        json_t *born = json_object_get(json_object_get(rule, "defaultConfiguration"), "level");
        assert_string_equal(json_string_value(born),
                            strcmp(id, "too-long") == 0 ? "error" : "warning");
    }
    json_decref(root);
}

static void sarif_paths_are_uris(void **state)
{
    static const struct {
        const char *path, *uri;
    } rows[] = {
        {"./dir/a-b_c~1.yaml", "./dir/a-b_c~1.yaml"},   {"c:d e%.yaml", "c%3Ad%20e%25.yaml"},
        {"/srv/a#?.yaml", "file:///srv/a%23%3F.yaml"},  {"caf\xc3\xa9\xff", "caf%C3%A9%FF"},
        {"<standard input>", "%3Cstandard%20input%3E"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        json_t *root;
        const char *uri = NULL;
        diag_free(&f->d);
        diag_init(&f->d);
        uint32_t file = source_add(&f->d.sources, &f->arena, str_of(rows[i].path), S(""));
        diag(&f->d, RULE_FILE_EMPTY, loc_whole(file), "empty");
        json_unpack(sarif_of(f, &root), "{s:[{s:{s:{s:s}}}]}", "locations", "physicalLocation",
                    "artifactLocation", "uri", &uri);
        assert_row(rows[i].path, str_of(uri), rows[i].uri);
        json_decref(root);
    }
}

static void sarif_keeps_texts_that_are_not_utf8(void **state)
{
    Fixture *f = *state;
    json_t *root;
    const char *text = NULL;
    diag(&f->d, RULE_LEFT_ALONE, (Loc){0}, "caf\xe9\n\x1b");
    diag_help(&f->d, "h\xff");
    json_unpack(sarif_of(f, &root), "{s:{s:s}}", "message", "text", &text);
    assert_str(str_of(text), "caf\\xE9\\u000A\\u001B\nHelp: h\\xFF");
    json_decref(root);
}

static void sarif_has_no_location_without_a_place(void **state)
{
    Fixture *f = *state;
    json_t *root;
    diag(&f->d, RULE_NO_DESCRIPTION, (Loc){0}, "no place");
    json_t *result = sarif_of(f, &root);
    assert_int_equal(json_object_size(result), 5);
    assert_null(json_object_get(result, "locations"));
    json_decref(root);
}

static Str fingerprint(Fixture *f, json_t *result)
{
    const char *text = NULL;
    json_unpack(result, "{s:{s:s}}", "partialFingerprints", "apionly/v1", &text);
    return str_copy(&f->arena, str_of(text));
}

static void sarif_fingerprints_do_not_move_with_the_lines(void **state)
{
    static const struct {
        const char *what, *bytes, *about, *help;
        bool same;
    } rows[] = {
        {"further down", "\n\n  b: 1\n", "A", "h", true},
        {"with another help", "b: 1\n", "A", "other", true},
        {"of another set", "b: 1\n", "B", "h", false},
    };
    Fixture *f = *state;
    json_t *root;
    blame(f, "b: 1\n", "b");
    diag_about(&f->d, S("A"));
    Str first = fingerprint(f, sarif_of(f, &root));
    json_decref(root);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        diag_free(&f->d);
        diag_init(&f->d);
        blame(f, rows[i].bytes, "b");
        diag_about(&f->d, str_of(rows[i].about));
        diag_help(&f->d, "%s", rows[i].help);
        Str other = fingerprint(f, sarif_of(f, &root));
        json_decref(root);
        assert_row_true(rows[i].what, str_is(first, other) == rows[i].same);
    }
}

static void sarif_fingerprints_count_what_is_said_again(void **state)
{
    Fixture *f = *state;
    json_t *root;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("a.yaml"), S("ab"));
    diag(&f->d, RULE_UNKNOWN_KEY, loc(file, 0, 1), "no key");
    diag(&f->d, RULE_UNKNOWN_KEY, loc(file, 1, 1), "no key");
    sarif_of(f, &root);
    json_t *results = NULL;
    json_unpack(root, "{s:[{s:o}]}", "runs", "results", &results);
    Str one = fingerprint(f, json_array_get(results, 0));
    Str two = fingerprint(f, json_array_get(results, 1));
    json_decref(root);
    assert_true(str_ends(one, S(":1")));
    assert_true(str_ends(two, S(":2")));
    assert_true(str_is(str_slice(one, 0, one.n - 1), str_slice(two, 0, two.n - 1)));
}

/* --- workflow commands ------------------------------------------------------------------------ */

static void assert_github(Fixture *f, const char *expected)
{
    diag_settle(&f->d);
    render_github(&f->d, false, &f->out);
    assert_str(buf_str(&f->out), expected);
}

static void github_says_nothing_of_nothing(void **state)
{
    Fixture *f = *state;
    assert_github(f, "");
}

static void github_has_place_title_and_help(void **state)
{
    Fixture *f = *state;
    blame(f, "a: 1\nh\xc3\xa9llo: 2\n", "llo");
    diag_basis(&f->d, "tried");
    assert_github(f, "::error file=a.yaml,line=2,endLine=2,col=3,endColumn=6,title=unknown-key::"
                     "no key%0Ahelp: help%0Asource: tried\n");
}

static void github_escapes_data_and_properties(void **state)
{
    Fixture *f = *state;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("c:\\a,b%\r\n.yaml"), S(""));
    diag(&f->d, RULE_FILE_EMPTY, loc_whole(file), "100 %%, a: b\r\n::error::no");
    diag_help(&f->d, "%%0A\n");
    assert_github(f, "::error file=c%3A\\a%2Cb%25%0D%0A.yaml,title=file-empty::"
                     "100 %25, a: b%0D%0A::error::no%0Ahelp: %250A%0A\n");
}

static void github_steers_no_terminal(void **state)
{
    Fixture *f = *state;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("a\x1b[2J.yaml"), S(""));
    diag(&f->d, RULE_FILE_EMPTY, loc_whole(file), "a\x1b]0;b\x07 \xe2\x80\xae \xff\t\xc3\xa9");
    diag_help(&f->d, "\xc2\x9b");
    assert_github(f, "::error file=a\\u001B[2J.yaml,title=file-empty::"
                     "a\\u001B]0;b\\u0007 \\u202E \\xFF \xc3\xa9%0Ahelp: \\u009B\n");
}

static void github_leaves_out_the_place_there_is_not(void **state)
{
    Fixture *f = *state;
    diag(&f->d, RULE_NO_DESCRIPTION, (Loc){0}, "no place");
    diag_help(&f->d, "help");
    assert_github(f, "::warning title=no-description::no place%0Ahelp: help\n");
}

static void github_has_no_columns_for_several_lines(void **state)
{
    Fixture *f = *state;
    blame(f, "a: [1,\n  2]\n", "[1,\n  2]");
    assert_github(f, "::error file=a.yaml,line=1,endLine=2,title=unknown-key::"
                     "no key%0Ahelp: help\n");
}

static void github_says_why_it_is_accepted(void **state)
{
    Fixture *f = *state;
    diag(&f->d, RULE_VENDOR_LICENSE, (Loc){0}, "risky");
    diag_about(&f->d, S("Marketo"));
    diag_accept(&f->d, (Accepted){RULE_VENDOR_LICENSE, S("Marketo"), S("50 %"), {0}});
    assert_github(f, "::notice title=vendor-license::risky%0Aaccepted: 50 %25\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(sarif_of_nothing_is_a_run_without_results),
        FIXED(sarif_has_all_of_a_finding),
        FIXED(sarif_names_a_rule_once),
        FIXED(sarif_paths_are_uris),
        FIXED(sarif_keeps_texts_that_are_not_utf8),
        FIXED(sarif_has_no_location_without_a_place),
        FIXED(sarif_fingerprints_do_not_move_with_the_lines),
        FIXED(sarif_fingerprints_count_what_is_said_again),
        FIXED(github_says_nothing_of_nothing),
        FIXED(github_has_place_title_and_help),
        FIXED(github_escapes_data_and_properties),
        FIXED(github_steers_no_terminal),
        FIXED(github_leaves_out_the_place_there_is_not),
        FIXED(github_has_no_columns_for_several_lines),
        FIXED(github_says_why_it_is_accepted),
    };
    return cmocka_run_group_tests_name("render_services", tests, NULL, NULL);
}
