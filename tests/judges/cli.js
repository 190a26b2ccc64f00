// Runs the real Salesforce CLI, in a home of its own, for judges that drive it against the stand-in org.
'use strict';
const { fork, spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');

const build = path.resolve(__dirname, '..', '..', 'build', 'judges');
const modules = path.resolve(process.env.NODE_PATH ?? path.join(build, 'node_modules'));
const queries = path.join(__dirname, 'cli_queries.js');
const script = path.join(modules, '@salesforce', 'cli', 'bin', 'run.js');

exports.script = script;

// Nothing of the caller's environment but the path: no proxy, no login, no setting.
const environment = (home) => ({
    PATH: process.env.PATH,
    HOME: home,
    LC_ALL: 'C.UTF-8',
    NO_COLOR: '1',
    NODE_COMPILE_CACHE: path.join(modules, '..', 'compile-cache'), // saves a third of each start
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DISABLE_TELEMETRY: 'true',
    SF_DISABLE_LOG_FILE: 'true',
    SF_AUTOUPDATE_DISABLE: 'true', // both: with the first alone, the CLI from npm starts its updater all the same
    SF_DISABLE_AUTOUPDATE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
});

exports.environment = environment;

// What a program writes and how it ends: { status, stdout, stderr }.
const run = (program, args, options) =>
    new Promise((resolve, reject) => {
        const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
        const texts = { stdout: '', stderr: '' };
        for (const name of Object.keys(texts)) {
            child[name].setEncoding('utf8').on('data', (text) => {
                texts[name] += text;
            });
        }
        child.on('error', reject);
        child.on('close', (status) => resolve({ status, ...texts }));
    });

exports.run = run;

const jsonOf = (text) => {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
};

// Runs `sf ARGS`; json is what it printed, if that is JSON.
async function sf(args, { home, cwd = home, env = {} }) {
    const done = await run(process.execPath, [script, ...args], { cwd, env: { ...environment(home), ...env } });
    return { ...done, json: jsonOf(done.stdout) };
}

exports.sf = sf;

// Logs a home in to an org that asks for no password; the alias is then what --target-org takes.
exports.login = (url, home, alias) =>
    sf(['org', 'login', 'access-token', '--instance-url', url, '--no-prompt', '--alias', alias, '--json'], {
        home, env: { SF_ACCESS_TOKEN: '00D000000000001!standin' },
    });

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

// Starts a process that answers the queries of a home: { socket, close }.
exports.shareQueries = async (home) => {
    const socket = path.join(home, 'queries');
    const child = fork(queries, [socket], { cwd: home, env: environment(home) });
    await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error(`${queries} ended`)))]);
    return { socket, close: () => child.disconnect() };
};

// Puts an `sf` into a folder, so that a shell script with that folder on its path finds the CLI. With a socket, the
// queries that end well are carried out there.
exports.installSfWrapper = (folder, socket) => {
    fs.mkdirSync(folder, { recursive: true });
    const file = path.join(folder, 'sf');
    const node = quoted(process.execPath);
    const shared = `[ "$1 $2" != 'data query' ] || ! ${node} ${quoted(queries)} ${quoted(socket ?? '')} --ask "$@" || exit 0\n`;
    fs.writeFileSync(file, `#!/bin/sh\n${socket ? shared : ''}exec ${node} ${quoted(script)} "$@"\n`, { mode: 0o755 });
    return file;
};
