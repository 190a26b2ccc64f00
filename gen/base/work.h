/* Work that falls into pieces which do not need each other, on several threads.
 *
 *     work_run(count, threads, step, &context);    // step(&context, 0, …) … step(&context, count - 1, …)
 *
 * The pieces are taken in the order of their numbers, and all are done when it returns. What a step changes is
 * its own, that of its thread, or under a lock. */
#ifndef BASE_WORK_H
#define BASE_WORK_H

#include <stddef.h>

enum { WORK_THREADS_MAX = 64 };

/* `thread`: from 0, below the number of threads. */
typedef void WorkStep(void *context, size_t index, size_t thread);

void work_run(size_t count, size_t threads, WorkStep *step, void *context);

size_t work_cores(void); /* how many threads the machine runs at once, at most WORK_THREADS_MAX */

#endif
