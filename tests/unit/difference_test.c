/* model/difference: what is a gain, a loss, a rename, and what never counts; write/difference: how it
 * is told. */
#include "model.h"

#include "write/difference.h"

#include <stdio.h>

/* Both sides begin alike: nothing is wanted of a company here. */
typedef struct {
    Run before, after;
    Arena arena;
    Differences found;
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
    run_end(&f->before);
    run_end(&f->after);
    arena_free(&f->arena);
    buf_free(&f->out);
    free(f);
    return 0;
}

static AccessSide side_of(const Model *m)
{
    return (AccessSide){&m->names, m->sets, m->set_count, NULL};
}

/* Two states of `permissionSets`, each a text of entries that are indented by two. */
static void compare(Fixture *f, const char *before, const char *after)
{
    run_format(&f->before, "permissionSets:\n%s", before);
    run_format(&f->after, "permissionSets:\n%s", after);
    assert_findings(&f->before.diag, "");
    assert_findings(&f->after.diag, "");
    AccessSide old = side_of(&f->before.model), new = side_of(&f->after.model);
    f->found = differences_find(&old, &new, &f->arena);
}

/* The same for one set A, the grants of which are said in flow style. */
static void compare_grants(Fixture *f, const char *before, const char *after)
{
    Str old = str_format(&f->arena, "  A: {label: A, %s}\n", before);
    Str new = str_format(&f->arena, "  A: {label: A, %s}\n", after);
    compare(f, old.s, new.s);
}

/* Everything that was found as text, the bits as numbers: "changed A: objectPermissions Account 8>12 +4 -0". */
static Str found(Fixture *f)
{
    static const char *const states[] = {"changed", "gained", "lost", "renamed"};
    buf_clear(&f->out);
    for (size_t i = 0; i < f->found.count; i++) {
        const SetDifference *set = &f->found.items[i];
        buf_format(&f->out, "%s " STR_FMT, states[set->state],
                   STR_ARG(difference_set(set)->api_name.s));
        if (set->state == SET_RENAMED)
            buf_format(&f->out, " from " STR_FMT, STR_ARG(set->was->api_name.s));
        for (size_t k = 0; k < set->grant_count; k++) {
            const GrantDifference *d = &set->grants[k];
            buf_format(&f->out, "; %s " STR_FMT " %x>%x +%x -%x", element_table[d->kind].xml,
                       STR_ARG(d->key), d->was, d->is, d->gained, d->lost);
        }
        for (size_t k = 0; k < set->head_count; k++)
            buf_format(&f->out, "; %s " STR_FMT ">" STR_FMT, element_table[set->heads[k].kind].xml,
                       STR_ARG(set->heads[k].was), STR_ARG(set->heads[k].is));
        buf_byte(&f->out, '\n');
    }
    buf_format(&f->out, "+%zu -%zu", f->found.gained, f->found.lost);
    return buf_str(&f->out);
}

/* --- entries ------------------------------------------------------------------------------------ */

static void equal_sets_differ_in_nothing(void **state)
{
    Fixture *f = *state;
    compare_grants(f, "permissions: [RunReports], objects: {Account: read, Lead: edit}",
                   "objects: {Lead: [edit], Account: read}, permissions: {RunReports: true}");
    assert_str(found(f), "+0 -0");
}

static void entries_that_grant_nothing_never_count(void **state)
{
    Fixture *f = *state;
    compare_grants(f, "classes: {A: false, B: true}, objects: {Lead: none}, tabs: {t__c: None}",
                   "classes: {B: true, C: false}");
    assert_str(found(f), "+0 -0");
}

static void whole_entries_are_gained_and_lost(void **state)
{
    Fixture *f = *state;
    compare_grants(f, "permissions: [ViewSetup], classes: [B]", "classes: [A, B], pages: [P]");
    assert_str(found(f), "changed A; classAccesses A 0>1 +1 -0; pageAccesses P 0>1 +1 -0; "
                         "userPermissions ViewSetup 1>0 +0 -1\n+2 -1");
}

static void bits_of_one_entry_are_gained_and_lost(void **state)
{
    Fixture *f = *state;
    compare_grants(f, "objects: {Account: [read, viewAll], Lead: read}",
                   "objects: {Account: [create, edit], Lead: delete}");
    assert_str(found(f), "changed A; objectPermissions Account 48>d +5 -40; "
                         "objectPermissions Lead 8>e +6 -0\n+2 -1");
}

/* Their bits are a number: None 0, Available 1, Visible 2. From 1 to 2 nothing is taken away. */
static void words_rise_and_fall(void **state)
{
    Fixture *f = *state;
    compare_grants(f, "tabs: {a: Available, b: Visible, c: None, d: Visible}",
                   "tabs: {a: Visible, b: Available, c: Available}");
    assert_str(found(f), "changed A; tabSettings a 1>2 +3 -0; tabSettings b 2>1 +0 -3; "
                         "tabSettings c 0>1 +3 -0; tabSettings d 2>0 +0 -3\n+2 -2");
}

static void a_data_space_counts_by_itself(void **state)
{
    Fixture *f = *state;
    compare_grants(f, "dataspaces: {a: {}, b: {dataAccessLevel: NONE}}",
                   "dataspaces: {b: {dataAccessLevel: ALL}, c: {}}");
    assert_str(found(f), "changed A; dataspaceScopes a 80000000>0 +0 -80000000; "
                         "dataspaceScopes b 80000000>80002000 +3000 -0; "
                         "dataspaceScopes c 0>80000000 +80000000 -0\n+2 -1");
}

/* Byte-wise "a" comes after "B"; and two spellings on one side are one entry. */
static void names_are_the_same_in_any_case(void **state)
{
    Fixture *f = *state;
    compare_grants(f, "objects: {Account: read, lead: read, Task: read}",
                   "objects: {account: [read], LEAD: read, lead: edit, task: edit}");
    assert_str(found(f), "changed A; objectPermissions LEAD 8>c +4 -0; "
                         "objectPermissions task 8>c +4 -0\n+2 -0");
}

static void of_two_words_for_one_name_the_higher_counts(void **state)
{
    Fixture *f = *state;
    compare_grants(f, "tabs: {a: Available, A: Visible}", "tabs: {a: Visible, A: Available}");
    assert_str(found(f), "+0 -0");
}

static void places_are_those_of_the_sides(void **state)
{
    Fixture *f = *state;
    compare(f, "  A: {label: A, classes: [Old]}\n", "  A:\n    label: A\n    classes: [New]\n");
    const GrantDifference *d = f->found.items[0].grants;
    assert_int_equal(f->found.items[0].grant_count, 2);
    assert_int_equal(d[0].was_at.file, 0);
    assert_int_equal(source_position(&f->after.diag.sources, d[0].is_at).line, 4);
    assert_int_equal(source_position(&f->before.diag.sources, d[1].was_at).line, 2);
    assert_int_equal(d[1].is_at.file, 0);
}

/* --- sets --------------------------------------------------------------------------------------- */

static void sets_are_gained_and_lost_with_all_they_grant(void **state)
{
    Fixture *f = *state;
    compare(f, "  B: {label: B, pages: [P]}\n  C: {label: C}\n",
            "  A: {label: A, pages: [Q]}\n  C: {label: C}\n  D: {label: D}\n");
    assert_str(found(f), "gained A; pageAccesses Q 0>1 +1 -0\nlost B; pageAccesses P 1>0 +0 -1\n"
                         "gained D\n+1 -1");
}

static void names_of_sets_are_the_same_in_any_case(void **state)
{
    Fixture *f = *state;
    compare(f, "  a_set: {label: A, pages: [P]}\n  B: {label: B}\n",
            "  A_Set: {label: A, pages: [P]}\n  b: {label: B}\n");
    assert_str(found(f), "+0 -0");
}

static void the_same_access_under_another_name_is_a_rename(void **state)
{
    Fixture *f = *state;
    compare(f, "  A: {label: A, pages: [P]}\n", "  B: {label: B, pages: [p]}\n");
    assert_str(found(f), "renamed B from A; label A>B\n+0 -0");
}

static void renames_pair_in_the_order_of_names(void **state)
{
    Fixture *f = *state;
    compare(f,
            "  A: {label: L, pages: [P]}\n  B: {label: L, pages: [P]}\n"
            "  C: {label: L, pages: [P]}\n",
            "  X: {label: L, pages: [P]}\n  Y: {label: L, pages: [P]}\n");
    assert_str(found(f), "lost C; pageAccesses P 1>0 +0 -1\nrenamed X from A\n"
                         "renamed Y from B\n+0 -1");
}

/* Neither side has its sets in the order of their access. */
static void renames_may_cross(void **state)
{
    Fixture *f = *state;
    compare(f,
            "  A: {label: L, pages: [Q]}\n  B: {label: L, pages: [R]}\n"
            "  C: {label: L, pages: [P]}\n",
            "  X: {label: L, pages: [R]}\n  Y: {label: L, pages: [P]}\n"
            "  Z: {label: L, pages: [Q]}\n");
    assert_str(found(f), "renamed X from B\nrenamed Y from C\nrenamed Z from A\n+0 -0");
}

static void other_access_or_licence_is_no_rename(void **state)
{
    static const struct {
        const char *what, *before, *after, *wanted;
    } rows[] = {
        {"more", "  A: {label: K, tabs: {t: Available}}\n", "  B: {label: L, tabs: {t: Visible}}\n",
         "lost A; tabSettings t 1>0 +0 -3\ngained B; tabSettings t 0>2 +3 -0\n+1 -1"},
        {"licence", "  A: {label: L, license: none, pages: [P]}\n",
         "  B: {label: L, license: Salesforce, pages: [P]}\n",
         "lost A; pageAccesses P 1>0 +0 -1\ngained B; pageAccesses P 0>1 +1 -0\n+1 -1"},
        {"nothing granted", "  A: {label: K}\n", "  B: {label: L}\n", "lost A\ngained B\n+0 -0"},
        {"half alike", "  A: {label: K, pages: [P, Q, R]}\n", "  B: {label: L, pages: [O, P, Q]}\n",
         "lost A; pageAccesses P 1>0 +0 -1; pageAccesses Q 1>0 +0 -1; pageAccesses R 1>0 +0 -1\n"
         "gained B; pageAccesses O 0>1 +1 -0; pageAccesses P 0>1 +1 -0; pageAccesses Q 0>1 +1 -0\n"
         "+3 -3"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        compare(f, rows[i].before, rows[i].after);
        assert_row(rows[i].what, found(f), rows[i].wanted);
        run_end(&f->before);
        run_end(&f->after);
    }
}

static void a_renamed_set_may_grant_something_else(void **state)
{
    static const struct {
        const char *what, *before, *after, *wanted;
    } rows[] = {
        {"label in any case", "  A: {label: l, pages: [P]}\n", "  B: {label: L, pages: [Q]}\n",
         "renamed B from A; pageAccesses P 1>0 +0 -1; pageAccesses Q 0>1 +1 -0; label l>L\n+1 -1"},
        {"more than half alike", "  A: {label: K, pages: [P, Q, R, S]}\n",
         "  B: {label: L, pages: [O, P, Q, R]}\n",
         "renamed B from A; pageAccesses O 0>1 +1 -0; pageAccesses S 1>0 +0 -1; label K>L\n+1 -1"},
        {"the most alike", "  A: {label: K, pages: [P, Q, R]}\n",
         "  B: {label: L, pages: [P, Q]}\n  C: {label: M, pages: [P, Q, R, S]}\n",
         "gained B; pageAccesses P 0>1 +1 -0; pageAccesses Q 0>1 +1 -0\n"
         "renamed C from A; pageAccesses S 0>1 +1 -0; label K>M\n+3 -0"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        compare(f, rows[i].before, rows[i].after);
        assert_row(rows[i].what, found(f), rows[i].wanted);
        run_end(&f->before);
        run_end(&f->after);
    }
}

static void heads_are_kept_apart(void **state)
{
    Fixture *f = *state;
    compare_grants(f, "description: d, license: none, sessionActivation: true",
                   "description: e, license: Salesforce");
    assert_str(found(f), "changed A; description d>e; hasActivationRequired true>false; "
                         "license >Salesforce\n+0 -0");
}

static void losses_alone_can_be_kept(void **state)
{
    Fixture *f = *state;
    compare(f,
            "  A: {label: A, description: d, objects: {Account: [read, viewAll], Lead: read}}\n"
            "  B: {label: B, pages: [P]}\n  C: {label: C, pages: [Q]}\n  E: {label: E}\n",
            "  A: {label: A, description: e, objects: {Account: edit, Lead: edit}}\n"
            "  D: {label: D, pages: [P]}\n  C: {label: C, pages: [Q, R]}\n  F: {label: F}\n");
    differences_keep_losses(&f->found);
    assert_str(found(f), "changed A; objectPermissions Account 48>c +0 -40\nlost E\n+0 -1");
    assert_true(f->found.losses_only);
}

/* --- words -------------------------------------------------------------------------------------- */

static void bits_are_told_in_words(void **state)
{
    static const struct {
        ElementKind kind;
        uint32_t bits, was, is;
        const char *wanted;
    } rows[] = {
        {OBJECT_PERMISSION, 0x7f, 0, 0x7f,
         "create,read,edit,delete,viewAll,modifyAll,viewAllFields"},
        {OBJECT_PERMISSION, OBJECT_DELETE, 0, 0, "delete"},
        {OBJECT_PERMISSION, 1 << 9 | OBJECT_READ, 0, 0, "read,viewSetup"},
        {FIELD_PERMISSION, FIELD_EDIT, 0, 0, "edit"},
        {FIELD_PERMISSION, FIELD_EDIT | FIELD_READ, 0, 0, "read,edit"},
        {CLASS_ACCESS, 1, 0, 1, "enabled"},
        {RECORD_TYPE_VISIBILITY, 1, 0, 1, "visible"},
        {TAB_SETTING, 3, 1, 2, "Available \xe2\x86\x92 Visible"},
        {TAB_SETTING, 3, 2, 0, "Visible \xe2\x86\x92 None"},
        {TAB_SETTING, 2, 2, 2, "Visible"},
        {TAB_SETTING, 0, 0, 0, ""},
        {DATASPACE_SCOPE, GRANT_ENTRY | 0x3001, 0, 0x2001,
         "assigned,customizeActivationDefinitions,dataAccessLevel NONE \xe2\x86\x92 ALL"},
        {DATASPACE_SCOPE, 0x3000, 0x1000, 0x1000, "dataAccessLevel CONTROLLED_BY_PARENT"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        GrantWords words =
            grant_words(&f->arena, rows[i].kind, rows[i].bits, rows[i].was, rows[i].is);
        buf_clear(&f->out);
        for (size_t k = 0; k < words.count; k++)
            buf_format(&f->out, "%s" STR_FMT, k ? "," : "", STR_ARG(words.items[k]));
        assert_row(rows[i].wanted, buf_str(&f->out), rows[i].wanted);
    }
}

/* All its bits at once: none is without a word, none has two. */
static void every_bit_of_every_element_has_a_word(void **state)
{
    Fixture *f = *state;
    for (ElementKind kind = 0; kind < ELEMENT_COUNT; kind++) {
        const Element *element = &element_table[kind];
        size_t children = 0;
        uint32_t bits = 0;
        for (const Child *child = element->children; child && child->xml; child++) {
            children += child->kind != CHILD_KEY;
            bits |= child_mask(child);
        }
        if (element->shape != SHAPE_LIST)
            continue;
        uint32_t low = bits & 0x55555555; /* of a word of two bits its first value */
        assert_row_true(element->xml, grant_words(&f->arena, kind, bits, 0, low).count == children);
    }
}

/* --- text --------------------------------------------------------------------------------------- */

static Str told(Fixture *f, bool color)
{
    buf_clear(&f->out);
    write_difference_text(&(Comparison){&f->found, NULL}, color, &f->out);
    return buf_str(&f->out);
}

static void control_characters_are_made_visible(void **state)
{
    Fixture *f = *state;
    compare(f, "  A: {label: A}\n", "  A: {label: \"A\\u202e\", pages: [\"P\\u200b\"]}\n");
    assert_str(told(f, false), "A\\u202E (A)\n  ~ label: A \xe2\x86\x92 A\\u202E\n"
                               "  + page P\\u200B\n1 permission set differs: 1 gained\n");
}

static void signs_are_coloured_when_asked(void **state)
{
    Fixture *f = *state;
    compare(f, "  A: {label: A, pages: [P]}\n", "  A: {label: B, pages: [Q]}\n");
    assert_str(told(f, true), "B (A)\n  \033[33m~ label: A \xe2\x86\x92 B\033[0m\n"
                              "  \033[32m+ page Q\033[0m\n  \033[31m- page P\033[0m\n"
                              "1 permission set differs: 1 gained, 1 lost\n");
}

static void nothing_is_told_too(void **state)
{
    Fixture *f = *state;
    compare_grants(f, "pages: [P]", "pages: [P, Q]");
    differences_keep_losses(&f->found);
    assert_str(told(f, false), "nothing is lost\n");
    f->found.losses_only = false;
    assert_str(told(f, false), "nothing differs\n");
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(equal_sets_differ_in_nothing),
        FIXED(entries_that_grant_nothing_never_count),
        FIXED(whole_entries_are_gained_and_lost),
        FIXED(bits_of_one_entry_are_gained_and_lost),
        FIXED(words_rise_and_fall),
        FIXED(a_data_space_counts_by_itself),
        FIXED(names_are_the_same_in_any_case),
        FIXED(of_two_words_for_one_name_the_higher_counts),
        FIXED(places_are_those_of_the_sides),
        FIXED(sets_are_gained_and_lost_with_all_they_grant),
        FIXED(names_of_sets_are_the_same_in_any_case),
        FIXED(the_same_access_under_another_name_is_a_rename),
        FIXED(renames_pair_in_the_order_of_names),
        FIXED(renames_may_cross),
        FIXED(other_access_or_licence_is_no_rename),
        FIXED(a_renamed_set_may_grant_something_else),
        FIXED(heads_are_kept_apart),
        FIXED(losses_alone_can_be_kept),
        FIXED(bits_are_told_in_words),
        FIXED(every_bit_of_every_element_has_a_word),
        FIXED(control_characters_are_made_visible),
        FIXED(signs_are_coloured_when_asked),
        FIXED(nothing_is_told_too),
    };
    return cmocka_run_group_tests_name("difference", tests, NULL, NULL);
}
