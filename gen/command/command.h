/* Commands and what they share. Each command has a file of its own; gen/main.c has the table. */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "diag/render.h"
#include "model/model.h"

/* Exit statuses; EXIT_SYSTEM (3) is in base/memory.h. */
enum { EXIT_FINE = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2 };

enum { INTEGRATIONS_MAX = 256, METADATA_MAX = 64 };

typedef struct {
    const Renderer *renderer;
    bool color, quiet, strict, check, verbose, facts;
    size_t threads;    /* -j: how many at once */
    bool color_report; /* `color` is that of standard error; this of standard output */
    bool exit_code, losses;
    bool markdown, missing;
    const char *search;         /* templates */
    const char *init_templates; /* names with commas */
    const char *domain, *email; /* init */
    const char *template_folders[METADATA_MAX];
    int template_folder_count;
    const char *environment;                    /* NULL: not said */
    const char *output;                         /* NULL: the command's own default */
    const char *integrations[INTEGRATIONS_MAX]; /* import: NAME=SET */
    int integration_count;
    const char *metadata[METADATA_MAX]; /* folders of the project's own source */
    int metadata_count;
    const char *levels[RULE_COUNT]; /* RULE=LEVEL */
    int level_count;
    char *const *paths;
    int path_count;
} Options;

int command_build(const Options *options);
int command_check(const Options *options);
int command_diff(const Options *options);
int command_explain(const Options *options);
int command_import(const Options *options);
int command_init(const Options *options);
int command_schema(const Options *options);
int command_templates(const Options *options);
int command_verify(const Options *options);

/* Reads all definitions that the paths name (by default integrations.yaml or the folder
 * integrations/), resolves and checks them. Findings are in `d`. */
void load(Model *model, Diag *d, const Options *options);

/* The same without the checks: what the definitions mean, whether or not it can be deployed. */
void load_resolved(Model *model, Diag *d, const Options *options);

/* A template accepts what whoever uses it may need. Drops what it accepts where, as the findings of the checks
 * tell, there is no such risk: nobody has accepted anything there. */
void forget_needless(Model *model, const Diag *d);

/* Sets up `d` by the options that are about findings. False, with a line on standard error, where one of
 * them names no rule, no level, or would lower a rule that cannot be lowered. */
bool set_levels(Diag *d, const Options *options);

bool folder_has_definitions(const char *path); /* *.yaml or *.yml directly in it */

/* What is known of the org beside our tables: --metadata, `metadata:` and `facts:` of the definitions. It
 * lives in the model's arena; NULL where nothing names any. */
const Known *load_known(Model *model, Diag *d, const Options *options);

/* The folder of the file that a place is in, with its slash; empty where that is the current one. */
Str folder_of_file(const Diag *d, Loc at);

/* Shows the findings and gives the exit status that follows from them. */
int finish(Diag *d, const Options *options);

#endif
