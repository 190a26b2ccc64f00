/* The steps of a build, and what they share. */
#ifndef COMMAND_BUILD_H
#define COMMAND_BUILD_H

#include "command/command.h"
#include "pack/archive.h"
#include "pack/folder.h"
#include "write/plan.h"

typedef struct {
    const Options *options;
    Model model;
    Diag diag;
    Arena arena;
    Plan plan;
    Archive **archives; /* one for each of plan.archives */
    Folder *folder;
    bool had_output; /* a last build was there to compare with */
} Build;

/* Finishes every archive, reads it back, and puts it into the folder and the bundle. What is wrong with one is
 * a finding. */
void finish_archives(Build *b);

/* Compares with the last build: licences of sets, integrations that are gone. Call it when the folder is
 * settled. */
void check_previous(Build *b);

#endif
