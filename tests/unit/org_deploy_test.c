/* read/org_deploy: results of deploys, of every age and shape. */
#include "org.h"

/* "status[ check][ !error]" of each deploy and its failures "type name|file|line:column problem" below. */
static Str deploys_text(Fixture *f)
{
    Buf out = {0};
    for (size_t i = 0; i < f->org.deploy_count; i++) {
        const OrgDeploy *d = &f->org.deploys[i];
        assert_int_equal(d->at.file, 7);
        buf_format(&out, STR_FMT "%s%s" STR_FMT "\n", STR_ARG(d->status),
                   d->check_only ? " check" : "", d->error.n ? " !" : "", STR_ARG(d->error));
        for (size_t n = 0; n < d->failure_count; n++) {
            const OrgFailure *one = &d->failures[n];
            buf_format(&out, " %s" STR_FMT " " STR_FMT "|" STR_FMT "|%lld:%lld " STR_FMT "\n",
                       one->warning ? "?" : "", STR_ARG(one->type), STR_ARG(one->name),
                       STR_ARG(one->file), (long long)one->line, (long long)one->column,
                       STR_ARG(one->problem));
        }
    }
    Str text = str_copy(&f->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

#define PROBLEM "In field: field - no CustomField named Order.Foo__c found"
#define FAILURE                                                                                    \
    "{'changed':false,'columnNumber':13,'componentType':'PermissionSet','created':false,"          \
    "'deleted':false,'fileName':'permissionsets/HubSpot.permissionset','fullName':'HubSpot',"      \
    "'lineNumber':42,'problem':'" PROBLEM "','problemType':'Error','success':false}"
#define FILE_FAILURE                                                                               \
    "{'error':'" PROBLEM "','problemType':'Error','columnNumber':13,'lineNumber':42,"              \
    "'fullName':'HubSpot','type':'PermissionSet','state':'Failed','filePath':"                     \
    "'permissionsets/HubSpot.permissionset'}"
#define PACKAGE                                                                                    \
    "{'changed':true,'componentType':null,'created':false,'fileName':'package.xml','fullName':"    \
    "'package.xml','success':true}"
#define REPORT                                                                                     \
    "Failed check\n PermissionSet HubSpot|permissionsets/HubSpot.permissionset|42:13 " PROBLEM "\n"
#define RESULT(details, files)                                                                     \
    "{'checkOnly':true,'details':" details ",'done':true,'id':'0Af','numberComponentErrors':1,"    \
    "'numberComponentsTotal':1,'status':'Failed','success':false,'files':" files "}"
#define DETAILS(failures, successes)                                                               \
    "{'componentFailures':" failures ",'componentSuccesses':" successes                            \
    ",'runTestResult':{'numFailures':0,'failures':[]}}"

static void one_failure_is_told_once_in_every_shape(void **state)
{
    static const char *const rows[] = {
        "{'status':1,'result':" RESULT(DETAILS("[" FAILURE "]", "[" PACKAGE "]"),
                                       "[" FILE_FAILURE "]") ",'warnings':[]}",
        RESULT(DETAILS("[" FAILURE "]", "[" PACKAGE "]"), "[" FILE_FAILURE "]"),
        RESULT(DETAILS(FAILURE, PACKAGE), FILE_FAILURE),
        RESULT(DETAILS(FAILURE, "null"), "null"),
        RESULT("null", "[" FILE_FAILURE "]"),
        RESULT("{}", "[" FILE_FAILURE ",{'state':'Unchanged','fullName':'B','type':'T'}]"),
        "{'id':'0Af','deployResult':" RESULT(DETAILS("[" FAILURE "]", "[]"), "[]") "}",
        "{'status':1,'name':'mdapiDeployFailed','message':'The metadata deploy operation failed.',"
        "'data':" RESULT(DETAILS(FAILURE, PACKAGE), "[]") "}",
        "{'status':1,'result':{'checkOnly':'true','status':'Failed','success':'false','details':{"
        "'componentFailures':{'columnNumber':'13','componentType':'PermissionSet','fileName':"
        "'permissionsets/"
        "HubSpot.permissionset','fullName':'HubSpot','lineNumber':'42','problem':'" PROBLEM
        "','problemType':'Error','success':'false'}}}}",
        "{'status':1,'result':{'checkOnly':true,'success':false,'files':[" FILE_FAILURE "]}}",
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        anew(f);
        assert_row_true(rows[i], take(f, "x.json", rows[i]));
        assert_row(rows[i], deploys_text(f), REPORT);
        assert_int_equal(f->org.answer_count, 0);
    }
}

static void a_source_deploy_tells_the_place_behind_the_problem(void **state)
{
    static const struct {
        const char *error, *told;
    } rows[] = {
        {"" PROBLEM " (42:13)", "42:13 " PROBLEM},
        {"A (x) (7:1) ", "7:1 A (x)"},
        {"A (7)", "0:0 A (7)"},
        {"A (:7)", "0:0 A (:7)"},
        {"A (7:)", "0:0 A (7:)"},
        {"A (0:7)", "0:0 A (0:7)"},
        {"7:7)", "0:0 7:7)"},
        {")", "0:0 )"},
        {"A\\n  B (1:2)", "1:2 A B"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        anew(f);
        assert_row_true(rows[i].error,
                        take(f, "x",
                             str_format(&f->arena,
                                        "{'status':'Failed','files':[{'state':'Failed','fullName':"
                                        "'S','type':'T','filePath':'/p','error':'%s'}]}",
                                        rows[i].error)
                                 .s));
        assert_row(rows[i].error, deploys_text(f),
                   str_format(&f->arena, "Failed\n T S|/p|%s\n", rows[i].told).s);
    }
}

/* Both tell it, one with the place behind it. */
static void details_and_files_of_a_source_deploy_are_one(void **state)
{
    Fixture *f = *state;
    assert_true(
        take(f, "x",
             RESULT(DETAILS("[" FAILURE "," FAILURE "]", "[]"),
                    "[{'error':'" PROBLEM " (42:13)','fullName':'HubSpot','type':'PermissionSet',"
                    "'state':'Failed','filePath':'/home/me/HubSpot.permissionset-meta.xml'},"
                    "{'error':'Other','fullName':'HubSpot','type':'PermissionSet','state':'Failed',"
                    "'filePath':'/p','problemType':'Error','lineNumber':-1}]")));
    assert_int_equal(f->org.deploys[0].failure_count, 3); /* the org told it twice */
    assert_str(f->org.deploys[0].failures[2].problem, "Other");
    assert_int_equal(f->org.deploys[0].failures[2].line, 0);
}

static void a_refused_validation_tells_in_its_message(void **state)
{
    Fixture *f = *state;
    assert_true(
        take(f, "x",
             "{'status':1,'name':'FailedValidationError','message':'Failed to validate the "
             "deployment (0Af).  Due To:\\nError in HubSpot - " PROBLEM
             "\\nwhich goes on\\n  here\\nWarning in Case-A Layout - B (3:4)\\n\\n2 component "
             "error(s)','data':{'deployId':'0Af'},'exitCode':1}"));
    assert_str(deploys_text(f), "Failed check\n  HubSpot||0:0 " PROBLEM " which goes on here\n"
                                " ? Case-A Layout||3:4 B\n");
    anew(f);
    assert_true(take(f, "x",
                     "{'status':1,'name':'FailedValidationError','message':'Failed to "
                     "validate\\n(0Af)'}"));
    assert_str(deploys_text(f), "Failed check !Failed to validate (0Af)\n");
    anew(f);
    assert_true(take(f, "x",
                     "{'status':1,'name':'X','data':{'deployId':'0Af'},'message':'Error in "
                     "nothing'}"));
    assert_str(deploys_text(f), "Failed check !Error in nothing\n");
}

static void whole_jobs_tell_how_they_ended(void **state)
{
    static const struct {
        const char *text, *told;
    } rows[] = {
        {"{'status':0,'result':{'checkOnly':false,'status':'Succeeded','success':true,"
         "'numberComponentsTotal':1,'details':{'componentFailures':[],'componentSuccesses':"
         "[" PACKAGE
         "]},'files':[{'state':'Created','fullName':'S','type':'PermissionSet','filePath':'/p'}]}}",
         "Succeeded\n"},
        {"{'status':0,'result':{'id':'0Af','done':false,'status':'Queued','files':[]}}",
         "Queued\n"},
        {"{'status':0,'result':{'status':'Nothing to deploy','files':[]}}", "Nothing to deploy\n"},
        {"{'numberComponentErrors':0,'status':'Failed','errorMessage':'UNKNOWN\\nx',"
         "'numberTestErrors':2}",
         "Failed !UNKNOWN x\n"},
        {"{'numberComponentErrors':0,'status':'Failed','numberTestErrors':2}",
         "Failed !2 Apex tests failed\n"},
        {"{'numberComponentErrors':0,'success':false,'numberTestErrors':'1'}",
         "Failed !1 Apex test failed\n"},
        {"{'deployUrl':'x','success':'true'}", "Succeeded\n"},
        {"{'deployUrl':'x'}", "\n"},
        {"{'numberComponentsTotal':1,'status':'Succeeded','details':{'componentSuccesses':[{"
         "'componentType':'','fullName':'destructiveChanges.xml','fileName':"
         "'destructiveChanges.xml','problem':'No PermissionSet named: X found','problemType':"
         "'Warning','success':true}]}}",
         "Succeeded\n ? destructiveChanges.xml|destructiveChanges.xml|0:0 No PermissionSet named: "
         "X "
         "found\n"},
        {"{'status':1,'name':'DeployFailed','message':'Deploy failed.','result':[" FILE_FAILURE
         "]}",
         "Failed\n PermissionSet HubSpot|permissionsets/HubSpot.permissionset|42:13 " PROBLEM "\n"},
        {"{'numberComponentsTotal':1,'details':5,'files':7,'status':[],'checkOnly':{},"
         "'errorMessage':null}",
         "\n"},
        {"{'numberComponentsTotal':1,'details':{'componentFailures':[null,5,'x',[]]},'files':[null]"
         ",'status':'Failed'}",
         "Failed\n"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        anew(f);
        assert_row_true(rows[i].text, take(f, "x.json", rows[i].text));
        assert_row(rows[i].text, deploys_text(f), rows[i].told);
    }
}

/* Lines that could all belong to one problem cost no more than they are. */
static void a_message_without_end_is_cut(void **state)
{
    Fixture *f = *state;
    Buf text = {0};
    buf_put(&text, S("{\"name\":\"FailedValidationError\",\"message\":\"Error in A - B"));
    for (size_t i = 0; i < 100000; i++)
        buf_put(&text, S("\\nmore"));
    buf_put(&text, S("\"}"));
    assert_true(take_bytes(f, "x", buf_str(&text)));
    assert_int_equal(f->org.deploys[0].failure_count, 1);
    assert_true(f->org.deploys[0].failures[0].problem.n < 5000);
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_failure_is_told_once_in_every_shape),
        TEST(a_source_deploy_tells_the_place_behind_the_problem),
        TEST(details_and_files_of_a_source_deploy_are_one),
        TEST(a_refused_validation_tells_in_its_message),
        TEST(whole_jobs_tell_how_they_ended),
        TEST(a_message_without_end_is_cut),
    };
    return cmocka_run_group_tests_name("org_deploy", tests, NULL, NULL);
}
