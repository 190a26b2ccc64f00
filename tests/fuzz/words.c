/* What mutations put in: keys and elements by the tables that the readers walk, values by hand. */
#include "mutate.h"

#include "model/type.h"
#include "read/definition.h"

static const char *const words[] = {
    /* names that the tables know */
    "Account", "Contact", "Lead", "Case", "Opportunity", "User", "Invoice__c", "ns__Invoice__c",
    "Order__mdt", "Account.Name", "Contact.Email", "Contact.Phone", "Invoice__c.Total__c",
    "Account.*", "*", "*__c", "ns__*", "PersonAccount.Vip", "ViewSetup", "ModifyAllData",
    "ViewAllData", "ManageUsers", "ApiEnabled", "EditTask", "SalesforceAPIIntegrationPsl",
    "Salesforce API Integration", "none", "Salesforce", "Salesforce Integration",
    "Minimum Access - API Only Integrations", "Minimum Access - Salesforce", "standard-Account",
    "Enterprise",
    /* words of definitions */
    "read", "edit", "create", "delete", "viewAll", "modifyAll", "viewAllFields", "visible",
    "available", "add", "error", "warning", "note", "off", "true", "false", "hubspot", "marketo",
    "production", "uat", ".uat", "set", "67.0", "40.0", "39.0", "68.0", "2030-01-01", "marketing",
    "knowledge", "enabled", "default", "object-ladder", "no-description", "modify-all-data",
    "unused-allow",
    /* names of people and things */
    "HubSpot", "HubSpot_Integration", "HubSpot Integration", "HubSpot Access", "Shared_Read",
    "a@example.com", "hubspot@example.com", "mycompany.com", "00Dxx0000001gPL",
    "00Dxx0000001gPLEAY", "005xx000001Sv6N",
    /* what is hard to write */
    "", " ", "~", "null", "''", "\"\"", "[]", "{}", "a: b", "- a", "a #b", "&a", "*a", "<<", "|",
    ">-", "|2-\n", "%", "@", "!!str x", "0x1F", "1e5", "-1", "99999999999999999999", "\t",
    "\xc2\xa0", "\xe2\x80\xae", "\xe2\x80\xa8", "\xef\xbb\xbf", "\xf0\x9f\x98\x80", "\xed\xa0\x80",
    "\xff", "\x1b[31m", "\xc2\x85", "]]>", "-->", "</script>", "<b>", "&amp;", "&#13;", "&#x1F600;",
    "'", "\"", "\\", "`", "$(id)", "${x}", "{{x}}", "=1+1", "@SUM(A1)", "../x", "/x", "a\\b", "con",
    "a/b", "%2F", "\r\n", "e\xcc\x81", "{0}"};

static const char *const elements[] = {"PermissionSet",
                                       "CustomObject",
                                       "CustomField",
                                       "fields",
                                       "fullName",
                                       "type",
                                       "required",
                                       "formula",
                                       "label",
                                       "license",
                                       "description",
                                       "hasActivationRequired",
                                       "externalCredentialParameters",
                                       "parameterType",
                                       "parameterName",
                                       "securityClassification",
                                       "complianceGroup",
                                       "recordTypes",
                                       "customSettingsType",
                                       "MasterDetail",
                                       "referenceTo",
                                       "Profile",
                                       "Package",
                                       "types",
                                       "members",
                                       "name",
                                       "version",
                                       "enabled",
                                       "field",
                                       "object",
                                       "custom",
                                       "userLicense",
                                       "aiDescriptor",
                                       "enrichedDescription",
                                       "AutoNumber",
                                       "Summary",
                                       "EncryptedText",
                                       "ExternalCredential"};

static const char *const columns[] = {"attributes",
                                      "type",
                                      "url",
                                      "records",
                                      "done",
                                      "totalSize",
                                      "status",
                                      "result",
                                      "message",
                                      "name",
                                      "Id",
                                      "Name",
                                      "Username",
                                      "IsActive",
                                      "Profile",
                                      "Profile.Name",
                                      "Profile.UserLicense.Name",
                                      "UserRole",
                                      "PermissionSet",
                                      "PermissionSetId",
                                      "PermissionSet.Name",
                                      "PermissionSetGroup",
                                      "DeveloperName",
                                      "NamespacePrefix",
                                      "AssigneeId",
                                      "Assignee",
                                      "Assignee.Username",
                                      "IsActive",
                                      "ExpirationDate",
                                      "MasterLabel",
                                      "TotalLicenses",
                                      "UsedLicenses",
                                      "SobjectType",
                                      "Field",
                                      "PermissionsRead",
                                      "PermissionsEdit",
                                      "PermissionsCreate",
                                      "PermissionsViewAllRecords",
                                      "PermissionsModifyAllRecords",
                                      "SetupEntityId",
                                      "SetupEntityType",
                                      "Parent",
                                      "ParentId",
                                      "Parent.Name",
                                      "Parent.IsOwnedByProfile",
                                      "IsOwnedByProfile",
                                      "UserOrGroupId",
                                      "Group",
                                      "Visibility",
                                      "OrganizationType",
                                      "IsSandbox",
                                      "componentFailures",
                                      "componentType",
                                      "fullName",
                                      "fileName",
                                      "problem",
                                      "problemType",
                                      "lineNumber",
                                      "columnNumber",
                                      "details",
                                      "success",
                                      "data",
                                      "files",
                                      "checkOnly",
                                      "errorMessage",
                                      "fields",
                                      "permissionable",
                                      "updateable",
                                      "calculated",
                                      "custom",
                                      "compoundFieldName",
                                      "nillable",
                                      "createable",
                                      "Permission",
                                      "PermissionType",
                                      "RequiredPermission",
                                      "RequiredPermissionType",
                                      "MaximumPermissionsViewSetup",
                                      "PermissionsViewSetup"};

#define COUNT_OF(rows) (sizeof(rows) / sizeof *(rows))

size_t roll(Dice *dice, size_t sides)
{
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return sides ? (size_t)(dice->state >> 11) % sides : 0;
}

Str roll_word(Dice *dice)
{
    return str_of(words[roll(dice, COUNT_OF(words))]);
}

Str roll_key(Dice *dice)
{
    const KeyTable *table = &key_tables[roll(dice, key_table_count)];
    const char *yaml = element_table[roll(dice, ELEMENT_COUNT)].yaml;
    if (table->count && roll(dice, 3))
        return str_of(table->keys[roll(dice, table->count)].key);
    return yaml ? str_of(yaml) : S("objects");
}

Str roll_element(Dice *dice)
{
    const Element *element = &element_table[roll(dice, ELEMENT_COUNT)];
    size_t count = 0;
    while (element->children && element->children[count].xml)
        count++;
    if (!roll(dice, 3))
        return str_of(elements[roll(dice, COUNT_OF(elements))]);
    return str_of(count && roll(dice, 2) ? element->children[roll(dice, count)].xml : element->xml);
}

Str roll_column(Dice *dice)
{
    return str_of(columns[roll(dice, COUNT_OF(columns))]);
}

size_t roll_place(Dice *dice, Str text, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < text.n; i++)
        count += text.s[i] == c;
    size_t wanted = roll(dice, count);
    for (size_t i = 0; i < text.n; i++)
        if (text.s[i] == c && wanted-- == 0)
            return i;
    return text.n;
}
