/* The table of the PermissionSet type. Children stand in XML order, which is alphabetical. */
#include "model/type.h"

#include "facts_versions.h"
#include "model/model.h"

/* clang-format off */

/* --- children of each element, in XML order, which is alphabetical ------------------------------ */

#define KEY(name)                     {.xml = name, .kind = CHILD_KEY}
#define FLAG(name, bit)               {.xml = name, .kind = CHILD_FLAG, .shift = bit}
#define IF_SAID(name, bit, version)   {.xml = name, .kind = CHILD_FLAG, .shift = bit, .since = version, \
                                       .written = WRITTEN_IF_SAID}
#define INTERNAL(name, bit)           {.xml = name, .kind = CHILD_FLAG, .shift = bit, \
                                       .written = WRITTEN_IF_SAID, .internal = true}
#define WORD(name, bit, version, list, when) {.xml = name, .kind = CHILD_WORD, .shift = bit, \
                                       .since = version, .words = list, .written = when}
#define END                           {.xml = NULL}

static const Child agent[]        = {KEY("agentName"), FLAG("enabled", 0), END};
static const Child application[]  = {KEY("application"), FLAG("visible", 0), END};
static const Child apex_class[]   = {KEY("apexClass"), FLAG("enabled", 0), END};
static const Child enabled_name[] = {FLAG("enabled", 0), KEY("name"), END};
static const Child principal[]    = {FLAG("enabled", 0), KEY("externalCredentialPrincipal"), END};
static const Child data_source[]  = {FLAG("enabled", 0), KEY("externalDataSource"), END};
static const Child field[]        = {FLAG("editable", 0), KEY("field"), FLAG("readable", 1), END};
static const Child flow[]         = {FLAG("enabled", 0), KEY("flow"), END};
static const Child summary[]      = {KEY("configName"), FLAG("enabled", 0), END};
static const Child page[]         = {KEY("apexPage"), FLAG("enabled", 0), END};
static const Child record_type[]  = {KEY("recordType"), FLAG("visible", 0), END};
static const Child presence[]     = {FLAG("enabled", 0), KEY("servicePresenceStatus"), END};

/* A retrieve at 63.0 or later writes viewAllFields in every block. Since when the internal ones exist is
 * not published: the oldest description with them is that of 47.0, but older files hold them. */
static const Child object[] = {
    FLAG("allowCreate", 0),
    FLAG("allowDelete", 1),
    FLAG("allowEdit", 2),
    FLAG("allowRead", 3),
    INTERNAL("customizeSetup", 7),
    INTERNAL("deleteSetup", 8),
    FLAG("modifyAllRecords", 4),
    KEY("object"),
    {.xml = "viewAllFields", .kind = CHILD_FLAG, .shift = 5, .since = SINCE_viewAllFields, .written = WRITTEN_FROM_SINCE},
    FLAG("viewAllRecords", 6),
    INTERNAL("viewSetup", 9),
    END
};

static const char *const visibilities[] = {"None", "Available", "Visible", NULL};
static const Child tab[] = {KEY("tab"), WORD("visibility", 0, 0, visibilities, WRITTEN_ALWAYS), END};

/* The WSDL marks a dozen of these as required, but Salesforce's own sample leaves them out. */
static const char *const data_levels[]   = {"NONE", "CONTROLLED_BY_PARENT", "ALL", NULL};
static const char *const object_levels[] = {"BY_POLICY", "ALL_IN_DATASPACE", NULL};
static const Child dataspace[] = {
    IF_SAID("customizeActivationDefinitions", 0, SINCE_customizeActivationDefinitions),
    IF_SAID("customizeAllDefinitions", 1, SINCE_customizeAllDefinitions),
    IF_SAID("customizeCalculatedInsightDefinitions", 2, SINCE_customizeCalculatedInsightDefinitions),
    IF_SAID("customizeDataActionDefinitions", 3, SINCE_customizeDataActionDefinitions),
    IF_SAID("customizeDataApplicationDefinitions", 4, SINCE_customizeDataApplicationDefinitions),
    IF_SAID("customizeDataObjSecondaryIndexDefinitions", 5, SINCE_customizeDataObjSecondaryIndexDefinitions),
    IF_SAID("customizeDataShareDefinitions", 6, SINCE_customizeDataShareDefinitions),
    INTERNAL("customizeFTestDataspaceScopedDefinition", 7),
    IF_SAID("customizeIdentityResolutionDefinitions", 8, SINCE_customizeIdentityResolutionDefinitions),
    IF_SAID("customizeMLPredictionDefinitions", 9, SINCE_customizeMLPredictionDefinitions),
    IF_SAID("customizeSegmentationDefinitions", 10, SINCE_customizeSegmentationDefinitions),
    IF_SAID("customizeSemanticSearchDefinitions", 11, SINCE_customizeSemanticSearchDefinitions),
    WORD("dataAccessLevel", 12, SINCE_dataAccessLevel, data_levels, WRITTEN_IF_SAID),
    KEY("dataspaceScope"),
    WORD("objectAccessLevel", 14, SINCE_objectAccessLevel, object_levels, WRITTEN_IF_SAID),
    IF_SAID("viewActivationDefinitions", 16, SINCE_viewActivationDefinitions),
    IF_SAID("viewCalculatedInsightDefinitions", 17, SINCE_viewCalculatedInsightDefinitions),
    IF_SAID("viewDataActionDefinitions", 18, SINCE_viewDataActionDefinitions),
    IF_SAID("viewDataApplicationDefinitions", 19, SINCE_viewDataApplicationDefinitions),
    IF_SAID("viewDataObjSecondaryIndexDefinitions", 20, SINCE_viewDataObjSecondaryIndexDefinitions),
    IF_SAID("viewDataShareDefinitions", 21, SINCE_viewDataShareDefinitions),
    INTERNAL("viewFTestDataspaceScopedDefinition", 22),
    IF_SAID("viewIdentityResolutionDefinitions", 23, SINCE_viewIdentityResolutionDefinitions),
    IF_SAID("viewMLPredictionDefinitions", 24, SINCE_viewMLPredictionDefinitions),
    IF_SAID("viewSegmentationDefinitions", 25, SINCE_viewSegmentationDefinitions),
    IF_SAID("viewSemanticSearchDefinitions", 26, SINCE_viewSemanticSearchDefinitions),
    END
};

/* --- words of the short forms ------------------------------------------------------------------- */

static const Word switches[]    = {{"true", 1}, {"false", 0}, {0}};
static const Word tab_words[]   = {{"Visible", 2}, {"Available", 1}, {"None", 0}, {0}};
static const Word field_words[] = {{"read", FIELD_READ}, {"edit", FIELD_READ | FIELD_EDIT}, {"none", 0}, {0}};

/* They climb the ladder that Salesforce enforces inside one object (57,190 stored object permissions:
 * create, edit and delete always with read, delete with edit, modify all with read, edit, delete and
 * view all; never with create or view all fields). */
enum {
    LADDER_EDIT     = OBJECT_EDIT | OBJECT_READ,
    LADDER_DELETE   = OBJECT_DELETE | LADDER_EDIT,
    LADDER_VIEW_ALL = OBJECT_VIEW_ALL | OBJECT_READ
};
static const Word object_words[] = {
    {"create", OBJECT_CREATE | OBJECT_READ},
    {"read", OBJECT_READ},
    {"edit", LADDER_EDIT},
    {"delete", LADDER_DELETE},
    {"viewAll", LADDER_VIEW_ALL},
    {"modifyAll", OBJECT_MODIFY_ALL | LADDER_DELETE | LADDER_VIEW_ALL},
    {"viewAllFields", OBJECT_VIEW_ALL_FIELDS | OBJECT_READ},
    {"none", 0},
    {0}
};

/* --- the elements, in XML order ----------------------------------------------------------------- */

#define LIST(xml_name, key, child_table, version, text) \
    .doc = text, .xml = xml_name, .yaml = key, .shape = SHAPE_LIST, .children = child_table, .since = version
#define HEAD(xml_name, key, kind, member, version, text) \
    .doc = text, .xml = xml_name, .yaml = key, .shape = kind, .offset = offsetof(PermissionSet, member), .since = version
#define SWITCHED  .words = switches, .list_word = "true"
#define COMPANION .companion = true

const Element element_table[ELEMENT_COUNT] = {
    [AGENT_ACCESS]                   = {LIST("agentAccesses", "agents", agent, SINCE_agentAccesses,
        "agents it may use"), SWITCHED},
    [APPLICATION_VISIBILITY]         = {LIST("applicationVisibilities", "apps", application, SINCE_applicationVisibilities,
        "apps it sees"), SWITCHED, COMPANION},
    [CLASS_ACCESS]                   = {LIST("classAccesses", "classes", apex_class, SINCE_classAccesses,
        "Apex classes it may call"), SWITCHED, COMPANION},
    [CUSTOM_METADATA_TYPE_ACCESS]    = {LIST("customMetadataTypeAccesses", "customMetadataTypes", enabled_name, SINCE_customMetadataTypeAccesses,
        "custom metadata types it reads"), SWITCHED},
    [CUSTOM_PERMISSION]              = {LIST("customPermissions", "customPermissions", enabled_name, SINCE_customPermissions,
        "custom permissions it holds"), SWITCHED, COMPANION},
    [CUSTOM_SETTING_ACCESS]          = {LIST("customSettingAccesses", "customSettings", enabled_name, SINCE_customSettingAccesses,
        "custom settings it reads"), SWITCHED},
    [DATASPACE_SCOPE]                = {LIST("dataspaceScopes", "dataspaces", dataspace, SINCE_dataspaceScopes,
        "Data Cloud data spaces")},
    [DESCRIPTION]                    = {HEAD("description", "description", SHAPE_TEXT, description, SINCE_description,
        "what the holder does with this access, at most 255 characters")},
    [EMAIL_ROUTING_ADDRESS_ACCESS]   = {LIST("emailRoutingAddressAccesses", "emailRoutingAddresses", enabled_name, SINCE_emailRoutingAddressAccesses,
        "email routing addresses it may use"), SWITCHED},
    [ENRICHMENTS]                    = {HEAD("enrichments", "enrichments", SHAPE_NESTED, enrichments, SINCE_enrichments,
        "a description for AI features")},
    [EXTERNAL_CREDENTIAL_PRINCIPAL_ACCESS] = {LIST("externalCredentialPrincipalAccesses", "externalCredentials", principal, SINCE_externalCredentialPrincipalAccesses,
        "principals of external credentials, Credential-Principal"),
                                              SWITCHED, COMPANION},
    [EXTERNAL_DATA_SOURCE_ACCESS]    = {LIST("externalDataSourceAccesses", "externalDataSources", data_source, SINCE_externalDataSourceAccesses,
        "external data sources it may use"), SWITCHED},
    [FIELD_PERMISSION]               = {LIST("fieldPermissions", "fields", field, SINCE_fieldPermissions,
        "fields: read, edit or none"), .place = PLACE_FIELDS, .words = field_words},
    [FLOW_ACCESS]                    = {LIST("flowAccesses", "flows", flow, SINCE_flowAccesses,
        "flows it may run"), SWITCHED, COMPANION},
    [FULL_NAME]                      = {HEAD("fullName", "apiName", SHAPE_FILE_NAME, api_name, SINCE_fullName,
        "API name, carried by the file name")},
    [GEN_COMPUTING_SUMMARY_DEF_ACCESS] = {LIST("genComputingSummaryDefAccesses", "summaryDefinitions", summary, SINCE_genComputingSummaryDefAccesses,
        "computed summary definitions"), SWITCHED},
    [HAS_ACTIVATION_REQUIRED]        = {HEAD("hasActivationRequired", "sessionActivation", SHAPE_FLAG, session_activation, SINCE_hasActivationRequired,
        "true: holds only in an activated session")},
    [LABEL]                          = {HEAD("label", "label", SHAPE_TEXT, label, SINCE_label,
        "label in Setup, at most 80 characters")},
    [LICENSE]                        = {HEAD("license", "license", SHAPE_TEXT, license_name, SINCE_license,
        "licence of the set: label of a user licence, developer name of a permission set licence")},
    [OBJECT_PERMISSION]              = {LIST("objectPermissions", "access", object, SINCE_objectPermissions,
        "objects: create, read, edit, delete, viewAll, modifyAll, viewAllFields or none"), .place = PLACE_ACCESS,
                                        .words = object_words, .words_add = true},
    [PAGE_ACCESS]                    = {LIST("pageAccesses", "pages", page, SINCE_pageAccesses,
        "Visualforce pages it may open"), SWITCHED, COMPANION},
    [RECORD_TYPE_VISIBILITY]         = {LIST("recordTypeVisibilities", "recordTypes", record_type, SINCE_recordTypeVisibilities,
        "record types it may use"), SWITCHED,
                                        .place = PLACE_RECORD_TYPES},
    [SERVICE_PRESENCE_STATUS_ACCESS] = {LIST("servicePresenceStatusAccesses", "servicePresenceStatuses", presence, SINCE_servicePresenceStatusAccesses,
        "service presence statuses it may take"), SWITCHED},
    [TAB_SETTING]                    = {LIST("tabSettings", "tabs", tab, SINCE_tabSettings,
        "tabs: Visible, Available or None"), .words = tab_words, .list_word = "Visible"},
    [USER_LICENSE]                   = {HEAD("userLicense", "license", SHAPE_TEXT, license_name, SINCE_userLicense,
        "the licence, before API 38.0"), .until = UNTIL_userLicense},
    [USER_PERMISSION]                = {LIST("userPermissions", "permissions", enabled_name, SINCE_userPermissions,
        "user permissions, by API name"), SWITCHED},
};

/* clang-format on */

static const Word object_flags[] = {
    {"read", OBJECT_READ},
    {"create", OBJECT_CREATE},
    {"edit", OBJECT_EDIT},
    {"delete", OBJECT_DELETE},
    {"viewAll", OBJECT_VIEW_ALL},
    {"modifyAll", OBJECT_MODIFY_ALL},
    {"viewAllFields", OBJECT_VIEW_ALL_FIELDS},
};
enum { OBJECT_FLAGS = sizeof object_flags / sizeof *object_flags };

uint32_t object_bits(Str words)
{
    uint32_t bits = 0;
    while (words.n) {
        Str word = str_cut(&words, ',');
        for (size_t i = 0; i < OBJECT_FLAGS; i++)
            if (str_is(word, str_of(object_flags[i].word)))
                bits |= object_flags[i].on;
    }
    return bits;
}

Str object_words_of(Arena *a, uint32_t bits)
{
    Str text = S("");
    for (size_t i = 0; i < OBJECT_FLAGS; i++) {
        if (!(bits & object_flags[i].on))
            continue;
        bits &= ~object_flags[i].on;
        const char *between = !text.n ? "" : bits ? ", " : " and ";
        text = str_format(a, STR_FMT "%s%s", STR_ARG(text), between, object_flags[i].word);
    }
    return text;
}

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

uint32_t element_stated(const Element *element)
{
    uint32_t bits = 0;
    for (const Child *child = element->children; child->xml; child++)
        if (child->written != WRITTEN_IF_SAID)
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

const Element *element_by_xml(Str name)
{
    for (size_t i = 0; i < ELEMENT_COUNT; i++)
        if (str_is(name, str_of(element_table[i].xml)))
            return &element_table[i];
    return NULL;
}

ElementKind element_kind(const Element *element)
{
    return (ElementKind)(element - element_table);
}

uint32_t word_own_bits(const Element *element, const Word *word)
{
    uint32_t bits = word->on;
    for (const Word *w = element->words; w->word; w++)
        if (w->on != word->on && (w->on & ~word->on) == 0)
            bits &= ~w->on;
    return bits;
}

uint32_t element_join(const Element *element, uint32_t one, uint32_t two)
{
    uint32_t bits = one | two;
    for (const Child *child = element->children; child->xml; child++) {
        uint32_t mask = child_mask(child), a = one & mask, b = two & mask;
        if (child->kind == CHILD_WORD)
            bits = (bits & ~mask) | (a > b ? a : b);
    }
    return bits;
}
