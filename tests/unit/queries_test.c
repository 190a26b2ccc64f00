/* write/queries: which questions an environment needs, in how many parts, and their text. */
#include "model.h"

#include "write/queries.h"

#define COMPANY "company: {domain: x.com, email: a@x.com}\n"

typedef struct {
    Run run;
    Arena arena;
    Query *queries;
    size_t count;
    Buf text;
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
    buf_free(&f->text);
    free(f);
    return 0;
}

static void plan(Fixture *f, const char *yaml)
{
    run_resolved(&f->run, yaml);
    assert_findings(&f->run.diag, "");
    f->queries = queries_plan(&f->run.model, &f->run.model.environments[0], &f->arena, &f->count);
}

/* The files of the queries, one blank between them. */
static void assert_files(Fixture *f, const char *expected)
{
    buf_clear(&f->text);
    for (size_t i = 0; i < f->count; i++)
        buf_format(&f->text, "%s" STR_FMT, i ? " " : "", STR_ARG(f->queries[i].file));
    assert_str(buf_str(&f->text), expected);
}

static Str text_of_query(Fixture *f, const Query *query)
{
    buf_clear(&f->text);
    write_query(query, &f->text);
    return buf_str(&f->text);
}

static const Query *query_named(Fixture *f, const char *file)
{
    for (size_t i = 0; i < f->count; i++)
        if (str_is(f->queries[i].file, str_of(file)))
            return &f->queries[i];
    fail_msg("there is no %s", file);
    return NULL;
}

/* "users" of users-2.soql. */
static Str question_of(Str file)
{
    Str question = str_slice(file, 0, file.n - S(".soql").n);
    size_t end = question.n;
    while (end && question.s[end - 1] >= '0' && question.s[end - 1] <= '9')
        end--;
    return end < question.n && end && question.s[end - 1] == '-' ? str_slice(question, 0, end - 1)
                                                                 : question;
}

/* --- which questions ----------------------------------------------------------------------------- */

#define ALWAYS_1                                                                                   \
    "fields-of-all-objects.soql groups.soql licenses.soql names-apps.soql names-classes.soql "     \
    "names-custom-permissions.soql names-flows.soql names-pages.soql objects.soql "                \
    "organization.soql "
#define ALWAYS_2 "permissions-at-risk.soql seats.soql setup.soql user-licenses.soql users.soql"

static void questions_that_are_always_asked(void **state)
{
    Fixture *f = *state;
    plan(f, COMPANY "integrations: {A: {assign: [{org: X}]}}\n");
    assert_files(f, "api-only-users.soql assignments.soql " ALWAYS_1 ALWAYS_2);
}

static void fields_and_permissions_where_some_are_granted(void **state)
{
    Fixture *f = *state;
    plan(f, COMPANY "integrations:\n"
                    "  A:\n"
                    "    objects: {Lead: {access: read, fields: {Phone: read}}}\n"
                    "    permissions: [ViewRoles]\n");
    assert_files(f, "api-only-users.soql assignments.soql fields.soql " ALWAYS_1
                    "permissions.soql " ALWAYS_2);
}

/* What is switched off is no reason to ask. */
static void entries_that_are_off_ask_nothing(void **state)
{
    Fixture *f = *state;
    plan(f, COMPANY "integrations:\n"
                    "  A:\n"
                    "    objects: {Lead: {access: read, fields: {Phone: none}}}\n"
                    "    permissions: {ViewRoles: false}\n");
    assert_files(f, "api-only-users.soql assignments.soql " ALWAYS_1 ALWAYS_2);
}

static void names_of_what_a_set_holds(void **state)
{
    Fixture *f = *state;
    plan(f, COMPANY "apiVersion: 68\n"
                    "integrations:\n"
                    "  A:\n"
                    "    objects: {Lead: read}\n"
                    "    agents: [G]\n"
                    "    customMetadataTypes: [M__mdt]\n"
                    "    customSettings: [S__c]\n"
                    "    externalDataSources: [E]\n"
                    "    tabs: {standard-Lead: Visible}\n");
    assert_files(f, "api-only-users.soql assignments.soql fields-of-all-objects.soql groups.soql "
                    "licenses.soql names-agents.soql names-apps.soql names-classes.soql "
                    "names-custom-metadata-types.soql names-custom-permissions.soql "
                    "names-custom-settings.soql names-external-data-sources.soql names-flows.soql "
                    "names-pages.soql objects.soql organization.soql permissions-at-risk.soql "
                    "seats.soql setup.soql tabs.soql user-licenses.soql users.soql");
}

static void members_where_groups_or_queues_are_wanted(void **state)
{
    static const char *const users[] = {"groups: [G]", "queues: [Q]"};
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(users); i++) {
        run_end(&f->run);
        run_format(&f->run, COMPANY "integrations: {A: {assign: [{org: X}], user: {%s}}}\n",
                   users[i]);
        f->queries =
            queries_plan(&f->run.model, &f->run.model.environments[0], &f->arena, &f->count);
        assert_str(text_of_query(f, query_named(f, "members.soql")),
                   "SELECT UserOrGroupId, GroupId, Group.Name, Group.DeveloperName, Group.Type "
                   "FROM GroupMember WHERE UserOrGroupId IN (SELECT Id FROM User WHERE Username IN "
                   "('a@x.com'))\n");
    }
}

/* A set that another environment has is no reason to ask here. */
static void only_the_sets_of_the_environment_count(void **state)
{
    Fixture *f = *state;
    plan(f, COMPANY "environments: {production: {}, uat: {}}\n"
                    "integrations:\n"
                    "  A: {assign: [{org: X}]}\n"
                    "  B:\n"
                    "    environments: [uat]\n"
                    "    objects: {Lead: {access: read, fields: {Phone: read}}}\n"
                    "    permissions: [ViewRoles]\n"
                    "    customSettings: [S__c]\n");
    assert_files(f, "api-only-users.soql assignments.soql " ALWAYS_1 ALWAYS_2);
    assert_int_equal(query_named(f, "users.soql")->usernames.count, 1);
}

/* --- their text ---------------------------------------------------------------------------------- */

static void lists_are_sorted_and_escaped(void **state)
{
    Fixture *f = *state;
    run_resolved(&f->run, COMPANY
                 "integrations:\n"
                 "  B: {objects: {Lead: {access: read, fields: {Phone: read, Fax: read}}}}\n"
                 "  A:\n"
                 "    objects: {Case: {access: read, fields: {Type: read}}, Lead: read}\n"
                 "    user: {username: \"o'neil\\\\@x.com\"}\n"
                 "    permissions: [ViewSetup, ViewRoles]\n"
                 "retired: [C]\n");
    f->queries = queries_plan(&f->run.model, &f->run.model.environments[0], &f->arena, &f->count);
    assert_str(text_of_query(f, query_named(f, "licenses.soql")),
               "SELECT Assignee.Username, PermissionSetLicense.DeveloperName, "
               "PermissionSetLicense.MasterLabel FROM PermissionSetLicenseAssign WHERE "
               "Assignee.Username IN ('b@x.com', 'c@x.com', 'o\\'neil\\\\@x.com')\n");
    Str fields = text_of_query(f, query_named(f, "fields.soql"));
    assert_true(str_ends(fields, S(" AND SobjectType IN ('Case', 'Lead')\n")));
    Str permissions = text_of_query(f, query_named(f, "permissions.soql"));
    assert_true(str_search(permissions,
                           S(" HasActivationRequired, PermissionsViewRoles, PermissionsViewSetup "
                             "FROM PermissionSet ")) > 0);
    assert_str(
        text_of_query(f, query_named(f, "api-only-users.soql")),
        "SELECT Id, Username, Name, FirstName, LastName, Email, Alias, IsActive, UserType, "
        "Profile.Name, Profile.UserLicense.Name, UserRole.Name, TimeZoneSidKey, LocaleSidKey, "
        "LanguageLocaleKey, EmailEncodingKey FROM User WHERE Profile.UserLicense.Name = "
        "'Salesforce Integration'\n");
}

static void a_query_is_one_line(void **state)
{
    Fixture *f = *state;
    plan(f, COMPANY "integrations:\n"
                    "  A:\n"
                    "    objects: {Lead: {access: read, fields: {Phone: read}}}\n"
                    "    permissions: [ViewRoles]\n");
    for (size_t i = 0; i < f->count; i++) {
        Str text = text_of_query(f, &f->queries[i]);
        assert_int_equal(str_find(text, '\n'), text.n - 1);
        assert_int_equal(str_search(text, S("{{")), -1);
        assert_int_equal(str_search(text, S("()")), -1); /* an empty list is no SOQL */
        assert_true(str_starts(text, S("SELECT ")));
    }
}

/* --- parts --------------------------------------------------------------------------------------- */

enum {
    USERS = 250,
    OBJECTS = 700,
    USERNAME_SIZE = 48, /* with 12 for quotes, comma and blank: 100 in a part of 6,000 */
    OBJECT_SIZE = 12,   /* 250 in a part */
};

static void plan_many(Fixture *f)
{
    Buf yaml = {0};
    buf_put(&yaml, S(COMPANY "integrations:\n  A:\n    users:\n"));
    for (int i = 0; i < USERS; i++)
        buf_format(&yaml, "      u%d: {username: u%03d-%037d@x.com}\n", i, i, i);
    buf_put(&yaml, S("    permissions: [ViewRoles]\n    objects:\n"));
    for (int i = 0; i < OBJECTS; i++)
        buf_format(&yaml, "      Object%03d__c: {access: read, fields: {F__c: read}}\n", i);
    buf_byte(&yaml, '\0');
    plan(f, yaml.bytes);
    buf_free(&yaml);
}

static size_t parts_of(Fixture *f, const char *question)
{
    size_t parts = 0;
    for (size_t i = 0; i < f->count; i++)
        if (str_is(question_of(f->queries[i].file), str_of(question))) {
            parts++;
            Str file = parts == 1 ? str_format(&f->arena, "%s.soql", question)
                                  : str_format(&f->arena, "%s-%zu.soql", question, parts);
            assert_bytes(f->queries[i].file, file);
        }
    return parts;
}

static void long_lists_are_asked_in_parts(void **state)
{
    static const struct {
        const char *question;
        size_t parts;
    } rows[] = {
        {"api-only-users", 1}, {"assignments", 3},
        {"fields", 9},         {"fields-of-all-objects", 3},
        {"groups", 1},         {"licenses", 3},
        {"objects", 3},        {"organization", 1},
        {"permissions", 3},    {"permissions-at-risk", 3},
        {"seats", 1},          {"setup", 3},
        {"user-licenses", 1},  {"users", 3},
    };
    Fixture *f = *state;
    plan_many(f);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (parts_of(f, rows[i].question) != rows[i].parts)
            fail_msg("%s has %zu parts", rows[i].question, parts_of(f, rows[i].question));
    assert_int_equal(query_named(f, "users.soql")->usernames.count, 100);
    assert_int_equal(query_named(f, "users-2.soql")->usernames.count, 100);
    assert_int_equal(query_named(f, "users-3.soql")->usernames.count, 50);
    assert_int_equal(query_named(f, "fields.soql")->names.count, 250);
    assert_int_equal(query_named(f, "fields-3.soql")->names.count, 200);
    assert_int_equal(query_named(f, "fields-3.soql")->usernames.count, 100);
    assert_int_equal(query_named(f, "fields-9.soql")->usernames.count, 50);
    assert_int_equal(query_named(f, "fields-9.soql")->names.count, 200);
}

/* How often each username, and each username with each object, stands in the parts of a question. */
static void count_pairs(Fixture *f, const char *question, unsigned char pairs[USERS][OBJECTS + 1])
{
    memset(pairs, 0, sizeof(unsigned char[USERS][OBJECTS + 1]));
    for (size_t q = 0; q < f->count; q++) {
        const Query *query = &f->queries[q];
        if (!str_is(question_of(query->file), str_of(question)))
            continue;
        for (size_t u = 0; u < query->usernames.count; u++) {
            Str username = query->usernames.items[u];
            assert_int_equal(username.n, USERNAME_SIZE);
            int user = atoi(username.s + 1);
            pairs[user][OBJECTS]++;
            for (size_t k = 0; k < query->names.count; k++) {
                assert_int_equal(query->names.items[k].n, OBJECT_SIZE);
                pairs[user][atoi(query->names.items[k].s + 6)]++;
            }
        }
    }
}

static void every_username_is_in_exactly_one_part(void **state)
{
    static const char *const questions[] = {"assignments", "fields-of-all-objects", "licenses",
                                            "objects",     "permissions-at-risk",   "setup",
                                            "users"};
    static unsigned char pairs[USERS][OBJECTS + 1];
    Fixture *f = *state;
    plan_many(f);
    for (size_t q = 0; q < COUNT_OF(questions); q++) {
        bool once = true;
        for (size_t i = 0; i < f->count; i++) /* names here are permissions: not counted */
            if (!str_is(question_of(f->queries[i].file), S("fields")))
                f->queries[i].names.count = 0;
        count_pairs(f, questions[q], pairs);
        for (size_t u = 0; u < USERS; u++)
            once = once && pairs[u][OBJECTS] == 1;
        assert_row_true(questions[q], once);
    }
}

static void every_username_meets_every_object_once(void **state)
{
    static unsigned char pairs[USERS][OBJECTS + 1];
    Fixture *f = *state;
    plan_many(f);
    count_pairs(f, "fields", pairs);
    size_t once = 0;
    for (size_t u = 0; u < USERS; u++)
        for (size_t k = 0; k < OBJECTS; k++)
            once += pairs[u][k] == 1;
    assert_int_equal(once, (size_t)USERS * OBJECTS);
}

/* As part of an address: all but letters, digits and - _ . ~ takes three characters. */
static size_t size_in_address(Str text)
{
    size_t size = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        bool plain = char_is_letter(c) || char_is_digit(c) || str_find(S("-_.~"), c) >= 0;
        size += plain ? 1 : 3;
    }
    return size;
}

static void every_query_fits_an_address(void **state)
{
    Fixture *f = *state;
    plan_many(f);
    for (size_t i = 0; i < f->count; i++) {
        size_t size = size_in_address(text_of_query(f, &f->queries[i]));
        if (size > 16000)
            fail_msg(STR_FMT " takes %zu characters", STR_ARG(f->queries[i].file), size);
    }
}

/* Many short usernames with all permissions that are a risk: what costs most beside its letters. */
static void short_names_fit_an_address_too(void **state)
{
    Fixture *f = *state;
    Buf yaml = {0};
    buf_put(&yaml, S(COMPANY "integrations:\n  A:\n    permissions: [ViewRoles]\n    objects:\n"));
    for (int i = 0; i < 600; i++)
        buf_format(&yaml, "      O%03d__c: {access: read, fields: {F__c: read}}\n", i);
    buf_put(&yaml, S("    users:\n"));
    for (int i = 0; i < 600; i++)
        buf_format(&yaml, "      u%d: {username: u%d@x.de}\n", i, i);
    buf_byte(&yaml, '\0');
    plan(f, yaml.bytes);
    buf_free(&yaml);
    for (size_t i = 0; i < f->count; i++) {
        size_t size = size_in_address(text_of_query(f, &f->queries[i]));
        if (size > 16000)
            fail_msg(STR_FMT " takes %zu characters", STR_ARG(f->queries[i].file), size);
    }
}

/* --- the retrieve -------------------------------------------------------------------------------- */

static void the_retrieve_names_sets_and_profiles(void **state)
{
    Fixture *f = *state;
    plan(f, COMPANY
         "apiVersion: 66\n"
         "integrations:\n"
         "  A: {objects: {Lead: read}, classes: [C], assign: [S, {org: ns__X}, {group: G}]}\n"
         "  B: {objects: {Lead: read}, assign: [S], user: {profile: \"R & D\"}}\n"
         "permissionSets: {S: {objects: {Lead: read}}, T: {objects: {Lead: read}}}\n");
    buf_clear(&f->text);
    write_proof_package(&f->run.model, &f->run.model.environments[0], &f->text);
    assert_str(buf_str(&f->text),
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<Package xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n"
               "    <types>\n"
               "        <members>A_Integration</members>\n"
               "        <members>A_Integration_Access</members>\n"
               "        <members>B_Integration</members>\n"
               "        <members>S</members>\n"
               "        <members>ns__X</members>\n"
               "        <name>PermissionSet</name>\n"
               "    </types>\n"
               "    <types>\n"
               "        <members>Minimum Access - API Only Integrations</members>\n"
               "        <members>R &amp; D</members>\n"
               "        <name>Profile</name>\n"
               "    </types>\n"
               "    <version>66.0</version>\n"
               "</Package>\n");
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(questions_that_are_always_asked),
        FIXED(fields_and_permissions_where_some_are_granted),
        FIXED(entries_that_are_off_ask_nothing),
        FIXED(names_of_what_a_set_holds),
        FIXED(members_where_groups_or_queues_are_wanted),
        FIXED(only_the_sets_of_the_environment_count),
        FIXED(lists_are_sorted_and_escaped),
        FIXED(a_query_is_one_line),
        FIXED(long_lists_are_asked_in_parts),
        FIXED(every_username_is_in_exactly_one_part),
        FIXED(every_username_meets_every_object_once),
        FIXED(every_query_fits_an_address),
        FIXED(short_names_fit_an_address_too),
        FIXED(the_retrieve_names_sets_and_profiles),
    };
    return cmocka_run_group_tests_name("queries", tests, NULL, NULL);
}
