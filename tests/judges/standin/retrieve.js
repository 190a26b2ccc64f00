// Retrieves permission sets and profiles of the stand-in org as a zip.
'use strict';
const JSZip = require('jszip');
const deploy = require('./deploy.js');
const { text, write } = require('./xml.js');

const start = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'http://soap.sforce.com/2006/04/metadata';
const documentOf = (root, content) => `${start}<${root} xmlns="${namespace}">${write(content)}</${root}>\n`;

const fullName = ({ NamespacePrefix, Name }) => (NamespacePrefix ? `${NamespacePrefix}__${Name}` : Name);

// A set that was not deployed has no bytes of its own.
const setXml = (set) => set.$bytes ?? documentOf('PermissionSet', { hasActivationRequired: false, label: set.Label });

const profileXml = (org) => ({ Id, UserLicenseId }) => {
    const { userPermissions } = org.find('PermissionSet', { ProfileId: Id }).$content;
    const { Name: userLicense } = org.byId('UserLicense', UserLicenseId);
    return documentOf('Profile', { custom: false, userLicense, userPermissions });
};

const regularSets = (org) => org.rows('PermissionSet').filter(({ Type }) => Type === 'Regular');

const types = {
    PermissionSet: (org) => ({
        rows: regularSets(org), nameOf: fullName, folder: 'permissionsets', ending: 'permissionset', xmlOf: setXml,
    }),
    Profile: (org) => ({
        rows: org.rows('Profile'), nameOf: ({ Name }) => Name, folder: 'profiles', ending: 'profile', xmlOf: profileXml(org),
    }),
};

// The components that are there, and a message for each that is not.
function collect(org, members) {
    const found = [];
    const problems = [];
    for (const [type, name] of members) {
        const { rows = [], nameOf, folder, ending, xmlOf } = types[type]?.(org) ?? {};
        const wanted = rows.filter((row) => name === '*' || nameOf(row) === name);
        for (const row of wanted) {
            const file = `${folder}/${nameOf(row)}.${ending}`;
            found.push({ type, id: row.Id, name: nameOf(row), file, xml: xmlOf(row) });
        }
        if (!wanted.length && name !== '*') problems.push(`Entity of type '${type}' named '${name}' cannot be found`);
    }
    return { found, problems };
}

function manifest(found, version) {
    const names = [...new Set(found.map(({ type }) => type))];
    const membersOf = (name) => found.filter(({ type }) => type === name).map((one) => one.name);
    const blocks = names.map((name) => ({ members: membersOf(name), name }));
    return documentOf('Package', { types: blocks, version });
}

const properties = (org, prefix) => ({ id, type, name, file }) => {
    const now = new Date().toISOString();
    return {
        createdById: org.admin.Id, createdByName: org.admin.Name, createdDate: now,
        fileName: `${prefix}${file}`, fullName: name, id,
        lastModifiedById: org.admin.Id, lastModifiedByName: org.admin.Name, lastModifiedDate: now, type,
    };
};

exports.retrieve = async (org, request) => {
    const version = text(request.unpackaged[0], 'version') ?? org.apiVersion;
    const { found, problems } = collect(org, deploy.membersOf(request.unpackaged[0]));
    const prefix = text(request, 'singlePackage') === 'true' ? '' : 'unpackaged/';
    const zip = new JSZip();
    for (const { file, xml } of found) zip.file(prefix + file, xml, { createFolders: false });
    zip.file(`${prefix}package.xml`, manifest(found, version), { createFolders: false });
    const bytes = await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
    return {
        done: true, fileProperties: found.map(properties(org, prefix)), id: org.newId('09S'),
        messages: problems.map((problem) => ({ fileName: `${prefix}package.xml`, problem })),
        status: 'Succeeded', success: true, zipFile: bytes.toString('base64'),
    };
};
