// What must come out of the sample and of rich.yaml, written by hand: the judges compare with it.
//
// A user is what its Apex holds. In users.csv the same values stand in the columns of the header.
'use strict';

exports.newestProfile = 'Minimum Access - API Only Integrations';
const license = 'SalesforceAPIIntegrationPsl';

const starterHeader = [
    'Username', 'LastName', 'Email', 'Alias', 'Profile.Name',
    'TimeZoneSidKey', 'LocaleSidKey', 'EmailEncodingKey', 'LanguageLocaleKey',
];
const accessOf = (label) =>
    `What ${label} needs beside its set: classes, pages, flows, custom permissions, apps or credentials, ` +
    'which a set with a permission set licence does not hold.';

// --- templates/starter --------------------------------------------------------------------------

const starterUser = (tool, suffix) => {
    const name = tool.toLowerCase().replace('.io', '');
    return {
        Username: `${name}@mycompany.com${suffix}`,
        LastName: `${tool} Integration`,
        Email: 'salesops@mycompany.com',
        Alias: name.slice(0, 8),
        TimeZoneSidKey: 'GMT',
        LocaleSidKey: 'en_US',
        EmailEncodingKey: 'UTF-8',
        LanguageLocaleKey: 'en_US',
        licenses: [license],
        sets: [`${tool.replace('.', '_')}_Integration`],
    };
};
const starterTools = ['HubSpot', 'Intercom', 'Marketo', 'Outreach.io', 'SalesLoft'];
const starterTexts = {
    HubSpot:
        'HubSpot syncs companies, contacts, leads and deals both ways. Without Modify All it sees what ' +
        'sharing gives it.',
    Intercom:
        'Intercom creates and updates leads, updates contacts, reads accounts and opportunities, and opens ' +
        'cases from conversations.',
    Marketo:
        'Marketo syncs leads, contacts, accounts, opportunities and campaigns, converts leads, and logs ' +
        'activities as tasks and events.',
    'Outreach.io':
        'Outreach syncs accounts, contacts, leads and opportunities both ways and logs calls, emails and ' +
        'meetings as tasks and events.',
    SalesLoft:
        'SalesLoft creates and updates people and accounts, reads opportunities, and logs calls and emails ' +
        'as tasks and events.',
};
const starterSets = starterTools.map((tool) => [
    `${tool.replace('.', '_')}_Integration`,
    { label: `${tool} Integration`, license, description: starterTexts[tool] },
]);

const starter = {
    apiVersion: '67.0',
    packages: { package: starterSets.map(([name]) => name) },
    sets: Object.fromEntries(starterSets),
    header: starterHeader,
    users: {
        production: starterTools.map((tool) => starterUser(tool, '')),
        uat: starterTools.map((tool) => starterUser(tool, '.uat')),
    },
};

// --- rich.yaml ----------------------------------------------------------------------------------

const common = {
    Email: 'ops@example.org', TimeZoneSidKey: 'Europe/Zurich', LocaleSidKey: 'de_CH', EmailEncodingKey: 'UTF-8',
    LanguageLocaleKey: 'en_US', role: 'R&D "West", \'O\'\'Neil\' \\ ${x}', licenses: [license],
};
const oBrien = {
    ...common,
    Username: "o'brien@example.org",
    LastName: '=cmd(),\'a\',"b"\\ ${x} 😀 漢字 <é> & \\u0027 \\',
    FirstName: '"quoted"',
    Email: "o'brien+x@example.org",
    Alias: '\'\\",=+😀;',
    role: '+SUM(1,2) "North" \'x\' \\n',
    adopt: true,
    licenses: [license, "Odd 'Licence' \\"],
    sets: ['OBrien', 'OBrien_Access', 'Shared_Read', 'ns__Sync', 'Plain_Org_Set'],
    setGroups: ['Group \'A\' "B" \\ ${x} 😀'],
    groups: [
        'Team "A", \'B\' \\',
        "'; delete users; //", '*/ /* 😀',
    ],
    queues: ['=HYPERLINK("x",\'y\')', '\\'],
    features: ['MarketingUser', 'KnowledgeUser'],
};
const loader = {
    ...common, Username: 'many-loader@example.org', LastName: '-1+1', Alias: 'manyload',
    sets: ['Many_Integration'], features: ['MarketingUser'],
};
const reader = {
    ...common, Username: 'many-reader@example.org', LastName: 'Many Integration reader', FirstName: ',', Alias: '"',
    sets: ['Many_Integration'],
};
const plain = { ...common, Username: 'plain@example.org', LastName: 'Plain', Alias: 'plain', sets: ['Plain_Set'] };
const userOnly = {
    ...common, Username: 'user-only@example.org', LastName: 'User only Integration', Alias: 'useronly',
    sets: ['Shared_Code'],
};
const inUat = (user) => ({ ...user, Username: `${user.Username}.uat`, Email: user.Email.replace('ops@', 'uat@') });
const inDev = (user) => ({ ...user, Username: `${user.Username}.dev1`, profile: 'Minimum "Access", \'API\' \\ =1+1' });

const richLabel = '=cmd() \'a\' "b" \\ ${x} <é> & 漢字 😀';

const rich = {
    apiVersion: '66.0',
    packages: {
        'package-production': ['OBrien', 'OBrien_Access', 'Plain_Set', 'Shared_Code', 'Shared_Read'],
        'package-uat': ['Many_Integration', 'OBrien', 'OBrien_Access', 'Plain_Set', 'Shared_Code', 'Shared_Read'],
        'package-dev-1': ['Many_Integration', 'OBrien', 'OBrien_Access', 'Shared_Code', 'Shared_Read'],
    },
    sets: {
        Many_Integration: {
            label: 'Many Integration', license: undefined, description: 'Two users, in the sandboxes only',
        },
        OBrien: {
            label: richLabel, license,
            description: 'First line\r\nsecond \\ \'line\'\r\n\r\n"fourth"\u2028after a separator\ttab 😀 end',
        },
        OBrien_Access: { label: `${richLabel} Access`, license: undefined, description: accessOf(richLabel) },
        Plain_Set: { label: 'Plain\u2028label 😀', license, description: ">= one line & 'no' more <" },
        Shared_Code: { label: 'Shared Code', license: undefined, description: 'Code that several tools call' },
        Shared_Read: {
            label: 'Shared <read> & "write" \'twice\'', license,
            description: "=cmd()|' /C calc'!A0\n${x} $(y) `z` {{users}} %s %n ]]> --> <!-- &amp; &#10;",
        },
    },
    header: [
        'Username', 'LastName', 'FirstName', 'Email', 'Alias', 'Profile.Name', 'UserRole.Name', 'TimeZoneSidKey',
        'LocaleSidKey', 'EmailEncodingKey', 'LanguageLocaleKey',
        'UserPermissionsKnowledgeUser', 'UserPermissionsMarketingUser',
    ],
    users: {
        production: [oBrien, plain, userOnly],
        uat: [
            { ...inUat(loader), Username: 'bulk.uat@example.org', FirstName: "=cmd()|' /C calc'!A0" },
            inUat(reader),
            inUat(oBrien),
            { ...inUat(plain), LastName: 'Plain, in "uat"' },
            inUat(userOnly),
        ],
        'dev-1': [inDev(loader), inDev(reader), inDev(oBrien)],
    },
};

exports.outputs = { starter, rich };
