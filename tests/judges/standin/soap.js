// The SOAP calls of the stand-in org: metadata deploys and retrieves, and anonymous Apex, which it does not run.
'use strict';
const { deploy } = require('./deploy.js');
const { retrieve } = require('./retrieve.js');
const { read, text, write } = require('./xml.js');

const head = '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>';
const foot = '</soapenv:Body></soapenv:Envelope>';

const answer = (name, result) => ({ status: 200, body: `${head}${write({ [`${name}Response`]: { result } })}${foot}` });

const fault = (faultcode, faultstring) =>
    ({ status: 500, body: `${head}<soapenv:Fault>${write({ faultcode, faultstring })}</soapenv:Fault>${foot}` });

const noApex = {
    column: 1, compileProblem: 'the stand-in org runs no Apex', compiled: false, exceptionMessage: null,
    exceptionStackTrace: null, line: 1, success: false,
};

class Soap {
    constructor(org) {
        this.org = org;
        this.results = new Map();
    }

    keep(result) {
        this.results.set(result.id, result);
        return { done: false, id: result.id, state: 'Queued' };
    }

    async deploy(call) {
        const zip = Buffer.from(text(call, 'ZipFile') ?? '', 'base64');
        return this.keep(await deploy(this.org, zip, call.DeployOptions?.[0]));
    }

    async retrieve(call) {
        return this.keep(await retrieve(this.org, call.request[0]));
    }

    checkDeployStatus(call) {
        return this.results.get(text(call, 'asyncProcessId'));
    }

    checkRetrieveStatus(call) {
        return this.checkDeployStatus(call);
    }

    executeAnonymous() {
        return noApex;
    }

    async call(body) {
        const [name, [content]] = Object.entries(read(body).Envelope[0].Body[0])[0];
        const known = ['deploy', 'retrieve', 'checkDeployStatus', 'checkRetrieveStatus', 'executeAnonymous'];
        const result = known.includes(name) ? await this[name](content) : undefined;
        return result ? answer(name, result) : fault('sf:UNKNOWN_EXCEPTION', `the stand-in does not answer ${name}`);
    }
}

exports.Soap = Soap;
