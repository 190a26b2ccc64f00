// Reads a SOQL query into a tree: the part of SOQL that the stand-in org answers. All else is refused.
'use strict';
const { refuse } = require('./error.js');

const malformed = (message) => refuse('MALFORMED_QUERY', message);

// --- words ---------------------------------------------------------------------------------------

const string = /'(?:[^'\\]|\\.)*'/u.source;
const number = /\d+(?:\.\d+)?(?![\w.-])/u.source;
const name = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/u.source;
const sign = /<=|>=|!=|<>|[=<>(),]/u.source;
const token = new RegExp(`\\s*(?:(${string})|(${number})|(${name})|(${sign}))`, 'suy');

function wordOf([, string, number, name, sign]) {
    if (string) return { kind: 'string', value: unescaped(string.slice(1, -1)), text: string };
    if (number) return { kind: 'number', value: Number(number), text: number };
    return { kind: name ? 'name' : 'sign', text: name ?? sign };
}

function wordsOf(text) {
    const words = [];
    const end = text.trimEnd().length;
    for (token.lastIndex = 0; token.lastIndex < end;) {
        const at = token.lastIndex;
        const match = token.exec(text) ?? malformed(`unexpected token: ${text.slice(at, at + 20).trim()}`);
        words.push(wordOf(match));
    }
    return words;
}

const escapes = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\', _: '\\_', '%': '\\%' };

// \% and \_ keep their backslash: LIKE must tell them from the wildcards.
const unescaped = (text) =>
    text.replace(/\\(u[0-9A-Fa-f]{4}|.)/gsu, (all, code) => {
        if (code.length === 5) return String.fromCharCode(parseInt(code.slice(1), 16));
        return escapes[code] ?? malformed(`Illegal string literal: Invalid string literal '${text}'`);
    });

// --- the reader ----------------------------------------------------------------------------------

// Group is a word of SOQL and an object; it is read as the object.
const reserved = new Set([
    'SELECT', 'FROM', 'WHERE', 'AND', 'OR', 'NOT', 'IN', 'LIKE', 'ORDER', 'BY', 'LIMIT',
    'NULL', 'TRUE', 'FALSE', 'ASC', 'DESC',
]);

class Reader {
    constructor(text) {
        this.words = wordsOf(text);
        this.at = 0;
    }

    get word() {
        return this.words[this.at] ?? { kind: 'end', text: '<EOF>' };
    }

    is(...texts) {
        return this.word.kind !== 'string' && texts.includes(this.word.text.toUpperCase());
    }

    take(...texts) {
        if (!this.is(...texts)) return false;
        this.at++;
        return true;
    }

    need(...texts) {
        for (const text of texts) if (!this.take(text)) this.unexpected();
    }

    unexpected() {
        malformed(`unexpected token: ${this.word.text}`);
    }

    name() {
        if (this.word.kind !== 'name' || reserved.has(this.word.text.toUpperCase())) this.unexpected();
        return this.words[this.at++].text;
    }

    number() {
        if (this.word.kind !== 'number') this.unexpected();
        return this.words[this.at++].value;
    }

    list(read) {
        const items = [read()];
        while (this.take(',')) items.push(read());
        return items;
    }
}

// --- the query -----------------------------------------------------------------------------------

function select(reader) {
    reader.need('SELECT');
    if (reader.is('COUNT')) {
        reader.need('COUNT', '(', ')');
        return { count: true, fields: [] };
    }
    return { count: false, fields: reader.list(() => reader.name()) };
}

function order(reader) {
    if (!reader.take('ORDER')) return [];
    reader.need('BY');
    return reader.list(() => {
        const key = { field: reader.name(), descending: false, nullsLast: false };
        if (!reader.take('ASC')) key.descending = reader.take('DESC');
        if (reader.take('NULLS')) {
            key.nullsLast = reader.take('LAST');
            if (!key.nullsLast) reader.need('FIRST');
        }
        return key;
    });
}

function query(reader) {
    const { count, fields } = select(reader);
    reader.need('FROM');
    const from = reader.name();
    const where = reader.take('WHERE') ? condition(reader) : null;
    return { count, fields, from, where, order: order(reader), limit: reader.take('LIMIT') ? reader.number() : null };
}

// AND and OR side by side need parentheses, as in Salesforce.
function condition(reader) {
    const first = term(reader);
    if (!reader.is('AND', 'OR')) return first;
    const op = reader.word.text.toUpperCase();
    const terms = [first];
    while (reader.take(op)) terms.push(term(reader));
    if (reader.is('AND', 'OR')) reader.unexpected();
    return { op, terms };
}

function term(reader) {
    if (reader.take('NOT')) return { op: 'NOT', terms: [term(reader)] };
    if (!reader.take('(')) return comparison(reader);
    const inner = condition(reader);
    reader.need(')');
    return inner;
}

const likeOthers = { '<>': '!=' };

function comparison(reader) {
    const field = reader.name();
    const negated = reader.take('NOT');
    if (reader.take('IN')) return { op: negated ? 'NOT IN' : 'IN', field, ...listOrQuery(reader) };
    if (negated) reader.unexpected();
    if (reader.take('LIKE')) return { op: 'LIKE', field, values: [value(reader)] };
    if (!reader.is('=', '!=', '<>', '<', '>', '<=', '>=')) reader.unexpected();
    const { text } = reader.words[reader.at++];
    return { op: likeOthers[text] ?? text, field, values: [value(reader)] };
}

function listOrQuery(reader) {
    reader.need('(');
    const found = reader.is('SELECT') ? { query: query(reader) } : { values: reader.list(() => value(reader)) };
    reader.need(')');
    return found;
}

const constants = { TRUE: true, FALSE: false, NULL: null };

function value(reader) {
    const { kind, text, value: literal } = reader.word;
    if (kind !== 'string' && kind !== 'number' && !(text.toUpperCase() in constants)) reader.unexpected();
    reader.at++;
    return kind === 'name' ? constants[text.toUpperCase()] : literal;
}

exports.parse = (text) => {
    const reader = new Reader(text);
    const tree = query(reader);
    if (reader.word.kind !== 'end') reader.unexpected();
    return tree;
};
