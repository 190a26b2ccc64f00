// What the stand-in org answers when it refuses: the status, and the body of Salesforce's REST errors.
'use strict';

class Refusal extends Error {
    constructor(code, message, fields = [], status = 400) {
        super(message);
        this.code = code;
        this.fields = fields;
        this.status = status;
    }

    get body() {
        return [{ message: this.message, errorCode: this.code, fields: this.fields }];
    }
}

exports.Refusal = Refusal;

exports.refuse = (code, message, fields, status) => {
    throw new Refusal(code, message, fields, status);
};
