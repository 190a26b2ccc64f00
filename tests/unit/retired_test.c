/* `retired:` from the definition to what is done: reading, sets, users, checks, and the files. */
#include "model.h"

#include "write/write.h"

#define COMPANY "company: {domain: x.com, email: a@x.com}\n"
#define KEPT    "integrations: {A: {objects: {Lead: read}}}\n"

typedef struct {
    Run run;
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
    buf_free(&f->out);
    free(f);
    return 0;
}

static void assert_retired_sets(Fixture *f, const char *expected)
{
    buf_clear(&f->out);
    for (size_t i = 0; i < f->run.model.retired_set_count; i++)
        buf_format(&f->out, "%s" STR_FMT, i ? " " : "", STR_ARG(f->run.model.retired_sets[i].s));
    assert_str(buf_str(&f->out), expected);
}

static void assert_retired_users(Fixture *f, const char *environment, const char *expected)
{
    const Environment *e = environment_named(&f->run.model, environment);
    buf_clear(&f->out);
    for (size_t i = 0; i < e->retired_user_count; i++)
        buf_format(&f->out, "%s" STR_FMT, i ? " " : "",
                   STR_ARG(e->retired_users[i].keys.username.s));
    assert_str(buf_str(&f->out), expected);
}

/* --- reading ------------------------------------------------------------------------------------- */

static void a_list_of_names(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run, COMPANY KEPT "retired: [Drift, Old.io]\n");
    assert_findings(&f->run.diag, "");
    assert_int_equal(f->run.model.retired_count, 2);
    assert_retired_sets(f, "Drift_Integration Drift_Integration_Access Old_io_Integration "
                           "Old_io_Integration_Access");
    assert_retired_users(f, "production", "drift@x.com old@x.com");
}

static void the_list_and_the_map_of_nothing_mean_the_same(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run, COMPANY KEPT "retired: {Drift: , Old.io: {}}\n");
    assert_findings(&f->run.diag, "");
    assert_retired_sets(f, "Drift_Integration Drift_Integration_Access Old_io_Integration "
                           "Old_io_Integration_Access");
    assert_retired_users(f, "production", "drift@x.com old@x.com");
}

static void several_files_add_up(void **state)
{
    Fixture *f = *state;
    run_start(&f->run);
    run_read(&f->run, "a.yaml", COMPANY KEPT "retired: [Drift]\n");
    run_read(&f->run, "b.yaml", "retired: {Old: }\n");
    run_read(&f->run, "c.yaml", "retired: [Drift]\n");
    resolve(&f->run.model, &f->run.diag);
    assert_findings(&f->run.diag, "said-twice 1:11 \"Drift\" is defined twice\n");
    assert_retired_users(f, "production", "drift@x.com old@x.com");
}

static void what_is_no_list_of_names(void **state)
{
    static const struct {
        const char *yaml, *findings;
    } rows[] = {
        {"retired: Drift\n", "wrong-kind 3:10 \"retired\" needs a list of names, or a map\n"},
        {"retired: [[Drift]]\n", "wrong-kind 3:11 a name is needed here, but this is a list\n"},
        {"retired: {Drift: yes}\n",
         "wrong-kind 3:18 \"Drift\" needs a map, but this is a single value\n"},
        {"retired: {Drift: {usr: {}}}\n", "unknown-key 3:19 \"usr\" is not a key of this map\n"},
        {"retired: {Drift: {user: {email: b@x.com}, users: {a: }}}\n",
         "said-twice 3:19 \"user\" and \"users\" exclude each other\n"},
        {"retired: [Drift, Drift]\n", "duplicate-entry 3:18 \"Drift\" stands twice in this list\n"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        run_end(&f->run);
        run_format(&f->run, COMPANY KEPT "%s", rows[i].yaml);
        buf_clear(&f->out);
        put_findings(&f->run.diag, &f->out);
        assert_row(rows[i].yaml, buf_str(&f->out), rows[i].findings);
    }
}

/* Risks that were accepted for it are over. */
static void its_accepted_risks_are_dropped(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run, COMPANY KEPT
                 "allow: [{rule: view-all-records, for: A, reason: kept}]\n"
                 "retired: {Drift: {allow: [{rule: view-all-records, reason: gone}]}}\n");
    assert_findings(&f->run.diag, "");
    assert_int_equal(f->run.model.allow_count, 1);
    assert_str(f->run.model.allows[0].reason.s, "kept");
}

/* --- sets ---------------------------------------------------------------------------------------- */

static void grants_tell_which_sets_there_were(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run, COMPANY KEPT "retired:\n"
                                       "  Both: {objects: {Lead: read}, classes: [C]}\n"
                                       "  Main: {objects: {Lead: read}}\n"
                                       "  Access: {classes: [C]}\n"
                                       "  Assigned: {assign: [{org: X}]}\n");
    assert_findings(&f->run.diag, "");
    assert_retired_sets(f, "Access_Integration_Access Both_Integration Both_Integration_Access "
                           "Main_Integration");
}

static void without_a_permission_set_licence_there_was_one_set(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run,
                 COMPANY KEPT "retired:\n"
                              "  One: {license: none, objects: {Lead: read}, classes: [C]}\n"
                              "  Two: {license: Salesforce, classes: [C]}\n");
    assert_findings(&f->run.diag, "");
    assert_retired_sets(f, "One_Integration Two_Integration");
}

static void the_licence_of_the_company_counts(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run, "company: {domain: x.com, email: a@x.com, license: none}\n"
                          "retired: {One: {classes: [C]}}\n");
    assert_findings(&f->run.diag, "");
    assert_retired_sets(f, "One_Integration");
}

static void names_of_its_own_and_of_the_company(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run, "company: {domain: x.com, email: a@x.com, names: {apiName: 'INT_{tool}',"
                          " username: 'int.{tool}'}}\n"
                          "retired:\n"
                          "  Drift:\n"
                          "  Old: {apiName: Own_Set, user: {username: own@y.com}}\n");
    assert_findings(&f->run.diag, "");
    assert_retired_sets(f, "INT_Drift INT_Drift_Access Own_Set Own_Set_Access");
    assert_retired_users(f, "production", "int.drift@x.com own@y.com");
}

/* A set that an integration still has, or a shared one, is not deleted; names differ not in case. */
static void sets_in_use_stay(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run, COMPANY "integrations:\n"
                                  "  A: {apiName: drift_integration, objects: {Lead: read}}\n"
                                  "permissionSets: {Old_Integration: {objects: {Lead: read}}}\n"
                                  "retired: [Drift, Old]\n");
    assert_findings(&f->run.diag, "");
    assert_retired_sets(f, "Drift_Integration_Access Old_Integration_Access");
}

/* --- users --------------------------------------------------------------------------------------- */

static void users_by_environment(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run, COMPANY "environments:\n"
                                  "  production: {}\n"
                                  "  uat:\n"
                                  "    usernameSuffix: .uat\n"
                                  "    users: {Drift: {username: other@y.com}}\n" KEPT "retired:\n"
                                  "  Drift:\n"
                                  "  Old: {environments: [uat], users: {a: , b: }}\n");
    assert_findings(&f->run.diag, "");
    assert_retired_users(f, "production", "drift@x.com");
    assert_retired_users(f, "uat", "old-a@x.com.uat old-b@x.com.uat other@y.com");
    assert_int_equal(environment_named(&f->run.model, "uat")->user_count, 1);
}

static void what_is_retired_is_in_no_package(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run, COMPANY KEPT "retired: {Drift: {objects: {Lead: read}}}\n");
    assert_int_equal(f->run.model.set_count, 1);
    assert_str(f->run.model.sets[0]->api_name.s, "A_Integration");
    assert_false(f->run.model.environments_differ);
}

/* --- checks -------------------------------------------------------------------------------------- */

/* The findings of check_retired alone. */
static void assert_checked(Fixture *f, const char *yaml, const char *expected)
{
    run_end(&f->run);
    run_resolved(&f->run, yaml);
    assert_findings(&f->run.diag, "");
    check_retired(&f->run.model, &f->run.diag);
    assert_findings(&f->run.diag, expected);
}

static void what_is_retired_is_no_integration(void **state)
{
    Fixture *f = *state;
    assert_checked(f, COMPANY KEPT "retired: [B]\n", "");
    assert_checked(f,
                   COMPANY "integrations: {A: {objects: {Lead: read}, user: {username: u@x.com}}}\n"
                           "retired: [A]\n",
                   "retired-exists 3:11 \"A\" is retired, and is an integration\n");
}

static void a_user_that_is_needed_is_not_retired(void **state)
{
    Fixture *f = *state;
    assert_checked(f, COMPANY KEPT "retired: {B: {user: {username: A@X.com}}}\n",
                   "retired-in-use 3:32 the user A@X.com of the retired B is that of A in "
                   "production\n");
    assert_checked(f,
                   COMPANY
                   "environments: {production: {}, uat: {users: {B: {username: a@x.com}}}}\n" KEPT
                   "retired: [B]\n",
                   "retired-in-use 2:60 the user a@x.com of the retired B is that of A in uat\n");
    assert_checked(f,
                   COMPANY
                   "environments: {production: {}, uat: {usernameSuffix: .uat}}\n"
                   "integrations: {A: {environments: [uat], objects: {Lead: read}}}\n"
                   "retired: {B: {environments: [production], user: {username: a@x.com}}}\n",
                   "");
}

/* --- files --------------------------------------------------------------------------------------- */

static void retire_apex_has_a_row_a_user(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run, COMPANY "retired:\n"
                                  "  Drift: {user: {username: \"o'neil\\\\@x.com\", profile: P}}\n"
                                  "  Old:\n");
    write_retire_apex(environment_named(&f->run.model, "production"), &f->out);
    Str apex = buf_str(&f->out);
    assert_int_equal(str_search(apex, S("{{")), -1);
    assert_true(offset_of_part(apex, "\nretired.add(new Map<String, Object>{\n"
                                     "    'Username' => 'o\\'neil\\\\@x.com',\n"
                                     "    'profile' => 'P'\n"
                                     "});\n"
                                     "retired.add(new Map<String, Object>{\n"
                                     "    'Username' => 'old@x.com'\n"
                                     "});\n\n") > 0);
    assert_true(offset_of_part(apex, "Profile.UserLicense.Name != 'Salesforce Integration'") > 0);
}

static void revoke_apex_names_what_stays(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run,
                 COMPANY "integrations:\n"
                         "  A: {objects: {Lead: read}, classes: [C], assign: [{group: G}]}\n"
                         "retired: [B]\n");
    write_revoke_apex(environment_named(&f->run.model, "production"), &f->out);
    Str apex = buf_str(&f->out);
    assert_int_equal(str_search(apex, S("{{")), -1);
    assert_int_equal(str_search(apex, S("b@x.com")), -1); /* retire.apex is for that */
    assert_true(
        offset_of_part(apex,
                       "wanted.add(new Map<String, Object>{\n"
                       "    'Username' => 'a@x.com',\n"
                       "    'licenses' => new List<String>{'SalesforceAPIIntegrationPsl'},\n"
                       "    'sets' => new List<String>{'A_Integration', 'A_Integration_Access'},\n"
                       "    'setGroups' => new List<String>{'G'}\n"
                       "});\n") > 0);
}

static void destructive_changes_name_the_sets(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run, COMPANY "retired: [Drift, Old]\n");
    write_destructive_changes(f->run.model.retired_sets, f->run.model.retired_set_count, &f->out);
    assert_str(buf_str(&f->out), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                 "<Package xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n"
                                 "    <types>\n"
                                 "        <members>Drift_Integration</members>\n"
                                 "        <members>Drift_Integration_Access</members>\n"
                                 "        <members>Old_Integration</members>\n"
                                 "        <members>Old_Integration_Access</members>\n"
                                 "        <name>PermissionSet</name>\n"
                                 "    </types>\n"
                                 "</Package>\n");
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(a_list_of_names),
        FIXED(the_list_and_the_map_of_nothing_mean_the_same),
        FIXED(several_files_add_up),
        FIXED(what_is_no_list_of_names),
        FIXED(its_accepted_risks_are_dropped),
        FIXED(grants_tell_which_sets_there_were),
        FIXED(without_a_permission_set_licence_there_was_one_set),
        FIXED(the_licence_of_the_company_counts),
        FIXED(names_of_its_own_and_of_the_company),
        FIXED(sets_in_use_stay),
        FIXED(users_by_environment),
        FIXED(what_is_retired_is_in_no_package),
        FIXED(what_is_retired_is_no_integration),
        FIXED(a_user_that_is_needed_is_not_retired),
        FIXED(retire_apex_has_a_row_a_user),
        FIXED(revoke_apex_names_what_stays),
        FIXED(destructive_changes_name_the_sets),
    };
    return cmocka_run_group_tests_name("retired", tests, NULL, NULL);
}
