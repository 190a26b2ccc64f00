/* Permission set files: single ones, all of a source or metadata folder, all of a zip. */
#ifndef COMMAND_SET_FILES_H
#define COMMAND_SET_FILES_H

#include "diag/diag.h"
#include "model/model.h"

/* The suffix of a permission set file, in metadata or source format; empty where it has none. */
Str set_suffix(Str path);

bool is_set_path(Str path); /* a permission set file or a zip */

/* Reads every permission set that a path names, by path order. With `keep` they go into the model's
 * `shared`; without, only their number stays (`shared_count`), so memory is bounded by the largest
 * file. `found`: the path was found in a folder, nobody named it. Whatever is wrong is a finding. */
void read_set_files(Model *model, Diag *d, Str path, bool keep, bool found);

/* The same for the permission sets anywhere below a folder; gives how many there were. */
size_t read_set_folder(Model *model, Diag *d, Str path, bool keep);

#endif
