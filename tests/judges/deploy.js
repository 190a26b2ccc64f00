// The real Salesforce CLI carries out deploy.sh against the stand-in org: deploy.js APIONLY
//
// Apex is not run: the stand-in has none, so every run is one with --no-apex. Two orgs, and so at most two runs
// of the CLI, at a time.
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { execFileSync } = require('node:child_process');
const { environment, installSfWrapper, login, run, shareQueries } = require('./cli.js');
const { start } = require('./standin.js');
const { test, done } = require('./tap.js');

const apionly = path.resolve(process.argv[2]);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'deploy-'));
const psl = 'SalesforceAPIIntegrationPsl';
const build = (definition, name) => {
    const out = path.join(work, name);
    execFileSync(apionly, ['build', '-q', path.join(__dirname, definition), '-o', out], { stdio: 'pipe' });
    return out;
};

const furnished = {
    sandbox: true,
    roles: ['Sales, "West"'],
    orgSets: [{ name: 'Sync', namespace: 'Hub' }, { name: 'HubSpot_Integration', namespace: 'Hub' }],
    groups: {
        permissionSetGroups: [{ name: 'Readers', sets: [] }],
        publicGroups: ["Sync 'Team'", 'Others'],
        queues: ['Inbound'],
    },
};

// An org, and a folder from which the script is run with the CLI and apionly on its path. Where a run has many
// queries, one process of the CLI carries them out.
async function scene(name, options, { manyQueries } = {}) {
    const org = await start({ ...furnished, ...options });
    const home = path.join(work, `home-${name}`);
    const bin = path.join(work, `bin-${name}`);
    fs.mkdirSync(home);
    await login(org.url, home, 'target');
    const queries = manyQueries ? await shareQueries(home) : undefined;
    installSfWrapper(bin, queries?.socket);
    fs.symlinkSync(apionly, path.join(bin, 'apionly'));
    const env = { ...environment(home), PATH: `${bin}:${process.env.PATH}` };
    const deploy = async (out, ...options) => {
        const before = org.state.writes;
        const ran = await run('bash', [path.join(out, 'deploy.sh'), 'uat', 'target', '--no-apex', ...options], { cwd: home, env });
        return { ...ran, writes: org.state.writes - before, shown: `${ran.stdout}\n${ran.stderr}` };
    };
    const close = () => {
        queries?.close();
        return org.close();
    };
    return { org, home, deploy, close };
}

const succeeds = (ran) => assert.equal(ran.status, 0, ran.shown);
const fails = (ran, ...texts) => {
    assert.equal(ran.status, 1, ran.shown);
    for (const text of texts) assert.match(ran.shown, text);
    assert.equal(ran.writes, 0, ran.shown);
};

// What the definitions ask for, written by hand.
const wanted = {
    'hubspot@mycompany.com.uat': {
        LastName: 'HubSpot Integration', licenses: [psl],
        sets: ['HubSpot_Integration', 'HubSpot_Integration_Access', 'Hub__Sync', 'Shared_Read'],
        setGroups: ['Readers'], groups: ['Inbound', "Sync 'Team'"], role: 'Sales, "West"',
    },
    "o'brien@mycompany.com.uat": {
        LastName: 'O\'Brien, "Tools" $(x)', licenses: [psl], sets: ['OBrien'], setGroups: [], groups: [], role: undefined,
    },
};

// What a user of the stand-in holds, in the same form.
function held(org, username) {
    const { tables } = org.state;
    const user = org.state.find('User', { Username: username });
    const name = (set) => (set.NamespacePrefix ? `${set.NamespacePrefix}__${set.Name}` : set.Name);
    const assigned = tables.PermissionSetAssignment.filter((row) => row.AssigneeId === user.Id);
    const byGroup = assigned.filter((row) => row.PermissionSetGroupId);
    const sets = assigned.filter((row) => !row.PermissionSetGroupId).map((row) => org.state.byId('PermissionSet', row.PermissionSetId));
    return {
        LastName: user.LastName,
        licenses: tables.PermissionSetLicenseAssign.filter((row) => row.AssigneeId === user.Id)
            .map((row) => org.state.byId('PermissionSetLicense', row.PermissionSetLicenseId).DeveloperName),
        sets: sets.filter((set) => !set.IsOwnedByProfile).map(name).sort(),
        setGroups: byGroup.map((row) => org.state.byId('PermissionSetGroup', row.PermissionSetGroupId).DeveloperName),
        groups: tables.GroupMember.filter((row) => row.UserOrGroupId === user.Id)
            .map((row) => org.state.byId('Group', row.GroupId).Name).sort(),
        role: user.UserRoleId ? org.state.byId('UserRole', user.UserRoleId).Name : undefined,
    };
}

// --- from nothing to proven, again, and away ---------------------------------------------------------

async function wholeWay(out, retired) {
    const { org, home, deploy, close } = await scene('whole', {}, { manyQueries: true });
    const first = await deploy(out);
    await test('the first run ends well', () => succeeds(first));
    await test('it is proven at its end', () => assert.match(first.stdout, /^2 of 2 integrations as defined$/m));
    await test('the zip that arrives is ours, byte for byte', () => {
        const sent = org.state.deploys.filter((one) => !one.checkOnly).map((one) => Buffer.from(one.zip));
        assert.deepEqual(sent, [fs.readFileSync(path.join(out, 'package.zip'))]);
    });
    for (const [username, what] of Object.entries(wanted)) {
        await test(`${username} holds just what is defined`, () => assert.deepEqual(held(org, username), what));
    }
    await test('licences come before the sets', () => {
        const made = org.requests.filter((request) => request.method === 'POST').map((request) => request.url.split('/').pop())
            .filter((name) => /^PermissionSet(LicenseAssign|Assignment)$/.test(name));
        assert.deepEqual(made, [...Array(2).fill('PermissionSetLicenseAssign'), ...Array(6).fill('PermissionSetAssignment')]);
    });
    await test('nothing of a name or description is run', () => assert.deepEqual(fs.readdirSync(home).filter((file) => /^(x|only|test)/.test(file)), []));

    const second = await deploy(out);
    await test('the second run ends well', () => succeeds(second));
    await test('the second run changes nothing', () => assert.equal(second.writes, 0));

    const away = await deploy(retired, '--step', '8');
    await test('a retired integration goes', () => succeeds(away));
    await test('its user is inactive and holds nothing', () => {
        const user = org.state.find('User', { Username: "o'brien@mycompany.com.uat" });
        assert.equal(user.IsActive, false);
        assert.deepEqual(held(org, user.Username), { ...wanted[user.Username], licenses: [], sets: [] });
    });
    await test('its set is deleted, the others stay', () => {
        assert.deepEqual(Object.keys(org.state.sets).sort(), ['HubSpot_Integration', 'HubSpot_Integration_Access', 'Shared_Read']);
    });
    await test('no call was without an answer', () => assert.deepEqual(org.unknown, []));
    await close();
}

// --- what stops it -----------------------------------------------------------------------------------

async function shortOfSeats(out) {
    const { deploy, close } = await scene('seats', { seats: { [psl]: 1 } });
    const ran = await deploy(out);
    await test('a missing seat stops the run before the first change', () =>
        fails(ran, /2 more seats of the permission set licence Salesforce API Integration are needed in uat, but 1 of 1 is free/));
    await close();
}

async function wrongOrg(out) {
    const { deploy, close } = await scene('wrong', { sandbox: false });
    const ran = await deploy(out);
    await test('an org that is no sandbox stops the run', () => fails(ran, /target is no sandbox/));
    await close();
}

async function losses(out) {
    const more = fs.readFileSync(path.join(out, 'package', 'permissionsets', 'OBrien.permissionset'), 'utf8')
        .replace('<allowDelete>false', '<allowDelete>true').replace('<allowEdit>false', '<allowEdit>true');
    const { deploy, close } = await scene('losses', { orgSets: [...furnished.orgSets, { name: 'OBrien', license: psl, xml: more }] });
    const stopped = await deploy(out, '--step', '3');
    await test('what the deploy would take away stops the run', () => fails(stopped, /- Lead: edit, delete/, /--accept-losses/));
    const accepted = await deploy(out, '--step', '3', '--accept-losses');
    await test('accepted losses do not', () => succeeds(accepted));
    await close();
}

async function refused(out) {
    const { deploy, close } = await scene('refused', { problems: { OBrien: 'In field: object - no CustomObject named Lead found' } });
    const ran = await deploy(out, '--step', '4');
    await test('a refused deploy is traced to its line', () =>
        fails(ran, /definitions\.yaml:\d+:\d+: error: the org refused PermissionSet OBrien: .*\[deploy-refused\]/, /\| +Lead: read/));
    await close();
}

async function dryRun(out) {
    const { org, deploy, close } = await scene('dry', {}, { manyQueries: true });
    const ran = await deploy(out, '--dry-run');
    await test('a dry run ends well', () => succeeds(ran));
    await test('a dry run changes nothing', () => assert.equal(ran.writes, 0));
    await test('a dry run tells what would be done', () => assert.match(ran.stdout, /would run: sf data upsert bulk/));
    await test('a dry run validates the package', () => assert.deepEqual(org.state.deploys.map((one) => one.checkOnly), [true]));
    await close();
}

async function main() {
    const out = build('deploy.yaml', 'out');
    const retired = build('deploy-retired.yaml', 'retired');
    await Promise.all([
        wholeWay(out, retired),
        (async () => {
            for (const stop of [shortOfSeats, wrongOrg, losses, refused, dryRun]) await stop(out);
        })(),
    ]);
    fs.rmSync(work, { recursive: true, force: true });
    done();
}

main();
