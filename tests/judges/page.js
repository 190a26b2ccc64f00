// Chromium judges the review page: what it shows, how it is operated, and that no text of the data becomes more than
// text: page.js FOLDER
'use strict';
const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { XMLParser } = require('fast-xml-parser');
const expected = require('./expected.js');
const { close, launch, visit } = require('./page_browser.js');
const { small, hostile, hostileData, bigData } = require('./page_data.js');
const { test, done, filesOf, sorted } = require('./tap.js');

const out = path.resolve(process.argv[2]);
const template = fs.readFileSync(path.resolve(__dirname, '..', '..', 'templates', 'html', 'index.html'), 'utf8');

// --- pages ---------------------------------------------------------------------------------------

const escapeHtml = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const escapeJson = (text) => text.replace(/[&<>]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

function write(name, title, data) {
    const slots = { title: escapeHtml(title), data: escapeJson(JSON.stringify(data)) };
    const file = path.join(out, `page-${name}.html`);
    fs.writeFileSync(file, template.replace(/\{\{(title|data)\}\}/g, (_, slot) => slots[slot]));
    return file;
}

// What is near in the list is filled when the page hears that it is near. Who watches after the page hears after it.
const settled = (page) => page.evaluate(() => new Promise((resolve) => {
    new IntersectionObserver((entries, observer) => {
        observer.disconnect();
        resolve();
    }).observe(document.querySelector('.list'));
}));

const judge = (text, file, hash, use, options) => test(text, () => visit(file, hash, async (page) => {
    await settled(page);
    await use(page);
}, options));

// --- what a page shows ---------------------------------------------------------------------------

const textsOf = (page, selector) =>
    page.$$eval(selector, (elements) => elements.map((element) => element.textContent.replace(/\s+/g, ' ').trim()));
const columnsOf = (page) => textsOf(page, '#map th[scope=col]');
const rowsOf = (page) => textsOf(page, '#map th[scope=row]');
const countOf = async (page) => (await textsOf(page, '#count'))[0];
const focusOf = (page) => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);

const shownOf = async (page) => ({ rows: await rowsOf(page), columns: await columnsOf(page), count: await countOf(page) });

// The cells of the map as { "integration, object": text }, those without access left out.
const cellsOf = (page) => page.$$eval('#map tbody td[aria-label]', (cells) => Object.fromEntries(cells
    .filter((cell) => cell.textContent).map((cell) => [cell.ariaLabel, cell.textContent])));

// Tables, lists and terms below a heading: { heading: rows of texts }. What stands before the first one is ''.
const factsOf = (page, selector) => page.$eval(selector, (root) => {
    const clean = (element) => element.textContent.replace(/\s+/g, ' ').trim();
    const facts = {};
    let heading = '';
    for (const element of root.querySelectorAll('h3, h4, p, tr, li, dt')) {
        if (/^H/.test(element.tagName)) heading = clean(element);
        else if (element.closest('li') === element || !element.closest('li')) {
            if (element.closest('thead') || (element.tagName === 'DT' && element.closest('tr'))) continue;
            const row = element.tagName === 'TR' ? [...element.cells].map(clean)
                : element.tagName === 'DT' ? [clean(element), clean(element.nextElementSibling)] : clean(element);
            (facts[heading] ??= []).push(row);
        }
    }
    return facts;
});

const inAddress = (page, key, value) => page.waitForFunction(
    ([name, wanted]) => (new URLSearchParams(location.hash.slice(1)).get(name) ?? '') === wanted, [key, value]);

async function search(page, text) {
    await page.fill('#search', text);
    await inAddress(page, 'search', text);
}

const choose = (page, control, value) => page.selectOption(`#${control}`, value);

const openCell = (page, label) => page.click(`#map td[aria-label^="${label}"]`);

// --- the template --------------------------------------------------------------------------------

const hashOf = (tag) => {
    const [, text] = template.match(new RegExp(`<${tag}>([^]*?)</${tag}>`));
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
};

async function judgeTemplate() {
    await test('the template has two slots, each once', () =>
        assert.deepEqual(template.match(/\{\{.*?\}\}/g), ['{{title}}', '{{data}}']));
    await test('its policy names the one script and the one style by their hashes', () => {
        const [, policy] = template.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/);
        assert.equal(policy,
            `default-src 'none'; script-src ${hashOf('script')}; style-src ${hashOf('style')}; base-uri 'none'; form-action 'none'`);
    });
    await test('nothing of it makes markup of a text, and nothing names another address', () =>
        assert.deepEqual(template.match(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|\bstyle=|\son[a-z]+="|https?:/g), null));
}

// --- header, map, filter -------------------------------------------------------------------------

const all = { rows: ['Account', 'Asset', 'Lead', 'Plan__c'], columns: ['Alpha', 'Beta', 'Gamma'] };
const nothing = { rows: [], columns: [], count: 'Nothing found' };
const some = (rows, columns) => ({ rows, columns, count: `${rows.length} of 4 objects, ${columns.length} of 3 integrations` });

async function judgeHeader(file) {
    await judge('the header has the title, the sums and the seats', file, '', async (page) => {
        assert.equal(await page.title(), 'Integration access · <mycompany.com>');
        assert.deepEqual(await textsOf(page, 'h1'), ['Integration access · <mycompany.com>']);
        assert.deepEqual(await textsOf(page, '#summary'), ['3 integrations, 4 users, 4 objects, 3 risks of which 1 accepted']);
        assert.deepEqual(await textsOf(page, '#seats tr > *'), [
            'Environment', 'Users', 'Seats', 'Left', 'One more',
            'production00D000000000001', '2', '8 owned', '6', '$10 a month',
            'uat', '2', '1 included', '1 short', '$10 a month',
            'dev', '0', 'not known', '', '$10 a month',
        ]);
    });
    await judge('the map has a cell for each integration and object', file, '', async (page) => {
        assert.deepEqual(await shownOf(page), some(all.rows, all.columns));
        assert.deepEqual(await cellsOf(page), {
            'Alpha, Account: Create, Read, Edit, Delete, View All Records, 1 sensitive field, 1 risk': 'CRED+V',
            'Alpha, Asset: Create, Read, Edit, Delete, View All Records, Modify All Records, View All Fields, 1 risk of which 1 accepted': 'CM+F',
            'Alpha, Plan__c: fields only': 'f',
            'Beta, Account: Read': 'R',
            'Beta, Lead: Create, Read, Edit': 'CRE',
        });
        assert.equal(await page.locator('#map tbody td').count(), 12);
    });
}

const choices = {
    any: some(all.rows, all.columns),
    write: some(['Account', 'Asset', 'Lead'], ['Alpha', 'Beta']),
    delete: some(['Account', 'Asset'], ['Alpha']),
    all: some(['Account', 'Asset'], ['Alpha', 'Gamma']),
    sensitive: some(['Account'], ['Alpha']),
    risk: some(['Account', 'Asset'], ['Alpha', 'Gamma']),
    open: some(['Account'], ['Alpha', 'Gamma']),
};

const alphas = ['Account', 'Asset', 'Plan__c'];
const searches = {
    phone: some(['Account'], ['Alpha']),
    ALPHA: some(alphas, ['Alpha']),
    'alpha asset': some(['Asset'], ['Alpha']),
    'asset beta': nothing,
    lead: some(['Lead'], ['Beta']),
    viewsetup: some(alphas, ['Alpha']),
    shared_read: some(alphas, ['Alpha']),
    'Beta Integration': some(['Account', 'Lead'], ['Beta']),
    'beta@mycompany': some(['Account', 'Lead'], ['Beta']),
    revops: some(alphas, ['Alpha']),
    reporting: some(alphas, ['Alpha']),
    customer: some(['Account'], ['Alpha']),
    account: some(['Account'], ['Alpha', 'Beta']),
    viewalldata: some([], ['Gamma']),
    'nothing such': nothing,
};

async function judgeFilter(file) {
    await judge('each choice of what to show narrows the map', file, '', async (page) => {
        const offered = await page.$$eval('#show option', (options) => options.map((option) => option.value));
        assert.deepEqual(offered, Object.keys(choices));
        for (const [choice, shown] of Object.entries(choices)) {
            await choose(page, 'show', choice);
            assert.deepEqual(await shownOf(page), shown, choice);
        }
    });
    await judge('a search finds what has all its words', file, '', async (page) => {
        for (const [text, shown] of Object.entries(searches)) {
            await search(page, text);
            assert.deepEqual(await shownOf(page), shown, text);
        }
    });
    await judge('an environment shows the integrations that have a user there', file, '', async (page) => {
        await choose(page, 'environment', 'uat');
        assert.deepEqual(await shownOf(page), some(alphas, ['Alpha', 'Gamma']));
        await choose(page, 'environment', 'dev');
        assert.deepEqual(await shownOf(page), nothing);
    });
    await judge('a cell that the filter does not mean is pale', file, '#show=write', async (page) => {
        const pale = await page.$$eval('#map td.off', (cells) => cells.map((cell) => [cell.ariaLabel, getComputedStyle(cell).backgroundColor]));
        assert.deepEqual(pale, [['Beta, Account: Read', 'rgba(0, 0, 0, 0)']]);
    });
    await judge('the filter is in the address, survives a reload and is reset', file, '', async (page) => {
        await choose(page, 'show', 'write');
        await choose(page, 'environment', 'production');
        await search(page, 'account & more');
        await search(page, 'account');
        assert.equal(await page.evaluate(() => location.hash), '#search=account&show=write&environment=production');
        await page.reload();
        assert.deepEqual(await shownOf(page), some(['Account'], ['Alpha']));
        assert.deepEqual(await page.$$eval('#search, form select', (controls) => controls.map((control) => control.value)),
            ['account', 'write', 'production']);
        await page.click('#reset');
        assert.deepEqual(await shownOf(page), some(all.rows, all.columns));
        assert.equal(await page.evaluate(() => location.hash), '');
    });
    await judge('another address is followed, an impossible one is no harm', file, '#show=constructor&view=x&object=none', async (page) => {
        assert.deepEqual(await shownOf(page), some(all.rows, all.columns));
        await page.evaluate(() => { location.hash = '#search=lead'; });
        await page.waitForFunction(() => document.getElementById('count').textContent.startsWith('1 of 4'));
        assert.deepEqual(await shownOf(page), some(['Lead'], ['Beta']));
    });
}

// --- details -------------------------------------------------------------------------------------

const openRisk = 'elevated reads all records of Account view-all-records in Shared read';
const acceptedRisk = 'high changes all records of Asset accepted assets have no owner Approved by security team. Until 2027-06-30. ' +
    'modify-all-records in Alpha Integration';
// The paragraphs of a risk stand below each other, without a blank between.
const withoutBlanks = (value) => JSON.parse(JSON.stringify(value).replace(/ /g, ''));
const assertFacts = (actual, wanted) => assert.deepEqual(withoutBlanks(actual), withoutBlanks(wanted));

async function judgeDetails(file) {
    await judge('a cell tells all that one integration may do with one object', file, '', async (page) => {
        await openCell(page, 'Alpha, Account');
        assert.deepEqual(await textsOf(page, 'dialog h2'), ['Alpha, Account']);
        assertFacts(await factsOf(page, '#details'), {
            '': ['Create, Read, Edit, Delete, View All Records'],
            Risks: [openRisk],
            Access: [
                ['Create, Read, Edit, Delete', 'Alpha Integration', 'integrations.yaml'],
                ['Read, View All Records', 'Shared read', 'shared.yaml'],
            ],
            Fields: [
                ['Phone', 'Edit', 'Alpha Integration', 'integrations.yaml'],
                ['Birthdate ◆ birth date', 'Read', 'Alpha Integration', 'pattern *__c, integrations.yaml'],
                ['Site', 'Read', 'Shared read', 'shared.yaml'],
            ],
            'Record types': [['Customer', 'Alpha Integration', 'integrations.yaml'], 'All of Alpha · all who use Account'],
        });
        await openCell(page, 'Alpha, Asset');
        assertFacts(await factsOf(page, '#details'), {
            '': ['Create, Read, Edit, Delete, View All Records, Modify All Records, View All Fields'],
            Risks: [acceptedRisk],
            Access: [
                ['Create, Read, Edit, Delete, View All Records, Modify All Records, View All Fields', 'Alpha Integration', 'added, because viewAll on Asset needs it'],
                'All of Alpha · all who use Asset',
            ],
        });
        await openCell(page, 'Beta, Asset');
        assert.deepEqual(await factsOf(page, '#details'), { '': ['No access.'] });
    });
    await judge('a header tells all about an integration', file, '', async (page) => {
        await page.click('#map th[title=Alpha]');
        assert.deepEqual(await textsOf(page, 'dialog h2'), ['Alpha']);
        assertFacts(await factsOf(page, '#details'), {
            '': ['Syncs accounts.', ['Owner', 'revops team'], ['Also assigned', 'org set ns__X, group Reporting']],
            Risks: [acceptedRisk, openRisk],
            Users: [
                ['production', 'alpha@mycompany.com Email: salesops@mycompany.com Profile: API-only'],
                ['uat', 'alpha@mycompany.com.uat Email: salesops@mycompany.com Profile: Minimum Access Role: Sales Groups: Team A Queues: Q ' +
                    'Features: MarketingUser'],
            ],
            'Permission sets': [
                ['Alpha Integration Alpha_Integration', 'Salesforce API Integration', 'its own'], ['Shared read Shared_Read', 'none', 'shared'],
            ],
            Objects: [
                ['Account', 'Create, Read, Edit, Delete, View All Records', 'Edit: Phone Read: Birthdate ◆, Site ◆ birth date', 'Customer'],
                ['Asset', 'Create, Read, Edit, Delete, View All Records, Modify All Records, View All Fields', '', ''],
                ['Plan__c', 'fields only', 'Read: Old__c', ''],
            ],
            'Other grants': [
                ['ViewSetup', 'user permission', '', 'Alpha Integration', 'integrations.yaml'],
                ['standard-Account', 'tab', 'Visible', 'Alpha Integration', 'integrations.yaml'],
                ['Hook', 'Apex class', '', 'Shared read', 'shared.yaml'],
            ],
        });
    });
    await judge('the name of an object tells who may do what with it', file, '', async (page) => {
        await page.click('#map th[title=Account]');
        assert.deepEqual(await textsOf(page, 'dialog h2'), ['Account']);
        assertFacts(await factsOf(page, '#details'), {
            '': ['2 integrations',
                ['Alpha', 'Create, Read, Edit, Delete, View All Records 1 risk', 'Edit: Phone Read: Birthdate ◆, Site ◆ birth date'], ['Beta', 'Read', '']],
        });
        await page.locator('dialog').getByRole('button', { name: 'Beta' }).click();
        assert.deepEqual(await textsOf(page, 'dialog h2'), ['Beta, Account']);
        assert.equal(await focusOf(page), 'Beta, Account');
    });
    await judge('details can be linked to', file, '#integration=Alpha&object=Plan__c', async (page) =>
        assert.deepEqual(await textsOf(page, 'dialog[open] h2'), ['Alpha, Plan__c']));
}

async function judgeClosing(file) {
    for (const [text, width] of [['beside the map', 1440], ['over it', 800], ['over it on a telephone', 360]]) {
        await judge(`details ${text}: Escape closes them and the focus goes back`, file, '#view=map', async (page) => {
            await openCell(page, 'Alpha, Asset');
            assert.equal(await focusOf(page), 'Alpha, Asset');
            assert.equal(await page.$eval('dialog', (dialog) => dialog.matches(':modal')), width < 1100);
            await page.keyboard.press('Escape');
            await inAddress(page, 'integration', '');
            assert.equal(await page.$eval('dialog', (dialog) => dialog.open), false);
            assert.match(await focusOf(page), /^Alpha, Asset: Create/);
            await page.keyboard.press('Enter');
            await page.click('.close');
            await inAddress(page, 'integration', '');
            assert.match(await focusOf(page), /^Alpha, Asset: Create/);
        }, { viewport: { width, height: 800 } });
    }
}

// --- keyboard and names --------------------------------------------------------------------------

const walk = [
    ['ArrowDown', 'Alpha, Asset'], ['ArrowRight', 'Beta, Asset: no access'], ['ArrowUp', 'Beta, Account'], ['End', 'Gamma, Account'],
    ['Home', 'Account'], ['ArrowUp', 'Account'], ['ArrowRight', 'Alpha, Account'], ['ArrowUp', 'Alpha, 2 risks of which 1 accepted'],
    ['ArrowLeft', 'Alpha, 2 risks of which 1 accepted'], ['ArrowRight', 'Beta'], ['PageDown', 'Beta, Plan__c'], ['Control+Home', 'Alpha, Account'],
    ['Control+End', 'Gamma, Plan__c'], ['ArrowDown', 'Gamma, Plan__c'], ['PageUp', 'Gamma, Account'],
];

async function judgeKeyboard(file) {
    await judge('Tab goes through the controls and stops once in the map', file, '', async (page) => {
        const stops = [];
        for (let i = 0; i < 9; i++) {
            await page.keyboard.press('Tab');
            stops.push(await page.evaluate(({ activeElement: at } = document) =>
                at === document.body ? 'outside' : at.id || at.ariaLabel || at.textContent));
        }
        assert.deepEqual(stops.slice(0, 7), ['Skip to the content', 'search', 'show', 'environment', 'Map', 'List', 'reset']);
        assert.match(stops[7], /^Alpha, Account: /);
        assert.equal(stops[8], 'outside');
    });
    await judge('arrows, Home, End and the page keys walk through the map', file, '', async (page) => {
        await page.focus('#map [tabindex="0"]');
        for (const [key, label] of walk) {
            await page.keyboard.press(key);
            assert.ok((await focusOf(page)).startsWith(label), `${key}: ${await focusOf(page)}`);
            assert.equal(await page.locator('#map [tabindex="0"]').count(), 1);
        }
        await page.keyboard.press('Enter');
        assert.deepEqual(await textsOf(page, 'dialog[open] h2'), ['Gamma, Account']);
    });
    await judge('the focus can be seen', file, '', async (page) => {
        await page.keyboard.press('Tab');
        for (let i = 0; i < 6; i++) {
            await page.keyboard.press('Tab');
            assert.equal(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'solid');
        }
    });
    await judge('the skip link leads to the content and leaves the address alone', file, '#search=lead', async (page) => {
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
        assert.equal(await page.evaluate(() => location.hash), '#search=lead');
    });
}

// The headings in use as levels, none of which may skip one.
const assertHeadings = (levels) => levels.forEach((level, i) =>
    assert.ok(i ? level <= levels[i - 1] + 1 : level === 1, `h${level} after h${levels[i - 1]}`));

async function judgeNames(file) {
    for (const view of ['map', 'list']) {
        await judge(`${view}: controls and tables have names, headings skip no level`, file, `#view=${view}&integration=Alpha`, async (page) => {
            const snapshot = await page.locator('body').ariaSnapshot();
            const nameless = snapshot.split('\n').filter((line) => /^\s*- (button|textbox|searchbox|combobox|table|grid|dialog|region|article|group|link|columnheader|rowheader)(:| \[|$)/.test(line));
            assert.deepEqual(nameless, []);
            assertHeadings(await page.$$eval(':is(h1, h2, h3, h4)', (headings) =>
                headings.filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.tagName[1]))));
        });
    }
    await judge('headers have their scope, the count is a live region', file, '', async (page) => {
        assert.equal(await page.locator('#map th:not([scope])').count(), 0);
        assert.equal(await page.getAttribute('#count', 'role'), 'status');
        assert.equal(await page.locator('html[lang=en]').count(), 1);
    });
}

// --- looks ---------------------------------------------------------------------------------------

// The contrast of every visible text with what is behind it, the lowest of each kind of element.
const contrasts = (page) => page.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const rgba = (color) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = (color) => {
        const [r, g, b] = color.slice(0, 3).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const color = rgba(getComputedStyle(at).backgroundColor);
            if (color[3] === 255) return color;
        }
        return [255, 255, 255];
    };
    const texts = [...document.querySelectorAll('body *')].filter((element) =>
        element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
    return texts.map((element) => {
        const [one, two] = [light(rgba(getComputedStyle(element).color)), light(behind(element))];
        return { text: element.textContent.slice(0, 40), of: element.className, ratio: (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05) };
    });
});

async function judgeLooks(files) {
    for (const colorScheme of ['light', 'dark']) {
        for (const hash of ['#view=map&integration=Alpha', '#view=list', '#view=map&show=write']) {
            await judge(`${colorScheme} ${hash}: every text has a contrast of 4.5 at least`, files.small, hash, async (page) => {
                assert.deepEqual((await contrasts(page)).filter(({ ratio }) => ratio < 4.5), []);
            }, { colorScheme });
        }
        for (const width of [360, 800, 1440]) {
            for (const [name, file] of Object.entries(files)) {
                await judge(`${colorScheme}, ${name}, ${width} pixels: the page itself does not scroll sideways`, file, '', async (page) => {
                    for (const hash of ['#view=map', '#view=list', '#view=map&integration=Alpha', '#view=map&object=Account']) {
                        await page.goto('about:blank');
                        await page.goto(pathToFileURL(file).href + hash);
                        await settled(page);
                        const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
                        assert.ok(content <= window, `${hash}: ${content}`);
                    }
                }, { colorScheme, viewport: { width, height: 800 } });
            }
        }
    }
    await judge('a narrow screen gets the list', files.small, '', async (page) => {
        assert.equal(await page.isVisible('.map'), false);
        assert.deepEqual(await textsOf(page, 'article h3 bdi'), all.columns);
    }, { viewport: { width: 360, height: 800 } });
}

// The page hears of the paper with one of its next frames; who listens after it hears of it after it. Listening has
// begun before the paper comes, or it may be heard of before anybody listens, and then never.
async function onPaper(page) {
    await page.evaluate(() => {
        window.paper = new Promise((resolve) => {
            matchMedia('print').addEventListener('change', () => resolve(), { once: true });
        });
    });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => window.paper);
}

async function judgePrint(files) {
    await judge('on paper: the list in full, the seats and a map of few columns; no controls', files.small, '', async (page) => {
        await onPaper(page);
        const visible = {};
        for (const part of ['h1', '#seats', 'form', 'dialog', '.skip', '.map', '.list']) visible[part] = await page.isVisible(part);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        assert.deepEqual(visible, { h1: true, '#seats': true, form: false, dialog: false, '.skip': false, '.map': true, '.list': true });
        assert.deepEqual(await textsOf(page, 'article h3 bdi'), all.columns);
        assert.deepEqual((await factsOf(page, 'article:nth-of-type(2)')).Objects, [['Account', 'Read'], ['Lead', 'Create, Read, Edit']]);
    }, { viewport: { width: 640, height: 1000 } });
    await judge('on paper: no map of many columns, but all objects of all integrations', files.big, '#search=object_00', async (page) => {
        await onPaper(page);
        assert.equal(await page.isVisible('.map'), false);
        assert.equal(await page.locator('article').count(), 200);
        assert.equal(await page.locator('article table[aria-label^=Objects] tbody tr').count(), 200 * 9);
    });
}

// --- hostile and many ----------------------------------------------------------------------------

const collapse = (text) => text.replace(/\s+/g, ' ').trim();

async function judgeHostile(file) {
    const literal = hostile.map(collapse);
    await judge('hostile texts show as they are and run nothing', file, '', async (page) => {
        assert.equal(await page.title(), collapse(`Integration access · ${hostile.join(' ')}`));
        assert.deepEqual(sorted(await columnsOf(page)), sorted(literal));
        assert.deepEqual(sorted(await rowsOf(page)), sorted(literal));
        for (let i = 0; i < hostile.length; i++) {
            await page.locator('#map th[scope=col]').nth(i).click();
            assert.deepEqual(await textsOf(page, 'dialog h2'), [literal[i]]);
            const bare = await page.$$eval('#details bdi', (elements) => elements.map((element) => element.textContent.replace(/\s+/g, ' ').trim()));
            assert.deepEqual([...new Set(bare)], [literal[i]]);
            assert.equal(await page.locator('#details :is(script, img, b)').count(), 0);
        }
        assert.equal(await page.evaluate(() => window.ran), undefined);
        assert.equal(await page.locator('script').count(), 2);
    });
    await judge('hostile texts go through the address and back', file, '', async (page) => {
        for (const text of ['</script><script>window.ran', '"><img', '&amp;', '{{data}}', '😀', '%41+&show=x#y']) {
            await search(page, text);
            const count = await countOf(page);
            assert.equal(count, text.startsWith('%') ? 'Nothing found' : '1 of 13 objects, 1 of 13 integrations', text);
            await page.reload();
            assert.equal(await countOf(page), count);
            assert.equal(await page.inputValue('#search'), text);
        }
        assert.equal(await page.evaluate(() => window.ran), undefined);
    });
}

async function judgeBig(file) {
    await judge('200 integrations and 300 objects: the filter counts right, cells come where one looks', file, '', async (page) => {
        assert.equal(await countOf(page), '300 of 300 objects, 200 of 200 integrations');
        assert.equal((await columnsOf(page)).length, 200);
        assert.equal((await rowsOf(page)).length, 300);
        await search(page, 'object_012__c');
        assert.equal(await countOf(page), '1 of 300 objects, 200 of 200 integrations');
        await choose(page, 'show', 'delete');
        assert.equal(await countOf(page), '1 of 300 objects, 6 of 200 integrations');
        assert.deepEqual(await columnsOf(page), ['Tool 001', 'Tool 002', 'Tool 003', 'Tool 004', 'Tool 006', 'Tool 012']);
        await page.click('#reset');
        await page.focus('#map [tabindex="0"]');
        await page.keyboard.press('Control+End');
        assert.equal(await focusOf(page), 'Tool 200, Object_300__c: Read');
        assert.ok(await page.isVisible('#map td[aria-label^="Tool 200, Object_300__c"]'));
        assert.ok(await page.locator('#map td[aria-label]').count() < 5000);
        await page.keyboard.press('Enter');
        assert.deepEqual((await factsOf(page, '#details')).Fields[0], ['Field_300__c', 'Read', 'integrations.yaml']);
    });
    await judge('a map that is scrolled by hand draws what is seen and keeps its one stop', file, '', async (page) => {
        await page.focus('#map [tabindex="0"]');
        await page.$eval('#scroll', (box) => {
            box.scrollIntoView();
            box.scrollTo(4000, 5000);
        });
        await page.waitForFunction(() => !document.querySelector('#map td[aria-label^="Tool 001, Object_001__c"]'));
        const seen = await page.evaluate(() => {
            const { x, y, width, height } = document.getElementById('scroll').getBoundingClientRect();
            const below = (right, down) => document.elementFromPoint(x + right, y + down).getAttribute('aria-label');
            return [below(width - 60, height - 60), below(width / 2, height / 2)].every((label) => /^Tool \d+, Object_\d+__c: /.test(label));
        });
        assert.ok(seen);
        assert.equal(await page.evaluate(() => document.activeElement.id), 'map');
        await page.keyboard.press('ArrowDown');
        assert.match(await focusOf(page), /^Tool 001, Object_002__c/);
    });
}

// --- the pages of the builds ---------------------------------------------------------------------

const flags = {
    allowCreate: 'Create', allowRead: 'Read', allowEdit: 'Edit', allowDelete: 'Delete',
    viewAllRecords: 'View All Records', modifyAllRecords: 'Modify All Records', viewAllFields: 'View All Fields',
};
const lists = ['objectPermissions', 'fieldPermissions'];
const parser = new XMLParser({ isArray: (name) => lists.includes(name), trimValues: false });

// What the permission sets of a build grant: API name -> its parsed file.
function setsOf(folder) {
    const files = Object.entries(filesOf(folder)).filter(([name]) => name.endsWith('.permissionset-meta.xml'));
    return Object.fromEntries(files.map(([name, bytes]) => [path.basename(name, '.permissionset-meta.xml'), parser.parse(bytes).PermissionSet]));
}

// Of one integration, from the files of its sets: object -> [access in words, fields].
function grantsOf(names, sets) {
    const grants = {};
    const of = (object) => (grants[object] ??= { access: new Set(), fields: new Set() });
    for (const set of names.map((name) => sets[name])) {
        for (const entry of set.objectPermissions ?? []) {
            for (const flag of Object.keys(flags)) if (entry[flag]) of(entry.object).access.add(flag);
        }
        for (const { field, readable, editable } of set.fieldPermissions ?? []) {
            const [object, name] = field.split('.');
            if (readable) of(object).fields.add(`${editable ? 'Edit' : 'Read'} ${name}`);
        }
    }
    return Object.fromEntries(Object.entries(grants).map(([object, { access, fields }]) =>
        [object, [Object.keys(flags).filter((flag) => access.has(flag)).map((flag) => flags[flag]).join(', ') || 'fields only', sorted(fields)]]));
}

// The same from the list of the page.
const listed = (page) => page.$$eval('article', (articles) => articles.map((article) => {
    const rows = (label) => [...article.querySelectorAll(`table[aria-label^="${label}"] tbody tr`)];
    const fieldsOf = (row) => [...row.querySelectorAll('td div')].flatMap((line) =>
        [...line.querySelectorAll(':scope > bdi')].map((name) => `${line.firstChild.textContent.replace(': ', '')} ${name.textContent}`));
    return {
        sets: rows('Permission sets').map((row) => row.querySelector('code').textContent),
        usernames: rows('Users').map((row) => row.querySelector('td bdi').textContent),
        objects: Object.fromEntries(rows('Objects').map((row) => [row.cells[0].textContent, [row.cells[1].textContent, fieldsOf(row).sort()]])),
    };
}));

async function judgeBuild(name) {
    const file = path.join(out, name, 'review', 'index.html');
    const sets = setsOf(path.join(out, name));
    await judge(`${name}: the page shows the users and what the permission sets grant`, file, '#view=list', async (page) => {
        await onPaper(page);
        const articles = await listed(page);
        assert.ok(articles.length > 0);
        for (const { sets: names, objects } of articles) assert.deepEqual(objects, grantsOf(names, sets));
        const users = Object.values(expected.outputs[name].users).flat().map(({ Username }) => Username);
        assert.deepEqual(sorted(articles.flatMap(({ usernames }) => usernames)), sorted(users));
    });
    await judge(`${name}: the page has the template's script and style`, file, '', async (page) => {
        const [title, data] = template.split(/\{\{title\}\}|\{\{data\}\}/).slice(1);
        const text = fs.readFileSync(file, 'utf8');
        assert.ok(text.includes(title) && text.endsWith(data));
        assert.equal(await page.locator('#map').count(), 1);
    });
}

async function main() {
    await launch();
    const files = {
        small: write('small', '<mycompany.com>', small),
        hostile: write('hostile', hostile.join(' '), hostileData()),
        big: write('big', 'Many', bigData()),
    };
    await judgeTemplate();
    for (const part of [judgeHeader, judgeFilter, judgeDetails, judgeClosing, judgeKeyboard, judgeNames]) await part(files.small);
    await judgeLooks(files);
    await judgePrint(files);
    await judgeHostile(files.hostile);
    await judgeBig(files.big);
    for (const name of Object.keys(expected.outputs)) await judgeBuild(name);
    await close();
    done();
}

main();
