// ajv and yaml judge schemas/integrations.schema.json: schema.js PROGRAM FOLDER
//
// The schema must refuse exactly the definitions in whose shape `apionly check` finds a fault: those of
// the tests, of the sample, and every.yaml with each of its values changed in many ways. The folder
// takes the changed files.
'use strict';
const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');
const Ajv = require('ajv');
const YAML = require('yaml');
const { test, done, sorted, filesOf } = require('./tap.js');

const root = path.resolve(__dirname, '..', '..');
const [program, work] = process.argv.slice(2);
const options = { merge: true, maxAliasCount: -1, prettyErrors: false, logLevel: 'silent' };

// --- what the program says -----------------------------------------------------------------------

// Faults of the text itself: there is no value that a schema could look at.
const unreadable = /^(yaml-.*|duplicate-key|not-utf8|control-character|file-(?!empty|unreadable).*)$/;

// Faults of the shape.
const structural = new Set([
    'file-empty', 'unknown-key', 'unknown-word', 'wrong-kind', 'empty-value', 'missing-key', 'duplicate-entry',
]);
const noVersion = ({ rule, message }) => rule === 'api-version' && message.endsWith('is not an API version');

// Findings that no JSON Schema of one file can make: what is needed may stand in another file of the
// run. Nor can it see that 1 and "1" in a list are one name; no definition here has that.
// Nor can it see that two names differ only in upper and lower case.
const isBeyond = ({ rule, message }) =>
    (rule === 'missing-key' && !message.startsWith('an accepted risk needs')) ||
    (rule === 'duplicate-entry' && message.endsWith('are the same to Salesforce'));

// A shell starts the program for each file: a process of node for each would take ten times as long.
const loop = 'folder=$1; shift; for file; do "$0" check --format json "$file" >"$folder/$((number += 1))"; echo $?; done';

async function checked(files) {
    const folder = fs.mkdtempSync(path.join(work, 'findings-'));
    const run = await promisify(execFile)('sh', ['-c', loop, program, folder, ...files], { maxBuffer: 1 << 26 });
    const found = run.stdout.trim().split('\n').map((code, i) => {
        assert.ok(code === '0' || code === '1', `apionly check ends with ${code} for ${files[i]}`);
        return JSON.parse(fs.readFileSync(path.join(folder, `${i + 1}`), 'utf8')).findings;
    });
    fs.rmSync(folder, { recursive: true });
    return found;
}

// The findings of each file, a shell for each processor.
async function findingsOf(files) {
    const size = Math.ceil(files.length / os.cpus().length);
    const shares = os.cpus().map((cpu, i) => files.slice(i * size, (i + 1) * size)).filter((share) => share.length);
    return (await Promise.all(shares.map(checked))).flat();
}

const shapeOf = (found) => found.filter((one) => (structural.has(one.rule) && !isBeyond(one)) || noVersion(one));

// --- what the schema says ------------------------------------------------------------------------

const schema = JSON.parse(fs.readFileSync(path.join(root, 'schemas', 'integrations.schema.json'), 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: false });
const accepts = ajv.compile(schema);
const refusal = (value) =>
    accepts(value) ? null : accepts.errors.map((error) => `${error.instancePath || '/'} ${error.message}`).join('; ');

// --- definitions ---------------------------------------------------------------------------------

// Plain scalars that a YAML library takes for something else than their letters say: ~, True, 0x1F, 007.
function readDifferently(document) {
    const strange = [];
    YAML.visit(document, {
        Scalar(key, { type, value, source }) {
            const plain = type === 'PLAIN' && source && typeof value !== 'string' && typeof value !== 'symbol';
            if (plain && source !== `${value}` && source !== `${value}.0`) strange.push(source);
        },
    });
    return strange;
}

const agree = ({ found, refused }) => (found.length > 0) === (refused !== null);

// How program and schema judge a file: { skip } or { found, refused }.
function judge(file, all) {
    const cannot = all.find(({ rule }) => unreadable.test(rule));
    if (cannot) return { skip: cannot.rule };
    const document = YAML.parseDocument(fs.readFileSync(file, 'utf8'), options);
    let value;
    try {
        if (document.errors.length) throw document.errors[0];
        value = document.toJS(options);
    } catch (error) {
        return { skip: `the library says: ${error.message}` };
    }
    const verdict = { found: shapeOf(all), refused: refusal(value) };
    const strange = readDifferently(document);
    return !agree(verdict) && strange.length ? { skip: `the library reads ${strange[0]} differently` } : verdict;
}

function described({ found, refused }) {
    if (refused) return `the schema alone refuses: ${refused}`;
    return `the program alone refuses: ${found.map(({ line, rule, message }) => `line ${line}: ${rule}: ${message}`)}`;
}

const isDefinition = (file) => /\.ya?ml$/.test(file);

function definitions() {
    const cases = path.join(root, 'tests', 'cases');
    const files = Object.keys(filesOf(cases)).filter((file) => /^[^/]+\/[^/]+\/in\//.test(file));
    const starter = path.join(root, 'templates', 'starter');
    return [
        ...files.map((file) => path.join(cases, file)),
        ...Object.keys(filesOf(starter)).map((file) => path.join(starter, file)),
        path.join(__dirname, 'rich.yaml'),
    ].filter(isDefinition);
}

async function judgeDefinitions() {
    const files = definitions(), found = await findingsOf(files), skipped = [];
    let accepted = 0, refused = 0;
    for (const [i, file] of files.entries()) {
        const name = path.relative(root, file), verdict = judge(file, found[i]);
        if (verdict.skip) {
            skipped.push(`# not judged: ${name}: ${verdict.skip}`);
            continue;
        }
        if (verdict.found.length) refused++;
        else accepted++;
        await test(`schema and program agree on ${name}`, () => assert.ok(agree(verdict), described(verdict)));
    }
    console.log(skipped.join('\n'));
    console.log(`# ${accepted} definitions accepted, ${refused} refused, ${skipped.length} not judged`);
    await test('definitions of both kinds are judged', () => assert.ok(accepted > 50 && refused > 50));
}

// --- every value, changed ------------------------------------------------------------------------

const without = Symbol('without');

const changes = {
    'nothing': () => null,
    'an empty text': () => '',
    'a list of a word': () => ['Word'],
    'a map of a word': () => ({ Word: 'Word' }),
    'a blank': () => ' ',
    'a word': () => 'Word',
    'a whole number': () => 7,
    'a fraction': () => 60.1,
    'a flag': () => true,
    'a flag as text': () => 'false',
    'an empty list': () => [],
    'a list of a word twice': () => ['Word', 'Word'],
    'a list of nothing': () => [null],
    'a list of an empty text': () => [''],
    'a list of a list': () => [['Word']],
    'a list of a map': () => [{ Word: 'Word' }],
    'an empty map': () => ({}),
    'a map of nothing': () => ({ Word: null }),
    'a map of an empty map': () => ({ Word: {} }),
    'a map of a map': () => ({ Word: { Word: 'Word' } }),
    'an own key alone': () => ({ 'x-ours': 1 }),
    'itself and an unknown key': (value) => (isMap(value) ? { ...value, 'no key': 'Word' } : without),
    'itself and an own key': (value) => (isMap(value) ? { ...value, 'x-ours': [null, {}] } : without),
    'itself and its last item again': (value) => (Array.isArray(value) ? [...value, value.at(-1)] : without),
    'itself in a list': (value) => [value],
    'itself in other case': (value) => (typeof value === 'string' ? flipped(value) : without),
};
// Enough for a key of a type that another key had before.
const fewChanges = 4;

const flipped = (text) => (text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase());
const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

// Values in certain places only.
const placed = [
    [/apiVersion$/, ['67', 67, '67.0', '67.00', '67.1', 'v67', '067', '0', 0, -1, '1000', 1000, 999, ' 67', '67 ']],
    [/objects\.(Account|Contact|Case\.access)$/,
        ['create, read', 'create,read', ' read ', 'read, read', 'read,', ',', 'read edit', 'read, Word', ['read', 'Word'],
            ['read', 'read'], { access: 'read' }, { allowRead: 'yes' }, { object: 'Account' }, { customizeSetup: true }]],
    [/fields\.Status$/, ['read, edit', ['read'], 'none', { readable: 'true' }, { field: 'Status' }]],
    [/fields$/, [{ '*': 'read' }, { 'St?tus': 'read' }, { 'x-*': 'read' }, { Status__c: 'edit' }]],
    [/recordTypes$|classes$/, [{ Type: 'true' }, { Type: 'Visible' }, { Type: [true] }, [1, 2], [true, false]]],
    [/tabs$/, [{ Tab: 'None' }, { Tab: ['None'] }, { Tab: 'Hidden' }, { Tab: { visibility: 'Hidden' } }]],
    [/dataspaces$/, [{ Space: true }, { Space: 'ALL' }, { Space: { dataAccessLevel: 'SOME' } }]],
    [/assign$/, [[{ org: 'A', group: 'B' }], [{ org: 'A', 'x-b': 1 }], ['A', { org: 'A' }], [{ user: 'A' }], [{ org: null }]]],
    [/users\.(Every|Many)$/, [{ a: {}, b: null }, { a: null }, { a: {}, b: 'Word' }, { alias: 'a', b: {} }, { alias: { role: 'b' } }]],
    [/sessionActivation$|adopt$/, ['absent', 'true', false, 'yes', 1]],
    [/dependencies$/, ['add', 'report', 'none']],
    [/rules$/, [{ 'no-such-rule': 'off' }, { 'unknown-key': 'off' }, { 'license-unknown': 'fatal' }, { 'x-a': 'fatal' }]],
    [/features$/, [['KnowledgeUser'], ['NoFeature']]],
    [/edition$/, ['developer', 'starter']],
    [/allow$/, [[{ rule: 'a', for: 'b' }], [{ for: 'b', reason: 'c' }], [{ rule: 'a', reason: 'c' }]]],
    [/^$/, [{ metadata: 'a' }, { company: { templates: 'a' } }, { integrations: { A: { template: 'a' } } }, { Company: {} }]],
];

// Paths of all values below one, the value itself first.
function pathsOf(value, at = []) {
    const inner = value !== null && typeof value === 'object' ? Object.keys(value) : [];
    return [at, ...inner.flatMap((key) => pathsOf(value[key], [...at, key]))];
}
const valueAt = (value, at) => at.reduce((inner, key) => inner[key], value);

function changed(value, [key, ...rest], change) {
    if (key === undefined) return change;
    const copy = Array.isArray(value) ? [...value] : { ...value };
    if (change === without && !rest.length) {
        if (Array.isArray(copy)) copy.splice(Number(key), 1);
        else delete copy[key];
    } else {
        copy[key] = changed(value[key], rest, change);
    }
    return copy;
}

async function judgeChanges(what, definition, jobs) {
    const files = jobs.map((job, i) => path.join(work, `changed-${i}.yaml`));
    for (const [i, { at, change }] of jobs.entries()) {
        const value = changed(definition, at, change);
        fs.writeFileSync(files[i], YAML.stringify(value, { nullStr: '', aliasDuplicateObjects: false }));
    }
    const found = await findingsOf(files);
    const verdicts = jobs.map(({ at, change }, i) => ({ at: at.join('.'), change, ...judge(files[i], found[i]) }));
    const skipped = verdicts.filter(({ skip }) => skip);
    for (const { at, skip } of skipped) console.log(`# not judged: ${at}: ${skip}`);
    const apart = verdicts.filter((verdict) => !verdict.skip && !agree(verdict));
    await test(`every.yaml with ${what} in ${jobs.length} places`, () => {
        const tell = (one) => `${one.at}: ${one.change === without ? '' : JSON.stringify(one.change)}: ${described(one)}`;
        assert.ok(jobs.length && !apart.length, apart.map(tell).join('\n'));
    });
}

// The paths without those that go through a key of a type that an earlier key has.
function firstOfType(paths) {
    const types = {}, firsts = {};
    for (const { properties } of Object.values(schema.definitions))
        for (const [key, { description, ...type }] of Object.entries(properties ?? {})) types[key] = JSON.stringify(type);
    const isRepeated = (at, i) => {
        const here = at.slice(0, i + 1).join('.');
        return at[i] in types && (firsts[types[at[i]]] ??= here) !== here;
    };
    return paths.filter((at) => !at.some((key, i) => isRepeated(at, i)));
}

async function judgeEvery() {
    const file = path.join(__dirname, 'every.yaml');
    const definition = YAML.parse(fs.readFileSync(file, 'utf8'), options);
    const [found] = await findingsOf([file]);
    await test('schema and program accept every.yaml', () =>
        assert.deepEqual(judge(file, found), { found: [], refused: null }));
    const paths = pathsOf(definition);
    const later = (key) => 'not' in key; // known, but not carried out yet
    await test('every.yaml has every key of the schema', () => {
        const said = new Set(paths.map((at) => at.at(-1)));
        const tables = Object.values(schema.definitions).map(({ properties }) => properties ?? {});
        const keys = tables.flatMap((table) => Object.keys(table).filter((key) => !later(table[key])));
        const rules = new Set(Object.keys(schema.definitions.rules.properties));
        assert.deepEqual(keys.filter((key) => !said.has(key) && !rules.has(key)), []);
    });
    const inner = paths.filter((at) => at.length);
    await judgeChanges('a key or item less', definition, inner.map((at) => ({ at, change: without })));
    const first = firstOfType(paths);
    for (const [i, [what, change]] of Object.entries(changes).entries()) {
        const jobs = (i < fewChanges ? paths : first).map((at) => ({ at, change: change(valueAt(definition, at)) }));
        await judgeChanges(what, definition, jobs.filter((job) => job.change !== without));
    }
    for (const [place, values] of placed) {
        const places = paths.filter((at) => place.test(at.join('.')));
        const jobs = places.flatMap((at) => values.map((change) => ({ at, change })));
        await judgeChanges(`values for ${place.source || 'the whole'}`, definition, jobs);
    }
}

async function main() {
    await test('the schema is a valid draft-07 schema', () => {
        assert.equal(schema.$schema, 'http://json-schema.org/draft-07/schema#');
        assert.ok(ajv.validateSchema(schema), ajv.errorsText());
    });
    await judgeDefinitions();
    await judgeEvery();
    done();
}

main();
