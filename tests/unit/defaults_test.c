/* From a definition to a resolved model: names, users, environments. */
#include "model.h"

#define COMPANY "company: {domain: mycompany.com, email: salesops@mycompany.com}\n"

/* --- the guide -------------------------------------------------------------------------------- */

/* The five-row table of the guide that the product is built on. */
static void the_five_rows_of_the_guide(void **state)
{
    (void)state;
    static const struct {
        const char *tool, *label, *api_name, *username, *alias;
    } rows[] = {
        {"Marketo", "Marketo Integration", "Marketo_Integration", "marketo@mycompany.com",
         "marketo"},
        {"Outreach.io", "Outreach.io Integration", "Outreach_io_Integration",
         "outreach@mycompany.com", "outreach"},
        {"HubSpot", "HubSpot Integration", "HubSpot_Integration", "hubspot@mycompany.com",
         "hubspot"},
        {"Intercom", "Intercom Integration", "Intercom_Integration", "intercom@mycompany.com",
         "intercom"},
        {"SalesLoft", "SalesLoft Integration", "SalesLoft_Integration", "salesloft@mycompany.com",
         "saleslof"},
    };
    Run run;
    run_resolved(&run, COMPANY "integrations:\n"
                               "  Marketo: {objects: {Lead: read}}\n"
                               "  Outreach.io: {objects: {Lead: read}}\n"
                               "  HubSpot: {objects: {Lead: read}}\n"
                               "  Intercom: {objects: {Lead: read}}\n"
                               "  SalesLoft: {objects: {Lead: read}}\n");
    assert_findings(&run.diag, "");
    assert_int_equal(run.model.set_count, 5);
    assert_int_equal(run.model.environment_count, 1);
    const Environment *production = environment_named(&run.model, "production");
    assert_int_equal(production->user_count, 5);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const EnvironmentUser *user = user_named(production, rows[i].username);
        const PermissionSet *set = set_named(&run.model, rows[i].api_name);
        assert_str(user->integration->name.s, rows[i].tool);
        assert_str(set->label.s, rows[i].label);
        assert_str(set->license_name.s, "SalesforceAPIIntegrationPsl");
        assert_str(user->keys.last_name.s, rows[i].label);
        assert_str(user->keys.email.s, "salesops@mycompany.com");
        assert_str(user->keys.alias.s, rows[i].alias);
        assert_int_equal(user->set_count, 1);
        assert_str(user->sets[0].s, rows[i].api_name);
    }
    run_end(&run);
}

static void what_is_not_said_has_a_default(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, COMPANY "integrations: {HubSpot: {objects: {Lead: read}}}\n");
    const EnvironmentUser *user =
        user_named(environment_named(&run.model, "production"), "hubspot@mycompany.com");
    assert_str(user->keys.time_zone.s, "GMT");
    assert_str(user->keys.locale.s, "en_US");
    assert_str(user->keys.language.s, "en_US");
    assert_str(user->keys.encoding.s, "UTF-8");
    assert_str(user->keys.first_name.s, "");
    assert_str(user->keys.profile.s, ""); /* whichever API-only profile the org has */
    assert_str(user->base_username.s, "hubspot@mycompany.com");
    assert_int_equal(user->license_count, 1);
    assert_str(user->licenses[0].s, "SalesforceAPIIntegrationPsl");
    assert_int_equal(user->group_count, 0);
    assert_int_equal(run.model.api.number, 67);
    assert_int_equal(set_named(&run.model, "HubSpot_Integration")->api.number, 67);
    run_end(&run);
}

static void users_and_sets_are_sorted(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, COMPANY "integrations:\n"
                               "  b: {objects: {Lead: read}}\n"
                               "  C: {objects: {Lead: read}}\n"
                               "  a: {objects: {Lead: read}}\n");
    static const char *const users[] = {"a@mycompany.com", "b@mycompany.com", "c@mycompany.com"};
    static const char *const sets[] = {"C_Integration", "a_Integration", "b_Integration"};
    for (size_t i = 0; i < 3; i++) {
        assert_str(run.model.environments[0].users[i].keys.username.s, users[i]);
        assert_str(run.model.sets[i]->api_name.s, sets[i]);
        assert_str(run.model.environments[0].sets[i]->api_name.s, sets[i]);
    }
    run_end(&run);
}

/* --- names ------------------------------------------------------------------------------------ */

static void patterns_of_the_company_make_the_names(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, "company: {domain: x.com, email: a@x.com, names: {label: 'API {tool}',"
                       " apiName: 'Int {tool}', username: 'int-{tool}', alias: 'i{tool}'}}\n"
                       "integrations: {Outreach.io: {classes: [C], objects: {Lead: read}}}\n");
    assert_findings(&run.diag, "");
    const EnvironmentUser *user = user_named(&run.model.environments[0], "int-outreach@x.com");
    assert_str(user->keys.alias.s, "ioutreach"); /* too long: told by a check, never cut */
    assert_str(user->keys.last_name.s, "API Outreach.io");
    assert_str(set_named(&run.model, "Int_Outreach_io")->label.s, "API Outreach.io");
    assert_str(set_named(&run.model, "Int_Outreach_io_Access")->label.s, "API Outreach.io Access");
    run_end(&run);
}

static void a_pattern_may_hold_the_domain(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, "company: {email: a@x.com, names: {username: '{tool}@api.x.com'}}\n"
                       "integrations: {HubSpot: {objects: {Lead: read}}}\n");
    assert_findings(&run.diag, "");
    user_named(&run.model.environments[0], "hubspot@api.x.com");
    run_end(&run);
}

static void what_is_said_is_taken(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, COMPANY "integrations:\n"
                               "  HubSpot:\n"
                               "    label: Hub\n"
                               "    apiName: Hub_API\n"
                               "    user: {username: h@x.org, lastName: Hub Bot, firstName: A,"
                               " alias: hb, email: e@x.org, timeZone: Europe/Berlin, locale: de_DE,"
                               " language: de, encoding: ISO-8859-1, profile: P, role: R}\n"
                               "    objects: {Lead: read}\n");
    assert_findings(&run.diag, "");
    const UserKeys *keys = &user_named(&run.model.environments[0], "h@x.org")->keys;
    static const char *const said[] = {"Hub Bot", "A",  "hb",         "e@x.org", "Europe/Berlin",
                                       "de_DE",   "de", "ISO-8859-1", "P",       "R"};
    const Text texts[] = {keys->last_name, keys->first_name, keys->alias,    keys->email,
                          keys->time_zone, keys->locale,     keys->language, keys->encoding,
                          keys->profile,   keys->user_role};
    for (size_t i = 0; i < COUNT_OF(said); i++)
        assert_row(said[i], texts[i].s, said[i]);
    assert_str(set_named(&run.model, "Hub_API")->label.s, "Hub");
    run_end(&run);
}

/* What cannot be derived is an error with a proposal; nothing is cut or guessed in silence. */
static void names_that_do_not_follow_are_asked_for(void **state)
{
    (void)state;
    static const struct {
        const char *tool, *findings, *help;
    } rows[] = {
        {"3M",
         "name-needed 2:16 no API name follows from \"3M Integration\": it begins with a digit\n",
         "set `apiName: X3M_Integration`"},
        {"Z\xc3\xbcrich",
         "name-needed 2:16 no API name follows from \"Z\xc3\xbcrich Integration\": it has letters "
         "outside A to Z\n",
         "set `apiName: Zurich_Integration`"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Run run;
        run_format(&run, COMPANY "integrations: {%s: {objects: {Lead: read}}}\n", rows[i].tool);
        assert_findings(&run.diag, rows[i].findings);
        assert_str(run.diag.items[0].help, rows[i].help);
        run_end(&run);
    }
}

static void an_api_name_may_have_80_characters(void **state)
{
    (void)state;
    Run run;
    char tool[70] = {0};
    for (size_t n = 68; n <= 69; n++) {
        memset(tool, 'x', n);
        run_format(&run, COMPANY "integrations: {%s: {objects: {Lead: read}}}\n", tool);
        assert_int_equal(run.diag.count, n == 68 ? 0 : 1);
        assert_true(run.model.sets[0]->api_name.s.n <= 80);
        run_end(&run);
    }
}

static void a_username_without_domain_or_letters_is_asked_for(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run,
                 "company: {email: a@x.com}\nintegrations: {HubSpot: {objects: {Lead: read}}}\n");
    assert_findings(&run.diag, "missing-key 2:16 the username of \"HubSpot\" needs a domain\n");
    run_end(&run);
    run_resolved(&run, COMPANY "integrations: {'!!!': {apiName: A, objects: {Lead: read}}}\n");
    assert_findings(&run.diag, "name-needed 2:16 no username follows from \"!!!\"\n");
    run_end(&run);
    run_resolved(&run,
                 "company: {domain: x.com}\nintegrations: {HubSpot: {objects: {Lead: read}}}\n");
    assert_findings(&run.diag, "missing-key 2:16 the user of \"HubSpot\" needs an email\n");
    run_end(&run);
}

/* --- users and environments ------------------------------------------------------------------- */

static void several_users_have_names_of_their_own(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, COMPANY "integrations:\n"
                               "  HubSpot:\n"
                               "    objects: {Lead: read}\n"
                               "    users:\n"
                               "      Bulk Load: {}\n"
                               "      live:\n"
                               "      named: {username: n@x.org, email: n@x.org, alias: n}\n");
    assert_findings(&run.diag, "");
    const Environment *production = environment_named(&run.model, "production");
    assert_int_equal(production->user_count, 3);
    const EnvironmentUser *bulk = user_named(production, "hubspot-bulk-load@mycompany.com");
    assert_str(bulk->keys.last_name.s, "HubSpot Integration Bulk Load");
    assert_str(bulk->keys.alias.s, "hubspotb");
    const EnvironmentUser *live = user_named(production, "hubspot-live@mycompany.com");
    assert_str(live->keys.last_name.s, "HubSpot Integration live");
    assert_str(live->keys.email.s, "salesops@mycompany.com");
    const EnvironmentUser *named = user_named(production, "n@x.org");
    assert_str(named->keys.email.s, "n@x.org");
    assert_str(named->sets[0].s, "HubSpot_Integration");
    run_end(&run);
}

/* The last place that speaks decides: company, environment, user, the environment's users. */
static void the_most_particular_place_decides(void **state)
{
    (void)state;
    static const struct {
        const char *username, *email, *profile, *zone;
    } rows[] = {
        {"company@x.com.uat", "uat@x.com", "Uat", "UTC"},
        {"user@x.com.uat", "user@x.com", "User", "Asia/Tokyo"},
        {"here@x.com.uat", "here@x.com", "User", "Asia/Seoul"},
    };
    Run run;
    run_resolved(&run, "company: {domain: x.com, email: c@x.com, profile: Company, timeZone: UTC}\n"
                       "environments:\n"
                       "  production: {}\n"
                       "  uat:\n"
                       "    usernameSuffix: .uat\n"
                       "    email: uat@x.com\n"
                       "    profile: Uat\n"
                       "    users:\n"
                       "      Here: {email: here@x.com, timeZone: Asia/Seoul}\n"
                       "integrations:\n"
                       "  Company: {objects: {Lead: read}}\n"
                       "  User: &user\n"
                       "    user: {email: user@x.com, profile: User, timeZone: Asia/Tokyo}\n"
                       "    objects: {Lead: read}\n"
                       "  Here: *user\n");
    assert_findings(&run.diag, "");
    const Environment *uat = environment_named(&run.model, "uat");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const UserKeys *keys = &user_named(uat, rows[i].username)->keys;
        assert_row(rows[i].username, keys->email.s, rows[i].email);
        assert_row(rows[i].username, keys->profile.s, rows[i].profile);
        assert_row(rows[i].username, keys->time_zone.s, rows[i].zone);
    }
    const Environment *production = environment_named(&run.model, "production");
    const UserKeys *keys = &user_named(production, "company@x.com")->keys;
    assert_str(keys->email.s, "c@x.com");
    assert_str(keys->profile.s, "Company");
    assert_str(user_named(production, "here@x.com")->keys.email.s, "user@x.com");
    run_end(&run);
}

static void the_suffix_is_added_unless_the_environment_names_the_user(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, COMPANY "environments:\n"
                               "  uat:\n"
                               "    usernameSuffix: .uat\n"
                               "    users: {B: {username: exact@x.com}}\n"
                               "integrations:\n"
                               "  A: {objects: {Lead: read}}\n"
                               "  B: {objects: {Lead: read}}\n"
                               "  C: {user: {username: c@x.com}, objects: {Lead: read}}\n");
    assert_findings(&run.diag, "");
    const Environment *uat = environment_named(&run.model, "uat");
    assert_str(user_named(uat, "a@mycompany.com.uat")->base_username.s, "a@mycompany.com");
    assert_str(user_named(uat, "exact@x.com")->base_username.s, "exact@x.com");
    assert_str(user_named(uat, "c@x.com.uat")->base_username.s, "c@x.com");
    run_end(&run);
}

static void an_environment_speaks_of_one_of_several_users(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run,
                 COMPANY "environments:\n"
                         "  production:\n"
                         "    users: {A: {bulk: {email: bulk@x.com, groups: [G]}}}\n"
                         "integrations:\n"
                         "  A: {objects: {Lead: read}, users: {bulk: {groups: [H, I]}, live: }}\n");
    assert_findings(&run.diag, "");
    const Environment *production = environment_named(&run.model, "production");
    const UserKeys *bulk = &user_named(production, "a-bulk@mycompany.com")->keys;
    assert_str(bulk->email.s, "bulk@x.com");
    assert_int_equal(bulk->groups.count, 1); /* a list replaces a list */
    assert_str(bulk->groups.items[0].s, "G");
    assert_str(user_named(production, "a-live@mycompany.com")->keys.email.s,
               "salesops@mycompany.com");
    run_end(&run);
}

static void an_integration_may_exist_in_some_environments(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, COMPANY "environments: {production: {}, uat: {}}\n"
                               "integrations:\n"
                               "  A: {objects: {Lead: read}}\n"
                               "  B: {environments: [uat], classes: [C], objects: {Lead: read}}\n"
                               "permissionSets: {Shared: {objects: {Lead: read}}}\n");
    assert_findings(&run.diag, "");
    assert_true(run.model.environments_differ);
    assert_int_equal(run.model.set_count, 4);
    const Environment *production = environment_named(&run.model, "production");
    const Environment *uat = environment_named(&run.model, "uat");
    assert_int_equal(production->user_count, 1);
    assert_int_equal(uat->user_count, 2);
    assert_int_equal(production->set_count, 2);
    assert_str(production->sets[0]->api_name.s, "A_Integration");
    assert_str(production->sets[1]->api_name.s, "Shared");
    assert_int_equal(uat->set_count, 4);
    run_end(&run);
}

static void naming_every_environment_is_no_difference(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, COMPANY "environments: {production: {}, uat: {}}\n"
                               "integrations: {A: {environments: [uat, production],"
                               " objects: {Lead: read}}}\n");
    assert_false(run.model.environments_differ);
    run_end(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_five_rows_of_the_guide),
        cmocka_unit_test(what_is_not_said_has_a_default),
        cmocka_unit_test(users_and_sets_are_sorted),
        cmocka_unit_test(patterns_of_the_company_make_the_names),
        cmocka_unit_test(a_pattern_may_hold_the_domain),
        cmocka_unit_test(what_is_said_is_taken),
        cmocka_unit_test(names_that_do_not_follow_are_asked_for),
        cmocka_unit_test(an_api_name_may_have_80_characters),
        cmocka_unit_test(a_username_without_domain_or_letters_is_asked_for),
        cmocka_unit_test(several_users_have_names_of_their_own),
        cmocka_unit_test(the_most_particular_place_decides),
        cmocka_unit_test(the_suffix_is_added_unless_the_environment_names_the_user),
        cmocka_unit_test(an_environment_speaks_of_one_of_several_users),
        cmocka_unit_test(an_integration_may_exist_in_some_environments),
        cmocka_unit_test(naming_every_environment_is_no_difference),
    };
    return cmocka_run_group_tests_name("defaults", tests, NULL, NULL);
}
