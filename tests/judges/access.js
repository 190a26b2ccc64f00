// markdown-it judges review/access.md: every value comes back as text where it belongs, and none became markup:
// access.js APIONLY FOLDER
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const MarkdownIt = require('markdown-it');
const { test, done } = require('./tap.js');

const markdown = new MarkdownIt({ html: true, linkify: true, typographer: false });

// The text of an inline token, and what in it is markup: addresses become links by themselves, which takes nothing from them.
const textOf = (inline) => inline.children.map((child) => child.content).join('');
const isMail = (token) => /^link_/.test(token.type) && token.markup === 'linkify';

// Sections as [heading, paragraph, list items, rows of the table].
function sectionsOf(text) {
    const sections = [];
    const tokens = markdown.parse(text, {});
    tokens.forEach((token, i) => {
        const section = sections.at(-1);
        if (token.type === 'heading_open' && token.tag === 'h2') sections.push({ heading: textOf(tokens[i + 1]), paragraphs: [], items: [], rows: [] });
        if (!section || token.type !== 'inline') return;
        const before = tokens[i - 1].type, inList = token.level > 1 && before === 'paragraph_open';
        if (inList) section.items.push(textOf(token));
        else if (before === 'paragraph_open') section.paragraphs.push(textOf(token));
        if (before === 'td_open' || before === 'th_open') section.rows.push(textOf(token));
    });
    return sections;
}

const markupOf = (text) => markdown.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])])
    .filter((token) => /^(html|link|image|fence|hr|em|s_|code)/.test(token.type) && !isMail(token));

const hostile = [
    '**bold** _em_ `code`', 'a | b || c', '<script>alert(1)</script>', '[x](http://example.org)', '![i](x)', '# head', '- item',
    '1. one', '> quote', '~~gone~~', '&amp; &#10;', '$x$ ${y}', "'; drop --", '\\', '\\|', '😀 漢字', 'a*b*c', '{{slot}}',
    '+ plus', '2) two', ':smile:', '==mark==', '<!-- c -->', 'Ends with a dot.', '3.',
];

function buildHostile(apionly, work) {
    const integrations = hostile.map((value, i) => [value, {
        apiName: `Set_${i}`, label: `Set ${i}`, description: value, owner: value, user: { username: `u${i}@mycompany.com`, alias: `u${i}`, lastName: 'x', queues: [value] },
        objects: { Account: { access: 'viewAll', fields: { Phone: 'read' } } }, allow: [{ rule: 'view-all-records', reason: value, approvedBy: value }],
    }]);
    const definition = { company: { domain: 'mycompany.com', email: 'a@mycompany.com' }, integrations: Object.fromEntries(integrations) };
    fs.writeFileSync(path.join(work, 'integrations.yaml'), JSON.stringify(definition));
    const ran = spawnSync(apionly, ['build', '-q'], { cwd: work, encoding: 'utf8' });
    assert.equal(ran.status, 0, ran.stderr);
    return fs.readFileSync(path.join(work, 'out', 'review', 'access.md'), 'utf8');
}

async function judgeHostile(apionly) {
    const work = fs.mkdtempSync(path.join(os.tmpdir(), 'access-'));
    const text = buildHostile(apionly, work);
    const sections = sectionsOf(text);
    const places = hostile.map((value, i) => i).sort((a, b) => Buffer.compare(Buffer.from(hostile[a]), Buffer.from(hostile[b])));
    const said = places.map((i) => hostile[i]);
    await test('a section for each integration, with its purpose', () =>
        assert.deepEqual(sections.map((section) => [section.heading, ...section.paragraphs]), said.map((value) => [value, value])));
    await test('owner, queue and reason come back', () =>
        assert.deepEqual(sections.map((section) => section.items), said.map((value, i) => [
            `Owner: ${value}`, `User in production: u${places[i]}@mycompany.com, queue ${value}`, `Assigned: Set_${places[i]} (licence Salesforce API Integration)`,
            'Risks:', `elevated, view-all-records: reads all records of Account; accepted: ${value} (${value})`,
        ])));
    await test('each has one row of seven cells', () =>
        assert.deepEqual(sections.map((section) => section.rows), said.map(() => [
            'object', 'read', 'create', 'edit', 'delete', 'all records', 'fields', 'Account', 'yes', '', '', '', 'read', '1 read',
        ])));
    await test('nothing became markup but the name of the page', () => assert.deepEqual(markupOf(text).map((token) => token.content), ['index.html']));
    await test('only our own words are strong', () => {
        const inlines = markdown.parse(text, {}).filter((token) => token.type === 'inline');
        const strong = inlines.flatMap(({ children }) => children.filter((child, i) => i && children[i - 1].type === 'strong_open').map((child) => child.content));
        assert.deepEqual([...new Set(strong)], ['Owner:', 'User in production:', 'Assigned:', 'Risks:', 'read']);
    });
    fs.rmSync(work, { recursive: true });
}

async function judgeBuilt(folder) {
    const wanted = { starter: ['HubSpot', 'Intercom', 'Marketo', 'Outreach.io', 'SalesLoft'], rich: ['Many', 'O\'Brien & Söhne "™"', 'Plain', 'User only'] };
    for (const [name, headings] of Object.entries(wanted)) {
        const text = fs.readFileSync(path.join(folder, name, 'review', 'access.md'), 'utf8');
        await test(`${name}: a section for each integration`, () => assert.deepEqual(sectionsOf(text).map((section) => section.heading), headings));
        await test(`${name}: nothing became markup`, () => assert.deepEqual(markupOf(text).map((token) => token.content), ['index.html']));
    }
}

async function main() {
    const [apionly, folder] = process.argv.slice(2);
    await judgeBuilt(folder);
    await judgeHostile(apionly);
    done();
}

main();
