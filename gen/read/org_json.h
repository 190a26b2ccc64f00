/* What an org answers about its users and permission sets, as the Salesforce CLI prints it with --json:
 *
 *     sf data query --json                    rows of the sObjects that org_rows.c knows
 *     sf project deploy start --json          and validate, quick, report: what was refused
 *
 * The envelope {"status", "result", "warnings"} may be missing, several answers may stand in one array, or
 * behind one another in one file. An error that the org gives in place of an answer is an answer too. */
#ifndef READ_ORG_JSON_H
#define READ_ORG_JSON_H

#include "model/org.h"

/* Takes the answers of a file into `org`; call org_settle when the last file is read. Texts are copied into the
 * arena, the bytes may go. The name of the file tells which question an answer without rows is to. False, with
 * *wrong, where a part of it cannot be used; what stands before that is taken. */
bool org_json_read(Org *org, Names *names, Arena *a, uint32_t file, Str name, Str bytes,
                   Text *wrong);

#endif
