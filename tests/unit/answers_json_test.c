/* read/answers_json: what the Salesforce CLI prints, whole and broken. */
#include "known.h"

#include "read/answers_json.h"

typedef struct {
    Arena arena;
    Known known;
    Answers answers;
} Fixture;

static int start(void **state)
{
    *state = calloc(1, sizeof(Fixture));
    return *state ? 0 : -1;
}

static int end(void **state)
{
    arena_free(&((Fixture *)*state)->arena);
    free(*state);
    return 0;
}

static bool take(Fixture *f, Str bytes)
{
    Str copy = str_copy(&f->arena, bytes); /* so that the sanitizer sees its end */
    return answers_read(&f->known, &f->arena, 7, copy, &f->answers);
}

static bool take_text(Fixture *f, const char *text)
{
    return take(f, str_of(text));
}

/* A describe with these fields; ' stands for ". */
static bool take_fields(Fixture *f, const char *fields)
{
    Str text = str_format(&f->arena, "{\"name\":\"Fee__c\",\"fields\":[%s]}", fields);
    char *copy = str_c(&f->arena, text);
    for (char *c = copy; *c; c++)
        if (*c == '\'')
            *c = '"';
    return take_text(f, copy);
}

/* --- describe ---------------------------------------------------------------------------------- */

static void a_describe_gives_its_fields(void **state)
{
    Fixture *f = *state;
    assert_true(take_text(
        f, "{\"status\":0,\"result\":{\"name\":\"Fee__c\",\"custom\":true,\"customSetting\":false,"
           "\"fields\":[{\"name\":\"Id\",\"permissionable\":false,\"nillable\":false,"
           "\"createable\":false,\"updateable\":false},"
           "{\"name\":\"Amount__c\",\"permissionable\":true,\"nillable\":true,"
           "\"createable\":true,\"updateable\":true}]},\"warnings\":[]}"));
    assert_str(fields_text(&f->arena, &f->known), "Fee__c.Amount__c plain\nFee__c.Id fixed\n");
    assert_str(objects_text(&f->arena, &f->known), "Fee__c");
    assert_true(f->known.from_org);
    assert_false(f->known.from_source);
    assert_int_equal(f->answers.objects, 1);
    assert_int_equal(f->answers.fields, 2);
    const KnownField *field = known_field(&f->known, S("Fee__c.Id"));
    assert_int_equal(field->by, SAID_BY_ORG);
    assert_int_equal(field->at.file, 7);
    assert_true(loc_is_whole(field->at));
}

static void attributes_tell_what_a_field_is(void **state)
{
    static const struct {
        const char *attributes, *sort;
    } rows[] = {
        {"'permissionable':true", "plain"},
        {"'permissionable':true,'calculated':true", "calculated"},
        {"'permissionable':true,'autoNumber':true", "calculated"},
        {"'permissionable':true,'createable':false,'updateable':false", "calculated"},
        {"'permissionable':true,'createable':true,'updateable':false", "plain"},
        {"'permissionable':true,'nillable':false,'createable':true", "plain"},
        {"'permissionable':false", "fixed"},
        {"'permissionable':false,'nillable':false,'createable':true", "required"},
        {"'permissionable':false,'nillable':false,'createable':false", "fixed"},
        {"'permissionable':false,'nillable':true,'createable':true", "fixed"},
        {"'permissionable':false,'compoundFieldName':'Other'", "part Fee__c.Other"},
        {"'permissionable':false,'compoundFieldName':'F'", "fixed"},
        {"'permissionable':false,'compoundFieldName':'Elsewhere'", "fixed"},
        {"'permissionable':true,'compoundFieldName':'Other'", "part Fee__c.Other"},
        {"'permissionable':false,'relationshipOrder':0,'referenceTo':['Account']",
         "master Account"},
        {"'permissionable':false,'relationshipOrder':1,'referenceTo':[]", "master"},
        {"'permissionable':false,'relationshipOrder':null,'nillable':false,'createable':true,"
         "'referenceTo':['Account']",
         "required"},
        {"'permissionable':false,'relationshipOrder':0,'compoundFieldName':'Other'",
         "part Fee__c.Other"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        f->known = (Known){0};
        Str text = str_format(&f->arena, "{'name':'F',%s},{'name':'Other','permissionable':true}",
                              rows[i].attributes);
        assert_true(take_fields(f, text.s));
        Str expected = str_format(&f->arena, "Fee__c.F %s\nFee__c.Other plain\n", rows[i].sort);
        assert_row(rows[i].attributes, fields_text(&f->arena, &f->known), expected.s);
    }
}

/* Describes of old API versions have no `permissionable`. */
static void without_permissionable_the_rest_tells(void **state)
{
    static const struct {
        const char *attributes, *sort;
    } rows[] = {
        {"'nillable':true,'createable':true,'updateable':true", "plain"},
        {"'nillable':false,'createable':true,'updateable':true", "required"},
        {"'nillable':false,'createable':true,'defaultedOnCreate':true,'updateable':true", "plain"},
        {"'nillable':false,'createable':true,'updateable':true,'type':'boolean'", "plain"},
        {"'nillable':false,'createable':false,'updateable':false", "fixed"},
        {"'nillable':true,'createable':false,'updateable':false,'calculated':true", "calculated"},
        {"'nillable':false,'createable':false,'updateable':false,'calculated':true,"
         "'type':'boolean'",
         "calculated"},
        {"'nillable':false,'createable':false,'updateable':false,'autoNumber':true", "calculated"},
        {"'nillable':false,'createable':false,'updateable':false,'autoNumber':true,"
         "'nameField':true",
         "fixed"},
        {"'relationshipOrder':0,'referenceTo':['Account'],'nillable':false,'createable':true",
         "master Account"},
        {"'permissionable':null", "plain"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        f->known = (Known){0};
        assert_true(take_fields(f, str_format(&f->arena, "{'name':'F',%s}", rows[i].attributes).s));
        Str expected = str_format(&f->arena, "Fee__c.F %s\n", rows[i].sort);
        assert_row(rows[i].attributes, fields_text(&f->arena, &f->known), expected.s);
    }
}

static void several_describes_come_in_many_forms(void **state)
{
#define A "{\"name\":\"A\",\"fields\":[{\"name\":\"X\",\"permissionable\":true}]}"
#define B "{\"name\":\"B\",\"customSetting\":true,\"fields\":[]}"
    static const char *const rows[] = {
        "[" A "," B "]",
        "[{\"status\":0,\"result\":" A "},{\"status\":0,\"result\":" B "}]",
        "{\"status\":0,\"result\":[" A "," B "]}",
        A "\n" B "\n",
        A B,
        "\xef\xbb\xbf" A "\r\n\r\n{\"status\":0,\r\n\"result\":" B "}\r\n",
        "[[" A "],[[" B "]]]",
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        f->known = (Known){0};
        assert_row_true(rows[i], take_text(f, rows[i]));
        assert_row(rows[i], objects_text(&f->arena, &f->known), "A B*");
        assert_row(rows[i], fields_text(&f->arena, &f->known), "A.X plain\n");
    }
#undef A
#undef B
}

static void of_two_fields_with_one_name_the_later_counts(void **state)
{
    Fixture *f = *state;
    assert_true(take_fields(f, "{'name':'F','permissionable':true},"
                               "{'name':'F','permissionable':false}"));
    assert_str(fields_text(&f->arena, &f->known), "Fee__c.F fixed\n");
}

static void wrong_kinds_are_passed_over(void **state)
{
    Fixture *f = *state;
    assert_true(take_fields(f, "1,null,[],'x',{},{'name':5},{'name':''},{'name':null},"
                               "{'name':'F','permissionable':'yes','nillable':0,'createable':{},"
                               "'compoundFieldName':7,'relationshipOrder':'0','referenceTo':{},"
                               "'type':[]},"
                               "{'name':'M','relationshipOrder':0,'referenceTo':[5]}"));
    assert_str(fields_text(&f->arena, &f->known), "Fee__c.F plain\nFee__c.M master\n");
    assert_int_equal(f->answers.skipped, 8);
}

/* --- PermissionDependency ------------------------------------------------------------------------ */

static Str dependencies_text(Fixture *f)
{
    Str all = S("");
    for (size_t i = 0; i < f->known.dependency_count; i++) {
        const KnownPermission *one = &f->known.dependencies[i].permission,
                              *two = &f->known.dependencies[i].required;
        all = str_format(&f->arena, STR_FMT "%s" STR_FMT " %x > %s" STR_FMT " %x\n", STR_ARG(all),
                         one->kind == USER_PERMISSION ? "+" : "", STR_ARG(one->name), one->bits,
                         two->kind == USER_PERMISSION ? "+" : "", STR_ARG(two->name), two->bits);
    }
    return all;
}

#define DEPENDENCY(one, kind, two, kind_two)                                                       \
    "{\"attributes\":{\"type\":\"PermissionDependency\",\"url\":\"/x\"},\"Permission\":\"" one     \
    "\",\"PermissionType\":\"" kind " Permission\",\"RequiredPermission\":\"" two                  \
    "\",\"RequiredPermissionType\":\"" kind_two " Permission\"}"

static void dependencies_are_read_with_their_bits(void **state)
{
    Fixture *f = *state;
    assert_true(take_text(
        f,
        "{\"status\":0,\"result\":{\"totalSize\":9,\"done\":true,\"records\":"
        "[" DEPENDENCY("ManageUsers", "User", "ViewSetup", "User") "," DEPENDENCY("Fee__c<create>", "Object", "Fee__c<read>", "Object") "," DEPENDENCY(
            "Fee__c<delete>", "Object", "Fee__c<update>",
            "Object") "," DEPENDENCY("Fee__c<modifyAllRecords>", "Object", "Fee__c<viewAllRecords>",
                                     "Object") "," DEPENDENCY("ConvertLeads", "User", "Lead<EDIT>",
                                                              "Object") "," DEPENDENCY("Fee__c<"
                                                                                       "viewAllFiel"
                                                                                       "ds>",
                                                                                       "Object",
                                                                                       "Fee__c<"
                                                                                       "Read>",
                                                                                       "Object") "," DEPENDENCY("Fee__c<fly>",
                                                                                                                "Object",
                                                                                                                "Fee__c<read>",
                                                                                                                "Object") "," DEPENDENCY("Fee__c<read",
                                                                                                                                         "Object",
                                                                                                                                         "Fee__c<read>",
                                                                                                                                         "Object") "," DEPENDENCY("A",
                                                                                                                                                                  "Custom",
                                                                                                                                                                  "B",
                                                                                                                                                                  "User") "]}}"));
    assert_str(dependencies_text(f), "+ManageUsers 1 > +ViewSetup 1\n"
                                     "Fee__c 1 > Fee__c 8\n"
                                     "Fee__c 2 > Fee__c 4\n"
                                     "Fee__c 10 > Fee__c 40\n"
                                     "+ConvertLeads 1 > Lead 4\n"
                                     "Fee__c 20 > Fee__c 8\n");
    assert_int_equal(f->answers.dependencies, 6);
    assert_int_equal(f->answers.skipped, 3);
}

static void pages_and_bare_rows_are_read(void **state)
{
#define ROW                                                                                        \
    "{\"Permission\":\"A\",\"PermissionType\":\"User Permission\","                                \
    "\"RequiredPermission\":\"B\",\"RequiredPermissionType\":\"User Permission\"}"
#define PAGE "{\"records\":[" ROW "],\"done\":false}"
    static const char *const rows[] = {"[" PAGE ",{\"status\":0,\"result\":" PAGE "}]", PAGE PAGE,
                                       "[" ROW "," ROW "]"};
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        f->known = (Known){0};
        assert_row_true(rows[i], take_text(f, rows[i]));
        assert_row(rows[i], dependencies_text(f), "+A 1 > +B 1\n+A 1 > +B 1\n");
    }
}

static void wrong_kinds_in_rows_are_counted(void **state)
{
    Fixture *f = *state;
    assert_true(take_text(f, "{\"records\":[" ROW ",1,null,[],{\"RequiredPermission\":null},"
                             "{\"RequiredPermission\":\"B\",\"RequiredPermissionType\":3,"
                             "\"Permission\":{},\"PermissionType\":\"User Permission\"},"
                             "{\"attributes\":5},{}]}"));
    assert_str(dependencies_text(f), "+A 1 > +B 1\n");
    assert_int_equal(f->answers.skipped, 6); /* [] holds nothing */
}

/* --- PermissionSetLicense ------------------------------------------------------------------------ */

static Str licensed_text(Fixture *f)
{
    Str all = S("");
    for (size_t i = 0; i < f->known.licensed_count; i++)
        all = str_format(&f->arena, STR_FMT "%s" STR_FMT "%s", STR_ARG(all), i ? " " : "",
                         STR_ARG(f->known.licensed[i].permission),
                         f->known.licensed[i].held ? "+" : "-");
    return all;
}

#define LICENSE(name, more)                                                                        \
    "{\"attributes\":{\"type\":\"PermissionSetLicense\"},\"DeveloperName\":\"" name "\"" more "}"

static void the_licence_tells_what_it_holds(void **state)
{
    Fixture *f = *state;
    assert_true(take_text(
        f, "{\"status\":0,\"result\":{\"records\":[" LICENSE(
               "SalesUserPsl",
               ",\"MaximumPermissionsViewSetup\":false") "," LICENSE("SalesforceAPIIntegrationPsl",
                                                                     ",\"MaximumPermissionsViewSet"
                                                                     "up\":true,"
                                                                     "\"TotalLicenses\":5,"
                                                                     "\"MaximumPermissionsApiUserO"
                                                                     "nly\":false,"
                                                                     "\"MaximumPermissionsX\":"
                                                                     "null,\"MaximumPermissions\":"
                                                                     "true") "]}}"));
    assert_str(licensed_text(f), "ViewSetup+ ApiUserOnly-");
    assert_int_equal(f->answers.licensed, 2);
    assert_int_equal(f->answers.skipped, 1);
}

static void a_later_answer_replaces_what_the_licence_holds(void **state)
{
    Fixture *f = *state;
    assert_true(take_text(f, "{\"records\":[{\"MaximumPermissionsA\":true}]}"));
    assert_true(take_text(f, "{\"records\":[{\"MaximumPermissionsA\":false}]}"));
    assert_str(licensed_text(f), "A-");
}

static void a_row_without_name_counts_only_alone(void **state)
{
    Fixture *f = *state;
    assert_false(take_text(f, "{\"records\":[{\"MaximumPermissionsA\":true},"
                              "{\"MaximumPermissionsA\":false}]}"));
    assert_str(f->answers.wrong.s, "none of its 2 rows is of a form that is known");
    assert_false(take_text(f, "{\"records\":[" LICENSE("SalesUserPsl", "") "]}"));
    assert_str(f->answers.wrong.s,
               "tells of the licence SalesUserPsl, not of SalesforceAPIIntegrationPsl");
    assert_false(f->known.from_org);
}

/* --- what is no answer --------------------------------------------------------------------------- */

#define NOTHING                                                                                    \
    "holds no answer that is known (describe, PermissionDependency, PermissionSetLicense)"

static void what_is_no_answer_is_refused(void **state)
{
    static const struct {
        const char *text, *wrong;
        uint32_t at;
    } rows[] = {
        {"", "the file says nothing", 0},
        {" \r\n\t", "the file says nothing", 0},
        {"\xef\xbb\xbf", "the file says nothing", 0},
        {"{}", NOTHING, 0},
        {"[]", NOTHING, 0},
        {"[1,\"a\",null]", NOTHING, 0},
        {"{\"status\":0,\"result\":[\"Account\",\"Contact\"]}", NOTHING, 0},
        {"{\"status\":0,\"result\":{\"name\":5,\"fields\":{}}}", NOTHING, 0},
        {"{\"name\":\"A\",\"fields\":5}", NOTHING, 0},
        {"{\"records\":5}", NOTHING, 0},
        {"{\"status\":0,\"result\":{\"records\":[],\"totalSize\":0,\"done\":true}}",
         "the query found no rows", 0},
        {"{\"records\":[{\"Id\":\"1\"}]}", "none of its 1 rows is of a form that is known", 0},
        {"{\"status\":1,\"name\":\"NoOrgFound\",\"message\":\"No org\\n  here\"}",
         "the answer is an error, NoOrgFound: No org   here", 0},
        {"{\"status\":1}", "the answer is an error: it brings no message", 0},
        {"{\"status\":1,\"message\":[],\"name\":2}", "the answer is an error: it brings no message",
         0},
        {"[{\"errorCode\":\"INVALID_FIELD\",\"message\":\"No such column\"}]",
         "the answer is an error, INVALID_FIELD: No such column", 0},
        {"<html>", "not JSON: '[' or '{' expected near '<'", 0},
        {"{\"status\":0,\n\"result\":{", "not JSON: string or '}' expected near end of file", 22},
        {"{\"a\":1}\nx", "not JSON: '[' or '{' expected near 'x'", 8},
        {"\xef\xbb\xbf{\"a\":1,}", "not JSON: string or '}' expected near '}'", 10},
        {"{\"a\":\"\\u0000\"}",
         "not JSON: \\u0000 is not allowed without JSON_ALLOW_NUL near '\"\\u0000\"'", 12},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_row_true(rows[i].text, !take_text(f, rows[i].text));
        assert_row(rows[i].text, f->answers.wrong.s, rows[i].wrong);
        assert_int_equal(f->answers.wrong.at.file, 7);
        assert_int_equal(f->answers.wrong.at.at, rows[i].at);
    }
    assert_false(f->known.from_org);
}

static void other_encodings_are_refused(void **state)
{
    Fixture *f = *state;
    assert_false(take(f, S("\xff\xfe{\0}\0")));
    assert_int_equal(str_search(f->answers.wrong.s, S("the file is UTF-16")), 0);
    assert_false(take(f, S("{\0}\0")));
    assert_int_equal(str_search(f->answers.wrong.s, S("not JSON")), 0);
    assert_false(take_text(f, "{\"name\":\"\xff\"}"));
    assert_int_equal(str_search(f->answers.wrong.s, S("not JSON: unable to decode byte 0xff")), 0);
}

/* Every beginning of an answer is refused, and nothing is read behind its end. */
static void a_truncated_answer_is_refused(void **state)
{
    static const char whole[] = "{\"status\":0,\"result\":{\"name\":\"A\",\"fields\":["
                                "{\"name\":\"\xc3\xa9\",\"permissionable\":true}]}}";
    Fixture *f = *state;
    for (size_t n = 0; n < sizeof whole - 1; n++) {
        assert_false(take(f, (Str){whole, n}));
        assert_true(f->answers.wrong.at.at <= n);
    }
    assert_true(take(f, (Str){whole, sizeof whole - 1}));
}

static void huge_nesting_ends_in_a_message(void **state)
{
    Fixture *f = *state;
    Buf deep = {0};
    buf_fill(&deep, '[', 1 << 20);
    assert_false(take(f, buf_str(&deep)));
    assert_str(f->answers.wrong.s, "not JSON: maximum parsing depth reached near '['");
    buf_clear(&deep);
    buf_fill(&deep, '[', 1000);
    buf_put(&deep, S("{\"name\":\"A\",\"fields\":[]}"));
    buf_fill(&deep, ']', 1000);
    assert_false(take(f, buf_str(&deep)));
    assert_str(f->answers.wrong.s, NOTHING);
    buf_free(&deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_describe_gives_its_fields, start, end),
        cmocka_unit_test_setup_teardown(attributes_tell_what_a_field_is, start, end),
        cmocka_unit_test_setup_teardown(without_permissionable_the_rest_tells, start, end),
        cmocka_unit_test_setup_teardown(several_describes_come_in_many_forms, start, end),
        cmocka_unit_test_setup_teardown(of_two_fields_with_one_name_the_later_counts, start, end),
        cmocka_unit_test_setup_teardown(wrong_kinds_are_passed_over, start, end),
        cmocka_unit_test_setup_teardown(dependencies_are_read_with_their_bits, start, end),
        cmocka_unit_test_setup_teardown(pages_and_bare_rows_are_read, start, end),
        cmocka_unit_test_setup_teardown(wrong_kinds_in_rows_are_counted, start, end),
        cmocka_unit_test_setup_teardown(the_licence_tells_what_it_holds, start, end),
        cmocka_unit_test_setup_teardown(a_later_answer_replaces_what_the_licence_holds, start, end),
        cmocka_unit_test_setup_teardown(a_row_without_name_counts_only_alone, start, end),
        cmocka_unit_test_setup_teardown(what_is_no_answer_is_refused, start, end),
        cmocka_unit_test_setup_teardown(other_encodings_are_refused, start, end),
        cmocka_unit_test_setup_teardown(a_truncated_answer_is_refused, start, end),
        cmocka_unit_test_setup_teardown(huge_nesting_ends_in_a_message, start, end),
    };
    return cmocka_run_group_tests_name("answers_json", tests, NULL, NULL);
}
