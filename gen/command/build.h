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
    Folder *folder;
    Folder *project; /* that of `output: {source}`; NULL where none is said */
    bool had_output; /* a last build was there to compare with */
    Buf access;      /* what differs from it in access, in a few lines; empty: nothing */
} Build;

/* Renders everything into the folders and archives. What is wrong with an archive is a finding; false where
 * nothing was rendered, because no deploy would take it. */
bool render_all(Build *b);

/* --check: tells of every file that a build would write or remove. */
void tell_differences(Build *b);

/* Compares with the last build: licences of sets, integrations that are gone, access. Call it when the folder
 * is settled. */
void check_previous(Build *b);

/* What the build did, on one screen: files, access, seats, what to do next; with --verbose also what was added
 * as a dependency. After --check: that nothing is to be done, or what would change in access. Nothing after a
 * build that was not done. */
void tell_summary(const Build *b, bool done);

#endif
