// markdown-it judges what people read: every value of the run book, of the proof and of what differs comes back as
// text, and none of it became markup: markdown.js APIONLY FOLDER
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const MarkdownIt = require('markdown-it');
const expected = require('./expected.js');
const { test, done } = require('./tap.js');

const markdown = new MarkdownIt({ html: true, linkify: true, typographer: false });

// Addresses become links by themselves wherever Markdown is read, which takes nothing from them.
const isMail = (token) => /^link_/.test(token.type) && token.markup === 'linkify' && /^mailto:|^$/.test(token.attrGet('href') ?? '');
const isText = (token) => ['text', 'text_special'].includes(token.type) || isMail(token);

// The tables of a text as rows of cells; a cell that is more than text is null.
function tablesOf(text) {
    const tables = [];
    let row = null;
    const tokens = markdown.parse(text, {});
    tokens.forEach((token, i) => {
        if (token.type === 'table_open') tables.push([]);
        if (token.type === 'tr_open') tables.at(-1).push(row = []);
        if (token.type === 'td_open' || token.type === 'th_open') {
            const { children } = tokens[i + 1];
            row.push(children.every(isText) ? children.map((child) => child.content).join('') : null);
        }
    });
    return tables;
}

// The row of a user as the run book has it.
const bookRow = (user) => {
    const role = user.role ? `, role ${user.role}` : '';
    const held = [
        user.sets.join(', '), ...['group:setGroups', 'public group:groups', 'queue:queues', 'feature:features']
            .map((pair) => pair.split(':')).filter(([, key]) => user[key]).map(([word, key]) => `${word} ${user[key].join(', ')}`),
    ];
    return [user.Username, (user.profile ?? 'the API-only one') + role, user.licenses.join(', '), held.join('; ')];
};

// Names and values that would be markup, a row of their own or a comment.
const hostile = [
    '**bold** _em_ `code`', 'a | b || c', '<script>alert(1)</script>', '[x](http://example.org)', '![i](x)', '# head', '- item',
    '1. one', '> quote', '--- ', '=== ', '~~gone~~', '&amp; &#10;', '$x$ ${y} $(z)', "'; drop -- ", '\\', '\\|', '😀 漢字', 'a*b*c',
    '{{slot}}', 'x@example.org', 'https://example.org', '+ plus', '2) two', ':smile:', '==mark==', '<!-- c -->', 'www.example.org',
];

async function judgeBook(folder) {
    for (const [name, output] of Object.entries(expected.outputs)) {
        const tables = tablesOf(fs.readFileSync(path.join(folder, name, 'review', 'RUNBOOK.md'), 'utf8'));
        const users = tables.filter((table) => table[0][1] === 'username');
        await test(`${name}/review/RUNBOOK.md: every user comes back`, () =>
            assert.deepEqual(users.map((table) => table.slice(1).map((row) => row.slice(1))),
                Object.values(output.users).map((list) => list.map(bookRow))));
    }
}

async function judgeProof(apionly) {
    const work = fs.mkdtempSync(path.join(os.tmpdir(), 'markdown-'));
    const integrations = hostile.map((name, i) =>
        [name, { apiName: `Set_${i}`, description: 'd', user: { username: `u${i}@mycompany.com`, alias: `u${i}` }, objects: { Account: 'read' } }]);
    const definition = { company: { domain: 'mycompany.com', email: 'a@mycompany.com' }, integrations: Object.fromEntries(integrations) };
    fs.writeFileSync(path.join(work, 'integrations.yaml'), JSON.stringify(definition));
    fs.writeFileSync(path.join(work, 'users.json'), JSON.stringify({ records: [], totalSize: 0, done: true }));
    const ran = spawnSync(apionly, ['verify', 'integrations.yaml', 'users.json', '--format', 'markdown'], { cwd: work, encoding: 'utf8' });
    const [table] = tablesOf(ran.stdout);
    await test('the proof has a row for each integration', () =>
        assert.deepEqual(table.slice(1).map((row) => row.slice(0, 3)), hostile.map((name, i) => [name.trim(), `u${i}@mycompany.com`, 'missing'])));
    await test('nothing of the proof is HTML, a link or an image', () => {
        const tokens = markdown.parse(ran.stdout, {}).flatMap((token) => [token, ...(token.children ?? [])]);
        const markup = tokens.filter((token) => /^(html|link|image|fence|hr|em|strong|s_|code)/.test(token.type) && !isMail(token));
        // What the report itself marks: the level of a finding and the id of its rule.
        const own = markup.filter((token) => /^strong/.test(token.type) || /^[a-z-]+$/.test(token.content));
        assert.deepEqual(markup.filter((token) => !own.includes(token)).map((token) => token.content), []);
    });
    fs.rmSync(work, { recursive: true });
}

// --- what differs ----------------------------------------------------------------------------------------------

// What would end the block around it, the fence or the summary, or turn the text around.
const breakouts = [
    '</summary><script>alert(1)</script>', '</details>', '</b></summary>', '```', '````diff', '~~~', 'a\n```\n\n# out\n', 'x\n\n<img src=x>',
    '\u202egnp.exe', 'zero\u200bwidth', '<br>', '| --- |', '@team', '#1', 'a`b', '`'.repeat(40),
];

// As the report shows it: what is invisible, by its code.
const visible = (text) => text.replace(/[\n\u200b\u202e]/g, (c) => `\\u${c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`);

const company = { domain: 'mycompany.com', email: 'a@mycompany.com' };

function runDiff(apionly, before, after) {
    const work = fs.mkdtempSync(path.join(os.tmpdir(), 'markdown-'));
    fs.writeFileSync(path.join(work, 'old.yaml'), JSON.stringify(before));
    fs.writeFileSync(path.join(work, 'new.yaml'), JSON.stringify(after));
    const ran = spawnSync(apionly, ['diff', 'old.yaml', 'new.yaml', '--format', 'markdown'], { cwd: work, encoding: 'utf8' });
    fs.rmSync(work, { recursive: true });
    assert.equal(ran.stderr, '');
    return ran.stdout;
}

// One integration for each text, which is everything that a definition can name; `*` and `?` would be patterns.
const names = [...hostile, ...breakouts];
const object = (name) => name.replace(/[*?.]/g, '-');
const integrationOf = (name, i, { user, set }) => ({
    apiName: `S${String(i).padStart(3, '0')}`, label: name, ...set(name),
    user: { username: `u${i}@mycompany.com`, lastName: 'x', alias: 'x', ...user(name) },
});
const definitionOf = (keys) => ({
    company, integrations: Object.fromEntries(names.map((name, i) => [`I${i}${name}`, integrationOf(name, i, keys)])),
});

// A block of HTML of the report itself, its texts between the tags; null for any other.
const summary = /^<details><summary><b>([^<>]*)<\/b>(?: \(([^<>]*)\)(?:, \w+)?: \d+ gained, \d+ lost|: \d+)<\/summary>\n$/;

const decoded = (html) => html.replace(/&(lt|gt|quot|apos|amp);/g, (entity, name) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name]);

async function judgeDifference(apionly) {
    const old = definitionOf({ user: () => ({}), set: () => ({ objects: { Account: 'read' } }) });
    const now = definitionOf({
        user: (name) => ({ queues: [name], groups: [name] }),
        set: (name) => ({ objects: { Account: 'read', [object(name)]: 'modifyAll' }, allow: [{ rule: 'modify-all-records', reason: name }] }),
    });
    const text = runDiff(apionly, old, now);
    const tokens = markdown.parse(text, {});
    const all = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
    const risk = (name) => `\u26a0\ufe0f ${visible(object(name))}: high risk [modify-all-records], accepted: ${visible(name)}`;
    await test('what differs: one table, a row for each set, and every cell is its text', () => {
        const tables = tablesOf(text);
        assert.equal(tables.length, 1);
        assert.deepEqual(tables[0].slice(1), names.map((name) => [visible(name).trim(), '1', '0', risk(name).trim()]));
    });
    await test('what differs: every accepted risk is one item of one list', () => {
        assert.equal(all.filter((token) => token.type === 'bullet_list_open').length, 1);
        assert.equal(all.filter((token) => token.type === 'list_item_open').length, 21); // twenty, and how many more
    });
    await test('what differs: all HTML is that of the report', () => {
        const html = all.filter((token) => /^html/.test(token.type)).map((token) => token.content);
        assert.deepEqual(html.filter((content) => content !== '</details>\n' && !summary.test(content)), []);
        const labels = html.map((content) => content.match(summary)?.[1]).filter((label) => label !== undefined);
        assert.deepEqual(labels.map(decoded), [...names.map(visible), 'Users of production']);
    });
    await test('what differs: every fence is a diff of whole lines, and nothing ends it', () => {
        const fences = tokens.filter((token) => token.type === 'fence');
        assert.equal(fences.length, names.length + 1);
        for (const { info, content } of fences) {
            assert.equal(info, 'diff');
            assert.ok(content.trimEnd().split('\n').every((line) => /^[-+!] /.test(line)), content);
        }
        assert.ok(names.every((name, i) => fences[i].content.includes(visible(name))));
    });
    await test('what differs: nothing else is markup', () => {
        const markup = all.filter((token) => /^(link|image|hr|em|strong|s_|code|blockquote|ordered)/.test(token.type) && !isMail(token));
        assert.deepEqual(markup.map((token) => token.content), []);
        assert.equal(all.filter((token) => token.type === 'heading_open').length, 1);
    });
}

// Whatever is compared, a comment takes it.
async function judgeRoom(apionly) {
    const many = (access, reason) => ({
        company, integrations: Object.fromEntries(Array.from({ length: 80 }, (_, i) =>
            [`Tool ${i}`, { objects: Object.fromEntries(Array.from({ length: 40 }, (__, k) => [`Object_${k}__c`, access])), ...reason }])),
    });
    const text = runDiff(apionly, many('read', {}), many('modifyAll', { allow: [{ rule: 'modify-all-records', reason: '\u6f22<'.repeat(900) }] }));
    const tokens = markdown.parse(text, {});
    await test('what differs: a comment has room for it', () => assert.ok(Buffer.byteLength(text) < 60000, `${Buffer.byteLength(text)} bytes`));
    await test('what differs: what has no room is cut between lines', () => {
        const details = tokens.filter((token) => token.type === 'html_block').map((token) => token.content);
        const fences = tokens.filter((token) => token.type === 'fence');
        assert.ok(fences.length > 0);
        assert.equal(details.filter((content) => content === '</details>\n').length, fences.length);
        assert.equal(details.filter((content) => summary.test(content)).length, fences.length);
        const told = fences.flatMap(({ content }) => content.split('\n')).filter((line) => /^[-+!] /.test(line)).length;
        const [, omitted] = text.match(/\nAnd (\d+) more lines,/);
        assert.equal(told + Number(omitted), 80 * 40);
    });
}

async function main(apionly, folder) {
    await judgeBook(folder);
    await judgeProof(path.resolve(apionly));
    await judgeDifference(path.resolve(apionly));
    await judgeRoom(path.resolve(apionly));
    done();
}

main(process.argv[2], process.argv[3]);
