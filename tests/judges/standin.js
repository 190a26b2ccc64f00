// A small stand-in for a Salesforce org, on loopback, for the real Salesforce CLI to work against.
//
//     const org = await start({ sandbox: true, seats: { user: 2, SalesforceAPIIntegrationPsl: 2 } });
//     org.url                 where it listens
//     org.state               what is in it: tables, sets, deploys, changes, writes (standin/org.js, with the options)
//     org.requests            what it was asked: { method, url, body }
//     org.unknown             those of them that it has no answer for
//     org.query(soql)         the records that a query gives
//     await org.close()
//
// It follows what is known of Salesforce and refuses all else: no query or call gets an answer that is made up.
'use strict';
const http = require('node:http');
const { Jobs } = require('./standin/bulk.js');
const { Refusal, refuse } = require('./standin/error.js');
const { Org } = require('./standin/org.js');
const { answer: answerQuery, columns: columnsOfQuery } = require('./standin/query.js');
const records = require('./standin/records.js');
const schema = require('./standin/schema.js');
const { Soap } = require('./standin/soap.js');

const json = (body, status = 200) => ({ status, type: 'application/json;charset=UTF-8', body: JSON.stringify(body) });
const nothing = (status = 204) => ({ status });
const parsed = (body) => JSON.parse(body.toString('utf8'));

// --- the calls -----------------------------------------------------------------------------------

const userInfo = ({ org: { admin, orgId } }) =>
    json({ user_id: admin.Id, organization_id: orgId, preferred_username: admin.Username });

const versions = ({ org: { apiVersion: version } }) =>
    json([{ version, label: 'Stand-in', url: `/services/data/v${version}` }]);

// The CLI only looks whether it is let in.
const resources = ({ url: { pathname } }) =>
    json(Object.fromEntries(['query', 'sobjects', 'tooling'].map((name) => [name, `${pathname}/${name}`])));

function query({ org, url: { searchParams } }) {
    const answer = searchParams.get('columns') === 'true' ? columnsOfQuery : answerQuery;
    return json(answer(org, searchParams.get('q') ?? ''));
}

const objectNamed = (name) => schema.object(name) ?? refuse('NOT_FOUND', 'The requested resource does not exist', [], 404);

function readRecord({ org, parts: [name, id] }) {
    const object = objectNamed(name);
    const columns = schema.columnsOf(object).join(', ');
    const { records: [record] } = answerQuery(org, `SELECT ${columns} FROM ${object} WHERE Id = '${id}'`);
    return json(record ?? refuse('NOT_FOUND', 'The requested resource does not exist', [], 404));
}

const createRecord = ({ org, body, parts: [name] }) =>
    json({ id: records.create(org, objectNamed(name), parsed(body)), success: true, errors: [] }, 201);

function updateRecord({ org, body, parts: [name, id] }) {
    records.update(org, objectNamed(name), id, parsed(body));
    return nothing();
}

function removeRecord({ org, parts: [name, id] }) {
    records.remove(org, objectNamed(name), id);
    return nothing();
}

function uploadRows({ jobs, body, parts: [id] }) {
    jobs.upload(id, body);
    return nothing(201);
}

const jobResults = ({ jobs, parts: [id, kind] }) => ({ status: 200, type: 'text/csv', body: jobs.results(id, kind) });

const soapCall = async ({ soap, body }) => ({ type: 'text/xml;charset=UTF-8', ...(await soap.call(body)) });

// The groups of a pattern are the parts that a call gets.
const data = '/services/data/v\\d+\\.0';
const record = `${data}/sobjects/(\\w+)/(\\w+)`;
const ingest = `${data}/jobs/ingest`;
const routes = [
    ['GET', '/services/oauth2/userinfo', userInfo],
    ['GET', '/services/data/?', versions],
    ['GET', data, resources],
    ['GET', `${data}/(?:tooling/)?query/?`, query],
    ['GET', record, readRecord],
    ['POST', `${data}/sobjects/(\\w+)/?`, createRecord],
    ['PATCH', record, updateRecord],
    ['DELETE', record, removeRecord],
    ['POST', ingest, ({ jobs, body }) => json(jobs.open(parsed(body)))],
    ['PUT', `${ingest}/(\\w+)/batches`, uploadRows],
    ['PATCH', `${ingest}/(\\w+)`, ({ jobs, body, parts: [id] }) => json(jobs.close(id, parsed(body).state))],
    ['GET', `${ingest}/(\\w+)`, ({ jobs, parts: [id] }) => json(jobs.info(id))],
    ['GET', `${ingest}/(\\w+)/(successfulResults|failedResults|unprocessedrecords)`, jobResults],
    ['POST', '/services/Soap/[ms]/.*', soapCall],
].map(([method, path, call]) => ({ method, path: new RegExp(`^${path}$`), call }));

// --- the server ----------------------------------------------------------------------------------

async function bodyOf(request) {
    const parts = [];
    for await (const part of request) parts.push(part);
    return Buffer.concat(parts);
}

async function answerTo(standin, { method, url: address, body }) {
    // The CLI puts a second slash before some paths: it keeps the address with one at its end.
    const url = new URL(address.replace(/^\/+/, '/'), 'http://127.0.0.1');
    for (const route of routes) {
        const match = route.method === method && route.path.exec(url.pathname);
        if (match) return route.call({ ...standin, url, body, parts: match.slice(1) });
    }
    standin.unknown.push({ method, url: address });
    return refuse('NOT_FOUND', `The stand-in has no answer to ${method} ${url.pathname}`, [], 404);
}

async function respond(standin, request, response) {
    const call = { method: request.method, url: request.url, body: await bodyOf(request) };
    standin.requests.push(call);
    let answer;
    try {
        answer = await answerTo(standin, call);
    } catch (error) {
        const refusal = error instanceof Refusal ? error : new Refusal('UNKNOWN_EXCEPTION', String(error.stack), [], 500);
        answer = json(refusal.body, refusal.status);
    }
    response.writeHead(answer.status, answer.type ? { 'Content-Type': answer.type } : {});
    response.end(answer.body);
}

const listening = (server, port) => new Promise((done) => server.listen(port, '127.0.0.1', done));
const closed = (server) => new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
});

exports.start = async ({ port = 0, ...options } = {}) => {
    const org = new Org(options);
    const standin = { org, jobs: new Jobs(org), soap: new Soap(org), requests: [], unknown: [] };
    const server = http.createServer((request, response) => respond(standin, request, response));
    await listening(server, port);
    return {
        url: `http://127.0.0.1:${server.address().port}`,
        state: org,
        requests: standin.requests,
        unknown: standin.unknown,
        query: (soql) => answerQuery(org, soql).records,
        close: () => closed(server),
    };
};
