/* From a definition to a resolved model: licences, companion sets, what users are assigned. */
#include "model.h"

#include "model/type.h"

#define COMPANY "company: {domain: mycompany.com, email: salesops@mycompany.com}\n"

/* --- licences --------------------------------------------------------------------------------- */

static void licences_are_written_as_orgs_store_them(void **state)
{
    (void)state;
    static const struct {
        const char *said, *written;
        LicenseKind kind;
        const char *findings;
    } rows[] = {
        {"Salesforce API Integration", "SalesforceAPIIntegrationPsl", LICENSE_PERMISSION_SET, ""},
        {"SalesforceAPIIntegrationPsl", "SalesforceAPIIntegrationPsl", LICENSE_PERMISSION_SET, ""},
        {"Salesforce", "Salesforce", LICENSE_USER, ""},
        {"none", "", LICENSE_NONE, ""},
        {"None", "", LICENSE_NONE, "license-name 1:31 \"None\" is nearly right\n"},
        {"Salesforce API integration", "SalesforceAPIIntegrationPsl", LICENSE_PERMISSION_SET,
         "license-name 1:31 there is no licence \"Salesforce API integration\"\n"},
        {"ContosoPsl", "ContosoPsl", LICENSE_PERMISSION_SET,
         "license-unknown 1:31 the licence \"ContosoPsl\" is not known\n"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Run run;
        run_format(&run, "permissionSets: {X: {license: %s, objects: {Lead: read}}}\n",
                   rows[i].said);
        const PermissionSet *set = set_named(&run.model, "X");
        assert_row(rows[i].said, set->license_name.s, rows[i].written);
        assert_row_true(rows[i].said, set->license_kind == rows[i].kind);
        assert_findings(&run.diag, rows[i].findings);
        run_end(&run);
    }
}

static void the_company_licence_is_the_default(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, "company: {domain: x.com, email: a@x.com, license: none}\n"
                       "integrations:\n"
                       "  A: {objects: {Lead: read}}\n"
                       "  B: {license: Salesforce API Integration, objects: {Lead: read}}\n");
    assert_int_equal(set_named(&run.model, "A_Integration")->license_kind, LICENSE_NONE);
    assert_int_equal(set_named(&run.model, "B_Integration")->license_kind, LICENSE_PERMISSION_SET);
    run_end(&run);
}

/* A user of the API-only licence needs the permission set licence whatever its set says. */
static void users_are_assigned_licences(void **state)
{
    (void)state;
    static const struct {
        const char *license, *assigned;
    } rows[] = {
        {"none", "SalesforceAPIIntegrationPsl"},
        {"Salesforce API Integration", "SalesforceAPIIntegrationPsl"},
        {"Salesforce Integration", "SalesforceAPIIntegrationPsl"},
        {"SalesUserPsl", "SalesforceAPIIntegrationPsl SalesUserPsl"},
        {"Salesforce", ""}, /* a full user */
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Run run;
        Buf assigned = {0};
        run_format(&run, COMPANY "integrations: {A: {license: %s, objects: {Lead: read}}}\n",
                   rows[i].license);
        const EnvironmentUser *user = user_named(&run.model.environments[0], "a@mycompany.com");
        for (size_t k = 0; k < user->license_count; k++)
            buf_format(&assigned, "%s" STR_FMT, k ? " " : "", STR_ARG(user->licenses[k].s));
        assert_row(rows[i].license, buf_str(&assigned), rows[i].assigned);
        run_end(&run);
        buf_free(&assigned);
    }
}

/* --- companion sets --------------------------------------------------------------------------- */

static void assert_grants(const Run *run, const PermissionSet *set, const char *expected)
{
    Buf out = {0};
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *g = &set->grants.items[i];
        buf_format(&out, "%s%s:" STR_FMT, i ? " " : "", element_table[g->kind].xml,
                   STR_ARG(run->model.names.text[g->key]));
    }
    assert_str(buf_str(&out), expected);
    buf_free(&out);
}

/* A grant of every kind that tells the two sets of an integration apart. */
#define EVERYTHING                                                                                 \
    COMPANY "integrations:\n"                                                                      \
            "  A:\n"                                                                               \
            "    license: %s\n"                                                                    \
            "    objects: {Lead: {access: read, fields: {Email: read}, recordTypes: [R]}}\n"       \
            "    permissions: [ViewSetup]\n"                                                       \
            "    classes: [C]\n"                                                                   \
            "    pages: [P]\n"                                                                     \
            "    flows: [F]\n"                                                                     \
            "    customPermissions: [CP]\n"                                                        \
            "    apps: [App]\n"                                                                    \
            "    externalCredentials: [EC-P]\n"                                                    \
            "    tabs: [T]\n"                                                                      \
            "    customSettings: [CS]\n"

static void what_the_licence_does_not_hold_goes_to_the_companion(void **state)
{
    (void)state;
    Run run;
    run_format(&run, EVERYTHING, "Salesforce API Integration");
    assert_findings(&run.diag, "");
    assert_int_equal(run.model.set_count, 2);
    const PermissionSet *main = set_named(&run.model, "A_Integration");
    const PermissionSet *companion = set_named(&run.model, "A_Integration_Access");
    assert_grants(&run, main,
                  "customSettingAccesses:CS fieldPermissions:Lead.Email objectPermissions:Lead "
                  "recordTypeVisibilities:Lead.R tabSettings:T userPermissions:ViewSetup");
    assert_grants(&run, companion,
                  "applicationVisibilities:App classAccesses:C customPermissions:CP "
                  "externalCredentialPrincipalAccesses:EC-P flowAccesses:F pageAccesses:P");
    assert_int_equal(main->role, SET_INTEGRATION);
    assert_int_equal(companion->role, SET_COMPANION);
    assert_str(companion->label.s, "A Integration Access");
    assert_int_equal(companion->license_kind, LICENSE_NONE);
    assert_str(companion->license_name.s, "");
    assert_true(companion->description.s.n > 0 && companion->description.s.n <= 255);
    const EnvironmentUser *user = user_named(&run.model.environments[0], "a@mycompany.com");
    assert_int_equal(user->set_count, 2);
    assert_str(user->sets[0].s, "A_Integration");
    assert_str(user->sets[1].s, "A_Integration_Access");
    run_end(&run);
}

static void without_a_permission_set_licence_one_set_holds_all(void **state)
{
    (void)state;
    static const char *const licenses[] = {"none", "Salesforce"};
    for (size_t i = 0; i < COUNT_OF(licenses); i++) {
        Run run;
        run_format(&run, EVERYTHING, licenses[i]);
        assert_int_equal(run.model.set_count, 1);
        assert_int_equal(run.model.sets[0]->grants.count, 12);
        run_end(&run);
    }
}

static void the_companion_takes_the_licence_of_the_company(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, "company: {domain: x.com, email: a@x.com, companionLicense: Salesforce}\n"
                       "integrations: {A: {classes: [C], objects: {Lead: read}}}\n");
    const PermissionSet *companion = set_named(&run.model, "A_Integration_Access");
    assert_str(companion->license_name.s, "Salesforce");
    assert_int_equal(companion->license_kind, LICENSE_USER);
    run_end(&run);
}

static void a_companion_can_stand_alone(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, COMPANY "integrations: {A: {classes: [C]}}\n");
    assert_int_equal(run.model.set_count, 1);
    assert_str(run.model.sets[0]->api_name.s, "A_Integration_Access");
    assert_int_equal(user_named(&run.model.environments[0], "a@mycompany.com")->set_count, 1);
    run_end(&run);
}

static void what_the_profile_brings_is_not_repeated(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, COMPANY "integrations:\n"
                               "  A: {permissions: [ApiUserOnly, ViewSetup, ApiEnabled]}\n");
    assert_findings(&run.diag,
                    "profile-permission 3:45 ApiEnabled comes with the API-only profile, "
                    "so the set does not repeat it\n"
                    "profile-permission 3:21 ApiUserOnly comes with the API-only profile, "
                    "so the set does not repeat it\n");
    assert_grants(&run, set_named(&run.model, "A_Integration"), "userPermissions:ViewSetup");
    run_end(&run);
}

static void shared_sets_keep_everything(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run,
                 "permissionSets: {Shared_Read: {permissions: [ApiEnabled], classes: [C]}}\n");
    assert_findings(&run.diag, "");
    const PermissionSet *set = set_named(&run.model, "Shared_Read");
    assert_grants(&run, set, "classAccesses:C userPermissions:ApiEnabled");
    assert_str(set->label.s, "Shared Read");
    assert_int_equal(set->role, SET_SHARED);
    run_end(&run);
}

/* --- assignments ------------------------------------------------------------------------------ */

static Str joined(Arena *a, const Text *texts, size_t count)
{
    Str text = S("");
    for (size_t i = 0; i < count; i++)
        text =
            str_format(a, STR_FMT "%s" STR_FMT, STR_ARG(text), i ? " " : "", STR_ARG(texts[i].s));
    return text;
}

static void own_sets_come_before_what_is_assigned(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run,
                 COMPANY "integrations:\n"
                         "  A:\n"
                         "    classes: [C]\n"
                         "    objects: {Lead: read}\n"
                         "    assign: [Shared, {org: ns__Sync}, {group: G}, {license: CRMUserPsl},"
                         " {license: Salesforce API Integration}, {org: A_Integration}]\n"
                         "permissionSets:\n"
                         "  Shared: {apiName: Shared_X, license: SalesUserPsl,"
                         " objects: {Lead: read}}\n");
    assert_findings(&run.diag, "");
    Arena *a = &run.model.arena;
    const EnvironmentUser *user = user_named(&run.model.environments[0], "a@mycompany.com");
    assert_str(joined(a, user->sets, user->set_count),
               "A_Integration A_Integration_Access Shared_X ns__Sync");
    assert_str(joined(a, user->groups, user->group_count), "G");
    assert_str(joined(a, user->licenses, user->license_count),
               "SalesforceAPIIntegrationPsl SalesUserPsl CRMUserPsl");
    run_end(&run);
}

static void without_grants_there_is_a_user_and_no_set(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, COMPANY "integrations: {A: {assign: [Shared]}}\n"
                               "permissionSets: {Shared: {objects: {Lead: read}}}\n");
    assert_findings(&run.diag, "");
    assert_int_equal(run.model.set_count, 1);
    assert_null(run.model.integrations[0].main);
    const EnvironmentUser *user = user_named(&run.model.environments[0], "a@mycompany.com");
    assert_str(joined(&run.model.arena, user->sets, user->set_count), "Shared");
    run_end(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(licences_are_written_as_orgs_store_them),
        cmocka_unit_test(the_company_licence_is_the_default),
        cmocka_unit_test(users_are_assigned_licences),
        cmocka_unit_test(what_the_licence_does_not_hold_goes_to_the_companion),
        cmocka_unit_test(without_a_permission_set_licence_one_set_holds_all),
        cmocka_unit_test(the_companion_takes_the_licence_of_the_company),
        cmocka_unit_test(a_companion_can_stand_alone),
        cmocka_unit_test(what_the_profile_brings_is_not_repeated),
        cmocka_unit_test(shared_sets_keep_everything),
        cmocka_unit_test(own_sets_come_before_what_is_assigned),
        cmocka_unit_test(without_grants_there_is_a_user_and_no_set),
    };
    return cmocka_run_group_tests_name("licenses", tests, NULL, NULL);
}
