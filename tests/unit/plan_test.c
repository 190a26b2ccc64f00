/* write/plan: which artefacts a build has, and where their bytes go. */
#include "model.h"

#include "write/plan.h"

#define COMPANY "company: {domain: x.com, email: a@x.com}\n"

typedef struct {
    Run run;
    Arena arena;
    Plan plan;
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
    run_end(&f->run);
    arena_free(&f->arena);
    buf_free(&f->out);
    free(f);
    return 0;
}

static void make(Fixture *f, const char *yaml)
{
    run_resolved(&f->run, yaml);
    assert_findings(&f->run.diag, "");
    f->plan = plan_make(&f->run.model, &f->arena);
}

/* The targets of all artefacts: one artefact a line; an archive's entries as "archive!entry". With a
 * `prefix` only the files of the folder that begin with it, and no archives. */
static void put_targets(Fixture *f, const char *prefix)
{
    buf_clear(&f->out);
    for (size_t i = 0; i < f->plan.count; i++)
        for (size_t k = 0; k < f->plan.items[i].target_count; k++) {
            Target target = f->plan.items[i].targets[k];
            if (prefix && (target.archive != TO_FOLDER || !str_starts(target.path, str_of(prefix))))
                continue;
            if (target.archive != TO_FOLDER) {
                assert_true((size_t)target.archive < f->plan.archive_count);
                buf_put(&f->out, f->plan.archives[target.archive].path);
                buf_byte(&f->out, '!');
            }
            buf_put(&f->out, target.path);
            buf_byte(&f->out, !prefix && k + 1 < f->plan.items[i].target_count ? ' ' : '\n');
        }
}

/* Whether a target is of those that every build has: the bundle, the proof, scripts and run book. */
static bool is_of_every_build(Fixture *f, Target target)
{
    static const char *const common[] = {"verify/", "deploy.sh", "review/"};
    if (target.archive >= 0)
        return f->plan.archives[target.archive].kind == ARCHIVE_BUNDLE;
    for (size_t i = 0; i < COUNT_OF(common); i++)
        if (str_starts(target.path, str_of(common[i])))
            return true;
    return false;
}

/* The targets in the form of put_targets, those of the project as "project:file", without those of every build. */
static void assert_targets(Fixture *f, const char *expected)
{
    buf_clear(&f->out);
    for (size_t i = 0; i < f->plan.count; i++) {
        bool any = false;
        for (size_t k = 0; k < f->plan.items[i].target_count; k++) {
            Target target = f->plan.items[i].targets[k];
            if (is_of_every_build(f, target))
                continue;
            if (any)
                buf_byte(&f->out, ' ');
            any = true;
            if (target.archive == TO_PROJECT) {
                buf_put(&f->out, S("project:"));
            } else if (target.archive != TO_FOLDER) {
                buf_put(&f->out, f->plan.archives[target.archive].path);
                buf_byte(&f->out, '!');
            }
            buf_put(&f->out, target.path);
        }
        if (any)
            buf_byte(&f->out, '\n');
    }
    assert_str(buf_str(&f->out), expected);
}

static void assert_archives(Fixture *f, const char *expected)
{
    static const char *const kinds[] = {
        [ARCHIVE_PACKAGE] = "package", [ARCHIVE_RETIRED] = "retired", [ARCHIVE_BUNDLE] = "bundle"};
    buf_clear(&f->out);
    for (size_t i = 0; i < f->plan.archive_count; i++)
        buf_format(&f->out, STR_FMT " %s\n", STR_ARG(f->plan.archives[i].path),
                   kinds[f->plan.archives[i].kind]);
    assert_str(buf_str(&f->out), expected);
}

/* What is rendered for a file of the output folder. */
static Str rendered(Fixture *f, const char *path)
{
    for (size_t i = 0; i < f->plan.count; i++)
        for (size_t k = 0; k < f->plan.items[i].target_count; k++) {
            const Artefact *artefact = &f->plan.items[i];
            if (artefact->targets[k].archive != TO_FOLDER ||
                !str_is(artefact->targets[k].path, str_of(path)))
                continue;
            buf_clear(&f->out);
            artefact->render(&f->run.model, artefact, &f->out);
            return buf_str(&f->out);
        }
    fail_msg("there is no %s", path);
    return S("");
}

static size_t occurrences(Str text, const char *part)
{
    size_t count = 0;
    for (ptrdiff_t at; (at = str_search(text, str_of(part))) >= 0; count++)
        text = str_from(text, (size_t)at + 1);
    return count;
}

/* --- where everything goes -------------------------------------------------------------------- */

static void one_integration_has_one_package(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "integrations: {HubSpot: {objects: {Lead: read}}}\n");
    assert_targets(f, "package.zip!package.xml package/package.xml\n"
                      "package.zip!permissionsets/HubSpot_Integration.permissionset "
                      "package/permissionsets/HubSpot_Integration.permissionset "
                      "source/permissionsets/HubSpot_Integration.permissionset-meta.xml\n"
                      "users/production/users.csv\n"
                      "users/production/users.apex\n"
                      "users/production/revoke.apex\n"
                      "users/production/hubspot@x.com.apex\n");
}

/* Everything, in order; + is a file that goes into the bundle, too. */
static void a_build_writes_these_files(void **state)
{
    static const char *const lines[] = {
        "package.zip!package.xml package/package.xml bundle.zip!package/package.xml",
        ("package.zip!permissionsets/HubSpot_Integration.permissionset "
         "package/permissionsets/HubSpot_Integration.permissionset "
         "source/permissionsets/HubSpot_Integration.permissionset-meta.xml"),
        "+users/production/users.csv",
        "+users/production/users.apex",
        "+users/production/revoke.apex",
        "+users/production/hubspot@x.com.apex",
        "+verify/production/package.xml",
        "+verify/production/api-only-users.soql",
        "+verify/production/assignments.soql",
        "+verify/production/fields-of-all-objects.soql",
        "+verify/production/groups.soql",
        "+verify/production/licenses.soql",
        "+verify/production/names-apps.soql",
        "+verify/production/names-classes.soql",
        "+verify/production/names-custom-permissions.soql",
        "+verify/production/names-flows.soql",
        "+verify/production/names-pages.soql",
        "+verify/production/objects.soql",
        "+verify/production/organization.soql",
        "+verify/production/permissions-at-risk.soql",
        "+verify/production/seats.soql",
        "+verify/production/setup.soql",
        "+verify/production/user-licenses.soql",
        "+verify/production/users.soql",
        "+verify/definitions.yaml",
        "+verify/ask.sh",
        "+deploy.sh",
        "+review/RUNBOOK.md",
        "+review/access.md",
        "+review/index.html",
    };
    Fixture *f = *state;
    Buf wanted = {0};
    make(f, COMPANY "integrations: {HubSpot: {objects: {Lead: read}}}\n");
    put_targets(f, NULL);
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (*lines[i] == '+')
            buf_format(&wanted, "%s bundle.zip!%s\n", lines[i] + 1, lines[i] + 1);
        else
            buf_format(&wanted, "%s\n", lines[i]);
    assert_bytes(buf_str(&f->out), buf_str(&wanted));
    buf_free(&wanted);
    assert_archives(f, "package.zip package\nbundle.zip bundle\n");
}

/* All but the sets as files, which are in the package; their paths are those of the folder. */
static void the_bundle_holds_all_but_the_sets(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "environments: {production: {}, uat: {}}\n"
                    "integrations:\n"
                    "  A: {objects: {Lead: read}}\n"
                    "  B: {environments: [uat], objects: {Lead: read}}\n"
                    "retired: [C]\n");
    int bundle = (int)f->plan.archive_count - 1;
    for (size_t i = 0; i < f->plan.count; i++) {
        const Artefact *artefact = &f->plan.items[i];
        Str in_folder = S(""), in_bundle = S("");
        for (size_t k = 0; k < artefact->target_count; k++) {
            if (artefact->targets[k].archive == TO_FOLDER)
                in_folder = artefact->targets[k].path;
            if (artefact->targets[k].archive == bundle)
                in_bundle = artefact->targets[k].path;
        }
        if (!artefact->set)
            assert_bytes(in_bundle, in_folder);
        else
            assert_int_equal(in_bundle.n, 0);
    }
    assert_archives(f, "package-production.zip package\n"
                       "package-uat.zip package\n"
                       "package-retired.zip retired\n"
                       "bundle.zip bundle\n");
}

static void source_format_can_go_to_the_project(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "output: {source: force-app}\n"
                    "integrations: {HubSpot: {objects: {Lead: read}}}\n");
    assert_targets(f, "package.zip!package.xml package/package.xml\n"
                      "package.zip!permissionsets/HubSpot_Integration.permissionset "
                      "package/permissionsets/HubSpot_Integration.permissionset "
                      "project:permissionsets/HubSpot_Integration.permissionset-meta.xml\n"
                      "users/production/users.csv\n"
                      "users/production/users.apex\n"
                      "users/production/revoke.apex\n"
                      "users/production/hubspot@x.com.apex\n");
}

static void what_is_retired_has_its_files(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "environments: {production: {}, uat: {}}\n"
                    "integrations: {A: {environments: [uat], objects: {Lead: read}}}\n"
                    "retired: {B: {environments: [production]}}\n");
    assert_targets(f, "package-uat.zip!package.xml package-uat/package.xml\n"
                      "package-uat.zip!permissionsets/A_Integration.permissionset "
                      "package-uat/permissionsets/A_Integration.permissionset "
                      "source/permissionsets/A_Integration.permissionset-meta.xml\n"
                      "package-retired.zip!package.xml\n"
                      "package-retired.zip!destructiveChangesPost.xml\n"
                      "users/production/retire.apex\n"
                      "users/uat/users.csv\n"
                      "users/uat/users.apex\n"
                      "users/uat/revoke.apex\n"
                      "users/uat/a@x.com.apex\n");
    put_targets(f, "verify/production/users");
    assert_str(buf_str(&f->out), "verify/production/users.soql\n");
}

static void what_is_retired_alone_has_no_package(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "retired: [B]\n");
    assert_archives(f, "package-retired.zip retired\nbundle.zip bundle\n");
    assert_targets(f, "package-retired.zip!package.xml\n"
                      "package-retired.zip!destructiveChangesPost.xml\n"
                      "users/production/retire.apex\n");
}

static void each_environment_has_its_users(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "environments: {production: {}, uat: {usernameSuffix: .uat}}\n"
                    "integrations:\n"
                    "  B: {objects: {Lead: read}}\n"
                    "  A: {objects: {Lead: read}, users: {one: , two: }}\n");
    assert_targets(f, "package.zip!package.xml package/package.xml\n"
                      "package.zip!permissionsets/A_Integration.permissionset "
                      "package/permissionsets/A_Integration.permissionset "
                      "source/permissionsets/A_Integration.permissionset-meta.xml\n"
                      "package.zip!permissionsets/B_Integration.permissionset "
                      "package/permissionsets/B_Integration.permissionset "
                      "source/permissionsets/B_Integration.permissionset-meta.xml\n"
                      "users/production/users.csv\n"
                      "users/production/users.apex\n"
                      "users/production/revoke.apex\n"
                      "users/production/a-one@x.com.apex\n"
                      "users/production/a-two@x.com.apex\n"
                      "users/production/b@x.com.apex\n"
                      "users/uat/users.csv\n"
                      "users/uat/users.apex\n"
                      "users/uat/revoke.apex\n"
                      "users/uat/a-one@x.com.uat.apex\n"
                      "users/uat/a-two@x.com.uat.apex\n"
                      "users/uat/b@x.com.uat.apex\n");
}

static void environments_that_differ_have_packages_of_their_own(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "environments: {production: {}, uat: {}}\n"
                    "integrations:\n"
                    "  A: {objects: {Lead: read}}\n"
                    "  B: {environments: [uat], objects: {Lead: read}}\n");
    assert_targets(f, "package-production.zip!package.xml package-production/package.xml\n"
                      "package-uat.zip!package.xml package-uat/package.xml\n"
                      "package-production.zip!permissionsets/A_Integration.permissionset "
                      "package-production/permissionsets/A_Integration.permissionset "
                      "package-uat.zip!permissionsets/A_Integration.permissionset "
                      "package-uat/permissionsets/A_Integration.permissionset "
                      "source/permissionsets/A_Integration.permissionset-meta.xml\n"
                      "package-uat.zip!permissionsets/B_Integration.permissionset "
                      "package-uat/permissionsets/B_Integration.permissionset "
                      "source/permissionsets/B_Integration.permissionset-meta.xml\n"
                      "users/production/users.csv\n"
                      "users/production/users.apex\n"
                      "users/production/revoke.apex\n"
                      "users/production/a@x.com.apex\n"
                      "users/uat/users.csv\n"
                      "users/uat/users.apex\n"
                      "users/uat/revoke.apex\n"
                      "users/uat/a@x.com.apex\n"
                      "users/uat/b@x.com.apex\n");
}

static void an_environment_without_sets_has_no_package(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "environments: {production: {}, uat: {}}\n"
                    "integrations: {A: {environments: [uat], objects: {Lead: read}}}\n");
    assert_targets(f, "package-uat.zip!package.xml package-uat/package.xml\n"
                      "package-uat.zip!permissionsets/A_Integration.permissionset "
                      "package-uat/permissionsets/A_Integration.permissionset "
                      "source/permissionsets/A_Integration.permissionset-meta.xml\n"
                      "users/uat/users.csv\n"
                      "users/uat/users.apex\n"
                      "users/uat/revoke.apex\n"
                      "users/uat/a@x.com.apex\n");
}

static void shared_sets_alone_have_no_users(void **state)
{
    Fixture *f = *state;
    make(f, "permissionSets: {Shared: {objects: {Lead: read}}}\n");
    assert_targets(f, "package.zip!package.xml package/package.xml\n"
                      "package.zip!permissionsets/Shared.permissionset "
                      "package/permissionsets/Shared.permissionset "
                      "source/permissionsets/Shared.permissionset-meta.xml\n");
}

static void users_without_sets_have_no_package(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "integrations: {A: {assign: [{org: X}]}}\n");
    assert_archives(f, "bundle.zip bundle\n");
    assert_targets(f, "users/production/users.csv\n"
                      "users/production/users.apex\n"
                      "users/production/revoke.apex\n"
                      "users/production/a@x.com.apex\n");
}

static void an_empty_model_has_nothing_to_deploy(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY);
    assert_targets(f, "");
    put_targets(f, "");
    assert_str(buf_str(&f->out),
               "verify/definitions.yaml\nverify/ask.sh\ndeploy.sh\nreview/RUNBOOK.md\n"
               "review/access.md\nreview/index.html\n");
    assert_archives(f, "bundle.zip bundle\n");
}

/* package.xml first, and byte-wise: A before A0 before A_B before B before a. */
static void entries_of_a_package_are_sorted(void **state)
{
    Fixture *f = *state;
    make(f, "permissionSets:\n"
            "  a: &x {objects: {Lead: read}}\n"
            "  B: *x\n"
            "  A_B: *x\n"
            "  A0: *x\n"
            "  A: *x\n");
    Str before = S("");
    size_t entries = 0;
    for (size_t i = 0; i < f->plan.count; i++)
        for (size_t k = 0; k < f->plan.items[i].target_count; k++) {
            Target target = f->plan.items[i].targets[k];
            if (target.archive != 0)
                continue;
            assert_true(str_compare(before, target.path) < 0);
            before = target.path;
            entries++;
        }
    assert_int_equal(entries, 6);
}

static void no_path_stands_twice(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "environments: {production: {}, uat: {}, dev: {}}\n"
                    "integrations:\n"
                    "  A: {environments: [uat], classes: [C], objects: {Lead: read}}\n"
                    "  B: {environments: [dev, uat], objects: {Lead: read}, users: {x: , y: }}\n"
                    "  C: {objects: {Lead: read}}\n"
                    "permissionSets: {S: {objects: {Lead: read}}}\n");
    Map seen = {0};
    for (size_t i = 0; i < f->plan.count; i++)
        for (size_t k = 0; k < f->plan.items[i].target_count; k++) {
            Target target = f->plan.items[i].targets[k];
            bool fresh = false;
            Str place = str_format(&f->arena, "%d:" STR_FMT, target.archive, STR_ARG(target.path));
            map_put(&seen, &f->arena, place, &fresh);
            assert_row_true(place.s, fresh);
            assert_false(str_starts(target.path, S("/")));
        }
}

/* --- what is rendered ------------------------------------------------------------------------- */

static void a_package_names_the_sets_of_its_environment(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "apiVersion: 66\n"
                    "environments: {production: {}, uat: {}}\n"
                    "integrations:\n"
                    "  A: {objects: {Lead: read}}\n"
                    "  B: {environments: [uat], classes: [C], objects: {Lead: read}}\n");
    Str xml = rendered(f, "package-uat/package.xml");
    assert_int_equal(occurrences(xml, "<members>"), 3);
    assert_int_equal(occurrences(xml, "<members>B_Integration_Access</members>"), 1);
    assert_int_equal(occurrences(xml, "<version>66.0</version>"), 1);
    xml = rendered(f, "package-production/package.xml");
    assert_int_equal(occurrences(xml, "<members>"), 1);
    assert_int_equal(occurrences(xml, "<members>A_Integration</members>"), 1);
}

static void a_set_is_rendered_for_all_its_places(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "integrations: {A: {objects: {Lead: read}}}\n");
    Str xml = rendered(f, "source/permissionsets/A_Integration.permissionset-meta.xml");
    assert_int_equal(occurrences(xml, "<label>A Integration</label>"), 1);
    assert_int_equal(occurrences(xml, "<license>SalesforceAPIIntegrationPsl</license>"), 1);
    assert_int_equal(occurrences(xml, "<object>Lead</object>"), 1);
}

static void users_csv_has_a_row_a_user(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY
         "integrations:\n"
         "  B: {objects: {Lead: read}, user: {features: [MarketingUser], role: 'CEO, EMEA'}}\n"
         "  A: {objects: {Lead: read}, user: {profile: P}}\n");
    assert_str(
        rendered(f, "users/production/users.csv"),
        "Username,LastName,Email,Alias,Profile.Name,UserRole.Name,TimeZoneSidKey,LocaleSidKey,"
        "EmailEncodingKey,LanguageLocaleKey,UserPermissionsMarketingUser\n"
        "a@x.com,A Integration,a@x.com,a,P,,GMT,en_US,UTF-8,en_US,\n"
        "b@x.com,B Integration,a@x.com,b,Minimum Access - API Only Integrations,"
        "\"CEO, EMEA\",GMT,en_US,UTF-8,en_US,true\n");
}

static void columns_that_nobody_needs_are_left_out(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "integrations: {A: {objects: {Lead: read}}}\n");
    assert_str(rendered(f, "users/production/users.csv"),
               "Username,LastName,Email,Alias,Profile.Name,TimeZoneSidKey,LocaleSidKey,"
               "EmailEncodingKey,LanguageLocaleKey\n"
               "a@x.com,A Integration,a@x.com,a,Minimum Access - API Only Integrations,GMT,en_US,"
               "UTF-8,en_US\n");
}

static void apex_of_one_user_speaks_of_that_user_only(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY "integrations:\n"
                    "  A: {objects: {Lead: read}}\n"
                    "  B: {objects: {Lead: read}}\n");
    assert_int_equal(occurrences(rendered(f, "users/production/users.apex"), "wanted.add("), 2);
    Str apex = rendered(f, "users/production/b@x.com.apex");
    assert_int_equal(occurrences(apex, "wanted.add("), 1);
    assert_int_equal(occurrences(apex, "'Username' => 'b@x.com'"), 1);
    assert_int_equal(occurrences(apex, "{{"), 0); /* every slot is filled */
}

static void apex_rows_hold_what_is_said(void **state)
{
    Fixture *f = *state;
    make(f, COMPANY
         "integrations:\n"
         "  A:\n"
         "    objects: {Lead: read}\n"
         "    classes: [C]\n"
         "    assign: [{org: ns__S}, {group: G}]\n"
         "    user: {firstName: \"O'Neil\\n\", profile: P, role: R, adopt: true, groups: [g1, g2],"
         " queues: [q], features: [KnowledgeUser]}\n");
    Str apex = rendered(f, "users/production/a@x.com.apex");
    Str row = str_from(apex, (size_t)str_search(apex, S("wanted.add(")));
    row = str_slice(row, 0, (size_t)str_search(row, S("});\n")) + 4);
    assert_str(row,
               "wanted.add(new Map<String, Object>{\n"
               "    'Username' => 'a@x.com',\n"
               "    'LastName' => 'A Integration',\n"
               "    'FirstName' => 'O\\'Neil\\u000a',\n"
               "    'Email' => 'a@x.com',\n"
               "    'Alias' => 'a',\n"
               "    'TimeZoneSidKey' => 'GMT',\n"
               "    'LocaleSidKey' => 'en_US',\n"
               "    'EmailEncodingKey' => 'UTF-8',\n"
               "    'LanguageLocaleKey' => 'en_US',\n"
               "    'profile' => 'P',\n"
               "    'role' => 'R',\n"
               "    'adopt' => true,\n"
               "    'licenses' => new List<String>{'SalesforceAPIIntegrationPsl'},\n"
               "    'sets' => new List<String>{'A_Integration', 'A_Integration_Access', 'ns__S'},\n"
               "    'setGroups' => new List<String>{'G'},\n"
               "    'groups' => new List<String>{'g1', 'g2'},\n"
               "    'queues' => new List<String>{'q'},\n"
               "    'features' => new List<String>{'KnowledgeUser'}\n"
               "});\n");
    assert_int_equal(occurrences(apex, ", UserPermissionsKnowledgeUser"), 1);
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(one_integration_has_one_package),
        FIXED(a_build_writes_these_files),
        FIXED(the_bundle_holds_all_but_the_sets),
        FIXED(source_format_can_go_to_the_project),
        FIXED(what_is_retired_has_its_files),
        FIXED(what_is_retired_alone_has_no_package),
        FIXED(each_environment_has_its_users),
        FIXED(environments_that_differ_have_packages_of_their_own),
        FIXED(an_environment_without_sets_has_no_package),
        FIXED(shared_sets_alone_have_no_users),
        FIXED(users_without_sets_have_no_package),
        FIXED(an_empty_model_has_nothing_to_deploy),
        FIXED(entries_of_a_package_are_sorted),
        FIXED(no_path_stands_twice),
        FIXED(a_package_names_the_sets_of_its_environment),
        FIXED(a_set_is_rendered_for_all_its_places),
        FIXED(users_csv_has_a_row_a_user),
        FIXED(columns_that_nobody_needs_are_left_out),
        FIXED(apex_of_one_user_speaks_of_that_user_only),
        FIXED(apex_rows_hold_what_is_said),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
