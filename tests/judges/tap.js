// What the judges in JavaScript share: tests that print TAP, and files of a folder.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

let count = 0;

// A test fails when its function throws; what it throws is printed as a comment.
exports.test = async (text, judge) => {
    count++;
    try {
        await judge();
        console.log(`ok - ${text}`);
    } catch (error) {
        console.log(`not ok - ${text}`);
        console.log(String(error.message).replace(/^/gm, '# '));
    }
};

exports.done = () => console.log(`1..${count}`);

exports.sorted = (names) => [...names].sort();

// All files below a folder as { "relative/path": bytes }.
exports.filesOf = (folder) =>
    Object.fromEntries(
        fs.readdirSync(folder, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => path.join(entry.parentPath, entry.name))
            .sort()
            .map((file) => [path.relative(folder, file), fs.readFileSync(file)]),
    );
