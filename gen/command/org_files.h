/* Files that hold what an org says: the CLI's JSON, retrieved permission sets and profiles, zips of them. */
#ifndef COMMAND_ORG_FILES_H
#define COMMAND_ORG_FILES_H

#include "diag/diag.h"
#include "model/model.h"
#include "model/org.h"

bool is_answer_path(const char *path); /* by its name; of a folder, by what it holds */

/* Reads the answers of a file, a folder or a zip into `org`; names are those of the model. Call org_settle when the
 * last is read. Whatever cannot be used is a finding. */
void read_answers(Org *org, Model *model, Diag *d, Str path);

#endif
