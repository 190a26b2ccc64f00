// Creates, changes and deletes records of the stand-in org, by the rules of Salesforce.
'use strict';
const { userName } = require('./derived.js');
const { refuse } = require('./error.js');
const ids = require('./ids.js');
const schema = require('./schema.js');
const { text } = require('./xml.js');

// --- values --------------------------------------------------------------------------------------

// The fields by which a record can name its parent: { "Profile.Name": … }.
const lookups = {
    Profile: 'Name', UserRole: 'Name', User: 'Username', UserLicense: 'Name', PermissionSetLicense: 'PermissionSetLicenseKey',
};

const sameText = (a, b) => typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();

const noColumn = (object, name) => refuse('INVALID_FIELD', `No such column '${name}' on sobject of type ${object}`);

// REST nests a parent, { Profile: { Name: … } }, where bulk has a column Profile.Name.
const flat = (values) =>
    Object.entries(values).flatMap(([name, value]) => {
        if (typeof value !== 'object' || value === null) return [[name, value]];
        return Object.entries(value).map(([field, inner]) => [`${name}.${field}`, inner]);
    });

function parentId(org, object, name, value) {
    const [relation, field] = name.split('.');
    const parent = schema.parent(object, relation);
    if (!parent || !sameText(lookups[parent.object], field)) noColumn(object, name);
    if (value === null) return [parent.key, null];
    const row = org.rows(parent.object).find((one) => sameText(one[lookups[parent.object]], value));
    if (!row) {
        refuse('INVALID_FIELD',
            `Foreign key external ID: ${value} not found for field ${field} in entity ${parent.object}`);
    }
    return [parent.key, row.Id];
}

const typed = (column, value) => {
    if (column.type === 'b' && typeof value === 'string') return value.toLowerCase() === 'true';
    return column.type === 'i' && typeof value === 'string' ? ids.long(value) : value;
};

// The values by the names of their columns, parents as ids.
function columnsOf(org, object, values) {
    return Object.fromEntries(flat(values).map(([name, value]) => {
        if (name.includes('.')) return parentId(org, object, name, value);
        const column = schema.column(org, object, name) ?? noColumn(object, name);
        return [column.name, typed(column, value)];
    }));
}

exports.knowsColumn = (org, object, name) => {
    const [first, field] = name.split('.');
    if (!field) return Boolean(schema.column(org, object, name));
    const parent = schema.parent(object, first);
    return Boolean(parent && sameText(lookups[parent.object], field));
};

// --- what all share ------------------------------------------------------------------------------

const isEmpty = (value) => value === undefined || value === null || value === '';

function need(values, names) {
    const missing = names.filter((name) => isEmpty(values[name]));
    if (missing.length) refuse('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
}

function needParents(org, object, values) {
    for (const { key, object: parent } of schema.parentsOf(object)) {
        if (isEmpty(values[key]) || org.byId(parent, values[key])) continue;
        refuse('INVALID_CROSS_REFERENCE_KEY', `invalid cross reference id: ${values[key]}`, [key]);
    }
}

function needWritable(values, names) {
    const other = Object.keys(values).filter((name) => !names.includes(name) && !name.startsWith('UserPermissions'));
    if (!other.length) return;
    refuse('INVALID_FIELD_FOR_INSERT_UPDATE',
        `Unable to create/update fields: ${other.join(', ')}. Please check the security settings of this field and verify ` +
        'that it is read/write for your profile or permission set.', other);
}

const duplicate = () =>
    refuse('DUPLICATE_VALUE', 'duplicate value found: <unknown> duplicates value on record with id: <unknown>');

// --- users ---------------------------------------------------------------------------------------

const userRequired = [
    'Username', 'LastName', 'Email', 'Alias', 'ProfileId',
    'TimeZoneSidKey', 'LocaleSidKey', 'EmailEncodingKey', 'LanguageLocaleKey',
];
const userColumns = [
    ...userRequired, 'FirstName', 'CommunityNickname', 'FederationIdentifier', 'Title', 'Department', 'CompanyName',
    'IsActive', 'UserRoleId',
];
const lengths = { Username: 80, LastName: 80, FirstName: 40, Alias: 8, Email: 128, CommunityNickname: 40 };
const looksLikeEmail = /^[^\s@]+(@[^\s@]+)*@[^\s@]+\.[^\s@.]+$/;

function checkUser(org, user, self) {
    need(user, userRequired);
    for (const [name, most] of Object.entries(lengths)) {
        if ((user[name] ?? '').length <= most) continue;
        refuse('STRING_TOO_LONG', `${name}: data value too large: ${user[name]} (max length=${most})`, [name]);
    }
    if (!looksLikeEmail.test(user.Username)) {
        refuse('INVALID_EMAIL_ADDRESS',
            'Username must be in the form of an email address (for example, john@acme.com)', ['Username']);
    }
    if (!looksLikeEmail.test(user.Email)) {
        refuse('INVALID_EMAIL_ADDRESS', `Email: invalid email address: ${user.Email}`, ['Email']);
    }
    const others = org.tables.User.filter((one) => one !== self);
    if (others.some((one) => sameText(one.Username, user.Username))) {
        refuse('DUPLICATE_USERNAME',
            'Duplicate Username. The username already exists in this or another Salesforce organization. ' +
            'Usernames must be unique across all Salesforce organizations.', ['Username']);
    }
    needParents(org, 'User', user);
    checkUserSeat(org, user, self);
}

function checkUserSeat(org, user, self) {
    const licenseOf = (one) => org.byId('UserLicense', org.byId('Profile', one.ProfileId).UserLicenseId);
    const license = licenseOf(user);
    const hasSeat = self?.IsActive && licenseOf(self) === license;
    if (!user.IsActive || hasSeat || license.UsedLicenses < license.TotalLicenses) return;
    refuse('LICENSE_LIMIT_EXCEEDED', `License Limit Exceeded: ${license.Name}`);
}

function createUser(org, values) {
    needWritable(values, userColumns);
    const user = { IsActive: true, ...values };
    checkUser(org, user);
    return org.addUser(user);
}

function updateUser(org, user, values) {
    needWritable(values, userColumns);
    const after = { ...user, ...values };
    checkUser(org, after, user);
    if (after.ProfileId !== user.ProfileId) {
        const own = (row) => row.AssigneeId === user.Id && org.byId('PermissionSet', row.PermissionSetId).IsOwnedByProfile;
        const { Id } = org.find('PermissionSet', { ProfileId: after.ProfileId });
        org.tables.PermissionSetAssignment.find(own).PermissionSetId = Id;
    }
    return { ...after, Name: userName(after) };
}

// --- assignments ---------------------------------------------------------------------------------

const plural = (name) => (/[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`);

// What a set holds that needs its licence, as Salesforce names it in the refusal.
function firstRight({ $content: { objectPermissions: [object] = [], userPermissions: [permission] = [] } }) {
    if (object) return `Read ${plural(text(object, 'object'))}`;
    return permission ? text(permission, 'name') : 'API Enabled';
}

// A set with a licence wants it: as the licence of the user, or assigned to him.
function checkSetLicense(org, user, set) {
    const profile = org.byId('Profile', user.ProfileId);
    if (!set.LicenseId || set.LicenseId === profile.UserLicenseId) return;
    if (org.find('PermissionSetLicenseAssign', { AssigneeId: user.Id, PermissionSetLicenseId: set.LicenseId })) return;
    refuse('FIELD_INTEGRITY_EXCEPTION',
        `Can't assign permission set "${set.Label}" to user "${user.Name}". ` +
        `The user license doesn't allow the permission: ${firstRight(set)}`, ['PermissionSetId']);
}

const setsOfGroup = (org, group) =>
    org.tables.PermissionSetGroupComponent.filter((row) => row.PermissionSetGroupId === group)
        .map((row) => org.byId('PermissionSet', row.PermissionSetId));

function createSetAssignment(org, values) {
    needWritable(values, ['AssigneeId', 'PermissionSetId', 'PermissionSetGroupId', 'ExpirationDate']);
    const { AssigneeId, PermissionSetId = null, PermissionSetGroupId = null } = values;
    need(values, PermissionSetGroupId ? ['AssigneeId'] : ['AssigneeId', 'PermissionSetId']);
    if (PermissionSetId && PermissionSetGroupId) {
        refuse('FIELD_INTEGRITY_EXCEPTION',
            'Specify either PermissionSetId or PermissionSetGroupId, not both', ['PermissionSetId']);
    }
    needParents(org, 'PermissionSetAssignment', values);
    const user = org.byId('User', AssigneeId);
    const set = org.byId('PermissionSet', PermissionSetId) ?? org.find('PermissionSet', { PermissionSetGroupId, Type: 'Group' });
    if (org.find('PermissionSetAssignment', { AssigneeId, PermissionSetId: set.Id })) {
        refuse('DUPLICATE_VALUE', `Duplicate PermissionSetAssignment. Assignee: ${AssigneeId}; Permission Set: ${set.Id}`,
            ['AssigneeId', 'PermissionSetId']);
    }
    const sets = PermissionSetGroupId ? setsOfGroup(org, PermissionSetGroupId) : [set];
    for (const one of sets) checkSetLicense(org, user, one);
    return org.assign(AssigneeId, set.Id, PermissionSetGroupId);
}

function updateSetAssignment(org, row, values) {
    needWritable(values, ['ExpirationDate']);
    return { ...row, ...values };
}

function deleteSetAssignment(org, row) {
    if (!org.byId('PermissionSet', row.PermissionSetId).IsOwnedByProfile) return;
    refuse('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'the permission set of a profile cannot be taken from its users');
}

function createLicenseAssignment(org, values) {
    needWritable(values, ['AssigneeId', 'PermissionSetLicenseId']);
    need(values, ['AssigneeId', 'PermissionSetLicenseId']);
    needParents(org, 'PermissionSetLicenseAssign', values);
    if (org.find('PermissionSetLicenseAssign', values)) duplicate();
    const license = org.byId('PermissionSetLicense', values.PermissionSetLicenseId);
    if (license.UsedLicenses >= license.TotalLicenses) {
        refuse('LICENSE_LIMIT_EXCEEDED', `License Limit Exceeded: ${license.MasterLabel}`);
    }
    return org.add('PermissionSetLicenseAssign', '2LA', values);
}

// The wording is ours: a licence stays as long as the user has a set that wants it.
function deleteLicenseAssignment(org, { AssigneeId, PermissionSetLicenseId }) {
    const uses = ({ PermissionSetId, ...row }) =>
        row.AssigneeId === AssigneeId && org.byId('PermissionSet', PermissionSetId).LicenseId === PermissionSetLicenseId;
    if (!org.tables.PermissionSetAssignment.some(uses)) return;
    refuse('FIELD_INTEGRITY_EXCEPTION', 'the user has a permission set that needs this permission set license');
}

function createMember(org, values) {
    needWritable(values, ['GroupId', 'UserOrGroupId']);
    need(values, ['GroupId', 'UserOrGroupId']);
    needParents(org, 'GroupMember', values);
    if (org.find('GroupMember', values)) duplicate();
    return org.add('GroupMember', '011', values);
}

// --- what REST and bulk call ---------------------------------------------------------------------

const rules = {
    User: { create: createUser, update: updateUser },
    PermissionSetAssignment: { create: createSetAssignment, update: updateSetAssignment, remove: deleteSetAssignment },
    PermissionSetLicenseAssign: { create: createLicenseAssignment, remove: deleteLicenseAssignment },
    GroupMember: { create: createMember, remove: () => {} },
};

const ruleOf = (object, verb) =>
    rules[object]?.[verb] ?? refuse('METHOD_NOT_ALLOWED', `the stand-in does not ${verb} ${object}`, [], 405);

const rowOf = (org, object, id) =>
    org.byId(object, id) ?? refuse('NOT_FOUND', 'The requested resource does not exist', [], 404);

exports.create = (org, object, values) => {
    const row = ruleOf(object, 'create')(org, columnsOf(org, object, values));
    org.countSeats();
    return row.Id;
};

// A record that stays as it was is no change.
exports.update = (org, object, id, values) => {
    const row = rowOf(org, object, id);
    const { Id, ...columns } = columnsOf(org, object, values);
    const after = ruleOf(object, 'update')(org, row, columns);
    const names = Object.keys(after).filter((name) => after[name] !== row[name]);
    if (!names.length) return;
    Object.assign(row, after);
    org.changed(`update ${object} ${row.Username ?? row.Id}: ${names.join(', ')}`);
    org.countSeats();
};

exports.remove = (org, object, id) => {
    const row = rowOf(org, object, id);
    ruleOf(object, 'remove')(org, row);
    org.remove(object, row);
    org.countSeats();
};

// Creates a record, or changes the one that has the same key. Tells its id and whether it is new.
exports.upsert = (org, object, key, values) => {
    const row = org.rows(object).find((one) => sameText(one[key], values[key]));
    if (!row) return { id: exports.create(org, object, values), created: true };
    exports.update(org, object, row.Id, values);
    return { id: row.Id, created: false };
};
