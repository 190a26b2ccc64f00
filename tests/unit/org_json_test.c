/* read/org_json: envelopes, what is whole and what is not, errors, and what is no answer. */
#include "org.h"

#define USER  "{'attributes':{'type':'User'},'Username':'a'}"
#define USERS "{'records':[" USER "],'totalSize':1,'done':true}"

/* --- envelopes --------------------------------------------------------------------------------- */

static void an_answer_comes_in_many_forms(void **state)
{
    static const struct {
        const char *text;
        size_t answers;
    } rows[] = {
        {"{'status':0,'result':" USERS ",'warnings':[]}", 1},
        {"{'status':0,'result':" USERS "}", 1},
        {"{'result':{'done':true,'totalSize':1,'records':[" USER "]},'status':0}", 1},
        {USERS, 1},
        {"{'records':[" USER "]}", 1},
        {"{'records':[" USER "],'totalSize':'1','done':'true'}", 1},
        {"[" USERS "," USERS "]", 2},
        {USERS USERS, 2},
        {USERS "\r\n\r\n{'status':0,'result':" USERS "}\n", 2},
        {"\xef\xbb\xbf \n" USERS "\n", 1},
        {"[[" USERS "],[]]", 1},
        {"{'status':0,'result':" USERS ",'warnings':['Deprecated',5]}", 1},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        anew(f);
        assert_row_true(rows[i].text, take(f, "x.json", rows[i].text));
        assert_row(rows[i].text, f->wrong.s, "");
        assert_int_equal(f->org.user_count, 1);
        assert_int_equal(f->org.answer_count, rows[i].answers);
        assert_row_true(rows[i].text, org_answer(&f->org, ASK_USERS) == ANSWER_WHOLE);
        assert_int_equal(f->org.answers[0].rows, 1);
        assert_int_equal(f->org.answers[0].total, 1);
    }
}

static void fewer_rows_than_there_are_are_partial(void **state)
{
    static const struct {
        const char *text, *answer;
    } rows[] = {
        {"{'records':[" USER "," USER "],'totalSize':5,'done':true}",
         "users partial 2/5 User: 2 of 5 rows\n"},
        {"{'records':[" USER "],'totalSize':'2'}", "users partial 1/2 User: 1 of 2 rows\n"},
        {"{'records':[" USER "],'totalSize':1,'done':false}",
         "users partial 1/1 User: there are more rows than these 1\n"},
        {"{'records':[" USER "],'done':'false'}",
         "users partial 1/1 User: there are more rows than these 1\n"},
        {"{'status':0,'result':" USERS ",'warnings':['x','The query result is missing\\n 3 records "
         "due to a 2000 record limit.']}",
         "users partial 1/1 User: The query result is missing 3 records due to a 2000 record "
         "limit.\n"},
        {"{'records':[],'totalSize':5,'done':true}",
         "users partial 0/5 User: counts only, no rows\n"},
        {"{'records':[],'totalSize':5,'done':false}", "users partial 0/5 User: 0 of 5 rows\n"},
        {"{'records':[" USER "],'totalSize':-1}", "users whole 1/1 User\n"},
        {"{'records':[" USER "],'totalSize':'1x'}", "users whole 1/1 User\n"},
        {"{'records':[" USER "],'totalSize':null,'done':null}", "users whole 1/1 User\n"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        anew(f);
        assert_row_true(rows[i].text, take(f, "users.json", rows[i].text));
        assert_row(rows[i].text, answers_text(f), rows[i].answer);
    }
}

/* The warning of one answer is not that of the next. */
static void warnings_stay_with_their_answer(void **state)
{
    Fixture *f = *state;
    assert_true(take(f, "x", "{'result':" USERS ",'warnings':['missing 3 records']}" USERS));
    assert_str(answers_text(f), "users partial 1/1 User: missing 3 records\n"
                                "users whole 1/1 User\n");
}

/* --- answers without rows ---------------------------------------------------------------------- */

static void the_file_name_tells_what_an_empty_answer_is_to(void **state)
{
    static const struct {
        const char *name, *answer;
    } rows[] = {
        {"organization.json", "organization|Organization"},
        {"users.json", "users|User"},
        {"answers/uat/users.json", "users|User"},
        {"answers\\uat\\users.json", "users|User"},
        {"USERS.JSON", "users|User"},
        {"users", "users|User"},
        {"assignments-2.json", "assignments|PermissionSetAssignment"},
        {"licenses.json", "licenses|PermissionSetLicenseAssign"},
        {"seats.json", "seats|PermissionSetLicense"},
        {"user-licenses.json", "user-licenses|UserLicense"},
        {"user-licenses-12.json", "user-licenses|UserLicense"},
        {"groups.json", "groups|PermissionSetGroup"},
        {"members.json", "members|GroupMember"},
        {"objects-3.json", "objects|ObjectPermissions"},
        {"objects (1).json", "objects|ObjectPermissions"},
        {"fields.json", "fields|FieldPermissions"},
        {"permissions.json", "permissions|PermissionSet"},
        {"setup.json", "setup|SetupEntityAccess"},
        {"names-ApexClass.json", "names|ApexClass"},
        {"names-apexpage-2.json", "names|ApexPage"},
        {"names-whatever.json", "names|"},
        {"tabs.json", "tabs|PermissionSetTabSetting"},
        {"uat_user.json", "users|"},
        {"user-assignments.json", "assignments|"},
        {"psl-assignments.json", "licenses|"},
        {"PermissionSetLicenseAssign.json", "licenses|"},
        {"permission-set-license.json", "seats|"},
        {"Permission Set Assignments.json", "assignments|"},
        {"PermissionSetGroup.json", "groups|"},
        {"PermissionSet.json", "permissions|"},
        {"user_object_permissions.json", "objects|"},
        {"FieldPermissions.uat.json", "fields|"},
        {"user-permissions.json", "permissions|"},
        {"SetupEntityAccess.json", "setup|"},
        {"PermissionSetTabSetting.json", "tabs|"},
        {"custom-permissions.json", "names|"},
        {"apex_classes.json", "names|"},
        {"userLicense.json", "user-licenses|"},
        {"q1.json", NULL},
        {"-", NULL},
        {"", NULL},
        {"1.json", NULL},
        {".json", NULL},
        {"users/q1.json", NULL},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        anew(f);
        bool good = take(f, rows[i].name, "{'records':[],'totalSize':0,'done':true}");
        assert_row_true(rows[i].name, good == (rows[i].answer != NULL));
        if (good) {
            const OrgAnswer *one = f->org.answers;
            Str told = str_format(&f->arena, "%s|" STR_FMT, question_name(one->question),
                                  STR_ARG(one->type));
            assert_row(rows[i].name, told, rows[i].answer);
            assert_int_equal(one->state, ANSWER_WHOLE);
        } else {
            assert_row(rows[i].name, f->wrong.s,
                       "cannot tell which question it answers (no rows): keep it under the name of "
                       "its query, users.json for users.soql");
        }
    }
}

/* --- errors ------------------------------------------------------------------------------------ */

static void an_error_is_an_answer(void **state)
{
    static const struct {
        const char *name, *text, *answer;
    } rows[] = {
        {"x.json",
         "{'name':'INVALID_FIELD','message':'\\nSELECT Id, Foo FROM User WHERE\\n           ^\\n"
         "ERROR at Row:1:Column:12\\nNo such column `Foo` on entity `User`.','exitCode':1,"
         "'context':'DataSoqlQueryCommand','stack':'…','warnings':[],'code':'1','status':1}",
         "users error 0/0 User: INVALID_FIELD: SELECT Id, Foo FROM User WHERE ^ ERROR at "
         "Row:1:Column:12 No such column 'Foo' on entity 'User'.\n"},
        {"x.json",
         "[{'message':'sObject type `SetupEntityAccess` is not supported.','errorCode':"
         "'INVALID_TYPE'}]",
         "setup error 0/0 SetupEntityAccess: INVALID_TYPE: sObject type 'SetupEntityAccess' is not "
         "supported.\n"},
        {"x.json", "{'status':1,'message':'no such column X on sobject of type FieldPermissions'}",
         "fields error 0/0 FieldPermissions: no such column X on sobject of type "
         "FieldPermissions\n"},
        {"objects-2.json",
         "{'status':1,'name':'E','message':'SELECT A FROM PermissionSetAssignment"
         " WHERE'}",
         "objects error 0/0 ObjectPermissions: E: SELECT A FROM PermissionSetAssignment WHERE\n"},
        {"my-users.json", "{'status':1,'name':'E','message':null}",
         "users error 0/0 : E: it brings no message\n"},
        {"my-users.json", "{'status':1,'name':'NoOrgFound','message':'No org'}",
         "users error 0/0 : NoOrgFound: No org\n"},
        {"my-users.json",
         "{'status':1,'name':'E','message':'SELECT (SELECT Id FROM User), FROMAGE from(x) "
         "from\\nObjectPermissions WHERE ParentId IN (SELECT Id FROM PermissionSet)'}",
         "objects error 0/0 ObjectPermissions: E: SELECT (SELECT Id FROM User), FROMAGE from(x) "
         "from ObjectPermissions WHERE ParentId IN (SELECT Id FROM PermissionSet)\n"},
        {"x.json", "{'status':1,'name':'E','message':'FROM Account','result':null}", NULL},
        {"x.json", "{'status':1,'name':'E','message':'FROM'}", NULL},
        {"x.json", "{'status':1,'name':'E','message':'((((FROM User'}", NULL},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        anew(f);
        bool good = take(f, rows[i].name, rows[i].text);
        assert_row_true(rows[i].text, good == (rows[i].answer != NULL));
        if (good)
            assert_row(rows[i].text, answers_text(f), rows[i].answer);
        else
            assert_int_equal(
                str_search(f->wrong.s, S("cannot tell which question it answers (E: ")), 0);
        assert_int_equal(f->org.deploy_count, 0);
    }
}

static void an_error_stands_beside_answers(void **state)
{
    Fixture *f = *state;
    assert_true(take(f, "all.json",
                     "[" USERS ",{'status':1,'name':'INVALID_TYPE','message':'x FROM "
                     "PermissionSetTabSetting'}]"));
    assert_int_equal(org_answer(&f->org, ASK_USERS), ANSWER_WHOLE);
    assert_int_equal(org_answer(&f->org, ASK_TABS), ANSWER_ERROR);
    assert_int_equal(org_answer(&f->org, ASK_FIELDS), ANSWER_MISSING);
}

/* --- what is no answer --------------------------------------------------------------------------- */

#define NO_JSON "this is not JSON: run the query with --json, and keep what it prints"
#define NOTHING                                                                                    \
    "holds no answer that is known: rows of a query, an error, or the result of a deploy, as the " \
    "CLI prints them with --json"

static void what_is_no_answer_is_refused(void **state)
{
    static const struct {
        const char *text, *wrong;
    } rows[] = {
        {"", "the file says nothing"},
        {" \r\n\t", "the file says nothing"},
        {"\xef\xbb\xbf", "the file says nothing"},
        {"Id,Username\n1,a\n", NO_JSON},
        {"'Id','Username'\n", NO_JSON},
        {"\n\n <html>", NO_JSON},
        {"null", NO_JSON},
        {"[]", "the file holds no answer"},
        {"[[],[[]]]", "the file holds no answer"},
        {"{}", NOTHING},
        {"[1]", NOTHING},
        {"{'status':0,'result':null}", NOTHING},
        {"{'status':0,'result':{'records':5}}", NOTHING},
        {"{'status':1,'message':5}", NOTHING},
        {"{'records':[{'attributes':{'type':'AggregateResult'},'expr0':5}],'totalSize':1}",
         "these are sums, not rows: run the query without COUNT() and GROUP BY"},
        {"{'records':[{'attributes':{'type':'Account','url':'x'},'Id':'1'}]}",
         "these are rows of Account, which prove nothing"},
        {"{'records':[{'A':1}]}",
         "cannot tell what these rows are of: they have neither attributes nor columns that are "
         "known"},
        {"{'records':[5]}", "cannot tell what these rows are of: they have neither attributes nor "
                            "columns that are known"},
        {"{'records':[null,[]]}", "cannot tell what these rows are of: they have neither "
                                  "attributes nor columns that are known"},
        {"[" USER "]", "these are rows without their envelope: nothing tells whether they are all "
                       "there are"},
        {"{'status':0,'result':{'successes':[{'name':'a','value':'S'}],'failures':[]}}",
         "this is the report of sf org assign, not the answer to a query"},
        {"{'status':1,'result':{'successes':[],'failures':[{'name':'a','message':'Duplicate'}]}}",
         "this is the report of sf org assign, not the answer to a query"},
        {"{'status':0,'result':{'jobInfo':{},'records':{'successfulResults':[]}}}",
         "this is the report of a bulk load, not the answer to a query"},
        {"{'status':0,'result':{'jobId':'750'}}",
         "this is the report of a bulk load, not the answer to a query"},
        {"{'status':0,'result':{'success':true,'compiled':true,'logs':''}}",
         "this is the report of sf apex run, not the answer to a query"},
        {"{'status':0,'result':{'name':'Account','fields':[]}}",
         "this is a describe: it belongs under `facts:` in a definition"},
        {"{'status':0,'result':{'id':'005','success':true,'errors':[]}}",
         "this is the report of a change to one record, not the answer to a query"},
        {"{'status':0,'result':{'accessToken':'x'}}",
         "this is the report of sf org display: it holds a secret, remove it"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_row_true(rows[i].text, !take(f, "users.json", rows[i].text));
        assert_row(rows[i].text, f->wrong.s, rows[i].wrong);
        assert_int_equal(f->wrong.at.file, 7);
    }
    assert_int_equal(f->org.answer_count, 0);
}

static void broken_json_is_told_with_its_place(void **state)
{
    static const struct {
        const char *text, *wrong;
        uint32_t at;
    } rows[] = {
        {"{'status':0,\n'result':{", "this is not JSON: string or '}' expected near end of file",
         22},
        {"{'a':1,}", "this is not JSON: string or '}' expected near '}'", 7},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_row_true(rows[i].text, !take(f, "x.json", rows[i].text));
        assert_row(rows[i].text, f->wrong.s, rows[i].wrong);
        assert_int_equal(f->wrong.at.file, 7);
        assert_int_equal(f->wrong.at.at, rows[i].at);
    }
    assert_false(take_bytes(f, "x", S("\xff\xfe{\0}\0")));
    assert_int_equal(str_search(f->wrong.s, S("the file is UTF-16")), 0);
    assert_false(take(f, "x", "{'records':['\xff']}"));
    assert_int_equal(str_search(f->wrong.s, S("this is not JSON: unable to decode byte 0xff")), 0);
    assert_false(take_bytes(f, "x", S("{\0}\0")));
    assert_false(take(f, "x", "{'records':[{'Username':'\\u0000'}]}"));
}

/* What stands before the mistake is kept; the mistake is told. */
static void a_mistake_behind_an_answer_is_told(void **state)
{
    Fixture *f = *state;
    assert_false(take(f, "x", USERS "x"));
    assert_int_equal(f->org.user_count, 1);
    assert_false(take(f, "x", "[" USERS ",{'jobId':'1'}]"));
}

/* --- hostile ----------------------------------------------------------------------------------- */

/* Every beginning of an answer is refused, and nothing is read behind its end. */
static void a_truncated_answer_is_refused(void **state)
{
    static const char whole[] =
        "{\"status\":0,\"result\":{\"records\":[{\"attributes\":{\"type\":\"User\"},"
        "\"Username\":\"\xc3\xa9\",\"Profile\":{\"Name\":\"x\"}}],\"totalSize\":1}}";
    Fixture *f = *state;
    for (size_t n = 0; n < sizeof whole - 1; n++)
        assert_false(take_bytes(f, "x", (Str){whole, n}));
    assert_true(take_bytes(f, "x", (Str){whole, sizeof whole - 1}));
}

static void huge_nesting_ends_in_a_message(void **state)
{
    Fixture *f = *state;
    Buf deep = {0};
    buf_fill(&deep, '[', 1 << 20);
    assert_false(take_bytes(f, "x", buf_str(&deep)));
    assert_str(f->wrong.s, "this is not JSON: maximum parsing depth reached near '['");
    buf_clear(&deep);
    buf_fill(&deep, '[', 1000);
    buf_fill(&deep, ']', 1000);
    assert_false(take_bytes(f, "x", buf_str(&deep)));
    assert_str(f->wrong.s, "nests deeper than any answer");
    buf_clear(&deep);
    for (size_t i = 0; i < 1000; i++)
        buf_put(&deep, S("{\"result\":"));
    buf_put(&deep, S("{}"));
    buf_fill(&deep, '}', 1000);
    assert_false(take_bytes(f, "x", buf_str(&deep)));
    assert_str(f->wrong.s, "nests deeper than any answer");
    buf_free(&deep);
}

/* One value after the other in place of each column: nothing crashes, whatever it says. */
static void values_of_any_kind_are_borne(void **state)
{
    static const char *const values[] = {"null",
                                         "true",
                                         "5",
                                         "1e308",
                                         "-9223372036854775808",
                                         "''",
                                         "'x'",
                                         "[]",
                                         "[null]",
                                         "{}",
                                         "{'Name':5}",
                                         "{'Name':{'Name':[]}}",
                                         "{'records':[null,5,{}]}",
                                         "'99999999999999999999999999'"};
    static const char *const types[] = {"User",
                                        "PermissionSetAssignment",
                                        "PermissionSetLicenseAssign",
                                        "PermissionSetLicense",
                                        "UserLicense",
                                        "PermissionSetGroup",
                                        "GroupMember",
                                        "ObjectPermissions",
                                        "FieldPermissions",
                                        "PermissionSet",
                                        "SetupEntityAccess",
                                        "ApexClass",
                                        "ExternalCredentialParameter",
                                        "PermissionSetTabSetting",
                                        "Organization"};
    static const char *const columns[] = {"Id",
                                          "Username",
                                          "Profile",
                                          "Assignee",
                                          "PermissionSet",
                                          "PermissionSetGroup",
                                          "Parent",
                                          "ParentId",
                                          "SobjectType",
                                          "Field",
                                          "PermissionsRead",
                                          "Name",
                                          "NamespacePrefix",
                                          "TotalLicenses",
                                          "Group",
                                          "UserOrGroupId",
                                          "IsSandbox",
                                          "SetupEntityType",
                                          "SetupEntityId",
                                          "PermissionSetAssignments",
                                          "ObjectPerms",
                                          "attributes",
                                          "ExternalCredential",
                                          "License"};
    Fixture *f = *state;
    for (size_t t = 0; t < COUNT_OF(types); t++)
        for (size_t c = 0; c < COUNT_OF(columns); c++)
            for (size_t v = 0; v < COUNT_OF(values); v++) {
                take_typed(f, types[t],
                           str_format(&f->arena,
                                      "{~,'Username':'u','Name':'n','Assignee':{'Username':'u'},"
                                      "'Parent':{'Name':'S'},'%s':%s}",
                                      columns[c], values[v])
                               .s);
                if (c == 0 && v == 0)
                    anew(f);
            }
    org_settle(&f->org, &f->names, &f->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_answer_comes_in_many_forms),
        TEST(fewer_rows_than_there_are_are_partial),
        TEST(warnings_stay_with_their_answer),
        TEST(the_file_name_tells_what_an_empty_answer_is_to),
        TEST(an_error_is_an_answer),
        TEST(an_error_stands_beside_answers),
        TEST(what_is_no_answer_is_refused),
        TEST(broken_json_is_told_with_its_place),
        TEST(a_mistake_behind_an_answer_is_told),
        TEST(a_truncated_answer_is_refused),
        TEST(huge_nesting_ends_in_a_message),
        TEST(values_of_any_kind_are_borne),
    };
    return cmocka_run_group_tests_name("org_json", tests, NULL, NULL);
}
