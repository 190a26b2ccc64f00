/* Commands and what they share. Each command has a file of its own; gen/main.c has the table. */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "diag/render.h"
#include "model/model.h"

/* Exit statuses; EXIT_SYSTEM (3) is in base/memory.h. */
enum { EXIT_FINE = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2 };

enum { INTEGRATIONS_MAX = 256 };

typedef struct {
    const Renderer *renderer;
    bool color, quiet, strict, check;
    const char *output;                         /* NULL: the command's own default */
    const char *integrations[INTEGRATIONS_MAX]; /* import: NAME=SET */
    int integration_count;
    char *const *paths;
    int path_count;
} Options;

int command_build(const Options *options);
int command_check(const Options *options);
int command_explain(const Options *options);
int command_import(const Options *options);
int command_schema(const Options *options);

/* Reads all definitions that the paths name (by default integrations.yaml or the folder
 * integrations/), resolves and checks them. Findings are in `d`. */
void load(Model *model, Diag *d, const Options *options);

bool folder_has_definitions(const char *path); /* *.yaml or *.yml directly in it */

/* Shows the findings and gives the exit status that follows from them. */
int finish(Diag *d, const Options *options);

#endif
