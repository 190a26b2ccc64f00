/* Where a command may write, as the kernel is told. */
#ifndef COMMAND_WRITES_H
#define COMMAND_WRITES_H

#include "command/command.h"

typedef enum {
    WRITES_NOTHING,
    WRITES_OUTPUT, /* what --output names, if anything */
    WRITES_BUILD, /* the output folder, and a source folder beside the definitions, unless it only compares */
    WRITES_START, /* the folder that is its argument */
} Writes;

/* Limits writing to where a command may write at all, before it reads anything. */
void limit_writes(const Options *options, Writes writes);

#endif
