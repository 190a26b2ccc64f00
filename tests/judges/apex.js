// The Apex parser judges every generated .apex file as anonymous Apex: apex.js FOLDER
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { ApexErrorListener, ApexParserFactory } = require('@apexdevtools/apex-parser');
const expected = require('./expected.js');
const { test, done, sorted } = require('./tap.js');

// The syntax errors of a text, from the lexer and the parser, and its tokens.
function read(text) {
    const errors = [];
    class Listener extends ApexErrorListener {
        apexSyntaxError(line, column, message) {
            errors.push(`${line}:${column} ${message}`);
        }
    }
    const { parser } = ApexParserFactory.createLexerAndParser(text, new Listener());
    parser.anonymousUnit();
    const tokens = parser.getTokenStream().tokens.filter((token) => token.channel === 0);
    return { errors, words: tokens.map((token) => token.text) };
}

const escapes = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', "'": "'", '"': '"', '\\': '\\' };

// The text of a string literal.
function literal(word) {
    assert.match(word, /^'.*'$/su);
    return word.slice(1, -1).replace(/\\(?:u([0-9A-Fa-f]{4})|(.))/gsu, (all, code, letter) => {
        if (code) return String.fromCharCode(parseInt(code, 16));
        assert.ok(letter in escapes, `${all} is no escape`);
        return escapes[letter];
    });
}

const rowStart = ['.', 'add', '(', 'new', 'Map', '<', 'String', ',', 'Object', '>', '{'];
const listStart = ['new', 'List', '<', 'String', '>', '{'];
const startsWith = (words, at, start) => start.every((word, i) => words[at + i] === word);

function readList(words, at) {
    const list = [];
    for (; words[at] !== '}'; at += words[at + 1] === ',' ? 2 : 1) list.push(literal(words[at]));
    return { value: list, next: at + 1 };
}

function readValue(words, at) {
    if (startsWith(words, at, listStart)) return readList(words, at + listStart.length);
    return { value: words[at] === 'true' || literal(words[at]), next: at + 1 };
}

// list.add(new Map<String, Object>{'key' => value, …}); as objects.
function rowsOf(words) {
    const rows = [];
    for (let at = 0; at < words.length; at++) {
        if (!startsWith(words, at, rowStart)) continue;
        const row = {};
        for (at += rowStart.length; words[at] !== '}';) {
            const key = literal(words[at]);
            assert.equal(words[at + 1], '=>');
            assert.ok(!(key in row), `${key} stands twice`);
            const { value, next } = readValue(words, at + 2);
            row[key] = value;
            at = words[next] === ',' ? next + 1 : next;
        }
        assert.deepEqual(words.slice(at, at + 3), ['}', ')', ';']);
        rows.push(row);
    }
    return rows;
}

// Files that the parser must refuse, or its word is worth nothing.
const breaks = {
    'a bracket less': (text) => text.replace(/\}(?=[^}]*$)/, ''),
    'a bracket more': (text) => text + '}\n',
    'a bare quote in a text': (text) => text.replace("\\'", "'"),
    'an unknown escape': (text) => text.replace("\\'", "\\q"),
    'no comma between fields': (text) => text.replace("',\n", "'\n"),
    'a method without its type': (text) => text.replace('void stopOnErrors', 'stopOnErrors'),
    'half of it': (text) => text.slice(0, text.length / 2),
};

async function main(root) {
    for (const [name, output] of Object.entries(expected.outputs)) {
        for (const [environment, users] of Object.entries(output.users)) {
            const folder = path.join(root, name, 'users', environment);
            const files = { 'users.apex': users };
            for (const user of users) files[`${user.Username}.apex`] = [user];
            files['revoke.apex'] = users.map(({ Username, licenses, sets, setGroups }) => ({
                Username, licenses, sets, ...(setGroups ? { setGroups } : {}),
            }));
            const where = `${name}/users/${environment}`;
            await test(`${where}: users.apex, revoke.apex and a file for each user`, () => {
                const found = fs.readdirSync(folder).filter((file) => file.endsWith('.apex'));
                assert.deepEqual(sorted(found), sorted(Object.keys(files)));
            });
            for (const [file, wanted] of Object.entries(files)) {
                const { errors, words } = read(fs.readFileSync(path.join(folder, file), 'utf8'));
                await test(`${where}/${file}: no syntax error`, () => assert.deepEqual(errors, []));
                await test(`${where}/${file}: every value comes back`, () => assert.deepEqual(rowsOf(words), wanted));
            }
        }
    }
    const retire = read(fs.readFileSync(path.join(root, 'retired', 'users', 'uat', 'retire.apex'), 'utf8'));
    await test('retire.apex: no syntax error', () => assert.deepEqual(retire.errors, []));
    await test('retire.apex: every value comes back', () =>
        assert.deepEqual(rowsOf(retire.words), [{ Username: "o'brien@mycompany.com.uat" }]));
    const good = fs.readFileSync(path.join(root, 'rich', 'users', 'uat', 'users.apex'), 'utf8');
    for (const [what, change] of Object.entries(breaks)) {
        await test(`the parser refuses ${what}`, () => {
            assert.notEqual(change(good), good);
            assert.notDeepEqual(read(change(good)).errors, []);
        });
    }
    done();
}

main(process.argv[2]);
