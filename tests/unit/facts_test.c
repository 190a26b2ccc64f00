/* facts: look-ups in the tables of schemas/. */
#include "test.h"

#include "diag/diag.h"
#include "facts/facts.h"

static void the_integration_licences(void **state)
{
    (void)state;
    License license = fact_integration_license();
    assert_str(license.name, "SalesforceAPIIntegrationPsl");
    assert_str(license.label, "Salesforce API Integration");
    assert_false(license.user);
    assert_str(fact_integration_user_license(), "Salesforce Integration");
}

static void licences_are_found_by_label_or_name(void **state)
{
    (void)state;
    static const struct {
        const char *said, *name;
        bool user;
    } rows[] = {
        {"Salesforce API Integration", "SalesforceAPIIntegrationPsl", false},
        {"SalesforceAPIIntegrationPsl", "SalesforceAPIIntegrationPsl", false},
        {"Salesforce Integration", "Salesforce Integration", true},
        {"Salesforce", "Salesforce", true},
        {"Cloud Integration User", "Cloud Integration User", true},
        {"EinsteinAnalyticsPlusPsl", "EinsteinAnalyticsPlusPsl", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        License license;
        assert_row_true(rows[i].said, fact_license(str_of(rows[i].said), &license));
        assert_row(rows[i].said, license.name, rows[i].name);
        assert_row_true(rows[i].said, license.user == rows[i].user);
    }
    License license;
    assert_false(fact_license(S("salesforce"), &license));
    assert_false(fact_license(S(""), &license));
    assert_false(fact_license(S("none"), &license));
}

static void near_misses_are_recognised(void **state)
{
    (void)state;
    static const struct {
        const char *said, *name; /* NULL: nothing is near */
    } rows[] = {
        {"salesforce api integration", "SalesforceAPIIntegrationPsl"},
        {"SalesforceApiIntegrationPsl", "SalesforceAPIIntegrationPsl"},
        {"Salesforce  API Integration", "SalesforceAPIIntegrationPsl"},
        {"Salesforce\xc2\xa0"
         "API\xc2\xa0Integration",
         "SalesforceAPIIntegrationPsl"},
        {"Salesforce\xc2\xa0\xc2\xa0"
         "API\xc2\xa0Integration",
         "SalesforceAPIIntegrationPsl"},
        {"Salesforce API Integratoin", "SalesforceAPIIntegrationPsl"},
        {"SalesforceIntegration", "Salesforce Integration"},
        {"SalesForce", "Salesforce"},
        {"Salesforce API", NULL},
        {"Salesforce Integration API", "SalesforceAPIIntegrationPsl"},
        {"Salesforce Salesforce Integration", NULL},
        {"Contoso Licence", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        License license = {0};
        assert_row_true(rows[i].said, fact_license_near(str_of(rows[i].said), &license) ==
                                          (rows[i].name != NULL));
        assert_row(rows[i].said, license.name, rows[i].name ? rows[i].name : "");
    }
}

static void profiles_and_what_comes_with_them(void **state)
{
    (void)state;
    assert_str(fact_newest_profile(), "Minimum Access - API Only Integrations");
    assert_str(fact_older_profile(), "Salesforce API Only System Integrations");
    assert_true(fact_profile_permission(S("ApiEnabled")));
    assert_true(fact_profile_permission(S("ApiUserOnly")));
    assert_false(fact_profile_permission(S("apiEnabled")));
    assert_false(fact_profile_permission(S("ViewSetup")));
    assert_false(fact_profile_permission(S("")));
}

static void features_and_editions(void **state)
{
    (void)state;
    Arena a = {0};
    size_t count;
    int licenses;
    const Str *names = fact_features(&a, &count);
    assert_int_equal(count, 15);
    assert_str(names[0], "AvantgoUser");
    for (size_t i = 1; i < count; i++)
        assert_true(str_compare(names[i - 1], names[i]) < 0);
    names = fact_editions(&a, &count);
    assert_int_equal(count, 5);
    assert_str(names[0], "developer");
    assert_str(names[4], "unlimited");
    assert_true(fact_edition_licenses(S("enterprise"), &licenses));
    assert_int_equal(licenses, 5);
    assert_true(fact_edition_licenses(S("professional"), &licenses));
    assert_int_equal(licenses, 0);
    assert_false(fact_edition_licenses(S("Enterprise"), &licenses));
    arena_free(&a);
}

/* `apionly explain` has something to say of every rule, and the table of no other. */
static void every_rule_is_explained(void **state)
{
    (void)state;
    Str why, answer, evidence;
    for (size_t i = 0; i < RULE_COUNT; i++)
        assert_row_true(rule_info[i].id,
                        fact_rule(str_of(rule_info[i].id), &why, &answer, &evidence) && why.n > 0 &&
                            evidence.n > 0);
    assert_false(fact_rule(S("no-such-rule"), &why, &answer, &evidence));
    assert_true(fact_rule(S("object-ladder"), &why, &answer, &evidence));
    assert_true(answer.n > 0);
}

static void vendors_that_ask_for_more(void **state)
{
    (void)state;
    Str license = S(""), evidence = S("");
    assert_true(fact_vendor_license(S("marketo"), &license, &evidence));
    assert_str(license, "Salesforce");
    assert_true(evidence.n > 0);
    assert_false(fact_vendor_license(S("HubSpot"), &license, &evidence));
    assert_false(fact_vendor_license(S(""), &license, &evidence));
}

static void limits_are_constants(void **state)
{
    (void)state;
    assert_int_equal(LIMIT_API_NAME, 80);
    assert_int_equal(LIMIT_LABEL, 80);
    assert_int_equal(LIMIT_DESCRIPTION, 255);
    assert_int_equal(LIMIT_ALIAS, 8);
    assert_int_equal(LIMIT_USERNAME, 80);
    assert_int_equal(LIMIT_DEPLOY_FILES, 10000);
    assert_int_equal(LIMIT_DEPLOY_ZIP_BYTES, 39000000);
    assert_int_equal(LIMIT_DEPLOY_BYTES, 629145600);
    assert_int_equal(VERSION_OLDEST_BUILD, 40);
    assert_int_equal(VERSION_DEFAULT, 67);
    assert_int_equal(VERSION_NEWEST, 68);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_integration_licences),
        cmocka_unit_test(licences_are_found_by_label_or_name),
        cmocka_unit_test(near_misses_are_recognised),
        cmocka_unit_test(profiles_and_what_comes_with_them),
        cmocka_unit_test(features_and_editions),
        cmocka_unit_test(every_rule_is_explained),
        cmocka_unit_test(vendors_that_ask_for_more),
        cmocka_unit_test(limits_are_constants),
    };
    return cmocka_run_group_tests_name("facts", tests, NULL, NULL);
}
