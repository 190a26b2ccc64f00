// The stand-in org is judged by the real Salesforce CLI: what the CLI can do with an org it can do with it, and
// what Salesforce refuses it refuses. Two orgs, and so at most two runs of the CLI, at a time.
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const JSZip = require('jszip');
const { environment, installSfWrapper, login, run, sf } = require('./cli.js');
const { start } = require('./standin.js');
const { Jobs } = require('./standin/bulk.js');
const { deploy: deployZip } = require('./standin/deploy.js');
const records = require('./standin/records.js');
const { test, done } = require('./tap.js');

const psl = 'SalesforceAPIIntegrationPsl';
const apiOnly = 'Minimum Access - API Only Integrations';
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'standin-'));

// --- packages ------------------------------------------------------------------------------------

const xml = (root, content) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>\n`;

const flag = (name, value) => `<${name}>${value}</${name}>`;
const permissionSet = (label, license, ...more) =>
    xml('PermissionSet', `${more.join('')}<label>${label}</label>${license ? flag('license', license) : ''}`);
const readAccount =
    '<objectPermissions><allowRead>true</allowRead><allowEdit>false</allowEdit><object>Account</object></objectPermissions>';
const editEmail =
    '<fieldPermissions><editable>true</editable><field>Contact.Email</field><readable>true</readable></fieldPermissions>';
const useClass = '<classAccesses><apexClass>Hook</apexClass><enabled>true</enabled></classAccesses>';
const viewSetup = '<userPermissions><enabled>true</enabled><name>ViewSetup</name></userPermissions>';

const typesOf = (type, names) => flag('types', names.map((name) => flag('members', name)).join('') + flag('name', type));
const manifest = (type, names) => xml('Package', (names.length ? typesOf(type, names) : '') + flag('version', '67.0'));

const setFile = (name) => `permissionsets/${name}.permissionset`;

const zipOf = (files) => {
    const zip = new JSZip();
    for (const [name, text] of Object.entries(files)) zip.file(name, text);
    return zip.generateAsync({ type: 'nodebuffer' });
};

// A package of permission sets: { name: XML }, and what else stands in it.
const packageOf = (sets, more = {}) => zipOf({
    'package.xml': manifest('PermissionSet', Object.keys(sets)),
    ...Object.fromEntries(Object.entries(sets).map(([name, text]) => [setFile(name), text])),
    ...more,
});

const deletes = (...names) => packageOf({}, { 'destructiveChangesPost.xml': manifest('PermissionSet', names) });

const good = {
    Api: permissionSet('Api', psl, readAccount, editEmail, viewSetup),
    Plain: permissionSet('Plain', null, useClass),
};

// --- an org with the CLI logged in to it ---------------------------------------------------------

async function enter(alias, options) {
    const org = await start(options);
    const home = path.join(work, alias);
    fs.mkdirSync(home);
    const file = (name, bytes) => {
        fs.writeFileSync(path.join(home, name), bytes);
        return path.join(home, name);
    };
    const cli = (...args) => sf([...args, '--target-org', alias, '--json'], { home });
    await test(`${alias}: login`, async () => {
        const { status, json } = await login(org.url, home, alias);
        assert.deepEqual([status, json?.result.orgId], [0, org.state.orgId]);
    });
    return { org, home, file, cli };
}

// What an `sf` that is to end well gives.
function result({ status, json, stdout, stderr }) {
    assert.equal(status, 0, stdout + stderr);
    return json.result;
}

// An error of the CLI: its exit status, name and message.
function assertError({ status, json }, name, message) {
    assert.deepEqual([status, json?.name], [1, name]);
    assert.match(json.message, message);
}

const idOf = (org, object, condition) => org.query(`SELECT Id FROM ${object} WHERE ${condition}`)[0].Id;

// --- deploy, retrieve, query ---------------------------------------------------------------------

const deployOf = ({ cli, file }) => async (name, bytes, ...more) =>
    cli('project', 'deploy', 'start', '--metadata-dir', file(name, bytes), '--single-package', '--wait', '10', ...more);

const states = ({ files }) => Object.fromEntries(files.map(({ fullName, state }) => [fullName, state]));
const problems = ({ json }) => json.result.details.componentFailures.map(({ problem }) => problem);

async function judgeDeploys(place) {
    const { org, cli, file } = place;
    const deploy = deployOf(place);
    const zip = await packageOf(good);

    await test('deploy: a dry run changes nothing', async () => {
        const { checkOnly, files } = result(await deploy('good.zip', zip, '--dry-run'));
        assert.deepEqual([checkOnly, states({ files })], [true, { Api: 'Created', Plain: 'Created' }]);
        assert.equal(org.state.writes, 0);
    });
    await test('deploy: the sets are there, byte for byte', async () => {
        result(await deploy('good.zip', zip));
        for (const [name, text] of Object.entries(good)) assert.equal(org.state.sets[name].toString(), text);
        assert.ok(org.state.deploys.at(-1).zip.equals(zip));
    });
    await test('deploy: a second time changes nothing; a changed set is replaced whole', async () => {
        const before = org.state.writes;
        const half = { ...good, Api: permissionSet('Api', psl, readAccount) };
        const { files } = result(await deploy('half.zip', await packageOf(half)));
        assert.deepEqual(states({ files }), { Api: 'Changed', Plain: 'Unchanged' });
        assert.equal(org.state.writes, before + 1);
        assert.equal(org.query("SELECT Id FROM FieldPermissions WHERE Parent.Name = 'Api'").length, 0);
    });
    await test('deploy: a licence that the org does not have is refused, and all the rest with it', async () => {
        const before = org.state.writes;
        const sets = { Fine: permissionSet('Fine', psl), Bad: permissionSet('Bad', 'NoPsl') };
        const failed = await deploy('bad.zip', await packageOf(sets));
        assert.deepEqual([failed.status, failed.json.result.status], [1, 'Failed']);
        assert.match(problems(failed)[0], /license.*NoPsl/);
        assert.equal(org.state.writes, before);
    });
    await test('deploy: deletes a set; a missing one is a warning', async () => {
        const { details } = result(await deploy('gone.zip', await deletes('Old', 'Missing')));
        const deleted = details.componentSuccesses.filter((message) => message.deleted);
        assert.deepEqual(deleted.map(({ fullName }) => fullName), ['Old']);
        assert.ok(details.componentSuccesses.some(({ problem }) => problem === 'No PermissionSet named: Missing found'));
        assert.equal(org.state.set('Old'), undefined);
    });
    await test('retrieve: needs no project; gives what was deployed, and says what is missing', async () => {
        const members = manifest('PermissionSet', ['Plain', 'pkg__Theirs', 'Missing']).replace(
            '<version>', `<types><members>${apiOnly}</members><name>Profile</name></types><version>`);
        const target = path.join(place.home, 'retrieved');
        const { fileProperties, messages, zipFilePath } = result(await cli('project', 'retrieve', 'start', '--manifest',
            file('package.xml', members), '--target-metadata-dir', target, '--single-package', '--zip-file-name', 'answer.zip'));
        assert.deepEqual(fileProperties.map(({ fullName }) => fullName).sort(), [apiOnly, 'Plain', 'pkg__Theirs']);
        assert.match(messages[0].problem, /'PermissionSet'.*'Missing'/);
        const zip = await JSZip.loadAsync(fs.readFileSync(zipFilePath));
        assert.equal(await zip.file(setFile('Plain')).async('string'), good.Plain);
        assert.match(await zip.file(`profiles/${apiOnly}.profile`).async('string'), /<name>ApiUserOnly</);
    });
}

// Refusals that need no CLI: the same call as the CLI makes.
async function judgeRefusedZips({ org }) {
    const options = { singlePackage: ['true'] };
    org.state.assign(org.state.admin.Id, org.state.set('Plain').Id, null);
    const cases = {
        'cannot be deleted: PermissionSetAssignment': deletes('Plain'),
        'cannot be deleted: PermissionSetGroupComponent': deletes('Spare'),
        'No package.xml found': zipOf({ 'unpackaged/package.xml': manifest('PermissionSet', []) }),
        'was named in package.xml, but was not found': zipOf({ 'package.xml': manifest('PermissionSet', ['A']) }),
        'Not in package.xml': packageOf({}, { [setFile('A')]: permissionSet('A') }),
        "Unknown type name 'Layout'": zipOf({ 'package.xml': manifest('Layout', ['A']) }),
        'Error parsing file': packageOf({ A: permissionSet('A').replace('</label>', '') }),
        'Required field is missing: label': packageOf({ A: xml('PermissionSet', readAccount) }),
        'the zip cannot be read': Buffer.from('no zip'),
    };
    for (const [problem, zip] of Object.entries(cases)) {
        await test(`deploy: refuses: ${problem}`, async () => {
            const { success, details } = await deployZip(org.state, await zip, options);
            assert.ok(!success);
            assert.ok(details.componentFailures[0].problem.includes(problem), details.componentFailures[0].problem);
        });
    }
}

async function judgeManyPackages({ org }) {
    await test('deploy: without --single-package a zip of ours has no package', async () => {
        const { details } = await deployZip(org.state, await packageOf(good), {});
        assert.deepEqual(details.componentFailures.map(({ fileName }) => fileName), ['permissionsets/package.xml']);
    });
}

async function judgeQueries({ org, home, cli, file }) {
    await test('query: parents, semi-join, no rows', async () => {
        const soql = "SELECT Parent.Name, Parent.Profile.Name, SetupEntityType FROM SetupEntityAccess WHERE ParentId IN " +
            '(SELECT PermissionSetId FROM PermissionSetAssignment WHERE Assignee.Username IN ' +
            "('admin@standin.example')) AND SetupEntityType = 'ApexClass'\n";
        const answer = result(await cli('data', 'query', '--file', file('q.soql', soql)));
        const [{ Parent, SetupEntityType }] = answer.records;
        assert.deepEqual([answer.totalSize, answer.done, answer.records.length], [1, true, 1]);
        assert.deepEqual([Parent.Name, Parent.Profile, SetupEntityType], ['Plain', null, 'ApexClass']);
    });
    await test('query: as CSV', async () => {
        const soql = 'SELECT Id, IsSandbox, NamespacePrefix FROM Organization';
        const args = ['data', 'query', '--query', soql, '--result-format', 'csv', '--target-org', 'left'];
        const { status, stdout } = await sf(args, { home });
        assert.deepEqual([status, stdout], [0, `Id,IsSandbox,NamespacePrefix\n${org.state.orgId},true,\n`]);
    });
    await test('query: a column that is not there', async () => {
        const answer = await cli('data', 'query', '--query', 'SELECT Id, Nothing FROM User');
        assertError(answer, 'INVALID_FIELD', /No such column 'Nothing'/);
    });
}

const inClasses = "SELECT SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType = 'ApexClass'";
const ofBundle = "Parent.PermissionSetGroup.DeveloperName = 'Bundle'";

// The queries that the stand-in answers, and why it answers the others not.
const counts = {
    "SELECT Name FROM Profile WHERE UserLicense.Name = 'Salesforce Integration'": 2,
    "select name from profile where userlicense.name = 'salesforce integration' and name like 'minimum%'": 1,
    "SELECT Id FROM PermissionSet WHERE (Name = 'Plain' OR Name = 'Theirs') AND NamespacePrefix = null": 1,
    "SELECT Id FROM PermissionSet WHERE NOT (IsOwnedByProfile = true) AND Type != 'Group'": 4,
    "SELECT Id FROM PermissionSet WHERE PermissionsApiUserOnly = true AND Profile.Name NOT IN ('System Administrator')": 2,
    "SELECT Id FROM Group WHERE Type = 'Queue' AND (DeveloperName = 'Leads_West' OR Name = 'x')": 1,
    'SELECT COUNT() FROM PermissionSetLicense WHERE TotalLicenses >= 5': 0,
    'SELECT Id FROM Profile ORDER BY Name DESC NULLS LAST LIMIT 1': 1,
    [`SELECT Name FROM ApexClass WHERE Id IN (${inClasses})`]: 1,
    [`SELECT SobjectType, PermissionsRead FROM ObjectPermissions WHERE ${ofBundle}`]: 1,
    "SELECT Id FROM User WHERE Username = 'it\\'s'": 0,
};
const refusals = {
    'SELECT Id FROM Nothing': 'INVALID_TYPE',
    'SELECT Nothing FROM User': 'INVALID_FIELD',
    'SELECT Nothing.Name FROM User': 'INVALID_FIELD',
    'SELECT PermissionsNothing FROM PermissionSet': 'INVALID_FIELD',
    "SELECT Id FROM User WHERE IsActive = 'true'": 'INVALID_FIELD',
    'SELECT Id FROM UserLicense WHERE UsedLicenses > 1': 'INVALID_FIELD',
    "SELECT Id FROM User WHERE Id = 'x'": 'INVALID_QUERY_FILTER_OPERATOR',
    'SELECT Id FROM User WHERE IsActive = true AND Name = null OR Alias = null': 'MALFORMED_QUERY',
    'SELECT Id FROM User WHERE Alias = null OR ProfileId IN (SELECT Id FROM Profile)': 'MALFORMED_QUERY',
    'SELECT Id FROM User WHERE CreatedDate > 2026-01-01T00:00:00Z': 'MALFORMED_QUERY',
    'SELECT Name, COUNT(Id) FROM User GROUP BY Name': 'MALFORMED_QUERY',
    'SELECT Id, (SELECT Id FROM Users) FROM Profile': 'MALFORMED_QUERY',
    'SELECT Id, Id FROM User': 'MALFORMED_QUERY',
    'SELECT Id FROM User // all': 'MALFORMED_QUERY',
    '': 'MALFORMED_QUERY',
};

async function judgeSoql({ org }) {
    for (const [soql, count] of Object.entries(counts)) {
        await test(`query: ${soql}`, () => assert.equal(org.query(soql).length, count));
    }
    for (const [soql, code] of Object.entries(refusals)) {
        await test(`query: refuses ${soql}`, () => assert.throws(() => org.query(soql), { code }));
    }
}

// --- users and assignments -----------------------------------------------------------------------

const header = 'Username,LastName,Email,Alias,Profile.Name,TimeZoneSidKey,LocaleSidKey,EmailEncodingKey,LanguageLocaleKey';
const userRow = (name, profile = apiOnly) =>
    `${name}@example.com,${name},ops@example.com,${name},${profile},GMT,en_US,UTF-8,en_US`;
const csv = (...rows) => [header, ...rows, ''].join('\n');

const callsOf = ({ cli, file }) => ({
    upsert: (name, text) => cli('data', 'upsert', 'bulk', '--sobject', 'User', '--file', file(name, text),
        '--external-id', 'Username', '--line-ending', 'LF', '--column-delimiter', 'COMMA', '--wait', '10'),
    assign: (what, name, ...users) =>
        cli('org', 'assign', what, '--name', name, ...users.flatMap((user) => ['--on-behalf-of', user])),
    create: (object, values) => cli('data', 'create', 'record', '--sobject', object, '--values', values),
    update: (object, id, values) =>
        cli('data', 'update', 'record', '--sobject', object, '--record-id', id, '--values', values),
    remove: (object, id) => cli('data', 'delete', 'record', '--sobject', object, '--record-id', id),
});

const createdOf = ({ successfulResults }) => successfulResults.map((row) => row.sf__Created);

async function judgeUsers({ org }, { upsert }) {
    await test('users: an upsert creates them, each with the set of its profile', async () => {
        const { jobInfo, records } = result(await upsert('two.csv', csv(userRow('one'), userRow('two'))));
        assert.deepEqual([jobInfo.state, createdOf(records)], ['JobComplete', ['true', 'true']]);
        const assigned = "SELECT Id FROM PermissionSetAssignment WHERE Assignee.Email = 'ops@example.com'";
        assert.equal(org.query(assigned).length, 2);
    });
    await test('users: the same upsert again changes nothing', async () => {
        const before = org.state.writes;
        const { records } = result(await upsert('two.csv', csv(userRow('one'), userRow('two'))));
        assert.deepEqual(createdOf(records), ['false', 'false']);
        assert.equal(org.state.writes, before);
    });
    await test('users: rows without a seat, a profile or a field fail, each with its reason', async () => {
        const text = csv(userRow('three'), userRow('four', 'No Profile'), userRow('two').replace('ops@example.com', '#N/A'));
        const failed = await upsert('bad.csv', text);
        assertError(failed, 'FailedRecordDetailsError', /failed to process 3 records/);
        const job = `${org.url}/services/data/v67.0/jobs/ingest/${failed.json.data.jobId}`;
        const answer = await fetch(`${job}/failedResults`);
        const reasons = (await answer.text()).split('\n').slice(1, 4).map((line) => line.split('"')[3]);
        assert.match(reasons[0], /^LICENSE_LIMIT_EXCEEDED/);
        assert.match(reasons[1], /^INVALID_FIELD:Foreign key external ID: No Profile not found for field Name/);
        assert.match(reasons[2], /^REQUIRED_FIELD_MISSING:.*Email/);
    });
    await test('users: a column that is not there fails the job', () => {
        const jobs = new Jobs(org.state);
        const { id } = jobs.open({ object: 'User', operation: 'upsert', externalIdFieldName: 'Username' });
        jobs.upload(id, Buffer.from(csv(userRow('one')).replace('Alias', 'Nickname')));
        jobs.close(id, 'UploadComplete');
        const { state, errorMessage } = jobs.info(id);
        assert.deepEqual([state, errorMessage], ['Failed', 'InvalidBatch : Field name not found : Nickname']);
    });
}

const failuresOf = ({ json }) => json.result.failures.map(({ message }) => message);

async function judgeAssignments(place, { assign, create, update, remove }) {
    const { org } = place;
    const idOfUser = (name) => idOf(org, 'User', `Username = '${name}@example.com'`);
    await test('assign: a set is refused before its licence', async () => {
        const refused = await assign('permset', 'Api', 'one@example.com');
        assert.equal(refused.status, 1);
        assert.match(failuresOf(refused)[0], /^Can't assign permission set "Api" to user "one".*doesn't allow.*Read Accounts$/);
    });
    await test('assign: a licence', async () => {
        const { successes } = result(await assign('permsetlicense', psl, 'one@example.com'));
        assert.deepEqual(successes, [{ name: 'one@example.com', value: psl }]);
    });
    await test('assign: a licence that is there already, and one without a seat', async () => {
        const mixed = await assign('permsetlicense', psl, 'one@example.com', 'two@example.com');
        assert.deepEqual([mixed.status, mixed.json.result.successes.length], [68, 1]);
        assert.match(mixed.json.warnings[0], /already has the Permission Set License/);
        assert.match(failuresOf(mixed)[0], /^License Limit Exceeded/);
    });
    await test('assign: a set', async () => {
        const { successes } = result(await assign('permset', 'Api', 'one@example.com'));
        assert.deepEqual(successes, [{ name: 'one@example.com', value: 'Api' }]);
    });
    await test('assign: a set that is there already', async () => {
        const again = await assign('permset', 'Api', 'one@example.com');
        assert.equal(again.status, 1);
        assert.match(failuresOf(again)[0], /^Duplicate PermissionSetAssignment\. Assignee: 005.{15}; Permission Set: 0PS.{15}$/);
    });
    await test('create record: a group of sets, whose set stands beside it', async () => {
        const group = idOf(org, 'PermissionSetGroup', "DeveloperName = 'Bundle'");
        result(await create('PermissionSetAssignment', `AssigneeId=${idOfUser('one')} PermissionSetGroupId=${group}`));
        const { PermissionSetId } = org.state.find('PermissionSetAssignment', { PermissionSetGroupId: group });
        assert.equal(org.state.byId('PermissionSet', PermissionSetId).Type, 'Group');
    });
    await test('create record: a member of a queue, but not twice', async () => {
        const GroupId = idOf(org, 'Group', "Name = 'Leads'");
        const UserOrGroupId = idOfUser('one');
        result(await create('GroupMember', `GroupId=${GroupId} UserOrGroupId=${UserOrGroupId}`));
        const again = () => records.create(org.state, 'GroupMember', { GroupId, UserOrGroupId });
        assert.throws(again, { code: 'DUPLICATE_VALUE' });
    });
    await test('update record: an inactive user gives its seat back', async () => {
        result(await update('User', idOfUser('two'), 'IsActive=false'));
        assert.equal(org.state.find('UserLicense', { Name: 'Salesforce Integration' }).UsedLicenses, 1);
    });
    await test('delete record: a licence only after its sets', async () => {
        const license = idOf(org, 'PermissionSetLicenseAssign', "Assignee.Username = 'one@example.com'");
        const removeLicense = () => records.remove(org.state, 'PermissionSetLicenseAssign', license);
        assert.throws(removeLicense, { code: 'FIELD_INTEGRITY_EXCEPTION' });
        const assigned = idOf(org, 'PermissionSetAssignment', "PermissionSet.Name = 'Api'");
        result(await remove('PermissionSetAssignment', assigned));
        removeLicense();
    });
}

async function judgeApex({ cli, file, org }) {
    await test('apex: none is run', async () => {
        const before = org.state.writes;
        const answer = await cli('apex', 'run', '--file', file('x.apex', 'System.debug(1);\n'));
        assertError(answer, 'executeCompileFailure', /runs no Apex/);
        assert.equal(org.state.writes, before);
    });
}

async function judgeWrapper(home) {
    await test('a shell script finds the CLI as sf', async () => {
        const folder = path.join(home, 'bin');
        installSfWrapper(folder);
        const env = { ...environment(home), PATH: `${folder}:${process.env.PATH}` };
        const { status, stdout } = await run('sh', ['-c', 'sf --version'], { env, cwd: home });
        assert.equal(status, 0);
        assert.match(stdout, /^@salesforce\/cli\/2\.150\.6 /);
    });
}

// --- both orgs -----------------------------------------------------------------------------------

async function left() {
    const place = await enter('left', {
        sandbox: true, seats: { [psl]: 2 },
        orgSets: [
            { name: 'Theirs', namespace: 'pkg' }, 'Old', { name: 'Spare', xml: permissionSet('Spare', null, readAccount) },
        ],
        groups: { permissionSetGroups: [{ name: 'Bundle', sets: ['Spare'] }], queues: ['Leads West'] },
    });
    await judgeDeploys(place);
    await judgeRefusedZips(place);
    await judgeManyPackages(place);
    await judgeQueries(place);
    await judgeSoql(place);
    await judgeApex(place);
    await judgeWrapper(place.home);
    return place;
}

async function right() {
    const place = await enter('right', {
        seats: { user: 2, [psl]: 1 }, groups: { permissionSetGroups: ['Bundle'], queues: ['Leads'] },
        orgSets: [{ name: 'Api', license: psl, xml: good.Api }],
    });
    const calls = callsOf(place);
    await judgeUsers(place, calls);
    await judgeAssignments(place, calls);
    return place;
}

async function main() {
    for (const { org, home } of await Promise.all([left(), right()])) {
        await test(`${path.basename(home)}: no call went unanswered`, () => assert.deepEqual(org.unknown, []));
        await org.close();
    }
    fs.rmSync(work, { recursive: true });
    done();
}

main();
