/* Lines about a run, with names of files and whatever else somebody gave: nothing in them speaks to the terminal,
 * and none of them becomes two. */
#ifndef COMMAND_SAY_H
#define COMMAND_SAY_H

#include <stdio.h>

/* Prints one line, and ends it. */
void say(FILE *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
