/* write/runbook: deploy.sh and RUNBOOK.md, filled in; nothing of a definition becomes code or markup. */
#include "model.h"

#include "write/runbook.h"

#define COMPANY "company: {domain: x.com, email: a@x.com}\n"

typedef struct {
    Run run;
    Arena arena;
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

static Str script(Fixture *f, const char *yaml)
{
    run_end(&f->run);
    run_resolved(&f->run, yaml);
    buf_clear(&f->out);
    write_deploy_sh(&f->run.model, &f->out);
    return buf_str(&f->out);
}

static Str book(Fixture *f, const char *yaml)
{
    run_end(&f->run);
    run_resolved(&f->run, yaml);
    buf_clear(&f->out);
    write_runbook(&f->run.model, &f->out);
    return buf_str(&f->out);
}

/* A part of a text, from one line to another; both must be there once. */
static Str between(Str text, const char *from, const char *to)
{
    size_t begin = offset_of_part(text, from);
    Str rest = str_from(text, begin);
    ptrdiff_t end = str_search(rest, str_of(to));
    assert_true(end >= 0);
    return str_slice(rest, 0, (size_t)end);
}

#define assert_has(text, part)   assert_true(offset_of_part((text), (part)) > 0)
#define assert_lacks(text, part) assert_int_equal(str_search((text), S(part)), -1)

/* --- packages ------------------------------------------------------------------------------------ */

static void packages_are_named_by_environment_where_they_differ(void **state)
{
    Fixture *f = *state;
    script(f, COMPANY "environments: {production: {}, uat: {}, empty: {}}\n"
                      "integrations:\n"
                      "  A: {environments: [uat, production], objects: {Lead: read}}\n"
                      "  B: {environments: [uat], objects: {Lead: read}}\n");
    const Model *m = &f->run.model;
    assert_str(package_name(m, environment_named(m, "production"), &f->arena),
               "package-production");
    assert_str(package_name(m, environment_named(m, "uat"), &f->arena), "package-uat");
    assert_str(package_name(m, environment_named(m, "empty"), &f->arena), "");
    script(f, COMPANY "environments: {production: {}, uat: {}}\n"
                      "integrations: {A: {objects: {Lead: read}}}\n");
    assert_str(package_name(m, environment_named(m, "uat"), &f->arena), "package");
}

/* --- deploy.sh ----------------------------------------------------------------------------------- */

static void deploy_sh_knows_the_environments(void **state)
{
    Fixture *f = *state;
    Str sh = script(f, COMPANY
                    "environments: {production: {orgId: 00D000000000001AAA}, uat: {}, empty: {}}\n"
                    "integrations:\n"
                    "  A: {environments: [uat, production], objects: {Lead: read}}\n"
                    "  B: {environments: [uat], objects: {Lead: read}}\n");
    assert_true(str_starts(sh, S("#!/usr/bin/env bash\n")));
    assert_lacks(sh, "{{");
    assert_has(sh, "ENVIRONMENT is one of: production, uat, empty\n");
    assert_str(between(sh, "\n'production')", "esac"),
               "\n'production') org_id='00D000000000001AAA' package='package-production' ;;\n"
               "'uat') org_id='' package='package-uat' ;;\n"
               "'empty') org_id='' package='' ;;\n"
               "*) die \"there is no environment $environment; there are: production, uat, empty\" "
               "2 ;;\n");
}

/* An Id that is none is a finding of the checks, but never a command. */
static void values_are_words_of_the_shell(void **state)
{
    Fixture *f = *state;
    Str sh = script(f, COMPANY "environments: {production: {orgId: \"'; rm -rf ~; '${x}`id`\"}}\n"
                               "integrations: {A: {objects: {Lead: read}}}\n");
    assert_has(sh, "'production') org_id=''\\''; rm -rf ~; '\\''${x}`id`' package='package' ;;\n");
}

/* Only environments and their orgs are in it, so that it does not change with every integration. */
static void integrations_are_not_in_the_script(void **state)
{
    Fixture *f = *state;
    Str one =
        str_copy(&f->arena, script(f, COMPANY "integrations: {A: {objects: {Lead: read}}}\n"));
    Str two = script(f, COMPANY "integrations: {B: {objects: {Case: read}, classes: [C]}}\n"
                                "retired: [Old]\n");
    assert_bytes(two, one);
}

static void ask_sh_is_the_same_for_all(void **state)
{
    Fixture *f = *state;
    write_ask_sh(&f->out);
    assert_true(str_starts(buf_str(&f->out), S("#!/usr/bin/env bash\n")));
    assert_lacks(buf_str(&f->out), "{{");
}

/* --- RUNBOOK.md ---------------------------------------------------------------------------------- */

static void the_run_book_lists_environments_and_users(void **state)
{
    Fixture *f = *state;
    Str md = book(f, COMPANY
                  "environments:\n"
                  "  production: {orgId: 00D000000000001AAA}\n"
                  "  uat: {usernameSuffix: .uat}\n"
                  "  empty: {}\n"
                  "integrations:\n"
                  "  A: {environments: [uat, production], objects: {Lead: read}, classes: [C]}\n"
                  "  B:\n"
                  "    environments: [uat]\n"
                  "    assign: [{org: ns__S}, {group: G}, {license: L}]\n"
                  "    user: {profile: P, role: R, groups: [g1, g2], queues: [q],"
                  " features: [MarketingUser]}\n");
    assert_lacks(md, "{{");
    assert_str(between(md, "| environment | org |", "\n\n"),
               "| environment | org | integrations | users | package |\n"
               "|---|---|---|---|---|\n"
               "| production | 00D000000000001AAA | 1 | 1 | package-production.zip |\n"
               "| uat | not said | 2 | 2 | package-uat.zip |\n"
               "| empty | not said | 0 | 0 | none |");
    assert_str(between(md, "### Users of production", "### Users of uat"),
               "### Users of production\n\n"
               "| integration | username | profile | permission set licences | assigned |\n"
               "|---|---|---|---|---|\n"
               "| A | a@x.com | the API-only one | SalesforceAPIIntegrationPsl | A_Integration, "
               "A_Integration_Access |\n\n");
    assert_str(
        between(md, "### Users of uat", "## With the script"),
        "### Users of uat\n\n"
        "| integration | username | profile | permission set licences | assigned |\n"
        "|---|---|---|---|---|\n"
        "| A | a@x.com.uat | the API-only one | SalesforceAPIIntegrationPsl | A_Integration, "
        "A_Integration_Access |\n"
        "| B | b@x.com.uat | P, role R | SalesforceAPIIntegrationPsl, L | ns\\_\\_S; group G; "
        "public group g1, g2; queue q; feature MarketingUser |\n\n");
    assert_lacks(md, "### Users of empty");
    assert_str(between(md, "```\n./deploy.sh production", "\n```\n\n"),
               "```\n./deploy.sh production ORG --dry-run\n./deploy.sh production ORG\n"
               "./deploy.sh uat ORG --dry-run\n./deploy.sh uat ORG\n"
               "./deploy.sh empty ORG --dry-run\n./deploy.sh empty ORG");
    assert_has(md, "Its users, by environment: production (1), uat (2).\n");
    assert_has(md, "8. **What is retired.** Nothing.\n");
    assert_has(md, "with the files of `users/ENVIRONMENT`");
    assert_has(md, "five are included in most editions");
}

static void the_edition_tells_how_many_licences_there_are(void **state)
{
    Fixture *f = *state;
    Str md = book(f, "company: {domain: x.com, email: a@x.com, edition: developer}\n"
                     "integrations: {A: {objects: {Lead: read}}}\n");
    assert_has(md, "the edition includes 1.");
}

static void what_is_retired_is_told(void **state)
{
    Fixture *f = *state;
    Str md =
        book(f, COMPANY "integrations: {A: {objects: {Lead: read}}}\n"
                        "retired: {Drift: {objects: {Lead: read}}, Old: {assign: [{org: X}]}}\n");
    Str told = between(md, "8. **What is retired.**", "9. **Ask.**");
    assert_has(told, " Drift, Old. ");
    assert_has(told, "`users/ENVIRONMENT/retire.apex`");
    assert_has(told, "which deletes Drift_Integration:");
    md = book(f, COMPANY "integrations: {A: {objects: {Lead: read}}}\n"
                         "retired: {Old: {assign: [{org: X}]}}\n");
    told = between(md, "8. **What is retired.**", "9. **Ask.**");
    assert_has(told, " Old. ");
    assert_lacks(told, "package-retired.zip"); /* it had no set of its own */
}

static void without_users_there_are_no_files_of_them(void **state)
{
    Fixture *f = *state;
    Str md = book(f, "permissionSets: {S: {objects: {Lead: read}}}\n");
    assert_has(md, "of which there are none here");
    assert_has(md, "| production | not said | 0 | 0 | package.zip |\n");
    assert_lacks(md, "### Users of");
    assert_lacks(md, "by environment:");
}

static void values_are_no_markup(void **state)
{
    Fixture *f = *state;
    Str md = book(
        f, COMPANY
        "environments: {production: {orgId: '|<b>`x`'}}\n"
        "integrations:\n"
        "  'A | <script>alert(1)</script> --> `x` *y* [z](u)':\n"
        "    apiName: A\n"
        "    assign: [{org: 'a|b'}, {group: \"two\\nlines\"}, {license: '<l>'}]\n"
        "    user: {username: 'a|b@x.com', profile: 'P\\', role: '# R', groups: ['1. g', '- g'],"
        " queues: ['${q}']}\n"
        "retired: {'<R>': {apiName: R}}\n");
    assert_lacks(md, "<script>");
    assert_lacks(md, "-->");
    assert_has(md, "| production | \\|&lt;b&gt;\\`x\\` | 1 | 1 | none |\n");
    assert_has(md, "\n| A \\| &lt;script&gt;alert(1\\)&lt;/script&gt; \\-\\-&gt; \\`x\\` \\*y\\* "
                   "\\[z\\](u) | a\\|b@x.com | P\\\\, role \\# R | SalesforceAPIIntegrationPsl, "
                   "&lt;l&gt; | a\\|b; group two lines; public group 1\\. g, \\- g; queue "
                   "\\$\\{q\\} |\n");
    assert_has(md, "**What is retired.** &lt;R&gt;. ");
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(packages_are_named_by_environment_where_they_differ),
        FIXED(deploy_sh_knows_the_environments),
        FIXED(values_are_words_of_the_shell),
        FIXED(integrations_are_not_in_the_script),
        FIXED(ask_sh_is_the_same_for_all),
        FIXED(the_run_book_lists_environments_and_users),
        FIXED(the_edition_tells_how_many_licences_there_are),
        FIXED(what_is_retired_is_told),
        FIXED(without_users_there_are_no_files_of_them),
        FIXED(values_are_no_markup),
    };
    return cmocka_run_group_tests_name("runbook", tests, NULL, NULL);
}
