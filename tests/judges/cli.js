// Runs the real Salesforce CLI, in a home of its own, for judges that drive it against the stand-in org.
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const build = path.resolve(__dirname, '..', '..', 'build', 'judges');
const modules = path.resolve(process.env.NODE_PATH ?? path.join(build, 'node_modules'));
const script = path.join(modules, '@salesforce', 'cli', 'bin', 'run.js');

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

// Puts an `sf` into a folder, so that a shell script with that folder on its path finds the CLI.
exports.installSfWrapper = (folder) => {
    fs.mkdirSync(folder, { recursive: true });
    const file = path.join(folder, 'sf');
    fs.writeFileSync(file, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(script)} "$@"\n`, { mode: 0o755 });
    return file;
};
