/* command/import_users.h: names for tools and users, and what is read of users for them. */
#include "org.h"

#include "command/import_users.h"
#include "facts/facts.h"

/* --- what rows tell of users --------------------------------------------------------------------- */

static void names_and_regions_of_users_are_read(void **state)
{
    Fixture *f = *state;
    assert_true(take_rows(f, "{'Username':'a@my.com','Name':'Hub Spot','FirstName':'Hub',"
                             "'LastName':'Spot','Alias':'hub','UserRole':null,"
                             "'TimeZoneSidKey':'GMT','LocaleSidKey':'de_DE',"
                             "'LanguageLocaleKey':'de','EmailEncodingKey':'UTF-8'},"
                             "{'Username':'b@my.com','Name':null}"));
    assert_true(take_rows(f, "{'Username':'b@my.com','UserRole.Name':'Boss','Alias':'b'}"));
    const OrgUser *user = org_user(&f->org, S("a@my.com"));
    assert_str(user->name, "Hub Spot");
    assert_str(user->first_name, "Hub");
    assert_str(user->last_name, "Spot");
    assert_str(user->alias, "hub");
    assert_str(user->time_zone, "GMT");
    assert_str(user->locale, "de_DE");
    assert_str(user->language, "de");
    assert_str(user->encoding, "UTF-8");
    assert_true(user->role_told);
    assert_str(user->role, "");
    user = org_user(&f->org, S("b@my.com"));
    assert_true(user->role_told);
    assert_str(user->role, "Boss");
    assert_str(user->alias, "b");
    assert_true(take_rows(f, "{'Username':'c@my.com','Alias':'c'}"));
    assert_false(org_user(&f->org, S("c@my.com"))->role_told);
}

static void a_set_of_a_profile_is_known_without_its_name(void **state)
{
    Fixture *f = *state;
    assert_true(take_rows(f,
                          "{'Assignee':{'Username':'a@my.com'},'PermissionSetId':'0PS000000000001',"
                          "'PermissionSet':{'Name':'X00e1','IsOwnedByProfile':true}},"
                          "{'Assignee':{'Username':'a@my.com'},'PermissionSetId':'0PS000000000002',"
                          "'PermissionSet':{'Name':'Own','IsOwnedByProfile':false}}"));
    org_settle(&f->org, &f->names, &f->arena);
    assert_int_equal(f->org.assignment_count, 2);
    assert_true(f->org.sets[f->org.assignments[0].set].owned);
    assert_false(f->org.sets[f->org.assignments[1].set].owned);
}

static void members_tell_whether_the_kind_of_their_group_is_told(void **state)
{
    Fixture *f = *state;
    assert_true(take_rows(f,
                          "{'UserOrGroupId':'005000000000001','Group':{'Name':'Q','Type':'Queue'}},"
                          "{'UserOrGroupId':'005000000000001','Group':{'Name':'G'}}"));
    assert_true(f->org.members[0].typed);
    assert_false(f->org.members[1].typed);
}

/* --- keys -------------------------------------------------------------------------------------- */

static void names_become_keys_that_a_reader_keeps(void **state)
{
    Fixture *f = *state;
    assert_str(safe_name(&f->arena, S("HubSpot")), "HubSpot");
    assert_str(safe_name(&f->arena, S("x-ray")), "X-ray");
    assert_str(safe_name(&f->arena, S(" a\tb\u00a0c\u200bd\n")), "a b cd");
    assert_str(safe_name(&f->arena, S("\u200bx-")), "X-");
    assert_str(safe_name(&f->arena, S("\u200b")), "");
}

static void api_names_are_said_where_none_follows(void **state)
{
    Fixture *f = *state;
    Arena *a = &f->arena;
    assert_false(must_say_api_name(a, S("Acme"), S("Acme Integration"), S("Acme_Integration")));
    assert_true(must_say_api_name(a, S("Acme"), S("Acme Integration"), S("Other")));
    assert_true(must_say_api_name(a, S("\u00c4"), S("\u00c4 Integration"), S("A_Integration")));
    assert_true(must_say_api_name(a, S("<<"), S("<< Integration"), S("Integration")));
}

/* --- users of one tool ------------------------------------------------------------------------- */

enum { USERS_MAX = 3 };

/* The names of users with these usernames, with a blank behind each. */
static const char *names_of(Fixture *f, const char *const *usernames)
{
    static Holder holders[USERS_MAX];
    static OrgUser users[USERS_MAX];
    Holder *places[USERS_MAX];
    ImportedSet own = {.set = ARENA_NEW(&f->arena, PermissionSet), .tool = S("Tool")};
    Adopted one = {.users = places, .own = &own, .integration = ARENA_NEW(&f->arena, Integration)};
    Shared shared = {.domain = S("my.com")};
    Buf names = {0};
    for (; one.count < USERS_MAX && usernames[one.count]; one.count++) {
        users[one.count] = (OrgUser){.username = str_of(usernames[one.count])};
        holders[one.count] =
            (Holder){.user = &users[one.count], .base_username = str_of(usernames[one.count])};
        places[one.count] = &holders[one.count];
    }
    name_tools(&f->arena, &one, 1);
    name_users(&f->arena, &shared, &one, 1);
    buf_format(&names, "%d:", have_common_stem(&one));
    for (size_t i = 0; i < one.count; i++)
        buf_format(&names, " " STR_FMT, STR_ARG(one.integration->users.items[i].name.s));
    const char *text = str_c(&f->arena, buf_str(&names));
    buf_free(&names);
    return text;
}

static void users_of_one_tool_are_named_by_what_differs(void **state)
{
    static const struct {
        const char *usernames[USERS_MAX + 1], *names;
    } rows[] = {
        {{"feed-eu@my.com", "feed-us@my.com"}, "1: eu us"},
        {{"hubspot-stream@my.com", "hubspot-sync@my.com"}, "1: stream sync"},
        {{"bulk-hubspot@my.com", "live-hubspot@my.com"}, "0: bulk live"},
        {{"hubspot1@my.com", "hubspot2@my.com"}, "1: 1 2"},
        {{"hubspot@my.com", "hubspot2@my.com"}, "1: hubspot hubspot2"},
        {{"hubspot@eu.my.com", "hubspot@us.my.com"}, "1: eu us"},
        {{"sync-email@my.com", "sync-alias@my.com"}, "1: user-email user-alias"},
        {{"sync-x-1@my.com", "sync-y-1@my.com"}, "1: x y"},
        {{"a@my.com", "b@my.com", "c@my.com"}, "0: a b c"},
        {{"a@my.com", "a@my.org", "b@my.com"}, "0: a@my.com a@my.org b@my.com"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(names_of(*state, rows[i].usernames), rows[i].names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_and_regions_of_users_are_read),
        TEST(a_set_of_a_profile_is_known_without_its_name),
        TEST(members_tell_whether_the_kind_of_their_group_is_told),
        TEST(names_become_keys_that_a_reader_keeps),
        TEST(api_names_are_said_where_none_follows),
        TEST(users_of_one_tool_are_named_by_what_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
