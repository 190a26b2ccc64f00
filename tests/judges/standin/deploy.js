// Deploys a zip of permission sets into the stand-in org: all of it or nothing.
'use strict';
const JSZip = require('jszip');
const derived = require('./derived.js');
const { read, text } = require('./xml.js');

const folder = 'permissionsets/';
const ending = '.permissionset';
const destructive = ['destructiveChangesPre.xml', 'destructiveChanges.xml', 'destructiveChangesPost.xml'];

const fileOf = (name) => `${folder}${name}${ending}`;

// --- the zip -------------------------------------------------------------------------------------

async function unzip(zip) {
    const { files } = await JSZip.loadAsync(zip, { checkCRC32: true });
    const bytes = Object.values(files).filter((file) => !file.dir)
        .map(async (file) => [file.name, await file.async('nodebuffer')]);
    return new Map(await Promise.all(bytes));
}

// The members of a package.xml: [[type, name], …].
exports.membersOf = ({ types = [] }) =>
    types.flatMap((type) => (type.members ?? []).map((name) => [text(type, 'name'), name]));

const readManifest = (bytes) => exports.membersOf(read(bytes).Package[0] || {});

// --- messages ------------------------------------------------------------------------------------

const message = (fileName, fullName, componentType, rest) => ({
    changed: false, componentType, created: false, createdDate: new Date().toISOString(), deleted: false,
    fileName, fullName, success: true, ...rest,
});

const failure = (fileName, fullName, problem, componentType = 'PermissionSet') =>
    message(fileName, fullName, componentType, { success: false, problemType: 'Error', problem });

// --- what a zip would do -------------------------------------------------------------------------

function problemOf(org, name, file) {
    if (!file) {
        return `An object '${name}' of type PermissionSet was named in package.xml, but was not found in zipped directory`;
    }
    if (org.problems[name]) return org.problems[name];
    let content;
    try {
        content = derived.contentOf(file);
    } catch (error) {
        return `Error parsing file: ${error.message}`;
    }
    if (!text(content, 'label')) return 'Required field is missing: label';
    const license = text(content, 'license');
    if (license && !org.licenseId(license)) return `In field: license - no UserLicense named ${license} found`;
    const unknown = org.permissions && (content.userPermissions ?? []).map(({ name }) => name[0])
        .find((permission) => !org.permissions.includes(permission));
    return unknown ? `Unknown user permission: ${unknown}` : null;
}

// A set to write: [message, what to do].
function planSet(org, name, file) {
    const problem = problemOf(org, name, file);
    if (problem) return [failure(fileOf(name), name, problem)];
    const before = org.set(name);
    const changed = !before?.$bytes?.equals(file);
    const done = message(fileOf(name), name, 'PermissionSet', { changed, created: !before });
    return [done, changed ? () => writeSet(org, name, before, file) : undefined];
}

// A set is replaced whole: nothing of what it was stays.
function writeSet(org, name, before, file) {
    const content = derived.contentOf(file);
    const license = text(content, 'license');
    const values = {
        Label: text(content, 'label'), Description: text(content, 'description') ?? null,
        HasActivationRequired: text(content, 'hasActivationRequired') === 'true',
        LicenseId: license ? org.licenseId(license) : null, $content: content, $bytes: file,
    };
    if (!before) return org.addSet({ Name: name, ...values });
    Object.assign(before, values, { LastModifiedDate: new Date().toISOString() });
    org.changed(`update PermissionSet ${name}`);
}

function planDelete(org, manifest, [type, name]) {
    const set = type === 'PermissionSet' ? org.set(name) : undefined;
    if (!set) return [message(manifest, name, '', { problemType: 'Warning', problem: `No ${type} named: ${name} found` })];
    const holders = ['PermissionSetAssignment', 'PermissionSetGroupComponent'];
    const holder = holders.find((one) => org.find(one, { PermissionSetId: set.Id }));
    if (holder) return [failure(manifest, name, `a permission set in use cannot be deleted: ${holder}`)]; // wording ours
    const done = message(manifest, name, 'PermissionSet', { changed: true, deleted: true });
    return [done, () => org.remove('PermissionSet', set)];
}

// A file that package.xml does not name, and a member of a type that this org does not have.
function strangers(files, members) {
    const expected = new Set(['package.xml', ...destructive, ...members.map(([, name]) => fileOf(name))]);
    const extra = [...files.keys()].filter((file) => !expected.has(file));
    const types = members.filter(([type]) => type !== 'PermissionSet');
    return [
        ...extra.map((file) => failure(file, file.replace(/^.*\/|\.\w+$/g, ''), 'Not in package.xml')),
        ...types.map(([type, name]) =>
            failure('package.xml', name, `Unknown type name '${type}' specified in package.xml`, type)),
    ].map((message) => [message]);
}

const noManifest = (file) => failure(file, 'package.xml', 'No package.xml found', '');

function plan(org, files) {
    if (!files.has('package.xml')) return [[noManifest('package.xml')]];
    const members = readManifest(files.get('package.xml'));
    const strange = strangers(files, members);
    if (strange.length) return strange;
    const deletes = destructive.filter((name) => files.has(name)).map((name) =>
        readManifest(files.get(name)).map((member) => planDelete(org, name, member)));
    const writes = members.map(([, name]) => planSet(org, name, files.get(fileOf(name))));
    const manifest = message('package.xml', 'package.xml', '');
    return [[manifest], ...writes, ...deletes.flat()];
}

// Without --single-package each folder of a zip is a package. Ours has none that is.
function planOfMany(files) {
    const folders = [...new Set([...files.keys()].filter((file) => file.includes('/')).map((file) => file.split('/')[0]))];
    const isPackage = (folder) => files.has(`${folder}/package.xml`);
    const problem = 'the stand-in takes a single package only';
    if (!folders.length) return [[noManifest('package.xml')]];
    return folders.map((folder) => (isPackage(folder) ?
        [failure(`${folder}/package.xml`, 'package.xml', problem, '')] : [noManifest(`${folder}/package.xml`)]));
}

async function planOf(org, zip, singlePackage) {
    try {
        const files = await unzip(zip);
        return singlePackage ? plan(org, files) : planOfMany(files);
    } catch (error) {
        return [[failure('package.xml', 'package.xml', `the zip cannot be read: ${error.message}`, '')]];
    }
}

// --- the result ----------------------------------------------------------------------------------

function resultOf(org, id, { checkOnly, rollbackOnError, ignoreWarnings }, messages) {
    const isComponent = ({ fileName }) => fileName !== 'package.xml';
    const componentSuccesses = messages.filter(({ success }) => success);
    const componentFailures = messages.filter(({ success }) => !success);
    const now = new Date().toISOString();
    const errors = componentFailures.length;
    return {
        checkOnly, completedDate: now, createdBy: org.admin.Id, createdByName: org.admin.Name, createdDate: now,
        details: {
            componentFailures, componentSuccesses,
            runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 },
        },
        done: true, id, ignoreWarnings, lastModifiedDate: now, numberComponentErrors: errors,
        numberComponentsDeployed: errors ? 0 : componentSuccesses.filter(isComponent).length,
        numberComponentsTotal: messages.filter(isComponent).length, numberTestErrors: 0, numberTestsCompleted: 0,
        numberTestsTotal: 0, rollbackOnError, runTestsEnabled: false, startDate: now,
        status: errors ? 'Failed' : 'Succeeded', success: !errors,
    };
}

// Deploys, or with checkOnly only tells what would happen. Keeps the zip as it came.
exports.deploy = async (org, zip, options) => {
    const flag = (name) => text(options, name) === 'true';
    const flags = Object.fromEntries(['checkOnly', 'rollbackOnError', 'ignoreWarnings'].map((name) => [name, flag(name)]));
    const steps = await planOf(org, zip, flag('singlePackage'));
    const result = resultOf(org, org.newId('0Af'), flags, steps.map(([message]) => message));
    if (result.success && !flags.checkOnly) for (const [, act] of steps) act?.();
    const { id, status, success } = result;
    org.deploys.push({ id, zip, checkOnly: flags.checkOnly, status, success, result });
    return result;
};
