/* write/resolved_yaml: the resolved model as a definition; read again it is the same model. */
#include "model.h"

#include "facts/facts.h"
#include "write/write.h"

#define COMPANY "company: {domain: x.com, email: a@x.com}\n"

/* Everything that goes into files: sets, users and what they hold, what is retired, environments. */
static void put_model(const Model *m, Buf *out)
{
    for (size_t i = 0; i < m->set_count; i++) {
        buf_format(out, "== " STR_FMT "\n", STR_ARG(m->sets[i]->api_name.s));
        write_permission_set(&m->names, m->sets[i], out);
    }
    for (size_t i = 0; i < m->environment_count; i++) {
        const Environment *e = &m->environments[i];
        buf_format(out, "== " STR_FMT " org " STR_FMT " seats " STR_FMT "\n", STR_ARG(e->name.s),
                   STR_ARG(e->org_id.s), STR_ARG(e->seats.s));
        write_package_xml(e->sets, e->set_count, m->api.number, out);
        write_users_csv(e, out);
        write_users_apex(e, e->users, e->user_count, out);
        write_revoke_apex(e, out);
        write_retire_apex(e, out);
        for (size_t k = 0; k < e->user_count; k++)
            buf_format(out, "user of " STR_FMT "\n", STR_ARG(e->users[k].integration->name.s));
    }
    for (size_t i = 0; i < m->retired_set_count; i++)
        buf_format(out, "retired " STR_FMT "\n", STR_ARG(m->retired_sets[i].s));
    for (size_t i = 0; i < m->allow_count; i++)
        buf_format(out, "allow " STR_FMT " " STR_FMT " " STR_FMT "\n", STR_ARG(m->allows[i].rule.s),
                   STR_ARG(m->allows[i].about.s), STR_ARG(m->allows[i].reason.s));
    for (size_t i = 0; i < m->integration_count; i++)
        buf_format(out, "owner " STR_FMT " " STR_FMT "\n", STR_ARG(m->integrations[i].name.s),
                   STR_ARG(m->integrations[i].owner.s));
}

/* The findings of the checks too: what passes must pass again. */
static void put_checks(Run *run, Buf *out)
{
    check(&run->model, &run->diag, 1);
    diag_settle(&run->diag);
    for (size_t i = 0; i < run->diag.count; i++)
        buf_format(out, "%s " STR_FMT "\n", rule_info[run->diag.items[i].rule].id,
                   STR_ARG(run->diag.items[i].message));
}

static void assert_same_again(Run *first)
{
    Run again;
    Buf yaml = {0}, twice = {0}, before = {0}, after = {0};
    write_resolved(&first->model, &yaml);
    buf_byte(&yaml, '\0');
    run_resolved(&again, yaml.bytes);
    assert_findings(&again.diag, "");
    yaml.n--;
    write_resolved(&again.model, &twice);
    assert_bytes(buf_str(&twice), buf_str(&yaml));
    put_model(&first->model, &before);
    put_model(&again.model, &after);
    assert_bytes(buf_str(&after), buf_str(&before));
    run_end(&again);
    buf_free(&yaml);
    buf_free(&twice);
    buf_free(&before);
    buf_free(&after);
}

static void assert_round(const char *yaml)
{
    Run run;
    run_resolved(&run, yaml);
    assert_findings(&run.diag, "");
    assert_same_again(&run);
    run_end(&run);
}

/* --- models -------------------------------------------------------------------------------------- */

static void one_integration(void **state)
{
    (void)state;
    assert_round(COMPANY "integrations: {HubSpot: {objects: {Lead: read}}}\n");
}

static void companion_sets(void **state)
{
    (void)state;
    assert_round(COMPANY "integrations:\n"
                         "  A: {objects: {Lead: read}, classes: [C], pages: [P], owner: Ops}\n"
                         "  B: {classes: [C], description: only a companion}\n"
                         "  C: {classes: [C]}\n"
                         "  D:\n"
                         "    label: Dee\n"
                         "    apiName: Dee_Set\n"
                         "    description: two sets\n"
                         "    objects: {Lead: read}\n"
                         "    customPermissions: [P]\n");
}

static void companion_with_a_licence(void **state)
{
    (void)state;
    assert_round("company: {domain: x.com, email: a@x.com, companionLicense: CRMUserPsl}\n"
                 "integrations: {A: {objects: {Lead: read}, classes: [C]}}\n");
}

static void shared_sets(void **state)
{
    (void)state;
    assert_round(COMPANY
                 "integrations:\n"
                 "  A: {objects: {Lead: read}, assign: [Shared, Other]}\n"
                 "  B: {assign: [Shared, {org: ns__S}, {org: T}, {group: G}, {license: L}]}\n"
                 "permissionSets:\n"
                 "  Shared: {apiName: Own_Name, label: Own label, objects: {Case: read}}\n"
                 "  Other: {license: none, classes: [C], objects: {Case: read}}\n"
                 "  Unused: {description: nobody has it, objects: {Case: read}}\n");
}

/* Two shared sets whose names are each other's API names. */
static void shared_sets_with_crossed_names(void **state)
{
    (void)state;
    assert_round(COMPANY "integrations: {A: {assign: [One]}, B: {assign: [Two]}}\n"
                         "permissionSets:\n"
                         "  One: {apiName: Two, objects: {Case: read}}\n"
                         "  Two: {apiName: One, objects: {Lead: read}}\n");
}

static void named_users(void **state)
{
    (void)state;
    assert_round(COMPANY "environments: {production: {}, uat: {usernameSuffix: .uat}}\n"
                         "integrations:\n"
                         "  A:\n"
                         "    objects: {Lead: read}\n"
                         "    users: {bulk: , live: {email: l@x.com, role: CEO}}\n"
                         "  B: {objects: {Lead: read}, users: {x: {username: b@y.com}}}\n");
}

/* A user by the name of a key of users. */
static void named_users_with_names_of_keys(void **state)
{
    (void)state;
    assert_round(COMPANY "integrations:\n"
                         "  A: {objects: {Lead: read}, users: {email: , role: , other: }}\n");
}

static void overrides_per_environment(void **state)
{
    (void)state;
    assert_round(COMPANY
                 "environments:\n"
                 "  production: {seats: 8, orgId: 00D000000000001AAA}\n"
                 "  uat:\n"
                 "    usernameSuffix: .uat\n"
                 "    email: t@x.com\n"
                 "    profile: Their Profile\n"
                 "    users:\n"
                 "      A: {username: own@y.com, alias: own, role: R, timeZone: Europe/Berlin}\n"
                 "      B: {live: {email: l@x.com, groups: [G], features: [MarketingUser]}}\n"
                 "  empty: {}\n"
                 "integrations:\n"
                 "  A: {environments: [production, uat], objects: {Lead: read}}\n"
                 "  B:\n"
                 "    environments: [uat]\n"
                 "    users: {bulk: , live: }\n"
                 "    objects: {Lead: read}\n");
}

static void user_values(void **state)
{
    (void)state;
    assert_round(
        COMPANY
        "integrations:\n"
        "  A:\n"
        "    objects: {Lead: read}\n"
        "    user: {firstName: \"O'Neil, \\\"x\\\"\", lastName: 'no', alias: '0123', profile: P,"
        " role: 'R: #1', adopt: true, groups: [g 1, 'a,b'], queues: [q], locale: de_DE,"
        " language: de, encoding: ISO-8859-1, features: [KnowledgeUser]}\n");
}

static void defaults_of_the_company(void **state)
{
    (void)state;
    assert_round("company:\n"
                 "  domain: x.com\n"
                 "  email: a@x.com\n"
                 "  edition: unlimited\n"
                 "  license: none\n"
                 "  profile: P\n"
                 "  role: R\n"
                 "  timeZone: Europe/Berlin\n"
                 "  names: {label: 'Int {tool}', apiName: 'INT_{tool}', username: 'int.{tool}',"
                 " alias: 'i{tool}'}\n"
                 "integrations:\n"
                 "  A: {objects: {Lead: read}, classes: [C]}\n"
                 "  Long.name.io: {license: Salesforce API Integration, objects: {Lead: read}}\n");
}

static void no_licence(void **state)
{
    (void)state;
    assert_round(COMPANY
                 "integrations: {A: {license: none, objects: {Lead: read}, classes: [C]}}\n");
}

static void a_user_licence(void **state)
{
    (void)state;
    assert_round(COMPANY "integrations: {A: {license: Salesforce, objects: {Lead: read}, classes: "
                         "[C], user: {profile: P}}}\n");
}

static void session_activation(void **state)
{
    (void)state;
    assert_round(COMPANY
                 "integrations:\n"
                 "  A: {sessionActivation: true, objects: {Lead: read}, classes: [C]}\n"
                 "  B: {sessionActivation: false, objects: {Lead: read}}\n"
                 "permissionSets: {S: {sessionActivation: absent, objects: {Lead: read}}}\n");
}

static void a_version_of_its_own(void **state)
{
    (void)state;
    assert_round(COMPANY "apiVersion: 66\n"
                         "integrations:\n"
                         "  A: {apiVersion: 62, objects: {Lead: read}, classes: [C]}\n"
                         "  B: {apiVersion: 66, objects: {Lead: read}}\n"
                         "permissionSets: {S: {apiVersion: 41, objects: {Lead: read}}}\n");
}

static void dependencies_that_were_added(void **state)
{
    (void)state;
    assert_round(COMPANY "dependencies: add\n"
                         "integrations:\n"
                         "  A:\n"
                         "    objects: {Asset: modifyAll, Contact: edit}\n"
                         "    permissions: [ViewSetup, ConvertLeads]\n");
}

static void access_forms(void **state)
{
    (void)state;
    assert_round(COMPANY
                 "integrations:\n"
                 "  A:\n"
                 "    objects:\n"
                 "      Account: {access: [create, delete], fields: {Phone: edit, Fax: none}}\n"
                 "      Contact: {access: {allowRead: true, allowDelete: true}}\n"
                 "      Lead: none\n"
                 "      Case: {access: viewAllFields, recordTypes: [A, B]}\n"
                 "    permissions: {ViewSetup: true, ViewRoles: true, AuthorApex: false}\n"
                 "    classes: {C: true, D: false}\n"
                 "    tabs: {standard-Lead: Visible}\n");
}

static void accepted_risks(void **state)
{
    (void)state;
    assert_round(COMPANY "allow:\n"
                         "  - {rule: modify-all-records, for: A, reason: 'it: #must', approvedBy: "
                         "me, until: 2027-06-30}\n"
                         "integrations:\n"
                         "  A:\n"
                         "    objects: {Lead: modifyAll}\n"
                         "    allow: [{rule: view-all-records, reason: too}]\n");
}

static void retired_as_a_list(void **state)
{
    (void)state;
    assert_round(COMPANY "environments: {production: {}, uat: {usernameSuffix: .uat}}\n"
                         "integrations: {A: {objects: {Lead: read}}}\n"
                         "retired: [Drift, Old.io]\n");
}

static void retired_as_a_map(void **state)
{
    (void)state;
    assert_round(COMPANY "environments: {production: {}, uat: {usernameSuffix: .uat}}\n"
                         "integrations: {A: {objects: {Lead: read}}}\n"
                         "retired:\n"
                         "  Drift: {apiName: D_Set, user: {username: d@y.com, profile: P}}\n"
                         "  Some: {environments: [uat], users: {a: , b: {username: b@y.com}}}\n"
                         "  Both: {objects: {Lead: read}, classes: [C]}\n"
                         "  Main: {objects: {Lead: read}}\n"
                         "  Access: {classes: [C]}\n"
                         "  Assigned: {assign: [{org: X}]}\n"
                         "  Bare:\n");
}

/* Which sets go depends on the licence: with that of a user, or none, one set held everything. */
static void retired_sets_by_licence(void **state)
{
    (void)state;
    assert_round("company: {domain: x.com, email: a@x.com, license: none}\n"
                 "retired:\n"
                 "  One: {objects: {Lead: read}, classes: [C]}\n"
                 "  Two: {license: Salesforce API Integration, classes: [C]}\n"
                 "  Three: {license: Salesforce, classes: [C]}\n");
}

static void only_retired(void **state)
{
    (void)state;
    assert_round(COMPANY "retired: [Drift]\n");
}

static void users_only(void **state)
{
    (void)state;
    assert_round(COMPANY "integrations: {A: {assign: [{org: X}]}, B: {assign: [{group: G}]}}\n");
}

static void sets_only(void **state)
{
    (void)state;
    assert_round("permissionSets: {S: {objects: {Lead: read}}, T: {permissions: [ViewRoles]}}\n");
}

static void names_that_yaml_would_misread(void **state)
{
    (void)state;
    assert_round(COMPANY
                 "environments: {'true': {}, '1.0': {usernameSuffix: .x}}\n"
                 "integrations:\n"
                 "  'No':\n"
                 "    description: \"two\\nlines: # and\\ttab \\\\ 'x' \\u2028\"\n"
                 "    objects: {Lead: read}\n"
                 "  'Null': {label: '123', apiName: A_123, objects: {Lead: read}, owner: '~'}\n"
                 "  'Yes & <Co>': {objects: {Lead: read}}\n");
}

/* --- patterns: they are filled in --------------------------------------------------------------- */

static void patterns_are_said_outright(void **state)
{
    (void)state;
    Run run;
    run_start(&run);
    run_read(&run, "a.yaml",
             COMPANY "integrations: {A: {objects: {Lead: {access: read, fields: "
                     "{'*': read, Fax: none}}}}}\n");
    resolve(&run.model, &run.diag);
    assert_same_again(&run);
    Buf yaml = {0};
    write_resolved(&run.model, &yaml);
    assert_int_equal(str_find(buf_str(&yaml), '*'), -1);
    buf_free(&yaml);
    run_end(&run);
}

/* --- the text ------------------------------------------------------------------------------------ */

static void what_it_looks_like(void **state)
{
    (void)state;
    Run run;
    Buf yaml = {0};
    run_resolved(&run, "company: {domain: x.com, email: a@x.com, edition: enterprise}\n"
                       "environments: {production: {seats: 8}, uat: {usernameSuffix: .uat}}\n"
                       "dependencies: add\n"
                       "allow: [{rule: view-all-records, for: HubSpot, reason: needed}]\n"
                       "integrations:\n"
                       "  HubSpot: {objects: {Lead: read}, permissions: [ViewSetup], owner: Ops}\n"
                       "retired: [Drift]\n");
    write_resolved(&run.model, &yaml);
    assert_str(buf_str(&yaml), "# What was built, with every value and every grant said outright.\n"
                               "# Made by apionly; change the definitions, not this file.\n"
                               "\n"
                               "company:\n"
                               "  edition: enterprise\n"
                               "\n"
                               "apiVersion: \"67.0\"\n"
                               "\n"
                               "environments:\n"
                               "  production:\n"
                               "    seats: '8'\n"
                               "    users:\n"
                               "      HubSpot:\n"
                               "        username: hubspot@x.com\n"
                               "        lastName: HubSpot Integration\n"
                               "        alias: hubspot\n"
                               "        email: a@x.com\n"
                               "        timeZone: GMT\n"
                               "        locale: en_US\n"
                               "        language: en_US\n"
                               "        encoding: UTF-8\n"
                               "      Drift:\n"
                               "        username: drift@x.com\n"
                               "        lastName: Drift Integration\n"
                               "        alias: drift\n"
                               "        email: a@x.com\n"
                               "        timeZone: GMT\n"
                               "        locale: en_US\n"
                               "        language: en_US\n"
                               "        encoding: UTF-8\n"
                               "  uat:\n"
                               "    users:\n"
                               "      HubSpot:\n"
                               "        username: hubspot@x.com.uat\n"
                               "        lastName: HubSpot Integration\n"
                               "        alias: hubspot\n"
                               "        email: a@x.com\n"
                               "        timeZone: GMT\n"
                               "        locale: en_US\n"
                               "        language: en_US\n"
                               "        encoding: UTF-8\n"
                               "      Drift:\n"
                               "        username: drift@x.com.uat\n"
                               "        lastName: Drift Integration\n"
                               "        alias: drift\n"
                               "        email: a@x.com\n"
                               "        timeZone: GMT\n"
                               "        locale: en_US\n"
                               "        language: en_US\n"
                               "        encoding: UTF-8\n"
                               "\n"
                               "allow:\n"
                               "  - rule: view-all-records\n"
                               "    for: HubSpot\n"
                               "    reason: needed\n"
                               "\n"
                               "integrations:\n"
                               "  HubSpot:\n"
                               "    apiName: HubSpot_Integration\n"
                               "    label: HubSpot Integration\n"
                               "    owner: Ops\n"
                               "    objects:\n"
                               "      Lead: read\n"
                               "    permissions: [ViewRoles, ViewSetup]\n"
                               "\n"
                               "retired:\n"
                               "  Drift:\n"
                               "    apiName: Drift_Integration\n"
                               "    label: Drift Integration\n");
    buf_free(&yaml);
    run_end(&run);
}

/* Accepted with a reason: the checks of the written file find nothing that those of the first did not. */
static void the_checks_pass_again(void **state)
{
    static const char *const definitions[] = {
        COMPANY "allow: [{rule: modify-all-records, for: A, reason: needed}]\n"
                "integrations: {A: {description: d, objects: {Lead: modifyAll}}}\n"
                "retired: [Drift]\n",
        COMPANY "dependencies: add\n"
                "integrations: {A: {description: d, objects: {Asset: read}, permissions: "
                "[ViewSetup]}}\n",
        ("company: {domain: x.com, email: a@x.com, edition: developer}\n"
         "integrations: {A: {description: d, objects: {Lead: read}, classes: [C]}}\n"),
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(definitions); i++) {
        Run first, again;
        Buf yaml = {0}, before = {0}, after = {0};
        run_resolved(&first, definitions[i]);
        write_resolved(&first.model, &yaml);
        buf_byte(&yaml, '\0');
        run_resolved(&again, yaml.bytes);
        put_checks(&first, &before);
        put_checks(&again, &after);
        assert_bytes(buf_str(&after), buf_str(&before));
        run_end(&first);
        run_end(&again);
        buf_free(&yaml);
        buf_free(&before);
        buf_free(&after);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_integration),
        cmocka_unit_test(companion_sets),
        cmocka_unit_test(companion_with_a_licence),
        cmocka_unit_test(shared_sets),
        cmocka_unit_test(shared_sets_with_crossed_names),
        cmocka_unit_test(named_users),
        cmocka_unit_test(named_users_with_names_of_keys),
        cmocka_unit_test(overrides_per_environment),
        cmocka_unit_test(user_values),
        cmocka_unit_test(defaults_of_the_company),
        cmocka_unit_test(no_licence),
        cmocka_unit_test(a_user_licence),
        cmocka_unit_test(session_activation),
        cmocka_unit_test(a_version_of_its_own),
        cmocka_unit_test(dependencies_that_were_added),
        cmocka_unit_test(access_forms),
        cmocka_unit_test(accepted_risks),
        cmocka_unit_test(retired_as_a_list),
        cmocka_unit_test(retired_as_a_map),
        cmocka_unit_test(retired_sets_by_licence),
        cmocka_unit_test(only_retired),
        cmocka_unit_test(users_only),
        cmocka_unit_test(sets_only),
        cmocka_unit_test(names_that_yaml_would_misread),
        cmocka_unit_test(patterns_are_said_outright),
        cmocka_unit_test(what_it_looks_like),
        cmocka_unit_test(the_checks_pass_again),
    };
    return cmocka_run_group_tests_name("resolved_yaml", tests, NULL, NULL);
}
