// Answers a SOQL query from the tables of the stand-in org.
'use strict';
const { refuse } = require('./error.js');
const ids = require('./ids.js');
const schema = require('./schema.js');
const soql = require('./soql.js');

// --- fields --------------------------------------------------------------------------------------

// A field path of an object: its type, and the steps from a row to the value.
function bind(org, object, path) {
    const names = path.split('.');
    const last = names.pop();
    const steps = [];
    for (const name of names) {
        const parent = schema.parent(object, name) ??
            refuse('INVALID_FIELD', `Didn't understand relationship '${name}' in field path.`);
        steps.push(parent);
        object = parent.object;
    }
    const column = schema.column(org, object, last) ??
        refuse('INVALID_FIELD', `No such column '${last}' on sobject of type ${object}`);
    return { ...column, path, object, steps };
}

// The row that the steps lead to, null where a reference is empty.
function follow(org, row, steps) {
    for (const { key, object } of steps) row = row && org.byId(object, row[key]);
    return row ?? null;
}

function valueOf(org, row, field) {
    const holder = follow(org, row, field.steps);
    return (holder && (field.read ? field.read(holder) : holder[field.name])) ?? null;
}

// --- conditions ----------------------------------------------------------------------------------

const kindOf = { b: 'boolean', n: 'number', i: 'string', s: 'string', d: 'string' };

function checkLiteral(field, op, value) {
    if (value === null && (op === '=' || op === '!=' || op === 'IN' || op === 'NOT IN')) return;
    if (field.type === 'd' || typeof value !== kindOf[field.type]) {
        const quotes = typeof value === 'string' ? ' and should not be enclosed in quotes' : '';
        refuse('INVALID_FIELD',
            `value of filter criterion for field '${field.path}' must be of type ${kindOf[field.type]}${quotes}`);
    }
    if (op === 'LIKE' && field.type !== 's') refuse('INVALID_FIELD', `invalid operator on ${field.path}: LIKE`);
    if (/[<>]/.test(op) && field.type !== 'n') refuse('INVALID_FIELD', `invalid operator on ${field.path}: ${op}`);
    if (field.type === 'i' && !/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(value)) {
        refuse('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${value}`);
    }
}

// Text is compared without regard to case; ids are not, whether they have 15 characters or 18.
const comparable = (value, type) => {
    if (typeof value !== 'string') return value;
    return type === 'i' ? ids.long(value) : value.replace(/\\([%_])/g, '$1').toLowerCase();
};

function likePattern(text) {
    const parts = text.match(/\\[%_]|[^]/gu) ?? [];
    const plain = (part) => part.replace(/^\\(?=[%_])/, '').replace(/[^\w\s]/gu, '\\$&');
    const inRegex = (part) => ({ '%': '.*', _: '.' })[part] ?? plain(part);
    return new RegExp(`^${parts.map(inRegex).join('')}$`, 'is');
}

const operators = {
    '=': (value, [other]) => value === other,
    '!=': (value, [other]) => value !== other,
    '<': (value, [other]) => value !== null && value < other,
    '>': (value, [other]) => value !== null && value > other,
    '<=': (value, [other]) => value !== null && value <= other,
    '>=': (value, [other]) => value !== null && value >= other,
    IN: (value, others) => others.includes(value),
    'NOT IN': (value, others) => !others.includes(value),
};

function semiJoin(org, field, tree, place) {
    if (place.nested) refuse('MALFORMED_QUERY', 'Nesting of semi join sub-selects is not supported');
    if (place.or) refuse('MALFORMED_QUERY', "Semi join sub-selects are not allowed with the 'OR' operator");
    if (tree.count || tree.fields.length !== 1) refuse('MALFORMED_QUERY', 'a semi join sub-select has one field');
    const { rows, fields: [selected] } = found(org, tree, true);
    if (field.type !== 'i' || selected.type !== 'i') {
        refuse('INVALID_FIELD', `The selected field '${selected.path}' in the subquery and the left operand field ` +
            `'${field.path}' must have compatible types.`);
    }
    return rows.map((row) => valueOf(org, row, selected));
}

function comparison(org, object, { op, field: path, values, query: tree }, place) {
    const field = bind(org, object, path);
    if (field.unfiltered) refuse('INVALID_FIELD', `field '${path}' can not be filtered in a query call`);
    const wanted = tree ? semiJoin(org, field, tree, place) : values;
    if (!tree) wanted.forEach((value) => checkLiteral(field, op, value));
    if (op === 'LIKE') {
        const pattern = likePattern(wanted[0]);
        return (row) => {
            const value = valueOf(org, row, field);
            return value !== null && pattern.test(value);
        };
    }
    const others = wanted.map((value) => comparable(value, field.type));
    return (row) => operators[op](comparable(valueOf(org, row, field), field.type), others);
}

// A function that tells whether a row is wanted.
function condition(org, object, tree, place) {
    if (!tree.terms) return comparison(org, object, tree, place);
    const tests = tree.terms.map((term) => condition(org, object, term, { ...place, or: place.or || tree.op === 'OR' }));
    if (tree.op === 'AND') return (row) => tests.every((test) => test(row));
    if (tree.op === 'OR') return (row) => tests.some((test) => test(row));
    return (row) => !tests[0](row);
}

// --- the answer ----------------------------------------------------------------------------------

function sort(org, object, rows, keys) {
    const bound = keys.map((key) => ({ ...key, field: bind(org, object, key.field) }));
    const compare = (a, b, { field, descending, nullsLast }) => {
        const [x, y] = [a, b].map((row) => comparable(valueOf(org, row, field), field.type));
        if (x === y) return 0;
        if (x === null || y === null) return (x === null) === nullsLast ? 1 : -1;
        return (x < y) === descending ? 1 : -1;
    };
    return [...rows].sort((a, b) => bound.reduce((found, key) => found || compare(a, b, key), 0));
}

function found(org, tree, nested = false) {
    const object = schema.object(tree.from) ?? refuse('INVALID_TYPE', `sObject type '${tree.from}' is not supported.`);
    const fields = tree.fields.map((path) => bind(org, object, path));
    const test = tree.where ? condition(org, object, tree.where, { nested, or: false }) : () => true;
    const rows = sort(org, object, org.rows(object).filter(test), tree.order);
    return { object, fields, rows: tree.limit === null ? rows : rows.slice(0, tree.limit) };
}

const attributes = (org, object, row) => ({
    type: object, url: `/services/data/v${org.apiVersion}/sobjects/${object}/${row.Id ?? row.DurableId}`,
});

// The record of a row: a parent is an object in it, or null.
function record(org, object, row, fields) {
    const answer = { attributes: attributes(org, object, row) };
    for (const field of fields) {
        let at = answer;
        field.steps.forEach((step, depth) => {
            const parent = follow(org, row, field.steps.slice(0, depth + 1));
            if (at) at = at[step.name] ??= parent && { attributes: attributes(org, step.object, parent) };
        });
        if (at) at[field.name] = valueOf(org, row, field);
    }
    return answer;
}

// What the CLI asks for to lay out a table: a parent is a column that holds its own.
function columnsOf(paths) {
    const nested = new Map();
    for (const [first, ...rest] of paths) {
        nested.set(first, [...(nested.get(first) ?? []), ...(rest.length ? [rest] : [])]);
    }
    return [...nested].map(([columnName, inner]) =>
        ({ aggregate: false, columnName, displayName: columnName, joinColumns: columnsOf(inner) }));
}

exports.columns = (org, text) => {
    const { fields } = found(org, soql.parse(text));
    return { columnMetadata: columnsOf(fields.map(({ steps, name }) => [...steps.map((step) => step.name), name])) };
};

exports.answer = (org, text) => {
    const tree = soql.parse(text);
    const { object, fields, rows } = found(org, tree);
    const names = fields.map(({ path }) => path.toLowerCase());
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice) refuse('MALFORMED_QUERY', `duplicate field selected: ${twice}`);
    const records = tree.count ? [] : rows.map((row) => record(org, object, row, fields));
    return { totalSize: rows.length, done: true, records };
};
