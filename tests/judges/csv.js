// csv-parse judges users.csv of every environment: csv.js FOLDER
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { parse } = require('csv-parse/sync');
const expected = require('./expected.js');
const { test, done, sorted } = require('./tap.js');

const userKeys = { 'Profile.Name': 'profile', 'UserRole.Name': 'role' };

// The cell of a user in a column; a user without a profile gets the newest API-only one.
function cell(column, user) {
    const feature = /^UserPermissions(.*)/.exec(column);
    if (feature) return (user.features ?? []).includes(feature[1]) ? 'true' : ''; // empty: passed over
    return user[userKeys[column] ?? column] ?? (column === 'Profile.Name' ? expected.newestProfile : '');
}

async function main(folder) {
    for (const [name, output] of Object.entries(expected.outputs)) {
        const users = path.join(folder, name, 'users');
        await test(`${name}: a users folder for each environment`, () =>
            assert.deepEqual(sorted(fs.readdirSync(users)), sorted(Object.keys(output.users))));
        for (const [environment, wanted] of Object.entries(output.users)) {
            const file = `${name}/users/${environment}/users.csv`;
            const bytes = fs.readFileSync(path.join(folder, file));
            let rows = [];
            await test(`${file}: csv-parse reads it`, () => {
                // Strict: no byte order mark, no stray quotes, rows of one length, LF.
                rows = parse(bytes, { record_delimiter: '\n' });
            });
            await test(`${file}: the header`, () => assert.deepEqual(rows[0], output.header));
            await test(`${file}: ${wanted.length} users`, () => assert.equal(rows.length - 1, wanted.length));
            await test(`${file}: each row has ${output.header.length} cells`, () =>
                assert.deepEqual(rows.map((row) => row.length), rows.map(() => output.header.length)));
            await test(`${file}: every value comes back`, () => {
                const cells = wanted.map((user) => output.header.map((column) => cell(column, user)));
                assert.deepEqual(rows.slice(1), cells);
            });
            await test(`${file}: UTF-8 without byte order mark, LF at the end, no CR`, () => {
                const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
                assert.doesNotMatch(text, /^\uFEFF|\r/);
                assert.match(text, /[^\n]\n$/);
            });
        }
    }
    done();
}

main(process.argv[2]);
