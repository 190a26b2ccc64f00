// markdown-it judges what people read: every value of the run book and of the proof comes back as text, and none of
// it became markup: markdown.js APIONLY FOLDER
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

async function main(apionly, folder) {
    await judgeBook(folder);
    await judgeProof(path.resolve(apionly));
    done();
}

main(process.argv[2], process.argv[3]);
