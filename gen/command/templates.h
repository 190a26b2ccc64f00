/* Finding templates: the company's own, and those of the catalogue. */
#ifndef COMMAND_TEMPLATES_H
#define COMMAND_TEMPLATES_H

#include "command/command.h"
#include "model/template.h"

typedef struct {
    Str key;
    Str path; /* as messages name it */
    Str bytes;
    bool own;   /* of a folder that somebody named */
    bool hides; /* one of the catalogue with the same key */
} TemplateFile;

typedef struct {
    TemplateFile *items; /* by key */
    size_t count, capacity;
    Map index; /* by key: place in items */
} TemplateFiles;

/* All there are, those of --templates first, then of `company.templates` (model may be NULL), then the
 * catalogue; of several with one key the first counts. They live in the arena. A folder that cannot be read is
 * a finding. */
TemplateFiles template_files(Arena *a, Diag *d, const Options *options, const Model *model);

const TemplateFile *template_file(const TemplateFiles *files, Str key); /* or NULL */

/* Says on standard error that there is none with this key, with the closest one; gives the exit status. */
int no_template(const TemplateFiles *files, Str key);

/* Reads the template of every integration that names one. */
void load_templates(Model *model, Diag *d, const Options *options);

#endif
