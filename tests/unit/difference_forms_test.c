/* write/difference: lines, colour, Markdown, JSON, findings and the summary of what differs. */
#include "difference.h"

#include "diag/render.h"
#include "write/grant_words.h"

#include <jansson.h>

/* Sets alone, in flow style. */
#define SETS(sets) "permissionSets: {" sets "}\n"

/* --- lines -------------------------------------------------------------------------------------- */

static void lines_stand_by_object_and_fold(void **state)
{
    static const TellingRow rows[] = {
        {"fields with equal words", SETS("A: {objects: {Lead: read}}"),
         SETS("A: {objects: {Lead: {access: read, fields: {X: edit, Y: read, Z: edit}}}}"),
         "A (A)\n  + Lead.Y: read\n  + Lead fields X, Z: read, edit\n"
         "1 permission set differs: 3 gained\n"},
        {"other words of the same sign", SETS("A: {objects: {Lead: {fields: {X: read, Y: read}}}}"),
         SETS("A: {objects: {Lead: {fields: {X: edit, Y: edit, Z: edit}}}}"),
         "A (A)\n  + Lead fields X, Y: edit\n  + Lead.Z: read, edit\n"
         "1 permission set differs: 3 gained\n"},
        {"objects by name, fields and record types with them",
         SETS("A: {objects: {task: {access: read, fields: {S: read}}}, pages: [P]}"),
         SETS("A: {objects: {Lead: {access: edit, fields: {X: read}, recordTypes: [R, Q]}, "
              "Account: {access: read, recordTypes: [R]}}}"),
         "A (A)\n  + Account: read\n  + Account record type R\n  + Lead: read, edit\n"
         "  + Lead.X: read\n  + Lead record types Q, R\n  - task: read\n  - task.S: read\n"
         "  - page P\n1 permission set differs: 6 gained, 3 lost\n"},
        {"gained before lost", SETS("A: {objects: {Lead: {access: delete, fields: {A: read}}}}"),
         SETS("A: {objects: {Lead: {access: viewAll, fields: {B: read}}}}"),
         "A (A)\n  + Lead: viewAll    elevated risk [view-all-records]\n  - Lead: edit, delete\n"
         "  + Lead.B: read\n  - Lead.A: read\n"
         "1 permission set differs: 2 gained, 2 lost, 1 elevated risk\n"},
        {"tabs by what became of them", SETS("A: {tabs: {a: Visible, b: Visible, c: Available}}"),
         SETS("A: {tabs: {c: Visible, d: Visible, e: Visible}}"),
         "A (A)\n  + tab c: Available \xe2\x86\x92 Visible\n"
         "  + tabs d, e: None \xe2\x86\x92 Visible\n  - tabs a, b: Visible \xe2\x86\x92 None\n"
         "1 permission set differs: 3 gained, 2 lost\n"},
        {"risks by themselves", SETS("A: {label: A}"),
         SETS("A: {permissions: [ManageRoles, ManageUsers, ModifyAllData, RunReports, ViewSetup]}"),
         "A (A)\n  + user permissions ManageRoles, ManageUsers    high risk [manage-users]\n"
         "  + user permission ModifyAllData    high risk [modify-all-data]\n"
         "  + user permissions RunReports, ViewSetup\n"
         "1 permission set differs: 5 gained, 3 high risks\n"},
        {"objects never", SETS("A: {label: A}"), SETS("A: {objects: {Account: read, Lead: read}}"),
         "A (A)\n  + Account: read\n  + Lead: read\n1 permission set differs: 2 gained\n"},
        {"all risks of an entry", SETS("A: {objects: {Lead: delete}}"),
         SETS("A: {objects: {Lead: [modifyAll, viewAllFields]}}"),
         "A (A)\n  + Lead: viewAll, modifyAll, viewAllFields    high risk [modify-all-records]; "
         "elevated risk [view-all-fields]\n1 permission set differs: 1 gained, 1 high risk\n"},
        {"the element of a word that does not stand alone",
         SETS("A: {dataspaces: {d: {dataAccessLevel: NONE}, e: {}}}"),
         SETS("A: {dataspaces: {d: {dataAccessLevel: ALL, viewSegmentationDefinitions: true}}}"),
         "A (A)\n  + data space d: dataAccessLevel NONE \xe2\x86\x92 ALL, "
         "viewSegmentationDefinitions\n  - data space e: assigned\n"
         "1 permission set differs: 1 gained, 1 lost\n"},
    };
    ASSERT_TOLD(*state, rows);
}

static void every_element_has_its_noun(void **state)
{
    static const struct {
        ElementKind kind;
        const char *one, *several;
    } rows[] = {
        {AGENT_ACCESS, "agent", "agents"},
        {APPLICATION_VISIBILITY, "app", "apps"},
        {CLASS_ACCESS, "Apex class", "Apex classes"},
        {CUSTOM_METADATA_TYPE_ACCESS, "custom metadata type", "custom metadata types"},
        {CUSTOM_PERMISSION, "custom permission", "custom permissions"},
        {CUSTOM_SETTING_ACCESS, "custom setting", "custom settings"},
        {DATASPACE_SCOPE, "data space", "data spaces"},
        {EMAIL_ROUTING_ADDRESS_ACCESS, "email routing address", "email routing addresses"},
        {EXTERNAL_CREDENTIAL_PRINCIPAL_ACCESS, "external credential principal",
         "external credential principals"},
        {EXTERNAL_DATA_SOURCE_ACCESS, "external data source", "external data sources"},
        {FIELD_PERMISSION, "", ""},
        {FLOW_ACCESS, "flow", "flows"},
        {GEN_COMPUTING_SUMMARY_DEF_ACCESS, "summary definition", "summary definitions"},
        {OBJECT_PERMISSION, "", ""},
        {PAGE_ACCESS, "page", "pages"},
        {RECORD_TYPE_VISIBILITY, "record type", "record types"},
        {SERVICE_PRESENCE_STATUS_ACCESS, "service presence status", "service presence statuses"},
        {TAB_SETTING, "tab", "tabs"},
        {USER_PERMISSION, "user permission", "user permissions"},
    };
    (void)state;
    size_t lists = 0;
    for (ElementKind kind = 0; kind < ELEMENT_COUNT; kind++)
        lists += element_table[kind].shape == SHAPE_LIST;
    assert_int_equal(lists, COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_row(rows[i].one, grant_noun(rows[i].kind, false), rows[i].one);
        assert_row(rows[i].several, grant_noun(rows[i].kind, true), rows[i].several);
    }
}

static void accepted_risks_say_why(void **state)
{
    Fixture *f = *state;
    compare(f, "integrations: {A: {objects: {Account: read, Lead: read}}}\n",
            "integrations: {A: {objects: {Account: modifyAll, Lead: viewAll}, "
            "allow: [{rule: view-all-records, reason: \"audit\\u202e\"}]}}\n");
    assert_str(told(f), "A Integration (A_Integration)\n"
                        "  + Account: edit, delete, viewAll, modifyAll"
                        "    high risk [modify-all-records]\n"
                        "  + Lead: viewAll    elevated risk [view-all-records], accepted: "
                        "audit\\u202E\n"
                        "accepted risks\n  + view-all-records for A: audit\\u202E\n"
                        "1 permission set, 1 accepted risk differ: 2 gained, 1 high risk, "
                        "1 elevated risk\n");
}

static void risks_are_coloured_by_tier(void **state)
{
    Fixture *f = *state;
    compare(f, SETS("A: {label: A}"),
            SETS("A: {objects: {Account: modifyAll, Lead: viewAllFields}}"));
    Comparison comparison = comparison_of(f);
    buf_clear(&f->out);
    write_difference_text(&comparison, true, &f->out);
    assert_str(buf_str(&f->out),
               "A (A)\n"
               "  \033[32m+ Account: read, edit, delete, viewAll, modifyAll\033[0m"
               "    \033[1;31mhigh risk [modify-all-records]\033[0m\n"
               "  \033[32m+ Lead: read, viewAllFields\033[0m"
               "    \033[1;35melevated risk [view-all-fields]\033[0m\n"
               "1 permission set differs: 2 gained, 1 high risk, 1 elevated risk\n");
}

static void users_are_coloured_by_sign(void **state)
{
    Fixture *f = *state;
    compare(f, "integrations: {A: {objects: {Lead: read}, user: {queues: [P], alias: x}}}\n",
            "integrations: {A: {objects: {Lead: read}, user: {queues: [Q], alias: y}}}\n");
    Comparison comparison = comparison_of(f);
    buf_clear(&f->out);
    write_difference_text(&comparison, true, &f->out);
    assert_str(buf_str(&f->out),
               "users of production\n  a@mycompany.com (A)\n    \033[32m+ queue Q\033[0m\n"
               "    \033[31m- queue P\033[0m\n    \033[33m~ alias: x \xe2\x86\x92 y\033[0m\n"
               "1 user differs: 1 gained, 1 lost\n");
}

/* --- summary ------------------------------------------------------------------------------------ */

static void numbers_are_told_in_words(void **state)
{
    static const struct {
        size_t sets, users, allows, gained, lost;
        bool losses_only;
        const char *wanted;
    } rows[] = {
        {0, 0, 0, 0, 0, false, "nothing differs"},
        {0, 0, 0, 0, 0, true, "nothing is lost"},
        {1, 0, 0, 0, 0, false, "1 permission set differs: no access gained or lost"},
        {0, 1, 0, 1, 0, false, "1 user differs: 1 gained"},
        {0, 0, 1, 0, 0, false, "1 accepted risk differs: no access gained or lost"},
        {2, 0, 0, 0, 7, true, "2 permission sets differ: 7 lost"},
        {1, 1, 0, 2, 1, false, "1 permission set, 1 user differ: 2 gained, 1 lost"},
        {2, 3, 4, 5, 6, false,
         "2 permission sets, 3 users, 4 accepted risks differ: 5 gained, 6 lost"},
    };
    static SetDifference nothing[2];
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Differences d = {.items = nothing,
                         .count = rows[i].sets,
                         .user_count = rows[i].users,
                         .allow_count = rows[i].allows,
                         .gained = rows[i].gained,
                         .lost = rows[i].lost,
                         .losses_only = rows[i].losses_only};
        buf_clear(&f->out);
        put_difference_summary(&f->out, &(Comparison){&d, NULL});
        assert_row(rows[i].wanted, buf_str(&f->out), rows[i].wanted);
    }
}

/* --- Markdown ----------------------------------------------------------------------------------- */

static Str as_markdown(Fixture *f)
{
    Comparison comparison = comparison_of(f);
    buf_clear(&f->out);
    write_difference_markdown(&comparison, &f->out);
    return buf_str(&f->out);
}

static void markdown_has_a_heading_a_table_and_blocks(void **state)
{
    Fixture *f = *state;
    compare(f,
            "integrations: {A: {objects: {Lead: read}, user: {alias: x}}}\n"
            "permissionSets: {Old: {pages: [P, Q]}, Away: {tabs: {t: Visible}}}\n",
            "integrations: {A: {objects: {Lead: viewAll}, user: {alias: y, queues: [Q]}}}\n"
            "permissionSets: {New: {pages: [P, Q]}, Fresh: {classes: [C]}}\n"
            "allow: [{rule: view-all-records, for: A, reason: audit}]\n");
    assert_str(as_markdown(f),
               "### Access: 4 permission sets, 1 user, 1 accepted risk differ: 3 gained, 1 lost, "
               "1 elevated risk\n"
               "\n"
               "| permission set | gained | lost | risk |\n"
               "|---|--:|--:|---|\n"
               "| A Integration | 1 | 0 | Lead: elevated risk \\[view-all-records\\], "
               "accepted\\: audit |\n"
               "| Away, gone | 0 | 1 |  |\n"
               "| Fresh, new | 1 | 0 |  |\n"
               "| New, renamed | 0 | 0 |  |\n"
               "\n"
               "Accepted risks:\n"
               "\n"
               "- new: view-all-records for A\\: audit\n"
               "\n"
               "<details><summary><b>A Integration</b> (A_Integration): 1 gained, 0 "
               "lost</summary>\n"
               "\n"
               "```diff\n"
               "+ Lead: viewAll    elevated risk [view-all-records], accepted: audit\n"
               "```\n"
               "\n"
               "</details>\n"
               "\n"
               "<details><summary><b>Away</b> (Away), gone: 0 gained, 1 lost</summary>\n"
               "\n"
               "```diff\n"
               "- tab t: Visible \xe2\x86\x92 None\n"
               "```\n"
               "\n"
               "</details>\n"
               "\n"
               "<details><summary><b>Fresh</b> (Fresh), new: 1 gained, 0 lost</summary>\n"
               "\n"
               "```diff\n"
               "+ Apex class C\n"
               "```\n"
               "\n"
               "</details>\n"
               "\n"
               "<details><summary><b>New</b> (New), renamed: 0 gained, 0 lost</summary>\n"
               "\n"
               "```diff\n"
               "! API name: Old \xe2\x86\x92 New (the org keeps the old set until it is "
               "deleted)\n"
               "! label: Old \xe2\x86\x92 New\n"
               "```\n"
               "\n"
               "</details>\n"
               "\n"
               "<details><summary><b>Users of production</b>: 1</summary>\n"
               "\n"
               "```diff\n"
               "+ a@mycompany.com (A): queue Q\n"
               "! a@mycompany.com (A): alias: x \xe2\x86\x92 y\n"
               "```\n"
               "\n"
               "</details>\n");
}

static void nothing_hostile_is_markup(void **state)
{
    Fixture *f = *state;
    compare(f, SETS("A: {label: \"|\\u202e</summary><script>\\n# x\"}"),
            SETS("A: {label: \"|\\u202e</summary><script>\\n# x\", "
                 "permissions: [\"M```\\n```\\u200b\"], objects: {\"L|<b>\\u202e\": modifyAll}}"));
    assert_str(as_markdown(f),
               "### Access: 1 permission set differs: 2 gained, 1 high risk\n"
               "\n"
               "| permission set | gained | lost | risk |\n"
               "|---|--:|--:|---|\n"
               "| \\|\\\\u202E&lt;/summary&gt;&lt;script&gt;\\\\u000A\\# x | 2 | 0 | "
               "\xe2\x9a\xa0\xef\xb8\x8f L\\|&lt;b&gt;\\\\u202E: high risk "
               "\\[modify-all-records\\] |\n"
               "\n"
               "<details><summary><b>|\\u202E&lt;/summary&gt;&lt;script&gt;\\u000A# x</b> (A): 2 "
               "gained, 0 lost</summary>\n"
               "\n"
               "````diff\n"
               "+ L|<b>\\u202E: read, edit, delete, viewAll, modifyAll    high risk "
               "[modify-all-records]\n"
               "+ user permission M```\\u000A```\\u200B\n"
               "````\n"
               "\n"
               "</details>\n");
}

/* How many lines of the report begin so. */
static size_t lines_with(Str text, Str start)
{
    size_t count = 0;
    while (text.n)
        count += str_starts(str_cut(&text, '\n'), start);
    return count;
}

/* The sum of the numbers that stand behind each `before`. */
static size_t number_behind(Str text, const char *before)
{
    size_t sum = 0;
    for (ptrdiff_t at; (at = str_search(text, str_of(before))) >= 0;) {
        text = str_from(text, (size_t)at + strlen(before));
        sum += strtoul(text.s, NULL, 10);
    }
    return sum;
}

/* `count` fields, each with an object of its own and a name of a hundred bytes, so that each is a line. */
static Str long_fields(Fixture *f, size_t from, size_t count)
{
    Buf yaml = {0};
    for (size_t i = from; i < from + count; i++)
        buf_format(&yaml, "%sObject_%04zu__c: {fields: {Field_%094zu: edit}}", i > from ? ", " : "",
                   i, i);
    Str copy = str_of(str_c(&f->arena, buf_str(&yaml)));
    buf_free(&yaml);
    return copy;
}

static void a_set_of_three_thousand_fields_has_its_limit(void **state)
{
    Fixture *f = *state;
    Str fields = long_fields(f, 0, 3000);
    compare(f, SETS("A: {label: A}"),
            str_format(&f->arena, SETS("A: {objects: {%s}}"), fields.s).s);
    Str text = as_markdown(f);
    size_t told_lines = lines_with(text, S("+ Object_"));
    assert_true(text.n <= DIFFERENCE_MARKDOWN_MAX);
    assert_true(text.n > DIFFERENCE_MARKDOWN_MAX - 1000);
    assert_int_equal(told_lines + number_behind(text, "\n  and "), 3000);
    assert_int_equal(told_lines + number_behind(text, "\nAnd "), 3000);
    assert_int_equal(lines_with(text, S("```")), 2);
}

static void two_hundred_sets_have_their_limit(void **state)
{
    Fixture *f = *state;
    Buf before = {0}, after = {0};
    buf_put(&before, S("permissionSets:\n"));
    buf_put(&after, S("permissionSets:\n"));
    for (size_t i = 0; i < 200; i++) {
        Str fields = long_fields(f, 0, 5);
        buf_format(&before, "  S_%03zu: {label: S_%03zu}\n", i, i);
        buf_format(&after, "  S_%03zu: {label: S_%03zu, objects: {" STR_FMT "}}\n", i, i,
                   STR_ARG(fields));
    }
    compare(f, str_c(&f->arena, buf_str(&before)), str_c(&f->arena, buf_str(&after)));
    buf_free(&before);
    buf_free(&after);
    Str text = as_markdown(f);
    assert_true(text.n <= DIFFERENCE_MARKDOWN_MAX);
    assert_int_equal(lines_with(text, S("| S\\_")) + lines_with(text, S("| S_")), 50);
    assert_int_equal(number_behind(text, "\n| and "), 150);
    assert_int_equal(lines_with(text, S("+ Object_")) + number_behind(text, "\nAnd "), 1000);
    assert_int_equal(lines_with(text, S("<details>")), lines_with(text, S("</details>")));
}

/* A reason stands in the table, in the list and beside each line. */
static void long_reasons_leave_room_for_what_is_folded(void **state)
{
    Fixture *f = *state;
    Buf before = {0}, after = {0};
    buf_put(&before, S("integrations:\n"));
    buf_put(&after, S("integrations:\n"));
    for (size_t i = 0; i < 60; i++) {
        buf_format(&before, "  I%02zu: {objects: {Lead: read}}\n", i);
        buf_format(&after,
                   "  I%02zu: {objects: {Lead: viewAll}, allow: [{rule: view-all-records, "
                   "reason: %02000zu}]}\n",
                   i, i);
    }
    compare(f, str_c(&f->arena, buf_str(&before)), str_c(&f->arena, buf_str(&after)));
    buf_free(&before);
    buf_free(&after);
    Str text = as_markdown(f);
    assert_true(text.n <= DIFFERENCE_MARKDOWN_MAX);
    size_t rows = lines_with(text, S("| I")), allows = lines_with(text, S("- new: "));
    assert_true(rows > 5 && allows > 2);
    assert_int_equal(rows + number_behind(text, "\n| and "), 60);
    assert_int_equal(allows + number_behind(text, "\n- and "), 60);
    assert_int_equal(lines_with(text, S("+ Lead")) + number_behind(text, "\nAnd "), 60);
    assert_true(lines_with(text, S("+ Lead")) > 5);
}

/* A label of Salesforce has eighty characters, here of three bytes each. */
static void a_long_label_costs_nobody_the_lines(void **state)
{
    Fixture *f = *state;
    Buf label = {0};
    for (size_t i = 0; i < 80; i++)
        buf_put(&label, S("\xe6\xbc\xa2"));
    Str before = str_format(&f->arena,
                            SETS("Set_with_a_name_of_forty_characters_in_it: {label: " STR_FMT "}"),
                            STR_ARG(buf_str(&label)));
    Str after = str_format(
        &f->arena,
        SETS("Set_with_a_name_of_forty_characters_in_it: {label: " STR_FMT ", pages: [P]}"),
        STR_ARG(buf_str(&label)));
    buf_free(&label);
    compare(f, before.s, after.s);
    assert_int_equal(lines_with(as_markdown(f), S("+ page P")), 1);
}

/* A fence is longer than any run of backticks inside. */
static void no_name_closes_the_fence(void **state)
{
    static const struct {
        const char *name, *fence;
    } rows[] = {{"P", "```"}, {"a``b", "```"}, {"a```b", "````"}, {"````````", "`````````"}};
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Str after = str_format(&f->arena, SETS("A: {pages: [\"%s\"]}"), rows[i].name);
        Str wanted = str_format(&f->arena, "\n%sdiff\n+ page %s\n%s\n", rows[i].fence, rows[i].name,
                                rows[i].fence);
        compare(f, SETS("A: {label: A}"), after.s);
        assert_row_true(rows[i].name, str_search(as_markdown(f), wanted) > 0);
    }
}

/* --- JSON --------------------------------------------------------------------------------------- */

/* On one line; how it is indented, the cases of the program show. */
static Str as_json(Fixture *f)
{
    Comparison comparison = comparison_of(f);
    buf_clear(&f->out);
    write_difference_json(&comparison, &f->out);
    json_t *root = json_loadb(f->out.bytes, f->out.n, 0, NULL);
    char *text = json_dumps(root, JSON_COMPACT | JSON_ENSURE_ASCII);
    Str copy = str_copy(&f->arena, str_of(text));
    free(text);
    json_decref(root);
    return copy;
}

static void json_tells_all(void **state)
{
    Fixture *f = *state;
    compare(f,
            "integrations: {A: {license: none, objects: {Lead: read}, apps: [X]}}\n"
            "permissionSets: {Old: {tabs: {t: Visible}}}\n",
            "integrations: {A: {objects: {Lead: viewAll}, apps: [X], user: {queues: [Q]}}}\n"
            "permissionSets: {New: {label: Old, tabs: {t: Available}}}\n"
            "allow: [{rule: view-all-records, for: A, reason: \"\\u202e\", approvedBy: Ann}]\n");
    assert_str(
        as_json(f),
        "{\"sets\":"
        "[{\"apiName\":\"A_Integration\",\"label\":\"A "
        "Integration\",\"integration\":\"A\",\"state\":\"changed\",\"changes\":"
        "[{\"element\":\"applicationVisibilities\",\"name\":\"X\",\"was\":[\"visible\"],"
        "\"is\":[],\"gained\":[],\"lost\":[\"visible\"],\"risks\":[],"
        "\"moved\":\"A_Integration_Access\"},"
        "{\"element\":\"objectPermissions\",\"name\":\"Lead\",\"was\":[\"read\"],"
        "\"is\":[\"read\",\"viewAll\"],\"gained\":[\"viewAll\"],\"lost\":[],"
        "\"risks\":[\"view-all-records\"]}],\"heads\":"
        "[{\"element\":\"license\",\"was\":\"\",\"is\":\"SalesforceAPIIntegrationPsl\"}]},"
        "{\"apiName\":\"A_Integration_Access\",\"label\":\"A Integration "
        "Access\",\"integration\":\"A\",\"state\":\"gained\",\"changes\":"
        "[{\"element\":\"applicationVisibilities\",\"name\":\"X\",\"was\":[],"
        "\"is\":[\"visible\"],\"gained\":[\"visible\"],\"lost\":[],\"risks\":[],"
        "\"moved\":\"A_Integration\"}],\"heads\":[]},"
        "{\"apiName\":\"New\",\"label\":\"Old\",\"state\":\"renamed\",\"was\":\"Old\",\"changes\":"
        "[{\"element\":\"tabSettings\",\"name\":\"t\",\"was\":[\"Visible\"],"
        "\"is\":[\"Available\"],\"gained\":[],\"lost\":[\"Visible\"],"
        "\"risks\":[]}],\"heads\":[]}],\"users\":"
        "[{\"environment\":\"production\",\"username\":\"a@mycompany.com\",\"integration\":\"A\","
        "\"state\":\"changed\",\"changes\":"
        "[{\"what\":\"permission set\",\"was\":\"\",\"is\":\"A_Integration_Access\"},"
        "{\"what\":\"queue\",\"was\":\"\",\"is\":\"Q\"}]}],\"acceptedRisks\":"
        "[{\"rule\":\"view-all-records\",\"for\":\"A\",\"state\":\"gained\",\"reason\":\"\\u202E\","
        "\"approvedBy\":\"Ann\",\"until\":\"\"}],"
        "\"gained\":3,\"lost\":1,\"highRisks\":0,\"elevatedRisks\":1}");
    assert_true(str_ends(buf_str(&f->out), S("}\n")));
}

/* --- findings ----------------------------------------------------------------------------------- */

/* "note access-gained: A gains page P", settled as they are shown. */
static Str as_findings(Fixture *f)
{
    Comparison comparison = comparison_of(f);
    Diag *d = &f->after.diag;
    difference_findings(&comparison, d);
    buf_clear(&f->out);
    for (size_t i = 0; i < d->count; i++)
        buf_format(&f->out, "%s %s: " STR_FMT "\n", level_name(rule_info[d->items[i].rule].level),
                   rule_info[d->items[i].rule].id, STR_ARG(d->items[i].message));
    return buf_str(&f->out);
}

static void findings_have_the_level_of_their_rule(void **state)
{
    static const TellingRow rows[] = {
        {"gains, losses and risks", SETS("A: {objects: {Lead: delete}, pages: [P]}"),
         SETS("A: {label: B, objects: {Lead: [read, viewAll], Task: modifyAll}, pages: [Q]}"),
         "note access-changed: A has another label\n"
         "warning view-all-records: A gains Lead: viewAll\n"
         "note access-lost: A loses Lead: edit, delete\n"
         "error modify-all-records: A gains Task: read, edit, delete, viewAll, modifyAll\n"
         "note access-gained: A gains page Q\n"
         "note access-lost: A loses page P\n"},
        {"sets", SETS("A: {label: A}, B: {pages: [P]}, C: {pages: [Q, R]}"),
         SETS("D: {pages: [S]}, E: {label: E, pages: [Q, R]}, F: {label: F}"),
         "note access-changed: A is gone\n"
         "note access-changed: B is gone\n"
         "note access-lost: B loses page P\n"
         "note access-changed: D is new\n"
         "note access-gained: D gains page S\n"
         "note access-changed: E was C\n"
         "note access-changed: E has another label\n"
         "note access-changed: F is new\n"},
        {"users",
         "integrations: {A: {objects: {Lead: read}, user: {queues: [P]}}, B: {assign: [S]}}\n" SETS(
             "S: {label: S}"),
         "integrations: {A: {objects: {Lead: read}, user: {queues: [Q], role: R}}, "
         "C: {assign: [S]}}\n" SETS("S: {label: S}") "retired: [B]\n",
         "note access-gained: production: a@mycompany.com gains queue Q\n"
         "note access-lost: production: a@mycompany.com loses queue P\n"
         "note access-changed: production: a@mycompany.com changes role: none \xe2\x86\x92 R\n"
         "note access-lost: production: b@mycompany.com: retired\n"
         "note access-gained: production: c@mycompany.com: new user with S; licences "
         "SalesforceAPIIntegrationPsl\n"},
        {"accepted risks",
         "allow: [{rule: view-all-records, for: A, reason: x}]\n" SETS("A: {label: A}"),
         "allow: [{rule: view-all-records, for: A, reason: y}, "
         "{rule: manage-users, for: A, reason: z}]\n" SETS("A: {label: A}"),
         "note access-changed: accepted risk has changed: view-all-records for A: y\n"
         "note access-changed: accepted risk is new: manage-users for A: z\n"},
        {"what only moved is none",
         "integrations: {A: {license: none, objects: {Lead: read}, apps: [X]}}\n",
         "integrations: {A: {objects: {Lead: read}, apps: [X]}}\n",
         "note access-changed: A_Integration has another licence\n"
         "note access-changed: A_Integration_Access is new\n"
         "note access-gained: production: a@mycompany.com gains permission set "
         "A_Integration_Access\n"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        compare(f, rows[i].before, rows[i].after);
        assert_row(rows[i].what, as_findings(f), rows[i].wanted);
    }
}

static void accepted_findings_are_accepted(void **state)
{
    Fixture *f = *state;
    compare(f, "integrations: {A: {objects: {Lead: read}}}\n",
            "integrations: {A: {objects: {Lead: viewAll, Task: modifyAll}, "
            "allow: [{rule: view-all-records, reason: audit}]}}\n");
    Diag *d = &f->after.diag;
    assert_str(as_findings(f),
               "warning view-all-records: A_Integration gains Lead: viewAll\n"
               "error modify-all-records: A_Integration gains Task: read, edit, delete, viewAll, "
               "modifyAll\n"
               "note access-changed: accepted risk is new: view-all-records for A: audit\n");
    diag_settle(d);
    assert_int_equal(diag_level_count(d, LEVEL_ERROR), 1);
    assert_int_equal(diag_level_count(d, LEVEL_WARNING), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(lines_stand_by_object_and_fold),
        FIXED(every_element_has_its_noun),
        FIXED(accepted_risks_say_why),
        FIXED(risks_are_coloured_by_tier),
        FIXED(users_are_coloured_by_sign),
        FIXED(numbers_are_told_in_words),
        FIXED(markdown_has_a_heading_a_table_and_blocks),
        FIXED(nothing_hostile_is_markup),
        FIXED(a_set_of_three_thousand_fields_has_its_limit),
        FIXED(two_hundred_sets_have_their_limit),
        FIXED(long_reasons_leave_room_for_what_is_folded),
        FIXED(a_long_label_costs_nobody_the_lines),
        FIXED(no_name_closes_the_fence),
        FIXED(json_tells_all),
        FIXED(findings_have_the_level_of_their_rule),
        FIXED(accepted_findings_are_accepted),
    };
    return cmocka_run_group_tests_name("difference_forms", tests, NULL, NULL);
}
