/* The table of the PermissionSet type. Children stand in XML order, which is alphabetical. */
#include "model/type.h"

#include "model/model.h"

#define KEY(name)                                                                                  \
    {                                                                                              \
        .xml = name, .kind = CHILD_KEY                                                             \
    }
#define FLAG(name, bit)                                                                            \
    {                                                                                              \
        .xml = name, .kind = CHILD_FLAG, .shift = bit                                              \
    }
#define SINCE(name, bit, version)                                                                  \
    {                                                                                              \
        .xml = name, .kind = CHILD_FLAG, .shift = bit, .since = version,                           \
        .written = WRITTEN_IF_SAID                                                                 \
    }
#define INTERNAL(name, bit, version)                                                               \
    {                                                                                              \
        .xml = name, .kind = CHILD_FLAG, .shift = bit, .since = version,                           \
        .written = WRITTEN_IF_SAID, .internal = true                                               \
    }
#define END                                                                                        \
    {                                                                                              \
        .xml = NULL                                                                                \
    }

static const Child agent[] = {KEY("agentName"), FLAG("enabled", 0), END};
static const Child application[] = {KEY("application"), FLAG("visible", 0), END};
static const Child apex_class[] = {KEY("apexClass"), FLAG("enabled", 0), END};
static const Child enabled_name[] = {FLAG("enabled", 0), KEY("name"), END};
static const Child principal[] = {FLAG("enabled", 0), KEY("externalCredentialPrincipal"), END};
static const Child data_source[] = {FLAG("enabled", 0), KEY("externalDataSource"), END};
static const Child field[] = {FLAG("editable", 0), KEY("field"), FLAG("readable", 1), END};
static const Child flow[] = {FLAG("enabled", 0), KEY("flow"), END};
static const Child summary[] = {KEY("configName"), FLAG("enabled", 0), END};
static const Child page[] = {KEY("apexPage"), FLAG("enabled", 0), END};
static const Child record_type[] = {KEY("recordType"), FLAG("visible", 0), END};
static const Child presence[] = {FLAG("enabled", 0), KEY("servicePresenceStatus"), END};

static const Child object[] = {FLAG("allowCreate", 0),
                               FLAG("allowDelete", 1),
                               FLAG("allowEdit", 2),
                               FLAG("allowRead", 3),
                               INTERNAL("customizeSetup", 7, 47),
                               INTERNAL("deleteSetup", 8, 47),
                               FLAG("modifyAllRecords", 4),
                               KEY("object"),
                               {.xml = "viewAllFields",
                                .kind = CHILD_FLAG,
                                .shift = 5,
                                .since = 63,
                                .written = WRITTEN_FROM_SINCE},
                               FLAG("viewAllRecords", 6),
                               INTERNAL("viewSetup", 9, 47),
                               END};

static const char *const visibilities[] = {"None", "Available", "Visible", NULL};
static const Child tab[] = {
    KEY("tab"), {.xml = "visibility", .kind = CHILD_WORD, .shift = 0, .words = visibilities}, END};

/* The WSDL marks a dozen of these as required, but Salesforce's own sample leaves them out. */
static const char *const data_levels[] = {"NONE", "CONTROLLED_BY_PARENT", "ALL", NULL};
static const char *const object_levels[] = {"BY_POLICY", "ALL_IN_DATASPACE", NULL};
static const Child dataspace[] = {SINCE("customizeActivationDefinitions", 0, 58),
                                  SINCE("customizeAllDefinitions", 1, 58),
                                  SINCE("customizeCalculatedInsightDefinitions", 2, 58),
                                  SINCE("customizeDataActionDefinitions", 3, 58),
                                  SINCE("customizeDataApplicationDefinitions", 4, 62),
                                  SINCE("customizeDataObjSecondaryIndexDefinitions", 5, 65),
                                  SINCE("customizeDataShareDefinitions", 6, 62),
                                  INTERNAL("customizeFTestDataspaceScopedDefinition", 7, 62),
                                  SINCE("customizeIdentityResolutionDefinitions", 8, 58),
                                  SINCE("customizeMLPredictionDefinitions", 9, 62),
                                  SINCE("customizeSegmentationDefinitions", 10, 58),
                                  SINCE("customizeSemanticSearchDefinitions", 11, 62),
                                  {.xml = "dataAccessLevel",
                                   .kind = CHILD_WORD,
                                   .shift = 12,
                                   .since = 60,
                                   .written = WRITTEN_IF_SAID,
                                   .words = data_levels},
                                  KEY("dataspaceScope"),
                                  {.xml = "objectAccessLevel",
                                   .kind = CHILD_WORD,
                                   .shift = 14,
                                   .since = 66,
                                   .written = WRITTEN_IF_SAID,
                                   .words = object_levels},
                                  SINCE("viewActivationDefinitions", 16, 58),
                                  SINCE("viewCalculatedInsightDefinitions", 17, 58),
                                  SINCE("viewDataActionDefinitions", 18, 58),
                                  SINCE("viewDataApplicationDefinitions", 19, 62),
                                  SINCE("viewDataObjSecondaryIndexDefinitions", 20, 65),
                                  SINCE("viewDataShareDefinitions", 21, 62),
                                  INTERNAL("viewFTestDataspaceScopedDefinition", 22, 62),
                                  SINCE("viewIdentityResolutionDefinitions", 23, 58),
                                  SINCE("viewMLPredictionDefinitions", 24, 62),
                                  SINCE("viewSegmentationDefinitions", 25, 58),
                                  SINCE("viewSemanticSearchDefinitions", 26, 62),
                                  END};

static const Word switches[] = {{"true", 1}, {"false", 0}, {0}};
static const Word tab_words[] = {{"Visible", 2}, {"Available", 1}, {"None", 0}, {0}};
static const Word field_words[] = {
    {"read", FIELD_READ}, {"edit", FIELD_READ | FIELD_EDIT}, {"none", 0}, {0}};

/* The words climb the ladder that Salesforce enforces inside one object (57,190 stored object
 * permissions: create, edit and delete always with read, delete with edit, modify all with read,
 * edit, delete and view all; never with create or view all fields). */
enum {
    LADDER_EDIT = OBJECT_EDIT | OBJECT_READ,
    LADDER_DELETE = OBJECT_DELETE | LADDER_EDIT,
    LADDER_VIEW_ALL = OBJECT_VIEW_ALL | OBJECT_READ
};
static const Word object_words[] = {
    {"read", OBJECT_READ},
    {"create", OBJECT_CREATE | OBJECT_READ},
    {"edit", LADDER_EDIT},
    {"delete", LADDER_DELETE},
    {"viewAll", LADDER_VIEW_ALL},
    {"modifyAll", OBJECT_MODIFY_ALL | LADDER_DELETE | LADDER_VIEW_ALL},
    {"viewAllFields", OBJECT_VIEW_ALL_FIELDS | OBJECT_READ},
    {"none", 0},
    {0}};

/* A list of names that are switched on or off. */
#define SWITCHED(xml_name, key, child_table, version, text)                                        \
    .xml = xml_name, .yaml = key, .shape = SHAPE_LIST, .children = child_table, .words = switches, \
    .list_word = "true", .since = version, .doc = text

const Element element_table[ELEMENT_COUNT] = {
    [AGENT_ACCESS] = {SWITCHED("agentAccesses", "agents", agent, 64, "agents it may use")},
    [APPLICATION_VISIBILITY] = {SWITCHED("applicationVisibilities", "apps", application, 29,
                                         "apps it sees"),
                                .companion = true},
    [CLASS_ACCESS] = {SWITCHED("classAccesses", "classes", apex_class, 23,
                               "Apex classes it may call"),
                      .companion = true},
    [CUSTOM_METADATA_TYPE_ACCESS] = {SWITCHED("customMetadataTypeAccesses", "customMetadataTypes",
                                              enabled_name, 47, "custom metadata types it reads")},
    [CUSTOM_PERMISSION] = {SWITCHED("customPermissions", "customPermissions", enabled_name, 31,
                                    "custom permissions it holds"),
                           .companion = true},
    [CUSTOM_SETTING_ACCESS] = {SWITCHED("customSettingAccesses", "customSettings", enabled_name, 47,
                                        "custom settings it reads")},
    [DATASPACE_SCOPE] = {.xml = "dataspaceScopes",
                         .yaml = "dataspaces",
                         .shape = SHAPE_LIST,
                         .children = dataspace,
                         .since = 57,
                         .doc = "Data Cloud data spaces"},
    [DESCRIPTION] = {.xml = "description",
                     .yaml = "description",
                     .shape = SHAPE_TEXT,
                     .since = 22,
                     .offset = offsetof(PermissionSet, description),
                     .doc = "what the tool does with this access (at most 255 characters)"},
    [EMAIL_ROUTING_ADDRESS_ACCESS] = {SWITCHED("emailRoutingAddressAccesses",
                                               "emailRoutingAddresses", enabled_name, 62,
                                               "email routing addresses it may use")},
    [ENRICHMENTS] = {.xml = "enrichments",
                     .yaml = "enrichments",
                     .shape = SHAPE_NESTED,
                     .since = 68,
                     .offset = offsetof(PermissionSet, enrichments),
                     .doc = "a description for AI features"},
    [EXTERNAL_CREDENTIAL_PRINCIPAL_ACCESS] =
        {SWITCHED("externalCredentialPrincipalAccesses", "externalCredentials", principal, 59,
                  "external credential principals, Credential-Principal"),
         .companion = true},
    [EXTERNAL_DATA_SOURCE_ACCESS] = {SWITCHED("externalDataSourceAccesses", "externalDataSources",
                                              data_source, 27, "external data sources it may use")},
    [FIELD_PERMISSION] = {.xml = "fieldPermissions",
                          .yaml = "fields",
                          .shape = SHAPE_LIST,
                          .place = PLACE_FIELDS,
                          .children = field,
                          .words = field_words,
                          .since = 23,
                          .doc = "fields: read, edit or none"},
    [FLOW_ACCESS] = {SWITCHED("flowAccesses", "flows", flow, 47, "flows it may run"),
                     .companion = true},
    [FULL_NAME] = {.xml = "fullName",
                   .yaml = "apiName",
                   .shape = SHAPE_FILE_NAME,
                   .since = 22,
                   .offset = offsetof(PermissionSet, api_name),
                   .doc = "API name, the file name"},
    [GEN_COMPUTING_SUMMARY_DEF_ACCESS] = {SWITCHED("genComputingSummaryDefAccesses",
                                                   "summaryDefinitions", summary, 66,
                                                   "computed summary definitions")},
    [HAS_ACTIVATION_REQUIRED] = {.xml = "hasActivationRequired",
                                 .yaml = "sessionActivation",
                                 .shape = SHAPE_FLAG,
                                 .since = 37,
                                 .offset = offsetof(PermissionSet, session_activation),
                                 .doc = "true: holds only in an activated session"},
    [LABEL] = {.xml = "label",
               .yaml = "label",
               .shape = SHAPE_TEXT,
               .since = 22,
               .offset = offsetof(PermissionSet, label),
               .doc = "label in Setup (at most 80 characters)"},
    [LICENSE] = {.xml = "license",
                 .yaml = "license",
                 .shape = SHAPE_TEXT,
                 .since = 38,
                 .offset = offsetof(PermissionSet, license_name),
                 .doc = "licence of the set, as label or developer name, or none"},
    [OBJECT_PERMISSION] = {.xml = "objectPermissions",
                           .yaml = "access",
                           .shape = SHAPE_LIST,
                           .place = PLACE_ACCESS,
                           .children = object,
                           .words = object_words,
                           .words_add = true,
                           .since = 23,
                           .doc = "read, create, edit, delete, viewAll, modifyAll, viewAllFields"},
    [PAGE_ACCESS] = {SWITCHED("pageAccesses", "pages", page, 23, "Visualforce pages it may open"),
                     .companion = true},
    [RECORD_TYPE_VISIBILITY] = {SWITCHED("recordTypeVisibilities", "recordTypes", record_type, 29,
                                         "record types it may use"),
                                .place = PLACE_RECORD_TYPES},
    [SERVICE_PRESENCE_STATUS_ACCESS] = {SWITCHED("servicePresenceStatusAccesses",
                                                 "servicePresenceStatuses", presence, 64,
                                                 "service presence statuses it may take")},
    [TAB_SETTING] = {.xml = "tabSettings",
                     .yaml = "tabs",
                     .shape = SHAPE_LIST,
                     .children = tab,
                     .words = tab_words,
                     .list_word = "Visible",
                     .since = 26,
                     .doc = "tabs: Visible, Available or None"},
    [USER_LICENSE] = {.xml = "userLicense",
                      .yaml = "license",
                      .shape = SHAPE_TEXT,
                      .since = 22,
                      .until = 37,
                      .place = PLACE_NONE,
                      .offset = offsetof(PermissionSet, license_name),
                      .doc = "the same before API 38.0"},
    [USER_PERMISSION] = {SWITCHED("userPermissions", "permissions", enabled_name, 22,
                                  "user permissions, by API name")},
};

const Child *child_key(const Element *element)
{
    const Child *child = element->children;
    while (child->kind != CHILD_KEY)
        child++;
    return child;
}

const Child *child_find(const Element *element, Str xml)
{
    for (const Child *child = element->children; child->xml; child++)
        if (str_is(xml, str_of(child->xml)))
            return child;
    return NULL;
}

uint32_t child_mask(const Child *child)
{
    if (child->kind == CHILD_KEY)
        return 0;
    return (child->kind == CHILD_WORD ? 3u : 1u) << child->shift;
}

uint32_t element_required(const Element *element)
{
    uint32_t bits = 0;
    for (const Child *child = element->children; child->xml; child++)
        if (child->written == WRITTEN_ALWAYS)
            bits |= child_mask(child);
    return bits;
}

const Word *word_find(const Element *element, Str word)
{
    for (const Word *w = element->words; w && w->word; w++)
        if (str_is(word, str_of(w->word)))
            return w;
    return NULL;
}

size_t element_words(const Element *element, Str *words, size_t capacity)
{
    size_t n = 0;
    for (const Word *w = element->words; w && w->word && n < capacity; w++)
        words[n++] = str_of(w->word);
    return n;
}

const Element *element_by_key(Place place, Str yaml)
{
    for (size_t i = 0; i < ELEMENT_COUNT; i++) {
        const Element *element = &element_table[i];
        if (element->shape == SHAPE_LIST && element->place == place &&
            str_is(yaml, str_of(element->yaml)))
            return element;
    }
    return NULL;
}

ElementKind element_kind(const Element *element)
{
    return (ElementKind)(element - element_table);
}
