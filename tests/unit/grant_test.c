/* model/grant: the order of grants and how statements on one key fold. */
#include "test.h"

#include "model/grant.h"
#include "model/type.h"

#include <stdio.h>

typedef struct {
    Arena arena;
    Names names;
    Grants grants;
    Buf out;
} Fixture;

static int start(void **state)
{
    *state = calloc(1, sizeof(Fixture));
    return *state ? 0 : -1;
}

static int end(void **state)
{
    Fixture *f = *state;
    arena_free(&f->arena);
    buf_free(&f->out);
    free(f);
    return 0;
}

/* `at` tells statements on one key apart. */
static void add(Fixture *f, ElementKind kind, const char *key, uint32_t at)
{
    grants_add(&f->grants, &f->arena,
               (Grant){.kind = (uint8_t)kind,
                       .from = FROM_DEFINITION,
                       .key = names_intern(&f->names, &f->arena, str_of(key)),
                       .at = {.file = 1, .at = at}});
}

/* "key@place" of all grants in their order. */
static Str order(Fixture *f)
{
    buf_clear(&f->out);
    for (size_t i = 0; i < f->grants.count; i++) {
        const Grant *g = &f->grants.items[i];
        buf_format(&f->out, "%s" STR_FMT "@%u", i ? " " : "", STR_ARG(f->names.text[g->key]),
                   g->at.at);
    }
    return buf_str(&f->out);
}

/* --- order ------------------------------------------------------------------------------------ */

static void elements_come_before_keys(void **state)
{
    Fixture *f = *state;
    add(f, USER_PERMISSION, "A", 0);
    add(f, OBJECT_PERMISSION, "B", 1);
    add(f, CLASS_ACCESS, "Z", 2);
    add(f, FIELD_PERMISSION, "C", 3);
    add(f, CLASS_ACCESS, "A", 4);
    grants_sort(&f->grants, &f->names);
    assert_str(order(f), "A@4 Z@2 C@3 B@1 A@0");
}

/* Salesforce sorts by bytes: - before . before digits before A-Z before _ before a-z. */
static void keys_are_sorted_byte_wise(void **state)
{
    static const char *const sorted[] = {
        "A",
        "AFP_Code__c",
        "Account-X",
        "Account.X",
        "Account0.X",
        "AccountBrand.X",
        "Account_Plan__c.X",
        "Allow__c",
        "Value_10__c",
        "Value_1__c",
        "_x",
        "a",
        "ns__A",
        "standard-Case",
        "\xc3\xa9",
    };
    Fixture *f = *state;
    for (size_t i = COUNT_OF(sorted); i-- > 0;)
        add(f, FIELD_PERMISSION, sorted[i], (uint32_t)i);
    grants_sort(&f->grants, &f->names);
    for (size_t i = 0; i < COUNT_OF(sorted); i++)
        assert_str(f->names.text[f->grants.items[i].key], sorted[i]);
}

static void equal_statements_keep_their_order(void **state)
{
    Fixture *f = *state;
    for (uint32_t i = 0; i < 9; i++) {
        add(f, OBJECT_PERMISSION, "B", i);
        add(f, OBJECT_PERMISSION, "A", i);
    }
    grants_sort(&f->grants, &f->names);
    assert_str(order(f), "A@0 A@1 A@2 A@3 A@4 A@5 A@6 A@7 A@8 B@0 B@1 B@2 B@3 B@4 B@5 B@6 B@7 B@8");
}

static void short_lists_are_sorted_too(void **state)
{
    Fixture *f = *state;
    grants_sort(&f->grants, &f->names);
    assert_int_equal(f->grants.count, 0);
    add(f, OBJECT_PERMISSION, "B", 0);
    grants_sort(&f->grants, &f->names);
    assert_str(order(f), "B@0");
    add(f, OBJECT_PERMISSION, "A", 1);
    grants_sort(&f->grants, &f->names);
    assert_str(order(f), "A@1 B@0");
}

/* In no order at all, and not a power of two: a walk with a step that is prime. */
static void long_lists_are_sorted(void **state)
{
    enum { MANY = 3001 };
    Fixture *f = *state;
    for (uint32_t i = 0; i < MANY; i++) {
        char key[16];
        uint32_t number = i * 1013 % MANY;
        snprintf(key, sizeof key, "K%04u", number);
        add(f, OBJECT_PERMISSION, key, number);
    }
    grants_sort(&f->grants, &f->names);
    assert_int_equal(f->grants.count, MANY);
    for (uint32_t i = 0; i < MANY; i++)
        assert_int_equal(f->grants.items[i].at.at, i);
}

/* --- folding ---------------------------------------------------------------------------------- */

static void say(Fixture *f, const char *key, uint32_t said, uint32_t on, uint32_t at)
{
    add(f, OBJECT_PERMISSION, key, at);
    f->grants.items[f->grants.count - 1].said = said;
    f->grants.items[f->grants.count - 1].on = on;
}

static void one_statement_folds_to_itself(void **state)
{
    Fixture *f = *state;
    grants_fold(&f->grants);
    assert_int_equal(f->grants.count, 0);
    say(f, "A", OBJECT_READ | OBJECT_EDIT, OBJECT_READ, 7);
    grants_fold(&f->grants);
    assert_int_equal(f->grants.count, 1);
    assert_int_equal(f->grants.items[0].said, OBJECT_READ | OBJECT_EDIT);
    assert_int_equal(f->grants.items[0].on, OBJECT_READ);
    assert_int_equal(f->grants.items[0].at.at, 7);
}

static void a_later_statement_overrides_what_it_says(void **state)
{
    static const struct {
        const char *what;
        uint32_t said[2], on[2], folded_said, folded_on;
    } rows[] = {
        {"adds",
         {OBJECT_READ, OBJECT_EDIT},
         {OBJECT_READ, OBJECT_EDIT},
         OBJECT_READ | OBJECT_EDIT,
         OBJECT_READ | OBJECT_EDIT},
        {"takes away",
         {OBJECT_READ | OBJECT_EDIT, OBJECT_EDIT},
         {OBJECT_READ | OBJECT_EDIT, 0},
         OBJECT_READ | OBJECT_EDIT,
         OBJECT_READ},
        {"gives back", {OBJECT_READ, OBJECT_READ}, {0, OBJECT_READ}, OBJECT_READ, OBJECT_READ},
        {"says nothing", {OBJECT_READ, 0}, {OBJECT_READ, 0}, OBJECT_READ, OBJECT_READ},
        {"a word of two bits", {3, 3}, {2, 1}, 3, 1},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        f->grants.count = 0;
        say(f, "A", rows[i].said[0], rows[i].on[0], 1);
        say(f, "A", rows[i].said[1], rows[i].on[1], 2);
        grants_fold(&f->grants);
        assert_int_equal(f->grants.count, 1);
        assert_row_true(rows[i].what, f->grants.items[0].said == rows[i].folded_said);
        assert_row_true(rows[i].what, f->grants.items[0].on == rows[i].folded_on);
        assert_int_equal(f->grants.items[0].at.at, 2);
    }
}

static void only_one_key_of_one_element_is_folded(void **state)
{
    Fixture *f = *state;
    say(f, "A", 1, 1, 0);
    say(f, "A", 2, 2, 1);
    say(f, "A", 4, 0, 2);
    say(f, "B", 8, 8, 3);
    add(f, PAGE_ACCESS, "B", 4);
    grants_fold(&f->grants);
    const Grant *folded = f->grants.items;
    assert_int_equal(f->grants.count, 3);
    assert_int_equal(folded[0].said, 7);
    assert_int_equal(folded[0].on, 3);
    assert_int_equal(folded[0].at.at, 2);
    assert_int_equal(folded[1].said, 8);
    assert_int_equal(folded[2].kind, PAGE_ACCESS);
}

static void grants_are_found_by_key(void **state)
{
    static const char *const keys[] = {"Account", "Account-X", "Case", "Case__c", "Lead"};
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        say(f, keys[i], 1, (uint32_t)i, (uint32_t)i);
    add(f, CLASS_ACCESS, "Lead", 9);
    grants_sort(&f->grants, &f->names);
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const Grant *found = grants_find(&f->grants, &f->names, OBJECT_PERMISSION, str_of(keys[i]));
        assert_non_null(found);
        assert_int_equal(found->at.at, i);
        assert_int_equal(grants_bits(&f->grants, &f->names, OBJECT_PERMISSION, str_of(keys[i])), i);
    }
    assert_null(grants_find(&f->grants, &f->names, OBJECT_PERMISSION, S("Account_")));
    assert_null(grants_find(&f->grants, &f->names, PAGE_ACCESS, S("Lead")));
    assert_int_equal(grants_bits(&f->grants, &f->names, PAGE_ACCESS, S("Lead")), 0);
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(elements_come_before_keys),
        FIXED(keys_are_sorted_byte_wise),
        FIXED(equal_statements_keep_their_order),
        FIXED(short_lists_are_sorted_too),
        FIXED(long_lists_are_sorted),
        FIXED(one_statement_folds_to_itself),
        FIXED(a_later_statement_overrides_what_it_says),
        FIXED(only_one_key_of_one_element_is_folded),
        FIXED(grants_are_found_by_key),
    };
    return cmocka_run_group_tests_name("grant", tests, NULL, NULL);
}
