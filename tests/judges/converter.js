// The public Salesforce converter, which the CLI uses, judges packages and source: converter.js FOLDER
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {
    ComponentSet, ManifestResolver, MetadataConverter, MetadataResolver, ZipTreeContainer,
} = require('@salesforce/source-deploy-retrieve');
const expected = require('./expected.js');
const { test, done, sorted, filesOf } = require('./tap.js');

const typesAndNames = (components) => sorted([...components].map(({ type, fullName }) => `${type.name} ${fullName}`));
const permissionSets = (names) => sorted(names.map((name) => `PermissionSet ${name}`));

// What a package.xml says, as the converter reads it.
async function manifest(file) {
    const { components, apiVersion } = await new ManifestResolver().resolve(file);
    return { components: components.map(({ type, fullName }) => `${type.name} ${fullName}`), apiVersion };
}

async function convert(components, format, folder) {
    const output = { type: 'directory', outputDirectory: folder, genUniqueDir: false };
    await new MetadataConverter().convert(components, format, output);
    return filesOf(folder);
}

async function judgeSource(name, source, sets) {
    const components = ComponentSet.fromSource(source).getSourceComponents().toArray();
    await test(`${name}/source: holds our permission sets and nothing else`, () => {
        assert.deepEqual(typesAndNames(components), permissionSets(Object.keys(sets)));
        assert.deepEqual(sorted(components.map(({ xml }) => path.relative(source, xml))), Object.keys(filesOf(source)));
    });
    for (const component of components) {
        await test(`${name}: texts of ${component.fullName} come back`, async () => {
            const { label, license, description } = (await component.parseXml()).PermissionSet;
            const wanted = sets[component.fullName];
            // Every reader of XML takes CR LF for LF; that the bytes have the CR is judged from the file.
            const folded = { ...wanted, description: wanted.description.replaceAll('\r\n', '\n') };
            assert.deepEqual({ label, license, description }, folded);
            const linesOf = (text) => text.split('\r\n').length;
            assert.equal(linesOf(fs.readFileSync(component.xml, 'utf8')), linesOf(wanted.description));
        });
    }
}

async function judgePackage(name, { members, apiVersion }, folder, source, work) {
    const file = path.join(folder, 'package.xml');
    const ours = filesOf(folder);
    const set = await ComponentSet.fromManifest({ manifestPath: file, resolveSourcePaths: [source] });

    await test(`${name}/package.xml: names our permission sets, API version ${apiVersion}`, async () =>
        assert.deepEqual(await manifest(file), { components: permissionSets(members), apiVersion }));
    await test(`${name}: each member is found in source/`, () =>
        assert.deepEqual(typesAndNames(set.getSourceComponents()), permissionSets(members)));

    const converted = await convert(set, 'metadata', path.join(work, 'metadata'));
    await test(`${name}: source/ converts to the files of the package`, () =>
        assert.deepEqual(Object.keys(converted), Object.keys(ours)));
    await test(`${name}: the converted permission sets have the same bytes`, () => {
        assert.deepEqual({ ...converted, 'package.xml': null }, { ...ours, 'package.xml': null });
    });
    await test(`${name}: the converter's package.xml says the same`, async () =>
        assert.deepEqual(await manifest(path.join(work, 'metadata', 'package.xml')), await manifest(file)));

    const back = await convert(ComponentSet.fromSource(folder), 'source', path.join(work, 'source'));
    await test(`${name}: the package converts to the bytes of source/`, () => {
        const entries = members.map((member) => `permissionsets/${member}.permissionset-meta.xml`);
        const wanted = entries.map((entry) => [`main/default/${entry}`, fs.readFileSync(path.join(source, entry))]);
        assert.deepEqual(back, Object.fromEntries(wanted));
    });

    const zip = await ZipTreeContainer.create(fs.readFileSync(`${folder}.zip`));
    await test(`${name}.zip: holds our permission sets and nothing else`, () => {
        const components = new MetadataResolver(undefined, zip).getComponentsFromPath('.');
        assert.deepEqual(typesAndNames(components), permissionSets(members));
    });
}

async function main(root) {
    const work = fs.mkdtempSync(path.join(os.tmpdir(), 'apionly-converter-'));
    try {
        for (const [name, { apiVersion, packages, sets }] of Object.entries(expected.outputs)) {
            const source = path.join(root, name, 'source');
            await judgeSource(name, source, sets);
            for (const [folder, members] of Object.entries(packages)) {
                const place = path.join(name, folder);
                const output = { members, apiVersion };
                await judgePackage(place, output, path.join(root, place), source, path.join(work, place));
            }
        }
    } finally {
        fs.rmSync(work, { recursive: true });
    }
    done();
}

main(process.argv[2]);
