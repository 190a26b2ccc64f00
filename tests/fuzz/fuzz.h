/* Fuzzing: every target takes an input from memory through the same functions that the commands use, and asserts
 * what must hold of any input. libFuzzer drives them (fuzzer.c), and replay.c runs what it kept. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "base/buf.h"
#include "diag/diag.h"
#include "model/model.h"

typedef void FuzzRun(Str input);

typedef struct {
    const char *name;
    FuzzRun *run;
} FuzzTarget;

extern const FuzzTarget fuzz_targets[]; /* ended by a NULL */

FuzzRun fuzz_yaml, fuzz_permset, fuzz_zip, fuzz_answers, fuzz_source, fuzz_template, fuzz_diff,
    fuzz_text;

const FuzzTarget *fuzz_target(const char *name); /* or NULL */

/* Once, before the first input: what gen/main.c does for the libraries. */
void fuzz_start(void);

/* --- what must hold -------------------------------------------------------------------------------- */

/* Ends the process with these words where it does not. */
void must(bool holds, const char *what);
void must_same(Str one, Str two, const char *what);
void must_be_xml(Str bytes, const char *what);
void must_be_json(Str bytes, const char *what);
void must_be_utf8(Str bytes, const char *what);
void must_be_visible(Str text); /* to whoever reads it in a terminal */

/* Settles the findings, after which each points into its text, and every form of them is whole. */
void must_be_findings(Diag *d);

/* --- inputs ---------------------------------------------------------------------------------------- */

/* True for one input of so many: for what takes long. */
bool fuzz_one_in(Str input, uint32_t count);

/* An input that stands for several files: "@name" on a line of its own begins each. What stands before the first is
 * the whole of an input without any. */
typedef struct {
    Str name, bytes;
} FuzzFile;

typedef struct {
    Str head;
    FuzzFile *items;
    size_t count, capacity;
} FuzzFiles;

FuzzFiles fuzz_files(Arena *a, Str input);

/* For what the commands read from files: a file of this name in a folder of its own, until it is taken away. */
Str fuzz_file(Arena *a, const char *name, Str bytes);
void fuzz_file_gone(Str path);

/* A copy that the sanitizer sees the end of. */
Str fuzz_exact(Arena *a, Str bytes);

/* --- definitions ----------------------------------------------------------------------------------- */

typedef struct {
    Diag diag;
    Model model;
    const Known *known; /* of the org; or NULL */
} FuzzModel;

void fuzz_model_start(FuzzModel *m);
void fuzz_model_read(FuzzModel *m, const char *name, Str yaml, size_t threads);
void fuzz_model_resolve(FuzzModel *m); /* with the templates of the catalogue */
void fuzz_model_check(FuzzModel *m, size_t threads);
void fuzz_model_end(FuzzModel *m);

/* Of one file, all of these; false where a build would write nothing. */
bool fuzz_model_make(FuzzModel *m, Str yaml, size_t threads);

/* All findings as text. */
void fuzz_put_findings(FuzzModel *m, Buf *out);

/* Every artefact of a build, each behind its path. */
void fuzz_put_artefacts(const Model *model, Buf *out);

/* The same, and each is what its name says: XML, JSON in HTML, a definition. */
void fuzz_check_artefacts(const Model *model);

/* The command build, on a file of its own. */
void fuzz_check_build(Str yaml);

/* What is written of a set and read again is the same: as XML; as the definition that an import makes of it. */
void fuzz_check_set_as_xml(const Model *model, const PermissionSet *set);
void fuzz_check_set_as_definition(const Model *model, const PermissionSet *set);
void fuzz_check_sets(const Model *model); /* both, of all sets */

/* A model and itself do not differ, in any form. */
void fuzz_check_no_difference(const Model *model);

#endif
