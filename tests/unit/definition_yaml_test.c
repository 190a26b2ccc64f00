/* write/definition_yaml: permission sets as a person would have written them, and back to the same
 * bytes. */
#include "model.h"

#include "facts/facts.h"
#include "model/type.h"
#include "read/permset_xml.h"
#include "write/definition_yaml.h"
#include "write/write.h"

#define NAMESPACE "http://soap.sforce.com/2006/04/metadata"
#define OPEN      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PermissionSet xmlns=\"" NAMESPACE "\">\n"
#define CLOSE     "</PermissionSet>\n"
#define OFF       "    <hasActivationRequired>false</hasActivationRequired>\n"
#define LABEL_    "    <label>Label</label>\n"

/* --- a set from XML --------------------------------------------------------------------------------- */

/* One entry with a key and one switch, in XML order. */
#define ENABLED(element, key, name, on)                                                            \
    "    <" element ">\n        <" key ">" name "</" key ">\n        <enabled>" on                 \
    "</enabled>\n    </" element ">\n"
#define NAMED(element, name, on)                                                                   \
    "    <" element ">\n        <enabled>" on "</enabled>\n        <name>" name                    \
    "</name>\n    </" element ">\n"
#define FIELD(name, editable, readable)                                                            \
    "    <fieldPermissions>\n        <editable>" editable "</editable>\n        <field>" name      \
    "</field>\n        <readable>" readable "</readable>\n    </fieldPermissions>\n"
#define OBJECT(c, d, e, r, m, name, fields, v)                                                     \
    "    <objectPermissions>\n        <allowCreate>" c "</allowCreate>\n        <allowDelete>" d   \
    "</allowDelete>\n        <allowEdit>" e "</allowEdit>\n        <allowRead>" r                  \
    "</allowRead>\n        <modifyAllRecords>" m "</modifyAllRecords>\n        <object>" name      \
    "</object>\n" fields "        <viewAllRecords>" v                                              \
    "</viewAllRecords>\n    </objectPermissions>\n"
#define ALL_FIELDS(on) "        <viewAllFields>" on "</viewAllFields>\n"
#define TYPE(name, on)                                                                             \
    "    <recordTypeVisibilities>\n        <recordType>" name                                      \
    "</recordType>\n        <visible>" on "</visible>\n    </recordTypeVisibilities>\n"
#define TAB(name, word)                                                                            \
    "    <tabSettings>\n        <tab>" name "</tab>\n        <visibility>" word                    \
    "</visibility>\n    </tabSettings>\n"

#define T "true"
#define F "false"

static void put_definition(Run *run, const char *body, Buf *out)
{
    run_start(run);
    Str xml = str_format(&run->model.arena, OPEN "%s" CLOSE, body);
    PermissionSet *set = ARENA_NEW(&run->model.arena, PermissionSet);
    uint32_t file = source_add(&run->diag.sources, &run->model.arena, S("x"), xml);
    assert_true(permset_xml_read(&run->model, &run->diag, file, xml, set));
    assert_findings(&run->diag, "");
    set->api_name.s = S("My_Set");
    if (!set->api.number)
        set->api.number = VERSION_DEFAULT;
    write_definition(&run->model.names, &(DefinitionEntry){.set = set}, 1, S(""), out);
}

/* XML to YAML, and that to the same XML. `expected` NULL: any YAML. */
static void assert_both_ways(const char *body, const char *expected)
{
    Run there, back;
    Buf yaml = {0}, xml = {0};
    put_definition(&there, body, &yaml);
    if (expected)
        assert_str(buf_str(&yaml), expected);
    buf_byte(&yaml, '\0');
    run_resolved(&back, yaml.bytes);
    diag_set_level(&back.diag, RULE_LICENSE_UNKNOWN, LEVEL_OFF, false);
    diag_set_level(&back.diag, RULE_LICENSE_PACKAGE, LEVEL_OFF, false);
    diag_settle(&back.diag);
    assert_findings(&back.diag, "");
    write_permission_set(&back.model.names, set_named(&back.model, "My_Set"), &xml);
    assert_str(buf_str(&xml), str_format(&there.model.arena, OPEN "%s" CLOSE, body).s);
    run_end(&back);
    run_end(&there);
    buf_free(&xml);
    buf_free(&yaml);
}

#define HEAD "permissionSets:\n  My_Set:\n    label: Label\n    license: none\n"

/* --- heads ------------------------------------------------------------------------------------------ */

static void heads(void **state)
{
    (void)state;
    assert_both_ways(OFF LABEL_, HEAD);
    assert_both_ways("    <description>Why: &quot;it&quot;\nmust be</description>\n"
                     "    <hasActivationRequired>true</hasActivationRequired>\n"
                     "    <label>A &amp; B</label>\n    <license>Salesforce</license>\n",
                     "permissionSets:\n"
                     "  My_Set:\n"
                     "    label: A & B\n"
                     "    description: |-\n"
                     "      Why: \"it\"\n"
                     "      must be\n"
                     "    license: Salesforce\n"
                     "    sessionActivation: true\n");
    assert_both_ways(
        "    <description>A long description that says in so many words what the tool does with "
        "this access: it reads.</description>\n" OFF LABEL_,
        "permissionSets:\n"
        "  My_Set:\n"
        "    label: Label\n"
        "    description: >-\n"
        "      A long description that says in so many words what the tool does with this access: "
        "it reads.\n"
        "    license: none\n");
    assert_both_ways("    <description>one\r\ntwo </description>\n" OFF LABEL_,
                     "permissionSets:\n"
                     "  My_Set:\n"
                     "    label: Label\n"
                     "    description: \"one\\r\\ntwo \"\n"
                     "    license: none\n");
}

static void licences(void **state)
{
    (void)state;
    assert_both_ways(OFF LABEL_ "    <license>SalesforceAPIIntegrationPsl</license>\n",
                     "permissionSets:\n  My_Set:\n    label: Label\n");
    assert_both_ways(OFF LABEL_ "    <license>Cloud Integration User</license>\n", NULL);
    assert_both_ways(OFF LABEL_ "    <license>Ns.SomePsl</license>\n",
                     "permissionSets:\n  My_Set:\n    label: Label\n    license: Ns.SomePsl\n");
    assert_both_ways(OFF LABEL_ "    <license>Acme: Unknown</license>\n",
                     "permissionSets:\n  My_Set:\n    label: Label\n"
                     "    license: 'Acme: Unknown'\n");
}

/* What stands in the file must come back, whatever our table knows under another name. */
static void old_and_odd_versions(void **state)
{
    (void)state;
    assert_both_ways(LABEL_, HEAD "    apiVersion: \"36.0\"\n");
    assert_both_ways(LABEL_ "    <userLicense>Salesforce</userLicense>\n",
                     "permissionSets:\n  My_Set:\n    label: Label\n    license: Salesforce\n"
                     "    apiVersion: \"36.0\"\n");
    assert_both_ways(OFF LABEL_ "    <userLicense>Salesforce</userLicense>\n",
                     "permissionSets:\n  My_Set:\n    label: Label\n    license: Salesforce\n"
                     "    apiVersion: \"37.0\"\n");
    assert_both_ways(LABEL_ "    <license>Salesforce</license>\n",
                     "permissionSets:\n  My_Set:\n    label: Label\n    license: Salesforce\n"
                     "    sessionActivation: absent\n");
    assert_both_ways(OFF LABEL_ OBJECT(F, F, F, T, F, "Account", "", F),
                     HEAD "    apiVersion: \"62.0\"\n    objects:\n      Account: read\n");
}

/* They exist since 68.0, so the set has to say that. */
static void enrichments(void **state)
{
    (void)state;
    assert_both_ways("    <enrichments>\n        <aiDescriptor>\n            <enrichedDescription>"
                     "For &lt;AI&gt;</enrichedDescription>\n        </aiDescriptor>\n"
                     "    </enrichments>\n" OFF LABEL_,
                     HEAD "    apiVersion: \"68.0\"\n    enrichments: For <AI>\n");
}

/* --- entries ---------------------------------------------------------------------------------------- */

static void names_stand_in_lists_unless_one_is_off(void **state)
{
    (void)state;
    assert_both_ways(ENABLED("classAccesses", "apexClass", "A", T)
                         ENABLED("classAccesses", "apexClass", "B", T) OFF LABEL_,
                     HEAD "    classes: [A, B]\n");
    assert_both_ways(ENABLED("classAccesses", "apexClass", "A", T)
                         ENABLED("classAccesses", "apexClass", "B", F) OFF LABEL_,
                     HEAD "    classes:\n      A: true\n      B: false\n");
    assert_both_ways(OFF LABEL_ NAMED("userPermissions", "ApiEnabled", T),
                     HEAD "    permissions: [ApiEnabled]\n");
    assert_both_ways(NAMED("customPermissions", "a, b", T) NAMED("customPermissions", "no", T)
                         OFF LABEL_,
                     HEAD "    customPermissions: ['a, b', 'no']\n");
}

static void long_lists_stand_below_each_other(void **state)
{
    (void)state;
    assert_both_ways(
        ENABLED("classAccesses", "apexClass", "A_Class_With_A_Name_Of_Some_Length_Number_One", T)
            ENABLED("classAccesses", "apexClass", "B_Class_With_A_Name_Of_Some_Length: Number, Two",
                    T) OFF LABEL_,
        HEAD "    classes:\n"
             "      - A_Class_With_A_Name_Of_Some_Length_Number_One\n"
             "      - 'B_Class_With_A_Name_Of_Some_Length: Number, Two'\n");
}

static void tabs(void **state)
{
    (void)state;
    assert_both_ways(OFF LABEL_ TAB("A", "Visible") TAB("standard-Case", "Visible"),
                     HEAD "    tabs: [A, standard-Case]\n");
    assert_both_ways(OFF LABEL_ TAB("A", "Available") TAB("B", "None") TAB("C", "Visible"),
                     HEAD "    tabs:\n      A: Available\n      B: None\n      C: Visible\n");
}

static void objects_group_what_is_theirs(void **state)
{
    (void)state;
    assert_both_ways(
        FIELD("Account.A__c", T, T) FIELD("Account.B__c", F, T) FIELD("Case.C__c", F, F)
            OFF LABEL_ OBJECT(T, F, T, T, F, "Account", ALL_FIELDS(F), F)
                OBJECT(T, T, T, T, T, "Order", ALL_FIELDS(T), T) TYPE("Account.Big", T)
                    TYPE("Account.Small", T) TYPE("Lead.Web", F),
        HEAD "    objects:\n"
             "      Account:\n"
             "        access: [create, read, edit]\n"
             "        fields:\n"
             "          A__c: edit\n"
             "          B__c: read\n"
             "        recordTypes: [Big, Small]\n"
             "      Case:\n"
             "        fields:\n"
             "          C__c: none\n"
             "      Lead:\n"
             "        recordTypes:\n"
             "          Web: false\n"
             "      Order: [create, read, edit, delete, viewAll, modifyAll, "
             "viewAllFields]\n");
}

/* What the words would climb, and what one entry says and another does not, is written out. */
static void long_forms_where_the_words_would_lie(void **state)
{
    (void)state;
    assert_both_ways(OFF LABEL_ OBJECT(F, F, F, F, F, "A", ALL_FIELDS(F), F)
                         OBJECT(F, T, F, T, F, "B", ALL_FIELDS(F), F)
                             OBJECT(F, F, F, F, F, "C", ALL_FIELDS(T), F)
                                 OBJECT(F, F, F, T, F, "D", "", F),
                     HEAD "    objects:\n"
                          "      A: none\n"
                          "      B:\n"
                          "        access: {allowCreate: false, allowDelete: true, allowEdit: "
                          "false, allowRead: true, modifyAllRecords: false, viewAllFields: false, "
                          "viewAllRecords: false}\n"
                          "      C:\n"
                          "        access: {allowCreate: false, allowDelete: false, allowEdit: "
                          "false, allowRead: false, modifyAllRecords: false, viewAllFields: true, "
                          "viewAllRecords: false}\n"
                          "      D:\n"
                          "        access: {allowCreate: false, allowDelete: false, allowEdit: "
                          "false, allowRead: true, modifyAllRecords: false, viewAllRecords: "
                          "false}\n");
    assert_both_ways(FIELD("A.B", T, F) OFF LABEL_,
                     HEAD "    objects:\n      A:\n        fields:\n"
                          "          B: {editable: true, readable: false}\n");
}

/* Every one of the 128 patterns of an object, and the four of a field. */
static void every_pattern_comes_back(void **state)
{
    (void)state;
    static const char *const word[] = {F, T};
    for (unsigned bits = 0; bits < 256; bits++) {
        Arena a = {0};
        Str fields = bits & 128 ? S("") : str_format(&a, ALL_FIELDS("%s"), word[bits >> 5 & 1]);
        Str body = str_format(&a,
                              FIELD("A.B", "%s", "%s")
                                  OFF LABEL_ OBJECT("%s", "%s", "%s", "%s", "%s", "A", "%s", "%s"),
                              word[bits & 1], word[bits >> 1 & 1], word[bits & 1],
                              word[bits >> 1 & 1], word[bits >> 2 & 1], word[bits >> 3 & 1],
                              word[bits >> 4 & 1], fields.s, word[bits >> 6 & 1]);
        assert_both_ways(body.s, NULL);
        arena_free(&a);
    }
}

static void dataspaces_say_what_they_say(void **state)
{
    (void)state;
    assert_both_ways("    <dataspaceScopes>\n        <dataspaceScope>Plain</dataspaceScope>\n"
                     "    </dataspaceScopes>\n" OFF LABEL_,
                     HEAD "    dataspaces: [Plain]\n");
    assert_both_ways("    <dataspaceScopes>\n"
                     "        <customizeAllDefinitions>false</customizeAllDefinitions>\n"
                     "        <dataAccessLevel>CONTROLLED_BY_PARENT</dataAccessLevel>\n"
                     "        <dataspaceScope>A</dataspaceScope>\n"
                     "        <objectAccessLevel>BY_POLICY</objectAccessLevel>\n"
                     "        <viewDataActionDefinitions>true</viewDataActionDefinitions>\n"
                     "    </dataspaceScopes>\n" OFF LABEL_,
                     HEAD "    dataspaces:\n"
                          "      A: {customizeAllDefinitions: false, dataAccessLevel: "
                          "CONTROLLED_BY_PARENT, objectAccessLevel: BY_POLICY, "
                          "viewDataActionDefinitions: true}\n");
}

static void a_dataspace_that_says_nothing_stands_beside_one_that_does(void **state)
{
    (void)state;
    assert_both_ways("    <dataspaceScopes>\n"
                     "        <dataAccessLevel>ALL</dataAccessLevel>\n"
                     "        <dataspaceScope>A</dataspaceScope>\n"
                     "    </dataspaceScopes>\n"
                     "    <dataspaceScopes>\n        <dataspaceScope>B</dataspaceScope>\n"
                     "    </dataspaceScopes>\n" OFF LABEL_,
                     NULL);
}

/* --- names that sort otherwise as a whole than as object and field ---------------------------------- */

/* `-`, `%` and the like stand before the dot, so the fields of A-x stand before those of A. */
static void an_object_stands_once(void **state)
{
    (void)state;
    assert_both_ways(FIELD("Foo%%x.B", F, T) FIELD("Foo.A", F, T) OFF LABEL_ TYPE("Foo.T", T),
                     NULL);
    assert_both_ways(FIELD("Foo-x.B", F, T) FIELD("Foo.A", F, T)
                         OFF LABEL_ OBJECT(F, F, F, T, F, "Foo", ALL_FIELDS(F), F)
                             OBJECT(F, F, F, T, F, "Foo-x", ALL_FIELDS(F), F),
                     NULL);
}

/* "Foo.A" < "FooBar.A" < "Foo__c.A", but "Foo" < "FooBar" < "Foo__c" too. */
static void objects_whose_names_begin_alike(void **state)
{
    (void)state;
    assert_both_ways(FIELD("Foo.A", F, T) FIELD("FooBar.A", F, T) FIELD("Foo__c.A", F, T)
                         OFF LABEL_ OBJECT(F, F, F, T, F, "Foo", ALL_FIELDS(F), F)
                             OBJECT(F, F, F, T, F, "FooBar", ALL_FIELDS(F), F) TYPE("Foo.T", T)
                                 TYPE("Foo__c.T", T),
                     NULL);
}

/* --- several entries -------------------------------------------------------------------------------- */

static PermissionSet plain_set(const char *api_name, const char *label)
{
    return (PermissionSet){.api_name.s = str_of(api_name),
                           .label.s = str_of(label),
                           .license_name.s = S("SalesforceAPIIntegrationPsl"),
                           .api.number = VERSION_DEFAULT};
}

static void integrations_stand_before_sets(void **state)
{
    (void)state;
    Arena a = {0};
    Names names = {0};
    Buf out = {0};
    PermissionSet one = plain_set("One", "One"), tool = plain_set("T_Integration", "T Integration"),
                  two = plain_set("no", "Two"),
                  companion = plain_set("T_Integration_Access", "T Integration Access");
    uint32_t key = names_intern(&names, &a, S("Reader"));
    grants_add(&companion.grants, &a,
               (Grant){.kind = CLASS_ACCESS, .said = 1, .on = 1, .key = key});
    grants_add(&tool.grants, &a, (Grant){.kind = USER_PERMISSION, .said = 1, .on = 1, .key = key});
    const DefinitionEntry entries[] = {
        {.set = &one, .comment = S("first\nsecond")},
        {.set = &tool, .tool = S("T"), .companion = &companion},
        {.set = &two},
    };
    write_definition(&names, entries, COUNT_OF(entries), S("# head\n"), &out);
    assert_str(buf_str(&out), "# head\n"
                              "integrations:\n"
                              "  T:\n"
                              "    permissions: [Reader]\n"
                              "    classes: [Reader]\n"
                              "\n"
                              "permissionSets:\n"
                              "  # first\n"
                              "  # second\n"
                              "  One:\n"
                              "    label: One\n"
                              "\n"
                              "  'no':\n"
                              "    label: Two\n");
    buf_free(&out);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads),
        cmocka_unit_test(licences),
        cmocka_unit_test(old_and_odd_versions),
        cmocka_unit_test(enrichments),
        cmocka_unit_test(names_stand_in_lists_unless_one_is_off),
        cmocka_unit_test(long_lists_stand_below_each_other),
        cmocka_unit_test(tabs),
        cmocka_unit_test(objects_group_what_is_theirs),
        cmocka_unit_test(long_forms_where_the_words_would_lie),
        cmocka_unit_test(every_pattern_comes_back),
        cmocka_unit_test(dataspaces_say_what_they_say),
        cmocka_unit_test(a_dataspace_that_says_nothing_stands_beside_one_that_does),
        cmocka_unit_test(an_object_stands_once),
        cmocka_unit_test(objects_whose_names_begin_alike),
        cmocka_unit_test(integrations_stand_before_sets),
    };
    return cmocka_run_group_tests_name("definition_yaml", tests, NULL, NULL);
}
