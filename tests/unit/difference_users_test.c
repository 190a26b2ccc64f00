/* model/difference_users: who is new or gone, what each user gains, loses and has changed; the risks that
 * are accepted; and what moves between the sets of one integration. */
#include "difference.h"

#define A_WITH(keys)  "integrations: {A: {objects: {Account: read}, " keys "}}\n"
#define PLAIN         "integrations: {A: {objects: {Account: read}}}\n"
#define USER_OF(keys) A_WITH("user: {" keys "}")
#define CHANGED(line) "users of production\n  a@mycompany.com (A)\n    " line "\n"
#define GAINED        "1 user differs: 1 gained\n"
#define LOST          "1 user differs: 1 lost\n"
#define NO_ACCESS     "1 user differs: no access gained or lost\n"

/* --- users -------------------------------------------------------------------------------------- */

static void users_are_new_and_gone(void **state)
{
    static const TellingRow rows[] = {
        {"another username", USER_OF("username: x@mycompany.com"),
         USER_OF("username: y@mycompany.com"),
         "users of production\n  - x@mycompany.com (A): gone\n"
         "  + y@mycompany.com (A): new user with A_Integration; licences "
         "SalesforceAPIIntegrationPsl\n2 users differ: 1 gained, 1 lost\n"},
        {"in another case", USER_OF("username: x@mycompany.com"),
         USER_OF("username: X@MyCompany.com"), "nothing differs\n"},
        {"users by username, in any case",
         A_WITH("users: {p: {username: B@mycompany.com}, q: {username: a@mycompany.com}}"),
         A_WITH("users: {p: {username: b@mycompany.com}, r: {username: C@mycompany.com}}"),
         "users of production\n  - a@mycompany.com (A): gone\n"
         "  + C@mycompany.com (A): new user with A_Integration; licences "
         "SalesforceAPIIntegrationPsl\n2 users differ: 1 gained, 1 lost\n"},
    };
    ASSERT_TOLD(*state, rows);
}

static void all_that_a_new_user_has_is_told(void **state)
{
    Fixture *f = *state;
    compare(f, USER_OF("username: x@mycompany.com"),
            A_WITH("assign: [{org: Org_Set}, {group: Org_Group}], "
                   "user: {profile: P, role: R, groups: [G, H], queues: [Q], "
                   "features: [UserPermissionsKnowledgeUser]}"));
    assert_str(told(f),
               "users of production\n"
               "  + a@mycompany.com (A): new user with A_Integration, Org_Set; groups Org_Group; "
               "licences SalesforceAPIIntegrationPsl; profile P; role R; public groups G, H; "
               "queues Q; features UserPermissionsKnowledgeUser\n"
               "  - x@mycompany.com (A): gone\n"
               "2 users differ: 1 gained, 1 lost\n");
}

static void a_retired_user_is_told_as_such(void **state)
{
    static const TellingRow rows[] = {
        {"gone", "integrations: {A: {objects: {Account: read}}, B: {objects: {Lead: read}}}\n",
         PLAIN,
         "- B Integration (B_Integration): gone\n  - Lead: read\n"
         "users of production\n  - b@mycompany.com (B): gone\n"
         "1 permission set, 1 user differ: 2 lost\n"},
        {"retired", "integrations: {A: {objects: {Account: read}}, B: {objects: {Lead: read}}}\n",
         PLAIN "retired: [B]\n",
         "- B Integration (B_Integration): gone\n  - Lead: read\n"
         "users of production\n  - b@mycompany.com (B): retired\n"
         "1 permission set, 1 user differ: 2 lost\n"},
        {"retired on both sides", PLAIN "retired: [B]\n", PLAIN "retired: [B]\n",
         "nothing differs\n"},
    };
    ASSERT_TOLD(*state, rows);
}

static void environments_come_and_go_with_their_users(void **state)
{
#define TWO "environments: {production: {}, uat: {usernameSuffix: .uat}}\n"
    static const TellingRow rows[] = {
        {"new", PLAIN, TWO PLAIN,
         "users of uat\n  + a@mycompany.com.uat (A): new user with A_Integration; licences "
         "SalesforceAPIIntegrationPsl\n1 user differs: 1 gained\n"},
        {"gone", TWO PLAIN, PLAIN,
         "users of uat\n  - a@mycompany.com.uat (A): gone\n1 user differs: 1 lost\n"},
        {"in the order of the newer side", TWO PLAIN,
         "environments: {uat: {usernameSuffix: .uat}, production: {}}\n" USER_OF("alias: z"),
         "users of uat\n  a@mycompany.com.uat (A)\n    ~ alias: a \xe2\x86\x92 z\n"
         "users of production\n  a@mycompany.com (A)\n    ~ alias: a \xe2\x86\x92 z\n"
         "2 users differ: no access gained or lost\n"},
        {"another name", "environments: {uat: {}}\n" PLAIN, "environments: {test: {}}\n" PLAIN,
         "users of test\n  + a@mycompany.com (A): new user with A_Integration; licences "
         "SalesforceAPIIntegrationPsl\nusers of uat\n  - a@mycompany.com (A): gone\n"
         "2 users differ: 1 gained, 1 lost\n"},
    };
    ASSERT_TOLD(*state, rows);
#undef TWO
}

/* Each sort, gained from left to right and lost from right to left. */
static void assignments_are_gained_and_lost(void **state)
{
    static const struct {
        const char *with, *line;
    } rows[] = {
        {A_WITH("assign: [{license: SalesConsoleUser}]"),
         "permission set licence SalesConsoleUser"},
        {A_WITH("assign: [{org: Org_Set}]"), "permission set Org_Set"},
        {A_WITH("assign: [{group: Org_Group}]"), "permission set group Org_Group"},
        {USER_OF("groups: [G]"), "public group G"},
        {USER_OF("queues: [Q]"), "queue Q"},
        {USER_OF("features: [UserPermissionsKnowledgeUser]"),
         "feature UserPermissionsKnowledgeUser"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        compare(f, PLAIN, rows[i].with);
        Str gained = str_format(&f->arena, CHANGED("+ %s") GAINED, rows[i].line);
        assert_row(rows[i].line, told(f), gained.s);
        assert_true(f->found.users[0].changes[0].assigned);
        compare(f, rows[i].with, PLAIN);
        Str lost = str_format(&f->arena, CHANGED("- %s") LOST, rows[i].line);
        assert_row(rows[i].line, told(f), lost.s);
    }
}

static void assignments_are_the_same_in_any_order_and_case(void **state)
{
    static const TellingRow rows[] = {
        {"order", USER_OF("groups: [G, H], queues: [P, Q]"),
         USER_OF("groups: [H, G], queues: [Q, P]"), "nothing differs\n"},
        {"case", USER_OF("groups: [Sales]"), USER_OF("groups: [SALES]"), "nothing differs\n"},
        {"one for another", USER_OF("queues: [P, Q]"), USER_OF("queues: [Q, R]"),
         CHANGED("+ queue R\n    - queue P") "1 user differs: 1 gained, 1 lost\n"},
    };
    ASSERT_TOLD(*state, rows);
}

static void values_change_without_gain_or_loss(void **state)
{
    static const struct {
        const char *before, *after, *line;
    } rows[] = {
        {"lastName: L", "lastName: M", "last name: L \xe2\x86\x92 M"},
        {"alias: x", "alias: x, firstName: F", "first name: none \xe2\x86\x92 F"},
        {"firstName: F, alias: a", "alias: a", "first name: F \xe2\x86\x92 none"},
        {"alias: x", "alias: X", "alias: x \xe2\x86\x92 X"},
        {"alias: a", "alias: a, email: b@mycompany.com",
         "email: ops@mycompany.com \xe2\x86\x92 b@mycompany.com"},
        {"alias: a", "alias: a, profile: P", "profile: the API-only profile \xe2\x86\x92 P"},
        {"profile: P, alias: a", "alias: a", "profile: P \xe2\x86\x92 the API-only profile"},
        {"alias: a", "alias: a, role: R", "role: none \xe2\x86\x92 R"},
        {"alias: a", "alias: a, timeZone: Europe/Berlin",
         "time zone: GMT \xe2\x86\x92 Europe/Berlin"},
        {"alias: a", "alias: a, locale: de_DE", "locale: en_US \xe2\x86\x92 de_DE"},
        {"alias: a", "alias: a, language: de", "language: en_US \xe2\x86\x92 de"},
        {"alias: a", "alias: a, encoding: ISO-8859-1", "encoding: UTF-8 \xe2\x86\x92 ISO-8859-1"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Str before = str_format(&f->arena, USER_OF("%s"), rows[i].before);
        Str after = str_format(&f->arena, USER_OF("%s"), rows[i].after);
        compare(f, before.s, after.s);
        Str wanted = str_format(&f->arena, CHANGED("~ %s") NO_ACCESS, rows[i].line);
        assert_row(rows[i].line, told(f), wanted.s);
    }
}

static void values_of_one_environment_change_there(void **state)
{
    Fixture *f = *state;
    compare(f, "environments: {production: {}, uat: {usernameSuffix: .uat}}\n" PLAIN,
            "environments: {production: {}, uat: {usernameSuffix: .uat, users: {A: {queues: [Q]}}}}"
            "\n" PLAIN);
    assert_str(told(f), "users of uat\n  a@mycompany.com.uat (A)\n    + queue Q\n"
                        "1 user differs: 1 gained\n");
}

/* Sets from files say nothing of users, so nobody is gone. */
static void a_side_without_definitions_has_no_users(void **state)
{
    Fixture *f = *state;
    compare(f, PLAIN,
            "integrations: {A: {objects: {Account: edit}}, B: {objects: {Lead: read}}}\n");
    AccessSide old = side_of(&f->before.model), new = side_of(&f->after.model);
    assert_int_equal(f->found.user_count, 1);
    for (size_t i = 0; i < 3; i++) {
        old.model = i == 1 ? &f->before.model : NULL;
        new.model = i == 2 ? &f->after.model : NULL;
        Differences found = differences_find(&old, &new, &f->arena);
        assert_int_equal(found.count, 2);
        assert_int_equal(found.user_count, 0);
        assert_int_equal(found.allow_count, 0);
    }
}

/* --- accepted risks ----------------------------------------------------------------------------- */

#define ALLOW_A(reason) "allow: [{rule: view-all-records, for: A, reason: " reason "}]\n"
#define RISKY           "integrations: {A: {objects: {Account: viewAll}}}\n"

static void accepted_risks_are_compared(void **state)
{
#define ONE_DIFFERS "1 accepted risk differs: no access gained or lost\n"
    static const TellingRow rows[] = {
        {"new", RISKY, RISKY ALLOW_A("audit"),
         "accepted risks\n  + view-all-records for A: audit\n" ONE_DIFFERS},
        {"gone", RISKY ALLOW_A("audit"), RISKY,
         "accepted risks\n  - view-all-records for A: audit\n" ONE_DIFFERS},
        {"reason", RISKY ALLOW_A("audit"), RISKY ALLOW_A("reports"),
         "accepted risks\n  ~ view-all-records for A: reports\n" ONE_DIFFERS},
        {"who and until when", RISKY ALLOW_A("audit"),
         RISKY ALLOW_A("audit, approvedBy: Ann, until: 2027-01-31"),
         "accepted risks\n  ~ view-all-records for A: audit; approved by Ann; until "
         "2027-01-31\n" ONE_DIFFERS},
        {"said elsewhere", RISKY ALLOW_A("audit"),
         "integrations: {A: {objects: {Account: viewAll}, "
         "allow: [{rule: view-all-records, reason: audit}]}}\n",
         "nothing differs\n"},
        {"another rule", RISKY ALLOW_A("audit"),
         RISKY "allow: [{rule: modify-all-records, for: A, reason: audit}]\n",
         "accepted risks\n  + modify-all-records for A: audit\n"
         "  - view-all-records for A: audit\n2 accepted risks differ: no access gained or lost\n"},
    };
    ASSERT_TOLD(*state, rows);
#undef ONE_DIFFERS
}

static void a_risk_that_is_accepted_twice_differs_in_nothing(void **state)
{
#define ALLOW_TWICE(one, two)                                                                      \
    "allow: [{rule: view-all-records, for: A, reason: " one "}, "                                  \
    "{rule: view-all-records, for: A, reason: " two "}]\n"
    static const TellingRow rows[] = {
        {"alike", RISKY ALLOW_TWICE("one", "two"), RISKY ALLOW_TWICE("one", "two"),
         "nothing differs\n"},
        {"order", RISKY ALLOW_TWICE("one", "two"), RISKY ALLOW_TWICE("two", "one"),
         "nothing differs\n"},
        {"one of them", RISKY ALLOW_TWICE("one", "two"), RISKY ALLOW_TWICE("one", "three"),
         "accepted risks\n  ~ view-all-records for A: three\n"
         "1 accepted risk differs: no access gained or lost\n"},
    };
    ASSERT_TOLD(*state, rows);
#undef ALLOW_TWICE
}

/* --- losses alone ------------------------------------------------------------------------------- */

static void losses_of_users_can_be_kept_alone(void **state)
{
    Fixture *f = *state;
    compare(f,
            "integrations:\n  A: {objects: {Account: read}, user: {queues: [P], alias: x}}\n"
            "  B: {objects: {Account: read}, user: {groups: [G]}}\n"
            "  C: {objects: {Account: read}}\n" ALLOW_A("audit"),
            "integrations:\n  A: {objects: {Account: edit}, user: {queues: [Q], alias: y}}\n"
            "  B: {objects: {Account: read}, user: {groups: [G, H], profile: P}}\n"
            "  D: {objects: {Account: read}}\n");
    assert_int_equal(f->found.user_count, 4);
    assert_int_equal(f->found.allow_count, 1);
    differences_keep_losses(&f->found);
    assert_str(told(f), "users of production\n  a@mycompany.com (A)\n    - queue P\n"
                        "  - c@mycompany.com (C): gone\n2 users differ: 2 lost\n");
}

/* --- moved between the sets of one integration -------------------------------------------------- */

#define TO_COMPANION                                                                               \
    "A Integration (A_Integration)\n  ~ licence: none \xe2\x86\x92 SalesforceAPIIntegrationPsl\n"
#define NEW_COMPANION "+ A Integration Access (A_Integration_Access): new\n"
#define ASSIGNED_TOO                                                                               \
    "users of production\n  a@mycompany.com (A)\n    + permission set A_Integration_Access\n"

static void access_moves_to_the_companion_and_back(void **state)
{
    static const TellingRow rows[] = {
        {"to it", A_WITH("license: none, apps: [X, Y]"), A_WITH("apps: [X, Y]"),
         TO_COMPANION "  ~ apps X, Y: moved to A_Integration_Access\n" NEW_COMPANION
                      "  ~ apps X, Y: moved from A_Integration\n" ASSIGNED_TOO
                      "2 permission sets, 1 user differ: 1 gained\n"},
        {"back", A_WITH("apps: [X, Y]"), A_WITH("license: none, apps: [X, Y]"),
         "A Integration (A_Integration)\n"
         "  ~ licence: SalesforceAPIIntegrationPsl \xe2\x86\x92 none\n"
         "  ~ apps X, Y: moved from A_Integration_Access\n"
         "- A Integration Access (A_Integration_Access): gone\n"
         "  ~ apps X, Y: moved to A_Integration\n"
         "users of production\n  a@mycompany.com (A)\n"
         "    - permission set A_Integration_Access\n"
         "2 permission sets, 1 user differ: 1 lost\n"},
        {"with one more, and one less", A_WITH("license: none, apps: [X, Y]"),
         A_WITH("apps: [Y, Z]"),
         TO_COMPANION "  - app X\n  ~ app Y: moved to A_Integration_Access\n" NEW_COMPANION
                      "  + app Z\n  ~ app Y: moved from A_Integration\n" ASSIGNED_TOO
                      "2 permission sets, 1 user differ: 2 gained, 1 lost\n"},
    };
    ASSERT_TOLD(*state, rows);
}

/* The two shared sets of either side as the two of one integration. */
static void compare_as_one(Fixture *f, const Integration *integration)
{
    for (size_t i = 0; i < 2; i++)
        f->before.model.sets[i]->owner = f->after.model.sets[i]->owner = integration;
    AccessSide old = side_of(&f->before.model), new = side_of(&f->after.model);
    f->found = differences_find(&old, &new, &f->arena);
}

/* What goes to a companion today is on or off as a whole; an entry of which one bit stays has not moved. */
static void only_whole_entries_move(void **state)
{
    Fixture *f = *state;
    Integration integration = {.name.s = S("A")};
    compare(f,
            "permissionSets:\n  A: {objects: {Account: edit, Case: edit, Lead: edit, Task: read}}\n"
            "  B: {pages: [P]}\n",
            "permissionSets:\n  A: {objects: {Lead: read, Task: edit}}\n"
            "  B: {pages: [P], objects: {Account: edit, Case: read, Lead: edit, Task: edit}}\n");
    compare_as_one(f, &integration);
    assert_str(told(f), "A (A)\n  ~ Account: read, edit: moved to B\n  - Case: read, edit\n"
                        "  - Lead: edit\n  + Task: edit\n"
                        "B (B)\n  ~ Account: read, edit: moved from A\n  + Case: read\n"
                        "  + Lead: read, edit\n  + Task: read, edit\n"
                        "2 permission sets differ: 4 gained, 2 lost\n");
}

static void what_only_moves_is_no_risk(void **state)
{
    Fixture *f = *state;
    Integration integration = {.name.s = S("A")};
    size_t high, elevated;
    compare(f,
            "permissionSets:\n  A: {objects: {Lead: modifyAll}, pages: [P]}\n  B: {pages: [Q]}\n",
            "permissionSets:\n  A: {pages: [P]}\n  B: {objects: {Lead: modifyAll}, pages: [Q]}\n");
    difference_risks(&f->found, &high, &elevated);
    assert_int_equal(high, 1);
    compare_as_one(f, &integration);
    difference_risks(&f->found, &high, &elevated);
    assert_int_equal(high, 0);
    assert_true(str_search(told(f), S("risk")) < 0);
    Comparison comparison = comparison_of(f);
    buf_clear(&f->out);
    write_difference_json(&comparison, &f->out);
    assert_true(str_search(buf_str(&f->out), S("modify-all-records")) < 0);
}

/* By name there are other sets between the two of A. */
static void access_moves_past_the_sets_of_others(void **state)
{
#define OTHERS(access)                                                                             \
    "  A 1: {apiName: A_1, objects: {Lead: " access "}}\n"                                         \
    "  A 2: {apiName: A_2, objects: {Lead: " access "}}\n"                                         \
    "  A 3: {apiName: A_3, objects: {Lead: " access "}}\n"
    Fixture *f = *state;
    compare(f,
            "integrations:\n  A: {apiName: A, license: none, objects: {Lead: read}, apps: "
            "[X]}\n" OTHERS("read"),
            "integrations:\n  A: {apiName: A, objects: {Lead: read}, apps: [X]}\n" OTHERS("edit"));
    assert_int_equal(f->found.count, 5);
    assert_str(difference_set(&f->found.items[4])->api_name.s, "A_Access");
    assert_ptr_equal(f->found.items[4].grants[0].other, f->found.items[0].was);
    assert_ptr_equal(f->found.items[0].grants[0].other, f->found.items[4].is);
    assert_int_equal(f->found.items[0].lost, 0);
    assert_int_equal(f->found.items[4].gained, 0);
#undef OTHERS
}

/* What one integration loses and another gains is no move: their users are not the same. */
static void nothing_moves_between_integrations(void **state)
{
    Fixture *f = *state;
    compare(f,
            "integrations:\n  A: {objects: {Account: read, Lead: read}}\n"
            "  B: {objects: {Account: read}}\n",
            "integrations:\n  A: {objects: {Account: read}}\n"
            "  B: {objects: {Account: read, Lead: read}}\n");
    assert_str(told(f), "A Integration (A_Integration)\n  - Lead: read\n"
                        "B Integration (B_Integration)\n  + Lead: read\n"
                        "2 permission sets differ: 1 gained, 1 lost\n");
}

/* --- renames of whole integrations -------------------------------------------------------------- */

static void sets_of_one_integration_are_one_set(void **state)
{
    static const TellingRow rows[] = {
        {"other access and another licence", A_WITH("apiName: Old, label: K"),
         "integrations: {A: {apiName: New, label: L, license: none, objects: {Lead: read}}}\n",
         "~ L (New): was Old\n  ~ label: K \xe2\x86\x92 L\n"
         "  ~ licence: SalesforceAPIIntegrationPsl \xe2\x86\x92 none\n"
         "  - Account: read\n  + Lead: read\n"
         "users of production\n  a@mycompany.com (A)\n    + permission set New\n"
         "    - permission set Old\n    ~ last name: K \xe2\x86\x92 L\n"
         "1 permission set, 1 user differ: 2 gained, 2 lost\n"},
        {"its two sets, each with its own", A_WITH("apiName: Old, apps: [X]"),
         A_WITH("apiName: New, apps: [X]"),
         "~ A Integration (New): was Old\n~ A Integration Access (New_Access): was Old_Access\n"
         "users of production\n  a@mycompany.com (A)\n    + permission set New\n"
         "    + permission set New_Access\n    - permission set Old\n"
         "    - permission set Old_Access\n"
         "2 permission sets, 1 user differ: 2 gained, 2 lost\n"},
        {"another integration with the same access", A_WITH("apiName: Old"),
         "integrations: {B: {apiName: New, objects: {Account: read}}}\n",
         "~ B Integration (New): was Old\n"
         "  ~ label: A Integration \xe2\x86\x92 B Integration\n"
         "users of production\n  - a@mycompany.com (A): gone\n"
         "  + b@mycompany.com (B): new user with New; licences SalesforceAPIIntegrationPsl\n"
         "1 permission set, 2 users differ: 1 gained, 1 lost\n"},
    };
    ASSERT_TOLD(*state, rows);
}

/* `count` sets P_n on one side, of which each grants four pages of its own, and on the other as many Q_n
 * with one of them replaced: more alike than not, but neither the same access nor the same label. */
static Str alike_sets(Fixture *f, const char *prefix, const char *last, size_t count)
{
    Buf yaml = {0};
    buf_put(&yaml, S("permissionSets:\n"));
    for (size_t i = 0; i < count; i++)
        buf_format(&yaml, "  %s_%zu: {pages: [A%zu, B%zu, C%zu, %s]}\n", prefix, i, i, i, i, last);
    Str copy = str_of(str_c(&f->arena, buf_str(&yaml)));
    buf_free(&yaml);
    return copy;
}

static void likeness_is_looked_for_among_a_hundred(void **state)
{
    static const struct {
        const char *what;
        size_t count, renamed;
    } rows[] = {{"a hundred", 100, 100}, {"one more", 101, 0}};
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Str before = alike_sets(f, "P", "X", rows[i].count);
        Str after = alike_sets(f, "Q", "Y", rows[i].count);
        size_t renamed = 0;
        compare(f, before.s, after.s);
        for (size_t k = 0; k < f->found.count; k++)
            renamed += f->found.items[k].state == SET_RENAMED;
        assert_row_true(rows[i].what, renamed == rows[i].renamed);
        assert_row_true(rows[i].what, f->found.count == 2 * rows[i].count - renamed);
    }
}

/* Those that a surer sign has paired do not count: here all but one have the same access. */
static void sets_that_are_paired_leave_room_for_likeness(void **state)
{
    Fixture *f = *state;
    Str before =
        str_join(&f->arena, alike_sets(f, "P", "X", 101), S("  M: {pages: [U, V, W, X]}\n"));
    Str after =
        str_join(&f->arena, alike_sets(f, "Q", "X", 101), S("  N: {pages: [U, V, W, Y]}\n"));
    compare(f, str_c(&f->arena, before), str_c(&f->arena, after));
    assert_int_equal(f->found.count, 102);
    for (size_t k = 0; k < f->found.count; k++)
        assert_int_equal(f->found.items[k].state, SET_RENAMED);
    assert_str(f->found.items[0].was->api_name.s, "M");
    assert_int_equal(f->found.gained, 1);
    assert_int_equal(f->found.lost, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(users_are_new_and_gone),
        FIXED(all_that_a_new_user_has_is_told),
        FIXED(a_retired_user_is_told_as_such),
        FIXED(environments_come_and_go_with_their_users),
        FIXED(assignments_are_gained_and_lost),
        FIXED(assignments_are_the_same_in_any_order_and_case),
        FIXED(values_change_without_gain_or_loss),
        FIXED(values_of_one_environment_change_there),
        FIXED(a_side_without_definitions_has_no_users),
        FIXED(accepted_risks_are_compared),
        FIXED(a_risk_that_is_accepted_twice_differs_in_nothing),
        FIXED(losses_of_users_can_be_kept_alone),
        FIXED(access_moves_to_the_companion_and_back),
        FIXED(only_whole_entries_move),
        FIXED(what_only_moves_is_no_risk),
        FIXED(access_moves_past_the_sets_of_others),
        FIXED(nothing_moves_between_integrations),
        FIXED(sets_of_one_integration_are_one_set),
        FIXED(likeness_is_looked_for_among_a_hundred),
        FIXED(sets_that_are_paired_leave_room_for_likeness),
    };
    return cmocka_run_group_tests_name("difference_users", tests, NULL, NULL);
}
