// The data that page.js fills the review page with, in the form that the program writes.
'use strict';

const user = (environment, username) => ({
    environment, username, email: 'salesops@mycompany.com', profile: '', role: '', groups: [], queues: [], features: [],
});
const own = (name) => ({ apiName: `${name}_Integration`, label: `${name} Integration`, license: 'Salesforce API Integration', role: 'own' });
const shared = { apiName: 'Shared_Read', label: 'Shared read', license: '', role: 'shared' };
const acceptance = { reason: 'assets have no owner', approvedBy: 'security team', until: '2027-06-30' };

exports.small = {
    company: 'mycompany.com',
    apiVersion: '67.0',
    environments: [
        { name: 'production', orgId: '00D000000000001', users: 2, seats: 8, included: false, price: 10 },
        { name: 'uat', orgId: '', users: 2, seats: 1, included: true, price: 10 },
        { name: 'dev', orgId: '', users: 0, seats: null, included: false, price: 10 },
    ],
    origins: ['integrations.yaml', 'pattern *__c, integrations.yaml', 'added, because viewAll on Asset needs it', 'shared.yaml'],
    integrations: [
        {
            name: 'Alpha', description: 'Syncs accounts.', owner: 'revops team', sets: [own('Alpha'), shared],
            assigned: ['org set ns__X', 'group Reporting'],
            users: [
                user('production', 'alpha@mycompany.com'),
                { ...user('uat', 'alpha@mycompany.com.uat'), profile: 'Minimum Access', role: 'Sales', groups: ['Team A'], queues: ['Q'], features: ['MarketingUser'] },
            ],
            objects: [
                ['Asset', 'CREDVMF', 0, 2, [], []],
                ['Account', 'CRED', 0, 0, [['Phone', 'E', 0, 0], ['Birthdate', 'R', 0, 1, 'birth date']], [['Customer', 0, 0]]],
                ['Account', 'RV', 1, 3, [['Site', 'R', 1, 3]], []],
                ['Plan__c', '', 0, 1, [['Old__c', 'R', 0, 1]], []],
            ],
            other: [['user permission', 'ViewSetup', '', 0, 0], ['tab', 'standard-Account', 'Visible', 0, 0], ['Apex class', 'Hook', '', 1, 3]],
            risks: [
                ['modify-all-records', 'error', 'changes all records of', ['Asset'], 0, acceptance],
                ['view-all-records', 'warning', 'reads all records of', ['Account'], 1, null],
            ],
        },
        {
            name: 'Beta', description: '', owner: '', sets: [own('Beta')], assigned: [], users: [user('production', 'beta@mycompany.com')],
            objects: [['Lead', 'CRE', 0, 0, [], []], ['Account', 'R', 0, 0, [], []]], other: [], risks: [],
        },
        {
            name: 'Gamma', description: 'Backs up.', owner: 'data team', sets: [own('Gamma')], assigned: [], users: [user('uat', 'gamma@mycompany.com.uat')],
            objects: [], other: [['user permission', 'ViewAllData', '', 0, 0]],
            risks: [['view-all-data', 'error', 'may read every record of the org:', ['ViewAllData'], 0, null]],
        },
    ],
};

exports.hostile = [
    '</script><script>window.ran = 1</script>', '"><img src=x onerror="window.ran = 1">', '{{title}}', '{{data}}', '&amp; &lt;b&gt;',
    'שלום ‮txt', '😀 漢字', "' onmouseover='window.ran=1", 'javascript:window.ran=1', '<!-- <script>', 'n'.repeat(255), '$& $1 \\u003c', '__proto__',
];

exports.hostileData = () => ({
    ...exports.small,
    environments: exports.hostile.map((name) => ({ name, orgId: name, users: 1, seats: 5, included: true, price: 10 })),
    origins: exports.hostile,
    integrations: exports.hostile.map((name, i) => ({
        name, description: name, owner: name, assigned: [name],
        sets: [{ apiName: name, label: name, license: name, role: 'own' }],
        users: [{ environment: name, username: name, email: name, profile: name, role: name, groups: [name], queues: [name], features: [name] }],
        objects: [[name, 'R', 0, i, [[name, 'E', 0, i, name]], [[name, 0, i]]]],
        other: [[name, name, name, 0, i]],
        risks: [[name, 'error', name, [name], 0, { reason: name, approvedBy: name, until: '2027-06-30' }]],
    })),
});

// 200 integrations and 300 objects; integration i may delete objects whose number its own divides.
const number = (i) => String(i + 1).padStart(3, '0');
exports.bigData = () => ({
    ...exports.small,
    integrations: Array.from({ length: 200 }, (_, i) => ({
        name: `Tool ${number(i)}`, description: '', owner: '', assigned: [], sets: [own(`Tool_${number(i)}`)],
        users: [user(i < 50 ? 'production' : 'uat', `tool${number(i)}@mycompany.com`)],
        objects: Array.from({ length: 300 }, (_, o) =>
            [`Object_${number(o)}__c`, (o + 1) % (i + 1) ? 'R' : 'RED', 0, 0, [[`Field_${number(o)}__c`, 'R', 0, 0]], []]),
        other: [], risks: [],
    })),
});
