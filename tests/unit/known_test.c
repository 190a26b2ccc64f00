/* model/known: who outranks whom, the look-ups, the order. */
#include "known.h"

static void add(Known *known, Arena *a, const char *name, FieldSort sort, Speaker by)
{
    known_add_field(known, a, (KnownField){.name = str_of(name), .sort = sort, .by = by});
}

static void a_later_speaker_outranks_those_before(void **state)
{
    (void)state;
    static const struct {
        Speaker first, second;
        const char *sort;
    } rows[] = {
        {SAID_BY_TABLE, SAID_BY_SOURCE, "master"}, {SAID_BY_SOURCE, SAID_BY_ORG, "master"},
        {SAID_BY_TABLE, SAID_BY_ORG, "master"},    {SAID_BY_SOURCE, SAID_BY_TABLE, "required"},
        {SAID_BY_ORG, SAID_BY_SOURCE, "required"}, {SAID_BY_ORG, SAID_BY_ORG, "master"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Arena a = {0};
        Known known = {0};
        add(&known, &a, "Fee__c.A__c", FIELD_REQUIRED, rows[i].first);
        add(&known, &a, "Fee__c.A__c", FIELD_MASTER, rows[i].second);
        assert_int_equal(known.field_count, 1);
        assert_str(str_of(sort_name(known_field(&known, S("Fee__c.A__c"))->sort)), rows[i].sort);
        arena_free(&a);
    }
}

static void objects_follow_the_same_rule(void **state)
{
    (void)state;
    Arena a = {0};
    Known known = {0};
    known_add_object(&known, &a, (KnownObject){S("Fee__c"), OBJECT_CUSTOM_SETTING, SAID_BY_ORG});
    known_add_object(&known, &a, (KnownObject){S("Fee__c"), OBJECT_ORDINARY, SAID_BY_SOURCE});
    assert_int_equal(known.object_count, 1);
    assert_int_equal(known_object(&known, S("Fee__c"))->sort, OBJECT_CUSTOM_SETTING);
    assert_null(known_object(&known, S("Fee")));
    assert_null(known_object(&known, S("")));
    arena_free(&a);
}

/* '-' stands before '.', '2' and '_' behind it: none of them may get among the fields of Fee. */
static void the_fields_of_an_object_stand_together(void **state)
{
    (void)state;
    static const char *const names[] = {"Fee2.A", "Fee.B", "Fee-1.A",   "Fee__c.A", "Fee.A",
                                        "Fe.A",   "Fee",   "Feeling.A", "Fee.C"};
    static const struct {
        const char *object, *first;
        size_t count;
    } rows[] = {{"Fee", "Fee.A", 3}, {"Fee2", "Fee2.A", 1},   {"Fe", "Fe.A", 1},
                {"Fee_", NULL, 0},   {"Fee-1", "Fee-1.A", 1}, {"", NULL, 0},
                {"Zzz", NULL, 0},    {"AAA", NULL, 0}};
    Arena a = {0};
    Known known = {0};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        add(&known, &a, names[i], FIELD_PLAIN, SAID_BY_SOURCE);
    known_sort(&known);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t count = 99;
        const KnownField *first = known_fields_of(&known, str_of(rows[i].object), &count);
        assert_int_equal(count, rows[i].count);
        if (count)
            assert_row(rows[i].object, first->name, rows[i].first);
    }
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_row(names[i], known_field(&known, str_of(names[i]))->name, names[i]);
    arena_free(&a);
}

static void nothing_known_is_no_fault(void **state)
{
    (void)state;
    Known known = {0};
    size_t count = 99;
    known_sort(&known);
    known_fields_of(&known, S("Account"), &count);
    assert_int_equal(count, 0);
    assert_null(known_field(&known, S("Account.Name")));
    assert_null(known_object(&known, S("Account")));
    assert_false(known_has_name(&known.names[CLASS_ACCESS], S("A")));
}

static void names_stand_once_in_the_order_of_finding(void **state)
{
    (void)state;
    Arena a = {0};
    KnownNames names = {0};
    known_add_name(&names, &a, S("B"));
    known_add_name(&names, &a, S("A"));
    known_add_name(&names, &a, S("B"));
    assert_int_equal(names.count, 2);
    assert_str(names.items[0], "B");
    assert_str(names.items[1], "A");
    assert_true(known_has_name(&names, S("A")));
    assert_false(known_has_name(&names, S("a")));
    arena_free(&a);
}

static void dependencies_are_sorted_by_permission_and_stay_in_order(void **state)
{
    (void)state;
    static const KnownDependency rows[] = {
        {{USER_PERMISSION, STR("B"), 1}, {USER_PERMISSION, STR("1"), 1}},
        {{USER_PERMISSION, STR("A"), 1}, {USER_PERMISSION, STR("2"), 1}},
        {{OBJECT_PERMISSION, STR("Z"), OBJECT_READ}, {USER_PERMISSION, STR("3"), 1}},
        {{USER_PERMISSION, STR("A"), 1}, {USER_PERMISSION, STR("4"), 1}}};
    Arena a = {0};
    Known known = {0};
    Str order = S("");
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        *LIST_ADD(&a, known.dependencies, known.dependency_count, known.dependency_capacity) =
            rows[i];
    known_sort(&known);
    for (size_t i = 0; i < known.dependency_count; i++)
        order = str_join(&a, order, known.dependencies[i].required.name);
    assert_str(order, "3241");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_later_speaker_outranks_those_before),
        cmocka_unit_test(objects_follow_the_same_rule),
        cmocka_unit_test(the_fields_of_an_object_stand_together),
        cmocka_unit_test(nothing_known_is_no_fault),
        cmocka_unit_test(names_stand_once_in_the_order_of_finding),
        cmocka_unit_test(dependencies_are_sorted_by_permission_and_stay_in_order),
    };
    return cmocka_run_group_tests_name("known", tests, NULL, NULL);
}
