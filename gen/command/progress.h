/* How far a long build has come, on a terminal alone: one line that is written over, and wiped at the end.
 *
 *     Progress p;
 *     progress_start(&p, "rendering", total, quiet);
 *     progress_step(&p);                 // once for each piece, from any thread
 *     progress_end(&p);                                                                             */
#ifndef COMMAND_PROGRESS_H
#define COMMAND_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum { PROGRESS_LONG = 1000 }; /* pieces; a shorter run is over before anybody looks */

typedef struct {
    const char *what;
    atomic_size_t done;
    size_t total;
    bool shown;
} Progress;

/* Nothing is ever shown where standard error is no terminal, or for a run that is quiet or short. */
void progress_start(Progress *p, const char *what, size_t total, bool quiet);
void progress_step(Progress *p);
void progress_end(Progress *p);

#endif
