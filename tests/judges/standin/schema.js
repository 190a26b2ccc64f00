// The objects of the stand-in org: their columns and parents.
//
// A column is a name and its type: s text (when nothing is said), i id, b boolean, n number, d date. "!"
// marks one that a query may not filter by.
'use strict';
const { enables } = require('./derived.js');

const readColumn = (text) => {
    const [, name, type, mark] = /^(\w+)(?::(\w))?(!)?$/.exec(text);
    return { name, type: type ?? (/Id$/.test(name) ? 'i' : 's'), unfiltered: mark === '!' };
};

const readParent = (text) => {
    const [name, key, object] = text.split(/[=>]/);
    return { name, key, object: object ?? name };
};

const object = (columns, parents = '') => ({
    columns: columns.split(' ').map(readColumn),
    parents: parents.split(' ').filter(Boolean).map(readParent),
});

const rights = 'Read:b Create:b Edit:b Delete:b ViewAllRecords:b ModifyAllRecords:b ViewAllFields:b';
const permissions = rights.replace(/\w+:/g, 'Permissions$&');
const parentSet = 'Parent=ParentId>PermissionSet';

const objects = {
    Organization: object('Id Name InstanceName IsSandbox:b TrialExpirationDate:d NamespacePrefix OrganizationType'),
    User: object(
        'Id Username Name LastName FirstName Email Alias CommunityNickname FederationIdentifier Title Department ' +
        'CompanyName IsActive:b UserType ProfileId UserRoleId TimeZoneSidKey LocaleSidKey LanguageLocaleKey ' +
        'EmailEncodingKey LastLoginDate:d CreatedDate:d',
        'Profile=ProfileId UserRole=UserRoleId'),
    Profile: object('Id Name Description UserLicenseId UserType', 'UserLicense=UserLicenseId'),
    UserLicense: object('Id Name LicenseDefinitionKey MasterLabel Status TotalLicenses:n UsedLicenses:n!'),
    UserRole: object('Id Name DeveloperName ParentRoleId:i'),
    PermissionSetLicense: object(
        'Id DeveloperName MasterLabel PermissionSetLicenseKey Status TotalLicenses:n UsedLicenses:n! ExpirationDate:d'),
    PermissionSetLicenseAssign: object('Id AssigneeId PermissionSetLicenseId',
        'Assignee=AssigneeId>User PermissionSetLicense=PermissionSetLicenseId'),
    PermissionSet: object(
        'Id Name Label Description NamespacePrefix Type IsCustom:b IsOwnedByProfile:b HasActivationRequired:b ProfileId ' +
        'LicenseId PermissionSetGroupId CreatedDate:d LastModifiedDate:d',
        'Profile=ProfileId License=LicenseId>Name PermissionSetGroup=PermissionSetGroupId'),
    PermissionSetGroup: object('Id DeveloperName MasterLabel Description Status NamespacePrefix'),
    PermissionSetGroupComponent: object('Id PermissionSetGroupId PermissionSetId',
        'PermissionSetGroup=PermissionSetGroupId PermissionSet=PermissionSetId'),
    PermissionSetAssignment: object(
        'Id AssigneeId PermissionSetId PermissionSetGroupId ExpirationDate:d IsActive:b IsRevoked:b',
        'Assignee=AssigneeId>User PermissionSet=PermissionSetId PermissionSetGroup=PermissionSetGroupId'),
    Group: object('Id Name DeveloperName Type Email RelatedId'),
    GroupMember: object('Id GroupId UserOrGroupId', 'Group=GroupId UserOrGroup=UserOrGroupId>Name'),
    Name: object('Id Name Type'), // what a parent of several kinds shows

    // From the XML of the permission sets.
    ObjectPermissions: object(`Id ParentId SobjectType ${permissions}`, parentSet),
    FieldPermissions: object('Id ParentId SobjectType Field PermissionsRead:b PermissionsEdit:b', parentSet),
    SetupEntityAccess: object('Id ParentId SetupEntityId SetupEntityType', parentSet),
    PermissionSetTabSetting: object('Id ParentId Name Visibility', parentSet),

    // What SetupEntityId points at.
    ApexClass: object('Id Name NamespacePrefix'),
    ApexPage: object('Id Name NamespacePrefix'),
    AppMenuItem: object('Id ApplicationId Name Label Type NamespacePrefix'),
    BotDefinition: object('Id DeveloperName MasterLabel NamespacePrefix'),
    ConnectedApplication: object('Id Name'),
    CustomPermission: object('Id DeveloperName MasterLabel NamespacePrefix'),
    EntityDefinition: object('Id DurableId:s QualifiedApiName DeveloperName NamespacePrefix IsCustomSetting:b'),
    ExternalClientApplication: object('Id DeveloperName NamespacePrefix'),
    ExternalDataSource: object('Id DeveloperName NamespacePrefix'),
    FlowDefinition: object('Id DeveloperName NamespacePrefix'),
    FlowDefinitionView: object('Id DurableId:s ApiName NamespacePrefix'),
};

const same = (a) => (b) => a.toLowerCase() === b.toLowerCase();

// The name of an object as Salesforce writes it.
exports.object = (name) => Object.keys(objects).find(same(name));

exports.parent = (name, relation) => objects[name].parents.find((parent) => same(parent.name)(relation));

// A permission is a column when the org knows it; a feature licence is one of the user.
function dynamicColumn(org, name, column) {
    if (name === 'PermissionSet') {
        const known = org.permissionNames().find((permission) => same(`Permissions${permission}`)(column));
        return known && { name: `Permissions${known}`, type: 'b', read: (set) => enables(org, set, known) };
    }
    const known = name === 'User' && org.featureLicenses.find((feature) => same(`UserPermissions${feature}`)(column));
    return known ? { name: `UserPermissions${known}`, type: 'b' } : undefined;
}

exports.column = (org, name, column) =>
    objects[name].columns.find((known) => same(known.name)(column)) ?? dynamicColumn(org, name, column);

exports.parentsOf = (name) => objects[name].parents;

exports.columnsOf = (name) => objects[name].columns.map((column) => column.name);
