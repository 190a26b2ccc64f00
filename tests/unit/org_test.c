/* model/org: what is the same user, what is the same set, and how rights add up. */
#include "org.h"

#define ID  "0PS000000000001"
#define ID2 "0PS000000000002"

static size_t set(Fixture *f, OrgSetRef ref)
{
    return org_set(&f->org, &f->arena, ref);
}

static void settle(Fixture *f)
{
    org_settle(&f->org, &f->names, &f->arena);
}

static void grant(Fixture *f, size_t place, ElementKind kind, const char *key, uint32_t said,
                  uint32_t on)
{
    grants_add(&f->org.sets[place].grants, &f->arena,
               (Grant){.kind = (uint8_t)kind,
                       .said = said,
                       .on = on,
                       .key = names_intern(&f->names, &f->arena, str_of(key))});
}

/* --- users ------------------------------------------------------------------------------------- */

static void a_user_is_found_in_any_case(void **state)
{
    Fixture *f = *state;
    org_add_user(&f->org, &f->arena, (OrgUser){.username = S("Sync@My.com"), .email = S("a@b.c")});
    org_add_user(&f->org, &f->arena, (OrgUser){.username = S("other@my.com")});
    assert_str(org_user(&f->org, S("sync@my.COM"))->email, "a@b.c");
    assert_null(org_user(&f->org, S("sync@my.co")));
    assert_null(org_user(&f->org, S("")));
    assert_int_equal(f->org.user_count, 2);
}

static void a_second_answer_completes_a_user(void **state)
{
    Fixture *f = *state;
    org_add_user(&f->org, &f->arena,
                 (OrgUser){.username = S("sync@my.com"), .profile = S("P"), .at = {.file = 1}});
    org_add_user(&f->org, &f->arena,
                 (OrgUser){.id = S("005000000000001AAA"),
                           .username = S("SYNC@my.com"),
                           .profile = S("Q"),
                           .role = S("R"),
                           .user_license = S("L"),
                           .active = SAID_NO,
                           .at = {.file = 2}});
    org_add_user(&f->org, &f->arena, (OrgUser){.username = S("sync@my.com"), .active = SAID_YES});
    const OrgUser *user = org_user(&f->org, S("sync@my.com"));
    assert_int_equal(f->org.user_count, 1);
    assert_str(user->id, "005000000000001");
    assert_str(user->username, "sync@my.com");
    assert_str(user->profile, "P");
    assert_str(user->role, "R");
    assert_str(user->user_license, "L");
    assert_int_equal(user->active, SAID_NO);
    assert_int_equal(user->at.file, 1);
}

static void very_long_names_are_names(void **state)
{
    Fixture *f = *state;
    Buf name = {0};
    buf_fill(&name, 'A', 5000);
    org_add_user(&f->org, &f->arena, (OrgUser){.username = buf_str(&name)});
    name.bytes[4999] = 'B';
    assert_null(org_user(&f->org, buf_str(&name)));
    name.bytes[4999] = 'a';
    assert_non_null(org_user(&f->org, buf_str(&name)));
    buf_free(&name);
}

static void users_known_by_id_get_their_names(void **state)
{
    Fixture *f = *state;
    org_add_user(&f->org, &f->arena,
                 (OrgUser){.id = S("005000000000001"), .username = S("sync@my.com")});
    assert_true(take(f, "x.json",
                     "{'records':[{'AssigneeId':'005000000000001AAA','PermissionSetId':'" ID
                     "AAA'},{'AssigneeId':'005000000000009AAA','PermissionSetId':'" ID "AAA'}]}"
                     "{'records':[{'AssigneeId':'005000000000001',"
                     "'PermissionSetLicense':{'DeveloperName':'L'}}]}"
                     "{'records':[{'UserOrGroupId':'005000000000001AAA','Group':{'Name':'G'}}]}"));
    settle(f);
    assert_str(assignments_text(f), "#005000000000009 > 0 ?\n"
                                    "sync@my.com#005000000000001 > 0 ?\n");
    assert_str(licenses_text(f), "sync@my.com#005000000000001 L|\n");
    assert_str(f->org.members[0].username, "sync@my.com");
}

/* --- sets -------------------------------------------------------------------------------------- */

static void a_set_is_found_by_what_a_row_tells(void **state)
{
    Fixture *f = *state;
    assert_int_equal(set(f, (OrgSetRef){.id = S(ID "AAA"), .name = S("Sync")}), 0);
    assert_int_equal(set(f, (OrgSetRef){.id = S(ID)}), 0);
    assert_int_equal(set(f, (OrgSetRef){.name = S("sYNC")}), 0);
    assert_int_equal(set(f, (OrgSetRef){.name = S("ns__Sync")}), 1);
    assert_int_equal(set(f, (OrgSetRef){.id = S("0ps000000000001")}), 2); /* another case */
    assert_int_equal(set(f, (OrgSetRef){.profile = S("Minimum")}), 3);
    assert_int_equal(set(f, (OrgSetRef){.profile = S("MINIMUM"), .name = S("Sync")}), 3);
    assert_int_equal(set(f, (OrgSetRef){.group = S("Team")}), 4);
    assert_int_equal(set(f, (OrgSetRef){.group = S("team"), .name = S("Team_Sum")}), 4);
    assert_int_equal(set(f, (OrgSetRef){.name = S("Team_Sum")}), 4);
    assert_int_equal(set(f, (OrgSetRef){.id = S(ID2), .name = S("NS__Sync")}), 1);
    assert_str(sets_text(f), ID "|Sync|||\n" ID2 "|ns__Sync|||\n0ps000000000001||||\n"
                                "|Sync|Minimum||\n|Team_Sum||Team|\n");
}

static void two_ids_are_two_sets_whatever_their_names(void **state)
{
    Fixture *f = *state;
    assert_int_equal(set(f, (OrgSetRef){.id = S(ID), .name = S("Sync")}), 0);
    assert_int_equal(set(f, (OrgSetRef){.id = S(ID2), .name = S("Sync")}), 1);
    assert_int_equal(set(f, (OrgSetRef){.name = S("Sync")}), 0);
    settle(f);
    assert_str(sets_text(f), ID "|Sync|||\n" ID2 "|Sync|||\n");
}

/* The name that one org gives the set of a profile may be the name of another set in the next. */
static void the_set_of_a_profile_is_not_found_by_name(void **state)
{
    Fixture *f = *state;
    assert_int_equal(set(f, (OrgSetRef){.profile = S("P"), .name = S("X00ex")}), 0);
    assert_int_equal(set(f, (OrgSetRef){.name = S("X00ex")}), 1);
    settle(f);
    assert_int_equal(f->org.set_count, 2);
}

static void entries_that_a_later_row_connects_are_joined(void **state)
{
    Fixture *f = *state;
    size_t by_name = set(f, (OrgSetRef){.name = S("Sync")});
    size_t other = set(f, (OrgSetRef){.name = S("Other")});
    size_t by_id = set(f, (OrgSetRef){.id = S(ID)});
    size_t last = set(f, (OrgSetRef){.name = S("Last")});
    grant(f, by_name, CLASS_ACCESS, "B", 1, 1);
    grant(f, by_id, CLASS_ACCESS, "A", 1, 1);
    grant(f, by_id, OBJECT_PERMISSION, "Account", OBJECT_READ | OBJECT_EDIT, OBJECT_EDIT);
    grant(f, by_name, OBJECT_PERMISSION, "Account", OBJECT_READ, OBJECT_READ);
    grant(f, last, PAGE_ACCESS, "P", 1, 0);
    f->org.sets[by_id].license = S("L");
    f->org.sets[by_id].retrieved = true;
    const size_t places[] = {by_name, other, by_id, last};
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        *LIST_ADD(&f->arena, f->org.assignments, f->org.assignment_count,
                  f->org.assignment_capacity) =
            (OrgAssignment){.username = str_format(&f->arena, "u%zu", i), .set = places[i]};
        *LIST_ADD(&f->arena, f->org.entities, f->org.entity_count, f->org.entity_capacity) =
            (OrgEntity){.set = places[i], .type = S("ApexClass"), .id = S("01p")};
    }
    assert_int_equal(set(f, (OrgSetRef){.id = S(ID "AAA"), .name = S("SYNC")}), by_id);
    settle(f);
    assert_str(sets_text(f), ID "|Sync|||L retrieved\n"
                                " classAccesses A 1/1\n classAccesses B 1/1\n"
                                " objectPermissions Account c/c\n"
                                "|Other|||\n"
                                "|Last|||\n pageAccesses P 0/1\n");
    static const size_t now[] = {0, 1, 0, 2};
    for (size_t i = 0; i < COUNT_OF(now); i++) {
        assert_int_equal(f->org.assignments[i].set, now[i]);
        assert_int_equal(f->org.entities[i].set, now[i]);
    }
    assert_int_equal(set(f, (OrgSetRef){.name = S("last")}), 2); /* the indexes follow */
    assert_int_equal(set(f, (OrgSetRef){.id = S(ID)}), 0);
}

static void three_entries_are_joined_over_id_profile_and_group(void **state)
{
    Fixture *f = *state;
    set(f, (OrgSetRef){.profile = S("P")});
    set(f, (OrgSetRef){.group = S("G")});
    set(f, (OrgSetRef){.name = S("N")});
    set(f, (OrgSetRef){.id = S(ID)});
    set(f, (OrgSetRef){.id = S(ID2)});
    set(f, (OrgSetRef){.id = S(ID), .profile = S("p")});
    set(f, (OrgSetRef){.id = S(ID2), .group = S("g")});
    set(f, (OrgSetRef){.id = S(ID2), .name = S("n")});
    settle(f);
    assert_str(sets_text(f), ID "||P||\n" ID2 "|n||G|\n");
}

/* --- grants ------------------------------------------------------------------------------------ */

/* Rows are rights: one that grants less takes nothing away. */
static void rows_of_one_key_add_up(void **state)
{
    Fixture *f = *state;
    size_t place = set(f, (OrgSetRef){.name = S("S")});
    grant(f, place, TAB_SETTING, "T", 3, 2);
    grant(f, place, FIELD_PERMISSION, "A.B", FIELD_READ | FIELD_EDIT, FIELD_READ | FIELD_EDIT);
    grant(f, place, FIELD_PERMISSION, "A.B", FIELD_READ | FIELD_EDIT, FIELD_READ);
    grant(f, place, TAB_SETTING, "T", 3, 1);
    settle(f);
    assert_str(sets_text(f), "|S|||\n fieldPermissions A.B 3/3\n tabSettings T 2/3\n");
}

static void entities_with_a_name_become_grants(void **state)
{
    static const struct {
        const char *type, *name, *grant;
    } rows[] = {
        {"ApexClass", "C", "classAccesses C"},
        {"ApexPage", "P", "pageAccesses P"},
        {"BotDefinition", "B", "agentAccesses B"},
        {"CustomPermission", "ns__C", "customPermissions ns__C"},
        {"CustomEntityDefinition", "A__c", "customSettingAccesses A__c"},
        {"CustomEntityDefinition", "A__mdt", "customMetadataTypeAccesses A__mdt"},
        {"CustomEntityDefinition", "Account", NULL},
        {"EmailRoutingAddress", "E", "emailRoutingAddressAccesses E"},
        {"ExternalCredentialParameter", "C-P", "externalCredentialPrincipalAccesses C-P"},
        {"ExternalDataSource", "D", "externalDataSourceAccesses D"},
        {"FlowDefinition", "F", "flowAccesses F"},
        {"ServicePresenceStatus", "S", "servicePresenceStatusAccesses S"},
        {"TabSet", "standard__Sales", "applicationVisibilities standard__Sales"},
        {"ConnectedApplication", "A", NULL},
        {"", "A", NULL},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        anew(f);
        size_t place = set(f, (OrgSetRef){.name = S("S")});
        *map_put(&f->org.entity_names, &f->arena, S("001000000000001"), NULL) =
            names_intern(&f->names, &f->arena, str_of(rows[i].name));
        for (size_t n = 0; n < 3; n++)
            *LIST_ADD(&f->arena, f->org.entities, f->org.entity_count, f->org.entity_capacity) =
                (OrgEntity){.set = place,
                            .type = str_of(rows[i].type),
                            .id = n == 1 ? S("001000000000002") : S("001000000000001")};
        settle(f);
        Str expected = S("|S|||\n");
        if (rows[i].grant)
            expected = str_format(&f->arena, "|S|||\n %s 1/1\n", rows[i].grant);
        assert_row(rows[i].type, sets_text(f), expected.s);
        assert_int_equal(f->org.entities[0].named, rows[i].grant != NULL);
        assert_false(f->org.entities[1].named);
    }
}

/* --- what one user has --------------------------------------------------------------------------- */

static void rows_of_a_user_are_found_by_its_name_in_any_case(void **state)
{
    Fixture *f = *state;
    size_t count;
    assert_true(take_rows(f, "{'Assignee':{'Username':'c@d'},'PermissionSet':{'Name':'S'}},"
                             "{'Assignee':{'Username':'A@b'},'PermissionSet':{'Name':'T'}},"
                             "{'Assignee':{'Username':'c@d.e'},'PermissionSet':{'Name':'S'}},"
                             "{'Assignee':{'Username':'a@B'},'PermissionSet':{'Name':'U'}}"));
    settle(f);
    const OrgAssignment *rows = org_assignments(&f->org, S("a@b"), &count);
    assert_int_equal(count, 2);
    assert_str(f->org.sets[rows[0].set].name, "T");
    assert_str(f->org.sets[rows[1].set].name, "U");
    rows = org_assignments(&f->org, S("C@D"), &count);
    assert_int_equal(count, 1);
    assert_ptr_equal(&f->org.sets[rows[0].set], org_set_named(&f->org, S("s")));
    assert_null(org_assignments(&f->org, S("a@"), &count));
    assert_null(org_assignments(&f->org, S("z"), &count));
    assert_null(org_licenses(&f->org, S("a@b"), &count));
    assert_null(org_set_named(&f->org, S("V")));
}

/* --- what is told twice ------------------------------------------------------------------------ */

static void what_two_answers_tell_alike_stands_once(void **state)
{
    Fixture *f = *state;
    assert_true(take_rows(f, "{'Assignee':{'Username':'a@b.c'},'PermissionSet':{'Name':'S'}},"
                             "{'Assignee':{'Username':'a@b.c'},'PermissionSet':{'Name':'T'}},"
                             "{'Assignee':{'Username':'A@b.c'},'PermissionSet':{'Name':'s'},"
                             "'IsActive':false,'ExpirationDate':'2026-01-01'},"
                             "{'Assignee':{'Username':'d@b.c'},'PermissionSet':{'Name':'S'}},"
                             "{'Assignee':{'Username':'a@b.c'},'PermissionSet':{'Name':'S'},"
                             "'PermissionSetGroup':{'DeveloperName':'G'}}"));
    assert_true(take_rows(f, "{'Assignee':{'Username':'a'},'PermissionSetLicense':"
                             "{'DeveloperName':'L'}},{'Assignee':{'Username':'A'},"
                             "'PermissionSetLicense':{'DeveloperName':'L'}},{'Assignee':"
                             "{'Username':'a'},'PermissionSetLicense':{'DeveloperName':'M'}}"));
    assert_true(take_rows(f, "{'Group':{'Name':'G'},'UserOrGroupId':'1'},"
                             "{'Group':{'Name':'G'},'UserOrGroupId':'1'},"
                             "{'Group':{'Name':'G'},'UserOrGroupId':'2'}"));
    settle(f);
    assert_str(assignments_text(f), "a@b.c > 0 no until 2026-01-01\na@b.c > 1 ?\n"
                                    "a@b.c > 0 of G ?\nd@b.c > 0 ?\n");
    assert_str(licenses_text(f), "a L|\na M|\n");
    assert_int_equal(f->org.member_count, 2);
}

static void a_question_in_parts_is_whole_when_every_part_is(void **state)
{
    static const struct {
        const char *row;
        AnswerState parts[3], all;
    } rows[] = {
        {"none", {0}, ANSWER_MISSING},
        {"whole", {ANSWER_WHOLE}, ANSWER_WHOLE},
        {"whole, whole", {ANSWER_WHOLE, ANSWER_WHOLE}, ANSWER_WHOLE},
        {"whole, partial", {ANSWER_WHOLE, ANSWER_PARTIAL}, ANSWER_PARTIAL},
        {"partial", {ANSWER_PARTIAL}, ANSWER_PARTIAL},
        {"error, whole", {ANSWER_ERROR, ANSWER_WHOLE}, ANSWER_PARTIAL},
        {"error, error", {ANSWER_ERROR, ANSWER_ERROR}, ANSWER_ERROR},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        anew(f);
        for (size_t p = 0; rows[i].parts[p]; p++)
            *LIST_ADD(&f->arena, f->org.answers, f->org.answer_count, f->org.answer_capacity) =
                (OrgAnswer){.question = ASK_FIELDS, .state = rows[i].parts[p]};
        assert_row_true(rows[i].row, org_answer(&f->org, ASK_FIELDS) == rows[i].all);
        assert_int_equal(org_answer(&f->org, ASK_USERS), ANSWER_MISSING);
    }
}

static void nothing_read_is_settled(void **state)
{
    Fixture *f = *state;
    settle(f);
    assert_int_equal(f->org.set_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_user_is_found_in_any_case),
        TEST(a_second_answer_completes_a_user),
        TEST(very_long_names_are_names),
        TEST(users_known_by_id_get_their_names),
        TEST(a_set_is_found_by_what_a_row_tells),
        TEST(two_ids_are_two_sets_whatever_their_names),
        TEST(the_set_of_a_profile_is_not_found_by_name),
        TEST(entries_that_a_later_row_connects_are_joined),
        TEST(three_entries_are_joined_over_id_profile_and_group),
        TEST(rows_of_one_key_add_up),
        TEST(entities_with_a_name_become_grants),
        TEST(rows_of_a_user_are_found_by_its_name_in_any_case),
        TEST(what_two_answers_tell_alike_stands_once),
        TEST(a_question_in_parts_is_whole_when_every_part_is),
        TEST(nothing_read_is_settled),
    };
    return cmocka_run_group_tests_name("org", tests, NULL, NULL);
}
