/* write/permset_xml: the exact bytes of a permission set, as a retrieve gives it back. */
#include "model.h"

#include "model/type.h"
#include "write/write.h"

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define NAMESPACE   "http://soap.sforce.com/2006/04/metadata"
#define OPEN        DECLARATION "<PermissionSet xmlns=\"" NAMESPACE "\">\n"
#define INACTIVE    "    <hasActivationRequired>false</hasActivationRequired>\n"
#define LABEL_X     "    <label>X</label>\n"
#define CLOSE       "</PermissionSet>\n"

/* What stands under `permissionSets: X:` as XML. */
static void put_set(const char *keys, Buf *out)
{
    Run run;
    run_format(&run, "permissionSets:\n  X: {%s}\n", keys);
    assert_findings(&run.diag, "");
    write_permission_set(&run.model.names, set_named(&run.model, "X"), out);
    run_end(&run);
}

static void assert_xml(const char *keys, const char *expected)
{
    Buf out = {0};
    put_set(keys, &out);
    assert_str(buf_str(&out), expected);
    buf_free(&out);
}

/* --- heads ------------------------------------------------------------------------------------ */

static void heads_stand_in_xml_order_between_the_lists(void **state)
{
    (void)state;
    assert_xml("apiVersion: 67, label: L, license: Salesforce API Integration, description: D,"
               " sessionActivation: true, permissions: [P], classes: [C], agents: [A]",
               OPEN "    <agentAccesses>\n"
                    "        <agentName>A</agentName>\n"
                    "        <enabled>true</enabled>\n"
                    "    </agentAccesses>\n"
                    "    <classAccesses>\n"
                    "        <apexClass>C</apexClass>\n"
                    "        <enabled>true</enabled>\n"
                    "    </classAccesses>\n"
                    "    <description>D</description>\n"
                    "    <hasActivationRequired>true</hasActivationRequired>\n"
                    "    <label>L</label>\n"
                    "    <license>SalesforceAPIIntegrationPsl</license>\n"
                    "    <userPermissions>\n"
                    "        <enabled>true</enabled>\n"
                    "        <name>P</name>\n"
                    "    </userPermissions>\n" CLOSE);
}

static void what_is_empty_is_left_out(void **state)
{
    (void)state;
    assert_xml("apiVersion: 67, license: none, permissions: [P]",
               OPEN INACTIVE LABEL_X "    <userPermissions>\n"
                                     "        <enabled>true</enabled>\n"
                                     "        <name>P</name>\n"
                                     "    </userPermissions>\n" CLOSE);
}

static void the_five_characters_are_escaped(void **state)
{
    (void)state;
    assert_xml("apiVersion: 67, license: none, label: 'a&b<c>d\"e''f &amp;',"
               " description: \"Z\\u00fcrich \\U0001F600\", classes: ['A&B']",
               OPEN "    <classAccesses>\n"
                    "        <apexClass>A&amp;B</apexClass>\n"
                    "        <enabled>true</enabled>\n"
                    "    </classAccesses>\n"
                    "    <description>Z\xc3\xbcrich \xf0\x9f\x98\x80</description>\n" INACTIVE
                    "    <label>a&amp;b&lt;c&gt;d&quot;e&apos;f &amp;amp;</label>\n" CLOSE);
}

static void line_ends_and_tabs_stay_as_they_are(void **state)
{
    (void)state;
    assert_xml("apiVersion: 67, license: none, description: \"one\\r\\ntwo\\n\\tthree \"",
               OPEN "    <description>one\r\ntwo\n\tthree </description>\n" INACTIVE LABEL_X CLOSE);
}

static void has_activation_required_is_written_from_37(void **state)
{
    (void)state;
    assert_xml("apiVersion: 36, license: none", OPEN LABEL_X CLOSE);
    assert_xml("apiVersion: 37, license: none", OPEN INACTIVE LABEL_X CLOSE);
    assert_xml("apiVersion: 36, license: none, sessionActivation: true", OPEN LABEL_X CLOSE);
    assert_xml("apiVersion: 37, license: none, sessionActivation: false",
               OPEN INACTIVE LABEL_X CLOSE);
}

static void user_license_is_written_until_37_license_from_38(void **state)
{
    (void)state;
    assert_xml("apiVersion: 37, license: Salesforce",
               OPEN INACTIVE LABEL_X "    <userLicense>Salesforce</userLicense>\n" CLOSE);
    assert_xml("apiVersion: 38, license: Salesforce",
               OPEN INACTIVE LABEL_X "    <license>Salesforce</license>\n" CLOSE);
}

static void enrichments_are_nested(void **state)
{
    (void)state;
    assert_xml("apiVersion: 68, license: none, enrichments: a < b",
               OPEN "    <enrichments>\n"
                    "        <aiDescriptor>\n"
                    "            <enrichedDescription>a &lt; b</enrichedDescription>\n"
                    "        </aiDescriptor>\n"
                    "    </enrichments>\n" INACTIVE LABEL_X CLOSE);
    assert_xml("apiVersion: 67, license: none, enrichments: a", OPEN INACTIVE LABEL_X CLOSE);
}

/* --- entries ---------------------------------------------------------------------------------- */

static void view_all_fields_is_written_from_63(void **state)
{
    (void)state;
    assert_xml("apiVersion: 62, license: none, objects: {Account: [create, edit]}",
               OPEN INACTIVE LABEL_X "    <objectPermissions>\n"
                                     "        <allowCreate>true</allowCreate>\n"
                                     "        <allowDelete>false</allowDelete>\n"
                                     "        <allowEdit>true</allowEdit>\n"
                                     "        <allowRead>true</allowRead>\n"
                                     "        <modifyAllRecords>false</modifyAllRecords>\n"
                                     "        <object>Account</object>\n"
                                     "        <viewAllRecords>false</viewAllRecords>\n"
                                     "    </objectPermissions>\n" CLOSE);
    assert_xml("apiVersion: 63, license: none, objects: {Account: modifyAll}",
               OPEN INACTIVE LABEL_X "    <objectPermissions>\n"
                                     "        <allowCreate>false</allowCreate>\n"
                                     "        <allowDelete>true</allowDelete>\n"
                                     "        <allowEdit>true</allowEdit>\n"
                                     "        <allowRead>true</allowRead>\n"
                                     "        <modifyAllRecords>true</modifyAllRecords>\n"
                                     "        <object>Account</object>\n"
                                     "        <viewAllFields>false</viewAllFields>\n"
                                     "        <viewAllRecords>true</viewAllRecords>\n"
                                     "    </objectPermissions>\n" CLOSE);
}

/* The long form is literal: edit without read, and what only internal descriptions have. */
static void the_long_form_says_just_what_it_says(void **state)
{
    (void)state;
    assert_xml("apiVersion: 67, license: none,"
               " objects: {A: {access: {allowEdit: true, viewAllFields: true, viewSetup: false}}}",
               OPEN INACTIVE LABEL_X "    <objectPermissions>\n"
                                     "        <allowCreate>false</allowCreate>\n"
                                     "        <allowDelete>false</allowDelete>\n"
                                     "        <allowEdit>true</allowEdit>\n"
                                     "        <allowRead>false</allowRead>\n"
                                     "        <modifyAllRecords>false</modifyAllRecords>\n"
                                     "        <object>A</object>\n"
                                     "        <viewAllFields>true</viewAllFields>\n"
                                     "        <viewAllRecords>false</viewAllRecords>\n"
                                     "        <viewSetup>false</viewSetup>\n"
                                     "    </objectPermissions>\n" CLOSE);
}

static void fields_and_record_types_are_named_after_their_object(void **state)
{
    (void)state;
    assert_xml(
        "apiVersion: 67, license: none, objects: {Contact: {fields: {Phone: read, Email: edit,"
        " Fax: none}, recordTypes: [Customer]}}",
        OPEN "    <fieldPermissions>\n"
             "        <editable>true</editable>\n"
             "        <field>Contact.Email</field>\n"
             "        <readable>true</readable>\n"
             "    </fieldPermissions>\n"
             "    <fieldPermissions>\n"
             "        <editable>false</editable>\n"
             "        <field>Contact.Fax</field>\n"
             "        <readable>false</readable>\n"
             "    </fieldPermissions>\n"
             "    <fieldPermissions>\n"
             "        <editable>false</editable>\n"
             "        <field>Contact.Phone</field>\n"
             "        <readable>true</readable>\n"
             "    </fieldPermissions>\n" INACTIVE LABEL_X "    <recordTypeVisibilities>\n"
             "        <recordType>Contact.Customer</recordType>\n"
             "        <visible>true</visible>\n"
             "    </recordTypeVisibilities>\n" CLOSE);
}

static void words_are_written_out(void **state)
{
    (void)state;
    assert_xml("apiVersion: 67, license: none, tabs: {b: Available, c: None, a: Visible}",
               OPEN INACTIVE LABEL_X "    <tabSettings>\n"
                                     "        <tab>a</tab>\n"
                                     "        <visibility>Visible</visibility>\n"
                                     "    </tabSettings>\n"
                                     "    <tabSettings>\n"
                                     "        <tab>b</tab>\n"
                                     "        <visibility>Available</visibility>\n"
                                     "    </tabSettings>\n"
                                     "    <tabSettings>\n"
                                     "        <tab>c</tab>\n"
                                     "        <visibility>None</visibility>\n"
                                     "    </tabSettings>\n" CLOSE);
}

static void data_spaces_write_what_is_said(void **state)
{
    (void)state;
    assert_xml("apiVersion: 67, license: none, dataspaces: {"
               "b: {viewSemanticSearchDefinitions: true, customizeAllDefinitions: false,"
               " objectAccessLevel: ALL_IN_DATASPACE, dataAccessLevel: CONTROLLED_BY_PARENT},"
               "a: {dataAccessLevel: NONE, objectAccessLevel: BY_POLICY}}",
               OPEN "    <dataspaceScopes>\n"
                    "        <dataAccessLevel>NONE</dataAccessLevel>\n"
                    "        <dataspaceScope>a</dataspaceScope>\n"
                    "        <objectAccessLevel>BY_POLICY</objectAccessLevel>\n"
                    "    </dataspaceScopes>\n"
                    "    <dataspaceScopes>\n"
                    "        <customizeAllDefinitions>false</customizeAllDefinitions>\n"
                    "        <dataAccessLevel>CONTROLLED_BY_PARENT</dataAccessLevel>\n"
                    "        <dataspaceScope>b</dataspaceScope>\n"
                    "        <objectAccessLevel>ALL_IN_DATASPACE</objectAccessLevel>\n"
                    "        <viewSemanticSearchDefinitions>true</viewSemanticSearchDefinitions>\n"
                    "    </dataspaceScopes>\n" INACTIVE LABEL_X CLOSE);
}

static void a_switched_off_entry_is_written_as_false(void **state)
{
    (void)state;
    assert_xml("apiVersion: 67, license: none, classes: {Old: false}, customSettings: [S]",
               OPEN "    <classAccesses>\n"
                    "        <apexClass>Old</apexClass>\n"
                    "        <enabled>false</enabled>\n"
                    "    </classAccesses>\n"
                    "    <customSettingAccesses>\n"
                    "        <enabled>true</enabled>\n"
                    "        <name>S</name>\n"
                    "    </customSettingAccesses>\n" INACTIVE LABEL_X CLOSE);
}

static void several_statements_on_one_key_are_one_entry(void **state)
{
    (void)state;
    Run run;
    Buf out = {0};
    run_start(&run);
    Arena *a = &run.model.arena;
    PermissionSet set = {.label = {.s = S("X")}, .api = {.number = 36}};
    uint32_t key = names_intern(&run.model.names, a, S("Account.Name"));
    Grant read = {.kind = FIELD_PERMISSION, .key = key, .said = 3, .on = FIELD_READ};
    Grant edit = {.kind = FIELD_PERMISSION, .key = key, .said = FIELD_EDIT, .on = FIELD_EDIT};
    grants_add(&set.grants, a, read);
    grants_add(&set.grants, a, edit);
    grants_fold(&set.grants);
    write_permission_set(&run.model.names, &set, &out);
    assert_str(buf_str(&out), OPEN "    <fieldPermissions>\n"
                                   "        <editable>true</editable>\n"
                                   "        <field>Account.Name</field>\n"
                                   "        <readable>true</readable>\n"
                                   "    </fieldPermissions>\n" LABEL_X CLOSE);
    buf_free(&out);
    run_end(&run);
}

/* One entry of every list: each element in its place, with its key child. */
static void every_list_is_written(void **state)
{
    (void)state;
    Run run;
    Buf out = {0};
    run_start(&run);
    Arena *a = &run.model.arena;
    PermissionSet set = {.label = {.s = S("X")}, .api = {.number = 68}};
    uint32_t key = names_intern(&run.model.names, a, S("THE_KEY"));
    for (size_t kind = 0; kind < ELEMENT_COUNT; kind++)
        if (element_table[kind].shape == SHAPE_LIST)
            grants_add(&set.grants, a, (Grant){.kind = (uint8_t)kind, .key = key});
    write_permission_set(&run.model.names, &set, &out);
    Str rest = buf_str(&out);
    for (size_t kind = 0; kind < ELEMENT_COUNT; kind++) {
        const Element *element = &element_table[kind];
        if (element->shape != SHAPE_LIST)
            continue;
        const char *const parts[] = {element->xml, child_key(element)->xml};
        for (size_t i = 0; i < 2; i++) {
            Str text = str_format(a, i ? "<%s>THE_KEY</%s>\n" : "    <%s>\n", parts[i], parts[i]);
            ptrdiff_t at = str_search(rest, text);
            assert_row_true(parts[i], at >= 0);
            rest = str_from(rest, (size_t)at);
        }
    }
    buf_free(&out);
    run_end(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_stand_in_xml_order_between_the_lists),
        cmocka_unit_test(what_is_empty_is_left_out),
        cmocka_unit_test(the_five_characters_are_escaped),
        cmocka_unit_test(line_ends_and_tabs_stay_as_they_are),
        cmocka_unit_test(has_activation_required_is_written_from_37),
        cmocka_unit_test(user_license_is_written_until_37_license_from_38),
        cmocka_unit_test(enrichments_are_nested),
        cmocka_unit_test(view_all_fields_is_written_from_63),
        cmocka_unit_test(the_long_form_says_just_what_it_says),
        cmocka_unit_test(fields_and_record_types_are_named_after_their_object),
        cmocka_unit_test(words_are_written_out),
        cmocka_unit_test(data_spaces_write_what_is_said),
        cmocka_unit_test(a_switched_off_entry_is_written_as_false),
        cmocka_unit_test(several_statements_on_one_key_are_one_entry),
        cmocka_unit_test(every_list_is_written),
    };
    return cmocka_run_group_tests_name("permset_xml", tests, NULL, NULL);
}
