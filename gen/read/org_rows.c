/* One reader for each kind of row, and the table that knows them. */
#include "read/org_rows.h"

#include <stdio.h>

/* --- who and which set ------------------------------------------------------------------------- */

static bool lacks(OrgRow *r, const char *what)
{
    r->lacks = what;
    return false;
}

static Str kept(const OrgRow *r, Str text)
{
    return text.n ? str_copy(r->arena, text) : S("");
}

static Str kept_id(const OrgRow *r, Str id)
{
    return kept(r,
                str_slice(id, 0, 15)); /* without the three characters that only guard its case */
}

/* The column `prefix` + `column`, both parts of one path. */
static Str text_under(const json_t *row, const char *prefix, const char *column)
{
    char path[96];
    snprintf(path, sizeof path, "%s%s", prefix, column);
    return value_text(row, path);
}

/* ns__Name. Some columns have the namespace in them already. */
static Str qualified(Arena *a, Str namespace_prefix, Str name)
{
    size_t n = namespace_prefix.n;
    if (!n || !name.n)
        return name;
    if (str_starts(name, namespace_prefix) && str_starts(str_from(name, n), S("__")))
        return name;
    return str_format(a, STR_FMT "__" STR_FMT, STR_ARG(namespace_prefix), STR_ARG(name));
}

static Str name_under(Arena *a, const json_t *row, const char *prefix, const char *column)
{
    return qualified(a, text_under(row, prefix, "NamespacePrefix"),
                     text_under(row, prefix, column));
}

static Str group_under(Arena *a, const json_t *row, const char *prefix)
{
    char path[64];
    snprintf(path, sizeof path, "%sPermissionSetGroup.", prefix);
    return name_under(a, row, path, "DeveloperName");
}

static bool is_yes(const json_t *row, const char *prefix, const char *column)
{
    char path[96];
    snprintf(path, sizeof path, "%s%s", prefix, column);
    return value_bool(row, path) == SAID_YES;
}

/* A permission set by its columns. That of a profile has a name that changes from org to org: it is known
 * by the profile. */
static OrgSetRef set_under(Arena *a, const json_t *row, const char *prefix)
{
    OrgSetRef ref = {.id = text_under(row, prefix, "Id"),
                     .profile = text_under(row, prefix, "Profile.Name"),
                     .name = name_under(a, row, prefix, "Name"),
                     .group = group_under(a, row, prefix)};
    bool owned = ref.profile.n || is_yes(row, prefix, "IsOwnedByProfile") ||
                 str_is(text_under(row, prefix, "Type"), S("Profile"));
    ref.owned = owned;
    if (owned)
        ref.name = S("");
    return ref;
}

static bool stands_in(const OrgRow *r, Str sobject)
{
    return r->outer && str_is(str_of(r->outer_sobject), sobject);
}

/* Finds the set of a row that names it as a parent, by `prefix` or by the column of its Id; a row of a
 * sub-query may leave that to the set it stands in. */
static bool set_of(OrgRow *r, const char *prefix, const char *id, OrgSetRef ref, size_t *place)
{
    OrgSetRef own = set_under(r->arena, r->row, prefix);
    if (!own.id.n)
        own.id = value_text(r->row, id);
    if (!own.group.n)
        own.group = ref.group;
    if (!own.id.n && !own.name.n && !own.profile.n && !own.group.n &&
        stands_in(r, S("PermissionSet")))
        own = set_under(r->arena, r->outer, "");
    if (!own.id.n && !own.name.n && !own.profile.n && !own.group.n)
        return lacks(r, "they do not tell which permission set they are of: select the Id of the "
                        "set, or its Name, and Profile.Name of the set of a profile");
    *place = org_set(r->org, r->arena, own);
    return true;
}

static bool parent_of(OrgRow *r, size_t *place)
{
    return set_of(r, "Parent.", "ParentId", (OrgSetRef){0}, place);
}

/* The user of an assignment: by name, by Id, or the user whose row it stands in. */
static bool assignee_of(OrgRow *r, Str *username, Str *id)
{
    Str name = value_text(r->row, "Assignee.Username"), number = value_text(r->row, "AssigneeId");
    if (!number.n)
        number = value_text(r->row, "Assignee.Id");
    if (!name.n && !number.n && stands_in(r, S("User"))) {
        name = value_text(r->outer, "Username");
        number = value_text(r->outer, "Id");
    }
    if (!name.n && !number.n)
        return lacks(r, "they do not tell whose they are: select Assignee.Username");
    *username = kept(r, name);
    *id = kept_id(r, number);
    return true;
}

/* --- the org, its users, their assignments and seats -------------------------------------------- */

static bool read_organization(OrgRow *r)
{
    Org *org = r->org;
    Str id = str_slice(value_text(r->row, "Id"), 0, 15);
    OrgBool sandbox = value_bool(r->row, "IsSandbox");
    if (id.n && org->organization_id.n && !str_is(id, org->organization_id))
        org->other_organization_id = kept(r, id);
    if (!org->organization_id.n)
        org->organization_id = kept(r, id);
    if (sandbox != SAID_NOTHING)
        org->sandbox = sandbox;
    return true;
}

static Str first_of(const json_t *row, const char *column, const char *otherwise)
{
    Str text = value_text(row, column);
    return text.n ? text : value_text(row, otherwise);
}

/* Feature licences: the columns UserPermissions…, those that are on or off. */
static Str features_of(OrgRow *r, OrgBool state)
{
    const char *column;
    json_t *value;
    Str names = S(""), prefix = S("UserPermissions");
    json_object_foreach((json_t *)r->row, column, value)
    {
        Str name = str_of(column);
        if (str_starts(name, prefix) && bool_of(value) == state)
            names = str_format(r->arena, STR_FMT "%s" STR_FMT, STR_ARG(names), names.n ? "," : "",
                               STR_ARG(str_from(name, prefix.n)));
    }
    return names;
}

static bool read_user(OrgRow *r)
{
    OrgUser user = {.id = value_text(r->row, "Id"),
                    .username = value_text(r->row, "Username"),
                    .email = value_text(r->row, "Email"),
                    .profile = value_text(r->row, "Profile.Name"),
                    .user_license = value_text(r->row, "Profile.UserLicense.Name"),
                    .role = first_of(r->row, "UserRole.Name", "UserRole.DeveloperName"),
                    .role_told = value_has(r->row, "UserRole"),
                    .name = value_text(r->row, "Name"),
                    .first_name = value_text(r->row, "FirstName"),
                    .last_name = value_text(r->row, "LastName"),
                    .alias = value_text(r->row, "Alias"),
                    .time_zone = value_text(r->row, "TimeZoneSidKey"),
                    .locale = value_text(r->row, "LocaleSidKey"),
                    .language = value_text(r->row, "LanguageLocaleKey"),
                    .encoding = value_text(r->row, "EmailEncodingKey"),
                    .features = features_of(r, SAID_YES),
                    .lacked = features_of(r, SAID_NO),
                    .active = value_bool(r->row, "IsActive"),
                    .at = r->at};
    if (!user.username.n)
        return lacks(r, "they do not name the user: select Username");
    org_add_user(r->org, r->arena, user);
    return true;
}

static bool read_assignment(OrgRow *r)
{
    Org *org = r->org;
    OrgAssignment one = {.active = value_bool(r->row, "IsActive"),
                         .expires = kept(r, value_text(r->row, "ExpirationDate")),
                         .group = kept(r, group_under(r->arena, r->row, ""))};
    if (!one.group.n)
        one.group = kept(r, group_under(r->arena, r->row, "PermissionSet."));
    if (!assignee_of(r, &one.username, &one.user_id))
        return false;
    OrgSetRef group = {.group = one.group};
    if (!set_of(r, "PermissionSet.", "PermissionSetId", group, &one.set))
        return false;
    *LIST_ADD(r->arena, org->assignments, org->assignment_count, org->assignment_capacity) = one;
    return true;
}

static bool read_license(OrgRow *r)
{
    Org *org = r->org;
    OrgLicense one = {.license = kept(r, value_text(r->row, "PermissionSetLicense.DeveloperName")),
                      .label = kept(r, value_text(r->row, "PermissionSetLicense.MasterLabel"))};
    if (!one.license.n && !one.label.n)
        return lacks(r, "they do not name the licence: select PermissionSetLicense.DeveloperName");
    if (!assignee_of(r, &one.username, &one.user_id))
        return false;
    *LIST_ADD(r->arena, org->licenses, org->license_count, org->license_capacity) = one;
    return true;
}

static bool add_seats(OrgRow *r, Str name, Str label, bool user)
{
    Org *org = r->org;
    if (!name.n && !label.n)
        return lacks(r, "they do not name the licence");
    *LIST_ADD(r->arena, org->seats, org->seat_count, org->seat_capacity) =
        (OrgSeats){.name = kept(r, name),
                   .label = kept(r, label),
                   .user = user,
                   .status = kept(r, value_text(r->row, "Status")),
                   .total = value_number(r->row, "TotalLicenses", -1),
                   .used = value_number(r->row, "UsedLicenses", -1)};
    return true;
}

static bool read_seats(OrgRow *r)
{
    return add_seats(r, value_text(r->row, "DeveloperName"), value_text(r->row, "MasterLabel"),
                     false);
}

static bool read_user_seats(OrgRow *r)
{
    Str name = first_of(r->row, "Name", "MasterLabel");
    return add_seats(r, name, name, true);
}

static bool read_group(OrgRow *r)
{
    Org *org = r->org;
    Str name = name_under(r->arena, r->row, "", "DeveloperName");
    if (!name.n)
        return lacks(r, "they do not name the group: select DeveloperName");
    *LIST_ADD(r->arena, org->group_status, org->group_status_count, org->group_status_capacity) =
        (OrgGroupStatus){kept(r, name), kept(r, value_text(r->row, "Status")), r->at};
    return true;
}

static bool read_member(OrgRow *r)
{
    Org *org = r->org;
    Str developer_name = value_text(r->row, "Group.DeveloperName");
    Str name = value_text(r->row, "Group.Name");
    Str user = first_of(r->row, "UserOrGroup.Username", "Member.Username");
    Str id = first_of(r->row, "UserOrGroupId", "UserOrGroup.Id");
    if (!name.n && !developer_name.n)
        return lacks(r, "they do not name the group: select Group.DeveloperName");
    if (!user.n && !id.n)
        return lacks(r, "they do not name the member: select UserOrGroupId");
    *LIST_ADD(r->arena, org->members, org->member_count, org->member_capacity) =
        (OrgMember){.username = kept(r, user),
                    .group = kept(r, name.n ? name : developer_name),
                    .developer_name = kept(r, developer_name),
                    .queue = str_is(value_text(r->row, "Group.Type"), S("Queue")),
                    .typed = value_text(r->row, "Group.Type").n > 0,
                    .user_id = kept_id(r, id)};
    return true;
}

/* --- what sets grant --------------------------------------------------------------------------- */

typedef struct {
    const char *column;
    uint32_t bit;
} ColumnBit;

static const ColumnBit object_columns[] = {{"PermissionsCreate", OBJECT_CREATE},
                                           {"PermissionsDelete", OBJECT_DELETE},
                                           {"PermissionsEdit", OBJECT_EDIT},
                                           {"PermissionsRead", OBJECT_READ},
                                           {"PermissionsModifyAllRecords", OBJECT_MODIFY_ALL},
                                           {"PermissionsViewAllFields", OBJECT_VIEW_ALL_FIELDS},
                                           {"PermissionsViewAllRecords", OBJECT_VIEW_ALL},
                                           {0}};
static const ColumnBit field_columns[] = {
    {"PermissionsEdit", FIELD_EDIT}, {"PermissionsRead", FIELD_READ}, {0}};

static void add_grant(OrgRow *r, size_t set, ElementKind kind, Str key, uint32_t said, uint32_t on)
{
    grants_add(&r->org->sets[set].grants, r->arena,
               (Grant){.kind = (uint8_t)kind,
                       .from = FROM_FILE,
                       .said = said,
                       .on = on,
                       .key = names_intern(r->names, r->arena, key),
                       .at = r->at});
}

static void add_columns(OrgRow *r, size_t set, ElementKind kind, Str key, const ColumnBit *columns)
{
    uint32_t said = 0, on = 0;
    for (; columns->column; columns++) {
        OrgBool told = value_bool(r->row, columns->column);
        said |= told == SAID_NOTHING ? 0 : columns->bit;
        on |= told == SAID_YES ? columns->bit : 0;
    }
    add_grant(r, set, kind, key, said, on);
}

/* With Modify All Data the org makes up a row for every object; their Ids begin with 000. */
static bool read_object(OrgRow *r)
{
    Str object = value_text(r->row, "SobjectType");
    size_t set;
    if (!object.n)
        return lacks(r, "they do not name the object: select SobjectType");
    if (str_starts(value_text(r->row, "Id"), S("000")))
        return true;
    if (!parent_of(r, &set))
        return false;
    add_columns(r, set, OBJECT_PERMISSION, object, object_columns);
    return true;
}

static bool read_field(OrgRow *r)
{
    Str field = value_text(r->row, "Field"), object = value_text(r->row, "SobjectType");
    size_t set;
    if (str_find(field, '.') < 0 && (!field.n || !object.n))
        return lacks(r, "they do not name the field: select SobjectType, Field");
    if (!parent_of(r, &set))
        return false;
    if (str_find(field, '.') < 0)
        field = str_format(r->arena, STR_FMT "." STR_FMT, STR_ARG(object), STR_ARG(field));
    add_columns(r, set, FIELD_PERMISSION, field, field_columns);
    return true;
}

#define PERMISSIONS "Permissions"

/* PermissionsApiEnabled: the user permission ApiEnabled. */
static Str permission_of(const char *column, const json_t *value)
{
    Str name = str_of(column);
    bool told = str_starts(name, S(PERMISSIONS)) && bool_of(value) != SAID_NOTHING;
    return told ? str_from(name, sizeof PERMISSIONS - 1) : S("");
}

static bool is_set(const json_t *row)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)row, key, value)
    {
        if (permission_of(key, value).n)
            return value_has(row, "Id") || value_has(row, "Name");
    }
    return false;
}

static bool read_set(OrgRow *r)
{
    const char *key;
    json_t *value;
    OrgSetRef ref = set_under(r->arena, r->row, "");
    if (!ref.id.n && !ref.name.n && !ref.profile.n && !ref.group.n)
        return lacks(r, "they do not name the permission set: select Id, Name, Profile.Name");
    size_t place = org_set(r->org, r->arena, ref);
    OrgSet *set = &r->org->sets[place];
    Str license = first_of(r->row, "License.DeveloperName", "License.Name");
    if (!license.n)
        license = value_text(r->row, "License.MasterLabel");
    if (license.n)
        set->license = kept(r, license);
    if (set->session == SAID_NOTHING)
        set->session = value_bool(r->row, "HasActivationRequired");
    json_object_foreach((json_t *)r->row, key, value)
    {
        Str name = permission_of(key, value);
        if (!name.n)
            continue;
        if (!map_find(&r->org->permissions_told, name))
            map_put(&r->org->permissions_told, r->arena, str_copy(r->arena, name), NULL);
        if (bool_of(value) == SAID_YES)
            add_grant(r, place, USER_PERMISSION, name, 1, 1);
    }
    return true;
}

static bool read_entity(OrgRow *r)
{
    Org *org = r->org;
    OrgEntity one = {.type = kept(r, value_text(r->row, "SetupEntityType")),
                     .id = kept_id(r, value_text(r->row, "SetupEntityId")),
                     .at = r->at};
    if (!one.type.n || !one.id.n)
        return lacks(r, "they do not tell what they open: select SetupEntityType, SetupEntityId");
    if (!parent_of(r, &one.set))
        return false;
    *LIST_ADD(r->arena, org->entities, org->entity_count, org->entity_capacity) = one;
    return true;
}

/* What the org calls the visibility of a tab, and the metadata's word for it. */
static const struct {
    const char *org, *word;
} visibilities[] = {{"DefaultOn", "Visible"}, {"DefaultOff", "Available"}};

static bool read_tab(OrgRow *r)
{
    Str tab = value_text(r->row, "Name"), visibility = value_text(r->row, "Visibility");
    const Element *element = &element_table[TAB_SETTING];
    size_t set;
    for (size_t i = 0; i < sizeof visibilities / sizeof *visibilities; i++)
        if (str_is(visibility, str_of(visibilities[i].org)))
            visibility = str_of(visibilities[i].word);
    const Word *word = word_find(element, visibility);
    if (!tab.n || !word)
        return lacks(r, "they do not tell a tab and whether it is DefaultOn or DefaultOff: select "
                        "Name, Visibility");
    if (!parent_of(r, &set))
        return false;
    add_grant(r, set, TAB_SETTING, tab, element_stated(element), word->on);
    return true;
}

/* --- names of entities ------------------------------------------------------------------------- */

/* SetupEntityAccess points to one of these, whichever the type. Columns that are no Ids name nothing. */
static const char *const id_columns[] = {"Id", "DurableId", "ApplicationId"};
/* The API name, the fullest first. Name is a label where there is a DeveloperName. */
static const char *const name_columns[] = {"QualifiedApiName", "ApiName", "DeveloperName", "Name"};

static bool is_id(Str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!char_is_letter(text.s[i]) && !char_is_digit(text.s[i]))
            return false;
    return text.n == 15 || text.n == 18;
}

static bool name_ids(OrgRow *r, Str name)
{
    bool found = false;
    for (size_t i = 0; i < sizeof id_columns / sizeof *id_columns; i++) {
        Str id = value_text(r->row, id_columns[i]);
        if (!is_id(id))
            continue;
        uint32_t number = names_intern(r->names, r->arena, name);
        *map_put(&r->org->entity_names, r->arena, kept_id(r, id), NULL) = number;
        found = true;
    }
    return found;
}

static bool read_name(OrgRow *r)
{
    Str name = S("");
    for (size_t i = 0; i < sizeof name_columns / sizeof *name_columns && !name.n; i++)
        name = name_under(r->arena, r->row, "", name_columns[i]);
    if (!name.n)
        return lacks(r, "they do not tell a name");
    /* Standard objects have no Id: they need none, nothing points to them. */
    if (!name_ids(r, name) && !value_text(r->row, "DurableId").n)
        return lacks(r, "they do not tell the Id that the name belongs to");
    return true;
}

/* The principal of an external credential goes by both names, with a hyphen between them. */
static bool read_principal(OrgRow *r)
{
    Str credential = name_under(r->arena, r->row, "ExternalCredential.", "DeveloperName");
    Str principal = first_of(r->row, "ParameterName", "DeveloperName");
    if (!credential.n || !principal.n)
        return lacks(r, "they do not tell ExternalCredential.DeveloperName, ParameterName");
    Str name = str_format(r->arena, STR_FMT "-" STR_FMT, STR_ARG(credential), STR_ARG(principal));
    return name_ids(r, name) || lacks(r, "they do not tell the Id");
}

/* --- the table ----------------------------------------------------------------------------------- */

/* clang-format off */
#define MARKS(...) (const char *const[]){__VA_ARGS__, NULL}
#define NAMES(sobject) {sobject, ASK_NAMES, read_name, NULL, NULL}

/* Rows without attributes are of the first type whose marks they have: the most particular stand first. */
static const RowType types[] = {
    {"FieldPermissions", ASK_FIELDS, read_field, MARKS("Field", "PermissionsRead"), NULL},
    {"FieldPermissions", ASK_FIELDS, read_field, MARKS("Field", "PermissionsEdit"), NULL},
    {"ObjectPermissions", ASK_OBJECTS, read_object, MARKS("SobjectType", "PermissionsRead"), NULL},
    {"ObjectPermissions", ASK_OBJECTS, read_object, MARKS("SobjectType", "PermissionsCreate"), NULL},
    {"SetupEntityAccess", ASK_SETUP, read_entity, MARKS("SetupEntityId"), NULL},
    {"PermissionSetTabSetting", ASK_TABS, read_tab, MARKS("Name", "Visibility"), NULL},
    {"PermissionSetLicenseAssign", ASK_LICENSES, read_license, MARKS("PermissionSetLicense"), NULL},
    {"PermissionSetLicenseAssign", ASK_LICENSES, read_license, MARKS("PermissionSetLicenseId"), NULL},
    {"PermissionSetLicense", ASK_SEATS, read_seats, MARKS("DeveloperName", "TotalLicenses"), NULL},
    {"PermissionSetLicense", ASK_SEATS, read_seats, MARKS("DeveloperName", "UsedLicenses"), NULL},
    {"UserLicense", ASK_USER_LICENSES, read_user_seats, MARKS("Name", "TotalLicenses"), NULL},
    {"UserLicense", ASK_USER_LICENSES, read_user_seats, MARKS("Name", "UsedLicenses"), NULL},
    {"GroupMember", ASK_MEMBERS, read_member, MARKS("Group"), NULL},
    {"PermissionSet", ASK_PERMISSIONS, read_set, NULL, is_set},
    {"PermissionSetAssignment", ASK_ASSIGNMENTS, read_assignment, MARKS("PermissionSet"), NULL},
    {"PermissionSetAssignment", ASK_ASSIGNMENTS, read_assignment, MARKS("PermissionSetId"), NULL},
    {"PermissionSetAssignment", ASK_ASSIGNMENTS, read_assignment, MARKS("PermissionSetGroup", "Assignee"), NULL},
    {"PermissionSetGroup", ASK_GROUPS, read_group, MARKS("DeveloperName", "Status"), NULL},
    {"Organization", ASK_ORGANIZATION, read_organization, MARKS("IsSandbox"), NULL},
    {"User", ASK_USERS, read_user, MARKS("Username"), NULL},
    {"ExternalCredentialParameter", ASK_NAMES, read_principal, MARKS("ExternalCredential", "ParameterName"), NULL},
    {"EntityDefinition", ASK_NAMES, read_name, MARKS("DurableId", "QualifiedApiName"), NULL},
    {"AppMenuItem", ASK_NAMES, read_name, MARKS("ApplicationId", "Name"), NULL},
    {"FlowDefinitionView", ASK_NAMES, read_name, MARKS("DurableId", "ApiName"), NULL},
    {"FlowDefinition", ASK_NAMES, read_name, MARKS("DurableId", "DeveloperName"), NULL},
    NAMES("ApexClass"),
    NAMES("ApexPage"),
    NAMES("AppDefinition"),
    NAMES("BotDefinition"),
    NAMES("ConnectedApplication"),
    NAMES("CustomPermission"),
    NAMES("EmailRoutingAddress"),
    NAMES("ExternalClientApplication"),
    NAMES("ExternalDataSource"),
    NAMES("MessagingChannel"),
    NAMES("OrgWideEmailAddress"),
    NAMES("ServicePresenceStatus"),
    NAMES("ServiceProvider"),
    NAMES("StandardInvocableActionType"),
    NAMES("TabSet"),
    /* Id and a name alone: of which type does not matter. */
    {"", ASK_NAMES, read_name, MARKS("Id", "DeveloperName"), NULL},
    {"", ASK_NAMES, read_name, MARKS("Id", "Name"), NULL},
};
/* clang-format on */
enum { TYPES = sizeof types / sizeof *types };

const RowChild row_children[] = {
    {"User", "PermissionSetAssignments", "PermissionSetAssignment"},
    {"User", "PermissionSetLicenseAssignments", "PermissionSetLicenseAssign"},
    {"PermissionSet", "Assignments", "PermissionSetAssignment"},
    {"PermissionSet", "ObjectPerms", "ObjectPermissions"},
    {"PermissionSet", "FieldPerms", "FieldPermissions"},
    {"PermissionSet", "SetupEntityAccessItems", "SetupEntityAccess"},
    {0}};

Str row_sobject(const json_t *row)
{
    return value_text(row, "attributes.type");
}

const RowType *row_type_named(Str sobject)
{
    for (size_t i = 0; i < TYPES; i++)
        if (sobject.n && str_is_nocase(sobject, str_of(types[i].sobject)))
            return &types[i];
    return NULL;
}

static bool has_marks(const json_t *row, const RowType *type)
{
    if (type->is)
        return type->is(row);
    for (const char *const *mark = type->marks; mark && *mark; mark++)
        if (!value_has(row, *mark))
            return false;
    return type->marks != NULL;
}

const RowType *row_type(const json_t *row)
{
    Str sobject = row_sobject(row);
    if (sobject.n)
        return row_type_named(sobject);
    for (size_t i = 0; i < TYPES; i++)
        if (has_marks(row, &types[i]))
            return &types[i];
    return NULL;
}
