// Rows that the stand-in org has no table for: they follow from the XML of the permission sets.
'use strict';
const { read, text } = require('./xml.js');

exports.contentOf = (bytes) => read(Buffer.from(bytes)).PermissionSet[0];

const isTrue = (element, name) => text(element, name) === 'true';

// The sets whose rights a set gives: itself, or the members of the group that it stands for.
const sourcesOf = (org, set) =>
    set.Type !== 'Group' ? [set] : org.tables.PermissionSetGroupComponent
        .filter((row) => row.PermissionSetGroupId === set.PermissionSetGroupId)
        .map((row) => org.byId('PermissionSet', row.PermissionSetId));

const elementsOf = (org, set, name) => sourcesOf(org, set).flatMap(({ $content }) => $content[name] ?? []);

// What a set names in an element, for every set: [set, element].
const elements = (org, name) =>
    org.tables.PermissionSet.flatMap((set) => elementsOf(org, set, name).map((element) => [set, element]));

exports.enables = (org, set, permission) =>
    elementsOf(org, set, 'userPermissions').some((one) => text(one, 'name') === permission && isTrue(one, 'enabled'));

exports.deployedPermissions = (org) => elements(org, 'userPermissions').map(([, permission]) => text(permission, 'name'));

// An id that stays the same as long as the set and what it names do.
const rowId = (org, kind, prefix, set, name) => org.entityId(kind, `${set.Id} ${name}`, prefix);

// The members of a group may open the same thing: one row, with what any of them allows.
function merged(rows) {
    const byId = new Map();
    for (const row of rows) {
        const before = byId.get(row.Id) ?? row;
        const either = Object.entries(row).map(([name, value]) => [name, value === false ? before[name] : value]);
        byId.set(row.Id, Object.fromEntries(either));
    }
    return [...byId.values()];
}

// --- rights on objects and fields ----------------------------------------------------------------

const objectRights = {
    PermissionsRead: 'allowRead', PermissionsCreate: 'allowCreate',
    PermissionsEdit: 'allowEdit', PermissionsDelete: 'allowDelete',
    PermissionsViewAllRecords: 'viewAllRecords', PermissionsModifyAllRecords: 'modifyAllRecords',
    PermissionsViewAllFields: 'viewAllFields',
};
const fieldRights = { PermissionsRead: 'readable', PermissionsEdit: 'editable' };

const rightsOf = (element, names) =>
    Object.fromEntries(Object.entries(names).map(([column, name]) => [column, isTrue(element, name)]));

// A row without the right to read does not exist.
const objectPermissions = (org) =>
    elements(org, 'objectPermissions').filter(([, element]) => isTrue(element, 'allowRead')).map(([set, element]) => {
        const name = text(element, 'object');
        const row = { Id: rowId(org, 'object', '110', set, name), ParentId: set.Id, SobjectType: name };
        return { ...row, ...rightsOf(element, objectRights) };
    });

const fieldPermissions = (org) =>
    elements(org, 'fieldPermissions').filter(([, element]) => isTrue(element, 'readable')).map(([set, element]) => {
        const name = text(element, 'field');
        const row = { Id: rowId(org, 'field', '01k', set, name), ParentId: set.Id };
        return { ...row, SobjectType: name.split('.')[0], Field: name, ...rightsOf(element, fieldRights) };
    });

const visibilities = { Visible: 'DefaultOn', Available: 'DefaultOff' };

const tabs = (org) =>
    elements(org, 'tabSettings').map(([set, element]) => {
        const name = text(element, 'tab');
        const Visibility = visibilities[text(element, 'visibility')];
        return { Id: rowId(org, 'tab', '01P', set, name), ParentId: set.Id, Name: name, Visibility };
    }).filter(({ Visibility }) => Visibility);

// --- other things a set opens --------------------------------------------------------------------

const accesses = [
    { element: 'classAccesses', name: 'apexClass', type: 'ApexClass', prefix: '01p' },
    { element: 'pageAccesses', name: 'apexPage', type: 'ApexPage', prefix: '066' },
    { element: 'customPermissions', name: 'name', type: 'CustomPermission', prefix: '0CP' },
    { element: 'applicationVisibilities', name: 'application', type: 'TabSet', prefix: '02u', on: 'visible' },
    { element: 'flowAccesses', name: 'flow', type: 'FlowDefinition', prefix: '300' },
    { element: 'customMetadataTypeAccesses', name: 'name', type: 'CustomEntityDefinition', prefix: '01I' },
    { element: 'customSettingAccesses', name: 'name', type: 'CustomEntityDefinition', prefix: '01I' },
    { element: 'agentAccesses', name: 'agentName', type: 'BotDefinition', prefix: '0Xx' },
    { element: 'externalDataSourceAccesses', name: 'externalDataSource', type: 'ExternalDataSource', prefix: '0XC' },
    {
        element: 'externalCredentialPrincipalAccesses', name: 'externalCredentialPrincipal',
        type: 'ExternalCredentialParameter', prefix: '8gt',
    },
];

const setupEntityAccess = (org) =>
    accesses.flatMap(({ element, name, type, prefix, on = 'enabled' }) =>
        elements(org, element).filter(([, access]) => isTrue(access, on)).map(([set, access]) => {
            const SetupEntityId = org.entityId(type, text(access, name), prefix);
            const Id = rowId(org, 'access', '0J0', set, SetupEntityId);
            return { Id, ParentId: set.Id, SetupEntityId, SetupEntityType: type };
        }));

// The things of a type that any set names; ns__Name is a name in a namespace.
function entities(org, type, shape) {
    setupEntityAccess(org); // gives the ids
    return [...org.entityIds.values()].filter((entity) => entity.type === type).map(({ id, name }) => {
        const [, namespace = null, plain] = /^(?:([A-Za-z]\w*?)__)?(\w.*?)$/s.exec(name);
        return shape(id, plain, namespace, name);
    });
}

const named = (Id, Name, NamespacePrefix) => ({ Id, Name, NamespacePrefix });
const developerNamed = (Id, DeveloperName, NamespacePrefix) =>
    ({ Id, DeveloperName, MasterLabel: DeveloperName, NamespacePrefix });
const app = (ApplicationId, Name, NamespacePrefix) =>
    ({ Id: ApplicationId.replace(/^02u/, '0DS'), ApplicationId, Name, Label: Name, Type: 'TabSet', NamespacePrefix });
const entity = (Id, plain, namespace, QualifiedApiName) =>
    ({
        Id, DurableId: Id.slice(0, 15), QualifiedApiName, DeveloperName: QualifiedApiName.replace(/__\w+$/, ''),
        NamespacePrefix: null, IsCustomSetting: !QualifiedApiName.endsWith('__mdt'),
    });
const flow = (DurableId, ApiName, NamespacePrefix) => ({ Id: DurableId, DurableId, ApiName, NamespacePrefix });

// --- the rest ------------------------------------------------------------------------------------

const organization = (org) => [{
    Id: org.orgId, Name: 'Stand-in', InstanceName: 'SI1', IsSandbox: org.sandbox, TrialExpirationDate: null,
    NamespacePrefix: null, OrganizationType: 'Enterprise Edition',
}];

const names = (org) =>
    ['User', 'Group', 'UserLicense', 'PermissionSetLicense'].flatMap((object) => org.rows(object).map((row) =>
        ({ Id: row.Id, Name: row.MasterLabel ?? row.Name, Type: object })));

const userName = ({ FirstName, LastName }) => [FirstName, LastName].filter(Boolean).join(' ');

const sources = {
    Organization: organization,
    Name: names,
    ObjectPermissions: objectPermissions,
    FieldPermissions: fieldPermissions,
    PermissionSetTabSetting: tabs,
    SetupEntityAccess: setupEntityAccess,
    ApexClass: (org) => entities(org, 'ApexClass', named),
    ApexPage: (org) => entities(org, 'ApexPage', named),
    BotDefinition: (org) => entities(org, 'BotDefinition', developerNamed),
    AppMenuItem: (org) => entities(org, 'TabSet', app),
    ConnectedApplication: () => [],
    CustomPermission: (org) => entities(org, 'CustomPermission', developerNamed),
    EntityDefinition: (org) => entities(org, 'CustomEntityDefinition', entity),
    ExternalClientApplication: () => [],
    ExternalDataSource: (org) => entities(org, 'ExternalDataSource', developerNamed),
    FlowDefinition: (org) => entities(org, 'FlowDefinition', developerNamed),
    FlowDefinitionView: (org) => entities(org, 'FlowDefinition', flow),
};

exports.rows = (org, object) => merged(sources[object](org));
exports.userName = userName;
