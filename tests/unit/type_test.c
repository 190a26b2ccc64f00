/* model/type: the one table, against the type as Salesforce describes it. */
#include "test.h"

#include "model/model.h"
#include "model/type.h"

/* clang-format off */

/* The elements of API 22.0 to 68.0: WSDLs 47.0 to 67.0, public typings of 68.0, older bindings. */
static const struct {
    const char *xml;
    int since, until; /* until 0: still there */
    const char *key;  /* of a list: the child that names an entry */
} elements[] = {
    {"agentAccesses", 64, 0, "agentName"},
    {"applicationVisibilities", 29, 0, "application"},
    {"classAccesses", 23, 0, "apexClass"},
    {"customMetadataTypeAccesses", 47, 0, "name"},
    {"customPermissions", 31, 0, "name"},
    {"customSettingAccesses", 47, 0, "name"},
    {"dataspaceScopes", 57, 0, "dataspaceScope"},
    {"description", 22, 0, NULL},
    {"emailRoutingAddressAccesses", 62, 0, "name"},
    {"enrichments", 68, 0, NULL},
    {"externalCredentialPrincipalAccesses", 59, 0, "externalCredentialPrincipal"},
    {"externalDataSourceAccesses", 27, 0, "externalDataSource"},
    {"fieldPermissions", 23, 0, "field"},
    {"flowAccesses", 47, 0, "flow"},
    {"fullName", 22, 0, NULL},
    {"genComputingSummaryDefAccesses", 66, 0, "configName"},
    {"hasActivationRequired", 37, 0, NULL},
    {"label", 22, 0, NULL},
    {"license", 38, 0, NULL},
    {"objectPermissions", 23, 0, "object"},
    {"pageAccesses", 23, 0, "apexPage"},
    {"recordTypeVisibilities", 29, 0, "recordType"},
    {"servicePresenceStatusAccesses", 64, 0, "servicePresenceStatus"},
    {"tabSettings", 26, 0, "tab"},
    {"userLicense", 22, 37, NULL},
    {"userPermissions", 22, 0, "name"},
};

/* Children of the lists; since 0: as the element. Since when the internal ones exist is not
 * published: the oldest description with them is that of 47.0, but older files hold them. */
static const struct {
    const char *element, *child;
    int since;
    bool internal;
} children[] = {
    {"agentAccesses", "agentName", 0, false},
    {"agentAccesses", "enabled", 0, false},
    {"applicationVisibilities", "application", 0, false},
    {"applicationVisibilities", "visible", 0, false},
    {"classAccesses", "apexClass", 0, false},
    {"classAccesses", "enabled", 0, false},
    {"customMetadataTypeAccesses", "enabled", 0, false},
    {"customMetadataTypeAccesses", "name", 0, false},
    {"customPermissions", "enabled", 0, false},
    {"customPermissions", "name", 0, false},
    {"customSettingAccesses", "enabled", 0, false},
    {"customSettingAccesses", "name", 0, false},
    {"dataspaceScopes", "customizeActivationDefinitions", 58, false},
    {"dataspaceScopes", "customizeAllDefinitions", 58, false},
    {"dataspaceScopes", "customizeCalculatedInsightDefinitions", 58, false},
    {"dataspaceScopes", "customizeDataActionDefinitions", 58, false},
    {"dataspaceScopes", "customizeDataApplicationDefinitions", 62, false},
    {"dataspaceScopes", "customizeDataObjSecondaryIndexDefinitions", 65, false},
    {"dataspaceScopes", "customizeDataShareDefinitions", 62, false},
    {"dataspaceScopes", "customizeFTestDataspaceScopedDefinition", 0, true},
    {"dataspaceScopes", "customizeIdentityResolutionDefinitions", 58, false},
    {"dataspaceScopes", "customizeMLPredictionDefinitions", 62, false},
    {"dataspaceScopes", "customizeSegmentationDefinitions", 58, false},
    {"dataspaceScopes", "customizeSemanticSearchDefinitions", 62, false},
    {"dataspaceScopes", "dataAccessLevel", 60, false},
    {"dataspaceScopes", "dataspaceScope", 0, false},
    {"dataspaceScopes", "objectAccessLevel", 66, false},
    {"dataspaceScopes", "viewActivationDefinitions", 58, false},
    {"dataspaceScopes", "viewCalculatedInsightDefinitions", 58, false},
    {"dataspaceScopes", "viewDataActionDefinitions", 58, false},
    {"dataspaceScopes", "viewDataApplicationDefinitions", 62, false},
    {"dataspaceScopes", "viewDataObjSecondaryIndexDefinitions", 65, false},
    {"dataspaceScopes", "viewDataShareDefinitions", 62, false},
    {"dataspaceScopes", "viewFTestDataspaceScopedDefinition", 0, true},
    {"dataspaceScopes", "viewIdentityResolutionDefinitions", 58, false},
    {"dataspaceScopes", "viewMLPredictionDefinitions", 62, false},
    {"dataspaceScopes", "viewSegmentationDefinitions", 58, false},
    {"dataspaceScopes", "viewSemanticSearchDefinitions", 62, false},
    {"emailRoutingAddressAccesses", "enabled", 0, false},
    {"emailRoutingAddressAccesses", "name", 0, false},
    {"externalCredentialPrincipalAccesses", "enabled", 0, false},
    {"externalCredentialPrincipalAccesses", "externalCredentialPrincipal", 0, false},
    {"externalDataSourceAccesses", "enabled", 0, false},
    {"externalDataSourceAccesses", "externalDataSource", 0, false},
    {"fieldPermissions", "editable", 0, false},
    {"fieldPermissions", "field", 0, false},
    {"fieldPermissions", "readable", 0, false},
    {"flowAccesses", "enabled", 0, false},
    {"flowAccesses", "flow", 0, false},
    {"genComputingSummaryDefAccesses", "configName", 0, false},
    {"genComputingSummaryDefAccesses", "enabled", 0, false},
    {"objectPermissions", "allowCreate", 0, false},
    {"objectPermissions", "allowDelete", 0, false},
    {"objectPermissions", "allowEdit", 0, false},
    {"objectPermissions", "allowRead", 0, false},
    {"objectPermissions", "customizeSetup", 0, true},
    {"objectPermissions", "deleteSetup", 0, true},
    {"objectPermissions", "modifyAllRecords", 0, false},
    {"objectPermissions", "object", 0, false},
    {"objectPermissions", "viewAllFields", 63, false},
    {"objectPermissions", "viewAllRecords", 0, false},
    {"objectPermissions", "viewSetup", 0, true},
    {"pageAccesses", "apexPage", 0, false},
    {"pageAccesses", "enabled", 0, false},
    {"recordTypeVisibilities", "recordType", 0, false},
    {"recordTypeVisibilities", "visible", 0, false},
    {"servicePresenceStatusAccesses", "enabled", 0, false},
    {"servicePresenceStatusAccesses", "servicePresenceStatus", 0, false},
    {"tabSettings", "tab", 0, false},
    {"tabSettings", "visibility", 0, false},
    {"userPermissions", "enabled", 0, false},
    {"userPermissions", "name", 0, false},
};

/* clang-format on */

static size_t child_count(const Element *element)
{
    size_t count = 0;
    while (element->children && element->children[count].xml)
        count++;
    return count;
}

/* --- the table -------------------------------------------------------------------------------- */

static void holds_every_element_with_its_versions(void **state)
{
    (void)state;
    size_t lists = 0;
    assert_int_equal(ELEMENT_COUNT, 26);
    assert_int_equal(COUNT_OF(elements), 26);
    for (size_t i = 0; i < ELEMENT_COUNT; i++) {
        const Element *element = &element_table[i];
        const char *name = elements[i].xml;
        assert_string_equal(element->xml, name);
        assert_row_true(name, element->since == elements[i].since);
        assert_row_true(name, element->until == elements[i].until);
        assert_row_true(name, (element->shape == SHAPE_LIST) == (elements[i].key != NULL));
        assert_int_equal(element_kind(element), i);
        lists += element->shape == SHAPE_LIST;
        if (element->shape == SHAPE_LIST)
            assert_string_equal(child_key(element)->xml, elements[i].key);
    }
    assert_int_equal(lists, 19);
}

static void holds_every_child_with_its_version(void **state)
{
    (void)state;
    size_t row = 0;
    for (size_t i = 0; i < ELEMENT_COUNT; i++) {
        const Element *element = &element_table[i];
        for (size_t k = 0; k < child_count(element); k++, row++) {
            const Child *child = &element->children[k];
            assert_true(row < COUNT_OF(children));
            assert_string_equal(element->xml, children[row].element);
            assert_string_equal(child->xml, children[row].child);
            assert_row_true(child->xml, child->since == children[row].since);
            assert_row_true(child->xml, child->internal == children[row].internal);
        }
    }
    assert_int_equal(row, COUNT_OF(children));
}

/* The writer never sorts: the order of the rows is the order in the file. */
static void stands_in_xml_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < ELEMENT_COUNT; i++) {
        const Element *element = &element_table[i];
        if (i)
            assert_row_true(element->xml, strcmp(element_table[i - 1].xml, element->xml) < 0);
        for (size_t k = 1; k < child_count(element); k++)
            assert_row_true(element->children[k].xml,
                            strcmp(element->children[k - 1].xml, element->children[k].xml) < 0);
    }
}

static void a_list_has_one_key_child(void **state)
{
    (void)state;
    for (size_t i = 0; i < ELEMENT_COUNT; i++) {
        const Element *element = &element_table[i];
        size_t keys = 0;
        for (size_t k = 0; k < child_count(element); k++)
            keys += element->children[k].kind == CHILD_KEY;
        assert_row_true(element->xml, keys == (element->shape == SHAPE_LIST ? 1u : 0u));
    }
}

static void every_child_has_bits_of_its_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < ELEMENT_COUNT; i++) {
        const Element *element = &element_table[i];
        uint64_t used = 0;
        for (size_t k = 0; k < child_count(element); k++) {
            const Child *child = &element->children[k];
            uint64_t bits = child->kind == CHILD_KEY    ? 0
                            : child->kind == CHILD_WORD ? 3ull << child->shift
                                                        : 1ull << child->shift;
            assert_row_true(child->xml, (used & bits) == 0);
            assert_row_true(child->xml, bits <= UINT32_MAX);
            assert_row_true(child->xml, child_mask(child) == bits);
            used |= bits;
        }
    }
}

/* A word takes two bits, so four values at most; it needs two to be a choice. */
static void values_of_words_fit_their_bits(void **state)
{
    (void)state;
    for (size_t i = 0; i < ELEMENT_COUNT; i++)
        for (size_t k = 0; k < child_count(&element_table[i]); k++) {
            const Child *child = &element_table[i].children[k];
            size_t values = 0;
            while (child->words && child->words[values])
                values++;
            assert_row_true(child->xml, (child->kind == CHILD_WORD) == (values > 0));
            assert_row_true(child->xml, values == 0 || (values >= 2 && values <= 4));
        }
}

/* license and userLicense share a key: no version has both. */
static void a_key_means_one_element_at_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ELEMENT_COUNT; i++)
        for (size_t k = i + 1; k < ELEMENT_COUNT; k++) {
            const Element *one = &element_table[i], *two = &element_table[k];
            bool same = one->place == two->place && strcmp(one->yaml, two->yaml) == 0;
            bool apart =
                (one->until && one->until < two->since) || (two->until && two->until < one->since);
            assert_row_true(one->xml, !same || apart);
        }
}

/* --- words ------------------------------------------------------------------------------------ */

static void words_say_bits_of_the_element(void **state)
{
    (void)state;
    for (size_t i = 0; i < ELEMENT_COUNT; i++) {
        const Element *element = &element_table[i];
        uint32_t bits = 0;
        for (size_t k = 0; k < child_count(element); k++)
            bits |= child_mask(&element->children[k]);
        for (const Word *word = element->words; word && word->word; word++)
            assert_row_true(word->word, (word->on & ~bits) == 0);
        if (element->list_word)
            assert_non_null(word_find(element, str_of(element->list_word)));
    }
}

static void words_of_objects_climb_the_ladder(void **state)
{
    (void)state;
    enum { C = OBJECT_CREATE, D = OBJECT_DELETE, E = OBJECT_EDIT, R = OBJECT_READ };
    static const struct {
        const char *word;
        uint32_t on;
    } rows[] = {
        {"none", 0},
        {"read", R},
        {"create", C | R},
        {"edit", E | R},
        {"delete", D | E | R},
        {"viewAll", OBJECT_VIEW_ALL | R},
        {"modifyAll", OBJECT_MODIFY_ALL | OBJECT_VIEW_ALL | D | E | R},
        {"viewAllFields", OBJECT_VIEW_ALL_FIELDS | R},
    };
    const Element *objects = &element_table[OBJECT_PERMISSION];
    Str words[16];
    assert_int_equal(element_words(objects, words, COUNT_OF(words)), COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const Word *word = word_find(objects, str_of(rows[i].word));
        assert_row_true(rows[i].word, word && word->on == rows[i].on);
    }
    assert_null(word_find(objects, S("Read")));
    assert_null(word_find(objects, S("")));
    assert_true(objects->words_add);
}

static void the_named_bits_are_those_of_the_children(void **state)
{
    (void)state;
    static const struct {
        ElementKind kind;
        const char *child;
        uint32_t bit;
    } rows[] = {
        {OBJECT_PERMISSION, "allowCreate", OBJECT_CREATE},
        {OBJECT_PERMISSION, "allowDelete", OBJECT_DELETE},
        {OBJECT_PERMISSION, "allowEdit", OBJECT_EDIT},
        {OBJECT_PERMISSION, "allowRead", OBJECT_READ},
        {OBJECT_PERMISSION, "modifyAllRecords", OBJECT_MODIFY_ALL},
        {OBJECT_PERMISSION, "viewAllFields", OBJECT_VIEW_ALL_FIELDS},
        {OBJECT_PERMISSION, "viewAllRecords", OBJECT_VIEW_ALL},
        {FIELD_PERMISSION, "editable", FIELD_EDIT},
        {FIELD_PERMISSION, "readable", FIELD_READ},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const Child *child = child_find(&element_table[rows[i].kind], str_of(rows[i].child));
        assert_row_true(rows[i].child, child && child_mask(child) == rows[i].bit);
    }
}

/* Words of tabs and of the two levels of a data space, by the number that stands in the bits. */
static void words_of_tabs_and_levels(void **state)
{
    (void)state;
    static const struct {
        ElementKind kind;
        const char *child, *words[4];
    } rows[] = {
        {TAB_SETTING, "visibility", {"None", "Available", "Visible", NULL}},
        {DATASPACE_SCOPE, "dataAccessLevel", {"NONE", "CONTROLLED_BY_PARENT", "ALL", NULL}},
        {DATASPACE_SCOPE, "objectAccessLevel", {"BY_POLICY", "ALL_IN_DATASPACE", NULL, NULL}},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const Child *child = child_find(&element_table[rows[i].kind], str_of(rows[i].child));
        assert_non_null(child);
        for (size_t k = 0; rows[i].words[k]; k++)
            assert_string_equal(child->words[k], rows[i].words[k]);
    }
    const Element *tabs = &element_table[TAB_SETTING];
    assert_int_equal(word_find(tabs, S("None"))->on, 0);
    assert_int_equal(word_find(tabs, S("Available"))->on, 1);
    assert_int_equal(word_find(tabs, S("Visible"))->on, 2);
    assert_string_equal(tabs->list_word, "Visible");
}

static void words_of_fields_and_switches(void **state)
{
    (void)state;
    const Element *fields = &element_table[FIELD_PERMISSION];
    assert_int_equal(word_find(fields, S("read"))->on, FIELD_READ);
    assert_int_equal(word_find(fields, S("edit"))->on, FIELD_READ | FIELD_EDIT);
    assert_int_equal(word_find(fields, S("none"))->on, 0);
    assert_null(fields->list_word); /* a field is read or edited: a bare name says neither */
    const Element *classes = &element_table[CLASS_ACCESS];
    assert_int_equal(word_find(classes, S("true"))->on, 1);
    assert_int_equal(word_find(classes, S("false"))->on, 0);
    assert_string_equal(classes->list_word, "true");
    assert_null(word_find(&element_table[DATASPACE_SCOPE], S("true")));
    assert_null(word_find(&element_table[LABEL], S("true")));
}

static void a_short_form_states_what_a_retrieve_writes(void **state)
{
    (void)state;
    assert_int_equal(element_stated(&element_table[OBJECT_PERMISSION]),
                     OBJECT_CREATE | OBJECT_DELETE | OBJECT_EDIT | OBJECT_READ | OBJECT_MODIFY_ALL |
                         OBJECT_VIEW_ALL_FIELDS | OBJECT_VIEW_ALL);
    assert_int_equal(element_stated(&element_table[FIELD_PERMISSION]), FIELD_EDIT | FIELD_READ);
    assert_int_equal(element_stated(&element_table[TAB_SETTING]), 3);
    assert_int_equal(element_stated(&element_table[CLASS_ACCESS]), 1);
    assert_int_equal(element_stated(&element_table[DATASPACE_SCOPE]), 0);
}

/* --- look-ups --------------------------------------------------------------------------------- */

static void lists_are_found_by_key_and_place(void **state)
{
    (void)state;
    static const struct {
        Place place;
        const char *key;
        ElementKind kind;
    } rows[] = {
        {PLACE_ACCESS, "access", OBJECT_PERMISSION},
        {PLACE_FIELDS, "fields", FIELD_PERMISSION},
        {PLACE_RECORD_TYPES, "recordTypes", RECORD_TYPE_VISIBILITY},
        {PLACE_TOP, "agents", AGENT_ACCESS},
        {PLACE_TOP, "apps", APPLICATION_VISIBILITY},
        {PLACE_TOP, "classes", CLASS_ACCESS},
        {PLACE_TOP, "customMetadataTypes", CUSTOM_METADATA_TYPE_ACCESS},
        {PLACE_TOP, "customPermissions", CUSTOM_PERMISSION},
        {PLACE_TOP, "customSettings", CUSTOM_SETTING_ACCESS},
        {PLACE_TOP, "dataspaces", DATASPACE_SCOPE},
        {PLACE_TOP, "emailRoutingAddresses", EMAIL_ROUTING_ADDRESS_ACCESS},
        {PLACE_TOP, "externalCredentials", EXTERNAL_CREDENTIAL_PRINCIPAL_ACCESS},
        {PLACE_TOP, "externalDataSources", EXTERNAL_DATA_SOURCE_ACCESS},
        {PLACE_TOP, "flows", FLOW_ACCESS},
        {PLACE_TOP, "pages", PAGE_ACCESS},
        {PLACE_TOP, "permissions", USER_PERMISSION},
        {PLACE_TOP, "servicePresenceStatuses", SERVICE_PRESENCE_STATUS_ACCESS},
        {PLACE_TOP, "summaryDefinitions", GEN_COMPUTING_SUMMARY_DEF_ACCESS},
        {PLACE_TOP, "tabs", TAB_SETTING},
    };
    assert_int_equal(COUNT_OF(rows), 19);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_ptr_equal(element_by_key(rows[i].place, str_of(rows[i].key)),
                         &element_table[rows[i].kind]);
    assert_null(element_by_key(PLACE_TOP, S("access")));
    assert_null(element_by_key(PLACE_FIELDS, S("classes")));
    assert_null(element_by_key(PLACE_TOP, S("label"))); /* no list */
    assert_null(element_by_key(PLACE_TOP, S("")));
}

static void heads_point_into_the_permission_set(void **state)
{
    (void)state;
    static const struct {
        ElementKind kind;
        Shape shape;
        size_t offset;
    } rows[] = {
        {DESCRIPTION, SHAPE_TEXT, offsetof(PermissionSet, description)},
        {ENRICHMENTS, SHAPE_NESTED, offsetof(PermissionSet, enrichments)},
        {FULL_NAME, SHAPE_FILE_NAME, offsetof(PermissionSet, api_name)},
        {HAS_ACTIVATION_REQUIRED, SHAPE_FLAG, offsetof(PermissionSet, session_activation)},
        {LABEL, SHAPE_TEXT, offsetof(PermissionSet, label)},
        {LICENSE, SHAPE_TEXT, offsetof(PermissionSet, license_name)},
        {USER_LICENSE, SHAPE_TEXT, offsetof(PermissionSet, license_name)},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const Element *element = &element_table[rows[i].kind];
        assert_row_true(element->xml, element->shape == rows[i].shape);
        assert_row_true(element->xml, element->offset == rows[i].offset);
    }
}

static void children_are_found_by_name(void **state)
{
    (void)state;
    const Element *fields = &element_table[FIELD_PERMISSION];
    assert_string_equal(child_find(fields, S("readable"))->xml, "readable");
    assert_null(child_find(fields, S("Readable")));
    assert_null(child_find(fields, S("visible")));
    assert_int_equal(child_mask(child_key(fields)), 0);
}

/* Never seen in a set with the API integration licence. */
static void the_companion_holds_six_elements(void **state)
{
    (void)state;
    static const ElementKind companion[] = {APPLICATION_VISIBILITY,
                                            CLASS_ACCESS,
                                            CUSTOM_PERMISSION,
                                            EXTERNAL_CREDENTIAL_PRINCIPAL_ACCESS,
                                            FLOW_ACCESS,
                                            PAGE_ACCESS};
    size_t count = 0;
    for (size_t i = 0; i < ELEMENT_COUNT; i++)
        count += element_table[i].companion;
    for (size_t i = 0; i < COUNT_OF(companion); i++)
        assert_true(element_table[companion[i]].companion);
    assert_int_equal(count, COUNT_OF(companion));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_every_element_with_its_versions),
        cmocka_unit_test(holds_every_child_with_its_version),
        cmocka_unit_test(stands_in_xml_order),
        cmocka_unit_test(a_list_has_one_key_child),
        cmocka_unit_test(every_child_has_bits_of_its_own),
        cmocka_unit_test(values_of_words_fit_their_bits),
        cmocka_unit_test(a_key_means_one_element_at_its_place),
        cmocka_unit_test(words_say_bits_of_the_element),
        cmocka_unit_test(words_of_objects_climb_the_ladder),
        cmocka_unit_test(the_named_bits_are_those_of_the_children),
        cmocka_unit_test(words_of_tabs_and_levels),
        cmocka_unit_test(words_of_fields_and_switches),
        cmocka_unit_test(a_short_form_states_what_a_retrieve_writes),
        cmocka_unit_test(lists_are_found_by_key_and_place),
        cmocka_unit_test(heads_point_into_the_permission_set),
        cmocka_unit_test(children_are_found_by_name),
        cmocka_unit_test(the_companion_holds_six_elements),
    };
    return cmocka_run_group_tests_name("type", tests, NULL, NULL);
}
