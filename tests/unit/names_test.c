/* resolve/names: what follows from the name of a tool. */
#include "test.h"

#include "resolve/names.h"

/* The five tools of the guide that the product is built on. */
static void the_five_tools_of_the_guide(void **state)
{
    (void)state;
    static const struct {
        const char *tool, *label, *api_name, *user, *alias;
    } rows[] = {
        {"Marketo", "Marketo Integration", "Marketo_Integration", "marketo", "marketo"},
        {"Outreach.io", "Outreach.io Integration", "Outreach_io_Integration", "outreach",
         "outreach"},
        {"HubSpot", "HubSpot Integration", "HubSpot_Integration", "hubspot", "hubspot"},
        {"Intercom", "Intercom Integration", "Intercom_Integration", "intercom", "intercom"},
        {"SalesLoft", "SalesLoft Integration", "SalesLoft_Integration", "salesloft", "saleslof"},
    };
    Arena a = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Str label = name_fill(&a, S("{tool} Integration"), str_of(rows[i].tool));
        Str user = name_user_part(&a, str_of(rows[i].tool));
        assert_str(label, rows[i].label);
        assert_str(name_identifier(&a, label), rows[i].api_name);
        assert_str(user, rows[i].user);
        assert_str(name_alias(&a, user, 8), rows[i].alias);
    }
    arena_free(&a);
}

static void identifiers_are_letters_digits_and_single_underscores(void **state)
{
    (void)state;
    static const struct {
        const char *text, *identifier;
    } rows[] = {
        {"", ""},
        {"abc", "abc"},
        {"  a  b  ", "a_b"},
        {"a__b", "a_b"},
        {"_a_", "a"},
        {"a.-/b", "a_b"},
        {"3M Connector", "3M_Connector"},
        {"!!!", ""},
        {"Z\xc3\xbcrich", "Zurich"},
        {"Caf\xc3\xa9 \xe2\x80\x93 Bar", "Cafe_Bar"},
        {"\xe6\x97\xa5\xe6\x9c\xac", ""},
        {"a\xe6\x97\xa5z", "az"}, /* what has no ASCII form is left out, no gap remains */
    };
    Arena a = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i].text, name_identifier(&a, str_of(rows[i].text)), rows[i].identifier);
    arena_free(&a);
}

static void proposals_are_valid_api_names(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t limit;
        const char *name;
    } rows[] = {
        {"Outreach.io", 80, "Outreach_io"},
        {"3M", 80, "X3M"},
        {"", 80, "My_Integration"},
        {"\xe6\x97\xa5", 80, "My_Integration"},
        {"abcdef", 4, "abcd"},
        {"abc def", 4, "abc"}, /* no trailing underscore is left by the cut */
        {"123456", 4, "X123"},
    };
    Arena a = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i].text, name_propose(&a, str_of(rows[i].text), rows[i].limit),
                   rows[i].name);
    arena_free(&a);
}

static void user_parts_are_lower_case_without_the_web_ending(void **state)
{
    (void)state;
    static const struct {
        const char *tool, *part;
    } rows[] = {
        {"", ""},
        {"Drift.com", "drift"},
        {"Gong.IO", "gong"},
        {"Clari.ai", "clari"},
        {"Cal.dev", "cal"},
        {"Front.app", "front"},
        {"Wiki.org", "wiki"},
        {"Mesh.net", "mesh"},
        {"t.co", "t"},
        {"Notion.so", "notion"},
        {"Dot.Net.com", "dot.net"}, /* one ending only */
        {"Audio", "audio"},         /* no dot: no ending */
        {"Telecom", "telecom"},
        {"Sales Loft", "sales-loft"},
        {"Sales  &  Loft!", "sales-loft"},
        {"  Trim.io  ", "trim"},
        {"A_B-C.D", "a_b-c.d"},
        {"Z\xc3\xbcrich", "zurich"},
        {"\xe6\x97\xa5", ""},
        {"!!!", ""},
    };
    Arena a = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i].tool, name_user_part(&a, str_of(rows[i].tool)), rows[i].part);
    arena_free(&a);
}

/* An address does not begin or end with a dot, and has no two in a row (RFC 5321). */
static void user_parts_have_dots_only_inside(void **state)
{
    (void)state;
    static const struct {
        const char *tool, *part;
    } rows[] = {
        {"Acme Inc.", "acme-inc"}, {".Net", "net"}, {".io", "io"}, {"a..b", "a.b"}, {"...", ""}};
    Arena a = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i].tool, name_user_part(&a, str_of(rows[i].tool)), rows[i].part);
    arena_free(&a);
}

static void aliases_are_the_first_letters_and_digits(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(name_alias(&a, S("hubspot-bulk"), 8), "hubspotb");
    assert_str(name_alias(&a, S("a.b_c-d"), 8), "abcd");
    assert_str(name_alias(&a, S("abc"), 0), "");
    assert_str(name_alias(&a, S("-._"), 8), "");
    assert_str(name_alias(&a, S("12345678"), 8), "12345678");
    arena_free(&a);
}

static void patterns_take_the_tool_everywhere(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(name_fill(&a, S("int-{tool}"), S("hubspot")), "int-hubspot");
    assert_str(name_fill(&a, S("{tool}/{tool}"), S("x")), "x/x");
    assert_str(name_fill(&a, S("fixed"), S("x")), "fixed");
    assert_str(name_fill(&a, S("{Tool}"), S("x")), "{Tool}");
    assert_str(name_fill(&a, S("{tool}"), S("{tool}")), "{tool}");
    arena_free(&a);
}

static void ascii_is_recognised(void **state)
{
    (void)state;
    assert_true(name_is_ascii(S("")));
    assert_true(name_is_ascii(S("a\x7f")));
    assert_false(name_is_ascii(S("a\xc3\xa9")));
    assert_false(name_is_ascii(S("\x80")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_five_tools_of_the_guide),
        cmocka_unit_test(identifiers_are_letters_digits_and_single_underscores),
        cmocka_unit_test(proposals_are_valid_api_names),
        cmocka_unit_test(user_parts_are_lower_case_without_the_web_ending),
        cmocka_unit_test(user_parts_have_dots_only_inside),
        cmocka_unit_test(aliases_are_the_first_letters_and_digits),
        cmocka_unit_test(patterns_take_the_tool_everywhere),
        cmocka_unit_test(ascii_is_recognised),
    };
    return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
