/* Work that falls into pieces which do not need each other, on several threads.
 *
 *     Work *w = work_start(count, ahead, threads, step, &context);
 *     work_need(w, 7);        // piece 7 is done
 *     work_end(w);            // all are
 *
 * The pieces are taken in the order of their numbers: step(&context, 0, …), step(&context, 1, …). Whoever waits
 * for a piece works along, so that with one thread all is done by the caller. What a step changes is its own,
 * that of its thread, or under a lock. */
#ifndef BASE_WORK_H
#define BASE_WORK_H

#include <stddef.h>

enum { WORK_THREADS_MAX = 64 };

typedef struct Work Work;

/* `thread`: from 0, below the number of threads. */
typedef void WorkStep(void *context, size_t index, size_t thread);

/* No piece is begun that is more than `ahead` pieces behind the last one that was needed: what waits to be
 * used takes memory. */
Work *work_start(size_t count, size_t ahead, size_t threads, WorkStep *step, void *context);

void work_need(Work *w, size_t index);
void work_end(Work *w); /* frees it, too */

/* All of it at once. */
void work_run(size_t count, size_t threads, WorkStep *step, void *context);

size_t work_cores(void); /* how many threads the machine runs at once, at most WORK_THREADS_MAX */

#endif
