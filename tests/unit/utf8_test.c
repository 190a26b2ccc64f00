/* base/utf8: validity, characters, widths, closest ASCII. */
#include "test.h"

#include "base/utf8.h"

static void decodes_one_character(void **state)
{
    (void)state;
    static const struct {
        Str s;
        int32_t code;
        size_t length;
    } rows[] = {
        {S("a"), 'a', 1},
        {S("\xc3\xa9x"), 0xe9, 2},
        {S("\xe2\x82\xac"), 0x20ac, 3},
        {S("\xf0\x9f\x98\x80"), 0x1f600, 4},
        {S("\xf4\x8f\xbf\xbf"), 0x10ffff, 4},
        {S("\xef\xbf\xbf"), 0xffff, 3},
        {S("\0"), 0, 1},
        {S(""), -1, 1},
        {S("\x80"), -1, 1},             /* a continuation without a start */
        {S("\xc3"), -1, 1},             /* cut off */
        {S("\xe2\x82"), -1, 1},         /* cut off */
        {S("\xc0\xaf"), -1, 1},         /* overlong */
        {S("\xe0\x80\xaf"), -1, 1},     /* overlong */
        {S("\xed\xa0\x80"), -1, 1},     /* a surrogate */
        {S("\xf4\x90\x80\x80"), -1, 1}, /* beyond U+10FFFF */
        {S("\xff"), -1, 1},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t length = 99;
        assert_int_equal(utf8_decode(rows[i].s, &length), rows[i].code);
        assert_int_equal(length, rows[i].length);
    }
}

static void finds_the_first_invalid_byte(void **state)
{
    (void)state;
    assert_int_equal(utf8_invalid(S("")), -1);
    assert_int_equal(utf8_invalid(S("plain")), -1);
    assert_int_equal(utf8_invalid(S("h\xc3\xa9\xe2\x82\xac")), -1);
    assert_int_equal(utf8_invalid(S("h\xc3\xa9\xffx\xfe")), 3);
    assert_int_equal(utf8_invalid(S("ab\xc3")), 2);
    assert_int_equal(utf8_invalid(S("ab\xc3\x28")), 2);
    assert_int_equal(utf8_invalid(S("\xe2\x82\xac\xed\xa0\x80")), 3);
}

static void counts_characters_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(utf8_count(S("")), 0);
    assert_int_equal(utf8_count(S("abc")), 3);
    assert_int_equal(utf8_count(S("h\xc3\xa9llo")), 5);
    assert_int_equal(utf8_count(S("\xf0\x9f\x98\x80!")), 2);
    assert_int_equal(utf8_count(S("e\xcc\x81")), 2); /* a mark is a character of its own */
}

static void widths_are_terminal_columns(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        size_t width;
    } rows[] = {
        {"", 0},
        {"abc", 3},
        {"h\xc3\xa9llo", 5},
        {"\xe6\x97\xa5\xe6\x9c\xac", 4}, /* two wide characters */
        {"\xf0\x9f\x98\x80", 2},         /* an emoji */
        {"e\xcc\x81", 1},                /* the mark takes no room */
        {"\t", 1},
        {"\x1b", 1},
        {"\x7f", 1},
        {"\xff", 1},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t width = utf8_width(str_of(rows[i].s));
        if (width != rows[i].width)
            fail_msg("row %zu: %zu columns, expected %zu", i, width, rows[i].width);
    }
}

static void knows_what_nobody_sees(void **state)
{
    (void)state;
    static const int32_t invisible[] = {
        0x00a0, 0x00ad, 0x200b, 0x200c, 0x200d, 0x2028, 0x2029, 0x202e, 0x202f, 0x2060,
        0x3000, 0xfeff, 0x0000, 0x0009, 0x000a, 0x001b, 0x007f, 0x0085, 0x1680, 0xe0041,
    };
    static const int32_t visible[] = {' ', 'a', '_', 0xe9, 0x0301, 0x20ac, 0x65e5, 0x1f600, -1};
    for (size_t i = 0; i < COUNT_OF(invisible); i++)
        if (!utf8_is_invisible(invisible[i]))
            fail_msg("U+%04X is invisible", (unsigned)invisible[i]);
    for (size_t i = 0; i < COUNT_OF(visible); i++)
        if (utf8_is_invisible(visible[i]))
            fail_msg("U+%04X is visible", (unsigned)visible[i]);
}

static void knows_what_xml_cannot_carry(void **state)
{
    (void)state;
    static const int32_t forbidden[] = {0, 1, 8, 0xb, 0xc, 0xe, 0x1b, 0x1f, 0xfffe, 0xffff};
    static const int32_t allowed[] = {'\t', '\n',   '\r',   ' ',    0x7f,    0x85,
                                      0xa0, 0xd7ff, 0xe000, 0xfffd, 0x1fffe, 0x10ffff};
    for (size_t i = 0; i < COUNT_OF(forbidden); i++)
        if (!utf8_is_forbidden(forbidden[i]))
            fail_msg("U+%04X is forbidden", (unsigned)forbidden[i]);
    for (size_t i = 0; i < COUNT_OF(allowed); i++)
        if (utf8_is_forbidden(allowed[i]))
            fail_msg("U+%04X is allowed", (unsigned)allowed[i]);
}

static void spells_in_ascii(void **state)
{
    (void)state;
    static const struct {
        const char *s, *ascii;
    } rows[] = {
        {"", ""},
        {"plain_1", "plain_1"},
        {"Z\xc3\xbcrich", "Zurich"},
        {"e\xcc\x81t\xc3\xa9", "ete"}, /* with and without a composed letter */
        {"\xc3\x85ngstr\xc3\xb6m", "Angstrom"},
        {"\xef\xac\x81x", "fix"},             /* a ligature */
        {"\xef\xbc\xa1\xef\xbc\x91", "A1"},   /* full width */
        {"\xe6\x97\xa5\xe6\x9c\xac A", " A"}, /* no ASCII form: left out */
        {"\xd0\x9c", ""},
        {"a\xff", ""}, /* not UTF-8: nothing can be said */
    };
    Arena a = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i].s, utf8_ascii(&a, str_of(rows[i].s)), rows[i].ascii);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_one_character),
        cmocka_unit_test(finds_the_first_invalid_byte),
        cmocka_unit_test(counts_characters_not_bytes),
        cmocka_unit_test(widths_are_terminal_columns),
        cmocka_unit_test(knows_what_nobody_sees),
        cmocka_unit_test(knows_what_xml_cannot_carry),
        cmocka_unit_test(spells_in_ascii),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
