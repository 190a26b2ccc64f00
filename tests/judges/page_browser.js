// Pages in a browser without a network, for page.js: each file is opened as a reviewer does, from the disk.
'use strict';
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { pathToFileURL } = require('node:url');
const { chromium } = require('playwright-core');

function findBrowser() {
    const names = ['chromium', 'chromium-browser', 'google-chrome'];
    return execFileSync('sh', ['-c', names.map((name) => `command -v ${name}`).join(' || ')], { encoding: 'utf8' }).trim();
}

const WIDE = { width: 1440, height: 900 };
let browser;
const pages = {}; // by their options: a fresh one for each test would take longer than the tests

exports.launch = async () => {
    browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] }); // root has no sandbox
};

exports.close = () => browser.close();

async function newPage(options) {
    const context = await browser.newContext({ viewport: WIDE, offline: true, ...options });
    const page = await context.newPage();
    const opened = { page, address: '', complaints: [] };
    const isOwn = (request) => ['about:blank', opened.address].includes(request.url().split('#')[0]);
    page.on('console', (message) => opened.complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => opened.complaints.push(error.message));
    page.on('request', (request) => isOwn(request) || opened.complaints.push(`request: ${request.url()}`));
    await page.route('**/*', (route) => (isOwn(route.request()) ? route.continue() : route.abort()));
    await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective}`));
    });
    return opened;
}

// Opens a file, hands it to `use` and wants that the browser had nothing to complain of and asked for nothing else.
exports.visit = async (file, hash, use, options = {}) => {
    const opened = (pages[JSON.stringify(options)] ??= await newPage(options));
    opened.address = pathToFileURL(file).href;
    opened.complaints.length = 0;
    try {
        await opened.page.emulateMedia({ media: null });
        await opened.page.goto('about:blank'); // else only the hash would change
        await opened.page.goto(opened.address + hash);
        await use(opened.page);
        assert.deepEqual(opened.complaints, []);
    } catch (error) {
        error.message = [error.message, ...opened.complaints].join('\n');
        throw error;
    }
};
