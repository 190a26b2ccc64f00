// Bulk API 2.0 of the stand-in org: ingest jobs that are done as soon as they are closed.
'use strict';
const { parse } = require('csv-parse/sync');
const { refuse } = require('./error.js');
const records = require('./records.js');
const schema = require('./schema.js');

const delimiters = { BACKQUOTE: '`', CARET: '^', COMMA: ',', PIPE: '|', SEMICOLON: ';', TAB: '\t' };
const lineEndings = { LF: '\n', CRLF: '\r\n' };

const newJob = (org, { object, operation, externalIdFieldName, lineEnding = 'LF', columnDelimiter = 'COMMA' }) => ({
    id: org.newId('750'), object, operation, externalIdFieldName, lineEnding, columnDelimiter, state: 'Open',
    contentType: 'CSV', apiVersion: Number(org.apiVersion), concurrencyMode: 'Parallel', createdById: org.admin.Id,
    createdDate: new Date().toISOString(), systemModstamp: new Date().toISOString(),
});

// --- the rows of a job ---------------------------------------------------------------------------

// An empty cell says nothing; #N/A empties the field.
const valuesOf = (header, cells) =>
    Object.fromEntries(header.map((name, i) => [name, cells[i]]).filter(([, cell]) => cell !== '')
        .map(([name, cell]) => [name, cell === '#N/A' ? null : cell]));

function writeRow(org, { object, operation, externalIdFieldName }, values) {
    if (operation === 'insert') return { id: records.create(org, object, values), created: true };
    return records.upsert(org, object, externalIdFieldName, values);
}

function run(org, job, { header, rows }) {
    const done = { successful: [], failed: [] };
    for (const cells of rows) {
        try {
            const { id, created } = writeRow(org, job, valuesOf(header, cells));
            done.successful.push([id, String(created), ...cells]);
        } catch (error) {
            if (!error.code) throw error;
            done.failed.push(['', `${error.code}:${error.message}:${error.fields.join(',')} --`, ...cells]);
        }
    }
    return done;
}

// Why Salesforce takes no row of a job at all.
function faultOf(org, job, header) {
    const { object, operation, externalIdFieldName: key } = job;
    const unknown = header.find((name) => !records.knowsColumn(org, object, name));
    if (unknown !== undefined) return `InvalidBatch : Field name not found : ${unknown}`;
    if (operation === 'upsert' && !header.includes(key)) return `InvalidBatch : Missing external ID field : ${key}`;
    return null;
}

function readRows(job, bytes) {
    const options = { delimiter: delimiters[job.columnDelimiter], record_delimiter: lineEndings[job.lineEnding] };
    const [header = [], ...rows] = parse(bytes, options);
    return { header, rows };
}

function process(org, job) {
    let table;
    try {
        table = readRows(job, job.$bytes ?? Buffer.alloc(0));
    } catch (error) {
        return Object.assign(job, { state: 'Failed', errorMessage: `ClientInputError : ${error.message}` });
    }
    const errorMessage = faultOf(org, job, table.header);
    if (errorMessage) return Object.assign(job, { state: 'Failed', errorMessage });
    const { successful, failed } = run(org, job, table);
    return Object.assign(job, {
        state: 'JobComplete', numberRecordsProcessed: table.rows.length, numberRecordsFailed: failed.length, retries: 0,
        totalProcessingTime: 1, apexProcessingTime: 0, apiActiveProcessingTime: 1,
        $header: table.header, $successful: successful, $failed: failed,
    });
}

// --- the calls -----------------------------------------------------------------------------------

const csv = (rows) => rows.map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`).join('');

const results = {
    successfulResults: ({ $header, $successful }) => csv([['sf__Id', 'sf__Created', ...$header], ...$successful]),
    failedResults: ({ $header, $failed }) => csv([['sf__Id', 'sf__Error', ...$header], ...$failed]),
    unprocessedrecords: ({ $header }) => csv([$header]),
};

const shown = (job) => Object.fromEntries(Object.entries(job).filter(([name]) => !name.startsWith('$')));

class Jobs {
    constructor(org) {
        this.org = org;
        this.jobs = new Map();
    }

    open(options) {
        const object = schema.object(options.object) ?? refuse('INVALIDENTITY', `Unable to find object: ${options.object}`);
        const { operation } = options;
        if (!['insert', 'upsert'].includes(operation)) refuse('INVALIDOPERATION', `the stand-in does no bulk ${operation}`);
        const job = newJob(this.org, { ...options, object });
        this.jobs.set(job.id, job);
        return { ...shown(job), contentUrl: `services/data/v${this.org.apiVersion}/jobs/ingest/${job.id}/batches` };
    }

    get(id) {
        return this.jobs.get(id) ?? refuse('NOT_FOUND', 'The requested resource does not exist', [], 404);
    }

    upload(id, bytes) {
        const job = this.get(id);
        if (job.state !== 'Open' || job.$bytes) refuse('INVALIDJOBSTATE', 'the job has its data already');
        job.$bytes = bytes;
    }

    close(id, state) {
        const job = this.get(id);
        if (job.state !== 'Open') refuse('INVALIDJOBSTATE', `the job is ${job.state}`);
        // The caller sees that the upload is complete; what came of it when it asks next.
        const answer = { ...shown(job), state };
        if (state === 'UploadComplete') process(this.org, job);
        else job.state = state;
        return answer;
    }

    info(id) {
        return shown(this.get(id));
    }

    results(id, kind) {
        const job = this.get(id);
        if (job.state !== 'JobComplete') refuse('INVALIDJOBSTATE', `the job is ${job.state}`);
        return results[kind](job);
    }
}

exports.Jobs = Jobs;
