// XML: reads a document into objects, and writes objects as elements.
'use strict';
const { XMLParser, XMLValidator } = require('fast-xml-parser');

const parser = new XMLParser({
    ignoreAttributes: true,
    removeNSPrefix: true,
    parseTagValue: false,
    trimValues: false,
    isArray: () => true,
});

// Every element is a list, for any may stand several times; text is text. White space between elements goes.
function tidy(value) {
    if (typeof value !== 'object') return value;
    const { '#text': text, ...elements } = value;
    if (!Object.keys(elements).length) return text ?? '';
    return Object.fromEntries(Object.entries(elements).map(([name, list]) => [name, list.map(tidy)]));
}

// The root element by its name: { PermissionSet: [{ label: ['…'], … }] }. Throws when it is not well-formed.
exports.read = (bytes) => {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const valid = XMLValidator.validate(text);
    if (valid !== true) throw new Error(valid.err.msg);
    const { '?xml': declaration, ...root } = parser.parse(text);
    return tidy(root);
};

// The text of the first element of a name, or undefined.
exports.text = (element, name) => element?.[name]?.[0];

const escaped = (text) => String(text).replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

// { a: 1, b: [{ c: null }, 2] } as <a>1</a><b><c xsi:nil="true"/></b><b>2</b>; undefined is left out.
function write(value) {
    if (typeof value !== 'object') return escaped(value);
    return Object.entries(value)
        .flatMap(([name, item]) => [item].flat().map((one) => [name, one]))
        .filter(([, item]) => item !== undefined)
        .map(([name, item]) => (item === null ? `<${name} xsi:nil="true"/>` : `<${name}>${write(item)}</${name}>`))
        .join('');
}

exports.write = write;
