// ajv and the SARIF 2.1.0 schema, as Microsoft ships it, judge `--format sarif`: sarif.js PROGRAM FOLDER
//
// Every case of tests/cases/bad and check-xml, and every one of good that compares, runs with that format, in a copy
// that the folder takes.
'use strict';
const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const Ajv = require('ajv-draft-04');
const addFormats = require('ajv-formats');
const { test, done, sorted } = require('./tap.js');

const cases = path.resolve(__dirname, '..', 'cases');
const [program, folder] = process.argv.slice(2);
const work = fs.mkdtempSync(path.join(folder, 'sarif-'));

// --- what the schema says ------------------------------------------------------------------------

const utils = path.dirname(require.resolve('@microsoft/sarif-matcher-utils/package.json'));
const schema = JSON.parse(fs.readFileSync(path.join(utils, 'lib', 'schemas', 'sarif-2.1.0-rtm.5.json'), 'utf8'));
const ajv = new Ajv({ strict: false, unicodeRegExp: false }); // a pattern of it has a bracket too many
addFormats(ajv);
const accepts = ajv.compile(schema);

function assertValid(log) {
    const text = () => accepts.errors.map((error) => `${error.instancePath || '/'} ${error.message}`).join('; ');
    assert.ok(accepts(log), accepts.errors && text());
}

// --- what the program says -----------------------------------------------------------------------

// The words of args are those of a shell, as in tests/run_cases.sh. Of two formats the last one counts.
const shell = 'eval "set -- $(tr "\\n" " " <"$1")"; exec "$0" "$@" --format sarif';

const usage = 2;

function run(name) {
    const from = path.join(cases, name);
    const copy = fs.mkdtempSync(path.join(work, 'case-'));
    if (fs.existsSync(path.join(from, 'in'))) fs.cpSync(path.join(from, 'in'), copy, { recursive: true });
    const stdin = path.join(from, 'stdin');
    const { status, stdout } = spawnSync('sh', ['-c', shell, program, path.join(from, 'args')], {
        cwd: copy, input: fs.existsSync(stdin) ? fs.readFileSync(stdin) : '', encoding: 'utf8',
    });
    fs.rmSync(copy, { recursive: true });
    return { name, status, stdout };
}

// Findings about the output folder have no place.
function runWithoutPlace() {
    const starter = path.resolve(__dirname, '..', '..', 'templates', 'starter');
    const args = ['build', starter, '-o', path.join(work, 'nothing'), '--check', '--format', 'sarif'];
    return { name: 'an output folder out of date', ...spawnSync(program, args, { encoding: 'utf8' }) };
}

// What a schema cannot see: that a result names its rule twice alike, and that no two have one fingerprint.
function assertSound({ runs: [{ tool, results }] }) {
    for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex].id, ruleId);
    const prints = results.map((result) => result.partialFingerprints['apionly/v1']);
    assert.equal(new Set(prints).size, prints.length);
}

async function main() {
    await test('the SARIF schema is a valid draft-04 schema, and judges', () => {
        assert.ok(ajv.validateSchema(schema), ajv.errorsText());
        const log = (result) => ({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [result] }] });
        const place = (uri) => ({ physicalLocation: { artifactLocation: { uri } } });
        const at = (uri) => ({ message: { text: 'x' }, locations: [place(uri)] });
        assert.ok(accepts(log(at('a%20b'))));
        for (const wrong of [{}, { message: { text: 'x' }, place: 1 }, at('a b')]) assert.ok(!accepts(log(wrong)));
    });
    const wanted = { bad: /./, 'check-xml': /./, good: /^diff-/ };
    const names = Object.entries(wanted).flatMap(([kind, pattern]) => sorted(fs.readdirSync(path.join(cases, kind)))
        .filter((name) => pattern.test(name)).map((name) => path.join(kind, name)));
    const results = [];
    for (const { name, status, stdout } of [...names.map(run), runWithoutPlace()].filter((one) => one.status !== usage))
        await test(`SARIF of ${name}`, () => {
            assert.ok(stdout.endsWith('}\n'), `exit status ${status}: ${stdout}`);
            const log = JSON.parse(stdout);
            assertValid(log);
            assertSound(log);
            results.push(...log.runs[0].results);
        });
    const having = (key) => results.filter((result) => key in result).length;
    console.log(`# ${results.length} results, ${having('locations')} with a place`);
    await test('results of all kinds are judged', () => {
        assert.ok(results.length > 300);
        for (const rule of ['access-gained', 'access-lost', 'access-changed', 'modify-all-records'])
            assert.ok(results.some(({ ruleId }) => ruleId === rule), rule);
        for (const key of ['relatedLocations', 'suppressions', 'properties']) assert.ok(having(key), key);
        assert.ok(having('locations') < results.length);
    });
    done();
}

main();
