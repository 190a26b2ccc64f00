// Record ids: 15 characters and the three that tell upper from lower case.
'use strict';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

// Each of the three stands for five characters, a bit for each capital.
function suffix(id) {
    const bits = (part) => [...part].reduce((sum, letter, i) => sum + (/[A-Z]/.test(letter) ? 1 << i : 0), 0);
    return [0, 5, 10].map((at) => letters[bits(id.slice(at, at + 5))]).join('');
}

const long = (id) => (/^[A-Za-z0-9]{15}$/.test(id) ? id + suffix(id) : id);

exports.long = long;

// A function that gives the next id of a kind; no two are alike.
exports.counter = () => {
    let last = 0;
    return (prefix) => long(prefix + (++last).toString(36).toUpperCase().padStart(12, '0'));
};
