// The SOQL parser judges every generated query, one a file and nothing else in it: soql.js FOLDER
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { parseQuery } = require('@jetstreamapp/soql-parser-js');
const expected = require('./expected.js');
const { test, done, filesOf } = require('./tap.js');

// What a parser that takes everything would take.
const broken = [
    'SELECT Id, FROM User',
    "SELECT Id FROM User WHERE LastName = 'O'Brien'",
    "SELECT Id FROM User WHERE ProfileId IN (SELECT Id FROM Profile WHERE Name = 'a'",
    'SELECT Id FROM User // all of them',
];

// Each sub-select of a condition counts: a parser may read a query and lose a part of it.
const selectsOf = (text) => text.replace(/'(?:[^'\\]|\\.)*'/gs, '').match(/\bSELECT\b/gi).length;
const parsedSelects = (query) => 1 + JSON.stringify(query.where ?? {}).split('"valueQuery"').length - 1;

function judgeQuery(bytes) {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    assert.match(text, /^SELECT [^\n]*\n$/, 'a query is one line');
    const query = parseQuery(text);
    assert.equal(parsedSelects(query), selectsOf(text));
}

const filesIn = (folder) => (fs.existsSync(folder) ? filesOf(folder) : {});

async function main(folder) {
    for (const text of broken) {
        await test(`the parser refuses: ${text}`, () => assert.throws(() => parseQuery(text)));
    }
    for (const [name, output] of Object.entries(expected.outputs)) {
        for (const environment of Object.keys(output.users)) {
            const verify = `${name}/verify/${environment}`;
            const all = filesIn(path.join(folder, verify));
            const files = Object.entries(all).filter(([file]) => file.endsWith('.soql'));
            await test(`${verify}: has queries`, () => assert.notEqual(files.length, 0));
            for (const [file, bytes] of files) {
                await test(`${verify}/${file}: no syntax error`, () => judgeQuery(bytes));
            }
            await test(`${verify}/users.soql: every username comes back`, () => {
                const { where } = parseQuery(all['users.soql'].toString());
                const found = where.left.value.map((literal) => literal.slice(1, -1).replace(/\\(['\\])/g, '$1'));
                assert.deepEqual(found, output.users[environment].map((user) => user.Username).sort());
            });
        }
    }
    done();
}

main(process.argv[2]);
