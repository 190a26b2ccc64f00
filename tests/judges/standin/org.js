// The state of the stand-in org: its tables, its seats, and what has changed in them.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const derived = require('./derived.js');
const ids = require('./ids.js');

const integration = 'Salesforce Integration';
const someSeats = 5;
const admin = {
    name: 'System Administrator', license: 'Salesforce',
    permissions: ['ApiEnabled', 'ManageUsers', 'ModifyAllData', 'ViewAllData', 'ViewSetup'],
};

const defaults = {
    apiVersion: '67.0',
    sandbox: false,
    orgId: '00D000000000001',
    seats: {}, // by user licence or permission set licence; `user` is the user licence of integration users
    // A name, or { name, license, permissions }; without, those of the profiles for integration users.
    profiles: ['Minimum Access - API Only Integrations', 'Salesforce API Only System Integrations'],
    permissionSetLicenses: [{ name: 'SalesforceAPIIntegrationPsl', label: 'Salesforce API Integration' }],
    orgSets: [], // { name, namespace, label, license, xml }
    groups: {}, // { permissionSetGroups: [{ name, sets }], publicGroups: [name], queues: [name] }
    roles: [],
    featureLicenses: ['MarketingUser', 'OfflineUser', 'KnowledgeUser', 'InteractionUser', 'SupportUser', 'SFContentUser'],
    permissions: null, // the user permissions that exist; null: those of schemas/permissions.tsv, and all that are deployed
    problems: {}, // { permission set: why Salesforce refuses to deploy it }
};

const knownPermissions = () => {
    const file = path.resolve(__dirname, '..', '..', '..', 'schemas', 'permissions.tsv');
    return fs.readFileSync(file, 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t')[0]);
};

const developerName = (name) => name.replace(/\W+/g, '_');

const asObject = (item) => (typeof item === 'string' ? { name: item } : item);

class Org {
    constructor(options = {}) {
        Object.assign(this, defaults, options);
        this.listed = knownPermissions();
        this.newId = ids.counter();
        this.orgId = ids.long(this.orgId);
        this.changes = []; // a line for each thing that has changed
        this.deploys = []; // { id, zip, checkOnly, status, success }, as they came
        this.tables = {
            User: [], Profile: [], UserLicense: [], UserRole: [], PermissionSetLicense: [], PermissionSetLicenseAssign: [],
            PermissionSet: [], PermissionSetGroup: [], PermissionSetGroupComponent: [], PermissionSetAssignment: [],
            Group: [], GroupMember: [],
        };
        this.entityIds = new Map();
        this.furnish();
        this.changes = [];
    }

    get writes() {
        return this.changes.length;
    }

    changed(text) {
        this.changes.push(text);
    }

    // --- tables ----------------------------------------------------------------------------------

    rows(object) {
        return this.tables[object] ?? derived.rows(this, object);
    }

    byId(object, id) {
        const full = ids.long(id ?? '');
        return this.rows(object).find((row) => row.Id === full);
    }

    find(object, values) {
        return this.rows(object).find((row) => Object.entries(values).every(([name, value]) => row[name] === value));
    }

    add(object, prefix, values) {
        const row = { Id: this.newId(prefix), ...values };
        this.tables[object].push(row);
        this.changed(`create ${object} ${row.Username ?? row.Name ?? row.DeveloperName ?? row.Id}`);
        return row;
    }

    remove(object, row) {
        this.tables[object].splice(this.tables[object].indexOf(row), 1);
        this.changed(`delete ${object} ${row.Name ?? row.Id}`);
    }

    // The permission set that was deployed with this name: one without a namespace, and no profile's.
    set(name) {
        return this.find('PermissionSet', { Name: name, NamespacePrefix: null, IsOwnedByProfile: false, Type: 'Regular' });
    }

    // The bytes of each deployed permission set by its name.
    get sets() {
        const deployed = this.rows('PermissionSet').filter(({ $bytes }) => $bytes);
        return Object.fromEntries(deployed.map(({ Name, $bytes }) => [Name, $bytes]));
    }

    permissionNames() {
        return this.permissions ?? [...new Set([...this.listed, ...derived.deployedPermissions(this)])];
    }

    // An id for what a permission set names: a class, a flow, an app.
    entityId(type, name, prefix) {
        const key = `${type} ${name}`;
        if (!this.entityIds.has(key)) this.entityIds.set(key, { type, name, id: this.newId(prefix) });
        return this.entityIds.get(key).id;
    }

    // --- seats -----------------------------------------------------------------------------------

    seatsOf(name) {
        return this.seats[name] ?? (name === integration ? this.seats.user : undefined) ?? someSeats;
    }

    // Only active users take a seat of their user licence; a permission set licence counts all.
    countSeats() {
        const licenseOf = (user) => this.byId('Profile', user.ProfileId).UserLicenseId;
        const active = this.tables.User.filter((user) => user.IsActive);
        for (const license of this.tables.UserLicense) {
            license.UsedLicenses = active.filter((user) => licenseOf(user) === license.Id).length;
        }
        for (const license of this.tables.PermissionSetLicense) {
            const { Id } = license;
            license.UsedLicenses = this.tables.PermissionSetLicenseAssign
                .filter((row) => row.PermissionSetLicenseId === Id).length;
        }
    }

    // --- what is there from the start --------------------------------------------------------------

    furnish() {
        for (const profile of [admin, ...this.profiles.map(asObject)]) this.addProfile(profile);
        for (const { name, label } of this.permissionSetLicenses.map(asObject)) this.addLicense(name, label ?? name);
        for (const name of this.roles) this.addRole(name);
        for (const set of this.orgSets.map(asObject)) this.addOrgSet(set);
        const { permissionSetGroups = [], publicGroups = [], queues = [] } = this.groups;
        for (const group of permissionSetGroups.map(asObject)) this.addSetGroup(group);
        for (const name of publicGroups) this.addGroup(name, 'Regular');
        for (const name of queues) this.addGroup(name, 'Queue');
        this.admin = this.addUser({
            Username: 'admin@standin.example', LastName: 'Admin', Email: 'admin@standin.example', Alias: 'admin',
            ProfileId: this.find('Profile', { Name: admin.name }).Id, TimeZoneSidKey: 'GMT', LocaleSidKey: 'en_US',
            EmailEncodingKey: 'UTF-8', LanguageLocaleKey: 'en_US',
        });
        this.countSeats();
    }

    addProfile({ name, license = integration, permissions = ['ApiEnabled', 'ApiUserOnly'] }) {
        const known = this.find('UserLicense', { Name: license }) ?? this.add('UserLicense', '100', {
            Name: license, LicenseDefinitionKey: license, MasterLabel: license, Status: 'Active',
            TotalLicenses: this.seatsOf(license), UsedLicenses: 0,
        });
        const values = { Name: name, Description: null, UserLicenseId: known.Id, UserType: 'Standard' };
        const profile = this.add('Profile', '00e', values);
        const userPermissions = permissions.map((permission) => ({ enabled: ['true'], name: [permission] }));
        this.addSet({
            Name: `X${profile.Id}`, Label: name, Type: 'Profile', IsOwnedByProfile: true, ProfileId: profile.Id,
            LicenseId: known.Id, $content: { userPermissions },
        });
    }

    addRole(name) {
        this.add('UserRole', '00E', { Name: name, DeveloperName: developerName(name), ParentRoleId: null });
    }

    addLicense(name, label) {
        this.add('PermissionSetLicense', '0PL', {
            DeveloperName: name, MasterLabel: label, PermissionSetLicenseKey: name, Status: 'Active',
            TotalLicenses: this.seatsOf(name), UsedLicenses: 0, ExpirationDate: null,
        });
    }

    addSet(values) {
        const now = new Date().toISOString().replace('Z', '+0000');
        return this.add('PermissionSet', '0PS', {
            Label: values.Name, Description: null, NamespacePrefix: null, Type: 'Regular', IsCustom: true,
            IsOwnedByProfile: false, HasActivationRequired: false, ProfileId: null, LicenseId: null, PermissionSetGroupId: null,
            CreatedDate: now, LastModifiedDate: now, $content: {}, $bytes: null, ...values,
        });
    }

    addOrgSet({ name, namespace = null, label = name, license, xml }) {
        const LicenseId = license ? this.licenseId(license) : null;
        const values = { Name: name, NamespacePrefix: namespace, Label: label, LicenseId };
        this.addSet({ ...values, ...(xml ? { $bytes: Buffer.from(xml), $content: derived.contentOf(xml) } : {}) });
    }

    // A group of permission sets has a set of its own, which holds what its sets hold together.
    addSetGroup({ name, sets = [] }) {
        const group = this.add('PermissionSetGroup', '0PG', {
            DeveloperName: name, MasterLabel: name, Description: null, Status: 'Updated', NamespacePrefix: null,
        });
        this.addSet({ Name: `G${group.Id}`, Label: name, Type: 'Group', PermissionSetGroupId: group.Id });
        for (const set of sets) {
            const { Id } = this.find('PermissionSet', { Name: set });
            this.add('PermissionSetGroupComponent', '0PC', { PermissionSetGroupId: group.Id, PermissionSetId: Id });
        }
    }

    addGroup(name, type) {
        this.add('Group', '00G', { Name: name, DeveloperName: developerName(name), Type: type, Email: null, RelatedId: null });
    }

    // A user has the permission set that its profile owns, always.
    addUser(values) {
        const features = Object.fromEntries(this.featureLicenses.map((name) => [`UserPermissions${name}`, false]));
        const user = this.add('User', '005', {
            FirstName: null, CommunityNickname: null, FederationIdentifier: null, Title: null, Department: null,
            CompanyName: null, IsActive: true, UserType: 'Standard', UserRoleId: null, LastLoginDate: null,
            CreatedDate: new Date().toISOString(),
            ...features, ...values, Name: derived.userName(values),
        });
        this.assign(user.Id, this.find('PermissionSet', { ProfileId: user.ProfileId }).Id, null);
        return user;
    }

    assign(AssigneeId, PermissionSetId, PermissionSetGroupId) {
        return this.add('PermissionSetAssignment', '0Pa', {
            AssigneeId, PermissionSetId, PermissionSetGroupId, ExpirationDate: null, IsActive: true, IsRevoked: false,
        });
    }

    // What <license> names: a permission set licence by its developer name, or a user licence.
    licenseId(name) {
        return (this.find('PermissionSetLicense', { DeveloperName: name }) ?? this.find('UserLicense', { Name: name }))?.Id;
    }
}

exports.Org = Org;
