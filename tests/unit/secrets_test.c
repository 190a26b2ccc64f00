/* facts/secrets, diag/secret: what is taken for a secret, and that no form of output shows one. */
#include "findings.h"

#include "diag/secret.h"
#include "facts/secrets.h"
#include "facts_tables.h"

/* --- forms ------------------------------------------------------------------------------------ */

/* One character of each class of schemas/secrets.tsv. */
static char one_of(char class)
{
    switch (class) {
    case 'U':
        return 'Z';
    case 'x':
        return 'f';
    default:
        return 'k';
    }
}

/* The shortest text of a form. */
static void put_example(Buf *out, Str form)
{
    buf_clear(out);
    while (form.n) {
        ptrdiff_t brace = str_find(form, '{');
        size_t literal = brace < 0 ? form.n : (size_t)brace;
        buf_put(out, str_slice(form, 0, literal));
        form = str_from(form, literal);
        if (form.n) {
            ptrdiff_t end = str_find(form, '}');
            buf_fill(out, one_of(form.s[1]), strtoul(form.s + 2, NULL, 10));
            form = str_from(form, (size_t)end + 1);
        }
    }
}

/* So every first byte is one where the walk looks closer. */
static void every_form_is_found_wherever_it_stands(void **state)
{
    (void)state;
    static const char *const around[][2] = {
        {"", ""}, {"see ", "."}, {"\"", "\""}, {"key=", "&x=1"}, {"\xc3\xa9 ", " \xe2\x80\xa6"}};
    Buf example = {0}, text = {0};
    size_t forms = 0;
    for (size_t row = 0; row < table_secrets.rows; row++) {
        Str form = table_cell(&table_secrets, row, SECRETS_FORM);
        if (form.s[0] == '*')
            continue;
        put_example(&example, form);
        for (size_t i = 0; i < COUNT_OF(around); i++) {
            Secret found;
            buf_clear(&text);
            buf_format(&text, "%s" STR_FMT "%s", around[i][0], STR_ARG(buf_str(&example)),
                       around[i][1]);
            assert_row_true(form.s, fact_secret(buf_str(&text), &found));
            assert_int_equal(found.at, strlen(around[i][0]));
            assert_row_true(form.s, found.length >= example.n);
            assert_bytes(found.kind, table_cell(&table_secrets, row, SECRETS_KIND));
        }
        if (str_ends(form, S("}"))) { /* one character less is none */
            Secret found;
            assert_row_true(form.s,
                            !fact_secret(str_slice(buf_str(&example), 0, example.n - 1), &found));
        }
        forms++;
    }
    assert_int_equal(forms, 38);
    buf_free(&example);
    buf_free(&text);
}

static void what_only_looks_alike_is_none(void **state)
{
    (void)state;
    static const Str texts[] = {
        STR(""),
        STR("Account"),
        STR("Access_Token_Expiry__c and Refresh_Token__c"),
        STR("hubspot@mycompany.com.uat"),
        STR("https://app.marketo.com/salesforce/getSfdcOAuthTokensRedirect"),
        STR("https://login.salesforce.com:443/services/oauth2/token?x=a@b"),
        STR("https://user@host.example.org/x"),
        STR("callback https://${user}:${password}@host, from the vault"),
        STR("00D000000000062EAA"),
        STR("00Dx0000000BV7z!AR8AQ"),
        STR("the prefix ghp_ of GitHub"),
        STR("eyJhbGciOiJIUzI1NiJ9"),
        STR("AKIA is how keys of AWS begin"),
        STR("XAKIAZZZZZZZZZZZZZZZZ"),    /* inside a word */
        STR("ASIAPACIFICREGIONALSALES"), /* keys of AWS have 20 characters */
        STR("-----BEGIN CERTIFICATE-----"),
        STR("-----BEGIN PUBLIC KEY-----"),
        STR("resets its security token, then client_secret=..."),
        STR("sk_test_kkkkkkkkkkkkkkkkkkkkkkkk"),
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Secret found;
        assert_row_true(texts[i].s, !fact_secret(texts[i], &found));
    }
}

static void keys_say_that_they_hold_one(void **state)
{
    (void)state;
    static const char *const yes[] = {
        "password",      "PASSWORD",     "x-password", "client_secret",
        "securityToken", "access-token", "apiKey",     "db.passwd",
        "x-api_key",     "sessionId",    "pwd"};
    static const char *const no[] = {"",          "passwords policy",      "tokens", "description",
                                     "secretary", "Password__c",           "key",    "x-token-url",
                                     "apiName",   "UserExternalCredential"};
    for (size_t i = 0; i < COUNT_OF(yes); i++)
        assert_row_true(yes[i], fact_secret_key(str_of(yes[i])));
    size_t rows = 0;
    for (size_t row = 0; row < table_secrets.rows; row++) {
        Str form = table_cell(&table_secrets, row, SECRETS_FORM);
        if (form.s[0] != '*')
            continue;
        assert_row_true(form.s, form.n <= 17 && fact_secret_key(form)); /* no more are looked at */
        rows++;
    }
    assert_int_equal(rows, 11);
    for (size_t i = 0; i < COUNT_OF(no); i++)
        assert_row_true(no[i], !fact_secret_key(str_of(no[i])));
}

/* --- what is shown ---------------------------------------------------------------------------- */

#define TOKEN "ghp_kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"

static void words_lose_what_they_quote(void **state)
{
    Fixture *f = *state;
    static const struct {
        Str text;
        const char *masked;
    } rows[] = {
        {STR(""), ""},
        {STR("nothing to hide here, at all"), "nothing to hide here, at all"},
        {STR(TOKEN), "***"},
        {STR("\"" TOKEN "\" is neither true nor false"), "\"***\" is neither true nor false"},
        {STR("a " TOKEN " b " TOKEN " c"), "a *** b *** c"},
        {STR("ftp://bob:pw@host.example.org"), "ftp***host.example.org"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i].masked, secret_masked(&f->arena, rows[i].text), rows[i].masked);
}

/* The mark moves with what it marks. */
static void excerpts_show_stars(void **state)
{
    static const struct {
        const char *line, *part, *shown, *mark;
    } rows[] = {
        {"a: " TOKEN " objets", "objets", "a: *** objets", "       ^~~~~~"},
        {"objets: " TOKEN, "objets", "objets: ***", "^~~~~~"},
        {"x: see " TOKEN " or", "see " TOKEN " or", "x: see *** or", "   ^~~~~~~~~~"},
        {"pass: {password: hunter2, objets: 1}", "objets", "pass: {password: ***",
         "                 ^~~"},
        {"{password: \"hun\\\"ter2\", objets: 1}", "objets", "{password: ***, objets: 1}",
         "                ^~~~~~"},
        {"password: 'hun'ter2 objets", "objets", "password: ***", "          ^~~"},
        {"{password: 'hun''ter2', objets: 1}", "objets", "{password: ***, objets: 1}",
         "                ^~~~~~"},
        {"{token: 'x', objets: 1}", "objets", "{token: ***, objets: 1}", "             ^~~~~~"},
        {"\"client_secret\" : \"hunter2\"", "client_secret", "\"client_secret\" : ***",
         " ^~~~~~~~~~~~~"},
        {"<password>hunter2</password>", "password>h", "<password>***</password>", " ^~~~~~~~~~~~"},
        {"password = hunter2", "hunter2", "password = ***", "           ^~~"},
        {"password: \"never closed", "password", "password: ***", "^~~~~~~~"},
        {"token:", "token", "token:", "^~~~~"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Fixture f = {0};
        Buf expected = {0};
        diag_init(&f.d);
        blame(&f, rows[i].line, rows[i].part);
        render_text(&f.d, false, &f.out);
        buf_format(&expected, "\n    1 | %s\n      | %s\n", rows[i].shown, rows[i].mark);
        if (str_search(buf_str(&f.out), buf_str(&expected)) < 0)
            assert_row(rows[i].line, buf_str(&f.out), expected.bytes);
        buf_free(&expected);
        arena_free(&f.arena);
        diag_free(&f.d);
        buf_free(&f.out);
    }
}

/* A message may quote its place, so it says only what rule was broken. */
static void nothing_is_told_of_the_value_of_a_password(void **state)
{
    Fixture *f = *state;
    Str text = S("user:\n  password: !hunter2 x\n");
    uint32_t file = source_add(&f->d.sources, &f->arena, S("a.yaml"), text);
    diag(&f->d, RULE_YAML_TAG, loc(file, (uint32_t)offset_of_part(text, "!hunter2"), 8),
         "a tag (!hunter2) means nothing here");
    diag_settle(&f->d);
    assert_str(f->d.items[0].message, "a YAML tag such as !Ref");
    render_text(&f->d, false, &f->out);
    assert_true(str_search(buf_str(&f->out), S("hunter2")) < 0);
}

/* In broken YAML the reader takes the second quote for the last one. */
static void what_follows_the_quotes_is_hidden(void **state)
{
    Fixture *f = *state;
    blame(f, "password: 'hun'ter2'\n", "ter2");
    assert_true(diag_secret_value(&f->d, S("password"), loc(f->d.items[0].at.file, 10, 5)));
    render_text(&f->d, false, &f->out);
    assert_true(str_search(buf_str(&f->out), S("    1 | password: ***\n      |           ^~~\n")) >=
                0);
}

static void a_value_of_many_lines_is_hidden_once(void **state)
{
    Fixture *f = *state;
    blame(f, "token: |\n  hunter2\n  hunter3\n", "token");
    assert_true(diag_secret_value(&f->d, S("token"), loc(f->d.items[0].at.file, 7, 22)));
    render_text(&f->d, false, &f->out);
    assert_true(str_search(buf_str(&f->out), S("    1 | token: ***\n      | ^~~~~\n")) >= 0);
}

/* The text is no YAML, so nobody knows how far the value goes. */
static void a_value_in_the_next_line_is_hidden(void **state)
{
    Fixture *f = *state;
    blame(f, "client_secret: |-\n  hunter2 objets\n", "objets");
    diag_settle(&f->d);
    render_text(&f->d, false, &f->out);
    assert_str(buf_str(&f->out), "a.yaml:2:11: error: a key that does not exist [unknown-key]\n"
                                 "    2 |   ***\n"
                                 "      |   ^~~\n"
                                 "  help: help\n"
                                 "1 error\n");
}

static void the_lines_of_a_private_key_are_hidden(void **state)
{
    Fixture *f = *state;
    Str text = S("x-key: |\n  -----BEGIN RSA PRIVATE KEY-----\n  MIIEpAIBAAKCAQEA\n"
                 "  -----END RSA PRIVATE KEY-----\n  MIIEpAIBAAKCAQEB\n");
    uint32_t file = source_add(&f->d.sources, &f->arena, S("a.yaml"), text);
    diag(&f->d, RULE_CONTROL_CHARACTER, loc(file, (uint32_t)offset_of_part(text, "AQEA"), 4),
         "AQEA");
    diag(&f->d, RULE_CONTROL_CHARACTER, loc(file, (uint32_t)offset_of_part(text, "AQEB"), 4),
         "AQEB");
    diag_settle(&f->d);
    render_text(&f->d, false, &f->out);
    assert_str(
        buf_str(&f->out),
        "a.yaml:3:15: error: control characters, which XML cannot carry [control-character]\n"
        "    3 | ***\n"
        "      | ^~~\n"
        "  help: take the character out\n"
        "a.yaml:5:15: error: AQEB [control-character]\n"
        "    5 |   MIIEpAIBAAKCAQEB\n"
        "      |               ^~~~\n"
        "  help: take the character out\n"
        "2 errors\n");
}

/* Each form, in each word of a finding and in its excerpt, in each form of output. */
static void no_renderer_shows_any(void **state)
{
    (void)state;
    Buf example = {0};
    for (size_t row = 0; row < table_secrets.rows; row++) {
        Str form = table_cell(&table_secrets, row, SECRETS_FORM);
        put_example(&example, form);
        if (form.s[0] == '*' || example.n < SECRET_LEAST)
            continue;
        for (size_t i = 0; i < renderer_count; i++) {
            Fixture f = {0};
            diag_init(&f.d);
            Str text = str_format(&f.arena, "label: " STR_FMT "\n", STR_ARG(buf_str(&example)));
            uint32_t file = source_add(&f.d.sources, &f.arena, S("a.yaml"), text);
            diag_secret(&f.d, loc(file, 7, (uint32_t)example.n), buf_str(&example));
            diag(&f.d, RULE_UNKNOWN_KEY, loc(file, 0, 5), STR_FMT, STR_ARG(buf_str(&example)));
            diag_help(&f.d, STR_FMT, STR_ARG(buf_str(&example)));
            diag_basis(&f.d, STR_FMT, STR_ARG(buf_str(&example)));
            diag_related(&f.d, loc(file, 0, 1), STR_FMT, STR_ARG(buf_str(&example)));
            diag_about(&f.d, str_copy(&f.arena, buf_str(&example)));
            diag_settle(&f.d);
            assert_int_equal(f.d.count, 2);
            renderers[i].render(&f.d, false, &f.out);
            assert_row_true(form.s, str_search(buf_str(&f.out), buf_str(&example)) < 0);
            assert_row_true(form.s, str_search(buf_str(&f.out), S("***")) >= 0);
            arena_free(&f.arena);
            diag_free(&f.d);
            buf_free(&f.out);
        }
    }
    buf_free(&example);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_is_found_wherever_it_stands),
        cmocka_unit_test(what_only_looks_alike_is_none),
        cmocka_unit_test(keys_say_that_they_hold_one),
        FIXED(words_lose_what_they_quote),
        cmocka_unit_test(excerpts_show_stars),
        FIXED(nothing_is_told_of_the_value_of_a_password),
        FIXED(what_follows_the_quotes_is_hidden),
        FIXED(a_value_of_many_lines_is_hidden_once),
        FIXED(a_value_in_the_next_line_is_hidden),
        FIXED(the_lines_of_a_private_key_are_hidden),
        cmocka_unit_test(no_renderer_shows_any),
    };
    return cmocka_run_group_tests_name("secrets", tests, NULL, NULL);
}
