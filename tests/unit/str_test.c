/* base: text, buffers, maps, interned names. */
#include "test.h"

#include "base/map.h"

#include <stdio.h>

/* --- text ------------------------------------------------------------------------------------- */

static void compares_bytes_as_unsigned_and_prefix_first(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int order, nocase;
    } rows[] = {
        {"", "", 0, 0},
        {"", "a", -1, -1},
        {"a", "a", 0, 0},
        {"Account", "Account_Plan", -1, -1},
        {"B", "a", -1, 1},
        {"A", "a", -1, 0},
        {"z", "\xc3\xa9", -1, -1},
        {"Account.X", "AccountBrand.X", -1, -1},
        {"Value_10__c", "Value_1__c", -1, -1},
        {"Ab", "aB", -1, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Str a = str_of(rows[i].a), b = str_of(rows[i].b);
        int order = str_compare(a, b), back = str_compare(b, a);
        assert_row_true(rows[i].b, (order > 0) - (order < 0) == rows[i].order);
        assert_row_true(rows[i].b, (back > 0) - (back < 0) == -rows[i].order);
        assert_row_true(rows[i].b, str_is(a, b) == (rows[i].order == 0));
        assert_int_equal(str_compare_nocase(a, b), rows[i].nocase);
        assert_row_true(rows[i].b, str_is_nocase(a, b) == (rows[i].nocase == 0));
    }
}

static void letters_outside_ascii_have_no_case(void **state)
{
    (void)state;
    assert_false(str_is_nocase(S("\xc3\x84"), S("\xc3\xa4")));
    Arena a = {0};
    assert_str(str_lower(&a, S("\xc3\x84Z@[")), "\xc3\x84z@[");
    arena_free(&a);
}

static void text_of_null_is_empty(void **state)
{
    (void)state;
    assert_int_equal(str_of(NULL).n, 0);
    assert_true(str_is(str_of(NULL), S("")));
    assert_true(str_is((Str){NULL, 0}, S("")));
    assert_int_equal(str_compare((Str){NULL, 0}, S("")), 0);
}

static void starts_and_ends(void **state)
{
    (void)state;
    assert_true(str_starts(S("x-a"), S("x-")));
    assert_true(str_starts(S("x-"), S("x-")));
    assert_true(str_starts(S("x"), S("")));
    assert_false(str_starts(S("x"), S("x-")));
    assert_true(str_ends(S("a.yaml"), S(".yaml")));
    assert_true(str_ends(S(".yaml"), S(".yaml")));
    assert_true(str_ends(S(""), S("")));
    assert_false(str_ends(S("yaml"), S(".yaml")));
}

static void finds_the_first(void **state)
{
    (void)state;
    assert_int_equal(str_find(S("a=b=c"), '='), 1);
    assert_int_equal(str_find(S("abc"), '='), -1);
    assert_int_equal(str_find(S(""), '='), -1);
    assert_int_equal(str_find(S("a\0b"), '\0'), 1);
    assert_int_equal(str_search(S("aabab"), S("ab")), 1);
    assert_int_equal(str_search(S("a"), S("ab")), -1);
    assert_int_equal(str_search(S("a"), S("")), -1);
    assert_int_equal(str_search(S(""), S("a")), -1);
}

static void slices_stay_inside(void **state)
{
    (void)state;
    Str s = S("abcdef");
    assert_str(str_from(s, 0), "abcdef");
    assert_str(str_from(s, 4), "ef");
    assert_str(str_from(s, 6), "");
    assert_str(str_from(s, 99), "");
    assert_str(str_slice(s, 1, 3), "bc");
    assert_str(str_slice(s, 4, 99), "ef");
    assert_str(str_slice(s, 3, 3), "");
    assert_str(str_slice(s, 5, 2), "");
    assert_str(str_slice(s, 99, 100), "");
}

static void trims_blanks_tabs_and_line_ends(void **state)
{
    (void)state;
    assert_str(str_trim(S(" \t\r\na b\n ")), "a b");
    assert_str(str_trim(S(" \t\r\n")), "");
    assert_str(str_trim(S("")), "");
    assert_str(str_trim(S("\xc2\xa0")), "\xc2\xa0"); /* a no-break space is not trimmed away */
}

static void cuts_at_the_first_separator(void **state)
{
    (void)state;
    Str rest = S("a,,b");
    assert_str(str_cut(&rest, ','), "a");
    assert_str(rest, ",b");
    assert_str(str_cut(&rest, ','), "");
    assert_str(rest, "b");
    assert_str(str_cut(&rest, ','), "b");
    assert_int_equal(rest.n, 0);
    assert_str(str_cut(&rest, ','), "");
}

static void copies_end_in_nul(void **state)
{
    (void)state;
    Arena a = {0};
    Str part = str_slice(S("abcdef"), 1, 3);
    assert_string_equal(str_c(&a, part), "bc");
    assert_int_equal(str_copy(&a, part).s[2], '\0');
    assert_ptr_not_equal(str_copy(&a, part).s, part.s);
    assert_string_equal(str_c(&a, S("")), "");
    assert_str(str_join(&a, S("ab"), S("")), "ab");
    assert_str(str_join(&a, S(""), S("cd")), "cd");
    assert_int_equal(str_join(&a, S("ab"), S("cd")).s[4], '\0');
    assert_str(str_format(&a, STR_FMT "-%d", STR_ARG(part), 7), "bc-7");
    arena_free(&a);
}

static void replaces_every_occurrence(void **state)
{
    (void)state;
    static const struct {
        const char *s, *from, *to, *result;
    } rows[] = {
        {"{tool} {tool}", "{tool}", "HubSpot", "HubSpot HubSpot"},
        {"{tool}", "{tool}", "{tool}s", "{tool}s"}, /* what comes in is not looked at again */
        {"aaa", "aa", "b", "ba"},
        {"a_b_", "_", "", "ab"},
        {"abc", "x", "y", "abc"},
        {"", "x", "y", ""},
        {"abc", "", "y", "abc"},
    };
    Arena a = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i].s,
                   str_replace(&a, str_of(rows[i].s), str_of(rows[i].from), str_of(rows[i].to)),
                   rows[i].result);
    arena_free(&a);
}

static void distance_counts_edits(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int limit, distance;
    } rows[] = {
        {"objects", "objects", 3, 0},
        {"Objects", "oBJECTS", 3, 0},
        {"objets", "objects", 3, 1},
        {"objectss", "objects", 3, 1},
        {"objests", "objects", 3, 1},
        {"obejcts", "objects", 3, 1},
        {"kitten", "sitting", 3, 3},
        {"kitten", "sitting", 2, 3},
        {"", "abc", 3, 3},
        {"", "abcd", 3, 4},
        {"", "", 0, 0},
        {"a", "b", 0, 1},
        {"abcd", "badc", 2, 2},
        {"ab", "cd", 1, 2},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Str a = str_of(rows[i].a), b = str_of(rows[i].b);
        assert_row_true(rows[i].b, str_distance(a, b, rows[i].limit) == rows[i].distance);
        assert_row_true(rows[i].b, str_distance(b, a, rows[i].limit) == rows[i].distance);
    }
}

static void distance_of_long_texts_is_over_the_limit(void **state)
{
    (void)state;
    char text[66];
    memset(text, 'a', sizeof text);
    assert_int_equal(str_distance((Str){text, 64}, (Str){text, 64}, 3), 0);
    assert_int_equal(str_distance((Str){text, 64}, (Str){text, 61}, 3), 3);
    assert_int_equal(str_distance((Str){text, 65}, (Str){text, 64}, 3), 4);
    assert_int_equal(str_distance((Str){text, 64}, (Str){text, 66}, 3), 4);
}

/* --- buffers ---------------------------------------------------------------------------------- */

static void buffer_grows_and_keeps_its_bytes(void **state)
{
    (void)state;
    Buf b = {0};
    assert_str(buf_str(&b), "");
    buf_put(&b, S("")); /* nothing yet, so nothing is allocated */
    assert_null(b.bytes);
    for (int i = 0; i < 1000; i++)
        buf_format(&b, "%03d,", i);
    assert_int_equal(b.n, 4000);
    assert_str(str_slice(buf_str(&b), 0, 8), "000,001,");
    assert_str(str_from(buf_str(&b), 3992), "998,999,");
    buf_free(&b);
    assert_int_equal(b.n, 0);
    assert_null(b.bytes);
}

static void buffer_takes_more_than_double_at_once(void **state)
{
    (void)state;
    Buf b = {0};
    buf_byte(&b, 'a');
    buf_fill(&b, ' ', 10000);
    buf_fill(&b, ' ', 0);
    buf_byte(&b, 'z');
    assert_int_equal(b.n, 10002);
    assert_int_equal(b.bytes[0], 'a');
    assert_int_equal(b.bytes[10000], ' ');
    assert_int_equal(b.bytes[10001], 'z');
    size_t capacity = b.capacity;
    buf_clear(&b);
    assert_str(buf_str(&b), "");
    assert_int_equal(b.capacity, capacity);
    buf_free(&b);
}

static void buffer_formats_at_its_very_end(void **state)
{
    (void)state;
    Buf b = {0};
    buf_fill(&b, 'x', 255);
    buf_format(&b, "%s", "y"); /* fills the last byte; the NUL of vsnprintf needs one more */
    buf_format(&b, "%s", "");
    assert_int_equal(b.n, 256);
    assert_int_equal(b.bytes[255], 'y');
    buf_put(&b, S("a\0b"));
    assert_bytes(str_from(buf_str(&b), 256), S("a\0b"));
    buf_free(&b);
}

static void add_piece(void *context, Str bytes)
{
    Buf *pieces = context;
    assert_true(bytes.n > 0 && bytes.n <= BUF_SPILL);
    buf_put(pieces, bytes);
}

/* What was spilled, and what is left, is what was written. */
static void buffer_spills_what_it_does_not_hold(void **state)
{
    (void)state;
    Buf pieces = {0}, whole = {0}, b = {.spill = add_piece, .context = &pieces};
    for (size_t i = 0; i < 100000; i++) {
        buf_format(&b, "%zu,", i);
        buf_number(&b, i);
        buf_byte(&b, '\n');
        buf_fill(&b, ' ', i % 7);
        buf_format(&whole, "%zu,%zu\n%*s", i, i, (int)(i % 7), "");
    }
    assert_true(b.n < whole.n);
    assert_true(b.capacity <= 2 * BUF_SPILL);
    buf_put(&pieces, buf_str(&b));
    assert_true(str_is(buf_str(&pieces), buf_str(&whole)));
    buf_clear(&pieces);
    buf_clear(&b);
    char *large = calloc(1, 3 * BUF_SPILL);
    assert_non_null(large);
    buf_put(&b, (Str){large, 3 * BUF_SPILL}); /* more than a spill at once is kept until the next */
    assert_int_equal(b.n + pieces.n, 3 * BUF_SPILL);
    free(large);
    buf_free(&b);
    buf_free(&pieces);
    buf_free(&whole);
}

static void buffer_writes_numbers(void **state)
{
    (void)state;
    static const struct {
        size_t number;
        const char *text;
    } rows[] = {{0, "0"},
                {1, "1"},
                {9, "9"},
                {10, "10"},
                {99, "99"},
                {100, "100"},
                {12345, "12345"},
                {1000000, "1000000"},
                {SIZE_MAX, "18446744073709551615"}};
    Buf b = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        buf_clear(&b);
        buf_put(&b, S("n="));
        buf_number(&b, rows[i].number);
        assert_str(str_from(buf_str(&b), 2), rows[i].text);
    }
    buf_free(&b);
}

/* --- maps and names --------------------------------------------------------------------------- */

static void map_finds_what_was_put(void **state)
{
    (void)state;
    Arena a = {0};
    Map m = {0};
    bool fresh;
    assert_null(map_find(&m, S("a")));
    uint32_t *value = map_put(&m, &a, S("a"), &fresh);
    assert_true(fresh);
    assert_int_equal(*value, 0);
    *value = 7;
    assert_ptr_equal(map_put(&m, &a, S("a"), &fresh), value);
    assert_false(fresh);
    assert_int_equal(*map_find(&m, S("a")), 7);
    assert_null(map_find(&m, S("A")));
    assert_null(map_find(&m, S("")));
    *map_put(&m, &a, S(""), NULL) = 9;
    assert_int_equal(*map_find(&m, (Str){NULL, 0}), 9);
    *map_put(&m, &a, S("a\0b"), NULL) = 11;
    assert_int_equal(*map_find(&m, S("a")), 7);
    assert_int_equal(*map_find(&m, S("a\0b")), 11);
    arena_free(&a);
}

static void map_holds_many(void **state)
{
    (void)state;
    enum { MANY = 100000 };
    Arena a = {0};
    Map m = {0};
    for (uint32_t i = 0; i < MANY; i++) {
        bool fresh;
        *map_put(&m, &a, str_format(&a, "Field_%u__c", i), &fresh) = i;
        assert_true(fresh);
    }
    for (uint32_t i = 0; i < MANY; i++) {
        char key[32];
        int n = snprintf(key, sizeof key, "Field_%u__c", i);
        uint32_t *value = map_find(&m, (Str){key, (size_t)n});
        assert_non_null(value);
        assert_int_equal(*value, i);
    }
    assert_null(map_find(&m, S("Field_100000__c")));
    arena_free(&a);
}

/* Keys are hashed eight bytes at a time: whatever byte it is that differs, and whatever a key ends in. */
static void map_tells_keys_apart_by_any_byte(void **state)
{
    (void)state;
    enum { LONGEST = 26, VALUES = 3 };
    static const char values[VALUES] = {'\0', 'b', '\xff'};
    Arena a = {0};
    Map m = {0};
    uint32_t count = 0;
    for (int again = 0; again < 2; again++) {
        uint32_t number = 0;
        for (size_t n = 0; n <= LONGEST; n++)
            for (size_t at = 0; at < n; at++)
                for (size_t v = 0; v < VALUES; v++) {
                    char key[LONGEST];
                    memset(key, 'a', sizeof key);
                    key[at] = values[v];
                    bool fresh;
                    uint32_t *value = map_put(&m, &a, str_copy(&a, (Str){key, n}), &fresh);
                    assert_int_equal(fresh, !again);
                    if (fresh)
                        *value = number;
                    assert_int_equal(*value, number++);
                }
        count = number;
    }
    assert_int_equal(count, VALUES * LONGEST * (LONGEST + 1) / 2);
    arena_free(&a);
}

static void map_finds_a_key_in_any_case(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 127, 128, 129, 500};
    Arena a = {0};
    Map m = {0};
    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        char *key = arena_alloc(&a, lengths[i] + 1), *said = arena_alloc(&a, lengths[i] + 1);
        memset(key, 'z', lengths[i]);
        memset(said, 'Z', lengths[i]);
        *map_put(&m, &a, (Str){key, lengths[i]}, NULL) = (uint32_t)i;
        assert_int_equal(*map_find_nocase(&m, (Str){said, lengths[i]}), i);
        assert_int_equal(*map_find_nocase(&m, (Str){key, lengths[i]}), i);
    }
    map_put(&m, &a, S("a@[`{\xc3\xa4"), NULL);
    assert_non_null(map_find_nocase(&m, S("A@[`{\xc3\xa4")));
    assert_null(map_find_nocase(&m, S("A@[`{\xc3\x84")));
    assert_null(map_find_nocase(&m, S("a`[`{\xc3\xa4")));
    assert_null(map_find_nocase(&m, S("y")));
    arena_free(&a);
}

static void names_are_numbered_in_order(void **state)
{
    (void)state;
    Arena a = {0};
    Names names = {0};
    char text[] = "Account";
    assert_int_equal(names_intern(&names, &a, str_of(text)), 0);
    assert_int_equal(names_intern(&names, &a, S("Contact")), 1);
    assert_int_equal(names_intern(&names, &a, S("")), 2);
    memset(text, 'x', 7); /* the names have a copy */
    assert_int_equal(names_intern(&names, &a, S("Account")), 0);
    assert_int_equal(names_intern(&names, &a, str_of(text)), 3);
    assert_int_equal(names.count, 4);
    assert_str(names.text[0], "Account");
    assert_str(names.text[3], "xxxxxxx");
    for (uint32_t i = 4; i < 1000; i++)
        assert_int_equal(names_intern(&names, &a, str_format(&a, "N%u", i)), i);
    assert_str(names.text[0], "Account");
    assert_str(names.text[999], "N999");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_bytes_as_unsigned_and_prefix_first),
        cmocka_unit_test(letters_outside_ascii_have_no_case),
        cmocka_unit_test(text_of_null_is_empty),
        cmocka_unit_test(starts_and_ends),
        cmocka_unit_test(finds_the_first),
        cmocka_unit_test(slices_stay_inside),
        cmocka_unit_test(trims_blanks_tabs_and_line_ends),
        cmocka_unit_test(cuts_at_the_first_separator),
        cmocka_unit_test(copies_end_in_nul),
        cmocka_unit_test(replaces_every_occurrence),
        cmocka_unit_test(distance_counts_edits),
        cmocka_unit_test(distance_of_long_texts_is_over_the_limit),
        cmocka_unit_test(buffer_grows_and_keeps_its_bytes),
        cmocka_unit_test(buffer_takes_more_than_double_at_once),
        cmocka_unit_test(buffer_formats_at_its_very_end),
        cmocka_unit_test(buffer_spills_what_it_does_not_hold),
        cmocka_unit_test(buffer_writes_numbers),
        cmocka_unit_test(map_finds_what_was_put),
        cmocka_unit_test(map_holds_many),
        cmocka_unit_test(map_tells_keys_apart_by_any_byte),
        cmocka_unit_test(map_finds_a_key_in_any_case),
        cmocka_unit_test(names_are_numbered_in_order),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
