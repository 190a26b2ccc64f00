/* Threads that take the next piece until there is none. */
#include "base/work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

typedef struct {
    WorkStep *step;
    void *context;
    size_t count;
    atomic_size_t next;
} Work;

typedef struct {
    Work *work;
    size_t number;
    pthread_t id;
} Worker;

static void *run(void *data)
{
    const Worker *worker = data;
    Work *work = worker->work;
    for (size_t i; (i = atomic_fetch_add(&work->next, 1)) < work->count;)
        work->step(work->context, i, worker->number);
    return NULL;
}

void work_run(size_t count, size_t threads, WorkStep *step, void *context)
{
    Work work = {.step = step, .context = context, .count = count};
    Worker workers[WORK_THREADS_MAX];
    size_t started = 1; /* this thread is the first */
    if (threads > count)
        threads = count;
    for (; started < threads && started < WORK_THREADS_MAX; started++) {
        workers[started] = (Worker){.work = &work, .number = started};
        if (pthread_create(&workers[started].id, NULL, run, &workers[started]) != 0)
            break; /* the others do all of it */
    }
    workers[0] = (Worker){.work = &work};
    run(&workers[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(workers[i].id, NULL);
}

size_t work_cores(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores > WORK_THREADS_MAX ? WORK_THREADS_MAX : (size_t)cores;
}
