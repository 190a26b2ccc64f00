// Carries out many `sf data query` of one home in one process of the real CLI, for nearly all of such a call is its
// start. Anything else, and a query that fails, is not for it: `--ask` then ends with 1, and the CLI has to be started.
//
//     cli_queries.js SOCKET             answers there until its parent is gone, to which it says when it is ready
//     cli_queries.js SOCKET --ask ARGS  prints what `sf ARGS` does
'use strict';
const { createRequire } = require('node:module');
const net = require('node:net');
const { script } = require('./cli.js');

// Events, for the iterator of a socket would close its other direction, too.
const textOf = (socket) => new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (part) => { text += part; });
    socket.on('end', () => resolve(text)).on('error', reject);
});

// What a task writes to the standard output and to that of errors.
async function captured(task) {
    const texts = { stdout: '', stderr: '' };
    const names = Object.keys(texts);
    const writers = names.map((name) => process[name].write);
    for (const name of names) {
        process[name].write = (text, ...rest) => {
            texts[name] += text;
            rest.find((one) => typeof one === 'function')?.();
            return true;
        };
    }
    try {
        await task();
    } finally {
        names.forEach((name, i) => { process[name].write = writers[i]; });
    }
    return texts;
}

// What a query prints, or null where it fails.
async function carryOut({ run }, config, { cwd, args }) {
    process.chdir(cwd);
    process.argv = [process.execPath, script, ...args];
    process.exitCode = undefined;
    try {
        const texts = await captured(() => run(args, config));
        return process.exitCode ? null : texts;
    } catch {
        return null;
    } finally {
        process.exitCode = undefined;
    }
}

async function answerAt(socket) {
    const oclif = createRequire(script)('@oclif/core');
    const config = await oclif.Config.load({ root: script });
    let last = Promise.resolve(); // one after the other: they share a folder and an output
    const server = net.createServer({ allowHalfOpen: true }, async (connection) => {
        const asked = JSON.parse(await textOf(connection));
        last = last.then(() => carryOut(oclif, config, asked)).then((answer) => connection.end(JSON.stringify(answer)));
    });
    server.listen(socket, () => process.send('ready'));
    process.on('disconnect', () => process.exit());
}

async function ask(socket, args) {
    const connection = net.connect(socket);
    connection.write(JSON.stringify({ cwd: process.cwd(), args }));
    connection.end();
    const answer = JSON.parse(await textOf(connection));
    if (!answer) return 1;
    process.stdout.write(answer.stdout);
    process.stderr.write(answer.stderr);
    return 0;
}

const [socket, how, ...args] = process.argv.slice(2);
if (how === '--ask') ask(socket, args).then((status) => { process.exitCode = status; }, () => { process.exitCode = 1; });
else answerAt(socket);
