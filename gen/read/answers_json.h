/* The org's own answers, as the Salesforce CLI prints them with --json (jansson):
 *
 *     sf sobject describe --sobject X              objects and fields
 *     sf data query --use-tooling-api … PermissionDependency
 *     sf data query … PermissionSetLicense         MaximumPermissions… of the integration licence
 *
 * What an answer is, its content tells. The envelope {"status", "result"} may be missing, several answers
 * may stand in one array, or behind one another in one file. */
#ifndef READ_ANSWERS_JSON_H
#define READ_ANSWERS_JSON_H

#include "model/known.h"

typedef struct {
    size_t objects, fields, dependencies, licensed; /* what was said */
    size_t skipped; /* rows and fields of a form that is not known */
    Text wrong;     /* filled where the answers cannot be used */
} Answers;

/* Takes the answers of a file into `known`; texts are copied into the arena, the bytes may go. False, with
 * answers->wrong, where the text is not JSON, is the CLI's report of a failure, or says nothing that is
 * known. */
bool answers_read(Known *known, Arena *a, uint32_t file, Str bytes, Answers *answers);

#endif
