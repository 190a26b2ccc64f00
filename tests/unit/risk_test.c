/* resolve/risk: which access is a risk by itself, what of it follows from something graver, who accepted it. */
#include "model.h"

#include "resolve/risk.h"

#define COMPANY "company: {domain: mycompany.com, email: ops@mycompany.com}\n"

/* --- one entry ---------------------------------------------------------------------------------- */

/* "modify-all-records high, view-all-fields elevated" */
static Str risks_told(Arena *a, const Risk *risks, size_t count)
{
    Str text = S("");
    for (size_t i = 0; i < count; i++)
        text = str_format(a, STR_FMT "%s%s %s", STR_ARG(text), i ? ", " : "",
                          rule_info[risks[i].rule].id, risk_tier(risks[i].rule));
    return text;
}

static void each_tier_has_its_access(void **state)
{
    enum { ALL = OBJECT_MODIFY_ALL | OBJECT_VIEW_ALL | OBJECT_VIEW_ALL_FIELDS };
    static const struct {
        ElementKind kind;
        const char *name;
        uint32_t bits;
        const char *wanted;
    } rows[] = {
        {OBJECT_PERMISSION, "Account", 0, ""},
        {OBJECT_PERMISSION, "Account", OBJECT_CREATE | OBJECT_READ | OBJECT_EDIT | OBJECT_DELETE,
         ""},
        {OBJECT_PERMISSION, "Account", OBJECT_MODIFY_ALL, "modify-all-records high"},
        {OBJECT_PERMISSION, "Account", OBJECT_VIEW_ALL, "view-all-records elevated"},
        {OBJECT_PERMISSION, "Account", OBJECT_VIEW_ALL_FIELDS, "view-all-fields elevated"},
        {OBJECT_PERMISSION, "Account", OBJECT_MODIFY_ALL | OBJECT_VIEW_ALL,
         "modify-all-records high"},
        {OBJECT_PERMISSION, "Account", OBJECT_VIEW_ALL | OBJECT_VIEW_ALL_FIELDS,
         "view-all-records elevated, view-all-fields elevated"},
        {OBJECT_PERMISSION, "Account", ALL, "modify-all-records high, view-all-fields elevated"},
        {USER_PERMISSION, "ModifyAllData", 1, "modify-all-data high"},
        {USER_PERMISSION, "ViewAllData", 1, "view-all-data high"},
        {USER_PERMISSION, "ManageUsers", 1, "manage-users high"},
        {USER_PERMISSION, "AuthorApex", 1, "author-apex high"},
        {USER_PERMISSION, "BulkApiHardDelete", 1, "bulk-access elevated"},
        {USER_PERMISSION, "ModifyAllData", 0, ""},
        {USER_PERMISSION, "RunReports", 1, ""},
        {USER_PERMISSION, "NoSuchPermission", 1, ""},
        {CUSTOM_PERMISSION, "ModifyAllData", 1, ""},
        {FIELD_PERMISSION, "Account.ModifyAllData", FIELD_EDIT | FIELD_READ, ""},
        {TAB_SETTING, "standard-Account", 2, ""},
    };
    (void)state;
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Risk risks[RISKS_MAX];
        size_t count = risks_of(rows[i].kind, str_of(rows[i].name), rows[i].bits, risks);
        assert_row(rows[i].name, risks_told(&arena, risks, count), rows[i].wanted);
    }
    arena_free(&arena);
}

/* What is told first decides how grave the whole is. */
static void the_gravest_stands_first_whatever_the_bits(void **state)
{
    (void)state;
    for (uint32_t bits = 0; bits < 1 << 7; bits++) {
        Risk risks[RISKS_MAX];
        size_t count = risks_of(OBJECT_PERMISSION, S("Account"), bits, risks);
        assert_true(count <= RISKS_MAX);
        for (size_t i = 1; i < count; i++)
            assert_true(rule_info[risks[i - 1].rule].level >= rule_info[risks[i].rule].level);
    }
}

static void what_an_entry_does_is_said(void **state)
{
    Risk risks[RISKS_MAX];
    (void)state;
    assert_int_equal(risks_of(OBJECT_PERMISSION, S("Account"), OBJECT_MODIFY_ALL, risks), 1);
    assert_string_equal(risks[0].what, "changes all records of");
    assert_int_equal(risks_of(OBJECT_PERMISSION, S("Account"), OBJECT_VIEW_ALL, risks), 1);
    assert_string_equal(risks[0].what, "reads all records of");
    assert_int_equal(risks_of(OBJECT_PERMISSION, S("Account"), OBJECT_VIEW_ALL_FIELDS, risks), 1);
    assert_string_equal(risks[0].what, "reads all fields, also future ones, of");
    assert_int_equal(risks_of(USER_PERMISSION, S("ManageUsers"), 1, risks), 1);
    assert_string_equal(risks[0].what, "grants");
}

/* --- beside the others of a set ----------------------------------------------------------------- */

/* "Account: modify-all-records high; ViewAllData: view-all-data high", entry by entry. */
static Str risks_of_set(Run *run, const char *grants)
{
    run_format(run, "permissionSets: {A: {%s}}\n", grants);
    assert_findings(&run->diag, "");
    Arena *a = &run->model.arena;
    const PermissionSet *set = run->model.sets[0];
    Str text = S("");
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        Risk risks[RISKS_MAX];
        size_t count = risks_in_set(&run->model.names, set, grant, risks);
        if (count)
            text = str_format(a, STR_FMT "%s" STR_FMT ": " STR_FMT, STR_ARG(text),
                              text.n ? "; " : "", STR_ARG(run->model.names.text[grant->key]),
                              STR_ARG(risks_told(a, risks, count)));
    }
    return text;
}

static void what_follows_from_a_graver_risk_is_none(void **state)
{
    static const struct {
        const char *grants, *wanted;
    } rows[] = {
        {"objects: {Account: read}", ""},
        {"objects: {Account: modifyAll, Lead: viewAll}",
         "Account: modify-all-records high; Lead: view-all-records elevated"},
        {"objects: {Account: modifyAll, Lead: viewAll}, permissions: [ModifyAllData]",
         "ModifyAllData: modify-all-data high"},
        {"objects: {Account: modifyAll, Lead: viewAll}, permissions: [ViewAllData]",
         "Account: modify-all-records high; ViewAllData: view-all-data high"},
        {"objects: {Account: viewAll}, permissions: {ViewAllData: false}",
         "Account: view-all-records elevated"},
        {"permissions: [ManageUsers, ModifyAllData, ViewAllData]",
         "ManageUsers: manage-users high; ModifyAllData: modify-all-data high; "
         "ViewAllData: view-all-data high"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Run run;
        assert_row(rows[i].grants, risks_of_set(&run, rows[i].grants), rows[i].wanted);
        run_end(&run);
    }
}

static void what_is_added_for_another_is_told_with_that_one(void **state)
{
    (void)state;
    Run run;
    run_resolved(&run, "dependencies: add\npermissionSets: {A: {permissions: [ModifyAllData]}}\n");
    const PermissionSet *set = run.model.sets[0];
    size_t told = 0, risky = 0;
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        Risk risks[RISKS_MAX];
        risky += risks_of((ElementKind)grant->kind, run.model.names.text[grant->key], grant->on,
                          risks) > 0;
        told += risks_in_set(&run.model.names, set, grant, risks);
    }
    assert_true(risky > 1); /* ViewAllData comes with it */
    assert_int_equal(told, 1);
    run_end(&run);
}

/* --- accepted ----------------------------------------------------------------------------------- */

static void a_risk_is_accepted_for_one_set_and_rule(void **state)
{
    static const struct {
        const char *set;
        Rule rule;
        const char *reason; /* NULL: nobody accepted it */
    } rows[] = {
        {"A_Integration", RULE_VIEW_ALL_RECORDS, "first"},
        {"A_Integration", RULE_MODIFY_ALL_RECORDS, NULL},
        {"A_Integration_Access", RULE_VIEW_ALL_RECORDS, "first"}, /* also for its companion */
        {"B_Integration", RULE_VIEW_ALL_RECORDS, NULL},
        {"B_Integration", RULE_MODIFY_ALL_RECORDS, "nightly load"},
        {"Shared_Name", RULE_VIEW_ALL_FIELDS, "export"}, /* by its key, not its API name */
    };
    (void)state;
    Run run;
    run_resolved(
        &run,
        COMPANY "permissionSets: {Shared: {apiName: Shared_Name, objects: {Lead: viewAllFields}}}\n"
                "integrations:\n"
                "  A: {objects: {Account: viewAll}, apps: [X]}\n"
                "  B: {objects: {Lead: modifyAll},\n"
                "      allow: [{rule: modify-all-records, reason: nightly load}]}\n"
                "allow:\n"
                "  - {rule: view-all-records, for: A, reason: first}\n"
                "  - {rule: view-all-records, for: A, reason: second}\n"
                "  - {rule: view-all-fields, for: Shared, reason: export}\n");
    assert_findings(&run.diag, "");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const Allow *allow =
            risk_accepted(&run.model, set_named(&run.model, rows[i].set), rows[i].rule);
        assert_row(rows[i].set, allow ? allow->reason.s : S("nobody"),
                   rows[i].reason ? rows[i].reason : "nobody");
    }
    run_end(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_tier_has_its_access),
        cmocka_unit_test(the_gravest_stands_first_whatever_the_bits),
        cmocka_unit_test(what_an_entry_does_is_said),
        cmocka_unit_test(what_follows_from_a_graver_risk_is_none),
        cmocka_unit_test(what_is_added_for_another_is_told_with_that_one),
        cmocka_unit_test(a_risk_is_accepted_for_one_set_and_rule),
    };
    return cmocka_run_group_tests_name("risk", tests, NULL, NULL);
}
